"""What each worker adds to the published sums: amounts and what is known, read from a result table by worker. Pure.

Money on one scale: as it is where all workers have one currency; else in the currency of display, by `worth`; else, where no
worth is known, in hours at each worker's own minimum wage. Hours behind wages at other gap thresholds, and prices behind take
rates, are worked back from the quotients, to within the last place of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wageaudit.arrays import MICRO, Ints, Mask, ints
from wageaudit.disclosure.topics import GAPS, WAGE
from wageaudit.summary.figures import Figures, micros

MOST = float(1 << 59)
Floats = npt.NDArray[np.float64]
Money = Mapping[str, Ints]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Of w lines of a table by worker: amount[name] int64[w], 0 where not known; known[name] bool[w]; large bool[w].

    A sum whose column the table lacks has no amount.
    """

    amount: Mapping[str, Ints]
    known: Mapping[str, Mask]
    large: Mask


def amounts(table: pa.Table, found: Figures, scale: Floats | None) -> Amounts:
    """The amounts of a result table by worker; found: its figures; scale: what a unit of each line's money is multiplied by."""
    pay = found.pay
    made: dict[str, Ints] = {
        "hours": found.working,
        "below": (found.compared & found.below).astype(np.int64),
        "above": (found.compared & ~found.below).astype(np.int64),
        "always": found.always.astype(np.int64),
        "not_always": (found.compared & ~found.always).astype(np.int64),
        "depends": found.depends.astype(np.int64),
        "not_depends": (found.compared & ~found.depends).astype(np.int64),
        "lacking": found.lacking.astype(np.int64),
        "not_lacking": (found.has_shortfall & ~found.lacking).astype(np.int64),
        "overlap": _overlap(table),
    }
    money: dict[str, Ints] = {
        "pay": pay,
        "required": found.required,
        "shortfall": found.shortfall,
        "wages": np.where(found.has_wage, found.wage, 0),
        "pay_without_time": np.where(found.has_wage, 0, pay),
    }
    known: dict[str, Mask] = {
        "wage": found.has_wage,
        "compared": found.compared,
        "ratio": found.has_ratio,
        "shortfall": found.has_shortfall,
    }
    large = found.large.copy()
    for extra in (_hours(table, found), _counts(table)):
        made |= extra
    parts, too_large = _parts(table, pay)
    money |= parts
    large |= too_large
    if "take_rate" in table.column_names:
        price, known["take_rate"] = _price(table, pay)
        money["price"] = price
    made |= {name: _scaled(values, scale) for name, values in money.items()}
    return Amounts(made, known, large)


def scales(table: pa.Table, found: Figures, worth: Mapping[str, Decimal]) -> Floats:
    """float64[w]: what a line's money is worth on the scale of the whole family, whose lines have several currencies."""
    if all(name in worth for name in found.currencies):
        of = np.array([*(float(worth[name]) for name in found.currencies), 0.0])
        return of[found.currency]
    minimum, known, large = micros(table.column("minimum_wage"))
    usable = known & ~large & (minimum > 0)
    hours = np.divide(MICRO, minimum, out=np.zeros(len(minimum)), where=usable)
    worked = np.divide(found.working, found.pay, out=np.zeros(len(minimum)), where=found.pay > 0)
    return np.where(usable, hours, worked)  # whoever has no known minimum is taken as paid just that


def _scaled(values: Ints, scale: Floats | None) -> Ints:
    if scale is None:
        return values
    return np.clip(np.rint(values * scale), -MOST, MOST).astype(np.int64)


def _whole(values: Floats) -> Ints:
    return np.clip(np.rint(values), -MOST, MOST).astype(np.int64)


def _hours(table: pa.Table, found: Figures) -> dict[str, Ints]:
    """Paid, unpaid and waiting hours, what is not paid, and what each wider gap threshold adds."""
    names = ("paid_hours", "unpaid_work_hours", "waiting_hours")
    if any(name not in table.column_names for name in names):
        return {}
    paid, unpaid, waiting = (micros(table.column(name))[0] for name in names)
    made = {"paid": paid, "unpaid": unpaid, "waiting": waiting, "idle": found.working - paid}
    columns = [f"{WAGE}_{name}" for name in GAPS]
    if all(name in table.column_names for name in columns):
        made |= _gaps(found, paid, [micros(table.column(name)) for name in columns])
    return made


