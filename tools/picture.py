"""Draws what a command says on a terminal: `python tools/picture.py` writes docs/pictures/answer-light.svg and -dark.svg.

The text is the program's own, rendered as for a terminal that shows colours, cut after its first lines. The pictures hold
no font and no link: they look the same wherever they stand. tests/test_pictures.py holds them to what is said now.
"""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from wageaudit.engine import run
from wageaudit.reports.terminal import render

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = "sample_data/antananarivo_annotator.csv"
WIDTH, LINES = 78, 25  # cells; lines of the answer that are shown, the facts under its table among them
ORANGE = "#d75f00"  # what terminals show for reports.sheet.OPEN: between a light and a dark ground, legible on neither
COLOURS = {  # text, red, green, and an orange for that ground: at least 4.5 to 1 (WCAG 2.2, 1.4.3)
    "light": [(31, 35, 40), (180, 35, 24), (26, 127, 55), (168, 71, 0)],
    "dark": [(230, 237, 243), (255, 123, 114), (86, 211, 100), (240, 160, 80)],
}
GROUNDS = {"light": (250, 249, 246), "dark": (22, 27, 34)}
FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{unique_id}-said" \
viewBox="0 0 {width} {height}" width="{width}">
<title id="{unique_id}-said">SAID</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
<rect x="0.5" y="0.5" width="{width}" height="{height}" rx="10" fill="GROUND" stroke="#8888" />
<g transform="translate({terminal_x}, 22)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def answer() -> list[Text]:
    """The first lines of the answer to `wageaudit audit SAMPLE`, below the command itself."""
    told = io.StringIO()
    screen = Console(file=told, force_terminal=True, color_system="256", width=WIDTH, markup=False, emoji=False,
                     highlight=False, legacy_windows=False, _environ={})  # fmt: skip
    render(run([str(ROOT / SAMPLE)]), screen, by=(), language="en")
    return list(Text.from_ansi(told.getvalue()).split("\n"))[:LINES]


def picture(ground: str) -> str:
    """The SVG for a light or a dark page."""
    lines = answer()
    recorder = Console(file=io.StringIO(), record=True, force_terminal=True, color_system="truecolor", width=WIDTH,
                       legacy_windows=False, _environ={})  # fmt: skip
    recorder.print(Text(f" $ wageaudit audit {SAMPLE}", style="bold"))
    recorder.print()
    for line in lines:
        recorder.print(line)
    said = " ".join(line.plain.strip() for line in lines[2:5])
    drawn = recorder.export_svg(
        title="", theme=theme(ground), code_format=framed(ground, said), unique_id=f"answer-{ground}"
    )
    drawn = drawn.replace(ORANGE, hexadecimal(COLOURS[ground][3]))
    return "\n".join(line.rstrip() for line in drawn.splitlines()) + "\n"


def hexadecimal(colour: tuple[int, int, int]) -> str:
    """A colour as SVG writes it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def theme(ground: str) -> TerminalTheme:
    """The eight colours of a terminal on a light or a dark page; bright ones are the same."""
    text, red, green, orange = COLOURS[ground]
    colours = [text, red, green, orange, text, text, text, text]
    return TerminalTheme(GROUNDS[ground], text, colours, colours)


def framed(ground: str, said: str) -> str:
    """The picture's frame: its ground, and its text for those who cannot see it."""
    return FORMAT.replace("GROUND", hexadecimal(GROUNDS[ground])).replace("SAID", said)


if __name__ == "__main__":
    for ground in GROUNDS:
        path = PICTURES / f"answer-{ground}.svg"
        path.write_text(picture(ground), encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))
