"""A figure of the result walked down to its terms: periods, days, rows, laws and exchange rates, all exact.

Money is counted in parts, of which a unit of currency has 3.6 × 10^15: so fine that an hourly wage × microseconds, and pay
× a rate, are whole numbers. A figure is a quotient of sums over days; a day is one worker, date, place and currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MICRO, Codes, Ints, codes, places
from wageaudit.auditing import Audit
from wageaudit.cells import Cells, bounds, sums_of
from wageaudit.engine import audit
from wageaudit.errors import WrongUse
from wageaudit.exchange import Unknown
from wageaudit.gaps import LONGEST_MINUTES, MINUTE, gaps_of, waits_of
from wageaudit.groups import Groups, group, period_codes, period_label
from wageaudit.money import RATE_SCALE, Converted, convert, rates, times
from wageaudit.options import Options
from wageaudit.reports import figure_words as words
from wageaudit.reports.figure_living import Benchmark, benchmark
from wageaudit.reports.formulas import COUNTS, FORMULAS, LIVING, MONEY, REQUIRED, WORKING
from wageaudit.reports.row_figures import Facts, named, seconds
from wageaudit.tables import judge
from wageaudit.wages import STATUSES
from wageaudit.wide import product

SPANS: Mapping[str, tuple[str, ...]] = {
    "required": WORKING,
    "living": WORKING,
    "required_none": WORKING[:3],
    "required_longest": (*WORKING[:3], "longest"),
}  # whose time an amount is due for


@dataclass(frozen=True, slots=True)
class Walk:
    """One group's audit: its rows, cells and money, and which row lies in which cell."""

    found: Audit
    table: pa.Table
    cells: Cells
    groups: Groups
    money: Converted
    cell: Ints
    rows: Mapping[str, Ints]
    living: Benchmark | None


def walked(table: pa.Table, options: Options) -> Walk:
    """The audit of a task table as one group."""
    found = audit(table, options)
    if len(found.tables) > 1:
        found = replace(found, tables=[table], _made={})
    work, times_of = found.work, found.times
    cells = found.cells()
    groups = group({}, len(cells))
    first, _, _ = bounds(work, ())
    cell = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(work))))
    alone = waits_of(work, times_of, gaps_of(options), np.arange(len(work) + 1))
    rows = sums_of(work, times_of, options, alone)
    money = convert(cells, groups, options, found.exchange)
    return Walk(
        found, table, cells, groups, money, cell, rows, benchmark(cells, groups, money, found.exchange)
    )


def of_worker(table: pa.Table, worker: str) -> pa.Table | None:
    """The rows of one worker; all rows for no name; None where nobody is called so."""
    if not worker or not table.num_rows:
        return table
    code, labels = codes(table.column("worker_id"))
    return table.take(places(np.flatnonzero(code == labels.index(worker)))) if worker in labels else None


def figure(table: pa.Table, options: Options, name: str, worker: str) -> Facts:
    """Everything that makes up one figure of the result of these rows, ready for JSON; Decimals and whole numbers exact.

    Raises WrongUse for a figure of a living wage where none is given.
    """
    if name in LIVING and not options.living_wage_files:
        raise WrongUse(words.NO_LIVING, words.GIVE_LIVING)
    walk = walked(table, options)
    result = walk.found.table(()).to_pylist()
    line: Mapping[str, Any] = result[0] if result else {}
    formula = {**FORMULAS, **LIVING}[name]
    living = walk.living if name in LIVING else None
    each = _quantities(walk, formula.names())
    days = _days(walk, each)
    if living is not None:
        days = [day | living.day(walk.cells, at) for at, day in enumerate(days)]
    facts: Facts = {
        "figure": name,
        "worker": worker or None,
        "value": line.get(name),
        "currency": line.get("currency"),
        "reason": (living.reason(walk.cells) if living is not None else "") or line.get("reason"),
        "gap_minutes": options.gap_in_force(),
        "above": list(formula.above),
        "minus": list(formula.minus),
        "below": list(formula.below),
        "scale": formula.scale,
        "sums": {_key(quantity): _shown(quantity, sum(values)) for quantity, values in each.items()},
        "periods": _periods(walk, each, days, name),
        "laws": _laws(walk),
        "exchange": _exchanges(walk, walk.cells.wage_currency if living is None else living.currency),
    }
    if living is not None:
        facts["living_wages"] = living.records()
    if name == "workers":
        facts["names"] = sorted(
            {walk.cells.labels["worker"][code] for code in set(walk.cells.key["worker"].tolist())}
        )
    if name == "critical_gap_minutes":
        facts["gaps"] = _gaps(walk)
    if name == "verdict":
        facts |= _known(walk)
    return facts


