"""One file's bytes, whatever they lie in: read whole, by its head, or piece by piece."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BufferedReader, BytesIO
from itertools import pairwise
from pathlib import Path

import pyarrow as pa

from wageaudit.errors import InputRefused, Problem
from wageaudit.files.machine import free_memory
from wageaudit.phrases import phrase
from wageaudit.text import spelt

HEAD_BYTES = 1 << 16
LONGEST_LINE = 1 << 24  # [bytes]
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b")  # how zip and gzip files begin
SKIPPED_NAMES = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def mapped(path: Path) -> pa.NativeFile:
    """A file as Arrow reads it, without a copy in memory; the name may hold bytes that are no text."""
    return pa.memory_map(os.fsencode(path))


@dataclass(frozen=True, slots=True)
class Source:
    """One file's bytes: `name` for messages, `stem` for a worker without a name, `bundle` the folder or archive it is in."""

    name: str
    stem: str
    bundle: str
    bundle_stem: str
    size: int
    load: Callable[[], bytes]
    path: Path | None = None
    sheet: str = ""  # of a workbook: the sheet to read
    cache: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def read(self) -> bytes:
        """All bytes."""
        if "all" not in self.cache:
            self.cache["all"] = self.load()
        return self.cache["all"]

    def head(self) -> bytes:
        """The first bytes, enough to recognise the format."""
        if self.path is None or "all" in self.cache:
            return self.read()[:HEAD_BYTES]
        if "head" not in self.cache:
            with opened(self.path, self.name) as stream:
                self.cache["head"] = stream.read(HEAD_BYTES)
        return self.cache["head"]

    def stream(self) -> pa.NativeFile:
        """The bytes as an Arrow file, without a copy in memory where it is a plain file."""
        if self.path is not None and "all" not in self.cache:
            return mapped(self.path)
        return pa.BufferReader(self.read())

    def cuts(self, size: int) -> list[tuple[int, int]]:
        """(begin, end) of pieces of about `size` bytes, each ending at the end of a line. Raises InputRefused where none ends."""
        edges, total = [0], self.length()
        with self._seekable() as stream:
            while edges[-1] < total:
                stream.seek(min(edges[-1] + size, total))
                if len(stream.readline(LONGEST_LINE)) == LONGEST_LINE:
                    raise InputRefused(
                        self.name,
                        phrase("has a line of more than {most} characters", most=LONGEST_LINE),
                        "give a table with a row a line",
                    )
                edges.append(min(stream.tell(), total))
        return list(pairwise(edges))

    def part(self, begin: int, end: int, space: bytearray) -> int:
        """Fill `space` with the bytes from begin to end; how many there are."""
        with self._seekable() as stream:
            stream.seek(begin)
            return stream.readinto(memoryview(space)[: end - begin])

    def length(self) -> int:
        """Number of bytes, of a packed file those it unpacks to."""
        return self.size if self.path is not None else len(self.read())

    def _seekable(self) -> BufferedReader | BytesIO:
        return BytesIO(self.read()) if self.path is None else opened(self.path, self.name)

    def sha256(self) -> str:
        """Hash of the bytes, hexadecimal."""
        import hashlib  # a slow import that a single file does not need

        digest = hashlib.sha256()
        if self.path is None or "all" in self.cache:
            digest.update(self.read())
        else:
            with opened(self.path, self.name) as stream:
                while block := stream.read(1 << 22):
                    digest.update(block)
        return digest.hexdigest()


def opened(path: Path, name: str) -> BufferedReader:
    """The file opened for reading. Raises InputRefused where it cannot be."""
    try:
        return path.open("rb")
    except OSError as error:
        raise InputRefused(
            name,
            phrase("cannot be opened: {strerror}", strerror=error.strerror),
            "check the path and its permissions",
        ) from None


def plain(path: Path, name: str, bundle: str, bundle_stem: str) -> Source:
    """A plain file as a source."""

    def load() -> bytes:
        with opened(path, name) as stream:
            if path.stat().st_size > free_memory():
                raise InputRefused(
                    name, "is larger than the memory that is free", "cut it into several files"
                )
            return stream.read()

    return Source(name, spelt(path.stem), bundle, spelt(bundle_stem), path.stat().st_size, load, path)


def skipped(parts: Sequence[str]) -> bool:
    """Whether a name is one that systems leave in folders and archives."""
    return any(part in SKIPPED_NAMES or part.startswith("._") for part in parts)


def note(name: str, reason: str, mend: str) -> Problem:
    """A file left out, and why."""
    return Problem("file-left-out", name, None, "", "", reason, mend, rows=0, fault=False)


def lost(name: str, reason: str, mend: str) -> Problem:
    """A file that may hold work and cannot be read, and why."""
    return Problem("file-refused", name, None, "", "", reason, mend, rows=0)
