"""A temporary file read and written past the page cache where system and disk offer that, through it where not."""

from __future__ import annotations

import errno
import os
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
NONE = -1  # no file
PAGE = 4096  # [bytes] what places, lengths and memory are aligned to


class Unbuffered:
    """The file, open for as long as somebody holds it; many threads may read and write it at a time.

    What is written once and read once gains nothing in the page cache: it pushes out the exports that are being read, and
    pages for it have to be found, filled and looked after, which costs more than the disk.
    """

    def __init__(self, path: Path) -> None:
        """Make the file. Raises OSError where that cannot be."""
        self._path = path
        self._turn = threading.Lock()
        self._direct = getattr(os, "O_DIRECT", 0)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            self._file = os.open(path, flags | self._direct, 0o600)
        except OSError as error:
            if error.errno != errno.EINVAL or not self._direct:
                raise
            with suppress(FileNotFoundError):  # some systems make the file before they refuse
                path.unlink()
            self._direct, self._file = 0, os.open(path, flags, 0o600)

    def close(self) -> None:
        """Let it go; what is asked of it later is refused by the system."""
        file, self._file = self._file, NONE
        if file != NONE:
            os.close(file)

    def __del__(self) -> None:
        """Nobody holds it any more."""
        try:  # noqa: SIM105 - at the end of a process the names of modules are gone
            self.close()
        except (AttributeError, OSError):
            pass

    def write(self, data: Bytes, at: int) -> None:
        """Write whole pages from a page on. Raises OSError where the disk is full."""
        left = memoryview(data.data)
        while left:
            try:
                done = self._put(left, at)
            except OSError as error:
                if error.errno != errno.EINVAL or not self._plain():
                    raise
                continue
            left, at = left[done:], at + done

    def read(self, space: Bytes, at: int) -> None:
        """Fill the space with whole pages from a page on."""
        left = memoryview(space.data)
        while left:
            done = self._get(left, at)
            if not done:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(self._path))
            left, at = left[done:], at + done

    def _plain(self) -> bool:
        """Go through the page cache from now on; False where that was the way already."""
        with self._turn:
            if not self._direct:
                return False
            plain = os.open(self._path, os.O_RDWR)
            os.dup2(plain, self._file, inheritable=False)
            os.close(plain)
            self._direct = 0
            return True

    def _put(self, data: memoryview, at: int) -> int:
        if hasattr(os, "pwritev"):
            return os.pwritev(self._file, [data], at)
        with self._turn:  # Windows
            os.lseek(self._file, at, os.SEEK_SET)
            return os.write(self._file, data)

    def _get(self, space: memoryview, at: int) -> int:
        if hasattr(os, "preadv"):
            return os.preadv(self._file, [space], at)
        with self._turn:
            os.lseek(self._file, at, os.SEEK_SET)
            found = os.read(self._file, len(space))
            space[: len(found)] = found
            return len(found)


def aligned(size: int) -> Bytes:
    """So many bytes of memory that begin at a page."""
    space = np.empty(size + PAGE, np.uint8)
    skip = -space.__array_interface__["data"][0] % PAGE
    return space[skip : skip + size]
