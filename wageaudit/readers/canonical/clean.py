"""The fast way into the task table: a canonical file that proves clean, parsed typed by Arrow, piece by piece on all cores.

It takes a file only where the exact way would find nothing to say: no quotes, no NUL, strict field counts, every stamp
with an offset, plain decimal numbers, every word known. At the first doubt it gives up and the exact way reads all.
"""

from __future__ import annotations

import codecs
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from wageaudit.arrays import CATEGORY, INSTANT, bitmap, column, ints, lengths
from wageaudit.errors import InputRefused
from wageaudit.files import Source, cores
from wageaudit.options import Options
from wageaudit.readers.base import Hold, Reader, Reading, held
from wageaudit.readers.canonical.judging import ASCII, Doubt, Known, Spellings, drafted
from wageaudit.readers.canonical.kinds import Marks, NoIds, are_no_ids, marks
from wageaudit.readers.delimited import LONGEST_FIELD
from wageaudit.readers.finish import finish
from wageaudit.readers.proofs import points_prove_nothing
from wageaudit.readers.regular import quotes_fit
from wageaudit.spreading import spread
from wageaudit.tasks import BY_NAME, MONEY_NAMES, concatenate

PIECE = 16 << 20  # [bytes] one core parses and checks at a time: its columns stay in the cache
QUOTE = ord('"')
SMALL = 1 << 16  # [bytes] below which the exact way is as fast


_own = threading.local()


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
    Raises NoIds where the column taken for ids of tasks proves to hold none.
    """
    if (
        source.length() < SMALL
        or options.encoding not in {"", "utf-8", "utf-8-sig"}
        or options.decimal == ","
    ):
        return None
    line, end, _ = source.head().partition(b"\n")
    if not end or line.lower().startswith((b"sep=", b"\r")) or not line or b"\r" in line[:-1]:
        return None  # a header that ends with a carriage return alone: the first rows would lie in its line
    if not quotes_fit(line, delimiter):
        return None
    try:
        return together(_parts(source, options, reader, chosen, cells, delimiter, hold), hold)
    except (Doubt, InputRefused, pa.ArrowInvalid, pa.ArrowKeyError):
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a file as a reading; pays: whether some row of it has pay or a piece rate; marks: of its tasks' ids."""

    reading: Reading
    pays: bool
    marks: Marks | None = None


def together(found: Sequence[Part], hold: Hold | None) -> Reading:
    """The pieces of one file, in their order, as one reading, rows numbered through the whole file.

    Raises Doubt where some pieces pay by row and others never do: what is missing there is missing from the file; NoIds
    where the column taken for ids of tasks proves to hold none.
    """
    if len({part.pays for part in found if part.reading.rows}) > 1:
        raise Doubt
    if are_no_ids([part.marks for part in found]):
        raise NoIds
    parts = [part.reading for part in found]
    before = np.cumsum([0] + [part.rows for part in parts]).tolist()
    file = replace(parts[0].files[0], rows_read=before[-1])
    if hold is None:
        return Reading(_numbered(parts, before), (), (file,))
    pieces = [
        piece.lifted({"source_row": skipped})
        for part, skipped in zip(parts, before, strict=False)
        for piece in part.held
    ]
    return Reading(parts[0].table, (), (file,), tuple(pieces))


def _parts(
    source: Source,
    options: Options,
    reader: Reader,
    chosen: Mapping[str, str],
    cells: Sequence[str],
    delimiter: str,
    hold: Hold | None,
) -> Sequence[Part]:
    header = source.head().index(b"\n") + 1
    known = {name: Spellings() for name in chosen}
    money = [name for name in MONEY_NAMES if name in chosen]

    def read(cut: tuple[int, int]) -> Part:
        begin, end = max(cut[0], header), max(cut[1], header)
        space = _space(end - begin)
        filled = source.part(begin, end, space)
        if filled != end - begin or _long_line(space, filled) or space.startswith(codecs.BOM_UTF8):
            raise Doubt  # a byte-order mark where a piece begins is a cell's own, and Arrow would take it away
        ascii_alone = _is_ascii(space, filled)
        if len(chosen) < len(cells) and not _is_plain(space, filled, ascii_alone=ascii_alone):
            raise Doubt
        piece = pa.py_buffer(memoryview(space)[:filled])
        typed = _typed(piece, chosen, cells, delimiter, check_utf8=not ascii_alone)
        if any(_is_quoted(cells) for cells in typed.columns):
            raise Doubt
        if not options.decimal and points_prove_nothing([typed.column(chosen[name]) for name in money]):
            raise Doubt
        return finished(source, typed, options, reader, chosen, known, hold)

    return spread(read, source.cuts(PIECE), cores())


