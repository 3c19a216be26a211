"""One temporary file of shelved rows: pieces written together are a stretch, in it each shelf's rows lie side by side."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wageaudit.arrays import Ints, bitmap, chunks_of, present
from wageaudit.files.unbuffered import PAGE, Bytes, Unbuffered, aligned
from wageaudit.narrowing import HOLES, Small, as_wide
from wageaudit.shelves import Form, Piece, form_of, widest
from wageaudit.vocabulary import Vocabularies

ROOM = 8 << 20  # [bytes] written at once
AHEAD = 2  # shelves read before they are asked for
NONE = -1  # the length of a text that is none
LENGTHS = np.dtype(np.int32)
WORD = 8  # [bytes] a shelf begins at a multiple of it, so that its columns, the widest first, are aligned
_names = count()
_own = threading.local()


@dataclass(frozen=True, slots=True)
class Field:
    """A column as it lies in the file. width: bytes of each number or code, or of the length of each text."""

    name: str
    width: int
    is_text: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces of one shape that lie together in the file.

    number: of the stretch; begin: int64[shelves + 1], where each shelf's bytes begin; before: int64[pieces + 1, shelves],
    rows of the pieces before each; fields: of the rows, as they lie; form: of the rows; words: what codes stand for.
    """

    number: int
    begin: Ints
    before: Ints
    fields: Sequence[Field]
    form: Form
    words: Vocabularies = field(repr=False)

    def cells(self, data: Bytes, at: int) -> Sequence[Small | pa.Array]:
        """The columns of all rows of one shelf, which these bytes are."""
        size, end = int(self.before[-1, at]), 0
        columns: dict[str, Small | pa.Array] = {}
        for one in self.fields:
            columns[one.name] = data[end : end + size * one.width].view(f"i{one.width}")
            end += size * one.width
        for one in self.fields:
            if one.is_text:
                columns[one.name], taken = _texts(columns[one.name], data[end:])
                end += taken
        return [columns[name] for name in self.form.names]


