"""The minimum wages of Europe: every country has its file, and a second transcription by hand agrees with the records."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from importlib import resources

import pytest

from wageaudit.wages import WageBook

WAGES = resources.files("wageaudit") / "data" / "wages"
CODES = """
AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL
NO PL PT RO RS RU SE SI SJ SK SM UA VA XK
"""
WITHOUT = "AT AX BA CH DK FI FO IS IT LI NO SE SJ"
# What was legal tender there since 2003, typed by hand: a record in anything else is a slip.
TENDER = {
    "AD": "EUR", "AL": "ALL", "BA": "BAM", "BE": "EUR", "BG": "BGN EUR", "BY": "BYR BYN", "CY": "EUR", "CZ": "CZK",
    "EE": "EEK EUR", "GG": "GBP", "GI": "GIP", "GR": "EUR", "HR": "HRK EUR", "HU": "HUF", "IE": "EUR", "IM": "GBP",
    "JE": "GBP", "LT": "LTL EUR", "LU": "EUR", "LV": "LVL EUR", "MC": "EUR", "MD": "MDL", "ME": "EUR", "MK": "MKD",
    "MT": "EUR", "NL": "EUR", "PL": "PLN", "PT": "EUR", "RO": "ROL RON", "RS": "RSD", "RU": "RUB", "SI": "SIT EUR",
    "SK": "SKK EUR", "SM": "EUR", "UA": "UAH", "XK": "EUR",
}  # fmt: skip
# The first day of the new money: the old before it, never after.
CHANGEOVERS = {
    "BG": date(2026, 1, 1),
    "BY": date(2016, 7, 1),
    "EE": date(2011, 1, 1),
    "HR": date(2023, 1, 1),
    "LT": date(2015, 1, 1),
    "LV": date(2014, 1, 1),
    "RO": date(2005, 7, 1),
    "SI": date(2007, 1, 1),
    "SK": date(2009, 1, 1),
}


def text_of(name: str) -> str | None:
    """The text of a wage file, None where there is none."""
    entry = WAGES / f"{name}.toml"
    return entry.read_text(encoding="utf-8") if entry.is_file() else None


@pytest.fixture(scope="module")
def europe() -> WageBook:
    """All shipped minimum wages."""
    return WageBook(text_of)


@pytest.mark.parametrize("code", CODES.split())
def test_every_country_and_territory_of_europe_has_a_file(code: str, europe: WageBook) -> None:
    """A rate in June 2024, or a sentence why there is none."""
    answer = europe.in_force(code, "", date(2024, 6, 1))
    assert text_of(code) is not None
    assert answer.rate is not None or len(answer.reason) > 30


@pytest.mark.parametrize("code", WITHOUT.split())
def test_where_no_law_sets_one_the_note_says_what_applies(code: str, europe: WageBook) -> None:
    """Collective agreements, another state's law, cantons and entities: named, not guessed."""
    answer = europe.in_force(code, "", date(2025, 6, 1))
    assert (answer.status, answer.rate) == ("no_statutory_minimum", None)
    assert any(word in answer.reason for word in ("agreement", "Geneva", "BA-BIH")), answer.reason


def test_the_vatican_is_not_known(europe: WageBook) -> None:
    """No law was found: that is not the same as a law that sets none."""
    assert europe.in_force("VA", "", date(2025, 6, 1)).status == "no_record"


@pytest.mark.parametrize("code", TENDER)
def test_every_amount_is_in_the_money_of_its_day(code: str, europe: WageBook) -> None:
    """No euro before the euro, no lev after it, new roubles and new lei only since their day."""
    allowed = TENDER[code].split()
    names = ["BA-BIH", "BA-SRP"] if code == "BA" else [""]
    rates = [rate for name in names for rate in europe.history(code, name)]
    assert rates
    for rate in rates:
        assert rate.currency in allowed, rate
        if code in CHANGEOVERS:
            assert (rate.currency == allowed[-1]) == (rate.start >= CHANGEOVERS[code]), rate


