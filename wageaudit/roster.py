"""The roster: a small table of worker_id, person, country, region, timezone: who the ids are and where they work."""

from __future__ import annotations

from collections.abc import Mapping

from wageaudit.countries import alpha2
from wageaudit.errors import InputRefused
from wageaudit.files import sources
from wageaudit.options import RosterEntry
from wageaudit.phrases import joined, phrase
from wageaudit.readers.delimited import read_delimited
from wageaudit.tasks import spellings
from wageaudit.text import clean, fold
from wageaudit.values import MISSING, Fault, region
from wageaudit.zones import known

COLUMNS = ("worker_id", "person", "country", "region", "timezone")


def read_roster(path: str) -> Mapping[str, RosterEntry]:
    """worker_id → where that worker works. Raises InputRefused at the first row that cannot be taken as it stands."""
    found, _ = sources([path])
    if len(found) != 1:
        raise InputRefused(clean(path, 200), "is not one table", "give one file as the roster")
    (source,) = found
    table = read_delimited(source)
    if table.problems:
        problem = table.problems[0]
        raise InputRefused(source.name, problem.reason, problem.mend, problem.row)
    columns = {spellings().get(fold(cell), fold(cell)): cell for cell in table.header}
    if "worker_id" not in columns:
        raise InputRefused(
            source.name,
            "has no column worker_id",
            phrase("name its columns {names}", names=", ".join(COLUMNS)),
            1,
        )
    cells = {name: table.column(columns[name]).to_pylist() for name in COLUMNS if name in columns}
    roster: dict[str, RosterEntry] = {}
    for at, row in enumerate(table.rows.tolist()):
        said = {name: _given(values[at]) for name, values in cells.items()}
        worker = said.pop("worker_id")
        entry = _entry(source.name, row, said)
        if roster.setdefault(worker, entry) != entry:
            raise InputRefused(
                source.name,
                phrase("names {worker} twice with different places", worker=clean(worker)),
                "keep one row",
                row,
            )
    return roster


def _given(text: str) -> str:
    bare = text.strip()
    return "" if bare.casefold() in MISSING - {"na"} else bare  # NA is Namibia


def _entry(name: str, row: int, said: Mapping[str, str]) -> RosterEntry:
    said = dict(said)
    for column, read in (("country", alpha2), ("region", region)):
        try:
            said[column] = read(said[column]) if said.get(column) else ""
        except Fault as fault:
            raise InputRefused(
                name, joined([clean(said[column]), fault.reason], " "), fault.mend, row, column
            ) from None
    zone = said.get("timezone", "")
    if zone and not known(zone):
        raise InputRefused(
            name,
            phrase("{zone} is not an IANA time zone", zone=clean(zone)),
            "write it as Africa/Nairobi",
            row,
            "timezone",
        )
    return RosterEntry(said["country"], said["region"], zone, said.get("person", ""))
