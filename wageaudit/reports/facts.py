"""What the views tell beside the result tables: dates, places, kinds of unpaid work, laws' limits and exchange rates used.

All of it is looked up or added up, in integers, from the rows and cells of the audit; no rule of the method stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes
from wageaudit.auditing import Audit
from wageaudit.cells import Cells
from wageaudit.errors import Problem
from wageaudit.exchange import ExchangeRate, SeriesUsed, Unknown
from wageaudit.groups import EPOCH_ORDINAL
from wageaudit.wages import STATUSES, Rate

Row = Mapping[str, object]
MICROS_AN_HOUR = Decimal(3_600_000_000)
SHORT = 8  # characters of the name of a wage that has room in tables and pictures
MONEY_OF_CELLS = ("pay", "bonus", "tip", "fee")


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The exchange rates used from one currency to another, from one source: how many quote units for 1 base."""

    base: str
    quote: str
    low: Decimal
    high: Decimal
    first: date
    last: date
    period: str
    source: str
    url: str
    series: tuple[SeriesUsed, ...]


def rows_of(table: pa.Table, names: Sequence[str] = ()) -> list[dict[str, object]]:
    """Rows of a result table, of all columns or only those named."""
    return list((table.select(list(names)) if names else table).to_pylist())


def exact(row: Row, name: str) -> Decimal | None:
    """A figure of a result row, None where it is not known."""
    value = row[name]
    if value is None:
        return None
    return value if isinstance(value, Decimal) else Decimal(str(value))


def known(row: Row, name: str) -> Decimal:
    """A figure of a result row that is always there; 0 where it is not."""
    return exact(row, name) or Decimal(0)


def days(audit: Audit) -> tuple[date, date] | None:
    """First and last local date of the rows."""
    found = audit.cells().key["day"]
    if not len(found):
        return None
    return date.fromordinal(int(found.min()) + EPOCH_ORDINAL), date.fromordinal(
        int(found.max()) + EPOCH_ORDINAL
    )


def unpaid_hours(audit: Audit) -> list[tuple[str, Decimal]]:
    """Hours of unpaid work by its kind (a task's status, or the activity), longest first."""
    work, credit = audit.work, audit.times.credit
    found: dict[str, int] = {}
    for name, inside in (("status", work.task & ~work.earns), ("activity", ~work.task)):
        codes, labels = work.category[name], work.labels[name]
        for code, label in enumerate(labels):
            found[label] = found.get(label, 0) + int(credit[inside & (codes == code)].sum())
    hours = [(kind, Decimal(micros) / MICROS_AN_HOUR) for kind, micros in found.items() if micros]
    return sorted(hours, key=lambda item: (-item[1], item[0]))


def hours_on_record(audit: Audit) -> Decimal:
    """Hours of waiting on record."""
    return Decimal(int(audit.cells().sums["on_record"].sum())) / MICROS_AN_HOUR


def unseen(audit: Audit) -> str:
    """Whether waiting between tasks is beyond what the exports show.

    "all" or "some" of the timed rows are a requester's view; "recorded": all waiting is on record, so none is inferred;
    else "none". Where the user gave a threshold, it holds in any view.
    """
    found = {view for count in audit.counts() for view in count.timed_views}
    if audit.options.gap_minutes is not None:
        return "none"
    if "requester" in found:
        return "all" if found == {"requester"} else "some"
    return "recorded" if found == {"recorded"} else "none"


def own_view(audit: Audit) -> bool:
    """Whether some export is a worker's own."""
    return any(view != "requester" for count in audit.counts() for view in count.views)


def longest_pause(audit: Audit) -> Decimal:
    """The widest gap threshold that a verdict speaks of [min]."""
    return max(audit.options.gap_in_force(), Decimal(60))


def countries(audit: Audit) -> dict[str, list[str]]:
    """Worker → countries its rows were compared in, in the order of their codes; "" where a row names none."""
    cells = audit.cells()
    labels = cells.labels["worker"]
    pairs = (
        np.unique(np.stack([cells.key["worker"], cells.key["place"]]), axis=1)
        if len(cells)
        else np.zeros((2, 0), np.int32)
    )
    found: dict[str, set[str]] = {}
    for worker, place in pairs.T.tolist():
        found.setdefault(labels[worker] if worker >= 0 else "", set()).add(
            cells.places[place][0] if place >= 0 else ""
        )
    return {worker: sorted(places) for worker, places in found.items()}


