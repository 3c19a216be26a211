"""Whether the roster and the files speak of the same people: a roster that names none of the workers was meant for others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from wageaudit.arrays import codes
from wageaudit.errors import Problem
from wageaudit.kernels import unique
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.base import Reading
from wageaudit.shelves import Shelving
from wageaudit.text import clean

SHOWN = 3  # ids in the note


def with_roster_note(reading: Reading, options: Options) -> Reading:
    """The reading, with a note where the roster names none of its workers."""
    if not options.roster or options.worker or not reading.rows:
        return reading
    known = {*options.roster, *(entry.person for entry in options.roster.values())}
    met: set[str] = set()
    if reading.table.num_rows:
        met.update(codes(reading.table.column("worker_id"))[1])
    for names in _held(reading.held):
        if not known.isdisjoint(met):
            return reading
        met.update(names)
    if not known.isdisjoint(met):
        return reading
    shown = ", ".join(clean(name, 24) for name in sorted(met)[:SHOWN])
    reason = phrase("names none of the workers in these files: {shown}", shown=shown)
    mend = "write their ids into the roster as the files write them"
    note = Problem(
        "roster-unused",
        clean(options.roster_file, 200) or "roster",
        None,
        "worker_id",
        "",
        reason,
        mend,
        rows=0,
        fault=False,
    )
    return replace(reading, problems=(*reading.problems, note))


def _held(pieces: Sequence[Shelving]) -> Iterator[Iterable[str]]:
    """The ids of the workers on shelves, list by list; what one list serves, pieces of a log, is looked at once."""
    last: pa.Array | None = None
    for piece in pieces:
        for at in range(len(piece.edges) - 1):
            shelf = piece.shelf(at)
            own = shelf.cells[shelf.form.names.index("worker_id")]
            if isinstance(own, pa.Array):  # so many that they lie with their rows
                yield unique(own).to_pylist()
                continue
            if shelf.labels["worker_id"] is last:
                break
            last = shelf.labels["worker_id"]
            yield last.to_pylist()
