"""Invented exports of on-demand work and annotation: Upwork, Wolt, Deliveroo, an Argyle list, Outlier, Label Studio."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from random import Random

# --- Upwork ----------------------------------------------------------------------------------------------------------

CONTRACTS = (("Seed catalogue, part two (90210001)", 6), ("Captions for museum films (90210002)", 9))


def upwork_timesheet(random: Random) -> str:
    """Six weeks of two contracts by the day, a fixed price, a bonus."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("Date", "Contract", "Hours", "Amount", "Payment type"))
    day = date(2024, 2, 5)
    for at in range(30):
        title, rate = random.choice(CONTRACTS)
        tens = random.randint(6, 42)  # Upwork counts in tens of minutes
        hours, paid = f"{tens / 6:.5f}".rstrip("0").rstrip("."), f"{tens * rate / 6:.2f}"
        writer.writerow((day.isoformat(), title, hours, paid.removesuffix(".00"), ""))
        day += timedelta(days=3 if at % 5 == 4 else 1)
    writer.writerow(("2024-03-16", CONTRACTS[1][0], "", "25", "Bonus"))
    writer.writerow(("2024-03-18", "Logo for a bakery (90210003)", "", "40", "Fixed Price Payment"))
    return text.getvalue()


# --- Wolt ------------------------------------------------------------------------------------------------------------

WOLT_HEADER = (
    *("Task creation time ", "Task completion time", "Is pickup task", "Completed with vehicle type"),
    *("Arrived at", "Started at", "Arrival time", "Departed at"),
)


def _thousandths(moment: datetime) -> str:
    """A stamp with a fraction of one to three digits, as Wolt writes it."""
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03}".rstrip("0").rstrip(".")


def wolt_tasks(random: Random) -> str:
    """Three evenings of a courier: pickups and drop-offs, two orders at once, an order that somebody else brought."""
    lines = [",".join(f'"{name}"' for name in WOLT_HEADER)]
    for evening in range(3):
        free = datetime(2021, 3, 5 + evening, 16, 0, 0, 500_000, UTC)
        for order in range(8):
            created = free - timedelta(minutes=random.randint(2, 20), milliseconds=random.randint(0, 999))
            for leg in ("TRUE", "FALSE"):
                start = free + timedelta(seconds=random.randint(20, 400))
                reached = start + timedelta(
                    seconds=random.randint(150, 500), milliseconds=random.randint(1, 999)
                )
                free = reached + timedelta(seconds=random.randint(40, 600))
                stamps = [_thousandths(moment) for moment in (created, free, reached, start)]
                lines.append(
                    f'"{stamps[0]}","{stamps[1]}",{leg},"BICYCLE","{stamps[2]}","{stamps[3]}","{reached:%Y-%m-%d %H:%M:%S}",'
                )
            if order == 4:
                free -= timedelta(minutes=6)  # the next order is picked up on the way
    lines.extend(f'"2021-03-08 16:00:00.1",,{leg},"",,,"2021-03-08 16:30:00",' for leg in ("TRUE", "FALSE"))
    return "\n".join(lines) + "\n"


# --- Deliveroo -------------------------------------------------------------------------------------------------------


def deliveroo_invoices(random: Random) -> str:
    """Two fortnights of a rider in pounds: shifts with their waiting, tips, a fee, a shift past midnight."""
    invoices = []
    for number, first in enumerate((date(2019, 6, 3), date(2019, 6, 17))):
        shifts = []
        for at in (0, 2, 4, 5, 9, 11):
            begin = datetime(first.year, first.month, first.day, 18, tzinfo=UTC) + timedelta(
                days=at, minutes=random.randint(0, 40)
            )
            minutes = 390 if at == 5 else random.randint(120, 260)
            orders = random.randint(2, 4) * minutes // 100
            end = begin + timedelta(minutes=minutes)
            shifts.append({
                "Start": f"{begin:%Y-%m-%dT%H:%M}:00.000Z", "End": f"{end:%Y-%m-%dT%H:%M}:00.000Z",
                "Hours": round(minutes / 60, 1), "Orders": orders, "Pay": round(orders * 4.25, 2),
            })  # fmt: skip
        last = first + timedelta(days=13)
        invoices.append({
            "id": number + 1, "riderId": "rider-example-1", "vehicle": "Bicycle", "zone": "Example Town", "status": "parsed",
            "hash": f"example{number}", "start": f"{first}T00:00:00.000Z", "end": f"{last}T00:00:00.000Z", "shifts": shifts,
            "adjustments": [
                {"Label": "Tips", "Amount": random.randint(4, 20) / 2}, {"Label": "Transaction fee", "Amount": -0.5},
            ],
        })  # fmt: skip
    return json.dumps(invoices, indent=1) + "\n"


