"""Releases of a campaign, one after the other: what a member could be found by, who joined or left between two of them, is told.

The record lies in the private part of the folder of results, where the results by member lie too; it is never shared, and
no file outside that folder is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from wageaudit.batch.sharing import FOLDER, MANIFEST, Sharing
from wageaudit.batch.tabling import Tables
from wageaudit.errors import Problem
from wageaudit.files import Workplace, fingerprint
from wageaudit.options import Options
from wageaudit.phrases import counted, joined, phrase
from wageaudit.text import clean

RECORD = "release.json"
FIGURES = (
    "tasks",
    "working_hours",
    "pay",
    "required_pay",
)  # a member whose figures are others counts as one who left and joined
NAMED = 3  # members
MEND = "take the earlier one back before you give this one away: who has both finds by subtraction what is these members' alone"


def released(place: Workplace, tables: Tables, how: Sharing | None, options: Options) -> tuple[Problem, ...]:
    """What stands between the release that was put in place just now and the last one before it; it is the last one from now on."""
    if how is None:
        return ()
    before, members = place.known(RECORD, dict), _members(tables)
    now = {
        "key": how.key.id,
        "day": options.as_of.isoformat() if options.as_of else "",
        "told": fingerprint(str(Path(place.out) / FOLDER / MANIFEST))[1],
        "members": members,
    }
    place.remember(RECORD, now)
    if not before or before.get("told") == now["told"]:
        return ()
    changes = joined(
        _changes(before["members"], members) or [phrase("the same members, by other choices or rules")]
    )
    reason = (
        phrase(
            "an earlier release of these results was made here, as of {day}, and this one says something else: {changes}",
            day=date.fromisoformat(before["day"]),
            changes=changes,
        )
        if before["day"]
        else phrase(
            "an earlier release of these results was made here, and this one says something else: {changes}",
            changes=changes,
        )
    )
    return (Problem("released-before", FOLDER, None, "", "", reason, MEND, rows=0, fault=False),)


def _members(tables: Tables) -> dict[str, str]:
    """Each member, and what stands for the figures: whether they are others, no more."""
    table = tables.result(("worker",))
    names = table.column("worker").to_pylist()
    columns = [table.column(name).to_pylist() for name in FIGURES]
    return {
        str(name): hashlib.sha256(repr([str(value) for value in values]).encode()).hexdigest()[:16]
        for name, *values in zip(names, *columns, strict=True)
    }


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Who joined, who left, whose figures are others: how many, and the first of them."""
    came, left = sorted(now.keys() - before.keys()), sorted(before.keys() - now.keys())
    other = sorted(name for name in now.keys() & before.keys() if now[name] != before[name])
    said = [
        counted(
            ("{count:,} member joined ({names})", "{count:,} members joined ({names})"),
            len(came),
            names=_named(came),
        ),
        counted(
            ("{count:,} member left ({names})", "{count:,} members left ({names})"),
            len(left),
            names=_named(left),
        ),
        counted(
            (
                "{count:,} member has other figures ({names})",
                "{count:,} members have other figures ({names})",
            ),
            len(other),
            names=_named(other),
        ),
    ]
    return [one for one, names in zip(said, (came, left, other), strict=True) if names]


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(clean(name, 40) for name in names[:NAMED])
    return f"{shown}, …" if len(names) > NAMED else shown


__all__ = ["released"]
