"""The first sheet: the answer in sentences, where an hour went, the figures behind it, two charts, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any

from wageaudit import __version__
from wageaudit.reports import words as shared
from wageaudit.reports.facts import known, rows_of, wage_name
from wageaudit.reports.page import answer, follows
from wageaudit.reports.page import words as paged
from wageaudit.reports.page.notebook import spoken as said
from wageaudit.reports.workbook import words
from wageaudit.reports.workbook.book import COLOURS, PANEL, QUIET, RULE, TEXT
from wageaudit.reports.workbook.results import COUNT, HOURS_FORMAT, LINE, SHARE, formats, heading

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from wageaudit.reports.page.desk import Desk
    from wageaudit.reports.page.model import Sentence
    from wageaudit.reports.workbook.book import Book

Put = tuple["str | Decimal | int", "Format"]  # what a cell holds, and its format
WIDTHS = (24, 12, 14, 12, 3, 30, 18)  # columns of the sheet [characters]
LAST = len(WIDTHS) - 1
FIGURES = ("pay", "effective_hourly_wage", "minimum_wage", "wage_ratio", "required_pay", "shortfall")
PARTS = (("paid", "paid_hours", shared.PAID_TASKS), ("unpaid", "unpaid_work_hours", shared.UNPAID_WORK), ("waiting", "waiting_hours", shared.WAITING))  # fmt: skip
HOUR = 60  # minutes
SIZE, LEAD, TITLE = 10, 13, 18  # of letters [points]
PER_LETTER = {False: 0.88, True: 0.95}  # characters of a column's width that a letter takes, plain and bold


@dataclass(slots=True)
class Place:
    """The row that is written next, and where the charts find their figures."""

    row: int = 0
    hour: int = -1
    charts: int = -1


@dataclass(frozen=True, slots=True)
class Front:
    """The sheet, what it is about, and where it stands."""

    book: Book
    desk: Desk
    sheet: Worksheet
    at: Place


def front(book: Book, desk: Desk) -> Front:
    """The sheet with its title and what was audited."""
    made = book.sheet(desk.say(words.SHEETS["answer"]))
    for column, width in enumerate(WIDTHS):
        made.set_column(column, column, width)
    made.fit_to_pages(1, 0)
    found = Front(book, desk, made, Place())
    line(found, desk.say(paged.TITLE), size=TITLE, bold=True)
    return found


def line(found: Front, text: str, first: int = 0, size: int = SIZE, **look: object) -> None:
    """A text over the sheet's width, in a row as tall as it needs; the next row follows."""
    form = found.book.style(font_size=size, text_wrap=True, num_format=TEXT, **look)
    height = tall(text, sum(WIDTHS[first:]), size, bold=bool(look.get("bold")))
    found.sheet.set_row(found.at.row, height)
    if first < LAST:
        found.sheet.merge_range(found.at.row, first, found.at.row, LAST, "", form)
    found.book.text(found.sheet, found.at.row, first, text, form)
    found.at.row += 1


def tall(text: str, width: float, size: int = SIZE, *, bold: bool = False) -> float:
    """The height [points] that a text wants in a width [characters of the sheet]."""
    room = max(width / PER_LETTER[bold] * SIZE / size, 1)
    lines = sum(max(1, ceil(len(part) / room)) for part in text.split("\n"))
    return lines * LINE * size / SIZE + 3


def write(found: Front) -> None:
    """The answer, the tables of the hour and of the figures; where the charts go is left free."""
    desk, at = found.desk, found.at
    line(found, answer.masthead(desk), font_color=QUIET)
    at.row += 1
    first, after = answer.answer(desk)
    for place, sentence in enumerate((*first, *after)):
        line(
            found,
            said(sentence),
            size=LEAD if place < len(first) else SIZE,
            bold=not place,
            **_coloured(sentence),
        )
    at.row += 1
    _side_by_side(found, _hour(found), _figures(found))
    if not desk.alone:
        _verdicts(found)


def _coloured(sentence: Sentence) -> dict[str, Any]:
    """The colour of a sentence that is all of one kind."""
    kinds = {piece.kind.rpartition(" ")[2] for piece in sentence}
    return {"font_color": COLOURS[kind]} if len(kinds) == 1 and (kind := kinds.pop()) in COLOURS else {}


def _heads(found: Front, texts: Sequence[str]) -> list[Put]:
    common = {
        "bold": True,
        "bg_color": PANEL,
        "bottom": 1,
        "bottom_color": RULE,
        "num_format": TEXT,
        "text_wrap": True,
    }
    first, other = found.book.style(**common), found.book.style(**common, align="right")
    return [(text, other if place else first) for place, text in enumerate(texts)]


