"""A workbook's sheet as rows of text: real dates, numbers as they are shown, and a fault with its address for every broken cell."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source, workbooks
from wageaudit.phrases import counted, ours, phrase
from wageaudit.text import clean

MOST_COLUMNS = 10_000
MOST_BLANK = 100_000  # rows in a row: a stray cell far below the table
MOST_CELLS = 10_000_000
SAVE = "open it in a spreadsheet, save it, and give it again"
_FORMULA = re.compile(rb"<c\b(?P<tag>[^>]*?)>(?P<inner>(?:(?!</c>).)*?<f\b.*?)</c>", re.DOTALL)
_VALUE = re.compile(rb"<v\b[^>]*>[^<]+</v>")
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's table: header, spreadsheet row and cells of each whole row, problems, and how many rows lie under the header."""

    header: tuple[str, ...]
    rows: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...]
    rows_read: int


def headers(source: Source, wanted: str = "") -> list[tuple[str, tuple[str, ...]]]:
    """(name, cells of the first row that is not blank) of each sheet with something in it, or of the wanted one.

    Raises InputRefused for a workbook that is broken or hostile, or that has no such sheet.
    """
    found = []
    with _opened(source) as book:
        named = [sheet for sheet in book.worksheets if wanted in {"", sheet.title}]
        if not named:
            shown = ", ".join(clean(sheet.title, 40) for sheet in book.worksheets[:12])
            raise InputRefused(
                source.name,
                phrase("has no sheet called {wanted}", wanted=clean(wanted, 40)),
                phrase("its sheets: {shown}", shown=shown),
            )
        for sheet in named:
            sheet.reset_dimensions()
            first = next(_filled(source.name, sheet), None)
            if first is not None:
                found.append((sheet.title, tuple(_text(cell).strip() for cell in first[1])))
    return found


def read_sheet(source: Source, skip: int = 0) -> Sheet:
    """The table of the source's sheet, or of the only sheet that has one; skip: rows above the header.

    Raises InputRefused where several sheets would do, for a header with broken or merged cells, and beyond the limits.
    """
    there = [name for name, _ in headers(source, source.sheet)]
    if not there:
        raise InputRefused(source.name, "is empty", "export it again")
    if len(there) > 1:
        raise several(source, there)
    with _opened(source) as book:
        sheet = book[there[0]]
        sheet.reset_dimensions()
        xml = workbooks.part(source, sheet._worksheet_path)  # noqa: SLF001 - openpyxl names a sheet's part nowhere else
        rows = (row for row in _filled(source.name, sheet) if row[0] > skip)
        return _table(source, rows, _uncached(xml), xml)


def several(source: Source, names: Sequence[str]) -> InputRefused:
    """The refusal of a workbook in which several sheets would do."""
    shown = ", ".join(clean(name, 40) for name in names[:12])
    return InputRefused(
        source.name,
        phrase("has {count} sheets: {shown}", count=len(names), shown=shown),
        phrase('add  --sheet "{names}"', names=clean(names[0], 40)),
    )


