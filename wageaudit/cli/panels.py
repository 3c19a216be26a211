"""Text in panels, as wide as the terminal and in its colours: columns, wrapping, borders. What --help is drawn with; imports nothing heavy.

A text goes with its marks: a second string of the same length that gives each letter its style. Both are cut alike.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import NamedTuple, TextIO

LEAST, USUAL = 40, 80  # columns: what panels need, and what a screen has that does not say
PLAIN, BOLD, DIM = ".", "b", "d"
OPTION, SWITCH, USAGE, TYPE, SEPARATOR = "o", "s", "u", "t", "p"
STAR, REQUIRED = "r", "R"
CODES: Mapping[str, str] = {
    BOLD: "1", DIM: "2", OPTION: "1;36", SWITCH: "1;32", USAGE: "1;33", TYPE: "1;33", SEPARATOR: "1;2;33", STAR: "31", REQUIRED: "2;31",
}  # fmt: skip
UNCOLOURED: Mapping[str, str] = {
    BOLD: "1", DIM: "2", OPTION: "1", SWITCH: "1", USAGE: "1", TYPE: "1", SEPARATOR: "1;2", REQUIRED: "2",
}  # fmt: skip
ROUNDED, ASCII = "╭─╮│╰╯", "+-+|++"  # corner, edge, corner, side, corners below
WORD = re.compile(r"\s*\S+\s*")
DUMB = {"dumb", "unknown"}
NO_WIDTH = {"Mn", "Me", "Cf", "Cc"}  # categories of signs that take no column, or nobody knows how many


class Styled(NamedTuple):
    """A text, and for each of its letters the mark of its style."""

    text: str
    marks: str

    def cut(self, start: int, end: int) -> Styled:
        """The part from start up to end."""
        return Styled(self.text[start:end], self.marks[start:end])

    def padded(self, width: int) -> Styled:
        """The same with spaces after it, so many columns wide in all."""
        missing = max(0, width - len(self.text))
        return Styled(self.text + " " * missing, self.marks + PLAIN * missing)


EMPTY = Styled("", "")


def styled(text: str, mark: str = PLAIN) -> Styled:
    """A text in one style."""
    return Styled(text, mark * len(text))


def joined(parts: Iterable[Styled]) -> Styled:
    """Texts one behind the other."""
    texts, marks = zip(*parts, strict=True)
    return Styled("".join(texts), "".join(marks))


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of one row: pieces that stand side by side where there is room, else below each other."""

    pieces: Sequence[Styled]
    fold: bool = False  # whether a word that is too long for its column goes on below; else it is cut
    greedy: bool = False  # whether the column takes all the room that others leave

    @property
    def natural(self) -> int:
        """Columns of its longest line, if none is cut."""
        return max(map(_widest, self.pieces), default=0)

    def lines(self, width: int) -> list[Styled]:
        """Its lines, none wider than so many columns."""
        across = _across([min(_widest(piece), width) for piece in self.pieces], width)
        if len(across) > 1:
            rows = [self.pieces[at : at + len(across)] for at in range(0, len(self.pieces), len(across))]
            return [
                joined(piece.padded(wide + 1) for piece, wide in zip(row, across, strict=False)).cut(0, width)
                for row in rows
            ]
        return [line for piece in self.pieces for line in wrapped(piece, width, fold=self.fold)]


@dataclass(frozen=True, slots=True)
class Screen:
    """What is drawn on: columns, whether it takes signs beyond ASCII, and the codes of its styles; none for plain text."""

    width: int
    encoding: str = "utf-8"
    codes: Mapping[str, str] | None = None

    @property
    def room(self) -> int:
        """Columns within the border of a panel."""
        return self.width - 4

    @property
    def edges(self) -> str:
        """The six signs of a border."""
        return ROUNDED if self.encoding.lower().startswith("utf") else ASCII

    def written(self, lines: Iterable[Styled]) -> str:
        """The lines with the codes of their styles, each filled up with spaces to the width of the screen."""
        return "".join(f"{self._coloured(line.padded(self.width))}\n" for line in lines)

    def _coloured(self, line: Styled) -> str:
        codes = self.codes
        if codes is None:
            return line.text
        parts, at = [], 0
        for mark, run in groupby(line.marks):
            start, at = at, at + len(list(run))
            code = codes.get(mark)
            parts.append(f"\x1b[{code}m{line.text[start:at]}\x1b[0m" if code else line.text[start:at])
        return "".join(parts)


def screen(stream: TextIO, environment: Mapping[str, str]) -> Screen | None:
    """The screen behind a stream; None where panels need more than is done here: Windows, dumb or narrow terminals."""
    asked = environment.get("TERMINAL_WIDTH") or environment.get("COLUMNS", "")
    width = int(asked) if asked.isdecimal() else _columns()
    shown = _is_terminal(stream, environment)
    if sys.platform == "win32" or width < LEAST:
        return None
    if shown and environment.get("TERM", "").lower() in DUMB:
        return None
    codes = UNCOLOURED if environment.get("NO_COLOR") else CODES
    return Screen(width, getattr(stream, "encoding", None) or "utf-8", codes if shown else None)


