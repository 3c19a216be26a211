"""Manifests and wageaudit verify: nothing absolute or secret in them, the same bytes anywhere, and whatever changed is named."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wageaudit import manifest
from wageaudit.cli import main
from wageaudit.manifest import Input, ManifestFault, Output, as_json, document, inside, parsed, seal
from wageaudit.options import Options
from wageaudit.readers.base import Reading
from wageaudit.recording import Witness, record
from wageaudit.tasks import SCHEMA

LOG = """\
worker_id,task_id,started_at,ended_at,pay,status,currency,country,timezone
w1,t1,2024-06-03T10:00:00+03:00,2024-06-03T10:10:00+03:00,500,approved,MGA,MG,Indian/Antananarivo
w1,t2,2024-06-03T10:15:00+03:00,2024-06-03T10:25:00+03:00,500,pending,MGA,MG,Indian/Antananarivo
w1,t3,2024-06-03T10:30:00+03:00,2024-06-03T10:20:00+03:00,500,approved,MGA,MG,Indian/Antananarivo
"""
OTHER = """\
worker_id,task_id,started_at,ended_at,pay,status,currency,country,timezone
w1,t1,2024-06-03T10:00:00+03:00,2024-06-03T10:10:00+03:00,500,approved,MGA,MG,Indian/Antananarivo
w2,t9,2024-06-04T10:00:00+03:00,2024-06-04T11:10:00+03:00,1.25,approved,USD,MG,Indian/Antananarivo
"""
WAGES = """\
country = "MG"
confirmed_until = 2026-01-01
[[rate]]
start = 2024-01-01
amount = 2000
currency = "MGA"
period = "hour"
law = "a collective agreement"
url = "https://example.org/agreement"
note = "agreed above the law's own rate"
"""
RATES = "date,base,quote,rate\n2024-06-04,USD,MGA,4500\n"
ROSTER = "worker_id,country\nw1,MG\nw2,MG\n"
FILES = {"logs/one.csv": LOG, "logs/two.csv": OTHER, "own.toml": WAGES, "rates.csv": RATES, "who.csv": ROSTER}
AUDIT = (
    "audit", "logs", "--wages", "own.toml", "--exchange", "rates.csv", "--roster", "who.csv", "-q",
    "-o", "result.csv", "--ledger", "ledger.csv", "--problems", "problems.csv", "--manifest", "manifest.json",
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two logs, a wage file, a table of rates and a roster, and nothing else."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str | Path) -> int:
    """Exit code of a command."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def verified(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of wageaudit verify."""
    capfd.readouterr()
    code = call("verify", *(arguments or ("manifest.json",)))
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    return code, out, err


def load(path: Path) -> dict[str, Any]:
    """A manifest as plain values."""
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def put(path: Path, found: Mapping[str, Any], *, sealed: bool = True) -> None:
    """A manifest written back, by somebody who knows how it is sealed."""
    path.write_bytes(as_json({**found, "sha256": seal(found)} if sealed else found))


