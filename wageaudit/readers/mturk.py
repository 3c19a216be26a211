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

from collections.abc import Sequence

from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.readers.assignments import (
    NEEDED,
    dumped,
    leave_out_untaken,
    settle_pay,
    settle_status,
    stamp,
)
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.labels import filled

FOR_THE_REQUESTER = ("Approve", "Reject")  # the last two headers, without values in the rows
CALLED = {
    "worker_id": "WorkerId", "task_id": "AssignmentId", "project": "Title", "status": "AssignmentStatus", "started_at": "AcceptTime",
    "ended_at": "SubmitTime", "pay": "Reward",
}  # fmt: skip


def detect(head: Head) -> int:
    """CERTAIN with the columns of an assignment under MTurk's own names, unless the API dumped them."""
    return CERTAIN if head.kind == "text" and head.has(*NEEDED) and not dumped(head) else NO


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
    leave_out_untaken(draft)
    if title in table:
        draft.text("project", table.column(title))
    settle_status(
        draft,
        table.cells("AssignmentStatus"),
        filled(table.cells("ApprovalTime")),
        filled(table.cells("RejectionTime")),
    )
    settle_pay(draft, table.cells("Reward"), options)
    return finish(draft, options, READER, source, table.rows_read)


READER = Reader(
    "mturk", "Amazon Mechanical Turk batch results", "requester", detect, read,
    cannot_tell="bonuses; work for other requesters; searching, previews, returned HITs; breaks within an accepted HIT; the country",
)  # fmt: skip
