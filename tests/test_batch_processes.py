"""What the processes of a batch do together from the first, hashing, and what is kept between them, narrow and whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from batches import members, published

from wageaudit.batch import keeping, run, units
from wageaudit.batch.executors import Processes
from wageaudit.files import hashing, save, spilling
from wageaudit.options import Options
from wageaudit.readers import canonical
from wageaudit.shelves import collect, shelve
from wageaudit.vocabulary import Vocabularies

SHELVES = 4


def test_many_bytes_are_hashed_by_the_processes_that_read_them_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have begun by the time there is something to read; few bytes are hashed before one would have begun."""
    folder, given = members(tmp_path / "logs", 20, 10), []
    plain = Processes._given

    def noted(self: Processes, work: object, job: object) -> object:
        given.append(work.__name__)  # type: ignore[attr-defined]
        return plain(self, work, job)  # type: ignore[arg-type]

    monkeypatch.setattr(Processes, "_given", noted)
    executor = Processes(2)
    try:
        run(str(folder), str(tmp_path / "few"), Options(), executor)
        assert given == []
        monkeypatch.setattr(hashing, "LIGHT", 0)
        monkeypatch.setattr(units, "LIGHT", 0)
        run(str(folder), str(tmp_path / "many"), Options(), executor)
    finally:
        executor.stop()
    assert given[0] == "_digests"
    assert published(tmp_path / "few") == published(tmp_path / "many")


def test_columns_of_sums_are_kept_narrow_and_come_back_as_they_were(tmp_path: Path) -> None:
    """Whatever their width, also with the lowest number there is, which no narrower width tells from an empty cell."""
    lowest, highest = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    columns = [
        np.zeros(1000, np.int64),
        np.array([-1, 127], np.int32),
        np.array([40_000, -40_000], np.int64),
        np.array([1, lowest, highest], np.int64),
        np.array([], np.int64),
        np.array([3, 200], np.uint8),
        np.array([True, False]),
        np.arange(6, dtype=np.int64).reshape(2, 3),
    ]
    keeping.put_away(tmp_path / "sums", columns)
    edges = keeping.put_in_parts(tmp_path / "parts", {2: columns, 5: columns[2]})
    assert (tmp_path / "sums").stat().st_size < columns[0].nbytes // 2
    for found in (
        keeping.taken_out(tmp_path / "sums"),
        keeping.taken_out(tmp_path / "parts", *edges["2"]),
        [*columns[:2], keeping.taken_out(tmp_path / "parts", *edges["5"]), *columns[3:]],
    ):
        for column, own in zip(columns, found, strict=True):
            assert own.dtype == column.dtype
            assert own.tolist() == column.tolist()
            assert own.flags.writeable


@pytest.mark.parametrize("workers", [1, 9], ids=["one worker's", "many workers'"])
def test_a_kept_file_gives_its_rows_back_shelf_by_shelf_and_stays_open_only_where_more_are_wanted(
    tmp_path: Path, workers: int
) -> None:
    """A log of one worker, as most of a union's are, is read at once."""
    told = [
        {
            "worker_id": f"w{at % workers}",
            "started_at": f"2024-03-04T{at % 24:02d}:00:00Z",
            "pay": f"{at}.25",
            "currency": "KES",
        }
        for at in range(90)
    ]
    table = canonical.from_rows(told, Options()).table
    piece = shelve(table, SHELVES, Vocabularies())
    kept = save(piece, tmp_path / "0.arrow")
    some = np.flatnonzero(np.diff(piece.edges)).tolist()
    assert (len(some) > 1) == (workers > 1)
    for at in some:
        assert collect([kept], at).to_pylist() == collect([piece], at).to_pylist()
    assert sum(collect([kept], at).num_rows for at in some) == len(told)
    opened = getattr(spilling._own, "readers", {})
    assert (tmp_path / "0.arrow" in opened) == (workers > 1)