def test_a_manifest_says_what_was_read_compared_with_and_written(home: Path) -> None:
    """Names, sizes, hashes; read = audited + merged + left out, file by file and in all."""
    assert call(*AUDIT) == 4  # one row ends before it starts
    found = load(home / "manifest.json")
    assert found["arguments"] == ["logs"]
    assert [one["name"] for one in found["inputs"]] == ["logs/one.csv", "logs/two.csv"]
    for one in found["inputs"]:
        data = (home / one["name"]).read_bytes()
        assert (one["size"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert [one["rows"] for one in found["inputs"]] == [
        {"read": 3, "audited": 2, "merged": 0, "left_out": 1},
        {"read": 2, "audited": 1, "merged": 1, "left_out": 0},
    ]
    assert found["rows"] == {"read": 5, "audited": 3, "merged": 1, "left_out": 1}
    own = {(one["kind"], one["name"]): one for one in found["reference"] if one["own"]}
    assert set(own) == {("minimum_wage", "own.toml"), ("exchange", "rates.csv"), ("roster", "who.csv")}
    for (_, name), one in own.items():
        assert one["sha256"] == hashlib.sha256((home / name).read_bytes()).hexdigest()
    assert own["minimum_wage", "own.toml"]["version"] == "2026-01-01"
    shipped = {one["name"]: one for one in found["reference"] if not one["own"]}
    assert {"wages/MG.toml", "exchange/monthly/MGA.csv", "exchange/daily/USD.csv"} <= set(shipped)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", shipped["wages/MG.toml"]["version"])
    assert [(one["what"], one["name"], one["format"]) for one in found["outputs"]] == [
        ("result", "result.csv", "csv"), ("ledger", "ledger.csv", "csv"), ("problems", "problems.csv", "csv"),
    ]  # fmt: skip
    assert found["options"]["gap_in_force_minutes"] == "20"
    assert found["options"]["roster"] == "who.csv"


def test_pending_work_left_out_is_counted_with_its_file(home: Path) -> None:
    """--pending exclude: the row is left out, not lost."""
    call("audit", "logs", "--pending", "exclude", "-q", "-o", "r.csv", "--manifest", "m.json")
    (one, two) = load(home / "m.json")["inputs"]
    assert one["rows"] == {"read": 3, "audited": 1, "merged": 0, "left_out": 2}
    assert two["rows"] == {"read": 2, "audited": 1, "merged": 1, "left_out": 0}


def test_the_same_run_leaves_the_same_manifest_and_no_trace_of_where_it_ran(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice, in two folders: no path of the machine, no name of a folder above, no clock, no content of the roster."""
    call(*AUDIT)
    data = (home / "manifest.json").read_bytes()
    elsewhere = home / "elsewhere"
    for name in FILES:
        (elsewhere / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(home / name, elsewhere / name)
    monkeypatch.chdir(elsewhere)
    call(*AUDIT)
    assert (elsewhere / "manifest.json").read_bytes() == data
    assert str(home).encode() not in data
    assert home.name.encode() not in data
    assert data == as_json(json.loads(data))


def test_names_given_absolutely_are_kept_from_the_folder_they_share(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Two folders side by side: what is above them is not told, and where rows name their file the same folder verifies."""
    out = ("-q", "-o", home / "r.csv", "--ledger", home / "l.csv", "--manifest", home / "m.json")
    call("audit", home / "logs" / "one.csv", home / "logs" / "two.csv", *out)
    data = (home / "m.json").read_bytes()
    assert str(home).encode() not in data
    assert [one["name"] for one in json.loads(data)["inputs"]] == ["one.csv", "two.csv"]
    assert verified(capfd, "m.json", "--inputs", home / "logs")[0] == 0
    shutil.copytree(home / "logs", home / "copy")
    code, said, told = verified(capfd, "m.json", "--inputs", home / "copy")
    assert code == 1
    assert "output l.csv, computed again, is not the same: row 2, column source_file" in said
    assert "r.csv" not in said
    assert "absolute paths" in told


def test_an_unchanged_run_is_identical(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Exit 0 and one sentence, from another folder too."""
    call(*AUDIT)
    code, said, _ = verified(capfd)
    assert code == 0
    assert said.startswith("identical: 2 inputs, ")
    assert "3 outputs" in said


def test_a_folder_and_its_manifest_may_move_together(
    home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copied whole to another place, verified from a third."""
    call(*AUDIT)
    shutil.copytree(home, home.parent / f"{home.name}-moved")
    (home.parent / "third").mkdir()
    monkeypatch.chdir(home.parent / "third")
    assert verified(capfd, home.parent / f"{home.name}-moved" / "manifest.json")[0] == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("logs/two.csv", "1.25", "1.26", "input logs/two.csv is not the file that was read"),
        ("own.toml", "amount = 2000", "amount = 2001", "your file own.toml (minimum_wage) is not the one that was used"),
        ("rates.csv", "4500", "4501", "your file rates.csv (exchange) is not the one that was used"),
        ("who.csv", "w2,MG", "w2,KE", "your file who.csv (roster) is not the one that was used"),
        ("result.csv", "w1", "v1", 'output result.csv is not the file that was written: row 2, column worker, it says "v1", computed again it says "w1"'),
        ("ledger.csv", "t2", "t7", 'output ledger.csv is not the file that was written: row 3, column task_id, it says "t7", computed again it says "t2"'),
        ("problems.csv", "ends before", "ends after", "output problems.csv is not the file that was written: row 2, column reason"),
    ],
)  # fmt: skip
def test_one_changed_byte_is_named_with_its_file(
    home: Path, name: str, old: str, new: str, told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Inputs, the user's own reference files, outputs with the cell that differs."""
    call(*AUDIT)
    text = (home / name).read_text(encoding="utf-8")
    assert old in text
    (home / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    code, said, _ = verified(capfd)
    assert code == 1
    assert told in said
    others = [line for line in said.splitlines()[1:] if "is not the file" in line or "not the one" in line]
    assert len(others) == 1


def test_a_changed_wage_file_shows_in_the_outputs_with_the_cell(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The input's effect is named as well as the file: first row and column, what it said, what it says now."""
    call(*AUDIT)
    text = (home / "own.toml").read_text(encoding="utf-8")
    (home / "own.toml").write_text(text.replace("2000", "2500"), encoding="utf-8")
    _, said, _ = verified(capfd)
    assert (
        'output ledger.csv, computed again, is not the same: row 2, column minimum_wage, it said "2000.000000", now it says "2500.000000"'
        in said
    )


def test_a_shipped_file_that_is_another_now_is_named(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As after an update of the minimum wages within a version."""
    call(*AUDIT)
    found = load(home / "manifest.json")
    for one in found["reference"]:
        if one["name"] == "wages/MG.toml":
            one["sha256"] = "0" * 64
    put(home / "manifest.json", found)
    code, said, _ = verified(capfd)
    assert code == 1
    assert "the shipped file wages/MG.toml (minimum_wage) is not the one that was used" in said
    assert said.count("\n") == 2


def test_rows_that_a_manifest_counts_otherwise_are_named(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """An edited count, sealed anew, does not pass."""
    call(*AUDIT)
    found = load(home / "manifest.json")
    found["inputs"][0]["rows"] = {"read": 3, "audited": 3, "merged": 0, "left_out": 0}
    put(home / "manifest.json", found)
    code, said, _ = verified(capfd)
    assert code == 1
    assert "input logs/one.csv: 2 rows are audited now, 3 were" in said
    assert "input logs/one.csv: 1 row is left out now, 0 were" in said


def test_files_that_came_or_went_are_named(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A folder was read: one more file in it, one less."""
    call(*AUDIT)
    (home / "logs" / "two.csv").rename(home / "logs" / "three.csv")
    (home / "problems.csv").unlink()
    code, said, _ = verified(capfd)
    assert code == 1
    assert "input logs/three.csv is there now, and was not" in said
    assert "input logs/two.csv is no longer there" in said
    assert "output problems.csv is not there" in said


def test_an_input_that_can_no_longer_be_read_is_named_with_the_reason(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Emptied: the input is named, and why nothing could be computed."""
    call("audit", "logs/one.csv", "-q", "-o", "r.csv", "--manifest", "m.json")
    (home / "logs" / "one.csv").write_bytes(b"")
    code, said, _ = verified(capfd, "m.json")
    assert code == 1
    assert "input logs/one.csv is not the file that was read" in said
    assert "computing again stopped: logs/one.csv: is empty" in said


@pytest.mark.parametrize("name", ["own.toml", "logs"])
def test_a_missing_input_is_one_sentence_with_its_mend(
    home: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit 3, nothing on stdout."""
    call(*AUDIT)
    (home / name).rename(home / "hidden")
    code, said, told = verified(capfd)
    assert (code, said) == (3, "")
    assert f"{name}: is not there" in told
    assert "--inputs FOLDER" in told
    assert len(told.splitlines()) == 2


def test_a_manifest_of_another_version_is_refused(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Another version may count otherwise."""
    call(*AUDIT)
    put(home / "manifest.json", load(home / "manifest.json") | {"version": "9.9.9"})
    code, said, told = verified(capfd)
    assert (code, said) == (3, "")
    assert "was written by wageaudit 9.9.9" in told


def changed(**parts: object) -> bytes:
    """A manifest with some parts replaced, sealed."""
    output = Output("r.csv", "result", "csv", 1, "a" * 64, {"by": [], "columns": ""})
    found = (
        document("audit", "0", ["a.csv"], "relative", {}, [Input("a.csv", 1, "b" * 64)], [], [output]) | parts
    )
    return as_json({**found, "sha256": seal(found)})


ROWS = {"read": 1, "audited": 1, "merged": 0, "left_out": 0}
INPUT = {
    "name": "a.csv", "size": 1, "sha256": "a" * 64, "reader": "canonical", "coverage": "worker", "rows": ROWS,
}  # fmt: skip
OUTPUT = {"name": "r.csv", "what": "result", "format": "csv", "size": 1, "sha256": "a" * 64}
REFERENCE = {"name": "x.toml", "kind": "map", "own": True, "version": "", "sha256": "a" * 64}
OUT, SHAPE, SEAL, JSON = (
    "leads out of its folder", "is not as manifests are written", "was changed after it was written", "is not the JSON",
)  # fmt: skip
HOSTILE = {
    "an argument above": (changed(arguments=["../../etc"]), OUT),
    "an absolute argument": (changed(arguments=["/etc/hostname"]), OUT),
    "a drive": (changed(arguments=["C:\\logs"]), OUT),
    "a share": (changed(arguments=["\\\\server\\logs"]), OUT),
    "an output above": (changed(outputs=[OUTPUT | {"name": "a/../../b.csv"}]), OUT),
    "a wage file above": (changed(reference=[REFERENCE | {"name": "../secret.toml"}]), OUT),
    "a map above": (changed(options={"map": "../secret.toml"}), OUT),
    "a control in a name": (changed(arguments=["a\x1b[2J"]), OUT),
    "no list": (changed(inputs={}), SHAPE),
    "an argument of numbers": (changed(arguments=[1]), SHAPE),
    "an input of text": (changed(inputs=["a.csv"]), SHAPE),
    "an input without a reader": (changed(inputs=[INPUT | {"reader": None}]), SHAPE),
    "a size below zero": (changed(inputs=[INPUT | {"size": -1}]), SHAPE),
    "no rows": (changed(inputs=[INPUT | {"rows": {}}]), SHAPE),
    "rows of text": (changed(inputs=[INPUT | {"rows": "all"}]), SHAPE),
    "rows both audited and converted": (changed(inputs=[INPUT | {"rows": ROWS | {"converted": 0}}]), SHAPE),
    "half a row": (changed(inputs=[INPUT | {"rows": dict.fromkeys(ROWS, 0.5)}]), JSON),
    "rows that are yes": (changed(inputs=[INPUT | {"rows": dict.fromkeys(ROWS, True)}]), SHAPE),
    "a hash of another kind": (changed(inputs=[INPUT | {"sha256": "Z" * 64}]), SHAPE),
    "a column that is no text": (changed(outputs=[OUTPUT | {"by": [1]}]), SHAPE),
    "a part too many": (changed(more=1), SHAPE),
    "another format": (changed(manifest=2), "a format this version does not read"),
    "not sealed": (changed().replace(b'"a.csv"', b'"b.csv"'), SEAL),
    "nothing": (b"", JSON),
    "no JSON": (b"\x89PNG", JSON),
    "no object": (b"[]", "is not a manifest"),
    "another object": (b"{}", "is not a manifest"),
    "a key twice": (b'{"manifest": 1, "manifest": 1}', JSON),
    "NaN": (b'{"manifest": NaN}', JSON),
    "a bottomless list": (b"[" * 100_000, JSON),
    "a number of a million digits": (b'{"manifest": ' + b"9" * 1_000_000 + b"}", JSON),
    "huge": (b" " * (manifest.LARGEST + 1), "is larger than"),
}


def test_what_these_cases_are_made_of_is_a_sound_manifest() -> None:
    """Each case below is refused for what it changes, and for nothing else."""
    found = parsed(changed(inputs=[INPUT], outputs=[OUTPUT], reference=[REFERENCE], arguments=["a.csv"]))
    assert (found["inputs"], found["outputs"], found["reference"]) == ([INPUT], [OUTPUT], [REFERENCE])


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_manifest_is_refused_in_one_sentence(
    kind: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Paths out of the folder, wrong kinds, edits, bombs: exit 3, nothing opened, no control on the terminal."""
    path = tmp_path / "m.json"
    data, reason = HOSTILE[kind]
    path.write_bytes(data)
    code, said, told = verified(capfd, path)
    assert (code, said) == (3, "")
    assert "m.json: " in told
    assert reason in told
    assert "\x1b" not in told
    assert len(told.splitlines()) == 2


@given(st.binary(max_size=300))
def test_no_bytes_make_the_parser_fall_over(data: bytes) -> None:
    """Refused as a fault, never as another error."""
    with pytest.raises(ManifestFault):
        parsed(data)


@given(st.text(max_size=40))
def test_a_name_that_passes_stays_in_its_folder(name: str) -> None:
    """As a path under any folder it resolves to something in it."""
    if inside(name):
        assert (Path("/folder") / name.replace("\\", "/")).as_posix().startswith("/folder")
        assert ".." not in Path(name).parts


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet", "markdown", "txt", "xlsx", "html"])
def test_every_format_is_computed_again(home: Path, form: str, capfd: pytest.CaptureFixture[str]) -> None:
    """By groups, some columns, tables for people too; a byte more in any is found."""
    columns = () if form in {"txt", "xlsx", "html"} else ("--columns", "worker,month,pay")
    shape = ("--format", "table") if form == "txt" else ("--format", form)
    call(
        "audit",
        "logs",
        "--by",
        "worker,month",
        *columns,
        *shape,
        "-q",
        "-o",
        f"r.{form}",
        "--manifest",
        "m.json",
    )
    code, said, told = verified(capfd, "m.json")
    assert (code, told) == (0, ""), said
    with (home / f"r.{form}").open("ab") as stream:
        stream.write(b"x\n")
    assert f"output r.{form} is not the file that was written" in verified(capfd, "m.json")[1]


def test_what_went_to_stdout_is_hashed_and_computed_again(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A pipe leaves no file: its hash stands in the manifest."""
    call("audit", "logs", "--wages", "own.toml", "-q", "--manifest", "m.json")
    out, _ = capfdbinary.readouterr()
    (entry,) = load(home / "m.json")["outputs"]
    assert (entry["name"], entry["sha256"]) == ("-", hashlib.sha256(out).hexdigest())
    assert call("verify", "m.json") == 0
    (home / "own.toml").write_text(WAGES.replace("2000", "2500"), encoding="utf-8")
    assert call("verify", "m.json") == 1
    assert b"output -, computed again, is not the same" in capfdbinary.readouterr()[0]


def test_a_conversion_leaves_a_manifest_too(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Rows are converted, not audited; no wage file bears on it."""
    call("convert", "logs", "-q", "-o", "t.csv", "--manifest", "m.json")
    found = load(home / "m.json")
    assert found["rows"] == {"read": 5, "converted": 4, "merged": 0, "left_out": 1}
    assert found["reference"] == []
    assert verified(capfd, "m.json")[0] == 0
    text = (home / "t.csv").read_text(encoding="utf-8")
    (home / "t.csv").write_text(text.replace("t9", "t8"), encoding="utf-8")
    assert 'row 5, column task_id, it says "t8", computed again it says "t9"' in verified(capfd, "m.json")[1]


def test_members_of_archives_and_refused_files_stand_in_it(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A zip, a gz, and a picture among the logs: each with its hash, the last with why it is in no figure."""
    with zipfile.ZipFile(home / "logs" / "pack.zip", "w") as archive:
        archive.writestr("in.csv", OTHER.replace("w2", "w3"))
    (home / "logs" / "thin.csv.gz").write_bytes(gzip.compress(OTHER.replace("w2", "w4").encode()))
    (home / "logs" / "a.png").write_bytes(b"\x89PNG, and no log")
    call("audit", "logs", "-q", "-o", "r.csv", "--manifest", "m.json")
    found = {one["name"]: one for one in load(home / "m.json")["inputs"]}
    member = OTHER.replace("w2", "w3").encode()
    assert (found["logs/pack.zip/in.csv"]["size"], found["logs/pack.zip/in.csv"]["sha256"]) == (
        len(member),
        hashlib.sha256(member).hexdigest(),
    )
    assert found["logs/thin.csv.gz"]["size"] == len(member)
    assert found["logs/a.png"]["refused"] == "file-refused"
    assert found["logs/a.png"]["rows"]["read"] == 0
    assert verified(capfd, "m.json")[0] == 0


def test_a_batch_is_made_again_whole(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its folder of results: tables, ledger, problems; a changed byte in the ledger, or in a member's file, is named."""
    call("batch", "logs", "-o", "out", "-q", "--jobs", "1", "--wages", "own.toml")
    code, said, told = verified(capfd, "out/manifest.json")
    assert (code, told) == (0, ""), said
    text = (home / "out" / "workers.csv").read_text(encoding="utf-8")
    (home / "out" / "workers.csv").write_text(text.replace("w1", "v1"), encoding="utf-8")
    assert (
        "output workers.csv is not the file that was written: row 2, column worker"
        in verified(capfd, "out/manifest.json")[1]
    )
    (home / "logs" / "two.csv").write_text(OTHER.replace("1.25", "1.26"), encoding="utf-8")
    assert "input two.csv is not the file that was read" in verified(capfd, "out/manifest.json")[1]


def test_a_page_is_made_again(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """In the language it was written in; a byte more in it is found."""
    pytest.importorskip("vl_convert")
    call("report", "logs", "-o", "page.html", "-q")
    code, said, told = verified(capfd, "page.manifest.json")
    assert (code, told) == (0, ""), said
    (home / "page.html").write_bytes((home / "page.html").read_bytes().replace(b"</body>", b" </body>"))
    assert "page.html" in verified(capfd, "page.manifest.json")[1]


def test_what_was_hashed_alone_is_counted_apart_with_the_reason_and_what_to_type(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A page in Spanish verified in English: its hash is compared, nothing more is claimed, and --lang es makes it again."""
    pytest.importorskip("vl_convert")
    assert call("--lang", "es", "report", "logs", "-o", "page.html", "-q", "--problems", "p.csv") == 4
    code, said, told = verified(capfd, "page.manifest.json")
    assert code == 0
    assert (
        "2 outputs are what the manifest says; of the outputs, 1 was computed again and is the same bytes"
        in said
    )
    assert said.endswith("and 1 was compared by its SHA-256 alone\n")
    assert "output page.html is in another language than this run speaks" in told
    assert "--lang es" in told
    code, said, told = verified(capfd, "page.manifest.json", "--lang", "es")
    assert (code, told) == (0, ""), said
    assert "los mismos bytes" in said
    assert "SHA-256" not in said


def test_where_no_output_is_made_again_nothing_is_said_to_be(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """One table for people, in French."""
    assert (
        call(
            "--lang", "fr", "audit", "logs", "--format", "table", "-q", "-o", "t.txt", "--manifest", "m.json"
        )
        == 4
    )
    code, said, told = verified(capfd, "m.json")
    assert code == 0
    assert "by their SHA-256 alone: none was computed again" in said
    assert "same bytes" not in said
    assert "add  --lang fr" in told


LEADING = {
    "upwards": ("../far/one.csv", "../far/two.csv"),
    "the folder above": ("../far",),
    "from the root": ("{root}/far/one.csv", "{root}/far/two.csv"),
    "here and above": ("near/three.csv", "../far/two.csv"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", LEADING)
def test_a_page_calls_its_files_as_its_manifest_does_wherever_they_were_named_from(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Problems of rows, and of rows that another file says otherwise, name files: `..` and folders above stay out of the page."""
    pytest.importorskip("vl_convert")
    here = tmp_path / "here"
    (here / "near").mkdir(parents=True)
    (tmp_path / "far").mkdir()
    for path, text in (
        ("far/one.csv", LOG),
        ("far/two.csv", OTHER.replace(",500,", ",400,")),
        ("here/near/three.csv", LOG),
    ):
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(here)
    given = [name.format(root=tmp_path) for name in LEADING[kind]]
    assert call("report", *given, "-o", "page.html", "-q", "--lang", "es") == 4
    made = (here / "page.html").read_text(encoding="utf-8")
    assert "../" not in made
    assert str(tmp_path) not in made
    own = [one["name"] for one in load(here / "page.manifest.json")["inputs"]]
    assert all(made.count(name) > 1 for name in own), own
    folder = ".." if any("/" in name for name in own) else "../far"
    shutil.copytree(tmp_path, tmp_path.parent / f"{tmp_path.name}-moved")
    for place in (folder, tmp_path.parent / f"{tmp_path.name}-moved" / "here" / folder):
        code, said, told = verified(capfd, "page.manifest.json", "--lang", "es", "--inputs", place)
        assert (code, told) == (0, ""), said


def test_rows_that_name_their_file_by_a_path_upwards_are_the_same_under_the_same_path(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """--inputs as it was typed then; under another name of the folder the cell is told, and why."""
    (home / "here").mkdir()
    monkeypatch.chdir(home / "here")
    out = ("-q", "-o", "r.csv", "--ledger", "l.csv", "--problems", "p.csv", "--manifest", "m.json")
    call("audit", "../logs/one.csv", *out)
    assert verified(capfd, "m.json", "--inputs", "../logs")[::2] == (0, "")
    code, said, told = verified(capfd, "m.json", "--inputs", home / "logs")
    assert code == 1
    assert 'row 2, column source_file, it said "../logs/one.csv"' in said
    assert told.count("lead upwards") == 1
    assert "written as it was then" in told


def test_where_long_lines_differ_is_shown(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Not their common beginning."""
    call("audit", "logs/one.csv", "-q", "--format", "jsonl", "-o", "r.jsonl", "--manifest", "m.json")
    text = (home / "r.jsonl").read_text(encoding="utf-8")
    (home / "r.jsonl").write_text(text.replace('"MGA"', '"MGB"', 1), encoding="utf-8")
    (line,) = verified(capfd, "m.json")[1].splitlines()[1:]
    says, said = line.partition(", computed again it says ")[::2]
    assert 'row 1, it says "…' in says
    assert ("MGB" in says, "MGA" in said) == (True, True)


def test_every_option_is_recorded(home: Path) -> None:
    """A choice that is not in the manifest could not be made again."""
    found = record(
        "audit",
        [],
        Options(gap_minutes=Decimal(7), roster_file="who.csv"),
        Reading(SCHEMA.empty_table()),
        None,
        Witness(),
        (),
    )
    assert (home / "who.csv").is_file()
    renamed = {"gap_minutes": "gap", "max_task_minutes": "max_task", "roster_file": "roster"}
    for one in fields(Options):
        assert renamed.get(one.name, one.name) in found["options"], one.name
    assert (found["options"]["gap"], found["options"]["roster"]) == ("7", "who.csv")


def test_without_a_manifest_nothing_is_hashed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing costs only those who ask."""

    def refuse(*arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr("wageaudit.files.source.Source.sha256", refuse)
    assert call("audit", "logs/one.csv", "-q", "-o", "r.csv") == 4


def test_a_manifest_never_takes_the_place_of_another_output_or_an_input(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Wrong use, and the files are as they were."""
    assert call("audit", "logs", "-q", "-o", "r.csv", "--manifest", "r.csv") == 2
    assert call("audit", "logs", "-q", "-o", "r.csv", "--manifest", "logs/one.csv", "--force") == 2
    assert (home / "logs" / "one.csv").read_text(encoding="utf-8") == LOG
    assert "is an input" in capfd.readouterr()[1]
