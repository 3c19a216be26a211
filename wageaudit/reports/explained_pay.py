"""One row's pay, minimum wage, exchange rate and hourly wage in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from wageaudit.countries import country_name
from wageaudit.exchange import SeriesUsed
from wageaudit.options import LIVING_WAGE
from wageaudit.reports import words
from wageaudit.reports.evidence import series_parts
from wageaudit.reports.exchange_told import source_told
from wageaudit.reports.wage_history import SIX_PLACES
from wageaudit.reports.wage_screen import KEPT_TOGETHER, Screen
from wageaudit.wage_files import GENERAL

Facts = Mapping[str, Any]
Line = tuple[str, str]
HOUR = 3600


def six_places(value: Decimal) -> Decimal:
    """A figure with six decimals, as files hold it."""
    return value.quantize(SIX_PLACES, ROUND_HALF_EVEN)


def money(facts: Facts, screen: Screen) -> list[Line]:
    """(label, words) of what the row pays, what the law asks, and what that is an hour."""
    lines = [(words.PAY_LABEL, _pay(facts["pay"], facts["said"], screen))]
    minimum = facts["minimum_wage"]
    lines += _minimum(minimum, screen)
    if minimum["hourly"] is None:
        return [*lines, *_wage(facts, screen)]
    exchange = facts["exchange"]
    if exchange and "reason" in exchange:
        unknown = screen.say("not known: {reason}", reason=screen.told(exchange["reason"]))
        lines.append((words.EXCHANGE_OF_ROW, unknown))
    elif exchange and exchange["base"] != exchange["quote"] and facts["pay"]["counted"] != 0:
        lines += _exchange(facts, exchange, screen)
    working, unit = facts["time"]["working_seconds"], facts["wage_currency"]
    if not working:
        return [*lines, *_wage(facts, screen)]
    required = screen.say(
        "{span} × {hourly} {unit} ÷ {hour} = {required} {unit}", span=screen.span(working), hourly=screen.cash(minimum["hourly"]),
        unit=unit, hour=screen.figures.number(HOUR) + " s", required=screen.cash(facts["required_pay"]),
    )  # fmt: skip
    return [*lines, (words.REQUIRED_LABEL, required), *_wage(facts, screen)]


def _pay(pay: Facts, said: Facts, screen: Screen) -> str:
    """The parts of the pay, and what of it counts."""
    if pay["unknown"]:
        return screen.say("not known: neither pay, piece rate nor bonus (add  --piece-rate AMOUNT)")
    unit, cash = pay["currency"] or "", screen.cash
    parts = []
    if pay["pay"] is not None:
        rated = (
            f"{screen.exact(said.get('task_count', 1))} × {cash(said['piece_rate'])}"
            if pay["from_piece_rate"]
            else ""
        )
        parts.append(rated or cash(pay["pay"]))
    for name, message in words.PAY_PARTS.items():
        parts += [screen.say(message, amount=cash(pay[name]))] if pay[name] else []
    total = f"{cash(pay['counted'])} {unit}".rstrip()
    status = screen.say(words.STATUSES[pay["status"]])
    if not pay["earns"] and parts:
        return screen.say(
            "{parts} {unit} is not earned: the work was {status}; its time counts, its pay is 0",
            parts=" ".join(parts), unit=unit, status=status,
        )  # fmt: skip
    if not pay["earns"]:
        return screen.say("the work was {status}; its time counts, its pay is 0", status=status)
    if not parts:
        return screen.say("none of its own")
    why = (
        [] if pay["tip_counts"] or not pay["tip"] else [screen.say("the tip does not count (--tips exclude)")]
    )
    why += [screen.say("pending: counted as if it will be paid")] if pay["status"] == "pending" else []
    whole = " ".join(parts).removeprefix("+ ")
    shown = f"{whole} = {total}" if len(parts) > 1 or pay["from_piece_rate"] else total
    return screen.figures.listed([shown, *why])


def _minimum(minimum: Facts, screen: Screen) -> list[Line]:
    told, outside = screen.told, screen.outside
    if minimum["hourly"] is None:
        unknown = screen.say(
            "not known ({status}): {reason}", status=minimum["status"], reason=told(minimum["reason"])
        )
        return [(words.MINIMUM_LABEL, unknown)]
    if minimum["status"] == "own_figure":
        hourly = hourly_of(minimum, screen)
        own = screen.say("{hourly}, your own figure (--minimum-wage), not a law", hourly=hourly)
        return [(words.MINIMUM_LABEL, own)]
    lines = [(words.MINIMUM_LABEL, made(minimum, screen))]
    lines += [("", told(minimum["reason"]))] if minimum["reason"] else []
    lines += [
        (words.LAW_OF_ROW, screen.reference(minimum["law"])),
        (words.LINK_LABEL, outside(minimum["url"])),
    ]
    lines += (
        [(words.HOURS_LABEL, screen.reference(minimum["hours_source"]))] if minimum["hours_source"] else []
    )
    return lines + ([(words.NOTE_LABEL, screen.reference(minimum["note"]))] if minimum["note"] else [])


def made(wage: Facts, screen: Screen) -> str:
    """A wage as its record has it: how its hour is made, its place, its category, and the days it holds."""
    hourly = hourly_of(wage, screen)
    place = country_name(wage["country"], screen.figures.language)
    place = screen.reference(f"{place} ({wage['region']})" if wage["region"] else place)
    band = [] if wage["category"] in {GENERAL, LIVING_WAGE} else [screen.outside(wage["category"])]
    start = screen.since(wage["start"], wage["date_precision"])
    called = [screen.reference(wage["name"])] if wage.get("name") else []
    if wage["end"]:
        since = screen.say("from {start} to {end}", start=start, end=screen.day(wage["end"]))
    else:
        confirmed = screen.day(wage["confirmed_until"])
        since = screen.say("from {start}, confirmed until {end}", start=start, end=confirmed)
    amount = hourly
    if wage["hours"] is not None:
        period = screen.say(words.PERIODS[wage["period"]])
        stated = f"{screen.exact(wage['amount'])} {wage['currency']} {period}"
        amount = f"{stated} ÷ {screen.exact(wage['hours'])} h = {hourly}"
    return f"{amount} ({screen.figures.listed([*called, place, *band, since])})"


def hourly_of(wage: Facts, screen: Screen) -> str:
    """A wage by the hour with its currency."""
    return screen.say(
        "{amount} {currency} an hour", amount=screen.cash(wage["hourly"]), currency=wage["currency"]
    )


def exchanged(exchange: Facts, screen: Screen) -> list[Line]:
    """An exchange rate with its date, its source, and which of two series it is from."""
    observed: date = exchange["observed"]
    if exchange["period"] == "day":
        when = screen.say("rate of {day}", day=screen.day(observed))
    else:
        when = screen.say(
            "rate of the month {month}", month=screen.figures.month(observed).replace(" ", KEPT_TOGETHER)
        )
    base, quote, rate = exchange["base"], exchange["quote"], screen.exact(exchange["rate"])
    source = screen.reference(source_told(exchange["source"], screen.figures))
    told = screen.say(words.EXCHANGED, base=base, rate=rate, quote=quote, when=when, source=source)
    lines = [(words.EXCHANGE_OF_ROW, told)]
    lines += [(words.LINK_LABEL, screen.outside(exchange["url"]))] if exchange["url"] else []
    for one in exchange["series"]:
        used = SeriesUsed(**one)
        message = words.SERIES_DEFAULT if used.series == used.default else words.SERIES_CHOSEN
        lines.append(("", screen.say(message, **series_parts(screen.say, used, screen.told(used.reason)))))
    return lines


def _exchange(facts: Facts, exchange: Facts, screen: Screen) -> list[Line]:
    """The rate at which the row's pay is converted, and what it comes to."""
    lines = exchanged(exchange, screen)
    base, quote, rate = exchange["base"], exchange["quote"], screen.exact(exchange["rate"])
    converted = facts["pay_in_wage_currency"]
    if converted is not None:
        pay = screen.cash(facts["pay"]["counted"])
        lines.append((words.CONVERTED_LABEL, f"{pay} {base} × {rate} = {screen.cash(converted)} {quote}"))
    return lines


