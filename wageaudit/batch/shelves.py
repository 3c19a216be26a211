"""One shelf of a batch audited: its rows of all files, its part of the ledger, its sums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from wageaudit import supplied
from wageaudit.auditing import Audit, Count
from wageaudit.batch.cutting import PARTS, lean, parts_of
from wageaudit.batch.identity import same_program
from wageaudit.batch.keeping import put_away, put_in_parts, taken_out
from wageaudit.batch.reading import KIND as READ
from wageaudit.cells import SPLITS, Cells, join
from wageaudit.errors import InputRefused, WageauditError, WrongUse
from wageaudit.files import Spilled, Workplace, fingerprint, written
from wageaudit.options import Options
from wageaudit.readers.joining import joined
from wageaudit.reports.data import parquet
from wageaudit.screening import Screened
from wageaudit.shelves import collect
from wageaudit.tasks import whole

KIND = "shelf"
LEDGER, SEEN, SUMS = "ledger.parquet", "seen", "sums"
DISTINCT = ("task_id", "started_at", "ended_at", "pay", "pay_in_wage_currency")
CUTS = ("", *SPLITS)  # what the sums of a shelf are cut by besides worker, date, place and currency
_books: dict[str, supplied.Books] = {}  # of this process, by the choices they were made for


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a unit that has rows on the shelf: the unit's key, the file's name, where its rows lie, what is added."""

    unit: str
    name: str
    edges: tuple[int, ...]
    lifts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ShelfJob:
    """A shelf to audit: which pieces have rows of it, which of their readers are trackers; chosen: the identity of the audit."""

    place: Workplace
    at: int
    parts: tuple[Part, ...]
    trackers: tuple[str, ...]
    options: Options
    chosen: str
    program: str

    @property
    def key(self) -> str:
        """Names the result."""
        told = [self.at, [[part.unit, part.name] for part in self.parts], self.trackers, self.chosen]
        return f"{self.at:02d}-{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True)
class Audited:
    """What one shelf gave: the key of what is kept of it, whether that was made now, and what its note says."""

    key: str
    fresh: bool
    note: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """Units without which the shelf can be audited, and why not with them."""

    units: tuple[str, ...]
    reason: str
    mend: str


def audit_shelf(job: ShelfJob) -> Audited | Spoilt:
    """Audit the shelf, unless the same was done before and what is kept of it is still what was written."""
    same_program(job.program)
    note = job.place.intact(KIND, job.key)
    if note is not None and _sound(job.place.path(KIND, job.key), note):
        return Audited(job.key, fresh=False, note=note)
    try:
        return Audited(
            job.key, fresh=True, note=job.place.keep(KIND, job.key, lambda folder: _fill(folder, job))
        )
    except (InputRefused, WrongUse):
        raise
    except WageauditError as error:
        spoilt = _spoilt(job)
        if not spoilt:
            raise
        return Spoilt(spoilt, error.reason, error.mend)


def _sound(folder: Path, note: Mapping[str, Any]) -> bool:
    """Whether the ledger, which lies among the results too, is still the one that manifests tell of."""
    try:
        return bool(list(fingerprint(str(folder / LEDGER))) == note["files"][LEDGER])
    except (InputRefused, KeyError):
        return False


def books_of(job: ShelfJob) -> supplied.Books:
    """What the shelf is compared with, read once in a process."""
    if job.chosen not in _books:
        _books[job.chosen] = supplied.books(job.options)
    return _books[job.chosen]


def rows_of(job: ShelfJob, parts: Sequence[Part] | None = None) -> pa.Table:
    """The task table of these pieces, of all if none are named; trackers' rows as they are."""
    pieces = [
        Spilled(job.place.path(READ, part.unit) / part.name, np.array(part.edges), part.lifts)
        for part in (job.parts if parts is None else parts)
    ]
    return collect(pieces, job.at)


def _found(job: ShelfJob, parts: Sequence[Part]) -> tuple[Audit, int]:
    """(the audit of these pieces' rows, how many of them joined a tracker's log)."""
    books = books_of(job)
    table, count = joined(rows_of(job, parts), job.trackers)
    return Audit([table], job.options, books.wages, books.exchange, 1, books.living), count


def _fill(folder: Path, job: ShelfJob) -> dict[str, Any]:
    found, count = _found(job, job.parts)
    put_away(folder / SUMS, lean(found.cells()))
    parts = {
        cut: put_in_parts(folder / f"{SUMS}-{cut}", parts_of(found.cells((cut,)), cut)) for cut in SPLITS
    }
    put_away(folder / SEEN, (tuple(found.counts()), tuple(found.screened())))
    ledger = found.ledger()
    written(folder / LEDGER, lambda stream: parquet(ledger, stream, DISTINCT))
    return {
        "rows": ledger.num_rows, "workers": len(np.unique(found.cells().key["worker"])), "joined": count, "parts": parts,
        "files": {LEDGER: list(fingerprint(str(folder / LEDGER)))},
    }  # fmt: skip


def _spoilt(job: ShelfJob) -> tuple[str, ...]:
    """The units, in their order, with which amounts become too large to be added up."""
    kept: list[Part] = []
    spoilt = []
    for unit in dict.fromkeys(part.unit for part in job.parts):
        own = [part for part in job.parts if part.unit == unit]
        try:
            found, _ = _found(job, [*kept, *own])
            for cut in CUTS:
                found.cells((cut,) if cut else ())
            found.ledger()
        except WageauditError:
            spoilt.append(unit)
        else:
            kept += own
    return tuple(spoilt)


def cells(
    place: Workplace,
    shelves: Sequence[str],
    cut: str,
    options: Options,
    parts: Collection[int] = range(PARTS),
) -> Cells:
    """The sums of these shelves as one, of those parts that are asked for; where there are none, those of a table without rows."""
    found: list[Cells] = []
    for key in shelves:
        folder = place.path(KIND, key)
        if not cut:
            found.append(taken_out(folder / SUMS))
            continue
        edges = (place.note(KIND, key) or {})["parts"][cut]
        found += [
            taken_out(folder / f"{SUMS}-{cut}", *edges[str(part)]) for part in parts if str(part) in edges
        ]
    if found:
        return join(found)
    books = supplied.books(options)
    return Audit([whole(pa.table({}))], options, books.wages, books.exchange).cells((cut,) if cut else ())


def seen(place: Workplace, shelves: Sequence[str]) -> tuple[list[Count], list[Screened]]:
    """(where the rows of each shelf went, what looks wrong on it)."""
    found = [taken_out(place.path(KIND, key) / SEEN) for key in shelves]
    counts = [count for own, _ in found for count in own]
    return counts, [screened for _, own in found for screened in own]


def jobs(
    place: Workplace,
    units: Sequence[tuple[str, Mapping[str, Any]]],
    trackers: Collection[str],
    options: Options,
    chosen: str,
    program: str,
) -> list[ShelfJob]:
    """One job for each shelf that has rows; trackers: readers whose logs are kept beside a platform's."""
    parts: dict[int, list[Part]] = {}
    used: dict[int, set[str]] = {}
    for key, said in units:
        own = {file["reader"] for file in said["files"]} & set(trackers)
        for piece in said["pieces"]:
            edges = tuple(piece["edges"])
            for at in np.flatnonzero(np.diff(edges)).tolist():
                parts.setdefault(at, []).append(Part(key, piece["name"], edges, piece["lifts"]))
                used.setdefault(at, set()).update(own)
    return [
        ShelfJob(place, at, tuple(parts[at]), tuple(sorted(used[at])), options, chosen, program)
        for at in sorted(parts)
    ]
