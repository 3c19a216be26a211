"""What tools/reproduce.py compares of a run: the SHA-256 of each output, and of what is left of it without the places of rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

WHERE = ("source_file", "source_row", "file", "row")  # columns that say where a row stood
PLACELESS = "without the places of rows"
UNSOURCED = "without its inputs"


def hashed(out: Path) -> Iterator[tuple[str, str]]:
    """(name, SHA-256) of every output, and of what is left of some of them without the places of rows."""
    parts = []
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name = path.relative_to(out).as_posix()
        if ".wageaudit" in path.parts:
            continue
        if "/ledger/" in name:
            parts.append(path)
            continue
        yield name, digest(path.read_bytes())
        if path.stem in {"ledger", "problems", "tasks"}:
            yield f"{name} {PLACELESS}", placeless([table(path)], once=path.stem == "tasks")
        if name == "batch/manifest.json":
            yield f"{name} {UNSOURCED}", unsourced(json.loads(path.read_bytes()))
    if parts:
        whole = [f"{path.relative_to(out).as_posix()} {digest(path.read_bytes())}" for path in parts]
        yield f"batch/ledger ({len(parts)} files)", digest("\n".join(whole).encode())
        yield f"batch/ledger {PLACELESS}", placeless(map(table, parts))


def table(path: Path) -> pa.Table:
    """A table of text, or a Parquet file with its types."""
    if path.suffix == ".parquet":
        return pq.ParquetFile(path).read()
    names = pa_csv.open_csv(path).schema.names
    return pa_csv.read_csv(
        path,
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )


def placeless(tables: Iterable[pa.Table], *, once: bool = False) -> str:
    """SHA-256 of the rows as text, in order of that text, without the columns that say where a row stood.

    once: a row that comes twice counts once, as an audit counts it; a converted table keeps both.
    """
    lines: list[str] = []
    for one in tables:
        columns = [one.column(name).to_pylist() for name in one.column_names if name not in WHERE]
        lines += map(repr, zip(*columns, strict=True))
    return digest("\n".join(sorted(set(lines) if once else lines)).encode())


def unsourced(manifest: dict[str, Any]) -> str:
    """SHA-256 of a manifest without what names or hashes the files that rows stood in, and its own hash."""
    gone = {"arguments", "inputs", "rows", "sha256"}
    rest = {key: value for key, value in manifest.items() if key not in gone}
    rest["outputs"] = [one for one in rest["outputs"] if one["what"] not in {"ledger", "problems"}]
    return digest(json.dumps(rest, sort_keys=True).encode())


def digest(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def placed(name: str) -> bool:
    """Whether an output says in which file a row stood, or how many files there were: it changes with the cutting."""
    if name.endswith((PLACELESS, UNSOURCED)):
        return False
    stem = Path(name.partition(" ")[0]).name.partition(".")[0]
    told = {"ledger", "problems", "tasks", "page", "explain", "manifest"}
    return stem in told or name in {"audit.html", "audit.xlsx", "audit.markdown", "audit.table", "audit.json"}
