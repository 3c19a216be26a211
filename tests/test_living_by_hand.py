"""A living wage beside the minimum, in numbers on paper: other money, unknown pay, hours nobody has a benchmark for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

import wageaudit
from wageaudit.exchange import ExchangeBook
from wageaudit.wages import WageBook

MONDAY = datetime(2024, 3, 4, 10, tzinfo=UTC)
TWO_DOLLARS_A_EURO = {"daily/USD.csv": "date,per_eur\n2024-03-04,2\n"}
NOTHING: Mapping[str, str] = {}


def hour(pay: str, **more: object) -> dict[str, object]:
    """One hour of work, in dollars, in France."""
    return {
        "worker_id": "w", "started_at": MONDAY.isoformat(), "ended_at": (MONDAY + timedelta(hours=1)).isoformat(),
        "pay": pay, "currency": "USD", "country": "FR", "timezone": "UTC",
    } | more  # fmt: skip


def book(amount: str, currency: str, country: str = "FR") -> WageBook:
    """A living wage by the hour."""
    text = (
        f'country = "{country}"\nconfirmed_until = 2025-12-31\n[[rate]]\nstart = 2024-01-01\namount = {amount}\n'
        f'currency = "{currency}"\nperiod = "hour"\ncategory = "living_wage"\nlaw = "Study"\nurl = "https://a.example/1"\n'
    )
    return WageBook({country: text}.get)


def compared(
    rows: Sequence[Mapping[str, object]],
    living: WageBook,
    rates: Mapping[str, str] = NOTHING,
    by: Sequence[str] = (),
) -> list[tuple[Decimal | None, Decimal | None]]:
    """(living wage, ratio to it) of each group, where no minimum wage is known."""
    reading = wageaudit.tasks_from_rows(rows)
    assert not reading.problems
    found = wageaudit.audit(
        reading.table, wages=WageBook(NOTHING.get), exchange=ExchangeBook(dict(rates).get), living=living
    ).table(by)
    return [(line["living_wage"], line["living_wage_ratio"]) for line in found.to_pylist()]


def test_a_living_wage_in_euros_is_compared_with_pay_in_dollars() -> None:
    """15 EUR are 30 USD that day; 12 USD for the hour are four tenths of them. Without a rate nothing is known."""
    assert compared([hour("12")], book("15", "EUR"), TWO_DOLLARS_A_EURO) == [(30, Decimal("0.4"))]
    assert compared([hour("12")], book("15", "EUR")) == [(None, None)]
    euros = [hour("12", currency="EUR")]
    assert compared(euros, book("30", "USD"), TWO_DOLLARS_A_EURO) == [(15, Decimal("0.8"))]


def test_two_living_wages_are_weighted_by_working_time() -> None:
    """One hour at 10 and three at 14 are 13 an hour; 26 paid are half of the 52."""
    files = {"FR": book("10", "USD").file("FR"), "US": book("14", "USD", "US").file("US")}
    assert all(files.values())
    both = WageBook(NOTHING.get, [file for file in files.values() if file is not None])
    longer = hour("20", country="US", worker_id="v", ended_at=(MONDAY + timedelta(hours=3)).isoformat())
    assert compared([hour("6"), longer], both) == [(13, Decimal("0.5"))]


def test_a_payment_in_a_country_without_a_benchmark_leaves_the_hours_compared() -> None:
    """It has no hour that a living wage would be needed for; its pay counts."""
    bonus = hour("5", activity="payment", country="US", ended_at="")
    assert compared([hour("15"), bonus], book("10", "USD")) == [(10, Decimal(2))]
    assert compared([hour("15"), hour("5", country="US", worker_id="v")], book("10", "USD")) == [(None, None)]


def test_pay_that_is_not_known_leaves_the_living_wage_and_no_ratio() -> None:
    """What an hour would have to pay is known; what it paid is not."""
    silent = {name: value for name, value in hour("").items() if name != "pay"}
    assert compared([silent], book("10", "USD")) == [(10, None)]


@pytest.mark.parametrize("by", [(), ("worker",), ("country", "week")])
def test_no_work_has_no_line_beside_a_living_wage(by: Sequence[str]) -> None:
    """Nobody, nowhere."""
    assert compared([], book("10", "USD"), by=by) == []


def test_payments_alone_have_no_living_wage() -> None:
    """There is no hour to be paid for."""
    assert compared([hour("5", activity="payment", ended_at="")], book("10", "USD")) == [(None, None)]