def _hour(found: Front) -> list[list[Put]]:
    """Where an hour went, line by line; none where there is no working time."""
    desk, book, working = found.desk, found.book, known(found.desk.row, "working_hours")
    if not working:
        return []
    found.at.hour = found.at.row + 1
    texts = (paged.HOUR_KIND, paged.HOURS_COLUMN, paged.MINUTES_COLUMN, paged.SHARE_COLUMN)
    lines = [_heads(found, [desk.say(text) for text in texts])]
    for name, key in (*((name, key) for _, key, name in PARTS), (shared.WORKING, "working_hours")):
        bold: dict[str, object] = (
            {"bold": True, "top": 1, "top_color": RULE} if key == "working_hours" else {}
        )
        hours = known(desk.row, key)
        share = hours / working
        figures = ((hours, HOURS_FORMAT), (share * HOUR, "0.0"), (share, SHARE))
        cells: list[Put] = [(value, book.style(num_format=pattern, **bold)) for value, pattern in figures]
        lines.append([(desk.say(name), book.style(num_format=TEXT, **bold)), *cells])
    return lines


def _figures(found: Front) -> list[list[Put]]:
    """What all of it comes to, line by line."""
    desk, book, total = found.desk, found.book, dict(found.desk.row)
    lines = [_heads(found, [desk.say(words.FIGURES), str(total["currency"] or "")])]
    for name in FIGURES:
        value = total[name]
        if isinstance(value, Decimal):
            (pattern,) = formats(book, name, [total], [value])
            called = heading(desk, name)
            called += desk.book.called(wage_name(desk.audit)) if name == "minimum_wage" else ""
            lines.append([(called, book.style(num_format=TEXT)), (value, book.style(num_format=pattern))])
    return lines if len(lines) > 1 else []


def _side_by_side(found: Front, left: list[list[Put]], right: list[list[Put]]) -> None:
    """Two tables, row by row, as large books must be written; two lines for their headings."""
    found.sheet.set_row(found.at.row, 2 * LINE + 3)
    for line in range(max(len(left), len(right))):
        for first, lines in ((0, left), (LAST - 1, right)):
            for column, (value, form) in enumerate(lines[line] if line < len(lines) else (), first):
                if isinstance(value, str):
                    found.book.text(found.sheet, found.at.row, column, value, form)
                else:
                    found.book.number(found.sheet, found.at.row, column, value, form)
        found.at.row += 1
    found.at.row += 1


def _verdicts(found: Front) -> None:
    """How many workers of each verdict."""
    desk, book = found.desk, found.book
    verdicts = [str(row["verdict"]) for row in rows_of(desk.result("worker"), ["verdict"])]
    lines = [_heads(found, [desk.say(words.BY_VERDICT), desk.say(paged.WORKERS_COLUMN)])]
    for verdict, name in shared.VERDICTS.items():
        said_of = (desk.say(name), book.style(num_format=TEXT, font_color=COLOURS.get(verdict, QUIET)))
        lines.append([said_of, (verdicts.count(verdict), book.style(num_format=COUNT))])
    _side_by_side(found, lines, [])


def room(found: Front, height: int) -> int:
    """Leave rows free for a chart of so many pixels; the first of them."""
    first = found.at.row
    found.at.row += ceil(height / 20) + 1  # rows of 20 pixels, and one between
    return first


def close(found: Front) -> None:
    """What follows from the answer, then whose workbook it is and what made it."""
    desk = found.desk
    section = follows.section(desk) if desk.alone else None
    for block in section.blocks if section else ():
        line(found, section.heading if section else "", size=LEAD, bold=True)
        for fact in getattr(block, "facts", ()):
            form = found.book.style(bold=True, num_format=TEXT, text_wrap=True)
            found.book.text(found.sheet, found.at.row, 0, fact.label, form)
            line(found, " ".join(map(said, fact.sentences)), first=1)
        found.at.row += 1
    many = words.WHOLE_MANY if desk.extent.apart is None else words.WHOLE_BATCH
    notes = [desk.say(words.WHOLE_ONE if desk.alone else many), desk.say(paged.NOT_A_JUDGMENT), desk.say(words.MADE_BY, version=__version__)]  # fmt: skip
    for note in notes:
        line(found, note, font_color=QUIET)


def nothing(found: Front) -> None:
    """Where there is no work."""
    count = len(found.desk.run.reading.files)
    line(found, found.desk.counted(shared.FILES, count), font_color=QUIET)
    line(found, found.desk.say(shared.NO_WORK), size=LEAD, bold=True)


__all__ = ["Front", "close", "front", "line", "nothing", "room", "tall", "write"]
