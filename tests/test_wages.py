"""Dated minimum wages: what a file may say, which rate answers for a place and a day, and that the fast way says the same."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import zip_longest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wageaudit.wage_files import GENERAL
from wageaudit.wages import STATUSES, InForce, Rate, WageBook, WageFileError, overlaid, parse_wages

EPOCH = date(1970, 1, 1)
HEAD = 'country = "XA"\nconfirmed_until = 2025-12-31\n'
LAW = 'currency = "XAC"\nlaw = "Act 1"\nurl = "https://law.example/1"\n'


def rate(start: str, amount: str, *more: str, period: str = "hour") -> str:
    """The TOML of one record."""
    given_currency = any(line.startswith("currency") for line in more)
    law = LAW.partition("\n")[2] if given_currency else LAW
    extra = "".join(f"{line}\n" for line in more)
    return f'[[rate]]\nstart = {start}\namount = {amount}\nperiod = "{period}"\n{law}{extra}'


def book(**files: str) -> WageBook:
    """A book of files given by name; `XA_1` stands for XA-1."""
    return WageBook({name.replace("_", "-"): text for name, text in files.items()}.get)


def ask(wages: WageBook, region: str, on: str, category: str = "adult_general") -> tuple[str, Decimal | None]:
    """Status and hourly rate in country XA."""
    answer = wages.in_force("XA", region, date.fromisoformat(on), category)
    return answer.status, answer.rate.hourly if answer.rate else None


def faults(text: str, name: str = "XA") -> list[str]:
    """Every fault of a file, as printed."""
    with pytest.raises(WageFileError) as refused:
        parse_wages(text, name)
    return [str(problem) for problem in refused.value.problems]


TWO_RATES = HEAD + rate("2024-01-01", "10") + rate("2025-01-01", "11.50")


# What a file may say


def test_a_record_says_its_place_its_days_and_its_law() -> None:
    """The last day of a rate is the day before the next one starts; the last rate is open."""
    first, last = parse_wages(TWO_RATES, "XA").rates
    assert (first.start, first.end, first.hourly) == (
        date(2024, 1, 1),
        date(2024, 12, 31),
        Decimal("10.000000"),
    )
    assert (last.start, last.end, last.confirmed_until) == (date(2025, 1, 1), None, date(2025, 12, 31))
    assert (last.category, last.region, last.law, last.url) == (
        "adult_general",
        "",
        "Act 1",
        "https://law.example/1",
    )


@pytest.mark.parametrize(
    ("period", "hours", "hourly"),
    [("month", "173.33", "1515.490683"), ("week", "40", "6567.000000"), ("day", "8", "32835.000000")],
)
def test_a_wage_by_the_month_week_or_day_is_made_hourly_with_its_legal_hours(
    period: str, hours: str, hourly: str
) -> None:
    """Amount ÷ hours, to six places: 262,680 ÷ 173.33 = 1,515.490682513 an hour."""
    record = rate("2024-01-01", "262680", f"hours = {hours}", 'hours_source = "Code"', period=period)
    assert parse_wages(HEAD + record, "XA").rates[0].hourly == Decimal(hourly)


def test_half_a_millionth_is_rounded_to_the_even_neighbour() -> None:
    """1 ÷ 64 is 0.015625, 0.0001 ÷ 8 is 0.0000125, which rounds to 0.000012."""
    record = rate("2024-01-01", "0.0001", "hours = 8", 'hours_source = "Code"', period="day")
    assert parse_wages(HEAD + record, "XA").rates[0].hourly == Decimal("0.000012")


def test_all_faults_of_a_file_are_told_at_once_with_place_and_mend() -> None:
    """A file with faults in its head and in two records is read to its end."""
    text = HEAD + 'refernces = "x"\n' + rate("2024-01-01", "-1") + rate('"soon"', "10", 'period_ = "hour"')
    told = faults(text)
    assert [line.partition(":")[0] for line in told] == [
        "XA.toml",
        "XA.toml, rate 1",
        "XA.toml, rate 2",
        "XA.toml, rate 2",
    ]
    assert all("\n  mend: " in line for line in told)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + rate("2024-01-01", "10", 'refernces = "x"'), 'rate 1: unknown key "refernces"'),
        (TWO_RATES + rate("2025-01-01", "11.50"), "rate 3: starts on 2025-01-01, inside record 2"),
        (
            HEAD + rate("2024-01-01", "10", "end = 2025-03-01") + rate("2025-01-01", "11"),
            "rate 2: starts on 2025-01-01",
        ),
        (HEAD + rate("2024-01-01", "10", "end = 2023-12-31"), "rate 1: ends on 2023-12-31, before its start"),
        (TWO_RATES.replace('law = "Act 1"\n', "", 1), 'rate 1: "law" is missing'),
        (
            TWO_RATES.replace("https://law.example/1", "package:openfisca", 1),
            'rate 1: "url" is "package:openfisca"',
        ),
        (TWO_RATES.replace('currency = "XAC"', 'currency = "xac"', 1), 'rate 1: "currency" is "xac"'),
        (
            HEAD + rate("2024-01-01", "10") + rate("2025-01-01", "15.01"),
            "rate 2: goes from 10.000000 to 15.010000",
        ),
        (
            HEAD + rate("2024-01-01", "10") + rate("2025-01-01", "9.99"),
            "rate 2: goes from 10.000000 to 9.990000",
        ),
        (HEAD + rate("2024-01-01", "1000", period="month"), 'rate 1: "hours" is missing'),
        (
            HEAD + rate("2024-01-01", "1000", "hours = 173", period="month"),
            'rate 1: "hours_source" is missing',
        ),
        (
            HEAD + rate("2024-01-01", "9", "hours = 25", 'hours_source = "x"', period="day"),
            "25 hours do not fit in a day",
        ),
        (HEAD + rate("2024-01-01", "10", "hours = 1"), "states hours for an hourly rate"),
        (HEAD + rate("2024-01-01", "10", period="year"), '"period" is "year"'),
        (HEAD + rate("2024-01-01", "inf"), '"amount" is not a number above zero'),
        (HEAD + rate("2024-01-01T00:00:00", "10"), '"start" is not a day'),
        (HEAD + rate("2026-01-01", "10"), "after the day it is confirmed until"),
        (HEAD + rate("2024-01-01", "10", 'region = "XB-1"'), 'region "XB-1" has no place in this file'),
        (HEAD + rate("2024-01-01", "10", 'confidence = "certain"'), '"confidence" is "certain"'),
        ('country = "XA"\n' + rate("2024-01-01", "10"), "is confirmed until no day"),
        (HEAD + 'status = "none"\n', "has no note"),
        (HEAD, "has no record"),
        (HEAD + 'status = "no_record"\n', 'status = "no_record" has no note'),
        (
            HEAD + 'status = "no_record"\nnote = "Nothing found."\n' + rate("2024-01-01", "10"),
            'XA.toml: says status = "no_record", yet has a record',
        ),
        (HEAD + 'status = "unknown"\n', "one of statutory, none, no_record"),
        (HEAD.replace("XA", "XB") + rate("2024-01-01", "10"), 'is named "XA" but says it is of "XB"'),
        (HEAD + 'rate = "ten"\n', '"rate" is not a list of records'),
        ("country = NO\n", "is not TOML"),
        (
            HEAD + 'region = "XB-1"\n' + rate("2024-01-01", "10"),
            'region "XB-1" is not an ISO 3166-2 code of "XA"',
        ),
        (
            HEAD + 'region = "XA 1"\n' + rate("2024-01-01", "10"),
            'region "XA 1" is not an ISO 3166-2 code of "XA"',
        ),
        (
            HEAD + rate("2024-01-01", "0.000001", "hours = 2", 'hours_source = "x"', period="day"),
            "rate 1: comes to no hourly rate that can be",
        ),
        (
            HEAD + rate("2024-01-01", "1000000000000", "hours = 0.5", 'hours_source = "x"', period="day"),
            "rate 1: comes to no hourly rate that can be",
        ),
    ],
)
def test_a_fault_is_named_with_its_record(text: str, said: str) -> None:
    """Each fault alone is enough for the file to be refused."""
    assert said in "\n".join(faults(text))


def test_a_note_explains_a_jump_and_a_fall() -> None:
    """With a word of explanation the same rates are taken."""
    records = [
        rate("2023-01-01", "10"),
        rate("2024-01-01", "16", 'note = "reform"'),
        rate("2025-01-01", "9", 'note = "cut"'),
    ]
    assert len(parse_wages(HEAD + "".join(records), "XA").rates) == 3


# Which rate answers


@pytest.mark.parametrize(
    ("on", "status", "hourly"),
    [
        ("2023-12-31", "before_first_record", None),
        ("2024-01-01", "in_force", "10"),
        ("2024-12-31", "in_force", "10"),
        ("2025-01-01", "in_force", "11.50"),
        ("2025-12-31", "in_force", "11.50"),
        ("2026-01-01", "beyond_horizon", "11.50"),
        ("2028-12-31", "beyond_horizon", "11.50"),
        ("2029-01-01", "beyond_horizon", None),
    ],
)
def test_a_day_has_the_rate_of_that_day(on: str, status: str, hourly: str | None) -> None:
    """The day before commencement has none; after the confirmed day the last rate is a floor for three years."""
    assert ask(book(XA=TWO_RATES), "", on) == (status, Decimal(hourly) if hourly else None)


def test_a_gap_between_records_is_no_record_and_says_from_when_to_when() -> None:
    """The rate of 2024 ended in March and the next known one starts in 2025."""
    wages = book(XA=HEAD + rate("2024-01-01", "10", "end = 2024-03-31") + rate("2025-01-01", "11"))
    answer = wages.in_force("XA", "", date(2024, 6, 1))
    assert (answer.status, answer.rate) == ("no_record", None)
    assert answer.reason == "no rate is known after 2024-03-31 and before 2025-01-01"
    assert ask(wages, "", "2024-03-31") == ("in_force", Decimal(10))


def test_a_floor_ends_where_the_country_takes_another_currency() -> None:
    """The farm rate was last confirmed in old money; from 2025 the country counts in new money."""
    farm = rate("2023-01-01", "8", 'category = "farm"', "confirmed_until = 2023-12-31")
    wages = book(XA=HEAD + farm + rate("2023-01-01", "10") + rate("2025-01-01", "0.02", 'currency = "XAN"'))
    assert ask(wages, "", "2024-12-31", "farm") == ("beyond_horizon", Decimal(8))
    assert ask(wages, "", "2025-01-01", "farm") == ("beyond_horizon", None)
    assert "currency has changed to XAN" in wages.in_force("XA", "", date(2025, 1, 1), "farm").reason
    assert ask(wages, "", "2025-01-01") == ("in_force", Decimal("0.02"))


def test_a_leap_day_is_confirmed_three_years_to_the_28th() -> None:
    """There is no 29 February three years after one."""
    wages = book(XA=HEAD.replace("2025-12-31", "2024-02-29") + rate("2024-01-01", "10"))
    assert ask(wages, "", "2027-02-28") == ("beyond_horizon", Decimal(10))
    assert ask(wages, "", "2027-03-01") == ("beyond_horizon", None)


def test_a_region_goes_before_its_country_and_a_city_before_its_region() -> None:
    """Without `combine` the narrowest place with a rate answers, even where it is lower."""
    region = 'country = "XA"\nregion = "XA-1"\nconfirmed_until = 2025-12-31\n'
    town = rate("2024-01-01", "12", 'region = "XA-1/Town"')
    zone = rate("2024-01-01", "14", 'region = "XA/zone"')
    wages = book(XA=TWO_RATES + zone, XA_1=region + rate("2024-07-01", "9") + town)
    assert ask(wages, "XA-1/Town", "2024-02-01") == ("in_force", Decimal(12))
    assert ask(wages, "XA-1", "2024-02-01") == ("in_force", Decimal(10))  # before the region's first record
    assert ask(wages, "XA-1", "2024-07-01") == ("in_force", Decimal(9))
    assert ask(wages, "XA/zone", "2024-02-01") == ("in_force", Decimal(14))


def test_an_unknown_region_takes_the_rate_of_its_country_and_says_so() -> None:
    """A region nobody recorded, one of another country and one that is no code at all."""
    wages = book(XA=TWO_RATES, XB=TWO_RATES.replace("XA", "XB").replace("amount = 10", "amount = 99"))
    for region in ("XA-9", "XA-9/Town", "XB", "XB-1", "../XB", "nonsense"):
        answer = wages.in_force("XA", region, date(2024, 5, 1))
        assert (answer.status, answer.rate and answer.rate.hourly) == ("in_force", Decimal(10))
        assert answer.reason == f"no record of {region}; XA applies"


def test_names_that_cannot_name_a_file_never_reach_the_source() -> None:
    """Countries and regions come from exports: they are not to be paths."""
    asked: list[str] = []
    wages = WageBook(asked.append)
    for country, region in (("../x", ""), ("XA", "XA-../../y"), ("", ""), ("XA", "XA-1/../z"), ("xa", "")):
        assert wages.in_force(country, region, date(2024, 1, 1)).status == "no_record"
    assert sorted(asked) == ["XA", "XA-1"]


def test_a_country_without_a_statutory_minimum_says_what_applies_instead() -> None:
    """The note is the reason; a region with a rate of its own has it all the same, and keeps its floor."""
    none = 'country = "XA"\nstatus = "none"\nnote = "Collective agreements."\n'
    region = 'country = "XA"\nregion = "XA-1"\nconfirmed_until = 2024-12-31\n' + rate("2024-01-01", "20")
    wages = book(XA=none, XA_1=region)
    assert wages.in_force("XA", "", date(2024, 5, 1)) == InForce(
        "no_statutory_minimum", None, "Collective agreements."
    )
    assert ask(wages, "XA-2", "2024-05-01") == ("no_statutory_minimum", None)
    assert ask(wages, "XA-1", "2024-05-01") == ("in_force", Decimal(20))
    assert ask(wages, "XA-1", "2023-05-01") == ("before_first_record", None)
    assert ask(wages, "XA-1", "2025-05-01") == ("beyond_horizon", Decimal(20))


def test_a_country_looked_for_in_vain_says_what_was_looked_for() -> None:
    """A file with a note and no rate: the note is the reason, alone and in rows; a region's own rate still answers."""
    vain = 'country = "XA"\nstatus = "no_record"\nnote = "No gazette seen."\n'
    region = 'country = "XA"\nregion = "XA-1"\nconfirmed_until = 2024-12-31\n' + rate("2024-01-01", "20")
    wages = book(XA=vain, XA_1=region)
    day = date(2024, 5, 1)
    assert wages.in_force("XA", "", day) == InForce("no_record", None, "No gazette seen.")
    assert wages.in_force("XA", "XA-2", day, "farm") == InForce("no_record", None, "No gazette seen.")
    assert ask(wages, "XA-1", "2024-05-01") == ("in_force", Decimal(20))
    found = wages.resolve([("XA", "")], np.zeros(1, np.int32), np.array([(day - EPOCH).days], np.int32))
    assert (STATUSES[found.status[0]], found.hourly[0], found.rate[0]) == ("no_record", 0, -1)


