"""What a whole process goes through: closed pipes, interrupts, full disks, two runs at once, languages, no stdin."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile.make import row, table

pytestmark = pytest.mark.slow  # a process for every case

COMMAND = [sys.executable, "-P", "-m", "wageaudit"]
CROWD = table(*(row(at, worker_id=f"w{at}", task_id=f"n{at}") for at in range(5_000)))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of five thousand workers: more than a pipe holds."""
    path = tmp_path / "log.csv"
    path.write_text(CROWD, encoding="utf-8")
    return path


def names(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet", "markdown", "table"])
def test_a_reader_who_leaves_ends_the_program_in_silence(form: str, log: Path) -> None:
    """As other programs end, whatever is being written."""
    typed = [*COMMAND, "audit", str(log), "--format", form, "--all", "-q"]
    with subprocess.Popen(typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        told = process.stderr.read()
        process.wait(timeout=120)
    assert (process.returncode, told) == (141, b"")


def heard() -> None:
    """A job in the background ignores Ctrl-C, and so would the program started from it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.mark.parametrize(("asked", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_an_interrupted_run_leaves_nothing_behind(asked: str, code: int, tmp_path: Path) -> None:
    """Ctrl-C, kill or a closed terminal while stdin is waited for: no output, no temporary file, no traceback."""
    typed = [*COMMAND, "audit", "-", "-o", "out.csv", "--ledger", "ledger.csv"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(typed, cwd=tmp_path, preexec_fn=heard, **pipes)  # noqa: PLW1509 - no thread is running
    assert process.stdin is not None
    process.stdin.write(CROWD.encode()[:50_000])
    process.stdin.flush()
    _reading(process.pid)
    process.send_signal(getattr(signal, asked))
    out, told = process.communicate(timeout=120)
    assert process.returncode == code
    assert out == b""
    assert b"Traceback" not in told
    assert names(tmp_path) == set()


def _reading(pid: int) -> None:
    """Wait until a process has taken what lies in its pipe, or waits for more."""
    status = Path(f"/proc/{pid}/wchan")
    for _ in range(600):
        time.sleep(0.05)
        if not status.exists() or "pipe" in status.read_text(encoding="ascii"):
            return


def test_two_runs_onto_one_output_leave_one_whole_file(log: Path, tmp_path: Path) -> None:
    """Either of them wins, none of them by half."""
    typed = [*COMMAND, "audit", log.name, "-q", "--force", "-o"]
    subprocess.run([*typed, "alone.csv"], cwd=tmp_path, check=True)
    both = [subprocess.Popen([*typed, "out.csv"], cwd=tmp_path, stderr=subprocess.PIPE) for _ in range(2)]
    told = [process.communicate(timeout=240)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert _digest(tmp_path / "out.csv") == _digest(tmp_path / "alone.csv")
    assert names(tmp_path) == {"log.csv", "alone.csv", "out.csv"}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_stdout_on_a_full_disk_is_told(log: Path) -> None:
    """In a sentence, not a traceback."""
    full = Path("/dev/full")
    if not full.is_char_device():
        pytest.skip("this system has no device that is always full")
    with full.open("wb") as stdout:
        typed = [*COMMAND, "audit", str(log), "--format", "csv", "-q"]
        done = subprocess.run(typed, stdout=stdout, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("stream", [0, 1, 2])
def test_a_stream_that_is_closed_from_the_start_ends_in_no_traceback(stream: int, log: Path) -> None:
    """As cron and some containers start programs."""
    command = " ".join([*COMMAND, "audit", log.name, "-o", f"out{stream}.csv", f"{stream}>&-"])
    done = subprocess.run(["sh", "-c", command], cwd=log.parent, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode in {0, 3}
    assert (done.returncode == 0) == (log.parent / f"out{stream}.csv").exists()


def test_a_stdin_that_is_closed_cannot_be_read(tmp_path: Path) -> None:
    """It is refused as an input, in a sentence."""
    command = " ".join([*COMMAND, "audit", "-", "<&-"])
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "stdin: is closed" in done.stderr


@pytest.mark.parametrize(("tag", "words"), [("fr", "est vide"), ("es", "está vacío")])
def test_a_refusal_speaks_the_language_asked_for(tag: str, words: str, tmp_path: Path) -> None:
    """Place and mend included."""
    (tmp_path / "log.csv").write_text("", encoding="utf-8")
    typed = [*COMMAND, "audit", "log.csv", "--lang", tag]
    done = subprocess.run(
        typed, cwd=tmp_path, capture_output=True, check=False, env=os.environ | {"PYTHONUTF8": "1"}
    )
    assert done.returncode == 3
    assert words in done.stderr.decode()
    assert "export it again" not in done.stderr.decode()


def test_a_name_that_is_no_text_is_a_name(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 in a file's name, alone and in a folder."""
    folder = tmp_path / "in"
    folder.mkdir()
    path = os.fsencode(folder) + b"/caf\xe9\x1b.csv"
    try:
        with open(path, "wb") as stream:  # noqa: PTH123 - a name of bytes
            stream.write(table(row()).encode())
    except OSError:
        pytest.skip("this file system takes no such name")
    for given in (path, os.fsencode(folder)):
        typed = [
            *map(os.fsencode, [*COMMAND, "audit"]),
            given,
            b"--format",
            b"csv",
            b"--manifest",
            os.fsencode(tmp_path / given[-2:].hex()),
        ]
        done = subprocess.run(typed, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert b"\x1b" not in done.stderr


def test_a_batch_reads_and_shares_under_names_that_are_no_text(tmp_path: Path) -> None:
    """Parquet, read by Arrow's own means, in a folder whose name is no UTF-8, with results beside it."""
    room = os.fsencode(tmp_path) + b"/caf\xe9"
    try:
        os.makedirs(room + b"/in")  # noqa: PTH103 - a name of bytes
    except OSError:
        pytest.skip("this file system takes no such name")
    log, key = tmp_path / "log.csv", os.fsencode(tmp_path / "campaign.key")
    log.write_text(table(row()), encoding="utf-8")
    shared = [b"--share", b"--key", key]
    for typed in (
        [b"convert", os.fsencode(log), b"-o", room + b"/in/log.parquet"],
        [b"key", b"new", b"-o", key],
        [b"batch", room + b"/in", b"-o", room + b"/out", b"--jobs", b"1", *shared],
    ):
        done = subprocess.run([*map(os.fsencode, COMMAND), *typed], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
    with open(room + b"/out/workers.csv", "rb") as stream:  # noqa: PTH123 - a name of bytes
        assert len(stream.read().splitlines()) == 2


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="whoever may do anything is refused nothing"
)
def test_what_may_not_be_read_or_written_is_told(log: Path) -> None:
    """A file without permission to read it, a folder without permission to write into it."""
    log.chmod(0)
    done = subprocess.run([*COMMAND, "audit", str(log)], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "Permission denied" in done.stderr
    log.chmod(0o600)
    log.parent.chmod(0o500)
    done = subprocess.run(
        [*COMMAND, "audit", log.name, "-o", "out.csv"],
        cwd=log.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    log.parent.chmod(0o700)
    assert done.returncode == 2
    assert names(log.parent) == {"log.csv"}


FALLS = """\
import sys
from wageaudit import engine
def fall(*arguments, **options):
    raise KeyError("Ana Perez, +34 600 000 000")
engine.run = fall
sys.argv = ["wageaudit", "audit", "log.csv"]
from wageaudit.cli import main
main()
"""


@pytest.mark.parametrize("debug", ["", "1"])
def test_a_fault_of_the_program_tells_no_cell(debug: str, log: Path) -> None:
    """Its kind alone, and how to see more; only who asks for its own lines sees what it fell over."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", FALLS], cwd=log.parent, capture_output=True, text=True, check=False,
        env=os.environ | {"WAGEAUDIT_DEBUG": debug},
    )  # fmt: skip
    assert ("Ana Perez" in done.stdout + done.stderr) == bool(debug)
    assert ("a fault of its own: KeyError" in done.stderr) == (not debug)
    assert done.returncode == (1 if debug else 3)
