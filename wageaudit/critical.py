"""The critical gap: the shortest threshold, to the second, at which a group's wage falls under the minimum. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wageaudit.arrays import MICRO, Ints, Mask
from wageaudit.cells import Cells
from wageaudit.money import Converted, _times
from wageaudit.wide import Wide, product

if TYPE_CHECKING:
    from wageaudit.tables import Groups


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
    order = np.lexsort((seconds, owner))
    owner, seconds = owner[order], seconds[order]
    owed = product(gap[order], cells.hourly[cell][order])
    if money.wage_rate is not None:
        owed = _times(owed, money.wage_rate[cell][order])
    taken = np.cumsum(owed.objects())
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    before = np.repeat(np.concatenate([[0], taken[first[1:] - 1]]), np.diff(np.append(first, len(owner))))
    left = spare.objects()[owner] - (taken - before)
    # the wage at a threshold counts every gap of that second: look at the last of each
    last = np.append((owner[1:] != owner[:-1]) | (seconds[1:] != seconds[:-1]), True)
    fallen = np.flatnonzero((left < 0).astype(np.bool_) & last)
    owners, at = np.unique(owner[fallen], return_index=True)
    found[owners] = seconds[fallen[at]]
    return found
