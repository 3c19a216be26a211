"""Result tables as sheets: the weeks (or months, or days) and the groups, every column of the data in people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from wageaudit.reports import words as shared
from wageaudit.reports.facts import Row, exact, known, rows_of
from wageaudit.reports.figures import currencies_of
from wageaudit.reports.page.over_time import span
from wageaudit.reports.workbook import words
from wageaudit.reports.workbook.book import (
    COLOURS,
    DAY,
    MOST_ROWS,
    PANEL,
    RULE,
    TEXT,
    across,
    money_format,
    plain_format,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from wageaudit.reports.page.desk import Desk, Lines
    from wageaudit.reports.workbook.book import Book

# what is read first, and what one page across holds; the other columns of the data come after, in their own order
FIRST = (
    "tasks", "working_hours", "paid_hours", "unpaid_work_hours", "waiting_hours", "pay", "currency", "effective_hourly_wage",
    "minimum_wage", "wage_ratio", "shortfall", "verdict", "reason",
)  # fmt: skip
COUNTS = frozenset({"workers", "tasks", "tasks_unpaid", "tasks_untimed", "sessions"})
HOURS = frozenset({"paid_hours", "unpaid_work_hours", "waiting_hours", "working_hours"})
SHARES = frozenset({"utilisation", "bonus_share", "take_rate", "wage_ratio", "living_wage_ratio"})
FACTORS = frozenset({"overlap_factor", "critical_gap_minutes"})
WORDS = frozenset({"currency", "verdict", "reason"})
COLOURED = frozenset({"effective_hourly_wage", "wage_ratio", "verdict"})
PAUSE = "effective_hourly_wage_gap"
KINDS = ("worker", "platform", "requester", "project", "country", "region")
NARROW, NAMED, REASON, LONGEST_REASON, LETTERS = (
    9,
    30,
    20,
    70,
    1.1,
)  # widths of columns [characters], and of a bold letter
FILTER = 3  # what the arrow of a filter takes of a heading
HEAD_LINES, LINE = 3, 13.5  # of a header row; height of a line [points]
COUNT, HOURS_FORMAT, SHARE, FACTOR = "#,##0", "#,##0.00", "0.0%", "#,##0.00"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width [characters], and what writes its cell of a line."""

    heading: str
    width: float
    write: Callable[[int, int], None]
    name: str = ""
    right: bool = False


def heading(desk: Desk, name: str) -> str:
    """A column of the data in words."""
    if not name.startswith(PAUSE):
        return desk.say(words.RESULT[name])
    minutes = name.removeprefix(PAUSE)
    return desk.say(words.NO_PAUSE) if minutes == "0" else desk.say(words.PAUSES_UP_TO, minutes=minutes)


def ordered(names: Sequence[str], *, alone: bool) -> tuple[list[str], list[str]]:
    """(the columns that are read first, the others), of those a result table has."""
    first = [name for name in (*(() if alone else ("workers",)), *FIRST) if name in names]
    return first, [
        name for name in names if name in words.RESULT or name.startswith(PAUSE) if name not in first
    ]


def period(desk: Desk) -> str:
    """What the lines of the second sheet are: weeks, unless the run counts by the month or the day."""
    asked = desk.audit.options.period
    return asked if asked in shared.WHEN else "week"


def weeks(book: Book, desk: Desk) -> tuple[str, Lines, Mapping[str, int]]:
    """The sheet of weeks; (its name, its lines, the place of each column of the data)."""
    by = period(desk)
    lines = rows_of(desk.result(by))
    name = desk.say(words.SHEETS[by])
    sheet = book.sheet(name)
    head = [_day(book, sheet, desk.say(words.FIRST_DAY), [span(by, str(line[by]))[0] for line in lines])]
    if by != "day":
        labels = [str(line[by]) for line in lines]
        head.insert(0, texts(book, sheet, desk.say(shared.HEADINGS[by]), labels, NARROW + 1.0))
    return name, lines, _sheet(book, desk, sheet, head, lines)


