"""wageaudit batch: a folder of members' exports into a folder of results; goes on where an earlier run stopped."""

from __future__ import annotations

import atexit
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wageaudit.cli.audit import MaxRejects, Quiet
from wageaudit.cli.settings import BENCHMARKS, COMPARES, COUNTS, JUDGES, READS, takes
from wageaudit.options import Options

if TYPE_CHECKING:
    from wageaudit.batch import Batch, Paging, Sharing
    from wageaudit.batch.executors import Executor

MACHINE, SHARING = "Where it runs", "What may be shared"
FEWEST = 3  # workers: of a group of two, each knows the other
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
Pages = Annotated[
    bool,
    typer.Option(
        "--pages",
        help="Write a page for each worker, and one for the whole; with --share, one that may be shown to others.",
        rich_help_panel="What is written",
    ),
]
Workbook = Annotated[
    bool,
    typer.Option(
        "--workbook",
        help="Write an Excel workbook of the whole with a line for each worker; it is not for passing on.",
        rich_help_panel="What is written",
    ),
]
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
Share = Annotated[
    bool,
    typer.Option(
        "--share",
        help="Write into OUT/share what may be shown to others; needs --key.",
        rich_help_panel=SHARING,
    ),
]
KeyFile = Annotated[
    str,
    typer.Option(
        "--key",
        help="The campaign's key, from which pseudonyms are made.",
        metavar="FILE",
        show_default=False,
        rich_help_panel=SHARING,
    ),
]
MinCell = Annotated[
    int,
    typer.Option(
        "--min-cell", help="Fewest workers of a group that is shown.", min=FEWEST, rich_help_panel=SHARING
    ),
]


@takes(READS, COUNTS, COMPARES, BENCHMARKS, JUDGES)
def batch(
    folder: Folder,
    out: Out,
    pages: Pages = False,
    workbook: Workbook = False,
    share: Share = False,
    key: KeyFile = "",
    min_cell: MinCell = 10,
    jobs: Jobs = None,
    scheduler: Scheduler = "",
    max_rejects: MaxRejects = 0,
    quiet: Quiet = False,
    *,
    options: Options,
) -> None:
    """Audit a FOLDER of members' exports into OUT: tables, summary, ledger, problems, manifest. Goes on where it stopped."""
    from wageaudit.batch import run
    from wageaudit.cli.progress import say_resume, watching
    from wageaudit.cli.screen import console
    from wageaudit.errors import Exit

    paging = _paging(pages=pages, workbook=workbook)
    sharing = _sharing(key, min_cell, out, share=share)
    does = executor(jobs, scheduler)
    screen = console(stderr=True)
    try:
        with watching(screen, quiet=quiet) as tell:
            done = run(
                folder, out, options, does, tell, sharing=sharing, paging=paging, but=[key] * bool(key)
            )
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # this is the end already
        does.stop()
        if not quiet:
            say_resume(screen)
        sys.stdout.flush()
        sys.stderr.flush()
        if not scheduler:
            atexit._run_exitfuncs()  # noqa: SLF001 - what the processes shared is let go, or the system complains of it
        os._exit(Exit.INTERRUPTED)  # threads under way are not waited for: what is finished is kept
    finally:
        does.stop()
    if not quiet:
        _say(done, out, sharing)
    raise typer.Exit(Exit.PARTIAL if done.run.refused or done.run.rejected > max_rejects else Exit.DONE)


def _paging(*, pages: bool, workbook: bool) -> Paging | None:
    """That pages or a workbook are made, in the language of the run; None where neither is. Raises WrongUse where pages cannot be drawn."""
    if not pages and not workbook:
        return None
    from wageaudit.batch import Paging
    from wageaudit.cli.speech import spoken
    from wageaudit.reports.page import ready

    if pages:
        ready()
    return Paging(spoken(), pages=pages, workbook=workbook)


def _sharing(key: str, fewest: int, out: str, *, share: bool) -> Sharing | None:
    """How what is shared is protected; None where nothing is. Raises WrongUse for one of --share and --key alone."""
    from wageaudit.errors import WrongUse

    if not share:
        if key:
            raise WrongUse("--key is for what is shared", "add  --share")
        return None
    if not key:
        raise WrongUse(
            "--share needs the campaign's key", "make one with  wageaudit key new, and give it after  --key"
        )
    from wageaudit.batch import Sharing
    from wageaudit.disclosure import Rule
    from wageaudit.files.secret import read_secret
    from wageaudit.pseudonyms import parse_key
    from wageaudit.text import clean

    if Path(key).resolve().is_relative_to(Path(out).resolve()):
        raise WrongUse("the key lies in the folder of results", "keep it apart from what is shared")
    return Sharing(parse_key(read_secret(key), clean(key, 200)), Rule(threshold=fewest))


def executor(jobs: int | None, scheduler: str) -> Executor:
    """Where the work is done: on a cluster, in processes, or here."""
    from wageaudit.batch.executors import Cluster, Here, Processes
    from wageaudit.files import cores

    if scheduler:
        return Cluster(scheduler)
    count = jobs or cores()
    return Processes(count) if count > 1 else Here()


def _say(done: Batch, out: str, sharing: Sharing | None) -> None:
    """On stderr: what became of the files and rows, what was found, and where the results are."""
    from rich.text import Text

    from wageaudit.cli.screen import console
    from wageaudit.cli.speech import spoken
    from wageaudit.reports.batch import sentences
    from wageaudit.reports.problems import show
    from wageaudit.reports.wrapping import tell

    screen = console(stderr=True)
    show(done.run.problems(), screen, language=spoken())
    shared = (sharing.key.id, sharing.rule.threshold) if sharing is not None else None
    for line in sentences(done.run, (done.files, done.read), out, shared, spoken(), screen.encoding):
        tell(Text(line), screen)
    show(done.released, screen, language=spoken())
