"""Which files the arguments name: folders and archives opened up, in a fixed order, each content once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wageaudit.errors import InputRefused, Problem
from wageaudit.files.archives import unpacked
from wageaudit.files.source import Source, note, plain, skipped
from wageaudit.phrases import phrase
from wageaudit.text import clean

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A file met in a folder: where it lies, its name in messages, whose folder it is in, and its hash once it was taken."""

    path: str
    name: str
    owner: str
    size: int = 0
    changed: int = 0  # [ns] when the file was last changed, as the system says
    sha256: str = ""


def sources(given: Sequence[str]) -> tuple[list[Source], list[Problem]]:
    """Every file the arguments name, folders and archives opened up, in a fixed order; what is left out and why.

    Raises InputRefused for an argument that is not there. The same content given twice is read once.
    """
    found: list[Source] = []
    notes: list[Problem] = []
    for argument in dict.fromkeys(given):
        found.extend(_sources_of(argument, notes))
    return _once(found, notes), notes


def _sources_of(argument: str, notes: list[Problem]) -> Iterator[Source]:
    if argument == STDIN:
        data = sys.stdin.buffer.read()
        yield from unpacked(Source("stdin", "stdin", "", "stdin", len(data), lambda: data), notes)
        return
    path, name = Path(argument), clean(argument, 200)
    if path.is_dir():
        yield from _folder(path, name, notes)
        return
    if not path.exists():
        raise InputRefused(name, "is not there", "check the path")
    if not path.is_file():
        raise InputRefused(name, "is not a file or folder", "pipe it through stdin: use  -")
    yield from unpacked(plain(path, name, "", path.stem), notes)


def _folder(folder: Path, name: str, notes: list[Problem]) -> Iterator[Source]:
    for found in _walk(folder, f"{name.rstrip('/')}/", None, notes):
        try:
            yield from sources_in(found, notes)
        except InputRefused as refusal:
            notes.append(refusal.problem)


def _walk(folder: Path, before: str, but: Path | None, notes: list[Problem]) -> Iterator[Found]:
    """Every file of a folder in the order of their names, what stands `before` each name in messages; all but a folder of ours."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_dir() or skipped(inner.parts) or (but is not None and path.resolve().is_relative_to(but)):
            continue
        shown = f"{before}{clean(str(inner), 200)}"
        if not path.is_file() or not path.resolve().is_relative_to(root):
            notes.append(
                note(shown, "is a device, a pipe, or a link out of the folder", "give the file itself")
            )
            continue
        owner = (
            inner.parts[0] if len(inner.parts) > 1 else root.name
        )  # a folder of members' folders: one worker each
        about = path.stat()
        yield Found(str(path), shown, owner, about.st_size, about.st_mtime_ns)


def members(folder: str, but: str) -> tuple[list[Found], list[Problem]]:
    """The files of a folder of members' exports, named from it, all but those of the folder `but`; what is left out and why.

    Raises InputRefused where there is no such folder.
    """
    path, notes = Path(folder), list[Problem]()
    if not path.is_dir():
        raise InputRefused(clean(folder, 200), "is not a folder", "give the folder of the members' exports")
    return list(_walk(path, "", Path(but).resolve(), notes)), notes


def sources_in(found: Found, notes: list[Problem]) -> Iterator[Source]:
    """The file, or what an archive holds. Raises InputRefused for one that cannot be opened."""
    path = Path(found.path)
    yield from unpacked(plain(path, found.name, str(path.parent), found.owner), notes)


def _once(found: list[Source], notes: list[Problem]) -> list[Source]:
    """Leave out files whose bytes were met before; only files of equal size are hashed."""
    sizes: dict[int, list[Source]] = {}
    kept = []
    for source in found:
        same = [
            other for other in sizes.get(source.size, []) if source.size and other.sha256() == source.sha256()
        ]
        if same:
            notes.append(
                note(source.name, phrase("has the same bytes as {name}: read once", name=same[0].name), "")
            )
            continue
        sizes.setdefault(source.size, []).append(source)
        kept.append(source)
    return kept
