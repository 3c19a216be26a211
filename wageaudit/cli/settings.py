"""Options of the command line, written once: what each command takes, and how words become wageaudit.Options."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wageaudit.errors import WrongUse
from wageaudit.options import CHOICES, LARGEST, Options, is_encoding
from wageaudit.phrases import joined, phrase
from wageaudit.text import clean

if TYPE_CHECKING:
    from datetime import date

READING, COUNTING, COMPARING = (
    "How the files are read",
    "How time and pay are counted",
    "What it is compared with",
)


def _option(flag: str, text: str, panel: str, metavar: str | None = None) -> Any:  # noqa: ANN401 - typer's own type is private
    return typer.Option(flag, help=text, rich_help_panel=panel, metavar=metavar, show_default=False)


READS: dict[str, Any] = {
    "reader": Annotated[str, _option("--reader", "Read every file as this platform's.", READING, "NAME")],
    "map": Annotated[
        str,
        _option(
            "--map", "Read tables by this map: a TOML file, or the name of one shipped.", READING, "FILE"
        ),
    ],
    "country": Annotated[
        str,
        _option(
            "--country", "Where the worker works, if the file does not say: MG, MDG, Madagascar.", READING
        ),
    ],
    "region": Annotated[str, _option("--region", "Region with a minimum wage of its own: US-WA.", READING)],
    "timezone": Annotated[str, _option("--timezone", "Zone of local times: Africa/Nairobi.", READING)],
    "currency": Annotated[
        str,
        _option(
            "--currency", "Currency of pay that names none; and of totals over several. Default USD.", READING
        ),
    ],
    "roster": Annotated[
        str, _option("--roster", "Table of worker_id, person, country, region, timezone.", READING, "FILE")
    ],
    "worker": Annotated[
        str, _option("--worker", "All files are this person's, whatever ids they use.", READING, "NAME")
    ],
    "sheet": Annotated[str, _option("--sheet", "Sheet of a workbook to read.", READING, "NAME")],
    "piece_rate": Annotated[
        str, _option("--piece-rate", "Pay that the export leaves out, for one --per.", READING, "AMOUNT")
    ],
    "per": Annotated[
        str,
        _option(
            "--per", "What --piece-rate pays: page, judgment, task, suite, submission or delivery.", READING
        ),
    ],
    "encoding": Annotated[
        str, _option("--encoding", "Encoding of text files: utf-8, cp1252, utf-16.", READING)
    ],
    "decimal": Annotated[str, _option("--decimal", "Decimal mark of amounts: , or .", READING, "MARK")],
    "date_order": Annotated[
        str, _option("--date-order", "Order of dates with slashes: dmy or mdy.", READING)
    ],
    "clock_zone": Annotated[
        str,
        _option(
            "--clock-zone", "Zone of the clock whose letters stamps carry, as BST or IST.", READING, "ZONE"
        ),
    ],
}
COUNTS: dict[str, Any] = {
    "gap": Annotated[
        str,
        _option(
            "--gap", "Longest pause that counts as waiting, in minutes. Default 20.", COUNTING, "MINUTES"
        ),
    ],
    "pending": Annotated[
        str, _option("--pending", "Work not yet approved: include (default) or exclude.", COUNTING)
    ],
    "tips": Annotated[str, _option("--tips", "Tips as pay: include (default) or exclude.", COUNTING)],
    "max_task": Annotated[
        str, _option("--max-task", "Cut tasks open longer than this, in minutes.", COUNTING, "MINUTES")
    ],
    "period": Annotated[
        str, _option("--period", "Pay period of the shortfall: week (default), day, month, whole.", COUNTING)
    ],
    "minimum_wage": Annotated[
        str,
        _option("--minimum-wage", "Compare with this hourly figure instead of the law.", COMPARING, "AMOUNT"),
    ],
    "wage_currency": Annotated[str, _option("--wage-currency", "Currency of --minimum-wage.", COMPARING)],
    "category": Annotated[
        str, _option("--category", "Band of the minimum wage. Default adult_general.", COMPARING)
    ],
}
COMPARES: dict[str, Any] = {
    "wages_files": Annotated[
        list[str],
        _option(
            "--wages",
            "Minimum wages of your own, in TOML, before those shipped; may be given again.",
            COMPARING,
            "FILE",
        ),
    ],
    "exchange_file": Annotated[
        str,
        _option(
            "--exchange", "Table of date, base, quote, rate, before the rates shipped.", COMPARING, "FILE"
        ),
    ],
    "exchange_series": Annotated[
        str,
        _option(
            "--exchange-series",
            "Rate of currencies that have two: official or parallel. Default by currency, named in the result.",
            COMPARING,
        ),
    ],
}
BENCHMARKS: dict[str, Any] = {
    "living_wage_files": Annotated[
        list[str],
        _option(
            "--living-wage",
            "A living wage of your own, in TOML, beside the minimum wage; may be given again.",
            COMPARING,
            "FILE",
        ),
    ],
}
JUDGES: dict[str, Any] = {
    "as_of": Annotated[
        str,
        _option(
            "--as-of", "The day this audit is made: later rows look wrong. No clock is read.", READING, "DAY"
        ),
    ],
}
PLACES = 6  # decimals that money is held with
FIELDS = {"gap": "gap_minutes", "max_task": "max_task_minutes"}  # whose option has a shorter name
CODE = 3  # letters of a currency code, ISO 4217


def takes(*groups: dict[str, Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of these groups; it receives them as one `options` argument."""
    shared = {name: kind for group in groups for name, kind in group.items()}

    def dress(command: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(command, eval_str=True)
        kept = [parameter for name, parameter in own.parameters.items() if name != "options"]
        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=_default(kind), annotation=kind)
            for name, kind in shared.items()
        ]

        @functools.wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 - typer calls it
            words = dict.fromkeys(READS, "") | {name: given.pop(name) for name in shared}
            command(**given, options=options(words))

        run.__signature__ = own.replace(parameters=kept + added)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in kept + added}
        return run

    return dress


