"""The reader of command-line results: ragged rows, zones of the requester's computer, trials in the sandbox, Submiterator."""

from __future__ import annotations

import csv
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit import values
from wageaudit.errors import InputRefused
from wageaudit.files import Source, sources
from wageaudit.options import Options
from wageaudit.readers import find_reader, head_of, read_sources
from wageaudit.readers.assignments import stamp_by
from wageaudit.readers.base import Reading

BEFORE = ("hitid", "title", "reward", "viewhit", "assignmentid", "workerid", "assignmentstatus")
AFTER = ("assignmentaccepttime", "assignmentsubmittime", "assignmentapprovaltime", "assignmentrejecttime")
REAL, TRIAL = "https://requester.mturk.com/x", "https://requestersandbox.mturk.com/x"
TIMES = ("Sun Mar 26 01:50:00 CET 2017", "Sun Mar 26 03:10:00 CEST 2017")
STATUSES = {"Approved": "approved", "Submitted": "pending", "Rejected": "rejected"}


def source(text: str) -> Source:
    """A file whose name says nothing."""
    data = text.encode()
    return Source("notes.txt", "notes", "", "notes", len(data), lambda: data)


def table(*rows: tuple[str, ...], delimiter: str = "\t", answers: int = 3) -> str:
    """A file of results: rows end where they end."""
    header = (*BEFORE, *AFTER, *(f"Answer.{at}" for at in range(answers)))
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in (header, *rows)]
    return "\n".join(lines) + "\n"


def read(*rows: tuple[str, ...], **layout: object) -> Reading:
    """The reading of a file of these rows."""
    return read_sources([source(table(*rows, **layout))], Options(), alone=True)  # type: ignore[arg-type]


def row(view: str = REAL, worker: str = "w", status: str = "Approved") -> tuple[str, ...]:
    """An assignment whose row ends after its submission."""
    return ("H", "Claims", "$0.45", view, "A", worker, status, *TIMES)


INVOICE = "date,workerid,amount\nFri Jan 23 09:31:00 PST 2015,AEXAMPLE,0.5\n,,=SUM(c2:c2)\n"


def test_an_invoice_of_submiterator_is_refused_for_the_results_beside_it() -> None:
    """It repeats the rewards of the results by another id: read as payments they would count twice."""
    assert find_reader(head_of(source(INVOICE), Options())).name == "mturk_clt"
    with pytest.raises(InputRefused, match="is an invoice of Submiterator") as refusal:
        read_sources([source(INVOICE)], Options(currency="USD"), alone=True)
    assert "-mturk.csv" in refusal.value.mend


def test_a_table_of_ones_own_with_the_columns_of_an_invoice_is_not_taken_for_one() -> None:
    """Only Mechanical Turk's own stamps make it one."""
    own = INVOICE.replace("Fri Jan 23 09:31:00 PST 2015", "2015-01-23")
    assert find_reader(head_of(source(own), Options())).name == "canonical"


@pytest.mark.real
@pytest.mark.parametrize("number", [17, 18])
def test_a_real_invoice_repeats_the_rewards_of_the_results_by_the_times_of_submission(
    real_exports: Path, number: int
) -> None:
    """Every amount is the reward of the results, nearly every date the submission of one of its assignments."""
    paths = (f"mturk_aux/SM_{number}_invoice.csv", f"mturk_clt/SM_{number}_sinking_marbles-mturk.csv")
    invoice, results = (
        list(csv.DictReader((real_exports / path).read_text(encoding="utf-8").splitlines())) for path in paths
    )
    paid = [row for row in invoice if row["date"] and row["workerid"]]
    assert {Decimal(row["amount"]) for row in paid} == {Decimal(row["reward"][1:]) for row in results}
    submitted = {row["assignmentsubmittime"] for row in results}
    assert sum(row["date"] in submitted for row in paid) >= len(paid) - 4


def test_a_row_shorter_than_the_header_is_whole_and_a_longer_one_is_not() -> None:
    """What is missing at the end is empty, over five thousand columns of answers too."""
    assert read(row(), answers=5_100).table["pay"].to_pylist() == [Decimal("0.45")]
    reading = read((*row(), "", "", "1", "2", "3", "4"))
    assert [problem.code for problem in reading.problems] == ["extra-cell"]


def test_the_computers_clock_may_change_within_an_assignment() -> None:
    """01:50 CET to 03:10 CEST are twenty minutes."""
    found = read(row()).table
    assert (found["ended_at"].to_pylist()[0] - found["started_at"].to_pylist()[0]).total_seconds() == 1_200


