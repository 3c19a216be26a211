"""The fast way and the exact way say the same of any bytes: generated files, and files made worse."""

from __future__ import annotations

import importlib
from pathlib import Path
from random import Random

import pytest
from fuzz.mutations import worse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wageaudit import Options, read
from wageaudit.errors import WageauditError
from wageaudit.files import Source
from wageaudit.readers import canonical, delimited
from wageaudit.readers.delimited import read_delimited

CLEAN = importlib.import_module("wageaudit.readers.canonical.clean")  # a function of this name hides it
HEADER = "worker_id,task_id,project,status,started_at,ended_at,task_count,pay,bonus,currency,country,timezone"
PLAIN = "w{worker},t{at},labels,approved,2024-03-04T10:{minute:02}:00Z,2024-03-04T10:{minute:02}:30.5Z,1,0.05,0,USD,MG,Indian/Antananarivo"
CELLS = (
    "", " ", "-", "n/a", "NaN", "0", "-1", "+1", "1e3", "0.0000001", "1,5", "'=1", "=1", "é", "e\u0301", "\u00a0w1", "w1 ", "Approved", "rejected", "TASK",
    "USD", "usd", "US$", "MG", "Madagascar", "NA", "XX", "UTC", "Mars/Olympus", "2024-03-04", "2024-03-04T10:00", "2024-03-10T02:30:00", "03/04/2024", "31/12/2024",
    "2024-03-04T10:00:00+03:00", "2024-03-04 10:00:00Z", "2024-03-04T10:00:00.123456Z", "2024-03-04T10:00:00.1234567Z", "1989-12-31T23:59:59Z", "2060-01-01T00:00:00Z",
    "2024-03-04T10:00:00+19:00", "2024-03-04T10:00:00-23:59", "2024-03-04T10:00:00+24:00", "9999999999", "10000000000", "1.0", "x" * 300, "a\tb", "\ufeff", "\x00", "a'b",
)  # fmt: skip
ENDS = ("\n", "\r\n", "\r")


def log(rows: int, odd: dict[tuple[int, int], str], end: str) -> bytes:
    """A canonical file with these cells of these rows another."""
    lines = [HEADER]
    for at in range(rows):
        cells = PLAIN.format(worker=at % 3, at=at, minute=at % 60).split(",")
        for (row, column), cell in odd.items():
            if row % rows == at:
                cells[column % len(cells)] = cell
        lines.append(",".join(cells))
    return (end.join(lines) + end).encode()


def told(path: Path, options: Options) -> object:
    """The table and the problems, or the refusal."""
    try:
        reading = read([str(path)], options)
    except WageauditError as refusal:
        return type(refusal).__name__, str(refusal), refusal.mend
    return (
        reading.table.to_pydict(),
        reading.problems,
        [(file.rows_read, file.rows_left_out, file.notes) for file in reading.files],
    )


def both(data: bytes, room: Path, options: Options) -> tuple[object, object]:
    """What the fast way says where it says anything, and what the exact way says."""
    path = room / "log.csv"
    path.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CLEAN, "SMALL", 0)
        patch.setattr(CLEAN, "PIECE", 700)
        fast = told(path, options)
        patch.setattr(canonical, "_fast", lambda *_: None)
        return fast, told(path, options)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for one file after another."""
    return tmp_path_factory.mktemp("room")


@settings(max_examples=120)
@given(
    rows=st.integers(1, 30),
    odd=st.dictionaries(
        st.tuples(st.integers(0, 29), st.integers(0, 11)), st.sampled_from(CELLS), max_size=3
    ),
    end=st.sampled_from(ENDS),
)
@example(rows=30, odd={}, end="\n")
@example(rows=1, odd={(0, 7): "9" * 500}, end="\n")  # of 128 bits they leave -1
@example(rows=1, odd={(0, 7): "1." + "0" * 500}, end="\n")
def test_generated_files_are_one_table_both_ways(
    rows: int, odd: dict[tuple[int, int], str], end: str, room: Path
) -> None:
    """Whatever stands in their cells."""
    fast, exact = both(log(rows, odd, end), room, Options())
    assert fast == exact


@settings(max_examples=200)
@given(seed=st.integers(0, 2**40), rows=st.sampled_from([1, 3, 20, 60]), filled=st.booleans())
@example(seed=8851, rows=20, filled=False)  # a byte-order mark where a piece begins
def test_files_made_worse_are_one_table_both_ways(seed: int, rows: int, filled: bool, room: Path) -> None:
    """Flipped bytes, quotes, cut lines, other line ends and encodings, hostile cells."""
    data = log(rows, {}, "\n")
    options = (
        Options(country="KE", timezone="Africa/Nairobi", currency="KES", date_order="dmy")
        if filled
        else Options()
    )
    fast, exact = both(worse(data, Random(seed), [data, log(5, {}, "\r\n")]), room, options)
    assert fast == exact


def test_the_fast_way_is_taken_where_a_file_is_clean(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the two ways would be one."""
    path = room / "log.csv"
    path.write_bytes(log(60, {}, "\n"))
    monkeypatch.setattr(CLEAN, "SMALL", 0)
    monkeypatch.setattr(canonical, "_exact", lambda *_: pytest.fail("the exact way was taken"))
    assert read([str(path)]).table.num_rows == 60


