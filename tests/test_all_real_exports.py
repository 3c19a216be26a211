"""Every real export, one by one and all together: read, or refused with the right reason; no file is passed over."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import REAL_EXPORTS

from wageaudit.errors import InputRefused
from wageaudit.files import sources
from wageaudit.options import Options
from wageaudit.readers import read_sources

pytestmark = pytest.mark.real

BADGES = "uber/uber-driver-fr-paris/FR-Paris/05 - Driver Performance Badges.csv"
REFUSED = {
    BADGES: "is empty",
    "mturk_clt/UKP_00-devel-task.output.csv": "sandbox",
    "toloka/AbramovAV_bible_complexity_annotations_0.tsv": "has no times",
    "mturk_aux/SM_17_invoice.csv": "is an invoice of Submiterator",
    "mturk_aux/SM_18_invoice.csv": "is an invoice of Submiterator",
    "mturk_aux/pay_design2_main_Turkers.csv": "is no export known here",  # ids and totals of bonuses: no time at all
}
# files of which no row can be counted: rows that are no work
NOTHING_COUNTED = {
    "uber/uber-driver-fr-paris/FR-Paris/11 - Driver App Restrictions.csv": "reference-file",
    "uber/uber-driver-fr-paris/FR-Paris/14 - Driver Dispatches Offered and Accepted.csv": "reference-file",
    "uber/uber-driver/uber-driver-sample/Lost Time details (Driver).csv": "reference-file",
}
PLATFORM = {
    "argyle",
    "crowdflower",
    "deliveroo",
    "toloka",
    "uber",
    "upwork",
    "wolt",
    "prolific",
    "toggl",
    "clockify",
    "weclock",
}
GIVEN = Options(timezone="Europe/Paris", currency="USD")


def options_of(name: str) -> Options:
    """What a user would have to say of a file."""
    return replace(GIVEN, date_order="dmy") if name.startswith("clockify/") else GIVEN


def listed() -> list[str]:
    """Every file of the manifest, none where there are no real exports."""
    if not REAL_EXPORTS.is_dir():
        return []
    with (REAL_EXPORTS / "MANIFEST.tsv").open(encoding="utf-8", newline="") as lines:
        return [entry["file"] for entry in csv.DictReader(lines, delimiter="\t")]


@pytest.mark.parametrize("name", listed())
def test_a_real_file_is_read_or_refused_with_the_right_reason(real_exports: Path, name: str) -> None:
    """Every row is audited, merged or left out with its reason; what is refused says why."""
    found, notes = sources([str(real_exports / name)])
    assert (len(found), notes) == (1, [])
    if name in REFUSED:
        with pytest.raises(InputRefused, match=REFUSED[name]):
            read_sources(found, options_of(name), alone=True)
        return
    reading = read_sources(found, options_of(name), alone=True)
    (file,) = reading.files
    assert file.rows_read > 0
    assert file.rows_read == reading.table.num_rows + file.rows_merged + file.rows_left_out
    assert (reading.table.num_rows == 0) == (name in NOTHING_COUNTED)
    assert NOTHING_COUNTED.get(name) in {None, *(problem.code for problem in reading.problems)}
    folder = name.partition("/")[0]
    if folder in PLATFORM and reading.table.num_rows and "CTcore_empty_rows" not in name:
        platforms = set(reading.table["platform"].to_pylist())
        assert platforms == {folder} or folder == "argyle"


def test_the_whole_folder_is_read_at_once_and_refuses_the_same(real_exports: Path) -> None:
    """Files of one person's access request together, all others by themselves; nothing stops the rest."""
    found, _ = sources([str(real_exports)])
    reading = read_sources(found, replace(GIVEN, date_order="dmy"))
    refused = {
        Path(problem.file).relative_to(real_exports).as_posix()
        for problem in reading.problems
        if problem.code in {"file-refused", "file-empty"}
    }
    assert refused == {*REFUSED, "EXPECTED.tsv", "MANIFEST.tsv", "README.md"}
    assert len(reading.files) == len(listed()) - len(REFUSED)
    assert sum(file.rows_read for file in reading.files) > 40_000
