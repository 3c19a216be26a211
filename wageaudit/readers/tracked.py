"""What readers of time trackers share: which activity an entry is, by its tags and words, and entries of a detailed report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, Ints, Mask, category, ints, present, strings
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.labels import category_by
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


def activities(count: int, *texts: pa.Array) -> pa.Array:
    """The activity of each of so many rows, by their texts in the order in which they decide; the texts go nowhere else."""
    place = np.zeros(count, np.int64)
    met: list[tuple[str, ...]] = [()]
    for cells in texts:
        encoded = cells.dictionary_encode()
        own = encoded.dictionary.to_pylist()
        pairs, place = np.unique(place * len(own) + ints(encoded.indices), return_inverse=True)
        met = [(*met[pair // len(own)], own[pair % len(own)]) for pair in pairs.tolist()]
    kinds = [kind_of(*each) for each in met]
    labels = sorted(set(kinds))
    return category(np.array([labels.index(kind) for kind in kinds], np.int32)[place], labels)


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches of a log of lines: int64[n] lines, stamps, what stands behind them; no end where the clock still runs."""

    lines: Ints
    starts: pa.Array
    ends: pa.Array
    rests: pa.Array

    @classmethod
    def of(cls, found: Sequence[tuple[int, str, str, str]]) -> Stretches:
        """Of stretches that were read one by one."""
        numbers, starts, ends, rests = zip(*found, strict=True) if found else ((), (), (), ())
        return cls(np.array(numbers, np.int64), strings(starts), strings(ends), strings(rests))

    def sorted_by(self, draft: Draft, told: Callable[[str], tuple[str, str]]) -> None:
        """Project and activity of each; told: (project, words that name a kind) of what stands behind the stamps."""
        known = {rest: told(rest) for rest in self.rests.unique().to_pylist()}
        draft.text(
            "project", category_by(self.rests, {rest: project for rest, (project, _) in known.items()})
        )
        kinds = {rest: kind_of(project, words) for rest, (project, words) in known.items()}
        draft.columns["activity"] = category_by(self.rests, kinds)


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
    texts = (table.column(cell) for cell in (layout.tags, layout.description) if cell in table)
    draft.columns["activity"] = activities(len(table.rows), *texts)
    _durations(draft, table, layout.duration)
    _amounts(draft, table, layout.amount)
    return placed(finish(draft, options, reader, source, table.rows_read), source.name)


def of_report(name: str, layout: Layout, *, title: str) -> Reader:
    """The reader of a tracker's detailed reports: CERTAIN with the columns of an entry under its own names."""

    def detect(head: Head) -> int:
        return CERTAIN if head.kind == "text" and layout.fits(head.cells) else NO

    def read(bundle: Sequence[Source], options: Options) -> Reading:
        (source,) = bundle
        return read_entries(source, options, reader, layout)

    def version(head: Head) -> str:
        end = layout.end(head.cells)
        return phrase("with the column {name}", name=end[0]) if end and len(layout.ends) > 1 else ""

    reader = Reader(
        name, title, "recorded", detect, read,
        cannot_tell="pay; the time zone; the country; what ran while the clock was stopped", tracker=True, version=version,
    )  # fmt: skip
    return reader


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
