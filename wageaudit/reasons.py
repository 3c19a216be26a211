"""Reasons of groups: what is unknown of each, or what its verdict depends on, as codes of a few phrases. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wageaudit.arrays import Codes, Mask


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why, of g groups. code: int32[g], the place of each group's reasons in `said`, where several are joined by semicolons."""

    code: Codes
    said: Sequence[str] = ("",)

    def also(self, inside: Mask, reason: str, *, first: bool = False) -> Reasons:
        """The same and this reason of the groups in `inside`, after what is said of each already, or before it."""
        own = self.code[inside]
        if not len(own):
            return self
        said, again = list(self.said), np.zeros(len(self.said), np.int32)
        for code in np.flatnonzero(np.bincount(own)).tolist():
            before = self.said[code]
            joined = ";".join(filter(None, (reason, before) if first else (before, reason)))
            again[code] = said.index(joined) if joined in said else len(said)
            if joined not in said:
                said.append(joined)
        found = self.code.copy()
        found[inside] = again.take(own)
        return Reasons(found, said)


def none_of(groups: int) -> Reasons:
    """Of so many groups nothing is said."""
    return Reasons(np.zeros(groups, np.int32))
