"""How what differs from a manifest is told: which input, which reference file, which output and where in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Protocol

from wageaudit.errors import InputRefused
from wageaudit.files import data_text, fingerprint
from wageaudit.files.comparing import Difference, difference
from wageaudit.manifest import ABSOLUTE
from wageaudit.phrases import counted, joined, phrase
from wageaudit.reports import manifest_words as words
from wageaudit.text import clean

SHORT = 12  # characters of a hash that are told
SHOWN, BEFORE = 60, 20  # characters of a cell or a line that differs; of these, before the first that does
COUNTED = ("read", "audited", "converted", "merged", "left_out")


class Repeated(Protocol):
    """A run made again, as far as it got."""

    @property
    def met(self) -> Mapping[str, tuple[int, str]]:
        """Size and hash of every input met, by its name in the manifest."""

    @property
    def document(self) -> Mapping[str, Any] | None:
        """The manifest as it would be written now."""

    @property
    def stopped(self) -> str:
        """Why it could not be made again."""


def references(found: Mapping[str, Any]) -> list[str]:
    """Reference files that are not the ones used; the user's own are looked up from the folder stood in."""
    told = []
    for one in found["reference"]:
        said = {"name": _name(one["name"]), "kind": clean(one["kind"], 40), "then": one["sha256"][:SHORT]}
        if one["own"]:
            now = fingerprint(one["name"])[1]
            if now != one["sha256"]:
                told.append(phrase(words.OWN_CHANGED, now=now[:SHORT], **said))
            continue
        text = data_text(one["name"]) if ".." not in one["name"].split("/") else None
        if text is None:
            told.append(phrase(words.SHIPPED_MISSING, **said))
        elif (now := hashlib.sha256(text.encode()).hexdigest()) != one["sha256"]:
            told.append(phrase(words.SHIPPED_CHANGED, now=now[:SHORT], **said))
    return told


def differences(again: Repeated, found: Mapping[str, Any]) -> list[str]:
    """Inputs that are not the ones read, rows that went elsewhere, and why a run could not be made again."""
    then = {one["name"]: one for one in found["inputs"]}
    rows = {one["name"]: one["rows"] for one in (again.document or {"inputs": ()})["inputs"]}
    told = []
    for name in sorted({*then, *again.met}) if again.met else ():
        told += _input(name, then.get(name), again.met.get(name), rows.get(name))
    return [*told, phrase(words.STOPPED, reason=again.stopped)] if again.stopped else told


def _input(
    name: str, then: Mapping[str, Any] | None, now: tuple[int, str] | None, rows: Mapping[str, int] | None
) -> list[str]:
    shown = _name(name)
    if then is None or now is None:
        return [phrase(words.INPUT_ADDED if then is None else words.INPUT_MISSING, name=shown)]
    told = []
    if (then.get("size"), then["sha256"]) != now:
        told.append(phrase(words.INPUT_CHANGED, name=shown, now=now[1][:SHORT], then=then["sha256"][:SHORT]))
    for what in COUNTED if rows is not None else ():
        was, has = then["rows"].get(what, 0), (rows or {}).get(what, 0)
        if was != has:
            told.append(counted(words.ROWS_CHANGED[what], has, name=shown, then=was))
    return told


def output(entry: Mapping[str, Any], path: str, remade: str, again: Repeated, notes: list[str]) -> list[str]:
    """What differs in one output: path is where it should lie ("" for stdout), remade the file as it comes out now ("" if it could not be)."""
    shown, then = _name(entry["name"]), (entry["size"], entry["sha256"])
    lies = then
    if path:
        try:
            lies = fingerprint(path)
        except InputRefused:
            return [phrase(words.OUTPUT_MISSING, name=shown)]
    now = fingerprint(remade) if remade else None
    told = []
    if lies != then:
        found = difference(path, remade, entry["format"]) if now == then else None
        told.append(_placed(words.OUTPUT_CHANGED, words.OUTPUT_CHANGED_AT, shown, found, now_first=True))
    if now is not None and now != then:
        found = difference(path, remade, entry["format"]) if path and lies == then else None
        told.append(_placed(words.OUTPUT_OTHER, words.OUTPUT_OTHER_AT, shown, found, now_first=False))
        if (again.document or {}).get("named") == ABSOLUTE and words.ABSOLUTE_NAMES not in notes:
            notes.append(words.ABSOLUTE_NAMES)
    return told


def unmade(entry: Mapping[str, Any], language: str) -> str:
    """Why of an output only the hash was compared; language: the one to ask for, where that is why."""
    shown = _name(entry["name"])
    if language:
        return phrase(words.NOT_SPOKEN, name=shown, language=clean(language, 10))
    what, form = clean(entry["what"], 40), clean(entry["format"], 40)
    return phrase(words.NOT_COMPUTED, name=shown, what=what, form=form)


def _placed(plain: str, placed: str, name: str, found: Difference | None, *, now_first: bool) -> str:
    if found is None:
        return phrase(plain, name=name)
    at = _from(found.one, found.other)
    lies, remade = (
        f'"{"…" if at else ""}{clean(text[at:], SHOWN)}"' if text else words.NOTHING
        for text in (found.one, found.other)
    )
    if found.row is None:
        return joined([phrase(plain, name=name), phrase(words.BYTE, at=found.at)], ": ")
    where = (
        phrase(words.CELL, row=found.row, column=clean(found.column, 60))
        if found.column
        else phrase(words.ROW, row=found.row)
    )
    now, then = (lies, remade) if now_first else (remade, lies)
    return phrase(placed, name=name, where=where, now=now, then=then)


def _from(one: str, other: str) -> int:
    """Where to begin to show two texts that differ: a little before they do, if that is not near their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    same = next((at for at, (mine, its) in pairs if mine != its), min(len(one), len(other)))
    return same - BEFORE if same > SHOWN - BEFORE else 0


def _name(name: str) -> str:
    return clean(name, 300)
