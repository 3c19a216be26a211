"""A Dask cluster on this machine alone: a scheduler and two worker processes, started, waited for, and ended."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # [s] in which a part of the cluster must be there
QUIET = ("--no-dashboard",)
Part = subprocess.Popen[bytes]


@contextmanager
def cluster(place: Path) -> Iterator[tuple[str, list[Part]]]:
    """Give the address of a scheduler and its two workers of one thread each; what they say goes into files in `place`.

    Raises TimeoutError, with what was said, where a part does not come.
    """
    log = place / "scheduler.log"
    parts = [_started(["scheduler", "--host", "127.0.0.1", "--port", "0", *QUIET], log)]
    try:
        address = _said(log, r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")
        logs = [place / f"{name}.log" for name in ("one", "two")]
        for own in logs:
            options = ["--nthreads", "1", "--no-nanny", *QUIET, "--name", own.stem]
            parts.append(_started(["worker", address, *options], own))
        for own in logs:
            _said(own, r"(Registered to)")
        yield address, parts[1:]
    finally:
        for part in parts:
            part.kill()
            part.wait()


def _started(command: list[str], log: Path) -> Part:
    """Start a part of the cluster, with this checkout first where modules are looked for."""
    environ = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__WORK_STEALING": "True"}
    with log.open("wb") as stream:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            env=environ,
            stdout=stream,
            stderr=stream,
            cwd=log.parent,
        )


def _said(log: Path, pattern: str) -> str:
    """Wait until a log says something; what it says."""
    for _ in range(PATIENCE * 20):
        found = re.search(pattern, log.read_text(encoding="utf-8"))
        if found:
            return found.group(1)
        time.sleep(0.05)
    raise TimeoutError(log.read_text(encoding="utf-8"))
