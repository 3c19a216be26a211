"""What a batch writes to be shared tells groups and no one of them: no id, no title, no file, no time finer than a week."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batches import HEADER, batched, members, published, rows, write

from wageaudit.arrays import strings
from wageaudit.batch import Sharing, pages, run
from wageaudit.batch.executors import Here
from wageaudit.batch.linking import together, worths
from wageaudit.batch.pages import Paging
from wageaudit.batch.sharing import SHARED
from wageaudit.disclosure import Rule, rounded
from wageaudit.options import Options
from wageaudit.pseudonyms import Key, key_text, pseudonym
from wageaudit.reports.page import Extent

KEY = Key(bytes(range(32)))
CHOSEN = Options(country="KE")
HOW = Sharing(KEY, Rule())
REQUESTERS = ("Zebra Labelling Ltd", "Okapi Transcripts")


def campaign(folder: Path) -> Path:
    """Write the logs of 24 members for two requesters, and of two for a third."""
    for number in range(24):
        name = f"WORKERID{number:03d}"
        lines = rows(name, 40, 1, "anvil", REQUESTERS[0]) + rows(name, 40, 2, "loom", REQUESTERS[1])
        lines += rows(name, 3, 3, "loom", "Quagga Rare") if number < 2 else []
        write(folder / f"Rasoa Rakoto {number}" / "private log.csv", lines)
    return folder


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the exports and the results, what may be shared among them."""
    place = tmp_path_factory.mktemp("campaign")
    folder, out = campaign(place / "LogsOfOurMembers"), place / "out"
    run(str(folder), str(out), CHOSEN, Here(), sharing=HOW)
    return folder, out


def texts(folder: Path) -> dict[str, str]:
    """Return every file that is shared as text, what Parquet packs unpacked."""
    found = {}
    for path in sorted(folder.iterdir()):
        found[path.name] = path.read_bytes().decode("latin-1")
        if path.suffix == ".parquet":
            table = pq.ParquetFile(path).read()
            found[f"{path.name} unpacked"] = json.dumps(table.to_pylist(), default=str) + str(table.schema)
    return found


def table(out: Path, name: str) -> list[dict[str, str]]:
    """Return the lines of one shared table."""
    return list(csv.DictReader(io.StringIO((out / "share" / f"{name}.csv").read_text(encoding="utf-8"))))


def test_nothing_of_the_inputs_that_finds_a_person_is_in_any_byte(shared: tuple[Path, Path]) -> None:
    """Ids, names of requesters and tasks, files and folders, instants and days."""
    folder, out = shared
    secret = {
        folder.name,
        "Rasoa",
        "Rakoto",
        "private log",
        "WORKERID",
        *REQUESTERS,
        "Quagga Rare",
        "Africa/Nairobi",
    }
    secret |= {f"kind {number}" for number in range(5)}
    for path in folder.rglob("*.csv"):
        for line in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
            secret |= {
                line["task_id"],
                line["started_at"],
                line["started_at"][:10],
                line["started_at"][11:16] + ":",
            }
    found = texts(out / "share")
    assert len(found) > 12
    for name, text in found.items():
        seen = [word for word in secret if word in text]
        assert seen == [], name
        assert not re.search(r"\d{4}-\d\d-\d\d[T ]", text), name
    manifest = json.loads((out / "share" / "manifest.json").read_text())
    for one in manifest.pop("reference"):
        assert re.fullmatch(r"(wages/[A-Z]{2}\.toml|exchange/[\w/]+\.csv)", one["name"])
    assert not re.search(r"\d{4}-\d\d-\d\d", json.dumps(manifest))


SECRETS = (
    "Rasoa",
    "Rakoto",
    "private",
    "secret",
    "WORKERID",
    "Zebra",
    "Okapi",
    "Quagga",
    "Harilala",
    "Nofy",
    "Ivandry",
    "Nairobi",
    "0344455",
)  # fmt: skip - every name below has one of these in it


