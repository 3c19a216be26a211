"""Canonical Parquet: the typed way and the way over text give the same table, or the typed way leaves it alone."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wageaudit import Options
from wageaudit.files import sources
from wageaudit.readers import canonical
from wageaudit.readers.canonical import READER, mapping
from wageaudit.readers.canonical.parquet import parquet_header, read_typed

MONEY = pa.decimal128(18, 6)
SECONDS = pa.timestamp("s", "UTC")
START = [1_700_000_000 + 60 * at for at in range(6)]
WORKERS = ["a", "b", None, "a", "w 1", "b"]


def both(path: Path) -> tuple[pa.Table | None, pa.Table]:
    """(the typed way's table, if it takes the file; the exact way's)."""
    (source,), _ = sources([str(path)])
    typed = read_typed(source, Options(), READER, mapping(source.name, parquet_header(source)))
    return typed and typed.table, canonical._exact(source, Options()).table


def written(path: Path, **columns: pa.Array) -> Path:
    """A file of six tasks, some columns given."""
    table = {
        "worker_id": pa.array(WORKERS),
        "started_at": pa.array(START, SECONDS),
        "currency": pa.array(["EUR"] * 6),
    }
    pq.write_table(pa.table(table | columns), path, row_group_size=4)
    return path


@pytest.mark.parametrize(
    "pay",
    [
        pa.array(["0.5", "1", None, "-2.25", "0.000001", "3"]).cast(MONEY),
        pa.array([1, 2, None, -3, 0, 5]),
        pa.array([0.5, 0.1, None, -2.25, 0.000001, 123456.789]),
        pa.array(["0.5", "0.10", None, "-2.25", "1", "3"]),
        pa.array(["0.5", "1", None, "2", "0.01", "3"]).cast(pa.decimal128(9, 2)),
    ],
    ids=["decimals", "whole numbers", "floats", "text", "short decimals"],
)
def test_amounts_of_every_type_are_read_alike(tmp_path: Path, pay: pa.Array) -> None:
    """And the typed way takes them all."""
    typed, exact = both(
        written(
            tmp_path / "log.parquet",
            pay=pay,
            status=pa.array(["approved", "approved", "rejected", "approved", "pending", "approved"]),
        )
    )
    assert typed is not None
    assert typed.to_pylist() == exact.to_pylist()


@pytest.mark.parametrize(
    "columns",
    [
        {"pay": pa.array([0.1 + 0.2, 1.0, 1.0, 1.0, 1.0, 1.0])},
        {"pay": pa.array([float("nan"), 1.0, 1.0, 1.0, 1.0, 1.0])},
        {"pay": pa.array([0.1] * 6, pa.float32())},
        {"started_at": pa.array(START, pa.timestamp("s")), "timezone": pa.array(["Africa/Nairobi"] * 6)},
        {"started_at": pa.array([at * 10**9 + 1 for at in START], pa.timestamp("ns", "UTC"))},
        {"task_id": pa.array(["t 1", "2", "3", "4", "5", "6"])},
        {"task_id": pa.array(["n/a", "2", "3", "4", "5", "6"])},
        {"status": pa.array(["approved", "lost", "approved", "approved", "approved", "approved"])},
        {"country": pa.array(["NA", "FR", "FR", "FR", "FR", "FR"])},
        {"project": pa.array([1, 2, 3, 4, 5, 6]).dictionary_encode()},
        {"task_id": pa.array([1, 2, 3, 4, 5, 6])},
        {"task_count": pa.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])},
        {"task_count": pa.array([1, 2, 3, 4, 5, -1])},
        {"task_count": pa.array([1, 2, 3, 4, 5, 1_000_000_001])},
        {"pay": pa.array([1, 2, 3, 4, 5, 1 << 60])},
        {"pay": pa.array([1, 2, 3, 4, 5, 10**12 + 1])},
        {"pay": pa.array([True] * 6)},
        {"pay": pa.array(["1e3", "1", "1", "1", "1", "1"])},
        {"active_seconds": pa.array([31_622_401, 1, 1, 1, 1, 1])},
        {"started_at": pa.array([0, *START[1:]], pa.timestamp("s", "UTC"))},
    ],
    ids=[
        "digits past six", "not a number", "short floats", "local times", "nanoseconds", "white space", "words for nothing",
        "unknown words", "Namibia",
        "labels that are numbers", "ids that are numbers", "counts with decimals", "a count below none",
        "a count too large", "pay past exactness", "pay too large", "yes for pay", "an exponent", "more than a year", "before 1990",
    ],
)  # fmt: skip
def test_what_the_exact_way_would_speak_of_is_left_to_it(
    tmp_path: Path, columns: dict[str, pa.Array]
) -> None:
    """The typed way judges nothing."""
    path = written(tmp_path / "log.parquet", **columns)
    (source,), _ = sources([str(path)])
    assert read_typed(source, Options(), READER, mapping(source.name, parquet_header(source))) is None


def test_dictionaries_and_other_units_are_read_as_they_are(tmp_path: Path) -> None:
    """Pandas writes categories with small indices, Spark milliseconds."""
    columns = {
        "project": pa.array(["x", "y", "x", None, "y", "x"]).dictionary_encode().cast(pa.dictionary(pa.int8(), pa.string())),
        "ended_at": pa.array([at * 1000 + 250 for at in START], pa.timestamp("ms", "UTC")),
        "task_count": pa.array([1, 2, 3, 4, 5, 6], pa.int16()),
    }  # fmt: skip
    typed, exact = both(written(tmp_path / "log.parquet", **columns))
    assert typed is not None
    assert typed.to_pylist() == exact.to_pylist()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=6, max_size=6))
def test_a_float_the_typed_way_takes_is_the_exact_ways(
    tmp_path_factory: pytest.TempPathFactory, pay: list[float]
) -> None:
    """The shortest form that reads back as the same float."""
    path = written(tmp_path_factory.mktemp("floats") / "log.parquet", pay=pa.array(pay))
    (source,), _ = sources([str(path)])
    typed = read_typed(source, Options(), READER, mapping(source.name, parquet_header(source)))
    if typed is not None:
        assert typed.table.to_pylist() == canonical._exact(source, Options()).table.to_pylist()


def test_text_kept_as_views_is_text(tmp_path: Path) -> None:
    """As newer programs write it."""
    path = written(
        tmp_path / "log.parquet",
        currency=pa.array(["EUR"] * 6, pa.string_view()),
        task_id=pa.array([str(at) for at in range(6)], pa.string_view()),
    )
    typed, exact = both(path)
    assert exact.column("currency").to_pylist() == ["EUR"] * 6
    assert exact.column("task_id").to_pylist() == [str(at) for at in range(6)]
    assert typed is None or typed.equals(exact)
