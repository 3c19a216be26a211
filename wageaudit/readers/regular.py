"""Delimited text that proves regular, cut into columns by Arrow: the same cells as row by row, many times faster.

Regular is: every row as wide as the first, no line of blanks, no field beyond the limit, and every quote either opens a
field, closes one or is doubled inside one. There the csv module, in its strict manner, and Arrow agree on every cell,
and row numbers are the order of the rows. At the first doubt nothing is said, and the exact way reads all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import overload

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from wageaudit.arrays import Ints, places
from wageaudit.kernels import take

QUOTE, CR, LF = b'"'[0], b"\r"[0], b"\n"[0]
SPACE, ASCII = b" "[0], 128  # bytes up to which, and from which, a cell may begin that is white space alone
PIECE = 1 << 18  # [bytes] looked through for quotes at a time: they stay in the cache
BLOCK = 1 << 20  # [bytes] one core cuts at a time
SMALL = 1 << 14  # [characters] below which the exact way is as fast
LARGEST = 1 << 30  # [bytes] of a text that is one block
FIRST = 1 << 16  # [characters] among which the first row is looked for


class Columns(Sequence[pa.Array]):
    """Columns of one table, each made when it is asked for: of thousands a reader wants a dozen."""

    def __init__(self, width: int, make: Callable[[int], pa.Array]) -> None:
        """make: the column at a place from 0 to `width` - 1."""
        self._width, self._make = width, make
        self._made: dict[int, pa.Array] = {}

    def __len__(self) -> int:
        return self._width

    @overload
    def __getitem__(self, at: int) -> pa.Array: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[pa.Array]: ...
    def __getitem__(self, at: int | slice) -> pa.Array | Sequence[pa.Array]:
        """The column at a place, or a tuple of columns."""
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(self._width)))
        place = range(self._width)[at]
        if place not in self._made:
            self._made[place] = self._make(place)
        return self._made[place]


def cut(body: str, delimiter: str, width: int, short: int, longest: int) -> Columns | None:
    """The `width` columns of rows without their header, as strings; None where they do not prove regular.

    short: how many fields every row may lack at its end, which are then empty; longest: of a field [bytes].
    """
    if len(body) < SMALL or width < 2 or len(delimiter) != 1:  # noqa: PLR2004 - an empty line looks like one empty cell
        return None
    if body.startswith("\ufeff"):
        return None  # Arrow takes it for the mark of a file's beginning
    data = body.encode()
    quoted = QUOTE in data
    if b"\0" in data or not quotes_fit(data, delimiter):
        return None
    there, spanning = _first_rows(body, delimiter)
    if not max(width - short, 2) <= there <= width:
        return None
    table = _cut_at_line_ends(data, delimiter, there) if not (quoted and spanning) else None
    if quoted and (table is None or table.num_rows != data.count(b"\n") + (not data.endswith(b"\n"))):
        table = _cut_across_lines(data, delimiter, there)  # a line end in quotes ended no row
    if table is None or any(_longest(cells) >= longest for cells in table.columns):
        return None
    empty = _empty(table.num_rows)
    found = Columns(width, lambda at: _whole(table.column(at)) if at < there else empty)
    return None if _blank_row(found) else found


def _first_rows(body: str, delimiter: str) -> tuple[int, bool]:
    """(fields of the first row, or 0 where it does not prove any; whether a cell of the first rows holds a line end)."""
    try:
        rows = list(csv.reader(io.StringIO(body[:FIRST], newline=""), delimiter=delimiter))
    except csv.Error:
        return 0, False
    return len(rows[0]) if rows else 0, any("\n" in cell for row in rows[:-1] for cell in row)


def quotes_fit(text: bytes, delimiter: str) -> bool:
    """Whether quotes come in pairs, the first at the start of a field, the second at its end, or doubled inside one."""
    if QUOTE not in text:
        return True
    data = np.frombuffer(text, np.uint8)
    edge = np.zeros(256, np.bool_)
    edge[[ord(delimiter), CR, LF, QUOTE]] = True  # a quote beside it is a doubled one
    inside = 0
    for begin in range(0, len(data), PIECE):
        piece = data[begin : begin + PIECE]
        at = np.flatnonzero(piece == QUOTE)
        opening, closing = at[inside::2] + begin, at[1 - inside :: 2] + begin
        if not edge[data[opening[opening > 0] - 1]].all():
            return False
        if not edge[data[closing[closing < len(data) - 1] + 1]].all():
            return False
        inside = (inside + len(at)) % 2
    return not inside


def _cut_at_line_ends(data: bytes, delimiter: str, width: int) -> pa.Table | None:
    """The table of a text in which every line end ends a row; None where a row is of another width."""
    return _table(data, delimiter, width, BLOCK, spanning=False)


def _cut_across_lines(data: bytes, delimiter: str, width: int) -> pa.Table | None:
    """The table of a text whose cells may hold line ends; None where a row is of another width.

    Of a CR LF within a cell Arrow loses the LF where a block ends between them: such a text is one block.
    """
    table = _table(data, delimiter, width, BLOCK, spanning=True)
    if table is None or not any(_holds(cells, CR) for cells in table.columns):
        return table
    return _table(data, delimiter, width, len(data) + 1, spanning=True) if len(data) < LARGEST else None


def _table(data: bytes, delimiter: str, width: int, block: int, *, spanning: bool) -> pa.Table | None:
    names = [str(at) for at in range(width)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            pa_csv.ReadOptions(column_names=names, block_size=block),
            pa_csv.ParseOptions(
                delimiter=delimiter, quote_char='"' if QUOTE in data else False, newlines_in_values=spanning,
                ignore_empty_lines=False,
            ),
            pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )  # fmt: skip
    except pa.ArrowInvalid:
        return None
    return table if table.num_rows else None


def _holds(cells: pa.ChunkedArray, byte: int) -> bool:
    buffers = (chunk.buffers()[2] for chunk in cells.chunks)
    return any((np.frombuffer(buffer, np.uint8) == byte).any() for buffer in buffers if buffer is not None)


def _whole(cells: pa.ChunkedArray) -> pa.Array:
    return cells.chunk(0) if cells.num_chunks == 1 else pa.concat_arrays(cells.chunks)


def _longest(cells: pa.ChunkedArray) -> int:
    """Bytes of the longest cell."""
    return max(int(_lengths(chunk).max(initial=0)) for chunk in cells.chunks)


def _lengths(cells: pa.Array) -> Ints:
    """int64[n]: bytes of each cell."""
    offsets = np.frombuffer(cells.buffers()[1], np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return np.diff(offsets).astype(np.int64)


def _blank_row(columns: Columns) -> bool:
    """Whether some row holds nothing but white space, which is no row. Nearly always one look at the first column tells."""
    maybe = np.arange(len(columns[0]), dtype=np.int64)
    for cells in columns:
        data = np.frombuffer(cells.buffers()[2] or b"\0", np.uint8)
        begin = np.frombuffer(cells.buffers()[1], np.int32)[cells.offset :][maybe]
        first = data[np.minimum(begin, len(data) - 1)]
        maybe = maybe[(_lengths(cells)[maybe] == 0) | (first <= SPACE) | (first >= ASCII)]
        if not len(maybe):
            return False
    taken = [take(cells, places(maybe)).to_pylist() for cells in columns]
    return any(not any(map(str.strip, row)) for row in zip(*taken, strict=True))


def _empty(count: int) -> pa.Array:
    return pa.StringArray.from_buffers(count, pa.py_buffer(bytes(4 * (count + 1))), pa.py_buffer(b""))
