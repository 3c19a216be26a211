"""Shipped rates against a second series: monthly minimum wages by year, compiled by others from other sources.

The series knows one figure a year, so a year agrees where any national adult rate of that year is within 2.5 %.
Where it does not, the note of a record of that year prints the series' figure and says why.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit import load_wages
from wageaudit.countries import alpha2
from wageaudit.wages import Rate, WageBook

REFERENCE = Path(__file__).resolve().parent.parent.parent / "shared" / "reference"
SERIES, ANNUAL = REFERENCE / "crosscheck.csv", REFERENCE / "minimum_wages.csv"
FIRST_YEAR = 2005
TOLERANCE = Decimal("0.025")
WEEKS_A_MONTH = Decimal(52) / 12
# Hours a month with which the series makes a law by the hour or day monthly: found by dividing, and steady over its years.
HOURS_OF_SERIES = {
    "AU": "164.67", "DE": "168", "FR": "151.67", "GB": "165.65", "GH": "208", "MA": "191", "MX": "208", "SN": "173.33",
    "TN": "208", "US": "173.33", "ZA": "175",
}  # fmt: skip
# Hours a month in the annual series, beside those that it states.
ANNUAL_HOURS = {
    "AU": "164.67",
    "BT": "240",
    "GH": "216",
    "GT": "243.33",
    "KR": "226",
}


def years() -> list[dict[str, str]]:
    """Country-years of the second series; none where it is not there."""
    if not SERIES.is_file():
        return []
    with SERIES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def monthly(rate: Rate) -> Decimal:
    """The rate as a monthly amount, with the series' own hours where the law states none by the month."""
    if rate.period == "month":
        return rate.amount
    if rate.period == "week":
        return rate.amount * WEEKS_A_MONTH
    return rate.hourly * Decimal(HOURS_OF_SERIES[rate.country])


def rates_of(book: WageBook, country: str, year: int) -> list[Rate]:
    """National adult rates in force on some day of a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [
        rate
        for rate in book.history(country, "", "adult_general")
        if rate.start <= last and (rate.end or rate.confirmed_until) >= first
    ]


def names(rate: Rate, figure: Decimal) -> bool:
    """Whether the record's note prints the series' figure, to the whole unit."""
    return re.search(rf"(?<![\d.]){int(figure)}(?!\d)", rate.note.replace(",", "")) is not None


@pytest.fixture(scope="module")
def book() -> WageBook:
    """The shipped minimum wages."""
    return load_wages()


@pytest.mark.real
@pytest.mark.skipif(not SERIES.is_file(), reason="the second series is not part of the project")
@pytest.mark.parametrize("row", years(), ids=lambda row: f"{row['iso3']} {row['year']}")
def test_a_rate_agrees_with_the_second_series_or_says_why_not(row: dict[str, str], book: WageBook) -> None:
    """Within 2.5 %, or explained by the record, or by the country's own note where there is no national rate."""
    country, year = alpha2(row["iso3"]), int(row["year"])
    found = rates_of(book, country, year)
    theirs = Decimal(row["ilostat_monthly"])
    apart = [abs(theirs / monthly(rate) - 1) for rate in found]
    if found:
        agreed = any(part <= TOLERANCE for part in apart) or any(names(rate, theirs) for rate in found)
        assert agreed, [f"{monthly(rate):.2f}" for rate in found]
    else:
        assert "series" in book.in_force(country, "", date(year, 7, 1)).reason


def annual() -> dict[str, list[dict[str, str]]]:
    """Country -> rows of the annual statistical series, which knows one national figure for a span of years."""
    found: dict[str, list[dict[str, str]]] = {}
    if ANNUAL.is_file():
        with ANNUAL.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if "ILOSTAT" in row["source_title"] and row["amount"] and not row["region"]:
                    found.setdefault(alpha2(row["iso3"]), []).append(row)
    return found


def agrees(row: dict[str, str], rate: Rate) -> bool:
    """Whether a rate comes to the series' figure by its stated hours, by 40, 44, 45 or 48 a week, or by those above."""
    stated = row["hours_per_month"] or Decimal(row["hours_per_week"] or 40) * WEEKS_A_MONTH
    hours = [
        stated,
        *(week * WEEKS_A_MONTH for week in (40, 44, 45, 48)),
        ANNUAL_HOURS.get(rate.country, stated),
    ]
    amounts = (
        [rate.amount] if rate.period == row["period"] else [rate.hourly * Decimal(each) for each in hours]
    )
    return any(abs(Decimal(row["amount"]) / amount - 1) <= TOLERANCE for amount in amounts)


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.skipif(not ANNUAL.is_file(), reason="the annual series is not part of the project")
@pytest.mark.parametrize("country", sorted(annual()))
def test_every_year_of_a_country_agrees_with_the_annual_series_or_says_why_not(
    country: str, book: WageBook
) -> None:
    """Only years in which both count in the same currency are compared."""
    apart = []
    for row in annual()[country]:
        last = int((row["valid_to"] or row["valid_from"])[:4])
        for year in range(max(int(row["valid_from"][:4]), FIRST_YEAR), last + 1):
            found = [rate for rate in rates_of(book, country, year) if rate.currency == row["currency"]]
            figure = Decimal(row["amount"])
            noted = any(names(rate, figure) for rate in found)
            if found and not noted and not any(agrees(row, rate) for rate in found):
                apart.append((year, row["amount"], [f"{rate.amount} a {rate.period}" for rate in found]))
    assert not apart, apart
