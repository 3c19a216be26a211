"""A family of tables that are shared together: their groups, who is in each, and which sums bind them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, Mask, codes
from wageaudit.disclosure.amounts import Amounts, amounts, scales
from wageaudit.errors import WrongUse
from wageaudit.groups import group
from wageaudit.phrases import phrase
from wageaudit.summary.figures import Figures, figures, named

By = tuple[str, ...]
Labels = tuple[str, ...]
Cell = tuple[By, Labels]
TOTAL: Cell = ((), ())
TWO = 2  # groupings a table may have


@dataclass(frozen=True, slots=True)
class Members:
    """Workers of a group, each once: worker codes; amount[name]: int64, known[name]: bool, as amounts.py names them.

    large: whether some figure is too large to be told.
    """

    worker: Codes
    amount: Mapping[str, Ints]
    known: Mapping[str, Mask]
    large: bool

    def __len__(self) -> int:
        """Number of workers."""
        return len(self.worker)

    def sum(self, name: str) -> int:
        """What others can be sure the group has at least of a sum: never below 0."""
        return max(0, int(self.amount[name].sum()))


@dataclass(frozen=True)
class Family:
    """Tables by their groupings, who is in each of their groups, and what the workers are called, in the order of their codes."""

    tables: tuple[By, ...]
    groups: Mapping[Cell, Members]
    names: tuple[str, ...]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All groups of all tables, in a fixed order."""
        return tuple(sorted(self.groups))

    @cached_property
    def pairs(self) -> tuple[By, ...]:
        """Tables by two groupings."""
        return tuple(by for by in self.tables if len(by) == TWO)

    @cached_property
    def lines(self) -> Mapping[tuple[Cell, By], tuple[Cell, ...]]:
        """(margin, table) → the groups of the table that add up to the margin."""
        made: dict[tuple[Cell, By], list[Cell]] = {}
        for by, labels in self.cells:
            for margin in margins((by, labels)):
                made.setdefault((margin, by), []).append((by, labels))
        return {line: tuple(cells) for line, cells in made.items()}

    def members(self, cell: Cell) -> Members:
        """The workers of one group."""
        return self.groups[cell]

    def together(self, cells: Sequence[Cell]) -> Members:
        """The workers of several groups of one table as one group, each once."""
        parts = [self.groups[cell] for cell in cells]
        everyone = np.concatenate([part.worker for part in parts])
        order = np.argsort(everyone, kind="stable")
        first = np.flatnonzero(np.diff(everyone[order], prepend=-1))
        worker = everyone[order][first]

        amount, known = {}, {}
        for name in parts[0].amount:
            values = np.concatenate([part.amount[name] for part in parts])
            amount[name] = np.add.reduceat(values[order], first) if len(first) else values
        for name in parts[0].known:
            mask = np.concatenate([part.known[name] for part in parts])
            known[name] = np.logical_or.reduceat(mask[order], first) if len(first) else mask
        return Members(worker, amount, known, any(part.large for part in parts))


def margins(cell: Cell) -> Iterator[Cell]:
    """The groups one step up that a group is part of."""
    by, labels = cell
    if len(by) == 1:
        yield TOTAL
    if len(by) == TWO:
        yield (by[:1], labels[:1])
        yield (by[1:], labels[1:])


def across(cell: Cell, line: By) -> Cell:
    """The group of a two-way table whose margin along `line` is not this one but the other's."""
    by, labels = cell
    return (by[1:], labels[1:]) if by[:1] == line else (by[:1], labels[:1])


def crossing(table: By, one: Cell, other: Cell) -> Cell:
    """The group of a two-way table where two margins, one of each grouping, meet."""
    first, second = (one, other) if one[0] == table[:1] else (other, one)
    return (table, (*first[1], *second[1]))


def with_margins(asked: Iterable[By]) -> tuple[By, ...]:
    """These tables and all that they are shared with: their margins and the total.

    Raises WrongUse for tables that no safe way is known to share: by worker, or by three groupings or more.
    """
    made: set[By] = {()}
    for by in asked:
        if "worker" in by:
            raise WrongUse(
                "a table by worker is not shared: each of its groups is one person",
                "leave worker out of  --by",
            )
        if len(by) > TWO:
            reason = phrase("no safe way is known to share a table by {groupings}", groupings=", ".join(by))
            raise WrongUse(reason, "use at most two groupings")
        made |= {by, *((name,) for name in by)}
    return tuple(sorted(made, key=lambda by: (len(by), by)))


def family(workers: Mapping[By, pa.Table], worth: Mapping[str, Decimal] | None = None) -> Family:
    """The family of tables by worker; worth: of a unit of each currency, in one of them, where several meet.

    Raises WrongUse as with_margins() does, ValueError where a margin is missing.
    """
    tables = tuple(sorted(workers))
    missing = set(with_margins(tables)) - set(tables)
    if missing:
        raise ValueError(f"tables come with their margins; there is none by {sorted(missing)}")
    if len({frozenset(by) for by in tables}) < len(tables) or any(len(set(by)) < len(by) for by in tables):
        raise ValueError("two tables have the same groupings, or one has one twice")
    names = sorted({label for table in workers.values() for label in codes(table.column("worker"))[1]})
    numbers = {label: number for number, label in enumerate(names)}
    read = {by: figures(workers[by]) for by in tables}
    several = len({label for found in read.values() for label in _currencies(found)}) > 1
    groups: dict[Cell, Members] = {}
    for by in tables:
        scale = scales(workers[by], read[by], worth or {}) if several else None
        groups |= _groups(workers[by], by, amounts(workers[by], read[by], scale), numbers)
    return Family(tables, groups or {TOTAL: _nobody(amounts(workers[()], read[()], None))}, tuple(names))


def _currencies(found: Figures) -> set[str]:
    return {found.currencies[code] for code in np.unique(found.currency).tolist() if code >= 0}


def _groups(table: pa.Table, by: By, found: Amounts, numbers: Mapping[str, int]) -> dict[Cell, Members]:
    """Who is in each group of one table."""
    own, labels = codes(table.column("worker"))
    worker = np.array([*(numbers[label] for label in labels), -1], np.int32)[own]
    keys = {name: named(table.column(name)) for name in by}
    grouped = group({name: keys[name][0] for name in by}, table.num_rows)
    made: dict[Cell, Members] = {}
    for at, rows in enumerate(np.split(grouped.order, grouped.starts[1:]) if grouped.count else []):
        code = [int(grouped.keys[name][at]) for name in by]
        said = tuple(keys[name][1][place] if place >= 0 else "" for name, place in zip(by, code, strict=True))
        made[by, said] = Members(
            worker[rows],
            {name: values[rows] for name, values in found.amount.items()},
            {name: mask[rows] for name, mask in found.known.items()},
            bool(found.large[rows].any()),
        )
    return made


def _nobody(found: Amounts) -> Members:
    """A group of no one."""
    none = np.zeros(0, np.int64)
    return Members(
        np.zeros(0, np.int32),
        dict.fromkeys(found.amount, none),
        dict.fromkeys(found.known, np.zeros(0, np.bool_)),
        large=False,
    )