def _fields(schema: pa.Schema) -> list[Field]:
    """The columns in the order in which they lie on a shelf: the widest first; behind them all, the letters of texts."""
    texts = {one.name for one in schema if pa.types.is_string(one.type)}
    found = [
        Field(one.name, LENGTHS.itemsize if one.name in texts else one.type.bit_width // 8, one.name in texts)
        for one in schema
    ]
    return sorted(found, key=lambda one: -one.width)


def _texts(lengths: npt.NDArray[np.int32], data: Bytes) -> tuple[pa.Array, int]:
    """(the texts of these lengths that lie here, their bytes)."""
    has = lengths >= 0
    offsets = np.zeros(len(lengths) + 1, np.int32)
    whole = bool(has.all())
    np.cumsum(lengths if whole else np.maximum(lengths, 0), out=offsets[1:])
    size = int(offsets[-1])
    buffers = [None if whole else bitmap(has), pa.py_buffer(offsets), pa.py_buffer(data[:size])]
    return pa.Array.from_buffers(pa.string(), len(lengths), buffers), size


class RowFile:
    """The file: pieces are put behind what is there; a shelf is read at once, and the next ones before they are asked for."""

    def __init__(self, path: Path) -> None:
        """Make the file. Raises OSError where that cannot be."""
        self.path = path
        self._turn = threading.Lock()
        self._size = 0
        self._file = Unbuffered(path)
        self._name = next(_names)
        self._stretches: list[Stretch] = []
        self._reading = ThreadPoolExecutor(1)
        self._ahead: dict[int, Future[list[Bytes]]] = {}
        self._asked: set[int] = set()

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def put(self, pieces: Sequence[Piece]) -> Stretch:
        """Write pieces of one shape and one vocabulary; one thread at a time does. Raises OSError where the disk is full."""
        schema = widest(pieces)
        counts = np.array([np.diff(piece.edges) for piece in pieces])
        before = np.concatenate([np.zeros((1, counts.shape[1]), np.int64), np.cumsum(counts, axis=0)])
        slabs = [_slabs(piece, schema) for piece in pieces]
        sizes = np.sum([np.diff(edges) for own in slabs for _, edges in own], axis=0)
        begin = np.concatenate([[0], np.cumsum(-(-sizes // WORD) * WORD)])
        self._write(self._size, begin, [own[place] for place in range(len(slabs[0])) for own in slabs])
        own, begins = form_of(schema), begin + self._size
        found = Stretch(len(self._stretches), begins, before, _fields(schema), own, pieces[0].words)
        self._size += _pages(int(begin[-1]))
        with self._turn:  # shelves that were read without it are read again
            self._stretches.append(found)
            self._name, self._ahead, self._asked = next(_names), {}, set()
        return found

    def _write(self, low: int, begin: Ints, slabs: Sequence[tuple[Bytes, Ints]]) -> None:
        space = aligned(max(ROOM, _pages(int(np.diff(begin).max(initial=0))) + PAGE))
        spans = [(data, edges.tolist()) for data, edges in slabs]
        filled, last = 0, len(begin) - 2
        for at, (head, tail) in enumerate(pairwise(begin.tolist())):
            parts = [data[edges[at] : edges[at + 1]] for data, edges in spans if edges[at] < edges[at + 1]]
            size = sum(map(len, parts))
            if parts:
                np.concatenate(parts, out=space[filled : filled + size])
            filled += tail - head
            following = 0 if at == last else int(begin[at + 2] - tail)
            if at == last or filled + following > len(space):
                whole = _pages(filled) if at == last else filled // PAGE * PAGE
                self._file.write(space[:whole], low)
                low, filled = low + whole, filled - min(whole, filled)
                space[:filled] = space[whole : whole + filled]

    def cells(self, stretch: Stretch, at: int) -> Sequence[Small | pa.Array]:
        """The columns of the rows of one shelf that lie in a stretch. A thread that asks for them asks for all of the shelf, one after the other."""
        known: _Read | None = getattr(_own, "read", None)
        if known is None or (known.name, known.at) != (self._name, at):
            _own.read = known = _Read(self._name, at, self._shelf(at))
        if stretch.number not in known.cells:
            known.cells[stretch.number] = stretch.cells(known.data[stretch.number], at)
        return known.cells[stretch.number]

    def _shelf(self, at: int) -> Sequence[Bytes]:
        """What lies on a shelf, of each stretch."""
        with self._turn:
            wanted = self._ahead.pop(at, None) or self._reading.submit(self._read, at)
            self._asked = {at} if at in self._asked else {*self._asked, at}  # or once more from the first on
            last = self._stretches[0].before.shape[1]
            for following in range(at + 1, min(at + 1 + AHEAD, last)):
                if following not in self._asked and following not in self._ahead:
                    self._ahead[following] = self._reading.submit(self._read, following)
        return wanted.result()

    def _read(self, at: int) -> list[Bytes]:
        found = []
        for stretch in self._stretches:
            begin, end = int(stretch.begin[at]), int(stretch.begin[at + 1])
            low = begin // PAGE * PAGE
            space = aligned(_pages(end - low))
            self._file.read(space, low)
            found.append(space[begin - low : end - low])
        return found


@dataclass(frozen=True, slots=True)
class _Read:
    """What a thread has read last: a file's shelf, of each stretch its bytes, of those asked for their columns."""

    name: int
    at: int
    data: Sequence[Bytes]
    cells: dict[int, Sequence[Small | pa.Array]] = field(default_factory=dict)


def _pages(size: int) -> int:
    """So many bytes in whole pages."""
    return -(-size // PAGE) * PAGE


def _slabs(piece: Piece, schema: pa.Schema) -> list[tuple[Bytes, Ints]]:
    """Each column's bytes in the order in which they lie on a shelf, and where each shelf's begin."""
    fixed, texts = [], []
    for one in _fields(schema):
        (cells,) = chunks_of(piece.rows.column(one.name))
        if one.is_text:
            values, data, edges = _measured(cells, piece.edges)
            texts.append((data, edges))
        else:
            holes = HOLES + one.name.encode() in (schema.metadata or {})
            values = as_wide(cells, schema.field(one.name).type, holes=holes)
        fixed.append((values.view(np.uint8), piece.edges * one.width))
    return fixed + texts


def _measured(cells: pa.Array, edges: Ints) -> tuple[npt.NDArray[np.int32], Bytes, Ints]:
    """(the length of each text, all their bytes, where each shelf's begin)."""
    _, where, data = cells.buffers()
    offsets = np.frombuffer(where, np.int32, len(cells) + 1, cells.offset * 4)
    lengths = np.diff(offsets)
    if cells.null_count:
        lengths = np.where(present(cells), lengths, np.int32(NONE))
    own = np.frombuffer(data or b"", np.uint8)[offsets[0] : offsets[-1]]
    return lengths, own, (offsets.take(edges) - offsets[0]).astype(np.int64)