def planted(folder: Path) -> Path:
    """A campaign whose every text that is nobody's business has a secret in it: names of files and folders, ids, free text."""
    campaign(folder / "LogsOfRasoa")
    header = f"{HEADER},note,region"
    for number in range(12):
        name = f"0344455{number:03d}"
        lines = [f"{line},call Harilala {number},KE-30" for line in rows(name, 25, 7, "loom", REQUESTERS[1])]
        lines += [
            f"{line},Nofy,KE-30"
            for line in rows(name, 3, 8, "Ivandry secret platform", REQUESTERS[0])
            if number == 0
        ]
        path = folder / "Harilala's phone" / f"Nofy private {number}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "Rakoto secret.zip", "w") as archive:
        archive.writestr("Harilala/Nofy.csv", "\n".join([HEADER, *rows("WORKERIDzip", 20)]) + "\n")
        archive.writestr("Harilala/secret broken.csv", "name,town\nNofy,Ivandry\n")
    (folder / "Rasoa secret broken.csv").write_text(
        "worker_id,started_at,pay\nRakoto,yesterday,x\n", encoding="utf-8"
    )
    (folder / "Nofy picture.csv").write_bytes(b"\x89PNG\r\n\x1a\nHarilala")
    return folder


def everything(path: Path) -> Iterator[tuple[str, bytes]]:
    """A file's bytes, what is packed in them, and what its format says of itself besides."""
    data = path.read_bytes()
    yield path.name, data
    if path.suffix == ".parquet":
        found = pq.ParquetFile(path)
        told = [
            found.schema_arrow.metadata,
            *(field.metadata for field in found.schema_arrow),
            found.metadata.to_dict(),
        ]
        yield f"{path.name} unpacked", json.dumps(found.read().to_pylist(), default=str).encode()
        yield f"{path.name} metadata", repr(told).encode() + str(found.schema_arrow).encode()
    for at in (match.start() for match in re.finditer(rb"\x1f\x8b\x08", data)):
        yield f"{path.name} packed at {at}", zlib.decompressobj(31).decompress(data[at:])
    for coded in re.findall(rb"base64,([A-Za-z0-9+/=]+)", data):
        yield f"{path.name} coded", base64.b64decode(coded)


