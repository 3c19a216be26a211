"""A union's batch: 5,000 member files of 2,000 rows, one in a hundred broken, on one core and on two.

    python benchmarks/batch.py --files 5000 --rows 2000 --memory

Writes the files once (seeded), batches them on one process and on two in turn, checks that every broken file is listed and
that rows and pay are those the generator wrote, and prints a table. --memory: the most that a batch and its processes took together, looked at ten times a second (Linux).
Ends with 1 where something is not so.
"""

import argparse
import csv
import gzip
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = (
    "worker_id,platform,requester,project,task_id,started_at,ended_at,pay,bonus,currency,country,timezone"
)
PLACES = (
    ("KE", "KES", "Africa/Nairobi"),
    ("MG", "MGA", "Indian/Antananarivo"),
    ("FR", "EUR", "Europe/Paris"),
)
BROKEN = ("cut.zip", "page.csv", "picture.csv", "strange.csv", "torn.csv.gz")
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)


def main() -> None:
    """Read the command line, make the files, run and compare."""
    parser = argparse.ArgumentParser(description="Batch many members' files on one core and on two.")
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "wageaudit-benchmarks")
    chosen = parser.parse_args()
    folder = chosen.dir / f"members-{chosen.files}-{chosen.rows}-{chosen.seed}"
    totals = generated(folder, chosen.files, chosen.rows, chosen.seed)
    times: dict[int, list[float]] = {jobs: [] for jobs in chosen.jobs}
    again: dict[int, list[float]] = {jobs: [] for jobs in chosen.jobs}
    works: dict[int, list[float]] = {jobs: [] for jobs in chosen.jobs}
    peaks = dict.fromkeys(chosen.jobs, 0.0)
    faults: list[str] = []
    for _ in range(chosen.repeat):
        for jobs in chosen.jobs:
            out = chosen.dir / f"out-{jobs}"
            shutil.rmtree(out, ignore_errors=True)
            took, work, peak = timed(folder, out, jobs, memory=chosen.memory)
            times[jobs].append(took)
            works[jobs].append(work)
            peaks[jobs] = max(peaks[jobs], peak)
            again[jobs].append(timed(folder, out, jobs)[0])
            faults += checked(out, totals)
    show((chosen.files, chosen.files * chosen.rows), times, works, again, peaks)
    for fault in sorted(set(faults)):
        print(f"NOT SO: {fault}")
    sys.exit(bool(faults))


