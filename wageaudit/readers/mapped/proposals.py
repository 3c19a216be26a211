"""A map proposed for a table: what its header and cells prove, and the questions they leave open. Pure: asks nobody."""

from __future__ import annotations

import csv
from dataclasses import replace

from wageaudit import values
from wageaudit.errors import InputRefused
from wageaudit.files import Source, decode, only_zones
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.delimited import DELIMITERS, Delimited, header_of, read_delimited
from wageaudit.readers.mapped.formats import SECONDS, has_clock
from wageaudit.readers.mapped.headers import are_clocks, filled, find_columns, is_month
from wageaudit.readers.mapped.naming import parts_of
from wageaudit.readers.mapped.questions import Given, Question
from wageaudit.readers.mapped.rules import KINDS
from wageaudit.readers.mapped.sheet import same
from wageaudit.readers.proofs import date_order, decimal_mark
from wageaudit.tasks import STATUSES
from wageaudit.text import clean, fold

UNIT_WORDS = {
    "hours": {"hours", "hour", "heures", "heure", "horas", "hora", "hrs", "h"},
    "minutes": {"minutes", "minute", "minutos", "minuto", "mins", "min", "mn"},
    "seconds": {"seconds", "second", "secondes", "seconde", "segundos", "secs", "sec", "s"},
}
MOST_ABOVE = 30  # lines in which a header is looked for


def proposed(source: Source, given: Given) -> tuple[Given, list[Question]]:
    """All that is settled once the file has been looked at, and what is still to be asked, most urgent first."""
    given = _shape(source, given)
    table = looked_at(source, given)
    given, asked = find_columns(table, given)
    if any(question.required for question in asked):
        return given, asked
    given = _row(table, given)
    for find in (_totals, _marks, _orders, _parts, _units, _currency, _statuses, _place):
        given, more = find(source.name, table, given)
        asked += more
    return given, asked


def looked_at(source: Source, given: Given) -> Delimited:
    """The table, read as far as it is settled how."""
    words = given.words
    return read_delimited(
        source,
        words.get("encoding", ""),
        skip=int(words.get("skip") or 0),
        delimiter=words.get("delimiter", ""),
    )


def _shape(source: Source, given: Given) -> Given:
    """Lines above the header: the header is the first line with as many filled cells as any near the top."""
    if "skip" in given.words or source.head().startswith(b"PK"):  # a workbook has no lines to look at
        return given
    text, _ = decode(source, given.words.get("encoding", ""))
    lines = text.splitlines()[:MOST_ABOVE]
    known = given.words.get("delimiter") or max(
        DELIMITERS, key=lambda mark: max(len(header_of(line, mark)[0]) for line in lines or [""])
    )
    filled = [
        sum(bool(cell.strip()) for cell in next(csv.reader([line], delimiter=known), [])) for line in lines
    ]
    skip = filled.index(max(filled, default=0)) if filled else 0
    return replace(given, words=dict(given.words) | ({"skip": str(skip)} if skip else {}))


def _row(table: Delimited, given: Given) -> Given:
    """What a row is: a month by its cells; a task where it has an end or a clock; else a day."""
    if given.words.get("row"):
        return given
    start, forms = given.columns["started_at"], given.formats.get("started_at", ())
    clocked = (
        len(start) > 1
        or any(has_clock(form) for form in forms)
        or any(":" in text for text in filled(table, start[0]))
    )
    row = (
        "month"
        if not forms and is_month(table, given.columns)
        else "task"
        if clocked or given.columns.get("ended_at")
        else "day"
    )
    return replace(given, words=dict(given.words) | {"row": row})


def _set(given: Given, key: str, value: str) -> Given:
    return replace(given, words=dict(given.words) | {key: value}) if value else given


def _of_kind(table: Delimited, given: Given, *kinds: str) -> dict[str, object]:
    return {
        f"{ours} {cell}": table.column(written(table, cell))
        for ours, cells in given.columns.items()
        if KINDS.get(ours) in kinds
        for cell in cells
    }


def written(table: Delimited, cell: str) -> str:
    """The column as the header writes it."""
    return next(written for written in table.header if same(written) == same(cell))


def _totals(_: str, table: Delimited, given: Given) -> tuple[Given, list[Question]]:
    """Rows that begin with the word total are none of work."""
    start = written(table, given.columns["started_at"][0])
    total = any(same(text).startswith("total") for text in filled(table, start))
    return (replace(given, leave_out=((start, "total"),)) if total else given), []


def _marks(name: str, table: Delimited, given: Given) -> tuple[Given, list[Question]]:
    if given.words.get("decimal"):
        return given, []
    try:
        amounts = _of_kind(table, given, "money", "seconds")
        mark = decimal_mark(name, amounts, Options(), typed=not table.delimiter)
    except InputRefused as doubt:
        words = phrase("This file {reason}. Which is the decimal mark?", reason=doubt.reason)
        return given, [Question("words", "decimal", words, "--decimal ,", (",", "."))]
    return _set(given, "decimal", mark), []


