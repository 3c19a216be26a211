"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from wageaudit.errors import WrongUse
from wageaudit.files.listing import STDIN
from wageaudit.phrases import phrase
from wageaudit.text import clean


def _within(target: Path, given: Path) -> bool:
    """Whether the target is an input, or an existing file of a folder that is one."""
    if target.exists() and given.is_file() and target.samefile(given):
        return True
    return target.resolve() == given.resolve() or (
        given.is_dir() and target.exists() and target.resolve().is_relative_to(given.resolve())
    )


def write_whole(
    path: str, write: Callable[[BinaryIO], None], inputs: Sequence[str] = (), *, force: bool = False
) -> None:
    """Write a file whole or not at all: to a temporary file beside it, then put in its place.

    Raises WrongUse where the output is an input, exists (without `force`), or is a link.
    """
    check_output(path, inputs, force=force)
    _replace(Path(path), write, clean(path, 200))


def check_output(path: str, inputs: Sequence[str] = (), *, force: bool = False) -> None:
    """Raises WrongUse where a file of this name is an input, exists (without `force`), is a link, or has no folder."""
    target = Path(path)
    shown = clean(path, 200)
    if any(_within(target, Path(name)) for name in inputs if name != STDIN):
        raise WrongUse(
            phrase("{shown} is an input: inputs are never changed", shown=shown),
            "give another name after  -o",
        )
    if target.is_symlink() or (target.exists() and not target.is_file()):
        reason = phrase("{shown} is a link, a folder or a device", shown=shown)
        raise WrongUse(reason, "give a file name after  -o")
    if target.exists() and not force:
        raise WrongUse(phrase("{shown} exists", shown=shown), "add  --force  to replace it")
    if not target.parent.is_dir():
        reason = phrase(
            "{shown} cannot be written: there is no folder {folder}",
            shown=shown,
            folder=clean(str(target.parent), 200),
        )
        raise WrongUse(reason, "make the folder, or give another place after  -o")


def _replace(target: Path, write: Callable[[BinaryIO], None], shown: str) -> None:
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise WrongUse(
            phrase("{shown} cannot be written: {strerror}", shown=shown, strerror=error.strerror),
            "give another place after  -o",
        ) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(target)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise WrongUse(
                phrase("{shown} cannot be written: {strerror}", shown=shown, strerror=error.strerror),
                "free some room or give another place",
            ) from None
        raise


def silence_stdout() -> None:
    """Send what is still to be flushed nowhere: the reader of the pipe has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
