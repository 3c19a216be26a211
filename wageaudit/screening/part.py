"""What a screened part is: its rows with their time and pay, its runs, and a finding as rows of a part become one. Pure.

A run is a day of a worker in one currency; most checks look at runs alone.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa

from wageaudit import zones
from wageaudit.arrays import MICRO, Codes, Ints, Mask, codes, distinct, ints, places, present
from wageaudit.fingerprints import fingerprints
from wageaudit.kernels import take
from wageaudit.ledger import Times
from wageaudit.screening.samples import Log
from wageaudit.work import Work

MINUTE, DAY = 60 * MICRO, 86_400 * MICRO
BIN = 10 * MINUTE
BINS = DAY // BIN
Name = TypeVar("Name")
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Tally:
    """Working time [µs] and pay [micro] by currency and day of some rows; unknown: some of their pay is."""

    working: int = 0
    pay: Mapping[tuple[str, int], int] = field(default_factory=dict)
    unknown: bool = False

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        pay = dict(self.pay)
        for key, amount in other.pay.items():
            pay[key] = pay.get(key, 0) + amount
        return Tally(self.working + other.working, pay, self.unknown or other.unknown)


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of one kind; key: the platform, currency or zone that decides; weeks: without work, where that is the kind."""

    kind: str
    key: str
    rows: int
    workers: int
    tally: Tally
    file: str
    row: int
    weeks: int = 0

    def __add__(self, other: Found) -> Found:
        """Both together; the example is the first by file and row."""
        file, row = min((self.file, self.row), (other.file, other.row))
        return replace(
            self,
            rows=self.rows + other.rows,
            workers=self.workers + other.workers,
            tally=self.tally + other.tally,
            file=file,
            row=row,
            weeks=self.weeks + other.weeks,
        )


@dataclass(frozen=True, slots=True)
class Clock:
    """First starts of workers' days by ten minutes of the local day, in the four weeks before and after a change."""

    before: Ints
    after: Ints
    found: Found

    def __add__(self, other: Clock) -> Clock:
        """Both together."""
        return Clock(self.before + other.before, self.after + other.after, self.found + other.found)


@dataclass(frozen=True, slots=True)
class Screened:
    """What one part shows: kinds that stand as they are, and sums that only all parts together decide.

    rows: rows by platform; coins: currency → (paid rows, all whole units), money: currency → all its rows; logs: file → its
    rows, of which some can be told in other files again.
    """

    found: Sequence[Found] = ()
    total: Tally = Tally()
    rows: Mapping[str, int] = field(default_factory=dict)
    coins: Mapping[str, tuple[int, bool]] = field(default_factory=dict)
    money: Mapping[str, Found] = field(default_factory=dict)
    clocks: Mapping[tuple[str, int], Clock] = field(default_factory=dict)
    logs: Mapping[str, Log] = field(default_factory=dict)

    def __add__(self, other: Screened) -> Screened:
        """Both together, as of one part with the workers of both."""
        return Screened(
            [*_by_kind([*self.found, *other.found]).values()],
            self.total + other.total,
            _joined(self.rows, other.rows, operator.add),
            _joined(self.coins, other.coins, lambda one, two: (one[0] + two[0], one[1] and two[1])),
            _joined(self.money, other.money, operator.add),
            _joined(self.clocks, other.clocks, operator.add),
            _joined(self.logs, other.logs, operator.add),
        )


def _by_kind(found: Sequence[Found]) -> dict[tuple[str, str], Found]:
    made: dict[tuple[str, str], Found] = {}
    for one in found:
        key = one.kind, one.key
        made[key] = made[key] + one if key in made else one
    return made


def _joined(
    one: Mapping[Name, Kept], other: Mapping[Name, Kept], both: Callable[[Kept, Kept], Kept]
) -> dict[Name, Kept]:
    made = dict(one)
    for name, kept in other.items():
        made[name] = both(made[name], kept) if name in made else kept
    return made


