"""The terminal's sentences collected for a page: the same words, kept with what is bold or coloured in them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rich.console import Console
from rich.text import Text

from wageaudit.reports.figures import Figures
from wageaudit.reports.grid import Column
from wageaudit.reports.page.model import Fact, Piece, Sentence
from wageaudit.reports.sheet import BAD, GOOD, OPEN, QUIET, Sheet

KINDS = {BAD: "below", GOOD: "met", OPEN: "depends", QUIET: "quiet"}
WIDTH = 200


@dataclass(frozen=True, slots=True)
class Notebook(Sheet):
    """A sheet that keeps what is written on it instead of showing it."""

    paragraphs: list[Sentence] = field(default_factory=list)
    noted: list[Fact] = field(default_factory=list)

    def paragraph(self, text: Text, indent: int = 0) -> None:  # noqa: ARG002 - as a sheet has it
        """Keep a paragraph."""
        if text.plain:
            self.paragraphs.append(sentence(text))

    def facts(self, facts: Sequence[tuple[str, Sequence[Text]]]) -> None:
        """Keep labels with what they say."""
        self.noted.extend(Fact(label, tuple(map(sentence, texts))) for label, texts in facts if texts)

    def line(self, text: Text, indent: int = 0) -> None:
        """Lines of a terminal's tables are not kept: a page lays out tables of its own."""

    def blank(self) -> None:
        """Nothing."""

    def table(
        self, columns: Sequence[Column], *, total: bool = False, before_total: Text | None = None
    ) -> None:
        """A terminal's table is not kept."""


def notebook(language: str) -> Notebook:
    """An empty one."""
    console = Console(file=io.StringIO(), width=WIDTH, markup=False, emoji=False, highlight=False)
    return Notebook(console, Figures(language))


def sentence(text: Text) -> Sentence:
    """A rich text as pieces, each bold, coloured or plain."""
    edges = sorted(
        {0, len(text.plain), *(span.start for span in text.spans), *(span.end for span in text.spans)}
    )
    found = []
    for start, end in pairwise(edges):
        styles = {
            str(text.style),
            *(str(span.style) for span in text.spans if span.start <= start and end <= span.end),
        }
        names = {name for style in styles for name in style.split()}
        kind = next((kind for style, kind in KINDS.items() if style in names), "")
        strong = "strong" if "bold" in names else ""
        found.append(Piece(text.plain[start:end], " ".join(part for part in (strong, kind) if part)))
    return tuple(piece for piece in found if piece.text)


def plain(text: str, kind: str = "", link: str = "") -> Sentence:
    """One piece of text as a sentence."""
    return (Piece(text, kind, link if link.startswith(("https://", "http://")) else ""),)


def parted(found: Sentence) -> tuple[Sentence, Sentence]:
    """A paragraph's first sentence, and the rest of it."""
    first: list[Piece] = []
    for place, piece in enumerate(found):
        head, stop, tail = piece.text.partition(". ")
        if stop:
            rest = (Piece(tail, piece.kind, piece.link), *found[place + 1 :])
            return (*first, Piece(f"{head}.", piece.kind, piece.link)), tuple(one for one in rest if one.text)
        first.append(piece)
    return found, ()


def spoken(found: Sentence) -> str:
    """A sentence without its kinds."""
    return "".join(piece.text for piece in found)
