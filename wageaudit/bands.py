"""Workers by bands of what they earned, measured by the minimum wage: neighbours joined until a band holds enough to be shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

TENTH = Decimal("0.1")
TENTHS = 20  # tenths of the minimum wage that are told apart; what is more stands in one


@dataclass(frozen=True, slots=True)
class Band:
    """Workers whose wage ÷ minimum wage is at least `low` and under `high`; None is no upper end."""

    low: Decimal
    high: Decimal | None
    workers: int


def bands(ratios: Sequence[Decimal], fewest: int) -> list[Band]:
    """Workers by tenths of the minimum wage, neighbours put together until each band holds enough.

    Bands never reach across the minimum. A side that holds too few in all stays one band.
    """
    counts = [0] * (TENTHS + 1)
    for ratio in ratios:
        counts[max(0, min(int(ratio // TENTH), TENTHS))] += 1
    middle = TENTHS // 2
    return [*_joined(counts[:middle], 0, fewest), *_joined(counts[middle:], middle, fewest)]


def _joined(counts: Sequence[int], start: int, fewest: int) -> list[Band]:
    """Bands of one side of the minimum: edges in tenths, each band with enough workers or none."""
    edges, held = [start], 0
    for at, count in enumerate(counts):
        held += count
        if held >= fewest or (held == 0 and fewest <= 1):
            edges.append(start + at + 1)
            held = 0
    if held or edges[-1] != start + len(counts):
        edges = (
            [*edges[:-1], start + len(counts)] if len(edges) > 1 and held else [*edges, start + len(counts)]
        )
    return [
        Band(low * TENTH, None if high > TENTHS else high * TENTH, sum(counts[low - start : high - start]))
        for low, high in pairwise(edges)
    ]
