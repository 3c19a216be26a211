"""Zones of time: letters on clocks, hours shown twice or never, changes of offset; by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pytest

from wageaudit.zones import changes, known, local_days, minutes_of_letters, offsets, second_showing, to_utc

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = 3_600_000_000


def micros(*moment: int) -> int:
    """An instant of UTC, or a wall clock as if it were one [µs]."""
    return (datetime(*moment, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)  # type: ignore[misc,arg-type]


def test_a_zone_is_known_by_its_iana_name() -> None:
    """And by nothing else."""
    assert known("Indian/Antananarivo")
    assert not known("Madagascar")
    assert not known("../etc/passwd")


@pytest.mark.parametrize(
    ("zone", "letters", "minutes"),
    [("Europe/London", "BST", 60), ("Europe/London", "GMT", 0), ("Asia/Kolkata", "IST", 330), ("Asia/Kolkata", "PST", None)],
)  # fmt: skip
def test_letters_of_a_clock_are_an_offset_where_the_zone_is_known(
    zone: str, letters: str, minutes: int | None
) -> None:
    """BST is an hour in London; no clock of India shows PST."""
    assert minutes_of_letters(zone, letters) == minutes


def test_letters_that_stood_for_two_offsets_stand_for_none() -> None:
    """Moscow's MSK was three hours, then four, then three again."""
    assert minutes_of_letters("Europe/Moscow", "MSK") is None


def test_an_hour_shown_twice_is_the_first_and_can_be_had_as_the_second() -> None:
    """Paris, 27 October 2024: 02:30 is 00:30 UTC, and again 01:30 UTC."""
    wall = np.array([micros(2024, 10, 27, 2, 30)])
    found, skipped, repeated = to_utc(wall, "Europe/Paris")
    assert (found.tolist(), skipped.tolist(), repeated.tolist()) == (
        [micros(2024, 10, 27, 0, 30)],
        [False],
        [True],
    )
    assert second_showing(wall, "Europe/Paris").tolist() == [micros(2024, 10, 27, 1, 30)]


def test_an_hour_never_shown_is_said_to_be_none() -> None:
    """Paris, 31 March 2024: the clock went from 02:00 to 03:00."""
    wall = np.array([micros(2024, 3, 31, 1, 59), micros(2024, 3, 31, 2, 0), micros(2024, 3, 31, 3, 0)])
    found, skipped, repeated = to_utc(wall, "Europe/Paris")
    assert found.tolist()[::2] == [micros(2024, 3, 31, 0, 59), micros(2024, 3, 31, 1, 0)]
    assert (skipped.tolist(), repeated.any()) == ([False, True, False], False)


def test_offsets_hold_from_the_microsecond_of_the_change() -> None:
    """Paris changes at 01:00 UTC."""
    change = micros(2024, 3, 31, 1)
    assert offsets(np.array([change - 1, change]), "Europe/Paris").tolist() == [HOUR, 2 * HOUR]
    assert change in changes(np.array([change]), "Europe/Paris").tolist()


@pytest.mark.parametrize("zone", ["", "UTC", "Etc/UTC"])
def test_utc_has_no_offset_and_no_change(zone: str) -> None:
    """By any of its names."""
    stamps = np.array([micros(2024, 3, 31, 1)])
    assert offsets(stamps, zone).tolist() == [0]
    assert changes(stamps, zone).tolist() == []
    found, skipped, repeated = to_utc(stamps, zone)
    assert (found.tolist(), skipped.any(), repeated.any()) == (stamps.tolist(), False, False)


def test_a_zone_that_never_changes_has_one_offset() -> None:
    """Antananarivo is three hours ahead."""
    stamps = np.array([micros(2024, 1, 1), micros(2024, 7, 1)])
    assert offsets(stamps, "Indian/Antananarivo").tolist() == [3 * HOUR] * 2
    assert changes(stamps, "Indian/Antananarivo").tolist() == []


def test_rows_of_several_zones_have_each_its_own_date() -> None:
    """23:30 UTC is the next day in Nairobi, the same day in UTC and in New York."""
    stamps = np.array([micros(2024, 3, 4, 23, 30)] * 3)
    days = local_days(
        stamps, np.array([0, -1, 2], np.int32), ["Africa/Nairobi", "Asia/Kolkata", "America/New_York"]
    )
    first = micros(2024, 3, 4) // (24 * HOUR)
    assert days.tolist() == [first + 1, first, first]
    assert stamps.tolist() == [micros(2024, 3, 4, 23, 30)] * 3


def told_every(hours: int, zone: str, first: int, last: int) -> tuple[list[int], list[int]]:
    """Instants of these years, so many hours apart, and what zoneinfo says of each of them by itself [µs]."""
    moments = [datetime(first, 1, 1, tzinfo=UTC)]
    while moments[-1].year <= last:
        moments.append(moments[-1] + timedelta(hours=hours))
    found = [one.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0) for one in moments]
    return [(one - EPOCH) // timedelta(microseconds=1) for one in moments], [
        one // timedelta(microseconds=1) for one in found
    ]


@pytest.mark.parametrize(
    ("zone", "year"),
    [("America/Recife", 2000), ("America/Argentina/Tucuman", 2004), ("Africa/Cairo", 2010), ("Pacific/Apia", 2011),
     ("Africa/Casablanca", 2023), ("Asia/Gaza", 2040), ("Antarctica/Casey", 2020), ("Australia/Lord_Howe", 2024)],
)  # fmt: skip
def test_no_change_of_clocks_is_overlooked_however_short_it_was(zone: str, year: int) -> None:
    """Recife kept summer time for one week of October 2000; asked hour by hour."""
    stamps, told = told_every(1, zone, year, year)
    assert offsets(np.array(stamps), zone).tolist() == told
    assert len(set(told)) > 1


@pytest.mark.slow
def test_every_zone_is_as_its_rules_say_day_by_day() -> None:
    """From 1972 to 2059, the years that rows may be of."""
    for zone in sorted(available_timezones()):
        stamps, told = told_every(24, zone, 1972, 2059)
        assert offsets(np.array(stamps), zone).tolist() == told, zone
