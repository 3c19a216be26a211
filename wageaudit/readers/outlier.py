"""Outlier (Scale AI): the earnings that a contributor downloads as CSV. Known from a description, not from a file.

Header:  eight columns, known by their places: work date, item id, duration, rate applied, payout, pay type, project name, status
         "2024-11-04","66f0","1h 2m 3s","$25.00/hr","$25.85","prepay","Owl Rubrics","paid"
A row is untimed: a date and a duration, which the platform measured and paid for. Time beyond its limit is either a second row
of the same item (overtimePay), with a duration of its own, or not in the file at all; an item is one task, whatever its rows.
A missionReward has no time: it is a payment, and a bonus. Money is in US dollars. A pay week starts on Monday 19:00 Central,
which the dates do not show.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, category, codes, column, ints, present
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import numbered
from wageaudit.readers.stamps import worded_day

DATE, ITEM, DURATION, RATE, PAYOUT, KIND, PROJECT, STATUS = range(8)
WIDTH = 8
_DURATION = re.compile(r"(?:(\d{1,4})h)?\s*(?:(\d{1,6})m)?\s*(?:(\d{1,8})s)?", re.ASCII)
_RATE = re.compile(r"\$[\d.,]+/hr")
REWARD = "missionreward"
STATUSES = {
    "paid": "approved", "approved": "approved", "completed": "approved", "processed": "approved", "pending": "pending",
    "processing": "pending", "in progress": "pending", "rejected": "rejected",
}  # fmt: skip


def detect(head: Head) -> int:
    """CERTAIN where the header has eight cells and a row beneath it an hourly rate and a payout in their places."""
    if (
        head.kind != "text" or len(head.cells) != WIDTH or not head.delimiter
    ):  # a workbook's head shows no rows
        return NO
    try:
        rows = list(csv.reader(io.StringIO(head.text), delimiter=head.delimiter))[1:-1] or [[]]
        rows += list(csv.reader(io.StringIO(head.text), delimiter=head.delimiter))[-1:]
    except csv.Error:
        return NO
    whole = [row for row in rows if len(row) == WIDTH]
    own = any(_RATE.fullmatch(row[RATE].strip()) and row[PAYOUT].strip().startswith("$") for row in whole)
    return CERTAIN if own else NO


def duration(text: str) -> int:
    """`1h 2m 3s`, any of the three, as seconds [µs]."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        raise values.Fault("not-a-duration", "is not a duration", "write it as 1h 2m 3s")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (hours * 3600 + minutes * 60 + seconds) * MICRO


def outcome(text: str) -> str:
    """Our status for the file's word."""
    found = STATUSES.get(text.strip().casefold().replace("_", " "))
    if found is None:
        raise values.Fault(
            "unknown-word", "is no status known here", phrase("known are: {names}", names=", ".join(STATUSES))
        )
    return found


def _time(draft: Draft, cells: pa.Array) -> None:
    place, parsed, has = draft.parse("active_seconds", cells, duration)
    seconds = np.array([value if isinstance(value, int) else 0 for value in parsed], np.int64)
    draft.columns["active_seconds"] = column(seconds[place], MONEY, has)


def _pay(draft: Draft, payouts: pa.Array, kinds: pa.Array, items: pa.Array, mark: str) -> None:
    """Payouts; rewards are payments, and the first row of an item is the one that counts it."""
    draft.fill("currency", "USD")
    draft.money("pay", payouts, mark)
    missing = ~present(draft.columns["pay"])
    draft.reject(missing, "no-amount", "pay", [], "has no payout", "download the earnings again")
    kind, labels = codes(kinds)
    reward = np.array([*(label.strip().casefold() == REWARD for label in labels), False])[kind]
    micro = ints(draft.columns["pay"])
    draft.columns["pay"] = column(micro, MONEY, ~reward)
    draft.columns["bonus"] = column(np.where(reward, micro, 0), MONEY)
    draft.columns["activity"] = category(reward.astype(np.int32), ["task", "payment"])
    work = np.flatnonzero(~reward & draft.keep)
    first = np.zeros(len(draft.rows), np.int64)
    item, names = codes(items)
    item = np.where(
        np.array([*(not name.strip() for name in names), True])[item], -1 - np.arange(len(item)), item
    )
    first[work[np.unique(item[work], return_index=True)[1]]] = 1
    draft.columns["task_count"] = column(first, pa.int64())


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one contributor's earnings."""
    (source,) = bundle
    table = read_delimited(source, options.encoding)
    cells, header = table.columns, table.header
    called = {
        "started_at": header[DATE], "active_seconds": header[DURATION], "pay": header[PAYOUT], "project": header[PROJECT],
        "status": header[STATUS], "task_id": header[ITEM],
    }  # fmt: skip
    draft = Draft(source.name, table.rows, list(table.problems), called=called)
    draft.instant("started_at", cells[DATE], lambda text: worded_day(text, options.date_order))
    draft.text("project", cells[PROJECT])
    draft.word("status", cells[STATUS], outcome)
    _time(draft, cells[DURATION])
    _pay(draft, cells[PAYOUT], cells[KIND], cells[ITEM], options.decimal or ".")
    draft.columns["task_id"] = numbered(cells[ITEM], cells[KIND], cells[DATE])
    return finish(draft, options, READER, source, table.rows_read)


READER = Reader(
    "outlier", "Outlier (Scale AI) earnings", "worker", detect, read,
    cannot_tell="times of day and waiting; time beyond the paid limit; reading instructions, assessments, empty queues; the country",
)  # fmt: skip
