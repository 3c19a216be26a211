"""wageaudit explain: one row's arithmetic in words, or the same facts as JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from wageaudit.cli.settings import COMPARES, COUNTS, READS, takes
from wageaudit.cli.speech import spoken
from wageaudit.options import Options
from wageaudit.phrases import phrase

if TYPE_CHECKING:
    from wageaudit.readers.base import Reading

SHOWN = 8  # names of files in a message


@takes(READS, COUNTS, COMPARES)
def explain(
    files: Annotated[
        list[str],
        typer.Argument(
            help="The export, and those to read beside it: its pauses may be worked elsewhere.",
            metavar="FILE...",
            show_default=False,
        ),
    ],
    row: Annotated[
        int,
        typer.Option(
            "--row", help="The row as a spreadsheet shows it: the header is row 1.", show_default=False
        ),
    ],
    name: Annotated[
        str,
        typer.Option(
            "--file",
            help="Which file the row is in, where several are read.",
            metavar="NAME",
            show_default=False,
        ),
    ] = "",
    form: Annotated[str, typer.Option("--format", help="table (words) or json.")] = "table",
    *,
    options: Options,
) -> None:
    """Show how one row becomes time, pay and a wage, with the law and its link."""
    from wageaudit.cli.screen import console
    from wageaudit.engine import read
    from wageaudit.errors import WrongUse
    from wageaudit.reports.explained import show
    from wageaudit.reports.row_facts import explained
    from wageaudit.reports.wage_screen import Screen
    from wageaudit.text import clean

    if form not in {"table", "json"}:
        raise WrongUse(phrase("explain does not write {form}", form=clean(form)), "use one of: table, json")
    reading = read(files, options)
    facts = explained(reading, options, _picked(reading, name), row)
    if form == "json":
        _write_json(facts)
        return
    show(facts, Screen(console(), spoken()))


def _picked(reading: Reading, asked: str) -> str:
    """The file meant: the only one read, or the one named by its path or by the end of it."""
    from wageaudit.errors import InputRefused, WrongUse
    from wageaudit.text import clean

    names = [file.name for file in reading.files]
    if not asked and len(names) == 1:
        return names[0]
    shown: str = ", ".join(clean(known, 60) for known in names[:SHOWN])
    if len(names) > SHOWN:
        shown = phrase("{names}, and {count} more", names=shown, count=len(names) - SHOWN)
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
