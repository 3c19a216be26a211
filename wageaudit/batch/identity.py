"""What a kept piece of work depends on besides its input: the program, its data, and the choices that bear on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache

from wageaudit.files import fingerprint, package_digest, shipped_names
from wageaudit.options import Options

COUNTING = (
    "gap_minutes", "pending", "tips", "max_task_minutes", "period", "category", "minimum_wage", "wage_currency",
    "display_currency", "wages_files", "exchange_file", "exchange_series", "living_wage_files",
)  # fmt: skip
READING = tuple(field.name for field in fields(Options) if field.name not in COUNTING)
ALL = tuple(field.name for field in fields(Options))


def identity(options: Options, names: Collection[str]) -> str:
    """SHA-256 of the program with its data, and of these choices with the files they name."""
    chosen = {name: _plain(getattr(options, name)) for name in names}
    named = [options.map, options.roster_file, options.exchange_file]
    named += [*options.wages_files, *options.living_wage_files]
    used = [path for path in named if path and path not in shipped_names("maps")]
    told = [program(), chosen, [fingerprint(path)[1] for path in used]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@cache
def program() -> str:
    """SHA-256 of the package: code and data."""
    return package_digest()


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return (
        value
        if value is None or isinstance(value, int | bool)
        else str(value)
        if isinstance(value, str | Decimal)
        else [_plain(item) for item in value]
    )  # type: ignore[attr-defined]
