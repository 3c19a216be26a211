"""The critical gap: the shortest threshold, to the second, at which a group's wage falls under the minimum. Pure."""

from __future__ import annotations

import numpy as np

from wageaudit.arrays import MICRO, Ints, Mask
from wageaudit.cells import Cells
from wageaudit.gaps import LONGEST_MINUTES, MINUTE
from wageaudit.groups import Groups
from wageaudit.money import Converted
from wageaudit.options import GAP_GRID_MINUTES
from wageaudit.wide import Wide, carried, zeros

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
    some = np.flatnonzero(turning)
    numbered = np.full(groups.count, -1)
    numbered[some] = np.arange(len(some))
    row = numbered[groups.group]
    low, high, kept = _bracket(cells, money, row, groups.order[row[groups.rows] >= 0], spare.take(some))
    owner, seconds, owed = _owed(cells, money, row, low, high)
    if len(owner) == 0:  # what turns them lies beyond the hour
        return found
    left = kept.take(owner) - _running(owed, np.flatnonzero(np.diff(owner, prepend=-1)))
    fallen = np.flatnonzero(left.negative())
    first = fallen[np.flatnonzero(np.diff(owner[fallen], prepend=-1))]
    found[some[owner[first]]] = seconds[first]
    return found


def _owed(cells: Cells, money: Converted, row: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints, Wide]:
    """(row, seconds, minimum for all of its gaps of so many seconds), in this order.

    row: int64[m], which of the sought groups each cell is in, -1 for none; gaps above low and up to high of each are looked at.
    """
    parts = []
    for begin in range(0, len(cells.gap), GAPS):
        gap, cell = cells.gap[begin : begin + GAPS], cells.gap_cell[begin : begin + GAPS]
        owner = row[cell]
        inside = np.flatnonzero((owner >= 0) & (gap > low[owner]) & (gap <= high[owner]))
        if len(inside) == 0:
            continue
        gap, cell, owner = gap[inside], cell[inside], owner[inside]
        owed = money.required(cells, gap, cell)
        parts.append(_together((owner << SECOND_BITS) + -(-gap // MICRO), owed))
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), zeros(0)
    key, owed = parts[0]
    if len(parts) > 1:
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


def _bracket(cells: Cells, money: Converted, row: Ints, kept: Ints, spare: Wide) -> tuple[Ints, Ints, Wide]:
    """(low, high, spare): int64[k] [µs], the thresholds of the grid between which each group falls, and what is spare at low.

    kept: the cells of these groups, one group after the other. Where one falls at no threshold, low and high are the longest.
    """
    grid, steps, which = GAP_GRID_MINUTES[1:], len(GAP_GRID_MINUTES) - 1, np.arange(len(spare))
    time = np.concatenate([cells.sums[f"gap{minutes}"][kept] for minutes in grid])
    starts = np.flatnonzero(np.diff(row[kept], prepend=-1)) + len(kept) * np.arange(steps)[:, None]
    owed = money.required(cells, time, np.tile(kept, steps)).sums(starts.ravel())
    left = spare.take(np.tile(which, steps)) - owed
    falling = np.append(left.negative(), np.ones(len(spare), np.bool_)).reshape(steps + 1, -1)
    at = falling.argmax(axis=0)
    edges = np.array([*GAP_GRID_MINUTES, LONGEST_MINUTES]) * MINUTE
    hi, lo = np.append(spare.hi, left.hi), np.append(spare.lo, left.lo)
    return edges[at], edges[at + 1], Wide(hi, lo).take(at * len(spare) + which)


def _running(owed: Wide, first: Ints) -> Wide:
    """Running sums, each from the first of its run; sums that wrap round 64 bits still differ by what they should."""
    counts = np.diff(np.append(first, len(owed)))
    hi, lo = np.cumsum(owed.hi), np.cumsum(owed.lo)
    return carried(
        hi - np.repeat(hi[first] - owed.hi[first], counts), lo - np.repeat(lo[first] - owed.lo[first], counts)
    )
