"""The task table's columns as NumPy integers and masks, absent ones as their default. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, Mask, codes, ints, places, present
from wageaudit.kernels import take
from wageaudit.tasks import BY_NAME

Made = TypeVar("Made")

NO_END = np.int64(-(1 << 62))
CATEGORIES = (
    "worker_id",
    "platform",
    "requester",
    "project",
    "activity",
    "status",
    "currency",
    "country",
    "region",
    "timezone",
    "coverage",
)


class Categories(Mapping[str, Made]):
    """What is made of each category: when it is asked for, once, and kept. A result may ask for few of them."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        """Make nothing yet."""
        self._make = make
        self._made: dict[str, Made] = {}

    def __getitem__(self, name: str) -> Made:
        """What is made of this category; raises KeyError for what is none."""
        if name not in self._made:
            if name not in CATEGORIES:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """The names of all categories."""
        return iter(CATEGORIES)

    def __len__(self) -> int:
        """Number of categories."""
        return len(CATEGORIES)


@dataclass(frozen=True, slots=True)
class Columns:
    """The task table's columns as they stand, before ordering; absent columns are their default."""

    table: pa.Table
    category: Mapping[str, Codes]
    labels: Mapping[str, list[str]]
    start: Ints
    end: Ints

    def at(self, rows: Ints) -> Columns:
        """Some rows alone; codes of theirs compare among themselves as those of all rows do."""
        return columns_of(take(self.table, places(rows)))

    def ints(self, name: str, order: Ints | None = None) -> Ints:
        """A number column [micro, µs or count], in an order if one is given; zeros where absent."""
        if name not in self.table.column_names:
            return np.zeros(len(self.start) if order is None else len(order), np.int64)
        values = ints(self.table.column(name))
        return values if order is None else values.take(order)

    def present(self, name: str, order: Ints | None = None) -> Mask:
        """Where the column has a value, in an order if one is given."""
        count = len(self.start) if order is None else len(order)
        if name not in self.table.column_names:
            return np.zeros(count, np.bool_)
        if not self.table.column(name).null_count:
            return np.ones(count, np.bool_)
        has = present(self.table.column(name))
        return has if order is None else has.take(order)

    def coded(self, name: str, order: Ints) -> Codes:
        """A category's codes in an order."""
        found = self.category[name]
        return found[: len(order)].copy() if self._one(name) else found.take(order)

    def among(self, name: str, words: Sequence[str], default: str, order: Ints | None = None) -> Mask:
        """Rows whose category is one of the words, in an order if one is given; `default` is what an empty cell means."""
        labels, found = self.labels[name], self.category[name]
        count = len(found) if order is None else len(order)
        if self._one(name):
            return np.full(count, (labels[0] if labels else default) in words)
        chosen = np.array([*(label in words for label in labels), default in words])
        if chosen.all() or not chosen.any():
            return np.full(count, chosen[0])
        return chosen.take(found if order is None else found.take(order))

    def _one(self, name: str) -> bool:
        """Whether a category says the same in every row, so that their order changes nothing."""
        found, labels = self.category[name], self.labels[name]
        return not labels or (len(labels) == 1 and len(found) > 0 and int(found.min()) == 0)


def columns_of(table: pa.Table) -> Columns:
    """The columns that the ledger and the matching of rows look at."""
    coded = Categories(lambda name: _coded(table, name))
    category, labels = Categories(lambda name: coded[name][0]), Categories(lambda name: coded[name][1])
    start = ints(table.column("started_at")) if table.num_rows else np.zeros(0, np.int64)
    end = (
        ints(table.column("ended_at"), null=int(NO_END))
        if "ended_at" in table.column_names
        else np.full(table.num_rows, NO_END)
    )
    return Columns(table, category, labels, start, end)


def _coded(table: pa.Table, name: str) -> tuple[Codes, list[str]]:
    if name not in table.column_names:
        return np.full(table.num_rows, -1, np.int32), []  # the same in every order
    return _written_out(*codes(table.column(name)), BY_NAME[name].default)


def _written_out(found: Codes, labels: list[str], default: str) -> tuple[Codes, list[str]]:
    """Codes with the field's default in empty cells, so that writing it out changes no order."""
    if not default or not labels or int(found.min(initial=0)) >= 0:
        return found, labels
    wider = sorted({*labels, default})
    recode = np.array([*(wider.index(label) for label in labels), wider.index(default)], np.int32)
    return recode.take(found), wider
