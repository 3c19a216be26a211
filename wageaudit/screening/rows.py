"""Rows that look wrong one by one: open for hours, within another, alike, of impossible dates or wages. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import numpy.typing as npt

from wageaudit.arrays import MICRO, Codes, Ints, Mask, distinct
from wageaudit.exchange import ExchangeBook, Unknown
from wageaudit.groups import EPOCH_ORDINAL
from wageaudit.ledger import WIDEST
from wageaudit.screening.part import DAY, MINUTE, Found, Part, spans

LONGEST = (
    360 * MINUTE
)  # Directive 2003/88/EC, article 4: a working day of more than six hours has a break in it
FIRST_DAYS: Mapping[str, date] = {
    "mturk": date(2005, 11, 2),  # announced that day by Amazon Web Services
    "crowdflower": date(2007, 1, 1),  # founded in 2007, as Dolores Labs
    "uber": date(2010, 1, 1),  # first rides in San Francisco in 2010
    "deliveroo": date(2013, 1, 1),  # founded in London in 2013
    "toloka": date(2014, 1, 1),  # opened by Yandex in 2014
    "prolific": date(2014, 1, 1),  # founded in Oxford in 2014
    "wolt": date(2014, 10, 6),  # founded in Helsinki that day
}
FIRST_DAY = date(2005, 1, 1)  # of any other: crowd work by platform begins with Mechanical Turk, in 2005
LAST_DAY = date(
    2027, 11, 22
)  # a year after this version, where no day is given; no clock is read: the same input, the same bytes
WORKED = 30 * MINUTE  # of a worker, at the least, before a wage is judged
MONTHS = 1 << 20  # more than a clock of microseconds can tell, half of them before 1970
HIGH, LOW = (
    300,
    0.01,
)  # [USD / h] 100 times, a 200th of, the 2 to 3 that click work pays (Hara et al., CHI 2018)


def _by(part: Part, kind: str, name: str, rows: Ints) -> Iterator[Found]:
    """A finding for each label of a category among these rows."""
    code = part.work.category[name][rows]
    for one in distinct(code).tolist():
        yield part.found(kind, rows[code == one], part.label(name, one))


def left_open(part: Part) -> Iterator[Found]:
    """Tasks open for more than six hours, and not measured otherwise; blocks of many tasks are none."""
    work = part.work
    rows = np.flatnonzero(part.length > LONGEST)
    rows = rows[work.timed[rows] & work.task[rows] & (work.active[rows] < 0) & (work.tasks[rows] <= 1)]
    yield from _by(part, "open", "platform", rows) if len(rows) else ()


def nested(part: Part) -> Iterator[Found]:
    """Tasks that lie within another task of the same requester; those of equal intervals are another kind."""
    work = part.work
    rows = np.flatnonzero(part.times.unscaled < part.length)
    rows = rows[work.timed[rows] & work.task[rows]]
    if len(rows) < 2:  # noqa: PLR2004 - none lies in another
        return
    worker = work.category["worker_id"][rows]
    low, high = _lifted(worker, work.start[rows], work.end[rows])
    cluster = np.cumsum(np.concatenate([[0], low[1:] >= np.maximum.accumulate(high)[:-1]]))
    requester, platform = work.category["requester"][rows], work.category["platform"][rows]
    who = np.where(requester >= 0, requester + 1, np.where(work.blind[rows], -1 - platform, 0))
    named = np.flatnonzero(who)  # who ordered it is known; of one requester's view, the platform says enough
    key = cluster[named] * (len(work.labels["requester"]) + len(work.labels["platform"]) + 2) + who[named]
    order = np.argsort(key, kind="stable")
    inside = _inside(key[order], work.start[rows[named][order]], work.end[rows[named][order]])
    if inside.any():
        yield part.found("nested", np.sort(rows[named][order][inside]))


def _inside(key: Ints, start: Ints, end: Ints) -> Mask:
    """Rows that lie within another of their key, and are not like it; start in order within each key, then end."""
    inside = np.zeros(len(key), np.bool_)
    if not len(key):
        return inside
    _, high = _lifted(key, start, end)
    again = key[1:] == key[:-1]
    together = again & (start[1:] == start[:-1])
    inside[1:] = again & (high[1:] <= np.maximum.accumulate(high)[:-1])
    tied, counts = _stretches(together)
    inside |= end < np.repeat(np.maximum.reduceat(end, tied), counts)
    twins, counts = _stretches(together & (end[1:] == end[:-1]))
    return np.repeat(inside[twins], counts)


def _stretches(joined: Mask) -> tuple[Ints, Ints]:
    """(first, count) of each stretch of rows that are joined to the one before; joined: bool[n - 1]."""
    first = np.flatnonzero(np.concatenate([[True], ~joined]))
    return first, np.diff(np.append(first, len(joined) + 1))


def _lifted(key: Ints | Codes, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Starts and ends, those of each key above those of the keys before; keys in a row, start in order within each.

    Where 64 bits would not hold them, their ranks.
    """
    first, counts = _stretches(key[1:] == key[:-1])
    span = np.maximum.reduceat(end, first) - start[first] + 1
    if float(span.astype(np.float64).sum()) < WIDEST:
        lift = np.repeat(np.cumsum(span) - span - start[first], counts)
        return start + lift, end + lift
    _, rank = np.unique(np.concatenate([start, end]), return_inverse=True)
    lift = np.repeat(np.arange(len(first)), counts) * (int(rank.max()) + 1)
    return rank[: len(start)] + lift, rank[len(start) :] + lift