def _orders(name: str, table: Delimited, given: Given) -> tuple[Given, list[Question]]:
    unformatted = replace(
        given, columns={ours: cells for ours, cells in given.columns.items() if ours not in given.formats}
    )
    if given.words.get("date_order") or given.words.get("row") == "month":
        return given, []
    try:
        return _set(
            given, "date_order", date_order(name, _of_kind(table, unformatted, "instant"), Options())
        ), []
    except InputRefused as doubt:
        words = phrase("This file {reason}. Which is it?", reason=doubt.reason)
        return given, [Question("words", "date_order", words, "--date-order dmy", ("dmy", "mdy"))]


def _parts(_: str, table: Delimited, given: Given) -> tuple[Given, list[Question]]:  # noqa: ARG001 - as its neighbours
    """A price for a hundred or a thousand, by the name of its column."""
    cells = given.columns.get("piece_rate", ())
    unit = parts_of(cells[0]) if len(cells) == 1 and "piece_rate" not in given.units else ""
    return (replace(given, units=dict(given.units) | {"piece_rate": unit}) if unit else given), []


def _units(_: str, table: Delimited, given: Given) -> tuple[Given, list[Question]]:
    """The unit of hours, by the name of their column."""
    cells = given.columns.get("active_seconds", ())
    if not cells or "active_seconds" in given.units:
        return given, []
    if all(fold(cell) == "active_seconds" for cell in cells):
        return given, []
    words = set("_".join(fold(cell) for cell in cells).split("_"))
    found = [unit for unit, names in UNIT_WORDS.items() if names & words]
    if len(found) == 1:
        return replace(given, units=dict(given.units) | {"active_seconds": found[0]}), []
    shown = clean(next(iter(filled(table, written(table, cells[0]))), ""))
    words_of = phrase(
        "Times are written as {shown} in {cell}: in which unit?", shown=shown, cell=clean(cells[0])
    )
    return given, [
        Question("units", "active_seconds", words_of, "--unit active_seconds=hours", tuple(SECONDS))
    ]


def _currency(_: str, table: Delimited, given: Given) -> tuple[Given, list[Question]]:
    paid = _of_kind(table, given, "money")
    known = given.columns.get("currency") or given.words.get("currency")
    if known or not (paid or any(KINDS.get(key) == "money" for key in given.constants)):
        return given, []
    found = set()
    for key in paid:
        for text in filled(table, written(table, key.partition(" ")[2])):
            try:
                found.add(values.money(text, given.words.get("decimal") or ".").currency)
            except values.Fault:
                continue
    if found and "" not in found:
        return given, []
    return given, [
        Question(
            "words", "currency", "In which currency is it paid (three letters, as MGA)?", "--currency MGA"
        )
    ]


def _statuses(_: str, table: Delimited, given: Given) -> tuple[Given, list[Question]]:
    """Words of the status column that nobody but the worker can explain."""
    asked = []
    known = {same(word) for word in given.status}
    for cell in given.columns.get("status", ()):
        for text in filled(table, written(table, cell)):
            try:
                values.word(text, "status")
            except values.Fault:
                if same(text) not in known:
                    words = phrase("What does {text} in {cell} mean?", text=clean(text), cell=clean(cell))
                    asked.append(
                        Question(
                            "status",
                            text.strip(),
                            words,
                            phrase('--status "{text}=approved"', text=clean(text, 30)),
                            STATUSES,
                        )
                    )
    return given, asked


def _place(_: str, table: Delimited, given: Given) -> tuple[Given, list[Question]]:
    """The country, which a worker may leave open, and the zone, without which local clocks say nothing."""
    asked = []
    country = given.words.get("country", "")
    starts = [filled(table, written(table, cell)) for cell in given.columns["started_at"]]
    local = any(are_clocks(cells) for cells in starts) or any(
        _is_local(text, given) for cells in starts for text in cells
    )
    homeless = local and not any(given.columns.get(name) for name in ("timezone", "country"))
    homeless = homeless and not given.words.get("timezone")
    if "country" not in given.words and not given.columns.get("country"):
        words = phrase("In which country do you work (as MG)?")
        if not homeless:
            words = phrase("In which country do you work (as MG; Enter: say it later, with --country)?")
        asked.append(Question("words", "country", words, "--country MG", required=homeless))
    elif homeless and country not in only_zones():
        words = "In which time zone are its hours (as America/Caracas)?"
        asked.append(Question("words", "timezone", words, "--timezone America/Caracas"))
    return given, asked


def _is_local(text: str, given: Given) -> bool:
    try:
        return values.instant(text, given.words.get("date_order", "")).form == values.WALL_CLOCK
    except values.Fault:
        return False
