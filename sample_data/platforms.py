"""Invented exports in the true shape of their platforms: an MTurk batch with queued HITs, a CrowdFlower job with a quiz."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta, timezone
from random import Random

PDT = timezone(timedelta(hours=-7), "PDT")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

# --- Amazon Mechanical Turk ------------------------------------------------------------------------------------------

TITLE = "Draw a box around every bicycle"
MTURK_HEADER = (
    *("HITId", "HITTypeId", "Title", "Description", "Keywords", "Reward", "CreationTime", "MaxAssignments"),
    *("RequesterAnnotation", "AssignmentDurationInSeconds", "AutoApprovalDelayInSeconds", "Expiration"),
    *(
        "NumberOfSimilarHITs",
        "LifetimeInSeconds",
        "AssignmentId",
        "WorkerId",
        "AssignmentStatus",
        "AcceptTime",
        "SubmitTime",
    ),
    *(
        "AutoApprovalTime",
        "ApprovalTime",
        "RejectionTime",
        "RequesterFeedback",
        "WorkTimeInSeconds",
        "LifetimeApprovalRate",
    ),
    *("Last30DaysApprovalRate", "Last7DaysApprovalRate", "Input.image", "Answer.boxes", "Approve", "Reject"),
)
HITS = 12
OPENED = datetime(2024, 4, 9, 8, 0, tzinfo=PDT)
WORKERS = ("A2EXAMPLEQUEUE1", "A2EXAMPLESOLO02", "A2EXAMPLEHASTY3")


def _name(random: Random, prefix: str, length: int = 30) -> str:
    """An id of the platform's length, which belongs to nobody."""
    return prefix + "".join(random.choices(LETTERS, k=length - len(prefix)))


def _pacific(moment: datetime) -> str:
    return f"{moment:%a %b %d %H:%M:%S} PDT {moment:%Y}"


def _assignments(random: Random) -> list[tuple[int, str, datetime, datetime]]:
    """(HIT, worker, accepted, submitted) of three workers.

    One accepts four HITs at once and does them in turn, one takes them one by one with pauses, one hurries through.
    """
    found = []
    free = OPENED + timedelta(minutes=2)
    for hit in range(HITS):
        if hit % 4 == 0:
            accepted = free
        free = max(free, accepted) + timedelta(seconds=random.randint(50, 160))
        found.append((hit, WORKERS[0], accepted + timedelta(seconds=2 * (hit % 4)), free))
    for worker, every, pause in ((WORKERS[1], (60, 200), (20, 2_400)), (WORKERS[2], (6, 14), (3, 9))):
        free = OPENED + timedelta(minutes=random.randint(5, 90))
        for hit in range(0, HITS, 2 if worker == WORKERS[1] else 3):
            accepted = free + timedelta(seconds=random.randint(*pause))
            free = accepted + timedelta(seconds=random.randint(*every))
            found.append((hit, worker, accepted, free))
    return sorted(found)


def _review(random: Random, number: int, worker: str, submitted: datetime) -> tuple[str, str, str, str]:
    """(status, approval, rejection, feedback) of an assignment."""
    looked = submitted + timedelta(hours=random.randint(20, 60), seconds=random.randint(0, 3_599))
    if worker == WORKERS[2]:
        return ("Rejected", "", _pacific(looked), "Boxes do not touch the bicycle.")
    if number == 5:
        return ("Approved", _pacific(looked + timedelta(days=2)), _pacific(looked), "")
    if number % 7 == 6:
        return ("Submitted", "", "", "")
    by_itself = (submitted + timedelta(days=3, seconds=41)).astimezone(UTC)
    return ("Approved", _pacific(looked) if number % 2 else f"{by_itself:%Y-%m-%d %H:%M:%S} UTC", "", "")


