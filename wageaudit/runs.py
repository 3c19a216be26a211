"""Cells of one worker, date, place and currency that name the same platform, requester or project, as one cell. Pure.

Where a worker changes between platforms from task to task, every row would be a cell of its own. Rows of one run of
worker, date, place and currency are compared with the same wage and exchanged at the same rate, so that their sums by
platform say all that they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

import numpy as np

from wageaudit.arrays import Codes, Ints, Mask
from wageaudit.cells import Cells, Living

LARGEST = 1 << 62  # of a number that stands for a run and its labels
BASE = ("worker", "day", "place", "currency")


def merged(cells: Cells, splits: Sequence[str]) -> Cells:
    """The cells of each run that agree in `splits` as one, in the order of runs and codes."""
    if len(cells) == 0:
        return cells
    order, begins = _ordered([_runs(cells), *(cells.key[name] for name in splits)])
    if begins.all():
        return cells
    first = np.flatnonzero(begins)
    place = np.empty(len(cells), np.int64)
    place[order] = np.cumsum(begins) - 1
    kept = order[first]
    living = cells.living
    return replace(
        cells,
        key={name: codes[kept] for name, codes in cells.key.items()},
        sums={name: _sums(values, order, first) for name, values in cells.sums.items()},
        hourly=cells.hourly[kept],
        status=cells.status[kept],
        rate=cells.rate[kept],
        wage_currency=cells.wage_currency[kept],
        gap_cell=place[cells.gap_cell],
        living=living
        and Living(
            living.hourly[kept], living.floor[kept], living.rate[kept], living.rates, living.currency[kept]
        ),
    )


def _runs(cells: Cells) -> Ints:
    """int64[m]: number of the run that each cell is in."""
    changed = np.zeros(len(cells), np.bool_)
    for name in BASE:
        changed[1:] |= cells.key[name][1:] != cells.key[name][:-1]
    return np.cumsum(changed)


def _ordered(columns: Sequence[Ints | Codes]) -> tuple[Ints, Mask]:
    """(places in the order of these columns, where the next value begins)."""
    widths = [int(codes.max()) + 2 for codes in columns]
    if prod(widths) < LARGEST:
        key = columns[0].astype(np.int64)
        for codes, width in zip(columns[1:], widths[1:], strict=True):
            key = key * width + codes + 1
        columns = [key]
    order: Ints = np.argsort(columns[0], kind="stable") if len(columns) == 1 else np.lexsort(columns[::-1])
    begins = np.zeros(len(order), np.bool_)
    begins[:1] = True
    for codes in columns:
        begins[1:] |= codes[order][1:] != codes[order][:-1]
    return order, begins


def _sums(values: Ints, order: Ints, first: Ints) -> Ints:
    return np.add.reduceat(values[order], first) if values.any() else np.zeros(len(first), np.int64)
