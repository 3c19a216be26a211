"""What an audit rests on: the law and link of each minimum wage used, and each exchange rate with its dates and source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.text import Text

from wageaudit.exchange import SAME_CURRENCY, SeriesUsed
from wageaudit.exchange_series import beside
from wageaudit.reports import words
from wageaudit.reports.exchange_told import source_told
from wageaudit.reports.facts import Exchanged, Row, exact, exchanges, floors, series_used
from wageaudit.reports.sheet import QUIET, Fact, Filling, Sheet
from wageaudit.wages import Rate

if TYPE_CHECKING:
    from wageaudit.auditing import Audit

FIRST_LAWS, LAST_LAWS = 1, 2
RATE_FIGURES = 5  # significant figures of an exchange rate


def laws(sheet: Sheet, audit: Audit, *, verbose: bool) -> Fact:
    """The law and link of the minimum wages used: the first and the last few, all where asked."""
    options = audit.options
    if options.minimum_wage is not None:
        wage = sheet.figures.money(options.minimum_wage, options.wage_currency)
        return words.LAW_LABEL, [sheet.text(words.OWN_MINIMUM, wage=wage)]
    used = sorted(audit.rates_used(), key=lambda rate: (rate.country, rate.region, rate.start))
    hidden = 0 if verbose else max(len(used) - FIRST_LAWS - LAST_LAWS, 0)
    texts: list[Text] = []
    for at, rate in enumerate(used):
        if hidden and at == FIRST_LAWS:
            texts.append(sheet.counted(words.RATES_BETWEEN, hidden, QUIET, count=str(hidden)))
        if not hidden or at < FIRST_LAWS or at >= len(used) - LAST_LAWS:
            texts += _law(
                sheet, rate, placed=len({one.region or one.country for one in used}) > 1, verbose=verbose
            )
    return words.LAW_LABEL, texts + _floors(sheet, audit)


def _law(sheet: Sheet, rate: Rate, *, placed: bool, verbose: bool) -> Iterator[Text]:
    figures = sheet.figures
    start = figures.day(rate.start) if rate.date_precision == "day" else figures.month(rate.start)
    start = str(rate.start.year) if rate.date_precision == "year" else start
    where = sheet.say(words.RATE_PLACE, place=sheet.place(rate.region or rate.country)) if placed else ""
    values: dict[str, Filling] = {
        "hourly": (figures.money(rate.hourly, rate.currency), "bold"),
        "start": start,
        "place": where + ("" if rate.name in rate.law else sheet.called(rate.name)),
        "law": sheet.reference(rate.law),
    }
    if rate.hours is None:
        yield sheet.text(words.RATE_HOURLY, **values)
    else:
        yield sheet.text(words.RATE_OF_PERIOD, **values, **period_parts(sheet, rate))
    if rate.confidence in {"medium", "low"}:
        yield sheet.text(words.RATE_LOW if rate.confidence == "low" else words.RATE_MEDIUM, QUIET)
    yield Text(sheet.reference(rate.url), style=QUIET)
    if verbose and rate.hours_source:
        yield sheet.text(words.RATE_HOURS, QUIET, source=sheet.reference(rate.hours_source, 400))
    if verbose and rate.note:
        yield Text(sheet.reference(rate.note, 400), style=QUIET)


def period_parts(sheet: Sheet, rate: Rate) -> dict[str, Filling]:
    """A rate's amount, period and the hours that make it hourly, in words."""
    hours = (rate.hours or Decimal(1)).normalize()
    exponent = hours.as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    return {
        "amount": sheet.figures.money(rate.amount, rate.currency), "period": sheet.say(words.PERIODS[rate.period]),
        "hours": sheet.figures.number(hours, min(places, 3)),
    }  # fmt: skip


def _floors(sheet: Sheet, audit: Audit) -> list[Text]:
    """Where a rate past the day it is confirmed until stood in as a floor."""
    named = [
        (sheet.place(rate.region or rate.country), sheet.figures.day(rate.confirmed_until))
        for rate in floors(audit)
    ]
    return [sheet.text(words.FLOOR, place=place, date=date) for place, date in named]


def living(sheet: Sheet, audit: Audit, row: Row) -> Fact:
    """The user's own living wage, its source, and what was earned beside it; nothing where none was given."""
    found = audit.cells().living
    if found is None:
        return words.LIVING_LABEL, []
    wage, share = exact(row, "living_wage"), exact(row, "living_wage_ratio")
    if wage is None:
        return words.LIVING_LABEL, [sheet.text(words.LIVING_UNKNOWN)]
    used = [found.rates[code] for code in sorted(set(found.rate[found.rate >= 0].tolist()))]
    names = sorted({rate.law for rate in used})
    many = sheet.figures.counted(words.LIVING_RECORDS, len(names))
    values: dict[str, Filling] = {
        "wage": (sheet.figures.money(wage, str(row["currency"])), "bold"),
        "source": sheet.reference(names[0]) if len(names) == 1 else many,
        "share": sheet.figures.percent(share) if share is not None else "",
    }
    text = sheet.text(words.LIVING_ALONE if share is None else words.LIVING, **values)
    if found.floor.any():
        last = min(rate.confirmed_until for rate in used if rate.end is None)
        text.append_text(sheet.text(words.LIVING_FLOOR, date=sheet.figures.day(last)))
    return words.LIVING_LABEL, [text]


def exchange(sheet: Sheet, audit: Audit, target: str) -> Fact:
    """Each exchange rate used, its range, when it was published and by whom."""
    texts: list[Text] = []
    found = exchanges(audit, target)
    for used in found:
        if used.source != SAME_CURRENCY:
            texts.append(_exchanged(sheet, used))
            texts += [Text(sheet.reference(used.url), style=QUIET)] if used.url else []
    return words.EXCHANGE_LABEL, texts + [_series(sheet, one) for one in series_used(found)]


def _series(sheet: Sheet, used: SeriesUsed) -> Text:
    """Which of two rates of a currency was taken, and why."""
    message = words.SERIES_DEFAULT if used.series == used.default else words.SERIES_CHOSEN
    return sheet.text(message, QUIET, **series_parts(sheet.say, used, sheet.figures.told(used.reason, 400)))


def series_parts(say: Callable[[str], str], used: SeriesUsed, reason: str) -> dict[str, str]:
    """What fills the sentence about a series: its name and the other's in the language."""
    return {
        "currency": used.code, "series": say(words.SERIES[used.series]), "reason": reason, "other": beside(used.series),
    }  # fmt: skip


def _exchanged(sheet: Sheet, used: Exchanged) -> Text:
    figures = sheet.figures
    shown = figures.month if used.period == "month" else figures.day
    dates = shown(used.first)
    if used.first != used.last:
        dates = sheet.say(words.FROM_TO, first=dates, last=shown(used.last))
    when = sheet.say(words.MONTHLY if used.period == "month" else words.DAILY, dates=dates)
    places = min(max(RATE_FIGURES - 1 - used.high.adjusted(), 0), 8)
    low, high = figures.number(used.low, places), figures.number(used.high, places)
    common: dict[str, Filling] = {
        "base": used.base,
        "quote": used.quote,
        "when": when,
        "source": sheet.reference(source_told(used.source, figures)),
    }
    if low == high:
        return sheet.text(words.EXCHANGED, rate=high, **common)
    return sheet.text(words.EXCHANGED_BETWEEN, low=low, high=high, **common)
