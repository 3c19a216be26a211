"""Days that are UTC's: rows with a time of day and no zone, told with each audit, and the option that gives them their own."""

from __future__ import annotations

from collections import Counter

from wageaudit.auditing import Audit
from wageaudit.errors import Problem
from wageaudit.files import zones_of
from wageaudit.phrases import counted, phrase

CODE = "days-of-utc"


def notes(found: Audit) -> list[Problem]:
    """A note for each country of several zones, and one for the rest, in the order of their codes; they leave out no row."""
    rows: Counter[str] = Counter()
    for count in found.counts():
        rows.update(count.zoneless)
    several = {country: zones for country in rows if len(zones := zones_of().get(country, ())) > 1}
    told = [(_several(country, rows[country]), _zone(zones[0])) for country, zones in sorted(several.items())]
    rest = sum(rows.values()) - sum(rows[country] for country in several)
    if rest:
        mend = "add  --timezone Africa/Nairobi  (or --country, where it has one zone)"
        told.append((_none(rest), mend))
    return [
        Problem(CODE, "all files", None, "timezone", "", reason, mend, rows=0, fault=False)
        for reason, mend in told
    ]


def _several(country: str, rows: int) -> str:
    return counted(
        (
            "{count:,} row in {country} has no time zone, and the country has several: its day and its week are those of UTC, and may be one off",
            "{count:,} rows in {country} have no time zone, and the country has several: their days and weeks are those of UTC, and may be one off",
        ),
        rows,
        country=country,
    )


def _none(rows: int) -> str:
    return counted(
        (
            "{count:,} row has no time zone: its day and its week are those of UTC, and may be one off",
            "{count:,} rows have no time zone: their days and weeks are those of UTC, and may be one off",
        ),
        rows,
    )


def _zone(zone: str) -> str:
    return phrase("add  --timezone {zone} , or the zone of each worker in a roster", zone=zone)
