"""The readers of time trackers: what is theirs, kinds of work, zones, and how a tracker joins a platform's log."""

from __future__ import annotations

import csv
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit import values
from wageaudit.engine import audit
from wageaudit.errors import InputRefused
from wageaudit.files import Source, sources
from wageaudit.options import Options, RosterEntry
from wageaudit.readers import find_reader, head_of, read_sources, timewarrior
from wageaudit.readers.base import Reading
from wageaudit.readers.tracked import kind_of

TOGGL = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount ()\n"
CLOCKIFY = "Project,User,Start Date,Start Time,End Date,End Time,Duration (h)\n"
TASKS = (
    "worker_id,task_id,started_at,ended_at,pay,currency\n"
    "A77,t1,2024-03-04T09:10:00Z,2024-03-04T09:20:00Z,1.00,USD\n"
    "A77,t2,2024-03-04T10:40:00Z,2024-03-04T10:50:00Z,1.00,USD\n"
)
MORNING = "Ana,a@example.org,,Boxes,,secret,No,2024-03-04,09:00:00,2024-03-04,11:00:00,02:00:00,,\n"
SCREEN = (
    '{"buckets": {"a": {"type": "afkstatus", "events": [{"timestamp": "2024-03-04T09:00:00+00:00", "duration": 60.5, '
    '"data": {"status": "not-afk", "title": "secret"}}]}}}'
)


def source(text: str, name: str = "notes.txt") -> Source:
    """A file whose name says nothing."""
    data = text.encode()
    return Source(name, "notes", "", "notes", len(data), lambda: data)


def read(*texts: str, **choices: object) -> Reading:
    """The reading of files of these texts."""
    found = [source(text, f"notes{at}.txt") for at, text in enumerate(texts)]
    return read_sources(found, Options(**choices), alone=len(found) == 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TOGGL, "toggl"),
        (TOGGL.replace("End date,End time", "Stop date,Stop time").replace(",Amount ()", ""), "toggl"),
        (CLOCKIFY, "clockify"),
        (SCREEN, "activitywatch"),
        ("0,-4005,battery reading,3/23/22, 2:51 PM,88.0%\n", "weclock"),
        ("idx,type,datetime,value1,value2,value3,value4,value5,fused\n", "weclock"),
        ("; mine\n\ni 2009/03/27 09:00:00 projects:a\n", "timeclock"),
        ("inc 20190312T081523Z - 20190312T101500Z # tag\n", "timewarrior"),
        ("inc 20190312T081523Z\n", "timewarrior"),
    ],
)
def test_a_tracker_is_recognised_by_its_content(text: str, name: str) -> None:
    """By its header, or by its first line where it has none; no other reader is as sure."""
    assert find_reader(head_of(source(text), Options())).name == name


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("", ""), "other"),
        (("", "Looking for batches"), "search"),
        (("Waiting", "training"), "waiting"),
        (("Night, Formation", ""), "training"),
        (("Búsqueda",), "search"),
        (("waiting, training", "search"), "other"),
        (("task", "payment"), "other"),
        (("retraining",), "other"),
    ],
)
def test_an_entry_is_of_the_kind_its_tags_or_else_its_words_name(texts: tuple[str, ...], kind: str) -> None:
    """Whole words in three languages; two kinds at once are none; a tracker's task is nobody's paid task."""
    assert kind_of(*texts) == kind


@pytest.mark.parametrize("text", [TOGGL + MORNING, SCREEN])
def test_words_titles_and_addresses_stay_out(text: str) -> None:
    """What she wrote for herself is hers."""
    said = repr(read(text, timezone="Africa/Nairobi"))
    assert "secret" not in said
    assert "example.org" not in said


def test_an_entry_pays_nothing_and_crosses_midnight_by_its_own_dates() -> None:
    """What a client is billed is not what she is paid."""
    line = "Ana,,,,,,Yes,2024-03-04,23:30:00,2024-03-05,00:30:00,01:00:00,,12.50\n"
    reading = read(TOGGL.replace("()", "(USD)") + line, timezone="Africa/Nairobi")
    assert "pay" not in reading.table.column_names
    assert reading.files[0].notes == ("Amount (USD) is what a client is billed, and is not taken as pay",)
    ended, started = (reading.table[name].to_pylist()[0] for name in ("ended_at", "started_at"))
    assert (ended - started).total_seconds() == 3600


@pytest.mark.parametrize(
    "text",
    [
        TOGGL + MORNING,
        "i 2009/03/27 09:00:00 a\no 2009/03/27 10:00:00\n",
        "0,-1,work log,3/23/22, 2:51 PM,x\n",
    ],
)
def test_local_times_need_a_zone(text: str) -> None:
    """Said once for the file."""
    with pytest.raises(InputRefused, match="without their time zone"):
        read(text)


def test_the_order_of_day_and_month_is_proved_or_asked_for() -> None:
    """Either reading of 02/03 exists."""
    text = CLOCKIFY + "P,Ana,02/03/2024,09:00:00,02/03/2024,10:00:00,01:00:00\n"
    with pytest.raises(InputRefused, match="day/month or month/day"):
        read(text, timezone="Africa/Nairobi")
    asked = read(text, timezone="Africa/Nairobi", date_order="dmy").table
    proved = read(
        text + "P,Ana,13/03/2024,09:00:00,13/03/2024,10:00:00,01:00:00\n", timezone="Africa/Nairobi"
    ).table
    assert asked["started_at"].to_pylist()[0] == proved["started_at"].to_pylist()[0]
    assert asked["started_at"].to_pylist()[0].month == 3