def _quantities(walk: Walk, names: Sequence[str]) -> dict[str, list[int]]:
    """Name → whole numbers, one a cell: microseconds, counts, or parts of a unit of currency."""
    sums, money = walk.cells.sums, walk.money
    time = sums["paid"] + sums["unpaid"] + sums["on_record"]
    spans = {
        "required": time + sums["inferred"],
        "required_none": time,
        "required_longest": time + sums["longest"],
    }
    found = {}
    for name in names:
        if name == "living" and walk.living is not None:
            found[name] = walk.living.owed(spans["required"])
        elif name in spans:
            found[name] = money.required(walk.cells, spans[name]).objects().tolist()
        else:
            found[name] = (money.amount[name].objects() if name in MONEY else sums[name]).tolist()
    return found


def _key(name: str) -> str:
    """The name a quantity has in facts: with its unit, unless it is a count."""
    if name in COUNTS:
        return name
    return f"{name}_parts" if name in MONEY or name in REQUIRED else f"{name}_seconds"


def _shown(name: str, value: int) -> Decimal | int:
    return value if name in COUNTS or name in MONEY or name in REQUIRED else seconds(value)


def _days(walk: Walk, each: Mapping[str, Sequence[int]]) -> list[Facts]:
    """One entry a cell: whose day it is, where, its law and rates, its terms, and its rows with theirs."""
    cells, money, found = walk.cells, walk.money, walk.found
    order = np.argsort(walk.cell, kind="stable")
    until = np.searchsorted(walk.cell[order], np.arange(len(cells) + 1))
    rate, _ = rates(
        cells,
        cells.key["currency"],
        money.target[walk.groups.group],
        np.ones(len(cells), np.bool_),
        found.exchange,
    )
    made: list[Facts] = []
    for at in range(len(cells)):
        place = int(cells.key["place"][at])
        country, region = cells.places[place] if place >= 0 else ("", "")
        currency, wage = int(cells.key["currency"][at]), int(cells.wage_currency[at])
        wage_rate = RATE_SCALE if money.wage_rate is None else int(money.wage_rate[at])
        made.append(
            {
                "worker": cells.labels["worker"][int(cells.key["worker"][at])] if cells.key["worker"][at] >= 0 else None,
                "date": _day(int(cells.key["day"][at])),
                "country": country or None, "region": region or None,
                "currency": cells.currencies[currency] if currency >= 0 else None,
                "rate": None if money.no_rate[at] else Decimal(int(rate[at])).scaleb(-15),
                "minimum_wage": seconds(int(cells.hourly[at])) if cells.hourly[at] else None,
                "wage_currency": cells.currencies[wage] if wage >= 0 else None,
                "wage_rate": None if money.no_wage_rate[at] else Decimal(wage_rate).scaleb(-15),
                "law": int(cells.rate[at]) if cells.rate[at] >= 0 else None,
                **{_key(name): _shown(name, values[at]) for name, values in each.items()},
                "rows": [_row(walk, int(row), each) for row in order[until[at] : until[at + 1]].tolist()],
            }
        )  # fmt: skip
    return made


def _row(walk: Walk, row: int, each: Mapping[str, Sequence[int]]) -> Facts:
    """File and row, and what the row adds: seconds, counts, and money in its own currency."""
    facts = named(walk.table, int(walk.found.work.place[row]))
    for name in _own(each):
        value = int(walk.rows[name][row])
        facts[name if name in COUNTS or name in MONEY else f"{name}_seconds"] = (
            value if name in COUNTS else seconds(value)
        )
    return facts


def _own(names: Mapping[str, Sequence[int]]) -> list[str]:
    """What rows are asked for: required pay comes of their time."""
    found = [own for name in names for own in SPANS.get(name, (name,))]
    return list(dict.fromkeys(found))


