"""The tables of a batch made from the sums of its shelves, a few groupings at a time; kept until a shelf or a choice changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

from wageaudit import supplied
from wageaudit.arrays import codes, places
from wageaudit.auditing import Audit, of_cells
from wageaudit.batch.cutting import PARTS
from wageaudit.batch.executors import Executor, settled
from wageaudit.batch.identity import same_program
from wageaudit.batch.shelves import cells, seen
from wageaudit.cells import SPLITS
from wageaudit.errors import WageauditError
from wageaudit.files import Workplace, content, written
from wageaudit.options import Options
from wageaudit.summary import summary

KIND = "tables"
By = tuple[str, ...]
SUMMARISED: tuple[By, ...] = ((), ("country",), ("platform",), ("requester",), ("project",), ("month",))
RESULTS, WORKERS, SUMMARIES = "results", "workers", "summaries"
BLOCKS = 8  # of shelves, whose workers' tables are made in one go
FEW = 200_000  # rows: as one job of each kind, they take less time than many jobs do


@dataclass(frozen=True, slots=True)
class TableJob:
    """Tables to make of the sums of these shelves; cut: what the sums are cut by, parts: those of it that are taken."""

    place: Workplace
    shelves: tuple[str, ...]
    cut: str
    parts: tuple[int, ...]
    by: tuple[By, ...]
    options: Options
    chosen: str
    program: str

    @property
    def key(self) -> str:
        """Names the result."""
        told = json.dumps([self.shelves, self.cut, self.parts, self.by, self.chosen])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def jobs(
    place: Workplace, shelves: tuple[str, ...], options: Options, chosen: str, program: str, rows: int
) -> list[TableJob]:
    """All tables of so many rows, as jobs of about the same size, the largest first.

    Groups of platforms, requesters and projects are cut by their names, workers by their shelves: no group has rows in two.
    """
    whole, few = tuple(range(PARTS)), rows < FEW
    parts = [whole] if few else [(part,) for part in whole]
    blocks = [shelves] if few else [block for at in range(BLOCKS) if (block := shelves[at::BLOCKS])]
    given: list[tuple[tuple[str, ...], str, tuple[int, ...], tuple[By, ...]]] = [
        (shelves, "", (), (("month",),)),
        (shelves, "", (), ((), ("country",))),
        *((shelves, cut, part, ((cut,),)) for cut in SPLITS for part in parts),
        *((block, "", (), (("worker",), ("worker", "week"))) for block in blocks or [shelves]),
    ]
    return [TableJob(place, own, cut, part, by, options, chosen, program) for own, cut, part, by in given]


@dataclass(frozen=True, slots=True)
class Tables:
    """Result tables by their groupings, summaries over workers, and the tables by worker and grouping these were made from."""

    place: Workplace
    keys: Mapping[By, tuple[str, ...]]  # of the jobs that made each

    def result(self, by: By) -> pa.Table:
        """The result table by these groupings."""
        return self._table(RESULTS, by, by)

    def workers(self, by: By) -> pa.Table:
        """The result table by worker and these groupings."""
        return self._table(WORKERS, by, ("worker", *by))

    def summary(self, by: By) -> pa.Table:
        """The summary over workers by these groupings."""
        return self._table(SUMMARIES, by, by)

    def _table(self, what: str, by: By, order: By) -> pa.Table:
        """What the jobs made, in the order of these columns."""
        made = []
        for key in self.keys[by]:
            data = content(self.place.path(KIND, key) / _name(what, by))
            made.append(pa.ipc.open_stream(pa.BufferReader(data)).read_all())
        if len(made) == 1:
            return made[0]
        found = pa.concat_tables(made)
        return found.take(places(np.lexsort([codes(found.column(name))[0] for name in order[::-1]])))


def audit_of(
    place: Workplace,
    shelves: Sequence[str],
    cut: str,
    options: Options,
    parts: Collection[int] = range(PARTS),
) -> Audit:
    """The shelves as one audit, its sums cut by a platform, requester or project if asked, and then some parts of them."""
    books = supplied.books(options)
    counts, screened = seen(place, shelves) if not cut else ((), ())
    found = cells(place, shelves, cut, options, parts)
    return of_cells(found, counts, screened, options, books.wages, books.exchange, books.living)


def make_tables(job: TableJob) -> str:
    """Make and keep the tables; the key they are kept under."""
    same_program(job.program)
    job.place.keep(KIND, job.key, lambda folder: _fill(folder, job))
    return job.key


def _fill(folder: Path, job: TableJob) -> dict[str, Any]:
    audit = audit_of(job.place, job.shelves, job.cut, job.options, job.parts)
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
    too_large = WageauditError(
        "the tables need more memory than there is", "use fewer  --jobs, or a larger machine"
    )
    for _ in settled(executor, make_tables, missing, too_large, light=light):
        done += 1
        tell(done, len(jobs))
    keys: dict[By, tuple[str, ...]] = {}
    for job in jobs:
        keys |= {by: (*keys.get(by, ()), job.key) for by in job.by}
    return Tables(jobs[0].place, keys)
