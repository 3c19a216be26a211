"""The arithmetic of wageaudit a second time: slow, exact, in plain Python, sharing no line with the program.

Time is cut at every end point of a worker's rows; in each elementary interval the open rows are counted one
by one. Amounts are `fractions.Fraction`, instants are integer microseconds since 1970 in UTC. It is written
to be read beside the method, not to be fast; the program is tested against it, never the other way round.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

UNPAID_WORK = ("qualification", "training", "verification", "communication", "travel", "other")
WORK = ("task", *UNPAID_WORK)
WAITING = ("search", "waiting")
EARNING = ("approved", "pending")

SECOND = 1_000_000  # microseconds
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
THRESHOLD_MINUTES = (0, 1, 5, 10, 20, 60)
LONGEST_CRITICAL_GAP_SECONDS = 3600

RESULT_COLUMNS = (
    *("workers", "tasks", "tasks_unpaid", "tasks_untimed", "sessions"),
    *("paid_hours", "unpaid_work_hours", "waiting_hours", "working_hours", "utilisation", "overlap_factor"),
    *("pay", "bonus", "tip", "fee", "bonus_share", "take_rate", "currency"),
    *("engaged_hourly_wage", "effective_hourly_wage", "minimum_wage", "wage_ratio", "required_pay"),
    *("shortfall", "breakeven_piece_rate"),
    *(f"effective_hourly_wage_gap{minutes}" for minutes in THRESHOLD_MINUTES),
    *("critical_gap_minutes", "verdict", "reason"),
)

Row = Mapping[str, object]
Figure = Fraction | int | str | None


@dataclass(frozen=True)
class Rules:
    """The choices of one audit. `minimum_wage` is one hourly amount, or amounts by first day, or unknown."""

    gap_minutes: Decimal = Decimal(20)
    pending: str = "include"
    tips: str = "include"
    max_task_minutes: Decimal | None = None
    period: str = "week"
    minimum_wage: Decimal | Sequence[tuple[date, Decimal]] | None = None

    @property
    def gap(self) -> Fraction:
        """The gap threshold in microseconds."""
        return Fraction(self.gap_minutes) * MINUTE

    def as_options(self) -> dict[str, object]:
        """Return the same choices under the names of the program's options."""
        options: dict[str, object] = {
            "gap_minutes": self.gap_minutes,
            "pending": self.pending,
            "tips": self.tips,
        }
        options |= {"max_task_minutes": self.max_task_minutes, "period": self.period}
        if isinstance(self.minimum_wage, Decimal):
            options |= {"minimum_wage": self.minimum_wage, "wage_currency": "USD"}
        return options

    def minimum_on(self, day: date) -> Fraction | None:
        """Return the hourly minimum on a local date, None where it is not known."""
        if self.minimum_wage is None or isinstance(self.minimum_wage, Decimal):
            return None if self.minimum_wage is None else Fraction(self.minimum_wage)
        begun = [amount for first_day, amount in sorted(self.minimum_wage) if first_day <= day]
        return Fraction(begun[-1]) if begun else None


@dataclass
class Line:
    """One row of the reference ledger: times in exact microseconds, `position` its place in the input."""

    row: Row
    position: int
    start: int
    end: int | None  # None: untimed
    active: Fraction | None
    local_date: date
    project: str
    requester: str
    pay: Fraction  # what the row earned, whole
    minimum: Fraction | None  # the hourly minimum wage on its local date
    share: Fraction = Fraction(0)  # of engaged time, before active time scales it
    credit: Fraction = Fraction(0)
    on_record: Fraction = Fraction(0)
    gap_before: int | None = None
    inferred: int = 0
    session: int | None = None
    begins_session: bool = False

    @property
    def is_work(self) -> bool:
        """Whether the row is a task or unpaid work."""
        return self.row["activity"] in WORK

    @property
    def is_timed(self) -> bool:
        """Whether the row has a place on the worker's time line."""
        return self.end is not None

    @property
    def earns(self) -> bool:
        """Whether the row's money counts."""
        return self.row["status"] in EARNING

    @property
    def is_paid_time(self) -> bool:
        """Whether the row's credit is paid time."""
        return self.row["activity"] == "task" and self.earns

    @property
    def waiting(self) -> Fraction:
        """Waiting on record and inferred, at the threshold in force."""
        return self.on_record + self.inferred

    def working(self, gap: Fraction | int) -> Fraction:
        """Return the row's working time when gaps up to `gap` microseconds count."""
        return working_time([self], gap)