def test_an_unknown_country_or_category_is_no_record() -> None:
    """Not knowing is a value with a reason."""
    wages = book(XA=TWO_RATES)
    assert wages.in_force("XZ", "", date(2024, 5, 1)) == InForce("no_record", None, "no records of XZ")
    assert "no record of the category farm in XA" in wages.in_force("XA", "", date(2024, 5, 1), "farm").reason


UNION = HEAD + 'combine = "highest"\n' + rate("2020-01-01", "10")
STATE = 'country = "XA"\nregion = "XA-1"\nconfirmed_until = 2025-12-31\n'


@pytest.mark.parametrize(
    ("place", "on", "status", "hourly"),
    [
        ("XA-1", "2021-06-01", "in_force", "10"),  # the state's 8 is lower than the union's
        ("XA-1", "2023-06-01", "in_force", "14"),
        ("XA-1/High", "2021-06-01", "in_force", "15"),
        (
            "XA-1/High",
            "2023-06-01",
            "beyond_horizon",
            "15",
        ),  # a stale city rate is a floor, and still the highest
        (
            "XA-1/High",
            "2026-01-01",
            "beyond_horizon",
            "14",
        ),  # its three years are over; the state's is a floor by now
        ("XA-1/Low", "2023-06-01", "in_force", "14"),  # a stale city rate under the state's does not matter
        ("XA-1/Gone", "2021-02-01", "in_force", "16"),
        ("XA-1/Gone", "2021-06-01", "in_force", "10"),  # repealed: the wider rates are all there is
        ("XA-1/Gap", "2021-02-01", "in_force", "16"),
        ("XA-1/Gap", "2021-06-01", "beyond_horizon", "10"),  # a rate is missing: at least the wider ones
        ("XA-1/Gap", "2023-06-01", "in_force", "17"),
    ],
)
def test_with_combine_highest_the_highest_of_city_state_and_nation_applies(
    place: str, on: str, status: str, hourly: str
) -> None:
    """Rates in force and floors are compared; a floor that is the highest makes the answer a floor."""
    towns = [
        rate("2021-01-01", "15", 'region = "XA-1/High"', "confirmed_until = 2022-12-31"),
        rate("2021-01-01", "11", 'region = "XA-1/Low"', "confirmed_until = 2022-12-31"),
        rate("2021-01-01", "16", 'region = "XA-1/Gone"', "end = 2021-03-31"),
        rate("2021-01-01", "16", 'region = "XA-1/Gap"', "end = 2021-03-31"),
        rate("2023-01-01", "17", 'region = "XA-1/Gap"'),
    ]
    state = rate("2020-01-01", "8") + rate("2023-01-01", "14", 'note = "reform"')
    wages = book(XA=UNION, XA_1=STATE + state + "".join(towns))
    assert ask(wages, place, on) == (status, Decimal(hourly))


