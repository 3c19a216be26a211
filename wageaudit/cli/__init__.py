"""The command line: one module a command; the only room that prints, asks or exits. Heavy imports wait in the commands."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from wageaudit import __version__
from wageaudit.cli.helping import Command, Group
from wageaudit.cli.speech import FLAG, LANG, SPOKEN, arguments_of, chosen, in_language, of_locale, run, spoken
from wageaudit.errors import Exit, WageauditError
from wageaudit.phrases import phrase

COMMANDS: Mapping[str, str] = {
    "audit": "Derive the real hourly wage of the work in FILE..., and compare it with the minimum wage of the day.",
    "batch": "Audit a FOLDER of members' exports into OUT: tables, summary, ledger, problems, manifest. Goes on where it stopped.",
    "report": "Make one page of the answer, its pictures, the law and the method: no script, no network.",
    "convert": "Write the canonical table that every reader turns an export into.",
    "check": "Say what each file is, what it covers and lacks, and every problem in it.",
    "wages": "Show the statutory minimum wage of COUNTRY: its history, or the rate --on a day, with law and link.",
    "explain": "Show how one row becomes time, pay and a wage, or what a figure is made of, with the law and its link.",
    "verify": "Hash inputs, reference data and outputs again, compute again, and say identical or what differs.",
    "map": "Make a map for FILE: how its columns become tasks, for --map.",
    "key": "Make the secret key of a campaign, or say which key a file holds. Nothing shared tells the key.",
}  # what each says of itself; its module is loaded when it is called


def application(loaded: Collection[str] = tuple(COMMANDS)) -> typer.Typer:
    """The command line; commands that are not loaded are there by their name and their help alone."""
    app = typer.Typer(
        name="wageaudit",
        cls=Group,
        help="What click work really pays an hour, unpaid waiting included, against the minimum wage of the day.",
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(root)
    for name, said in COMMANDS.items():
        if name not in loaded:
            app.command(name, cls=Command, help=said)(_not_loaded)
            continue
        module = import_module(f"{__name__}.{name}")
        app.command(name, cls=Command)(
            in_language(getattr(module, name, None) or getattr(module, f"{name}_"))
        )
    return app


def _not_loaded() -> None:
    """Stand in for a command that is named in the help alone."""


def asked(arguments: Sequence[str], environment: Mapping[str, str]) -> Collection[str]:
    """The commands that these arguments may call: the first word that is none of the options of all, or none."""
    if any(name.endswith("_COMPLETE") for name in environment):  # the shell asks what could come next
        return tuple(COMMANDS)
    words = [word for at, word in enumerate(arguments) if arguments[at - 1 : at] != [FLAG]]
    first = next((word for word in words if not word.startswith("-")), "")
    return (first,) if first in COMMANDS else ()


def _version(asked: bool) -> None:  # noqa: FBT001 - typer's callback
    if asked:
        typer.echo(f"wageaudit {__version__}")
        raise typer.Exit


def root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
    lang: LANG = "",
) -> None:
    """What click work really pays an hour, unpaid waiting included, against the minimum wage of the day."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 found, 2 wrong use, 3 refused, 4 in part, 130 interrupted, 141 broken pipe, 143 asked to end."""
    os.environ.setdefault(
        "ARROW_DEFAULT_MEMORY_POOL", "system"
    )  # shares freed memory with NumPy: a fifth faster
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the program's own threads share out the cores
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    typed = arguments_of(arguments)
    before = _asked_to_end(_end)
    token = SPOKEN.set(of_locale(os.environ))
    try:
        SPOKEN.set(chosen(typed, os.environ))
        sys.exit(run(application(asked(typed, os.environ)), typed, spoken()))
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
        for number, handler in before.items():
            signal.signal(number, handler)


def _asked_to_end(handler: Callable[[int, object], None]) -> dict[int, signal.Handlers]:
    """Have the handler called when the system, or a terminal that closes, asks the program to end; what stood there before."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    asked = (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP"))
    mine = [number for number in asked if number and signal.getsignal(number) == signal.SIG_DFL]
    for number in mine:
        signal.signal(number, handler)
    return {int(number): signal.SIG_DFL for number in mine}  # the module called map hides map()


def _end(number: int, _: object) -> NoReturn:
    """End as after Ctrl-C: files that are half written go, and so do rows laid aside on the disk."""
    raise SystemExit(128 + number)


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
    elif isinstance(error, MemoryError):
        reason, mend = "needs more memory than there is", "cut the file into several, or use a larger machine"
    else:
        reason = phrase("stopped by a fault of its own: {kind}", kind=type(error).__name__)
        mend = "report it with the command and, if you may, the file; WAGEAUDIT_DEBUG=1 shows where"
    refuse(WageauditError(reason, mend))
    sys.exit(Exit.REFUSED)


__all__ = ["COMMANDS", "application", "main"]
