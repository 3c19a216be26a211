"""What was left out or merged, and why: where every row went, files that could not be read, and the other problems by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wageaudit.errors import Problem
from wageaudit.reports import words as shared
from wageaudit.reports.page import words
from wageaudit.reports.page.desk import Desk, rows
from wageaudit.reports.page.model import Block, Cell, Heading, Paragraph, Section, Table
from wageaudit.reports.page.notebook import plain
from wageaudit.reports.suspicions import sentence

KINDS_SHOWN, FILES_SHOWN = 40, 200
REFUSED = "file-refused"
PLACE, VALUE, REASON, SENTENCE = 100, 60, 300, 600  # characters


def section(desk: Desk) -> Section:
    """The account of rows, files left out whole, a line for each other kind. Names and values stand only where workers may be shown."""
    account, number = desk.run.account, desk.figures.number
    told = desk.say(words.ROWS_ACCOUNT, read=number(account.read), audited=number(account.audited), merged=number(account.merged), left_out=number(account.left_out))  # fmt: skip
    found = desk.run.problems()
    refused = [problem for problem in found if problem.code == REFUSED] if desk.whole else []
    kinds = _kinds([problem for problem in found if problem.code != REFUSED or not desk.whole])
    blocks: list[Block] = [Paragraph(plain(told))]
    more = []
    if refused:
        blocks.append(_refused(desk, refused[:FILES_SHOWN]))
        more += _more(desk, words.REFUSED_MORE, len(refused) - FILES_SHOWN)
    if kinds:
        blocks.append(_table(desk, kinds[:KINDS_SHOWN]))
        more += _more(desk, words.PROBLEMS_MORE, len(kinds) - KINDS_SHOWN)
    if found:
        every = words.IN_PROBLEMS if desk.whole and desk.extent.apart else words.EVERY_PROBLEM
        blocks.append(Paragraph(plain(" ".join([*more, desk.say(every)])), "note"))
    else:
        blocks.append(Paragraph(plain(desk.say(words.NO_PROBLEMS))))
    return Section("problems", desk.say(words.PROBLEMS), (*blocks, *_suspicions(desk)))


def _more(desk: Desk, messages: tuple[str, str], count: int) -> list[str]:
    return [desk.counted(messages, count)] if count > 0 else []


def _refused(desk: Desk, refused: Sequence[Problem]) -> Table:
    """Each file of which nothing could be used: why, and what to do."""
    headings = tuple(
        Heading(desk.say(heading), numeric=False)
        for heading in (words.FILE_COLUMN, words.WHY_COLUMN, words.MEND_COLUMN)
    )
    columns = [
        [Cell(_where(desk, problem), outside=True) for problem in refused],
        [Cell(desk.told(problem.reason, REASON)) for problem in refused],
        [Cell(desk.figures.told(problem.mend, REASON)) for problem in refused],
    ]
    return Table("refused", desk.say(words.REFUSED_CAPTION), headings, rows(columns))


def _suspicions(desk: Desk) -> list[Block]:
    """What looks wrong and stands all the same, with its weight in the result; of few workers only where they may be shown."""
    found = desk.audit.suspicions() if desk.whole else ()
    if not found:
        return []
    told = [Paragraph(plain(desk.told(sentence(one), SENTENCE))) for one in found]
    return [Paragraph(plain(desk.say(words.LOOKS_WRONG)), "note"), *told]


def _kinds(problems: Sequence[Problem]) -> list[tuple[Problem, int, int]]:
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
    place = desk.figures.told(replace(problem, file=desk.file(problem.file, PLACE)).place(), PLACE + 60)
    if not problem.value:
        return place
    return f'{desk.say(shared.PLACED, place=place)} "{desk.figures.outside(problem.value, VALUE)}"'


def _why(desk: Desk, problem: Problem, count: int, *, told: bool) -> str:
    """The reason; of what single workers' files hold, only which kind it is."""
    reason = desk.told(problem.reason, REASON) if told else f"{problem.code} {problem.column}".strip()
    return f"{reason}, {desk.counted(shared.MORE_LIKE_IT, count - 1)}" if count > 1 else reason
