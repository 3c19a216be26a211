"""Amazon Mechanical Turk: what programs save of the requester's API (boto3, the AWS command line, amti, own scripts).

Header:  HITId,RequesterAnnotation,WorkerId,AssignmentId,AssignmentStatus,AcceptTime,SubmitTime,AutoApprovalTime,Answer.*   as CSV;
         or JSON, one document or one a line, of the API's own structures, alone or in its answers:
         ListAssignmentsForHIT {"Assignments": [{"AssignmentId", "WorkerId", "HITId", "AssignmentStatus", "AcceptTime", "SubmitTime",
         "ApprovalTime", "RejectionTime", …}]}, ListHITs or GetHIT {"HITId", "HITTypeId", "Title", "Reward", …},
         ListBonusPayments {"BonusPayments": [{"WorkerId", "BonusAmount", "AssignmentId", "Reason", "GrantTime"}]}.
Times:   ISO 8601 with an offset, `2020-04-18T10:22:55-05:00` (boto3 writes the zone of its machine), or seconds since 1970.
Money:   `0.05`, US dollars. An assignment has no reward: it stands in its HIT. Files of one folder are read together, so that
         rewards and titles come from the HITs there, and a bonus is a payment that names its assignment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, Ints, Mask, category, column, ints, present, strings
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source, decode
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.assignments import (
    PLATFORM,
    dumped,
    leave_out_untaken,
    reward,
    settle_pay,
    settle_status,
    stamp,
)
from wageaudit.readers.base import CERTAIN, NO, FileRead, Head, Reader, Reading
from wageaudit.readers.delimited import read_delimited
from wageaudit.readers.documents import columns, parsed, read_document, read_lines
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.labels import filled
from wageaudit.readers.rows import refused_together, together
from wageaudit.tasks import whole

TASK, BONUS, HIT = "task", "payment", "hit"  # the first two are activities of the task table
CALLED = {
    "worker_id": "WorkerId", "task_id": "AssignmentId", "project": "Title", "status": "AssignmentStatus", "started_at": "AcceptTime",
    "ended_at": "SubmitTime", "pay": "Reward", "bonus": "BonusAmount",
}  # fmt: skip
FIELDS = (
    *("WorkerId", "AssignmentId", "HITId", "HITTypeId", "AssignmentStatus", "AcceptTime", "SubmitTime"),
    *("ApprovalTime", "RejectionTime", "Reward", "Title", "BonusAmount", "GrantTime"),
)
KEYS = (
    ('"AssignmentId"', '"WorkerId"', '"AcceptTime"'),
    ('"AssignmentId"', '"BonusAmount"', '"GrantTime"'),
    ('"HITId"', '"HITTypeId"', '"HITGroupId"'),
    ('"HITId"', '"HITTypeId"', '"Reward"'),
)
_EPOCH = re.compile(r"(\d{9,10})(?:\.(\d{1,6})\d*)?", re.ASCII)  # seconds, as Amazon's JSON has instants
REFERENCE = "HITs say what their assignments pay, and are no work themselves"
DUMP_HITS = "save the HITs too (ListHITs) in the same folder, or add  --piece-rate"


@dataclass(slots=True)
class Part:
    """Records of one file: where each stands, what it is (TASK, BONUS, HIT), and its cells by the API's names."""

    source: Source
    rows: Ints
    kinds: list[str]
    cells: Mapping[str, pa.Array]
    problems: list[Problem] = field(default_factory=list)
    read: int = 0  # records, faulty ones included


def detect(head: Head) -> int:
    """CERTAIN with the keys of an assignment, a HIT or a bonus, or as CSV with the API's stamps and no reward."""
    if head.kind == "json":
        return CERTAIN if any(all(key in head.text for key in keys) for keys in KEYS) else NO
    return CERTAIN if dumped(head) else NO


def version(head: Head) -> str:
    """The API's answers as they are, or a table made of them."""
    return (
        phrase("answers of the API in JSON")
        if head.kind == "json"
        else phrase("a table of the API's answers")
    )


def api_stamp(text: str) -> values.Instant:
    """The instant of an ISO stamp with its offset, or of seconds since 1970."""
    found = _EPOCH.fullmatch(text.strip())
    if found is None:
        return stamp(text)
    return values.Instant(int(found[1]) * MICRO + int((found[2] or "0").ljust(6, "0")), values.UTC_STAMP)


