"""Bytes into text: the declared encoding, or the one the bytes prove."""

from __future__ import annotations

from codecs import BOM_UTF8

from wageaudit.errors import InputRefused, WrongUse
from wageaudit.files.source import Source
from wageaudit.phrases import phrase
from wageaudit.text import clean

UTF8 = "utf-8-sig"  # with a byte-order mark or without


def decode(source: Source, encoding: str = "") -> tuple[str, str]:
    """(text, encoding used): the declared encoding, else what a byte-order mark says, else UTF-8, else Windows-1252.

    Raises InputRefused where the declared encoding does not fit.
    """
    data = source.read()
    if not encoding and not (encoding := _utf16(data)):
        try:
            return data.decode("utf-8-sig"), "utf-8-sig"
        except UnicodeDecodeError:
            encoding = "cp1252"
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


def _utf16(data: bytes) -> str:
    """Which UTF-16 the first bytes prove; empty where they prove none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(data) > 3 and data[1:4:2] == b"\0\0":  # noqa: PLR2004 - two ASCII characters of UTF-16, little-endian
        return "utf-16-le"
    if len(data) > 3 and data[:3:2] == b"\0\0":  # noqa: PLR2004 - the same, big-endian
        return "utf-16-be"
    if data.isascii():
        return "utf-8-sig"
    return ""
