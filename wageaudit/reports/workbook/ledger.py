"""The ledger as a sheet: one line an audited row, under the names of the data, with the moments on the local clock besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from wageaudit import zones
from wageaudit.arrays import INSTANT, codes, column, ints, present
from wageaudit.reports.workbook.book import (
    DAY,
    MOMENT,
    PANEL,
    RULE,
    TEXT,
    across,
    moment,
    money_format,
    plain_format,
)
from wageaudit.tasks import MONEY_NAMES

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from wageaudit.reports.workbook.book import Book

NAME = "Ledger"
BATCH = 4096  # rows
IN_WAGE_CURRENCY = ("minimum_wage", "pay_in_wage_currency", "required_pay")
SECONDS, RATE, COUNT = "#,##0.000", "0.00000#########", "0"
NARROWEST, WIDEST, FILTER = 9, 34, 4  # widths of columns [characters], and what the arrow of a filter takes
WIDTHS = {"timestamp": 23, "date": 11, "number": 13}
PLACES = 6  # decimals of an amount
PAGES_ACROSS = 3


def local(table: pa.Table, name: str) -> pa.Array:
    """The instants of a column on the clock of each row's timezone, of UTC where it has none, as if they were UTC."""
    found, there = ints(table.column(name)).copy(), present(table.column(name))
    zone, names = codes(table.column("timezone"))
    for code, label in enumerate(names):
        inside = there & (zone == code)
        if inside.any():
            found[inside] += zones.offsets(found[inside], label)
    return column(found, INSTANT, None if there.all() else there)


def sheet(book: Book, table: pa.Table) -> None:
    """Write the ledger."""
    made = book.sheet(NAME)
    for name in ("started_at", "ended_at"):
        table = table.append_column(f"{name}_local", local(table, name))
    names = table.column_names
    head = {"bold": True, "bg_color": PANEL, "bottom": 1, "bottom_color": RULE, "num_format": TEXT}
    forms = {True: book.style(**head, align="right"), False: book.style(**head, align="left", indent=1)}
    widths = [_width(name, table.column(name)) for name in names]
    for at, (name, width) in enumerate(zip(names, widths, strict=True)):
        made.set_column(at, at, width)
        book.text(made, 0, at, name, forms[_numeric(table.column(name).type)])
    made.freeze_panes(1, 1)
    made.autofilter(0, 0, max(table.num_rows, 1), len(names) - 1)
    made.ignore_errors({"number_stored_as_text": f"A1:XFD{table.num_rows + 1}"})
    made.repeat_rows(0)
    made.repeat_columns(0, 0)
    across(made, [*widths, *widths[:1] * PAGES_ACROSS], PAGES_ACROSS)
    _rows(book, made, table)


def _numeric(kind: pa.DataType) -> bool:
    return bool(pa.types.is_decimal(kind) or pa.types.is_integer(kind))


def _rows(book: Book, made: Worksheet, table: pa.Table) -> None:
    """Every row, a few thousand at a time."""
    patterns = _Patterns(book, table)
    row = 0
    for batch in table.to_batches(BATCH):
        columns = [_cells(book, patterns, name, batch) for name in batch.schema.names]
        for line in range(batch.num_rows):
            row += 1
            for at, (kind, values, forms) in enumerate(columns):
                value = values[line]
                if value is None or value == "":
                    continue
                form = forms[line] if isinstance(forms, list) else forms
                if kind == "text":
                    book.text(made, row, at, value, form)
                elif kind == "day":
                    book.day(made, row, at, value, form)
                elif kind == "moment":
                    made.write_number(row, at, value, form)
                else:
                    book.number(made, row, at, value, form)


def _cells(
    book: Book, patterns: _Patterns, name: str, batch: pa.RecordBatch
) -> tuple[str, Sequence[Any], Any]:
    """(kind of cell, its values, its format or one for each) of a column."""
    values = batch.column(name)
    kind = values.type
    if pa.types.is_timestamp(kind):
        there = present(values).tolist()
        micros = ints(values).tolist()
        told = [moment(micro) if has else None for micro, has in zip(micros, there, strict=True)]
        return "moment", told, book.style(num_format=MOMENT, align="left", indent=1)
    if pa.types.is_date(kind):
        return "day", values.to_pylist(), book.style(num_format=DAY, align="left", indent=1)
    if _numeric(kind):
        return "number", values.to_pylist(), patterns.of(name, batch)
    return "text", values.to_pylist(), book.style(num_format=TEXT, align="left", indent=1)


class _Patterns:
    """The number formats of the ledger's columns: money by the currency of each row, with the decimals its column uses."""

    def __init__(self, book: Book, table: pa.Table) -> None:
        """Look once at how many decimals each column of money uses."""
        self.book = book
        self.places = {
            name: _places(table.column(name)) for name in MONEY_NAMES if name in table.column_names
        }

    def of(self, name: str, batch: pa.RecordBatch) -> Any:  # noqa: ANN401 - one format, or one for each row
        """The format of a column, or of each of its rows."""
        if name in self.places or name in IN_WAGE_CURRENCY:
            own = batch.column("wage_currency" if name in IN_WAGE_CURRENCY else "currency").to_pylist()
            places = self.places.get(name, PLACES if name == "required_pay" else 4)
            found = {currency: self._money(currency or "", places) for currency in dict.fromkeys(own)}
            return [found[currency] for currency in own]
        pattern = (
            COUNT if pa.types.is_integer(batch.column(name).type) else RATE if name == "fx_rate" else SECONDS
        )
        return self.book.style(num_format=pattern)

    def _money(self, currency: str, places: int) -> Any:  # noqa: ANN401 - xlsxwriter's format
        pattern = (
            money_format(self.book.figures, currency, places, code=True) if currency else plain_format(places)
        )
        return self.book.style(num_format=pattern)


def _places(values: pa.ChunkedArray) -> int:
    """How many decimals the amounts of a column use, two at least."""
    micro = ints(values)
    return next(places for places in range(2, PLACES + 1) if not (micro % 10 ** (PLACES - places)).any())


def _width(name: str, values: pa.ChunkedArray) -> float:
    """A width for a column: what it holds, within reason, and its name."""
    kind = values.type
    if pa.types.is_timestamp(kind):
        wide = WIDTHS["timestamp"]
    elif pa.types.is_date(kind):
        wide = WIDTHS["date"]
    elif pa.types.is_decimal(kind) or pa.types.is_integer(kind):
        wide = WIDTHS["number"]
    else:
        wide = _longest(values) + 2
    return float(max(NARROWEST, len(name) + FILTER, min(wide, WIDEST)))


def _longest(values: pa.ChunkedArray) -> int:
    """Characters of the longest text of a column."""
    if pa.types.is_dictionary(values.type):
        return max((len(label) for label in codes(values)[1]), default=0)
    return max(map(len, filter(None, values.to_pylist())), default=0)
