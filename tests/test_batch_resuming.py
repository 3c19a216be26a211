"""A batch that was killed, interrupted or ran out of room goes on where it stopped, and ends with the bytes of an undisturbed run."""

from __future__ import annotations

import fcntl
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batches import ROOT, batch, batched, command, environment, members, mixed, published, rows, write

from wageaudit.batch import run, units
from wageaudit.batch.executors import Here, Processes
from wageaudit.errors import WrongUse
from wageaudit.options import Options

CHOSEN = Options(country="KE")
PATIENCE = 60  # [s] in which something must happen that takes one


def started(*arguments: str | Path) -> subprocess.Popen[bytes]:
    """Start a batch in a process group of its own."""
    return subprocess.Popen(
        command(*arguments),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_interruptible,  # noqa: PLW1509 - sets one signal and nothing else
    )


def _interruptible() -> None:
    """A shell that runs the tests beside other work may have told them to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until(true: object) -> None:
    """Wait until something is so."""
    for _ in range(PATIENCE * 100):
        if true():  # type: ignore[operator]
            return
        time.sleep(0.01)
    pytest.fail("it never happened")


def kept(out: Path, kind: str) -> int:
    """Count finished pieces of work."""
    folder = out / ".wageaudit" / kind
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def killed(going: subprocess.Popen[bytes], out: Path, wanted: int) -> None:
    """Kill a batch once it has finished so many pieces of work, and see the processes it started end with it."""
    until(lambda: kept(out, "read") + kept(out, "shelf") >= wanted or going.poll() is not None)
    going.kill()
    going.communicate()
    until(lambda: not alive(going.pid))


def alive(group: int) -> bool:
    """Tell whether a process group has a process left that is no zombie."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, own = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            except (OSError, ValueError):
                continue
            if int(own) == group and state not in {"Z", "X"}:
                return True
    return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes where Linux lists them")
def test_three_kills_at_random_moments_change_no_byte(tmp_path: Path, sample_data: Path) -> None:
    """Kill -9 of the one process that was started; those it started itself end with it."""
    folder, out = members(mixed(tmp_path / "logs", sample_data), 40, 200), tmp_path / "out"
    run(str(folder), str(tmp_path / "undisturbed"), CHOSEN, Here())
    draw = random.Random(5)
    for wanted in sorted(draw.sample(range(1, 60), 3)):
        going = started(folder, "-o", out, "--country", "KE", "--jobs", "2")
        killed(going, out, wanted)
        assert "manifest.json" not in published(out)
    done = batch(folder, "-o", out, "--country", "KE", "--jobs", "2")
    assert done.returncode == 4, done.stderr
    assert published(out) == published(tmp_path / "undisturbed")


def test_a_run_that_goes_on_reads_only_what_is_missing(tmp_path: Path) -> None:
    """What was kept before the end is not read again."""
    folder, out = members(tmp_path / "logs", 40, 5), tmp_path / "out"

    class Dying(Here):
        def each(self, work, jobs, *, light=False, alone=False):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
            for number, entry in enumerate(super().each(work, jobs, light=light, alone=alone)):
                if number == 1 and work is units.read_units:
                    raise KeyboardInterrupt
                yield entry

    with pytest.raises(KeyboardInterrupt):
        run(str(folder), str(out), CHOSEN, Dying())
    assert published(out) == {}
    assert run(str(folder), str(out), CHOSEN, Here()).read == 40 - 32  # two jobs of sixteen files were kept


@pytest.mark.slow
def test_ctrl_c_ends_at_once_with_130_and_says_how_to_go_on(tmp_path: Path) -> None:
    """The terminal sends it to all processes; none prints a traceback, none stays."""
    folder, out = members(tmp_path / "logs", 60, 400), tmp_path / "out"
    going = started(folder, "-o", out, "--country", "KE", "--jobs", "2")
    until(lambda: kept(out, "read") > 0 or going.poll() is not None)
    os.killpg(going.pid, signal.SIGINT)
    _, said = going.communicate(timeout=PATIENCE)
    assert going.returncode == 130, said.decode()
    assert b"the same command goes on from here" in said
    assert b"Traceback" not in said
    assert b"leaked" not in said
    until(lambda: not alive(going.pid))
    assert published(out) == {}
    assert batch(folder, "-o", out, "--country", "KE", "--jobs", "2").returncode == 0
    run(str(folder), str(tmp_path / "undisturbed"), CHOSEN, Here())
    assert published(out) == published(tmp_path / "undisturbed")