def test_history_lists_the_records_of_one_place() -> None:
    """In order of category and start; a region's are not its country's."""
    farm = rate("2024-01-01", "8", 'category = "farm"')
    wages = book(XA=TWO_RATES + farm, XA_1=STATE + rate("2024-01-01", "12"))
    assert [(r.category, r.hourly) for r in wages.history("XA")] == [
        ("adult_general", Decimal(10)),
        ("adult_general", Decimal("11.5")),
        ("farm", Decimal(8)),
    ]
    assert [r.hourly for r in wages.history("XA", category="farm")] == [Decimal(8)]
    assert [r.hourly for r in wages.history("XA", "XA-1")] == [Decimal(12)]
    assert wages.history("XZ") == ()


def test_a_file_is_read_when_first_asked_for_and_once() -> None:
    """Ten questions, one reading; nothing is read at the start."""
    asked: list[str] = []

    def source(name: str) -> str | None:
        asked.append(name)
        return TWO_RATES if name == "XA" else None

    wages = WageBook(source)
    assert asked == []
    for day in range(10):
        wages.in_force("XA", "XA-1", date(2024, 1, 1 + day))
    assert sorted(asked) == ["XA", "XA-1"]


def test_a_faulty_file_is_refused_when_asked_for() -> None:
    """The book is usable for other countries."""
    wages = book(XA=TWO_RATES, XB="country = 7\n")
    with pytest.raises(WageFileError, match=r"XB\.toml"):
        wages.in_force("XB", "", date(2024, 1, 1))
    assert ask(wages, "", "2024-05-01") == ("in_force", Decimal(10))


