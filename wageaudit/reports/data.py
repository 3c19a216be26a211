"""Tables for machines and for pasting: csv, json, jsonl, parquet, markdown, with plain numbers and English names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as pa_csv

from wageaudit.arrays import ints, present, strings
from wageaudit.files import cores
from wageaudit.kernels import cast, unique
from wageaudit.spreading import in_turn
from wageaudit.text import clean, guard, harmless

SCHEMA_VERSION = "1"
SLICE = 1 << 12  # rows made into text at once


def safe(text: str) -> str:
    """A text cell that steers no terminal and starts no formula; the very same text where it needs neither."""
    return harmless(guard(text))  # in this order: who reads it takes codes off first, then the apostrophe


def plain(table: pa.Table) -> pa.Table:
    """The table with text made safe and instants written in ISO 8601, ready for text formats."""
    columns = [_plain_column(column) for column in table.columns]
    return pa.Table.from_arrays(columns, names=table.column_names)


def _plain_column(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    if pa.types.is_dictionary(column.type):
        column = cast(column, pa.string())
    if pa.types.is_string(column.type):
        texts = {text: safe(text) for text in unique(column).to_pylist() if text}  # few, often, of many cells
        if any(made is not text for text, made in texts.items()):
            return strings(texts.get(cell, cell) for cell in column.to_pylist())
        return column
    if pa.types.is_timestamp(column.type):
        return strings(_stamps(column))
    return column


def _stamps(column: pa.ChunkedArray) -> list[str | None]:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return [
        (epoch + timedelta(microseconds=micros)).isoformat().replace("+00:00", "Z") if there else None
        for micros, there in zip(ints(column).tolist(), present(column).tolist(), strict=True)
    ]


def csv(table: pa.Table, stream: BinaryIO) -> None:
    """Comma, UTF-8 without BOM, a newline at each end of line; quotes only where needed; empty is not known."""

    def lines(first: int) -> pa.Buffer:
        made = pa.BufferOutputStream()
        options = pa_csv.WriteOptions(
            include_header=first == 0, quoting_style="needed", quoting_header="needed"
        )
        pa_csv.write_csv(plain(table.slice(first, SLICE)), made, options)
        return made.getvalue()

    stream.writelines(in_turn(lines, range(0, max(table.num_rows, 1), SLICE), cores()))


def _values(table: pa.Table) -> list[dict[str, object]]:
    columns = {
        name: [_json(value) for value in _listed(column)]
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return (
        [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        if columns
        else []
    )


def _listed(column: pa.ChunkedArray) -> list[object]:
    return list(_stamps(column)) if pa.types.is_timestamp(column.type) else list(column.to_pylist())


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def dumped(value: object, indent: int | None = None) -> str:
    """JSON with exact decimal numbers, ASCII only."""
    return "".join(_encoded(value, indent, 0))


def _encoded(value: object, indent: int | None, depth: int) -> list[str]:
    import json  # for what is written as JSON alone

    if isinstance(value, Decimal):
        return [format(value, "f")]
    pad = "" if indent is None else "\n" + " " * (indent * (depth + 1))
    end = "" if indent is None else "\n" + " " * (indent * depth)
    if isinstance(value, Mapping):
        parts = [
            f"{pad}{json.dumps(str(key))}: {''.join(_encoded(item, indent, depth + 1))}"
            for key, item in value.items()
        ]
        return ["{", ("," if indent is not None else ", ").join(parts), end, "}"] if parts else ["{}"]
    if isinstance(value, list | tuple):
        parts = [f"{pad}{''.join(_encoded(item, indent, depth + 1))}" for item in value]
        return ["[", ("," if indent is not None else ", ").join(parts), end, "]"] if parts else ["[]"]
    return [json.dumps(value)]


def json_lines(table: pa.Table, stream: BinaryIO) -> None:
    """One JSON object a line."""
    stream.writelines(dumped(row).encode("ascii") + b"\n" for row in _values(table))


def json_array(table: pa.Table, stream: BinaryIO) -> None:
    """One JSON array of objects; null is not known."""
    stream.write(dumped(_values(table), 2).encode("ascii") + b"\n")


def parquet(table: pa.Table, stream: BinaryIO, distinct: Collection[str] = ()) -> None:
    """Parquet with exact decimals and the version of the columns in its metadata.

    distinct: columns in which few rows say the same, so that a list of their values would be as long as they are.
    """
    import pyarrow.parquet as pq  # a slow import that only Parquet needs

    marked = _spelt(table).replace_schema_metadata({b"wageaudit.schema": SCHEMA_VERSION.encode()})
    listed = [name for name in marked.column_names if name not in distinct]
    pq.write_table(marked, stream, compression="zstd", store_schema=False, use_dictionary=listed)


def _spelt(table: pa.Table) -> pa.Table:
    """The table without dictionaries, in one piece: what order labels were met in, and where, changes no byte."""
    columns = [
        cast(column, pa.string()) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    return pa.Table.from_arrays(columns, names=table.column_names).combine_chunks()


def markdown(table: pa.Table, stream: BinaryIO) -> None:
    """A Markdown table; what could be markup is escaped."""
    text = plain(table)
    rows = [text.column_names, ["---"] * text.num_columns]
    cells = [[_cell(value) for value in column.to_pylist()] for column in text.columns]
    rows += [list(row) for row in zip(*cells, strict=True)]
    stream.write("".join(f"| {' | '.join(row)} |\n" for row in rows).encode())


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value).replace("\n", " ").replace("\r", " ")
    text = clean(text, len(text))
    return (
        "".join(f"\\{character}" if character in "|`[]<>*_\\" else character for character in text)
        if isinstance(value, str)
        else text
    )


WRITERS: Mapping[str, Callable[[pa.Table, BinaryIO], None]] = {
    "csv": csv, "json": json_array, "jsonl": json_lines, "parquet": parquet, "markdown": markdown,
}  # fmt: skip
BINARY = ("parquet",)
__all__ = ["BINARY", "WRITERS", "dumped", "guard"]
