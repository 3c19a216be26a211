"""Real exports against figures recomputed without this program; the exports are not part of the project.

EXPECTED.tsv has one line a file: hours are decimal, to four places; naive is the sum of durations, union counts an
instant of a worker once, a session also counts the gaps of at most 15 or 60 minutes; all summed over workers.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from conftest import REAL_EXPORTS

from wageaudit.files import sources
from wageaudit.options import Options
from wageaudit.readers import read_sources

pytestmark = pytest.mark.real

FOLDERS = ("mturk_batch", "crowdflower")
PLACES = Decimal("0.0001")  # of the hours in EXPECTED.tsv
MICROS_AN_HOUR = 3_600_000_000
MTURK_STATUSES = {
    "Approved": "approved",
    "Submitted": "pending",
    "Rejected": "rejected",
    "(never taken)": "pending",
}
NOT_IN_EXPECTED = {"crowdflower/CTcore_empty_rows.csv"}  # assignments of MTurk, whatever folder it lies in


def expected_figures(folder: Path, platform: str) -> dict[str, dict[str, Any]]:
    """EXPECTED.tsv: file → measure → figure, for one platform's folder."""
    with (folder / "EXPECTED.tsv").open(encoding="utf-8", newline="") as lines:
        entries = list(csv.DictReader(lines, delimiter="\t"))
    return {
        entry["target"]: json.loads(entry["values_json"])
        for entry in entries
        if entry["target"].startswith(f"{platform}/")
    }


def task_table(path: Path) -> pa.Table:
    """The task table of one real file; no row of it may be left out."""
    found, _ = sources([str(path)])
    reading = read_sources(found, Options(), alone=True)
    assert not reading.problems
    assert sum(file.rows_read for file in reading.files) == reading.table.num_rows + sum(
        file.rows_merged for file in reading.files
    )
    return reading.table


def hours(intervals: Mapping[str, list[tuple[int, int]]], gap_minutes: int) -> Decimal:
    """Length of each worker's intervals joined over gaps of at most `gap_minutes`; 0 is their union [h]."""
    total = 0
    for own in intervals.values():
        reached = None
        for begin, end in sorted(own):
            if reached is None or begin - reached > gap_minutes * 60_000_000:
                reached = begin
            total += max(end - reached, 0)
            reached = max(end, reached)
    return (Decimal(total) / MICROS_AN_HOUR).quantize(PLACES)


def intervals_of(table: pa.Table) -> dict[str, list[tuple[int, int]]]:
    """Worker → intervals [µs]."""
    begins, ends = (table[name].cast(pa.int64()).to_pylist() for name in ("started_at", "ended_at"))
    found: dict[str, list[tuple[int, int]]] = {}
    for worker, begin, end in zip(table["worker_id"].to_pylist(), begins, ends, strict=True):
        found.setdefault(worker, []).append((begin, end))
    return found


def time_figures(table: pa.Table) -> dict[str, Any]:
    """Hours in every manner of EXPECTED.tsv."""
    intervals = intervals_of(table)
    naive = sum(end - begin for own in intervals.values() for begin, end in own)
    return {
        "workers": len(intervals),
        "naive_h": (Decimal(naive) / MICROS_AN_HOUR).quantize(PLACES),
        "union_h": hours(intervals, 0),
        "session_h_gap15m": hours(intervals, 15),
        "session_h_gap60m": hours(intervals, 60),
    }


def mturk_figures(table: pa.Table) -> dict[str, Any]:
    """What EXPECTED.tsv says of a batch, of the task table, by our statuses."""
    statuses = table["status"].to_pylist()
    pays = table["pay"].to_pylist() if "pay" in table.column_names else [None] * len(statuses)
    paid: dict[str, Decimal] = {}
    for status, pay in zip(statuses, pays, strict=True):
        paid[status] = paid.get(status, Decimal(0)) + (pay or 0)
    return {"assignments": dict(Counter(statuses)), "pay_by_status": paid, **time_figures(table)}


def crowdflower_figures(table: pa.Table) -> dict[str, Any]:
    """What EXPECTED.tsv says of a report, of the task table; tainted and countries count judgments."""
    counts = table["task_count"].to_pylist()
    tainted: Counter[str] = Counter()
    if "status" in table.column_names:
        for status, count in zip(table["status"].to_pylist(), counts, strict=True):
            tainted["true" if status == "pending" else "false"] += count
    else:
        tainted[""] = sum(counts)
    figures = time_figures(table)
    return {
        "judgments": sum(counts),
        "pages": table.num_rows,
        "tainted": dict(tainted),
        "page_h": figures.pop("naive_h"),
        **figures,
    }


