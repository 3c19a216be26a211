"""What must hold for every log: identities of time and money, changes to the input that change nothing."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

import pyarrow as pa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import THRESHOLD, logs

import wageaudit

Row = dict[str, object]
Found = Mapping[str, object]

TINY = Fraction(1, 10**6)
LONGEST = 60  # [min] critical gaps are looked for up to here
GRID = (0, 1, 5, 10, 20, 60)
MINIMUM = {"minimum_wage": Decimal("3.50"), "wage_currency": "USD"}

quickly = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def options(**choices: object) -> wageaudit.Options:
    """Return options with a minimum wage of 3.50 dollars an hour and these choices."""
    return wageaudit.Options(**(MINIMUM | choices))


def tasks_of(rows: Sequence[Row]) -> pa.Table:
    """Return the task table of rows that must all be readable."""
    reading = wageaudit.tasks_from_rows(rows, options())
    assert not reading.problems
    return reading.table


def tables(tasks: pa.Table, gap: Decimal, *by: str) -> list[Found]:
    """Return the groups of an audit."""
    return wageaudit.audit(tasks, options(gap_minutes=gap)).table(by).to_pylist()


def lines_of(tasks: pa.Table, gap: Decimal, **choices: object) -> list[Found]:
    """Return the ledger of an audit."""
    return wageaudit.audit(tasks, options(gap_minutes=gap, **choices)).ledger().to_pylist()


def near(one: object, other: object, terms: int = 1) -> bool:
    """Return whether two figures are the same, each of `terms` added rounded to a millionth."""
    return abs(Fraction(one) - Fraction(other)) <= TINY * (terms + 1)


def seconds(value: timedelta) -> Fraction:
    """Return a duration in seconds, exactly."""
    return Fraction(value // timedelta(microseconds=1), 10**6)


def minutes_of(whole_seconds: int) -> Decimal:
    """Return a threshold in minutes, rounded up far below a microsecond, so that a gap of exactly it is let in."""
    return (Decimal(whole_seconds) / 60).quantize(Decimal("1e-12"), ROUND_CEILING)


def length_of_union(rows: Sequence[Row]) -> Fraction:
    """Return the time covered by intervals in seconds, walking them in order of their starts."""
    covered, reached = timedelta(), None
    for start, end in sorted((row["started_at"], row["ended_at"]) for row in rows):
        covered += max(timedelta(), end - (start if reached is None else max(start, reached)))
        reached = end if reached is None else max(reached, end)
    return seconds(covered)


# --------------------------------------------------------------------------------------- identities of time


@quickly
@given(logs(measured=False), THRESHOLD)
def test_the_span_of_every_session_is_engaged_plus_waiting_time(rows: list[Row], gap: Decimal) -> None:
    """From a session's first start to its last end every instant is work or waiting."""
    sessions: dict[tuple[object, object], list[Found]] = {}
    for line in lines_of(tasks_of(rows), gap):
        sessions.setdefault((line["worker_id"], line["session"]), []).append(line)
    for lines in sessions.values():
        span = max(line["ended_at"] for line in lines) - min(line["started_at"] for line in lines)
        accounted = sum(
            Fraction(line["credit_seconds"]) + Fraction(line["waiting_seconds"]) for line in lines
        )
        assert accounted == seconds(span)


@quickly
@given(logs(workers=1, measured=False, activity="task"))
def test_credits_add_up_to_the_length_of_the_union(rows: list[Row]) -> None:
    """However tasks overlap, their fair shares are the time covered, exactly and not nearly."""
    shares = [Fraction(line["credit_seconds"]) for line in lines_of(tasks_of(rows), Decimal(20))]
    assert sum(shares) == length_of_union(rows)


@quickly
@given(logs(), THRESHOLD)
def test_no_row_is_credited_more_than_it_lasted(rows: list[Row], gap: Decimal) -> None:
    """A share is between nothing and the row's own length; waiting is never negative."""
    for line in lines_of(tasks_of(rows), gap):
        assert 0 <= Fraction(line["credit_seconds"]) <= seconds(line["ended_at"] - line["started_at"])
        assert 0 <= line["waiting_on_record_seconds"] <= line["waiting_seconds"]
        assert line["gap_before_seconds"] is None or line["gap_before_seconds"] >= 0


