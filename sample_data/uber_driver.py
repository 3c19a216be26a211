"""An invented Paris driver's subject-access folder, in the true shape of Uber's files; make.py writes it.

Four shifts in the week of Monday 25 March 2024; the clocks go forward on the Sunday, 31 March, so that local stamps,
which end in a false Z, stand one hour and then two hours before UTC. Every fare, hour and line is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
CITY, CURRENCY = "3", "EUR"
SHIFTS = ("2024-03-25T06:30", "2024-03-27T16:00", "2024-03-29T18:15", "2024-03-31T06:40")  # UTC
TRIPS_A_SHIFT = 7
COMMISSION, VAT = 25, 10  # [% of the fare]

STATES = (
    "earner_state;city_id;begin_lat;begin_lng;end_lat;end_lng;begin_timestamp_utc;end_timestamp_utc;duration_ms;"
    "begin_timestamp_local;end_timestamp_local"
)
PAYMENTS = "city_id;amount_local;currency_code;classification;category;recognize_timestamp_local"
DISPATCHES = (
    "start_timestamp_utc;end_timestamp_utc;start_timestamp_local;end_timestamp_local;city_id;minutes_online;minutes_active;"
    "dispatches;rejections;accepts;expireds;driver_cancellations;rider_cancellations;completed_trips;trip_fares;"
    "driver_adjusted_fares;flow_type;minutes_on_break;minutes_on_trip"
)
TRIPS = (
    "city_id;currency_code;timezone;flow;source_tag;product_type_name;global_product_name;request_timestamp_local;request_timestamp_utc;"
    "begintrip_timestamp_local;begintrip_timestamp_utc;dropoff_timestamp_local;dropoff_timestamp_utc;eta;surge_multiplier;is_surged;"
    "has_destination;is_pool_matched;is_star_power;request_to_begin_distance_miles;request_to_begin_duration_seconds;"
    "trip_distance_miles;trip_duration_seconds;status;is_completed;is_flat_rate;is_cash_trip;is_wait_time_eligible;is_rewindtrip;"
    "rewindtrip_timestamp_local;rewindtrip_timestamp_utc;promotion_local;promotion_usd;credits_local;credits_usd;"
    "has_driver_upfront_fare;driver_upfront_fare_local;driver_upfront_fare_usd;original_fare_local;original_fare_usd;"
    "base_fare_local;base_fare_usd;surge_fare_local;surge_fare_usd;minimum_fare_roundup_local;minimum_fare_roundup_usd;"
    "per_mile_fare_local;per_mile_fare_usd;per_minute_fare_local;per_minute_fare_usd;cancellation_fee_local;cancellation_fee_usd;"
    "rounding_down_amount_local;rounding_down_amount_usd;service_fee_local;service_fee_usd;toll_amount_local;toll_amount_usd;"
    "booking_fee_local;booking_fee_usd;earnings_boost_local;earnings_boost_usd;fare_distance_miles;fare_duration_minutes;"
    "request_date_id_local;driver_trip_number;concierge_source_type;wait_time_fare_local;wait_time_fare_usd;service_fee;is_on_time;"
    "driver_cancellation_reason;vehicle_trip_number;is_multidestination;driver_surge_multiplier;long_distance_surcharge_local;"
    "long_distance_surcharge_usd;guaranteed_surge_multiplier;ufp_type;cancellation_type;carrier_mcc;carrier_mnc;"
    "is_directed_dispatch_trip;wait_duration_minutes;is_scheduled_trip;is_airport_trip"
)


@dataclass(frozen=True, slots=True)
class Interval:
    """One state of the app, from begin to end."""

    state: str
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Trip:
    """One offer accepted: when, and what it came to [cents]; a cancelled one has no pick-up."""

    request: datetime
    begin: datetime | None
    end: datetime
    fare: int
    tip: int = 0
    toll: int = 0


def paris_driver(random: Random) -> dict[str, str]:
    """The folder's files, name to text (line ends included: write them unchanged)."""
    intervals, trips = _week(random)
    return {
        "02 - Driver Lifetime Trips.csv": _file(TRIPS.split(";"), _trip_rows(trips)),
        "05 - Driver Performance Badges.csv": "",
        "10 - Driver Online Offline.csv": _file(STATES.split(";"), map(_state_row, intervals)),
        "14 - Driver Dispatches Offered and Accepted.csv": _file(
            DISPATCHES.split(";"), _hour_rows(intervals, trips)
        ),
        "19a - Driver Payments.csv": _file(PAYMENTS.split(";"), _payment_rows(trips)),
    }


