"""A CrowdFlower job as JSON (`job_<job>.json`, a unit a line) made into the columns of its full report.

{"id", "data", "judgments_count", "state", …, "results": {"judgments": [{"id", "started_at", "created_at", "tainted", "rejected",
"worker_id", "country", "region", "city", "unit_id", …}]}}. Stamps are the report's, as `2014-07-09T21:00:51+00:00`. What a
worker wrote, where and with which browser is not read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wageaudit.arrays import strings
from wageaudit.errors import Problem
from wageaudit.files import Source
from wageaudit.readers.base import Head
from wageaudit.readers.delimited import Delimited
from wageaudit.readers.documents import read_lines

KEYS = ('"judgments"', '"worker_id"', '"unit_id"', '"started_at"', '"created_at"', '"tainted"')
REPORT = {
    "_unit_id": "unit_id", "_created_at": "created_at", "_id": "id", "_started_at": "started_at", "_tainted": "tainted",
    "_worker_id": "worker_id", "_country": "country",
}  # fmt: skip
WHOLE = "download the job's JSON again"


def in_json(head: Head) -> bool:
    """Whether a file is a job's units with their judgments."""
    return head.kind == "json" and all(key in head.text for key in KEYS)


def _judgments(unit: object) -> Sequence[object] | None:
    """The judgments of a unit, none where nobody judged it; None for what is no unit."""
    if not isinstance(unit, Mapping) or "id" not in unit:
        return None
    results = unit.get("results")
    found = results.get("judgments", []) if isinstance(results, Mapping) else []
    return found if isinstance(found, list) else None


def _cell(judgment: Mapping[str, object], name: str) -> str:
    """The cell of the report; a judgment that was rejected counts as tainted: whether it was paid is not known."""
    value = judgment.get(name)
    if name == "tainted" and (judgment.get("rejected") or value):
        return "true"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def judgments_of(source: Source, encoding: str) -> Delimited:
    """The judgments of all units, in the report's columns; a row is the line of its unit."""
    lines, problems = read_lines(source, encoding)
    rows: list[int] = []
    found: list[Mapping[str, object]] = []
    for number, unit in lines:
        judgments = _judgments(unit)
        if judgments is None or not all(isinstance(judgment, Mapping) for judgment in judgments):
            problems.append(Problem("not-a-unit", source.name, number, "", "", "is no unit of a job", WHOLE))
            continue
        rows.extend([number] * len(judgments))
        found.extend(judgment for judgment in judgments if isinstance(judgment, Mapping))
    columns = tuple(strings(_cell(judgment, name) for judgment in found) for name in REPORT.values())
    return Delimited(
        tuple(REPORT), "", "utf-8", np.array(rows, np.int64), columns, tuple(problems), len(rows) + len(problems)
    )  # fmt: skip
