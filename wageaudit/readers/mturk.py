"""Amazon Mechanical Turk: the requester's `Batch_<id>_batch_results.csv` ("Download CSV" of a batch's results).

Header:  HITId,HITTypeId,Title,Description,Keywords,Reward,…,AssignmentId,WorkerId,AssignmentStatus,AcceptTime,SubmitTime,
         AutoApprovalTime,ApprovalTime,RejectionTime,…,WorkTimeInSeconds,…,Input.*,…,Answer.*,…,Approve,Reject
As downloaded the rows are two fields shorter than the header: Approve and Reject are for the requester to fill in.
Times:   `Sat Oct 07 03:51:58 PDT 2017`, Pacific by a fixed offset; or with UTC or an offset of their own.
Money:   `$0.15`, always US dollars, per assignment; no bonus, no fee.
A row is an assignment; its project is the HIT's title, which a person recognises. From acceptance to submission includes
the time in the worker's queue, so intervals overlap; WorkTimeInSeconds is just their difference and is not used.
A submitted assignment is pending until it is approved. A rejection can be taken back and an approval cannot, so an
assignment with both an ApprovalTime and a RejectionTime is approved. HITs that nobody took are rows too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, Mask, category, codes, column, ints, present
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish

NEEDED = ("HITId", "AssignmentId", "WorkerId", "AcceptTime", "SubmitTime")
FOR_THE_REQUESTER = ("Approve", "Reject")  # the last two headers, without values in the rows
CALLED = {
    "worker_id": "WorkerId", "task_id": "AssignmentId", "project": "Title", "status": "AssignmentStatus", "started_at": "AcceptTime",
    "ended_at": "SubmitTime", "pay": "Reward",
}  # fmt: skip
STATUSES = ("approved", "pending", "rejected")
APPROVED, PENDING, REJECTED = range(3)
WORDS = {"approved": "approved", "submitted": "pending", "rejected": "rejected"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STAMP = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d\d) "
    r"(?P<clock>\d\d:\d\d:\d\d) (?P<zone>[A-Z]{3,4}) (?P<year>\d{4})",
    re.ASCII,
)
AGAIN = "download the batch again, and do not save it from a spreadsheet"


def stamp(text: str) -> values.Instant:
    """The instant of `Sat Oct 07 03:51:58 PDT 2017` or of an ISO stamp that says its offset."""
    found = _STAMP.fullmatch(text.strip())
    if found is not None and found["month"] in MONTHS:
        month = MONTHS.index(found["month"]) + 1
        text = f"{found['year']}-{month:02}-{found['day']} {found['clock']} {found['zone']}"
    try:
        read = values.instant(text)
    except values.Fault as fault:
        raise values.Fault(fault.code, fault.reason, AGAIN) from None
    if read.form != values.UTC_STAMP:
        raise values.Fault("no-zone", "does not say its time zone", AGAIN)
    return read


def reward(text: str, mark: str = ".") -> values.Money:
    """The amount of `$0.15`."""
    try:
        return values.money(text, mark)
    except values.Fault as fault:
        raise values.Fault(fault.code, fault.reason, AGAIN) from None


def status_word(text: str) -> str:
    """Our status for MTurk's AssignmentStatus."""
    found = WORDS.get(text.strip().casefold())
    if found is None:
        raise values.Fault("unknown-word", "is not a known status", "write Approved, Submitted or Rejected")
    return found


def detect(head: Head) -> int:
    """CERTAIN with the columns of an assignment under MTurk's own names."""
    return CERTAIN if head.kind == "text" and head.has(*NEEDED) else NO


def _filled(table: Delimited, name: str) -> Mask:
    """bool[n]: rows with something in that column; no row where the file lacks it."""
    if name not in table:
        return np.zeros(len(table.rows), np.bool_)
    cells = table.column(name).dictionary_encode()
    filled = [text.strip().casefold() not in values.MISSING for text in cells.dictionary.to_pylist()]
    return np.array(filled, np.bool_)[ints(cells.indices)]


def _status(draft: Draft, table: Delimited) -> None:
    """Status by the file's word, else by its times of approval and rejection, else pending."""
    place = np.full(len(draft.rows), -1, np.int32)
    if "AssignmentStatus" in table:
        draft.word("status", table.column("AssignmentStatus"), status_word)
        said, labels = codes(draft.columns["status"])
        place = np.array([*(STATUSES.index(label) if label else -1 for label in labels), -1], np.int32)[said]
    approval, rejection = _filled(table, "ApprovalTime"), _filled(table, "RejectionTime")
    unsaid = place < 0
    place[unsaid] = np.where(approval, APPROVED, np.where(rejection, REJECTED, PENDING))[unsaid]
    place[approval & rejection] = APPROVED
    draft.columns["status"] = category(place, STATUSES)
    _note(draft, approval & rejection, "rejected first and approved later, counted as approved")
    _note(draft, unsaid & ~approval & ~rejection, "without a status in this file, counted as pending")


def _note(draft: Draft, rows: Mask, what: str) -> None:
    count = int((rows & draft.keep).sum())
    if count:
        draft.notes.append(f"{what}: {count} of {int(draft.keep.sum())} assignments")


def _pay(draft: Draft, table: Delimited, options: Options) -> None:
    """Reward in US dollars; where the file has none, --piece-rate for each assignment, in the currency it names."""
    if _filled(table, "Reward").any():
        draft.fill("currency", "USD")
        draft.money("pay", table.column("Reward"), read=reward)
        if options.piece_rate is not None:
            draft.notes.append("pay is the Reward in this file; --piece-rate is not used")
        return
    draft.fill("currency", options.currency or "USD")
    if options.piece_rate is None:
        draft.notes.append("no pay in this file; add  --piece-rate 0.05  (US dollars for each assignment)")
        return
    draft.columns["piece_rate"] = column(np.full(len(draft.rows), int(options.piece_rate * MICRO)), MONEY)


def _leave_out(draft: Draft) -> None:
    """HITs that nobody took, and work of nobody."""
    nameless, untaken = ~present(draft.columns["worker_id"]), ~present(draft.columns["started_at"])
    nothing = "nothing to mend: there is no work in it"
    draft.reject(
        nameless & untaken, "not-taken", "worker_id", [], "nobody took this HIT", nothing, fault=False
    )
    draft.reject(nameless, "no-worker", "worker_id", [], "names no worker", AGAIN)


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one batch."""
    (source,) = bundle
    table = read_delimited(source, options.encoding, short=len(FOR_THE_REQUESTER))
    if table.header[-2:] != FOR_THE_REQUESTER:
        table = read_delimited(source, options.encoding)
    title = "Title" if "Title" in table else "HITTypeId"
    draft = Draft(source.name, table.rows, list(table.problems), called=CALLED | {"project": title})
    draft.text("worker_id", table.column("WorkerId"))
    draft.text("task_id", table.column("AssignmentId"))
    draft.instant("started_at", table.column("AcceptTime"), stamp)
    draft.instant("ended_at", table.column("SubmitTime"), stamp)
    _leave_out(draft)
    if title in table:
        draft.text("project", table.column(title))
    _status(draft, table)
    _pay(draft, table, options)
    return finish(draft, options, READER, source, table.rows_read)


READER = Reader(
    "mturk", "Amazon Mechanical Turk batch results", "requester", detect, read,
    cannot_tell="bonuses; work for other requesters; searching, previews, returned HITs; breaks within an accepted HIT; the country",
)  # fmt: skip
