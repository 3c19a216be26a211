"""When the work was done: a square for each hour of the week, darker the more was worked in it, and the hours of the night."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.dates import format_date

from wageaudit.clock_hours import HOUR, HOURS, NIGHT, ClockHours, clock_hours
from wageaudit.reports.page import words
from wageaudit.reports.page.desk import Desk, number_cells, rows
from wageaudit.reports.page.drawing import NARROW, WIDE, Frame, Layer, draw, rects, rules, texts
from wageaudit.reports.page.model import Block, Cell, Heading, Paragraph, Picture, Section, Table
from wageaudit.reports.page.notebook import plain

if TYPE_CHECKING:
    from markupsafe import Markup

SHADES = 5
A_MONDAY = date(2024, 1, 1)
SECOND = 1_000_000
GAP = 0.06  # of a square left free around it
ROW, HEAD, FOOT = 26, 24, 44  # heights [px]
LABELS = {WIDE: 92, NARROW: 30}  # room for the names of days [px]


def section(desk: Desk) -> Section | None:
    """The week as squares; None where no row has times of day."""
    found = desk.extent.apart.clock if desk.extent.apart else clock_hours(desk.audit)
    if not found.placed:
        return None
    blocks: list[Block] = [_picture(desk, found)]
    notes = [desk.say(words.CLOCK_NOTE)]
    if found.unplaced:
        notes.append(desk.say(words.CLOCK_UNPLACED, time=_span(desk, found.unplaced)))
    blocks.append(Paragraph(plain(" ".join(notes)), "note"))
    return Section("clock", desk.say(words.CLOCK), tuple(blocks))


def _span(desk: Desk, micros: int) -> str:
    return desk.figures.span(Decimal(micros) / SECOND)


def day_name(desk: Desk, weekday: int, *, short: bool = False) -> str:
    """A weekday's name, 0 is Monday."""
    return str(
        format_date(
            A_MONDAY + timedelta(days=weekday), "ccc" if short else "cccc", locale=desk.figures.locale
        )
    )


def _clock(hour: int) -> str:
    return f"{hour % HOURS:02d}:00"


def _picture(desk: Desk, found: ClockHours) -> Picture:
    first, last = _clock(NIGHT[0]), _clock(NIGHT[-1] + 1)
    if found.night:
        share = desk.figures.percent(Decimal(found.night) / found.placed)
        says = desk.say(words.CLOCK_SAYS, night=_span(desk, found.night), all=_span(desk, found.placed), share=share, first=first, last=last)  # fmt: skip
    else:
        says = desk.say(words.CLOCK_NO_NIGHT, all=_span(desk, found.placed), first=first, last=last)
    busiest = int(found.micros.argmax())
    most = desk.say(words.CLOCK_MOST, day=day_name(desk, busiest // HOURS), hour=_clock(busiest % HOURS))
    title, said = desk.say(words.CLOCK_TITLE), f"{says} {most}"
    wide = _drawing(desk, found, WIDE, ("clock-wide", title, said))
    narrow = _drawing(desk, found, NARROW, ("clock-narrow", title, said))
    return Picture("clock", title, said, wide, narrow, _table(desk, found, title))


def _drawing(desk: Desk, found: ClockHours, width: int, said: tuple[str, str, str]) -> Markup:
    """Days downwards, hours across; the night hours stand between two strokes of their own."""
    most = int(found.micros.max())
    boxes = [
        {
            "x": hour + GAP,
            "x2": hour + 1 - GAP,
            "y": -day - GAP,
            "y2": -day - 1 + GAP,
            "c": _shade(int(found.micros[day, hour]), most),
        }
        for day in range(7)
        for hour in range(HOURS)
    ]
    short = width == NARROW
    names = [{"x": 0, "y": -day - 0.5, "text": day_name(desk, day, short=short)} for day in range(7)]
    hours = [{"x": hour, "y": 0, "text": f"{hour}"} for hour in range(0, HOURS, 3 if not short else 6)]
    left = LABELS[width]
    layers: list[Layer] = [
        rects(boxes),
        texts(names, dx=-left, baseline="middle", fontSize=12 if short else 13),
        texts(hours, "quiet", dy=-7, fontSize=12),
        texts([{"x": HOURS, "y": 0, "text": "24"}], "quiet", dy=-7, align="right", fontSize=12),
        rules(
            [{"x": 0, "x2": 5, "y": -7.12, "y2": -7.12}, {"x": 22, "x2": 24, "y": -7.12, "y2": -7.12}],
            "ink",
            strokeWidth=2,
        ),
        texts([{"x": 0, "y": -7, "text": desk.say(words.NIGHT)}], dy=20, fontSize=12),
        texts([{"x": HOURS, "y": -7, "text": desk.say(words.NIGHT)}], dy=20, align="right", fontSize=12),
        *_key(desk, most, short=short),
    ]
    frame = Frame(width, 7 * ROW + HEAD + FOOT, (0, HOURS), (-7, 0), (left, HEAD, 0, FOOT))
    return draw(frame, layers, *said)


def _shade(micros: int, most: int) -> str:
    """Five shades by the share of the fullest hour; nothing worked is the paper's own."""
    return f"heat{max(1, -(-micros * SHADES // most))}" if micros else "shade"


def _key(desk: Desk, most: int, *, short: bool) -> list[Layer]:
    """What the shades stand for."""
    start = 7.0 if not short else 6.0
    wide = 1.0 if not short else 1.4
    boxes = [
        {
            "x": start + place * wide,
            "x2": start + (place + 1) * wide - 0.12,
            "y": -7.45,
            "y2": -7.9,
            "c": f"heat{place + 1}",
        }
        for place in range(SHADES)
    ]
    ends = start + SHADES * wide
    text = desk.figures.span(Decimal(most) / SECOND)
    return [
        rects(boxes),
        texts([{"x": start, "y": -7.9, "text": "0"}], "quiet", dx=-5, dy=-1, fontSize=12, align="right"),
        texts([{"x": ends, "y": -7.9, "text": text}], "quiet", dx=2, dy=-1, fontSize=12),
    ]


def _table(desk: Desk, found: ClockHours, title: str) -> Table:
    """Hours of each day by six spans of four hours, and whole."""
    spans = [(start, start + 4) for start in range(0, HOURS, 4)]
    headings = [Heading(desk.say(words.DAY_COLUMN), numeric=False)]
    headings += [Heading(f"{start}–{end}") for start, end in spans]
    headings.append(Heading(desk.say(words.ALL_HOURS_COLUMN)))
    sums = [
        [Decimal(int(found.micros[day, start:end].sum())) / HOUR for day in range(7)]
        for start, end in [*spans, (0, HOURS)]
    ]
    columns = [
        [Cell(day_name(desk, day)) for day in range(7)],
        *(number_cells(own, desk.figures.hours(own)) for own in sums),
    ]
    return Table("clock-table", title, tuple(headings), rows(columns))
