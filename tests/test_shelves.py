"""Rows read piece by piece onto shelves, in memory or spilled, give the figures of rows read at once."""

import sys
from functools import cache
from pathlib import Path
from typing import Never

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from strategies import logs

import wageaudit
from wageaudit import engine, files
from wageaudit.shelves import Piece, Shelves, cut, shelf_of, shelve, shelves_for
from wageaudit.vocabulary import Vocabularies

GROUPINGS = [("worker",), ("worker", "week"), ("week", "worker"), ("project",), (), ("worker", "project")]
HEADER = "worker_id,project,task_id,status,started_at,ended_at,pay,bonus,currency,country"


@cache
def canonical(rows: int, seed: int = 3) -> str:
    """A clean log of many workers whose tasks overlap, pause and repeat."""
    rng = np.random.default_rng(seed)
    start = np.cumsum(rng.integers(0, 400, rows)) + 1_700_000_000
    lines = [HEADER]
    for at in range(rows):
        worker, length = rng.integers(0, 90), rng.integers(0, 900)
        begin, end = np.datetime64(int(start[at]), "s"), np.datetime64(int(start[at] + length), "s")
        task = f"t{at - (at % 50 == 0)}"
        pay = "" if at % 97 == 0 else f"0.{at % 1000:03d}"
        status = ("approved", "rejected", "pending")[at % 3]
        lines.append(f"w{worker},p{at % 70},{task},{status},{begin}Z,{end}Z,{pay},{at % 2}.5,EUR,FR")
    return "\n".join(lines) + "\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A clean file of 6,000 rows."""
    path = tmp_path / "log.csv"
    path.write_text(canonical(6000))
    return path


def plain(table: pa.Table) -> pa.Table:
    """A table whose texts stand in its cells, whatever labels their codes had."""
    kinds = [one.type.value_type if pa.types.is_dictionary(one.type) else one.type for one in table.schema]
    return pa.table(
        {
            name: column.cast(kind)
            for name, column, kind in zip(table.column_names, table.columns, kinds, strict=True)
        }
    )


@pytest.fixture(params=[1 << 40, 0], ids=["in memory", "spilled"])
def streamed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """The engine made to stream every file, in small pieces, with room for all or for nothing."""
    clean = sys.modules["wageaudit.readers.canonical.clean"]
    monkeypatch.setattr(clean, "PIECE", 40_000)
    monkeypatch.setattr(clean, "SMALL", 0)
    monkeypatch.setattr(engine, "STREAMED", 0)
    monkeypatch.setattr(engine, "ROW_BYTES", 1)  # many shelves
    monkeypatch.setattr("wageaudit.shelves.SHELF", 1000)
    monkeypatch.setattr(engine, "WORKING", 0)
    return request.param


def test_streamed_rows_give_the_tables_and_the_ledger_of_rows_read_at_once(log: Path, streamed: int) -> None:
    """By any grouping, and row by row."""
    at_once = wageaudit.audit(wageaudit.read([str(log)]).table)
    run = engine.run([str(log)], memory=streamed)
    assert len(run.audit.tables) > 1
    assert run.account.merged > 0
    for by in GROUPINGS:
        assert run.audit.table(by).equals(at_once.table(by)), by
    assert plain(run.audit.ledger()).equals(plain(at_once.ledger()))


def test_a_file_that_is_not_clean_is_streamed_too(log: Path, streamed: int) -> None:
    """A file that is not clean is streamed too."""
    text = log.read_text().replace("t777,", '"t777",', 1)
    log.write_text(text)
    at_once = wageaudit.audit(wageaudit.read([str(log)]).table)
    run = engine.run([str(log)], memory=streamed)
    assert run.audit.table(("worker",)).equals(at_once.table(("worker",)))
    assert plain(run.audit.ledger()).equals(plain(at_once.ledger()))


def test_several_files_and_readers_meet_on_the_shelves(streamed: int, tmp_path: Path) -> None:
    """Several files and readers meet on the shelves."""
    half = canonical(6000).splitlines()
    (tmp_path / "a.csv").write_text("\n".join(half[:3000]) + "\n")
    (tmp_path / "b.csv").write_text("\n".join([half[0].replace("project", "requester"), *half[3000:]]) + "\n")
    paths = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]
    at_once = wageaudit.audit(wageaudit.read(paths).table)
    run = engine.run(paths, memory=streamed)
    assert run.audit.table(("worker", "requester")).equals(at_once.table(("worker", "requester")))


def one_row() -> pa.Table:
    """A task table of one row."""
    return wageaudit.tasks_from_rows(
        [{"worker_id": "a", "started_at": "2024-01-01", "currency": "EUR"}]
    ).table


