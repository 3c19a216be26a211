"""A browser without a window, for tests of pages: what it asks of the network, what it complains of, what axe finds."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
AXE = "axe_playwright_python"  # a package that carries axe-core: of it only the script is used
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
    "--disable-sync", "--disable-default-apps", "--disable-extensions", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=10000",
)  # fmt: skip
PATIENCE = 120  # seconds
OF_THE_BROWSER = "not an origin"  # who asks, where a browser asks for something of its own
PHONE, DESKTOP = (390, 844), (1280, 900)  # [px]


def browser() -> str:
    """The browser's command; skips the test where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


def axe() -> str:
    """The text of axe-core; skips the test where it is not installed."""
    found = find_spec(AXE)
    if found is None or found.origin is None:
        pytest.skip("axe-core is not installed: pip install --no-deps axe-playwright-python")
    path = Path(found.origin).parent / "axe.min.js"
    return path.read_text(encoding="utf-8")


def opened(page: Path, room: Path, *flags: str) -> tuple[str, str]:
    """(the document as the browser has it, what the browser said) of a page opened from its file."""
    command = [
        browser(),
        *FLAGS,
        f"--user-data-dir={room / 'profile'}",
        "--enable-logging=stderr",
        *flags,
        "--dump-dom",
        page.as_uri(),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=PATIENCE, encoding="utf-8"
    )
    assert done.stdout, done.stderr[-2000:]
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


def requests(page: Path, room: Path) -> tuple[set[str], str]:
    """(every address that the page asked for while it was shown, what the console says); names resolve to nothing."""
    log = room / "net.json"
    _, said = opened(page, room, f"--log-net-log={log}", "--net-log-capture-mode=Everything")
    found = json.loads(log.read_text(encoding="utf-8"))
    kinds = {number: name for name, number in found["constants"]["logEventTypes"].items()}
    started = [
        event.get("params", {})
        for event in found["events"]
        if kinds[event["type"]] == "URL_REQUEST_START_JOB"
    ]
    asked = {str(one.get("url")) for one in started if one.get("initiator") != OF_THE_BROWSER}
    return asked, said


def complaints(page: Path, room: Path, size: tuple[int, int], *, dark: bool) -> list[dict[str, Any]]:
    """What axe finds above minor in a copy of the page that lets it run, all details open."""
    text = page.read_text(encoding="utf-8")
    begin = text.index('<meta http-equiv="Content-Security-Policy"')
    without = text[:begin] + text[text.index(">", begin) + 1 :]
    script = (
        "document.querySelectorAll('details').forEach(one => { one.open = true });"
        "axe.run().then(found => { const told = document.createElement('pre'); told.id = 'axe-told';"
        "told.textContent = JSON.stringify({checked: found.passes.length, violations: found.violations.map(one => "
        "({id: one.id, impact: one.impact, at: one.nodes.map(node => node.html.slice(0, 200)).slice(0, 3)}))});"
        "document.body.appendChild(told) });"
    )
    copy = room / "with-axe.html"
    copy.write_text(
        without.replace("</body>", f"<script>{axe()}</script><script>{script}</script></body>"),
        encoding="utf-8",
    )
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    document, _ = opened(copy, room, f"--window-size={size[0]},{size[1]}", *scheme)
    told = document.partition('<pre id="axe-told">')[2].partition("</pre>")[0]
    assert told, "axe did not come to an end"
    found = json.loads(told.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert found["checked"] > 10
    return [one for one in found["violations"] if one["impact"] not in {"minor", None}]
