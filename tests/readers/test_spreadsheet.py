"""Workbooks: typed cells as a CSV would have them, sheets chosen, broken cells told by address, hostile files refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from wageaudit.errors import InputRefused
from wageaudit.files import Source, sources, workbooks
from wageaudit.options import Options
from wageaudit.readers import find_reader, head_of, read_sources
from wageaudit.readers.base import Reading
from wageaudit.readers.spreadsheet import read_sheet

HEADER = ("worker_id", "started_at", "ended_at", "pay", "currency", "note")
BEGIN, END = datetime(2024, 3, 4, 10), datetime(2024, 3, 4, 10, 30, 0, 500_000)  # noqa: DTZ001 - a workbook knows no zone
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def row(pay: object = 0.05, note: object = None, begin: object = BEGIN) -> tuple[object, ...]:
    """A task of half an hour."""
    return ("w1", begin, END, pay, "USD", note)


def book(*rows: tuple[object, ...], header: tuple[object, ...] = HEADER) -> Workbook:
    """A workbook whose only sheet holds these rows."""
    made = Workbook()
    for cells in (header, *rows):
        made.active.append(cells)
    return made


def source(made: Workbook | bytes) -> Source:
    """A file whose name says nothing."""
    if isinstance(made, bytes):
        data = made
    else:
        stream = io.BytesIO()
        made.save(stream)
        data = stream.getvalue()
    return Source("notes.csv", "notes", "", "notes", len(data), lambda: data)


def read(made: Workbook | bytes, **choices: object) -> Reading:
    """The reading of one workbook."""
    return read_sources([source(made)], Options(**({"timezone": "UTC"} | choices)), alone=True)  # type: ignore[arg-type]


def changed(made: Workbook, change: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    """The workbook with one part changed."""
    old, new = zipfile.ZipFile(io.BytesIO(source(made).read())), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            archive.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return new.getvalue()


def _far() -> bytes:
    made = book(row())
    made.active["A1048576"] = 1
    return source(made).read()


def _wide() -> bytes:
    made = book(row())
    made.active["XFD2"] = 1
    return source(made).read()


def test_real_dates_and_numbers_are_what_the_sheet_shows() -> None:
    """A binary 0.1 + 0.2 is 0.3, as a spreadsheet shows it."""
    table = read(book(row(0.05), row(0.1 + 0.2), row("0.07"))).table
    assert table["pay"].to_pylist() == [Decimal("0.05"), Decimal("0.3"), Decimal("0.07")]
    assert table["started_at"].to_pylist()[0] == BEGIN.replace(tzinfo=UTC)
    assert table["ended_at"].to_pylist()[0] == END.replace(tzinfo=UTC)
    assert table["source_row"].to_pylist() == [2, 3, 4]


def test_dates_of_the_1904_system_are_right() -> None:
    """Four years would lie between the two."""
    made = book(row())
    made.epoch = CALENDAR_MAC_1904
    assert read(made).table["started_at"].to_pylist() == [BEGIN.replace(tzinfo=UTC)]


def test_a_day_alone_is_a_day_and_blank_rows_are_none() -> None:
    """A date cell holds the midnight that nobody meant."""
    made = book((None,) * 6, ("w1", date(2024, 3, 4), None, 1, "USD", None))
    reading = read(made, timezone="")
    assert (reading.table["source_row"].to_pylist(), reading.files[0].rows_read) == ([3], 1)


def test_columns_of_days_and_clocks_are_read_by_any_reader() -> None:
    """A tracker's report saved as a workbook."""
    header = ("User", "Start date", "Start time", "End date", "End time", "Duration")
    made = book(("Ana", date(2024, 3, 4), time(9), date(2024, 3, 4), time(11), time(2)), header=header)
    reading = read(made)
    assert (reading.files[0].reader, reading.files[0].notes) == ("toggl", ())
    assert reading.table["ended_at"].to_pylist()[0].hour == 11


@pytest.mark.parametrize(
    ("bad", "address", "reason"),
    [
        (row("=1+1"), "D3", "is a formula that was never computed"),
        (row("#DIV/0!"), "D3", "is an error of the spreadsheet"),
        ((*row(), "more"), "G3", "stands under no header"),
    ],
)
def test_a_broken_cell_leaves_out_its_row_and_says_its_address(
    bad: tuple[object, ...], address: str, reason: str
) -> None:
    """Never an empty cell, never a zero."""
    reading = read(book(row(), bad, row()))
    assert [(problem.row, problem.column, problem.reason) for problem in reading.problems] == [
        (3, address, reason)
    ]
    assert (reading.table.num_rows, reading.files[0].rows_left_out) == (2, 1)


def test_a_formula_with_its_value_is_a_value() -> None:
    """Also one that came to an empty text."""
    made = changed(
        book(row("=1+1", '=""')),
        lambda xml: (
            xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            .replace(b'<c r="F2"', b'<c r="F2" t="str"')
        ),
    )
    reading = read(made)
    assert (reading.table["pay"].to_pylist(), reading.problems) == ([Decimal(2)], ())


def test_a_header_with_a_broken_cell_names_no_columns() -> None:
    """Its column cannot be known."""
    with pytest.raises(InputRefused, match="is an error of the spreadsheet in its header") as refusal:
        read(book(row(), header=(*HEADER[:5], "#REF!")))
    assert (refusal.value.problem.row, refusal.value.problem.column) == (1, "F1")