def identical(part: Part) -> Iterator[Found]:
    """Tasks with the same start and the same end as the one before."""
    work = part.work
    rows = np.flatnonzero(work.start[1:] == work.start[:-1]) + 1
    if not len(rows):
        return
    worker, before = work.category["worker_id"], rows - 1
    alike = (
        (work.end[rows] == work.end[before])
        & (worker[rows] == worker[before])
        & (work.end[rows] > work.start[rows])
    )
    task = work.timed & work.task
    rows = rows[alike & task[rows] & task[before]]
    if len(rows):
        yield part.found("identical", rows)


def again(part: Part) -> Iterator[Found]:
    """Rows without a task's id and without an interval, payments foremost, which another file says word for word."""
    work, loose = part.work, ~part.work.timed
    pairs = np.flatnonzero(loose[1:] & loose[:-1] & (work.start[1:] == work.start[:-1]))
    if not len(pairs) or "source_file" not in part.tasks.column_names:
        return
    columns: list[Ints | Codes] = [*work.category.values(), *work.amount.values(), work.active, work.tasks]
    for column in columns:
        pairs = pairs[column[pairs] == column[pairs + 1]]
    if not len(pairs):
        return
    joined = np.zeros(len(work) - 1, np.bool_)
    joined[pairs] = True
    first, counts = _stretches(joined)
    first, counts = first[counts > 1], counts[counts > 1]
    rows, head = spans(first, counts), np.repeat(first, counts)
    rows, head = rows[part.nameless(rows)], head[part.nameless(rows)]
    rows = rows[part.file_of(rows) != part.file_of(head)]
    if len(rows):
        yield part.found("again", rows)


def _micros(day: date) -> int:
    return (day.toordinal() - EPOCH_ORDINAL) * DAY


def late(part: Part, as_of: date | None) -> Iterator[Found]:
    """Rows that start after the day of the audit, by the date of their own place; without a day, after any this version can mean."""
    start, last = part.work.start, _micros(as_of or LAST_DAY)
    if int(start.max()) < last:
        return
    near = np.flatnonzero(
        start >= last
    )  # no zone is a whole day ahead of UTC: whatever is later is among them
    rows = near[part.clock(near) >= last + DAY]
    if len(rows):
        yield part.found("future", rows, as_of.isoformat() if as_of else "")


