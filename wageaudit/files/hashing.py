"""Hashes of many files: taken once, taken again where a file was touched since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from wageaudit.errors import InputRefused
from wageaudit.files.comparing import fingerprint
from wageaudit.files.listing import Found
from wageaudit.files.remote import is_remote, remote_fingerprint
from wageaudit.files.workplace import Workplace

HASHES = "hashes.json"
AT_ONCE = 64  # files hashed in one go
LIGHT = 64 << 20  # [bytes] starting a process takes longer than hashing so much
TICK = 2_000_000_000  # [ns] a file may change within that and keep its time, on some file systems
Each = Callable[..., Iterator[tuple[int, Any]]]


def hashed(place: Workplace, found: Sequence[Found], each: Each) -> list[Found]:
    """The files with their hashes: of the last run where size and times are as they were then, else taken now.

    each: how jobs are done, as an executor's. A file that cannot be read has an empty hash, and reading will tell why;
    so has one whose process ended under it.
    """
    known, then = place.known(HASHES, dict), place.remembered_at(HASHES)
    fresh = [file for file in found if not _stands(file, known.get(file.name), then)]
    groups = [fresh[at : at + AT_ONCE] for at in range(0, len(fresh), AT_ONCE)]
    digests: dict[str, str] = {}
    for at, made in each(_digests, groups, light=sum(file.size for file in fresh) < LIGHT):
        taken = made if isinstance(made, list) else [""] * len(groups[at])
        digests |= {file.name: digest for file, digest in zip(groups[at], taken, strict=True)}
    done = [replace(file, sha256=digests.get(file.name) or _known(known, file, digests)) for file in found]
    place.remember(
        HASHES, {file.name: [file.size, file.changed, file.sha256] for file in done if file.sha256}
    )
    return done


def _known(known: dict[str, list[str]], file: Found, digests: dict[str, str]) -> str:
    return "" if file.name in digests else known[file.name][2]


def _stands(file: Found, known: object, then: int) -> bool:
    """Whether a hash taken at a time [ns] is still the file's: untouched since, and touched well before."""
    if not isinstance(known, list) or known[:2] != [file.size, file.changed] or not file.changed:
        return False
    return is_remote(file.path) or max(map(int, file.changed.split(":"))) < then - TICK


def _digests(files: Sequence[Found]) -> list[str]:
    """The hash of each file; empty for one that cannot be read."""
    found = []
    for file in files:
        try:
            found.append(remote_fingerprint(file.path) if is_remote(file.path) else fingerprint(file.path)[1])
        except (InputRefused, OSError):
            found.append("")
    return found
