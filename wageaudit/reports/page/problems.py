"""What was left out or merged, and why: where every row went, and the problems by kind."""

from __future__ import annotations

from dataclasses import replace

from wageaudit.errors import Problem
from wageaudit.reports import words as shared
from wageaudit.reports.page import words
from wageaudit.reports.page.desk import Desk, rows
from wageaudit.reports.page.model import Block, Cell, Heading, Paragraph, Section, Table
from wageaudit.reports.page.notebook import plain
from wageaudit.reports.suspicions import sentence

KINDS_SHOWN = 40
PLACE, VALUE, REASON = 100, 60, 300  # characters


def section(desk: Desk) -> Section:
    """The account of rows, then a line for each kind of problem. Names of files and values stand only where workers may be shown."""
    account, number = desk.run.account, desk.figures.number
    told = desk.say(words.ROWS_ACCOUNT, read=number(account.read), audited=number(account.audited), merged=number(account.merged), left_out=number(account.left_out))  # fmt: skip
    blocks: list[Block] = [Paragraph(plain(told))]
    kinds = _kinds(desk.run.problems())
    if kinds:
        blocks.append(_table(desk, kinds[:KINDS_SHOWN]))
        more = len(kinds) - KINDS_SHOWN
        notes = [desk.counted(words.PROBLEMS_MORE, more)] if more > 0 else []
        blocks.append(Paragraph(plain(" ".join([*notes, desk.say(words.EVERY_PROBLEM)])), "note"))
    else:
        blocks.append(Paragraph(plain(desk.say(words.NO_PROBLEMS))))
    return Section("problems", desk.say(words.PROBLEMS), (*blocks, *_suspicions(desk)))


def _suspicions(desk: Desk) -> list[Block]:
    """What looks wrong and stands all the same, with its weight in the result; of few workers only where they may be shown."""
    found = desk.audit.suspicions() if desk.whole else ()
    if not found:
        return []
    told = [Paragraph(plain(desk.figures.told(sentence(one)))) for one in found]
    return [Paragraph(plain(desk.say(words.LOOKS_WRONG)), "note"), *told]


def _kinds(problems: tuple[Problem, ...]) -> list[tuple[Problem, int, int]]:
    """(first problem of a kind, how many such, rows they leave out): faults first, then most rows."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.code, problem.column), []).append(problem)
    counted = [(own[0], len(own), sum(problem.rows for problem in own)) for own in found.values()]
    return sorted(counted, key=lambda item: (not item[0].fault, -item[2], item[0].code, item[0].column))


def _table(desk: Desk, kinds: list[tuple[Problem, int, int]]) -> Table:
    figures, told = desk.figures, desk.whole
    headings = [Heading(desk.say(words.ROWS_COLUMN))]
    columns = [[Cell(figures.number(left), str(left)) for _, _, left in kinds]]
    if told:
        headings.append(Heading(desk.say(words.WHERE_COLUMN), numeric=False))
        columns.append([Cell(_where(desk, problem), outside=True) for problem, _, _ in kinds])
    headings += [
        Heading(desk.say(words.WHY_COLUMN), numeric=False),
        Heading(desk.say(words.MEND_COLUMN), numeric=False),
    ]
    columns.append([Cell(_why(desk, problem, count, told=told)) for problem, count, _ in kinds])
    columns.append([Cell(figures.told(problem.mend, REASON) if told else "") for problem, _, _ in kinds])
    return Table("problems-table", desk.say(words.PROBLEMS_CAPTION), tuple(headings), rows(columns))


def _where(desk: Desk, problem: Problem) -> str:
    place = desk.figures.outside(replace(problem, file=desk.file(problem.file, PLACE)).place(), PLACE + 60)
    return f'{place}: "{desk.figures.outside(problem.value, VALUE)}"' if problem.value else place


def _why(desk: Desk, problem: Problem, count: int, *, told: bool) -> str:
    """The reason; of what single workers' files hold, only which kind it is."""
    reason = desk.figures.told(problem.reason, REASON) if told else f"{problem.code} {problem.column}".strip()
    return f"{reason}, {desk.counted(shared.MORE_LIKE_IT, count - 1)}" if count > 1 else reason
