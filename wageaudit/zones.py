"""Time zones: local dates and wall clocks of many instants at once, from IANA rules. Pure but for the rules zoneinfo reads.

Instants are int64 microseconds since 1970-01-01T00:00:00Z, days are int32 days since 1970-01-01.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from wageaudit.arrays import Codes, Ints, Mask

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PROBED = 3  # days between two looks at a zone's rules
FIRST_PROBE, LAST_PROBE = date(1990, 1, 1), date(2060, 1, 1)  # the bounds of tasks.EARLIEST and tasks.LATEST


def known(zone: str) -> bool:
    """Whether this is an IANA zone name."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return False
    return True


@cache
def minutes_of_letters(zone: str, letters: str) -> int | None:
    """The one offset [min] at which clocks of a zone show these letters, as BST; None where they never do, or at several."""
    own, found = ZoneInfo(zone), set()
    for month in range(12 * (LAST_PROBE.year - FIRST_PROBE.year)):
        moment = datetime(FIRST_PROBE.year + month // 12, month % 12 + 1, 15, 12, tzinfo=own)
        offset = moment.utcoffset()
        if moment.tzname() == letters and offset is not None:
            found.add(int(offset.total_seconds()) // 60)
    return found.pop() if len(found) == 1 else None


def _offset(zone: ZoneInfo, second: int) -> timedelta:
    return datetime.fromtimestamp(second, zone).utcoffset() or timedelta(0)


@cache
def _steps(name: str, first: int, last: int) -> tuple[Ints, Ints]:
    """(starts, offsets): UTC seconds from which each UTC offset [s] of the zone holds, over days first to last.

    The rules are asked every PROBED days, and where two answers differ between them: no clock on record was moved
    forth and back within so few (the shortest time was a week, in Brazil in October 2000).
    """
    zone, end = ZoneInfo(name), last * 86_400
    probes = [*range(first * 86_400, end, PROBED * 86_400), end]
    starts, offsets = [probes[0]], [_offset(zone, probes[0])]
    for low, high in pairwise(probes):
        while _offset(zone, high) != offsets[-1]:
            before, after = max(low, starts[-1]), high
            while after - before > 1:
                middle = (before + after) // 2
                before, after = (middle, after) if _offset(zone, middle) == offsets[-1] else (before, middle)
            starts.append(after)
            offsets.append(_offset(zone, after))
    return np.array(starts, np.int64), np.array([int(one.total_seconds()) for one in offsets], np.int64)


def _covering(instants: Ints, name: str) -> tuple[Ints, Ints]:
    """Steps for whole years around the instants, so that few distinct ranges are ever computed."""
    low, high = (EPOCH + timedelta(microseconds=int(edge)) for edge in (instants.min(), instants.max()))
    first, last = date(max(low.year - 1, 1971), 1, 1), date(high.year + 1, 12, 31)
    starts, offsets = _steps(name, (first - EPOCH.date()).days, (last - EPOCH.date()).days)
    return starts * SECOND, offsets * SECOND


def offsets(instants: Ints, name: str) -> Ints:
    """int64[n] [µs]: what to add to each UTC instant for the wall clock of the zone."""
    if len(instants) == 0 or name in {"", "UTC", "Etc/UTC"}:
        return np.zeros(len(instants), np.int64)
    starts, gaps = _covering(instants, name)
    if len(starts) == 1:
        return np.full(len(instants), gaps[0], np.int64)
    return gaps[np.maximum(np.searchsorted(starts, instants, side="right") - 1, 0)]


def changes(instants: Ints, name: str) -> Ints:
    """int64[k] [µs]: the UTC instants at which the zone's offset changes, over the years of the instants; in order."""
    if len(instants) == 0 or name in {"", "UTC", "Etc/UTC"}:
        return np.zeros(0, np.int64)
    return _covering(instants, name)[0][1:]


def local_days(instants: Ints, zone: Codes, names: list[str]) -> Codes:
    """int32[n]: the local date on which each instant falls; zone is each row's place in names, -1 is UTC."""
    local = instants
    for code, name in enumerate(names):
        inside = zone == code
        if inside.all():
            local = instants + offsets(instants, name)
        elif inside.any():
            local = local.copy() if local is instants else local
            local[inside] += offsets(instants[inside], name)
    return np.asarray(np.floor_divide(local, DAY), np.int32)


def second_showing(walls: Ints, name: str) -> Ints:
    """int64[n] [µs]: the instant at which a clock that showed these times twice did so again."""
    starts, gaps = _covering(walls, name)
    return walls - gaps[np.maximum(np.searchsorted(starts, walls + 14 * 3600 * SECOND, side="right") - 1, 0)]


def to_utc(walls: Ints, name: str) -> tuple[Ints, Mask, Mask]:
    """(instants, skipped, repeated) of wall clock times [µs as if UTC] in the zone.

    skipped: the clock never showed this time (spring); repeated: it showed it twice (autumn), and the first is taken.
    """
    if len(walls) == 0 or name in {"", "UTC", "Etc/UTC"}:
        none = np.zeros(len(walls), np.bool_)
        return walls, none, none
    starts, gaps = _covering(walls, name)
    step = np.searchsorted(starts, walls - 14 * 3600 * SECOND, side="right") - 1  # no offset exceeds 14 h
    earlier = gaps[np.maximum(step, 0)]
    later = gaps[np.maximum(np.searchsorted(starts, walls + 14 * 3600 * SECOND, side="right") - 1, 0)]
    first, second = walls - earlier, walls - later
    first_true = offsets(first, name) == earlier
    second_true = offsets(second, name) == later
    repeated = first_true & second_true & (first != second)
    skipped = ~(
        first_true | second_true
    )  # the clock jumped over it: by the offset before, it is just after the jump
    return np.where(first_true | skipped, first, second), skipped, repeated