def test_the_temporary_file_ends_with_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And with the pieces that lie in it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = files.Store(4, 0)
    held = [store.hold(one_row())]
    (kept,) = store.gathered(held)
    (file,) = tmp_path.rglob("rows")
    assert file.stat().st_size > 0
    del store, held
    assert list(tmp_path.rglob("rows"))  # the piece wants its file
    assert sum(len(shelf) for shelf in Shelves([kept], 4)) == 1
    del kept
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the next piece, or by the end of reading: rows are written while others are read. It names the file, each time."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def full(*_: object) -> Never:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wageaudit.files.stretches.RowFile.put", full)
    for ask in (lambda store: store.hold(one_row()), lambda store: store.gathered([])):
        store = files.Store(4, 0)
        held = [store.hold(one_row())]  # what nobody wants is not written
        with pytest.raises(wageaudit.errors.InputRefused, match="No space left") as first:
            ask(store)
        held.append(store.hold(one_row()))
        with pytest.raises(wageaudit.errors.InputRefused, match="No space left") as second:
            store.gathered([])
        (file,) = {first.value.problem.file, second.value.problem.file}
        assert Path(file).parent.parent == tmp_path


def test_where_no_folder_can_be_made_the_place_of_temporary_files_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same sentence as a full disk."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    store = files.Store(4, 0)
    held = store.hold(one_row())
    with pytest.raises(wageaudit.errors.InputRefused, match="No such file") as refused:
        store.gathered([held])
    assert refused.value.problem.file == str(tmp_path / "gone")


@settings(max_examples=60, deadline=None)
@given(rows=logs())
def test_shelving_and_collecting_lose_and_change_nothing(rows: list[dict[str, object]]) -> None:
    """Shelving and collecting lose and change nothing."""
    table = wageaudit.tasks_from_rows(rows).table
    words = Vocabularies()
    pieces = [shelve(table.slice(low, 3), 5, words) for low in range(0, table.num_rows, 3)]
    found = [row for shelf in Shelves(pieces, 5) for row in shelf.to_pylist()]
    names = table.column_names
    key = lambda row: tuple(str(row[name]) for name in names)  # noqa: E731
    assert sorted(found, key=key) == sorted(table.to_pylist(), key=key)


def test_a_worker_has_one_shelf_whatever_stands_beside_him() -> None:
    """A worker has one shelf whatever stands beside him."""
    labels = pa.array([f"worker {at}" for at in range(500)])
    alone = [int(shelf_of(labels.slice(at, 1), 64)[0]) for at in range(500)]
    assert shelf_of(labels, 64).tolist() == alone
    assert len(set(alone)) == 64


def test_few_rows_stay_in_one_table() -> None:
    """Few rows stay in one table."""
    table = wageaudit.tasks_from_rows(
        [{"worker_id": "a", "started_at": "2024-01-01", "currency": "EUR"}]
    ).table
    assert list(cut(table, shelves_for(table.num_rows))) == [table]
    assert shelves_for(10_000_000) == 20
    assert shelves_for(10**12) == 256


def labelled(begin: int, end: int) -> pa.Table:
    """Rows of 40 workers, each with a project of its own, some with none."""
    return wageaudit.tasks_from_rows(
        [
            {"worker_id": f"w{number % 40}", "project": f"p{number}" if number % 9 else "", "started_at": "2024-06-03T10:00:00Z",
             "ended_at": "2024-06-03T10:01:00Z", "pay": "1", "currency": "USD", "country": "US"}
            for number in range(begin, end)
        ]
    ).table  # fmt: skip


def of(pieces: list[Piece | files.Spilled]) -> list[list[dict[str, object]]]:
    """The rows of each of eight shelves."""
    return [shelf.to_pylist() for shelf in Shelves(pieces, 8)]


