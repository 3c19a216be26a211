"""Lines for people: wrapped between words on a terminal, never inside a link, a date or what is to be typed; whole in a pipe or a file."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

TIE, NARROW = "\u00a0", "\u202f"  # spaces at which no line is broken
WORD = re.compile(r" *[^ ]+ *")
COMMAND = re.compile(r"(?<=  )(?:--|wageaudit )\S+(?: \S+)*")  # two spaces stand before what is to be typed
LAW = re.compile(r"\b\d+ (?:CFR|U\.S\.C\.) \S+")  # title and section of a code
DATE = re.compile(r"\b(?:1er|\d{1,2}) [^\W\d]{3,5}\.? \d{4}\b")
HANG = 4  # [cells] further in: the lines after the first of a message
NARROWEST = 20  # [cells] of a line, however far in it stands


def wrapped(text: Text, width: int) -> list[Text]:
    """The lines of a paragraph within so many cells; one word that is longer stays whole, to be copied."""
    tied = text.copy()
    tied.plain = _tied(text.plain, width)
    cuts, used = [], 0
    for word in WORD.finditer(tied.plain):
        length = cell_len(word[0].rstrip(" "))
        if used and used + length > width:
            cuts.append(word.start())
            used = 0
        used += cell_len(word[0])
    lines = list(tied.divide(cuts))
    for line in lines:
        line.rstrip()
    return lines


def tell(text: Text, console: Console) -> None:
    """Print one message: on a terminal its further lines hang under the first, elsewhere it is one line."""
    if not console.is_terminal:
        shown = text.copy()
        if not console.encoding.lower().startswith("utf"):
            shown.plain = shown.plain.replace(TIE, " ")
        console.print(shown, soft_wrap=True)
        return
    margin = len(text.plain) - len(text.plain.lstrip(" "))
    width = max(console.width - margin - HANG, NARROWEST)
    for number, line in enumerate(wrapped(text[margin:], width)):
        shown = Text(" " * (margin + (HANG if number else 0))) + line
        shown.plain = shown.plain.replace(TIE, " ")
        console.print(shown, soft_wrap=True, highlight=False)


def _tied(text: str, width: int) -> str:
    """The text with dates, and the words of what is to be typed, held together where a line has room for them."""

    def held(found: re.Match[str]) -> str:
        return found[0].replace(" ", TIE) if cell_len(found[0]) <= width else found[0]

    return COMMAND.sub(held, LAW.sub(held, DATE.sub(held, text)))
