"""A living wage beside the legal one: the user's own benchmark, over the same hours, in the group's currency. Pure."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MICRO, Ints
from wageaudit.cells import Cells, Living
from wageaudit.exact import quotients
from wageaudit.exchange import ExchangeBook
from wageaudit.groups import Groups
from wageaudit.money import Converted, rates, times
from wageaudit.wide import product

LIVING_COLUMNS = ("living_wage", "living_wage_ratio")


def compared(
    cells: Cells, groups: Groups, money: Converted, living: Living, working: Ints, exchange: ExchangeBook
) -> dict[str, pa.Array]:
    """LIVING_COLUMNS of g groups: the mean of the living wages, weighted by working time, and pay ÷ what they come to.

    working: int64[m], working time of each cell [µs]. Empty where some working time has no living wage, or no exchange rate.
    """
    target = money.target[groups.group] if groups.count else np.zeros(0, np.int32)
    crossing = (living.currency >= 0) & (target >= 0) & (living.currency != target)
    rate, lost = rates(cells, living.currency, target, crossing, exchange)
    owed = groups.wide(times(product(working, living.hourly), rate)).objects()
    worked = working > 0
    unknown = worked & ((living.hourly == 0) | lost | (target < 0))
    known = groups.any(worked) & ~groups.any(unknown)
    time = groups.sums(working).astype(object)
    pay = groups.wide(money.amount["pay"]).objects()
    figures = quotients(owed, time * MICRO, known), quotients(pay, owed, known & ~money.unknown)
    return dict(zip(LIVING_COLUMNS, figures, strict=True))
