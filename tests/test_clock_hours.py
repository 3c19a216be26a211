"""When work was done: by hand, across midnights and changes of the clock, and against a count minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wageaudit.clock_hours import HOUR, ClockHours, by_hour, clock_hours
from wageaudit.engine import audit as audited
from wageaudit.engine import run, tasks_from_rows
from wageaudit.options import Options

MINUTE = 60_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = ["Africa/Nairobi", "Europe/Paris", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"]


def micros(local: str, zone: str) -> int:
    """The instant of a wall clock time [µs]; the first where the clock showed it twice."""
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    return (moment.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def laid_out(begin: int, end: int, zone: str) -> dict[tuple[int, int], int]:
    """(weekday, hour) → minutes of one interval."""
    found = by_hour(np.array([begin]), np.array([end]), np.zeros(1, np.int32), [zone])
    return {
        (day, hour): int(found[day, hour]) // MINUTE for day, hour in zip(*np.nonzero(found), strict=True)
    }


def test_an_evening_past_midnight_stands_on_both_days() -> None:
    """Wednesday 23:30 to Thursday 01:15 in Nairobi."""
    zone = "Africa/Nairobi"
    found = laid_out(micros("2024-06-05T23:30", zone), micros("2024-06-06T01:15", zone), zone)
    assert found == {(2, 23): 30, (3, 0): 60, (3, 1): 15}


def test_the_hour_that_a_clock_skips_holds_no_work() -> None:
    """Paris, 31 March 2024, 01:30 to 03:30 is one hour; nothing of it lies between two and three."""
    zone = "Europe/Paris"
    found = laid_out(micros("2024-03-31T01:30", zone), micros("2024-03-31T03:30", zone), zone)
    assert found == {(6, 1): 30, (6, 3): 30}


def test_the_hour_that_a_clock_shows_twice_holds_two_hours() -> None:
    """Paris, 27 October 2024, 01:00 to 04:00 is four hours."""
    zone = "Europe/Paris"
    found = laid_out(micros("2024-10-27T01:00", zone), micros("2024-10-27T04:00", zone), zone)
    assert found == {(6, 1): 60, (6, 2): 120, (6, 3): 60}


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2026, 1, 1)),  # noqa: DTZ001 - made UTC below
    st.integers(0, 60 * 24 * 9),
    st.sampled_from(ZONES),
)
def test_every_minute_is_where_the_wall_clock_has_it(first: datetime, minutes: int, zone: str) -> None:
    """Against a count of minutes by zoneinfo."""
    begin = (first.replace(tzinfo=UTC, second=0, microsecond=0) - EPOCH) // timedelta(microseconds=1)
    counted: dict[tuple[int, int], int] = {}
    for minute in range(minutes):
        local = (EPOCH + timedelta(microseconds=begin + minute * MINUTE)).astimezone(ZoneInfo(zone))
        key = (local.weekday(), local.hour)
        counted[key] = counted.get(key, 0) + 1
    assert laid_out(begin, begin + minutes * MINUTE, zone) == counted


def test_an_interval_of_years_is_laid_out_without_a_loop_over_hours() -> None:
    """Seventy years, in one go: every hour of the week gets its share."""
    begin, end = micros("1990-01-01T00:00", "Asia/Kathmandu"), micros("2059-12-29T00:00", "Asia/Kathmandu")
    found = by_hour(np.array([begin]), np.array([end]), np.zeros(1, np.int32), ["Asia/Kathmandu"])
    assert int(found.sum()) == end - begin
    assert int(found.max() - found.min()) <= HOUR


def test_all_working_time_with_times_of_day_is_on_the_clock(sample_data: Path) -> None:
    """To the microsecond: what the result table counts, but for rows without an interval."""
    for name in (
        "antananarivo_annotator.csv",
        "nairobi_two_platforms",
        "caracas_night.csv",
        "union_members.csv",
    ):
        done = run([str(sample_data / name)])
        sums = done.audit.cells().sums
        working = sum(int(sums[part].sum()) for part in ("paid", "unpaid", "on_record", "inferred"))
        found = clock_hours(done.audit)
        assert found.placed + found.unplaced == working, name


def test_pauses_within_the_threshold_are_on_the_clock_and_longer_ones_are_not() -> None:
    """10:00 to 10:10, a pause of 15 minutes, 10:25 to 10:30; then from 12:00 on; UTC where no zone is given."""
    times = [("10:00", "10:10"), ("10:25", "10:30"), ("12:00", "12:20")]
    rows = [
        {
            "worker_id": "w",
            "started_at": f"2024-06-05T{start}Z",
            "ended_at": f"2024-06-05T{end}Z",
            "pay": "1",
            "currency": "USD",
        }
        for start, end in times
    ]
    rows.append(
        {
            "worker_id": "w",
            "started_at": "2024-06-05",
            "active_seconds": "600",
            "pay": "1",
            "currency": "USD",
            "timezone": "UTC",
        }
    )
    found = clock_hours(audited(tasks_from_rows(rows).table, Options()))
    assert found.micros[2, 10] == 30 * MINUTE
    assert found.micros[2, 12] == 20 * MINUTE
    assert found.placed == 50 * MINUTE
    assert found.unplaced == 10 * MINUTE


@pytest.mark.parametrize(
    ("hour", "night"), [(hour, 60 if hour >= 22 or hour < 5 else 0) for hour in range(24)]
)
def test_night_is_from_ten_to_five(hour: int, night: int) -> None:
    """Seven hours that hold midnight to five."""
    begin = micros(f"2024-06-05T{hour:02d}:00", "Africa/Nairobi")
    found = by_hour(np.array([begin]), np.array([begin + HOUR]), np.zeros(1, np.int32), ["Africa/Nairobi"])
    assert ClockHours(found, 0).night == night * MINUTE


def test_work_without_an_interval_has_no_place_in_the_week() -> None:
    """Two hours of a block: counted, and said to stand nowhere."""
    block = {"worker_id": "w", "started_at": "2024-06-05", "active_seconds": "7200", "pay": "9", "currency": "USD", "country": "US",
             "timezone": "UTC"}  # fmt: skip
    reading = tasks_from_rows([block])
    assert not reading.problems
    found = clock_hours(audited(reading.table, Options()))
    assert (int(found.micros.sum()), found.unplaced) == (0, 2 * HOUR)


def test_waiting_without_an_interval_stands_nowhere_either() -> None:
    """Two hours of work and half an hour of search, of which only the length is known."""
    block = {"worker_id": "w", "started_at": "2024-06-05", "active_seconds": "7200", "pay": "9", "currency": "USD", "country": "US",
             "timezone": "UTC"}  # fmt: skip
    search = block | {"activity": "search", "active_seconds": "1800", "pay": ""}
    found = clock_hours(audited(tasks_from_rows([block, search]).table, Options()))
    assert (found.placed, found.unplaced) == (0, 2 * HOUR + HOUR // 2)


def test_work_without_a_zone_is_on_the_clock_of_utc() -> None:
    """Whichever zones others work in: one hour each, at seven in the morning of UTC, which is ten in Nairobi."""
    begin = micros("2024-06-05T07:00", "UTC")
    zone = np.array([-1, 0], np.int32)
    found = by_hour(np.array([begin] * 2), np.array([begin + HOUR] * 2), zone, ["Africa/Nairobi"])
    assert (int(found[2, 7]), int(found[2, 10]), int(found.sum())) == (HOUR, HOUR, 2 * HOUR)


def test_work_between_night_and_morning_is_told_apart() -> None:
    """In Nairobi, from 23:00 to 08:00: six of the nine hours lie before five."""
    night = {"worker_id": "w", "started_at": "2024-06-05T20:00Z", "ended_at": "2024-06-06T05:00Z", "pay": "9", "currency": "USD",
             "country": "KE", "timezone": "Africa/Nairobi"}  # fmt: skip
    found = clock_hours(audited(tasks_from_rows([night]).table, Options()))
    assert (found.night, found.placed) == (6 * HOUR, 9 * HOUR)
