"""Messages on a terminal: wrapped between words, further lines hanging, links and what is to be typed left whole; one line elsewhere."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from wageaudit.reports.wrapping import HANG, NARROWEST, TIE, tell, wrapped

LONG = "  no pay in this file; add  --piece-rate 0.60 --per page --currency USD  (the price of the job) or a table"
LINK = "https://example.org/" + "a" * 90


def told(text: str, width: int, *, terminal: bool = True) -> list[str]:
    """The lines that are printed."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=terminal, no_color=True, _environ={})
    tell(Text(text), console)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_a_message_fits_its_terminal_and_loses_no_word(width: int) -> None:
    """The margin of the first line is kept, the others hang."""
    lines = told(LONG, width)
    assert max(map(cell_len, lines)) <= width
    assert " ".join(" ".join(lines).split()) == " ".join(LONG.split())
    assert all(line.startswith(" " * (2 + HANG)) for line in lines[1:])
    assert lines[0].startswith("  no pay")


def test_what_is_to_be_typed_is_not_broken_where_a_line_has_room_for_it() -> None:
    """From the two spaces before it to the two after it; at a width that has none, at a space."""
    command = "--piece-rate 0.60 --per page --currency USD"
    for width in (60, 70, 80, 90):
        assert sum(command in line for line in told(LONG, width)) == 1
    assert not any(command in line for line in told(LONG, 40))


def test_a_link_is_left_whole() -> None:
    """So that it can be copied."""
    lines = told(f"the law can be read at {LINK} in full", 60)
    assert sum(LINK in line for line in lines) == 1


def test_a_date_is_not_broken() -> None:
    """In any of the three languages."""
    for day in ("1 Jan 2023", "1er janv. 2023", "24 juil. 2009", "15 mar 2024"):
        for width in range(22, 40):
            lines = wrapped(Text(f"the rate that holds from {day} on is another one"), width)
            assert any(day in line.plain.replace(TIE, " ") for line in lines), (day, width)


def test_no_space_that_ties_is_printed() -> None:
    """A command that is copied from the terminal holds ordinary spaces."""
    assert TIE not in "".join(told(LONG, 60))


def test_a_message_is_one_line_in_a_pipe_or_a_file() -> None:
    """For grep."""
    assert told(LONG, 40, terminal=False) == [LONG]


def test_a_terminal_of_almost_no_width_still_gets_words() -> None:
    """Lines are then longer than it."""
    lines = told(LONG, 5)
    assert all(cell_len(line.strip()) <= NARROWEST or " " not in line.strip() for line in lines)
    assert " ".join(" ".join(lines).split()) == " ".join(LONG.split())


def test_styles_stay_on_their_words() -> None:
    """A wrapped line keeps what was bold in it."""
    text = Text.assemble("one two three ", ("four five", "bold"), " six")
    lines = wrapped(text, 12)
    assert [line.plain for line in lines] == ["one two", "three four", "five six"]
    bold = [line.plain[span.start : span.end] for line in lines for span in line.spans]
    assert bold == ["four", "five"]
