"""The reader of Upwork's hours by contract."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit import values
from wageaudit.files import sources
from wageaudit.options import Options
from wageaudit.readers import read_sources, upwork

CASE = Path(__file__).parent.parent / "cases" / "upwork" / "contracts.csv"


def test_hours_are_decimal_and_never_rounded_up() -> None:
    """A third of an hour as written is not twenty minutes."""
    assert upwork.hours("0.33333") == 1_199_988_000
    for text in ("two", "9999999", "3 €", "1:30"):
        with pytest.raises(values.Fault, match="number of hours"):
            upwork.hours(text)


def test_money_without_hours_is_a_payment_and_the_same_row_twice_is_two() -> None:
    """Bonuses, fixed prices and refunds have no time; the hourly row without hours is work whose time is not known."""
    table = read_sources(sources([str(CASE)])[0], Options(), alone=True).table
    assert table["activity"].to_pylist() == ["task"] * 3 + ["payment"] * 3 + ["task"]
    assert table["bonus"].to_pylist()[4] == 15
    assert len(set(table["task_id"].to_pylist())) == 7
    assert set(table["currency"].to_pylist()) == {"USD"}


@pytest.mark.real
def test_the_timesheet_comes_to_its_hours_and_its_amount(real_exports: Path) -> None:
    """252 rows, 601.1667 h, 5,189.58 dollars, of them 9 payments."""
    path = real_exports / "upwork" / "upwork_timesheet_sample-data.csv"
    table = read_sources(sources([str(path)])[0], Options(), alone=True).table
    hours = sum(seconds or Decimal(0) for seconds in table["active_seconds"].to_pylist()) / 3600
    paid = sum(
        (pay or 0) + bonus
        for pay, bonus in zip(table["pay"].to_pylist(), table["bonus"].to_pylist(), strict=True)
    )
    assert (table.num_rows, hours.quantize(Decimal("0.0001")), paid) == (
        252,
        Decimal("601.1667"),
        Decimal("5189.58"),
    )
    assert table["activity"].to_pylist().count("payment") == 9
