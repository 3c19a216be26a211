"""Who pays what: wages by platform, requester and kind of task, as pictures and tables; and a line a worker where they may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from wageaudit.reports.facts import Row, countries, exact, known
from wageaudit.reports.figures import currencies_of
from wageaudit.reports.page import words
from wageaudit.reports.page.desk import (
    Desk,
    Lines,
    hours_cells,
    kinds_of,
    money_cells,
    ratio_cells,
    result_columns,
    rows,
)
from wageaudit.reports.page.drawing import NARROW, WIDE, Frame, Layer, Mark, draw, rects, rules, texts
from wageaudit.reports.page.model import Block, Cell, Heading, Paragraph, Picture, Section, Table
from wageaudit.reports.page.notebook import plain

if TYPE_CHECKING:
    from markupsafe import Markup

PICTURED = ("platform", "requester", "project")
DRAWN = 8  # groups in a picture
BEHIND, LISTED = 20, 50  # lines of the table behind a picture, and of a table of groups
WORKERS_LISTED = 500
ROW, THICK = 42, 12  # heights of a group and of its bar [px]
NAME_DRAWN = {WIDE: 60, NARROW: 26}  # characters
BEYOND = Decimal(3)


def section(desk: Desk) -> Section | None:
    """A picture for each way of grouping that tells groups apart."""
    found = [(by, _lines(desk, by)) for by in PICTURED]
    blocks: list[Block] = [
        _picture(desk, by, lines) for by, lines in found if _worth(lines) and _together(lines)
    ]
    apart = [by for by, lines in found if _worth(lines) and not _together(lines)]
    blocks += [Paragraph(plain(desk.say(words.APART[by])), "note") for by in apart]
    if not blocks:
        return None
    return Section(
        "groups", desk.say(words.WHO_PAYS), (*blocks, Paragraph(plain(desk.say(words.GROUPS_NOTE)), "note"))
    )


def _lines(desk: Desk, by: str) -> Lines:
    """Groups with most hours first."""
    return sorted(desk.lines(by), key=lambda row: (-known(row, "working_hours"), str(row[by] or "")))


def _worth(lines: Lines) -> bool:
    return sum(exact(row, "effective_hourly_wage") is not None for row in lines) > 1


def _together(lines: Lines) -> bool:
    """Whether pay stands in the groups that time stands in: some exports write each in rows of their own."""
    timed = sum((known(row, "pay") for row in lines if known(row, "working_hours")), Decimal(0))
    return timed * 2 >= sum((known(row, "pay") for row in lines), Decimal(0))


def _picture(desk: Desk, by: str, lines: Lines) -> Picture:
    drawn = [row for row in lines if exact(row, "effective_hourly_wage") is not None][:DRAWN]
    single = len(currencies_of(drawn)) == 1
    ratio = not single and any(exact(row, "wage_ratio") is not None for row in drawn)
    name = "wage_ratio" if ratio else "effective_hourly_wage"
    title = desk.say((words.GROUP_TITLE_RATIO if ratio else words.GROUP_TITLE)[by])
    said = _said(desk, by, lines, drawn, name)
    wide = _drawing(desk, by, drawn, name, WIDE, (f"{by}-wide", title, said))
    narrow = _drawing(desk, by, drawn, name, NARROW, (f"{by}-narrow", title, said))
    listed = lines[:BEHIND]
    columns = [
        [_name_cell(desk, by, row) for row in listed],
        hours_cells(desk, listed, "working_hours"),
        money_cells(desk, listed, "effective_hourly_wage", kinds_of(listed)),
        money_cells(desk, listed, "minimum_wage"),
        ratio_cells(desk, listed),
    ]  # fmt: skip
    headings = [Heading(desk.say(words.GROUP_COLUMN[by]), numeric=False), *(Heading(desk.say(text)) for text in (words.WORKING_COLUMN, words.WAGE_COLUMN, words.MINIMUM_COLUMN, words.RATIO_COLUMN))]  # fmt: skip
    table = Table(f"{by}-table", title, tuple(headings), rows(columns), note=_more(desk, lines, BEHIND))
    return Picture(by, title, said, wide, narrow, table)


def _more(desk: Desk, lines: Lines, most: int) -> str:
    if len(lines) <= most:
        return ""
    number = desk.figures.number
    return desk.say(words.MORE_LINES, shown=number(most), count=number(len(lines)))


def _name_cell(desk: Desk, by: str, row: Row) -> Cell:
    return Cell(desk.name(by, row[by]), outside=by != "country" and bool(row[by]))


def _worker_cell(desk: Desk, row: Row) -> Cell:
    """A worker's name, with the worker's own page where there is one."""
    named = _name_cell(desk, "worker", row)
    return replace(named, link=desk.extent.pages.get(str(row["worker"] or ""), ""))


def _amount(desk: Desk, row: Row, name: str) -> str:
    value = known(row, name)
    return (
        desk.figures.times(value)
        if name == "wage_ratio"
        else desk.figures.money(value, str(row["currency"] or ""))
    )


def _said(desk: Desk, by: str, lines: Lines, drawn: Lines, name: str) -> str:
    """The best and the worst of what is drawn."""
    order = sorted((row for row in drawn if exact(row, name) is not None), key=lambda row: -known(row, name))
    best, worst = order[0], order[-1]
    values = {"best": desk.name(by, best[by]), "most": _amount(desk, best, name), "worst": desk.name(by, worst[by]), "least": _amount(desk, worst, name)}  # fmt: skip
    said = desk.say(words.GROUP_SAYS_RATIO if name == "wage_ratio" else words.GROUP_SAYS, **values)
    if any(_minimum(row, name) is not None for row in drawn):
        said = f"{said} {desk.say(words.GROUP_STROKE)}"
    return (
        f"{said} {desk.say(words.GROUP_SAYS_FEW, count=DRAWN)}"
        if len(drawn) == DRAWN and len(lines) > DRAWN
        else said
    )


def _drawing(
    desk: Desk, by: str, drawn: Sequence[Row], name: str, width: int, said: tuple[str, str, str]
) -> Markup:
    """A bar a group under its name, its wage at the right, and a stroke at the minimum wage of its hours."""
    wages = [max(known(row, name), Decimal(0)) for row in drawn]
    minimums = [_minimum(row, name) for row in drawn]
    marks = [value for value in minimums if value is not None]
    high = max([*marks, sorted(wages)[len(wages) // 2]])
    top = min(max(wages), BEYOND * high) if high else max(wages)
    top = max([top, *marks]) or Decimal(1)
    bars: list[Mark] = []
    strokes: list[Mark] = []
    for place, (row, wage, minimum) in enumerate(zip(drawn, wages, minimums, strict=True)):
        base = -place * ROW - 22
        ratio = exact(row, "wage_ratio")
        colour = "unknown" if ratio is None else "below" if ratio < 1 else "met"
        bars.append({"x": 0, "x2": float(min(wage, top)), "y": base, "y2": base - THICK, "c": colour})
        if minimum is not None:
            strokes.append({"x": float(minimum), "x2": float(minimum), "y": base + 3, "y2": base - THICK - 3})
    hours = [cell.text for cell in hours_cells(desk, drawn, "working_hours")]
    names = [f"{desk.name(by, row[by], NAME_DRAWN[width])}" for row in drawn]
    shown = [_amount(desk, row, name) if exact(row, name) is not None else "" for row in drawn]
    span = [desk.say(words.HOURS_OF, hours=own) for own in hours]
    wide = width == WIDE
    layers: list[Layer] = [
        rects(bars),
        rules(strokes, "paper", strokeWidth=5),
        rules(strokes, "ink", strokeWidth=2),
        texts([{"x": 0, "y": -place * ROW - 15, "text": text} for place, text in enumerate(names)]),
        texts([{"x": float(top), "y": -place * ROW - 15, "text": text + (" ↑" if wage > top else "")} for place, (text, wage) in enumerate(zip(shown, wages, strict=True))], align="right", fontWeight=600),
        texts([{"x": float(top) * 0.8, "y": -place * ROW - 15, "text": text} for place, text in enumerate(span)] if wide else [], "quiet", align="right"),
    ]  # fmt: skip
    height = len(drawn) * ROW
    frame = Frame(width, height, (0, float(top)), (-height, 0), (1, 0, 2, 0))
    return draw(frame, layers, *said)


def _minimum(row: Row, name: str) -> Decimal | None:
    if name == "wage_ratio":
        return None if exact(row, "wage_ratio") is None else Decimal(1)
    return exact(row, "minimum_wage")


def requesters(desk: Desk) -> Section | None:
    """Tables of requesters and kinds of task with all their figures."""
    blocks: list[Block] = []
    for by, caption in (("requester", words.REQUESTERS_CAPTION), ("project", words.KINDS_CAPTION)):
        lines = _lines(desk, by)
        if len(lines) > 1 or any(row[by] for row in lines):
            blocks.append(_listing(desk, by, lines, desk.say(caption)))
    return Section("requesters", desk.say(words.REQUESTERS), tuple(blocks)) if blocks else None


def _listing(desk: Desk, by: str, lines: Lines, caption: str) -> Table:
    shown = lines[:LISTED]
    head = (
        Heading(desk.say(words.GROUP_COLUMN[by]), numeric=False),
        [_name_cell(desk, by, row) for row in shown],
    )
    together = _together(lines)
    columns = [head, *result_columns(desk, shown, compared=together)]
    body = rows([cells for _, cells in columns])
    notes = [_more(desk, lines, LISTED), "" if together else desk.say(words.APART[by])]
    headings = tuple(heading for heading, _ in columns)
    return Table(f"{by}-list", caption, headings, body, note=" ".join(note for note in notes if note))


def workers(desk: Desk) -> Section | None:
    """A line a worker, the lowest first, where single workers may be shown."""
    if not desk.whole or desk.alone:
        return None
    lines = sorted(
        desk.lines("worker"),
        key=lambda row: (
            exact(row, "wage_ratio") is None,
            known(row, "wage_ratio"),
            str(row["worker"] or ""),
        ),
    )
    shown, homes = lines[:WORKERS_LISTED], countries(desk.audit)
    head = [
        (
            Heading(desk.say(words.GROUP_COLUMN["worker"]), numeric=False),
            [_worker_cell(desk, row) for row in shown],
        )
    ]
    where = [
        ", ".join(desk.book.place(home) for home in homes.get(str(row["worker"] or ""), []) if home)
        for row in shown
    ]
    head.append(
        (Heading(desk.say(words.GROUP_COLUMN["country"]), numeric=False), [Cell(text) for text in where])
    )
    columns = [*head, *result_columns(desk, shown)]
    body = rows([cells for _, cells in columns])
    note = ""
    if len(lines) > len(shown):
        note = desk.say(
            words.EARLIER_WORKERS,
            shown=desk.figures.number(len(shown)),
            count=desk.figures.number(len(lines)),
        )
    table = Table(
        "workers", desk.say(words.WORKERS_CAPTION), tuple(heading for heading, _ in columns), body, note=note
    )
    return Section("workers-part", desk.say(words.WORKERS), (table,))


def totals(desk: Desk, hour: Picture | None) -> Section:
    """All workers together: where an hour of theirs went, and the total."""
    columns = [
        (Heading(desk.say(words.WORKERS_COLUMN)), [Cell(desk.figures.number(int(known(desk.row, "workers"))), str(desk.row["workers"]))]),
        *result_columns(desk, [desk.row]),
    ]  # fmt: skip
    body = rows([cells for _, cells in columns])
    heading = desk.say(words.TOTALS_HEADING)
    table = Table("totals", desk.say(words.TOTALS_CAPTION), tuple(head for head, _ in columns), body)
    return Section("totals-part", heading, (hour, table) if hour else (table,))
