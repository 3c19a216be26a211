"""Rows that look wrong, found in one part of whole workers, with their time and pay. Pure NumPy, no loop over rows.

Nothing is decided here that another part could change: what hangs on all rows (shifts or tasks left open, cents or units,
a clock that moves) is handed on as sums. A day of a worker in one currency is a run; most checks look at runs alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wageaudit import zones
from wageaudit.arrays import MICRO, Codes, Ints, Mask, codes, ints, places
from wageaudit.cells import gaps_of, whole_pay
from wageaudit.exchange import ExchangeBook, Unknown
from wageaudit.groups import EPOCH_ORDINAL, period_codes
from wageaudit.ledger import WIDEST, Times
from wageaudit.options import Options
from wageaudit.work import Work

MINUTE, DAY = 60 * MICRO, 86_400 * MICRO
LONGEST = 360 * MINUTE  # Directive 2003/88/EC, article 4: a day of more than six hours has a break in it
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
)  # a year after this version: no clock is read, so that the same input gives the same bytes
WORKED = 30 * MINUTE  # of a worker, at the least, before a wage is judged
HIGH, LOW = (
    300,
    0.01,
)  # [USD / h] 100 times, and a 200th of, the 2 to 3 that click work pays (Hara et al., CHI 2018)
MIDNIGHTS = 5  # rows of a worker, all of which start at midnight, before that is told
STEADY, EMPTY = 4, (2, 26)  # weeks with work before and after; fewest and most weeks without any between them
FEW, MANY, ROUND = (
    3,
    8,
    5 * MINUTE,
)  # rows of a day that repeats: with stamps not on five minutes, or with any
BIN = 10 * MINUTE
BINS = DAY // BIN
WINDOW = 28 * DAY  # before and after the clock changes


@dataclass(frozen=True, slots=True)
class Tally:
    """Working time [µs] and pay [micro] by currency and day of some rows; unknown: some of their pay is."""

    working: int = 0
    pay: Mapping[tuple[str, int], int] = field(default_factory=dict)
    unknown: bool = False

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        pay = dict(self.pay)
        for key, amount in other.pay.items():
            pay[key] = pay.get(key, 0) + amount
        return Tally(self.working + other.working, pay, self.unknown or other.unknown)


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of one kind; key: the platform, currency or zone that decides; weeks: without work, where that is the kind."""

    kind: str
    key: str
    rows: int
    workers: int
    tally: Tally
    file: str
    row: int
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """First starts of workers' days by ten minutes of the local day, in the four weeks before and after a change."""

    before: Ints
    after: Ints
    found: Found


