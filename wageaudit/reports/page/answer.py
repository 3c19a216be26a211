"""The head of a page: what was audited, the answer in two sentences, and the picture of where an hour went."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from wageaudit.reports import many, worker
from wageaudit.reports import words as shared
from wageaudit.reports.apportioning import apportioned, percents
from wageaudit.reports.facts import days, exact, known, unseen
from wageaudit.reports.page import words
from wageaudit.reports.page.desk import Desk, hours_cells, number_cells, rows
from wageaudit.reports.page.drawing import NARROW, WIDE, Frame, Layer, draw, rects, rules, texts
from wageaudit.reports.page.model import Cell, Heading, Picture, Sentence, Table
from wageaudit.reports.page.notebook import notebook, parted, plain
from wageaudit.reports.page.sharing import VERDICTS
from wageaudit.reports.wrapping import TIE

if TYPE_CHECKING:
    from markupsafe import Markup

COUNTRIES_NAMED, NAME = 4, 60
PARTS = (("paid", "paid_hours", shared.PAID_TASKS), ("unpaid", "unpaid_work_hours", shared.UNPAID_WORK), ("waiting", "waiting_hours", shared.WAITING))  # fmt: skip
HOUR = 60  # minutes


def masthead(desk: Desk) -> str:
    """Files, workers, tasks, dates, countries."""
    figures, audit = desk.figures, desk.audit
    parts = [figures.outside(desk.extent.worker, NAME)] if desk.extent.worker else []
    parts.append(desk.counted(shared.FILES, len(desk.run.reading.files)))
    if not known(desk.row, "workers"):
        return " · ".join(parts)
    if not desk.alone:
        parts.append(desk.counted(shared.WORKERS, int(known(desk.row, "workers"))))
    if exact(desk.row, "tasks") is not None:
        parts.append(desk.counted(shared.TASKS, int(known(desk.row, "tasks"))))
    if span := days(audit):
        parts.append(_span(desk, *span))
    homes = sorted({place for place, _ in audit.cells().places})
    if 0 < len(homes) <= COUNTRIES_NAMED:
        parts.append(", ".join(desk.book.place(home) for home in homes))
    return " · ".join(parts)


def _span(desk: Desk, first: date, last: date) -> str:
    """The days of the work; of a page for passing on the months, since the first day is somebody's."""
    if desk.shared is not None:
        months = [desk.figures.month(first), desk.figures.month(last)]
        return (
            months[0] if months[0] == months[1] else desk.say(shared.FROM_TO, first=months[0], last=months[1])
        )
    ending = desk.figures.day(last)
    if first == last:
        return ending
    beginning = desk.figures.day(first, year=first.year != last.year)
    return desk.say(shared.FROM_TO, first=beginning, last=ending)


def answer(desk: Desk) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """(the answer in two sentences, what is said after the picture): the same words as on a terminal."""
    book = notebook(desk.language)
    if not desk.alone:
        if desk.shared is not None and not desk.shared.may((), (), VERDICTS):
            return (plain(desk.say(words.COMPARISON_WITHHELD)),), ()
        many.answer(book, desk.audit, passed_on=desk.shared is not None)
        return tuple(one for one in parted(book.paragraphs[0]) if one), ()
    worker.answer(book, desk.audit, desk.row)
    said = book.paragraphs
    verdict = desk.row["verdict"] in {"below", "met", "depends"} and len(said) > 2  # noqa: PLR2004 - it stands between
    first = [said[0], *(said[2:3] if verdict else said[1:2])]
    return tuple(first), tuple(one for one in said if one not in first)