def microseconds(instant: object) -> int:
    """Return an aware datetime as microseconds since 1970 in UTC."""
    assert isinstance(instant, datetime)
    since = instant - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def money(value: object) -> Fraction:
    """Return an amount, nothing for an empty one."""
    return Fraction(value) if isinstance(value, (Decimal, Fraction, int)) else Fraction(0)


def total(amounts: Iterable[Fraction | int]) -> Fraction:
    """Return the exact sum, added denominator by denominator since that is quicker."""
    numerators: dict[int, int] = {}
    for amount in amounts:
        numerators[amount.denominator] = numerators.get(amount.denominator, 0) + amount.numerator
    return sum((Fraction(above, below) for below, above in numerators.items()), Fraction(0))


# ------------------------------------------------------------------------------------------------ the ledger


def ledger(rows: Sequence[Row], rules: Rules) -> list[Line]:
    """Return every audited row with its time, in the order (worker, start, end, status, source)."""
    kept = without_duplicates([(place, with_defaults(row)) for place, row in enumerate(rows)])
    if rules.pending == "exclude":
        kept = [(place, row) for place, row in kept if row["status"] != "pending"]
    tasks = {task_key(row): row for _, row in reversed(kept) if row["activity"] == "task" and row["task_id"]}
    lines = sorted((new_line(place, row, tasks, rules) for place, row in kept), key=order)
    for _, of_one_worker in groupby(lines, key=lambda line: line.row["worker_id"]):
        account_for_time(list(of_one_worker), rules)
    return lines


def with_defaults(row: Row) -> dict[str, object]:
    """Return a row of the task table with its defaults filled in."""
    texts = ("worker_id", "platform", "requester", "project", "task_id", "currency", "country", "region")
    full = {name: row.get(name) or "" for name in texts}
    full |= {"activity": row.get("activity") or "task", "status": row.get("status") or "approved"}
    full |= {name: row.get(name) for name in ("started_at", "ended_at", "active_seconds", "customer_price")}
    full |= {name: money(row.get(name)) for name in ("bonus", "tip", "fee")}
    count = row.get("task_count")
    full["task_count"] = 1 if count is None else count
    earned = row.get("pay")
    full["pay"] = (
        money(row.get("piece_rate")) * money(full["task_count"]) if earned is None else money(earned)
    )
    full["timezone"] = row.get("timezone") or "UTC"
    return full


def without_duplicates(rows: list[tuple[int, dict[str, object]]]) -> list[tuple[int, dict[str, object]]]:
    """Keep one of the rows that two exports hold in common."""
    first: dict[object, tuple[int, dict[str, object]]] = {}
    for place, row in rows:
        first.setdefault(identity(place, row), (place, row))
    return list(first.values())


def identity(place: int, row: Row) -> object:
    """Return what makes a row the same in two exports: its task id; for payments every value of the row.

    A row without a task id is only itself: its place in the input.
    """
    if not row["task_id"]:
        return place
    return tuple(row.values()) if row["activity"] == "payment" else task_key(row)


def task_key(row: Row) -> tuple[object, ...]:
    """Return the key by which a row is found again."""
    return row["platform"], row["worker_id"], row["task_id"]


