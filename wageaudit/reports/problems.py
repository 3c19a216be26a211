"""Problems for people: the first five of each kind with their mends, the rest counted; and all of them as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
from rich.console import Console
from rich.text import Text

from wageaudit.arrays import column, strings
from wageaudit.errors import Problem
from wageaudit.reports import words
from wageaudit.reports.figures import Figures
from wageaudit.reports.wrapping import tell

if TYPE_CHECKING:
    from wageaudit.engine import Account

SHOWN = 5


def as_table(problems: Sequence[Problem]) -> pa.Table:
    """One row a problem: code, file, row, column, value, reason, mend, rows."""
    import numpy as np

    rows = np.array([-1 if problem.row is None else problem.row for problem in problems], np.int64)
    names = ("code", "file", "column", "value", "reason", "mend")
    texts = {name: strings(getattr(problem, name) for problem in problems) for name in names}
    table = {"code": texts["code"], "file": texts["file"], "row": column(rows, pa.int64(), rows >= 0)}
    table |= {name: texts[name] for name in names[2:]}
    table["rows"] = column(np.array([problem.rows for problem in problems], np.int64), pa.int64())
    return pa.table(table)


def show(problems: Sequence[Problem], console: Console, limit: int = SHOWN, language: str = "en") -> None:
    """Print the problems by kind, in the language of the tag; those with one mend together, and the mend under them."""
    figures = Figures(language, console.encoding)
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.code, problem.column), []).append(problem)
    for own in kinds.values():
        mends: dict[str, list[Problem]] = {}
        for problem in own[:limit]:
            mends.setdefault(str(problem.mend), []).append(problem)
        for alike in mends.values():
            for problem in alike:
                tell(sentence(problem, figures), console)
            if alike[0].mend:
                mend = figures.say("mend: {mend}", mend=figures.told(alike[0].mend, 200))
                tell(Text(f"  {mend}", style="dim"), console)
        if len(own) > limit:
            left = len(own) - limit
            more = figures.counted(words.MORE_OF_KIND, left, count=figures.number(left))
            tell(Text(f"  {more}", style="dim"), console)


def rows_told(account: Account, figures: Figures) -> str:
    """Where every row went: 1,204 rows read: 1,200 audited, 3 merged, 1 left out."""
    return figures.counted(
        words.ACCOUNT,
        account.read,
        audited=figures.counted(words.ROWS_AUDITED, account.audited),
        merged=figures.counted(words.ROWS_MERGED, account.merged),
        left_out=figures.counted(words.ROWS_LEFT_OUT, account.left_out),
    )


def sentence(problem: Problem, figures: Figures) -> Text:
    """Where, what."""
    value = f' "{figures.outside(problem.value)}"' if problem.value else ""
    place = figures.say(words.PLACED, place=figures.told(problem.place(), 300))
    return Text(f"{place}{value} {figures.told(problem.reason, 300)}")
