"""Sums cut into parts by platform, requester or project: whole groups, few enough to be added up in one process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from wageaudit.arrays import Codes, Mask, strings
from wageaudit.cells import Cells, Living
from wageaudit.shelves import shelf_of
from wageaudit.wages import Rate

PARTS = 8  # of every batch, so that a shelf need not know how many there are


def parts_of(cells: Cells, cut: str) -> Mapping[int, Cells]:
    """The cells of each part that has some: those of one label are all in one part, in every shelf, file and run."""
    number = shelf_of(strings([*cells.labels[cut], ""]), PARTS)  # without a label: where the empty one is
    mine = number[cells.key[cut]]
    cells = lean(cells)
    return {at: chosen(cells, mine == at) for at in np.unique(mine).tolist()}


def lean(cells: Cells) -> Cells:
    """The same without the minimum wages that none of the cells was compared with."""
    rate, rates = _used(cells.rate, cells.rates)
    living = cells.living
    if living is not None:
        own, known = _used(living.rate, living.rates)
        living = replace(living, rate=own, rates=known)
    return replace(cells, rate=rate, rates=rates, living=living)


def _used(codes: Codes, rates: Sequence[Rate]) -> tuple[Codes, Sequence[Rate]]:
    used = np.unique(codes[codes >= 0])
    place = np.full(len(rates) + 1, -1, np.int32)
    place[used] = np.arange(len(used))
    return place[codes], tuple(rates[code] for code in used.tolist())


def chosen(cells: Cells, kept: Mask) -> Cells:
    """The cells in `kept`, in their order; labels stay as they are."""
    place = np.cumsum(kept) - 1
    inside = kept[cells.gap_cell]
    return replace(
        cells,
        key={name: codes[kept] for name, codes in cells.key.items()},
        sums={name: values[kept] for name, values in cells.sums.items()},
        hourly=cells.hourly[kept],
        status=cells.status[kept],
        rate=cells.rate[kept],
        wage_currency=cells.wage_currency[kept],
        gap=cells.gap[inside],
        gap_cell=place[cells.gap_cell[inside]],
        living=cells.living and _living(cells.living, kept),
    )


def _living(living: Living, kept: Mask) -> Living:
    return replace(
        living,
        hourly=living.hourly[kept],
        floor=living.floor[kept],
        rate=living.rate[kept],
        currency=living.currency[kept],
    )
