"""What cases are made of: rows and tables of text, workbooks, archives; and cases of one odd cell."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hostile.runner import Case

HEADER = "worker_id,task_id,title,start,end,reward,currency,status"
NAMES = tuple(HEADER.split(","))
HOURS = "worker_id,task_id,started_at,ended_at,pay,currency,timezone"


def row(number: int = 1, **cells: str) -> str:
    """A row of the battery's table; any of its cells another."""
    own = {
        "worker_id": "w1", "task_id": f"t{number}", "title": "Labels", "start": f"2024-03-04T10:{number % 60:02}:00Z",
        "end": f"2024-03-04T10:{number % 60:02}:30Z", "reward": "0.05", "currency": "USD", "status": "approved",
    }  # fmt: skip
    return ",".join((own | cells).values())


def table(*rows: str, header: str = HEADER, end: str = "\n") -> str:
    """A header and rows, each with its end of line."""
    return "".join(f"{line}{end}" for line in (header, *rows))


def written(name: str, data: str | bytes, *typed: str) -> Callable[[Path], Sequence[str]]:
    """A case's make: one file, and the audit of it as CSV."""

    def make(folder: Path) -> Sequence[str]:
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
        return ["audit", name, *(typed or ("--format", "csv"))]

    return make


def filed(files: Mapping[str, str | bytes], *typed: str) -> Callable[[Path], Sequence[str]]:
    """A case's make: several files, and what is typed."""

    def make(folder: Path) -> Sequence[str]:
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
        return typed

    return make


def text(number: str, sentence: str, data: str | bytes, code: int = 0, *says: str, **more: Any) -> Case:  # noqa: ANN401
    """A case of one text file, log.csv."""
    typed = ("--format", "csv", *more.pop("options", ()))
    return Case(number, sentence, written("log.csv", data, *typed), code, says, **more)


def cell(number: str, sentence: str, code: int, *says: str, rule: str = "", **cells: str) -> Case:
    """A case of one odd row between two plain ones: left out where the code is 4, taken where it is 0."""
    data = table(row(1), row(2, **cells), row(3))
    rows = {0: (3, 3, 0, 0), 4: (3, 2, 0, 1), 3: None}[code]
    where = ("log.csv, row 3",) if code == 4 else ()
    return text(number, sentence, data, code, *where, *says, rule=rule, rows=rows)


def column(number: str, sentence: str, values: Sequence[str], code: int, *says: str, **more: Any) -> Case:  # noqa: ANN401
    """A case of a column of amounts, `reward` unless another is named; semicolons part the cells."""
    name = more.pop("name", "reward")
    data = table(*(row(at + 1, **{name: "@"}) for at in range(len(values)))).replace(",", ";")
    for value in values:
        data = data.replace("@", value, 1)
    return text(number, sentence, data, code, *says, **more)


def zipped(
    members: Mapping[str, str | bytes] | Sequence[tuple[str, str | bytes]], how: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip archive's bytes."""
    packed = io.BytesIO()
    pairs = members.items() if isinstance(members, Mapping) else members
    with zipfile.ZipFile(packed, "w", how) as archive:
        for name, data in pairs:
            archive.writestr(name, data)
    return packed.getvalue()


def gzipped(data: str | bytes) -> bytes:
    """A gzip's bytes, the same at any time."""
    return gzip.compress(data.encode() if isinstance(data, str) else data, mtime=0)


def book(*rows: Sequence[object], dress: Callable[[Any], None] | None = None) -> bytes:
    """A workbook's bytes: one sheet of these rows under the battery's header; dress: what else is done to the workbook."""
    from openpyxl import Workbook

    made = Workbook()
    made.active.append(NAMES)
    for cells in rows:
        made.active.append(list(cells))
    if dress is not None:
        dress(made)
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def cells(number: int = 1, **other: object) -> list[object]:
    """A row of a workbook."""
    own = dict(zip(NAMES, row(number).split(","), strict=True))
    return list((own | other).values())


def edited(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook or archive with one of its members changed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in archive.namelist():
            member = archive.read(name)
            copy.writestr(name, change(member) if name == part else member)
    return packed.getvalue()
