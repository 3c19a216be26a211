"""Prolific: the demographic export of a study (`prolific_export_<study id>.csv`), in its old and its new columns.

Header:  Submission id,Participant id,Status[,Custom study tncs accepted at],Started at,Completed at,Reviewed at,Archived at,
         Time taken,Completion code,Total approvals,<screeners…>,Age,Sex,…,Country of birth,Country of residence,Nationality,…
         or, until 2022: session_id,participant_id,status,started_datetime,completed_date_time,time_taken,age,…,
         Country of Birth,Current Country of Residence,…   Some rename Participant id to PROLIFIC_PID.
Times:   `2024-07-15T20:16:52.266000Z`; the old columns `2022-06-06 19:19:49.179000`, without a zone: UTC.
Money:   none. --piece-rate and --currency say the study's reward for a submission.
A row is a submission. `Time taken` of one that was never completed runs until the day of the export: it is nobody's working
time and is not used; only both times make an interval. What a participant took back or let expire stands as CONSENT_REVOKED,
DATA_EXPIRED or "CONSENT REVOKED", and is taken for empty. Of the demographics only the country of residence is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, category, codes, column, present
from wageaudit.errors import Problem, WrongUse
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.labels import category_by
from wageaudit.readers.stamps import in_utc
from wageaudit.text import clean

NEW = {
    "task_id": "Submission id", "worker_id": "Participant id", "status": "Status", "started_at": "Started at", "ended_at": "Completed at",
    "country": "Country of residence",
}  # fmt: skip
RENAMED = NEW | {"worker_id": "PROLIFIC_PID"}
OLD = {
    "task_id": "session_id", "worker_id": "participant_id", "status": "status", "started_at": "started_datetime",
    "ended_at": "completed_date_time", "country": "Current Country of Residence",
}  # fmt: skip
LAYOUTS = (NEW, RENAMED, OLD)
VOID = frozenset({"consent revoked", "consent_revoked", "data expired", "data_expired"})
PER = ("", "task", "submission")
OPEN = "open"  # of a submission that is not finished: left out, never a status of the task table
SCREENED_OUT = "screened out"
WORDS = {
    "approved": "approved", "awaiting review": "pending", "rejected": "rejected", "returned": "returned", "timed-out": "abandoned",
    "timed out": "abandoned", SCREENED_OUT: "returned", "active": OPEN, "reserved": OPEN,
}  # fmt: skip
_STUDY = re.compile(r"prolific_export_([0-9a-f]{24})", re.ASCII)
AGAIN = "download the export again, and do not save it from a spreadsheet"
stamp = in_utc(AGAIN)
ZONE = "times carry no zone and are taken for UTC, as the later exports of Prolific say theirs"
NO_PAY = (
    "no reward in this file; add  --piece-rate 1.50 --currency GBP  (the study's reward for a submission)"
)


def layout_of(header: Sequence[str]) -> Mapping[str, str] | None:
    """Our names → the file's, of the columns that are in this header; None where it is no export of Prolific."""
    for names in LAYOUTS:
        if {names[name] for name in names if name != "country"} <= set(header):
            return names
    return None


def version(head: Head) -> str:
    """Columns as they were called until 2022, or since."""
    old = layout_of(head.cells) is OLD
    return phrase("columns as until 2022") if old else phrase("columns as since 2022")


def detect(head: Head) -> int:
    """CERTAIN with a submission and its participant, status and both times under Prolific's names, old or new."""
    return CERTAIN if head.kind == "text" and layout_of(head.cells) is not None else NO


def status_word_is(text: str, word: str) -> bool:
    """Whether a cell is this word of Prolific's."""
    return text.strip().casefold().replace("_", " ") == word


def status_word(text: str) -> str:
    """Our status for Prolific's; OPEN for a submission that is not finished."""
    found = WORDS.get(text.strip().casefold().replace("_", " "))
    if found is None:
        mend = "write APPROVED, AWAITING REVIEW, REJECTED, RETURNED, TIMED-OUT or SCREENED OUT"
        raise values.Fault("unknown-word", "is not a known status", mend)
    return found


