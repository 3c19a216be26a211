"""What a reader is: how it recognises a file, what it hands over, and what became of each file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import pyarrow as pa

from wageaudit.errors import Problem
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.shelves import PIECE, Shelving

CERTAIN, PLAUSIBLE, NO = 2, 1, 0


@dataclass(frozen=True, slots=True)
class Head:
    """What detection sees of a file: its source, what its first bytes prove, the cells of its first line."""

    source: Source
    kind: str  # "text", "json", "parquet", "xlsx"
    cells: tuple[str, ...] = ()
    delimiter: str = ""
    text: str = ""

    def has(self, *names: str) -> bool:
        """Whether all these header cells stand in the first line, to the letter."""
        return set(names) <= set(self.cells)


@dataclass(frozen=True, slots=True)
class FileRead:
    """What became of one input file; rows_read = rows of the table + rows_merged into them + rows_left_out."""

    name: str
    size: int
    reader: str
    coverage: str
    rows_read: int
    rows_left_out: int
    notes: tuple[str, ...] = ()
    rows_merged: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The task table of one or many files, the problems met, and what became of each file.

    held: pieces of the table that were put on shelves as they were read; `table` has the rest.
    """

    table: pa.Table
    problems: tuple[Problem, ...] = ()
    files: tuple[FileRead, ...] = ()
    held: tuple[Shelving, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of the task table, wherever they lie."""
        return int(self.table.num_rows) + sum(int(piece.edges[-1]) for piece in self.held)


class Versions(Protocol):
    """Which of the layouts of its export a file has, in words; "" where there is but one."""

    def __call__(self, head: Head) -> str:
        """Tell it by what detection sees."""


class Detect(Protocol):
    """How sure a reader is that a file is its own: CERTAIN, PLAUSIBLE or NO."""

    def __call__(self, head: Head) -> int:
        """Judge by content, never by the file's name."""


class Read(Protocol):
    """Turn the files of one bundle (one file, or a folder's files of this reader) into the task table."""

    def __call__(self, bundle: Sequence[Source], options: Options) -> Reading:
        """Read every file of the bundle; raise InputRefused for one that is not what it seems."""


class Hold(Protocol):
    """Put a piece of a task table on shelves."""

    def __call__(self, table: pa.Table) -> Shelving:
        """The piece, in memory or not."""


class Stream(Protocol):
    """Read one file and hold it piece by piece, so that it need not fit in memory."""

    def __call__(self, source: Source, options: Options, hold: Hold) -> Reading:
        """As Read, with the rows in Reading.held."""


def one_layout(head: Head) -> str:  # noqa: ARG001 - a reader's signature
    """The version of an export that has but one layout."""
    return ""


@dataclass(frozen=True, slots=True)
class Reader:
    """A platform's export: its name, what it covers, how it is recognised and read, and what it cannot tell."""

    name: str
    title: str
    coverage: str
    detect: Detect
    read: Read
    cannot_tell: str = ""
    bundled: bool = False  # files of one folder belong together
    stream: Stream | None = None
    again: tuple[str, ...] = ()  # readers whose exports tell of the same work, without an id in common
    version: Versions = one_layout
    lines: bool = False  # its text is lines, and no table with columns
    tracker: bool = False  # kept by the worker beside a platform: fills what the platform's log leaves open


def held(reading: Reading, hold: Hold) -> Reading:
    """The reading with its rows put on shelves."""
    if not reading.table.num_rows:
        return reading
    size = -(-reading.table.num_rows // max(1, round(reading.table.num_rows / PIECE)))
    pieces = [hold(reading.table.slice(low, size)) for low in range(0, reading.table.num_rows, size)]
    nothing = pa.Table.from_batches([], reading.table.schema)  # empty_table() would load pandas
    return replace(reading, table=nothing, held=(*reading.held, *pieces))
