"""A file read fast and in pieces: the rows, the refusals and the notes of the same file read cell by cell and at once."""

import gc
import importlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import wageaudit
from wageaudit import engine

HEADER = "worker_id,task_id,started_at,ended_at,pay,currency,country"
SECONDS = 1_709_251_200


def lines(rows: int, pay: str = "0.10") -> list[str]:
    """Rows of a clean log, one task of five minutes an hour."""
    return [
        f"w{at % 7},t{at},2024-03-{1 + at % 28:02d}T{at % 24:02d}:00:00Z,2024-03-{1 + at % 28:02d}T{at % 24:02d}:05:00Z,{pay},USD,US"
        for at in range(rows)
    ]


def columns(rows: int) -> dict[str, pa.Array]:
    """Columns of a clean Parquet log, one task of half an hour a second."""
    starts = pa.array([SECONDS + at for at in range(rows)], pa.int64()).cast(pa.timestamp("s", "UTC"))
    return {
        "started_at": starts,
        "currency": pa.array(["USD"] * rows),
        "country": pa.array(["US"] * rows),
        "pay": pa.array([0.5] * rows),
    }


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_no_row_is_lost_behind_a_header_that_ends_another_way_than_the_rows(tmp_path: Path, end: str) -> None:
    """The first row once lay in the line of a header that ended with a carriage return alone."""
    log = tmp_path / "log.csv"
    log.write_bytes((HEADER + end + "\n".join(lines(2000)) + "\n").encode())
    assert log.stat().st_size > 1 << 16
    reading = wageaudit.read([str(log)])
    assert reading.table.num_rows == 2000
    assert reading.table.column("task_id")[0].as_py() == "t0"


def test_pay_that_is_missing_from_a_later_piece_of_a_file_is_missing_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that pays by row lists the rows without pay, wherever it was cut."""
    monkeypatch.setattr(importlib.import_module("wageaudit.readers.canonical.clean"), "PIECE", 1 << 15)
    log = tmp_path / "log.csv"
    log.write_text("\n".join([HEADER, *lines(1500), *lines(3000, pay="")[1500:]]) + "\n", encoding="utf-8")
    reading = wageaudit.read([str(log)])
    assert reading.table.num_rows == 1500
    assert {problem.code for problem in reading.problems} == {"no-pay"}
    assert [problem.row for problem in reading.problems] == list(range(1502, 3002))


def test_pay_that_is_missing_from_a_later_batch_of_a_parquet_file_is_missing_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches are judged apart, but whether a file pays by row is said of the file."""
    monkeypatch.setattr(importlib.import_module("wageaudit.readers.canonical.parquet"), "BATCH", 100)
    path = tmp_path / "log.parquet"
    pq.write_table(pa.table(columns(200) | {"pay": pa.array([0.5] * 100 + [None] * 100)}), path)
    reading = wageaudit.read([str(path)])
    assert (reading.table.num_rows, len(reading.problems)) == (100, 100)


@pytest.mark.parametrize(
    "workers",
    [pa.array([7, 8] * 50), pa.array([True, False] * 50), pa.nulls(100), pa.array([7.0, None] * 50)],
    ids=["whole numbers", "booleans", "nothing", "floats"],
)
def test_workers_of_a_parquet_file_need_not_be_text(tmp_path: Path, workers: pa.Array) -> None:
    """Ids that are numbers, as data frames write them, are read as their digits."""
    path = tmp_path / "log.parquet"
    pq.write_table(pa.table(columns(100) | {"worker_id": workers}), path)
    reading = wageaudit.read([str(path)])
    assert reading.table.num_rows == 100


def test_an_audit_outlives_the_run_whose_rows_lie_in_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What audit_files() returns still reads its rows; their folder goes when it does."""
    monkeypatch.setattr(engine, "STREAMED", 0)
    monkeypatch.setattr(engine, "free_memory", lambda: 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "room"))
    (tmp_path / "room").mkdir()
    log = tmp_path / "log.csv"
    log.write_text("\n".join([HEADER, *lines(2000)]) + "\n", encoding="utf-8")
    found = wageaudit.audit_files([str(log)])
    gc.collect()
    assert list((tmp_path / "room").iterdir())
    assert found.table(()).column("tasks").to_pylist() == [2000]
    del found
    gc.collect()
    assert not list((tmp_path / "room").iterdir())


def test_notes_on_merged_rows_come_in_the_order_of_files_and_rows_however_the_rows_were_shelved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of problems has the same bytes whether a log was read at once or in pieces."""
    log = tmp_path / "log.csv"
    again = [line.replace(",0.10,", ",0.20,") for line in lines(60)]
    log.write_text("\n".join([HEADER, *lines(2000), *again]) + "\n", encoding="utf-8")
    at_once = engine.run([str(log)]).problems()
    monkeypatch.setattr(engine, "STREAMED", 0)
    monkeypatch.setattr(engine, "shelves_for", lambda _: 4)
    shelved = engine.run([str(log)])
    assert len(shelved.audit.tables) == 4
    assert shelved.problems() == at_once
    differing = [problem.row for problem in at_once if problem.code == "duplicate-differs"]
    assert len(differing) == 60
    assert differing == sorted(differing)
