"""What is not known, in whole sentences, each with the option that answers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from wageaudit.reports import words
from wageaudit.reports.facts import (
    Row,
    first_record,
    last_record,
    note_of,
    on_platform,
    pay_currency,
    why_no_rate,
)
from wageaudit.reports.sheet import QUIET, Sheet
from wageaudit.wages import Rate

if TYPE_CHECKING:
    from wageaudit.auditing import Audit

PRICED_BY = {
    "crowdflower": (words.TRY_PIECE_RATE_PAGE, " --per page"),
    "toloka": (words.TRY_PIECE_RATE_SUITE, " --per suite"),
}  # what a price is for, where it is not for a task
TIMED_BY = {"toloka": words.TRY_TIMES_SUITE}  # where a time is to be had, if not by filling it in
PLACES_NAMED = 5
LETTERS_OF_COUNTRY = 2


def sentences(sheet: Sheet, audit: Audit, row: Row) -> list[Text]:
    """Each thing that is not known, in a sentence, and the option that answers it."""
    texts: list[Text] = []
    for reason in str(row["reason"] or "").split(";"):
        name, _, detail = reason.partition(":")
        if row["verdict"] == "unknown" or name in {"no_pay", "no_time"}:
            texts += _unknown(sheet, audit, row, name, detail)
    distinct: dict[str, Text] = {}
    for text in texts:
        distinct.setdefault(text.plain, text)
    return list(distinct.values())


def options(sheet: Sheet, audit: Audit, rows: Sequence[Row]) -> list[Text]:
    """What to type where workers are unknown: the options that answer most of them, each once."""
    each = [{reason.partition(":")[0] for reason in str(row["reason"] or "").split(";")} for row in rows]
    names = {name for own in each for name in own}
    found = []
    if each and all("no_time" in own for own in each):
        found += _times(sheet, audit, alone=False)
    if "no_pay" in names:
        found.append(_price(sheet, audit))
    if "no_country" in names:
        found.append(_option(sheet, words.TRY_COUNTRIES))
    if names & {
        "no_record",
        "no_statutory_minimum",
        "before_first_record",
        "beyond_horizon",
        "no_exchange_rate",
    }:
        found.append(_option(sheet, words.TRY_OWN_MINIMUM, **_example("")))
    return found


def _unknown(sheet: Sheet, audit: Audit, row: Row, name: str, detail: str) -> list[Text]:
    """What one reason of a result row means, and what to type next."""
    if name == "no_pay":
        return [sheet.text(words.NO_PAY), _price(sheet, audit)]
    if name == "no_exchange_rate":
        base, _, target = detail.partition("-")
        said = sheet.text(words.NO_EXCHANGE, currency=base, target=target or str(row["currency"]))
        why = why_no_rate(audit, base, target or str(row["currency"]))
        told = [Text(sheet.figures.told(why, 400), style=QUIET)] if why else []
        mend = _option(sheet, words.TRY_OWN_MINIMUM, amount=sheet.say(words.AMOUNT), currency=base)
        return [said, *told, mend]
    if name == "no_time":
        return _times(sheet, audit, alone=True)
    figure = _example(pay_currency(audit))
    if name == "no_statutory_minimum":
        note = Text(sheet.reference(note_of(audit, detail), 400), style=QUIET)
        options = (
            (words.TRY_REGION, {"country": detail[:LETTERS_OF_COUNTRY]}),
            (words.TRY_AGREEMENT, figure),
        )
        said = sheet.text(words.NO_STATUTE, place=sheet.place(detail))
        return [said, note, *(_option(sheet, message, **values) for message, values in options)]
    said_of_law = _unknown_law(sheet, audit, row, name, detail)
    first = [_option(sheet, words.TRY_COUNTRY)] if name == "no_country" else []
    return [said_of_law, *first, _option(sheet, words.TRY_OWN_MINIMUM, **figure)] if said_of_law else []


def _times(sheet: Sheet, audit: Audit, *, alone: bool) -> list[Text]:
    """That no row says its time, and where it may come from: the platform, or what workers noted themselves."""
    found = (message for platform, message in TIMED_BY.items() if on_platform(audit, platform))
    mend = _option(sheet, next(found, words.TRY_TIMES))
    return [
        sheet.text(words.NO_TIME),
        mend,
        _option(sheet, words.TRY_TRACKER if alone else words.TRY_TRACKERS),
    ]


def _price(sheet: Sheet, audit: Audit) -> Text:
    """The options that say what a piece of work pays, all that are asked for."""
    found = [platform for platform in PRICED_BY if on_platform(audit, platform)]
    message, option = price_asked(found, "0.60", currency=not pay_currency(audit, ""))
    return _option(sheet, message, option=option)


def price_asked(platforms: Iterable[str], amount: str, *, currency: bool) -> tuple[str, str]:
    """The sentence that asks for a price, by the first of the platforms whose price is not for a task, and its options."""
    priced = (PRICED_BY[platform] for platform in platforms if platform in PRICED_BY)
    message, per = next(priced, (words.TRY_PIECE_RATE, ""))
    return message, f"--piece-rate {amount}{per}{' --currency USD' if currency else ''}"


def _example(currency: str) -> dict[str, str]:
    """A minimum wage of one's own, as an example: in the currency of the pay where a sum in it is easily grasped."""
    if currency in {"EUR", "GBP", "CHF"}:
        return {"amount": "9.50", "currency": currency}
    return {"amount": "1.50", "currency": "USD"}


