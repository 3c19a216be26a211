"""Invented logs of workers, in the canonical columns or in words of their own; make.py writes them.

An annotator in Antananarivo, a worker in Nairobi and one in Caracas on two platforms each at night, forty members of a
union and the roster that says where they live. Every person, rate and hour is made up.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random

EAST_AFRICA = timezone(timedelta(hours=3))
CARACAS = timezone(timedelta(hours=-4))
Cells = Sequence[object]


def _table(header: str, rows: Iterable[Cells], delimiter: str = ",") -> str:
    """Names of columns, apart by ";" or white space, and rows."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header.split(";") if ";" in header else header.split())
    writer.writerows(rows)
    return text.getvalue()


def _minutes(random: Random, low: int, high: int) -> timedelta:
    return timedelta(seconds=random.randint(low * 60, high * 60))


def _chance(random: Random, percent: int) -> bool:
    return random.randrange(100) < percent


# --- Antananarivo: paid by the image, with a quality bonus -------------------------------------------------------------

ANNOTATOR = (
    "worker_id platform requester project task_id activity status started_at ended_at task_count piece_rate bonus currency "
    "country timezone"
)
FIRST_MONDAY, WEEKS = date(2024, 2, 19), 4  # the minimum wage rises on 1 March
HOLIDAYS = (date(2024, 3, 8),)
IMAGE_RATE, QUALITY_BONUS, TARGET_BONUS = 12, 3, 4_000  # [Ar], the last for a week
BATCHES_A_HALF_DAY = 4
PAUSES = (
    (30, (0, 1)),
    (35, (2, 5)),
    (24, (5, 12)),
    (8, (12, 19)),
    (3, (21, 35)),
)  # percent, from and to [min]


class Annotator:
    """The log of one annotator, row by row; `now` is where her day stands."""

    def __init__(self, random: Random) -> None:
        """Nothing done yet."""
        self.random = random
        self.rows: list[Cells] = []
        self.now = datetime(2024, 2, 19, tzinfo=EAST_AFRICA)
        self.batches = 0

    def add(self, activity: str, lasts: timedelta, project: str = "", **cells: object) -> None:
        """One row that begins now; time moves on to its end."""
        begin, self.now = self.now, self.now + lasts
        self.rows.append([
            "tana-17", "atelier", "requester-7", project, cells.get("task_id", ""), activity, cells.get("status", "approved"),
            begin.isoformat(), self.now.isoformat(), cells.get("images", ""), IMAGE_RATE if "images" in cells else "",
            cells.get("bonus", ""), "MGA", "MG", "Indian/Antananarivo",
        ])  # fmt: skip

    def pause(self) -> None:
        """Look for the next batch: mostly a few minutes; now and then the queue is empty, and the platform records it."""
        if _chance(self.random, 9):
            self.add("waiting", _minutes(self.random, 15, 40))
            return
        shares, spans = zip(*PAUSES, strict=True)
        self.now += _minutes(self.random, *self.random.choices(spans, shares)[0])

    def batch(self) -> None:
        """Forty to sixty images; one batch in sixteen is rejected, three in four of the others earn the quality bonus."""
        self.batches += 1
        images = self.random.randint(40, 60)
        lasts = timedelta(seconds=sum(self.random.randint(22, 42) for _ in range(images)))
        rejected = _chance(self.random, 6)
        bonus = images * QUALITY_BONUS if not rejected and _chance(self.random, 75) else ""
        status = "rejected" if rejected else "approved"
        self.add(
            "task",
            lasts,
            "street scenes",
            task_id=f"b-{self.batches:04}",
            status=status,
            images=images,
            bonus=bonus,
        )

    def half_day(self) -> None:
        """Batches with pauses between them."""
        for number in range(BATCHES_A_HALF_DAY):
            if number:
                self.pause()
            self.batch()

    def day(self, day: date) -> None:
        """A morning and an afternoon, lunch between them; training and a call on some days, a bonus on Fridays."""
        self.now = datetime(day.year, day.month, day.day, 7, 30, tzinfo=EAST_AFRICA) + _minutes(
            self.random, 0, 25
        )
        if day in {FIRST_MONDAY, FIRST_MONDAY + timedelta(weeks=3)}:
            self.add("training", _minutes(self.random, 70, 95), "new guidelines")
            self.pause()
        elif day.weekday() == 0:
            self.add("communication", _minutes(self.random, 8, 15), "weekly call")
            self.pause()
        self.half_day()
        self.now += _minutes(self.random, 45, 80)
        self.half_day()
        if day.weekday() == 4:
            self.add("payment", timedelta(0), "weekly target", bonus=TARGET_BONUS)


