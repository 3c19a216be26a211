"""Amazon Mechanical Turk, the worker's side: backups of what workers keep of their own HITs, and the site's dashboard.

Header:  none: JSON, told apart by its first keys.
         MTurk Suite HIT Tracker `HIT_Tracker_Backup_YYYYMMDD.json` {"hits": [{hit_id, requester_id, requester_name, title,
         reward: {amount_in_dollars, currency_code}, state, date: "YYYYMMDD", assignment_id, …}], "days": [{date, …}]};
         HITdb {"HIT": [{hitId, date: "YYYY-MM-DD", requesterName, title, reward, bonus, status, …}], "STATS": […]};
         mturk-engine `mturk-engine-backup-….bak`, pieces "reduxPersist:<name>":<JSON> one after another, of which
         hitDatabase is {<hit>: {id, date, title, reward, bonus, status, requester: {id, name}, assignmentId}};
         worker.mturk.com/dashboard?format=json {"daily_hit_statistics_overview": [{date, submitted, approved, rejected, pending,
         hits_rewards, bonus_rewards, earnings}], …}.
Times:   none. A day, which is Mechanical Turk's own (Pacific) day; mturk-engine writes that day's midnight as an instant, or MMDDYYYY.
Money:   US dollars; in HITdb and mturk-engine a bonus is what the worker typed in.
A row is a HIT without any time: pay is exact, hours are not known from this file alone. Returned and abandoned HITs are in it,
which no requester's file has. A day of the dashboard is a row for its approved HITs and one for its rejected.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import codes, strings
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source, decode
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers.assignments import PLATFORM
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.documents import AGAIN, columns, parsed, read_document
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.text import clean

ENGINE = '"reduxPersist:'
ENGINE_HITS = '"reduxPersist:hitDatabase":'
PATHS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "suite": {
        "task_id": ("assignment_id",), "hit": ("hit_id",), "requester": ("requester_name",), "project": ("title",), "status": ("state",),
        "started_at": ("date",), "pay": ("reward", "amount_in_dollars"), "currency": ("reward", "currency_code"),
    },
    "hitdb": {
        "hit": ("hitId",), "requester": ("requesterName",), "project": ("title",), "status": ("status",), "started_at": ("date",),
        "pay": ("reward",), "bonus": ("bonus",),
    },
    "engine": {
        "task_id": ("assignmentId",), "hit": ("id",), "requester": ("requester", "name"), "project": ("title",), "status": ("status",),
        "started_at": ("date",), "pay": ("reward",), "bonus": ("bonus",),
    },
}  # fmt: skip
OPEN = "open"  # of a HIT that is still being worked on: left out, never a status of the task table
WORDS = {
    "approved": "approved", "paid": "approved", "submitted": "pending", "pending": "pending", "rejected": "rejected",
    "returned": "returned", "abandoned": "abandoned", "assigned": OPEN, "accepted": OPEN,
}  # fmt: skip
EIGHT = 8  # digits of a day without marks
NO_HOURS = "only days are in this file, no hours: read it together with a time tracker's log of the same days"
DAY = "days are Mechanical Turk's own, in Pacific time"


@dataclass(slots=True)
class Kept:
    """What a backup holds: its kind, its HITs, and notes and problems of the whole."""

    kind: str
    hits: list[Mapping[str, object]]
    notes: list[str] = field(default_factory=list)


def _kind(keys: Sequence[str] | set[str]) -> str:
    found = set(keys)
    if {"hits", "days"} <= found:
        return "suite"
    if {"HIT", "STATS"} <= found:
        return "hitdb"
    return "dashboard" if "daily_hit_statistics_overview" in found else ""


def detect(head: Head) -> int:
    """CERTAIN with the first keys of a backup or of the dashboard; what begins as one of mturk-engine's pieces."""
    if head.kind == "text":
        return CERTAIN if head.text.lstrip().startswith(ENGINE) else NO
    start = head.text.lstrip()
    if head.kind != "json" or not start.startswith("{"):
        return NO
    if '"daily_hit_statistics_overview"' in start:
        return CERTAIN
    suite = '"hits"' in start and '"requester_id"' in start and '"state"' in start
    hitdb = '"HIT"' in start and '"hitId"' in start and '"requesterId"' in start
    return CERTAIN if suite or hitdb else NO