@dataclass(frozen=True, slots=True)
class Screened:
    """What one part shows: kinds that stand as they are, and sums that only all parts together decide.

    rows: rows by platform; coins: currency → (paid rows, all whole units), money: currency → all its rows.
    """

    found: Sequence[Found] = ()
    total: Tally = Tally()
    rows: Mapping[str, int] = field(default_factory=dict)
    coins: Mapping[str, tuple[int, bool]] = field(default_factory=dict)
    money: Mapping[str, Found] = field(default_factory=dict)
    clocks: Mapping[tuple[str, int], Clock] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One part's rows: pay [micro] and working time [µs] of each, and of each run; first: where each run begins."""

    tasks: pa.Table
    work: Work
    times: Times
    pay: Ints
    working: Ints
    first: Ints
    run_pay: Ints
    run_working: Ints

    def label(self, name: str, code: int) -> str:
        """What a code of a category stands for; empty for none."""
        return self.work.labels[name][code] if code >= 0 else ""

    def counts(self) -> Ints:
        """Rows of each run."""
        return np.diff(np.append(self.first, len(self.work)))

    def rows_of(self, runs: Ints) -> Ints:
        """The rows of these runs, in order."""
        return spans(self.first[runs], self.counts()[runs])

    def found(self, kind: str, rows: Ints, key: str = "", weeks: int = 0) -> Found:
        """These rows as a finding."""
        worker = self.work.category["worker_id"][rows]
        file, row = self.example(rows)
        return Found(kind, key, len(rows), len(np.unique(worker)), self.tally(rows), file, row, weeks)

    def found_runs(self, kind: str, runs: Ints, key: str) -> Found:
        """All rows of these runs as a finding."""
        work, first = self.work, self.first[runs]
        currency, day = work.category["currency"][first], work.day[first]
        tally = summed(
            currency,
            day,
            self.run_pay[runs],
            self.run_working[runs],
            work.labels["currency"],
            self.pay_unknown,
        )
        file, row = self.example(first)
        workers = len(np.unique(work.category["worker_id"][first]))
        return Found(kind, key, int(self.counts()[runs].sum()), workers, tally, file, row)

    @property
    def pay_unknown(self) -> bool:
        """Whether some row's pay is."""
        return bool(self.work.pay_unknown.any())

    def tally(self, rows: Ints) -> Tally:
        """Time and pay of these rows."""
        work = self.work
        return summed(
            work.category["currency"][rows], work.day[rows], self.pay[rows], self.working[rows], work.labels["currency"], bool(work.pay_unknown[rows].any())
        )  # fmt: skip

    def example(self, rows: Ints) -> tuple[str, int]:
        """File and row of the first by file and row."""
        if not len(rows) or not {"source_file", "source_row"} <= set(self.tasks.column_names):
            return "", 0
        place = places(self.work.place[rows])
        file, names = codes(self.tasks.column("source_file").take(place))
        number = ints(self.tasks.column("source_row").take(place))
        at = int(np.lexsort((number, file))[0])
        return names[file[at]] if file[at] >= 0 else "", int(number[at])

    def clock(self, rows: Ints) -> Ints:
        """Start of each of these rows by the local clock [µs as if UTC]."""
        start, zone = self.work.start[rows], self.work.category["timezone"][rows]
        local = start.copy()
        for code in np.unique(zone[zone >= 0]).tolist():
            inside = zone == code
            local[inside] += zones.offsets(start[inside], self.work.labels["timezone"][code])
        return local


def spans(first: Ints, counts: Ints) -> Ints:
    """Places from each first on, so many of each, one after the other."""
    if not len(first):
        return np.zeros(0, np.int64)
    before = np.cumsum(counts) - counts
    return np.repeat(first - before, counts) + np.arange(int(counts.sum()))


