"""Exports that are no plain text, made larger: a workbook of a table, an invoice as a PDF of many pages; and bare reads of both."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

ACROSS = (40, 100, 190, 240, 300, 350, 400, 500)  # [points] where the columns of an invoice's table begin
LINES_A_PAGE = 42
HEADINGS = ("Day", "Date", "Time In", "Time Out", "Session", "Duration", "Orders Delivered", "Total")
Row = Sequence[str]


def workbook(text: str, rows: int) -> bytes:
    """The first rows of a table as the only sheet of a workbook, every cell as text."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("tasks")
    for at, cells in enumerate(csv.reader(io.StringIO(text, newline=""))):
        if at > rows:
            break
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bare_workbook(data: bytes) -> Callable[[], object]:
    """Every cell of the first sheet, by openpyxl in its read-only mode."""
    from openpyxl import load_workbook

    def read() -> object:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return sum(len(cells) for cells in book.worksheets[0].iter_rows(values_only=True))

    return read


def shifts(count: int) -> Iterator[Row]:
    """Shifts of consecutive days, as an invoice lists them."""
    for at in range(count):
        on = date(2020, 3, 2) + timedelta(days=at)
        pay = f"£{9 + at % 30}.50"
        begin, end = f"{17 + at % 3}:00", f"{21 + at % 3}:{at % 60:02}"
        yield f"{on:%A}", f"{on:%d %B %Y}", begin, end, "", "3.5h", f"{2 + at % 9}: {pay}", pay


def invoice(count: int) -> bytes:
    """An invoice of so many shifts as a PDF, a text object for each cell at its place, pages packed."""
    rows: list[Row] = [
        ("Payment for Services Rendered: 02 March 2020 - 08 March 2020",),
        ("Pay to: Example",),
    ]
    rows += [HEADINGS, *shifts(count), ("Summary",), ("Tips", "£2.00"), ("Transaction fee", "-£0.50")]
    pages = [rows[at : at + LINES_A_PAGE] for at in range(0, len(rows), LINES_A_PAGE)]
    return document([zlib.compress(page(lines)) for lines in pages])


def page(rows: Sequence[Row]) -> bytes:
    """The content stream of a page."""
    said = (
        b"BT /F1 9 Tf %d %d Td (%b) Tj ET"
        % (ACROSS[across * (6 if len(row) == 2 else 1)], 800 - 18 * down, cell.encode("cp1252"))
        for down, row in enumerate(rows)
        for across, cell in enumerate(row)
        if cell
    )
    return b"\n".join(said)


def document(pages: Sequence[bytes]) -> bytes:
    """A PDF of these packed content streams."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * at) for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, body in enumerate(pages):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * at),
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(body), body),
        ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


def bare_invoice(data: bytes) -> Callable[[], object]:
    """The text of every page, by pypdf, as it is laid out."""
    import pypdf

    def read() -> object:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        return [each.extract_text(extraction_mode="layout") for each in pages]

    return read
