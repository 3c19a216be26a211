"""One unit of a batch read onto shelves: a file, an archive, or files of one folder that belong together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from wageaudit.batch.identity import same_program
from wageaudit.errors import InputRefused, Problem, WageauditError
from wageaudit.files import (
    Found,
    Source,
    Spilled,
    Workplace,
    fetched,
    is_remote,
    no_room,
    save,
    sources_in,
    state,
    swept,
)
from wageaudit.options import Options
from wageaudit.phrases import packed, phrase, unpacked
from wageaudit.readers import read_sources, reader_for
from wageaudit.readers.base import FileRead, Hold
from wageaudit.shelves import shelve
from wageaudit.vocabulary import Vocabularies

SHELVES = 64  # of every batch, so that its ledger is cut the same way whatever was added
KIND = "read"
Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unit:
    """Files read together; `together`: they are known to be parts of one export."""

    files: tuple[Found, ...]
    together: bool = False

    def key(self, chosen: str) -> str:
        """Names the result: the files' names and bytes, and the identity of the program and of how it reads."""
        told = [[file.name, file.owner, file.sha256] for file in self.files]
        return hashlib.sha256(json.dumps([told, self.together, chosen]).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Units to read in one go, each with its key, and where what they give is kept."""

    place: Workplace
    units: tuple[tuple[str, Unit], ...]
    options: Options
    program: str


class _Passing(Exception):
    """What is said of a unit and not kept, so that the next run tries again."""

    def __init__(self, note: Note) -> None:
        super().__init__()
        self.note = note


def read_units(job: ReadJob) -> list[Note]:
    """What is said of each unit, its rows kept on shelves."""
    same_program(job.program)
    return [_read(job.place, key, unit, job.options) for key, unit in job.units]


def _read(place: Workplace, key: str, unit: Unit, options: Options) -> Note:
    try:
        return place.keep(KIND, key, lambda folder: _fill(folder, unit, options))
    except _Passing as passing:
        return passing.note


def _fill(folder: Path, unit: Unit, options: Options) -> Note:
    """Read the unit into pieces in the folder. A fault of the program costs the unit, never the batch."""
    try:
        note = _noted(folder, unit, options)
    except InputRefused as refusal:
        return refused(unit, refusal.reason, refusal.mend)
    except WageauditError:
        raise
    except MemoryError:
        raise _Passing(refused(unit, *TOO_LARGE)) from None
    except Exception as error:  # noqa: BLE001 - a reader's own fault: every other file is read all the same
        reason = phrase("stopped by a fault of its own: {kind}", kind=type(error).__name__)
        raise _Passing(refused(unit, reason, "report it with this file, if you may")) from None
    if any(not file.sha256 or _touched(file) for file in unit.files) and "waits" not in note:
        if note["pieces"]:
            raise _Passing(refused(unit, "was changed while it was read", "give the same command again"))
        raise _Passing(note)
    return note


TOO_LARGE = (
    "ended the process that read it: it may need more memory than there is",
    "cut it into smaller files, or use a machine with more memory",
)


def _touched(file: Found) -> bool:
    return not is_remote(file.path) and state(file.path) != (file.size, file.changed)


def _noted(folder: Path, unit: Unit, options: Options) -> Note:
    """What is said of the unit: problems, files, pieces with their rows on each shelf."""
    notes: list[Problem] = []
    found: list[Source] = []
    for file in _near(folder, unit.files, notes):
        try:
            found.extend(_placed(source, file) for source in sources_in(file, notes))
        except InputRefused as refusal:
            notes.append(refusal.problem)
        except OSError as error:
            notes.append(_lost(file, error))
    waits = None if unit.together else _belongs(found, options)
    if waits is not None:
        swept(folder, ())
        return {"waits": waits}
    reading = read_sources(found, options, hold=_holding(folder), join=False)
    pieces = [
        {"name": piece.path.name, "lifts": dict(piece.lifts), "edges": piece.edges.tolist()}
        for piece in reading.held
        if isinstance(piece, Spilled)
    ]
    hashes = {
        source.name: [len(source.read()), source.sha256()]
        for source in found
        if source.path is None and _unpacks(source)
    }
    swept(folder, (piece["name"] for piece in pieces))
    return {
        "problems": [_plain(problem) for problem in (*notes, *reading.problems)],
        "files": [asdict(file) | {"notes": [packed(note) for note in file.notes]} for file in reading.files],
        "pieces": pieces,
        "inner": hashes,
    }


def _unpacks(source: Source) -> bool:
    """Whether a packed file is whole; where not, its problem is told already."""
    try:
        source.read()
    except InputRefused:
        return False
    return True


def _placed(source: Source, file: Found) -> Source:
    """The file with its folder by the name it has in messages, wherever it lies."""
    if source.bundle != str(Path(file.path).parent):
        return source
    return replace(source, bundle=file.name.rpartition("/")[0] or ".")


def _near(folder: Path, files: Sequence[Found], notes: list[Problem]) -> Iterator[Found]:
    """The files, those behind a URL copied into the folder."""
    for number, file in enumerate(files):
        if not is_remote(file.path):
            yield file
            continue
        copy = (
            folder / f"copy-{number}" / (file.path.rpartition("/")[2] or "file")
        )  # of its name: a worker may be called by it
        try:
            digest = fetched(file.path, copy)
        except OSError as error:
            notes.append(_lost(file, error))
            continue
        if digest != file.sha256:
            raise OSError(f"{file.name} changed")
        yield replace(file, path=str(copy))


def _lost(file: Found, error: OSError) -> Problem:
    reason = phrase("cannot be opened: {strerror}", strerror=error.strerror or type(error).__name__)
    mend = "check the path and its permissions"
    return Problem("file-refused", file.name, None, "", "", reason, mend, rows=0)


def _holding(folder: Path) -> Hold:
    """Puts pieces into files of the folder. Raises WrongUse where there is no room."""
    count = iter(range(1 << 62))

    def hold(table: pa.Table) -> Spilled:
        try:
            return save(shelve(table, SHELVES, Vocabularies()), folder / f"{next(count)}.arrow")
        except OSError as error:
            raise no_room(str(folder.parents[2]), error) from None

    return hold


def _belongs(found: Sequence[Source], options: Options) -> str | None:
    """The reader, where a plain file is a part of an export whose other parts may lie beside it."""
    if len(found) != 1 or found[0].path is None:
        return None
    try:
        reader, _ = reader_for(found[0], options)
    except InputRefused:
        return None
    return reader.name if reader.bundled else None


def _plain(problem: Problem) -> dict[str, Any]:
    """A problem as JSON can hold it, its sentences by their parts, so that reports can say them in another language."""
    told = {field.name: getattr(problem, field.name) for field in fields(problem)}
    return {name: _said(value) if isinstance(value, str) else value for name, value in told.items()}


def _said(text: str) -> object:
    """A sentence as JSON can hold it; one with nothing to fill in is found by its text, and a file may have many of them."""
    made = packed(text)
    return str(text) if isinstance(made, dict) and not made["values"] and made["template"] == text else made


def refused(unit: Unit, reason: str, mend: str) -> Note:
    """What is said of a unit of which nothing can be used."""
    told = [Problem("file-refused", file.name, None, "", "", reason, mend, rows=0) for file in unit.files]
    return {"problems": [_plain(problem) for problem in told], "files": [], "pieces": [], "inner": {}}


def problems_of(said: Mapping[str, Any]) -> list[Problem]:
    """The problems of a unit, their sentences as they were."""
    return [Problem(**{name: _whole(value) for name, value in told.items()}) for told in said["problems"]]


def pieces_of(place: Workplace, key: str, said: Mapping[str, Any]) -> list[Spilled]:
    """The pieces of a unit, where they are kept."""
    return [
        Spilled(place.path(KIND, key) / piece["name"], np.array(piece["edges"]), piece["lifts"])
        for piece in said["pieces"]
    ]


def files_of(said: Mapping[str, Any]) -> list[FileRead]:
    """The files of a unit."""
    return [FileRead(**{**file, "notes": tuple(map(unpacked, file["notes"]))}) for file in said["files"]]


def _whole(value: object) -> Any:  # noqa: ANN401 - of whichever field it is
    return unpacked(value) if isinstance(value, Mapping) else value


__all__ = [
    "KIND",
    "SHELVES",
    "TOO_LARGE",
    "Note",
    "ReadJob",
    "Unit",
    "files_of",
    "pieces_of",
    "problems_of",
    "read_units",
    "refused",
]
