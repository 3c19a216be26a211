"""Percentile bootstrap over workers: draws of its own, exact sums by counts, the same interval on any machine. Pure.

Method: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 12 and 13. Workers are drawn with
replacement, each with all his or her figures; every figure is computed of each resample, and the interval lies between
the k-th smallest and the k-th largest of them, k = floor((resamples + 1) × (1 - confidence) ÷ 2) (their section 12.5).

Draws come from the raw 64 bits of PCG64, whose stream NumPy promises not to change (NEP 19), cut to the group's size by
Lemire's multiplication (2019) without rejection: for w workers no one is drawn more often than others by more than w ÷ 2^32.
Sums are products of small whole numbers that a double holds exactly, so that no order of additions changes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from wageaudit.arrays import Ints
from wageaudit.summary.estimates import MICRO, QUARTERS, Estimate, Group

Floats = npt.NDArray[np.float64]
Interval = tuple[Estimate, Estimate] | None
WAGE_QUARTERS: Mapping[str, int] = {
    f"effective_hourly_wage_{name}_of_workers": quarters for name, quarters in QUARTERS.items()
}
RATIO_QUARTERS: Mapping[str, int] = {"wage_ratio_median_of_workers": QUARTERS["median"]}
UNITS: Mapping[str, int] = {
    "effective_hourly_wage_mean_of_workers": MICRO,
    "shortfall": MICRO,
    **dict.fromkeys((*WAGE_QUARTERS, *RATIO_QUARTERS), 4 * MICRO),
}  # in how many parts of one a figure is resampled, so that halves of a last place are told from what lies beside them
EXACT_BITS = 52  # of a double, with one to spare
AMOUNT_BITS = 61  # of one figure, its sign aside: two of them may have been added
DRAWS_AT_ONCE = 1 << 16  # counts of so many workers are held at a time: they stay near the processor


@dataclass(frozen=True, slots=True)
class Plan:
    """Seed, number of resamples, and the rank from either end at which an interval ends."""

    seed: int
    resamples: int
    rank: int


def planned(seed: int, resamples: int, confidence: float) -> Plan:
    """A plan; resamples of 0 asks for no intervals. Raises ValueError where the interval would end outside the resamples."""
    level = Fraction(str(confidence))
    if not 0 < level < 1 or resamples < 0:
        raise ValueError("confidence lies between 0 and 1, and there is no negative number of resamples")
    rank = int((resamples + 1) * (1 - level) / 2)
    if resamples and rank < 1:
        raise ValueError(f"{resamples} resamples are too few for a confidence of {confidence}")
    return Plan(seed, resamples, rank)


def stream(plan: Plan, name: tuple[str, ...]) -> np.random.PCG64:
    """The group's own stream of random bits: a seed from the run's and the group's name, by SHA-256."""
    parts = [str(plan.seed), *name]
    told = b"wageaudit/summary/v1" + b"".join(
        len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts
    )
    return np.random.PCG64(int.from_bytes(sha256(told).digest(), "big"))


