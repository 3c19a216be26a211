"""WeClock: the log that the app sends its owner: `weclock.csv` of an iPhone, a zip of CSV files of an Android phone.

Header:  none on an iPhone: `321,-8362380940267347802,work log,3/1/22, 9:36 AM,Unclassified`: number, id, kind, time, values;
         the comma within the time is not quoted, so that rows have a field more than was meant.
         Android: idx,type,datetime,value1,value2,value3,value4,value5,fused
Times:   the phone's own way of writing dates, without zone; the file proves the order of day and month, or --date-order.
Kinds:   battery reading, geologging, work log, … Only rows of the work log are read; where the phone was, and what else
its sensors say, is never looked at. A row of the work log is a moment, not an interval: it adds no time of its own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import Ints, Mask, constant, places, strings
from wageaudit.errors import InputRefused
from wageaudit.files import Source, decode
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import LONGEST_FIELD
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.labels import category_by, judged
from wageaudit.readers.proofs import date_order
from wageaudit.readers.ragged import Fields, fields, shapes
from wageaudit.readers.rows import joined, leave_out, numbered, placed
from wageaudit.text import fold

KINDS = {"battery_reading", "geologging", "geo_logging", "work_log", "worklog", "steps", "light", "noise"}
WORK = {"work_log", "worklog"}
ANDROID = ("idx", "type", "datetime", "value1")
KIND, DAY, CLOCK = 2, 3, 4  # places in an iPhone's row
ANDROID_KIND, ANDROID_TIME = 1, 2
FEWEST = 5  # fields of an iPhone's row: number, id, kind, day, clock
_SHORT_YEAR = re.compile(r"(?P<day>\d{1,2}[/.-]\d{1,2}[/.-])(?P<year>\d\d)(?=\D|$)")
_DAY = re.compile(r"\d{1,2}/\d{1,2}/(?:\d\d|\d{4})", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: [AaPp][Mm])?", re.ASCII)
_ISO = re.compile(r"0000-00-00[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?")  # the shape of a stamp
AGAIN = "export the log from the app again"


def detect(head: Head) -> int:
    """CERTAIN for Android's header, or a first row of an iPhone: a number, an id, a kind known here."""
    if head.kind != "text":
        return NO
    if head.cells[: len(ANDROID)] == ANDROID:
        return CERTAIN
    first = head.cells
    numbers = len(first) >= FEWEST and all(re.fullmatch(r"-?\d+", cell) for cell in first[:2])
    return CERTAIN if numbers and fold(first[2]) in KINDS else NO


def version(head: Head) -> str:
    """Which telephone wrote it."""
    return phrase("of an Android phone") if head.cells[: len(ANDROID)] == ANDROID else phrase("of an iPhone")


def stamp_of(row: Sequence[str], *, android: bool) -> str:
    """The time of a row as one text, its year in full."""
    if android:
        text = row[ANDROID_TIME]
    else:
        text = (
            row[DAY]
            if re.search(r"\d:\d\d", row[DAY])
            else ", ".join(cell.strip() for cell in row[DAY : CLOCK + 1])
        )
    text = _spaced(text)
    return _in_full(text) if "/" in text[:6] else text


