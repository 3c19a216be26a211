"""Deliveroo's invoices as the PDFs they come as: the same as the JSON of their cells; hostile files are refused."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit.errors import InputRefused
from wageaudit.files import sources
from wageaudit.options import Options
from wageaudit.readers import pdf, read_sources
from wageaudit.readers.base import Reading
from wageaudit.readers.invoices import is_invoice

CELLS = [
    "Example Deliveries Limited", "Payment for Services Rendered: 02 March 2020 - 08 March 2020", "Pay to: Ines Example",
    "Day", "Date", "Time In", "Time Out", "Session", "Duration", "Orders Delivered", "Total",
    "Monday", "02 March 2020", "18:00", "21:30", "3.5h", "6: £27.00", "£27.00",
    "Tuesday", "03 March 2020", "22:00", "00:15", "2.3h", "3: £13.50", "£13.50",
    "Sunday", "08 March 2020", "12:05", "14:10", "2.1h", "11: £1,049.50", "£1,049.50",
    "Fee Adjustments", "Category", "Note", "Amount", "TIPS", "Tips of the week", "£2.00",
    "Summary", "Drop Fees", "£1,090.00", "Tips", "£2.00", "Transaction fee", "-£0.50", "Total", "£1,091.50",
]  # fmt: skip
ACROSS = (40, 100, 190, 240, 300, 350, 400, 500)  # [points] where the columns of the table begin
Row = Sequence[str]


def rows_of(cells: Sequence[str]) -> list[Row]:
    """The cells as they stand beside one another on the page."""
    widths = [1, 1, 1, 8, 7, 7, 7, 1, 3, 3, 1, 2, 2, 2, 2]
    rows, at = [], 0
    for width in widths:
        rows.append(cells[at : at + width])
        at += width
    assert at == len(cells)
    return rows


def escaped(text: str) -> bytes:
    """A string of a content stream, in WinAnsi."""
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def page_of(rows: Sequence[Row], *, by_column: bool = False) -> bytes:
    """A page: a text object for each cell, row by row or column by column, at its place."""
    placed = [
        (ACROSS[6 * at if len(row) == 2 else at + (at >= 4 and len(row) == 7)], 780 - 18 * number, cell)
        for number, row in enumerate(rows)
        for at, cell in enumerate(row)
    ]
    if by_column:
        placed.sort(key=lambda entry: (entry[0], -entry[1]))
    return b"\n".join(b"BT /F1 9 Tf %d %d Td (%b) Tj ET" % (x, y, escaped(cell)) for x, y, cell in placed)


def made(pages: Sequence[bytes], *, packed: bool = False, trailer: bytes = b"") -> bytes:
    """A PDF of these content streams."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * at) for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, page in enumerate(pages):
        body = zlib.compress(page) if packed else page
        how = b" /Filter /FlateDecode" if packed else b""
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * at),
            b"<< /Length %d%b >>\nstream\n%b\nendstream" % (len(body), how, body),
        ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R %b>>\nstartxref\n%d\n%%%%EOF\n"
    return data + head + table + end % (len(objects) + 1, trailer, len(data))


def reading(folder: Path, name: str, data: bytes, **choices: object) -> Reading:
    """A file of these bytes, read."""
    path = folder / name
    path.write_bytes(data)
    return read_sources(sources([str(path)])[0], Options(**choices), alone=True)  # type: ignore[arg-type]


def refusal(folder: Path, data: bytes) -> str:
    """What is said of a file that is refused."""
    with pytest.raises(InputRefused) as refused:
        reading(folder, "invoice.pdf", data)
    return f"{refused.value.problem.reason}\n{refused.value.problem.mend}"


def without_file(found: Reading) -> list[dict[str, object]]:
    """Rows of the table, whatever their file is called."""
    return found.table.drop_columns(["source_file"]).to_pylist()


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("by_column", [False, True], ids=["row by row", "column by column"])
def test_a_pdf_says_the_same_as_the_json_of_its_cells(tmp_path: Path, by_column: bool, packed: bool) -> None:
    """Shifts, one past midnight, amounts of more than a thousand, tips and the fee taken off: row for row."""
    data = made([page_of(rows_of(CELLS), by_column=by_column)], packed=packed)
    by_pdf = reading(tmp_path, "invoice.pdf", data)
    by_json = reading(tmp_path, "invoice.json", json.dumps(CELLS).encode())
    assert without_file(by_pdf) == without_file(by_json)
    assert by_pdf.problems == by_json.problems == ()
    assert by_pdf.table["pay"].to_pylist() == [27, Decimal("13.5"), Decimal("1049.5"), 0, 0]
    assert by_pdf.table["fee"].to_pylist()[-1] == Decimal("0.5")
    assert set(by_pdf.table["country"].to_pylist()) == {"GB"}


