"""What members did in each combination of platform, requester, project, country and month: added up from the ledgers of the shelves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Ints, Mask, codes, ints, strings
from wageaudit.auditing import Audit
from wageaudit.disclosure import Together
from wageaudit.files import mapped
from wageaudit.groups import group, period_codes, period_label
from wageaudit.money import RATE_SCALE
from wageaudit.summary.figures import micros

NAMES = ("worker_id", "platform", "requester", "project", "country")
READ = (
    *NAMES, "activity", "status", "task_count", "local_date", "credit_seconds", "waiting_seconds", "wage_currency",
    "pay_in_wage_currency",
)  # fmt: skip


def together(ledgers: Sequence[Path], worth: Mapping[str, Decimal]) -> Together:
    """Sums of the ledgers by member and everything that shared tables are cut by; worth: of a unit of each wage currency.

    Pay without a minimum wage stands as hours, and so does all pay where some currency's worth is not known: it says how much
    of a sum is whose, not what it comes to.
    """
    parts = [_summed(_read(path), worth) for path in ledgers]
    table = pa.concat_tables([part.table for part in parts])
    amount = {name: np.concatenate([part.amount[name] for part in parts]) for name in parts[0].amount}
    return Together(table, amount)


def worths(workers: pa.Table, months: pa.Table, audit: Audit) -> dict[str, Decimal]:
    """What a unit of each currency of the workers was worth in the currency of display, on the first day of the last month.

    A currency without a rate has none.
    """
    names = sorted({name for name in codes(workers.column("currency"))[1] if name})
    labels = sorted(label for label in codes(months.column("month"))[1] if label)
    if not names or not labels:
        return {}
    display = audit.options.display_currency
    day = np.full(len(names), np.datetime64(labels[-1], "D").astype(np.int32), np.int32)
    pairs = [(name, display) for name in names]
    found = audit.exchange.resolve(pairs, np.arange(len(names), dtype=np.int32), day)
    rate = {
        name: Decimal(int(one)) / RATE_SCALE
        for name, one, known in zip(names, found.rate, found.reference >= 0, strict=True)
        if known
    }
    return rate | {display: Decimal(1)}


def _read(path: Path) -> pa.Table:
    import pyarrow.parquet as pq  # a slow import that only sharing needs

    return pq.ParquetFile(mapped(path)).read(columns=list(READ))


def _summed(rows: pa.Table, worth: Mapping[str, Decimal]) -> Together:
    keys = {name: codes(rows.column(name)) for name in NAMES}
    month = period_codes(ints(rows.column("local_date")).astype(np.int32), "month")
    found = group({name: own for name, (own, _) in keys.items()} | {"month": month}, rows.num_rows)
    labelled = {
        "worker" if name == "worker_id" else name: strings(
            labels[code] if code >= 0 else "" for code in found.keys[name].tolist()
        )
        for name, (_, labels) in keys.items()
    }
    labelled["month"] = strings(period_label(code, "month") for code in found.keys["month"].tolist())
    summed = {name: found.sums(values) for name, values in _amounts(rows, worth).items()}
    return Together(pa.table(labelled), summed)


def _amounts(rows: pa.Table, worth: Mapping[str, Decimal]) -> Mapping[str, Ints]:
    """int64 of each row: hours and paid hours [µs], pay, tasks."""
    credit, waiting = ints(rows.column("credit_seconds")), ints(rows.column("waiting_seconds"))
    task, paid = _one_of(rows, "activity", "task", ""), _one_of(rows, "status", "approved", "pending", "")
    own = np.where(task & paid, credit, 0)
    tasks = np.where(task, ints(rows.column("task_count"), null=1), 0)
    hours = credit + waiting
    return {"hours": hours, "paid": own, "idle": hours - own, "pay": _pay(rows, hours, worth), "tasks": tasks}


def _one_of(rows: pa.Table, name: str, *wanted: str) -> Mask:
    """Bool of each row: whether a column says one of these words; "": nothing."""
    found, labels = codes(rows.column(name))
    return np.array([*(label in wanted for label in labels), "" in wanted])[found]


def _pay(rows: pa.Table, hours: Ints, worth: Mapping[str, Decimal]) -> Ints:
    """int64: pay of each row on one scale."""
    pay, known, large = micros(rows.column("pay_in_wage_currency"))
    currency, names = codes(rows.column("wage_currency"))
    if len(names) <= 1:
        return np.where(known & ~large, pay, hours)
    if any(name not in worth for name in names):
        return hours
    scale = np.array([*(float(worth[name]) for name in names), 0.0])[currency]
    return np.where(known & ~large, np.rint(pay * scale).astype(np.int64), hours)
