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

    Where some row has no minimum wage, or some currency no worth, hours stand for pay: it says how much of a sum is whose, not
    what it comes to.
    """
    met = {name for path in ledgers for name in codes(_read(path, ["wage_currency"]).column(0))[1]}
    scale = {name: float(worth.get(name, 0)) for name in met} if len(met) > 1 else dict.fromkeys(met, 1.0)
    parts = [_summed(_read(path, READ), scale) for path in ledgers]
    table = pa.concat_tables([part.table for part in parts])
    amount = {name: np.concatenate([part.amount[name] for part in parts]) for name in parts[0].amount}
    if amount.pop("known").min(initial=1) < 1:
        amount["pay"] = amount["hours"]
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


def _read(path: Path, columns: Sequence[str]) -> pa.Table:
    import pyarrow.parquet as pq  # a slow import that only sharing needs

    return pq.ParquetFile(mapped(path)).read(columns=list(columns))


def _summed(rows: pa.Table, scale: Mapping[str, float]) -> Together:
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
    pay, known = _pay(rows, scale)
    summed = {name: found.sums(values) for name, values in (_amounts(rows) | {"pay": pay}).items()}
    return Together(pa.table(labelled), summed | {"known": np.full(found.count, int(known), np.int64)})


def _amounts(rows: pa.Table) -> dict[str, Ints]:
    """int64 of each row: hours, paid and other hours [µs], tasks."""
    credit, waiting = ints(rows.column("credit_seconds")), ints(rows.column("waiting_seconds"))
    task, paid = _one_of(rows, "activity", "task", ""), _one_of(rows, "status", "approved", "pending", "")
    own = np.where(task & paid, credit, 0)
    tasks = np.where(task, ints(rows.column("task_count"), null=1), 0)
    hours = credit + waiting
    return {"hours": hours, "paid": own, "idle": hours - own, "tasks": tasks}


def _one_of(rows: pa.Table, name: str, *wanted: str) -> Mask:
    """Bool of each row: whether a column says one of these words; "": nothing."""
    found, labels = codes(rows.column(name))
    return np.array([*(label in wanted for label in labels), "" in wanted])[found]


def _pay(rows: pa.Table, scale: Mapping[str, float]) -> tuple[Ints, bool]:
    """(int64, pay of each row on one scale: what a unit of its wage currency is worth; whether that is known of all)."""
    pay, known, large = micros(rows.column("pay_in_wage_currency"))
    currency, names = codes(rows.column("wage_currency"))
    unit = np.array([*(scale.get(name, 0.0) for name in names), 0.0])[currency]
    usable = known & ~large & (unit > 0)
    return np.where(usable, np.rint(pay * unit).astype(np.int64), 0), bool(usable.all())
