"""The workbook of a batch: the answer, weeks, groups, a line a worker, problems, the method. For the union, never in `share`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np

from wageaudit.alternatives import outcome
from wageaudit.batch.gathering import resulting
from wageaudit.batch.results import Files
from wageaudit.batch.tabling import Tables
from wageaudit.clock_hours import DAYS, HOURS, ClockHours
from wageaudit.engine import Run
from wageaudit.reports.page.extent import Apart, Extent

WORKBOOK = "audit.xlsx"


def booked(done: Run, tables: Tables, document: Mapping[str, Any], language: str) -> Files:
    """The workbook by its name; document: the batch's manifest, as far as it is known before the results are written.

    Neither the clock nor other choices stand in it: it is the same with and without pages.
    """
    from wageaudit.reports.workbook import write

    told = {name: value for name, value in document.items() if name not in {"outputs", "sha256"}}
    no_clock = ClockHours(np.zeros((DAYS, HOURS), np.int64), 0)
    extent = Extent(apart=Apart(resulting(tables, done.audit), no_clock, outcome(done.audit), ()))

    def made(stream: BinaryIO) -> None:
        write(done, stream, language=language, manifest=told, extent=extent)

    return {WORKBOOK: made}


__all__ = ["WORKBOOK", "booked"]
