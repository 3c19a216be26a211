"""The same task met twice: duplicates merged, payments put back on the task they name. Pure.

Two rows are the same where platform, worker_id and task_id are; a payment row is the same as another only where its
date and amounts are too, since one task may be paid twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wageaudit.arrays import Codes, Ints, Mask, ints, running
from wageaudit.columns import Columns
from wageaudit.fingerprints import MIXER, Words, fingerprints, mix
from wageaudit.kernels import encoded

SIEVE_BITS = 20
SIEVES = 3
MOST_BITS = 64 // SIEVES  # of a key that tell its slot in one sieve
PAYMENT_AMOUNTS, PAYMENT_WORDS = ("pay", "bonus", "tip", "fee"), ("currency", "project")
COMPARED_WORDS = ("status", "activity", "currency", "project")
COMPARED_NUMBERS = (
    "pay", "piece_rate", "bonus", "tip", "fee", "customer_price", "task_count", "active_seconds",
)  # fmt: skip
# which of two statuses of one task stands: a reversed rejection is an approval, and what was settled beats what was open
STANDING = {"approved": 0, "": 0, "rejected": 1, "returned": 1, "abandoned": 1, "pending": 2}


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows merged into another: their places in the task table, the place of the row that stands for them, and whether they differ."""

    rows: Ints
    into: Ints
    differs: Mask


NOTHING = Merged(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.bool_))


def _keys(found: Columns) -> tuple[Words, Mask]:
    """(key of each row by worker and task, rows that have a task_id; an empty one is none). The same task has the same key."""
    own = fingerprints(found.table.column("task_id"))
    has = found.present("task_id") & (own != 0)
    label = np.arange(1, len(found.labels["worker_id"]) + 1, dtype=np.uint64)
    own ^= mix(np.append(label, np.uint64(0))).take(found.category["worker_id"])
    return own, has


def merge_duplicates(found: Columns, order: Ints) -> tuple[Ints, Merged]:
    """The order without rows that stand twice, and what was merged. Of one task's rows the settled one stands, then the first."""
    if "task_id" not in found.table.column_names:
        return order, NOTHING
    keys, has = _keys(found)
    payment = found.among("activity", ("payment",), "task")
    if payment.any():
        keys = np.where(payment, _payment_keys(found, keys), keys)
    candidates = _repeated(keys, has)
    if len(candidates) == 0:
        return order, NOTHING
    among = np.zeros(len(order), np.bool_)
    among[candidates] = True
    slots = np.flatnonzero(among.take(order))
    candidates = order.take(slots)
    stands = np.array([*(STANDING[label] for label in found.labels["status"]), 0])
    settled = stands[found.category["status"][candidates]]
    merged = _confirmed(found, candidates[np.lexsort((settled, keys[candidates]))], payment)
    among[:] = False
    among[merged.rows] = True
    return np.delete(order, slots[among[candidates]]), merged


def _payment_keys(found: Columns, keys: Words) -> Words:
    mixed = mix(keys ^ (found.start.astype(np.uint64) * MIXER) ^ np.uint64(1))
    for name in PAYMENT_AMOUNTS:
        mixed = mix(mixed ^ found.ints(name).astype(np.uint64))
    for name in PAYMENT_WORDS:
        mixed = mix(mixed ^ found.category[name].astype(np.uint64))
    return mixed


def _repeated(keys: Words, has: Mask) -> Ints:
    """Places of rows whose key occurs more than once."""
    rows, left = (np.arange(len(keys)), keys) if has.all() else (np.flatnonzero(has), keys[has])
    bits = min((2 * len(rows)).bit_length(), MOST_BITS)
    # by the first bits of the key, then by the next: of those that no other row has few are left
    for sieve in range(SIEVES):
        slot = (left << np.uint64(sieve * bits)) >> np.uint64(64 - bits)
        shared = np.flatnonzero(_counts(slot.view(np.int64), 1 << bits) > 1)
        rows, left = rows[shared], left[shared]
    order = np.argsort(left)
    same = np.diff(left[order]) == 0
    again = np.zeros(len(rows), np.bool_)
    again[order[1:][same]] = again[order[:-1][same]] = True
    return rows[again]


