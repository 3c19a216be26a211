"""wageaudit audit: the main job, any number of exports in, one answer or one table out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wageaudit.cli.settings import BENCHMARKS, COMPARES, COMPARING, COUNTS, READING, READS, takes
from wageaudit.options import GROUPINGS, Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from wageaudit.engine import Run

OUTPUT = "What is written"


def _flag(names: str, text: str, panel: str = OUTPUT, metavar: str | None = None) -> Any:  # noqa: ANN401 - typer's own
    return typer.Option(*names.split(), help=text, rich_help_panel=panel, metavar=metavar, show_default=False)


Files = Annotated[
    list[str],
    typer.Argument(help="Exports, folders, archives; - is stdin.", metavar="FILE...", show_default=False),
]
By = Annotated[str, _flag("--by", f"Group by any of {', '.join(GROUPINGS)}.", metavar="NAMES")]
Form = Annotated[str, _flag("--format", "table, csv, json, jsonl, parquet or markdown.")]
Output = Annotated[str, _flag("-o --output", "Write into this file.", metavar="FILE")]
Force = Annotated[bool, _flag("--force", "Replace files that exist.")]
Columns = Annotated[str, _flag("--columns", "Only these columns.", metavar="NAMES")]
Ledger = Annotated[
    str, _flag("--ledger", "Write the ledger, one line a row, into a .csv or .parquet.", metavar="FILE")
]
Problems = Annotated[str, _flag("--problems", "Write every problem into this file.", metavar="FILE")]
Every = Annotated[bool, _flag("--all", "Show every line on a terminal.")]
MaxRejects = Annotated[
    int,
    typer.Option(
        "--max-rejects",
        help="Faulty rows that may be left out before the exit code is 4.",
        min=0,
        rich_help_panel=READING,
    ),
]
FailBelow = Annotated[
    bool, _flag("--fail-below", "Exit with 1 where some group is below the minimum.", COMPARING)
]
Quiet = Annotated[bool, _flag("-q --quiet", "No messages.")]
Verbose = Annotated[bool, _flag("-v --verbose", "Say more.")]


@takes(READS, COUNTS, COMPARES, BENCHMARKS)
def audit(
    files: Files,
    by: By = "",
    form: Form = "",
    output: Output = "",
    force: Force = False,
    columns: Columns = "",
    ledger: Ledger = "",
    problems: Problems = "",
    every: Every = False,
    max_rejects: MaxRejects = 0,
    fail_below: FailBelow = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    *,
    options: Options,
) -> None:
    """Derive the real hourly wage of the work in FILE..., and compare it with the minimum wage of the day."""
    from wageaudit.cli.screen import chosen_format, console, distinct, select, write_data
    from wageaudit.engine import run

    distinct([output, ledger, problems])
    shape = chosen_format(form, output)
    grouped = [name.strip() for name in by.split(",") if name.strip()]
    done = run(files, options)
    if shape == "table":
        from wageaudit.cli.screen import write_screen

        write_screen(done, output, files, grouped, force=force, every=every, verbose=verbose)
    else:
        table = done.audit.table(grouped or ("worker",))
        write_data(select(table, columns), shape, output, files, force=force)
    _extras(done, files, ledger, problems, force=force)
    if not quiet:
        say(done, console(stderr=True), verbose=verbose, told=shape == "table")
    raise typer.Exit(outcome(done, grouped, max_rejects, fail_below=fail_below))


def _extras(done: Run, files: Sequence[str], ledger: str, problems: str, *, force: bool) -> None:
    """The files that go beside the answer."""
    from wageaudit.cli.screen import chosen_format, write_data
    from wageaudit.reports.problems import as_table

    if ledger:
        write_data(done.audit.ledger(), chosen_format("", ledger), ledger, files, force=force)
    if problems:
        write_data(as_table(done.problems()), chosen_format("", problems), problems, files, force=force)


def say(done: Run, screen: Console, *, verbose: bool, told: bool) -> None:
    """On stderr: what was left out and why, how columns were read, and where every row went."""
    from rich.text import Text

    from wageaudit.reports.problems import show
    from wageaudit.text import clean

    found, account = done.problems(), done.account
    for file in done.reading.files:
        spelt = [note for note in file.notes if " read as " in note]
        if spelt and not verbose:
            screen.print(
                Text(f"{clean(file.name, 300)}: {', '.join(clean(note) for note in spelt)}"), soft_wrap=True
            )
    if verbose:
        for file in done.reading.files:
            screen.print(
                Text(
                    f"{clean(file.name, 300)}: {file.reader}, {file.coverage}'s view, {file.rows_read:,} rows"
                ),
                soft_wrap=True,
            )
            for note in file.notes:
                screen.print(Text(f"  {clean(note, 400)}"), soft_wrap=True)
    if verbose or not told:
        show(found, screen)
    if account.merged or account.left_out or verbose:
        screen.print(
            Text(
                f"{account.read:,} rows read: {account.audited:,} audited, {account.merged:,} merged, {account.left_out:,} left out"
            ),
            soft_wrap=True,
        )


def outcome(done: Run, grouped: Sequence[str], max_rejects: int, *, fail_below: bool) -> int:
    """The exit code: in part, found, or done."""
    from wageaudit.errors import Exit

    if done.refused or done.rejected > max_rejects:
        return Exit.PARTIAL
    if fail_below:
        verdicts = done.audit.table(tuple(grouped) or ("worker",)).column("verdict").to_pylist()
        if "below" in verdicts:
            return Exit.FOUND
    return Exit.DONE
