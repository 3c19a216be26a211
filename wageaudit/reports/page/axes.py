"""Scales that people read: round steps, where a scale ends, and money written along it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from wageaudit.reports.page.desk import Desk

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
ROOM = Decimal("1.12")  # above the highest mark
LETTER = 7.3  # width of a digit of 12 px, with room to spare [px]
BEYOND = 3  # times the middle of what is drawn: what is higher is cut off, so that the rest can be told apart


def ticks(top: Decimal, about: int = 4) -> list[Decimal]:
    """Round values from 0 up to the top."""
    if top <= 0:
        return [Decimal(0)]
    raw = top / about
    unit = Decimal(1).scaleb(raw.adjusted())
    step = next(step * unit for step in STEPS if step * unit >= raw)
    return [step * place for place in range(int(top / step) + 1)]


def ceiling(values: Sequence[Decimal], marks: Sequence[Decimal]) -> Decimal:
    """Where a scale of wages ends: above all marks, and above the values but for those far beyond the rest."""
    positive = [value for value in values if value > 0]
    high = max(marks, default=Decimal(0))
    if not positive:
        return max(high * ROOM, Decimal(1))
    most = BEYOND * max(median(positive), high)
    return max(min(max(positive), most), high) * ROOM


def gutter(names: Sequence[str]) -> int:
    """Room left of a scale for its texts [px], by their letters."""
    return round(max((len(name) for name in names), default=0) * LETTER) + 8


def money_ticks(desk: Desk, values: Sequence[Decimal], currency: str) -> list[str]:
    """Amounts along a scale, the currency with the last of them; all with the decimals that tell them apart."""
    places = max((_places(value) for value in values), default=0)
    code = desk.figures.money
    texts = [desk.figures.number(value, places) for value in values]
    return [*texts[:-1], code(values[-1], currency, places=places)] if values else []


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def share_ticks(desk: Desk, values: Sequence[Decimal]) -> list[str]:
    """Shares along a scale."""
    return [desk.figures.percent(value) for value in values]
