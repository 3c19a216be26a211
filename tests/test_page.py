"""The page: the same figures as the CSV, nothing of a log ever markup, one file, small, the same bytes, and sound HTML."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.util
import io
import os
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from calling import called
from pages import Element, invented, parsed, shown, table

from wageaudit.disclosure import apply
from wageaudit.engine import Run, run, tasks_from_rows
from wageaudit.errors import WrongUse
from wageaudit.options import Options
from wageaudit.reports import data, page
from wageaudit.reports.page import drawing, words
from wageaudit.reports.page.sharing import protected

LARGEST_PAGE = 300_000  # bytes, of one worker
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "nav", "h1", "h2", "h3", "p", "ul", "li", "a",
    "figure", "figcaption", "div", "details", "summary", "span", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "data",
    "bdi", "small", "dl", "dt", "dd", "svg", "desc", "g", "path", "line", "text",
}  # fmt: skip
SAME = {
    "working h": "working_hours", "paid h": "paid_hours", "unpaid h": "unpaid_work_hours", "waiting h": "waiting_hours", "pay": "pay",
    "an hour": "effective_hourly_wage", "minimum wage": "minimum_wage", "of the minimum": "wage_ratio", "missing": "shortfall",
}  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "javascript:alert(1)",
    "a\u202eevil\u2066text",
    "]]>&lt;b&gt;<!--",
    "x" * 3000,
    "'onmouseover='alert(1)",
    "\u0645\u0631\u062d\u0628\u0627",
)


def csv_rows(done: Run, *by: str) -> list[dict[str, str]]:
    """The result table as the CSV has it."""
    stream = io.BytesIO()
    data.csv(done.audit.table(by), stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode())))


@pytest.fixture(scope="module")
def annotator(sample_data: Path) -> tuple[Run, Element]:
    """One worker's run and page."""
    done = run([str(sample_data / "antananarivo_annotator.csv")])
    return done, parsed(page.render(done))


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Element]:
    """The run and the page of 300 invented members."""
    path = tmp_path_factory.mktemp("union") / "members.csv"
    path.write_text(invented(300, 40), encoding="utf-8")
    done = run([str(path)])
    return done, parsed(page.render(done))


def agree(found: Element, name: str, wanted: dict[str, dict[str, str]]) -> int:
    """How many figures of a page's table are, exactly and as shown, those of the CSV, row by row; fails for any other."""
    headings, rows = table(found, name)
    compared = 0
    assert len(rows) == len(wanted)
    for row in rows:
        line = wanted[row[0][0]]
        for heading, (text, exact) in zip(headings, row, strict=True):
            if heading not in SAME:
                continue
            assert exact == line[SAME[heading]], (name, row[0], heading)
            if exact:
                value, half = shown(text.partition("\u00a0")[0].rstrip("%"))
                true = Decimal(exact) * (100 if heading == "of the minimum" else 1)
                assert abs(value - true) <= half or text.endswith("×"), (name, row[0], heading, text)
                compared += 1
    return compared


def test_every_figure_of_the_weeks_is_that_of_the_csv(annotator: tuple[Run, Element]) -> None:
    """Exactly, beside the text; and the text is its rounding."""
    done, found = annotator
    assert agree(found, "periods", {row["week"]: row for row in csv_rows(done, "week")}) == 36
    assert agree(found, "time-table", {row["week"]: row for row in csv_rows(done, "week")}) == 8


def test_every_figure_of_requesters_and_kinds_is_that_of_the_csv(annotator: tuple[Run, Element]) -> None:
    """In the tables, and in the tables behind the pictures."""
    done, found = annotator
    kinds = {row["project"] or "not given": row for row in csv_rows(done, "project")}
    assert agree(found, "project-list", kinds) > 20
    assert agree(found, "project-table", kinds) > 10
    assert agree(found, "requester-list", {row["requester"]: row for row in csv_rows(done, "requester")}) > 5


