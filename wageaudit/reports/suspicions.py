"""Suspicions told: one line a kind with its weight, problems beside the others, and a table for the page and the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pyarrow as pa

from wageaudit.arrays import column, strings
from wageaudit.engine import Run
from wageaudit.errors import Problem
from wageaudit.exact import DECIMAL, packed
from wageaudit.phrases import counted, phrase
from wageaudit.reports import suspicion_words as words
from wageaudit.suspicion import Suspicion
from wageaudit.text import clean

FIGURES = ("hours", "hours_share", "pay", "pay_share", "wage", "wage_without")


def sentence(one: Suspicion) -> str:
    """What looks wrong, how much of it, and what the result is without it."""
    count = one.weeks if one.kind == "lost" else one.rows
    pair = words.LATER if one.day else words.WHAT[one.kind]
    more: dict[str, object] = {"day": date.fromisoformat(one.day)} if one.day else {}
    more |= {"share": _percent(one.share or Decimal(0)), "other": clean(one.other, 200)}
    what = counted(pair, count, weeks=one.weeks, zone=one.zone, **more)
    return phrase(words.SAID, what=what, weight=_weight(one))


def _weight(one: Suspicion) -> str:
    if one.kind == "lost":
        return phrase(words.WEIGHT_LOST)
    if one.hours_share is None:
        return phrase(words.WEIGHT_NONE)
    said = {"hours": _places(one.hours, 2), "hours_share": _percent(one.hours_share)}
    if one.pay_share is None or one.wage is None:
        return phrase(words.WEIGHT_TIME, **said)
    said |= {"pay_share": _percent(one.pay_share), "wage": _amount(one.wage), "currency": one.currency}
    if one.wage_without is None:
        return phrase(words.WEIGHT_ALL, **said)
    return phrase(words.WEIGHT, **said, without=_amount(one.wage_without))


def _places(value: Decimal, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return phrase(f"{{value:,.{places}f}}", value=rounded)  # a report writes it as its language does


def _percent(share: Decimal) -> str:
    return phrase("{number} %", number=_places(share * 100, 0 if abs(share) >= Decimal("0.1") else 1))


def _amount(value: Decimal) -> str:
    return _places(value, 2 if abs(value) >= 1 else 4)


def problems(found: Sequence[Suspicion]) -> tuple[Problem, ...]:
    """Suspicions as problems: notes that leave out no row and are no fault; code suspicion-<kind>."""
    return tuple(
        Problem(
            f"suspicion-{one.kind}", one.file, one.row or None, "", "", sentence(one), phrase(words.MEND[one.kind]), rows=0, fault=False
        )
        for one in found
    )  # fmt: skip


def every_problem(done: Run) -> tuple[Problem, ...]:
    """All that --problems lists: what could not be taken as it stands, then what looks wrong."""
    return (*done.problems(), *problems(done.audit.suspicions()))


def as_table(found: Sequence[Suspicion]) -> pa.Table:
    """One row a kind: its rows and workers, where the first is, hours and pay with their shares, the wage with and without."""
    columns = {"kind": strings(one.kind for one in found)}
    for name in ("rows", "workers", "weeks"):
        columns[name] = column(np.array([getattr(one, name) for one in found], np.int64), pa.int64())
    columns["file"] = strings(one.file for one in found)
    number = np.array([one.row for one in found], np.int64)
    columns["row"] = column(number, pa.int64(), number > 0)
    for name in FIGURES:
        values = [getattr(one, name) for one in found]
        micro = np.array([0 if value is None else int(value.scaleb(6)) for value in values], object)
        columns[name] = packed(micro, np.array([value is not None for value in values], np.bool_), DECIMAL)
    columns["currency"] = strings(one.currency for one in found)
    columns["said"] = strings(str(sentence(one)) for one in found)
    return pa.table(columns)
