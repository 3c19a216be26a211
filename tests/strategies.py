"""Work logs out of nothing: a seeded generator of many small logs, hypothesis strategies for single ones.

Both draw instants from a coarse grid, so that rows of zero length, rows that touch, nest, tie or are equal,
and gaps of exactly a threshold, are common instead of never happening.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

Row = dict[str, object]

MONDAY = datetime(2024, 3, 4, tzinfo=UTC)
ORIGINS = (
    MONDAY + timedelta(hours=9),
    MONDAY + timedelta(hours=20, minutes=40),  # about midnight in Antananarivo
    MONDAY + timedelta(days=6, hours=23, minutes=30),  # the end of an ISO week
    MONDAY + timedelta(days=6, hours=6, minutes=30),  # New York loses an hour
    datetime(2024, 12, 30, 22, tzinfo=UTC),  # Monday of 2025-W01
)
ZONES = ("UTC", "UTC", "Indian/Antananarivo", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati")
UNITS = (
    timedelta(milliseconds=500),
    *(timedelta(seconds=seconds) for seconds in (1, 20, 60, 60, 240, 420)),
)
JITTER = (*[timedelta()] * 6, timedelta(milliseconds=1), timedelta(milliseconds=999))
ACTIVITIES = (
    *["task"] * 8,
    "search",
    "search",
    "waiting",
    "qualification",
    "travel",
    "other",
    "payment",
    "payment",
)
STATUSES = (*["approved"] * 6, "pending", "rejected", "returned", "abandoned")
PLATFORMS = ("clicks", "clicks", "clicks", "jobs")
PROJECTS = ("labels", "labels", "texts", "")
HOURLY = Decimal("3.60")  # a tenth of a cent a second: pay meets the minimum wage to the last digit, often
FACTORS = tuple(Decimal(factor) for factor in ("0", "0.8", "1", "1", "1.2", "1.5", "2", "3"))
SMALL_CHANGE = tuple(Decimal(amount) for amount in ("0", "0", "0", "0.008", "0.05", "0.25", "1.10"))

# ---------------------------------------------------------------------------------------------- seeded logs


def random_logs(seed: int, logs: int) -> list[Row]:
    """Return the rows of `logs` small logs of one to four workers each, shuffled, the same for a seed."""
    random = Random(seed)
    rows: list[Row] = []
    for log in range(logs):
        for letter in "aZé9"[: random.randint(1, 4)]:
            rows += random_worker(random, f"{log}{letter}")
    random.shuffle(rows)
    return rows


def random_worker(random: Random, worker_id: str) -> list[Row]:
    """Return one to twelve rows of one worker, some of them exported twice, and payments for some of them."""
    unit, slots, origin = random.choice(UNITS), random.choice((6, 15, 40)), random.choice(ORIGINS)
    zone = random.choice(ZONES)
    rows: list[Row] = []
    for number in range(random.randint(1, 12)):
        activity = random.choice(ACTIVITIES)
        if activity == "payment":
            row = random_payment(random, number, rows)
        else:
            row = random_work(random, activity, unit, slots)
        place = {"worker_id": worker_id, "currency": "USD", "country": "MG", "timezone": zone}
        row = place | {"task_id": f"t{number}" if random.random() < 0.8 else ""} | row
        later = random.choice((timedelta(), row.pop("later"))) + random.choice(JITTER)
        row["started_at"] = origin + unit * random.randint(0, slots) + later
        if row.pop("is_timed"):
            row["ended_at"] = row["started_at"] + row.pop("lasting")
        row.pop("lasting", None)
        rows.append(row)
        if random.random() < 0.05:
            rows.append(dict(row))
    return rows


def random_work(random: Random, activity: str, unit: timedelta, slots: int) -> Row:
    """Return a task, a stretch of unpaid work, or of waiting on record, but for its place in time."""
    lasting = unit * random.choice((0, 1, 1, 2, 2, 3, 5, slots))
    is_timed = random.random() < 0.9
    row: Row = {"activity": activity, "is_timed": is_timed, "lasting": lasting}
    row["later"] = random.choice(
        (timedelta(), timedelta(), timedelta(hours=3), timedelta(days=1), timedelta(days=8))
    )
    if random.random() < (0.25 if is_timed else 0.6):
        measured = (lasting or unit) * random.choice((0, 1, 1, 2, 3, 6)) / 4
        row["active_seconds"] = Decimal(measured // timedelta(microseconds=1)) / 1_000_000
    row |= {"platform": random.choice(PLATFORMS), "project": random.choice(PROJECTS)}
    row |= {"requester": "", "status": random.choice(STATUSES), "task_count": random.choice((1, 1, 1, 0, 12))}
    return row | random_money(random, lasting, str(row["status"]))


def random_money(random: Random, lasting: timedelta, status: str) -> Row:
    """Return pay near the minimum wage of a row's length, and small change."""
    exact = HOURLY * (lasting // timedelta(milliseconds=1)) / 3_600_000 * random.choice(FACTORS)
    places = random.choice((Decimal("0.01"), Decimal("0.001"), Decimal("0.000001")))
    row: Row = {"pay": exact.quantize(places)}
    row |= {name: random.choice(SMALL_CHANGE) for name in ("bonus", "tip", "fee") if random.random() < 0.3}
    if random.random() < 0.2 and status in ("approved", "pending"):
        row["customer_price"] = exact.quantize(places) + Decimal("0.50")
    return row


def random_payment(random: Random, number: int, rows: Sequence[Row]) -> Row:
    """Return a payment or a chargeback, for an earlier task of the worker or on its own; no two are the same."""
    row: Row = {"activity": "payment", "is_timed": False, "platform": random.choice(PLATFORMS)}
    row |= {"status": random.choice(("approved", "approved", "approved", "pending", "rejected"))}
    row |= {"project": random.choice(PROJECTS), "requester": "bank"}
    amounts = tuple(map(Decimal, ("-1.5", "-0.02", "0", "0.05", "0.75", "4")))
    row |= {"pay": random.choice(amounts) + Decimal(number) / 1_000_000}
    row |= {name: random.choice(SMALL_CHANGE) for name in ("bonus", "fee") if random.random() < 0.3}
    row |= {"later": random.choice((timedelta(days=3), timedelta(days=15)))}
    named = [task for task in rows if task["activity"] == "task" and task["task_id"]]
    tasks = [task for task in named if task["status"] != "pending"]
    if tasks and random.random() < 0.7:
        task = random.choice(tasks)
        row |= {"task_id": task["task_id"]}
        row |= {"platform": task["platform"]} if random.random() < 0.8 else {}
    return row


# ----------------------------------------------------------------------------------------------- hypothesis

MINUTES = st.integers(0, 90)
WORK_STATUS = st.sampled_from(("approved", "approved", "pending", "rejected", "returned", "abandoned"))
ACTIVITY = st.sampled_from(("task", "task", "task", "training", "travel", "search", "waiting"))
CENTS = st.integers(0, 600).map(lambda cents: Decimal(cents) / 100)
THRESHOLD = st.sampled_from(tuple(map(Decimal, ("0", "0.5", "1", "4", "5", "20", "60", "90"))))


@st.composite
def timed_rows(draw: st.DrawFn, *, activity: st.SearchStrategy[str] = ACTIVITY, measured: bool = True) -> Row:
    """Draw one row with an interval, on a grid of minutes with an odd half second here and there."""
    start = timedelta(minutes=draw(MINUTES), milliseconds=draw(st.sampled_from((0, 0, 0, 1, 500))))
    lasting = timedelta(minutes=draw(st.integers(0, 15)))
    row: Row = {"activity": draw(activity), "status": draw(WORK_STATUS)}
    row |= {"started_at": ORIGINS[2] + start, "ended_at": ORIGINS[2] + start + lasting}
    row |= {"pay": draw(CENTS), "project": draw(st.sampled_from(("labels", "texts")))}
    if measured and draw(st.booleans()):
        row["active_seconds"] = Decimal(draw(st.integers(0, 1000)))
    return row


@st.composite
def logs(draw: st.DrawFn, *, workers: int = 3, measured: bool = True, **only: object) -> list[Row]:
    """Draw a log of rows with an interval, each with its own task id; `only` fixes columns for every row."""
    rows = draw(st.lists(timed_rows(measured=measured), min_size=1, max_size=10))
    place: Row = {"platform": "clicks", "currency": "USD", "country": "MG", "timezone": "UTC"}
    names = [{"worker_id": f"w{draw(st.integers(1, workers))}", "task_id": f"t{n}"} for n in range(len(rows))]
    return [row | name | place | only for row, name in zip(rows, names, strict=True)]
