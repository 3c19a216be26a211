"""A batch from beginning to end: list, read, audit, put the results in place."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from wageaudit import supplied
from wageaudit.arrays import category
from wageaudit.auditing import Audit
from wageaudit.batch import results
from wageaudit.batch.booking import booked
from wageaudit.batch.executors import Executor, settled
from wageaudit.batch.finding import apart, listed
from wageaudit.batch.gathering import KIND as GATHERED
from wageaudit.batch.identity import ALL, READING, identity, program, visible
from wageaudit.batch.pages import PAGE, Pages, Paging, all_pages, paged
from wageaudit.batch.reading import KIND as READ
from wageaudit.batch.reading import Unit, files_of, pieces_of, problems_of, refused
from wageaudit.batch.releases import released
from wageaudit.batch.repeating import repeated
from wageaudit.batch.sharing import Sharing, shared
from wageaudit.batch.shelves import KIND as SHELF
from wageaudit.batch.shelves import LEDGER, Audited, ShelfJob, Spoilt, audit_shelf, jobs
from wageaudit.batch.tabling import FEW, Tables, audit_of, tabled
from wageaudit.batch.tabling import KIND as TABLES
from wageaudit.batch.tabling import jobs as table_jobs
from wageaudit.batch.units import Entry, Reader, Units, read_all
from wageaudit.engine import Run
from wageaudit.errors import InputRefused, Problem, WageauditError
from wageaudit.files import HOME, Found, Workplace, claimed, is_remote, keep_memory
from wageaudit.options import Options
from wageaudit.readers import READERS
from wageaudit.readers.base import Reading
from wageaudit.readers.joining import said as told_joined
from wageaudit.readers.rostered import with_roster_note
from wageaudit.recording import Witness, home, own_files, record
from wageaudit.tasks import whole


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: which part of the work, how much of it is done, rows read so far, workers audited so far."""

    stage: str  # listing, reading, auditing, tables, pages, writing
    done: int = 0
    total: int = 1
    rows: int = 0
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch found, as an audit's run; how many files there are, how many files and shelves were done now and not before.

    released: what an earlier release, which this one took the place of, says otherwise.
    """

    run: Run
    files: int
    read: int
    audited: int
    released: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelved:
    """All shelves audited: the units they hold (without those that spoilt one), what each gave, how many were done now."""

    units: list[Entry]
    shelves: list[Audited]
    fresh: int


Tell = Callable[[Progress], None]


def run(
    folder: str,
    out: str,
    options: Options,
    executor: Executor,
    tell: Tell = lambda _: None,
    *,
    sharing: Sharing | None = None,
    paging: Paging | None = None,
    but: Sequence[str] = (),
) -> Batch:
    """Audit a folder of members' exports into the folder `out`.

    sharing: what may leave the house is put into `share` besides; paging: a page for each member and one for the whole,
    or a workbook, are made besides; but: paths in the folder that are no member's export.
    Raises InputRefused where no file can be read at all, WrongUse where `out` cannot be written or is another's.
    """
    supplied.books(options)  # first: a faulty one is told before hours of reading
    keep_memory()
    with claimed(out, folder) as claim:
        place = Workplace(os.path.abspath(claim.out))  # noqa: PTH100 - links are not followed
        tell(Progress("listing"))
        own = apart(out, [path for _, path in own_files(options)])
        found, notes = listed(place, folder, [out, *but, *own], executor)
        units = _read(place, found, options, executor, tell)
        done = _audited(place, units, options, executor, tell)
        keys = [one.key for one in done.shelves]
        tables = _tabled(place, done, options, executor, tell)
        audit = audit_of(place, keys, "", options)
        made = Run(audit, _noted(_reading(place, done.units, notes), done.shelves, audit))
        inputs = _inputs(found, done.units)
        pages = _pages(place, done, made, tables, (folder, inputs), paging, executor, tell)
        tell(Progress("writing"))
        besides = pages.passed_on(sharing) if sharing is not None and pages.passed_on else None
        ledgers = [place.path(SHELF, key) / LEDGER for key in keys]
        share = shared(tables, made.audit, sharing, ledgers, besides) if sharing is not None else ({}, {})
        how = {"language": paging.language} if paging is not None else {}
        results.put(place, _told(folder), made, tables, inputs, done.shelves, share, (pages.files, how))
        place.remember(HOME, [] if is_remote(folder) else [home([folder, *own])])
        for kind, kept in ((PAGE, pages.kept), (GATHERED, pages.gathered), (READ, units.keys), (SHELF, keys)):
            place.forget(kind, kept)
        before = released(place, tables, sharing, options)
        place.forget(TABLES, {key for own in tables.keys.values() for key in own})
    return Batch(made, len(found), units.fresh, done.fresh, before)


def _pages(
    place: Workplace,
    done: Shelved,
    made: Run,
    tables: Tables,
    read: tuple[str, Mapping[str, tuple[int, str]]],
    paging: Paging | None,
    executor: Executor,
    tell: Tell,
) -> Pages:
    """The pages and the workbook that are asked for; read: the folder, and size and hash of its files."""
    if paging is None:
        return Pages()
    folder, inputs = read
    options, witness = made.audit.options, Witness(dict(inputs))
    document = record("batch", [_told(folder)], options, made.reading, made.audit, witness, ())
    book = booked(made, tables, document, paging.language) if paging.workbook else {}
    if not paging.pages:
        return Pages(book)
    given = paged(_jobs(place, done.units, options), inputs, paging, document)
    found = all_pages(given, made, tables, document, executor, _telling(tell, "pages"))
    return replace(found, files={**found.files, **book})


def _told(folder: str) -> str:
    """The folder as manifests tell it: of a URL, which may name accounts, only its end."""
    return (folder.rstrip("/").rpartition("/")[2] or "folder") if is_remote(folder) else folder


def _read(
    place: Workplace, found: Sequence[Found], options: Options, executor: Executor, tell: Tell
) -> Units:
    def told(done: int, total: int, rows: int) -> None:
        tell(Progress("reading", done, total, rows))

    chosen = identity(options, READING)
    return read_all(found, Reader(place, visible(options), chosen, program(), executor, told))


def _tabled(place: Workplace, done: Shelved, options: Options, executor: Executor, tell: Tell) -> Tables:
    chosen, keys = identity(options, ALL), tuple(one.key for one in done.shelves)
    rows = _rows(done.units)
    given = table_jobs(place, keys, visible(options), chosen, program(), rows)

    def told(made: int, total: int) -> None:
        tell(Progress("tables", made, total))

    return tabled(given, executor, told, light=rows < FEW)


def _rows(entries: Sequence[Entry]) -> int:
    return sum(file.rows_read for _, note in entries for file in files_of(note))


def _jobs(place: Workplace, entries: Sequence[Entry], options: Options) -> list[ShelfJob]:
    """A job for each shelf that has rows."""
    trackers = {reader.name for reader in READERS if reader.tracker}
    return jobs(place, entries, trackers, visible(options), identity(options, ALL), program())


def _telling(tell: Tell, stage: str) -> Callable[[int, int, int], None]:
    """What is told of shelves done, of so many, and the workers on them."""
    return lambda done, total, workers: tell(Progress(stage, done, total, workers=workers))


def _audited(place: Workplace, units: Units, options: Options, executor: Executor, tell: Tell) -> Shelved:
    """Every shelf audited, without the units whose amounts no shelf can add up."""
    entries, fresh = units.entries, 0
    rows = _rows(entries)
    while True:
        given = _jobs(place, entries, options)
        made, spoilt = _shelves(given, executor, tell, rows)
        fresh += sum(one.fresh for one in made)
        if not spoilt:
            return Shelved(entries, made, fresh)
        entries = [
            (key, refused(Unit(units.files[key]), *spoilt[key])) if key in spoilt else (key, note)
            for key, note in entries
        ]


def _shelves(
    given: Sequence[ShelfJob], executor: Executor, tell: Tell, rows: int
) -> tuple[list[Audited], Mapping[str, tuple[str, str]]]:
    """(what each shelf gave, in their order; units that spoil one, and why)."""
    made: dict[int, Audited] = {}
    spoilt: dict[str, tuple[str, str]] = {}
    workers = 0
    too_large = WageauditError(
        "the rows of some workers need more memory than there is",
        "use fewer  --jobs, or a larger machine",
    )
    for at, one in settled(executor, audit_shelf, given, too_large, light=rows < FEW):
        if isinstance(one, Spoilt):
            spoilt |= dict.fromkeys(one.units, (one.reason, one.mend))
        else:
            made[at] = one
            workers += one.note["workers"]
        tell(Progress("auditing", len(made), len(given), rows, workers))
    return [made[at] for at in sorted(made)], spoilt


def _reading(place: Workplace, units: Sequence[Entry], notes: Sequence[Problem]) -> Reading:
    """All units as one reading, its rows where they are kept."""
    problems = [problem for _, note in units for problem in problems_of(note)]
    files = tuple(file for _, note in units for file in files_of(note))
    if not files:
        first, *others = [*problems, *notes]
        raise InputRefused(first.file, first.reason, first.mend, first.row, first.column, others)
    held = tuple(piece for key, note in units for piece in pieces_of(place, key, note))
    return Reading(whole(pa.table({})), (*notes, *problems, *repeated(place, units)), files, held)


def _noted(reading: Reading, shelves: Sequence[Audited], audit: Audit) -> Reading:
    """The reading with what only all files together tell: trackers' rows that became waiting, a roster of other people."""
    problems = list(reading.problems)
    count = sum(one.note["joined"] for one in shelves)
    if count:
        met = {file.reader for file in reading.files}
        said = told_joined(count, met & {reader.name for reader in READERS if reader.tracker})
        problems.append(Problem("tracker-joined", "all files", None, "", "", said, "", rows=0, fault=False))
    workers = audit.cells().labels["worker"]
    names = category(np.arange(len(workers), dtype=np.int32), workers)
    problems += with_roster_note(Reading(pa.table({"worker_id": names})), audit.options).problems
    return replace(reading, problems=tuple(problems))


def _inputs(found: Sequence[Found], units: Sequence[Entry]) -> dict[str, tuple[int, str]]:
    """(size, SHA-256) of every file by its name; of a member of an archive, of its unpacked bytes."""
    seen = {file.name: (file.size, file.sha256) for file in found if file.sha256}
    inner = {name: (size, digest) for _, note in units for name, (size, digest) in note["inner"].items()}
    return seen | inner
