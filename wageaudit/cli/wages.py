"""wageaudit wages: the minimum wage of a place on a day, its history with law and link, and all countries side by side."""

from __future__ import annotations

import difflib
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from wageaudit.cli.settings import day
from wageaudit.cli.speech import spoken
from wageaudit.phrases import joined, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from wageaudit.reports.wage_countries import Comparison
    from wageaudit.reports.wage_history import Record, Shelf

AMOUNT = re.compile(r"(\d{1,12}(?:[.,]\d{1,6})?)\s*([A-Za-z]{3})?")
FILE_WIDTH = 100  # [cells] of a table for people that goes into a file


def _option(*flags: str, text: str, metavar: str | None = None) -> Any:  # noqa: ANN401 - typer's own type is private
    return typer.Option(*flags, help=text, metavar=metavar, show_default=False)


COUNTRY = Annotated[
    str, typer.Argument(help="MG, MDG or Madagascar; none lists all countries.", show_default=False)
]
ON = Annotated[
    str, _option("--on", text="The rate of this day: 2024-06-01. Of all countries: today's.", metavar="DAY")
]
REGION = Annotated[
    str,
    _option("--region", text="A region, zone or city with rates of its own: US-WA, US-WA/Seattle."),
]
CATEGORY = Annotated[str, typer.Option("--category", help="Band of the minimum wage.")]
AT_LEAST = Annotated[
    str,
    _option(
        "--at-least", text="Countries whose hourly minimum is at least this: '2.00 USD'.", metavar="AMOUNT"
    ),
]
CURRENCY = Annotated[str, _option("--currency", text="Compare all countries in this currency.")]
OWN = Annotated[
    list[str],
    _option(
        "--wages",
        text="Minimum wages of your own, in TOML, before those shipped; may be given again.",
        metavar="FILE",
    ),
]
EXCHANGE = Annotated[
    str,
    _option("--exchange", text="Table of date, base, quote, rate, before the rates shipped.", metavar="FILE"),
]
SERIES = Annotated[str, _option("--exchange-series", text="Where two rates are known: official or parallel.")]
FORM = Annotated[str, _option("--format", text="table, csv, json, jsonl, parquet or markdown.")]
OUTPUT = Annotated[str, _option("-o", "--output", text="Write into this file.", metavar="FILE")]
FORCE = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]


def today() -> date:
    """The day a question without a day is about."""
    return datetime.now(tz=UTC).date()


def wages(
    country: COUNTRY = "",
    on: ON = "",
    region: REGION = "",
    category: CATEGORY = "adult_general",
    at_least: AT_LEAST = "",
    currency: CURRENCY = "",
    own: OWN = [],  # noqa: B006 - typer makes a new list of it
    exchange: EXCHANGE = "",
    exchange_series: SERIES = "",
    form: FORM = "",
    output: OUTPUT = "",
    force: FORCE = False,
) -> None:
    """Show the statutory minimum wage of COUNTRY: its history, or the rate --on a day, with law and link."""
    from wageaudit.cli.outputs import ready
    from wageaudit.cli.screen import chosen_format
    from wageaudit.errors import WrongUse

    shape, asked = chosen_format(form, output), day(on, "on")
    ready([output], [*own, exchange] if exchange else own, force=force)
    when = asked or today()
    shelf = shipped() if not own else _with(own)
    if country:
        if at_least or currency or exchange or exchange_series:
            what = "--at-least, --currency, --exchange and --exchange-series compare all countries"
            raise WrongUse(what, "leave the country out")
        _one(shelf, country, region, category, asked, when, Written(shape, output, force=force))
        return
    if region:
        raise WrongUse("a region needs its country", "write  wageaudit wages US --region US-WA")
    comparison = _comparison(at_least, currency, exchange, exchange_series)
    _all(shelf, category, when, comparison, Written(shape, output, force=force))


