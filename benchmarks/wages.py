"""What the tables of wages and exchange rates cost: their size in the wheel, a cold look-up, an as-of join of many rows.

python benchmarks/wages.py --rows 10000000 --repeat 5
"""

import argparse
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from measure import PROJECT, run

from wageaudit import load_wages

LOOK_UP = ["wages", "MG", "--on", "2024-06-01", "--format", "json"]
PLACES = [
    *(("MG", ""), ("KE", "KE-30"), ("IN", "IN-DL"), ("PH", "PH-00"), ("VE", ""), ("BR", ""), ("US", "US-CA/San Francisco")),
    *(("US", "US-WA"), ("FR", ""), ("DE", ""), ("GB", ""), ("ES", ""), ("MX", ""), ("CA", "CA-ON"), ("ID", "ID-JK")),
    *(("NG", ""), ("ZA", ""), ("BD", ""), ("PL", ""), ("AU", ""), ("TR", ""), ("CO", "")),
]  # fmt: skip
FIRST, LAST = np.datetime64("2005-01-01"), np.datetime64("2026-11-22")


def main() -> None:
    """Read the command line and print a table."""
    parser = argparse.ArgumentParser(description="Measure the tables of wages and exchange rates.")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    print("| what | median | least to most |\n|---|---:|---:|")
    for folder, (packed, unpacked, files) in sizes().items():
        print(f"| wheel, {folder} | {packed:,} bytes packed | {unpacked:,} bytes in {files} files |")
    python = [sys.executable, "-m", "wageaudit"]
    run([*python, *LOOK_UP])  # once unmeasured: all is compiled
    told(
        "look-up of one country, whole process",
        [run([*python, *LOOK_UP]).seconds for _ in range(chosen.repeat)],
    )
    told("--version, whole process", [run([*python, "--version"]).seconds for _ in range(chosen.repeat)])
    told("look-up of one country, in the process, file not yet read", timed(look_up, chosen.repeat))
    join(chosen.rows, chosen.repeat, chosen.seed)


def told(what: str, seconds: list[float]) -> None:
    """A line of the table."""
    print(f"| {what} | {statistics.median(seconds):.4f} s | {min(seconds):.4f} to {max(seconds):.4f} s |")
    sys.stdout.flush()


def timed(what: Callable[[], object], repeat: int) -> list[float]:
    """Seconds of each of so many calls."""
    found = []
    for _ in range(repeat):
        began = time.perf_counter()
        what()
        found.append(time.perf_counter() - began)
    return found


def look_up() -> None:
    """One country on one day, by a fresh book."""
    assert load_wages().in_force("MG", "", LAST.astype(object)).rate is not None  # noqa: S101 - or nothing was measured


def join(rows: int, repeat: int, seed: int) -> None:
    """Rows of random places and days: by a fresh book, then by one that has read its files."""
    random = np.random.default_rng(seed)
    place = random.integers(0, len(PLACES), rows, dtype=np.int32)
    day = random.integers(FIRST.astype(int), LAST.astype(int), rows, dtype=np.int32)
    countries = len({country for country, _ in PLACES})
    cold = timed(lambda: load_wages().resolve(PLACES, place, day), repeat)
    told(
        f"as-of join of {rows:,} rows, {len(PLACES)} places of {countries} countries, files not yet read",
        cold,
    )
    book = load_wages()
    found = book.resolve(PLACES, place, day)
    told("the same, files read", timed(lambda: book.resolve(PLACES, place, day), repeat))
    print(f"| rows with a rate | {np.mean(found.hourly > 0):.1%} | {len(found.rates)} rates |")


def sizes() -> dict[str, tuple[int, int, int]]:
    """Folder of the wheel's data -> bytes packed and unpacked, number of files; the whole wheel too."""
    found: dict[str, tuple[int, int, int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, str(PROJECT)])
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.infolist():
                parts = entry.filename.split("/")
                names = ["all of it"] + (["/".join(parts[1:3])] if parts[:2] == ["wageaudit", "data"] else [])
                for name in names:
                    packed, unpacked, files = found.get(name, (0, 0, 0))
                    found[name] = packed + entry.compress_size, unpacked + entry.file_size, files + 1
    return found


if __name__ == "__main__":
    main()
