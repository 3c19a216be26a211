"""Files of exchange rates: published figures as text → tables by day or month, checked. Pure: imports no file module.

daily/USD.csv, monthly/KES.csv, parallel/ARS.csv, codes.csv and sources.csv are as wageaudit.exchange describes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from operator import ge

SCALE_DIGITS = 15
LONGEST_WHOLE = 30  # digits before the point
SCALE = 10**SCALE_DIGITS  # rates count 10**-15 of a quote unit for one base unit
Table = dict[int, tuple[str, str]]  # day ordinal, or year * 12 + month -> published figure, key of its source
OwnRates = Mapping[tuple[str, str], Table]  # (base, quote) -> day ordinal -> figure as written, source


class ExchangeFileError(ValueError):
    """A table of exchange rates that cannot be trusted: which one, where, what is wrong."""


@dataclass(frozen=True, slots=True)
class Life:
    """When a code was in use (day ordinals, both included) and what follows it."""

    first: int
    last: int
    successor: str
    continues: (
        bool  # after `last` the code is still written, for its successor; or for new money of the same code
    )

    def money_on(self, day: int) -> int:
        """Which money the code stands for on a day: -1 before it, 0 in its life, 1 after it."""
        return (day > self.last) - (day < self.first)


ALWAYS = Life(date.min.toordinal(), date.max.toordinal(), "", False)


def rounded_quotient(above: int, below: int) -> Decimal:
    """Quotient above ÷ below, rounded once, half to even, to 15 significant digits and at most 15 decimal places."""
    whole = above // below
    places = min(SCALE_DIGITS, SCALE_DIGITS - len(str(whole))) if whole else SCALE_DIGITS
    up, down = (10**places, 1) if places >= 0 else (1, 10**-places)
    quotient, rest = divmod(above * up, below * down)
    twice = 2 * rest - below * down
    if twice > 0 or (twice == 0 and quotient % 2):
        quotient += 1
    text = f"{Decimal(quotient).scaleb(-places):f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def scaled(figure: str) -> int:
    """A published figure × 10**15, exact. Raises ExchangeFileError unless plain, positive, of 15 places."""
    whole, _, part = figure.partition(".")
    digits = whole + part
    if (
        not (whole and digits.isascii() and digits.isdigit() and digits.strip("0"))
        or len(part) > SCALE_DIGITS
        or len(whole) > LONGEST_WHOLE
    ):
        raise ExchangeFileError(f"{figure[:40]!r} is not an exchange rate")
    return int(whole + part.ljust(SCALE_DIGITS, "0"))


def columns(text: str, name: str, head: str) -> list[list[str]]:
    """The columns of a plain table. Raises ExchangeFileError unless it has this head and as many fields."""
    lines = text.split()
    width = head.count(",") + 1
    if not lines or lines[0] != head:
        raise ExchangeFileError(f"{name}, line 1: expected the columns {head}")
    fields = ",".join(lines[1:]).split(",") if len(lines) > 1 else []
    if len(fields) != width * (len(lines) - 1):
        wrong = next((number for number, line in enumerate(lines, 1) if line.count(",") != width - 1), 1)
        raise ExchangeFileError(f"{name}, line {wrong}: expected {width} fields")
    return [fields[column::width] for column in range(width)]


def dates(texts: Iterable[str], name: str) -> list[date]:
    """Ascending ISO dates. Raises ExchangeFileError where one is none, as after a line that lacks a field."""
    try:
        found = list(map(date.fromisoformat, texts))
    except ValueError as error:
        raise ExchangeFileError(f"{name}: {error}") from None
    if any(map(ge, found, found[1:])):
        late = next(number for number, (one, other) in enumerate(pairwise(found), 3) if one >= other)
        raise ExchangeFileError(f"{name}, line {late}: dates must ascend")
    return found


def daily(text: str, name: str) -> Table:
    """daily/USD.csv: day ordinal → units for one euro."""
    days, figures = columns(text, name, "date,per_eur")
    return {
        day.toordinal(): (figure, "official-ecb")
        for day, figure in zip(dates(days, name), figures, strict=True)
    }


def monthly(text: str, name: str) -> Table:
    """monthly/KES.csv, parallel/ARS.csv: year * 12 + month → units for one US dollar."""
    months, figures, keys = columns(text, name, "month,per_usd,source")
    firsts = dates((month + "-01" for month in months), name)
    marks = (first.year * 12 + first.month for first in firsts)
    return dict(zip(marks, zip(figures, keys, strict=True), strict=True))


def lives(text: str) -> dict[str, Life]:
    """codes.csv: code,first,last,successor,units,continues; an empty day is open."""
    found: dict[str, Life] = {}
    for code, first, last, successor, _, continues in (line.split(",") for line in text.split()[1:]):
        start = date.fromisoformat(first).toordinal() if first else ALWAYS.first
        end = date.fromisoformat(last).toordinal() if last else ALWAYS.last
        found[code] = Life(start, end, successor, continues == "yes")
    return found


def quoted_rows(text: str) -> Iterator[tuple[str, str, str]]:
    """sources.csv: key,"text",url; the text may hold commas, not quotes."""
    for line in text.splitlines()[1:]:
        key, described, url = line.split('"')
        yield key.strip(","), described, url.strip(",")
