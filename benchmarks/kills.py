"""A batch killed again and again at random moments: whether each run goes on, and all end with the same bytes.

    python benchmarks/kills.py --kills 20 --files 300 --rows 500

Runs one batch undisturbed, then kills (SIGKILL, the process that was started and nothing else) others into one folder of
results at moments drawn from the time the first took, lets the last one finish, and compares every file. Prints a table;
ends with 1 where a byte differs.
"""

import argparse
import hashlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from batch import ROOT, generated


def main() -> None:
    """Read the command line, run, kill, compare."""
    parser = argparse.ArgumentParser(description="Kill a batch at random moments and compare the end.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "wageaudit-benchmarks")
    chosen = parser.parse_args()
    folder = chosen.dir / f"members-{chosen.files}-{chosen.rows}-{chosen.seed}"
    generated(folder, chosen.files, chosen.rows, chosen.seed)
    before = hashes(folder)
    wanted, took = undisturbed(folder, chosen.dir / "undisturbed", chosen.jobs)
    draw, out = random.Random(chosen.seed), chosen.dir / "killed"
    print(f"undisturbed: {took:.1f} s, {len(wanted)} files of results")
    print(
        "kill  after [s]  pieces read  shelves done  manifest there  resumed and finished with the same bytes"
    )
    faults = 0
    for number in range(1, chosen.kills + 1):
        shutil.rmtree(out, ignore_errors=True)
        moment = draw.uniform(0.05, 0.98) * took
        ended = killed(folder, out, chosen.jobs, moment)
        state = [len(list((out / ".wageaudit" / kind).glob("*"))) for kind in ("read", "shelf")]
        there = (out / "manifest.json").is_file()
        finish(folder, out, chosen.jobs)
        same = results(out) == wanted
        faults += not same
        note = "" if ended else "  (had finished before)"
        print(
            f"{number:4}  {moment:9.2f}  {state[0]:11}  {state[1]:12}  {there!s:14}  {'yes' if same else 'NO'}{note}"
        )
    untouched = hashes(folder) == before
    print(f"members' files untouched: {'yes' if untouched else 'NO'}")
    sys.exit(bool(faults) or not untouched)


def command(folder: Path, out: Path, jobs: int) -> list[str]:
    """Return the command line of a batch."""
    return [
        sys.executable,
        "-m",
        "wageaudit",
        "batch",
        str(folder),
        "-o",
        str(out),
        "--jobs",
        str(jobs),
        "--quiet",
    ]


def undisturbed(folder: Path, out: Path, jobs: int) -> tuple[dict[str, str], float]:
    """(hashes of the results, seconds) of a run that nobody kills; the second of two, when imports are warm."""
    for _ in range(2):
        shutil.rmtree(out, ignore_errors=True)
        before = time.perf_counter()
        finish(folder, out, jobs)
        took = time.perf_counter() - before
    return results(out), took


def finish(folder: Path, out: Path, jobs: int) -> None:
    """Run a batch to its end."""
    done = subprocess.run(command(folder, out, jobs), cwd=ROOT, check=False)
    if done.returncode not in {0, 4}:
        sys.exit(f"the batch ended with {done.returncode}")


def killed(folder: Path, out: Path, jobs: int, moment: float) -> bool:
    """Kill a batch so many seconds after it began; False where it had ended before."""
    going = subprocess.Popen(command(folder, out, jobs), cwd=ROOT, start_new_session=True)
    time.sleep(moment)
    going.send_signal(signal.SIGKILL)
    return going.wait() == -signal.SIGKILL


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of each file of a folder, by its name."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found
    }


def results(out: Path) -> dict[str, str]:
    """Return the hash of each result."""
    return {name: digest for name, digest in hashes(out).items() if not name.startswith(".wageaudit/")}


if __name__ == "__main__":
    main()
