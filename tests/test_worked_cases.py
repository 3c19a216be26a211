"""Cases worked by hand: the seven tests of understanding, finer points of the method, and published examples.

Each is put to the program and to the brute-force reference: a figure is right when both give it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from reference import Figure, Rules, ledger, table

import wageaudit
from wageaudit.wages import WageBook

Rows = Sequence[Mapping[str, object]]
Found = Mapping[str, Figure]
Figures = Callable[..., Mapping[tuple[str, ...], Found]]

MONDAY = date(2024, 3, 4)
CENT = Decimal("0.01")


@pytest.fixture(params=("reference", "program"))
def figures(request: pytest.FixtureRequest) -> Figures:
    """What works the case out: rows, rules and grouping columns in, result columns by group out."""
    return {"reference": figures_of_reference, "program": figures_of_program}[request.param]


def figures_of_reference(
    rows: Rows, rules: Rules, by: Sequence[str] = ("worker",)
) -> dict[tuple[str, ...], Found]:
    """Work a case out by counting open rows."""
    return table(ledger(rows, rules), by, rules)


def figures_of_program(
    rows: Rows, rules: Rules, by: Sequence[str] = ("worker",)
) -> dict[tuple[str, ...], Found]:
    """Work a case out with the public functions of the package."""
    options = wageaudit.Options(**rules.as_options())
    reading = wageaudit.tasks_from_rows(rows, options)
    assert not reading.problems
    dated = not isinstance(rules.minimum_wage, Decimal)
    books = {"wages": WageBook({"MG": law(rules)}.get)} if dated else {}
    found = wageaudit.audit(reading.table, options, **books).table(by).to_pylist()
    return {tuple(str(row[name]) for name in by): row for row in found}


def law(rules: Rules) -> str:
    """Return an invented country's minimum wages as a wage file."""
    text = 'country = "MG"\nconfirmed_until = 2030-12-31\n'
    for start, amount in rules.minimum_wage or ():
        text += f'[[rate]]\nstart = {start}\namount = {amount}\ncurrency = "USD"\nperiod = "hour"\n'
        text += 'law = "An invented act"\nurl = "https://example.org/act"\n'
        text += 'date_precision = "day"\nconfidence = "high"\n'
    return text


def at(clock: str, day: date = MONDAY) -> datetime:
    """Return the instant of a clock time, in UTC."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)


def row(start: str, end: str = "", pay: str = "0", day: date = MONDAY, **other: object) -> dict[str, object]:
    """Return one row of a worker in Antananarivo's country, by the clock of UTC."""
    place: dict[str, object] = {"worker_id": "w", "currency": "USD", "country": "MG", "timezone": "UTC"}
    ended = at(end, day) if end else None
    return place | {"started_at": at(start, day), "ended_at": ended, "pay": Decimal(pay)} | other


def block(hours: str, pay: str = "0", day: date = MONDAY, **other: object) -> dict[str, object]:
    """Return one untimed row of so many hours: a shift, a day, a week of work."""
    return row("00:00", pay=pay, day=day, active_seconds=Decimal(hours) * 3600, **other)


def check(found: Found, **expected: object) -> None:
    """Hold figures against numbers on paper, to a millionth."""
    for name, value in expected.items():
        if isinstance(value, (str, type(None))) and not is_number(value):
            assert found[name] == value, name
        else:
            got = found[name]
            assert got is not None, name
            assert abs(Fraction(got) - Fraction(value)) <= Fraction(1, 10**6), (name, got, value)


def is_number(value: object) -> bool:
    """Return whether an expected text is a number."""
    return isinstance(value, str) and value.replace(".", "", 1).replace("-", "", 1).isdigit()


PLAIN = Rules(minimum_wage=Decimal("3.50"))
TWO = (row("10:00", "10:10", "0.50"), row("10:05", "10:15", "0.50"))
THREE = (*TWO, row("10:20", "10:25", "0.25"))


# ---------------------------------------------------------------------- the seven tests of understanding


def test_an_instant_with_two_open_tasks_counts_once(figures: Figures) -> None:
    """Case 1: 15 minutes engaged, not 20, and the wage on them is 4.00."""
    found = figures(TWO, PLAIN)["w",]
    check(found, paid_hours="0.25", working_hours="0.25", pay="1.00", tasks=2, sessions=1)
    check(found, overlap_factor=Fraction(4, 3), engaged_hourly_wage="4.00", effective_hourly_wage="4.00")


