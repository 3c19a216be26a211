"""Upwork: the transactions of a freelancer's account as CSV (*Transaction history*, *Download CSV*), all contracts together.

Header:  Date,Ref ID,Type,Description,Agency,Freelancer,Team,Account Name,PO,Amount,Amount in local currency,Currency,Balance
         older ones without some of the last columns. Known from programs that read it, not from a file.
         "Sep 8, 2026","880001","Hourly","Invoice for 09/01/2026-09/07/2026 - 12:30 hrs @ $40.00/hr",…,"500.00",…
A row of the type Hourly is a week of one contract: its hours and its first day stand in the description, whose dates are read
in the order in which they are a week. All other rows are payments: Fixed Price, Bonus and Refund earn or take back; the service
fee, membership, Connects and the withdrawal's fee are fees; a withdrawal only moves money. Clients' names stay out, the team is
the requester. Amounts are US dollars unless the file has them in a local currency too. In a client's own statement the amounts
of work are negative: it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, Ints, Mask, category, codes, column, ints, present
from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import counted
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import leave_out
from wageaudit.readers.stamps import worded_day

NEEDED = ("Date", "Ref ID", "Type", "Description", "Amount")
CALLED = {
    "task_id": "Ref ID", "started_at": "Date", "active_seconds": "Description", "pay": "Amount", "activity": "Type",
    "requester": "Team", "project": "Type",
}  # fmt: skip
PLATFORM = "upwork"
HOURLY, MOVED = "hourly", "withdrawal"
KINDS = {
    "hourly": HOURLY, "fixed price": "pay", "fixed-price": "pay", "milestone": "pay", "bonus": "bonus", "refund": "pay",
    "adjustment": "pay", "dispute": "pay", "service fee": "fee", "membership fee": "fee", "connects": "fee",
    "subscription": "fee", "withdrawal fee": "fee", "payment processing fee": "fee", "vat": "fee", "wht": "fee",
    "withholding tax": "fee", "withdrawal": MOVED, "payment": MOVED,
}  # fmt: skip
_WEEK = re.compile(
    r"(?P<begin>\d\d/\d\d/\d{4}) ?[-–] ?(?P<end>\d\d/\d\d/\d{4}).*?(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d) ?hrs",
    re.ASCII | re.DOTALL,
)
LONGEST = 13 * 86_400 * MICRO  # [µs] from the first to the last day of what one row pays for
AGAIN = "download the transactions again"


def detect(head: Head) -> int:
    """CERTAIN with the columns of a transaction."""
    return CERTAIN if head.kind == "text" and head.has(*NEEDED) else NO


def first_day(begin: str, end: str) -> int | None:
    """The first of the days from `begin` to `end` [µs], in the one order in which they are a week or two; None without proof."""
    days = set()
    for order in ("mdy", "dmy"):
        try:
            first, last = (values.instant(text, order).micros for text in (begin, end))
        except values.Fault:
            continue
        if 0 <= last - first <= LONGEST:
            days.add(first)
    return days.pop() if len(days) == 1 else None


def weeks_of(texts: Sequence[str]) -> list[tuple[int, int] | None]:
    """(first day, seconds worked [µs]) of each hourly row's description; None where it does not say both beyond doubt."""
    begun: dict[tuple[str, str], int | None] = {}
    weeks: list[tuple[int, int] | None] = []
    for found in map(_WEEK.search, texts):
        if found is None:
            weeks.append(None)
            continue
        begin, end, hours, minutes = found.groups()
        if (begin, end) not in begun:
            begun[begin, end] = first_day(begin, end)
        day = begun[begin, end]
        weeks.append(None if day is None else (day, (int(hours) * 60 + int(minutes)) * 60 * MICRO))
    return weeks


def kind(text: str) -> str:
    """What a type of transaction is to us."""
    found = KINDS.get(" ".join(text.split()).casefold())
    if found is None:
        raise values.Fault(
            "unknown-word", "is no type of transaction known here", "type the row into a table of your own"
        )
    return found


