"""Delimited text into columns of text: delimiter proved from the header, exact spreadsheet rows, faulty rows listed.

Text that proves regular is cut by Arrow (regular.py). All other is read row by row: slower, but it knows which row of a
spreadsheet every cell stands in.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints, strings
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source, decode
from wageaudit.phrases import counted, phrase
from wageaudit.readers.regular import Columns, cut, quotes_fit
from wageaudit.text import clean

if TYPE_CHECKING:
    from wageaudit.readers.spreadsheet import Sheet

DELIMITERS = ",;\t|"
LINE_END = re.compile("\r\n|\r|\n")
LONGEST_FIELD = 1 << 20  # [characters]
LONGEST_LINE = 1 << 24  # [characters]
PIECE = 1 << 20  # [characters] given to the csv module at a time: its own copy has four bytes a character
FILLED_IN = (
    2  # fields at the end of every row that a reader leaves to be filled in; beyond, rows end where they end
)
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
    columns: Sequence[pa.Array]
    problems: tuple[Problem, ...]
    rows_read: int
    name: str = ""  # of the file, for messages

    def __contains__(self, name: str) -> bool:
        """Whether the header has this name."""
        return name in self.header

    def column(self, name: str) -> pa.Array:
        """The last column of that name (one tool's files name a row number first, the id second).

        Raises InputRefused where there is none: the file is not what its first line seemed to be.
        """
        if name not in self.header:
            raise InputRefused(
                self.name, phrase("has no column {name}", name=clean(name)), "export it again", 1
            )
        return self.columns[len(self.header) - 1 - self.header[::-1].index(name)]

    def cells(self, name: str) -> pa.Array:
        """The cells of that column, empty where the file lacks it."""
        return self.column(name) if name in self.header else strings([""] * len(self.rows))


def header_of(text: str, delimiters: str = DELIMITERS) -> tuple[tuple[str, ...], str]:
    """(cells, delimiter) of the first line of a text; the one of these delimiters that splits it into most cells."""
    text = text.lstrip("\r\n")
    end = LINE_END.search(text)
    line = text[: end.start()] if end else text
    first = text if line.count('"') % 2 else line
    best: tuple[tuple[str, ...], str] = ((), delimiters[0])
    csv.field_size_limit(
        LONGEST_FIELD
    )  # one setting for the whole process: it must not hang on what was read before
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
        from wageaudit.readers.spreadsheet import read_sheet

        return _of_sheet(read_sheet(source, skip), source.name)
    text, used = decode(source, encoding)
    _check_lines(source.name, text)
    skipped = 0
    if text[:4].lower() == "sep=" and "\n" in text:
        _, _, text = text.partition("\n")
        skipped = 1
    for _ in range(skip):
        _, _, text = text.partition("\n")
    skipped += skip
    blank = len(text) - len(text.lstrip("\r\n"))
    skipped += len(LINE_END.findall(text[:blank]))
    text = text[blank:]
    if not text or text.isspace():
        raise InputRefused(source.name, "is empty", "export it again")
    header, delimiter = header_of(text, delimiter or DELIMITERS)
    if len(header) > MOST_COLUMNS:
        raise InputRefused(
            source.name,
            phrase("has {count} columns", count=len(header)),
            phrase("at most {most} are read", most=MOST_COLUMNS),
        )
    rows, columns, problems = _cells(source.name, text, header, delimiter, short, 2 + skipped)
    read = len(rows) + len(problems)
    if used == "cp1252" and not encoding:
        problems.append(_encoding_note(source.name, text))
    return Delimited(header, delimiter, used, rows, columns, tuple(problems), read, source.name)


def _cells(
    name: str, text: str, header: Sequence[str], delimiter: str, short: int, first: int
) -> tuple[Ints, Sequence[pa.Array], list[Problem]]:
    """(spreadsheet rows, columns, rows of the wrong width), by Arrow where the text proves regular, else row by row."""
    end = LINE_END.search(text)
    if end is not None and quotes_fit(text[: end.start()].encode(), delimiter):
        from wageaudit.readers.ragged import ragged

        cutter = ragged if short > FILLED_IN else cut
        columns = cutter(text[end.end() :], delimiter, len(header), short, LONGEST_FIELD)
        if columns is not None:
            return np.arange(first, first + len(columns[0]), dtype=np.int64), columns, []
    records = _records(name, text, delimiter)
    next(records, None)
    rows, kept, problems = _aligned(name, records, len(header), short, first)
    cells: Sequence[Sequence[str]] = list(zip(*kept, strict=True)) or [()] * len(header)
    return np.array(rows, np.int64), Columns(len(header), lambda at: strings(cells[at])), problems


def _of_sheet(sheet: Sheet, name: str) -> Delimited:
    """A workbook's sheet as if it had been saved as delimited text."""
    cells = zip(*sheet.cells, strict=True) if sheet.cells else ([] for _ in sheet.header)
    columns = tuple(strings(column) for column in cells)
    rows = np.array(sheet.rows, np.int64)
    return Delimited(sheet.header, "", "xlsx", rows, columns, sheet.problems, sheet.rows_read, name)


def _records(name: str, text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    lines = chain.from_iterable(
        io.StringIO(text[low:high], newline="") for low, high in pairwise(_cuts(text))
    )
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputRefused(
                name,
                phrase("is not well-formed after row {number}: {error}", number=number, error=error),
                "look for an unclosed quote there",
                number + 1,
            ) from None
        number += 1
        yield record


def _cuts(text: str) -> Iterator[int]:
    """Where pieces of whole lines begin and end."""
    at = 0
    while at < len(text):
        yield at
        end = text.find("\n", at + PIECE)
        at = end + 1 if end >= 0 else len(text)
    yield len(text)


def _check_lines(name: str, text: str) -> None:
    """Raises InputRefused where no line ends for longer than any line is."""
    at = 0
    while at + LONGEST_LINE < len(text):
        end = max(text.rfind(mark, at, at + LONGEST_LINE) for mark in "\n\r")
        if end < 0:
            raise InputRefused(
                name,
                phrase("has a line of more than {most} characters", most=LONGEST_LINE),
                "give a table with a row a line",
                text.count("\n", 0, at) + 1,
            )
        at = end + 1


def _aligned(
    name: str, records: Iterator[list[str]], width: int, short: int, first: int
) -> tuple[list[int], Rows, list[Problem]]:
    """Rows of the header's width with their spreadsheet rows; the others as problems; lines of blanks are no rows."""
    rows: list[int] = []
    kept: Rows = []
    problems: list[Problem] = []
    for number, cells in enumerate(records, first):
        if not any(map(str.strip, cells)):
            continue
        if width - short <= len(cells) <= width:
            rows.append(number)
            kept.append(cells + [""] * (width - len(cells)))
        else:
            problems.append(_wrong_width(name, number, cells, width))
    return rows, kept, problems


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
        counted(
            ("has {count} field, the header {width}", "has {count} fields, the header {width}"),
            len(cells),
            width=width,
        ),
        mend,
    )


def _encoding_note(name: str, text: str) -> Problem:
    words = [word for word in text.split() if not word.isascii()][:3]
    return Problem(
        "encoding-note", name, None, "", "", phrase("is not UTF-8 and was read as Windows-1252: {names}", names=clean(" · ".join(words))),
        "if these words look wrong add  --encoding latin-1  (or the one it was saved in)", rows=0,
    )  # fmt: skip


def duplicates(header: Sequence[str]) -> list[str]:
    """Names that stand more than once in the header."""
    return [name for name, times in Counter(header).items() if times > 1 and name]
