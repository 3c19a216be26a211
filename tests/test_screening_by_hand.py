"""What one part of whole workers shows, at the edge of each bound: days alike, midnights, pauses, wages; and two parts together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest

import wageaudit
from wageaudit.auditing import Audit
from wageaudit.engine import tasks_from_rows
from wageaudit.exchange import ExchangeBook
from wageaudit.options import Options
from wageaudit.screening import BINS, Clock, Found, Screened, Tally
from wageaudit.suspicion import Suspicion, _ratio, _shifted

Row = dict[str, object]
MONDAY = datetime(2024, 3, 4, 8, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def task(start: datetime, seconds: float = 60, pay: str = "0.10", **more: object) -> Row:
    """One task of w1 for Acme, in dollars."""
    return {
        "worker_id": "w1", "platform": "mturk", "requester": "Acme", "started_at": start.isoformat(),
        "ended_at": (start + timedelta(seconds=seconds)).isoformat(), "pay": pay, "currency": "USD", "country": "US",
    } | more  # fmt: skip


def audited(rows: Sequence[Row], options: Options = Options(), files: Sequence[str | None] = ()) -> Audit:  # noqa: B008 - frozen
    """The audit of rows that are all taken; files: that of each row."""
    reading = tasks_from_rows(rows, options)
    assert not reading.problems
    table = reading.table
    if files:
        names = pa.array(files).dictionary_encode()
        table = table.set_column(table.column_names.index("source_file"), "source_file", names)
    return wageaudit.audit(table, options)


def found(
    rows: Sequence[Row],
    options: Options = Options(),  # noqa: B008 - frozen
    files: Sequence[str | None] = (),
) -> dict[str, Suspicion]:
    """Suspicions by kind."""
    return {one.kind: one for one in audited(rows, options, files).suspicions()}


# --------------------------------------------------------------------------------------------------------- days alike


def a_day(on: int, *tasks: tuple[float, float, str], **more: object) -> list[Row]:
    """Tasks of the day so many after Monday: seconds after eight, length, pay."""
    return [
        task(MONDAY + timedelta(days=on, seconds=since), length, pay, **more) for since, length, pay in tasks
    ]


ODD = ((13, 50, "0.11"), (291, 61, "0.25"), (502, 44, "0.07"))  # three stamps that are not on five minutes
ROUND = tuple((300 * at, 60 + at, f"0.{11 + at}") for at in range(8))  # eight that are


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (ODD, ODD, 3),
        (ODD[:2], ODD[:2], 0),  # two are chance
        ((*ODD[:2], (600, 44, "0.07")), (*ODD[:2], (600, 44, "0.07")), 0),  # two odd ones and a round one
        ((*ODD, (600, 44, "0.07")), (*ODD, (600, 44, "0.07")), 4),
        (ROUND, ROUND, 8),
        (ROUND[:7], ROUND[:7], 0),
        (ODD, (*ODD[:2], (502, 45, "0.07")), 0),  # a second longer
        (ODD, (*ODD[:1], (292, 61, "0.25"), ODD[2]), 0),  # a second later
        (ODD, ((13, 50, "0.25"), (291, 61, "0.11"), (502, 44, "0.07")), 0),  # the pay of two exchanged
    ],
)
def test_a_day_is_repeated_where_all_its_rows_are_and_they_are_no_habit(
    first: Sequence[tuple[float, float, str]], second: Sequence[tuple[float, float, str]], told: int
) -> None:
    """Three odd stamps at the least, or eight rows."""
    kinds = found([*a_day(0, *first), *a_day(9, *second)])
    assert (kinds["repeated"].rows if told else len(kinds)) == told


def test_measured_time_that_differs_makes_another_day() -> None:
    """The same stamps and pay, but active for other seconds."""
    active = [row | {"active_seconds": "30"} for row in a_day(9, *ODD)]
    assert found([*a_day(0, *ODD), *(row | {"active_seconds": "30"} for row in a_day(0, *ODD))]) != {}
    assert "repeated" not in found([*a_day(0, *ODD), *active[:2], active[2] | {"active_seconds": "31"}])
    same = [row | {"active_seconds": "30"} for row in a_day(0, *ODD)]
    assert found([*same, *active])["repeated"].rows == 3
    assert "repeated" not in found([*same, *active[:2], active[2] | {"active_seconds": "31"}])


def test_of_days_that_look_alike_those_are_told_that_are_the_same() -> None:
    """One worker repeats a day and has another like it but for a swap; another worker has that day as well."""
    swapped = ((13, 50, "0.25"), (291, 61, "0.11"), (502, 44, "0.07"))
    rows = [*a_day(0, *swapped), *a_day(9, *ODD), *a_day(20, *ODD), *a_day(30, *ODD, worker_id="w2")]
    one = found(rows)["repeated"]
    assert (one.rows, one.workers) == (3, 1)


# ---------------------------------------------------------------------------------------------------------- midnights


def midnights(count: int, *, worker: str = "w1", utc: bool = False) -> list[Row]:
    """So many days that begin at midnight in New York, or in UTC, of a worker there."""
    zone = UTC if utc else NEW_YORK
    return [
        task(datetime(2024, 5, 1 + at, tzinfo=zone), 900 + 7 * at, worker_id=worker, timezone=str(NEW_YORK))
        for at in range(count)
    ]


@pytest.mark.parametrize("utc", [False, True])
def test_five_midnights_of_either_clock_are_told_of_those_workers_who_have_them(utc: bool) -> None:
    """A worker with four has too few beside one with five."""
    rows = [*midnights(5, utc=utc), *midnights(4, worker="w2", utc=utc)]
    one = found(rows)["midnight"]
    assert (one.rows, one.workers) == (5, 1)
    assert found(midnights(4, utc=utc)) == {}


# ------------------------------------------------------------------------------------------------------------- pauses


def test_the_row_named_beside_lost_weeks_is_the_first_after_them() -> None:
    """Row 2 is the first there is: the ninth week's comes ten rows of eight weeks later, the first day of two."""
    weeks = [*range(8), *range(11, 19)]
    rows = [
        task(MONDAY + timedelta(weeks=week, days=day, seconds=37 * week + day), 100 + 3 * week + day)
        for week in weeks
        for day in (0, 3)
    ]
    one = found(rows)["lost"]
    first = audited(rows).ledger().to_pylist()[0]["source_row"]
    assert (one.workers, one.weeks, one.row - int(first)) == (1, 3, 16)


