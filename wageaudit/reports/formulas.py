"""Formulas: what each figure of a result is made of, as sums of quantities over days, and in which units those are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wageaudit.arrays import MICRO
from wageaudit.options import GAP_GRID_MINUTES

HOUR = 3600 * MICRO
PARTS = HOUR * MICRO  # of a unit of currency
WAGE = MICRO  # parts ÷ (microseconds × this) is currency an hour
MONEY = ("pay", "bonus", "tip", "fee", "customer_price", "priced_pay")
COUNTS = ("tasks", "tasks_unpaid", "tasks_untimed", "sessions")
REQUIRED = ("required", "required_none", "required_longest", "living")
WORKING = ("paid", "unpaid", "on_record", "inferred")


@dataclass(frozen=True, slots=True)
class Formula:
    """A figure as Σ above ÷ (Σ below × scale); minus: of what is above, taken off. Without `below` it is a sum ÷ scale."""

    above: tuple[str, ...]
    below: tuple[str, ...] = ()
    scale: int = 1
    minus: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Every quantity it needs, once."""
        return tuple(dict.fromkeys((*self.above, *self.minus, *self.below)))


FORMULAS: Mapping[str, Formula] = {
    **{name: Formula((name,)) for name in COUNTS},
    "paid_hours": Formula(("paid",), (), HOUR),
    "unpaid_work_hours": Formula(("unpaid",), (), HOUR),
    "waiting_hours": Formula(("on_record", "inferred"), (), HOUR),
    "working_hours": Formula(WORKING, (), HOUR),
    "utilisation": Formula(("paid",), WORKING),
    "overlap_factor": Formula(("duration",), ("unscaled",)),
    **{name: Formula((name,), (), PARTS) for name in ("pay", "bonus", "tip", "fee")},
    "bonus_share": Formula(("bonus",), ("pay",)),
    "take_rate": Formula(("customer_price",), ("customer_price",), 1, ("priced_pay",)),
    "engaged_hourly_wage": Formula(("pay",), ("paid",), WAGE),
    "effective_hourly_wage": Formula(("pay",), WORKING, WAGE),
    "minimum_wage": Formula(("required",), WORKING, WAGE),
    "wage_ratio": Formula(("pay",), ("required",)),
    "required_pay": Formula(("required",), (), PARTS),
    "breakeven_piece_rate": Formula(("required",), ("tasks",), PARTS),
    "shortfall": Formula(("required",), (), PARTS, ("pay",)),
    "critical_gap_minutes": Formula(("pay",), (), 60, ("required_none",)),
    "verdict": Formula(("pay", "required_none", "required_longest")),
    "effective_hourly_wage_gap0": Formula(("pay",), WORKING[:3], WAGE),
    **{f"effective_hourly_wage_gap{minutes}": Formula(("pay",), (*WORKING[:3], f"gap{minutes}"), WAGE) for minutes in GAP_GRID_MINUTES[1:]},
    "workers": Formula(()), "reason": Formula(()), "currency": Formula(()),
}  # fmt: skip
LIVING: Mapping[str, Formula] = {
    "living_wage": Formula(("living",), WORKING, WAGE),
    "living_wage_ratio": Formula(("pay",), ("living",)),
}  # with a living wage of the user's own