# The fast way


def days_since_epoch(*days: str) -> np.ndarray:
    """int32[n]."""
    return np.array([(date.fromisoformat(day) - EPOCH).days for day in days], np.int32)


def test_resolve_gives_money_in_millionths_status_and_rate_of_each_row() -> None:
    """Rows in any order; a rate used by many rows is listed once."""
    wages = book(XA=TWO_RATES)
    day = days_since_epoch("2025-06-01", "2023-12-31", "2024-06-01", "2025-06-02", "2024-06-01")
    resolved = wages.resolve([("XA", ""), ("XZ", "")], np.array([0, 0, 0, 0, 1], np.int32), day)
    assert resolved.hourly.tolist() == [11_500_000, 0, 10_000_000, 11_500_000, 0]
    assert [STATUSES[code] for code in resolved.status] == [
        "in_force",
        "before_first_record",
        "in_force",
        "in_force",
        "no_record",
    ]
    assert [resolved.rates[index].amount if index >= 0 else None for index in resolved.rate] == [
        Decimal("11.50"),
        None,
        Decimal(10),
        Decimal("11.50"),
        None,
    ]
    assert (resolved.hourly.dtype, resolved.status.dtype, resolved.rate.dtype) == (
        np.int64,
        np.uint8,
        np.int32,
    )
    assert len(resolved.rates) == 2