def _default(kind: Any) -> str | list[str]:  # noqa: ANN401 - an annotation
    return [] if kind.__origin__ == list[str] else ""


def options(words: dict[str, Any]) -> Options:
    """The words of the command line as Options. Raises WrongUse for what none of them can mean."""
    _check(words)
    currency = words["currency"].upper()
    return Options(
        reader=words["reader"], map=words.get("map", ""), encoding=words["encoding"], decimal=words["decimal"], date_order=words["date_order"], clock_zone=_zone(words.get("clock_zone", "")),
        piece_rate=_number(words, "piece_rate"), per=words["per"], currency=currency, country=_country(words["country"]),
        region=_region(words["region"]), timezone=_zone(words["timezone"]), roster=_roster(words["roster"]),
        roster_file=words["roster"],
        worker=words.get("worker", ""), sheet=words.get("sheet", ""),
        gap_minutes=_number(words, "gap"), pending=words.get("pending") or "include", tips=words.get("tips") or "include",
        max_task_minutes=_number(words, "max_task"), period=words.get("period") or "week",
        category=words.get("category") or "adult_general", minimum_wage=_number(words, "minimum_wage"),
        wage_currency=words.get("wage_currency", "").upper(), display_currency=currency or "USD",
        wages_files=tuple(words.get("wages_files") or ()), exchange_file=words.get("exchange_file") or "",
        exchange_series=words.get("exchange_series") or "",
        living_wage_files=tuple(words.get("living_wage_files") or ()), as_of=day(words.get("as_of", ""), "as-of"),
    )  # fmt: skip


