"""What stands under any view: how sure it is, which laws and exchange rates it used, what is unknown, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.text import Text

from wageaudit.countries import country_name
from wageaudit.errors import Problem
from wageaudit.reports import words
from wageaudit.reports.facts import (
    Exchanged,
    Row,
    exact,
    exchanges,
    first_record,
    floors,
    last_record,
    longest_pause,
    note_of,
    pay_currency,
    reasons_of,
    unseen,
)
from wageaudit.reports.sheet import OPEN, QUIET, Fact, Filling, Sheet
from wageaudit.text import clean
from wageaudit.wages import Rate

if TYPE_CHECKING:
    from wageaudit.auditing import Audit
    from wageaudit.engine import Run

FIRST_LAWS, LAST_LAWS, KINDS_SHOWN = 1, 2, 3
PLACES_NAMED = 5
RATE_FIGURES = 5  # significant figures of an exchange rate
LETTERS_OF_COUNTRY = 2


def place_name(sheet: Sheet, place: str) -> str:
    """A country by its name; a region by its country's name and its code."""
    name = country_name(place[:LETTERS_OF_COUNTRY], sheet.figures.language)
    return sheet.figures.plain(name if len(place) == LETTERS_OF_COUNTRY else f"{name} ({place})")


def threshold(sheet: Sheet, audit: Audit) -> list[Text]:
    """The gap threshold in force and where it comes from; in a requester's view, that waiting cannot be seen."""
    hidden = unseen(audit)
    if hidden == "all":
        return [sheet.text(words.UNSEEN_WAITING)]
    asked = audit.options.gap_minutes is not None
    gap = sheet.figures.span(audit.options.gap_in_force() * 60)
    texts = [sheet.text(words.COUNTED_AS_ASKED if asked else words.COUNTED_BY_RULE, gap=(gap, "bold"))]
    return [*texts, sheet.text(words.PARTLY_UNSEEN)] if hidden == "some" else texts


def sure(sheet: Sheet, audit: Audit, row: Row) -> Fact:
    """At which pause the conclusion turns, the threshold in force, the wage without waiting."""
    parts = []
    turning, span = exact(row, "critical_gap_minutes"), sheet.figures.span
    if row["verdict"] == "depends":
        at = (span(turning * 60), "bold") if turning is not None else ""
        parts.append(sheet.text(words.TURNS_LATE) if turning is None else sheet.text(words.TURNS_AT, critical=at))
    elif row["verdict"] == "below":
        parts.append(sheet.text(words.UNDER_ANYWAY))
    elif row["verdict"] == "met" and unseen(audit) == "none":
        parts.append(sheet.text(words.OVER_ANYWAY, longest=span(longest_pause(audit) * 60)))
    counted, *others = threshold(sheet, audit)
    parts.append(counted)
    bare = exact(row, "effective_hourly_wage_gap0")
    if bare is not None and unseen(audit) != "all":
        parts.append(sheet.text(words.NONE_COUNTED, wage=sheet.figures.money(bare, str(row["currency"]))))
    return words.SURE_LABEL, [Text(" ").join(parts), *others]


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
            texts.append(Text(sheet.figures.plain(words.counted(words.RATES_BETWEEN, hidden)), style=QUIET))
        if not hidden or at < FIRST_LAWS or at >= len(used) - LAST_LAWS:
            texts += _law(sheet, rate, placed=len({one.region or one.country for one in used}) > 1, verbose=verbose)
    return words.LAW_LABEL, texts + _floors(sheet, audit)


def _law(sheet: Sheet, rate: Rate, *, placed: bool, verbose: bool) -> Iterator[Text]:
    figures = sheet.figures
    start = figures.day(rate.start) if rate.date_precision == "day" else figures.month(rate.start)
    start = str(rate.start.year) if rate.date_precision == "year" else start
    where = words.said(words.RATE_PLACE, place=place_name(sheet, rate.region or rate.country)) if placed else ""
    values: dict[str, Filling] = {"hourly": (figures.money(rate.hourly, rate.currency), "bold"), "start": start, "place": where, "law": _outside(sheet, rate.law)}
    if rate.hours is None:
        yield sheet.text(words.RATE_HOURLY, **values)
    else:
        yield sheet.text(words.RATE_OF_PERIOD, **values, **period_parts(sheet, rate))
    if rate.confidence in {"medium", "low"}:
        yield sheet.text(words.RATE_LOW if rate.confidence == "low" else words.RATE_MEDIUM, QUIET)
    yield Text(_outside(sheet, rate.url), style=QUIET)
    if verbose and rate.hours_source:
        yield sheet.text(words.RATE_HOURS, QUIET, source=_outside(sheet, rate.hours_source, 400))
    if verbose and rate.note:
        yield Text(_outside(sheet, rate.note, 400), style=QUIET)


