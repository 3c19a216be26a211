"""The wage as longer pauses count as waiting: a curve from no pause to an hour, the critical gap, and the legal anchors."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from wageaudit.gap_curve import wage_by_minute
from wageaudit.options import GAP_GRID_MINUTES
from wageaudit.reports import words as shared
from wageaudit.reports.facts import exact, known, unseen
from wageaudit.reports.page import words
from wageaudit.reports.page.axes import ceiling, gutter, money_ticks, ticks
from wageaudit.reports.page.desk import Desk, number_cells, rows
from wageaudit.reports.page.drawing import NARROW, WIDE, Frame, Layer, Mark, draw, line, points, rules, texts
from wageaudit.reports.page.model import Block, Cell, Heading, Paragraph, Picture, Section, Table
from wageaudit.reports.page.notebook import plain

if TYPE_CHECKING:
    from markupsafe import Markup

LONGEST = 60  # minutes
HEIGHT, ABOVE, BELOW = 250, 24, 44  # of the drawing, and its margins [px]
ANOTHER_LINE = 15  # where two names would meet on a narrow page [px]
HALF = 30  # minutes: marks right of it are named on their left


def section(desk: Desk) -> Section | None:
    """The curve, or why there is none; None where there is no wage at all."""
    wages = [exact(desk.row, f"effective_hourly_wage_gap{minutes}") for minutes in GAP_GRID_MINUTES]
    if exact(desk.row, "effective_hourly_wage") is None:
        return None
    view = unseen(desk.audit)
    why = {"all": words.PAUSES_HIDDEN, "recorded": words.PAUSES_RECORDED}.get(view, "")
    if not why and len(set(wages)) == 1:
        why = words.PAUSES_FLAT
    heading = desk.say(words.PAUSES)
    if desk.shared is not None and any(wage is None for wage in wages):
        return None
    if why or any(wage is None for wage in wages):
        return Section("pauses", heading, (Paragraph(plain(desk.say(why or words.PAUSES_FLAT))),))
    blocks: list[Block] = [_picture(desk, [wage or Decimal(0) for wage in wages])]
    return Section("pauses", heading, (*blocks, Paragraph(plain(desk.say(words.ANCHORS)), "note")))


def _picture(desk: Desk, wages: list[Decimal]) -> Picture:
    currency = str(desk.row["currency"] or "")
    shown = desk.figures.apart(wages, currency)
    says = [desk.say(words.PAUSES_SAYS, none=shown[0], hour=shown[-1])]
    turning = exact(desk.row, "critical_gap_minutes")
    verdict = desk.row["verdict"]
    if verdict == "depends" and turning is not None:
        says.append(desk.say(words.PAUSES_TURNS, critical=desk.figures.span(turning * 60)))
    elif verdict in {"met", "below"}:
        says.append(desk.say(words.PAUSES_OVER if verdict == "met" else words.PAUSES_UNDER))
    title, said = desk.say(words.PAUSES_TITLE), " ".join(says)
    wide = _drawing(desk, WIDE, ("pauses-wide", title, said))
    narrow = _drawing(desk, NARROW, ("pauses-narrow", title, said))
    names = [
        desk.say(shared.NO_PAUSES),
        *(desk.figures.span(Decimal(minutes * 60)) for minutes in GAP_GRID_MINUTES[1:]),
    ]
    headings = (Heading(desk.say(words.PAUSE_COLUMN), numeric=False), Heading(desk.say(words.WAGE_COLUMN)))
    table = Table(
        "pauses-table", title, headings, rows([[Cell(name) for name in names], number_cells(wages, shown)])
    )
    return Picture("pauses", title, said, wide, narrow, table)


def _drawing(desk: Desk, width: int, said: tuple[str, str, str]) -> Markup:
    currency = str(desk.row["currency"] or "")
    curve = _curve(desk)
    minimum = exact(desk.row, "minimum_wage")
    marks = [minimum] if minimum is not None else []
    top = ceiling([wage for _, wage in curve], marks)
    steps = ticks(top)
    named = money_ticks(desk, steps, currency)
    layers: list[Layer] = [
        rules([{"x": 0, "x2": LONGEST, "y": float(step), "y2": float(step)} for step in steps]),
        *_anchors(desk, top, narrow=width == NARROW),
        *_wages(desk, curve),
        *_minimum(desk, minimum, top),
        *_critical(desk, minimum),
        texts(
            [{"x": 0, "y": float(step), "text": name} for step, name in zip(steps, named, strict=True)],
            "quiet",
            dx=-8,
            dy=4,
            align="right",
            fontSize=12,
        ),
        *_scale(desk, (20, 40) if width == NARROW else (10, 20, 30, 40, 50)),
    ]
    above = ABOVE + (ANOTHER_LINE if width == NARROW else 0)
    frame = Frame(width, HEIGHT, (0, LONGEST), (0, float(top)), (gutter(named), above, 2, BELOW))
    return draw(frame, layers, *said)


def _curve(desk: Desk) -> Sequence[tuple[int, Decimal]]:
    """The wage at every minute; of a page for passing on at those of the tables, between which a step can be one worker's."""
    if desk.shared is None:
        return wage_by_minute(desk.audit.cells(), exact(desk.row, "pay") or Decimal(0))
    return [(minutes, known(desk.row, f"effective_hourly_wage_gap{minutes}")) for minutes in GAP_GRID_MINUTES]


