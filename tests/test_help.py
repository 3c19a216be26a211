"""Help is what the library would show, letter by letter and style by style, without the time that the library's layout takes to load."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from wageaudit.cli import COMMANDS, application, asked, helping, main
from wageaudit.cli.panels import LEAST, Styled, fits, screen, styled, wrapped
from wageaudit.cli.speech import run
from wageaudit.language import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
EVERY = ["", *COMMANDS]
CODE = re.compile(r"\x1b\[([\d;]*)m")
HEAVY = {"rich.markdown", "markdown_it", "pygments", "rich.traceback", "rich.console", "typer.rich_utils"}
VARIABLES = (
    "NO_COLOR", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS", "LINES",
    "TERMINAL_WIDTH", "TERM", "COLORTERM", "WAGEAUDIT_LANG", "TYPER_USE_RICH",
)  # fmt: skip


class Stream(io.TextIOWrapper):
    """What a command writes on, with or without a terminal behind it."""

    def __init__(self, encoding: str = "utf-8", *, terminal: bool = False) -> None:
        """Take text in an encoding; signs that it lacks come as codes."""
        super().__init__(io.BytesIO(), encoding=encoding, errors="backslashreplace", newline="\n")
        self.terminal = terminal

    def isatty(self) -> bool:
        """Whether a terminal is behind it."""
        return self.terminal

    def written(self) -> str:
        """All that was written."""
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)  # type: ignore[attr-defined, no-any-return]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the machine decides what is shown."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def shown(monkeypatch: pytest.MonkeyPatch, command: str, tag: str, width: int, stream: Stream) -> str:
    """The help of a command, as this program writes it."""
    arguments = [*command.split(), "--help"]
    with monkeypatch.context() as patched:
        patched.setenv("COLUMNS", str(width))
        patched.setattr(sys, "stdout", stream)
        assert run(application(asked(arguments, {})), arguments, tag) == 0
    return stream.written()


def of_the_library(
    monkeypatch: pytest.MonkeyPatch, command: str, tag: str, width: int, stream: Stream
) -> str:
    """The same help, as the library lays it out."""
    with monkeypatch.context() as patched:
        patched.setattr(helping, "_shown", lambda *_: False)
        return shown(patched, command, tag, width, stream)


def seen(text: str) -> list[tuple[str, str]]:
    """Each sign with the style it is shown in; of a space no style is seen."""
    plain, *styled_parts = CODE.split(text)
    parts = [("", plain), *zip(styled_parts[::2], styled_parts[1::2], strict=True)]
    return [(sign, "" if sign == " " or code == "0" else code) for code, part in parts for sign in part]


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_help_in_a_pipe_is_byte_by_byte_what_the_library_writes(
    monkeypatch: pytest.MonkeyPatch, command: str, tag: str, width: int
) -> None:
    """Columns, line ends, spaces: of every command, in every language."""
    own = shown(monkeypatch, command, tag, width, Stream())
    assert own == of_the_library(monkeypatch, command, tag, width, Stream())
    assert "\x1b" not in own
    assert {len(line) for line in own.splitlines()} == {0, width}


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize("uncoloured", ["", "1"])
def test_help_on_a_terminal_is_sign_by_sign_in_the_styles_of_the_library(
    monkeypatch: pytest.MonkeyPatch, command: str, uncoloured: str
) -> None:
    """Where neighbours share a style it is switched on once; what is seen is the same."""
    monkeypatch.setenv("NO_COLOR", uncoloured)
    own = shown(monkeypatch, command, "en", 100, Stream(terminal=True))
    assert seen(own) == seen(of_the_library(monkeypatch, command, "en", 100, Stream(terminal=True)))
    assert ("\x1b[1;36m" in own) != bool(uncoloured)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("terminal", [False, True])
def test_help_in_ascii_is_what_the_library_writes(
    monkeypatch: pytest.MonkeyPatch, tag: str, *, terminal: bool
) -> None:
    """Borders of plus and minus, letters without accents."""
    own = shown(monkeypatch, "wages", tag, 80, Stream("ascii", terminal=terminal))
    assert own.isascii()
    assert seen(own) == seen(
        of_the_library(monkeypatch, "wages", tag, 80, Stream("ascii", terminal=terminal))
    )


@pytest.mark.parametrize("width", [1, 20, LEAST - 1, LEAST, LEAST + 1, 47, 66, 99, 160, 200, 500])
def test_help_is_the_same_at_every_width(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """Words that are too long, columns that give up room, screens too narrow for panels of ours."""
    for command in ("", "map"):
        own = shown(monkeypatch, command, "fr", width, Stream())
        assert own == of_the_library(monkeypatch, command, "fr", width, Stream())


@pytest.mark.parametrize(
    "variables",
    [
        {}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"FORCE_COLOR": ""}, {"TTY_COMPATIBLE": "0"}, {"TTY_COMPATIBLE": "1"},
        {"TTY_COMPATIBLE": "2"}, {"COLUMNS": "77"}, {"COLUMNS": "wide"}, {"COLUMNS": ""}, {"FORCE_COLOR": "1", "NO_COLOR": "1"},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("terminal", [False, True])
def test_a_screen_is_taken_for_what_the_library_takes_it_for(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], *, terminal: bool
) -> None:
    """Width, colours, and whether there are any."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    stream = Stream(terminal=terminal)
    console, found = Console(file=stream), screen(stream, os.environ)
    assert found is not None
    assert found.width == console.width
    assert (found.codes is not None) == (console.color_system is not None)
    if found.codes:
        assert ("1;36" in found.codes.values()) != console.no_color


