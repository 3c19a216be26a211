"""Fuzz every reader and loader for a while, as  python -m tests.fuzz --seconds 60  does.

Inputs are made worse from samples, and those that reach new lines of the program are gone on from. The search runs in a
child process with a limit of memory; an input that ends it is found, too. Exit code 1 where something else than a refusal
of the program came out; those inputs are left in the folder of --keep, to be mended and put among the kept ones.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

MEMORY = 4 << 30  # [bytes] of address space


def main() -> int:
    """Search in children until the time is over."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--seed", type=int, default=1, help="the same seed begins with the same inputs")
    asked.add_argument("--target", default="", help="only targets with this in their name")
    asked.add_argument(
        "--keep", type=Path, default=Path(".hypothesis", "fuzz-crashes"), help="folder for inputs that crash"
    )
    asked.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.child:
        return _child(given)
    tried: Counter[str] = Counter()
    crashes: dict[str, str] = {}
    begun, seed, lines = time.monotonic(), given.seed, 0
    while (left := given.seconds - (time.monotonic() - begun)) > 1:
        with tempfile.TemporaryDirectory() as room:
            lines = max(lines, _once(given, min(left, 600), seed, Path(room), tried, crashes))
        seed += 1
    for name in sorted(tried):
        print(f"{tried[name]:>9,} {name}")  # noqa: T201
    print(f"{sum(tried.values()):>9,} inputs, {lines:,} lines of the program reached, {len(crashes)} crashes")  # noqa: T201
    for told in crashes.values():
        print(f"crash: {told}")  # noqa: T201
    return 1 if crashes else 0


def _once(
    given: argparse.Namespace,
    seconds: float,
    seed: int,
    room: Path,
    tried: Counter[str],
    crashes: dict[str, str],
) -> int:
    """One child; a process that ended on an input is a crash of its target. Lines reached."""
    command = [
        sys.executable,
        "-m",
        "tests.fuzz",
        "--child",
        str(room),
        "--seconds",
        str(seconds),
        "--seed",
        str(seed),
    ]
    done = subprocess.run([*command, "--target", given.target, "--keep", str(given.keep)], check=False)
    told = room / "found.json"
    if done.returncode != 0 or not told.exists():
        name = (room / "current").read_text(encoding="utf-8")
        last = room / f"{name.replace(' ', '_')}.input"
        given.keep.mkdir(parents=True, exist_ok=True)
        (given.keep / f"{name.replace(' ', '_').replace(',', '')}__ended_{seed}").write_bytes(
            last.read_bytes()
        )
        crashes[f"{name} ended {seed}"] = f"{name}: the process ended with {done.returncode}"
        return 0
    found = json.loads(told.read_text(encoding="utf-8"))
    tried.update(found["tried"])
    crashes.update(found["crashes"])
    return int(found["lines"])


def _child(given: argparse.Namespace) -> int:
    from fuzz.search import search

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    found = search(given.seconds, given.seed, given.child, given.target, given.keep)
    told = {"tried": found.tried, "crashes": found.crashes, "lines": found.lines}
    (given.child / "found.json").write_text(json.dumps(told), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