def test_the_answer_and_the_hour_are_those_of_the_csv(annotator: tuple[Run, Element]) -> None:
    """Wage, minimum, hours by kind; the drawn bars are as long as their shares."""
    done, found = annotator
    (row,) = csv_rows(done, "worker")
    wage, minimum = (f"{Decimal(row[name]):,.0f}" for name in ("effective_hourly_wage", "minimum_wage"))
    assert (
        found.one("answer").text()
        == f"You earned {wage}\u00a0Ar an hour. The minimum wage (SME) was {minimum}\u00a0Ar."
    )
    _, rows = table(found, "hour-table")
    hours = [row[name] for name in ("paid_hours", "unpaid_work_hours", "waiting_hours", "working_hours")]
    assert [line[1][1] for line in rows] == hours
    (wide,) = [one for one in found.one("hour-picture").all("div") if one.attributes.get("class") == "wide"]
    drawn = [
        re.fullmatch(r"M[\d.]+,0h([\d.]+)v[\d.]+h-[\d.]+Z", one.attributes["d"])
        for one in wide.all("path")
        if one.attributes["class"] in {"f-paid", "f-unpaid", "f-waiting"}
    ]
    widths = [float(one[1]) for one in drawn[:3] if one]
    shares = [float(Decimal(part) / Decimal(hours[3])) for part in hours[:3]]
    assert widths == pytest.approx([720 * share for share in shares], abs=0.02)


def test_the_wage_at_each_pause_is_that_of_the_csv(annotator: tuple[Run, Element]) -> None:
    """The table behind the curve."""
    done, found = annotator
    (row,) = csv_rows(done, "worker")
    _, rows = table(found, "pauses-table")
    assert [line[1][1] for line in rows] == [
        row[f"effective_hourly_wage_gap{minutes}"] for minutes in (0, 1, 5, 10, 20, 60)
    ]


def test_a_real_log_of_weeks_says_what_its_csv_says(real_exports: Path) -> None:
    """A driver's month: recorded waiting, tips, commissions."""
    done = run([str(real_exports / "uber" / "uber-driver-fr-paris")], Options(country="FR"))
    found = parsed(page.render(done))
    assert agree(found, "periods", {row["week"]: row for row in csv_rows(done, "week")}) > 20


def test_the_figures_of_three_hundred_members_are_those_of_the_csv(union: tuple[Run, Element]) -> None:
    """Weeks, requesters, workers, the total, and the counts by country of the page that shows each worker."""
    done, _ = union
    found = parsed(page.render(done, workers=True))
    assert agree(found, "periods", {row["week"]: row for row in csv_rows(done, "week")}) > 100
    assert agree(found, "requester-list", {row["requester"]: row for row in csv_rows(done, "requester")}) > 50
    assert agree(found, "totals", {"300": csv_rows(done)[0]}) > 4
    assert agree(found, "workers", {row["worker"]: row for row in csv_rows(done, "worker")}) > 1000
    assert words.WHOLE_MANY in found.text()
    assert counted(found, done) == 5


def counted(found: Element, done: Run) -> int:
    """How many countries' counts by verdict are those of the CSV; fails for any other."""
    wanted: dict[str, Counter[str]] = {}
    for row in csv_rows(done, "worker", "country"):
        wanted.setdefault(row["country"], Counter())[row["verdict"]] += 1
    names = {"Madagascar": "MG", "Kenya": "KE", "Brazil": "BR", "France": "FR", "Venezuela": "VE"}
    headings, rows = table(found, "country-shares-table")
    for row in rows:
        line = dict(zip(headings, (exact for _, exact in row), strict=True))
        own = wanted[names[row[0][0]]]
        told = {
            "below": line["under"],
            "depends": line["depends"],
            "met": line["met"],
            "unknown": line["unknown"],
        }
        assert told == {verdict: str(own[verdict]) for verdict in told}, row[0]
    return len(rows)


