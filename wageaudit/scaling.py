"""Products and quotients of amounts beyond 64 bits, exact, half to even, in 64-bit columns: value × rate, value ÷ time. Pure.

A rate is cut into its whole part and the rest, a value into multiples of 10^15 and the rest; products of the rests are
divided as they are added up, twelve bits at a time, so that no step leaves 64 bits. What is too large for that goes by way
of Python integers, to the same digit.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wageaudit.arrays import Ints
from wageaudit.wide import BASE, LOW, Wide, carried, from_objects

SCALE = 10**15  # exchange rates are counted in 10^-15
DIGIT = 12  # bits: 10^15 × 2^12, and another such product added, stay within 63
HALF = 25  # bits of half of a part of a rate
LARGEST_DIVISOR = 1 << 51  # what is left of a division, twelve bits further, stays within 63
LARGEST_HI = 1 << 45  # of a value, so that it holds less than 2^37 times 10^15
BLOCK = 1 << 14  # values worked on at a time: their columns stay in the cache
LARGEST_ESTIMATE = 1 << 40  # of a quotient that is right to one
LARGEST_SHORT = 1 << 20  # of the upper half of a divisor of 60 bits
LARGEST_WHOLE = 1 << 17  # units of one currency for one of another


def scaled(values: Wide, rates: np.ndarray) -> Wide:
    """N values × rates [10^-15, int64 or Python integers, none negative], half to even."""
    hi, lo = np.empty(len(values), np.int64), np.empty(len(values), np.int64)
    for begin in range(0, len(values), BLOCK):
        cut = slice(begin, begin + BLOCK)
        found = _scaled(Wide(values.hi[cut], values.lo[cut]), rates[cut])
        hi[cut], lo[cut] = found.hi, found.lo
    return Wide(hi, lo)


def _scaled(values: Wide, rates: np.ndarray) -> Wide:
    whole = rates // SCALE
    near = np.asarray((np.abs(values.hi) < LARGEST_HI) & (whole < LARGEST_WHOLE), np.bool_)
    if near.all():
        return _near(values, whole.astype(np.int64), (rates - whole * SCALE).astype(np.int64))
    hi, lo = values.hi.copy(), values.lo.copy()
    few, much = np.flatnonzero(near), np.flatnonzero(~near)
    parts = [(much, _far(values.take(much), rates[much]))]
    if len(few):
        parts.append((few, _scaled(values.take(few), rates[few])))
    for rows, found in parts:
        hi[rows], lo[rows] = found.hi, found.lo
    return Wide(hi, lo)


def _near(values: Wide, whole: Ints, part: Ints) -> Wide:
    """The same where value and rate are small enough; part: int64[n], the rate's rest, less than 10^15."""
    count, rest = divided(values, SCALE)
    times = (count.hi << BASE) + count.lo
    low, high = times * (part & ((1 << HALF) - 1)), times * (part >> HALF)
    more, left = _product(rest, part)
    found = carried(
        values.hi * whole + (low >> BASE) + (high >> (BASE - HALF)) + (more >> BASE),
        values.lo * whole + (low & LOW) + ((high & ((1 << (BASE - HALF)) - 1)) << HALF) + (more & LOW),
    )
    return rounded(found, left, SCALE)


def divided(values: Wide, below: Ints | int) -> tuple[Wide, Ints]:
    """Values ÷ below rounded down, and what is left of each, from 0; below: from 1 to less than LARGEST_DIVISOR."""
    hi: Ints = values.hi // below
    left: Ints = values.hi - hi * below
    lo: Ints = np.zeros(len(values), np.int64)
    bits = BASE
    while bits:
        step = min(DIGIT, bits)
        bits -= step
        left = (left << step) + ((values.lo >> bits) & ((1 << step) - 1))
        more: Ints = left // below
        lo, left = (lo << step) + more, left - more * below
    return Wide(hi, lo), left


def rounded(count: Wide, left: Ints, below: Ints | int) -> Wide:
    """The nearest whole numbers to count + left ÷ below, half to even."""
    twice = 2 * left
    up = (twice > below) | ((twice == below) & (count.lo & 1 == 1))
    return carried(count.hi, count.lo + up)


def nearest(above: Wide, below: Wide, estimate: npt.NDArray[np.float64]) -> Ints:
    """int64[n]: above ÷ below to the nearest whole number, half to even; below: from 1, less than 2^88.

    estimate: float64[n], the quotient to 50 bits, under 2^61. It is put right by what is left, which is exact: an estimate
    under 2^40 is out by one at the most, a larger one by so little that what is left can be divided in the same way.
    """
    found = np.rint(estimate).astype(np.int64)
    left = above - below.times(found)
    if np.abs(found).max(initial=0) >= LARGEST_ESTIMATE:
        more = np.rint(left.floats() / below.floats()).astype(np.int64)
        found, left = found + more, left - below.times(more)
    twice, even = left + left, (found & 1) - 1  # an odd quotient moves at the half already
    up = twice.hi - below.hi + ((twice.lo - below.lo + even) >> BASE) >= 0
    down = -twice.hi - below.hi + ((even - twice.lo - below.lo) >> BASE) >= 0
    nearer: Ints = found + up - down
    return nearer


def nearest_of_short(above: Wide, factor: Ints, below: Ints) -> Ints | None:
    """Factor × above ÷ below in the same way, in fewer steps, for divisors from 1 to less than 2^60; None where some quotient is 2^40 or more.

    What is left of a dividend fits 64 bits then, so that it is exact though its terms leave them.
    """
    estimate = above.floats() * factor / below
    if estimate.size and max(float(estimate.max()), -float(estimate.min())) >= LARGEST_ESTIMATE:
        return None
    found = np.rint(estimate).astype(np.int64)
    left = ((above.hi << BASE) + above.lo) * factor - found * below
    twice, even = left + left, (found & 1) - 1  # an odd quotient moves at the half already
    found += twice - below + even >= 0
    found -= even - twice - below >= 0
    return found


def _product(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Left × right ÷ 10^15 rounded down, and what is left; both factors from 0 to less than 10^15."""
    count, rest = np.zeros(len(left), np.int64), np.zeros(len(left), np.int64)
    for bits in range(4 * DIGIT, -1, -DIGIT):
        rest = (rest << DIGIT) + left * ((right >> bits) & ((1 << DIGIT) - 1))
        more = rest // SCALE
        count, rest = (count << DIGIT) + more, rest - more * SCALE
    return count, rest


def _far(values: Wide, rates: np.ndarray) -> Wide:
    """By way of Python integers."""
    exact = values.objects() * rates.astype(object)
    whole = exact // SCALE
    twice = 2 * (exact - whole * SCALE)
    return from_objects(whole + ((twice > SCALE) | ((twice == SCALE) & (whole % 2 == 1))))
