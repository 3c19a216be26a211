"""Between Arrow and NumPy without pandas: buffers seen as integers, codes of dictionaries, columns built from integers.

pyarrow imports pandas behind the caller's back in to_numpy() and array(ndarray); what stands here does not, so that
a small file is audited before pandas could have been imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wageaudit.kernels import encoded, take

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

MONEY = pa.decimal128(18, 6)
INSTANT = pa.timestamp("us", "UTC")
CATEGORY = pa.dictionary(pa.int32(), pa.string())
MICRO = 1_000_000
SMALL_DICTIONARY = 64  # labels: below, all are taken without looking which occur
ROWS_A_LABEL = 128  # the same where there are so few labels among so many rows
_WIDTHS = {8: np.int64, 4: np.int32, 2: np.int16, 1: np.int8}


def chunks_of(column: pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    """The column's chunks; a plain array is one chunk."""
    return list(column.chunks) if isinstance(column, pa.ChunkedArray) else [column]


def raw(chunk: pa.Array) -> npt.NDArray[np.signedinteger]:
    """An array's fixed-width values as signed integers, a view where possible; what stands under nulls is anything."""
    count, offset, data = len(chunk), chunk.offset, chunk.buffers()[1]
    if count == 0 or data is None:
        return np.zeros(count, np.int64)
    if pa.types.is_decimal128(chunk.type):
        # little-endian 128 bits: precision 18 always fits the low 64
        return np.frombuffer(data, np.int64, 2 * count, 16 * offset)[::2]
    width = chunk.type.bit_width // 8
    return np.frombuffer(data, _WIDTHS[width], count, width * offset)


def ints(column: pa.Array | pa.ChunkedArray, null: int = 0) -> Ints:
    """int64[n]: the values of an integer, timestamp, date or decimal128(18, 6) column; `null` where it has none."""
    parts = chunks_of(column)
    if len(parts) == 1 and not parts[0].null_count:
        return np.asarray(raw(parts[0]), np.int64)
    values = (
        np.concatenate([np.asarray(raw(part), np.int64) for part in parts])
        if parts
        else np.zeros(0, np.int64)
    )
    if column.null_count:
        values = np.where(present(column), values, np.int64(null))
    return values


def present(column: pa.Array | pa.ChunkedArray) -> Mask:
    """bool[n]: True where the column has a value."""
    return np.concatenate([_chunk_present(part) for part in chunks_of(column)] or [np.zeros(0, np.bool_)])


def _chunk_present(chunk: pa.Array) -> Mask:
    if pa.types.is_null(chunk.type):
        return np.zeros(len(chunk), np.bool_)
    bits = chunk.buffers()[0]
    return np.ones(len(chunk), np.bool_) if bits is None or chunk.null_count == 0 else _bits(chunk, bits)


def lengths(texts: pa.Array) -> Codes:
    """int32[n]: bytes of each text; where there is none, anything."""
    if not len(texts):  # which need no memory
        return np.zeros(0, np.int32)
    edges: Codes = np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1, texts.offset * 4)
    return edges[1:] - edges[:-1]


def truths(chunk: pa.Array) -> Mask:
    """bool[n]: where a column of truths says so; not where it says nothing."""
    return _bits(chunk, chunk.buffers()[1]) & _chunk_present(chunk)


