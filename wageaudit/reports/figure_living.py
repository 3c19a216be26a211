"""The living wage of a figure's walk: what each day's working time comes to at it, at which rate, and where it is from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from wageaudit.arrays import Codes, Ints, Mask
from wageaudit.cells import Cells, Living
from wageaudit.exchange import ExchangeBook
from wageaudit.groups import Groups
from wageaudit.money import Converted, rates, times
from wageaudit.reports.row_figures import Facts, seconds
from wageaudit.wide import product

FLOOR, IN_FORCE = "beyond_horizon", "in_force"  # as a minimum wage's status
RECORDED = (
    "country", "region", "category", "start", "date_precision", "end", "amount", "currency", "period", "hours", "law", "url",
    "confirmed_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The living wage of m cells; rate: int64[m] [10^-15] from its currency to the group's; lost: bool[m], where there is no such rate."""

    living: Living
    rate: np.ndarray
    lost: Mask
    working: Ints

    @property
    def currency(self) -> Codes:
        """int32[m]: of each cell's living wage, -1 for none."""
        return self.living.currency

    def owed(self, working: Ints) -> list[int]:
        """What so much time [µs] of each cell comes to [parts of a unit of the group's currency]."""
        found: list[int] = times(product(working, self.living.hourly), self.rate).objects().tolist()
        return found

    def day(self, cells: Cells, at: int) -> Facts:
        """One cell's living wage: hourly, in its currency, the rate it is brought over at, and the number of its record."""
        known, currency = bool(self.living.hourly[at]), int(self.living.currency[at])
        return {
            "living_wage": seconds(int(self.living.hourly[at])) if known else None,
            "living_wage_currency": cells.currencies[currency] if currency >= 0 else None,
            "living_wage_rate": None if self.lost[at] else Decimal(int(self.rate[at])).scaleb(-15),
            "living": int(self.living.rate[at]) if self.living.rate[at] >= 0 else None,
        }

    def records(self) -> list[Facts]:
        """Every living wage applied, by the number that days refer to, as the user's file says it."""
        made: list[Facts] = []
        for number in np.unique(self.living.rate[self.living.rate >= 0]).tolist():
            rate, after = self.living.rates[number], self.living.floor[self.living.rate == number]
            said = {name: getattr(rate, name) for name in RECORDED}
            made.append(
                {
                    "number": number,
                    "hourly": rate.hourly,
                    **said,
                    "status": FLOOR if after.any() else IN_FORCE,
                }
            )
        return made

    def reason(self, cells: Cells) -> str:
        """Why the figure is not known: the places without a living wage, or the currencies without a rate; "" where it is."""
        worked = self.working > 0
        silent = np.flatnonzero(worked & (self.living.hourly == 0))
        if len(silent):
            places = {cells.places[at] for at in cells.key["place"][silent].tolist() if at >= 0}
            named = ",".join(sorted(region or country for country, region in places))
            return f"no_living_wage:{named}" if named else "no_country"
        lost = np.flatnonzero(worked & self.lost)
        codes = sorted({cells.currencies[at] for at in self.living.currency[lost].tolist()})
        return f"no_exchange_rate:{','.join(codes)}" if codes else ""


def benchmark(cells: Cells, groups: Groups, money: Converted, exchange: ExchangeBook) -> Benchmark | None:
    """The living wage of cells that are one group; None where none was given."""
    living = cells.living
    if living is None:
        return None
    target = money.target[groups.group] if groups.count else np.zeros(0, np.int32)
    crossing = (living.currency >= 0) & (target >= 0) & (living.currency != target)
    rate, lost = rates(cells, living.currency, target, crossing, exchange)
    sums = cells.sums
    working = sums["paid"] + sums["unpaid"] + sums["on_record"] + sums["inferred"]
    return Benchmark(living, rate, lost | (target < 0), working)