def version(head: Head) -> str:
    """Which program's backup it is, or the dashboard."""
    if head.kind == "text":
        return phrase("backup of mturk-engine")
    if '"daily_hit_statistics_overview"' in head.text:
        return phrase("the site's own dashboard")
    return phrase("HIT Tracker of MTurk Suite") if '"hits"' in head.text else phrase("HITdb")


def status_word(text: str) -> str:
    """Our status for a state, by its first word ("Approved - Pending Payment" is approved)."""
    found = WORDS.get(text.split(maxsplit=1)[0].casefold())
    if found is None:
        mend = "write Approved, Paid, Pending, Rejected, Returned or Abandoned"
        raise values.Fault("unknown-word", "is not a known status", mend)
    return found


def day_of(kind: str) -> Callable[[str], values.Instant]:
    """How a backup of that kind writes a day."""

    def read(text: str) -> values.Instant:
        bare = text.strip()
        if len(bare) == EIGHT and bare.isdecimal():
            year_first = kind == "suite"
            bare = (
                f"{bare[:4]}-{bare[4:6]}-{bare[6:]}" if year_first else f"{bare[4:]}-{bare[:2]}-{bare[2:4]}"
            )
        return values.instant(bare if kind == "engine" else bare[:10])

    return read


def _engine(source: Source, encoding: str) -> Kept:
    """HITs of mturk-engine's backup, which is no JSON but its pieces one after another."""
    text, _ = decode(source, encoding)
    _, found, rest = text.partition(ENGINE_HITS)
    if not found:
        raise InputRefused(source.name, "holds no hitDatabase", "make the backup again in mturk-engine")
    try:
        _, end = json.JSONDecoder().raw_decode(rest.lstrip())
        database = parsed(rest.lstrip()[:end])
    except (ValueError, RecursionError):
        raise InputRefused(source.name, "has a hitDatabase that is not JSON", AGAIN) from None
    if not isinstance(database, Mapping):
        raise InputRefused(source.name, "has a hitDatabase that is no list of HITs", AGAIN)
    return Kept("engine", _mappings(source, list(database.values()), "hitDatabase"))


def _mappings(source: Source, found: object, key: str) -> list[Mapping[str, object]]:
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise InputRefused(source.name, phrase("has {key} that is no list of entries", key=key), AGAIN)
    return found


def _kept(source: Source, encoding: str) -> Kept:
    """The HITs of a file, or the days of a dashboard."""
    if source.head().lstrip(b"\xef\xbb\xbf \t\r\n").startswith(ENGINE.encode()):
        return _engine(source, encoding)
    document = read_document(source, encoding)
    kind = _kind(set(document)) if isinstance(document, Mapping) else ""
    if not isinstance(document, Mapping) or not kind:
        raise InputRefused(source.name, "is no backup of a worker's HITs", AGAIN)
    if kind == "dashboard":
        return Kept(
            kind,
            _mappings(source, document["daily_hit_statistics_overview"], "daily_hit_statistics_overview"),
        )
    if kind == "hitdb":
        return Kept(kind, [_plain(hit) for hit in _mappings(source, document["HIT"], "HIT")])
    hits = _mappings(source, document["hits"], "hits")
    listed = {str(hit.get("date")) for hit in hits}
    days = [
        str(day.get("date"))
        for day in _mappings(source, document["days"], "days")
        if str(day.get("submitted", "0")) != "0"
    ]
    alone = sum(day not in listed for day in days)
    return Kept(
        kind,
        hits,
        [phrase("days with work of which no HIT is listed: {alone} of {count}", alone=alone, count=len(days))]
        if alone
        else [],
    )


def _plain(hit: Mapping[str, object]) -> Mapping[str, object]:
    """A HIT of HITdb; older ones have {"pay", "bonus"} as their reward."""
    both = hit.get("reward")
    return (
        {**hit, "reward": both.get("pay"), "bonus": both.get("bonus")} if isinstance(both, Mapping) else hit
    )


def _amount(value: object) -> bool:
    """Whether a count or an amount of the dashboard is there and not zero."""
    return str(value or "0").strip("0.") != ""


