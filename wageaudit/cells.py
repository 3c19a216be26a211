"""Cells: sums of the ledger over runs of rows that share worker, local date, place and currency, wages joined. Pure.

Wage law and exchange rates are the same for all rows of a cell, so they are joined here, on far fewer cells than rows.
Every result table is a group-by sum of cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from wageaudit.arrays import MICRO, Codes, Ints, Mask, distinct
from wageaudit.errors import WageauditError
from wageaudit.gaps import LONGEST_MINUTES, MINUTE, Gaps, Waits, gaps_of, waits_of
from wageaudit.ledger import Times
from wageaudit.options import LIVING_WAGE, Options
from wageaudit.wages import STATUSES, Rate, WageBook
from wageaudit.work import AMOUNTS, Work

SPLITS = ("platform", "requester", "project")
NO_COUNTRY = len(STATUSES)  # status of a cell whose rows name no country
Statuses = npt.NDArray[np.uint8]
Label = TypeVar("Label")


@dataclass(frozen=True, slots=True)
class Living:
    """A living wage of m cells, as Cells holds the minimum: hourly, 0 where unknown; floor: it is past its last confirmed day."""

    hourly: Ints
    floor: Mask
    rate: Codes
    rates: Sequence[Rate]
    currency: Codes


@dataclass(frozen=True, slots=True)
class Cells:
    """m cells in the order of their rows.

    key[name]: int32[m] codes of worker, day, place, currency and the splits asked for, labels[name] what they stand for;
    sums[name]: int64[m] [µs, micro or counts]; hourly: int64[m] [micro / h], 0 where unknown; status: uint8[m], index of
    wages.STATUSES or NO_COUNTRY; rate: int32[m], index of rates; wage_currency: int32[m], index of currencies, -1 unknown.
    gap, gap_cell: int64[k], every gap up to the longest threshold of the grid that may count [µs], and the cell it is in.
    """

    key: Mapping[str, Codes]
    labels: Mapping[str, Sequence[str]]
    sums: Mapping[str, Ints]
    hourly: Ints
    status: Statuses
    rate: Codes
    wage_currency: Codes
    rates: Sequence[Rate]
    places: Sequence[tuple[str, str]]
    currencies: Sequence[str]
    gap: Ints
    gap_cell: Ints
    living: Living | None = None

    def __len__(self) -> int:
        """Number of cells."""
        return len(self.hourly)


def bounds(work: Work, splits: Sequence[str]) -> tuple[Ints, dict[str, Codes], list[tuple[str, str]]]:
    """(first row of each cell, codes of its keys, the places the place codes stand for)."""
    keys = {"worker": work.category["worker_id"], "day": work.day}
    keys |= {name: work.category[name] for name in ("country", "region", "currency", *splits)}
    changed = np.zeros(len(work), np.bool_)
    changed[:1] = True
    for codes in keys.values():
        changed[1:] |= codes[1:] != codes[:-1]
    first = np.flatnonzero(changed)
    found = {name: codes[first] for name, codes in keys.items()}
    found["place"], places = _places(found.pop("country"), found.pop("region"), work.labels)
    return first, found, places


def _places(
    country: Codes, region: Codes, labels: Mapping[str, Sequence[str]]
) -> tuple[Codes, list[tuple[str, str]]]:
    """(int32[m] place of each cell, -1 without a country; the distinct places as country and region)."""
    regions = len(labels["region"]) + 1  # none is one
    place = np.where(country >= 0, country.astype(np.int64) * regions + region + 1, -1)
    used = distinct(place[place >= 0])
    names = [*labels["region"], ""]
    found = np.where(place >= 0, np.searchsorted(used, place), -1).astype(np.int32)
    return found, [(labels["country"][code // regions], names[code % regions - 1]) for code in used.tolist()]


def gather(
    work: Work,
    times: Times,
    options: Options,
    wages: WageBook,
    splits: Sequence[str],
    living: WageBook | None = None,
) -> Cells:
    """Cells of the rows, split further by the categories in `splits`; with a living wage where there is a book of it."""
    first, key, places = bounds(work, splits)
    waits = waits_of(work, times, gaps_of(options), np.append(first, len(work)))
    sums = sums_of(work, times, options, waits)
    hourly, status, rate, rates, currency, currencies = _wages(key, places, work, options, wages)
    labels = {"worker": work.labels["worker_id"], **{name: work.labels[name] for name in splits}}
    benchmark = None
    if living is not None:
        own, state, used, known, money = _resolved(key, places, currencies, living, LIVING_WAGE)
        benchmark = Living(own, (state == STATUSES.index("beyond_horizon")) & (own > 0), used, known, money)
    gap, cell = waits.gap, waits.cell
    if waits.gaps.longest() > LONGEST_MINUTES * MINUTE:
        shown = gap <= LONGEST_MINUTES * MINUTE
        gap, cell = gap[shown], cell[shown]
    return Cells(
        key, labels, sums, hourly, status, rate, currency, rates, places, currencies, gap, cell, benchmark,
    )  # fmt: skip


def join(parts: Sequence[Cells]) -> Cells:
    """The cells of several parts as one, codes made common."""
    if len(parts) == 1:
        return parts[0]
    key = {name: np.concatenate([part.key[name] for part in parts]) for name in parts[0].key}
    labels: dict[str, Sequence[str]] = {}
    for name in parts[0].labels:
        key[name], labels[name] = _common(
            [part.key[name] for part in parts], [part.labels[name] for part in parts]
        )
    key["place"], places = _common([part.key["place"] for part in parts], [part.places for part in parts])
    wage, currencies = _common([part.wage_currency for part in parts], [part.currencies for part in parts])
    key["currency"], _ = _common(
        [part.key["currency"] for part in parts], [part.currencies for part in parts]
    )
    rate, rates = _common([part.rate for part in parts], [part.rates for part in parts])
    before = np.cumsum([0, *(len(part) for part in parts)]).tolist()
    sums = {name: np.concatenate([part.sums[name] for part in parts]) for name in parts[0].sums}
    return Cells(
        key, labels, sums, np.concatenate([part.hourly for part in parts]), np.concatenate([part.status for part in parts]),
        rate, wage, rates, places, currencies, np.concatenate([part.gap for part in parts]),
        np.concatenate([part.gap_cell + skipped for part, skipped in zip(parts, before, strict=False)]),
        _join_living(parts),
    )  # fmt: skip


def _join_living(parts: Sequence[Cells]) -> Living | None:
    found = [part.living for part in parts if part.living is not None]
    if not found:
        return None
    rate, rates = _common([part.rate for part in found], [part.rates for part in found])
    currency, _ = _common([part.currency for part in found], [part.currencies for part in parts])
    hourly = np.concatenate([part.hourly for part in found])
    return Living(hourly, np.concatenate([part.floor for part in found]), rate, rates, currency)


def _common(codes: Sequence[Codes], labels: Sequence[Sequence[Label]]) -> tuple[Codes, list[Label]]:
    """Codes of several parts renumbered into one list of labels, sorted; -1 stays -1."""
    distinct = sorted({label for own in labels for label in own}, key=_sortable)
    rank = {label: at for at, label in enumerate(distinct)}
    renumbered = [
        np.array([*(rank[label] for label in own), -1], np.int32)[mine]
        for mine, own in zip(codes, labels, strict=True)
    ]
    return np.concatenate(renumbered), distinct


def _sortable(label: object) -> Any:  # noqa: ANN401 - strings, pairs, or a rate's own fields
    return (label.country, label.region, label.category, label.start) if isinstance(label, Rate) else label


def whole_pay(work: Work, options: Options) -> Ints:
    """int64[n] [micro]: pay of each row as the options count it: pay + bonus + tip − fee."""
    pay = work.amount["pay"] + work.amount["bonus"] - work.amount["fee"]
    return pay if options.tips == "exclude" else pay + work.amount["tip"]


def sums_of(work: Work, times: Times, options: Options, waits: Waits) -> dict[str, Ints]:
    """Every quantity a table adds up, over the rows of each cell."""
    rows = _rows(work, times, options, waits.gaps)
    found = {name: _reduced(values, waits.edges) for name, values in rows}
    credit = found.pop("credit")
    found["unpaid"] = credit - found["paid"]
    found.setdefault("unscaled", credit)
    found["sessions"] -= waits.inferred()  # a gap that is waiting begins none
    return found | waits.sums()


def _rows(
    work: Work, times: Times, options: Options, gaps: Gaps
) -> Iterator[tuple[str, npt.NDArray[np.signedinteger] | Mask]]:
    """Every quantity of each row, one after the other: each is made and added up while it is near."""
    yield "paid", np.where(work.task & work.earns, times.credit, 0)
    yield "credit", times.credit
    yield "on_record", times.on_record
    yield from ((name, work.amount[name]) for name in AMOUNTS)
    whole = whole_pay(work, options)
    yield "pay", whole
    yield "priced_pay", np.where(work.has_price, whole, 0) if work.has_price.any() else work.has_price
    yield "priced", work.has_price
    yield "tasks", work.tasks
    yield "tasks_unpaid", np.where(work.task & ~work.earns, work.tasks, 0)
    yield "tasks_untimed", work.work & ~work.timed & (work.active < 0)
    yield "sessions", times.gap != 0
    yield "pay_unknown", work.pay_unknown
    yield "timed", work.timed
    yield "seen", work.timed & (~work.blind | gaps.asked)
    timed_work = work.work & work.timed
    every = bool(timed_work.all())
    duration = work.end - work.start
    yield "duration", duration if every else np.where(timed_work, duration, 0)
    if not (every and times.unscaled is times.credit):
        yield "unscaled", np.where(timed_work, times.unscaled, 0)


def _reduced(values: np.ndarray, edges: Ints) -> Ints:
    """Sums of the rows from each edge to the next."""
    if len(edges) == 1:
        return np.zeros(0, np.int64)
    if values.dtype == np.bool_:
        if not values.any():
            return np.zeros(len(edges) - 1, np.int64)
        if values.all():
            return np.diff(edges)
        return np.add.reduceat(values.view(np.int8), edges[:-1], dtype=np.int64)
    highest, lowest = int(values.max()), int(values.min())
    largest = max(highest, -lowest)
    if highest == lowest and highest < 1 << 31:
        return np.diff(edges) * highest
    if largest * len(values) >= 1 << 62 and float(np.abs(values.astype(np.float64)).sum()) >= 1 << 62:
        raise WageauditError("amounts are larger than can be added up", "check the columns of pay and time")
    summed: Ints = np.add.reduceat(values, edges[:-1])
    return summed


def _wages(
    key: Mapping[str, Codes], places: Sequence[tuple[str, str]], work: Work, options: Options, wages: WageBook
) -> tuple[Ints, Statuses, Codes, Sequence[Rate], Codes, list[str]]:
    count = len(key["place"])
    currencies = list(work.labels["currency"])
    _place_of(options.display_currency, currencies)
    if options.minimum_wage is not None:
        own = _place_of(options.wage_currency, currencies)
        hourly = np.full(count, int(options.minimum_wage * MICRO), np.int64)
        return (
            hourly,
            np.zeros(count, np.uint8),
            np.full(count, -1, np.int32),
            (),
            np.full(count, own, np.int32),
            currencies,
        )
    return *_resolved(key, places, currencies, wages, options.category), currencies


def _resolved(
    key: Mapping[str, Codes],
    places: Sequence[tuple[str, str]],
    currencies: list[str],
    wages: WageBook,
    category: str,
) -> tuple[Ints, Statuses, Codes, Sequence[Rate], Codes]:
    """(hourly, status, rate, rates, currency) of every cell; new currencies are added to the list."""
    count = len(key["place"])
    hourly, status = np.zeros(count, np.int64), np.full(count, NO_COUNTRY, np.uint8)
    rate = np.full(count, -1, np.int32)
    somewhere = key["place"] >= 0
    found = wages.resolve(places, key["place"][somewhere], key["day"][somewhere], category)
    hourly[somewhere], status[somewhere], rate[somewhere] = found.hourly, found.status, found.rate
    of_rate = [_place_of(known.currency, currencies) for known in found.rates]
    currency = np.array([*of_rate, -1], np.int32)[rate]
    return hourly, status, rate, found.rates, currency


def _place_of(currency: str, currencies: list[str]) -> int:
    """Place of a currency in the list, added at its end where it is new."""
    if currency not in currencies:
        currencies.append(currency)
    return currencies.index(currency)
