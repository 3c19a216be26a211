"""Thousands of small random logs: the program and the slow reference agree on every row and every group."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from reference import (
    HOUR,
    LONGEST_CRITICAL_GAP_SECONDS,
    RESULT_COLUMNS,
    SECOND,
    Figure,
    Line,
    Rules,
    critical_gap_minutes,
    critical_gap_minutes_second_by_second,
    label,
    ledger,
    pay_in,
    required_pay,
    table,
)
from strategies import random_logs

import wageaudit
from wageaudit.wages import WageBook

LOGS_IN_A_BATCH = 100
EXACT = Rules(
    minimum_wage=Decimal("3.60")
)  # a tenth of a cent a second: pay often meets it to the last digit
ROUND = Rules(
    minimum_wage=Decimal("3.50")
)  # seven thousand two hundredths of a cent a second: it hardly ever does
BATCHES: tuple[Rules, ...] = (
    EXACT,
    replace(ROUND, gap_minutes=Decimal(0)),
    replace(ROUND, gap_minutes=Decimal(4), tips="exclude"),
    replace(EXACT, gap_minutes=Decimal(60), period="day"),
    replace(EXACT, gap_minutes=Decimal(4), pending="exclude"),
    replace(ROUND, gap_minutes=Decimal(20), max_task_minutes=Decimal(7)),
    replace(EXACT, gap_minutes=Decimal("0.5"), period="month"),
    replace(EXACT, gap_minutes=Decimal(90), period="whole"),
    Rules(),
    replace(
        EXACT, gap_minutes=Decimal(1), max_task_minutes=Decimal("0.5"), pending="exclude", tips="exclude"
    ),
)
GROUPINGS = (("worker",), ("worker", "week"), ("worker", "project"), ())
WHOLE_TIME_LINES = (("worker",), ())  # groupings that never share one instant between two groups

ROW_TOLERANCE = Fraction(2, SECOND)  # [s]: the program's shares are whole microseconds
HOURS_TOLERANCE = Fraction(6, 10**7)  # [h]: half of the last of six places, and a few microseconds
RATIO_TOLERANCE = Fraction(1, 10**5)  # of the whole: shares of half a second are whole microseconds
MONEY_TOLERANCE = Fraction(
    2, 10**6
)  # [USD]: one in the last of six places, and the wage of a few microseconds


@dataclass(frozen=True)
class Batch:
    """One table of many logs, audited twice."""

    rules: Rules
    rows: list[dict[str, object]]
    audit: wageaudit.Audit
    lines: list[Line]


@cache
def batch(number: int) -> Batch:
    """Audit the logs of one batch, by the program and by the reference."""
    rules, rows = BATCHES[number], random_logs(seed=number, logs=LOGS_IN_A_BATCH)
    options = wageaudit.Options(**rules.as_options())
    reading = wageaudit.tasks_from_rows(rows, options)
    assert not reading.problems, reading.problems[:3]
    return Batch(rules, rows, wageaudit.audit(reading.table, options, **laws(rules)), ledger(rows, rules))


def laws(rules: Rules) -> Mapping[str, object]:
    """Return books that know nothing where the rules give no minimum wage."""
    return {} if rules.minimum_wage is not None else {"wages": WageBook(lambda _: None)}


every_batch = pytest.mark.parametrize("number", range(len(BATCHES)))


# ------------------------------------------------------------------------------------------------------ rows


@every_batch
def test_every_row_has_the_times_that_counting_open_rows_interval_by_interval_gives(number: int) -> None:
    """Shares, waiting, gaps, sessions, dates and amounts of each row are those of the brute-force ledger."""
    found = {int(row["source_row"]) - 2: row for row in batch(number).audit.ledger().to_pylist()}
    expected = {line.position: line for line in batch(number).lines}
    assert sorted(found) == sorted(expected)
    wrong = [
        (name, line.row["worker_id"], got, want)
        for position, line in expected.items()
        for name, got, want, tolerance in row_figures(found[position], line, batch(number).rules)
        if not agrees(got, want, tolerance)
    ]
    assert not wrong, report(wrong, batch(number))


def row_figures(
    row: Mapping[str, object], line: Line, rules: Rules
) -> list[tuple[str, object, object, Fraction]]:
    """Return (column, the program's value, the reference's, tolerance) for one row."""
    wage = line.minimum
    required = None if wage is None else line.working(rules.gap) * wage / HOUR
    gap = None if line.gap_before is None else Fraction(line.gap_before, SECOND)
    figures = {
        "credit_seconds": (line.credit / SECOND, ROW_TOLERANCE),
        "waiting_on_record_seconds": (line.on_record / SECOND, ROW_TOLERANCE),
        "gap_before_seconds": (gap, Fraction(0)),
        "waiting_seconds": (line.waiting / SECOND, ROW_TOLERANCE),
        "local_date": (line.local_date, Fraction(0)),
        "session": (line.session, Fraction(0)),
        "minimum_wage": (wage, Fraction(0)),
        "required_pay": (required, MONEY_TOLERANCE),
    }
    if wage is not None:
        figures["pay_in_wage_currency"] = (line.pay, Fraction(0))
    return [(name, row[name], want, tolerance) for name, (want, tolerance) in figures.items()]


@every_batch
def test_the_shares_of_a_worker_add_up_exactly_to_the_time_covered(number: int) -> None:
    """Rounding shares to whole microseconds loses none: credit and waiting on record fill the union."""
    timed = {line.position for line in batch(number).lines if line.is_timed}
    covered: dict[object, Fraction] = {}
    found: dict[object, Fraction] = {}
    for line in batch(number).lines:
        if line.is_timed:
            time = (line.credit + line.on_record) / SECOND
            covered[line.row["worker_id"]] = covered.get(line.row["worker_id"], Fraction(0)) + time
    for row in batch(number).audit.ledger().to_pylist():
        if row["source_row"] - 2 in timed:
            time = Fraction(row["credit_seconds"]) + Fraction(row["waiting_on_record_seconds"])
            found[row["worker_id"]] = found.get(row["worker_id"], Fraction(0)) + time
    assert found == covered


@every_batch
def test_the_ledger_is_in_the_total_order(number: int) -> None:
    """Rows come by worker and start, whatever the order of the input was."""
    order = [(row["worker_id"], row["started_at"]) for row in batch(number).audit.ledger().to_pylist()]
    assert order == sorted(order)


def test_in_a_batch_of_a_thousand_tasks_accepted_at_once_every_share_is_exact_to_the_microsecond() -> None:
    """What rounding leaves over is spread: the first task done is not handed the microseconds of all the others."""
    start, many, step = datetime(2024, 3, 4, 9, tzinfo=UTC), 1000, timedelta(seconds=30, microseconds=100_003)
    batch_of_tasks = [
        {
            "worker_id": "w",
            "currency": "USD",
            "started_at": start,
            "ended_at": start + step * number,
            "pay": "0.10",
        }
        for number in range(1, many + 1)
    ]
    options = wageaudit.Options(**EXACT.as_options(), country="MG", timezone="UTC")
    found = wageaudit.audit(wageaudit.tasks_from_rows(batch_of_tasks, options).table, options).ledger()
    exact = Fraction(0)
    for number, credit in enumerate(found.column("credit_seconds").to_pylist()):
        exact += Fraction(step // timedelta(microseconds=1), SECOND) / (many - number)
        assert abs(Fraction(credit) - exact) <= ROW_TOLERANCE, number


# ---------------------------------------------------------------------------------------------------- groups


@pytest.mark.parametrize("by", GROUPINGS, ids=lambda by: "+".join(by) or "total")
@every_batch
def test_every_group_has_the_figures_of_the_reference(number: int, by: tuple[str, ...]) -> None:
    """All result columns of all groups are the sums, ratios, critical gaps and verdicts of the slow steps."""
    found = {
        tuple(str(row[name] or "") for name in by): row for row in batch(number).audit.table(by).to_pylist()
    }
    expected = table(batch(number).lines, by, batch(number).rules)
    assert sorted(found) == sorted(expected)
    wrong = [
        (name, key, found[key][name], want)
        for key, figures in expected.items()
        for name, want in figures.items()
        if not agrees(found[key][name], want, tolerance_of(name, want))
    ]
    if by not in WHOLE_TIME_LINES:
        wrong = [entry for entry in wrong if not hangs_on_a_microsecond(entry, by, batch(number))]
    assert not wrong, report(wrong, batch(number))


def tolerance_of(name: str, want: Figure) -> Fraction:
    """Return how far the program's figure may be from the exact one: sums of the log's money not at all."""
    if name in ("pay", "bonus", "tip", "fee", "critical_gap_minutes") or not isinstance(want, Fraction):
        return Fraction(0) if name != "critical_gap_minutes" else Fraction(1, 10**6)
    if name.endswith("_hours"):
        return HOURS_TOLERANCE
    return MONEY_TOLERANCE if name in ("required_pay", "shortfall") else RATIO_TOLERANCE * max(1, abs(want))


def hangs_on_a_microsecond(entry: tuple[object, ...], by: tuple[str, ...], of: Batch) -> bool:
    """Return whether a verdict or critical gap differs only since pay and required pay are as good as equal.

    Where rows that share an instant fall into different groups, a group's time is a rounded share.
    """
    name, key, _, _ = entry
    if name not in ("verdict", "critical_gap_minutes"):
        return False
    group = [line for line in of.lines if tuple(label(line, column) for column in by) == key]
    gaps = {line.gap_before or 0 for line in group}
    return any(abs(pay_in(group) - required_pay(group, gap)) < Fraction(1, 10**7) for gap in gaps | {0})


@pytest.mark.parametrize("by", GROUPINGS, ids=lambda by: "+".join(by) or "total")
def test_result_columns_have_the_promised_names_in_the_promised_order(by: tuple[str, ...]) -> None:
    """A script may rely on the columns of a result table by name and by place."""
    assert tuple(batch(0).audit.table(by).column_names) == (*by, *RESULT_COLUMNS)


# -------------------------------------------------------------------------------- the reference itself


def test_the_reference_finds_the_critical_gap_that_trying_every_second_finds() -> None:
    """Letting gaps in one after the other leaves out no second of the hour at which the verdict turns."""
    workers: dict[str, list[Line]] = {}
    for line in ledger(random_logs(seed=99, logs=60), EXACT):
        workers.setdefault(str(line.row["worker_id"]), []).append(line)
    found = [(critical_gap_minutes(group), group) for group in workers.values()]
    turning = [(gap, group) for gap, group in found if gap not in (None, 0)]
    assert turning, "no log of these turns on its gaps: the seed proves nothing"
    for gap, group in (*turning, *[entry for entry in found if entry[0] is None][:2]):
        assert gap == critical_gap_minutes_second_by_second(group)
        assert gap is None or gap <= Fraction(LONGEST_CRITICAL_GAP_SECONDS, 60)


def agrees(got: object, want: object, tolerance: Fraction) -> bool:
    """Return whether a value of the program is the reference's, a number within the tolerance."""
    if isinstance(want, (Fraction, int)) and isinstance(got, (Decimal, int, float)):
        return abs(Fraction(got) - want) <= tolerance
    return got == want


def report(wrong: list[tuple[object, ...]], of: Batch) -> str:
    """Show the first differences and the rows of the first worker they touch, to be tried alone."""
    shown = "\n".join(f"{name} of {key}: got {got}, want {want}" for name, key, got, want in wrong[:8])
    key = wrong[0][1]
    worker = key[0] if isinstance(key, tuple) and key else key
    rows = "\n".join(str(row) for row in of.rows if row["worker_id"] == worker)
    return f"{len(wrong)} differences under {of.rules}\n{shown}\nrows of {worker}:\n{rows}"
