"""What a batch leaves: tables of workers, weeks and groups, the summary, the ledger, problems, the manifest; put in place whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from wageaudit.arrays import strings
from wageaudit.batch.shelves import KIND, LEDGER, Audited
from wageaudit.batch.tabling import SUMMARISED, By, Tables
from wageaudit.engine import Run
from wageaudit.files import Workplace, fingerprint
from wageaudit.manifest import Output, as_json
from wageaudit.recording import Witness, record
from wageaudit.reports.data import csv, parquet
from wageaudit.reports.problems import as_table
from wageaudit.reports.suspicions import every_problem

Write = Callable[[BinaryIO], None]
Closing = Callable[[Path], Write]
Files = Mapping[str, Path | Write]
TABLES: Mapping[str, By] = {
    "workers": ("worker",),
    "weeks": ("worker", "week"),
    "platforms": ("platform",),
    "requesters": ("requester",),
    "projects": ("project",),
    "countries": ("country",),
    "months": ("month",),
}
MANIFEST = "manifest.json"


def stacked(summaries: Mapping[By, pa.Table]) -> pa.Table:
    """The summaries as one table: one line a group, named by `grouping` and `group`."""
    parts = []
    for by in SUMMARISED:
        found = summaries[by]
        group = found.column(by[0]) if by else strings([""] * found.num_rows)
        rest = found.drop_columns(list(by))
        named = {"grouping": strings([by[0] if by else "all"] * found.num_rows), "group": _text(group)}
        parts.append(pa.table(named | dict(zip(rest.column_names, map(_text, rest.columns), strict=True))))
    return pa.concat_tables(parts)


def _text(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values


def put(
    place: Workplace,
    folder: str,
    done: Run,
    tables: Tables,
    inputs: Mapping[str, tuple[int, str]],
    shelves: Sequence[Audited],
    share: tuple[Files, Mapping[str, Closing]],
    pages: tuple[Files, Mapping[str, str]] = ({}, {}),
) -> None:
    """Write all results and the manifest, and put them in place.

    share: files that go beside them, and what closes those, which the manifest names too; pages: pages of the members and of the whole, and what the
    manifest says of how they were made.
    """
    files: dict[str, Path | Write] = dict(pages[0])
    for name, by in TABLES.items():
        table = tables.result(by)
        files |= {f"{name}.csv": partial(csv, table), f"{name}.parquet": partial(parquet, table)}
    files["summary.csv"] = partial(csv, stacked({by: tables.summary(by) for by in SUMMARISED}))
    files["problems.csv"] = partial(csv, as_table(every_problem(done)))
    known = {}
    for one in shelves:
        name = f"ledger/shelf={one.key.partition('-')[0]}/{LEDGER}"
        files[name] = place.path(KIND, one.key) / LEDGER
        known[name] = tuple(one.note["files"][LEDGER])

    own = list(files)

    def closing(ready: Path) -> Write:
        found = known | {
            name: fingerprint(str(ready / name)) for name in (*own, *share[1]) if name not in known
        }
        outputs = [
            output(name, *found[name], how=pages[1] if name in pages[0] else {}) for name in sorted(found)
        ]
        witness = Witness(dict(inputs))
        told = record("batch", [folder], done.audit.options, done.reading, done.audit, witness, outputs)
        return lambda stream: stream.writelines([as_json(told)])

    place.publish({**files, **share[0]}, {**share[1], MANIFEST: closing})


def output(name: str, size: int, digest: str, *, how: Mapping[str, str]) -> Output:
    """A result as manifests tell it."""
    what, form = name.partition(".")[0].partition("/")[0], name.rpartition(".")[2]
    return Output(name, what, form, size, digest, how)
