"""Uber: what a driver or courier gets who asks for her data (subject access, GDPR article 15), and the in-app download.

Files are known by their headers; the numbers before their names differ from request to request:
    Driver Online Offline                earner_state, begin_timestamp_utc, ...      time: what counts
    Driver Payments                      amount_local, classification, ...           money: every line, with its sign
    Driver Lifetime Trips                request_timestamp_utc, dropoff_..., status  the zone; time only without the first
    Dispatches Offered and Accepted      minutes_online, minutes_on_trip, ...        a check on the first, by the hour
    Courier Lifetime Trip Data           courier_accept_timestamp_local, ...         time only without the first; orders overlap
    App Restrictions                     msg.penaltyboxdurationms, msg.rule, ...     neither time nor money
Two dialects: ";" with CRLF (Paris), "," with LF, without GPS columns and with city_name (Lausanne). No file names the
worker: all files of a folder or archive are one worker's, called as the folder or archive is. None names the country.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pyarrow as pa

from wageaudit import zones
from wageaudit.arrays import category, codes, ints, present
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source, only_zones
from wageaudit.options import Options
from wageaudit.phrases import ours, phrase
from wageaudit.readers.base import CERTAIN, NO, FileRead, Head, Reader, Reading
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import joined, placed, refused_together
from wageaudit.readers.uber.names import DELIVERIES, DETAILS, IN_APP_PAYMENTS, IN_APP_TRIPS, LOST, renamed
from wageaudit.readers.uber.payments import HEADER as PAYMENTS_HEADER
from wageaudit.readers.uber.payments import payments
from wageaudit.readers.uber.time import check_zone, details, dispatched_hours, hours_by_state, states, trips
from wageaudit.tasks import MICROS_A_DAY, concatenate, whole

# kind → the choices of header cells that prove it; in the order in which the files are read
KINDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "states": (
        ("earner_state", "begin_timestamp_utc", "end_timestamp_utc"),
        ("earner_state", "begin_timestamp_local", "end_timestamp_local"),
    ),
    "payments": (PAYMENTS_HEADER, tuple(IN_APP_PAYMENTS)),
    "trips": (
        ("request_timestamp_utc", "dropoff_timestamp_utc", "begintrip_timestamp_utc", "status", "timezone"),
        (
            "request_timestamp_local",
            "dropoff_timestamp_local",
            "begintrip_timestamp_local",
            "status",
            "timezone",
        ),
        tuple(IN_APP_TRIPS),
    ),
    "details": (tuple(DETAILS),),
    "deliveries": (tuple(DELIVERIES),),
    "lost": (LOST,),
    "dispatches": (("minutes_online", "minutes_on_trip", "dispatches", "accepts"),),
    "restrictions": (("msg.penaltyboxdurationms", "msg.rule"),),
}
TRIPS_INSIDE = "trips are inside the states of Driver Online Offline, and are not counted again"
NO_TASKS = {
    "trips": TRIPS_INSIDE,
    "details": TRIPS_INSIDE,
    "deliveries": "deliveries are inside the states of Driver Online Offline, and are not counted again",
    "lost": "the gaps between trips are seen from the trips themselves; --gap says which of them count as waiting",
    "dispatches": "hours of the clock are a check on the states, and are not counted again",
    "restrictions": "restrictions of the app are neither working time nor money",
}
TITLES = {
    "states": phrase("states online and offline"),
    "payments": phrase("payments"),
    "trips": phrase("trips"),
    "details": phrase("details of trips"),
    "deliveries": phrase("deliveries"),
    "lost": phrase("time between trips"),
    "dispatches": phrase("offers by the hour"),
    "restrictions": phrase("restrictions of the app"),
}
TRIPS = ("trips", "details", "deliveries")
CODE_LETTERS = 3  # of a currency, ISO 4217
ZONE_MEND = "give the whole folder, or add  --timezone Europe/Paris  (or --country, where it has one zone)"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a bundle: what it is, and its columns as text."""

    kind: str
    source: Source
    table: Delimited
    names: Mapping[str, str]  # of columns, as the file writes them, where the table has them renamed


@dataclass(frozen=True, slots=True)
class Common:
    """What the files of a bundle say together; zone_of maps a city_id to its zone, zone is the one zone of all."""

    worker: str
    kinds: frozenset[str]
    zone: str
    zone_of: dict[str, str]
    currency: str


def kind_of(cells: Collection[str]) -> str:
    """Which file a header belongs to, "" for none of these."""
    return next(
        (kind for kind, proofs in KINDS.items() if any(set(proof) <= set(cells) for proof in proofs)), ""
    )


