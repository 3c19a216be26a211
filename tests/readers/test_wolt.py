"""The reader of a Wolt courier's tasks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit.errors import InputRefused, WrongUse
from wageaudit.files import sources
from wageaudit.options import Options
from wageaudit.readers import find_reader, head_of, read_sources
from wageaudit.readers.base import Reading

CASE = Path(__file__).parent.parent / "cases" / "wolt" / "tasks.csv"


def reading(path: Path = CASE, **choices: object) -> Reading:
    """A file of tasks."""
    return read_sources(sources([str(path)])[0], Options(**choices), alone=True)  # type: ignore[arg-type]


def test_the_header_with_its_trailing_space_is_known() -> None:
    """By content."""
    (source,), _ = sources([str(CASE)])
    assert find_reader(head_of(source, Options())).name == "wolt"


def test_a_delivery_is_counted_and_paid_where_it_is_dropped_off() -> None:
    """A pickup is work of the same delivery."""
    table = reading(country="FI", currency="EUR", piece_rate=Decimal("5.5"), per="delivery").table
    assert table["task_count"].to_pylist() == [0, 1]
    assert table["pay"].to_pylist() == [0, Decimal("5.5")]


def test_each_leg_may_be_paid() -> None:
    """With --per task."""
    table = reading(country="FI", currency="EUR", piece_rate=Decimal("2.5"), per="task").table
    assert table["pay"].to_pylist() == [Decimal("2.5")] * 2


def test_a_rate_for_nothing_said_and_a_clock_without_a_zone_are_refused() -> None:
    """Neither is guessed."""
    with pytest.raises(WrongUse, match="paid for"):
        reading(country="FI", currency="EUR", piece_rate=Decimal(1))
    with pytest.raises(InputRefused, match="time zone"):
        reading()


@pytest.mark.real
def test_a_couriers_tasks_are_read_whole(real_exports: Path) -> None:
    """814 rows, ten of them never started; 102.40 h from start to completion, overlaps counted twice."""
    found = reading(real_exports / "wolt" / "wolt-sample" / "courier_tasks.csv", country="FI")
    (file,) = found.files
    assert (file.rows_read, file.rows_left_out) == (814, 10)
    table = found.table
    spent = sum(
        (end - begin).total_seconds()
        for begin, end in zip(table["started_at"].to_pylist(), table["ended_at"].to_pylist(), strict=True)
    )
    assert round(spent / 3600, 2) == 102.40
    assert sum(table["task_count"].to_pylist()) == 402
