"""Dated statutory minimum wages: which rate was in force where, on which day. Pure: it is handed texts, it opens nothing.

A day after the one a record is confirmed until takes the last rate as a floor, since minimum wages rarely fall:
for three years, and only while the country still counts in that currency. What is not known is a status with a reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from wageaudit.arrays import distinct
from wageaudit.phrases import joined, phrase
from wageaudit.wage_files import Rate, WageFile, WageFileError, is_file_name, parse_wages
from wageaudit.wage_sheet import WageProblem

__all__ = [
    "STATUSES",
    "InForce",
    "Rate",
    "Resolved",
    "WageBook",
    "WageFile",
    "WageFileError",
    "WageProblem",
    "overlaid",
    "parse_wages",
]

LISTS_OF_PLACES = 64  # whose steps are kept: as a rule the parts of a log name the same places
STATUSES = ("in_force", "no_statutory_minimum", "before_first_record", "beyond_horizon", "no_record")
FLOOR_YEARS = 3
MICRO_UNITS = Decimal(1_000_000)
EPOCH = date(1970, 1, 1).toordinal()
LAST_DAY = date.max.toordinal()


def micro_units(rate: Rate) -> int:
    """The hourly rate in millionths of its currency's unit."""
    return int(rate.hourly * MICRO_UNITS)


