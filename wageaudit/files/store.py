"""Rows on shelves as they are read: kept in memory up to a budget, beyond it in one temporary file, collected shelf by shelf."""

from __future__ import annotations

import math
import tempfile
import threading
import weakref
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints
from wageaudit.errors import InputRefused
from wageaudit.files.scratch import scratch_of
from wageaudit.files.stretches import RowFile, Stretch
from wageaudit.phrases import phrase
from wageaudit.shelves import Piece, Shelf, Shelving, shape, shelve
from wageaudit.vocabulary import Vocabularies

NAME = "rows"  # of the file


@dataclass(slots=True, weakref_slot=True)
class Place:
    """Where a piece of a store lies: in memory, or as one of the pieces of a stretch of the file."""

    piece: Piece | None
    stretch: Stretch | None = None
    at: int = 0  # which of the stretch's pieces


@dataclass(frozen=True, slots=True)
class Stored:
    """A piece of a store, wherever it lies by now."""

    place: Place
    edges: Ints
    store: Store = field(compare=False, repr=False)  # its end removes the file
    lifts: Mapping[str, int] = field(default_factory=dict)

    def shelf(self, at: int) -> Shelf:
        """The rows of one shelf."""
        return self.store.run((self,)).shelf(at)

    def lifted(self, lifts: Mapping[str, int]) -> Stored:
        """The same rows with so much added to these columns."""
        return replace(self, lifts={**self.lifts, **lifts})


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces that follow one another in the file: collected at once. lifts: int64[count], what is added to each piece's."""

    file: RowFile = field(repr=False)
    stretch: Stretch
    first: int
    count: int
    edges: Ints
    lifts: Mapping[str, Ints]
    keeper: object = field(compare=False, repr=False)

    def shelf(self, at: int) -> Shelf:
        """The rows of one shelf."""
        before = self.stretch.before[self.first : self.first + self.count + 1, at]
        low, high, counts = int(before[0]), int(before[-1]), np.diff(before)
        cells = [own[low:high] for own in self.file.cells(self.stretch, at)]
        lifts = {name: np.repeat(own, counts) for name, own in self.lifts.items()}
        return Shelf(self.stretch.form, cells, self.stretch.words.labels(), lifts)

    def lifted(self, lifts: Mapping[str, int]) -> Run:
        """The same rows with so much added to these columns of all pieces."""
        same = {name: np.full(self.count, by) for name, by in lifts.items()}
        return replace(self, lifts={**self.lifts, **same})


def _where(piece: Stored) -> tuple[float, int]:
    """A sort key: the stretch and the place in it; behind all of the file what is in memory."""
    stretch = piece.place.stretch
    return (math.inf, 0) if stretch is None else (stretch.number, piece.place.at)


def _follows(left: Place, right: Place) -> bool:
    return left.stretch is not None and left.stretch is right.stretch and left.at + 1 == right.at


@dataclass(slots=True)
class Batch:
    """Pieces in memory until they are too many, then written together; those that nobody wants any more are let go."""

    places: list[weakref.ref[Place]] = field(default_factory=list)
    nbytes: int = 0


class Store:
    """Holds shelved pieces: in memory up to a budget [bytes], beyond it in a temporary file that ends with the store and its pieces."""

    def __init__(self, shelves: int, budget: int) -> None:
        """So many shelves; budget: bytes of rows that gather in memory before they are written."""
        self.shelves = shelves
        self._budget = budget
        self._words = Vocabularies()
        self._open = Batch()
        self._turn = threading.Lock()
        self._file: RowFile | None = None
        self._writing = ThreadPoolExecutor(1)
        self._pending: Future[None] | None = None

    def hold(self, table: pa.Table) -> Shelving:
        """Shelve a piece of a task table and keep it. Raises InputRefused where there is no room for it."""
        piece = shelve(table, self.shelves, self._words, self._budget // 2)
        place = Place(piece)
        with self._turn:  # who hands a batch over waits for the one before: two are in memory at the most
            self._open.places.append(weakref.ref(place))
            self._open.nbytes += piece.rows.nbytes
            if self._open.nbytes + self._words.nbytes > self._budget:
                self._written()
                full, self._open = self._open, Batch()
                self._pending = self._writing.submit(self._write, full)
        return Stored(place, piece.edges, self, piece.lifts)

    def gathered(self, pieces: Sequence[Shelving]) -> Sequence[Shelving]:
        """The pieces in the order of the file, those that follow one another there as one, then those in memory.

        Threads hold pieces in another order than that of their log; what is made of rows rests on none. Raises InputRefused as hold() does.
        """
        with self._turn:
            self._written()
        runs: list[list[Stored]] = []
        for piece in sorted((one for one in pieces if isinstance(one, Stored)), key=_where):
            if runs and _follows(runs[-1][-1].place, piece.place):
                runs[-1].append(piece)
            else:
                runs.append([piece])
        return [*map(self.run, runs), *(one for one in pieces if not isinstance(one, Stored))]

    def run(self, pieces: Sequence[Stored]) -> Shelving:
        """Pieces that follow one another in the file, or one in memory."""
        place = pieces[0].place
        if (kept := place.piece) is not None:
            return kept.lifted(pieces[0].lifts)
        if place.stretch is None or self._file is None:
            raise AssertionError("a piece lies in memory or in a file")
        edges = np.sum([one.edges for one in pieces], axis=0)
        names = {name for one in pieces for name in one.lifts}
        lifts = {name: np.array([one.lifts.get(name, 0) for one in pieces]) for name in names}
        return Run(self._file, place.stretch, place.at, len(pieces), edges, lifts, self)

    def _written(self) -> None:
        """Wait for what is being written. Raises InputRefused where there was no room."""
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.result()

    def _write(self, batch: Batch) -> None:
        """Put the pieces of a batch into the file, those of one shape together."""
        alike: dict[object, list[tuple[Place, Piece]]] = {}
        for own in batch.places:
            place = own()
            if place is not None and place.piece is not None:
                alike.setdefault(shape(place.piece.rows), []).append((place, place.piece))
        for group in alike.values():
            stretch = self._put([piece for _, piece in group])
            for at, (place, _) in enumerate(group):
                place.stretch, place.at, place.piece = stretch, at, None

    def _put(self, pieces: Sequence[Piece]) -> Stretch:
        where = Path(tempfile.gettempdir())
        try:
            if self._file is None:
                where = scratch_of(self) / NAME
                self._file = RowFile(where)
                weakref.finalize(self, self._file.close)  # before its folder goes, or that would stay
            where = self._file.path
            return self._file.put(pieces)
        except OSError as error:
            raise InputRefused(
                str(where),
                phrase("cannot be written: {strerror}", strerror=error.strerror),
                "free some room, or set TMPDIR to a place that has it",
            ) from None
