"""Columns that fit a width: which to keep, how wide the bar and the names may be, where to cut. Lines of Text come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text

ALWAYS = 99  # need of a column that is never dropped
SPACES = (2, 1)  # cells between columns: the second where room is short
Draw = Callable[[int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its cells (or how to draw them for a width), and how much it is needed.

    Elastic columns shrink from `most` to `least` cells before any column is dropped; the least needed goes first.
    """

    heading: str
    cells: Sequence[str] | Draw
    need: int = ALWAYS
    right: bool = True
    least: int = 0
    most: int = 0
    styles: Sequence[str] = ()

    @property
    def elastic(self) -> bool:
        """Whether its width may change."""
        return self.most > 0

    def natural(self) -> int:
        """The width it would like [cells]."""
        if callable(self.cells):
            return self.most
        widest = max((cell_len(cell) for cell in (self.heading, *self.cells)), default=0)
        return min(widest, self.most) if self.elastic else widest


def cut(text: str, width: int, mark: str) -> str:
    """Text of at most so many cells; what is cut ends in the mark. Wide letters are never halved."""
    if cell_len(text) <= width:
        return text
    return (
        set_cell_size(text, max(width - cell_len(mark), 0)).rstrip() + mark
        if width > cell_len(mark)
        else set_cell_size(text, width)
    )


def fit(columns: Sequence[Column], width: int) -> tuple[list[tuple[Column, int]], int]:
    """The columns that stay, each with its width, and the space between them.

    Elastic columns shrink first, then the space between columns, then the least needed columns go; empty ones never stay.
    """
    kept = [column for column in columns if callable(column.cells) or any(column.cells)]
    while True:
        tries = [(space, *_shrunk(kept, width - space * (len(kept) - 1))) for space in SPACES]
        space, widths, spare = next((found for found in tries if found[-1] >= 0), tries[-1])
        loose = [column for column in kept if column.need < ALWAYS]
        if spare >= 0 or not loose:
            return list(zip(kept, widths, strict=True)), space
        kept.remove(min(loose, key=lambda column: column.need))


def _shrunk(columns: Sequence[Column], width: int) -> tuple[list[int], int]:
    """Widths of the columns, and the cells left over; below 0 where elastic columns cannot shrink enough."""
    widths = [column.natural() for column in columns]
    spare = width - sum(widths)
    for at in sorted(range(len(columns)), key=lambda at: -widths[at]):
        if spare < 0 and columns[at].elastic:
            given = min(-spare, max(widths[at] - columns[at].least, 0))
            widths[at] -= given
            spare += given
    return widths, spare


def table(
    columns: Sequence[Column],
    width: int,
    *,
    rule: str,
    mark: str,
    total: bool = False,
    before_total: Text | None = None,
) -> list[Text]:
    """Lines of a table: headings, a rule, the rows; where the last row is a total, a line and a rule before it."""
    placed, space = fit(columns, width)
    drawn = [column.cells(wide) if callable(column.cells) else column.cells for column, wide in placed]
    count = max((len(cells) for cells in drawn), default=0)
    length = min(sum(wide for _, wide in placed) + space * (len(placed) - 1), width)
    lines = [
        _line(placed, space, [column.heading for column, _ in placed], -1, mark, "bold"),
        Text(rule * length, style="dim"),
    ]
    for row in range(count):
        last = total and row == count - 1
        if last:
            lines += [before_total] if before_total else []
            lines.append(Text(rule * length, style="dim"))
        lines.append(_line(placed, space, [cells[row] for cells in drawn], row, mark, "bold" if last else ""))
    return lines


def _line(
    placed: Sequence[tuple[Column, int]], space: int, cells: Sequence[str], row: int, mark: str, style: str
) -> Text:
    line = Text()
    for at, ((column, width), cell) in enumerate(zip(placed, cells, strict=True)):
        shown = cut(cell, width, mark)
        blank = " " * (width - cell_len(shown))
        own = column.styles[row] if 0 <= row < len(column.styles) else ""
        line.append(" " * space if at else "")
        line.append(
            f"{blank}{shown}" if column.right else f"{shown}{blank}",
            style=" ".join(part for part in (style, own) if part),
        )
    line.rstrip()
    return line