def _counts(slot: Ints, slots: int) -> npt.NDArray[np.integer]:
    """Of each row, how many have its slot; counted in a byte a slot, to stay in the cache, where that is enough for all of them."""
    found = np.zeros(slots, np.uint8)
    np.add.at(found, slot, np.uint8(1))
    if int(found.sum(dtype=np.int64)) != len(slot):
        return np.bincount(slot).take(slot)
    return found.take(slot)


def _numbered(found: Columns, rows: Ints, payment: Mask) -> Ints:
    """int64[k]: one number for rows that are the same, in full, so that a chance equality of keys merges nothing."""
    pays, own = payment[rows], found.at(rows)
    task = encoded(own.table.column("task_id").combine_chunks())
    columns = [own.category[name] for name in ("platform", "worker_id")] + [ints(task.indices), pays]
    if pays.any():
        columns += [np.where(pays, own.start, 0)]
        columns += [np.where(pays, own.ints(name), 0) for name in PAYMENT_AMOUNTS]
        columns += [np.where(pays, own.category[name], 0) for name in PAYMENT_WORDS]
    order = np.lexsort(columns)
    other = np.zeros(len(rows), np.bool_)
    for column in columns:
        ordered = column[order]
        other[1:] |= ordered[1:] != ordered[:-1]
    numbers = np.empty(len(rows), np.int64)
    numbers[order] = running(other)
    return numbers


def _first(numbers: Ints, rows: Ints) -> Ints:
    """The first of the rows that has each number, -1 where none has it."""
    first = np.full(int(numbers.max(initial=-1)) + 1, -1)
    first[numbers[: len(rows)][::-1]] = rows[::-1]  # what is written last stays
    return first


def _confirmed(found: Columns, candidates: Ints, payment: Mask) -> Merged:
    """Candidates in order of key and standing: each after the first that is the same is merged into that first."""
    numbers = _numbered(found, candidates, payment)
    into = _first(numbers, candidates)[numbers]
    again = into != candidates
    gone, kept = candidates[again], into[again]
    return Merged(gone, kept, _differ(found, gone, kept))


def _differ(found: Columns, left: Ints, right: Ints) -> Mask:
    """bool[k]: whether two rows say different things of what a figure rests on."""
    own, count = found.at(np.concatenate([left, right])), len(left)
    said: list[np.ndarray] = [own.start, own.end, *(own.category[name] for name in COMPARED_WORDS)]
    for name in COMPARED_NUMBERS:
        if name in own.table.column_names:
            said += [own.ints(name), own.present(name)]
    differs = np.zeros(count, np.bool_)
    for one in said:
        differs |= one[:count] != one[count:]
    return differs


def put_back(found: Columns, order: Ints, category: Mapping[str, Codes], day: Codes) -> None:
    """Give payment rows that name a task that task's date, project and requester (in place, in `order`'s arrays)."""
    if "task_id" not in found.table.column_names:
        return
    payment = found.among("activity", ("payment",), "task")[order]
    if not payment.any():
        return
    keys, has = _keys(found)
    keys, has = keys[order], has[order]
    paying = np.flatnonzero(payment & has)
    if len(paying) == 0:
        return
    sieve = np.zeros(1 << SIEVE_BITS, np.bool_)
    low = np.uint64((1 << SIEVE_BITS) - 1)
    sieve[keys[paying] & low] = True
    tasks = np.flatnonzero(sieve[keys & low] & has & ~payment)
    numbers = _numbered(found, order[np.concatenate([tasks, paying])], np.zeros(len(found.start), np.bool_))
    named = _first(numbers, tasks)[numbers[len(tasks) :]]
    pay_rows, task_rows = paying[named >= 0], named[named >= 0]
    if len(pay_rows):
        day[pay_rows] = day[task_rows]
        for name in ("project", "requester", "country", "region"):
            category[name][pay_rows] = category[name][task_rows]
