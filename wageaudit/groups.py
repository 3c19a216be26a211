"""Groups of cells: which cells agree in some keys, sums over each group, and days as weeks, months and periods. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from wageaudit.arrays import Codes, Ints, Mask, running
from wageaudit.wide import Wide

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
AS_THEY_LIE = slice(None)


@dataclass(frozen=True, slots=True)
class Groups:
    """g groups: group: int64[m] of each cell; size g; keys[name]: codes int32[g]; order: cells sorted by group; starts[g].

    rows: the order as an index; all cells as they lie, which copies nothing, where they are sorted already.
    """

    group: Ints
    count: int
    keys: Mapping[str, Codes]
    order: Ints
    starts: Ints
    rows: Ints | slice

    def sums(self, values: Ints) -> Ints:
        """int64[g]: sums over the cells of each group."""
        return np.add.reduceat(values[self.rows], self.starts) if self.count else np.zeros(0, np.int64)

    def wide(self, values: Wide) -> Wide:
        """Exact sums over the cells of each group."""
        return values.take(self.rows).sums(self.starts)

    def any(self, values: Mask) -> Mask:
        """bool[g]: groups in which some cell is true."""
        return self.sums(values.astype(np.int64)) > 0


def period_codes(day: Codes, period: str) -> Codes:
    """int32[m]: day → number of its ISO week, month, the day itself, or one whole."""
    if period == "day":
        return day
    if period == "week":
        return ((day + 3) // 7).astype(np.int32)  # 1970-01-01 was a Thursday: weeks begin on Monday
    if period == "month":
        return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
    return np.zeros(len(day), np.int32)


def period_label(code: int, period: str) -> str:
    """The period as people write it: 2024-W10, 2024-03, 2024-03-04."""
    if period == "week":
        year, week, _ = date.fromordinal(code * 7 - 3 + EPOCH_ORDINAL).isocalendar()
        return f"{year:04d}-W{week:02d}"
    if period == "month":
        return str(np.datetime64(code, "M"))
    return str(np.datetime64(code, "D"))


def group(columns: Mapping[str, Codes], count: int) -> Groups:
    """Cells that agree in every column, groups in the order of their keys."""
    keys = list(columns.values())
    if not keys:
        every, one = np.arange(count), np.zeros(min(count, 1), np.int64)
        return Groups(np.zeros(count, np.int64), min(count, 1), {}, every, one, AS_THEY_LIE)
    order = np.lexsort(keys[::-1])
    rows = AS_THEY_LIE if (order[1:] > order[:-1]).all() else order
    changed = np.zeros(count, np.bool_)
    changed[:1] = True
    for values in keys:
        ordered = values[rows]
        changed[1:] |= ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(changed)
    numbered = np.empty(count, np.int64)
    numbered[rows] = running(changed) - 1
    return Groups(
        numbered,
        len(starts),
        {name: values[order[starts]] for name, values in columns.items()},
        order,
        starts,
        rows,
    )
