"""Arrow's kernels called by name: rows taken, types cast, words encoded and found, without loading pyarrow.compute. Pure.

The methods of Arrow's own columns load pyarrow.compute, which makes a documented function of each of its kernels: that
takes longer than a small file takes to be read. The kernels themselves are at hand without it.
"""

from __future__ import annotations

from typing import TypeVar

import pyarrow as pa

try:
    from pyarrow._compute import (
        CastOptions,
        DictionaryEncodeOptions,
        TakeOptions,
        call_function,
    )
except ImportError:  # where a version of pyarrow keeps them elsewhere: this is where it names them for all
    from pyarrow.compute import (
        CastOptions,
        DictionaryEncodeOptions,
        TakeOptions,
        call_function,
    )

Data = TypeVar("Data", pa.Array, pa.ChunkedArray, pa.Table)


def take(data: Data, places: pa.Array) -> Data:
    """The rows at these places, as data.take does. Raises ArrowIndexError for a place outside."""
    return call_function("take", [data, places], TakeOptions(boundscheck=True))


def cast(column: Data, kind: pa.DataType) -> Data:
    """The column as another type, as column.cast does. Raises ArrowInvalid where a value would change."""
    return call_function("cast", [column], CastOptions.safe(kind))


def encoded(column: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray | pa.ChunkedArray:
    """The column as a dictionary, as column.dictionary_encode does; a column that is one stays as it is."""
    if pa.types.is_dictionary(column.type):
        return column
    return call_function("dictionary_encode", [column], DictionaryEncodeOptions())


def unique(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The values that occur, each once, in the order in which they are met, as column.unique does."""
    return call_function("unique", [column])


def equal(left: pa.Array, right: pa.Array) -> pa.Array:
    """bool[n]: where both say the same; none where one of them is none."""
    return call_function("equal", [left, right])