def groups(book: Book, desk: Desk, by: Sequence[str]) -> None:
    """The sheet of groups: by what was asked for, else a line for each worker, platform, requester, kind of task and place."""
    sheet = book.sheet(desk.say(words.SHEETS["groups"]))
    if by:
        lines = rows_of(desk.result(*by))
        head = [texts(book, sheet, desk.say(shared.HEADINGS[name]), [_name(desk, name, line) for line in lines]) for name in by]  # fmt: skip
    else:
        found = list(_kinds(desk))
        lines = [line for _, line in found]
        kinds = [desk.say(shared.HEADINGS[kind]) for kind, _ in found]
        names = [_name(desk, kind, line) for kind, line in found]
        head = [texts(book, sheet, desk.say(words.GROUPED_BY), kinds, 13), texts(book, sheet, desk.say(words.NAME), names)]  # fmt: skip
    _sheet(book, desk, sheet, head, lines)


def workers(book: Book, desk: Desk) -> None:
    """The sheet of workers: a line each, the lowest wage, measured by the minimum, first; those that cannot be compared last."""
    sheet = book.sheet(desk.say(words.SHEETS["workers"]))
    lines = sorted(rows_of(desk.result("worker")), key=_lowest)[: MOST_ROWS - 1]
    names = [_name(desk, "worker", line) for line in lines]
    head = [texts(book, sheet, desk.say(shared.HEADINGS["worker"]), names)]
    _sheet(book, desk, sheet, head, lines, alone=True)


def _lowest(line: Row) -> tuple[bool, Decimal, str]:
    ratio = exact(line, "wage_ratio")
    return ratio is None, ratio or Decimal(0), str(line["worker"] or "")


def _kinds(desk: Desk) -> Iterator[tuple[str, dict[str, object]]]:
    """(what it is grouped by, a line), those with most hours first; a grouping that tells nothing apart has one line."""
    for kind in KINDS:
        if kind == "worker" and (desk.alone or desk.extent.apart is not None):
            continue
        lines = rows_of(desk.result(kind))
        if any(line[kind] for line in lines):
            yield from (
                (kind, line)
                for line in sorted(
                    lines, key=lambda line: (-known(line, "working_hours"), str(line[kind] or ""))
                )
            )


def _name(desk: Desk, by: str, line: Row) -> str:
    return desk.name(by, line[by], limit=32_767)


def _sheet(
    book: Book, desk: Desk, sheet: Worksheet, head: list[Column], lines: Lines, *, alone: bool = False
) -> Mapping[str, int]:
    """Write the lines under their headings, each of one worker alone or not; the place of each column of the data."""
    names = desk.audit.table(()).column_names
    first, after = ordered(names, alone=alone or desk.alone)
    columns = [*head, *(result(book, desk, sheet, name, lines) for name in (*first, *after))]
    laid_out(book, sheet, columns, len(lines), lead=len(head))
    page = len(head) + len(first)
    across(sheet, [column.width for column in columns[:page]])
    sheet.repeat_columns(0, len(head) - 1)
    sheet.set_v_pagebreaks([page])
    return {column.name: at for at, column in enumerate(columns) if column.name}


def laid_out(book: Book, sheet: Worksheet, columns: Sequence[Column], count: int, *, lead: int) -> None:
    """Headings, frozen and filtered, widths, and every line in its turn."""
    common = {
        "bold": True,
        "text_wrap": True,
        "bg_color": PANEL,
        "bottom": 1,
        "bottom_color": RULE,
        "num_format": TEXT,
    }
    forms = {True: book.style(**common, align="right"), False: book.style(**common, align="left", indent=1)}
    tallest = max((_lines(column) for column in columns), default=1)
    sheet.set_row(0, LINE * (tallest + 1) + 3)  # the last line is for the arrows of the filters
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        book.text(sheet, 0, at, column.heading, forms[column.right])
    sheet.freeze_panes(1, lead)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{count + 1}"})
    for line in range(count):
        for at, column in enumerate(columns):
            column.write(line, at)


def _lines(column: Column) -> int:
    """How many lines a heading takes in its width."""
    found, used = 1, 0.0
    for word in column.heading.split():
        wide = (len(word) + 1) * LETTERS
        if used and used + wide > column.width:
            found, used = found + 1, 0.0
        used += wide
    return found


def texts(
    book: Book, sheet: Worksheet, head: str, values: Sequence[str], width: float = 0, name: str = "", forms: Sequence[Format] = ()
) -> Column:  # fmt: skip
    """A column of text; as wide as its longest, within reason, where no width is given."""
    form = book.style(num_format=TEXT, align="left", indent=1)
    longest = max(map(len, values), default=0) + 2
    wide = width or float(min(max(longest, NARROW), NAMED))

    def write(line: int, at: int) -> None:
        book.text(sheet, line + 1, at, values[line], forms[line] if forms else form)

    return Column(head, _for_words(wide, head), write, name)


