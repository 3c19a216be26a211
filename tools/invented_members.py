"""A union's folder out of nothing, as mixed as they come: `python tools/invented_members.py FOLDER --members 300`.

Exports of every platform of sample_data, seeded anew for each member; canonical tables in nine formats, with stamps of three
kinds in zones that are awkward; bonuses in other files; rows that come twice, faulty rows and broken files. `--cut` writes
the same rows into other files of other formats. The same seed gives the same rows.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "sample_data"))  # the makers of the samples, one a platform

import make  # noqa: E402 - found by the line above

Row = dict[str, str]
COLUMNS = (
    "worker_id", "platform", "requester", "project", "task_id", "activity", "status", "started_at", "ended_at",
    "active_seconds", "task_count", "piece_rate", "pay", "bonus", "tip", "fee", "customer_price", "currency", "country",
    "region", "timezone",
)  # fmt: skip
PEOPLE = {
    "worker_id": "worker",
    "started_at": "start",
    "ended_at": "end",
    "pay": "amount",
}  # other words for it
PLACES = (  # country, region, currency, zone, pay of one task
    ("NP", "", "NPR", "Asia/Kathmandu", 9.0),  # 5 h 45 min from UTC
    ("AU", "", "AUD", "Australia/Lord_Howe", 2.1),  # its summer is half an hour
    (
        "CA",
        "CA-NL",
        "CAD",
        "America/St_Johns",
        1.4,
    ),  # 3 h 30 min behind, changes at midnight and one minute once
    ("MA", "", "MAD", "Africa/Casablanca", 1.3),  # winter time in Ramadan, by negative daylight saving
    ("NZ", "", "NZD", "Pacific/Chatham", 2.2),  # 12 h 45 min ahead
    ("IE", "", "EUR", "Europe/Dublin", 1.1),  # standard time in summer, negative daylight saving in winter
    ("VE", "", "USD", "America/Caracas", 0.06),
    ("IN", "", "INR", "Asia/Kolkata", 6.0),
    ("MG", "", "MGA", "Indian/Antananarivo", 120.0),
    ("KE", "", "KES", "Africa/Nairobi", 9.5),
    ("US", "US-NY", "USD", "America/New_York", 1.2),
    ("FR", "", "EUR", "Europe/Paris", 1.0),
    ("BR", "", "BRL", "America/Sao_Paulo", 0.6),
    ("WS", "", "USD", "Pacific/Apia", 0.5),  # ahead of the date line
)
PLATFORMS, STATUSES = ("anvil", "loom", "quarry"), ("approved",) * 8 + ("pending", "rejected")
REQUESTERS = ("Dünya & Söhne", "=SUM(A1:A9)", "北風", "plain", 'with "quotes", and commas', "émile 🙂")
FIRST = (
    datetime(2023, 12, 28, tzinfo=UTC),
    datetime(2024, 3, 7, tzinfo=UTC),
    datetime(2024, 10, 24, tzinfo=UTC),
)
LEFT_OUT = {"antananarivo_annotator.csv", "maps", "nairobi_two_platforms", "roster.csv", "union_members.csv"}
ZIPPED_AT = (2024, 1, 1, 0, 0, 0)
FAULTS = (("started_at", "yesterday"), ("pay", "two"), ("currency", "XX"), ("timezone", "Mars/Olympus"))
BROKEN: Mapping[str, bytes] = {
    "cut.zip": b"PK\x03\x04 cut off",
    "page.csv": b"<html><body>please log in</body></html>",
    "picture.csv": b"\x89PNG\r\n\x1a\n",
    "strange.csv": b"name,town\nx,y\n",
    "empty.csv": b"",
}


def main() -> None:
    """Read the command line and write the folder."""
    parser = argparse.ArgumentParser(description="Invent a folder of members' exports.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--members", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--cut", action="store_true", help="the same rows in other files")
    asked = parser.parse_args()
    (cut if asked.cut else whole)(asked.folder, asked.members, asked.seed)
    (asked.folder.parent / "roster.csv").write_text(roster(asked.members), encoding="utf-8")


def whole(folder: Path, members: int, seed: int) -> None:
    """One folder a member, each in a format of its own; bonuses of the members of one branch in one file elsewhere."""
    paid: dict[int, list[Row]] = {}
    for number in range(members):
        own = member(number, seed)
        place = folder / f"branch {number % 7}" / f"member {number:04d}"
        write(place / f"log{ENDINGS[number % len(ENDINGS)]}", own)
        if number % 9 == 4:
            write(place / "again.csv", own[: len(own) // 2])  # rows that come twice
        paid.setdefault(number % 5, []).extend(bonuses(number, own, seed))
    for group, rows in paid.items():
        write(folder / "bonuses" / f"paid later {group}.csv", rows)
    around(folder, members, seed)


def cut(folder: Path, members: int, seed: int) -> None:
    """The same rows: some members' in several files of several formats, others' in one file of many; no row comes twice."""
    together: dict[int, list[Row]] = {}
    for number in range(members):
        own = member(number, seed)
        own += bonuses(number, own, seed)
        if number % 4 == 3:
            together.setdefault(number // 40, []).extend(own)
            continue
        parts = 1 + number % 4
        for part in range(parts):
            name = f"m{number}{ENDINGS[(number + 3 * part + 1) % len(ENDINGS)]}"
            write(folder / f"round {part}" / f"{number % 11}" / name, own[part::parts])
    for group, rows in together.items():
        random.Random(f"order {group} {seed}").shuffle(rows)
        write(folder / "together" / f"{group}.csv", rows)
    around(folder, members, seed)


def around(folder: Path, members: int, seed: int) -> None:
    """What is the same however rows are cut: exports of each platform, and files that cannot be read."""
    names = [name for name in make.MAKERS if name not in LEFT_OUT]
    for number in range(max(1, members // 3)):
        name = names[number % len(names)]
        made = make.MAKERS[name][1](random.Random(f"{name} {number} {seed}"))
        texts = {name: made} if isinstance(made, str) else made
        place = folder / "platforms" / f"{number:04d}"
        place.mkdir(parents=True)
        if len(texts) > 1 and number % 2:
            data = {inner: text.encode() for inner, text in texts.items()}
            (place / "export.zip").write_bytes(zipped(data))
            continue
        for inner, text in texts.items():
            (place / inner).write_bytes(text.encode())
    (folder / "broken").mkdir()
    for name, data in BROKEN.items():
        (folder / "broken" / name).write_bytes(data)


def member(number: int, seed: int) -> list[Row]:
    """One member's rows, in the order of their start: overlaps, pauses, waiting on record, untimed and faulty rows among them."""
    draw = random.Random(f"member {number} {seed}")
    at, rows = FIRST[draw.randrange(len(FIRST))] + timedelta(minutes=draw.randrange(2_000)), []
    for place in range(draw.randrange(8, 40)):
        at += timedelta(seconds=draw.choice((-40, 0, 0, 5, 20, 61, 300, 1_201, 9_000, 40_000)))
        end = at + timedelta(seconds=draw.randrange(15, 900), milliseconds=draw.choice((0, 0, 250, 999)))
        rows.append(row(draw, number, place, at, end))
        at = end
    if number % 6 == 5:
        column, value = FAULTS[number // 6 % len(FAULTS)]
        rows[len(rows) // 2][column] = value
    return rows


def row(draw: random.Random, number: int, place: int, at: datetime, end: datetime) -> Row:
    """One row of a member. at, end: instants in UTC, written as Z, with the local offset, or as the wall clock shows them."""
    country, region, currency, zone, pay = PLACES[number % len(PLACES)]
    kind = draw.choice(("task",) * 9 + ("search", "training", "verification"))
    earned = kind == "task"
    amount = f"{pay * draw.randrange(20, 300) / 100:.{draw.choice((2, 2, 4, 6))}f}" if earned else ""
    count = draw.choice((1, 1, 1, 3, 10)) if earned else 1
    by_piece = earned and draw.randrange(5) == 0
    return {
        "worker_id": f"w{number:04d}", "platform": PLATFORMS[(number + place // 12) % len(PLATFORMS)],
        "requester": draw.choice(REQUESTERS), "project": f"kind {draw.randrange(12)}", "task_id": f"{number}-{place}",
        "activity": kind, "status": draw.choice(STATUSES) if earned else "approved",
        "started_at": stamp(at, number, zone), "ended_at": stamp(end, number, zone) if draw.randrange(25) else "",
        "active_seconds": str(draw.randrange(5, 15)) if draw.randrange(6) == 0 else "",
        "task_count": str(count), "piece_rate": f"{pay / 7:.6f}" if by_piece else "", "pay": "" if by_piece else amount,
        "bonus": f"{pay / 3:.2f}" if earned and draw.randrange(7) == 0 else "", "tip": "0.10" if draw.randrange(9) == 0 else "",
        "fee": "0.01" if draw.randrange(8) == 0 else "", "customer_price": "", "currency": currency, "country": country,
        "region": region, "timezone": zone,
    }  # fmt: skip


def stamp(at: datetime, number: int, zone: str) -> str:
    """An instant as this member's platform writes it; on the wall clock an hour that comes twice is the earlier one."""
    if number % 3 == 0:
        return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
    local = at.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    return local.isoformat() if number % 3 == 1 else f"{local:%Y-%m-%d %H:%M:%S}"


def bonuses(number: int, rows: Sequence[Row], seed: int) -> list[Row]:
    """Payments that come weeks after the tasks they name."""
    draw, paid = random.Random(f"bonus {number} {seed}"), []
    for one in rows:
        if one["activity"] == "task" and draw.randrange(6) == 0:
            later = FIRST[-1] + timedelta(days=20, minutes=draw.randrange(9_000))
            kept = (
                "worker_id",
                "platform",
                "requester",
                "project",
                "task_id",
                "currency",
                "country",
                "region",
            )
            bare = dict.fromkeys(COLUMNS, "") | {name: one[name] for name in kept}
            paid.append(bare | {"activity": "payment", "status": "approved", "task_count": "1", "timezone": "UTC"}
                        | {"started_at": f"{later:%Y-%m-%dT%H:%M:%SZ}", "bonus": f"{draw.randrange(1, 900) / 100:.2f}"})  # fmt: skip
    return paid


def roster(members: int) -> str:
    """Who the ids of two platforms are: each tenth member has two ids, and some exports say no country."""
    lines = ["worker_id,person,country,region,timezone"]
    lines += [
        f"w{number:04d},person {number - number % 10},,," for number in range(members) if number % 10 < 2
    ]
    return "\n".join([*lines, "A2EXAMPLEHASTY3,,US,US-WA,America/Los_Angeles"]) + "\n"


def text(rows: Sequence[Row], delimiter: str = ",", names: Mapping[str, str] = {}) -> str:
    """Rows as delimited text, under other names where some are given."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow([names.get(name, name) for name in COLUMNS])
    writer.writerows([one[name] for name in COLUMNS] for one in rows)
    return stream.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, ZIPPED_AT), data)
    return stream.getvalue()


def workbook(rows: Sequence[Row]) -> bytes:
    """A workbook whose cells are text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})  # noqa: DTZ001 - a property without a zone
        sheet = book.add_worksheet("log")
        for at, line in enumerate([dict(zip(COLUMNS, COLUMNS, strict=True)), *rows]):
            for place, name in enumerate(COLUMNS):
                sheet.write_string(at, place, line[name])
    return stream.getvalue()


def parquet(rows: Sequence[Row]) -> bytes:
    """A Parquet file whose cells are text."""
    stream = io.BytesIO()
    columns = {name: pa.array([one[name] or None for one in rows], pa.string()) for name in COLUMNS}
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


FORMATS: Mapping[str, Callable[[Sequence[Row]], bytes]] = {
    ".csv": lambda rows: text(rows).encode(),
    ".tsv": lambda rows: text(rows, "\t").encode(),
    ".csv.gz": lambda rows: gzip.compress(text(rows).encode(), mtime=0),
    ".zip": lambda rows: zipped({"log.csv": text(rows).encode()}),
    ".xlsx": workbook,
    ".parquet": parquet,
    ".people.csv": lambda rows: text(rows, names=PEOPLE).encode("utf-8-sig"),
    ".semicolon.csv": lambda rows: text(rows, ";").replace("\n", "\r\n").encode(),
    ".utf16.csv": lambda rows: text(rows).encode("utf-16"),
}
ENDINGS = tuple(FORMATS)


def write(path: Path, rows: Sequence[Row]) -> None:
    """Write rows in the format that the name asks for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ending = max((one for one in ENDINGS if path.name.endswith(one)), key=len)
    path.write_bytes(FORMATS[ending](rows))


if __name__ == "__main__":
    main()
