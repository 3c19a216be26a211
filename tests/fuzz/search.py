"""The search: inputs made worse again and again, those that reach new lines of the program kept to go on from."""

from __future__ import annotations

import hashlib
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import CodeType, FrameType
from typing import Any, NoReturn

from fuzz.mutations import worse
from fuzz.targets import TARGETS, seeds

from wageaudit.errors import WageauditError

SLOW = 30  # [s] of the processor that one small input may take
STUCK = 600  # [s] of the clock: it waits for what never comes
PATIENCE = 300  # calls of one function without a new line before it is no longer watched
WATCHED = "/wageaudit/"


class TooSlow(Exception):
    """An input that took longer than any small one should."""


@dataclass
class Lines:
    """Which lines of the program inputs have reached; functions that bring nothing new are watched no more."""

    met: set[tuple[CodeType, int]] = field(default_factory=set)
    idle: Counter[CodeType] = field(default_factory=Counter)
    fresh: int = 0

    def call(self, frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 - the interpreter's own type
        """Watch a call of the program's own code."""
        code = frame.f_code
        if event != "call" or WATCHED not in code.co_filename or self.idle[code] > PATIENCE:
            return None
        self.idle[code] += 1
        return self.line

    def line(self, frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401
        """Note a line."""
        place = (frame.f_code, frame.f_lineno)
        if event == "line" and place not in self.met:
            self.met.add(place)
            self.idle[frame.f_code] = 0
            self.fresh += 1
        return self.line


@dataclass
class Found:
    """What a search came to: inputs tried a target, crashes by their place."""

    tried: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    crashes: dict[str, str] = field(default_factory=dict)
    lines: int = 0


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise TooSlow after so many seconds of the processor, however busy the machine is, or after long waiting."""

    def ring(*_: object) -> NoReturn:
        raise TooSlow(f"more than {seconds} s")

    before = [(number, signal.signal(number, ring)) for number in (signal.SIGPROF, signal.SIGALRM)]
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(STUCK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        for number, handler in before:
            signal.signal(number, handler)


def crash_of(target: str, path: Path) -> str:
    """Empty where the target takes the file or refuses it as it should; else the fault and its place in the program."""
    try:
        with limited(SLOW):
            TARGETS[target](str(path))
    except WageauditError as refusal:
        return "" if "fault of the program" not in refusal.mend else f"rows do not add up: {refusal.reason}"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if WATCHED in frame.filename]
        own = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
        place = own.filename.rpartition(WATCHED)[2]
        return f"{type(error).__name__} at {place}:{own.lineno} {own.name}: {str(error)[:120]}"
    return ""


def search(
    seconds: float, seed: int, room: Path, only: str = "", kept: Path | None = None, most: int = 0
) -> Found:
    """Try inputs for so long, or so many of them; each is written before it is tried, so that one that ends the process can be found."""
    random, found, lines = Random(seed), Found(), Lines()
    names = [name for name in TARGETS if only in name]
    known = {name: list(seeds(name)) for name in names}
    end = time.monotonic() + seconds
    while time.monotonic() < end and (not most or found.tried.total() < most):
        name = random.choice(names)
        data = worse(
            random.choice(known[name][-400:] if random.random() < 0.5 else known[name]), random, known[name]
        )
        path = room / f"{name.replace(' ', '_')}.input"
        path.write_bytes(data)
        (room / "current").write_text(name, encoding="utf-8")
        lines.fresh = 0
        sys.settrace(lines.call)
        try:
            crash = crash_of(name, path)
        finally:
            sys.settrace(None)
        found.tried[name] += 1
        if lines.fresh:
            known[name].append(data)
        if crash:
            _keep(found, name, crash, data, kept)
    found.lines = len(lines.met)
    return found


def _keep(found: Found, name: str, crash: str, data: bytes, kept: Path | None) -> None:
    """One input for each place where the program falls."""
    place = f"{name.partition(' ')[0]}: {crash.partition(': ')[0]}"
    if place in found.crashes:
        return
    found.crashes[place] = f"{name}: {crash}"
    print(f"crash: {name}: {crash}", file=sys.stderr, flush=True)  # noqa: T201 - the command's own messages
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(data).hexdigest()[:12]
        (kept / f"{name.replace(' ', '_').replace(',', '')}__{digest}").write_bytes(data)
