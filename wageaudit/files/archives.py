"""Archives opened in memory, never onto disk, with limits that do not trust what a header claims."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO

from wageaudit.errors import InputRefused, Problem
from wageaudit.files.source import ARCHIVES, Source, lost, skipped
from wageaudit.files.workbooks import BROKEN, is_office, refuse_others
from wageaudit.phrases import phrase
from wageaudit.text import clean

LARGEST_MEMBER = 1 << 30  # [bytes] of one archive member, counted while it is read
LARGEST_RATIO = 200  # unpacked to packed: logs compress 5 to 30 times, bombs a thousand
MOST_MEMBERS = 2_000
ZIP, GZIP = ARCHIVES


def unpacked(source: Source, notes: list[Problem]) -> Iterator[Source]:
    """The files inside an archive, or the file itself; members left out are noted."""
    head = source.head()
    if head.startswith(ZIP) and not is_office(source):
        refuse_others(source)
        yield from _zip_members(source, notes)
    elif head.startswith(GZIP):
        yield _gunzipped(source)
    else:
        yield source


def _gunzipped(source: Source) -> Source:
    stem = source.stem.removesuffix(".csv").removesuffix(".tsv")

    def load() -> bytes:
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(source.read())) as stream:
                return _counted(stream, source.name, source.size)
        except BROKEN as error:
            raise InputRefused(
                source.name, phrase("is not whole: {error}", error=error), "download it again"
            ) from None

    return Source(source.name, stem, source.bundle, source.bundle_stem, source.size, load)


def _counted(stream: io.BufferedIOBase | IO[bytes], name: str, packed: int) -> bytes:
    limit = min(LARGEST_MEMBER, max(packed, 1 << 16) * LARGEST_RATIO)
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputRefused(
            name,
            phrase("unpacks to more than {limit} bytes", limit=limit),
            "unpack it yourself and give the file",
        )
    return data


def _zip_members(source: Source, notes: list[Problem]) -> Iterator[Source]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.read()))
    except BROKEN:
        raise InputRefused(source.name, "is a broken archive", "download it again") from None
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise InputRefused(
            source.name,
            phrase("holds more than {most} files", most=MOST_MEMBERS),
            "unpack it yourself and give the folder",
        )
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise InputRefused(
            source.name, "holds two files of one name: which is the evidence cannot be known", "repack it"
        )
    for member in sorted(members, key=lambda entry: entry.filename):
        inner = PurePosixPath(member.filename)
        shown = f"{source.name}/{clean(member.filename, 200)}"
        if skipped(inner.parts):
            continue
        if member.flag_bits & 1:
            notes.append(lost(shown, "is encrypted", "unpack it with its password and give the folder"))
        elif inner.suffix.lower() in {".zip", ".gz"}:
            notes.append(lost(shown, "is an archive inside an archive", "unpack it and give the folder"))
        else:
            bundle = f"{source.name}/{inner.parent}"
            loader = _member_loader(archive, member, shown)
            yield Source(shown, inner.stem, bundle, source.stem, member.file_size, loader)


def _member_loader(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str) -> Callable[[], bytes]:
    def load() -> bytes:
        try:
            with archive.open(member) as stream:
                return _counted(stream, shown, member.compress_size)
        except BROKEN as error:
            raise InputRefused(
                shown,
                phrase("cannot be unpacked: {error}", error=error),
                "repack the archive as an ordinary zip",
            ) from None

    return load
