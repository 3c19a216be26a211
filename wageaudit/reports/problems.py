"""Problems for people: the first five of each kind with their mends, the rest counted; and all of them as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from rich.console import Console
from rich.text import Text

from wageaudit.arrays import column, strings
from wageaudit.errors import Problem
from wageaudit.text import clean

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


def show(problems: Sequence[Problem], console: Console, limit: int = SHOWN) -> None:
    """Print the problems by kind, most rows first."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.code, problem.column), []).append(problem)
    for own in kinds.values():
        for problem in own[:limit]:
            console.print(sentence(problem), highlight=False, soft_wrap=True)
        if own[0].mend:
            console.print(Text(f"  mend: {clean(own[0].mend, 200)}", style="dim"), soft_wrap=True)
        if len(own) > limit:
            console.print(
                Text(f"  … and {len(own) - limit:,} more of this kind", style="dim"), soft_wrap=True
            )


def sentence(problem: Problem) -> Text:
    """Where, what."""
    value = f' "{clean(problem.value)}"' if problem.value else ""
    return Text(f"{clean(problem.place(), 300)}:{value} {clean(problem.reason, 300)}")
