"""wageaudit report: one self-contained page with pictures, to read, print or hand in, and its manifest beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wageaudit.cli.audit import OUTPUT, Files, Force, MaxRejects, Problems, Quiet, extras, outcome, say
from wageaudit.cli.settings import BENCHMARKS, COMPARES, COUNTS, JUDGES, READS, takes
from wageaudit.cli.speech import spoken
from wageaudit.options import Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wageaudit.cli.proof import Proof
    from wageaudit.engine import Run

STDOUT = "-"
ENDING = ".manifest.json"
HTML = (".html", ".htm")


def _flag(names: str, text: str, metavar: str | None = None) -> Any:  # noqa: ANN401 - typer's own
    return typer.Option(
        *names.split(), help=text, rich_help_panel=OUTPUT, metavar=metavar, show_default=False
    )


Page = Annotated[
    str, _flag("-o --output", "Write the page into this file, and its manifest beside it.", "FILE")
]
Workers = Annotated[
    bool,
    _flag("--workers", "Of ten workers or more, show each of them. Without it the page may be passed on."),
]
Manifest = Annotated[str, _flag("--manifest", "Write the manifest into this file instead.", "FILE")]


@takes(READS, COUNTS, COMPARES, BENCHMARKS, JUDGES)
def report(
    files: Files,
    output: Page = "",
    force: Force = False,
    workers: Workers = False,
    manifest: Manifest = "",
    problems: Problems = "",
    max_rejects: MaxRejects = 0,
    quiet: Quiet = False,
    *,
    options: Options,
) -> None:
    """Make one page of the answer, its pictures, the law and the method: no script, no network."""
    from wageaudit.cli import outputs
    from wageaudit.cli.proof import proof
    from wageaudit.cli.screen import console, write_page
    from wageaudit.engine import run
    from wageaudit.reports.page import ready

    ready()
    _no_terminal(output)
    kept, inputs = proof(manifest or _beside(output)), outputs.inputs_of(files, options)
    outputs.ready([output, kept.path, problems], inputs, force=force)
    done = run(files, options, kept.witness)
    shown = _recorded(done, files, options, kept)
    write_page(done, output, inputs, force=force, workers=workers, manifest=shown, paths=files)
    kept.add(output, "page", "html", {"language": spoken(), "workers": workers})
    extras(done, inputs, "", problems, kept, force=force)
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


def _no_terminal(output: str) -> None:
    """Refuse, before anything is read, to write a page onto a terminal."""
    import sys

    from wageaudit.errors import WrongUse

    if (not output or output == STDOUT) and sys.stdout.isatty():
        raise WrongUse("a page is not for a terminal", "add  -o report.html")


def _recorded(done: Run, files: Sequence[str], options: Options, kept: Proof) -> Mapping[str, object]:
    """The manifest as far as a page can show it: all but the outputs, of which it is one, and the seal over them."""
    from wageaudit.recording import Witness, record

    found = record("report", files, options, done.reading, done.audit, kept.witness or Witness(), ())
    return {name: value for name, value in found.items() if name not in {"outputs", "sha256"}}