def test_a_running_clock_has_no_time_yet() -> None:
    """It is an entry without an end, and the audit says that it is untimed."""
    table = read("inc 20240304T080000Z # work\n").table
    assert table["started_at"].to_pylist()[0].hour == 8
    assert "ended_at" not in table.column_names or table["ended_at"].to_pylist() == [None]


def test_a_stamp_of_timewarrior_is_in_utc() -> None:
    """As its Z says."""
    assert timewarrior.instant("20190312T081523Z") == values.instant("2019-03-12T08:15:23Z")


def test_a_tracker_fills_the_gaps_of_a_platforms_log_and_takes_no_time_from_its_tasks() -> None:
    """Two tasks of ten minutes in two hours on the clock: the same paid time, and the hundred minutes between are waiting."""
    alone = read(TASKS, worker="Ana")
    both = read(TASKS, TOGGL + MORNING, worker="Ana", timezone="UTC")
    names = (
        "workers",
        "paid_hours",
        "unpaid_work_hours",
        "waiting_hours",
        "engaged_hourly_wage",
        "effective_hourly_wage",
    )
    figures = []
    for reading in (alone, both):
        table = audit(reading.table, Options(minimum_wage=Decimal(5), wage_currency="USD")).table(())
        figures.append([round(table[name].to_pylist()[0], 4) for name in names])
    assert figures[0] == [1, Decimal("0.3333"), 0, 0, 6, 6]
    assert figures[1] == [1, Decimal("0.3333"), 0, Decimal("1.6667"), 6, 1]
    assert [problem.code for problem in both.problems] == ["tracker-joined"]


def test_an_entry_beside_no_task_stays_unpaid_work() -> None:
    """Only what runs over a platform's tasks is joined with them, and only for the same worker."""
    afternoon = MORNING.replace("09:00:00", "13:00:00").replace("11:00:00", "15:00:00")
    other = read(TASKS, TOGGL + afternoon, worker="Ana", timezone="UTC")
    stranger = read(TASKS, TOGGL + MORNING, timezone="UTC")
    for reading in (other, stranger):
        assert reading.table["activity"].to_pylist().count("other") == 1
        assert reading.problems == ()


def test_a_roster_says_which_ids_are_one_person() -> None:
    """Ids without a person stay themselves."""
    roster = {"A77": RosterEntry(person="Ana"), "Ana": RosterEntry(country="KE")}
    table = read(TASKS, TOGGL + MORNING, roster=roster, timezone="UTC").table
    assert set(table["worker_id"].to_pylist()) == {"Ana"}


def test_one_name_for_several_workers_is_refused() -> None:
    """--worker would blend people; a roster maps them one by one."""
    with pytest.raises(InputRefused, match="2 workers"):
        read(TOGGL + MORNING + MORNING.replace("Ana", "Bea"), worker="Ana", timezone="UTC")


@pytest.mark.real
@pytest.mark.parametrize(
    ("path", "reader"),
    [
        ("toggl/TIRA_Toggl_1.csv", "toggl"),
        ("toggl/TIRA_toggl.csv", "toggl"),
        ("toggl/Toggl_time_entries_2019-04-07_to_2020-04-06.csv", "toggl"),
        ("clockify/Clockify_Time_Report_Detailed_01_01_2026-31_12_2026.csv", "clockify"),
    ],
)
def test_a_real_report_is_read_whole(real_exports: Path, path: str, reader: str) -> None:
    """Every entry, and as many hours as the stamps come to when read another way."""
    (found,), _ = sources([str(real_exports / path)])
    reading = read_sources([found], Options(timezone="Etc/GMT+5"), alone=True)
    with (real_exports / path).open(encoding="utf-8-sig", newline="") as stream:
        rows = [{name.casefold(): cell for name, cell in row.items()} for row in csv.DictReader(stream)]
    form = "%d/%m/%Y %H:%M:%S" if reader == "clockify" else "%Y-%m-%d %H:%M:%S"
    stamps = [
        [datetime.strptime(f"{row[f'{side} date']} {row[f'{side} time']}", form) for side in ("start", "end")]  # noqa: DTZ007
        for row in rows
    ]
    spans = zip(reading.table["started_at"].to_pylist(), reading.table["ended_at"].to_pylist(), strict=True)
    assert reading.files[0].reader == reader
    assert reading.table.num_rows == len(rows)
    assert sum((end - start).total_seconds() for start, end in spans) == sum(
        (end - start).total_seconds() for start, end in stamps
    )


@pytest.mark.real
def test_a_real_log_of_a_phone_has_one_entry_of_work(real_exports: Path) -> None:
    """Places and batteries are counted, and not looked at."""
    (found,), _ = sources([str(real_exports / "weclock" / "weclock_ios_data.csv")])
    reading = read_sources([found], Options(timezone="America/New_York"), alone=True)
    assert [stamp.isoformat() for stamp in reading.table["started_at"].to_pylist()] == [
        "2022-03-01T14:36:00+00:00"
    ]
    assert (reading.files[0].rows_read, reading.files[0].rows_left_out) == (336, 335)
