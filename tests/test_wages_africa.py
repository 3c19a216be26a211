"""The minimum wages of Africa: every country has its file, and a second transcription by hand agrees with the records."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from importlib import resources

import pytest

from wageaudit.wages import WageBook

WAGES = resources.files("wageaudit") / "data" / "wages"
CODES = """
DZ AO BJ BW BF BI CV CM CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML MR MU MA MZ NA NE NG
RW ST SN SC SL SO ZA SS SD TZ TG TN UG ZM ZW RE YT SH EH IO TF
"""
UNKNOWN = "EH ER IO SO SS TF"
WITHOUT = "DJ ET"
# What was legal tender there since 2000, typed by hand; a record in anything else is a slip.
TENDER = {
    "DZ": "DZD", "AO": "AOA", "BJ": "XOF", "BW": "BWP", "BF": "XOF", "BI": "BIF", "CV": "CVE", "CM": "XAF",
    "CF": "XAF", "TD": "XAF", "KM": "KMF", "CG": "XAF", "CD": "CDF", "CI": "XOF", "EG": "EGP", "GQ": "XAF",
    "SZ": "SZL", "GA": "XAF", "GM": "GMD", "GH": "GHC GHS", "GN": "GNF", "GW": "XOF", "LS": "LSL", "LR": "USD",
    "LY": "LYD", "MW": "MWK", "ML": "XOF", "MR": "MRO MRU", "MU": "MUR", "MA": "MAD", "MZ": "MZN", "NA": "NAD",
    "NE": "XOF", "NG": "NGN", "RW": "RWF", "ST": "STD STN", "SN": "XOF", "SC": "SCR", "SL": "SLL SLE",
    "ZA": "ZAR", "SD": "SDG", "TZ": "TZS", "TG": "XOF", "TN": "TND", "UG": "UGX", "ZM": "ZMK ZMW", "ZW": "ZWL USD",
    "RE": "EUR", "YT": "EUR", "SH": "SHP",
}  # fmt: skip
# The first day of the new unit: the old one before it, never after.
REDENOMINATIONS = {
    "GH": date(2007, 7, 1),
    "MR": date(2018, 1, 1),
    "ST": date(2018, 1, 1),
    "ZM": date(2013, 1, 1),
    "SL": date(2022, 7, 1),
}


def text_of(name: str) -> str | None:
    """The text of a wage file, None where there is none."""
    entry = WAGES / f"{name}.toml"
    return entry.read_text(encoding="utf-8") if entry.is_file() else None


@pytest.fixture(scope="module")
def africa() -> WageBook:
    """All shipped minimum wages."""
    return WageBook(text_of)


@pytest.mark.parametrize("code", CODES.split())
def test_every_country_and_territory_of_africa_has_a_file(code: str, africa: WageBook) -> None:
    """A rate in 2025, or a sentence why there is none."""
    answer = africa.in_force(code, "", date(2025, 6, 1))
    assert text_of(code) is not None
    assert answer.rate is not None or len(answer.reason) > 40


def test_where_nothing_was_found_or_no_law_sets_one_the_note_is_the_reason(africa: WageBook) -> None:
    """Six of which nothing is known, two without a statutory minimum."""
    for codes, status in ((UNKNOWN, "no_record"), (WITHOUT, "no_statutory_minimum")):
        for code in codes.split():
            answer = africa.in_force(code, "", date(2024, 6, 1))
            assert (answer.status, answer.rate) == (status, None)
            assert len(answer.reason) > 60


@pytest.mark.parametrize("code", TENDER)
def test_amounts_stand_in_what_was_legal_tender_that_day(code: str, africa: WageBook) -> None:
    """Old cedis, ouguiya, dobras, kwacha and leones before their redenomination, new ones after."""
    units = TENDER[code].split()
    turn = REDENOMINATIONS.get(code)
    for rate in africa.history(code):
        assert rate.currency in units, rate
        if turn is not None:
            assert rate.currency == units[rate.start >= turn], rate


# Typed by hand from the laws and announcements, never copied from the files: country, category, day of commencement,
# amount from that day, amount the day before (None: no rate).
TRANSCRIBED = """
GH  -  2017-01-01   8.80   8.00
GH  -  2019-01-01  10.65   9.68
GH  -  2021-06-04  12.53  11.82
GH  -  2023-01-01  14.88  13.53
GH  -  2025-03-01  19.97  18.15
GH  -  2026-01-01  21.77  19.97
GH  -  2007-07-01   1.90  19000
NG  -  2019-04-18  30000  18000
NG  -  2024-07-29  70000  30000
CM  -  2023-03-21  60000  36270
CM  agriculture   2023-03-21  45000  None
CM  state_agents  2024-02-23  43969  41875
CI  -  2023-01-01  75000  60000
SN  -  2018-06-01  302.890  209.10
SN  -  2019-12-01  333.808  317.313
SN  -  2023-08-18  370.526  333.808
SN  agriculture  2023-08-18  236.865  213.92
TN  -  2020-10-01  2.064  1.938
TN  -  2022-10-01  2.208  2.064
TN  -  2024-05-01  2.363  2.208
TN  -  2025-01-01  2.540  2.363
TN  -  2026-01-01  2.667  2.540
TN  regime_40h   2022-10-01  2.254  2.110
TN  agriculture  2022-10-01  17.664  16.512
MA  -  2022-09-01  15.55  14.81
MA  -  2023-09-01  16.29  15.55
MA  -  2025-01-01  17.10  16.29
MA  -  2026-01-01  17.92  17.10
MA  agriculture  2025-04-01  93  88.58
MA  agriculture  2026-04-01  97.44  93
EG  -  2022-01-01  2400  None
EG  -  2023-07-01  3000  2700
EG  -  2024-05-01  6000  3500
EG  -  2025-03-01  7000  6000
EG  part_time_hourly  2025-03-01  28  None
EG  public_sector  2025-07-01  7000  6000
ZA  -  2019-01-01  20.00  None
ZA  -  2021-03-01  21.69  20.76
ZA  -  2024-03-01  27.58  25.42
ZA  -  2026-03-01  30.23  28.79
ZA  domestic_work  2021-03-01  19.09  15.57
DZ  -  2026-01-01  24000  20000
AO  -  2024-09-16  70000  32181.15
AO  -  2025-09-16  100000  70000
ML  -  2016-01-01  40000  35000
TG  -  2023-01-01  52500  35000
BJ  -  2023-01-01  52000  40000
GN  -  2022-06-01  550000  440000
CG  -  2025-01-01  70400  50400
CD  -  2026-01-01  21500  14500
NA  -  2025-01-01  18.00  None
NA  agriculture  2026-01-01  14.00  10.00
MW  -  2024-02-01  3461.54  1923.08
ZM  -  2018-09-10  1698.60  1132.40
LR  -  2015-06-26  0.68  None
SC  -  2020-01-01  38.27  34.97
SH  -  2024-07-01  4.00  3.65
SH  -  2025-07-01  4.50  4.00
RE  -  2024-11-01  11.88  11.65
YT  -  2026-01-01  9.33  8.98
MZ  -  2025-07-01  10147.50  9497.5
SL  -  2022-07-01  600  600000
SL  -  2023-04-01  800  600
ST  -  2018-01-01  800  800000
"""


@pytest.mark.parametrize("line", TRANSCRIBED.strip().splitlines())
def test_each_rate_begins_on_its_day_of_commencement_and_not_the_day_before(
    line: str, africa: WageBook
) -> None:
    """The second transcription catches a missing or mistyped record."""
    country, category, start, amount, before = line.split()
    day = date.fromisoformat(start)
    band = "adult_general" if category == "-" else category
    answer = africa.in_force(country, "", day, band)
    assert answer.status == "in_force"
    assert answer.rate is not None
    assert answer.rate.amount == Decimal(amount)
    eve = africa.in_force(country, "", day - timedelta(days=1), band).rate
    assert (eve and eve.amount) == (None if before == "None" else Decimal(before))


@pytest.mark.parametrize(
    ("country", "on", "hourly"),
    [
        ("GH", "2026-06-01", "2.721250"),  # 21.77 ÷ 8
        ("NG", "2025-06-01", "403.853920"),  # 70,000 ÷ 173.33
        ("CM", "2024-06-01", "346.160503"),  # 60,000 ÷ 173.33
        ("CI", "2024-06-01", "432.700629"),  # 75,000 ÷ 173.33
        ("DZ", "2026-06-01", "138.464201"),  # 24,000 ÷ 173.33; the decree prints 138.46
        ("EG", "2025-06-01", "33.653846"),  # 7,000 ÷ 208
        ("TG", "2024-06-01", "302.890440"),  # 52,500 ÷ 173.33; the order prints 302.89
        ("ML", "2024-06-01", "230.773669"),  # 40,000 ÷ 173.33; the decree prints 230.77
        ("CD", "2026-06-01", "2866.666667"),  # 21,500 ÷ 7.5
        ("UG", "2020-06-01", "28.846154"),  # 6,000 ÷ 208
    ],
)
def test_wages_by_the_month_and_day_are_made_hourly_with_their_legal_hours(
    country: str, on: str, hourly: str, africa: WageBook
) -> None:
    """Divided by hand; where the law prints an hourly rate too, the two agree."""
    rate = africa.in_force(country, "", date.fromisoformat(on)).rate
    assert rate is not None
    assert rate.hourly == Decimal(hourly)


# All days of commencement of a country's adult rate from the year of the first one on.
COMMENCEMENTS = {
    "GH": """2016-01-01 2017-01-01 2018-01-01 2019-01-01 2020-01-01 2021-06-04 2022-01-01 2023-01-01 2024-01-01 2025-03-01
             2026-01-01""",
    "ZA": """2019-01-01 2020-03-01 2021-03-01 2022-03-01 2023-03-01 2024-03-01 2025-03-01 2026-03-01""",
    "TN": "2019-05-01 2020-10-01 2022-10-01 2024-05-01 2025-01-01 2026-01-01 2027-01-01 2028-01-01",
    "NG": "2011-03-01 2019-04-18 2024-07-29",
    "EG": "2022-01-01 2023-01-01 2023-07-01 2024-01-01 2024-05-01 2025-03-01",
    "SN": "2018-06-01 2019-01-01 2019-12-01 2023-08-18",
    "MA": "2019-07-01 2020-07-01 2022-09-01 2023-09-01 2025-01-01 2026-01-01",
}


@pytest.mark.parametrize("country", COMMENCEMENTS)
def test_rates_change_on_these_days_alone(country: str, africa: WageBook) -> None:
    """A record too many is found as surely as one too few."""
    days = [date.fromisoformat(day) for day in COMMENCEMENTS[country].split()]
    starts = [rate.start for rate in africa.history(country, "", "adult_general")]
    assert [start for start in starts if start.year >= days[0].year] == days


@pytest.mark.parametrize(
    ("region", "amount", "hourly"),
    [
        ("KE-30", "18047.40", "161.34"),
        ("KE-28", "18047.40", "161.34"),
        ("KE-17/Kisumu", "18047.40", "161.34"),
        ("KE-31/Nakuru", "18047.40", "161.34"),
        ("KE-44/Eldoret", "18047.40", "161.34"),
        ("KE/former_municipalities", "16650.95", "147.45"),
        ("KE-17", "9628.07", "90.17"),
    ],
)
def test_kenyas_order_of_2026_has_three_areas_each_with_its_own_hour(
    region: str, amount: str, hourly: str, africa: WageBook
) -> None:
    """Typed by hand from the First Schedule; the printed hour has the housing allowance in it, the month has not."""
    on = date(2026, 6, 1)
    month = africa.in_force("KE", region, on).rate
    hour = africa.in_force("KE", region, on, "hourly_engaged").rate
    assert month is not None
    assert hour is not None
    assert (month.amount, hour.amount) == (Decimal(amount), Decimal(hourly))
    assert hour.hourly > month.hourly


def test_rates_seen_in_sources_of_2026_hold_then_and_are_floors_afterwards(africa: WageBook) -> None:
    """Confirmed to the day of the source, no further."""
    seen = {"NG": 70000, "AO": 100000, "CI": 75000, "CM": 60000, "BJ": 52000, "CG": 70400}
    for country, amount in seen.items():
        then = africa.in_force(country, "", date(2026, 5, 1))
        later = africa.in_force(country, "", date(2026, 11, 22))
        assert then.rate is not None
        assert (then.status, then.rate.amount) == ("in_force", amount)
        assert later.status == "beyond_horizon"


def test_reunion_has_the_rates_of_france_and_mayotte_its_own(africa: WageBook) -> None:
    """The same law, the same days."""
    france = [(rate.start, rate.amount, rate.law) for rate in africa.history("FR", "", "adult_general")]
    assert [(rate.start, rate.amount, rate.law) for rate in africa.history("RE")] == france
    answer = africa.in_force("YT", "", date(2025, 6, 1)).rate
    assert answer is not None
    assert answer.amount == Decimal("8.98")


def test_rates_that_were_announced_and_not_seen_as_law_are_floors(africa: WageBook) -> None:
    """Sierra Leone's 1,200 of April 2026, and Uganda's 130,000 that was never gazetted."""
    leone = africa.in_force("SL", "", date(2026, 6, 1))
    assert leone.rate is not None
    assert (leone.status, leone.rate.amount) == ("beyond_horizon", Decimal(800))
    shilling = africa.in_force("UG", "", date(2022, 6, 1)).rate
    assert shilling is not None
    assert shilling.amount == Decimal(6000)


def test_the_annual_series_known_to_be_wrong_is_not_followed(africa: WageBook) -> None:
    """Nigeria 65,000, Cameroon 41,875 and 43,969, Congo 90,000, Niger 42,000 in 2024, Burkina Faso 34,664."""
    amounts = {"NG": 30000, "CM": 60000, "CG": 50400, "NE": 30047, "BF": 30684}
    for country, amount in amounts.items():
        rate = africa.in_force(country, "", date(2023, 6, 1)).rate
        assert rate is not None
        assert rate.amount == amount
