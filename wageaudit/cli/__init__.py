"""The command line: one module a command; the only room that prints, asks or exits. Heavy imports wait in the commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from wageaudit import __version__
from wageaudit.cli.audit import audit
from wageaudit.cli.batch import batch
from wageaudit.cli.check import check
from wageaudit.cli.convert import convert
from wageaudit.cli.explain import explain
from wageaudit.cli.key import key
from wageaudit.cli.map import map_
from wageaudit.cli.report import report
from wageaudit.cli.speech import LANG, SPOKEN, arguments_of, chosen, in_language, of_locale, run, spoken
from wageaudit.cli.verify import verify
from wageaudit.cli.wages import wages
from wageaudit.errors import Exit, WageauditError
from wageaudit.phrases import phrase

app = typer.Typer(
    name="wageaudit",
    help="What click work really pays an hour, unpaid waiting included, against the minimum wage of the day.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for command in (audit, batch, report, convert, check, wages, explain, verify, map_, key):
    app.command(command.__name__.rstrip("_"))(in_language(command))


def _version(asked: bool) -> None:  # noqa: FBT001 - typer's callback
    if asked:
        typer.echo(f"wageaudit {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
    lang: LANG = "",
) -> None:
    """What click work really pays an hour, unpaid waiting included, against the minimum wage of the day."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 found, 2 wrong use, 3 refused, 4 in part, 130 interrupted, 141 broken pipe."""
    os.environ.setdefault(
        "ARROW_DEFAULT_MEMORY_POOL", "system"
    )  # shares freed memory with NumPy: a fifth faster
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the program's own threads share out the cores
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    typed = arguments_of(arguments)
    token = SPOKEN.set(of_locale(os.environ))
    try:
        SPOKEN.set(chosen(typed, os.environ))
        sys.exit(run(app, typed, spoken()))
    except WageauditError as error:
        from wageaudit.cli.screen import refuse

        refuse(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the last line of defence: one sentence, no traceback, never the code of a finding
        _last_words(error)
    finally:
        SPOKEN.reset(token)


def _last_words(error: Exception) -> None:
    from wageaudit.cli.screen import ReaderGone, refuse
    from wageaudit.files.writing import silence_stdout

    if isinstance(error, ReaderGone):
        silence_stdout()
        sys.exit(Exit.BROKEN_PIPE)
    if os.environ.get("WAGEAUDIT_DEBUG"):
        raise error
    if isinstance(error, OSError):
        reason, mend = phrase("could not go on: {error}", error=error.strerror or error), ""
    else:
        reason = phrase("stopped by a fault of its own: {kind}", kind=type(error).__name__)
        mend = "report it with the command and, if you may, the file; WAGEAUDIT_DEBUG=1 shows where"
    refuse(WageauditError(reason, mend))
    sys.exit(Exit.REFUSED)


__all__ = ["app", "main"]