def summed(
    currency: Codes, day: Codes, pay: Ints, working: Ints, labels: Sequence[str], unknown: bool
) -> Tally:
    """A tally of rows or runs."""
    kept = np.flatnonzero(pay)
    if not len(kept):
        return Tally(int(working.sum()), {}, unknown)
    low = int(day[kept].min())
    wide = int(day[kept].max()) - low + 1
    key = (currency[kept].astype(np.int64) + 1) * wide + (day[kept] - low)
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    sums = np.add.reduceat(pay[kept][order], first)
    made = {
        (labels[code // wide - 1] if code >= wide else "", code % wide + low): amount
        for code, amount in zip(key[order][first].tolist(), sums.tolist(), strict=True)
    }
    return Tally(int(working.sum()), made, unknown)


def screen(tasks: pa.Table, work: Work, times: Times, options: Options, exchange: ExchangeBook) -> Screened:
    """Everything that one part of whole workers shows: n rows in the total order, their times, the table they come from."""
    if not len(work):
        return Screened()
    gaps = gaps_of(options)
    working = times.credit + times.on_record
    waited = np.flatnonzero(gaps.admitted(work, times, gaps.threshold))
    working[waited] += times.gap[waited]
    pay, first = whole_pay(work, options), _run_starts(work)
    run_pay, run_working = np.add.reduceat(pay, first), np.add.reduceat(working, first)
    part = Part(tasks, work, times, pay, working, first, run_pay, run_working)
    found = [*_open(part), *_nested(part), *_identical(part), *_dated(part), *_wages(part, exchange)]
    found += [*_midnight(part), *_lost(part), *_repeated(part)]
    currency, day = work.category["currency"][first], work.day[first]
    total = summed(currency, day, run_pay, run_working, work.labels["currency"], part.pay_unknown)
    coins = dict(_coins(part))
    return Screened(found, total, _platforms(work), coins, dict(_money(part, coins)), dict(_clocks(part)))


def _run_starts(work: Work) -> Ints:
    changed = np.empty(len(work), np.bool_)
    changed[0] = True
    worker, day = work.category["worker_id"], work.day
    np.not_equal(worker[1:], worker[:-1], out=changed[1:])
    changed[1:] |= day[1:] != day[:-1]
    if len(work.labels["currency"]) > 1:
        currency = work.category["currency"]
        changed[1:] |= currency[1:] != currency[:-1]
    return np.flatnonzero(changed)


def _platforms(work: Work) -> dict[str, int]:
    platform, labels = work.category["platform"], work.labels["platform"]
    counts = (
        np.bincount(platform + 1, minlength=len(labels) + 1)
        if len(labels) != 1 or platform[0] < 0
        else np.array([0, len(work)])
    )
    return {name: int(count) for name, count in zip(("", *labels), counts.tolist(), strict=True) if count}


def _by(part: Part, kind: str, name: str, rows: Ints) -> Iterator[Found]:
    """A finding for each label of a category among these rows."""
    code = part.work.category[name][rows]
    for one in np.unique(code).tolist():
        yield part.found(kind, rows[code == one], part.label(name, one))


def _open(part: Part) -> Iterator[Found]:
    """Tasks open for more than six hours, and not measured otherwise; blocks of many tasks are none."""
    work = part.work
    rows = np.flatnonzero(work.end - work.start > LONGEST)
    rows = rows[(work.timed & work.task & (work.active < 0))[rows] & (work.tasks[rows] <= 1)]
    yield from _by(part, "open", "platform", rows) if len(rows) else ()


def _nested(part: Part) -> Iterator[Found]:
    """Tasks that lie within another task of the same requester; those of equal intervals are another kind."""
    work, times = part.work, part.times
    rows = np.flatnonzero(times.unscaled < work.end - work.start)
    rows = rows[(work.timed & work.task)[rows]]
    rows = rows[_crowded(work.category["worker_id"][rows], work.start[rows], work.end[rows])]
    requester, platform = work.category["requester"][rows], work.category["platform"][rows]
    who = np.where(requester >= 0, requester, np.where(work.blind[rows], -2 - platform, -1))
    rows, who = rows[who != -1], who[who != -1]
    if len(rows) < 2:  # noqa: PLR2004 - none lies in another
        return
    start, end = work.start[rows], work.end[rows]
    order = np.lexsort((-end, start, who, work.category["worker_id"][rows]))
    rows, who, start, end = rows[order], who[order], start[order], end[order]
    worker = work.category["worker_id"][rows]
    new = np.ones(len(rows), np.bool_)
    new[1:] = (worker[1:] != worker[:-1]) | (who[1:] != who[:-1])
    _, rank = np.unique(end, return_inverse=True)
    lifted = rank + np.cumsum(new) * (int(rank.max()) + 1)
    inside = np.zeros(len(rows), np.bool_)
    inside[1:] = (lifted[1:] <= np.maximum.accumulate(lifted)[:-1]) & ~new[1:]
    inside[1:] &= (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    if inside.any():
        yield part.found("nested", np.sort(rows[inside]))


def _crowded(worker: Codes, start: Ints, end: Ints) -> Mask:
    """Rows of clusters of overlapping rows in which one lies in another; worker and start in order. Spares a sort of the rest."""
    if not len(worker):
        return np.zeros(0, np.bool_)
    first = np.flatnonzero(np.diff(worker, prepend=-2))
    span = np.maximum.reduceat(end, first) - start[first] + 1
    if float(span.astype(np.float64).sum()) > WIDEST:
        return np.ones(len(worker), np.bool_)
    lift = np.repeat(np.cumsum(span) - span - start[first], np.diff(np.append(first, len(worker))))
    low, high = start + lift, end + lift
    covered = np.maximum.accumulate(high)
    inside = np.zeros(len(worker), np.bool_)
    inside[1:] = high[1:] <= covered[:-1]
    inside[:-1] |= low[1:] == low[:-1]
    cluster = np.cumsum(np.concatenate([[0], low[1:] >= covered[:-1]]))
    crowded = np.zeros(int(cluster[-1]) + 1, np.bool_)
    crowded[cluster[inside]] = True
    return crowded[cluster]


def _identical(part: Part) -> Iterator[Found]:
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


def _micros(day: date) -> int:
    return (day.toordinal() - EPOCH_ORDINAL) * DAY


def _dated(part: Part) -> Iterator[Found]:
    """Rows before their platform's first day, or after any day that this version can mean."""
    work = part.work
    if int(work.start.max()) >= _micros(LAST_DAY):
        yield part.found("future", np.flatnonzero(work.start >= _micros(LAST_DAY)))
    if int(work.start.min()) >= _micros(max(FIRST_DAYS.values())):
        return
    first = np.array(
        [_micros(FIRST_DAYS.get(name, FIRST_DAY)) for name in (*work.labels["platform"], "")], np.int64
    )
    rows = np.flatnonzero(work.start < first[work.category["platform"]])
    yield from _by(part, "early", "platform", rows) if len(rows) else ()


def _coins(part: Part) -> Iterator[tuple[str, tuple[int, bool]]]:
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


def _money(part: Part, coins: Mapping[str, tuple[int, bool]]) -> Iterator[tuple[str, Found]]:
    """All rows of each currency that is paid in whole units here."""
    currency = part.work.category["currency"][part.first]
    for code, name in enumerate(part.work.labels["currency"]):
        runs = np.flatnonzero(currency == code) if coins[name][1] else np.zeros(0, np.int64)
        if len(runs):
            yield name, part.found_runs("cents", runs, name)


def _wages(part: Part, exchange: ExchangeBook) -> Iterator[Found]:
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
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    pairs, place = np.unique(
        np.stack([currency.astype(np.int64), month.astype(np.int64)]), axis=1, return_inverse=True
    )
    found = []
    for code, number in pairs.T.tolist():
        known = exchange.rate(
            part.label("currency", code), "USD", date(1970 + number // 12, number % 12 + 1, 1)
        )
        found.append(0.0 if isinstance(known, Unknown) else float(known.rate))
    return np.array([*found, 0.0])[place.ravel()]


def _midnight(part: Part) -> Iterator[Found]:
    """Workers all of whose rows with an interval start at midnight, by the local clock or in UTC."""
    work, first = part.work, part.first
    begins = first[work.timed[first]]
    worker = work.category["worker_id"]
    for local in (True, False):
        clock = part.clock(begins) if local else work.start[begins]
        if not len(begins) or not len(again := begins[clock % DAY == 0]):
            continue
        maybe = np.isin(worker[begins], worker[again])
        never = np.unique(worker[begins[maybe & (clock % DAY != 0)]])
        who = np.setdiff1d(worker[again], never)
        rows = np.flatnonzero(np.isin(worker, who) & work.timed) if len(who) else np.zeros(0, np.int64)
        if not len(rows):
            continue
        other = (part.clock(rows) if local else work.start[rows]) % DAY != 0
        begin = np.flatnonzero(np.diff(worker[rows], prepend=-2))
        counts = np.diff(np.append(begin, len(rows)))
        told = np.repeat(
            (np.add.reduceat(other.astype(np.int64), begin) == 0) & (counts >= MIDNIGHTS), counts
        )
        if told.any():
            yield part.found("midnight", rows[told])
            return


def _lost(part: Part) -> Iterator[Found]:
    """Workers with work every week, none for some weeks, and every week again: as if a file were missing."""
    work, first = part.work, part.first
    runs = first[~work.blind[first]]
    week = period_codes(work.day[runs], "week").astype(np.int64)
    if not len(runs):
        return
    span = int(week.max() - week.min()) + 1
    key, at = np.unique(
        work.category["worker_id"][runs].astype(np.int64) * span + week - week.min(), return_index=True
    )
    if len(key) < 2 * STEADY:
        return
    same = key[1:] // span == key[:-1] // span
    step = np.diff(key)
    next_week = same & (step == 1)
    steady = np.lib.stride_tricks.sliding_window_view(next_week, STEADY - 1).all(axis=1)  # from each week on
    gap = np.flatnonzero(same & (step > EMPTY[0]) & (step <= EMPTY[1] + 1))
    gap = gap[(gap >= STEADY - 1) & (gap + STEADY < len(key))]
    gap = gap[steady[gap - STEADY + 1] & steady[gap + 1]]
    if not len(gap):
        return
    after = runs[at[gap + 1]]
    file, row = part.example(after)
    workers = len(np.unique(work.category["worker_id"][after]))
    yield Found("lost", "", 0, workers, Tally(), file, row, int((step[gap] - 1).sum()))


def _repeated(part: Part) -> Iterator[Found]:
    """Days that say what another day of the worker says, row by row: the same times of day, lengths and amounts."""
    work, counts = part.work, part.counts()
    runs = np.flatnonzero(counts >= FEW)
    if len(runs) < 2:  # noqa: PLR2004 - none is like another
        return
    first, count = part.first[runs], counts[runs]
    last = first + count - 1
    pay, span = part.run_pay[runs], work.start[last] - work.start[first]
    keys = [work.category["worker_id"][first], count, pay, span]
    order = np.lexsort(keys[::-1])
    alike = np.ones(len(order) - 1, np.bool_)
    for values in keys:
        alike &= values[order][1:] == values[order][:-1]
    if not alike.any():
        return
    clock = part.clock(first)
    time_of_day = clock - clock // DAY * DAY
    order = np.lexsort([clock, time_of_day, *keys[::-1]])
    alike = time_of_day[order][1:] == time_of_day[order][:-1]
    for values in keys:
        alike &= values[order][1:] == values[order][:-1]
    pairs = np.flatnonzero(alike)
    one, other, size = first[order][pairs], first[order][pairs + 1], count[order][pairs]
    mine, theirs = spans(one, size), spans(other, size)
    begin = np.cumsum(size) - size
    if not len(pairs):
        return
    same = (work.start[mine] - np.repeat(work.start[one], size)) == (
        work.start[theirs] - np.repeat(work.start[other], size)
    )
    same &= (part.pay[mine] == part.pay[theirs]) & (work.active[mine] == work.active[theirs])
    same &= np.where(work.timed[mine], work.end[mine] - work.start[mine], -1) == np.where(
        work.timed[theirs], work.end[theirs] - work.start[theirs], -1
    )
    odd = work.start[mine] % ROUND != 0
    whole = (np.add.reduceat(same.astype(np.int64), begin) == size) & work.timed[one]
    whole &= (np.add.reduceat(odd.astype(np.int64), begin) >= FEW) | (size >= MANY)
    if whole.any():
        yield part.found("repeated", np.sort(spans(other[whole], size[whole])))


def _clocks(part: Part) -> Iterator[tuple[tuple[str, int], Clock]]:
    """When workers' days begin by the local clock, around each change of the clock in their zone."""
    work = part.work
    runs = np.flatnonzero(work.timed[part.first])
    zone, start = work.category["timezone"][part.first[runs]], work.start[part.first[runs]]
    for code in np.unique(zone[zone >= 0]).tolist():
        mine, name = np.flatnonzero(zone == code), part.label("timezone", code)
        begins = start[mine]
        changes = zones.changes(begins, name)
        for change in changes[(changes > begins.min()) & (changes < begins.max())].tolist():
            near = mine[np.abs(begins - change) < WINDOW]
            before, after = near[start[near] < change], near[start[near] >= change]
            if not len(before) or not len(after):
                continue
            edges = zones.offsets(np.array([change - 1, change]), name)
            bins = [
                np.bincount(part.clock(part.first[runs[own]]) % DAY // BIN, minlength=BINS)
                for own in (before, after)
            ]
            jump = int(edges[1] - edges[0]) // BIN
            yield (
                (name, change),
                Clock(bins[0], bins[1], part.found_runs("clock", runs[after], f"{name} {jump}")),
            )
