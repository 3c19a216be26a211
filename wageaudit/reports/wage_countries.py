"""All countries side by side on one day: what is on record, the hourly minimum, and that minimum in one currency.

A floor (a rate past the day it is confirmed until) that reaches an amount does so for certain; one that does not leaves
the question open, since the true rate may be higher. What is not known is listed with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from wageaudit.exchange import ExchangeBook, Unknown
from wageaudit.phrases import joined
from wageaudit.reports.wage_history import SIX_PLACES, Place, Record, Shelf, in_force
from wageaudit.wages import InForce

YES, NO, OPEN = "yes", "no", "unknown"
Compared = tuple[Decimal | None, Record]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What countries are compared by: the currency, the least amount an hour (None: all are listed), the exchange rates."""

    currency: str
    least: Decimal | None
    exchange: ExchangeBook


def listing(
    shelf: Shelf, category: str, on: date, comparison: Comparison | None, name_of: Callable[[str], str]
) -> list[Record]:
    """One record a country: by code, or by the amount in the currency of the comparison, highest first, unknown last.

    With a least amount, countries that are known to be under it are left out; those not known stay.
    """
    rows = [_country(shelf, code, category, on, comparison, name_of) for code in shelf.countries()]
    if comparison is None:
        return rows
    rows = [row for row in rows if row["at_least"] != NO]
    rows.sort(key=lambda row: (row["at_least"] == OPEN, -_amount(row), str(row["country"])))
    kept = [name for name in rows[0] if name != "at_least" or comparison.least is not None] if rows else []
    return [{name: row[name] for name in kept} for row in rows]


def better_day(rows: Sequence[Record], comparison: Comparison | None, on: date) -> date | None:
    """The day before `on` whose exchange rates reach most of the countries that lack one; None where few are reached."""
    if comparison is None:
        return None
    lacking = [str(row["currency"]) for row in rows if row["hourly"] is not None and row["converted"] is None]
    quote, exchange = comparison.currency, comparison.exchange
    ends = {exchange.last_day(base, quote, on) for base in set(lacking)} - {None}
    reached = {
        end: sum(not isinstance(exchange.rate(base, quote, end), Unknown) for base in lacking)
        for end in ends
        if end is not None
    }
    best = max(reached, key=lambda end: (reached[end], end), default=None)
    return best if best is not None and 2 * reached[best] > len(lacking) else None


def _amount(row: Record) -> Decimal:
    value = row["converted"]
    return value if isinstance(value, Decimal) else Decimal(0)


def _country(
    shelf: Shelf,
    code: str,
    category: str,
    on: date,
    comparison: Comparison | None,
    name_of: Callable[[str], str],
) -> Record:
    found = in_force(shelf, Place(code, "", category), on)
    rates, file = shelf.rates(code), shelf.file(code)
    confirmed = (
        found.rate.confirmed_until if found.rate else file.confirmed_until if file and file.rates else None
    )
    row: Record = {
        "country": code,
        "name": name_of(code),
        "status": found.status,
        "regions": len(shelf.places(code)),
        "records": len(rates),
        "first_start": min((rate.start for rate in rates), default=None),
        "last_start": max((rate.start for rate in rates), default=None),
        "confirmed_until": confirmed,
        "on": on,
        "category": category,
        "start": found.rate.start if found.rate else None,
        "hourly": found.rate.hourly if found.rate else None,
        "currency": found.rate.currency if found.rate else None,
        "reason": found.reason,
    }
    return row if comparison is None else {**row, **_compared(found, on, comparison)}


def _compared(found: InForce, on: date, comparison: Comparison) -> Record:
    """The same minimum in the currency of the comparison, and whether it reaches the least amount."""
    own: Record = dict.fromkeys(
        (
            "converted",
            "converted_currency",
            "exchange_rate",
            "exchange_date",
            "exchange_period",
            "exchange_source",
            "exchange_series",
        )
    )
    own["converted_currency"] = comparison.currency
    if found.rate is None:
        return {**own, "at_least": OPEN}
    rate = comparison.exchange.rate(found.rate.currency, comparison.currency, on)
    if isinstance(rate, Unknown):
        reasons = [reason for reason in (found.reason, rate.reason) if reason]
        return {**own, "at_least": OPEN, "reason": joined(reasons, "; ")}
    exact = found.rate.hourly * rate.rate
    own |= {
        "converted": exact.quantize(SIX_PLACES, ROUND_HALF_EVEN),
        "exchange_rate": rate.rate.normalize(),
        "exchange_date": rate.observed,
        "exchange_period": rate.period,
        "exchange_source": rate.source,
        "exchange_series": "; ".join(f"{one.code} {one.series}" for one in rate.series),
    }
    return {**own, "at_least": _reaches(exact, comparison.least, floor=found.status != "in_force")}


def _reaches(amount: Decimal, least: Decimal | None, *, floor: bool) -> str:
    if least is None or amount >= least:
        return YES
    return OPEN if floor else NO
