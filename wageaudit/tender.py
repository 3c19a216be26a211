"""Legal tender: which currencies a country counted in on a day (CLDR, by way of babel, with what it lacks added)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

Span = tuple[str, date, date]  # currency, first and last day
# What babel 2.18 does not know; both ends of a changeover are legal tender.
ADDED: dict[str, tuple[Span, ...]] = {
    "BG": (
        ("EUR", date(2026, 1, 1), date.max),
    ),  # Council of the European Union, 8 July 2025: the 21st country
    "VE": (("VED", date(2021, 10, 1), date.max),),  # Decreto 4.553 of 2021; CLDR has the code, not as tender
}


def spans(country: str) -> Iterator[Span]:
    """Every currency that is or was legal tender of a country, with its first and last day."""
    from babel.core import get_global

    for code, first, last, tender in get_global("territory_currencies").get(country, ()):
        if tender:
            yield code, date(*first) if first else date.min, date(*last) if last else date.max
    yield from ADDED.get(country, ())


def legal_tender(country: str, on: date) -> frozenset[str]:
    """Currencies that were legal tender of a country on a day; empty for a country that is not known."""
    return frozenset(code for code, first, last in spans(country) if first <= on <= last)