def test_two_runs_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    """The second is told to wait; the lock of a run that was killed is no lock."""
    folder, out = members(tmp_path / "logs", 2, 5), tmp_path / "out"
    run(str(folder), str(out), CHOSEN, Here())
    before = published(out)
    with (out / ".wageaudit" / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = batched(folder, "-o", out, "--country", "KE", "--jobs", "1")
        assert second.returncode == 2
        assert "another run is writing" in second.stderr
    assert published(out) == before
    assert batched(folder, "-o", out, "--country", "KE", "--jobs", "1").returncode == 0


def test_a_full_disk_leaves_the_results_as_they_were(tmp_path: Path) -> None:
    """Told with what to do; and with room again, the same command goes on."""
    folder, out = members(tmp_path / "logs", 4, 50), tmp_path / "out"
    run(str(folder), str(out), CHOSEN, Here())
    before = published(out)
    write(folder / "large.csv", [line for worker in ("big", "bigger") for line in rows(worker, 2_000)])

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    failed = batch(folder, "-o", out, "--country", "KE", "--jobs", "1", preexec_fn=little_room)
    assert failed.returncode == 2, failed.stderr
    assert "cannot be written" in failed.stderr
    assert "free some room" in failed.stderr
    assert published(out) == before
    assert batched(folder, "-o", out, "--country", "KE", "--jobs", "1").returncode == 0
    run(str(folder), str(tmp_path / "fresh"), CHOSEN, Here())
    assert published(out) == published(tmp_path / "fresh")


def test_no_room_for_the_results_leaves_the_earlier_ones_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are written beside first: the last table that does not fit changes none of the others."""
    folder, out = members(tmp_path / "logs", 3, 10), tmp_path / "out"
    run(str(folder), str(out), CHOSEN, Here())
    before = published(out)
    (folder / "member 000.csv").unlink()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("wageaudit.batch.results.as_json", full)
        with pytest.raises(WrongUse, match="No space left"):
            run(str(folder), str(out), CHOSEN, Here())
    assert published(out) == before


KILLER = """\
import os, sys
from pathlib import Path
from wageaudit.batch import run, units
from wageaudit.batch.executors import Processes
from wageaudit.options import Options
from killer import read_units
units.LIGHT, units.UNITS, units.read_units = 0, 4, read_units  # three jobs of four files
if __name__ == "__main__":
    processes = Processes(2)
    done = run(sys.argv[1], sys.argv[2], Options(country="KE"), processes)
    processes.stop()
    print(done.run.refused, [problem.file for problem in done.run.problems() if "ended the process" in problem.reason])
"""
READS = """\
import os
from wageaudit.batch import reading
def read_units(job):
    for _, unit in job.units:
        if unit.files[0].name == "killer.csv":
            os.kill(os.getpid(), 9)  # as the system does to a process that wants too much memory
    return reading.read_units(job)
"""


@pytest.mark.slow
def test_a_file_that_kills_its_process_is_named_and_the_rest_is_finished(tmp_path: Path) -> None:
    """Nobody knows which file it was until each is read alone."""
    folder, out = members(tmp_path / "logs", 11, 5), tmp_path / "out"
    write(folder / "killer.csv", rows("K", 5))
    (tmp_path / "killer.py").write_text(READS)
    (tmp_path / "go.py").write_text(KILLER)
    paths = os.pathsep.join([str(ROOT), str(tmp_path)])
    done = subprocess.run(
        [sys.executable, tmp_path / "go.py", folder, out], env=os.environ | {"PYTHONPATH": paths},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.stdout == "1 ['killer.csv']\n", done.stderr
    (folder / "killer.csv").rename(tmp_path / "killer.csv")
    run(str(folder), str(tmp_path / "fresh"), CHOSEN, Here())
    same = {name for name in published(tmp_path / "fresh") if name not in {"problems.csv", "manifest.json"}}
    assert {name: published(out)[name] for name in same} == {
        name: published(tmp_path / "fresh")[name] for name in same
    }


def test_jobs_whose_process_ends_are_given_back_as_lost() -> None:
    """And those that wait go on in new processes."""
    processes = Processes(1)
    found = dict(processes.each(os._exit, [1]))
    assert [type(one).__name__ for one in found.values()] == ["Lost"]
    assert dict(processes.each(abs, [-1, -2, -3])) == {0: 1, 1: 2, 2: 3}
    processes.stop()
