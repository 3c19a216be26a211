"""The ledger as a table: of each audited row its time, its session, its law and what it requires. Pure."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MONEY, Ints, Mask, category, column, strings
from wageaudit.cells import Cells, bounds, gather, whole_pay
from wageaudit.exact import amounts, millionths, spread_15
from wageaudit.exchange import ExchangeBook
from wageaudit.gaps import Gaps, gaps_of
from wageaudit.ledger import FIRST, Times
from wageaudit.money import rates
from wageaudit.money import times as money_times
from wageaudit.options import Options
from wageaudit.wages import WageBook
from wageaudit.wide import product
from wageaudit.work import Work

LEDGER = (
    "credit_seconds", "waiting_on_record_seconds", "gap_before_seconds", "waiting_seconds", "local_date", "session",
    "minimum_wage", "wage_currency", "fx_rate", "pay_in_wage_currency", "required_pay",
)  # fmt: skip
HOUR = 3600 * 1_000_000


def sessions_of(work: Work, times: Times, gaps: Gaps) -> Ints:
    """int64[n]: number of the worker's session of each row, from 1; 0 for rows without an interval."""
    inferred = gaps.admitted(work, times, gaps.threshold)
    begins = work.timed & ((times.gap == FIRST) | ((times.gap > 0) & ~inferred))
    running = np.cumsum(begins)
    worker = work.category["worker_id"]
    first = np.flatnonzero(np.diff(worker, prepend=-2))
    before = running[first] - begins[first]
    return np.where(work.timed, running - np.repeat(before, np.diff(np.append(first, len(worker)))), 0)


def ledger_columns(
    work: Work, times: Times, options: Options, wages: WageBook, exchange: ExchangeBook
) -> dict[str, pa.Array]:
    """The columns of LEDGER, n rows in the total order."""
    gaps = gaps_of(options)
    inferred = np.where(gaps.admitted(work, times, gaps.threshold), times.gap, 0)
    waiting = times.on_record + inferred
    has_gap = work.timed & (times.gap != FIRST)
    session = sessions_of(work, times, gaps)
    return {
        "credit_seconds": column(times.credit, MONEY),
        "waiting_on_record_seconds": column(times.on_record, MONEY),
        "gap_before_seconds": column(np.where(has_gap, times.gap, 0), MONEY, has_gap),
        "waiting_seconds": column(waiting, MONEY),
        "local_date": column(work.day, pa.date32()),
        "session": column(session, pa.int64(), session > 0),
        **_law_columns(
            work, gather(work, times, options, wages, ()), options, exchange, times.credit + waiting
        ),
    }


def _law_columns(
    work: Work, cells: Cells, options: Options, exchange: ExchangeBook, working: Ints
) -> dict[str, pa.Array]:
    """Minimum wage, exchange and required pay of each row, spread from its cell."""
    first, _, _ = bounds(work, ())
    row = np.repeat(np.arange(len(cells)), np.diff(np.append(first, len(work))))
    hourly, currency = cells.hourly[row], cells.wage_currency[row]
    known = hourly > 0
    rate, lost = rates(cells, cells.key["currency"], cells.wage_currency, cells.wage_currency >= 0, exchange)
    exchanged: Mask = known & (cells.key["currency"][row] >= 0) & ~lost[row]
    pay = money_times(product(whole_pay(work, options), np.ones(len(work), np.int64)), rate[row])
    return {
        "minimum_wage": column(hourly, MONEY, known),
        "wage_currency": category(np.where(known, currency, -1), cells.currencies)
        if len(cells.currencies)
        else strings([None] * len(work)),
        "fx_rate": spread_15(rate, row, exchanged),
        "pay_in_wage_currency": millionths(pay, exchanged & ~work.pay_unknown),
        "required_pay": amounts(product(working, hourly), HOUR, known),
    }
