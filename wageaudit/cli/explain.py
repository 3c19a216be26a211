"""wageaudit explain: one row's arithmetic, or one figure walked down to its rows, in words or as JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from wageaudit.cli.settings import BENCHMARKS, COMPARES, COUNTS, READS, takes
from wageaudit.cli.speech import spoken
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase

if TYPE_CHECKING:
    from wageaudit.readers.base import Reading

SHOWN = 8  # names of files in a message

Files = Annotated[
    list[str],
    typer.Argument(
        help="The export, and those to read beside it: its pauses may be worked elsewhere.",
        metavar="FILE...",
        show_default=False,
    ),
]
RowNumber = Annotated[
    int,
    typer.Option("--row", help="The row as a spreadsheet shows it: the header is row 1.", show_default=False),
]
FileName = Annotated[
    str,
    typer.Option(
        "--file",
        help="Which file the row is in, where several are read.",
        metavar="NAME",
        show_default=False,
    ),
]
Figure = Annotated[
    str,
    typer.Option(
        "--figure",
        help="A figure of the result, as shortfall: of --worker NAME, or of all rows.",
        metavar="COLUMN",
        show_default=False,
    ),
]


@takes(READS, COUNTS, COMPARES, BENCHMARKS)
def explain(
    files: Files,
    row: RowNumber = 0,
    name: FileName = "",
    figure: Figure = "",
    form: Annotated[str, typer.Option("--format", help="table (words) or json.")] = "table",
    *,
    options: Options,
) -> None:
    """Show how one row becomes time, pay and a wage, or what a figure is made of, with the law and its link."""
    from wageaudit.cli.screen import console
    from wageaudit.engine import read
    from wageaudit.errors import WrongUse
    from wageaudit.reports.explained import show
    from wageaudit.reports.row_facts import explained
    from wageaudit.reports.wage_screen import Screen
    from wageaudit.text import clean

    if form not in {"table", "json"}:
        raise WrongUse(phrase("explain does not write {form}", form=clean(form)), "use one of: table, json")
    _one_way(row, figure)
    if figure:
        _show_figure(files, figure, form, options)
        return
    reading = read(files, options)
    facts = explained(reading, options, _picked(reading, name), row)
    if form == "json":
        _write_json(facts)
        return
    show(facts, Screen(console(), spoken()))


def _one_way(row: int, figure: str) -> None:
    from wageaudit.errors import WrongUse
    from wageaudit.reports import figure_words as words
    from wageaudit.reports.formulas import FORMULAS, LIVING
    from wageaudit.text import clean

    if row and figure:
        raise WrongUse(words.TWO_WAYS, words.ONE_WAY)
    if not row and not figure:
        raise WrongUse(words.NEITHER, words.EITHER)
    if figure and figure not in {*FORMULAS, *LIVING}:
        names = ", ".join((*FORMULAS, *LIVING))
        raise WrongUse(phrase(words.NO_FIGURE, name=clean(figure)), phrase(words.ONE_OF, names=names))


def _show_figure(files: list[str], name: str, form: str, options: Options) -> None:
    """Walk from a figure to its terms; --worker says whose it is, or calls the only worker there is by a name."""
    from dataclasses import replace

    from wageaudit.arrays import codes
    from wageaudit.cli.screen import console
    from wageaudit.engine import read
    from wageaudit.errors import WrongUse
    from wageaudit.reports import figure_words as words
    from wageaudit.reports.explained_figure import show
    from wageaudit.reports.figure_facts import figure, of_worker
    from wageaudit.reports.wage_screen import Screen
    from wageaudit.text import clean

    reading = read(files, replace(options, worker=""))
    mine = of_worker(reading.table, options.worker)
    known = codes(reading.table.column("worker_id"))[1] if reading.table.num_rows else []
    if mine is None and len(known) == 1:
        mine = reading.table
    if mine is None:
        more = f", … ({len(known)})" if len(known) > SHOWN else ""
        shown = ", ".join(clean(one, 60) for one in known[:SHOWN]) + more
        raise WrongUse(phrase(words.NO_WORKER, name=clean(options.worker)), phrase(words.ONE_OF, names=shown))
    facts = figure(mine, replace(options, worker=""), name, options.worker)
    if form == "json":
        _write_json(facts)
    else:
        show(facts, Screen(console(), spoken()))


def _picked(reading: Reading, asked: str) -> str:
    """The file meant: the only one read, or the one named by its path or by the end of it."""
    from wageaudit.errors import InputRefused, WrongUse
    from wageaudit.text import clean

    names = [file.name for file in reading.files]
    if not asked and len(names) == 1:
        return names[0]
    ends = [known.rpartition("/")[2] for known in names]  # enough to name a file by, where no other ends so
    typed = ends if len(set(ends)) == len(ends) else names
    shown: str = ", ".join(
        f'"{one}"' if " " in one else one for one in (clean(name, 300) for name in typed[:SHOWN])
    )
    if len(names) > SHOWN:
        shown = counted(
            ("{names}, and {count} more", "{names}, and {count} more"), len(names) - SHOWN, names=shown
        )
    if not asked:
        raise WrongUse(
            phrase("{count} files were read: a row number alone names no row", count=len(names)),
            phrase("add  --file NAME , one of: {shown}", shown=shown),
        )
    found = [known for known in names if known == asked or known.endswith(f"/{asked}")]
    if len(found) == 1:
        return found[0]
    for problem in reading.problems:
        if (
            not found
            and problem.row is None
            and (problem.file == asked or problem.file.endswith(f"/{asked}"))
        ):
            raise InputRefused(problem.file, problem.reason, problem.mend)
    raise WrongUse(
        phrase("{asked} names {count} of the files read", asked=clean(asked), count=len(found))
        if found
        else phrase("{asked} names none of the files read", asked=clean(asked)),
        phrase("name one of: {shown}", shown=shown),
    )


def _write_json(facts: dict[str, object]) -> None:
    from datetime import date

    from wageaudit.reports.data import dumped

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    sys.stdout.buffer.write(dumped(plain(facts), 2).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()
