"""Figures that are the place of one worker in an order, how far a figure could move, and how many digits are shown. Pure.

A median is one worker's wage, or the mean of two; the end of a quartile's interval can be the least or the greatest wage of
all. An interval of a mean tells how far members lie apart: where two make up all of that, it tells these two. Enough
workers on either side, as output checkers ask for (Brandt et al., Guidelines for the checking of output based on microdata
research, 2010), and three digits, keep a shown figure from being one worker's.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MICRO, column, ints, present
from wageaudit.disclosure.amounts import Floats
from wageaudit.disclosure.family import Members
from wageaudit.disclosure.primary import DOMINANT, SMALL, WHOLE_PERCENT, Rule
from wageaudit.disclosure.topics import Place
from wageaudit.exact import DECIMAL, packed

DIGITS = 3
EXACT = (
    "workers",
    "workers_with_wage",
    "workers_compared",
    "workers_with_shortfall",
    "currency",
    "verdict",
    "reason",
)  # fmt: skip - columns that are not rounded
TOP = 2


def telling(members: Members, place: Place, rule: Rule) -> str:
    """Why a figure that stands for a place of an order, or for how far apart workers lie, may not be shown."""
    if place.known and int(np.count_nonzero(members.known[place.known])) < place.times * rule.threshold:
        return SMALL
    if place.spread and _made_up(_deviations(members, place.spread), rule):
        return DOMINANT
    return ""


def _deviations(members: Members, name: str) -> Floats:
    """How far each worker lies from the figure of all: what its interval is made of."""
    amount = {key: values.astype(np.float64) for key, values in members.amount.items()}
    known = members.known
    if name == "wage_off_mean":
        return _off_mean(amount["wages"][known["wage"]])
    if name == "shortfall_off_mean":
        return _off_mean(amount["shortfall"][known["shortfall"]])
    if name == "idle_off_share":
        return _off_share(amount["idle"], amount["hours"]) if "idle" in amount else np.zeros(0)
    if name == "pay_off_ratio":
        return _off_share(amount["pay"][known["ratio"]], amount["required"][known["ratio"]])
    return _off_share(amount["pay"][known["wage"]], amount["hours"][known["wage"]])


def _off_mean(values: Floats) -> Floats:
    return values - values.mean() if len(values) else values


def _off_share(above: Floats, below: Floats) -> Floats:
    whole = below.sum()
    return above - below * (above.sum() / whole) if whole else above


def _made_up(deviations: Floats, rule: Rule) -> bool:
    """Whether the squares of all but the two largest are so few that they would tell the largest to within p %.

    A square is known to within twice the part that its root is known to.
    """
    squares = np.sort(deviations**2)[::-1]
    if not len(squares) or squares[0] <= 0:
        return False
    return bool(WHOLE_PERCENT * squares[TOP:].sum() < 2 * rule.p * squares[0])


def rounded(value: Decimal) -> Decimal:
    """The value to three digits, half to even."""
    if not value:
        return value
    step = Decimal(1).scaleb(value.adjusted() - DIGITS + 1)
    return value.quantize(step, ROUND_HALF_EVEN) if step > Decimal("0.000001") else value


def rounded_column(values: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    """A column of counts or of decimals, each to three digits."""
    has = present(values)
    if pa.types.is_integer(values.type):
        plain = np.array([_to_digits(number) for number in ints(values).tolist()], np.int64)
        return column(plain, values.type, has)
    told = values.to_pylist()
    micro = np.array([0 if one is None else _to_digits(int(one * MICRO)) for one in told], object)
    return packed(micro, has, DECIMAL)


def _to_digits(number: int) -> int:
    places = len(str(abs(number))) - DIGITS
    if places <= 0:
        return number
    step: int = 10**places
    whole, left = divmod(number, step)
    return (whole + (2 * left > step or (2 * left == step and whole % 2 == 1))) * step
