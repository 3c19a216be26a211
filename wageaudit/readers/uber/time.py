"""Uber's files about time: Driver Online Offline (states), Driver Lifetime Trips, Dispatches Offered and Accepted.

Headers seen (Paris 2021; Lausanne 2025 has commas and no begin_lat to end_lng):
    earner_state;city_id;begin_lat;begin_lng;end_lat;end_lng;begin_timestamp_utc;end_timestamp_utc;duration_ms;begin_timestamp_local;...
    open;3;;;;;2021-02-01T09:40:46.000Z;2021-02-01T10:06:29.000Z;1542000;2021-02-01T10:40:46.000Z;2021-02-01T11:06:29.000Z
States: open (online without a job), enroute and ontrip (older: "en route", "on trip"), offline. The *_utc stamps are UTC;
the *_local stamps end in Z too and are the wall clock. Places, plates and names in these files are never taken over.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

import numpy as np
import pyarrow as pa

from wageaudit import values, zones
from wageaudit.arrays import MICRO, MONEY, Ints, category, codes, column, ints, present
from wageaudit.errors import Problem
from wageaudit.files import Source
from wageaudit.phrases import counted, phrase
from wageaudit.readers.delimited import Delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.labels import judged
from wageaudit.readers.rows import joined, known_as, leave_out, numbered
from wageaudit.readers.uber.payments import utc_clock, wall_clock
from wageaudit.text import fold

STATES = ("open", "enroute", "ontrip", "offline")
OUTCOMES = {
    "completed": "approved",
    "fare_split": "approved",
    "rider_canceled": "abandoned",
    "unfulfilled": "abandoned",
    "canceled": "abandoned",
    "failed": "abandoned",
    "driver_canceled": "returned",
}


def states(source: Source, table: Delimited, *, paid: bool) -> Draft:
    """A row for each interval online: open is waiting on record, enroute and ontrip are work.

    A trip is counted once, where it is ridden: ontrip is one task, enroute none. paid: the money is in the payments of
    the same bundle, so that the intervals themselves pay 0; otherwise their pay is not known.
    """
    begin, end, read = _stamps(table, "begin_timestamp", "end_timestamp")
    called = {"project": "earner_state", "started_at": begin, "ended_at": end}
    draft = Draft(source.name, table.rows, list(table.problems), called=called)
    draft.instant("started_at", table.column(begin), read)
    draft.instant("ended_at", table.column(end), read)
    draft.word("project", table.column("earner_state"), _state)
    _need(draft, "project", "names no state of the app")
    state, labels = codes(draft.columns["project"])
    offline = state == _at(labels, "offline")
    endless = int((offline & ~present(draft.columns["ended_at"])).sum())
    why: str = "offline is no working time; intervals"
    if endless:
        why = phrase("offline is no working time (without an end: {count}); intervals", count=endless)
    leave_out(draft, offline, "offline", "earner_state", why)
    _need(draft, "started_at", "has no begin: when it was is not known")
    _need(draft, "ended_at", "has no end: how long it lasted is not known")
    _durations_note(draft, table)
    draft.columns["activity"] = category((state != _at(labels, "open")).astype(np.int32), ["waiting", "task"])
    draft.columns["task_count"] = column((state == _at(labels, "ontrip")).astype(np.int64), pa.int64())
    draft.columns["task_id"] = numbered(table.column(begin), table.column("earner_state"))
    _pay_elsewhere(draft, paid=paid)
    return draft


def trips(source: Source, table: Delimited, *, paid: bool) -> Draft:
    """A task for each trip or delivery, from request or acceptance to drop-off; one without drop-off has no known time."""
    begin, end, read = _stamps(table, "request_timestamp", "dropoff_timestamp")
    draft = Draft(
        source.name, table.rows, list(table.problems), called={"started_at": begin, "ended_at": end}
    )
    draft.instant("started_at", table.column(begin), read)
    draft.instant("ended_at", table.column(end), read)
    outcome = known_as(OUTCOMES, reason="is no status of a trip known here")
    draft.word("status", table.column("status"), outcome)
    _need(draft, "status", "has no status")
    for name, cell in (
        ("project", "global_product_name"),
        ("currency", "currency_code"),
        ("timezone", "timezone"),
    ):
        if cell in table:
            draft.text(name, table.column(cell))
    draft.columns["task_id"] = numbered(table.column(begin))
    _pay_elsewhere(draft, paid=paid)
    if not paid and "fare" not in table:
        draft.notes.append(
            "fares of this file are before commission and are not taken as pay: give Driver Payments with it"
        )
    return draft


def details(source: Source, table: Delimited, *, paid: bool) -> Draft:
    """Trips that say their fare, which is the pay where no payments are given; a split fare's second row is no trip."""
    draft = trips(source, table, paid=paid)
    status, fares = table.column("status"), table.column("fare")
    whole = joined("/", table.column("request_timestamp_local"), table.column("dropoff_timestamp_local"))
    place = ints(whole.dictionary_encode().indices)
    split = judged(status, lambda text: fold(text) == "fare_split")
    completed = np.unique(place[judged(status, lambda text: fold(text) == "completed")])
    leave_out(
        draft, split & np.isin(place, completed), "fare-split", "status", "fares of a trip listed already"
    )
    if not paid:
        _fares(draft, fares)
    return draft


