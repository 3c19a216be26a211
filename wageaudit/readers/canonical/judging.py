"""Typed columns judged as the exact way judges text: what it would find something to say about raises Doubt. Pure of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import (
    CATEGORY,
    INSTANT,
    MICRO,
    MONEY,
    Ints,
    category,
    column,
    ints,
    lengths,
    places,
    present,
)
from wageaudit.files import Source, iso_countries
from wageaudit.kernels import cast, take, unique
from wageaudit.readers.draft import Draft
from wageaudit.tasks import (
    BY_NAME,
    EARLIEST,
    LARGEST_COUNT,
    LARGEST_MONEY,
    LARGEST_SECONDS,
    LATEST,
    MONEY_NAMES,
)
from wageaudit.text import as_written
from wageaudit.vocabulary import Met

FEWEST, SLASH, MOST = b"-/9"  # a sign, a point and digits stand side by side, but for the slash
ASCII, SPACE = 128, 32  # bytes from, and up to, which the exact way has something to look at
EXACT = 1e9  # floats up to here hold six decimals
SURE_DIGITS = 15  # characters: two numbers of so many digits are two floats
LONGEST_NUMBER = 32  # characters: a sign, 12 digits of the largest amount, a point, 6 decimals, and zeros
LONGEST_MISSING = max(len(word) for word in values.MISSING)


@dataclass(frozen=True, slots=True)
class Spellings:
    """What is known of one category's spellings: what each means, and those that mean themselves. Filled as they are met."""

    means: dict[str, str] = field(default_factory=dict)
    plain: Met = field(default_factory=Met)


Known = Mapping[str, Spellings]


class Doubt(Exception):
    """Something the fast way does not judge."""


def drafted(source: Source, table: pa.Table, chosen: Mapping[str, str], known: Known) -> Draft:
    """A typed table as a draft, rows from 2. chosen: our name → its column."""
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
            draft.columns[name] = _counts(_whole(cells))
        else:
            draft.columns[name] = _amounts(cells)
    _doubt_money(draft)
    return draft


def _category(name: str, cells: pa.ChunkedArray, known: Spellings) -> pa.Array:
    """Labels by the parsers of the exact way, one call a distinct label of the file; `known` are those met before."""
    (chunk,) = cells.chunks
    if not pa.types.is_dictionary(chunk.type) or not pa.types.is_string(chunk.dictionary.type):
        raise Doubt
    chunk = chunk if chunk.type == CATEGORY else cast(chunk, CATEGORY)
    new = np.flatnonzero(known.plain.find(chunk.dictionary) < 0)
    met = take(chunk.dictionary, places(new)).to_pylist()
    if None in met:
        raise Doubt
    means = known.means
    if [means.get(label) or _judged(name, label, means) for label in met] == met:
        known.plain.admit(met)
        return chunk
    parsed = [means.get(label, label) for label in chunk.dictionary.to_pylist()]
    distinct = sorted(set(parsed))
    rank = {label: at for at, label in enumerate(distinct)}
    recode = np.array([*(rank[label] for label in parsed), -1], np.int32)
    return category(recode[ints(chunk.indices, null=-1)], distinct)


def _judged(name: str, label: str, known: dict[str, str]) -> str:
    if label.strip().casefold() in values.MISSING or as_written(label) != label:
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
        if not pa.types.is_string(chunk.type):
            raise Doubt
        short = np.flatnonzero(lengths(chunk) <= LONGEST_MISSING)
        words = unique(take(chunk, places(short))).to_pylist() if len(short) else []
        if any(word is not None and word.casefold() in values.MISSING for word in words):
            raise Doubt
        data = np.frombuffer(chunk.buffers()[2] or b"", np.uint8)
        if len(data) and (
            int(data.max()) >= ASCII
            or int(data.min()) <= SPACE
            or (data == ord("'")).any()
            or (data == ord("\\")).any()
        ):
            raise Doubt
    return cells


def _instant(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_timestamp(cells.type) or cells.type.tz != "UTC":
        raise Doubt
    cells = cast(cells, INSTANT)  # raises ArrowInvalid where digits would be lost
    found = ints(cells, null=EARLIEST)
    if len(found) and (int(found.min()) < EARLIEST or int(found.max()) >= LATEST):
        raise Doubt
    return cells


def _whole(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_string(cells.type):
        _plain_numbers(cells)
    elif not pa.types.is_integer(cells.type):
        raise Doubt
    return cast(cells, pa.int64())


def _amounts(cells: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    """Money and seconds: text, decimals and whole numbers as they are; floats that six decimals hold."""
    if pa.types.is_string(cells.type):
        sure = _plain_numbers(cells) <= SURE_DIGITS
        by_floats = sure and 2 * cells.null_count <= len(cells)  # half the time, but for columns mostly empty
        found = _of_floats(cast(cells, pa.float64())) if by_floats else None
        return cast(cells, MONEY) if found is None else found
    if pa.types.is_floating(cells.type):
        found = None if pa.types.is_float32(cells.type) else _of_floats(cast(cells, pa.float64()))
        if found is None:  # the shortest form of 32 bits is another's than the same value's in 64
            raise Doubt
        return found
    if pa.types.is_integer(cells.type):
        micro = ints(cast(cells, pa.int64()))
        if len(micro) and not -EXACT < int(micro.min()) <= int(micro.max()) < EXACT:
            raise Doubt
        return column(micro * MICRO, MONEY, present(cells) if cells.null_count else None)
    if not pa.types.is_decimal128(cells.type):
        raise Doubt
    return cast(cells, MONEY)


def _of_floats(cells: pa.ChunkedArray) -> pa.Array | None:
    """Floats by their shortest exact form; None where some has more than six decimals, or is large."""
    (chunk,) = cells.chunks
    has = present(chunk) if chunk.null_count else None
    found = np.frombuffer(chunk.buffers()[1], np.float64)[chunk.offset :][: len(chunk)]
    if has is not None:
        found = np.where(has, found, 0.0)
    if len(found) and not -EXACT <= float(found.min()) <= float(found.max()) <= EXACT:  # nor "not a number"
        return None
    micro = np.rint(found * MICRO)
    if (micro / MICRO != found).any():
        return None
    return column(micro.astype(np.int64), MONEY, has)


def _plain_numbers(cells: pa.ChunkedArray) -> int:
    """Bytes of the longest number: all of digits, one point and a sign; exponents and what is very long are for the exact way.

    Of some hundred digits Arrow keeps what is left of them in 128 bits, and says nothing.
    """
    longest = 0
    for chunk in cells.chunks:
        data = chunk.buffers()[2]
        if data is None:
            continue
        longest = max(longest, int(lengths(chunk).max(initial=0)))
        letters = np.frombuffer(data, np.uint8)
        if longest > LONGEST_NUMBER:
            raise Doubt
        if len(letters) and (int(letters.min()) < FEWEST or int(letters.max()) > MOST):
            raise Doubt
        if (letters == SLASH).any():
            raise Doubt
    return longest


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
