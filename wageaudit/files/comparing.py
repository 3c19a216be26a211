"""Files compared: the hash of one, and where two of them first differ. Scratch room for what is made again."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from wageaudit.errors import InputRefused
from wageaudit.files.source import opened
from wageaudit.text import clean

BLOCK = 1 << 22  # [bytes]
BINARY = ("parquet", "xlsx")  # a first byte that differs is all that can be said of them
LONGEST_CELL = 1 << 24  # characters of a cell that is compared


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two files first differ: row as a spreadsheet shows it, the column's name ("" where unknown), both texts.

    row is None for files that are not lines of text: then `at` is the first byte that differs, from 0.
    """

    row: int | None
    column: str
    one: str
    other: str
    at: int = -1


class _Digest(io.RawIOBase):
    """A stream that keeps nothing but its hash."""

    def __init__(self) -> None:
        self.hash, self.size = hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        block = bytes(data)  # type: ignore[call-overload]
        self.hash.update(block)
        self.size += len(block)
        return len(block)


def fingerprint(path: str) -> tuple[int, str]:
    """(size, SHA-256) of a file. Raises InputRefused where it cannot be read."""
    shown = clean(path, 200)
    digest, size = hashlib.sha256(), 0
    if not Path(path).is_file():
        raise InputRefused(shown, "is not there", "check the path")
    with opened(Path(path), shown) as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def fingerprint_of(write: Callable[[BinaryIO], None]) -> tuple[int, str]:
    """(size, SHA-256) of what would be written, without keeping it."""
    sink = _Digest()
    write(sink)  # type: ignore[arg-type]
    return sink.size, sink.hash.hexdigest()


def whole(path: str, most: int) -> bytes:
    """The bytes of a small file, at most one more than `most`. Raises InputRefused where it cannot be read."""
    shown = clean(path, 200)
    if not Path(path).is_file():
        raise InputRefused(
            shown, "is not there" if not Path(path).exists() else "is not a file", "check the path"
        )
    with opened(Path(path), shown) as stream:
        return stream.read(most + 1)


def beneath(folder: str) -> list[str]:
    """Names of all files in a folder and its folders, from it, in order; links are named and not followed."""
    found = []
    for here, folders, files in os.walk(folder):
        links = [name for name in folders if Path(here, name).is_symlink()]
        found += [Path(here, name).relative_to(folder).as_posix() for name in (*files, *links)]
    return sorted(found)


@contextmanager
def scratch() -> Iterator[str]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wageaudit-") as folder:
        yield folder


@contextmanager
def standing_in(folder: str) -> Iterator[None]:
    """Relative names are looked up in this folder meanwhile."""
    before = Path.cwd()
    try:
        os.chdir(folder)
    except OSError:
        raise InputRefused(clean(folder, 200), "is not a folder", "check the path") from None
    try:
        yield
    finally:
        os.chdir(before)


def difference(one: str, other: str, form: str) -> Difference | None:
    """Where two files first differ; None where their bytes are the same. Cells of a CSV, lines of other text."""
    if fingerprint(one) == fingerprint(other):
        return None
    if form in BINARY:
        return _bytes(one, other)
    found = _cells(one, other) if form == "csv" else _lines(one, other)
    return found or _bytes(one, other)


def _text(path: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        opened(Path(path), clean(path, 200)), encoding="utf-8", errors="backslashreplace", newline=""
    )


def _cells(one: str, other: str) -> Difference | None:
    before = csv.field_size_limit(LONGEST_CELL)
    header: list[str] = []
    try:
        with _text(one) as left, _text(other) as right:
            for at, (mine, theirs) in enumerate(zip_longest(csv.reader(left), csv.reader(right)), 1):
                if mine == theirs:
                    header = header or list(mine or [])
                    continue
                if mine is None or theirs is None:
                    return Difference(at, "", _row(mine), _row(theirs))
                for place, (cell, its) in enumerate(zip_longest(mine, theirs, fillvalue="")):
                    if cell != its:
                        name = header[place] if place < len(header) else ""
                        return Difference(at, name, cell, its)
    except csv.Error:
        return None
    finally:
        csv.field_size_limit(before)
    return None


def _row(cells: list[str] | None) -> str:
    return "" if cells is None else ",".join(cells)


def _lines(one: str, other: str) -> Difference | None:
    with _text(one) as left, _text(other) as right:
        for at, (mine, theirs) in enumerate(zip_longest(left, right), 1):
            if mine != theirs:
                return Difference(at, "", (mine or "").rstrip("\n"), (theirs or "").rstrip("\n"))
    return None


def _bytes(one: str, other: str) -> Difference:
    at = 0
    with opened(Path(one), clean(one, 200)) as left, opened(Path(other), clean(other, 200)) as right:
        while True:
            mine, theirs = left.read(BLOCK), right.read(BLOCK)
            if mine == theirs and mine:
                at += len(mine)
                continue
            inside = next(
                (place for place, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b),
                min(len(mine), len(theirs)),
            )
            return Difference(None, "", "", "", at + inside)
