"""Parts of a whole rounded so that what is shown adds up to what is said: the largest remainders are rounded up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wageaudit.reports.figures import Figures

PERCENT = 2  # places of a share that is shown as whole percent


def apportioned(parts: Sequence[Decimal], places: int) -> list[Decimal]:
    """The parts with so many decimals, adding up to their rounded sum; none is off by a unit of the last place or more."""
    unit = Decimal(1).scaleb(-places)
    found = [part.quantize(unit, ROUND_FLOOR) for part in parts]
    spare = int((sum(parts, Decimal(0)).quantize(unit) - sum(found, Decimal(0))) / unit)
    order = sorted(range(len(parts)), key=lambda at: (found[at] - parts[at], at))
    for at in order[:spare]:
        found[at] += unit
    return found


def percents(figures: Figures, shares: Sequence[Decimal]) -> list[str]:
    """Shares of one whole as percent that add up to 100; with decimals where one would else pass for nothing or for all."""
    return [
        figures.percent(share if whole in {0, 1} else whole)
        for share, whole in zip(shares, apportioned(shares, PERCENT), strict=True)
    ]
