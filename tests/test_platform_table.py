"""The table of platforms claims nothing that a golden case or a real file does not show."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path

import pytest
from documents import ROOT, facts

from wageaudit.errors import WageauditError
from wageaudit.files import shipped_names, sources
from wageaudit.options import Options
from wageaudit.readers import READERS, reader_for
from wageaudit.readers.mapped import load_map

EXPORTS = facts()["export"]
CASES = ROOT / "tests" / "cases"
GIVEN = {"pay": {"piece_rate"}, "bonus": set(), "rejection": set(), "country": {"country"}, "waiting": set()}
WHERE = {
    "pay": lambda row: row.get("pay") not in {None, "", "0"} or bool(row.get("piece_rate")),
    "bonus": lambda row: row.get("bonus") not in {None, "", "0"},
    "rejection": lambda row: row.get("status") == "rejected",
    "country": lambda row: bool(row.get("country")),
    "waiting": lambda row: row.get("activity") in {"waiting", "search"} or row.get("coverage") == "recorded",
}


@cache
def shown(reader: str, what: str) -> bool:
    """Whether a golden case of a reader has it in the file itself, not by an option."""
    for expected in (CASES / reader).glob("*.expected.csv"):
        beside = expected.with_name(expected.name.replace(".expected.csv", ".options.toml"))
        options = tomllib.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
        with expected.open(encoding="utf-8", newline="") as lines:
            if not GIVEN[what] & options.keys() and any(WHERE[what](row) for row in csv.DictReader(lines)):
                return True
    return False


def test_every_reader_has_its_lines_and_no_line_is_without_a_reader() -> None:
    """The table is whole."""
    assert {one["reader"] for one in EXPORTS} == {reader.name for reader in READERS}


@pytest.mark.parametrize("what", ["pay", "bonus", "rejection", "country"])
@pytest.mark.parametrize("one", EXPORTS, ids=lambda one: one["reader"])
def test_what_is_said_to_be_in_an_export_is_in_a_golden_case_of_it(one: dict[str, str], what: str) -> None:
    """And what is said not to be is in none."""
    word = one[what].partition(":")[0]
    assert word in {"yes", "no"}
    assert shown(one["reader"], what) == (word == "yes")


@pytest.mark.parametrize("one", EXPORTS, ids=lambda one: one["reader"])
def test_waiting_is_claimed_only_where_a_reader_finds_it_or_a_tracker_joins(one: dict[str, str]) -> None:
    """A row of waiting in a golden case, or coverage that holds its waiting."""
    if one["waiting"].startswith("yes"):
        assert shown(one["reader"], "waiting")


def test_maps_that_are_named_are_shipped_and_none_is_forgotten() -> None:
    """A platform without an export has a map, or a table of its own."""
    named = {one["map"] for one in facts()["absent"]} - {""}
    assert named == set(shipped_names("maps"))
    assert all(load_map(name).title for name in named)


@pytest.mark.real
def test_only_what_was_read_from_a_real_file_is_said_to_be_tested_on_one(real_exports: Path) -> None:
    """Readers that claim a file among the real exports, and no others."""
    found, _ = sources([str(real_exports)])
    claimed = set()
    for source in found:
        try:
            claimed.add(reader_for(source, Options())[0].name)
        except WageauditError:
            continue
    assert {one["reader"] for one in EXPORTS if one["tested"].startswith("real files")} == claimed - {
        "canonical"
    }
