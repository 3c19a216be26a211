"""A map as TOML text, in the order people read it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from wageaudit.phrases import phrase
from wageaudit.readers.mapped.questions import Given
from wageaudit.readers.mapped.rules import WORDS

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


OVERNIGHT = phrase("an end before its start is on the next day")


def toml_text(given: Given, told: Callable[[str], str] = str) -> str:
    """The TOML of what is settled; `told` brings the comment in it into the reader's language."""
    lines = []
    for key in (*WORDS, "skip", "overnight"):
        value = given.words.get(key, "")
        if value:
            lines.append(f"{key} = {value if key in {'skip', 'overnight'} else _quoted(value)}")
    if len(given.columns.get("ended_at", ())) > 1:
        lines.append(f"overnight = true  # {told(OVERNIGHT)}")
    lines += _table("columns", {key: cells for key, cells in given.columns.items() if cells})
    lines += _table("constants", given.constants)
    lines += _table("units", given.units)
    lines += _table("formats", given.formats)
    lines += _table("status", given.status)
    for cell, prefix, activity in given.activity:
        lines += [
            "",
            "[[activity]]",
            f"column = {_quoted(cell)}",
            f"prefix = {_quoted(prefix)}",
            f"activity = {_quoted(activity)}",
        ]
    for cell, prefix in given.leave_out:
        lines += ["", "[[leave_out]]", f"column = {_quoted(cell)}", f"prefix = {_quoted(prefix)}"]
    return "\n".join(lines) + "\n"


def _table(name: str, entries: object) -> list[str]:
    if not isinstance(entries, dict) or not entries:
        return []
    return ["", f"[{name}]", *(f"{_key(key)} = {_value(value)}" for key, value in entries.items())]


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _value(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return _quoted(value[0]) if len(value) == 1 else f"[{', '.join(_quoted(one) for one in value)}]"


def _quoted(text: str) -> str:
    """A basic string: what JSON escapes TOML escapes alike, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
