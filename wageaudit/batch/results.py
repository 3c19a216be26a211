"""What a batch leaves: tables of workers, weeks and groups, the summary, the ledger, problems, the manifest; put in place whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from wageaudit.arrays import strings
from wageaudit.auditing import Audit
from wageaudit.batch.shelves import KIND, LEDGER, Audited
from wageaudit.engine import Run
from wageaudit.files import Workplace, fingerprint
from wageaudit.manifest import Output, as_json
from wageaudit.recording import Witness, record
from wageaudit.reports.data import csv, parquet
from wageaudit.reports.problems import as_table
from wageaudit.reports.suspicions import every_problem
from wageaudit.summary import summary

TABLES: Mapping[str, tuple[str, ...]] = {
    "workers": ("worker",),
    "weeks": ("worker", "week"),
    "platforms": ("platform",),
    "requesters": ("requester",),
    "projects": ("project",),
    "countries": ("country",),
    "months": ("month",),
}
SUMMARISED = ("", "country", "platform", "requester", "project", "month")
MANIFEST = "manifest.json"
Write = Callable[[BinaryIO], None]


def put(
    place: Workplace,
    folder: str,
    done: Run,
    inputs: Mapping[str, tuple[int, str]],
    shelves: Sequence[Audited],
) -> None:
    """Write all results and the manifest, and put them in place."""
    files: dict[str, Path | Write] = {}
    for name, by in TABLES.items():
        table = done.audit.table(by)
        files |= {f"{name}.csv": partial(csv, table), f"{name}.parquet": partial(parquet, table)}
    files["summary.csv"] = partial(csv, summarised(done.audit))
    files["problems.csv"] = partial(csv, as_table(every_problem(done)))
    for one in shelves:
        at = one.key.partition("-")[0]
        files[f"ledger/shelf={at}/{LEDGER}"] = place.path(KIND, one.key) / LEDGER
    place.publish(files, MANIFEST, lambda ready: _manifest(ready, folder, list(files), done, inputs))


def summarised(audit: Audit) -> pa.Table:
    """The summary over workers, of all and by each grouping: one line a group, named by `grouping` and `group`."""
    parts = []
    for grouping in SUMMARISED:
        by = (grouping,) if grouping else ()
        found = summary(audit.table(("worker", *by)), by)
        group = found.column(grouping) if grouping else strings([""] * found.num_rows)
        rest = found.drop_columns(list(by))
        named = {"grouping": strings([grouping or "all"] * found.num_rows), "group": group}
        parts.append(pa.table(named | dict(zip(rest.column_names, rest.columns, strict=True))))
    return pa.concat_tables(parts)


def _manifest(
    ready: Path, folder: str, names: Sequence[str], done: Run, inputs: Mapping[str, tuple[int, str]]
) -> Write:
    outputs = [_output(ready, name) for name in sorted(names)]
    found = record(
        "batch", [folder], done.audit.options, done.reading, done.audit, Witness(dict(inputs)), outputs
    )
    return lambda stream: stream.writelines([as_json(found)])


def _output(ready: Path, name: str) -> Output:
    size, digest = fingerprint(str(ready / name))
    what, form = name.partition(".")[0].partition("/")[0], name.rpartition(".")[2]
    return Output(name, what, form, size, digest)
