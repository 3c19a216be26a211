"""A TOML table being read strictly: the first fault is wrong use, said with its key and its line. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from wageaudit.errors import WrongUse
from wageaudit.phrases import ours, phrase
from wageaudit.text import clean

_TABLE = re.compile(r"\s*\[\[?\s*(?P<name>[^\]]+?)\s*\]\]?\s*(?:#.*)?")


def same(text: str) -> str:
    """A word without what people do not mean by it: case, composition of accents, white space."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a map being read; every fault is wrong use, with key and line."""

    name: str
    text: str
    values: Mapping[str, object]
    table_name: str = ""
    number: int = 0

    def fault(self, key: str, what: str, mend: str) -> NoReturn:
        """Raise WrongUse with the line of a key, what is wrong with it, and what mends it."""
        line = line_of(self.text, self.table_name, self.number, key)
        place = f"[{self.table_name}] {clean(key, 40)}" if self.table_name else clean(key, 40)
        raise WrongUse(
            phrase(
                "{name}, line {line}: {place} {what}", name=self.name, line=line, place=place, what=ours(what)
            ),
            mend,
        )

    def only(self, keys: Sequence[str]) -> None:
        """Every key of this table is one of these."""
        for key in self.values:
            if key not in keys:
                self.fault(key, "is an unknown key", phrase("known keys: {names}", names=", ".join(keys)))

    def inside(self, name: str) -> Sheet:
        """A table of this one, to be read."""
        return Sheet(self.name, self.text, self.table(name), name)

    def table(self, name: str) -> Mapping[str, object]:
        """A table's keys and values; none where it is absent."""
        found = self.values.get(name, {})
        if not isinstance(found, dict):
            self.fault(name, "is not a table", phrase("open it with [{name}]", name=name))
        return found

    def word(self, key: str) -> str:
        """A text; empty where it is absent."""
        found = self.values.get(key, "")
        if not isinstance(found, str):
            self.fault(key, "is not text", phrase('write {key} = "..."', key=key))
        return found

    def plain(self, key: str, found: object) -> str:
        """A value that is a text or a number, as text."""
        if isinstance(found, bool) or not isinstance(found, str | int | Decimal):
            self.fault(key, "is not text or a number", phrase('write {key} = "..."', key=key))
        return format(found, "f") if isinstance(found, Decimal) else str(found)

    def texts(self, key: str, found: object) -> tuple[str, ...]:
        """A text or a list of texts."""
        many = found if isinstance(found, list) else [found]
        if not all(isinstance(one, str) for one in many):
            self.fault(key, "is not text or a list of texts", phrase('write {key} = "..."', key=key))
        return tuple(many)

    def lines(self, key: str, most: int) -> int:
        """A whole number of lines; 0 where it is absent."""
        found = self.values.get(key, 0)
        if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= most:
            self.fault(
                key,
                "is not a whole number of lines",
                phrase("write {key} = 3, at most {most}", key=key, most=most),
            )
        return found

    def flag(self, key: str) -> bool:
        """True or false; false where it is absent."""
        found = self.values.get(key, False)
        if not isinstance(found, bool):
            self.fault(key, "is not true or false", phrase("write {key} = true", key=key))
        return found


def line_of(text: str, table: str, number: int, key: str) -> int:
    """The line a key stands in: below its table's heading (the number-th of that name, from 0); else the heading's; else 1."""
    current, met, heading = "", -1, 1
    for at, line in enumerate(text.splitlines(), 1):
        opened = _TABLE.fullmatch(line)
        if opened is not None:
            current = opened["name"].strip("\"'")
            met += current == table
            heading = at if current == table and met == number else heading
            if not table and current == key:
                return at
            continue
        if current == table and (not table or met == number):
            written = line.split("=", 1)[0].strip().strip("\"'")
            if "=" in line and (same(written) == same(key) or written.split(".")[0] == key):
                return at
    return heading
