"""One worker's view: the answer in sentences, where the hours went, what is missing and how sure that is, the weeks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.text import Text

from wageaudit.reports import notes, words
from wageaudit.reports.facts import (
    Row,
    exact,
    hours_on_record,
    known,
    longest_pause,
    rows_of,
    unpaid_hours,
    unseen,
)
from wageaudit.reports.grid import ALWAYS, Column
from wageaudit.reports.sheet import BAD, GOOD, OPEN, QUIET, VERDICT_STYLES, Fact, Filling, Sheet

if TYPE_CHECKING:
    from wageaudit.auditing import Audit
    from wageaudit.engine import Run

HOUR = 3600
WEEKS_SHOWN = 26
ROOM_FOR_BAR = 5
OVERLAP_TOLD = Decimal("1.05")
GRID = (0, 1, 5, 10, 20, 60)


def answer(sheet: Sheet, audit: Audit, row: Row) -> None:
    """What was earned, what the minimum was, what the hours brought, and what follows or what is unknown."""
    wage, minimum, currency = exact(row, "effective_hourly_wage"), exact(row, "minimum_wage"), str(row["currency"])
    style = f"bold {VERDICT_STYLES[str(row['verdict'])]}" if row["verdict"] != "unknown" else "bold"
    mine = bool(audit.work.viewed.any())
    if wage is None:
        working = known(row, "working_hours")
        sheet.paragraph(sheet.text(words.NO_WAGE, time=(_span(sheet, working), "bold")) if working else sheet.text(words.NO_WAGE_NO_TIME))
    elif minimum is None or row["verdict"] == "unknown":
        message = words.EARNED if mine else words.ONE_WORKER_EARNED
        sheet.paragraph(sheet.text(message, wage=(sheet.figures.money(wage, currency), style)))
    else:
        earned, owed = sheet.figures.apart([wage, minimum], currency)
        message = words.EARNED_AND_MINIMUM if mine else words.ONE_WORKER_EARNED_AND_MINIMUM
        sheet.paragraph(sheet.text(message, wage=(earned, style), minimum=(owed, "bold")))
    if verdict := _verdict(sheet, audit, row):
        sheet.paragraph(verdict)
    if exact(row, "pay") is not None:
        sheet.paragraph(_brought(sheet, row, currency))
    for text in notes.unknowns(sheet, audit, row):
        sheet.paragraph(text)


def _span(sheet: Sheet, hours: Decimal) -> str:
    return sheet.figures.span(hours * HOUR)


def _brought(sheet: Sheet, row: Row, currency: str) -> Text:
    working, lost = known(row, "working_hours"), known(row, "unpaid_work_hours") + known(row, "waiting_hours")
    values: dict[str, Filling] = {"time": _span(sheet, working), "pay": sheet.figures.money(known(row, "pay"), currency)}
    if not working:
        return sheet.text(words.PAID, **values)
    if not lost:
        return sheet.text(words.BROUGHT, **values)
    return sheet.text(words.BROUGHT_NOTHING, **values, lost=_span(sheet, lost), share=sheet.figures.percent(lost / working))


def _verdict(sheet: Sheet, audit: Audit, row: Row) -> Text | None:
    verdict, hidden = str(row["verdict"]), unseen(audit) == "all"
    style = VERDICT_STYLES[verdict]
    if verdict == "below":
        return sheet.text(words.BELOW_AS_SEEN if hidden else words.BELOW, style)
    if verdict == "met":
        longest = sheet.figures.span(longest_pause(audit) * 60)
        return sheet.text(words.MET_AS_SEEN, style) if hidden else sheet.text(words.MET, style, longest=longest)
    if verdict != "depends":
        return None
    turning = exact(row, "critical_gap_minutes")
    if turning is None:
        return sheet.text(words.DEPENDS, style)
    return sheet.text(words.DEPENDS_FROM, style, critical=(sheet.figures.span(turning * 60), "bold"))


def hours_table(sheet: Sheet, audit: Audit, row: Row) -> bool:
    """Paid tasks, unpaid work, waiting, working, and the minimum wage: hours, share, bar, an hour; whether remarks had room."""
    figures, currency, working = sheet.figures, str(row["currency"]), known(row, "working_hours")
    spans = [known(row, name) for name in ("paid_hours", "unpaid_work_hours", "waiting_hours", "working_hours")]
    shares = [span / working if working else Decimal(0) for span in spans]
    wage, minimum = exact(row, "effective_hourly_wage"), exact(row, "minimum_wage")
    shown = figures.apart([value for value in (wage, minimum) if value is not None], currency)
    names = [words.PAID_TASKS, words.UNPAID_WORK, words.WAITING, words.WORKING, words.MINIMUM]
    hours = [*figures.hours(spans), ""]
    hidden = unseen(audit) == "all"
    if hidden and not spans[2]:
        hours[2] = "?"
    engaged = exact(row, "engaged_hourly_wage")
    money = ["" if engaged is None else figures.money(engaged, currency), "", "", "" if wage is None else shown[0], shown[-1] if minimum is not None else ""]
    count = len(names) if minimum is not None else len(names) - 1
    colours = (GOOD, OPEN, OPEN, "", "")
    columns = [
        Column("", names[:count], right=False, styles=("", "", "", "bold", "bold")[:count]),
        Column(words.HOURS, hours[:count]),
        Column(words.SHARE, [*map(figures.percent, shares), ""][:count]),
        Column("", lambda wide: [*(figures.bar(share, wide) for share in shares), ""][:count], right=False, least=12, most=30, need=1, styles=colours[:count]),
        Column(words.AN_HOUR, money[:count], styles=("", "", "", f"bold {VERDICT_STYLES[str(row['verdict'])]}", "bold")[:count]),
    ]  # fmt: skip
    remarks = [words.QUOTED if wage != engaged else "", _unpaid(sheet, audit), _waits(sheet, row, audit), words.AS_SEEN if hidden else words.REALLY, _made(sheet, audit)]
    columns.append(Column("", [figures.plain(remark) for remark in remarks][:count], right=False, need=0, styles=(QUIET,) * count))
    sheet.table(columns)
    return columns[-1] in sheet.kept(columns)


def _unpaid(sheet: Sheet, audit: Audit, *, in_words: bool = False) -> str:
    kinds = unpaid_hours(audit)
    hours = [_span(sheet, one) for _, one in kinds] if in_words else sheet.figures.hours([one for _, one in kinds])
    return ", ".join(f"{words.UNPAID_KINDS.get(kind, kind)} {one}" for (kind, _), one in zip(kinds, hours, strict=True))


def _waits(sheet: Sheet, row: Row, audit: Audit) -> str:
    recorded = hours_on_record(audit)
    between = max(known(row, "waiting_hours") - recorded, Decimal(0))
    shown = sheet.figures.hours([recorded, between])
    parts = [words.said(words.ON_RECORD, hours=shown[0])] if recorded else []
    if unseen(audit) == "all":
        return ", ".join([*parts, words.UNSEEN])
    return ", ".join([*parts, words.said(words.BETWEEN, hours=shown[1])] if between else parts)


def _made(sheet: Sheet, audit: Audit) -> str:
    used = audit.rates_used()
    if not used and audit.options.minimum_wage is None:
        return ""
    if audit.options.minimum_wage is not None:
        return words.OWN_FIGURE
    if len({(rate.amount, rate.currency, rate.period, rate.hours) for rate in used}) > 1:
        return words.said(words.MIXED_RATES, count=len(used))
    if used[0].hours is None:
        return words.BY_THE_HOUR
    return words.said(words.MADE_HOURLY, **notes.period_parts(sheet, used[0]))


def facts(sheet: Sheet, run: Run, row: Row, *, remarked: bool, verbose: bool) -> None:
    """Missing, a task, bonuses, what else moves the wage, how sure, the law, exchange rates, what was left out."""
    audit = run.audit
    found: list[Fact] = [*_missing(sheet, audit, row), *_task(sheet, row), *_extras(sheet, row)]
    if not remarked and (kinds := _unpaid(sheet, audit, in_words=True)):
        found.append((words.UNPAID_LABEL, [Text(sheet.figures.plain(kinds))]))
    found += _cautions(sheet, row)
    if known(row, "working_hours"):
        found.append(notes.sure(sheet, audit, row))
    found.append(notes.laws(sheet, audit, verbose=verbose))
    found.append(notes.rates_exchanged(sheet, audit, str(row["currency"])))
    found.append(notes.left_out(sheet, run))
    sheet.facts([(sheet.figures.plain(label), texts) for label, texts in found])


def _missing(sheet: Sheet, audit: Audit, row: Row) -> list[Fact]:
    shortfall, required, currency = exact(row, "shortfall"), exact(row, "required_pay"), str(row["currency"])
    if shortfall is None or not required:
        return []
    if not shortfall:
        unsure = row["verdict"] == "unknown"
        return [(words.MISSING_LABEL, [sheet.text(words.MISSING_NOTHING_KNOWN if unsure else words.MISSING_NOTHING)])]
    values: dict[str, Filling] = {"amount": (sheet.figures.money(shortfall, currency), f"bold {BAD}"), "share": sheet.figures.percent(shortfall / required)}
    period = audit.options.period
    if period not in words.MISSING_IN:
        return [(words.MISSING_LABEL, [sheet.text(words.MISSING, **values)])]
    periods = [exact(line, "shortfall") or Decimal(0) for line in rows_of(audit.table((period,)), ["shortfall"])]
    one, many = words.MISSING_IN[period]
    short = sum(amount > 0 for amount in periods)
    text = sheet.text(one if len(periods) == 1 else many, **values, count=str(short), all=str(len(periods)))
    if short < len(periods) and known(row, "pay") >= required:
        text.append(f". {sheet.figures.plain(words.GOOD_WEEK)}")
    return [(words.MISSING_LABEL, [text])]


def _task(sheet: Sheet, row: Row) -> list[Fact]:
    needed, pay, currency = exact(row, "breakeven_piece_rate"), exact(row, "pay"), str(row["currency"])
    tasks = known(row, "tasks")
    if needed is None or not tasks or (pay is not None and row["verdict"] == "unknown"):
        return []
    if pay is None:
        return [(words.TASK_LABEL, [sheet.text(words.MUST_PAY_ALONE, needed=(sheet.figures.money(needed, currency), "bold"))])]
    must, does = sheet.figures.apart([needed, pay / tasks], currency)
    message = words.MUST_PAY if pay / tasks < needed else words.PAYS_ENOUGH
    return [(words.TASK_LABEL, [sheet.text(message, needed=(must, "bold"), paid=does)])]


def _extras(sheet: Sheet, row: Row) -> list[Fact]:
    """Bonuses, tips and fees, and the wage without them."""
    pay, working, currency = exact(row, "pay"), known(row, "working_hours"), str(row["currency"])
    if pay is None or pay <= 0 or not working:
        return []
    facts: list[Fact] = []
    for label, name, message in ((words.BONUS_LABEL, "bonus", words.BONUSES), (words.TIPS_LABEL, "tip", words.TIPS)):
        part = known(row, name)
        if part > 0:
            wage = sheet.figures.money((pay - part) / working, currency)
            facts.append((label, [sheet.text(message, share=sheet.figures.percent(part / pay), wage=(wage, "bold"))]))
    if fee := known(row, "fee"):
        facts.append((words.FEES_LABEL, [sheet.text(words.FEES, amount=sheet.figures.money(fee, currency))]))
    return facts


def _cautions(sheet: Sheet, row: Row) -> list[Fact]:
    facts: list[Fact] = []
    overlap, untimed = known(row, "overlap_factor"), int(known(row, "tasks_untimed"))
    if overlap > OVERLAP_TOLD:
        facts.append((words.OVERLAP_LABEL, [sheet.text(words.OVERLAP, factor=sheet.figures.number(overlap, 2))]))
    if untimed:
        message = words.counted(words.BOUND, untimed, count=sheet.figures.number(untimed))
        facts.append((words.BOUND_LABEL, [Text(sheet.figures.plain(message), style=OPEN)]))
    return facts


def pauses(sheet: Sheet, audit: Audit, row: Row) -> None:
    """The wage at each threshold of the grid, coloured by the side of the minimum it is on."""
    wages = [exact(row, f"effective_hourly_wage_gap{minutes}") for minutes in GRID]
    if any(wage is None for wage in wages) or len(set(wages)) == 1 or unseen(audit) == "all":
        return
    figures, currency = sheet.figures, str(row["currency"])
    places = max(figures.digits(wage or Decimal(0), currency, table=True) for wage in wages)
    turning = exact(row, "critical_gap_minutes")
    columns = [Column(figures.plain(words.PAUSES_LABEL), [f"{words.AN_HOUR}, {figures.sign(currency)}"], right=False)]
    for minutes, wage in zip(GRID, wages, strict=True):
        heading = words.NO_PAUSES if minutes == 0 else figures.span(Decimal(minutes * 60))
        judged = row["verdict"] in {"below", "met", "depends"}
        style = (BAD if turning is not None and turning <= minutes else GOOD) if judged else ""
        need = minutes if minutes in GRID[1:4] else ALWAYS
        columns.append(Column(heading, [figures.compact(wage or Decimal(0), places)], need=need, styles=(style,)))
    sheet.blank()
    sheet.table(columns)


def weeks(sheet: Sheet, audit: Audit, *, all_rows: bool) -> None:
    """One line a pay period: hours, an hour, that period's minimum, the ratio as a bar, what is missing."""
    period = audit.options.period if audit.options.period in words.WHEN else "week"
    found = rows_of(audit.table((period,)))
    if len(found) <= 1:
        return
    hidden = 0 if all_rows else max(len(found) - WEEKS_SHOWN, 0)
    lines, figures = found[hidden:], sheet.figures
    several = len({line["currency"] for line in lines}) > 1
    sheet.blank()
    columns = [
        Column(words.WHEN[period], [str(line[period]) for line in lines], right=False),
        Column(words.FROM, [_monday(sheet, str(line[period])) for line in lines] if period == "week" else [], need=2),
        Column(words.HOURS, figures.hours([known(line, "working_hours") for line in lines])),
        Column(words.AN_HOUR, amounts(sheet, lines, "effective_hourly_wage", code=several), styles=[VERDICT_STYLES[str(line["verdict"])] for line in lines]),
        Column(words.MINIMUM_SHORT, amounts(sheet, lines, "minimum_wage", code=several), need=2),
        *ratio_columns(sheet, lines),
    ]  # fmt: skip
    if audit.options.period in words.WHEN:
        columns.append(Column(words.MISSING_SHORT, amounts(sheet, lines, "shortfall", code=several), need=3))
    sheet.table(columns)
    if hidden:
        sheet.line(Text(figures.plain(words.counted(words.EARLIER[period], hidden)), style=QUIET))