def antananarivo_annotator(random: Random) -> str:
    """Four weeks, paid by the image, across a rise of the minimum wage: a canonical CSV."""
    log = Annotator(random)
    for number in range(WEEKS * 7):
        day = FIRST_MONDAY + timedelta(days=number)
        if day.weekday() < 5 and day not in HOLIDAYS:
            log.day(day)
    return _table(ANNOTATOR, log.rows)


# --- Nairobi: two platforms at night, one export each ------------------------------------------------------------------

NIGHTS = tuple(date(2024, 11, 4) + timedelta(days=number) for number in (0, 1, 2, 3, 5, 7, 8, 9, 10, 12))
JUDGING = "worker_id platform task_id project status started_at ended_at pay currency country region timezone"
CAPTIONS = "Worker;Site;Title;Task;State;Start;End;Reward;Premium;Currency Code;Country Code;Province;TZ"


def nairobi_two_platforms(random: Random) -> dict[str, str]:
    """Two exports of one person, file name to text; the second platform is opened while the first has nothing.

    Times of the first are UTC, of the second the clock on her wall; both pay in dollars, and call their columns
    differently.
    """
    judged: list[Cells] = []
    captioned: list[Cells] = []
    place = ("KE", "KE-30", "Africa/Nairobi")
    for night in NIGHTS:
        now = datetime(night.year, night.month, night.day, 21, tzinfo=EAST_AFRICA) + _minutes(random, 0, 40)
        for _ in range(random.randint(9, 12)):
            begin, now = now, now + _minutes(random, 6, 16)
            status = "rejected" if _chance(random, 7) else "pending" if night == NIGHTS[-1] else "approved"
            judged.append([
                "nbo-204", "rank-desk", f"rank-{len(judged) + 1:03}", "answer ranking", status, f"{begin.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
                f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", f"0.{random.randint(6, 13):02}", "USD", *place,
            ])  # fmt: skip
            if _chance(random, 40):
                early = now - _minutes(random, 0, 4)
                until = early + _minutes(random, 4, 9)
                captioned.append([
                    "nbo-204", "caption-desk", "captions", f"cap-{len(captioned) + 1:03}", "returned" if _chance(random, 10) else "accepted",
                    f"{early:%Y-%m-%d %H:%M:%S}", f"{until:%Y-%m-%d %H:%M:%S}", f"${random.randint(4, 8) / 100:.2f}",
                    "0.02" if _chance(random, 20) else "", "USD", *place,
                ])  # fmt: skip
                now = until
            now += _minutes(random, 1, 9) if _chance(random, 80) else _minutes(random, 15, 35)
    return {
        "ranking.csv": _table(JUDGING, judged),
        "captions.csv": _table(CAPTIONS, captioned),
    }


# --- Caracas: two platforms in one table, in Spanish -------------------------------------------------------------------

NOCHES = tuple(date(2024, 5, 6) + timedelta(days=number) for number in (0, 1, 3, 4, 7, 8, 10, 11))
TABLA = "trabajadora plataforma proyecto tarea actividad estado inicio fin pago bono comision moneda pais zona_horaria"


