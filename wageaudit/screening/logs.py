"""What of each file is kept to hold it against others: its rows, their time and pay, and a sample of their hashes. Pure NumPy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wageaudit.arrays import Codes, Ints, codes
from wageaudit.screening.part import MINUTE, Part, Tally
from wageaudit.screening.samples import HALF, KEPT, MANY, TOP, Hashes, Log, bottom

SPARE = 2  # times as many rows as are kept are looked at, so that hardly ever fewer are kept
QUARTER = 15 * MINUTE  # shifts begin and end on it, of many workers at once: that proves nothing
MULTIPLIERS = tuple(
    np.uint64(one) for one in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
)  # odd, of bits without a pattern: as of splitmix64 and xxHash


@dataclass(frozen=True, slots=True)
class Stretches:
    """Rows of one file, worker, day and currency that stand together: what is added up of each, instead of row by row."""

    file: Codes
    worker: Codes
    currency: Codes
    day: Codes
    rows: Ints
    working: Ints
    pay: Ints


def logs(part: Part) -> Iterator[tuple[str, Log]]:
    """Each file that has rows in this part, by its name."""
    if "source_file" not in part.tasks.column_names:
        return
    code, names = codes(part.tasks.column("source_file"))
    if not names or (code < 0).any():
        return
    work, several = part.work, len(names) > 1
    file = code[work.place] if several else code[:0]
    found = _stretches(part, file)
    rows = np.array(_sums(found.file, found.rows, len(names)))
    limits = np.minimum(TOP * SPARE * KEPT // np.maximum(rows, 1), TOP).astype(np.uint64)
    start = (work.start.view(np.uint64) * MULTIPLIERS[0]) >> HALF
    kept = np.flatnonzero((start < (limits[file] if several else limits[0])) & work.timed)
    hashes = _hashes(part, kept, start[kept])
    owner = file[kept] if several else np.zeros(len(kept), np.int32)
    order = np.lexsort((hashes, owner))
    hashes = hashes[order]
    edges = np.searchsorted(owner[order], np.arange(len(names) + 1))
    met = np.flatnonzero(rows).tolist()
    whose, tallies = _whose(part, found, len(names)), _tallies(part, found, len(names), met)
    for at in met:
        own = hashes[edges[at] : edges[at + 1]]
        sample, limit = bottom(own[np.diff(own, prepend=~own[:1]) != 0], int(limits[at]))
        yield names[at], Log(int(rows[at]), tallies[at], whose[at], sample, limit)


def _stretches(part: Part, file: Codes) -> Stretches:
    """The runs of the part, cut where the file changes; file: of each row, or of none where there is but one."""
    work, first = part.work, part.first
    turns = np.flatnonzero(file[1:] != file[:-1]) + 1
    rows, working, pay = part.run_rows, part.run_working, part.run_pay
    begins = np.zeros(len(work) if len(turns) else 0, np.bool_)
    begins[first if len(turns) else turns] = True
    if not begins[turns].all():
        begins[turns] = True
        first = np.flatnonzero(begins)
        rows = np.diff(np.append(first, len(work)))
        working, pay = (np.add.reduceat(values, first) for values in (part.working, part.pay))
    own = file[first] if len(file) else np.zeros(len(first), np.int32)
    worker, currency = work.category["worker_id"][first], work.category["currency"][first]
    return Stretches(own, worker, currency, work.day[first], rows, working, pay)


def _hashes(part: Part, rows: Ints, start: Hashes) -> Hashes:
    """Of each of these rows: the hash of its start, one of all it says, and whether both ends lie on quarters."""
    work = part.work
    said = np.zeros(len(rows), np.uint64)
    for values, factor in zip(
        (work.start[rows], work.end[rows], part.pay[rows], work.active[rows]), MULTIPLIERS, strict=True
    ):
        said = (said ^ values.view(np.uint64)) * factor
        said ^= said >> HALF
    rough = (work.start[rows] % QUARTER == 0) & (work.end[rows] % QUARTER == 0)
    low = said & np.uint64(0xFFFFFFFE)
    made: Hashes = (start << HALF) | low | rough.astype(np.uint64)
    return made


def _first(found: Stretches, count: int) -> Ints:
    """Where each file has its first stretch; 0 where it has none."""
    first = np.zeros(count, np.int64)
    first[found.file[::-1]] = np.arange(len(found.file))[::-1]  # the last that is put in a place stays there
    return first


def _whose(part: Part, found: Stretches, count: int) -> list[str | None]:
    """Each file's worker; None for several."""
    first = found.worker[_first(found, count)]
    mixed = np.bincount(found.file[found.worker != first[found.file]], minlength=count) > 0
    return [
        MANY if many else part.label("worker_id", one)
        for one, many in zip(first.tolist(), mixed.tolist(), strict=True)
    ]


def _tallies(part: Part, found: Stretches, count: int, met: Sequence[int]) -> dict[int, Tally]:
    """Time and pay of each file that is met, at the rates of its first day."""
    labels = ("", *part.work.labels["currency"])
    day = found.day[_first(found, count)].tolist()
    working = _sums(found.file, found.working, count)
    key = found.file.astype(np.int64) * len(labels) + found.currency + 1
    pay, unknown = _sums(key, found.pay, count * len(labels)), part.pay_unknown
    made = {}
    for at in met:
        own = zip(labels, pay[at * len(labels) : (at + 1) * len(labels)], strict=True)
        amounts = {(name, day[at]): amount for name, amount in own if amount}
        made[at] = Tally(working[at], amounts, unknown)
    return made


def _sums(key: npt.NDArray[np.integer], values: Ints, count: int) -> list[int]:
    """Exact sums by key: floats hold those of half words."""
    high = np.bincount(key, values >> 26, minlength=count)
    low = np.bincount(key, values & ((1 << 26) - 1), minlength=count)
    return [(int(above) << 26) + int(below) for above, below in zip(high.tolist(), low.tolist(), strict=True)]