def generated(folder: Path, files: int, rows: int, seed: int) -> dict[str, object]:
    """Write the files unless they are there; what they hold: broken names, rows, pay by currency."""
    told = folder.with_suffix(".json")
    if told.is_file():
        found: dict[str, object] = json.loads(told.read_text())
        return found
    shutil.rmtree(folder, ignore_errors=True)
    draw = random.Random(seed)
    broken: list[str] = []
    pay: dict[str, int] = {}
    count = 0
    for number in range(files):
        place = folder / f"branch {number % 40:02d}" / f"member {number:05d}"
        place.mkdir(parents=True)
        if number % 100 == 99:
            name = BROKEN[number // 100 % len(BROKEN)]
            (place / name).write_bytes(spoilt(name, number))
            broken.append((place / name).relative_to(folder).as_posix())
            continue
        currency, earned, lines = member(draw, number, rows)
        data = ("\n".join(lines) + "\n").encode()
        name = "log.csv.gz" if number % 10 == 3 else "log.csv"
        (place / name).write_bytes(gzip.compress(data, 1, mtime=0) if name.endswith("gz") else data)
        pay[currency] = pay.get(currency, 0) + earned
        count += rows
    found = {"broken": broken, "pay": pay, "rows": count}
    told.write_text(json.dumps(found))
    return found


def member(draw: random.Random, number: int, rows: int) -> tuple[str, int, list[str]]:
    """(currency, micro-units earned, lines) of one member: some name the columns as people do, the others as the table does."""
    country, currency, zone = PLACES[number % len(PLACES)]
    lines = [HEADER.replace("started_at,ended_at,pay", "start,end,amount") if number % 7 == 5 else HEADER]
    at, earned = BEGIN + timedelta(minutes=draw.randrange(60 * 24 * 200)), 0
    for row in range(rows):
        at += timedelta(seconds=draw.choice((0, 5, 20, 60, 300, 1_500, 40_000)))
        end = at + timedelta(seconds=draw.randrange(20, 400))
        pay, bonus = draw.randrange(5_000, 9_000_000), draw.choice((0, 0, 0, 250_000))
        earned += pay + bonus
        what = f"w{number:05d},{('anvil', 'loom', 'quarry')[row % 3]},asker {number % 90},kind {(number * 7 + row // 100) % 400},{number}-{row}"
        money = f"{pay // 1_000_000}.{pay % 1_000_000:06d},{bonus / 1_000_000:.2f}"
        lines.append(
            f"{what},{at:%Y-%m-%dT%H:%M:%SZ},{end:%Y-%m-%dT%H:%M:%SZ},{money},{currency},{country},{zone}"
        )
        at = end
    return currency, earned, lines


def spoilt(name: str, number: int) -> bytes:
    """Bytes of a file that cannot be read, no two the same."""
    own = str(number).encode()
    return {
        "cut.zip": b"PK\x03\x04 cut off " + own,
        "page.csv": b"<html><body>please log in " + own + b"</body></html>",
        "picture.csv": b"\x89PNG\r\n\x1a\n" + own,
        "strange.csv": b"name,town\nx," + own + b"\n",
        "torn.csv.gz": gzip.compress(own * 4_000)[:40],
    }[name]


def timed(folder: Path, out: Path, jobs: int, *, memory: bool = False) -> tuple[float, float, float]:
    """(seconds, seconds of processor time, most MiB taken, 0 where nobody looks) of one batch as a process of its own."""
    command = [sys.executable, "-m", "wageaudit", "batch", folder, "-o", out, "--jobs", str(jobs), "--quiet"]
    before, worked = time.perf_counter(), processor()
    going, peak = subprocess.Popen(command, cwd=ROOT), 0
    while memory and going.poll() is None:
        peak = max(peak, sum(map(taken, family(going.pid))))
        time.sleep(0.1)
    if going.wait() != 4:
        sys.exit(f"the batch ended with {going.returncode}")
    return time.perf_counter() - before, processor() - worked, peak / 1024


def processor() -> float:
    """Return seconds of processor time of all that was started and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def family(process: int) -> Iterator[int]:
    """Give a process and all that it started."""
    yield process
    with suppress(OSError):
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            yield from family(int(child))


def taken(process: int) -> int:
    """Memory of a process [KiB], what it shares with others counted in parts."""
    with suppress(OSError):
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
        return sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
    return 0


def checked(out: Path, totals: dict[str, object]) -> Iterator[str]:
    """What is not as the generator wrote it."""
    listed = {line["file"] for line in lines(out / "problems.csv") if line["code"] == "file-refused"}
    if listed != set(totals["broken"]):  # type: ignore[call-overload]
        yield f"broken files: {len(listed)} are listed, {len(totals['broken'])} were written"  # type: ignore[arg-type]
    manifest = json.loads((out / "manifest.json").read_text())
    if manifest["rows"]["audited"] != totals["rows"] or manifest["rows"]["read"] != totals["rows"]:
        yield f"rows: {manifest['rows']}, {totals['rows']} were written"
    pay: dict[str, Decimal] = {}
    for line in lines(out / "workers.csv"):
        pay[line["currency"]] = pay.get(line["currency"], Decimal(0)) + Decimal(line["pay"])
    wanted = {name: Decimal(micro).scaleb(-6) for name, micro in totals["pay"].items()}  # type: ignore[attr-defined]
    if pay != wanted:
        yield f"pay: {pay}, {wanted} was written"


def lines(path: Path) -> Iterator[dict[str, str]]:
    """Give the lines of a table."""
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def show(
    size: tuple[int, int],
    times: dict[int, list[float]],
    works: dict[int, list[float]],
    again: dict[int, list[float]],
    peaks: dict[int, float],
) -> None:
    """Print the table: medians, ratios within a round; size: files, rows."""
    (files, rows), base = size, next(iter(times))
    print(
        f"{files:,} files, {rows:,} rows; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n"
    )
    print(
        "| processes | seconds | processor s | files/s | rows/s | speed-up | peak MiB | again, nothing changed, s |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for jobs, own in times.items():
        took = statistics.median(own)
        ratio = statistics.median(one / other for one, other in zip(times[base], own, strict=True))
        second, peak = statistics.median(again[jobs]), f"{peaks[jobs]:,.0f}" if peaks[jobs] else ""
        print(
            f"| {jobs} | {took:.1f} | {statistics.median(works[jobs]):.1f} | {files / took:.0f} | {rows / took:,.0f} | {ratio:.2f} | {peak} | {second:.1f} |"
        )


if __name__ == "__main__":
    main()
