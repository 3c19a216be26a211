"""What a reader is, and the way every reader's columns take into the task table: Head, Reader, Draft, Reading.

A reader recognises a file by its content (detect) and turns its columns into the task table's through a Draft, which
parses cells strictly, lists what it leaves out, and fills what the file does not say from the roster and the options.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import pyarrow as pa

from wageaudit import values, zones
from wageaudit.arrays import CATEGORY, INSTANT, MONEY, Codes, Ints, Mask, category, codes, column, constant, ints, places, present, strings
from wageaudit.errors import InputRefused, Problem, WageauditError
from wageaudit.files import Source, only_zones
from wageaudit.options import Options
from wageaudit.tasks import BY_NAME, LATEST, MONEY_NAMES
from wageaudit.text import clean

CERTAIN, PLAUSIBLE, NO = 2, 1, 0


@dataclass(frozen=True, slots=True)
class Head:
    """What detection sees of a file: its source, what its first bytes prove, the cells of its first line."""

    source: Source
    kind: str  # "text", "parquet", "zip", "empty", "binary"
    cells: tuple[str, ...] = ()
    delimiter: str = ""
    text: str = ""

    def has(self, *names: str) -> bool:
        """Whether all these header cells stand in the first line, to the letter."""
        return set(names) <= set(self.cells)


@dataclass(frozen=True, slots=True)
class FileRead:
    """What became of one input file; rows_read = rows of the table + rows_merged into them + rows_left_out."""

    name: str
    size: int
    reader: str
    coverage: str
    rows_read: int
    rows_left_out: int
    notes: tuple[str, ...] = ()
    rows_merged: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The task table of one or many files, the problems met, and what became of each file."""

    table: pa.Table
    problems: tuple[Problem, ...] = ()
    files: tuple[FileRead, ...] = ()


class Detect(Protocol):
    """How sure a reader is that a file is its own: CERTAIN, PLAUSIBLE or NO."""

    def __call__(self, head: Head) -> int:
        """Judge by content, never by the file's name."""


class Read(Protocol):
    """Turn the files of one bundle (one file, or a folder's files of this reader) into the task table."""

    def __call__(self, bundle: Sequence[Source], options: Options) -> Reading:
        """Read every file of the bundle; raise InputRefused for one that is not what it seems."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A platform's export: its name, what it covers, how it is recognised and read, and what it cannot tell."""

    name: str
    title: str
    coverage: str
    detect: Detect
    read: Read
    cannot_tell: str = ""
    bundled: bool = False  # files of one folder belong together


