"""A task table cut into parts of whole workers, small enough for the processor's cache. Pure.

Workers never meet another's rows in the arithmetic, so any cut between workers gives the same sums. Rows are moved by
NumPy, many times faster than Arrow's take, and each part's columns come out in one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wageaudit.arrays import Ints, Mask, bitmap, chunks_of, ints, places, present
from wageaudit.matching import fingerprints

PART = 1 << 17  # rows of one part: its columns stay in the cache while the ledger is made
MOST_PARTS = 256
MOVED = {
    4: np.int32,
    8: np.int64,
    16: np.complex128,
}  # types of a width that NumPy moves whole; no arithmetic is done on them
Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Room:
    """Where one column's rows of all parts are put: values, where there are any, and strings batch by batch.

    A column that says the same in every row is not moved: its values are zeros, the place of its one label.
    """

    values: npt.NDArray[np.generic]
    has: Mask | None
    strings: dict[int, pa.Array]


def partition(table: pa.Table, cores: int) -> list[pa.Table]:
    """Tables of whole workers that together hold every row of the table, each worker's rows in their order."""
    count = min(MOST_PARTS, table.num_rows // PART)
    if count < 2:  # noqa: PLR2004 - one part
        return [table]
    unified = table.unify_dictionaries()
    dictionary = chunks_of(unified.column("worker_id"))[0].dictionary
    bucket = ((fingerprints(dictionary) >> np.uint64(40)) % np.uint64(count)).astype(np.uint8)
    batches = unified.to_batches()
    parts = spread(lambda batch: bucket[ints(batch.column("worker_id").indices)], batches, cores)
    sizes = np.array([np.bincount(mine, minlength=count) for mine in parts])
    edges = np.concatenate([[0], np.cumsum(sizes.sum(axis=0))])
    before = edges[:-1] + np.cumsum(sizes, axis=0) - sizes  # where each batch's rows of each part begin
    rooms, still = (
        [_room(column) for column in unified.columns],
        [_same(column) for column in unified.columns],
    )
    spread(
        lambda at: _move(batches[at], at, parts[at], before[at], sizes[at], rooms, still),
        range(len(batches)),
        cores,
    )
    cuts = np.concatenate([np.zeros((len(batches), 1), np.int64), np.cumsum(sizes, axis=1)], axis=1)
    return list(
        spread(
            lambda at: _part(unified, rooms, cuts, at, int(edges[at]), int(edges[at + 1])),
            range(count),
            cores,
        )
    )


def _flat(kind: pa.DataType) -> pa.DataType:
    return kind.index_type if pa.types.is_dictionary(kind) else kind


def _same(column: pa.ChunkedArray) -> bool:
    return (
        pa.types.is_dictionary(column.type)
        and not column.null_count
        and len(chunks_of(column)[0].dictionary) == 1
    )


def _room(column: pa.ChunkedArray) -> Room:
    if _same(column):
        return Room(np.zeros(len(column), np.int32), None, {})
    count = 0 if pa.types.is_string(column.type) else len(column)
    width = 8 if pa.types.is_string(column.type) else _flat(column.type).bit_width // 8
    return Room(
        np.empty(count, MOVED[width]),
        np.empty(len(column), np.bool_) if column.null_count and count else None,
        {},
    )


def _move(
    batch: pa.RecordBatch,
    at: int,
    mine: npt.NDArray[np.uint8],
    before: Ints,
    sizes: Ints,
    rooms: Sequence[Room],
    still: Sequence[bool],
) -> None:
    """Put the batch's rows where their parts want them, each part's in their order."""
    order = np.argsort(mine, kind="stable")
    target = np.empty(len(mine), np.int64)
    target[order] = np.repeat(before - (np.cumsum(sizes) - sizes), sizes) + np.arange(len(mine))
    for column, room, same in zip(batch.columns, rooms, still, strict=True):
        if same:
            continue
        if pa.types.is_string(column.type):
            room.strings[at] = column.take(places(order))
            continue
        flat = column.indices if pa.types.is_dictionary(column.type) else column
        width = flat.type.bit_width // 8
        room.values[target] = np.frombuffer(flat.buffers()[1], MOVED[width], len(flat), width * flat.offset)
        if room.has is not None:
            room.has[target] = present(flat)


def _part(table: pa.Table, rooms: Sequence[Room], cuts: Ints, at: int, low: int, high: int) -> pa.Table:
    """Part `at`: rows low to high of every room, each column in one piece."""
    columns = []
    for column, room in zip(table.columns, rooms, strict=True):
        if pa.types.is_string(column.type):
            pieces = [
                room.strings[batch].slice(int(row[at]), int(row[at + 1] - row[at]))
                for batch, row in enumerate(cuts)
            ]
            columns.append(pa.concat_arrays(pieces))
            continue
        has = None if room.has is None else room.has[low:high]
        flat = pa.Array.from_buffers(
            _flat(column.type), high - low, [bitmap(has), pa.py_buffer(room.values[low:high])]
        )
        own = chunks_of(column)[0].dictionary if pa.types.is_dictionary(column.type) else None
        columns.append(flat if own is None else pa.DictionaryArray.from_arrays(flat, own))
    return pa.Table.from_arrays(columns, table.column_names)


def spread(work: Callable[[Given], Made], given: Iterable[Given], cores: int) -> Sequence[Made]:
    """The results of `work` in the order given, on so many threads; NumPy and Arrow leave the interpreter while they count."""
    waiting = list(given)
    if cores < 2 or len(waiting) < 2:  # noqa: PLR2004 - nothing to share out
        return [work(item) for item in waiting]
    with ThreadPoolExecutor(cores) as pool:
        return list(pool.map(work, waiting))
