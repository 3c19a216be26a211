"""Help in panels, as the library lays it out but without its layout, which loads a Markdown parser first."""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from wageaudit.cli import words
from wageaudit.cli.panels import (
    BOLD,
    DIM,
    EMPTY,
    OPTION,
    PLAIN,
    REQUIRED,
    SEPARATOR,
    STAR,
    SWITCH,
    TYPE,
    USAGE,
    Cell,
    Screen,
    Styled,
    fits,
    joined,
    panel,
    screen,
    styled,
    table,
    wrapped,
)
from wageaudit.cli.speech import library_in, speaking
from wageaudit.language import Language

HIGHLIGHTS = (
    (SWITCH, r"(?:^|\W)(-\w+)(?![a-zA-Z0-9])"),
    (OPTION, r"(?:^|\W)(--[\w-]+)(?![a-zA-Z0-9])"),
    (TYPE, r"(<[^>]+>)"),
    (USAGE, f"({words.USAGE})"),
)  # what stands out in a text, later ones over earlier ones
NOTHING = Cell([EMPTY])


class Command(TyperCommand):
    """A command whose help is laid out here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the library's classes are private
        """Write the help onto stdout, as the library does."""
        if not _shown(self, ctx):
            with library_in(speaking(sys.stdout)):
                super().format_help(ctx, formatter)


class Group(TyperGroup):
    """A group of commands whose help is laid out here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the library's classes are private
        """Write the help onto stdout, as the library does."""
        if not _shown(self, ctx):
            with library_in(speaking(sys.stdout)):
                super().format_help(ctx, formatter)


def _shown(command: Any, context: Any) -> bool:  # noqa: ANN401 - the library's classes are private
    """Write the help of a command; False where its screen or its text needs the library."""
    drawn = screen(sys.stdout, os.environ)
    if drawn is None or command.rich_markup_mode != "rich":
        return False
    lines = help_of(command, context, drawn, speaking(sys.stdout))
    if not fits("".join(line.text for line in lines)):
        return False
    try:
        sys.stdout.write(drawn.written(lines))
        sys.stdout.flush()
    except BrokenPipeError:
        from wageaudit.cli.screen import ReaderGone

        raise ReaderGone from None
    return True


def help_of(command: Any, context: Any, drawn: Screen, speech: Language) -> list[Styled]:  # noqa: ANN401
    """The help of a command or of a group in lines: usage, what it does, arguments, options, commands."""
    said = _Said(drawn, speech)
    lines = [EMPTY, *said.paragraph(command.get_usage(context), BOLD), EMPTY]
    if command.help:
        lines += [*said.paragraph(inspect.cleandoc(command.help).replace("\n", " ")), EMPTY]
    shown = [one for one in command.get_params(context) if not getattr(one, "hidden", False)]
    for kind, title in ((TyperArgument, "ARGUMENTS_PANEL_TITLE"), (TyperOption, "OPTIONS_PANEL_TITLE")):
        for name, members in _grouped(shown, kind, said.word(title)).items():
            lines += panel(name, said.parameters(members, context), drawn)
    if isinstance(command, TyperGroup):
        lines += panel(said.word("COMMANDS_PANEL_TITLE"), said.commands(command.commands.values()), drawn)
    return lines


def _grouped(parameters: Iterable[Any], kind: type[Any], first: str) -> dict[str, list[Any]]:
    """The parameters of a kind by the panel they stand in; those that name none first."""
    groups: dict[str, list[Any]] = {first: []}
    for one in parameters:
        if isinstance(one, kind):
            groups.setdefault(one.rich_help_panel or first, []).append(one)
    return {name: members for name, members in groups.items() if members}


