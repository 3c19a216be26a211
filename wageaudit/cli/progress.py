"""How far a long command is: a bar on a terminal, a plain line every few seconds elsewhere, both on stderr."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from wageaudit.cli.speech import speaking
from wageaudit.reports import words

if TYPE_CHECKING:
    from wageaudit.batch import Progress

PAUSE = 5.0  # [s] between two plain lines


@contextmanager
def watching(screen: Console, *, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """What is told how far the work is."""
    if quiet:
        yield lambda _: None
    elif screen.is_terminal:
        with _bar(screen) as tell:
            yield tell
    else:
        yield _lines(screen)


def _line(now: Progress) -> str:
    speech = speaking()
    if now.stage not in words.STAGES_COUNTED:
        return speech.say(words.STAGES[now.stage])
    rows, workers = speech.counted(words.ROWS, now.rows), speech.counted(words.WORKERS_AT_WORK, now.workers)
    return speech.counted(
        words.STAGES_COUNTED[now.stage], now.total, done=now.done, rows=rows, workers=workers
    )


@contextmanager
def _bar(screen: Console) -> Iterator[Callable[[Progress], None]]:
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    with Bars(*columns, console=screen, transient=True) as bars:
        task = bars.add_task("", total=None)
        stage = ""

        def tell(now: Progress) -> None:
            nonlocal stage
            if now.stage != stage:
                bars.reset(task)
                stage = now.stage
            bars.update(task, description=_line(now), completed=now.done, total=now.total or None)

        yield tell


def _lines(screen: Console) -> Callable[[Progress], None]:
    last, stage = time.monotonic(), ""

    def tell(now: Progress) -> None:
        nonlocal last, stage
        if time.monotonic() - last >= PAUSE or (now.stage != stage and stage):
            last = time.monotonic()
            screen.print(Text(_line(now)), soft_wrap=True)
        stage = now.stage

    return tell


def say_resume(screen: Console) -> None:
    """Say that nothing is lost."""
    screen.print(Text(speaking().say(words.RESUME)), soft_wrap=True)
