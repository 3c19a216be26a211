"""Stamps of one shape read together: digits by their places, everything else as the reader itself reads one of them. Pure.

The shape of a stamp is its text with every digit a 0: `0000-00-00T00:00:00.000Z`. A reader's own function reads one
stamp of each shape, which shows the order of day and month and what its zone means; the others of the shape differ in
their digits alone. A shape that is not known here, and a stamp that no calendar or clock shows, is left to the function.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit import kernels, values
from wageaudit.arrays import MICRO, Codes, Ints, Mask, column, ints, places
from wageaudit.tasks import EARLIEST, LATEST

FEW = 64  # stamps: below, one by one is as fast
DIGITS = bytes.maketrans(b"123456789", b"000000000")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK = r"(?P<hour>00?):(?P<minute>00)(?::(?P<second>00)(?:[.,](?P<fraction>0{1,6}))?)?"
_ZONE = r"(?:Z| ?(?![AP]M)[A-Z]{2,5}|(?P<sign>[+-])(?P<ahead>00):?(?P<past>00)?)?"
_SHAPES = tuple(
    re.compile(shape, re.ASCII)
    for shape in (
        rf"(?P<year>0000)-(?P<month>00)-(?P<day>00)[T ]{_CLOCK}{_ZONE}",
        rf"(?P<first>00?)[/.-](?P<middle>00?)[/.-](?P<year>0000)[T ,]+{_CLOCK}(?P<half> ?[AaPp][Mm])?{_ZONE}",
        r"(?P<year>0000)(?P<month>00)(?P<day>00)T(?P<hour>00)(?P<minute>00)(?P<second>00)Z",
        rf"[A-Z][a-z][a-z] (?P<word>[A-Z][a-z][a-z]) (?P<day>00) {_CLOCK}{_ZONE} (?P<year>0000)",
    )
)
_WORDED = re.compile(r"(?P<month>[A-Z][a-z]{2})[a-z]* (?P<day>\d{1,2}),? (?P<year>\d{4})", re.ASCII)
_A_DAY = 24 * 3600 * MICRO
_DAYS = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
Read = Callable[[str], values.Instant]
Digits = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class Stamps:
    """int64[n] instants [µs], int8[n] their forms, and bool[n] which of them were read here."""

    micros: Ints
    form: Codes
    read: Mask


def read_stamps(cells: pa.Array, read: Read) -> Stamps:
    """The stamps of every shape known here; cells: strings, whose digits `read` must judge by calendar and clock alone."""
    count = len(cells)
    found = Stamps(np.zeros(count, np.int64), np.zeros(count, np.int32), np.zeros(count, np.bool_))
    if count < FEW or cells.null_count or cells.offset or cells.buffers()[2] is None:
        return found
    text = cells.buffers()[2].to_pybytes()
    starts = np.frombuffer(cells.buffers()[1], np.int32)[:count].astype(np.int64)
    masked = pa.StringArray.from_buffers(count, cells.buffers()[1], pa.py_buffer(text.translate(DIGITS)))
    encoded = kernels.encoded(masked)
    place, digits = ints(encoded.indices), np.frombuffer(text, np.uint8)
    order = np.argsort(place, kind="stable")
    edges = np.searchsorted(place[order], np.arange(len(encoded.dictionary) + 1))
    for code, shape in enumerate(encoded.dictionary.to_pylist()):
        matched = next((match for match in (known.fullmatch(shape) for known in _SHAPES) if match), None)
        if matched is not None:
            rows = order[edges[code] : edges[code + 1]]
            _read_shape(found, cells, rows, matched, starts, digits, read)
    return found


def _read_shape(
    found: Stamps, cells: pa.Array, rows: Ints, shape: re.Match[str], starts: Ints, digits: Digits, read: Read
) -> None:
    """Read the rows of one shape, where the reader's own reading of one of them bears it out."""
    begins = starts[rows]

    def number(name: str) -> Ints:
        begin, end = shape.span(name)
        value = np.zeros(len(rows), np.int32)
        for at in range(begin, end):
            value = value * 10 + (digits.take(begins + at) - ord("0"))
        return value.astype(np.int64)

    parts = shape.groupdict()
    clock, fits = _clock(number, parts)
    for month, day in _orders(number, parts):
        date, real = _date(number("year"), month, day)
        micros, good = date + clock, fits & real
        telling = np.flatnonzero(good & (month != day))
        if not len(telling) and "first" not in parts:
            telling = np.flatnonzero(good)
        if not len(telling):
            continue
        one = int(telling[0])
        try:
            probe = read(cells[int(rows[one])].as_py())
        except values.Fault:
            return
        if probe.form == values.DATE_ONLY:
            return  # it reads no clock, so that two of one day are one stamp
        if abs(shift := probe.micros - int(micros[one])) < _A_DAY and _bears_out(
            cells, rows, telling, micros, shift, read
        ):
            micros = micros + shift
            good &= (micros >= EARLIEST) & (micros < LATEST)
            at = rows[good]
            found.micros[at], found.form[at], found.read[at] = micros[good], probe.form, True
            return


