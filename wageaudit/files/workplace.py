"""A folder that a long run writes: claimed by one run at a time, finished work kept, results put in place whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import uuid
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from wageaudit.errors import WrongUse
from wageaudit.phrases import phrase
from wageaudit.text import clean

PRIVATE = ".wageaudit"  # in the folder of results: what a later run goes on from
NOTE = "note.json"
BLOCK = 1 << 20  # [bytes]
HOME = "home.json"  # where the files named in the manifest were found: for this machine, no manifest tells it
PUBLISHED = "published.json"  # names of the results that lie in the folder: nothing else there is ours
Write = Callable[[BinaryIO], None]
Closing = Callable[[Path], Write]
Kept = TypeVar("Kept", list[Any], dict[str, Any])
ROOM = "free some room, then give the same command again: it goes on where it stopped"


@dataclass(frozen=True, slots=True)
class Workplace:
    """The folder of results, and in it the finished work: each piece a folder of its own, there whole or not at all."""

    out: str

    def path(self, kind: str, key: str) -> Path:
        """Where a finished piece of work lies, or would."""
        return Path(self.out) / PRIVATE / kind / key

    def note(self, kind: str, key: str) -> dict[str, Any] | None:
        """What a finished piece of work said of itself; None where it is not there, or the note is not what was written."""
        try:
            found = _unsealed((self.path(kind, key) / NOTE).read_bytes())
            return dict(found["said"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def intact(self, kind: str, key: str) -> dict[str, Any] | None:
        """The same, None also where one of its files is not what was written: disks and copies do lose a bit."""
        folder = self.path(kind, key)
        try:
            found = _unsealed((folder / NOTE).read_bytes())
            whole = all(_checksum(folder / name) == told for name, told in found["files"].items())
            return dict(found["said"]) if whole else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, kind: str, key: str, fill: Callable[[Path], Mapping[str, Any]]) -> dict[str, Any]:
        """Do a piece of work in a folder of its own and put it in place whole. Raises WrongUse where there is no room."""
        own = Path(self.out) / PRIVATE / "unfinished" / uuid.uuid4().hex
        final = self.path(kind, key)
        try:
            own.mkdir(parents=True)
            said = dict(fill(own))
            files = {
                path.relative_to(own).as_posix(): _checksum(path) for path in own.rglob("*") if path.is_file()
            }
            (own / NOTE).write_bytes(_sealed({"said": said, "files": files}))
            final.parent.mkdir(parents=True, exist_ok=True)
            if final.exists():  # a piece without its note: from a disk that lost power
                shutil.rmtree(final, ignore_errors=True)
            own.rename(final)
        except OSError as error:
            raise no_room(self.out, error) from None
        finally:
            shutil.rmtree(own, ignore_errors=True)
        return said

    def forget(self, kind: str, kept: Collection[str]) -> None:
        """Remove finished work of a kind that nothing asks for any more."""
        folder = Path(self.out) / PRIVATE / kind
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def publish(self, files: Mapping[str, Path | Write], closing: Mapping[str, Closing]) -> None:
        """Put results in place: all are written beside first, then moved, those of `closing` last; earlier ones that are no more go.

        files: name in the folder → a finished file to copy, or what writes it; closing: name → what makes what writes it,
        given where the others lie. While files are moved none of `closing` is there. Files of others in the folder stay.
        """
        ready = Path(self.out) / PRIVATE / "unfinished" / "results"
        try:
            for name, made in files.items():
                target = ready / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(made, Path):
                    _share(made, target)
                else:
                    written(target, made)
            for name, close in closing.items():
                written(ready / name, close(ready))
            with undisturbed():
                self._moved(ready, list(files), list(closing))
        except OSError as error:
            raise no_room(self.out, error) from None
        finally:
            shutil.rmtree(ready, ignore_errors=True)

    def _moved(self, ready: Path, names: list[str], last: list[str]) -> None:
        """Put finished results in the place of those of the last run."""
        out = Path(self.out)
        before, now = set(self.known(PUBLISHED, list)), {*names, *last}
        self.remember(PUBLISHED, sorted(before | now))
        for name in [*last, *sorted(before - now)]:
            (out / name).unlink(missing_ok=True)
        for name in sorted(before - now):
            _tidy(out, (out / name).parent)
        for name in [*names, *last]:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (ready / name).replace(out / name)
        self.remember(PUBLISHED, sorted(now))

    def known(self, name: str, kind: type[Kept]) -> Kept:
        """What an earlier run remembered under a name; empty where it did not."""
        try:
            found = _unsealed((Path(self.out) / PRIVATE / name).read_bytes())
        except (OSError, ValueError):
            return kind()
        return found if isinstance(found, kind) else kind()

    def remember(self, name: str, what: object) -> None:
        """Keep something small for the next run, whole or not at all. Raises WrongUse where there is no room."""
        path = Path(self.out) / PRIVATE / name
        try:
            path.with_suffix(".new").write_bytes(_sealed(what))
            path.with_suffix(".new").replace(path)
        except OSError as error:
            raise no_room(self.out, error) from None

    def remembered_at(self, name: str) -> int:
        """When that was, by the clock of the file system [ns]; 0 for never."""
        try:
            return (Path(self.out) / PRIVATE / name).stat().st_mtime_ns
        except OSError:
            return 0


def _sealed(what: object) -> bytes:
    """Values as JSON, with a check sum behind them."""
    told = json.dumps(what, sort_keys=True).encode()
    return told + f"\n{zlib.crc32(told):08x}\n".encode()


def _unsealed(data: bytes) -> Any:  # noqa: ANN401 - what was sealed
    """The values again. Raises ValueError where they are not what was written."""
    told, _, seal = data.removesuffix(b"\n").rpartition(b"\n")
    if seal != f"{zlib.crc32(told):08x}".encode():
        raise ValueError("the check sum does not fit")
    return json.loads(told)


def _checksum(path: Path) -> list[int]:
    """[size, CRC-32] of a file: against accidents, as fast as the disk."""
    size = found = 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            size, found = size + len(block), zlib.crc32(block, found)
    return [size, found]


def no_room(out: str, error: OSError) -> WrongUse:
    """That the folder of results cannot be written."""
    told = os.strerror(error.errno) if error.errno else error  # Arrow says more than people want to know
    reason = phrase("{out} cannot be written: {error}", out=clean(out, 200), error=told)
    return WrongUse(reason, ROOM)


def _tidy(out: Path, folder: Path) -> None:
    """Remove folders that became empty."""
    while folder != out and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C waits meanwhile; processes that begin meanwhile never see it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def content(path: Path, begin: int = 0, end: int | None = None) -> bytes:
    """The bytes of a file of a piece of work, or some of them."""
    with path.open("rb") as stream:
        stream.seek(begin)
        return stream.read(-1 if end is None else end - begin)


def swept(folder: Path, kept: Iterable[str]) -> None:
    """Remove from a piece of work that is not finished yet what is not to stay."""
    names = set(kept)
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name not in names:
            path.unlink()


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
        if not locked(lock):
            raise WrongUse(
                phrase("another run is writing {out}", out=shown),
                "wait for it, or give another folder after  -o",
            )
        shutil.rmtree(place / PRIVATE / "unfinished", ignore_errors=True)
        yield Workplace(out)
    finally:
        os.close(lock)


def locked(handle: int) -> bool:
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
