"""Rows of one file on their way into the task table: cells parsed strictly, faulty rows left out with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from wageaudit import kernels, values
from wageaudit.arrays import (
    INSTANT,
    MONEY,
    Codes,
    Ints,
    Mask,
    category,
    codes,
    column,
    constant,
    ints,
    places,
    present,
    strings,
)
from wageaudit.errors import Problem
from wageaudit.readers.labels import plain_labels
from wageaudit.readers.stamps import read_stamps, unread
from wageaudit.tasks import BY_NAME
from wageaudit.text import clean

_NO_INSTANT = values.Instant(0, values.UTC_STAMP)


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
    namibia: bool = False
    written: dict[str, pa.Array] = field(default_factory=dict)  # stamps as the file writes them, for messages
    called: Mapping[str, str] = field(default_factory=dict)
    stands_for: Ints | None = None
    keep: Mask = field(init=False)

    def __post_init__(self) -> None:
        """Keep every row until something is wrong with it."""
        self.keep = np.ones(len(self.rows), np.bool_)

    def reject(
        self,
        wrong: Mask,
        code: str,
        name: str,
        shown: Sequence[str] | pa.Array,
        reason: str,
        mend: str,
        *,
        fault: bool = True,
    ) -> None:
        """Leave out the rows in `wrong` that are still kept, one problem each; no fault where they are rightly no work."""
        for at in np.flatnonzero(wrong & self.keep).tolist():
            value = _shown(shown, at)
            row, weight = int(self.rows[at]), 1 if self.stands_for is None else int(self.stands_for[at])
            self.problems.append(
                Problem(
                    code,
                    self.file,
                    row,
                    self.called.get(name, name),
                    clean(value),
                    reason,
                    mend,
                    weight,
                    fault,
                )
            )
        self.keep &= ~wrong

    def parse(
        self, name: str, cells: pa.Array, read: Callable[[str], object]
    ) -> tuple[Codes, list[object], Mask]:
        """Parse each distinct cell once: (code of each row, parsed values, rows that have one); faulty rows are left out."""
        encoded = kernels.encoded(cells)
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
        if BY_NAME[name].kind != "category" and (plain := plain_labels(cells)) is not None:
            self.columns[name] = plain
            return
        place, parsed, _ = self.parse(name, cells, values.label)
        if BY_NAME[name].kind == "category":
            distinct = sorted({str(value) for value in parsed if value is not None})
            rank = {value: at for at, value in enumerate(distinct)}
            recode = np.array(
                [rank.get(str(value), -1) if value is not None else -1 for value in parsed], np.int32
            )
            self.columns[name] = category(recode[place], distinct)
        else:
            known = strings(None if value is None else str(value) for value in parsed)
            self.columns[name] = kernels.take(known, places(place.astype(np.int64)))

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
        """A country by alpha-2, alpha-3 or name. NA is Namibia, unless the file writes NA for what is missing."""
        from wageaudit.countries import alpha2

        if self.namibia and "NA" in kernels.unique(cells).to_pylist():
            import pyarrow.compute as pc  # a slow import that few files need

            cells = pc.replace_substring_regex(cells, pattern=r"^\s*NA\s*$", replacement="NAM")
        self.word(name, cells, alpha2)

    def money(
        self,
        name: str,
        cells: pa.Array,
        mark: str = ".",
        read: Callable[[str, str], values.Money] = values.money,
    ) -> None:
        """Amounts; a currency written in the cells must be the row's own, and fills it where the file has none."""
        place, parsed, has = self.parse(name, cells, lambda text: read(text, mark))
        micro = np.array(
            [value.micro if isinstance(value, values.Money) else 0 for value in parsed], np.int64
        )
        self.columns[name] = column(micro[place], MONEY, has)
        units = [value.units() if isinstance(value, values.Money) else frozenset() for value in parsed]
        if any(units):
            self._currency(name, cells, place, units)

    def _currency(self, name: str, cells: pa.Array, place: Codes, units: list[frozenset[str]]) -> None:
        """Hold the currencies that cells name against the rows' own; fill a row's own where only one is meant."""
        self.fill_absent("currency")
        for unit in sorted(set(units) - {frozenset()}, key=sorted):
            own, labels = codes(self.columns["currency"])
            mine = np.array([found == unit for found in units])[place]
            allowed = np.array([*(label in unit for label in labels), True])
            self.reject(
                mine & ~allowed[own],
                "two-currencies",
                name,
                cells,
                "names another currency than its row",
                "mend the currency column",
            )
            if len(unit) == 1 and (mine & (own < 0)).any():
                wider = [*labels, *(label for label in unit if label not in labels)]
                filled = np.where(mine & (own < 0), wider.index(next(iter(unit))), own)
                self.columns["currency"] = category(filled, wider)

    def fill_absent(self, name: str) -> None:
        """An empty column where there is none yet."""
        if name not in self.columns:
            self.columns[name] = constant(None, len(self.rows))

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

    def instant(
        self, name: str, cells: pa.Array, read: Callable[[str], values.Instant] = values.instant
    ) -> None:
        """Stamps, those of one shape together; wall clock times wait for the row's zone.

        `read` tells stamps of the same shape apart by calendar and clock alone (see stamps.py).
        """
        known = read_stamps(cells, read)
        micros, form, has = known.micros, known.form, known.read
        if not has.all():
            place, parsed, others = self.parse(name, unread(cells, known), read)
            found = [value if isinstance(value, values.Instant) else _NO_INSTANT for value in parsed]
            micros = np.where(has, micros, np.array([one.micros for one in found], np.int64)[place])
            form = np.where(has, form, np.array([one.form for one in found], np.int32)[place])
            has = has | others
        self.columns[name] = column(micros, INSTANT, has)
        self.written[name] = cells
        self.walls[name] = (form != values.UTC_STAMP) & has
        if name == "started_at":
            self.dates = (form == values.DATE_ONLY) & has

    def fill(self, name: str, label: str) -> None:
        """Give every row that has none this value."""
        if not label:
            return
        if name not in self.columns:
            self.columns[name] = constant(label, len(self.rows))
            return
        if not self.columns[name].null_count:
            return
        place, labels = codes(self.columns[name])
        self.columns[name] = category(np.where(place < 0, len(labels), place), [*labels, label])


def _shown(shown: Sequence[str] | pa.Array, at: int) -> str:
    if isinstance(shown, pa.Array):
        return str(kernels.cast(shown.slice(at, 1), pa.string())[0].as_py() or "")
    return str(shown[at]) if len(shown) else ""