def _bears_out(cells: pa.Array, rows: Ints, telling: Ints, micros: Ints, shift: int, read: Read) -> bool:
    """Whether the reader reads the last and the middle of these stamps as the digits say, too."""
    for at in (int(telling[-1]), int(telling[len(telling) // 2])):
        try:
            if read(cells[int(rows[at])].as_py()).micros != int(micros[at]) + shift:
                return False
        except values.Fault:
            return False
    return True


def _orders(number: Callable[[str], Ints], parts: dict[str, str | None]) -> list[tuple[Ints, Ints]]:
    """(months, days) in each order that the shape leaves open."""
    if "first" in parts:
        first, middle = number("first"), number("middle")
        return [(first, middle), (middle, first)]
    word = parts.get("word")
    if word is None:
        return [(number("month"), number("day"))]
    day = number("day")
    return [(np.full(len(day), MONTHS.index(word) + 1), day)] if word in MONTHS else []


def _date(year: Ints, month: Ints, day: Ints) -> tuple[Ints, Mask]:
    """(midnights [µs], which are days of the calendar)."""
    real = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004 - months
    month = np.where(real, month, 1)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    real &= day <= _DAYS[month - 1] - ((month == 2) & ~leap)  # noqa: PLR2004 - February
    months = (np.where(real, year, 1970) - 1970) * 12 + month - 1
    midnight = (
        months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + np.where(real, day, 1) - 1
    )
    return midnight * _A_DAY, real


def _clock(number: Callable[[str], Ints], parts: dict[str, str | None]) -> tuple[Ints, Mask]:
    """(µs since midnight less the offset written, which are times of the clock)."""
    hour, minute = number("hour"), number("minute")
    fits = (hour <= 23) & (minute <= 59)  # noqa: PLR2004 - a clock
    if half := parts.get("half"):
        fits &= (hour >= 1) & (hour <= 12)  # noqa: PLR2004 - a clock of twelve hours
        hour = hour % 12 + (12 if half.strip().lower() == "pm" else 0)
    micros = (hour * 60 + minute) * 60 * MICRO
    if parts.get("second"):
        second = number("second")
        fits &= second <= 59  # noqa: PLR2004 - a clock
        micros += second * MICRO
    if fraction := parts.get("fraction"):
        micros += number("fraction") * 10 ** (6 - len(fraction))
    if parts.get("sign"):
        ahead, past = number("ahead"), number("past") if parts.get("past") else np.zeros(len(hour), np.int64)
        fits &= (ahead <= 23) & (past <= 59)  # noqa: PLR2004 - RFC 3339
        micros -= (ahead * 60 + past) * 60 * MICRO * (-1 if parts["sign"] == "-" else 1)
    return micros, fits


def in_utc(mend: str) -> Read:
    """Reads an ISO stamp as UTC unless it says its offset; a bare date is no time. mend: what to type for what is none."""

    def read(text: str) -> values.Instant:
        try:
            found = values.instant(text)
        except values.Fault as fault:
            raise values.Fault(fault.code, fault.reason, mend) from None
        if found.form == values.DATE_ONLY:
            raise values.Fault("not-an-instant", "is a date without a time", mend)
        return values.Instant(found.micros, values.UTC_STAMP)

    return read


def worded_day(text: str, order: str = "") -> values.Instant:
    """`Sep 8, 2026`, an ISO date, or one with slashes in the order given."""
    worded = _WORDED.fullmatch(text.strip())
    if worded and worded["month"] in MONTHS:
        text = f"{worded['year']}-{MONTHS.index(worded['month']) + 1:02}-{int(worded['day']):02}"
    return values.instant(text, order)


def unread(cells: pa.Array, found: Stamps) -> pa.Array:
    """The cells that are still to be read one by one; null where they were read here."""
    if not found.read.any():
        return cells
    return kernels.take(cells, column(np.arange(len(cells)), pa.int64(), ~found.read))


def later_than_months(cells: pa.Array) -> pa.Array:
    """The cells that begin with a number of two digits above 12: dates whose month does not come first."""
    if not len(cells) or cells.null_count or cells.offset or cells.buffers()[2] is None:
        return cells
    offsets = np.frombuffer(cells.buffers()[1], np.int32)[: len(cells) + 1]
    digits = np.frombuffer(cells.buffers()[2], np.uint8)
    long = np.flatnonzero(np.diff(offsets) > 2)  # noqa: PLR2004 - two digits and what follows them
    tens, units = (digits[offsets[long] + at].astype(np.int64) - ord("0") for at in (0, 1))
    late = (tens >= 0) & (units >= 0) & (units <= 9) & (tens * 10 + units > 12)  # noqa: PLR2004 - digits, months
    return kernels.take(cells, places(long[late | (tens < 0)]))  # a space before it is for the strict reading