@dataclass(frozen=True, slots=True)
class Part:
    """One part's rows: length of the interval, pay [micro] and working time [µs] of each, and of each run; first: where it begins."""

    tasks: pa.Table
    work: Work
    times: Times
    length: Ints
    pay: Ints
    working: Ints
    first: Ints
    run_pay: Ints
    run_working: Ints
    run_rows: Ints

    def label(self, name: str, code: int) -> str:
        """What a code of a category stands for; empty for none."""
        return self.work.labels[name][code] if code >= 0 else ""

    def rows_of(self, runs: Ints) -> Ints:
        """The rows of these runs, in order."""
        return spans(self.first[runs], self.run_rows[runs])

    def found(self, kind: str, rows: Ints, key: str = "", weeks: int = 0) -> Found:
        """These rows as a finding."""
        worker = self.work.category["worker_id"][rows]
        file, row = self.example(rows)
        return Found(kind, key, len(rows), len(distinct(worker)), self.tally(rows), file, row, weeks)

    def found_runs(self, kind: str, runs: Ints, key: str) -> Found:
        """All rows of these runs as a finding."""
        work, first = self.work, self.first[runs]
        currency, day = work.category["currency"][first], work.day[first]
        tally = summed(
            currency,
            day,
            self.run_pay[runs],
            self.run_working[runs],
            work.labels["currency"],
            unknown=self.pay_unknown,
        )
        file, row = self.example(first)
        workers = len(distinct(work.category["worker_id"][first]))
        return Found(kind, key, int(self.run_rows[runs].sum()), workers, tally, file, row)

    @property
    def pay_unknown(self) -> bool:
        """Whether some row's pay is."""
        return bool(self.work.pay_unknown.any())

    def tally(self, rows: Ints) -> Tally:
        """Time and pay of these rows."""
        work = self.work
        return summed(
            work.category["currency"][rows], work.day[rows], self.pay[rows], self.working[rows], work.labels["currency"], unknown=bool(work.pay_unknown[rows].any())
        )  # fmt: skip

    def example(self, rows: Ints) -> tuple[str, int]:
        """File and row of the first by file and row."""
        if not len(rows) or not {"source_file", "source_row"} <= set(self.tasks.column_names):
            return "", 0
        place = places(self.work.place[rows])
        file, names = codes(take(self.tasks.column("source_file"), place))
        number = ints(take(self.tasks.column("source_row"), place))
        at = int(np.lexsort((number, file))[0])
        return names[file[at]] if file[at] >= 0 else "", int(number[at])

    def file_of(self, rows: Ints) -> Codes:
        """Which file each row comes from, as a number."""
        return codes(take(self.tasks.column("source_file"), places(self.work.place[rows])))[0]

    def nameless(self, rows: Ints) -> Mask:
        """Which rows have no id of a task."""
        if "task_id" not in self.tasks.column_names:
            return np.ones(len(rows), np.bool_)
        named = take(self.tasks.column("task_id"), places(self.work.place[rows]))
        missing: Mask = ~present(named) | (fingerprints(named) == 0)
        return missing

    def clock(self, rows: Ints) -> Ints:
        """Start of each of these rows by the local clock [µs as if UTC]."""
        start, zone = self.work.start[rows], self.work.category["timezone"][rows]
        local = start.copy()
        for code in distinct(zone[zone >= 0]).tolist():
            inside = zone == code
            local[inside] += zones.offsets(start[inside], self.work.labels["timezone"][code])
        return local


def spans(first: Ints, counts: Ints) -> Ints:
    """Places from each first on, so many of each, one after the other."""
    before = np.cumsum(counts) - counts
    return np.repeat(first - before, counts) + np.arange(int(counts.sum()))


def summed(
    currency: Codes, day: Codes, pay: Ints, working: Ints, labels: Sequence[str], *, unknown: bool
) -> Tally:
    """A tally of rows or runs."""
    kept = np.flatnonzero(pay)
    if not len(kept):
        return Tally(int(working.sum()), {}, unknown)
    low = int(day[kept].min())
    wide = int(day[kept].max()) - low + 1
    key = (currency[kept].astype(np.int64) + 1) * wide + (day[kept] - low)
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    sums = np.add.reduceat(pay[kept][order], first)
    made = {
        (labels[code // wide - 1] if code >= wide else "", code % wide + low): amount
        for code, amount in zip(key[order][first].tolist(), sums.tolist(), strict=True)
    }
    return Tally(int(working.sum()), made, unknown)