def _outcomes(day: Mapping[str, object]) -> list[dict[str, str]]:
    """Cells of a day's rows: its approved HITs or its bonuses alone, and its rejected HITs."""
    cells = {"started_at": str(day.get("date", ""))}
    split = "hits_rewards" in day
    paid = {
        "pay": str(day.get("hits_rewards" if split else "earnings") or "0"),
        "bonus": str(day.get("bonus_rewards") or "0") if split else "0",
    }
    found = []
    if _amount(day.get("approved")):
        found.append(cells | paid | {"status": "approved", "task_count": str(day["approved"])})
    elif any(_amount(amount) for amount in paid.values()):
        found.append(cells | paid | {"status": "approved", "activity": "payment"})
    if _amount(day.get("rejected")):
        found.append(cells | {"status": "rejected", "task_count": str(day["rejected"])})
    return found


def _by_day(
    source: Source, days: Sequence[Mapping[str, object]]
) -> tuple[list[tuple[int, dict[str, str]]], list[Problem], int]:
    """(day's place and cells of each row, what is left out, rows read) of a dashboard: a row for each status of a day."""
    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []

    def leave_out(number: int, code: str, column: str, value: str, reason: str, mend: str) -> None:
        problems.append(Problem(code, source.name, number, column, clean(value), reason, mend, fault=False))

    for number, day in enumerate(days, 1):
        found = _outcomes(day)
        rows.extend((number, cells) for cells in found)
        if _amount(day.get("pending")):
            reason = "HITs not reviewed yet: what they pay is not in this file"
            mend = "save the dashboard again once they are"
            leave_out(number, "not-reviewed", "pending", str(day["pending"]), reason, mend)
        elif not found:
            leave_out(number, "no-work", "submitted", "0", "is a day without work", "")
    return rows, problems, len(rows) + len(problems)


def _dashboard(source: Source, kept: Kept) -> tuple[Draft, int]:
    rows, problems, read_ = _by_day(source, kept.hits)
    draft = Draft(source.name, np.array([number for number, _ in rows], np.int64), problems)
    cells = columns([entry for _, entry in rows], {name: (name,) for name in ("started_at", "pay", "bonus", "status", "task_count", "activity")})  # fmt: skip
    draft.word("status", cells["status"])
    draft.word("activity", cells["activity"])
    draft.count("task_count", cells["task_count"])
    draft.instant("started_at", cells["started_at"], day_of(kept.kind))
    for name in ("pay", "bonus"):
        draft.money(name, cells[name])
    return draft, read_


def _hits(source: Source, kept: Kept) -> tuple[Draft, int]:
    """One row a HIT."""
    count = len(kept.hits)
    cells = columns(kept.hits, PATHS[kept.kind])
    draft = Draft(
        source.name,
        np.arange(1, count + 1),
        called={name: path[0] for name, path in PATHS[kept.kind].items()},
    )
    named = cells["task_id"].to_pylist() if "task_id" in cells else [""] * count
    draft.text(
        "task_id", strings(own or hit for own, hit in zip(named, cells["hit"].to_pylist(), strict=True))
    )
    for name in ("requester", "project"):
        draft.text(name, cells[name])
    draft.instant("started_at", cells["started_at"], day_of(kept.kind))
    draft.word("status", cells["status"], status_word)
    _leave_out_open(draft, cells["status"])
    if "currency" in cells:
        draft.text("currency", cells["currency"])
    for name in ("pay", "bonus"):
        if name in cells:
            draft.money(name, cells[name])
    return draft, count


def _leave_out_open(draft: Draft, shown: pa.Array) -> None:
    """HITs still worked on; those without a state are pending."""
    place, labels = codes(draft.columns["status"])
    unfinished = np.array([*(label == OPEN for label in labels), False])[place]
    draft.reject(
        unfinished, "not-finished", "status", shown, "is still being worked on",
        "nothing to mend: make the backup again when it is done", fault=False,
    )  # fmt: skip
    said = [None if code < 0 else labels[code] for code in place.tolist()]
    draft.word("status", strings("pending" if word in {None, OPEN} else word for word in said))


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one backup or dashboard."""
    (source,) = bundle
    kept = _kept(source, options.encoding)
    draft, count = (_dashboard if kept.kind == "dashboard" else _hits)(source, kept)
    draft.notes.extend((*kept.notes, DAY, NO_HOURS))
    draft.fill("currency", "USD")
    draft.fill("platform", PLATFORM)
    return finish(draft, options, READER, source, count)


READER = Reader(
    "mturk_worker", "Amazon Mechanical Turk worker's backup or dashboard", "worker", detect, read,
    cannot_tell="hours: it has days only; bonuses, but those of the dashboard and those typed in; searching and previews; the country",
    version=version, lines=True,
)  # fmt: skip