# ------------------------------------------------------------------------------------------------------ rows by rows


def test_neither_marks_without_length_nor_searches_are_tasks_in_tasks_or_twins() -> None:
    """An hour's task with a mark in it, two searches of one interval, and two journeys."""
    rows = [
        task(MONDAY, 3601, "5.55"),
        task(MONDAY + timedelta(minutes=30), 0, "0.10"),
        *(task(MONDAY + timedelta(hours=2), 600, "0", activity="search") for _ in range(2)),
        *(task(MONDAY + timedelta(hours=3), 600, "0.50", activity="travel") for _ in range(2)),
    ]
    assert found(rows) == {}
    twins = [task(MONDAY + timedelta(hours=4), 600, "0.50") for _ in range(2)]
    assert found([*rows, *twins])["identical"].rows == 1


def test_a_row_without_an_id_is_again_in_another_file_only_where_neither_has_an_interval() -> None:
    """An empty id is none; a row of the same file is none; a named one is its own."""
    bonus = task(MONDAY, pay="0", activity="payment", bonus="2", ended_at="")
    assert found([bonus, bonus], files=["a", "b"])["again"].rows == 1
    assert found([bonus, bonus], files=["a", "a"]) == {}
    empty = [bonus | {"task_id": ""}, bonus | {"task_id": ""}, task(MONDAY, task_id="t")]
    assert found(empty, files=["a", "b", "a"])["again"].rows == 1
    timed, loose = task(MONDAY, pay="1.11"), task(MONDAY, pay="1.11", ended_at="")
    assert "again" not in found([timed, loose], files=["a", "b"])


def test_an_id_that_a_program_left_empty_is_no_id() -> None:
    """As a null is none: payments that two files tell word for word."""
    bonus = task(MONDAY, pay="0", activity="payment", bonus="2", ended_at="")
    table = tasks_from_rows([bonus, bonus]).table
    names = pa.array(["a", "b"]).dictionary_encode()
    table = table.set_column(table.column_names.index("source_file"), "source_file", names)
    for ids in (["", ""], [None, None]):
        named = table.append_column("task_id", pa.array(ids, pa.string()))
        assert [one.kind for one in wageaudit.audit(named).suspicions()] == ["again"]


@pytest.mark.parametrize(
    ("minutes", "pay", "told"),
    [
        (30, "200.5", ["wage"]),  # 401 dollars an hour, for the shortest time that is judged
        (29.99, "200.5", []),
        (60, "300", []),  # just plausible
        (60, "300.01", ["wage"]),
        (60, "0.01", []),
        (60, "0.009999", ["wage"]),
        (60, "0.000001", ["wage"]),
        (60, "0", []),  # unpaid is another matter
    ],
)
def test_a_wage_is_judged_from_half_an_hour_on_by_its_bounds(
    minutes: float, pay: str, told: list[str]
) -> None:
    """One cent to three hundred dollars an hour are plausible."""
    assert list(found([task(MONDAY, minutes * 60, pay)])) == told


