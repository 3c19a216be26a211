"""Wolt: a courier's `courier_tasks.csv`, of the data a courier may ask for (subject access, GDPR article 15).

Header:  "Task creation time ","Task completion time","Is pickup task","Completed with vehicle type","Arrived at","Started at",
         "Arrival time","Departed at"                         the first name ends in a space
         "2021-03-05 17:01:12.034","2021-03-05 17:24:40.5",TRUE,"BICYCLE","2021-03-05 17:15:03.11","2021-03-05 17:11:49.2",...
Times:   local, without zone; fractions of one to three digits. Give --timezone, or --country where it has one zone.
A pickup and a drop-off are a row each; a delivery is one task, counted where it is dropped off. Work runs from `Started at`
to completion, waiting at the door included; couriers carry several orders at once, so intervals may overlap.
`Task creation time` is the order's, the same for its pickup and its drop-off and hours ahead for some: the time from there
to the start is not taken for waiting. `Arrival time` is a forecast, which tasks never started have too. There is no pay:
--piece-rate and --per delivery (drop-offs) or --per task (each pickup and each drop-off) say it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, Mask, codes, column, ints, present
from wageaudit.errors import WrongUse
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import leave_out, numbered, placed

NEEDED = ("Task creation time", "Task completion time", "Is pickup task", "Started at")
CALLED = {"started_at": "Started at", "ended_at": "Task completion time", "project": "Is pickup task"}
PER = ("delivery", "task")
LEGS = {"true": "pickup", "false": "drop-off"}
NO_PAY = "no pay in this file; add  --piece-rate 5.50 --per delivery --currency EUR  (what one delivery paid)"
AGAIN = "ask for the file again"


def detect(head: Head) -> int:
    """CERTAIN with the columns of a courier's task."""
    return CERTAIN if head.kind == "text" and head.has(*NEEDED) else NO


def leg(text: str) -> str:
    """Which leg of a delivery: pickup or drop-off."""
    found = LEGS.get(text.strip().casefold())
    if found is None:
        raise values.Fault("unknown-word", "is neither TRUE nor FALSE", AGAIN)
    return found


def stamp(text: str) -> values.Instant:
    """A local stamp with its clock; one that says its offset is believed."""
    found = values.instant(text)
    if found.form == values.DATE_ONLY:
        raise values.Fault("not-an-instant", "has no time of day", AGAIN)
    return found


def _draft(source: Source, table: Delimited) -> tuple[Draft, Mask]:
    """The rows that were started, parsed; and which of them are drop-offs."""
    draft = Draft(source.name, table.rows, list(table.problems), called=CALLED)
    draft.instant("started_at", table.column("Started at"), stamp)
    draft.instant("ended_at", table.column("Task completion time"), stamp)
    draft.word("project", table.column("Is pickup task"), leg)
    begun, ended = present(draft.columns["started_at"]), present(draft.columns["ended_at"])
    leave_out(draft, ~begun & ~ended, "not-started", "Started at", "tasks that this courier never started")
    draft.reject(~begun, "no-start", "started_at", [], "has an end but no start", AGAIN)
    which, labels = codes(draft.columns["project"])
    draft.reject(which < 0, "missing-cell", "project", [], "is neither a pickup nor a drop-off", AGAIN)
    dropped = np.array([*(label == "drop-off" for label in labels), False])[which]
    draft.columns["task_count"] = column(dropped.astype(np.int64), pa.int64())
    draft.columns["task_id"] = numbered(
        table.column("Task creation time"), table.column("Is pickup task"), table.column("Started at")
    )
    return draft, dropped


def _pay(draft: Draft, dropped: Mask, options: Options) -> None:
    """The rate the user gives, for a delivery or for each of its legs; none is assumed."""
    if options.piece_rate is None:
        draft.notes.append(NO_PAY)
        return
    if options.per not in PER:
        raise WrongUse("--piece-rate does not say what it is paid for", "add  --per delivery  or  --per task")
    paid = dropped if options.per == "delivery" else np.ones(len(dropped), np.bool_)
    draft.columns["pay"] = column(paid * int(options.piece_rate * MICRO), MONEY)


def _ahead_note(draft: Draft, table: Delimited) -> None:
    """Say how long orders stood before their legs were started."""
    orders = Draft(draft.file, draft.rows)
    orders.instant("started_at", table.column("Task creation time"), stamp)
    both = draft.keep & present(orders.columns["started_at"])
    ahead = (ints(draft.columns["started_at"]) - ints(orders.columns["started_at"]))[both]
    ahead = ahead[ahead > 0]
    if len(ahead):
        minutes = Decimal(int(np.sort(ahead)[len(ahead) // 2])) / (60 * MICRO)
        draft.notes.append(
            phrase(
                "from an order's creation to the start of a leg: half of them {minutes:.1f} minutes or more; when it was offered is not in the file, so none of it is taken for waiting",
                minutes=minutes,
            )
        )


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one courier's tasks."""
    (source,) = bundle
    table = read_delimited(source, options.encoding)
    draft, dropped = _draft(source, table)
    _pay(draft, dropped, options)
    _ahead_note(draft, table)
    return placed(finish(draft, options, READER, source, table.rows_read), source.name)


READER = Reader(
    "wolt", "Wolt courier tasks", "worker", detect, read,
    cannot_tell="pay, tips and costs; when a task was offered; orders declined; time online without one; the zone and the country",
)  # fmt: skip
