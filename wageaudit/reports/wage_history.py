"""Minimum wages of one place as records: the answer of a day, the history, places and categories beside it.

Every record has the KEYS of the specification, in that order. Nothing is opened here: a Shelf hands out files by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MICRO, MONEY, column, strings
from wageaudit.exact import quotients_15
from wageaudit.phrases import phrase
from wageaudit.wages import InForce, Rate, WageBook, WageFile

Record = dict[str, object]
KEYS = (
    "country", "region", "category", "hourly", "currency", "amount", "period", "hours_per_month", "start", "end",
    "date_precision", "law", "url", "confirmed_until", "status", "reason",
)  # fmt: skip
SIX_PLACES = Decimal("0.000001")
EPOCH = date(1970, 1, 1).toordinal()
WEEKS_A_YEAR, MONTHS_A_YEAR = 52, 12  # a week's hours in a month, as in the 151.67 hours of a 35-hour week


@dataclass(frozen=True, slots=True)
class Place:
    """Whose minimum wage is asked for: alpha-2 country, region (empty: the whole country), band."""

    country: str
    region: str = ""
    category: str = "adult_general"

    @property
    def code(self) -> str:
        """The region's code, else the country's."""
        return self.region or self.country


@dataclass(frozen=True, slots=True)
class Shelf:
    """The wage files at hand: their names ("MG", "US-WA"), each file by its name, and the book that answers by day."""

    names: Sequence[str]
    file: Callable[[str], WageFile | None]
    book: WageBook

    def countries(self) -> list[str]:
        """Alpha-2 codes of all countries that have a file, or a region with one."""
        return sorted({name[:2] for name in self.names})

    def rates(self, country: str) -> list[Rate]:
        """Every record of a country and of its regions."""
        found = [self.file(name) for name in self.names if name[:2] == country]
        return [rate for file in found if file for rate in file.rates]

    def places(self, country: str) -> Mapping[str, int]:
        """Region, zone or city with rates of its own → how many, in the order of their names."""
        counted = Counter(rate.region for rate in self.rates(country) if rate.region)
        return dict(sorted(counted.items()))

    def categories(self, place: Place) -> Mapping[str, int]:
        """Band → number of records of this very place."""
        counted = Counter(rate.category for rate in self.book.history(place.country, place.region))
        return dict(sorted(counted.items()))


def hours_per_month(rate: Rate) -> Decimal | None:
    """Legal hours of a month: as in the record, or a week's × 52 ÷ 12 to six decimals; None for other periods."""
    if rate.hours is None or rate.period not in {"month", "week"}:
        return None
    if rate.period == "month":
        return rate.hours
    return (rate.hours * WEEKS_A_YEAR / MONTHS_A_YEAR).quantize(SIX_PLACES, ROUND_HALF_EVEN)


def record_of(rate: Rate, status: str, reason: str) -> Record:
    """One rate under the KEYS; `end` is its last day, None where no later record ends it."""
    own = {name: getattr(rate, name) for name in KEYS if name not in {"hours_per_month", "status", "reason"}}
    own |= {"hours_per_month": hours_per_month(rate), "status": status, "reason": reason}
    return {name: own[name] for name in KEYS}


def nothing(place: Place, status: str, reason: str) -> Record:
    """No rate, and why."""
    own = {
        "country": place.country,
        "region": place.region,
        "category": place.category,
        "status": status,
        "reason": reason,
    }
    return {name: own.get(name) for name in KEYS}


def in_force(shelf: Shelf, place: Place, on: date) -> InForce:
    """What the law says for a place and band on a day."""
    return shelf.book.in_force(place.country, place.region, on, place.category)


def answer(shelf: Shelf, place: Place, on: date) -> Record:
    """The minimum wage of a day as a record; the rate that applies may be that of a wider place."""
    found = in_force(shelf, place, on)
    return (
        record_of(found.rate, found.status, found.reason)
        if found.rate
        else nothing(place, found.status, found.reason)
    )


def history(shelf: Shelf, place: Place, on: date) -> list[Record]:
    """Every rate of this very place and band, newest first; without any, one record that says why.

    A record's status is that of its own days, from `start` to `end` or `confirmed_until`: in force.
    """
    rates = shelf.book.history(place.country, place.region, place.category)
    if rates:
        return [record_of(rate, "in_force", "") for rate in reversed(rates)]
    found = in_force(shelf, place, on)
    if found.rate is None:
        return [nothing(place, found.status, found.reason)]
    wider = found.rate.region or found.rate.country
    return [
        nothing(
            place,
            "no_record",
            phrase(
                "no record of the category {category} in {place}; {wider} applies",
                category=place.category,
                place=place.code,
                wider=wider,
            ),
        )
    ]


def as_table(records: Sequence[Mapping[str, object]]) -> pa.Table:
    """Records as columns: numbers with six decimals (exchange rates fifteen), days, text; empty is not known."""
    names = list(records[0]) if records else list(KEYS)
    return pa.table({name: _column([record[name] for record in records]) for name in names})


def _column(values: Sequence[object]) -> pa.Array:
    known = [value for value in values if value is not None]
    has = np.array([value is not None for value in values], np.bool_)
    if any(
        isinstance(value, Decimal) and value != round(value, 6) for value in known
    ):  # exchange rates have 15 places
        scaled = [int(value.scaleb(15)) if isinstance(value, Decimal) else 0 for value in values]
        return quotients_15(np.array(scaled, object), has)
    if known and all(isinstance(value, Decimal) for value in known):
        micro = [
            int((value * MICRO).to_integral_value(ROUND_HALF_EVEN)) if isinstance(value, Decimal) else 0
            for value in values
        ]
        return column(np.array(micro, np.int64), MONEY, has)
    if known and all(isinstance(value, date) for value in known):
        days = [value.toordinal() - EPOCH if isinstance(value, date) else 0 for value in values]
        return column(np.array(days, np.int64), pa.date32(), has)
    if known and all(isinstance(value, int) for value in known):
        return column(
            np.array([value if isinstance(value, int) else 0 for value in values], np.int64), pa.int64(), has
        )
    return strings(None if value is None else str(value) for value in values)


def for_json(records: Sequence[Mapping[str, object]]) -> list[Record]:
    """Records with days as text; numbers keep the digits of their source."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in record.items()}
        for record in records
    ]
