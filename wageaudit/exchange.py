"""Dated exchange rates, official and parallel apart: what a unit of one currency was worth in another on a day.

Pure: reads no file and no clock; imports NumPy alone. Three kinds of tables, texts handed in by name:

    daily/USD.csv      date,per_eur            reference rates of the European Central Bank, units for one euro
    monthly/KES.csv    month,per_usd,source    one official rate a month, units for one US dollar
    parallel/ARS.csv   month,per_usd,source    one rate of the parallel market a month, units for one US dollar

Where both currencies have a daily rate, the last one published on or before the day is taken, at most seven
days earlier (weekends, holidays). Otherwise the rate of that very month, crossed over the US dollar. Nothing
is interpolated and no neighbour serves: a day without a rate is `Unknown`, with the reason. Rates of the user's own
go before both, for their day and the seven after it, but never across a change of the money.

A currency of series.csv has two series. One holds: the default that series.csv names for the month, or the one the book
is asked for. Where it has no rate the answer is `Unknown`, never the other series.

A code counts only while it was in use (codes.csv): Venezuela's VEB became VEF, VES, VED. Two codes outlive a change of
their money: VES, still written from 1 October 2021 on for the money whose code is VED; SYP, since 1 January 2026 new
pounds, 100 old ones each.

Rounding: a cross rate is the exact quotient of two published figures, rounded once, half to even, to
15 significant digits and at most 15 decimal places.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from wageaudit.exchange_files import (
    SCALE,
    SCALE_DIGITS,
    ExchangeFileError,
    OwnRates,
    Table,
    rounded_quotient,
    scaled,
)
from wageaudit.exchange_series import SERIES, SeriesUsed
from wageaudit.exchange_tables import UNIT, NotInUse, Period, Published, first_of, month_of
from wageaudit.phrases import joined, phrase

__all__ = [
    "SAME_CURRENCY",
    "SCALE",
    "SCALE_DIGITS",
    "ExchangeBook",
    "ExchangeFileError",
    "ExchangeRate",
    "Resolved",
    "SeriesUsed",
    "Unknown",
    "rounded_quotient",
    "scaled",
]

SAME_CURRENCY = "same currency"  # the source of the rate 1
LONGEST_PAUSE = 7  # days a daily rate stays good; the bank's own pauses (Easter, Christmas) are shorter
EPOCH = date(1970, 1, 1).toordinal()

Ints = npt.NDArray[np.int32]
Rates = npt.NDArray[np.int64] | npt.NDArray[np.object_]
Met = tuple["ExchangeRate | Unknown", int]  # an answer, and its rate in 10^-15
Quotient = tuple[Decimal, date, Period, str, str]  # rate, observed, period, source, url


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """`rate` units of `quote` for one unit of `base` on the day `on`.

    observed: the day the rate was published for, or the first day of the month.
    series: for each of the two currencies that has an official and a parallel rate, which was taken and why.
    """

    base: str
    quote: str
    rate: Decimal
    on: date
    observed: date
    period: Period
    source: str
    url: str
    series: tuple[SeriesUsed, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """No rate, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """Rates of n rows.

    rate: int64, 10**-15 quote units for one base unit, 0 where unknown; Python ints where one is too large for that. [n]
    reference: index into `references`, -1 where unknown. [n]
    references: one for each known pair and day that occurs, in the order of (pair, day).
    reasons: (pair, day) -> why it is unknown, for each that occurs.
    """

    rate: Rates
    reference: Ints
    references: tuple[ExchangeRate, ...]
    reasons: Mapping[tuple[int, int], str]