def _wages(desk: Desk, curve: Sequence[tuple[int, Decimal]]) -> list[Layer]:
    """A line in steps; a dot on a stem for each wage where nothing is told of those between."""
    marks = [{"x": minutes, "y": float(wage)} for minutes, wage in curve]
    if desk.shared is None:
        return [line(marks, "paid", strokeWidth=3, interpolate="step-after")]
    stems = [{"x": mark["x"], "x2": mark["x"], "y": 0, "y2": mark["y"]} for mark in marks]
    return [rules(stems, "paid", strokeWidth=2), points(marks, "paid", size=90)]


def _anchors(desk: Desk, top: Decimal, *, narrow: bool) -> list[Layer]:
    """The thresholds of research (1 minute) and law (20 minutes)."""
    at = float(top)
    lines = [{"x": minutes, "x2": minutes, "y": 0, "y2": at} for minutes in (1, 20)]
    research = {"x": 1, "y": at, "text": desk.say(words.PAUSE_RESEARCH)}
    law = {"x": 20, "y": at, "text": desk.say(words.PAUSE_LAW)}
    return [
        rules(lines, "quiet", strokeDash=[2, 3]),
        texts([research], "quiet", dy=-8 - ANOTHER_LINE if narrow else -8, fontSize=12),
        texts([law], "quiet", dy=-8, fontSize=12),
    ]


def _minimum(desk: Desk, minimum: Decimal | None, top: Decimal) -> list[Layer]:
    if minimum is None:
        return []
    at: Mark = {"x": 0, "x2": LONGEST, "y": float(minimum), "y2": float(minimum)}
    name = {"x": LONGEST, "y": float(minimum), "text": desk.minimum(words.MINIMUM_LINE)}
    over = minimum < top * Decimal("0.9")
    return [
        rules([at], "ink", strokeWidth=2),
        texts([name], align="right", dy=-8 if over else 18, fontWeight=600, halo=True),
    ]


def _critical(desk: Desk, minimum: Decimal | None) -> list[Layer]:
    """The critical gap: where the wage goes under the minimum."""
    turning = exact(desk.row, "critical_gap_minutes")
    if turning is None or minimum is None or desk.row["verdict"] != "depends":
        return []
    place = {"x": float(turning), "y": float(minimum)}
    left = turning > HALF
    name = place | {"text": desk.figures.span(turning * 60)}
    return [
        rules([place | {"x2": float(turning), "y2": 0}], "below", strokeWidth=1.5),
        points([place], "below", size=90),
        texts(
            [name],
            "below",
            dx=-9 if left else 9,
            dy=22,
            align="right" if left else "left",
            fontWeight=600,
            halo=True,
        ),
    ]


def _scale(desk: Desk, told: tuple[int, ...]) -> list[Layer]:
    """Minutes along the foot."""
    marks = [{"x": minutes, "y": 0, "text": str(minutes)} for minutes in told]
    last = {"x": LONGEST, "y": 0, "text": desk.say(words.MINUTES, count=LONGEST)}
    return [
        texts([{"x": 0, "y": 0, "text": "0"}], "quiet", dy=17, fontSize=12),
        texts(marks, "quiet", dy=17, align="center", fontSize=12),
        texts([last], "quiet", dy=17, align="right", fontSize=12),
        texts([{"x": 0, "y": 0, "text": desk.say(words.PAUSES_AXIS)}], "quiet", dy=36, fontSize=12),
    ]