def test_two_tasks_that_overlap_by_half_are_credited_half_of_the_overlap_each() -> None:
    """Case 1, row by row: seven and a half minutes each."""
    found = wageaudit.audit(
        wageaudit.tasks_from_rows(TWO).table, wageaudit.Options(**PLAIN.as_options())
    ).ledger()
    assert found.column("credit_seconds").to_pylist() == [Decimal(450), Decimal(450)]
    assert [line.credit for line in ledger(TWO, PLAIN)] == [450_000_000, 450_000_000]


def test_a_gap_within_the_threshold_is_waiting_and_a_longer_one_ends_the_session(figures: Figures) -> None:
    """Case 2: at 5 minutes one session and 3.00 an hour, at 4 minutes two sessions and 3.75."""
    at_five = figures(THREE, replace(PLAIN, gap_minutes=Decimal(5)))["w",]
    check(at_five, waiting_hours=Fraction(5, 60), sessions=1, working_hours=Fraction(25, 60))
    check(at_five, effective_hourly_wage="3.00", effective_hourly_wage_gap5="3.00")
    at_four = figures(THREE, replace(PLAIN, gap_minutes=Decimal(4)))["w",]
    check(
        at_four, waiting_hours=0, sessions=2, effective_hourly_wage="3.75", effective_hourly_wage_gap1="3.75"
    )


def test_a_verdict_that_turns_on_the_threshold_says_so_and_where(figures: Figures) -> None:
    """Case 2: at a minimum of 3.50 the critical gap is 5 minutes and the verdict depends."""
    for minutes in (4, 5, 20):
        found = figures(THREE, replace(PLAIN, gap_minutes=Decimal(minutes)))["w",]
        check(found, critical_gap_minutes=5, verdict="depends")


def test_rejected_work_keeps_its_time_and_earns_nothing(figures: Figures) -> None:
    """Case 3: half an hour rejected halves the wage; its promised pay does not count."""
    rows = (row("10:00", "10:30", "2.00"), row("10:30", "11:00", "2.00", status="rejected"))
    found = figures(rows, PLAIN)["w",]
    check(found, paid_hours="0.5", unpaid_work_hours="0.5", tasks=2, tasks_unpaid=1, utilisation="0.5")
    check(found, pay="2.00", engaged_hourly_wage="4.00", effective_hourly_wage="2.00")


def test_a_good_week_does_not_pay_for_a_bad_one(figures: Figures) -> None:
    """Case 4: 145 required, 120 paid, and yet 52.50 are missing, not 25."""
    weeks = (block("10", "100"), block("10", "20", day=date(2024, 3, 11)))
    rules = Rules(minimum_wage=Decimal("7.25"))
    found = figures(weeks, rules)["w",]
    check(
        found,
        required_pay="145",
        pay="120",
        shortfall="52.50",
        wage_ratio=Fraction(120, 145),
        verdict="below",
    )
    check(figures(weeks, replace(rules, period="whole"))["w",], shortfall="25")
    by_week = figures(weeks, rules, ("worker", "week"))
    check(by_week["w", "2024-W10"], shortfall="0", verdict="met")
    check(by_week["w", "2024-W11"], shortfall="52.50", verdict="below")


def test_a_gap_of_exactly_the_threshold_is_waiting_and_a_millisecond_more_is_a_new_session(
    figures: Figures,
) -> None:
    """Case 5, first half."""
    first, second = row("10:00", "10:10", "1"), row("10:30", "10:40", "1")
    check(figures((first, second), PLAIN)["w",], sessions=1, waiting_hours=Fraction(20, 60))
    late = second | {"started_at": at("10:30") + timedelta(milliseconds=1)}
    check(figures((first, late), PLAIN)["w",], sessions=2, waiting_hours=0)


def test_a_row_of_zero_length_marks_a_place_in_its_session(figures: Figures) -> None:
    """Case 5, second half: a click at 10:20 cuts a gap of 30 minutes into 10 and 20, both of them waiting."""
    around = (row("10:00", "10:10", "1"), row("10:40", "10:50", "1"))
    check(figures(around, PLAIN)["w",], sessions=2, waiting_hours=0)
    found = figures((*around, row("10:20", "10:20", "0.05")), PLAIN)["w",]
    check(found, sessions=1, waiting_hours="0.5", working_hours=Fraction(50, 60), tasks=3, tasks_untimed=0)


