"""Many files into one audit: read, regroup by worker, merge, audit, and account for every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from wageaudit import auditing, same_id, supplied, utc_days
from wageaudit.auditing import Audit
from wageaudit.errors import InputRefused, Problem
from wageaudit.exchange import ExchangeBook
from wageaudit.files import Source, cores, free_memory, keep_memory, part_memory, sources
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.readers import canonical, read_sources
from wageaudit.readers.base import FileRead, Hold, Reading
from wageaudit.readers.canonical.given import conformed
from wageaudit.shelves import Shelves, shelves_for
from wageaudit.text import clean
from wageaudit.wages import WageBook

if TYPE_CHECKING:
    from wageaudit.files import Store

STREAMED = 32 << 20  # [bytes] from which files are read onto shelves, piece by piece
ROW_BYTES = 96  # of a row in a canonical CSV: for a guess at how many shelves the rows want
PACKED_ROW_BYTES = 20  # of one in Parquet
HELD_BYTES = 48  # of a row on its shelf; where they do not all fit, as many are being written as are gathered
WORKING = 768 << 20  # [bytes] of the program and of what it reads or audits: with less, shelves are small


@dataclass(frozen=True, slots=True)
class Account:
    """Where every row went: read = audited + merged + left_out."""

    read: int
    audited: int
    merged: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Run:
    """An audit with what was read for it, and what holds its rows."""

    audit: Audit
    reading: Reading
    store: Store | None = None

    @property
    def account(self) -> Account:
        """Rows read, audited, merged and left out; raises AssertionError if they do not add up."""
        return account(self.reading, self.audit)

    def problems(self) -> tuple[Problem, ...]:
        """Everything that could not be taken as it stands, files first, then rows, merged rows that differ or are of other days, days that are UTC's."""
        told = merge_notes(self.audit)
        return (
            *self.reading.problems,
            *told,
            *same_id.notes(self.audit),
            *_excluded(self.reading, self.audit),
            *utc_days.notes(self.audit),
        )

    @property
    def refused(self) -> int:
        """Files that were left out whole."""
        return sum(problem.code == "file-refused" for problem in self.reading.problems)

    @property
    def rejected(self) -> int:
        """Rows left out because something is wrong with them."""
        return sum(problem.rows for problem in self.reading.problems if problem.fault)


def read(
    paths: Sequence[str], options: Options | None = None, witness: Callable[[Source], None] | None = None
) -> Reading:
    """Read any number of exports, folders and archives into one task table; a witness sees each file before it is read.

    One single file that cannot be read raises InputRefused; of several, the refused ones are among the problems.
    """
    chosen = options or Options()
    return _read_all(_listed(paths, chosen, witness), chosen, None)


@dataclass(frozen=True, slots=True)
class Listed:
    """The files that the arguments name, what was left out of them, and whether one single file was asked for."""

    sources: Sequence[Source]
    notes: Sequence[Problem]
    alone: bool


def _listed(paths: Sequence[str], options: Options, witness: Callable[[Source], None] | None) -> Listed:
    own = (options.map, options.roster_file, options.exchange_file)
    found, notes = sources(
        paths, [one for one in (*own, *options.wages_files, *options.living_wage_files) if one]
    )
    if not found:
        whole = paths[0] if paths else ""
        if not notes:
            raise InputRefused(whole, "holds no file to read", "give an export, a folder or an archive")
        first, *others = notes
        mend = first.mend or "give an export, a folder or an archive"
        raise InputRefused(first.file or whole, first.reason, mend, first.row, first.column, others)
    if witness is not None:
        for source in found:
            witness(source)
    return Listed(found, notes, len(found) == 1 and len(paths) == 1)


def _read_all(listed: Listed, options: Options, hold: Hold | None) -> Reading:
    reading = read_sources(listed.sources, options, alone=listed.alone, hold=hold)
    if not reading.files and reading.problems:
        refused = reading.problems[0]
        raise InputRefused(refused.file, refused.reason, refused.mend, refused.row, refused.column)
    return replace(reading, problems=(*listed.notes, *reading.problems))


def tasks_from_rows(rows: Sequence[Mapping[str, object]], options: Options | None = None) -> Reading:
    """Rows of a program (text or Python values by the task table's names), held to the rules of a canonical file."""
    return canonical.from_rows(rows, options or Options())