# --- Argyle ----------------------------------------------------------------------------------------------------------


def argyle_activities(random: Random) -> str:
    """An evening's rides with one cancelled, and a weekly incentive."""
    found = []
    free = datetime(2023, 9, 14, 21, 0, tzinfo=UTC)
    for at in range(9):
        asked = free + timedelta(seconds=random.randint(60, 900))
        lost = at == 5
        free = asked + timedelta(seconds=40 if lost else random.randint(600, 1900))
        charge = 0 if lost else random.randint(900, 2600)
        found.append(
            _activity(
                at, asked, None if lost else free, charge, random.choice((0, 0, 200)), free if lost else None
            )
        )
    found.append(
        _activity(9, datetime(2023, 9, 17, 4, tzinfo=UTC), None, 2500, 0, None)
        | {"type": "bonus", "earning_type": "incentive"}
    )
    return json.dumps(found, indent=2) + "\n"


def _activity(
    at: int, asked: datetime, end: datetime | None, cents: int, tips: int, lost: datetime | None
) -> dict[str, object]:
    iso = {
        name: f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
        for name, moment in (("a", asked), ("e", end), ("c", lost))
    }
    pay = cents * 7 // 10
    money = {
        "total_charge": cents + tips,
        "fees": cents - pay,
        "total": pay + tips,
        "pay": pay,
        "tips": tips,
        "bonus": 0,
    }
    return {
        "id": f"activity-{at:04}", "account": "account-example", "employer": "lyft", "status": "cancelled" if lost else "completed",
        "type": "rideshare", "num_tasks": 1, "start_date": iso["a"], "end_date": iso["e"],
        "all_datetimes": {"request_at": iso["a"], "dropoff_at": iso["e"], "cancel_at": iso["c"], "breaks": []},
        "duration": int((end - asked).total_seconds()) if end else None, "timezone": "America/New_York", "earning_type": "work",
        "income": {"currency": "USD", **{name: f"{value / 100:.2f}" for name, value in money.items()}, "taxes": None},
    }  # fmt: skip


# --- Outlier ---------------------------------------------------------------------------------------------------------


def outlier_earnings(random: Random) -> str:
    """Two weeks of reviews by the hour, overtime at half the rate, a mission."""
    lines = ["Work Date,Item ID,Duration,Rate Applied,Payout,Pay Type,Project Name,Status"]
    for at in range(14):
        day = date(2024, 10, 7) + timedelta(days=at)
        seconds = random.randint(900, 5400)
        lines.append(_earned(day, at, seconds, 1500, "prepay", "paid" if at < 9 else "pending"))
        if at % 4 == 1:
            lines.append(_earned(day, at, random.randint(200, 900), 750, "overtimePay", "paid"))
    lines.append("2024-10-13,,,,$20.00,missionReward,Owl Rubrics,paid")
    return "\n".join(lines) + "\n"


def _earned(day: date, item: int, seconds: int, cents: int, kind: str, status: str) -> str:
    hours, rest = divmod(seconds, 3600)
    written = f"{hours}h {rest // 60}m {rest % 60}s" if hours else f"{rest // 60}m {rest % 60}s"
    paid = f"${seconds * cents / 360_000:.2f}"
    return f"{day},item{item:04},{written},${cents / 100:.2f}/hr,{paid},{kind},Owl Rubrics,{status}"


# --- Label Studio ----------------------------------------------------------------------------------------------------


def label_studio_export(random: Random) -> str:
    """Two annotators of one project: images, some skipped, one that nobody had yet."""
    tasks = []
    moment = datetime(2025, 2, 10, 5, 30, tzinfo=UTC)
    for task in range(1, 19):
        annotations = []
        for worker in (3, 8) if task % 5 == 0 else (3,) if task % 2 else (8,):
            lead = random.randint(20_000, 190_000) / 1000
            moment += timedelta(seconds=lead + random.randint(2, 30))
            stamp = f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"
            annotations.append({
                "id": task * 10 + worker, "completed_by": worker, "result": [], "was_cancelled": task % 7 == 0, "created_at": stamp,
                "updated_at": stamp, "draft_created_at": None, "lead_time": lead, "unique_id": f"annotation-{task}-{worker}", "project": 4,
            })  # fmt: skip
        tasks.append(
            {
                "id": task,
                "annotations": annotations if task < 18 else [],
                "data": {"image": f"cells/{task}.png"},
                "project": 4,
            }
        )
    return json.dumps(tasks) + "\n"