def test_a_session_across_new_year_uses_the_minimum_wage_of_each_rows_own_local_date(
    figures: Figures,
) -> None:
    """Case 6: midnight in Antananarivo is 21:00 UTC; the gap belongs to the row that ends it."""
    new_year = Rules(minimum_wage=((date(2024, 1, 1), Decimal("3.00")), (date(2025, 1, 1), Decimal("4.00"))))
    there: dict[str, object] = {"day": date(2024, 12, 31), "timezone": "Indian/Antananarivo"}
    rows = (row("20:00", "20:45", "5", **there), row("21:00", "21:30", "1", **there))
    found = figures(rows, new_year)["w",]
    check(
        found, sessions=1, required_pay="5.25", minimum_wage="3.50"
    )  # 45 min at 3.00 and 15 + 30 min at 4.00
    by_day = figures(rows, new_year, ("day",))
    check(by_day["2024-12-31",], required_pay="2.25", minimum_wage="3.00", sessions=1, working_hours="0.75")
    check(by_day["2025-01-01",], required_pay="3.00", minimum_wage="4.00", sessions=0, working_hours="0.75")


def test_a_million_tasks_at_eight_tenths_of_a_cent_pay_eight_thousand_in_any_order() -> None:
    """Case 7: money is exact, so the sum is the same in any order."""
    cents = np.repeat([0, 1, 2], [500_000, 250_000, 250_000])
    ordered = total_pay(cents)
    np.random.default_rng(7).shuffle(cents)
    assert ordered == total_pay(cents) == Decimal(8000)


def total_pay(cents: np.ndarray) -> Decimal:
    """Audit one task a second with 0.008, 0.001 or 0.015 each and return the total."""
    many = len(cents)
    amounts = pa.array([Decimal("0.008"), Decimal("0.001"), Decimal("0.015")], pa.decimal128(18, 6))
    pays = amounts.take(pa.array(cents))
    start = int(at("00:00").timestamp()) * 1_000_000
    clock = pa.array(range(start, start + many * 1_000_000, 1_000_000), pa.int64()).cast(
        pa.timestamp("us", "UTC")
    )
    texts = {"worker_id": "w", "currency": "USD", "timezone": "UTC", "activity": "task", "status": "approved"}
    columns = {name: pa.repeat(text, many).dictionary_encode() for name, text in texts.items()}
    columns |= {"started_at": clock, "ended_at": clock, "pay": pays}
    tasks = wageaudit.tasks_from_rows([row("00:00", "00:00")]).table.schema
    full = [
        columns[field.name].cast(field.type) if field.name in columns else pa.nulls(many, field.type)
        for field in tasks
    ]
    options = wageaudit.Options(**PLAIN.as_options())
    total = wageaudit.audit(pa.Table.from_arrays(full, schema=tasks), options).table(()).to_pylist()[0]
    assert total["tasks"] == many
    return Decimal(total["pay"])


# ------------------------------------------------------------------------------------------------ finer point


def test_waiting_on_record_is_what_no_work_covers_and_is_shared_among_the_open_searches(
    figures: Figures,
) -> None:
    """Two searches 10:00-10:30, one task inside them 10:10-10:20: twenty minutes of waiting, not sixty."""
    search = row("10:00", "10:30", activity="search")
    found = figures((search, search, row("10:10", "10:20", "1")), replace(PLAIN, gap_minutes=Decimal(0)))[
        "w",
    ]
    check(found, waiting_hours=Fraction(20, 60), paid_hours=Fraction(10, 60), sessions=1, overlap_factor=1)


def test_time_measured_as_active_scales_the_credit_and_the_rest_is_waiting(figures: Figures) -> None:
    """Ten minutes open and two active: two minutes paid, eight waiting on record, at every threshold."""
    measured = row("10:00", "10:10", "0.50", active_seconds=Decimal(120))
    found = figures((measured,), PLAIN)["w",]
    check(found, paid_hours=Fraction(2, 60), waiting_hours=Fraction(8, 60), effective_hourly_wage_gap0="3.00")
    check(found, engaged_hourly_wage="15", verdict="below", critical_gap_minutes=0)
    longer = measured | {"active_seconds": Decimal(1200)}
    check(figures((longer,), PLAIN)["w",], paid_hours=Fraction(10, 60), waiting_hours=0)