@pytest.mark.parametrize(("worth", "told"), [("0.003", ["wage"]), ("1", [])])
def test_a_wage_in_euros_is_judged_at_the_rate_of_its_first_month(worth: str, told: list[str]) -> None:
    """Two euros an hour, at what a euro was worth on 1 March 2024; a year before it was otherwise."""
    book = ExchangeBook({"daily/USD.csv": f"date,per_eur\n2023-03-01,1000\n2024-03-01,{worth}\n"}.get)
    table = tasks_from_rows([task(MONDAY, 3600, "2.5", currency="EUR")]).table
    made = wageaudit.audit(table, Options(), exchange=book)
    assert [one.kind for part in made.screened() for one in part.found] == told


def test_each_worker_is_judged_by_the_money_he_is_paid_in() -> None:
    """Two and a half an hour, in dollars, in euros of little worth, and in a money whose worth is not known."""
    book = ExchangeBook({"daily/USD.csv": "date,per_eur\n2024-03-01,0.003\n"}.get)
    rows = [task(MONDAY, 3600, "2.5", worker_id=name, currency=name) for name in ("EUR", "USD", "XTS")]
    (part,) = wageaudit.audit(tasks_from_rows(rows).table, Options(), exchange=book).screened()
    assert [(one.kind, one.workers, one.tally.pay) for one in part.found] == [
        ("wage", 1, {("EUR", 19786): 2_500_000})
    ]


def test_rows_of_each_currency_are_counted_and_one_part_of_a_unit_is_enough() -> None:
    """Two paid in whole euros, one in dollars and cents; the cents may be those of the last of many rows."""
    rows = [
        task(MONDAY, 60, "2", currency="EUR"), task(MONDAY + timedelta(hours=1), 60, "3", currency="EUR"),
        task(MONDAY + timedelta(hours=2), 60, "0", currency="EUR"), task(MONDAY + timedelta(hours=3), 60, "0.5"),
    ]  # fmt: skip
    assert audited(rows).screened()[0].coins == {"EUR": (2, True), "USD": (1, False)}
    many = [task(MONDAY + timedelta(minutes=at), 10, "1") for at in range(1100)]
    assert audited(many).screened()[0].coins == {"USD": (1100, True)}
    assert audited([*many[:-1], many[-1] | {"pay": "1.5"}]).screened()[0].coins == {"USD": (1100, False)}


@pytest.mark.parametrize(
    ("seconds", "more", "told"),
    [(21600, {}, 0), (21601, {}, 1), (21601, {"active_seconds": "0"}, 0), (21601, {"task_count": "2"}, 0)],
)
def test_a_task_is_left_open_a_second_after_six_hours(seconds: int, more: Row, told: int) -> None:
    """Not where its active time was measured, nought too, nor where it is a block of two."""
    rest = [task(MONDAY + timedelta(days=9, minutes=5 * at), 61, "0.55") for at in range(9)]
    assert len(found([task(MONDAY, seconds, "70.5", **more), *rest])) == told


def test_batches_begun_at_once_lie_in_their_longest_each() -> None:
    """Three of the first, four of the second: all but the longest of either."""
    rows = [
        task(MONDAY + timedelta(hours=hour), 60 * minutes, "0.55")
        for hour, lengths in ((0, (1, 2, 3)), (2, (1, 2, 3, 4)))
        for minutes in lengths
    ]
    assert found(rows)["nested"].rows == 2 + 3


def test_a_row_whose_zone_is_not_known_is_future_by_utc() -> None:
    """Beside rows of New York, where the day after began five hours later; the hour before midnight is no day ahead."""
    last = Options(as_of=date(2024, 3, 10))
    there = task(datetime(2024, 3, 5, 9, tzinfo=NEW_YORK), 600, "1.11", timezone=str(NEW_YORK))
    for hour, told in ((0, ["future"]), (-1, [])):
        late = datetime(2024, 3, 11, tzinfo=UTC) + timedelta(hours=hour, minutes=30)
        unknown = task(late, 60, "0.33", worker_id="w2", country="")
        assert list(found([there, unknown], last)) == told
        assert list(found([there, unknown | {"timezone": str(NEW_YORK)}], last)) == []


