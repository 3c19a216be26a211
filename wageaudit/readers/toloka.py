"""Toloka: the assignments of a pool (`assignments_from_pool_<pool>__DD-MM-YYYY.tsv`, *Download results*).

Header:  INPUT:<field>… OUTPUT:<field>… GOLDEN:<field>… HINT:text HINT:default_language, then those that the requester ticked of
         ASSIGNMENT:link, task_id, assignment_id, task_suite_id, worker_id, status, started, submitted, accepted, rejected,
         skipped, expired, reward; after a review ACCEPT:verdict, ACCEPT:comment. Unless ticked there is no end and no reward.
Times:   `2023-04-07T08:17:13.343`, at times without the fraction, without a zone: UTC, as Toloka's API has it.
Money:   the reward of a suite; the file does not name its currency.
A row of the file is a task; an assignment is a suite of tasks, taken and paid as one, and its times, status and reward stand
in each of its rows: a task row is an assignment, and task_count is its tasks. Blank lines part the suites in some downloads.
An expired suite was open until a deadline, which is not when its worker stopped: it has no end. A skipped one was given back
when it was skipped. The project is the pool, whose number an assignment's id begins with ("00024b9a61--…": 38509153).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import (
    Ints,
    Mask,
    category,
    codes,
    column,
    ints,
    places,
    present,
)
from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.labels import category_by, filled
from wageaudit.readers.rows import paid_by_rate
from wageaudit.readers.stamps import in_utc
from wageaudit.text import clean

NEEDED = ("ASSIGNMENT:assignment_id", "ASSIGNMENT:worker_id")
CALLED = {
    "task_id": "ASSIGNMENT:assignment_id", "worker_id": "ASSIGNMENT:worker_id", "status": "ASSIGNMENT:status", "pay": "ASSIGNMENT:reward",
    "started_at": "ASSIGNMENT:started", "ended_at": "ASSIGNMENT:submitted",
}  # fmt: skip
PER = {"suite": "pay", "task": "piece_rate"}
OPEN = "waiting"  # of a suite that its worker has not finished: left out, never a status of the task table
WORDS = {
    "submitted": "pending", "approved": "approved", "accepted": "approved", "rejected": "rejected", "skipped": "returned",
    "expired": "abandoned", "active": OPEN,
}  # fmt: skip
# which time says what, where there is no status; the later in this list wins
TOLD_BY = (
    ("submitted", "pending"),
    ("skipped", "returned"),
    ("expired", "abandoned"),
    ("rejected", "rejected"),
    ("accepted", "approved"),
)
_POOL = re.compile(r"([0-9a-f]{6,16})--[0-9a-f]+", re.ASCII)
AGAIN = "download the pool again, and do not save it from a spreadsheet"
stamp = in_utc(AGAIN)
TICK = "download the pool again with the columns started, submitted, status and reward ticked"
ZONE = "times carry no zone and are taken for UTC, as Toloka's API has them"
NO_END = "the time of submission was not ticked for this download, so no hours are known, whatever a suite pays: download the pool again with the column submitted ticked"
NO_PAY = "no reward in this file; add  --piece-rate 0.03 --per suite --currency USD  (the price of a suite)"


def detect(head: Head) -> int:
    """CERTAIN with an assignment and its worker under Toloka's own names."""
    return CERTAIN if head.kind == "text" and head.has(*NEEDED) else NO


def version(head: Head) -> str:
    """The columns that were ticked for the download."""
    names = [cell.partition(":")[2] for cell in head.cells if cell.startswith(("ASSIGNMENT:", "ACCEPT:"))]
    return phrase("with the columns {names}", names=", ".join(map(clean, names)))


def status_word(text: str) -> str:
    """Our status for ASSIGNMENT:status; OPEN for a suite still worked on."""
    found = WORDS.get(text.strip().casefold())
    if found is None:
        raise values.Fault(
            "unknown-word", "is not a known status", "write SUBMITTED, APPROVED, REJECTED, SKIPPED or EXPIRED"
        )
    return found


def pool_of(assignment: str) -> str:
    """The pool's number, which the id of an assignment begins with in hexadecimal; "" where it does not."""
    found = _POOL.fullmatch(assignment)
    return str(int(found[1], 16)) if found else ""


def _named(table: Delimited, name: str) -> pa.Array:
    """The cells of ASSIGNMENT:<name>, empty where it was not ticked."""
    return table.cells(f"ASSIGNMENT:{name}")


def _place(cells: pa.Array) -> Ints:
    """int64[n]: rows with the same cell have the same number."""
    return ints(cells.dictionary_encode().indices)


def _first_row(table: Delimited) -> tuple[Ints, Ints]:
    """(first row of each assignment, int64 ascending; assignment of each row): its rows need not stand together."""
    place = _place(table.column(CALLED["task_id"]))
    _, first, inverse = np.unique(place, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(first), np.int64)
    rank[order] = np.arange(len(first))
    return np.asarray(first[order], np.int64), rank[inverse]


def _differs(table: Delimited, name: str, first: Ints, suite: Ints) -> Mask:
    """bool[suites]: those whose rows do not say the same of ASSIGNMENT:<name>."""
    place = _place(_named(table, name))
    return np.bincount(suite[place != place[first][suite]], minlength=len(first)) > 0


def _counts(table: Delimited, suite: Ints, size: int) -> Ints:
    """int64[suites]: tasks of each, one that stands twice counted once."""
    if "ASSIGNMENT:task_id" not in table:
        return np.bincount(suite, minlength=size)
    place = _place(_named(table, "task_id"))
    kinds = int(place.max(initial=0)) + 1
    once = np.unique(suite.astype(np.int64) * kinds + place) // kinds
    return np.bincount(once, minlength=size)