def _unknown_law(sheet: Sheet, audit: Audit, row: Row, name: str, detail: str) -> Text | None:
    """Why there is no minimum wage to compare with."""
    place = sheet.place(detail) if detail else ""
    if name == "no_country":
        return sheet.text(words.NO_COUNTRY)
    if name == "no_record":
        return sheet.text(words.NO_RECORD, place=place)
    if name == "before_first_record" and (first := first_record(audit, detail)):
        return sheet.text(words.BEFORE_RECORDS, place=place, date=sheet.figures.day(first.start))
    last = last_record(audit, detail) if name == "beyond_horizon" else None
    return _beyond(sheet, row, place, last) if last else None


def _beyond(sheet: Sheet, row: Row, place: str, last: Rate) -> Text:
    date = sheet.figures.day(last.confirmed_until)
    if row["wage_ratio"] is None:
        return sheet.text(words.BEYOND, place=place, date=date)
    return sheet.text(
        words.BEYOND_AND_OVER, place=place, date=date, wage=sheet.figures.money(last.hourly, last.currency)
    )


def _option(sheet: Sheet, message: str, **values: str) -> Text:
    return sheet.text(message, "bold", **values)


def reasons_named(sheet: Sheet, rows: Sequence[Row]) -> str:
    """Why workers are unknown, without places and numbers, which would tell of few: "no minimum wage on record; no pay in the file"."""
    names = {str(row["reason"] or "").partition(";")[0].partition(":")[0] for row in rows}
    return sheet.figures.listed(sheet.say(words.WHY.get(name, name)) for name in sorted(names))


def reasons_counted(sheet: Sheet, rows: Sequence[Row]) -> str:
    """Why workers are unknown, by how many: "no minimum wage on record (Somalia 7); no pay in the file (5)"."""
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        name, _, detail = str(row["reason"] or "").partition(";")[0].partition(":")
        own = counts.setdefault(name, {})
        own[detail] = own.get(detail, 0) + 1
    return sheet.figures.listed(
        _counted(sheet, name, counts[name])
        for name in sorted(counts, key=lambda name: (-sum(counts[name].values()), name))
    )


def _counted(sheet: Sheet, name: str, counts: dict[str, int]) -> str:
    why, number = sheet.say(words.WHY.get(name, name)), sheet.figures.number
    if "" in counts:
        return sheet.say(words.WHY_COUNTED, why=why, count=number(sum(counts.values())))
    order = sorted(counts, key=lambda detail: (-counts[detail], detail))
    named = [detail if name == "no_exchange_rate" else sheet.place(detail) for detail in order[:PLACES_NAMED]]
    places = [
        sheet.say(words.WHERE_COUNTED, place=place, count=number(counts[detail]))
        for place, detail in zip(named, order, strict=False)
    ]
    return sheet.say(
        words.WHY_WHERE, why=why, places=", ".join([*places, *(["…"] if len(order) > PLACES_NAMED else [])])
    )