def columns(data: bytes) -> object:
    """What delimited text is cut into, or the refusal."""
    source = Source("log.csv", "log", "", "log", len(data), lambda: data)
    try:
        found = read_delimited(source)
    except WageauditError as refusal:
        return type(refusal).__name__, str(refusal), getattr(refusal, "problem", None)
    cells = [column.to_pylist() for column in found.columns]
    return found.header, found.rows.tolist(), cells, found.problems, found.rows_read


@settings(max_examples=200)
@given(seed=st.integers(0, 2**40), rows=st.sampled_from([1, 3, 20, 60]), quoted=st.booleans())
def test_text_cut_by_arrow_and_row_by_row_is_the_same_columns(seed: int, rows: int, quoted: bool) -> None:
    """Of any bytes: cells, rows, problems."""
    data = log(rows, {}, "\n")
    if quoted:
        data = data.replace(b"labels", b'"two\nlines, and ""quotes"""')
    data = worse(data, Random(seed), [data])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wageaudit.readers.regular.SMALL", 0)
        fast = columns(data)
        patch.setattr(delimited, "cut", lambda *_: None)
        assert fast == columns(data)


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "   ",
        ",,,",
        " , ,\t,",
        ",".join([" "] * 12),
        ",".join(["\u00a0"] * 12),
        "\u2003" + "," * 11,
        "x" + "," * 11,
    ],
)
@pytest.mark.parametrize("at", [1, 20, 61])
def test_a_row_of_blanks_is_no_row_either_way(odd: str, at: int, room: Path) -> None:
    """Wherever it stands and however wide it is; a row that holds anything is one."""
    lines = log(60, {}, "\n").decode().splitlines(keepends=True)
    lines.insert(at, f"{odd}\n")
    data = "".join(lines).encode()
    fast, exact = both(data, room, Options())
    assert fast == exact
    table = columns(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wageaudit.readers.regular.SMALL", 0)
        assert columns(data) == table
    assert table[4] == 60 + odd.startswith("x")  # type: ignore[index]


@pytest.mark.parametrize("pay", ["12.500", "1.250", "0.250", "850", "1.5", "1.234.567"])
@pytest.mark.parametrize("mark", ["", "."])
@pytest.mark.parametrize("at", [0, 1, 40])
def test_points_that_may_part_thousands_are_judged_alike_both_ways(
    pay: str, mark: str, at: int, room: Path
) -> None:
    """Amounts of the whole file like 12.500, or one of them that proves what the point is."""
    data = log(41, {}, "\n").replace(b",0.05,0,", b",12.500,0,")
    lines = data.splitlines(keepends=True)
    lines[at + 1] = lines[at + 1].replace(b",12.500,", f",{pay},".encode())
    fast, exact = both(b"".join(lines), room, Options(decimal=mark))
    assert fast == exact
    if not mark:
        assert (fast[0] == "InputRefused") == (pay in {"12.500", "1.250", "850"})  # type: ignore[index]


def test_a_header_whose_quotes_do_not_fit_is_refused_either_way(room: Path) -> None:
    """However clean the rows are."""
    data = log(3, {}, "\n").replace(b"task_id", b'""task_id', 1)
    fast, exact = both(data, room, Options())
    assert fast == exact
    assert fast[0] == "InputRefused"  # type: ignore[index]


def test_a_field_beyond_the_limit_is_refused_either_way(room: Path) -> None:
    """A file that is clean otherwise."""
    for characters in (delimited.LONGEST_FIELD, delimited.LONGEST_FIELD + 1):
        data = log(3, {(1, 2): "x" * characters}, "\n")
        (room / "log.csv").write_bytes(data)
        found = told(room / "log.csv", Options())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(canonical, "_fast", lambda *_: None)
            assert told(room / "log.csv", Options()) == found
        assert (found[0] == "InputRefused") == (characters > delimited.LONGEST_FIELD)  # type: ignore[index]
