"""Days and weeks that look wrong: all at midnight, missing, repeated, moved with the clock. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wageaudit import zones
from wageaudit.arrays import Codes, Ints, Mask, distinct
from wageaudit.groups import period_codes
from wageaudit.screening.part import BIN, BINS, DAY, MINUTE, Clock, Found, Part, Tally, spans

MIDNIGHTS = 5  # rows of a worker, all of which start at midnight, before that is told
FEWEST, MONTH, MOST = 2, 4, 26  # weeks without any work: the fewest that are told, a month's, the most
STEADY, STEADIER = (
    4,
    8,
)  # weeks with work every week before and after a month and more, and before and after a holiday's length
FEW, MANY = 3, 8  # rows of a day that repeats: with stamps that are not on five minutes, or with any
ROUND = 5 * MINUTE
QUARTER, QUARTERS_SINCE = 15 * MINUTE, 1096 * DAY  # from 2 January 1973 on
MIXING = np.uint64(0x9E3779B97F4A7C15)  # odd, without pattern: 2^64 ÷ the golden ratio
WINDOW = 28 * DAY  # before and after the clock changes


def midnight(part: Part) -> Iterator[Found]:
    """Workers all of whose rows with an interval start at midnight, by the local clock or in UTC."""
    work, first = part.work, part.first
    worker = work.category["worker_id"]
    begins = _on_quarters(part, first[work.timed[first]])
    for local in (True, False):
        clock = part.clock(begins) if local else work.start[begins]
        if not len(begins) or not len(again := begins[clock % DAY == 0]):
            continue
        maybe = np.isin(worker[begins], worker[again])
        never = distinct(worker[begins[maybe & (clock % DAY != 0)]])
        who = np.setdiff1d(worker[again], never)
        rows = np.flatnonzero(np.isin(worker, who) & work.timed) if len(who) else np.zeros(0, np.int64)
        if not len(rows):
            continue
        other = (part.clock(rows) if local else work.start[rows]) % DAY != 0
        begin = np.flatnonzero(np.diff(worker[rows], prepend=-2))
        counts = np.diff(np.append(begin, len(rows)))
        told = np.repeat(
            (np.add.reduceat(other.astype(np.int64), begin) == 0) & (counts >= MIDNIGHTS), counts
        )
        if told.any():
            yield part.found("midnight", rows[told])
            return


def _on_quarters(part: Part, begins: Ints) -> Ints:
    """Of the rows that begin days, those of workers all of whose days begin on a quarter of an hour: others' are not midnight.

    Since 1972 every zone differs from UTC by quarters of an hour (the last that did not was Liberia's).
    """
    start, worker = part.work.start[begins], part.work.category["worker_id"][begins]
    if not len(begins) or int(start.min()) < QUARTERS_SINCE:
        return begins
    other = np.zeros(int(worker.max()) + 2, np.bool_)
    other[worker[start % QUARTER != 0]] = True
    return begins[~other[worker]]


def lost(part: Part) -> Iterator[Found]:
    """Workers with work every week, none for some weeks, and every week again: as if a file were missing.

    Two or three weeks are a holiday too, unless nothing like it was before or after for two months.
    """
    work, first = part.work, part.first
    runs = first[~work.blind[first]]
    week = period_codes(work.day[runs], "week").astype(np.int64)
    if not len(runs):
        return
    span = int(week.max() - week.min()) + 1
    every = work.category["worker_id"][runs].astype(np.int64) * span + week - week.min()
    key = distinct(every)
    if len(key) < 2 * STEADY:
        return
    same = key[1:] // span == key[:-1] // span
    step = np.diff(key)
    next_week: Mask = same & (step == 1)
    gap = np.flatnonzero(same & (step > FEWEST) & (step <= MOST + 1))
    needed = np.where(step[gap] > MONTH, STEADY, STEADIER) - 1
    through = np.concatenate(
        [[0], np.cumsum(next_week)]
    )  # so many weeks that follow the one before, up to each
    inside = (gap >= needed) & (gap + needed < len(next_week))
    gap, needed = gap[inside], needed[inside]
    steady = (through[gap] - through[gap - needed] == needed) & (
        through[gap + 1 + needed] - through[gap + 1] == needed
    )
    gap = gap[steady]
    if not len(gap):
        return
    order = np.argsort(every, kind="stable")
    at = order[np.searchsorted(every[order], key[gap + 1])]
    after = runs[at]
    file, row = part.example(after)
    workers = len(distinct(work.category["worker_id"][after]))
    yield Found("lost", "", 0, workers, Tally(), file, row, int((step[gap] - 1).sum()))


def repeated(part: Part) -> Iterator[Found]:
    """Days that say what another day of the worker says, row by row: the same times of day, lengths and amounts."""
    work = part.work
    one, other, size = _alike(part)
    if not len(one):
        return
    mine, theirs = spans(one, size), spans(other, size)
    begin = np.cumsum(size) - size
    since, later = (
        work.start[mine] - np.repeat(work.start[one], size),
        work.start[theirs] - np.repeat(work.start[other], size),
    )
    same = (
        (since == later) & (part.pay[mine] == part.pay[theirs]) & (work.active[mine] == work.active[theirs])
    )
    same &= (work.timed[mine] == work.timed[theirs]) & (_lengths(part, mine) == _lengths(part, theirs))
    odd = work.start[mine] % ROUND != 0
    whole = (np.add.reduceat(same.astype(np.int64), begin) == size) & work.timed[one]
    whole &= (np.add.reduceat(odd.astype(np.int64), begin) >= FEW) | (size >= MANY)
    if whole.any():
        yield part.found("repeated", np.sort(spans(other[whole], size[whole])))


def _lengths(part: Part, rows: Ints) -> Ints:
    work = part.work
    return np.where(work.timed[rows], work.end[rows] - work.start[rows], -1)


def _alike(part: Part) -> tuple[Ints, Ints, Ints]:
    """(first row of a day, first row of a later day, their rows) of days of one worker that begin, end and pay alike."""
    work, none = part.work, np.zeros(0, np.int64)
    runs = np.flatnonzero(part.run_rows >= FEW)
    first, count = part.first[runs], part.run_rows[runs]
    keys = [
        work.category["worker_id"][first],
        count,
        part.run_pay[runs],
        work.start[first + count - 1] - work.start[first],
    ]
    if not _any_alike(keys):
        return none, none, none
    clock = part.clock(first)
    keys.append(clock - clock // DAY * DAY)
    order = np.lexsort([clock, *keys[::-1]])
    pairs = np.flatnonzero(_pairs(keys, order))
    return first[order][pairs], first[order][pairs + 1], count[order][pairs]


def _any_alike(keys: Sequence[Ints | Codes]) -> bool:
    """Whether two lines may agree in every key: agree in a number mixed from all, which few others share."""
    mixed = np.zeros(len(keys[0]), np.uint64)
    for values in keys:
        mixed = (mixed ^ values.astype(np.uint64)) * MIXING
        mixed ^= mixed >> np.uint64(29)
    ordered = np.sort(mixed)
    return bool((ordered[1:] == ordered[:-1]).any())


def _pairs(keys: Sequence[Ints | Codes], order: Ints) -> Mask:
    """bool[n - 1]: whether each in this order is like the next in every key."""
    found = np.ones(max(len(order) - 1, 0), np.bool_)
    for values in keys:
        found &= values[order][1:] == values[order][:-1]
    return found


def clocks(part: Part) -> Iterator[tuple[tuple[str, int], Clock]]:
    """When workers' days begin by the local clock, around each change of the clock in their zone."""
    runs = np.flatnonzero(part.work.timed[part.first])
    zone = part.work.category["timezone"][part.first[runs]]
    for code in range(len(part.work.labels["timezone"])):
        mine = runs[zone == code] if len(part.work.labels["timezone"]) > 1 else runs[zone >= 0]
        if len(mine):
            yield from _changes(part, mine, part.label("timezone", code))


def _changes(part: Part, runs: Ints, zone: str) -> Iterator[tuple[tuple[str, int], Clock]]:
    """The same, of runs in one zone."""
    begins = part.work.start[part.first[runs]]
    changes = zones.changes(begins, zone)
    changes = changes[(changes > begins.min()) & (changes < begins.max())]
    if not len(changes):
        return
    bins = (begins + zones.offsets(begins, zone)) % DAY // BIN
    place = np.searchsorted(changes, begins, side="right")  # so many changes before it
    far = np.iinfo(np.int64).max // 2
    before = np.flatnonzero(np.append(changes, far)[place] - begins <= WINDOW)
    after = np.flatnonzero(begins - np.append(-far, changes)[place] < WINDOW)
    kind = [
        np.bincount(number * BINS + bins[own], minlength=len(changes) * BINS)
        for own, number in ((before, place[before]), (after, place[after] - 1))
    ]
    jumps = (zones.offsets(changes, zone) - zones.offsets(changes - 1, zone)) // BIN
    number, order = place[after] - 1, np.argsort(place[after], kind="stable")
    for at, own in zip(*_runs_of(number[order], runs[after][order]), strict=True):
        seen = slice(at * BINS, (at + 1) * BINS)
        if kind[0][seen].any():
            key = (zone, int(changes[at]))
            yield key, Clock(kind[0][seen], kind[1][seen], _timed("clock", part, own, f"{zone} {jumps[at]}"))


def _runs_of(number: Ints, runs: Ints) -> tuple[list[int], list[Ints]]:
    """The distinct numbers, in order, and the runs of each."""
    first = np.flatnonzero(np.diff(number, prepend=-1))
    return number[first].tolist(), np.split(runs, first)[1:]


def _timed(kind: str, part: Part, runs: Ints, key: str) -> Found:
    """All rows of these runs as a finding, without their pay."""
    first = part.first[runs]
    file, row = part.example(first)
    worker = part.work.category["worker_id"][first]
    workers = int(np.count_nonzero(np.diff(np.sort(worker), prepend=-1)))
    return Found(
        kind,
        key,
        int(part.run_rows[runs].sum()),
        workers,
        Tally(int(part.run_working[runs].sum())),
        file,
        row,
    )