def _file(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "".join(";".join(cells) + "\r\n" for cells in (header, *rows))


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _local(moment: datetime) -> str:
    """The wall clock, with the false Z of the real files."""
    return moment.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _week(random: Random) -> tuple[list[Interval], list[Trip]]:
    intervals: list[Interval] = []
    trips: list[Trip] = []
    for start in SHIFTS:
        now = datetime.fromisoformat(start).replace(tzinfo=UTC)
        if intervals:
            intervals.append(Interval("offline", intervals[-1].end, now))
        for number in range(TRIPS_A_SHIFT):
            now = _turn(random, number, now, intervals, trips)
    last = intervals[-1]
    intervals.append(Interval("offline", last.end, last.end))  # the last state has no end yet
    return intervals, trips


def _turn(
    random: Random, number: int, now: datetime, intervals: list[Interval], trips: list[Trip]
) -> datetime:
    """Wait, drive there, drive the customer (unless she cancels), and perhaps go offline for some minutes."""

    def spell(state: str, low: int, high: int) -> datetime:
        begin = intervals[-1].end if intervals and intervals[-1].end > now else now
        intervals.append(Interval(state, begin, begin + timedelta(seconds=random.randint(low, high))))
        return intervals[-1].end

    request = spell("open", 300, 2900)
    begin = spell("enroute", 150, 720)
    if number == 4:
        trips.append(Trip(request, None, begin, fare=0))
        return begin
    end = spell("ontrip", 480, 1500)
    fare = 150 + int((end - begin).total_seconds())
    trips.append(
        Trip(request, begin, end, fare, random.choice((0, 0, 0, 100, 200)), 890 if len(trips) == 9 else 0)
    )
    return spell("offline", 40, 600) if random.random() < 0.2 else end


def _state_row(interval: Interval) -> list[str]:
    lasted = int((interval.end - interval.begin).total_seconds()) * 1000
    end = interval.end if lasted else None
    return [
        interval.state, CITY, "", "", "", "", _utc(interval.begin), _utc(end) if end else "", str(lasted) if end else "",
        _local(interval.begin), _local(end) if end else "",
    ]  # fmt: skip


def _payment_rows(trips: Sequence[Trip]) -> list[list[str]]:
    """Newest first: fare, commission, VAT once out and once in, tip, toll; and one incentive for the week."""
    rows = []
    for trip in trips:
        tax, cut = trip.fare * VAT // (100 + VAT), trip.fare * COMMISSION // 100
        lines = [
            (-cut, "intermediary.commission", "commission"),
            (trip.fare, "transport.fare.driver_upfront_fare", "driver_payment_fares"),
            (-tax, "transport.tax.vat", "tax"),
            (tax, "transport.tax.vat", "tax"),
            (trip.tip, "transport.misc.tip", "tip"),
            (trip.toll, "transport.toll", "driver_payment_tolls"),
        ]
        rows += [_line(cents, kind, group, trip.request) for cents, kind, group in lines if cents]
    rows.append(_line(1500, "transport.incentive.quest", "", trips[-1].end))
    return rows[::-1]


def _line(cents: int, classification: str, group: str, moment: datetime) -> list[str]:
    return [
        CITY,
        _euros(cents),
        CURRENCY,
        classification,
        group,
        moment.astimezone(PARIS).strftime("%Y-%m-%d %H:%M:%S"),
    ]


def _trip_rows(trips: Sequence[Trip]) -> list[list[str]]:
    return [_trip_row(number, trip) for number, trip in enumerate(trips, 1)][::-1]


def _trip_row(number: int, trip: Trip) -> list[str]:
    done = trip.begin is not None
    pick_up = trip.begin or trip.end
    cells = {
        "city_id": CITY, "currency_code": CURRENCY, "timezone": "Europe/Paris", "flow": "Black", "product_type_name": "GREEN",
        "global_product_name": "UberX", "request_timestamp_local": _local(trip.request), "request_timestamp_utc": _utc(trip.request),
        "request_to_begin_duration_seconds": str(int((pick_up - trip.request).total_seconds())),
        "trip_duration_seconds": str(int((trip.end - pick_up).total_seconds())), "surge_multiplier": "1.0", "is_surged": "false",
        "status": "completed" if done else "rider_canceled", "is_completed": str(done).lower(), "is_cash_trip": "false",
        "has_driver_upfront_fare": str(done).lower(), "original_fare_local": _euros(trip.fare),
        "request_date_id_local": trip.request.astimezone(PARIS).date().isoformat(), "driver_trip_number": str(number),
    }  # fmt: skip
    if done:
        cells |= {
            "begintrip_timestamp_local": _local(pick_up), "begintrip_timestamp_utc": _utc(pick_up), "driver_upfront_fare_local": _euros(trip.fare),
            "dropoff_timestamp_local": _local(trip.end), "dropoff_timestamp_utc": _utc(trip.end),
        }  # fmt: skip
    return [cells.get(name, "") for name in TRIPS.split(";")]


def _hour_rows(intervals: Sequence[Interval], trips: Sequence[Trip]) -> list[list[str]]:
    """Uber's own count for each hour of the clock with any minute online, newest first."""
    hour = intervals[0].begin.replace(minute=0, second=0)
    rows = []
    while hour < intervals[-1].end:
        online = _minutes(intervals, hour, {"open", "enroute", "ontrip"})
        if online:
            rows.append(_hour_row(hour, online, intervals, trips))
        hour += timedelta(hours=1)
    return rows[::-1]


def _minutes(intervals: Sequence[Interval], hour: datetime, states: set[str]) -> float:
    close = hour + timedelta(hours=1)
    inside = (min(one.end, close) - max(one.begin, hour) for one in intervals if one.state in states)
    return sum(span.total_seconds() for span in inside if span > timedelta(0)) / 60


def _hour_row(
    hour: datetime, online: float, intervals: Sequence[Interval], trips: Sequence[Trip]
) -> list[str]:
    close = hour + timedelta(hours=1)
    offered = [trip for trip in trips if hour <= trip.request < close]
    done = [trip for trip in trips if trip.begin and hour <= trip.end < close]
    fares = _euros(sum(trip.fare for trip in done))
    lost = sum(trip.begin is None for trip in offered)
    return [
        _utc(hour), _utc(close), _local(hour), _local(close), CITY, f"{online:.4f}",
        f"{_minutes(intervals, hour, {'enroute', 'ontrip'}):.4f}", str(len(offered)), "0", str(len(offered)), "0", "0", str(lost),
        str(len(done)), fares, fares, "Black", "0.0", f"{_minutes(intervals, hour, {'ontrip'}):.4f}",
    ]  # fmt: skip
