"""What a payslip leaves to be computed: pay of hours, and a bonus that is a share of the pay. Exact, half to even. Pure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MICRO, MONEY, Ints, column, ints, present
from wageaudit.errors import InputRefused
from wageaudit.readers.base import Reading
from wageaudit.readers.mapped.formats import HUNDRED
from wageaudit.readers.mapped.rules import HOURLY, Map
from wageaudit.tasks import LARGEST_MONEY, NAMES

HOUR = 3600 * MICRO  # [µs]


def computed(plan: Map, reading: Reading, name: str) -> Reading:
    """The reading with pay and bonus in money where the map has them by the hour and in per cent."""
    table = reading.table
    if table.num_rows and HOURLY in {*plan.columns, *plan.constants}:
        pay = _rounded(_plain(table, "piece_rate") * _worked(table), HOUR, name)
        table = _with(table.drop_columns(["piece_rate"]), "pay", pay)
    if table.num_rows and plan.units.get("bonus") == "percent" and "bonus" in plan.columns:
        table = _with(table, "bonus", _rounded(_plain(table, "bonus") * _paid(table), HUNDRED, name))
    return replace(reading, table=table)


def _plain(table: pa.Table, name: str, null: int = 0) -> np.ndarray:
    """The column as whole numbers without a largest one."""
    found = ints(table.column(name), null) if name in table.column_names else np.full(table.num_rows, null)
    return np.asarray(found, object)


def _worked(table: pa.Table) -> np.ndarray:
    """Hours of each row [µs]: those written, else from its start to its end."""
    spans = np.zeros(table.num_rows, np.int64)
    if "ended_at" in table.column_names:
        ended = table.column("ended_at")
        spans = np.where(present(ended), ints(ended) - ints(table.column("started_at")), 0)
    if "active_seconds" in table.column_names:
        written = table.column("active_seconds")
        spans = np.where(present(written), ints(written), spans)
    return np.asarray(spans, object)


def _paid(table: pa.Table) -> np.ndarray:
    """Pay of each row before its bonus [micro]: what is written, else count × rate."""
    priced = _plain(table, "piece_rate") * _plain(table, "task_count", 1)
    if "pay" not in table.column_names:
        return np.asarray(priced)
    return np.where(present(table.column("pay")), _plain(table, "pay"), priced)


def _rounded(product: np.ndarray, divisor: int, name: str) -> Ints:
    """Product ÷ divisor to the micro-unit, half to even."""
    whole, rest = product // divisor, product % divisor
    up = (2 * rest > divisor) | ((2 * rest == divisor) & (whole % 2 == 1))
    found = whole + up.astype(np.int64).astype(object)
    if len(found) and max(abs(value) for value in found.tolist()) > LARGEST_MONEY * MICRO:
        raise InputRefused(
            name, "has pay larger than any", "check the columns of pay and hours, and their units"
        )
    return np.asarray(found, np.int64)


def _with(table: pa.Table, column_name: str, amounts: Ints) -> pa.Table:
    """The table with this column of money, columns in the order of the task table."""
    found = {name: table.column(name) for name in table.column_names} | {column_name: column(amounts, MONEY)}
    return pa.table({name: found[name] for name in NAMES if name in found})
