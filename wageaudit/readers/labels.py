"""Cells that stand for themselves, told from those with something to trim or to judge, all at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from wageaudit import kernels, values
from wageaudit.arrays import Mask, category, column, ints, places, strings
from wageaudit.text import as_written

ASCII = 128  # code points
LONGEST_MISSING = max(len(word) for word in values.MISSING)


def plain_labels(cells: pa.Array) -> pa.Array | None:
    """The cells, null where empty: what values.label makes of each; None where it would change or refuse one of them."""
    if not len(cells) or cells.null_count or cells.offset or cells.buffers()[2] is None:
        return None
    offsets = np.frombuffer(cells.buffers()[1], np.int32)[: len(cells) + 1]
    data = np.frombuffer(cells.buffers()[2], np.uint8)[: offsets[-1]]
    filled = np.diff(offsets) > 0
    other = data >= ASCII  # other scripts may be composed anew
    if not len(data) or not data.all() or other.any():
        return None
    for edge in (data[offsets[:-1][filled]], data[offsets[1:][filled] - 1]):
        if ((edge <= ord(" ")) | (edge == ord("'"))).any():
            return None
    short = np.flatnonzero(filled & (np.diff(offsets) <= LONGEST_MISSING))
    words = kernels.unique(kernels.take(cells, places(short))).to_pylist() if len(short) else []
    if any(word.casefold() in values.MISSING for word in words):
        return None
    if filled.all():
        return cells
    return (
        kernels.take(cells, column(np.arange(len(cells)), pa.int64(), filled))
        if filled.any()
        else _none(len(cells))
    )


def as_told(cells: pa.Array) -> pa.Array:
    """The cells of a table that this program wrote: codes of controls as what they stand for."""
    known = kernels.encoded(cells)
    words = known.dictionary.to_pylist()
    found = [as_written(word) for word in words]
    return (
        cells
        if found == words
        else kernels.cast(pa.DictionaryArray.from_arrays(known.indices, strings(found)), pa.string())
    )


def filled(cells: pa.Array) -> Mask:
    """bool[n]: rows with something in them, which is no word for nothing."""
    if not len(cells) or cells.null_count or cells.offset or cells.buffers()[2] is None:
        return _filled_by_distinct(cells)
    offsets = np.frombuffer(cells.buffers()[1], np.int32)[: len(cells) + 1]
    data = np.frombuffer(cells.buffers()[2], np.uint8)
    lengths = np.diff(offsets)
    found = lengths > 0
    last = np.where(found, offsets[1:] - 1, 0)
    edges = (data[np.where(found, offsets[:-1], 0)], data[last]) if len(data) else ()
    doubt = found & (lengths <= LONGEST_MISSING)
    for edge in edges:
        doubt |= found & ((edge <= ord(" ")) | (edge >= ASCII))
    if doubt.any():
        at = np.flatnonzero(doubt)
        found[at] = _filled_by_distinct(kernels.take(cells, places(at)))
    return found


def _filled_by_distinct(cells: pa.Array) -> Mask:
    return judged(cells, lambda text: text.strip().casefold() not in values.MISSING)


def category_by(cells: pa.Array, known: Mapping[str, str]) -> pa.DictionaryArray:
    """A dictionary column of what each distinct cell is known as; null where that is empty."""
    encoded = kernels.encoded(cells)
    labels = sorted({label for label in known.values() if label})
    rank = {label: at for at, label in enumerate(labels)}
    ranks = [rank.get(known[text], -1) for text in encoded.dictionary.to_pylist()]
    return category(np.array([*ranks, -1], np.int32)[ints(encoded.indices, null=-1)], labels)


def judged(cells: pa.Array, holds: Callable[[str], bool]) -> Mask:
    """bool[n]: whether it holds of each cell, asked once of each distinct one."""
    encoded = kernels.encoded(cells)
    found = [holds(text) for text in encoded.dictionary.to_pylist()]
    return np.array([*found, False], np.bool_)[ints(encoded.indices, null=-1)]


def _none(count: int) -> pa.Array:
    return strings([None] * count)