def finished(
    source: Source,
    typed: pa.Table,
    options: Options,
    reader: Reader,
    chosen: Mapping[str, str],
    known: Known,
    hold: Hold | None,
) -> Part:
    """One typed piece as a reading, its rows on shelves where there are any. Raises Doubt where there is something to say."""
    draft = drafted(source, typed, chosen, known)
    pay = [draft.columns[name] for name in ("pay", "piece_rate") if name in draft.columns]
    pays = any(amounts.null_count < typed.num_rows for amounts in pay)
    reading = finish(draft, options, reader, source, typed.num_rows)
    if reading.problems:
        raise Doubt
    told = marks(reading.table, chosen)
    return Part(reading if hold is None else held(reading, hold), pays, told)


def _long_line(space: bytearray, size: int) -> bool:
    """Whether some line is long enough to hold a field beyond the limit, which the exact way refuses."""
    at = 0
    while at + LONGEST_FIELD < size:
        end = space.rfind(b"\n", at, at + LONGEST_FIELD)
        if end < 0:
            return True
        at = end + 1
    return False


def _is_ascii(space: bytearray, size: int) -> bool:
    """Whether what is read has ASCII alone, which is UTF-8 as it stands."""
    return not size or int(np.frombuffer(space, np.uint8, size).max()) < ASCII


def _is_plain(space: bytearray, size: int, *, ascii_alone: bool) -> bool:
    """Whether what is read has no quotes or NUL and is UTF-8: Arrow looks at the columns that are used alone."""
    if space.find(b'"', 0, size) >= 0 or space.find(b"\0", 0, size) >= 0:
        return False
    if ascii_alone:
        return True
    try:
        codecs.utf_8_decode(memoryview(space)[:size], "strict", True)
    except UnicodeDecodeError:
        return False
    return True


def _is_quoted(cells: pa.ChunkedArray) -> bool:
    """Whether some text of a column has a quote or NUL; in a column of another type neither can stand."""
    texts = [chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk for chunk in cells.chunks]
    letters = [
        np.frombuffer(text.buffers()[2] or b"", np.uint8) for text in texts if pa.types.is_string(text.type)
    ]
    return any(bool((own == byte).any()) for own in letters for byte in (QUOTE, 0))


def _space(size: int) -> bytearray:
    """Room for one piece, the same for every piece a thread reads: fresh memory costs more than the reading."""
    if not hasattr(_own, "space") or len(_own.space) < size:
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


def _typed(
    piece: pa.Buffer, chosen: Mapping[str, str], cells: Sequence[str], delimiter: str, *, check_utf8: bool
) -> pa.Table:
    """One piece of the file, without the header line; none where a cell is empty."""
    kinds = {"category": CATEGORY, "instant": INSTANT}
    table = pa_csv.read_csv(
        pa.BufferReader(piece),
        pa_csv.ReadOptions(block_size=len(piece) + 1, use_threads=False, column_names=list(cells)),
        pa_csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
        pa_csv.ConvertOptions(
            column_types={cell: kinds.get(BY_NAME[name].kind, pa.string()) for name, cell in chosen.items()},
            include_columns=list(chosen.values()),
            null_values=[""],
            strings_can_be_null=False,  # Arrow would look each cell up among the words for none
            check_utf8=check_utf8,
        ),
    )
    columns = [_with_holes(cells) for cells in table.columns]
    return pa.Table.from_arrays(columns, names=table.column_names)


def _with_holes(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text and words with none where they are empty; other columns as they are."""
    if pa.types.is_dictionary(cells.type):
        return pa.chunked_array([_without_empty(chunk) for chunk in cells.chunks], cells.type)
    if pa.types.is_string(cells.type):
        return pa.chunked_array([_holed(chunk) for chunk in cells.chunks], cells.type)
    return cells


def _holed(texts: pa.Array) -> pa.Array:
    has = lengths(texts) > 0
    if has.all():
        return texts
    return pa.Array.from_buffers(texts.type, len(texts), [bitmap(has), *texts.buffers()[1:]])


def _without_empty(words: pa.DictionaryArray) -> pa.DictionaryArray:
    empty = np.flatnonzero(lengths(words.dictionary) == 0)
    if not len(empty):
        return words
    place, codes = int(empty[0]), ints(words.indices)
    rest = pa.concat_arrays([words.dictionary[:place], words.dictionary[place + 1 :]])
    has = codes != place
    moved = column(np.where(has, codes - (codes > place), 0), words.indices.type, has)
    return pa.DictionaryArray.from_arrays(moved, rest)
