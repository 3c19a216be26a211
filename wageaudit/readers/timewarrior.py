"""Timewarrior: its data files, `YYYY-MM.data` in `~/.timewarrior/data` or `~/.local/share/timewarrior/data`.

Header:  none: `inc 20190312T081523Z - 20190312T101500Z # tag "tag of words" # "annotation"`; without an end the clock still runs
Times:   UTC, as the Z says.
A row is an interval. Its tags are its project; a word of a tag (search, waiting, training, …) names its kind.
Annotations stay out. The files of one folder are one worker's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from wageaudit import values
from wageaudit.errors import Problem
from wageaudit.files import Source, decode
from wageaudit.options import Options
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.ragged import lines, shapes, texts
from wageaudit.readers.rows import numbered
from wageaudit.readers.tracked import Stretches

_STAMP = r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z"
_LINE = re.compile(
    rf"inc (?P<start>{_STAMP})(?: - (?P<end>{_STAMP}))?(?:\s+#\s*(?P<tags>(?:\"(?:[^\"\\]|\\.)*\"|[^#\"])*))?(?:\s*#.*)?"
)
_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
START, OPEN, END, CLOSED = 4, 20, 23, 39  # places in `inc 20190312T081523Z - 20190312T101500Z`
INTERVAL, DASH = "inc 20190312T081523Z - 20190312T101500Z", ord("-")
CLEAN = {"inc 00000000T000000Z", "inc 00000000T000000Z - 00000000T000000Z"}
AGAIN = "write  inc 20240304T080000Z - 20240304T090000Z # tag"


def detect(head: Head) -> int:
    """CERTAIN where the first line is an interval."""
    first = head.text.lstrip().partition("\n")[0].strip() if head.kind == "text" else ""
    return CERTAIN if _LINE.fullmatch(first) else NO


def instant(text: str) -> values.Instant:
    """The instant of `20190312T081523Z`."""
    return values.instant(re.sub(_STAMP, r"\1-\2-\3T\4:\5:\6Z", text))


def _tags(rest: str) -> tuple[str, str]:
    """(the tags, nothing) among what stands behind the stamps of an interval."""
    found = _LINE.fullmatch(f"{INTERVAL}{rest.rstrip()}")
    tags = found["tags"] if found else None
    return ", ".join(quoted or plain for quoted, plain in _TAG.findall(tags or "")), ""


def _intervals(name: str, text: str, problems: list[Problem]) -> Stretches:
    """Line by line; those that say something else are problems."""
    found: list[tuple[int, str, str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        interval = _LINE.fullmatch(line.strip())
        if interval:
            behind = interval.end("end" if interval["end"] else "start")
            found.append((number, interval["start"], interval["end"] or "", interval.string[behind:]))
        elif line.strip():
            problems.append(Problem("not-an-interval", name, number, "", "", "is no interval", AGAIN))
    return Stretches.of(found)


def _clean(text: str) -> Stretches | None:
    """The same of all lines at once, where nothing but intervals stands in them; None where something does."""
    found = lines(text, OPEN)
    if found is None:
        return None
    data, begins, ends = found.data, found.begins, found.ends
    closed = (ends - begins >= CLOSED) & (data.take(begins + OPEN + 1, mode="clip") == DASH)
    upto = begins + np.where(closed, CLOSED, OPEN)
    if not set(shapes(data, begins, upto).unique().to_pylist()) <= CLEAN:
        return None
    rests = texts(data, upto, ends)
    if not all(_LINE.fullmatch(f"{INTERVAL}{rest.rstrip()}") for rest in rests.unique().to_pylist()):
        return None
    starts = texts(data, begins + START, begins + OPEN)
    return Stretches(found.numbers, starts, texts(data, np.where(closed, begins + END, upto), upto), rests)


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one file of intervals."""
    (source,) = bundle
    text, _ = decode(source, options.encoding)
    problems: list[Problem] = []
    found = _clean(text) or _intervals(source.name, text, problems)
    read_rows = len(found.lines) + len(problems)
    draft = Draft(source.name, found.lines, problems)
    draft.instant("started_at", found.starts, instant)
    draft.instant("ended_at", found.ends, instant)
    found.sorted_by(draft, _tags)
    draft.columns["task_id"] = numbered(found.starts)
    worker = source.bundle_stem if source.bundle else source.stem
    return finish(draft, options, READER, source, read_rows, worker)


READER = Reader(
    "timewarrior", "Timewarrior data files", "recorded", detect, read,
    cannot_tell="pay; the country; what ran while the clock was stopped", tracker=True, lines=True,
)  # fmt: skip
