"""Which files the arguments name: folders and archives opened up, in a fixed order, each content once."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wageaudit.errors import InputRefused, Problem
from wageaudit.files.machine import free_memory
from wageaudit.files.source import ARCHIVES, Source, lost, note, plain, skipped
from wageaudit.phrases import phrase
from wageaudit.text import clean, spelt

STDIN = "-"
BLOCK = 1 << 22  # [bytes]
LONGEST = 4096  # characters of a name that is kept whole


@dataclass(frozen=True, slots=True)
class Found:
    """A file met in a folder: where it lies, its name in messages, whose folder it is in, and its hash once it was taken.

    changed: when it was last changed, as the system says it; the same text while nobody touched it.
    """

    path: str
    name: str
    owner: str
    size: int = 0
    changed: str = ""
    sha256: str = ""


def sources(given: Sequence[str], but: Collection[str] = ()) -> tuple[list[Source], list[Problem]]:
    """Every file the arguments name, folders and archives opened up, in a fixed order; what is left out and why.

    but: paths of files that options name, a roster or a map, which are no exports wherever they lie.
    Raises InputRefused for an argument that is not there. The same content given twice is read once.
    """
    found: list[Source] = []
    notes: list[Problem] = []
    for argument in dict.fromkeys(given):
        found.extend(_sources_of(argument, notes))
    own = {_real(Path(name)) for name in but} - {None}
    others = [one for one in _beside(found) if not own or one.path is None or _real(one.path) not in own]
    if len(others) < len(found):
        kept = {id(one) for one in others}
        reason = "is no export: an option names it"
        notes.extend(note(one.name, reason, "") for one in found if id(one) not in kept)
    return _once(others, notes), notes


def _beside(found: Sequence[Source]) -> list[Source]:
    """Files that are given one by one and lie in one folder belong together, as those of a folder that is given do."""
    alone = Counter(one.path.parent for one in found if one.path is not None and not one.bundle)
    return [
        replace(one, bundle=str(one.path.parent), bundle_stem=spelt(one.path.absolute().parent.name))
        if one.path is not None and not one.bundle and alone[one.path.parent] > 1
        else one
        for one in found
    ]


def _sources_of(argument: str, notes: list[Problem]) -> Iterator[Source]:
    if argument == STDIN:
        data = _drained()
        yield from _opened(Source("stdin", "stdin", "", "stdin", len(data), lambda: data), notes)
        return
    path, name = Path(argument), clean(argument, 200)
    try:
        there = path.exists()
    except OSError:  # a name longer than any file's
        there = False
    if not there:
        raise InputRefused(name, "is not there", "check the path")
    if path.is_dir():
        yield from _folder(path, name, notes)
        return
    if not path.is_file():
        raise InputRefused(name, "is not a file or folder", "pipe it through stdin: use  -")
    yield from _opened(plain(path, name, "", path.stem), notes)


def _drained() -> bytes:
    """All of stdin. Raises InputRefused where it is closed, or more than fits."""
    if sys.stdin is None:
        raise InputRefused("stdin", "is closed", "pipe an export into it, or give a file")
    most, size, blocks = free_memory() // 2, 0, []  # for a moment there are two copies
    while block := sys.stdin.buffer.read(BLOCK):
        blocks.append(block)
        size += len(block)
        if size > most:
            raise InputRefused("stdin", "is larger than the memory that is free", "cut it into several files")
    return b"".join(blocks)


def _folder(folder: Path, name: str, notes: list[Problem]) -> Iterator[Source]:
    for found in _walk(folder, f"{name.rstrip('/')}/", (), notes):
        try:
            yield from sources_in(found, notes)
        except InputRefused as refusal:
            notes.append(refusal.problem)


def _walk(
    folder: Path, before: str, but: Collection[Path], notes: list[Problem], limit: int = 200
) -> Iterator[Found]:
    """Every file of a folder in the order of their names, what stands `before` each name in messages; all but files and folders of ours."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        inner, real = path.relative_to(folder), _real(path)
        if skipped(inner.parts) or (real is not None and any(real.is_relative_to(own) for own in but)):
            continue
        shown = f"{before}{clean(inner.as_posix(), limit)}"
        outside = real is None or not real.is_relative_to(root)
        if path.is_dir() and not outside:
            if not os.access(path, os.R_OK | os.X_OK):
                notes.append(lost(shown, "is a folder that cannot be opened", "check its permissions"))
            continue
        if outside or not path.is_file():
            notes.append(
                note(shown, "is a device, a pipe, or a link out of the folder", "give the file itself")
            )
            continue
        owner = (
            inner.parts[0] if len(inner.parts) > 1 else root.name
        )  # a folder of members' folders: one worker each
        size, changed = state(str(path))
        yield Found(str(path), shown, owner, size, changed)


def _real(path: Path) -> Path | None:
    """Where a path leads in the end; None for a link that leads to itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return None


def state(path: str) -> tuple[int, str]:
    """(size, when it was last changed, as the system says) of a file; (0, "") for one that is gone or cannot be looked at."""
    try:
        about = Path(path).stat()
    except OSError:
        return 0, ""
    return about.st_size, f"{about.st_mtime_ns}:{about.st_ctime_ns}"


def members(folder: str, but: Collection[str]) -> tuple[list[Found], list[Problem]]:
    """The files of a folder of members' exports, named from it, all but those of `but`; what is left out and why.

    Each has a name of its own. Raises InputRefused where there is no such folder.
    """
    path, notes = Path(os.path.abspath(folder)), list[Problem]()  # noqa: PTH100 - links are not followed
    if not path.is_dir():
        raise InputRefused(clean(folder, 200), "is not a folder", "give the folder of the members' exports")
    found: dict[str, Found] = {}
    for file in _walk(path, "", [Path(name).resolve() for name in but], notes, LONGEST):
        name = file.name
        while name in found:  # two names that differ only in what must not reach a terminal
            name = f"{name}'"
        found[name] = replace(file, name=name)
    return list(found.values()), notes


def sources_in(found: Found, notes: list[Problem]) -> Iterator[Source]:
    """The file, or what an archive holds. Raises InputRefused for one that cannot be opened."""
    path = Path(found.path)
    yield from _opened(plain(path, found.name, str(path.parent), found.owner), notes)


def _opened(source: Source, notes: list[Problem]) -> Iterator[Source]:
    """The file, or what it holds where it begins as an archive does."""
    if not source.head().startswith(ARCHIVES):
        yield source
        return
    from wageaudit.files.archives import unpacked  # with all that unpacks them: few files are archives

    yield from unpacked(source, notes)


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
