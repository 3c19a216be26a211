"""Whole numbers in as few bytes as they need: in steps, from the least on, empty cells marked in place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wageaudit.arrays import Ints, Mask, column, present, raw

Small = npt.NDArray[np.signedinteger]

STEPS = (1_000_000, 1000)  # [µs] stamps are kept in whole seconds or milliseconds where they are such
FIRST = 64  # values that tell at once that a step is too long
HOLES = b"?"  # before a column's name: cells with the lowest value of its width are empty
KINDS = {1: pa.int8(), 2: pa.int16(), 4: pa.int32(), 8: pa.int64()}  # by their bytes


@dataclass(frozen=True, slots=True)
class Narrow:
    """A column: small × step + base; holes: the lowest value of the width is an empty cell."""

    small: Small
    step: int
    base: int
    holes: bool


def narrow(cells: pa.Array) -> Narrow:
    """Numbers, instants in steps from the first one on."""
    has = present(cells) if cells.null_count else None
    values, step, base = np.asarray(raw(cells), np.int64), 1, 0
    if pa.types.is_timestamp(cells.type):
        there = values if has is None else values[has]
        base = int(there.min()) if len(there) else 0
    if has is not None:
        values = np.where(has, values, base)
    if pa.types.is_timestamp(cells.type):
        values, step = _stepped(values - base)
    return Narrow(fitted(values, has), step, base, has is not None)


def _stepped(values: Ints) -> tuple[Ints, int]:
    """(the values in the longest step that leaves no rest, that step)."""
    for step in STEPS:
        if not (values[:FIRST] % step).any():
            steps = values // step
            if (steps * step == values).all():
                return steps, step
    return values, 1


def fitted(values: Small, has: Mask | None = None) -> Small:
    """The whole numbers in the narrowest width that holds them; its lowest value, which no number takes, where there is none."""
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    for kind in (np.int8, np.int16, np.int32, np.int64):
        bounds = np.iinfo(kind)
        if bounds.min < low and high <= bounds.max:
            small: Small = values.astype(kind)
            if has is not None:
                small[~has] = bounds.min
            return small
    raise AssertionError("64 bits hold every value")


def as_array(values: Small) -> pa.Array:
    """An Arrow array of the same width."""
    return column(values, KINDS[values.dtype.itemsize])


def as_wide(cells: pa.Array, kind: pa.DataType, *, holes: bool) -> Small:
    """Small numbers in a wider width; what says that a cell is empty says so there."""
    values = raw(cells)
    if cells.type == kind:
        return values
    wide = raw(column(values, kind))
    if holes:
        wide = np.where(values == np.iinfo(values.dtype).min, np.iinfo(wide.dtype).min, wide)
    return wide


def widened(
    cells: Sequence[Small],
    kind: pa.DataType,
    steps: Sequence[int],
    holes: Sequence[bool],
    lifts: Sequence[int | Ints],
) -> pa.Array:
    """Parts of a column as the numbers they are, so much added to those of each part or row."""
    values = np.concatenate(cells, dtype=np.int64)
    counts = [len(own) for own in cells]
    if max(steps) > 1:
        values *= steps[0] if len(set(steps)) == 1 else np.repeat(steps, counts)
    if any(np.any(own) for own in lifts):
        end = 0
        for own, count in zip(lifts, counts, strict=True):
            begin, end = end, end + count
            values[begin:end] += own
    return column(values, kind, _filled(cells, holes) if any(holes) else None)


def _filled(cells: Sequence[Small], holes: Sequence[bool]) -> Mask:
    """bool[n]: where there is a number."""
    return np.concatenate(
        [
            own != np.iinfo(own.dtype).min if some else np.ones(len(own), np.bool_)
            for own, some in zip(cells, holes, strict=True)
        ]
    )
