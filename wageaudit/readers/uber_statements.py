"""Uber: the statements of a driver's, courier's or fleet's portal, trips and payments by the week or month, as CSV.

Headers known from programs that read them, not from a file. `<from>-<to>-trip_activity-<name>.csv` has a row a trip:
    Driver UUID,Driver first name,…,Trip UUID,…,Service type,Trip request time,Trip drop off time,Pickup address,…,Trip status
    2025-08-28 11:48:03,2025-08-28 12:12:56,…,completed       local times without a zone
`<from>-<to>-payments_order-<name>.csv` has a row a transaction, its amounts as a tree in the names of its columns, with or
without spaces around the colons, and no currency:
    transaction UUID,Driver UUID,…,Trip UUID,Description,…,vs reporting,Paid to you,Paid to you : Your earnings,…,
    Paid to you:Your earnings:Fare:Fare,Paid to you:Your earnings:Tip,…,Paid to you:Trip balance:Payouts:Cash collected,…
    2026-09-05 20:00:00.000 +0300 EEST   or   2025-08-28 CDT, the day alone
What counts is `Your earnings`, all of them, with tips apart: tolls and refunds of costs are in the trip balance, payouts and cash
are earnings handed over. A payment names its trip by the id, and counts on the trip's day. Names and addresses are not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from wageaudit import values
from wageaudit.arrays import MONEY, column, constant, ints, present
from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import known_as, leave_out, placed, together

PLATFORM = "uber"  # of the access files too, so that the same trip may be found in both
TRIPS = ("Driver UUID", "Trip UUID", "Trip request time", "Trip drop off time", "Trip status")
WHEN = "vs reporting"
EARNINGS, TIP = "paid to you:your earnings", "paid to you:your earnings:tip"
PAYMENTS = ("driver uuid", "trip uuid", WHEN, EARNINGS)
CALLED = {
    "worker_id": "Driver UUID", "task_id": "Trip UUID", "project": "Service type", "status": "Trip status",
    "started_at": "Trip request time", "ended_at": "Trip drop off time",
}  # fmt: skip
OUTCOMES = {
    "completed": "approved", "rider_canceled": "abandoned", "rider_cancelled": "abandoned", "canceled": "abandoned",
    "cancelled": "abandoned", "failed": "abandoned", "unfulfilled": "abandoned", "delivery_failed": "abandoned",
    "driver_canceled": "returned", "driver_cancelled": "returned",
}  # fmt: skip
_REPORTED = re.compile(
    r"(?P<stamp>\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d+)? ?[+-]\d{4})?)(?: [A-Z]{2,5})?", re.ASCII
)
AGAIN = "download the statement again, and do not save it from a spreadsheet"
NO_PAY = "no pay in this file; give the payments (payments_order) of the same weeks with it"
ZONE_MEND = "add  --timezone America/Chicago  (or --country, where it has one zone)"


def same(cell: str) -> str:
    """The name of a column without the spaces around its colons, and without case."""
    return re.sub(r"\s*:\s*", ":", cell.strip()).casefold()


def detect(head: Head) -> int:
    """CERTAIN with the columns of trips, or of payments by the order."""
    if head.kind != "text":
        return NO
    return CERTAIN if head.has(*TRIPS) or set(PAYMENTS) <= {same(cell) for cell in head.cells} else NO


def version(head: Head) -> str:
    """Which of the two statements it is."""
    return phrase("trip activity") if head.has(*TRIPS) else phrase("payments by the order")


def reported(text: str) -> values.Instant:
    """`2026-09-05 20:00:00.000 +0300 EEST` by its offset, `2025-08-28 CDT` as that day; the zone's letters say no more."""
    found = _REPORTED.fullmatch(text.strip())
    if found is None:
        raise values.Fault("not-an-instant", "is no time of a payment", AGAIN)
    return values.instant(re.sub(r" ([+-])", r"\1", found["stamp"]))


