"""The source of an exchange rate in the reader's language: our own words about it translated, proper names left as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from wageaudit.exchange_series import SERIES
from wageaudit.reports import words
from wageaudit.reports.exchange_words import CLAUSES, SERIES_OF_SOURCE
from wageaudit.reports.figures import Figures

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
A_MONTH = rf"(?:{'|'.join(MONTHS)}) \d{{4}}"
HOLES: Mapping[str, str] = {
    "day": r"\d{4}-\d\d-\d\d", "day_of_month": rf"\d+ {A_MONTH}", "month": A_MONTH, "from_day": r"\d+", "number": r"\d+",
    "low": r"[\d,]+", "high": r"[\d,]+", "place": ".+", "name": ".+", "site": r"\S+", "who": r"(?:(?! in | via ).)+",
}  # fmt: skip
NEXT = re.compile(rf"; (?=(?:{'|'.join(SERIES)}): )")  # between the sources of a rate that two figures make
HOLE = re.compile(r"\{(\w+)\}")


def source_told(source: str, figures: Figures) -> str:
    """A rate's source, as its table has it, in the language of the figures."""
    if figures.speech.code == "en":
        return source
    return figures.listed(_one(part, figures) for part in NEXT.split(source))


def _one(source: str, figures: Figures) -> str:
    series, colon, rest = source.partition(": ")
    if not colon or series not in SERIES:
        return _clauses(source, figures)
    return figures.say(
        SERIES_OF_SOURCE, series=figures.say(words.SERIES[series]), source=_clauses(rest, figures)
    )


def _clauses(text: str, figures: Figures) -> str:
    return ", ".join(_clause(clause, figures) for clause in text.split(", "))


def _clause(text: str, figures: Figures) -> str:
    found = clause_of(text)
    if found is None:
        return text
    template, values = found
    return figures.say(template, **{name: _value(name, value, figures) for name, value in values.items()})


def clause_of(text: str) -> tuple[str, Mapping[str, str]] | None:
    """The template of a clause and what fills it; None for a proper name, which has none."""
    for template in CLAUSES:
        if match := _pattern(template).fullmatch(text):
            return template, match.groupdict()
    return None


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = HOLE.split(template)
    return re.compile(
        "".join(
            f"(?P<{part}>{HOLES[part]})" if place % 2 else re.escape(part) for place, part in enumerate(parts)
        )
    )


def _value(name: str, value: str, figures: Figures) -> str:
    """A day or a month as the language writes it; anything else as it stands."""
    if name == "day":
        return figures.day(date.fromisoformat(value))
    if name == "month":
        month, year = value.split()
        return figures.month(date(int(year), MONTHS.index(month) + 1, 1))
    if name == "day_of_month":
        day, month, year = value.split()
        return figures.day(date(int(year), MONTHS.index(month) + 1, int(day)))
    return value
