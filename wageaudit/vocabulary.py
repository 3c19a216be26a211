"""Vocabularies: the labels of category columns met so far, each with a code that stays, shared by all pieces of a log. Pure.

Of many labels those met before are found all at once: a piece of a log names thousands of workers, nearly all known.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, column, lengths, places, present, strings, truths
from wageaudit.fingerprints import WORD, Words, fingerprints
from wageaudit.kernels import equal, take

ENTRY = 200  # [bytes] a label takes beside its letters
MANY = 1024  # texts from which all are looked for at once, without Python's own dictionary
SLOTS = 4  # times as many slots as texts, and up to twice that
GOES_ON = np.uint64(32)  # bits of a fingerprint before those that tell its other slot
GROWN = 1.25  # times as many texts as an index holds: then it is made anew


@dataclass(frozen=True, slots=True)
class Index:
    """Known texts by their fingerprints. texts: string[k] in the order of their codes; prints, sizes: [k], of each.

    slots, others: int32[2 ** bits], the code of a text whose fingerprint begins, or goes on, with the slot's number, none: any;
    of texts that share a slot one lies there, the rest in the others, where again one of those that share a slot is found.
    Letters are compared where a text has more than its fingerprint holds.
    """

    texts: pa.Array
    prints: Words
    sizes: Codes
    slots: Codes
    others: Codes

    def find(self, texts: pa.Array) -> Codes:
        """int32[n]: the code of each text; -1 where it is not found, or is none."""
        own, sizes = fingerprints(texts), lengths(texts)
        code = self.slots.take(_slot(own, len(self.slots)))
        missed = np.flatnonzero(self.prints.take(code) != own)
        code[missed] = self.others.take(_slot(own[missed] << GOES_ON, len(self.others)))
        same = (self.prints.take(code) == own) & (self.sizes.take(code) == sizes)
        if texts.null_count:
            same &= present(texts)
        found = np.where(same, code, np.int32(-1))
        long = np.flatnonzero(same & (sizes > WORD))
        if len(long):
            known = take(self.texts, column(code.take(long), pa.int32()))
            found[long[~truths(equal(known, take(texts, places(long))))]] = -1
        return found


class Met:
    """Texts met so far, each with a code that stays: the order in which they came, whatever threads bring them."""

    def __init__(self) -> None:
        """None is known yet."""
        self.codes: dict[str, int] = {}
        self._index: Index | None = None  # of the codes, the first ones at least, once they are many
        self._turn = threading.Lock()

    def find(self, texts: pa.Array) -> Codes:
        """int32[k]: the code of each text; -1 where it is not known, or is none."""
        if self._index is None or len(texts) < MANY:
            return np.array([self.codes.get(text, -1) for text in texts.to_pylist()], np.int32)
        found = self._index.find(texts)
        rest = np.flatnonzero(found < 0)  # new since the index was made, or altogether
        found[rest] = [self.codes.get(text, -1) for text in take(texts, places(rest)).to_pylist()]
        return found

    def admit(self, texts: Iterable[str | None]) -> list[str]:
        """Take in those that are new, in the order of their code points, and tell them."""
        with self._turn:
            new = sorted({text for text in texts if text is not None and text not in self.codes})
            for text in new:
                self.codes[text] = len(self.codes)
            indexed = 0 if self._index is None else len(self._index.texts)
            if len(self.codes) >= max(MANY, GROWN * indexed):
                self._index = _indexed(self._index, list(self.codes))
        return new


def _indexed(before: Index | None, texts: Sequence[str]) -> Index:
    """The index of these texts, of which the first ones may be in one already."""
    known = before.texts if before is not None else strings(())
    every = pa.concat_arrays([known, strings(texts[len(known) :])])
    prints = fingerprints(every)
    slots, others = np.zeros((2, 1 << (SLOTS * len(texts)).bit_length()), np.int32)
    place, own = _slot(prints, len(slots)), np.arange(len(texts))
    slots[place] = own
    lost = slots.take(place) != own
    others[_slot(prints[lost] << GOES_ON, len(others))] = own[lost]
    return Index(every, prints, lengths(every), slots, others)


def _slot(prints: Words, slots: int) -> Ints:
    """int64[n]: the slot of each fingerprint, by its first bits. slots: a power of two."""
    return (prints >> np.uint64(65 - slots.bit_length())).view(np.int64)


class Vocabularies:
    """One vocabulary a column. Codes depend on the order in which threads bring labels: nothing may rest on it."""

    def __init__(self) -> None:
        """No label is known yet."""
        self.nbytes = 0  # about what the labels take
        self._met: dict[str, Met] = {}
        self._labels: dict[str, pa.Array] = {}
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

    def labels(self) -> Mapping[str, pa.Array]:
        """Of each column, its labels in the order of their codes."""
        for name, met in list(self._met.items()):  # threads may bring another column meanwhile
            if name not in self._labels or len(self._labels[name]) != len(met.codes):
                with self._turn:
                    self._labels[name] = strings(met.codes)
        return dict(self._labels)
