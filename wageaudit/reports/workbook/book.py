"""The workbook in the making: its formats, and how text, numbers, days and moments become cells. No cell is ever a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from wageaudit import __version__
from wageaudit.files.comparing import scratch
from wageaudit.reports.figures import Figures
from wageaudit.reports.workbook import words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576  # of a sheet (ECMA-376, and every program that reads it)
MOST_LETTERS = 32_767  # UTF-16 units of a cell
DIGITS_KEPT = 15  # significant digits that a double always holds
LARGE = Decimal(10) ** (DIGITS_KEPT - 6)  # from here on a figure of six decimals may have more
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same in every workbook, so that equal runs give equal bytes
EPOCH_SERIAL = 25_569  # 1970-01-01 as a spreadsheet counts days
FIRST_SERIAL, LAST_SERIAL = 61, 2_958_466  # from 1 March 1900, where all programs agree, to the end of 9999
DAY_MICROS = 86_400_000_000
TEXT, DAY, MOMENT = "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss.000"
FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}  # on every system, or a twin of its widths
INK, QUIET, RULE, PANEL = "#1c1b19", "#5f5b54", "#b8b2a6", "#f1ede4"
COLOURS = {
    "paid": "#1d6b73", "unpaid": "#b4552d", "waiting": "#d9b36a", "below": "#a8371f", "met": "#1d6b73", "depends": "#8a5f0c",
    "unknown": "#7d786f",
}  # fmt: skip
PAGE_WIDE = 940  # what an A4 page on its side holds within its margins [px at full size]
A4 = 9
SMALLEST_PRINT, LARGEST_PRINT = 45, 100  # [%]


@dataclass(slots=True)
class Book:
    """A workbook being written. rounded: figures with more digits than a cell holds; cut: texts longer than a cell."""

    made: Workbook
    figures: Figures
    formats: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)
    rounded: int = 0
    cut: int = 0

    def style(self, **properties: object) -> Format:
        """The format with these properties; one for each set."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.made.add_format({**FONT, "font_color": INK, **properties})
        return self.formats[key]

    def sheet(self, name: str) -> Worksheet:
        """A new sheet, laid out for A4, with its name and page at the foot."""
        made = self.made.add_worksheet(name)
        made.set_paper(A4)
        made.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
        foot = self.figures.say(words.FOOT, version=__version__)
        made.set_footer(f"&L&8{foot}&C&8&A&R&8&P / &N")
        made.hide_gridlines(2)
        return made

    def text(self, sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
        """A cell of text as it is, in a format whose numbers are text; nothing for no text."""
        if text:
            sheet.write_string(row, column, self.fitting(text), form)

    def fitting(self, text: str) -> str:
        """The text, or as much of it as a cell holds with … at its end."""
        if len(text) * 2 <= MOST_LETTERS or len(text.encode("utf-16-le")) // 2 <= MOST_LETTERS:
            return text
        self.cut += 1
        kept = text.encode("utf-16-le")[: (MOST_LETTERS - 1) * 2]
        return kept.decode("utf-16-le", "ignore") + "…"

    def number(self, sheet: Worksheet, row: int, column: int, value: Decimal | int, form: Format) -> None:
        """A cell of a number, written with its own decimal digits, sixteen at most."""
        if not -LARGE < value < LARGE and len(str(value).replace(".", "").strip("-0")) > DIGITS_KEPT:
            self.rounded += 1
        sheet.write_number(row, column, value, form)

    def day(self, sheet: Worksheet, row: int, column: int, on: date, form: Format) -> None:
        """A cell of a date; text where a spreadsheet has no such day."""
        serial = on.toordinal() - date(1970, 1, 1).toordinal() + EPOCH_SERIAL
        if FIRST_SERIAL <= serial < LAST_SERIAL:
            sheet.write_number(row, column, serial, form)
        else:
            sheet.write_string(row, column, on.isoformat(), self.style(num_format=TEXT))


def moment(micros: int) -> float:
    """Microseconds since 1970 as a spreadsheet counts: days and their part, true to the microsecond until 2100."""
    return EPOCH_SERIAL + micros / DAY_MICROS


def money_format(figures: Figures, currency: str, places: int, *, code: bool = False) -> str:
    """The number format of amounts in a currency, its sign where the language puts it; the code in place of the sign if asked."""
    before, _, after = figures.money(Decimal(0), currency, places=0, code=code).partition("0")
    return f"{_quoted(before)}{plain_format(places)}{_quoted(after)}"


def plain_format(places: int) -> str:
    """The number format with so many decimals."""
    return "#,##0" + ("." + "0" * places if places else "")


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', "")) if text else ""


def pixels(widths: Sequence[float]) -> float:
    """How wide columns are [px]: 7 a character, and 5 of padding each."""
    return sum(width * 7 + 5 for width in widths)


def across(sheet: Worksheet, widths: Sequence[float], pages: int = 1) -> None:
    """Print so wide a block of columns on its side, on so many pages, as large as fits."""
    sheet.set_landscape()
    fitting = int(100 * PAGE_WIDE * pages / max(pixels(widths), 1))
    sheet.set_print_scale(max(SMALLEST_PRINT, min(LARGEST_PRINT, fitting)))


@contextmanager
def bound(stream: BinaryIO, figures: Figures, title: str, *, large: bool) -> Iterator[Book]:
    """A book that is written into the stream when all its sheets are made; large: its cells wait in temporary files."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with scratch() as room:
        options: dict[str, Any] = {
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": large,
            "tmpdir": room, "use_zip64": large, "default_format_properties": dict(FONT),
        }  # fmt: skip
        made = Workbook(stream, options)
        made.set_properties({"title": title, "author": "wageaudit", "created": CREATED})
        try:
            yield Book(made, figures)
            made.close()
        except FileCreateError as error:
            raise OSError(*getattr(error.args[0], "args", error.args)) from None
        finally:
            made.fileclosed = True  # else its destructor would write what is left of a book that failed
