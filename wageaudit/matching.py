"""The same task met twice: duplicates merged, payments put back on the task they name. Pure.

Two rows are the same where platform, worker_id and task_id are; a payment row is the same as another only where its
date and amounts are too, since one task may be paid twice.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, Mask, places
from wageaudit.columns import Columns
from wageaudit.fingerprints import GOLDEN, MIXER, Words, fingerprints, mix
from wageaudit.kernels import take
from wageaudit.records import dataclass

SIEVE_BITS = 20
PAYMENT_AMOUNTS, PAYMENT_WORDS = ("pay", "bonus", "tip", "fee"), ("currency", "project")
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
    """(key of each row by platform, worker and task, rows that have a task_id; an empty one is none)."""
    own = fingerprints(found.table.column("task_id"))
    has = found.present("task_id") & (own != 0)
    worker = (found.category["worker_id"] + 1).astype(np.uint64)
    platform = (found.category["platform"] + 1).astype(np.uint64)
    return mix(own ^ mix(worker * GOLDEN + platform)), has


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
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    stands = np.array([*(STANDING[label] for label in found.labels["status"]), 0])[found.category["status"]]
    candidates = candidates[np.lexsort((rank[candidates], stands[candidates], keys[candidates]))]
    merged = _confirmed(found, candidates, payment)
    gone = np.zeros(len(order), np.bool_)
    gone[merged.rows] = True
    return order[~gone[order]], merged


def _payment_keys(found: Columns, keys: Words) -> Words:
    mixed = mix(keys ^ (found.start.astype(np.uint64) * MIXER) ^ np.uint64(1))
    for name in PAYMENT_AMOUNTS:
        mixed = mix(mixed ^ found.ints(name).astype(np.uint64))
    for name in PAYMENT_WORDS:
        mixed = mix(mixed ^ found.category[name].astype(np.uint64))
    return mixed


def _repeated(keys: Words, has: Mask) -> Ints:
    """Places of rows whose key occurs more than once."""
    ordered = np.sort(keys[has])
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if len(twice) == 0:
        return np.zeros(0, np.int64)
    sieve = np.zeros(1 << SIEVE_BITS, np.bool_)
    low = np.uint64((1 << SIEVE_BITS) - 1)
    sieve[twice & low] = True
    likely = np.flatnonzero(sieve[keys & low] & has)
    return likely[np.isin(keys[likely], twice)]


def _identity(found: Columns, rows: Ints, payment: Mask) -> list[tuple[object, ...]]:
    """What makes each row the same as another, in full, so that a chance equality of keys merges nothing."""
    task = _taken(found, "task_id", rows).to_pylist()
    parts = [
        found.category["platform"][rows].tolist(),
        found.category["worker_id"][rows].tolist(),
        task,
        payment[rows].tolist(),
    ]
    extra = [np.where(payment[rows], found.start[rows], 0).tolist()]
    extra += [np.where(payment[rows], found.ints(name)[rows], 0).tolist() for name in PAYMENT_AMOUNTS]
    extra += [np.where(payment[rows], found.category[name][rows], 0).tolist() for name in PAYMENT_WORDS]
    return list(zip(*parts, *extra, strict=True))


def _taken(found: Columns, name: str, rows: Ints) -> pa.ChunkedArray:
    return take(found.table.column(name), places(rows))


def _confirmed(found: Columns, candidates: Ints, payment: Mask) -> Merged:
    """Candidates in order of key and standing: each after the first of its identity is merged into that first."""
    standing: dict[tuple[object, ...], int] = {}
    rows, into = [], []
    for row, identity in zip(candidates.tolist(), _identity(found, candidates, payment), strict=True):
        first = standing.setdefault(identity, row)
        if first != row:
            rows.append(row)
            into.append(first)
    gone, kept = np.array(rows, np.int64), np.array(into, np.int64)
    return Merged(gone, kept, _differ(found, gone, kept))


def _differ(found: Columns, left: Ints, right: Ints) -> Mask:
    differs: Mask = (found.start[left] != found.start[right]) | (found.end[left] != found.end[right])
    for name in ("status", "activity", "currency", "project"):
        differs |= found.category[name][left] != found.category[name][right]
    for name in (
        "pay",
        "piece_rate",
        "bonus",
        "tip",
        "fee",
        "customer_price",
        "task_count",
        "active_seconds",
    ):
        if name in found.table.column_names:
            amounts, there = found.ints(name), found.present(name)
            differs |= (amounts[left] != amounts[right]) | (there[left] != there[right])
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
    nothing = np.zeros(len(payment), np.bool_)
    named = {
        identity: at
        for at, identity in zip(
            tasks.tolist()[::-1],
            _identity(found, order[tasks][::-1], nothing[:1].repeat(len(found.start))),
            strict=True,
        )
    }
    wanted = _identity(found, order[paying], nothing[:1].repeat(len(found.start)))
    pairs = [
        (at, named[identity])
        for at, identity in zip(paying.tolist(), wanted, strict=True)
        if identity in named
    ]
    if pairs:
        pay_rows, task_rows = (np.array(side, np.int64) for side in zip(*pairs, strict=True))
        day[pay_rows] = day[task_rows]
        for name in ("project", "requester", "country", "region"):
            category[name][pay_rows] = category[name][task_rows]
