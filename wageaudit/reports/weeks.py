"""Columns of wages against the minimum wage: one worker's weeks, the wage at each threshold, and what other tables share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.cells import cell_len

from wageaudit.reports import words
from wageaudit.reports.facts import Row, exact, known, rows_of, unseen
from wageaudit.reports.grid import ALWAYS, Column
from wageaudit.reports.sheet import BAD, GOOD, QUIET, VERDICT_STYLES, Sheet

if TYPE_CHECKING:
    from wageaudit.auditing import Audit

WEEKS_SHOWN = 26
ROOM_FOR_BAR = 5
GRID = (0, 1, 5, 10, 20, 60)


def pauses(sheet: Sheet, audit: Audit, row: Row) -> None:
    """The wage at each threshold of the grid, coloured by the side of the minimum it is on."""
    wages = [exact(row, f"effective_hourly_wage_gap{minutes}") for minutes in GRID]
    if any(wage is None for wage in wages) or len(set(wages)) == 1 or unseen(audit) == "all":
        return
    figures, currency = sheet.figures, str(row["currency"])
    places = max(figures.digits(wage or Decimal(0), currency, table=True) for wage in wages)
    turning = exact(row, "critical_gap_minutes")
    columns = [
        Column(
            sheet.say(words.PAUSES_LABEL),
            [f"{sheet.say(words.AN_HOUR)}, {figures.sign(currency)}"],
            right=False,
        )
    ]
    for minutes, wage in zip(GRID, wages, strict=True):
        heading = sheet.say(words.NO_PAUSES) if minutes == 0 else figures.span(Decimal(minutes * 60))
        judged = row["verdict"] in {"below", "met", "depends"}
        style = (BAD if turning is not None and turning <= minutes else GOOD) if judged else ""
        need = minutes if minutes in GRID[1:4] else ALWAYS
        columns.append(
            Column(heading, [figures.compact(wage or Decimal(0), places)], need=need, styles=(style,))
        )
    sheet.blank()
    sheet.table(columns)


def weeks(sheet: Sheet, audit: Audit, *, all_rows: bool) -> None:
    """One line a pay period: hours, an hour, that period's minimum, the ratio as a bar, what is missing."""
    period = audit.options.period if audit.options.period in words.WHEN else "week"
    found = rows_of(audit.table((period,)))
    if len(found) <= 1:
        return
    hidden = 0 if all_rows else max(len(found) - WEEKS_SHOWN, 0)
    lines, figures = found[hidden:], sheet.figures
    several = len({line["currency"] for line in lines}) > 1
    sheet.blank()
    columns = [
        Column(sheet.say(words.WHEN[period]), [str(line[period]) for line in lines], right=False),
        Column(sheet.say(words.FROM), [_monday(sheet, str(line[period])) for line in lines] if period == "week" else [], need=2),
        Column(sheet.say(words.HOURS), figures.hours([known(line, "working_hours") for line in lines])),
        Column(sheet.say(words.AN_HOUR), amounts(sheet, lines, "effective_hourly_wage", code=several), styles=[VERDICT_STYLES[str(line["verdict"])] for line in lines]),
        Column(sheet.say(words.MINIMUM_SHORT), amounts(sheet, lines, "minimum_wage", code=several), need=2),
        *ratio_columns(sheet, lines),
    ]  # fmt: skip
    if audit.options.period in words.WHEN:
        columns.append(
            Column(sheet.say(words.MISSING_SHORT), amounts(sheet, lines, "shortfall", code=several), need=3)
        )
    sheet.table(columns)
    if hidden:
        sheet.line(sheet.counted(words.EARLIER[period], hidden, QUIET, count=figures.number(hidden)))


def _monday(sheet: Sheet, week: str) -> str:
    """The first day of an ISO week written 2024-W10."""
    year, _, number = week.partition("-W")
    return sheet.figures.day(date.fromisocalendar(int(year), int(number), 1), year=False)


def amounts(sheet: Sheet, lines: list[dict[str, object]], name: str, *, code: bool) -> list[str]:
    """A column of money; empty where it is not known, a dash where nothing is missing."""
    cells = []
    for line in lines:
        value = exact(line, name)
        if value is None or (name == "shortfall" and value == 0):
            cells.append("" if value is None else "-")
        else:
            cells.append(sheet.figures.money(value, str(line["currency"] or ""), table=True, code=code))
    return cells


def ratio_columns(sheet: Sheet, lines: list[dict[str, object]], *, most: int = 24) -> list[Column]:
    """The wage ratio as a percentage, and as a bar with a stroke at the minimum wage where there is room."""
    ratios = [exact(line, "wage_ratio") for line in lines]
    styles = [VERDICT_STYLES[str(line["verdict"])] for line in lines]
    if all(ratio is None for ratio in ratios):
        return []
    shares = ["" if ratio is None else sheet.figures.times(ratio) for ratio in ratios]
    widest, heading = max(map(len, shares)), sheet.say(words.OF_MINIMUM)

    def draw(width: int) -> list[str]:
        room = width - widest - 1
        bars = [
            "" if ratio is None or room < ROOM_FOR_BAR else sheet.figures.ratio_bar(ratio, room)
            for ratio in ratios
        ]
        return [f"{share.rjust(widest)} {bar}" for share, bar in zip(shares, bars, strict=True)]

    return [
        Column(
            heading,
            draw,
            right=False,
            least=cell_len(heading),
            most=most + widest + 1,
            styles=styles,
        )
    ]