def mturk_batch(random: Random) -> str:
    """A batch as the requester downloads it: all quoted, CRLF, rows two fields shorter than the header."""
    hits = [_name(random, "3") for _ in range(HITS + 1)]
    kind = _name(random, "3")
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(MTURK_HEADER)

    def hit_cells(hit: int) -> list[str]:
        closes = OPENED + timedelta(days=7)
        return [
            *(hits[hit], kind, TITLE, "Mark all bicycles in a street scene.", "image, bounding box", "$0.12"),
            *(_pacific(OPENED), "3", "BatchId:5550001;OriginalHitTemplateId:921000000;", "3600", "259200"),
            *(_pacific(closes), "", ""),
        ]

    for number, (hit, worker, accepted, submitted) in enumerate(_assignments(random)):
        status, approval, rejection, feedback = _review(random, number, worker, submitted)
        took = int((submitted - accepted).total_seconds())
        rate = "50% (4/8)" if worker == WORKERS[2] else "100% (31/31)"
        writer.writerow([
            *hit_cells(hit), _name(random, "3"), worker, status, _pacific(accepted), _pacific(submitted),
            *(_pacific(submitted + timedelta(days=3)), approval, rejection, feedback, str(took), rate, rate, "0% (0/0)"),
            *(f"street_{hit:03}.jpg", '[{"left":10,"top":12}]' if hit % 3 else '[{"left":10,\n"top":12}]'),
        ])  # fmt: skip
    writer.writerow([*hit_cells(HITS), *("",) * 13, f"street_{HITS:03}.jpg", ""])
    return text.getvalue()


# --- CrowdFlower -----------------------------------------------------------------------------------------------------

CROWDFLOWER_HEADER = (
    *(
        "_unit_id",
        "_created_at",
        "_golden",
        "_id",
        "_missed",
        "_started_at",
        "_tainted",
        "_channel",
        "_trust",
        "_worker_id",
    ),
    *("_country", "_region", "_city", "_ip", "is_it_spam", "is_it_spam_gold", "text"),
)
JOB_OPENED = datetime(2015, 6, 22, 21, 30, tzinfo=UTC)
UNITS_ON_A_PAGE = 5
# worker, country, channel, pages, trust; a page more than the quiz where trust is high enough
CONTRIBUTORS = (
    ("30000101", "KEN", "clixsense", 4, 0.93),
    ("30000102", "VEN", "neodev", 5, 0.88),
    ("30000103", "MDG", "clixsense", 3, 0.9),
    ("30000104", "USA", "elite", 2, 0.81),
    ("30000105", "", "prodege", 2, 0.85),
    ("30000106", "VEN", "neodev", 1, 0.4),  # failed the quiz
    ("30000107", "IND", "tremorgames", 1, 0.2),  # failed the quiz
    ("30000108", "PHL", "elite", 3, 0.66),  # fell under the threshold later
)
TRUSTED = 0.7


def _american(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment:%Y %H:%M:%S}"


def crowdflower_report(random: Random) -> str:
    """A full report of a job with test questions, five judgments a page: LF, minimal quoting, newlines in cells."""
    rows: list[tuple[datetime, list[str]]] = []
    judgment = 1_667_000_000
    for worker, country, channel, pages, trust in CONTRIBUTORS:
        free = JOB_OPENED + timedelta(seconds=random.randint(0, 3_000))
        for page in range(pages):
            started = free + timedelta(seconds=random.randint(1, 40))
            free = started + timedelta(seconds=random.randint(45, 240))
            for place in range(UNITS_ON_A_PAGE):
                judgment += random.randint(1, 90)
                unit = random.randint(0, 199)
                golden = page == 0 or place == page % UNITS_ON_A_PAGE  # the quiz is all test questions
                missed = "true" if golden and random.random() > trust else ""
                line = f"Offer {unit}: reply today" if unit % 5 else f"Offer {unit}:\nreply today, and win"
                rows.append((free, [
                    str(741_000_000 + unit), _american(free), str(golden).lower(), str(judgment), missed, _american(started),
                    str(trust < TRUSTED).lower(), channel, str(trust), worker, country, "", "", "192.0.2.1",
                    random.choice(["yes", "no"]), "yes" if golden else "", line,
                ]))  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CROWDFLOWER_HEADER)
    writer.writerows(cells for _, cells in sorted(rows, key=lambda row: (row[1][0], row[0], row[1][3])))
    return text.getvalue()