def _trips(source: Source, table: Delimited, *, paid: bool) -> Draft:
    """A task a trip, from its request to its drop-off; one without a drop-off has no known time."""
    draft = Draft(source.name, table.rows, list(table.problems), called=CALLED)
    draft.text("worker_id", table.column("Driver UUID"))
    draft.text("task_id", table.column("Trip UUID"))
    draft.instant("started_at", table.column("Trip request time"), values.instant)
    draft.instant("ended_at", table.column("Trip drop off time"), values.instant)
    outcome = known_as(OUTCOMES, reason="is no status of a trip known here")
    draft.word("status", table.column("Trip status"), outcome)
    draft.reject(~present(draft.columns["status"]), "missing-cell", "status", [], "has no status", AGAIN)
    if "Service type" in table:
        draft.text("project", table.column("Service type"))
    if paid:
        draft.columns["pay"] = column(np.zeros(len(draft.rows), np.int64), MONEY)
    else:
        draft.notes.append(NO_PAY)
    return draft


def _payments(source: Source, table: Delimited, mark: str) -> Draft:
    """A payment a transaction that earned something; those that only move or refund money are left out, and counted."""
    named = {same(cell): table.columns[at] for at, cell in reversed(list(enumerate(table.header)))}
    called = {
        "worker_id": "Driver UUID",
        "task_id": "Trip UUID",
        "started_at": WHEN,
        "pay": "Paid to you:Your earnings",
    }
    draft = Draft(source.name, table.rows, list(table.problems), called=called)
    draft.text("worker_id", named["driver uuid"])
    draft.text("task_id", named["trip uuid"])
    draft.money("pay", named[EARNINGS], mark)
    earned = ints(draft.columns["pay"])
    nothing = earned == 0
    leave_out(
        draft,
        nothing,
        "no-earnings",
        called["pay"],
        "payouts, refunds of costs and the like, which earn nothing",
    )
    draft.instant("started_at", named[WHEN], reported)
    if TIP in named:
        draft.money("tip", named[TIP], mark)
        tips = ints(draft.columns["tip"])
        draft.columns["tip"] = column(tips, MONEY)
        draft.columns["pay"] = column(earned - tips, MONEY)
    draft.columns["activity"] = constant("payment", len(table.rows))
    if "description" in named:
        draft.text("project", named["description"])
    return draft


def _read(source: Source, table: Delimited, options: Options, *, paid: bool) -> Reading:
    if set(TRIPS) <= set(table.header):
        draft = _trips(source, table, paid=paid)
    else:
        if not set(PAYMENTS) <= {same(cell) for cell in table.header}:
            raise InputRefused(
                source.name, phrase("is not what the reader {name} reads", name=READER.name), AGAIN
            )
        if not options.currency:
            raise InputRefused(
                source.name, "pays in a currency it does not name", "add  --currency USD  (or the account's)"
            )
        draft = _payments(source, table, options.decimal or ".")
    nameless = ~present(draft.columns["worker_id"])
    draft.reject(nameless, "no-worker", "worker_id", [], "names no driver", AGAIN)
    draft.fill("platform", PLATFORM)
    return placed(finish(draft, options, READER, source, table.rows_read), source.name, mend=ZONE_MEND)


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read the statements of a folder together: trips pay nothing of their own where their payments lie beside them.

    Raises InputRefused for payments in a currency that nobody named.
    """
    tables = [read_delimited(source, options.encoding) for source in bundle]
    paid = not all(set(TRIPS) <= set(table.header) for table in tables)
    return together(
        [_read(source, table, options, paid=paid) for source, table in zip(bundle, tables, strict=True)]
    )


READER = Reader(
    "uber_statements", "Uber statements: trip activity and payments by the order", "worker", detect, read,
    cannot_tell="time online without a trip; costs of the vehicle; the zone, the currency and the country; work on other platforms",
    bundled=True, again=("uber",), version=version,
)  # fmt: skip
