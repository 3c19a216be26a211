"""Where commands write: consoles for people, stdout or a file for data, and how refusals are said."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from wageaudit.cli.speech import speaking, spoken
from wageaudit.errors import Problem, WageauditError, WrongUse
from wageaudit.options import GROUPINGS
from wageaudit.phrases import phrase
from wageaudit.text import clean

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import Console

    from wageaudit.engine import Run

FAULTS_SHOWN = 5  # of one refused file


class ReaderGone(Exception):
    """Raised in place of BrokenPipeError, which the command line library would end with another exit code."""


FORMATS = ("table", "csv", "json", "jsonl", "parquet", "markdown", "html", "xlsx")
ENDINGS = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".md": "markdown",
    ".txt": "table",
    ".html": "html",
    ".xlsx": "xlsx",
}


def console(*, stderr: bool = False) -> Console:
    """A console for people; no colour where none is wanted, no markup, no emoji from text."""
    from wageaudit.cli.consoles import Screen

    wanted = None if not os.environ.get("NO_COLOR") else True
    return Screen(stderr=stderr, no_color=wanted, markup=False, emoji=False, highlight=False)


def refuse(error: WageauditError) -> None:
    """Say on stderr where, what, and what to type next."""
    from rich.text import Text

    from wageaudit.reports import words
    from wageaudit.reports.wrapping import tell

    screen, speech = console(stderr=True), speaking()
    problem = getattr(error, "problem", None)
    others: Sequence[Problem] = getattr(error, "others", ())
    told = [(problem.place() if problem is not None else "", error.reason, error.mend)]
    told += [(other.place(), other.reason, other.mend) for other in others]
    for where, reason, mend in told[:FAULTS_SHOWN]:
        place = speech.say(words.PLACED, place=clean(speech.told(where), 300)) + " " if where else ""
        tell(Text(f"wageaudit: {place}{clean(speech.told(reason), 400)}"), screen)
        if mend:
            shown = speech.say("mend: {mend}", mend=clean(speech.told(mend), 300))
            tell(Text(f"  {shown}"), screen)
    if len(told) > FAULTS_SHOWN:
        more = speech.counted(words.MORE_IN_FILE, len(told) - FAULTS_SHOWN)
        tell(Text(more), screen)


def chosen_format(asked: str, output: str) -> str:
    """The format asked for, else what the output's ending says, else a table on a terminal and CSV in a pipe."""
    if asked:
        if asked not in FORMATS:
            raise WrongUse(
                phrase("no format is called {asked}", asked=clean(asked)),
                phrase("use one of: {names}", names=", ".join(FORMATS)),
            )
        return asked
    if output and output != "-":
        return ENDINGS.get(PurePath(output).suffix.lower(), "csv")
    return "table" if sys.stdout.isatty() else "csv"


def groups(by: str) -> list[str]:
    """The names to group by, held against what there is before anything is read. Raises WrongUse."""
    named = [name.strip() for name in by.split(",") if name.strip()]
    for name in named:
        if name not in GROUPINGS:
            raise WrongUse(
                phrase("cannot group by {name}", name=clean(name)),
                phrase("use some of: {names}", names=", ".join(GROUPINGS)),
            )
    return named


def distinct(outputs: Sequence[str]) -> None:
    """Refuse to write two things into one file, or two onto stdout."""
    named = [output for output in outputs if output]
    if len(set(named)) < len(named):
        raise WrongUse("two outputs have the same name", "give each a file of its own")


@cache
def buffered(raw: BinaryIO) -> BinaryIO:
    """Stdout as a stream that writes all or raises: with PYTHONUNBUFFERED the bare one may write in part, and say nothing."""
    return raw if isinstance(raw, io.BufferedIOBase) else io.BufferedWriter(raw)


def _harmless(writer: Callable[[pa.Table, BinaryIO], None], table: pa.Table) -> bytes:
    """What a writer writes, for a terminal: nothing of it can steer one. Pipes and files get the data as they are."""
    written = io.BytesIO()
    writer(table, written)
    lines = written.getvalue().decode("utf-8", "replace").split("\n")
    return "\n".join(clean(line, len(line)) for line in lines).encode(
        sys.stdout.encoding or "utf-8", "backslashreplace"
    )


