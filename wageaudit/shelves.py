"""A task table laid on shelves: each worker's rows on one shelf, narrow, so that shelves can be audited one at a time. Pure.

Workers never meet another's rows in the arithmetic, so any cut between workers gives the same sums. What is read piece by
piece is shelved piece by piece; a shelf is collected from all pieces when its turn comes, whether they lie in memory or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, chunks_of, column, ints, places, raw
from wageaudit.fingerprints import fingerprints
from wageaudit.kernels import encoded, take
from wageaudit.narrowing import HOLES, Small, as_array, fitted, narrow, widened
from wageaudit.tasks import SCHEMA, concatenate, whole
from wageaudit.vocabulary import Vocabularies

SHELF = 1 << 19  # rows of one shelf: threads seldom wait for one another, columns are still near the cache
MOST_SHELVES = 256
PIECE = 1 << 18  # rows that are put on shelves at once
FEW = 64  # labels: so few are kept whole on every shelf
FLAGS = 1 << 22  # shelves × labels up to which a flag is kept for each


@dataclass(frozen=True, slots=True)
class Form:
    """What the columns of rows are called, the step of each that is a number, and which of these have holes."""

    names: tuple[str, ...]
    steps: Mapping[str, int]
    holes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One piece's rows of one shelf: narrow columns, the labels of each category, what is added to a column's values."""

    form: Form
    cells: Sequence[Small | pa.Array]
    labels: Mapping[str, pa.Array]
    lifts: Mapping[str, int | Ints]


def as_shelf(rows: pa.RecordBatch, labels: Mapping[str, pa.Array], lifts: Mapping[str, int | Ints]) -> Shelf:
    """Rows of one shelf that lie in Arrow columns."""
    return Shelf(form_of(rows.schema), cells_of(rows), labels, lifts)


def form_of(schema: pa.Schema) -> Form:
    """What its names and metadata say."""
    marks = schema.metadata or {}
    steps = {name: int(marks[name.encode()]) for name in schema.names if name.encode() in marks}
    return Form(
        tuple(schema.names), steps, frozenset(name for name in steps if HOLES + name.encode() in marks)
    )


def cells_of(rows: pa.RecordBatch) -> Sequence[Small | pa.Array]:
    """Numbers and codes as they lie in memory, text as Arrow has it."""
    return [column if pa.types.is_string(column.type) else raw(column) for column in rows.columns]


class Shelving(Protocol):
    """A piece wherever it lies: how many rows it has on each shelf, and the rows of one."""

    @property
    def edges(self) -> Ints:
        """int64[shelves + 1]: where each shelf's rows begin."""

    def shelf(self, at: int) -> Shelf:
        """The rows of one shelf."""

    def lifted(self, lifts: Mapping[str, int]) -> Shelving:
        """The same rows with so much added to the values of these columns."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one stretch of input in the order of their shelves.

    rows: codes of categories (-1 none), whole numbers in steps (schema metadata: column → step), text; words: what the
    codes stand for, the same for all pieces shelved with them.
    """

    rows: pa.RecordBatch
    words: Vocabularies
    edges: Ints
    lifts: Mapping[str, int]
    form: Form
    cells: Sequence[Small | pa.Array] = field(repr=False)  # of `rows`: they are cut into shelves many times

    def shelf(self, at: int) -> Shelf:
        """The rows of one shelf."""
        low, high = int(self.edges[at]), int(self.edges[at + 1])
        return Shelf(self.form, [own[low:high] for own in self.cells], self.words.labels(), self.lifts)

    def alone(self) -> Mapping[int, tuple[pa.RecordBatch, Mapping[str, pa.Array]]]:
        """Shelves that have rows, each with the labels of its rows, or few, and no others: what stands without the other pieces."""
        counts = np.diff(self.edges)
        shelf = np.repeat(np.arange(len(counts)), counts)
        columns = {name: self.rows.column(name) for name in self.rows.schema.names}
        labels: dict[str, tuple[pa.Array, Ints | None]] = {}
        words = self.words.labels()
        for name in [name for name in words if name in columns]:
            found, own, spans = _apart(raw(columns[name]), words[name], shelf, len(counts))
            columns[name], labels[name] = column(found, columns[name].type), (own, spans)
        rows = pa.RecordBatch.from_arrays(list(columns.values()), schema=self.rows.schema)
        return {
            at: (
                rows.slice(int(self.edges[at]), int(counts[at])),
                {name: _of_shelf(known, spans, at) for name, (known, spans) in labels.items()},
            )
            for at in np.flatnonzero(counts).tolist()
        }

    def lifted(self, lifts: Mapping[str, int]) -> Piece:
        """The same rows with so much added to the values of these columns."""
        return replace(self, lifts={**self.lifts, **lifts})


