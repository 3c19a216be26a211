"""The terminal's view of an audit: one worker's answer, many workers' table, or any groups. Receives a run, computes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from wageaudit.reports import hours, many, notes, weeks, words, worker
from wageaudit.reports.facts import Row, days, known, rows_of
from wageaudit.reports.figures import Figures
from wageaudit.reports.sheet import QUIET, Sheet

if TYPE_CHECKING:
    from wageaudit.engine import Run

COUNTRIES_NAMED = 4


def render(
    run: Run,
    console: Console,
    *,
    by: Sequence[str] = (),
    all_rows: bool = False,
    verbose: bool = False,
    language: str = "en",
) -> None:
    """Write the view that fits: one worker, many workers, or the groups asked for.

    The console brings width, colour and encoding; language is a tag ("fr", "es_MX"); all_rows lists every line, verbose every law and exchange rate.
    """
    sheet = Sheet(console, Figures(language, console.encoding))
    found = rows_of(run.audit.table(()))
    if not found:
        sheet.paragraph(sheet.text(words.NO_WORK, "bold"))
        label, texts = notes.left_out(sheet, run)
        sheet.facts([(sheet.say(label), texts)] if run.account.read else [])
        return
    (row,) = found
    _head(sheet, run, row)
    alone = known(row, "workers") == 1
    if alone:
        worker.answer(sheet, run.audit, row)
    else:
        many.answer(sheet, run.audit)
    sheet.blank()
    if by and tuple(by) != ("worker",):
        many.groups(sheet, run.audit, by, all_rows=all_rows)
    elif alone and not by:
        _one(sheet, run, row, all_rows=all_rows, verbose=verbose)
        return
    else:
        many.workers(sheet, run.audit, all_rows=all_rows)
        many.summaries(sheet, run.audit)
    sheet.blank()
    many.facts(sheet, run, verbose=verbose)


def _one(sheet: Sheet, run: Run, row: Row, *, all_rows: bool, verbose: bool) -> None:
    remarked = False
    if known(row, "working_hours"):
        remarked = hours.hours_table(sheet, run.audit, row)
        sheet.blank()
    worker.facts(sheet, run, row, remarked=remarked, verbose=verbose)
    weeks.pauses(sheet, run.audit, row)
    weeks.weeks(sheet, run.audit, all_rows=all_rows)


def _head(sheet: Sheet, run: Run, row: Row) -> None:
    """What was audited: files, workers, tasks, dates, countries."""
    figures, audit = sheet.figures, run.audit
    files, workers, tasks = len(run.reading.files), int(known(row, "workers")), int(known(row, "tasks"))
    parts = [figures.counted(words.FILES, files, count=figures.number(files))]
    if workers > 1:
        parts.append(figures.counted(words.WORKERS, workers, count=figures.number(workers)))
    parts.append(figures.counted(words.TASKS, tasks, count=figures.number(tasks)))
    if span := days(audit):
        first, last = span
        ends = figures.day(last)
        same = first.year == last.year
        parts.append(
            ends
            if first == last
            else figures.say(words.FROM_TO, first=figures.day(first, year=not same), last=ends)
        )
    homes = sorted({place for place, _ in audit.cells().places})
    if 0 < len(homes) <= COUNTRIES_NAMED:
        parts.append(", ".join(sheet.place(home) for home in homes))
    sheet.paragraph(Text(figures.plain(" · ".join(parts)), style=QUIET))
    sheet.blank()
