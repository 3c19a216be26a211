"""What a shelf's audit leaves for tables to be made from, kept in files: exact, and read back as plain values alone."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from wageaudit.files import content, written

ALLOWED = {
    "builtins": {"frozenset", "set"},
    "datetime": {"date"},
    "decimal": {"Decimal"},
    "numpy": {"dtype", "ndarray"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
    "wageaudit.auditing": {"Count"},
    "wageaudit.cells": {"Cells", "Living"},
    "wageaudit.screening.part": {"Clock", "Found", "Screened", "Tally"},
    "wageaudit.screening.samples": {"Log"},
    "wageaudit.wage_files": {"Rate"},
}


class _Plain(pickle.Unpickler):
    """Makes values of these kinds and nothing else, whatever the file says."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - pickle's own signature
        """The kind, if it is one of ours. Raises UnpicklingError for any other."""
        if name not in ALLOWED.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} has no place here")
        return super().find_class(module, name)


def put_away(path: Path, what: object) -> None:
    """Write values into a file of a piece of work that is not finished yet."""
    written(path, lambda stream: pickle.dump(what, stream, protocol=5))


def put_in_parts(path: Path, parts: Mapping[int, object]) -> dict[str, tuple[int, int]]:
    """Write values one after the other into a file of unfinished work; part → where it begins and ends."""
    edges: dict[str, tuple[int, int]] = {}

    def write(stream: BinaryIO) -> None:
        for part, what in parts.items():
            begin = stream.tell()
            pickle.dump(what, stream, protocol=5)
            edges[str(part)] = begin, stream.tell()

    written(path, write)
    return edges


def taken_out(path: Path, begin: int = 0, end: int | None = None) -> Any:  # noqa: ANN401 - what was put away
    """The values of a file, or of one part of it."""
    return _Plain(io.BytesIO(content(path, begin, end))).load()