@dataclass(frozen=True, slots=True)
class Shelves(Sequence[pa.Table]):
    """Task tables of whole workers, each collected from all pieces when it is asked for."""

    pieces: Sequence[Shelving]
    shelves: int

    def __len__(self) -> int:
        """Number of shelves."""
        return self.shelves

    def __getitem__(self, at: int) -> pa.Table:  # type: ignore[override]
        """The task table of one shelf."""
        if not 0 <= at < self.shelves:
            raise IndexError(at)
        return collect(self.pieces, at)


def shelves_for(rows: int) -> int:
    """How many shelves so many rows want: one, or an even number of them, of which two threads take as many each."""
    return 1 if rows <= SHELF else min(MOST_SHELVES, 2 * -(-rows // (2 * SHELF)))


def cut(table: pa.Table, count: int) -> Sequence[pa.Table]:
    """The table itself where one shelf is enough, else as so many shelves."""
    if count == 1 or "worker_id" not in table.column_names:
        return [table]
    table = pa.table({name: table.column(name).cast(SCHEMA.field(name).type) for name in table.column_names})
    words = Vocabularies()
    pieces = [shelve(table.slice(low, PIECE), count, words) for low in range(0, table.num_rows, PIECE)]
    return Shelves(pieces, count)


def shelf_of(labels: pa.Array, count: int) -> npt.NDArray[np.uint8]:
    """uint8[k]: the shelf of each worker, by the id alone, so that it is the same in every piece, file and run."""
    return ((fingerprints(labels) >> np.uint64(40)) % np.uint64(count)).astype(np.uint8)


def shelve(table: pa.Table, count: int, words: Vocabularies, most: int | None = None) -> Piece:
    """The rows of a task table in the order of so many shelves (at most 256), otherwise in their own order.

    most: bytes from which the vocabularies take no more labels in; a category that brings new ones stays text.
    """
    if any(column.num_chunks != 1 for column in table.columns):
        table = table.unify_dictionaries().combine_chunks()
    single = {name: _one_chunk(table.column(name)) for name in table.column_names}
    worker = single["worker_id"]
    mine = np.append(shelf_of(worker.dictionary, count), np.uint8(0)).take(_codes(worker))
    order = np.argsort(mine, kind="stable")
    edges = np.concatenate([[0], np.cumsum(np.bincount(mine, minlength=count))])
    arrays: dict[str, pa.Array] = {}
    steps: dict[bytes, bytes] = {}
    lifts: dict[str, int] = {}
    for name, cells in single.items():
        if pa.types.is_dictionary(cells.type) and (
            most is not None and words.nbytes > most and not words.knows(name, cells.dictionary)
        ):
            arrays[name] = take(cells.dictionary_decode(), places(order))
        elif pa.types.is_dictionary(cells.type):
            arrays[name] = _coded(cells, words.codes(name, cells.dictionary), order)
        elif pa.types.is_string(cells.type):
            arrays[name] = take(cells, places(order))
        else:
            own = narrow(cells)
            arrays[name] = as_array(own.small.take(order))
            steps[name.encode()] = str(own.step).encode()
            if own.holes:
                steps[HOLES + name.encode()] = b""
            if own.base:
                lifts[name] = own.base
    schema = pa.schema([(name, array.type) for name, array in arrays.items()], steps)
    rows = pa.RecordBatch.from_arrays(list(arrays.values()), schema=schema)
    return Piece(rows, words, edges, lifts, form_of(schema), cells_of(rows))


def _one_chunk(cells: pa.ChunkedArray) -> pa.Array:
    chunks = chunks_of(cells)
    return chunks[0] if chunks else pa.array([], cells.type)


def _codes(cells: pa.DictionaryArray) -> Ints:
    return ints(cells.indices, null=-1)


def _coded(cells: pa.DictionaryArray, codes: Codes, order: Ints) -> pa.Array:
    """The codes of a category in the order of shelves, -1 where it says nothing."""
    if len(codes) == 2 and not cells.null_count:  # noqa: PLR2004 - one label, and the code of none
        return as_array(np.full(len(cells), fitted(codes[:1])[0]))
    return as_array(fitted(codes).take(_codes(cells) if cells.null_count else raw(cells.indices)).take(order))


def _apart(place: Small, known: pa.Array, shelf: Ints, count: int) -> tuple[Small, pa.Array, Ints | None]:
    """(codes within each shelf, the labels of all shelves, where each shelf's begin: None where all share these few)."""
    if len(known) <= FEW:
        return place, known, None
    has = place >= 0
    key = shelf * len(known) + place
    if count * len(known) <= FLAGS:
        flags = np.zeros(count * len(known), np.bool_)
        flags[key[has]] = True
        used = np.flatnonzero(flags)
        position = (np.cumsum(flags, dtype=np.int32) - 1).take(np.where(has, key, 0))
    else:
        used, inverse = np.unique(key[has], return_inverse=True)
        position = np.zeros(len(key), np.int64)
        position[has] = inverse
    spans = np.searchsorted(used, np.arange(count + 1) * len(known))
    local = np.where(has, position - spans[shelf], -1).astype(np.int32)
    return local, take(known, places(used % len(known))), spans


def _of_shelf(labels: pa.Array, spans: Ints | None, at: int) -> pa.Array:
    return labels if spans is None else labels.slice(int(spans[at]), int(spans[at + 1] - spans[at]))


def collect(pieces: Sequence[Shelving], at: int) -> pa.Table:
    """The task table of one shelf: its rows of all pieces, in the order of the pieces."""
    found = [piece.shelf(at) for piece in pieces if piece.edges[at + 1] > piece.edges[at]]
    alike = [list(group) for _, group in groupby(found, key=lambda shelf: shelf.form.names)]
    tables = [_widened(group) for group in alike]
    return concatenate(tables) if tables else whole(pa.table({}))


def shape(rows: pa.RecordBatch) -> tuple[object, ...]:
    """What rows must have in common to lie in one stretch of a file: columns, texts or not, and their steps."""
    schema = rows.schema
    texts = [pa.types.is_string(kind) for kind in schema.types]
    return (tuple(schema.names), tuple(texts), tuple(sorted((schema.metadata or {}).items())))


def widest(pieces: Sequence[Piece]) -> pa.Schema:
    """The schema of pieces of one shape, each column as wide as the widest of them."""
    schemas = [piece.rows.schema for piece in pieces]
    kinds = [
        max((one.types[place] for one in schemas), key=lambda kind: 0 if pa.types.is_string(kind) else kind.bit_width)
        for place in range(len(schemas[0]))
    ]  # fmt: skip
    return pa.schema(list(zip(schemas[0].names, kinds, strict=True)), schemas[0].metadata)


def _widened(shelves: Sequence[Shelf]) -> pa.Table:
    """Shelves with the same columns, of whatever widths, as a task table."""
    counts = [len(shelf.cells[0]) for shelf in shelves]
    columns = {}
    for place, name in enumerate(shelves[0].form.names):
        own, kind = [shelf.cells[place] for shelf in shelves], SCHEMA.field(name).type
        if pa.types.is_dictionary(kind):
            coded = [_told(one, shelf.labels.get(name)) for one, shelf in zip(own, shelves, strict=True)]
            found = np.concatenate([code for code, _ in coded])
            columns[name] = _relabelled(found, [labels for _, labels in coded], counts)
        elif pa.types.is_string(kind):
            columns[name] = pa.concat_arrays(own)
        else:
            steps = [shelf.form.steps[name] for shelf in shelves]
            holes = [name in shelf.form.holes for shelf in shelves]
            lifts = [shelf.lifts.get(name, 0) for shelf in shelves]
            columns[name] = widened(own, kind, steps, holes, lifts)
    return pa.table(columns)


def _told(own: Small | pa.Array, labels: pa.Array | None) -> tuple[Small, pa.Array]:
    """A category's codes and what they stand for, also where its cells are text."""
    if labels is not None and not isinstance(own, pa.Array):
        return own, labels
    words = encoded(own)
    return ints(words.indices, null=-1), words.dictionary


def _relabelled(found: Small, labels: Sequence[pa.Array], counts: Sequence[int]) -> pa.DictionaryArray:
    """Codes of several pieces as codes of their labels taken together."""
    if all(own is labels[0] or own.equals(labels[0]) for own in labels[1:]):
        code, dictionary = found, labels[0]
    else:
        once = {id(own): own for own in labels}  # pieces of one batch share theirs
        together = encoded(pa.concat_arrays(list(once.values())))
        cuts = np.cumsum([len(own) for own in once.values()])[:-1]
        ranks = dict(zip(once, np.split(ints(together.indices, null=-1).astype(np.int32), cuts), strict=True))
        code, dictionary, end = np.empty(len(found), np.int32), together.dictionary, 0
        for key, group in groupby(zip(map(id, labels), counts, strict=True), key=itemgetter(0)):
            begin, end = end, end + sum(count for _, count in group)
            code[begin:end] = np.append(ranks[key], np.int32(-1)).take(found[begin:end])
    has = code >= 0 if int(code.min(initial=0)) < 0 else None
    indices = column(code if has is None else np.maximum(code, 0), pa.int32(), has)
    return pa.DictionaryArray.from_arrays(indices, dictionary)
