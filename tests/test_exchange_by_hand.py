"""The last day on which two currencies were published, and days and pairs looked up in one go: books of a few lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from wageaudit.exchange import ExchangeBook
from wageaudit.exchange_files import Life

BOOK = ExchangeBook(
    {
        "daily/USD.csv": "date,per_eur\n2024-02-29,2\n2024-03-01,2\n2024-03-04,4\n",
        "daily/JPY.csv": "date,per_eur\n2024-02-29,100\n2024-03-01,200\n",
        "monthly/KES.csv": "month,per_usd,source\n2024-01,100,a\n2024-02,150,a\n",
    }.get
)
LATER = date(2024, 12, 31)


@pytest.mark.parametrize(
    ("base", "quote", "before", "found"),
    [
        ("USD", "EUR", LATER, date(2024, 3, 4)),
        ("EUR", "USD", LATER, date(2024, 3, 4)),
        ("EUR", "USD", date(2024, 3, 3), date(2024, 3, 1)),  # published by then
        ("JPY", "USD", LATER, date(2024, 3, 1)),  # the last day of both
        ("USD", "JPY", LATER, date(2024, 3, 1)),
        ("KES", "USD", LATER, date(2024, 2, 29)),  # to the end of its month
        ("KES", "USD", date(2024, 2, 10), date(2024, 2, 10)),
        ("KES", "XTS", LATER, None),
        ("EUR", "USD", date(2024, 1, 1), None),
    ],
)
def test_the_last_day_of_two_currencies_is_one_that_both_were_published_for(
    base: str, quote: str, before: date, found: date | None
) -> None:
    """Up to a day; a month's rate is good to its end."""
    assert BOOK.last_day(base, quote, before) == found


def test_a_cross_rate_is_of_a_day_on_which_both_were_published() -> None:
    """On 4 March the yen of 1 March by the dollar of 1 March; from the 9th on there is none."""
    for on, rate in (
        (date(2024, 3, 1), 100),
        (date(2024, 3, 4), 100),
        (date(2024, 3, 8), 100),
        (date(2024, 2, 29), 50),
    ):
        found = BOOK.rate("USD", "JPY", on)
        assert getattr(found, "rate", None) == Decimal(rate)
    assert not hasattr(BOOK.rate("USD", "JPY", date(2024, 3, 9)), "rate")


def test_pairs_and_days_far_apart_are_found_as_those_side_by_side() -> None:
    """Few rows over thousands of years are sorted, many over a week are marked; a row without a pair has no rate."""
    days = [(date(year, 3, 4) - date(1970, 1, 1)).days for year in (1, 1970, 2024, 9999)]
    pair, day = (
        np.array([1, 0, -1, 0, 1, 0, 0], np.int32),
        np.array([days[at] for at in (2, 2, 2, 0, 3, 1, 2)], np.int32),
    )
    pairs = [("EUR", "USD"), ("USD", "EUR")]
    far = BOOK.resolve(pairs, pair, day)
    rates = [Decimal(int(rate)).scaleb(-15) for rate in far.rate]
    assert rates == [Decimal("0.25"), 4, 0, 0, 0, 0, 4]
    assert (far.reference >= 0).tolist() == [True, True, False, False, False, False, True]
    assert len(far.references) == 2
    assert set(far.reasons) == {(0, days[0]), (0, days[1]), (1, days[3])}
    near = BOOK.resolve(pairs, np.tile(pair[:3], 50), np.tile(day[:3], 50))
    assert near.rate.tolist() == far.rate[:3].tolist() * 50
    assert BOOK.resolve(pairs, pair[:0], day[:0]).rate.tolist() == []


@pytest.mark.parametrize(("day", "stands"), [(9, -1), (10, 0), (20, 0), (21, 1)])
def test_a_code_stands_for_its_money_from_its_first_day_to_its_last(day: int, stands: int) -> None:
    """Both days are in its life."""
    assert Life(10, 20, "", continues=False).money_on(day) == stands


def test_the_last_day_of_a_currency_with_two_rates_is_that_of_the_series_that_holds() -> None:
    """March is published in the parallel series alone, which holds from February; asked for the official one, January is the last."""
    texts = {
        "daily/USD.csv": "date,per_eur\n2020-01-31,2\n2020-04-30,2\n",
        "monthly/KES.csv": "month,per_usd,source\n2020-01,100,a\n",
        "parallel/KES.csv": "month,per_usd,source\n2020-02,150,a\n2020-03,150,a\n",
        "series.csv": 'code,first,last,default,reason,url\nKES,,2020-01,official,"a",u\nKES,2020-02,,parallel,"b",u\n',
    }
    assert ExchangeBook(texts.get).last_day("KES", "USD", LATER) == date(2020, 3, 31)
    assert ExchangeBook(texts.get, None, "official").last_day("KES", "USD", LATER) == date(2020, 1, 31)


@pytest.mark.parametrize("code", ["../codes", "usd", "ÜSD", "U/D"])
def test_what_is_no_code_of_letters_is_no_name_of_a_table(code: str) -> None:
    """No text outside the tables is ever asked for."""
    asked: list[str] = []

    def source(name: str) -> str | None:
        asked.append(name)
        return None

    ExchangeBook(source).rate("EUR", code, LATER)
    assert not [name for name in asked if code in name]
