"""A tracker's log joins a platform's log of the same worker: it fills what the platform leaves open, and takes nothing from it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints, Mask, category, codes, ints, present
from wageaudit.phrases import counted
from wageaudit.tasks import WORK_ACTIVITIES
from wageaudit.text import clean

OTHER, WAITING = "other", "waiting"


def joined(table: pa.Table, trackers: Collection[str]) -> tuple[pa.Table, int]:
    """The task table with tracked time that runs over the same worker's tasks as waiting on record, and how many rows that are.

    Waiting on record is less any instant of a task: the tasks keep their whole time, the rest of the entry is unpaid. As
    work beside the tasks the entry would halve the time of each.
    """
    if not {"platform", "activity", "ended_at"} <= set(table.column_names):
        return table, 0
    place, platforms = codes(table.column("platform"))
    tracked = np.array([*(name in trackers for name in platforms), False])[place]
    if not tracked.any() or tracked.all():
        return table, 0
    activity, kinds = codes(table.column("activity"))
    unnamed = np.array([*(kind == OTHER for kind in kinds), False])[activity] & tracked
    works = np.array([*(kind in WORK_ACTIVITIES for kind in kinds), True])[activity] & ~tracked
    over = _overlap(table, unnamed, works)
    if not over.any():
        return table, 0
    labels = [*kinds, *([] if WAITING in kinds else [WAITING])]
    changed = category(np.where(over, labels.index(WAITING), activity), labels)
    at = table.column_names.index("activity")
    return table.set_column(at, "activity", changed), int(over.sum())


def _overlap(table: pa.Table, left: Mask, right: Mask) -> Mask:
    """bool[n]: rows of `left` that share time with a row of `right` of the same worker."""
    worker, _ = codes(table.column("worker_id"))
    start, end = ints(table.column("started_at")), ints(table.column("ended_at"))
    timed = present(table.column("ended_at"))
    found = np.zeros(len(start), np.bool_)
    for one in np.unique(worker[left & timed]).tolist():
        own = worker == one
        low, high = _union(start[own & right & timed], end[own & right & timed])
        rows = np.flatnonzero(own & left & timed)
        after = np.searchsorted(high, start[rows], side="right")
        inside = after < len(low)
        found[rows[inside]] = low[after[inside]] < end[rows[inside]]
    return found


def _union(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Intervals of some length, merged and in order."""
    order = np.argsort(start, kind="stable")
    low, high = start[order], end[order]
    low, high = low[high > low], high[high > low]
    if len(low) == 0:
        return low, high
    reach = np.maximum.accumulate(high)
    first = np.concatenate([[True], low[1:] > reach[:-1]])
    last = np.concatenate([first[1:], [True]])
    return low[first], reach[last]


def said(count: int, trackers: Collection[str]) -> str:
    """The note on entries that were joined."""
    names = ", ".join(clean(name) for name in sorted(trackers))
    return counted(
        (
            "{count} entry of a tracker ({names}) runs while tasks of a platform do: the tasks keep their time, the rest of the entry is waiting on record",
            "{count} entries of a tracker ({names}) run while tasks of a platform do: the tasks keep their time, the rest of the entries is waiting on record",
        ),
        count,
        names=names,
    )
