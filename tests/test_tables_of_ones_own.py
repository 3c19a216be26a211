"""Tables that a program hands to audit(): of other types than the task table's they give the same figures, or are refused."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

import wageaudit
from wageaudit.errors import InputRefused

BEGIN = datetime(2024, 3, 1, tzinfo=UTC)
ROWS = 12


def tasks(**given: pa.Array) -> pa.Table:
    """Twelve tasks of five minutes by three workers, two dollars each, some columns as given."""
    stamps = pa.timestamp("us", "UTC")
    columns = {
        "worker_id": pa.array([f"w{at % 3}" for at in range(ROWS)]),
        "started_at": pa.array([BEGIN + timedelta(minutes=10 * at) for at in range(ROWS)], stamps),
        "ended_at": pa.array([BEGIN + timedelta(minutes=10 * at + 5) for at in range(ROWS)], stamps),
        "pay": pa.array([Decimal(2)] * ROWS, pa.decimal128(18, 6)),
        "currency": pa.array(["USD"] * ROWS),
        "country": pa.array(["US"] * ROWS),
    }
    return pa.table(columns | given)


def figures(table: pa.Table) -> list[dict[str, object]]:
    """The result table by worker."""
    return wageaudit.audit(table).table(("worker",)).to_pylist()


@pytest.mark.parametrize(
    "kind",
    [pa.int64(), pa.int8(), pa.float64(), pa.float32(), pa.decimal128(10, 2), pa.decimal128(38, 9)],
    ids=str,
)
def test_two_dollars_are_two_dollars_in_any_type_of_number(kind: pa.DataType) -> None:
    """Whole numbers were once taken for millionths."""
    pay = pa.array([2] * ROWS).cast(pa.float64() if pa.types.is_floating(kind) else pa.int64())
    pay = pa.array([Decimal(2)] * ROWS, kind) if pa.types.is_decimal(kind) else pay.cast(kind)
    assert figures(tasks(pay=pay)) == figures(tasks())


@pytest.mark.parametrize("unit", ["s", "ms", "ns"])
def test_stamps_of_another_unit_are_the_same_instants(unit: str) -> None:
    """Milliseconds were once taken for microseconds."""
    kind, given = pa.timestamp(unit, "Europe/Paris"), tasks()
    found = tasks(**{name: given.column(name).cast(kind) for name in ("started_at", "ended_at")})
    assert figures(found) == figures(tasks())


def test_codes_of_a_dictionary_past_127_are_no_negative_numbers() -> None:
    """Codes without a sign are read without one."""
    names = [f"w{at:03d}" for at in range(250)]
    codes = pa.array([at % 3 + 200 for at in range(ROWS)], pa.uint8())
    found = figures(tasks(worker_id=pa.DictionaryArray.from_arrays(codes, pa.array(names))))
    assert [row["worker"] for row in found] == ["w200", "w201", "w202"]


def test_a_null_among_the_labels_of_a_dictionary_is_no_worker_of_that_name() -> None:
    """Such a row has no worker."""
    codes = pa.array([at % 3 for at in range(ROWS)], pa.int32())
    found = figures(tasks(worker_id=pa.DictionaryArray.from_arrays(codes, pa.array(["a", None, "c"]))))
    assert [row["worker"] for row in found] == ["", "a", "c"]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("pay", pa.array([0.1 + 0.2] * ROWS)),
        ("pay", pa.array(["2"] * ROWS)),
        ("pay", pa.array([Decimal("0.0000001")] * ROWS, pa.decimal128(18, 7))),
        ("started_at", pa.array([BEGIN.replace(tzinfo=None)] * ROWS, pa.timestamp("us"))),
        ("started_at", pa.array([BEGIN.isoformat()] * ROWS)),
        ("task_count", pa.array([1.5] * ROWS)),
        ("worker_id", pa.array([1.5] * ROWS)),
    ],
)
def test_a_column_that_would_be_rounded_or_guessed_is_refused(name: str, cells: pa.Array) -> None:
    """Nothing is rounded, no zone is assumed, no text is parsed here."""
    with pytest.raises(InputRefused):
        wageaudit.audit(tasks(**{name: cells}))