def test_the_first_row_of_a_finding_is_named_by_file_and_row() -> None:
    """Of the first file by its name, the first row; rows of no file come first, and name none."""
    late = [task(MONDAY + timedelta(days=at), 7 * 3600, "70.5") for at in range(3)]
    rows = [*late, *(task(MONDAY + timedelta(days=9, minutes=5 * at), 61, "0.55") for at in range(9))]
    for files, named in (
        (["b", "a", "a"], ("a", 1)),
        ([None, "a", "b"], ("", 0)),
        (["c", "b", "d"], ("b", 1)),
    ):
        one = found(rows, files=[*files, *["z"] * 9])["open"]
        numbers = audited(rows).ledger().column("source_row").to_pylist()
        assert (one.file, one.row) == (named[0], numbers[named[1]])


def test_a_row_without_a_platform_is_of_none() -> None:
    """Not of another row's."""
    early = datetime(2004, 5, 1, 8, tzinfo=UTC)
    table = tasks_from_rows([task(early), task(early + timedelta(days=1)), task(MONDAY)]).table
    names = pa.array([None, "x", "y"]).dictionary_encode()
    table = table.set_column(table.column_names.index("platform"), "platform", names)
    (part,) = wageaudit.audit(table).screened()
    assert sorted((one.kind, one.key, one.rows) for one in part.found if one.kind == "early") == [
        ("early", "", 1), ("early", "x", 1),
    ]  # fmt: skip


def test_pay_is_not_known_of_rows_of_which_one_is_not() -> None:
    """No column says pay; a bonus says it of two rows of three."""

    def bare(days: int, hours: float, **more: object) -> Row:
        row = task(MONDAY + timedelta(days=days), hours * 3600, **more)
        return {name: value for name, value in row.items() if name != "pay"}

    rest = [bare(9 + at, 0.5, bonus="20.5") for at in range(6)]
    mixed = found([bare(0, 7, bonus="80.5"), bare(1, 7), *rest])["open"]
    assert (mixed.rows, mixed.pay, mixed.pay_share, mixed.wage) == (2, None, None, None)
    known = found([bare(0, 7, bonus="80.5"), *rest, bare(20, 0.5)])["open"]
    assert (known.rows, known.pay, known.pay_share, known.wage) == (1, Decimal("80.5"), None, None)


# ------------------------------------------------------------------------------------------------------------- clocks


def test_a_day_that_begins_as_the_clock_changes_is_after_it() -> None:
    """10 March 2024, 7:00 in UTC: two in the morning in New York, and three. Of the worker there alone, for four weeks."""
    change = datetime(2024, 3, 10, 7, tzinfo=UTC)
    zone = {"timezone": str(NEW_YORK), "worker_id": "w2"}
    month = timedelta(days=28)
    rows = [
        task(change - timedelta(days=1), 61, "0.11", **zone), task(change, 62, "0.12", **zone), task(change + timedelta(days=2), 63, "0.13", **zone),
        task(MONDAY, 64, "0.14", timezone="Africa/Nairobi"), task(change - month, 65, "0.15", **zone), task(change + month, 66, "0.16", **zone),
        task(change - month - timedelta(days=1), 65, "0.17", **zone),
    ]  # fmt: skip
    (part,) = audited(rows).screened()
    ((key, clock),) = part.clocks.items()
    assert key == (str(NEW_YORK), int(change.timestamp()) * 1_000_000)
    assert (clock.before.nonzero()[0].tolist(), clock.after.nonzero()[0].tolist()) == ([12], [18])
    assert (int(clock.before.sum()), int(clock.after.sum())) == (2, 2)
    assert (clock.found.rows, clock.found.workers, clock.found.key) == (2, 1, f"{NEW_YORK} 6")


def test_only_changes_with_days_on_both_sides_are_looked_at() -> None:
    """Of March there are days before, of November on both sides: the clock goes back an hour."""
    change = datetime(2024, 11, 3, 6, tzinfo=UTC)
    rows = [
        task(at, 61, "0.11", timezone=str(NEW_YORK))
        for at in (MONDAY, change - timedelta(days=2), change + timedelta(days=2), change + timedelta(days=3))
    ]
    (part,) = audited(rows).screened()
    ((key, clock),) = part.clocks.items()
    assert key == (str(NEW_YORK), int(change.timestamp()) * 1_000_000)
    assert (int(clock.before.sum()), int(clock.after.sum())) == (1, 2)
    assert (clock.found.rows, clock.found.workers, clock.found.key) == (2, 1, f"{NEW_YORK} -6")


