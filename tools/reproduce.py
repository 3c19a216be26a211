"""The same bytes everywhere: one invented batch, run by each Python that is named, in every way that must not matter.

    python tools/reproduce.py python3.11 python3.13 python3.14 --members 300

Without names: this Python, those of WAGEAUDIT_PYTHONS, and those on the PATH that have the libraries. The first Python
alone is put through each change by itself (processes, memory, hash seed, time zone, locale, folder, other files), every one
through all of them together, and through a batch that another Python began; each then verifies the first one's manifest.
Prints who ran, and for each output its SHA-256 and the runs that gave it. Ends with 1 where two runs of the same rows
differ, or where a run failed or wrote a warning.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from outputs import digest, hashed, placed

ROOT = Path(__file__).resolve().parent.parent
FILLED = ("--country", "KE", "--timezone", "Africa/Nairobi", "--currency", "USD", "--roster", "roster.csv")
SPOKEN = ("--lang", "en")  # what people read is in the language of the locale, unless they say which
NAMES = ("python3.11", "python3.12", "python3.13", "python3.14", "python3.15")
BATCH, FEW = "batch alone", "few"
DONE = {0, 4}  # 4: files were left out, as there are broken ones
CUT_ROWS = "cut"  # where the same rows lie in other files
MEMBERS = "members"
ELSEWHERE = "ailleurs, été 2024"  # a folder's name with a space, a comma and letters beyond ASCII
SAID = """
import importlib.metadata as known, platform, sys
libraries = ("numpy", "pandas", "pyarrow", "tzdata", "babel", "xlsxwriter")
print(platform.python_version(), " ".join(platform.libc_ver()), *(f"{name} {known.version(name)}" for name in libraries), sep=", ")
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to run the batch: which files, how many processes, how much memory, in which environment, from where."""

    name: str
    room: str = "here"
    jobs: int = 1
    memory: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    kind: str = "all"  # which commands
    begun_by: str = ""  # the Python that read half of the files before


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: who, how, and the SHA-256 of each output by its name; faults: what is wrong whatever the others gave."""

    label: str
    way: Way
    found: Mapping[str, str]
    faults: tuple[str, ...] = ()


SAME = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "default"}
OTHERWISE = {
    "PYTHONHASHSEED": "99",
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "es_ES.UTF-8",
    "PYTHONUTF8": "0",
    "PYTHONWARNINGS": "default",
}
PLAIN = Way("plain", environment=SAME)
SINGLY = (
    Way("2 processes", kind=FEW, jobs=2, environment=SAME),
    Way("1 MB of memory", kind=FEW, memory="1MB", environment=SAME),
    Way("another hash seed", kind=FEW, environment=SAME | {"PYTHONHASHSEED": "4711"}),
    Way("zone America/St_Johns", kind=FEW, environment=SAME | {"TZ": "America/St_Johns"}),
    Way(
        "locale C, no UTF-8",
        kind=FEW,
        environment=SAME | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ),
    Way("locale fr_FR", kind=FEW, environment=SAME | {"LC_ALL": "fr_FR.UTF-8"}),
    Way("another folder", kind=FEW, room=ELSEWHERE, environment=SAME),
    Way("cut otherwise, plain", kind=FEW, room=CUT_ROWS, environment=SAME),
)
TOGETHER = Way("all of these at once", room=ELSEWHERE, jobs=2, memory="1MB", environment=OTHERWISE)
CUT = Way("cut otherwise, and all", room=CUT_ROWS, jobs=2, memory="1MB", environment=OTHERWISE)


