"""The worker's guide in French and in Spanish: the same commands in the same order as the English one, and all of them run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import ROOT
from test_guides import BLOCK, SHELL, folder, followed, text_of

from wageaudit.language import language
from wageaudit.reports import words

LANGUAGES = ("fr", "es")
__all__ = ["folder"]  # a fixture, used by its name


def name_of(code: str) -> str:
    """The guide's file."""
    return f"guide-worker.{code}.md"


def commands(page: str) -> list[str]:
    """What a page has typed: the names of the commands, in order; for Windows, the lines as they are."""
    shell = [line.split()[1] for block in BLOCK.finditer(page) for line in block["lines"].splitlines()]
    windows = re.findall(r"```powershell\n(.*?)```", page, re.DOTALL)
    return [*shell, *windows]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_guide_has_the_commands_and_the_sections_of_the_english_one(code: str) -> None:
    """Nothing is left out in a language; the samples may be others."""
    own, english = text_of(name_of(code)), text_of("guide-worker.md")
    assert commands(own) == commands(english)
    assert len(re.findall(r"^## \d\.", own, re.MULTILINE)) == len(
        re.findall(r"^## \d\.", english, re.MULTILINE)
    )
    assert own.count("```console") == english.count("```console")


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_a_guide_explains_is_what_the_program_says(code: str) -> None:
    """Labels in bold are those of the answer, in that language."""
    page, speech = text_of(name_of(code)), language(code)
    told = "\n".join(re.findall(r"\*\*([^*]+)\*\*", page)).casefold()
    for label in (words.PAID_TASKS, words.UNPAID_WORK, words.WAITING, words.WORKING, words.MISSING_LABEL, words.BONUS_LABEL, words.LEFT_OUT_LABEL):  # fmt: skip
        assert speech.text(label).casefold() in told, label


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_questions_of_a_guide_are_asked_in_those_words(code: str) -> None:
    """The left side of the table of questions stands in the catalogue."""
    page, speech = text_of(name_of(code)), language(code)
    asked = [
        "pays in a currency it does not name",
        "is a local time, and the zone is not known",
    ]
    for message in asked:
        assert f"| {speech.text(message)} |" in page


TERMS = (  # the names of the house: one word per idea
    "worker", "task", "requester", "platform", "engaged time", "paid time", "unpaid work", "waiting time", "waiting on record",
    "inferred waiting", "working time", "session", "gap threshold", "critical gap", "utilisation", "overlap factor", "piece rate",
    "engaged hourly wage", "effective hourly wage", "statutory minimum wage", "required pay", "shortfall", "wage ratio", "take rate", "coverage",
)  # fmt: skip


@pytest.mark.parametrize("term", TERMS)
def test_the_glossary_has_every_term_of_the_house(term: str) -> None:
    """In its first column, alone or beside its kin."""
    words_in = [line.split("|")[1] for line in text_of("glossary.md").splitlines() if line.startswith("| ")]
    assert any(term in [word.strip() for word in cell.split(",")] for cell in words_in)


@pytest.mark.slow
@pytest.mark.skipif(SHELL is None, reason="the commands are written for a shell")
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_guide_can_be_followed(code: str, folder: Path) -> None:
    """Every command, in a folder of one's own."""
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    said = followed(name_of(code), folder)
    assert {"fr": "quote-part", "es": "cuota de tiempo"}[code] in said
    page = "mon-salaire" if code == "fr" else "mi-salario"
    assert {f"{page}.html", f"{page}.manifest.json"} <= {path.name for path in folder.iterdir()}
    assert (ROOT / "docs" / name_of(code)).read_text(encoding="utf-8").count(page) >= 2
