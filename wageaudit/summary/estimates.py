"""What is estimated of a group of workers: each figure as an exact fraction, of the whole group. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wageaudit.arrays import Ints, Mask
from wageaudit.summary.figures import Figures

MICRO = 1_000_000
QUARTERS = {"lower_quartile": 1, "median": 2, "upper_quartile": 3}
Estimate = tuple[int, int] | None  # numerator and denominator; None where it is not known
_LOW = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Group:
    """The workers of one group, in the order of their figures, so that neither names nor the order of rows matter.

    currency: the one currency of their wages, "" where there are several or none; money: amounts may be added up.
    reasons: why some figures are empty.
    """

    figures: Figures
    currency: str
    money: bool
    reasons: tuple[str, ...]

    @staticmethod
    def of(members: Figures) -> Group:
        """Order the members and find out what can be said of them."""
        keys = (
            members.unpaid, members.working, members.shortfall, members.has_shortfall, members.required, members.pay,
            members.depends, members.always, members.below, members.compared,
            members.ratio, ~members.has_ratio, members.wage, ~members.has_wage,
        )  # fmt: skip
        ordered = members.take(np.lexsort(keys))
        found = [ordered.currencies[code] for code in np.unique(ordered.currency).tolist() if code >= 0]
        large = bool(ordered.large.any())
        single = len(found) == 1 and not large
        reasons = [f"several_currencies:{'-'.join(found)}"] if len(found) > 1 else []
        reasons += ["too_large"] if large else []
        reasons += [] if ordered.has_wage.any() else ["no_wage"]
        reasons += [] if ordered.compared.any() else ["no_comparison"]
        reasons += ["one_worker"] if len(ordered) == 1 else []
        return Group(ordered, found[0] if len(found) == 1 else "", single, tuple(reasons))

    def __len__(self) -> int:
        """Number of workers."""
        return len(self.figures)

    def count(self, among: Mask) -> int:
        """How many workers of the group are among these."""
        return int(np.count_nonzero(among))


def total(values: Ints) -> int:
    """Exact sum of int64, beyond 64 bits."""
    return (int((values >> 32).sum()) << 32) + int((values & _LOW).sum())


def quantile(ordered: Ints, quarters: int) -> Estimate:
    """Quartile of ordered whole numbers, in quarters of their unit: numpy's "linear", type 7 of Hyndman and Fan (1996).

    Between the values at the places floor and ceiling of (n - 1) × quarters ÷ 4, in proportion.
    """
    if len(ordered) == 0:
        return None
    at, part = divmod((len(ordered) - 1) * quarters, 4)
    low, high = int(ordered[at]), int(ordered[min(at + 1, len(ordered) - 1)])
    return low * (4 - part) + high * part, 4


def _ratio(above: int, below: int) -> Estimate:
    return (above, below) if below else None


def estimates(group: Group) -> Mapping[str, Estimate]:
    """Every figure of ESTIMATES of the whole group; None where it is not known."""
    known, paid = group.figures, group.money
    wages = known.wage[known.has_wage]
    ratios = np.sort(known.ratio[known.has_ratio])
    compared = group.count(known.compared)
    totals = _ratio(total(known.pay[known.has_wage]), total(known.working[known.has_wage]))
    of_law = _ratio(total(known.pay[known.has_ratio]), total(known.required[known.has_ratio]))
    mean = _ratio(total(wages), len(wages) * MICRO)
    found: dict[str, Estimate] = {
        "effective_hourly_wage_of_totals": totals if paid else None,
        "effective_hourly_wage_mean_of_workers": mean if paid else None,
    }
    for name, quarters in QUARTERS.items():
        found[f"effective_hourly_wage_{name}_of_workers"] = (
            _scaled(quantile(wages, quarters)) if paid else None
        )
    return found | {
        "wage_ratio_of_totals": of_law if paid else None,
        "wage_ratio_median_of_workers": _scaled(quantile(ratios, QUARTERS["median"])),
        "share_below_minimum": _ratio(group.count(known.below), compared),
        "share_below_at_every_threshold": _ratio(group.count(known.always), compared),
        "share_depends": _ratio(group.count(known.depends), compared),
        "shortfall": (total(known.shortfall), MICRO) if paid and known.has_shortfall.any() else None,
        "unpaid_time_share_of_totals": None
        if known.large.any()
        else _ratio(total(known.unpaid), total(known.working)),
    }


def _scaled(value: Estimate) -> Estimate:
    return None if value is None else (value[0], value[1] * MICRO)
