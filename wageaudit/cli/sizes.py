"""Amounts of memory as people write them: 500MB, 1GiB, 2G."""

from __future__ import annotations

import re

from wageaudit.errors import WrongUse
from wageaudit.phrases import phrase
from wageaudit.text import clean

UNITS = {
    "": 1,
    "b": 1,
    "k": 1 << 10,
    "m": 1 << 20,
    "g": 1 << 30,
    "t": 1 << 40,
}  # short and binary: powers of 1024
THOUSANDS = {"kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}  # SI
WRITTEN = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([a-z]{0,3})", re.ASCII)


def bytes_of(text: str) -> int | None:
    """So many bytes; None where nothing is said. Raises WrongUse for what is no amount."""
    if not text:
        return None
    found = WRITTEN.fullmatch(text.strip().casefold())
    unit = found[2] if found else ""
    factor = THOUSANDS.get(unit) or UNITS.get(unit.removesuffix("ib") if unit.endswith("ib") else unit)
    if found is None or factor is None:
        raise WrongUse(
            phrase("{text} is no amount of memory", text=clean(text)), "write it as  1GiB  or  500MB"
        )
    return int(float(found[1]) * factor)