def _fares(draft: Draft, fares: pa.Array) -> None:
    """Fares as pay; a cancelled trip with a fare was paid."""
    draft.money("pay", fares)
    status, labels = codes(draft.columns["status"])
    approved = _at(labels, "approved")
    paid = ints(draft.columns["pay"]) > 0
    draft.columns["status"] = category(np.where(paid, approved, status), [*labels, "approved"])
    draft.notes.append("fares are taken as pay: whether Uber's commission is off them is not in this file")


def _stamps(table: Delimited, begin: str, end: str) -> tuple[str, str, Callable[[str], values.Instant]]:
    """Columns of the begin and the end, and how to read them: in UTC where the file has it, else the wall clock."""
    if {f"{begin}_utc", f"{end}_utc"} <= set(table.header):
        return f"{begin}_utc", f"{end}_utc", utc_clock
    return f"{begin}_local", f"{end}_local", wall_clock


def _state(text: str) -> str:
    found = fold(text).replace("_", "")
    if found not in STATES:
        raise values.Fault(
            "unknown-word",
            "is no state of the app known here",
            phrase("the states are: {names}", names=", ".join(STATES)),
        )
    return found


def _need(draft: Draft, name: str, reason: str) -> None:
    draft.reject(~present(draft.columns[name]), "missing-cell", name, [], reason, "export the file again")


def _at(labels: list[str], label: str) -> int:
    return labels.index(label) if label in labels else len(labels)


def _pay_elsewhere(draft: Draft, *, paid: bool) -> None:
    if paid:
        draft.columns["pay"] = column(np.zeros(len(draft.rows), np.int64), MONEY)


def _durations_note(draft: Draft, table: Delimited) -> None:
    """Say where duration_ms is not the time between the stamps, which is what counts here."""
    if "duration_ms" not in table:
        return
    said = Draft(draft.file, draft.rows)
    said.count("task_count", table.column("duration_ms"))
    lasted = ints(draft.columns["ended_at"]) - ints(draft.columns["started_at"])
    gap = lasted - ints(said.columns["task_count"]) * 1000
    differ = draft.keep & present(said.columns["task_count"]) & (lasted >= 0) & (gap != 0)
    if differ.any():
        hours = Decimal(int(gap[differ].sum())) / (3600 * MICRO)
        most = Decimal(int(np.abs(gap[differ]).max())) / MICRO
        draft.notes.append(
            counted(
                (
                    "duration_ms differs from the stamps in {part} of {count} interval online, by at most {most:f} s and by {hours:.4f} h in all; the stamps count",
                    "duration_ms differs from the stamps in {part} of {count} intervals online, by at most {most:f} s and by {hours:.4f} h in all; the stamps count",
                ),
                int(draft.keep.sum()),
                part=int(differ.sum()),
                most=most,
                hours=hours,
            )
        )


def check_zone(draft: Draft, table: Delimited, zone: str) -> None:
    """Hold the file's local stamps against its UTC stamps: a problem (leaving out nothing) where they deny the zone."""
    if not zone or not {"begin_timestamp_utc", "begin_timestamp_local"} <= set(table.header):
        return
    local = Draft(draft.file, draft.rows)
    local.instant("started_at", table.column("begin_timestamp_local"), wall_clock)
    both = draft.keep & present(draft.columns["started_at"]) & present(local.columns["started_at"])
    instants, walls = ints(draft.columns["started_at"])[both], ints(local.columns["started_at"])[both]
    wrong = walls - instants != zones.offsets(instants, zone)
    if wrong.any():
        first = int(draft.rows[both][wrong][0])
        reason = counted(
            (
                "{count} of {all} local stamps is not the wall clock of {zone}",
                "{count} of {all} local stamps are not the wall clock of {zone}",
            ),
            int(wrong.sum()),
            all=len(wrong),
            zone=zone,
        )
        mend = "check  --timezone; local dates and payments are placed by it"
        draft.problems.append(
            Problem("zone-disagrees", draft.file, first, "begin_timestamp_local", "", reason, mend, rows=0)
        )


def dispatched_hours(table: Delimited) -> tuple[Decimal, Decimal] | None:
    """(hours online, hours on trip) that Uber counted by the hour of the clock; None where a cell is no number."""
    online, on_trip = _sum(table.column("minutes_online")), _sum(table.column("minutes_on_trip"))
    return None if online is None or on_trip is None else (online / 60, on_trip / 60)


def _sum(cells: pa.Array) -> Decimal | None:
    try:
        distinct = [(cell["values"], cell["counts"]) for cell in cells.value_counts().to_pylist()]
        return sum((Decimal(text) * count for text, count in distinct if text), Decimal(0))
    except InvalidOperation:
        return None


def hours_by_state(table: pa.Table) -> dict[str, Decimal]:
    """Hours of a table of states by its projects (open, enroute, ontrip)."""
    state, labels = codes(table.column("project"))
    lasted: Ints = ints(table.column("ended_at")) - ints(table.column("started_at"))
    return {
        label: Decimal(int(lasted[state == at].sum())) / (3600 * MICRO) for at, label in enumerate(labels)
    }
