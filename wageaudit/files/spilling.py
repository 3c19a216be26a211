"""Pieces of a task table in Arrow files, each with the labels of its rows, read back shelf by shelf: what a batch keeps."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints, column
from wageaudit.shelves import Piece, Shelf, as_shelf

ROWS, LABELS = "rows:", "labels:"
OPEN_FILES = 400  # kept open by each thread: a shelf is read from all of them, and then the next
_own = threading.local()


@dataclass(frozen=True, slots=True)
class Spilled:
    """A piece in an Arrow file: a batch of one line for each shelf that has rows, its columns and labels as lists."""

    path: Path
    edges: Ints
    lifts: Mapping[str, int] = field(default_factory=dict)

    def shelf(self, at: int) -> Shelf:
        """The rows of one shelf, and nothing else of the file."""
        lines = np.diff(self.edges) > 0
        reader = _reader(self.path) if np.count_nonzero(lines) > 1 else _at_once(self.path)
        batch = reader.get_batch(int(np.count_nonzero(lines[:at])))
        names, lists = batch.schema.names, [column.values for column in batch.columns]
        count = sum(name.startswith(ROWS) for name in names)
        schema = pa.schema(
            [(name.removeprefix(ROWS), own.type) for name, own in zip(names[:count], lists, strict=False)],
            batch.schema.metadata,
        )
        labelled = (name.removeprefix(LABELS) for name in names[count:])
        labels = dict(zip(labelled, lists[count:], strict=True))
        return as_shelf(pa.RecordBatch.from_arrays(lists[:count], schema=schema), labels, self.lifts)

    def lifted(self, lifts: Mapping[str, int]) -> Spilled:
        """The same rows with so much added to these columns."""
        return replace(self, lifts={**self.lifts, **lifts})


def save(piece: Piece, path: Path) -> Spilled:
    """Write a piece with the labels of its rows. Raises OSError where the disk is full."""
    batches = [_one_line(rows, labels) for rows, labels in piece.alone().values()]
    schema = batches[0].schema if batches else pa.schema([])
    with pa.OSFile(os.fsencode(path), "wb") as sink, pa.ipc.new_file(sink, schema) as file:
        for batch in batches:
            file.write_batch(batch)
    return Spilled(path, piece.edges, piece.lifts)


def _one_line(rows: pa.RecordBatch, labels: Mapping[str, pa.Array]) -> pa.RecordBatch:
    """A shelf as a batch of one line."""
    lists = {f"{ROWS}{name}": own for name, own in zip(rows.schema.names, rows.columns, strict=True)}
    lists |= {f"{LABELS}{name}": own for name, own in labels.items()}
    listed = {
        name: pa.ListArray.from_arrays(column(np.array([0, len(own)]), pa.int32()), own)
        for name, own in lists.items()
    }
    schema = pa.schema([(name, own.type) for name, own in listed.items()], rows.schema.metadata)
    return pa.RecordBatch.from_arrays(list(listed.values()), schema=schema)


def _at_once(path: Path) -> pa.RecordBatchFileReader:
    """The file read whole, where all of it is wanted, once: one worker's log has rows on one shelf."""
    with pa.OSFile(os.fsencode(path)) as stream:
        return pa.ipc.open_file(stream.read_buffer())


def _reader(path: Path) -> pa.RecordBatchFileReader:
    """The file opened for this thread, which keeps the last ones open."""
    known: dict[Path, pa.RecordBatchFileReader] = _own.__dict__.setdefault("readers", {})
    found = known.pop(path, None) or pa.ipc.open_file(pa.OSFile(os.fsencode(path)))
    known[path] = found
    if len(known) > OPEN_FILES:
        del known[next(iter(known))]
    return found
