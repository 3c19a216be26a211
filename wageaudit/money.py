"""Money of cells brought into the currency of each group: the minimum wage's, or the display currency where several meet. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wageaudit.arrays import MICRO, Codes, Ints, Mask
from wageaudit.cells import Cells
from wageaudit.exchange import ExchangeBook
from wageaudit.groups import AS_THEY_LIE, Groups
from wageaudit.options import Options
from wageaudit.scaling import SCALE, scaled
from wageaudit.wide import Wide, product, zeros

RATE_SCALE = SCALE  # exchange.Resolved counts rates in 10^-15
HOUR = 3600 * MICRO
AMOUNTS = ("pay", "bonus", "tip", "fee", "customer_price", "priced_pay")


@dataclass(frozen=True, slots=True)
class Converted:
    """Amounts of m cells [micro × 3.6e9] in their group's currency.

    target: int32[g], index of cells.currencies, -1 where a group has no money; unknown: bool[g], groups whose pay is not
    known; no_rate, no_wage_rate: bool[m], cells whose pay or wage has no exchange rate; wage_rate: [m], 10^-15.
    """

    amount: Mapping[str, Wide]
    target: Codes
    unknown: Mask
    no_rate: Mask
    no_wage_rate: Mask
    wage_rate: np.ndarray | None

    def required(self, cells: Cells, time: Ints, rows: Ints | slice = AS_THEY_LIE) -> Wide:
        """Required pay of each cell, or of those in `rows`, for so much time [µs], in its group's currency."""
        owed = product(time, cells.hourly[rows])
        return owed if self.wage_rate is None else times(owed, self.wage_rate[rows])


def times(values: Wide, rates: np.ndarray) -> Wide:
    """Values × rate; a rate of 10^15 is 1 and leaves the value as it is. To 1/3.6e9 of a micro-unit, half to even."""
    changed = np.flatnonzero((rates != RATE_SCALE) & ((values.hi != 0) | (values.lo != 0)))
    if len(changed) == 0:
        return values
    rounded = scaled(values.take(changed), rates[changed])
    hi, lo = values.hi.copy(), values.lo.copy()
    hi[changed], lo[changed] = rounded.hi, rounded.lo
    return Wide(hi, lo)


def targets(cells: Cells, groups: Groups, moving: Mask, options: Options) -> Codes:
    """int32[g]: the one wage currency of a group; without any, its one pay currency; the display currency where several meet.

    moving: bool[m], cells in which some amount is not 0; only where a group has none do the others' currencies count.
    """
    display = _place(cells, options.display_currency)
    paid = cells.key["currency"]
    found = _single(groups, cells.wage_currency, cells.wage_currency >= 0, display)
    for counted in (moving & (paid >= 0), paid >= 0):
        if (found < 0).any():
            found = np.where(found >= 0, found, _single(groups, paid, counted, display))
    return found.astype(np.int32)


def _single(groups: Groups, codes: Codes, counted: Mask, display: int) -> Codes:
    """The one code among counted cells of each group, `display` where there are several, -1 where there is none."""
    if groups.count == 0:
        return np.zeros(0, np.int32)
    low = np.minimum.reduceat(np.where(counted, codes, np.iinfo(np.int32).max)[groups.rows], groups.starts)
    high = np.maximum.reduceat(np.where(counted, codes, -1)[groups.rows], groups.starts)
    return np.where(high < 0, -1, np.where(low == high, high, display)).astype(np.int32)


def _place(cells: Cells, currency: str) -> int:
    return list(cells.currencies).index(currency) if currency in cells.currencies else -2


def rates(
    cells: Cells, base: Codes, target: Codes, needed: Mask, exchange: ExchangeBook
) -> tuple[np.ndarray, Mask]:
    """(rate [m] in 10^-15 from each cell's base to its target on its day, bool[m] where it is needed and unknown).

    Rates are int64; Python integers where one of them is too large for that.
    """
    found = np.full(len(cells), RATE_SCALE, np.int64)
    asked = np.flatnonzero(needed & (base != target) & (base >= 0))
    lost = np.zeros(len(cells), np.bool_)
    if len(asked) == 0:
        return found, lost
    count = len(cells.currencies)
    combined = base[asked].astype(np.int64) * count + target[asked]
    used = np.flatnonzero(np.bincount(combined))
    pairs = [(cells.currencies[code // count], cells.currencies[code % count]) for code in used.tolist()]
    pair = np.searchsorted(used, combined).astype(np.int32)
    resolved = exchange.resolve(pairs, pair, cells.key["day"][asked])
    found = found.astype(resolved.rate.dtype, copy=False)
    found[asked] = resolved.rate
    lost[asked] = resolved.reference < 0
    return found, lost


def convert(cells: Cells, groups: Groups, options: Options, exchange: ExchangeBook) -> Converted:
    """Every amount of every cell in its group's currency."""
    moves = {name: cells.sums[name] != 0 for name in AMOUNTS}
    moving = np.logical_or.reduce(list(moves.values()))
    target = targets(cells, groups, moving, options)
    mine = target[groups.group] if groups.count else np.zeros(0, np.int32)
    rate, no_rate = rates(cells, cells.key["currency"], mine, moving, exchange)
    hour, nothing = np.full(len(cells), HOUR, np.int64), zeros(len(cells))
    amount = {
        name: times(product(cells.sums[name], hour), rate) if some.any() else nothing
        for name, some in moves.items()
    }
    unknown = groups.any(no_rate | (cells.sums["pay_unknown"] > 0))
    crossing = (cells.wage_currency >= 0) & (cells.wage_currency != mine)
    wage_rate, no_wage_rate = (
        rates(cells, cells.wage_currency, mine, crossing, exchange)
        if crossing.any()
        else (None, np.zeros(len(cells), np.bool_))
    )
    return Converted(amount, target, unknown, no_rate, no_wage_rate, wage_rate)
