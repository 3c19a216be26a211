"""Argyle-style activities: what an app that collects drivers' records (with their consent) gets as JSON, one list.

There is no table header; the keys of an activity, as seen in a sandbox of 2023:
    id, account, employer, status, type, num_tasks, start_date, end_date, duration, timezone, earning_type,
    all_datetimes: {request_at, accept_at, pickup_at, dropoff_at, cancel_at, shift_start, shift_end, breaks, ...},
    income: {currency, total_charge, fees, total, pay, tips, bonus, taxes}, ...
Times:   UTC, with the IANA zone of the place. An activity runs from start_date to end_date, which for a ride are its request
         and its drop-off; a cancelled one ends at cancel_at.
Money:   decimals as text. pay, tips and bonus are what the worker got; total_charge is what the customer paid, and fees
         are what the platform kept of that: they are in none of the former and are not taken off again.
Each employer is a platform, each account a worker. Addresses, coordinates and routes are never read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wageaudit import values
from wageaudit.arrays import MONEY, Mask, category, codes, column, ints, present, strings
from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.documents import columns, read_document
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import leave_out

PATHS = {
    "task_id": ("id",), "worker_id": ("account",), "platform": ("employer",), "status": ("status",), "project": ("type",),
    "started_at": ("start_date",), "ended_at": ("end_date",), "cancelled_at": ("all_datetimes", "cancel_at"),
    "task_count": ("num_tasks",), "timezone": ("timezone",), "earning": ("earning_type",), "currency": ("income", "currency"),
    "pay": ("income", "pay"), "tip": ("income", "tips"), "bonus": ("income", "bonus"), "total": ("income", "total"),
    "customer_price": ("income", "total_charge"),
}  # fmt: skip
CALLED = {name: ".".join(path) for name, path in PATHS.items()}
STATUSES = {
    "completed": "approved", "cancelled": "abandoned", "canceled": "abandoned", "in_progress": "pending", "scheduled": "returned",
}  # fmt: skip
AGAIN = "export the activities again"


def detect(head: Head) -> int:
    """CERTAIN for JSON with the two objects that only such activities have."""
    own = all(f'"{key}"' in head.text for key in ("income", "all_datetimes", "earning_type"))
    return CERTAIN if head.kind == "json" and own else NO


def outcome(text: str) -> str:
    """Our status for an activity's."""
    found = STATUSES.get(text.strip().casefold())
    if found is None:
        raise values.Fault(
            "unknown-word", "is no status known here", phrase("known are: {names}", names=", ".join(STATUSES))
        )
    return found


def _activities(source: Source, encoding: str) -> list[Mapping[str, object]]:
    document = read_document(source, encoding)
    found = document.get("results") if isinstance(document, Mapping) else document
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise InputRefused(source.name, "is no list of activities", AGAIN)
    return found


def _pay(draft: Draft, cells: Mapping[str, object], mark: str) -> None:
    """What the worker got, the whole of it where its parts are less; a cancelled activity that paid was paid."""
    draft.text("currency", cells["currency"])
    for name in ("pay", "tip", "bonus", "customer_price"):
        draft.money(name, cells[name], mark)
    whole = Draft(draft.file, draft.rows)
    whole.money("pay", cells["total"], mark)
    total, parts = ints(whole.columns["pay"]), [ints(draft.columns[name]) for name in ("pay", "tip", "bonus")]
    rest = np.where(present(whole.columns["pay"]), np.maximum(total - sum(parts), 0), 0)
    said = np.any([present(draft.columns[name]) for name in ("pay", "tip", "bonus")], axis=0)
    more = draft.keep & said & (rest > 0)
    if more.any():
        draft.notes.append(
            counted(
                (
                    "pay, tips and bonus are less than the total in {count} activity; the rest counts as pay",
                    "pay, tips and bonus are less than the total in {count} activities; the rest counts as pay",
                ),
                int(more.sum()),
            )
        )
    draft.columns["pay"] = column(parts[0] + rest, MONEY, present(draft.columns["pay"]) | (rest > 0))
    status, labels = codes(draft.columns["status"])
    unpaid = np.array([*(label == "abandoned" for label in labels), False])[status]
    paid = unpaid & (sum(parts) + rest > 0)
    draft.columns["status"] = category(np.where(paid, len(labels), status), [*labels, "approved"])


def _ends(draft: Draft, cells: Mapping[str, object]) -> None:
    """The end, or the moment of the cancellation where there is none."""
    cancelled = Draft(draft.file, draft.rows)
    cancelled.instant("ended_at", cells["cancelled_at"])
    draft.instant("ended_at", cells["ended_at"])
    own, other = draft.columns["ended_at"], cancelled.columns["ended_at"]
    use = ~present(own) & present(other)
    draft.columns["ended_at"] = column(
        np.where(use, ints(other), ints(own)), own.type, present(own) | present(other)
    )
    draft.walls["ended_at"] = np.where(use, cancelled.walls["ended_at"], draft.walls["ended_at"])


def _payments(draft: Draft, cells: Mapping[str, object]) -> Mask:
    """Rows that are no work: what was earned otherwise, and has no end."""
    earning, labels = codes(cells["earning"])
    other = np.array([*(label not in {"work", ""} for label in labels), False])[earning]
    payment = other & ~present(draft.columns["ended_at"])
    draft.columns["activity"] = category(payment.astype(np.int32), ["task", "payment"])
    return payment


def _breaks(record: Mapping[str, object]) -> bool:
    stamps = record.get("all_datetimes")
    return isinstance(stamps, Mapping) and bool(stamps.get("breaks"))


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one list of activities."""
    (source,) = bundle
    records = _activities(source, options.encoding)
    cells = columns(records, PATHS)
    draft = Draft(source.name, np.arange(1, len(records) + 1, dtype=np.int64), called=CALLED)
    for name in ("worker_id", "platform", "project", "timezone"):
        draft.text(name, strings(text or None for text in cells[name].to_pylist()))
    draft.text("task_id", cells["task_id"])
    draft.word("status", cells["status"], outcome)
    status, labels = codes(draft.columns["status"])
    ahead = np.array([*(label == "returned" for label in labels), False])[status]
    leave_out(draft, ahead, "scheduled", "status", "activities that were only scheduled")
    draft.instant("started_at", cells["started_at"])
    _ends(draft, cells)
    draft.count("task_count", cells["task_count"])
    _payments(draft, cells)
    _pay(draft, cells, options.decimal or ".")
    if any(_breaks(record) for record in records):
        draft.notes.append("breaks within shifts are named in this file and count as working time")
    return finish(draft, options, READER, source, len(records))


READER = Reader(
    "argyle", "Argyle-style activities (JSON)", "worker", detect, read,
    cannot_tell="time online without a ride; costs of the vehicle; which side cancelled; the country",
)  # fmt: skip