def _monday(sheet: Sheet, week: str) -> str:
    """The first day of an ISO week written 2024-W10."""
    year, _, number = week.partition("-W")
    return sheet.figures.day(date.fromisocalendar(int(year), int(number), 1), year=False)


def amounts(sheet: Sheet, lines: list[dict[str, object]], name: str, *, code: bool) -> list[str]:
    """A column of money; empty where it is not known, a dash where nothing is missing."""
    cells = []
    for line in lines:
        value = exact(line, name)
        if value is None or (name == "shortfall" and value == 0):
            cells.append("" if value is None else "-")
        else:
            cells.append(sheet.figures.money(value, str(line["currency"] or ""), table=True, code=code))
    return cells


def ratio_columns(sheet: Sheet, lines: list[dict[str, object]], *, most: int = 24) -> list[Column]:
    """The wage ratio as a percentage, and as a bar with a stroke at the minimum wage where there is room."""
    ratios = [exact(line, "wage_ratio") for line in lines]
    styles = [VERDICT_STYLES[str(line["verdict"])] for line in lines]
    if all(ratio is None for ratio in ratios):
        return []
    shares = ["" if ratio is None else sheet.figures.times(ratio) for ratio in ratios]
    widest = max(map(len, shares))

    def draw(width: int) -> list[str]:
        room = width - widest - 1
        bars = ["" if ratio is None or room < ROOM_FOR_BAR else sheet.figures.ratio_bar(ratio, room) for ratio in ratios]
        return [f"{share.rjust(widest)} {bar}" for share, bar in zip(shares, bars, strict=True)]

    return [Column(words.OF_MINIMUM, draw, right=False, least=len(words.OF_MINIMUM), most=most + widest + 1, styles=styles)]


__all__ = ["amounts", "answer", "facts", "hours_table", "pauses", "ratio_columns", "weeks"]