# Typed by hand from the laws and announcements, never copied from the files:
# country, region, category, day of commencement, amount from that day, amount the day before (None: no rate).
TRANSCRIBED = """
UA - adult_general          2009-11-01      744      650
UA - adult_general          2015-09-01     1378     1218
UA - adult_general          2017-01-01     3200     1600
UA - adult_general          2020-09-01     5000     4723
UA - adult_general          2024-01-01     7100     6700
UA - adult_general          2024-04-01     8000     7100
UA - adult_general          2026-01-01     8647     8000
UA - hourly_engaged         2024-04-01       48    42.60
UA - hourly_engaged         2026-01-01       52       48
RU - adult_general          2007-09-01     2300     1100
RU - adult_general          2016-07-01     7500     6204
RU - adult_general          2018-05-01    11163     9489
RU - adult_general          2022-06-01    15279    13890
RU - adult_general          2026-01-01    27093    22440
RS - adult_general          2017-01-01      130      121
RS - adult_general          2020-01-01   172.54   155.30
RS - adult_general          2025-10-01      337      308
RS - adult_general          2026-01-01      371      337
RO - adult_general          2005-07-01      310  3100000
RO - adult_general          2013-02-01      750      700
RO - adult_general          2018-01-01     1900     1450
RO - adult_general          2023-10-01     3300     3000
RO - adult_general          2024-07-01     3700     3300
RO - adult_general          2026-07-01     4325     4050
BG - adult_general          2011-09-01      270      240
BG - adult_general          2015-07-01      380      360
BG - adult_general          2022-04-01      710      650
BG - adult_general          2026-01-01   620.20     1077
PL - adult_general          2020-01-01     2600     2250
PL - adult_general          2023-07-01     3600     3490
PL - adult_general          2024-07-01     4300     4242
PL - adult_general          2026-01-01     4806     4666
PL - civil_contract_hourly  2017-01-01       13     None
PL - civil_contract_hourly  2024-01-01    27.70    23.50
PL - civil_contract_hourly  2026-01-01    31.40    30.50
PT - adult_general          2014-10-01      505      485
PT - adult_general          2019-01-01      600      580
PT - adult_general          2026-01-01      920      870
BE - adult_general          2022-04-01  1806.16  1725.21
BE - adult_general          2024-04-01  2029.88  1994.18
BE - adult_general          2025-02-01  2111.89  2070.48
IE - adult_general          2007-07-01     8.65     8.30
IE - adult_general          2011-02-01     7.65     8.65
IE - adult_general          2011-07-01     8.65     7.65
IE - adult_general          2020-02-01    10.10     9.80
IE - adult_general          2026-01-01    14.15    13.50
IE - age_18                 2022-01-01     8.40     8.16
IE - age_0_17               2026-01-01     9.91     9.45
NL - adult_general          2015-01-01  1501.80  1495.20
NL - adult_general          2023-07-01     1995  1934.40
NL - adult_general          2024-01-01    13.27     1995
NL - adult_general          2026-01-01    14.71    14.40
NL - week_36h               2016-07-01  1537.20  1524.60
LU - adult_general          2023-09-01  2570.93  2508.24
LU - adult_general          2025-05-01  2703.74  2637.79
CZ - adult_general          2013-08-01     8500     8000
CZ - hourly_engaged         2019-01-01    79.80    73.20
SK - adult_general          2009-01-01   295.50     8100
SK - adult_general          2026-01-01      915      816
HU - adult_general          2021-02-01   167400   161000
HU - skilled_guaranteed     2026-01-01   373200   348800
GR - adult_general          2019-02-01      650   586.08
GR - adult_general          2025-04-01      880      830
GR - adult_general          2026-04-01      920      880
BE - adult_general          2026-01-01  2154.11  2111.89
BE - adult_general          2026-04-01  2189.81  2154.11
BE - adult_general          2026-07-01  2233.61  2189.81
LU - adult_general          2026-06-01  2771.33  2703.74
NL - adult_general          2026-07-01    14.99    14.71
NL - age_20                 2026-07-01    11.99    11.77
NL - age_18                 2026-07-01     7.50     7.36
BY - adult_general          2022-11-01   482.29      457
CH CH-NE adult_general      2017-08-04    19.70     None
CH CH-NE adult_general      2022-01-01    20.08    19.90
CH CH-NE adult_general      2026-01-01    21.35    21.31
CH CH-NE agriculture        2026-01-01    18.25    18.22
CH CH-BS adult_general      2022-07-01    21.00     None
CH CH-BS adult_general      2025-01-01    22.00    21.70
CH CH-BS adult_general      2026-01-01    22.20    22.00
CH CH-JU adult_general      2020-02-01    20.00     None
CH CH-JU adult_general      2022-01-01    20.60    20.00
CH CH-TI adult_general      2021-12-01    19.00     None
CH CH-TI adult_general      2024-12-31    19.75    19.50
CH CH-TI sector_ceiling     2023-12-31    20.00    19.50
HR - adult_general          2008-07-01     2747     None
HR - adult_general          2013-06-01  2984.78     2814
HR - adult_general          2023-01-01      700  4687.50
SI - adult_general          2010-03-01   734.15   597.43
SI - adult_general          2026-01-01  1481.88  1277.72
EE - adult_general          2011-01-01   278.02     4350
EE - hourly_engaged         2022-01-01     3.86     3.48
EE - adult_general          2026-04-01      946      886
EE - hourly_engaged         2026-04-01     5.67     5.31
LV - adult_general          2014-01-01      320      200
LT - adult_general          2015-07-01      325      300
LT - adult_general          2026-01-01     1153     1038
MT - adult_general          2024-01-01   213.54   192.73
CY - adult_general          2023-01-01      940     None
CY - first_six_months       2026-01-01      979      900
XK - adult_general          2024-10-01      350      130
MD - adult_general          2022-04-01     3500     2935
AL - adult_general          2022-04-01    32000    30000
ME - adult_general          2022-01-01      450      250
MK - adult_general          2026-03-01    38507    36037
BY - adult_general          2024-01-01      626      554
BA BA-BIH adult_general     2025-01-01     1000      619
BA BA-SRP adult_general     2026-01-01     1000      900
JE - adult_general          2022-11-01    10.50     9.22
GG - adult_general          2024-10-01       12    10.65
IM - adult_general          2025-04-01    12.25    11.45
AD - adult_general          2022-01-01     6.68     6.47
MC - adult_general          2024-11-01    11.88    11.65
"""