def version(head: Head) -> str:
    """Which of a driver's files it is, and by which of the two ways she got it."""
    kind = kind_of(head.cells)
    told = TITLES[kind]
    by_app = head.has(*IN_APP_PAYMENTS) or head.has(*IN_APP_TRIPS)
    return (
        phrase("{what}, downloaded in the app", what=told)
        if by_app
        else phrase("{what}, of an access request", what=told)
    )


def detect(head: Head) -> int:
    """CERTAIN for the header of one of the files."""
    return CERTAIN if head.kind == "text" and kind_of(head.cells) else NO


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one driver's files together; where one is refused, so are they all, each with its reason."""
    try:
        return _together(bundle, options)
    except InputRefused as refusal:
        if len(bundle) == 1:
            raise
        return refused_together(bundle, refusal.problem)


def _together(bundle: Sequence[Source], options: Options) -> Reading:
    parts, problems = [], []
    for source in bundle:
        table = read_delimited(source, options.encoding)
        kind = kind_of(table.header)
        if kind:
            parts.append(Part(kind, source, *renamed(table)))
        else:
            problems.append(
                Problem(
                    "file-refused", source.name, None, "", "", "is none of Uber's files read here", "", rows=0
                )
            )
    if not parts:
        raise InputRefused(problems[0].file, problems[0].reason, "leave out  --reader")
    parts.sort(key=lambda part: [*KINDS].index(part.kind))
    common = _common(parts)
    readings = [_read_part(part, common, options) for part in parts]
    readings[0] = _with_notes(readings[0], _country_note(readings[0].table))
    readings = _checked(parts, readings)
    return Reading(
        concatenate([reading.table for reading in readings if reading.table.num_rows]),
        (*problems, *(problem for reading in readings for problem in reading.problems)),
        tuple(file for reading in readings for file in reading.files),
    )


def _seen(common: Common) -> Reader:
    """With the states of the app, waiting is on record; trips or payments alone say nothing of it."""
    return READER if "states" in common.kinds else replace(READER, coverage="worker")


def _common(parts: Sequence[Part]) -> Common:
    first = parts[0].source
    worker = first.bundle_stem if first.bundle else first.stem
    by_city = _zones_by_city([part.table for part in parts if "timezone" in part.table])
    every = set().union(*by_city.values())
    paid_in = [part.table.column("currency_code") for part in parts if "currency_code" in part.table]
    units = {unit for cells in paid_in for unit in cells.unique().to_pylist() if len(unit) == CODE_LETTERS}
    return Common(
        worker,
        frozenset(part.kind for part in parts if part.table.rows_read),
        next(iter(every)) if len(every) == 1 else "",
        {city: next(iter(names)) for city, names in by_city.items() if len(names) == 1},
        next(iter(units)) if len(units) == 1 else "",
    )


def _zones_by_city(tables: Sequence[Delimited]) -> dict[str, set[str]]:
    """Zones that trips name, by city_id ("" where the file has none)."""
    by_city: dict[str, set[str]] = {}
    for table in tables:
        city = (
            table.column("city_id") if "city_id" in table else pa.array([""] * len(table.rows), pa.string())
        )
        for pair in joined("\t", city, table.column("timezone")).unique().to_pylist():
            place, _, zone = pair.partition("\t")
            if zone and zones.known(zone):
                by_city.setdefault(place, set()).add(zone)
    return by_city


def _read_part(part: Part, common: Common, options: Options) -> Reading:
    if part.kind in NO_TASKS and not (part.kind in TRIPS and "states" not in common.kinds):
        return _reference(part, _seen(common))
    draft = _draft(part, common, options)
    _give_zone(draft, part.table, common)
    if part.kind != "payments":  # a line without currency is not repaired by those of its neighbours
        draft.fill("currency", common.currency)
    if part.kind == "states":
        check_zone(draft, part.table, common.zone or options.timezone)
    reading = finish(draft, options, _seen(common), part.source, part.table.rows_read, common.worker)
    reading = _in_its_words(reading, part.names)
    placed(
        reading,
        part.source.name,
        phrase("gives local times, and no file beside it names the time zone"),
        ZONE_MEND,
    )
    if part.kind == "payments" and part.table.rows_read and not reading.table.num_rows:
        why = reading.problems[0]  # hours would stand there as if nothing had been paid
        raise InputRefused(
            why.file,
            phrase("has no line that can be read: {reason}", reason=why.reason),
            why.mend,
            why.row,
            why.column,
        )
    return reading


def _in_its_words(reading: Reading, names: Mapping[str, str]) -> Reading:
    """Problems with the names of columns that the file has."""
    said = (
        replace(problem, column=names.get(problem.column, problem.column)) for problem in reading.problems
    )
    return replace(reading, problems=tuple(said))


