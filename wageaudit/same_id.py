"""Work of different days that counts once for its id: told with each audit, since kinds of task are often taken for ids."""

from __future__ import annotations

from wageaudit.auditing import Audit
from wageaudit.errors import Problem
from wageaudit.phrases import counted

CODE = "ids-on-other-days"


def notes(found: Audit) -> list[Problem]:
    """A note on the rows merged into a row of another date, at the first of them; they stand among the merged rows."""
    apart = sum(count.apart for count in found.counts())
    if not apart:
        return []
    file, row = min(count.first_apart for count in found.counts() if count.apart)
    reason = counted(
        (
            "{count:,} row has the task_id of a task of another day, and counts as that task: its own time and pay are left out",
            "the first of {count:,} rows that have the task_id of a task of another day, and count as that task: their own time and pay are left out",
        ),
        apart,
    )
    mend = "if these are kinds of task and no ids, name the column project"
    return [Problem(CODE, file, row, "task_id", "", reason, mend, rows=0, fault=False)]