def kind_of(record: Mapping[str, object]) -> str:
    """What a structure of the API is; "" for none of the three."""
    if "BonusAmount" in record:
        return BONUS
    if "AssignmentId" in record and "WorkerId" in record:
        return TASK
    return HIT if {"HITId", "HITTypeId"} <= record.keys() else ""


def found_in(value: object) -> Iterator[Mapping[str, object]]:
    """Structures of the API in a document, in order; what is none and holds none is handed over as it is."""
    if isinstance(value, list):
        for element in value:
            yield from found_in(element)
    elif isinstance(value, Mapping) and not kind_of(value):
        nested = [inner for key, inner in value.items() if key != "ResponseMetadata"]
        inside = [inner for inner in nested if isinstance(inner, Mapping | list)]
        if not inside and "Assignments" not in value:
            yield value
        for inner in inside:
            yield from found_in(inner)
    else:
        yield value if isinstance(value, Mapping) else {}


def _in_lines(text: str) -> bool:
    """Whether a text is a document a line: its first line is one by itself, or at least ends as one."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    try:
        parsed(first)
    except ValueError:
        return first.startswith("{") and first.endswith("}")
    return True


def _json_part(source: Source, encoding: str) -> Part:
    text, _ = decode(source, encoding)
    problems: list[Problem] = []
    if _in_lines(text):
        lines, problems = read_lines(source, encoding)
        placed = [(number, record) for number, document in lines for record in found_in(document)]
    else:
        placed = list(enumerate(found_in(read_document(source, encoding)), 1))
    unread = len(problems)
    for number, record in placed:
        if not kind_of(record):
            reason = "is no assignment, HIT or bonus of Mechanical Turk"
            problems.append(
                Problem("not-a-record", source.name, number, "", "", reason, "save the API's answers whole")
            )
    records = [(number, record) for number, record in placed if kind_of(record)]
    cells = columns([record for _, record in records], {name: (name,) for name in FIELDS})
    rows = np.array([number for number, _ in records], np.int64)
    return Part(
        source, rows, [kind_of(record) for _, record in records], cells, problems, len(placed) + unread
    )


def _csv_part(source: Source, encoding: str) -> Part:
    table = read_delimited(source, encoding)
    count = len(table.rows)
    cells = {name: table.column(name) if name in table else strings([""] * count) for name in FIELDS}
    return Part(source, table.rows, [TASK] * count, cells, list(table.problems), table.rows_read)


def _part(source: Source, options: Options) -> Part:
    start = source.head().lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return (_json_part if start in {b"{", b"["} else _csv_part)(source, options.encoding)


def _hits(parts: Sequence[Part]) -> dict[str, tuple[str, str]]:
    """HITId → (reward, title), of every HIT in the folder. Raises InputRefused where two files contradict each other."""
    known: dict[str, tuple[str, str]] = {}
    for part in parts:
        columns_ = (part.cells[name].to_pylist() for name in ("HITId", "Reward", "Title"))
        for kind, hit, pays, title in zip(part.kinds, *columns_, strict=True):
            if kind == HIT and known.setdefault(hit, (pays, title))[0] != pays:
                raise InputRefused(
                    part.source.name,
                    phrase("gives another reward of HIT {hit} than a file beside it", hit=hit),
                    "keep the right one",
                )
    return known


def _of_hits(part: Part, known: Mapping[str, tuple[str, str]], at: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(reward, title) of each assignment: its own cell, else its HIT's."""
    found: list[pa.Array] = []
    for place, name in enumerate(("Reward", "Title")):
        own, hits = part.cells[name].take(at).to_pylist(), part.cells["HITId"].take(at).to_pylist()
        found.append(
            strings(cell or known.get(hit, ("", ""))[place] for cell, hit in zip(own, hits, strict=True))
        )
    return found[0], found[1]


