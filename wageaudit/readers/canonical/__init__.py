"""The canonical table, CSV, TSV or Parquet, under its own names or the words people write.

Header:  worker_id,platform,project,task_id,activity,status,started_at,ended_at,task_count,pay,bonus,currency,country,timezone
Only started_at and a currency are required. Times are ISO 8601 with offset, or local time of the row's timezone.

A file that proves clean (no quotes, strict field counts, stamps with offset) is read typed by Arrow on all cores; any
other is read cell by cell with exact spreadsheet rows. Both ways use the same parsers for words and money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, column, strings
from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.kernels import unique
from wageaudit.options import Options
from wageaudit.phrases import joined, phrase
from wageaudit.readers.base import CERTAIN, NO, PLAUSIBLE, FileRead, Head, Hold, Reader, Reading, held
from wageaudit.readers.canonical.clean import read_clean
from wageaudit.readers.canonical.kinds import NoIds, are_no_ids, instead, marks
from wageaudit.readers.canonical.parquet import parquet_columns, parquet_header, read_typed
from wageaudit.readers.delimited import Delimited, duplicates, header_of, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.labels import as_told
from wageaudit.readers.proofs import date_order, decimal_mark
from wageaudit.tasks import BY_NAME, INSTANT_NAMES, MONEY_NAMES, NAMES, spellings
from wageaudit.text import clean, fold

WRITTEN_HERE = (
    "source_file"  # a column that this program alone fills: such a table's codes of controls are its own
)
TEXTUAL = {"category", "text"}  # kinds of columns
NOT_OURS = ("_", "Answer.", "Input.", "ASSIGNMENT:")  # prefixes of other platforms' columns


def named(cells: Sequence[str]) -> dict[str, list[str]]:
    """Our name → the header cells that stand for it; an exact name beats synonyms."""
    found: dict[str, list[str]] = {}
    for cell in cells:
        name = spellings().get(fold(cell)) if cell and not cell.startswith(NOT_OURS) else None
        if name:
            found.setdefault(name, []).append(cell)
    return {name: [cell for cell in own if fold(cell) == name] or own for name, own in found.items()}


def detect(head: Head) -> int:
    """CERTAIN with started_at under its own name, PLAUSIBLE with synonyms for a start and for pay, currency or an end."""
    if head.kind not in {"text", "parquet"}:
        return NO
    found = named(head.cells)
    if "started_at" not in found:
        return NO
    if "started_at" in head.cells:
        return CERTAIN
    return PLAUSIBLE if {"pay", "currency", "ended_at", "piece_rate", "active_seconds"} & set(found) else NO


def alone(head: Head) -> bool:
    """Whether every column is one of the canonical table, by its own name: then no other reader can claim the file."""
    return head.kind in {"text", "parquet"} and "started_at" in head.cells and set(head.cells) <= set(NAMES)


def mapping(name: str, cells: Sequence[str]) -> dict[str, str]:
    """Our name → the one header cell that stands for it. Raises InputRefused where two do, or none for the start."""
    for cell in duplicates(list(cells)):
        raise InputRefused(
            name,
            phrase("has two columns called {cell}", cell=clean(cell)),
            "rename or remove one",
            1,
            clean(cell),
        )
    chosen = {}
    for ours, own in named(cells).items():
        if len(own) > 1:
            raise _two(name, ours, own)
        chosen[ours] = own[0]
    if "started_at" not in chosen:
        raise InputRefused(name, "has no column for the start of a task", "name it started_at", 1)
    return chosen


def _two(name: str, ours: str, own: Sequence[str]) -> InputRefused:
    """Several columns for one of ours: which to rename, or for a day beside a clock how both are read."""
    *before, last = [clean(cell) for cell in own]
    shown = phrase("{first} and {last}", first=joined(before), last=last)
    mend = phrase("rename the right one {ours}", ours=ours)
    if ours in INSTANT_NAMES:
        mend = phrase(
            "where one is the day and another the hour, a map reads both together: "
            "type  wageaudit map {name} -o my.toml  and add  --map my.toml  (else rename the right one {ours})",
            name=clean(name, 200),
            ours=ours,
        )
    return InputRefused(name, phrase("has two columns for {ours}: {shown}", ours=ours, shown=shown), mend, 1)


def _draft(source: Source, table: Delimited, chosen: Mapping[str, str], options: Options) -> Draft:
    draft = Draft(source.name, table.rows, list(table.problems))
    cells = {name: table.column(cell) for name, cell in chosen.items()}
    if table.delimiter and WRITTEN_HERE in table.header:
        cells = {name: as_told(own) if BY_NAME[name].kind in TEXTUAL else own for name, own in cells.items()}
    mark = decimal_mark(
        source.name,
        {name: cells[name] for name in (*MONEY_NAMES, "active_seconds") if name in cells},
        options,
        typed=not table.delimiter,
    )
    order = date_order(
        source.name, {name: cells[name] for name in ("started_at", "ended_at") if name in cells}, options
    )
    parse_columns(draft, cells, mark, order)
    return draft


def parse_columns(draft: Draft, cells: Mapping[str, pa.Array], mark: str, order: str) -> None:
    """Parse text columns by the field table into the draft."""
    draft.namibia = not any(
        "NA" in unique(array).to_pylist() for name, array in cells.items() if name != "country"
    )
    for name in sorted(
        (name for name in NAMES if name in cells), key=lambda name: name != "currency"
    ):  # money needs its unit
        kind = BY_NAME[name].kind
        if name == "country":
            draft.country(name, cells[name])
        elif name == "region":
            draft.word(name, cells[name], values.region)
        elif kind == "category" and BY_NAME[name].values:
            draft.word(name, cells[name])
        elif kind in {"category", "text"}:
            draft.text(name, cells[name])
        elif kind == "instant":
            draft.instant(name, cells[name], lambda text: values.instant(text, order))
        elif kind == "count":
            draft.count(name, cells[name])
        else:
            (draft.seconds if kind == "seconds" else draft.money)(name, cells[name], mark)


def _notes(chosen: Mapping[str, str], cells: Sequence[str], kind: str = "") -> list[str]:
    """How the columns were read; kind: the one that proved to hold no ids of tasks."""
    notes = [
        phrase("{cell} read as {name}", cell=clean(cell), name=name)
        for name, cell in chosen.items()
        if cell not in {name, kind}
    ]
    if kind and kind in chosen.values():
        notes.append(phrase("{cell} read as project: it repeats, so it is no id", cell=clean(kind)))
    elif kind:
        notes.append(phrase("{cell} not read as task_id: it repeats, so it is no id", cell=clean(kind)))
    ignored = [clean(cell) for cell in cells if cell and cell not in chosen.values()]
    return notes + ([phrase("columns not used: {names}", names=", ".join(ignored[:12]))] if ignored else [])


def _rates(draft: Draft, options: Options) -> None:
    """--piece-rate pays each task of a file that says no pay."""
    if options.piece_rate is not None and not {"pay", "piece_rate"} & set(draft.columns):
        micro = int(options.piece_rate * MICRO)
        draft.columns["piece_rate"] = column(np.full(len(draft.rows), micro), MONEY)


def _fast(source: Source, options: Options, hold: Hold | None = None) -> Reading | None:
    """The fast way, where options and header leave it nothing to decide; what is wrong with the header the exact way says."""
    start = source.head()
    if options.piece_rate is not None or options.worker or start.startswith(b"PK\x03\x04"):
        return None
    columnar, delimiter = start.startswith(b"PAR1"), ""
    try:
        if columnar:
            cells = parquet_header(source)
        else:
            cells, delimiter = header_of(start.decode("utf-8-sig", errors="replace"))
            if any("\ufffd" in cell for cell in cells):
                return None  # another encoding
        chosen = mapping(source.name, cells)
    except InputRefused:
        return None

    def taken(chosen: Mapping[str, str]) -> Reading | None:
        if columnar:
            return read_typed(source, options, READER, chosen, hold)
        return read_clean(source, options, READER, chosen, cells, delimiter, hold)

    kind = ""
    try:
        found = taken(chosen)
    except NoIds:
        kind, chosen = chosen["task_id"], instead(chosen)
        found = taken(chosen)
    notes = tuple(_notes(chosen, cells, kind))
    return found and replace(found, files=(replace(found.files[0], notes=notes),))


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one canonical file, the fast way where it proves clean."""
    (source,) = bundle
    return _fast(source, options) or _exact(source, options)


