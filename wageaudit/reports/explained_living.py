"""One row beside a living wage of the user's own, in words: the benchmark, its source, and what it comes to for the row."""

from __future__ import annotations

from wageaudit.reports import figure_words, words
from wageaudit.reports.explained_pay import HOUR, Facts, Line, exchanged, made
from wageaudit.reports.wage_screen import Screen


def living(facts: Facts, screen: Screen) -> list[Line]:
    """(label, words) of the living wage; nothing where none was given."""
    own = facts.get("living_wage")
    if own is None:
        return []
    if own["hourly"] is None:
        unknown = screen.say(
            "not known ({status}): {reason}", status=own["status"], reason=screen.told(own["reason"])
        )
        return [(figure_words.LIVING_LABEL, unknown)]
    lines = [
        (
            figure_words.LIVING_LABEL,
            screen.say("{made}, your own benchmark (--living-wage), not a law", made=made(own, screen)),
        )
    ]
    lines += [("", screen.told(own["reason"]))] if own["reason"] else []
    lines += [
        (figure_words.SOURCE_LABEL, screen.reference(own["law"])),
        (words.LINK_LABEL, screen.outside(own["url"])),
    ]
    exchange = own["exchange"]
    if exchange and "reason" in exchange:
        unknown = screen.say("not known: {reason}", reason=screen.told(exchange["reason"]))
        return [*lines, (words.EXCHANGE_OF_ROW, unknown)]
    if not facts["time"]["working_seconds"]:
        return lines
    return [*lines, *(exchanged(exchange, screen) if exchange else []), _comes_to(facts, screen)]


def _comes_to(facts: Facts, screen: Screen) -> Line:
    """The row's working time at the living wage, and what its pay is of that."""
    own = facts["living_wage"]
    values = {
        "span": screen.span(facts["time"]["working_seconds"]), "hourly": screen.cash(own["hourly"]), "unit": own["currency"],
        "hour": screen.figures.number(HOUR) + " s", "owed": screen.cash(own["comes_to"]),
    }  # fmt: skip
    if own["exchange"]:
        rate = screen.exact(own["exchange"]["rate"])
        told = screen.say(
            "{span} × {hourly} {unit} ÷ {hour} × {rate} = {owed} {currency}",
            rate=rate,
            currency=own["exchange"]["quote"],
            **values,
        )
    else:
        told = screen.say("{span} × {hourly} {unit} ÷ {hour} = {owed} {unit}", **values)
    if own["ratio"] is None:
        return figure_words.COMES_TO_LABEL, told
    share = screen.say("what the row pays is {share} of it", share=screen.figures.percent(own["ratio"]))
    return figure_words.COMES_TO_LABEL, screen.figures.listed([told, share])
