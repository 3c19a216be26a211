"""Columns into the draft, as the map declares them: words, counts, times and amounts; constants where no column says. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import (
    INSTANT,
    MICRO,
    MONEY,
    Ints,
    Mask,
    category,
    codes,
    column,
    ints,
    places,
    present,
    strings,
)
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.delimited import Delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.mapped.formats import amount, duration, percent, stamp_reader, whole
from wageaudit.readers.mapped.rules import HOURLY, KINDS, Map, Rule, constant_value, start_formats
from wageaudit.readers.mapped.sheet import same
from wageaudit.readers.proofs import date_order, decimal_mark
from wageaudit.tasks import ACTIVITIES, LARGEST_COUNT, LARGEST_MONEY, MICROS_A_DAY
from wageaudit.text import clean

NUMBERS = ("count", "seconds", "money")


def leave_out(draft: Draft, plan: Map, table: Delimited) -> None:
    """Rows that are no work, such as totals: before all else, so that nothing else is said about them."""
    for rule in plan.leave_out:
        cells = table.column(rule.column)
        why = rule.means or "is no work: the map leaves it out"
        draft.reject(
            _meant(cells, rule), "left-out-by-map", rule.column, cells, why, "nothing to mend", fault=False
        )


def _meant(cells: pa.Array, rule: Rule) -> Mask:
    """bool[n]: rows that the rule means; each distinct cell is judged once."""
    encoded = cells.dictionary_encode()
    fits = [rule.fits(text) for text in encoded.dictionary.to_pylist()]
    return np.array([*fits, False], np.bool_)[ints(encoded.indices)]


def parse(draft: Draft, plan: Map, table: Delimited, options: Options) -> None:
    """Every column of the map into the draft; the currency before the money that may name one."""
    kept = {
        name: [_kept(draft, table.column(cell)) for cell in cells] for name, cells in plan.columns.items()
    }
    mark = decimal_mark(draft.file, _apart(kept, {"money", "seconds"}), options, typed=not table.delimiter)
    unformatted = {name: cells for name, cells in kept.items() if not start_formats(plan, name)}
    order = date_order(draft.file, _apart(unformatted, {"instant"}), options)
    for name in sorted(plan.columns, key=lambda name: name != "currency"):
        cells = [table.column(cell) for cell in plan.columns[name]]
        if KINDS[name] in NUMBERS:
            _number(draft, plan, name, cells, mark)
        elif KINDS[name] == "instant":
            draft.instant(name, _joined(cells, whole=name == "ended_at"), _stamps(plan, name, order))
        elif name == "country":
            draft.country(name, _joined(cells))
        elif name == "status":
            draft.word(name, _joined(cells), lambda text: plan.status.get(same(text)) or _status(text))
        elif name == "activity":
            draft.word(name, _joined(cells))
        else:
            draft.text(name, _joined(cells))
    for ours, cell in plan.times.items():
        _multiply(draft, ours, table.column(cell), mark)
    _activities(draft, plan, table)


def _kept(draft: Draft, cells: pa.Array) -> pa.Array:
    """The cells of rows that are kept: a total left out proves nothing."""
    return cells if draft.keep.all() else cells.take(places(np.flatnonzero(draft.keep)))


def _apart(kept: dict[str, list[pa.Array]], kinds: set[str]) -> dict[str, pa.Array]:
    """Each column of these kinds under a name of its own."""
    return {
        f"{name} {at}": cells
        for name, many in kept.items()
        if KINDS[name] in kinds
        for at, cells in enumerate(many)
    }


def _status(text: str) -> str:
    try:
        return values.word(text, "status")
    except values.Fault as fault:
        mend = phrase(
            'add to [status] of the map:  "{text}" = "approved"  (or what it is)', text=clean(text, 30)
        )
        raise values.Fault(fault.code, fault.reason, mend) from None


def _stamps(plan: Map, name: str, order: str) -> Callable[[str], values.Instant]:
    forms = start_formats(plan, name)
    return stamp_reader(forms) if forms else lambda text: values.instant(text, order)


def _joined(cells: Sequence[pa.Array], *, whole: bool = False) -> pa.Array:
    """Cells of several columns as one, a space between them; empty where the first is, or (whole) where any is."""
    if len(cells) == 1:
        return cells[0]
    import pyarrow.compute as pc  # a slow import that few maps need

    empty, space = strings([""])[0], strings([" "])[0]
    joined = pc.binary_join_element_wise(*cells, space)
    for one in cells if whole else cells[:1]:
        joined = pc.if_else(pc.equal(pc.utf8_trim_whitespace(one), empty), empty, joined)
    return joined


def _number(draft: Draft, plan: Map, name: str, cells: Sequence[pa.Array], mark: str) -> None:
    """A count, a duration or an amount: the sum of its columns, null where all are empty."""
    target, kind = "piece_rate" if name == HOURLY else name, KINDS[name]
    total, has = np.zeros(len(draft.rows), np.int64), np.zeros(len(draft.rows), np.bool_)
    for one in cells:
        _read_number(draft, plan, name, one, mark)
        total = total + ints(draft.columns[target])
        has |= present(draft.columns[target])
    draft.columns[target] = column(total, pa.int64() if kind == "count" else MONEY, has)
    most = LARGEST_COUNT if kind == "count" else LARGEST_MONEY * MICRO
    draft.reject(
        abs(total) > most, "too-large", target, cells[0], "is larger than any pay or work", "check the column"
    )


def _read_number(draft: Draft, plan: Map, name: str, cells: pa.Array, mark: str) -> None:
    target, kind, unit = "piece_rate" if name == HOURLY else name, KINDS[name], plan.units.get(name, "")
    if kind == "count":
        _count(draft, target, cells, mark)
    elif kind == "seconds":
        place, parsed, has = draft.parse(target, cells, lambda text: duration(text, unit or "seconds", mark))
        found = np.array([value if isinstance(value, int) else 0 for value in parsed], np.int64)
        draft.columns[target] = column(found[place], MONEY, has)
    elif unit == "percent":
        draft.money(target, cells, mark, percent)
    else:
        draft.money(target, cells, mark, lambda text, sign: amount(text, unit or "units", sign))


def _count(draft: Draft, name: str, cells: pa.Array, mark: str) -> None:
    place, parsed, has = draft.parse(name, cells, lambda text: whole(text, mark))
    found = np.array([value if isinstance(value, int) else 0 for value in parsed], np.int64)
    draft.columns[name] = column(found[place], pa.int64(), has)


def _multiply(draft: Draft, name: str, cells: pa.Array, mark: str) -> None:
    """A count times another, as likes from each of many accounts; a row that lacks one of them is left out."""
    first, has = ints(draft.columns[name]), present(draft.columns[name])
    _count(draft, name, cells, mark)
    second, both = ints(draft.columns[name]), present(draft.columns[name])
    reason = "has a count without the one it is multiplied by"
    draft.reject(has != both, "no-count", name, cells, reason, "fill in both")
    large = (second != 0) & (first > LARGEST_COUNT // np.maximum(second, 1))
    draft.reject(large, "too-large", name, cells, "is larger than any work", "check the columns")
    draft.columns[name] = column(
        np.where(large, 0, first * np.where(large, 0, second)), pa.int64(), has & both
    )


def _activities(draft: Draft, plan: Map, table: Delimited) -> None:
    """Activity by the first rule that means the row; a rule wins over a column of activities."""
    if not plan.activity:
        return
    found = np.full(len(draft.rows), -1, np.int32)
    if "activity" in draft.columns:
        place, labels = codes(draft.columns["activity"])
        found = np.array([*(ACTIVITIES.index(label) if label else -1 for label in labels), -1], np.int32)[
            place
        ]
    for rule in reversed(plan.activity):
        found[_meant(table.column(rule.column), rule)] = ACTIVITIES.index(rule.means)
    draft.columns["activity"] = category(found, ACTIVITIES)


def fill(draft: Draft, plan: Map) -> None:
    """What no column says: constants, and the status of rows without one."""
    constants = dict(plan.constants)
    if "" in plan.status:
        constants["status"] = plan.status[""]
    for name, text in constants.items():
        meant = constant_value(name, text)
        if isinstance(meant, str):
            draft.fill(name, meant)
        elif isinstance(meant, int):
            _fill_number(draft, "piece_rate" if name == HOURLY else name, meant, KINDS[name])
    _hours_known(draft, plan)


def _fill_number(draft: Draft, name: str, meant: int, kind: str) -> None:
    count = len(draft.rows)
    found: Ints = np.full(count, meant, np.int64)
    if name in draft.columns:
        found = np.where(present(draft.columns[name]), ints(draft.columns[name]), meant)
    draft.columns[name] = column(found, pa.int64() if kind == "count" else MONEY)


def _hours_known(draft: Draft, plan: Map) -> None:
    """Pay by the hour needs the hours."""
    if HOURLY not in {*plan.columns, *plan.constants}:
        return
    timed = np.zeros(len(draft.rows), np.bool_)
    for name in ("ended_at", "active_seconds"):
        if name in draft.columns:
            timed |= present(draft.columns[name])
    draft.reject(
        ~timed, "no-hours", "active_seconds", [], "is paid by the hour and has no hours", "fill them in"
    )


def overnight(draft: Draft) -> None:
    """An end at or before its start, by the wall clock, is the next day's."""
    begin, end = ints(draft.columns["started_at"]), ints(draft.columns["ended_at"])
    has = present(draft.columns["started_at"]) & present(draft.columns["ended_at"])
    late = (
        has
        & draft.walls["ended_at"]
        & draft.walls["started_at"]
        & (end <= begin)
        & (end + MICROS_A_DAY > begin)
    )
    draft.columns["ended_at"] = column(
        end + np.where(late, MICROS_A_DAY, 0), INSTANT, has | present(draft.columns["ended_at"])
    )
