"""Gaps between a worker's rows: which of them count as waiting, and what they add up to in each cell. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wageaudit.arrays import MICRO, Ints, Mask
from wageaudit.ledger import Times
from wageaudit.options import GAP_GRID_MINUTES, Options
from wageaudit.work import Work

MINUTE = 60 * MICRO
LONGEST_MINUTES = GAP_GRID_MINUTES[-1]


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gap threshold of a run [µs]: what is inferred as waiting. `asked`: the user gave it, so it holds in any view."""

    threshold: int
    asked: bool

    def longest(self) -> int:
        """The widest threshold any result speaks of [µs]."""
        return max(self.threshold, LONGEST_MINUTES * MINUTE)

    def admitted(self, work: Work, times: Times, threshold: int) -> Mask:
        """Rows whose gap counts as waiting at a threshold [µs]."""
        return (times.gap > 0) & (times.gap <= threshold) & (work.viewed | self.asked)


def gaps_of(options: Options) -> Gaps:
    """The threshold the options ask for."""
    return Gaps(int(options.gap_in_force() * MINUTE), options.gap_minutes is not None)


@dataclass(frozen=True, slots=True)
class Waits:
    """Gaps that count as waiting at the longest threshold: int64[k] [µs]; cell: int64[k], the cell of each, of m in all.

    edges: int64[m + 1], the first row of each cell, and the number of rows.
    """

    gaps: Gaps
    gap: Ints
    cell: Ints
    edges: Ints

    def inferred(self) -> Ints:
        """int64[m]: how many gaps of each cell are waiting at the threshold in force."""
        counts = (self.gap <= self.gaps.threshold).view(np.int8)
        return _by_cell(counts, self.cell, len(self.edges) - 1)

    def sums(self) -> dict[str, Ints]:
        """int64[m] by name: waiting inferred in each cell [µs], at each threshold of the grid, at the one in force and at the longest."""
        gaps, count, waits, cell = self.gaps, len(self.edges) - 1, self.gap, self.cell
        every = _by_cell(waits, cell, count)
        asked = {*(minutes * MINUTE for minutes in GAP_GRID_MINUTES[1:]), gaps.threshold, gaps.longest()}
        waited = {}
        for threshold in sorted(asked):  # what is longer than a threshold goes: few are, and ever fewer
            longer = np.flatnonzero(waits > threshold)
            waits, cell = waits.take(longer), cell.take(longer)
            waited[threshold] = every - _by_cell(waits, cell, count)
        named = {"inferred": waited[gaps.threshold], "longest": waited[gaps.longest()]}
        return named | {f"gap{minutes}": waited[minutes * MINUTE] for minutes in GAP_GRID_MINUTES[1:]}


def waits_of(work: Work, times: Times, gaps: Gaps, edges: Ints) -> Waits:
    """The gaps that may be waiting, cell by cell."""
    rows = np.flatnonzero(gaps.admitted(work, times, gaps.longest()))
    cell = np.repeat(np.arange(len(edges) - 1), np.diff(np.searchsorted(rows, edges)))
    return Waits(gaps, times.gap.take(rows), cell, edges)


def _by_cell(values: npt.NDArray[np.signedinteger], cell: Ints, count: int) -> Ints:
    """int64[count]: sums of the values of each cell. cell: int64[k], non-decreasing."""
    sums = np.zeros(count, np.int64)
    if len(values):
        first = np.concatenate([[0], np.flatnonzero(cell[1:] != cell[:-1]) + 1])
        sums[cell[first]] = np.add.reduceat(values, first, dtype=np.int64)
    return sums
