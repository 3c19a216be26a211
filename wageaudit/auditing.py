"""The audit: a task table, the law and the exchange rates in; the ledger and any result table out. Pure.

The ledger is the evidence: the task table with, for each row, its time, its gap, its local date and the minimum wage of
that date. Every result table is a group-by sum of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MONEY, Ints, Mask, category, codes, column, ints, places, strings
from wageaudit.cells import SPLITS, Cells, Gaps, bounds, gaps_of, gather, join, whole_pay
from wageaudit.errors import WrongUse
from wageaudit.exact import quotients, quotients_15
from wageaudit.exchange import ExchangeBook, ExchangeRate
from wageaudit.ledger import FIRST, Times, measure
from wageaudit.money import RATE_SCALE, rates
from wageaudit.options import GROUPINGS, PERIODS, Options
from wageaudit.partition import partition, spread
from wageaudit.tables import table
from wageaudit.tasks import whole
from wageaudit.text import clean
from wageaudit.wages import Rate, WageBook
from wageaudit.wide import product
from wageaudit.work import Work, prepare

LEDGER = (
    "credit_seconds", "waiting_on_record_seconds", "gap_before_seconds", "waiting_seconds", "local_date", "session",
    "minimum_wage", "wage_currency", "fx_rate", "pay_in_wage_currency", "required_pay",
)  # fmt: skip
HOUR = 3600 * 1_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """Whole workers: their task table, the rows in the total order, and the time of each."""

    tasks: pa.Table
    work: Work
    times: Times


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of one part: audited, and merged into another (with a note where the two differ)."""

    audited: int
    merged: int
    differing: tuple[tuple[str, int, str, int], ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found. Tables of whole workers go through the same arithmetic part by part, as many at once as `cores`."""

    tables: Sequence[pa.Table]
    options: Options
    wages: WageBook
    exchange: ExchangeBook
    cores: int = 1
    living: WageBook | None = None
    _made: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def cells(self, by: Sequence[str] = ()) -> Cells:
        """Sums by worker, date, place and currency, and by the platform, requester or project where asked."""
        splits = tuple(name for name in SPLITS if name in by)

        def gathered(table: pa.Table) -> tuple[Cells, Count]:
            part = self._part(table)
            cells = gather(part.work, part.times, self.options, self.wages, splits, self.living)
            return cells, _counted(part)

        if splits not in self._made:
            parts = spread(gathered, self.tables, self.cores)
            self._made[splits] = join([cells for cells, _ in parts])
            self._made.setdefault("counts", tuple(count for _, count in parts))
        return self._made[splits]  # type: ignore[return-value]

    def counts(self) -> Sequence[Count]:
        """How many rows of each part were audited and merged."""
        self.cells()
        return self._made["counts"]  # type: ignore[return-value]

    def _part(self, table: pa.Table) -> Part:
        """A table's rows ordered and timed; kept where the whole audit is small."""
        if id(table) in self._made:
            return self._made[id(table)]  # type: ignore[return-value]
        work = prepare(table, self.options)
        part = Part(table, work, _times(work))
        if len(self.tables) == 1:
            self._made[id(table)] = part
        return part

    def whole(self) -> Part:
        """All rows as one part: for views that walk through rows."""
        if len(self.tables) == 1:
            return self._part(self.tables[0])
        if "whole" not in self._made:
            tasks = pa.concat_tables(self.tables)
            work = prepare(tasks, self.options)
            self._made["whole"] = Part(tasks, work, _times(work))
        return self._made["whole"]  # type: ignore[return-value]

    @property
    def work(self) -> Work:
        """The rows in the total order."""
        return self.whole().work

    @property
    def times(self) -> Times:
        """The time of each row."""
        return self.whole().times

    def table(self, by: Sequence[str] = ("worker",)) -> pa.Table:
        """The result table by any combination of GROUPINGS; by=() is one row. Raises WrongUse for another name."""
        for name in by:
            if name not in GROUPINGS:
                raise WrongUse(f"cannot group by {clean(name)}", f"use some of: {', '.join(GROUPINGS)}")
        if self.options.period not in PERIODS:
            raise WrongUse(
                f"no pay period is called {clean(self.options.period)}", f"use one of: {', '.join(PERIODS)}"
            )
        return table(self.cells(by), by, self.options, self.exchange)

    def ledger(self) -> pa.Table:
        """The task table in the total order with the columns of LEDGER; one row an audited row."""
        made = pa.concat_tables(spread(self._ledger_of, self.tables, self.cores))
        if len(self.tables) == 1:
            return made
        worker, _ = codes(made.column("worker_id"))
        return made.take(places(np.argsort(worker, kind="stable")))

    def _ledger_of(self, table: pa.Table) -> pa.Table:
        part = self._part(table)
        kept = whole(table.take(places(part.work.place)))
        columns = dict(zip(kept.column_names, kept.columns, strict=True))
        return pa.table(columns | _ledger_columns(part, self))

    def rates_used(self) -> tuple[Rate, ...]:
        """The minimum wages that some row was compared with, by country, region and start."""
        cells = self.cells()
        return tuple(cells.rates[code] for code in np.unique(cells.rate[cells.rate >= 0]).tolist())

    def sessions(self) -> Ints:
        """int64[n]: number of the worker's session of each row, from 1; 0 for rows without an interval."""
        return _sessions(self.work, self.times, gaps_of(self.options))


def audit(
    tasks: pa.Table,
    options: Options,
    wages: WageBook,
    exchange: ExchangeBook,
    cores: int = 1,
    living: WageBook | None = None,
) -> Audit:
    """Audit a task table (wageaudit.tasks.SCHEMA; absent columns are their default), on so many threads.

    Rows are ordered, duplicates merged, time measured worker by worker, and wages joined by local date when a table is
    asked for. With a book of living wages, result tables have two columns more.
    """
    return Audit(tuple(partition(tasks, cores)), options, wages, exchange, cores, living)


def _counted(part: Part) -> Count:
    merged = part.work.merged
    if not merged.differs.any() or "source_row" not in part.tasks.column_names:
        return Count(len(part.work), len(merged.rows), ())
    gone, kept = merged.rows[merged.differs], merged.into[merged.differs]
    names, numbers = part.tasks.column("source_file"), ints(part.tasks.column("source_row"))
    where = [
        (names[at].as_py(), int(numbers[at]), names[into].as_py(), int(numbers[into]))
        for at, into in zip(gone.tolist(), kept.tolist(), strict=True)
    ]
    return Count(len(part.work), len(merged.rows), tuple(where))


def _times(work: Work) -> Times:
    """Time of every row: measured where it has an interval, else its active time as given."""
    timed = work.timed
    if timed.all():
        return measure(work.category["worker_id"], work.start, work.end, work.waiting, work.active)
    given = np.where((work.work | work.waiting) & ~timed, np.maximum(work.active, 0), 0)
    credit, on_record = np.where(work.work, given, 0), np.where(work.waiting, given, 0)
    unscaled, gap = credit.copy(), np.zeros(len(work), np.int64)
    some = measure(
        work.category["worker_id"][timed],
        work.start[timed],
        work.end[timed],
        work.waiting[timed],
        work.active[timed],
    )
    credit[timed], unscaled[timed], on_record[timed], gap[timed] = (
        some.credit,
        some.unscaled,
        some.on_record,
        some.gap,
    )
    return Times(credit, unscaled, on_record, gap)


def _sessions(work: Work, times: Times, gaps: Gaps) -> Ints:
    inferred = gaps.admitted(work, times, gaps.threshold)
    begins = work.timed & ((times.gap == FIRST) | ((times.gap > 0) & ~inferred))
    running = np.cumsum(begins)
    worker = work.category["worker_id"]
    first = np.flatnonzero(np.diff(worker, prepend=-2))
    before = running[first] - begins[first]
    return np.where(work.timed, running - np.repeat(before, np.diff(np.append(first, len(worker)))), 0)


def _ledger_columns(part: Part, found: Audit) -> dict[str, pa.Array]:
    work, times, options = part.work, part.times, found.options
    gaps = gaps_of(options)
    inferred = np.where(gaps.admitted(work, times, gaps.threshold), times.gap, 0)
    waiting = times.on_record + inferred
    has_gap = work.timed & (times.gap != FIRST)
    session = _sessions(work, times, gaps)
    return {
        "credit_seconds": column(times.credit, MONEY),
        "waiting_on_record_seconds": column(times.on_record, MONEY),
        "gap_before_seconds": column(np.where(has_gap, times.gap, 0), MONEY, has_gap),
        "waiting_seconds": column(waiting, MONEY),
        "local_date": column(work.day, pa.date32()),
        "session": column(session, pa.int64(), session > 0),
        **_law_columns(part, found, times.credit + waiting),
    }


def _law_columns(part: Part, found: Audit, working: Ints) -> dict[str, pa.Array]:
    """Minimum wage, exchange and required pay of each row, spread from its cell."""
    work = part.work
    cells = gather(work, part.times, found.options, found.wages, ())
    first, _, _ = bounds(work, ())
    row = np.repeat(np.arange(len(cells)), np.diff(np.append(first, len(work))))
    hourly, currency = cells.hourly[row], cells.wage_currency[row]
    known = hourly > 0
    rate, lost = rates(
        cells, cells.key["currency"], cells.wage_currency, cells.wage_currency >= 0, found.exchange
    )
    exchanged: Mask = known & (cells.key["currency"][row] >= 0) & ~lost[row]
    scaled = rate[row]
    pay = whole_pay(work, found.options).astype(object) * scaled
    return {
        "minimum_wage": column(hourly, MONEY, known),
        "wage_currency": category(np.where(known, currency, -1), cells.currencies)
        if len(cells.currencies)
        else strings([None] * len(work)),
        "fx_rate": quotients_15(scaled, exchanged),
        "pay_in_wage_currency": quotients(pay, RATE_SCALE * 1_000_000, exchanged & ~work.pay_unknown),
        "required_pay": quotients(product(working, hourly).objects(), HOUR * 1_000_000, known),
    }


__all__ = ["LEDGER", "Audit", "ExchangeRate", "audit"]
