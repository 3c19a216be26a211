"""What follows from the answer: what is missing, what a task must pay, bonuses, how sure it is."""

from __future__ import annotations

from wageaudit.reports import words as shared
from wageaudit.reports import worker
from wageaudit.reports.page import words
from wageaudit.reports.page.desk import Desk
from wageaudit.reports.page.model import Facts, Section
from wageaudit.reports.page.notebook import notebook

ELSEWHERE = (shared.LAW_LABEL, shared.EXCHANGE_LABEL, shared.LEFT_OUT_LABEL, shared.LIVING_LABEL)


def section(desk: Desk) -> Section | None:
    """The facts of the terminal's view but for those that have a section of their own."""
    book = notebook(desk.language)
    worker.facts(book, desk.run, desk.row, remarked=False, verbose=False)
    apart = {desk.say(label) for label in ELSEWHERE}
    kept = tuple(fact for fact in book.noted if fact.label not in apart)
    return Section("follows", desk.say(words.FOLLOWS), (Facts(kept),)) if kept else None
