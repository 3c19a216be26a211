"""The two charts of the workbook: where an hour went, and the wage of each week against the minimum wage."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from wageaudit.reports.apportioning import apportioned
from wageaudit.reports.facts import exact, known
from wageaudit.reports.figures import currencies_of
from wageaudit.reports.page import words as paged
from wageaudit.reports.workbook import words
from wageaudit.reports.workbook.answer import HOUR, PARTS, WIDTHS, Front, room
from wageaudit.reports.workbook.book import COLOURS, INK, QUIET, RULE, money_format
from wageaudit.reports.workbook.results import period

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

    from wageaudit.reports.page.desk import Desk, Lines

FACE, PAPER, LIGHT = "Arial", "#ffffff", "#e4dfd5"
WIDE = sum(WIDTHS) * 7 + 5 * len(WIDTHS)  # the sheet's width [px]: 7 a character, and 5 of padding a column
HOUR_HIGH, WAGES_HIGH = 170, 300  # [px]
NAMED_FROM = Decimal("0.06")  # share of the hour from which its minutes stand in the bar
MINUTES = 2  # the column they are in
DATES_DRAWN = 26


def hour(found: Front) -> None:
    """One bar of sixty minutes: paid tasks, unpaid work, waiting."""
    desk, row = found.desk, found.at.hour
    if row < 0:
        return
    sheet, working = found.sheet.get_name(), known(desk.row, "working_hours")
    chart = found.book.made.add_chart({"type": "bar", "subtype": "stacked"})
    minutes = '"{}"0"{}"'.format(*desk.say(paged.MINUTES, count="{}").split("{}"))
    for place, (colour, key, _) in enumerate(PARTS):
        share = known(desk.row, key) / working
        labels = {
            "value": True,
            "num_format": minutes,
            "font": {"name": FACE, "size": 10, "bold": True, "color": INK if colour == "waiting" else PAPER},
        }
        chart.add_series({
            "name": [sheet, row + place, 0],
            "categories": [sheet, row - 1, MINUTES, row - 1, MINUTES],
            "values": [sheet, row + place, MINUTES, row + place, MINUTES],
            "fill": {"color": COLOURS[colour]}, "border": {"none": True}, "gap": 30,
            **({"data_labels": labels} if share >= NAMED_FROM else {}),
        })  # fmt: skip
    title = desk.say(paged.HOUR_TITLE)
    _titled(chart, title)
    chart.set_x_axis({"min": 0, "max": HOUR, "major_unit": 15, "num_format": "0", **_axis(), "major_gridlines": {"visible": False}})  # fmt: skip
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": {"name": FACE, "size": 10, "color": INK}})
    spans = [known(desk.row, key) / working * HOUR for _, key, _ in PARTS]
    paid, unpaid, waiting = (
        desk.say(paged.MINUTES, count=desk.figures.number(one, 1)) for one in apportioned(spans, 1)
    )
    _insert(found, chart, HOUR_HIGH, desk.say(paged.HOUR_SAYS, paid=paid, unpaid=unpaid, waiting=waiting))


def wages(found: Front, sheet: str, lines: Lines, places: Mapping[str, int]) -> None:
    """A bar a week and the minimum wage as a line; shares of the minimum where the weeks are in several currencies."""
    drawn = [line for line in lines if exact(line, "effective_hourly_wage") is not None]
    if len(drawn) <= 1:
        return
    desk, by = found.desk, period(found.desk)
    judged = [line for line in drawn if exact(line, "wage_ratio") is not None]
    ratio = len(currencies_of(drawn)) > 1
    if ratio and not judged:
        return
    title = desk.say((paged.TIME_TITLE_RATIO if ratio else paged.TIME_TITLE)[by])
    name = "wage_ratio" if ratio else "effective_hourly_wage"
    chart = found.book.made.add_chart({"type": "column"})
    chart.add_series(_series(sheet, lines, places[name]) | {"fill": {"color": COLOURS["met"]}, "border": {"none": True}, "gap": 40})  # fmt: skip
    chart.set_x_axis({**_axis(), "label_position": "low", "interval_unit": max(1, -(-len(lines) // DATES_DRAWN)), "interval_tick": max(1, -(-len(lines) // DATES_DRAWN))})  # fmt: skip
    says = desk.say(paged.TIME_SAYS_ALONE)
    if judged:
        below = desk.figures.number(sum(known(line, "wage_ratio") < 1 for line in judged))
        says = (
            desk.say(words.RATIO_SAYS[by])
            if ratio
            else desk.counted(paged.TIME_SAYS[by], len(judged), below=below)
        )
    if not ratio and judged:
        against = found.book.made.add_chart({"type": "line"})
        against.add_series(
            _series(sheet, lines, places["minimum_wage"]) | {"line": {"color": INK, "width": 2.25}}
        )
        chart.combine(against)
    _titled(chart, title)
    chart.set_y_axis({**_axis(), "num_format": "0%" if ratio else _money(desk, drawn), **({"crossing": 1} if ratio else {"min": 0}), "major_gridlines": {"visible": True, "line": {"color": LIGHT, "width": 0.75}}})  # fmt: skip
    chart.show_blanks_as("gap")
    chart.set_legend({"position": "bottom", "font": {"name": FACE, "size": 10, "color": INK}})
    _insert(found, chart, WAGES_HIGH, says)


def _series(sheet: str, lines: Lines, column: int) -> dict[str, Any]:
    """A column of the sheet of weeks, under its heading, by the first column's names."""
    return {
        "name": [sheet, 0, column],
        "categories": [sheet, 1, 0, len(lines), 0],
        "values": [sheet, 1, column, len(lines), column],
    }


def _money(desk: Desk, lines: Lines) -> str:
    """The number format of the axis: as few decimals as its steps need."""
    currency = str(lines[0]["currency"] or "")
    top = max(known(line, "effective_hourly_wage") for line in lines)
    places = 0 if top >= 20 else 2 if top >= Decimal("0.2") else 4  # noqa: PLR2004 - units of a currency
    return money_format(desk.figures, currency, places)


def _axis() -> dict[str, Any]:
    return {
        "num_font": {"name": FACE, "size": 9, "color": QUIET},
        "line": {"color": RULE},
        "major_tick_mark": "none",
    }


def _titled(chart: Chart, title: str) -> None:
    chart.set_title(
        {"name": title, "name_font": {"name": FACE, "size": 12, "bold": True, "color": INK}, "overlay": False}
    )
    chart.set_chartarea({"border": {"none": True}})


def _insert(found: Front, chart: Chart, height: int, says: str) -> None:
    """The chart in its place, with what it shows in words for who cannot see it."""
    chart.set_size({"width": WIDE, "height": height})
    row = room(found, height)
    found.sheet.insert_chart(row, 0, chart, {"description": says, "object_position": 2})
