"""Timeclock: the clock-in file of ledger and hledger, `*.timeclock`.

Header:  none: `i 2009/03/27 09:00:00 projects:a  description` clocks in, `o 2009/03/27 17:00:34` clocks out
Times:   local, without zone; the day by / or -, the seconds may be left out; an offset is ignored by hledger, and refused here.
A row is a stretch from in to out. Its account is its project; a word of the account (search, waiting, training, …), or
else of the description, names its kind. Descriptions stay out. Lines `b`, `h` and comments say nothing of time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from wageaudit import values
from wageaudit.arrays import places
from wageaudit.errors import Problem
from wageaudit.files import Source, decode
from wageaudit.options import Options
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.ragged import Bytes, among, lines, shapes, texts
from wageaudit.readers.rows import numbered, placed
from wageaudit.readers.tracked import Stretches

_LINE = re.compile(
    r"(?P<code>[iIoObh])\s+(?P<day>\d{4}[/.-]\d\d?[/.-]\d\d?)\s+(?P<clock>\d\d?:\d\d(?::\d\d)?)(?P<zone>[+-]\d{4})?(?:\s+(?P<rest>.*))?"
)
COMMENTS = (";", "#", "*")
SILENT = "bh"  # codes of ledger that say nothing of time: a balance, hours wanted
YEAR_ENDS, MONTH_ENDS, SHORT, LONG = (
    6,
    9,
    18,
    21,
)  # places in `i 2009/03/27 09:00:00`; a clock without seconds is shorter
COLON, DASH = ord(":"), ord("-")
CLEAN = {" 0000-00-00 00:00", " 0000-00-00 00:00:00"}
_SEPARATOR = among("/.-")
MEND = "write a line that clocks out, or remove this one"


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


def _stretches(name: str, text: str, problems: list[Problem]) -> Stretches:
    """Line by line; those that say something else are problems."""
    found: list[tuple[int, str, str, str]] = []
    opened: tuple[int, str, str] | None = None

    def wrong(number: int, line: str, reason: str, mend: str = MEND) -> None:
        problems.append(Problem("not-clocked", name, number, "", line[:12], reason, mend))

    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith(COMMENTS) or (bare[0] in SILENT and not bare[1:2].strip()):
            continue
        said = _LINE.fullmatch(bare)
        if said is None:
            wrong(number, bare, "is no line of a timeclock", "write  i 2024-03-04 09:00:00 account")
        elif said["code"] in "iI":
            if opened:
                wrong(*opened[:2], "clocks in, and the clock is started again before it is stopped")
            opened = (number, _stamp(said), said["rest"] or "")
        elif opened is None:
            wrong(number, bare, "clocks out, and no clock runs", "write the line that clocks in")
        else:
            found.append((*opened[:2], _stamp(said), opened[2]))
            opened = None
    if opened:
        found.append((*opened[:2], "", opened[2]))
    return Stretches.of(found)


def _clean(text: str) -> Stretches | None:
    """The same of all lines at once, where they clock in and out by turns, in digits of two; None where they do not."""
    found = lines(text, SHORT, "".join(COMMENTS), SILENT)
    if found is None or not _by_turns(found.data[found.begins]):
        return None
    data, numbers, begins, ends = found.data, found.numbers, found.begins, found.ends
    long = (ends - begins >= LONG) & (data.take(begins + SHORT, mode="clip") == COLON)
    upto = begins + np.where(long, LONG, SHORT)
    written = data.copy()
    for place in (begins + YEAR_ENDS, begins + MONTH_ENDS):
        if not _SEPARATOR[data[place]].all():
            return None
        written[place] = DASH
    if not set(shapes(written, begins + 1, upto).unique().to_pylist()) <= CLEAN:
        return None
    rests = texts(data, upto, ends)
    if not all(map(_no_stamp, rests.unique().to_pylist())):
        return None
    if len(begins) % 2:  # the clock still runs
        begins, upto = np.append(begins, len(data) - 2), np.append(upto, len(data))
    starts, stops = (texts(written, begins[at::2] + 2, upto[at::2]) for at in (0, 1))
    return Stretches(numbers[::2], starts, stops, rests.take(places(np.arange(0, len(rests), 2))))


def _by_turns(codes: Bytes) -> bool:
    return bool((codes[::2] == ord("i")).all() and (codes[1::2] == ord("o")).all())


def _no_stamp(rest: str) -> bool:
    """Whether what stands behind a stamp is no part of it."""
    found = _LINE.fullmatch(f"i 2000-01-01 00:00:00{rest.rstrip()}")
    return found is not None and not found["zone"]


def _account(rest: str) -> tuple[str, str]:
    """(account, description) of what stands behind the stamp that clocks in."""
    account, _, description = rest.strip().partition("  ")
    return account.strip(), description


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one file."""
    (source,) = bundle
    text, _ = decode(source, options.encoding)
    problems: list[Problem] = []
    found = _clean(text) or _stretches(source.name, text, problems)
    read_rows = len(found.lines) + len(problems)
    draft = Draft(source.name, found.lines, problems, called={"started_at": "i", "ended_at": "o"})
    draft.instant("started_at", found.starts, values.instant)
    draft.instant("ended_at", found.ends, values.instant)
    found.sorted_by(draft, _account)
    draft.columns["task_id"] = numbered(found.starts, found.ends)
    return placed(finish(draft, options, READER, source, read_rows), source.name)


READER = Reader(
    "timeclock", "timeclock file of ledger or hledger", "recorded", detect, read,
    cannot_tell="pay; the time zone; the country; what ran while the clock was stopped", tracker=True, lines=True,
)  # fmt: skip
