"""Many workers: how their wages spread around the minimum wage, and how many of each country and platform are under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from wageaudit.bands import TENTHS, Band, bands
from wageaudit.reports.facts import Row, exact
from wageaudit.reports.figures import currencies_of
from wageaudit.reports.page import words
from wageaudit.reports.page.axes import ticks
from wageaudit.reports.page.desk import Desk, money_text, number_cells, rows
from wageaudit.reports.page.drawing import NARROW, WIDE, Frame, Layer, Mark, draw, rects, rules, texts
from wageaudit.reports.page.model import Block, Cell, Heading, Picture, Section, Table
from wageaudit.reports.page.sharing import BELOW, MEDIAN, RATIO_MEDIAN, rounded
from wageaudit.reports.page.sharing import VERDICTS as VERDICT_SHARES

if TYPE_CHECKING:
    from markupsafe import Markup

HEIGHT, MARGINS = 270, (2, 22, 2, 46)
END = Decimal("2.5")  # where the last band is drawn to, of the minimum wage
TENTH = Decimal("0.1")
ROW, THICK = 44, 14  # heights of a group and of its bar [px]
DRAWN = 12
NAME_DRAWN = {WIDE: 60, NARROW: 24}
VERDICTS = ("below", "depends", "met", "unknown")
SIDES = (("below", words.BELOW_COLUMN), ("depends", words.DEPENDS_COLUMN), ("met", words.MET_COLUMN))


@dataclass(frozen=True, slots=True)
class Crowd:
    """One group: its name, its workers, how many have which verdict, medians.

    ratio: the median worker's wage ÷ minimum; wage: the median wage in `currency`; each None where it is not known or not one.
    """

    name: str
    workers: int
    verdicts: Mapping[str, int]
    ratio: Decimal | None
    wage: Decimal | None
    currency: str

    @property
    def judged(self) -> int:
        """Workers who can be compared with a minimum wage."""
        return self.workers - self.verdicts["unknown"]


def crowds(desk: Desk, by: str) -> list[Crowd]:
    """The groups whose counts by verdict may be shown, those of most workers first."""
    members: dict[str, list[Row]] = {}
    for row in desk.table("worker", by):
        members.setdefault(str(row[by] or ""), []).append(row)
    order = sorted(members, key=lambda name: (-len(members[name]), name))
    return [_crowd(desk, by, name, members[name]) for name in order if _may(desk, by, name, VERDICT_SHARES)]


def _may(desk: Desk, by: str, name: str, column: str) -> bool:
    return desk.shared is None or desk.shared.may((by,), (name,), column)


def _crowd(desk: Desk, by: str, name: str, rows: Sequence[Row]) -> Crowd:
    verdicts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS}
    currencies = currencies_of([dict(row) for row in rows])
    single = min(currencies) if len(currencies) == 1 else ""
    wage = _median(rows, "effective_hourly_wage") if single and _may(desk, by, name, MEDIAN) else None
    ratio = _median(rows, "wage_ratio") if _may(desk, by, name, RATIO_MEDIAN) else None
    if desk.shared is not None:
        ratio, wage = (None if value is None else rounded(value) for value in (ratio, wage))
    return Crowd(name, len(rows), verdicts, ratio, wage, single)


def _median(rows: Sequence[Row], name: str) -> Decimal | None:
    values = [value for row in rows if (value := exact(row, name)) is not None]
    return median(values) if values else None


def spread(desk: Desk) -> Picture | None:
    """Workers by wage ÷ minimum wage; None where too few can be compared."""
    if desk.shared is not None and not desk.shared.may((), (), BELOW):
        return None
    lines = desk.table("worker")
    ratios = [ratio for row in lines if (ratio := exact(row, "wage_ratio")) is not None]
    if len(ratios) < max(desk.fewest, 2):
        return None
    found = bands(ratios, desk.fewest)
    below = sum(ratio < 1 for ratio in ratios)
    number = desk.figures.number
    said = desk.counted(words.SPREAD_SAYS, below, below=number(below), count=number(len(ratios)))
    if desk.shared is None or desk.shared.may((), (), RATIO_MEDIAN):
        said += " " + desk.say(words.SPREAD_MIDDLE, share=desk.figures.times(median(ratios)))
    title = desk.say(words.SPREAD_TITLE)
    wide = _spread(desk, found, WIDE, ("spread-wide", title, said))
    narrow = _spread(desk, found, NARROW, ("spread-narrow", title, said))
    headings = (Heading(desk.say(words.BAND_COLUMN), numeric=False), Heading(desk.say(words.WORKERS_COLUMN)), Heading(desk.say(words.SHARE_COLUMN)))  # fmt: skip
    columns = [
        [Cell(_band(desk, band)) for band in found],
        number_cells(
            [Decimal(band.workers) for band in found], [desk.figures.number(band.workers) for band in found]
        ),
        [Cell(desk.figures.percent(Decimal(band.workers) / len(ratios))) for band in found],
    ]
    note = desk.say(words.SPREAD_NOTE if desk.fewest > 1 else words.SPREAD_NOTE_WHOLE)
    return Picture(
        "spread", title, said, wide, narrow, Table("spread-table", title, headings, rows(columns)), note
    )


def _band(desk: Desk, band: Band) -> str:
    low = desk.figures.percent(band.low)
    if band.high is None:
        return desk.say(words.BAND_LAST, low=low)
    return desk.say(words.BAND, low=low, high=desk.figures.percent(band.high))


def _spread(desk: Desk, found: Sequence[Band], width: int, said: tuple[str, str, str]) -> Markup:
    """Blocks whose area stands for workers: their height is workers for each tenth of the minimum wage."""
    boxes: list[Mark] = []
    heights = []
    for band in found:
        high = END if band.high is None else band.high
        height = Decimal(band.workers) / ((high - band.low) / TENTH)
        heights.append(height)
        boxes.append({"x": float(band.low) + 0.006, "x2": float(high) - 0.006, "y": 0, "y2": float(height), "c": "below" if band.low < 1 else "met"})  # fmt: skip
    top = max(heights) * Decimal("1.15") or Decimal(1)
    half = TENTHS // 2
    named = [Decimal(place) / half for place in range(0, TENTHS + 1, half // 2)]
    shown = [value for value in named if width == WIDE or value in {0, 1, 2}]
    below = sum(band.workers for band in found if band.low < 1)
    counts = [
        (below, "below", "right", -10),
        (sum(band.workers for band in found) - below, "met", "left", 10),
    ]
    layers: list[Layer] = [
        rules([{"x": 0, "x2": float(END), "y": float(step), "y2": float(step)} for step in ticks(top)]),
        rects(boxes),
        rules([{"x": 1, "x2": 1, "y": 0, "y2": float(top)}], "ink", strokeWidth=2),
        texts([{"x": float(value), "y": 0, "text": desk.figures.percent(value)} for value in shown[1:]], "quiet", dy=17, align="center", fontSize=12),
        texts([{"x": 0, "y": 0, "text": desk.figures.percent(Decimal(0))}], "quiet", dy=17, fontSize=12),
        texts([{"x": 0, "y": 0, "text": desk.say(words.SPREAD_AXIS)}], "quiet", dy=37, fontSize=12),
        texts([{"x": 1, "y": float(top), "text": desk.say(words.MINIMUM_LINE)}], dy=-7, align="center", fontWeight=600),
        *(texts([{"x": 1, "y": float(top), "text": desk.figures.number(count)}], colour, dx=dx, dy=18, align=align, fontSize=18, fontWeight=700) for count, colour, align, dx in counts),
    ]  # fmt: skip
    return draw(Frame(width, HEIGHT, (0, float(END)), (0, float(top)), MARGINS), layers, *said)


def shares(desk: Desk) -> Section | None:
    """Who is under the minimum by country and by platform."""
    blocks: list[Block] = []
    for by in ("country", "platform"):
        found, gone = crowds(desk, by), _withheld(desk, by)
        if len(found) > 1 or (found and gone):
            note = desk.counted(words.GROUPS_WITHHELD, gone) if gone else ""
            blocks.append(_shares(desk, by, found[:DRAWN], note))
    if not blocks:
        return None
    return Section("spread-part", desk.say(words.SPREAD), tuple(blocks))


def _withheld(desk: Desk, by: str) -> int:
    """How many groups' counts by verdict may not be shown."""
    return desk.shared.withheld((by,), VERDICT_SHARES) if desk.shared is not None else 0