def test_resolve_takes_no_rows_and_no_places() -> None:
    """An empty table has an empty answer."""
    none = np.zeros(0, np.int32)
    resolved = book().resolve([], none, none)
    assert (resolved.hourly.size, resolved.status.size, resolved.rate.size, resolved.rates) == (0, 0, 0, ())


@pytest.mark.parametrize("place", [-1, 1])
def test_resolve_refuses_a_row_of_a_place_not_in_the_list(place: int) -> None:
    """A negative index must not wrap round to the last place."""
    with pytest.raises(IndexError):
        book(XA=TWO_RATES).resolve([("XA", "")], np.array([place], np.int32), np.array([0], np.int32))


@st.composite
def wage_files(draw: st.DrawFn) -> dict[str, str]:
    """A country with or without `combine`, a region and a city, with gaps, floors and a change of currency."""

    def records(region: str) -> str:
        starts = sorted(draw(st.sets(st.dates(date(2015, 1, 1), date(2022, 12, 31)), max_size=4)))
        out = []
        for start, following in zip_longest(starts, starts[1:]):
            lines = [
                'note = "n"',
                f'region = "{region}"',
                f"confirmed_until = {max(start, date(2021, 6, 30))}",
            ]
            if draw(st.booleans()):
                room = (following - start).days - 1 if following else 400
                lines.append(f"end = {start + timedelta(days=draw(st.integers(0, room)))}")
            if draw(st.integers(0, 5)) == 0:
                lines.append('currency = "XAN"')
            out.append(rate(str(start), str(draw(st.integers(1, 40))), *lines))
        return "".join(out)

    combine = draw(st.sampled_from(["", 'combine = "highest"\n']))
    national = records("")
    status = "" if national else 'status = "none"\nnote = "none"\n'
    country = (
        HEAD
        + combine
        + status
        + national
        + draw(st.sampled_from(["", records("XA/zone") if national else ""]))
    )
    own = records("XA-1") + records("XA-1/Town")
    return {"XA": country} | ({"XA-1": STATE + own} if own else {})


