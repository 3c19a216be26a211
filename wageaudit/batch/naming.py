"""File names of members' pages: the id where it is one that every file system takes and no other member's, else cleaned and told apart."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

LONGEST = 60  # characters of an id in a name
MARK = 10  # hexadecimal digits that tell one id from another
KEPT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
OTHER = re.compile(r"[^A-Za-z0-9_-]+")
DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{kind}{n}" for kind in ("com", "lpt") for n in range(10)}
)
EVERYBODY = "worker"  # for an id of which nothing can stand in a name


def file_names(workers: Iterable[str]) -> dict[str, str]:
    """Worker → file name without its ending; no two are one where capitals and small letters are one."""
    ids = sorted(set(workers))
    alike = Counter(one.casefold() for one in ids)
    return {one: one if _safe(one) and alike[one.casefold()] == 1 else _marked(one) for one in ids}


def _safe(one: str) -> bool:
    """Whether every file system takes it as it is; what could be the name of another with its mark is not."""
    return (
        len(one) <= LONGEST
        and KEPT.fullmatch(one) is not None
        and one.partition(".")[0].casefold() not in DEVICES
        and re.search(rf"-[0-9a-f]{{{MARK}}}$", one.casefold()) is None
    )


def _marked(one: str) -> str:
    digest = hashlib.sha256(one.encode("utf-8", "surrogatepass")).hexdigest()[:MARK]
    return f"{OTHER.sub('-', one).strip('-_')[:LONGEST] or EVERYBODY}-{digest}"