def _wage(facts: Facts, screen: Screen) -> list[Line]:
    """The row's pay for an hour of its working time, beside its required pay."""
    working, wage, cash = facts["time"]["working_seconds"], facts["wage"], screen.cash
    if wage["pay"] is None:
        if facts["required_pay"] is None:
            return [(words.WAGE_LABEL, screen.say("not known: what the row pays is not known"))]
        unit = wage["currency"]
        return [
            (words.WAGE_LABEL, screen.say("not known: what the row pays is not known in {unit}", unit=unit))
        ]
    if not working:
        none = screen.say("none: the row has no working time; its pay counts with the others of its date")
        return [(words.WAGE_LABEL, none)]
    unit = f" {wage['currency']}" if wage["currency"] else ""
    hourly = screen.say(
        "{pay} ÷ {hours} h = {wage} an hour", pay=cash(wage["pay"]) + unit, hours=screen.exact(six_places(working / HOUR)),
        wage=cash(wage["hourly"]) + unit,
    )  # fmt: skip
    missing = wage["missing"]
    if missing is None:
        return [(words.WAGE_LABEL, hourly)]
    amount = cash(abs(missing)) + unit
    if not missing:
        told = screen.say("exactly the required pay")
    elif missing > 0:
        told = screen.say("{amount} less than the required pay", amount=amount)
    else:
        told = screen.say("{amount} more than the required pay", amount=amount)
    return [(words.WAGE_LABEL, screen.figures.listed([hourly, told]))]
