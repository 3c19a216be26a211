"""wageaudit map: a map for a table that no platform exports; asks on a terminal only what the file cannot prove."""

from __future__ import annotations

import sys
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from wageaudit.cli.settings import READS, takes
from wageaudit.cli.speech import speaking, spoken
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase

if TYPE_CHECKING:
    from rich.console import Console

    from wageaudit.files import Source
    from wageaudit.readers.base import Reading
    from wageaudit.readers.mapped.questions import Given, Question

SHOWN_ROWS = 5
TRIES = 5
HIDDEN = {"coverage", "source_file", "source_row"}
WHAT = "What the map says"
ASKED = {
    name: READS[name]
    for name in ("country", "region", "timezone", "currency", "encoding", "decimal", "date_order")
}


def _say(flag: str, text: str, metavar: str) -> object:
    return typer.Option(flag, help=text, metavar=metavar, show_default=False, rich_help_panel=WHAT)


File = Annotated[str, typer.Argument(help="The table: CSV, TSV or xlsx.", metavar="FILE", show_default=False)]
Output = Annotated[
    str,
    typer.Option("-o", "--output", help="Write the map into this file.", show_default=False, metavar="FILE"),
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]
Columns = Annotated[
    list[str], _say("--column", "Which column is what; twice for date and hour.", "NAME=COLUMN")
]
Units = Annotated[
    list[str], _say("--unit", "Unit of times or amounts: hours, cents, per 1000, percent.", "NAME=UNIT")
]
Formats = Annotated[list[str], _say("--date-format", "Format of times: %d/%m/%Y %H:%M.", "NAME=FORMAT")]
Statuses = Annotated[list[str], _say("--status", "What a word of the status column means.", "WORD=STATUS")]
Activities = Annotated[
    list[str], _say("--activity", "What rows are whose column begins so.", "COLUMN:PREFIX=ACTIVITY")
]
Constants = Annotated[list[str], _say("--constant", "What no column says: platform=ACME.", "NAME=VALUE")]
Row = Annotated[str, _say("--row", "What a row is: task, shift, day or month.", "KIND")]
Skip = Annotated[str, _say("--skip", "Lines above the header.", "LINES")]


@takes(ASKED)
def map_(
    file: File,
    output: Output = "",
    force: Force = False,
    column: Columns = [],  # noqa: B006 - typer copies it
    unit: Units = [],  # noqa: B006
    date_format: Formats = [],  # noqa: B006
    status: Statuses = [],  # noqa: B006
    activity: Activities = [],  # noqa: B006
    constant: Constants = [],  # noqa: B006
    row: Row = "",
    skip: Skip = "",
    *,
    options: Options,
) -> None:
    """Make a map for FILE: how its columns become tasks, for --map."""
    from rich.text import Text

    from wageaudit.cli.outputs import ready
    from wageaudit.cli.screen import console
    from wageaudit.files import parsed_toml
    from wageaudit.readers.mapped import parse_map, read_by
    from wageaudit.readers.mapped.proposals import looked_at
    from wageaudit.readers.mapped.remarks import remarks
    from wageaudit.readers.mapped.written import toml_text
    from wageaudit.reports.wrapping import tell

    ready([output], [file], force=force)
    given = _given(options, column, unit, date_format, status, activity, constant, row, skip)
    source = _source(file)
    settled = _settled(source, given)
    text = toml_text(settled, speaking().told)
    plan = parse_map(*parsed_toml(text, "the proposed map"), "the proposed map")
    reading = read_by(plan, source, Options())
    to_file = bool(output) and output != "-"
    screen = console(stderr=not to_file)
    _show(reading, screen)
    _write(text, output if to_file else "", file, force=force)
    notes = [*remarks(looked_at(source, settled), settled), _next(file, output if to_file else "", plan.row)]
    for note in notes:
        tell(Text(speaking().told(note)), screen)


def _next(file: str, output: str, row: str) -> str:
    """What to type once there is a map."""
    from wageaudit.text import clean

    more = " --period month" if row == "month" else ""
    command = (
        f"wageaudit audit {clean(quote(file), 300)} --map {clean(quote(output or 'my.toml'), 300)}{more}"
    )
    if output:
        return phrase("next, type  {command}", command=command)
    return phrase("write the map into a file with  -o my.toml , then type  {command}", command=command)


