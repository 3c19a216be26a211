"""Pictures of the README and the pages: they are what the program says now, stand alone, and can be read by everybody."""

from __future__ import annotations

import binascii
import os
import re
import runpy
import struct
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from documents import ROOT, said

TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "picture.py"))
GROUNDS: tuple[str, ...] = tuple(TOOL["GROUNDS"])
SVG = "{http://www.w3.org/2000/svg}"
LEGIBLE = 4.5  # contrast of text (WCAG 2.2, 1.4.3)


def path_of(ground: str) -> Path:
    """The picture for a light or a dark page."""
    return ROOT / "docs" / "pictures" / f"answer-{ground}.svg"


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_picture_is_what_the_program_says_now(ground: str) -> None:
    """WAGEAUDIT_WRITE_DOCS=1 draws it anew, as it does the pages."""
    drawn = TOOL["picture"](ground)
    if os.environ.get("WAGEAUDIT_WRITE_DOCS"):
        path_of(ground).write_text(drawn, encoding="utf-8", newline="\n")
    assert path_of(ground).read_text(encoding="utf-8") == drawn


@pytest.mark.parametrize("ground", GROUNDS)
def test_its_text_is_that_of_the_command_it_names(ground: str) -> None:
    """Letter by letter, from the first sentence on, against the command run as a reader runs it."""
    shown = [
        "".join(text.itertext())
        for text in ET.parse(path_of(ground)).iter(f"{SVG}text")  # noqa: S314 - ours
    ]
    command, _, answer = bare(" ".join(shown)).partition(".csv")
    assert command == bare(f"$ wageaudit audit {TOOL['SAMPLE']}").removesuffix(".csv")
    assert bare(said(f"wageaudit audit {TOOL['SAMPLE']}")).startswith(answer)
    assert len(answer) > 500


def bare(text: str) -> str:
    """The characters of a text without spaces and without bars and rules, which are drawn to the picture's width."""
    return re.sub(r"[\s█▉▊▋▌▍▎▏─]", "", text)


@pytest.mark.parametrize("ground", GROUNDS)
def test_it_asks_nothing_of_any_network_and_runs_nothing(ground: str) -> None:
    """No font, picture, style or script from elsewhere; the one address is the name of the format."""
    text = path_of(ground).read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\"'\s]+", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script|@import|@font-face|\bon\w+=|href=|<image", text)


@pytest.mark.parametrize("ground", GROUNDS)
def test_its_colours_can_be_told_from_their_ground(ground: str) -> None:
    """Text, red, green and orange."""
    for colour in TOOL["COLOURS"][ground]:
        assert contrast(colour, TOOL["GROUNDS"][ground]) >= LEGIBLE


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Contrast of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance of an sRGB colour."""
    parts = [value / 255 for value in colour]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_who_cannot_see_the_picture_is_told_what_it_says() -> None:
    """In the picture and in the README, in the words of the answer."""
    (found,) = re.findall(
        r'<img src="docs/pictures/answer-light\.svg"[^>]* alt="([^"]+)"',
        (ROOT / "README.md").read_text(encoding="utf-8"),
    )
    answer = [line.plain.strip() for line in TOOL["answer"]()]
    for sentence in (answer[2], *answer[3:5]):
        assert sentence.replace("\u00a0", " ") in found
    for ground in GROUNDS:
        title = ET.parse(path_of(ground)).find(f"{SVG}title")  # noqa: S314 - ours
        assert title is not None
        assert answer[2] in (title.text or "")


@pytest.fixture(scope="module")
def page() -> str:
    """The page of the sample, made now."""
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    return str(TOOL["page"]())


def test_the_picture_of_a_page_says_what_the_page_says_now(page: str) -> None:
    """Its first words stand in it, for this test and for who cannot see it. WAGEAUDIT_WRITE_DOCS=1 takes it anew, by Chromium."""
    path = ROOT / "docs" / "pictures" / "worker.png"
    if os.environ.get("WAGEAUDIT_WRITE_DOCS") and (drawn := TOOL["photographed"](page)):
        path.write_bytes(drawn)
    words = TOOL["visible"](page)
    assert "You earned 1,337 Ar an hour." in words.replace("\u00a0", " ")
    assert TOOL["description"](path.read_bytes()) == words


def test_the_picture_of_a_page_shows_something_in_its_size() -> None:
    """A PNG of 900 by 560, not one colour alone."""
    data = (ROOT / "docs" / "pictures" / "worker.png").read_bytes()
    assert data.startswith(TOOL["SIGNATURE"])
    assert struct.unpack(">II", data[16:24]) == TOOL["SHOWN"]
    parts, at = [], 8
    while at < len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        kind, held = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert binascii.crc32(kind + held) == struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0]
        parts += [held] if kind == b"IDAT" else []
        at += length + 12
    pixels = zlib.decompress(b"".join(parts))
    assert len(pixels) > 900 * 560 * 3
    assert len(set(pixels)) > 100


def test_a_description_is_kept_in_a_picture_and_read_from_it() -> None:
    """In any letters; a picture without one has none."""
    bare_picture = TOOL["SIGNATURE"] + b"\0\0\0\rIHDR" + b"\0" * 17 + b"\0\0\0\0IEND"
    words = "Vous avez gagné 1\u202f337 Ar"
    assert TOOL["description"](TOOL["described"](bare_picture, words)) == words
    assert TOOL["description"](bare_picture) == ""
