"""Exports of one platform that tell of the same work without an id in common: where both pay the same weeks, it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MICRO, Ints, Mask, codes, ints
from wageaudit.errors import Problem
from wageaudit.phrases import counted
from wageaudit.readers.base import Reader, Reading
from wageaudit.text import clean

A_WEEK = 7 * 86_400 * MICRO  # [µs]
MONDAY = 4 * 86_400 * MICRO  # the first one after 1970-01-01, a Thursday [µs]
ONE_OF_THEM = "give one of the two files"


def may_meet(readers: Iterable[Reader]) -> bool:
    """Whether two of these readers' exports can tell of the same work."""
    names = {reader.name for reader in readers}
    return any(not names.isdisjoint(reader.again) for reader in readers if reader.name in names)


def with_twice_notes(reading: Reading, readers: Iterable[Reader], *, one_person: bool = True) -> Reading:
    """The reading, with a note for each two files in which weeks of one worker are paid, by readers that tell of the same work.

    one_person: two files that each have but one worker are the same person's, whatever they call her.
    """
    again = {reader.name: reader.again for reader in readers if reader.again}
    if not again.keys() & {file.reader for file in reading.files} or not reading.table.num_rows:
        return reading
    paid = _paid(reading.table)
    weeks = (ints(reading.table.column("started_at")) - MONDAY) // A_WEEK
    place, workers = codes(reading.table.column("worker_id"))
    worker = place.astype(np.int64)
    source, files = codes(reading.table.column("source_file"))
    rows = {name: np.flatnonzero(paid & (source == at)) for at, name in enumerate(files)}
    notes = []
    for one in reading.files:
        for other in reading.files:
            if other.reader in again.get(one.reader, ()) and one.name in rows and other.name in rows:
                count = _shared(worker, weeks, rows[one.name], rows[other.name], len(workers), one_person)
                notes += [_note(one.name, other.name, count)] if count else []
    return replace(reading, problems=(*reading.problems, *notes)) if notes else reading


def _paid(table: pa.Table) -> Mask:
    """bool[n]: rows with money in them."""
    paid = np.zeros(table.num_rows, np.bool_)
    for name in ("pay", "piece_rate", "bonus"):
        if name in table.column_names:
            paid |= ints(table.column(name)) != 0
    return paid


def _shared(worker: Ints, weeks: Ints, one: Ints, other: Ints, workers: int, one_person: bool) -> int:  # noqa: FBT001
    """How many weeks of one worker both have."""
    alone = one_person and all(len(set(worker[rows].tolist())) == 1 for rows in (one, other))
    found = [set(((0 if alone else worker[rows]) + weeks[rows] * workers).tolist()) for rows in (one, other)]
    return len(found[0] & found[1])


def _note(file: str, other: str, count: int) -> Problem:
    reason = counted(
        (
            "{count} week paid in this file is paid in {other} too: as the same work it would count twice",
            "{count} weeks paid in this file are paid in {other} too: as the same work they would count twice",
        ),
        count,
        other=clean(other),
    )
    return Problem("told-twice", file, None, "", "", reason, ONE_OF_THEM, rows=0, fault=False)