def _bits(chunk: pa.Array, bits: pa.Buffer) -> Mask:
    """One bit a row, of those that stand for the chunk alone."""
    byte, bit = divmod(chunk.offset, 8)
    own = np.frombuffer(bits, np.uint8, (bit + len(chunk) + 7) // 8, byte)
    return np.unpackbits(own, count=bit + len(chunk), bitorder="little")[bit:].view(np.bool_)


def codes(column: pa.Array | pa.ChunkedArray) -> tuple[Codes, list[str]]:
    """(int32[n], labels): each row's place in `labels`, which are distinct and sorted; -1 where the row has none."""
    if not pa.types.is_dictionary(column.type):
        column = encoded(column)
    chunks = chunks_of(column)
    if len({_address(chunk.dictionary) for chunk in chunks}) == 1:
        return _shared_codes(chunks)
    labels: dict[str, int] = {}
    parts = []
    for chunk in chunks:
        own = chunk.dictionary.to_pylist()
        recode = np.array(
            [-1 if label is None else labels.setdefault(label, len(labels)) for label in own] or [-1],
            np.int32,
        )
        picked = recode.take(raw(chunk.indices)) if len(own) else np.full(len(chunk), -1, np.int32)
        parts.append(np.where(_chunk_present(chunk), picked, np.int32(-1)) if chunk.null_count else picked)
    found = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    return _sorted_codes(found.astype(np.int32, copy=False), list(labels))


def _address(dictionary: pa.Array) -> tuple[int, int, int]:
    data = dictionary.buffers()[-1]
    return 0 if data is None else data.address, dictionary.offset, len(dictionary)


def _shared_codes(chunks: list[pa.Array]) -> tuple[Codes, list[str]]:
    """Codes of chunks that share one dictionary: only the labels that occur become Python's."""
    parts = [raw(chunk.indices) for chunk in chunks]
    if any(chunk.null_count for chunk in chunks):
        parts = [np.where(_chunk_present(chunk), part, -1) for chunk, part in zip(chunks, parts, strict=True)]
    found = np.asarray(parts[0] if len(parts) == 1 else np.concatenate(parts), np.int32)
    dictionary = chunks[0].dictionary
    place, used = found, np.arange(len(dictionary))
    if len(dictionary) > max(SMALL_DICTIONARY, len(found) // ROWS_A_LABEL):
        place = found.astype(np.intp)  # once: NumPy would for each step
        used = np.flatnonzero(np.bincount(place if place.min(initial=0) == 0 else place[place >= 0]))
        dictionary = take(dictionary, places(used))
    own = dictionary.to_pylist()
    labels = sorted({label for label in own if label is not None})
    if place is found and own == labels:
        return found, labels
    rank = {label: at for at, label in enumerate(labels)}
    recode = np.full(len(chunks[0].dictionary) + 1, -1, np.int32)  # code -1 reads the last
    recode[used] = [rank.get(label, -1) for label in own]
    return recode.take(place), labels


def _sorted_codes(found: Codes, labels: list[str]) -> tuple[Codes, list[str]]:
    """Renumber so that labels come in the order of their code points, whatever the order in which they were met."""
    ordered = sorted(labels)
    if ordered == labels:
        return found, labels
    place = {label: rank for rank, label in enumerate(ordered)}
    recode = np.array([place[label] for label in labels] + [-1], np.int32)  # code -1 reads the last: stays -1
    return recode.take(found), ordered


def running(mask: Mask) -> Ints:
    """int64[n]: how many are true up to each place. Widened first: NumPy would add bits up in small blocks, half as fast."""
    return np.cumsum(mask.astype(np.int64))


def distinct(values: npt.NDArray[np.signedinteger]) -> Ints:
    """int64[k]: the values that occur, sorted; as np.unique, without the module of masked arrays that it loads."""
    ordered = np.sort(np.asarray(values, np.int64))
    found: Ints = ordered[np.diff(ordered, prepend=ordered[:1] - 1) != 0]
    return found


def bitmap(mask: Mask | None) -> pa.Buffer | None:
    """Arrow's validity bits of a mask; None where every row has a value."""
    return None if mask is None else pa.py_buffer(np.packbits(mask, bitorder="little"))


def column(values: npt.NDArray[np.signedinteger], kind: pa.DataType, has: Mask | None = None) -> pa.Array:
    """An Arrow array of `kind` (integers, timestamp, date32 or decimal128(18, 6)) over the integers; null where not `has`."""
    count = len(values)
    if pa.types.is_decimal128(kind):
        wide = np.empty((count, 2), np.int64)
        wide[:, 0] = values
        wide[:, 1] = np.asarray(values, np.int64) >> 63
        return pa.Array.from_buffers(kind, count, [bitmap(has), pa.py_buffer(wide)])
    narrow = np.ascontiguousarray(values, _WIDTHS[kind.bit_width // 8])
    return pa.Array.from_buffers(kind, count, [bitmap(has), pa.py_buffer(narrow)])


def codes_of_labels(labels: Sequence[str]) -> Codes:
    """int32[k + 1]: each label's rank among the distinct ones, and -1 at the end for "none" (index -1)."""
    ranks = {label: rank for rank, label in enumerate(sorted(set(labels)))}
    return np.array([*(ranks[label] for label in labels), -1], np.int32)


def strings(cells: Iterable[str | None]) -> pa.StringArray:
    """A string array of Python texts; None is null."""
    builder = pa.lib.StringBuilder()
    builder.append_values(list(cells))
    return builder.finish()


def places(rows: Ints) -> pa.Array:
    """Row numbers as an Arrow index, for take()."""
    return column(rows, pa.int64())


def category(found: npt.NDArray[np.signedinteger], labels: Sequence[str]) -> pa.DictionaryArray:
    """A dictionary column from codes; -1 is null."""
    has = found >= 0
    indices = column(np.where(has, found, 0), pa.int32(), None if has.all() else has)
    return pa.DictionaryArray.from_arrays(indices, strings(list(labels) or [""]))


def constant(label: str | None, count: int) -> pa.DictionaryArray:
    """A dictionary column with one value in every row; None makes all rows null."""
    return category(np.full(count, -1 if label is None else 0, np.int32), [label or ""])
