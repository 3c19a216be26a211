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

import numpy as np

from wageaudit import values
from wageaudit.arrays import constant, strings
from wageaudit.errors import InputRefused
from wageaudit.files import Source, decode
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.proofs import date_order
from wageaudit.readers.rows import leave_out, numbered, placed
from wageaudit.text import fold

KINDS = {"battery_reading", "geologging", "geo_logging", "work_log", "worklog", "steps", "light", "noise"}
WORK = {"work_log", "worklog"}
ANDROID = ("idx", "type", "datetime", "value1")
FEWEST = 5  # fields of an iPhone's row: number, id, kind, day, clock
_SHORT_YEAR = re.compile(r"(?P<day>\d{1,2}[/.-]\d{1,2}[/.-])(?P<year>\d\d)(?=\D|$)")
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


def stamp_of(row: Sequence[str], *, android: bool) -> str:
    """The time of a row as one text, its year in full."""
    if android:
        text = row[2]
    else:
        text = row[3] if re.search(r"\d:\d\d", row[3]) else ", ".join(cell.strip() for cell in row[3:5])
    text = " ".join(text.replace("\u202f", " ").split())
    return (
        _SHORT_YEAR.sub(lambda found: f"{found['day']}20{found['year']}", text, count=1)
        if "/" in text[:6]
        else text
    )


def _rows(source: Source, options: Options) -> tuple[list[int], list[list[str]]]:
    text, _ = decode(source, options.encoding)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputRefused(source.name, phrase("is not well-formed: {error}", error=error), AGAIN) from None
    return [at for at, row in enumerate(records, 1) if any(row)], [row for row in records if any(row)]


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read the work log of one file."""
    (source,) = bundle
    numbers, rows = _rows(source, options)
    android = tuple(rows[0][: len(ANDROID)]) == ANDROID
    if android:
        numbers, rows = numbers[1:], rows[1:]
    short = np.array([len(row) < (len(ANDROID) - 1 if android else FEWEST - 1) for row in rows], np.bool_)
    cells = [row[1 if android else 2] if len(row) > 2 else "" for row in rows]  # noqa: PLR2004 - the kind's place
    folded = {cell: fold(cell) for cell in set(cells)}
    kinds = [folded[cell] for cell in cells]
    stamps = [
        "" if bad else stamp_of([*row, ""], android=android) for row, bad in zip(rows, short, strict=True)
    ]
    order = date_order(source.name, {"started_at": strings(stamps)}, options)
    draft = Draft(source.name, np.array(numbers, np.int64), called={"started_at": "time"})
    draft.reject(short, "missing-cell", "", [], "has too few fields", AGAIN)
    work = np.array([kind in WORK for kind in kinds], np.bool_)
    leave_out(draft, ~work, "not-read", "type", "rows that are no work log are not looked at")
    texts = strings(text if kind in WORK else "" for text, kind in zip(stamps, kinds, strict=True))
    draft.instant("started_at", texts, lambda text: values.instant(text, order))
    draft.columns["task_id"] = numbered(texts)
    draft.columns["activity"] = constant("other", len(rows))
    if draft.keep.any():
        draft.notes.append("entries of the work log are moments: they add no time")
    return placed(finish(draft, options, READER, source, len(rows)), source.name)


READER = Reader(
    "weclock", "WeClock log of an iPhone or Android phone (only the work log)", "recorded", detect, read,
    cannot_tell="how long work lasted; pay; the time zone; the country", tracker=True,
)  # fmt: skip
