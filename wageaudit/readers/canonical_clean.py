"""The fast way into the task table: a canonical file that proves clean, parsed typed by Arrow on all cores.

It takes a file only where the exact way would find nothing to say: no quotes, no NUL, strict field counts, every stamp
with an offset, plain decimal numbers, every word known. At the first doubt it gives up and the exact way reads all.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from wageaudit import values
from wageaudit.arrays import CATEGORY, INSTANT, MONEY, Ints, category, codes, ints
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.readers.base import Draft
from wageaudit.tasks import BY_NAME, EARLIEST, LATEST, MONEY_NAMES

BLOCK = 1 << 20  # [bytes] that one core parses at a time
SMALL = 1 << 16  # [bytes] below which the exact way is as fast
PLAIN = np.zeros(256, np.bool_)
PLAIN[[*b"0123456789.-"]] = True


class Doubt(Exception):  # noqa: N818 - not a failure: the exact way takes over
    """Something the fast way does not judge."""


def clean_draft(source: Source, options: Options, chosen: Mapping[str, str], delimiter: str) -> Draft | None:
    """The file's rows as a draft, or None where it does not prove clean.

    chosen: our name → header cell, as the exact way would choose them.
    """
    if source.path is None or source.size < SMALL or options.encoding not in {"", "utf-8", "utf-8-sig"} or options.decimal == ",":
        return None
    if len(delimiter) != 1 or source.holds(b'"') or source.holds(b"\0") or source.head().lower().startswith(b"sep="):
        return None
    try:
        return _draft(source, _typed(source, chosen, delimiter), chosen)
    except (Doubt, pa.ArrowInvalid, pa.ArrowKeyError):
        return None


def _typed(source: Source, chosen: Mapping[str, str], delimiter: str) -> pa.Table:
    kinds = {"category": CATEGORY, "instant": INSTANT}
    return pa_csv.read_csv(
        source.stream(),
        pa_csv.ReadOptions(block_size=BLOCK),
        pa_csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
        pa_csv.ConvertOptions(
            column_types={cell: kinds.get(BY_NAME[name].kind, pa.string()) for name, cell in chosen.items()},
            include_columns=list(chosen.values()), null_values=[""], strings_can_be_null=True,
        ),  # fmt: skip
    )


def _draft(source: Source, table: pa.Table, chosen: Mapping[str, str]) -> Draft:
    table = table.unify_dictionaries()
    draft = Draft(source.name, np.arange(2, table.num_rows + 2, dtype=np.int64))
    for name, cell in chosen.items():
        column, kind = table.column(cell), BY_NAME[name].kind
        if kind == "category":
            draft.columns[name] = _category(name, column)
        elif kind == "text":
            draft.columns[name] = _text(column)
        elif kind == "instant":
            draft.columns[name] = _instant(column)
        elif kind == "count":
            draft.columns[name] = _plain_numbers(column).cast(pa.int64())
        else:
            draft.columns[name] = _plain_numbers(column).cast(MONEY)
    _doubt_money(draft)
    return draft


def _category(name: str, column: pa.ChunkedArray) -> pa.Array:
    """Labels by the parsers of the exact way, one call a distinct label."""
    place, labels = codes(column)
    parsed: list[str] = []
    for label in labels:
        if label.strip().casefold() in values.MISSING:
            raise Doubt
        try:
            parsed.append(_word(name, label))
        except values.Fault:
            raise Doubt from None
    distinct = sorted(set(parsed))
    rank = {label: at for at, label in enumerate(distinct)}
    if distinct == labels:
        return category(place, labels)
    recode = np.array([*(rank[label] for label in parsed), -1], np.int32)
    return category(recode[place], distinct)


def _word(name: str, label: str) -> str:
    if name == "country":
        from wageaudit.countries import alpha2

        return label if len(label) == 2 and label.isupper() and label.isascii() else alpha2(label)  # noqa: PLR2004
    return values.word(label, name) if BY_NAME[name].values else values.label(label)


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Ids; white space or a control character at an edge is for the exact way."""
    for chunk in column.chunks:
        data = chunk.buffers()[2]
        if data is not None and len(data) and bool((np.frombuffer(data, np.uint8) <= 32).any()):  # noqa: PLR2004 - space
            raise Doubt
    return column


def _instant(column: pa.ChunkedArray) -> pa.ChunkedArray:
    found = ints(column, null=EARLIEST)
    if len(found) and (int(found.min()) < EARLIEST or int(found.max()) >= LATEST):
        raise Doubt
    return column


def _plain_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers of digits, one point and a sign; exponents and the like are for the exact way."""
    for chunk in column.chunks:
        data = chunk.buffers()[2]
        if data is not None and not PLAIN[np.frombuffer(data, np.uint8)].all():
            raise Doubt
    return column


def _doubt_money(draft: Draft) -> None:
    most = values.LARGEST_MONEY * 1_000_000
    for name in MONEY_NAMES:
        if name in draft.columns:
            amounts: Ints = ints(draft.columns[name])
            if len(amounts) and (int(amounts.max()) > most or int(amounts.min()) < -most):
                raise Doubt