@pytest.mark.parametrize("line", TRANSCRIBED.strip().splitlines())
def test_each_rate_begins_on_its_day_of_commencement_and_not_the_day_before(
    line: str, europe: WageBook
) -> None:
    """The second transcription catches a missing or mistyped record."""
    country, region, category, start, amount, before = line.split()
    region = "" if region == "-" else region
    day = date.fromisoformat(start)
    answer = europe.in_force(country, region, day, category)
    assert answer.status == "in_force"
    assert answer.rate is not None
    assert (answer.rate.amount, answer.rate.start) == (Decimal(amount), day)
    eve = europe.in_force(country, region, day - timedelta(days=1), category).rate
    assert (eve.amount if eve else None) == (None if before == "None" else Decimal(before))


# All days of commencement of a country's general rate from the year of the first one on.
COMMENCEMENTS = {
    "UA": """2015-09-01 2016-05-01 2016-12-01 2017-01-01 2018-01-01 2019-01-01 2020-01-01 2020-09-01 2021-01-01
             2021-12-01 2022-10-01 2024-01-01 2024-04-01 2026-01-01""",
    "PL": """2020-01-01 2021-01-01 2022-01-01 2023-01-01 2023-07-01 2024-01-01 2024-07-01 2025-01-01 2026-01-01""",
    "IE": """2011-02-01 2011-07-01 2016-01-01 2017-01-01 2018-01-01 2019-01-01 2020-02-01 2021-01-01 2022-01-01
             2023-01-01 2024-01-01 2025-01-01 2026-01-01""",
    "RU": """2016-01-01 2016-07-01 2017-07-01 2018-01-01 2018-05-01 2019-01-01 2020-01-01 2021-01-01 2022-01-01
             2022-06-01 2023-01-01 2024-01-01 2025-01-01 2026-01-01""",
    "BG": "2020-01-01 2021-01-01 2022-04-01 2023-01-01 2024-01-01 2025-01-01 2026-01-01",
}


