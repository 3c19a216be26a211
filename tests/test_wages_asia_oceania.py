"""The minimum wages of Asia and Oceania: every code has its file, and a second transcription by hand agrees with them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from importlib import resources

import pytest

from wageaudit.wages import WageBook

WAGES = resources.files("wageaudit") / "data" / "wages"
CODES = """
AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA
SG SY TH TJ TL TM TR TW UZ VN YE
AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS
"""
WITHOUT = "AE BD BH BN CN FM ID IN JP KH OM PH SA SG"
UNKNOWN = "HM KP NR NU PN TK TO TV UM WF YE"
PROVINCES = """
PK-SD PK-PB PK-KP PK-BA PK-IS MY-12 MY-13 MY-15 IN-AP IN-DL IN-KA IN-MH IN-ML IN-TG IN-UP IN-WB
CN-BJ CN-SH CN-GD CN-ZJ CN-CQ CN-GS CN-HA CN-HE CN-HI CN-HL CN-JL CN-JX CN-LN CN-NM CN-QH CN-XJ
"""
# What the law of that country counts in, typed by hand; a record in anything else is a slip.
TENDER = {
    "AF": "AFN", "AM": "AMD", "AU": "AUD", "BT": "BTN", "CK": "NZD", "FJ": "FJD", "GE": "GEL", "HK": "HKD",
    "IL": "ILS", "IQ": "IQD", "IR": "IRR", "JO": "JOD", "KG": "KGS", "KI": "AUD", "KR": "KRW", "KW": "KWD",
    "KZ": "KZT", "LA": "LAK", "LB": "LBP", "LK": "LKR", "MH": "USD", "MM": "MMK", "MN": "MNT", "MO": "MOP",
    "MV": "MVR", "MY": "MYR", "NC": "XPF", "NP": "NPR", "NZ": "NZD", "PF": "XPF", "PG": "PGK", "PK": "PKR",
    "PS": "ILS", "PW": "USD", "QA": "QAR", "SB": "SBD", "SY": "SYP", "TH": "THB", "TJ": "TJS", "TL": "USD",
    "TM": "TMT", "TR": "TRY", "TW": "TWD", "UZ": "UZS", "VN": "VND", "VU": "VUV", "WS": "WST",
}  # fmt: skip


def text_of(name: str) -> str | None:
    """The text of a wage file, None where there is none."""
    entry = WAGES / f"{name}.toml"
    return entry.read_text(encoding="utf-8") if entry.is_file() else None


@pytest.fixture(scope="module")
def book() -> WageBook:
    """All shipped minimum wages."""
    return WageBook(text_of)


@pytest.mark.parametrize("code", CODES.split())
def test_every_country_and_territory_has_a_file(code: str, book: WageBook) -> None:
    """A rate in 2025, or a sentence why there is none."""
    answer = book.in_force(code, "", date(2025, 6, 1))
    assert text_of(code) is not None
    assert answer.rate is not None or len(answer.reason) > 40


@pytest.mark.parametrize(
    "name", [*PROVINCES.split(), *(f"JP-{number:02d}" for number in range(1, 48)), "TH-10", "TH-96"]
)
def test_regions_whose_rate_is_the_law_have_files(name: str) -> None:
    """Pakistan's provinces, the prefectures of Japan, East Malaysia, China's provinces, India's states, Thailand's."""
    assert text_of(name) is not None


def test_where_no_law_sets_one_or_nothing_was_found_the_note_is_the_reason(book: WageBook) -> None:
    """The reason of an empty answer is a sentence."""
    for codes, status in ((UNKNOWN, "no_record"), (WITHOUT, "no_statutory_minimum")):
        for code in codes.split():
            answer = book.in_force(code, "", date(2025, 6, 1))
            assert (answer.status, answer.rate) == (status, None), code
            assert len(answer.reason) > 60


@pytest.mark.parametrize("code", TENDER)
def test_amounts_stand_in_the_currency_of_the_law(code: str, book: WageBook) -> None:
    """One currency each since 2005."""
    rates = book.history(code)
    assert rates
    assert {rate.currency for rate in rates} == {TENDER[code]}


# Typed by hand from the laws and announcements, never copied from the files: country, region, category (- for the adult
# rate), day of commencement, amount from that day, amount the day before (None: no rate).
TRANSCRIBED = """
TR -     -                2005-01-01    488.70   None
TR -     -                2016-01-01   1647.00   1273.50
TR -     -                2022-07-01   6471.00   5004.00
TR -     -                2024-01-01  20002.50  13414.50
TR -     -                2026-01-01  33030     26005.50
KR -     -                2007-01-01   3480      3100
KR -     -                2018-01-01   7530      6470
KR -     -                2024-01-01   9860      9620
KR -     -                2026-01-01  10320     10030
KR -     -                2027-01-01  10700     10320
AU -     -                2010-07-01     15.00     14.31
AU -     -                2012-07-01     15.96     15.51
AU -     -                2023-07-01     23.23     21.38
AU -     -                2026-07-01     26.44     24.95
NZ -     -                2007-04-01     11.25     10.25
NZ -     -                2019-04-01     17.70     16.50
NZ -     -                2025-04-01     23.50     23.15
NZ -     -                2026-04-01     23.95     23.50
HK -     -                2011-05-01     28      None
HK -     -                2019-05-01     37.5      34.5
HK -     -                2026-05-01     43.1      42.1
MO -     -                2020-11-01     32      None
MO -     -                2024-01-01     34        32
IL -     -                2008-07-01   3850.18   3710.18
IL -     -                2012-10-01   4300      4100
IL -     -                2024-04-01   5880.02   5571.75
IL -     -                2026-04-01   6443.85   6248
MY -     -                2022-05-01   1500      1100
MY -     -                2025-02-01   1700      1500
MY MY-12 -                2016-07-01    920       800
MY MY-13 -                2019-01-01   1100       920
LK -     -                2021-08-16  12500     10000
LK -     -                2025-04-01  27000     17500
LK -     -                2026-01-01  30000     27000
NP -     -                2018-07-17  13450      9700
NP -     -                2021-07-16  15000     13450
NP -     -                2025-07-17  19550     17300
NP -     hourly_engaged   2023-07-17     89        77
LB -     -                2022-05-12  2000000   675000
AZ -     -                2007-02-01     50        40
AZ -     -                2006-01-01     30    150000
UZ -     -                2014-12-15 118400     96105
LB -     -                2024-04-05  18000000  9000000
LB -     -                2025-08-01  28000000 18000000
SY -     -                2024-02-05 278910    185940
SY -     -                2025-07-01 750000    278910
PS -     -                2013-01-01   1450      None
PS -     -                2022-01-01   1880      1450
PS -     hourly_engaged   2022-01-01     10.5       8.5
BD -     garment_sector   2018-12-01   8000      5300
BD -     garment_sector   2023-12-01  12500      8000
PK PK-SD -                2024-07-01  37000     32000
PK PK-SD -                2025-07-01  40000     37000
PK PK-SD hourly_engaged   2025-07-01    192       178
PK PK-PB -                2023-07-01  32000     25000
PK PK-PB hourly_engaged   2025-07-01    192.31   None
PK PK-KP -                2025-07-01  40000     36000
PK PK-IS -                2024-07-01  37000     32000
VN -     -                2024-07-01 3450000   3250000
VN -     -                2026-01-01 3700000   3450000
VN VN/region_I   -        2019-01-01 4180000   3980000
VN VN/region_I   -        2022-07-01 4680000   4420000
VN VN/region_II  -        2026-01-01 4730000   4410000
VN VN/region_III hourly_engaged 2024-07-01 18600  17500
CN CN-SH -                2019-04-01   2480      2420
CN CN-SH -                2025-07-01   2740      2690
CN CN-BJ -                2025-09-01   2540      2420
JP JP-13 -                2019-10-01   1013       985
JP JP-13 -                2024-10-01   1163      1113
JP JP-13 -                2025-10-03   1226      1163
JP JP-01 -                2021-10-01    889       861
JP JP-47 -                2025-12-01   1023       952
TH TH-10 -                2025-07-01    400       372
JP JP-13 -                2026-10-01   1280      1226
JP JP-01 -                2026-10-01   1131      1075
JP JP-05 -                2026-10-14   1090      1031
JP JP-26 -                2026-11-16   1180      1122
JP JP-27 -                2026-10-01   1231      1177
JP JP-43 -                2026-12-01   1092      1034
JP JP-45 -                2026-10-24   1085      1023
JP JP-47 -                2026-12-02   1086      1023
PH PH-00 -                2026-09-26    755       695
PH PH-00 agriculture_retail_small 2026-09-26 718  658
PH PH-01 -                2025-11-19    505      None
PH PH-02 -                2025-11-05    500       480
PH PH-03 retail_service   2026-04-16    590       560
PH PH-05 -                2026-04-08    455      None
PH PH-05 -                2026-12-01    480       455
PH PH-07 -                2026-10-14    542       500
PH PH-07/class_A -        2026-10-14    582       540
PH PH-10 -                2026-05-01    485       471
PH PH-14 -                2026-08-06    411       386
PH PH-14/cities -         2026-12-01    461       436
PH PH-15 -                2025-12-30    505      None
PH PH-40 -                2026-04-01    525       510
PH PH-40 agriculture      2026-04-01    508       485
PK -     -                2026-07-01  40700     37000
PK PK-IS -                2026-07-01  40700     37000
PK PK-SD -                2026-07-01  43000     40000
AU -     -                2005-06-07     12.75     12.30
AU -     casual           2026-07-01     33.05   None
IN IN-ML -                2025-01-01    525      None
IN IN-UP -                2024-04-01  10648      None
IN IN-AP shops_helper     2025-10-01  12080.40   None
IN -     central_sphere_area_a 2024-10-01 20358  None
CN CN-LN -                2025-12-01   1930      1700
CN CN-LN/class_1 -        2025-12-01   2230      2100
CN CN-HE hourly_engaged   2025-12-01     20      None
CN CN-NM/class_1 -        2025-12-01   2380      None
CN CN-QH -                2025-05-01   2080      None
TW -     -                2026-01-01  29500     28590
TW -     hourly_engaged   2024-01-01    183       176
UZ -     -                2020-02-01 679330    634880
UZ -     -                2022-06-01 920000    822000
LA -     -                2024-10-01 2500000   1600000
MM -     -                2025-10-01   7800      6800
FJ -     -                2022-10-01      3.67      3.34
FJ -     -                2025-04-01      5.00      4.50
PW -     -                2024-10-01      4.25      3.50
NC -     -                2023-03-01    976.52    971.37
MP -     -                2018-09-30      7.25      7.05
GU -     -                2021-09-01      9.25      8.75
KW -     -                2017-06-05     75      None
AS -     -                2024-09-30      5.80      5.40
AE -     nationals        2026-01-01   6000      5000
IR -     -                2013-03-21 4871250   3897000
IR -     -                2022-03-21 41797500 26554950
IR -     -                2024-03-20 71661840 53082840
AM -     -                2020-01-01  68000     55000
JO -     -                2025-01-01    290       260
JO -     non_nationals    2022-01-01    245       230
"""


@pytest.mark.parametrize("line", TRANSCRIBED.strip().splitlines())
def test_each_rate_begins_on_its_day_of_commencement_and_not_the_day_before(
    line: str, book: WageBook
) -> None:
    """The second transcription catches a missing or mistyped record."""
    country, region, category, start, amount, before = line.split()
    region = "" if region == "-" else region.replace("_", " ")
    category = "adult_general" if category == "-" else category
    day = date.fromisoformat(start)
    answer = book.in_force(country, region, day, category)
    assert answer.status == "in_force"
    assert answer.rate is not None
    assert answer.rate.amount == Decimal(amount)
    eve = book.in_force(country, region, day - timedelta(days=1), category)
    assert (eve.rate.amount if eve.rate else None) == (None if before == "None" else Decimal(before))


@pytest.mark.parametrize(
    ("country", "region", "on", "hourly", "currency"),
    [
        ("TR", "", "2026-06-01", "146.800000", "TRY"),  # 33,030 ÷ 225
        ("IL", "", "2024-06-01", "32.307802", "ILS"),  # 5,880.02 ÷ 182
        ("IL", "", "2018-03-31", "28.494624", "ILS"),  # 5,300 ÷ 186
        ("IL", "", "2018-04-01", "29.120879", "ILS"),  # 5,300 ÷ 182
        ("MY", "", "2025-06-01", "8.717949", "MYR"),  # 1,700 ÷ 195; the order says 8.72
        ("MY", "", "2024-06-01", "7.211538", "MYR"),  # 1,500 ÷ 208; the order says 7.21
        ("PK", "PK-SD", "2025-08-01", "192.307692", "PKR"),  # 40,000 ÷ 208; the notification says 192
        ("VN", "VN/region I", "2024-08-01", "23846.153846", "VND"),  # 4,960,000 ÷ 208; the decree says 23,800
        ("LK", "", "2026-02-01", "150.000000", "LKR"),  # 30,000 ÷ 200, 1,200 a day
        ("MM", "", "2019-01-01", "600.000000", "MMK"),  # 4,800 ÷ 8
        ("CN", "CN-BJ", "2025-10-01", "14.597701", "CNY"),  # 2,540 ÷ 174; the notice says 14.6
        ("IR", "", "2026-06-01", "755706.818182", "IRR"),  # 166,255,500 ÷ 220
    ],
)
def test_days_and_months_are_made_hourly_with_the_legal_hours(
    country: str, region: str, on: str, hourly: str, currency: str, book: WageBook
) -> None:
    """Divided by hand, and beside the hour the law prints where it does."""
    rate = book.in_force(country, region, date.fromisoformat(on)).rate
    assert rate is not None
    assert (rate.hourly, rate.currency) == (Decimal(hourly), currency)


def test_the_korean_hour_is_the_law_and_not_the_month_over_forty_hours(book: WageBook) -> None:
    """2,156,880 won a month over 173.33 hours would overstate the floor by a fifth."""
    rate = book.in_force("KR", "", date(2026, 6, 1)).rate
    assert rate is not None
    assert (rate.period, rate.amount) == ("hour", Decimal(10320))


def test_the_syrian_records_end_before_the_new_pound(book: WageBook) -> None:
    """No rate of the old pound serves as a floor in 2026."""
    assert book.in_force("SY", "", date(2025, 12, 31)).status == "in_force"
    answer = book.in_force("SY", "", date(2026, 2, 1))
    assert (answer.status, answer.rate) == ("no_record", None)


def test_azerbaijan_counts_in_old_manats_until_2006(book: WageBook) -> None:
    """5,000 old manats became one."""
    units = [(rate.start.year, rate.currency) for rate in book.history("AZ")]
    assert units[0] == (2005, "AZM")
    assert {currency for year, currency in units if year >= 2006} == {"AZN"}


def test_japan_has_no_national_rate_but_an_average_that_says_so(book: WageBook) -> None:
    """The weighted average binds nobody."""
    rate = book.in_force("JP", "", date(2026, 1, 1), "weighted_average").rate
    assert rate is not None
    assert "an average" in rate.law
    assert book.in_force("JP", "", date(2026, 1, 1)).status == "no_statutory_minimum"


def test_every_prefecture_of_japan_rises_between_october_and_december_2026(book: WageBook) -> None:
    """47 orders; the weighted average of the ministry is 1,177 yen, between the lowest and the highest."""
    amounts = []
    for number in range(1, 48):
        rate = book.history("JP", f"JP-{number:02d}", "adult_general")[-1]
        assert date(2026, 10, 1) <= rate.start <= date(2026, 12, 2)
        amounts.append(rate.amount)
    assert (min(amounts), max(amounts)) == (Decimal(1085), Decimal(1280))
    average = book.in_force("JP", "", date(2026, 11, 1), "weighted_average").rate
    assert average is not None
    assert average.amount == 1177


def test_a_wage_order_that_the_courts_held_up_is_not_in_force(book: WageBook) -> None:
    """Manila's order NCR-27 would have begun on 25 July 2026; 695 pesos held until NCR-28."""
    rate = book.in_force("PH", "PH-00", date(2026, 8, 15)).rate
    assert rate is not None
    assert rate.amount == 695


def test_australian_territories_have_the_australian_rate(book: WageBook) -> None:
    """Christmas Island, the Cocos Islands, Norfolk Island."""
    home = book.in_force("AU", "", date(2026, 8, 1)).rate
    assert home is not None
    for code in ("CX", "CC", "NF"):
        rate = book.in_force(code, "", date(2026, 8, 1)).rate
        assert rate is not None
        assert rate.amount == home.amount