def _check(words: dict[str, str]) -> None:
    for name, allowed in CHOICES.items():
        if words.get(name) and words[name] not in allowed:
            flag = name.replace("_", "-")
            raise WrongUse(
                phrase("--{flag} cannot be {words}", flag=flag, words=clean(words[name])),
                phrase("use one of: {names}", names=_listed(allowed)),
            )
    for name in ("currency", "wage_currency"):
        if words.get(name) and not (
            len(words[name]) == CODE and words[name].isascii() and words[name].isalpha()
        ):
            raise WrongUse(
                phrase("{words} is not a currency code", words=clean(words[name])),
                "write three letters, as USD",
            )
    _check_encoding(words.get("encoding", ""))
    if words.get("minimum_wage") and words.get("wages_files"):
        raise WrongUse("--minimum-wage and --wages both say what to compare with", "give one of them")
    if bool(words.get("minimum_wage")) != bool(words.get("wage_currency")):
        raise WrongUse(
            "a minimum wage of your own needs a figure and its currency",
            "add  --minimum-wage 1.50 --wage-currency USD",
        )


def _check_encoding(name: str) -> None:
    if name and not is_encoding(name):
        raise WrongUse(
            phrase("no encoding of text is called {name}", name=clean(name)),
            "use utf-8, cp1252, latin-1 or utf-16",
        )


def _region(text: str) -> str:
    from wageaudit.values import Fault, region

    try:
        return region(text) if text else ""
    except Fault as fault:
        raise WrongUse(joined([clean(text), fault.reason], " "), fault.mend) from None


def _number(words: dict[str, str], name: str) -> Decimal | None:
    text = words.get(name, "").strip()
    if not text:
        return None
    found = _plain_number(text)
    most = LARGEST[FIELDS.get(name, name)]
    if found is None or found > most or (name == "minimum_wage" and not found):
        raise WrongUse(
            phrase("--{name} cannot be {words}", name=name.replace("_", "-"), words=clean(words[name])),
            phrase(
                "give a number of more than 0 (at most {most:,}), with a point for decimals, as 1234.5",
                most=most,
            )
            if name == "minimum_wage"
            else phrase(
                "give a number of 0 or more (at most {most:,}), with a point for decimals, as 1234.5",
                most=most,
            ),
        )
    return found


def _listed(choices: Iterable[str]) -> str:
    """Choices in a row; signs in quotation marks, so that a comma is told from those between them."""
    return ", ".join(choice if choice.isalnum() else f'"{choice}"' for choice in choices)


def _plain_number(text: str) -> Decimal | None:
    """Digits and a point, or a comma that can only be a decimal mark; None for anything else."""
    whole, _, decimals = text.replace(",", ".").partition(".")
    ambiguous = "," in text and len(decimals) == len("000") and whole.strip("0")
    if (
        not whole.isascii()
        or not whole.isdigit()
        or ambiguous
        or (decimals and not decimals.isdigit())
        or len(decimals) > PLACES
    ):
        return None
    return Decimal(f"{whole}.{decimals or 0}")


def _country(text: str) -> str:
    from wageaudit.values import Fault

    if not text:
        return ""
    from wageaudit.countries import alpha2

    try:
        return alpha2(text)
    except Fault as fault:
        raise WrongUse(joined([clean(text), fault.reason], " "), fault.mend) from None


def _zone(text: str) -> str:
    from wageaudit.zones import known

    if text and not known(text):
        raise WrongUse(
            phrase("{text} is not an IANA time zone", text=clean(text)), "write it as Africa/Nairobi"
        )
    return text


def day(text: str, flag: str) -> date | None:
    """A day as 2024-06-01, None for no text. Raises WrongUse for anything else after this option."""
    import re
    from datetime import date

    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    if not text:
        return None
    raise WrongUse(
        phrase("--{name} cannot be {words}", name=flag, words=clean(text)), "write the day as 2024-06-01"
    )


def _roster(path: str) -> Any:  # noqa: ANN401 - a mapping of roster entries
    if not path:
        return {}
    from wageaudit.roster import read_roster

    return read_roster(path)
