"""Pages of a batch: one for each member, made shelf by shelf and kept, one for all of them, and one of that for passing on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from wageaudit.arrays import strings
from wageaudit.auditing import Audit
from wageaudit.batch import gathering, members
from wageaudit.batch.executors import Executor, settled
from wageaudit.batch.gathering import KIND as GATHERED
from wageaudit.batch.identity import same_program
from wageaudit.batch.naming import file_names
from wageaudit.batch.reading import KIND as READ
from wageaudit.batch.reading import files_of, problems_of
from wageaudit.batch.results import Files, Write
from wageaudit.batch.sharing import FOLDER as SHARE
from wageaudit.batch.sharing import Sharing
from wageaudit.batch.shelves import ShelfJob, books_of, rows_of
from wageaudit.batch.tabling import Tables
from wageaudit.disclosure import Withheld
from wageaudit.engine import Run
from wageaudit.errors import Problem, WageauditError
from wageaudit.files import Workplace, fingerprint, written
from wageaudit.readers.joining import joined
from wageaudit.reports.data import csv
from wageaudit.reports.page import Extent, ready, render
from wageaudit.reports.page.sharing import Shared

PAGE, WHOLE, NAMED = "page", "report.html", "page.html"
FOLDER, INDEX = "pages", "pages/index.csv"
FEW = 8  # members: starting a process takes longer than so many pages


@dataclass(frozen=True, slots=True)
class Paging:
    """What people read that is asked for: pages, the workbook of the whole; and its language."""

    language: str = "en"
    pages: bool = True
    workbook: bool = False


@dataclass(frozen=True, slots=True)
class PagesJob:
    """The members' pages of one shelf; seen: size and hash of its files; told: options and own files as manifests tell them."""

    shelf: ShelfJob
    language: str
    seen: members.Seen
    told: Mapping[str, Any]

    @property
    def chosen(self) -> tuple[str, ...]:
        """What decides a page besides the member's rows."""
        said = hashlib.sha256(json.dumps(self.told, sort_keys=True).encode()).hexdigest()
        return (self.shelf.chosen, self.language, said)

    @property
    def key(self) -> str:
        """Names what is gathered of the shelf."""
        told = json.dumps([self.shelf.key, self.chosen, sorted(self.seen.items())])
        return f"{self.shelf.at:02d}-{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def paged(
    shelves: Sequence[ShelfJob], inputs: members.Seen, paging: Paging, document: Mapping[str, Any]
) -> list[PagesJob]:
    """A job for each shelf. inputs: size and hash of every file; document: the batch's manifest, as far as pages tell it."""
    told = {"options": document["options"], "own": [one for one in document["reference"] if one["own"]]}
    found = []
    for shelf in shelves:
        units = dict.fromkeys(part.unit for part in shelf.parts)
        names = [
            file["name"]
            for unit in units
            for file in (shelf.place.note(READ, unit) or {"files": ()})["files"]
        ]
        seen = {name: inputs[name] for name in names if name in inputs}
        found.append(PagesJob(shelf, paging.language, seen, told))
    return found


@dataclass(frozen=True, slots=True)
class Made:
    """Pages there are: worker → key of the page; what was gathered of each shelf: (its key, the key of that); pages made now."""

    pages: Mapping[str, str] = field(default_factory=dict)
    gathered: Sequence[tuple[str, str]] = ()
    fresh: int = 0


def make_pages(job: PagesJob) -> tuple[Mapping[str, str], int]:
    """Make what is missing of the pages of a shelf's members: (worker → key of the page, how many were made now)."""
    same_program(job.shelf.program)
    place = job.shelf.place
    note = place.intact(GATHERED, job.key)
    if note is not None and all(sound(place, key) for key in note["pages"].values()):
        return note["pages"], 0
    table, sources, books = rows_of(job.shelf), _sources(job), books_of(job.shelf)
    pages: dict[str, str] = {}
    fresh = 0
    for worker, rows in members.each(table):
        read = members.reading(rows, sources)
        key = members.identity(worker, read, job.seen, [*job.chosen, job.shelf.program])
        pages[worker] = key
        if not sound(place, key):
            done = members.run(read, job.shelf.options, books)
            place.keep(PAGE, key, partial(_fill, job, worker, done))
            fresh += 1
    whole, _ = joined(table, job.shelf.trackers)
    audit = Audit([whole], job.shelf.options, books.wages, books.exchange, 1, books.living, screening=False)

    def fill(folder: Path) -> dict[str, Any]:
        gathering.gather(folder, audit)
        return {"pages": pages}

    place.keep(GATHERED, job.key, fill)
    return pages, fresh


def _fill(job: PagesJob, worker: str, done: Run, folder: Path) -> dict[str, Any]:
    told = members.manifest(done, job.seen, job.told)
    page = render(done, language=job.language, workers=True, manifest=told, extent=Extent(worker=worker))
    written(folder / NAMED, lambda stream: stream.writelines([page.encode()]))
    return {"file": list(fingerprint(str(folder / NAMED)))}