def write_data(table: pa.Table, form: str, output: str, inputs: Sequence[str], *, force: bool) -> None:
    """A table in a machine's format, to stdout or whole into a file."""
    from wageaudit.files import write_whole
    from wageaudit.reports.data import BINARY, WRITERS

    if form != "table" and form not in WRITERS:
        raise WrongUse(
            phrase("one table alone is not written as {form}", form=form),
            phrase("use one of: {names}", names=", ".join(WRITERS)),
        )
    writer = WRITERS["csv" if form == "table" else form]
    if output and output != "-":
        write_whole(output, lambda stream: writer(table, stream), inputs, force=force)
        return
    if form in BINARY and sys.stdout.isatty():
        raise WrongUse(phrase("{form} is not for a terminal", form=form), "add  -o FILE  or pipe it")
    stdout = buffered(sys.stdout.buffer)
    try:
        if sys.stdout.isatty():
            stdout.write(_harmless(writer, table))
        else:
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
        render(done, console(), by=by, all_rows=every, verbose=verbose, language=spoken())
        return
    from rich.console import Console

    from wageaudit.files import write_whole

    text = io.StringIO()
    render(
        done,
        Console(file=text, width=100, markup=False, emoji=False, highlight=False),
        by=by,
        all_rows=every,
        verbose=verbose,
        language=spoken(),
    )
    write_whole(output, lambda stream: stream.writelines([text.getvalue().encode()]), inputs, force=force)


def write_page(
    done: Run,
    output: str,
    inputs: Sequence[str],
    *,
    force: bool,
    workers: bool = False,
    manifest: Mapping[str, object] | None = None,
    paths: Sequence[str] = (),
) -> None:
    """The answer as a page of HTML, in the language of the run, to stdout or whole into a file.

    paths: what was read, as it was given: the page calls files what a manifest of the run calls them.
    """
    from wageaudit.files import write_whole
    from wageaudit.recording import named
    from wageaudit.reports.page import Extent, render

    extent = Extent(named=named(paths, done.audit.options).source)
    page = render(done, language=spoken(), workers=workers, manifest=manifest, extent=extent).encode()
    if output and output != "-":
        write_whole(output, lambda stream: stream.writelines([page]), inputs, force=force)
        return
    if sys.stdout.isatty():
        raise WrongUse("a page is not for a terminal", "add  -o report.html")
    try:
        stdout = buffered(sys.stdout.buffer)
        stdout.write(page)
        stdout.flush()
    except BrokenPipeError:
        raise ReaderGone from None


def write_workbook(done: Run, output: str, inputs: Sequence[str], by: Sequence[str], *, force: bool) -> None:
    """The answer as an Excel workbook, in the language of the run, to stdout or whole into a file."""
    from wageaudit.files import write_whole
    from wageaudit.reports.workbook import write

    if output and output != "-":
        write_whole(output, lambda stream: write(done, stream, language=spoken(), by=by), inputs, force=force)
        return
    if sys.stdout.isatty():
        raise WrongUse("a workbook is not for a terminal", "add  -o audit.xlsx")
    made = io.BytesIO()  # its parts are listed at its end, with their places, which a pipe does not know
    write(done, made, language=spoken(), by=by)
    try:
        sys.stdout.buffer.write(made.getbuffer())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise ReaderGone from None


def select(table: pa.Table, columns: str) -> pa.Table:
    """Only the columns named, in the order named. Raises WrongUse for one that is not there."""
    if not columns:
        return table
    names = [name.strip() for name in columns.split(",") if name.strip()]
    for name in names:
        if name not in table.column_names:
            raise WrongUse(
                phrase("there is no column {name}", name=clean(name)),
                phrase("use some of: {names}", names=", ".join(table.column_names)),
            )
    return table.select(names)
