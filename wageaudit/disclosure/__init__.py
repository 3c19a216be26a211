"""Disclosure control: which figures of a set of tables must not be shared, so that no worker can be made out. Pure.

Figures are withheld by topics (topics.py): everything of a group, or the columns that rest on one sum. Rules and method, with
their sources: primary.py (which groups are unsafe), complementary.py (what else must go, so that no subtraction brings them
back) and showing.py (figures that are the place of one worker in an order; how many digits are shown).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa

from wageaudit.arrays import places, strings
from wageaudit.disclosure.amounts import amounts, scales
from wageaudit.disclosure.complementary import Pattern, protected
from wageaudit.disclosure.family import TOTAL, By, Family, Labels, family, with_margins
from wageaudit.disclosure.linked import Atoms, Together, atoms
from wageaudit.disclosure.primary import COMPLEMENTARY, DOMINANT, SMALL, Rule, unsafe
from wageaudit.disclosure.showing import EXACT, rounded, rounded_column, telling
from wageaudit.disclosure.topics import COLUMNS, COMPARISON, PLACES, TOPICS, Topic
from wageaudit.summary.figures import figures, named

WHOLE = "suppressed"
COMPARED = "comparison_suppressed"
PARTS = "withheld"
HIDDEN = "withheld"  # what a shared table says instead of a reason: a reason would tell more than the sums do
Reasons = Mapping[By, Mapping[Labels, str]]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What must not be shared. reasons: topic (or place of an order) → table, by its groupings → group → reason.

    dropped: two-way tables that cannot be shared at all, since no safe choice of further groups was found.
    """

    reasons: Mapping[str, Reasons]
    dropped: tuple[By, ...]

    @property
    def whole(self) -> Reasons:
        """Groups of which nothing may be shared."""
        return self.reasons["whole"]

    @property
    def comparison(self) -> Reasons:
        """Groups whose comparison with the minimum wage may not be shared."""
        return self.reasons["comparison"]

    def why(self, by: Sequence[str], labels: Sequence[str], column: str) -> str:
        """Why a figure of a group may not be shared; nothing where it may. A column nobody knows may not.

        Not to be shown with the figures: it tells more than they do. Raises ValueError for a table nothing was asked of.
        """
        key, group = tuple(by), tuple(labels)
        if key not in self.whole:
            raise ValueError(f"nothing was asked about a table by {', '.join(key) or 'nothing'}")
        if key in self.dropped:
            return COMPLEMENTARY
        if column not in COLUMNS:
            return SMALL
        found = (self.reasons[topic][key].get(group, "") for topic in COLUMNS[column])
        return next((reason for reason in found if reason), "")


def withheld(
    workers: Mapping[By, pa.Table],
    rule: Rule | None = None,
    worth: Mapping[str, Decimal] | None = None,
    shared: Together | None = None,
) -> Withheld:
    """Which figures of the tables may not be shared, when all of them are.

    workers: for each table to be shared, by its groupings, the result table by worker and these groupings, as
    Audit.table(("worker", *by)) gives it. Tables have at most two groupings, and one of two comes with its margins: by
    each of the two, and by none. with_margins() says which. worth: of a unit of each currency, all in one currency, where
    workers are paid in several. shared: what workers did in each combination of labels; without it nothing is known of
    rows that tables share but what their margins say. Raises WrongUse for tables that cannot be shared, ValueError for a missing margin or column.
    """
    asked = rule or Rule()
    found = family(workers, worth)
    linked = None if shared is None else atoms(found, shared)
    patterns: dict[str, Pattern] = {"": Pattern({})}
    for topic in TOPICS:
        patterns[topic.name] = _pattern(found, asked, topic, patterns[topic.above], linked)
    reasons = {topic.name: _reasons(found, patterns[topic.name]) for topic in TOPICS}
    for place in PLACES:
        said = {cell: telling(found.members(cell), place, asked) for cell in found.cells}
        above = patterns[place.above]
        own = {cell: above.reasons.get(cell, "") or said[cell] for cell in found.cells}
        reasons[place.name] = _reasons(
            found, Pattern({cell: reason for cell, reason in own.items() if reason}, above.dropped)
        )
    return Withheld(reasons, tuple(sorted(patterns["whole"].dropped)))