def _columns() -> int:
    """How wide the terminal is, whichever stream is on it."""
    for descriptor in range(3):
        try:
            return os.get_terminal_size(descriptor).columns or USUAL
        except (OSError, ValueError):
            continue
    return USUAL


def _is_terminal(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether styles are shown: as the variables say that other programs of this kind go by, else on a terminal."""
    if environment.get("_TYPER_FORCE_DISABLE_TERMINAL"):
        return False
    if any(environment.get(name) for name in ("GITHUB_ACTIONS", "FORCE_COLOR", "PY_COLORS")):
        return True
    compatible = environment.get("TTY_COMPATIBLE")
    if compatible in {"0", "1"}:
        return compatible == "1"
    return "FORCE_COLOR" not in environment and stream.isatty()


def fits(text: str) -> bool:
    """Whether each sign takes one column, as all do of the languages spoken here."""
    if text.isascii():
        return text.isprintable()
    return all(
        unicodedata.east_asian_width(sign) not in "WF" and unicodedata.category(sign) not in NO_WIDTH
        for sign in set(text)
    )


def wrapped(line: Styled, width: int, *, fold: bool) -> list[Styled]:
    """The text in lines of so many columns, cut between words; a word that is longer goes on below, or ends in an ellipsis."""
    lines, at = [], 0
    for text in line.text.split("\n"):
        starts = _starts(text, width, fold=fold)
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            piece = line.cut(at + start, at + end)
            bare = piece.text.rstrip() if end - start > width else piece.text
            if len(bare) <= width or fold:
                lines.append(piece.cut(0, min(width, end - start)))
            else:
                lines.append(Styled(bare[: width - 1] + "…", piece.marks[:width]))
        at += len(text) + 1
    return lines


def _starts(text: str, width: int, *, fold: bool) -> list[int]:
    """Where each line of a text begins."""
    starts, used = [0], 0
    for found in WORD.finditer(text):
        start, word = found.start(), found.group()
        bare = len(word.rstrip())
        if bare <= width - used:
            used += len(word)
            continue
        pieces = range(0, len(word), width) if bare > width and fold else range(1)
        if start and (used or bare > width):
            starts.append(start)
        starts += [start + piece for piece in pieces[1:]]
        used = len(word) - pieces[-1]
    return starts


def _across(natural: Sequence[int], width: int) -> list[int]:
    """The widths of as many columns as pieces of these widths can stand in side by side, a space between; one at least."""
    for many in range(len(natural), 1, -1):
        columns = [max(natural[at::many]) for at in range(many)]
        if sum(columns) + many - 1 <= width:
            return columns
    return [width]


def _widest(piece: Styled) -> int:
    return max(map(len, piece.text.split("\n")))


def table(rows: Sequence[Sequence[Cell]], room: int) -> list[Styled]:
    """Rows of cells as lines: two spaces between columns, and all the room taken by the greedy one."""
    last = len(rows[0]) - 1
    paddings = [(at > 0) + (at < last) for at in range(last + 1)]
    natural = [
        room if any(cell.greedy for cell in column) else padding + max(cell.natural for cell in column)
        for padding, column in zip(paddings, zip(*rows, strict=True), strict=True)
    ]
    widths = _narrowed(natural, room)
    lines: list[Styled] = []
    for row in rows:
        cells = [
            cell.lines(wide - padding) for cell, wide, padding in zip(row, widths, paddings, strict=True)
        ]
        for parts in zip_longest(*cells, fillvalue=EMPTY):
            led = [joined([styled(" " * (at > 0)), part]) for at, part in enumerate(parts)]
            lines.append(joined(part.padded(wide) for part, wide in zip(led, widths, strict=True)))
    return lines


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """Widths that fit the room: the widest give up what is too much, evenly, until they are no wider than the next."""
    widths = list(widths)
    while (excess := sum(widths) - room) > 0:
        widest = max(widths)
        most = min(excess, widest - max((wide for wide in widths if wide < widest), default=0))
        among = widths.count(widest)
        for at, wide in enumerate(widths):
            if wide == widest:
                less = min(most, round(excess / among))
                widths[at], excess, among = wide - less, excess - less, among - 1
    return widths


def panel(title: str, lines: Iterable[Styled], drawn: Screen) -> list[Styled]:
    """Lines within a border that bears a title."""
    corner, edge, right, side, low, low_right = tuple(drawn.edges)
    room = drawn.room
    head = f"{edge} {title} "[: room + 1]
    sides = styled(f"{side} ", DIM), styled(f" {side}", DIM)
    return [
        styled(f"{corner}{head}{edge * (drawn.width - 2 - len(head))}{right}", DIM),
        *(joined([sides[0], line.padded(room), sides[1]]) for line in lines),
        styled(f"{low}{edge * (drawn.width - 2)}{low_right}", DIM),
    ]
