"""Wage files: the TOML text of dated minimum wages → checked records. Pure: imports no file, clock or terminal module.

One file a country (`MG`), one a region with rates of its own (`US-WA`, its cities inside as `US-WA/Seattle`).
Every fault of a file is collected with its place and what mends it, then raised once as `WageFileError`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from wageaudit.phrases import phrase
from wageaudit.wage_sheet import LARGEST, MICRO, Sheet, WageProblem

FILE_KEYS = frozenset({"country", "region", "status", "combine", "confirmed_until", "names", "note", "rate"})
WHAT_KEYS = frozenset({"category", "region", "amount", "currency", "period", "hours", "hours_source"})
WHEN_KEYS = frozenset({"start", "end", "date_precision", "confirmed_until"})
RATE_KEYS = WHAT_KEYS | WHEN_KEYS | {"name", "law", "url", "confidence", "note"}
STATUSES_OF_LAW = ("statutory", "none", "no_record")
HOURS_AT_MOST = {"hour": Decimal(1), "day": Decimal(24), "week": Decimal(168), "month": Decimal(744)}
PRECISIONS = ("day", "month", "year")
CONFIDENCES = ("high", "medium", "low")
GENERAL = "adult_general"
JUMP_AT_MOST = Decimal(
    "1.5"
)  # a rise above that, or any fall, is rare enough in law to need a word of explanation
LONGEST_NAME = 24  # characters
LEAVE_EMPTY = date(1, 1, 1)  # for a day that was wrong in the file; the file is refused anyway
COUNTRY, CURRENCY = re.compile(r"[A-Z]{2}"), re.compile(r"[A-Z]{3}")
FILE_NAME, LINK = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?"), re.compile(r"https?://\S+")


def is_file_name(name: str) -> bool:
    """Whether `name` can name a wage file: an ISO 3166-1 alpha-2 country or an ISO 3166-2 region."""
    return FILE_NAME.fullmatch(name) is not None


def parse_wages(text: str, name: str, own: str = "") -> WageFile:
    """Read the text of one wage file.

    `name` is the file's name without its ending, as it shall stand in messages. A file of the user's `own` may have
    any name; `own` is the category of its records that name none. Returns the records in order of region, category
    and start, each with the last day it holds. Raises `WageFileError` with every fault found.
    """
    shown = name if own else f"{name}.toml"
    table = _table(text, shown)
    problems: list[WageProblem] = []
    sheet = Sheet(shown, 0, table, problems)
    country = sheet.match("country", COUNTRY, 'country = "MG", two capital letters of ISO 3166-1')
    region = sheet.text("region")
    status = sheet.choice("status", STATUSES_OF_LAW, "statutory")
    combine = sheet.choice("combine", ("", "highest"), "")
    confirmed = sheet.day("confirmed_until")
    note = sheet.text("note")
    names = _names(sheet)
    _check_head(sheet, country, region, status, note)
    if country and not own and name != (region or country):
        sheet.fault(
            phrase('is named "{name}" but says it is of "{place}"', name=name, place=region or country),
            "name the file after its region, or its country",
        )
    records = table.get("rate", [])
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        sheet.fault('"rate" is not a list of records', "open every record with [[rate]]")
        records = []
    if not records and status == "statutory":
        sheet.fault("has no record", 'add a [[rate]], or say status = "none" or "no_record" with a note')
    if records and status == "no_record":
        sheet.fault('says status = "no_record", yet has a record', "leave out the status, or the records")
    numbered: list[tuple[int, Rate]] = []
    for number, record in enumerate(records, 1):
        faults_before = len(problems)
        rate = _rate(Sheet(shown, number, record, problems), country, region, confirmed, own or GENERAL)
        if len(problems) == faults_before:  # a faulty record is not compared with its neighbours
            numbered.append((number, rate.called(names)))
    rates = tuple(_successive(numbered, shown, problems))
    if problems:
        raise WageFileError(problems)
    return WageFile(country, region, status, combine, confirmed or LEAVE_EMPTY, note, rates)


def _table(text: str, shown: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as fault:  # also numbers too long for Python, and brackets too deep
        mend = "write it as TOML: key = value, text in quotes, days as 2024-05-01"
        what = phrase("is not TOML: {fault}", fault=fault)
        raise WageFileError([WageProblem(shown, 0, what, mend)]) from None


def _check_head(sheet: Sheet, country: str, region: str, status: str, note: str) -> None:
    sheet.unknown_keys(FILE_KEYS)
    if region and (not is_file_name(region) or region[:3] != f"{country}-"):
        what = phrase(
            'region "{region}" is not an ISO 3166-2 code of "{country}"', region=region, country=country
        )
        sheet.fault(what, phrase('write region = "{country}-..."', country=country))
    if status == "none" and not note:
        sheet.fault(
            'status = "none" has no note', "say in a note what applies instead of a statutory minimum"
        )
    if status == "no_record" and not note:
        sheet.fault('status = "no_record" has no note', "say in a note what was looked for, and where")


def _names(sheet: Sheet) -> dict[str, str]:
    """What the law calls the wage of each category, where it has a name of its own: {"adult_general": "SMIC"}."""
    found = sheet.values.get("names", {})
    if not isinstance(found, dict):
        sheet.fault('"names" is no table', phrase("write {mend}", mend='names = {adult_general = "SMIC"}'))
        return {}
    inner = Sheet(sheet.file, sheet.record, found, sheet.problems)
    return {category: inner.text(category, most=LONGEST_NAME) for category in found}


def _rate(sheet: Sheet, country: str, home: str, confirmed: date | None, category: str) -> Rate:
    sheet.unknown_keys(RATE_KEYS)
    region = sheet.text("region", home)
    head, slash, place = region.partition("/")
    if region != home and (head != (home or country) or not slash or not place):
        sheet.fault(
            phrase('region "{region}" has no place in this file', region=region),
            phrase('write "{value}/<city or zone>"', value=home or country),
        )
    start = sheet.day("start", required=True) or LEAVE_EMPTY
    end = sheet.day("end")
    if end and end < start:
        sheet.fault(
            phrase("ends on {end}, before its start on {start}", end=end, start=start),
            "the end is the last day, on or after the start",
        )
    period = sheet.choice("period", tuple(HOURS_AT_MOST), "")
    hours = _hours(sheet, period)
    known = sheet.day("confirmed_until") or confirmed
    if known is None:
        sheet.fault("is confirmed until no day", "add confirmed_until = <day> to the file or to the record")
    amount = sheet.number("amount") or Decimal(1)
    if hours and not MICRO <= amount / hours <= LARGEST:
        sheet.fault("comes to no hourly rate that can be", "check the amount and the hours")
    return Rate(
        country=country,
        region=region,
        category=sheet.text("category", category),
        start=start,
        end=end,
        amount=amount,
        currency=sheet.match("currency", CURRENCY, 'currency = "MGA", three capital letters of ISO 4217'),
        period=period,
        hours=hours,
        hours_source=sheet.text("hours_source"),
        law=sheet.text("law", required=True),
        url=sheet.match("url", LINK, 'url = "https://...", where the law can be read'),
        date_precision=sheet.choice("date_precision", PRECISIONS, "day"),
        confidence=sheet.choice("confidence", CONFIDENCES, "high"),
        note=sheet.text("note"),
        confirmed_until=known or LEAVE_EMPTY,
        name=sheet.text("name", most=LONGEST_NAME),
    )


def _hours(sheet: Sheet, period: str) -> Decimal | None:
    """The legal hours of one period; None for an hourly rate, which needs none."""
    if period in ("hour", ""):
        if "hours" in sheet.values:
            sheet.fault("states hours for an hourly rate", "leave hours out, or correct the period")
        return None
    hours = sheet.number("hours")
    if hours and hours > HOURS_AT_MOST[period]:
        sheet.fault(
            phrase("{hours} hours do not fit in a {period}", hours=hours, period=period),
            phrase("hours are the legal hours of one {period}", period=period),
        )
    sheet.text("hours_source", required=True)
    return hours or Decimal(1)


def _successive(numbered: list[tuple[int, Rate]], file: str, problems: list[WageProblem]) -> Iterator[Rate]:
    """Records in order of time, each ended by the next; faults between neighbours are added to `problems`."""
    ordered = sorted(numbered, key=lambda item: (item[1].region, item[1].category, item[1].start, item[0]))
    for place, (number, rate) in enumerate(ordered, 1):
        later, following = ordered[place] if place < len(ordered) else (0, None)
        if following is None or (following.region, following.category) != (rate.region, rate.category):
            yield _last(rate, number, file, problems)
            continue
        if following.start <= (rate.end or rate.start):
            what = phrase(
                "starts on {start}, inside record {number} ({earlier} to {end})",
                start=following.start, number=number, earlier=rate.start, end=rate.end or phrase("open"),
            )  # fmt: skip
            mend = "correct the start, or the end of the earlier record"
            problems.append(WageProblem(file, later, what, mend))
        elif rate.currency == following.currency and not following.note:
            change = following.hourly / rate.hourly
            if not 1 <= change <= JUMP_AT_MOST:
                what = phrase(
                    "goes from {before} to {after} {currency} an hour on {start}",
                    before=rate.hourly, after=following.hourly, currency=rate.currency, start=following.start,
                )  # fmt: skip
                mend = "check the amount; if it is right, say why in a note"
                problems.append(WageProblem(file, later, what, mend))
        last_day = rate.end or max(rate.start, _day_before(following.start))
        yield rate.closed(last_day)


def _last(rate: Rate, number: int, file: str, problems: list[WageProblem]) -> Rate:
    if rate.end is not None:
        return rate.closed(rate.end)
    if rate.confirmed_until < rate.start:
        what = phrase(
            "starts on {start}, after the day it is confirmed until ({confirmed_until})",
            start=rate.start, confirmed_until=rate.confirmed_until,
        )  # fmt: skip
        problems.append(WageProblem(file, number, what, "give the record a confirmed_until of its own"))
    return rate


def _day_before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


@dataclass(frozen=True, slots=True)
class Rate:
    """One minimum wage in law: from `start` to `end` (its last day; None: no later record ends it).

    `region` is empty for the whole country. `hours` are the legal hours in one `period`, None for an hourly rate.
    """

    country: str
    region: str
    category: str
    start: date
    end: date | None
    amount: Decimal
    currency: str
    period: str
    hours: Decimal | None
    hours_source: str
    law: str
    url: str
    date_precision: str
    confidence: str
    note: str
    confirmed_until: date
    name: str = ""  # what the law calls this wage, where it has a name of its own: SMIC

    @property
    def hourly(self) -> Decimal:
        """Currency units an hour: amount ÷ legal hours, to 6 places, half to even."""
        hourly = self.amount if self.hours is None else self.amount / self.hours
        return hourly.quantize(MICRO, ROUND_HALF_EVEN)

    def closed(self, last_day: date) -> Rate:
        """The same rate, known to have ended on `last_day`."""
        return replace(self, end=last_day, confirmed_until=last_day)

    def called(self, names: Mapping[str, str]) -> Rate:
        """The same rate under its own name, else under that of its category."""
        name = self.name or names.get(self.category, "")
        return self if name == self.name else replace(self, name=name)


@dataclass(frozen=True, slots=True)
class WageFile:
    """What one wage file says. `rates` in order of region, category and start."""

    country: str
    region: str
    status: str
    combine: str
    confirmed_until: date
    note: str
    rates: tuple[Rate, ...]


class WageFileError(ValueError):
    """A wage file refused, with every fault found in it."""

    def __init__(self, problems: list[WageProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
