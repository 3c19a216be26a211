"""Files of the user's own beside what is shipped: minimum wages, a living wage, exchange rates. A faulty one is refused whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wageaudit.books import shipped_exchange, shipped_wages
from wageaudit.countries import alpha2
from wageaudit.errors import InputRefused, Problem, WrongUse
from wageaudit.exchange import SCALE, ExchangeBook, ExchangeFileError, scaled
from wageaudit.exchange_files import OwnRates, Table
from wageaudit.exchange_series import SERIES
from wageaudit.files import Source, decode, exchange_text, sources, wage_text
from wageaudit.options import LIVING_WAGE, Options
from wageaudit.phrases import joined, ours, phrase
from wageaudit.readers.delimited import read_delimited
from wageaudit.tender import legal_tender
from wageaudit.text import clean
from wageaudit.values import Fault
from wageaudit.wages import WageBook, WageFile, WageFileError, WageProblem, parse_wages

COLUMNS = ("date", "base", "quote", "rate", "source")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CODE = re.compile(r"[A-Z]{3}")
LARGEST_FILE = 1 << 24  # [bytes]; all that is shipped together is smaller
LARGEST_RATE = 10**9  # beyond it sums of many rows could pass the exact integers
EXAMPLE = "write date,base,quote,rate and, if you like, source, as  2024-06-03,USD,MGA,4465.13,bank receipt"


@dataclass(frozen=True, slots=True)
class Books:
    """What an audit compares with: the law, the exchange rates, and a living wage where the user gave one."""

    wages: WageBook
    exchange: ExchangeBook
    living: WageBook | None


def books(options: Options) -> Books:
    """The shipped books, with the files that the options name. Raises InputRefused for a faulty one."""
    living = living_wage(options.living_wage_files) if options.living_wage_files else None
    return Books(wages(options.wages_files), exchange(options.exchange_file, options.exchange_series), living)


def wages(paths: Sequence[str] = ()) -> WageBook:
    """The shipped minimum wages with those of the user's files laid over them, in the order given."""
    return load_wages(*paths) if paths else shipped_wages()


def living_wage(paths: Sequence[str]) -> WageBook:
    """A living wage: files in the format of the minimum wages, whose category is living_wage."""
    own = []
    for path in paths:
        name, file = wage_file(path, LIVING_WAGE)
        others = {rate.category for rate in file.rates} - {LIVING_WAGE}
        if others:
            reason = phrase("has records of the category {others}", others=clean(min(others), 60))
            raise InputRefused(name, reason, 'write category = "living_wage", or leave category out')
        own.append(file)
    return WageBook(lambda _: None, own)


def exchange(path: str = "", series: str = "") -> ExchangeBook:
    """The shipped exchange rates, those of the user's file before them; series as load_exchange has it."""
    _check_series(series)
    return load_exchange(path, series) if path else shipped_exchange(series)


def load_wages(*paths: str) -> WageBook:
    """A fresh book of the shipped minimum wages, with the user's files laid over it. Raises InputRefused."""
    return WageBook(wage_text, own_wages(paths))


def own_wages(paths: Sequence[str]) -> list[WageFile]:
    """What the user's files of minimum wages say, in the order given. Raises InputRefused for a faulty one."""
    return [_lawful(*wage_file(path)) for path in paths]


def load_exchange(path: str = "", series: str = "") -> ExchangeBook:
    """A fresh book of the shipped exchange rates, those of the user's table before them.

    series: "official" or "parallel" for the currencies that have both; empty for the default of each.
    Raises InputRefused, WrongUse for another series.
    """
    _check_series(series)
    return ExchangeBook(exchange_text, own_rates(path) if path else None, series)


def _check_series(series: str) -> None:
    if series and series not in SERIES:
        raise WrongUse(
            phrase("there is no {series} series of exchange rates", series=clean(series)),
            phrase("use one of: {names}", names=", ".join(SERIES)),
        )


def load_living_wage(*paths: str) -> WageBook:
    """A book of the user's living wages, for audit(..., living=...). Raises InputRefused."""
    return living_wage(paths)