def period_parts(sheet: Sheet, rate: Rate) -> dict[str, Filling]:
    """A rate's amount, period and the hours that make it hourly, in words."""
    hours = (rate.hours or Decimal(1)).normalize()
    exponent = hours.as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    return {
        "amount": sheet.figures.money(rate.amount, rate.currency), "period": words.PERIODS[rate.period],
        "hours": sheet.figures.number(hours, min(places, 3)),
    }  # fmt: skip


def _floors(sheet: Sheet, audit: Audit) -> list[Text]:
    """Where a rate past the day it is confirmed until stood in as a floor."""
    named = [(place_name(sheet, rate.region or rate.country), sheet.figures.day(rate.confirmed_until)) for rate in floors(audit)]
    return [sheet.text(words.FLOOR, place=place, date=date) for place, date in named]


def rates_exchanged(sheet: Sheet, audit: Audit, target: str) -> Fact:
    """Each exchange rate used, its range, when it was published and by whom."""
    texts: list[Text] = []
    for used in exchanges(audit, target):
        if used.url:  # two codes of one money have no rate, and no source
            texts += [_exchanged(sheet, used), Text(_outside(sheet, used.url), style=QUIET)]
    return words.EXCHANGE_LABEL, texts


def _exchanged(sheet: Sheet, used: Exchanged) -> Text:
    figures = sheet.figures
    shown = figures.month if used.period == "month" else figures.day
    dates = shown(used.first)
    if used.first != used.last:
        dates = words.said(words.FROM_TO, first=dates, last=shown(used.last))
    when = words.said(words.MONTHLY if used.period == "month" else words.DAILY, dates=dates)
    places = min(max(RATE_FIGURES - 1 - used.high.adjusted(), 0), 8)
    low, high = figures.number(used.low, places), figures.number(used.high, places)
    common: dict[str, Filling] = {"base": used.base, "quote": used.quote, "when": figures.plain(when), "source": _outside(sheet, used.source)}
    if low == high:
        return sheet.text(words.EXCHANGED, rate=high, **common)
    return sheet.text(words.EXCHANGED_BETWEEN, low=low, high=high, **common)


def unknowns(sheet: Sheet, audit: Audit, row: Row) -> list[Text]:
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


def _unknown(sheet: Sheet, audit: Audit, row: Row, name: str, detail: str) -> list[Text]:
    """What one reason of a result row means, and what to type next."""
    if name == "no_pay":
        paged = "crowdflower" in audit.work.labels["platform"]
        return [sheet.text(words.NO_PAY), _option(sheet, words.TRY_PIECE_RATE_PAGE if paged else words.TRY_PIECE_RATE)]
    if name == "no_exchange_rate":
        said = sheet.text(words.NO_EXCHANGE, currency=detail, target=str(row["currency"]))
        return [said, _option(sheet, words.TRY_OWN_MINIMUM, amount=words.AMOUNT, currency=detail)]
    if name == "no_time":
        return [sheet.text(words.NO_TIME), _option(sheet, words.TRY_TIMES)]
    figure = _example(pay_currency(audit))
    if name == "no_statutory_minimum":
        note = Text(_outside(sheet, note_of(audit, detail), 400), style=QUIET)
        options = ((words.TRY_REGION, {"country": detail[:LETTERS_OF_COUNTRY]}), (words.TRY_AGREEMENT, figure))
        said = sheet.text(words.NO_STATUTE, place=place_name(sheet, detail))
        return [said, note, *(_option(sheet, message, **values) for message, values in options)]
    said_of_law = _unknown_law(sheet, audit, row, name, detail)
    first = [_option(sheet, words.TRY_COUNTRY)] if name == "no_country" else []
    return [said_of_law, *first, _option(sheet, words.TRY_OWN_MINIMUM, **figure)] if said_of_law else []


