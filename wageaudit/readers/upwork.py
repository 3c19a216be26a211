"""Upwork: the freelancer's timesheet and transactions by contract, as CSV.

Header:  "Date","Contract","Hours","Amount","Payment type"    every cell quoted
         "2023-09-21","Acme Shop, Phase 2 (31415926)","0.33333","1",""
         "2023-12-01","Logo for a bakery (27182818)","","15","Fixed Price Payment"
A row is the hours of one contract on one day, untimed: no clock is in the file, so no pause and no waiting can be known.
Hours are decimal, rounded to five places. An empty payment type is hourly work; a Bonus or a Fixed Price Payment has no
hours: it is a payment, and the work behind it is not on record. Contract titles hold commas, and the contract's number
in brackets. Money is in US dollars; whether Upwork's own fee has been taken off the amount is not in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, Mask, category, codes, column, ints, present
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import numbered

HEADER = ("Date", "Contract", "Hours", "Amount", "Payment type")
CALLED = {
    "project": "Contract", "started_at": "Date", "active_seconds": "Hours", "pay": "Amount", "currency": "Amount",
    "activity": "Payment type",
}  # fmt: skip
SECONDS_AN_HOUR = 3600
MOST_HOURS = 31 * 24  # in one row
HOURLY = "hourly"
BONUS = "bonus"


def detect(head: Head) -> int:
    """CERTAIN with the five columns."""
    return CERTAIN if head.kind == "text" and head.has(*HEADER) else NO


def hours(text: str) -> int:
    """Decimal hours as seconds [µs]: "0.33333" is 1,199.988 s, never rounded up to the twenty minutes it may have been."""
    wrong = values.Fault("not-a-duration", "is not a number of hours", "write hours, as 2.5")
    try:
        found = values.money(text)
    except values.Fault:
        raise wrong from None
    if found.currency or abs(found.micro) > MOST_HOURS * MICRO:
        raise wrong
    return found.micro * SECONDS_AN_HOUR


def kind(text: str) -> str:
    """The payment type as it stands, folded: hourly work has none."""
    return values.label(text).casefold()


def _hours(draft: Draft, table: Delimited) -> Mask:
    """Seconds worked; the rows that have some."""
    place, parsed, has = draft.parse("active_seconds", table.column("Hours"), hours)
    seconds = np.array([value if isinstance(value, int) else 0 for value in parsed], np.int64)
    draft.columns["active_seconds"] = column(seconds[place], MONEY, has)
    return has


def _money(draft: Draft, table: Delimited, mark: str, timed: Mask) -> None:
    """Amounts as pay, those of the type Bonus as bonus; a row of another type without hours is a payment."""
    draft.fill("currency", "USD")
    draft.money("pay", table.column("Amount"), mark)
    missing = ~present(draft.columns["pay"])
    draft.reject(missing, "no-amount", "pay", [], "has no amount", "export the file again")
    draft.word("activity", table.column("Payment type"), kind)
    place, labels = codes(draft.columns["activity"])
    untyped = place < 0
    bonus = np.array([*(label == BONUS for label in labels), False])[place]
    hourly = untyped | np.array([*(label == HOURLY for label in labels), False])[place]
    micro = ints(draft.columns["pay"])
    draft.columns["pay"] = column(micro, MONEY, ~bonus)
    draft.columns["bonus"] = column(np.where(bonus, micro, 0), MONEY)
    payment = ~hourly & ~timed
    draft.columns["activity"] = category(payment.astype(np.int32), ["task", "payment"])
    _notes(draft, micro, payment, hourly & ~timed)


def _notes(draft: Draft, micro: np.ndarray, payment: Mask, timeless: Mask) -> None:
    paid = payment & draft.keep
    if paid.any():
        total = Decimal(int(micro[paid].sum())) / MICRO
        draft.notes.append(
            phrase(
                "payments without hours: {count}, that come to {total:.2f}; the hours behind them are not in this file, so that the hourly wage is too high by them",
                count=int(paid.sum()),
                total=total,
            )
        )
    missing = int((timeless & draft.keep).sum())
    if missing:
        draft.notes.append(
            counted(
                (
                    "hourly work without its hours: {count} row",
                    "hourly work without its hours: {count} rows",
                ),
                missing,
            )
        )


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one freelancer's timesheet."""
    (source,) = bundle
    table = read_delimited(source, options.encoding)
    draft = Draft(source.name, table.rows, list(table.problems), called=CALLED)
    order = options.date_order
    draft.instant("started_at", table.column("Date"), lambda text: values.instant(text, order))
    draft.text("project", table.column("Contract"))
    timed = _hours(draft, table)
    _money(draft, table, options.decimal or ".", timed)
    draft.columns["task_id"] = numbered(*(table.column(name) for name in HEADER))
    return finish(draft, options, READER, source, table.rows_read)


READER = Reader(
    "upwork", "Upwork timesheet and transactions by contract", "worker", detect, read,
    cannot_tell="hours of fixed-price work; times of day, waiting, unpaid proposals; whether Upwork's fee is off the amount; the country",
)  # fmt: skip