def sound(place: Workplace, key: str) -> bool:
    """Whether a page is there, as it was written."""
    note = place.intact(PAGE, key)
    path = place.path(PAGE, key) / NAMED
    return note is not None and path.is_file() and list(fingerprint(str(path))) == note.get("file")


def _sources(job: PagesJob) -> members.Sources:
    """The files that have rows on the shelf, as they were read."""
    notes = [
        job.shelf.place.note(READ, unit) for unit in dict.fromkeys(part.unit for part in job.shelf.parts)
    ]
    files = {file.name: file for note in notes if note is not None for file in files_of(note)}
    problems: dict[str, list[Problem]] = {}
    for note in notes:
        for problem in problems_of(note) if note is not None else ():
            problems.setdefault(problem.file, []).append(problem)
    return members.Sources(files, problems, job.seen, job.shelf.trackers)


def each(
    given: Sequence[PagesJob], executor: Executor, tell: Callable[[int, int, int], None], *, workers: int
) -> Made:
    """The pages of all members; tell: shelves done, of so many, pages there are."""
    made: dict[int, tuple[Mapping[str, str], int]] = {}
    too_large = WageauditError(
        "the pages of some workers need more memory than there is",
        "use fewer  --jobs, or a larger machine",
    )
    for at, one in settled(executor, make_pages, given, too_large, light=workers < FEW):
        made[at] = one
        tell(len(made), len(given), sum(len(pages) for pages, _ in made.values()))
    pages = {worker: key for at in sorted(made) for worker, key in made[at][0].items()}
    gathered = [(given[at].shelf.key, given[at].key) for at in sorted(made)]
    return Made(pages, gathered, sum(fresh for _, fresh in made.values()))


@dataclass(frozen=True, slots=True)
class Pages:
    """What pages add to the results: files by their names, keys of what is kept for the next run, what a page for passing on needs."""

    files: Files = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    gathered: frozenset[str] = frozenset()
    passed_on: Callable[[Sharing], Callable[[Withheld], Files]] | None = None


def all_pages(
    given: Sequence[PagesJob],
    done: Run,
    tables: Tables,
    document: Mapping[str, Any],
    executor: Executor,
    tell: Callable[[int, int, int], None],
) -> Pages:
    """Every member's page, an index of them, the page of the whole. given: a job for each shelf, in the order of the shelves."""
    place, language = tables.place, given[0].language if given else "en"
    workers = done.audit.cells().labels["worker"]
    made = each(given, executor, tell, workers=len(workers))
    held = gathering.apart(place, made.gathered, done.audit, tables, executor, light=len(workers) < FEW)
    names = file_names(made.pages)
    links = {worker: f"{FOLDER}/{name}.html" for worker, name in names.items()}
    files: dict[str, Path | Write] = {
        links[worker]: place.path(PAGE, key) / NAMED for worker, key in made.pages.items()
    }
    index = [(worker, f"{names[worker]}.html") for worker in sorted(names)]
    table = pa.table({"worker": strings(one for one, _ in index), "page": strings(one for _, one in index)})
    files[INDEX] = partial(csv, table)
    told = {name: value for name, value in document.items() if name not in {"outputs", "sha256"}}
    key = _whole(place, done, Extent(pages=links, apart=held), told, language, made)
    files[WHOLE] = place.path(PAGE, key) / NAMED

    def passed_on(how: Sharing) -> Callable[[Withheld], Files]:
        law = {"reference": told.get("reference", ())}

        def page(gone: Withheld) -> Files:
            extent = Extent(shared=Shared(gone, how.rule, how.key), apart=held)
            text = render(done, language=language, manifest=law, extent=extent).encode()
            return {f"{SHARE}/{WHOLE}": lambda stream: stream.writelines([text])}

        return page

    gathered = frozenset(own for _, own in made.gathered)
    return Pages(files, frozenset({*made.pages.values(), key}), gathered, passed_on)


def _whole(
    place: Workplace, done: Run, extent: Extent, told: Mapping[str, Any], language: str, made: Made
) -> str:
    """The page of the whole, made unless the same is kept; the key it is kept under."""
    problems = [[one.code, one.file, one.row, str(one.reason), one.rows] for one in done.problems()]
    said = json.dumps([made.gathered, sorted(extent.pages.items()), told, language, problems], sort_keys=True)
    key = f"whole-{hashlib.sha256(said.encode()).hexdigest()[:32]}"

    def fill(folder: Path) -> dict[str, Any]:
        page = render(done, language=language, workers=True, manifest=told, extent=extent)
        written(folder / NAMED, lambda stream: stream.writelines([page.encode()]))
        return {"file": list(fingerprint(str(folder / NAMED)))}

    if not sound(place, key):
        place.keep(PAGE, key, fill)
    return key


__all__ = [
    "FOLDER",
    "PAGE",
    "WHOLE",
    "Pages",
    "PagesJob",
    "Paging",
    "all_pages",
    "make_pages",
    "paged",
    "ready",
]
