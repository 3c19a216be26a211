"""Pieces of a task table that do not fit in memory: written to temporary files, read back shelf by shelf."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints, column
from wageaudit.errors import InputRefused
from wageaudit.phrases import phrase
from wageaudit.shelves import Piece, Shelf, Shelving, shelve


@dataclass(frozen=True, slots=True)
class Spilled:
    """A piece in a file of two Arrow streams: the labels, one list a column, then the rows."""

    path: Path
    spans: Mapping[str, Ints]
    edges: Ints
    lifts: Mapping[str, int] = field(default_factory=dict)

    def shelf(self, at: int) -> Shelf:
        """The rows of one shelf; the file is mapped only while they are in use."""
        return load(self).shelf(at)

    def lifted(self, lifts: Mapping[str, int]) -> Spilled:
        """The same rows with so much added to these columns."""
        return replace(self, lifts=lifts)


def save(piece: Piece, path: Path) -> Spilled:
    """Write a piece. Raises OSError where the disk is full."""
    labels = pa.RecordBatch.from_arrays([_one_list(own) for own in piece.labels.values()], list(piece.labels))
    with pa.OSFile(str(path), "wb") as sink:
        for batch in (labels, piece.rows):
            with pa.ipc.new_stream(sink, batch.schema) as stream:
                stream.write_batch(batch)
    return Spilled(path, piece.spans, piece.edges, piece.lifts)


def load(spilled: Spilled) -> Piece:
    """The piece as it was, its columns still in the file."""
    source = pa.memory_map(str(spilled.path))
    (labels,), (rows,) = list(pa.ipc.open_stream(source)), list(pa.ipc.open_stream(source))
    own = {name: labels.column(name).flatten() for name in labels.schema.names}
    return Piece(rows, own, spilled.spans, spilled.edges, spilled.lifts)


def _one_list(labels: pa.Array) -> pa.Array:
    """All labels as the one value of a list column."""
    edges = column(np.array([0, len(labels)]), pa.int32())
    return pa.ListArray.from_arrays(edges, labels)


class Store:
    """Holds shelved pieces: in memory up to a budget [bytes], beyond it in temporary files that end with the store."""

    def __init__(self, shelves: int, budget: int) -> None:
        """So many shelves; budget: bytes of rows that may stay in memory."""
        self.shelves = shelves
        self._left = budget
        self._turn = threading.Lock()
        self._folder: Path | None = None
        self._files = 0

    def hold(self, table: pa.Table) -> Shelving:
        """Shelve a piece of a task table and keep it. Raises InputRefused where there is no room for it."""
        piece = shelve(table, self.shelves)
        size = piece.rows.nbytes + sum(labels.nbytes for labels in piece.labels.values())
        with self._turn:
            if size <= self._left:
                self._left -= size
                return piece
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="wageaudit-"))
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            self._files += 1
            path = self._folder / f"{self._files}.arrow"
        try:
            return save(piece, path)
        except OSError as error:
            raise InputRefused(
                str(path),
                phrase("cannot be written: {strerror}", strerror=error.strerror),
                "free some room, or set TMPDIR to a place that has it",
            ) from None
