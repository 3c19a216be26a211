"""CrowdFlower, later Figure Eight, now Appen: the full report of a job (`f<job>.csv`, the same as TSV, or `job_<job>.json`).

Header:  _unit_id,_created_at,[_golden,]_id,[_missed,]_started_at,_tainted,_channel,_trust,_worker_id,_country,_region,_city,_ip,…
         in any order, with one row a judgment; as JSON a unit a line, with its judgments. _region, _city and _ip are personal and are not read.
Times:   `8/24/2016 03:36:57`, month first, UTC (a job's JSON says the same instants with +00:00).
A page is opened at _started_at and submitted at _created_at, the same in all its rows, and is paid as a whole: a task row is
a page, one for each distinct worker, start and submission, and task_count is its judgments. Its task_id is its interval
("2015-06-22T22:43:35Z/2015-06-22T22:44:33Z"): the same in every export of the job, whichever judgments that leaves out.
_tainted means that the worker fell under the job's threshold of trust. Whether the page was paid is not in the file: it is
pending, which counts as paid. There is no pay at all: --piece-rate and --per page or --per judgment say it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import (
    INSTANT,
    Codes,
    Ints,
    Mask,
    category,
    codes,
    column,
    ints,
    present,
)
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.contributors import (
    Job,
    is_report,
    listed,
    lists_workers,
    rejected_workers,
    same_job,
    told,
)
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.judgments import in_json, judgments_of
from wageaudit.readers.labels import category_by
from wageaudit.readers.rows import intervals, paid_by_rate, together
from wageaudit.readers.stamps import later_than_months
from wageaudit.text import clean

NEEDED = ("_unit_id", "_created_at", "_id", "_started_at", "_worker_id")
CALLED = {
    "worker_id": "_worker_id", "task_id": "_id", "status": "_tainted", "country": "_country", "started_at": "_started_at",
    "ended_at": "_created_at",
}  # fmt: skip
PER = {"page": "pay", "judgment": "piece_rate"}
PENDING = "pending"
TAINTED = {"true": PENDING, "false": "approved"}
_ROUNDED = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+", re.ASCII)
_CLOCK = re.compile(r"\d\d?:\d\d:\d\d", re.ASCII)
NO_PAY = "no pay in this file; add  --piece-rate 0.60 --per page --currency USD  (the price of the job)"
AGAIN = "download the report again, and do not save it from a spreadsheet"


def detect(head: Head) -> int:
    """CERTAIN with the columns of a judgment, in any order, or a job's JSON, or a contributor report; others lack some."""
    return CERTAIN if (head.kind == "text" and head.has(*NEEDED)) or in_json(head) or is_report(head) else NO


def version(head: Head) -> str:
    """Which of a job's downloads it is."""
    if in_json(head):
        return phrase("a job's units in JSON")
    return phrase("contributor report") if is_report(head) else phrase("full report")


def stamp(text: str) -> values.Instant:
    """The instant of `8/24/2016 03:36:57`, month first, in UTC; an ISO stamp may say its own offset."""
    if not _CLOCK.search(text):
        raise values.Fault("not-an-instant", "is not a time to the second", AGAIN)
    try:
        return values.Instant(values.instant(text, "mdy").micros, values.UTC_STAMP)
    except values.Fault as fault:
        raise values.Fault(fault.code, fault.reason, AGAIN) from None


def worker(text: str) -> str:
    """A worker's number as it stands; one rounded by a spreadsheet would make one person of many."""
    if _ROUNDED.fullmatch(text.strip()):
        raise values.Fault("rounded-id", "was rounded by a spreadsheet", AGAIN)
    return values.label(text)


def tainted_word(text: str) -> str:
    """Our status for _tainted."""
    found = TAINTED.get(text.strip().casefold())
    if found is None:
        raise values.Fault("unknown-word", "is neither true nor false", AGAIN)
    return found


def _month_first(source: Source, table: Delimited) -> None:
    """Raises InputRefused where a date proves that days stand first: the others of such a file would be misread."""
    for name in ("_started_at", "_created_at"):
        for text in later_than_months(table.column(name)).unique().to_pylist():
            if values.date_order_evidence(text) == "dmy":
                reason = phrase("has {text}: CrowdFlower writes the month first", text=clean(text))
                raise InputRefused(source.name, reason, AGAIN, None, name)