def _weeks(draft: Draft, table: Delimited, hourly: Mask) -> None:
    """Hourly rows begin on the first day of what they pay for, and have the hours that their description says."""
    told = table.column("Description").take(column(np.arange(len(hourly)), pa.int64(), hourly))
    encoded = told.dictionary_encode()
    weeks = [*weeks_of(encoded.dictionary.to_pylist()), None]
    place = ints(encoded.indices, null=len(weeks) - 1)
    known = np.array([week is not None for week in weeks], np.bool_)[place]
    begins = np.array([week[0] if week else 0 for week in weeks], np.int64)[place]
    seconds = np.array([week[1] if week else 0 for week in weeks], np.int64)[place]
    started = draft.columns["started_at"]
    draft.columns["started_at"] = column(
        np.where(known, begins, ints(started)), started.type, present(started)
    )
    draft.columns["active_seconds"] = column(seconds, MONEY, known)
    unknown = int((hourly & ~known & draft.keep).sum())
    if unknown:
        draft.notes.append(
            counted(
                (
                    "hourly work whose description names no hours: {count} row",
                    "hourly work whose description names no hours: {count} rows",
                ),
                unknown,
            )
        )


def _money(
    draft: Draft, source: Source, table: Delimited, kinds: Mapping[str, Mask], options: Options
) -> None:
    """Amounts into pay, bonus or fee by the type of their row."""
    local = "Amount in local currency" in table and "Currency" in table
    if local:
        draft.text("currency", table.column("Currency"))
    draft.fill("currency", "USD")
    draft.money(
        "pay", table.column("Amount in local currency" if local else "Amount"), options.decimal or "."
    )
    missing = ~present(draft.columns["pay"])
    draft.reject(missing, "no-amount", "pay", [], "has no amount", AGAIN)
    micro: Ints = ints(draft.columns["pay"])
    work = (kinds[HOURLY] | kinds["bonus"]) & draft.keep & (micro != 0)
    if work.any() and (micro[work] < 0).all():
        raise InputRefused(
            source.name,
            "is a client's statement: what work earned is negative in it",
            "give the freelancer's own",
        )
    draft.columns["pay"] = column(np.where(kinds[HOURLY] | kinds["pay"], micro, 0), MONEY, ~kinds["bonus"])
    draft.columns["bonus"] = column(np.where(kinds["bonus"], micro, 0), MONEY)
    draft.columns["fee"] = column(np.where(kinds["fee"], -micro, 0), MONEY)


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one account's transactions. Raises InputRefused for those of a client."""
    (source,) = bundle
    table = read_delimited(source, options.encoding)
    draft = Draft(source.name, table.rows, list(table.problems), called=CALLED)
    draft.instant("started_at", table.column("Date"), lambda text: worded_day(text, options.date_order))
    draft.text("task_id", table.column("Ref ID"))
    draft.text("project", table.column("Type"))
    if "Team" in table:
        draft.text("requester", table.column("Team"))
    draft.word("activity", table.column("Type"), kind)
    draft.reject(~present(draft.columns["activity"]), "missing-cell", "activity", [], "has no type", AGAIN)
    said, labels = codes(draft.columns["activity"])
    kinds = {
        name: np.array([*(label == name for label in labels), False])[said]
        for name in (HOURLY, "pay", "bonus", "fee", MOVED)
    }
    leave_out(draft, kinds[MOVED], "money-moved", "Type", "money that was moved, not earned")
    hourly = kinds[HOURLY]
    _money(draft, source, table, kinds, options)
    _weeks(draft, table, hourly)
    draft.columns["activity"] = category((~hourly).astype(np.int32), ["task", "payment"])
    draft.fill("platform", PLATFORM)
    return finish(draft, options, READER, source, table.rows_read)


READER = Reader(
    "upwork_ledger", "Upwork transactions of an account", "worker", detect, read,
    cannot_tell="hours of fixed-price work; times of day, waiting, unpaid proposals; the country",
    again=("upwork",),
)  # fmt: skip
