"""How a page's figures were worked out, in plain words, and what every choice changes."""

from __future__ import annotations

from decimal import Decimal

from wageaudit.alternatives import Alternative, Outcome, alternatives, outcome
from wageaudit.reports import words as shared
from wageaudit.reports.facts import unseen
from wageaudit.reports.notes import threshold
from wageaudit.reports.page import words
from wageaudit.reports.page.desk import Desk, number_cells, rows
from wageaudit.reports.page.model import Block, Cell, Heading, Paragraph, Section, Table
from wageaudit.reports.page.notebook import plain, sentence


def section(desk: Desk) -> Section:
    """The method, then each choice made otherwise."""
    options, say = desk.audit.options, desk.say
    counted = unseen(desk.audit) in {"none", "some"} and options.gap_in_force() > 0
    gap = desk.figures.span(options.gap_in_force() * 60)
    told = [
        say(words.METHOD_TIME),
        say(words.METHOD_WAITING, gap=gap) if counted else say(words.METHOD_WAITING_NONE),
        say(words.METHOD_PAY),
        say(words.METHOD_MINIMUM, period=say(words.METHOD_PERIODS[options.period])),
        say(words.METHOD_VERDICTS),
        say(words.METHOD_UNKNOWN),
        say(words.NOT_A_JUDGMENT),
    ]
    blocks: list[Block] = [Paragraph(plain(text)) for text in told]
    blocks[2:2] = [Paragraph(sentence(text), "note") for text in threshold(desk.book, desk.audit)]
    here, found = _outcomes(desk)
    if found and here.wage is not None:
        blocks.append(_choices(desk, here, found))
    return Section("method", say(words.METHOD), tuple(blocks))


def _outcomes(desk: Desk) -> tuple[Outcome, list[Alternative]]:
    """What the audit comes to, and under each other choice; none for passing on: what a choice changes can be one worker's."""
    if desk.shared is not None:
        return Outcome(None, None, "", 0), []
    if desk.extent.apart is not None:
        return desk.extent.apart.here, list(desk.extent.apart.choices)
    return outcome(desk.audit), alternatives(desk.audit)


def _choices(desk: Desk, here: Outcome, found: list[Alternative]) -> Table:
    """A line as it is, then a line for each choice made the other way."""
    outcomes = [here, *(one.outcome for one in found)]
    names = [desk.say(words.AS_MADE), *(_choice(desk, one) for one in found)]
    headings = [Heading(desk.say(words.MADE_COLUMN), numeric=False), Heading(desk.say(words.AN_HOUR_COLUMN)), Heading(desk.say(words.MISSING_COLUMN))]  # fmt: skip
    columns = [
        [Cell(name) for name in names],
        _money(desk, outcomes, "wage"),
        _money(desk, outcomes, "shortfall"),
    ]
    if not desk.alone:
        headings.append(Heading(desk.say(words.WORKERS_BELOW_COLUMN)))
        counts = [one.under for one in outcomes]
        columns.append(
            number_cells(
                [Decimal(count) for count in counts], [desk.figures.number(count) for count in counts]
            )
        )
    return Table("choices", desk.say(words.CHOICES_CAPTION), tuple(headings), rows(columns))


def _money(desk: Desk, outcomes: list[Outcome], name: str) -> list[Cell]:
    values: list[Decimal | None] = [getattr(one, name) for one in outcomes]
    shown = ["" if value is None else desk.figures.money(value, one.currency, table=name == "shortfall") for value, one in zip(values, outcomes, strict=True)]  # fmt: skip
    return number_cells(values, shown)


def _choice(desk: Desk, one: Alternative) -> str:
    """A choice made the other way, in words."""
    span, say = desk.figures.span, desk.say
    if one.choice == "gap":
        minutes = Decimal(one.value)
        value = say(shared.NO_PAUSES) if not minutes else span(minutes * 60)
        return say(words.CHOICE_NO_GAP) if not minutes else say(words.CHOICE["gap"], value=value)
    if one.choice == "period":
        return say(words.CHOICE["period"], value=say(words.METHOD_PERIODS[one.value]))
    if one.choice == "max_task":
        value = (
            say(words.VALUES["capped"], time=span(Decimal(one.value) * 60))
            if one.value
            else say(words.VALUES["uncapped"])
        )
        return say(words.CHOICE["max_task"], value=value)
    return say(words.CHOICE[one.choice], value=say(words.VALUES[one.value]))