def _draft(part: Part, common: Common, options: Options) -> Draft:
    if part.kind == "payments":
        return payments(part.source, part.table, options.decimal or ".")
    read_kind = {"states": states, "details": details}.get(part.kind, trips)
    return read_kind(part.source, part.table, paid="payments" in common.kinds)


def _reference(part: Part, seen: Reader) -> Reading:
    """A file that is read for what it says about the others: all its rows are left out, with the reason."""
    count, rejected = part.table.rows_read, part.table.problems
    rest = count - sum(problem.rows for problem in rejected)
    problem = Problem(
        "reference-file", part.source.name, None, "", "", NO_TASKS[part.kind], "", rest, fault=False
    )
    file = FileRead(part.source.name, part.source.size, seen.name, seen.coverage, count, count)
    return Reading(whole(pa.table({})), (*rejected, problem) if rest else rejected, (file,))


def _give_zone(draft: Draft, table: Delimited, common: Common) -> None:
    """The zone that the trips name: the only one, or the one of the row's city."""
    if common.zone:
        draft.fill("timezone", common.zone)
    elif common.zone_of and "timezone" not in draft.columns and "city_id" in table:
        place, cities = codes(table.column("city_id"))
        names = sorted(set(common.zone_of.values()))
        by_city = [names.index(common.zone_of[city]) if city in common.zone_of else -1 for city in cities]
        draft.columns["timezone"] = category(np.array([*by_city, -1], np.int32)[place], names)


def _country_note(table: pa.Table) -> tuple[str, ...]:
    """Whose minimum wage applies is not in the files; a zone that only one country has by itself is a hint, no proof."""
    if not table.num_rows or ("country" in table.column_names and present(table.column("country")).all()):
        return ()
    _, used = codes(table.column("timezone"))
    likely = sorted(country for country, zone in only_zones().items() if [zone] == used)
    option = (
        phrase("add  --country {likely}  if that is where the work was done", likely=likely[0])
        if len(likely) == 1
        else "add  --country"
    )
    return (phrase("the files do not name the country: {option}", option=ours(option)),)


def _checked(parts: Sequence[Part], readings: Sequence[Reading]) -> list[Reading]:
    """Hold the other files against the states: hours counted by Uber, and money from outside their days."""
    both = list(zip(parts, readings, strict=True))
    online = [reading.table for part, reading in both if part.kind == "states" and reading.table.num_rows]
    if not online:
        return list(readings)
    every = concatenate(online)
    return [
        _outside(reading, every) if part.kind == "payments" else _counted(part, reading, every)
        for part, reading in both
    ]


def _counted(part: Part, reading: Reading, online: pa.Table) -> Reading:
    counted = dispatched_hours(part.table) if part.kind == "dispatches" else None
    if counted is None:
        return reading
    hours = hours_by_state(online)
    total, on_trip = sum(hours.values(), Decimal(0)), hours.get("ontrip", Decimal(0))
    note = phrase(
        "Uber's own count by the hour: {online:.2f} h online, {busy:.2f} h on trip; "
        "the states: {total:.2f} h online, {on_trip:.2f} h on trip",
        online=counted[0], busy=counted[1], total=total, on_trip=on_trip,
    )  # fmt: skip
    return _with_notes(reading, (note,))


def _outside(reading: Reading, online: pa.Table) -> Reading:
    """A problem, leaving out nothing, where lines are dated a day before the first interval online or after the last."""
    if not reading.table.num_rows:
        return reading
    paid, begin, end = (
        ints(column) for column in (reading.table["started_at"], online["started_at"], online["ended_at"])
    )
    margin = MICROS_A_DAY  # lines follow their trips within hours
    outside = (paid < begin.min() - margin) | (paid > end.max() + margin)
    if not outside.any():
        return reading
    first = int(ints(reading.table["source_row"])[outside][0])
    reason = phrase(
        "lines dated outside the days of Driver Online Offline: {count}; their time may be missing",
        count=int(outside.sum()),
    )
    mend = "ask Uber for Driver Online Offline of the whole period"
    name = reading.files[0].name
    note = Problem("outside-states", name, first, "recognize_timestamp_local", "", reason, mend, rows=0)
    return replace(reading, problems=(*reading.problems, note))


def _with_notes(reading: Reading, notes: tuple[str, ...]) -> Reading:
    return replace(reading, files=tuple(replace(file, notes=(*file.notes, *notes)) for file in reading.files))


READER = Reader(
    "uber",
    "Uber subject-access files and in-app download of a driver or courier",
    "recorded",
    detect,
    read,
    cannot_tell="costs of the vehicle, and the country; work on other platforms",
    bundled=True,
    version=version,
)
