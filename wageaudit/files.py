"""Every open() of the program: sources to read (files, folders, archives, stdin), package data, whole-or-nothing writes.

Readers get a Source: a name for messages and bytes. Nothing here follows a link out of a folder, extracts an archive
to disk, or trusts a size that a header claims.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import pyarrow as pa

from wageaudit.errors import InputRefused, Problem, WrongUse
from wageaudit.text import clean

HEAD_BYTES = 1 << 16
LARGEST_MEMBER = 1 << 30  # [bytes] of one archive member, counted while it is read
LARGEST_RATIO = 200  # unpacked to packed: logs compress 5 to 30 times, bombs a thousand
MOST_MEMBERS = 2_000
SKIPPED_NAMES = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
STDIN = "-"



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
            with _opened(self.path, self.name) as stream:
                self.cache["head"] = stream.read(HEAD_BYTES)
        return self.cache["head"]

    def stream(self) -> pa.NativeFile:
        """The bytes as an Arrow file, without a copy in memory where it is a plain file."""
        if self.path is not None and "all" not in self.cache:
            return pa.memory_map(str(self.path))
        return pa.BufferReader(self.read())

    def cuts(self, size: int) -> list[tuple[int, int]]:
        """(begin, end) of pieces of about `size` bytes, each ending at the end of a line."""
        edges, total = [0], self.size
        with _opened(self._file(), self.name) as stream:
            while edges[-1] < total:
                stream.seek(min(edges[-1] + size, total))
                stream.readline()
                edges.append(min(stream.tell(), total))
        return list(zip(edges[:-1], edges[1:], strict=True))

    def part(self, begin: int, end: int) -> bytes:
        """The bytes from begin to end of a plain file."""
        with _opened(self._file(), self.name) as stream:
            stream.seek(begin)
            return stream.read(end - begin)

    def _file(self) -> Path:
        if self.path is None:
            raise ValueError(f"{self.name} is not a plain file")
        return self.path

    def sha256(self) -> str:
        """Hash of the bytes, hexadecimal."""
        digest = hashlib.sha256()
        if self.path is None or "all" in self.cache:
            digest.update(self.read())
        else:
            with _opened(self.path, self.name) as stream:
                while block := stream.read(1 << 22):
                    digest.update(block)
        return digest.hexdigest()


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _opened(path: Path, name: str) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputRefused(name, f"cannot be opened: {error.strerror}", "check the path and its permissions") from None


def _plain(path: Path, name: str, bundle: str, bundle_stem: str) -> Source:
    def load() -> bytes:
        with _opened(path, name) as stream:
            return stream.read()

    return Source(name, path.stem, bundle, bundle_stem, path.stat().st_size, load, path)


def sources(given: Sequence[str]) -> tuple[list[Source], list[Problem]]:
    """Every file the arguments name, folders and archives opened up, in a fixed order; what is left out and why.

    Raises InputRefused for an argument that is not there. The same content given twice is read once.
    """
    found: list[Source] = []
    notes: list[Problem] = []
    for argument in dict.fromkeys(given):
        for source in _sources_of(argument, notes):
            found.append(source)
    return _once(found, notes), notes


def _sources_of(argument: str, notes: list[Problem]) -> Iterator[Source]:
    if argument == STDIN:
        data = sys.stdin.buffer.read()
        yield from _unpacked(Source("stdin", "stdin", "", "stdin", len(data), lambda: data), notes)
        return
    path, name = Path(argument), clean(argument, 200)
    if path.is_dir():
        yield from _folder(path, name, notes)
        return
    if not path.exists():
        raise InputRefused(name, "is not there", "check the path")
    if not path.is_file():
        raise InputRefused(name, "is not a file or folder", "pipe it through stdin: use  -")
    yield from _unpacked(_plain(path, name, "", path.stem), notes)


def _folder(folder: Path, name: str, notes: list[Problem]) -> Iterator[Source]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_dir() or _skipped(inner.parts):
            continue
        shown = f"{name.rstrip('/')}/{clean(str(inner), 200)}"
        if not path.is_file() or not path.resolve().is_relative_to(root):
            notes.append(_note(shown, "is a device, a pipe, or a link out of the folder", "give the file itself"))
            continue
        owner = inner.parts[0] if len(inner.parts) > 1 else root.name  # a folder of members' folders: one worker each
        yield from _unpacked(_plain(path, shown, str(path.parent), owner), notes)


def _skipped(parts: Sequence[str]) -> bool:
    return any(part in SKIPPED_NAMES or part.startswith("._") for part in parts)


def _note(name: str, reason: str, mend: str) -> Problem:
    return Problem("file-left-out", name, None, "", "", reason, mend, rows=0)


def _unpacked(source: Source, notes: list[Problem]) -> Iterator[Source]:
    head = source.head()
    if head.startswith(b"PK\x03\x04") and b"[Content_Types].xml" not in head[:4096]:
        yield from _zip_members(source, notes)
    elif head.startswith(b"\x1f\x8b"):
        yield _gunzipped(source)
    else:
        yield source


def _gunzipped(source: Source) -> Source:
    stem = source.stem.removesuffix(".csv").removesuffix(".tsv")

    def load() -> bytes:
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(source.read())) as stream:
                return _counted(stream, source.name, source.size)
        except (OSError, EOFError, zlib.error) as error:
            raise InputRefused(source.name, f"is not whole: {error}", "download it again") from None

    return Source(source.name, stem, source.bundle, source.bundle_stem, source.size, load)


def _counted(stream: io.BufferedIOBase | BinaryIO, name: str, packed: int) -> bytes:
    limit = min(LARGEST_MEMBER, max(packed, 1 << 16) * LARGEST_RATIO)
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputRefused(name, f"unpacks to more than {limit} bytes", "unpack it yourself and give the file")
    return data


def _zip_members(source: Source, notes: list[Problem]) -> Iterator[Source]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.read()))
    except zipfile.BadZipFile:
        raise InputRefused(source.name, "is a broken archive", "download it again") from None
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise InputRefused(source.name, f"holds more than {MOST_MEMBERS} files", "unpack it yourself and give the folder")
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise InputRefused(source.name, "holds two files of one name: which is the evidence cannot be known", "repack it")
    for member in sorted(members, key=lambda entry: entry.filename):
        inner = PurePosixPath(member.filename)
        shown = f"{source.name}/{clean(member.filename, 200)}"
        if _skipped(inner.parts):
            continue
        if member.flag_bits & 1:
            notes.append(_note(shown, "is encrypted", "unpack it with its password and give the folder"))
        elif inner.suffix.lower() in {".zip", ".gz"}:
            notes.append(_note(shown, "is an archive inside an archive", "unpack it and give the folder"))
        else:
            bundle = f"{source.name}/{inner.parent}"
            loader = _member_loader(archive, member, shown)
            yield Source(shown, inner.stem, bundle, source.stem, member.file_size, loader)


def _member_loader(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str) -> Callable[[], bytes]:
    def load() -> bytes:
        try:
            with archive.open(member) as stream:
                return _counted(stream, shown, member.compress_size)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
            raise InputRefused(shown, f"cannot be unpacked: {error}", "repack the archive as an ordinary zip") from None

    return load


def _once(found: list[Source], notes: list[Problem]) -> list[Source]:
    """Leave out files whose bytes were met before; only files of equal size are hashed."""
    sizes: dict[int, list[Source]] = {}
    kept = []
    for source in found:
        same = [other for other in sizes.get(source.size, []) if source.size and other.sha256() == source.sha256()]
        if same:
            notes.append(_note(source.name, f"has the same bytes as {same[0].name}: read once", ""))
            continue
        sizes.setdefault(source.size, []).append(source)
        kept.append(source)
    return kept


# --- text ------------------------------------------------------------------------------------------------------------


def decode(source: Source, encoding: str = "") -> tuple[str, str]:
    """(text, encoding used): the declared encoding, else what a byte-order mark says, else UTF-8, else Windows-1252.

    Raises InputRefused where the declared encoding does not fit.
    """
    data = source.read()
    if not encoding:
        encoding = _proved_encoding(data)
    try:
        return data.decode(encoding), encoding
    except LookupError:
        raise WrongUse(f"no encoding is called {clean(encoding)}", "use utf-8, cp1252, latin-1 or utf-16") from None
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise InputRefused(
            source.name, f"is not {encoding}: byte {error.start}", "add  --encoding cp1252  (or the one it was saved in)", row
        ) from None


def _proved_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(data) > 3 and data[1:4:2] == b"\0\0":  # noqa: PLR2004 - two ASCII characters of UTF-16, little-endian
        return "utf-16-le"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


# --- package data ----------------------------------------------------------------------------------------------------


def data_text(name: str) -> str | None:
    """Text of wageaudit/data/<name>; None where there is no such file."""
    found = resources.files("wageaudit").joinpath("data").joinpath(*name.split("/"))
    return found.read_text(encoding="utf-8") if found.is_file() else None


def data_names(folder: str) -> tuple[str, ...]:
    """Names of the files in wageaudit/data/<folder>, sorted."""
    return tuple(sorted(entry.name for entry in resources.files("wageaudit").joinpath("data", folder).iterdir() if entry.is_file()))


def wage_text(name: str) -> str | None:
    """The wage file of a country ("MG") or region ("US-WA")."""
    return data_text(f"wages/{name}.toml")


def exchange_text(name: str) -> str | None:
    """A series of exchange rates ("daily/USD.csv")."""
    return data_text(f"exchange/{name}")


@cache
def only_zones() -> Mapping[str, str]:
    """Country → its zone, for countries that have just one. Source: zone.tab of the tzdata package."""
    zones: dict[str, set[str]] = {}
    text = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones.setdefault(country, set()).add(zone)
    return {country: next(iter(names)) for country, names in zones.items() if len(names) == 1}


def toml(path: str) -> Mapping[str, object]:
    """A user's TOML file, numbers exact. Raises InputRefused with the place of a syntax error."""
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputRefused(clean(path, 200), f"is not readable TOML: {error}", "check the file") from None


# --- writing ---------------------------------------------------------------------------------------------------------


def write_whole(path: str, write: Callable[[BinaryIO], None], inputs: Sequence[str] = (), *, force: bool = False) -> None:
    """Write a file whole or not at all: to a temporary file beside it, then put in its place.

    Raises WrongUse where the output is an input, exists (without `force`), or is a link.
    """
    target = Path(path)
    shown = clean(path, 200)
    if any(target.resolve() == Path(name).resolve() for name in inputs if name != STDIN):
        raise WrongUse(f"{shown} is an input: inputs are never changed", "give another name after  -o")
    if target.is_symlink() or target.is_dir():
        raise WrongUse(f"{shown} is a link or a folder", "give a file name after  -o")
    if target.exists() and not force:
        raise WrongUse(f"{shown} exists", "add  --force  to replace it")
    _replace(target, write, shown)


def _replace(target: Path, write: Callable[[BinaryIO], None], shown: str) -> None:
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise WrongUse(f"{shown} cannot be written: {error.strerror}", "give another place after  -o") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(target)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise WrongUse(f"{shown} cannot be written: {error.strerror}", "free some room or give another place") from None
        raise
