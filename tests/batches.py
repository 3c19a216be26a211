"""Folders of members' exports out of nothing, and what a batch left of them."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from calling import called

ROOT = Path(__file__).resolve().parent.parent
HEADER = "worker_id,platform,requester,project,task_id,started_at,ended_at,pay,currency,country,timezone"
PRIVATE = ".wageaudit"
BEGIN = datetime(2024, 3, 4, 6, tzinfo=UTC)
Rows = list[str]


def rows(worker: str, count: int, seed: int = 0, platform: str = "", requester: str = "") -> Rows:
    """Return canonical rows of one worker, in the order of their start."""
    draw = random.Random(f"{worker} {seed}")
    at, made = BEGIN + timedelta(days=draw.randrange(60)), []
    for number in range(count):
        at += timedelta(seconds=draw.choice([20, 90, 400, 3_000, 40_000]))
        end = at + timedelta(seconds=draw.randrange(30, 900))
        place = platform or ("anvil", "loom")[draw.randrange(2)]
        asks = requester or f"asker {draw.randrange(4)}"
        pay = f"{draw.randrange(1, 90)}.{draw.randrange(100):02d}"
        cells = [
            *(worker, place, asks, f"kind {draw.randrange(5)}", f"{worker}-{seed}-{number}"),
            *(f"{at:%Y-%m-%dT%H:%M:%SZ}", f"{end:%Y-%m-%dT%H:%M:%SZ}", pay, "KES", "KE", "Africa/Nairobi"),
        ]
        made.append(",".join(cells))
        at = end
    return made


def write(path: Path, lines: Sequence[str]) -> Path:
    """Write rows under the canonical header; a name that ends with .gz is packed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = ("\n".join([HEADER, *lines]) + "\n").encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def members(folder: Path, count: int = 6, size: int = 30) -> Path:
    """Write one file a member, all rows whole and sound."""
    for number in range(count):
        write(folder / f"member {number:03d}.csv", rows(f"W{number:03d}", size))
    return folder


def mixed(folder: Path, sample_data: Path) -> Path:
    """Write a deep folder: several platforms, files of several workers, workers in several files, archives, and broken files."""
    write(folder / "north" / "ana.csv", rows("ana", 40)[:25] + rows("ben", 10))
    write(folder / "north" / "again" / "ana later.csv", rows("ana", 40)[15:])  # ten rows come twice
    write(folder / "south" / "packed.csv.gz", rows("cyd", 20))
    with zipfile.ZipFile(folder / "south" / "two.zip", "w") as archive:
        for name in ("dan", "eve"):
            archive.writestr(f"{name}.csv", "\n".join([HEADER, *rows(name, 12)]))
    for name in ("mturk_results.tsv", "wolt_courier_tasks.csv"):
        (folder / "others").mkdir(exist_ok=True)
        shutil.copyfile(sample_data / name, folder / "others" / name)
    shutil.copytree(sample_data / "paris_driver", folder / "deep" / "er" / "paris")
    shutil.copytree(sample_data / "nairobi_trackers", folder / "trackers")
    for name, data in BROKEN.items():
        (folder / "north" / name).write_bytes(data)
    return folder


def _torn() -> bytes:
    """Return an archive whose one member was spoilt after it was packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("log.csv", "worker_id,started_at\nw,2024-01-01\n")
    return packed.getvalue().replace(b"w,2024", b"w,2025")


BROKEN: Mapping[str, bytes] = {
    "cut.zip": b"PK\x03\x04 not an archive",
    "torn.csv.gz": gzip.compress(b"worker_id,started_at\n" * 400, mtime=0)[:30],
    "torn inside.zip": _torn(),
    "empty.csv": b"",
    "picture.csv": b"\x89PNG\r\n\x1a\n",
    "page.csv": b"<html><body>log in first</body></html>",
    "other.csv": b"name,town\nx,y\n",
    "\x1b[31mred.csv": b"name,town\nx,y\n\n",
}


def published(out: Path) -> dict[str, bytes]:
    """Return what lies in a folder of results, by name."""
    found = (path for path in sorted(out.rglob("*")) if path.is_file())
    named = {path.relative_to(out).as_posix(): path for path in found}
    return {name: path.read_bytes() for name, path in named.items() if not name.startswith(PRIVATE)}


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file of a folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def command(*arguments: str | Path) -> list[str]:
    """Return the command line of a batch."""
    return [sys.executable, "-m", "wageaudit", "batch", *map(str, arguments)]


def environment() -> dict[str, str]:
    """Return this process's environment, with the checkout first where modules are looked for."""
    return os.environ | {"PYTHONPATH": str(ROOT)}


def batch(*arguments: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a batch away from any terminal."""
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        command(*arguments),
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        **more,
    )


def batched(*arguments: str | Path, name: str = "batch") -> subprocess.CompletedProcess[str]:
    """Run a batch, or another command, in this process, away from any terminal."""
    done = called(name, *arguments)
    return subprocess.CompletedProcess(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())