def test_untimed_rows_add_their_seconds_to_no_gap_and_no_session(figures: Figures) -> None:
    """A day of 1,800 active seconds between two tasks neither ends their gap nor begins a session."""
    rows = (
        row("10:00", "10:10", "1"),
        row("10:45", "10:55", "1"),
        row("10:20", pay="2", active_seconds=Decimal(1800)),
    )
    found = figures(rows, PLAIN)["w",]
    check(found, sessions=2, waiting_hours=0, paid_hours=Fraction(50, 60), tasks_untimed=0, pay="4")


def test_work_without_any_time_keeps_its_pay_and_is_counted(figures: Figures) -> None:
    """Neither an end nor active seconds: the wage is an upper bound, and the count says so."""
    found = figures((row("10:00", "10:30", "2"), row("12:00", pay="1")), PLAIN)["w",]
    check(found, tasks=2, tasks_untimed=1, pay="3", working_hours="0.5", effective_hourly_wage="6")


def test_a_late_bonus_belongs_to_the_week_of_its_task_and_a_free_payment_to_its_own(figures: Figures) -> None:
    """A bonus of 1.00 comes two weeks late, a chargeback of 0.25 names no task and stays where it is."""
    work = row("10:00", "11:00", "3.00", task_id="t1", project="labels")
    late: dict[str, object] = {"activity": "payment", "day": date(2024, 3, 18)}
    bonus = row("09:00", pay="0", bonus=Decimal("1.00"), task_id="t1", **late)
    chargeback = row("09:30", pay="-0.25", **late)
    found = figures((bonus, work, chargeback), PLAIN, ("week",))
    check(found["2024-W10",], pay="4.00", bonus="1.00", bonus_share="0.25", shortfall="0", tasks=1)
    check(found["2024-W12",], pay="-0.25", working_hours=0, sessions=0, tasks=0, effective_hourly_wage=None)
    by_project = figures((bonus, work), PLAIN, ("project",))
    check(by_project["labels",], pay="4.00")


def test_two_corrections_of_one_task_both_count(figures: Figures) -> None:
    """A bonus and a chargeback that name the same task are two payments, not one row exported twice."""
    work, late = row("10:00", "11:00", "3.00", task_id="t1"), {"activity": "payment", "task_id": "t1"}
    found = figures((work, row("12:00", pay="1.00", **late), row("12:00", pay="-0.25", **late)), PLAIN)["w",]
    check(found, pay="3.75", tasks=1)


def test_pending_and_tips_are_choices_and_fees_come_off(figures: Figures) -> None:
    """Pay is pay + bonus + tip - fee; leaving pending rows out leaves their time out too."""
    sums = {"bonus": Decimal("0.30"), "tip": Decimal("0.20"), "fee": Decimal("0.10")}
    rows = (row("10:00", "10:30", "2.00", **sums), row("10:30", "11:00", "2.00", status="pending"))
    check(figures(rows, PLAIN)["w",], pay="4.40", bonus="0.30", tip="0.20", fee="0.10", paid_hours=1)
    check(figures(rows, replace(PLAIN, tips="exclude"))["w",], pay="4.20", tip="0.20")
    check(figures(rows, replace(PLAIN, pending="exclude"))["w",], pay="2.40", paid_hours="0.5", tasks=1)


def test_a_task_left_open_overnight_can_be_capped(figures: Figures) -> None:
    """Eight hours open, ten minutes credited; what followed inside the old interval now stands after it."""
    rows = (row("00:00", "08:00", "1"), row("00:15", "00:20", "1"))
    check(figures(rows, PLAIN)["w",], paid_hours=8, sessions=1)
    found = figures(rows, replace(PLAIN, max_task_minutes=Decimal(10)))["w",]
    check(found, paid_hours="0.25", waiting_hours=Fraction(5, 60), sessions=1)


def test_wages_are_sums_over_sums_and_never_pass_through_a_rounded_rate(figures: Figures) -> None:
    """Two cents for 25 minutes at 7.25: 3.000833 are missing; by way of 0.05 an hour it would be 2.88."""
    found = figures((row("10:00", "10:25", "0.02"),), Rules(minimum_wage=Decimal("7.25")))["w",]
    check(
        found,
        shortfall=Fraction(725, 100) * Fraction(25, 60) - Fraction(2, 100),
        effective_hourly_wage="0.048",
    )


