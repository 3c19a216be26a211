"""A sheet of terminal text: sentences, facts beside their labels, tables, all within the width and the encoding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from wageaudit.countries import country_name
from wageaudit.phrases import Several
from wageaudit.reports import grid
from wageaudit.reports.figures import Figures
from wageaudit.reports.grid import Column
from wageaudit.reports.wrapping import TIE, wrapped
from wageaudit.text import clean

MARGIN = 1
LETTERS_OF_COUNTRY = 2
WIDEST_TEXT, WIDEST_TABLE = 100, 132  # cells; longer lines are hard to read
LABEL_AT_MOST, NAME_LIMIT = 20, 24
GOOD, BAD, OPEN, QUIET = "green", "red", "dark_orange3", "dim"  # legible on light and on dark
VERDICT_STYLES = {"below": BAD, "met": GOOD, "depends": OPEN, "unknown": QUIET}

Filling = str | tuple[str, str] | Text
Fact = tuple[str, Sequence[Text]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the views write: the console, and how figures are written on it."""

    console: Console
    figures: Figures

    @property
    def width(self) -> int:
        """Cells a table may take."""
        return min(self.console.width - 2 * MARGIN, WIDEST_TABLE)

    @property
    def mark(self) -> str:
        """What stands for text that was cut."""
        return self.figures.plain("…")

    def text(self, message: str, style: str = "", /, **values: Filling) -> Text:
        """A sentence of words.py with its parts filled in, each part plain or with a style of its own."""
        return self._filled(self.figures.speech.text(message), style, values)

    def counted(self, messages: Several, number: int, style: str = "", /, **values: Filling) -> Text:
        """The sentence for so many, its parts filled in."""
        return self._filled(self.figures.speech.plural(messages, number), style, values)

    def say(self, message: str, /, **values: object) -> str:
        """A sentence or word of words.py as plain text."""
        return self.figures.say(message, **values)

    def _filled(self, message: str, style: str, values: Mapping[str, Filling]) -> Text:
        line = Text(style=style)
        for literal, name, _, _ in Formatter().parse(message):
            line.append(self.figures.plain(literal))
            value: Filling = values[name] if name else ""
            if isinstance(value, tuple):
                line.append(value[0], style=value[1])
            else:
                line.append(value)
        return line

    def place(self, code: str) -> str:
        """A country by its name; a region by its country's name and its code."""
        name = country_name(code[:LETTERS_OF_COUNTRY], self.figures.language)
        return self.figures.plain(name if len(code) == LETTERS_OF_COUNTRY else f"{name} ({code})")

    def called(self, name: str) -> str:
        """The law's own name of a wage, in brackets; nothing where it has none."""
        return f" ({self.reference(name, NAME_LIMIT)})" if name else ""

    def reference(self, text: str, limit: int = 300) -> str:
        """Text of the reference tables: cleaned, and written without accents where the terminal has none."""
        return self.figures.plain(clean(text, limit))

    def line(self, text: Text, indent: int = 0) -> None:
        """One line as it stands."""
        whole = Text(" " * (MARGIN + indent)) + text
        whole.plain = whole.plain.replace(TIE, " ")
        self.console.print(whole, soft_wrap=True)

    def blank(self) -> None:
        """An empty line."""
        self.console.print()

    def paragraph(self, text: Text, indent: int = 0) -> None:
        """A paragraph, wrapped."""
        for line in self._wrapped(text, indent):
            self.line(line, indent)

    def facts(self, facts: Sequence[Fact]) -> None:
        """Labels in bold, what they say beside them."""
        widest = min(max((cell_len(label) for label, texts in facts if texts), default=0), LABEL_AT_MOST)
        for label, texts in facts:
            head = grid.cut(label, widest, self.mark)
            for text in texts:
                alone = self._too_long_a_word(text, widest + 2) and not head
                indent = 2 if alone else widest + 2
                for line in [text] if alone else self._wrapped(text, indent):
                    self.line(Text.assemble((head, "bold"), " " * (indent - cell_len(head)), line))
                    head = ""

    def _too_long_a_word(self, text: Text, indent: int) -> bool:
        """Whether it is one word, such as a link, that would have to be broken at this indent: it is left whole, to be copied."""
        return " " not in text.plain and cell_len(text.plain) > min(self.width, WIDEST_TEXT) - indent

    def table(
        self, columns: Sequence[Column], *, total: bool = False, before_total: Text | None = None
    ) -> None:
        """A table within the width."""
        rule = self.figures.plain("─")
        for line in grid.table(
            columns, self.width, rule=rule, mark=self.mark, total=total, before_total=before_total
        ):
            self.line(line)

    def kept(self, columns: Sequence[Column]) -> list[Column]:
        """The columns that table() has room for."""
        placed, _ = grid.fit(columns, self.width)
        return [column for column, _ in placed]

    def _wrapped(self, text: Text, indent: int) -> list[Text]:
        width = max(min(self.width, WIDEST_TEXT) - indent, 10)
        return wrapped(text, width)
