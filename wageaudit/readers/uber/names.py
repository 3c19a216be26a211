"""Uber's other headers, put into the names of the subject-access files, and back again for what is said of them.

In-app download (driver_payments-0.csv, driver_lifetime_trips-0.csv, 2025), whose local stamps may end in a false Z:
    City Name,Local Amount,Currency Code,Classification,Category,Local Timestamp
    Product Name,Status,Local Request Timestamp,Begin Trip Local Timestamp,Local Dropoff Timestamp,...,Currency Code
Trip details (Driver) and Lost Time details (Driver), 2015:
    request_time,begintrip_time,...,dropoff_time,...,status,currency,fare_profile,fare,distance,duration,surge_multiplier
    previous_dropoff_time,...,next_request_time,...,notask_minutes,nopassenger_minutes,...
Courier Lifetime Trip Data (2023 to 2025), of which only the description was seen:
    courier_accept_timestamp_local,...,courier_dropoff_timestamp_local,...,delivery_status,...
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from wageaudit.readers.delimited import Delimited

IN_APP_PAYMENTS = {
    "Local Amount": "amount_local", "Currency Code": "currency_code", "Classification": "classification",
    "Category": "category", "Local Timestamp": "recognize_timestamp_local",
}  # fmt: skip
IN_APP_TRIPS = {
    "Product Name": "global_product_name", "Status": "status", "Local Request Timestamp": "request_timestamp_local",
    "Local Dropoff Timestamp": "dropoff_timestamp_local", "Currency Code": "currency_code",
}  # fmt: skip
DETAILS = {
    "request_time": "request_timestamp_local", "dropoff_time": "dropoff_timestamp_local", "currency": "currency_code",
    "fare_profile": "global_product_name", "fare": "fare", "status": "status",
}  # fmt: skip
DELIVERIES = {
    "courier_accept_timestamp_local": "request_timestamp_local", "courier_dropoff_timestamp_local": "dropoff_timestamp_local",
    "delivery_status": "status",
}  # fmt: skip
LOST = ("previous_dropoff_time", "next_request_time", "notask_minutes")


def names_of(cells: Collection[str]) -> Mapping[str, str]:
    """The file's names → those of the subject-access files; empty where the file has these already."""
    known = (IN_APP_PAYMENTS, IN_APP_TRIPS, DETAILS, DELIVERIES)
    return next((names for names in known if set(names) <= set(cells)), {})


def renamed(table: Delimited) -> tuple[Delimited, dict[str, str]]:
    """(the table under the subject-access names, those names → the file's own)."""
    names = names_of(table.header)
    header = tuple(names.get(cell, cell) for cell in table.header)
    return replace(table, header=header), {ours: own for own, ours in names.items()}
