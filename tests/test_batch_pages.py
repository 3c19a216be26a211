"""Pages of a batch: one for each member and one for the whole, with the figures of its tables; made again only where something changed."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from batches import batched, members, published, rows, write
from hypothesis import given
from hypothesis import strategies as st
from pages import Element, parsed, table

from wageaudit.batch import Paging, Sharing, pages, run
from wageaudit.batch.executors import Here
from wageaudit.batch.naming import DEVICES, file_names
from wageaudit.batch.reading import Unit, problems_of, refused
from wageaudit.cli.again import repeat
from wageaudit.disclosure import Rule
from wageaudit.engine import Run
from wageaudit.engine import run as audit
from wageaudit.files import Found
from wageaudit.manifest import LARGEST
from wageaudit.manifest import parsed as manifest_of
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.pseudonyms import Key, pseudonym
from wageaudit.reports import page
from wageaudit.reports.figures import Figures

CHOSEN = Options(country="KE")
HOURS = ("paid_hours", "unpaid_work_hours", "waiting_hours", "working_hours")
WEEKS = {
    "working h": "working_hours",
    "pay": "pay",
    "an hour": "effective_hourly_wage",
    "missing": "shortfall",
}
HOSTILE = (
    "../../evil",
    "/etc/passwd",
    "CON",
    "nul.txt",
    "a",
    "A",
    ".hidden",
    "x" * 300,
    "-",
    "é\u202ex",
    "a b",
    "a-b",
    "..",
    "~",
    "a\\b",
)
KEY = Key(bytes(range(32)))


def made(folder: Path, out: Path, language: str = "en", sharing: Sharing | None = None) -> None:
    """Run a batch with pages in this process."""
    run(str(folder), str(out), CHOSEN, Here(), paging=Paging(language), sharing=sharing)


def lines(out: Path, name: str) -> list[dict[str, str]]:
    """Return the lines of a CSV file of the results."""
    return list(csv.DictReader(io.StringIO((out / name).read_text(encoding="utf-8"))))


def read(path: Path) -> Element:
    """Return a page as a tree."""
    return parsed(path.read_text(encoding="utf-8"))


def exact(found: Element, name: str) -> list[list[str]]:
    """Return the exact figures of a page's table, or their text where there is none."""
    return [[figure or text for text, figure in row] for row in table(found, name)[1]]


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory, sample_data: Path) -> tuple[Path, Path]:
    """Return the exports of members of several platforms, a tracker's log among them, and the results with pages."""
    place = tmp_path_factory.mktemp("union")
    folder, out = members(place / "logs", 4, 40), place / "out"
    shutil.copyfile(sample_data / "antananarivo_annotator.csv", folder / "annotator.csv")
    shutil.copytree(sample_data / "nairobi_trackers", folder / "trackers")
    write(folder / "two.csv", rows("ida", 12) + rows("joe", 9))
    (folder / "north").mkdir()
    (folder / "north" / "broken.csv").write_bytes(b"worker_id,started_at\nx,never\n")
    made(folder, out)
    return folder, out


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of whom pages are made, in their order; those of members say their figures without pictures, which take most of the time."""
    real, of = pages.render, list[str]()

    def plain(done: Run, **named: Any) -> str:  # noqa: ANN401 - what the real one is given
        of.append(named["extent"].worker or "the whole")
        if not named["extent"].worker:
            return real(done, **named)
        return f"{of[-1]}, {named['language']}: {done.audit.table(('week', 'platform')).to_pylist()}"

    monkeypatch.setattr(pages, "render", plain)
    return of


def test_each_member_has_a_page_with_the_figures_of_the_tables(union: tuple[Path, Path]) -> None:
    """Hours by kind and the weeks, exactly; the index names each page once."""
    _, out = union
    index = {line["worker"]: line["page"] for line in lines(out, "pages/index.csv")}
    workers = lines(out, "workers.csv")
    assert sorted(index) == sorted(line["worker"] for line in workers)
    assert {path.name for path in (out / "pages").iterdir()} == {*index.values(), "index.csv"}
    weeks: dict[str, list[dict[str, str]]] = {}
    for line in lines(out, "weeks.csv"):
        weeks.setdefault(line["worker"], []).append(line)
    compared = 0
    for line in workers:
        found = read(out / "pages" / index[line["worker"]])
        if float(line["working_hours"]):
            assert [row[1] for row in exact(found, "hour-table")] == [line[name] for name in HOURS]
        headings, shown = table(found, "periods")
        for row, week in zip(shown, weeks[line["worker"]], strict=True):
            told = dict(zip(headings, (figure for _, figure in row), strict=True))
            assert {name: told.get(name, "") for name in WEEKS} == {
                name: week[own] for name, own in WEEKS.items()
            }
            compared += 1
        assert line["worker"] in found.text()
    assert compared >= 15


def test_a_members_page_tells_of_the_members_files_alone(union: tuple[Path, Path]) -> None:
    """Its own with their hashes; of a file of two members, the own rows; what was left out where nobody else's rows are."""
    folder, out = union
    index = {line["worker"]: line["page"] for line in lines(out, "pages/index.csv")}
    inputs = {one["name"]: one for one in json.loads((out / "manifest.json").read_text())["inputs"]}
    for worker, number in (("ida", "12"), ("joe", "9")):
        found = read(out / "pages" / index[worker])
        (row,) = exact(found, "files")
        assert row[0].endswith("two.csv")
        assert row[3] == number
        (name,) = [one for one in inputs if one.endswith("two.csv")]
        assert row[6] == inputs[name]["sha256"]
        others = {"ida", "joe"} - {worker}
        assert not any(re.search(rf"\b{other}\b", found.text()) for other in others)
    assert str(folder) not in "".join(
        path.read_text(encoding="utf-8") for path in (out / "pages").glob("*.html")
    )


