"""Cases of the battery, and the real command line run on them in a child process, with limits of memory and time."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LAUNCH = Path(__file__).with_name("launch.py")
SPACE = 3 << 30  # [bytes] of address space: Arrow's threads reserve far more than they use
PEAK = 400 << 20  # [bytes] of memory in use at the most
SECONDS = 120  # after which a run hangs; an idle machine needs one
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OURS = re.compile(rb"\x1b\[[0-9;]*m")  # what the program itself makes bold, dim or coloured
HUGE = 1 << 32  # [bytes] from which a file here is a hole
REFUSED, WRONG = 3, 2


@dataclass(frozen=True)
class Outcome:
    """What a run came to: exit code, both streams, the most memory it used, the files it left, its manifest's rows."""

    code: int
    out: bytes
    err: str
    peak: int
    folder: Path
    rows: tuple[int, int, int, int] | None
    changed: frozenset[str]

    @property
    def text(self) -> str:
        """Stdout as text."""
        return self.out.decode("utf-8", "backslashreplace")


Check = Callable[[Outcome], None]


@dataclass(frozen=True)
class Case:
    """One thing done to the program: its number, what is true of it in a sentence, how it is made, what must come out.

    make: writes into a folder, and returns what is typed after the program's name; says: stands on stderr; shows: on stdout;
    rows: read, audited, merged, left out; writes: names of files that are new or changed; rule: what was chosen, where
    several answers were possible; terminal: stdout and stderr are one; kept: stdout keeps the data's own bytes; space, peak
    [bytes]: of memory; largest [bytes]: of any file, beyond which the disk is full.
    """

    number: str
    sentence: str
    make: Callable[[Path], Sequence[str]]
    code: int = 0
    says: Sequence[str] = ()
    shows: Sequence[str] = ()
    rows: tuple[int, int, int, int] | None = None
    writes: Sequence[str] = ()
    rule: str = ""
    stdin: bytes | None = None
    environment: Mapping[str, str | None] = field(default_factory=dict)
    terminal: bool = False
    kept: bool = False
    check: Check | None = None
    space: int = SPACE
    peak: int = PEAK
    largest: int = 0

    @property
    def name(self) -> str:
        """As a test's name."""
        return f"{self.number} {self.sentence}"


def run(case: Case, folder: Path) -> Outcome:
    """Make the case in a folder and run the program there."""
    typed = list(case.make(folder))
    before = _hashes(folder)
    with tempfile.TemporaryDirectory() as room:
        manifest = Path(room, "manifest.json")
        if typed[0] == "audit" and case.rows is not None:
            typed[1:1] = ["--manifest", str(manifest)]
        code, out, err, peak = _child(case, typed, folder, Path(room))
        rows = json.loads(manifest.read_bytes())["rows"] if manifest.exists() else None
    counted = rows and (rows["read"], rows["audited"], rows["merged"], rows["left_out"])
    after = _hashes(folder)
    changed = frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return Outcome(code, out, err, peak, folder, counted, changed)


def _child(case: Case, typed: Sequence[str], folder: Path, room: Path) -> tuple[int, bytes, str, int]:
    result, streams = room / "result.json", [room / "out", room / "err"]
    command = [
        sys.executable,
        "-I",
        "-S",
        str(LAUNCH),
        str(result),
        str(case.space),
        str(SECONDS),
        str(case.largest),
    ]
    command += [sys.executable, "-P", "-m", "wageaudit", *typed]
    environment = {
        name: value for name, value in {**os.environ, **case.environment}.items() if value is not None
    }
    (room / "in").write_bytes(case.stdin or b"")
    with (room / "in").open("rb") as stdin, streams[0].open("wb") as out, streams[1].open("wb") as err:
        if case.terminal:
            streams[0].write_bytes(OURS.sub(b"", _on_terminal(command, folder, environment)))
        else:
            subprocess.run(
                command, stdin=stdin, stdout=out, stderr=err, cwd=folder, env=environment, check=False
            )
    told = json.loads(result.read_bytes())
    return told["code"], streams[0].read_bytes(), streams[1].read_text("utf-8", "replace"), told["peak"]


def _on_terminal(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> bytes:
    """What a run puts on a terminal that is both its output and its errors."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, cwd=folder, env=dict(environment)
    )
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 1 << 16):
            shown += block
    except OSError:  # the other side has closed: the end, on Linux
        pass
    process.wait()
    os.close(ours)
    return shown.replace(b"\r\n", b"\n")


def _hashes(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"link to {path.readlink()}"
        elif path.is_file() and path.stat().st_size > HUGE:
            found[name] = f"{path.stat().st_size} bytes, mostly of nothing"
        elif path.is_file() and os.access(path, os.R_OK):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def hold(case: Case, outcome: Outcome) -> None:
    """Hold an outcome against its case, and against what every case must keep to."""
    told = f"{outcome.err}\n{outcome.text[:2000]}"
    assert outcome.code == case.code, told
    assert "Traceback" not in told
    assert "fault of its own" not in told
    assert "do not add up" not in told
    assert CONTROLS.search(outcome.err) is None, repr(outcome.err)
    if not case.kept:
        assert CONTROLS.search(outcome.text) is None, repr(outcome.text[:2000])
    heard = outcome.text if case.terminal else outcome.err
    for words in case.says:
        assert words in heard, told
    for words in case.shows:
        assert words in outcome.text, told
    if case.code in {REFUSED, WRONG} and not case.terminal:
        assert outcome.out == b"", told
        assert "mend: " in outcome.err or "Usage: " in outcome.err, told
    if case.rows is not None:
        assert outcome.rows == case.rows, told
        assert case.rows[0] == sum(case.rows[1:])
    assert set(outcome.changed) == set(case.writes), told
    assert outcome.peak <= case.peak, outcome.peak
    if case.check is not None:
        case.check(outcome)
