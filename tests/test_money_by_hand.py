"""The money a line of a table is told in, and amounts carried into it, on paper."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

import wageaudit
from wageaudit.exchange import ExchangeBook
from wageaudit.money import RATE_SCALE, times
from wageaudit.wages import WageBook
from wageaudit.wide import from_objects

RATES = ExchangeBook(
    {
        "daily/USD.csv": "date,per_eur\n2024-03-04,2\n",
        "monthly/VND.csv": "month,per_usd,source\n2024-03,10000,a\n",
        "monthly/KES.csv": "month,per_usd,source\n2024-03,100,a\n",
    }.get
)
Row = dict[str, object]


def task(hour: int, pay: str, currency: str, **more: object) -> Row:
    """An hour of w on Monday 4 March 2024, where no law is known."""
    return {
        "worker_id": "w", "started_at": f"2024-03-04T{hour:02}:00:00Z", "ended_at": f"2024-03-04T{hour + 1:02}:00:00Z",
        "pay": pay, "currency": currency, "country": "", "timezone": "UTC",
    } | more  # fmt: skip


def law(country: str, currency: str, amount: str) -> str:
    """A wage file of one hourly rate."""
    return (
        f'country = "{country}"\nconfirmed_until = 2025-12-31\n[[rate]]\nstart = 2024-01-01\namount = {amount}\n'
        f'currency = "{currency}"\nperiod = "hour"\ncategory = "adult_general"\nlaw = "Act 1"\nurl = "https://law.example/1"\n'
    )


LAWS = WageBook(
    {"FR": law("FR", "EUR", "3"), "VN": law("VN", "VND", "20000"), "US": law("US", "USD", "7")}.get
)


def line(*rows: Row, **choices: object) -> dict[str, object]:
    """The one line of all rows together."""
    options = wageaudit.Options(**choices)
    reading = wageaudit.tasks_from_rows(rows, options)
    assert not reading.problems
    return dict(wageaudit.audit(reading.table, options, LAWS, RATES).table(()).to_pylist()[0])


@pytest.mark.parametrize(
    ("rows", "currency", "pay"),
    [
        ([task(10, "4", "EUR")], "EUR", 4),
        ([task(10, "4", "USD"), task(12, "0", "EUR")], "USD", 4),  # nothing moves in euros
        ([task(10, "0", "USD"), task(12, "4", "EUR")], "EUR", 4),
        ([task(10, "0", "EUR"), task(12, "0", "")], "EUR", 0),
        ([task(10, "0", "EUR")], "EUR", 0),  # nothing at all, in one money
        ([task(10, "4", "USD"), task(12, "4", "EUR")], "USD", 12),  # two moneys: the one shown
        ([task(10, "0", "USD"), task(12, "0", "EUR")], "USD", 0),
        ([task(10, "0", "USD", bonus="3"), task(12, "0", "EUR")], "USD", 3),
        ([task(10, "0", "USD", fee="3"), task(12, "0", "EUR")], "USD", -3),
        ([task(10, "4", "USD", country="FR")], "EUR", 2),  # the one the law is in
        ([task(10, "4", "USD", country="FR"), task(12, "1", "EUR")], "EUR", 3),
        ([task(10, "4", "EUR", country="FR"), task(12, "7", "USD", country="US")], "USD", 15),  # laws in two
    ],
)
def test_a_line_is_told_in_the_money_of_its_law_else_of_its_pay_else_in_the_one_shown(
    rows: list[Row], currency: str, pay: int
) -> None:
    """A euro is two dollars that day; dollars are shown where several meet, whatever the order."""
    for turned in (rows, rows[::-1]):
        found = line(*turned, display_currency="USD")
        assert (found["currency"], found["pay"]) == (currency, pay)


def test_laws_of_two_moneys_are_added_up_in_the_one_shown() -> None:
    """Three euros are six dollars, and seven; in euros six and a half."""
    rows = [task(10, "4", "EUR", country="FR"), task(12, "7", "USD", country="US")]
    for shown, required, missing in (("USD", "13", "0"), ("EUR", "6.5", "0")):
        found = line(*rows, display_currency=shown)
        assert (found["currency"], found["required_pay"], found["shortfall"]) == (
            shown,
            Decimal(required),
            Decimal(missing),
        )


def test_rates_of_tens_of_thousands_are_exact_beside_small_ones() -> None:
    """Two dollars are 20,000 dong, three shillings 300, beside seven; ten thousand are more than 63 bits in fifteen places."""
    rows = [
        task(10, "2", "USD", country="VN"),
        task(12, "3", "KES", country="VN"),
        task(14, "7", "VND", country="VN"),
    ]
    found = line(*rows)
    assert (found["currency"], found["pay"], found["required_pay"]) == ("VND", 20_307, 60_000)
    assert line(rows[0])["pay"] == 20_000
    assert line(task(10, "123456.789012", "USD", country="VN"))["pay"] == Decimal("1234567890.12")


def test_money_without_a_rate_is_not_known_and_nothing_of_it_needs_none() -> None:
    """Pay in a money of tests; nought of it is nought."""
    found = line(task(10, "4", "XTS", country="US"))
    assert (found["currency"], found["pay"], found["reason"]) == ("USD", None, "no_exchange_rate:XTS-USD")
    found = line(task(10, "0", "XTS", country="US"), task(12, "9", "USD", country="US"))
    assert (found["currency"], found["pay"]) == ("USD", 9)


def test_values_are_multiplied_each_by_its_own_rate() -> None:
    """By two, by one, by nothing; also where the lower or the upper part of a value is nought."""
    values = [1 << 40, 0, 5, -(1 << 40), 7, 3 << 41]
    given = np.array([2 * RATE_SCALE, 2 * RATE_SCALE, 2 * RATE_SCALE, 2 * RATE_SCALE, RATE_SCALE, 0])
    assert times(from_objects(values), given).objects().tolist() == [1 << 41, 0, 10, -(1 << 41), 7, 0]
    assert times(from_objects([]), given[:0]).objects().tolist() == []
