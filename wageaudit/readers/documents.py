"""JSON and JSON lines into Python values and columns of text, strictly: no NaN, no key twice, no bottomless nesting."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import pyarrow as pa

from wageaudit.arrays import strings
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source, decode
from wageaudit.phrases import phrase
from wageaudit.text import clean

AGAIN = "export the file again"
HALF = "holds half a character: a surrogate without the other"
_LINE_END = re.compile("\r\n|\r|\n")  # and no other: JSON may hold U+2028 and its like as they are
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _Twice(ValueError):
    """A key that stands twice in one object."""


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise _Twice(f"has the key {clean(twice)} twice in one object")
    return found


def _constant(name: str) -> object:
    raise _Twice(f"holds {name}, which is no number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_float=str, parse_int=str
)


def parsed(text: str) -> object:
    """A JSON document; numbers stay the text they were written as. Raises ValueError with what is wrong."""
    try:
        found: object = _DECODER.decode(text)
        if _SURROGATE.search(text):
            json.dumps(found, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("is nested too deep") from None
    except UnicodeEncodeError:
        raise ValueError(HALF) from None
    return found


def read_document(source: Source, encoding: str = "") -> object:
    """The one JSON document of a file. Raises InputRefused with the row (line) and what is wrong."""
    text, _ = decode(source, encoding)
    try:
        return parsed(text)
    except json.JSONDecodeError as error:
        raise InputRefused(
            source.name, phrase("is not JSON: {msg}", msg=error.msg), AGAIN, error.lineno
        ) from None
    except ValueError as error:
        raise InputRefused(source.name, str(error), AGAIN) from None


def read_lines(source: Source, encoding: str = "") -> tuple[list[tuple[int, object]], list[Problem]]:
    """((line number, document) of each line that is JSON, a problem for each that is not); blank lines are none."""
    text, _ = decode(source, encoding)
    found: list[tuple[int, object]] = []
    problems: list[Problem] = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        if not line.strip():
            continue
        try:
            found.append((number, parsed(line)))
        except ValueError as error:
            reason = (
                phrase("is not JSON: {error}", error=error)
                if isinstance(error, json.JSONDecodeError)
                else str(error)
            )
            problems.append(Problem("not-json", source.name, number, "", clean(line), reason, AGAIN))
    return found, problems


def columns(
    records: Sequence[Mapping[str, object]], paths: Mapping[str, Sequence[str]]
) -> dict[str, pa.Array]:
    """Our name → string array: what each record holds at the path of keys; empty where it holds nothing plain."""
    return {
        name: strings([_plain(record.get(path[0])) for record in records])
        if len(path) == 1
        else strings([_at(record, path) for record in records])
        for name, path in paths.items()
    }


def _at(record: object, path: Sequence[str]) -> str:
    for key in path:
        record = record.get(key) if isinstance(record, dict) else None
    return _plain(record)


def _plain(value: object) -> str:
    """A cell: text as it is, a truth value in small letters, nothing for what is nested or absent."""
    if type(value) is str:
        return value
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
