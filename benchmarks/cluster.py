"""A batch on a Dask cluster of two worker processes beside one process here, and what happens when a worker dies.

    python benchmarks/cluster.py --files 500 --rows 2000

Starts a scheduler and two workers on this machine, batches the same files on one process, on the cluster, and on the cluster
while one worker is killed, and compares every byte. Needs the extra `cluster`. Prints a table; ends with 1 where a byte differs.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from batch import ROOT, generated
from kills import results

PATIENCE = 60  # [s] in which a part of the cluster must be there
Part = subprocess.Popen[bytes]


def main() -> None:
    """Read the command line, run, compare."""
    parser = argparse.ArgumentParser(description="Batch on one process and on a Dask cluster of two.")
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "wageaudit-benchmarks")
    chosen = parser.parse_args()
    folder = chosen.dir / f"members-{chosen.files}-{chosen.rows}-{chosen.seed}"
    generated(folder, chosen.files, chosen.rows, chosen.seed)
    print(
        f"{chosen.files:,} files, {chosen.files * chosen.rows:,} rows; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    alone, wanted = timed(folder, chosen.dir / "alone", ["--jobs", "1"])
    print(f"one process            {alone:7.1f} s")
    faults = 0
    for name, dies in (("two Dask workers", False), ("one of them is killed", True)):
        with cluster(chosen.dir) as (address, workers):
            took, found = timed(
                folder, chosen.dir / "clustered", ["--scheduler", address], workers[0] if dies else None
            )
        same = found == wanted
        faults += not same
        print(
            f"{name:22} {took:7.1f} s  {alone / took:5.2f} times as fast  same bytes: {'yes' if same else 'NO'}"
        )
    sys.exit(bool(faults))


def timed(
    folder: Path, out: Path, where: list[str], victim: Part | None = None
) -> tuple[float, dict[str, str]]:
    """(seconds, hashes of the results) of a batch; the victim is killed when a third of the files are read."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "wageaudit", "batch", str(folder), "-o", str(out), "--quiet", *where]
    before = time.perf_counter()
    going = subprocess.Popen(command, cwd=ROOT)
    third = sum(path.is_file() for path in folder.rglob("*")) // 3
    while victim is not None and going.poll() is None:
        if len(list((out / ".wageaudit" / "read").glob("*"))) >= third:
            victim.kill()
            victim = None
        time.sleep(0.05)
    if going.wait() not in {0, 4}:
        sys.exit(f"the batch ended with {going.returncode}")
    if victim is not None:
        sys.exit("the run was over before a worker could be killed: give more --files")
    return time.perf_counter() - before, results(out)


@contextmanager
def cluster(place: Path) -> Iterator[tuple[str, list[Part]]]:
    """Give the address of a scheduler on this machine alone and its two workers."""
    log = place / "scheduler.log"
    parts = [started(["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"], log)]
    try:
        address = said(log, r"Scheduler at:\s+(tcp://\S+)")
        for name in ("one", "two"):
            options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name]
            parts.append(started(["worker", address, *options], place / f"{name}.log"))
        for name in ("one", "two"):
            said(place / f"{name}.log", r"(Registered to)")
        yield address, parts[1:]
    finally:
        for part in parts:
            part.kill()
            part.wait()


def started(command: list[str], log: Path) -> Part:
    """Start a part of the cluster; what it says goes into a file."""
    with log.open("wb") as stream:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command], cwd=ROOT, stdout=stream, stderr=stream,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip


def said(log: Path, pattern: str) -> str:
    """Wait until a log says something; what it says."""
    for _ in range(PATIENCE * 20):
        found = re.search(pattern, log.read_text())
        if found:
            return found.group(1)
        time.sleep(0.05)
    sys.exit(f"the cluster did not start: {log}")


if __name__ == "__main__":
    main()
