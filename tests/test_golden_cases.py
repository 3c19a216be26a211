"""Golden cases: tests/cases/<platform>/<case>.csv beside the task table it becomes and what is said about it.

A case is an input (`<case>.csv`, `.tsv`, …, or a folder `<case>`), `<case>.expected.csv`, `<case>.problems.txt`, and where
it needs choices `<case>.options.toml`, and `<case>.map.toml` where these name a map. A new case is these files and no code; with WAGEAUDIT_WRITE_CASES=1 the two files
of a case without them are written, to be read before they are kept. None is ever replaced.
"""

from __future__ import annotations

import csv
import io
import os
import tomllib
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from wageaudit.errors import WageauditError
from wageaudit.files import sources
from wageaudit.options import Options
from wageaudit.readers import read_sources
from wageaudit.readers.base import Reading

CASES = Path(__file__).parent / "cases"
BESIDE = (".expected.csv", ".problems.txt", ".options.toml", ".map.toml")


def inputs() -> list[Path]:
    """Every input that lies in a platform's folder of cases."""
    found = (
        path for path in CASES.glob("*/*") if not path.name.endswith(BESIDE) and not path.name.startswith(".")
    )
    return sorted(found)


def options_of(case: Path) -> Options:
    """The case's choices; numbers are exact."""
    beside = case.with_name(f"{case.stem}.options.toml")
    choices = (
        tomllib.loads(beside.read_text(encoding="utf-8"), parse_float=Decimal) if beside.exists() else {}
    )
    return replace(Options(), **choices)


def shown(value: object) -> str:
    """A value of the task table as a canonical CSV has it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value)


def as_csv(table: pa.Table) -> str:
    """The columns the reader filled, in the order of the task table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows([shown(value) for value in row.values()] for row in table.to_pylist())
    return text.getvalue()


def as_text(reading: Reading) -> str:
    """Problems, notes and the account of the rows, one a line."""
    lines = []
    for problem in reading.problems:
        weight = "" if problem.rows == 1 else f" [{problem.rows} rows]"
        lines.append(f'{problem.place()}: {problem.code}{weight}: "{problem.value}" {problem.reason}')
        lines.append(f"  mend: {problem.mend}")
    for file in reading.files:
        lines.extend(f"{file.name}: {note}" for note in file.notes)
        audited = file.rows_read - file.rows_merged - file.rows_left_out
        lines.append(
            f"{file.name}: {file.reader}, {file.coverage}: "
            f"{file.rows_read} read = {audited} audited + {file.rows_merged} merged + {file.rows_left_out} left out"
        )
    return "\n".join(lines) + "\n"


def outcome(case: Path) -> tuple[str, str]:
    """(task table, what is said); a refused file has no table."""
    try:
        found, notes = sources([case.name])
        reading = read_sources(found, options_of(case), alone=len(found) == 1)
    except WageauditError as refusal:
        return "", f"refused: {refusal}\n  mend: {refusal.mend}\n"
    assert (
        sum(file.rows_read - file.rows_merged - file.rows_left_out for file in reading.files)
        == reading.table.num_rows
    )
    return as_csv(reading.table), as_text(replace(reading, problems=(*notes, *reading.problems)))


@pytest.mark.parametrize("case", inputs(), ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_an_export_becomes_the_task_table_and_the_problems_beside_it(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every cell of the table and every word said is what the case's files say."""
    monkeypatch.chdir(case.parent)
    for text, ending in zip(outcome(case), BESIDE, strict=False):
        beside = case.with_name(case.stem + ending)
        if os.environ.get("WAGEAUDIT_WRITE_CASES") and not beside.exists():
            beside.write_text(text, encoding="utf-8", newline="\n")
        assert text == beside.read_text(encoding="utf-8")


def test_every_file_beside_a_case_belongs_to_one() -> None:
    """A table or a list of problems without an input would be compared with nothing."""
    stems = {(case.parent, case.stem) for case in inputs()}
    for path in CASES.glob("*/*"):
        for ending in BESIDE:
            if path.name.endswith(ending):
                assert (path.parent, path.name.removesuffix(ending)) in stems
