"""The wage at every threshold, and the same work under the other choices: against the result table, which knows nothing of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit.alternatives import alternatives, outcome
from wageaudit.engine import Run, audit, run, tasks_from_rows
from wageaudit.gap_curve import wage_by_minute
from wageaudit.options import GAP_GRID_MINUTES, Options

SAMPLES = ("antananarivo_annotator.csv", "nairobi_two_platforms", "caracas_night.csv")


@pytest.fixture(params=SAMPLES)
def done(request: pytest.FixtureRequest, sample_data: Path) -> Run:
    """Each sample, audited."""
    return run([str(sample_data / request.param)])


def test_the_curve_goes_through_the_wages_of_the_result_table(done: Run) -> None:
    """At each threshold of the grid, to the six decimals of the table."""
    (row,) = done.audit.table(()).to_pylist()
    curve = dict(wage_by_minute(done.audit.cells(), row["pay"]))
    for minutes in GAP_GRID_MINUTES:
        assert abs(curve[minutes] - row[f"effective_hourly_wage_gap{minutes}"]) <= Decimal("0.000001")


def test_the_curve_never_rises(done: Run) -> None:
    """More pauses, more time, the same pay."""
    (row,) = done.audit.table(()).to_pylist()
    wages = [wage for _, wage in wage_by_minute(done.audit.cells(), row["pay"])]
    assert wages == sorted(wages, reverse=True)
    assert len(wages) == 61


def test_another_gap_comes_out_as_if_it_had_been_asked_for(done: Run) -> None:
    """The alternative's wage is the wage of a run with that option."""
    found = {(one.choice, one.value): one.outcome for one in alternatives(done.audit)}
    assert ("gap", "20") not in found
    for minutes in ("0", "60"):
        options = replace(done.audit.options, gap_minutes=Decimal(minutes))
        (row,) = audit(done.reading.table, options).table(()).to_pylist()
        assert found["gap", minutes].wage == row["effective_hourly_wage"]
        assert found["gap", minutes].shortfall == row["shortfall"]


def test_the_curve_by_hand() -> None:
    """Ten minutes, a pause of fifteen, ten minutes, 7 USD: 21 an hour under fifteen minutes, 12 from there on, to the last digit."""
    pause = {"started_at": "2024-06-05T00:25Z", "ended_at": "2024-06-05T00:35Z", "pay": "6"}
    done = audit(tasks_from_rows(rows({}, pause)).table, Options())
    curve = wage_by_minute(done.cells(), Decimal(7))
    assert curve == [(minutes, Decimal(21 if minutes < 15 else 12)) for minutes in range(61)]


def rows(*changes: dict[str, str]) -> list[dict[str, str]]:
    """Ten-minute tasks at 1 USD, an hour apart."""
    usual = {"worker_id": "w", "pay": "1", "currency": "USD", "country": "US", "timezone": "UTC"}
    return [
        {
            **usual,
            "started_at": f"2024-06-05T{hour:02d}:00Z",
            "ended_at": f"2024-06-05T{hour:02d}:10Z",
            **change,
        }
        for hour, change in enumerate(changes)
    ]


def choices(*changes: dict[str, str]) -> dict[tuple[str, str], Decimal | None]:
    """(choice, value) → wage, of tasks changed so."""
    found = audit(tasks_from_rows(rows(*changes)).table, Options())
    return {(one.choice, one.value): one.outcome.wage for one in alternatives(found)}


def test_only_choices_that_matter_are_told() -> None:
    """No tip, nothing pending, no task open for long, one day: only the gap remains."""
    assert set(choices({}, {})) == {("gap", "0"), ("gap", "60")}


def test_pending_and_tips_made_otherwise() -> None:
    """Two tasks of ten minutes: 1 USD pending, 1 USD and a tip of 1; by hand 9, 6 and 12 USD an hour."""
    found = choices({"status": "pending"}, {"tip": "1"})
    assert found["pending", "exclude"] == Decimal(12)
    assert found["tips", "exclude"] == Decimal(6)