def test_what_may_be_passed_on_is_what_disclosure_control_lets_through(union: tuple[Run, Element]) -> None:
    """Month by month and platform by platform the figures that a shared table has, rounded as there, and no other."""
    done, found = union
    may = protected(done.audit.table)
    for by, name in ((("month",), "periods"), ((), "totals"), (("platform",), "platform-table")):
        wanted = {
            str(row.get(by[0], "") if by else row["workers"]): row
            for row in apply(done.audit.table(by), by, may.gone).to_pylist()
            if not row["suppressed"]
        }
        headings, rows = table(found, name)
        assert rows
        for row in rows:
            for heading, (_, exact) in zip(headings, row, strict=True):
                if heading in SAME:
                    value = wanted[row[0][0]][SAME[heading]]
                    assert exact == ("" if value is None else f"{value:f}"), (name, row[0], heading)
    shown = counted(found, done)
    gone = {labels[0] for labels in may.gone.reasons["thresholds"][("country",)]}
    assert gone
    assert shown == 5 - len(gone)


def test_what_may_be_passed_on_names_no_requester_no_day_and_no_hour(union: tuple[Run, Element]) -> None:
    """Nor a file, a worker, a kind of task; no rate of one day; no choice that one worker alone could feel."""
    done, found = union
    text = found.text()
    for name in ("m-00", "members.csv", "req-", "images", "speech", "2024-W"):
        assert name not in text, name
    ids = {element.attributes.get("id", "") for element in found.all()}
    assert not ids & {"clock", "workers", "requester-list", "project-list", "choices", "files", "options"}
    assert not re.search(r"\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun) 2024 to", text)
    assert "It may be passed on" in text
    headings, _ = table(found, "rates")
    assert headings == ["1 unit", "source"]
    curve = [row[1][1] for row in table(found, "pauses-table")[1]]
    (row,) = apply(done.audit.table(()), (), protected(done.audit.table).gone).to_pylist()
    assert curve == [f"{row[f'effective_hourly_wage_gap{minutes}']:f}" for minutes in (0, 1, 5, 10, 20, 60)]


def test_the_bands_of_wages_hold_every_worker_who_can_be_compared(union: tuple[Run, Element]) -> None:
    """And each holds ten or more."""
    done, found = union
    compared = sum(bool(row["wage_ratio"]) for row in csv_rows(done, "worker"))
    _, rows = table(found, "spread-table")
    counts = [int(row[1][1]) for row in rows]
    assert sum(counts) == compared
    assert min(counts) >= 10


def few(tmp_path: Path, workers: int, strangers: int) -> Run:
    """So many workers, of whom the first few work in another country."""
    text = invented(workers, 12, seed=2).splitlines()
    kept = [text[0]]
    for line in text[1:]:
        cells = line.split(",")
        away = int(cells[0][2:]) < strangers
        place = ("FR", "EUR", "Europe/Paris") if away else ("KE", "KES", "Africa/Nairobi")
        kept.append(",".join([*cells[:9], place[1], place[0], place[2]]))
    path = tmp_path / "few.csv"
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return run([str(path)])


def test_small_groups_are_not_told_apart(tmp_path: Path) -> None:
    """Fourteen workers in one country, three in another: neither stands anywhere alone, or the total would tell the three."""
    found = parsed(page.render(few(tmp_path, 17, 3)))
    ids = {element.attributes.get("id", "") for element in found.all()}
    assert "country-shares-picture" not in ids
    assert found.one("answer").text()


def test_of_what_one_or_two_workers_make_up_nothing_is_passed_on(tmp_path: Path) -> None:
    """Twelve workers, one of whom earned nearly all: a page without a figure that says why."""
    lines = ["worker_id,started_at,ended_at,pay,currency,country,timezone"]
    lines += [
        f"w{at:02d},2024-03-0{at % 9 + 1}T10:00Z,2024-03-0{at % 9 + 1}T12:00Z,{90_000 if not at else 20},EUR,FR,Europe/Paris"
        for at in range(12)
    ]
    path = tmp_path / "one.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = parsed(page.render(run([str(path)])))
    assert found.one("answer").text() == words.ALL_WITHHELD
    assert not list(found.all("svg", "data", "table"))
    whole = parsed(page.render(run([str(path)]), workers=True))
    assert "90,000" in whole.text()


