"""Result tables: group-by sums of cells, compared with the law, in the columns of the specification. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wageaudit.arrays import (
    MICRO,
    Codes,
    Ints,
    Mask,
    chunks_of,
    codes,
    codes_of_labels,
    column,
    distinct,
    places,
    strings,
)
from wageaudit.cells import NO_COUNTRY, Cells
from wageaudit.critical import critical_seconds
from wageaudit.exact import DECIMAL, SHORT, Quotient, amount, divided_together, lengthened, ratio, shortened
from wageaudit.exchange import ExchangeBook
from wageaudit.groups import Groups, group, period_codes, period_label
from wageaudit.kernels import take
from wageaudit.living import compared
from wageaudit.money import Converted, convert
from wageaudit.options import GAP_GRID_MINUTES, Options
from wageaudit.reasons import Reasons, none_of
from wageaudit.spreading import spread
from wageaudit.wages import STATUSES
from wageaudit.wide import Wide, product

HOUR = 3600 * MICRO
VERDICTS = ("below", "depends", "met", "unknown")
BELOW, DEPENDS, MET, UNKNOWN = range(len(VERDICTS))


def _key(cells: Cells, name: str) -> Codes:
    if name in {"week", "month", "day"}:
        return period_codes(cells.key["day"], name)
    if name in {"country", "region"}:
        labels = [place[name == "region"] for place in cells.places]
        return codes_of_labels([*labels, ""])[:-1][
            cells.key["place"]
        ]  # no place (-1) says as little as an empty one
    return cells.key[name]


def table(cells: Cells, by: Sequence[str], options: Options, exchange: ExchangeBook) -> pa.Table:
    """The result table grouped by the names in `by`, grouping columns first, rows in the order of their keys."""
    groups = group({name: _key(cells, name) for name in by}, len(cells))
    columns: dict[str, pa.Array | Quotient] = {name: _labelled(cells, groups, name) for name in by}
    money = convert(cells, groups, options, exchange)
    columns |= _counts(cells, groups)
    columns |= _hours(cells, groups)
    columns |= _pay(cells, groups, money)
    columns |= _compared(cells, groups, money, options)
    if cells.living is not None:
        columns |= compared(cells, groups, money, cells.living, _working(cells), exchange)
    figures = {name: found for name, found in columns.items() if isinstance(found, Quotient)}
    return pa.table(columns | divided_together(figures))


def laid_by(found: pa.Table) -> pa.Table:
    """A result table until it is joined with others: decimals in 64 bits where all of a column fit."""
    columns = [shortened(*chunks_of(one)) if one.type == DECIMAL else one for one in found.columns]
    return pa.table(columns, names=found.column_names)


def together(parts: list[pa.Table], by: Sequence[str], cores: int) -> pa.Table:
    """Result tables laid by, of which no two have rows of one group, as one in the order of their keys. Empties `parts`: a column goes once it is ordered."""
    names = parts[0].column_names
    columns = {name: [chunk for part in parts for chunk in part.column(name).chunks] for name in names}
    parts.clear()
    order = places(np.lexsort([codes(pa.chunked_array(columns[name]))[0] for name in by][::-1]))

    def ordered(name: str) -> pa.Array | pa.ChunkedArray:
        chunks = columns.pop(name)
        if len({chunk.type for chunk in chunks}) > 1:
            chunks = [lengthened(chunk) if chunk.type == SHORT else chunk for chunk in chunks]
        found = take(pa.chunked_array(chunks), order)
        return lengthened(found) if found.type == SHORT else found

    return pa.table(spread(ordered, names, cores), names=names)


def _labelled(cells: Cells, groups: Groups, name: str) -> pa.Array:
    found = groups.keys[name]
    if name in {"week", "month", "day"}:
        known = distinct(found)
        labels = [period_label(code, name) for code in known.tolist()]
        return _words(labels, np.searchsorted(known, found))
    if name in {"country", "region"}:
        labels = sorted({place[name == "region"] for place in cells.places} | {""})
    else:
        labels = list(cells.labels[name])
    return _words([*labels, ""], found)


def _words(labels: Sequence[str | None], codes: npt.NDArray[np.signedinteger]) -> pa.Array:
    """The label of each code; -1 is the last."""
    return take(strings(labels), places(np.where(codes < 0, len(labels) - 1, codes)))


def _distinct(groups: Groups, codes: Codes) -> Ints:
    """int64[g]: number of distinct codes in each group."""
    pairs = group({"group": groups.group.astype(np.int32), "code": codes}, len(codes))
    return (
        np.bincount(pairs.keys["group"], minlength=groups.count)
        if len(codes)
        else np.zeros(groups.count, np.int64)
    )


def _counts(cells: Cells, groups: Groups) -> dict[str, pa.Array]:
    found = {"workers": _distinct(groups, cells.key["worker"])}
    for name in ("tasks", "tasks_unpaid", "tasks_untimed", "sessions"):
        found[name] = groups.sums(cells.sums[name])
    return {name: column(values, pa.int64()) for name, values in found.items()}


def _hours(cells: Cells, groups: Groups) -> dict[str, Quotient]:
    paid, unpaid = groups.sums(cells.sums["paid"]), groups.sums(cells.sums["unpaid"])
    waiting = groups.sums(cells.sums["on_record"]) + groups.sums(cells.sums["inferred"])
    working = paid + unpaid + waiting
    found = {
        "paid_hours": paid,
        "unpaid_work_hours": unpaid,
        "waiting_hours": waiting,
        "working_hours": working,
    }
    columns = {name: ratio(values, HOUR) for name, values in found.items()}
    columns["utilisation"] = ratio(paid, working)
    columns["overlap_factor"] = ratio(
        groups.sums(cells.sums["duration"]), groups.sums(cells.sums["unscaled"])
    )
    return columns


def _pay(cells: Cells, groups: Groups, money: Converted) -> dict[str, pa.Array | Quotient]:
    """Money columns in the group's currency; empty where some pay or some exchange rate is not known."""
    known = ~money.unknown
    found = {
        name: groups.wide(money.amount[name])
        for name in ("pay", "bonus", "tip", "fee", "customer_price", "priced_pay")
    }
    columns: dict[str, pa.Array | Quotient] = {
        name: amount(found[name], HOUR, known) for name in ("pay", "bonus", "tip", "fee")
    }
    columns["bonus_share"] = ratio(found["bonus"], found["pay"], known)
    priced = groups.any(cells.sums["priced"] > 0)
    columns["take_rate"] = ratio(
        found["customer_price"] - found["priced_pay"], found["customer_price"], known & priced
    )
    columns["currency"] = _words([*cells.currencies, None if len(cells.currencies) else ""], money.target)
    paid = groups.sums(cells.sums["paid"])
    columns["engaged_hourly_wage"] = amount(found["pay"], paid, known)
    return columns


