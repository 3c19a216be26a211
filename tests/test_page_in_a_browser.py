"""The page in Chromium: no request leaves it, the console is silent, axe finds nothing above minor, it fits a phone, it prints."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from batches import members as two_members
from browser import DESKTOP, FLAGS, PHONE, browser, complaints, opened, requests
from pages import invented
from test_page import hostile_run

from wageaudit import batch
from wageaudit.batch.executors import Here
from wageaudit.engine import run
from wageaudit.options import Options
from wageaudit.reports import page

KINDS = (
    *("worker", "worker, in French", "worker, in Spanish", "members", "members, in French"),
    *(
        "hostile",
        "passed on, in Spanish",
        "a member's of a batch, in French",
        "the whole of a batch, in French",
    ),
)
WIDEST = "document.documentElement.scrollWidth"
pytestmark = pytest.mark.slow  # a browser starts for each


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory, sample_data: Path) -> dict[str, Path]:
    """One worker's page, two of three hundred members, one whose every name is hostile, one of a batch."""
    browser()
    room = tmp_path_factory.mktemp("pages")
    members = room / "members.csv"
    members.write_text(invented(300, 20), encoding="utf-8")
    logs, out = two_members(room / "logs", 2, 40), room / "out"
    batch.run(str(logs), str(out), Options(country="KE"), Here(), paging=batch.Paging("fr"))
    alone, many = run([str(sample_data / "antananarivo_annotator.csv")]), run([str(members)])
    texts = {
        "worker": page.render(alone),
        "worker, in French": page.render(alone, language="fr"),
        "worker, in Spanish": page.render(alone, language="es"),
        "members": page.render(many, workers=True),
        "members, in French": page.render(many, language="fr", workers=True),
        "hostile": page.render(hostile_run()),
        "passed on, in Spanish": page.render(many, language="es"),
        "a member's of a batch, in French": (out / "pages" / "W001.html").read_text(encoding="utf-8"),
        "the whole of a batch, in French": (out / "report.html").read_text(encoding="utf-8"),
    }
    for name, text in texts.items():
        (room / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: room / f"{name}.html" for name in texts}


@pytest.mark.parametrize("kind", KINDS)
def test_no_request_leaves_the_page_and_the_console_is_silent(
    kind: str, rendered: dict[str, Path], tmp_path: Path
) -> None:
    """All that the browser asks for is the file itself."""
    asked, said = requests(rendered[kind], tmp_path)
    assert {
        address for address in asked if address.startswith(("http:", "https:", "ws:", "wss:", "ftp:"))
    } == set()
    assert said == ""


def test_a_page_that_asked_for_something_would_be_caught(rendered: dict[str, Path], tmp_path: Path) -> None:
    """The two checks above see a picture from elsewhere, and a style that the policy does not name."""
    text = rendered["worker"].read_text(encoding="utf-8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy"[^>]*>', text)
    assert policy is not None
    loose = tmp_path / "loose.html"
    loose.write_text(
        text.replace(policy[0], "").replace("</main>", '<img src="http://127.0.0.1:9/x.png" alt=""></main>'),
        encoding="utf-8",
    )
    asked, _ = requests(loose, tmp_path)
    assert "http://127.0.0.1:9/x.png" in asked
    styled = tmp_path / "styled.html"
    styled.write_text(text.replace("</main>", '<p style="color:red">x</p></main>'), encoding="utf-8")
    _, said = requests(styled, tmp_path)
    assert "Content Security Policy" in said


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("size", "dark"), [(DESKTOP, False), (PHONE, True)], ids=["desktop, light", "phone, dark"]
)
def test_axe_finds_nothing_above_minor(
    kind: str, size: tuple[int, int], dark: bool, rendered: dict[str, Path], tmp_path: Path
) -> None:
    """Every table open; the last rule of contrast on both palettes."""
    assert complaints(rendered[kind], tmp_path, size, dark=dark) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_no_wider_than_a_phone(kind: str, rendered: dict[str, Path], tmp_path: Path) -> None:
    """Tables scroll in their own frames; the page itself never does. A frame of 390 px tells."""
    text = rendered[kind].read_text(encoding="utf-8")
    begin = text.index('<meta http-equiv="Content-Security-Policy"')
    inner = tmp_path / "inner.html"
    inner.write_text(text[:begin] + text[text.index(">", begin) + 1 :], encoding="utf-8")
    outer = tmp_path / "outer.html"
    measure = f"onload = () => {{ document.title = frames[0].{WIDEST} }}"
    outer.write_text(
        f'<iframe src="inner.html" width="390" height="800" style="border:0"></iframe><script>{measure}</script>',
        encoding="utf-8",
    )
    document, _ = opened(outer, tmp_path, "--allow-file-access-from-files")
    width = re.search(r"<title>(\d+)</title>", document)
    assert width is not None
    assert int(width[1]) <= 390


def test_the_page_prints_with_its_tables_open(rendered: dict[str, Path], tmp_path: Path) -> None:
    """A4, a few sheets."""
    target = tmp_path / "page.pdf"
    command = [
        browser(),
        *FLAGS,
        f"--user-data-dir={tmp_path / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
        rendered["worker"].as_uri(),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    content = target.read_bytes()
    assert content.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert 3 <= len(boxes) <= 12
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}
