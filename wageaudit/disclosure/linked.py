"""Tables that share rows: what all published sums together say of a withheld group, or of a few workers, by linear algebra. Pure.

Groups of different tables overlap: a requester's tasks lie on one platform, a project's in one month. Whoever knows which can
add and subtract published sums across tables. Rows that lie in the same groups of all tables make an atom; each published sum
is a sum of atoms. What an attacker can be sure of is what every other set of atoms says too that is nowhere negative and gives
the same published sums.

- A withheld group that is unsafe in itself: the way in which atoms could change most, with all published sums as they are (a
  projection, each atom weighed with its amount, as in the affine scaling method of Dikin 1967), gives an interval in which
  its sum could lie; it is at least Rule.width wide.
- A worker: the combination of published sums that comes closest to her alone is of no few workers, nor made up by two.

Where this does not hold, the smallest of the groups whose sums tell it goes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, codes
from wageaudit.disclosure.amounts import Floats
from wageaudit.disclosure.family import TOTAL, By, Cell, Family
from wageaudit.disclosure.primary import WHOLE_PERCENT, Rule, dominated
from wageaudit.disclosure.topics import Topic
from wageaudit.summary.figures import named

TINY = 1e-9  # of the largest: what stands for nothing in sums of doubles
SMALLEST = 1e-6  # part of a group that has to be free to change
SLIGHT = 0.02  # of the largest part of a combination: what belongs to it
AT_ONCE = 256  # workers looked at together


@dataclass(frozen=True, slots=True)
class Together:
    """What each worker did in each combination of labels: table: column `worker` and one for each grouping, a line each.

    amount[name]: int64 of each line, as amounts.py names them; `hours` at least.
    """

    table: pa.Table
    amount: Mapping[str, Ints]


@dataclass(frozen=True)
class Atoms:
    """n lines of what workers did in combinations of labels. worker: int32[n], as the family numbers them; place:
    int64[n, tables], the group of each table a line lies in, -1 in none; amount[name]: float64[n], never below 0.
    """  # noqa: D205 - one list

    cells: tuple[Cell, ...]
    worker: Codes
    place: Ints
    amount: Mapping[str, Floats]

    @cached_property
    def kinds(self) -> tuple[Ints, Ints]:
        """(int64[k, tables] groups of each atom, int64[n] atom of each line)."""
        found, line = np.unique(self.place, axis=0, return_inverse=True)
        return found, line.reshape(-1)

    @cached_property
    def grams(self) -> dict[str, tuple[Floats, Floats, Floats]]:
        """What gram() made before."""
        return {}

    def gram(self, name: str, found: Family) -> tuple[Floats, Floats, Floats] | None:
        """Of a sum, all of it being 1: (float64[n] of lines, float64[k] of atoms, float64[c, c] what two groups share).

        None where nobody adds to it.
        """
        if name not in self.grams:
            place, kind = self.kinds
            lines = self.weight(name, found)
            lines = lines / (float(lines.sum()) or 1.0)
            whole: Floats = np.bincount(kind, lines, minlength=len(place)).astype(np.float64)
            count = len(self.cells)
            shared = np.zeros(count * count)
            for one in place.T:
                for other in place.T:
                    both = np.flatnonzero((one >= 0) & (other >= 0))
                    shared += np.bincount(
                        one[both] * count + other[both], whole[both], minlength=count * count
                    )
            self.grams[name] = lines, whole, shared.reshape(count, count)
        return self.grams[name] if self.grams[name][1].any() else None

    def weight(self, name: str, found: Family) -> Floats:
        """float64[n] of a sum; where it is not known line by line, the hours of all who add to it."""
        if name in self.amount:
            return self.amount[name]
        everyone = found.members(TOTAL)
        adds = np.zeros(len(found.names) + 1, np.bool_)
        adds[everyone.worker] = everyone.amount[name] != 0
        return np.where(adds[self.worker], np.maximum(self.amount["hours"], 1.0), 0.0)


def atoms(found: Family, given: Together) -> Atoms:
    """The atoms of a family."""
    number = {cell: at for at, cell in enumerate(found.cells)}
    columns = []
    for by in found.tables:
        read = [named(given.table.column(name)) for name in by]
        labels = [[*said, ""] for _, said in read]
        rows = (
            list(zip(*(own.tolist() for own, _ in read), strict=True)) if by else [()] * given.table.num_rows
        )
        known = {
            row: number.get((by, tuple(own[code] for own, code in zip(labels, row, strict=True))), -1)
            for row in set(rows)
        }
        columns.append(np.array([known[row] for row in rows], np.int64))
    own, said = codes(given.table.column("worker"))
    rank = {name: at for at, name in enumerate(found.names)}
    nobody = len(found.names)  # a line of somebody the tables do not know weighs as one more
    worker = np.array([*(rank.get(name, nobody) for name in said), nobody], np.int32)[own]
    amount = {name: np.abs(values.astype(np.float64)) for name, values in given.amount.items()}
    return Atoms(found.cells, worker, np.stack(columns, axis=1), amount)


def telling(
    found: Family, given: Atoms, topic: Topic, rule: Rule, hidden: Collection[Cell], dropped: Collection[By], unsafe: Sequence[Cell]
) -> list[Cell]:  # fmt: skip
    """Published groups that tell too much of withheld ones or of few workers, and are to go; [] where none does.

    hidden: withheld groups; dropped: tables withheld whole; unsafe: those of the withheld that are unsafe in themselves.
    """
    shown = np.array(
        [at for at, cell in enumerate(given.cells) if cell not in hidden and cell[0] not in dropped], np.int64
    )
    for name in topic.sums:
        gram = given.gram(name, found)
        if gram is None or not len(shown):
            continue
        system = _System.of(given, gram, shown)
        told = _of_groups(system, unsafe, rule) or _of_workers(
            system, given.worker, rule, rule.few if topic.verdicts else rule.threshold
        )
        chosen = _smallest(found, system, told)
        if chosen:
            return chosen
    return []


@dataclass(frozen=True, slots=True)
class _System:
    """m published sums over k atoms.

    cells, shown: the groups published, and their places among all; rank: of all places, -1 where not published; lines: float64[n],
    amount: float64[k], shared: float64[c, c] as gram() gives them; kind, place: as Atoms has them; inverse: float64[m, m] of
    what published groups share.
    """

    cells: tuple[Cell, ...]
    shown: Ints
    rank: Ints
    number: Mapping[Cell, int]
    lines: Floats
    amount: Floats
    shared: Floats
    kind: Ints
    place: Ints
    inverse: Floats

    @staticmethod
    def of(given: Atoms, gram: tuple[Floats, Floats, Floats], shown: Ints) -> _System:
        """The system of the groups that are published."""
        lines, amount, shared = gram
        rank = np.full(len(given.cells) + 1, -1, np.int64)
        rank[shown] = np.arange(len(shown))
        normal = shared[np.ix_(shown, shown)].copy()
        size = np.sqrt(np.diagonal(normal))
        even = np.divide(1, size, out=np.zeros(len(size)), where=size > 0)
        normal *= np.outer(even, even)
        normal[np.diag_indices_from(normal)] += TINY
        inverse = np.linalg.inv(normal) * np.outer(even, even)
        cells = tuple(given.cells[at] for at in shown.tolist())
        number = {cell: at for at, cell in enumerate(given.cells)}
        place, kind = given.kinds
        return _System(cells, shown, rank, number, lines, amount, shared, kind, place, inverse)

    def near(self, weights: Floats) -> Floats:
        """float64[k, t]: the combination of published sums with these weights [m, t]."""
        padded = np.vstack(
            [weights, np.zeros((1, weights.shape[1]))]
        )  # the last, at -1, of no published group
        found: Floats = np.zeros((len(self.place), weights.shape[1]))
        for column in self.rank[self.place].T:
            found += padded[column]
        return found


def _of_groups(system: _System, unsafe: Sequence[Cell], rule: Rule) -> list[Floats]:
    """The weights of published sums that tell withheld unsafe groups, of some of them; [] where each keeps its interval."""
    column = {by: at for at, by in enumerate(dict.fromkeys(by for by, _ in sorted(system.number)))}
    there = system.amount > 0
    for start in range(0, len(unsafe), AT_ONCE):
        some = unsafe[start : start + AT_ONCE]
        places = [system.number[cell] for cell in some]
        inside = np.stack(
            [system.place[:, column[cell[0]]] == at for cell, at in zip(some, places, strict=True)], axis=1
        )
        weights = system.inverse @ system.shared[np.ix_(system.shown, np.array(places))]
        off = inside - system.near(weights)
        own = np.diagonal(system.shared)[places]
        moved = (off * (inside * system.amount[:, None])).sum(axis=0)
        up = 1 / np.maximum(-off[there].min(axis=0, initial=0), SMALLEST)
        down = 1 / np.maximum(off[there].max(axis=0, initial=0), SMALLEST)
        width = np.where(moved > SMALLEST * own, moved * (up + down), 0)
        narrow = np.flatnonzero((own > 0) & (WHOLE_PERCENT * width < rule.width * own))
        if len(narrow):
            return list(weights[:, narrow].T)
    return []


def _of_workers(system: _System, worker: Codes, rule: Rule, least: int) -> list[Floats]:
    """The weights of published sums that tell of fewer than `least` workers, or what two make up; [] where none does."""
    count = int(worker.max()) + 1 if len(worker) else 0
    own = np.bincount(worker, system.lines, minlength=count)
    rights = np.zeros((len(system.cells), count))
    for column in system.rank[system.place].T:
        at = column[system.kind]
        inside = np.flatnonzero(at >= 0)
        added = np.bincount(at[inside] * count + worker[inside], system.lines[inside], minlength=rights.size)
        rights += added.reshape(rights.shape)
    weights = system.inverse @ rights
    share = np.divide((rights * weights).sum(axis=0), own, out=np.zeros(count), where=own > 0)
    close = np.flatnonzero(share * least >= 1)
    for start in range(0, len(close), AT_ONCE):
        some = close[start : start + AT_ONCE]
        near = np.abs(system.near(weights[:, some]))
        for at, target in enumerate(some.tolist()):
            part = np.where(near[:, at] > SLIGHT * near[:, at].max(), near[:, at], 0)
            made = np.bincount(worker, system.lines * part[system.kind], minlength=count)
            if np.count_nonzero(made) < least or dominated(
                np.rint(made / made.max() * 1e9).astype(np.int64), rule
            ):
                return [weights[:, target]]
    return []


def _smallest(found: Family, system: _System, told: Sequence[Floats]) -> list[Cell]:
    """Of each combination the group with the fewest workers among those whose sums count, unless one of these goes already."""
    part = (np.diagonal(system.shared)[system.shown] < 1 - TINY).tolist()
    gone: list[Cell] = []
    for weights in told:
        size = np.abs(weights)
        counted = [
            cell
            for cell, one, some in zip(system.cells, (size > SLIGHT * size.max()).tolist(), part, strict=True)
            if one and some and cell != TOTAL
        ]
        if counted and not set(counted) & set(gone):
            gone.append(min(counted, key=lambda cell: (len(found.members(cell)), cell)))
    return gone