def _country(draft: Draft, table: Delimited) -> None:
    """Countries by alpha-3; a code that names none leaves the row without a country, and is told."""
    if "_country" not in table:
        return
    from wageaudit.countries import alpha2  # loads names of countries: only where some occur

    cells = table.column("_country")
    known: dict[str, str] = {}
    for text in cells.unique().to_pylist():
        try:
            known[text] = alpha2(text) if text.strip().casefold() not in values.MISSING else ""
        except values.Fault as fault:
            known[text] = ""
            row = int(draft.rows[cells.index(text).as_py()])
            reason, mend = (
                phrase("{reason}: its rows are kept without one", reason=fault.reason),
                "add  --country  or  --roster",
            )
            draft.problems.append(
                Problem(fault.code, draft.file, row, "_country", clean(text), reason, mend, 0)
            )
    draft.columns["country"] = category_by(cells, known)


def _judgments(source: Source, table: Delimited) -> Draft:
    """One row a judgment, parsed."""
    draft = Draft(source.name, table.rows, list(table.problems), called=CALLED)
    draft.word("worker_id", table.column("_worker_id"), worker)
    draft.text("task_id", table.column("_id"))
    for name in ("started_at", "ended_at"):
        draft.instant(name, table.column(CALLED[name]), stamp)
    if "_tainted" in table:
        draft.word("status", table.column("_tainted"), tainted_word)
    _country(draft, table)
    draft.reject(~present(draft.columns["worker_id"]), "no-worker", "worker_id", [], "names no worker", AGAIN)
    draft.reject(~present(draft.columns["started_at"]), "no-start", "started_at", [], "has no start", AGAIN)
    return draft


