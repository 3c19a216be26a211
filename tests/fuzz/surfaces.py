"""Surfaces of the command line that are fuzzed: archives, workbooks, Parquet, manifests under a seal that fits, kept work of a batch."""

from __future__ import annotations

import atexit
import gzip
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import typer

from wageaudit import Options, batch
from wageaudit.batch.executors import Here
from wageaudit.engine import read
from wageaudit.manifest import seal
from wageaudit.readers.mapped import load_map

LOG = (
    "worker_id,task_id,started_at,ended_at,pay,bonus,currency,status\n"
    "w1,t1,2024-03-04T10:00:00Z,2024-03-04T10:10:00Z,0.50,,USD,approved\n"
    "w1,t2,2024-03-04T10:05:00Z,2024-03-04T10:15:00Z,0.50,0.10,USD,approved\n"
    "w2,t3,2024-03-05T10:00:00Z,2024-03-05T11:00:00Z,4.00,,USD,rejected\n"
)
CHOSEN = Options(country="MG")
EXCHANGE = b"date,base,quote,rate,source\n2024-03-04,USD,MGA,4465.13,bank\n2024-03-05,USD,MGA,4466,bank\n"
RESULTS = ("workers.csv", "weeks.csv", "summary.csv", "problems.csv")


def archives() -> list[bytes]:
    """Archives of logs: plain, packed, nested folders, one within another, gzips."""
    packed = []
    for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", how) as archive:
            archive.writestr("a.csv", LOG)
            archive.writestr("in/b.csv", LOG.replace("w1", "w3"))
            archive.writestr("in/more.zip", b"PK\x05\x06" + b"\0" * 18)
        packed.append(made.getvalue())
    return [*packed, gzip.compress(LOG.encode(), mtime=0), gzip.compress(LOG.encode(), mtime=0) * 2]


def workbooks() -> list[bytes]:
    """Workbooks of logs: text, numbers, dates, several sheets."""
    from datetime import datetime

    from openpyxl import Workbook

    packed = []
    for typed in (False, True):
        made = Workbook()
        rows = [line.split(",") for line in LOG.splitlines()]
        made.active.append(rows[0])
        for row in rows[1:]:
            stamp = datetime(2024, 3, 4, 10)  # noqa: DTZ001 - a workbook's cells have no zone
            made.active.append([*row[:2], stamp, stamp, 0.5, None, *row[6:]] if typed else row)
        if typed:
            made.create_sheet("Notes").append(["remember"])
        stream = io.BytesIO()
        made.save(stream)
        packed.append(stream.getvalue())
    return packed


def parquets() -> list[bytes]:
    """Parquet logs: text, typed columns, dictionaries, several row groups."""
    stamps = pa.array(
        [1_709_546_400_000_000 + at * 60_000_000 for at in range(40)], pa.timestamp("us", "UTC")
    )
    typed = {
        "worker_id": pa.array(["w1", "w2"] * 20).dictionary_encode(),
        "started_at": stamps,
        "pay": pa.array([at / 8 for at in range(40)]),
        "task_count": pa.array([1] * 40),
        "currency": pa.array(["USD"] * 40),
    }
    text = {name: [row.split(",")[at] for row in LOG.splitlines()[1:]] for at, name in enumerate(LOG.splitlines()[0].split(","))}  # fmt: skip
    packed = []
    for columns, compression in ((typed, "zstd"), (typed, "none"), (text, "snappy")):
        stream = io.BytesIO()
        pq.write_table(pa.table(columns), stream, compression=compression, row_group_size=16)
        packed.append(stream.getvalue())
    return packed


@cache
def audited_manifest() -> bytes:
    """The manifest of an audit of LOG."""
    with _room() as folder:
        (folder / "log.csv").write_text(LOG, encoding="utf-8")
        (folder / "rates.csv").write_bytes(EXCHANGE)
        typed = [
            "audit",
            "log.csv",
            "--country",
            "MG",
            "--exchange",
            "rates.csv",
            "-o",
            "out.csv",
            "--manifest",
            "m.json",
        ]
        _typed(folder, [*typed, "--ledger", "ledger.csv", "-q"])
        return (folder / "m.json").read_bytes()


