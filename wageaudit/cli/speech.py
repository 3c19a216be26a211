"""The language of a run: --lang, WAGEAUDIT_LANG, the locale; and help, usage and errors of the command line in it."""

from __future__ import annotations

import copy
import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Annotated, Any, TextIO

import typer

from wageaudit.cli import words
from wageaudit.errors import WrongUse
from wageaudit.language import LANGUAGES, Language, language, normal
from wageaudit.phrases import phrase
from wageaudit.text import clean

FLAG, VARIABLE = "--lang", "WAGEAUDIT_LANG"
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as POSIX has it
SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")


def spoken() -> str:
    """The tag of the language that this run speaks: "en", "fr", "es_MX"."""
    return SPOKEN.get()


def speaking(stream: TextIO | None = None) -> Language:
    """The language of this run in the signs that a stream has, stderr unless another is named: letters without accents where it has none."""
    found, encoding = language(spoken()), getattr(stream or sys.stderr, "encoding", None) or "utf-8"
    if encoding.lower().replace("-", "").startswith("utf"):
        return found
    from wageaudit.reports.figures import Figures
    from wageaudit.reports.wrapping import TIE

    plain = Figures(spoken(), encoding).plain
    return replace(found, writing=lambda text: plain(text).replace(TIE, " "))


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The tag of the language asked for. Raises WrongUse where --lang or WAGEAUDIT_LANG names none that we speak."""
    asked = _asked(arguments)
    if asked is not None:
        return _known(asked, FLAG)
    if environment.get(VARIABLE):
        return _known(environment[VARIABLE], VARIABLE)
    return of_locale(environment)


def of_locale(environment: Mapping[str, str]) -> str:
    """The language of the locale; English where it is one we do not speak."""
    return next((normal(environment[name]) for name in LOCALES if environment.get(name)), "") or "en"


def _asked(arguments: Sequence[str]) -> str | None:
    """What follows the last --lang before "--"; None where there is none."""
    found = None
    for at, word in enumerate(arguments):
        if word == "--":
            break
        if word == FLAG and at + 1 < len(arguments):
            found = arguments[at + 1]
        elif word.startswith(f"{FLAG}="):
            found = word.partition("=")[2]
    return found


def _known(name: str, source: str) -> str:
    tag = normal(name)
    if not tag:
        reason = phrase("{source} cannot be {value}", source=source, value=clean(name))
        raise WrongUse(reason, phrase("use one of: {names}", names=", ".join(LANGUAGES)))
    return tag


def _speak(context: typer.Context, value: str) -> None:
    if value:
        token = SPOKEN.set(_known(value, FLAG))
        context.call_on_close(lambda: SPOKEN.reset(token))


LANG = Annotated[
    str,
    typer.Option(
        FLAG,
        help="Language: en, fr or es. Default: WAGEAUDIT_LANG, else the locale's.",
        metavar="CODE",
        show_default=False,
        callback=_speak,
        is_eager=True,
    ),
]


def in_language(command: Callable[..., None]) -> Callable[..., None]:
    """The command with --lang among its options."""
    own = inspect.signature(command, eval_str=True)
    added = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default="", annotation=LANG)

    @functools.wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401 - typer calls it
        del given["lang"]
        command(**given)

    parameters = [*own.parameters.values(), added]
    run.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def run(app: typer.Typer, arguments: Sequence[str], tag: str) -> int:
    """Run the command line in a language; the exit code. Help, usage and errors of the library are in it too."""
    command: Any = typer.main.get_command(app)
    token = SPOKEN.set(tag)
    speech = speaking(sys.stdout)
    try:
        for one in (command, *command.commands.values()):
            _translate(one, speech)
        try:
            return int(command.main(args=list(arguments), standalone_mode=False) or 0)
        except typer.exceptions.TyperException as error:
            _report(error, speaking())
            return error.exit_code
    finally:
        SPOKEN.reset(token)


def _translate(command: Any, speech: Language) -> None:  # noqa: ANN401 - the library's class is private
    """Help of a command and of its parameters, in place: the tree was made for this run."""
    if speech.code == "en":
        return
    for name in ("help", "short_help", "options_metavar", "subcommand_metavar"):
        if value := getattr(command, name, None):
            setattr(command, name, speech.text(inspect.cleandoc(value)))
    for parameter in command.params:
        _translate_parameter(parameter, speech)
    usage, help_option = command.get_usage, command.get_help_option
    command.get_usage = lambda context: usage(context).replace(words.USAGE, speech.text(words.USAGE), 1)

    def helping(context: typer.Context) -> Any:  # noqa: ANN401 - the library's own class
        option = help_option(context)
        option.help = speech.text(words.HELP_OPTION)
        return option

    command.get_help_option = helping


def _translate_parameter(parameter: Any, speech: Language) -> None:  # noqa: ANN401 - the library's class is private
    for name in ("help", "rich_help_panel", "metavar"):
        if value := getattr(parameter, name, None):
            setattr(parameter, name, speech.text(value))
    if parameter.param_type_name == "argument" and parameter.type.name == "str":
        parameter.type = copy.copy(parameter.type)  # one object for all parameters of the library
        parameter.type.name = speech.text(words.TYPES["str"]).strip("<>")
        return
    kind = words.TYPES.get(parameter.type.name)
    if kind and parameter.param_type_name == "option" and not parameter.metavar and not parameter.is_flag:
        parameter.metavar = speech.text(kind)


@contextmanager
def library_in(speech: Language) -> Iterator[None]:
    """The titles and marks that the library lays help and errors out with, in a language for as long as this is entered."""
    if speech.code == "en":
        yield
        return
    from typer import rich_utils

    before = {name: getattr(rich_utils, name) for name in words.PANELS}
    for name, message in words.PANELS.items():
        setattr(rich_utils, name, speech.text(message))
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(rich_utils, name, value)


def _report(error: typer.exceptions.TyperException, speech: Language) -> None:
    """Say on stderr what was wrong, as the library lays it out."""
    if type(error).__name__ == "NoArgsIsHelpError":  # its help has been written
        return
    from typer import rich_utils

    message = error.format_message()
    error.format_message = lambda: told(message, speech)  # type: ignore[method-assign]
    with library_in(speech):
        rich_utils.rich_format_error(error)  # type: ignore[arg-type]


def told(message: str, speech: Language) -> str:
    """An error of the library in the language: its English is matched with the templates of words.ERRORS."""
    for template in words.ERRORS if speech.code != "en" else ():
        parts = re.split(r"\{(\w+)\}", template)
        pattern = "".join(
            re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+)" for at, part in enumerate(parts)
        )
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return speech.say(template, **found.groupdict())
    return message


def arguments_of(given: Sequence[str] | None) -> list[str]:
    """What was typed after the program's name."""
    return list(sys.argv[1:] if given is None else given)
