"""The reader of Toloka's pools: suites paid as one, statuses, the ends that are the worker's own."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit import values
from wageaudit.errors import InputRefused, WrongUse
from wageaudit.files import Source, sources
from wageaudit.options import Options
from wageaudit.readers import find_reader, head_of, read_sources, toloka
from wageaudit.readers.base import CERTAIN, NO, Reading

COLUMNS = (
    "task_id",
    "assignment_id",
    "worker_id",
    "status",
    "started",
    "submitted",
    "skipped",
    "expired",
    "reward",
)
START, END = "2024-03-05T07:00:00.250", "2024-03-05T07:02:00"


def source(text: str) -> Source:
    """A file whose name says nothing."""
    data = text.encode()
    return Source("notes.txt", "notes", "", "notes", len(data), lambda: data)


def read(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS, **choices: object) -> Reading:
    """The reading of a pool of these rows, in dollars."""
    header = "\t".join(["INPUT:x", *(f"ASSIGNMENT:{name}" for name in columns)])
    text = "\r\n".join([header, *("\t".join(["x", *row]) for row in rows)]) + "\r\n"
    return read_sources([source(text)], Options(**({"currency": "USD"} | choices)), alone=True)  # type: ignore[arg-type]


def test_a_suite_is_one_row_whatever_its_tasks_and_their_order() -> None:
    """One interval and one reward for three tasks that do not stand together; one that stands twice counts once."""
    one = ("w", "APPROVED", START, END, "", "", "0.03")
    two = ("v", "APPROVED", START, END, "", "", "0.05")
    reading = read(
        ("t1", "00ff00--aa", *one),
        ("t1", "00ff00--bb", *two),
        ("t2", "00ff00--aa", *one),
        ("t2", "00ff00--aa", *one),
    )
    table = reading.table
    assert table["task_count"].to_pylist() == [2, 1]
    assert table["pay"].to_pylist() == [Decimal("0.03"), Decimal("0.05")]
    assert table["project"].to_pylist() == ["65280", "65280"]
    assert (reading.files[0].rows_read, reading.files[0].rows_merged) == (4, 2)


@pytest.mark.parametrize(
    ("status", "submitted", "skipped", "expired", "ours", "ended"),
    [
        ("APPROVED", END, "", "", "approved", True),
        ("ACCEPTED", END, "", "", "approved", True),
        ("SUBMITTED", END, "", "", "pending", True),
        ("REJECTED", END, "", "", "rejected", True),
        ("SKIPPED", "", END, "", "returned", True),
        ("EXPIRED", "", "", END, "abandoned", False),
        ("", END, "", "", "pending", True),
        ("", "", END, "", "returned", True),
        ("", "", "", END, "abandoned", False),
    ],
)
def test_the_end_is_the_workers_own_and_a_deadline_is_none(
    status: str, submitted: str, skipped: str, expired: str, ours: str, ended: bool
) -> None:
    """A suite that ran out has no end: nobody knows when its worker stopped."""
    table = read(("t", "00ff00--aa", "w", status, START, submitted, skipped, expired, "0.03")).table
    assert table["status"].to_pylist() == [ours]
    assert (table["ended_at"].to_pylist()[0] is not None) is ended


def test_times_are_utc_and_a_bare_date_is_none() -> None:
    """With and without milliseconds."""
    assert toloka.stamp(START) == values.instant(START + "Z")
    assert toloka.stamp(END).form == values.UTC_STAMP
    with pytest.raises(values.Fault):
        toloka.stamp("2024-03-05")


def test_a_suite_whose_rows_contradict_one_another_is_left_out_whole() -> None:
    """Two workers cannot have one assignment."""
    reading = read(
        ("t1", "00ff00--aa", "w", "APPROVED", START, END, "", "", "0.03"),
        ("t2", "00ff00--aa", "v", "APPROVED", START, END, "", "", "0.03"),
    )
    assert reading.table.num_rows == 0
    assert [(problem.code, problem.rows) for problem in reading.problems] == [("rows-differ", 2)]


def test_the_currency_of_rewards_must_be_given() -> None:
    """Dollars on one service, roubles on another: the file does not say."""
    with pytest.raises(InputRefused, match="currency"):
        read(("t", "00ff00--aa", "w", "APPROVED", START, END, "", "", "0.03"), currency="")


def test_without_rewards_the_price_of_a_suite_or_of_a_task_is_given() -> None:
    """A rate that does not say what it pays is wrong use."""
    rows, columns = [("t1", "00ff00--aa", "w", START, END), ("t2", "00ff00--aa", "w", START, END)], (
        "task_id", "assignment_id", "worker_id", "started", "submitted",
    )  # fmt: skip
    rate = Decimal("0.02")
    assert read(*rows, columns=columns, piece_rate=rate, per="suite").table["pay"].to_pylist() == [rate]
    assert read(*rows, columns=columns, piece_rate=rate, per="task").table["piece_rate"].to_pylist() == [rate]
    with pytest.raises(WrongUse):
        read(*rows, columns=columns, piece_rate=rate)


def test_a_download_without_times_is_refused_and_says_which_columns_to_tick() -> None:
    """It would be a pool without work."""
    with pytest.raises(InputRefused) as refused:
        read(
            ("t", "00ff00--aa", "w", "APPROVED"), columns=("task_id", "assignment_id", "worker_id", "status")
        )
    assert refused.value.mend == toloka.TICK


def test_a_pool_is_recognised_by_its_columns() -> None:
    """Whatever was ticked beside the assignment and its worker."""
    assert (
        find_reader(head_of(source("ASSIGNMENT:assignment_id\tASSIGNMENT:worker_id\n"), Options())).name
        == "toloka"
    )
    assert toloka.detect(head_of(source("ASSIGNMENT:assignment_id\tworker\n"), Options())) == NO
    assert (
        toloka.detect(head_of(source("INPUT:a\tASSIGNMENT:worker_id\tASSIGNMENT:assignment_id\n"), Options()))
        == CERTAIN
    )


@pytest.mark.real
def test_the_real_pools(real_exports: Path) -> None:
    """280 suites of 2,780 tasks in 6.7325 h, not 66.9775; 89 expired of 1,371; the third has no times."""
    folder = real_exports / "toloka"
    pool, default = (
        read_sources(sources([str(folder / name)])[0], Options(), alone=True)
        for name in (
            "AbramovAV_assignments_from_pool_38509153__11-04-2023.tsv",
            "assignments_from_pool_42774131__05-02-2024.tsv",
        )
    )
    times = zip(pool.table["started_at"].to_pylist(), pool.table["ended_at"].to_pylist(), strict=True)
    assert round(sum((end - begin).total_seconds() for begin, end in times) / 3600, 4) == 6.7325
    assert (pool.files[0].rows_read, pool.table.num_rows, len(pool.table["worker_id"].unique())) == (
        2780,
        280,
        84,
    )
    assert Counter(default.table["status"].to_pylist()) == {"approved": 1282, "abandoned": 89}
    assert (default.files[0].rows_read, default.problems) == (6854, ())
    with pytest.raises(InputRefused, match="has no times"):
        read_sources(
            sources([str(folder / "AbramovAV_bible_complexity_annotations_0.tsv")])[0], Options(), alone=True
        )
