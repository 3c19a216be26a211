"""Canonical Parquet files as columns of text, so that one set of parsers judges them; floats by their shortest exact form."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from wageaudit.arrays import strings
from wageaudit.errors import InputRefused
from wageaudit.files import Source, cores
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.base import Hold, Reader, Reading
from wageaudit.readers.canonical.clean import Part, finished, together
from wageaudit.readers.canonical.judging import Doubt, Spellings
from wageaudit.readers.delimited import Delimited
from wageaudit.spreading import spread
from wageaudit.tasks import BY_NAME
from wageaudit.text import clean

BATCH = 1 << 17  # rows judged at a time: their columns stay in the cache
PLAIN = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal,
    pa.types.is_timestamp, pa.types.is_date, pa.types.is_boolean, pa.types.is_null,
)  # fmt: skip


def parquet_header(source: Source) -> tuple[str, ...]:
    """Names of the columns. Raises InputRefused for a file that is not whole."""
    import pyarrow.parquet as pq  # as below: a slow import that only Parquet needs

    try:
        return tuple(pq.ParquetFile(source.stream()).schema_arrow.names)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputRefused(
            source.name,
            phrase("is not a whole Parquet file: {error}", error=error),
            "write or download it again",
        ) from None


def parquet_columns(source: Source) -> Delimited:
    """The file's columns as text; row 2 is the first, as in a CSV of the same table."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    header = parquet_header(source)
    try:
        table = pq.ParquetFile(source.stream()).read()
    except (pa.ArrowException, OSError) as error:
        raise InputRefused(
            source.name,
            phrase("is not a whole Parquet file: {error}", error=error),
            "write or download it again",
        ) from None
    columns = []
    for name, column in zip(header, table.columns, strict=True):
        array = column.combine_chunks()
        array = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
        if not any(plain(array.type) for plain in PLAIN):
            raise InputRefused(
                source.name,
                phrase("has values of type {type}", type=array.type),
                "write numbers, text, dates or UTC stamps",
                None,
                clean(name),
            )
        try:
            text = array.cast(pa.string())
            text.validate(full=True)
        except pa.ArrowException:
            raise InputRefused(
                source.name, "has text that is not UTF-8", "write it as UTF-8", None, clean(name)
            ) from None
        columns.append(pc.coalesce(text, strings([""])[0]))
    rows = np.arange(2, table.num_rows + 2, dtype=np.int64)
    return Delimited(header, "", "parquet", rows, tuple(columns), (), table.num_rows)


def read_typed(
    source: Source, options: Options, reader: Reader, chosen: Mapping[str, str], hold: Hold | None = None
) -> Reading | None:
    """The fast way: batches of typed columns on all cores; None where the exact way would have something to say."""
    import pyarrow.parquet as pq

    known = {name: Spellings() for name in chosen}
    names = [cell for name, cell in chosen.items() if BY_NAME[name].kind == "category"]

    def read(group: int) -> list[Part]:
        file = pq.ParquetFile(source.stream(), read_dictionary=names, pre_buffer=False)
        batches = file.iter_batches(BATCH, [group], list(chosen.values()), use_threads=False)
        return [
            finished(source, pa.Table.from_batches([batch]), options, reader, chosen, known, hold)
            for batch in batches
        ]

    try:
        file = pq.ParquetFile(source.stream())
        if any(pa.types.is_nested(file.schema_arrow.field(cell).type) for cell in chosen.values()):
            return None
        groups = file.num_row_groups
        parts = [part for group in spread(read, range(groups), cores()) for part in group]
        return together(parts, hold) if parts else None
    except (Doubt, InputRefused, pa.ArrowException, OSError, UnicodeDecodeError):
        return None
