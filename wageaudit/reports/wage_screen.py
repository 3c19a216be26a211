"""Minimum wages for people: the rate of a day, a history with its laws, a chart of steps, all countries side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import log

from rich.console import Console
from rich.text import Text

from wageaudit.reports import words
from wageaudit.reports.figures import Figures
from wageaudit.reports.grid import Column, cut, table
from wageaudit.reports.wage_history import Place, Shelf, in_force
from wageaudit.text import clean
from wageaudit.wages import InForce, Rate

BLOCKS, ASCII_STEPS = "▁▂▃▄▅▆▇█", "_.-=+*%#"
CHART_MOST = 60  # [cells]
LOG_FROM = 40  # times the lowest rate: from here on equal steps of a linear chart would show one rate only
LABEL, LONG_LABEL = 14, 17  # [cells], in English and in languages of longer words
KEPT_TOGETHER = "\u00a0"  # a figure and its unit, until lines are wrapped


class Screen:
    """A console for people and the figures in its language and encoding; long words, as links, are never broken."""

    def __init__(self, console: Console, language: str = "en") -> None:
        """Take the width and the encoding from the console; the language is a tag ("fr", "es_MX")."""
        self.console, self.figures = console, Figures(language, console.encoding)
        self.say, self.counted = self.figures.say, self.figures.counted
        self.label = LABEL if self.figures.speech.code == "en" else LONG_LABEL
        self.width = console.width
        self.mark = self.figures.plain("…")

    def line(self, text: str = "", style: str = "", indent: int = 0, hang: int = 0) -> None:
        """Words, wrapped; lines after the first `hang` cells further in."""
        parts = textwrap.wrap(
            self.figures.plain(text), max(self.width, 20), break_long_words=False, break_on_hyphens=False,
            initial_indent=" " * indent, subsequent_indent=" " * (indent + hang),
        )  # fmt: skip
        for part in parts or [""]:
            self.console.print(Text(part.replace(KEPT_TOGETHER, " "), style=style), soft_wrap=True)

    def labelled(self, label: str, text: str) -> None:
        """A label and what belongs to it, wrapped beside it."""
        wide = max(self.width - self.label - 2, 20)
        parts = textwrap.wrap(
            self.figures.plain(text), wide, break_long_words=False, break_on_hyphens=False
        ) or [""]
        for at, part in enumerate(parts):
            shown = Text(f"  {label if at == 0 else '':<{self.label}}", style="bold").append(
                part.replace(KEPT_TOGETHER, " "), style="not bold"
            )
            self.console.print(shown, soft_wrap=True)

    def lines(self, drawn: Sequence[Text], indent: int = 0) -> None:
        """Lines of a table."""
        for line in drawn:
            shown = Text(" " * indent).append_text(line)
            shown.plain = shown.plain.replace(KEPT_TOGETHER, " ")
            self.console.print(shown, soft_wrap=True)

    def outside(self, text: str, limit: int = 600) -> str:
        """Text of a record, cleaned."""
        return self.figures.outside(text, limit)

    def reference(self, text: str, limit: int = 600) -> str:
        """Text of the reference tables, as laws and sources: without accents where the terminal has none."""
        return self.figures.plain(clean(text, limit))

    def told(self, text: str, limit: int = 600) -> str:
        """A reason or a mend in the language, cleaned."""
        return self.figures.told(text, limit)

    def day(self, on: date | str) -> str:
        """A day, given as such or as files write it, as the language writes it; its words are not parted by a line's end."""
        known = date.fromisoformat(on) if isinstance(on, str) else on
        return self.figures.day(known).replace(" ", KEPT_TOGETHER)

    def since(self, on: date, precision: str) -> str:
        """The day, month or year from which a rate holds, as far as it is known."""
        if precision == "year":
            return str(on.year)
        return self.day(on) if precision == "day" else self.figures.month(on).replace(" ", KEPT_TOGETHER)

    def exact(self, value: Decimal | int) -> str:
        """A number with all its digits, grouped by thousands, no zeros at its end."""
        return self.figures.number(value, _places(Decimal(value)))

    def cash(self, value: Decimal) -> str:
        """An amount with all its digits, two decimals at least where it has any."""
        places = _places(value)
        return self.figures.number(value, max(places, 2) if places else 0)

    def span(self, value: Decimal) -> str:
        """Seconds, exact."""
        return f"{self.exact(value)}{KEPT_TOGETHER}s"