PLACES = [("XA", ""), ("XA", "XA-1"), ("XA", "XA-1/Town"), ("XA", "XA-1/None"), ("XA", "XA/zone"), ("XZ", "")]


@given(
    files=wage_files(),
    rows=st.lists(st.tuples(st.integers(0, 5), st.dates(date(2014, 1, 1), date(2027, 1, 1))), max_size=40),
)
def test_resolve_says_of_every_row_what_in_force_says(
    files: dict[str, str], rows: list[tuple[int, date]]
) -> None:
    """Random places and days in random records, and days a century away."""
    wages = WageBook(files.get)
    rows = [*rows, (1, date(1900, 1, 1)), (2, date(2100, 1, 1))]
    place = np.array([index for index, _ in rows], np.int32)
    day = np.array([(on - EPOCH).days for _, on in rows], np.int32)
    resolved = wages.resolve(PLACES, place, day)
    for row, (index, on) in enumerate(rows):
        answer = wages.in_force(*PLACES[index], on)
        assert STATUSES[resolved.status[row]] == answer.status
        found: Rate | None = resolved.rates[resolved.rate[row]] if resolved.rate[row] >= 0 else None
        assert found == answer.rate
        assert resolved.hourly[row] == (answer.rate.hourly * 1_000_000 if answer.rate else 0)


@given(files=wage_files(), on=st.dates(date(2014, 1, 1), date(2027, 1, 1)))
def test_an_answer_in_force_has_a_rate_that_covers_the_day(files: dict[str, str], on: date) -> None:
    """And one that is not in force has a reason."""
    wages = WageBook(files.get)
    for country, region in PLACES:
        answer = wages.in_force(country, region, on)
        if answer.status == "in_force":
            assert answer.rate is not None
            assert answer.rate.start <= on <= (answer.rate.end or answer.rate.confirmed_until)
        else:
            assert answer.reason


# Edges


def same_both_ways(wages: WageBook, region: str, days: list[date]) -> list[tuple[str, Decimal | None]]:
    """Status and rate of each day, asked one by one; `resolve` must say the same."""
    found = [wages.in_force("XA", region, day) for day in days]
    numbers = np.array([(day - EPOCH).days for day in days], np.int32)
    at_once = wages.resolve([("XB", ""), ("XA", region), ("XC", "")], np.ones(len(days), np.int32), numbers)
    assert [STATUSES[status] for status in at_once.status] == [answer.status for answer in found]
    hourly = [answer.rate.hourly if answer.rate else None for answer in found]
    assert at_once.hourly.tolist() == [int((wage or 0) * 1_000_000) for wage in hourly]
    used = [at_once.rates[code] if code >= 0 else None for code in at_once.rate]
    assert used == [answer.rate for answer in found]
    return list(zip((answer.status for answer in found), hourly, strict=True))


def around(*days: str) -> list[date]:
    """Each day with its eve and its morrow."""
    return [date.fromisoformat(day) + timedelta(days=step) for day in days for step in (-1, 0, 1)]


