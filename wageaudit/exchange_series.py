"""Official and parallel exchange rates kept apart: which of the two holds for a currency in a month, and why. Pure.

series.csv is the list of the currencies of which both are known, or should be: code, first and last month (empty: open),
default, "reason", url. Every other currency has one series, the official. Nothing is taken from the other series.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OFFICIAL, PARALLEL = SERIES = ("official", "parallel")
OPTION = "--exchange-series"
DISTANT = "+distant"  # ends the key of an official figure known to lie far from the market's
FIRST_MONTH, LAST_MONTH = 0, 1 << 31


@dataclass(frozen=True, slots=True)
class Choice:
    """The default series of a currency from one month to another (year × 12 + month, both included), and why."""

    first: int
    last: int
    default: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class SeriesUsed:
    """The series a currency with two was converted at, beside its default of that month and the reason for it."""

    code: str
    series: str
    default: str
    reason: str
    url: str


def choices(text: str) -> Mapping[str, Sequence[Choice]]:
    """series.csv: code,first,last,default,"reason",url; the reason may hold commas, not quotes. Raises ValueError."""
    found: dict[str, list[Choice]] = {}
    for line in text.splitlines()[1:]:
        head, reason, url = line.split('"')
        code, first, last, default, _ = head.split(",")
        if default not in SERIES:
            raise ValueError(f"series.csv: {default!r} is no series")
        span = _month(first, FIRST_MONTH), _month(last, LAST_MONTH)
        found.setdefault(code, []).append(Choice(*span, default, reason, url.strip(",")))
    return found


def _month(text: str, empty: int) -> int:
    year, _, month = text.partition("-")
    return int(year) * 12 + int(month) if text else empty


def choice_of(found: Mapping[str, Sequence[Choice]], code: str, month: int) -> Choice | None:
    """The line of a currency with two series for a month; None for a currency with one."""
    return next((one for one in found.get(code, ()) if one.first <= month <= one.last), None)


def beside(series: str) -> str:
    """The series beside this one."""
    return PARALLEL if series == OFFICIAL else OFFICIAL