def of_mturk(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Expected figures of a batch by our statuses; the ratios of EXPECTED.tsv follow from the others."""
    kept = {name: figure for name, figure in figures.items() if "_per_" not in name}
    for name in ("assignments", "pay_by_status"):
        kept[name] = {MTURK_STATUSES[status]: figure for status, figure in figures[name].items()}
    return kept


def rows(folder: Path = REAL_EXPORTS) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(file, our figures, expected figures) of every MTurk batch and CrowdFlower report, figure by figure alike."""
    found = []
    for target, figures in expected_figures(folder, "mturk_batch").items():
        found.append((target, mturk_figures(task_table(folder / target)), of_mturk(figures)))
    for target, figures in expected_figures(folder, "crowdflower").items():
        expected = {name: figure for name, figure in figures.items() if name != "countries"}
        found.append((target, crowdflower_figures(task_table(folder / target)), expected))
    return [(target, {name: ours[name] for name in expected}, expected) for target, ours, expected in found]


def targets(platform: str) -> list[str]:
    """Files of one platform, none where there are no real exports."""
    return sorted(expected_figures(REAL_EXPORTS, platform)) if REAL_EXPORTS.is_dir() else []


def same(ours: object, expected: object) -> bool:
    """Equal, to the places that EXPECTED.tsv has."""
    if isinstance(expected, dict) and isinstance(ours, dict):
        return ours.keys() == expected.keys() and all(same(ours[key], expected[key]) for key in expected)
    return Decimal(str(expected)).quantize(PLACES) == Decimal(str(ours)).quantize(PLACES)


@pytest.mark.parametrize("target", targets("mturk_batch"))
def test_a_batch_has_the_assignments_pay_and_hours_expected(real_exports: Path, target: str) -> None:
    """Assignments and pay by status, workers, naive, union and session hours; nothing is left out."""
    expected = of_mturk(expected_figures(real_exports, "mturk_batch")[target])
    ours = mturk_figures(task_table(real_exports / target))
    assert {
        name: (ours[name], figure) for name, figure in expected.items() if not same(ours[name], figure)
    } == {}


@pytest.mark.parametrize("target", targets("crowdflower"))
def test_a_report_has_the_pages_and_hours_expected(real_exports: Path, target: str) -> None:
    """Judgments, pages, workers, tainted judgments, page, union and session hours; nothing is left out."""
    expected = expected_figures(real_exports, "crowdflower")[target]
    ours = crowdflower_figures(task_table(real_exports / target))
    wrong = {
        name: (ours[name], figure)
        for name, figure in expected.items()
        if name != "countries" and not same(ours[name], figure)
    }
    assert wrong == {}


@pytest.mark.parametrize("target", targets("crowdflower"))
def test_the_commonest_countries_of_a_report_are_those_expected(real_exports: Path, target: str) -> None:
    """EXPECTED.tsv lists a report's six commonest codes by judgments; one that is no country is none of ours."""
    from wageaudit.countries import alpha2

    table = task_table(real_exports / target)
    ours: Counter[str | None] = Counter()
    countries = table["country"].to_pylist() if "country" in table.column_names else [None] * table.num_rows
    for country, count in zip(countries, table["task_count"].to_pylist(), strict=True):
        ours[country] += count
    for code, count in expected_figures(real_exports, "crowdflower")[target]["countries"].items():
        assert ours[None if code in {"NA", "?", ""} else alpha2(code)] == count


def test_every_file_of_both_folders_is_compared(real_exports: Path) -> None:
    """No real file is forgotten."""
    for platform in FOLDERS:
        there = {f"{platform}/{path.name}" for path in (real_exports / platform).iterdir()} - NOT_IN_EXPECTED
        assert there == set(expected_figures(real_exports, platform))


def test_assignments_in_a_folder_of_reports_are_told_by_their_content(real_exports: Path) -> None:
    """A file of MTurk's columns is MTurk's, wherever it lies."""
    assert set(
        task_table(real_exports / "crowdflower" / "CTcore_empty_rows.csv")["platform"].to_pylist()
    ) == {"mturk"}


def test_command_line_results_are_not_taken_for_a_batch(real_exports: Path) -> None:
    """Files of MTurk's command-line tools have other columns and another reader."""
    from wageaudit.readers import crowdflower, head_of, mturk
    from wageaudit.readers.base import NO

    found, _ = sources([str(real_exports / "mturk_clt")])
    assert found
    for source in found:
        head = head_of(source, Options())
        assert (mturk.detect(head), crowdflower.detect(head)) == (NO, NO)


def test_twenty_reversed_rejections_are_approved_and_counted(real_exports: Path) -> None:
    """The batch with twenty rejections taken back says so."""
    found, _ = sources([str(real_exports / "mturk_batch" / "ODRE_Batch_2947651_batch_results.csv")])
    (file,) = read_sources(found, Options(), alone=True).files
    assert file.notes == ("rejected first and approved later, counted as approved: 20 of 1205 assignments",)


@pytest.mark.parametrize("target", [*targets("mturk_batch"), *targets("crowdflower")])
def test_the_audit_finds_the_same_hours(real_exports: Path, target: str) -> None:
    """Union, naive and session hours once more, of the audit's own total line."""
    pytest.importorskip("wageaudit.auditing", reason="nothing audits yet")
    import wageaudit

    platform = target.partition("/")[0]
    expected = expected_figures(real_exports, platform)[target]
    table = task_table(real_exports / target)
    for minutes in (15, 60):
        total = wageaudit.audit(table, Options(gap_minutes=Decimal(minutes))).table(by=()).to_pylist()[0]
        union = Decimal(total["paid_hours"]) + Decimal(total["unpaid_work_hours"])
        assert same(union, expected["union_h"])
        assert same(
            union * Decimal(str(total["overlap_factor"])), expected.get("naive_h", expected.get("page_h"))
        )
        if f"session_h_gap{minutes}m" in expected:
            assert same(total["working_hours"], expected[f"session_h_gap{minutes}m"])
        assert total["workers"] == expected["workers"]
