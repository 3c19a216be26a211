"""What is to be said beside a proposed map: kinds that are no ids, prices of one piece, columns that are not used. Pure."""

from __future__ import annotations

from wageaudit.phrases import joined, phrase
from wageaudit.readers.delimited import Delimited
from wageaudit.readers.mapped.headers import is_kind
from wageaudit.readers.mapped.naming import meant, price_of
from wageaudit.readers.mapped.questions import Given
from wageaudit.readers.mapped.rules import HOURLY, TARGETS
from wageaudit.readers.mapped.sheet import same
from wageaudit.text import clean

MOST = 12  # columns told


def remarks(table: Delimited, given: Given) -> list[str]:
    """In the order in which they matter; none where the map says all there is."""
    return [*_kinds(table, given), *_prices(given), *_unused(table, given)]


def _kinds(table: Delimited, given: Given) -> list[str]:
    told = []
    workers = [cell for cell in table.header if _is(given, "worker_id", cell)]
    for cell in table.header:
        if meant(cell) != "task_id" or _is(given, "task_id", cell) or not is_kind(table, cell, workers):
            continue
        if _is(given, "project", cell):
            told.append(phrase("{cell} read as project: it repeats, so it is no id", cell=clean(cell)))
        else:
            told.append(phrase("{cell} not read as task_id: it repeats, so it is no id", cell=clean(cell)))
    return told


def _is(given: Given, ours: str, cell: str) -> bool:
    return same(cell) in {same(one) for one in given.columns.get(ours, ())}


def _prices(given: Given) -> list[str]:
    """Prices of one piece that a whole row is paid by."""
    told = [
        phrase(
            "{cell} is by its name the price of one, and is taken for the pay of a whole row: "
            'if it is not, say  --column piece_rate="{cell}"  in place of pay',
            cell=clean(cell),
        )
        for cell in given.columns.get("pay", ())
        if price_of(cell)
    ]
    rates = given.columns.get("piece_rate", ())
    there = {*(ours for ours, cells in given.columns.items() if cells), *given.constants}
    if (
        rates
        and not there & {"pay", "task_count"}
        and (price_of(rates[0]) or given.words.get("row") != "task")
    ):
        told.append(
            phrase(
                "{cell} is the price of one, and no column counts them: each row is paid as one; "
                'if a column counts them, add  --column task_count="…"',
                cell=clean(rates[0]),
            )
        )
    return told


def _unused(table: Delimited, given: Given) -> list[str]:
    used = {same(cell) for cells in given.columns.values() for cell in cells}
    used |= {same(rule[0]) for rule in (*given.activity, *given.leave_out)}
    free = [clean(cell, 40) for cell in table.header if cell and same(cell) not in used]
    if not free:
        return []
    taken = {ours for ours, cells in given.columns.items() if cells}
    paid = {"pay", "piece_rate"} & taken
    names = [name for name in TARGETS if name not in taken and not (name == HOURLY and paid)]
    return [
        phrase("columns not used: {names}", names=joined(free[:MOST])),
        phrase("to use one, add  --column NAME=COLUMN  with one of: {names}", names=", ".join(names)),
    ]
