"""Cells of a run as one where workers, requesters and projects change by turns: who is whose, in which order, at which wage."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from wageaudit import Options, audit, runs, tasks_from_rows
from wageaudit.exchange import ExchangeBook
from wageaudit.wages import WageBook

BEGIN = datetime(2024, 3, 4, 8, tzinfo=UTC)
OWN = Options(minimum_wage=Decimal("3.60"), wage_currency="USD")
LIVING = """\
country = "US"
confirmed_until = {until}
[[rate]]
start = 2024-01-01
amount = {amount}
currency = "USD"
period = "hour"
category = "living_wage"
law = "Study 1"
url = "https://law.example/1"
"""


def rows(*said: str) -> list[dict[str, object]]:
    """Tasks of eight minutes every ten: worker, requester and project, a letter each; pay 1, 2, 4, 8 and so on."""
    return [
        {
            "worker_id": one[0], "requester": one[1].strip("_"), "project": one[2].strip("_"), "pay": 1 << at, "currency": "USD",
            "country": "US", "started_at": BEGIN + timedelta(minutes=10 * at), "ended_at": BEGIN + timedelta(minutes=10 * at + 8),
        }
        for at, one in enumerate(said)
    ]  # fmt: skip


@pytest.mark.parametrize("largest", [1, 1 << 62])
def test_cells_of_three_projects_stay_with_their_worker_requester_and_project(
    monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    """Both ways of telling them apart, in the order of worker, requester, project."""
    monkeypatch.setattr(runs, "LARGEST", largest)
    made = audit(
        tasks_from_rows(
            rows("arx", "bqz", "aqy", "brx", "aqz", "arx", "aqy", "bq_", "a_x", "bqz"), OWN
        ).table,
        OWN,
    )
    found = made.cells(("requester", "project"))
    names = {name: [*found.labels[name], ""] for name in ("requester", "project")}
    told = [
        (
            "ab"[worker],
            names["requester"][requester],
            names["project"][project],
            int(found.sums["pay"][at]) // 10**6,
        )
        for at, (worker, requester, project) in enumerate(
            zip(found.key["worker"], found.key["requester"], found.key["project"], strict=True)
        )
    ]
    assert told == [
        ("a", "", "x", 256), ("a", "q", "y", 4 + 64), ("a", "q", "z", 16), ("a", "r", "x", 1 + 32),
        ("b", "q", "", 128), ("b", "q", "z", 2 + 512), ("b", "r", "x", 8),
    ]  # fmt: skip


def test_a_living_wage_of_several_projects_of_a_day_is_that_of_each() -> None:
    """A dollar an hour more than the law; past its last confirmed day it is a floor of both."""
    for until, floor in ((date(2025, 1, 1), False), (date(2024, 1, 2), True)):
        book = WageBook({"US": LIVING.format(until=until, amount="4.60")}.get)
        table = tasks_from_rows(rows("arx", "ary", "arx", "ary", "arx"), OWN).table
        made = audit(table, OWN, exchange=ExchangeBook({}.get), living=book)
        merged = made.cells(("project",))
        assert merged.living is not None
        assert (len(merged), merged.living.hourly.tolist()) == (2, [4_600_000] * 2)
        assert merged.living.floor.tolist() == [floor] * 2
        apart = {line["project"]: line["living_wage"] for line in made.table(("project",)).to_pylist()}
        assert apart == {"x": Decimal("4.6"), "y": Decimal("4.6")}


def test_no_cells_are_merged_into_none() -> None:
    """A log of nothing, by project."""
    empty = tasks_from_rows(rows("arx"), OWN).table.slice(0, 0)
    assert len(audit(empty, OWN).cells(("project", "requester"))) == 0
