"""Invented exports of crowd platforms in their true shape: a Toloka pool, a Prolific study, Mechanical Turk by other roads."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta, timezone
from random import Random

HEX = "0123456789abcdef"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _hex(random: Random, length: int) -> str:
    return "".join(random.choices(HEX, k=length))


def _name(random: Random, prefix: str, length: int = 30) -> str:
    """An id of the platform's length, which belongs to nobody."""
    return prefix + "".join(random.choices(LETTERS, k=length - len(prefix)))


def _milliseconds(moment: datetime | None) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") if moment else ""


# --- Toloka ----------------------------------------------------------------------------------------------------------

POOL = 40_000_017
TOLOKA_FIELDS = (
    *("link", "task_id", "assignment_id", "worker_id", "status", "started", "submitted", "accepted"),
    *("rejected", "skipped", "expired", "reward"),
)
TASKS_OF_A_SUITE = 5


def toloka_pool(random: Random) -> str:
    """A pool as downloaded with every column ticked: tabs, CRLF, line breaks in cells, an empty line between suites."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\r\n")
    inputs = ("INPUT:sentence", "OUTPUT:label", "GOLDEN:label", "HINT:text", "HINT:default_language")
    writer.writerow([*inputs, *(f"ASSIGNMENT:{name}" for name in TOLOKA_FIELDS)])
    workers = [_hex(random, 32) for _ in range(3)]
    free = dict.fromkeys(workers, datetime(2024, 3, 5, 7, 0, tzinfo=UTC))
    for number in range(12):
        worker = workers[number % 3]
        started = free[worker] + timedelta(milliseconds=random.randint(4_000, 200_000))
        ended = started + timedelta(milliseconds=random.randint(45_000, 170_000))
        free[worker] = ended
        status = {3: "REJECTED", 6: "SKIPPED", 10: "EXPIRED"}.get(number, "APPROVED")
        deadline = started + timedelta(minutes=30)
        looked = ended + timedelta(hours=3)
        suite = f"{POOL:010x}--{_hex(random, 24)}"
        own = [
            *(suite, worker, status, _milliseconds(started)),
            *(_milliseconds(ended if status in {"APPROVED", "REJECTED"} else None), _milliseconds(looked if status == "APPROVED" else None)),
            *(_milliseconds(looked if status == "REJECTED" else None), _milliseconds(ended if status == "SKIPPED" else None)),
            *(_milliseconds(deadline if status == "EXPIRED" else None), "0.04"),
        ]  # fmt: skip
        done = status in {"APPROVED", "REJECTED"}
        for place in range(TASKS_OF_A_SUITE):
            label = random.choice(["yes", "no"]) if done else ""
            control = "yes" if place == 0 else ""
            task = f"{_hex(random, 8)}-{_hex(random, 4)}-4{_hex(random, 3)}-9{_hex(random, 3)}-{_hex(random, 12)}"
            link = f"https://platform.toloka.ai/task/{POOL}/{suite}"
            writer.writerow(
                [f"Sentence {number}.{place}\r\nIs it a question?", label, control, "", "", link, task, *own]
            )
        text.write("\r\n")
    return text.getvalue()


# --- Prolific --------------------------------------------------------------------------------------------------------

PROLIFIC_HEADER = (
    *(
        "Submission id",
        "Participant id",
        "Status",
        "Custom study tncs accepted at",
        "Started at",
        "Completed at",
    ),
    *("Reviewed at", "Archived at", "Time taken", "Completion code", "Total approvals", "Age", "Sex"),
    *("Country of birth", "Country of residence", "Nationality", "Language", "Student status"),
)
PARTICIPANTS = (
    *(
        ("APPROVED", "United Kingdom"),
        ("APPROVED", "South Africa"),
        ("APPROVED", "Poland"),
        ("REJECTED", "Mexico"),
    ),
    *(("APPROVED", "Korea"), ("AWAITING REVIEW", "Portugal"), ("RETURNED", ""), ("TIMED-OUT", "Kenya")),
    *(("APPROVED", "CONSENT_REVOKED"), ("SCREENED OUT", "France"), ("APPROVED", "United Kingdom")),
)


def _zulu(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z" if moment else ""


def prolific_study(random: Random) -> str:
    """A study in the new columns: LF, minimal quoting, time taken that runs on where nobody worked."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(PROLIFIC_HEADER)
    opened, exported = datetime(2024, 7, 15, 9, 0, tzinfo=UTC), datetime(2024, 7, 23, 17, 26, 5, tzinfo=UTC)
    for status, country in PARTICIPANTS:
        started = opened + timedelta(milliseconds=random.randint(0, 7_200_000))
        took = timedelta(milliseconds=random.randint(300_000, 900_000))
        ended = None if status in {"RETURNED", "TIMED-OUT"} else started + took
        seconds = {"RETURNED": "", "TIMED-OUT": str(int((exported - started).total_seconds()))}
        reviewed = started + timedelta(days=1) if status in {"APPROVED", "REJECTED"} else None
        revoked = "CONSENT_REVOKED" if country in {"", "CONSENT_REVOKED"} else ""
        writer.writerow([
            _hex(random, 24), _hex(random, 24), status, "Not Applicable", _zulu(started), _zulu(ended), _zulu(reviewed), _zulu(exported),
            seconds.get(status, str(int(took.total_seconds()) + 1)), "NOCODE" if ended else "", str(random.randint(3, 900)),
            revoked or str(random.randint(18, 70)), revoked or "Prefer not to say", revoked, country or revoked, revoked, revoked,
            "DATA_EXPIRED",
        ])  # fmt: skip
    return text.getvalue()