@dataclass(frozen=True, slots=True)
class _Said:
    """The parts of a help, on a screen and in a language."""

    drawn: Screen
    speech: Language

    def word(self, name: str) -> str:
        """A title or mark of the library's, in the language."""
        return self.speech.text(words.PANELS[name])

    def marked(self, text: str, mark: str = PLAIN) -> Styled:
        """A text whose options, types and usage stand out, where styles are shown."""
        marks = mark * len(text)
        for other, pattern in HIGHLIGHTS if self.drawn.codes else ():
            for found in re.finditer(pattern, text):
                start, end = found.span(1)
                marks = marks[:start] + other * (end - start) + marks[end:]
        return Styled(text, marks)

    def paragraph(self, text: str, mark: str = PLAIN) -> list[Styled]:
        """A text a space in from both edges."""
        lines = wrapped(self.marked(text, mark), self.drawn.width - 2, fold=True)
        return [joined([styled(" "), line]) for line in lines]

    def commands(self, commands: Iterable[Any]) -> list[Styled]:
        """Names and what they say of themselves."""
        told = [
            (one.name, inspect.cleandoc(one.short_help or one.help or ""))
            for one in commands
            if not one.hidden
        ]
        rows = [
            [Cell([styled(name, OPTION)]), Cell([self.marked(text.replace("\n", " "))], greedy=True)]
            for name, text in told
        ]
        return table(rows, self.drawn.room)

    def parameters(self, members: Sequence[Any], context: Any) -> list[Styled]:  # noqa: ANN401
        """A star before what is required, names long and short, types, and what each is for."""
        rows = [self._row(one, context) for one in members]
        if any(one.required for one in members):
            stars = [styled("*" if one.required else "", STAR) for one in members]
            rows = [[Cell([star]), *row] for star, row in zip(stars, rows, strict=True)]
        return table(rows, self.drawn.room)

    def _row(self, one: Any, context: Any) -> list[Cell]:  # noqa: ANN401
        """Names long and short, two columns for flags that have an opposite, as none has here, the type, the help."""
        is_argument = isinstance(one, TyperArgument)
        shown = (one.metavar or one.name) if is_argument else ""
        long = ",".join(name for name in one.opts if "--" in name)
        short = ",".join(shown or name for name in one.opts if "--" not in name)
        kind = one.make_metavar(ctx=context)
        if is_argument:
            kind = one.type.get_metavar(param=one, ctx=context) or f"<{one.type.name}>"
        else:
            kind = ("" if "bool" in kind.lower() else kind) + _span(one)
        return [
            Cell([self.marked(long)]), Cell([self.marked(short)]), NOTHING, NOTHING,
            Cell([_type(kind)], fold=True), Cell(self._pieces(one, context), greedy=True),
        ]  # fmt: skip

    def _pieces(self, one: Any, context: Any) -> list[Styled]:  # noqa: ANN401
        """What a parameter is for, its default, and whether it is required."""
        pieces = [self.marked(one.help.replace("\n", " "))] if one.help else []
        if default := _default(one, context):
            pieces.append(styled(self.word("DEFAULT_STRING").format(default), DIM))
        if one.required:
            pieces.append(styled(self.word("REQUIRED_LONG_STRING"), REQUIRED))
        return pieces


def _span(option: Any) -> str:  # noqa: ANN401
    """The range that a number must be in, behind its type."""
    describe = getattr(option.type, "_describe_range", None)
    return f" [{describe()}]" if describe else ""


def _default(one: Any, context: Any) -> str:  # noqa: ANN401
    """The default as the library tells it; "" where it is not to be shown."""
    said, value = isinstance(one.show_default, str), one._extract_default_help_str(ctx=context)  # noqa: SLF001
    if not said and (value is None or not (one.show_default or context.show_default)):
        return ""
    return str(one._get_default_string(ctx=context, show_default_is_str=said, default_value=value))  # noqa: SLF001


def _type(text: str) -> Styled:
    """The type of a value, its brackets and bars dimmed."""
    ends = {0} | {len(text.removesuffix("...")) - 1}
    dimmed = [
        sign == "|" or (at in ends and sign in ("[<" if at == 0 else "]>")) for at, sign in enumerate(text)
    ]
    return Styled(text, "".join(SEPARATOR if dim else TYPE for dim in dimmed))
