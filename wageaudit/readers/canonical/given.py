"""A task table of a program's own brought to the types of the task table, without changing a value. Pure."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wageaudit.arrays import CATEGORY, INSTANT, MICRO, MONEY, column, present
from wageaudit.errors import InputRefused
from wageaudit.phrases import phrase
from wageaudit.tasks import SCHEMA

NAME = "table"  # what messages call it
WIDE = pa.decimal128(38, 6)  # whole numbers pass through it on their way to money
EXACT = 2**53 // MICRO  # amounts up to here have a binary number for each of their six decimals


def conformed(table: pa.Table) -> pa.Table:
    """The columns of the task table that this one has, each of its type in SCHEMA.

    Money may be decimals, whole numbers or floats of at most six decimals; stamps are in a zone, of any unit; words are
    text or dictionaries of it. Raises InputRefused for a column that cannot be so without a value being changed or guessed.
    """
    names = [name for name in SCHEMA.names if name in table.column_names]
    return pa.table({name: _conformed(name, table.column(name)) for name in names})


def _conformed(name: str, cells: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = SCHEMA.field(name).type
    if cells.type == kind and not (kind == CATEGORY and _odd(cells)):
        return cells
    if pa.types.is_null(_values(cells.type)):
        return pa.chunked_array([pa.nulls(len(cells), pa.string() if kind == CATEGORY else kind)]).cast(kind)
    try:
        if kind == CATEGORY:
            return _words(cells).dictionary_encode()
        if kind == pa.string():
            return _words(cells)
        if kind == INSTANT:
            return _stamps(cells)
        return _amounts(cells) if kind == MONEY else _counts(cells)
    except pa.ArrowInvalid:
        reason = phrase("has values of type {type}", type=cells.type)
        raise InputRefused(NAME, reason, "write numbers, text, dates or UTC stamps", None, name) from None


def _odd(cells: pa.ChunkedArray) -> bool:
    """Whether a dictionary holds a null, which no code may stand for."""
    return any(chunk.dictionary.null_count for chunk in cells.chunks)


def _values(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _words(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = _values(cells.type)
    if not (
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_integer(kind)
    ):
        raise pa.ArrowInvalid("no text")
    return cells.cast(kind).cast(pa.string())


def _stamps(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_timestamp(cells.type) or not cells.type.tz:
        raise pa.ArrowInvalid("no stamps in a zone")
    return cells.cast(INSTANT)


def _amounts(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_floating(cells.type):
        return pa.chunked_array([_floats(chunk) for chunk in cells.cast(pa.float64()).chunks], MONEY)
    if not (pa.types.is_integer(cells.type) or pa.types.is_decimal(cells.type)):
        raise pa.ArrowInvalid("no numbers")
    return cells.cast(WIDE).cast(MONEY)


def _floats(cells: pa.Array) -> pa.Array:
    """Binary numbers as the six decimals they stand for: a number is one if it is the nearest to what they say."""
    has = present(cells)
    values = np.where(has, np.frombuffer(cells.buffers()[1], np.float64)[cells.offset :][: len(cells)], 0)
    if not (np.abs(values) <= EXACT).all():  # NaN and infinities too
        raise pa.ArrowInvalid("no amounts")
    micro = np.rint(values * MICRO)
    if not (micro / MICRO == values).all():
        raise InputRefused(
            NAME, "has more than six decimals", "round it yourself, so that the figure is yours"
        )
    return column(micro.astype(np.int64), MONEY, has)


def _counts(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    if not (pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type)):
        raise pa.ArrowInvalid("no whole numbers")
    return cells.cast(pa.int64())


__all__ = ["conformed"]
