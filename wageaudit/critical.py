"""The critical gap: the shortest threshold, to the second, at which a group's wage falls under the minimum. Pure."""

from __future__ import annotations

import numpy as np

from wageaudit.arrays import MICRO, Ints, Mask
from wageaudit.cells import LONGEST_MINUTES, MINUTE, Cells
from wageaudit.groups import Groups
from wageaudit.money import Converted, times
from wageaudit.options import GAP_GRID_MINUTES
from wageaudit.wide import Wide, carried, product, zeros

GAPS = 1 << 19  # looked at in one go
SECOND_BITS = 13  # holds the seconds of the longest threshold, 60 minutes


def critical_seconds(cells: Cells, groups: Groups, money: Converted, turning: Mask, spare: Wide) -> Ints:
    """int64[g]: seconds of the critical gap of each group in `turning` (up to 60 min), -1 where it does not fall.

    spare: what each group earns above the minimum with no gap counted [micro × 3.6e9]. Gaps are rounded up to whole
    seconds; each takes the group's spare down by its time × the minimum of its row, until none is left.
    """
    found = np.full(groups.count, -1, np.int64)
    if not turning.any():
        return found
    low, high, spare = _bracket(cells, groups, money, spare)
    owner, seconds, owed = _owed(cells, groups, money, (turning, low, high))
    if len(owner) == 0:  # what turns them lies beyond the hour
        return found
    left = spare.take(owner) - _running(owed, np.flatnonzero(np.diff(owner, prepend=-1)))
    fallen = np.flatnonzero(left.negative())
    owners, at = np.unique(owner[fallen], return_index=True)
    found[owners] = seconds[fallen[at]]
    return found


def _owed(
    cells: Cells, groups: Groups, money: Converted, sought: tuple[Mask, Ints, Ints]
) -> tuple[Ints, Ints, Wide]:
    """(group, seconds, minimum for all of its gaps of so many seconds), in this order; sought: which groups, gaps between what."""
    turning, low, high = sought
    parts = []
    for begin in range(0, len(cells.gap), GAPS):
        gap, cell = cells.gap[begin : begin + GAPS], cells.gap_cell[begin : begin + GAPS]
        owner = groups.group[cell]
        inside = np.flatnonzero(turning[owner] & (gap > low[owner]) & (gap <= high[owner]))
        if len(inside) == 0:
            continue
        gap, cell, owner = gap[inside], cell[inside], owner[inside]
        owed = product(gap, cells.hourly[cell])
        if money.wage_rate is not None:
            owed = times(owed, money.wage_rate[cell])
        parts.append(_together((owner << SECOND_BITS) + -(-gap // MICRO), owed))
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), zeros(0)
    keys, sums = zip(*parts, strict=True)
    hi, lo = (np.concatenate([getattr(own, name) for own in sums]) for name in ("hi", "lo"))
    key, owed = _together(np.concatenate(keys), Wide(hi, lo))
    return key >> SECOND_BITS, key & ((1 << SECOND_BITS) - 1), owed


def _together(key: Ints, values: Wide) -> tuple[Ints, Wide]:
    """(the distinct keys in their order, the sum of each one's values)."""
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    return key[first], values.take(order).sums(first)


def _bracket(cells: Cells, groups: Groups, money: Converted, spare: Wide) -> tuple[Ints, Ints, Wide]:
    """(low, high, spare): int64[g] [µs], the two thresholds of the grid between which each group falls, and what is spare at low."""
    low = np.zeros(groups.count, np.int64)
    high = np.full(groups.count, LONGEST_MINUTES * MINUTE)
    falling = np.zeros(groups.count, np.bool_)
    kept = spare
    for minutes in GAP_GRID_MINUTES[1:]:
        left = spare - groups.wide(money.required(cells, cells.sums[f"gap{minutes}"]))
        now = left.negative() & ~falling
        high[now] = minutes * MINUTE
        falling |= now
        low = np.where(falling, low, minutes * MINUTE)
        kept = Wide(np.where(falling, kept.hi, left.hi), np.where(falling, kept.lo, left.lo))
    return low, high, kept


def _running(owed: Wide, first: Ints) -> Wide:
    """Running sums, each from the first of its run; sums that wrap round 64 bits still differ by what they should."""
    counts = np.diff(np.append(first, len(owed)))
    hi, lo = np.cumsum(owed.hi), np.cumsum(owed.lo)
    return carried(
        hi - np.repeat(hi[first] - owed.hi[first], counts), lo - np.repeat(lo[first] - owed.lo[first], counts)
    )
