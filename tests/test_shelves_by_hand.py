"""Shelves and vocabularies in a handful of rows: what each piece keeps, to the microsecond and to the label."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

import wageaudit
from wageaudit import narrowing, shelves, vocabulary
from wageaudit.arrays import lengths
from wageaudit.shelves import Shelves, cut, shelf_of, shelve
from wageaudit.vocabulary import ENTRY, Met, Vocabularies

HOUR = "2024-06-03T10"


def rows(*said: str) -> pa.Table:
    """Tasks: worker, project (_ for none), minutes and seconds of the start."""
    return wageaudit.tasks_from_rows(
        [
            {"worker_id": worker, "project": project.strip("_"), "started_at": f"{HOUR}:{clock}Z", "currency": "USD", "pay": f"{at}.25"}
            for at, (worker, project, clock) in enumerate(one.split() for one in said)
        ]
    ).table  # fmt: skip


def told(table: pa.Table) -> list[tuple[object, ...]]:
    """(worker, project, start, pay) of each row."""
    names = ("worker_id", "project", "started_at", "pay")
    return [tuple(line.get(name) for name in names) for line in table.to_pylist()]


MIXED = ("b x 00:00", "a y 00:00.000001", "b _ 01:00", "c z 02:00.5", "a x 03:00", "b y 59:59.999999")


@pytest.mark.parametrize(("few", "flags"), [(0, 0), (0, 1 << 22), (1000, 0)])
@pytest.mark.parametrize("size", [1, 2, 6])
def test_every_row_comes_back_from_its_shelf_as_it_was(
    few: int, flags: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole seconds beside fractions, none beside some project; rows of a shelf in their order."""
    monkeypatch.setattr(shelves, "FEW", few)
    monkeypatch.setattr(shelves, "FLAGS", flags)
    table, words = rows(*MIXED), Vocabularies()
    pieces = [shelve(table.slice(low, size), 3, words) for low in range(0, 6, size)]
    mine = shelf_of(pa.array([one[0] for one in MIXED]), 3).tolist()
    every = told(table)
    for at in range(3):
        assert told(Shelves(pieces, 3)[at]) == [
            row for row, shelf in zip(every, mine, strict=True) if shelf == at
        ]
    with pytest.raises(IndexError):
        Shelves(pieces, 3)[3]
    with pytest.raises(IndexError):
        Shelves(pieces, 3)[-1]


def test_stamps_take_the_room_of_their_span_in_the_longest_step_that_fits_all_of_a_piece() -> None:
    """Steps of a second, a thousandth or a microsecond; one fraction keeps all its piece from a longer one."""
    for clocks, step, kind in (
        (("00:00", "01:00"), b"1000000", pa.int8()),
        (("00:00", "59:00"), b"1000000", pa.int16()),
        (("00:00", "01:00.5"), b"1000", pa.int32()),
        (("00:30.5", "00:00.4999"), b"1", pa.int32()),
        (("00:00.000001", "00:00.000002"), b"1", pa.int8()),
        (("00:00.000001", "00:01.000001"), b"1000000", pa.int8()),
        (("00:00",) * 70 + ("00:00.25",), b"1000", pa.int16()),
        (("00:00",) * 70 + ("00:00.000250",), b"1", pa.int16()),
    ):
        table = rows(*(f"a x {clock}" for clock in clocks))
        piece = shelve(table, 1, Vocabularies())
        assert piece.rows.schema.metadata[b"started_at"] == step, clocks
        assert piece.rows.schema.field("started_at").type == kind, clocks
        (found,) = Shelves([piece.lifted({"source_row": 0})], 1)
        assert told(found) == told(table)


def test_a_table_is_left_whole_where_one_shelf_is_enough_or_no_worker_is_named() -> None:
    """As it came."""
    table = rows(*MIXED)
    nobody = table.drop_columns("worker_id")
    assert list(cut(table, 1)) == [table]
    assert list(cut(nobody, 4)) == [nobody]
    assert sum(shelf.num_rows for shelf in cut(table, 4)) == 6
    assert len(cut(table, 4)) == 4


def test_a_table_in_several_pieces_goes_onto_shelves_whole() -> None:
    """Pieces with labels of their own, one of them without rows."""
    parts = [rows(*MIXED[:2]), rows(*MIXED).slice(0, 0), rows(*MIXED[2:])]
    table = pa.concat_tables([part.select(parts[0].column_names) for part in parts], promote_options="none")
    assert table.column("worker_id").num_chunks > 1
    (found,) = Shelves([shelve(table, 1, Vocabularies())], 1)
    assert [one[:3] for one in told(found)] == [one[:3] for one in told(rows(*MIXED))]


