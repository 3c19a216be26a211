"""Pieces of a task table that do not fit in memory: written to temporary files, read back shelf by shelf."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints, column
from wageaudit.errors import InputRefused
from wageaudit.files.scratch import scratch_of
from wageaudit.phrases import phrase
from wageaudit.shelves import Piece, Shelf, Shelving, alone, shape, shelve
from wageaudit.vocabulary import Labels, Vocabularies

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
        batch = _reader(self.path).get_batch(int(np.count_nonzero(np.diff(self.edges[: at + 1]))))
        names, lists = batch.schema.names, [column.values for column in batch.columns]
        count = sum(name.startswith(ROWS) for name in names)
        schema = pa.schema(
            [(name.removeprefix(ROWS), own.type) for name, own in zip(names[:count], lists, strict=False)],
            batch.schema.metadata,
        )
        labels = dict(
            zip(
                (name.removeprefix(LABELS) for name in names[count:]), map(Labels, lists[count:]), strict=True
            )
        )
        return Shelf(pa.RecordBatch.from_arrays(lists[:count], schema=schema), labels, self.lifts)

    def lifted(self, lifts: Mapping[str, int]) -> Spilled:
        """The same rows with so much added to these columns."""
        return replace(self, lifts=lifts)


def save(pieces: Sequence[Piece], path: Path) -> Spilled:
    """Write pieces of one shape and one vocabulary as one, without their lifts. Raises OSError where the disk is full."""
    edges = np.sum([piece.edges for piece in pieces], axis=0)
    batches = (_one_line(shelf) for shelf in alone(pieces))
    first = next(batches, None)
    schema = pa.schema([]) if first is None else first.schema
    with pa.OSFile(os.fsencode(path), "wb") as sink, pa.ipc.new_file(sink, schema) as file:
        for batch in batches if first is None else chain([first], batches):
            file.write_batch(batch)
    return Spilled(path, edges)


def _one_line(shelf: Shelf) -> pa.RecordBatch:
    """A shelf as a batch of one line."""
    lists = {f"{ROWS}{name}": shelf.rows.column(name) for name in shelf.rows.schema.names}
    lists |= {f"{LABELS}{name}": own.known for name, own in shelf.labels.items()}
    listed = {
        name: pa.ListArray.from_arrays(column(np.array([0, len(own)]), pa.int32()), own)
        for name, own in lists.items()
    }
    schema = pa.schema([(name, own.type) for name, own in listed.items()], shelf.rows.schema.metadata)
    return pa.RecordBatch.from_arrays(list(listed.values()), schema=schema)


def _reader(path: Path) -> pa.RecordBatchFileReader:
    """The file opened for this thread, which keeps the last ones open."""
    known: dict[Path, pa.RecordBatchFileReader] = _own.__dict__.setdefault("readers", {})
    found = known.pop(path, None) or pa.ipc.open_file(pa.OSFile(os.fsencode(path)))
    known[path] = found
    if len(known) > OPEN_FILES:
        del known[next(iter(known))]
    return found


@dataclass(slots=True, weakref_slot=True)
class Place:
    """Where a piece of a store lies: in memory, or in a file with others, its rows of each shelf behind so many of theirs."""

    piece: Piece | None
    file: Spilled | None = None
    before: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Stored:
    """A piece of a store, wherever it lies by now."""

    place: Place
    edges: Ints
    keeper: object = field(compare=False, repr=False)  # the store: its end removes the files
    lifts: Mapping[str, int] = field(default_factory=dict)

    def shelf(self, at: int) -> Shelf:
        """The rows of one shelf."""
        if self.place.piece is not None:
            return replace(self.place.piece.shelf(at), lifts=self.lifts)
        if self.place.file is None:
            raise AssertionError("a piece lies in memory or in a file")
        whole, low = _last(self.place.file, at), int(self.place.before[at])
        rows = whole.rows.slice(low, int(self.edges[at + 1] - self.edges[at]))
        return Shelf(rows, whole.labels, self.lifts)

    def lifted(self, lifts: Mapping[str, int]) -> Stored:
        """The same rows with so much added to these columns."""
        return replace(self, lifts=lifts)


def _last(file: Spilled, at: int) -> Shelf:
    """One shelf of a file, read once for all pieces that lie in it: they are asked for one after the other."""
    known: dict[Path, tuple[int, Shelf]] = _own.__dict__.setdefault("shelves", {})
    found = known.pop(file.path, None)
    if found is None or found[0] != at:
        found = at, file.shelf(at)
    known[file.path] = found
    if len(known) > OPEN_FILES:
        del known[next(iter(known))]
    return found[1]


@dataclass(slots=True)
class Batch:
    """Pieces that share a vocabulary: in memory until they are too many, then written together."""

    words: Vocabularies = field(default_factory=Vocabularies)
    places: list[weakref.ref[Place]] = field(
        default_factory=list
    )  # pieces that nobody wants any more are let go
    nbytes: int = 0
    busy: int = 0  # threads that are shelving with its vocabulary


class Store:
    """Holds shelved pieces: in memory up to a budget [bytes], beyond it in temporary files that end with the store and its pieces."""

    def __init__(self, shelves: int, budget: int) -> None:
        """So many shelves; budget: bytes of rows that gather in memory before they are written."""
        self.shelves = shelves
        self._budget = budget
        self._open = Batch()
        self._turn = threading.Lock()
        self._folder: Path | None = None
        self._files = 0

    def hold(self, table: pa.Table) -> Shelving:
        """Shelve a piece of a task table and keep it. Raises InputRefused where there is no room for it."""
        with self._turn:
            batch = self._open
            batch.busy += 1
        piece = shelve(table, self.shelves, batch.words)
        place = Place(piece)
        with self._turn:
            batch.busy -= 1
            batch.places.append(weakref.ref(place))
            batch.nbytes += piece.rows.nbytes
            if batch is self._open and batch.nbytes + batch.words.nbytes > self._budget:
                self._open = Batch()
            full = batch is not self._open and not batch.busy
        if full:
            self._write(batch)
        return Stored(place, piece.edges, self)

    def _write(self, batch: Batch) -> None:
        """Put the pieces of a batch into files, those of one shape together."""
        found = [(place, place.piece) for own in batch.places if (place := own()) is not None]
        alike: dict[object, list[tuple[Place, Piece]]] = {}
        for place, piece in found:
            if piece is not None:
                alike.setdefault(shape(piece.rows), []).append((place, piece))
        for group in alike.values():
            self._write_alike(*zip(*group, strict=True))

    def _write_alike(self, places: Sequence[Place], pieces: Sequence[Piece]) -> None:
        path = self._next_path()
        try:
            file = save(pieces, path)
        except OSError as error:
            raise InputRefused(
                str(path),
                phrase("cannot be written: {strerror}", strerror=error.strerror),
                "free some room, or set TMPDIR to a place that has it",
            ) from None
        counts = np.array([np.diff(piece.edges) for piece in pieces])
        for place, before in zip(places, np.cumsum(counts, axis=0) - counts, strict=True):
            place.file, place.before, place.piece = file, before, None

    def _next_path(self) -> Path:
        with self._turn:
            if self._folder is None:
                self._folder = scratch_of(self)
            self._files += 1
            return self._folder / f"{self._files}.arrow"
