"""An invented week of a worker in Nairobi: what one platform counts, and what her own six clocks say of the same days."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random

NAIROBI = timezone(timedelta(hours=3))
MONDAY = date(2024, 3, 18)
TASKS_A_DAY = 14
TOGGL = (
    *("User", "Email", "Client", "Project", "Task", "Description", "Billable", "Start date", "Start time"),
    *("End date", "End time", "Duration", "Tags", "Amount ()"),
)
CLOCKIFY = (
    *("Project", "Client", "Description", "Task", "User", "Group", "Email", "Tags", "Billable", "Start Date"),
    *("Start Time", "End Date", "End Time", "Duration (h)", "Duration (decimal)", "Billable Rate (USD)"),
    *("Billable Amount (USD)", "Date of creation"),
)


def _at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute, second), NAIROBI)


def _table(
    header: tuple[str, ...], rows: list[tuple[str, ...]], *, quoted: bool = False, end: str = "\n"
) -> str:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator=end)
    writer.writerows([header, *rows])
    return text.getvalue()


def _tasks(random: Random) -> str:
    """The platform's own list: tasks of a minute or two, minutes apart, from Monday to Saturday."""
    rows = []
    for day in range(6):
        free = _at(day, 9, random.randint(5, 20))
        for task in range(TASKS_A_DAY):
            begin = free + timedelta(seconds=random.randint(60, 900))
            free = begin + timedelta(seconds=random.randint(60, 240))
            rows.append(
                ("A77", f"t-{day}-{task:02}", begin.isoformat(), free.isoformat(), "0.110000", "USD", "KE")
            )
    return _table(("worker_id", "task_id", "started_at", "ended_at", "pay", "currency", "country"), rows)


def _toggl() -> str:
    """Monday: searching and tasks under one clock, training in the evening."""
    entries = (
        ((9, 0), (12, 30), "Tasks and looking for them", "Online work", ""),
        ((20, 0), (20, 45), "Reading the new rules", "Online work", "Training"),
    )
    rows = [
        ("W.", "w@example.org", "", project, "", what, "No", f"{MONDAY}", f"{time(*begin)}", f"{MONDAY}", f"{time(*end)}",
         f"{_at(0, *end) - _at(0, *begin)}".zfill(8), tag, "")
        for begin, end, what, project, tag in entries
    ]  # fmt: skip
    return "\ufeff" + _table(TOGGL, rows)


def _clockify() -> str:
    """Tuesday: day/month, every field quoted."""
    day = f"{MONDAY + timedelta(days=1):%d/%m/%Y}"
    row = ("Online work", "", "In the queue", "", "W.", "", "w@example.org", "waiting", "No", day, "09:00:00", day, "12:30:00",
           "03:30:00", "3.50", "0.00", "0.00", day)  # fmt: skip
    return _table(CLOCKIFY, [row], quoted=True, end="\r\n")


def _activitywatch(random: Random) -> str:
    """Wednesday: at the keyboard or not, newest first; titles of windows beside it, which nobody reads."""
    events, now = [], _at(2, 9)
    for number in range(8):
        lasted = timedelta(
            seconds=random.randint(600, 1_800) if number % 2 == 0 else random.randint(180, 400)
        )
        status = "not-afk" if number % 2 == 0 else "afk"
        stamp = now.astimezone(UTC).isoformat()
        events.append({"timestamp": stamp, "duration": lasted.total_seconds(), "data": {"status": status}})
        now += lasted
    window = {
        "timestamp": events[0]["timestamp"],
        "duration": 5.25,
        "data": {"app": "browser", "title": "private"},
    }
    names = {"afk": ("afkstatus", events[::-1]), "window": ("currentwindow", [window])}
    buckets = {
        f"aw-watcher-{name}_host": {
            "id": f"aw-watcher-{name}_host",
            "type": kind,
            "hostname": "host",
            "events": found,
        }
        for name, (kind, found) in names.items()
    }
    return json.dumps({"buckets": buckets}, indent=1) + "\n"


def _weclock() -> str:
    """Thursday: the phone's sensors, and one moment of the work log."""
    return (
        "0,-4005,battery reading,3/28/24, 2:51 PM,88.0%\n"
        "1,-4006,geologging,3/21/24, 9:12 AM,-1.3, 36.8\n"
        "2,-4007,work log,3/21/24, 9:05 AM,Unclassified\n"
    )


def _timeclock() -> str:
    """Friday: in and out, by account."""
    return (
        "; my clock\n"
        "i 2024/03/22 09:00:00 work:search  looking for batches\n"
        "o 2024/03/22 11:00:00\n"
        "i 2024/03/22 11:20 work:tasks\n"
        "o 2024/03/22 12:30\n"
    )


def _timewarrior() -> str:
    """Saturday: in UTC."""
    return 'inc 20240323T060000Z - 20240323T093000Z # work "online tasks"\n'


def nairobi_trackers(random: Random) -> dict[str, str]:
    """Name → text of the platform's list and of the six trackers."""
    return {
        "tasks.csv": _tasks(random),
        "toggl.csv": _toggl(),
        "clockify.csv": _clockify(),
        "aw-buckets-export.json": _activitywatch(random),
        "weclock.csv": _weclock(),
        "week.timeclock": _timeclock(),
        "2024-03.data": _timewarrior(),
    }