def test_a_header_of_merged_cells_names_no_columns() -> None:
    """One name would stand for two."""
    made = book(row())
    made.active.merge_cells("A1:B1")
    made.active["B1"].value  # noqa: B018 - the second of them is empty now
    with pytest.raises(InputRefused, match="merged cells in its header: A1:B1"):
        read(made, reader="canonical")


def test_durations_and_truth_are_written_as_a_csv_has_them() -> None:
    """Hours may pass twenty-four; a duration to the second is one."""
    made = book((*row(), timedelta(hours=30, minutes=5, seconds=7), True), header=(*HEADER, "length", "done"))
    sheet = read_sheet(source(made))
    assert sheet.cells[0][-2:] == ("30:05:07", "true")


@pytest.mark.parametrize("rows_above", [0, 3])
def test_a_sheet_of_blanks_is_empty(rows_above: int) -> None:
    """With or without rows that a map skips."""
    made = book(header=("above",) if rows_above else (" ",))
    with pytest.raises(InputRefused, match="is empty"):
        read_sheet(source(made), rows_above)


def test_a_table_may_lie_on_one_of_two_sheets_only() -> None:
    """Where several have something in them, --sheet decides."""
    made = book(row())
    made.create_sheet("more").append(("a", "b"))
    with pytest.raises(InputRefused, match="has 2 sheets: Sheet, more") as refusal:
        read_sheet(source(made))
    assert refusal.value.mend == 'add  --sheet "Sheet"'


def test_merged_cells_leave_out_their_rows() -> None:
    """One value written over two rows is one row's value only."""
    made = book(row(), row(), row())
    made.active.merge_cells("A2:A3")
    reading = read(made)
    assert [(problem.row, problem.column) for problem in reading.problems] == [(2, "A2:A3"), (3, "A2:A3")]


def test_hidden_rows_are_read_and_said() -> None:
    """A filter takes no pay away."""
    made = book(row(), row())
    made.active.row_dimensions[3].hidden = True
    reading = read(made)
    assert (reading.table.num_rows, [problem.code for problem in reading.problems]) == (2, ["hidden-rows"])


def test_of_several_sheets_the_one_that_a_reader_knows_is_read() -> None:
    """Two that would do must be told apart by name."""
    made = book(row())
    made.create_sheet("Notes").append(("hello", "there"))
    assert read(made).table.num_rows == 1
    for cells in (HEADER, row(), row()):
        made["Notes"].append(cells)
    made["Notes"].delete_rows(1)
    with pytest.raises(InputRefused, match="2 sheets") as refusal:
        read(made)
    assert refusal.value.mend == 'add  --sheet "Sheet"'
    assert read(made, sheet="Notes").table.num_rows == 2
    with pytest.raises(InputRefused, match="no sheet called Other"):
        read(made, sheet="Other")


def test_a_lying_dimension_is_not_believed() -> None:
    """Three cells are three cells."""
    made = changed(book(row()), lambda xml: xml.replace(b'ref="A1:F2"', b'ref="A1:XFD1048576"'))
    assert read(made).table.num_rows == 1


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda: changed(book(row()), lambda xml: LAUGHS + xml), "defines entities"),
        (lambda: changed(book(row()), lambda xml: xml[: len(xml) // 2]), "cannot be read as a workbook"),
        (lambda: source(book(row())).read()[:3000], "is not whole"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(512), "is an old .xls workbook"),
        (lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        (lambda: changed(book(), lambda _: b"<worksheet/>"), "is empty"),
        (_far, "blank rows on end"),
        (_wide, "columns"),
    ],
)
def test_what_is_broken_or_hostile_is_refused(made: Callable[[], bytes], reason: str) -> None:
    """With its reason, and quickly."""
    with pytest.raises(InputRefused) as refusal:
        read(made())
    assert reason in str(refusal.value)


def test_a_bomb_is_refused_before_it_is_unpacked_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes are counted as they come."""
    monkeypatch.setattr(workbooks, "LARGEST_PART", 1 << 16)
    with pytest.raises(InputRefused, match="unpacks to more than"):
        read(changed(book(row()), lambda xml: xml + b" " * (1 << 17)))


def test_a_workbook_is_recognised_by_its_content() -> None:
    """Whatever it is called."""
    assert find_reader(head_of(source(book(row())), Options())).name == "canonical"


@pytest.mark.parametrize(
    ("name", "parts", "mend"),
    [
        (
            "log.ods",
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": "<x/>",
                "META-INF/manifest.xml": "<x/>",
            },
            "save it as .xlsx",
        ),
        ("log.numbers", {"Index/Document.iwa": "x", "preview.jpg": "x"}, "export it as Excel or CSV"),
        (
            "courier_tasks.csv",
            {"Index/Document.iwa": "x", "Index/Tables/Tile.iwa": "x"},
            "export it as Excel or CSV",
        ),
    ],
    ids=["OpenDocument", "Numbers", "Numbers under another name"],
)
def test_spreadsheets_of_other_programs_are_refused_with_what_to_save(
    name: str, parts: dict[str, str], mend: str, tmp_path: Path
) -> None:
    """They are zips, but their parts are no logs; in a folder they are told, and the others are read."""
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    with pytest.raises(InputRefused) as refused:
        sources([str(tmp_path / name)])
    assert mend in refused.value.problem.mend
    (tmp_path / "log.csv").write_text("started_at,pay,currency\n2024-03-04,5,USD\n", encoding="utf-8")
    found, notes = sources([str(tmp_path)])
    assert [source.stem for source in found] == ["log"]
    assert [mend in note.mend for note in notes] == [True]
