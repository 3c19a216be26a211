"""Whether a column that people call a task holds ids of tasks, or kinds of task, which repeat. Pure.

A column under the exact name task_id is what it says. Under another name it is judged: where one worker has one value at
different starts, different work would count once. A name that says id must repeat so in most rows: a task may be taken again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints, codes, ints, present, strings
from wageaudit.fingerprints import GOLDEN, Words, fingerprints, mix
from wageaudit.text import fold

NAME = "task_id"
SAY_ID = {"id", "taskid"}  # words of a name that says id


class NoIds(Exception):
    """The column taken for ids of tasks holds none."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Rows that name a task, payments aside: who did what where, as one number, and when each began [µs]."""

    cell: str
    task: Words
    start: Ints


def marks(table: pa.Table, chosen: Mapping[str, str]) -> Marks | None:
    """What tells ids from kinds in this task table; None where its ids stand under their own name, or there are none.

    chosen: our name → the header cell that stands for it.
    """
    cell = chosen.get(NAME, NAME)
    if fold(cell) == NAME or not table.num_rows or NAME not in table.column_names:
        return None
    own = fingerprints(table.column(NAME))
    has = present(table.column(NAME)) & (own != 0)
    if "activity" in table.column_names:
        place, labels = codes(table.column("activity"))
        has &= ~np.array([*(label == "payment" for label in labels), False])[place]
    who = mix(_label(table, "worker_id") * GOLDEN ^ _label(table, "platform"))
    return Marks(cell, mix(own ^ who)[has], ints(table.column("started_at"))[has])


def _label(table: pa.Table, name: str) -> Words:
    place, labels = codes(table.column(name))
    return np.append(fingerprints(strings(labels)), np.uint64(0))[place]


def are_no_ids(found: Sequence[Marks | None]) -> bool:
    """Whether the pieces of one file, together, prove that their column holds no ids."""
    pieces = [piece for piece in found if piece is not None]
    if not pieces:
        return False
    task, start = (np.concatenate([getattr(piece, name) for piece in pieces]) for name in ("task", "start"))
    order = np.lexsort((start, task))
    task, start = task[order], start[order]
    same = task[1:] == task[:-1]
    moved = np.flatnonzero(same & (start[1:] != start[:-1]))
    if not len(moved) or not SAY_ID & set(fold(pieces[0].cell).split("_")):
        return len(moved) > 0
    group = np.concatenate([[0], np.cumsum(~same)])
    again = np.zeros(int(group[-1]) + 1, np.bool_)
    again[group[moved]] = True
    return 2 * int(again[group].sum()) > len(task)


def instead(chosen: Mapping[str, str]) -> dict[str, str]:
    """The choice with that column as project, or without it where there is a project already."""
    rest = {name: cell for name, cell in chosen.items() if name != NAME}
    return {"project": chosen[NAME]} | rest
