"""What a page is made of: sentences, facts, tables, pictures and sections, all of them plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind: "", strong, below, met, depends, quiet or code; of a link, where it leads."""

    text: str
    kind: str = ""
    link: str = ""


Sentence = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences in a block of their own; `role` is lead, note or empty."""

    block: ClassVar[str] = "paragraph"
    sentence: Sentence
    role: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says."""

    label: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what they say beside them."""

    block: ClassVar[str] = "facts"
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column."""

    text: str
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is read, and exactly as it is where it is a figure; kind: below, met, depends, unknown, date, code, hash, law or amount; a note stands after it."""

    text: str
    exact: str = ""
    kind: str = ""
    link: str = ""
    outside: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; `name` is its id; the total, where there is one, stands under a rule."""

    block: ClassVar[str] = "table"
    name: str
    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn for wide and for narrow pages, what it shows in words, and the table behind it."""

    block: ClassVar[str] = "picture"
    name: str
    title: str
    description: str
    wide: Markup
    narrow: Markup
    table: Table
    note: str = ""


Block = Paragraph | Facts | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under a heading."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page: the answer first, its picture, then what follows from it and what it rests on."""

    language: str
    title: str
    kicker: str
    masthead: str
    answer: tuple[Sentence, ...]
    hero: Picture | None
    after: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    foot: tuple[Sentence, ...]
    words: dict[str, str] = field(default_factory=dict)

    @property
    def headline(self) -> tuple[Sentence, ...]:
        """The answer's first sentences, each on lines of its own."""
        return in_sentences(self.answer[0])


def in_sentences(found: Sentence) -> tuple[Sentence, ...]:
    """A paragraph parted after each full stop that a space follows."""
    made: list[list[Piece]] = [[]]
    for piece in found:
        *heads, tail = piece.text.split(". ")
        for head in heads:
            made[-1].append(Piece(f"{head}.", piece.kind, piece.link))
            made.append([])
        if tail:
            made[-1].append(Piece(tail, piece.kind, piece.link))
    return tuple(tuple(line) for line in made if line)
