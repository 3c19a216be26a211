"""The shipped minimum wages: every file is sound, and agrees with a second transcription made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from importlib import resources

import pytest

from wageaudit.wages import Rate, WageBook, WageFile, parse_wages

WAGES = resources.files("wageaudit") / "data" / "wages"
NAMES = sorted(entry.name.removesuffix(".toml") for entry in WAGES.iterdir())
COUNTRIES = "BR CA CH DE ES FR GB ID IN IT KE MG MX PH US VE"
STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND"
    " OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"
)


def text_of(name: str) -> str | None:
    """The text of a wage file, None where there is none."""
    entry = WAGES / f"{name}.toml"
    return entry.read_text(encoding="utf-8") if entry.is_file() else None


@pytest.fixture(scope="session")
def shipped() -> WageBook:
    """All shipped minimum wages."""
    return WageBook(text_of)


def all_files() -> Iterator[WageFile]:
    """Every shipped file, read."""
    for name in NAMES:
        text = text_of(name)
        assert text is not None
        yield parse_wages(text, name)


def all_rates() -> list[Rate]:
    """Every shipped record."""
    return [rate for file in all_files() for rate in file.rates]


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_read_without_a_fault(name: str) -> None:
    """The parser refuses unknown keys, overlaps, jumps without a note, records without law, link or hours."""
    text = text_of(name)
    assert text is not None
    parse_wages(text, name)
    assert [line[:2] for line in text.splitlines()[:3]] == ["# ", "# ", ""], (
        "two lines say what currency, which rate"
    )


def test_every_country_promised_has_a_file_and_every_state_of_the_union() -> None:
    """Sixteen countries; 50 states and the District of Columbia."""
    assert {*COUNTRIES.split(), *(f"US-{state}" for state in STATES.split())} <= set(NAMES)


def test_every_rate_cites_an_instrument_and_a_link() -> None:
    """No package, no bare name of a site: a law and a page."""
    for rate in all_rates():
        assert rate.law, rate
        assert rate.url.startswith(("https://", "http://")), rate
        assert rate.hours is None or "http" in rate.hours_source, rate


def test_a_figure_known_from_a_statistical_series_alone_says_so() -> None:
    """Its day is that of a year, and it is never held for certain."""
    from_series = [rate for rate in all_rates() if "statistical series" in rate.law]
    assert from_series
    for rate in from_series:
        assert (rate.date_precision, rate.confidence) in {("year", "medium"), ("year", "low")}, rate


def test_every_rate_is_within_what_people_are_paid() -> None:
    """A slip of a decimal point would show: hourly rates by currency."""
    bounds = {
        "USD": (3, 25), "EUR": (3, 15), "GBP": (3, 13), "CHF": (16, 30), "CAD": (6, 20), "BRL": (1, 8),
        "MXN": (5, 60), "MGA": (250, 1600), "KES": (30, 170), "PHP": (45, 120), "INR": (8, 120),
        "IDR": (1900, 34000), "VEB": (2000, 3300), "VEF": (4, 17400), "VES": (25, 41000), "VED": (0, 1),
    }  # fmt: skip
    for rate in all_rates():
        if rate.country not in COUNTRIES.split():
            continue  # the other parts of the world are held by tests of their own
        low, high = bounds[rate.currency]
        assert low < rate.hourly < high, rate


# Typed by hand from the laws and announcements, never copied from the files:
# country, region, day of commencement, amount from that day, amount the day before (None: no rate), as the law states them.
TRANSCRIBED = """
FR -  2005-07-01     8.03     7.61
FR -  2012-07-01     9.40     9.22
FR -  2021-10-01    10.48    10.25
FR -  2022-08-01    11.07    10.85
FR -  2023-05-01    11.52    11.27
FR -  2024-11-01    11.88    11.65
FR -  2026-01-01    12.02    11.88
FR -  2026-06-01    12.31    12.02
DE -  2015-01-01     8.50     None
DE -  2020-01-01     9.35     9.19
DE -  2021-07-01     9.60     9.50
DE -  2022-07-01    10.45     9.82
DE -  2022-10-01    12.00    10.45
DE -  2025-01-01    12.82    12.41
DE -  2026-01-01    13.90    12.82
GB -  2008-10-01     5.73     5.52
GB -  2016-04-01     7.20     6.70
GB -  2020-04-01     8.72     8.21
GB -  2024-04-01    11.44    10.42
GB -  2026-04-01    12.71    12.21
US -  2007-07-24     5.85     5.15
US -  2008-07-24     6.55     5.85
US -  2009-07-24     7.25     6.55
US US-WA  2020-01-01    13.50    12.00
US US-WA  2024-01-01    16.28    15.74
US US-WA  2026-01-01    17.13    16.66
US US-CA  2014-07-01     9.00     8.00
US US-CA  2024-01-01    16.00    15.50
US US-NY  2024-01-01    15.00    14.20
US US-NJ  2019-07-01    10.00     8.85
US US-NJ  2022-01-01    13.00    12.00
US US-FL  2021-09-30    10.00     8.65
US US-FL  2024-09-30    13.00    12.00
US US-VA  2021-05-01     9.50     7.25
US US-VA  2025-01-01    12.41    12.00
US US-CT  2023-06-01    15.00    14.00
US US-DC  2023-07-01    17.00    16.10
US US-DC  2024-07-01    17.50    17.00
US US-MI  2025-02-21    12.48    10.56
US US-TX  2009-07-24     7.25     6.55
US US-WY  2009-07-24     7.25     6.55
US US-NY/New_York_City  2018-12-31  15.00  13.00
US US-NY/New_York_City  2024-01-01  16.00  15.00
US US-CA/San_Francisco  2018-07-01  15.00  14.00
US US-CA/San_Francisco  2023-07-01  18.07  16.99
US US-CA/Oakland        2025-01-01  16.89  16.50
US US-WA/Seattle        2026-01-01  21.30  20.76
US US-OR/Portland       2024-07-01  15.95  15.45
US US-CO/Denver         2023-01-01  17.29  15.87
CH CH-GE  2020-11-01    23.00     None
CH CH-GE  2024-01-01    24.32    24.00
BR -  2011-03-01      545      540
BR -  2020-02-01     1045     1039
BR -  2023-05-01     1320     1302
BR -  2026-01-01     1621     1518
MX -  2019-01-01   102.68    88.36
MX -  2026-01-01   315.04   278.80
MX MX/northern_border  2019-01-01  176.72   88.36
MX MX/northern_border  2026-01-01  440.87  419.88
ES -  2019-01-01      900   735.90
ES -  2021-09-01      965      950
ES -  2025-01-01     1184     1134
ES -  2026-01-01     1221     1184
CA CA-ON  2018-01-01    14.00    11.60
CA CA-ON  2022-01-01    15.00    14.35
CA CA-ON  2025-10-01    17.60    17.20
CA CA-BC  2021-06-01    15.20    14.60
CA CA-QC  2024-05-01    15.75    15.25
CA CA-AB  2018-10-01    15.00    13.60
MG -  2017-02-01   155523   144003
MG -  2023-01-01   238800   250000
MG -  2024-03-01   262680   238800
KE -  2022-05-01  8109.90     7240
KE KE-30  2024-11-01  16113.75  15201.65
VE -  2014-05-01  4251.40     3270
VE -  2020-01-01   250000   150000
VE -  2022-03-15      130        7
PH PH-00  2023-07-16  610  570
PH PH-00  2024-07-17  645  610
PH PH-00  2025-07-18  695  645
PH PH-11  2026-09-01  540  525
IN IN-DL  2022-10-01  16792  16506
IN IN-DL  2025-04-01  18456  18066
ID ID-JK  2024-01-01  5067381  4901798
ID ID-JK  2026-01-01  5729876  5396760
ID ID-JB  2025-01-01  2191232  2057495
"""


@pytest.mark.parametrize("line", TRANSCRIBED.strip().splitlines())
def test_each_rate_begins_on_its_day_of_commencement_and_not_the_day_before(
    line: str, shipped: WageBook
) -> None:
    """The second transcription catches a missing or mistyped record."""
    country, region, start, amount, before = line.split()
    region = {"-": "", "US-NY/New_York_City": "US-NY/New York City"}.get(region, region)
    region = region.replace("San_Francisco", "San Francisco")
    day = date.fromisoformat(start)
    answer = shipped.in_force(country, region, day)
    assert answer.status == "in_force"
    assert answer.rate is not None
    assert answer.rate.amount == Decimal(amount)
    eve = shipped.in_force(country, region, day - timedelta(days=1))
    assert (eve.rate.amount if eve.rate else None) == (None if before == "None" else Decimal(before))


@pytest.mark.parametrize(
    ("country", "category", "start", "amount", "before"),
    [
        ("MG", "agriculture", "2024-03-01", "266500", "242200"),
        ("GB", "age_18_20", "2025-04-01", "10.00", "8.60"),
        ("GB", "age_21_22", "2021-04-01", "8.36", "8.20"),
        ("GB", "age_0_17", "2026-04-01", "8.00", "7.55"),
        ("CA", "federal_jurisdiction", "2022-04-01", "15.55", "15.00"),
        ("IN", "national_floor_nonbinding", "2017-06-01", "176", "160"),
    ],
)
def test_other_categories_too(
    country: str, category: str, start: str, amount: str, before: str, shipped: WageBook
) -> None:
    """Farm work, ages, federal jurisdiction, and the floor of India that binds nobody."""
    day = date.fromisoformat(start)
    found = [shipped.in_force(country, "", on, category).rate for on in (day, day - timedelta(days=1))]
    assert [rate and rate.amount for rate in found] == [Decimal(amount), Decimal(before)]


# All days of commencement of a country's adult rate from the year of the first one on.
COMMENCEMENTS = {
    "BR": """2019-01-01 2020-01-01 2020-02-01 2021-01-01 2022-01-01 2023-01-01 2023-05-01 2024-01-01 2025-01-01
             2026-01-01""",
    "DE": """2015-01-01 2017-01-01 2019-01-01 2020-01-01 2021-01-01 2021-07-01 2022-01-01 2022-07-01 2022-10-01
             2024-01-01 2025-01-01 2026-01-01 2027-01-01""",
    "FR": """2019-01-01 2020-01-01 2021-01-01 2021-10-01 2022-01-01 2022-05-01 2022-08-01 2023-01-01 2023-05-01
             2024-01-01 2024-11-01 2026-01-01 2026-06-01""",
    "GB": """2015-10-01 2016-04-01 2017-04-01 2018-04-01 2019-04-01 2020-04-01 2021-04-01 2022-04-01 2023-04-01
             2024-04-01 2025-04-01 2026-04-01""",
    "MG": "2017-02-01 2018-01-01 2019-05-01 2022-05-01 2023-01-01 2024-03-01",
    "US": "2007-07-24 2008-07-24 2009-07-24",
}


@pytest.mark.parametrize("country", COMMENCEMENTS)
def test_rates_change_on_these_days_alone(country: str, shipped: WageBook) -> None:
    """A record too many is found as surely as one too few."""
    days = [date.fromisoformat(day) for day in COMMENCEMENTS[country].split()]
    starts = [rate.start for rate in shipped.history(country, "", "adult_general")]
    assert [start for start in starts if start.year >= days[0].year] == days


@pytest.mark.parametrize(
    ("country", "region", "on", "hourly", "currency"),
    [
        ("MG", "", "2024-06-03", "1515.490683", "MGA"),  # 262,680 ÷ 173.33
        ("BR", "", "2026-06-03", "7.368182", "BRL"),  # 1,621 ÷ 220; the decree says 7.37
        ("MX", "", "2026-06-03", "39.380000", "MXN"),  # 315.04 ÷ 8
        ("ES", "", "2026-06-03", "8.218269", "EUR"),  # 1,221 × 14 ÷ 2,080
        ("KE", "KE-30", "2025-06-03", "71.616667", "KES"),  # 16,113.75 ÷ 225
        ("PH", "PH-00", "2025-08-03", "86.875000", "PHP"),  # 695 ÷ 8
        ("VE", "", "2024-06-03", "0.750014", "VED"),  # 130 ÷ 173.33
        ("ID", "ID-JK", "2026-06-03", "33120.670520", "IDR"),  # 5,729,876 ÷ 173
        ("IN", "IN-DL", "2025-06-03", "88.730769", "INR"),  # 18,456 ÷ 208
    ],
)
def test_wages_by_the_month_and_day_are_made_hourly_with_their_legal_hours(
    country: str, region: str, on: str, hourly: str, currency: str, shipped: WageBook
) -> None:
    """Divided by hand."""
    rate = shipped.in_force(country, region, date.fromisoformat(on)).rate
    assert rate is not None
    assert (rate.hourly, rate.currency) == (Decimal(hourly), currency)


@pytest.mark.parametrize("country", ["CA", "CH", "ID", "IN", "IT", "PH"])
def test_countries_without_a_national_minimum_say_what_applies(country: str, shipped: WageBook) -> None:
    """No rate, and a sentence."""
    answer = shipped.in_force(country, "", date(2025, 6, 1))
    assert (answer.status, answer.rate) == ("no_statutory_minimum", None)
    assert len(answer.reason) > 50


def test_the_highest_of_city_state_and_nation_applies_in_the_united_states(shipped: WageBook) -> None:
    """North Carolina's own 6.15 is under the federal 7.25; San Diego's rate is over California's."""
    amounts = {
        "US-NC": "7.25",
        "US-ND": "7.25",
        "US-CA/San Diego": "17.75",
        "US-CA/Fresno": "16.90",
        "US-AL": "7.25",
    }
    for region, amount in amounts.items():
        rate = shipped.in_force("US", region, date(2026, 3, 1)).rate
        assert rate is not None
        assert rate.amount == Decimal(amount)


def test_the_bolivar_has_the_code_of_its_day(shipped: WageBook) -> None:
    """VEB until 2007, VEF until August 2018, VES until September 2021, VED since."""
    codes = {2006: "VEB", 2010: "VEF", 2019: "VES", 2021: "VES", 2022: "VED", 2025: "VED"}
    for year, code in codes.items():
        rate = shipped.in_force("VE", "", date(year, 6, 1)).rate
        assert rate is not None
        assert rate.currency == code


def test_an_announced_rate_without_a_decree_is_not_entered(shipped: WageBook) -> None:
    """Madagascar from March 2026: the last decreed rate is a floor, nothing more."""
    answer = shipped.in_force("MG", "", date(2026, 6, 1))
    assert answer.status == "beyond_horizon"
    assert answer.rate is not None
    assert answer.rate.amount == Decimal(262680)