def test_a_trial_in_the_sandbox_is_no_work_for_money() -> None:
    """A file of trials is refused, a trial among real assignments left out without fault."""
    with pytest.raises(InputRefused, match="sandbox"):
        read(row(TRIAL))
    reading = read(row(), row(TRIAL))
    assert [(problem.code, problem.fault) for problem in reading.problems] == [("sandbox", False)]
    assert reading.table.num_rows == 1


def test_a_hit_nobody_took_is_told_and_is_no_fault() -> None:
    """It has a HIT and no assignment."""
    reading = read(row(), ("H", "Claims", "$0.45", REAL, "", "", "", "", "", "", ""))
    assert [(problem.code, problem.fault) for problem in reading.problems] == [("not-taken", False)]


def test_of_two_columns_workerid_the_last_is_the_worker() -> None:
    """Submiterator numbers its rows in the first."""
    header = ("workerid", *BEFORE, *AFTER)
    text = "\r\n".join(",".join(cells) for cells in (header, ("0", *row(worker="w9"), "", ""))) + "\r\n"
    assert read_sources([source(text)], Options(), alone=True).table["worker_id"].to_pylist() == ["w9"]


def test_results_are_found_among_all_readers_and_share_the_platform_of_a_batch() -> None:
    """So that the same assignment is one in both."""
    assert find_reader(head_of(source(table(answers=6_000)), Options())).name == "mturk_clt"
    assert read(row()).table["platform"].to_pylist() == ["mturk"]


@pytest.mark.real
def test_the_real_results_have_the_assignments_pay_and_hours_expected(real_exports: Path) -> None:
    """All but the trial, which is refused; EXPECTED.tsv counts its rewards as if they were money."""
    with (real_exports / "EXPECTED.tsv").open(encoding="utf-8", newline="") as lines:
        entries = {
            entry["target"]: json.loads(entry["values_json"])
            for entry in csv.DictReader(lines, delimiter="\t")
            if entry["target"].startswith("mturk_clt/")
        }
    trial = "mturk_clt/UKP_00-devel-task.output.csv"
    assert len(entries) == 8
    for target, expected in entries.items():
        found, _ = sources([str(real_exports / target)])
        if target == trial:
            with pytest.raises(InputRefused, match="sandbox"):
                read_sources(found, Options(), alone=True)
            continue
        reading = read_sources(found, Options(), alone=True)
        columns = [reading.table[name].to_pylist() for name in ("status", "pay", "started_at", "ended_at")]
        paid: dict[str, Decimal] = {}
        for status, pay, _, _ in zip(*columns, strict=True):
            paid[status] = paid.get(status, Decimal(0)) + pay
        hours = sum((end - begin).total_seconds() for begin, end in zip(*columns[2:], strict=True)) / 3600
        assert reading.problems == ()
        assert Counter(columns[0]) == {
            STATUSES[status]: count for status, count in expected["assignments"].items()
        }
        assert paid == {
            STATUSES[status]: Decimal(str(pay)) for status, pay in expected["pay_by_status"].items()
        }
        assert (round(hours, 4), len(reading.table["worker_id"].unique())) == (
            expected["naive_h"],
            expected["workers"],
        )


@pytest.mark.parametrize(
    ("stamp", "zone", "instant"),
    [
        ("Thu Apr 13 17:10:30 BST 2017", "Europe/London", "2017-04-13T16:10:30Z"),
        ("Thu Apr 13 17:10:30 BST 2017", "Asia/Dhaka", None),
        ("Thu Apr 13 17:10:30 IST 2017", "Asia/Kolkata", "2017-04-13T11:40:30Z"),
        ("Thu Apr 13 17:10:30 IST 2017", "Europe/Dublin", "2017-04-13T16:10:30Z"),
        ("Thu Apr 13 17:10:30 IST 2017", "Asia/Jerusalem", "2017-04-13T15:10:30Z"),
        ("Thu Apr 13 17:10:30 CST 2017", "Asia/Shanghai", "2017-04-13T09:10:30Z"),
        ("Thu Apr 13 17:10:30 NST 2017", "America/St_Johns", "2017-04-13T20:40:30Z"),
        ("Thu Apr 13 17:10:30 CEST 2017", "Asia/Kolkata", "2017-04-13T15:10:30Z"),
        ("Thu Apr 13 17:10:30 IST 2017", "", None),
    ],
)
def test_letters_that_several_zones_share_are_those_of_the_clock_that_is_named(
    stamp: str, zone: str, instant: str | None
) -> None:
    """BST is British, IST Indian, Irish or Israeli: --clock-zone says which; a clock that never shows them is not taken."""
    if instant is None:
        with pytest.raises(values.Fault) as fault:
            stamp_by(zone)(stamp)
        assert (fault.value.code, "--clock-zone" in fault.value.mend) == ("unknown-zone", True)
    else:
        assert stamp_by(zone)(stamp) == values.instant(instant)
