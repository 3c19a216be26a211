"""The same bytes from other processes, cuts, hash seeds, zones, locales, folders and Pythons; and the comparison that says so."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pytest
from batches import ROOT, rows, write

TOOLS = ROOT / "tools"


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The comparison, as `python tools/reproduce.py` runs it."""
    monkeypatch.syspath_prepend(str(TOOLS))
    return importlib.import_module("reproduce")


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """What it compares."""
    monkeypatch.syspath_prepend(str(TOOLS))
    return importlib.import_module("outputs")


def run_of(tool: ModuleType, way: object, **found: str) -> Any:  # noqa: ANN401 - the tool's own kind
    """A run that gave these hashes."""
    return tool.Ran("3.11.7", way, {name.replace("_", "."): value for name, value in found.items()})


def test_an_output_that_differs_between_two_runs_is_named_with_the_runs(tool: ModuleType) -> None:
    """Three runs, of which the last gave another table: the tool ends with 1 for it."""
    runs = [run_of(tool, tool.PLAIN, audit_csv="a", page_html="p") for _ in range(2)]
    assert list(tool.told(runs)) == []
    runs.append(run_of(tool, tool.TOGETHER, audit_csv="b", page_html="p"))
    assert list(tool.told(runs)) == ["audit.csv: runs 1–2 differs from runs 3"]


def test_the_cut_may_change_what_names_files_and_no_figure(tool: ModuleType) -> None:
    """A ledger of other files is another ledger, but a table of another cut is the same table."""
    plain = run_of(tool, tool.PLAIN, audit_csv="a", ledger_csv="one")
    assert list(tool.told([plain, run_of(tool, tool.CUT, audit_csv="a", ledger_csv="two")])) == []
    (told,) = tool.told([plain, run_of(tool, tool.CUT, audit_csv="b", ledger_csv="two")])
    assert told.startswith("audit.csv: ")
    again = run_of(tool, tool.CUT, audit_csv="a", ledger_csv="three")
    assert len(list(tool.told([run_of(tool, tool.CUT, audit_csv="a", ledger_csv="two"), again]))) == 1


def test_rows_without_their_places_are_compared_whole(outputs: ModuleType) -> None:
    """Another order and other files are the same rows; another value, type or number of rows is not."""
    one = pa.table({"source_file": ["a", "b"], "source_row": [2, 2], "pay": ["1", "2"]})
    other = pa.table({"source_file": ["c", "c"], "source_row": [3, 2], "pay": ["2", "1"]})
    assert (
        outputs.placeless([one])
        == outputs.placeless([other])
        == outputs.placeless([other.slice(1), other.slice(0, 1)])
    )
    for pay in (["1", "3"], [1, 2], ["1", "1"]):
        changed = pa.table({"source_file": ["a", "b"], "source_row": [2, 2], "pay": pay})
        assert outputs.placeless([one]) != outputs.placeless([changed])
    assert outputs.placeless([one]) != outputs.placeless([one, one.slice(0, 1)])
    assert outputs.placeless([one], once=True) == outputs.placeless([one, one.slice(0, 1)], once=True)


def test_hash_seed_zone_locale_and_folder_change_no_byte_of_an_audit(
    tool: ModuleType, tmp_path: Path
) -> None:
    """The table, the ledger, the problems and the manifest, from two processes that share nothing but the rows."""
    ways = (tool.PLAIN, tool.TOGETHER)
    for way in ways:
        write(
            tmp_path / way.room / "members" / "log.csv",
            rows("ana", 30) + rows("ben", 20) + ["ben,anvil,,,x,late"],
        )
        kept = [
            "-o",
            "out.csv",
            "--ledger",
            "ledger.parquet",
            "--problems",
            "problems.csv",
            "--manifest",
            "manifest.json",
        ]
        done = tool.call(
            sys.executable, way, tmp_path / way.room, "audit", "members", "--by", "worker,month", *kept
        )
        assert done.returncode == 4, done.stderr  # a row is left out
    one, other = (
        {path.name: path.read_bytes() for path in (tmp_path / way.room).iterdir() if path.is_file()}
        for way in ways
    )
    assert set(one) == {"out.csv", "ledger.parquet", "problems.csv", "manifest.json"}
    assert one == other


@pytest.mark.slow
def test_every_output_is_the_same_in_every_way_and_on_every_python_here(tool: ModuleType) -> None:
    """This Python in each way alone; the others, where WAGEAUDIT_PYTHONS or the PATH has some, in all ways at once."""
    done = subprocess.run(
        [sys.executable, TOOLS / "reproduce.py", "--members", "12", sys.executable, *tool.others()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("the same bytes in ")
