"""Delimited text at its edges: headers and rows that prove nothing, and the limits past which a file is no table."""

from __future__ import annotations

import pytest

from wageaudit import Options, RosterEntry
from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.files.store import Store
from wageaudit.readers import delimited, read_sources
from wageaudit.readers.delimited import header_of, read_delimited


def source(text: str) -> Source:
    """A file whose name says nothing."""
    data = text.encode()
    return Source("notes.txt", "notes", "", "notes", len(data), lambda: data)


def test_a_header_is_split_by_the_delimiter_that_splits_it_into_most_cells() -> None:
    """A quote that never closes splits nothing; what no delimiter splits is one cell."""
    assert header_of("a;b,c;d\n1;2;3") == (("a", "b,c", "d"), ";")
    assert header_of('"a') == (("a",), ",")
    assert header_of("a" * (1 << 21) + ",b\n") == ((), ",")


def test_a_column_that_a_reader_needs_and_a_file_lacks_is_named() -> None:
    """The file was cut between its first bytes and its header."""
    table = read_delimited(source("a,b\n1,2\n"))
    assert table.cells("c").to_pylist() == [""]
    with pytest.raises(InputRefused, match="has no column c"):
        table.column("c")


@pytest.mark.parametrize("text", ["sep=;\n", "\n\n\r\n", "sep=,\n \n "])
def test_a_file_of_line_ends_is_empty(text: str) -> None:
    """Whatever a spreadsheet wrote above it."""
    with pytest.raises(InputRefused, match="is empty"):
        read_delimited(source(text))


def test_a_table_wider_than_any_export_is_refused() -> None:
    """The widest seen has some five thousand columns."""
    with pytest.raises(InputRefused, match="has 10001 columns") as refusal:
        read_delimited(source(",".join(f"c{at}" for at in range(10_001))))
    assert "10000" in refusal.value.mend


def test_a_line_longer_than_any_row_is_refused_with_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """By either kind of line end; a long file of short lines is not."""
    monkeypatch.setattr(delimited, "LONGEST_LINE", 100)
    rows = "a,b\n" + "1,2\n" * 100
    assert read_delimited(source(rows)).rows_read == 100
    assert read_delimited(source(rows.replace("\n", "\r"))).rows_read == 100
    with pytest.raises(InputRefused, match="has a line of more than 100 characters") as refusal:
        read_delimited(source("a,b\n" + "x" * 200))
    assert refusal.value.problem.row == 2


CANONICAL = "worker_id,started_at,ended_at,pay,currency,country,timezone"


@pytest.mark.parametrize(("encoding", "codes"), [("utf-8", []), ("cp1252", ["encoding-note"])])
def test_the_encoding_is_proved_by_columns_that_nobody_reads_too(encoding: str, codes: list[str]) -> None:
    """A file is of one encoding; what is read of it hangs on all of its bytes."""
    row = "w{at},2024-03-04T10:00:00Z,2024-03-04T10:10:00Z,1,EUR,FR,,tâche {at}"
    text = "\n".join([f"{CANONICAL},what", *(row.format(at=at) for at in range(3000)), ""])
    data = text.encode(encoding)
    reading = read_sources([Source("log.csv", "log", "", "log", len(data), lambda: data)], Options())
    assert [problem.code for problem in reading.problems] == codes
    assert (reading.files[0].rows_read, reading.table.num_rows) == (3000, 3000)


def test_a_file_that_two_readers_would_take_is_taken_by_neither() -> None:
    """The columns of two platforms in one header: --reader decides."""
    both = "Date,Contract,Hours,Amount,Payment type,Ref ID,Type,Description\n2024-03-04,A,1,10,,R,Hourly,x\n"
    with pytest.raises(InputRefused, match="may be upwork and upwork_ledger") as refusal:
        read_sources([source(both)], Options(), alone=True)
    assert refusal.value.mend == "add  --reader upwork"
    chosen = read_sources([source(both)], Options(reader="upwork"), alone=True)
    assert chosen.table["pay"].to_pylist() == [10]


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        ("2024-10-27T02:50:00", "1 time of started_at stands in an hour the clock showed twice; the first is taken"),
        ("2024-10-27T02:10:00", "1 time of ended_at stands in an hour the clock showed twice; the second is taken"),
    ],
)  # fmt: skip
def test_an_hour_that_the_clock_showed_twice_is_the_first_unless_the_end_then_lies_before_the_start(
    ended: str, said: str
) -> None:
    """From 02:40 to 02:10 on the night the clocks go back are thirty minutes."""
    row = f"w,2024-10-27T02:40:00,{ended},1,EUR,FR,Europe/Paris"
    reading = read_sources([source(f"{CANONICAL}\n{row}\n")], Options(), alone=True)
    lasted = reading.table["ended_at"].to_pylist()[0] - reading.table["started_at"].to_pylist()[0]
    assert lasted.total_seconds() == (600 if "50" in ended else 1800)
    assert any(str(note).startswith(said) for note in reading.files[0].notes)


@pytest.mark.parametrize("held", [False, True], ids=["at once", "piece by piece"])
@pytest.mark.parametrize("named", ["somebody", "w", "Ana"])
def test_a_roster_that_names_none_of_the_workers_was_meant_for_others(named: str, *, held: bool) -> None:
    """Said once, with some of their ids; an id or a person of it is enough to be theirs."""
    entry = RosterEntry(person="Ana" if named == "Ana" else "", country="KE")
    options = Options(roster={"w9" if named == "Ana" else named: entry})
    rows = "".join(
        f"{who},2024-03-04T10:00:00Z,2024-03-04T10:10:00Z,1,EUR,FR,\n" for who in ("w", "v", "Ana")
    )
    store = Store(8, 1 << 24)
    reading = read_sources([source(f"{CANONICAL}\n{rows}")], options, hold=store.hold if held else None)
    assert bool(reading.held) == held
    assert reading.rows == 3
    told = [problem.reason for problem in reading.problems if problem.code == "roster-unused"]
    assert told == (["names none of the workers in these files: Ana, v, w"] if named == "somebody" else [])
