"""One worker's table of hours: paid tasks, unpaid work, waiting, working, and the minimum wage, with what stands behind each."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from wageaudit.reports import evidence, words
from wageaudit.reports.apportioning import percents
from wageaudit.reports.facts import SHORT, Row, exact, hours_on_record, known, unpaid_hours, unseen, wage_name
from wageaudit.reports.grid import Column
from wageaudit.reports.sheet import GOOD, OPEN, QUIET, VERDICT_STYLES, Sheet

if TYPE_CHECKING:
    from wageaudit.auditing import Audit

HOUR = 3600  # seconds


def hours_table(sheet: Sheet, audit: Audit, row: Row) -> bool:
    """Paid tasks, unpaid work, waiting, working, and the minimum wage: hours, share, bar, an hour; whether remarks had room."""
    figures, currency, working = sheet.figures, str(row["currency"]), known(row, "working_hours")
    spans = [
        known(row, name) for name in ("paid_hours", "unpaid_work_hours", "waiting_hours", "working_hours")
    ]
    shares = [span / working if working else Decimal(0) for span in spans]
    wage, minimum = exact(row, "effective_hourly_wage"), exact(row, "minimum_wage")
    shown = figures.apart([value for value in (wage, minimum) if value is not None], currency)
    names = [
        *map(sheet.say, (words.PAID_TASKS, words.UNPAID_WORK, words.WAITING, words.WORKING, words.MINIMUM))
    ]
    names[-1] += sheet.called(short if len(short := wage_name(audit)) <= SHORT else "")
    hours = [*figures.hours(spans), ""]
    hidden = unseen(audit) == "all"
    if hidden and not spans[2]:
        hours[2] = "?"
    engaged = exact(row, "engaged_hourly_wage")
    money = [
        "" if engaged is None else figures.money(engaged, currency),
        "",
        "",
        "" if wage is None else shown[0],
        shown[-1] if minimum is not None else "",
    ]
    count = len(names) if minimum is not None else len(names) - 1
    colours = (GOOD, OPEN, OPEN, "", "")
    columns = [
        Column("", names[:count], right=False, styles=("", "", "", "bold", "bold")[:count]),
        Column(sheet.say(words.HOURS), hours[:count]),
        Column(sheet.say(words.SHARE), [*percents(figures, shares[:3]), figures.percent(shares[3]), ""][:count]),
        Column("", lambda wide: [*(figures.bar(share, wide) for share in shares), ""][:count], right=False, least=12, most=30, need=1, styles=colours[:count]),
        Column(sheet.say(words.AN_HOUR), money[:count], styles=("", "", "", f"bold {VERDICT_STYLES[str(row['verdict'])]}", "bold")[:count]),
    ]  # fmt: skip
    remarks = _remarks(sheet, audit, row)[:count]
    columns.append(Column("", remarks, right=False, need=0, styles=(QUIET,) * count))
    sheet.table(columns)
    return columns[-1] in sheet.kept(columns)


def _remarks(sheet: Sheet, audit: Audit, row: Row) -> list[str]:
    """What stands behind each line."""
    same = row["effective_hourly_wage"] == row["engaged_hourly_wage"]
    really = sheet.say(words.AS_SEEN if unseen(audit) == "all" else words.REALLY)
    paid = "" if same else sheet.say(words.QUOTED)
    return [paid, unpaid_kinds(sheet, audit), _waits(sheet, row, audit), really, _made(sheet, audit)]


def unpaid_kinds(sheet: Sheet, audit: Audit, *, in_words: bool = False) -> str:
    """Hours of unpaid work by kind: "training 6.7, rejected 3.1", or each as a length of time."""
    kinds = unpaid_hours(audit)
    hours = (
        [sheet.figures.span(one * HOUR) for _, one in kinds]
        if in_words
        else sheet.figures.hours([one for _, one in kinds])
    )
    return ", ".join(
        f"{sheet.say(words.UNPAID_KINDS.get(kind, kind))} {one}"
        for (kind, _), one in zip(kinds, hours, strict=True)
    )


def _waits(sheet: Sheet, row: Row, audit: Audit) -> str:
    recorded = hours_on_record(audit)
    between = max(known(row, "waiting_hours") - recorded, Decimal(0))
    shown = sheet.figures.hours([recorded, between])
    parts = [sheet.say(words.ON_RECORD, hours=shown[0])] if recorded else []
    if unseen(audit) == "all":
        return ", ".join([*parts, sheet.say(words.UNSEEN)])
    return ", ".join([*parts, sheet.say(words.BETWEEN, hours=shown[1])] if between else parts)


def _made(sheet: Sheet, audit: Audit) -> str:
    used = audit.rates_used()
    if not used and audit.options.minimum_wage is None:
        return ""
    if audit.options.minimum_wage is not None:
        return sheet.say(words.OWN_FIGURE)
    if len({(rate.amount, rate.currency, rate.period, rate.hours) for rate in used}) > 1:
        return sheet.say(words.MIXED_RATES, count=len(used))
    if used[0].hours is None:
        return sheet.say(words.BY_THE_HOUR)
    return sheet.say(words.MADE_HOURLY, **evidence.period_parts(sheet, used[0]))
