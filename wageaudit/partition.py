"""A task table cut into parts of whole workers, small enough for the processor's cache. Pure.

Workers never meet another's rows in the arithmetic, so any cut between workers gives the same sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import pyarrow as pa

from wageaudit.arrays import chunks_of, ints, places
from wageaudit.matching import fingerprints

PART = 1 << 17  # rows of one part: its columns stay in the cache while the ledger is made
MOST_PARTS = 256
Given, Made = TypeVar("Given"), TypeVar("Made")


def partition(table: pa.Table, cores: int) -> list[pa.Table]:
    """Tables of whole workers that together hold every row of the table, each worker's rows in their order."""
    count = min(MOST_PARTS, table.num_rows // PART)
    if count < 2:  # noqa: PLR2004 - one part
        return [table]
    unified = table.unify_dictionaries()
    first = chunks_of(unified.column("worker_id"))[0]
    bucket = (fingerprints(first.dictionary) >> np.uint64(40)).astype(np.int64) % count
    cut = spread(lambda batch: _cut(batch, bucket.astype(np.uint8), count), unified.to_batches(), cores)
    return [pa.Table.from_batches([pieces[at] for pieces in cut], unified.schema) for at in range(count)]


def _cut(batch: pa.RecordBatch, bucket: np.ndarray, count: int) -> list[pa.RecordBatch]:
    """The batch's rows bucket by bucket."""
    mine = bucket[ints(batch.column("worker_id").indices)]
    order = np.argsort(mine, kind="stable")
    taken = batch.take(places(order))
    edges = np.concatenate([[0], np.cumsum(np.bincount(mine, minlength=count))]).tolist()
    return [taken.slice(low, high - low) for low, high in zip(edges[:-1], edges[1:], strict=True)]


def spread(work: Callable[[Given], Made], given: Iterable[Given], cores: int) -> Sequence[Made]:
    """The results of `work` in the order given, on so many threads; NumPy and Arrow leave the interpreter while they count."""
    waiting = list(given)
    if cores < 2 or len(waiting) < 2:  # noqa: PLR2004 - nothing to share out
        return [work(item) for item in waiting]
    with ThreadPoolExecutor(cores) as pool:
        return list(pool.map(work, waiting))
