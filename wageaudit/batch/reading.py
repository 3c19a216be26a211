"""One unit of a batch read onto shelves: a file, an archive, or files of one folder that belong together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from wageaudit.batch.identity import READING, identity
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Found, Source, Store, Workplace, sources_in
from wageaudit.options import Options
from wageaudit.readers import read_sources, reader_for
from wageaudit.readers.base import FileRead

SHELVES = 64  # of every batch, so that its ledger is cut the same way whatever was added
KIND = "read"


@dataclass(frozen=True, slots=True)
class Unit:
    """Files read together; `together`: they are known to be parts of one export."""

    files: tuple[Found, ...]
    together: bool = False

    def key(self, options: Options) -> str:
        """Names the result: the files' names and bytes, and the choices that reading depends on."""
        told = [[file.name, file.owner, file.sha256] for file in self.files]
        text = json.dumps([told, self.together, identity(options, READING)])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Units to read in one go, and where what they give is kept."""

    place: Workplace
    units: tuple[Unit, ...]
    options: Options


def read_units(job: ReadJob) -> list[tuple[str, dict[str, Any]]]:
    """(key, note) of each unit, read now or before."""
    return [_read(job.place, unit, job.options) for unit in job.units]


def _read(place: Workplace, unit: Unit, options: Options) -> tuple[str, dict[str, Any]]:
    key = unit.key(options)
    said = place.note(KIND, key)
    return key, said if said is not None else place.keep(
        KIND, key, lambda folder: _fill(folder, unit, options)
    )


def _fill(folder: Path, unit: Unit, options: Options) -> dict[str, Any]:
    """Read the unit into pieces in the folder; what is said of it: problems, files, rows on each shelf."""
    notes: list[Problem] = []
    found: list[Source] = []
    for file in unit.files:
        try:
            found.extend(sources_in(file, notes))
        except InputRefused as refusal:
            notes.append(refusal.problem)
    waits = None if unit.together else _belongs(found, options)
    if waits is not None:
        return {"waits": waits}
    store = Store(SHELVES, 0, folder)
    reading = read_sources(found, options, hold=store.hold, join=False)
    problems = [_plain(problem) for problem in (*notes, *reading.problems)]
    pieces = [
        {"name": piece.path.name, "lifts": dict(piece.lifts), "edges": piece.edges.tolist()}  # type: ignore[attr-defined]
        for piece in reading.held
    ]
    hashes = {source.name: [len(source.read()), source.sha256()] for source in found if source.path is None}
    return {
        "problems": problems,
        "files": [asdict(file) | {"notes": [str(note) for note in file.notes]} for file in reading.files],
        "pieces": pieces,
        "inner": hashes,
    }


def _belongs(found: Sequence[Source], options: Options) -> list[str] | None:
    """(reader, folder) where a plain file is a part of an export whose other parts may lie beside it."""
    if len(found) != 1 or found[0].path is None:
        return None
    try:
        reader, source = reader_for(found[0], options)
    except InputRefused:
        return None
    return [reader.name, source.bundle] if reader.bundled else None


def _plain(problem: Problem) -> dict[str, Any]:
    """A problem as JSON can hold it: in English."""
    return {
        field.name: str(value) if isinstance(value := getattr(problem, field.name), str) else value
        for field in fields(problem)
    }


def problems_of(said: Mapping[str, Any]) -> list[Problem]:
    """The problems of a unit."""
    return [Problem(**problem) for problem in said["problems"]]


def files_of(said: Mapping[str, Any]) -> list[FileRead]:
    """The files of a unit."""
    return [FileRead(**{**file, "notes": tuple(file["notes"])}) for file in said["files"]]
