"""Bytes into text: the declared encoding, or the one the bytes prove."""

from __future__ import annotations

from codecs import BOM_UTF8, getincrementaldecoder

from wageaudit.errors import InputRefused, WrongUse
from wageaudit.files.source import Source
from wageaudit.phrases import phrase
from wageaudit.text import clean

UTF8 = "utf-8-sig"  # with a byte-order mark or without
WINDOWS = "cp1252"
PIECE = 1 << 24  # [bytes] looked at together


def decode(source: Source, encoding: str = "") -> tuple[str, str]:
    """(text, encoding used): the declared encoding, else what a byte-order mark says, else UTF-8, else Windows-1252.

    Raises InputRefused where the declared encoding does not fit.
    """
    data = source.read()
    if not encoding and not (encoding := _utf16(data)):
        try:
            return data.decode(UTF8), UTF8
        except UnicodeDecodeError:
            encoding = WINDOWS
    try:
        mark = BOM_UTF8.decode(encoding, "ignore") if data.startswith(BOM_UTF8) else ""
        return data.decode(encoding).removeprefix(mark), encoding  # the mark is no part of a column's name
    except LookupError:
        raise WrongUse(
            phrase("no encoding is called {encoding}", encoding=clean(encoding)),
            "use utf-8, cp1252, latin-1 or utf-16",
        ) from None
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise InputRefused(
            source.name,
            phrase("is not {encoding}: byte {start}", encoding=encoding, start=error.start),
            "add  --encoding cp1252  (or the one it was saved in)",
            row,
        ) from None


def proved_encoding(source: Source) -> str:
    """The encoding that decode() finds where none is declared, without the whole text in memory."""
    if found := _utf16(source.head()):
        return found
    decoder = getincrementaldecoder("utf-8")()
    with source.stream() as stream:
        try:
            while piece := stream.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return WINDOWS
    return UTF8


def _utf16(data: bytes) -> str:
    """Which UTF-16 the first bytes prove; empty where they prove none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(data) > 3 and data[1:4:2] == b"\0\0":  # noqa: PLR2004 - two ASCII characters of UTF-16, little-endian
        return "utf-16-le"
    if len(data) > 3 and data[:3:2] == b"\0\0":  # noqa: PLR2004 - the same, big-endian
        return "utf-16-be"
    return ""