def early(part: Part) -> Iterator[Found]:
    """Rows before their platform's first day."""
    work = part.work
    if int(work.start.min()) >= _micros(max(FIRST_DAYS.values())):
        return
    first = np.array(
        [_micros(FIRST_DAYS.get(name, FIRST_DAY)) for name in (*work.labels["platform"], "")], np.int64
    )
    rows = np.flatnonzero(work.start < first[work.category["platform"]])
    yield from _by(part, "early", "platform", rows) if len(rows) else ()


def coins(part: Part) -> Iterator[tuple[str, tuple[int, bool]]]:
    """How many rows are paid in each currency, and whether all of them in whole units."""
    work, pay = part.work, part.work.amount["pay"]
    currency = work.category["currency"]
    for code, name in enumerate(work.labels["currency"]):
        rows = (
            slice(None)
            if len(work.labels["currency"]) == 1 and currency[0] == code
            else np.flatnonzero(currency == code)
        )
        mine = pay[rows]
        some = mine[:1024]
        whole = not (some - some // MICRO * MICRO).any() and not (mine - mine // MICRO * MICRO).any()
        yield name, (int(np.count_nonzero(mine)), whole)


def money(part: Part, coins: Mapping[str, tuple[int, bool]]) -> Iterator[tuple[str, Found]]:
    """All rows of each currency that is paid in whole units here."""
    currency = part.work.category["currency"][part.first]
    for code, name in enumerate(part.work.labels["currency"]):
        runs = np.flatnonzero(currency == code) if coins[name][1] else np.zeros(0, np.int64)
        if len(runs):
            yield name, part.found_runs("cents", runs, name)


def wages(part: Part, exchange: ExchangeBook) -> Iterator[Found]:
    """Workers paid in one currency whose hourly wage, in dollars of their first month, lies outside the plausible."""
    work, first = part.work, part.first
    worker, currency = work.category["worker_id"][first], work.category["currency"][first]
    begin = np.flatnonzero(np.diff(worker, prepend=-2))
    paid, worked = np.add.reduceat(part.run_pay, begin), np.add.reduceat(part.run_working, begin)
    single = np.maximum.reduceat(currency, begin) == np.minimum.reduceat(currency, begin)
    judged = np.flatnonzero(single & (worked >= WORKED) & (paid > 0) & (currency[begin] >= 0))
    rate = _dollars(part, currency[begin[judged]], work.day[first[begin[judged]]], exchange)
    wage = paid[judged] / worked[judged] * 3600 * rate
    odd = judged[(wage > HIGH) | ((wage < LOW) & (rate > 0))]
    if not len(odd):
        return
    until = np.append(begin[1:], len(first))
    rows = part.rows_of(spans(begin[odd], until[odd] - begin[odd]))
    no_time = (work.work & ~work.timed & (work.active < 0))[rows]  # their pay has no hours beside it
    rows = rows[~np.isin(work.category["worker_id"][rows], work.category["worker_id"][rows[no_time]])]
    if len(rows):
        yield part.found("wage", rows)


def _dollars(part: Part, currency: Codes, day: Codes, exchange: ExchangeBook) -> npt.NDArray[np.float64]:
    """What a unit of each currency was worth in the month of each day [USD]; 0 where that is not known."""
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    pair = currency.astype(np.int64) * MONTHS + month + MONTHS // 2
    pairs = distinct(pair)
    found = []
    for code, number in zip((pairs // MONTHS).tolist(), (pairs % MONTHS - MONTHS // 2).tolist(), strict=True):
        known = exchange.rate(
            part.label("currency", code), "USD", date(1970 + number // 12, number % 12 + 1, 1)
        )
        found.append(0.0 if isinstance(known, Unknown) else float(known.rate))
    return np.array([*found, 0.0])[np.searchsorted(pairs, pair)]