def test_rows_lie_in_one_stretch_only_where_columns_and_steps_are_alike() -> None:
    """The step is no part of an Arrow type."""
    piece = shelve(rows("a x 00:00"), 1, Vocabularies()).rows
    steps = piece.schema.metadata
    assert shelves.shape(piece) == shelves.shape(piece.slice(0, 0))
    wide = piece.set_column(0, "worker_id", pa.array([0], pa.int64()))
    assert shelves.shape(piece) == shelves.shape(wide)
    assert shelves.shape(piece) != shelves.shape(piece.set_column(0, "worker_id", pa.array(["a"])))
    assert shelves.shape(piece) != shelves.shape(piece.replace_schema_metadata(steps | {b"started_at": b"1"}))
    assert shelves.shape(piece) != shelves.shape(piece.replace_schema_metadata(None))
    assert shelves.shape(piece) != shelves.shape(piece.select(piece.schema.names[:-1]))
    assert shelves.shape(piece.replace_schema_metadata(None)) == shelves.shape(
        piece.replace_schema_metadata({})
    )


def test_numbers_in_steps_are_lifted_by_what_their_piece_says() -> None:
    """Each piece by its own; nulls stay."""
    cells, holes = [np.array([1, -128], np.int8), np.array([3], np.int16)], [True, False]
    for steps, lifts, found in (
        ([1, 1], [0, 0], [1, None, 3]), ([10, 10], [0, 0], [10, None, 30]), ([10, 1], [0, 0], [10, None, 3]),
        ([1, 1], [7, 0], [8, None, 3]), ([10, 1], [0, 5], [10, None, 8]),
        ([1, 1], [np.array([7, 9]), 1], [8, None, 4]),
    ):  # fmt: skip
        assert narrowing.widened(cells, pa.int64(), steps, holes, lifts).to_pylist() == found


def test_codes_of_several_pieces_mean_the_labels_they_had() -> None:
    """The same labels, the same once more, in another order, or others; none stays none."""
    plain, same, other = (pa.array(words) for words in (["a", "b"], ["a", "b"], ["b", "c"]))
    turned = pa.array(["b", "a"])
    code = np.array([0, 1, -1, 1, 0, -1], np.int8)
    for labels, found in (
        ([plain, plain], ["a", "b", None, "b", "a", None]), ([plain, other], ["a", "b", None, "c", "b", None]),
        ([plain, same], ["a", "b", None, "b", "a", None]), ([plain, turned], ["a", "b", None, "a", "b", None]),
        ([turned, plain], ["b", "a", None, "b", "a", None]), ([turned, turned], ["b", "a", None, "a", "b", None]),
    ):  # fmt: skip
        assert shelves._relabelled(code, labels, [3, 3]).to_pylist() == found