@dataclass(slots=True)
class Draft:
    """Rows of one file on their way into the task table: parsed columns, and which rows are kept.

    called: our name → what the file calls that column, for problems; stands_for: int64[n], input rows each row is made of
    (None: one each).
    """

    file: str
    rows: Ints
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: dict[str, pa.Array] = field(default_factory=dict)
    walls: dict[str, Mask] = field(default_factory=dict)
    dates: Mask | None = None
    called: Mapping[str, str] = field(default_factory=dict)
    stands_for: Ints | None = None
    keep: Mask = field(init=False)

    def __post_init__(self) -> None:
        """Keep every row until something is wrong with it."""
        self.keep = np.ones(len(self.rows), np.bool_)

    def reject(
        self, wrong: Mask, code: str, name: str, shown: Sequence[str] | pa.Array, reason: str, mend: str, *, fault: bool = True
    ) -> None:
        """Leave out the rows in `wrong` that are still kept, one problem each; no fault where they are rightly no work."""
        for at in np.flatnonzero(wrong & self.keep).tolist():
            value = _shown(shown, at)
            row, weight = int(self.rows[at]), 1 if self.stands_for is None else int(self.stands_for[at])
            self.problems.append(
                Problem(code, self.file, row, self.called.get(name, name), clean(value), reason, mend, weight, fault)
            )
        self.keep &= ~wrong

    def parse(self, name: str, cells: pa.Array, read: Callable[[str], object]) -> tuple[Codes, list[object], Mask]:
        """Parse each distinct cell once: (code of each row, parsed values, rows that have one); faulty rows are left out."""
        encoded = cells.dictionary_encode()
        distinct = encoded.dictionary.to_pylist()
        place = np.where(present(encoded.indices), ints(encoded.indices), len(distinct)).astype(np.int32)
        parsed: list[object] = []
        empty = np.ones(len(distinct) + 1, np.bool_)
        for at, text in enumerate(distinct):
            if text.strip().casefold() in values.MISSING:
                parsed.append(None)
                continue
            try:
                parsed.append(read(text))
                empty[at] = False
            except values.Fault as fault:
                parsed.append(None)
                self.reject(place == at, fault.code, name, cells, fault.reason, fault.mend)
        return place, [*parsed, None], ~empty[place]

    def text(self, name: str, cells: pa.Array) -> None:
        """An id or title as it stands; empty cells are null."""
        place, parsed, has = self.parse(name, cells, values.label)
        if BY_NAME[name].kind == "category":
            distinct = sorted({str(value) for value in parsed if value is not None})
            rank = {value: at for at, value in enumerate(distinct)}
            recode = np.array([rank.get(str(value), -1) if value is not None else -1 for value in parsed], np.int32)
            self.columns[name] = category(recode[place], distinct)
        else:
            self.columns[name] = strings(str(parsed[at]) if there else None for at, there in zip(place.tolist(), has.tolist(), strict=True))

    def word(self, name: str, cells: pa.Array, words: Callable[[str], str] | None = None) -> None:
        """A status or activity, by the platform's own words where given."""
        place, parsed, has = self.parse(name, cells, words or (lambda text: values.word(text, name)))
        self._category(name, place, parsed, has)

    def _category(self, name: str, place: Codes, parsed: list[object], has: Mask) -> None:
        distinct = sorted({str(value) for value in parsed if value is not None})
        rank = {value: at for at, value in enumerate(distinct)}
        recode = np.array([rank[str(value)] if value is not None else -1 for value in parsed], np.int32)
        self.columns[name] = category(np.where(has, recode[place], -1), distinct)

    def country(self, name: str, cells: pa.Array) -> None:
        """A country by alpha-2, alpha-3 or name."""
        from wageaudit.countries import alpha2  # noqa: PLC0415 - loads names of countries only where some occur

        self.word(name, cells, alpha2)

    def money(
        self, name: str, cells: pa.Array, mark: str = ".", read: Callable[[str, str], values.Money] = values.money
    ) -> None:
        """Amounts; a currency written in the cells must be the row's own, and fills it where the file has none."""
        place, parsed, has = self.parse(name, cells, lambda text: read(text, mark))
        micro = np.array([value.micro if isinstance(value, values.Money) else 0 for value in parsed], np.int64)
        self.columns[name] = column(micro[place], MONEY, has)
        named = [value.currency if isinstance(value, values.Money) else "" for value in parsed]
        if any(named):
            self._currency(name, cells, np.array(named)[place], has)

    def _currency(self, name: str, cells: pa.Array, named: np.ndarray, has: Mask) -> None:
        if "currency" not in self.columns:
            found = sorted({str(unit) for unit in named[has] if unit})
            self.columns["currency"] = category(
                np.array([found.index(str(unit)) if unit else -1 for unit in named], np.int32), found
            )
            return
        place, labels = codes(self.columns["currency"])
        own = np.array([*labels, ""])[place]
        self.reject(
            (named != "") & (own != "") & (named != own), "two-currencies", name, cells, "names another currency than its row",
            "mend the currency column",
        )  # fmt: skip

    def count(self, name: str, cells: pa.Array) -> None:
        """Whole numbers."""
        place, parsed, has = self.parse(name, cells, values.count)
        found = np.array([value if isinstance(value, int) else 0 for value in parsed], np.int64)
        self.columns[name] = column(found[place], pa.int64(), has)

    def seconds(self, name: str, cells: pa.Array, mark: str = ".") -> None:
        """Durations."""
        place, parsed, has = self.parse(name, cells, lambda text: values.seconds(text, mark))
        found = np.array([value if isinstance(value, int) else 0 for value in parsed], np.int64)
        self.columns[name] = column(found[place], MONEY, has)

    def instant(self, name: str, cells: pa.Array, read: Callable[[str], values.Instant] = values.instant) -> None:
        """Stamps; wall clock times wait for the row's zone."""
        place, parsed, has = self.parse(name, cells, read)
        micros = np.array([value.micros if isinstance(value, values.Instant) else 0 for value in parsed], np.int64)
        form = np.array([value.form if isinstance(value, values.Instant) else 0 for value in parsed], np.int8)
        self.columns[name] = column(micros[place], INSTANT, has)
        self.walls[name] = (form[place] != values.UTC_STAMP) & has
        if name == "started_at":
            self.dates = (form[place] == values.DATE_ONLY) & has

    def fill(self, name: str, label: str) -> None:
        """Give every row that has none this value."""
        if not label:
            return
        if name not in self.columns:
            self.columns[name] = constant(label, len(self.rows))
            return
        place, labels = codes(self.columns[name])
        self.columns[name] = category(np.where(place < 0, len(labels), place), [*labels, label])