def test_every_turn_of_a_place_holds_from_its_very_day() -> None:
    """Before the first, its start, the next start, the last confirmed day, the last day of a floor three years on."""
    ten, more = Decimal("10.000000"), Decimal("11.500000")
    days = around("2024-01-01", "2025-01-01", "2025-12-31", "2028-12-31")
    assert same_both_ways(book(XA=TWO_RATES), "", days) == [
        ("before_first_record", None), ("in_force", ten), ("in_force", ten),
        ("in_force", ten), ("in_force", more), ("in_force", more),
        ("in_force", more), ("in_force", more), ("beyond_horizon", more),
        ("beyond_horizon", more), ("beyond_horizon", more), ("beyond_horizon", None),
    ]  # fmt: skip


def test_records_from_before_1970_and_from_the_first_day_there_is_are_found() -> None:
    """Days are counted from 1970 on; nothing begins there."""
    old = book(XA=HEAD + rate("1960-01-01", "1") + rate("1970-01-01", "1.2"))
    assert [status for status, _ in same_both_ways(old, "", around("1960-01-01", "1970-01-01"))] == [
        "before_first_record", *["in_force"] * 5,
    ]  # fmt: skip
    first = book(XA=HEAD + rate("0001-01-01", "1"))
    assert (
        same_both_ways(first, "", [date(1, 1, 1), date(1, 1, 2), date(2025, 1, 1)])
        == [("in_force", Decimal("1.000000"))] * 3
    )


def test_a_day_before_the_first_record_names_the_first_not_the_last() -> None:
    """The first of two."""
    told = book(XA=TWO_RATES).in_force("XA", "", date(2020, 1, 1))
    assert told.reason == "the first record starts on 2024-01-01"


def test_a_rate_that_ended_with_nothing_after_it_is_known_no_longer() -> None:
    """A repeal: its last day still counts; a gap names both its ends."""
    repealed = book(XA=HEAD + rate("2024-01-01", "10", "end = 2024-06-30"))
    assert same_both_ways(repealed, "", around("2024-06-30")) == [
        ("in_force", Decimal("10.000000")), ("in_force", Decimal("10.000000")), ("no_record", None),
    ]  # fmt: skip
    assert repealed.in_force("XA", "", date(2024, 7, 1)).reason == "no rate is known after 2024-06-30"
    gap = book(XA=HEAD + rate("2024-01-01", "10", "end = 2024-06-30") + rate("2025-01-01", "11"))
    assert gap.in_force("XA", "", date(2024, 7, 1)).reason == (
        "no rate is known after 2024-06-30 and before 2025-01-01"
    )


def test_the_last_day_of_a_repealed_rate_of_a_region_is_still_the_regions() -> None:
    """The day after, the country's applies."""
    own = REGION + rate("2024-01-01", "12", "end = 2024-06-30")
    wages = book(XA=HEAD + rate("2024-01-01", "10"), XA_1=own)
    assert [wage for _, wage in same_both_ways(wages, "XA-1", around("2024-06-30"))] == [12, 12, 10]


def test_a_file_that_says_there_is_no_minimum_says_what_there_is_instead() -> None:
    """And a record that is confirmed until no day is none."""
    assert "has no note" in faults('country = "XA"\nstatus = "none"\nconfirmed_until = 2025-12-31\n')[0]
    assert "has no note" in faults('country = "XA"\nstatus = "no_record"\nconfirmed_until = 2025-12-31\n')[0]
    assert "is confirmed until no day" in faults('country = "XA"\n' + rate("2024-01-01", "10"))[0]


HIGHEST = 'country = "XA"\ncombine = "highest"\nconfirmed_until = 2025-12-31\n'
REGION = 'country = "XA"\nregion = "XA-1"\nconfirmed_until = 2025-12-31\n'


def test_of_rates_that_apply_together_an_older_one_does_not_end_its_place() -> None:
    """The region has two records, the first of them over: the second is the higher."""
    region = REGION + rate("2023-01-01", "12") + rate("2024-01-01", "13")
    wages = book(XA=HIGHEST + rate("2020-01-01", "10"), XA_1=region)
    assert ask(wages, "XA-1", "2024-06-01") == ("in_force", Decimal("13.000000"))
    ending = book(XA=HIGHEST + rate("2020-01-01", "10"), XA_1=region + "end = 2024-12-31\n")
    assert ask(ending, "XA-1", "2024-06-01") == ("in_force", Decimal("13.000000"))


