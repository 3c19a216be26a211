"""CrowdFlower's contributor report (`workset<job>.csv`): who took part in a job, who was rejected, who was given a bonus.

Header:  worker_id,external_id,judgments_count,missed_count,golds_count,…,channel,country,region,city,last_ip,flagged_at,rejected_at,
         approved_at,bonus,flag_reason,trust_overall,submission_rate,level_1_contributors
A row is a worker, with no times of work and no pay: none becomes a row of the task table. What it says beyond the full report
is told row by row: a bonus, without its day and its unit; a rejection; a worker who judged nothing, and so was never paid.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wageaudit import values
from wageaudit.errors import Problem
from wageaudit.files import Source
from wageaudit.phrases import phrase
from wageaudit.readers.base import Head
from wageaudit.readers.delimited import Delimited
from wageaudit.readers.draft import Draft
from wageaudit.text import clean

NEEDED = ("worker_id", "judgments_count", "rejected_at", "bonus", "trust_overall")
REST = "workers of the job, without times or pay: their work is in the full report"
ADD_BONUS = "add it as a payment in a table of your own, with its day and currency"


def is_report(head: Head) -> bool:
    """Whether a file is a contributor report."""
    return head.kind == "text" and lists_workers(head.cells)


def lists_workers(header: Sequence[str]) -> bool:
    """Whether a header is that of a contributor report, not of judgments with columns of such names."""
    return set(NEEDED) <= set(header) and "_worker_id" not in header


def _said(text: str) -> bool:
    return text.strip().casefold() not in values.MISSING and text.strip().strip("0.") != ""


def told(source: Source, table: Delimited) -> Draft:
    """No rows; every worker of the report among the problems, with what the report says of them."""
    draft = Draft(source.name, np.zeros(0, np.int64), list(table.problems))
    cells = [
        table.column(name).to_pylist() for name in ("worker_id", "judgments_count", "rejected_at", "bonus")
    ]
    plain, judged_nothing = 0, 0
    for row, worker, judged, rejected, bonus in zip(table.rows.tolist(), *cells, strict=True):
        if _said(bonus):
            reason = phrase(
                "is a bonus of worker {worker}, without its day, unit and currency", worker=clean(worker)
            )
            draft.problems.append(
                Problem("bonus-without-day", source.name, row, "bonus", clean(bonus), reason, ADD_BONUS)
            )
        elif _said(rejected):
            reason = phrase(
                "worker {worker} was rejected: whether their pages were paid is not in any report",
                worker=clean(worker),
            )
            draft.problems.append(
                Problem(
                    "worker-rejected",
                    source.name,
                    row,
                    "rejected_at",
                    clean(rejected),
                    reason,
                    "",
                    fault=False,
                )
            )
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
            draft.problems.append(Problem(code, source.name, None, "", "", reason, "", count, fault=False))
    return draft
