"""Shipped rates against a second series: monthly minimum wages by year, compiled by others from other sources.

The series knows one figure a year, so a year agrees where any national adult rate of that year is within 2.5 %.
Where it does not, the record says why in a note, or the list here does.
"""

from __future__ import annotations

import csv
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
EXPLAINED = {
    "AU 2023": "the series takes 21.38 an hour with the 38 hours of 2022 and 23.23 with fewer: between both rates",
    "EG 2023": "the series has the public sector's 3,500; the private sector's 2,700 and 3,000 are shipped",
    "GB 2023": "the series counts 40 hours a week from 2023 on, 38.2 before: 10.42 x 173.2 is its 1,804.75",
    "GB 2024": "the same: 11.44 x 173.2 is its 1,981.40",
    "ID": "no national rate: the series has a low province, then a mean of provinces, then Jakarta",
    "KE": "the series has Nairobi with the housing allowance of 15 %; the country's rate is that of all other areas",
    "PH": "no national rate: the series has the lowest region",
}

# The annual series as a whole, by country: years that differ although no record of them has a note.
ANNUAL_HOURS = {
    "AU": "164.67",
    "BT": "240",
    "GH": "216",
    "GT": "243.33",
    "KR": "226",
}  # beside those that it states
ANNUAL_EXPLAINED = {
    "AU": "2005 is 12.30 an hour, before the rate of that June",
    "BG": "the series is in euros, under the code of the lev",
    "BY": "not settled: 2015 and 2022 end with an indexed figure that is not shipped",
    "ES": "the series spreads 14 payments over 12 months", "GR": "the same", "PT": "the same",
    "FJ": "not settled: its figures are 208 hours of 3.02 to 3.28 an hour, above the national rate",
    "GT": "the series adds the bonus of 250 a month to 2007",
    "HT": "the series has a dearer segment, 26 days; shipped is segment C",
    "JM": "not settled: 2010 is 3,700 a week, the rate before",
    "KN": "the series still has 9.00 an hour in 2024", "KR": "226 hours before the week of 40, 209 after",
    "MD": "the series has the State's payroll to 2022, category state_sector",
    "ME": "the series is before tax, the law's figure is net", "RS": "the same",
    "ML": "the series has 28,465, before the decree of 2015", "MN": "the series has 2023 in 2022",
    "MV": "not settled: 2022 is 5,700 a month, 26.3 hours a week less than shipped", "MX": "a mean of zones, 26 days",
    "NE": "42,000 began in October 2025", "NL": "the series counts 36 hours a week in 2025",
    "PA": "the series has another branch and region", "PY": "not settled: 1,964,507 in 2016, shipped from 2017",
    "TH": "a mean of provinces", "TT": "not settled: 2,600 in 2010 is 15.00 an hour",
    "VN": "the series has region I, shipped is region IV",
}  # fmt: skip


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


@pytest.fixture(scope="module")
def book() -> WageBook:
    """The shipped minimum wages."""
    return load_wages()


@pytest.mark.real
@pytest.mark.skipif(not SERIES.is_file(), reason="the second series is not part of the project")
@pytest.mark.parametrize("row", years(), ids=lambda row: f"{row['iso3']} {row['year']}")
def test_a_rate_agrees_with_the_second_series_or_says_why_not(row: dict[str, str], book: WageBook) -> None:
    """Within 2.5 %, or a note beside the record, or a line above."""
    country, year = alpha2(row["iso3"]), int(row["year"])
    found = rates_of(book, country, year)
    theirs = Decimal(row["ilostat_monthly"])
    apart = [abs(theirs / monthly(rate) - 1) for rate in found]
    explained = {country, f"{country} {year}"} & set(EXPLAINED)
    if any(part <= TOLERANCE for part in apart):
        assert f"{country} {year}" not in EXPLAINED, "agrees by now: the line above is not needed"
        return
    assert explained or any(rate.note for rate in found), [f"{monthly(rate):.2f}" for rate in found]


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
            if found and not any(agrees(row, rate) or rate.note for rate in found):
                apart.append((year, row["amount"], [f"{rate.amount} a {rate.period}" for rate in found]))
    assert country in ANNUAL_EXPLAINED or not apart, apart
