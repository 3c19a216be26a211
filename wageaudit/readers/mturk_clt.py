"""Amazon Mechanical Turk: results of the command-line tools (`*.results`, `*.output.csv`) and of Submiterator (`*-mturk.csv`).

Header:  hitid,hittypeid,title,description,keywords,reward,creationtime,assignments,numavailable,numpending,numcomplete,hitstatus,
         reviewstatus,annotation,assignmentduration,autoapprovaldelay,hitlifetime,viewhit,assignmentid,workerid,assignmentstatus,
         autoapprovaltime,assignmentaccepttime,assignmentsubmittime,assignmentapprovaltime,assignmentrejecttime,deadline,
         feedback,reject,Answer.*   in small letters, with tabs; an Answer column for each item, thousands of them.
         Submiterator writes commas and two columns workerid: the number of the row, then the worker.
A row ends after its last answer, so that most are far shorter than the header: what is missing at the end is empty.
Times:   `Thu Apr 13 17:10:30 CEST 2017`, in the zone of the requester's computer, which changes within a file with the season;
         BST, IST and CST are several zones': --clock-zone says whose.
Money:   `$0.45`, US dollars, per assignment; no bonus, no fee. A viewhit on requestersandbox.mturk.com was a trial without money.
HITs that nobody took are rows too.
Beside its results Submiterator leaves an invoice, date,workerid,amount: the same assignments once more, by the moment at which
each was submitted, with its reward and the worker's own id. Without an acceptance there is no time in it: it is refused, and
the results beside it say the same money with its hours.
"""

from __future__ import annotations

from collections.abc import Sequence

from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.assignments import (
    PLATFORM,
    dated,
    leave_out_untaken,
    settle_pay,
    settle_status,
    stamp_by,
)
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import MOST_COLUMNS, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.labels import filled, judged

NEEDED = ("hitid", "assignmentid", "workerid", "assignmentaccepttime", "assignmentsubmittime")
CALLED = {
    "worker_id": "workerid", "task_id": "assignmentid", "project": "title", "status": "assignmentstatus", "pay": "reward",
    "started_at": "assignmentaccepttime", "ended_at": "assignmentsubmittime", "requester": "viewhit",
}  # fmt: skip
SANDBOX = "sandbox.mturk.com"
TRIAL = "is a trial in Mechanical Turk's sandbox, where rewards are not money"
NOT_A_TRIAL = "give the results of the production site"
INVOICE = ("date", "workerid", "amount")
NO_START = "is an invoice of Submiterator: what each assignment paid and when it was submitted, not when it was begun"
ITS_RESULTS = "give the results beside it, *-mturk.csv: they have the same assignments with reward and times"


def detect(head: Head) -> int:
    """CERTAIN with the columns of an assignment under the tools' names, in small letters; or for an invoice of Submiterator."""
    invoice = head.cells == INVOICE and dated(head.text)
    return CERTAIN if head.kind == "text" and (invoice or head.has(*NEEDED)) else NO


def version(head: Head) -> str:
    """Whose results these are: they differ in their delimiter."""
    return phrase("of the command-line tools") if head.delimiter == "\t" else phrase("of Submiterator")


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one file of results. Raises InputRefused where all of it is a trial without money, and for an invoice."""
    (source,) = bundle
    table = read_delimited(source, options.encoding, short=MOST_COLUMNS)
    if table.header == INVOICE:
        raise InputRefused(source.name, NO_START, ITS_RESULTS)
    trial = judged(table.cells("viewhit"), lambda address: SANDBOX in address)
    if trial.any() and trial.all():
        raise InputRefused(source.name, TRIAL, NOT_A_TRIAL)
    draft = Draft(source.name, table.rows, list(table.problems), called=CALLED)
    draft.text("worker_id", table.column("workerid"))
    draft.text("task_id", table.column("assignmentid"))
    draft.reject(trial, "sandbox", "requester", [], TRIAL, NOT_A_TRIAL, fault=False)
    stamp = stamp_by(options.clock_zone)
    draft.instant("started_at", table.column("assignmentaccepttime"), stamp)
    draft.instant("ended_at", table.column("assignmentsubmittime"), stamp)
    leave_out_untaken(draft)
    draft.text("project", table.cells("title" if "title" in table else "hittypeid"))
    settle_status(
        draft,
        table.cells("assignmentstatus"),
        filled(table.cells("assignmentapprovaltime")),
        filled(table.cells("assignmentrejecttime")),
    )
    settle_pay(draft, table.cells("reward"), options)
    draft.fill("platform", PLATFORM)
    return finish(draft, options, READER, source, table.rows_read)


READER = Reader(
    "mturk_clt", "Amazon Mechanical Turk command-line tools or Submiterator results", "requester", detect, read,
    cannot_tell="bonuses; work for other requesters; searching, previews, returned HITs; breaks within an accepted HIT; the country",
    version=version,
)  # fmt: skip