def wage_file(path: str, category: str = "adult_general") -> tuple[str, WageFile]:
    """(name for messages, what it says) of a wage file of the user's. Raises InputRefused with every fault found."""
    source = _only(path)
    text, _ = decode(source)
    try:
        file = parse_wages(text, source.name, category)
    except WageFileError as error:
        raise _refused(source.name, error.problems) from None
    try:
        alpha2(file.country)
    except Fault as fault:
        raise InputRefused(
            source.name,
            phrase("country {country} {reason}", country=file.country, reason=fault.reason),
            fault.mend,
        ) from None
    return source.name, file


def _lawful(name: str, file: WageFile) -> WageFile:
    """The file, if every rate is in money of its country, or says in a note why not."""
    problems = []
    for rate in file.rates:
        tender = legal_tender(rate.country, rate.start)
        if tender and rate.currency not in tender and not rate.note:
            known = " or ".join(sorted(tender))
            what = phrase(
                "the rate of {start}: {currency} was not legal tender that day, {known} was",
                start=rate.start,
                currency=rate.currency,
                known=known,
            )
            mend = "correct the currency, or say in a note why the law states it so"
            problems.append(WageProblem(name, 0, what, mend))
    if problems:
        raise _refused(name, problems)
    return file


def _refused(name: str, problems: Sequence[WageProblem]) -> InputRefused:
    """The refusal of a wage file: its first fault, and the others beside it."""
    told = []
    for problem in problems:
        what = (
            phrase("rate {record}: {what}", record=problem.record, what=ours(problem.what))
            if problem.record
            else problem.what
        )
        told.append(Problem("file-refused", name, None, "", "", what, problem.mend, rows=0))
    return InputRefused(name, told[0].reason, told[0].mend, others=told[1:])


def _only(path: str) -> Source:
    """The one file that the path names."""
    found, _ = sources([path])
    if len(found) != 1:
        raise InputRefused(clean(path, 200), "is not one file", "give one file")
    if found[0].size > LARGEST_FILE:
        raise InputRefused(found[0].name, "is too large for what it should be", "give the file meant")
    return found[0]


def own_rates(path: str) -> OwnRates:
    """A table of the user's exchange rates: date, base, quote, rate [quote units for 1 base], source if it has one.

    Raises InputRefused at the first row that cannot be taken as it stands.
    """
    source = _only(path)
    table = read_delimited(source)
    if table.problems:
        problem = table.problems[0]
        raise InputRefused(source.name, problem.reason, problem.mend, problem.row)
    header = [cell.casefold() for cell in table.header]
    if sorted(header) not in (sorted(COLUMNS), sorted(COLUMNS[:-1])):
        raise InputRefused(
            source.name, phrase("has the columns {names}", names=clean(", ".join(table.header))), EXAMPLE, 1
        )
    cells = {name: column.to_pylist() for name, column in zip(header, table.columns, strict=True)}
    found: dict[tuple[str, str], Table] = {}
    for at, row in enumerate(table.rows.tolist()):
        said = {name: values[at].strip() for name, values in cells.items()}
        for column, reason, mend in _faults(said):
            raise InputRefused(
                source.name, joined([clean(said[column], 60), ours(reason)], " "), mend, row, column
            )
        pair, day = (said["base"], said["quote"]), date.fromisoformat(said["date"]).toordinal()
        own = (said["rate"], said.get("source") or f"own rate, {source.name}")
        if found.setdefault(pair, {}).setdefault(day, own) != own:
            what = phrase(
                "says another rate of {base} to {quote} on {date} than a row before",
                base=said["base"],
                quote=said["quote"],
                date=said["date"],
            )
            raise InputRefused(source.name, what, "keep one row", row)
    return found


def _faults(said: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """(column, what is wrong with its value, mend) of one row."""
    try:
        date.fromisoformat(said["date"] if DAY.fullmatch(said["date"]) else "")
    except ValueError:
        yield "date", "is not a day", "write it as 2024-06-03"
    for name in ("base", "quote"):
        if not CODE.fullmatch(said[name]):
            yield name, "is not a currency code", "write three capital letters, as USD"
    if said["base"] == said["quote"]:
        yield "quote", "stands on both sides", "name two currencies"
    try:
        rate = Decimal(scaled(said["rate"])) / SCALE
    except ExchangeFileError:
        yield "rate", "is not a rate", "write it as 4465.13, decimals after a point, at most 15"
        return
    if not 1 <= rate * LARGEST_RATE <= LARGEST_RATE**2:
        yield "rate", "is beyond what a rate can be", "write units of quote for one unit of base"
