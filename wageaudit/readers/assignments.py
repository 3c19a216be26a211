"""What an assignment of Mechanical Turk means, whichever tool wrote it: stamps, rewards, statuses, HITs that nobody took.

A submitted assignment is pending until it is approved. A rejection can be taken back and an approval cannot, so an
assignment with both an approval and a rejection is approved. Rewards are US dollars.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from wageaudit import values, zones
from wageaudit.arrays import MICRO, MONEY, Mask, category, codes, column, present
from wageaudit.options import Options
from wageaudit.phrases import counted, ours, phrase
from wageaudit.readers.base import Head
from wageaudit.readers.draft import Draft
from wageaudit.readers.labels import filled

PLATFORM = "mturk"  # of every reader of its exports, so that the same assignment is found in any of them
NEEDED = (
    "HITId",
    "AssignmentId",
    "WorkerId",
    "AcceptTime",
    "SubmitTime",
)  # names of the API and of the batch's file
STATUSES = ("approved", "pending", "rejected")
APPROVED, PENDING, REJECTED = range(3)
WORDS = {"approved": "approved", "submitted": "pending", "rejected": "rejected"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STAMP = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d\d) "
    r"(?P<clock>\d\d:\d\d:\d\d) (?P<zone>[A-Z]{3,4}|[+-]\d\d:\d\d) (?P<year>\d{4})",
    re.ASCII,
)
_ISO_CELL = re.compile(r"[,\t;\"]\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)[,\t;\"\r\n]")
WHOSE_CLOCK = "add  --clock-zone Europe/London  (the zone of the requester's computer)"
AGAIN = "download the batch again, and do not save it from a spreadsheet"


def dumped(head: Head) -> bool:
    """Whether a table of assignments comes from the API: only ISO stamps with their offset, and no reward beside them."""
    if head.kind != "text" or not head.has(*NEEDED) or "Reward" in head.cells:
        return False
    return bool(_ISO_CELL.search(head.text)) and not _STAMP.search(head.text)


def dated(text: str) -> bool:
    """Whether the first row under a header begins with a stamp of Mechanical Turk's own form."""
    return any(_STAMP.match(line) for line in text.splitlines()[1:2])


def stamp(text: str) -> values.Instant:
    """The instant of `Sat Oct 07 03:51:58 PDT 2017` or of an ISO stamp that says its offset."""
    found = _STAMP.fullmatch(text.strip())
    if found is not None and found["month"] in MONTHS:
        month = MONTHS.index(found["month"]) + 1
        text = f"{found['year']}-{month:02}-{found['day']} {found['clock']}{found['zone']}"
    try:
        read = values.instant(text)
    except values.Fault as fault:
        raise values.Fault(fault.code, fault.reason, AGAIN) from None
    if read.form != values.UTC_STAMP:
        raise values.Fault("no-zone", "does not say its time zone", AGAIN)
    return read


def stamp_by(zone: str) -> Callable[[str], values.Instant]:
    """Reads stamps whose letters several zones share (BST, IST) as those of this zone; without one they are refused."""

    def read(text: str) -> values.Instant:
        found = _STAMP.fullmatch(text.strip())
        if found is None or found["zone"] in values.ZONES or found["zone"][0] in "+-":
            return stamp(text)
        minutes = zones.minutes_of_letters(zone, found["zone"]) if zone else None
        if minutes is None:
            reason = phrase("has the zone {letters}, which several places use", letters=found["zone"])
            raise values.Fault("unknown-zone", reason, WHOSE_CLOCK)
        offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
        begin, end = found.span("zone")
        return stamp(f"{found.string[:begin]}{offset}{found.string[end:]}")

    return read


def reward(text: str, mark: str = ".") -> values.Money:
    """The amount of `$0.15`."""
    try:
        return values.money(text, mark)
    except values.Fault as fault:
        raise values.Fault(fault.code, fault.reason, AGAIN) from None


def status_word(text: str) -> str:
    """Our status for MTurk's AssignmentStatus."""
    found = WORDS.get(text.strip().casefold())
    if found is None:
        raise values.Fault("unknown-word", "is not a known status", "write Approved, Submitted or Rejected")
    return found


def settle_status(draft: Draft, said: pa.Array, approval: Mask, rejection: Mask) -> None:
    """Status by the file's word, else by its times of approval and rejection, else pending."""
    draft.word("status", said, status_word)
    place, labels = codes(draft.columns["status"])
    place = np.array([*(STATUSES.index(label) if label else -1 for label in labels), -1], np.int32)[place]
    unsaid = place < 0
    place[unsaid] = np.where(approval, APPROVED, np.where(rejection, REJECTED, PENDING))[unsaid]
    place[approval & rejection] = APPROVED
    draft.columns["status"] = category(place, STATUSES)
    _note(draft, approval & rejection, "rejected first and approved later, counted as approved")
    _note(draft, unsaid & ~approval & ~rejection, "without a status in this file, counted as pending")


def _note(draft: Draft, rows: Mask, what: str) -> None:
    count = int((rows & draft.keep).sum())
    if count:
        draft.notes.append(
            counted(
                ("{what}: {part} of {count} assignment", "{what}: {part} of {count} assignments"),
                int(draft.keep.sum()),
                what=ours(what),
                part=count,
            )
        )


def settle_pay(draft: Draft, rewards: pa.Array, options: Options) -> None:
    """Reward in US dollars; where the file has none, --piece-rate for each assignment, in the currency it names."""
    if filled(rewards).any():
        draft.fill("currency", "USD")
        draft.money("pay", rewards, read=reward)
        if options.piece_rate is not None:
            draft.notes.append("pay is the Reward in this file; --piece-rate is not used")
        return
    draft.fill("currency", options.currency or "USD")
    if options.piece_rate is None:
        draft.notes.append("no pay in this file; add  --piece-rate 0.05  (US dollars for each assignment)")
        return
    draft.columns["piece_rate"] = column(np.full(len(draft.rows), int(options.piece_rate * MICRO)), MONEY)


def leave_out_untaken(draft: Draft) -> None:
    """HITs that nobody took, and work of nobody."""
    nameless, untaken = ~present(draft.columns["worker_id"]), ~present(draft.columns["started_at"])
    nothing = "nothing to mend: there is no work in it"
    draft.reject(
        nameless & untaken, "not-taken", "worker_id", [], "nobody took this HIT", nothing, fault=False
    )
    draft.reject(nameless, "no-worker", "worker_id", [], "names no worker", AGAIN)
