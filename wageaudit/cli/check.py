"""wageaudit check: what was recognised, what the export covers, what is wrong; audits nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from wageaudit.cli.settings import JUDGES, READS, takes
from wageaudit.cli.speech import spoken
from wageaudit.options import Options


@takes(READS, JUDGES)
def check(
    files: Annotated[
        list[str],
        typer.Argument(help="Exports, folders, archives; - is stdin.", metavar="FILE...", show_default=False),
    ],
    problems: Annotated[
        str,
        typer.Option(
            "--problems", help="Write every problem into this file.", show_default=False, metavar="FILE"
        ),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Show every problem.")] = False,
    *,
    options: Options,
) -> None:
    """Say what each file is, what it covers and lacks, and every problem in it."""
    from wageaudit import same_id
    from wageaudit.cli.outputs import inputs_of, ready
    from wageaudit.cli.screen import chosen_format, console, write_data
    from wageaudit.engine import run
    from wageaudit.errors import Exit
    from wageaudit.files import Source
    from wageaudit.reports import suspicions
    from wageaudit.reports.checked import show_files
    from wageaudit.reports.problems import as_table, show

    inputs = inputs_of(files, options)
    ready([problems], inputs, force=force)
    seen: dict[str, Source] = {}
    done = run(files, options, lambda source: seen.update({source.name: source}))
    reading = done.reading
    doubts = (*same_id.notes(done.audit), *suspicions.problems(done.audit.suspicions()))
    found = (*reading.problems, *doubts)
    screen = console()
    show_files(done, seen, options, screen, spoken())
    show(found, screen, len(found) if every else 5, spoken())
    if problems:
        write_data(as_table(found), chosen_format("", problems), problems, inputs, force=force)
    wrong = doubts or any(problem.fault for problem in reading.problems)
    raise typer.Exit(Exit.FOUND if wrong else Exit.DONE)
