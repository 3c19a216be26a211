"""The task table as integer columns in the total order: duplicates merged, payments put back, choices applied. Pure.

The total order is worker, start, end, status, then every other column, then the place in the source, so that the order
of rows, files and partitions changes no figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pyarrow as pa

from wageaudit import zones
from wageaudit.arrays import MICRO, Codes, Ints, Mask, codes, running
from wageaudit.columns import CATEGORIES, NO_END, Categories, Columns, columns_of
from wageaudit.matching import Merged, merge_duplicates, put_back
from wageaudit.options import Options
from wageaudit.tasks import LATEST, PAID_STATUSES, WAITING_ACTIVITIES, WORK_ACTIVITIES

AMOUNTS = ("bonus", "tip", "fee", "customer_price")
LIFTED = 1 << 62  # [µs] up to which the starts of one worker after the other can be told in one number


@dataclass(frozen=True, slots=True)
class Work:
    """One row an input row that is audited, in the total order; n rows.

    place: int64[n], row in the task table; category[name]: codes int32[n] (-1 none), labels[name] sorted; start, end [µs];
    timed, work, waiting, task, earns, unpaid, pay_unknown, bool[n]; viewed: gaps before it may be waiting,
    blind: it is in a requester's view, where waiting cannot be seen: bool[n]; active [µs] or -1;
    tasks: int64[n]; pay, bonus, tip, fee, customer_price [micro]; has_price: bool[n]; day: int32[n] local date.
    """

    place: Ints
    category: Mapping[str, Codes]
    labels: Mapping[str, Sequence[str]]
    start: Ints
    end: Ints
    timed: Mask
    work: Mask
    waiting: Mask
    task: Mask
    earns: Mask
    viewed: Mask
    blind: Mask
    pay_unknown: Mask
    active: Ints
    tasks: Ints
    amount: Mapping[str, Ints]
    has_price: Mask
    day: Codes
    merged: Merged

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.place)


def prepare(table: pa.Table, options: Options) -> Work:
    """Order the rows, merge duplicates, apply the choices on pending work and long tasks, give every row its local date."""
    found = columns_of(table)
    order = total_order(found)
    order, merged = merge_duplicates(found, order)
    work = _ordered(found, order, merged, options)
    if options.pending == "exclude":
        return _only(work, ~found.among("status", ("pending",), "approved")[order])
    return work


def _only(work: Work, kept: Mask) -> Work:
    """The rows in `kept`; payments have been put back on their tasks before, so that they keep date and project."""
    columns = {field.name: getattr(work, field.name) for field in fields(work)}
    chosen = {name: values[kept] for name, values in columns.items() if isinstance(values, np.ndarray)}
    category = Categories(lambda name: work.category[name][kept])
    amount = {name: values[kept] for name, values in work.amount.items()}
    return replace(work, category=category, amount=amount, **chosen)  # type: ignore[arg-type]


def total_order(found: Columns) -> Ints:
    """int64[n]: places of the rows in the total order."""
    order = _by_worker(found.category["worker_id"])
    worker, start = found.category["worker_id"].take(order), found.start.take(order)
    same, later = worker[1:] == worker[:-1], np.diff(start)
    if (same & (later < 0)).any():
        place = _by_start(same, start)
        order, later = order.take(place), np.diff(start.take(place))
    tied = same & (later == 0)
    if tied.any():
        order = _untie(found, order, tied)
    return order


def _by_start(same: Mask, start: Ints) -> Ints:
    """int64[n]: the order, stable, of each worker's rows by their starts: logs are nearly so, which a merge sort thrives on.

    same: whether each row but the first is of the worker before it; start: of each row [µs].
    """
    since = start - start.min()
    apart = int(since.max()) + 1
    above = running(np.concatenate([[False], ~same]))  # whose rows they are: 0 for the first worker
    if int(above[-1]) < LIFTED // apart:
        return np.argsort(since + above * apart, kind="stable")
    return np.lexsort((since, above))


def _by_worker(worker: Codes) -> Ints:
    """int64[n]: the order, stable, by worker, by 16-bit digits: many times faster than a comparison sort."""
    if (worker[1:] >= worker[:-1]).all():
        return np.arange(len(worker))
    shifted = (worker + 1).astype(np.uint32)
    place = np.argsort(shifted.astype(np.uint16), kind="stable")
    if int(shifted.max()) > 0xFFFF:  # noqa: PLR2004
        place = place.take(np.argsort((shifted >> 16).astype(np.uint16).take(place), kind="stable"))
    return place


def _untie(found: Columns, order: Ints, tied: Mask) -> Ints:
    """Order rows of one worker that start together by end, status and all else they say."""
    follows = np.concatenate([[False], tied])
    slots = np.flatnonzero(follows | np.concatenate([tied, [False]]))
    rows = order[slots]
    own, run = found.at(rows), running(~follows[slots])
    keys: list[np.ndarray] = [run, own.end, own.category["status"]]
    keys += [own.category[name] for name in CATEGORIES if name not in {"worker_id", "status"}]
    keys += [_ranks(own, "task_id")]
    keys += [
        own.ints(name)
        for name in ("pay", "piece_rate", "task_count", "active_seconds", *AMOUNTS)
        if name in own.table.column_names
    ]
    keys += [own.present(name) for name in ("pay", "piece_rate", "task_count", "active_seconds")]
    keys += [_ranks(own, "source_file"), own.ints("source_row")]
    settled = order.copy()
    settled[slots] = rows[np.lexsort(keys[::-1])]
    return settled


def _ranks(found: Columns, name: str) -> Codes:
    if name not in found.table.column_names:
        return np.zeros(len(found.start), np.int32)
    return codes(found.table.column(name))[0]


def _ordered(found: Columns, order: Ints, merged: Merged, options: Options) -> Work:
    work = found.among("activity", WORK_ACTIVITIES, "task", order)
    waiting = found.among("activity", WAITING_ACTIVITIES, "task", order)
    task = found.among("activity", ("task",), "task", order)
    earns = found.among("status", PAID_STATUSES, "approved", order)
    start, end = found.start.take(order), found.end.take(order)
    timed = (end > NO_END) & (work | waiting)
    active = _or(found, "active_seconds", -1, order)
    end, active = _capped(start, end, active, work & timed, options)
    counted = _or(found, "task_count", 1, order)
    pay, known = _pay(found, counted, order)
    amount = {"pay": np.where(earns, pay, 0)}
    for name in AMOUNTS:
        given, there = found.ints(name, order), name in found.table.column_names
        amount[name] = np.where(earns, given, 0) if there and name != "customer_price" else given
    category = Categories(lambda name: found.coded(name, order))
    day = zones.local_days(start, category["timezone"], list(found.labels["timezone"]))
    put_back(found, order, category, day)
    return Work(
        order, category, found.labels, start, end, timed, work, waiting, task, earns,
        found.among("coverage", ("worker",), "worker", order), found.among("coverage", ("requester",), "worker", order),
        task & earns & ~known, active, np.where(task, counted, 0), amount, found.present("customer_price", order), day, merged,
    )  # fmt: skip


def _or(found: Columns, name: str, default: int, order: Ints) -> Ints:
    """A number column, its default where a row has none."""
    if name not in found.table.column_names:
        return np.full(len(order), default)
    return np.where(found.present(name, order), found.ints(name, order), default)


def _pay(found: Columns, counted: Ints, order: Ints) -> tuple[Ints, Mask]:
    """(pay before bonus [micro], where it is known): as given, else task_count × piece_rate."""
    given, rated = found.present("pay", order), found.present("piece_rate", order)
    pay = found.ints("pay", order)
    if rated.any():
        pay = np.where(given, pay, np.where(rated, counted * found.ints("piece_rate", order), 0))
    return pay, given | rated | found.present("bonus", order) | found.present("tip", order)


def _capped(start: Ints, end: Ints, active: Ints, capped: Mask, options: Options) -> tuple[Ints, Ints]:
    """--max-task: no work row with an interval is open longer than so many minutes; blocks of tasks have none."""
    if options.max_task_minutes is None:
        return end, active
    most = min(int(options.max_task_minutes * 60 * MICRO), LATEST)
    ends = np.where(capped, np.minimum(end, start + most), end)
    return ends, np.where(capped, np.minimum(active, most), active)