def new_line(place: int, row: Row, tasks: Mapping[tuple[object, ...], Row], rules: Rules) -> Line:
    """Place one row on the time line: its interval (cut if asked), its local date, the project it is of."""
    start, end = microseconds(row["started_at"]), None
    active = None if row["active_seconds"] is None else money(row["active_seconds"]) * SECOND
    if row["ended_at"] is not None and row["activity"] != "payment":
        end = microseconds(row["ended_at"])
    if rules.max_task_minutes is not None and row["activity"] in WORK and end is not None:
        cap = int(
            Fraction(rules.max_task_minutes) * MINUTE
        )  # a block of tasks without an interval is not one task
        end = min(end, start + cap)
        active = None if active is None else min(active, Fraction(cap))
    home = tasks.get(task_key(row), row) if row["activity"] == "payment" and row["task_id"] else row
    day, project, requester = local_date(home), str(home["project"]), str(home["requester"])
    pay, minimum = pay_of(row, rules), rules.minimum_on(day)
    return Line(row, place, start, end, active, day, project, requester, pay, minimum)


def pay_of(row: Row, rules: Rules) -> Fraction:
    """Return what a row earned, whole."""
    if row["status"] not in EARNING:
        return Fraction(0)
    tip = money(row["tip"]) if rules.tips == "include" else Fraction(0)
    return money(row["pay"]) + money(row["bonus"]) + tip - money(row["fee"])


def local_date(row: Row) -> date:
    """Return the day on which a row starts where the worker is."""
    started = row["started_at"]
    assert isinstance(started, datetime)
    return started.astimezone(ZoneInfo(str(row["timezone"]))).date()


def order(line: Line) -> tuple[object, ...]:
    """Return the total order of rows: worker, start, end, status, all else a row says, its place in the source.

    What a row says comes before where it stands, so that the order of rows in a file changes no figure.
    """
    row = line.row
    ended = row["ended_at"]
    texts = ("status", "platform", "requester", "project", "activity", "currency", "country", "region")
    amounts = ("pay", "task_count", "active_seconds", "bonus", "tip", "fee", "customer_price")
    return (
        *(row["worker_id"], line.start, 0 if ended is None else microseconds(ended)),
        *(row[name] for name in (*texts, "timezone", "task_id")),
        *(money(row[name]) for name in amounts),
        line.position,
    )


def account_for_time(lines: list[Line], rules: Rules) -> None:
    """Fill in the times of one worker's rows, which come in order."""
    timed = [line for line in lines if line.is_timed]
    share_out(timed)
    for line in lines:
        settle(line)
    number_sessions(timed, rules.gap)


def share_out(timed: list[Line]) -> None:
    """Give each elementary interval to the rows open in it or, where none is, to the gap before the next."""
    for line in timed:
        line.gap_before = 0
    if timed:
        timed[0].gap_before = None
    points = sorted({point for line in timed for point in (line.start, line.end) if point is not None})
    for left, right in pairwise(points):
        opened = [line for line in timed if line.start <= left and line.end is not None and right <= line.end]
        at_work = [line for line in opened if line.is_work]
        for line in at_work:
            line.share += Fraction(right - left, len(at_work))
        for line in () if at_work else opened:
            line.on_record += Fraction(right - left, len(opened))
        if not opened:
            next(line for line in timed if line.start == right).gap_before = right - left


def settle(line: Line) -> None:
    """Turn a row's share and its measured active time into credit and waiting on record."""
    if line.row["activity"] == "payment":
        return
    if line.end is None:
        if line.is_work:
            line.credit = line.active or Fraction(0)
        else:
            line.on_record = line.active or Fraction(0)
    elif line.is_work:
        duration = line.end - line.start
        measured = line.active is not None and line.active < duration
        line.credit = (
            line.share * line.active / duration if measured and line.active is not None else line.share
        )
        line.on_record += line.share - line.credit


def number_sessions(timed: list[Line], gap: Fraction) -> None:
    """Count the runs of rows without a gap longer than `gap`; the gaps inside a run are inferred waiting."""
    number = 0
    for line in timed:
        line.begins_session = line.gap_before is None or line.gap_before > gap
        number += line.begins_session
        line.session = number
        line.inferred = 0 if line.begins_session else line.gap_before or 0


# ------------------------------------------------------------------------------------------------ the tables


def table(lines: Iterable[Line], by: Sequence[str], rules: Rules) -> dict[tuple[str, ...], dict[str, Figure]]:
    """Return the result columns of every group of ledger rows, by the groups' labels."""
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        groups.setdefault(tuple(label(line, name) for name in by), []).append(line)
    return {key: results(group, rules) for key, group in groups.items()}


