"""A temporary file that goes past the page cache holds what was written, and goes through it where a disk will not have that."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from wageaudit.files import unbuffered
from wageaudit.files.unbuffered import PAGE, Bytes, Unbuffered, aligned

DIRECT = getattr(os, "O_DIRECT", 0)


def pages(count: int, seed: int = 0) -> Bytes:
    """So many pages of anything."""
    space = aligned(count * PAGE)
    space[:] = np.random.default_rng(seed).integers(0, 256, len(space))
    return space


def read(file: Unbuffered, at: int, count: int) -> list[int]:
    """So many pages from a place on."""
    space = aligned(count * PAGE)
    file.read(space, at)
    return space.tolist()


def test_pages_come_back_from_where_they_were_written(tmp_path: Path) -> None:
    """In any order; the later writing stands."""
    file, first, second = Unbuffered(tmp_path / "rows"), pages(3, 1), pages(1, 2)
    file.write(first, PAGE)
    file.write(second, 0)
    file.write(second, 2 * PAGE)
    assert read(file, 0, 4) == [
        *second.tolist(), *first[:PAGE].tolist(), *second.tolist(), *first[2 * PAGE :].tolist()
    ]  # fmt: skip


def test_memory_begins_at_a_page_whatever_its_size() -> None:
    """As the system asks of it."""
    for size in (1, PAGE - 1, PAGE, 3 * PAGE + 5):
        space = aligned(size)
        assert len(space) == size
        assert space.__array_interface__["data"][0] % PAGE == 0


def test_a_disk_that_refuses_at_once_or_at_the_first_page_is_written_through_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems refuse to open such a file, others to write to it."""
    if not DIRECT:
        pytest.skip("this system always goes through the cache")
    really, asked = os.open, []

    def refusing(path: Path, flags: int, *rest: int) -> int:
        asked.append(bool(flags & DIRECT))
        if flags & DIRECT:
            raise OSError(errno.EINVAL, "Invalid argument")
        return really(path, flags, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refusing)
        file = Unbuffered(tmp_path / "opened")
    file.write(pages(2), 0)
    assert asked == [True, False]
    assert read(file, 0, 2) == pages(2).tolist()

    writing, refused = os.pwritev, []

    def once(handle: int, data: list[memoryview], at: int) -> int:
        if not refused:
            refused.append(at)
            raise OSError(errno.EINVAL, "Invalid argument")
        return writing(handle, data, at)

    monkeypatch.setattr(os, "pwritev", once)
    file = Unbuffered(tmp_path / "written")
    file.write(pages(2), PAGE)
    assert refused == [PAGE]
    assert read(file, PAGE, 2) == pages(2).tolist()


def test_what_is_written_in_parts_is_written_whole_and_another_error_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page at a time; then the disk is full."""
    if not hasattr(os, "pwritev"):
        pytest.skip("written otherwise here")
    writing = os.pwritev
    monkeypatch.setattr(os, "pwritev", lambda handle, data, at: writing(handle, [data[0][:PAGE]], at))
    file = Unbuffered(tmp_path / "rows")
    file.write(pages(3), 0)
    assert read(file, 0, 3) == pages(3).tolist()

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwritev", full)
    with pytest.raises(OSError, match="No space left"):
        file.write(pages(1), 0)


def test_pages_that_were_never_written_are_an_error(tmp_path: Path) -> None:
    """Not zeros."""
    file = Unbuffered(tmp_path / "rows")
    file.write(pages(1), 0)
    with pytest.raises(OSError, match="Input/output"):
        read(file, 0, 2)


def test_a_file_is_made_anew_and_closed_with_whoever_holds_it(tmp_path: Path) -> None:
    """Nobody's file is written over."""
    (tmp_path / "there").write_bytes(b"kept")
    with pytest.raises(FileExistsError):
        Unbuffered(tmp_path / "there")
    assert (tmp_path / "there").read_bytes() == b"kept"
    file = Unbuffered(tmp_path / "rows")
    handle = file._file
    os.fstat(handle)
    del file
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)


def test_a_file_that_outlives_the_names_of_its_module_ends_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As at the end of a process, where Python takes the names away before it lets the last objects go."""
    held = Unbuffered(tmp_path / "rows")
    handle = held._file
    for name in ("suppress", "os"):
        monkeypatch.setattr(unbuffered, name, None)
    held.__del__()
    monkeypatch.undo()
    os.close(handle)
