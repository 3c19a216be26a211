"""A row beside the living wage the user gave: what its working time comes to at it, brought into the currency of its pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from wageaudit.auditing import Audit
from wageaudit.exchange import ExchangeRate, Unknown
from wageaudit.options import LIVING_WAGE
from wageaudit.phrases import phrase
from wageaudit.reports.wage_history import SIX_PLACES, Place, Record, nothing, record_of

HOUR = 3600
EXCHANGED = ("base", "quote", "rate", "observed", "period", "source", "url")


def living_of(
    found: Audit, place: tuple[str, str], on: date, working: Decimal, wage: Mapping[str, object]
) -> Record | None:
    """The living wage of a row, as a minimum wage is told; None where the user gave none.

    place: country and region of the row; on: its local date; working: its working time [s]; wage: its pay (None where not
    known) and currency, as compared with the minimum. Beside the record stand `exchange` (None where the currencies are
    the same), `comes_to` with its currency (that of the pay) and `ratio`, pay ÷ that; None where they are not known.
    """
    if found.living is None:
        return None
    country, region = place
    asked = Place(country, region, LIVING_WAGE)
    empty: Record = dict.fromkeys(("exchange", "comes_to", "comes_to_currency", "ratio"))
    if not country:
        return nothing(asked, "no_country", phrase("the row names no country")) | empty
    law = found.living.in_force(country, region, on, LIVING_WAGE)
    if law.rate is None:
        return nothing(asked, law.status, law.reason) | empty
    unit = str(wage["currency"] or law.rate.currency)
    exchange = found.exchange.rate(law.rate.currency, unit, on)
    record = record_of(law.rate, law.status, law.reason) | {"hours": law.rate.hours}
    if isinstance(exchange, Unknown):
        return record | empty | {"exchange": {"reason": exchange.reason}}
    owed = working * law.rate.hourly * exchange.rate / HOUR
    pay = wage["pay"]
    return record | {
        "exchange": _told(exchange) if unit != law.rate.currency else None,
        "comes_to": _six(owed),
        "comes_to_currency": unit,
        "ratio": _six(pay / owed) if isinstance(pay, Decimal) and owed else None,
    }


def _told(rate: ExchangeRate) -> Record:
    return {name: getattr(rate, name) for name in EXCHANGED} | {
        "series": [asdict(one) for one in rate.series]
    }


def _six(value: Decimal) -> Decimal:
    return value.quantize(SIX_PLACES, ROUND_HALF_EVEN)