def _spaced(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").split())


def _in_full(text: str) -> str:
    return _SHORT_YEAR.sub(lambda found: f"{found['day']}20{found['year']}", text, count=1)


@dataclass(frozen=True, slots=True)
class Log:
    """Rows of a log.

    rows: int64[n], their numbers; short: bool[n], which lack fields; work: bool[n], which are of the work log; times: the
    stamps of these, and nothing for others; days: what all rows have for a day, once each, to prove an order by.
    """

    rows: Ints
    short: Mask
    work: Mask
    times: pa.Array
    days: pa.Array


def _read(name: str, text: str) -> Log:
    """Row by row. Raises InputRefused for quotes that do not close."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputRefused(name, phrase("is not well-formed: {error}", error=error), AGAIN) from None
    said = [(at, row) for at, row in enumerate(records, 1) if any(row)]
    android = bool(said) and tuple(said[0][1][: len(ANDROID)]) == ANDROID
    numbers, rows = [at for at, _ in said][android:], [row for _, row in said][android:]
    fewest, kind = (ANDROID_TIME + 1, ANDROID_KIND) if android else (DAY + 1, KIND)
    short = [len(row) < fewest for row in rows]
    working = {cell for cell in {row[kind] for row in rows if len(row) > kind} if fold(cell) in WORK}
    work = [len(row) > kind and row[kind] in working for row in rows]
    stamps = [
        "" if bad else stamp_of([*row, ""], android=android) for row, bad in zip(rows, short, strict=True)
    ]
    return Log(
        np.array(numbers, np.int64),
        np.array(short, np.bool_),
        np.array(work, np.bool_),
        strings(stamp if own else "" for stamp, own in zip(stamps, work, strict=True)),
        strings(sorted({re.split("[, ]", stamp)[0] for stamp in stamps})),
    )


def _clean(text: str) -> Log | None:
    """The same of all rows at once, where no field is quoted and every time is written in full; None where not."""
    found = fields(text, ",")
    if found is None or found.quoted or int(np.diff(found.marks).max()) >= LONGEST_FIELD:
        return None
    said = found.ends > found.begins
    head = re.match(r"[\r\n]*([^\r\n]*)", text)
    android = head is not None and tuple(head[1].split(",")[: len(ANDROID)]) == ANDROID
    numbers = np.flatnonzero(said)[android:] + 1
    found = found.where(said).where(np.arange(len(numbers) + android) >= android)
    if not len(numbers) or int(found.widths.min()) < (ANDROID_TIME + 1 if android else FEWEST):
        return None
    if (found.ends - found.begins < found.widths).any():  # commas and nothing else
        return None
    work = judged(found.column(ANDROID_KIND if android else KIND), lambda kind: fold(kind) in WORK)
    stamped = _android_times(found, work) if android else _times(found, work)
    if stamped is None:
        return None
    at = np.where(work, np.cumsum(work) - 1, int(work.sum()))
    times = pa.concat_arrays([stamped[0], strings([""])]).take(places(at))
    return Log(numbers, np.zeros(len(numbers), np.bool_), work, times, stamped[1])


def _times(found: Fields, work: Mask) -> tuple[pa.Array, pa.Array] | None:
    """(stamps of the work log, all days) of an iPhone's rows: a day and a clock, each read once; None at any other way."""
    written, own = found.column(DAY), found.where(work)
    days = {day: _plain(day, _DAY) for day in written.unique().to_pylist()}
    clocks = {clock: _plain(clock, _CLOCK) for clock in own.column(CLOCK).unique().to_pylist()}
    if not all(days.values()) or not all(clocks.values()):
        return None
    days = {day: _in_full(plain) for day, plain in days.items()}
    parts = (category_by(own.column(DAY), days), category_by(own.column(CLOCK), clocks))
    stamps = joined(", ", *(part.cast(pa.string()) for part in parts)) if len(own.first) else strings([])
    return stamps, strings(sorted(set(days.values())))


def _android_times(found: Fields, work: Mask) -> tuple[pa.Array, pa.Array] | None:
    """The same of an Android's rows: stamps that begin with the year and are taken as they stand."""
    begins, ends = found.spans(ANDROID_TIME)
    if not all(map(_ISO.fullmatch, shapes(found.data, begins, ends).unique().to_pylist())):
        return None
    return found.where(work).column(ANDROID_TIME), strings([])


def _plain(text: str, form: re.Pattern[str]) -> str:
    bare = _spaced(text)
    return bare if form.fullmatch(bare) else ""


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read the work log of one file."""
    (source,) = bundle
    text, _ = decode(source, options.encoding)
    log = _clean(text) or _read(source.name, text)
    order = date_order(source.name, {"started_at": log.days}, options)
    draft = Draft(source.name, log.rows, called={"started_at": "time"})
    draft.reject(log.short, "missing-cell", "", [], "has too few fields", AGAIN)
    leave_out(draft, ~log.work, "not-read", "type", "rows that are no work log are not looked at")
    draft.instant("started_at", log.times, lambda text: values.instant(text, order))
    draft.columns["task_id"] = numbered(log.times)
    draft.columns["activity"] = constant("other", len(log.rows))
    if draft.keep.any():
        draft.notes.append("entries of the work log are moments: they add no time")
    return placed(finish(draft, options, READER, source, len(log.rows)), source.name)


READER = Reader(
    "weclock", "WeClock log of an iPhone or Android phone (only the work log)", "recorded", detect, read,
    cannot_tell="how long work lasted; pay; the time zone; the country", tracker=True, version=version,
)  # fmt: skip
