"""What parts of an audit show together, decided on paper: shifts, cents, clocks that moved, and the weight of what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from wageaudit.exchange import ExchangeBook
from wageaudit.screening import BINS, Clock, Found, Screened, Tally
from wageaudit.suspicion import Suspicion, suspicions

HOUR = 3_600_000_000  # [µs]
UNIT = 1_000_000  # of a currency [micro]
NOON, ONE_HOUR = 72, 6  # in bins of ten minutes
EUROS = ExchangeBook(
    {"daily/USD.csv": "date,per_eur\n2024-02-01,2\n2024-02-02,1\n2024-03-01,1\n2024-03-04,2\n"}.get
)  # dollars for a euro


def day(text: str) -> int:
    """Days since 1970-01-01."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


MONDAY = day("2024-03-04")


def tally(hours: float = 0, *, unknown: bool = False, on: int = MONDAY, **pay: float) -> Tally:
    """Hours, and pay by currency, all of one day."""
    return Tally(
        int(hours * HOUR), {(name, on): round(amount * UNIT) for name, amount in pay.items()}, unknown
    )


def rows(kind: str, key: str = "", count: int = 1, weight: Tally = Tally(), **more: object) -> Found:  # noqa: B008 - frozen
    """So many rows of one worker as a finding."""
    said = {"workers": 1, "file": "a.csv", "row": 2} | more
    return Found(kind, key, count, tally=weight, **said)  # type: ignore[arg-type]


def told(*parts: Screened, display: str = "USD") -> list[Suspicion]:
    """What these parts show."""
    return list(suspicions(parts, display, EUROS))


# ---------------------------------------------------------------------------------------------------- rows left open


@pytest.mark.parametrize(("of_all", "kinds"), [(6, ["open"]), (5, [])])
def test_two_rows_open_for_hours_are_told_among_six_and_are_shifts_among_five(
    of_all: int, kinds: list[str]
) -> None:
    """One in three is the most; rows of the platform are counted over all parts, and parts without any add none."""
    parts = [
        Screened([rows("open", "x")], rows={"x": 2}), Screened([rows("open", "x")], rows={"x": of_all - 2, "y": 90}),
        Screened(rows={"y": 9}),
    ]  # fmt: skip
    assert [one.kind for one in told(*parts)] == kinds


# -------------------------------------------------------------------------------------------------------------- cents


def cents(
    pay: float, count: int = 10, name: str = "EUR", hours: float = 1, on: int = MONDAY, *, whole: bool = True
) -> Screened:
    """Rows paid in whole units of a currency."""
    found = rows("cents", name, count, tally(hours, on=on, **{name: pay}))
    return Screened(coins={name: (count, whole)}, money={name: found})


@pytest.mark.parametrize(
    ("parts", "kinds"),
    [
        ([cents(100.000001)], ["cents"]),  # a euro was a dollar on the first of March
        ([cents(100)], []),  # a hundred dollars an hour are not more than a hundred
        ([cents(200, count=9)], []),
        ([cents(100, count=5), cents(100, count=5, hours=0.5)], ["cents"]),  # 200 in an hour and a half
        ([cents(200), cents(200, whole=False)], []),
        (
            [cents(60, on=day("2024-02-20"))],
            ["cents"],
        ),  # two dollars on the first of February, one on the second
        ([cents(60, on=day("2024-02-20")), cents(90)], ["cents"]),  # of the first month: 150 dollars an hour
        ([cents(200, name="JPY")], []),  # has no cents
        ([cents(200, name="XTS")], []),  # what it is worth is not known
        ([cents(200, hours=0)], []),
    ],
)
def test_whole_amounts_are_told_as_cents_above_a_hundred_dollars_an_hour(
    parts: list[Screened], kinds: list[str]
) -> None:
    """Ten rows at the least, whole in every part, at the rate of the first month's first day."""
    assert [one.kind for one in told(*parts)] == kinds


# ------------------------------------------------------------------------------------------------------------- clocks


def clock(
    before: Mapping[int, int], after: Mapping[int, int], jump: int = ONE_HOUR, zone: str = "America/New_York"
) -> Screened:
    """How many days begin in which ten minutes, before and after the clock of a zone jumps by so many."""
    bins = [np.zeros(BINS, np.int64), np.zeros(BINS, np.int64)]
    for own, counts in zip(bins, (before, after), strict=True):
        for at, count in counts.items():
            own[at] = count
    return Screened(clocks={(zone, 0): Clock(bins[0], bins[1], rows("clock", f"{zone} {jump}", 40))})


