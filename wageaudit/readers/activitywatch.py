"""ActivityWatch: `aw-buckets-export.json` (Raw Data, Export all buckets as JSON), or the export of one bucket.

Header:  {"buckets": {"aw-watcher-afk_HOST": {"id", "created", "type": "afkstatus", "client", "hostname", "events": [
         {"timestamp": "2020-01-06T09:00:00.123000+00:00", "duration": 312.5, "data": {"status": "not-afk"}}, …]}, …}}
Times:   ISO 8601 with offset; durations in seconds. Newest first; events of no length are common.
Only the status "not-afk" (somebody is at the keyboard) is read, from buckets of type afkstatus. Titles of windows and
addresses of pages, in the other buckets, are never looked at. What the computer was used for is not known: every
interval at the keyboard is unpaid work of an unknown kind, so the export must be cut to the days and hours of work.
source_row is the number of the event, through the whole file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import INSTANT, MICRO, Mask, column, constant, ints, present, strings
from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.documents import AGAIN, columns, read_document
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import leave_out, numbered

STATUS = "afkstatus"
AT_KEYBOARD = "not-afk"
LONGEST = 7 * 86_400  # [s] of one event: more is a broken clock
PATHS = {"started_at": ("timestamp",), "length": ("duration",), "status": ("data", "status")}


def detect(head: Head) -> int:
    """CERTAIN for a JSON object that opens with buckets."""
    return (
        CERTAIN if head.kind == "json" and head.text.lstrip("\ufeff {\r\n\t").startswith('"buckets"') else NO
    )


def length(text: str) -> int:
    """A duration of seconds [µs]; a binary number's last digits are rounded to the microsecond."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= LONGEST:
        raise values.Fault("not-a-duration", "is not a duration in seconds", AGAIN)
    return round(found * MICRO)


def _buckets(source: Source, options: Options) -> list[Mapping[str, object]]:
    document = read_document(source, options.encoding)
    found = document.get("buckets") if isinstance(document, dict) else None
    if not isinstance(found, dict) or not all(isinstance(bucket, dict) for bucket in found.values()):
        raise InputRefused(source.name, "holds no buckets", AGAIN)
    return list(found.values())


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read the intervals at the keyboard of one export."""
    (source,) = bundle
    records: list[Mapping[str, object]] = []
    ours: list[bool] = []
    for bucket in _buckets(source, options):
        events = bucket.get("events")
        for event in events if isinstance(events, list) else []:
            records.append(event if isinstance(event, dict) and bucket.get("type") == STATUS else {})
            ours.append(bucket.get("type") == STATUS)
    if not any(ours):
        raise InputRefused(
            source.name, phrase("has no bucket of type {status}", status=STATUS), "export all buckets"
        )
    draft = Draft(
        source.name, np.arange(1, len(records) + 1, dtype=np.int64), called={"started_at": "timestamp"}
    )
    leave_out(draft, ~np.array(ours), "not-read", "type", "events of other buckets are not looked at")
    _intervals(draft, columns(records, PATHS))
    return finish(draft, options, READER, source, len(records))


def _intervals(draft: Draft, cells: Mapping[str, pa.Array]) -> None:
    statuses = np.array(cells["status"].to_pylist())
    leave_out(draft, statuses == "afk", "away", "status", "nobody was at the keyboard; intervals")
    strange: Mask = statuses != AT_KEYBOARD
    draft.reject(strange, "unknown-word", "status", cells["status"], "is no status known here", AGAIN)
    kept = draft.keep
    blank = strings(
        text if there else "" for text, there in zip(cells["length"].to_pylist(), kept, strict=True)
    )
    place, parsed, has = draft.parse("duration", blank, length)
    lasted = np.array([value if isinstance(value, int) else 0 for value in parsed], np.int64)[place]
    draft.reject(~has, "not-a-duration", "duration", [], "has no duration", AGAIN)
    leave_out(draft, lasted == 0, "no-length", "duration", "events of no length")
    stamps = strings(
        text if there else "" for text, there in zip(cells["started_at"].to_pylist(), kept, strict=True)
    )
    draft.instant("started_at", stamps)
    started = present(draft.columns["started_at"])
    draft.columns["ended_at"] = column(ints(draft.columns["started_at"]) + lasted, INSTANT, started)
    draft.columns["task_id"] = numbered(stamps)
    draft.columns["activity"] = constant("other", len(draft.rows))
    if draft.keep.any():
        draft.notes.append("time at the keyboard, whatever it was used for, is counted as unpaid work")


READER = Reader(
    "activitywatch", "ActivityWatch buckets (only when somebody was at the keyboard)", "recorded", detect, read,
    cannot_tell="what the computer was used for; pay; the country; work away from the computer", tracker=True,
)  # fmt: skip