def _suites(source: Source, table: Delimited) -> Draft:
    """One row an assignment, with its ids and how many tasks it is."""
    first, suite = _first_row(table)
    draft = Draft(
        source.name, table.rows[first], list(table.problems), called=CALLED,
        stands_for=np.bincount(suite, minlength=len(first)),
    )  # fmt: skip
    at = column(first, pa.int64())
    draft.text("worker_id", table.column(CALLED["worker_id"]).take(at))
    ids = table.column(CALLED["task_id"]).take(at)
    draft.text("task_id", ids)
    draft.reject(
        ~present(draft.columns["task_id"]), "no-assignment", "task_id", [], "names no assignment", AGAIN
    )
    draft.reject(~present(draft.columns["worker_id"]), "no-worker", "worker_id", [], "names no worker", AGAIN)
    for name in ("worker_id", "status", "started", "submitted", "skipped", "reward"):
        wrong = _differs(table, name, first, suite)
        draft.reject(
            wrong,
            "rows-differ",
            "task_id",
            ids,
            phrase("has rows that differ in ASSIGNMENT:{name}", name=name),
            AGAIN,
        )
    draft.columns["task_count"] = column(_counts(table, suite, len(first)), pa.int64())
    draft.columns["project"] = category_by(ids, {text: pool_of(text) for text in ids.unique().to_pylist()})
    _status(draft, table, at)
    _times(draft, table, at)
    return draft


def _status(draft: Draft, table: Delimited, at: pa.Array) -> None:
    """What the file says, else what its times say; a suite without any word on it is pending."""
    draft.word("status", _named(table, "status").take(at), status_word)
    said, labels = codes(draft.columns["status"])
    known = sorted({*labels, *(word for _, word in TOLD_BY)})
    place = np.array([*(known.index(label) if label else -1 for label in labels), -1], np.int32)[said]
    unsaid, told = place < 0, np.full(len(place), -1, np.int32)
    for name, word in TOLD_BY:
        told[filled(_named(table, name).take(at))] = known.index(word)
    place[unsaid] = np.where(told >= 0, told, known.index("pending"))[unsaid]
    draft.columns["status"] = category(place, known)
    if OPEN in known:
        draft.reject(
            place == known.index(OPEN), "not-finished", "status", _named(table, "status").take(at),
            "is still being worked on", "nothing to mend: download the pool again when it is closed", fault=False,
        )  # fmt: skip
        kept = [label for label in known if label != OPEN]
        recode = np.array([kept.index(label) if label in kept else -1 for label in known], np.int32)
        draft.columns["status"] = category(recode[place], kept)
    count = int((unsaid & (told <= known.index("pending")) & draft.keep).sum())
    if count:
        draft.notes.append(
            counted(
                (
                    "without a status in this file, counted as pending: {part} of {count} suite",
                    "without a status in this file, counted as pending: {part} of {count} suites",
                ),
                int(draft.keep.sum()),
                part=count,
            )
        )


def _times(draft: Draft, table: Delimited, at: pa.Array) -> None:
    """Start, and the end that is the worker's own: submitted, or skipped; the deadline of an expired suite is none."""
    draft.instant("started_at", _named(table, "started").take(at), stamp)
    submitted, skipped = (_named(table, name).take(at) for name in ("submitted", "skipped"))
    given_back = ~filled(submitted) & filled(skipped)
    rows = np.arange(len(submitted)) + np.where(given_back, len(submitted), 0)
    draft.instant("ended_at", pa.concat_arrays([submitted, skipped]).take(places(rows)), stamp)
    draft.notes.append(ZONE)
    said, labels = codes(draft.columns["status"])
    expired = np.array([*(label == "abandoned" for label in labels), False])[said]
    endless = expired & ~present(draft.columns["ended_at"]) & draft.keep
    if endless.any():
        draft.notes.append(
            counted(
                (
                    "expired, with no end of its own: {part} of {count} suite; unpaid, and its time is not known",
                    "expired, with no end of their own: {part} of {count} suites; unpaid, and their time is not known",
                ),
                int(draft.keep.sum()),
                part=int(endless.sum()),
            )
        )
    if "ASSIGNMENT:submitted" not in table:
        draft.notes.append(NO_END)
    draft.reject(~present(draft.columns["started_at"]), "no-start", "started_at", [], "has no start", AGAIN)


def _pay(draft: Draft, table: Delimited, at: pa.Array, options: Options) -> None:
    """The suite's reward; where the file has none, --piece-rate for a suite or for each task of it."""
    if "ASSIGNMENT:reward" in table:
        draft.fill("currency", options.currency)
        draft.money("pay", _named(table, "reward").take(at))
        if options.piece_rate is not None:
            draft.notes.append("pay is the reward in this file; --piece-rate is not used")
        return
    paid_by_rate(draft, options, PER, without=NO_PAY, mend="add  --per suite  or  --per task")


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one pool. Raises InputRefused where no time of any kind was downloaded."""
    (source,) = bundle
    table = read_delimited(source, options.encoding)
    if CALLED["started_at"] not in table:
        raise InputRefused(
            source.name, "has no times: ASSIGNMENT:started was not ticked for this download", TICK
        )
    draft = _suites(source, table)
    first, _ = _first_row(table)
    _pay(draft, table, column(first, pa.int64()), options)
    return finish(draft, options, READER, source, table.rows_read)


READER = Reader(
    "toloka", "Toloka assignments of a pool", "requester", detect, read,
    cannot_tell="bonuses; the currency; work in other pools and for other requesters; searching, training and tests; breaks within a suite; the country",
    version=version,
)  # fmt: skip
