"""Write the tables of docs/wages.md from the wage files shipped.

    python tools/document_wages.py [--check]

Each part of the page between <!-- begin: wages NAME --> and <!-- end: wages NAME --> is written by part(NAME), as it
stands on DAY, the day on which SOURCES.md says the data were compiled. With --check nothing is written, and the exit
code is 1 where the page differs. The suite holds the same.
"""

import argparse
import re
import sys
from calendar import month_name
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from wageaudit.countries import country_name  # noqa: E402 - the checkout's own package, installed or not
from wageaudit.wages import Rate, WageBook, WageFile, parse_wages  # noqa: E402

PAGE = ROOT / "docs" / "wages.md"
FOLDER = ROOT / "wageaudit" / "data" / "wages"
SOURCES = ROOT / "wageaudit" / "data" / "SOURCES.md"
COMPILED = re.compile(r"compiled\s+on\s+(?P<day>\d{1,2})\s+(?P<month>[A-Z][a-z]+)\s+(?P<year>\d{4})")
REACHED = date(2026, 1, 1)
PART = re.compile(r"<!-- begin: wages (?P<name>[^\n]*?) -->\n.*?<!-- end: wages (?P=name) -->", re.DOTALL)


def compiled() -> date:
    """The day on which the data were compiled, as the first paragraph of SOURCES.md states it."""
    found = COMPILED.search(SOURCES.read_text(encoding="utf-8"))
    if found is None:
        sys.exit(f'{SOURCES}: says nowhere "compiled on <day> <month> <year>"')
    return date(int(found["year"]), list(month_name).index(found["month"]), int(found["day"]))


DAY = compiled()
STATUSES = {
    "in force": "a national rate, confirmed on that day",
    "floor": "the last national rate is not confirmed up to that day: it serves as a floor",
    "regions only": "no national rate; regions have rates of their own",
    "none by law": "no statutory minimum: what applies instead is said",
    "lapsed": "records, but none that holds on that day",
    "no record": "nothing citable was found; what was looked for is said",
}


@dataclass(frozen=True, slots=True)
class Country:
    """All that is on record of one country and its regions."""

    code: str
    file: WageFile | None
    rates: tuple[Rate, ...]
    status: str

    @property
    def reaches(self) -> bool:
        """Whether a rate, national or of a region, is confirmed for some day from REACHED on."""
        return any(rate.confirmed_until >= REACHED for rate in self.rates)

    def row(self) -> str:
        """Its line of the table."""
        rates = self.rates
        regions = len({rate.region for rate in rates if rate.region})
        starts = sorted(rate.start for rate in rates)
        confirmed = max((rate.confirmed_until for rate in rates), default=None)
        laws = len({rate.law for rate in rates})
        hosts = len({urlsplit(rate.url).hostname for rate in rates})
        cells = [
            f"{country_name(self.code)} ({self.code})", self.status, regions or "", starts[0] if starts else "",
            starts[-1] if starts else "", confirmed or "", len(rates) or "", mix(rates, "date_precision"),
            mix(rates, "confidence"), f"{laws} / {hosts}" if rates else "",
        ]  # fmt: skip
        return f"| {' | '.join(map(str, cells))} |"


MIXED = {"date_precision": ("day", "month", "year"), "confidence": ("high", "medium", "low")}


def mix(rates: tuple[Rate, ...], name: str) -> str:
    """How many records have each of the three grades, as 12 / 0 / 3."""
    counted = Counter(getattr(rate, name) for rate in rates)
    return " / ".join(str(counted[grade]) for grade in MIXED[name]) if rates else ""


@cache
def countries() -> tuple[Country, ...]:
    """Every country with a file, in the order of codes."""
    files = {
        path.stem: parse_wages(path.read_text(encoding="utf-8"), path.stem) for path in FOLDER.glob("*.toml")
    }
    book = WageBook(lambda name: text_of(name) if name in files else None)
    found = []
    for code in sorted({name[:2] for name in files}):
        rates = tuple(rate for name, file in sorted(files.items()) if name[:2] == code for rate in file.rates)
        found.append(Country(code, files.get(code), rates, status(book, code, rates)))
    return tuple(found)


def text_of(name: str) -> str:
    """The text of a wage file."""
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def status(book: WageBook, code: str, rates: tuple[Rate, ...]) -> str:
    """What is known of a country's adult minimum on DAY, under the names of STATUSES."""
    answer = book.in_force(code, "", DAY)
    if answer.rate is not None:
        return "in force" if answer.status == "in_force" else "floor"
    if any(rate.region for rate in rates):
        return "regions only"
    if answer.status == "no_statutory_minimum":
        return "none by law"
    return "lapsed" if rates else "no record"


def table() -> Iterator[str]:
    """One line a country."""
    yield "| country | on that day | regions | first start | last start | confirmed until | records | day / month / year | high / medium / low | laws / hosts |"
    yield "|---|---|---:|---|---|---|---:|---|---|---|"
    yield from (country.row() for country in countries())


def counts() -> Iterator[str]:
    """How many countries have each status, and how far the records reach."""
    found = countries()
    counted = Counter(country.status for country in found)
    rates = [rate for country in found for rate in country.rates]
    yield f"On {DAY}:"
    yield ""
    yield "| status | countries | what that means |"
    yield "|---|---:|---|"
    for name, meaning in STATUSES.items():
        yield f"| {name} | {counted[name]:,} | {meaning} |"
    yield f"| all | {len(found):,} | every code of ISO 3166-1, and Kosovo (XK) |"
    yield ""
    answered = sum(country.status not in {"no record", "lapsed"} for country in found)
    regions = len({(rate.country, rate.region) for rate in rates if rate.region})
    hosts = len({urlsplit(rate.url).hostname for rate in rates})
    yield f"- {answered} countries are answered on that day with a rate, a floor, rates of regions, or that the law sets none."
    yield f"- {sum(country.reaches for country in found)} countries have a rate that is confirmed for days of {REACHED.year} or later."
    yield f"- {len(rates):,} records, {regions:,} regions, zones and cities, {len({rate.law for rate in rates}):,} laws and series, links to {hosts:,} hosts."
    for name, grades in MIXED.items():
        graded = Counter(getattr(rate, name) for rate in rates)
        shares = ", ".join(f"{grade} {graded[grade]:,}" for grade in grades)
        yield f"- {name.replace('_', ' ').capitalize()}: {shares}."


def part(name: str) -> str:
    """A part of the page by its name."""
    return "\n" + "\n".join({"table": table, "counts": counts}[name]()) + "\n\n"


def renewed(text: str) -> str:
    """The page with its parts as they must stand."""
    return PART.sub(
        lambda found: (
            f"<!-- begin: wages {found['name']} -->\n{part(found['name'])}<!-- end: wages {found['name']} -->"
        ),
        text,
    )


def main() -> None:
    """Read the command line; write the page or hold it against the data."""
    parser = argparse.ArgumentParser(description="Write the tables of docs/wages.md from the wage files.")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 where the page differs")
    check = parser.parse_args().check
    text = PAGE.read_text(encoding="utf-8")
    wanted = renewed(text)
    if check:
        sys.exit(text != wanted)
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