def _shares(desk: Desk, by: str, found: Sequence[Crowd], note: str) -> Picture:
    title, said = desk.say(words.SHARES_TITLE[by]), desk.say(words.SHARES_SAYS)
    wide = _bars(desk, by, found, WIDE, (f"{by}-shares-wide", title, said))
    narrow = _bars(desk, by, found, NARROW, (f"{by}-shares-narrow", title, said))
    figures = desk.figures
    headings = [Heading(desk.say(words.GROUP_COLUMN[by]), numeric=False)]
    texts_of = (
        words.WORKERS_COLUMN,
        *(text for _, text in SIDES),
        words.UNKNOWN_COLUMN,
        words.MEDIAN_COLUMN,
        words.MEDIAN_WAGE_COLUMN,
    )
    headings += [Heading(desk.say(text)) for text in texts_of]
    counts = [
        [crowd.workers for crowd in found],
        *([crowd.verdicts[side] for crowd in found] for side in ("below", "depends", "met", "unknown")),
    ]
    ratios, wages = [crowd.ratio for crowd in found], [crowd.wage for crowd in found]
    several = len({crowd.currency for crowd in found if crowd.currency}) > 1
    money = [
        "" if crowd.wage is None else money_text(desk, crowd.wage, crowd.currency, code=several)
        for crowd in found
    ]
    columns = [
        [Cell(desk.name(by, crowd.name), outside=by != "country" and bool(crowd.name)) for crowd in found],
        *(
            number_cells([Decimal(value) for value in own], [figures.number(value) for value in own])
            for own in counts
        ),
        number_cells(ratios, ["" if ratio is None else figures.times(ratio) for ratio in ratios]),
        number_cells(wages, money),
    ]
    table = Table(f"{by}-shares-table", title, tuple(headings), rows(columns))
    return Picture(f"{by}-shares", title, said, wide, narrow, table, note)


