"""One member's page of a batch: the member's own rows of a shelf, with the files they came from, audited by themselves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from wageaudit.arrays import category, codes, places
from wageaudit.auditing import Audit
from wageaudit.engine import Run
from wageaudit.errors import Problem
from wageaudit.options import Options
from wageaudit.readers.base import FileRead, Reading
from wageaudit.readers.joining import joined, said
from wageaudit.recording import shipped
from wageaudit.supplied import Books
from wageaudit.tasks import whole

Seen = Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Sources:
    """Files that have rows on a shelf, their problems by file, and the size and hash of each; which readers are trackers."""

    files: Mapping[str, FileRead]
    problems: Mapping[str, Sequence[Problem]]
    seen: Seen
    trackers: Sequence[str]


def each(table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """(worker, the worker's rows in their order), with no label in them that is only another's."""
    worker, labels = codes(table.column("worker_id"))
    order = np.argsort(worker, kind="stable")
    first = np.searchsorted(worker[order], np.arange(-1, len(labels) + 1))
    for code, (low, high) in enumerate(zip(first[:-1].tolist(), first[1:].tolist(), strict=True), -1):
        if high > low:
            name = labels[code] if code >= 0 else ""
            yield name, _own(table.take(places(np.sort(order[low:high]))))


def _own(rows: pa.Table) -> pa.Table:
    columns: dict[str, pa.Array | pa.ChunkedArray] = {}
    for name in rows.column_names:
        values = rows.column(name)
        if pa.types.is_dictionary(values.type):
            found, labels = codes(values)
            used, own = np.unique(found[found >= 0], return_inverse=True)
            placed = np.full(len(found), -1, np.int32)
            placed[found >= 0] = own
            columns[name] = category(placed, [labels[at] for at in used.tolist()])
        else:
            columns[name] = values
    return pa.table(columns)


def reading(rows: pa.Table, sources: Sources) -> Reading:
    """The member's rows as a reading of their own.

    Of a file that holds nobody else's rows, all is the member's, what was left out of it too; of another, these rows alone.
    """
    table, count = joined(rows, sources.trackers)
    held, names = codes(rows.column("source_file"))
    counts = dict(zip(names, np.bincount(held[held >= 0], minlength=len(names)).tolist(), strict=True))
    files: list[FileRead] = []
    problems: list[Problem] = []
    for name, number in sorted(counts.items()):
        file = sources.files.get(name) or FileRead(name, 0, "", "worker", number, 0)
        own = file.rows_read == number + file.rows_merged + file.rows_left_out
        problems += sources.problems.get(name, ()) if own else ()
        files.append(file if own else FileRead(name, file.size, file.reader, file.coverage, number, 0))
    unnamed = rows.num_rows - sum(counts.values())
    if unnamed:
        files.append(FileRead("", 0, "", "worker", unnamed, 0))
    if count:
        told = said(count, {file.reader for file in files} & set(sources.trackers))
        problems.append(Problem("tracker-joined", "all files", None, "", "", told, "", rows=0, fault=False))
    return Reading(table, tuple(problems), tuple(files))


def identity(worker: str, read: Reading, seen: Seen, chosen: Sequence[str]) -> str:
    """Names the page: who, which rows, out of which files with which problems, by which choices and program."""
    stream = pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, read.table.schema) as sink:
        sink.write_table(read.table.combine_chunks())
    told = [
        worker,
        list(chosen),
        [[file.name, file.size, file.reader, file.coverage, file.rows_read, file.rows_left_out, file.rows_merged, seen.get(file.name)] for file in read.files],
        [[one.code, one.file, one.row, one.column, one.value, str(one.reason), str(one.mend), one.rows] for one in read.problems],
    ]  # fmt: skip
    digest = hashlib.sha256(json.dumps(told).encode())
    digest.update(stream.getvalue())
    return digest.hexdigest()[:40]


def run(read: Reading, options: Options, books: Books) -> Run:
    """The member's own audit: the same arithmetic on the same rows."""
    rows = whole(read.table)
    return Run(Audit([rows], options, books.wages, books.exchange, 1, books.living), read)


def manifest(done: Run, seen: Seen, said_of_all: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the member's page tells of its files, its law and the choices: as the batch's manifest does, of this member alone."""
    inputs = [
        {
            "name": file.name, "size": seen.get(file.name, (file.size, ""))[0], "sha256": seen.get(file.name, (0, ""))[1],
            "reader": file.reader, "coverage": file.coverage, "rows": {"read": file.rows_read, "left_out": file.rows_left_out},
        }
        for file in done.reading.files
    ]  # fmt: skip
    law = [
        {"name": one.name, "kind": one.kind, "own": one.own, "version": one.version, "sha256": one.sha256}
        for one in shipped(done.audit.options, done.audit)
    ]
    return {
        "inputs": inputs,
        "reference": [*said_of_all.get("own", ()), *law],
        "options": said_of_all.get("options", {}),
    }


__all__ = ["Seen", "Sources", "each", "identity", "manifest", "reading", "run"]
