"""What is met seldom, worked out on paper: a verdict that turns past the hour, pay in two currencies, sums past all bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from crowd import table, worker

import wageaudit
from wageaudit.arrays import strings
from wageaudit.disclosure import COMPLEMENTARY, DOMINANT, SMALL, Together, withheld
from wageaudit.errors import WageauditError, WrongUse
from wageaudit.wide import from_objects

MONDAY = datetime(2024, 3, 4, 10, tzinfo=UTC)
HOUR = 3600 * 10**6  # [µs]


def work(worker_id: str, *begins: float, pay: str = "0.60", **more: object) -> list[dict[str, object]]:
    """Tasks of ten minutes that begin so many seconds after ten o'clock."""
    return [
        {
            "worker_id": worker_id, "platform": "mturk", "started_at": (MONDAY + timedelta(seconds=second)).isoformat(),
            "ended_at": (MONDAY + timedelta(seconds=second + 600)).isoformat(),
            "pay": pay, "currency": "USD", "country": "US", "timezone": "UTC",
        } | more
        for second in begins
    ]  # fmt: skip


def audited(rows: Sequence[Mapping[str, object]], **choices: object) -> wageaudit.Audit:
    """The audit of rows that are all taken, at a minimum of a tenth of a cent a second."""
    options = wageaudit.Options(minimum_wage=Decimal("3.60"), wage_currency="USD", **choices)  # type: ignore[arg-type]
    reading = wageaudit.tasks_from_rows(rows, options)
    assert not reading.problems
    return wageaudit.audit(reading.table, options)


def test_a_verdict_that_turns_past_the_hour_is_told_beside_one_that_has_short_pauses() -> None:
    """Ninety minutes count. b can pay 1,000 s and waits 4,200: no threshold up to the hour turns it; a is below as it is."""
    rows = work("a", 0, 700, pay="0.50") + work("b", 0, pay="1.60") + work("b", 4800)
    found = {
        line["worker"]: line for line in audited(rows, gap_minutes=Decimal(90)).table(("worker",)).to_pylist()
    }
    assert (found["a"]["verdict"], found["a"]["critical_gap_minutes"]) == ("below", 0)
    assert (found["b"]["verdict"], found["b"]["critical_gap_minutes"]) == ("depends", None)
    assert found["b"]["shortfall"] == Decimal("3.2")  # 5,400 s × 0.001 less 1.60 + 0.60


# ------------------------------------------------------------------------------------------------------ what may be shared


def two_currencies(worth: Mapping[str, str]) -> str:
    """Why platform a may not be shared, where ten of it have 2 USD each and two 450 MGA each."""
    lines = [worker(f"a{number}", "2", "10", platform="a") for number in range(10)]
    lines += [worker(name, "450", "10", platform="a", currency="MGA") for name in ("x", "y")]
    lines += [worker(f"{name}{number}", "2", "10", platform=name) for name in "bc" for number in range(400)]
    by_platform = table(lines)
    tables = {(): by_platform.drop_columns(["platform"]), ("platform",): by_platform}
    found = withheld(tables, worth={name: Decimal(value) for name, value in worth.items()})
    return found.why(("platform",), ("a",), "pay")


@pytest.mark.parametrize(
    ("worth", "reason"),
    [
        ({"USD": "1", "MGA": "0.2"}, DOMINANT),  # two have 180 of 200: 90 %
        ({"USD": "1", "MGA": "0.199"}, ""),  # 179.1 of 199.1
        ({"USD": "5", "MGA": "0.995"}, ""),  # the same on another scale
        ({"USD": "1"}, DOMINANT),  # no worth of an ariary: in hours at a minimum of 3 each, 300 of 306.67
    ],
)
def test_two_who_make_up_the_pay_are_found_by_what_their_currencies_are_worth(
    worth: Mapping[str, str], reason: str
) -> None:
    """900 ariary beside 20 dollars are much or little."""
    assert two_currencies(worth) == reason


def test_a_sum_known_by_group_alone_is_traced_by_the_hours_of_those_it_is_of() -> None:
    """Two of r2 have a shortfall: theirs is withheld, and r3's so that the total tells nothing. Platform a is r1 and r2
    together: where the hours of each are known, the attacker who takes r1 from a is thought of too.
    """  # noqa: D205 - one thought
    lines = [
        worker(f"{requester}-{number}", "20" if number < short else "40", "10", platform=platform, requester=requester)
        for requester, platform, size, short in (("r1", "a", 30, 30), ("r2", "a", 12, 2), ("r3", "b", 25, 25), ("r4", "b", 40, 40))
        for number in range(size)
    ]  # fmt: skip
    whole = table(lines)
    tables = {
        (): whole.drop_columns(["platform", "requester"]),
        ("platform",): whole.drop_columns(["requester"]),
        ("requester",): whole.drop_columns(["platform"]),
    }
    labelled = pa.table(
        {name: strings([str(line[name]) for line in lines]) for name in ("worker", "platform", "requester")}
    )
    hours = Together(labelled, {"hours": np.full(len(lines), 10 * HOUR)})
    apart, linked = withheld(tables), withheld(tables, shared=hours)

    def gone(found: wageaudit.disclosure.Withheld) -> set[str]:
        groups = [("requester", name) for name in ("r1", "r2", "r3", "r4")] + [("platform", "a")]
        return {name for by, name in groups if found.why((by,), (name,), "shortfall")}

    assert gone(apart) == {"r2", "r3"}
    assert gone(linked) > {"r2", "r3"}
    assert gone(linked) & {"r1", "a"}
    assert linked.why(("requester",), ("r2",), "shortfall") == SMALL


