"""Exact quotients as decimal columns: the one place where a figure is rounded to the six decimals a file can hold. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MICRO, Ints, Mask, bitmap, column, ints, present
from wageaudit.scaling import BLOCK, LARGEST_SHORT, nearest, nearest_of_short
from wageaudit.wide import BASE, Wide, carried, narrow

DECIMAL = pa.decimal128(38, 6)
SHORT = pa.decimal64(18, DECIMAL.scale)  # half the memory of the other
LARGEST_ABOVE = 1 << 42  # of the upper half of a dividend, which a factor of a million keeps within 63 bits
LARGEST_BELOW = 1 << 48  # of the upper half of a divisor: some thousand of it stay within 103 bits
LARGEST_QUOTIENT = float(1 << 61)


@dataclass(frozen=True, slots=True)
class Quotient:
    """N figures in millionths: factor × above ÷ below, half to even; null where below is 0 or not `has`."""

    above: Wide
    below: Wide
    has: Mask | None
    factor: int


def amount(above: Wide, below: Wide | Ints | int, has: Mask | None = None) -> Quotient:
    """Above ÷ below where above is an amount in millionths."""
    return Quotient(above, _wide(below), has, 1)


def ratio(above: Wide | Ints, below: Wide | Ints | int, has: Mask | None = None) -> Quotient:
    """Above ÷ below where both are of one kind."""
    return Quotient(_wide(above), _wide(below), has, MICRO)


def _wide(values: Wide | Ints | int) -> Wide:
    return values if isinstance(values, Wide) else narrow(np.asarray(values))


def divided_together(asked: Mapping[str, Quotient]) -> dict[str, pa.Array]:
    """Every quotient as a column of decimals, all of one length: columns are divided in one go, some rows at a time.

    Those of short terms, which most are, go apart from the others.
    """
    found: dict[str, pa.Array] = {}
    for divided, short in ((_short_digits, True), (_digits, False)):
        names = [name for name, one in asked.items() if _are_short(one) == short]
        found |= zip(names, _columns([asked[name] for name in names], divided), strict=True)
    return {name: found[name] for name in asked}


def _are_short(one: Quotient) -> bool:
    """Whether all dividends are such that a factor leaves room, and all divisors fit 60 bits."""
    above, below = np.asarray(one.above.hi), np.asarray(one.below.hi)
    highest = max(int(above.max(initial=0)), -int(above.min(initial=0)))
    return (
        highest < LARGEST_ABOVE
        and int(below.min(initial=0)) >= 0
        and int(below.max(initial=0)) < LARGEST_SHORT
    )


def _columns(asked: Sequence[Quotient], divided: Callable[[Wide, Wide, Ints], Ints]) -> Iterator[pa.Array]:
    count = len(asked[0].above) if asked else 0
    digits = [np.empty((count, 2), np.int64) for _ in asked]  # apart: a long column may go before the others
    known = np.empty((len(asked), count), np.bool_)
    step = max(BLOCK // max(len(asked), 1), 1)
    for begin in range(0, count, step):
        cut = slice(begin, begin + step)
        found = divided(*_stacked(asked, cut, known[:, cut])).reshape(len(asked), -1, 2)
        for own, some in zip(digits, found, strict=True):
            own[cut] = some
    return map(_column, digits, known)


def _column(digits: Ints, has: Mask) -> pa.Array:
    valid = None if has.all() else bitmap(has)
    return pa.Array.from_buffers(DECIMAL, len(has), [valid, pa.py_buffer(digits)])


def _stacked(asked: Sequence[Quotient], cut: slice, known: Mask) -> tuple[Wide, Wide, Ints]:
    """(above, below, factor) of some rows of k quotients, one after the other; what is not there (`known`, [k, n]) is 0 ÷ 1."""
    hi, lo, below_hi, below_lo, factor = np.empty((5, *known.shape), np.int64)
    for at, one in enumerate(asked):
        hi[at], lo[at], factor[at] = one.above.hi[cut], one.above.lo[cut], one.factor
        below_hi[at], below_lo[at] = (
            half[cut] if half.ndim else half for half in (one.below.hi, one.below.lo)
        )
        known[at] = True if one.has is None else one.has[cut]
    known &= (below_hi | below_lo) != 0
    there = known.ravel()
    above, below = Wide(hi.ravel(), lo.ravel()), Wide(below_hi.ravel(), below_lo.ravel())
    return above.where(there), Wide(below.hi * there, np.where(there, below.lo, 1)), factor.ravel()


def _short_digits(above: Wide, below: Wide, factor: Ints) -> Ints:
    """The same as _digits of short terms, in fewer steps where no quotient is large."""
    found = nearest_of_short(above, factor, (below.hi << BASE) + below.lo)
    if found is None:
        return _digits(above, below, factor)
    return np.stack([found, found >> 63], axis=-1)


def _digits(above: Wide, below: Wide, factor: Ints) -> Ints:
    """int64[n, 2]: factor × above ÷ below as the two halves of 128 bits; no divisor is 0."""
    found = np.empty((len(above), 2), np.int64)
    estimate = above.floats() * factor / below.floats()
    near = (np.abs(above.hi) < LARGEST_ABOVE) & (below.hi >= 0) & (below.hi < LARGEST_BELOW)
    near &= np.abs(estimate) < LARGEST_QUOTIENT
    if near.all():
        found[:, 0] = nearest(carried(above.hi * factor, above.lo * factor), below, estimate)
        found[:, 1] = found[:, 0] >> 63
        return found
    few, much = np.flatnonzero(near), np.flatnonzero(~near)
    exact = _halves(above.take(much).objects() * factor[much], below.take(much).objects())
    found[much] = np.frombuffer(_bytes(exact), np.int64).reshape(-1, 2)
    if len(few):
        found[few] = _digits(above.take(few), below.take(few), factor[few])
    return found


def quotients(above: Ints | np.ndarray, below: Ints | np.ndarray | int, has: Mask | None = None) -> pa.Array:
    """Above ÷ below to six decimals, half to even; null where below is 0 or not `has`. Integers of any size."""
    divisor = np.broadcast_to(np.asarray(below), above.shape).astype(object)
    known = np.asarray((divisor != 0) if has is None else has & (divisor != 0), np.bool_)
    return packed(_halves(above.astype(object) * MICRO, np.where(known, divisor, 1)), known, DECIMAL)


def amounts(above: Wide, below: Ints | int, has: Mask | None = None) -> pa.Array:
    """Above ÷ below in whole millionths, half to even, as decimals of six places; null where below is 0 or not `has`."""
    return divided_together({"": amount(above, below, has)})[""]


def millionths(values: Wide, has: Mask) -> pa.Array:
    """Millionths as decimals of six places; null where not `has`."""
    kept = values.where(has)
    digits = np.empty((len(kept), 2), np.int64)
    digits[:, 0], digits[:, 1] = (kept.hi << BASE) | kept.lo, kept.hi >> (64 - BASE)
    return _column(digits, has)


def shortened(decimals: pa.Array) -> pa.Array:
    """Decimals in 64 bits; in 128 as they are where one of them needs more."""
    halves = np.frombuffer(decimals.buffers()[1], np.int64, 2 * len(decimals), 16 * decimals.offset)
    low, high = halves[::2], halves[1::2]
    most = max(int(low.max(initial=0)), -int(low.min(initial=0)))
    if most >= 10**SHORT.precision or (low >> 63 != high).any():
        return decimals
    valid = bitmap(present(decimals)) if decimals.null_count else None
    return pa.Array.from_buffers(SHORT, len(low), [valid, pa.py_buffer(np.ascontiguousarray(low))])


def lengthened(decimals: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Decimals of 64 bits in 128."""
    return column(ints(decimals), DECIMAL, present(decimals) if decimals.null_count else None)


def _halves(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Integer division, half to even; the divisor's sign moved to the dividend."""
    above, below = np.where(below < 0, -above, above), np.abs(below)
    whole = above // below
    twice = 2 * (above - whole * below)
    up = (twice > below) | ((twice == below) & (whole % 2 == 1))
    rounded: np.ndarray = whole + up
    return rounded


def packed(values: np.ndarray, has: Mask, kind: pa.DataType) -> pa.Array:
    """Python integers as the digits of a decimal128 column of `kind`; null where not `has`."""
    digits = _bytes(np.where(has, values, 0))
    return pa.Array.from_buffers(
        kind, len(values), [None if has.all() else bitmap(has), pa.py_buffer(digits)]
    )


def _bytes(values: np.ndarray) -> bytes:
    """Each as sixteen bytes, the lowest first."""
    return b"".join(int(value).to_bytes(16, "little", signed=True) for value in values)


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