@pytest.fixture
def blank_members(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members' own pages, which never leave the house, have nothing on them: drawing forty of them takes long."""
    real = pages.render

    def drawn(*given: object, **named: object) -> str:
        extent = named["extent"]
        assert isinstance(extent, Extent)
        return extent.worker or real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(pages, "render", drawn)


@pytest.mark.slow
def test_no_planted_secret_is_in_any_byte_of_what_is_shared(tmp_path: Path, blank_members: None) -> None:
    """Tables, page, manifest, metadata, packed or plain, in one byte a letter or two."""
    folder, out = planted(tmp_path / "Rasoa's private folder"), tmp_path / "out"
    done = run(str(folder), str(out), Options(), Here(), sharing=HOW, paging=Paging())
    assert done.run.refused
    assert (out / "share" / "report.html").is_file()
    held = [place for path in sorted((out / "share").iterdir()) for place in everything(path)]
    assert len(held) > 24
    for name, data in held:
        assert str(tmp_path).encode() not in data, name
        for secret in SECRETS:
            for spelt in (secret, secret.lower(), secret.upper()):
                for coding in ("utf-8", "utf-16-le"):
                    assert spelt.encode(coding) not in data, (name, secret)
    inside = b"".join(path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file())
    for secret in ("Rasoa", "Harilala", "Quagga", "Ivandry", "0344455"):
        assert secret.encode() in inside, (
            secret
        )  # the union's own results have them: the search finds what is there


def test_what_a_platform_is_called_is_shown_where_it_is_known_or_ten_members_call_it_so(
    tmp_path: Path,
) -> None:
    """A canonical log says any platform it likes: that of one member may be a name."""
    folder, out = tmp_path / "logs", tmp_path / "out"
    for number in range(24):
        lines = rows(f"W{number}", 20, 1, "anvil") + rows(f"W{number}", 20, 2, "uber")
        lines += rows(f"W{number}", 5, 3, ("Rasoa's own", "mturk")[number]) if number < 2 else []
        write(folder / f"{number}.csv", lines)
    run(str(folder), str(out), CHOSEN, Here(), sharing=HOW)
    shown = {line["platform"]: line["suppressed"] for line in table(out, "platforms")}
    hidden = pseudonym(KEY, "platform", "Rasoa's own")
    names = {"anvil", "Rasoa's own", "uber", "mturk"}
    assert set(shown) - names == {
        hidden,
        pseudonym(KEY, "platform", "anvil"),
    }  # withheld so that no subtraction tells
    assert set(shown) & names == {"uber", "mturk"}
    assert (shown[hidden], shown["mturk"], shown["uber"]) == ("withheld", "withheld", "")
    groups = {line["group"] for line in table(out, "summary") if line["grouping"] == "platform"}
    assert groups == set(shown)


def test_the_names_of_files_are_those_of_tables_alone(shared: tuple[Path, Path]) -> None:
    """No table has a line a worker."""
    _, out = shared
    names = {path.name for path in (out / "share").iterdir()}
    assert names == {f"{name}.{form}" for name in SHARED for form in ("csv", "parquet")} | {
        "summary.csv",
        "manifest.json",
    }
    assert not any("worker" in line for name in SHARED for line in table(out, name))


def test_groups_are_pseudonyms_and_small_ones_are_empty(shared: tuple[Path, Path]) -> None:
    """The third requester has two members: withheld, and so is another, so that no subtraction brings it back."""
    _, out = shared
    lines = {line["requester"]: line for line in table(out, "requesters")}
    named = {name: pseudonym(KEY, "requester", name) for name in (*REQUESTERS, "Quagga Rare")}
    assert set(lines) == set(named.values())
    small = lines[named["Quagga Rare"]]
    assert (small["suppressed"], small["pay"], small["workers"], small["tasks"]) == ("withheld", "", "", "")
    assert sorted(line["suppressed"] for line in lines.values()) == ["", "withheld", "withheld"]
    summary = {(line["grouping"], line["group"]): line for line in table(out, "summary")}
    for group, line in lines.items():
        assert (summary["requester", group]["workers"] == "") == (line["suppressed"] != "")


def test_figures_that_are_shown_are_those_of_the_internal_tables(shared: tuple[Path, Path]) -> None:
    """Rounded to three digits, and not bent."""
    _, out = shared
    internal = {
        line["platform"]: line
        for line in csv.DictReader(io.StringIO((out / "platforms.csv").read_text(encoding="utf-8")))
    }
    shown = [line for line in table(out, "platforms") if not line["suppressed"]]
    assert {line["platform"] for line in shown} == {"anvil", "loom"}
    for line in shown:
        assert line["workers"] == internal[line["platform"]]["workers"]
        for name in ("pay", "working_hours", "effective_hourly_wage"):
            assert Decimal(line[name]) == rounded(Decimal(internal[line["platform"]][name]))
            assert len(line[name].replace(".", "").strip("0")) <= 3


def test_what_tables_share_is_added_up_from_the_ledgers_as_the_tables_are(shared: tuple[Path, Path]) -> None:
    """Hours, paid hours, pay and tasks of every combination add up to each requester's line, to the last place of an hour."""
    _, out = shared
    found = together(sorted((out / "ledger").rglob("*.parquet")), {})
    names = found.table.column("requester").to_pylist()
    lines = csv.DictReader(io.StringIO((out / "requesters.csv").read_text(encoding="utf-8")))
    units = {
        "hours": ("working_hours", 3600),
        "paid": ("paid_hours", 3600),
        "pay": ("pay", 1),
        "tasks": ("tasks", 0),
    }
    for line in lines:
        inside = [at for at, name in enumerate(names) if name == line["requester"]]
        assert len({found.table.column("worker")[at].as_py() for at in inside}) == int(line["workers"])
        for own, (column, unit) in units.items():
            added = Decimal(int(found.amount[own][inside].sum()))
            added = added / (unit * 10**6) if unit else added
            assert abs(added - Decimal(line[column])) < Decimal("0.000002"), own


def test_a_unit_of_each_currency_is_worth_what_it_was_in_the_last_month(tmp_path: Path) -> None:
    """Shillings and ariary in dollars; a currency without a rate has no worth, and is weighed in hours."""
    folder, out = tmp_path / "logs", tmp_path / "out"
    for number in range(24):
        lines = rows(f"W{number:02d}", 20, 1)
        other = [line.replace(",KES,KE,Africa/Nairobi", ",MGA,MG,Indian/Antananarivo") for line in lines]
        write(folder / f"{number}.csv", other if number % 2 else lines)
    done = run(str(folder), str(out), Options(), Here(), sharing=HOW)
    money = pa.table({"currency": strings(["KES", "MGA", "XTS", ""])})
    months = pa.table({"month": strings(["2024-03", "2024-04"])})
    found = worths(money, months, done.run.audit)
    assert set(found) == {"KES", "MGA", "USD"}
    assert Decimal("0.005") < found["KES"] < Decimal("0.01")
    assert Decimal("0.0002") < found["MGA"] < Decimal("0.00025")
    assert worths(money, months.slice(0, 0), done.run.audit) == {}
    scaled, plain = (together(sorted((out / "ledger").rglob("*.parquet")), one) for one in (found, {}))
    assert (scaled.amount["pay"] != plain.amount["pay"]).all()
    assert (plain.amount["pay"] == plain.amount["hours"]).all()
    assert {line["country"]: line["suppressed"] for line in table(out, "countries")} == {"KE": "", "MG": ""}


def test_sharing_changes_nothing_of_the_internal_results(shared: tuple[Path, Path], tmp_path: Path) -> None:
    """The manifest names the share's own besides; and a run that shares nothing leaves nothing shared."""
    folder, out = shared
    run(str(folder), str(tmp_path / "out"), CHOSEN, Here())
    plain = published(tmp_path / "out")
    internal = {name: data for name, data in published(out).items() if not name.startswith("share/")}
    manifest, before = (json.loads(found.pop("manifest.json")) for found in (internal, dict(plain)))
    assert internal == {name: data for name, data in plain.items() if name != "manifest.json"}
    (named,) = [one for one in manifest["outputs"] if one["name"] == "share/manifest.json"]
    assert named["sha256"] == hashlib.sha256(published(out)["share/manifest.json"]).hexdigest()
    assert [one for one in manifest["outputs"] if one != named] == before["outputs"]
    unlike = {"outputs", "sha256"}
    assert {name: manifest[name] for name in manifest if name not in unlike} == {
        name: before[name] for name in before if name not in unlike
    }
    run(str(folder), str(tmp_path / "out"), CHOSEN, Here(), sharing=HOW)
    assert published(tmp_path / "out") == published(out)
    run(str(folder), str(tmp_path / "out"), CHOSEN, Here())
    assert published(tmp_path / "out") == plain
    assert not (tmp_path / "out" / "share").exists()


def test_the_manifest_says_by_which_rule_and_key(shared: tuple[Path, Path]) -> None:
    """And nothing of the secret."""
    _, out = shared
    manifest = json.loads((out / "share" / "manifest.json").read_text())
    assert (manifest["key"], manifest["withheld"]["threshold"]) == (KEY.id, 10)
    assert manifest["options"]["gap_in_force_minutes"] == "20"
    assert {one["name"] for one in manifest["outputs"]} == {
        path.name for path in (out / "share").iterdir()
    } - {"manifest.json"}
    assert not {"inputs", "arguments"} & set(manifest)
    everything = b"".join(path.read_bytes() for path in (out / "share").iterdir())
    assert key_text(KEY).split()[-1].encode() not in everything


def test_too_few_members_share_no_figure_at_all(tmp_path: Path) -> None:
    """Of nine, the total itself is withheld."""
    folder, out = members(tmp_path / "logs", 9, 20), tmp_path / "out"
    run(str(folder), str(out), CHOSEN, Here(), sharing=HOW)
    figures = [value for name in SHARED for line in table(out, name) for value in line.values()]
    assert not any(re.fullmatch(r"-?\d+(\.\d+)?", value) for value in figures)
    run(str(folder), str(out), CHOSEN, Here(), sharing=Sharing(KEY, Rule(threshold=5)))
    assert table(out, "total")[0]["workers"] == "9"


def test_sharing_is_asked_for_with_a_key_that_lies_elsewhere(tmp_path: Path) -> None:
    """Wrong use is told before anything is read; with both, what may be shared is there."""
    folder, out = members(tmp_path / "logs", 3, 5), tmp_path / "out"
    path = tmp_path / "campaign.key"
    path.write_text(key_text(KEY))
    for wrong in (["--share"], ["--key", path], ["--share", "--key", out / "share" / "k"]):
        refused = batched(folder, "-o", out, "--country", "KE", *wrong)
        assert refused.returncode == 2, wrong
        assert not out.exists()
    done = batched(
        folder, "-o", out, "--country", "KE", "--jobs", "1", "--share", "--key", path, "--min-cell", "3"
    )
    assert done.returncode == 0, done.stderr
    assert f"names under the key {KEY.id}" in done.stderr
    assert (out / "share" / "total.csv").is_file()