def _one(
    shelf: Shelf, country: str, region: str, category: str, asked: date | None, when: date, written: Written
) -> None:
    """One place: the answer of the day asked for, else the history."""
    from wageaudit.countries import country_name
    from wageaudit.reports.wage_history import Place, answer, history
    from wageaudit.reports.wage_screen import Screen, show_day, show_history

    code = _code(country)
    place = Place(code, _region(shelf, code, region), category)
    if written.form == "table":
        show = show_history if asked is None else show_day
        written.screen(
            lambda console: show(Screen(console, spoken()), shelf, place, when, country_name(code, spoken()))
        )
        return
    records = history(shelf, place, when) if asked is None else [answer(shelf, place, when)]
    written.records(records, single=asked is not None)


def _all(shelf: Shelf, category: str, when: date, comparison: Comparison | None, written: Written) -> None:
    """Every country."""
    from wageaudit.cli.screen import console
    from wageaudit.countries import country_name
    from wageaudit.reports.figures import Figures
    from wageaudit.reports.wage_countries import better_day, listing
    from wageaudit.reports.wage_list import said_of_rates, show_countries
    from wageaudit.reports.wage_screen import Screen

    shown = written.form == "table"
    rows = listing(
        shelf, category, when, comparison, lambda code: country_name(code, spoken() if shown else "en")
    )
    earlier = better_day(rows, comparison, when)
    if written.form != "table":
        written.records(rows)
        if earlier:
            told = said_of_rates(Figures(spoken()), earlier, comparison)
            console(stderr=True).print("".join(told), soft_wrap=True)
        return
    count = len(shelf.countries())
    written.screen(
        lambda screen: show_countries(Screen(screen, spoken()), rows, when, count, comparison, earlier),
    )


class Written:
    """Where and as what the answer is written."""

    def __init__(self, form: str, output: str, *, force: bool) -> None:
        """Keep the format, the file (empty or - is stdout) and whether it may be replaced."""
        self.form, self.output, self.force = form, "" if output == "-" else output, force

    def screen(self, render: Callable[[Console], None]) -> None:
        """For people: on the terminal, or without colour into a file."""
        from wageaudit.cli.screen import console

        if not self.output:
            render(console())
            return
        import io

        from rich.console import Console

        text = io.StringIO()
        render(Console(file=text, width=FILE_WIDTH, markup=False, emoji=False, highlight=False))
        self._into(text.getvalue())

    def records(self, records: Sequence[Record], *, single: bool = False) -> None:
        """For machines: the records, or with `single` the one record as an object in JSON."""
        from wageaudit.cli.screen import write_data
        from wageaudit.reports.data import dumped
        from wageaudit.reports.wage_history import as_table, for_json

        if self.form != "json":
            write_data(as_table(records), self.form, self.output, (), force=self.force)
            return
        found = for_json(records)
        self._into(dumped(found[0] if single else found, 2) + "\n")

    def _into(self, text: str) -> None:
        import sys

        from wageaudit.files import write_whole

        def write(stream: BinaryIO) -> None:
            stream.write(text.encode())

        if self.output:
            write_whole(self.output, write, force=self.force)
            return
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()


def shipped() -> Shelf:
    """The shipped wage files, each read when first asked for."""
    from wageaudit.books import shipped_wages
    from wageaudit.reports.wage_history import Shelf

    book = shipped_wages()
    return Shelf(_names(), book.file, book)


def _with(own: Sequence[str]) -> Shelf:
    """The shipped wage files with the user's own."""
    from wageaudit.files import wage_text
    from wageaudit.reports.wage_history import Shelf
    from wageaudit.supplied import own_wages
    from wageaudit.wages import WageBook

    files = own_wages(own)
    book = WageBook(wage_text, files)
    return Shelf(sorted({*_names(), *(file.region or file.country for file in files)}), book.file, book)


def _names() -> tuple[str, ...]:
    from wageaudit.files import data_names

    return tuple(name.removesuffix(".toml") for name in data_names("wages") if name.endswith(".toml"))