# --- Mechanical Turk by other roads ----------------------------------------------------------------------------------

CLT_HEADER = (
    *(
        "hitid",
        "hittypeid",
        "title",
        "description",
        "keywords",
        "reward",
        "creationtime",
        "assignments",
        "numavailable",
    ),
    *(
        "numpending",
        "numcomplete",
        "hitstatus",
        "reviewstatus",
        "annotation",
        "assignmentduration",
        "autoapprovaldelay",
    ),
    *(
        "hitlifetime",
        "viewhit",
        "assignmentid",
        "workerid",
        "assignmentstatus",
        "autoapprovaltime",
        "assignmentaccepttime",
    ),
    *(
        "assignmentsubmittime",
        "assignmentapprovaltime",
        "assignmentrejecttime",
        "deadline",
        "feedback",
        "reject",
    ),
)
CET, CEST = timezone(timedelta(hours=1), "CET"), timezone(timedelta(hours=2), "CEST")
SUMMER = datetime(2017, 3, 26, 1, 0, tzinfo=UTC)


def _berlin(moment: datetime) -> str:
    """A stamp as a computer in Germany shows it, before and after its clock changes."""
    local = moment.astimezone(CET if moment < SUMMER else CEST)
    return f"{local:%a %b %d %H:%M:%S %Z %Y}"


def mturk_results(random: Random) -> str:
    """Results of the command-line tools: tabs, LF, a column for every answer, rows that end after their last one."""
    items = [f"Answer.{1000 + item}_stance" for item in range(40)]
    lines = ["\t".join(f'"{name}"' for name in (*CLT_HEADER, *items))]
    kind = _name(random, "3")
    moment = SUMMER - timedelta(hours=1)
    for number in range(9):
        hit = _name(random, "3")
        shared = [
            *(hit, kind, "Find the claim of an argument", "Read an argument, mark its claim.", "text, argument", "$0.45"),
            *(_berlin(SUMMER - timedelta(days=3)), "1", "0", "0", "1", "Reviewable", "NotReviewed", f"item-{number:05}"),
            *("1200", "604800", _berlin(SUMMER + timedelta(days=4)), f"https://requester.mturk.com/mturk/manageHIT?HITId={hit}"),
        ]  # fmt: skip
        if number == 4:
            lines.append("\t".join([*(f'"{cell}"' for cell in shared), "", "", "", "", '""', '""']))
            continue
        accepted = moment + timedelta(seconds=random.randint(5, 240))
        moment = accepted + timedelta(seconds=random.randint(150, 1_000))
        looked = _berlin(moment + timedelta(hours=9))
        rejected = number == 7
        own = [
            *(_name(random, "3"), f"A{number % 2 + 1}EXAMPLETOOLS", "Rejected" if rejected else "Approved"),
            *(_berlin(moment + timedelta(days=7)), _berlin(accepted), _berlin(moment)),
            *("" if rejected else looked, looked if rejected else "", "", "", ""),
        ]
        answers = [""] * random.randint(1, 30) + ["for"]
        lines.append("\t".join(f'"{cell}"' if cell else "" for cell in (*shared, *own, *answers)))
    return "\n".join(lines) + "\n"


