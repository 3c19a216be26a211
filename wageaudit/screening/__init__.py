"""Rows that look wrong, found in one part of whole workers, with their time and pay. Pure NumPy, no loop over rows.

Nothing is decided here that another part could change: what hangs on all rows (shifts or tasks left open, cents or units,
a clock that moves) is handed on as sums.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints
from wageaudit.cells import whole_pay
from wageaudit.exchange import ExchangeBook
from wageaudit.gaps import gaps_of
from wageaudit.ledger import Times
from wageaudit.options import Options
from wageaudit.screening import days, rows
from wageaudit.screening.logs import logs
from wageaudit.screening.part import BINS, Clock, Found, Part, Screened, Tally, summed
from wageaudit.screening.samples import Log, Pair, alike
from wageaudit.work import Work


def screen(tasks: pa.Table, work: Work, times: Times, options: Options, exchange: ExchangeBook) -> Screened:
    """Everything that one part of whole workers shows: n rows in the total order, their times, the table they come from."""
    if not len(work):
        return Screened()
    gaps = gaps_of(options)
    working = times.credit + times.on_record
    waited = np.flatnonzero(gaps.admitted(work, times, gaps.threshold))
    working[waited] += times.gap[waited]
    pay, first = whole_pay(work, options), _run_starts(work)
    run_pay, run_working = np.add.reduceat(pay, first), np.add.reduceat(working, first)
    rows_of_runs = np.diff(np.append(first, len(work)))
    part = Part(
        tasks, work, times, work.end - work.start, pay, working, first, run_pay, run_working, rows_of_runs
    )
    found = [
        *rows.left_open(part),
        *rows.nested(part),
        *rows.identical(part),
        *rows.again(part),
        *rows.late(part, options.as_of),
        *rows.early(part),
        *rows.wages(part, exchange),
    ]
    found += [*days.midnight(part), *days.lost(part), *days.repeated(part)]
    currency, day = work.category["currency"][first], work.day[first]
    total = summed(currency, day, run_pay, run_working, work.labels["currency"], unknown=part.pay_unknown)
    coins = dict(rows.coins(part))
    clocks, told = dict(days.clocks(part)), dict(logs(part))
    return Screened(found, total, _platforms(work), coins, dict(rows.money(part, coins)), clocks, told)


def _run_starts(work: Work) -> Ints:
    changed = np.empty(len(work), np.bool_)
    changed[0] = True
    worker, day = work.category["worker_id"], work.day
    np.not_equal(worker[1:], worker[:-1], out=changed[1:])
    changed[1:] |= day[1:] != day[:-1]
    if len(work.labels["currency"]) > 1:
        currency = work.category["currency"]
        changed[1:] |= currency[1:] != currency[:-1]
    return np.flatnonzero(changed)


def _platforms(work: Work) -> dict[str, int]:
    platform, labels = work.category["platform"], work.labels["platform"]
    counts = (
        np.bincount(platform + 1, minlength=len(labels) + 1)
        if len(labels) != 1 or platform[0] < 0
        else np.array([0, len(work)])
    )
    return {name: int(count) for name, count in zip(("", *labels), counts.tolist(), strict=True) if count}


__all__ = ["BINS", "Clock", "Found", "Log", "Pair", "Screened", "Tally", "alike", "screen"]