def test_a_task_open_for_a_night_is_cut_to_eight_hours() -> None:
    """Sixteen hours open, paid 16: 1 an hour as it is, 2 if cut."""
    found = choices({"ended_at": "2024-06-05T16:00Z", "pay": "16"})
    assert found["max_task", "480"] == Decimal(2)


def test_a_choice_already_made_is_told_the_other_way() -> None:
    """--pending exclude is set beside include."""
    table = tasks_from_rows(rows({"status": "pending"}, {})).table
    found = alternatives(audit(table, Options(pending="exclude")))
    assert "include" in {one.value for one in found if one.choice == "pending"}


def test_the_outcome_counts_who_earns_less_than_the_minimum(sample_data: Path) -> None:
    """Against the table of workers, at the threshold in force."""
    done = run([str(sample_data / "union_members.csv")])
    ratios = done.audit.table(("worker",)).column("wage_ratio").to_pylist()
    assert outcome(done.audit).under == sum(ratio is not None and ratio < 1 for ratio in ratios)


def test_an_audit_without_rows_comes_to_nothing() -> None:
    """No wage, no shortfall, nobody."""
    nothing = outcome(audit(tasks_from_rows([]).table, Options()))
    assert (nothing.wage, nothing.shortfall, nothing.currency, nothing.under) == (None, None, "", 0)


def test_only_who_earns_less_than_the_minimum_is_under_it() -> None:
    """At 6 an hour: 5.40, exactly 6, 6.60; and one without hours, whose wage is not known."""
    of = [{"worker_id": name, "pay": pay} for name, pay in (("a", "0.90"), ("b", "1"), ("c", "1.10"))]
    of.append({"worker_id": "d", "started_at": "2024-06-05", "ended_at": "", "activity": "payment"})
    choice = Options(minimum_wage=Decimal(6), wage_currency="USD")
    found = outcome(audit(tasks_from_rows(rows(*of)).table, choice))
    assert (found.under, found.currency, found.shortfall) == (1, "USD", Decimal("0.10"))


@pytest.mark.parametrize(("ended", "offered"), [("08:00", False), ("08:00:00.000001", True)])
def test_a_cap_is_offered_where_a_task_is_open_for_more_than_eight_hours(ended: str, offered: bool) -> None:
    """Not at eight hours exactly."""
    assert (("max_task", "480") in choices({"ended_at": f"2024-06-05T{ended}Z"})) == offered


def test_time_spent_waiting_is_no_task_to_cut() -> None:
    """Ten hours of search on record: nothing that a cap on tasks would change."""
    waited = {"activity": "waiting", "pay": "", "ended_at": "2024-06-05T10:00Z"}
    assert ("max_task", "480") not in choices(waited)


def test_where_all_is_pending_leaving_it_out_is_a_choice() -> None:
    """One row, pending: without it there is no wage."""
    assert choices({"status": "pending"})["pending", "exclude"] is None


def test_a_view_without_gaps_has_no_gap_to_choose() -> None:
    """A requester's view infers no waiting, unless it was asked to."""
    assert choices({"coverage": "requester"}, {"coverage": "requester"}) == {}
    table = tasks_from_rows(rows({"coverage": "requester"}, {"coverage": "requester"})).table
    found = alternatives(audit(table, Options(gap_minutes=Decimal(0))))
    assert [one.value for one in found] == ["20", "60"]


def test_a_cap_that_was_asked_for_is_told_without_it() -> None:
    """Sixteen hours open, paid 16, cut to one hour: 16 an hour; uncut 1."""
    table = tasks_from_rows(rows({"ended_at": "2024-06-05T16:00Z", "pay": "16"})).table
    found = alternatives(audit(table, Options(max_task_minutes=Decimal(60))))
    assert {one.value: one.outcome.wage for one in found if one.choice == "max_task"} == {"": Decimal(1)}


def test_the_pay_period_is_a_choice_once_there_are_two_days() -> None:
    """By the week against the whole, and the whole against the week."""
    later = {"started_at": "2024-06-06T10:00Z", "ended_at": "2024-06-06T10:10Z"}
    assert ("period", "whole") in choices({}, later)
    found = alternatives(audit(tasks_from_rows(rows({}, later)).table, Options(period="whole")))
    assert "week" in {one.value for one in found if one.choice == "period"}
