"""CrowdFlower's contributor report (`workset<job>.csv`): who took part in a job, who was rejected, who was given a bonus.

Header:  worker_id,external_id,judgments_count,missed_count,golds_count,…,channel,country,region,city,last_ip,flagged_at,rejected_at,
         approved_at,bonus,flag_reason,trust_overall,submission_rate,level_1_contributors
A row is a worker, with no times of work and no pay. What it says beyond the full report is told row by row: a bonus, a rejection,
a worker who judged nothing and so was never paid. Where the full report of the same job lies beside it, they are joined: a bonus
counts on the worker's last page, if --currency names its currency and the cells prove its unit (1.50 is no number of cents), and
the pages of rejected workers are pending, since whether they were paid is in neither.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wageaudit import values
from wageaudit.arrays import INSTANT, MONEY, column, constant, strings
from wageaudit.errors import Problem
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.base import Head
from wageaudit.readers.delimited import Delimited
from wageaudit.readers.draft import Draft
from wageaudit.text import clean

NEEDED = ("worker_id", "judgments_count", "rejected_at", "bonus", "trust_overall")
REST = "workers of the job, without times or pay: their work is in the full report"
_NUMBER = re.compile(r"\d{5,}")  # of a job, in the names of its files
ADD_BONUS = "add it as a payment in a table of your own, with its day and currency"


@dataclass(frozen=True, slots=True)
class Job:
    """The full report beside a contributor report: its file's stem, and worker → (id, start [µs], country) of their last page."""

    name: str
    last: Mapping[str, tuple[str, int, str]]


def is_report(head: Head) -> bool:
    """Whether a file is a contributor report."""
    return head.kind == "text" and lists_workers(head.cells)


def lists_workers(header: Sequence[str]) -> bool:
    """Whether a header is that of a contributor report, not of judgments with columns of such names."""
    return set(NEEDED) <= set(header) and "_worker_id" not in header


def _said(text: str) -> bool:
    return text.strip().casefold() not in values.MISSING and text.strip().strip("0.") != ""


def same_job(name: str, workers: Container[str], jobs: Sequence[Job]) -> Job | None:
    """The one job whose report lies beside a list of workers called `name`: that of the same number, or the only one; with a worker of it."""
    shared = [job for job in jobs if any(worker in workers for worker in job.last)]
    numbers = set(_NUMBER.findall(name))
    same = [job for job in shared if numbers & set(_NUMBER.findall(job.name))]
    either = same or (shared if len(jobs) == 1 else [])
    return either[0] if len(either) == 1 else None


def _id(text: str) -> str:
    """A worker's id; one that is none stands for nobody, and its row is left out where it is read."""
    try:
        return values.label(text)
    except values.Fault:
        return text


def rejected_workers(table: Delimited) -> frozenset[str]:
    """Those whom the requester rejected."""
    cells = (table.column(name).to_pylist() for name in ("worker_id", "rejected_at"))
    return frozenset(_id(worker) for worker, at in zip(*cells, strict=True) if _said(at))


def listed(table: Delimited) -> frozenset[str]:
    """All workers of the report."""
    return frozenset(_id(worker) for worker in table.column("worker_id").to_pylist())


def _amounts(table: Delimited, mark: str) -> dict[int, int]:
    """Place of a row → its bonus in micro-units, where the bonuses prove that they are no cents; else nothing."""
    said = {at: text for at, text in enumerate(table.column("bonus").to_pylist()) if _said(text)}
    if not any(re.search(r"[.,]\d|[^\d\s]", text) for text in said.values()):
        return {}
    found = {}
    for at, text in said.items():
        try:
            found[at] = values.money(text, mark).micro
        except values.Fault:
            continue
    return found


def told(source: Source, table: Delimited, job: Job | None = None, options: Options | None = None) -> Draft:
    """A payment for each bonus of a worker of the job; every other worker among the problems, with what is said of them."""
    amounts = _amounts(table, options.decimal or ".") if job and options and options.currency else {}
    workers = [_id(worker) for worker in table.column("worker_id").to_pylist()]
    paid = [at for at in amounts if job and workers[at] in job.last]
    draft = Draft(
        source.name, table.rows[paid], list(table.problems), called={"started_at": "bonus", "pay": "bonus"}
    )
    if paid and job:
        pages = [job.last[workers[at]] for at in paid]
        draft.columns["worker_id"] = strings([workers[at] for at in paid]).dictionary_encode()
        draft.columns["task_id"] = strings([page for page, _, _ in pages])
        draft.columns["started_at"] = column(np.array([start for _, start, _ in pages], np.int64), INSTANT)
        draft.columns["country"] = strings([country or None for _, _, country in pages]).dictionary_encode()
        draft.columns["activity"] = constant("payment", len(paid))
        draft.columns["bonus"] = column(np.array([amounts[at] for at in paid], np.int64), MONEY)
        draft.notes.append(
            phrase("bonuses joined to the last page of their workers: {count}", count=len(paid))
        )
    _rest(draft, table, frozenset(paid), joined=job is not None)
    return draft


def _rest(draft: Draft, table: Delimited, paid: Container[int], *, joined: bool) -> None:
    """All workers whose row is no payment: bonuses that cannot be one, rejections, those who judged nothing, and the others."""
    cells = [
        table.column(name).to_pylist() for name in ("worker_id", "judgments_count", "rejected_at", "bonus")
    ]
    plain, judged_nothing = 0, 0
    for at, (row, worker, judged, rejected, bonus) in enumerate(
        zip(table.rows.tolist(), *cells, strict=True)
    ):
        if at in paid:
            continue
        if _said(bonus):
            reason = phrase(
                "is a bonus of worker {worker}, without its day, unit and currency", worker=clean(worker)
            )
            draft.problems.append(
                Problem("bonus-without-day", draft.file, row, "bonus", clean(bonus), reason, ADD_BONUS)
            )
        elif _said(rejected):
            draft.problems.append(_rejection(draft.file, row, worker, rejected, joined=joined))
        elif not _said(judged):
            judged_nothing += 1
        else:
            plain += 1
    for count, code, reason in (
        (
            judged_nothing,
            "judged-nothing",
            "workers who opened the job and judged nothing: they were never paid",
        ),
        (plain, "reference-file", REST),
    ):
        if count:
            draft.problems.append(Problem(code, draft.file, None, "", "", reason, "", count, fault=False))


def _rejection(file: str, row: int, worker: str, rejected: str, *, joined: bool) -> Problem:
    unsure = "worker {worker} was rejected: whether their pages were paid is not in any report"
    pending = (
        "worker {worker} was rejected: their pages are pending, for whether they were paid is in no report"
    )
    reason = phrase(pending, worker=clean(worker)) if joined else phrase(unsure, worker=clean(worker))
    return Problem("worker-rejected", file, row, "rejected_at", clean(rejected), reason, "", fault=False)
