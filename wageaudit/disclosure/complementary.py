"""Complementary suppression: what else must go, so that no withheld group comes back by subtraction. Pure.

Published sums bind groups: a table by one grouping adds up to the total, a table by two to both of its margins. Two things
are held for the whole family at once:

1. What remains of any published sum, when its published parts are taken from it, is itself no unsafe group.
2. Every withheld group lies on a move: a change of withheld groups that leaves every published sum as it is. Along it the
   true values could be others, down to 0 and up to what others can give; the interval is at least Rule.width wide, for the
   number of workers and for each sum.

Moves are those of the hypercube method (Repsilber 1994; Giessing and Repsilber 2002; Handbook on Statistical Disclosure
Control, chapter 4), for two dimensions: the four corners of a rectangle in a two-way table, or two margins of one grouping
with groups that carry the change in every two-way table of it. Cheapest first: the fewest workers go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wageaudit.disclosure.family import TOTAL, By, Cell, Family, across, crossing, margins
from wageaudit.disclosure.linked import Atoms, telling
from wageaudit.disclosure.primary import COMPLEMENTARY, WHOLE_PERCENT, Rule, unsafe
from wageaudit.disclosure.topics import Topic

Values = tuple[int, ...]  # each sum of the topic; before them, of the first topic, the number of workers


@dataclass(frozen=True, slots=True)
class Pattern:
    """Withheld groups with their reasons, and the two-way tables that are withheld whole."""

    reasons: Mapping[Cell, str]
    dropped: frozenset[By] = frozenset()


def protected(
    found: Family, rule: Rule, topic: Topic, first: Pattern, linked: Atoms | None = None
) -> Pattern:
    """The first pattern with what else must be withheld. Where the total is unsafe, everything is.

    linked: what binds tables to one another besides their margins (linked.py), where it is known.
    """
    if TOTAL in first.reasons or TOTAL not in found.groups:
        why = first.reasons.get(TOTAL, COMPLEMENTARY)
        return Pattern({cell: first.reasons.get(cell, why) for cell in found.cells}, first.dropped)
    search = _Search(found, rule, topic, first)
    while search.rests() or search.moves() or (linked is not None and search.links(linked)):
        pass
    return Pattern(search.reasons, frozenset(search.dropped))


class _Search:
    """The pattern while it grows: each step withholds one group more at least, or gives up a table, and so it ends."""

    def __init__(self, found: Family, rule: Rule, topic: Topic, first: Pattern) -> None:
        self.found, self.rule, self.topic = found, rule, topic
        self.reasons, self.dropped = dict(first.reasons), set(first.dropped)
        self.values = {cell: self._values(cell) for cell in found.cells}
        place = {
            name: at for at, name in enumerate(topic.sums, start=len(self.values[TOTAL]) - len(topic.sums))
        }
        self.against = [(place[one], place[other]) for one, other in topic.against]
        self.nothing = [whole == 0 for whole in self.values[TOTAL]]
        for one, other in self.against:
            self.nothing[one] = self.nothing[other] = self.nothing[one] or self.nothing[other]
        self.first = [cell for cell, reason in first.reasons.items() if reason != COMPLEMENTARY]
        self.certain: set[Cell] = set()
        self.line_of = found.lines
        self.unchecked = set(found.lines)

    def _values(self, cell: Cell) -> Values:
        members = self.found.members(cell)
        counted = () if self.topic.above else (len(members),)
        return (*counted, *(members.sum(name) for name in self.topic.sums))

    def hide(self, cell: Cell) -> None:
        """Withhold one group more."""
        self.reasons.setdefault(cell, COMPLEMENTARY)
        self.unchecked |= {(margin, cell[0]) for margin in margins(cell)}
        self.unchecked |= {(cell, by) for by in self.found.pairs if cell[0] and cell[0][0] in by}

    def hidden(self, cells: Sequence[Cell]) -> list[Cell]:
        """Which of these are withheld."""
        return [cell for cell in cells if cell in self.reasons]

    def cost(self, cells: Iterable[Cell]) -> tuple[int, tuple[Cell, ...]]:
        """Workers in groups that would have to go; equal ones in the order of their names."""
        named = tuple(cells)
        return sum(len(self.found.members(cell)) for cell in named if cell not in self.reasons), named

    # ------------------------------------------------------------------------------------------------- what remains

    def rests(self) -> bool:
        """Withhold more wherever what remains of a published sum is unsafe. Whether anything was."""
        grown = False
        while self.unchecked:
            lines, self.unchecked = sorted(self.unchecked), set()
            for margin, by in lines:
                if by not in self.dropped and margin not in self.reasons and (margin, by) in self.line_of:
                    grown |= self._rest(margin, self.line_of[margin, by])
        return grown

    def _rest(self, margin: Cell, cells: Sequence[Cell]) -> bool:
        gone = self.hidden(cells)
        if not gone:
            return False
        free = sorted(
            (cell for cell in cells if cell not in self.reasons), key=lambda cell: self.cost([cell])
        )
        grown = False
        while len(gone) == 1 or unsafe(self.found.together(gone), self.rule, self.topic):
            if not free:
                break
            gone.append(free.pop(0))
            self.hide(gone[-1])
            grown = True
        if len(gone) == 1:  # the one group of its margin is its margin
            self.hide(margin)
            grown = True
        return grown

    def links(self, linked: Atoms) -> bool:
        """Withhold groups that tell of others through the rows their tables share. Whether there was one."""
        cells = telling(self.found, linked, self.topic, self.rule, self.reasons, self.dropped, self.first)
        for cell in cells:
            self.hide(cell)
        return bool(cells)

    # -------------------------------------------------------------------------------------------------------- moves

    def moves(self) -> bool:
        """Withhold what one withheld group without a move lacks. Whether there was one."""
        for cell in sorted(self.reasons, key=lambda cell: (len(cell[0]), cell)):
            if cell == TOTAL or cell in self.certain or cell[0] in self.dropped:
                continue
            if self._free(cell):
                self.certain.add(cell)
            elif self._mend(cell):
                return True
        return False

    def _free(self, cell: Cell) -> bool:
        if len(cell[0]) == 1:
            return self._swaps(cell, None)
        return self._rectangle(cell) or any(
            margin in self.reasons and self._swaps(margin, cell) for margin in margins(cell)
        )

    def _wide(self, cell: Cell, down: Values, up: Values) -> bool:
        """Whether the interval is wide enough for each sum; nothing hides a sum of nothing at all.

        What a sum gains, the sum it is published with loses: of such a pair the smaller one counts.
        """
        low, high, own = list(down), list(up), list(self.values[cell])
        for one, other in self.against:
            low[one], high[one] = min(down[one], up[other]), min(up[one], down[other])
            low[other], high[other] = high[one], low[one]
            own[one] = own[other] = min(own[one], own[other])
        return all(
            WHOLE_PERCENT * (low[at] + high[at]) >= self.rule.width * own[at]
            and (low[at] + high[at] > 0 or nothing)
            for at, nothing in enumerate(self.nothing)
        )

    def _least(self, cells: Sequence[Cell]) -> Values:
        return tuple(map(min, zip(*(self.values[cell] for cell in cells), strict=True)))

    def _rectangles(self, cell: Cell) -> Iterator[tuple[Cell, Cell, Cell]]:
        """(beside, above, opposite) of every rectangle of groups that there are."""
        by = cell[0]
        row, column = margins(cell)
        above = [other for other in self.line_of[column, by] if other != cell]
        for beside in self.line_of[row, by]:
            if beside == cell:
                continue
            other_column = across(beside, row[0])
            for over in above:
                opposite = crossing(by, across(over, column[0]), other_column)
                if opposite in self.values:
                    yield beside, over, opposite

    def _rectangle(self, cell: Cell) -> bool:
        return any(
            beside in self.reasons
            and over in self.reasons
            and opposite in self.reasons
            and self._wide(cell, self._least([cell, opposite]), self._least([beside, over]))
            for beside, over, opposite in self._rectangles(cell)
        )

    def _swaps(self, margin: Cell, through: Cell | None) -> bool:
        """Whether a margin (or the group `through` of it) can change against other withheld margins of its grouping."""
        low: Values = (0,) * len(self.values[margin])
        high = low
        target = through or margin
        for other in self.line_of[TOTAL, margin[0]]:
            withheld = other != margin and other in self.reasons
            bounds = self._swap(margin, other, through) if withheld else None
            if bounds is None:
                continue
            low = tuple(map(max, low, bounds[0]))
            high = tuple(one + more for one, more in zip(high, bounds[1], strict=True))
            if self._wide(target, low, high):
                return True
        return False

    def _swap(self, margin: Cell, other: Cell, through: Cell | None) -> tuple[Values, Values] | None:
        """(how far a margin can fall, how far it can rise) at the other's cost; None where no group carries the change."""
        down, up = self.values[margin], self.values[other]
        for by in self._tables(margin):
            carriers = [
                (mine, its)
                for mine, its in self._facing(margin, other, by)
                if mine in self.reasons
                and its in self.reasons
                and (through is None or by != through[0] or mine == through)
            ]
            if not carriers:
                return None
            down = tuple(map(min, down, self._sum([mine for mine, _ in carriers])))
            up = tuple(map(min, up, self._sum([its for _, its in carriers])))
        return down, up

    def _sum(self, cells: Sequence[Cell]) -> Values:
        return tuple(map(sum, zip(*(self.values[cell] for cell in cells), strict=True)))

    def _tables(self, margin: Cell) -> list[By]:
        return [by for by in self.found.pairs if margin[0][0] in by and by not in self.dropped]

    def _facing(self, margin: Cell, other: Cell, by: By) -> Iterator[tuple[Cell, Cell]]:
        """Groups of two margins that stand in the same line of a two-way table."""
        for mine in self.line_of[margin, by]:
            its = crossing(by, other, across(mine, margin[0]))
            if its in self.values:
                yield mine, its

    # --------------------------------------------------------------------------------------------------------- mends

    def _mend(self, cell: Cell) -> bool:
        """Withhold the least that gives a group a move, or one more step of it. Whether anything changed."""
        chosen = self._partners(cell, None) if len(cell[0]) == 1 else self._mend_inside(cell)
        new = [other for other in chosen if other not in self.reasons]
        for other in new:
            self.hide(other)
        if not new:
            return self._give_up(cell)
        return True

    def _mend_inside(self, cell: Cell) -> Sequence[Cell]:
        wide = (
            corners
            for corners in self._rectangles(cell)
            if self._wide(cell, self._least([cell, corners[2]]), self._least(corners[:2]))
        )
        best = min(wide, key=self.cost, default=None)
        if best is not None:
            return best
        lines = [margin for margin in margins(cell) if margin not in self.reasons]
        if lines:
            return [min(lines, key=lambda margin: self.cost([margin]))]
        return min((self._partners(margin, cell) for margin in margins(cell)), key=self.cost)

    def _partners(self, margin: Cell, through: Cell | None) -> Sequence[Cell]:
        """The cheapest further margin and what carries the change, in every table; nothing where there is none."""
        options = [
            self._partner(margin, other, through)
            for other in self.line_of[TOTAL, margin[0]]
            if other != margin
        ]
        open_ = [chosen for chosen in options if not set(chosen) <= set(self.reasons)]
        return min(open_, key=self.cost, default=[])

    def _partner(self, margin: Cell, other: Cell, through: Cell | None) -> Sequence[Cell]:
        """One other margin, and in each table the cheapest pair of groups not yet withheld; nothing where a table has no pair."""
        chosen = [other]
        for by in self._tables(margin):
            lanes = [
                pair
                for pair in self._facing(margin, other, by)
                if through is None or by != through[0] or pair[0] == through
            ]
            if not lanes:
                return []
            fresh = [pair for pair in lanes if pair[0] not in self.reasons or pair[1] not in self.reasons]
            chosen += min(fresh, key=self.cost) if fresh else ()
        return chosen

    def _give_up(self, cell: Cell) -> bool:
        """No way is left: the two-way tables that bind the group are not shared at all."""
        tables = [cell[0]] if len(cell[0]) > 1 else self._tables(cell)
        self.dropped |= set(tables)
        return bool(tables)
