"""Markdown pages with parts that the program writes: what a command says, its help, tables made from the code.

In a page, a block that begins ```console holds a command after "$ " and what it says on a terminal of 80 columns; a block
```python may be followed by a block ```text with what it prints; and a part between <!-- begin: NAME --> and <!-- end: NAME -->
is made by made(NAME). renewed() gives the page as it must stand.
"""

from __future__ import annotations

import ast
import os
import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import typer
from calling import called
from typer.testing import CliRunner

from wageaudit import tasks
from wageaudit.cli import application
from wageaudit.readers import READERS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wageaudit"
TRANSLATED = {
    ROOT / "README.fr.md": "fr",
    ROOT / "README.es.md": "es",
}  # in which language the program speaks there
PAGES = (
    ROOT / "README.md",
    *TRANSLATED,
    ROOT / "SECURITY.md",
    ROOT / "sample_data" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
)
COMMANDS: tuple[str, ...] = tuple(sorted(typer.main.get_command(application()).commands))  # type: ignore[attr-defined]
WIDTH = 80  # columns
FIXED = {
    "COLUMNS": str(WIDTH),
    "LC_ALL": "C.UTF-8",
    "NO_COLOR": "1",
    "PYTHONUNBUFFERED": "1",
    "PYTHONUTF8": "1",
    "WAGEAUDIT_LANG": "en",
}
SEES = {
    "worker": "all of one worker's work",
    "recorded": "all of one worker's work, waiting recorded",
    "requester": "one requester's view",
}

CONSOLE = re.compile(r"```console\n\$ (?P<command>wageaudit [^\n]*)\n.*?```", re.DOTALL)
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n.*?```", re.DOTALL)
PART = re.compile(r"<!-- begin: (?P<name>[^\n]*?) -->\n.*?<!-- end: (?P=name) -->", re.DOTALL)
SHELL = re.compile(r"```(?:console|sh|)\n(?P<lines>.*?)```", re.DOTALL)


def renewed(text: str, language: str = "en") -> str:
    """The page with every part, command and program as it comes out now, in the page's language."""
    text = PART.sub(
        lambda found: f"<!-- begin: {found['name']} -->\n{made(found['name'])}<!-- end: {found['name']} -->",
        text,
    )
    text = CONSOLE.sub(
        lambda found: f"```console\n$ {found['command']}\n{said(found['command'], language)}```", text
    )
    return PYTHON.sub(
        lambda found: f"```python\n{found['code']}```\n\n```text\n{run(found['code'])}```", text
    )


def said(command: str, language: str = "en") -> str:
    """What a command says on a terminal; the table is asked for, since a test has no terminal."""
    words = shlex.split(command)[1:]
    if words[0] in {"audit", "wages"} and "--format" not in words:
        words += ["--format", "table"]
    done = called(*words, folder=ROOT, environment=FIXED | {"WAGEAUDIT_LANG": language}, together=True)
    text = done.stdout.decode("utf-8")
    assert done.returncode in {0, 1, 4}, text
    return trimmed(text)


def run(code: str) -> str:
    """What this Python says of a program in the checkout, both streams in order, without the spaces that end lines."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | FIXED, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1, 4}, done.stdout
    return trimmed(done.stdout)


def help_of(command: str) -> str:
    """The help of a command, or of the program ("")."""
    arguments = [command, "--help"] if command else ["--help"]
    done = CliRunner().invoke(application(), arguments, prog_name="wageaudit", env={"COLUMNS": str(WIDTH)})
    assert done.exit_code == 0
    return trimmed(done.stdout)


def trimmed(text: str) -> str:
    """The lines without the spaces that end them, and without empty ones around them."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"


def made(name: str) -> str:
    """The part of that name, as the code makes it."""
    if name == "task table":
        return "\n" + tasks.documentation() + "\n"
    if name == "platforms":
        return "\n" + platforms() + "\n"
    if name == "exports":
        return "\n" + exports() + "\n"
    if name == "rooms":
        return "\n" + rooms() + "\n"
    kind, _, command = name.partition(" ")
    if kind == "wages":
        return str(wage_tables()["part"](command))
    assert kind == "help", f"no part is called {name}"
    return f"\n```text\n{help_of(command if command != 'wageaudit' else '')}```\n\n"


@cache
def wage_tables() -> dict[str, Any]:
    """What the tool that documents the wage files defines."""
    return runpy.run_path(str(ROOT / "tools" / "document_wages.py"))


def platforms() -> str:
    """One line a reader: what it reads, under which name, whose view that is, what it cannot tell."""
    lines = ["| export | `--reader` | it shows | it cannot tell |", "|---|---|---|---|"]
    lines += [
        f"| {reader.title} | `{reader.name}` | {SEES[reader.coverage]} | {reader.cannot_tell} |"
        for reader in READERS
    ]
    return "\n".join(lines) + "\n"


def facts() -> dict[str, list[dict[str, str]]]:
    """What docs/platforms.toml says of each export, and of platforms without one."""
    return tomllib.loads((ROOT / "docs" / "platforms.toml").read_text(encoding="utf-8"))


def exports() -> str:
    """Two tables: a line an export with what is in it, and a line a platform whose workers bring their log by a map."""
    said = facts()
    coverage = {reader.name: SEES[reader.coverage] for reader in READERS}
    columns = ("pay", "bonus", "rejection", "country", "waiting")
    head = ["platform", "files", "`--reader`", *columns, "to be added", "it shows", "tested on"]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for one in said["export"]:
        cells = [one["platform"], one["files"], f"`{one['reader']}`", *(one[name] for name in columns)]
        tested = one["tested"].replace("description", "the description only")
        lines.append(f"| {' | '.join([*cells, one['add'], coverage[one['reader']], tested])} |")
    lines += ["", "Not found: bring it by a map, or as a table of your own.", ""]
    lines += ["| platform | why | `--map` |", "|---|---|---|"]
    for one in said["absent"]:
        lines.append(f"| {one['platform']} | {one['why']} | {one['map'] and '`' + one['map'] + '`'} |")
    return "\n".join(lines) + "\n"


def rooms() -> str:
    """One line a module: what its docstring says first."""
    lines = ["| room | what lives there |", "|---|---|"]
    for path in sorted(PACKAGE.rglob("*.py"), key=lambda path: (len(path.parts), path)):
        said_first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[0]
        lines.append(f"| `{path.relative_to(PACKAGE).as_posix()}` | {said_first.replace('|', '/')} |")
    return "\n".join(lines) + "\n"
