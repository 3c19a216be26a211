"""The readers of Uber's statements and of Upwork's transactions of an account."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from documents import ROOT

from wageaudit import audit, values
from wageaudit.errors import InputRefused
from wageaudit.files import sources
from wageaudit.options import Options
from wageaudit.readers import read_sources, uber_statements, upwork_ledger
from wageaudit.readers.base import Reading
from wageaudit.readers.twice import with_twice_notes

SAMPLES = ROOT / "sample_data"
HERE = {"timezone": "America/Chicago", "currency": "USD"}


def reading(path: Path, *, alone: bool = False, **choices: object) -> Reading:
    """A file or folder, read."""
    return read_sources(sources([str(path)])[0], Options(**choices), alone=alone)  # type: ignore[arg-type]


def total(found: Reading, **choices: object) -> dict[str, object]:
    """The audit's total line."""
    return audit(found.table, Options(**choices)).table(()).to_pylist()[0]  # type: ignore[arg-type, no-any-return]


# --- Uber --------------------------------------------------------------------------------------------------------------


def test_what_earnings_brought_is_paid_on_the_day_of_its_trip() -> None:
    """Earnings are fares and tips; the toll given back and the payout are none; every trip has its payment."""
    folder = SAMPLES / "uber_statements"
    lines = (folder / "20250825-20250831-payments_order-Example_Courier.csv").read_text().splitlines()[1:]
    earned = sum(Decimal(line.split(",")[8]) for line in lines)
    found = reading(folder, **HERE)
    whole = total(found)
    assert whole["pay"] == earned
    assert whole["tip"] == sum(Decimal(line.split(",")[11]) for line in lines)
    assert whole["tasks"] == 24
    assert found.table.num_rows == 48


def test_trips_without_their_payments_have_no_known_pay() -> None:
    """Nothing is taken for zero."""
    found = reading(
        SAMPLES / "uber_statements" / "20250825-20250831-trip_activity-Example_Courier.csv", **HERE
    )
    assert "pay" not in found.table.column_names or set(found.table["pay"].to_pylist()) == {None}
    assert found.files[0].notes == (uber_statements.NO_PAY,)


def test_payments_in_no_currency_are_refused_and_the_trips_beside_them_are_read() -> None:
    """One refused file does not take its folder with it; the trips then have no known pay."""
    found = reading(SAMPLES / "uber_statements", timezone="America/Chicago")
    assert [problem.reason for problem in found.problems] == ["pays in a currency it does not name"]
    assert [file.rows_read for file in found.files] == [24]
    assert found.files[0].notes == (uber_statements.NO_PAY,)


TRIP = "Driver UUID,Trip UUID,Trip request time,Trip drop off time,Trip status\nd,t,2024-03-04 10:00:00,2024-03-04 10:30:00,completed\n"
PAID = "Driver UUID,Trip UUID,vs reporting,Paid to you : Your earnings\nd,t,2024-03-06 10:00:00 -0600 CST,7.50\nd,,2024-03-06 CST,0\n"  # fmt: skip


def test_statements_of_the_fewest_columns_are_joined_by_the_trip(tmp_path: Path) -> None:
    """Without tips, services and descriptions; what earned nothing is counted."""
    (tmp_path / "trips.csv").write_text(TRIP, encoding="utf-8")
    (tmp_path / "payments.csv").write_text(PAID, encoding="utf-8")
    found = reading(tmp_path, **HERE)
    assert {problem.code: problem.rows for problem in found.problems} == {"no-earnings": 1}
    line = total(found, country="US")
    assert (line["pay"], line["paid_hours"], line["tasks"]) == (Decimal("7.5"), Decimal("0.5"), 1)


def test_a_file_that_is_no_statement_is_not_read_as_one(tmp_path: Path) -> None:
    """Though --reader says so."""
    (tmp_path / "log.csv").write_text("worker_id,started_at\nw,2024-03-04\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="is not what the reader uber_statements reads"):
        reading(tmp_path / "log.csv", alone=True, reader="uber_statements")


def test_the_colons_of_a_header_may_stand_among_spaces() -> None:
    """Uber writes both in one header."""
    assert uber_statements.same("Paid to you : Your earnings") == uber_statements.same(
        "Paid to you:Your Earnings"
    )


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2026-09-05 20:00:00.000 +0300 EEST", "2026-09-05T17:00:00Z"),
        ("2026-09-05 20:00:00 -0500", "2026-09-06T01:00:00Z"),
        ("2025-08-28 CDT", "2025-08-28"),
    ],
)
def test_a_payment_is_dated_by_its_offset_or_by_its_day(text: str, stamp: str) -> None:
    """The letters of the zone, which several zones share, are not needed."""
    assert uber_statements.reported(text) == values.instant(stamp)


def test_a_stamp_without_an_offset_is_not_placed_by_letters() -> None:
    """BST and IST are several zones."""
    with pytest.raises(values.Fault):
        uber_statements.reported("2026-09-05 20:00:00 BST")


def test_no_name_address_or_plate_of_a_statement_enters_the_table() -> None:
    """Drivers are ids."""
    rows = reading(SAMPLES / "uber_statements", **HERE).table.drop_columns(["source_file"]).to_pylist()
    assert not any(word in str(row) for row in rows for word in ("Example", "Courier'", "address"))


# --- Upwork ------------------------------------------------------------------------------------------------------------


