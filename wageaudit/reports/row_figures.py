"""The figures of one row, as plain facts: its time, its pay, the law and the exchange rate.

Every figure is the ledger's own; what is added beside them (which rows were open, how a share came about) only shows how
the ledger's figure comes about. Seconds and money are exact decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from wageaudit.arrays import MICRO, Ints, Mask, ints
from wageaudit.auditing import Audit
from wageaudit.cells import whole_pay
from wageaudit.evidence import LEDGER
from wageaudit.exchange import Unknown
from wageaudit.gaps import gaps_of
from wageaudit.groups import EPOCH_ORDINAL
from wageaudit.ledger import FIRST
from wageaudit.phrases import phrase
from wageaudit.reports.row_living import living_of
from wageaudit.reports.wage_history import SIX_PLACES, nothing, record_of
from wageaudit.reports.wage_history import Place as WagePlace
from wageaudit.tasks import NAMES, PROVENANCE

Facts = dict[str, object]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def named(table: pa.Table, at: int) -> Facts:
    """File and row number of a row of the task table."""
    return {"file": table.column("source_file")[at].as_py(), "row": table.column("source_row")[at].as_py()}


def instant(micros: int, zone: str) -> str:
    """A moment on the clock of its zone, ISO 8601 with its offset; UTC where no zone is known."""
    moment = EPOCH + timedelta(microseconds=micros)
    return (moment.astimezone(ZoneInfo(zone)) if zone else moment).isoformat()


def seconds(micros: int) -> Decimal:
    """Microseconds as exact seconds."""
    return Decimal(int(micros)) / MICRO


def said_of(table: pa.Table, at: int) -> Facts:
    """What the row says, under the task table's names; what it does not say is not there."""
    found: Facts = {}
    for name in NAMES:
        if name in PROVENANCE or name not in table.column_names:
            continue
        cell = table.column(name).slice(at, 1)
        if cell.null_count:
            continue
        found[name] = instant(int(ints(cell)[0]), "") if pa.types.is_timestamp(cell.type) else cell[0].as_py()
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """Row `at` of a worker's audit, and the worker's task table."""

    found: Audit
    table: pa.Table
    at: int

    def facts(self) -> Facts:
        """Everything that makes up the row's line in the ledger."""
        said = said_of(self.table, int(self.found.work.place[self.at]))
        line = self._line()
        time, pay, law = self._time(line), self._pay(said), self._law(said, line)
        working, on = _decimal(time["working_seconds"]), line["local_date"]
        wage = _wage(working, pay, law)
        assert isinstance(on, date)  # noqa: S101 - every audited row has one
        living = living_of(self.found, (self.label("country"), self.label("region")), on, working, wage)
        return {
            "options": self._choices(),
            "said": said,
            "time": time,
            "session": self._session(),
            "pay": pay,
            **law,
            "wage": wage,
            **({"living_wage": living} if living else {}),
        }

    def label(self, name: str) -> str:
        """A category of the row as the audit holds it; empty where there is none."""
        code = int(self.found.work.category[name][self.at])
        return self.found.work.labels[name][code] if code >= 0 else ""

    def _line(self) -> Mapping[str, object]:
        """The row's own columns of the ledger."""
        ledger = self.found.ledger()
        return {name: ledger.column(name)[self.at].as_py() for name in LEDGER}

    def _choices(self) -> Facts:
        options = self.found.options
        return {
            "gap_minutes": options.gap_in_force(), "gap_asked": options.gap_minutes is not None, "pending": options.pending,
            "tips": options.tips, "max_task_minutes": options.max_task_minutes, "category": options.category,
        }  # fmt: skip

    def _time(self, line: Mapping[str, object]) -> Facts:
        work, times, at = self.found.work, self.found.times, self.at
        zone, timed = self.label("timezone"), bool(work.timed[at])
        end = int(work.end[at])
        said_end = self._said_end()
        facts: Facts = {
            "start": instant(int(work.start[at]), zone),
            "end": instant(end, zone) if timed else None,
            "timezone": zone or None,
            "local_date": line["local_date"],
            "date_of_task": int(work.day[at]) != self._own_day(zone),
            "kind": "waiting" if work.waiting[at] else "work" if work.work[at] else "payment",
            "duration_seconds": seconds(end - int(work.start[at])) if timed else None,
            "cut_from_seconds": seconds(said_end - int(work.start[at])) if timed and said_end > end else None,
            "active_seconds": seconds(int(work.active[at])) if work.active[at] >= 0 else None,
            "beside": self._beside() if timed else [],
            "stretches": self._stretches() if timed else [],
            "unscaled_seconds": seconds(int(times.unscaled[at])),
        }
        facts |= {
            name: line[name]
            for name in (
                "credit_seconds",
                "waiting_on_record_seconds",
                "gap_before_seconds",
                "waiting_seconds",
            )
        }
        return (
            facts
            | self._gap()
            | {"working_seconds": seconds(int(times.credit[at])) + _decimal(line["waiting_seconds"])}
        )

    def _said_end(self) -> int:
        if "ended_at" not in self.table.column_names:
            return -1
        return int(
            ints(self.table.column("ended_at").slice(int(self.found.work.place[self.at]), 1), null=-1)[0]
        )

    def _own_day(self, zone: str) -> int:
        return (
            date.fromisoformat(instant(int(self.found.work.start[self.at]), zone)[:10]).toordinal()
            - EPOCH_ORDINAL
        )

    def _overlapping(self, among: Mask) -> Ints:
        """Other rows of `among` that were open while this one was."""
        work, at = self.found.work, self.at
        inside = among & work.timed & (work.start < work.end[at]) & (work.end > work.start[at])
        inside[at] = False
        return np.flatnonzero(inside)

    def _beside(self) -> list[Facts]:
        work, zone = self.found.work, self.label("timezone")
        rows = self._overlapping(work.work | work.waiting if work.waiting[self.at] else work.work)
        return [
            {**named(self.table, int(work.place[row])), "kind": "waiting" if work.waiting[row] else "work",
             "start": instant(int(work.start[row]), zone), "end": instant(int(work.end[row]), zone)}
            for row in rows.tolist()
        ]  # fmt: skip

    def _stretches(self) -> list[Facts]:
        """How long so many rows shared the time of this one: each stretch's length by the number of rows open in it.

        A row of waiting has no time where work was open: those stretches have 0 rows sharing.
        """
        work, at = self.found.work, self.at
        low, high = int(work.start[at]), int(work.end[at])
        waiting = bool(work.waiting[at])
        workers, sharing = (
            self._overlapping(work.work),
            self._overlapping(work.waiting if waiting else work.work),
        )
        edges = np.unique(
            np.clip(
                np.concatenate(
                    [[low, high], *((work.start[rows], work.end[rows]) for rows in (workers, sharing))],
                    axis=None,
                ),
                low,
                high,
            )
        )
        middle, length = edges[:-1], np.diff(edges)
        count = 1 + _open(work.start[sharing], work.end[sharing], middle)
        if waiting:
            count = np.where(_open(work.start[workers], work.end[workers], middle) > 0, 0, count)
        return [
            {"rows_sharing": number, "seconds": seconds(int(length[count == number].sum())),
             "share_seconds": seconds(int(length[count == number].sum())) / number if number else Decimal(0)}
            for number in sorted(set(count.tolist()))
        ]  # fmt: skip

    def _gap(self) -> Facts:
        """The pause before the row, which row it follows, and whether it counts as waiting."""
        work, times, at = self.found.work, self.found.times, self.at
        gaps = gaps_of(self.found.options)
        counts = bool(gaps.admitted(work, times, gaps.threshold)[at])
        gap = int(times.gap[at])
        if not work.timed[at]:
            why = "untimed"
        elif gap == FIRST:
            why = "first"
        elif gap == 0:
            why = "none"
        elif counts:
            why = "within"
        elif not (work.viewed[at] or gaps.asked):
            why = "recorded" if self.label("coverage") == "recorded" else "requester_view"
        else:
            why = "longer"
        before = np.flatnonzero(work.timed[:at]) if gap > 0 else np.zeros(0, np.int64)
        last = int(before[np.argmax(work.end[before])]) if len(before) else None
        after = (
            None
            if last is None
            else {
                **named(self.table, int(work.place[last])),
                "end": instant(int(work.end[last]), self.label("timezone")),
            }
        )
        return {"gap_after": after, "gap_counts": counts, "gap_why": why}

    def _session(self) -> Facts | None:
        number = self.found.sessions()
        own = int(number[self.at])
        if not own:
            return None
        work, zone = self.found.work, self.label("timezone")
        inside = number == own
        first, last = int(work.start[inside].min()), int(work.end[inside].max())
        return {
            "number": own,
            "rows": int(inside.sum()),
            "start": instant(first, zone),
            "end": instant(last, zone),
        }

    def _pay(self, said: Facts) -> Facts:
        """What the row pays by its own words, and what of it counts."""
        work, at, options = self.found.work, self.at, self.found.options
        earns = bool(work.earns[at])
        pay = said.get("pay")
        if pay is None and "piece_rate" in said:
            pay = _decimal(said["piece_rate"]) * int(str(said.get("task_count", 1)))
        return {
            "currency": said.get("currency"), "status": said.get("status", "approved"), "earns": earns, "pay": pay,
            "from_piece_rate": "pay" not in said and "piece_rate" in said,
            **{name: said.get(name) for name in ("bonus", "tip", "fee", "customer_price")},
            "tip_counts": options.tips != "exclude", "unknown": bool(work.pay_unknown[at]),
            "counted": None if work.pay_unknown[at] else seconds(int(whole_pay(work, options)[at])),
        }  # fmt: skip

    def _law(self, said: Facts, line: Mapping[str, object]) -> Facts:
        """The minimum wage of the row's place and date, the exchange rate into its currency, and what follows."""
        on = line["local_date"]
        assert isinstance(on, date)  # noqa: S101 - every audited row has one
        quote, base = line["wage_currency"], said.get("currency")
        exchange: Facts | None = None
        if quote and base:
            rate = self.found.exchange.rate(str(base), str(quote), on)
            known = ("base", "quote", "rate", "observed", "period", "source", "url")
            exchange = (
                {"reason": rate.reason}
                if isinstance(rate, Unknown)
                else {name: getattr(rate, name) for name in known}
                | {"series": [asdict(one) for one in rate.series]}
            )
        return {
            "minimum_wage": self._minimum(on), "exchange": exchange,
            **{name: line[name] for name in ("pay_in_wage_currency", "required_pay", "wage_currency")},
        }  # fmt: skip

    def _minimum(self, on: date) -> Facts:
        options, country, region = self.found.options, self.label("country"), self.label("region")
        extra = ("hours", "hours_source", "confidence", "note", "name")
        if options.minimum_wage is not None:
            own = {"hourly": options.minimum_wage, "currency": options.wage_currency, "status": "own_figure"}
            return (
                nothing(WagePlace("", "", options.category), "own_figure", "--minimum-wage")
                | own
                | dict.fromkeys(extra)
            )
        place = WagePlace(country, region, options.category)
        if not country:
            return nothing(place, "no_country", phrase("the row names no country")) | dict.fromkeys(extra)
        found = self.found.wages.in_force(country, region, on, options.category)
        if found.rate is None:
            return nothing(place, found.status, found.reason) | dict.fromkeys(extra)
        return record_of(found.rate, found.status, found.reason) | {
            name: getattr(found.rate, name) for name in extra
        }


def _wage(working: Decimal, pay: Facts, law: Facts) -> Facts:
    """Pay for an hour of the row's working time, in the currency of the minimum where there is one, and what is missing."""
    required = law["required_pay"]
    amount = (
        pay["counted"] if required is None or pay["counted"] == 0 else law["pay_in_wage_currency"]
    )  # nothing is nothing in any currency
    hourly = (
        (_decimal(amount) * 3600 / working).quantize(SIX_PLACES, ROUND_HALF_EVEN)
        if amount is not None and working
        else None
    )
    missing = _decimal(required) - _decimal(amount) if amount is not None and required is not None else None
    unit = pay["currency"] if required is None else law["wage_currency"]
    return {"pay": amount, "currency": unit, "hourly": hourly, "missing": missing}


def _open(start: Ints, end: Ints, at: Ints) -> Ints:
    """Rows open in the stretch that begins at each of these moments."""
    return np.searchsorted(np.sort(start), at, side="right") - np.searchsorted(np.sort(end), at, side="right")


def _decimal(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))
