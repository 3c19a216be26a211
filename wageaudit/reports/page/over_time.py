"""The wage over time: a bar a week (or month, or day) against the stepped line of the minimum wage, and the table of those weeks."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from wageaudit.reports import words as shared
from wageaudit.reports.facts import Row, exact, known
from wageaudit.reports.figures import currencies_of
from wageaudit.reports.page import words
from wageaudit.reports.page.axes import ceiling, gutter, money_ticks, share_ticks, ticks
from wageaudit.reports.page.desk import Desk, Lines, kinds_of, money_cells, result_columns, rows
from wageaudit.reports.page.drawing import NARROW, WIDE, Frame, Layer, Mark, draw, line, rects, rules, texts
from wageaudit.reports.page.model import Block, Cell, Heading, Paragraph, Picture, Section, Table
from wageaudit.reports.page.notebook import plain

if TYPE_CHECKING:
    from markupsafe import Markup

MOST = 120  # periods on one page: longer logs are shown by the month
COARSER = {"day": "week", "week": "month"}
SIDE = {"below": "below", "met": "met", "depends": "depends", "unknown": "unknown"}
HEIGHT, ABOVE, BELOW = 250, 22, 26  # of the drawing, and its margins [px]
WIDEST_BAR = 64  # [px]
GAP_BETWEEN = 0.12  # of a bar's width left free on either side
BETWEEN = 10  # two dates under the picture [px]


def periods(desk: Desk) -> tuple[str, Lines]:
    """The periods a page shows: those of the shortfall, coarser where there would be too many; for passing on, months as tables have them."""
    if desk.shared is not None:
        return "month", desk.lines("month")
    by = desk.audit.options.period if desk.audit.options.period in shared.WHEN else "week"
    lines = desk.lines(by)
    while len(lines) > MOST and by in COARSER:
        by = COARSER[by]
        lines = desk.lines(by)
    return by, lines


def span(by: str, name: str) -> tuple[date, date]:
    """First day of a period and the first day after it: 2024-W10, 2024-03, 2024-03-05."""
    if by == "week":
        year, _, number = name.partition("-W")
        first = date.fromisocalendar(int(year), int(number), 1)
        return first, first + timedelta(days=7)
    if by == "month":
        year, _, number = name.partition("-")
        first = date(int(year), int(number), 1)
        return first, first + timedelta(days=monthrange(first.year, first.month)[1])
    first = date.fromisoformat(name)
    return first, first + timedelta(days=1)


def section(desk: Desk) -> Section | None:
    """The picture of the wage over time; None where there is only one period."""
    by, lines = periods(desk)
    drawn = [row for row in lines if exact(row, "effective_hourly_wage") is not None]
    judged = sum(exact(row, "wage_ratio") is not None for row in drawn)
    if len(drawn) <= 1 or (
        not desk.alone and judged * 2 < len(drawn)
    ):  # wages of several countries alone say little
        return None
    return Section("time", desk.say(words.WHEN_PAID), (_picture(desk, by, drawn[-MOST:]),))


def _picture(desk: Desk, by: str, lines: Lines) -> Picture:
    """Wages in money where all are in one currency, else as shares of the minimum."""
    single = len(currencies_of(lines)) == 1
    ratio = not single and any(exact(row, "wage_ratio") is not None for row in lines)
    title = desk.say((words.TIME_TITLE_RATIO if ratio else words.TIME_TITLE)[by])
    judged = [row for row in lines if exact(row, "wage_ratio") is not None]
    below = sum(known(row, "wage_ratio") < 1 for row in judged)
    says = desk.say(words.TIME_SAYS_ALONE)
    if len(judged) * 2 >= len(lines):
        told = desk.counted(words.TIME_SAYS[by], len(judged), below=desk.figures.number(below))
        says = told if below else desk.say(words.TIME_NEVER)
    wide = _drawing(desk, by, lines, WIDE, ("time-wide", title, says), ratio=ratio)
    narrow = _drawing(desk, by, lines, NARROW, ("time-narrow", title, says), ratio=ratio)
    columns = [
        [Cell(str(row[by]), kind="date") for row in lines],
        [Cell(_start(desk, by, row, year=True), kind="date") for row in lines],
        money_cells(desk, lines, "effective_hourly_wage", kinds_of(lines)),
        money_cells(desk, lines, "minimum_wage"),
    ]
    headings = (Heading(desk.say(words.PERIOD_COLUMN[by]), numeric=False), Heading(desk.say(words.FROM_COLUMN), numeric=False), Heading(desk.say(words.WAGE_COLUMN)), Heading(desk.say(words.MINIMUM_COLUMN)))  # fmt: skip
    note = desk.say(words.SCALE_CUT) if _cut(lines, ratio=ratio) else ""
    return Picture(
        "time", title, says, wide, narrow, Table("time-table", title, headings, rows(columns)), note
    )


def _start(desk: Desk, by: str, row: Row, *, year: bool) -> str:
    first, _ = span(by, str(row[by]))
    return desk.figures.month(first) if by == "month" else desk.figures.day(first, year=year)


def _values(lines: Lines, *, ratio: bool) -> tuple[list[Decimal], list[Decimal | None]]:
    """(wage of each period, its minimum wage or None), in money or as shares."""
    if ratio:
        return [known(row, "wage_ratio") for row in lines], [
            None if exact(row, "wage_ratio") is None else Decimal(1) for row in lines
        ]
    return [known(row, "effective_hourly_wage") for row in lines], [
        exact(row, "minimum_wage") for row in lines
    ]


def _cut(lines: Lines, *, ratio: bool) -> bool:
    wages, minimums = _values(lines, ratio=ratio)
    return max(wages) > ceiling(wages, [value for value in minimums if value is not None])


def _drawing(
    desk: Desk, by: str, lines: Lines, width: int, said: tuple[str, str, str], *, ratio: bool
) -> Markup:
    wages, minimums = _values(lines, ratio=ratio)
    top = ceiling(wages, [value for value in minimums if value is not None])
    spans = [span(by, str(row[by])) for row in lines]
    first, last = spans[0][0].toordinal(), spans[-1][1].toordinal()
    steps = ticks(top)
    currency = str(lines[0]["currency"] or "")
    named = share_ticks(desk, steps) if ratio else money_ticks(desk, steps, currency)
    left = gutter(named)
    most = WIDEST_BAR * (last - first) / (width - left)
    bars, arrows = _bars(lines, wages, spans, top, most)
    layers = [
        rules([{"x": first, "x2": last, "y": float(step), "y2": float(step)} for step in steps]),
        rects(bars),
        *_steps(minimums, spans),
        texts(arrows, "ink", align="center", dy=-4, fontSize=11),
        texts(
            [{"x": first, "y": float(step), "text": name} for step, name in zip(steps, named, strict=True)],
            "quiet",
            dx=-8,
            dy=4,
            align="right",
            fontSize=12,
        ),
        *_named(desk, minimums, last),
        *_dates(desk, by, lines, spans, width),
    ]
    return draw(Frame(width, HEIGHT, (first, last), (0, float(top)), (left, ABOVE, 2, BELOW)), layers, *said)


def _bars(
    lines: Lines, wages: Sequence[Decimal], spans: Sequence[tuple[date, date]], top: Decimal, most: float
) -> tuple[list[Mark], list[Mark]]:
    """(a bar a period, coloured by its side of the minimum; an arrow on each that goes beyond the scale)."""
    bars: list[Mark] = []
    arrows: list[Mark] = []
    for row, wage, (start, end) in zip(lines, wages, spans, strict=True):
        days = (end - start).days
        free = max(days * GAP_BETWEEN, (days - most) / 2)
        low, high = start.toordinal() + free, end.toordinal() - free
        ratio = exact(row, "wage_ratio")
        colour = "unknown" if ratio is None else "below" if ratio < 1 else "met"
        bars.append({"x": low, "x2": high, "y": 0, "y2": float(max(min(wage, top), Decimal(0))), "c": colour})
        if wage > top:
            arrows.append({"x": (low + high) / 2, "y": float(top), "text": "↑"})
    return bars, arrows


def _steps(minimums: Sequence[Decimal | None], spans: Sequence[tuple[date, date]]) -> list[Layer]:
    """The minimum wage as a stepped line, broken where none is known, up to the next period that has one."""
    runs: list[list[Mark]] = [[]]
    for minimum, (start, end), following in zip(
        minimums, spans, [*(begin for begin, _ in spans[1:]), None], strict=True
    ):
        if minimum is None:
            runs.append([])
            continue
        reach = following or end
        runs[-1] += [
            {"x": start.toordinal(), "y": float(minimum)},
            {"x": reach.toordinal(), "y": float(minimum)},
        ]
    return [
        layer
        for run in runs
        if run
        for layer in (line(run, "paper", strokeWidth=5), line(run, "ink", strokeWidth=2))
    ]


def _named(desk: Desk, minimums: Sequence[Decimal | None], last: int) -> list[Layer]:
    """The name of the stepped line, at its end."""
    if minimums[-1] is None:
        return []
    name = {"x": last, "y": float(minimums[-1]), "text": desk.minimum(words.MINIMUM_LINE)}
    return [texts([name], align="right", dy=-8, fontWeight=600, halo=True)]


def _dates(desk: Desk, by: str, lines: Lines, spans: Sequence[tuple[date, date]], width: int) -> list[Layer]:
    """Dates under the picture, as many as there is room for; years where they change."""
    a_day = width / ((spans[-1][1] - spans[0][0]).days or 1)  # [px]
    told: list[tuple[date, str]] = []
    for (start, _), row in zip(spans, lines, strict=True):
        year = by != "month" and (not told or start.year != told[-1][0].year)
        name = _start(desk, by, row, year=year)
        if not told or (start - told[-1][0]).days * a_day >= gutter([told[-1][1]]) + BETWEEN:
            told.append((start, name))
    if len(told) > 1 and (spans[-1][1] - told[-1][0]).days * a_day < gutter([told[-1][1]]):
        told.pop()
    names = [{"x": start.toordinal(), "y": 0, "text": name} for start, name in told]
    return [texts(names, "quiet", dy=18, fontSize=12)]


def table(desk: Desk) -> Section | None:
    """Every period with all its figures."""
    by, lines = periods(desk)
    if not lines:
        return None
    shown = lines[-MOST:]
    head = [
        (
            Heading(desk.say(words.PERIOD_COLUMN[by]), numeric=False),
            [Cell(str(row[by]), kind="date") for row in shown],
        ),
        (
            Heading(desk.say(words.FROM_COLUMN), numeric=False),
            [Cell(_start(desk, by, row, year=True), kind="date") for row in shown],
        ),
    ]
    columns = [*(head if by == "week" else head[:1]), *result_columns(desk, shown)]
    heading = {"week": words.WEEKS, "month": words.MONTHS_HEADING, "day": words.DAYS_HEADING}[by]
    made = Table(
        "periods",
        desk.say(words.TABLE_OF_PERIODS[by]),
        tuple(head for head, _ in columns),
        rows([cells for _, cells in columns]),
    )
    blocks: list[Block] = [made]
    if len(lines) > len(shown):
        count = desk.figures.number(len(lines))
        blocks.append(
            Paragraph(plain(desk.say(words.EARLIER, shown=desk.figures.number(MOST), count=count)), "note")
        )
    return Section("periods-part", desk.say(heading), tuple(blocks))
