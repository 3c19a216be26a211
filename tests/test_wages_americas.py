"""The minimum wages of the Americas and the Caribbean: a second transcription, by hand from laws and announcements."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from importlib import resources

import pytest

from wageaudit.wages import WageBook

WAGES = resources.files("wageaudit") / "data" / "wages"
# ISO 3166-1: the American continent, the Caribbean, and the islands of the South Atlantic.
CODES = (
    "AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI"
    " PA PE PM PR PY SR SV SX TC TT UM US UY VC VE VG VI"
)


def text_of(name: str) -> str | None:
    """The text of a wage file, None where there is none."""
    entry = WAGES / f"{name}.toml"
    return entry.read_text(encoding="utf-8") if entry.is_file() else None


@pytest.fixture(scope="module")
def shipped() -> WageBook:
    """All shipped minimum wages."""
    return WageBook(text_of)


@pytest.mark.parametrize("code", CODES.split())
def test_every_country_and_territory_has_a_file(code: str) -> None:
    """Also those without a minimum wage and those without people: the file says so."""
    assert text_of(code) is not None


# country, region, category, day of commencement, amount from that day, amount the day before (None: no rate).
TRANSCRIBED = """
AR -      adult_general    2023-07-01  105500     87987
AR -      adult_general    2023-11-01  146000     132000
AR -      adult_general    2024-02-01  180000     156000
AR -      adult_general    2024-12-01  279718     271571.22
AR -      adult_general    2025-08-01  322000     317800
AR -      adult_general    2026-08-01  376600     372400
BO -      adult_general    2025-01-01  2750       2500
BO -      adult_general    2026-01-01  3300       2750
CL -      adult_general    2019-03-01  301000     288000
CL -      adult_general    2021-05-01  337000     None
CL -      adult_general    2022-08-01  400000     380000
CL -      adult_general    2025-05-01  529000     510636
CL -      adult_general    2026-01-01  539000     529000
CO -      adult_general    2008-01-01  461500     433700
CO -      adult_general    2022-01-01  1000000    908526
CO -      adult_general    2025-01-01  1423500    1300000
CO -      adult_general    2026-01-01  1750905    1423500
EC -      adult_general    2024-01-01  460        450
EC -      adult_general    2026-01-01  482        470
PE -      adult_general    2007-10-01  530        500
PE -      adult_general    2012-06-01  750        675
PE -      adult_general    2018-04-01  930        850
PE -      adult_general    2022-05-01  1025       930
PE -      adult_general    2025-01-01  1130       1025
PY -      adult_general    2022-07-01  2550307    2289324
PY -      adult_general    2023-07-01  2680373    2550307
PY -      adult_general    2025-07-01  2899048    2798309
UY -      adult_general    2015-01-01  10000      8960
UY -      adult_general    2026-07-01  25383      24572
GY -      adult_general    2022-07-01  347        255
SR -      adult_general    2022-06-01  20         8.40
SR -      adult_general    2025-04-01  52.47      49.12
GT -      adult_general    2020-01-01  92.88      90.16
GT GT-01  adult_general    2025-01-01  3723.05    3384.59
GT GT-01  adult_general    2026-01-01  4002.28    3723.05
GT GT-01  export_maquila   2026-01-01  3409.73    3278.59
SV -      adult_general    2021-08-01  365        304.166
SV -      adult_general    2025-06-01  408.80     365
SV -      agriculture      2025-06-01  305.23     243.46
HN -      export_maquila   2026-01-01  12930.07   11972.29
NI -      adult_general    2023-03-01  6987.06    6351
NI -      agriculture      2026-03-01  6188       5950.02
CR -      adult_general    2024-01-01  358609.50  352164.91
CR -      adult_general    2026-01-01  373092.30  367108.43
DO -      employer_large   2022-01-01  21000      20000
DO -      employer_large   2025-04-01  27988.80   24990
DO -      employer_micro   2026-02-01  16993.20   15860.32
HT -      export_assembly  2019-11-01  500        420
HT -      adult_general    2022-02-21  540        385
CU -      adult_general    2021-01-01  2100       400
JM -      adult_general    2022-04-01  9000       7000
JM -      adult_general    2023-06-01  13000      9000
JM -      adult_general    2025-06-01  16000      15000
TT -      adult_general    2019-12-01  17.50      15.00
TT -      adult_general    2024-01-01  20.50      17.50
BB -      adult_general    2025-06-01  10.50      8.50
BB -      adult_general    2026-01-21  10.71      10.50
BS -      adult_general    2015-08-15  210        150
BS -      adult_general    2023-01-01  260        210
BZ -      adult_general    2023-01-01  5.00       3.30
BM -      adult_general    2025-09-01  17.13      16.40
KY -      adult_general    2026-01-01  8.75       6.00
KN -      adult_general    2025-07-01  12.50      10.75
LC -      adult_general    2024-10-01  6.52       None
AI -      adult_general    2024-01-01  16.20      None
AG -      adult_general    2023-01-01  9.00       8.20
VG -      adult_general    2025-07-01  7.25       6.00
DM -      adult_general    2025-12-01  9.00       7.50
PR -      adult_general    2009-07-24  7.25       6.55
PR -      adult_general    2022-01-01  8.50       7.25
PR -      adult_general    2024-07-01  10.50      9.50
VI -      adult_general    2016-06-21  8.35       7.25
VI -      adult_general    2018-06-01  10.50      9.50
CW -      adult_general    2025-01-01  11.72      11.28
AW -      adult_general    2024-01-01  1986.20    1893.40
BQ BQ-BO  adult_general    2026-01-01  10.69      10.35
BQ BQ-SA  adult_general    2025-01-01  10.30      10.10
GP -      adult_general    2026-01-01  12.02      11.88
PM -      adult_general    2022-08-01  11.07      10.85
AR -      adult_general    2026-09-01  383800     376600
AR -      adult_general    2026-10-01  391200     383800
AR -      adult_general    2026-11-01  398800     391200
AR -      adult_general    2026-12-01  406400     398800
CL -      adult_general    2026-05-01  553553     539000
CL -      age_under_18_or_over_65  2026-05-01  412938  402082
PE -      adult_general    2026-10-01  1230       1130
PY -      adult_general    2014-01-01  1824056    1658232
PY -      adult_general    2016-12-01  1964507    1824056
PY -      adult_general    2017-07-01  2041123    1964507
PY -      adult_general    2026-07-01  3044000    2899048
HN -      adult_general    2023-01-01  10907.84   9934.1
HN -      adult_general    2024-01-01  11507.77   10907.84
HN -      adult_general    2025-01-01  12140.69   11507.77
HN -      adult_general    2026-01-01  12869.14   12140.69
HN -      agriculture      2026-01-01  9596.64    None
HN -      export_maquila   2023-06-01  10457.29   None
HN -      export_maquila   2025-01-01  11972.29   11137.01
MX -      adult_general    2017-12-01  88.36      80.04
MX -      adult_general    2017-01-01  80.04      73.04
CA CA-NS  adult_general    2026-10-01  17.00      16.75
CA CA-PE  adult_general    2026-10-01  17.30      17.00
CA CA-SK  adult_general    2026-10-01  15.70      15.35
US US-CA/Los_Angeles         adult_general  2026-07-01  18.42  17.87
US US-CA/Los_Angeles_County  adult_general  2026-07-01  18.47  17.81
US US-CA/San_Francisco       adult_general  2026-07-01  19.61  19.18
US US-IL/Chicago             adult_general  2026-07-01  17.05  16.60
US US-MD/Montgomery_County   adult_general  2026-07-01  18.00  17.65
US US-WA/Tukwila             adult_general  2026-01-01  21.65  16.66
US US-CO/Edgewater           adult_general  2026-01-01  18.17  14.81
"""


@pytest.mark.parametrize("line", TRANSCRIBED.strip().splitlines())
def test_each_rate_begins_on_its_day_and_not_the_day_before(line: str, shipped: WageBook) -> None:
    """A missing, doubled or mistyped record shows."""
    country, region, category, start, amount, before = line.split()
    place = "" if region == "-" else region.replace("_", " ")
    day = date.fromisoformat(start)
    answer = shipped.in_force(country, place, day, category)
    assert answer.status == "in_force"
    assert answer.rate is not None
    assert answer.rate.amount == Decimal(amount)
    eve = shipped.in_force(country, place, day - timedelta(days=1), category)
    assert (eve.rate.amount if eve.rate else None) == (None if before == "None" else Decimal(before))


@pytest.mark.parametrize(
    ("country", "on", "hourly"),
    [
        ("CO", "2023-07-14", "4833.333333"),  # 1,160,000 ÷ 240, 48 hours a week
        ("CO", "2023-07-15", "4936.170213"),  # ÷ 235, 47 hours
        ("CO", "2024-07-15", "5652.173913"),  # 1,300,000 ÷ 230, 46 hours
        ("CO", "2025-07-15", "6470.454545"),  # 1,423,500 ÷ 220, 44 hours
        ("CO", "2026-07-15", "8337.642857"),  # 1,750,905 ÷ 210, 42 hours
        ("CL", "2016-07-01", "1335.185184"),  # 257,500; the press printed 1,335
        ("CL", "2024-04-26", "2439.393934"),  # 460,000 × 30 ÷ 28 ... over 44 hours a week
        ("CL", "2026-04-26", "2994.444444"),  # 539,000 ÷ 180, 42 hours
        ("AR", "2026-03-15", "1762.000000"),  # as the resolution prints it
        ("UY", "2026-03-15", "122.860000"),  # as the decree prints it
        ("SV", "2026-03-15", "1.680023"),  # 408.80 ÷ 243.33
        ("PE", "2025-03-15", "4.708333"),  # 1,130 ÷ 240
        ("PY", "2025-03-15", "13453.408654"),  # 2,798,309 ÷ 208; a jornal of 107,627 is 8 such hours
        ("JM", "2025-06-15", "400.000000"),  # 16,000 ÷ 40
        ("BS", "2024-06-15", "6.500000"),  # 260 ÷ 40
        ("GD", "2024-06-15", "7.500000"),  # 60 ÷ 8
        ("AR", "2026-09-15", "1919.000000"),  # as the resolution prints it
        ("AR", "2026-10-15", "1956.000000"),  # as the resolution prints it
        ("HN", "2026-03-15", "53.621417"),  # 12,869.14 ÷ 240; the table prints 53.62
        ("HN", "2025-03-15", "50.586208"),  # 12,140.69 ÷ 240; the table prints 50.59
        ("CL", "2026-05-01", "3075.294444"),  # 553,553 ÷ 180, 42 hours
        ("PE", "2026-10-01", "5.125000"),  # 1,230 ÷ 240
        ("PY", "2026-07-15", "14634.615385"),  # 3,044,000 ÷ 208; a jornal of 117,077 is 8 such hours
    ],
)
def test_months_weeks_and_days_become_hours_by_the_law_of_that_time(
    country: str, on: str, hourly: str, shipped: WageBook
) -> None:
    """Divided by hand."""
    answer = shipped.in_force(country, "", date.fromisoformat(on))
    assert answer.rate is not None
    assert answer.rate.hourly == Decimal(hourly)


def test_a_rate_is_a_floor_after_the_last_day_a_source_gives_it(shipped: WageBook) -> None:
    """El Salvador's was last seen in October 2026, Venezuela's in June."""
    for country, on, amount in (("SV", "2026-11-01", "408.80"), ("VE", "2026-07-01", "130")):
        answer = shipped.in_force(country, "", date.fromisoformat(on))
        assert answer.rate is not None
        assert (answer.status, answer.rate.amount) == ("beyond_horizon", Decimal(amount))


@pytest.mark.parametrize(
    ("country", "status"),
    [
        ("GL", "no_statutory_minimum"),
        ("MS", "no_statutory_minimum"),
        ("BV", "no_record"),
        ("GS", "no_record"),
        ("UM", "no_record"),
    ],
)
def test_places_without_a_rate_say_why(country: str, status: str, shipped: WageBook) -> None:
    """Collective agreements, contracts, or nobody there."""
    answer = shipped.in_force(country, "", date(2025, 6, 1))
    assert (answer.status, answer.rate) == (status, None)
    assert len(answer.reason) > 20


def test_a_department_of_guatemala_takes_the_countrys_rate_before_it_had_one_of_its_own(
    shipped: WageBook,
) -> None:
    """GT-01 since 2023."""
    before = shipped.in_force("GT", "GT-01", date(2021, 6, 1)).rate
    assert before is not None
    assert before.amount == Decimal("92.88")


def test_the_guilder_of_curacao_changed_its_name_at_par(shipped: WageBook) -> None:
    """ANG until 30 March 2025, XCG from the 31st."""
    eve, day = (shipped.in_force("CW", "", date(2025, 3, on)).rate for on in (30, 31))
    assert eve is not None
    assert day is not None
    assert (eve.amount, eve.currency, day.amount, day.currency) == (
        Decimal("11.72"),
        "ANG",
        Decimal("11.72"),
        "XCG",
    )


def test_cubas_minimum_is_in_the_pesos_wages_are_paid_in(shipped: WageBook) -> None:
    """Never convertible pesos, 24 times as much."""
    assert {rate.currency for rate in shipped.history("CU")} == {"CUP"}


def test_the_overseas_parts_of_france_have_the_records_of_france(shipped: WageBook) -> None:
    """One decree for all but Mayotte."""
    france = [(rate.start, rate.amount) for rate in shipped.history("FR")]
    for code in ("GP", "MQ", "GF", "BL", "MF", "PM"):
        assert [(rate.start, rate.amount) for rate in shipped.history(code)] == france
