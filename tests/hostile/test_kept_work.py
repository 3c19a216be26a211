"""What a batch keeps for the next run, damaged: the next run has the figures of a fresh one, never those of a flipped bit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from wageaudit import Options, batch
from wageaudit.batch.executors import Here

LOG = (
    "worker_id,task_id,started_at,ended_at,pay,currency,status\n"
    "w1,t1,2024-03-04T10:00:00Z,2024-03-04T10:10:00Z,0.50,USD,approved\n"
    "w1,t2,2024-03-04T10:05:00Z,2024-03-04T10:15:00Z,0.50,USD,approved\n"
    "w2,t3,2024-03-05T10:00:00Z,2024-03-05T11:00:00Z,4.00,USD,rejected\n"
)
CHOSEN = Options(country="MG")
WHICH: dict[str, Callable[[Path], bool]] = {
    "rows and sums": lambda path: path.name != "note.json" and len(path.parts) > 1,
    "notes": lambda path: path.name == "note.json",
    "lists": lambda path: len(path.parts) == 1 and path.name != "lock",
}


def members(folder: Path, more: bool) -> Path:
    """Three members' logs, or with one file more of the same workers."""
    folder.mkdir(exist_ok=True)
    for at in range(3):
        (folder / f"{at}.csv").write_text(LOG.replace("w1", f"m{at}"), encoding="utf-8")
    if more:
        later = LOG.replace("2024-03", "2024-04").replace(",t", ",n").replace("w1", "m1")
        (folder / "more.csv").write_text(later, encoding="utf-8")
    return folder


def results(out: Path) -> dict[str, bytes]:
    """Every file of the results."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".wageaudit" not in path.parts
    }


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """(a folder with members and the finished batch of them, the results of a fresh batch with one file more)."""
    home = tmp_path_factory.mktemp("home")
    batch.run(str(members(home / "in", more=False)), str(home / "out"), CHOSEN, Here())
    fresh = tmp_path_factory.mktemp("fresh")
    batch.run(str(members(fresh / "in", more=True)), str(fresh / "out"), CHOSEN, Here())
    return home, results(fresh / "out")


@pytest.mark.parametrize("where", [0.1, 0.5, 0.95])
@pytest.mark.parametrize("which", WHICH)
def test_a_flipped_bit_in_kept_work_changes_no_figure(
    which: str, where: float, finished: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """In rows, sums, ledgers and tables, in what is noted of them, in the lists of hashes and results."""
    home, wanted = finished
    shutil.copytree(home, tmp_path / "home")
    own = tmp_path / "home" / "out" / ".wageaudit"
    damaged = 0
    for path in own.rglob("*"):
        if path.is_file() and WHICH[which](path.relative_to(own)):
            data = bytearray(path.read_bytes())
            if data:
                data[int(len(data) * where)] ^= 1
                path.write_bytes(data)
                damaged += 1
    assert damaged
    batch.run(
        str(members(tmp_path / "home" / "in", more=True)), str(tmp_path / "home" / "out"), CHOSEN, Here()
    )
    assert results(tmp_path / "home" / "out") == wanted


def test_kept_work_cut_short_is_done_again(finished: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    """Every file of it empty, as after a disk that lost power."""
    home, wanted = finished
    shutil.copytree(home, tmp_path / "home")
    for path in (tmp_path / "home" / "out" / ".wageaudit").rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    batch.run(
        str(members(tmp_path / "home" / "in", more=True)), str(tmp_path / "home" / "out"), CHOSEN, Here()
    )
    assert results(tmp_path / "home" / "out") == wanted
