"""Every shipped rate is in money that was legal tender of its country when it began, or stands among the exceptions here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib import resources

from wageaudit.tender import legal_tender
from wageaudit.wages import Rate, parse_wages

WAGES = resources.files("wageaudit") / "data" / "wages"
# country, currency: first and last day on which its records may begin, and why.
EXCEPTIONS = {
    ("GH", "GHS"): (
        "2007-07-01",
        "2007-07-01",
        "the cedi was replaced on 3 July 2007: one record of that month",
    ),
    ("KH", "USD"): ("2005-01-01", "", "the orders on garment, textile and footwear work state dollars"),
    ("LR", "USD"): ("2015-06-26", "", "the Decent Work Act states dollars, payable in Liberian dollars"),
    ("SD", "SDG"): ("2007-01-01", "2007-01-01", "the pound came on 10 January 2007: one record of that year"),
}


def rates() -> Iterator[Rate]:
    """Every shipped record."""
    for entry in WAGES.iterdir():
        name = entry.name.removesuffix(".toml")
        yield from parse_wages(entry.read_text(encoding="utf-8"), name).rates


def excused(rate: Rate) -> bool:
    """Whether the exceptions hold for this record."""
    if (rate.country, rate.currency) not in EXCEPTIONS:
        return False
    first, last, _ = EXCEPTIONS[rate.country, rate.currency]
    return date.fromisoformat(first) <= rate.start <= (date.fromisoformat(last) if last else date.max)


def test_every_rate_is_in_legal_tender_of_its_first_day() -> None:
    """CLDR's history of currencies, with what it lacks."""
    wrong = [
        (rate.region or rate.country, str(rate.start), rate.currency)
        for rate in rates()
        if rate.currency not in legal_tender(rate.country, rate.start) and not excused(rate)
    ]
    assert wrong == []


def test_no_rate_outlives_its_currency() -> None:
    """The same wage in a new unit is a record of its own."""
    wrong = [
        (rate.region or rate.country, str(rate.start), str(rate.end), rate.currency)
        for rate in rates()
        if rate.currency not in legal_tender(rate.country, rate.end or rate.confirmed_until)
        and not excused(rate)
    ]
    assert wrong == []


def test_every_exception_is_needed() -> None:
    """One that no record needs would hide the next mistake."""
    needed = {
        (rate.country, rate.currency)
        for rate in rates()
        if rate.currency not in legal_tender(rate.country, rate.start)
    }
    assert needed == set(EXCEPTIONS)
