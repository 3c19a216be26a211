"""Legal tender on the days on which it changed."""

from __future__ import annotations

from datetime import date

import pytest

from wageaudit.tender import legal_tender


@pytest.mark.parametrize(
    ("country", "on", "tender"),
    [
        ("HR", "2022-12-31", "HRK"),
        ("HR", "2023-01-01", "EUR HRK"),  # both circulated for a fortnight
        ("HR", "2023-01-14", "EUR HRK"),
        ("HR", "2023-01-15", "EUR"),
        ("MG", "1963-06-30", ""),
        ("MG", "1963-07-01", "MGF"),
        ("MG", "2004-12-31", "MGA MGF"),
        ("MG", "2005-01-01", "MGA"),
        ("MG", "9999-12-31", "MGA"),
        ("BG", "2025-12-31", "BGN"),
        ("BG", "2026-01-01", "BGN EUR"),  # what CLDR lacks is added
        ("VE", "2021-09-30", "VES"),
        ("VE", "2021-10-01", "VED VES"),
        ("US", "2014-01-01", "USD"),  # funds of the same or the next day are no tender
        ("ZZ", "2024-01-01", ""),
    ],
)
def test_a_currency_is_tender_from_its_first_day_to_its_last(country: str, on: str, tender: str) -> None:
    """Both included; a country may have several, one not known has none."""
    assert legal_tender(country, date.fromisoformat(on)) == frozenset(tender.split())