@pytest.mark.parametrize(("few", "flags"), [(0, 0), (0, 1 << 22), (1000, 0)])
def test_labels_mean_the_same_shared_by_pieces_or_told_by_each_or_both(
    few: int, flags: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pieces in memory share a vocabulary, pieces in files bring their labels along; rows of both meet on a shelf."""
    monkeypatch.setattr("wageaudit.shelves.FEW", few)
    monkeypatch.setattr("wageaudit.shelves.FLAGS", flags)
    words = Vocabularies()
    first, second = (shelve(labelled(*span), 8, words) for span in ((0, 200), (200, 400)))
    apart = files.save(shelve(labelled(200, 400), 8, Vocabularies()), tmp_path / "apart.arrow")
    together = files.save(second, tmp_path / "together.arrow")
    expected = of([first, second])
    assert of([first, apart]) == of([first, together]) == of([first, apart]) == expected
    assert sum(map(len, expected)) == 400
    assert {row["project"] for shelf in expected for row in shelf} >= {None, "p1", "p398"}


def test_codes_of_labels_stay_when_others_come() -> None:
    """Codes stay; labels are told in their order; none is no label."""
    words = Vocabularies()
    before = words.codes("project", pa.array(["m", None, "k"]))
    after = words.codes("project", pa.array(["a", "m", "z"]))
    assert before.tolist() == [1, -1, 0, -1]
    told = words.labels()["project"]
    assert told.to_pylist() == ["k", "m", "a", "z"]
    assert told.take(pa.array(after[:-1])).to_pylist() == ["a", "m", "z"]


def tables_of(*spans: tuple[int, int]) -> list[pa.Table]:
    """Rows of 40 workers, each table so many from one on."""
    return [labelled(low, low + size) for low, size in spans]


def sizes(store: files.Store) -> list[int]:
    """How many pieces each stretch of the store's file has."""
    return [] if store._file is None else [len(one.before) - 1 for one in store._file._stretches]


@pytest.mark.parametrize(
    ("budget", "stretches"), [(0, [1, 1, 1, 1, 1]), (40_000, [2, 1, 1, 1]), (1 << 24, [])],
    ids=["each alone", "some together", "all in memory"],
)  # fmt: skip
def test_pieces_of_a_store_are_the_same_rows_wherever_they_lie(budget: int, stretches: list[int]) -> None:
    """Pieces of several widths, written one by one, several together, or never; what is added to their rows stays their own."""
    store = files.Store(8, budget)
    tables = tables_of((0, 50), (50, 400), (450, 60), (510, 40), (550, 300))
    tables[3] = tables[3].drop_columns(["project"])
    held = [store.hold(table).lifted({"source_row": 1000 * at}) for at, table in enumerate(tables)]
    words = Vocabularies()
    expected = of(
        [shelve(table, 8, words).lifted({"source_row": 1000 * at}) for at, table in enumerate(tables)]
    )
    assert of(store.gathered(held)) == expected
    assert of(held) == expected
    assert sum(map(len, expected)) == 850
    assert sizes(store) == stretches


def test_pieces_that_lie_together_are_collected_at_once_whatever_their_order_in_the_log() -> None:
    """Two threads read by turns: what they hold comes in another order than it stands in the log; rows keep their numbers."""
    store = files.Store(8, 1 << 14)
    tables = tables_of(*((low, 100) for low in range(0, 900, 100)))
    held = dict(sorted((at, store.hold(tables[at])) for at in (0, 1, 3, 2, 4, 6, 5, 7, 8)))
    lifted = [piece.lifted({"source_row": 1000 * at}) for at, piece in held.items()]
    words = Vocabularies()
    expected = [shelve(table, 8, words).lifted({"source_row": 1000 * at}) for at, table in enumerate(tables)]
    together = store.gathered(lifted)
    assert len(sizes(store)) > 1
    assert len(together) == len(sizes(store)) + sum(piece.place.piece is not None for piece in held.values())
    assert in_order(of(together)) == in_order(of(expected))
    again = [piece.lifted({"source_row": 5}) for piece in together]
    lifted = [shelve(table, 8, words).lifted({"source_row": 5}) for table in tables]
    assert in_order(of(again)) == in_order(of(lifted))


def in_order(shelves: list[list[dict[str, object]]]) -> list[list[dict[str, object]]]:
    """The rows of each shelf in an order of their own."""
    return [sorted(rows, key=str) for rows in shelves]


def test_labels_beyond_the_budget_lie_as_text_with_their_rows() -> None:
    """A vocabulary that grows with the log would not fit in memory either."""
    store = files.Store(8, 24_000)
    tables = tables_of(*((low, 50) for low in range(0, 500, 50)))
    held = [store.hold(table) for table in tables]
    together = store.gathered(held)
    fields = [{one.name: one for one in made.fields} for made in store._file._stretches]
    assert {own["project"].is_text for own in fields} == {True, False}
    assert {(own["worker_id"].is_text, own["worker_id"].width) for own in fields} == {(False, 1)}
    assert of(together) == of([shelve(table, 8, Vocabularies()) for table in tables])


def test_pieces_that_nobody_wants_are_not_written() -> None:
    """A file that was begun the fast way and given up leaves no rows behind."""
    store = files.Store(8, 35_000)
    store.hold(labelled(0, 100))
    kept = [store.hold(labelled(low, low + 300)) for low in (100, 400)]
    found = store.gathered(kept)
    assert sum(int(one.before[-1].sum()) for one in store._file._stretches) == 600
    assert sum(len(shelf) for shelf in of(found)) == 600