def hostile_run() -> Run:
    """Work whose every name is hostile."""
    rows = [
        {
            "worker_id": HOSTILE[1], "platform": name, "requester": name, "project": name, "task_id": name, "pay": "1", "currency": "USD",
            "started_at": f"2024-06-{at + 3:02d}T10:00Z", "ended_at": f"2024-06-{at + 3:02d}T10:{30 + at}Z", "country": "US", "timezone": "UTC",
        }
        for at, name in enumerate(HOSTILE)
    ]  # fmt: skip
    reading = tasks_from_rows(rows)
    assert not reading.problems
    from wageaudit.engine import audit

    return Run(audit(reading.table), reading)


def test_names_from_logs_never_become_markup() -> None:
    """Only known elements, no handler, no address but of laws; the names are there, as text."""
    text = page.render(hostile_run())
    found = parsed(text)
    assert {element.tag for element in found.all()} - {""} <= ALLOWED
    for element in found.all():
        assert not [
            name
            for name in element.attributes
            if name.startswith("on") or name in {"style", "src", "srcset", "action"}
        ]
        assert element.attributes.get("href", "#").startswith(("#", "https://", "http://"))
    shown_text = found.text()
    assert "<script>alert(1)</script>" in shown_text
    assert "{{ 7 * 7 }}" in shown_text
    assert not set(text) & set("\u202e\u2066")
    assert "x" * 100 not in text
    assert "\u0645\u0631\u062d\u0628\u0627" in shown_text
    assert len(list(found.all("title"))) == 1 + 2 * len(list(found.all("figure")))


