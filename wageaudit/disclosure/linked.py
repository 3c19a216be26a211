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
    worker = np.array([*(rank.get(name, -1) for name in said), -1], np.int32)[own]
    amount = {name: np.abs(values.astype(np.float64)) for name, values in given.amount.items()}
    return Atoms(found.cells, worker, np.stack(columns, axis=1), amount)


def telling(
    found: Family, given: Atoms, topic: Topic, rule: Rule, hidden: Collection[Cell], dropped: Collection[By], unsafe: Sequence[Cell]
) -> Cell | None:  # fmt: skip
    """A published group that tells too much of a withheld one or of few workers, and is to go; None where none does.

    hidden: withheld groups; dropped: tables withheld whole; unsafe: those of the withheld that are unsafe in themselves.
    """
    for name in topic.sums:
        amount = given.weight(name, found)
        if not amount.any():
            continue
        system = _System.of(given, amount, hidden, dropped)
        if system is None:
            continue
        told = _of_groups(system, unsafe, rule)
        if told is None:
            told = _of_workers(system, given.worker, rule, rule.few if topic.verdicts else rule.threshold)
        if told is not None:
            chosen = _smallest(found, system, told)
            if chosen is not None:
                return chosen
    return None


@dataclass(frozen=True, slots=True)
class _System:
    """m published sums over k atoms.

    cells: the groups published; number: place of each group of the family; rank: of these places, -1 where not published;
    amount: float64[k]; lines: float64[n] of each line; kind, place: as Atoms has them; member: float64[m, k], 1 where a group
    holds an atom; inverse: of member × amount × memberᵀ.
    """

    cells: tuple[Cell, ...]
    rank: Ints
    number: Mapping[Cell, int]
    amount: Floats
    lines: Floats
    kind: Ints
    place: Ints
    member: Floats
    inverse: Floats

    @staticmethod
    def of(given: Atoms, amount: Floats, hidden: Collection[Cell], dropped: Collection[By]) -> _System | None:
        """The system of the groups that are published; None where none is."""
        shown = [at for at, cell in enumerate(given.cells) if cell not in hidden and cell[0] not in dropped]
        if not shown:
            return None
        place, kind = given.kinds
        whole = np.bincount(kind, amount, minlength=len(place))
        rank = np.full(len(given.cells) + 1, -1, np.int64)
        rank[shown] = np.arange(len(shown))
        member = np.zeros((len(shown), len(place)))
        for column in rank[place].T:
            inside = np.flatnonzero(column >= 0)
            member[column[inside], inside] = 1.0
        scale = float(whole.sum()) or 1.0
        normal = (member * (whole / scale)) @ member.T
        size = np.sqrt(np.diagonal(normal))
        even = np.divide(1, size, out=np.zeros(len(size)), where=size > 0)
        normal *= np.outer(even, even)
        normal[np.diag_indices_from(normal)] += TINY
        inverse = np.linalg.inv(normal) * np.outer(even, even)
        cells = tuple(given.cells[at] for at in shown)
        number = {cell: at for at, cell in enumerate(given.cells)}
        return _System(cells, rank, number, whole / scale, amount / scale, kind, place, member, inverse)

    def nearest(self, rights: Floats) -> tuple[Floats, Floats]:
        """(weights of published sums [m, t], the combination they make [k, t]) nearest to what has these rights [m, t]."""
        weights = self.inverse @ rights
        return weights, self.member.T @ weights


def _of_groups(system: _System, unsafe: Sequence[Cell], rule: Rule) -> Floats | None:
    """The weights of published sums that tell a withheld unsafe group; None where each keeps its interval."""
    column = {by: at for at, by in enumerate(dict.fromkeys(by for by, _ in sorted(system.number)))}
    there = system.amount > 0
    for start in range(0, len(unsafe), AT_ONCE):
        some = unsafe[start : start + AT_ONCE]
        inside = np.stack([system.place[:, column[cell[0]]] == system.number[cell] for cell in some], axis=1)
        weighed = inside * system.amount[:, None]
        weights, near = system.nearest(system.member @ weighed)
        off = inside - near
        own, moved = weighed.sum(axis=0), (weighed * off).sum(axis=0)
        up = 1 / np.maximum(-off[there].min(axis=0, initial=0), SMALLEST)
        down = 1 / np.maximum(off[there].max(axis=0, initial=0), SMALLEST)
        width = np.where(moved > SMALLEST * own, moved * (up + down), 0)
        narrow = np.flatnonzero((own > 0) & (WHOLE_PERCENT * width < rule.width * own))
        if len(narrow):
            found: Floats = weights[:, narrow[0]]
            return found
    return None


def _of_workers(system: _System, worker: Codes, rule: Rule, least: int) -> Floats | None:
    """The weights of published sums that tell of fewer than `least` workers, or what two make up; None where none does."""
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
        near = np.abs(system.member.T @ weights[:, some])
        for at, target in enumerate(some.tolist()):
            part = np.where(near[:, at] > SLIGHT * near[:, at].max(), near[:, at], 0)
            made = np.bincount(worker, system.lines * part[system.kind], minlength=count)
            if np.count_nonzero(made) < least or dominated(
                np.rint(made / made.max() * 1e9).astype(np.int64), rule
            ):
                found: Floats = weights[:, target]
                return found
    return None


def _smallest(found: Family, system: _System, weights: Floats) -> Cell | None:
    """The group with the fewest workers among those whose sums count, and that is not all there is."""
    size = np.abs(weights)
    whole = system.amount[system.amount > 0].size
    part = (system.member[:, system.amount > 0].sum(axis=1) < whole).tolist()
    counted = [
        cell
        for cell, one, some in zip(system.cells, size.tolist(), part, strict=True)
        if some and one > SLIGHT * size.max() and cell != TOTAL
    ]
    return min(counted, key=lambda cell: (len(found.members(cell)), cell), default=None)