def main() -> None:
    """Read the command line, run all, print, and say whether the bytes are the same."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pythons", nargs="*", help="interpreters with the locked requirements")
    parser.add_argument("--members", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--brief", action="store_true", help="the first Python too in three ways alone")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wageaudit-reproduce-") as made:
        bench = Path(made)
        prepared(bench, asked.members, asked.seed)
        runs = list(
            everything(
                bench, [*map(reachable, asked.pythons)] or [sys.executable, *others()], brief=asked.brief
            )
        )
    faults = [fault for run in runs for fault in run.faults] + list(told(runs))
    print("\n".join(f"NOT SO: {fault}" for fault in faults) or f"the same bytes in {len(runs)} runs")
    sys.exit(bool(faults))


def prepared(bench: Path, members: int, seed: int) -> None:
    """Write the folder twice, in two places, and its rows cut into other files; a roster and a key beside each."""
    import invented_members as invented

    rooms = ("here", ELSEWHERE, CUT_ROWS)
    for room in rooms:
        (bench / room).mkdir()
        (bench / room / "roster.csv").write_text(invented.roster(members), encoding="utf-8")
    invented.whole(bench / "here" / MEMBERS, members, seed)
    shutil.copytree(bench / "here" / MEMBERS, bench / ELSEWHERE / MEMBERS)
    invented.cut(bench / CUT_ROWS / MEMBERS, members, seed)
    key = subprocess.run(
        [sys.executable, "-m", "wageaudit", "key", "new", "-o", bench / "here" / "campaign.key"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
    )
    if key.returncode:
        sys.exit(f"no key could be made: {key.stderr.decode()}")
    for room in rooms[1:]:
        shutil.copy2(bench / "here" / "campaign.key", bench / room / "campaign.key")


def everything(bench: Path, pythons: Sequence[str], *, brief: bool = False) -> Iterator[Ran]:
    """Every run, one after the other."""
    labels = named(pythons)
    for at, (python, label) in enumerate(zip(pythons, labels, strict=True)):
        ways = [PLAIN, *(() if at or brief else SINGLY), TOGETHER, CUT]
        ways += [Way(f"begun by {labels[at - 1]}", kind=BATCH, environment=SAME, begun_by=pythons[at - 1])]
        for number, way in enumerate(ways):
            print(f"{label}: {way.name}", file=sys.stderr, flush=True)
            yield ran(bench, python, label, way, bench / f"out-{at}-{number}")
        proof = call(
            python, PLAIN, bench / "here", "verify", str(bench / "out-0-0" / "batch" / "manifest.json")
        )
        if proof.returncode:
            yield Ran(
                label, PLAIN, {}, (f"{label}: verify of the first batch: {proof.stdout} {proof.stderr}",)
            )


def reachable(python: str) -> str:
    """A Python as every folder finds it; a link of a venv stays one, since it stands for its libraries."""
    return os.path.abspath(python) if os.sep in python else python  # noqa: PTH100 - links are not followed


def others() -> list[str]:
    """Other Pythons of this machine that have the libraries: those of WAGEAUDIT_PYTHONS, else by their names on the PATH."""
    given = os.environ.get("WAGEAUDIT_PYTHONS")
    if given is not None:
        return [path for path in given.split(os.pathsep) if path]
    own = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    found = [path for name in NAMES if name != own and (path := shutil.which(name))]
    return [
        path
        for path in found
        if not subprocess.run([path, "-c", SAID], capture_output=True, check=False).returncode
    ]


def named(pythons: Sequence[str]) -> list[str]:
    """What each Python says it is; printed."""
    labels = []
    for python in pythons:
        said = subprocess.run([python, "-c", SAID], capture_output=True, text=True, check=False)
        if said.returncode:
            sys.exit(
                f"{python} lacks a library of requirements/runtime.txt: {said.stderr.strip().splitlines()[-1]}"
            )
        labels.append(said.stdout.partition(",")[0])
        print(f"CPython {said.stdout.strip()}")
    return labels


def call(python: str, way: Way, room: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command of this checkout, away from any terminal, in the way's environment and no other."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "PYTHON", "WAGEAUDIT"))
    }
    return subprocess.run(
        [python, "-m", "wageaudit", *arguments],
        cwd=room, env=kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"} | dict(way.environment),
        capture_output=True, encoding="utf-8", errors="surrogateescape", check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def ran(bench: Path, python: str, label: str, way: Way, out: Path) -> Ran:
    """Run every command in this way, and hash what it left."""
    room, faults, codes = bench / way.room, [], []
    out.mkdir()
    if way.begun_by and half(bench, way, out) not in DONE:
        faults.append(f"{label}, {way.name}: that Python could not begin it")
    for arguments in commands(way, out):
        done = call(python, way, room, *arguments)
        codes.append(f"{arguments[0]} {done.returncode}")
        noise = [line for line in done.stderr.splitlines() if "Warning" in line or "Traceback" in line]
        if done.returncode not in DONE or noise:
            faults.append(
                f"{label}, {way.name}: {' '.join(arguments[:6])} ended with {done.returncode}: {done.stderr[-400:]}"
            )
        if arguments[0] in {"check", "explain"}:
            (out / f"{arguments[0]}.txt").write_text(done.stdout, encoding="utf-8", errors="surrogateescape")
    found = dict(hashed(out)) | {f"exit codes of {len(codes)} commands": digest("\n".join(codes).encode())}
    return Ran(label, way, found, tuple(faults))


def half(bench: Path, way: Way, out: Path) -> int:
    """Let the other Python batch half of the files, so that this one goes on from what that one kept; its exit code."""
    aside = bench / f"half-{out.name}"
    shutil.copytree(bench / way.room / MEMBERS, aside / MEMBERS)
    for path in sorted(aside.rglob("*.*"))[::2]:
        path.unlink()
    for name in ("roster.csv", "campaign.key"):
        shutil.copy2(bench / way.room / name, aside / name)
    done = call(way.begun_by, way, aside, *batch(way, out))
    shutil.rmtree(aside)
    return done.returncode


def batch(way: Way, out: Path) -> list[str]:
    """The command line of the batch."""
    shared = ["--share", "--key", "campaign.key", "--min-cell", "3"]
    return [
        "batch",
        MEMBERS,
        "-o",
        str(out / "batch"),
        "--jobs",
        str(way.jobs),
        "--quiet",
        *FILLED,
        *shared,
    ]


def commands(way: Way, out: Path) -> Iterator[list[str]]:
    """The command lines of a run, with their outputs in `out`; the folder is named from the way's room."""
    yield batch(way, out)
    if way.kind == BATCH:
        return
    audit = ["audit", MEMBERS, *FILLED, *(("--memory", way.memory) if way.memory else ()), "--quiet"]
    every = ["--ledger", str(out / "ledger.parquet"), "--problems", str(out / "problems.csv")]
    yield [*audit, "--by", "worker,month", "--format", "csv", "-o", str(out / "audit.csv"), *every]
    if way.kind == FEW:
        return
    for ending in ("json", "jsonl", "parquet"):
        yield [*audit, "--by", "platform", "--format", ending, "-o", str(out / f"audit.{ending}")]
    yield ["convert", MEMBERS, *FILLED, "--quiet", "-o", str(out / "tasks.csv")]
    yield ["convert", MEMBERS, *FILLED, "--quiet", "-o", str(out / "tasks.parquet")]
    if way.room == CUT_ROWS:
        return
    for ending in ("html", "xlsx", "markdown", "table"):
        yield [*audit, *SPOKEN, "--by", "worker", "--format", ending, "-o", str(out / f"audit.{ending}")]
    yield ["report", MEMBERS, *FILLED, *SPOKEN, "--quiet", "--workers", "-o", str(out / "page.html")]
    yield ["explain", MEMBERS, *FILLED, "--figure", "shortfall", "--worker", "w0002", "--format", "json"]


def told(runs: Sequence[Ran]) -> Iterator[str]:
    """Print the runs and the table of hashes; what differs is given back, one sentence an output."""
    for number, run in enumerate(runs, 1):
        print(f"run {number:2}  Python {run.label:8}  {run.way.name}")
    for name in dict.fromkeys(name for run in runs for name in run.found):
        given: dict[tuple[str, str], list[int]] = {}
        for number, run in enumerate(runs, 1):
            if name in run.found:
                rows = ("cut" if run.way.room == CUT_ROWS else "whole") if placed(name) else ""
                given.setdefault((rows, run.found[name]), []).append(number)
        for (rows, value), numbers in given.items():
            print(f"{value}  {name}{f' ({rows})' if rows else ''}: runs {spans(numbers)}")
        for rows in {rows for rows, _ in given}:
            kinds = [numbers for (own, _), numbers in given.items() if own == rows]
            if len(kinds) > 1:
                yield f"{name}: {' differs from '.join(f'runs {spans(numbers)}' for numbers in kinds)}"


def spans(numbers: Sequence[int]) -> str:
    """1, 2, 3, 7 as 1-3, 7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)


if __name__ == "__main__":
    main()
