"""Task tables made by hand: rows may say their number and not their file, or their file and not their number."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from wageaudit import Options, audit, tasks_from_rows

CHOSEN = Options(minimum_wage=Decimal(1), wage_currency="USD", country="MG")


def row(pay: str) -> dict[str, object]:
    """One task of an hour."""
    return {
        "worker_id": "w",
        "task_id": "t",
        "platform": "p",
        "started_at": datetime(2024, 3, 4, 10, tzinfo=UTC),
        "ended_at": datetime(2024, 3, 4, 11, tzinfo=UTC),
        "pay": Decimal(pay),
        "currency": "USD",
    }


@pytest.mark.parametrize("given", [(), ("source_row",), ("source_file",), ("source_file", "source_row")])
def test_one_task_with_two_pays_is_merged_whatever_is_known_of_its_rows(given: tuple[str, ...]) -> None:
    """The first stands. Where the two rows can be named, they are."""
    table = tasks_from_rows([row("2"), row("3")]).table
    found = {"source_file": pa.array(["a.csv", "a.csv"]), "source_row": pa.array([2, 3], pa.int64())}
    for name in ("source_file", "source_row"):
        if name in table.column_names:
            table = table.drop_columns([name])
        if name in given:
            table = table.append_column(name, found[name])
    made = audit(table, CHOSEN)
    (total,) = made.table(()).to_pylist()
    assert (total["tasks"], total["working_hours"]) == (1, Decimal(1))
    named = [where for count in made.counts() for where in count.differing]
    assert len(named) == (len(given) == 2)