@quickly
@given(logs(), THRESHOLD)
def test_paid_and_unpaid_and_waiting_time_are_the_working_time(rows: list[Row], gap: Decimal) -> None:
    """Working time has three parts and no fourth, in every group, and utilisation is a share of it."""
    for found in tables(tasks_of(rows), gap, "worker", "project"):
        parts = [found[name] for name in ("paid_hours", "unpaid_work_hours", "waiting_hours")]
        assert near(sum(map(Fraction, parts)), found["working_hours"], terms=3)
        assert found["utilisation"] is None or 0 <= found["utilisation"] <= 1
        assert found["overlap_factor"] is None or Fraction(found["overlap_factor"]) >= 1 - TINY


@quickly
@given(logs(), THRESHOLD)
def test_the_parts_add_up_to_the_whole(rows: list[Row], gap: Decimal) -> None:
    """Counts, hours and money of the groups are those of the total: nothing is lost between tables."""
    tasks = tasks_of(rows)
    (total,) = tables(tasks, gap)
    for by in (("worker",), ("project",), ("worker", "day", "project")):
        groups = tables(tasks, gap, *by)
        for name in (
            "tasks",
            "tasks_unpaid",
            "sessions",
            "working_hours",
            "paid_hours",
            "pay",
            "required_pay",
        ):
            parts = [Fraction(found[name] or 0) for found in groups]  # empty: a group without time
            assert near(sum(parts), total[name] or 0, terms=len(parts)), name


# ---------------------------------------------------------------------------------------- the gap threshold


@quickly
@given(logs(), THRESHOLD, THRESHOLD)
def test_a_wider_gap_never_adds_sessions_or_removes_waiting(
    rows: list[Row], one: Decimal, other: Decimal
) -> None:
    """Letting longer gaps in joins sessions and adds waiting, so it never raises the wage."""
    tasks = tasks_of(rows)
    narrow, wide = (tables(tasks, gap, "worker") for gap in sorted((one, other)))
    for less, more in zip(narrow, wide, strict=True):
        assert less["sessions"] >= more["sessions"]
        assert less["waiting_hours"] <= more["waiting_hours"]
        assert (less["required_pay"] or 0) <= (more["required_pay"] or 0)
        assert (less["shortfall"] or 0) <= (more["shortfall"] or 0)


@quickly
@given(logs(), THRESHOLD)
def test_the_wages_at_each_threshold_are_those_of_an_audit_at_that_threshold(
    rows: list[Row], gap: Decimal
) -> None:
    """The six columns beside every result are what an audit at those thresholds gives; none rises."""
    tasks = tasks_of(rows)
    for found in tables(tasks, gap, "worker"):
        wages = [found[f"effective_hourly_wage_gap{minutes}"] for minutes in GRID]
        assert all(a is None or b <= a for a, b in pairwise(wages))
    for minutes in GRID:
        name = f"effective_hourly_wage_gap{minutes}"
        there = tables(tasks, Decimal(minutes), "worker")
        for found, same in zip(tables(tasks, gap, "worker"), there, strict=True):
            assert found[name] == same[name] == same["effective_hourly_wage"]


@quickly
@given(logs(), THRESHOLD)
def test_the_critical_gap_is_where_the_comparison_turns(rows: list[Row], gap: Decimal) -> None:
    """At the critical gap pay is under what is required, a second earlier it is not; the verdict follows."""
    tasks = tasks_of(rows)
    for found in tables(tasks, gap, "worker"):
        critical = found["critical_gap_minutes"]
        if critical is None:
            compared = "unknown" if found["effective_hourly_wage_gap60"] is None else "met"
            assert found["verdict"] == compared or gap > LONGEST
            continue
        whole_seconds = round(Fraction(critical) * 60)
        assert (found["verdict"] == "below") == (whole_seconds == 0)
        for after in (0, -1)[: 2 if whole_seconds else 1]:
            there = tables(tasks, minutes_of(whole_seconds + after), "worker")
            (same,) = (other for other in there if other["worker"] == found["worker"])
            assert (same["shortfall"] > 0) >= (after == 0)
            assert (same["wage_ratio"] is not None and same["wage_ratio"] < 1) == (after == 0)


# --------------------------------------------------------------------------------- what must change nothing


@quickly
@given(logs(), THRESHOLD, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[Row], gap: Decimal, random: Random) -> None:
    """A table shuffled gives the same ledger; a file shuffled, whose rows then have other numbers, the same tables."""
    tasks = tasks_of(rows)
    places = list(range(tasks.num_rows))
    random.shuffle(places)
    shuffled = tasks.take(pa.array(places, pa.int64()))
    assert lines_of(shuffled, gap) == lines_of(tasks, gap)
    other_file = tasks_of([rows[place] for place in places])
    assert tables(other_file, gap, "worker", "project") == tables(tasks, gap, "worker", "project")


