"""Secrets on disk: written once, whole, for their owner alone; read with a bound."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from wageaudit.errors import WrongUse
from wageaudit.phrases import phrase
from wageaudit.text import clean

OWNER_ONLY = 0o600
LONGEST = 4096  # bytes of a key file: one has about 120


def write_secret(path: str, text: str) -> None:
    """A new file that only its owner may read and write, whole or not at all. Never in the place of another file.

    Raises WrongUse where something of that name exists, or it cannot be written.
    """
    target, shown = Path(path), clean(path, 200)
    if target.is_symlink() or target.exists():
        raise _exists(shown)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name}."
        )  # mode 0600 from the start
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        _put(temporary, target)
    except FileExistsError:
        raise _exists(shown) from None
    except OSError as error:
        raise WrongUse(
            phrase("{file} cannot be written: {error}", file=shown, error=error.strerror or error),
            "give another place after  -o",
        ) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _put(temporary: Path, target: Path) -> None:
    """Give the whole file its name, unless another took it meanwhile: a link fails where a name is taken."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is claimed first, then replaced
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        temporary.replace(target)


def read_secret(path: str) -> str:
    """The text of a small file. Raises WrongUse where it is not there, or no small file of text."""
    shown = clean(path, 200)
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(LONGEST + 1)
    except OSError as error:
        raise WrongUse(
            phrase("{file} cannot be read: {error}", file=shown, error=error.strerror or error),
            "give the path of the key file",
        ) from None
    if len(data) > LONGEST:
        raise WrongUse(phrase("{file} is no key file", file=shown), "make one with  wageaudit key new")
    return data.decode("utf-8", errors="replace")


def _exists(shown: str) -> WrongUse:
    return WrongUse(
        phrase(
            "{file} exists: a key is never replaced, since pseudonyms made with it would be lost", file=shown
        ),
        "give another name after  -o",
    )