@pytest.mark.real
def test_the_text_of_a_real_invoice_put_into_a_pdf_is_read_as_its_json(
    real_exports: Path, tmp_path: Path
) -> None:
    """Every cell of the union's fixture, a page with its own breaks of rows."""
    cells = json.loads((real_exports / "deliveroo" / "en-GB.json").read_text(encoding="utf-8"))
    rows = [[cell] for cell in cells[:9]]
    for width in (8, 7, 7, 1, 3, 4, 1, 2, 1, 2, 2, 2):
        at = sum(map(len, rows))
        rows.append(cells[at : at + width])
    assert sum(map(len, rows)) == len(cells)
    by_pdf = reading(tmp_path, "invoice.pdf", made([page_of(rows)]))
    by_json = reading(tmp_path, "invoice.json", json.dumps(cells).encode())
    assert without_file(by_pdf) == without_file(by_json)


def test_a_table_may_go_on_over_two_pages(tmp_path: Path) -> None:
    """No shift is lost at the foot of a page."""
    rows = rows_of(CELLS)
    found = reading(tmp_path, "invoice.pdf", made([page_of(rows[:5]), page_of(rows[5:])]))
    assert found.table.num_rows == 5


def test_several_invoices_of_one_rider_are_one_worker_and_no_name_is_kept(tmp_path: Path) -> None:
    """Who is paid becomes an opaque id, the same in every file."""
    other = [cell.replace("March", "April") for cell in CELLS]
    for name, cells in (("a.pdf", CELLS), ("b.pdf", other)):
        (tmp_path / name).write_bytes(made([page_of(rows_of(cells))]))
    table = read_sources(sources([str(tmp_path)])[0], Options()).table
    (worker,) = set(table["worker_id"].to_pylist())
    assert worker.startswith("id-")
    assert table.num_rows == 10
    assert not any("Ines" in str(value) for row in table.to_pylist() for value in row.values())


def test_a_line_of_a_day_that_is_no_shift_is_told(tmp_path: Path) -> None:
    """Hours that cannot be read would make the wage look better: they are left out, and listed."""
    cells = ["half past nine" if cell == "22:00" else cell for cell in CELLS]
    found = reading(tmp_path, "invoice.pdf", made([page_of(rows_of(cells))]))
    (problem,) = found.problems
    assert problem.code == "not-a-line"
    assert problem.fault
    assert problem.value.startswith("Tuesday")
    assert found.files[0].rows_read == 5


def test_an_amount_of_the_summary_that_touches_its_label_is_told(tmp_path: Path) -> None:
    """A fee that cannot be told from its label is not dropped in silence."""
    rows = [
        [" ".join(row).replace("fee -", "fee-")] if row[0] == "Transaction fee" else row
        for row in rows_of(CELLS)
    ]
    found = reading(tmp_path, "invoice.pdf", made([page_of(rows)]))
    assert [problem.value for problem in found.problems] == ["Transaction fee-£0.50"]


def test_an_invoice_by_the_day_has_no_hours_and_is_refused(tmp_path: Path) -> None:
    """Orders and fees of a day, without Time In and Time Out, are no log."""
    rows: list[Row] = [
        ["Day", "Date", "Orders Delivered", "Total"],
        ["Monday", "02 March 2022", "6: £27.00", "£27.00"],
    ]
    assert "is a PDF, not a log" in refusal(tmp_path, made([page_of(rows)]))


HOSTILE = {
    "with a password": (made([page_of(rows_of(CELLS))], trailer=b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >> /ID [(a) (b)] "), "password"),
    "cut off": (made([page_of(rows_of(CELLS))])[:300], "cannot be read"),
    "of noise": (b"%PDF-1.4\n" + bytes(range(256)) * 40, "cannot be read"),
    "of pictures": (made([b"q 100 0 0 100 0 0 cm Q"]), "pictures"),
    "of too many pages": (made([b"BT ET"] * 61), "more than 60 pages"),
    "that unpacks to a flood": (made([b" " * 30_000_000], packed=True), "cannot be read"),
    "of endless operators": (made([b"BT ET " * 400_000]), "cannot be read"),
    "whose pages go round": (made([b""]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"), "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_pdf_is_refused_in_one_sentence(
    data: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Passwords, damage, floods and loops: a reason and a mend, and nothing else said anywhere."""
    said = refusal(tmp_path, data)
    assert reason in said
    assert len(said.splitlines()) == 2
    assert capsys.readouterr() == ("", "")


def test_a_vast_pdf_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No invoice has 20 MB."""
    monkeypatch.setattr(pdf, "MOST_BYTES", 100)
    assert "more than 20 MB" in refusal(tmp_path, made([b"BT ET"]))


def test_without_the_library_a_pdf_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert "pip install 'wageaudit[pdf]'" in refusal(tmp_path, made([page_of(rows_of(CELLS))]))


def test_no_other_pdf_is_taken_for_an_invoice() -> None:
    """Headings without a shift, and a shift without headings, are not enough."""
    shift = "Monday  02 March 2020  18:00  21:30  3.5h  6: £27.00  £27.00"
    assert is_invoice(f"Day Date Time In Time Out Session Duration Orders Delivered Total\n{shift}")
    assert not is_invoice("Day Date Time In Time Out Session Duration Orders Delivered Total")
    assert not is_invoice(shift)
