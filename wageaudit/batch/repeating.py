"""Members' exports that tell of the same work without an id in common: looked for among the files of each folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from wageaudit.batch.reading import files_of, pieces_of
from wageaudit.batch.units import Entry
from wageaudit.errors import Problem
from wageaudit.files import Workplace
from wageaudit.readers import READERS
from wageaudit.readers.base import Reader, Reading
from wageaudit.readers.twice import may_meet, with_twice_notes
from wageaudit.shelves import collect
from wageaudit.tasks import concatenate

COLUMNS = ("worker_id", "started_at", "pay", "piece_rate", "bonus", "source_file")


def repeated(place: Workplace, units: Sequence[Entry]) -> list[Problem]:
    """A note for each two files of one folder that pay the same weeks of one worker.

    Where a folder has but one file of one of the two readers, it is taken for one person's, as the files given to an audit
    are; where it has several of both, the ids say whose they are.
    """
    readers = {reader.name: reader for reader in READERS}
    meeting = {name for reader in READERS if reader.again for name in (reader.name, *reader.again)}
    some = [(key, note) for key, note in units if any(file.reader in meeting for file in files_of(note))]
    found: list[Problem] = []
    for _, entries in groupby(sorted(some, key=_folder), key=_folder):
        own = list(entries)
        many = Counter(file.reader for _, note in own for file in files_of(note))
        met = [readers[name] for name in sorted(many) if name in meeting]
        if may_meet(met):
            found += _among(place, own, met, one_person=min(many[reader.name] for reader in met) == 1)
    return found


def _folder(entry: Entry) -> str:
    """The folder that a unit's files lie in."""
    return min(file.name.rpartition("/")[0] for file in files_of(entry[1]))


def _among(
    place: Workplace, units: Sequence[Entry], met: Sequence[Reader], *, one_person: bool
) -> Sequence[Problem]:
    tables = [
        table.select([name for name in COLUMNS if name in table.column_names])
        for key, note in units
        for piece in pieces_of(place, key, note)
        for table in (collect([piece], at) for at in np.flatnonzero(np.diff(piece.edges)).tolist())
    ]
    files = tuple(file for _, note in units for file in files_of(note))
    return with_twice_notes(Reading(concatenate(tables), (), files), met, one_person=one_person).problems
