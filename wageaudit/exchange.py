"""Dated official exchange rates: what a unit of one currency was worth in another on a day.

Pure: reads no file and no clock; imports NumPy alone. Two kinds of tables, texts handed in by name:

    daily/USD.csv     date,per_eur            reference rates of the European Central Bank, units for one euro
    monthly/KES.csv   month,per_usd,source    one rate a month, units for one US dollar

Where both currencies have a daily rate, the last one published on or before the day is taken, at most seven
days earlier (weekends, holidays). Otherwise the rate of that very month, crossed over the US dollar. Nothing
is interpolated and no neighbour serves: a day without a rate is `Unknown`, with the reason. Rates of the user's own
go before both, for their day and the seven after it.

A code counts only while it was in use (codes.csv): Venezuela's VEB became VEF, VES, VED. The one exception is
VES, still written from 1 October 2021 on for the money whose code is VED: since then the two are one.

Rounding: a cross rate is the exact quotient of two published figures, rounded once, half to even, to
15 significant digits and at most 15 decimal places.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import numpy as np
import numpy.typing as npt

from wageaudit.exchange_files import (
    ALWAYS,
    SCALE,
    SCALE_DIGITS,
    ExchangeFileError,
    Life,
    OwnRates,
    Table,
    daily,
    lives,
    monthly,
    quoted_rows,
    rounded_quotient,
    scaled,
)

__all__ = [
    "SAME_CURRENCY",
    "SCALE",
    "SCALE_DIGITS",
    "ExchangeBook",
    "ExchangeFileError",
    "ExchangeRate",
    "Resolved",
    "Unknown",
    "rounded_quotient",
    "scaled",
]

SAME_CURRENCY = "same currency"  # the source of the rate 1
LONGEST_PAUSE = 7  # days a daily rate stays good; the bank's own pauses (Easter, Christmas) are shorter
EPOCH = date(1970, 1, 1).toordinal()

Ints = npt.NDArray[np.int32]
Period = Literal["day", "month"]
Quotient = tuple[Decimal, date, Period, str, str]  # rate, observed, period, source, url


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """`rate` units of `quote` for one unit of `base` on the day `on`.

    observed: the day the rate was published for, or the first day of the month.
    """

    base: str
    quote: str
    rate: Decimal
    on: date
    observed: date
    period: Period
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No rate, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """Rates of n rows.

    rate: Python int, 10**-15 quote units for one base unit, 0 where unknown. [n]
    reference: index into `references`, -1 where unknown. [n]
    references: one for each known pair and day that occurs, in the order of (pair, day).
    reasons: (pair, day) -> why it is unknown, for each that occurs.
    """

    rate: npt.NDArray[np.object_]
    reference: Ints
    references: tuple[ExchangeRate, ...]
    reasons: Mapping[tuple[int, int], str]


_FOLDER: dict[Period, str] = {"day": "daily", "month": "monthly"}
_UNIT: dict[Period, str] = {"day": "EUR", "month": "USD"}  # the currency the tables count in


class ExchangeBook:
    """Exchange rates by day; a table is read when first needed, and kept.

    source: text of a table by its name ("daily/USD.csv", "monthly/KES.csv", "codes.csv", "sources.csv"), None
    where there is none. own: rates of the user's, which go before those of the tables.
    Raises ExchangeFileError, when a malformed table is first needed.
    """

    def __init__(self, source: Callable[[str], str | None], own: OwnRates | None = None) -> None:
        """Keep the source; read nothing yet."""
        self._source = source
        self._own = own or {}
        self._tables: dict[tuple[Period, str], Table] = {}
        self._quotients: dict[tuple[str, str, Period, int], Quotient] = {}
        self._lives: dict[str, Life] | None = None
        self._sources: dict[str, tuple[str, str]] | None = None

    def rate(self, base: str, quote: str, on: date) -> ExchangeRate | Unknown:
        """Units of `quote` for one unit of `base` on the day `on`, with its source; or why that is not known.

        base, quote: ISO 4217 codes. The same code twice gives 1 on any day.
        """
        day = on.toordinal()
        if base == quote:
            return _same(base, quote, on)
        own = self._own_rate(base, quote, on) if self._own else None
        if own is not None:
            return own
        codes = self._code_on(base, day), self._code_on(quote, day)
        for code in codes:
            if isinstance(code, Unknown):
                return Unknown(f"{base} to {quote} on {on}: {code.reason}")
        base_now, quote_now = map(str, codes)
        if base_now == quote_now:
            return _same(base, quote, on)
        found = self._quotient(base_now, quote_now, on)
        if found is None:
            return self._missing({base: base_now, quote: quote_now}, on)
        value, observed, period, source, url = found
        return ExchangeRate(base, quote, value, on, observed, period, source, url)

    def resolve(self, pairs: Sequence[tuple[str, str]], pair: Ints, day: Ints) -> Resolved:
        """Rates of n rows at once: each distinct pair and day is looked up once, by `rate`.

        pairs: (base, quote).   pair: index into `pairs`, negative where a row has none. [n]
        day: days since 1970-01-01. [n]
        """
        distinct, position = _distinct(np.asarray(pair), np.asarray(day))
        rates = [0] * len(distinct)
        numbers = np.full(len(distinct), -1, dtype=np.int32)
        references: list[ExchangeRate] = []
        reasons: dict[tuple[int, int], str] = {}
        for place, (which, when) in enumerate(distinct):
            if which < 0:
                continue
            found = self.rate(*pairs[which], date.fromordinal(EPOCH + when))
            if isinstance(found, Unknown):
                reasons[which, when] = found.reason
            else:
                rates[place], numbers[place] = int(found.rate.scaleb(SCALE_DIGITS)), len(references)
                references.append(found)
        return Resolved(
            np.array(rates, dtype=object)[position], numbers[position], tuple(references), reasons
        )

    def last_day(self, base: str, quote: str, before: date) -> date | None:
        """The last day up to `before` on which one currency can be had for the other; None where there is none."""
        day, month = before.toordinal(), before.year * 12 + before.month
        codes = [str(code) for code in (self._code_on(base, day), self._code_on(quote, day))]
        ends = [mark for pair in ((base, quote), (quote, base)) for mark in self._own.get(pair, {})]
        ends += _common([self._table("day", code) for code in codes if code != _UNIT["day"]])
        months = _common([self._table("month", code) for code in codes if code != _UNIT["month"]])
        ends += [min(_first_of(mark + 1).toordinal() - 1, day) for mark in months if mark <= month]
        found = (date.fromordinal(end) for end in sorted(set(ends), reverse=True) if end <= day)
        return next((on for on in found if isinstance(self.rate(base, quote, on), ExchangeRate)), None)

    def _own_rate(self, base: str, quote: str, on: date) -> ExchangeRate | None:
        """The user's rate of the day or the last one at most seven days earlier; the other way round it is inverted."""
        straight, inverse = self._own.get((base, quote), {}), self._own.get((quote, base), {})
        for mark in range(on.toordinal(), on.toordinal() - LONGEST_PAUSE - 1, -1):
            if mark not in straight and mark not in inverse:
                continue
            figure, source = straight.get(mark) or inverse[mark]
            above, below = (scaled(figure), SCALE) if mark in straight else (SCALE, scaled(figure))
            value = rounded_quotient(above, below)
            return ExchangeRate(base, quote, value, on, date.fromordinal(mark), "day", source, "")
        return None

    def _quotient(self, base: str, quote: str, on: date) -> Quotient | None:
        """The daily rate where both codes have one, otherwise the month's."""
        day, month = on.toordinal(), on.year * 12 + on.month
        daily = [self._table("day", code) for code in (base, quote) if code != _UNIT["day"]]
        if all(daily):
            for mark in range(day, day - LONGEST_PAUSE - 1, -1):
                if all(mark in table for table in daily):
                    return self._cross(base, quote, "day", mark)
        has_month = all(self._has_month(code, month) for code in (base, quote))
        return self._cross(base, quote, "month", month) if has_month else None

    def _has_month(self, code: str, month: int) -> bool:
        return code == _UNIT["month"] or month in self._table("month", code)

    def _cross(self, base: str, quote: str, period: Period, mark: int) -> Quotient:
        """The quotient of two figures published for the same day or month."""
        key = (base, quote, period, mark)
        if key not in self._quotients:
            own = {_UNIT[period]: ("1", "")}
            (below, one), (above, other) = (
                own.get(code) or self._table(period, code)[mark] for code in (base, quote)
            )
            observed = date.fromordinal(mark) if period == "day" else _first_of(mark)
            texts = [self._described(name) for name in (one, other) if name]
            source = "; ".join(dict.fromkeys(text for text, _ in texts))
            url = " ".join(dict.fromkeys(url for _, url in texts))
            value = rounded_quotient(scaled(above), scaled(below))
            self._quotients[key] = (value, observed, period, source, url)
        return self._quotients[key]

    def _described(self, key: str) -> tuple[str, str]:
        """Text and link of a source; a key that ends in +distant says so."""
        if self._sources is None:
            rows = quoted_rows(self._source("sources.csv") or "")
            self._sources = {name: (text, url) for name, text, url in rows}
        name, _, mark = key.partition("+")
        text, url = self._sources.get(name, (name, ""))
        return (f"{text}, far from the market rate" if mark == "distant" else text), url

    def _code_on(self, code: str, day: int) -> str | Unknown:
        """The code under which the money called `code` on `day` is tabled."""
        if self._lives is None:
            self._lives = lives(self._source("codes.csv") or "")
        life = self._lives.get(code, ALWAYS)
        if life.first <= day <= life.last:
            return code
        if day < life.first:
            before = " or ".join(old for old, other in self._lives.items() if other.successor == code)
            was = f", its predecessor is {before}" if before else ""
            return Unknown(f"{code} is not in use before {date.fromordinal(life.first)}{was}")
        if life.continues:
            return life.successor
        return Unknown(
            f"{code} is not in use after {date.fromordinal(life.last)}, its successor is {life.successor}"
        )

    def _missing(self, codes: Mapping[str, str], on: date) -> Unknown:
        """Why a pair of codes in use (as asked -> as tabled) has no rate."""
        lacking = [
            f"no rate of {code} for {on:%Y-%m} ({self._extent(tabled)})"
            for code, tabled in codes.items()
            if not self._has_month(tabled, on.year * 12 + on.month)
        ]
        return Unknown(f"{' to '.join(codes)} on {on}: {' and '.join(lacking)}")

    def _extent(self, code: str) -> str:
        """What there is of a currency."""
        months = [f"{_first_of(mark):%Y-%m}" for mark in self._table("month", code)]
        return f"its table runs from {months[0]} to {months[-1]}" if months else "the currency has no table"

    def _table(self, period: Period, code: str) -> Table:
        """A currency's table, parsed once; empty where there is none."""
        if (period, code) not in self._tables:
            known = code.isascii() and code.isalpha() and code.isupper()  # so that no path can be asked for
            name = f"{_FOLDER[period]}/{code}.csv"
            text = self._source(name) if known else None
            parse = daily if period == "day" else monthly
            self._tables[period, code] = {} if text is None else parse(text, name)
        return self._tables[period, code]


