"""Answers of several places that know nothing of a day: whose reason is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np

from wageaudit.wages import WageBook, floor_until, micro_units, overlaid, parse_wages

LAW = 'currency = "XAC"\nlaw = "Act 1"\nurl = "https://law.example/1"\n'


def file(start: str, amount: str = "10", *, region: str = "", until: str = "2025-12-31") -> str:
    """A wage file of one hourly rate."""
    place = f'country = "XA"\nregion = "{region}"\n' if region else 'country = "XA"\n'
    return f'{place}confirmed_until = {until}\n[[rate]]\nstart = {start}\namount = {amount}\nperiod = "hour"\n{LAW}'


def test_before_all_records_the_narrowest_place_says_when_its_own_begin() -> None:
    """The region's from 2020, the country's from 2010: of 2005 the region answers; of 2015 the country's rate stands."""
    book = WageBook({"XA": file("2010-01-01"), "XA-1": file("2020-01-01", "12", region="XA-1")}.get)
    early = book.in_force("XA", "XA-1", date(2005, 6, 1))
    assert (early.status, early.rate) == ("before_first_record", None)
    assert "2020-01-01" in early.reason
    between = book.in_force("XA", "XA-1", date(2015, 6, 1))
    assert between.rate is not None
    assert between.rate.hourly == Decimal(10)
    later = book.in_force("XA", "XA-1", date(2021, 6, 1))
    assert later.rate is not None
    assert later.rate.hourly == Decimal(12)


def test_before_the_countrys_own_records_a_regions_rate_counts_in_the_currency_of_the_first() -> None:
    """Confirmed until 2006, a floor in 2008; the country's records begin in 2010."""
    region = file("2005-01-01", "12", region="XA-1", until="2006-12-31")
    answer = WageBook({"XA": file("2010-01-01"), "XA-1": region}.get).in_force("XA", "XA-1", date(2008, 6, 1))
    assert (answer.status, answer.rate and answer.rate.hourly) == ("beyond_horizon", 12)
    other = file("2010-01-01").replace("XAC", "XAD")
    answer = WageBook({"XA": other, "XA-1": region}.get).in_force("XA", "XA-1", date(2008, 6, 1))
    assert (answer.status, answer.rate) == ("beyond_horizon", None)


def test_a_users_own_rate_holds_to_its_last_day_and_a_shipped_one_from_the_day_after() -> None:
    """A shipped record that starts on that last day is laid over; one of the day after stands."""
    own = parse_wages(file("2024-01-01", "20").replace("amount", "end = 2024-06-30\namount"), "XA")
    for start, kept in (("2024-06-30", 1), ("2024-07-01", 2)):
        assert len(overlaid(parse_wages(file(start), "XA"), own).rates) == kept


def test_of_two_rates_alike_in_height_and_standing_one_is_the_answer() -> None:
    """Where the highest of region and country applies, and both are ten."""
    country = file("2010-01-01").replace("confirmed_until", 'combine = "highest"\nconfirmed_until', 1)
    book = WageBook({"XA": country, "XA-1": file("2010-01-01", region="XA-1")}.get)
    answer = book.in_force("XA", "XA-1", date(2020, 6, 1))
    assert (answer.status, answer.rate and answer.rate.hourly) == ("in_force", 10)


def test_a_floor_serves_for_three_years_and_never_past_the_calendar() -> None:
    """From the day it was confirmed until; of a leap day to the 28th."""
    for until, last in (
        ("2025-12-31", date(2028, 12, 31)), ("2024-02-29", date(2027, 2, 28)), ("2023-02-28", date(2026, 2, 28)),
        ("9998-01-02", date(9999, 1, 2)), ("9999-12-31", date(9999, 12, 31)),
    ):  # fmt: skip
        (rate,) = parse_wages(file("2020-01-01", "12.345678", until=until), "XA").rates
        assert floor_until(rate) == last
        assert micro_units(rate) == 12_345_678


def test_places_asked_for_again_or_in_another_order_have_their_own_wages() -> None:
    """Ten in the country, twelve in its region from 2020 on: of 1 June 2015 and of 1 June 2021, whichever is named first."""
    book = WageBook({"XA": file("2010-01-01"), "XA-1": file("2020-01-01", "12", region="XA-1")}.get)
    days = np.array(
        [date(year, 6, 1).toordinal() - date(1970, 1, 1).toordinal() for year in (2015, 2021)] * 2, np.int32
    )
    country, region = ("XA", ""), ("XA", "XA-1")
    for places in ([country, region], [region, country], [country, region], [country, region, ("XB", "")]):
        place = np.array([places.index(one) for one in (country, country, region, region)], np.int32)
        found = book.resolve(places, place, days)
        assert found.hourly.tolist() == [10_000_000, 10_000_000, 10_000_000, 12_000_000]
        assert [found.rates[at].region for at in found.rate.tolist()] == ["", "", "", "XA-1"]
        found.hourly[:] = 0  # what is handed out is the caller's own
