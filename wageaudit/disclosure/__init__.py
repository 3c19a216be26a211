"""Disclosure control: which groups of a set of tables must not be shared, so that no worker can be made out. Pure.

Two layers, each with a pattern of its own: everything of a group, and its comparison with the minimum wage alone (whose
sums, as the shortfall, few workers may make up where pay and time are well spread). Rules and method, with their sources:
primary.py (which groups are unsafe) and complementary.py (what else must go, so that no subtraction brings them back).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit.arrays import places, strings
from wageaudit.disclosure.complementary import Pattern, protected
from wageaudit.disclosure.family import BASE, COMPARISON, Family, Labels, family, with_margins
from wageaudit.disclosure.primary import COMPLEMENTARY, DOMINANT, SMALL, Rule, unsafe
from wageaudit.summary.figures import named

WHOLE = "suppressed"
COMPARED = "comparison_suppressed"
OF_COMPARISON = (
    "wage_ratio",
    "required_pay",
    "shortfall",
    "breakeven_piece_rate",
    "critical_gap_minutes",
    "verdict",
    "reason",
    "living_wage_ratio",
    "workers_compared",
    "workers_with_shortfall",
)  # columns, or the beginnings of their names
SHARES = "share_"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What must not be shared: for each table (its groupings), group → reason of the whole group, of its comparison.

    dropped: two-way tables that cannot be shared at all, since no safe choice of further groups was found.
    """

    whole: Mapping[tuple[str, ...], Mapping[Labels, str]]
    comparison: Mapping[tuple[str, ...], Mapping[Labels, str]]
    dropped: tuple[tuple[str, ...], ...]


def withheld(workers: Mapping[tuple[str, ...], pa.Table], rule: Rule | None = None) -> Withheld:
    """Which groups of the tables may not be shared, when all of them are.

    workers: for each table to be shared, by its groupings, the result table by worker and these groupings, as
    Audit.table(("worker", *by)) gives it. Tables have at most two groupings, and one of two comes with its margins: by
    each of the two, and by none. with_margins() says which. Raises WrongUse for tables that
    cannot be shared, ValueError for a missing margin or column.
    """
    asked = rule or Rule()
    found = family(workers)
    first = _pattern(found, asked, BASE, Pattern({}))
    second = _pattern(found, asked, COMPARISON, first)
    return Withheld(_reasons(found, first), _reasons(found, second), tuple(sorted(second.dropped)))


def _pattern(found: Family, rule: Rule, layer: str, above: Pattern) -> Pattern:
    """The pattern of a layer: what the layer above withholds, what is unsafe in this one, and what protects both."""
    said = {cell: unsafe(found.members(cell), rule, layer) for cell in found.cells}
    reasons = {cell: above.reasons.get(cell, "") or said[cell] for cell in found.cells}
    reasons = {cell: reason for cell, reason in reasons.items() if reason}
    return protected(found, rule, layer, Pattern(reasons, above.dropped))


def _reasons(found: Family, pattern: Pattern) -> dict[tuple[str, ...], dict[Labels, str]]:
    made: dict[tuple[str, ...], dict[Labels, str]] = {by: {} for by in found.tables}
    for by, labels in found.cells:
        if by in pattern.dropped:
            made[by][labels] = pattern.reasons.get((by, labels), COMPLEMENTARY)
        elif (by, labels) in pattern.reasons:
            made[by][labels] = pattern.reasons[by, labels]
    return made


def apply(table: pa.Table, by: Sequence[str], found: Withheld) -> pa.Table:
    """The table as it may be shared: withheld figures empty, and two columns that say which and why.

    table: a result table or a summary by `by`, whose worker table `found` was made with; one row a group. WHOLE says
    why all figures of a group are empty (small, dominant, complementary), COMPARED why those of its comparison with the
    minimum wage are; both are empty where nothing is withheld. A table that must not be shared at all keeps its columns
    and loses its rows. Raises ValueError for a table `found` knows nothing of.
    """
    key = tuple(by)
    if key not in found.whole:
        raise ValueError(f"nothing was asked about a table by {', '.join(key) or 'nothing'}")
    if key in found.dropped:
        table = table.slice(0, 0)
    rows = _rows(table, key)
    whole = [found.whole[key].get(row, "") for row in rows]
    compared = [found.comparison[key].get(row, "") for row in rows]
    columns = {}
    for name in table.column_names:
        hidden = whole if not _compares(name) else compared
        given = table.column(name)
        columns[name] = given if name in key else _emptied(given, [bool(reason) for reason in hidden])
    return pa.table(columns | {WHOLE: strings(whole), COMPARED: strings(compared)})


def _compares(name: str) -> bool:
    return name.startswith((*OF_COMPARISON, SHARES))


def _rows(table: pa.Table, by: Sequence[str]) -> list[Labels]:
    if not by:
        return [()] * table.num_rows
    read = [named(table.column(name)) for name in by]
    return [
        tuple(labels[code] if code >= 0 else "" for (_, labels), code in zip(read, row, strict=True))
        for row in zip(*(found.tolist() for found, _ in read), strict=True)
    ]


def _emptied(values: pa.ChunkedArray, hidden: Sequence[bool]) -> pa.ChunkedArray:
    """The column without the hidden values: nothing of them stays in its buffers."""
    if not any(hidden):
        return values
    kept = np.cumsum(~np.array(hidden)) - 1
    shown = values.take(places(np.flatnonzero(~np.array(hidden))))
    return _spread(shown, kept, hidden)


def _spread(shown: pa.ChunkedArray, kept: np.ndarray, hidden: Sequence[bool]) -> pa.ChunkedArray:
    """The shown values at their places, null between."""
    parts = []
    at = 0
    while at < len(hidden):
        end = at
        while end < len(hidden) and hidden[end] == hidden[at]:
            end += 1
        if hidden[at]:
            parts.append(pa.nulls(end - at, shown.type))
        else:
            parts += shown.slice(int(kept[at]), end - at).chunks
        at = end
    return pa.chunked_array(parts, type=shown.type).combine_chunks()


__all__ = [
    "COMPARED",
    "COMPLEMENTARY",
    "DOMINANT",
    "SMALL",
    "WHOLE",
    "Rule",
    "Withheld",
    "apply",
    "with_margins",
    "withheld",
]
