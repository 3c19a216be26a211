"""Where commands write: consoles for people, stdout or a file for data, and how refusals are said."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from rich.console import Console
from rich.text import Text

from wageaudit.errors import Problem, WageauditError, WrongUse
from wageaudit.text import clean

if TYPE_CHECKING:
    import pyarrow as pa

    from wageaudit.engine import Run

FAULTS_SHOWN = 5  # of one refused file


class ReaderGone(Exception):
    """Raised in place of BrokenPipeError, which the command line library would end with another exit code."""


FORMATS = ("table", "csv", "json", "jsonl", "parquet", "markdown")
ENDINGS = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".md": "markdown",
    ".txt": "table",
}


def console(*, stderr: bool = False) -> Console:
    """A console for people; no colour where none is wanted, no markup, no emoji from text."""
    wanted = None if not os.environ.get("NO_COLOR") else True
    return Console(stderr=stderr, no_color=wanted, markup=False, emoji=False, highlight=False)


def refuse(error: WageauditError) -> None:
    """Say on stderr where, what, and what to type next."""
    screen = console(stderr=True)
    problem = getattr(error, "problem", None)
    others: Sequence[Problem] = getattr(error, "others", ())
    told = [(f"{clean(problem.place(), 300)}: " if problem is not None else "", error.reason, error.mend)]
    told += [(f"{clean(other.place(), 300)}: ", other.reason, other.mend) for other in others]
    for where, reason, mend in told[:FAULTS_SHOWN]:
        screen.print(Text(f"wageaudit: {where}{clean(reason, 400)}"), soft_wrap=True)
        if mend:
            screen.print(Text(f"  mend: {clean(mend, 300)}"), soft_wrap=True)
    if len(told) > FAULTS_SHOWN:
        screen.print(Text(f"and {len(told) - FAULTS_SHOWN} more in this file"), soft_wrap=True)


def chosen_format(asked: str, output: str) -> str:
    """The format asked for, else what the output's ending says, else a table on a terminal and CSV in a pipe."""
    if asked:
        if asked not in FORMATS:
            raise WrongUse(f"no format is called {clean(asked)}", f"use one of: {', '.join(FORMATS)}")
        return asked
    if output and output != "-":
        return ENDINGS.get(PurePath(output).suffix.lower(), "csv")
    return "table" if sys.stdout.isatty() else "csv"


def distinct(outputs: Sequence[str]) -> None:
    """Refuse to write two things into one file, or two onto stdout."""
    named = [output for output in outputs if output]
    if len(set(named)) < len(named):
        raise WrongUse("two outputs have the same name", "give each a file of its own")


def write_data(table: pa.Table, form: str, output: str, inputs: Sequence[str], *, force: bool) -> None:
    """A table in a machine's format, to stdout or whole into a file."""
    from wageaudit.files import write_whole
    from wageaudit.reports.data import BINARY, WRITERS

    writer = WRITERS["csv" if form == "table" else form]
    if output and output != "-":
        write_whole(output, lambda stream: writer(table, stream), inputs, force=force)
        return
    if form in BINARY and sys.stdout.isatty():
        raise WrongUse(f"{form} is not for a terminal", "add  -o FILE  or pipe it")
    stdout: BinaryIO = sys.stdout.buffer
    try:
        writer(table, stdout)
        stdout.flush()
    except BrokenPipeError:
        raise ReaderGone from None


def write_screen(
    done: Run,
    output: str,
    inputs: Sequence[str],
    by: Sequence[str],
    *,
    force: bool,
    every: bool,
    verbose: bool,
) -> None:
    """The answer for people, on the terminal or, without colour, into a file."""
    from wageaudit.reports.terminal import render

    if not output or output == "-":
        render(done, console(), by=by, all_rows=every, verbose=verbose)
        return
    from wageaudit.files import write_whole

    text = io.StringIO()
    render(
        done,
        Console(file=text, width=100, markup=False, emoji=False, highlight=False),
        by=by,
        all_rows=every,
        verbose=verbose,
    )
    write_whole(output, lambda stream: stream.writelines([text.getvalue().encode()]), inputs, force=force)


def select(table: pa.Table, columns: str) -> pa.Table:
    """Only the columns named, in the order named. Raises WrongUse for one that is not there."""
    if not columns:
        return table
    names = [name.strip() for name in columns.split(",") if name.strip()]
    for name in names:
        if name not in table.column_names:
            raise WrongUse(
                f"there is no column {clean(name)}", f"use some of: {', '.join(table.column_names)}"
            )
    return table.select(names)