def mturk_saved_by_program(random: Random) -> dict[str, str]:
    """A folder as a script leaves it: HITs as one document, assignments one a line, bonuses as the API answers."""
    here = timezone(timedelta(hours=-5))
    hits = [
        {
            "HITId": _name(random, "3"), "HITTypeId": _name(random, "3"), "HITGroupId": _name(random, "3"), "Title": title, "Reward": pays,
            "HITStatus": "Reviewable", "MaxAssignments": 3,
        }
        for title, pays in (("Transcribe a receipt", "0.20"), ("Describe a picture", "0.08"))
    ]  # fmt: skip
    assignments, bonuses = [], []
    for worker in ("A1EXAMPLEPROGRAM", "A2EXAMPLEPROGRAM", "A3EXAMPLEPROGRAM"):
        free = datetime(2020, 4, 18, 10, 0, tzinfo=here) + timedelta(seconds=random.randint(0, 900))
        for hit in hits:
            accepted = free + timedelta(seconds=random.randint(3, 60))
            free = accepted + timedelta(seconds=random.randint(40, 300))
            assignments.append({
                "AssignmentId": _name(random, "3"), "WorkerId": worker, "HITId": hit["HITId"], "AssignmentStatus": "Approved",
                "AcceptTime": accepted.isoformat(), "SubmitTime": free.isoformat(), "ApprovalTime": (free + timedelta(days=1)).isoformat(),
                "Answer": "<QuestionFormAnswers/>",
            })  # fmt: skip
        if worker != "A3EXAMPLEPROGRAM":
            bonuses.append({
                "WorkerId": worker, "BonusAmount": "0.50", "AssignmentId": assignments[-1]["AssignmentId"], "Reason": "Careful work",
                "GrantTime": (free + timedelta(days=12)).isoformat(),
            })  # fmt: skip
    return {
        "hits.json": json.dumps({"HITs": hits, "NumResults": len(hits)}, indent=2) + "\n",
        "assignments.jsonl": "".join(json.dumps(assignment) + "\n" for assignment in assignments),
        "bonuses.json": json.dumps({"BonusPayments": bonuses, "NumResults": len(bonuses)}, indent=2) + "\n",
    }


def hit_tracker_backup(random: Random) -> str:
    """A worker's backup of the HIT Tracker: days without hours, what she returned and let run out included."""
    states = ("Paid", "Paid", "Approved", "Pending", "Rejected", "Returned", "Returned", "Abandoned", "Paid")
    hits: list[dict[str, object]] = [
        {
            "hit_id": _name(random, "3"), "requester_id": "A9EXAMPLEBUYER" + str(number % 3), "requester_name": f"Buyer {number % 3}",
            "title": "Rate a search result" if number % 2 else "Find an address",
            "reward": {"amount_in_dollars": random.choice([0.03, 0.1, 0.25, 0.5]), "currency_code": "USD"},
            "state": states[number % len(states)], "date": f"2018030{1 + number // 9}", "assignment_id": _name(random, "3"),
            "requester_feedback": None, "source": None, "answer": None,
        }
        for number in range(27)
    ]  # fmt: skip
    hits.append(
        hits[0]
        | {
            "hit_id": _name(random, "3"),
            "assignment_id": _name(random, "3"),
            "state": "Assigned",
            "date": "20180303",
        }
    )
    days = [{"date": f"2018030{day}", "submitted": 6, "returned": 2, "abandoned": 1} for day in (1, 2, 3)]
    return json.dumps({"hits": hits, "days": days})