def page_of(keys: Sequence[Ints], kept: Ints) -> tuple[Ints, Ints]:
    """(page of each kept judgment, first judgment of each page); pages are numbered in the order of their first rows.

    keys: int64[n] each; kept: places of the judgments to group, ascending.
    """
    if not len(kept):
        return kept, kept
    by_key = np.lexsort([kept, *(key[kept] for key in keys)])
    new = np.ones(len(kept), np.bool_)
    new[1:] = np.any([np.diff(key[kept][by_key]) != 0 for key in keys], axis=0)
    first = by_key[new]
    number = np.empty(len(first), np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    page = np.empty(len(kept), np.int64)
    page[by_key] = number[np.cumsum(new) - 1]
    return page, kept[np.sort(first)]


def _distinct(page: Ints, ids: Ints, count: int) -> Ints:
    """int64[count]: judgments on each page, one that stands twice counted once."""
    named, kinds = ids >= 0, int(ids.max(initial=0)) + 1
    once = np.unique(page[named] * kinds + ids[named]) // kinds
    return np.bincount(once, minlength=count) + np.bincount(page[~named], minlength=count)


def _only(page: Ints, found: Codes, count: int) -> tuple[Codes, Mask]:
    """(the one value its judgments name, or -1; whether they name several), by page."""
    least, most = np.full(count, np.iinfo(np.int32).max, np.int32), np.full(count, -1, np.int32)
    there = found >= 0
    np.minimum.at(least, page[there], found[there])
    np.maximum.at(most, page[there], found[there])
    return np.where(least == most, most, -1), (most >= 0) & (least != most)


def _pages(judgments: Draft) -> Draft:
    """One row a page, of the judgments kept."""
    kept = np.flatnonzero(judgments.keep)
    workers, names = codes(judgments.columns["worker_id"])
    begin = ints(judgments.columns["started_at"])
    ended = present(judgments.columns["ended_at"])
    end = ints(judgments.columns["ended_at"], null=-1)
    page, first = page_of([end, begin, workers.astype(np.int64)], kept)
    pages = Draft(
        judgments.file, judgments.rows[first], judgments.problems, judgments.notes, called=CALLED,
        stands_for=np.bincount(page, minlength=len(first)),
    )  # fmt: skip
    pages.columns["worker_id"] = category(workers[first], names)
    pages.columns["task_id"] = intervals(begin[first], end[first], ended[first])
    pages.columns["started_at"] = column(begin[first], INSTANT)
    pages.columns["ended_at"] = column(end[first], INSTANT, ended[first])
    named = judgments.columns["task_id"].dictionary_encode()
    ids = ints(named.indices, null=-1)[kept]
    pages.columns["task_count"] = column(_distinct(page, ids, len(first)), pa.int64())
    _page_status(judgments, pages, page, kept)
    _page_country(judgments, pages, page, kept)
    return pages


def _page_status(judgments: Draft, pages: Draft, page: Ints, kept: Ints) -> None:
    """A page is tainted if one of its judgments is."""
    if "status" not in judgments.columns:
        return
    said, labels = codes(judgments.columns["status"])
    tainted = np.array([*(label == PENDING for label in labels), False])[said[kept]]
    pending = np.bincount(page[tainted], minlength=len(pages.rows)) > 0
    pages.columns["status"] = category(pending.astype(np.int32), ("approved", PENDING))
    if pending.any():
        pages.notes.append(
            counted(
                (
                    "tainted, counted as pending: {part} of {count} page; whether it was paid is not in this file",
                    "tainted, counted as pending: {part} of {count} pages; whether they were paid is not in this file",
                ),
                len(pages.rows),
                part=int(pending.sum()),
            )
        )


def _page_country(judgments: Draft, pages: Draft, page: Ints, kept: Ints) -> None:
    """The country of a page; none where its judgments name several."""
    if "country" not in judgments.columns:
        return
    found, labels = codes(judgments.columns["country"])
    country, several = _only(page, found[kept], len(pages.rows))
    pages.columns["country"] = category(country, labels)
    if several.any():
        told = int(several.sum())
        pages.notes.append(
            counted(
                (
                    "several countries on one page, taken as unknown: {part} of {count} page",
                    "several countries on one page, taken as unknown: {part} of {count} pages",
                ),
                len(pages.rows),
                part=told,
            )
        )


def _table(source: Source, options: Options) -> Delimited:
    as_json = source.head().lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return (judgments_of if as_json else read_delimited)(source, options.encoding)


def _report(source: Source, table: Delimited, options: Options) -> Draft:
    """The pages of a full report, with the price that the user gives."""
    _month_first(source, table)
    pages = _pages(_judgments(source, table))
    paid_by_rate(pages, options, PER, without=NO_PAY, mend="add  --per page  or  --per judgment")
    return pages


def _job(source: Source, pages: Draft) -> Job:
    """Where the last page of each worker is."""
    worker, names = codes(pages.columns["worker_id"])
    start = ints(pages.columns["started_at"])
    order = np.lexsort((start, worker))
    ends = np.flatnonzero(np.diff(worker[order], append=len(names)))
    ids = pages.columns["task_id"]
    where, countries = codes(pages.columns["country"]) if "country" in pages.columns else (worker * 0 - 1, [])
    last = {
        names[worker[at]]: (ids[at].as_py(), int(start[at]), [*countries, ""][where[at]])
        for at in order[ends].tolist()
    }
    return Job(source.stem, last)


def _reject(pages: Draft, workers: Container[str]) -> None:
    """Pages of workers whom the requester rejected are pending: whether they were paid is in no report."""
    place, names = codes(pages.columns["worker_id"])
    rejected = np.array([*(name in workers for name in names), False])[place]
    if not rejected.any():
        return
    said, labels = (
        codes(pages.columns["status"])
        if "status" in pages.columns
        else (np.zeros(len(place), np.int32), ["approved"])
    )
    labels = [*labels, *({PENDING} - set(labels))]
    pages.columns["status"] = category(np.where(rejected, labels.index(PENDING), said), labels)
    pages.notes.append(
        counted(
            (
                "of workers whom the requester rejected, counted as pending: {count} page",
                "of workers whom the requester rejected, counted as pending: {count} pages",
            ),
            int(rejected.sum()),
        )
    )


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read the reports of a folder; a contributor report is joined to the full report of its job."""
    tables = [_table(source, options) for source in bundle]
    pages = {
        at: _report(bundle[at], table, options)
        for at, table in enumerate(tables)
        if not lists_workers(table.header)
    }
    jobs = {at: _job(bundle[at], own) for at, own in pages.items() if len(own.rows)}
    drafts = dict(pages)
    for at, table in enumerate(tables):
        if at not in pages:
            job = same_job(bundle[at].stem, listed(table), list(jobs.values()))
            drafts[at] = told(bundle[at], table, job, options)
            own = next((place for place, known in jobs.items() if known is job), None)
            if own is not None:
                _reject(pages[own], rejected_workers(table))
    found = [
        finish(drafts[at], options, READER, source, tables[at].rows_read) for at, source in enumerate(bundle)
    ]
    return together(found)


READER = Reader(
    "crowdflower", "CrowdFlower, Figure Eight or Appen full report", "requester", detect, read,
    cannot_tell="pay and bonuses; whether tainted pages were paid; what the worker's channel kept; work for other jobs; searching",
    bundled=True, version=version,
)  # fmt: skip