def _given(
    options: Options, column: list[str], unit: list[str], date_format: list[str], status: list[str], activity: list[str],
    constant: list[str], row: str, skip: str,
) -> Given:  # fmt: skip
    from wageaudit.errors import WrongUse
    from wageaudit.readers.mapped.questions import Given

    for flag, pairs in (("--column", column), ("--unit", unit), ("--date-format", date_format), ("--constant", constant)):  # fmt: skip
        _known(flag, pairs)
    columns: dict[str, tuple[str, ...]] = {}
    for name, cell in _split("--column", column):
        columns[name] = (*columns.get(name, ()), *((cell,) if cell else ()))
    formats: dict[str, tuple[str, ...]] = {}
    for name, form in _split("--date-format", date_format):
        formats[name] = (*formats.get(name, ()), form)
    rules = []
    for left, means in _split("--activity", activity):
        cell, colon, prefix = left.partition(":")
        if not colon:
            raise WrongUse("--activity names no column", 'write --activity "Type:Course=training"')
        rules.append((cell.strip(), prefix.strip(), means))
    if skip and not (skip.isascii() and skip.isdigit()):
        raise WrongUse("--skip is not a number of lines", "write --skip 3")
    words = {
        "row": row, "skip": skip, "encoding": options.encoding, "decimal": options.decimal, "date_order": options.date_order,
        "timezone": options.timezone, "currency": options.currency, "country": options.country, "region": options.region,
    }  # fmt: skip
    return Given(
        columns, dict(_split("--unit", unit)), formats, dict(_split("--status", status)), dict(_split("--constant", constant)),
        tuple(rules), (), {key: value for key, value in words.items() if value},
    )  # fmt: skip


def _known(flag: str, pairs: list[str]) -> None:
    """Raise WrongUse for a name that is no column of the task table."""
    from wageaudit.errors import WrongUse
    from wageaudit.readers.mapped.rules import TARGETS
    from wageaudit.text import clean

    for name, _ in _split(flag, pairs):
        if name not in TARGETS:
            raise WrongUse(
                phrase(
                    "{flag} names {name}, which is no column of the task table", flag=flag, name=clean(name)
                ),
                phrase("use one of: {names}", names=", ".join(TARGETS)),
            )


def _split(flag: str, pairs: list[str]) -> list[tuple[str, str]]:
    """NAME=VALUE, parted at the last sign of equality for words, which may hold one, else at the first."""
    from wageaudit.errors import WrongUse
    from wageaudit.text import clean

    found = []
    for pair in pairs:
        cut = pair.rpartition("=") if flag in {"--status", "--activity"} else pair.partition("=")
        if not cut[1] or not cut[0].strip():
            raise WrongUse(
                phrase("{flag} cannot be {pair}", flag=flag, pair=clean(pair)),
                phrase("write it as  {flag} NAME=VALUE", flag=flag),
            )
        found.append((cut[0].strip(), cut[2].strip()))
    return found


def _source(file: str) -> Source:
    from wageaudit.errors import WrongUse
    from wageaudit.files import sources

    found, _ = sources([file])
    if len(found) != 1:
        raise WrongUse(
            counted(
                (
                    "a map is made for one file, and {count} is given",
                    "a map is made for one file, and {count} are given",
                ),
                len(found),
            ),
            "give one table",
        )
    return found[0]


def _settled(source: Source, given: Given) -> Given:
    """All that the map needs, asked for where there is somebody to ask. Raises WrongUse where there is not."""
    from wageaudit.errors import WrongUse
    from wageaudit.readers.mapped.proposals import proposed

    terminal = sys.stdin.isatty() and sys.stderr.isatty()
    settled, questions = proposed(source, given)
    while terminal and questions:
        given = given.answered(questions[0], _ask(questions[0]))
        settled, questions = proposed(source, given)
    for question in questions:
        if question.required:
            raise WrongUse(
                phrase("the file does not say it: {words}", words=question.words), _options(question)
            )
    return settled


