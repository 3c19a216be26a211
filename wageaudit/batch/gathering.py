"""What a page of all members needs of their rows, gathered shelf by shelf: when work was done, and the sums under every other choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from wageaudit import supplied
from wageaudit.alternatives import Alternative, Outcome, felt_by, others, outcome
from wageaudit.auditing import Audit, of_cells
from wageaudit.batch.executors import Executor, Lost
from wageaudit.batch.keeping import put_away, taken_out
from wageaudit.batch.shelves import cells
from wageaudit.batch.tabling import Tables
from wageaudit.cells import join
from wageaudit.clock_hours import ClockHours, of_part, together
from wageaudit.errors import WageauditError
from wageaudit.files import Workplace
from wageaudit.options import Options
from wageaudit.reports.page.extent import Apart

KIND = "gathered"
ROWS = "rows"
By = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeJob:
    """What all shelves come to under one choice: their sums under it where it was felt, else as they are."""

    place: Workplace
    shelves: tuple[tuple[str, str], ...]  # key of the shelf, key of what was gathered of it
    choice: str
    value: str
    options: Options


def gather(folder: Path, audit: Audit) -> None:
    """Put away what one shelf has to say: the clock, the choices it feels, its sums under each of them.

    A gap threshold that another shelf feels holds for this one's rows too, whatever their view: it is then asked for.
    """
    found, options = audit.whole(), audit.options
    clock, felt = of_part(found, options), felt_by(found.work, options)
    put_away(folder / ROWS, (clock.micros, clock.unplaced, sorted(felt)))
    for choice, value, other in others({*felt, "gap"}, 1, options):
        put_away(folder / _name(choice, value), replace(audit, options=other, _made={}).cells())


def _name(choice: str, value: str) -> str:
    return f"{choice}-{value}" if value else choice


def apart(
    place: Workplace,
    shelves: Sequence[tuple[str, str]],
    audit: Audit,
    tables: Tables,
    executor: Executor,
    *,
    light: bool,
) -> Apart:
    """Everything gathered, as a page takes it. Raises WageauditError where there is not memory enough."""
    rows = [taken_out(place.path(KIND, key) / ROWS) for _, key in shelves]
    clock = together([ClockHours(micros, unplaced) for micros, unplaced, _ in rows])
    felt = {choice for _, _, own in rows for choice in own}
    days = len(np.unique(audit.cells().key["day"]))
    asked = others(felt, days, audit.options)
    jobs = [OutcomeJob(place, tuple(shelves), choice, value, options) for choice, value, options in asked]
    made: dict[int, Outcome] = {}
    for at, one in executor.each(outcome_of, jobs, light=light):
        made[at] = outcome_of(jobs[at]) if isinstance(one, Lost) else one
    if len(made) != len(jobs):
        raise WageauditError(
            "the tables need more memory than there is", "use fewer  --jobs, or a larger machine"
        )
    choices = [Alternative(job.choice, job.value, made[at]) for at, job in enumerate(jobs)]
    return Apart(resulting(tables, audit), clock, outcome(audit), choices)


def outcome_of(job: OutcomeJob) -> Outcome:
    """What the shelves come to under the choice."""
    parts = []
    for shelf, key in job.shelves:
        path = job.place.path(KIND, key) / _name(job.choice, job.value)
        parts.append(taken_out(path) if path.is_file() else cells(job.place, [shelf], "", job.options))
    books = supplied.books(job.options)
    found = of_cells(join(parts), (), (), job.options, books.wages, books.exchange)
    return outcome(found)


def resulting(tables: Tables, audit: Audit) -> Callable[[By], pa.Table]:
    """Result tables as they were made; weeks and days of all workers together from the sums."""
    made: dict[By, pa.Table] = {}

    def table(by: By) -> pa.Table:
        if by not in made:
            if by in tables.keys:
                made[by] = tables.result(by)
            elif by[:1] == ("worker",) and by[1:] in tables.keys:
                made[by] = tables.workers(by[1:])
            else:
                made[by] = audit.table(by)
        return made[by]

    return table


def gathered(place: Workplace, key: str) -> Mapping[str, Any] | None:
    """The note of what was gathered of a shelf; None where it was not."""
    return place.intact(KIND, key)


__all__ = ["KIND", "OutcomeJob", "apart", "gather", "gathered", "outcome_of", "resulting"]
