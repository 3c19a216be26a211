"""Time of whole workers in numbers on paper: blocks of workers, fair shares, waiting on record, gaps. Microseconds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from wageaudit import ledger
from wageaudit.ledger import FIRST, Times, blocks, measure
from wageaudit.tasks import EARLIEST, LATEST

MINUTE = 60_000_000
YEAR_2024 = 1_704_067_200_000_000  # 2024-01-01 [µs]


def column(values: Sequence[int]) -> np.ndarray:
    """Whole numbers as int64."""
    return np.array(values, np.int64)


def measured(
    rows: Sequence[tuple[int, int]],
    worker: Sequence[int] = (),
    waiting: Sequence[int] = (),
    active: Sequence[int] = (),
) -> Times:
    """Measure rows given as start and end; waiting: which of them are; active: -1 where not given."""
    start, end = (column([row[side] for row in rows]) for side in (0, 1))
    idle = np.isin(np.arange(len(rows)), waiting)
    return measure(
        np.array(worker or [0] * len(rows), np.int32), start, end, idle, column(active or [-1] * len(rows))
    )


def cut(worker: Sequence[int], length: int = 10, start: int = 100) -> list[tuple[int, int]]:
    """The blocks of workers whose rows all start and end alike."""
    count = len(worker)
    return list(
        blocks(np.array(worker, np.int32), np.full(count, start), np.full(count, start + length, np.int64))
    )


# --------------------------------------------------------------------------------------------------------------- blocks


def test_a_block_ends_with_a_worker_never_within_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of four rows: 3 + 2, then the six of one worker, then the last."""
    monkeypatch.setattr(ledger, "BLOCK", 4)
    assert cut([0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 3]) == [(0, 5), (5, 11), (11, 12)]
    assert cut([0, 0, 1, 1]) == [(0, 4)]
    assert cut([0, 0, 0, 0, 1, 1]) == [(0, 4), (4, 6)]
    assert cut([]) == []


def test_workers_of_long_spans_are_measured_fewer_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight workers of 12 each (ten, and two to keep them apart), 47 at most: halves until they fit."""
    monkeypatch.setattr(ledger, "WIDEST", 47)
    assert cut(range(8)) == [(0, 2), (2, 5), (5, 8)]
    monkeypatch.setattr(ledger, "WIDEST", 48)
    assert cut(range(8)) == [(0, 4), (4, 8)]
    monkeypatch.setattr(ledger, "WIDEST", 15)
    assert cut([0, 1]) == [(0, 1), (1, 2)]


def test_one_worker_is_one_block_however_long_the_span(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to halve."""
    monkeypatch.setattr(ledger, "WIDEST", 1)
    assert cut([0, 0, 0]) == [(0, 3)]
    assert cut([0]) == [(0, 1)]


def test_six_thousand_workers_of_seventy_years_each_stay_exact() -> None:
    """Together 13 × 10^18 µs, more than 64 bits hold: every gap is still the seventy years between two tasks."""
    count = 6_000
    rows = [(EARLIEST, EARLIEST + MINUTE), (LATEST - MINUTE, LATEST)] * count
    found = measured(rows, worker=np.repeat(np.arange(count), 2).tolist())
    assert set(found.gap[::2].tolist()) == {FIRST}
    assert set(found.gap[1::2].tolist()) == {LATEST - EARLIEST - 2 * MINUTE}
    assert set(found.credit.tolist()) == {MINUTE}


def test_ten_thousand_workers_of_one_day_stay_exact() -> None:
    """Dates are long numbers, spans are short ones: only spans are laid one above the other."""
    count = 10_000
    rows = [(YEAR_2024, YEAR_2024 + MINUTE), (YEAR_2024 + 3 * MINUTE, YEAR_2024 + 4 * MINUTE)] * count
    found = measured(rows, worker=np.repeat(np.arange(count), 2).tolist())
    assert set(found.gap[1::2].tolist()) == {2 * MINUTE}
    assert int(found.credit.sum()) == 2 * count * MINUTE


# --------------------------------------------------------------------------------------------------------- fair shares


def test_no_rows_take_no_time() -> None:
    """Empty columns, not one zero."""
    found = measured([])
    assert [getattr(found, name).tolist() for name in ("credit", "unscaled", "on_record", "gap")] == [[]] * 4


