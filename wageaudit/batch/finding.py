"""Which files a batch reads: those of a folder or a URL, each content once, with their hashes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wageaudit.batch.executors import Executor
from wageaudit.errors import InputRefused, Problem, WrongUse
from wageaudit.files import Found, Workplace, hashed, is_remote, members, remote_members
from wageaudit.phrases import phrase
from wageaudit.text import clean


def listed(
    place: Workplace, folder: str, but: Sequence[str], executor: Executor
) -> tuple[list[Found], list[Problem]]:
    """The files with their hashes, each content once; what is left out and why. but: paths that are no member's export.

    Raises InputRefused where there is none.
    """
    found, notes = remote_members(folder) if is_remote(folder) else members(folder, but)
    found = hashed(place, found, executor.each)
    first: dict[str, Found] = {}
    for file in found:
        told = file.sha256 if file.size and file.sha256 else file.name
        if told in first:
            reason = phrase("has the same bytes as {name}: read once", name=first[told].name)
            notes.append(Problem("file-left-out", file.name, None, "", "", reason, "", rows=0, fault=False))
        first.setdefault(told, file)
    if not first:
        raise InputRefused(
            clean(folder, 200), "holds no file to read", "give the folder of the members' exports"
        )
    return list(first.values()), notes


def apart(out: str, own: Sequence[str]) -> Sequence[str]:
    """Files of the user's own, such as a roster. Raises WrongUse for one in the folder of results: a result could take its place."""
    place = Path(out).resolve()
    for path in own:
        if Path(path).resolve().is_relative_to(place):
            reason = phrase("{file} lies in the folder of results", file=clean(path, 200))
            raise WrongUse(reason, "keep it elsewhere: a result could take its place")
    return own


__all__ = ["apart", "listed"]
