"""wageaudit batch: a folder of members' exports into a folder of results; goes on where an earlier run stopped."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from wageaudit.cli.audit import MaxRejects, Quiet
from wageaudit.cli.settings import BENCHMARKS, COMPARES, COUNTS, READS, takes
from wageaudit.options import Options

if TYPE_CHECKING:
    from wageaudit.batch import Batch
    from wageaudit.batch.executors import Executor

MACHINE = "Where it runs"
Folder = Annotated[
    str,
    typer.Argument(
        help="The members' exports: files, folders, archives.", metavar="FOLDER", show_default=False
    ),
]
Out = Annotated[
    str,
    typer.Option(
        "-o", "--output", help="Write the results into this folder.", metavar="OUT", show_default=False,
        rich_help_panel="What is written",
    ),
]  # fmt: skip
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        help="Processes; all cores unless given.",
        min=1,
        show_default=False,
        rich_help_panel=MACHINE,
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler", help="Run on the workers of this Dask scheduler.", metavar="ADDRESS", show_default=False,
        rich_help_panel=MACHINE,
    ),
]  # fmt: skip


@takes(READS, COUNTS, COMPARES, BENCHMARKS)
def batch(
    folder: Folder,
    out: Out,
    jobs: Jobs = None,
    scheduler: Scheduler = "",
    max_rejects: MaxRejects = 0,
    quiet: Quiet = False,
    *,
    options: Options,
) -> None:
    """Audit a FOLDER of members' exports into OUT: tables, summary, ledger, problems, manifest. Goes on where it stopped."""
    from wageaudit.batch import run
    from wageaudit.cli.progress import watching
    from wageaudit.cli.screen import console
    from wageaudit.errors import Exit

    executor = chosen(jobs, scheduler)
    screen = console(stderr=True)
    try:
        with watching(screen, quiet=quiet) as tell:
            done = run(folder, out, options, executor, tell)
    except KeyboardInterrupt:
        executor.stop()
        if not quiet:
            from wageaudit.cli.progress import say_resume

            say_resume(screen)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(Exit.INTERRUPTED)  # threads under way are not waited for: what is finished is kept
    executor.stop()
    if not quiet:
        _say(done, out)
    raise typer.Exit(Exit.PARTIAL if done.run.refused or done.run.rejected > max_rejects else Exit.DONE)


def chosen(jobs: int | None, scheduler: str) -> Executor:
    """Where the work is done: on a cluster, in processes, or here."""
    from wageaudit.batch.executors import Cluster, Here, Processes
    from wageaudit.files import cores

    if scheduler:
        return Cluster(scheduler)
    count = jobs or cores()
    return Processes(count) if count > 1 else Here()


def _say(done: Batch, out: str) -> None:
    """On stderr: what became of the files and rows, what was found, and where the results are."""
    from rich.text import Text

    from wageaudit.cli.screen import console
    from wageaudit.cli.speech import spoken
    from wageaudit.reports.batch import sentences
    from wageaudit.reports.problems import show

    screen = console(stderr=True)
    show(done.run.problems(), screen, language=spoken())
    for line in sentences(done.run, done.read, out, spoken(), screen.encoding):
        screen.print(Text(line), soft_wrap=True)
