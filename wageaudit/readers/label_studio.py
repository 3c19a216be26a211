"""Label Studio: a project's annotations as JSON, JSON-MIN or CSV, the way annotation firms count their work.

Header of the CSV: annotation_id,annotator,created_at,id,<labels>,lead_time,updated_at
JSON: a list of tasks {id,annotations:[{id,completed_by,was_cancelled,created_at,draft_created_at,lead_time,unique_id,project,...}],
      data,...}; JSON-MIN: a list of objects with the keys of the CSV.
lead_time is the seconds for which the annotator's tab had the task open; it grows again whenever the annotation is opened
again, and is active_seconds here, to the microsecond. There is no interval: from draft_created_at to created_at is not the
same. A row is an annotation; a cancelled one was skipped: abandoned. There is no pay: --piece-rate is for an annotation.
completed_by is a number, or an object of which the number is taken; an e-mail address becomes an opaque id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, column, present, strings
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.delimited import read_delimited
from wageaudit.readers.documents import columns, read_document
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.rows import opaque

HEADER = ("annotation_id", "annotator", "created_at", "lead_time")
CALLED = {
    "worker_id": "completed_by", "task_id": "annotation", "started_at": "created_at", "active_seconds": "lead_time",
    "status": "was_cancelled",
}  # fmt: skip
PATHS = {name: (name,) for name in ("worker", "task_id", "started_at", "lead_time", "cancelled", "project")}
HEADER_OR_TASK = {"annotations", "annotation_id"}
LONGEST = 10**9  # seconds
NO_PAY = "no pay in this file; add  --piece-rate 0.05 --currency USD  (what one annotation paid)"
Record = Mapping[str, object]


def detect(head: Head) -> int:
    """CERTAIN with the columns of the CSV, or with JSON that has them or the annotations of tasks."""
    if head.kind == "text":
        return CERTAIN if head.has(*HEADER) else NO
    whole = ("annotations", "completed_by")
    own = any(all(f'"{key}"' in head.text for key in keys) for keys in (HEADER, whole))
    return CERTAIN if head.kind == "json" and own else NO


def version(head: Head) -> str:
    """Which of the project's exports it is."""
    if head.kind == "text":
        return phrase("exported as CSV")
    tasks = '"completed_by"' in head.text
    return phrase("exported as JSON") if tasks else phrase("exported as JSON-MIN")


def annotator(text: str) -> str:
    """The annotator's number; an e-mail address, or a name, never enters the table."""
    return text if text.strip().isdecimal() else opaque(text)


def lead_time(text: str) -> int:
    """Seconds with any number of decimals, to the nearest microsecond [µs]."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found < LONGEST:
        raise values.Fault("not-a-duration", "is not a duration in seconds", "export the project again")
    return int((found * MICRO).to_integral_value(ROUND_HALF_EVEN))


def skipped(text: str) -> str:
    """Whether an annotation was cancelled."""
    return "abandoned" if text.strip().casefold() == "true" else "approved"


def _annotations(task: object) -> Iterator[Record]:
    """The annotations of a task, or the one that a flat object is."""
    if not isinstance(task, Mapping):
        return
    if "annotations" not in task:
        yield {
            "worker": _who(task.get("annotator")), "task_id": task.get("annotation_id"), "started_at": task.get("created_at"),
            "lead_time": task.get("lead_time"),
        }  # fmt: skip
        return
    listed = task["annotations"]
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, Mapping):
            yield {
                "worker": _who(entry.get("completed_by")), "task_id": entry.get("unique_id") or entry.get("id"),
                "started_at": entry.get("draft_created_at") or entry.get("created_at"), "lead_time": entry.get("lead_time"),
                "cancelled": entry.get("was_cancelled"), "project": entry.get("project") or task.get("project"),
            }  # fmt: skip


def _who(value: object) -> object:
    return value.get("id") or value.get("email") if isinstance(value, Mapping) else value


def _flat(source: Source, encoding: str) -> tuple[list[Record], list[int], list[Problem]]:
    """(annotations, their numbers, tasks that nobody annotated)."""
    document = read_document(source, encoding)
    tasks = document if isinstance(document, list) else [document]
    if not all(isinstance(task, Mapping) and HEADER_OR_TASK & set(task) for task in tasks):
        raise InputRefused(source.name, "is no list of tasks with annotations", "export the project again")
    records: list[Record] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    count = 0
    for task in tasks:
        found = list(_annotations(task))
        if not found:
            count += 1
            reason = "nobody annotated this task"
            problems.append(
                Problem("not-annotated", source.name, count, "annotations", "", reason, "", fault=False)
            )
        numbers += range(count + 1, count + 1 + len(found))
        records += found
        count += len(found)
    return records, numbers, problems


def _draft(draft: Draft, cells: Mapping[str, pa.Array], options: Options) -> Draft:
    draft.word("worker_id", cells["worker"], annotator)
    nameless = ~present(draft.columns["worker_id"])
    draft.reject(nameless, "no-worker", "worker_id", [], "names no annotator", "export the project again")
    draft.text("task_id", cells["task_id"])
    draft.instant("started_at", cells["started_at"])
    place, parsed, has = draft.parse("active_seconds", cells["lead_time"], lead_time)
    seconds = np.array([value if isinstance(value, int) else 0 for value in parsed], np.int64)
    draft.columns["active_seconds"] = column(seconds[place], MONEY, has)
    draft.word("status", cells["cancelled"], skipped)
    draft.text(
        "project", strings(f"project {text}" if text else None for text in cells["project"].to_pylist())
    )
    missing = int((~has & draft.keep).sum())
    if missing:
        draft.notes.append(
            phrase("annotations without lead_time, whose time is not known: {missing}", missing=missing)
        )
    if options.piece_rate is None:
        draft.notes.append(NO_PAY)
    else:
        rate = np.full(len(draft.rows), int(options.piece_rate * MICRO), np.int64)
        draft.columns["piece_rate"] = column(rate, MONEY)
    return draft


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one project's export."""
    (source,) = bundle
    if source.head().lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}:
        records, numbers, problems = _flat(source, options.encoding)
        draft = Draft(source.name, np.array(numbers, np.int64), problems, called=CALLED)
        read_rows = len(records) + len(problems)
        _draft(draft, columns(records, PATHS), options)
        return finish(draft, options, READER, source, read_rows)
    table = read_delimited(source, options.encoding)
    draft = Draft(source.name, table.rows, list(table.problems), called=CALLED | {"worker_id": "annotator"})
    empty = strings([""] * len(table.rows))
    cells = {
        "worker": table.column("annotator"), "task_id": table.column("annotation_id"), "started_at": table.column("created_at"),
        "lead_time": table.column("lead_time"), "cancelled": empty, "project": empty,
    }  # fmt: skip
    return finish(_draft(draft, cells, options), options, READER, source, table.rows_read)


READER = Reader(
    "label_studio", "Label Studio annotations (JSON, JSON-MIN or CSV)", "requester", detect, read,
    cannot_tell="pay; waiting and pauses; work thrown away before it was saved; whether an annotation was accepted; the country",
    version=version,
)  # fmt: skip
