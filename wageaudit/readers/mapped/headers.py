"""Which column of a table is what: by the words people write, by the times its cells hold; a question where two could be. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from wageaudit import values
from wageaudit.errors import WrongUse
from wageaudit.phrases import phrase
from wageaudit.readers.delimited import Delimited
from wageaudit.readers.mapped.formats import MONTH_FORMATS, stamp_reader
from wageaudit.readers.mapped.naming import meant
from wageaudit.readers.mapped.questions import Given, Question
from wageaudit.readers.mapped.rules import HOURLY
from wageaudit.readers.mapped.sheet import same
from wageaudit.text import clean

PAID = ("pay", "piece_rate", HOURLY, "bonus")
NUMBERS = {"task_count", "piece_rate", HOURLY, "bonus", "fee"}  # names of which may be those of words, too
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?", re.ASCII)


def filled(table: Delimited, cell: str) -> list[str]:
    """Distinct filled cells of a column."""
    return sorted(
        {
            text
            for text in table.column(cell).unique().to_pylist()
            if text.strip().casefold() not in values.MISSING
        }
    )


def _named(table: Delimited) -> dict[str, list[str]]:
    """Our name → the header cells that people write for it; a column of numbers holds some."""
    found: dict[str, list[str]] = {}
    for cell in table.header:
        ours = meant(cell)
        if ours and (ours not in NUMBERS or _are_numbers(filled(table, cell))):
            found.setdefault(ours, []).append(cell)
    kinds = [cell for cell in found.get("task_id", ()) if is_kind(table, cell, found.get("worker_id", ()))]
    if kinds:
        ids = [cell for cell in found.pop("task_id") if cell not in kinds]
        found |= {"task_id": ids} if ids else {}
        found.setdefault("project", kinds)
    return found


def _are_numbers(cells: Sequence[str]) -> bool:
    return 2 * sum(any(sign.isdigit() for sign in text) for text in cells) >= len(cells)


def is_kind(table: Delimited, cell: str, worker: Sequence[str] = ()) -> bool:
    """Whether a column that is called a task holds kinds of task: a worker has one of its values twice."""
    columns = [table.column(name).to_pylist() for name in (cell, *worker[:1])]
    rows = [row for row in zip(*columns, strict=True) if row[0].strip().casefold() not in values.MISSING]
    return len(set(rows)) < len(rows)


def find_columns(table: Delimited, given: Given) -> tuple[Given, list[Question]]:
    """Which column is what: as given, else by name, else (for the start) the only column of times."""
    _check_given(table, given)
    taken = {same(cell) for cells in given.columns.values() for cell in cells}
    found = dict(given.columns)
    asked: list[Question] = []
    for ours, cells in _named(table).items():
        free = [cell for cell in cells if same(cell) not in taken]
        if ours in found or not free or (ours == "ended_at" and is_month(table, found)):
            continue
        if ours == "started_at":
            found[ours] = _start(table, free)
        elif len(free) == 1:
            if ours != "activity" or _are_activities(filled(table, free[0])):
                found[ours] = (free[0],)
        else:
            asked.append(_which(ours, free))
    asked = [*_start_asked(table, given, found), *asked]
    if not asked and not {*PAID} & {*found, *given.constants}:
        used = {same(cell) for cells in found.values() for cell in cells}
        free = [cell for cell in table.header if cell and same(cell) not in used]
        asked.append(replace(_which("pay", free), required=False))
    return replace(given, columns=_with_day(table, found)), asked


def _are_activities(cells: Sequence[str]) -> bool:
    """Whether every cell is a word for an activity; else the column is a type of the worker's own, for rules."""
    try:
        return bool([values.word(text, "activity") for text in cells])
    except values.Fault:
        return False


def _check_given(table: Delimited, given: Given) -> None:
    written = {same(cell) for cell in table.header}
    for ours, cells in given.columns.items():
        for cell in cells:
            if same(cell) not in written:
                shown = ", ".join(clean(name, 24) for name in table.header[:12])
                raise WrongUse(
                    phrase("--column {ours} names {cell}, which is no column", ours=ours, cell=clean(cell)),
                    phrase("its columns: {shown}", shown=shown),
                )


def _start_asked(table: Delimited, given: Given, found: dict[str, tuple[str, ...]]) -> list[Question]:
    """Find the start by its cells where no name says it; ask where several columns could be it."""
    start = found.get("started_at", ())
    if not start:
        times = [cell for cell in table.header if cell and are_times(filled(table, cell))]
        if len(times) != 1:
            return [_which("started_at", times or [cell for cell in table.header if cell])]
        found["started_at"] = (times[0],)
    elif len(start) > 1 and "started_at" not in given.columns and not _is_split(table, start):
        return [_which("started_at", start)]
    return []


def _which(ours: str, cells: Sequence[str]) -> Question:
    begun, paid = phrase("when the work began (or its day, or its month)"), phrase("the pay of a row")
    meaning = {"started_at": begun, "pay": paid}.get(ours, ours)
    return Question(
        "columns",
        ours,
        phrase("Which column is {meaning}?", meaning=meaning),
        phrase('--column {ours}="…"', ours=ours),
        tuple(cells),
    )


def is_month(table: Delimited, found: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether most cells of the start are months."""
    start = found.get("started_at", ())
    return len(start) == 1 and _fit(filled(table, start[0]), MONTH_FORMATS)


def _start(table: Delimited, cells: Sequence[str]) -> tuple[str, ...]:
    """Date and clock in two columns, in that order; else the columns as they are."""
    days = [cell for cell in cells if are_times(filled(table, cell))]
    clocks = [cell for cell in cells if are_clocks(filled(table, cell))]
    return (days[0], clocks[0]) if len(days) == len(clocks) == 1 else tuple(days or cells)


def _is_split(table: Delimited, cells: Sequence[str]) -> bool:
    both = len(cells) == 2  # noqa: PLR2004 - date and clock
    return both and are_clocks(filled(table, cells[1])) and not are_clocks(filled(table, cells[0]))


def _with_day(table: Delimited, found: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """An end that is a clock alone stands on the day of the start."""
    end, start = found.get("ended_at", ()), found.get("started_at", ())
    if len(end) == 1 and len(start) == 2 and are_clocks(filled(table, end[0])):  # noqa: PLR2004 - date and clock
        return dict(found) | {"ended_at": (start[0], end[0])}
    return dict(found)


def are_clocks(cells: Sequence[str]) -> bool:
    """Whether every cell is an hour and a minute, without a day."""
    return bool(cells) and all(_CLOCK.fullmatch(text.strip()) for text in cells)


def are_times(cells: Sequence[str]) -> bool:
    """Whether most cells are stamps, dates or months: a total below them may not be."""
    return bool(cells) and 2 * sum(_is_time(text) for text in cells) > len(cells)


def _is_time(text: str) -> bool:
    if values.has_slashes(text):
        return True
    for read in (values.instant, stamp_reader(MONTH_FORMATS)):
        try:
            read(text)
        except values.Fault:
            continue
        return True
    return False


def _fit(cells: Sequence[str], forms: Sequence[str]) -> bool:
    read, fitting = stamp_reader(forms), 0
    for text in cells:
        try:
            read(text)
        except values.Fault:
            continue
        fitting += 1
    return 2 * fitting > len(cells)
