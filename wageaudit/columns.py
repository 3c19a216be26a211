"""The task table's columns as NumPy integers and masks, absent ones as their default. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, Mask, codes, ints, present
from wageaudit.tasks import BY_NAME

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


@dataclass(frozen=True, slots=True)
class Columns:
    """The task table's columns as they stand, before ordering; absent columns are their default."""

    table: pa.Table
    category: dict[str, Codes]
    labels: dict[str, list[str]]
    start: Ints
    end: Ints

    def ints(self, name: str) -> Ints:
        """A number column [micro, µs or count]; zeros where absent."""
        return (
            ints(self.table.column(name))
            if name in self.table.column_names
            else np.zeros(self.table.num_rows, np.int64)
        )

    def present(self, name: str) -> Mask:
        """Where the column has a value."""
        return (
            present(self.table.column(name))
            if name in self.table.column_names
            else np.zeros(self.table.num_rows, np.bool_)
        )

    def among(self, name: str, words: Sequence[str], default: str) -> Mask:
        """Rows whose category is one of the words; `default` is what an empty cell means."""
        chosen = np.array([*(label in words for label in self.labels[name]), default in words])
        return (
            chosen[self.category[name]]
            if len(self.labels[name])
            else np.full(self.table.num_rows, default in words)
        )


def columns_of(table: pa.Table) -> Columns:
    """The columns that the ledger and the matching of rows look at."""
    category: dict[str, Codes] = {}
    labels: dict[str, list[str]] = {}
    for name in CATEGORIES:
        if name in table.column_names:
            category[name], labels[name] = _written_out(*codes(table.column(name)), BY_NAME[name].default)
        else:
            category[name], labels[name] = (
                np.full(table.num_rows, -1, np.int32),
                [],
            )  # the same in every order
    start = ints(table.column("started_at")) if table.num_rows else np.zeros(0, np.int64)
    end = (
        ints(table.column("ended_at"), null=int(NO_END))
        if "ended_at" in table.column_names
        else np.full(table.num_rows, NO_END)
    )
    return Columns(table, category, labels, start, end)


def _written_out(found: Codes, labels: list[str], default: str) -> tuple[Codes, list[str]]:
    """Codes with the field's default in empty cells, so that writing it out changes no order."""
    if not default or not labels or int(found.min(initial=0)) >= 0:
        return found, labels
    wider = sorted({*labels, default})
    return np.array([*(wider.index(label) for label in labels), wider.index(default)], np.int32)[found], wider