def hour(desk: Desk) -> Picture | None:
    """Where an hour went: paid, unpaid work, waiting; None where there is no working time."""
    spans = [known(desk.row, name) for _, name, _ in PARTS]
    working = sum(spans, Decimal(0))
    if not working or any(exact(desk.row, name) is None for _, name, _ in PARTS):
        return None
    shares = [span / working for span in spans]
    minutes = _minutes(desk, [share * HOUR for share in shares])
    title = desk.say(words.HOUR_TITLE)
    says = desk.say(words.HOUR_SAYS, paid=minutes[0], unpaid=minutes[1], waiting=minutes[2])
    names = [desk.say(name) for _, _, name in PARTS]
    named = [*(name for _, name, _ in PARTS), "working_hours"]
    figures, told = desk.figures, percents(desk.figures, shares)
    headings = (Heading(desk.say(words.HOUR_KIND), numeric=False), Heading(desk.say(words.HOURS_COLUMN)), Heading(desk.say(words.MINUTES_COLUMN)), Heading(desk.say(words.SHARE_COLUMN)))  # fmt: skip
    columns = [
        [Cell(name) for name in [*names, desk.say(shared.WORKING)]],
        hours_cells(desk, [{"working_hours": exact(desk.row, name)} for name in named], "working_hours"),
        number_cells(
            [*(share * HOUR for share in shares), Decimal(HOUR)],
            [*minutes, desk.say(words.MINUTES, count=figures.number(HOUR))],
        ),
        [Cell(text) for text in [*told, figures.percent(Decimal(1))]],
    ]
    body = rows(columns)
    table = Table("hour-table", title, headings, body[:-1], body[-1])
    labels = [(name, f"{own}  ·  {share}") for name, own, share in zip(names, minutes, told, strict=True)]
    wide = _hour(WIDE, shares, labels, ("hour-wide", title, says), stacked=False)
    narrow = _hour(NARROW, shares, labels, ("hour-narrow", title, says), stacked=True)
    note = desk.say(words.WAITING_UNSEEN) if unseen(desk.audit) == "all" and not spans[2] else ""
    return Picture("hour", title, says, wide, narrow, table, note)


def _minutes(desk: Desk, values: list[Decimal]) -> list[str]:
    """Minutes that add up to the hour, with so many decimals that what is there does not pass for nothing."""
    places = 1 if any(Decimal(0) < value < 1 for value in values) else 0
    shown = apportioned(values, places)
    said = (desk.say(words.MINUTES, count=desk.figures.number(value, places)) for value in shown)
    return [text.replace(" ", TIE) for text in said]


def _hour(
    width: int,
    shares: list[Decimal],
    labels: list[tuple[str, str]],
    said: tuple[str, str, str],
    *,
    stacked: bool,
) -> Markup:
    """One bar of sixty minutes, its parts named under it."""
    ends = [float(sum(shares[: place + 1], Decimal(0)) * HOUR) for place in range(len(shares))]
    boxes = [
        {"x": start, "x2": end, "y": 0.0, "y2": 1.0, "c": colour}
        for (colour, _, _), start, end in zip(PARTS, [0.0, *ends], ends, strict=False)
        if end > start
    ]
    ticks = [{"x": minute, "x2": minute, "y": 1.0, "y2": 1.12} for minute in range(0, HOUR + 1, 5)]
    marked = [{"x": minute, "y": 1.0, "text": str(minute)} for minute in range(0, HOUR + 1, 15)]
    layers: list[Layer] = [
        rects(boxes),
        rules(
            [{"x": end, "x2": end, "y": 0, "y2": 1.0} for end in ends[:-1] if 0 < end < HOUR],
            "paper",
            strokeWidth=2,
        ),
        rules(ticks, "quiet"),
        texts(marked[1:-1], "quiet", align="center", dy=-12),
        texts(marked[:1], "quiet", dy=-12),
        texts(marked[-1:], "quiet", align="right", dy=-12),
    ]
    for place, ((colour, _, _), (name, figure)) in enumerate(zip(PARTS, labels, strict=True)):
        at = 0.0 if stacked else HOUR * place / len(PARTS)
        down = 28 + (24 * place if stacked else 0)
        side = HOUR * 12 / width
        square = {"x": at, "x2": at + side, "y": -(down - 1) / 56, "y2": -(down - 12) / 56, "c": colour}
        layers += [rects([square]), texts([{"x": at, "y": 0, "text": name}], dx=19, dy=down, fontWeight=600)]
        if stacked:
            layers.append(texts([{"x": HOUR, "y": 0, "text": figure}], dy=down, align="right"))
        else:
            layers.append(texts([{"x": at, "y": 0, "text": figure}], "quiet", dx=19, dy=down + 19))
    height = 84 + (78 if stacked else 52)
    frame = Frame(width, height, (0, HOUR), (0, 1), (0, 28, 0, height - 28 - 56))
    return draw(frame, layers, *said)