def counts(size: int, plan: Plan, bits: np.random.PCG64) -> Iterator[Ints]:
    """int64[r, size] at a time: how often each worker is drawn in each of r resamples, `size` draws a resample."""
    at_once = max(1, DRAWS_AT_ONCE // size)
    words = -(-size // 2)  # of 64 bits, two draws each
    for start in range(0, plan.resamples, at_once):
        rows = min(at_once, plan.resamples - start)
        raw = bits.random_raw(rows * words).reshape(rows, words)
        halves = np.concatenate((raw & np.uint64(0xFFFFFFFF), raw >> np.uint64(32)), axis=1)[:, :size]
        drawn = (halves * np.uint64(size) >> np.uint64(32)).astype(np.int64)
        drawn += np.arange(rows)[:, None] * size
        yield np.bincount(drawn.ravel(), minlength=rows * size).reshape(rows, size)


def ends(
    group: Group, plan: Plan, bits: np.random.PCG64, wanted: Mapping[str, Estimate]
) -> dict[str, Interval]:
    """(low, high) of every figure that the group itself has, None of the others.

    A resample in which a figure is not defined (no worker with a known wage was drawn) is left out of that figure.
    """
    sums = _Sums(group)
    known = group.figures
    by_ratio = np.argsort(np.where(known.has_ratio, known.ratio, np.iinfo(np.int64).max), kind="stable")
    with_wage, ranked = group.count(known.has_wage), by_ratio[: group.count(known.has_ratio)]
    made: dict[str, list[Floats]] = {name: [] for name, value in wanted.items() if value is not None}
    for drawn in counts(len(group), plan, bits):
        found = _linear(sums.of(drawn))
        if group.money:
            found |= _quantiles(drawn[:, :with_wage], known.wage[:with_wage], WAGE_QUARTERS)
        found |= _quantiles(drawn[:, ranked], known.ratio[ranked], RATIO_QUARTERS)
        for name, values in made.items():
            values.append(found[name])
    return {
        name: _interval(np.concatenate(values), plan, UNITS.get(name, 1)) for name, values in made.items()
    }


class _Sums:
    """Sums of the group's columns over resamples: each column cut into limbs short enough for exact products of doubles."""

    def __init__(self, group: Group) -> None:
        known = group.figures
        wage, ratio = known.has_wage, known.has_ratio
        amounts = {
            "pay": known.pay * wage, "hours": known.working * wage, "wages": known.wage * wage,
            "lawful_pay": known.pay * ratio, "required": known.required * ratio,
            "shortfall": known.shortfall, "unpaid": known.unpaid, "working": known.working,
        }  # fmt: skip
        self.flags = {
            "with_wage": wage, "compared": known.compared, "below": known.below, "always": known.always,
            "depends": known.depends, "with_shortfall": known.has_shortfall,
        }  # fmt: skip
        self.names = tuple(amounts)
        self.bits = EXACT_BITS - len(group).bit_length()
        self.limbs = -(-AMOUNT_BITS // self.bits)
        mask = (1 << self.bits) - 1
        cut = [
            values >> (self.bits * limb) & mask if limb < self.limbs - 1 else values >> (self.bits * limb)
            for values in amounts.values()
            for limb in range(self.limbs)
        ]
        self.matrix = np.stack([*cut, *self.flags.values()], axis=1).astype(np.float64)

    def of(self, drawn: Ints) -> dict[str, Floats]:
        """float64[r] a column: exact sums of each resample, rounded once where they pass 53 bits."""
        product = drawn.astype(np.float64) @ self.matrix
        found = {}
        for place, name in enumerate(self.names):
            limbs = product[:, place * self.limbs : (place + 1) * self.limbs]
            found[name] = _joined(limbs, self.bits)
        flags = product[:, len(self.names) * self.limbs :]
        return found | {name: flags[:, place] for place, name in enumerate(self.flags)}


def _joined(limbs: Floats, bits: int) -> Floats:
    """Limbs, lowest first, as one double each: every step but the additions is exact, and these come in a fixed order."""
    found: Floats = limbs[:, -1]
    for place in range(limbs.shape[1] - 2, -1, -1):
        found = np.ldexp(found, bits) + limbs[:, place]
    return found


def _linear(sums: Mapping[str, Floats]) -> dict[str, Floats]:
    def over(above: str, below: str) -> Floats:
        divisor = sums[below]
        found: Floats = np.divide(sums[above], divisor, out=np.full(len(divisor), np.nan), where=divisor != 0)
        return found

    return {
        "effective_hourly_wage_of_totals": over("pay", "hours"),
        "effective_hourly_wage_mean_of_workers": over("wages", "with_wage"),
        "wage_ratio_of_totals": over("lawful_pay", "required"),
        "share_below_minimum": over("below", "compared"),
        "share_below_at_every_threshold": over("always", "compared"),
        "share_depends": over("depends", "compared"),
        "shortfall": np.where(sums["with_shortfall"] > 0, sums["shortfall"], np.nan),
        "unpaid_time_share_of_totals": over("unpaid", "working"),
    }


def _quantiles(drawn: Ints, ordered: Ints, wanted: Mapping[str, int]) -> dict[str, Floats]:
    """float64[r] a name: quartiles of each resample of ordered values, in quarters of their unit; nan where none was drawn.

    drawn: int64[r, n], how often each value was drawn; wanted: name → quarters.
    """
    rows = np.arange(len(drawn))
    if len(ordered) == 0:
        return {name: np.full(len(drawn), np.nan) for name in wanted}
    steps = np.cumsum(drawn, axis=1)
    size = steps[:, -1].copy()
    lift = rows * (int(size.max()) + 1)
    steps += lift[:, None]
    flat = steps.ravel()

    def value(at: Ints) -> Ints:
        found = np.searchsorted(flat, at + lift, side="right") - rows * len(ordered)
        picked: Ints = ordered[np.minimum(found, len(ordered) - 1)]
        return picked

    made = {}
    for name, quarters in wanted.items():
        place, part = np.divmod(np.maximum(size - 1, 0) * quarters, 4)
        low, high = value(place), value(np.minimum(place + 1, np.maximum(size - 1, 0)))
        made[name] = np.where(size > 0, (low * (4 - part) + high * part).astype(np.float64), np.nan)
    return made


def _interval(values: Floats, plan: Plan, unit: int) -> Interval:
    defined = np.sort(values[~np.isnan(values)])
    rank = plan.rank if len(defined) == plan.resamples else plan.rank * len(defined) // plan.resamples
    if not rank:
        return None
    low, high = (Fraction(float(defined[at])) / unit for at in (rank - 1, -rank))
    return (low.numerator, low.denominator), (high.numerator, high.denominator)