@pytest.mark.parametrize("country", COMMENCEMENTS)
def test_rates_change_on_these_days_alone(country: str, europe: WageBook) -> None:
    """A record too many is found as surely as one too few."""
    days = [date.fromisoformat(day) for day in COMMENCEMENTS[country].split()]
    starts = [rate.start for rate in europe.history(country, "", "adult_general")]
    assert [start for start in starts if start.year >= days[0].year] == days


@pytest.mark.parametrize(
    ("country", "on", "hourly", "currency"),
    [
        ("UA", "2024-06-03", "46.154734", "UAH"),  # 8,000 ÷ 173.33; the law's hourly rate is 48
        ("RO", "2025-06-03", "24.495869", "RON"),  # 4,050 ÷ 165.334; the decision prints 24.496
        ("RO", "2026-08-03", "25.949948", "RON"),  # 4,325 ÷ 166.667; the decision prints 25.949
        ("MD", "2026-06-03", "37.278107", "MDL"),  # 6,300 ÷ 169; the decision prints 37.28
        ("PT", "2026-06-03", "6.192308", "EUR"),  # 920 × 14 ÷ 2,080
        ("GR", "2025-06-03", "5.923077", "EUR"),  # 880 × 14 ÷ 2,080
        ("SK", "2026-06-03", "5.258621", "EUR"),  # 915 ÷ 174; the law prints 5.259
        ("MT", "2024-06-03", "5.338500", "EUR"),  # 213.54 ÷ 40
        ("AL", "2022-06-03", "183.908046", "ALL"),  # 32,000 ÷ 174; the decision prints 183.9
        ("LU", "2005-09-01", "8.478439", "EUR"),  # 1,466.77 ÷ 173; the table prints 8.4784
        ("BE", "2025-06-03", "12.825243", "EUR"),  # 2,111.89 × 12 ÷ 52 ÷ 38; the table prints 12.8252
        ("MC", "2026-06-03", "12.310000", "EUR"),
    ],
)
def test_months_and_weeks_are_made_hourly_as_the_law_prints_it(
    country: str, on: str, hourly: str, currency: str, europe: WageBook
) -> None:
    """Divided by hand; where the law prints an hourly rate of the month it agrees to its last digit."""
    rate = europe.in_force(country, "", date.fromisoformat(on)).rate
    assert rate is not None
    assert rate.hourly == pytest.approx(Decimal(hourly), abs=Decimal("0.000002"))
    assert rate.currency == currency


@pytest.mark.parametrize("region", ["CH-BS", "CH-GE", "CH-JU", "CH-NE", "CH-TI"])
def test_the_five_cantons_with_a_minimum_have_it_on_record_today(region: str, europe: WageBook) -> None:
    """Confirmed for 2026; a canton without one falls back to the country, which has none."""
    assert europe.in_force("CH", region, date(2026, 6, 1)).status == "in_force"
    assert europe.in_force("CH", "CH-ZH", date(2026, 6, 1)).status == "no_statutory_minimum"


def test_net_laws_say_so_beside_every_record(europe: WageBook) -> None:
    """Serbia, Montenegro and both entities of Bosnia and Herzegovina fix pay after tax."""
    for code, region in (("RS", ""), ("ME", ""), ("BA", "BA-BIH"), ("BA", "BA-SRP")):
        rates = europe.history(code, region)
        assert rates
        assert all(rate.note.startswith("Net of tax") for rate in rates)


def test_monaco_follows_france_on_every_day_of_change(europe: WageBook) -> None:
    """Law 739 of 1963: a French rise that is not in Monaco's file is a forgotten one."""
    pay = [
        [(rate.start, rate.amount) for rate in europe.history(code, "", "adult_general")]
        for code in ("FR", "MC")
    ]
    assert pay[0] == pay[1]


@pytest.mark.parametrize(("country", "days"), [("GR", 1), ("LU", 1), ("GG", 1), ("BE", 60)])
def test_a_rate_that_no_source_confirms_is_a_floor_and_not_the_rate(
    country: str, days: int, europe: WageBook
) -> None:
    """Their next rates are due and were not found."""
    last = europe.history(country, "", "adult_general")[-1]
    answer = europe.in_force(country, "", last.confirmed_until + timedelta(days=days))
    assert answer.status == "beyond_horizon"
    assert answer.rate == last
