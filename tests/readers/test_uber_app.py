"""Uber's other files: the in-app download, trip details with their fares, couriers' deliveries that overlap."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import wageaudit
from wageaudit.files import sources
from wageaudit.options import Options
from wageaudit.readers import read_sources
from wageaudit.readers.base import Reading

CASES = Path(__file__).parent.parent / "cases" / "uber"
GENEVA_CURVE = {
    0: "68.254", 1: "68.143", 5: "66.110", 12: "60.489", 15: "58.345", 30: "51.250", 60: "42.485", 120: "36.728",
}  # fmt: skip
NET = {"pay": 1, "bonus": 1, "tip": 1, "fee": -1}


def reading_of(path: Path, **choices: object) -> Reading:
    """A file or a folder, read."""
    found, _ = sources([str(path)])
    return read_sources(found, Options(**choices))  # type: ignore[arg-type]


def net(reading: Reading) -> Decimal:
    """What was paid out."""
    table = reading.table
    return sum(
        (sign * (value or 0) for name, sign in NET.items() if name in table.column_names
         for value in table[name].to_pylist()), Decimal(0),
    )  # fmt: skip


def test_the_download_of_the_app_is_one_workers_view_without_waiting_on_record() -> None:
    """Trips and payments of one folder together; the Z of their stamps is false; the trips themselves pay nothing."""
    reading = reading_of(CASES / "in_app", timezone="America/Los_Angeles")
    table = reading.table
    assert {file.coverage for file in reading.files} == {"worker"}
    assert set(table["worker_id"].to_pylist()) == {"in_app"}
    assert net(reading) == Decimal("21.13")
    first = table.filter([row == "UberX" for row in table["project"].to_pylist()]).to_pylist()[0]
    assert first["started_at"].isoformat() == "2024-11-02T17:10:00+00:00"
    assert set(table["currency"].to_pylist()) == {"USD"}


def test_what_is_wrong_is_said_with_the_names_of_the_file() -> None:
    """Not with those of the subject-access files."""
    problems = reading_of(CASES / "in_app", timezone="America/Los_Angeles").problems
    assert {(problem.column, problem.code) for problem in problems} == {
        ("Local Amount", "not-money"), ("Local Dropoff Timestamp", "ends-before-start"),
    }  # fmt: skip


def test_local_stamps_need_a_zone() -> None:
    """A city's name is no zone."""
    (problem, _) = reading_of(CASES / "in_app").problems
    assert problem.code == "file-refused"
    assert "--timezone" in problem.mend


def test_a_split_fare_is_paid_once_and_a_paid_cancellation_is_paid() -> None:
    """Uber lists a split fare with each rider."""
    reading = reading_of(CASES / "geneva", country="CH")
    assert reading.table["pay"].to_pylist() == [Decimal("24.5"), Decimal(30), Decimal(8), Decimal(0)]
    assert reading.table["status"].to_pylist() == ["approved", "approved", "approved", "returned"]


def test_deliveries_carried_together_are_counted_once_in_time() -> None:
    """Stacked orders overlap."""
    reading = reading_of(CASES / "deliveries.csv", country="CH")
    total = wageaudit.audit(reading.table, Options(gap_minutes=Decimal(0))).table(by=()).to_pylist()[0]
    assert Decimal(total["paid_hours"]) == Decimal("0.5")
    assert total["tasks"] == 4


@pytest.mark.real
@pytest.mark.parametrize(("gap", "wage"), GENEVA_CURVE.items())
def test_the_wage_of_geneva_by_gap(real_exports: Path, tmp_path: Path, gap: int, wage: str) -> None:
    """261 completed trips of December 2015 and their fares, CHF 5,791.73, over request to drop-off and gaps so long."""
    path = real_exports / "uber" / "uber-driver" / "uber-driver-sample" / "Trip details (Driver).csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    completed = [line for line in lines if ",completed," in line]
    copy = tmp_path / "trips.csv"
    copy.write_text("\n".join([header, *completed]) + "\n", encoding="utf-8")
    reading = reading_of(copy, country="CH")
    total = wageaudit.audit(reading.table, Options(gap_minutes=Decimal(gap))).table(by=()).to_pylist()[0]
    hours, pay = Decimal(total["working_hours"]), net(reading)
    assert (total["tasks"], pay) == (261, Decimal("5791.73"))
    assert (pay / hours).quantize(Decimal("0.001")) == Decimal(wage)


@pytest.mark.real
def test_a_driver_of_los_angeles_nets_what_the_lines_come_to(real_exports: Path, tmp_path: Path) -> None:
    """13,178 lines, 2,021 trips, of which two end before they are requested."""
    for name in ("driver_lifetime_trips-0.csv", "driver_payments-0.csv"):
        (tmp_path / name).write_bytes((real_exports / "uber" / f"stehue_{name}").read_bytes())
    reading = reading_of(tmp_path, timezone="America/Los_Angeles")
    assert net(reading) == Decimal("19566.20")
    assert {file.rows_read: file.rows_left_out for file in reading.files} == {13178: 0, 2021: 2}
    assert {problem.code for problem in reading.problems} == {"ends-before-start"}
