"""What stands under any view: how sure it is, and which rows were left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from wageaudit.errors import Problem
from wageaudit.reports import words
from wageaudit.reports.facts import Row, exact, longest_pause, reasons_of, unseen
from wageaudit.reports.sheet import OPEN, Fact, Sheet

if TYPE_CHECKING:
    from wageaudit.auditing import Audit
    from wageaudit.engine import Run

KINDS_SHOWN = 3


def threshold(sheet: Sheet, audit: Audit) -> list[Text]:
    """The gap threshold in force and where it comes from; in a requester's view, that waiting cannot be seen."""
    hidden = unseen(audit)
    if hidden == "all":
        return [sheet.text(words.UNSEEN_WAITING)]
    if hidden == "recorded":
        return [sheet.text(words.RECORDED)]
    asked = audit.options.gap_minutes is not None
    gap = sheet.figures.span(audit.options.gap_in_force() * 60)
    texts = [sheet.text(words.COUNTED_AS_ASKED if asked else words.COUNTED_BY_RULE, gap=(gap, "bold"))]
    return [*texts, sheet.text(words.PARTLY_UNSEEN)] if hidden == "some" else texts


def sure(sheet: Sheet, audit: Audit, row: Row) -> Fact:
    """At which pause the conclusion turns, the threshold in force, the wage without waiting."""
    parts = []
    turning, span, view = exact(row, "critical_gap_minutes"), sheet.figures.span, unseen(audit)
    if row["verdict"] == "depends":
        at = (span(turning * 60), "bold") if turning is not None else ""
        parts.append(
            sheet.text(words.TURNS_LATE) if turning is None else sheet.text(words.TURNS_AT, critical=at)
        )
    elif row["verdict"] == "below" and view != "recorded":
        parts.append(sheet.text(words.UNDER_ANYWAY))
    elif row["verdict"] == "met" and view == "none":
        parts.append(sheet.text(words.OVER_ANYWAY, longest=span(longest_pause(audit) * 60)))
    counted, *others = threshold(sheet, audit)
    parts.append(counted)
    bare = exact(row, "effective_hourly_wage_gap0")
    if bare is not None and view in {"none", "some"}:
        parts.append(sheet.text(words.NONE_COUNTED, wage=sheet.figures.money(bare, str(row["currency"]))))
    return words.SURE_LABEL, [Text(" ").join(parts), *others]


def left_out(sheet: Sheet, run: Run) -> Fact:
    """How many rows were left out, the first reasons, and what shows them all; duplicates that were merged."""
    account = run.account
    number = sheet.figures.number
    texts: list[Text] = []
    if account.left_out or reasons_of(run.reading.problems):
        texts += _reasons(sheet, run)
    elif account.merged:
        counts = {"all": number(account.read), "count": number(account.audited)}
        texts.append(sheet.text(words.COUNT_AS, **counts))
    else:
        texts.append(sheet.counted(words.NOTHING_LEFT_OUT, account.read, count=number(account.read)))
    twice = sum(count.merged for count in run.audit.counts())
    for message, rows in ((words.GATHERED, account.merged - twice), (words.MERGED, twice)):
        if rows:
            texts.append(sheet.counted(message, rows, count=number(rows)))
    return words.LEFT_OUT_LABEL, texts


def _reasons(sheet: Sheet, run: Run) -> Iterator[Text]:
    """How many rows, what is wrong with them, and where all of it is shown; then those that a choice leaves out."""
    account, number = run.account, sheet.figures.number
    reasons = reasons_of(run.reading.problems)
    style = OPEN if any(problem.fault for problem, _ in reasons) else ""
    counts = {"count": number(account.left_out), "all": number(account.read)}
    yield sheet.counted(words.LEFT_OUT, account.left_out, style, **counts)
    for problem, rows in reasons[:KINDS_SHOWN]:
        yield _reason(sheet, problem, rows)
    if len(reasons) > KINDS_SHOWN:
        more = len(reasons) - KINDS_SHOWN
        yield sheet.counted(words.MORE_KINDS, more, count=number(more))
    if reasons:
        yield sheet.text(words.SHOWS_ALL, "bold", file=_file(sheet, run))
    for problem in run.problems() if run.audit.options.pending == "exclude" else ():
        if problem.code == "pending-excluded":
            yield Text(sheet.figures.told(problem.reason))


def _reason(sheet: Sheet, problem: Problem, rows: int) -> Text:
    value = f' "{sheet.figures.outside(problem.value, 40)}"' if problem.value else ""
    figures = sheet.figures
    text = Text(figures.say(words.PLACED, place=figures.told(problem.place(), 120)))
    text.append(f"{value} {figures.told(problem.reason, 200)}")
    if rows > 1:
        text.append(f", {figures.counted(words.MORE_LIKE_IT, rows - 1, count=figures.number(rows - 1))}")
    return text


def _file(sheet: Sheet, run: Run) -> str:
    names = [file.name for file in run.reading.files]
    return sheet.figures.outside(names[0], 60) if len(names) == 1 else sheet.say(words.FILES_GIVEN)
