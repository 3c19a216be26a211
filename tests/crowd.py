"""Tables of workers out of nothing: what Audit.table(("worker", *by)) gives, made from a few integers a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pyarrow as pa

from wageaudit.arrays import strings
from wageaudit.exact import DECIMAL

AMOUNTS = (
    "pay", "working_hours", "unpaid_work_hours", "waiting_hours", "effective_hourly_wage", "minimum_wage", "wage_ratio",
    "required_pay", "shortfall",
)  # fmt: skip
LAST_PLACE = Decimal("0.000001")


def worker(
    name: str, pay: str | None, hours: str, minimum: str | None = "3", waiting: str = "0", **more: str
) -> dict[str, object]:
    """Return one worker's line: pay (None: not known), hours, hourly minimum (None: not known), and any other column."""
    worked, paid = Decimal(hours), None if pay is None else Decimal(pay)
    owed = None if minimum is None or not worked else (Decimal(minimum) * worked).quantize(LAST_PLACE)
    compared = owed is not None and paid is not None
    verdict = "unknown" if not compared else "below" if paid < owed else "met"
    return {
        "worker": name, "pay": paid, "working_hours": worked, "unpaid_work_hours": Decimal(0),
        "waiting_hours": Decimal(waiting),
        "effective_hourly_wage": (paid / worked).quantize(LAST_PLACE) if paid is not None and worked else None,
        "minimum_wage": None if minimum is None else Decimal(minimum),
        "wage_ratio": (paid / owed).quantize(LAST_PLACE) if compared else None,
        "required_pay": owed,
        "shortfall": max(Decimal(0), owed - paid) if compared else None,
        "currency": "USD", "verdict": verdict,
    } | more  # fmt: skip


def table(lines: Sequence[Mapping[str, object]]) -> pa.Table:
    """Return the lines as a result table."""
    names = list(lines[0]) if lines else ["worker", *AMOUNTS, "currency", "verdict"]
    columns = {}
    for name in names:
        values = [line[name] for line in lines]
        kinds = {type(value) for value in values}
        if name in AMOUNTS or Decimal in kinds or kinds == {type(None)}:
            columns[name] = pa.array(values, DECIMAL)
        elif kinds == {int}:
            columns[name] = pa.array(values, pa.int64())
        else:
            columns[name] = strings(values)  # type: ignore[arg-type]
    return pa.table(columns)


def added(lines: Sequence[Mapping[str, object]], by: Sequence[str]) -> pa.Table:
    """Return the lines added up by worker and `by`, with one minimum wage for all: a table of that grouping.

    The shortfall is added up too, as over pay periods that no two groups share.
    """
    sums: dict[tuple[object, ...], list[Decimal]] = {}
    for line in lines:
        own = sums.setdefault((line["worker"], *(line[name] for name in by)), [Decimal(0)] * 3)
        for at, name in enumerate(("pay", "working_hours", "shortfall")):
            own[at] += line[name]  # type: ignore[operator]
    made = [
        worker(str(key[0]), str(pay), str(hours))
        | {"shortfall": missing}
        | dict(zip(by, key[1:], strict=True))
        for key, (pay, hours, missing) in sums.items()
    ]
    return table(made)