def test_the_page_of_the_whole_is_that_of_the_same_files_audited_at_once(union: tuple[Path, Path]) -> None:
    """Every table of figures: gathered shelf by shelf, the same; the clock and each other choice among them."""
    folder, out = union
    found = read(out / "report.html")
    plain = parsed(page.render(audit([str(folder)], CHOSEN), workers=True))
    assert found.one("answer").text() == plain.one("answer").text()
    names = [one.attributes["id"] for one in plain.all("table")]
    assert {"choices", "clock-table", "workers", "periods", "hour-table", "spread-table", "rates"} <= set(
        names
    )
    for name in names:
        if name not in {"files", "problems-table"}:
            assert exact(found, name) == exact(plain, name), name
    drawn = {
        one.attributes["viewbox" if "viewbox" in one.attributes else "viewBox"] for one in found.all("svg")
    }
    assert drawn
    assert [one.text() for one in found.all("text")] == [one.text() for one in plain.all("text")]


def test_the_page_of_the_whole_leads_to_the_members(union: tuple[Path, Path]) -> None:
    """Each name in its table is a link to a page that is there."""
    _, out = union
    links = {
        element.text(): element.attributes["href"]
        for element in read(out / "report.html").one("workers").all("a")
    }
    index = {line["worker"]: f"pages/{line['page']}" for line in lines(out, "pages/index.csv")}
    assert links == index
    assert all((out / name).is_file() for name in links.values())


