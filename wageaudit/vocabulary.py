"""Vocabularies: the labels of category columns met so far, each with a code that stays, shared by all pieces of a log. Pure.

Of many labels those met before are found all at once by Arrow: a piece of a log names thousands of workers, nearly all known.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, ints, places, strings
from wageaudit.kernels import index_in, take

ENTRY = 200  # [bytes] a label takes beside its letters
MANY = 1024  # texts from which Arrow is asked for all at once
SEARCHED = 4  # times as many texts may be known as are looked for: Arrow lays the known ones out each time


@dataclass(frozen=True, slots=True)
class Labels:
    """What codes stand for. known: string[k]; rank: int32[k + 1], the place in `known` of each code, None where a code is its place."""

    known: pa.Array
    rank: Codes | None = None

    def places(self, codes: Ints | Codes) -> Codes:
        """int32[n]: places in `known`; -1 stays -1."""
        return codes.astype(np.int32) if self.rank is None else self.rank.take(codes)


class Met:
    """Texts met so far, each with a code that stays: the order in which they came, whatever threads bring them."""

    def __init__(self) -> None:
        """None is known yet."""
        self.codes: dict[str, int] = {}
        self._first = strings(())  # of the codes, the first ones at least
        self._turn = threading.Lock()

    def find(self, texts: pa.Array) -> Codes:
        """int32[k]: the code of each text; -1 where it is not known, or is none."""
        if MANY <= len(texts) <= len(self._first) <= SEARCHED * len(texts):
            return ints(index_in(texts, self._first), null=-1).astype(np.int32)
        return np.array([self.codes.get(text, -1) for text in texts.to_pylist()], np.int32)

    def admit(self, texts: Iterable[str | None]) -> list[str]:
        """Take in those that are new, in the order of their code points, and tell them."""
        with self._turn:
            new = sorted({text for text in texts if text is not None and text not in self.codes})
            for text in new:
                self.codes[text] = len(self.codes)
            if len(self.codes) >= MANY and new:
                later = list(self.codes)[len(self._first) :]
                self._first = pa.concat_arrays([self._first, strings(later)])
        return new


class Vocabularies:
    """One vocabulary a column. Codes depend on the order in which threads bring labels; what stands for them is sorted."""

    def __init__(self) -> None:
        """No label is known yet."""
        self.nbytes = 0  # about what the labels take
        self._met: dict[str, Met] = {}
        self._labels: dict[str, Labels] = {}
        self._turn = threading.Lock()

    def codes(self, name: str, labels: pa.Array) -> Codes:
        """int32[k + 1]: the code of each label of a column, new ones taken in; at the end -1, for none."""
        met = self._met.setdefault(name, Met())
        found = met.find(labels)
        new = np.flatnonzero(found < 0)
        if len(new):
            texts = take(labels, places(new)).to_pylist()
            taken = met.admit(texts)
            with self._turn:
                self.nbytes += sum(map(len, taken)) + ENTRY * len(taken)
            found[new] = [-1 if text is None else met.codes[text] for text in texts]
        return np.append(found, np.int32(-1))

    def knows(self, name: str, labels: pa.Array) -> bool:
        """Whether all these labels of a column have been taken in."""
        found = self._met.setdefault(name, Met()).find(labels)
        return bool(np.count_nonzero(found < 0) == labels.null_count)

    def labels(self) -> Mapping[str, Labels]:
        """Of each column, its labels in the order of their code points."""
        for name, met in list(self._met.items()):  # threads may bring another column meanwhile
            if name not in self._labels or len(self._labels[name].known) != len(met.codes):
                with self._turn:
                    self._labels[name] = _settled(met.codes)
        return dict(self._labels)


def _settled(known: Mapping[str, int]) -> Labels:
    ordered = sorted(known)
    rank = np.full(len(ordered) + 1, -1, np.int32)
    rank[[known[label] for label in ordered]] = np.arange(len(ordered))
    return Labels(strings(ordered), rank)
