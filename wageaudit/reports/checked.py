"""What was recognised: each file's reader, form, view, rows and zone, what the export cannot tell, and what an option must add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
from rich.console import Console
from rich.text import Text

from wageaudit.arrays import codes, distinct, present
from wageaudit.engine import Run
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import Several
from wageaudit.readers import READERS, mapped
from wageaudit.readers.base import FileRead, Reader
from wageaudit.readers.forms import Form, form_of
from wageaudit.reports import words
from wageaudit.reports.checked_words import MISSING_FROM_FILE, VIEWS
from wageaudit.reports.figures import Figures
from wageaudit.reports.unknown import price_asked
from wageaudit.reports.wrapping import tell

PAYMENTS = "payments alone"  # of a table without work, which has no time to say
ENCODINGS = {
    "utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
}  # fmt: skip
SAID_BY = {
    "country": {"country"}, "time": {"ended_at", "active_seconds", PAYMENTS}, "pay": {"pay", "piece_rate"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """What the rows of all files hold: columns with something in them, and of each file its zones ("" for none) and workers."""

    names: frozenset[str]
    zones: Mapping[str, frozenset[str]]
    workers: Mapping[str, int]


def show_files(
    done: Run, sources: Mapping[str, Source], options: Options, console: Console, language: str = "en"
) -> None:
    """One paragraph a file, in the language of the tag; sources: the files by their names in messages."""
    figures = Figures(language, console.encoding)
    readers = {reader.name: reader for reader in (*READERS, mapped.READER)}
    held = _held(done.audit.tables)
    for file in done.reading.files:
        reader, source = readers[file.reader], sources.get(file.name)
        lines = [_recognised(file, reader, held.workers.get(file.name, 0), figures)]
        if source is not None:
            lines.append(_written(form_of(source, reader, options), figures))
        lines.append(accounted(words.ROWS_CHECKED, file, file.rows_read - file.rows_left_out, figures))
        if zones := held.zones.get(file.name):
            lines.append(_zones(zones, figures))
        lines += [figures.told(note, 400) for note in file.notes]
        if reader.cannot_tell:
            lines.append(figures.say("cannot tell: {what}", what=figures.told(reader.cannot_tell)))
        tell(Text(figures.outside(file.name, 300), style="bold"), console)
        for line in lines:
            tell(Text(f"  {line}"), console)
    used = [file.reader for file in done.reading.files]
    _, option = price_asked(used, figures.say(words.AMOUNT), currency="currency" not in held.names)
    for name, sentence in MISSING_FROM_FILE.items():
        if held.names and held.names.isdisjoint(SAID_BY[name]):
            tell(Text(f"  {figures.say(sentence, option=option)}"), console)


def _held(tables: Iterable[pa.Table]) -> Held:
    names: set[str] = set()
    zones: dict[str, set[str]] = {}
    workers: Counter[str] = Counter()
    for table in tables:  # of whole workers each
        if not table.num_rows:
            continue
        names |= {name for name in table.column_names if present(table.column(name)).any()}
        for file, zone in _pairs(table, "timezone"):
            zones.setdefault(file, set()).add(zone)
        if _only_payments(table):
            names.add(PAYMENTS)
        workers.update(file for file, _ in _pairs(table, "worker_id"))
    return Held(frozenset(names), {name: frozenset(own) for name, own in zones.items()}, workers)


def _only_payments(table: pa.Table) -> bool:
    if "activity" not in table.column_names:
        return False
    activity, labels = codes(table.column("activity"))
    return all(code >= 0 and labels[code] == "payment" for code in distinct(activity).tolist())


def _pairs(table: pa.Table, name: str) -> Iterator[tuple[str, str]]:
    """Each file with each label of a column that its rows have, "" for none."""
    file, files = codes(table.column("source_file"))
    own, known = codes(table.column(name))
    labels = ["", *known]
    for pair in distinct(file.astype("int64") * len(labels) + own + 1).tolist():
        yield files[pair // len(labels)], labels[pair % len(labels)]


def _recognised(file: FileRead, reader: Reader, workers: int, figures: Figures) -> str:
    count = workers if file.coverage == "requester" else max(workers, 1)
    view = figures.counted(VIEWS[file.coverage], count, count=figures.number(count))
    option = "map" if file.reader == mapped.READER.name else f"reader {file.reader}"
    return f"{figures.told(reader.title)} (--{option}), {view}"


def accounted(messages: Several, file: FileRead, taken: int, figures: Figures) -> str:
    """Where the rows of a file went: 7 rows read, 6 taken, 1 left out."""
    return figures.counted(
        messages,
        file.rows_read,
        taken=figures.counted(words.ROWS_TAKEN, taken),
        left_out=figures.counted(words.ROWS_LEFT_OUT, file.rows_left_out),
    )


def _written(form: Form, figures: Figures) -> str:
    """How the file is written, and which of its export's layouts it has."""
    mark = form.delimiter
    told = figures.say(
        words.FORMS["column" if form.kind == "table" and not mark else form.kind],
        encoding=ENCODINGS.get(form.encoding.lower(), form.encoding),
        delimiter=figures.say(words.DELIMITERS[mark]) if mark in words.DELIMITERS else mark,
        sheet=figures.outside(form.sheet),
    )
    version = figures.told(form.version)
    return figures.say(words.FORM_AND_LAYOUT, form=told, layout=version) if version else told


def _zones(zones: frozenset[str], figures: Figures) -> str:
    known = figures.listed(sorted(zones - {""}))
    if not known:
        return figures.say(words.NO_ZONE)
    return figures.say(words.SOME_IN_ZONES if "" in zones else words.IN_ZONES, zones=known)
