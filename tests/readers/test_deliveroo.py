"""The reader of Deliveroo's invoices."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit import values
from wageaudit.errors import InputRefused
from wageaudit.files import Source, sources
from wageaudit.options import Options
from wageaudit.readers import deliveroo, read_sources
from wageaudit.readers.base import Reading

CASES = Path(__file__).parent.parent / "cases" / "deliveroo"


def reading(path: Path, **choices: object) -> Reading:
    """A file of invoices."""
    return read_sources(sources([str(path)])[0], Options(**choices), alone=True)  # type: ignore[arg-type]


def read_text(document: object, **choices: object) -> Reading:
    """A document given here."""
    data = json.dumps(document).encode()
    source = Source("notes.txt", "notes", "", "notes", len(data), lambda: data)
    return read_sources([source], Options(**choices), alone=True)  # type: ignore[arg-type]


def test_a_z_is_false_and_an_offset_is_believed() -> None:
    """The peak of the day does not move with the clocks."""
    assert deliveroo.clock("2019-07-02T11:30:00.000Z").form == values.WALL_CLOCK
    assert deliveroo.clock("2022-06-07T18:00:00.000+01:00") == values.instant("2022-06-07T17:00:00Z")


def test_a_shift_past_midnight_of_a_day_that_is_none_is_left_out_and_told() -> None:
    """The 31st of February, from ten to a quarter past midnight."""
    document = json.loads((CASES / "text.json").read_text(encoding="utf-8"))
    found = read_text([cell.replace("03 March", "31 February") for cell in document], currency="GBP")
    assert found.table.num_rows == 2  # the other shift, and the tips
    assert {problem.value for problem in found.problems} >= {"2020-02-31 22:00"}


def test_no_waiting_is_inferred_around_shifts_that_hold_it() -> None:
    """Time In to Time Out is all of the time."""
    assert set(reading(CASES / "text.json").table["coverage"].to_pylist()) == {"recorded"}


def test_names_become_opaque_and_one_name_is_the_file() -> None:
    """Two riders of a file stay two."""
    workers = set(reading(CASES / "pence.json").table["worker_id"].to_pylist())
    assert len(workers) == 2
    assert all(worker.startswith("id-") for worker in workers)


@pytest.mark.parametrize(("pay", "read"), [(1290, "12.9"), (12, "12"), (12.9, "12.9")])
def test_pence_are_told_by_decimals_or_by_the_pay_of_an_order(pay: float, read: str) -> None:
    """Nobody is paid a hundred pounds an order, nor under a pound."""
    shift = {
        "start": "2022-01-04T18:00:00Z",
        "end": "2022-01-04T20:00:00Z",
        "orders": 3,
        "hours": 2,
        "pay": pay,
    }
    found = read_text([{"locale": "en-GB", "currency": "GBP", "shifts": [shift], "adjustments": []}])
    assert found.table["pay"].to_pylist() == [Decimal(read)]


def test_an_invoice_without_orders_does_not_tell_pounds_from_pence() -> None:
    """Neither is guessed."""
    document = [
        {
            "locale": "en-GB",
            "currency": "GBP",
            "end": "2022-01-04",
            "shifts": [],
            "adjustments": [{"label": "x", "amount": 50}],
        }
    ]
    with pytest.raises(InputRefused, match="pounds from pence"):
        read_text(document)


@pytest.mark.real
def test_the_text_of_an_invoice_is_read(real_exports: Path) -> None:
    """Two shifts of 43 and 241 minutes, 20.50 pounds, and no name."""
    table = reading(real_exports / "deliveroo" / "en-GB.json").table
    assert table["pay"].to_pylist() == [10, 10, Decimal("0.5")]
    lasted = [
        (end - begin).total_seconds() / 60
        for begin, end in zip(table["started_at"].to_pylist(), table["ended_at"].to_pylist(), strict=True) if end
    ]  # fmt: skip
    assert lasted == [43, 241]
    assert not any("Rider" in str(value) for row in table.to_pylist() for value in row.values())