LATER = NOON + ONE_HOUR


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ({NOON: 20}, {LATER: 20}, True),
        ({NOON: 20}, {NOON - ONE_HOUR: 20}, True),  # either way
        ({NOON: 20}, {NOON: 20}, False),
        ({NOON: 20}, {LATER + 1: 20}, False),
        ({NOON: 19}, {LATER: 20}, False),  # too few days on one side
        ({NOON: 20}, {LATER: 19}, False),
        ({NOON: 20}, {LATER: 12, 130: 16}, True),  # twelve beside sixteen elsewhere: six tenths alike
        ({NOON: 20}, {LATER: 12, 130: 17}, False),
        ({NOON: 20}, {LATER: 20, NOON: 10}, True),  # half as like where it stood
        ({NOON: 20}, {LATER: 20, NOON: 11}, False),
        ({NOON: 20}, {LATER: 20, NOON + 2 * ONE_HOUR: 21}, False),  # two hours off rather
        ({NOON - 1: 10, NOON: 4, NOON + 1: 10}, {LATER: 24}, True),  # ten minutes sooner or later are alike
    ],
)
def test_a_pattern_is_told_where_it_moved_by_just_what_the_clock_did(
    before: dict[int, int], after: dict[int, int], moved: bool
) -> None:
    """Twenty days on each side at the least; the zone is named."""
    found = told(clock(before, after))
    assert [(one.kind, one.zone, one.rows) for one in found] == [("clock", "America/New_York", 40)] * moved


@pytest.mark.parametrize(("jump", "moved"), [(0, False), (3, True), (-6, True), (35, True), (36, False)])
def test_a_clock_moves_by_less_than_a_quarter_of_a_day(jump: int, moved: bool) -> None:
    """And by something; half an hour on Lord Howe."""
    assert bool(told(clock({NOON: 20}, {NOON + abs(jump): 20}, jump))) == moved


def test_days_are_counted_over_all_parts_and_zones_stay_apart() -> None:
    """Ten and ten days of one zone, five and fifteen of another."""
    parts = [
        clock({NOON: number}, {LATER: number}, zone=zone)
        for number, zone in ((10, "B"), (10, "B"), (5, "A"), (15, "A"))
    ]
    assert [(one.zone, one.rows, one.workers) for one in told(*parts)] == [("A", 80, 2), ("B", 80, 2)]
    assert told(parts[0]) == []


# ------------------------------------------------------------------------------------------------------------- weights


def weight(mine: Tally, total: Tally, display: str = "USD") -> Sequence[Decimal | str | None]:
    """Hours, their share, pay, its share, the wage with and without, the currency, of one finding."""
    (one,) = told(Screened([rows("nested", weight=mine)], total), display=display)
    return one.hours, one.hours_share, one.pay, one.pay_share, one.wage, one.wage_without, one.currency


def test_a_weight_is_what_the_rows_are_of_the_whole() -> None:
    """One hour of four, 2 EUR of 20: 5 an hour with them, 6 without."""
    quarter, tenth = Decimal("0.25"), Decimal("0.1")
    assert weight(tally(1, EUR=2), tally(4, EUR=20)) == (1, quarter, 2, tenth, 5, 6, "EUR")
    assert weight(tally(1, EUR=2, unknown=True), tally(4, EUR=20)) == (1, quarter, None, None, 5, None, "EUR")
    assert weight(tally(1, EUR=2), tally(4, EUR=20, unknown=True)) == (1, quarter, 2, None, None, None, "EUR")
    assert weight(tally(4, EUR=20), tally(4, EUR=20)) == (4, 1, 20, 1, 5, None, "EUR")


def test_two_currencies_are_weighed_in_the_one_shown() -> None:
    """10 EUR are 20 USD that Monday: with 5 USD 25 for five hours. Money without a currency has no rate."""
    both = tally(5, EUR=10, USD=5)
    assert weight(tally(1, USD=5), both) == (1, Decimal("0.2"), 5, Decimal("0.2"), 5, 5, "USD")
    assert weight(tally(1, EUR=10), both)[2:] == (20, Decimal("0.8"), 5, Decimal("1.25"), "USD")
    nameless = Tally(HOUR, {("", MONDAY): UNIT})
    assert weight(nameless, nameless) == (1, 1, None, None, None, None, "USD")


def test_rows_that_pay_nothing_and_take_no_time_weigh_nothing() -> None:
    """Nothing is no share of nothing; the currency is the one shown."""
    assert weight(Tally(), Tally(), "MGA") == (0, None, 0, None, None, None, "MGA")
    assert weight(tally(1), tally(2)) == (1, Decimal("0.5"), 0, None, 0, 0, "USD")


def test_one_kind_of_several_parts_is_one_finding_with_the_first_row_of_all() -> None:
    """Rows, workers and weeks are added up; kinds stand in their own order."""
    parts = [
        Screened([rows("lost", count=0, weeks=3, file="b.csv", row=9), rows("nested", "x", 2)]),
        Screened(
            [rows("nested", "y", 3, file="a.csv", row=1), rows("lost", count=0, weeks=4, file="a.csv", row=7)]
        ),
    ]
    assert [(one.kind, one.rows, one.workers, one.weeks, one.file, one.row) for one in told(*parts)] == [
        ("nested", 5, 2, 0, "a.csv", 1), ("lost", 0, 2, 7, "a.csv", 7),
    ]  # fmt: skip
    assert told(Screened(), Screened()) == []
