"""One row's pay, minimum wage, exchange rate and hourly wage in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from wageaudit.reports.wage_history import SIX_PLACES
from wageaudit.reports.wage_screen import PERIODS, Screen

Facts = Mapping[str, Any]
HOUR = 3600


def exact(value: Decimal | int) -> str:
    """A number with all its digits, grouped by thousands, no zeros at its end."""
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cash(value: Decimal) -> str:
    """An amount with all its digits, two decimals at least where it has any."""
    text = exact(value)
    whole, point, part = text.partition(".")
    return f"{whole}.{part:0<2}" if point else text


def span(value: Decimal) -> str:
    """Seconds, exact."""
    return f"{exact(value)}\u00a0s"


def six_places(value: Decimal) -> Decimal:
    """A figure with six decimals, as files hold it."""
    return value.quantize(SIX_PLACES, ROUND_HALF_EVEN)


def money(facts: Facts, screen: Screen) -> list[tuple[str, str]]:
    """(label, words) of what the row pays, what the law asks, and what that is an hour."""
    lines = [("pay", _pay(facts["pay"], facts["said"]))]
    minimum = facts["minimum_wage"]
    lines += _minimum(minimum, screen)
    if minimum["hourly"] is None:
        return [*lines, *_wage(facts)]
    exchange = facts["exchange"]
    if exchange and "reason" in exchange:
        lines.append(("exchange", f"not known: {exchange['reason']}"))
    elif exchange and exchange["base"] != exchange["quote"] and facts["pay"]["counted"] != 0:
        lines += _exchange(facts, exchange, screen)
    working, unit = facts["time"]["working_seconds"], facts["wage_currency"]
    if not working:
        return [*lines, *_wage(facts)]
    required = (
        f"{span(working)} × {cash(minimum['hourly'])} {unit} ÷ 3,600 s = {cash(facts['required_pay'])} {unit}"
    )
    return [*lines, ("required pay", required), *_wage(facts)]


def _pay(pay: Facts, said: Facts) -> str:
    """The parts of the pay, and what of it counts."""
    if pay["unknown"]:
        return "not known: neither pay, piece rate nor bonus (add  --piece-rate AMOUNT)"
    unit = pay["currency"] or ""
    parts = []
    if pay["pay"] is not None:
        rated = (
            f"{exact(said.get('task_count', 1))} × {cash(said['piece_rate'])}"
            if pay["from_piece_rate"]
            else ""
        )
        parts.append(rated or cash(pay["pay"]))
    parts += [f"+ {cash(pay[name])} {name}" for name in ("bonus", "tip") if pay[name]]
    parts += [f"− {cash(pay['fee'])} fee"] if pay["fee"] else []
    total = f"{cash(pay['counted'])} {unit}".rstrip()
    if not pay["earns"]:
        would = f"{' '.join(parts)} {unit} is not earned: " if parts else ""
        return f"{would}the work was {pay['status']}; its time counts, its pay is 0"
    why = [] if pay["tip_counts"] or not pay["tip"] else ["the tip does not count (--tips exclude)"]
    why += ["pending: counted as if it will be paid"] if pay["status"] == "pending" else []
    if not parts:
        return "none of its own"
    words = " ".join(parts).removeprefix("+ ")
    shown = f"{words} = {total}" if len(parts) > 1 or pay["from_piece_rate"] else total
    return "; ".join([shown, *why])


def _minimum(minimum: Facts, screen: Screen) -> list[tuple[str, str]]:
    if minimum["hourly"] is None:
        return [("minimum wage", f"not known ({minimum['status']}): {screen.outside(minimum['reason'])}")]
    hourly = f"{cash(minimum['hourly'])} {minimum['currency']} an hour"
    if minimum["status"] == "own_figure":
        return [("minimum wage", f"{hourly}, your own figure (--minimum-wage), not a law")]
    place = f"{minimum['region'] or minimum['country']}, {minimum['category']}"
    since = f"from {minimum['start']}" + (
        f" to {minimum['end']}" if minimum["end"] else f", confirmed until {minimum['confirmed_until']}"
    )
    made = hourly
    if minimum["hours"] is not None:
        stated = f"{exact(minimum['amount'])} {minimum['currency']} {PERIODS[minimum['period']]}"
        made = f"{stated} ÷ {exact(minimum['hours'])} h = {hourly}"
    lines = [("minimum wage", f"{made} ({screen.outside(place)}; {since})")]
    lines += [("", screen.outside(minimum["reason"]))] if minimum["reason"] else []
    lines += [("law", screen.outside(minimum["law"])), ("link", screen.outside(minimum["url"]))]
    lines += [("hours", screen.outside(minimum["hours_source"]))] if minimum["hours_source"] else []
    return lines + ([("note", screen.outside(minimum["note"]))] if minimum["note"] else [])


def _exchange(facts: Facts, exchange: Facts, screen: Screen) -> list[tuple[str, str]]:
    observed: date = exchange["observed"]
    when = f"rate of {observed}" if exchange["period"] == "day" else f"rate of the month {observed:%Y-%m}"
    lines = [
        (
            "exchange",
            f"1 {exchange['base']} = {exact(exchange['rate'])} {exchange['quote']}, {when}: {screen.outside(exchange['source'])}",
        )
    ]
    lines += [("link", screen.outside(exchange["url"]))] if exchange["url"] else []
    converted = facts["pay_in_wage_currency"]
    if converted is not None:
        pay = facts["pay"]["counted"]
        lines.append(
            (
                "converted",
                f"{cash(pay)} {exchange['base']} × {exact(exchange['rate'])} = {cash(converted)} {exchange['quote']}",
            )
        )
    return lines


def _wage(facts: Facts) -> list[tuple[str, str]]:
    """The row's pay for an hour of its working time, beside its required pay."""
    working, wage = facts["time"]["working_seconds"], facts["wage"]
    if wage["pay"] is None:
        return [
            (
                "wage",
                "not known: what the row pays is not known"
                + (f" in {wage['currency']}" if facts["required_pay"] is not None else ""),
            )
        ]
    if not working:
        return [("wage", "none: the row has no working time; its pay counts with the others of its date")]
    unit = f" {wage['currency']}" if wage["currency"] else ""
    hourly = f"{cash(wage['pay'])}{unit} ÷ {exact(six_places(working / HOUR))} h = {cash(wage['hourly'])}{unit} an hour"
    missing = wage["missing"]
    if missing is None:
        return [("wage", hourly)]
    told = (
        f"{cash(abs(missing))}{unit} {'less' if missing > 0 else 'more'} than the required pay"
        if missing
        else "exactly the required pay"
    )
    return [("wage", f"{hourly}; {told}")]
