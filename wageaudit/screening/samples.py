"""Samples of logs held against one another: files that have much in common, and count as different workers'. Pure.

A row is what happened, not whose it is: its hash is of start, end, pay and measured time. The sample is of the rows with the
smallest hashes: all rows of a short file, some hundreds of a long one; so the samples of two files are of the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from wageaudit.screening.part import Tally

Hashes = npt.NDArray[np.uint64]
KEPT = 512  # hashes of a file
TOP = 1 << 32  # hashes of starts lie below
HALF = np.uint64(32)  # bits
LEAST, SHARE = 5, Decimal("0.5")  # rows in common, and of those of the shorter file
CROWD = 8  # files that share a row: of more, each is held against the first alone
MANY = None  # workers


@dataclass(frozen=True, slots=True)
class Log:
    """One file: its rows, their time and pay, whose they are (None: several workers'), hashes below `limit` of those with an interval.

    A hash is that of the start in its upper half; the lowest bit says that both ends lie on a quarter of an hour.
    """

    rows: int
    tally: Tally
    worker: str | None
    hashes: Hashes
    limit: int = TOP

    def __add__(self, other: Log) -> Log:
        """Both parts of the file together."""
        limit = min(self.limit, other.limit)
        both = np.union1d(self.hashes, other.hashes)
        kept, limit = bottom(both[both < limit << 32] if limit < TOP else both, limit)
        worker = self.worker if self.worker == other.worker else MANY
        return Log(self.rows + other.rows, self.tally + other.tally, worker, kept, limit)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files with rows in common: the shorter first; share: of its rows that the other has, too."""

    file: str
    other: str
    share: Decimal


def bottom(hashes: Hashes, limit: int) -> tuple[Hashes, int]:
    """The smallest of distinct hashes in their order, with all of those that begin as they do; what they all lie below."""
    if len(hashes) <= KEPT:
        return hashes, limit
    limit = min(limit, int(hashes[KEPT] >> HALF))
    return hashes[: np.searchsorted(hashes, np.uint64(limit) << HALF)], limit


def alike(found: Mapping[str, Log]) -> list[Pair]:
    """Every two files that count as different workers' and have much in common, by their names."""
    names = sorted(found)
    counts: dict[tuple[int, int], int] = {}
    for group in _shared([found[name].hashes for name in names]):
        pairs = combinations(group, 2) if len(group) <= CROWD else ((group[0], one) for one in group[1:])
        for pair in pairs:
            counts[pair] = counts.get(pair, 0) + 1
    made = [
        _pair(names[one], names[two], found) for (one, two), count in sorted(counts.items()) if count >= LEAST
    ]
    return [pair for pair in made if pair is not None]


def _shared(hashes: list[Hashes]) -> Iterator[list[int]]:
    """For each row that several files have, which; rows on quarters of an hour are none."""
    every = np.concatenate([*hashes, np.zeros(0, np.uint64)])
    owner = np.repeat(np.arange(len(hashes)), [len(one) for one in hashes])
    fine = np.flatnonzero(every & np.uint64(1) == 0)
    order = fine[np.argsort(every[fine], kind="stable")]  # of equal ones, in the order of the files
    if not len(order):
        return
    first = np.flatnonzero(np.diff(every[order], prepend=~every[order[0]]) != 0)
    counts = np.diff(np.append(first, len(order)))
    for begin, count in zip(first[counts > 1].tolist(), counts[counts > 1].tolist(), strict=True):
        yield owner[order[begin : begin + count]].tolist()


def _pair(one: str, two: str, found: Mapping[str, Log]) -> Pair | None:
    """The two files held against each other, if they are different workers' and share enough."""
    mine, other = found[one], found[two]
    if mine.worker is not MANY and mine.worker == other.worker:
        return None
    limit = min(mine.limit, other.limit)
    seen, theirs = (log.hashes[log.hashes >> HALF < limit] for log in (mine, other))
    both, least = len(np.intersect1d(seen, theirs, assume_unique=True)), min(len(seen), len(theirs))
    share = Decimal(both) / max(least, 1)
    if both < LEAST or share < SHARE:
        return None
    return Pair(one, two, share) if mine.rows < other.rows else Pair(two, one, share)