def _statuses(draft: Draft, cells: pa.Array) -> None:
    """Statuses; submissions that are not finished are left out, those without a status are pending."""
    draft.word("status", cells, status_word)
    said, labels = codes(draft.columns["status"])
    unfinished = np.array([*(label == OPEN for label in labels), False])[said]
    draft.reject(
        unfinished, "not-finished", "status", cells, "is still being worked on",
        "nothing to mend: download the export again when the study is complete", fault=False,
    )  # fmt: skip
    kept = sorted({*labels, "pending"} - {OPEN})
    recode = np.array([*(kept.index(label) if label in kept else -1 for label in labels), -1], np.int32)
    unsaid = said < 0
    draft.columns["status"] = category(np.where(unsaid, kept.index("pending"), recode[said]), kept)
    count = int((unsaid & draft.keep).sum())
    if count:
        draft.notes.append(
            counted(
                (
                    "without a status in this file, counted as pending: {count} submission",
                    "without a status in this file, counted as pending: {count} submissions",
                ),
                count,
            )
        )
    counts = cells.value_counts().to_pylist()
    screened = sum(found["counts"] for found in counts if status_word_is(found["values"], SCREENED_OUT))
    if screened:
        draft.notes.append(
            counted(
                (
                    "screened out, counted as unpaid work: {count} submission; a reward for being screened out is not in this file",
                    "screened out, counted as unpaid work: {count} submissions; a reward for being screened out is not in this file",
                ),
                screened,
            )
        )


def _country(draft: Draft, cells: pa.Array, called: str) -> None:
    """Countries by their English names, older ones too ("Korea" is the South's: nobody of the North takes part); void words are none, and a name that is no country leaves its rows without one."""
    from wageaudit.countries import alpha2  # loads names of countries: only where some occur

    known: dict[str, str] = {}
    for text in cells.unique().to_pylist():
        bare = text.strip()
        known[text] = ""
        if bare.casefold() in values.MISSING | VOID:
            continue
        try:
            known[text] = alpha2(bare)
        except values.Fault as fault:
            row = int(draft.rows[cells.index(text).as_py()])
            reason, mend = (
                phrase("{reason}: its rows are kept without one", reason=fault.reason),
                "add  --country  or  --roster",
            )
            draft.problems.append(Problem(fault.code, draft.file, row, called, clean(text), reason, mend, 0))
    draft.columns["country"] = category_by(cells, known)


def _times(draft: Draft, table: Delimited, names: Mapping[str, str]) -> None:
    """Both times, or none: how long an unfinished submission lay open is no working time."""
    for name in ("started_at", "ended_at"):
        draft.instant(name, table.column(names[name]), stamp)
    if names is OLD:
        draft.notes.append(ZONE)
    draft.reject(
        ~present(draft.columns["started_at"]), "not-started", "started_at", [], "was never started",
        "nothing to mend: there is no work in it", fault=False,
    )  # fmt: skip
    endless = ~present(draft.columns["ended_at"]) & draft.keep
    if endless.any():
        draft.notes.append(
            counted(
                (
                    "never completed, so its time is not known: {part} of {count} submission; the time taken that the file gives runs until the export and is not used",
                    "never completed, so their time is not known: {part} of {count} submissions; the time taken that the file gives runs until the export and is not used",
                ),
                int(draft.keep.sum()),
                part=int(endless.sum()),
            )
        )


def _pay(draft: Draft, options: Options) -> None:
    """The reward that the user gives for a submission; none is assumed."""
    if options.piece_rate is None:
        draft.notes.append(NO_PAY)
        return
    if options.per not in PER:
        raise WrongUse(
            phrase("Prolific pays for a submission, not for each {per}", per=options.per),
            "add  --per submission",
        )
    draft.columns["piece_rate"] = column(np.full(len(draft.rows), int(options.piece_rate * MICRO)), MONEY)


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one study's export."""
    (source,) = bundle
    table = read_delimited(source, options.encoding)
    names = layout_of(table.header) or NEW
    draft = Draft(source.name, table.rows, list(table.problems), called=names)
    draft.text("worker_id", table.column(names["worker_id"]))
    draft.text("task_id", table.column(names["task_id"]))
    draft.reject(
        ~present(draft.columns["worker_id"]), "no-worker", "worker_id", [], "names no participant", AGAIN
    )
    _statuses(draft, table.column(names["status"]))
    _times(draft, table, names)
    if names["country"] in table:
        _country(draft, table.column(names["country"]), names["country"])
    study = _STUDY.match(source.stem)
    draft.fill("project", study[1] if study else "")
    _pay(draft, options)
    return finish(draft, options, READER, source, table.rows_read)


READER = Reader(
    "prolific", "Prolific submissions of a study", "requester", detect, read,
    cannot_tell="pay and bonuses; the time of submissions that were returned or ran out; other studies; searching; breaks within a submission",
    version=version,
)  # fmt: skip