def _code(text: str) -> str:
    """The alpha-2 code of a country by any usual name; the refusal names the nearest."""
    from wageaudit.countries import alpha2
    from wageaudit.errors import WrongUse
    from wageaudit.text import clean
    from wageaudit.values import Fault

    try:
        return alpha2(text)
    except Fault as fault:
        near = _nearest(text)
        mend = (
            phrase("did you mean {names}?  Or write two letters, as MG (ISO 3166-1)", names=_either(near))
            if near
            else fault.mend
        )
        raise WrongUse(joined([clean(text), fault.reason], " "), mend) from None


def _either(names: list[str]) -> str:
    return phrase("{first} or {second}", first=names[0], second=names[1]) if len(names) > 1 else names[0]


def _nearest(text: str) -> list[str]:
    """Names of countries, in English, French or Spanish, that look like the text; none may be near."""
    from babel import Locale

    from wageaudit.countries import LANGUAGES, NO_COUNTRIES
    from wageaudit.text import fold

    names: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:  # noqa: PLR2004 - letters of alpha-2
                names.setdefault(fold(str(name)), f"{name} ({code})")
    found = difflib.get_close_matches(fold(text), names, n=2, cutoff=0.7)
    return list(dict.fromkeys(names[name] for name in found))


def _region(shelf: Shelf, country: str, text: str) -> str:
    """A place of the country that has rates of its own, in any case of letters, with or without the country before it."""
    from wageaudit.errors import WrongUse
    from wageaudit.text import clean

    if not text:
        return ""
    known = [*(name for name in shelf.names if name[:3] == f"{country}-"), *shelf.places(country)]
    folded = {name.casefold(): name for name in known}
    for spelling in (text, f"{country}-{text}", f"{country}/{text}"):
        if spelling.casefold() in folded:
            return folded[spelling.casefold()]
    heads = sorted({name if name[2] == "/" else name.partition("/")[0] for name in shelf.places(country)})
    wide = heads[:1] + [
        name[3:] for name in heads[1:]
    ]  # the country stands before the first alone: the list is cut at 300
    tails = {name.rpartition("/")[2].casefold(): name for name in known if "/" in name}
    spelled = folded | tails
    near = dict.fromkeys(
        spelled[name] for name in difflib.get_close_matches(text.casefold(), spelled, n=2, cutoff=0.7)
    )
    there = (
        phrase("regions on record: {names}", names=", ".join(wide))
        if wide
        else phrase("{country} has no region with rates on record: leave --region out", country=country)
    )
    mend = there
    if near:
        mend = joined([phrase("did you mean {names}?", names=_either(list(near))), there], "  ")
    raise WrongUse(phrase("no minimum wage of {text} is on record", text=clean(text)), mend)


def _comparison(at_least: str, currency: str, exchange: str, series: str) -> Comparison | None:
    """What --at-least and --currency ask for together."""
    from wageaudit.errors import WrongUse
    from wageaudit.reports.wage_countries import Comparison
    from wageaudit.supplied import exchange as rates_of
    from wageaudit.text import clean

    if not at_least and not currency:
        if exchange or series:
            flag = "--exchange" if exchange else "--exchange-series"
            what = phrase("{flag} needs a currency to compare countries in", flag=flag)
            raise WrongUse(what, "add  --currency USD")
        return None
    found = AMOUNT.fullmatch(at_least.strip()) if at_least.isascii() else None
    if at_least and not found:
        raise WrongUse(
            phrase("--at-least cannot be {at_least}", at_least=clean(at_least)),
            "write an amount and its currency, as  --at-least '2.00 USD'",
        )
    said = (found.group(2) or "").upper() if found else ""
    unit = currency.upper() or said
    if not (len(unit) == 3 and unit.isascii() and unit.isalpha()):  # noqa: PLR2004 - letters of ISO 4217
        what = (
            phrase("{currency} is not a currency code", currency=clean(currency))
            if currency
            else "--at-least says no currency"
        )
        raise WrongUse(what, "write three letters, as  --currency USD")
    if said and said != unit:
        raise WrongUse(
            phrase("--at-least is in {said}, --currency is {unit}", said=said, unit=unit), "give one currency"
        )
    least = Decimal(found.group(1).replace(",", ".")) if found else None
    return Comparison(unit, least, rates_of(exchange, series))