def floor_until(rate: Rate) -> date:
    """The last day on which a rate that is no longer confirmed still serves as a floor."""
    day = rate.confirmed_until
    year = min(day.year + FLOOR_YEARS, date.max.year)
    return date(year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def standing(rates: Sequence[Rate], on: date, currency: str) -> InForce:
    """What one place's own records, in order of start, say of the day `on`.

    `currency` is the one the country counts in that day; an unconfirmed rate in another is no floor.
    """
    place = bisect_right(rates, on, key=lambda rate: rate.start)
    if not place:
        return InForce(
            "before_first_record", None, phrase("the first record starts on {start}", start=rates[0].start)
        )
    rate = rates[place - 1]
    if rate.end is not None:
        if on <= rate.end:
            return InForce("in_force", rate, "")
        gap = phrase("no rate is known after {end}", end=rate.end)
        if place < len(rates):
            next_start = rates[place].start
            gap = phrase("no rate is known after {end} and before {start}", end=rate.end, start=next_start)
        return InForce("no_record", None, gap)
    return lapsing(rate, on, currency)


def lapsing(rate: Rate, on: date, currency: str) -> InForce:
    """What the last record of a place, which nothing ended, says of a day on or after its start."""
    if on <= rate.confirmed_until:
        return InForce("in_force", rate, "")
    reason = phrase(
        "the rate of {start} is confirmed until {confirmed_until}",
        start=rate.start,
        confirmed_until=rate.confirmed_until,
    )
    if rate.currency != currency:
        return InForce(
            "beyond_horizon",
            None,
            phrase("{reason}, and the currency has changed to {currency}", reason=reason, currency=currency),
        )
    if on > floor_until(rate):
        return InForce(
            "beyond_horizon",
            None,
            phrase("{reason}, more than {floor_years} years before", reason=reason, floor_years=FLOOR_YEARS),
        )
    return InForce("beyond_horizon", rate, phrase("{reason}: a floor, not the rate", reason=reason))


def overlaid(shipped: WageFile | None, own: WageFile) -> WageFile:
    """What is shipped of a place, with the records of a user's own laid over it.

    In each region and category the user's records hold from the first day of the first to the last day of the last
    (for good, where it has no end). Shipped records that start before or after that stand.
    """
    if shipped is None or own.status != "statutory":
        return own
    series: dict[tuple[str, str], list[Rate]] = {}
    for rate in own.rates:
        series.setdefault((rate.region, rate.category), []).append(rate)
    kept = list(own.rates)
    for rate in shipped.rates:
        mine = series.get((rate.region, rate.category))
        if mine is None or (mine[-1].end is not None and rate.start > mine[-1].end):
            kept.append(rate)
        elif rate.start < mine[0].start:
            eve = mine[0].start - timedelta(days=1)
            kept.append(rate if rate.end and rate.end <= eve else rate.closed(eve))
    rates = tuple(sorted(kept, key=lambda rate: (rate.region, rate.category, rate.start)))
    status = "none" if shipped.status == "none" else own.status
    combine, note = own.combine or shipped.combine, own.note or shipped.note
    return WageFile(shipped.country, shipped.region, status, combine, shipped.confirmed_until, note, rates)


def ended(rates: Sequence[Rate], on: date) -> bool:
    """Whether the last of a place's records ended, with nothing after it, before the day `on`: a repeal."""
    return rates[-1].end is not None and on > rates[-1].end


def first_known(found: Sequence[InForce]) -> InForce:
    """The answer of the narrowest place that has a rate; with no rate, of the narrowest that has records at all.

    A narrower place in a gap, or lapsed, is not answered with a wider place's rate, which may be lower.
    """
    lapsed = ("beyond_horizon", "no_record")
    return next((answer for answer in found if answer.rate is not None or answer.status in lapsed), found[0])


def highest_known(found: Sequence[InForce]) -> InForce:
    """The highest hourly rate of those that apply together; a rate in force goes before a floor of the same height.

    A narrower place in a gap between two of its records may have had a higher rate: the result is then a floor.
    """
    known = [(answer.rate.hourly, answer.status == "in_force", answer) for answer in found if answer.rate]
    if not known:
        return found[0]
    best = max(known, key=lambda item: item[:2])[2]
    gap = next((answer for answer in found if answer.status == "no_record"), None)
    if gap is None or best.status != "in_force":
        return best
    return InForce(
        "beyond_horizon",
        best.rate,
        phrase("in the narrower place {reason}: a floor, not the rate", reason=gap.reason),
    )


@dataclass(frozen=True, slots=True)
class InForce:
    """The answer for one place and day: a status of `STATUSES`, the rate if there is one, and what stands against it."""

    status: str
    rate: Rate | None
    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """The answers for n rows.

    hourly: int64[n], millionths of the rate's currency an hour, 0 where there is no rate
    status: uint8[n], index into `STATUSES`
    rate: int32[n], index into `rates`, -1 where there is no rate
    """

    hourly: NDArray[np.int64]
    status: NDArray[np.uint8]
    rate: NDArray[np.int32]
    rates: tuple[Rate, ...]


class WageBook:
    """Minimum wages of all countries, each file read when first asked for.

    `source` gives the text of a wage file by its name ("MG", "US-WA"), or None where there is none; `own` are files
    of the user's, laid over those in this order.
    """

    def __init__(self, source: Callable[[str], str | None], own: Sequence[WageFile] = ()) -> None:
        self._source = source
        self._own = tuple(own)
        self._file = lru_cache(maxsize=None)(self._read)
        self._series = lru_cache(maxsize=None)(self._collect)
        self._steps = lru_cache(maxsize=None)(self._changes)
        self._answers = lru_cache(maxsize=LISTS_OF_PLACES)(self._side_by_side)

    def in_force(self, country: str, region: str, on: date, category: str = "adult_general") -> InForce:
        """The statutory minimum of a category in a place on a day. Raises `WageFileError` for a faulty file.

        `region` is an ISO 3166-2 code ("US-WA"), a place in one ("US-WA/Seattle"), a zone of a country
        ("MX/northern_border") or empty. A region without records of its own takes the country's.
        """
        series = self._series(country, region, category)
        national = self._file(country)
        if not series:
            return _no_series(country, category, national)
        if (
            national
            and national.combine == "highest"
            and region
            and self._file(_file_of(country, region)) is None
        ):
            # where the highest of several rates applies, an unknown region may have a higher one
            return InForce(
                "no_record",
                None,
                phrase("no record of {region}: it may have a rate of its own", region=region),
            )
        currency = _currency_on((national.rates if national else ()) or series[-1], on)
        lasting = [rates for rates in series if not ended(rates, on)] or series[:1]
        found = [standing(rates, on, currency) for rates in lasting]
        answer = highest_known(found) if national and national.combine == "highest" else first_known(found)
        home = series[0][0].region  # the narrowest place with records of its own
        if region in {home, answer.rate.region if answer.rate else home}:
            return answer
        fallback = phrase("no record of {region}; {value} applies", region=region, value=home or country)
        return InForce(
            answer.status, answer.rate, joined([fallback, answer.reason], ": ") if answer.reason else fallback
        )

    def file(self, name: str) -> WageFile | None:
        """What the files of a country ("MG") or region ("US-WA") say; None where there is none."""
        return self._file(name)

    def history(self, country: str, region: str = "", category: str | None = None) -> tuple[Rate, ...]:
        """The records of one place (of the whole country where `region` is empty), by category and start."""
        file = self._file(_file_of(country, region))
        rates = file.rates if file else ()
        return tuple(rate for rate in rates if rate.region == region and category in (None, rate.category))

    def resolve(
        self,
        places: Sequence[tuple[str, str]],
        place: NDArray[np.int32],
        day: NDArray[np.int32],
        category: str = "adult_general",
    ) -> Resolved:
        """The minimum wage of n rows.

        places: (country, region) pairs; place: int32[n], index into them; day: int32[n], days since 1970-01-01.
        Raises `IndexError` for an index outside `places`. Equal to `in_force` row by row.
        """
        if place.size and not 0 <= int(place.min()) <= int(place.max()) < len(places):
            raise IndexError("a row names a place that is not in the list")
        known, first, step = self._answers(tuple(places), category)
        cell = step[np.clip(day, first, first + len(step) - 1) - first]
        cell += place.astype(np.int64) * (int(step[-1]) + 1)
        return Resolved(known.hourly[cell], known.status[cell], known.rate[cell], known.rates)

    def _side_by_side(
        self, places: tuple[tuple[str, str], ...], category: str
    ) -> tuple[Resolved, int, NDArray[np.int64]]:
        """(answers of each place for each step of s, the first day, int64[d]: the step of each day from it to the last turn)."""
        steps = [self._steps(country, region, category) for country, region in places]
        starts = distinct(np.concatenate([np.array([0]), *(own for own, _ in steps)]))
        indices: dict[Rate, int] = {}
        shape = (len(steps), len(starts) + 1)
        status, hourly = np.zeros(shape, np.uint8), np.zeros(shape, np.int64)
        rate = np.full(shape, -1, np.int32)
        for row, (own, answers) in enumerate(steps):
            spread = np.searchsorted(own, np.concatenate([starts[:1] - 1, starts]), side="right")
            found = [-1 if a.rate is None else indices.setdefault(a.rate, len(indices)) for a in answers]
            status[row] = np.array([STATUSES.index(a.status) for a in answers], np.uint8)[spread]
            rate[row] = np.array(found, np.int32)[spread]
            owed = [0 if a.rate is None else micro_units(a.rate) for a in answers]
            hourly[row] = np.array(owed, np.int64)[spread]
        first, last = int(starts[0]) - 1, int(starts[-1])
        step = np.searchsorted(starts, np.arange(first, last + 1), side="right")
        return Resolved(hourly.ravel(), status.ravel(), rate.ravel(), tuple(indices)), first, step

    def _changes(self, country: str, region: str, category: str) -> tuple[NDArray[np.int64], list[InForce]]:
        """The days (since 1970-01-01) on which a place's answer may change; its answers before the first and from each."""
        national = self._file(country)
        rates = [rate for series in self._series(country, region, category) for rate in series]
        turns = _turns(rates, national.rates if national else ())
        days = sorted({day for day in turns if 1 < day <= LAST_DAY})
        asked = map(date.fromordinal, [days[0] - 1 if days else EPOCH, *days])
        answers = [self.in_force(country, region, day, category) for day in asked]
        return np.array(days, np.int64) - EPOCH, answers

    def _collect(self, country: str, region: str, category: str) -> tuple[tuple[Rate, ...], ...]:
        """The records that bear on a place, narrowest place first; places without any are left out."""
        head = region.partition("/")[0]
        series = (self.history(country, name, category) for name in dict.fromkeys((region, head, "")))
        return tuple(rates for rates in series if rates)

    def _read(self, name: str) -> WageFile | None:
        text = self._source(name) if is_file_name(name) else None
        file = None if text is None else parse_wages(text, name)
        for own in self._own:
            if (own.region or own.country) == name:
                file = overlaid(file, own)
        return file


def _file_of(country: str, region: str) -> str:
    """The file that holds a region's records; a region of another country has none."""
    head = region.partition("/")[0] or country
    return head if head == country or head.startswith(f"{country}-") else ""


def _no_series(country: str, category: str, national: WageFile | None) -> InForce:
    if national is None:
        return InForce(
            "no_record",
            None,
            phrase("no records of {country}", country=country or phrase("a row without a country")),
        )
    if national.status == "none":
        return InForce("no_statutory_minimum", None, national.note)
    if national.status == "no_record":
        return InForce("no_record", None, national.note)
    return InForce(
        "no_record",
        None,
        phrase("no record of the category {category} in {country}", category=category, country=country),
    )


def _currency_on(rates: Iterable[Rate], on: date) -> str:
    """The currency of the record that started last, by the day `on`; of the first one before that."""
    ordered = sorted((rate for rate in rates if "/" not in rate.region), key=lambda rate: rate.start)
    begun = [rate for rate in ordered if rate.start <= on] or ordered[:1]
    return begun[-1].currency if begun else ""


def _turns(rates: Iterable[Rate], national: Iterable[Rate]) -> Iterable[int]:
    """Every ordinal day on which one of the records starts, ends, or loses its standing."""
    yield from (rate.start.toordinal() for rate in national)
    for rate in rates:
        yield rate.start.toordinal()
        yield rate.confirmed_until.toordinal() + 1
        yield floor_until(rate).toordinal() + 1