def _periods(walk: Walk, each: Mapping[str, Sequence[int]], days: Sequence[Facts], name: str) -> list[Facts]:
    """Days by worker and pay period, with their sums; what is missing in each, where that is asked."""
    span = walk.found.options.period
    code = period_codes(walk.cells.key["day"], span)
    worker = walk.cells.key["worker"]
    made = []
    for who, when in sorted(set(zip(worker.tolist(), code.tolist(), strict=True))):
        inside = np.flatnonzero((worker == who) & (code == when)).tolist()
        sums = {quantity: sum(values[at] for at in inside) for quantity, values in each.items()}
        entry: Facts = {
            "worker": walk.cells.labels["worker"][who] if who >= 0 else None,
            "period": span if span == "whole" else period_label(when, span),
            **{_key(quantity): _shown(quantity, value) for quantity, value in sums.items()},
        }
        if name == "shortfall":
            entry["missing_parts"] = max(0, sums["required"] - sums["pay"])
        made.append(entry | {"days": [days[at] for at in inside]})
    return made


def _gaps(walk: Walk) -> list[Facts]:
    """Every pause that may count, shortest first: its length, what the minimum wage asks for it, and what is then left."""
    work, times_of, cells = walk.found.work, walk.found.times, walk.cells
    rows = np.flatnonzero(gaps_of(walk.found.options).admitted(work, times_of, LONGEST_MINUTES * MINUTE))
    owed = product(cells.gap, cells.hourly[cells.gap_cell])
    if walk.money.wage_rate is not None:
        owed = times(owed, walk.money.wage_rate[cells.gap_cell])
    parts = owed.objects().tolist()
    whole = (-(-cells.gap // MICRO)).tolist()
    order = sorted(range(len(rows)), key=lambda at: (whole[at], at))
    return [
        {**named(walk.table, int(work.place[rows[at]])), "gap_seconds": seconds(int(cells.gap[at])), "whole_seconds": whole[at], "owed_parts": parts[at]}
        for at in order
    ]  # fmt: skip


def _known(walk: Walk) -> Facts:
    """Whether pay and minimum are known, and whether some minimum is only a floor."""
    sums = walk.cells.sums
    longest = sums["paid"] + sums["unpaid"] + sums["on_record"] + sums["longest"]
    state = judge(walk.cells, walk.groups, walk.money, longest)
    return {
        "pay_known": not bool(walk.money.unknown.any()), "minimum_known": bool(state.comparable.all()),
        "floor": bool(state.floor.any()), "longest_minutes": max(LONGEST_MINUTES, walk.found.options.gap_in_force()),
    }  # fmt: skip


def _laws(walk: Walk) -> list[Facts]:
    """Every minimum wage applied, by the number that days refer to."""
    cells = walk.cells
    made = []
    for number in np.unique(cells.rate[cells.rate >= 0]).tolist():
        rate = cells.rates[number]
        names = (
            "country",
            "region",
            "category",
            "start",
            "date_precision",
            "end",
            "amount",
            "currency",
            "period",
            "hours",
            "law",
            "url",
            "confirmed_until",
        )
        status = STATUSES[int(cells.status[np.flatnonzero(cells.rate == number)[-1]])]
        made.append(
            {
                "number": number,
                "hourly": rate.hourly,
                **{name: getattr(rate, name) for name in names},
                "status": status,
            }
        )
    return made  # fmt: skip


def _exchanges(walk: Walk, wages: Codes) -> list[Facts]:
    """Every exchange rate applied, of pay and of wages in these currencies, with its date and source."""
    cells, target = walk.cells, walk.money.target
    quote = cells.currencies[int(target[0])] if len(target) and target[0] >= 0 else ""
    asked = set()
    for key in (cells.key["currency"], wages):
        asked |= {
            (cells.currencies[code], day)
            for code, day in zip(key.tolist(), cells.key["day"].tolist(), strict=True)
            if code >= 0
        }
    made = []
    for base, day in sorted(asked):
        rate = walk.found.exchange.rate(base, quote, _day(day)) if quote and base != quote else Unknown("")
        if not isinstance(rate, Unknown):
            made.append(
                {
                    name: getattr(rate, name)
                    for name in ("base", "quote", "rate", "on", "observed", "period", "source", "url")
                }
            )
    return made


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)
