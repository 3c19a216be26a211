"""What a shelf's audit leaves for tables to be made from, kept in files: exact, narrow, and read back as plain values alone."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from wageaudit.files import content, written
from wageaudit.narrowing import Small, fitted

ALLOWED = {
    "builtins": {"frozenset", "set"},
    "datetime": {"date"},
    "decimal": {"Decimal"},
    "numpy": {"dtype", "ndarray"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
    "wageaudit.auditing": {"Count"},
    "wageaudit.batch.keeping": {"as_wide"},
    "wageaudit.cells": {"Cells", "Living"},
    "wageaudit.screening.part": {"Clock", "Found", "Screened", "Tally"},
    "wageaudit.screening.samples": {"Log"},
    "wageaudit.wage_files": {"Rate"},
}


LOWEST = np.iinfo(np.int64).min  # a number that has no narrower width, nor a place in one


def as_wide(small: Small, kind: npt.DTypeLike) -> Small:
    """Whole numbers in the width they had."""
    return small.astype(kind)


class _Narrow(pickle.Pickler):
    """Writes whole numbers in as few bytes as they need: most columns of sums are zero, or nearly."""

    def reducer_override(self, what: object) -> Any:  # noqa: ANN401 - pickle's own signature
        """How a column is made again, where it can be narrower; all else as ever."""
        if not isinstance(what, np.ndarray) or what.dtype.kind != "i" or what.min(initial=0) == LOWEST:
            return NotImplemented
        small = fitted(what)
        return (as_wide, (small, what.dtype)) if small.dtype != what.dtype else NotImplemented


def _put(what: object, stream: BinaryIO) -> None:
    _Narrow(stream, protocol=5).dump(what)


class _Plain(pickle.Unpickler):
    """Makes values of these kinds and nothing else, whatever the file says."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - pickle's own signature
        """The kind, if it is one of ours. Raises UnpicklingError for any other."""
        if name not in ALLOWED.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} has no place here")
        return super().find_class(module, name)


def put_away(path: Path, what: object) -> None:
    """Write values into a file of a piece of work that is not finished yet."""
    written(path, lambda stream: _put(what, stream))


def put_in_parts(path: Path, parts: Mapping[int, object]) -> dict[str, tuple[int, int]]:
    """Write values one after the other into a file of unfinished work; part → where it begins and ends."""
    edges: dict[str, tuple[int, int]] = {}

    def write(stream: BinaryIO) -> None:
        for part, what in parts.items():
            begin = stream.tell()
            _put(what, stream)
            edges[str(part)] = begin, stream.tell()

    written(path, write)
    return edges


def taken_out(path: Path, begin: int = 0, end: int | None = None) -> Any:  # noqa: ANN401 - what was put away
    """The values of a file, or of one part of it."""
    return _Plain(io.BytesIO(content(path, begin, end))).load()