def _bars(desk: Desk, by: str, found: Sequence[Crowd], width: int, said: tuple[str, str, str]) -> Markup:
    """A bar a group, its whole the workers with a verdict, parted by verdict."""
    boxes: list[Mark] = []
    names: list[Mark] = []
    under: list[Mark] = []
    for place, crowd in enumerate(found):
        base, start = -place * ROW - 22, Decimal(0)
        for side, _ in SIDES:
            share = Decimal(crowd.verdicts[side]) / crowd.judged if crowd.judged else Decimal(0)
            if share:
                boxes.append(
                    {
                        "x": float(start) + 0.0015,
                        "x2": float(start + share) - 0.0015,
                        "y": base,
                        "y2": base - THICK,
                        "c": side,
                    }
                )
            start += share
        if not crowd.judged:
            boxes.append({"x": 0.0, "x2": 1.0, "y": base, "y2": base - THICK, "c": "shade"})
        name = f"{desk.name(by, crowd.name, NAME_DRAWN[width])}  ·  {desk.figures.number(crowd.workers)}"
        names.append({"x": 0, "y": -place * ROW - 15, "text": name})
        below = Decimal(crowd.verdicts["below"]) / crowd.judged if crowd.judged else None
        text = (
            desk.say(words.UNKNOWN_COLUMN)
            if below is None
            else f"{desk.figures.percent(below)} {desk.say(words.BELOW_COLUMN)}"
        )
        under.append({"x": 1, "y": -place * ROW - 15, "text": text})
    foot = -len(found) * ROW - 12
    keys: list[Layer] = []
    for place, (side, text) in enumerate(SIDES):
        at = place / len(SIDES)
        square = {"x": at, "x2": at + 12 / width, "y": foot, "y2": foot - 11, "c": side}
        keys += [
            rects([square]),
            texts([{"x": at, "y": foot - 10, "text": desk.say(text)}], "quiet", dx=18, fontSize=12),
        ]
    layers = [rects(boxes), texts(names), texts(under, align="right", fontWeight=600), *keys]
    height = len(found) * ROW + 34
    return draw(Frame(width, height, (0, 1), (-height, 0)), layers, *said)
