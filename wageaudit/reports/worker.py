"""One worker's answer in sentences, and the facts under it: what is missing, how sure that is, the law."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.text import Text

from wageaudit.reports import evidence, notes, unknown, words
from wageaudit.reports.facts import Row, exact, known, longest_pause, own_view, rows_of, unseen, wage_name
from wageaudit.reports.hours import HOUR, unpaid_kinds
from wageaudit.reports.sheet import BAD, OPEN, VERDICT_STYLES, Fact, Filling, Sheet

if TYPE_CHECKING:
    from wageaudit.auditing import Audit
    from wageaudit.engine import Run

OVERLAP_TOLD = Decimal("1.05")
_LEGAL = {True: words.EARNED_AND_MINIMUM, False: words.ONE_WORKER_EARNED_AND_MINIMUM}
_OWN_FIGURE = {True: words.EARNED_AND_GIVEN, False: words.ONE_WORKER_EARNED_AND_GIVEN}


def answer(sheet: Sheet, audit: Audit, row: Row) -> None:
    """What was earned, what the minimum was, what the hours brought, and what follows or what is unknown."""
    wage, minimum, currency = (
        exact(row, "effective_hourly_wage"),
        exact(row, "minimum_wage"),
        str(row["currency"]),
    )
    style = f"bold {VERDICT_STYLES[str(row['verdict'])]}" if row["verdict"] != "unknown" else "bold"
    mine = own_view(audit)
    if wage is None:
        working = known(row, "working_hours")
        sheet.paragraph(
            sheet.text(words.NO_WAGE, time=(_span(sheet, working), "bold"))
            if working
            else sheet.text(words.NO_WAGE_NO_TIME)
        )
    elif minimum is None or row["verdict"] == "unknown":
        message = words.EARNED if mine else words.ONE_WORKER_EARNED
        sheet.paragraph(sheet.text(message, wage=(sheet.figures.money(wage, currency), style)))
    else:
        earned, owed = sheet.figures.apart([wage, minimum], currency)
        message = (_OWN_FIGURE if audit.options.minimum_wage is not None else _LEGAL)[mine]
        called = sheet.called(wage_name(audit))
        sheet.paragraph(sheet.text(message, wage=(earned, style), called=called, minimum=(owed, "bold")))
    if verdict := _verdict(sheet, audit, row):
        sheet.paragraph(verdict)
    if exact(row, "pay") is not None:
        sheet.paragraph(_brought(sheet, row, currency))
    for text in unknown.sentences(sheet, audit, row):
        sheet.paragraph(text)


def _span(sheet: Sheet, hours: Decimal) -> str:
    return sheet.figures.span(hours * HOUR)


def _brought(sheet: Sheet, row: Row, currency: str) -> Text:
    working, lost = known(row, "working_hours"), known(row, "unpaid_work_hours") + known(row, "waiting_hours")
    values: dict[str, Filling] = {
        "time": _span(sheet, working),
        "pay": sheet.figures.money(known(row, "pay"), currency),
    }
    if not working:
        return sheet.text(words.PAID, **values)
    if not lost:
        return sheet.text(words.BROUGHT, **values)
    return sheet.text(
        words.BROUGHT_NOTHING, **values, lost=_span(sheet, lost), share=sheet.figures.percent(lost / working)
    )


def _verdict(sheet: Sheet, audit: Audit, row: Row) -> Text | None:
    verdict, view = str(row["verdict"]), unseen(audit)
    style = VERDICT_STYLES[verdict]
    if verdict == "below":
        seen = {"all": words.BELOW_AS_SEEN, "recorded": words.BELOW_AS_RECORDED}
        return sheet.text(seen.get(view, words.BELOW), style)
    if verdict == "met":
        longest = sheet.figures.span(longest_pause(audit) * 60)
        seen = {"all": words.MET_AS_SEEN, "some": words.MET_AS_SEEN, "recorded": words.MET_AS_RECORDED}
        return (
            sheet.text(seen[view], style) if view in seen else sheet.text(words.MET, style, longest=longest)
        )
    if verdict != "depends":
        return None
    turning = exact(row, "critical_gap_minutes")
    if turning is None:
        return sheet.text(words.DEPENDS, style)
    return sheet.text(words.DEPENDS_FROM, style, critical=(sheet.figures.span(turning * 60), "bold"))


def facts(sheet: Sheet, run: Run, row: Row, *, remarked: bool, verbose: bool) -> None:
    """Missing, a task, bonuses, what else moves the wage, how sure, the law, exchange rates, what was left out."""
    audit = run.audit
    found: list[Fact] = [*_missing(sheet, audit, row), *_task(sheet, row), *_extras(sheet, row)]
    if not remarked and (kinds := unpaid_kinds(sheet, audit, in_words=True)):
        found.append((words.UNPAID_LABEL, [Text(sheet.figures.plain(kinds))]))
    found += _cautions(sheet, row)
    if known(row, "working_hours"):
        found.append(notes.sure(sheet, audit, row))
    found.append(evidence.laws(sheet, audit, verbose=verbose))
    found.append(evidence.living(sheet, audit, row))
    found.append(evidence.exchange(sheet, audit, str(row["currency"])))
    found.append(notes.left_out(sheet, run))
    sheet.facts([(sheet.say(label), texts) for label, texts in found])


def _missing(sheet: Sheet, audit: Audit, row: Row) -> list[Fact]:
    shortfall, required, currency = exact(row, "shortfall"), exact(row, "required_pay"), str(row["currency"])
    if shortfall is None or not required:
        return []
    if not shortfall:
        unsure = row["verdict"] == "unknown"
        return [
            (
                words.MISSING_LABEL,
                [sheet.text(words.MISSING_NOTHING_KNOWN if unsure else words.MISSING_NOTHING)],
            )
        ]
    values: dict[str, Filling] = {
        "amount": (sheet.figures.money(shortfall, currency), f"bold {BAD}"),
        "share": sheet.figures.percent(shortfall / required),
    }
    period = audit.options.period
    if period not in words.MISSING_IN:
        return [(words.MISSING_LABEL, [sheet.text(words.MISSING, **values)])]
    periods = [
        exact(line, "shortfall") or Decimal(0) for line in rows_of(audit.table((period,)), ["shortfall"])
    ]
    short = sum(amount > 0 for amount in periods)
    text = sheet.counted(
        words.MISSING_IN[period], len(periods), **values, count=str(short), all=str(len(periods))
    )
    if short < len(periods) and known(row, "pay") >= required:
        text.append(f". {sheet.say(words.GOOD_WEEK)}")
    return [(words.MISSING_LABEL, [text])]


def _task(sheet: Sheet, row: Row) -> list[Fact]:
    needed, pay, currency = exact(row, "breakeven_piece_rate"), exact(row, "pay"), str(row["currency"])
    tasks = known(row, "tasks")
    if needed is None or not tasks or (pay is not None and row["verdict"] == "unknown"):
        return []
    if pay is None:
        return [
            (
                words.TASK_LABEL,
                [sheet.text(words.MUST_PAY_ALONE, needed=(sheet.figures.money(needed, currency), "bold"))],
            )
        ]
    must, does = sheet.figures.apart([needed, pay / tasks], currency)
    message = words.MUST_PAY if pay / tasks < needed else words.PAYS_ENOUGH
    return [(words.TASK_LABEL, [sheet.text(message, needed=(must, "bold"), paid=does)])]


def _extras(sheet: Sheet, row: Row) -> list[Fact]:
    """Bonuses, tips and fees, and the wage without them."""
    pay, working, currency = exact(row, "pay"), known(row, "working_hours"), str(row["currency"])
    if pay is None or pay <= 0 or not working:
        return []
    facts: list[Fact] = []
    for label, name, message in (
        (words.BONUS_LABEL, "bonus", words.BONUSES),
        (words.TIPS_LABEL, "tip", words.TIPS),
    ):
        part = known(row, name)
        if part > 0:
            wage = sheet.figures.money((pay - part) / working, currency)
            facts.append(
                (label, [sheet.text(message, share=sheet.figures.percent(part / pay), wage=(wage, "bold"))])
            )
    if fee := known(row, "fee"):
        facts.append((words.FEES_LABEL, [sheet.text(words.FEES, amount=sheet.figures.money(fee, currency))]))
    return facts


def _cautions(sheet: Sheet, row: Row) -> list[Fact]:
    facts: list[Fact] = []
    overlap, untimed = known(row, "overlap_factor"), int(known(row, "tasks_untimed"))
    if overlap > OVERLAP_TOLD:
        facts.append(
            (words.OVERLAP_LABEL, [sheet.text(words.OVERLAP, factor=sheet.figures.number(overlap, 2))])
        )
    if untimed:
        text = sheet.counted(words.BOUND, untimed, OPEN, count=sheet.figures.number(untimed))
        facts.append((words.BOUND_LABEL, [text]))
    return facts
