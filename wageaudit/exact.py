"""Exact quotients as decimal columns: the one place where a figure is rounded to the six decimals a file can hold. Pure."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MICRO, Ints, Mask, bitmap
from wageaudit.scaling import LARGEST_DIVISOR, divided, rounded
from wageaudit.wide import BASE, Wide

DECIMAL = pa.decimal128(38, 6)
_SAFE = 1 << 62


def quotients(above: Ints | np.ndarray, below: Ints | np.ndarray | int, has: Mask | None = None) -> pa.Array:
    """Above ÷ below to six decimals, half to even; null where below is 0 or not `has`. Integers of any size."""
    divisor = np.broadcast_to(np.asarray(below), above.shape)
    known = (divisor != 0) if has is None else has & (divisor != 0)
    known = np.asarray(known, np.bool_)
    safe = np.where(known, divisor, 1)
    if _fits(above, safe):
        return _decimal(_halves(above.astype(np.int64) * MICRO, safe.astype(np.int64)), known)
    return _decimal(_halves(above.astype(object) * MICRO, safe.astype(object)), known)


def amounts(above: Wide, below: Ints | int, has: Mask | None = None) -> pa.Array:
    """Above ÷ below in whole millionths, half to even, as decimals of six places; null where below is 0 or not `has`."""
    divisor = np.broadcast_to(np.asarray(below, np.int64), above.hi.shape)
    known = np.asarray((divisor != 0) if has is None else has & (divisor != 0), np.bool_)
    safe = np.where(known, divisor, 1)
    if len(safe) and not 0 < safe.min() <= safe.max() < LARGEST_DIVISOR:
        return quotients(above.objects(), safe.astype(object) * MICRO, known)
    return millionths(rounded(*divided(above, safe), safe), known)


def ratios(above: Wide, below: Wide, has: Mask) -> pa.Array:
    """Above ÷ below to six decimals, half to even; null where below is 0 or not `has`."""
    known = np.asarray(has & ((below.hi != 0) | (below.lo != 0)), np.bool_)
    some = np.flatnonzero(known & ((above.hi != 0) | (above.lo != 0)))
    found = np.zeros(len(above), object)
    found[some] = _halves(above.take(some).objects() * MICRO, below.take(some).objects())
    return _decimal(found, known)


def millionths(values: Wide, has: Mask) -> pa.Array:
    """Millionths as decimals of six places; null where not `has`."""
    kept = values.where(has)
    digits = np.empty((len(kept), 2), np.int64)
    digits[:, 0], digits[:, 1] = (kept.hi << BASE) | kept.lo, kept.hi >> (64 - BASE)
    valid = None if has.all() else bitmap(has)
    return pa.Array.from_buffers(DECIMAL, len(kept), [valid, pa.py_buffer(digits)])


def _fits(above: np.ndarray, below: np.ndarray) -> bool:
    if len(above) == 0:
        return True
    return (
        max(abs(int(above.max())), abs(int(above.min()))) < _SAFE // MICRO
        and max(abs(int(below.max())), abs(int(below.min()))) < _SAFE // 2
    )


def _halves(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Integer division, half to even; the divisor's sign moved to the dividend."""
    above, below = np.where(below < 0, -above, above), np.abs(below)
    whole = above // below
    twice = 2 * (above - whole * below)
    up = (twice > below) | ((twice == below) & (whole % 2 == 1))
    rounded: np.ndarray = whole + up
    return rounded


def _decimal(micro: np.ndarray, has: Mask) -> pa.Array:
    kept = np.where(has, micro, 0)
    if micro.dtype == object:
        try:
            kept = kept.astype(np.int64)
        except OverflowError:
            return packed(micro, has, DECIMAL)
    wide = np.empty((len(kept), 2), np.int64)
    wide[:, 0], wide[:, 1] = kept, kept >> 63
    return pa.Array.from_buffers(DECIMAL, len(kept), [None if has.all() else bitmap(has), pa.py_buffer(wide)])


def packed(values: np.ndarray, has: Mask, kind: pa.DataType) -> pa.Array:
    """Python integers as the digits of a decimal128 column of `kind`; null where not `has`."""
    digits = b"".join(
        int(value if there else 0).to_bytes(16, "little", signed=True)
        for value, there in zip(values, has, strict=True)
    )
    return pa.Array.from_buffers(
        kind, len(values), [None if has.all() else bitmap(has), pa.py_buffer(digits)]
    )


def quotients_15(scaled: np.ndarray, has: Mask) -> pa.Array:
    """Exchange rates held in 10^-15, as decimals of 15 places; null where not `has`."""
    return packed(scaled, has, pa.decimal128(38, 15))


def spread_15(scaled: np.ndarray, row: Ints, has: Mask) -> pa.Array:
    """Exchange rates of k cells, int64 or Python integers in 10^-15, as decimals of 15 places of the n rows that `row` gives a cell."""
    kind = pa.decimal128(38, 15)
    if scaled.dtype == object:
        distinct, place = np.unique(scaled, return_inverse=True)
        digits = np.frombuffer(
            packed(distinct, np.ones(len(distinct), np.bool_), kind).buffers()[1], np.int64
        )
        wide = np.where(has[:, None], digits.reshape(-1, 2)[place[row]], 0)
    else:
        wide = np.zeros((len(row), 2), np.int64)
        wide[:, 0] = np.where(has, scaled[row], 0)
    return pa.Array.from_buffers(kind, len(row), [None if has.all() else bitmap(has), pa.py_buffer(wide)])
