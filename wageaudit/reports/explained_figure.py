"""A figure's walk in words: what it is, the sums it is made of, its periods, the rows, the law and the exchange rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from wageaudit.reports import figure_words as words
from wageaudit.reports import words as shared
from wageaudit.reports.exchange_told import source_told
from wageaudit.reports.formulas import COUNTS, MONEY, PARTS, REQUIRED
from wageaudit.reports.grid import Column, table
from wageaudit.reports.wage_screen import Screen

Facts = Mapping[str, Any]
SIX = Decimal("0.000001")
FLOOR = "beyond_horizon"  # status of a law applied after the day up to which it was confirmed
SHOWN = 12  # periods, laws, exchange rates


def show(facts: Facts, screen: Screen) -> None:
    """The whole walk."""
    figure = facts["figure"]
    head = (
        screen.say(words.HEAD, figure=figure, worker=screen.outside(facts["worker"]))
        if facts["worker"]
        else screen.say(words.HEAD_ALL, figure=figure)
    )
    screen.line(screen.say(words.HEADED, head=head, value=_value(facts, screen)), "bold")
    screen.line()
    screen.labelled(
        screen.say(words.IS),
        screen.say(words.FORMULAS.get(figure, words.GAP_FORMULA), minutes=figure.rpartition("gap")[2]),
    )
    for line in _sums(facts, screen):
        screen.labelled(screen.say(words.FROM), line)
    screen.line()
    _periods(facts, screen)
    _sources(facts, screen)
    for one in facts["periods"][:SHOWN]:
        rows = screen.say(words.ROWS, period=_period(one, screen), rows=_rows(one, screen))
        screen.labelled(screen.say(words.ROWS_LABEL), rows)
    screen.line()
    screen.line(screen.say(words.ROW_HINT))


def _sources(facts: Facts, screen: Screen) -> None:
    """Each law, or each living wage where the figure hangs on that, and each exchange rate, with its link."""
    living = "living_wages" in facts
    for one in facts["living_wages" if living else "laws"][:SHOWN]:
        place, start = one["region"] or one["country"], screen.since(one["start"], one["date_precision"])
        said = {"currency": one["currency"], "start": start, "place": place}
        said |= {"hourly": screen.exact(one["hourly"])} | {
            name: screen.reference(one[name]) for name in ("law", "url")
        }
        floor = one["status"] == FLOOR and one["confirmed_until"] is not None
        until = screen.day(one["confirmed_until"]) if floor else ""
        told = screen.say(words.LAW_FLOOR if floor else words.LAW, until=until, **said)
        screen.labelled(screen.say(words.LIVING_LABEL if living else words.LAW_LABEL), told)
    for one, first, last in _alike(facts["exchange"])[:SHOWN]:
        days = [screen.day(first), screen.day(last)]
        said = {name: one[name] for name in ("base", "quote")} | {
            "rate": screen.exact(one["rate"]),
            "date": days[0] if first == last else screen.say(shared.FROM_TO, first=days[0], last=days[1]),
        }
        said |= {
            "source": screen.reference(source_told(one["source"], screen.figures)),
            "url": screen.reference(one["url"]),
        }
        screen.labelled(screen.say(words.EXCHANGE_LABEL), screen.say(words.EXCHANGED, **said))


def _alike(rates: Sequence[Facts]) -> list[tuple[Facts, date, date]]:
    """Exchange rates that are one, as those of a month are, with the first and the last day they were taken for."""
    found: dict[tuple[object, ...], list[Facts]] = {}
    for one in rates:
        found.setdefault(tuple(one[name] for name in ("base", "quote", "rate", "source", "url")), []).append(
            one
        )
    return [(own[0], min(one["on"] for one in own), max(one["on"] for one in own)) for own in found.values()]


def _value(facts: Facts, screen: Screen) -> str:
    value = facts["value"]
    if value is None:
        return screen.say(words.NOT_KNOWN, reason=_why(facts["reason"] or "", screen))
    if facts["figure"] == "verdict":
        return screen.say(shared.VERDICTS[value])
    if facts["figure"] == "reason":
        return _why(value, screen)
    shown = screen.exact(value) if isinstance(value, (Decimal, int)) else screen.outside(str(value))
    money = any(name in MONEY or name in REQUIRED for name in facts["above"]) and not isinstance(value, str)
    ratio = any(name in MONEY or name in REQUIRED for name in facts["below"])
    return (
        f"{shown} {facts['currency']}"
        if money and not ratio and facts["figure"] != "critical_gap_minutes"
        else shown
    )


def _why(reason: str, screen: Screen) -> str:
    """Reasons in words, with the places or currencies they speak of."""
    said = []
    for one in filter(None, reason.split(";")):
        name, _, detail = one.partition(":")
        why = screen.say(words.WHY.get(name) or shared.WHY.get(name, name))
        said.append(screen.say(shared.WHY_WHERE, why=why, places=screen.outside(detail)) if detail else why)
    return screen.figures.listed(said)


def _name(name: str, screen: Screen) -> str:
    """What a quantity is called."""
    if name in words.SUMS:
        return screen.say(words.SUMS[name])
    return screen.say(words.PAUSES, minutes=name.removeprefix("gap"))


def _period(one: Facts, screen: Screen) -> str:
    return screen.say(words.ALL_TIME) if one["period"] == "whole" else str(one["period"])


def amount(facts: Facts, name: str) -> Decimal | int:
    """A quantity in hours, in units of currency, or as a count, to six decimals."""
    if name in COUNTS:
        return int(facts[name])
    if name in MONEY or name in REQUIRED:
        return (Decimal(facts[f"{name}_parts"]) / PARTS).quantize(SIX, ROUND_HALF_EVEN)
    return (Decimal(facts[f"{name}_seconds"]) / 3600).quantize(SIX, ROUND_HALF_EVEN)


def _names(facts: Facts) -> list[str]:
    return list(dict.fromkeys((*facts["above"], *facts["minus"], *facts["below"])))


def _unit(facts: Facts, name: str) -> str:
    if name in COUNTS:
        return ""
    return f" {facts['currency']}" if name in MONEY or name in REQUIRED else " h"


def _sums(facts: Facts, screen: Screen) -> Iterator[str]:
    """Each quantity's sum; how the figure comes of them, where that is not a plain quotient."""
    for name in _names(facts):
        yield f"{_name(name, screen)} {screen.exact(amount(facts['sums'], name))}{_unit(facts, name)}"
    if "names" in facts:
        yield ", ".join(screen.outside(name, 60) for name in facts["names"])
    if "gaps" in facts and facts["value"]:
        seconds = int(facts["value"] * 60)
        counted = [gap["owed_parts"] for gap in facts["gaps"] if gap["whole_seconds"] <= seconds]
        spare = facts["sums"]["pay_parts"] - facts["sums"]["required_none_parts"]
        said = [
            screen.exact((Decimal(parts) / PARTS).quantize(SIX, ROUND_HALF_EVEN))
            for parts in (spare, sum(counted))
        ]
        yield screen.counted(words.TURNS, len(counted), spare=said[0], seconds=seconds, owed=said[1])


