"""What the cells of a file prove together: its decimal mark, the order of its days and months. Nothing is guessed. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from wageaudit import values
from wageaudit.errors import InputRefused
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.text import clean


def decimal_mark(name: str, cells: Mapping[str, pa.Array], options: Options) -> str:
    """The decimal mark that the file's money cells prove together; a comma that proves nothing stops."""
    if options.decimal:
        return options.decimal
    distinct = {text for array in cells.values() for text in array.unique().to_pylist()}
    proofs = values.single(values.decimal_evidence(text) for text in distinct)
    if {",", "."} <= proofs:
        raise InputRefused(
            name,
            "writes decimals with a comma in some rows and a point in others",
            "mend one of them, or add  --decimal",
        )
    if "?" in proofs and not {",", "."} & proofs:  # 1,234 beside 1,234.50 is a thousand: a file has one mark
        sample = min(text for text in distinct if values.decimal_evidence(text) == "?")
        raise InputRefused(
            name,
            phrase("has amounts like {sample}: one and some decimals, or thousands", sample=clean(sample)),
            "add  --decimal ,  or  --decimal .",
        )
    return "," if "," in proofs else "."


def date_order(name: str, cells: Mapping[str, pa.Array], options: Options) -> str:
    """The order of day and month that the cells with slashes prove together; where none does, it must be said."""
    if options.date_order:
        return options.date_order
    distinct = {
        text for array in cells.values() for text in array.unique().to_pylist() if values.has_slashes(text)
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
