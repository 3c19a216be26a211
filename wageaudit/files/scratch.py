"""Scratch room for rows that do not fit in memory: it goes with the run that asked for it, or with the next run's beginning."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path

from wageaudit.files.workplace import locked

PREFIX = "wageaudit-rows-"
LOCK = "lock"  # held as long as its run lives: the system lets it go, however the run ends


def scratch_of(owner: object) -> Path:
    """A folder that goes when `owner` does. What killed runs of this user left behind goes at once.

    Raises OSError where there is no room for one.
    """
    _sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = os.open(folder / f"{LOCK}.new", os.O_RDWR | os.O_CREAT, 0o600)
    weakref.finalize(owner, _end, folder, lock)
    if locked(lock):
        with suppress(OSError):  # Windows renames no open file: there nothing is swept
            (folder / f"{LOCK}.new").rename(folder / LOCK)
    return folder


def _end(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)
    shutil.rmtree(folder, ignore_errors=True)  # on Windows an open file stays


def _sweep(base: Path) -> None:
    """Remove folders of our own whose run has ended."""
    if not hasattr(os, "getuid"):
        return
    for folder in base.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.lstat().st_uid != os.getuid():
                continue
            handle = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW)
            try:
                if locked(handle):
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)
