"""wageaudit report: one self-contained page with pictures, to read, print or hand in, and its manifest beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wageaudit.cli.audit import OUTPUT, Files, Force, MaxRejects, Problems, Quiet, outcome, say
from wageaudit.cli.settings import BENCHMARKS, COMPARES, COUNTS, READS, takes
from wageaudit.cli.speech import spoken
from wageaudit.options import Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wageaudit.cli.proof import Proof
    from wageaudit.engine import Run

STDOUT = "-"
ENDING = ".manifest.json"
HTML = (".html", ".htm")


@takes(READS, COUNTS, COMPARES, BENCHMARKS)
def report(
    files: Files,
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            help="Write the page into this file, and its manifest beside it.",
            rich_help_panel=OUTPUT,
            metavar="FILE",
            show_default=False,
        ),
    ] = "",
    force: Force = False,
    workers: Annotated[
        bool,
        typer.Option(
            "--workers",
            help="Of ten workers or more, show each of them. Without it the page may be passed on.",
            rich_help_panel=OUTPUT,
            show_default=False,
        ),
    ] = False,
    manifest: Annotated[
        str,
        typer.Option(
            "--manifest",
            help="Write the manifest into this file instead.",
            rich_help_panel=OUTPUT,
            metavar="FILE",
            show_default=False,
        ),
    ] = "",
    problems: Problems = "",
    max_rejects: MaxRejects = 0,
    quiet: Quiet = False,
    *,
    options: Options,
) -> None:
    """Make one page of the answer, its pictures, the law and the method: no script, no network."""
    from wageaudit.cli.proof import proof
    from wageaudit.cli.screen import chosen_format, console, distinct, write_data, write_page
    from wageaudit.engine import run
    from wageaudit.reports.page import ready
    from wageaudit.reports.problems import as_table

    ready()
    kept = proof(manifest or _beside(output))
    distinct([output, kept.path, problems])
    _check(output, [output, kept.path, problems], force=force)
    done = run(files, options, kept.witness)
    write_page(
        done, output, files, force=force, workers=workers, manifest=_recorded(done, files, options, kept)
    )
    kept.add(output, "page", "html", {"language": spoken(), "workers": workers})
    if problems:
        shape, table = chosen_format("", problems), as_table(done.problems())
        write_data(table, shape, problems, files, force=force)
        kept.add(problems, "problems", "csv" if shape == "table" else shape, {}, table)
    kept.write("report", files, options, done.reading, done.audit, force=force)
    if not quiet:
        say(done, console(stderr=True), verbose=False, told=True)
    raise typer.Exit(outcome(done, (), max_rejects, fail_below=False))


def _beside(output: str) -> str:
    """Where the manifest goes: beside the page; a page on stdout has none unless it is asked for."""
    if not output or output == STDOUT:
        return ""
    path = Path(output)
    return str(path.with_suffix("") if path.suffix.lower() in HTML else path) + ENDING


def _check(output: str, written: Sequence[str], *, force: bool) -> None:
    """Refuse, before anything is read, what could be written in part only."""
    import sys

    from wageaudit.errors import WrongUse
    from wageaudit.phrases import phrase
    from wageaudit.text import clean

    if (not output or output == STDOUT) and sys.stdout.isatty():
        raise WrongUse("a page is not for a terminal", "add  -o report.html")
    for name in written:
        if name and name != STDOUT and not force and Path(name).exists():
            raise WrongUse(phrase("{name} exists", name=clean(name, 200)), "add  --force  to replace it")


def _recorded(done: Run, files: Sequence[str], options: Options, kept: Proof) -> Mapping[str, object]:
    """The manifest as far as a page can show it: all but the outputs, of which it is one, and the seal over them."""
    from wageaudit.recording import Witness, record

    found = record("report", files, options, done.reading, done.audit, kept.witness or Witness(), ())
    return {name: value for name, value in found.items() if name not in {"outputs", "sha256"}}