def bins(counts: Mapping[int, int]) -> np.ndarray:
    """How many days begin in which ten minutes."""
    made = np.zeros(BINS, np.int64)
    for at, count in counts.items():
        made[at] = count
    return made


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ({72: 20}, {78: 30}, True),
        ({72: 20, 20: 40}, {78: 30}, False),  # 20 of 44.7 are alike: under six in ten
        ({72: 30}, {78: 20, 20: 40}, False),
        ({72: 40, 20: 20}, {78: 300}, True),  # 40 of 44.7
        ({72: 300}, {78: 40, 20: 20}, True),
    ],
)
def test_how_alike_two_patterns_are_does_not_hang_on_how_many_days_they_have(
    before: Mapping[int, int], after: Mapping[int, int], moved: bool
) -> None:
    """An hour later: six times ten minutes."""
    assert _shifted(bins(before), bins(after), 6) is moved


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ({73: 40}, {66: 30}, False),  # by seventy minutes, earlier
        ({73: 30}, {80: 20}, False),  # and later
        ({84: 40}, {78: 40, 66: 40}, True),  # three hours are as like as one, and are not looked at
        ({73: 40, 84: 30}, {90: 30}, True),  # nearly three hours are liker than one, and are not looked at
        ({71: 10}, {84: 40, 77: 30}, True),  # nor are two hours and ten minutes
        ({73: 30, 72: 10}, {80: 30, 78: 30}, True),  # ten minutes to either side are as good as one
    ],
)
def test_a_pattern_is_looked_for_up_to_twice_the_jump_and_ten_minutes_to_either_side(
    before: Mapping[int, int], after: Mapping[int, int], moved: bool
) -> None:
    """The best of these shifts must be the jump itself."""
    assert _shifted(bins(before), bins(after), 6) is moved


# ------------------------------------------------------------------------------------------------------ two parts in one


def one_found(row: int, count: int, *, key: str = "") -> Found:
    """A finding of so many rows of one worker."""
    return Found("cents", key, count, 1, Tally(count, {("USD", 5): 10 * count}), "a.csv", row, count)


def test_two_parts_show_together_what_one_part_of_both_would() -> None:
    """Counts and sums added, whole units where both are, the first row of both."""
    first = Screened(
        (one_found(9, 1),), Tally(1, {("USD", 5): 1}), {"x": 1}, {"USD": (1, True), "EUR": (4, True), "GBP": (2, False)},
        {"USD": one_found(9, 1)}, {("z", 1): Clock(bins({1: 1}), bins({2: 2}), one_found(9, 1))},
    )  # fmt: skip
    second = Screened(
        (one_found(3, 2), one_found(4, 5, key="k")), Tally(2, {("USD", 5): 2, ("EUR", 6): 4}, unknown=True), {"x": 2, "y": 5},
        {"USD": (2, False), "EUR": (6, True), "GBP": (3, True)}, {"USD": one_found(3, 2)},
        {("z", 1): Clock(bins({1: 10}), bins({2: 20, 3: 1}), one_found(3, 2)), ("z", 2): Clock(bins({}), bins({}), one_found(1, 1))},
    )  # fmt: skip
    both = first + second
    together = Found("cents", "", 3, 2, Tally(3, {("USD", 5): 30}), "a.csv", 3, 3)
    assert list(both.found) == [together, one_found(4, 5, key="k")]
    assert both.total == Tally(3, {("USD", 5): 3, ("EUR", 6): 4}, unknown=True)
    assert both.rows == {"x": 3, "y": 5}
    assert both.coins == {"USD": (3, False), "EUR": (10, True), "GBP": (5, False)}
    assert both.money == {"USD": together}
    clock = both.clocks["z", 1]
    assert (clock.before[1], clock.after[2], clock.after[3], clock.found) == (11, 22, 1, together)
    assert set(both.clocks) == {("z", 1), ("z", 2)}


@pytest.mark.parametrize(
    ("above", "below", "found"),
    [
        (1, 2_000_000, "0"), (3, 2_000_000, "0.000002"), (5, 2_000_000, "0.000002"), (7, 2_000_000, "0.000004"), (2, 3, "0.666667"), (1, 3, "0.333333"),
        (-1, 3, "-0.333333"), (1, -3, "-0.333333"), (-3, 2_000_000, "-0.000002"), (3, -2_000_000, "-0.000002"), (-1, -2, "0.5"),
        (0, 7, "0"), (1, 0, None), (None, 7, None), (7, None, None), (5, -1, "-5"),
    ],
)  # fmt: skip
def test_a_share_is_rounded_once_to_six_decimals_half_to_even(
    above: int | None, below: int | None, found: str | None
) -> None:
    """Of nothing there is none."""
    assert _ratio(above, below) == (None if found is None else Decimal(found))