def _gaps(found: Figures, paid: Ints, wages: list[tuple[Ints, Mask, Mask]]) -> dict[str, Ints]:
    """Hours a threshold adds to the one before it, and hours between the threshold in force and its neighbours.

    Who has no pay has no wage to work back from: nothing is known to be hers, so that what others have weighs more.
    """
    base = paid
    hours: list[Ints] = []
    made: dict[str, Ints] = {}
    noise = np.zeros(len(paid), np.int64)
    for name, (wage, known, large) in zip(GAPS, wages, strict=True):
        usable = known & ~large & (wage > 0) & (found.pay > 0)
        safe = np.where(usable, wage, 1)
        worked = np.where(usable, _whole(found.pay * float(MICRO) / safe), base)
        noise = np.maximum(noise, np.where(usable, worked // safe + 2, 0))
        step = worked - base
        made[name] = np.where(step > noise, step, 0)
        made[f"to{name.removeprefix('gap')}"] = np.where(worked - paid > noise, worked - paid, 0)
        hours.append(worked)
        base = np.maximum(worked, base)
    working, told = found.working, found.pay > 0
    under = np.max([np.where(one <= working + noise, one, 0) for one in hours], axis=0)
    over = np.min([np.where(one >= working - noise, one, base + working) for one in hours], axis=0)
    beneath = np.where(told & (under > 0) & (working - under > noise), working - under, 0)
    beyond = np.where(told & (over < base + working) & (over - working > noise), over - working, 0)
    return made | {"gap_beneath": beneath, "gap_beyond": beyond}


def _overlap(table: pa.Table) -> Ints:
    """Time that several tasks were open at once, counted once for each task but one."""
    names = ("overlap_factor", "paid_hours", "unpaid_work_hours")
    if any(name not in table.column_names for name in names):
        return np.zeros(table.num_rows, np.int64)
    factor, paid, unpaid = (micros(table.column(name))[0] for name in names)
    return _whole(np.where(factor > MICRO, (factor - MICRO) * ((paid + unpaid) / MICRO), 0.0))


def _counts(table: pa.Table) -> dict[str, Ints]:
    names = ("tasks", "tasks_unpaid", "tasks_untimed", "sessions")
    made = {name: ints(table.column(name)) for name in names if name in table.column_names}
    if "tasks" in made and "tasks_unpaid" in made:
        made["tasks_paid"] = made["tasks"] - made["tasks_unpaid"]
    return made


def _parts(table: pa.Table, pay: Ints) -> tuple[dict[str, Ints], Mask]:
    """Bonus, tip and fee, and what pay is without some of them."""
    names = ("bonus", "tip", "fee")
    if any(name not in table.column_names for name in names):
        return {}, np.zeros(table.num_rows, np.bool_)
    read = [micros(table.column(name)) for name in names]
    bonus, tip, fee = (values for values, _, _ in read)
    made = {
        "bonus": bonus, "tip": tip, "fee": fee,
        "pay_less_bonus": pay - bonus, "pay_less_tip": pay - tip, "pay_less_both": pay - bonus - tip, "pay_and_fee": pay + fee,
        "bonus_aside": pay + fee - bonus, "tip_aside": pay + fee - tip, "piece_pay": pay + fee - bonus - tip,
    }  # fmt: skip
    return made, np.any([large for _, _, large in read], axis=0)


def _price(table: pa.Table, pay: Ints) -> tuple[Ints, Mask]:
    """What customers paid, as if every row had a price; and whose take rate is known."""
    taken, known, large = micros(table.column("take_rate"))
    left = np.where(known & ~large & (taken < MICRO), MICRO - taken, MICRO)
    return np.where(known, _whole(pay * float(MICRO) / left), 0), known
