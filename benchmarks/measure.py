"""Runs commands one after the other, many times over, and tells time, peak memory and ratios.

This module and those that import it stay with the standard library: a child's peak memory as the kernel
reports it starts from its parent's, so the parent must be small. Linux and macOS only.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PIECE = 1 << 24


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one command: wall seconds of the whole process, and its peak resident memory in MiB."""

    seconds: float
    peak: float


@dataclass(frozen=True, slots=True)
class Line:
    """What is told of one command: seconds and ratios to the baseline (median, least, most), peak MiB."""

    name: str
    seconds: tuple[float, float, float]
    ratio: tuple[float, float, float]
    peak: float


def run(command: Sequence[str]) -> Run:
    """Run a command from the project's root; SystemExit with its messages if it fails."""
    with tempfile.TemporaryFile() as messages:
        began = time.perf_counter()
        child = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=messages)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            messages.seek(0)
            said = messages.read().decode(errors="replace")
            raise SystemExit(f"{' '.join(command)}\nended with {child.returncode}\n{said}")
    return Run(seconds, used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def interleave(commands: Mapping[str, Sequence[str]], repeat: int) -> dict[str, list[Run]]:
    """Run every command once a round, `repeat` rounds, each round beginning with the next command."""
    names = list(commands)
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for turn in range(repeat):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            runs[name].append(run(commands[name]))
    return runs


def summarise(runs: Mapping[str, list[Run]], baseline: str) -> list[Line]:
    """One line a command; each ratio is taken between runs of the same round."""
    return [
        Line(
            name=name,
            seconds=spread([one.seconds for one in mine]),
            ratio=spread([a.seconds / b.seconds for a, b in zip(mine, runs[baseline], strict=True)]),
            peak=max(one.peak for one in mine),
        )
        for name, mine in runs.items()
    ]


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Median, least and most."""
    return statistics.median(values), min(values), max(values)


def show(title: str, lines: Sequence[Line]) -> None:
    """Print a table of the lines, in Markdown."""
    print(f"\n{title}\n")
    print("| what | seconds, median | least to most | ratio, median | least to most | peak MiB |")
    print("|---|---:|---:|---:|---:|---:|")
    for line in lines:
        seconds, ratio = line.seconds, line.ratio
        print(
            f"| {line.name} | {seconds[0]:.2f} | {seconds[1]:.2f} to {seconds[2]:.2f} "
            f"| {ratio[0]:.2f} | {ratio[1]:.2f} to {ratio[2]:.2f} | {line.peak:.0f} |"
        )
    sys.stdout.flush()


def warm(path: Path) -> None:
    """Read a file once, so that every run finds it in the page cache."""
    with path.open("rb", buffering=0) as stream:
        while stream.read(PIECE):
            pass


def prepare(folder: Path, rows: int, seed: int, form: str) -> Path:
    """The generated file of so many rows, made if it is not there yet, and warmed."""
    path = folder / f"rows{rows}-seed{seed}.{form}"
    if not path.exists():
        print(f"writing {path}", file=sys.stderr)
        generate = [sys.executable, "benchmarks/generate.py", f"--rows={rows}", f"--seed={seed}"]
        run([*generate, f"--format={form}", f"--output={path}"])
    warm(path)
    return path
