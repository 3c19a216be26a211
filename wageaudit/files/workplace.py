"""A folder that a long run writes: claimed by one run at a time, finished work kept, results put in place whole."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from wageaudit.errors import InputRefused, WrongUse
from wageaudit.files.comparing import fingerprint
from wageaudit.files.listing import Found
from wageaudit.phrases import phrase
from wageaudit.text import clean

PRIVATE = ".wageaudit"  # in the folder of results: what a later run goes on from
NOTE = "note.json"
HASHED = 64  # files hashed in one go
Write = Callable[[BinaryIO], None]
ROOM = "free some room, then give the same command again: it goes on where it stopped"


@dataclass(frozen=True, slots=True)
class Workplace:
    """The folder of results, and in it the finished work: each piece a folder of its own, there whole or not at all."""

    out: str

    def path(self, kind: str, key: str) -> Path:
        """Where a finished piece of work lies, or would."""
        return Path(self.out) / PRIVATE / kind / key

    def note(self, kind: str, key: str) -> dict[str, Any] | None:
        """What a finished piece of work said of itself; None where it is not there."""
        try:
            found = json.loads((self.path(kind, key) / NOTE).read_bytes())
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def keep(self, kind: str, key: str, fill: Callable[[Path], Mapping[str, Any]]) -> dict[str, Any]:
        """Do a piece of work in a folder of its own and put it in place whole. Raises WrongUse where there is no room."""
        own = Path(self.out) / PRIVATE / "unfinished" / uuid.uuid4().hex
        final = self.path(kind, key)
        try:
            own.mkdir(parents=True)
            said = dict(fill(own))
            (own / NOTE).write_bytes(json.dumps(said, sort_keys=True).encode())
            final.parent.mkdir(parents=True, exist_ok=True)
            if final.exists():  # a piece without its note: from a disk that lost power
                shutil.rmtree(final, ignore_errors=True)
            own.rename(final)
        except OSError as error:
            raise WrongUse(
                phrase("{out} cannot be written: {error}", out=clean(self.out, 200), error=error.strerror),
                ROOM,
            ) from None
        finally:
            shutil.rmtree(own, ignore_errors=True)
        return said

    def forget(self, kind: str, kept: Collection[str]) -> None:
        """Remove finished work of a kind that nothing asks for any more."""
        folder = Path(self.out) / PRIVATE / kind
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def publish(self, files: Mapping[str, Path | Write], last: str, closing: Callable[[Path], Write]) -> None:
        """Put results in place: all are written beside first, then moved, `last` as the last; earlier ones that are no more go.

        files: name in the folder → a finished file to copy, or what writes it; closing: writes the last one, given where
        the others lie.
        """
        out, ready = Path(self.out), Path(self.out) / PRIVATE / "unfinished" / "results"
        try:
            for name, made in files.items():
                target = ready / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(made, Path):
                    _share(made, target)
                else:
                    written(target, made)
            written(ready / last, closing(ready))
            (out / last).unlink(missing_ok=True)
            for name in sorted(self._published() - set(files)):
                (out / name).unlink(missing_ok=True)
                if not any((out / name).parent.iterdir()):
                    (out / name).parent.rmdir()
            for name in (*files, last):
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                (ready / name).replace(out / name)
        except OSError as error:
            raise WrongUse(
                phrase("{out} cannot be written: {error}", out=clean(self.out, 200), error=error.strerror),
                ROOM,
            ) from None
        finally:
            shutil.rmtree(ready, ignore_errors=True)

    def _published(self) -> set[str]:
        """Results that lie in the folder now."""
        out = Path(self.out)
        inner = (path.relative_to(out) for path in out.rglob("*") if path.is_file())
        return {path.as_posix() for path in inner if path.parts[0] != PRIVATE}


def hashed(
    place: Workplace, found: Sequence[Found], each: Callable[..., Iterator[tuple[int, list[str]]]]
) -> list[Found]:
    """The files with their hashes: of the last run where size and time are as they were then, else taken now.

    each: how jobs are done, as an executor's.
    """
    path = Path(place.out) / PRIVATE / "hashes.json"
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError):
        known = {}
    marks = [[file.size, file.changed] for file in found]
    fresh = [
        file for file, mark in zip(found, marks, strict=True) if known.get(file.name, ["", ""])[0] != mark
    ]
    groups = [fresh[at : at + HASHED] for at in range(0, len(fresh), HASHED)]
    for at, digests in each(_digests, groups):
        known |= {
            file.name: [[file.size, file.changed], digest]
            for file, digest in zip(groups[at], digests, strict=True)
        }
    known = {file.name: known[file.name] for file in found}
    path.with_suffix(".new").write_bytes(json.dumps(known).encode())
    path.with_suffix(".new").replace(path)
    return [replace(file, sha256=known[file.name][1]) for file in found]


def _digests(files: Sequence[Found]) -> list[str]:
    """The hash of each file; empty for one that cannot be read, which reading will tell."""
    found = []
    for file in files:
        try:
            found.append(fingerprint(file.path)[1])
        except InputRefused:
            found.append("")
    return found


def written(path: Path, write: Write) -> None:
    """Write a file of a piece of work that is not finished yet."""
    with path.open("wb") as stream:
        write(stream)


def _share(made: Path, target: Path) -> None:
    """The same bytes under another name, without a copy where the file system can."""
    try:
        os.link(made, target)
    except OSError:
        shutil.copyfile(made, target)


@contextmanager
def claimed(out: str, folder: str) -> Iterator[Workplace]:
    """The folder of results, for this run alone. Raises WrongUse where another run has it, or it holds other things."""
    place, shown = Path(out), clean(out, 200)
    if place.resolve() == Path(folder).resolve() or place.resolve() in Path(folder).resolve().parents:
        raise WrongUse(
            phrase("{out} holds the files to be read", out=shown), "give a folder of its own after  -o"
        )
    if place.exists() and not place.is_dir():
        raise WrongUse(phrase("{out} is a file", out=shown), "give a folder after  -o")
    if place.is_dir() and not (place / PRIVATE).is_dir() and any(place.iterdir()):
        raise WrongUse(
            phrase("{out} is not empty and no earlier result", out=shown), "give a new folder after  -o"
        )
    try:
        (place / PRIVATE).mkdir(parents=True, exist_ok=True)
        lock = os.open(place / PRIVATE / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise WrongUse(
            phrase("{out} cannot be written: {error}", out=shown, error=error.strerror), "give another folder"
        ) from None
    try:
        if not _locked(lock):
            raise WrongUse(
                phrase("another run is writing {out}", out=shown),
                "wait for it, or give another folder after  -o",
            )
        shutil.rmtree(place / PRIVATE / "unfinished", ignore_errors=True)
        yield Workplace(out)
    finally:
        os.close(lock)


def _locked(handle: int) -> bool:
    """Whether the lock is ours; the system lets it go when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
