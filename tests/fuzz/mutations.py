"""Bytes made worse: flips, cuts, quotes, other line ends, hostile values in cells, other files spliced in, archives repacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from random import Random

LONGEST = 1 << 17  # [bytes] of an input
TOKENS = (
    b'"', b'""', b"'", b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\n\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xc2\xa0",
    b"\xe2\x80\xae", b"\x1b[2J", b"=1+1", b"@x", b"'=", b"-", b"--", b"NaN", b"inf", b"-inf", b"1e309", b"1E+05", b"0x10",
    b"1_000", b"1,234", b"1.234,56", b"1,23,456.78", b"(5)", b"\xe2\x88\x925", b"$0.05", b"5 \xe2\x82\xac", b"free", b"N/A",
    b"99999999999999999999999", b"0.0000001", b"9" * 5000, b"2024-02-30", b"2024-03-10 02:30", b"0000-00-00", b"9999-12-31",
    b"24:00", b"23:59:60Z", b"03/04/2024", b"31/12/2024", b"12/31/2024", b"1/1/70", b"2024-W10-1", b"1709546400000",
    b"Sun Nov 03 01:30:00 PDT 2024", b"PT90S", b"1:30", b"{", b"}", b"[", b"]", b"null", b"true", b'"\\ud800"', b":", b"[" * 3000,
    b'{"a":' * 2000, b"\\", b"\\u0000", b"%(n)s", b"{0.__class__}", b"\xd9\xa3", b"\xef\xbc\x91", b"&x;", b"<", b"<!DOCTYPE x>",
    b"sep=;\n", b"#REF!", b"NA", b"XX", b"Etc/Nowhere", b"../../etc/passwd", b"USD", b"usd", b"\xed\xa0\x80", b"1e999999999",
)  # fmt: skip


def worse(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """The input after one to eight mutations; an archive mostly inside its members."""
    if data[:2] == b"PK" and random.random() < 0.8:
        packed = _inside(data, random)
        if packed:
            return packed
    found = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        random.choice(MUTATIONS)(found, random, others)
        del found[LONGEST:]
    return bytes(found)


def _place(data: bytearray, random: Random) -> int:
    """Somewhere; often just after a delimiter, where cells begin."""
    if not data:
        return 0
    at = random.randrange(len(data))
    if random.random() < 0.6:
        found = min((data.find(mark, at) for mark in b",;\t\n:=" if data.find(mark, at) >= 0), default=at - 1)
        return found + 1
    return at


def _flip(data: bytearray, random: Random, _: Sequence[bytes]) -> None:
    if data:
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _byte(data: bytearray, random: Random, _: Sequence[bytes]) -> None:
    if data:
        data[random.randrange(len(data))] = random.randrange(256)


def _insert(data: bytearray, random: Random, _: Sequence[bytes]) -> None:
    at = _place(data, random)
    data[at:at] = random.choice(TOKENS)


def _cell(data: bytearray, random: Random, _: Sequence[bytes]) -> None:
    """A whole cell, or a JSON value, becomes a hostile one."""
    at = _place(data, random)
    ends = [data.find(mark, at) for mark in b",;\t\n\r}]"]
    end = min((found for found in ends if found >= 0), default=len(data))
    data[at:end] = random.choice(TOKENS)


def _cut(data: bytearray, random: Random, _: Sequence[bytes]) -> None:
    at = random.randrange(len(data) + 1)
    del data[at : at + random.choice((1, 2, 5, 20, 200, len(data)))]


def _repeat(data: bytearray, random: Random, _: Sequence[bytes]) -> None:
    at = random.randrange(len(data) + 1)
    piece = data[at : at + random.choice((1, 4, 30, 300))]
    data[at:at] = piece * random.choice((1, 1, 2, 50))


def _ends(data: bytearray, random: Random, _: Sequence[bytes]) -> None:
    data[:] = data.replace(b"\r\n", b"\n").replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\r", b"\n\n")))


def _delimiter(data: bytearray, random: Random, _: Sequence[bytes]) -> None:
    data[:] = data.replace(
        random.choice((b",", b";", b"\t", b":")), random.choice((b",", b";", b"\t", b"|", b" "))
    )


def _swap(data: bytearray, random: Random, _: Sequence[bytes]) -> None:
    """Two lines change places, or one is doubled."""
    lines = bytes(data).splitlines(keepends=True)
    if len(lines) > 1:
        one, other = random.randrange(len(lines)), random.randrange(len(lines))
        lines[one] = lines[other]
        data[:] = b"".join(lines)


def _splice(data: bytearray, random: Random, others: Sequence[bytes]) -> None:
    other = random.choice(others)
    at, begin = random.randrange(len(data) + 1), random.randrange(len(other) + 1)
    data[at:] = other[begin:]


def _encode(data: bytearray, random: Random, _: Sequence[bytes]) -> None:
    text = bytes(data).decode("utf-8", "replace")
    data[:] = text.encode(
        random.choice(("utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "utf-8-sig")), "replace"
    )


MUTATIONS: tuple[Callable[[bytearray, Random, Sequence[bytes]], None], ...] = (
    _flip, _byte, _insert, _insert, _cell, _cell, _cell, _cut, _repeat, _ends, _delimiter, _swap, _splice, _encode,
)  # fmt: skip


def _inside(data: bytes, random: Random) -> bytes:
    """A zip with one member made worse; nothing where it is no whole zip."""
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(packed, "w") as copy:
            names = archive.namelist()
            chosen = random.choice(names)
            for name in names:
                member = archive.read(name)
                copy.writestr(name, worse(member, random, [member]) if name == chosen else member)
    except Exception:  # noqa: BLE001 - what cannot be unpacked is made worse as it lies there
        return b""
    return packed.getvalue()