def _shown(shown: Sequence[str] | pa.Array, at: int) -> str:
    if isinstance(shown, pa.Array):
        return str(shown.slice(at, 1).cast(pa.string())[0].as_py() or "")
    return str(shown[at]) if len(shown) else ""


def finish(draft: Draft, options: Options, reader: Reader, source: Source, rows_read: int, worker: str = "") -> Reading:
    """The draft as a task table: filled, in UTC, checked; every row of the file is in it or among the problems."""
    if len(draft.rows) == 0:
        return _reading(draft, reader, source, rows_read)
    draft.fill("worker_id", worker or source.stem)
    draft.fill("platform", reader.name)
    draft.fill("coverage", reader.coverage)
    _from_roster(draft, options)
    for name in ("country", "region", "timezone", "currency"):
        draft.fill(name, getattr(options, name))
    _check_currency(draft)
    _check_zones(draft)
    _to_utc(draft)
    _check_rows(draft)
    draft.columns["source_file"] = constant(source.name, len(draft.rows))
    draft.columns["source_row"] = column(draft.rows, pa.int64())
    return _reading(draft, reader, source, rows_read)


def _reading(draft: Draft, reader: Reader, source: Source, rows_read: int) -> Reading:
    names = [name for name in BY_NAME if name in draft.columns]
    table = pa.table({name: draft.columns[name] for name in names})
    if not draft.keep.all():
        table = table.take(places(np.flatnonzero(draft.keep)))
    merged = 0 if draft.stands_for is None else int(draft.stands_for[draft.keep].sum()) - table.num_rows
    left_out = sum(problem.rows for problem in draft.problems)
    if rows_read != table.num_rows + merged + left_out:
        raise WageauditError(
            f"{source.name}: {rows_read} rows read, but {table.num_rows} audited, {merged} merged and {left_out} left out",
            "this is a fault of the program: please report it with the header of the file",
        )
    file = FileRead(source.name, source.size, reader.name, reader.coverage, rows_read, left_out, tuple(draft.notes), merged)
    return Reading(table, tuple(draft.problems), (file,))


def _from_roster(draft: Draft, options: Options) -> None:
    """Fill country, region and zone by worker; what the file itself says stays."""
    if not options.roster:
        return
    place, workers = codes(draft.columns["worker_id"])
    for name in ("country", "region", "timezone"):
        said = [getattr(options.roster[worker], name) if worker in options.roster else "" for worker in workers]
        labels = sorted({label for label in said if label})
        by_worker = np.array([labels.index(label) if label else -1 for label in said] + [-1], np.int32)[place]
        if name in draft.columns:
            own, own_labels = codes(draft.columns[name])
            filled = np.where(own >= 0, own, np.where(by_worker >= 0, by_worker + len(own_labels), -1))
            draft.columns[name] = category(filled, [*own_labels, *labels])
        else:
            draft.columns[name] = category(by_worker, labels)


def _check_currency(draft: Draft) -> None:
    paid = np.zeros(len(draft.rows), np.bool_)
    for name in MONEY_NAMES:
        if name in draft.columns:
            paid |= ints(draft.columns[name]) != 0
    if "currency" not in draft.columns:
        draft.columns["currency"] = constant(None, len(draft.rows))
    place, labels = codes(draft.columns["currency"])
    known = np.array([len(label) == 3 and label.isalpha() and label.isupper() for label in labels] + [True])  # noqa: PLR2004
    draft.reject(~known[place], "unknown-currency", "currency", draft.columns["currency"], "is not a currency code",
                 "write three capital letters, as USD")
    if paid.any() and (place < 0).all():
        raise InputRefused(draft.file, "pays in a currency it does not name", "add  --currency USD  (or the one it was paid in)")
    draft.reject(paid & (place < 0), "no-currency", "currency", [], "has pay in no currency", "fill the currency, or add  --currency")