def _draft(part: Part, known: Mapping[str, tuple[str, str]], options: Options) -> Draft:
    """A task row an assignment, a payment row a bonus."""
    work = np.flatnonzero([kind != HIT for kind in part.kinds])
    at = column(work, pa.int64())
    cells = {name: part.cells[name].take(at) for name in FIELDS}
    paid_later = np.array([part.kinds[place] == BONUS for place in work.tolist()], np.bool_)
    draft = Draft(part.source.name, part.rows[work], list(part.problems), called=CALLED)
    draft.columns["activity"] = category(paid_later.astype(np.int32), (TASK, BONUS))
    draft.text("worker_id", cells["WorkerId"])
    draft.text("task_id", cells["AssignmentId"])
    draft.instant("started_at", _either(paid_later, cells["GrantTime"], cells["AcceptTime"]), api_stamp)
    draft.instant("ended_at", _either(paid_later, strings([""] * len(work)), cells["SubmitTime"]), api_stamp)
    leave_out_untaken(draft)
    rewards, titles = _of_hits(part, known, at)
    draft.text("project", titles)
    granted = strings(["Approved"] * len(work))
    settle_status(
        draft, _either(paid_later, granted, cells["AssignmentStatus"]), filled(cells["ApprovalTime"]), filled(cells["RejectionTime"])
    )  # fmt: skip
    _pay(draft, rewards, cells["BonusAmount"], paid_later, options)
    return draft


def _either(first: Mask, where: pa.Array, elsewhere: pa.Array) -> pa.Array:
    both = zip(first.tolist(), where.to_pylist(), elsewhere.to_pylist(), strict=True)
    return strings(left if there else right for there, left, right in both)


def _pay(draft: Draft, rewards: pa.Array, bonuses: pa.Array, paid_later: Mask, options: Options) -> None:
    """Rewards of the HITs, or the rate given; bonuses as they were granted."""
    if not paid_later.all():
        settle_pay(draft, rewards, options)
    draft.fill("currency", "USD")
    if paid_later.any():
        draft.money("bonus", bonuses, read=reward)
        none = paid_later & ~present(draft.columns["bonus"])
        draft.reject(none, "no-pay", "bonus", [], "has no amount", "save the API's answers whole")
    if "piece_rate" in draft.columns:  # a bonus is no assignment that the rate would pay
        rate = ints(draft.columns["piece_rate"])
        draft.columns["piece_rate"] = column(rate, MONEY, ~paid_later)
    elif "pay" in draft.columns:
        missing = ~paid_later & ~filled(rewards)
        draft.reject(
            missing, "no-reward", "pay", [], "belongs to a HIT that no file here describes", DUMP_HITS
        )
    elif not paid_later.all():
        draft.notes.append(phrase("the reward stands in the HIT: {dump_hits}", dump_hits=DUMP_HITS))


def _reading(part: Part, known: Mapping[str, tuple[str, str]], options: Options) -> Reading:
    """The table of one file; HITs are read for what they say of the others."""
    hits = part.kinds.count(HIT)
    if hits:
        part.problems.append(
            Problem("reference-file", part.source.name, None, "", "", REFERENCE, "", hits, fault=False)
        )
    if hits == len(part.kinds):
        file = FileRead(
            part.source.name, part.source.size, READER.name, READER.coverage, part.read, part.read
        )
        return Reading(whole(pa.table({})), tuple(part.problems), (file,))
    draft = _draft(part, known, options)
    draft.fill("platform", PLATFORM)
    return finish(draft, options, READER, part.source, part.read)


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read the files of one folder together; one that is broken is told, and the others are read."""
    refused: list[Problem] = []
    parts: list[Part] = []
    for source in bundle:
        try:
            parts.append(_part(source, options))
        except InputRefused as refusal:
            if len(bundle) == 1:
                raise
            refused.append(refusal.problem)
    try:
        known = _hits(parts)
    except InputRefused as refusal:
        if len(bundle) == 1:
            raise
        return refused_together(bundle, refusal.problem)
    found = together([_reading(part, known, options) for part in parts])
    return replace(found, problems=(*refused, *found.problems))


READER = Reader(
    "mturk_api", "Amazon Mechanical Turk assignments, HITs and bonuses from the API", "requester", detect, read,
    cannot_tell="work for other requesters; searching, previews, returned HITs; breaks within an accepted HIT; whether it was the sandbox; the country",
    bundled=True, version=version,
)  # fmt: skip