def _same(base: str, quote: str, on: date) -> ExchangeRate:
    return ExchangeRate(base, quote, Decimal(1), on, on, "day", SAME_CURRENCY, "")


def _common(tables: Sequence[Table]) -> set[int]:
    """The days or months that all tables have."""
    return set(tables[0]).intersection(*tables[1:]) if tables else set()


def _first_of(month: int) -> date:
    """First day of a month given as year * 12 + month."""
    return date((month - 1) // 12, (month - 1) % 12 + 1, 1)


def _distinct(pair: Ints, day: Ints) -> tuple[list[tuple[int, int]], npt.NDArray[np.intp]]:
    """The distinct (pair, day) in order, and for each row its position among them."""
    if not len(pair):
        return [], np.zeros(0, dtype=np.intp)
    first, span = int(day.min()), int(day.max()) - int(day.min()) + 1
    lowest = int(pair.min())
    key = (pair.astype(np.int64) - lowest) * span + (day.astype(np.int64) - first)
    size = (int(pair.max()) - lowest + 1) * span
    if size <= 4 * len(key) + 1_000_000:  # a mark for every pair and day costs less than sorting the rows
        seen = np.zeros(size, dtype=bool)
        seen[key] = True
        keys = np.flatnonzero(seen)
        position = (np.cumsum(seen, dtype=np.intp) - 1)[key]
    else:
        keys, position = np.unique(key, return_inverse=True)
    return [(one // span + lowest, one % span + first) for one in keys.tolist()], position
