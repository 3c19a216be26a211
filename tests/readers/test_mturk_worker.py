"""The reader of what a Turk worker keeps: states, days without hours, four ways of writing them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

import wageaudit
from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.readers import find_reader, head_of, mturk_worker, read_sources
from wageaudit.readers.base import Reading

HIT = {
    "hit_id": "H", "requester_id": "R", "requester_name": "Acme", "title": "T", "state": "Paid", "date": "20180301", "assignment_id": "A",
    "reward": {"amount_in_dollars": 0.05, "currency_code": "USD"},
}  # fmt: skip
DAY = {
    "date": "2018-03-01T08:00:00.000Z",
    "submitted": 4,
    "approved": 3,
    "rejected": 1,
    "pending": 0,
    "earnings": 1.5,
}
DATABASE = {
    "H": {
        "id": "H",
        "date": "09222017",
        "title": "t",
        "reward": 0.03,
        "status": "Paid",
        "requester": {"name": "Acme"},
    }
}


def source(text: str) -> Source:
    """A file whose name is all it says of the worker."""
    data = text.encode()
    return Source("maria.json", "maria", "", "maria", len(data), lambda: data)


def read(text: str) -> Reading:
    """The reading of a backup; no other reader claims it."""
    assert find_reader(head_of(source(text), Options())).name == "mturk_worker"
    return read_sources([source(text)], Options(), alone=True)


def suite(*states: str) -> str:
    """A HIT Tracker's backup with a HIT of each state."""
    return json.dumps(
        {
            "hits": [HIT | {"state": state, "assignment_id": f"A{at}"} for at, state in enumerate(states)],
            "days": [],
        }
    )


def test_states_become_statuses_and_open_hits_are_left_out_without_fault() -> None:
    """Returned and abandoned work is in it, which no requester's file has."""
    reading = read(
        suite("Paid", "Approved", "Pending", "Submitted", "Rejected", "Returned", "Abandoned", "Assigned")
    )
    assert reading.table["status"].to_pylist() == [
        *("approved", "approved", "pending", "pending", "rejected", "returned", "abandoned")
    ]
    assert [(problem.code, problem.fault) for problem in reading.problems] == [("not-finished", False)]


def test_days_without_hours_have_pay_and_no_hourly_wage() -> None:
    """Every row is untimed, on Mechanical Turk's day, and nothing is made up."""
    reading = read(suite("Paid", "Returned"))
    assert [str(day)[:10] for day in reading.table["started_at"].to_pylist()] == ["2018-03-01"] * 2
    (total,) = wageaudit.audit(reading.table, Options(country="US")).table(by=()).to_pylist()
    assert (total["pay"], total["tasks_untimed"], total["verdict"]) == (Decimal("0.05"), 2, "unknown")
    assert mturk_worker.NO_HOURS in reading.files[0].notes


def test_the_worker_is_the_files_name() -> None:
    """A backup names no worker."""
    assert read(suite("Paid")).table["worker_id"].to_pylist() == ["maria"]


@pytest.mark.parametrize(("reward", "bonus"), [(0.5, 0.25), ({"pay": 0.5, "bonus": 0.25}, None)])
def test_hitdb_writes_its_reward_in_two_ways(reward: object, bonus: object) -> None:
    """A number, or pay and bonus; a status is told by its first word."""
    hit = {
        "hitId": "H", "date": "2015-03-01", "requesterId": "R", "requesterName": "Acme", "title": "T", "reward": reward, "bonus": bonus,
        "status": "Approved - Pending Payment",
    }  # fmt: skip
    table = read(json.dumps({"HIT": [hit], "STATS": []})).table
    assert (table["pay"].to_pylist(), table["bonus"].to_pylist()) == ([Decimal("0.5")], [Decimal("0.25")])
    assert table["status"].to_pylist() == ["approved"]


def test_a_day_of_the_dashboard_is_a_row_for_each_outcome() -> None:
    """Three approved HITs for 1.50, one rejected; earnings split where the dashboard splits them."""
    split = DAY | {"hits_rewards": 1.25, "bonus_rewards": 0.25}
    table = read(json.dumps({"daily_hit_statistics_overview": [DAY, split]})).table
    assert table["task_count"].to_pylist() == [3, 1, 3, 1]
    assert table["pay"].to_pylist() == [Decimal("1.5"), None, Decimal("1.25"), None]
    assert table["bonus"].to_pylist() == [Decimal(0), None, Decimal("0.25"), None]


def test_a_day_with_pending_hits_says_that_their_pay_is_not_known() -> None:
    """Never nothing."""
    reading = read(json.dumps({"daily_hit_statistics_overview": [DAY | {"pending": 2}]}))
    assert [(problem.code, problem.fault) for problem in reading.problems] == [("not-reviewed", False)]


def test_mturk_engines_pieces_are_no_json_and_are_read() -> None:
    """Of its pieces only the HITs."""
    text = f'"reduxPersist:account":{{"a":1}}"reduxPersist:hitDatabase":{json.dumps(DATABASE)}"reduxPersist:queue":{{}}'
    table = read(text).table
    assert (table["task_id"].to_pylist(), str(table["started_at"].to_pylist()[0])[:10]) == (
        ["H"],
        "2017-09-22",
    )


@pytest.mark.parametrize("rest", ["", '"reduxPersist:hitDatabase":{', '"reduxPersist:hitDatabase":[1]'])
def test_a_backup_without_hits_is_refused(rest: str) -> None:
    """It never looks like a worker without work."""
    with pytest.raises(InputRefused):
        read('"reduxPersist:account":{"a":1}' + rest)
