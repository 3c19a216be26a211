"""What the cells of a file prove together: its decimal mark, the order of its days and months. Nothing is guessed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.errors import InputRefused
from wageaudit.kernels import unique
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.text import clean

POINT = ord(".")
FIRST = 64  # cells that nearly always prove it
NO_MONEY = "active_seconds"  # time is measured to the millisecond: 1.234 is no thousand seconds


def decimal_mark(name: str, cells: Mapping[str, pa.Array], options: Options, *, typed: bool = False) -> str:
    """The decimal mark that the file's cells prove together; a comma that proves nothing stops, and so does a point in money.

    cells: columns of text by our names, or these and more behind a space; typed: of a file that keeps numbers as numbers.
    """
    if options.decimal:
        return options.decimal
    distinct = {text for array in cells.values() for text in unique(array).to_pylist()}
    proofs = values.single(values.decimal_evidence(text) for text in distinct)
    if {",", "."} <= proofs:
        raise InputRefused(
            name,
            "writes decimals with a comma in some rows and a point in others",
            "mend one of them, or add  --decimal",
        )
    doubtful = [text for text in distinct if values.decimal_evidence(text) == "?"]
    doubtful += [] if typed else _points(cells)
    if doubtful and not {",", "."} & proofs:  # 1,234 beside 1,234.50 is a thousand: a file has one mark
        sample = min(doubtful)
        raise InputRefused(
            name,
            phrase("has amounts like {sample}: one and some decimals, or thousands", sample=clean(sample)),
            "add  --decimal ,  or  --decimal .",
        )
    return "," if "," in proofs else "."


def _points(cells: Mapping[str, pa.Array]) -> list[str]:
    """Amounts like 12.500, which are twelve and a half or twelve thousand five hundred."""
    money = [array for name, array in cells.items() if name.partition(" ")[0] != NO_MONEY]
    distinct = {text for array in money for text in unique(array).to_pylist()}
    return [text for text in distinct if values.decimal_evidence(text) == "!"]


def points_prove_nothing(columns: Sequence[pa.ChunkedArray]) -> bool:
    """Whether a piece's money, as text, holds amounts like 12.500 and none that proves what the point is."""
    texts = [cells for cells in columns if pa.types.is_string(cells.type)]
    if any("." in _proofs(cells.slice(0, FIRST).to_pylist()) for cells in texts):
        return False
    written = [chunk.buffers()[2] for cells in texts for chunk in cells.chunks]
    if not any((np.frombuffer(data, np.uint8) == POINT).any() for data in written if data is not None):
        return False
    proofs = {proof for cells in texts for proof in _proofs(unique(cells).to_pylist())}
    return "!" in proofs and "." not in proofs


def _proofs(cells: Iterable[str | None]) -> set[str]:
    return {values.decimal_evidence(text) for text in set(cells) if text}


def date_order(name: str, cells: Mapping[str, pa.Array], options: Options) -> str:
    """The order of day and month that the cells with slashes prove together; where none does, it must be said."""
    if options.date_order:
        return options.date_order
    distinct = {
        text for array in cells.values() for text in unique(array).to_pylist() if values.has_slashes(text)
    }
    proofs = values.single(values.date_order_evidence(text) for text in distinct)
    if len(proofs) > 1:
        raise InputRefused(
            name, "has day/month in some rows and month/day in others", "write the dates as 2024-03-04"
        )
    if distinct and not proofs:
        raise InputRefused(
            name,
            phrase("has dates like {distinct}: day/month or month/day", distinct=clean(min(distinct))),
            "add  --date-order dmy  or  --date-order mdy",
        )
    return proofs.pop() if proofs else ""
