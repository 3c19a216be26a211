"""When work was done: working time by local weekday and hour of day, exact to the microsecond. Pure.

What is laid out over the week is every session from its first moment to its last: work, waiting on record and inferred
waiting, which is all working time but that of rows without an interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wageaudit import zones
from wageaudit.arrays import Codes, Ints
from wageaudit.auditing import Audit, Part
from wageaudit.evidence import sessions_of
from wageaudit.gaps import gaps_of
from wageaudit.options import Options
from wageaudit.zones import DAY, SECOND

DAYS, HOURS = 7, 24
HOUR = 3600 * SECOND
WEEK = DAYS * DAY
EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday; 0 is Monday
NIGHT = (
    22,
    23,
    0,
    1,
    2,
    3,
    4,
)  # seven hours in a row that hold midnight to five: ILO Convention 171, article 1(a)
PIECES_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class ClockHours:
    """Working time on the clock: micros[weekday, hour] int64[7, 24] [µs], Monday first; unplaced: of rows without an interval [µs]."""

    micros: Ints
    unplaced: int

    @property
    def placed(self) -> int:
        """All that is on the clock [µs]."""
        return int(self.micros.sum())

    @property
    def night(self) -> int:
        """What of it falls into the hours of NIGHT [µs]."""
        return int(self.micros[:, list(NIGHT)].sum())


def clock_hours(audit: Audit) -> ClockHours:
    """Working time of an audit by the local clock: each session by the zone of the row that begins it (UTC where none is given)."""
    return together(audit.each(lambda part: of_part(part, audit.options)))


def together(parts: Sequence[ClockHours]) -> ClockHours:
    """The working time of several parts of whole workers as one."""
    micros = np.zeros((DAYS, HOURS), np.int64)
    return ClockHours(sum((part.micros for part in parts), micros), sum(part.unplaced for part in parts))


def of_part(part: Part, options: Options) -> ClockHours:
    """Working time of one part of whole workers by the local clock."""
    work, times, timed = part.work, part.times, part.work.timed
    unplaced = int(times.credit[~timed].sum() + times.on_record[~timed].sum())
    rows = np.flatnonzero(timed)
    if not len(rows):
        return ClockHours(np.zeros((DAYS, HOURS), np.int64), unplaced)
    worker, own = work.category["worker_id"][rows], sessions_of(work, times, gaps_of(options))[rows]
    first = np.flatnonzero((np.diff(worker, prepend=-2) != 0) | (np.diff(own, prepend=-1) != 0))
    begin, end = work.start[rows][first], np.maximum.reduceat(work.end[rows], first)
    zone = work.category["timezone"][rows][first]
    return ClockHours(by_hour(begin, end, zone, list(work.labels["timezone"])), unplaced)


def by_hour(begin: Ints, end: Ints, zone: Codes, names: list[str]) -> Ints:
    """int64[7, 24] [µs]: how much of the intervals (UTC instants [µs]) falls into each local hour of the week.

    zone: each interval's place in `names`, -1 is UTC. Where a clock is put forward or back, each part is read by its own offset.
    """
    found = np.zeros(DAYS * HOURS, np.int64)
    for code in np.unique(zone).tolist():
        inside = zone == code
        low, high = _local(begin[inside], end[inside], names[code] if code >= 0 else "UTC")
        for at in range(0, len(low), PIECES_AT_ONCE):
            chunk = slice(at, at + PIECES_AT_ONCE)
            found += (_before(high[chunk]) - _before(low[chunk])).sum(axis=0)
    return found.reshape(DAYS, HOURS)


def _local(begin: Ints, end: Ints, name: str) -> tuple[Ints, Ints]:
    """The intervals on the wall clock of a zone [µs as if UTC], cut where its offset changes."""
    edges = zones.changes(np.concatenate([begin, end]), name)
    first, last = np.searchsorted(edges, begin, side="right"), np.searchsorted(edges, end, side="left")
    parts = np.maximum(last - first, 0) + 1
    owner = np.repeat(np.arange(len(begin)), parts)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(parts) - parts, parts)
    bounded = np.append(edges, np.iinfo(np.int64).max)
    low = np.where(step == 0, begin[owner], bounded[np.maximum(first[owner] + step - 1, 0)])
    high = np.minimum(end[owner], bounded[np.minimum(first[owner] + step, len(edges))])
    offset = zones.offsets(low, name)
    return low + offset, high + offset


def _before(instants: Ints) -> Ints:
    """int64[n, 168]: time of each hour of the week from the Monday before 1970 up to each instant [µs]."""
    weeks, within = np.divmod(instants + EPOCH_WEEKDAY * DAY, WEEK)
    hours = np.arange(DAYS * HOURS) * HOUR
    return weeks[:, None] * HOUR + np.clip(within[:, None] - hours[None, :], 0, HOUR)