def test_pay_of_exactly_the_minimum_wage_is_met_however_the_time_is_cut(figures: Figures) -> None:
    """Six rows of ten minutes at 1.00 an hour: a sixth of a dollar is not exact, six of them are."""
    clock = ("10:00", "10:10", "10:20", "10:30", "10:40", "10:50", "11:00")
    rows = [row(start, end) for start, end in pairwise(clock)]
    rows[0]["pay"] = Decimal("1.00")
    rules = Rules(minimum_wage=Decimal("1.00"))
    check(figures(rows, rules)["w",], verdict="met", shortfall=0, wage_ratio=1, critical_gap_minutes=None)
    rows[0]["pay"] = Decimal("0.999999")
    check(figures(rows, rules)["w",], verdict="below", shortfall="0.000001", critical_gap_minutes=0)


def test_an_unknown_minimum_wage_leaves_the_wages_and_empties_the_comparison(figures: Figures) -> None:
    """Before the first record nothing is compared, and nothing is zero."""
    found = figures(TWO, Rules(minimum_wage=((date(2025, 1, 1), Decimal(4)),)))["w",]
    check(found, verdict="unknown", effective_hourly_wage="4.00", minimum_wage=None, required_pay=None)
    check(found, shortfall=None, wage_ratio=None, breakeven_piece_rate=None, critical_gap_minutes=None)


def test_take_rate_is_over_the_rows_that_have_a_customer_price(figures: Figures) -> None:
    """A customer who paid 1.00 for rejected work paid it to the platform: 3.00 came in, 1.50 went out."""
    priced = row("10:00", "10:30", "1.50", customer_price=Decimal("2.00"))
    rejected = row("10:30", "11:00", "0.75", status="rejected", customer_price=Decimal("1.00"))
    check(figures((priced, row("11:00", "11:30", "9")), PLAIN)["w",], take_rate="0.25", pay="10.50")
    check(figures((priced, rejected), PLAIN)["w",], take_rate="0.5")


def test_a_chargeback_in_a_week_without_work_is_missing_there_and_in_the_total(figures: Figures) -> None:
    """Weeks are compared one by one: 0.25 taken back in an idle week is short of the nothing required there."""
    work = row("10:00", "11:00", "9.00")
    chargeback = row("09:30", pay="-0.25", activity="payment", day=date(2024, 3, 18))
    check(figures((work, chargeback), PLAIN)["w",], shortfall="0.25", verdict="met")
    by_week = figures((work, chargeback), PLAIN, ("week",))
    check(by_week["2024-W10",], shortfall="0", verdict="met")
    check(by_week["2024-W12",], shortfall="0.25", required_pay="0", effective_hourly_wage=None)


def test_a_threshold_beyond_the_hour_may_turn_the_verdict_with_no_critical_gap_to_show(
    figures: Figures,
) -> None:
    """The only gap lasts 75 minutes: it counts at a threshold of 90, but critical gaps end at 60."""
    rows = (row("10:00", "10:10", "1"), row("11:25", "11:35", "1"))
    check(figures(rows, PLAIN)["w",], sessions=2, verdict="met", critical_gap_minutes=None)
    found = figures(rows, replace(PLAIN, gap_minutes=Decimal(90)))["w",]
    check(found, sessions=1, waiting_hours="1.25", verdict="depends", critical_gap_minutes=None)


def test_writing_a_default_out_changes_nothing(figures: Figures) -> None:
    """An empty status is `approved`: of two rows that start and end together the same one ends the gap."""
    first, tied = row("10:00", "10:01", "1"), row("10:05", "10:10", "1")
    abandoned = tied | {"status": "abandoned", "project": "texts"}
    for written in ({}, {"status": "", "activity": ""}, {"status": "approved", "activity": "task"}):
        found = figures((first, tied | {"project": "labels"} | written, abandoned), PLAIN, ("project",))
        check(found["texts",], waiting_hours=Fraction(4, 60))
        check(found["labels",], waiting_hours=0)


# -------------------------------------------------------------------------------- published examples