def test_the_policy_lets_nothing_in_and_nothing_out(annotator: tuple[Run, Element]) -> None:
    """default-src 'none'; the style that stands in the page is the one that is named; no script at all."""
    _, found = annotator
    (policy,) = [
        one for one in found.all("meta") if one.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (style,) = list(found.all("style"))
    digest = base64.b64encode(hashlib.sha256(style.text().encode()).digest()).decode()
    assert (
        policy.attributes["content"]
        == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style.text()
    assert "@import" not in style.text()
    assert list(found.all("script", "link", "iframe", "img", "form")) == []


@pytest.mark.parametrize("which", ["annotator", "union"])
def test_the_page_is_sound(which: str, request: pytest.FixtureRequest) -> None:
    """Ids once, names of pictures and tables lead somewhere, headings in their order, a language, one main part."""
    _, found = request.getfixturevalue(which)
    ids = [element.attributes["id"] for element in found.all() if "id" in element.attributes]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    named = [
        name for element in found.all() for name in element.attributes.get("aria-labelledby", "").split()
    ]
    targets = [
        element.attributes["href"][1:]
        for element in found.all("a")
        if element.attributes["href"].startswith("#")
    ]
    assert [name for name in [*named, *targets] if name not in ids] == []
    levels = [int(element.tag[1]) for element in found.all("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    (html,) = list(found.all("html"))
    assert html.attributes["lang"] == "en"
    assert len(list(found.all("main"))) == 1


@pytest.mark.parametrize("which", ["annotator", "union"])
def test_each_picture_is_named_described_and_has_its_table(
    which: str, request: pytest.FixtureRequest
) -> None:
    """For who cannot see it: role, title, description, and the table behind it."""
    _, found = request.getfixturevalue(which)
    figures = list(found.all("figure"))
    assert len(figures) >= 4
    for figure in figures:
        pictures = list(figure.all("svg"))
        assert len(pictures) == 2
        for picture in pictures:
            assert picture.attributes["role"] == "img"
            title, description = picture.children[:2]
            assert isinstance(title, Element)
            assert isinstance(description, Element)
            assert title.tag == "title"
            assert description.tag == "desc"
            assert title.text()
            assert description.text()
            assert (
                picture.attributes["aria-labelledby"]
                == f"{title.attributes['id']} {description.attributes['id']}"
            )
        (details,) = list(figure.all("details"))
        assert len(list(details.all("table"))) == 1
        assert len(list(details.all("tr"))) > 1


def test_pictures_take_their_colours_from_the_page(annotator: tuple[Run, Element]) -> None:
    """So that they are legible on light and on dark: classes that the style knows, no colour and no font of their own."""
    _, found = annotator
    (style,) = list(found.all("style"))
    for picture in found.all("svg"):
        for element in picture.all():
            assert not {"fill", "stroke", "font-family", "style"} & set(element.attributes)
            for name in element.attributes.get("class", "").split():
                assert f".{name}{{" in style.text() or f"text.{name}{{" in style.text(), name
    light, dark = (
        set(re.findall(r"(--[a-z0-9]+):#", part)) for part in style.text().split("@media screen", 1)
    )
    assert dark == light


def test_pictures_hold_text_as_text(annotator: tuple[Run, Element]) -> None:
    """A reader can select it, and a browser can find it."""
    _, found = annotator
    texts = {element.text() for element in found.all("text")}
    assert {
        "paid tasks",
        "minimum wage (SME)",
        "Monday",
        "4\u00a0min\u00a058\u00a0s",
        "street scenes",
    } <= texts


def test_pictures_do_not_hang_on_the_fonts_of_a_machine(
    annotator: tuple[Run, Element], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in them is placed by measuring a text: another font, or one that is not there, changes no byte."""
    done, _ = annotator
    usual = page.render(done)
    for font in ("DejaVu Serif", "a font that nobody has", "monospace"):
        monkeypatch.setattr(drawing, "FONT", font)
        assert page.render(done) == usual


def test_the_longest_log_makes_a_small_page(tmp_path: Path) -> None:
    """Ten thousand rows of one worker, over years, with long names of thousands of kinds."""
    lines = invented(1, 10_000).splitlines()
    kinds = [lines[0]]
    for at, row in enumerate(lines[1:]):
        cells = row.split(",")
        cells[2], cells[3] = (
            f"requester {at % 3000} {'of a long name ' * 8}",
            f"kind {at % 5000} {'& more ' * 20}",
        )
        kinds.append(",".join(cells))
    path = tmp_path / "long.csv"
    path.write_text("\n".join(kinds) + "\n", encoding="utf-8")
    text = page.render(run([str(path)]))
    assert len(text.encode()) < LARGEST_PAGE
    parsed(text)


def test_twenty_years_are_shown_by_the_month(tmp_path: Path) -> None:
    """A week of each month from 2004 on would be a thousand lines."""
    lines = ["worker_id,started_at,ended_at,pay,currency,country,timezone"]
    lines += [
        f"w,{year}-{month:02d}-{day:02d}T10:00Z,{year}-{month:02d}-{day:02d}T12:00Z,20,EUR,FR,Europe/Paris"
        for year in range(2005, 2025)
        for month in range(1, 13)
        for day in (2, 12, 22)
    ]
    path = tmp_path / "years.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = page.render(run([str(path)]))
    assert len(text.encode()) < LARGEST_PAGE
    _, rows = table(parsed(text), "periods")
    assert rows[-1][0][0] == "2024-12"


def test_the_same_work_makes_the_same_page_anywhere(sample_data: Path, tmp_path: Path) -> None:
    """Other hash seeds, zones, locales and folders change no byte."""
    path = tmp_path / "work.csv"
    path.write_bytes((sample_data / "antananarivo_annotator.csv").read_bytes())
    here = called("report", path, "-q", folder=sample_data, environment={"TZ": "Asia/Kathmandu"}).stdout
    environment = os.environ | {"PYTHONHASHSEED": "77", "TZ": "America/Caracas", "LC_ALL": "C"}
    command = [sys.executable, "-m", "wageaudit", "report", "work.csv", "-q"]
    there = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True).stdout
    assert here == there
    assert here.startswith(b"<!DOCTYPE html>")


def test_report_writes_the_page_and_its_manifest_beside_it(sample_data: Path, tmp_path: Path) -> None:
    """The page shows the hash of what was read; what exists is not replaced, and nothing is written in part."""
    source = sample_data / "antananarivo_annotator.csv"
    done = called("report", source, "-o", "report.html", "-q", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    found = parsed((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert hashlib.sha256(source.read_bytes()).hexdigest() in found.one("files").text()
    assert str(sample_data) not in found.text()
    assert (tmp_path / "report.manifest.json").is_file()
    (tmp_path / "report.html").unlink()
    again = called("report", source, "-o", "report.html", "-q", folder=tmp_path)
    assert again.returncode == 2
    assert b"report.manifest.json exists" in again.stderr
    assert not (tmp_path / "report.html").exists()


def test_audit_makes_the_same_page_where_html_is_asked_for(sample_data: Path) -> None:
    """--format html."""
    done = called("audit", sample_data / "antananarivo_annotator.csv", "--format", "html", "-q")
    assert parsed(done.stdout.decode("utf-8")).one("answer").text().startswith("You earned 1,337")


def test_without_its_libraries_the_page_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, sample_data: Path
) -> None:
    """With the command that mends it."""
    real = importlib.util.find_spec
    monkeypatch.setattr(page, "find_spec", lambda name: None if name == "altair" else real(name))
    with pytest.raises(WrongUse, match="not installed") as refused:
        page.render(run([str(sample_data / "antananarivo_annotator.csv")]))
    assert refused.value.mend == 'pip install "wageaudit[report]"'


def test_files_without_work_make_a_page_that_says_so(tmp_path: Path) -> None:
    """No picture, the rows that were left out, the file."""
    path = tmp_path / "none.csv"
    path.write_text("worker_id,started_at,ended_at,pay,currency\n", encoding="utf-8")
    found = parsed(page.render(run([str(path)])))
    assert "nothing to audit" in found.one("answer").text()
    assert list(found.all("svg")) == []


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("hit_tracker_backup.json", Options(country="US")),
        ("prolific_study.csv", Options(piece_rate=Decimal("1.20"), per="submission", currency="GBP")),
        ("toloka_pool.tsv", Options(country="US", currency="USD")),
        ("caracas_night.csv", Options()),
        ("nairobi_two_platforms", Options()),
        ("paris_driver", Options(country="FR")),
        ("union_members.csv", Options()),
    ],
)
def test_what_is_not_known_makes_a_page_too(name: str, options: Options, sample_data: Path) -> None:
    """No time, no pay, one requester's view, no country, several currencies: each page is whole and sound."""
    found = parsed(page.render(run([str(sample_data / name)], options)))
    assert found.one("answer").text()
    assert [cell.text() for cell in found.all("td", "th", "data") if cell.text() in {"None", "nan"}] == []
    assert {element.tag for element in found.all()} - {""} <= ALLOWED


@pytest.mark.parametrize(("language", "tag", "day"), [("fr", "fr", "févr."), ("es_MX", "es-MX", "feb")])
def test_the_page_speaks_the_language_of_the_run(
    language: str, tag: str, day: str, annotator: tuple[Run, Element]
) -> None:
    """Its sentences, its dates and numbers, and the language it says it is in; exact figures stay as they are."""
    done, english = annotator
    found = parsed(page.render(done, language=language))
    (html,) = list(found.all("html"))
    assert html.attributes["lang"] == tag
    assert found.one("answer").text() != english.one("answer").text()
    _, rows = table(found, "periods")
    assert day in rows[0][1][0]
    assert [[exact for _, exact in row] for row in rows] == [
        [exact for _, exact in row] for row in table(english, "periods")[1]
    ]


def test_where_pay_and_time_stand_in_different_rows_no_kind_of_task_has_a_wage(sample_data: Path) -> None:
    """Neither a picture nor a table gives one, or says that something is missing: the hours and the pay stand alone."""
    found = parsed(page.render(run([str(sample_data / "paris_driver")], Options(country="FR"))))
    headings, rows = table(found, "project-list")
    assert headings == ["kind of task", "working h", "paid h", "unpaid h", "waiting h", "pay"]
    assert len(rows) == 9
    assert (
        found.text().count("no wage by kind of task can be told") == 2
    )  # instead of a picture, and under the table