def _check_zones(draft: Draft) -> None:
    """Where the zone is not given, a country with one zone only has that; else wall clocks cannot be placed."""
    if "timezone" not in draft.columns:
        draft.columns["timezone"] = constant(None, len(draft.rows))
    place, labels = codes(draft.columns["timezone"])
    right = np.array([zones.known(label) for label in labels] + [True])
    draft.reject(~right[place], "unknown-zone", "timezone", draft.columns["timezone"], "is not an IANA time zone",
                 "write it as Africa/Nairobi")
    if "country" in draft.columns and (place < 0).any():
        home, countries = codes(draft.columns["country"])
        only = [only_zones().get(country, "") for country in countries]
        known = sorted({zone for zone in only if zone} | set(labels))
        by_country = np.array([known.index(zone) if zone else -1 for zone in only] + [-1], np.int32)
        own = np.array([known.index(label) for label in labels] + [-1], np.int32)[place]
        draft.columns["timezone"] = category(np.where(own >= 0, own, by_country[home]), known)


def _to_utc(draft: Draft) -> None:
    place, labels = codes(draft.columns["timezone"])
    for name, wall in draft.walls.items():
        homeless = wall & (place < 0)
        if name == "started_at" and draft.dates is not None:
            homeless &= ~draft.dates  # a bare date needs no zone: it is that date anywhere
        draft.reject(homeless, "no-zone", name, [], "is a local time, and the zone is not known",
                     "add  --timezone Africa/Nairobi  (or --country, where it has one zone)")
        micros, has = ints(draft.columns[name]).copy(), present(draft.columns[name])
        for code, label in enumerate(labels):
            inside = wall & (place == code) & draft.keep
            if inside.any():
                micros[inside], skipped, repeated = zones.to_utc(micros[inside], label)
                _clock_changes(draft, name, np.flatnonzero(inside), skipped, repeated)
        draft.columns[name] = column(micros, INSTANT, has)


def _clock_changes(draft: Draft, name: str, at: np.ndarray, skipped: Mask, repeated: Mask) -> None:
    wrong = np.zeros(len(draft.rows), np.bool_)
    wrong[at[skipped]] = True
    draft.reject(wrong, "skipped-hour", name, [], "is a time the clock skipped in spring", "write it with its offset, as +02:00")
    if repeated.any():
        draft.notes.append(f"{int(repeated.sum())} times of {name} stand in an hour the clock showed twice; the first is taken")


def _check_rows(draft: Draft) -> None:
    count = len(draft.rows)
    started = present(draft.columns["started_at"]) if "started_at" in draft.columns else np.zeros(count, np.bool_)
    draft.reject(~started, "no-start", "started_at", [], "has no start", "fill it in, or leave the row out")
    if "ended_at" in draft.columns:
        begin, end, ended = ints(draft.columns["started_at"]), ints(draft.columns["ended_at"]), present(draft.columns["ended_at"])
        draft.reject(ended & (end < begin), "ends-before-start", "ended_at", draft.columns["ended_at"],
                     "ends before it starts", "mend the times in the export")
        draft.reject(ended & (end >= LATEST), "out-of-time", "ended_at", [], "lies after 2059", "check the unit of the time")
        if draft.dates is not None:
            draft.reject(ended & draft.dates, "date-only", "started_at", [], "starts on a bare date but has an end",
                         "write the time of the start too")
    for name in (*MONEY_NAMES, "active_seconds"):
        if name in draft.columns and not BY_NAME[name].negative:
            found = ints(draft.columns[name])
            draft.reject(found < 0, "negative", name, draft.columns[name], "is negative", "check the sign")
    _check_pay(draft)


def _check_pay(draft: Draft) -> None:
    """Where the file pays by row, an approved task with no pay, rate or bonus is missing its pay, never unpaid."""
    money = [name for name in ("pay", "piece_rate") if name in draft.columns and present(draft.columns[name]).any()]
    if not money:
        return
    has = np.zeros(len(draft.rows), np.bool_)
    for name in ("pay", "piece_rate", "bonus", "tip"):
        if name in draft.columns:
            has |= present(draft.columns[name])
    earns = np.ones(len(draft.rows), np.bool_)
    for name, words in (("activity", {"task"}), ("status", {"approved", "pending"})):
        if name in draft.columns:
            place, labels = codes(draft.columns[name])
            earns &= np.array([*(label in words for label in labels), True])[place]
    draft.reject(earns & ~has, "no-pay", "pay", [], "has no pay", "write the pay, 0 where nothing was paid")


def retyped(reading: Reading, **changes: object) -> Reading:
    """The reading with other fields (its problems, its files)."""
    return replace(reading, **changes)  # type: ignore[arg-type]


__all__ = ["CATEGORY", "CERTAIN", "NO", "PLAUSIBLE", "Draft", "FileRead", "Head", "Reader", "Reading", "finish"]