def _working(cells: Cells) -> Ints:
    """int64[m] [µs]: working time at the threshold in force."""
    return sum((cells.sums[name] for name in ("unpaid", "on_record", "inferred")), cells.sums["paid"])


def _compared(
    cells: Cells, groups: Groups, money: Converted, options: Options
) -> dict[str, pa.Array | Quotient]:
    time = dict.fromkeys(
        ("none", "in_force", "longest"), cells.sums["paid"] + cells.sums["unpaid"] + cells.sums["on_record"]
    )
    time["in_force"] = time["none"] + cells.sums["inferred"]
    time["longest"] = time["none"] + cells.sums["longest"]
    minimum = {name: money.required(cells, span) for name, span in time.items()}
    required = {name: groups.wide(each) for name, each in minimum.items()}
    pay = groups.wide(money.amount["pay"])
    state = judge(cells, groups, money, time["longest"])
    owed, working = required["in_force"], groups.sums(time["in_force"])
    known = ~money.unknown
    columns: dict[str, pa.Array | Quotient] = {"effective_hourly_wage": amount(pay, working, known)}
    compared = known & state.comparable
    columns["minimum_wage"] = amount(owed, working, state.comparable)
    columns["wage_ratio"] = ratio(pay, owed, compared)
    columns["required_pay"] = amount(owed, HOUR, state.settled)
    shortfall = _shortfall(cells, groups, money, minimum["in_force"], options.period)
    columns["shortfall"] = amount(shortfall, HOUR, known & state.settled)
    hours = product(groups.sums(cells.sums["tasks"]), np.full(groups.count, HOUR))
    columns["breakeven_piece_rate"] = amount(owed, hours, state.comparable)
    none = groups.sums(time["none"])
    seen = groups.any(cells.sums["seen"] > 0) | ~groups.any(cells.sums["timed"] > 0)
    for minutes in GAP_GRID_MINUTES:
        worked = none if minutes == 0 else none + groups.sums(cells.sums[f"gap{minutes}"])
        columns[f"effective_hourly_wage_gap{minutes}"] = amount(pay, worked, known & (seen | (minutes == 0)))
    below_none = compared & (pay - required["none"]).negative()
    below_longest = compared & (pay - required["longest"]).negative()
    turning = compared & ~below_none & below_longest
    critical = critical_seconds(cells, groups, money, turning, pay - required["none"])
    columns["critical_gap_minutes"] = ratio(
        np.where(below_none, 0, np.maximum(critical, 0)), 60, below_none | (critical >= 0)
    )
    verdict = np.where(below_none, BELOW, np.where(turning, DEPENDS, MET))
    verdict = np.where(compared & (below_none | turning | ~state.floor), verdict, UNKNOWN)
    columns["verdict"] = _words(VERDICTS, verdict)
    why = state.why.also(verdict == DEPENDS, "gap_threshold")
    why = why.also(~seen & (verdict != BELOW) & (verdict != UNKNOWN), "requester_view")
    columns["reason"] = _words(why.said, why.code)
    return columns