def test_three_rows_share_ten_microseconds_to_the_last_one() -> None:
    """3, 3 and 4 are 10; a row of no length gets nothing."""
    assert measured([(0, 10)] * 3).credit.tolist() == [3, 3, 4]
    assert measured([(0, 10), (0, 10), (5, 5)]).credit.tolist() == [5, 5, 0]


def test_shares_follow_the_number_of_open_rows_in_every_stretch() -> None:
    """0-12 alone until 6, two until 9, three until 12, then two until 15: 6 + 1.5 + 1, 1.5 + 1 + 1.5, 1 + 1.5."""
    found = measured([(0, 1200), (600, 1500), (900, 1500)])
    assert found.credit.tolist() == [850, 400, 250]
    assert found.gap.tolist() == [FIRST, 0, 0]


def test_waiting_counts_only_while_no_work_is_open() -> None:
    """Work 0-10 and 15-25, a search 5-20 between them: five minutes are waiting, twenty are work."""
    found = measured([(0, 10 * MINUTE), (5 * MINUTE, 20 * MINUTE), (15 * MINUTE, 25 * MINUTE)], waiting=[1])
    assert found.credit.tolist() == [10 * MINUTE, 0, 10 * MINUTE]
    assert found.on_record.tolist() == [0, 5 * MINUTE, 0]


def test_two_searches_share_what_no_work_covers() -> None:
    """Searches 0-10 and 4-10, work 0-2: 2 alone, then two share 6."""
    found = measured([(0, 200), (0, 1000), (400, 1000)], waiting=[1, 2])
    assert found.credit.tolist() == [200, 0, 0]
    assert found.on_record.tolist() == [0, 500, 300]


def test_rows_that_touch_share_nothing_and_leave_no_gap() -> None:
    """One ends where the next begins."""
    found = measured([(0, 10), (10, 30), (31, 40)])
    assert found.credit.tolist() == [10, 20, 9]
    assert found.gap.tolist() == [FIRST, 0, 1]


def test_two_groups_of_overlapping_rows_share_apart() -> None:
    """0-9 three times, then 100-105 twice: odd microseconds stay in their own group."""
    found = measured([(0, 10), (0, 10), (0, 10), (100, 105), (100, 105)])
    assert found.credit.tolist() == [3, 3, 4, 2, 3]


def test_workers_never_share_and_begin_without_a_gap() -> None:
    """The same hours of two workers count twice."""
    found = measured([(0, 10), (5, 15), (0, 10), (12, 15)], worker=[0, 0, 1, 1])
    assert found.credit.tolist() == [7, 8, 10, 3]
    assert found.gap.tolist() == [FIRST, 0, FIRST, 2]


def test_a_gap_is_from_the_latest_end_so_far() -> None:
    """A short task inside a long one does not open a gap."""
    assert measured([(0, 100), (10, 20), (130, 140)]).gap.tolist() == [FIRST, 0, 30]


# --------------------------------------------------------------------------------------------------------- active time


def test_active_time_scales_the_share_and_leaves_the_rest_as_waiting() -> None:
    """4 of 10 minutes active: 4 credited, 6 waiting; unscaled stays 10."""
    found = measured([(0, 10 * MINUTE)], active=[4 * MINUTE])
    assert (found.credit.tolist(), found.on_record.tolist(), found.unscaled.tolist()) == (
        [4 * MINUTE],
        [6 * MINUTE],
        [10 * MINUTE],
    )


def test_active_time_of_a_shared_row_scales_its_share() -> None:
    """Two rows of 10 minutes share them; one was active 4 of its 10: 2 credited of its 5, 3 waiting."""
    found = measured([(0, 10 * MINUTE)] * 2, active=[4 * MINUTE, -1])
    assert found.credit.tolist() == [2 * MINUTE, 5 * MINUTE]
    assert found.on_record.tolist() == [3 * MINUTE, 0]


@pytest.mark.parametrize(("active", "credit"), [(-1, 100), (0, 0), (1, 1), (99, 99), (100, 100), (101, 100)])
def test_active_time_counts_from_nothing_up_to_the_interval(active: int, credit: int) -> None:
    """Zero is measured, -1 is not; more than the interval cannot be."""
    assert measured([(0, 100)], active=[active]).credit.tolist() == [credit]


def test_active_time_does_not_scale_waiting() -> None:
    """A search is waiting, whatever it says."""
    found = measured([(0, 100)], waiting=[0], active=[10])
    assert (found.credit.tolist(), found.on_record.tolist()) == ([0], [100])