class ExchangeBook:
    """Exchange rates by day; a table is read when first needed, and kept.

    source: text of a table by its name ("daily/USD.csv", "monthly/KES.csv", "codes.csv", "series.csv", "sources.csv"),
    None where there is none. own: rates of the user's, which go before those of the tables. series: "official" or
    "parallel" for all currencies that have both; empty for the default of each.
    Raises ValueError for another series, ExchangeFileError when a malformed table is first needed.
    """

    def __init__(
        self, source: Callable[[str], str | None], own: OwnRates | None = None, series: str = ""
    ) -> None:
        """Keep the source; read nothing yet."""
        if series and series not in SERIES:
            raise ValueError(f"{series!r} is no series of exchange rates: {' or '.join(SERIES)}")
        self._published = Published(source, series)
        self._own = own or {}
        self._quotients: dict[tuple[str, str, Period, int], Quotient] = {}
        self._met: dict[tuple[str, str, int], Met] = {}  # many shelves of rows ask for the same days

    def rate(self, base: str, quote: str, on: date) -> ExchangeRate | Unknown:
        """Units of `quote` for one unit of `base` on the day `on`, with its source; or why that is not known.

        base, quote: ISO 4217 codes. The same code twice gives 1 on any day.
        """
        if base == quote:
            return _same(base, quote, on)
        own = self._own_rate(base, quote, on) if self._own else None
        if own is not None:
            return own
        try:
            base_now, quote_now = (self._published.code_on(code, on.toordinal()) for code in (base, quote))
        except NotInUse as why:
            return Unknown(_told(base, quote, on, why.args[0]))
        if base_now == quote_now:
            return _same(base, quote, on)
        found = self._quotient(base_now, quote_now, on)
        if found is None:
            return self._missing((base, base_now), (quote, quote_now), on)
        tabled = () if found[2] == "day" else ((base, base_now), (quote, quote_now))
        used = (self._published.used(asked, code, month_of(on)) for asked, code in tabled)
        return ExchangeRate(base, quote, found[0], on, *found[1:], tuple(one for one in used if one))

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
            key = (*pairs[which], when)
            found, rate = self._met.get(key) or self._meet(key)
            if isinstance(found, Unknown):
                reasons[which, when] = found.reason
            else:
                rates[place], numbers[place] = rate, len(references)
                references.append(found)
        known: Rates = np.array(rates, np.object_)
        if max(rates, default=0) <= np.iinfo(np.int64).max:
            known = known.astype(np.int64)
        return Resolved(known[position], numbers[position], tuple(references), reasons)

    def _meet(self, key: tuple[str, str, int]) -> Met:
        base, quote, day = key
        found = self.rate(base, quote, date.fromordinal(EPOCH + day))
        rate = 0 if isinstance(found, Unknown) else int(found.rate.scaleb(SCALE_DIGITS))
        return self._met.setdefault(key, (found, rate))

    def last_day(self, base: str, quote: str, before: date) -> date | None:
        """The last day up to `before` on which one currency can be had for the other; None where there is none."""
        day, month = before.toordinal(), month_of(before)
        ends = [mark for pair in ((base, quote), (quote, base)) for mark in self._own.get(pair, {})]
        try:
            codes = [self._published.code_on(code, day) for code in (base, quote)]
        except NotInUse:
            codes = []
        ends += _common([self._published.table("daily", code) for code in codes if code != UNIT["day"]])
        months = _common([self._published.months(code) for code in codes if code != UNIT["month"]])
        ends += [min(first_of(mark + 1).toordinal() - 1, day) for mark in months if mark <= month]
        found = (date.fromordinal(end) for end in sorted(set(ends), reverse=True) if end <= day)
        return next((on for on in found if isinstance(self.rate(base, quote, on), ExchangeRate)), None)

    def _own_rate(self, base: str, quote: str, on: date) -> ExchangeRate | None:
        """The user's rate of the day or the last one at most seven days earlier; the other way round it is inverted."""
        straight, inverse = self._own.get((base, quote), {}), self._own.get((quote, base), {})
        day = on.toordinal()
        for mark in range(day, day - LONGEST_PAUSE - 1, -1):
            if mark not in straight and mark not in inverse:
                continue
            lives = [self._published.life(code) for code in (base, quote)]
            if any(life.money_on(mark) != life.money_on(day) for life in lives):
                return None  # the same code for another money: a redenomination lies between
            figure, source = straight.get(mark) or inverse[mark]
            above, below = (scaled(figure), SCALE) if mark in straight else (SCALE, scaled(figure))
            value = rounded_quotient(above, below)
            return ExchangeRate(base, quote, value, on, date.fromordinal(mark), "day", source, "")
        return None

    def _quotient(self, base: str, quote: str, on: date) -> Quotient | None:
        """The daily rate where both codes have one, otherwise the month's."""
        day, month = on.toordinal(), month_of(on)
        tables = [self._published.table("daily", code) for code in (base, quote) if code != UNIT["day"]]
        if all(tables):
            for mark in range(day, day - LONGEST_PAUSE - 1, -1):
                if all(mark in table for table in tables):
                    return self._cross(base, quote, "day", mark)
        has_month = all(self._published.figure(code, "month", month) for code in (base, quote))
        return self._cross(base, quote, "month", month) if has_month else None

    def _cross(self, base: str, quote: str, period: Period, mark: int) -> Quotient:
        """The quotient of two figures published for the same day or month."""
        key = (base, quote, period, mark)
        if key not in self._quotients:
            figures = (self._published.figure(code, period, mark) for code in (base, quote))
            (below, one), (above, another) = (figure or ("", "") for figure in figures)
            observed = date.fromordinal(mark) if period == "day" else first_of(mark)
            texts = [self._published.described(name) for name in (one, another) if name]
            source = "; ".join(dict.fromkeys(text for text, _ in texts))
            url = " ".join(dict.fromkeys(url for _, url in texts))
            value = rounded_quotient(scaled(above), scaled(below))
            self._quotients[key] = (value, observed, period, source, url)
        return self._quotients[key]

    def _missing(self, base: tuple[str, str], quote: tuple[str, str], on: date) -> Unknown:
        """Why a pair of codes in use (as asked, as tabled) has no rate."""
        month = month_of(on)
        lacking = [
            self._published.lack(code, tabled, month)
            for code, tabled in (base, quote)
            if not self._published.figure(tabled, "month", month)
        ]
        return Unknown(_told(base[0], quote[0], on, joined(lacking, "; ")))


def _told(base: str, quote: str, on: date, why: str) -> str:
    return phrase("{base} to {quote} on {day}: {why}", base=base, quote=quote, day=on, why=why)


def _same(base: str, quote: str, on: date) -> ExchangeRate:
    return ExchangeRate(base, quote, Decimal(1), on, on, "day", SAME_CURRENCY, "")


def _common(tables: Sequence[Table | set[int]]) -> set[int]:
    """The days or months that all tables have."""
    return set(tables[0]).intersection(*tables[1:]) if tables else set()


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