def _periods(facts: Facts, screen: Screen) -> None:
    """One line a worker and period: every quantity, and what is missing."""
    periods: Sequence[Facts] = facts["periods"][:SHOWN]
    names = _names(facts)
    if not periods or not names:
        return
    several = len({one["worker"] for one in facts["periods"]}) > 1
    columns = (
        [
            Column(
                screen.say("worker"),
                [screen.outside(one["worker"] or "", 24) for one in periods],
                right=False,
            )
        ]
        if several
        else []
    )
    columns.append(Column(screen.say("period"), [_period(one, screen) for one in periods], right=False))
    columns += [
        Column(_name(name, screen), [screen.exact(amount(one, name)) for one in periods]) for name in names
    ]
    if "missing_parts" in periods[0]:
        missing = [
            screen.exact((Decimal(one["missing_parts"]) / PARTS).quantize(SIX, ROUND_HALF_EVEN))
            for one in periods
        ]
        columns.append(Column(screen.say(words.MISSING), missing))
    lead = len(columns) - len(names) - ("missing_parts" in periods[0])
    for part in _in_tables(columns[:lead], columns[lead:], screen.width):
        screen.lines(table(part, screen.width, rule=screen.figures.plain("─"), mark=screen.mark), indent=0)
        if len(facts["periods"]) > SHOWN:
            screen.line(f"{screen.mark} {len(facts['periods']) - SHOWN}")
        screen.line()


def _in_tables(lead: Sequence[Column], columns: Sequence[Column], width: int) -> Iterator[list[Column]]:
    """As many tables as it takes for every quantity to be seen whole: the columns that name a line stand in each."""
    part: list[Column] = []
    for column in columns:
        wanted = [*lead, *part, column]
        if part and sum(one.natural() for one in wanted) + len(wanted) - 1 > width:
            yield [*lead, *part]
            part = []
        part.append(column)
    yield [*lead, *part]


def _rows(period: Facts, screen: Screen) -> str:
    """File by file, the rows as ranges: jobs.csv 2-9, 11."""
    found: dict[str, list[int]] = {}
    for day in period["days"]:
        for row in day["rows"]:
            found.setdefault(row["file"], []).append(row["row"])
    return screen.figures.listed(
        f"{screen.outside(name, 120)} {', '.join(_ranges(sorted(numbers)))}"
        for name, numbers in sorted(found.items())
    )


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    first = last = numbers[0]
    for number in [*numbers[1:], -1]:
        if number == last + 1:
            last = number
            continue
        yield str(first) if first == last else f"{first}\u2013{last}"
        first = last = number
