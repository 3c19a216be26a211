"""Draws what commands say and make, for the README and the pages: `python tools/picture.py` writes docs/pictures/.

- answer-light.svg and -dark.svg: what `wageaudit audit` says. The text is the program's own, rendered as for a terminal that
  shows colours, cut after its first lines. These pictures hold no font and no link: they look the same wherever they stand.
- worker.png: the head of the page that `wageaudit report` writes, as Chromium without a window shows it; its first words
  stand in the picture's description.

tests/test_pictures.py holds them to what is said now.
"""

from __future__ import annotations

import binascii
import html
import io
import re
import shutil
import struct
import subprocess
import tempfile
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

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SHOWN, WORDS = (900, 560), 600  # [px] of the page that are shown; characters of it in the description
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
SIGNATURE, HEAD = b"\x89PNG\r\n\x1a\n", 33  # of a PNG; bytes up to the end of its first chunk
PATIENCE = 120  # seconds


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


def page() -> str:
    """The page of the sample, as `wageaudit report` writes it in English."""
    from wageaudit.reports.page import render as page_of

    return page_of(run([str(ROOT / SAMPLE)]), language="en", workers=False, manifest=None)


def visible(page: str) -> str:
    """The first words that a page shows."""
    body = re.sub(r"(?s)<(style|title|desc|svg)\b.*?</\1>", " ", page[page.index("<body") :])
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())[:WORDS]


def photographed(page: str) -> bytes:
    """The head of a page as a PNG, with its first words in it; nothing where no Chromium is on this machine."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        return b""
    with tempfile.TemporaryDirectory() as room:
        source, made = Path(room, "page.html"), Path(room, "page.png")
        source.write_text(page, encoding="utf-8")
        flags = (
            f"--user-data-dir={room}/profile",
            f"--window-size={SHOWN[0]},{SHOWN[1]}",
            f"--screenshot={made}",
        )
        subprocess.run(
            [browser, *FLAGS, *flags, source.as_uri()], check=True, capture_output=True, timeout=PATIENCE
        )
        return described(made.read_bytes(), visible(page))


def described(png: bytes, words: str) -> bytes:
    """The picture with a description (a chunk iTXt after the first)."""
    held = b"iTXt" + b"Description\0\0\0\0\0" + words.encode()
    chunk = struct.pack(">I", len(held) - 4) + held + struct.pack(">I", binascii.crc32(held))
    return png[:HEAD] + chunk + png[HEAD:]


def description(png: bytes) -> str:
    """What described() put into a picture; "" where it has none."""
    at = png.find(b"iTXtDescription\0")
    length = struct.unpack(">I", png[at - 4 : at])[0] if at > 0 else 0
    return png[at + 20 : at + 4 + length].decode() if length else ""


if __name__ == "__main__":
    for ground in GROUNDS:
        path = PICTURES / f"answer-{ground}.svg"
        path.write_text(picture(ground), encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))
    if drawn := photographed(page()):
        (PICTURES / "worker.png").write_bytes(drawn)
        print("docs/pictures/worker.png")
    else:
        print("docs/pictures/worker.png is left as it is: no Chromium is on this machine")
