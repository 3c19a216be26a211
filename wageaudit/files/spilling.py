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

from wageaudit.arrays import Ints, column, ints
from wageaudit.errors import InputRefused
from wageaudit.phrases import phrase
from wageaudit.shelves import Piece, Shelf, Shelving, shelve

LABELS, SPANS, EDGES = "labels:", "spans:", "edges"


@dataclass(frozen=True, slots=True)
class Spilled:
    """A piece in a file of two Arrow streams: one line of lists (labels, spans, edges), then the rows."""

    path: Path
    edges: Ints
    lifts: Mapping[str, int] = field(default_factory=dict)

    def shelf(self, at: int) -> Shelf:
        """The rows of one shelf; the file is mapped only while they are in use."""
        return load(self.path).lifted(self.lifts).shelf(at)

    def lifted(self, lifts: Mapping[str, int]) -> Spilled:
        """The same rows with so much added to these columns."""
        return replace(self, lifts=lifts)


def save(piece: Piece, path: Path) -> Spilled:
    """Write a piece, without its lifts. Raises OSError where the disk is full."""
    lists = {f"{LABELS}{name}": own for name, own in piece.labels.items()}
    lists |= {f"{SPANS}{name}": column(span, pa.int64()) for name, span in piece.spans.items()}
    lists[EDGES] = column(piece.edges, pa.int64())
    head = pa.RecordBatch.from_arrays([_one_list(own) for own in lists.values()], list(lists))
    with pa.OSFile(str(path), "wb") as sink:
        for batch in (head, piece.rows):
            with pa.ipc.new_stream(sink, batch.schema) as stream:
                stream.write_batch(batch)
    return Spilled(path, piece.edges, piece.lifts)


def load(path: Path) -> Piece:
    """The piece as it was, its columns still in the file."""
    source = pa.memory_map(str(path))
    (head,), (rows,) = list(pa.ipc.open_stream(source)), list(pa.ipc.open_stream(source))
    lists = {name: head.column(name).flatten() for name in head.schema.names}
    labels = {name.removeprefix(LABELS): own for name, own in lists.items() if name.startswith(LABELS)}
    spans = {name.removeprefix(SPANS): ints(own) for name, own in lists.items() if name.startswith(SPANS)}
    return Piece(rows, labels, spans, ints(lists[EDGES]))


def _one_list(values: pa.Array) -> pa.Array:
    """All values as the one value of a list column."""
    return pa.ListArray.from_arrays(column(np.array([0, len(values)]), pa.int32()), values)


class Store:
    """Holds shelved pieces: in memory up to a budget [bytes], beyond it in temporary files that end with the store."""

    def __init__(self, shelves: int, budget: int, folder: Path | None = None) -> None:
        """So many shelves; budget: bytes of rows that may stay in memory; folder: where files are to stay, if anywhere."""
        self.shelves = shelves
        self._left = budget
        self._turn = threading.Lock()
        self._folder = folder
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