@quickly
@given(logs(), THRESHOLD, st.integers(1, 4))
def test_how_a_log_is_split_into_tables_changes_nothing(rows: list[Row], gap: Decimal, parts: int) -> None:
    """Rows dealt out to several tables, each with its own dictionaries, and joined again: sessions meet."""
    dealt = [rows[part::parts] for part in range(parts) if rows[part::parts]]
    joined = pa.concat_tables([tasks_of(part) for part in dealt], promote_options="default")
    assert tables(joined, gap, "worker", "project") == tables(tasks_of(rows), gap, "worker", "project")


@quickly
@given(logs(), THRESHOLD, st.integers(-60, 60))
def test_a_shift_by_whole_weeks_changes_nothing(rows: list[Row], gap: Decimal, weeks: int) -> None:
    """Where the minimum wage is the same, only labels of periods move with the calendar."""
    later = timedelta(weeks=weeks)
    moved = [row | {name: row[name] + later for name in ("started_at", "ended_at")} for row in rows]
    assert tables(tasks_of(moved), gap, "worker") == tables(tasks_of(rows), gap, "worker")
    named, moved_named = (tables(tasks_of(log), gap, "worker", "week") for log in (rows, moved))
    assert [found | {"week": ""} for found in moved_named] == [found | {"week": ""} for found in named]


@quickly
@given(logs(), THRESHOLD)
def test_the_names_of_workers_change_nothing(rows: list[Row], gap: Decimal) -> None:
    """Other ids in the same order give the same figures; no worker's figures depend on who else is there."""
    renamed = [row | {"worker_id": f"ouvrière-{row['worker_id']}"} for row in rows]
    together = tables(tasks_of(rows), gap, "worker")
    elsewhere = tables(tasks_of(renamed), gap, "worker")
    assert [found | {"worker": ""} for found in elsewhere] == [found | {"worker": ""} for found in together]
    for found in together:
        alone = [row for row in rows if row["worker_id"] == found["worker"]]
        assert tables(tasks_of(alone), gap, "worker") == [found]


@quickly
@given(logs(), THRESHOLD)
def test_the_same_export_given_twice_changes_nothing(rows: list[Row], gap: Decimal) -> None:
    """Rows that two exports have in common are found by platform, worker and task id, and counted once."""
    once, twice = tasks_of(rows), tasks_of([*rows, *rows])
    assert tables(twice, gap, "worker", "project") == tables(once, gap, "worker", "project")
    both = pa.concat_tables([once, once])
    assert tables(both, gap, "worker") == tables(once, gap, "worker")


# --------------------------------------------------------------------------------------- identities of money


@quickly
@given(logs(), THRESHOLD)
def test_a_shortfall_is_never_negative_and_never_less_than_what_the_group_lacks(
    rows: list[Row], gap: Decimal
) -> None:
    """Weeks and workers are compared one by one, so the sum is at least what is missing over all of them."""
    for found in (*tables(tasks_of(rows), gap), *tables(tasks_of(rows), gap, "worker", "week")):
        missing, required = Fraction(found["shortfall"] or 0), Fraction(found["required_pay"] or 0)
        assert missing >= 0
        assert missing >= required - Fraction(found["pay"]) - 2 * TINY


@quickly
@given(logs(workers=1, status="approved"), st.integers(1, 400))
def test_a_cent_more_pay_is_a_cent_less_shortfall_until_none_is_left(rows: list[Row], cents: int) -> None:
    """In one pay period of one worker money paid and money missing add up to what is required."""
    more = Decimal(cents) / 100
    raised = [rows[0] | {"pay": rows[0]["pay"] + more}, *rows[1:]]
    before, after = (
        wageaudit.audit(tasks_of(log), options(period="whole")).table(()).to_pylist()[0]
        for log in (rows, raised)
    )
    assume(before["working_hours"] > 0)
    assert near(after["pay"] - before["pay"], more)
    assert near(after["shortfall"], max(Fraction(0), Fraction(before["shortfall"]) - Fraction(more)))


@quickly
@given(logs())
def test_a_piece_rate_at_the_break_even_meets_the_minimum_wage(rows: list[Row]) -> None:
    """Paying every task what the table says must be paid leaves nothing missing in the total."""
    assume(any(row["activity"] == "task" for row in rows))
    (found,) = tables(tasks_of(rows), Decimal(20))
    assume(found["working_hours"] > 0)
    assert near(
        Fraction(found["breakeven_piece_rate"]) * found["tasks"], found["required_pay"], found["tasks"]
    )
