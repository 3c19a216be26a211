"""The critical gap: the shortest threshold, to the second, at which a group's wage falls under the minimum. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wageaudit.arrays import MICRO, Ints, Mask
from wageaudit.cells import Cells
from wageaudit.money import Converted, times
from wageaudit.wide import Wide, carried, product

if TYPE_CHECKING:
    from wageaudit.tables import Groups

SECOND_BITS = 13  # holds the seconds of the longest threshold, 60 minutes


def critical_seconds(cells: Cells, groups: Groups, money: Converted, turning: Mask, spare: Wide) -> Ints:
    """int64[g]: seconds of the critical gap of each group in `turning` (up to 60 min), -1 where it does not fall.

    spare: what each group earns above the minimum with no gap counted [micro × 3.6e9]. Gaps are rounded up to whole
    seconds; each takes the group's spare down by its time × the minimum of its row, until none is left.
    """
    found = np.full(groups.count, -1, np.int64)
    if not turning.any():
        return found
    inside = np.flatnonzero(turning[groups.group[cells.gap_cell]])
    if len(inside) == 0:  # what turns them lies beyond the hour
        return found
    gap, cell = cells.gap[inside], cells.gap_cell[inside]
    seconds = -(-gap // MICRO)
    owner = groups.group[cell]
    order = np.argsort(owner * (1 << SECOND_BITS) + seconds)
    owner, seconds = owner[order], seconds[order]
    owed = product(gap[order], cells.hourly[cell][order])
    if money.wage_rate is not None:
        owed = times(owed, money.wage_rate[cell][order])
    left = spare.take(owner) - _running(owed, np.flatnonzero(np.diff(owner, prepend=-1)))
    # the wage at a threshold counts every gap of that second: look at the last of each
    last = np.append((owner[1:] != owner[:-1]) | (seconds[1:] != seconds[:-1]), True)
    fallen = np.flatnonzero(left.negative() & last)
    owners, at = np.unique(owner[fallen], return_index=True)
    found[owners] = seconds[fallen[at]]
    return found


def _running(owed: Wide, first: Ints) -> Wide:
    """Running sums, each from the first of its run; sums that wrap round 64 bits still differ by what they should."""
    counts = np.diff(np.append(first, len(owed)))
    hi, lo = np.cumsum(owed.hi), np.cumsum(owed.lo)
    return carried(hi - np.repeat(hi[first] - owed.hi[first], counts), lo - np.repeat(lo[first] - owed.lo[first], counts))
