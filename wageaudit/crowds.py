"""Workers in groups large enough to be shown to others: no figure of fewer than ten, and none that subtraction gives away. Pure.

Ten contributors are the usual floor of statistical offices (Australian Bureau of Statistics, DataLab; ACRO's default).
Groups under it are put together; where even that holds too few, the smallest group that could stand joins them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

FEWEST = 10
Row = Mapping[str, object]
TENTH = Decimal("0.1")
TENTHS = 20  # tenths of the minimum wage that are told apart; what is more stands in one
VERDICTS = ("below", "depends", "met", "unknown")


@dataclass(frozen=True, slots=True)
class Crowd:
    """One group: its names (several where small ones were put together), its workers, how many have which verdict, medians.

    ratio: the median worker's wage ÷ minimum; wage: the median wage in `currency`; each None where it is not known or not one.
    """

    names: tuple[str, ...]
    workers: int
    verdicts: Mapping[str, int]
    ratio: Decimal | None
    wage: Decimal | None
    currency: str

    @property
    def judged(self) -> int:
        """Workers who can be compared with a minimum wage."""
        return self.workers - self.verdicts["unknown"]


@dataclass(frozen=True, slots=True)
class Band:
    """Workers whose wage ÷ minimum wage is at least `low` and under `high`; None is no upper end."""

    low: Decimal
    high: Decimal | None
    workers: int


def crowds(rows: Sequence[Row], name: str, fewest: int = FEWEST) -> list[Crowd]:
    """The groups of workers by a column, the largest first, small ones together at the end; [] where none may be shown.

    rows: one a worker and group, with the columns name, verdict, wage_ratio, effective_hourly_wage, currency.
    """
    members: dict[str, list[Row]] = {}
    for row in rows:
        members.setdefault(str(row[name] or ""), []).append(row)
    order = sorted(members, key=lambda label: (-len(members[label]), label))
    shown = [label for label in order if len(members[label]) >= fewest]
    small = order[len(shown) :]
    while small and shown and sum(len(members[label]) for label in small) < fewest:
        small.insert(0, shown.pop())
    together = [row for label in small for row in members[label]]
    found = [_crowd((label,), members[label]) for label in shown]
    return [*found, _crowd(tuple(small), together)] if len(together) >= fewest else found


def _crowd(names: tuple[str, ...], rows: Sequence[Row]) -> Crowd:
    verdicts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS}
    currencies = {str(row["currency"]) for row in rows if row["currency"]}
    single = min(currencies) if len(currencies) == 1 else ""
    wage = _median(rows, "effective_hourly_wage") if single else None
    return Crowd(names, len(rows), verdicts, _median(rows, "wage_ratio"), wage, single)


def _median(rows: Sequence[Row], name: str) -> Decimal | None:
    values = [value for row in rows if isinstance(value := row[name], Decimal)]
    return median(values) if values else None


def bands(ratios: Sequence[Decimal], fewest: int = FEWEST) -> list[Band]:
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
