"""The form of a file, beside whose export it is: encoding, delimiter, sheet, and which version of its reader's layouts."""

from __future__ import annotations

from dataclasses import dataclass

from wageaudit.files import Source, proved_encoding
from wageaudit.options import Options
from wageaudit.readers import head_of
from wageaudit.readers.base import Reader
from wageaudit.readers.delimited import DELIMITERS, header_of


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written.

    kind: "table", "lines", "json", "parquet", "sheet" (of a workbook) or "pdf"; encoding: by Python's name, of text;
    delimiter: of a table; sheet: of a workbook; version: of its reader's layouts, "" where there is but one.
    """

    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    version: str = ""


def form_of(source: Source, reader: Reader, options: Options) -> Form:
    """The form of a file that this reader reads. Raises InputRefused as detection does."""
    if options.map and reader.name == "mapped":
        return _mapped(source, options)
    head = head_of(source, options)
    version = reader.version(head)
    if source.head().startswith(b"PK\x03\x04"):
        return Form("sheet", sheet=head.source.sheet, version=version)
    if head.kind in {"parquet", "pdf"}:
        return Form(head.kind, version=version)
    encoding = options.encoding or proved_encoding(source)
    if head.kind == "json" or reader.lines:
        return Form("json" if head.kind == "json" else "lines", encoding, version=version)
    return Form("table", encoding, head.delimiter if len(head.cells) > 1 else "", version=version)


def _mapped(source: Source, options: Options) -> Form:
    """As the map says, and the file proves where it says nothing."""
    from wageaudit.readers.mapped import load_map

    plan = load_map(options.map)
    if source.head().startswith(b"PK\x03\x04"):
        return Form("sheet", sheet=head_of(source, options).source.sheet)
    encoding = options.encoding or plan.encoding or proved_encoding(source)
    text = source.head().decode(encoding, "replace")
    cells, delimiter = header_of(text.split("\n", plan.skip)[-1], plan.delimiter or DELIMITERS)
    return Form("table", encoding, delimiter if len(cells) > 1 else "")
