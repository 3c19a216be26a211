"""Folders named by a URL (extra `cluster`, by fsspec): listed, hashed and copied where the user gives one, never otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wageaudit.errors import InputRefused, Problem, WrongUse
from wageaudit.files.listing import LONGEST, Found
from wageaudit.files.source import skipped
from wageaudit.phrases import phrase
from wageaudit.text import clean

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

MARK = "://"
BLOCK = 1 << 22  # [bytes]


def is_remote(path: str) -> bool:
    """Whether a path is a URL."""
    return MARK in path


def remote_members(url: str) -> tuple[list[Found], list[Problem]]:
    """The files below a URL, named from it, in the order of their names; what is left out and why.

    Raises InputRefused where nothing is there or nobody answers, WrongUse where no library knows such URLs.
    """
    system, root = _system(url)
    shown = clean(url, 200)
    try:
        if not system.isdir(root):
            raise InputRefused(shown, "is not a folder", "give the folder of the members' exports")
        listed: dict[str, dict[str, Any]] = system.find(root, detail=True)
    except (OSError, ValueError) as error:
        raise InputRefused(
            shown, phrase("cannot be opened: {strerror}", strerror=clean(str(error), 200)), "check the path"
        ) from None
    found = []
    for path in sorted(listed, key=lambda name: name.split("/")):
        parts = path[len(root) :].strip("/").split("/")
        if skipped(parts):
            continue
        owner = parts[0] if len(parts) > 1 else root.rstrip("/").rpartition("/")[2]
        size = int(listed[path].get("size") or 0)
        name = clean("/".join(parts), LONGEST)
        found.append(Found(system.unstrip_protocol(path), name, owner, size, _mark(system, path)))
    return found, []


def _mark(system: AbstractFileSystem, path: str) -> str:
    """What changes with a file, as far as its store tells; empty where it does not, so that the file is hashed again."""
    try:
        return str(system.ukey(path))
    except (OSError, NotImplementedError, KeyError):
        return ""


def _system(url: str) -> tuple[AbstractFileSystem, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise WrongUse("a URL needs fsspec", "type  pip install 'wageaudit[cluster]'") from None
    try:
        system, root = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise WrongUse(
            phrase("{url} cannot be used: {error}", url=clean(url, 200), error=clean(str(error), 200)),
            "install the library of that store, or give a folder",
        ) from None
    return system, root


def remote_fingerprint(url: str) -> str:
    """SHA-256 of the bytes behind a URL. Raises OSError where they cannot be read."""
    digest = hashlib.sha256()
    for block in _blocks(url):
        digest.update(block)
    return digest.hexdigest()


def fetched(url: str, path: Path) -> str:
    """Copy the bytes behind a URL into a file of a new folder; their SHA-256. Raises OSError."""
    digest = hashlib.sha256()
    path.parent.mkdir()
    with path.open("wb") as stream:
        for block in _blocks(url):
            digest.update(block)
            stream.write(block)
    return digest.hexdigest()


def _blocks(url: str) -> Iterator[bytes]:
    system, path = _system(url)
    with system.open(path, "rb") as stream:
        while block := stream.read(BLOCK):
            yield block
