"""Any table, read by a map (--map FILE): a TOML file that says which column is what, in which format, and what no column says.

Header:  whatever the map names, e.g.  Mois;Images;Prix par image;Prime;Heures;Salaire
A row is a task, a shift, a day or a payslip's month, as the map declares it. Several columns of times or words are joined
by a space, several of numbers are added up; `times` multiplies a count by another. What the map declares is never
guessed, and what it leaves open is proved from the cells as in a canonical file, or asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from shlex import quote

import numpy as np

from wageaudit.arrays import MICRO, MONEY, column
from wageaudit.errors import InputRefused
from wageaudit.files import Source, shipped_names
from wageaudit.options import Options
from wageaudit.phrases import ours, phrase
from wageaudit.readers.base import NO, Head, Reader, Reading
from wageaudit.readers.delimited import DELIMITERS, Delimited, duplicates, header_of, read_delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.mapped.alike import resolved
from wageaudit.readers.mapped.computed import computed
from wageaudit.readers.mapped.parsing import fill, leave_out, overnight, parse
from wageaudit.readers.mapped.rules import FOLDER, HOURLY, Map, Rule, load_map, parse_map
from wageaudit.readers.mapped.sheet import same
from wageaudit.text import clean

NOT_A_TABLE = (b"PAR1", b"%PDF")


def detect(head: Head) -> int:  # noqa: ARG001 - a reader's signature
    """Never by content: a file is read by a map where the user gives one."""
    return NO


def fits(plan: Map, head: Head) -> bool:
    """Whether a file's header has every column that the map cannot do without."""
    cells, _ = header_of(head.text.split("\n", plan.skip)[-1], plan.delimiter or DELIMITERS)
    return asked(plan).keys() <= {same(cell) for cell in cells}


def asked(plan: Map) -> dict[str, str]:
    """Columns that the map cannot do without: as same() writes them → as the map does."""
    cells = [cell for ours, many in plan.columns.items() if ours not in plan.optional for cell in many]
    cells += [cell for ours, cell in plan.times.items() if ours not in plan.optional]
    cells += [rule.column for rule in (*plan.activity, *plan.leave_out)]
    return {same(cell): cell for cell in cells}


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one file by the map of the options."""
    (source,) = bundle
    return read_by(load_map(options.map), source, options)


def read_by(plan: Map, source: Source, options: Options) -> Reading:
    """Read one file by this map; what the options say wins over the map's own country, zone, currency and formats."""
    if source.head().startswith(NOT_A_TABLE):
        raise InputRefused(source.name, "is no text that a map could read", "save it as CSV")
    chosen = replace(
        options, encoding=options.encoding or plan.encoding, decimal=options.decimal or plan.decimal,
        date_order=options.date_order or plan.date_order, timezone=options.timezone or plan.timezone,
        currency=options.currency or plan.currency, country=options.country or _country(plan),
        region=options.region or plan.region,
    )  # fmt: skip
    table = read_delimited(source, chosen.encoding, skip=plan.skip, delimiter=plan.delimiter)
    known, lacking = _columns(plan, source.name, table)
    draft = Draft(source.name, table.rows, list(table.problems), called=_called(known))
    draft.notes.extend(_notes(plan, known, table, lacking))
    leave_out(draft, known, table)
    parse(draft, known, table, chosen)
    fill(draft, known)
    if options.piece_rate is not None and not {"pay", "piece_rate"} & set(draft.columns):
        rate = np.full(len(draft.rows), int(options.piece_rate * MICRO), np.int64)
        draft.columns["piece_rate"] = column(rate, MONEY)
    if known.overnight:
        overnight(draft)
    reader = replace(READER, coverage=plan.coverage)
    return computed(known, finish(draft, chosen, reader, source, table.rows_read), source.name)


def _country(plan: Map) -> str:
    from wageaudit.countries import alpha2

    return alpha2(plan.country) if plan.country else ""


