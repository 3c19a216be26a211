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
from wageaudit.arrays import strings
from wageaudit.errors import Problem
from wageaudit.files import Source, decode
from wageaudit.options import Options
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import numbered
from wageaudit.readers.tracked import activities

_STAMP = r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z"
_LINE = re.compile(
    rf"inc (?P<start>{_STAMP})(?: - (?P<end>{_STAMP}))?(?:\s+#\s*(?P<tags>(?:\"(?:[^\"\\]|\\.)*\"|[^#\"])*))?(?:\s*#.*)?"
)
_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
AGAIN = "write  inc 20240304T080000Z - 20240304T090000Z # tag"


def detect(head: Head) -> int:
    """CERTAIN where the first line is an interval."""
    first = head.text.lstrip().partition("\n")[0].strip() if head.kind == "text" else ""
    return CERTAIN if _LINE.fullmatch(first) else NO


def instant(text: str) -> values.Instant:
    """The instant of `20190312T081523Z`."""
    return values.instant(re.sub(_STAMP, r"\1-\2-\3T\4:\5:\6Z", text))


def _tags(text: str | None) -> str:
    return ", ".join(quoted or plain for quoted, plain in _TAG.findall(text or ""))


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one file of intervals."""
    (source,) = bundle
    text, _ = decode(source, options.encoding)
    found: list[tuple[int, re.Match[str]]] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        interval = _LINE.fullmatch(line.strip())
        if interval:
            found.append((number, interval))
        elif line.strip():
            problems.append(Problem("not-an-interval", source.name, number, "", "", "is no interval", AGAIN))
    read_rows = len(found) + len(problems)
    draft = Draft(source.name, np.array([number for number, _ in found], np.int64), problems)
    starts = strings(interval["start"] for _, interval in found)
    ends = strings(interval["end"] or "" for _, interval in found)
    draft.instant("started_at", starts, instant)
    draft.instant("ended_at", ends, instant)
    tags = [_tags(interval["tags"]) for _, interval in found]
    draft.text("project", strings(tags))
    draft.columns["task_id"] = numbered(starts)
    draft.columns["activity"] = activities((tag,) for tag in tags)
    worker = source.bundle_stem if source.bundle else source.stem
    return finish(draft, options, READER, source, read_rows, worker)


READER = Reader(
    "timewarrior", "Timewarrior data files", "recorded", detect, read,
    cannot_tell="pay; the country; what ran while the clock was stopped", tracker=True,
)  # fmt: skip
