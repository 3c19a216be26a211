"""Exact integers beyond 64 bits in NumPy columns: hi × 2^40 + lo. What wage arithmetic needs and no more. Pure.

Amounts to compare are carried in micro-units of currency × microseconds per hour: pay is micro × 3.6e9, required pay is
time [µs] × hourly minimum [micro]. Sums are then exact in any order, and nothing is rounded before a renderer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wageaudit.arrays import Ints, Mask
from wageaudit.errors import WageauditError

BASE = 40
LOW = (1 << BASE) - 1
HALF = 20
NARROW = (1 << HALF) - 1
TOO_LARGE = "amounts are larger than can be added up"
LARGEST_FACTOR = 1 << 42


@dataclass(frozen=True, slots=True)
class Wide:
    """hi, lo: int64[n]; the value is hi × 2^40 + lo with 0 <= lo < 2^40."""

    hi: Ints
    lo: Ints

    def __len__(self) -> int:
        """Number of values."""
        return len(self.hi)

    def __add__(self, other: Wide) -> Wide:
        """Elementwise sum."""
        return carried(self.hi + other.hi, self.lo + other.lo)

    def __sub__(self, other: Wide) -> Wide:
        """Elementwise difference."""
        return carried(self.hi - other.hi, self.lo - other.lo)

    def take(self, places: Ints | Mask | slice) -> Wide:
        """The values at these places."""
        return Wide(self.hi[places], self.lo[places])

    def where(self, kept: Mask) -> Wide:
        """The values, 0 where not kept."""
        return Wide(np.where(kept, self.hi, 0), np.where(kept, self.lo, 0))

    def negative(self) -> Mask:
        """bool[n]: below zero."""
        return self.hi < 0

    def sums(self, starts: Ints) -> Wide:
        """Sums of consecutive runs, each from its start to the next one's."""
        if len(starts) == 0:
            return zeros(0)
        return carried(np.add.reduceat(self.hi, starts), np.add.reduceat(self.lo, starts))

    def times(self, factor: Ints | int) -> Wide:
        """Elementwise product; beyond 2^103 it wraps round, so that differences of such products are still exact."""
        upper, lower = self.lo * ((factor & LOW) >> HALF), self.lo * (factor & NARROW)
        return carried(
            self.hi * factor + self.lo * (factor >> BASE) + (upper >> HALF) + (lower >> BASE),
            ((upper & NARROW) << HALF) + (lower & LOW),
        )

    def floats(self) -> npt.NDArray[np.float64]:
        """The values to 52 bits."""
        return np.asarray(self.hi * float(1 << BASE) + self.lo, np.float64)

    def objects(self) -> np.ndarray:
        """object[n]: the values as Python integers."""
        joined: np.ndarray = self.hi.astype(object) * (1 << BASE) + self.lo.astype(object)
        return joined


def carried(hi: Ints, lo: Ints) -> Wide:
    """Hi × 2^40 + lo with lo brought into its range."""
    return Wide(hi + (lo >> BASE), lo & LOW)


def zeros(count: int) -> Wide:
    """N zeros."""
    return Wide(np.zeros(count, np.int64), np.zeros(count, np.int64))


def narrow(values: Ints) -> Wide:
    """64-bit integers as a column."""
    return Wide(values >> BASE, values & LOW)


def from_objects(values: Sequence[int] | np.ndarray) -> Wide:
    """Python integers as a column. Raises WageauditError beyond 2^103: no pay and no required pay comes to that."""
    given = [int(value) for value in values]
    try:
        upper = np.array([value >> BASE for value in given], np.int64)
    except OverflowError:
        raise WageauditError(TOO_LARGE, "check the columns of pay and time, and the minimum wage") from None
    return Wide(upper, np.array([value & LOW for value in given], np.int64))


def product(left: Ints, right: Ints) -> Wide:
    """Exact elementwise product of two int64 columns; past 2^42 a factor takes the slow way of Python integers."""
    if not left.any():
        return zeros(len(left))
    if np.abs(left).max() >= LARGEST_FACTOR or np.abs(right).max() >= LARGEST_FACTOR >> 2:
        return from_objects(left.astype(object) * right.astype(object))
    upper, lower = left * (right >> HALF), left * (right & NARROW)
    return carried((upper >> HALF) + (lower >> BASE), ((upper & NARROW) << HALF) + (lower & LOW))
