"""What is published of exchange rates: figures by day and month from texts, parsed when first asked for. Pure.

It knows which figure counts (the series that holds, the code of the day) and says why where none does; what follows
from two figures is wageaudit.exchange's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal

from wageaudit.exchange_files import ALWAYS, Life, Table, daily, lives, monthly, quoted_rows
from wageaudit.exchange_series import (
    DISTANT,
    OFFICIAL,
    OPTION,
    PARALLEL,
    Choice,
    SeriesUsed,
    beside,
    choice_of,
    choices,
)
from wageaudit.phrases import joined, phrase

Period = Literal["day", "month"]
Figure = tuple[str, str]  # as published, key of its source
UNIT: dict[Period, str] = {"day": "EUR", "month": "USD"}  # the currency the tables count in
FOLDER = {OFFICIAL: "monthly", PARALLEL: "parallel"}


class NotInUse(ValueError):
    """A code asked for on a day on which it stands for no money."""


class Published:
    """Tables by code; a text is read when first needed, and its table kept.

    source and series as wageaudit.exchange.ExchangeBook has them.
    """

    def __init__(self, source: Callable[[str], str | None], series: str) -> None:
        """Keep the source; read nothing yet."""
        self._source = source
        self._series = series
        self._tables: dict[str, Table] = {}
        self._choices: Mapping[str, Sequence[Choice]] | None = None
        self._lives: dict[str, Life] | None = None
        self._sources: dict[str, tuple[str, str]] | None = None

    def figure(self, code: str, period: Period, mark: int) -> Figure | None:
        """A figure as published for a day, or for a month in the series that holds; None where there is none."""
        if code == UNIT[period]:
            return "1", ""
        if period == "day":
            return self.table("daily", code).get(mark)
        choice = self.choice(code, mark)
        if choice is not None:
            return self.table(FOLDER[self._series or choice.default], code).get(mark)
        found = self.table(FOLDER[OFFICIAL], code).get(mark)
        return None if found and self._series == PARALLEL and found[1].endswith(DISTANT) else found

    def months(self, code: str) -> set[int]:
        """The months a currency has a rate for, in the series that holds in each."""
        folders = FOLDER.values() if self.choice(code, 0) else [FOLDER[OFFICIAL]]
        marks = {mark for folder in folders for mark in self.table(folder, code)}
        return {mark for mark in marks if self.figure(code, "month", mark)}

    def choice(self, code: str, month: int) -> Choice | None:
        """The line of series.csv that holds; None for a currency with one series."""
        if self._choices is None:
            self._choices = choices(self._source("series.csv") or "")
        return choice_of(self._choices, code, month)

    def used(self, asked: str, code: str, month: int) -> SeriesUsed | None:
        """The series taken for a currency with two, under the code it was asked by."""
        one = self.choice(code, month)
        if one is None:
            return None
        return SeriesUsed(asked, self._series or one.default, one.default, one.reason, one.url)

    def described(self, key: str) -> tuple[str, str]:
        """Text and link of a source; a key that ends in +distant says so."""
        if self._sources is None:
            rows = quoted_rows(self._source("sources.csv") or "")
            self._sources = {name: (text, url) for name, text, url in rows}
        name = key.removesuffix(DISTANT)
        text, url = self._sources.get(name, (name, ""))
        return (phrase("{text}, far from the market rate", text=text) if name != key else text), url

    def life(self, code: str) -> Life:
        """When a code is in use."""
        if self._lives is None:
            self._lives = lives(self._source("codes.csv") or "")
        return self._lives.get(code, ALWAYS)

    def code_on(self, code: str, day: int) -> str:
        """The code under which the money called `code` on `day` is tabled. Raises NotInUse, with the reason."""
        life = self.life(code)
        if life.first <= day <= life.last:
            return code
        if day < life.first:
            known = (self._lives or {}).items()
            before = " or ".join(old for old, other in known if other.successor == code)
            first = date.fromordinal(life.first)
            if not before:
                raise NotInUse(phrase("{code} is not in use before {first}", code=code, first=first))
            raise NotInUse(
                phrase(
                    "{code} is not in use before {first}, its predecessor is {before}",
                    code=code,
                    first=first,
                    before=before,
                )
            )
        if life.continues:
            return life.successor
        last = date.fromordinal(life.last)
        raise NotInUse(
            phrase(
                "{code} is not in use after {last}, its successor is {successor}",
                code=code,
                last=last,
                successor=life.successor,
            )
        )

    def lack(self, asked: str, code: str, month: int) -> str:
        """What is missing of one currency, what there is of it, and whether the other series has it."""
        choice, when = self.choice(code, month), f"{first_of(month):%Y-%m}"
        official = self.table(FOLDER[OFFICIAL], code)
        if choice is None and month in official:
            return phrase(
                "no parallel rate of {code} is on record, and its official one of {month} is far from the market's",
                code=asked, month=when,
            )  # fmt: skip
        if choice is None:
            return phrase(
                "no rate of {code} for {month} ({extent})", code=asked, month=when, extent=_extent(official)
            )
        series = self._series or choice.default
        found = _extent(self.table(FOLDER[series], code))
        if series == OFFICIAL:
            said = phrase(
                "no official rate of {code} for {month} ({extent})", code=asked, month=when, extent=found
            )
        else:
            said = phrase(
                "no parallel rate of {code} for {month} ({extent})", code=asked, month=when, extent=found
            )
        if month not in self.table(FOLDER[beside(series)], code):
            return said
        return joined(
            [said, phrase("the other is taken only with {option}", option=f"{OPTION} {beside(series)}")], "; "
        )

    def table(self, folder: str, code: str) -> Table:
        """A currency's table, parsed once; empty where there is none."""
        known = code.isascii() and code.isalpha() and code.isupper()  # so that no path can be asked for
        name = f"{folder}/{code}.csv"
        if name not in self._tables:
            text = self._source(name) if known else None
            parse = daily if folder == "daily" else monthly
            self._tables[name] = {} if text is None else parse(text, name)
        return self._tables[name]


def _extent(table: Table) -> str:
    """What there is of a series of months."""
    months = [f"{first_of(mark):%Y-%m}" for mark in table]
    if not months:
        return phrase("the currency has no table")
    return phrase("its table runs from {first} to {last}", first=months[0], last=months[-1])


def month_of(on: date) -> int:
    """A day's month as year * 12 + month."""
    return on.year * 12 + on.month


def first_of(month: int) -> date:
    """First day of a month given as year * 12 + month."""
    return date((month - 1) // 12, (month - 1) % 12 + 1, 1)