def test_variables_of_the_library_itself_are_heeded() -> None:
    """TERMINAL_WIDTH before COLUMNS; colours for the pages of two services; none where they are forbidden."""
    wide = screen(Stream(), {"TERMINAL_WIDTH": "70", "COLUMNS": "90"})
    assert wide is not None
    assert wide.width == 70
    for name in ("GITHUB_ACTIONS", "PY_COLORS"):
        coloured = screen(Stream(), {name: "1"})
        assert coloured is not None
        assert coloured.codes
    forbidden = screen(Stream(terminal=True), {"_TYPER_FORCE_DISABLE_TERMINAL": "1", "PY_COLORS": "1"})
    assert forbidden is not None
    assert forbidden.codes is None


@pytest.mark.parametrize(
    "environment", [{"TERM": "dumb", "COLUMNS": "80"}, {"COLUMNS": str(LEAST - 1)}, {"COLUMNS": "0"}], ids=str
)
def test_screens_of_other_kinds_are_left_to_the_library(environment: dict[str, str]) -> None:
    """Terminals without styles, and narrow ones."""
    assert screen(Stream(terminal=True), environment) is None


def test_signs_that_take_two_columns_or_none_are_left_to_the_library() -> None:
    """Letters, accents, quotes and arrows take one."""
    assert all(fits(text) for text in ("Prüfung", "l’heure", "час", "—…→", "1\u202f337", ""))
    assert not any(fits(text) for text in ("時給", "e\u0301", "\u200b", "a\tb", "👷"))


def test_a_program_whose_name_takes_two_columns_a_sign_has_its_help_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The usage line names the program as it was called."""
    stream = Stream()
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "argv", ["/usr/bin/時給"])
    own = shown(monkeypatch, "key", "en", 80, stream)
    assert "時給 key [OPTIONS]" in own
    assert own == of_the_library(monkeypatch, "key", "en", 80, Stream())


def test_text_is_cut_between_words_and_long_words_are_cut_or_go_on_below() -> None:
    """The marks are cut where the text is."""
    assert [line.text for line in wrapped(styled("one two three"), 7, fold=False)] == ["one two", "three"]
    assert [line.text for line in wrapped(styled("a longword"), 5, fold=True)] == ["a ", "longw", "ord"]
    assert [line.text for line in wrapped(styled("a longword"), 5, fold=False)] == ["a ", "long…"]
    assert wrapped(Styled("ab cd", "11.22"), 2, fold=False) == [Styled("ab", "11"), Styled("cd", "22")]
    assert [line.text for line in wrapped(styled("one\ntwo"), 9, fold=True)] == ["one", "two"]


@pytest.mark.parametrize("words", [["--help"], ["audit", "--help"], ["--help", "--lang", "fr"], []])
def test_help_loads_no_layout_of_the_library(words: list[str]) -> None:
    """It parses Markdown and highlights code, neither of which help has; they take longer to load than all the rest."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "wageaudit", *words],
        cwd=ROOT, capture_output=True, encoding="utf-8", env=os.environ | {"COLUMNS": "80"}, check=False,
    )  # fmt: skip
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert done.stdout.count("╭─") > 1
    assert "typer.core" in names
    assert names & HEAVY == set()


def test_no_argument_is_answered_by_help_once_and_counts_as_wrong_use(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """On stdout, as before; nothing on stderr."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    asked_for = capfd.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert capfd.readouterr().out.strip("\n") == asked_for.out.strip("\n")
    assert asked_for.err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_help_whose_reader_has_gone_ends_as_all_output_does() -> None:
    """Silent, with the exit code of a broken pipe and not with that of a finding."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "wageaudit", "--help"],
            cwd=ROOT,
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")
