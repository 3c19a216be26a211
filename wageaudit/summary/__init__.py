"""Summary over workers: ratio of totals beside mean, median and quartiles of workers' wages, each with its interval. Pure.

One worker counts once in a group, however much he or she worked. Every figure is computed from whole numbers and rounded
once, to the six decimals a file can hold; every interval is a percentile bootstrap over workers (bootstrap.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, Mask, column, strings
from wageaudit.exact import quotients
from wageaudit.groups import Groups, group
from wageaudit.spreading import spread
from wageaudit.summary.bootstrap import Interval, Plan, ends, planned, stream
from wageaudit.summary.estimates import Estimate, Group, estimates
from wageaudit.summary.figures import Figures, figures, named

COUNTS = ("workers", "workers_with_wage", "workers_compared", "workers_with_shortfall")
ESTIMATES = (
    "effective_hourly_wage_of_totals",
    "effective_hourly_wage_mean_of_workers",
    "effective_hourly_wage_lower_quartile_of_workers",
    "effective_hourly_wage_median_of_workers",
    "effective_hourly_wage_upper_quartile_of_workers",
    "wage_ratio_of_totals",
    "wage_ratio_median_of_workers",
    "share_below_minimum",
    "share_below_at_every_threshold",
    "share_depends",
    "shortfall",
    "unpaid_time_share_of_totals",
)
BOUNDS = ("share_below_minimum_at_least", "share_below_minimum_at_most")
COLUMNS = (
    *COUNTS,
    "currency",
    *(f"{name}{end}" for name in ESTIMATES for end in ("", "_low", "_high")),
    *BOUNDS,
    "reason",
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One group's line: counts, currency, estimates and their intervals as exact fractions, why some are empty."""

    group: Group
    estimates: Mapping[str, Estimate]
    intervals: Mapping[str, Interval]


def summary(
    workers: pa.Table,
    by: Sequence[str] = (),
    *,
    seed: int = 0,
    resamples: int = 2000,
    confidence: float = 0.95,
    cores: int = 1,
) -> pa.Table:
    """One row a group: `by`, then COLUMNS; groups in the order of the table's labels.

    workers: the result table by worker and all of `by`, as Audit.table(("worker", *by)) gives it: one row a worker and
    group, so that with month in `by` a worker counts once in each month. seed, resamples (0: no intervals), confidence
    (between 0 and 1): of the bootstrap; the same three and the same workers give the same bytes on any machine, in whatever
    order the rows stand and whatever the workers are called. cores: threads that share the groups.
    Raises ValueError where a worker stands twice in a group, a column is missing, or there are too few resamples.
    """
    plan = planned(seed, resamples, confidence)
    keys = {name: named(workers.column(name)) for name in (*by, "worker")}
    groups = group({name: keys[name][0] for name in by}, workers.num_rows)
    _once(groups, keys["worker"][0])
    found = figures(workers)
    labels = {name: [_label(keys[name][1], code) for code in groups.keys[name].tolist()] for name in by}

    def row(at: int) -> _Row:
        return _row(found.take(_members(groups, at)), plan, _name(by, labels, at))

    rows = spread(row, range(groups.count), cores)
    return pa.table({name: strings(labels[name]) for name in by} | _columns(rows))


def _label(labels: Sequence[str], code: int) -> str:
    return labels[code] if code >= 0 else ""


def _name(by: Sequence[str], labels: Mapping[str, Sequence[str]], at: int) -> tuple[str, ...]:
    """What the group is called, for its own stream of random numbers: name, label, name, label."""
    return tuple(part for name in by for part in (name, labels[name][at]))


def _members(groups: Groups, at: int) -> Ints:
    last = groups.starts[at + 1] if at + 1 < groups.count else len(groups.order)
    found: Ints = groups.order[groups.starts[at] : last]
    return found


def _once(groups: Groups, worker: Codes) -> None:
    pairs = group({"group": groups.group.astype(np.int32), "worker": worker}, len(worker))
    if pairs.count != len(worker):
        raise ValueError(
            "a worker stands twice in one group: give the table by worker and the same groupings"
        )


def _row(members: Figures, plan: Plan, name: tuple[str, ...]) -> _Row:
    found = Group.of(members)
    made = estimates(found)
    intervals: dict[str, Interval] = dict.fromkeys(made)
    if plan.resamples and len(found) > 1:
        intervals |= ends(found, plan, stream(plan, name), made)
    return _Row(found, made, intervals)


def _columns(rows: Sequence[_Row]) -> dict[str, pa.Array]:
    """COLUMNS of all rows."""
    counted: dict[str, Callable[[Group], int]] = {
        "workers": len,
        "workers_with_wage": lambda found: found.count(found.figures.has_wage),
        "workers_compared": lambda found: found.count(found.figures.compared),
        "workers_with_shortfall": lambda found: found.count(found.figures.lacking),
    }
    made: dict[str, pa.Array] = {
        name: column(np.array([count(row.group) for row in rows], np.int64), pa.int64())
        for name, count in counted.items()
    }
    made["currency"] = strings([row.group.currency for row in rows])
    for name in ESTIMATES:
        values = [row.estimates[name] for row in rows]
        low = [_bound(row, name, 0) for row in rows]
        high = [_bound(row, name, 1) for row in rows]
        made |= {name: _exact(values), f"{name}_low": _exact(low), f"{name}_high": _exact(high)}
    below = [row.group.count(row.group.figures.below) for row in rows]
    unknown = [row.group.count(~row.group.figures.compared) for row in rows]
    sizes = [len(row.group) for row in rows]
    least = list(zip(below, sizes, strict=True))
    most = [(some + more, size) for some, more, size in zip(below, unknown, sizes, strict=True)]
    made |= {"share_below_minimum_at_least": _exact(least), "share_below_minimum_at_most": _exact(most)}
    made["reason"] = strings([";".join(row.group.reasons) for row in rows])
    return made


def _bound(row: _Row, name: str, end: int) -> Estimate:
    both = row.intervals[name]
    return None if both is None else both[end]


def _exact(values: Sequence[Estimate]) -> pa.Array:
    """Fractions to six decimals, half to even; None is empty."""
    has: Mask = np.array([value is not None for value in values], np.bool_)
    above, below = np.zeros(len(values), object), np.ones(len(values), object)
    for at, value in enumerate(values):
        if value is not None:
            above[at], below[at] = value
    return quotients(above, below, has)


__all__ = ["BOUNDS", "COLUMNS", "COUNTS", "ESTIMATES", "summary"]
