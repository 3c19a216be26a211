"""Documentation that cannot drift: outputs, help and tables in the pages are what the program writes now.

WAGEAUDIT_WRITE_DOCS=1 python -m pytest tests/test_readme.py  writes these parts of the pages anew.
"""

from __future__ import annotations

import os
import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest
from documents import COMMANDS, PAGES, ROOT, SHELL, TRANSLATED, help_of, renewed

from wageaudit import tasks
from wageaudit.engine import audit, read
from wageaudit.errors import Exit
from wageaudit.evidence import LEDGER
from wageaudit.options import GROUPINGS

NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
README = ROOT / "README.md"
LONGEST_README = 300  # lines
INSTALL = (
    "python3 -m venv .venv && .venv/bin/pip install -q -r requirements/runtime.txt && "
    ".venv/bin/pip install -q --no-deps -e . && .venv/bin/wageaudit audit sample_data/antananarivo_annotator.csv"
)
TEST = ".venv/bin/pip install -q -r requirements/dev.txt && .venv/bin/python -m pytest -q -n auto"
LINK = re.compile(r"\]\((?!https?:)(?P<path>[^)#\s]*)(?:#(?P<heading>[^)\s]*))?\)")
INLINE = re.compile(r"`(wageaudit [^`]+)`")


def text_of(page: Path) -> str:
    """A page's text."""
    return page.read_text(encoding="utf-8")


def commands_in(text: str) -> list[str]:
    """Every command of the program that a page shows, in blocks and in sentences."""
    lines = [line for block in SHELL.finditer(text) for line in block["lines"].splitlines()]
    shown = [line.removeprefix("$ ") for line in lines if line.removeprefix("$ ").startswith("wageaudit ")]
    return shown + INLINE.findall(text)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_what_a_page_shows_of_the_program_is_what_the_program_writes(page: Path) -> None:
    """Outputs of commands and programs, help, tables of columns, platforms and rooms."""
    wanted = renewed(text_of(page), TRANSLATED.get(page, "en"))
    if os.environ.get("WAGEAUDIT_WRITE_DOCS"):
        page.write_text(wanted, encoding="utf-8", newline="\n")
    assert text_of(page) == wanted


@pytest.mark.parametrize(("mark", "line"), [("install", INSTALL), ("test", TEST)])
def test_the_two_lines_stand_where_the_check_of_a_clean_checkout_reads_them(mark: str, line: str) -> None:
    """The marker alone on its line, the fenced block of one line after it."""
    found = re.search(rf"^<!-- {mark} -->\n+```\n(.*?)\n```$", text_of(README), re.DOTALL | re.MULTILINE)
    assert found is not None
    assert found[1] == line


def test_the_readme_can_be_read_at_one_sitting() -> None:
    """What it cannot hold is in docs/."""
    assert text_of(README).count("\n") <= LONGEST_README


def test_every_command_is_documented_with_its_help() -> None:
    """A new command is in the README's table, and its help among the commands."""
    for command in COMMANDS:
        assert f"| `wageaudit {command}" in text_of(README)
        assert f"<!-- begin: help {command} -->" in text_of(ROOT / "docs" / "commands.md")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_shown_exists_with_every_option_it_is_given(page: Path) -> None:
    """Also those that are not run here, since their files are the reader's own."""
    for line in commands_in(text_of(page)):
        name, *words = shlex.split(line, comments=True)[1:]
        if name.startswith("--"):
            assert name in help_of("")
            continue
        said = help_of(name)
        options = [word for word in words if re.match(r"--?[a-z]", word)]
        assert [option for option in options if not re.search(rf"(?<![\w-]){option}(?![\w-])", said)] == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    """Files and headings."""
    for link in LINK.finditer(text_of(page)):
        target = (page.parent / link["path"]).resolve() if link["path"] else page
        assert target.exists(), link[0]
        if link["heading"]:
            headings = [
                re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")
                for line in text_of(target).splitlines()
                if line.startswith("#")
            ]
            assert link["heading"] in headings, link[0]


def explained(heading: str) -> list[str]:
    """Columns that the table under a heading of docs/columns.md explains, in its order."""
    _, _, after = text_of(ROOT / "docs" / "columns.md").partition(f"\n## {heading}\n")
    rows = re.findall(r"^\| ([a-z][a-z0-9_, ]*?)(?: \*)? \|", after.partition("\n## ")[0], re.MULTILINE)
    return [name.strip() for row in rows if row != "column" for name in row.split(",")]


def test_every_column_is_explained_in_its_order(sample_data: Path) -> None:
    """Task table, result table, ledger."""
    reading = read([str(sample_data / "antananarivo_annotator.csv")])
    assert explained("The result table") == audit(reading.table).table(()).column_names
    assert explained("The ledger") == list(LEDGER)
    assert explained("The task table") == list(tasks.NAMES)


def test_every_grouping_and_every_exit_code_is_documented() -> None:
    """In the README's tables."""
    text = text_of(README)
    assert f"`--by {','.join(GROUPINGS)}`" in text
    assert re.findall(r"^\| (\d+) \|", text, re.MULTILINE) == [str(int(code)) for code in Exit]


def test_fences_and_parts_are_closed() -> None:
    """A part whose end is misspelt would silently never be written."""
    for page in PAGES:
        text = text_of(page)
        assert text.count("```") % 2 == 0
        marks = re.findall(r"<!-- (begin|end): (.*?) -->", text)
        assert [mark for mark, _ in marks] == ["begin", "end"] * (len(marks) // 2)
        assert all(first[1] == second[1] for first, second in list(pairwise(marks))[::2])
