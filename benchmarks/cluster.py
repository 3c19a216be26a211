"""A batch on a Dask cluster of two worker processes beside one process here, and what happens when a worker dies.

    python benchmarks/cluster.py --files 500 --rows 2000

Starts a scheduler and two workers on this machine, batches the same files on one process, on the cluster, and on the cluster
while one worker is killed, and compares every byte. Needs the extra `cluster`. Prints a table; ends with 1 where a byte differs.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from batch import ROOT, generated
from kills import results

sys.path.append(str(ROOT / "tests"))  # where what starts a cluster stands, once


def main() -> None:
    """Read the command line, run, compare."""
    from dask_parts import cluster

    parser = argparse.ArgumentParser(description="Batch on one process and on a Dask cluster of two.")
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "wageaudit-benchmarks")
    chosen = parser.parse_args()
    folder = chosen.dir / f"members-{chosen.files}-{chosen.rows}-{chosen.seed}"
    generated(folder, chosen.files, chosen.rows, chosen.seed)
    print(
        f"{chosen.files:,} files, {chosen.files * chosen.rows:,} rows; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    times: dict[str, list[float]] = {}
    faults = 0
    for _ in range(chosen.repeat):
        alone, wanted = timed(folder, chosen.dir / "alone", ["--jobs", "1"])
        times.setdefault("one process", []).append(alone)
        for name, dies in (("two Dask workers", False), ("one of them is killed", True)):
            with cluster(chosen.dir) as (address, workers):
                took, found = timed(
                    folder, chosen.dir / "clustered", ["--scheduler", address], workers[0] if dies else None
                )
            times.setdefault(name, []).append(took)
            faults += found != wanted
    for name, took in times.items():
        faster = statistics.median(one / other for one, other in zip(times["one process"], took, strict=True))
        print(f"{name:22} {statistics.median(took):7.1f} s  {faster:5.2f} times as fast")
    print(f"medians of {chosen.repeat} rounds; not the same bytes: {faults}")
    sys.exit(bool(faults))


def timed(
    folder: Path, out: Path, where: list[str], victim: subprocess.Popen[bytes] | None = None
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


if __name__ == "__main__":
    main()