@pytest.mark.slow
def test_pages_are_in_the_manifest_and_made_again_they_are_the_same(
    union: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `verify` compares: a page that was changed since differs from both."""
    folder, out = union
    found = manifest_of((out / "manifest.json").read_bytes()[:LARGEST])
    told = {one["name"]: one for one in found["outputs"] if one["format"] == "html"}
    assert set(told) == {"report.html"} | {f"pages/{line['page']}" for line in lines(out, "pages/index.csv")}
    assert {one["language"] for one in told.values()} == {"en"}
    monkeypatch.chdir(folder.parent)
    again = repeat(found, str(tmp_path), str(out))
    assert again.stopped == ""
    for name in told:
        assert (tmp_path / "batch" / name).read_bytes() == (out / name).read_bytes(), name


def test_only_what_changed_is_made_again(union: tuple[Path, Path], tmp_path: Path, drawn: list[str]) -> None:
    """Nothing where nothing changed; one member's page and the whole's where one file did; all where a choice did."""
    folder, out = tmp_path / "logs", tmp_path / "out"
    shutil.copytree(union[0], folder)
    made(folder, out)
    count = len(lines(out, "workers.csv"))
    assert "the whole" in drawn
    assert len(drawn) == count + 1
    first = published(out)
    drawn.clear()
    made(folder, out)
    assert drawn == []
    assert published(out) == first
    write(folder / "member 003.csv", rows("W003", 31))
    made(folder, out)
    assert sorted(drawn) == ["W003", "the whole"]
    drawn.clear()
    run(
        str(folder),
        str(out),
        Options(country="KE", gap_minutes=None, period="month"),
        Here(),
        paging=Paging(),
    )
    assert len(drawn) == count + 1


def test_a_run_that_was_cut_off_goes_on_with_the_next_page(
    tmp_path: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that were finished are not made again, nothing is put in place before all are, and the end is the same."""
    folder, out = members(tmp_path / "logs", 6, 8), tmp_path / "out"
    made(folder, tmp_path / "undisturbed")
    assert len(drawn) == 7
    drawn.clear()
    going_on = pages.render

    def cut_off(*given: object, **named: object) -> str:
        if len(drawn) == 4:
            raise KeyboardInterrupt
        return going_on(*given, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(pages, "render", cut_off)
        with pytest.raises(KeyboardInterrupt):
            made(folder, out)
    assert published(out) == {}
    made(folder, out)
    assert len(drawn) == len(set(drawn)) == 7
    assert published(out) == published(tmp_path / "undisturbed")


def test_a_page_that_was_edited_in_place_is_made_anew(tmp_path: Path) -> None:
    """What is kept of it is the same file, and no longer what was written."""
    folder, out = members(tmp_path / "logs", 2, 6), tmp_path / "out"
    made(folder, out)
    (name,) = [line["page"] for line in lines(out, "pages/index.csv")][:1]
    before = (out / "pages" / name).read_bytes()
    with (out / "pages" / name).open("ab") as stream:
        stream.write(b"<!-- better -->")
    made(folder, out)
    assert (out / "pages" / name).read_bytes() == before


def test_without_pages_asked_for_those_of_the_last_run_go(tmp_path: Path) -> None:
    """Nothing stays that the manifest does not name."""
    folder, out = members(tmp_path / "logs", 2, 6), tmp_path / "out"
    run(str(folder), str(out), CHOSEN, Here())
    plain = published(out)
    made(folder, out)
    assert {name for name in published(out) if name.endswith(".html")} > {"report.html"}
    run(str(folder), str(out), CHOSEN, Here())
    assert published(out) == plain


@pytest.mark.slow
def test_ids_that_are_hostile_as_paths_stay_in_their_folder(tmp_path: Path) -> None:
    """Every member's page is in `pages`, under a name that any file system takes."""
    folder, out = tmp_path / "logs", tmp_path / "out"
    write(folder / "all.csv", [line for name in HOSTILE for line in rows(name, 3)])
    made(folder, out)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert not [path for path in before if not path.is_relative_to(folder) and not path.is_relative_to(out)]
    index = {line["worker"]: line["page"] for line in lines(out, "pages/index.csv")}
    assert len(index) == len(HOSTILE)
    names = [path.name for path in (out / "pages").iterdir()]
    assert sorted(names) == sorted([*index.values(), "index.csv"])
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*", name) for name in names)
    for name in index.values():
        found = read(out / "pages" / name)
        assert {element.tag for element in found.all()} & {"script", "img"} == set()


@given(st.lists(st.text(max_size=40), max_size=30))
def test_no_two_members_share_a_name(ids: list[str]) -> None:
    """Not even where capitals and small letters are one, or where one is called as another is written."""
    found = file_names(ids)
    marked = file_names([*ids, *found.values()])
    for names in (found, marked):
        assert len({name.casefold() for name in names.values()}) == len(names)
        for name in names.values():
            assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", name)
            assert ".." not in name
            assert name.partition(".")[0].casefold() not in DEVICES


def test_what_may_be_passed_on_is_the_page_of_the_whole_as_the_shared_tables_have_it(
    tmp_path: Path, drawn: list[str]
) -> None:
    """No member's page is shared, no id is in it; requesters under the pseudonyms of the tables, figures as there."""
    folder, out = members(tmp_path / "logs", 24, 30), tmp_path / "out"
    made(folder, out, sharing=Sharing(KEY, Rule()))
    assert drawn.count("the whole") == 2  # the union's own, and what may be shared of it
    names = {path.name for path in (out / "share").iterdir()}
    assert "report.html" in names
    assert not any(path.is_dir() for path in (out / "share").iterdir())
    told = json.loads((out / "share" / "manifest.json").read_text())
    assert "report.html" in {one["name"] for one in told["outputs"]}
    found = read(out / "share" / "report.html")
    text = found.text()
    for line in lines(out, "workers.csv"):
        assert line["worker"] not in text
    for line in lines(out, "requesters.csv"):
        assert not line["requester"] or line["requester"] not in text
        assert not line["requester"] or pseudonym(KEY, "requester", line["requester"]) in text
    for name, own in (("requester-list", "requesters"), ("periods", "months"), ("totals", "total")):
        shared = [line for line in lines(out, f"share/{own}.csv") if not line["suppressed"]]
        headings, shown = table(found, name)
        at = headings.index("pay")
        assert sorted(row[at][1] for row in shown) == sorted(line["pay"] for line in shared), name


def test_pages_speak_the_language_of_the_run(tmp_path: Path) -> None:
    """From the command line; in all of them."""
    folder, out = members(tmp_path / "logs", 2, 6), tmp_path / "out"
    done = batched(folder, "-o", out, "--country", "KE", "--jobs", "1", "--pages", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    for path in out.rglob("*.html"):
        assert 'lang="fr"' in path.read_text(encoding="utf-8")[:200]
    assert {
        one["language"]
        for one in json.loads((out / "manifest.json").read_text())["outputs"]
        if one["format"] == "html"
    } == {"fr"}


REASONS = {"fr": "n’est pas un montant", "es": "no es un importe"}


def told(found: Element, name: str, *headings: str) -> list[tuple[str, ...]]:
    """Return the texts of these columns of a page's table, in the order of its lines; nothing where it has no such table."""
    if not any(one.attributes.get("id") == name for one in found.all("table")):
        return []
    heads, shown = table(found, name)
    places = [heads.index(heading) for heading in headings]
    return [tuple(row[at][0] for at in places) for row in shown]


@pytest.mark.parametrize("language", ["fr", pytest.param("es", marks=pytest.mark.slow)])
def test_problems_on_pages_speak_their_language_and_the_table_of_them_stays_english(
    union: tuple[Path, Path], tmp_path: Path, language: str
) -> None:
    """What is kept of a file is read back as it was said: the page of the whole tells what one audit of all files tells.

    A second run, which reads no file again, makes the same pages.
    """
    folder, out = tmp_path / "logs", tmp_path / "out"
    shutil.copytree(union[0], folder, ignore=shutil.ignore_patterns("member *"))
    faulty = rows("kim", 6)
    faulty[2] = faulty[2].replace(",KES,", ",shillings,")
    faulty[4] = ",".join([*faulty[4].split(",")[:7], "12.5x", *faulty[4].split(",")[8:]])
    write(folder / "kim.csv", faulty)
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    made(folder, out, language)
    plain = parsed(page.render(audit([str(folder)], CHOSEN), language=language, workers=True))
    whole = read(out / "report.html")
    for name in ("problems-table", "refused"):
        heads = table(whole, name)[0]
        why, mend = heads[-2:]
        assert sorted(told(whole, name, why, mend)) == sorted(told(plain, name, why, mend)), name
        assert told(whole, name, why, mend)
    index = {line["worker"]: line["page"] for line in lines(out, "pages/index.csv")}
    english = {line["reason"] for line in lines(out, "problems.csv") if " " in line["reason"]}
    assert "is not an amount of money" in english
    shown = ""
    for path in [out / "report.html", *(out / "pages" / name for name in index.values())]:
        text = read(path).text()
        shown += text
        assert not [reason for reason in english if reason in text], path.name
    assert REASONS[language] in read(out / "pages" / index["kim"]).text()
    first = published(out)
    made(folder, out, language)
    assert published(out) == first


def test_every_file_that_could_not_be_read_stands_on_the_page_of_the_whole(
    union: tuple[Path, Path], tmp_path: Path
) -> None:
    """They belong to no member: each by its name, with its reason and what to do, and on no member's page."""
    folder, out = tmp_path / "logs", tmp_path / "out"
    shutil.copytree(union[0], folder, ignore=shutil.ignore_patterns("member *"))
    broken = {
        "a.csv": (b"\x89PNG\r\n\x1a\n", "es una imagen, no un registro de trabajo"),
        "b.csv": (b"<html></html>", "es una página web"),
        "c.zip": (b"PK\x03\x04 none", "es un archivo comprimido dañado"),
    }
    for name, (data, _) in broken.items():
        (folder / name).write_bytes(data)
    made(folder, out, "es")
    found = {
        row[0]: row[1:]
        for row in told(read(out / "report.html"), "refused", "archivo", "por qué", "qué hacer")
    }
    assert {name: found[name][0] for name in broken} == {name: reason for name, (_, reason) in broken.items()}
    assert all(mend for _, mend in found.values())
    for path in (out / "pages").glob("*.html"):
        text = read(path).text()
        assert not [reason for _, reason in broken.values() if reason in text]


@pytest.mark.parametrize(
    "reason",
    [
        "is not an amount of money", phrase("is not an amount of money"), phrase("may be {both}", both="a and b"),
        counted(("unpacks to {count} file", "unpacks to {count} files"), 1200), phrase("{reason}: {count}", reason=phrase("is empty"), count=2),
        "a {brace} from outside", "", "no sentence of ours",
    ],
)  # fmt: skip
def test_what_is_kept_of_a_problem_is_told_as_it_was(reason: str) -> None:
    """In every language, from JSON; a sentence with nothing to fill in takes no more room there than its text."""
    told = refused(Unit((Found("/x", "log.csv", ""),)), reason, phrase("add  --reader {name}", name="uber"))
    (back,) = problems_of(json.loads(json.dumps(told)))
    assert (back.reason, back.mend) == (reason, "add  --reader uber")
    for language in ("en", "fr", "es"):
        assert Figures(language).told(back.reason) == Figures(language).told(reason)
    if "{" not in reason and not getattr(reason, "values", None):
        assert told["problems"][0]["reason"] == str(reason)
        assert type(told["problems"][0]["reason"]) is str