def label(line: Line, name: str) -> str:
    """Return the label of one row in one grouping column."""
    day = line.local_date
    year, week, _ = day.isocalendar()
    labels = {
        "worker": line.row["worker_id"],
        "project": line.project,
        "requester": line.requester,
        "platform": line.row["platform"],
        "country": line.row["country"],
        "day": day.isoformat(),
        "week": f"{year:04d}-W{week:02d}",
        "month": f"{day.year:04d}-{day.month:02d}",
        "whole": "",
    }
    return str(labels[name])


def results(group: list[Line], rules: Rules) -> dict[str, Figure]:
    """Return all result columns of one group, `currency` and `reason` excepted."""
    return counts(group) | hours(group) | earnings(group) | comparison(group, rules)


def counts(group: list[Line]) -> dict[str, Figure]:
    """Count workers, tasks and sessions."""
    tasks = [line for line in group if line.row["activity"] == "task"]
    return {
        "workers": len({line.row["worker_id"] for line in group}),
        "tasks": sum(int(str(line.row["task_count"])) for line in tasks),
        "tasks_unpaid": sum(int(str(line.row["task_count"])) for line in tasks if not line.earns),
        "tasks_untimed": sum(line.is_work and not line.is_timed and line.active is None for line in group),
        "sessions": sum(line.begins_session for line in group),
    }


def hours(group: list[Line]) -> dict[str, Figure]:
    """Add up the times of a group, in hours."""
    paid = total(line.credit for line in group if line.is_paid_time)
    unpaid = total(line.credit for line in group if not line.is_paid_time)
    waiting = total(line.waiting for line in group)
    working = paid + unpaid + waiting
    timed_work = [line for line in group if line.is_work and line.end is not None]
    durations = sum(line.end - line.start for line in timed_work if line.end is not None)
    return {
        "paid_hours": paid / HOUR,
        "unpaid_work_hours": unpaid / HOUR,
        "waiting_hours": waiting / HOUR,
        "working_hours": working / HOUR,
        "utilisation": ratio(paid, working),
        "overlap_factor": ratio(Fraction(durations), total(line.share for line in timed_work)),
    }


def pay_in(group: list[Line]) -> Fraction:
    """Return what the rows of a group earned."""
    return total(line.pay for line in group)


def earnings(group: list[Line]) -> dict[str, Figure]:
    """Add up the money of a group."""
    earning = [line for line in group if line.earns]
    sums = {name: total(money(line.row[name]) for line in earning) for name in ("bonus", "tip", "fee")}
    pay = pay_in(group)
    priced = [line for line in group if line.row["customer_price"] is not None]
    taken = ratio(
        pay_in(priced),
        total(money(line.row["customer_price"]) for line in priced),
    )
    return {
        "pay": pay,
        **sums,
        "bonus_share": ratio(sums["bonus"], pay),
        "take_rate": None if taken is None else 1 - taken,
    }


def comparison(group: list[Line], rules: Rules) -> dict[str, Figure]:
    """Compare a group's pay with what the minimum wage requires for its working time."""
    pay = pay_in(group)
    paid = total(line.credit for line in group if line.is_paid_time)
    working = working_time(group, rules.gap)
    figures: dict[str, Figure] = {
        "engaged_hourly_wage": ratio(pay * HOUR, paid),
        "effective_hourly_wage": ratio(pay * HOUR, working),
    }
    for minutes in THRESHOLD_MINUTES:
        worked = working_time(group, minutes * MINUTE)
        figures[f"effective_hourly_wage_gap{minutes}"] = ratio(pay * HOUR, worked)
    longest = max(rules.gap, Fraction(HOUR))
    at_work = [line for line in group if line.working(longest)]
    if any(line.minimum is None for line in at_work or group):
        names = ("minimum_wage", "wage_ratio", "required_pay", "shortfall", "breakeven_piece_rate")
        return figures | dict.fromkeys((*names, "critical_gap_minutes")) | {"verdict": "unknown"}
    required = required_pay(group, rules.gap)
    if not at_work:  # payments alone: nothing is required, and there is no hour to compare the wage of
        names = ("minimum_wage", "wage_ratio", "breakeven_piece_rate", "critical_gap_minutes")
        missing = {"required_pay": required, "shortfall": shortfall(group, rules)}
        return figures | dict.fromkeys(names) | missing | {"verdict": "unknown"}
    tasks = sum(int(str(line.row["task_count"])) for line in group if line.row["activity"] == "task")
    return figures | {
        "minimum_wage": ratio(required * HOUR, working),
        "wage_ratio": ratio(pay, required),
        "required_pay": required,
        "shortfall": shortfall(group, rules),
        "breakeven_piece_rate": ratio(required, Fraction(tasks)),
        "critical_gap_minutes": critical_gap_minutes(group),
        "verdict": verdict(group, rules),
    }


