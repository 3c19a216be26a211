"""The tables of a batch made from the sums of its shelves, a few groupings at a time; kept until a shelf or a choice changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from wageaudit import supplied
from wageaudit.auditing import Audit, of_cells
from wageaudit.batch.executors import Executor, Lost
from wageaudit.batch.identity import same_program
from wageaudit.batch.shelves import cells, seen
from wageaudit.errors import WageauditError
from wageaudit.files import Workplace, content, written
from wageaudit.options import Options
from wageaudit.summary import summary

KIND = "tables"
By = tuple[str, ...]
SUMMARISED: tuple[By, ...] = ((), ("country",), ("platform",), ("requester",), ("project",), ("month",))
JOBS: tuple[tuple[str, tuple[By, ...]], ...] = (
    ("project", (("project",),)),
    ("requester", (("requester",),)),
    ("", ((), ("country",), ("month",))),
    ("platform", (("platform",),)),
    ("", (("worker",), ("worker", "week"))),
)  # what the sums are cut by, and the tables made of them; the longest work first
RESULTS, WORKERS, SUMMARIES = "results", "workers", "summaries"


@dataclass(frozen=True, slots=True)
class TableJob:
    """Tables to make of the sums of these shelves."""

    place: Workplace
    shelves: tuple[str, ...]
    cut: str
    by: tuple[By, ...]
    options: Options
    chosen: str
    program: str

    @property
    def key(self) -> str:
        """Names the result."""
        told = json.dumps([self.shelves, self.cut, self.by, self.chosen])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Tables:
    """Result tables by their groupings, summaries over workers, and the tables by worker and grouping these were made from."""

    place: Workplace
    keys: Mapping[By, str]

    def result(self, by: By) -> pa.Table:
        """The result table by these groupings."""
        return self._table(RESULTS, by)

    def workers(self, by: By) -> pa.Table:
        """The result table by worker and these groupings."""
        return self._table(WORKERS, by)

    def summary(self, by: By) -> pa.Table:
        """The summary over workers by these groupings."""
        return self._table(SUMMARIES, by)

    def _table(self, what: str, by: By) -> pa.Table:
        data = content(self.place.path(KIND, self.keys[by]) / _name(what, by))
        return pa.ipc.open_stream(pa.BufferReader(data)).read_all()


def audit_of(place: Workplace, shelves: Sequence[str], cut: str, options: Options) -> Audit:
    """All shelves as one audit, its sums cut by a platform, requester or project if asked."""
    books = supplied.books(options)
    counts, screened = seen(place, shelves)
    found = cells(place, shelves, cut, options)
    return of_cells(found, counts, screened, options, books.wages, books.exchange, books.living)


def make_tables(job: TableJob) -> str:
    """Make and keep the tables; the key they are kept under."""
    same_program(job.program)
    job.place.keep(KIND, job.key, lambda folder: _fill(folder, job))
    return job.key


def _fill(folder: Path, job: TableJob) -> dict[str, Any]:
    audit = audit_of(job.place, job.shelves, job.cut, job.options)
    for by in job.by:
        _put(folder, RESULTS, by, audit.table(by))
        if by in SUMMARISED:
            workers = audit.table(("worker", *by))
            _put(folder, WORKERS, by, workers)
            _put(folder, SUMMARIES, by, summary(workers, by))
    return {}


def _put(folder: Path, what: str, by: By, table: pa.Table) -> None:
    def write(stream: BinaryIO) -> None:
        with pa.ipc.new_stream(stream, table.schema) as sink:
            sink.write_table(table)

    written(folder / _name(what, by), write)


def _name(what: str, by: By) -> str:
    return f"{'-'.join((what, *by))}.arrow"


def tabled(
    jobs: Sequence[TableJob], executor: Executor, tell: Callable[[int, int], None], *, light: bool
) -> Tables:
    """All tables, those made before as they are."""
    missing = [job for job in jobs if job.place.intact(KIND, job.key) is None]
    done = len(jobs) - len(missing)
    for alone in (False, True):
        lost = []
        for at, made in executor.each(make_tables, missing, light=light, alone=alone):
            if isinstance(made, Lost):
                lost.append(missing[at])
                continue
            done += 1
            tell(done, len(jobs))
        missing = lost
    if missing:
        raise WageauditError(
            "the tables need more memory than there is", "use fewer  --jobs, or a larger machine"
        )
    return Tables(jobs[0].place, {by: job.key for job in jobs for by in job.by})