def verified(path: str) -> None:
    """`wageaudit verify` of a manifest whose seal fits whatever it says, beside the files of that run."""
    data = Path(path).read_bytes()
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        data = json.dumps({**said, "sha256": seal(said)}).encode()
    with _room() as folder:
        (folder / "log.csv").write_text(LOG, encoding="utf-8")
        (folder / "rates.csv").write_bytes(EXCHANGE)
        (folder / "m.json").write_bytes(data)
        _typed(folder, ["verify", "m.json"])


def by_roster(path: str) -> None:
    """A log read with this roster."""
    from dataclasses import replace

    from wageaudit.roster import read_roster

    with _room() as folder:
        (folder / "log.csv").write_text(LOG, encoding="utf-8")
        read([str(folder / "log.csv")], replace(CHOSEN, roster=read_roster(path), roster_file=path))


def map_made(path: str) -> None:
    """`wageaudit map` of any table, with nobody to ask; what it makes is a map."""
    with _room() as folder:
        shutil.copyfile(path, folder / "log.csv")
        fixed = [
            "--country",
            "MG",
            "--currency",
            "MGA",
            "--timezone",
            "UTC",
            "--date-order",
            "dmy",
            "--decimal",
            ".",
        ]
        _typed(folder, ["map", "log.csv", "-o", "m.toml", *fixed])
        if (folder / "m.toml").exists():
            load_map(str(folder / "m.toml"))


@cache
def _finished() -> tuple[str, Mapping[str, bytes]]:
    """(a folder of members' logs and the finished batch of them, the results with one member more); kept while the process lives."""
    home = tempfile.mkdtemp(prefix="wageaudit-fuzz-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    members = Path(home, "members")
    members.mkdir()
    for at in range(3):
        (members / f"{at}.csv").write_text(LOG.replace("w1", f"w{at}"), encoding="utf-8")
    out = Path(home, "out")
    batch.run(str(members), str(out), CHOSEN, Here())
    with _room() as folder:
        shutil.copytree(members, folder / "members")
        _one_more(folder / "members")
        batch.run(str(folder / "members"), str(folder / "out"), CHOSEN, Here())
        return home, {name: (folder / "out" / name).read_bytes() for name in RESULTS}


def _one_more(members: Path) -> None:
    (members / "more.csv").write_text(LOG.replace("2024-03", "2024-04").replace(",t", ",n"), encoding="utf-8")


def _kept() -> Sequence[Path]:
    """Names of the files that the finished batch keeps for the next run."""
    own = Path(_finished()[0], "out", ".wageaudit")
    return [
        path.relative_to(own) for path in sorted(own.rglob("*")) if path.is_file() and path.name != "lock"
    ]


def kept_work() -> list[bytes]:
    """The kept files, each with its number before it."""
    own = Path(_finished()[0], "out", ".wageaudit")
    return [bytes([at]) + (own / name).read_bytes() for at, name in enumerate(_kept())]


def resumed(path: str) -> None:
    """A batch that goes on where another stopped, one file of the kept work made worse, and one member more: the same figures, or a refusal."""
    data = Path(path).read_bytes()
    home, wanted = _finished()
    names = _kept()
    with _room() as folder:
        shutil.copytree(home, folder / "copy", copy_function=shutil.copy2)
        out = folder / "copy" / "out"
        (out / ".wageaudit" / names[data[0] % len(names) if data else 0]).write_bytes(data[1:])
        _one_more(folder / "copy" / "members")
        made = batch.run(str(folder / "copy" / "members"), str(out), CHOSEN, Here())
        found = {name: (out / name).read_bytes() for name in wanted}
        if not made.run.refused:
            assert found == wanted, [name for name in wanted if found[name] != wanted[name]]


@contextmanager
def _room() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="wageaudit-fuzz-") as folder:
        yield Path(folder)


def _typed(folder: Path, words: Sequence[str]) -> None:
    """A command as it is typed, in a folder; a refusal or a fault is raised, its exit code is not."""
    from wageaudit.cli import application

    before = Path.cwd()
    quiet: Any = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    try:
        os.chdir(folder)
        with redirect_stdout(quiet), redirect_stderr(quiet):
            application((words[0],))(list(words), standalone_mode=False)
    except (typer.Exit, SystemExit):
        pass
    finally:
        os.chdir(before)
