"""Timeclock: the clock-in file of ledger and hledger, `*.timeclock`.

Header:  none: `i 2009/03/27 09:00:00 projects:a  description` clocks in, `o 2009/03/27 17:00:34` clocks out
Times:   local, without zone; the day by / or -, the seconds may be left out; an offset is ignored by hledger, and refused here.
A row is a stretch from in to out. Its account is its project; a word of the account (search, waiting, training, …), or
else of the description, names its kind. Descriptions stay out. Lines `b`, `h` and comments say nothing of time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from wageaudit import values
from wageaudit.arrays import strings
from wageaudit.errors import Problem
from wageaudit.files import Source, decode
from wageaudit.options import Options
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import numbered, placed
from wageaudit.readers.tracked import activities

_LINE = re.compile(
    r"(?P<code>[iIoObh])\s+(?P<day>\d{4}[/.-]\d\d?[/.-]\d\d?)\s+(?P<clock>\d\d?:\d\d(?::\d\d)?)(?P<zone>[+-]\d{4})?(?:\s+(?P<rest>.*))?"
)
COMMENTS = (";", "#", "*")
MEND = "write a line that clocks out, or remove this one"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From clocking in to clocking out: line, stamps, account, description; no end where the clock still runs."""

    line: int
    start: str
    end: str
    account: str
    description: str


def detect(head: Head) -> int:
    """CERTAIN where the first line that is no comment clocks in."""
    for line in head.text.splitlines() if head.kind == "text" else ():
        if line.strip() and not line.lstrip().startswith(COMMENTS):
            found = _LINE.fullmatch(line.strip())
            return CERTAIN if found and found["code"] in "iI" else NO
    return NO


def _stamp(found: re.Match[str]) -> str:
    year, month, day = re.split(r"[/.-]", found["day"])
    return f"{year}-{month:0>2}-{day:0>2} {found['clock']:0>5}{found['zone'] or ''}"


def _stretches(source: Source, text: str, problems: list[Problem]) -> Iterator[Stretch]:
    opened: Stretch | None = None

    def wrong(number: int, line: str, reason: str, mend: str = MEND) -> None:
        problems.append(Problem("not-clocked", source.name, number, "", line[:12], reason, mend))

    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith(COMMENTS) or bare[:2] in {"b ", "h "}:
            continue
        found = _LINE.fullmatch(bare)
        if found is None:
            wrong(number, bare, "is no line of a timeclock", "write  i 2024-03-04 09:00:00 account")
        elif found["code"] in "iI":
            if opened:
                wrong(
                    opened.line,
                    opened.start,
                    "clocks in, and the clock is started again before it is stopped",
                )
            account, _, description = (found["rest"] or "").partition("  ")
            opened = Stretch(number, _stamp(found), "", account.strip(), description)
        elif opened is None:
            wrong(number, bare, "clocks out, and no clock runs", "write the line that clocks in")
        else:
            yield Stretch(opened.line, opened.start, _stamp(found), opened.account, opened.description)
            opened = None
    if opened:
        yield opened


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one file."""
    (source,) = bundle
    text, _ = decode(source, options.encoding)
    problems: list[Problem] = []
    found = list(_stretches(source, text, problems))
    read_rows = len(found) + len(problems)
    rows = np.array([stretch.line for stretch in found], np.int64)
    draft = Draft(source.name, rows, problems, called={"started_at": "i", "ended_at": "o"})
    starts, ends = strings(stretch.start for stretch in found), strings(stretch.end for stretch in found)
    draft.instant("started_at", starts, values.instant)
    draft.instant("ended_at", ends, values.instant)
    draft.text("project", strings(stretch.account for stretch in found))
    draft.columns["task_id"] = numbered(starts, ends)
    draft.columns["activity"] = activities((stretch.account, stretch.description) for stretch in found)
    return placed(finish(draft, options, READER, source, read_rows), source.name)


READER = Reader(
    "timeclock", "timeclock file of ledger or hledger", "recorded", detect, read,
    cannot_tell="pay; the time zone; the country; what ran while the clock was stopped", tracker=True,
)  # fmt: skip
