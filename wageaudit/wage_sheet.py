"""A table of a wage file read strictly: each value of its kind, or a fault with its place and what mends it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from wageaudit.phrases import ours, phrase

MICRO = Decimal("0.000001")
LARGEST = Decimal(10) ** 12  # of an amount: hourly rates are 64-bit millionths


@dataclass(frozen=True, slots=True)
class WageProblem:
    """A fault: the file, the number of its [[rate]] (1 for the first, 0 for the file's head), what, and what mends it."""

    file: str
    record: int
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}, rate {self.record}" if self.record else self.file
        return f"{place}: {self.what}\n  mend: {self.mend}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One TOML table being read: record 0 is the head of the file; faults go to the shared list."""

    file: str
    record: int
    values: dict[str, object]
    problems: list[WageProblem]

    def fault(self, what: str, mend: str) -> None:
        """Note a fault of this table."""
        self.problems.append(WageProblem(self.file, self.record, what, mend))

    def unknown_keys(self, known: frozenset[str]) -> None:
        """Note keys that nothing is made of."""
        for key in sorted(self.values.keys() - known):
            names = ", ".join(sorted(known))
            self.fault(
                phrase('unknown key "{key}"', key=key[:40]), phrase("known keys: {names}", names=names)
            )

    def text(self, key: str, default: str = "", *, required: bool = False, most: int = 0) -> str:
        """The text under a key; the default where there is none."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            self.fault(phrase('"{key}" is not text', key=key), phrase('write {key} = "..."', key=key))
            return default
        if required and not value.strip():
            self.fault(phrase('"{key}" is missing', key=key), phrase('add {key} = "..."', key=key))
        if most and len(value) > most:
            what = phrase('"{key}" is longer than {most} characters', key=key, most=most)
            self.fault(what, "write the short name that people use")
        return value.strip()

    def match(self, key: str, pattern: re.Pattern[str], mend: str) -> str:
        """The text under a key, if it is of this form."""
        value = self.text(key)
        if not pattern.fullmatch(value):
            self.fault(instead(key, value), phrase("write {mend}", mend=ours(mend)))
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """The text under a key, if it is one of these."""
        value = self.text(key, default)
        if value not in choices:
            self.fault(instead(key, value), phrase("one of {names}", names=", ".join(filter(None, choices))))
            return default
        return value

    def day(self, key: str, *, required: bool = False) -> date | None:
        """The day under a key; None where there is none."""
        value = self.values.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None or required:
            what = phrase('"{key}" is not a day', key=key) if value is not None else instead(key, "")
            self.fault(what, phrase("write {key} = 2024-05-01, without quotes", key=key))
        return None

    def number(self, key: str) -> Decimal | None:
        """The number above zero under a key; None, and a fault, where there is none."""
        value = self.values.get(key)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
            if number.is_finite() and MICRO <= number <= LARGEST:
                return number
        large = phrase('"{key}" is not a number above zero, or too large', key=key)
        what = instead(key, "") if value is None else large
        self.fault(what, phrase("write {key} = 262680, without quotes, decimals after a point", key=key))
        return None


def instead(key: str, value: str) -> str:
    """What a key says instead of what it should."""
    missing = phrase('"{key}" is missing', key=key)
    return phrase('"{key}" is "{value}"', key=key, value=value[:40]) if value else missing