def exchanges(audit: Audit, target: str = "") -> list[Exchanged]:
    """The exchange rates that brought pay (and wages of several currencies) into `target`, or each cell's own wage currency."""
    cells = audit.cells()
    wanted: set[tuple[str, str, int]] = set()
    moving = np.zeros(len(cells), np.bool_)
    for name in MONEY_OF_CELLS:
        moving |= cells.sums[name] != 0
    for at in np.flatnonzero(moving & (cells.key["currency"] >= 0)).tolist():
        wage = int(cells.wage_currency[at])
        quote = target or (cells.currencies[wage] if wage >= 0 else "")
        wanted.add((cells.currencies[int(cells.key["currency"][at])], quote, int(cells.key["day"][at])))
    if target:
        wanted |= _wages_converted(cells, target, cells.wage_currency)
        wanted |= _wages_converted(cells, target, cells.living.currency) if cells.living else set()
    pairs = sorted({(base, quote) for base, quote, _ in wanted if quote and base != quote})
    asked = sorted((pairs.index((base, quote)), day) for base, quote, day in wanted if (base, quote) in pairs)
    pair, day = np.array([one for one, _ in asked], np.int32), np.array([one for _, one in asked], np.int32)
    grouped: dict[object, list[ExchangeRate]] = {}
    for rate in audit.exchange.resolve(pairs, pair, day).references if pairs else ():
        grouped.setdefault((rate.base, rate.quote, rate.source, rate.series), []).append(rate)
    return [_exchanged(found) for found in grouped.values()]


def series_used(found: Sequence[Exchanged]) -> list[SeriesUsed]:
    """The official or parallel rate of each currency that has both, and why it was taken, each once."""
    return list(dict.fromkeys(one for used in found for one in used.series))


def why_no_rate(audit: Audit, base: str, quote: str) -> str:
    """Why the first day of the work on which it is wanted has no rate from one currency to the other."""
    cells = audit.cells()
    days = {
        int(day)
        for codes in (cells.key["currency"], cells.wage_currency)
        for code, day in zip(codes.tolist(), cells.key["day"].tolist(), strict=True)
        if code >= 0 and cells.currencies[code] == base
    }
    found = (audit.exchange.rate(base, quote, date.fromordinal(EPOCH_ORDINAL + day)) for day in sorted(days))
    return next((one.reason for one in found if isinstance(one, Unknown)), "")


def _wages_converted(cells: Cells, target: str, currency: Codes) -> set[tuple[str, str, int]]:
    return {
        (cells.currencies[int(currency[at])], target, int(cells.key["day"][at]))
        for at in np.flatnonzero(currency >= 0).tolist()
    }


def _exchanged(found: Sequence[ExchangeRate]) -> Exchanged:
    values, dates, one = [rate.rate for rate in found], [rate.observed for rate in found], found[0]
    return Exchanged(
        one.base, one.quote, min(values), max(values), min(dates), max(dates), one.period, one.source, one.url, one.series
    )  # fmt: skip


def last_record(audit: Audit, place: str) -> Rate | None:
    """The last minimum wage on record for a country ("MG") or region ("US-WA"), of the audit's category."""
    country = place[:2]
    history = audit.wages.history(country, place if place != country else "", audit.options.category)
    return (history or audit.wages.history(country, "", audit.options.category) or (None,))[-1]


def first_record(audit: Audit, place: str) -> Rate | None:
    """The first minimum wage on record for a country or region."""
    country = place[:2]
    history = audit.wages.history(country, place if place != country else "", audit.options.category)
    return (history or (None,))[0]


def floors(audit: Audit) -> list[Rate]:
    """The rates that stood in as floors after the day they are confirmed until, in the order of their places."""
    cells = audit.cells()
    inside = (cells.status == STATUSES.index("beyond_horizon")) & (cells.rate >= 0)
    found = [cells.rates[code] for code in np.unique(cells.rate[inside]).tolist()]
    return sorted(found, key=lambda rate: (rate.country, rate.region))


def wage_name(audit: Audit) -> str:
    """What the law calls the minimum wage that all of the work was compared with (SMIC, SME); "" where it has no name, or several."""
    if audit.options.minimum_wage is not None:
        return ""
    names = {rate.name for rate in audit.rates_used()}
    return names.pop() if len(names) == 1 else ""


def note_of(audit: Audit, place: str) -> str:
    """What the records say of a place without a minimum wage by law."""
    ending = days(audit)
    if ending is None:
        return ""
    country = place[:2]
    region = place if place != country else ""
    return audit.wages.in_force(country, region, ending[1], audit.options.category).reason


def pay_currency(audit: Audit, otherwise: str = "USD") -> str:
    """A currency the pay is in, for an example of an option; `otherwise` where it is in none."""
    cells = audit.cells()
    used = [code for code in np.unique(cells.key["currency"]).tolist() if code >= 0]
    return cells.currencies[used[0]] if used else otherwise


def on_platform(audit: Audit, name: str) -> bool:
    """Whether some row is of a platform."""
    return name in audit.cells(("platform",)).labels.get("platform", ())


def reasons_of(problems: Sequence[Problem]) -> list[tuple[Problem, int]]:
    """The first problem of each kind that left rows or files out, with the rows of its kind: faults first, most rows first."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.rows or problem.row is None:
            kinds.setdefault((problem.code, problem.column), []).append(problem)
    counts = [(own[0], sum(problem.rows for problem in own)) for own in kinds.values()]
    return sorted(counts, key=lambda item: (not item[0].fault, -item[1]))
