"""The fast way into the task table: a canonical file that proves clean, parsed typed by Arrow, piece by piece on all cores.

It takes a file only where the exact way would find nothing to say: no quotes, no NUL, strict field counts, every stamp
with an offset, plain decimal numbers, every word known. At the first doubt it gives up and the exact way reads all.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from wageaudit import values
from wageaudit.arrays import CATEGORY, INSTANT, MONEY, Ints, category, column, ints, places
from wageaudit.errors import InputRefused
from wageaudit.files import Source, cores, iso_countries
from wageaudit.options import Options
from wageaudit.readers.base import Hold, Reader, Reading, held
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.spreading import spread
from wageaudit.tasks import (
    BY_NAME,
    EARLIEST,
    LARGEST_COUNT,
    LARGEST_MONEY,
    LARGEST_SECONDS,
    LATEST,
    MONEY_NAMES,
    concatenate,
)

PIECE = 16 << 20  # [bytes] one core parses and checks at a time: its columns stay in the cache
SMALL = 1 << 16  # [bytes] below which the exact way is as fast
PLAIN = np.zeros(256, np.bool_)
PLAIN[[*b"0123456789.-"]] = True


_own = threading.local()


LONGEST_MISSING = max(len(word) for word in values.MISSING)


class Doubt(Exception):
    """Something the fast way does not judge."""


def read_clean(
    source: Source,
    options: Options,
    reader: Reader,
    chosen: Mapping[str, str],
    cells: Sequence[str],
    delimiter: str,
    hold: Hold | None = None,
) -> Reading | None:
    """The file as a reading, or None where it does not prove clean.

    chosen: our name → header cell, as the exact way chooses them; cells: the header; hold: where each piece goes.
    """
    if (
        source.path is None
        or source.size < SMALL
        or options.encoding not in {"", "utf-8", "utf-8-sig"}
        or options.decimal == ","
    ):
        return None
    if source.head().lower().startswith((b"sep=", b"\r", b"\n")) or b"\n" not in source.head():
        return None
    try:
        parts = _parts(source, options, reader, chosen, cells, delimiter, hold)
    except (Doubt, InputRefused, pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    before = np.cumsum([0] + [part.rows for part in parts]).tolist()
    file = replace(parts[0].files[0], rows_read=before[-1])
    if hold is None:
        return Reading(_numbered(parts, before), (), (file,))
    held = [
        piece.lifted({"source_row": skipped})
        for part, skipped in zip(parts, before, strict=False)
        for piece in part.held
    ]
    return Reading(parts[0].table, (), (file,), tuple(held))


def _parts(
    source: Source,
    options: Options,
    reader: Reader,
    chosen: Mapping[str, str],
    cells: Sequence[str],
    delimiter: str,
    hold: Hold | None,
) -> Sequence[Reading]:
    header = source.head().index(b"\n") + 1
    known: dict[str, dict[str, str]] = {name: {} for name in chosen}

    def read(cut: tuple[int, int]) -> Reading:
        begin, end = max(cut[0], header), cut[1]
        space = _space(end - begin)
        filled = source.part(begin, end, space)
        if filled != end - begin or space.find(b'"', 0, filled) >= 0 or space.find(b"\0", 0, filled) >= 0:
            raise Doubt
        typed = _typed(pa.py_buffer(memoryview(space)[:filled]), chosen, cells, delimiter)
        reading = finish(_draft(source, typed, chosen, known), options, reader, source, typed.num_rows)
        if reading.problems:
            raise Doubt
        return reading if hold is None else held(reading, hold)

    return spread(read, source.cuts(PIECE), cores())


def _space(size: int) -> bytearray:
    """Room for one piece, the same for every piece a thread reads: fresh memory costs more than the reading."""
    if len(getattr(_own, "space", b"")) < size:
        _own.space = bytearray(size + (size >> 3))
    return _own.space  # type: ignore[no-any-return]


def _numbered(parts: Sequence[Reading], before: Sequence[int]) -> pa.Table:
    """The parts as one table, rows numbered through the whole file."""
    tables = []
    for part, skipped in zip(parts, before, strict=False):
        place = part.table.column_names.index("source_row")
        rows = column(ints(part.table.column(place)) + skipped, pa.int64())
        tables.append(part.table.set_column(place, part.table.schema.field(place), rows))
    return concatenate([table for table in tables if table.num_rows] or tables[:1])


def _typed(piece: pa.Buffer, chosen: Mapping[str, str], cells: Sequence[str], delimiter: str) -> pa.Table:
    """One piece of the file, without the header line."""
    kinds = {"category": CATEGORY, "instant": INSTANT}
    return pa_csv.read_csv(
        pa.BufferReader(piece),
        pa_csv.ReadOptions(block_size=len(piece) + 1, use_threads=False, column_names=list(cells)),
        pa_csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
        pa_csv.ConvertOptions(
            column_types={cell: kinds.get(BY_NAME[name].kind, pa.string()) for name, cell in chosen.items()},
            include_columns=list(chosen.values()),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )


def _draft(
    source: Source, table: pa.Table, chosen: Mapping[str, str], known: Mapping[str, dict[str, str]]
) -> Draft:
    """known[name]: spelling → label of each category, filled as they are met."""
    draft = Draft(source.name, np.arange(2, 2 + table.num_rows, dtype=np.int64))
    for name, cell in chosen.items():
        cells, kind = table.column(cell), BY_NAME[name].kind
        if kind == "category":
            draft.columns[name] = _category(name, cells, known[name])
        elif kind == "text":
            draft.columns[name] = _text(cells)
        elif kind == "instant":
            draft.columns[name] = _instant(cells)
        elif kind == "count":
            draft.columns[name] = _counts(_plain_numbers(cells).cast(pa.int64()))
        else:
            draft.columns[name] = _plain_numbers(cells).cast(MONEY)
    _doubt_money(draft)
    return draft


def _category(name: str, cells: pa.ChunkedArray, known: dict[str, str]) -> pa.Array:
    """Labels by the parsers of the exact way, one call a distinct label of the file; `known` are those met before."""
    (chunk,) = cells.chunks
    labels = chunk.dictionary.to_pylist()
    parsed = [known.get(label) or _judged(name, label, known) for label in labels]
    if parsed == labels:
        return chunk
    distinct = sorted(set(parsed))
    rank = {label: at for at, label in enumerate(distinct)}
    recode = np.array([*(rank[label] for label in parsed), -1], np.int32)
    return category(recode[ints(chunk.indices, null=-1)], distinct)


def _judged(name: str, label: str, known: dict[str, str]) -> str:
    if label.strip().casefold() in values.MISSING:
        raise Doubt
    try:
        known[label] = _word(name, label)
    except values.Fault:
        raise Doubt from None
    return known[label]


def _word(name: str, label: str) -> str:
    if name == "country":
        from wageaudit.countries import alpha2

        return label if label in iso_countries() else alpha2(label)
    if name == "region":
        return values.region(label)
    return values.word(label, name) if BY_NAME[name].values else values.label(label)


def _text(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Ids of plain characters; white space, other scripts and words for nothing are for the exact way."""
    for chunk in cells.chunks:
        data = chunk.buffers()[2]
        short = np.flatnonzero(
            np.diff(np.frombuffer(chunk.buffers()[1], np.int32)[: len(chunk) + 1]) <= LONGEST_MISSING
        )
        words = chunk.take(places(short)).unique().to_pylist() if len(short) else []
        if any(word is not None and word.casefold() in values.MISSING for word in words):
            raise Doubt
        if data is not None and len(data) and int(np.frombuffer(data, np.uint8).max()) >= 128:  # noqa: PLR2004 - ASCII
            raise Doubt
        if data is not None and bool((np.frombuffer(data, np.uint8) == ord("'")).any()):
            raise Doubt
        if data is not None and len(data) and bool((np.frombuffer(data, np.uint8) <= 32).any()):  # noqa: PLR2004 - space
            raise Doubt
    return cells


def _instant(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    found = ints(cells, null=EARLIEST)
    if len(found) and (int(found.min()) < EARLIEST or int(found.max()) >= LATEST):
        raise Doubt
    return cells


def _plain_numbers(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers of digits, one point and a sign; exponents and the like are for the exact way."""
    for chunk in cells.chunks:
        data = chunk.buffers()[2]
        if data is not None and not PLAIN[np.frombuffer(data, np.uint8)].all():
            raise Doubt
    return cells


def _counts(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    found = ints(cells)
    if len(found) and not 0 <= int(found.min()) <= int(found.max()) <= LARGEST_COUNT:
        raise Doubt
    return cells


def _doubt_money(draft: Draft) -> None:
    most = LARGEST_MONEY * 1_000_000
    for name in MONEY_NAMES:
        if name in draft.columns:
            amounts: Ints = ints(draft.columns[name])
            if len(amounts) and (int(amounts.max()) > most or int(amounts.min()) < -most):
                raise Doubt
    if (
        "active_seconds" in draft.columns
        and int(ints(draft.columns["active_seconds"]).max(initial=0)) > LARGEST_SECONDS * 1_000_000
    ):
        raise Doubt