def _options(question: Question) -> str:
    from wageaudit.text import clean

    if not question.choices:
        return phrase("add  {option}", option=question.option)
    choices = ", ".join(clean(choice, 24) for choice in question.choices[:12])
    return phrase("add  {option}  (one of: {choices})", option=question.option, choices=choices)


def _ask(question: Question) -> str:
    """One answer: a choice by its number or its word, or free words. Raises WrongUse when none comes."""
    from rich.text import Text

    from wageaudit.cli.screen import console
    from wageaudit.errors import WrongUse
    from wageaudit.text import clean

    screen = console(stderr=True)
    speech = speaking()
    screen.print(Text(speech.told(question.words)))
    for number, choice in enumerate(question.choices, 1):
        screen.print(Text(f"  {number}  {clean(choice)}"))
    for _ in range(TRIES):
        screen.print(Text("> "), end="")
        line = sys.stdin.readline()
        answer = line.strip()
        if not line:
            break
        if not answer and not question.required:
            return ""
        if answer.isascii() and answer.isdigit() and 0 < int(answer) <= len(question.choices):
            return question.choices[int(answer) - 1]
        checked = _checked(question, answer)
        if checked:
            return checked
        wrong = speech.say("that is none of them") if question.choices else speech.say("that is not known")
        screen.print(Text(f"  {wrong}"))
    raise WrongUse("no answer", _options(question))


def _checked(question: Question, answer: str) -> str:
    """The answer as the map takes it, or nothing where it cannot be meant."""
    from wageaudit.countries import alpha2
    from wageaudit.values import Fault
    from wageaudit.zones import known

    if question.choices:
        return answer if answer in question.choices else ""
    if question.key == "currency":
        return answer.upper() if len(answer) == 3 and answer.isascii() and answer.isalpha() else ""  # noqa: PLR2004
    if question.key == "timezone":
        return answer if known(answer) else ""
    try:
        return alpha2(answer)
    except Fault:
        return ""


def _show(reading: Reading, screen: Console) -> None:
    """The first rows as the map reads them, and what it leaves out."""
    from rich.text import Text

    from wageaudit.errors import InputRefused
    from wageaudit.reports import words
    from wageaudit.reports.checked import accounted
    from wageaudit.reports.figures import Figures
    from wageaudit.reports.problems import show
    from wageaudit.reports.wrapping import tell

    if not reading.table.num_rows:
        first = reading.problems[0] if reading.problems else None
        name = reading.files[0].name
        if first is None:
            raise InputRefused(name, "has no row that this map could read")
        raise InputRefused(
            name,
            phrase(
                "has no row that this map could read: {place} {reason}",
                place=first.place(),
                reason=first.reason,
            ),
            first.mend,
        )
    figures = Figures(spoken(), screen.encoding)
    tell(Text(figures.say("The first rows, as the map reads them:")), screen)
    for row in reading.table.slice(0, SHOWN_ROWS).to_pylist():
        zone = row.get("timezone") or "UTC"
        cells = [
            f"{name} {_plain(value, zone)}"
            for name, value in row.items()
            if value is not None and name not in HIDDEN
        ]
        line = figures.say("row {row}: {cells}", row=row["source_row"], cells=", ".join(cells))
        tell(Text(f"  {line}"), screen)
    (file,) = reading.files
    tell(Text(accounted(words.ROWS_READ_BY_MAP, file, reading.table.num_rows, figures)), screen)
    show(reading.problems, screen, language=spoken())


def _plain(value: object, zone: str) -> str:
    """A value as people write it, times as the clocks of the place showed them."""
    from datetime import datetime
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from wageaudit.text import clean

    if isinstance(value, datetime):
        return f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    return format(value.normalize(), "f") if isinstance(value, Decimal) else clean(str(value), 40)


def _write(text: str, output: str, file: str, *, force: bool) -> None:
    from wageaudit.files import write_whole

    data = text.encode()
    if output:
        write_whole(output, lambda stream: stream.writelines([data]), [file], force=force)
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
