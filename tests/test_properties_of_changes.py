"""What a change to any log does to its figures: rows cut in two, added, measured, repaid; money rescaled; choices made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import CENTS, MONDAY, THRESHOLD, Row, logs

import wageaudit
from wageaudit.exchange import ExchangeBook

Found = Mapping[str, object]

HOURS = ("paid_hours", "unpaid_work_hours", "waiting_hours", "working_hours")
WAGES = tuple(f"effective_hourly_wage_gap{minutes}" for minutes in (0, 1, 5, 10, 20, 60))
MONEY = (
    "pay", "bonus", "tip", "fee", "engaged_hourly_wage", "effective_hourly_wage", "minimum_wage", "required_pay",
    "shortfall", "breakeven_piece_rate", *WAGES,
)  # fmt: skip
MILLIONTH = Fraction(1, 10**6)
LAST_PLACE = Decimal("0.000001")
MINIMUM = Decimal("3.50")
ORDER = ("below", "depends", "met")
EURO_WEEKS = "date,per_eur\n" + "".join(
    f"{MONDAY.date() + timedelta(weeks=week)},2\n" for week in range(-2, 4)
)  # two dollars for a euro, published once a week

quickly = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])


def audited(
    rows: Sequence[Row], gap: Decimal = Decimal(20), exchange: str = "", **choices: object
) -> wageaudit.Audit:
    """The audit of rows that must all be readable, with 3.50 dollars an hour as the minimum."""
    options = wageaudit.Options(
        **({"minimum_wage": MINIMUM, "wage_currency": "USD", "gap_minutes": gap} | choices)
    )
    reading = wageaudit.tasks_from_rows(rows, options)
    assert not reading.problems
    book = ExchangeBook({"daily/USD.csv": exchange}.get)
    return wageaudit.audit(reading.table, options, exchange=book)


def figures(
    rows: Sequence[Row], *by: str, gap: Decimal = Decimal(20), exchange: str = "", **choices: object
) -> list[Found]:
    """The result lines of these groups."""
    return audited(rows, gap, exchange, **choices).table(by).to_pylist()


def near(one: object, other: object, far: Fraction = 3 * MILLIONTH) -> bool:
    """Whether two figures are the same but for the rounding of what is shown; nothing is like nothing alone."""
    if one is None or other is None:
        return one is other
    return abs(Fraction(one) - Fraction(other)) <= far  # type: ignore[arg-type]


def alike(one: Found, other: Found, names: Sequence[str]) -> None:
    """Compare these figures."""
    for name in names:
        assert near(one[name], other[name]), (name, one[name], other[name])


# ------------------------------------------------------------------------------------------ time, as it is counted


@quickly
@given(logs(measured=False), THRESHOLD, st.integers(0, 9), st.integers(0, 15))
def test_a_row_cut_in_two_where_it_stands_changes_no_hour_and_no_wage(
    rows: list[Row], gap: Decimal, which: int, minutes: int
) -> None:
    """Two halves that touch are one stretch: engaged, paid, unpaid and waiting time and the sessions are as before."""
    row = rows[which % len(rows)]
    middle = min(row["started_at"] + timedelta(minutes=minutes), row["ended_at"])
    halves = [row | {"ended_at": middle}, row | {"started_at": middle, "pay": Decimal(0), "task_id": "rest"}]
    cut = [*(other for other in rows if other is not row), *halves]
    (before,), (after,) = figures(rows, gap=gap), figures(cut, gap=gap)
    alike(
        before, after, (*HOURS, "pay", "required_pay", "engaged_hourly_wage", "effective_hourly_wage", *WAGES)
    )
    assert (after["sessions"], after["verdict"]) == (before["sessions"], before["verdict"])
    assert near(after["critical_gap_minutes"], before["critical_gap_minutes"])


@quickly
@given(logs(), THRESHOLD, st.integers(0, 10), st.integers(0, 90), st.integers(0, 30))
def test_a_task_that_paid_nothing_never_raises_the_wage(
    rows: list[Row], gap: Decimal, who: int, minutes: int, lasting: int
) -> None:
    """It adds its own time, or turns waiting into work, or lets shorter gaps in: working time never falls.

    Waiting it takes over into a week that was paid more than enough lessens the shortfall of the week after.
    """
    first = rows[who % len(rows)]
    start = min(row["started_at"] for row in rows) + timedelta(minutes=minutes)
    more = first | {
        "task_id": "nothing", "activity": "task", "status": "rejected", "started_at": start,
        "ended_at": start + timedelta(minutes=lasting), "pay": Decimal(5), "active_seconds": None,
    }  # fmt: skip
    (before,), (after,) = figures(rows, gap=gap), figures([*rows, more], gap=gap)
    assert after["pay"] == before["pay"]
    weeks = {row["started_at"].isocalendar()[:2] for row in (*rows, more)}
    for name in ("working_hours", "required_pay", *(("shortfall",) if len(weeks) == 1 else ())):
        assert (after[name] or 0) >= (before[name] or 0) - LAST_PLACE, name
    for name in ("effective_hourly_wage", *WAGES):
        assert before[name] is None or after[name] <= before[name] + LAST_PLACE
    if before["verdict"] in ORDER:
        assert ORDER.index(after["verdict"]) <= ORDER.index(before["verdict"])


@quickly
@given(logs(measured=False), THRESHOLD, st.data())
def test_measuring_active_time_moves_work_into_waiting_and_changes_no_wage(
    rows: list[Row], gap: Decimal, data: st.DataObject
) -> None:
    """What is not active inside an interval is waiting on record: the session is as long as it was."""
    measured = [
        row | {"active_seconds": Decimal(data.draw(st.integers(0, 900)))} if data.draw(st.booleans()) else row for row in rows
    ]  # fmt: skip
    (before,), (after,) = figures(rows, gap=gap), figures(measured, gap=gap)
    alike(
        before, after, ("working_hours", "pay", "required_pay", "shortfall", "effective_hourly_wage", *WAGES)
    )
    assert (after["sessions"], after["verdict"], after["tasks"]) == (
        before["sessions"],
        before["verdict"],
        before["tasks"],
    )
    for name in ("paid_hours", "unpaid_work_hours"):
        assert after[name] <= before[name] + LAST_PLACE


@quickly
@given(logs(workers=1), THRESHOLD, st.integers(0, 7200))
def test_work_of_which_only_the_length_is_known_adds_that_length_and_touches_no_session(
    rows: list[Row], gap: Decimal, seconds: int
) -> None:
    """An untimed row takes part in no gap; without a length it is counted, and adds nothing."""
    block: Row = rows[0] | {
        "task_id": "block", "activity": "task", "status": "approved", "ended_at": None, "active_seconds": Decimal(seconds),
        "pay": Decimal(0),
    }  # fmt: skip
    (before,) = figures(rows, gap=gap)
    (after,), (silent,) = (
        figures([*rows, block], gap=gap),
        figures([*rows, block | {"active_seconds": None}], gap=gap),
    )
    assert after["sessions"] == silent["sessions"] == before["sessions"]
    assert near(Fraction(after["working_hours"]) - Fraction(before["working_hours"]), Fraction(seconds, 3600))
    assert after["waiting_hours"] == silent["waiting_hours"] == before["waiting_hours"]
    alike(before, silent, (*HOURS, "pay"))
    assert silent["tasks_untimed"] == before["tasks_untimed"] + 1


# ---------------------------------------------------------------------------------------- money, as it is counted


@quickly
@given(logs(), THRESHOLD, CENTS, CENTS)
def test_a_payment_adds_its_amount_less_its_fee_and_no_time(
    rows: list[Row], gap: Decimal, amount: Decimal, fee: Decimal
) -> None:
    """Nothing else of the result moves but what pay is divided by or taken from."""
    paid: Row = rows[0] | {
        "task_id": "", "activity": "payment", "status": "approved", "ended_at": None, "active_seconds": None, "pay": amount,
        "fee": fee,
    }  # fmt: skip
    (before,), (after,) = figures(rows, gap=gap), figures([*rows, paid], gap=gap)
    assert after["pay"] - before["pay"] == amount - fee
    alike(before, after, (*HOURS, "tasks", "sessions", "overlap_factor", "utilisation", "minimum_wage"))


@quickly
@given(logs(), THRESHOLD, CENTS)
def test_what_rejected_work_would_have_paid_changes_nothing(
    rows: list[Row], gap: Decimal, other: Decimal
) -> None:
    """Rejected, returned and abandoned rows keep their time and earn nothing, whatever stands beside them."""
    lost = ("rejected", "returned", "abandoned")
    changed = [
        row | {"pay": other, "bonus": other, "fee": other} if row["status"] in lost else row for row in rows
    ]
    assert figures(changed, "worker", gap=gap) == figures(rows, "worker", gap=gap)


@quickly
@given(logs(), THRESHOLD, st.sampled_from((2, 7, 4000)))
def test_another_unit_of_money_scales_every_amount_and_no_ratio(
    rows: list[Row], gap: Decimal, factor: int
) -> None:
    """Pay and minimum both so many times as much: the same ratios, critical gap, verdict; amounts so many times as large."""
    larger = [row | {"pay": row["pay"] * factor} for row in rows]
    before = figures(rows, "worker", "project", gap=gap)
    after = figures(larger, "worker", "project", gap=gap, minimum_wage=MINIMUM * factor)
    for one, other in zip(before, after, strict=True):
        for name in MONEY:
            scaled = None if one[name] is None else Fraction(one[name]) * factor
            assert near(scaled, other[name], (factor + 1) * MILLIONTH), name
        same = [name for name in one if name not in MONEY]
        assert {name: one[name] for name in same} == {name: other[name] for name in same}


@quickly
@given(logs(), THRESHOLD)
def test_euros_at_two_dollars_are_twice_as_many_dollars(rows: list[Row], gap: Decimal) -> None:
    """Pay converted at the rate of its day is the same as pay that was in the currency of the minimum wage all along."""
    euros = [row | {"currency": "EUR"} for row in rows]
    dollars = [row | {"pay": row["pay"] * 2} for row in rows]
    for by in ((), ("worker", "day")):
        converted = figures(euros, *by, gap=gap, exchange=EURO_WEEKS)
        assert converted == figures(dollars, *by, gap=gap)


@quickly
@given(logs(), THRESHOLD)
def test_leaving_out_pending_work_is_leaving_out_its_rows(rows: list[Row], gap: Decimal) -> None:
    """Time and pay: as if they had never been exported. All that is excluded leaves no line."""
    settled = [row for row in rows if row["status"] != "pending"]
    found = figures(rows, "worker", gap=gap, pending="exclude")
    assert found == (figures(settled, "worker", gap=gap) if settled else [])


@quickly
@given(logs(), THRESHOLD, st.lists(CENTS, min_size=10, max_size=10))
def test_leaving_out_tips_is_tips_of_nothing(rows: list[Row], gap: Decimal, tips: list[Decimal]) -> None:
    """In pay and all that follows from it; how much they were is still said."""
    tipped = [row | {"tip": tip} for row, tip in zip(rows, tips, strict=False)]
    left_out = figures(tipped, "worker", gap=gap, tips="exclude")
    without = figures(rows, "worker", gap=gap)
    counted = figures(tipped, "worker", gap=gap)
    for one, other, whole in zip(left_out, without, counted, strict=True):
        assert {**one, "tip": 0} == {**other, "tip": 0}
        assert whole["pay"] - one["pay"] == whole["tip"] == one["tip"]


@quickly
@given(logs(measured=False), THRESHOLD, st.integers(1, 15))
def test_a_cap_on_tasks_is_an_earlier_end(rows: list[Row], gap: Decimal, minutes: int) -> None:
    """--max-task cuts work, and waiting on record stays as long as it was."""
    waiting = ("search", "waiting")
    cut = [
        row if row["activity"] in waiting
        else row | {"ended_at": min(row["ended_at"], row["started_at"] + timedelta(minutes=minutes))}
        for row in rows
    ]  # fmt: skip
    capped = figures(rows, "worker", gap=gap, max_task_minutes=Decimal(minutes))
    assert capped == figures(cut, "worker", gap=gap)


# ------------------------------------------------------------------- what it is compared with, and what it is a sum of


@quickly
@given(logs(), THRESHOLD, st.integers(0, 400), st.integers(0, 400))
def test_a_higher_minimum_wage_never_makes_a_result_look_better(
    rows: list[Row], gap: Decimal, one: int, other: int
) -> None:
    """More is required, more is missing, the critical gap is no longer, the verdict no kinder; wages stay as they are."""
    low, high = (Decimal(cents + 1) / 100 for cents in sorted((one, other)))
    for less, more in zip(
        figures(rows, "worker", gap=gap, minimum_wage=low), figures(rows, "worker", gap=gap, minimum_wage=high), strict=True
    ):  # fmt: skip
        alike(less, more, (*HOURS, "pay", "effective_hourly_wage", "engaged_hourly_wage", *WAGES))
        assert (less["required_pay"] or 0) <= (more["required_pay"] or 0)
        assert (less["shortfall"] or 0) <= (more["shortfall"] or 0)
        if less["verdict"] in ORDER:
            assert ORDER.index(more["verdict"]) <= ORDER.index(less["verdict"])
        if less["critical_gap_minutes"] is not None:
            assert more["critical_gap_minutes"] <= less["critical_gap_minutes"]


@quickly
@given(logs(), THRESHOLD)
def test_every_figure_of_a_table_is_a_sum_of_the_ledger(rows: list[Row], gap: Decimal) -> None:
    """Hours, pay and required pay by worker and project, added up line by line; the wage is the ratio of the sums."""
    found = audited(rows, gap)
    lines: dict[tuple[object, object], list[Found]] = {}
    for line in found.ledger().to_pylist():
        lines.setdefault((line["worker_id"], line["project"]), []).append(line)
    table = found.table(("worker", "project")).to_pylist()
    assert {(group["worker"], group["project"]) for group in table} == set(lines)
    for group in table:
        mine = lines[group["worker"], group["project"]]
        worked = sum(Fraction(line["credit_seconds"]) + Fraction(line["waiting_seconds"]) for line in mine)
        required = sum(Fraction(line["required_pay"]) for line in mine)
        pay = sum(Fraction(line["pay_in_wage_currency"]) for line in mine)
        far = (len(mine) + 1) * MILLIONTH
        assert near(group["working_hours"], worked / 3600, far)
        assert near(group["pay"], pay, far)
        assert near(group["required_pay"] or 0, required, far)
        if worked:
            assert near(group["effective_hourly_wage"], pay * 3600 / worked, 2 * far)
