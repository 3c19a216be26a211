"""Gives the rivals the project's own minimum wages and exchange rates, as two small tables.

    python benchmarks/reference.py FOLDER

wages.csv: country, start, hourly, currency: what is in force from each day on which it changes.
fx.csv: base, quote, day, rate: for every pair of pay and wage currency of the generated rows. Where no minimum
wage is known, pay stays in its own currency.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from wageaudit.exchange import ExchangeBook, Unknown
from wageaudit.files import data_text
from wageaudit.wages import WageBook

COUNTRIES = ("MG", "KE", "US", "FR", "IN", "VE")
PAID_IN = ("MGA", "KES", "USD", "EUR", "INR")
FIRST = date(2022, 12, 30)
DAYS = tuple(FIRST + timedelta(days=day) for day in range(735))


def main() -> None:
    """Write both tables into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    book = WageBook(lambda name: data_text(f"wages/{name}.toml"))
    wages = list(wage_rows(book))
    table(folder / "wages.csv", ("country", "start", "hourly", "currency"), wages)
    currencies = sorted({*PAID_IN, *(str(row[3]) for row in wages if row[3])})
    rates = fx_rows(ExchangeBook(lambda name: data_text(f"exchange/{name}")), currencies)
    table(folder / "fx.csv", ("base", "quote", "day", "rate"), rates)


def wage_rows(book: WageBook) -> Iterator[tuple[object, ...]]:
    """Country, first day, hourly minimum and currency of every stretch of days; empty where none is known."""
    for country in COUNTRIES:
        before: tuple[object, ...] | None = None
        for day in DAYS:
            rate = book.in_force(country, "", day).rate
            now = ("", "") if rate is None else (rate.hourly, rate.currency)
            if now != before:
                yield (country, day, *now)
            before = now


def fx_rows(book: ExchangeBook, currencies: list[str]) -> Iterator[tuple[object, ...]]:
    """The rate of every pair on every day; empty where none is known."""
    for base in PAID_IN:
        for quote in currencies:
            for day in DAYS:
                found = book.rate(base, quote, day)
                yield base, quote, day, "" if isinstance(found, Unknown) else f"{found.rate:f}"


def table(path: Path, names: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write rows as CSV under a header."""
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