def test_the_pieceworker_of_the_us_regulations_has_a_regular_rate_of_10_46(figures: Figures) -> None:
    """29 CFR 778.111(a): 491 for 46 hours at piece rates, 4 hours of waiting at 8.00, over all 50 hours."""
    waiting = block("4", "32", activity="waiting")
    found = figures((block("46", "491"), waiting), Rules(minimum_wage=Decimal("7.25")))["w",]
    check(found, working_hours=50, waiting_hours=4, pay="523", effective_hourly_wage="10.46", verdict="met")
    unpaid = figures(
        (block("46", "491"), waiting | {"pay": Decimal(0)}), Rules(minimum_wage=Decimal("7.25"))
    )["w",]
    check(unpaid, pay="491", effective_hourly_wage="9.82", utilisation="0.92")


def test_the_shirts_of_gov_uk_break_even_at_a_twelfth_of_the_minimum_wage(figures: Figures) -> None:
    """GOV.UK, paid per piece: 12 shirts an hour; the fair rate (1.221 at 12.21) is 1.2 × the break-even."""
    for minimum, fair in (("12.21", "1.221"), ("12.71", "1.271")):
        found = figures((block("1", task_count=12),), Rules(minimum_wage=Decimal(minimum)))["w",]
        check(found, breakeven_piece_rate=Fraction(fair) / Fraction("1.2"), tasks=12)


@pytest.mark.parametrize(
    ("pay", "hours", "minimum", "required", "verdict"),
    [
        ("187.46", "39", "4.92", "191.88", "below"),
        ("168", "40", "6.08", "243.20", "below"),
        ("420", "70", "6.19", "433.30", "below"),
        ("400", "39", "4.92", "191.88", "met"),
    ],
)
def test_the_cases_of_the_gov_uk_calculator_come_out_the_same(
    figures: Figures, pay: str, hours: str, minimum: str, required: str, verdict: str
) -> None:
    """GOV.UK's own minimum wage calculator tests: entitlement, underpayment and which side of the line."""
    found = figures((block(hours, pay),), Rules(minimum_wage=Decimal(minimum), period="whole"))["w",]
    missing = max(Fraction(0), Fraction(required) - Fraction(pay))
    check(found, required_pay=required, shortfall=missing, verdict=verdict)
    check(found, effective_hourly_wage=Fraction(pay) / Fraction(hours))


def city(workers: int) -> list[dict[str, object]]:
    """Return delivery workers' trips (20 hours each on average, 30 of the first) and their 5 hours on call."""
    trips = {"a": 30, "b": 10} | {f"w{number}": 20 for number in range(workers - 2)}
    on_trips = [block(str(hours), worker_id=worker) for worker, hours in trips.items()]
    return on_trips + [block("5", worker_id=worker, activity="waiting") for worker in trips]


NEW_YORK = Rules(minimum_wage=Decimal("17.87"))


def test_new_yorks_delivery_workers_are_owed_trip_time_and_on_call_time_together(figures: Figures) -> None:
    """City Record 2022: 200,000 + 50,000 hours at 17.87 are 4,467,500; here a hundredth of them.

    One of them, with 30 hours of trips and 5 on call, is owed 536.10 for the trips alone.
    """
    total = figures(city(100), NEW_YORK, ())[()]
    check(total, workers=100, working_hours=2_500, required_pay="44675", utilisation="0.8")
    check(figures(city(100)[:1], NEW_YORK)["a",], required_pay="536.10")


def test_all_ten_thousand_of_new_yorks_delivery_workers_are_owed_what_the_city_worked_out() -> None:
    """The same at its own size."""
    total = figures_of_program(city(10_000), NEW_YORK, ())[()]
    check(total, workers=10_000, working_hours=250_000, required_pay="4467500", utilisation="0.8")


def test_a_study_of_twenty_minutes_that_takes_forty_pays_half(figures: Figures) -> None:
    """Prolific's help pages: 2.00 for 40 minutes are 3.00 an hour; at a minimum of 6.00 it owes 4.00."""
    found = figures((row("10:00", "10:40", "2.00"),), Rules(minimum_wage=Decimal("6.00")))["w",]
    check(
        found,
        effective_hourly_wage="3.00",
        required_pay="4.00",
        breakeven_piece_rate="4.00",
        shortfall="2.00",
    )


def test_twenty_unpaid_minutes_for_every_paid_hour_take_a_quarter_of_the_wage(figures: Figures) -> None:
    """Berg et al., ILO 2018: 4.43 an hour on paid work alone, 3.32 with the search for it."""
    found = figures((row("10:00", "11:00", "4.43"), row("11:00", "11:20", activity="search")), PLAIN)["w",]
    check(found, engaged_hourly_wage="4.43", effective_hourly_wage="3.3225")
