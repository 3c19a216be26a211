"""TOML files of a user's own choices, such as maps: small plain files, read whole or refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from wageaudit.errors import WrongUse
from wageaudit.files.shipped import data_names, data_text
from wageaudit.phrases import phrase
from wageaudit.text import clean

LARGEST_TOML = 1 << 20  # [bytes] a map is a page long
_SHIPPED = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)


def toml(path: str) -> tuple[str, Mapping[str, object]]:
    """(text, values) of a TOML file, numbers exact. Raises WrongUse for what is no such file, or is none to trust."""
    shown = clean(path, 200)
    return parsed_toml(_text(Path(path), shown), shown)


def parsed_toml(text: str, shown: str) -> tuple[str, Mapping[str, object]]:
    """(text, values) of TOML. Raises WrongUse with the line of the fault."""
    try:
        return text, tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as fault:
        raise WrongUse(
            phrase("{shown} is not TOML: {fault}", shown=shown, fault=clean(str(fault), 200)),
            "write it as TOML: key = value, words in quotes",
        ) from None


def shipped_names(folder: str) -> tuple[str, ...]:
    """Names, without ending, of the TOML files that come with the program in one folder of its data."""
    return tuple(name.removesuffix(".toml") for name in data_names(folder) if name.endswith(".toml"))


def shipped_toml(folder: str, name: str) -> tuple[str, Mapping[str, object]] | None:
    """(text, values) of a TOML file that comes with the program; None where there is none of that name."""
    found = data_text(f"{folder}/{name}.toml") if _SHIPPED.fullmatch(name) else None
    return None if found is None else parsed_toml(found, name)


def _text(path: Path, shown: str) -> str:
    try:
        there, plain = path.exists(), path.is_file()
    except OSError:  # a name longer than any file's
        there = plain = False
    if not there:
        raise WrongUse(phrase("{shown} is not there", shown=shown), "check the path")
    if not plain:
        raise WrongUse(phrase("{shown} is not a file", shown=shown), "give a TOML file")
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_TOML + 1)
    except OSError as error:
        raise WrongUse(
            phrase("{shown} cannot be opened: {strerror}", shown=shown, strerror=error.strerror),
            "check its permissions",
        ) from None
    if len(data) > LARGEST_TOML:
        raise WrongUse(
            phrase("{shown} is larger than {most} bytes", shown=shown, most=LARGEST_TOML),
            "give a TOML file, not an export",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongUse(phrase("{shown} is not UTF-8", shown=shown), "save it as UTF-8") from None