def test_of_two_equal_rates_the_one_in_force_stands() -> None:
    """The region's is past its last confirmed day, the country's is not."""
    lapsed = REGION.replace("2025-12-31", "2024-01-31") + rate("2023-01-01", "10")
    wages = book(XA=HIGHEST + rate("2020-01-01", "10"), XA_1=lapsed)
    assert ask(wages, "XA-1", "2024-06-01") == ("in_force", Decimal("10.000000"))


def test_a_region_with_records_of_its_own_is_not_said_to_have_none() -> None:
    """Even where the country's rate is the higher and applies."""
    wages = book(XA=HIGHEST + rate("2020-01-01", "10"), XA_1=REGION + rate("2020-01-01", "9"))
    answer = wages.in_force("XA", "XA-1", date(2024, 6, 1))
    assert (answer.status, answer.rate and answer.rate.amount, answer.reason) == ("in_force", 10, "")


def test_a_row_that_names_no_place_of_the_list_is_refused_with_that_reason() -> None:
    """Below it or above it."""
    wages = book(XA=TWO_RATES)
    for place in ([-1], [-1, 0], [0, 1], [1, 0]):
        with pytest.raises(IndexError, match="not in the list"):
            wages.resolve([("XA", "")], np.array(place, np.int32), np.zeros(len(place), np.int32))


def test_an_own_series_holds_from_its_first_day_to_its_last() -> None:
    """Shipped records of between are gone; the one before ends on the eve; the one after stands."""
    shipped = parse_wages(
        HEAD + rate("2020-01-01", "8") + rate("2023-01-01", "9") + rate("2024-01-01", "10") + rate("2025-06-01", "11"), "XA"
    )  # fmt: skip
    own = parse_wages(
        HEAD + rate("2022-07-01", "8.5") + rate("2023-07-01", "9.5", "end = 2024-12-31"), "mine.toml", GENERAL
    )
    laid = overlaid(shipped, own)
    assert [(one.start.isoformat(), one.end and one.end.isoformat(), str(one.amount)) for one in laid.rates] == [
        ("2020-01-01", "2022-06-30", "8"), ("2022-07-01", "2023-06-30", "8.5"), ("2023-07-01", "2024-12-31", "9.5"),
        ("2025-06-01", None, "11"),
    ]  # fmt: skip


@pytest.mark.parametrize(("own", "shipped", "note", "combine"), [
    ("", 'note = "theirs"\ncombine = "highest"\n', "theirs", "highest"),
    ('note = "mine"\n', "", "mine", ""),
    ('note = "mine"\n', 'note = "theirs"\n', "mine", ""),
])  # fmt: skip
def test_what_is_said_of_a_place_stands_beside_a_users_own_records(
    own: str, shipped: str, note: str, combine: str
) -> None:
    """The user's own note goes before the shipped one; how rates of several places combine stays as shipped."""
    theirs = parse_wages(HEAD + shipped + rate("2024-01-01", "10"), "XA")
    mine = parse_wages(HEAD + own + rate("2025-01-01", "11"), "mine.toml", GENERAL)
    laid = overlaid(theirs, mine)
    assert (laid.note, laid.combine, len(laid.rates)) == (note, combine, 2)


def test_where_several_rates_apply_and_none_is_known_the_narrowest_place_answers() -> None:
    """Before the first record of region and country: the region's first day is told; in the region's gap, the gap is."""
    region = REGION + rate("2020-01-01", "12", "end = 2020-12-31") + rate("2023-01-01", "13")
    wages = book(XA=HIGHEST + rate("2022-01-01", "10"), XA_1=region)
    assert wages.in_force("XA", "XA-1", date(2019, 1, 1)).reason == "the first record starts on 2020-01-01"
    gap = wages.in_force("XA", "XA-1", date(2021, 6, 1))
    assert (gap.status, gap.rate) == ("no_record", None)
    assert gap.reason == "no rate is known after 2020-12-31 and before 2023-01-01"


def test_a_town_counts_in_the_currency_of_its_region_where_the_country_has_no_records() -> None:
    """Past the last confirmed day the town's rate is a floor: its money has not changed."""
    town = rate("2024-01-01", "12", 'region = "XA-1/Town"')
    wages = book(XA_1=REGION + rate("2024-01-01", "10") + town)
    answer = wages.in_force("XA", "XA-1/Town", date(2026, 6, 1))
    assert (answer.status, answer.rate and answer.rate.amount) == ("beyond_horizon", 12)
