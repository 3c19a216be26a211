"""A batch from beginning to end: list, read, audit, put the results in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from wageaudit import supplied
from wageaudit.auditing import of_cells
from wageaudit.batch import results
from wageaudit.batch.executors import Executor
from wageaudit.batch.reading import KIND as READ
from wageaudit.batch.reading import ReadJob, Unit, files_of, problems_of, read_units
from wageaudit.batch.shelves import KIND as SHELF
from wageaudit.batch.shelves import Audited, audit_shelf, jobs
from wageaudit.cells import join
from wageaudit.engine import Run
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Found, Spilled, Workplace, claimed, hashed, members
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers import READERS
from wageaudit.readers.base import Reading
from wageaudit.readers.joining import said as told_joined
from wageaudit.tasks import whole

UNITS = 16  # files read in one go: what is finished is kept after each
LARGE = 64 << 20  # [bytes] a file read alone, on all cores of whoever reads it


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: which part of the work, how much of it is done, rows read so far."""

    stage: str  # listing, reading, auditing, writing
    done: int
    total: int
    rows: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch found, as an audit's run, and how many files and shelves were done now and not before."""

    run: Run
    read: int
    audited: int


def run(
    folder: str,
    out: str,
    options: Options,
    executor: Executor,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Batch:
    """Audit a folder of members' exports into the folder `out`.

    Raises InputRefused where no file can be read at all, WrongUse where `out` cannot be written or is another's.
    """
    books = supplied.books(options)
    with claimed(out, folder) as place:
        found, notes = _listed(place, folder, out, executor, tell)
        units, fresh = _read(place, found, options, executor, tell)
        reading = _reading(place, units, notes)
        shelves, new = _audited(place, units, reading, options, executor, tell)
        cells = join([one.cells for one in shelves])
        counts = [count for one in shelves for count in one.counts]
        screened = [seen for one in shelves for seen in one.screened]
        audit = of_cells(cells, counts, screened, options, books.wages, books.exchange, books.living)
        done = Run(audit, _joined(reading, shelves))
        tell(Progress("writing", 0, 1, 0))
        results.put(place, folder, done, _inputs(found, units), shelves)
        place.forget(READ, {key for key, _ in units})
        place.forget(SHELF, {one.key for one in shelves})
    return Batch(done, fresh, new)


def _listed(
    place: Workplace, folder: str, out: str, executor: Executor, tell: Callable[[Progress], None]
) -> tuple[list[Found], list[Problem]]:
    """The files with their hashes, each content once."""
    tell(Progress("listing", 0, 1, 0))
    found, notes = members(folder, out)
    found = hashed(place, found, executor.each)
    first: dict[str, Found] = {}
    for file in found:
        if file.sha256 in first and file.size:
            reason = phrase("has the same bytes as {name}: read once", name=first[file.sha256].name)
            notes.append(Problem("file-left-out", file.name, None, "", "", reason, "", rows=0, fault=False))
        first.setdefault(file.sha256 if file.size else file.name, file)
    kept = list(first.values())
    if not kept:
        raise InputRefused(folder, "holds no file to read", "give the folder of the members' exports")
    return kept, notes


def _read(
    place: Workplace,
    found: Sequence[Found],
    options: Options,
    executor: Executor,
    tell: Callable[[Progress], None],
) -> tuple[list[tuple[str, Mapping[str, Any]]], int]:
    """(key, note) of every unit in the order of its first file, and how many files were read now."""
    alone = [Unit((file,)) for file in found]
    before = {unit.key(options) for unit in alone}
    before = {key for key in before if place.note(READ, key) is not None}
    said = _each(place, alone, options, executor, tell)
    waiting: dict[tuple[str, str], list[Found]] = {}
    for unit, (_, note) in zip(alone, said, strict=True):
        if "waits" in note:
            waiting.setdefault(tuple(note["waits"]), []).append(unit.files[0])
    bundles = [Unit(tuple(files), together=True) for files in waiting.values()]
    more = _each(place, bundles, options, executor, tell)
    names = {unit.files[0].name: entry for unit, entry in zip(bundles, more, strict=True)}
    units: list[tuple[str, Mapping[str, Any]]] = []
    for unit, (key, note) in zip(alone, said, strict=True):
        if "waits" not in note:
            units.append((key, note))
        elif unit.files[0].name in names:
            units.append(names[unit.files[0].name])
    return units, len(alone) - len(before)


def _each(
    place: Workplace,
    units: Sequence[Unit],
    options: Options,
    executor: Executor,
    tell: Callable[[Progress], None],
) -> list[tuple[str, dict[str, Any]]]:
    """What each unit gave, in their order."""
    given = _groups(units)
    made: dict[int, list[tuple[str, dict[str, Any]]]] = {}
    files = rows = 0
    for at, entries in executor.each(read_units, [ReadJob(place, tuple(group), options) for group in given]):
        made[at] = entries
        files += len(entries)
        rows += sum(file["rows_read"] for _, note in entries for file in note.get("files", ()))
        tell(Progress("reading", files, len(units), rows))
    return [entry for at in range(len(given)) for entry in made[at]]


def _groups(units: Iterable[Unit]) -> list[list[Unit]]:
    """Units to be read in one go, in their order: many small ones, or a large one alone."""
    groups: list[list[Unit]] = []
    size = LARGE
    for unit in units:
        own = sum(file.size for file in unit.files)
        if size + own > LARGE or len(groups[-1]) == UNITS:
            groups.append([])
            size = 0
        groups[-1].append(unit)
        size += own
    return groups


def _reading(
    place: Workplace, units: Sequence[tuple[str, Mapping[str, Any]]], notes: Sequence[Problem]
) -> Reading:
    """All units as one reading, its rows where they are kept."""
    problems = [problem for _, note in units for problem in problems_of(note)]
    files = tuple(file for _, note in units for file in files_of(note))
    if not files:
        refused = (problems or notes)[0]
        raise InputRefused(refused.file, refused.reason, refused.mend, refused.row, refused.column)
    held = tuple(
        Spilled(place.path(READ, key) / piece["name"], np.array(piece["edges"]), piece["lifts"])
        for key, note in units
        for piece in note["pieces"]
    )
    return Reading(whole(pa.table({})), (*notes, *problems), files, held)


def _audited(
    place: Workplace,
    units: Sequence[tuple[str, Mapping[str, Any]]],
    reading: Reading,
    options: Options,
    executor: Executor,
    tell: Callable[[Progress], None],
) -> tuple[list[Audited], int]:
    """What each shelf gave, in their order, and how many ledgers were written now."""
    trackers = {reader.name for reader in READERS if reader.tracker}
    used = sorted({file.reader for file in reading.files} & trackers)
    given = jobs(place, units, used, options)
    kept = {path.name for path in place.path(SHELF, "").glob("*")}
    rows = sum(file.rows_read for file in reading.files)
    made: dict[int, Audited] = {}
    for at, one in executor.each(audit_shelf, given):
        made[at] = one
        tell(Progress("auditing", len(made), len(given), rows))
    shelves = [made[at] for at in range(len(given))]
    return shelves, sum(one.key not in kept for one in shelves)


def _joined(reading: Reading, shelves: Sequence[Audited]) -> Reading:
    """The reading with a note on trackers' rows that became waiting."""
    count = sum(one.joined for one in shelves)
    if not count:
        return reading
    used = {file.reader for file in reading.files} & {reader.name for reader in READERS if reader.tracker}
    note = Problem(
        "tracker-joined", "all files", None, "", "", told_joined(count, used), "", rows=0, fault=False
    )
    return replace(reading, problems=(*reading.problems, note))


def _inputs(
    found: Sequence[Found], units: Sequence[tuple[str, Mapping[str, Any]]]
) -> dict[str, tuple[int, str]]:
    """(size, SHA-256) of every file by its name; of a member of an archive, of its unpacked bytes."""
    seen = {file.name: (file.size, file.sha256) for file in found}
    inner = {name: (size, digest) for _, note in units for name, (size, digest) in note["inner"].items()}
    return seen | inner
