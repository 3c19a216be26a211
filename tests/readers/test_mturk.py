"""The reader of MTurk's batch results: what it takes for its own, stamps, statuses, pay."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wageaudit import values
from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.readers import assignments, find_reader, head_of, mturk, read_sources
from wageaudit.readers.base import CERTAIN, NO, Head, Reading

HEADER = "HITId,Title,Reward,AssignmentId,WorkerId,AssignmentStatus,AcceptTime,SubmitTime,ApprovalTime,RejectionTime"
TIMES = "Sat Oct 07 03:51:58 PDT 2017,Sat Oct 07 03:53:20 PDT 2017"


def source(text: str) -> Source:
    """A file whose name says nothing."""
    data = text.encode()
    return Source("notes.txt", "notes", "", "notes", len(data), lambda: data)


def read(*lines: str, header: str = HEADER, **choices: object) -> Reading:
    """The reading of a batch of these lines."""
    text = "\n".join([header, *lines]) + "\n"
    return read_sources([source(text)], Options(**choices), alone=True)  # type: ignore[arg-type]


def head(text: str) -> Head:
    """What detection sees of a text."""
    return head_of(source(text), Options())


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Sat Oct 07 03:51:58 PDT 2017", "2017-10-07T10:51:58Z"),
        ("Sun Nov 26 08:45:33 PST 2017", "2017-11-26T16:45:33Z"),
        ("2018-04-07 17:27:37 UTC", "2018-04-07T17:27:37Z"),
        ("2026-05-12T09:19:12+09:00", "2026-05-12T00:19:12Z"),
    ],
)
def test_a_stamp_is_an_instant_by_its_own_offset(text: str, iso: str) -> None:
    """Pacific abbreviations are fixed offsets; other stamps say their own."""
    assert assignments.stamp(text) == values.instant(iso)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2018-04-07 17:27:37", "no-zone"),
        ("2018-04-07", "no-zone"),
        ("Sat Oct 07 03:51:58 IST 2017", "unknown-zone"),
        ("Sat Okt 07 03:51:58 PDT 2017", "not-an-instant"),
        ("Sat Oct 32 03:51:58 PDT 2017", "not-an-instant"),
        ("Sat Oct 07 25:51:58 PDT 2017", "not-an-instant"),
        ("4/7/2018 17:27", "ambiguous-date"),
    ],
)
def test_a_stamp_that_does_not_say_its_instant_is_refused(text: str, code: str) -> None:
    """The worker's own zone is never taken for that of a stamp."""
    with pytest.raises(values.Fault) as fault:
        assignments.stamp(text)
    assert fault.value.code == code
    assert fault.value.mend == assignments.AGAIN


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("HITId,AssignmentId,WorkerId,AcceptTime,SubmitTime\n", CERTAIN),
        ('"SubmitTime","WorkerId","HITId","AcceptTime","AssignmentId","Answer.x"\r\n', CERTAIN),
        ('"hitid"\t"assignmentid"\t"workerid"\t"assignmentaccepttime"\t"assignmentsubmittime"\n', NO),
        ("worker_id,started_at,ended_at,pay,currency\n", NO),
    ],
)
def test_a_batch_is_recognised_by_its_columns(text: str, strength: int) -> None:
    """Not by its name, and whatever the order; the command-line tools write other files."""
    assert mturk.detect(head(text)) == strength


def test_a_batch_is_found_among_all_readers() -> None:
    """No other reader is as sure."""
    assert find_reader(head(HEADER + "\n")).name == "mturk"


@pytest.mark.parametrize(
    ("said", "approved_at", "rejected_at", "status"),
    [
        ("Approved", "x", "", "approved"),
        ("Submitted", "", "", "pending"),
        ("Rejected", "", "x", "rejected"),
        ("Approved", "x", "x", "approved"),
        ("Rejected", "x", "x", "approved"),
        ("", "x", "", "approved"),
        ("", "", "x", "rejected"),
        ("", "", "", "pending"),
    ],
)
def test_the_status_is_what_the_file_says_and_a_reversed_rejection_is_approved(
    said: str, approved_at: str, rejected_at: str, status: str
) -> None:
    """An assignment without any word on it is pending, never unpaid."""
    reading = read(f"H,T,$0.10,A,W,{said},{TIMES},{approved_at},{rejected_at}")
    assert reading.table["status"].to_pylist() == [status]


def test_the_reward_is_in_dollars_and_a_piece_rate_does_not_replace_it() -> None:
    """What the file says wins, and the note says so."""
    reading = read(f"H,T,$0.10,A,W,Approved,{TIMES},,", piece_rate=Decimal(9), currency="EUR")
    assert reading.table["pay"].to_pylist() == [Decimal("0.10")]
    assert reading.table["currency"].to_pylist() == ["USD"]
    assert reading.files[0].notes == ("pay is the Reward in this file; --piece-rate is not used",)


def test_a_zero_reward_is_unpaid_work_and_an_empty_one_is_missing() -> None:
    """0.00 is kept; nothing is a row left out, with its reason."""
    reading = read(f"H,T,$0.00,A,W,Approved,{TIMES},,", f"H,T,,B,W,Approved,{TIMES},,")
    assert reading.table["pay"].to_pylist() == [Decimal(0)]
    assert [(problem.code, problem.row, problem.column) for problem in reading.problems] == [
        ("no-pay", 3, "Reward")
    ]


def test_a_batch_without_rewards_keeps_its_work_and_takes_a_given_rate() -> None:
    """Work was done, whatever it paid."""
    line = f"H,T,,A,W,Approved,{TIMES},,"
    assert "pay" not in read(line).table.column_names
    given = read(line, piece_rate=Decimal("0.05")).table
    assert (given["piece_rate"].to_pylist(), given["currency"].to_pylist()) == ([Decimal("0.05")], ["USD"])


def test_hits_that_nobody_took_are_told_one_by_one() -> None:
    """No assignment, no time, no pay: not work of zero seconds."""
    reading = read(f"H,T,$0.10,A,W,Approved,{TIMES},,", "H,T,$0.10,,,,,,,", "H,T,$0.10,,,,,,,")
    assert reading.table.num_rows == 1
    told = [(problem.code, problem.row, problem.fault) for problem in reading.problems]
    assert told == [("not-taken", 3, False), ("not-taken", 4, False)]
    assert (reading.files[0].rows_read, reading.files[0].rows_left_out) == (3, 2)


def test_the_project_is_the_title_or_else_the_kind_of_hit() -> None:
    """A person recognises a title; an id stands in where the file has none."""
    assert read(f"H,Boxes,$0.10,A,W,Approved,{TIMES},,").table["project"].to_pylist() == ["Boxes"]
    named = read(f"H,3TYPE,$0.10,A,W,Approved,{TIMES},,", header=HEADER.replace("Title", "HITTypeId"))
    assert named.table["project"].to_pylist() == ["3TYPE"]


def test_rows_two_fields_short_are_whole_only_before_approve_and_reject() -> None:
    """Only where the header ends with the two columns that the requester fills in."""
    line = f"H,T,$0.10,A,W,Approved,{TIMES},,"
    assert read(line, header=f"{HEADER},Approve,Reject").table.num_rows == 1
    other = read(line, header=f"{HEADER},Answer.a,Answer.b")
    assert (other.table.num_rows, [problem.code for problem in other.problems]) == (0, ["missing-cell"])


def test_a_batch_without_assignments_is_a_table_without_rows() -> None:
    """A header alone is a file, and an empty file is none."""
    assert read().table.num_rows == 0
    with pytest.raises(InputRefused):
        read_sources([source("")], Options(), alone=True)
