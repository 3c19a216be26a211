"""No command opens a network connection, nor does a process that it starts: every process of Python here refuses and tells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile.make import row, table

from wageaudit.batch.units import LIGHT
from wageaudit.cli import COMMANDS

pytestmark = pytest.mark.slow  # a process for every command

WATCH = """\
import os, sys
told = os.environ.get("WATCHED")
def note(word):
    with open(told, "a") as stream:
        stream.write(f"{word} {os.getpid()}\\n")
def hook(event, arguments):
    if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}:
        note(event)
        raise PermissionError("the network was asked for")
    if event == "socket.__new__" and int(arguments[1]) != 1:  # AF_UNIX: between processes of this machine
        note(event)
        raise PermissionError("the network was asked for")
if told:
    note("began")
    sys.addaudithook(hook)
"""
LOG = table(row(1), row(2, worker_id="w2"), row(3, worker_id="w3"))
TYPED = {
    "audit": ["log.csv", "--country", "MG", "-o", "out.xlsx", "--ledger", "l.parquet", "--problems", "p.csv", "--manifest", "m.json"],
    "batch": ["in", "-o", "out", "--country", "MG", "--jobs", "2", "--pages", "--share", "--key", "c.key"],
    "report": ["log.csv", "--country", "MG", "-o", "report.html"],
    "convert": ["log.csv", "-o", "tasks.parquet"],
    "check": ["log.csv"],
    "wages": ["--currency", "USD"],
    "explain": ["log.csv", "--country", "MG", "--figure", "shortfall"],
    "verify": ["m.json"],
    "map": ["log.csv", "-o", "map.toml"],
    "key": ["id", "c.key"],
}  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with logs (so long that processes share them), a campaign's key, a manifest, and the watch that every process loads."""
    folder = tmp_path_factory.mktemp("room")
    (folder / "watch").mkdir()
    (folder / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    (folder / "log.csv").write_text(LOG, encoding="utf-8")
    (folder / "in").mkdir()
    long = table(*(row(at, task_id=f"l{at}", title="x" * 1000) for at in range(LIGHT // 1000)))
    (folder / "in" / "long.csv").write_text(long, encoding="utf-8")
    for at in range(40):
        (folder / "in" / f"{at}.csv").write_text(LOG.replace(",t", f",n{at}t"), encoding="utf-8")
    for typed in (
        ["key", "new", "-o", "c.key"],
        ["audit", "log.csv", "-o", "r.csv", "--manifest", "m.json", "-q"],
    ):
        subprocess.run(
            [sys.executable, "-P", "-m", "wageaudit", *typed], cwd=folder, check=True, capture_output=True
        )
    return folder


def watched(room: Path, name: str, typed: list[str]) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """(what became of a run, what its processes told)."""
    told = room / f"{name}.told"
    environment = os.environ | {"PYTHONPATH": str(room / "watch"), "WATCHED": str(told)}
    done = subprocess.run(
        [sys.executable, "-P", *typed], cwd=room, env=environment, capture_output=True, text=True, check=False
    )
    return done, told.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_asks_nothing_of_the_network(name: str, room: Path) -> None:
    """In the process that was started, and in those that it starts."""
    typed = [word for word in TYPED[name] if word != "m.json" or name == "verify"]
    typed = typed[:-1] if typed[-1] == "--manifest" else typed
    done, told = watched(room, name, ["-m", "wageaudit", name, *typed])
    assert done.returncode in {0, 1, 4}, done.stderr
    assert [line for line in told if not line.startswith("began")] == []
    assert len(set(told)) >= (2 if name == "batch" else 1)


def test_the_watch_sees_what_it_is_there_for(room: Path) -> None:
    """A process that does ask is refused, and told of."""
    asks = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done, told = watched(room, "asks", ["-c", asks])
    assert "the network was asked for" in done.stderr
    assert len(told) > 1
