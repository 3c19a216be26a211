"""The last sheets: every problem with its mend, and how the figures were worked out, the law, the rates and the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from wageaudit.reports.page import method, sources
from wageaudit.reports.page.model import Cell, Facts, Heading, Paragraph, Table
from wageaudit.reports.page.notebook import spoken as said
from wageaudit.reports.workbook import words
from wageaudit.reports.workbook.answer import tall
from wageaudit.reports.workbook.book import INK, PANEL, QUIET, RULE, TEXT, across, plain_format
from wageaudit.reports.workbook.ledger import NAME as LEDGER
from wageaudit.reports.workbook.results import LINE, Column, heading, laid_out, ordered, texts

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from wageaudit.errors import Problem
    from wageaudit.reports.page.desk import Desk
    from wageaudit.reports.page.model import Block, Section
    from wageaudit.reports.workbook.book import Book

WIDTHS = (34, 28, 14, 28, 40, 32, 30)  # columns of the sheet of the method [characters]
READ = 4  # columns that a paragraph goes over
WHY, MEND = 60, 44  # widths of the columns of problems [characters]
LONG = 32_000  # characters of a text from outside
MOST_PLACES = 8
SIZE, LEAD = 10, 13  # of letters [points]
TALLEST = 400  # of a row [points]; a spreadsheet has at most 409


def problems(book: Book, desk: Desk, found: Sequence[Problem]) -> None:
    """The sheet of problems: one line each, in the order of the data."""
    sheet = book.sheet(desk.say(words.SHEETS["problems"]))
    say, outside, told = desk.say, desk.figures.outside, desk.figures.told
    reasons = [told(problem.reason, LONG) for problem in found]
    mends = [told(problem.mend, LONG) for problem in found]
    wrapped = [book.style(num_format=TEXT, text_wrap=True)] * len(found)
    numbers = [problem.row for problem in found]
    columns = [
        texts(
            book,
            sheet,
            say(words.FILE),
            [outside(problem.file, LONG) for problem in found],
            30,
            forms=wrapped,
        ),
        _counts(book, sheet, say(words.ROW), numbers),
        texts(
            book,
            sheet,
            say(words.COLUMN),
            [outside(problem.column, LONG) for problem in found],
            16,
            forms=wrapped,
        ),
        texts(
            book,
            sheet,
            say(words.VALUE),
            [outside(problem.value, LONG) for problem in found],
            20,
            forms=wrapped,
        ),
        texts(book, sheet, say(words.WHY), reasons, WHY, forms=wrapped),
        texts(book, sheet, say(words.MEND), mends, MEND, forms=wrapped),
        _counts(book, sheet, say(words.ROWS), [problem.rows for problem in found]),
        texts(book, sheet, say(words.CODE), [problem.code for problem in found], 20),
    ]
    for line, (why, mend) in enumerate(zip(reasons, mends, strict=True), 1):
        if max(len(why) / WHY, len(mend) / MEND) > 1:
            sheet.set_row(line, min(max(tall(why, WHY), tall(mend, MEND)), TALLEST))
    laid_out(book, sheet, columns, len(found), lead=1)
    across(sheet, [column.width for column in columns])


def _counts(book: Book, sheet: Worksheet, head: str, values: Sequence[int | None]) -> Column:
    form = book.style(num_format="0")

    def write(line: int, at: int) -> None:
        value = values[line]
        if value is not None:
            book.number(sheet, line + 1, at, value, form)

    return Column(head, 11, write, right=True)


class Told:
    """A sheet of paragraphs and tables, one under the other."""

    def __init__(self, book: Book, desk: Desk, name: str) -> None:
        """Begin at its top."""
        self.book, self.desk, self.sheet, self.row = book, desk, book.sheet(name), 0
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        across(self.sheet, WIDTHS)

    def section(self, found: Section) -> None:
        """A heading, then its paragraphs, facts and tables."""
        self.paragraph(found.heading, size=LEAD, bold=True)
        for block in found.blocks:
            self.block(block)
        self.row += 1

    def block(self, block: Block) -> None:
        """One of them; pictures are not for this sheet."""
        if isinstance(block, Paragraph):
            self.paragraph(said(block.sentence), font_color=QUIET if block.role else INK)
        elif isinstance(block, Facts):
            for fact in block.facts:
                self.paragraph(f"{fact.label}: {' '.join(map(said, fact.sentences))}")
        elif isinstance(block, Table):
            self.table(block)

    def paragraph(self, text: str, size: int = SIZE, **properties: object) -> None:
        """A text over several columns."""
        form = self.book.style(text_wrap=True, num_format=TEXT, font_size=size, **properties)
        self.sheet.set_row(self.row, min(tall(text, sum(WIDTHS[: READ + 1]), size), TALLEST))
        self.sheet.merge_range(self.row, 0, self.row, READ, "", form)
        self.book.text(self.sheet, self.row, 0, text, form)
        self.row += 1

    def table(self, table: Table) -> None:
        """A caption, headings, lines; links and notes of its cells in columns of their own."""
        self.row += 1
        self.paragraph(table.caption, bold=True)
        linked = any(cell.link for row in table.rows for cell in row)
        noted = any(cell.note for row in table.rows for cell in row)
        heads = [head.text for head in table.headings]
        heads += [self.desk.say(words.LINK)] * linked + [self.desk.say(words.NOTE)] * noted
        form = self.book.style(
            bold=True, bg_color=PANEL, bottom=1, bottom_color=RULE, num_format=TEXT, text_wrap=True
        )
        for column, head in enumerate(heads):
            self.book.text(self.sheet, self.row, column, head, form)
        self.row += 1
        for row in (*table.rows, *((table.total,) if table.total else ())):
            links = next((cell.link for cell in row if cell.link), "")
            notes = next((cell.note for cell in row if cell.note), "")
            self.line([*row, *([Cell(links)] if linked else []), *([Cell(notes)] if noted else [])])
        if table.note:
            self.paragraph(table.note, font_color=QUIET)
        self.row += 1

    def line(self, cells: Sequence[Cell]) -> None:
        """One line of a table: figures as numbers where their text tells their format."""
        height = max(
            (tall(cell.text, WIDTHS[min(at, len(WIDTHS) - 1)]) for at, cell in enumerate(cells)), default=LINE
        )
        self.sheet.set_row(self.row, min(height, TALLEST))
        for column, cell in enumerate(cells):
            value, pattern = self.figure(cell)
            if value is None:
                form = self.book.style(text_wrap=True, num_format=TEXT)
                self.book.text(self.sheet, self.row, column, cell.text, form)
            else:
                self.book.number(
                    self.sheet, self.row, column, value, self.book.style(num_format=pattern, align="left")
                )
        self.row += 1

    def figure(self, cell: Cell) -> tuple[Decimal | None, str]:
        """(the exact figure of a cell, the number format that shows it as its text does); None where it is text."""
        try:
            value = Decimal(cell.exact) if cell.exact else None
        except InvalidOperation:
            value = None
        if value is None:
            return None, ""
        for places in range(MOST_PLACES + 1):
            before, found, after = cell.text.partition(self.desk.figures.number(value, places))
            if found and not any(map(str.isdigit, before + after)):
                quoted = ['"{}"'.format(part.replace('"', "")) if part else "" for part in (before, after)]
                return value, f"{quoted[0]}{plain_format(places)}{quoted[1]}"
        return None, ""


def about(book: Book, desk: Desk, *, empty: bool) -> None:
    """The sheet of the method, then the law, the rates, the files, and what is to be known of the workbook itself."""
    made = Told(book, desk, desk.say(words.SHEETS["method"]))
    if not empty:
        for section in (method.section(desk), sources.law(desk), sources.exchange(desk)):
            made.section(section)
    made.section(replace(sources.manifest(desk), heading=desk.say(words.RESTS)))
    made.paragraph(desk.say(words.ABOUT), size=LEAD, bold=True)
    whole = desk.extent.apart is None
    made.paragraph(desk.say(words.LEDGER_TOLD, sheet=LEDGER) if whole else desk.say(words.LEDGER_APART))
    made.paragraph(desk.say(words.FIGURES_TOLD))
    for messages, count in ((words.DIGITS, book.rounded), (words.CUT, book.cut)):
        if count:
            made.paragraph(desk.counted(messages, count))
    made.table(_names(desk))


def _names(desk: Desk) -> Table:
    """Each heading of the sheets of results, and the name of its column in data."""
    first, after = ordered(desk.audit.table(()).column_names, alone=desk.alone)
    lines = [(Cell(heading(desk, name)), Cell(name)) for name in (*first, *after)]
    heads = (
        Heading(desk.say(words.HEADING), numeric=False),
        Heading(desk.say(words.DATA_NAME), numeric=False),
    )
    return Table("names", desk.say(words.NAMES), heads, tuple(lines))


__all__ = ["about", "problems"]
