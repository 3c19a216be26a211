"""Invented tables of people whom no platform gives an export, as they would type them; make.py writes them below maps/.

A payslip, a tally, shifts, a piece list, missions and a task list: each is read by the shipped map of its kind. Every
person, rate and hour is made up; the rates are of the order that field studies report.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin")
ANNOTATION_RATE = 28  # [Ar] an image
MODERATION_RATE = 190  # [KES] an hour


def payslips() -> str:
    """Six months of an annotator in Antananarivo: a quality bonus of a tenth to a third, a total below."""
    slips = (
        (10_400, 10, "208"), (11_050, 10, "212,5"), (9_800, 33, "208"),
        (12_100, 20, "221h30"), (10_900, 25, "208"), (8_700, 10, "190,25"),
    )  # fmt: skip
    lines = ["Mois;Tâches;Prix par tâche;Prime qualité;Heures;Retenues"]
    for month, (images, share, hours) in zip(MONTHS, slips, strict=True):
        bonus = images * ANNOTATION_RATE * share // 100
        lines.append(f"{month} 2024;{_grouped(images)};{ANNOTATION_RATE};{_grouped(bonus)};{hours};3 000")
    total = sum(images for images, _, _ in slips)
    return "\n".join([*lines, f"Total;{_grouped(total)};;;;18 000"]) + "\n"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def tally(random: Random) -> str:
    """Three weeks of a click farm in Dhaka."""
    lines = ["Date,Accounts,Likes per account,Price per thousand,Hours"]
    lines += [
        f"{day},{random.randint(18, 30)},{random.randint(180, 320)},{random.choice((75, 80))},{random.choice(('9', '9.5', '10:15'))}"
        for day in _workdays(date(2024, 3, 3), 18, free=4)
    ]
    return "\n".join(lines) + "\n"


def shifts(random: Random) -> str:
    """A month of a moderator in Nairobi, one week of it at night."""
    lines = ["Date,Start,End,Tickets,Hourly rate"]
    for number, day in enumerate(_workdays(date(2024, 6, 3), 20, free=5)):
        start, end = ("22:00", "06:45") if 5 <= number < 10 else ("08:00", "17:00")
        lines.append(f"{day},{start},{end},{random.randint(380, 720)},{MODERATION_RATE}")
    return "\n".join(lines) + "\n"


def pieces(random: Random) -> str:
    """Two weeks in a refugee programme: the customer pays 12 cents a piece, 5 are credited, transfers are withheld."""
    lines = ["Date,Work,Pieces,Price per piece,Customer paid,Withheld,Hours"]
    for number, day in enumerate(_workdays(date(2024, 9, 2), 10, free=5)):
        count, work = random.randint(70, 130), random.choice(("transcription", "labels"))
        withheld = "0.60" if number % 5 == 4 else ""
        lines.append(
            f"{day},{work},{count},0.05,{count * 12 / 100:.2f},{withheld},{random.choice(('6', '6.5', '7'))}"
        )
    return "\n".join(lines) + "\n"


def missions() -> str:
    """A month of small missions near Lille, the ways to the shops and the search in the list written down."""
    return (
        "Date;Mission;Étape;Minutes;Gain;Statut\n"
        "02/03/2024;Rayon biscuits;liste des missions;15;;\n"
        "02/03/2024;Rayon biscuits;trajet;20;;\n"
        "02/03/2024;Rayon biscuits;photos;25;3,00;validée\n"
        "06/03/2024;Prix du café;questionnaire d'accès;5;;\n"
        "06/03/2024;Prix du café;relevé;12;1,50;payée\n"
        "09/03/2024;Vitrine;trajet;35;;\n"
        "09/03/2024;Vitrine;photos;15;4,00;refusée\n"
        "14/03/2024;Avis sur une application;à la maison;18;2,00;validée\n"
        "21/03/2024;Tri d'images;à la maison;40;1,20;en attente\n"
        "23/03/2024;Rayon lessive;trajet;25;;\n"
        "23/03/2024;Rayon lessive;photos;30;4,50;Validée\n"
        "28/03/2024;Rayon jouets;trajet;10;;annulée\n"
    )


def typed_tasks(random: Random) -> str:
    """Two weeks of nights in Nairobi on tasks that end in dollars, in a rejection, or in an unpaid course."""
    lines = ["Date,Start,End,Platform,Project,Tasks,Pay,Status"]
    for number, day in enumerate(_workdays(date(2024, 5, 6), 12, free=6)):
        if number % 6 == 0:
            lines.append(f"{day},18:00,19:30,Remotasks,Course: boxes in point clouds,1,0,paid")
        for start, end in (("20:05", "21:40"), ("21:50", "23:10"), ("23:25", "00:40")):
            status = random.choice(("paid", "paid", "paid", "in review", "sent back"))
            lines.append(
                f"{day},{start},{end},Remotasks,Lidar {random.choice('AB')},{random.randint(2, 6)},{random.randint(90, 260) / 100:.2f},{status}"
            )
    return "\n".join(lines) + "\n"


def _workdays(first: date, count: int, free: int) -> list[date]:
    """Days from the first on, without the weekday `free` (Monday is 0), nor, where that is Saturday, Sunday."""
    days = [first + timedelta(days=number) for number in range(2 * count)]
    kept = [day for day in days if day.weekday() != free and not (free == 5 and day.weekday() == 6)]
    return kept[:count]


def tables(random: Random) -> dict[str, str]:
    """Name → text of each table."""
    return {
        "payslips_antananarivo.csv": payslips(),
        "click_farm_dhaka.csv": tally(random),
        "moderation_nairobi.csv": shifts(random),
        "piece_list_kakuma.csv": pieces(random),
        "missions_lille.csv": missions(),
        "task_list_nairobi.csv": typed_tasks(random),
    }