def audit(
    tasks: pa.Table,
    options: Options | None = None,
    wages: WageBook | None = None,
    exchange: ExchangeBook | None = None,
    cores: int = 1,
    living: WageBook | None = None,
) -> Audit:
    """Audit a task table with the shipped minimum wages and exchange rates, or with files or books of your own.

    tasks: columns of wageaudit.tasks.SCHEMA, of its types or such as become these unchanged, absent ones are their default; cores: threads to share the work among.
    Books given here go before the files that the options name. Raises InputRefused for such a file that is faulty, and for a
    column of other values.
    """
    chosen = options or Options()
    law, rates = (
        wages or supplied.wages(chosen.wages_files),
        exchange or supplied.exchange(chosen.exchange_file, chosen.exchange_series),
    )
    if living is None and chosen.living_wage_files:
        living = supplied.living_wage(chosen.living_wage_files)
    return auditing.audit(conformed(tasks), chosen, law, rates, cores, living)


def run(
    paths: Sequence[str],
    options: Options | None = None,
    witness: Callable[[Source], None] | None = None,
    memory: int | None = None,
    *,
    screening: bool = True,
) -> Run:
    """Read and audit; a witness sees each file before it is read, as recording.Witness does for a manifest.

    memory: bytes that may be used, where the rows need more they go to temporary files; None: half of what is free.
    screening: suspicions will be asked for, and are looked for at once.
    """
    chosen = options or Options()
    books = supplied.books(chosen)  # first: a faulty one is told before hours of reading
    listed = _listed(paths, chosen, witness)
    size = sum(source.size for source in listed.sources)
    if size < STREAMED:
        reading = _read_all(listed, chosen, None)
        found = auditing.audit(reading.table, chosen, books.wages, books.exchange, cores(), books.living)
        return Run(replace(found, screening=screening), reading)
    from wageaudit.files import Store  # what holds more rows than one table

    given = free_memory() // 2 if memory is None else memory
    budget, rows = max(given - WORKING, given // 4), _rows_about(listed.sources)
    fits = rows * HELD_BYTES <= budget
    keep_memory()
    if not fits:
        part_memory()
    tight = not fits and given < WORKING
    store = Store(shelves_for(2 * rows if tight else rows), budget if fits else budget // 2)
    reading = _read_all(listed, chosen, store.hold)
    pa.default_memory_pool().release_unused()  # what files were read in
    tables: Sequence[pa.Table] = (
        Shelves(store.gathered(reading.held), store.shelves) if reading.held else [reading.table]
    )
    found = Audit(tables, chosen, books.wages, books.exchange, cores(), books.living, screening)
    return Run(found, reading, store)


def audit_files(paths: Sequence[str], options: Options | None = None) -> Audit:
    """Read and audit any number of exports. Raises InputRefused as read() does."""
    return run(paths, options).audit


def _rows_about(found: Sequence[Source]) -> int:
    """About how many rows these files hold, guessed without opening them."""
    return sum(
        source.size // (PACKED_ROW_BYTES if source.name.lower().endswith(".parquet") else ROW_BYTES)
        for source in found
    )


def account(reading: Reading, found: Audit) -> Account:
    """Count where every row went, and check that nothing is lost."""
    files: Sequence[FileRead] = reading.files
    total = sum(file.rows_read for file in files)
    merged_reading = sum(file.rows_merged for file in files)
    left_out = sum(file.rows_left_out for file in files)
    merged = sum(count.merged for count in found.counts())
    audited = sum(count.audited for count in found.counts())
    excluded = reading.rows - merged - audited
    counted = Account(total, audited, merged + merged_reading, left_out + excluded)
    if counted.read != counted.audited + counted.merged + counted.left_out:
        raise AssertionError(f"rows do not add up: {counted}")
    return counted


def _excluded(reading: Reading, found: Audit) -> list[Problem]:
    """A note on the rows that --pending exclude leaves out."""
    counts = found.counts()
    rows = reading.rows - sum(count.audited + count.merged for count in counts)
    reason = counted(
        (
            "{count:,} row is not yet approved, and --pending exclude leaves it out",
            "{count:,} rows are not yet approved, and --pending exclude leaves them out",
        ),
        rows,
    )
    return (
        [Problem("pending-excluded", "all files", None, "status", "pending", reason, "", rows, fault=False)]
        if rows
        else []
    )


def merge_notes(found: Audit) -> list[Problem]:
    """A note on each merged row that says something else than the row it was merged into, in the order of files and rows."""
    return [
        Problem(
            "duplicate-differs",
            name,
            row,
            "task_id",
            "",
            phrase(
                "is the same task as row {other_row} of {other}, which says otherwise and stands",
                other_row=other_row,
                other=clean(other, 200),
            ),
            "remove the row that is wrong",
            rows=0,
        )
        for name, row, other, other_row in sorted(
            (differing for count in found.counts() for differing in count.differing),
            key=lambda one: (str(one[0]), one[1], str(one[2]), one[3]),
        )
    ]
