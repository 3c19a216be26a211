"""Suspicions: rows that look wrong, and what they weigh in the result. Nothing is trimmed, nothing guessed. Pure.

The weight is by sums of the ledger: the result's pay and time less those of the rows, all other rows as they are. Pay is in
its own currency where there is one, else in the display currency, each row at the rate of its date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from wageaudit.arrays import MICRO, Ints
from wageaudit.exchange import ExchangeBook, Unknown
from wageaudit.groups import EPOCH_ORDINAL
from wageaudit.screening import BINS, Clock, Found, Log, Pair, Screened, Tally, alike

KINDS = (
    "open",
    "nested",
    "identical",
    "again",
    "shared",
    "future",
    "early",
    "wage",
    "cents",
    "midnight",
    "lost",
    "repeated",
    "clock",
)
SHIFTS = 3  # one row in so many open for hours: these are shifts, not tasks left open
DOLLARS = "USD"
CENTS, COINS = (
    Decimal(100),
    10,
)  # [USD / h] read as whole units, which would be a dollar an hour in cents; rows at the least
NO_CENTS = frozenset(
    {
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    }
)  # ISO 4217: no minor unit
STARTS = 20  # workers' days before and after a change of the clock
LIKE, UNLIKE = 0.6, 0.5  # how like the pattern must be an hour off, and how much less where it stands
SIX = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Rows of one kind and their weight; file and row are the first of them. None: not known, or nothing to divide by.

    hours and pay: of these rows; shares: of the result's working time and pay; wage, wage_without: effective hourly wage
    of the result, with and without them, in `currency`; weeks: without work; zone: whose clock moved; day: the last that
    work can be of, where it was given; share, other: of the file's rows, and the file that has them, too.
    """

    kind: str
    rows: int
    workers: int
    file: str
    row: int
    hours: Decimal
    hours_share: Decimal | None
    pay: Decimal | None
    pay_share: Decimal | None
    wage: Decimal | None
    wage_without: Decimal | None
    currency: str
    weeks: int = 0
    zone: str = ""
    day: str = ""
    share: Decimal | None = None
    other: str = ""


def suspicions(parts: Sequence[Screened], display: str, exchange: ExchangeBook) -> tuple[Suspicion, ...]:
    """What all parts of an audit show together, in the order of KINDS; nothing where nothing is suspicious."""
    found: dict[tuple[str, str], Found] = {}
    for one in _decided(parts, exchange):
        key = (one.kind, one.key if one.kind == "clock" else "")
        found[key] = found[key] + one if key in found else one
    shared = list(_shared(parts))
    if not found and not shared:
        return ()
    total = Tally()
    for part in parts:
        total += part.total
    paid = {currency for currency, _ in total.pay if currency}
    currency = next(iter(paid)) if len(paid) == 1 else display
    whole = _money(total, currency, exchange)
    made = [_weighed(found[key], total, whole, currency, exchange) for key in sorted(found)]
    made += [
        replace(_weighed(one, total, whole, currency, exchange), share=pair.share, other=pair.other)
        for pair, one in shared
    ]
    return tuple(sorted(made, key=lambda one: (KINDS.index(one.kind), one.zone)))


def _shared(parts: Sequence[Screened]) -> Iterator[tuple[Pair, Found]]:
    """Files that count as another worker's than the file that has most of their rows, too; they weigh as a whole."""
    logs: dict[str, Log] = {}
    for part in parts:
        for name, log in part.logs.items():
            logs[name] = logs[name] + log if name in logs else log
    for pair in alike(logs) if len(logs) > 1 else ():
        log = logs[pair.file]
        yield pair, Found("shared", "", log.rows, 1, log.tally, pair.file, 0)


def _decided(parts: Sequence[Screened], exchange: ExchangeBook) -> Iterator[Found]:
    """What stands once all parts are known."""
    every = [one for part in parts for one in part.found]
    yield from (one for one in every if one.kind != "open")
    for name in sorted({one.key for one in every if one.kind == "open"}):
        mine = [one for one in every if one.kind == "open" and one.key == name]
        if sum(one.rows for one in mine) * SHIFTS <= sum(part.rows.get(name, 0) for part in parts):
            yield from mine
    yield from _cents(parts, exchange)
    yield from _moved(parts)


