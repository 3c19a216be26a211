"""Invented statements of accounts: Uber's portal by the trip and by the payment, Upwork's transactions, tables for maps."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from random import Random

DRIVER = "d0a1b2c3-0000-4000-8000-00000000e001"
TRIPS = (
    *(
        "Driver UUID",
        "Driver first name",
        "Driver surname",
        "Vehicle UUID",
        "License plate",
        "Service type",
        "Trip UUID",
    ),
    *(
        "Trip request time",
        "Trip drop off time",
        "Pickup address",
        "Drop off address",
        "Trip distance",
        "Trip status",
    ),
)
PAYMENTS = (
    *(
        "transaction UUID",
        "Driver UUID",
        "Driver first name",
        "Driver surname",
        "Trip UUID",
        "Description",
        "vs reporting",
    ),
    *("Paid to you", "Paid to you : Your earnings", "Paid to you : Trip balance : Payouts : Cash collected"),
    *(
        "Paid to you:Your earnings:Fare:Fare",
        "Paid to you:Your earnings:Tip",
        "Paid to you:Trip balance:Refunds:Toll",
    ),
    "Paid to you:Trip balance:Payouts:Transferred To Bank Account",
)
NAME = ("Example", "Courier")


def _text(header: tuple[str, ...], rows: list[tuple[str, ...]], *, quoted: bool = False) -> str:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writerows([header, *rows])
    return text.getvalue()


def uber_statements(random: Random) -> dict[str, str]:
    """A week of a courier in Dallas: deliveries, one cancelled by the customer, tips, a toll given back, a payout."""
    trips: list[tuple[str, ...]] = []
    payments: list[tuple[str, ...]] = []
    for number in range(24):
        asked = datetime(2025, 8, 25 + number // 6, 17, 0, tzinfo=UTC) + timedelta(
            minutes=31 * (number % 6), seconds=random.randint(0, 500)
        )
        lasted = timedelta(seconds=random.randint(700, 1700))
        trip, lost = f"7{number:07}-0000-4000-8000-000000000000", number == 9
        trips.append((
            DRIVER, *NAME, "", "", "UberX Share" if number == 20 else "Delivery", trip, f"{asked:%Y-%m-%d %H:%M:%S}",
            "" if lost else f"{asked + lasted:%Y-%m-%d %H:%M:%S}", "an address", "another", f"{random.randint(10, 60) / 10}",
            "rider_cancelled" if lost else "completed",
        ))  # fmt: skip
        fare, tip = random.randint(230, 620), 0 if lost else random.choice((0, 0, 150, 400))
        toll = 185 if number == 4 else 0
        money = [f"{cents / 100:.2f}" for cents in (fare + tip + toll, fare + tip, 0, fare, tip, toll, 0)]
        paid = asked + lasted + timedelta(minutes=1)
        payments.append((
            f"8{number:07}-0000-4000-8000-000000000000", DRIVER, *NAME, trip, "trip completed order",
            f"{paid:%Y-%m-%d %H:%M:%S}.000 -0500 CDT", *money,
        ))  # fmt: skip
    total = sum(float(row[7]) for row in payments)
    payments.append((
        "90000000-0000-4000-8000-000000000000", DRIVER, *NAME, "", "so.payout", "2025-08-31 04:00:00.000 -0500 CDT",
        f"-{total:.2f}", "0.00", "0.00", "0.00", "0.00", "0.00", f"-{total:.2f}",
    ))  # fmt: skip
    name = "Example_Courier"
    return {
        f"20250825-20250831-trip_activity-{name}.csv": _text(TRIPS, trips),
        f"20250825-20250831-payments_order-{name}.csv": _text(PAYMENTS, payments),
    }


def upwork_transactions(random: Random) -> str:
    """Two months of a freelancer: hours by the week, a fixed price, a bonus, fees, a refund, withdrawals."""
    header = (
        *("Date", "Ref ID", "Type", "Description", "Agency", "Freelancer", "Team", "Account Name", "PO"),
        *("Amount", "Amount in local currency", "Currency", "Balance"),
    )
    rows: list[tuple[str, ...]] = []
    number = 700_100_000

    def row(moment: datetime, kind: str, description: str, cents: int, team: str = "Seed Works") -> None:
        nonlocal number
        number += 1
        amount = f"{cents / 100:.2f}"
        stamp = f"{moment:%b} {moment.day}, {moment.year}"
        rows.append(
            (
                stamp,
                str(number),
                kind,
                description,
                "",
                "Example Freelancer",
                team,
                "Seed Works Ltd",
                "",
                amount,
                amount,
                "USD",
                "",
            )
        )

    for week in range(8):
        begin = datetime(2024, 4, 1, tzinfo=UTC) + timedelta(days=7 * week)
        end, paid = begin + timedelta(days=6), begin + timedelta(days=11)
        tens = random.randint(60, 190)
        hours = f"{tens // 6}:{tens % 6 * 10:02} hrs @ $9.00/hr"
        row(paid, "Hourly", f"Invoice for {begin:%m/%d/%Y}-{end:%m/%d/%Y} - {hours}", tens * 150)
        row(paid, "Service Fee", f"Service Fee - Ref ID {number}", -tens * 15)
    day = datetime(2024, 5, 28, tzinfo=UTC)
    row(day, "Fixed Price", "Payment for a logo", 4000, "Bakery")
    row(day, "Service Fee", f"Service Fee - Ref ID {number}", -400, "Bakery")
    row(day, "Bonus", "For the captions", 2500)
    row(day, "Refund", "Of the logo", -1000, "Bakery")
    row(day, "Connects", "Connects bundle", -1500, "")
    row(day, "Withdrawal Fee", "Direct to local bank", -99, "")
    row(day, "Withdrawal", "Direct to local bank", -40_000, "")
    return _text(header, rows, quoted=True)


def microworkers_ratings(random: Random) -> str:
    """A list of jobs as Microworkers rates them, the day, the pay and the minutes of each written beside it by the worker."""
    lines = ["Date,Task_ID,Status,Comment,Bonus,User_ID,Pay,Minutes"]
    for number in range(40):
        status = "OK" if number % 9 else random.choice(("NOK", "REVISE"))
        pay = f"{random.choice((8, 10, 12, 15, 20)) / 100:.2f}"
        bonus = "0.05" if number % 13 == 5 else ""
        lines.append(
            f"2024-03-{4 + number // 4:02},mw{number:04},{status},,{bonus},u7f0,{pay},{random.randint(2, 9)}"
        )
    return "\n".join(lines) + "\n"


def uber_weeks() -> str:
    """Four weeks of Uber's fleet report in French, the week and the hours online written beside it by the driver."""
    lines = [
        "Semaine;Heures en ligne;UUID du chauffeur;Prénom du chauffeur;Nom du chauffeur;Revenus totaux;Versements;Remboursements et notes de frais"
    ]
    weeks = (
        ("04/03/2024", "44,5", "612,40"),
        ("11/03/2024", "47", "655,10"),
        ("18/03/2024", "39,25", "498,75"),
        ("25/03/2024", "50", "701,05"),
    )
    lines += [f"{day};{hours};{DRIVER};Exemple;Chauffeuse;{paid};-{paid};0,00" for day, hours, paid in weeks]
    return "\n".join(lines) + "\n"


def tables(random: Random) -> dict[str, str]:
    """Name → text of each table that a map reads."""
    return {"microworkers_ratings.csv": microworkers_ratings(random), "uber_weeks_lyon.csv": uber_weeks()}