@pytest.mark.parametrize("many", [1, 1024])
def test_labels_have_the_codes_they_had_before_however_many_are_asked_for(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One by one, and all at once: known ones, new ones among them, none at all."""
    monkeypatch.setattr(vocabulary, "MANY", many)
    words = Vocabularies()
    said: list[tuple[list[str | None], list[int]]] = [
        (["b", "a"], [1, 0, -1]),
        (["a", None, "b"], [0, -1, 1, -1]),
        (["a", "b"], [0, 1, -1]),
        (["d", "a", "c", "b"], [3, 0, 2, 1, -1]),
        (["c", "e"], [2, 4, -1]),
        ([], [-1]),
    ]
    for labels, codes in said:
        assert words.codes("project", pa.array(labels, pa.string())).tolist() == codes, labels
    assert words.knows("project", pa.array(["e", None, "a", "b", "c"]))
    assert not words.knows("project", pa.array(["e", "f"]))
    assert words.labels()["project"].to_pylist() == ["a", "b", "c", "d", "e"]
    assert words.nbytes == 5 * (ENTRY + 1)


@pytest.mark.parametrize("slots", [1, 8])
def test_many_labels_are_found_whatever_slots_they_share(slots: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly as many slots as labels, or many more; known, new and none side by side; a label that begins as another."""
    monkeypatch.setattr(vocabulary, "SLOTS", slots)
    met, known = Met(), [f"worker {at % 7}-{at}" for at in range(5000)]
    for low in range(0, 5000, 1250):
        assert met.admit(known[low : low + 1250]) == sorted(known[low : low + 1250])
    asked = [None if at % 11 == 0 else known[at] if at % 3 else f"{known[at]}." for at in range(0, 5000, 2)]
    found = met.find(pa.array(["left out", *asked]).slice(1)).tolist()
    assert found == [met.codes.get(one, -1) if one else -1 for one in asked]
    assert sorted(met.codes.values()) == list(range(5000))


def test_texts_of_one_fingerprint_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more than eight letters an equal fingerprint is no proof: the letters are."""
    monkeypatch.setattr(vocabulary, "fingerprints", lambda texts: np.full(len(texts), 7, np.uint64))
    met, known = Met(), [f"w-{at:07}" for at in range(1100)]
    met.admit(known)
    asked = [*known, *(f"w-{at:07}" for at in range(2000, 2100))]
    assert met.find(pa.array(asked)).tolist() == [*range(1100), *[-1] * 100]


def test_the_length_of_a_text_is_that_of_its_bytes() -> None:
    """Of a part of a column its own; of no text nothing, though it may lie nowhere."""
    assert lengths(pa.array(["ab", "", "é", "x"]).slice(1)).tolist() == [0, 2, 1]
    assert lengths(pa.array([], pa.string())).tolist() == []


def test_short_labels_are_told_apart_from_none_and_from_those_they_begin() -> None:
    """From no letter at all to nine; what lies in memory under none is no label."""
    met, known = (
        Met(),
        ["", *(f"{at:0{width}}" for width in range(1, 10) for at in range(9)), *map(str, range(100, 1200))],
    )
    met.admit(known)
    under_none = pa.Array.from_buffers(
        pa.string(),
        1200,
        [pa.py_buffer(bytes(150)), *pa.array([f"{at % 9}" for at in range(1200)]).buffers()[1:]],
    )
    assert set(met.find(under_none).tolist()) == {-1}
    asked = [*known, *(f"{one}x" for one in known), *(f"{one}\0" for one in known)]
    assert met.find(pa.array(asked)).tolist() == [met.codes.get(one, -1) for one in asked]
    assert set(met.find(pa.array(known)).tolist()) == set(range(len(set(known))))


def test_a_piece_stands_without_the_labels_of_columns_that_others_brought() -> None:
    """One vocabulary serves pieces of several kinds; what a piece is kept with is its own."""
    words = Vocabularies()
    shelve(rows("a x 00:00"), 1, words)
    piece = shelve(rows("b y 00:00").drop_columns(["project"]), 1, words)
    ((kept, labels),) = piece.alone().values()
    assert "project" not in labels
    assert set(labels) < set(kept.schema.names)


def test_a_vocabulary_says_about_how_much_room_it_takes() -> None:
    """Each label once: its letters and an entry; nothing for none."""
    words = Vocabularies()
    assert words.nbytes == 0
    words.codes("project", pa.array(["ab", None, "c", "ab"]))
    assert words.nbytes == 3 + 2 * ENTRY
    words.codes("project", pa.array(["ab", "defg"]))
    words.codes("requester", pa.array(["ab"]))
    assert words.nbytes == 9 + 4 * ENTRY


def test_labels_told_once_are_told_anew_when_others_have_come() -> None:
    """Codes stay what they were."""
    words = Vocabularies()
    words.codes("project", pa.array(["m", "k"]))
    assert words.labels()["project"].to_pylist() == ["k", "m"]
    assert words.labels()["project"] is words.labels()["project"]
    words.codes("project", pa.array(["a"]))
    assert words.labels()["project"].to_pylist() == ["k", "m", "a"]


def test_narrow_numbers_stand_in_a_wider_column_as_they_are_and_empty_cells_stay_empty() -> None:
    """The lowest value of a width means none only where some cell of the column is empty."""
    cells = pa.array([1, -128, -1], pa.int8())
    for holes, low in ((True, -(1 << 31)), (False, -128)):
        found = narrowing.as_wide(cells, pa.int32(), holes=holes)
        assert found.dtype == np.int32
        assert found.tolist() == [1, low, -1]
    assert narrowing.as_wide(cells, pa.int8(), holes=True).tolist() == [1, -128, -1]
