"""What a terminal without accents is told: every sentence of ours in its letters, names from outside by codes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from wageaudit.reports.figures import Figures
from wageaudit.reports.wrapping import TIE, tell, wrapped

ROOT = Path(__file__).resolve().parent.parent
LOG = "sample_data/antananarivo_annotator.csv"


def said(*words: str, encoding: str = "ascii") -> tuple[str, str]:
    """What a command says on stdout and on stderr, in French, to streams of this encoding."""
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", "wageaudit", *words, "--lang", "fr"],
        cwd=ROOT, env=environment, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    return done.stdout.decode(encoding), done.stderr.decode(encoding)


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("audit", LOG, "--format", "table"), ("audit", LOG, "--format", "table", "--by", "week"), ("audit", "nowhere.csv"), ("audit", "--help"),
        ("audit", LOG, "--nothing"), ("wages", "FR", "--format", "table"), ("wages", "--format", "table"), ("wages", "--at-least", "5"),
        ("explain", LOG, "--row", "5", "--format", "table"), ("explain", LOG, "--row", "7000"),
        ("explain", LOG, "--figure", "shortfall", "--format", "table"), ("check", LOG), ("map", LOG), ("verify", "nowhere.json"),
    ],
)  # fmt: skip
def test_nothing_of_ours_is_told_in_codes(words: tuple[str, ...]) -> None:
    """Letters lose their accents, signs become their neighbours; no backslash is left, which no sentence has."""
    out, err = said(*words)
    assert out + err
    assert "\\" not in out + err


def test_a_name_from_outside_stays_itself_by_its_codes(tmp_path: Path) -> None:
    """Two files that differ in an accent are told apart."""
    (tmp_path / "été.csv").write_text("colour,shape\nred,round\n", encoding="utf-8")
    _, err = said("audit", str(tmp_path / "été.csv"))
    assert "\\xe9t\\xe9.csv : n'est pas un export connu" in err


def test_a_number_is_never_parted_at_its_thousands_whatever_letters_there_are() -> None:
    """The narrow space of French becomes one at which no line ends, and a plain one when it is printed."""
    figures = Figures("fr", "ascii")
    assert figures.number(Decimal(1450)) == f"1{TIE}450"
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    console = Console(file=stream, width=80, markup=False, emoji=False, highlight=False)
    tell(Text(figures.number(1234567)), console)
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    assert stream.buffer.getvalue() == b"1 234 567\n"


@pytest.mark.parametrize(
    "held",
    ["29 CFR 785.18", "29 U.S.C. 206(a)(1)(C)", "4 Mar 2024", "1er janv. 2024", "30 sept 2024"],
)
@pytest.mark.parametrize("width", [24, 25, 26, 27, 28, 29, 30])
def test_a_law_and_a_date_stay_in_one_line(held: str, width: int) -> None:
    """Wherever the line would end."""
    lines = wrapped(Text(f"by the words of the law {held} it is so"), width)
    assert any(held in line.plain.replace(TIE, " ") for line in lines)
    assert all(cell_len(line.plain) <= width for line in lines)


def test_a_command_to_be_typed_stays_in_one_line() -> None:
    """As long as a line has room for it; what stands after two more spaces is no part of it."""
    text = Text("say which column is what:  wageaudit map FILE -o my.toml  then add  --map my.toml")
    lines = [line.plain.replace(TIE, " ") for line in wrapped(text, 44)]
    assert any("wageaudit map FILE -o my.toml" in line for line in lines)
    assert any("--map my.toml" in line for line in lines)