def _example(currency: str) -> dict[str, str]:
    """A minimum wage of one's own, as an example: in the currency of the pay where a sum in it is easily grasped."""
    if currency in {"EUR", "GBP", "CHF"}:
        return {"amount": "9.50", "currency": currency}
    return {"amount": "1.50", "currency": "USD"}


def _unknown_law(sheet: Sheet, audit: Audit, row: Row, name: str, detail: str) -> Text | None:
    """Why there is no minimum wage to compare with."""
    place = place_name(sheet, detail) if detail else ""
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
    return sheet.text(words.BEYOND_AND_OVER, place=place, date=date, wage=sheet.figures.money(last.hourly, last.currency))


def _option(sheet: Sheet, message: str, **values: str) -> Text:
    return sheet.text(message, "bold", **values)


def _outside(sheet: Sheet, text: str, limit: int = 300) -> str:
    """Text of the reference tables: cleaned, and written without accents where the terminal has none."""
    return sheet.figures.plain(clean(text, limit))


def left_out(sheet: Sheet, run: Run) -> Fact:
    """How many rows were left out, the first reasons, and what shows them all; duplicates that were merged."""
    account = run.account
    number = sheet.figures.number
    reasons = reasons_of(run.reading.problems)
    texts = []
    if account.left_out or reasons:
        head = words.counted(words.LEFT_OUT, account.left_out, count=number(account.left_out), all=number(account.read))
        texts.append(Text(sheet.figures.plain(head), style=OPEN if any(problem.fault for problem, _ in reasons) else ""))
        texts += [_reason(sheet, problem, rows) for problem, rows in reasons[:KINDS_SHOWN]]
        if len(reasons) > KINDS_SHOWN:
            texts.append(Text(sheet.figures.plain(words.counted(words.MORE_KINDS, len(reasons) - KINDS_SHOWN))))
        texts.append(_option(sheet, words.SHOWS_ALL, file=_file(sheet, run)))
    else:
        texts.append(Text(words.counted(words.NOTHING_LEFT_OUT, account.read, count=number(account.read))))
    if account.merged:
        texts.append(Text(words.counted(words.MERGED, account.merged, count=number(account.merged))))
    return words.LEFT_OUT_LABEL, texts


def _reason(sheet: Sheet, problem: Problem, rows: int) -> Text:
    value = f' "{sheet.figures.outside(problem.value, 40)}"' if problem.value else ""
    text = Text(f"{sheet.figures.outside(problem.place(), 120)}:{value} {sheet.figures.outside(problem.reason, 200)}")
    if rows > 1:
        text.append(f", {words.said(words.MORE_LIKE_IT, count=sheet.figures.number(rows - 1))}")
    return text


def _file(sheet: Sheet, run: Run) -> str:
    names = [file.name for file in run.reading.files]
    return sheet.figures.outside(names[0], 60) if len(names) == 1 else "FILE..."


def reasons_counted(sheet: Sheet, rows: Sequence[Row]) -> str:
    """Why workers are unknown, by how many: "no minimum wage on record (Somalia 7); no pay in the file (5)"."""
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        name, _, detail = str(row["reason"] or "").partition(";")[0].partition(":")
        own = counts.setdefault(name, {})
        own[detail] = own.get(detail, 0) + 1
    return "; ".join(_counted(sheet, name, counts[name]) for name in sorted(counts, key=lambda name: (-sum(counts[name].values()), name)))


def _counted(sheet: Sheet, name: str, counts: dict[str, int]) -> str:
    why, number = words.WHY.get(name, name), sheet.figures.number
    if "" in counts:
        return words.said(words.WHY_COUNTED, why=why, count=number(sum(counts.values())))
    order = sorted(counts, key=lambda detail: (-counts[detail], detail))
    named = [detail if name == "no_exchange_rate" else place_name(sheet, detail) for detail in order[:PLACES_NAMED]]
    places = [words.said(words.WHERE_COUNTED, place=place, count=number(counts[detail])) for place, detail in zip(named, order, strict=False)]
    return words.said(words.WHY_WHERE, why=why, places=", ".join([*places, *(["…"] if len(order) > PLACES_NAMED else [])]))