def stream(source: Source, options: Options, hold: Hold) -> Reading:
    """Read one canonical file piece by piece where it proves clean, else as a whole."""
    return _fast(source, options, hold) or held(_exact(source, options), hold)


def _exact(source: Source, options: Options) -> Reading:
    if source.head().startswith(b"PAR1"):
        table = parquet_columns(source)
    elif source.head().startswith(b"PK\x03\x04"):
        table = read_delimited(source)
    else:
        table = read_delimited(source, options.encoding)
    chosen = mapping(source.name, table.header)
    found = _judged(source, table, chosen, options)
    if not are_no_ids([marks(found.table, chosen)]):
        return found
    return _judged(source, table, instead(chosen), options, chosen["task_id"])


def _judged(
    source: Source, table: Delimited, chosen: Mapping[str, str], options: Options, kind: str = ""
) -> Reading:
    """The table by this choice of columns; kind: the one that proved to hold no ids of tasks."""
    draft = _draft(source, table, chosen, options)
    draft.notes.extend(_notes(chosen, table.header, kind))
    _rates(draft, options)
    return finish(draft, options, READER, source, table.rows_read)


def from_rows(rows: Sequence[Mapping[str, object]], options: Options, name: str = "rows") -> Reading:
    """Rows given by a program, held to the same rules as a canonical file; row 2 is the first, as in a file."""
    names = [name for name in NAMES if any(row.get(name) is not None for row in rows)]
    cells = {ours: strings(_cell(row.get(ours)) for row in rows) for ours in names}
    draft = Draft(name, np.arange(2, len(rows) + 2, dtype=np.int64))
    parse_columns(draft, cells, options.decimal or ".", options.date_order)
    _rates(draft, options)
    source = Source(name, name, "", name, 0, lambda: b"")
    return finish(draft, options, READER, source, len(rows))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


READER = Reader(
    "canonical",
    "canonical CSV, TSV or Parquet",
    "worker",
    detect,
    read,
    cannot_tell="only what was written into it",
    stream=stream,
)
__all__ = ["READER", "FileRead", "from_rows"]