def _columns(plan: Map, name: str, table: Delimited) -> tuple[Map, list[str]]:
    """The map with the names of columns as this file writes them, and the optional columns it lacks."""
    written = {same(cell): cell for cell in reversed(table.header)}
    if plan.synonyms:
        written |= resolved(_all(plan), table.header)
    for cell in duplicates([same(cell) for cell in table.header]):
        if cell in asked(plan):
            raise InputRefused(
                name,
                phrase("has two columns called {cell}", cell=clean(cell)),
                "rename one",
                1 + plan.skip,
                clean(cell),
            )
    missing = [cell for key, cell in asked(plan).items() if key not in written]
    if missing:
        there = ", ".join(clean(cell, 24) for cell in table.header[:12] if cell)
        mend: str = "mend the name in the map, or list what may be missing as optional"
        if plan.name in shipped_names(FOLDER):
            mend = phrase(
                "call the column so in the file, or make a map of your own:  wageaudit map {file} -o my.toml",
                file=clean(quote(name), 300),
            )
        raise InputRefused(
            name,
            phrase(
                "has no column {missing}, which the map {name} names; its columns: {there}",
                missing=clean(missing[0]),
                name=plan.name,
                there=there,
            ),
            mend,
            1 + plan.skip,
        )
    there_are = {
        ours: tuple(written[same(cell)] for cell in cells)
        for ours, cells in plan.columns.items()
        if all(same(cell) in written for cell in cells)
    }
    times = {ours: written[same(cell)] for ours, cell in plan.times.items() if ours in there_are}
    lacking = [cell for ours in plan.columns if ours not in there_are for cell in plan.columns[ours]]
    return replace(
        plan, columns=there_are, times=times,
        activity=_written(plan.activity, written), leave_out=_written(plan.leave_out, written),
    ), lacking  # fmt: skip


def _all(plan: Map) -> list[str]:
    """Every column that the map names, each once."""
    cells = [cell for many in plan.columns.values() for cell in many] + list(plan.times.values())
    cells += [rule.column for rule in (*plan.activity, *plan.leave_out)]
    return list({same(cell): cell for cell in cells}.values())


def _written(rules: Sequence[Rule], written: Mapping[str, str]) -> tuple[Rule, ...]:
    return tuple(replace(rule, column=written[same(rule.column)]) for rule in rules)


def _title(plan: Map) -> str:
    """What the map is for, as a sentence of ours where the map is."""
    return ours(plan.title) if plan.name in shipped_names(FOLDER) else clean(plan.title)


def _called(plan: Map) -> dict[str, str]:
    called = {ours: " + ".join(cells) for ours, cells in plan.columns.items()}
    return called | ({"piece_rate": called[HOURLY]} if HOURLY in called else {})


def _notes(given: Map, plan: Map, table: Delimited, lacking: Sequence[str]) -> list[str]:
    notes: list[str] = [
        phrase("read by the map {name}: {title}", name=given.name, title=_title(given))
        if given.title
        else phrase("read by the map {name}", name=given.name)
    ]
    notes += [
        phrase("{called} read as {ours}", called=clean(_called(plan)[ours]), ours=ours)
        for ours in plan.columns
    ]
    used = {cell for cells in plan.columns.values() for cell in cells} | set(plan.times.values())
    used |= {rule.column for rule in (*plan.activity, *plan.leave_out)}
    ignored = [clean(cell) for cell in table.header if cell and cell not in used]
    notes += [phrase("columns not used: {names}", names=", ".join(ignored[:12]))] if ignored else []
    notes += (
        [phrase("columns not there: {names}", names=", ".join(clean(cell) for cell in lacking))]
        if lacking
        else []
    )
    if plan.row == "month":
        notes.append("a row is a month, dated on its first day: add  --period month  to see its shortfall")
    return notes


READER = Reader(
    "mapped", "a table read by a map", "worker", detect, read, cannot_tell="only what the map says and its columns hold"
)  # fmt: skip
__all__ = ["READER", "Map", "fits", "load_map", "parse_map", "read_by"]
