"""Tables that programs hand over or write as Parquet: a column of another type is brought to its own, or refused by name."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import wageaudit
from wageaudit import Options
from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.readers import read_sources
from wageaudit.readers.canonical.given import conformed
from wageaudit.tasks import SCHEMA

BEGIN = datetime(2024, 3, 1, 10, tzinfo=UTC)
STAMP = pa.timestamp("us", "UTC")


def tasks(**given: pa.Array) -> pa.Table:
    """Two tasks of a worker, some columns as given."""
    columns = {
        "worker_id": pa.array(["w", "w"]),
        "started_at": pa.array([BEGIN, BEGIN.replace(hour=11)], STAMP),
        "ended_at": pa.array([BEGIN.replace(minute=30), BEGIN.replace(hour=11, minute=30)], STAMP),
        "pay": pa.array([2, 3]),
        "currency": pa.array(["USD", "USD"]),
        "country": pa.array(["US", "US"]),
    }
    return pa.table(columns | given)


@pytest.mark.parametrize(
    ("name", "cells", "values"),
    [
        ("worker_id", pa.array(["a", "b"], pa.large_string()), ["a", "b"]),
        ("worker_id", pa.array(["a", "b"], pa.string_view()), ["a", "b"]),
        ("worker_id", pa.array([7, 8]), ["7", "8"]),
        ("worker_id", pa.DictionaryArray.from_arrays(pa.array([1, 0]), pa.array([7, 8])), ["8", "7"]),
        ("worker_id", pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int32()), pa.array(["a", None])), ["a", None]),
        ("worker_id", pa.nulls(2), [None, None]),
        ("task_id", pa.array([10, 11]), ["10", "11"]),
        ("task_id", pa.nulls(2), [None, None]),
        ("task_count", pa.array([3.0, 4.0]), [3, 4]),
        ("task_count", pa.array([3, 4], pa.int8()), [3, 4]),
        ("pay", pa.array([0.1, 0.25]), [Decimal("0.1"), Decimal("0.25")]),
        ("pay", pa.array([Decimal("0.5"), None], pa.decimal128(5, 1)), [Decimal("0.5"), None]),
    ],
)  # fmt: skip
def test_a_column_of_another_type_is_brought_to_its_own(
    name: str, cells: pa.Array, values: list[object]
) -> None:
    """Without a value changed."""
    found = conformed(tasks(**{name: cells}))
    assert found.schema.field(name).type == SCHEMA.field(name).type
    assert found[name].to_pylist() == values


@pytest.mark.parametrize(
    ("name", "cells", "reason"),
    [
        ("worker_id", pa.array([1.5, 2.5]), "has values of type double"),
        ("worker_id", pa.array([b"a", b"b"]), "has values of type binary"),
        ("started_at", pa.array([date(2024, 3, 1)] * 2), "has values of type date32"),
        ("started_at", pa.array([datetime(2024, 3, 1)] * 2), "has values of type timestamp"),  # noqa: DTZ001
        ("pay", pa.array(["2", "3"]), "has values of type string"),
        ("pay", pa.array([0.1234567, 2.0]), "has more than six decimals"),
        ("pay", pa.array([10**15, 2]), "has values of type int64"),
        ("task_count", pa.array([1.5, 2.0]), "has values of type double"),
        ("task_count", pa.array(["1", "2"]), "has values of type string"),
    ],
)  # fmt: skip
def test_a_column_that_would_have_to_be_guessed_is_refused_by_name(
    name: str, cells: pa.Array, reason: str
) -> None:
    """Text is no number, a local stamp no instant, and half a task no task."""
    with pytest.raises(InputRefused, match=reason.replace("\\\\", "\\")) as refusal:
        wageaudit.audit(tasks(**{name: cells}))
    assert refusal.value.problem.column in {name, ""}


def parquet(table: pa.Table) -> Source:
    """The table as a Parquet file."""
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return given(stream.getvalue())


def given(data: bytes) -> Source:
    """A file of these bytes."""
    return Source("log.parquet", "log", "", "log", len(data), lambda: data)


def reason_of(source: Source) -> tuple[str, str]:
    """What is said of a file that is refused, and of which column."""
    with pytest.raises(InputRefused) as refusal:
        read_sources([source], Options(), alone=True)
    return str(refusal.value.problem.reason), refusal.value.problem.column


def test_a_parquet_file_that_was_cut_is_not_whole() -> None:
    """At its end, and in the middle of a column whose footer stands."""
    data = parquet(tasks()).read()
    assert reason_of(given(data[:-20]))[0].startswith("is not a whole Parquet file")
    at = data.index(b"PAR1") + 4
    assert reason_of(given(data[:at] + bytes(200) + data[at + 200 :]))[0].startswith(
        "is not a whole Parquet file"
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (pa.array([["a"], ["b"]]), "has values of type list"),
        (pa.array([{"a": 1}, {"a": 2}]), "has values of type struct"),
        (pa.array([1, 2], pa.duration("s")), "has values of type duration"),
    ],
)
def test_a_column_of_nested_values_is_refused_by_name(cells: pa.Array, reason: str) -> None:
    """No cell of a table holds a list."""
    said, column = reason_of(parquet(tasks(note=cells, project=cells)))
    assert said.startswith(reason)
    assert column in {"note", "project"}


def test_text_that_is_not_utf_8_is_refused_by_name() -> None:
    """A program wrote bytes and called them text."""
    broken = pa.StringArray.from_buffers(2, pa.array(["ab", "cd"]).buffers()[1], pa.py_buffer(b"\xff\xfecd"))
    dictionary = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int32()), broken)
    said, column = reason_of(parquet(tasks(worker_id=dictionary)))
    assert (said, column) == ("has text that is not UTF-8", "worker_id")