def test_of_what_is_not_known_to_be_safe_nothing_is_shown() -> None:
    """A table nothing was asked about, a column nobody judged, a two-way table that no choice of groups protects."""
    lines = [
        worker(f"{platform}{number}", "20", "10", platform=platform, country=country)
        for platform, country, size in (("a", "X", 3), ("b", "Y", 9))
        for number in range(size)
    ]  # platform a is X alone, b is Y alone: nothing inside could hide what the margins withhold
    whole = table(lines)
    tables = {
        (): whole.drop_columns(["platform", "country"]),
        ("platform",): whole.drop_columns(["country"]),
        ("country",): whole.drop_columns(["platform"]),
        ("platform", "country"): whole,
    }
    found = withheld(tables, wageaudit.disclosure.Rule(threshold=4))
    assert found.why(("platform", "country"), ("b", "Y"), "pay") == COMPLEMENTARY
    assert found.why(("platform",), ("b",), "shoe_size") == SMALL
    with pytest.raises(ValueError, match="nothing was asked about a table by month"):
        found.why(("month",), ("2024-03",), "pay")


# -------------------------------------------------------------------------------------------------------------- suspicions


def test_unpaid_work_that_looks_wrong_weighs_hours_and_no_pay() -> None:
    """Eight hours without pay beside six tasks of ten minutes: eight of nine hours, none of 3.60."""
    rows = [
        *work("w", *range(0, 3600, 600)),
        work("w", 90_000)[0] | {"ended_at": (MONDAY + timedelta(seconds=90_000 + 8 * 3600)).isoformat(), "pay": "0"},
    ]  # fmt: skip
    (one,) = audited(rows).suspicions()
    assert (one.kind, one.rows, one.hours, one.hours_share) == ("open", 1, Decimal(8), Decimal("0.888889"))
    assert (one.pay, one.pay_share) == (0, 0)
    assert (one.wage, one.wage_without) == (Decimal("0.4"), Decimal("3.6"))


def test_a_clock_that_moved_is_told_of_all_parts_together() -> None:
    """Nine every winter morning in New York, ten from the change on; each of two workers has half of the days, alone too few."""
    rows: list[dict[str, object]] = []
    for number in range(40):
        day = datetime(2024, 2, 12, 14, tzinfo=UTC) + timedelta(days=number + 2 * (number // 5))
        begin = day + timedelta(minutes=7 * number % 23)
        rows.append(
            {
                "worker_id": f"w{number % 2}", "platform": "firm", "started_at": begin.isoformat(),
                "ended_at": (begin + timedelta(minutes=20 + number)).isoformat(),
                "pay": f"{90 + number}.37", "currency": "USD", "country": "US", "timezone": "America/New_York",
            }
        )  # fmt: skip
    whole = audited(rows)
    (told,) = [one for one in whole.suspicions() if one.kind == "clock"]
    assert (told.rows, told.workers, told.zone) == (20, 2, "America/New_York")
    tasks = wageaudit.tasks_from_rows(rows).table
    names = tasks.column("worker_id").to_pylist()
    cut = [tasks.take([at for at, name in enumerate(names) if name == own]) for own in ("w1", "w0")]
    assert replace(whole, tables=cut, _made={}).suspicions() == whole.suspicions()
    assert [one.kind for one in replace(whole, tables=cut[:1], _made={}).suspicions()].count("clock") == 0


# -------------------------------------------------------------------------------------------------------------- wide sums


@pytest.mark.parametrize("edge", [2**103 - 1, -(2**103)])
def test_amounts_are_held_up_to_2_to_the_103_and_refused_beyond(edge: int) -> None:
    """The last that is held comes back as it was; one more is an error with a mend, not another number."""
    assert from_objects([0, edge]).objects().tolist() == [0, edge]
    with pytest.raises(WageauditError, match="larger than can be added up") as refused:
        from_objects([0, edge + (1 if edge > 0 else -1)])
    assert refused.value.mend


# -------------------------------------------------------------------------------------------------------------- choices


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"gap_minutes": 10**5000}, "gap_minutes cannot be int"),  # too long to be written out
        ({"region": "Atlantis"}, "region cannot be 'Atlantis'"),
    ],
)
def test_a_choice_that_cannot_be_is_named_in_one_line(choice: Mapping[str, object], said: str) -> None:
    """Whatever it is, and however long."""
    with pytest.raises(WrongUse) as refused:
        wageaudit.Options(**choice)  # type: ignore[arg-type]
    assert str(refused.value) == said