def caracas_night(random: Random) -> str:
    """One worker's own table: semicolons, decimal commas, days before months, words in Spanish, the clock of Caracas."""
    rows: list[Cells] = []
    for night in NOCHES:
        now = datetime(night.year, night.month, night.day, 20, 30, tzinfo=CARACAS) + _minutes(random, 0, 30)
        for _ in range(random.randint(8, 11)):
            platform, project, low, high, lasts = random.choice(
                (
                    ("tareas-ya", "transcripción", 10, 24, (9, 20)),
                    ("ojo", "cajas en imágenes", 4, 11, (4, 12)),
                )
            )
            begin, now = now, now + _minutes(random, *lasts)
            rows.append([
                "ccs-05", platform, project, f"{platform[0]}{len(rows) + 1:03}", "tarea", "rechazado" if _chance(random, 8) else "aprobado",
                f"{begin:%d/%m/%Y %H:%M}", f"{now:%d/%m/%Y %H:%M}", f"0,{random.randint(low, high):02}",
                "0,03" if _chance(random, 25) else "", "0,01" if platform == "ojo" else "", "USD", "VE", "America/Caracas",
            ])  # fmt: skip
            now += _minutes(random, 1, 12)
        begin, now = now, now + _minutes(random, 10, 40)
        rows.append([
            "ccs-05", "tareas-ya", "", "", "búsqueda", "", f"{begin:%d/%m/%Y %H:%M}", f"{now:%d/%m/%Y %H:%M}", "", "", "", "USD",
            "VE", "America/Caracas",
        ])  # fmt: skip
    return _table(TABLA, rows, ";")


# --- A union's members -------------------------------------------------------------------------------------------------

MEMBERS = (
    "worker_id platform project task_id activity status started_at ended_at task_count pay bonus fee currency"
)
# country, region, zone, members, what ten minutes of work are paid [cents], currency
HOMES = (
    ("MG", "", "Indian/Antananarivo", 9, (4, 11), "USD"),
    ("KE", "KE-30", "Africa/Nairobi", 9, (6, 18), "USD"),
    ("PH", "PH-00", "Asia/Manila", 8, (20, 48), "USD"),
    ("BR", "", "America/Sao_Paulo", 7, (16, 40), "USD"),
    ("FR", "", "Europe/Paris", 4, (190, 330), "EUR"),
    ("SO", "", "Africa/Mogadishu", 3, (6, 14), "USD"),
)
# workers of the batch of MTurk, whom their requester asked
ASKED = (
    ("A2EXAMPLEQUEUE1", "US", "US-WA", "America/Los_Angeles"),
    ("A2EXAMPLESOLO02", "US", "", "America/Chicago"),
    ("A2EXAMPLEHASTY3", "IN", "IN-DL", "Asia/Kolkata"),
)


def _homes() -> list[tuple[str, str, str, tuple[int, int], str]]:
    return [
        (country, region, zone, cents, unit)
        for country, region, zone, many, cents, unit in HOMES
        for _ in range(many)
    ]


def roster() -> str:
    """Where the members and the workers of the batch live."""
    members = [(f"u-{number:03}", *home[:3]) for number, home in enumerate(_homes(), 1)]
    return _table("worker_id country region timezone", [*members, *ASKED])


def union_members(random: Random) -> str:
    """Two days of forty members, in hours of UTC; where they live is in the roster, as a union keeps it."""
    rows: list[Cells] = []
    for number, (_, _, _, cents, unit) in enumerate(_homes(), 1):
        paid = random.randint(*cents)
        for day in (date(2024, 9, 10), date(2024, 9, 18)):
            now = datetime(day.year, day.month, day.day, 5, tzinfo=UTC) + _minutes(random, 0, 300)
            for _ in range(random.randint(4, 6)):
                begin, now = now, now + _minutes(random, 12, 34)
                rows.append(_member_row(random, number, len(rows), (begin, now), paid, unit))
                now += _minutes(random, 0, 14) if _chance(random, 85) else _minutes(random, 25, 50)
    return _table(MEMBERS, rows)


def _member_row(
    random: Random, number: int, place: int, span: tuple[datetime, datetime], cents: int, unit: str
) -> Cells:
    begin, end = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in span)
    if _chance(random, 6):
        return [
            f"u-{number:03}",
            "task-desk",
            "guidelines",
            "",
            "training",
            "",
            begin,
            end,
            "",
            "",
            "",
            "",
            unit,
        ]
    seconds = int((span[1] - span[0]).total_seconds())
    earned = seconds * cents // 600
    return [
        f"u-{number:03}", random.choice(("label-desk", "task-desk")), random.choice(("speech", "images", "ranking")), f"t-{place:05}",
        "task", random.choices(("approved", "pending", "rejected"), (88, 7, 5))[0], begin, end, seconds // 90,
        f"{earned // 100}.{earned % 100:02}", "0.05" if _chance(random, 20) else "", f"0.{earned * 4 // 100:02}", unit,
    ]  # fmt: skip
