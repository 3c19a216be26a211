"""Cases of time: orders of dates, zones, clocks that change, ends before starts, units, years out of range."""

from __future__ import annotations

from typing import Any

from hostile.make import HOURS, book, cell, cells, edited, row, table, text, written
from hostile.runner import Case, Outcome

ZONE = ("--timezone", "America/Los_Angeles")


def local(*spans: tuple[str, str], zone: str = "America/Los_Angeles") -> str:
    """A log in local times of a zone."""
    return table(
        *(f"w1,t{at},{start},{end},1,USD,{zone}" for at, (start, end) in enumerate(spans, 1)), header=HOURS
    )


def hours(wanted: str) -> object:
    """The working hours that must come out."""

    def check(outcome: Outcome) -> None:
        header, line = (one.split(",") for one in outcome.text.splitlines()[:2])
        assert line[header.index('"working_hours"')] == wanted

    return check


def dated(*days: str) -> str:
    """Tasks of half a minute on these days."""
    return table(
        *(
            row(at, start=f"{day} 10:00 +00:00".replace(" +", "+"), end=f"{day} 10:01+00:00")
            for at, day in enumerate(days, 1)
        )
    )


def stamped(made: Any) -> None:  # noqa: ANN401 - openpyxl ships no types
    """Cells shown as stamps."""
    for name in ("D2", "E2"):
        made.active[name].number_format = "yyyy-mm-dd hh:mm:ss"