def _shortfall(cells: Cells, groups: Groups, money: Converted, owed: Wide, span: str) -> Wide:
    """G sums over worker × pay period of max(0, required − pay); owed: what is required in each cell."""
    period = period_codes(cells.key["day"], span)
    spans = group(
        {"group": groups.group.astype(np.int32), "worker": cells.key["worker"], "period": period}, len(cells)
    )
    missing = spans.wide(owed) - spans.wide(money.amount["pay"])
    missing = missing.where(~missing.negative())
    starts = (
        np.flatnonzero(np.diff(spans.keys["group"], prepend=-1)) if spans.count else np.zeros(0, np.int64)
    )
    return missing.sums(starts)


@dataclass(frozen=True, slots=True)
class State:
    """What is known of each group.

    comparable: there is working time, and a minimum for all of it; settled: the same, or no working time where the
    minimum is known (payments alone: nothing is required); floor: some minimum is only a floor; why: what is unknown.
    """

    comparable: Mask
    settled: Mask
    floor: Mask
    why: Reasons


def judge(cells: Cells, groups: Groups, money: Converted, time: Ints) -> State:
    """Which groups can be compared, and why others cannot."""
    worked = time > 0
    unknown = worked & (cells.hourly == 0)
    floor = worked & (cells.status == STATUSES.index("beyond_horizon")) & ~unknown
    why = none_of(groups.count).also(groups.any(cells.sums["pay_unknown"] > 0), "no_pay")
    lost = np.flatnonzero(money.no_rate)
    pair = (money.target[groups.group[lost]] + 1) * (len(cells.currencies) + 1) + cells.key["currency"][lost]
    why = _explain(why, groups, lost, pair, lambda cell: _pair(cells, groups, money, cell))
    doubtful = unknown | floor
    for status in distinct(cells.status[doubtful]).tolist():
        rows = np.flatnonzero(doubtful & (cells.status == status))
        why = _explain(why, groups, rows, cells.key["place"][rows], lambda cell: _placed(cells, cell))
    timed = groups.sums(worked.astype(np.int64)) > 0
    why = why.also(~timed, "no_time", first=True)  # of all: nothing else that is added gives an hourly wage
    comparable = timed & ~groups.any(unknown) & ~groups.any(money.no_wage_rate)
    settled = comparable | (~timed & ~groups.any(cells.hourly == 0))
    return State(comparable, settled, groups.any(floor), why)


def _placed(cells: Cells, cell: int) -> str:
    status = int(cells.status[cell])
    if status == NO_COUNTRY:
        return "no_country"
    country, region = cells.places[int(cells.key["place"][cell])]
    return f"{STATUSES[status]}:{region or country}"


def _pair(cells: Cells, groups: Groups, money: Converted, cell: int) -> str:
    currency, target = int(cells.key["currency"][cell]), int(money.target[groups.group[cell]])
    return f"no_exchange_rate:{cells.currencies[currency]}-{cells.currencies[target]}"


def _explain(
    why: Reasons, groups: Groups, rows: Ints, kind: Ints | Codes, say: Callable[[int], str]
) -> Reasons:
    """The reasons of these cells added to their groups', each once, in a fixed order; cells of one kind say the same."""
    kinds = distinct(kind)
    place = np.searchsorted(kinds, kind)
    some = np.empty(len(kinds), np.int64)
    some[place] = rows  # one cell of each kind
    said = [say(cell) for cell in some.tolist()]
    for reason in sorted(set(said)):
        such = rows[np.array([one == reason for one in said])[place]]
        among = np.zeros(groups.count, np.bool_)
        among[groups.group[such]] = True
        why = why.also(among, reason)
    return why
