"""wageaudit audit: the main job, any number of exports in, one answer or one table out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wageaudit.cli.settings import BENCHMARKS, COMPARES, COMPARING, COUNTS, JUDGES, READING, READS, takes
from wageaudit.cli.speech import spoken
from wageaudit.options import GROUPINGS, Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from wageaudit.cli.proof import Proof
    from wageaudit.engine import Run

OUTPUT = "What is written"


def _flag(names: str, text: str, panel: str = OUTPUT, metavar: str | None = None) -> Any:  # noqa: ANN401 - typer's own
    return typer.Option(*names.split(), help=text, rich_help_panel=panel, metavar=metavar, show_default=False)


Files = Annotated[
    list[str],
    typer.Argument(help="Exports, folders, archives; - is stdin.", metavar="FILE...", show_default=False),
]
By = Annotated[str, _flag("--by", f"Group by any of {', '.join(GROUPINGS)}.", metavar="NAMES")]
Form = Annotated[str, _flag("--format", "table, csv, json, jsonl, parquet, markdown, html or xlsx.")]
Output = Annotated[str, _flag("-o --output", "Write into this file.", metavar="FILE")]
Force = Annotated[bool, _flag("--force", "Replace files that exist.")]
Columns = Annotated[str, _flag("--columns", "Only these columns.", metavar="NAMES")]
Ledger = Annotated[
    str, _flag("--ledger", "Write the ledger, one line a row, into a .csv or .parquet.", metavar="FILE")
]
Problems = Annotated[str, _flag("--problems", "Write every problem into this file.", metavar="FILE")]
Manifest = Annotated[
    str,
    _flag(
        "--manifest", "Write what was read, chosen and written, with hashes, into this file.", metavar="FILE"
    ),
]
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
Memory = Annotated[
    str,
    _flag(
        "--memory",
        "How much memory rows may take before they go to temporary files. Default: half of what is free.",
        READING,
        "SIZE",
    ),
]
Quiet = Annotated[bool, _flag("-q --quiet", "No messages.")]
Verbose = Annotated[bool, _flag("-v --verbose", "Say more.")]


@takes(READS, COUNTS, COMPARES, BENCHMARKS, JUDGES)
def audit(
    files: Files,
    by: By = "",
    form: Form = "",
    output: Output = "",
    force: Force = False,
    columns: Columns = "",
    ledger: Ledger = "",
    problems: Problems = "",
    manifest: Manifest = "",
    every: Every = False,
    memory: Memory = "",
    max_rejects: MaxRejects = 0,
    fail_below: FailBelow = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    *,
    options: Options,
) -> None:
    """Derive the real hourly wage of the work in FILE..., and compare it with the minimum wage of the day."""
    from wageaudit.cli.outputs import check_columns, inputs_of, ready
    from wageaudit.cli.proof import proof
    from wageaudit.cli.screen import chosen_format, console, groups
    from wageaudit.cli.sizes import bytes_of
    from wageaudit.engine import run

    shape, inputs = chosen_format(form, output), inputs_of(files, options)
    ready([output, ledger, problems, manifest], inputs, force=force)
    check_columns(columns, shape)
    grouped, kept = groups(by), proof(manifest)
    screening = not quiet or bool(problems) or shape in {"table", "html", "xlsx"}
    done = run(files, options, kept.witness, bytes_of(memory), screening=screening)
    if shape == "table":
        _screen(done, output, inputs, grouped, kept, force=force, every=every, verbose=verbose)
    elif shape == "html":
        _page(done, output, (files, inputs), kept, force=force)
    elif shape == "xlsx":
        _workbook(done, output, inputs, grouped, kept, force=force)
    else:
        _result(done, shape, output, inputs, grouped, columns, kept, force=force)
    extras(done, inputs, ledger, problems, kept, force=force)
    kept.write("audit", files, options, done.reading, done.audit, force=force)
    if not quiet:
        say(done, console(stderr=True), verbose=verbose, told=shape == "table")
    raise typer.Exit(outcome(done, grouped, max_rejects, fail_below=fail_below))


def _screen(
    done: Run,
    output: str,
    files: Sequence[str],
    by: Sequence[str],
    kept: Proof,
    *,
    force: bool,
    every: bool,
    verbose: bool,
) -> None:
    """The answer for people."""
    from wageaudit.cli.screen import write_screen

    write_screen(done, output, files, by, force=force, every=every, verbose=verbose)
    kept.add(
        output, "result", "table", {"by": list(by), "all": every, "verbose": verbose, "language": spoken()}
    )


def _result(
    done: Run,
    shape: str,
    output: str,
    files: Sequence[str],
    by: Sequence[str],
    columns: str,
    kept: Proof,
    *,
    force: bool,
) -> None:
    """The answer as a table for machines."""
    from wageaudit.cli.screen import select, write_data

    table = select(done.audit.table(tuple(by) or ("worker",)), columns)
    write_data(table, shape, output, files, force=force)
    kept.add(output, "result", shape, {"by": list(by), "columns": columns}, table)


def _page(
    done: Run, output: str, given: tuple[Sequence[str], Sequence[str]], kept: Proof, *, force: bool
) -> None:
    """The answer as a page; given: the paths that were read, and all that may not be written over."""
    from wageaudit.cli.screen import write_page

    write_page(done, output, given[1], force=force, paths=given[0])
    kept.add(output, "page", "html", {"language": spoken(), "workers": False})


def _workbook(
    done: Run, output: str, files: Sequence[str], by: Sequence[str], kept: Proof, *, force: bool
) -> None:
    """The answer as an Excel workbook."""
    from wageaudit.cli.screen import write_workbook

    write_workbook(done, output, files, by, force=force)
    kept.add(output, "workbook", "xlsx", {"by": list(by), "language": spoken()})


def extras(done: Run, files: Sequence[str], ledger: str, problems: str, kept: Proof, *, force: bool) -> None:
    """The files that go beside the answer."""
    from wageaudit.cli.screen import chosen_format, write_data

    if ledger:
        shape, table = chosen_format("", ledger), done.audit.ledger()
        write_data(table, shape, ledger, files, force=force)
        kept.add(ledger, "ledger", "csv" if shape == "table" else shape, {}, table)
    if problems:
        from wageaudit.reports.problems import as_table
        from wageaudit.reports.suspicions import every_problem

        shape, table = chosen_format("", problems), as_table(every_problem(done))
        write_data(table, shape, problems, files, force=force)
        kept.add(problems, "problems", "csv" if shape == "table" else shape, {}, table)


def say(done: Run, screen: Console, *, verbose: bool, told: bool) -> None:
    """On stderr: what was left out and why, how columns were read, and where every row went."""
    from rich.text import Text

    from wageaudit import same_id, utc_days
    from wageaudit.reports import suspicions, words
    from wageaudit.reports.figures import Figures
    from wageaudit.reports.problems import rows_told, show
    from wageaudit.reports.wrapping import tell

    figures = Figures(spoken(), screen.encoding)
    told_of, outside = figures.told, figures.outside
    found, account = done.problems(), done.account
    for file in done.reading.files:
        spelt = [note for note in file.notes if " read as " in note]
        if spelt and not verbose:
            place = figures.say(words.PLACED, place=outside(file.name, 300))
            tell(Text(f"{place} {', '.join(told_of(note, 80) for note in spelt)}"), screen)
    if verbose:
        for file in done.reading.files:
            line = figures.counted(
                words.FILE_READ[file.coverage],
                file.rows_read,
                file=outside(file.name, 300),
                reader=file.reader,
            )
            tell(Text(line), screen)
            for note in file.notes:
                tell(Text(f"  {told_of(note, 400)}"), screen)
    always = {same_id.CODE, utc_days.CODE}
    shown = found if verbose or not told else [one for one in found if one.code in always]
    show(shown, screen, language=spoken())
    show(suspicions.problems(done.audit.suspicions()), screen, language=spoken())
    if account.merged or account.left_out or verbose:
        tell(Text(rows_told(account, figures)), screen)


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
