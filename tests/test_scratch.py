"""Rows on the disk go with their run; those of a run that was killed go with the beginning of the next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from batches import environment

from wageaudit.files import scratch

pytest.importorskip("fcntl")
KILLED = """\
import os, sys
from wageaudit.files.scratch import scratch_of
class Owner: pass
owner = Owner()
(scratch_of(owner) / "rows.arrow").write_bytes(b"rows")
os.kill(os.getpid(), 9)
"""


class Owner:
    """Somebody whose rows do not fit in memory."""


def killed(room: Path) -> Path:
    """Return the folder that a killed process left in the room."""
    before = set(room.iterdir())
    subprocess.run(
        [sys.executable, "-c", KILLED], env=environment() | {"TMPDIR": str(room)}, check=False, timeout=60
    )
    (left,) = set(room.iterdir()) - before
    return left


def test_a_folder_goes_with_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing of it stays."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    owner = Owner()
    folder = scratch.scratch_of(owner)
    (folder / "rows.arrow").write_bytes(b"rows")
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    del owner
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_goes_with_the_next_and_what_a_living_one_uses_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system knows which runs live: they hold a lock."""
    left = killed(tmp_path)
    assert (left / "rows.arrow").is_file()
    other = tmp_path / f"{scratch.PREFIX}not-ours"
    other.mkdir()  # without a lock: being made, or no scratch room at all
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    first, second = Owner(), Owner()
    mine = scratch.scratch_of(first)
    assert not left.exists()
    beside = scratch.scratch_of(second)
    assert {path.name for path in tmp_path.iterdir()} == {mine.name, beside.name, other.name}


def test_links_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else may write where scratch room is."""
    room, kept = tmp_path / "room", tmp_path / "kept"
    room.mkdir()
    kept.mkdir()
    (kept / scratch.LOCK).touch()
    (room / f"{scratch.PREFIX}link").symlink_to(kept)
    inside = room / f"{scratch.PREFIX}inside"
    inside.mkdir()
    (inside / scratch.LOCK).symlink_to(kept / scratch.LOCK)
    monkeypatch.setattr("tempfile.tempdir", str(room))
    owner = Owner()
    scratch.scratch_of(owner)
    assert (kept / scratch.LOCK).is_file()
    assert inside.is_dir()