def test_a_week_of_hours_begins_on_its_first_day() -> None:
    """The hours and days of the description, not the day of the payment."""
    table = reading(SAMPLES / "upwork_transactions.csv").table
    weeks = [row for row in table.to_pylist() if row["activity"] == "task"]
    assert [f"{row['started_at']:%Y-%m-%d}" for row in weeks[:2]] == ["2024-04-01", "2024-04-08"]
    assert all(row["active_seconds"] * 9 == row["pay"] * 3600 for row in weeks)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Invoice for 09/01/2026-09/07/2026 - 12:30 hrs @ €40.00/hr", "2026-09-01"),
        ("Invoice for 28/09/2026 - 04/10/2026 - 12:30 hrs @ €40.00/hr", "2026-09-28"),
        ("12:30 hrs @ €40.00/hr", None),
        ("Invoice for 01/01/2026-01/01/2026 - 12:30 hrs", "2026-01-01"),
        ("Invoice for 02/01/2026-02/01/2026 - 12:30 hrs", None),
        ("Invoice for 01/02/2026-11/02/2026 - 12:30 hrs", "2026-02-01"),
    ],
)
def test_days_are_read_in_the_order_that_makes_a_week(text: str, day: str | None) -> None:
    """Of month first and day first only one is a week; where both are one day, neither is taken."""
    (found,) = upwork_ledger.weeks_of([text])
    assert (found and found[0]) == (values.instant(day).micros if day else None)
    assert found is None or found[1] == 45_000 * 1_000_000


def both(folder: Path, timesheet: str, **choices: object) -> Reading:
    """A timesheet with this row, and transactions of the week from 1 April 2024, read together."""
    (folder / "timesheet.csv").write_text(
        f"Date,Contract,Hours,Amount,Payment type\n{timesheet}\n", encoding="utf-8"
    )
    rows = ["Date,Ref ID,Type,Description,Amount", '"Apr 12, 2024",1,Hourly,Invoice for 04/01/2024-04/07/2024 - 15:00 hrs @ $9.00/hr,135',
            '"Apr 12, 2024",2,Service Fee,Service Fee - Ref ID 1,-13.50']  # fmt: skip
    (folder / "transactions.csv").write_text("\n".join(rows), encoding="utf-8")
    return reading(folder, **choices)


@pytest.mark.parametrize("choices", [{}, {"worker": "Ana"}], ids=["two files' names", "one name"])
@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2024-04-03,Seeds (1),5,45,", 1),
        ("2024-04-07,Seeds (1),5,45,", 1),
        ("2024-04-08,Seeds (1),5,45,", 0),
        ("2024-04-03,Seeds (1),5,0,", 0),
    ],
)
def test_a_timesheet_and_transactions_of_the_same_week_would_count_twice_and_it_is_said(
    tmp_path: Path, row: str, told: int, choices: dict[str, object]
) -> None:
    """From Monday to Sunday, where both have pay in it; nothing is left out, for which of them is right is not known."""
    found = both(tmp_path, row, **choices)
    said = [problem for problem in found.problems if problem.code == "told-twice"]
    assert len(said) == told
    assert (found.table.num_rows, sum(problem.rows for problem in said)) == (3, 0)
    if said:
        assert said[0].file.endswith("transactions.csv")
        assert said[0].reason.startswith("1 week paid in this file is paid in ")
        assert said[0].mend == "give one of the two files"


@pytest.mark.parametrize(("others", "told"), [(("a", "c"), 1), (("c", "d"), 0), (("c",), 0)])
def test_the_weeks_of_several_people_are_held_against_one_another_person_by_person(
    tmp_path: Path, others: tuple[str, ...], told: int
) -> None:
    """A fleet's statement beside the file of one driver of another: nothing is paid twice."""
    for name, people in (("fleet", ("a", "b")), ("own", others)):
        rows = [f"{who},2024-03-0{4 + at}T10:00:00Z,1,USD" for at, who in enumerate(people)]
        text = "\n".join(["worker_id,started_at,pay,currency", *rows])
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    found = reading(tmp_path)
    named = zip(found.files, ("upwork_ledger", "upwork"), strict=True)
    found = replace(found, files=tuple(replace(file, reader=reader) for file, reader in named))
    noted = with_twice_notes(found, [upwork_ledger.READER])
    assert [problem.code for problem in noted.problems] == ["told-twice"] * told
    assert with_twice_notes(found, []) == found


def test_fees_are_taken_off_and_withdrawals_only_move_money() -> None:
    """Pay is what the account earned, less what Upwork took, whatever was withdrawn."""
    import csv

    path = SAMPLES / "upwork_transactions.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    whole = total(reading(path))
    assert whole["pay"] == sum(Decimal(row["Amount"]) for row in rows if row["Type"] != "Withdrawal")
    fees = {"Service Fee", "Connects", "Withdrawal Fee"}
    assert whole["fee"] == -sum(Decimal(row["Amount"]) for row in rows if row["Type"] in fees)


def test_amounts_in_a_local_currency_are_taken_in_it(tmp_path: Path) -> None:
    """The account's currency is the pay's."""
    path = tmp_path / "t.csv"
    path.write_text(
        "Date,Ref ID,Type,Description,Amount,Amount in local currency,Currency\n2024-04-12,1,Bonus,x,10.00,9.20,EUR\n",
        encoding="utf-8",
    )
    (row,) = reading(path).table.to_pylist()
    assert (row["bonus"], row["currency"]) == (Decimal("9.2"), "EUR")


def test_a_clients_statement_is_refused(tmp_path: Path) -> None:
    """What it paid is nobody's wage here."""
    path = tmp_path / "t.csv"
    path.write_text("Date,Ref ID,Type,Description,Amount\n2024-04-12,1,Hourly,x,-10.00\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="client's statement"):
        reading(path, alone=True)
