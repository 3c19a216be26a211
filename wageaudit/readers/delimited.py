"""Delimited text into columns of text: delimiter proved from the header, exact spreadsheet rows, faulty rows listed.

This is the exact way of reading: slower than Arrow's, but it knows which row of a spreadsheet every cell stands in.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints, strings
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source, decode
from wageaudit.readers.spreadsheet import Sheet, read_sheet
from wageaudit.text import clean

DELIMITERS = ",;\t|"
LINE_END = re.compile("\r\n|\r|\n")
LONGEST_FIELD = 1 << 20  # [characters]
MOST_COLUMNS = 10_000  # command-line tools of one platform write more than 5,000
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Delimited:
    """A file's columns as text.

    header: names as written, without surrounding space; rows: int64[n], the spreadsheet row of each kept row;
    columns: one string array a header cell, n long; rows_read counts the rows under the header, faulty ones included.
    """

    header: tuple[str, ...]
    delimiter: str
    encoding: str
    rows: Ints
    columns: tuple[pa.Array, ...]
    problems: tuple[Problem, ...]
    rows_read: int

    def __contains__(self, name: str) -> bool:
        """Whether the header has this name."""
        return name in self.header

    def column(self, name: str) -> pa.Array:
        """The last column of that name (one tool's files name a row number first, the id second)."""
        return self.columns[len(self.header) - 1 - self.header[::-1].index(name)]


def header_of(text: str, delimiters: str = DELIMITERS) -> tuple[tuple[str, ...], str]:
    """(cells, delimiter) of the first line of a text; the one of these delimiters that splits it into most cells."""
    text = text.lstrip("\r\n")
    line = LINE_END.split(text, maxsplit=1)[0]
    first = line if '"' not in line else text
    best: tuple[tuple[str, ...], str] = ((), delimiters[0])
    for delimiter in delimiters:
        try:
            cells = next(csv.reader(io.StringIO(first), delimiter=delimiter), [])
        except csv.Error:
            continue
        if len(cells) > len(best[0]):
            best = (tuple(cell.strip().lstrip("\ufeff") for cell in cells), delimiter)
    return best


def read_delimited(
    source: Source, encoding: str = "", short: int = 0, skip: int = 0, delimiter: str = ""
) -> Delimited:
    """Read a delimited file; rows may lack up to `short` fields at the end (taken as empty), and never have too many.

    skip: lines above the header; delimiter: known, else the one that splits the header into most cells.

    Raises InputRefused for what is not such a file: empty, too wide, an unclosed quote, a NUL in the header.
    """
    if source.head().startswith(b"PK\x03\x04"):
        return _of_sheet(read_sheet(source, skip))
    text, used = decode(source, encoding)
    skipped = 0
    if text.lower().startswith("sep=") and "\n" in text:
        _, _, text = text.partition("\n")
        skipped = 1
    for _ in range(skip):
        _, _, text = text.partition("\n")
    skipped += skip
    blank = len(text) - len(text.lstrip("\r\n"))
    skipped += len(LINE_END.findall(text[:blank]))
    text = text[blank:]
    if not text.strip():
        raise InputRefused(source.name, "is empty", "export it again")
    header, delimiter = header_of(text, delimiter or DELIMITERS)
    if len(header) > MOST_COLUMNS:
        raise InputRefused(source.name, f"has {len(header)} columns", f"at most {MOST_COLUMNS} are read")
    records = _records(source.name, text, delimiter)
    next(records, None)
    rows, kept, problems, read = _aligned(source.name, records, len(header), short, 2 + skipped)
    columns = tuple(strings(cells) for cells in zip(*kept, strict=True)) if kept else ()
    if not columns:
        columns = tuple(strings([]) for _ in header)
    if used == "cp1252" and not encoding:
        problems.append(_encoding_note(source.name, text))
    return Delimited(header, delimiter, used, np.array(rows, np.int64), columns, tuple(problems), read)


def _of_sheet(sheet: Sheet) -> Delimited:
    """A workbook's sheet as if it had been saved as delimited text."""
    cells = zip(*sheet.cells, strict=True) if sheet.cells else ([] for _ in sheet.header)
    columns = tuple(strings(column) for column in cells)
    rows = np.array(sheet.rows, np.int64)
    return Delimited(sheet.header, "", "xlsx", rows, columns, sheet.problems, sheet.rows_read)


def _records(name: str, text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputRefused(
                name,
                f"is not well-formed after row {number}: {error}",
                "look for an unclosed quote there",
                number + 1,
            ) from None
        number += 1
        yield record


def _aligned(
    name: str, records: Iterator[list[str]], width: int, short: int, first: int
) -> tuple[list[int], Rows, list[Problem], int]:
    """Rows of the header's width with their spreadsheet rows; the others as problems; blank lines are no rows."""
    rows: list[int] = []
    kept: Rows = []
    problems: list[Problem] = []
    read = 0
    for number, cells in enumerate(records, first):
        if not any(cells):
            continue
        read += 1
        if width - short <= len(cells) <= width:
            rows.append(number)
            kept.append(cells + [""] * (width - len(cells)))
        else:
            problems.append(_wrong_width(name, number, cells, width))
    return rows, kept, problems, read


def _wrong_width(name: str, number: int, cells: Sequence[str], width: int) -> Problem:
    code, mend = (
        ("extra-cell", "quote the field that holds the delimiter")
        if len(cells) > width
        else ("missing-cell", "write every field, if need be empty")
    )
    return Problem(
        code,
        name,
        number,
        "",
        clean(cells[-1] if cells else ""),
        f"has {len(cells)} fields, the header {width}",
        mend,
    )


def _encoding_note(name: str, text: str) -> Problem:
    words = [word for word in text.split() if not word.isascii()][:3]
    return Problem(
        "encoding-note", name, None, "", "", f"is not UTF-8 and was read as Windows-1252: {clean(' · '.join(words))}",
        "if these words look wrong add  --encoding latin-1  (or the one it was saved in)", rows=0,
    )  # fmt: skip


def duplicates(header: Sequence[str]) -> list[str]:
    """Names that stand more than once in the header."""
    return [name for name, times in Counter(header).items() if times > 1 and name]
