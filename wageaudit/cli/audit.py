"""wageaudit audit: the main job, any number of exports in, one answer or one table out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wageaudit.cli.settings import COMPARING, COUNTS, READING, READS, takes
from wageaudit.options import Options  # noqa: TC001 - typer reads the signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from wageaudit.engine import Run

OUTPUT = "What is written"


@takes(READS, COUNTS)
def audit(  # noqa: PLR0913 - one parameter an option
    files: Annotated[list[str], typer.Argument(help="Exports, folders, archives; - is stdin.", metavar="FILE...", show_default=False)],
    by: Annotated[str, typer.Option("--by", help="Group by any of worker,week,month,day,platform,requester,project,country,region.",
                                    show_default=False, rich_help_panel=OUTPUT)] = "",
    form: Annotated[str, typer.Option("--format", help="table, csv, json, jsonl, parquet or markdown.", show_default=False,
                                      rich_help_panel=OUTPUT)] = "",
    output: Annotated[str, typer.Option("-o", "--output", help="Write into this file.", show_default=False, metavar="FILE",
                                        rich_help_panel=OUTPUT)] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.", rich_help_panel=OUTPUT)] = False,  # noqa: FBT002
    columns: Annotated[str, typer.Option("--columns", help="Only these columns.", show_default=False, rich_help_panel=OUTPUT)] = "",
    ledger: Annotated[str, typer.Option("--ledger", help="Write the ledger, one line a row, into this file (.csv, .parquet).",
                                        show_default=False, metavar="FILE", rich_help_panel=OUTPUT)] = "",
    problems: Annotated[str, typer.Option("--problems", help="Write every problem into this file.", show_default=False, metavar="FILE",
                                          rich_help_panel=OUTPUT)] = "",
    every: Annotated[bool, typer.Option("--all", help="Show every line on a terminal.", rich_help_panel=OUTPUT)] = False,  # noqa: FBT002
    max_rejects: Annotated[int, typer.Option("--max-rejects", help="Rows that may be left out before the exit code is 4.", min=0,
                                             rich_help_panel=READING)] = 0,
    fail_below: Annotated[bool, typer.Option("--fail-below", help="Exit with 1 where some group is below the minimum.",
                                             rich_help_panel=COMPARING)] = False,  # noqa: FBT002
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages.", rich_help_panel=OUTPUT)] = False,  # noqa: FBT002
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more.", rich_help_panel=OUTPUT)] = False,  # noqa: FBT002
    *,
    options: Options,
) -> None:
    """Derive the real hourly wage of the work in FILE..., and compare it with the minimum wage of the day."""
    from wageaudit.cli.screen import chosen_format, console, select, write_data
    from wageaudit.engine import run

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
    if verbose:
        for file in done.reading.files:
            screen.print(Text(f"{clean(file.name, 300)}: {file.reader}, {file.coverage}'s view, {file.rows_read:,} rows"), soft_wrap=True)
            for note in file.notes:
                screen.print(Text(f"  {clean(note, 400)}"), soft_wrap=True)
    if verbose or not told:
        show(found, screen)
    if account.merged or account.left_out or verbose:
        screen.print(Text(
            f"{account.read:,} rows read: {account.audited:,} audited, {account.merged:,} merged as duplicates, {account.left_out:,} left out"
        ), soft_wrap=True)


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