def _places(value: Decimal) -> int:
    """Decimal places without the zeros at the end."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def hourly(screen: Screen, rate: Rate) -> str:
    """The hourly amount without its currency: as the law states it, or rounded where it is a quotient."""
    return amount(screen, rate.hourly) if rate.hours is None else rounded(screen, rate.hourly)


def amount(screen: Screen, value: Decimal) -> str:
    """An amount that the law states: two decimals, or three or four where it has them."""
    few = -int(value.normalize().as_tuple().exponent)
    return screen.figures.number(value, few) if few in {3, 4} else rounded(screen, value)


def rounded(screen: Screen, value: Decimal) -> str:
    """An amount that came out of a division: two decimals, four or six where it is small."""
    return screen.figures.number(value, 2 if value >= 1 else 4 if value >= Decimal("0.1") else 6)


def stated(screen: Screen, rate: Rate) -> str:
    """The amount as the law says it, without its currency and period: 262,680."""
    if rate.period == "hour":
        return amount(screen, rate.amount)
    few = _places(rate.amount)
    return screen.figures.number(rate.amount, few and max(few, 2))


def made_hourly(screen: Screen, rate: Rate) -> str:
    """How the amount becomes one for an hour."""
    if rate.hours is None:
        return screen.say(
            "{amount} {currency} an hour, as the law states it",
            amount=amount(screen, rate.amount), currency=rate.currency,
        )  # fmt: skip
    return screen.say(
        "{amount} {currency} {period} ÷ {hours} h = {hourly} {currency} an hour",
        amount=stated(screen, rate), currency=rate.currency, period=screen.say(words.PERIODS[rate.period]),
        hours=screen.figures.number(rate.hours, _places(rate.hours)), hourly=screen.figures.number(rate.hourly, 6),
    )  # fmt: skip


def title(screen: Screen, place: Place, name: str, rate: Rate | None) -> None:
    """Whose minimum wage follows, and what the law calls it."""
    where = f"{name} ({place.code})" if not place.region else f"{screen.outside(place.region)}, {name}"
    called = f" ({screen.reference(rate.name)})" if rate and rate.name else ""
    band = "" if place.category == "adult_general" else f", {screen.outside(place.category)}"
    screen.line(screen.say("{place}: statutory minimum wage", place=where) + called + band, "bold")
    screen.line()


def day(screen: Screen, found: InForce, on: date, place: Place) -> None:
    """The rate of one day with all that stands behind it, or why there is none."""
    rate = found.rate
    if rate is None:
        reason = screen.told(found.reason)
        if found.status == "no_statutory_minimum":
            screen.line(screen.say("{day}: none by law. {reason}", day=screen.day(on), reason=reason))
        else:
            screen.line(screen.say("{day}: not known: {reason}", day=screen.day(on), reason=reason))
        return
    values = {"amount": hourly(screen, rate), "currency": rate.currency, "day": screen.day(on)}
    least = screen.say("{amount} {currency} an hour at the least on {day}", **values)
    known = screen.say("{amount} {currency} an hour on {day}", **values)
    screen.line(known if found.status == "in_force" else least, "bold")
    if found.reason:
        screen.line(screen.told(found.reason), indent=2)
    screen.labelled(screen.say("hourly"), made_hourly(screen, rate))
    upto = {
        "start": screen.since(rate.start, rate.date_precision),
        "end": screen.day(rate.end or rate.confirmed_until),
    }
    since = (
        screen.say("from {start} to {end}", **upto)
        if rate.end
        else screen.say("from {start}, confirmed until {end}", **upto)
    )
    if rate.region != place.region:
        since = screen.say(
            "{since}, the rate of {place}", since=since, place=screen.outside(rate.region or rate.country)
        )
    screen.labelled(screen.say("in force"), since)
    screen.labelled(screen.say(words.LAW_OF_ROW), screen.reference(rate.law))
    screen.labelled(screen.say(words.LINK_LABEL), screen.outside(rate.url))
    if rate.hours_source:
        screen.labelled(screen.say(words.HOURS_LABEL), screen.reference(rate.hours_source))
    screen.labelled(screen.say("certainty"), _certainty(screen, rate))
    if rate.note:
        screen.labelled(screen.say(words.NOTE_LABEL), screen.reference(rate.note))


def _certainty(screen: Screen, rate: Rate) -> str:
    certainty = screen.say(words.CERTAINTY[rate.confidence])
    if rate.date_precision == "day":
        return certainty
    if rate.date_precision == "month":
        return screen.say("{certainty}, the month of the start alone is known", certainty=certainty)
    return screen.say("{certainty}, the year of the start alone is known", certainty=certainty)


def show_day(screen: Screen, shelf: Shelf, place: Place, on: date, name: str) -> None:
    """The answer to --on."""
    found = in_force(shelf, place, on)
    title(screen, place, name, found.rate)
    day(screen, found, on, place)
    _beside(screen, shelf, place)


def show_history(screen: Screen, shelf: Shelf, place: Place, on: date, name: str) -> None:
    """The rate now, the chart, every rate newest first with its law, and what else is on record for the country."""
    found, rates = in_force(shelf, place, on), shelf.book.history(place.country, place.region, place.category)
    title(screen, place, name, found.rate or (rates[-1] if rates else None))
    day(screen, found, on, place)
    if rates:
        screen.line()
        _chart(screen, rates)
        _table(screen, rates)
    _beside(screen, shelf, place)
    file = shelf.file(place.region.partition("/")[0] or place.country)
    if file and file.note and file.status == "statutory":
        screen.line()
        screen.line(screen.reference(file.note))


def _table(screen: Screen, rates: Sequence[Rate]) -> None:
    """The history as a table, then the laws it names, each once."""
    laws: dict[tuple[str, str], int] = {}
    rows = [_row(screen, rate, after, laws) for rate, after in _with_next(rates)]
    cells = list(zip(*(cells for cells, _ in rows), strict=True))
    columns = [
        Column(screen.say(words.FROM), cells[0]), Column(screen.say("amount"), cells[1]),
        Column(screen.say(words.HOURS), cells[2], need=3), Column(screen.say(words.AN_HOUR), cells[3]),
        Column(screen.say("certainty"), cells[4], need=2, right=False), Column(screen.say(words.LAW_OF_ROW), cells[5]),
    ]  # fmt: skip
    drawn = table(columns, screen.width, total=False, rule=screen.figures.plain("─"), mark=screen.mark)
    screen.lines(drawn[:2])
    for line, (_, below) in zip(drawn[2:], rows, strict=True):
        screen.lines([line])
        for text in below:
            screen.console.print(
                Text(cut(f"    {text}", screen.width, screen.mark), style="dim"), soft_wrap=True
            )
    screen.line()
    for (law, url), number in laws.items():
        screen.line(f"[{number}] {screen.reference(law)}", hang=4)
        screen.console.print(Text(f"    {screen.outside(url)}"), soft_wrap=True)


def _with_next(rates: Sequence[Rate]) -> Iterator[tuple[Rate, Rate | None]]:
    """Newest first, each with the rate that follows it."""
    following = [*rates[1:], None]
    return zip(reversed(rates), reversed(following), strict=True)


def _row(
    screen: Screen, rate: Rate, after: Rate | None, laws: dict[tuple[str, str], int]
) -> tuple[list[str], list[str]]:
    number = laws.setdefault((rate.law, rate.url), len(laws) + 1)
    cells = [
        screen.since(rate.start, rate.date_precision).replace(KEPT_TOGETHER, " "), f"{stated(screen, rate)} {rate.currency} {screen.say(words.PERIODS[rate.period])}",
        screen.figures.number(rate.hours, _places(rate.hours)) if rate.hours else "",
        hourly(screen, rate), screen.say(words.CERTAINTY[rate.confidence]), f"[{number}]",
    ]  # fmt: skip
    below = [screen.reference(rate.note)] if rate.note else []
    if rate.end and (after is None or after.start > rate.end + timedelta(days=1)):
        if after:
            gap = screen.say(
                "until {end}; no rate is known after it and before {next}",
                end=screen.figures.day(rate.end),
                next=screen.figures.day(after.start),
            )
        else:
            gap = screen.say("until {end}; no rate is known after it", end=screen.figures.day(rate.end))
        below.insert(0, gap)
    return cells, below


def _chart(screen: Screen, rates: Sequence[Rate]) -> None:
    """One line of steps over time, in the last currency; nothing for a single rate."""
    kept = [rate for rate in rates if rate.currency == rates[-1].currency]
    if len(kept) < 2:  # noqa: PLR2004 - a step needs two rates
        return
    first, last = kept[0].start, kept[-1].end or max(kept[-1].confirmed_until, kept[-1].start)
    count = min(CHART_MOST, max(screen.width - 12, 10))
    days = [first + timedelta(days=(last - first).days * at // (count - 1)) for at in range(count)]
    values = [
        next((rate.hourly for rate in reversed(kept) if rate.start <= on <= (rate.end or last)), None)
        for on in days
    ]
    low, high = min(rate.hourly for rate in kept), max(rate.hourly for rate in kept)
    signs = BLOCKS if screen.figures.unicode else ASCII_STEPS
    steep = high > low * LOG_FROM
    tall = [
        0.0 if not one else log(one / low) / log(high / low) if steep else float(one / high) for one in values
    ]
    drawn = "".join(
        " " if value is None else signs[min(int(height * len(signs)), len(signs) - 1)]
        for value, height in zip(values, tall, strict=True)
    )
    screen.console.print(
        Text(f"{first.year} ").append(drawn, style="cyan").append(f" {last.year}"), soft_wrap=True
    )
    ends = {"low": rounded(screen, low), "high": rounded(screen, high), "currency": kept[-1].currency}
    if steep:
        below = screen.say("{low} to {high} {currency} an hour, on a logarithmic scale", **ends)
    else:
        below = screen.say("{low} to {high} {currency} an hour", **ends)
    screen.line(below, "dim", indent=5)
    screen.line()


def _beside(screen: Screen, shelf: Shelf, place: Place) -> None:
    """Other bands, and places with rates of their own: how many rates each."""
    bands = {name: count for name, count in shelf.categories(place).items() if name != place.category}
    if bands:
        screen.line()
        screen.line(screen.say("Other categories (--category), and how many rates:"), "bold")
        _flow(screen, [f"{screen.outside(name)} {count}" for name, count in bands.items()])
    own = {
        name: count
        for name, count in shelf.places(place.country).items()
        if name.startswith(f"{place.region}/") or not place.region
    }
    heads: dict[str, int] = {}
    for name, count in own.items():
        head = name if place.region or name[2] == "/" else name.partition("/")[0]
        heads[head] = heads.get(head, 0) + count
    if heads:
        inside = sum(name not in heads for name in own)
        screen.line()
        head = screen.say("Places with rates of their own (--region), and how many rates:")
        if inside:
            head = screen.counted(words.PLACES_AND_CITIES, inside)
        screen.line(head, "bold")
        _flow(screen, [f"{screen.outside(name)} {count}" for name, count in heads.items()])


def _flow(screen: Screen, items: Sequence[str]) -> None:
    """Items in columns of one width."""
    wide = max(map(len, items)) + 2
    count = max((screen.width - 2) // wide, 1)
    for at in range(0, len(items), count):
        screen.console.print(
            Text("  " + "".join(item.ljust(wide) for item in items[at : at + count]).rstrip()), soft_wrap=True
        )
