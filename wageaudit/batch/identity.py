"""What a kept piece of work depends on besides its input: the program, its data, and the choices that bear on it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Collection
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path

from wageaudit import __version__
from wageaudit.errors import WrongUse
from wageaudit.files import fingerprint, package_digest, shipped_names
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.text import clean

COUNTING = (
    "gap_minutes", "pending", "tips", "max_task_minutes", "period", "category", "minimum_wage", "wage_currency",
    "display_currency", "wages_files", "exchange_file", "exchange_series", "living_wage_files", "as_of",
)  # fmt: skip
SHORT = 12  # characters of a hash that are told
PATHS = ("map", "roster_file", "exchange_file", "wages_files", "living_wage_files")
READING = tuple(field.name for field in fields(Options) if field.name not in COUNTING)
ALL = tuple(field.name for field in fields(Options))


def identity(options: Options, names: Collection[str]) -> str:
    """SHA-256 of the program with its data, and of these choices with the bytes of the files they name."""
    chosen = {name: _plain(getattr(options, name)) for name in names if name not in PATHS}
    chosen |= {name: _bytes(getattr(options, name)) for name in names if name in PATHS}
    return hashlib.sha256(json.dumps([program(), chosen], sort_keys=True).encode()).hexdigest()


@cache
def program() -> str:
    """The version, and SHA-256 of the package: code and data."""
    return f"{__version__} {package_digest()}"


def same_program(wanted: str) -> None:
    """Raises WrongUse where this is not the program that gave the work: a worker of a cluster may have another version.

    A process of this machine has another only where the program was changed while the batch ran.
    """
    if program() == wanted:
        return
    if not _on_cluster():
        raise WrongUse(
            "wageaudit was changed on this machine while the batch ran: some of its processes began with the new one",
            "give the same command again: it goes on with the program as it is now",
        )
    (version, _, digest), (theirs, _, their_digest) = wanted.partition(" "), program().partition(" ")
    machine = clean(platform.node() or "?", 60)
    if version != theirs:
        raise WrongUse(
            phrase(
                "{machine} runs another version of wageaudit, {theirs}; this batch is of {version}",
                machine=machine,
                theirs=theirs,
                version=version,
            ),
            phrase(
                "install wageaudit {version} on {machine}, start its Dask worker again, then give the same command: it goes on",
                version=version,
                machine=machine,
            ),
        )
    raise WrongUse(
        phrase(
            "{machine} runs another version of wageaudit: also {version}, but its files are others (SHA-256 {theirs} there, {digest} here)",
            machine=machine,
            version=version,
            theirs=their_digest[:SHORT],
            digest=digest[:SHORT],
        ),
        phrase(
            "install it on {machine} from the same folder or wheel as here, start its Dask worker again, then give the same command: it goes on",
            machine=machine,
        ),
    )


def _on_cluster() -> bool:
    """Whether this is a worker of a Dask cluster at work."""
    cluster = sys.modules.get("distributed")  # where it was not loaded, it runs nothing
    if cluster is None:
        return False
    try:
        cluster.get_worker()
    except ValueError:
        return False
    return True


def visible(options: Options) -> Options:
    """The same choices, files by absolute paths: a worker of a cluster stands in a folder of its own."""
    return replace(
        options,
        map=_absolute(options.map),
        roster_file=_absolute(options.roster_file),
        exchange_file=_absolute(options.exchange_file),
        wages_files=tuple(map(_absolute, options.wages_files)),
        living_wage_files=tuple(map(_absolute, options.living_wage_files)),
    )


def _absolute(path: str) -> str:
    return os.path.abspath(path) if path and Path(path).exists() else path  # noqa: PTH100 - links are not followed


def _bytes(named: str | tuple[str, ...]) -> list[str]:
    """The hashes of files, of a map that is shipped its name."""
    paths = [named] if isinstance(named, str) else list(named)
    return [
        path if not Path(path).exists() and path in shipped_names("maps") else fingerprint(path)[1]
        for path in paths
        if path
    ]


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, int) else str(value)


__all__ = ["ALL", "READING", "identity", "program", "same_program", "visible"]