def judged(table: Callable[[By], pa.Table], asked: Iterable[By], rule: Rule | None = None) -> Withheld:
    """Which figures of these tables may not be shared; table: gives a result table by groupings, as Audit.table does.

    Raises WrongUse for tables that cannot be shared.
    """
    tables = with_margins(asked)
    every = tuple(dict.fromkeys(name for by in tables for name in by))
    workers = {by: table(("worker", *by)) for by in tables}
    return withheld(workers, rule, shared=together(table(("worker", *every))))


def together(table: pa.Table, worth: Mapping[str, Decimal] | None = None) -> Together:
    """What workers did in each combination of labels, from the result table by worker and all groupings."""
    own = figures(table)
    several = len({code for code in own.currency.tolist() if code >= 0}) > 1
    return Together(table, amounts(table, own, scales(table, own, worth or {}) if several else None).amount)


def _pattern(found: Family, rule: Rule, topic: Topic, above: Pattern, linked: Atoms | None) -> Pattern:
    """The pattern of a topic: what the one above withholds, what is unsafe in this one, and what protects both."""
    amount = found.members(found.cells[0]).amount
    if any(name not in amount for name in topic.sums):
        return Pattern(
            {cell: above.reasons.get(cell, "") or COMPLEMENTARY for cell in found.cells}, above.dropped
        )
    said = {cell: unsafe(found.members(cell), rule, topic) for cell in found.cells}
    reasons = {cell: above.reasons.get(cell, "") or said[cell] for cell in found.cells}
    reasons = {cell: reason for cell, reason in reasons.items() if reason}
    if len(reasons) == len(above.reasons) and not any(found.members(TOTAL).sum(name) for name in topic.sums):
        return above  # nobody has any of it
    return protected(found, rule, topic, Pattern(reasons, above.dropped), linked)


def _reasons(found: Family, pattern: Pattern) -> dict[By, dict[Labels, str]]:
    made: dict[By, dict[Labels, str]] = {by: {} for by in found.tables}
    for by, labels in found.cells:
        if by in pattern.dropped:
            made[by][labels] = pattern.reasons.get((by, labels), COMPLEMENTARY)
        elif (by, labels) in pattern.reasons:
            made[by][labels] = pattern.reasons[by, labels]
    return made


def apply(table: pa.Table, by: Sequence[str], found: Withheld) -> pa.Table:
    """The table as it may be shared: withheld figures empty, the others rounded, and three columns that say what is withheld.

    table: a result table or a summary by `by`, whose worker table `found` was made with; one row a group. WHOLE is HIDDEN
    where all figures of a group are empty, COMPARED where those of its comparison with the minimum wage are, PARTS names
    the columns that are empty besides. Which groups are small themselves, and which protect others, is not said: it would
    narrow what subtraction leaves. Columns that nobody knows are left out. A table that must not be shared at all loses its
    rows. Raises ValueError for a table `found` knows nothing of.
    """
    key = tuple(by)
    if key not in found.whole:
        raise ValueError(f"nothing was asked about a table by {', '.join(key) or 'nothing'}")
    if key in found.dropped:
        table = table.slice(0, 0)
    rows = _rows(table, key)
    columns = {name: table.column(name) for name in key}
    gone: list[list[str]] = [[] for _ in rows]
    whole = [bool(found.whole[key].get(row)) for row in rows]
    compared = [bool(found.comparison[key].get(row)) for row in rows]
    above = dict.fromkeys(COLUMNS, whole) | dict.fromkeys(COMPARISON.columns, compared)
    for name in table.column_names:
        if name in key or name not in COLUMNS:
            continue
        hidden = [bool(found.why(key, row, name)) for row in rows]
        shown = _emptied(table.column(name), hidden)
        columns[name] = shown if name in EXACT else rounded_column(shown)
        for at, (mine, told) in enumerate(zip(hidden, above[name], strict=True)):
            if mine and not told:
                gone[at].append(name)
    return pa.table(
        columns
        | {
            WHOLE: strings([HIDDEN if one else "" for one in whole]),
            COMPARED: strings([HIDDEN if one else "" for one in compared]),
            PARTS: strings([";".join(names) for names in gone]),
        }
    )


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
    "HIDDEN",
    "PARTS",
    "SMALL",
    "WHOLE",
    "Rule",
    "Together",
    "Withheld",
    "apply",
    "judged",
    "rounded",
    "together",
    "with_margins",
    "withheld",
]
