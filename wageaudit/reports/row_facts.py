"""One row followed through the audit: audited with all its figures, merged, left out or not counted with its reason."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from wageaudit.arrays import codes, ints, places
from wageaudit.auditing import Audit
from wageaudit.engine import audit
from wageaudit.errors import Problem, WrongUse
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.readers.base import FileRead, Reading
from wageaudit.reports.row_figures import Facts, Row, named, said_of
from wageaudit.text import clean


def explained(reading: Reading, options: Options, name: str, number: int) -> Facts:
    """The facts of row `number` (as a spreadsheet shows it) of the file `name`: audited, merged, left out, not counted.

    Raises WrongUse where the file has no such row.
    """
    file = next(file for file in reading.files if file.name == name)
    notes = [problem for problem in reading.problems if problem.file == name and problem.row == number]
    at = _place(reading.table, name, number)
    head: Facts = {"file": name, "row": number}
    if at is None:
        return head | _outside(reading, file, number, notes)
    own, here = _of_worker(reading.table, at)
    found = audit(own, options)
    row = np.flatnonzero(found.work.place == here)
    said = said_of(own, here)
    remarks = [problem.reason for problem in notes]
    if not len(row):
        return head | {
            "worker": said.get("worker_id"),
            **_not_audited(found, own, here),
            "notes": remarks,
            "said": said,
        }
    twins = [named(own, int(twin)) for twin in found.work.merged.rows[found.work.merged.into == here]]
    facts = Row(found, own, int(row[0])).facts()
    return head | {
        "worker": said.get("worker_id"),
        "outcome": "audited",
        "notes": remarks,
        "merged_rows": twins,
        **facts,
    }


def _place(table: pa.Table, name: str, number: int) -> int | None:
    """Where the row stands in the task table."""
    if not table.num_rows:
        return None
    file, names = codes(table.column("source_file"))
    inside = (ints(table.column("source_row")) == number) & (
        file == (names.index(name) if name in names else -2)
    )
    found = np.flatnonzero(inside)
    return int(found[0]) if len(found) else None


def _of_worker(table: pa.Table, at: int) -> tuple[pa.Table, int]:
    """All rows of the row's worker, of every platform and file, and the row's place among them: nothing else bears on it."""
    worker, _ = codes(table.column("worker_id"))
    mine = np.flatnonzero(worker == worker[at])
    return table.take(places(mine)), int(np.searchsorted(mine, at))


def _outside(reading: Reading, file: FileRead, number: int, notes: Sequence[Problem]) -> Facts:
    """A row that is not in the task table: left out with its reason, or part of another row. Raises WrongUse if in neither."""
    for problem in notes:
        if problem.rows:
            parts = ("column", "value", "reason", "mend")
            return {"outcome": "left_out", "problem": {name: getattr(problem, name) for name in parts}}
    last = max([file.rows_read + 1, *_numbers(reading, file.name)])
    if not 1 < number <= last:
        mend = (
            phrase("give a row from 2 to {last}, as a spreadsheet shows it (the header is row 1)", last=last)
            if last > 1
            else phrase("the file has no rows")
        )
        raise WrongUse(phrase("{file} has no row {row}", file=clean(file.name, 200), row=number), mend)
    for problem in reading.problems:
        if problem.file == file.name and problem.row is None and problem.rows:
            return {"outcome": "left_out", "problem": {"reason": problem.reason, "mend": problem.mend}}
    if file.rows_merged:
        reason = counted(
            (
                "the reader {reader} makes one row of several: {count} row of this file stands in an earlier one of them",
                "the reader {reader} makes one row of several: {count} rows of this file stand in an earlier one of them",
            ),
            file.rows_merged,
            reader=file.reader,
        )
        return {
            "outcome": "part_of_another",
            "problem": {"reason": reason, "mend": phrase("ask for the first row of the same page")},
        }
    return {
        "outcome": "left_out",
        "problem": {"reason": phrase("is empty, or a part of a row that was left out"), "mend": ""},
    }


def _numbers(reading: Reading, name: str) -> list[int]:
    """Row numbers of the file that are spoken of anywhere."""
    told = [problem.row for problem in reading.problems if problem.file == name and problem.row is not None]
    if reading.table.num_rows:
        file, names = codes(reading.table.column("source_file"))
        if name in names:
            told.append(int(ints(reading.table.column("source_row"))[file == names.index(name)].max()))
    return told


def _not_audited(found: Audit, own: pa.Table, here: int) -> Facts:
    """A row of the task table that the audit does not count: the same task as another, or pending work left out by choice."""
    merged = found.work.merged
    at = np.flatnonzero(merged.rows == here)
    if not len(at):
        return {
            "outcome": "not_counted",
            "problem": {
                "reason": phrase("is pending, and pending work is left out"),
                "mend": phrase("leave --pending exclude out"),
            },
        }
    into = named(own, int(merged.into[at[0]]))
    reason = (
        phrase(
            "is the same task of the same worker on the same platform as row {row} of {file}, which says otherwise and stands",
            **into,
        )
        if merged.differs[at[0]]
        else phrase(
            "is the same task of the same worker on the same platform as row {row} of {file}, which says the same",
            **into,
        )
    )
    return {
        "outcome": "merged",
        "merged_into": into,
        "problem": {"reason": reason, "mend": phrase("see  --row {row}", row=into["row"])},
    }
