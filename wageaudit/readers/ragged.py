"""Text cut into lines and fields by its bytes, all at once, where rows may differ in width. Pure NumPy and Arrow.

A quote opens a field, closes one or is doubled inside one, or else nothing is said: the exact way then reads all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints, Mask, places, strings
from wageaudit.readers.regular import ASCII, CR, LF, QUOTE, SPACE, Columns, quotes_fit

PIECE = 1 << 18  # [bytes] looked through at a time: they stay in the cache
MOST = (1 << 31) - 1  # [bytes] that offsets of 32 bits reach
OTHER_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # besides those that every tool writes
SHAPE = bytes.maketrans(bytes([*b"123456789", *range(ASCII, 256)]), b"0" * 9 + b"?" * (256 - ASCII))
Bytes = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields of lines; field k of line i is data[marks[first[i] + k] + 1 : marks[first[i] + k + 1]].

    data: uint8, the text; marks: int64[fields + 1], where each field ends, and -1 before the first;
    first: int64[n]; widths: int64[n], fields of each line; gap: bytes of a line's end (1 or 2);
    quoted: whether some fields stand in quotes.
    """

    data: Bytes
    marks: Ints
    first: Ints
    widths: Ints
    gap: int
    quoted: bool

    @property
    def begins(self) -> Ints:
        """int64[n]: where each line begins."""
        return np.where(self.first > 0, self.marks[self.first] + self.gap, 0)

    @property
    def ends(self) -> Ints:
        """int64[n]: where each line ends, its line end left out."""
        return np.asarray(self.marks[self.first + self.widths], np.int64)

    def where(self, kept: Mask) -> Fields:
        """These lines alone."""
        return Fields(self.data, self.marks, self.first[kept], self.widths[kept], self.gap, self.quoted)

    def spans(self, at: int, upto: int = 0) -> tuple[Ints, Ints]:
        """(begins, ends) of field `at`, or from it to field `upto`; empty where a line has fewer fields. Quotes included."""
        last = self.first + np.minimum(at, self.widths)
        ends = self.marks[self.first + np.minimum(max(at, upto) + 1, self.widths)]
        return (self.begins if at == 0 else np.minimum(self.marks[last] + 1, ends)), ends

    def column(self, at: int) -> pa.Array:
        """Field `at` of every line as strings, without its quotes; empty where a line has fewer fields."""
        begins, ends = self.spans(at)
        if not self.quoted:
            return texts(self.data, begins, ends)
        quoted = (self.data[np.minimum(begins, len(self.data) - 1)] == QUOTE) & (ends > begins)
        cells = texts(self.data, begins + quoted, ends - quoted)
        if not len(cells) or b'"' not in cells.buffers()[2].to_pybytes():
            return cells
        import pyarrow.compute as pc  # a slow import that few files need

        return pc.replace_substring(cells, pattern='""', replacement='"')


def texts(data: Bytes, begins: Ints, ends: Ints) -> pa.Array:
    """data[begins[i]:ends[i]] as strings; spans in their order, none over another, their edges beside ASCII characters."""
    edges = np.empty(2 * len(begins), np.int32)
    edges[::2], edges[1::2] = begins, ends
    if not len(edges):
        return strings([])
    spans = pa.StringArray.from_buffers(len(edges) - 1, pa.py_buffer(edges), pa.py_buffer(data))
    return spans.take(places(np.arange(0, len(edges), 2)))


def shapes(data: Bytes, begins: Ints, ends: Ints) -> pa.Array:
    """As texts, with every digit a 0 and every letter beyond ASCII a ?, wherever the spans are cut."""
    return texts(np.frombuffer(data.tobytes().translate(SHAPE), np.uint8), begins, ends)


def among(characters: str) -> Mask:
    """bool[256]: which bytes are one of these ASCII characters."""
    return np.isin(np.arange(256), [ord(character) for character in characters])


