"""The audit: a task table, the law and the exchange rates in; the ledger and any result table out. Pure.

The ledger is the evidence: the task table with, for each row, its time, its gap, its local date and the minimum wage of
that date. Every result table is a group-by sum of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MICRO, Codes, Ints, Mask, codes, distinct, ints, places
from wageaudit.cells import SPLITS, Cells, gather, join
from wageaudit.errors import WrongUse
from wageaudit.evidence import ledger_columns, sessions_of
from wageaudit.exchange import ExchangeBook, ExchangeRate
from wageaudit.gaps import gaps_of
from wageaudit.kernels import take
from wageaudit.ledger import Times, measure
from wageaudit.options import GROUPINGS, Options
from wageaudit.phrases import phrase
from wageaudit.runs import merged
from wageaudit.shelves import cut, shelves_for
from wageaudit.spreading import spread
from wageaudit.tables import laid_by, table, together
from wageaudit.tasks import concatenate, whole
from wageaudit.text import clean
from wageaudit.wages import Rate, WageBook
from wageaudit.work import Work, prepare
from wageaudit.zones import local_days

if TYPE_CHECKING:
    from wageaudit.screening import Screened
    from wageaudit.suspicion import Suspicion

Made = TypeVar("Made")
DAY = 86_400 * MICRO


@dataclass(frozen=True, slots=True)
class Part:
    """Whole workers: their task table, the rows in the total order, and the time of each."""

    tasks: pa.Table
    work: Work
    times: Times


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of one part: audited, and merged into another (with a note where the two differ).

    gone, excluded: merged rows, and rows that the options leave out, by file; views, timed_views: whose views (coverage)
    the audited rows are, and those of them that have an interval; zoneless: rows by country whose day is UTC's, for no zone
    is known of them; apart: merged rows whose date is another than that of the row they count as, first_apart the first's
    file and row.
    """

    audited: int
    merged: int
    differing: tuple[tuple[str, int, str, int], ...]
    gone: Mapping[str, int] = field(default_factory=dict)
    excluded: Mapping[str, int] = field(default_factory=dict)
    views: frozenset[str] = frozenset()
    timed_views: frozenset[str] = frozenset()
    zoneless: Mapping[str, int] = field(default_factory=dict)
    apart: int = 0
    first_apart: tuple[str, int] = ("", 0)


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found. Tables of whole workers go through the same arithmetic part by part, as many at once as `cores`.

    tables: each is asked for when its turn comes, and again for every table made, so that they need not lie in memory.
    screening: suspicions are looked for on the first way through; else only once they are asked for.
    """

    tables: Sequence[pa.Table]
    options: Options
    wages: WageBook
    exchange: ExchangeBook
    cores: int = 1
    living: WageBook | None = None
    screening: bool = True
    _made: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def cells(self, by: Sequence[str] = ()) -> Cells:
        """Sums by worker, date, place and currency, and by the platform, requester or project where asked."""
        splits = tuple(name for name in SPLITS if name in by)
        if splits not in self._made:
            self._made[splits] = join(self.each(lambda part: self._gathered(part, splits)))
        return self._made[splits]  # type: ignore[return-value]

    def _gathered(self, part: Part, splits: Sequence[str]) -> Cells:
        found = gather(part.work, part.times, self.options, self.wages, splits, self.living)
        return merged(found, splits) if splits else found

    def each(self, make: Callable[[Part], Made]) -> list[Made]:
        """What is made of each part, in their order, many at a time; rows are counted on the first way through."""
        first = "counts" not in self._made
        seen: list[Screened] = []  # one at the most: what the parts so far show together
        turn = threading.Lock()

        def made(at: int) -> tuple[Made, Count | None]:
            part = self._part(at)
            if first and self.screening:
                one = self._screen(part)
                with turn:
                    seen[:] = [seen[0] + one] if seen else [one]
            return make(part), _counted(part) if first else None

        every = spread(made, range(len(self.tables)), self.cores)
        if first:
            self._made["counts"] = tuple(count for _, count in every)
        if first and self.screening:
            self._made["screened"] = tuple(seen)
        return [one for one, _ in every]

    def _screen(self, part: Part) -> Screened:
        from wageaudit.screening import screen

        return screen(part.tasks, part.work, part.times, self.options, self.exchange)

    def counts(self) -> Sequence[Count]:
        """How many rows of each part were audited and merged."""
        if "counts" not in self._made:
            self.cells()
        return self._made["counts"]  # type: ignore[return-value]

    def screened(self) -> Sequence[Screened]:
        """What the parts show that looks wrong."""
        if self.screening:
            self.counts()
        if "screened" not in self._made:
            self._made["screened"] = tuple(self.each(self._screen))
        return self._made["screened"]  # type: ignore[return-value]

    def suspicions(self) -> tuple[Suspicion, ...]:
        """Rows that look wrong, by kind, and what they weigh in the result; they are in every figure all the same."""
        if "suspicions" not in self._made:
            from wageaudit.suspicion import suspicions

            found = suspicions(self.screened(), self.options.display_currency, self.exchange)
            self._made["suspicions"] = found
        return self._made["suspicions"]  # type: ignore[return-value]

    def _part(self, at: int) -> Part:
        """A table's rows ordered and timed; kept where it is the only one."""
        if "part" in self._made:
            return self._made["part"]  # type: ignore[return-value]
        part = _prepared(self.tables[at], self.options)
        if len(self.tables) == 1:
            self._made["part"] = part
        return part

    def whole(self) -> Part:
        """All rows as one part: for views that walk through rows."""
        if len(self.tables) == 1:
            return self._part(0)
        if "whole" not in self._made:
            self._made["whole"] = _prepared(concatenate(list(self.tables)), self.options)
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
                raise WrongUse(
                    phrase("cannot group by {name}", name=clean(name)),
                    phrase("use some of: {names}", names=", ".join(GROUPINGS)),
                )
        splits = tuple(name for name in SPLITS if name in by)
        if len(self.tables) == 1 or "worker" not in by or splits in self._made:
            return table(self.cells(by), by, self.options, self.exchange)
        turn = threading.Semaphore(max(1, self.cores // 2))

        def laid(part: Part) -> pa.Table:
            cells = self._gathered(part, splits)
            # a table is made in many short steps, at each of which threads would wait for one another
            with turn:
                return laid_by(table(cells, by, self.options, self.exchange))

        return together(self.each(laid), by, self.cores)  # no group has rows in two parts

    def ledger(self) -> pa.Table:
        """The task table in the total order with the columns of evidence.LEDGER; one row an audited row."""
        made = pa.concat_tables(self.each(self._ledger_of))
        if len(self.tables) == 1:
            return made
        worker, _ = codes(made.column("worker_id"))
        return take(made, places(np.argsort(worker, kind="stable")))

    def _ledger_of(self, part: Part) -> pa.Table:
        kept = whole(take(part.tasks, places(part.work.place)))
        columns = dict(zip(kept.column_names, kept.columns, strict=True))
        made = ledger_columns(part.work, part.times, self.options, self.wages, self.exchange)
        return pa.table(columns | made)

    def rates_used(self) -> tuple[Rate, ...]:
        """The minimum wages that some row was compared with, by country, region and start."""
        cells = self.cells()
        return tuple(cells.rates[code] for code in distinct(cells.rate[cells.rate >= 0]).tolist())

    def sessions(self) -> Ints:
        """int64[n]: number of the worker's session of each row, from 1; 0 for rows without an interval."""
        return sessions_of(self.work, self.times, gaps_of(self.options))


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
    return Audit(cut(tasks, shelves_for(tasks.num_rows)), options, wages, exchange, cores, living)


def of_cells(
    cells: Cells,
    counts: Sequence[Count],
    screened: Sequence[Screened],
    options: Options,
    wages: WageBook,
    exchange: ExchangeBook,
    living: WageBook | None = None,
) -> Audit:
    """The audit of rows that were audited elsewhere, shelf by shelf: all tables from their cells (with SPLITS), no ledger."""
    made: dict[object, object] = {"counts": tuple(counts), "screened": tuple(screened)}
    splits: list[tuple[str, ...]] = [()]
    for name in SPLITS:
        splits += [(*before, name) for before in splits]
    return Audit((), options, wages, exchange, 1, living, _made=made | dict.fromkeys(splits, cells))


def _prepared(tasks: pa.Table, options: Options) -> Part:
    work = prepare(tasks, options)
    return Part(tasks, work, _times(work))


def _counted(part: Part) -> Count:
    merged = part.work.merged
    gone, rest = _by_file(part, merged.rows), np.zeros(0, np.int64)
    if len(part.work) + len(merged.rows) < part.tasks.num_rows:
        rest = np.setdiff1d(np.arange(part.tasks.num_rows), np.concatenate([part.work.place, merged.rows]))
    excluded = _by_file(part, rest)
    views, timed = _views(part.work, None), _views(part.work, part.work.timed)
    zoneless = _zoneless(part.work)
    counted = Count(len(part.work), len(merged.rows), (), gone, excluded, views, timed, zoneless)
    if not merged.differs.any() or not {"source_file", "source_row"} <= set(part.tasks.column_names):
        return counted
    differing, kept = merged.rows[merged.differs], merged.into[merged.differs]
    names, numbers = part.tasks.column("source_file"), ints(part.tasks.column("source_row"))
    where = [
        (names[at].as_py(), int(numbers[at]), names[into].as_py(), int(numbers[into]))
        for at, into in zip(differing.tolist(), kept.tolist(), strict=True)
    ]
    moved = _local(part.tasks, differing) != _local(part.tasks, kept)
    apart = [one[:2] for one, other in zip(where, moved.tolist(), strict=True) if other]
    return replace(counted, differing=tuple(where), apart=len(apart), first_apart=min(apart, default=("", 0)))


def _local(tasks: pa.Table, rows: Ints) -> Codes:
    """Local dates of some rows of the task table."""
    names: list[str] = []
    zone: Codes = np.full(len(rows), -1, np.int32)
    if "timezone" in tasks.column_names:
        zone, names = codes(take(tasks.column("timezone"), places(rows)))
    return local_days(ints(tasks.column("started_at"))[rows], zone, names)


def _zoneless(work: Work) -> Mapping[str, int]:
    """Rows by country that have a time of day and no zone; a bare date, midnight without an end, is that date anywhere."""
    rows = np.flatnonzero(work.category["timezone"] < 0)
    untimed = rows[~work.timed[rows]]
    dates = untimed[work.start[untimed] % DAY == 0]
    seen = np.zeros(len(work.labels["country"]) + 1, np.int64)
    for some, sign in ((rows, 1), (dates, -1)):
        seen += sign * np.bincount(work.category["country"][some] + 1, minlength=len(seen))
    return {
        name: count for name, count in zip(["", *work.labels["country"]], seen.tolist(), strict=True) if count
    }


def _views(work: Work, some: Mask | None) -> frozenset[str]:
    """Whose views these rows are; a row that does not say is the worker's own."""
    code, labels = work.category["coverage"], ["worker", *work.labels["coverage"]]
    found = code if some is None or some.all() else code[some]
    once = len(found) > 0 and int(found.min()) == int(found.max())
    seen = [int(found[0]) + 1] if once else np.flatnonzero(np.bincount(found + 1, minlength=len(labels)))
    return frozenset(labels[code] for code in seen)


def _by_file(part: Part, rows: Ints) -> Mapping[str, int]:
    """How many of these rows of the task table each file holds."""
    if not len(rows) or "source_file" not in part.tasks.column_names:
        return {}
    code, names = codes(take(part.tasks.column("source_file"), places(rows)))
    found = np.bincount(code + 1, minlength=len(names) + 1)[1:]
    return {name: count for name, count in zip(names, found.tolist(), strict=True) if count}


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


__all__ = ["Audit", "Count", "ExchangeRate", "Part", "audit", "of_cells"]
