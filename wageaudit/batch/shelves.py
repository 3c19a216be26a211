"""One shelf of a batch audited: its rows of all files, its part of the ledger, its cells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from wageaudit import supplied
from wageaudit.auditing import Audit, Count
from wageaudit.batch.identity import ALL, identity
from wageaudit.batch.reading import KIND as READ
from wageaudit.cells import SPLITS, Cells
from wageaudit.files import Spilled, Workplace, written
from wageaudit.options import Options
from wageaudit.readers.joining import joined
from wageaudit.reports.data import parquet
from wageaudit.screening import Screened
from wageaudit.shelves import collect

KIND = "shelf"
LEDGER = "ledger.parquet"
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
    """A shelf to audit: which pieces have rows of it, and which of their readers are trackers."""

    place: Workplace
    at: int
    parts: tuple[Part, ...]
    trackers: tuple[str, ...]
    options: Options

    def key(self, identity: str) -> str:
        """Names the result."""
        told = [self.at, [[part.unit, part.name] for part in self.parts], self.trackers, identity]
        return f"{self.at:02d}-{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True)
class Audited:
    """What one shelf gave: the key of its ledger, its cells, where its rows went, what looks wrong, how many joined a tracker's log."""

    key: str
    cells: Cells
    counts: tuple[Count, ...]
    screened: tuple[Screened, ...]
    joined: int


def audit_shelf(job: ShelfJob) -> Audited:
    """Audit the shelf; its ledger is written unless the same was before."""
    chosen = identity(job.options, ALL)
    if chosen not in _books:
        _books[chosen] = supplied.books(job.options)
    books, key = _books[chosen], job.key(chosen)
    pieces = [
        Spilled(job.place.path(READ, part.unit) / part.name, np.array(part.edges), part.lifts)
        for part in job.parts
    ]
    table, count = joined(collect(pieces, job.at), job.trackers)
    found = Audit([table], job.options, books.wages, books.exchange, 1, books.living)
    if job.place.note(KIND, key) is None:
        job.place.keep(KIND, key, lambda folder: _ledger(folder, found))
    return Audited(key, found.cells(SPLITS), tuple(found.counts()), tuple(found.screened()), count)


def _ledger(folder: Path, found: Audit) -> dict[str, Any]:
    ledger = found.ledger()
    written(folder / LEDGER, lambda stream: parquet(ledger, stream))
    return {"rows": ledger.num_rows}


def jobs(
    place: Workplace,
    units: Sequence[tuple[str, Mapping[str, Any]]],
    trackers: Sequence[str],
    options: Options,
) -> list[ShelfJob]:
    """One job for each shelf that has rows."""
    parts: dict[int, list[Part]] = {}
    for key, said in units:
        for piece in said["pieces"]:
            edges = tuple(piece["edges"])
            for at in np.flatnonzero(np.diff(edges)).tolist():
                parts.setdefault(at, []).append(Part(key, piece["name"], edges, piece["lifts"]))
    return [ShelfJob(place, at, tuple(parts[at]), tuple(trackers), options) for at in sorted(parts)]