def fields(text: str, delimiter: str = "") -> Fields | None:
    """The fields of every line, empty lines included; one field a line without a delimiter, and quotes are nothing then.

    None where quotes do not fit, or line ends are of more than one kind.
    """
    raw = text.encode()
    if not raw or len(raw) >= MOST or b"\0" in raw:
        return None
    quoted = bool(delimiter) and b'"' in raw
    if quoted and not quotes_fit(raw, delimiter):
        return None
    data = np.frombuffer(raw, np.uint8)
    marks = _marks(data, ord(delimiter) if delimiter else LF, quoted=quoted)
    if not raw.endswith(b"\n"):
        marks = np.append(marks, len(raw))
    line_ends = np.flatnonzero(data.take(marks, mode="clip") == LF)
    if not raw.endswith(b"\n"):
        line_ends = np.append(line_ends, len(marks) - 1)
    gap = 1
    if b"\r" in raw:
        if raw.startswith(b"\n"):
            return None
        with_cr = line_ends if raw.endswith(b"\n") else line_ends[:-1]
        if raw.count(b"\r") != len(with_cr) or not (data[marks[with_cr] - 1] == CR).all():
            return None
        marks[with_cr] -= 1
        gap = 2
    first = np.concatenate([[0], line_ends[:-1] + 1])
    return Fields(data, np.concatenate([[-1], marks]), first, line_ends + 1 - first, gap, quoted)


def _marks(data: Bytes, delimiter: int, *, quoted: bool) -> Ints:
    """Where delimiters and line ends stand that are not within quotes."""
    found, inside = [], np.uint8(0)
    for begin in range(0, len(data), PIECE):
        piece = data[begin : begin + PIECE]
        mark = piece == LF
        if delimiter != LF:
            mark |= piece == delimiter
        if quoted:
            within = np.bitwise_xor.accumulate((piece == QUOTE).view(np.uint8)) ^ inside
            mark &= within == 0
            inside = within[-1]
        found.append(np.flatnonzero(mark) + begin)
    return np.concatenate(found)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines with something in them: int64[n] numbers from 1, where each begins in the text's bytes, and where it ends."""

    data: Bytes
    numbers: Ints
    begins: Ints
    ends: Ints


def lines(text: str, shortest: int, comments: str = "", silent: str = "") -> Lines | None:
    """The lines of a text but for empty ones, those that begin with a mark of a comment, and those of a silent letter and a space.

    None where str.splitlines would find other ones, where one is shorter than `shortest` [bytes], or there is none.
    """
    found = None if any(mark in text for mark in OTHER_ENDS) else fields(text)
    if found is None:
        return None
    begins, ends = found.begins, found.ends
    first = found.data.take(begins, mode="clip")
    said = (ends > begins) & ~among(comments)[first]
    if silent:
        second = found.data.take(begins + 1, mode="clip")
        said &= ~(among(silent)[first] & among(" \t")[second] & (ends > begins + 1))
    whole = Lines(found.data, np.flatnonzero(said) + 1, begins[said], ends[said])
    return whole if len(whole.begins) and int((whole.ends - whole.begins).min()) >= shortest else None


def ragged(body: str, delimiter: str, width: int, short: int, longest: int) -> Columns | None:
    """The `width` columns of rows without their header that may lack up to `short` fields; None where they do not prove clean.

    Clean is: no row wider or shorter, none that may be blank, no field of `longest` bytes or more.
    """
    if body.startswith("\ufeff") or len(delimiter) != 1:
        return None
    found = fields(body, delimiter)
    if found is None or int(found.widths.max()) > width or int(found.widths.min()) < max(width - short, 2):
        return None
    if int(np.diff(found.marks).max()) >= longest or _blank_line(found):
        return None
    return Columns(width, found.column)


def _blank_line(found: Fields) -> bool:
    """Whether some line may hold nothing but white space. Nearly always one look at the first fields tells that none does."""
    last = len(found.data) - 1
    rest = found
    for at in range(int(found.widths.min())):
        begins = rest.begins if at == 0 else rest.marks[rest.first + at] + 1
        begins = begins + (found.data[np.minimum(begins, last)] == QUOTE)
        shown = found.data[np.minimum(begins, last)]
        says = (
            (shown > SPACE) & (shown < ASCII) & (shown != QUOTE) & (begins < rest.marks[rest.first + at + 1])
        )
        rest = rest.where(~says)
        if not len(rest.first):
            return False
    return True