def _dollars(tally: Tally, currency: str, day: int, exchange: ExchangeBook) -> Decimal | None:
    """Hourly wage of rows of one currency [USD / h], at the rate of the month's first day."""
    on = date.fromordinal(day + EPOCH_ORDINAL).replace(day=1)
    rate = exchange.rate(currency, DOLLARS, on)
    pay = sum(tally.pay.values())
    return (
        None
        if isinstance(rate, Unknown) or not tally.working
        else Decimal(pay) * 3600 / tally.working * rate.rate
    )


def _cents(parts: Sequence[Screened], exchange: ExchangeBook) -> Iterator[Found]:
    """Currencies in which every amount is a whole number, at a wage that only cents explain."""
    for name in sorted({name for part in parts for name in part.money} - NO_CENTS):
        coins = [part.coins[name] for part in parts if name in part.coins]
        if sum(count for count, _ in coins) < COINS or not all(whole for _, whole in coins):
            continue
        mine = [
            part.money[name] for part in parts if name in part.money
        ]  # every part that has it: all are whole
        tally = Tally()
        for one in mine:
            tally += one.tally
        days = [day for _, day in tally.pay]
        wage = _dollars(tally, name, min(days), exchange) if days else None
        if wage is not None and wage > CENTS:
            yield from mine


def _moved(parts: Sequence[Screened]) -> Iterator[Found]:
    """Zones whose clock changed, and the day's pattern with it, by just as much: stamps that were not local time."""
    for key in sorted({key for part in parts for key in part.clocks}):
        mine: list[Clock] = [part.clocks[key] for part in parts if key in part.clocks]
        before, after = (np.sum([getattr(one, name) for one in mine], axis=0) for name in ("before", "after"))
        zone, _, jump = mine[0].found.key.rpartition(" ")
        if min(int(before.sum()), int(after.sum())) >= STARTS and _shifted(before, after, abs(int(jump))):
            yield from (replace(one.found, key=zone) for one in mine)


def _shifted(before: Ints, after: Ints, jump: int) -> bool:
    """Whether the second pattern is the first, moved by just `jump` bins."""
    smooth = [np.roll(bins, -1) + bins + np.roll(bins, 1) for bins in (before, after)]
    size = float(np.sqrt(float((smooth[0] ** 2).sum()) * float((smooth[1] ** 2).sum())))
    lags = range(-2 * jump, 2 * jump + 1)
    alike = {lag: float((smooth[0] * np.roll(smooth[1], -lag)).sum()) / size for lag in lags}
    best = max(alike, key=lambda lag: alike[lag])
    return (
        0 < jump < BINS // 4
        and abs(best) == jump
        and alike[best] >= LIKE
        and alike[0] <= UNLIKE * alike[best]
    )


def _money(tally: Tally, currency: str, exchange: ExchangeBook) -> int | None:
    """Pay in one currency [micro × 10^-15], exact; None where some pay or some rate is not known."""
    if tally.unknown:
        return None
    found = 0
    for (base, day), amount in tally.pay.items():
        rate = exchange.rate(base, currency, date.fromordinal(day + EPOCH_ORDINAL)) if base else Unknown("")
        if isinstance(rate, Unknown):
            return None
        found += amount * int(rate.rate.scaleb(15))
    return found


def _weighed(one: Found, total: Tally, whole: int | None, currency: str, exchange: ExchangeBook) -> Suspicion:
    mine = _money(one.tally, currency, exchange)
    known = whole is not None and mine is not None
    unit = 10**15 * MICRO
    left = total.working - one.tally.working
    return Suspicion(
        one.kind, one.rows, one.workers, one.file, one.row,
        _ratio(one.tally.working, 3600 * MICRO) or Decimal(0),
        _ratio(one.tally.working, total.working),
        _ratio(mine, unit) if mine is not None else None,
        _ratio(mine, whole) if known else None,
        _ratio(whole * 3600 * MICRO, total.working * unit) if whole is not None else None,
        _ratio((whole - mine) * 3600 * MICRO, left * unit) if whole is not None and mine is not None else None,
        currency, one.weeks, one.key if one.kind == "clock" else "", one.key if one.kind == "future" else "",
    )  # fmt: skip


def _ratio(above: int | None, below: int | None) -> Decimal | None:
    """A quotient of whole numbers to six decimals, half to even; None where there is nothing to divide by."""
    if above is None or not below:
        return None
    sign = -1 if below < 0 else 1
    whole, rest = divmod(sign * above * MICRO, sign * below)
    up = 2 * rest > abs(below) or (2 * rest == abs(below) and whole % 2 == 1)
    return Decimal(whole + up) * SIX