CASES = (
    text("D1", "a date that may be two days stops with the option", dated("03/04/2024", "05/06/2024"), 3, "log.csv", "03/04/2024", "--date-order dmy"),
    text("D2", "one day above twelve proves the order", dated("03/04/2024", "31/12/2024"), rows=(2, 2, 0, 0)),
    text("D3", "two orders in one file stop it", dated("31/12/2024", "12/31/2024"), 3, "log.csv", "day/month in some rows"),
    cell("D4", "two digits are no year", 4, '"1/1/70"', start="1/1/70"),
    *(cell(f"D5{letter}", f"{value} is left out, as no map declares it", 4, f'"{value}"', start=value, rule="months by name are read by a map that declares them" if letter == "a" else "")
      for letter, value in zip("abc", ("3 avril 2024 14h05", "3 abr 2024", "10 mars"), strict=True)),
    *(cell(f"D6{letter}", f"{value} is no instant: nothing is filled in from today", 4, f'"{value}"', start=value) for letter, value in zip("abcd", ("12/2024", "Mar", "5", "14:05"), strict=True)),
    *(cell(f"D7{letter}", f"{value} is no time", 4, f'"{value}"', start=value)
      for letter, value in zip("abcd", ("2024-02-30", "2023-02-29T10:00Z", "2024-03-04T25:00Z", "0000-00-00"), strict=True)),
    cell("D8", "24:00 is no time of the clock", 4, '"2024-03-04 24:00"', start="2024-03-04 24:00", rule="24:00 is left out with its row: write 00:00 of the next day"),
    text("D9", "PDT and PST are offsets", table(row(1, start="2024-11-03 01:30:00 PDT", end="2024-11-03 01:30:00 PST")), rows=(1, 1, 0, 0), check=hours("1.000000")),
    *(cell(f"D10{letter}", f"{zone} names several zones", 4, f"the zone {zone}", "write the offset", start=f"2024-03-04 10:00:00 {zone}") for letter, zone in zip("abc", ("IST", "CST", "BST"), strict=True)),
    text("D11", "a wall clock without a zone stops, with the option", table(row(1, start="2024-03-04 10:00:00", end="2024-03-04 10:01:00")), 4, "the zone is not known", "--timezone", rows=(1, 0, 0, 1)),
    text("D12", "stamps with a zone stand beside wall clocks, which need one", table(row(1), row(2, start="2024-03-04 10:00:00", end="2024-03-04 10:01:00")), 4, "log.csv, row 3",
         "the zone is not known", rows=(2, 1, 0, 1), rule="row by row: an offset in a stamp is kept, a wall clock takes the zone given, and is left out where none is"),
    text("D13", "an hour the clock skipped is left out, not moved", local(("2024-03-10 02:30:00", "2024-03-10 03:30:00")), 4, "log.csv, row 2", "skipped in spring", rows=(1, 0, 0, 1)),
    text("D14", "an hour shown twice is its first showing, said in a note", local(("2024-11-03 01:10:00", "2024-11-03 01:30:00")), 0, "showed twice; the first is taken", rows=(1, 1, 0, 0),
         check=hours("0.333333"), options=["--verbose"], rule="the first showing is taken; where the end would then lie before the start, the second, said in the note"),
    text("D14b", "where the first showing ends before it starts, the second is taken", local(("2024-11-03 01:50:00", "2024-11-03 01:10:00")), 0, "the second", rows=(1, 1, 0, 0),
         check=hours("0.333333"), options=["--verbose"]),
    text("D15", "an hour across the change of clocks is an hour", local(("2024-03-10 01:30:00", "2024-03-10 03:30:00")), rows=(1, 1, 0, 0), check=hours("1.000000")),
    text("D16", "a zone's history counts", local(("2010-03-04 10:00:00", "2010-03-04T14:30:00Z"), zone="America/Caracas"), rows=(1, 1, 0, 0), check=hours("0.000000")),
    cell("D17", "an end before its start is left out with its value", 4, "2024-03-04T09:00:00Z", "ends before it starts", end="2024-03-04T09:00:00Z"),
    cell("D17b", "an end a year after the start is left out", 4, "more than a year after the start", end="2025-03-06T10:00:00Z"),
    text("D18", "a task without length pays no infinity", table(row(1, end="2024-03-04T10:01:00Z")), rows=(1, 1, 0, 0), check=hours("0.000000")),
    text("D19", "tasks at once share the clock", table(row(1, start="2024-03-04T10:00:00Z", end="2024-03-04T11:00:00Z"), row(2, start="2024-03-04T10:30:00Z", end="2024-03-04T11:30:00Z")),
         rows=(2, 2, 0, 0), check=hours("1.500000")),
    text("D20", "a task inside another adds no time", table(row(1, start="2024-03-04T10:00:00Z", end="2024-03-04T11:00:00Z"), row(2, start="2024-03-04T10:10:00Z", end="2024-03-04T10:20:00Z"),
         row(3, start="2024-03-04T10:10:00Z", end="2024-03-04T10:20:00Z")), rows=(3, 3, 0, 0), check=hours("1.000000")),
    text("D21", "a task of 23 hours counts whole, and is suspected", table(row(1, start="2024-03-04T00:00:00Z", end="2024-03-04T23:00:00Z")), 0, "log.csv", rows=(1, 1, 0, 0), check=hours("23.000000")),
    text("D21b", "--max-task cuts it where it is asked to", table(row(1, start="2024-03-04T00:00:00Z", end="2024-03-04T23:00:00Z")), rows=(1, 1, 0, 0), check=hours("1.000000"), options=["--max-task", "60"]),
    text("D22", "a task without an end keeps its pay and adds no time", table(row(1, end=""), row(2)), rows=(2, 2, 0, 0), check=hours("0.008333")),
    text("D23", "seconds and clocks are durations", table("w1,2024-03-04,90,1,USD", "w1,2024-03-04,1:30,1,USD", "w1,2024-03-04,0:01:30,1,USD", header="worker_id,start,active_seconds,reward,currency"),
         rows=(3, 3, 0, 0), check=hours("0.075000")),
    text("D23b", "words of duration are left out", table("w1,2024-03-04,90,1,USD", "w1,2024-03-04,PT90S,1,USD", "w1,2024-03-04,1h30,1,USD", header="worker_id,start,active_seconds,reward,currency"),
         4, '"PT90S"', '"1h30"', rows=(3, 1, 0, 2), rule="units are declared by a map"),
    text("D24", "a duration beyond the interval adds nothing", table("w1,2024-03-04T10:00:00Z,2024-03-04T10:01:00Z,600,1,USD", header="worker_id,start,end,active_seconds,reward,currency"),
         rows=(1, 1, 0, 0), check=hours("0.016667"), rule="active time counts inside its interval alone"),
    cell("D25", "a number is no instant until a map says its unit", 4, '"1709546400000"', start="1709546400000"),
    cell("D26", "a spreadsheet's serial day in text is no instant", 4, '"45355.5"', start="45355.5"),
    Case("D26b", "a day of a workbook is read as what it shows", written("log.xlsx", book(cells(1, start="2024-03-04T10:00:00Z", end="2024-03-04T11:00:00Z"))), rows=(1, 1, 0, 0), check=hours("1.000000")),
    Case("D27", "a workbook that counts from 1904 keeps its days", written("log.xlsx", edited(book(cells(1, start=44_000.5, end=44_000.75), dress=stamped),
         "xl/workbook.xml", lambda xml: xml.replace(b"<workbookPr />", b'<workbookPr date1904="1"/>').replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')), "--format", "csv", "--by", "day", "--timezone", "UTC"),
         rows=(1, 1, 0, 0), shows=["2024-06-19"]),
    text("D28", "a stamp of the future is counted, and suspected", table(row(1, start="2058-03-04T10:00:00Z", end="2058-03-04T10:01:00Z")), 0, rows=(1, 1, 0, 0)),
    text("D29", "a bare date with an end is left out", table(row(1, start="2024-03-04", end="2024-03-05T00:10:00Z"), row(2)), 4, "starts on a bare date", rows=(2, 1, 0, 1)),
    cell("D30", "a leap second is left out with its row", 4, "23:59:60Z", start="2016-12-31T23:59:60Z"),
    text("D31", "stamps out of order are put in order", table(row(9), row(2), row(5)), rows=(3, 3, 0, 0)),
    *(cell(f"D32{letter}", f"{value} is no stamp that is read", 4, f'"{value}"', start=value, rule="weeks and days of the year are not read" if letter == "a" else "") for letter, value in zip("ab", ("2024-W10-1", "2024-064"), strict=True)),
    *(cell(f"D33{letter}", f"the year {value[:4]} is out of time", 4, "1990", start=value) for letter, value in zip("ab", ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"), strict=True)),
    text("D34", "a gap of the threshold is waiting", table(row(1, start="2024-03-04T10:00:00Z", end="2024-03-04T10:10:00Z"), row(2, start="2024-03-04T10:30:00Z", end="2024-03-04T10:40:00Z")),
         rows=(2, 2, 0, 0), check=hours("0.666667")),
    text("D34b", "a second more is a new session", table(row(1, start="2024-03-04T10:00:00Z", end="2024-03-04T10:10:00Z"), row(2, start="2024-03-04T10:30:01Z", end="2024-03-04T10:40:01Z")),
         rows=(2, 2, 0, 0), check=hours("0.333333")),
)  # fmt: skip


LEFT_OUT: dict[str, str] = {}
