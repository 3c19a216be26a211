"""Time of whole workers: fair-share credit, waiting on record, the gap before each row. Pure NumPy, no loop over rows.

Everything is integer microseconds, so that shares add up exactly and the order of summation changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from wageaudit.arrays import Codes, Ints, Mask, running

FIRST = -1  # gap of a worker's first timed row: there is nothing before it
BLOCK = 1 << 18  # rows measured at once: stays in the processor's cache
WIDEST = 1 << 61  # [µs] lifted time one block may span without leaving 64 bits
FRACTION = 12  # bits below a microsecond that shares are summed with; 70 years << 12 fits 63 bits


@dataclass(frozen=True, slots=True)
class Times:
    """Time of each row [µs], all int64[n].

    credit: fair share of the time in which work rows were open, scaled to active time where that is shorter;
    unscaled: the same before scaling; on_record: waiting the row itself records; gap: uncovered time that the row ends,
    0 inside or at the edge of covered time, FIRST for a worker's first row.
    """

    credit: Ints
    unscaled: Ints
    on_record: Ints
    gap: Ints


def measure(worker: Codes, start: Ints, end: Ints, waiting: Mask, active: Ints) -> Times:
    """Credit, waiting on record and gaps of timed rows.

    worker: int32[n], non-decreasing; start, end: int64[n] [µs], start non-decreasing within a worker; waiting: bool[n],
    rows that record waiting instead of work; active: int64[n] [µs], -1 where not measured.
    """
    parts = [
        _block(worker[low:high], start[low:high], end[low:high], waiting[low:high])
        for low, high in blocks(worker, start, end)
    ]
    unscaled, on_record, gap = (
        (np.concatenate(column) if column else np.zeros(0, np.int64) for column in zip(*parts, strict=True))
        if parts
        else (np.zeros(0, np.int64),) * 3
    )
    return scale(unscaled, on_record, gap, end - start, waiting, active)


def blocks(worker: Codes, start: Ints, end: Ints) -> Iterator[tuple[int, int]]:
    """(low, high) of blocks of whole workers, small enough for the cache and for 64-bit lifted time."""
    count = len(worker)
    low = 0
    while low < count:
        high = min(low + BLOCK, count)
        if high < count:
            high = int(np.searchsorted(worker, worker[high - 1], side="right"))
        while high - low > 1 and _span(worker[low:high], start[low:high], end[low:high]) > WIDEST:
            middle = int(np.searchsorted(worker, worker[(low + high) // 2], side="left"))
            if middle <= low:
                break
            high = middle
        yield low, high
        low = high


def _span(worker: Codes, start: Ints, end: Ints) -> float:
    first = _firsts(worker)
    return float((np.maximum.reduceat(end, first) - start[first]).astype(np.float64).sum()) + 2.0 * len(first)


def _firsts(worker: Codes) -> Ints:
    return np.concatenate([[0], np.flatnonzero(worker[1:] != worker[:-1]) + 1])


def _block(worker: Codes, start: Ints, end: Ints, waiting: Mask) -> tuple[Ints, Ints, Ints]:
    """(credit, on record, gap) of whole workers, lifted one above the other so that one maximum serves them all."""
    first = _firsts(worker)
    span = np.maximum.reduceat(end, first) - start[first] + 1
    above = np.concatenate([[0], np.cumsum(span)[:-1]]) - start[first]
    lift = np.repeat(above, np.diff(np.append(first, len(worker))))
    low, high = start + lift, end + lift
    covered = np.maximum.accumulate(high)
    gap = np.empty_like(low)
    gap[1:] = np.maximum(low[1:] - covered[:-1], 0)
    gap[first] = FIRST
    apart = np.empty(len(low), np.bool_)
    apart[0] = True
    apart[1:] = low[1:] >= covered[:-1]
    apart[first] = True
    credit, on_record = _shares(low, high, waiting, apart)
    return credit, on_record, gap


def _shares(low: Ints, high: Ints, waiting: Mask, apart: Mask) -> tuple[Ints, Ints]:
    """Rows alone get their duration; rows that overlap share by a sweep over the clusters they form."""
    duration = high - low
    alone = apart.copy()
    alone[:-1] &= apart[1:]
    credit = np.where(waiting, 0, duration)
    on_record = np.where(waiting, duration, 0)
    shared = np.flatnonzero(~alone)
    if len(shared):
        credit[shared], on_record[shared] = _sweep(
            low[shared], high[shared], waiting[shared], running(apart[shared]) - 1
        )
    return credit, on_record


def _sweep(low: Ints, high: Ints, waiting: Mask, cluster: Ints) -> tuple[Ints, Ints]:
    """Fair shares among overlapping rows: in each elementary stretch, its length by the number of rows open in it."""
    length, place = _stretches(np.concatenate([low, high]))
    opens, closes = place[: len(low)], place[len(low) :]
    if not waiting.any():
        work = _open(opens, closes, len(length) + 1)
        return _divide(length, work, opens, closes, cluster), np.zeros(len(low), np.int64)
    credit, on_record = np.zeros((2, len(low)), np.int64)
    work = _open(opens[~waiting], closes[~waiting], len(length) + 1)
    idle = np.where(work > 0, 0, _open(opens[waiting], closes[waiting], len(length) + 1))
    for result, sharing, mine in ((credit, work, ~waiting), (on_record, idle, waiting)):
        result[mine] = _divide(length, sharing, opens[mine], closes[mine], cluster[mine])
    return credit, on_record


def _stretches(edges: Ints) -> tuple[Ints, Ints]:
    """(length of each stretch between distinct edges, the place of each edge among these), edges being nearly in order."""
    order = np.argsort(edges, kind="stable")  # a merge sort, which order thrives on
    apart = np.diff(edges.take(order))
    place = np.empty(len(edges), np.int64)
    place[order] = running(np.concatenate([[False], apart > 0]))
    return apart[apart > 0], place


def _open(opens: Ints, closes: Ints, edges: int) -> Ints:
    """Number of rows open in each stretch between edges."""
    return np.cumsum(np.bincount(opens, minlength=edges) - np.bincount(closes, minlength=edges))[:-1]


def _divide(length: Ints, sharing: Ints, opens: Ints, closes: Ints, cluster: Ints) -> Ints:
    """Whole microseconds for each row that shares, adding up exactly, in each cluster, to the time in which any was open."""
    if len(opens) == 0:
        return np.zeros(0, np.int64)
    busy = np.where(sharing > 0, length, 0)
    until = np.concatenate([[0], np.cumsum((busy << FRACTION) // np.maximum(sharing, 1))])
    total_until = np.concatenate([[0], np.cumsum(busy)])
    share = until.take(closes) - until.take(opens)
    first = np.flatnonzero(np.concatenate([[True], cluster[1:] != cluster[:-1]]))
    last = np.append(first[1:], len(opens)) - 1
    counts = last - first + 1
    running = np.cumsum(share)
    running -= np.repeat(running[first] - share[first], counts)
    # a cluster's time is looked up from its first opening to its last closing among all its rows
    total = total_until.take(np.maximum.reduceat(closes, first))
    total -= total_until.take(np.minimum.reduceat(opens, first))
    # what division left over is spread in proportion, so that a row of zero length stays at zero
    left_over, whole = (
        np.repeat((total << FRACTION) - running[last], counts),
        np.repeat(np.maximum(running[last], 1), counts),
    )
    rounded = (running + np.floor(left_over * (running / whole)).astype(np.int64)) >> FRACTION
    taken: Ints = np.diff(rounded, prepend=0)
    taken[first] = rounded[first]
    return taken


def scale(unscaled: Ints, on_record: Ints, gap: Ints, duration: Ints, waiting: Mask, active: Ints) -> Times:
    """Scale the credit of work rows to their active time where it is shorter; the rest is waiting on record."""
    shorter = (active >= 0) & (active < duration) & ~waiting
    if not shorter.any():
        return Times(unscaled, unscaled, on_record, gap)
    credit = unscaled.copy()
    ratio = active[shorter] / duration[shorter]
    credit[shorter] = np.rint(unscaled[shorter] * ratio).astype(np.int64)
    return Times(credit, unscaled, on_record + unscaled - credit, gap)