def working_time(group: list[Line], gap: Fraction | int) -> Fraction:
    """Return the working time of rows when gaps up to `gap` microseconds count."""
    gaps = sum(line.gap_before for line in group if line.gap_before is not None and line.gap_before <= gap)
    return total(line.credit for line in group) + total(line.on_record for line in group) + gaps


def required_pay(group: list[Line], gap: Fraction | int) -> Fraction:
    """Return the minimum wage of a group's working time when gaps up to `gap` microseconds count."""
    by_minimum: dict[Fraction, list[Line]] = {}
    for line in group:
        by_minimum.setdefault(line.minimum or Fraction(0), []).append(line)
    return total(working_time(lines, gap) * minimum / HOUR for minimum, lines in by_minimum.items())


def shortfall(group: list[Line], rules: Rules) -> Fraction:
    """Return what is missing to the minimum wage, worker by worker and period by period."""
    periods: dict[tuple[object, str], list[Line]] = {}
    for line in group:
        periods.setdefault((line.row["worker_id"], label(line, rules.period)), []).append(line)
    missing = (required_pay(lines, rules.gap) - pay_in(lines) for lines in periods.values())
    return total(max(Fraction(0), amount) for amount in missing)


def is_below(group: list[Line], gap: Fraction | int) -> bool:
    """Return whether a group's pay is less than what the minimum wage requires at a gap threshold."""
    return pay_in(group) < required_pay(group, gap)


def critical_gap_minutes(group: list[Line]) -> Fraction | None:
    """Return the shortest threshold at which the group falls under the minimum wage, of at most an hour.

    What a group requires changes only where the threshold reaches one of its gaps, rounded up to a second,
    so the gaps are let in one after the other. `critical_gap_minutes_second_by_second` tries every second.
    """
    let_in: dict[int, Fraction] = {0: required_pay(group, 0)}
    for line in group:
        seconds = -(-(line.gap_before or 0) // SECOND)
        if 0 < seconds <= LONGEST_CRITICAL_GAP_SECONDS:
            more = (line.gap_before or 0) * (line.minimum or 0) / HOUR
            let_in[seconds] = let_in.get(seconds, Fraction(0)) + more
    pay, required = pay_in(group), Fraction(0)
    for seconds in sorted(let_in):
        required += let_in[seconds]
        if pay < required:
            return Fraction(seconds, 60)
    return None


def critical_gap_minutes_second_by_second(group: list[Line]) -> Fraction | None:
    """Return the same by trying every second of the hour."""
    for seconds in range(LONGEST_CRITICAL_GAP_SECONDS + 1):
        if is_below(group, seconds * SECOND):
            return Fraction(seconds, 60)
    return None


def verdict(group: list[Line], rules: Rules) -> str:
    """Return whether a group is under the minimum wage at every threshold, at none, or at some."""
    if is_below(group, 0):
        return "below"
    return "depends" if is_below(group, max(rules.gap, Fraction(HOUR))) else "met"


def ratio(above: Fraction, below: Fraction) -> Fraction | None:
    """Divide, nothing where there is nothing to divide by."""
    return above / below if below else None