def _for_words(width: float, head: str) -> float:
    """A width in which the heading's longest word stands whole, and all of it in a few lines."""
    longest = max((len(word) for word in head.split()), default=0)
    return max(width, longest * LETTERS + FILTER, len(head) * LETTERS / HEAD_LINES + FILTER)


def _day(book: Book, sheet: Worksheet, head: str, days: Sequence[date]) -> Column:
    form = book.style(num_format=DAY, align="left", indent=1)

    def write(line: int, at: int) -> None:
        book.day(sheet, line + 1, at, days[line], form)

    return Column(head, 12, write)


def result(book: Book, desk: Desk, sheet: Worksheet, name: str, lines: Lines) -> Column:
    """A column of the data: words, counts, hours, shares, factors or money."""
    head = heading(desk, name)
    if name in WORDS:
        said = [_said(desk, name, line) for line in lines]
        longest = max(map(len, said), default=0) + 2
        wide = min(max(longest, REASON), LONGEST_REASON) if name == "reason" else longest
        return texts(
            book,
            sheet,
            head,
            said,
            max(wide, NARROW),
            name,
            [_form(book, name, line, TEXT) for line in lines],
        )
    values = [exact(line, name) for line in lines]
    patterns = formats(book, name, lines, values)
    forms = [_form(book, name, line, pattern) for line, pattern in zip(lines, patterns, strict=True)]

    def write(line: int, at: int) -> None:
        value = values[line]
        if value is not None:
            book.number(sheet, line + 1, at, value, forms[line])

    return Column(head, _for_words(_width(values, patterns), head), write, name, right=True)


def _form(book: Book, name: str, line: Row, pattern: str) -> Format:
    """A cell's format; in the colour of the verdict where it bears on it."""
    verdict = str(line["verdict"])
    inset: dict[str, object] = {"align": "left", "indent": 1} if pattern == TEXT else {}
    if name in COLOURED and verdict in {"below", "met", "depends"}:
        return book.style(num_format=pattern, font_color=COLOURS[verdict], **inset)
    return book.style(num_format=pattern, **inset)


def formats(book: Book, name: str, lines: Lines, values: Sequence[Decimal | None]) -> list[str]:
    """The number format of each cell of a column: money with as many decimals as its smallest amounts in that currency need."""
    for inside, pattern in ((COUNTS, COUNT), (HOURS, HOURS_FORMAT), (SHARES, SHARE), (FACTORS, FACTOR)):
        if name in inside:
            return [pattern] * len(lines)
    code = len(currencies_of(lines)) > 1
    own = [str(line["currency"] or "") for line in lines]
    places: dict[str, int] = {}
    for currency, value in zip(own, values, strict=True):
        if value is not None:
            places[currency] = max(places.get(currency, 0), book.figures.digits(value, currency, table=True))
    found = {
        currency: money_format(book.figures, currency, count, code=code) if currency else plain_format(count)
        for currency, count in places.items()
    }
    return [found.get(currency, COUNT) for currency in own]


def _width(values: Sequence[Decimal | None], patterns: Sequence[str]) -> float:
    """A width that holds every figure of a column in its format."""
    wide = 0
    for value, pattern in zip(values, patterns, strict=True):
        if value is not None:
            whole = len(f"{abs(int(value)):,}") + (value < 0)
            wide = max(wide, whole + len(pattern.replace("#,##0", "").replace('"', "")))
    return max(NARROW, wide * LETTERS + 1)


def _said(desk: Desk, name: str, line: Row) -> str:
    """A word of the data in the language."""
    value = str(line[name] or "")
    if name == "verdict":
        return desk.say(shared.VERDICTS[value]) if value else ""
    return reason(desk, value) if name == "reason" else value


def reason(desk: Desk, value: str) -> str:
    """Why a comparison is unknown, or what it depends on, in words."""
    told = []
    for part in filter(None, value.split(";")):
        code, _, detail = part.partition(":")
        known_as = {**shared.WHY, **words.REASONS}.get(code)
        why = desk.say(known_as) if known_as else desk.figures.outside(code)
        place = desk.book.place(detail) if detail[2:3] in {"", "-"} else desk.figures.outside(detail)
        told.append(desk.say(words.REASON_OF, why=why, detail=place) if detail else why)
    return "; ".join(told)
