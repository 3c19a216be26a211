"""Vocabularies: the labels of category columns met so far, each with a code that stays, shared by all pieces of a log. Pure."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, strings
from wageaudit.records import dataclass

ENTRY = 200  # [bytes] a label takes beside its letters


@dataclass(frozen=True, slots=True)
class Labels:
    """What codes stand for. known: string[k]; rank: int32[k + 1], the place in `known` of each code, None where a code is its place."""

    known: pa.Array
    rank: Codes | None = None

    def places(self, codes: Ints | Codes) -> Codes:
        """int32[n]: places in `known`; -1 stays -1."""
        return codes.astype(np.int32) if self.rank is None else self.rank.take(codes)


class Vocabularies:
    """One vocabulary a column. Codes depend on the order in which threads bring labels; what stands for them is sorted."""

    def __init__(self) -> None:
        """No label is known yet."""
        self.nbytes = 0  # about what the labels take
        self._codes: dict[str, dict[str, int]] = {}
        self._labels: dict[str, Labels] = {}
        self._turn = threading.Lock()

    def codes(self, name: str, labels: pa.Array) -> Codes:
        """int32[k + 1]: the code of each label of a column, new ones taken in; at the end -1, for none."""
        written = labels.to_pylist()
        known = self._codes.setdefault(name, {})
        found = [known.get(label, -1) for label in written]
        if -1 in found:
            with self._turn:
                for label in sorted({label for label in written if label is not None and label not in known}):
                    known[label] = len(known)
                    self.nbytes += len(label) + ENTRY
            found = [known.get(label, -1) for label in written]
        return np.array([*found, -1], np.int32)

    def labels(self) -> Mapping[str, Labels]:
        """Of each column, its labels in the order of their code points."""
        for name, known in list(self._codes.items()):  # threads may bring another column meanwhile
            if name not in self._labels or len(self._labels[name].known) != len(known):
                with self._turn:
                    self._labels[name] = _settled(known)
        return dict(self._labels)


def _settled(known: Mapping[str, int]) -> Labels:
    ordered = sorted(known)
    rank = np.full(len(ordered) + 1, -1, np.int32)
    rank[[known[label] for label in ordered]] = np.arange(len(ordered))
    return Labels(strings(ordered), rank)
