"""All units of a batch read: what was read before is taken as it is, the rest is handed out; parts of one export are brought together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wageaudit.batch.executors import Executor, Lost
from wageaudit.batch.reading import KIND, TOO_LARGE, Note, ReadJob, Unit, read_units, refused
from wageaudit.files import Found, Workplace
from wageaudit.options import Options

UNITS = 16  # files read in one go: what is finished is kept after each
LIGHT = 8 << 20  # [bytes] starting a process takes longer than reading so much
LARGE = 64 << 20  # [bytes] a file read alone, on all cores of whoever reads it
Entry = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Reader:
    """How units are read: where they are kept, by which choices and program, by whom, and who is told of files and rows."""

    place: Workplace
    options: Options
    chosen: str
    program: str
    executor: Executor
    tell: Callable[[int, int, int], None]  # files done, of so many, rows


@dataclass(frozen=True, slots=True)
class Units:
    """What was read: (key, note) of every unit in the order of its first file; all keys in use; files read now."""

    entries: list[Entry]
    keys: frozenset[str]
    fresh: int
    files: Mapping[str, tuple[Found, ...]]  # by key


def read_all(found: Sequence[Found], reader: Reader) -> Units:
    """Read every file, those that belong together in one go once all of them are known."""
    alone = [Unit((file,)) for file in found]
    said, fresh = _each(alone, reader)
    waiting: dict[tuple[str, str], list[Found]] = {}
    for unit, (_, note) in zip(alone, said, strict=True):
        if "waits" in note:
            waiting.setdefault(_bundle(unit.files[0], note), []).append(unit.files[0])
    bundles = [Unit(tuple(files), together=True) for files in waiting.values()]
    more, _ = _each(bundles, reader)
    of_first = {unit.files[0].name: (unit, entry) for unit, entry in zip(bundles, more, strict=True)}
    entries: list[Entry] = []
    files: dict[str, tuple[Found, ...]] = {}
    for unit, entry in zip(alone, said, strict=True):
        whole = of_first.get(unit.files[0].name) if "waits" in entry[1] else (unit, entry)
        if whole is not None:
            entries.append(whole[1])
            files[whole[1][0]] = whole[0].files
    return Units(entries, frozenset(key for key, _ in (*said, *more)), fresh, files)


def _bundle(file: Found, note: Mapping[str, Any]) -> tuple[str, str]:
    return str(note["waits"]), file.name.rpartition("/")[0]


def _each(units: Sequence[Unit], reader: Reader) -> tuple[list[Entry], int]:
    """(key and note of each unit in their order, how many files were read now)."""
    keys = [unit.key(reader.chosen) for unit in units]
    notes = [reader.place.intact(KIND, key) for key in keys]
    missing = [at for at, note in enumerate(notes) if note is None]
    files = len(units) - len(missing)
    rows = sum(_rows(note) for note in notes if note is not None)

    def took(ats: Sequence[int], made: Sequence[Note]) -> None:
        nonlocal files, rows
        for at, note in zip(ats, made, strict=True):
            notes[at] = note
        files += len(ats)
        rows += sum(map(_rows, made))
        reader.tell(files, len(units), rows)

    lost = _handed_out(_groups(missing, units), units, keys, reader, took, alone=False)
    killers = _handed_out([[at] for at in lost], units, keys, reader, took, alone=True)
    for at in killers:
        took([at], [refused(units[at], *TOO_LARGE)])
    fresh = sum(len(units[at].files) for at in missing)
    return [(key, note or {}) for key, note in zip(keys, notes, strict=True)], fresh


def _handed_out(
    groups: Sequence[Sequence[int]],
    units: Sequence[Unit],
    keys: Sequence[str],
    reader: Reader,
    took: Callable[[Sequence[int], Sequence[Note]], None],
    *,
    alone: bool,
) -> list[int]:
    """Have groups of units read; those whose process ended under them."""
    lost: list[int] = []
    jobs = [
        ReadJob(reader.place, tuple((keys[at], units[at]) for at in group), reader.options, reader.program)
        for group in groups
    ]
    light = sum(file.size for group in groups for at in group for file in units[at].files) < LIGHT
    for number, made in reader.executor.each(read_units, jobs, light=light and not alone, alone=alone):
        if isinstance(made, Lost):
            lost += groups[number]
        else:
            took(groups[number], made)
    return sorted(lost)


def _rows(note: Mapping[str, Any]) -> int:
    return sum(int(file["rows_read"]) for file in note.get("files", ()))


def _groups(missing: Sequence[int], units: Sequence[Unit]) -> list[list[int]]:
    """Places of units to be read in one go, in their order: many small ones, or a large one alone."""
    groups: list[list[int]] = []
    size = LARGE
    for at in missing:
        own = sum(file.size for file in units[at].files)
        if size + own > LARGE or len(groups[-1]) == UNITS:
            groups.append([])
            size = 0
        groups[-1].append(at)
        size += own
    return groups