@contextmanager
def _opened(source: Source) -> Iterator[Any]:
    from xml.etree.ElementTree import ParseError

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    data = workbooks.harmless(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a spreadsheet adds for the eye is of no account here
        try:
            book = load_workbook(data, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
        except (
            ParseError,
            InvalidFileException,
            KeyError,
            ValueError,
            TypeError,
            IndexError,
            AttributeError,
        ) as error:
            raise InputRefused(
                source.name,
                phrase("cannot be read as a workbook: {error}", error=clean(str(error))),
                workbooks.AGAIN,
            ) from None


def _filled(name: str, sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:  # noqa: ANN401 - openpyxl ships no types
    """(spreadsheet row, cells) of each row with something in it. Raises InputRefused beyond the limits."""
    blank = met = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        width = next((at for at in range(len(row), 0, -1) if not _blank(row[at - 1].value)), 0)
        if width > MOST_COLUMNS:
            raise InputRefused(
                name,
                phrase("has {width} columns", width=width),
                phrase("at most {most} are read", most=MOST_COLUMNS),
                number,
            )
        blank, met = (0, met + width) if width else (blank + 1, met)
        if blank > MOST_BLANK or met > MOST_CELLS:
            what = (
                phrase("{most} blank rows on end", most=MOST_BLANK)
                if blank > MOST_BLANK
                else phrase("more than {most} cells", most=MOST_CELLS)
            )
            raise InputRefused(name, phrase("holds {what}", what=what), "save the table alone as CSV", number)
        if width:
            yield number, row[:width]


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _table(
    source: Source, rows: Iterator[tuple[int, Sequence[Any]]], uncached: set[str], xml: bytes
) -> Sheet:
    top, first = next(rows, (0, ()))
    if not first:
        raise InputRefused(source.name, "is empty", "export it again")
    header = tuple(_text(cell).strip() for cell in first)
    merged = _merged(xml)
    for cell in first:
        if broken := _broken(cell, uncached):
            raise InputRefused(
                source.name, phrase("{broken} in its header", broken=ours(broken)), SAVE, top, cell.coordinate
            )
    place = _at(merged, top)
    if place is not None:
        raise InputRefused(
            source.name,
            phrase("has merged cells in its header: {merged}", merged=merged[place]),
            "split them",
            top,
        )
    numbers, kept, problems, read = [], [], list(_notes(source, xml)), 0
    for number, cells in rows:
        read += 1
        problem = _problem(source.name, number, cells, len(header), uncached, merged)
        if problem is None:
            numbers.append(number)
            kept.append((*(_text(cell) for cell in cells), *[""] * (len(header) - len(cells))))
        else:
            problems.append(problem)
    return Sheet(header, tuple(numbers), tuple(kept), tuple(problems), read)


def _problem(
    name: str,
    number: int,
    cells: Sequence[Any],
    width: int,
    uncached: set[str],
    merged: dict[tuple[int, int], str],
) -> Problem | None:
    """What is wrong with a row, at its first cell that is."""
    for cell in cells:
        if broken := _broken(cell, uncached):
            return Problem(
                "broken-cell", name, number, cell.coordinate, clean(str(cell.value or "")), broken, SAVE
            )
    place = _at(merged, number)
    if place is not None:
        return Problem(
            "merged-cells", name, number, merged[place], "", "stands in merged cells, which hold one value for all",
            "split them, and write the value into every row",
        )  # fmt: skip
    if len(cells) > width:
        return Problem(
            "extra-cell", name, number, cells[-1].coordinate, clean(_text(cells[-1])), "stands under no header",
            "give its column a name, or remove it",
        )  # fmt: skip
    return None


def _broken(cell: Any, uncached: set[str]) -> str:  # noqa: ANN401 - openpyxl ships no types
    """Why a cell holds no value; empty where it does, or is empty."""
    if getattr(cell, "data_type", "") == "e":
        return "is an error of the spreadsheet"
    if uncached and getattr(cell, "coordinate", "") in uncached:
        return "is a formula that was never computed"
    return ""


def _text(cell: Any) -> str:  # noqa: ANN401 - openpyxl ships no types
    """A cell's value as a CSV would have it: ISO dates, numbers with the 15 digits that a spreadsheet keeps."""
    value = cell.value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() and _dated(cell) else value.isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return "" if value is None else value.isoformat() if isinstance(value, date | time) else str(value)


def _dated(cell: Any) -> bool:  # noqa: ANN401 - openpyxl ships no types
    """Whether a cell shows a date and no time of day."""
    from openpyxl.styles.numbers import is_datetime

    return bool(is_datetime(cell.number_format) == "date")


def _uncached(xml: bytes) -> set[str]:
    """Addresses of formulas without the value they came to; a text formula may have come to nothing."""
    found = set()
    if b"<f" in xml:
        for cell in _FORMULA.finditer(xml):
            address = _ADDRESS.search(cell["tag"])
            if address and not _VALUE.search(cell["inner"]) and b't="str"' not in cell["tag"]:
                found.add(address[1].decode())
    return found


def _merged(xml: bytes) -> dict[tuple[int, int], str]:
    """(first row, last row) → range, of each merged range."""
    found = {}
    for address in _MERGED.findall(xml):
        low, high = (int(re.sub(rb"\D", b"", corner)) for corner in address.split(b":"))
        found[low, high] = address.decode()
    return found


def _at(merged: dict[tuple[int, int], str], row: int) -> tuple[int, int] | None:
    return next((rows for rows in merged if rows[0] <= row <= rows[1]), None)


def _notes(source: Source, xml: bytes) -> Iterator[Problem]:
    hidden = len(_HIDDEN.findall(xml))
    rows = counted(
        ("holds {count} hidden row: it is read", "holds {count} hidden rows: they are read"), hidden
    )
    said = {"hidden-rows": rows if hidden else "",
            "macros": "holds macros: they are not run" if workbooks.has_macros(source) else ""}  # fmt: skip
    for code, reason in said.items():
        if reason:
            yield Problem(code, source.name, None, "", "", reason, "", rows=0, fault=False)
