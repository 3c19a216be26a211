"""JSON and JSON lines into Python values and columns of text, strictly: no NaN, no key twice, no bottomless nesting."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from wageaudit.arrays import strings
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source, decode
from wageaudit.text import clean

AGAIN = "export the file again"


class _Twice(ValueError):
    """A key that stands twice in one object."""


def _object(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(f"has the key {clean(key)} twice in one object")
        found[key] = value
    return found


def _constant(name: str) -> object:
    raise _Twice(f"holds {name}, which is no number")


def parsed(text: str) -> object:
    """A JSON document; numbers stay the text they were written as. Raises ValueError with what is wrong."""
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=str, parse_int=str
        )
    except RecursionError:
        raise ValueError("is nested too deep") from None


def read_document(source: Source, encoding: str = "") -> object:
    """The one JSON document of a file. Raises InputRefused with the row (line) and what is wrong."""
    text, _ = decode(source, encoding)
    try:
        return parsed(text)
    except json.JSONDecodeError as error:
        raise InputRefused(source.name, f"is not JSON: {error.msg}", AGAIN, error.lineno) from None
    except ValueError as error:
        raise InputRefused(source.name, str(error), AGAIN) from None


def read_lines(source: Source, encoding: str = "") -> tuple[list[tuple[int, object]], list[Problem]]:
    """((line number, document) of each line that is JSON, a problem for each that is not); blank lines are none."""
    text, _ = decode(source, encoding)
    found: list[tuple[int, object]] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append((number, parsed(line)))
        except ValueError as error:
            reason = f"is not JSON: {error}" if isinstance(error, json.JSONDecodeError) else str(error)
            problems.append(Problem("not-json", source.name, number, "", clean(line), reason, AGAIN))
    return found, problems


def columns(
    records: Sequence[Mapping[str, object]], paths: Mapping[str, Sequence[str]]
) -> dict[str, pa.Array]:
    """Our name → string array: what each record holds at the path of keys; empty where it holds nothing plain."""
    return {name: strings(_at(record, path) for record in records) for name, path in paths.items()}


def _at(record: object, path: Sequence[str]) -> str:
    for key in path:
        record = record.get(key) if isinstance(record, Mapping) else None
    if record is None or isinstance(record, Mapping | list):
        return ""
    return str(record).lower() if isinstance(record, bool) else str(record)
