"""What readers of time trackers share: which activity an entry is, by its tags and words, and entries of a detailed report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, Mask, category, ints, present
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.readers.base import Reader, Reading
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.proofs import date_order
from wageaudit.readers.rows import joined, numbered, placed
from wageaudit.text import fold

OTHER = "other"  # work of a kind that the entry does not say
NO_KIND = {"task", "payment", OTHER}  # a tracker pays nothing, and its owner calls any work a task
MORE_WORDS = {
    "queue": "waiting", "queuing": "waiting", "attendre": "waiting", "esperando": "waiting", "looking": "search", "buscando": "search",
    "tutorial": "training", "onboarding": "training", "guidelines": "training", "email": "communication", "emails": "communication",
    "chat": "communication", "commute": "travel",
}  # fmt: skip
KINDS = {
    word: kind for kind, words in values.ACTIVITY_WORDS.items() if kind not in NO_KIND for word in words
} | MORE_WORDS


def kind_of(*texts: str) -> str:
    """The activity that the first of these texts names by a word in English, French or Spanish; `other` where none or several are."""
    for text in texts:
        kinds = {KINDS[word] for word in fold(text).split("_") if word in KINDS}
        if kinds:
            return kinds.pop() if len(kinds) == 1 else OTHER
    return OTHER


def activities(rows: Iterable[tuple[str, ...]]) -> pa.Array:
    """The activity of each row, by its texts in the order in which they decide; the texts go nowhere else."""
    known: dict[tuple[str, ...], str] = {}
    kinds = [known[texts] if texts in known else known.setdefault(texts, kind_of(*texts)) for texts in rows]
    labels = sorted(set(known.values()))
    rank = {kind: at for at, kind in enumerate(labels)}
    return category(np.array([rank[kind] for kind in kinds], np.int32), labels)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a detailed report calls its columns; several names for what versions call differently."""

    start: tuple[str, str]
    ends: tuple[tuple[str, str], ...]
    duration: str
    amount: str  # how the column of billed amounts begins
    user: str = "User"
    client: str = "Client"
    project: str = "Project"
    tags: str = "Tags"
    description: str = "Description"

    def end(self, cells: Iterable[str]) -> tuple[str, str] | None:
        """Names of the columns of an entry's end, None where the header has none."""
        there = set(cells)
        return next((pair for pair in self.ends if set(pair) <= there), None)

    def fits(self, cells: Iterable[str]) -> bool:
        """Whether a header is that of such a report."""
        return {self.user, self.duration, *self.start} <= set(cells) and self.end(cells) is not None


def read_entries(source: Source, options: Options, reader: Reader, layout: Layout) -> Reading:
    """Read a detailed report: an entry is unpaid work, of the kind its tags or else its description name.

    Billed amounts are what a client is charged, and are not taken as pay. Texts, names of tasks and addresses stay out.
    Raises InputRefused where the local times have no zone, or the order of day and month is not proved.
    """
    table = read_delimited(source, options.encoding)
    end = layout.end(table.header) or layout.ends[0]
    called = {
        "worker_id": layout.user,
        "started_at": layout.start[0],
        "ended_at": end[0],
        "project": layout.project,
    }
    draft = Draft(source.name, table.rows, list(table.problems), called=called)
    cells = {name: _stamp(table, pair) for name, pair in (("started_at", layout.start), ("ended_at", end))}
    order = date_order(source.name, cells, options)
    for name, stamps in cells.items():
        draft.instant(name, stamps, lambda text: values.instant(text, order))
    for name, cell in (("worker_id", layout.user), ("requester", layout.client), ("project", layout.project)):
        if cell in table:
            draft.text(name, table.column(cell))
    draft.columns["task_id"] = numbered(cells["started_at"], cells["ended_at"])
    texts = [table.column(cell).to_pylist() for cell in (layout.tags, layout.description) if cell in table]
    draft.columns["activity"] = activities(zip(*texts, strict=True) if texts else [()] * len(table.rows))
    _durations(draft, table, layout.duration)
    _amounts(draft, table, layout.amount)
    return placed(finish(draft, options, reader, source, table.rows_read), source.name)


def _stamp(table: Delimited, pair: tuple[str, str]) -> pa.Array:
    return joined(" ", *(table.column(name) for name in pair))


def _durations(draft: Draft, table: Delimited, name: str) -> None:
    """Say where the duration is not the time between the stamps, which is what counts."""
    said = Draft(draft.file, draft.rows)
    said.seconds("active_seconds", table.column(name))
    begin, end = (ints(draft.columns[stamp]) for stamp in ("started_at", "ended_at"))
    both: Mask = (
        draft.keep
        & (end >= begin)
        & present(draft.columns["ended_at"])
        & present(said.columns["active_seconds"])
    )
    differ = int((np.abs(end - begin - ints(said.columns["active_seconds"]))[both] >= MICRO).sum())
    if differ:
        draft.notes.append(
            counted(
                (
                    "{name} is not the time between start and end in {count} entry; the stamps count",
                    "{name} is not the time between start and end in {count} entries; the stamps count",
                ),
                differ,
                name=name,
            )
        )


def _amounts(draft: Draft, table: Delimited, begins: str) -> None:
    for cell in table.header:
        if cell.startswith(begins) and any(
            text.strip("0., -") for text in table.column(cell).unique().to_pylist()
        ):
            draft.notes.append(
                phrase("{cell} is what a client is billed, and is not taken as pay", cell=cell)
            )
