"""Suspicions: every kind found with its rows and its weight by sums of the ledger, quiet where nothing is wrong, the same however rows are cut."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import wageaudit
from wageaudit.auditing import Audit
from wageaudit.cli import main
from wageaudit.engine import run, tasks_from_rows
from wageaudit.options import Options
from wageaudit.reports.suspicions import as_table, problems
from wageaudit.screening.rows import LAST_DAY
from wageaudit.suspicion import KINDS, Suspicion

Row = dict[str, object]
MONDAY = datetime(2024, 3, 4, 8, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def task(start: datetime, seconds: float = 60, pay: str = "0.10", **more: object) -> Row:
    """One task of w1 on Mechanical Turk for Acme, in dollars."""
    row: Row = {
        "worker_id": "w1", "platform": "mturk", "requester": "Acme", "started_at": start.isoformat(),
        "ended_at": (start + timedelta(seconds=seconds)).isoformat(), "pay": pay, "currency": "USD", "country": "US",
    }  # fmt: skip
    return row | more


def plain(days: int = 5, a_day: int = 6, **more: object) -> list[Row]:
    """Days of tasks of odd lengths, one after the other, no two days alike."""
    chance = random.Random(7)
    rows = []
    for day in range(days):
        at = MONDAY + timedelta(days=day, seconds=chance.randrange(7200))
        for _ in range(a_day):
            length = chance.randrange(20, 300)
            rows.append(task(at, length, f"0.{chance.randrange(10, 99)}", **more))
            at += timedelta(seconds=length + chance.randrange(1, 900))
    return rows


def audited(rows: Sequence[Row], options: Options = Options()) -> Audit:  # noqa: B008 - frozen
    """The audit of rows of a program; all of them must be taken."""
    reading = tasks_from_rows(rows, options)
    assert not reading.problems
    return wageaudit.audit(reading.table, options)


def found(rows: Sequence[Row], options: Options = Options()) -> dict[str, Suspicion]:  # noqa: B008 - frozen
    """Suspicions by kind."""
    return {one.kind: one for one in audited(rows, options).suspicions()}


def six(value: Decimal) -> Decimal:
    """Six decimals, half to even."""
    return value.quantize(Decimal("0.000001"), ROUND_HALF_EVEN)


def weighed(one: Suspicion, audit: Audit, chosen: Callable[[Mapping[str, Any]], bool]) -> None:
    """Compare a weight with sums of the ledger's lines, in Python's own arithmetic."""
    lines = audit.ledger().to_pylist()

    def time(line: Mapping[str, Any]) -> Decimal:
        return Decimal(line["credit_seconds"]) + line["waiting_seconds"]

    def pay(line: Mapping[str, Any]) -> Decimal:
        return sum((line[name] or Decimal(0) for name in ("pay", "bonus", "tip")), Decimal(0)) - (
            line["fee"] or 0
        )

    mine, rest = [line for line in lines if chosen(line)], [line for line in lines if not chosen(line)]
    assert one.rows == len(mine)
    assert one.hours == six(sum(map(time, mine), Decimal(0)) / 3600)
    assert one.hours_share == six(sum(map(time, mine), Decimal(0)) / sum(map(time, lines), Decimal(0)))
    assert one.pay == sum(map(pay, mine), Decimal(0))
    assert one.wage == six(sum(map(pay, lines), Decimal(0)) * 3600 / sum(map(time, lines), Decimal(0)))
    left = sum(map(time, rest), Decimal(0))
    assert one.wage_without == (six(sum(map(pay, rest), Decimal(0)) * 3600 / left) if left else None)


def test_plain_work_is_not_suspicious() -> None:
    """Nothing is said where nothing is wrong, by day or by night, in one currency or in two."""
    assert found(plain(40)) == {}
    assert found([*plain(20), *plain(20, currency="EUR", worker_id="w2")]) == {}
    assert found([]) == {}


def test_a_task_open_for_hours_is_weighed_by_sums_of_the_ledger() -> None:
    """Six hours are a working day without a break; exactly six are none."""
    start = MONDAY + timedelta(days=9)
    audit = audited([*plain(), task(start, 8 * 3600), task(start + timedelta(days=1), 6 * 3600)])
    (one,) = audit.suspicions()
    assert (one.kind, one.workers) == ("open", 1)
    weighed(one, audit, lambda line: line["started_at"] == start)
    assert one.hours == Decimal("8.000000")
    assert one.wage_without is not None
    assert one.wage is not None
    assert one.wage_without > one.wage * Decimal("1.5")


@pytest.mark.parametrize("more", [{"task_count": 40}, {"active_seconds": 5000}, {"activity": "travel"}])
def test_blocks_measured_time_and_other_work_are_no_tasks_left_open(more: Row) -> None:
    """A shift of forty tasks, a task whose active time was measured, a journey."""
    assert found([*plain(), task(MONDAY + timedelta(days=9), 8 * 3600, **more)]) == {}


def test_where_rows_open_for_hours_are_common_they_are_shifts() -> None:
    """One in three and more; on another platform the one task left open is still told."""
    shifts = [
        task(MONDAY + timedelta(days=day, minutes=7 * day), 8 * 3600, "60", platform="guard")
        for day in range(9)
    ]
    assert found(shifts) == {}
    both = found(
        [*shifts, *plain(3, worker_id="w2"), task(MONDAY + timedelta(days=30), 7 * 3600, worker_id="w2")]
    )
    assert both["open"].rows == 1


def test_tasks_within_a_task_of_the_same_requester_are_told() -> None:
    """Of another requester, or half outside: not; two alike within a third: both."""
    base = MONDAY + timedelta(days=9)

    def at(minutes: float, length: float, **more: object) -> Row:
        return task(base + timedelta(minutes=minutes), length * 60, **more)

    rows = [
        at(0, 60),
        at(10, 5),
        at(20, 5, requester="Other"),
        at(55, 30),
        at(56, 2, requester=None),
        at(30, 4),
        at(30, 4),
    ]
    audit = audited([*plain(), *rows])
    one = {one.kind: one for one in audit.suspicions()}["nested"]
    inside = {base + timedelta(minutes=10), base + timedelta(minutes=30)}
    weighed(one, audit, lambda line: line["started_at"] in inside and line["requester"] == "Acme")
    assert one.rows == 3


def test_rows_that_start_together_lie_in_the_longest_of_them() -> None:
    """A batch accepted at once and handed in one by one: all but the last."""
    base = MONDAY + timedelta(days=9)
    assert found([*plain(), *(task(base, 60 * minutes) for minutes in (1, 2, 3, 4))])["nested"].rows == 3


def test_tasks_of_one_start_and_one_end_are_told() -> None:
    """The second of two, under another id or requester; of another worker: not."""
    base = MONDAY + timedelta(days=9)
    rows = [
        task(base, 90, task_id="a"),
        task(base, 90, task_id="b", requester="Other"),
        task(base, 90, worker_id="w2"),
    ]
    one = found([*plain(), *rows])["identical"]
    assert (one.rows, one.workers) == (1, 1)


@pytest.mark.parametrize(
    ("platform", "start", "told"),
    [
        ("mturk", datetime(2005, 11, 1, tzinfo=UTC), "early"),
        ("mturk", datetime(2005, 11, 2, tzinfo=UTC), ""),
        ("deliveroo", datetime(2012, 12, 31, tzinfo=UTC), "early"),
        ("anything", datetime(2004, 12, 31, tzinfo=UTC), "early"),
        ("anything", datetime(2005, 1, 1, tzinfo=UTC), ""),
        ("mturk", datetime(2035, 1, 1, tzinfo=UTC), "future"),
    ],
)
def test_days_before_a_platform_or_after_any_work_are_told(platform: str, start: datetime, told: str) -> None:
    """Mechanical Turk opened on 2 November 2005."""
    kinds = set(found([*plain(), task(start, platform=platform, worker_id="w9")]))
    assert kinds == ({told} if told else set())


def test_a_wage_beyond_the_plausible_is_told_of_its_worker_alone() -> None:
    """600 dollars an hour for an hour; the same for a minute is an accident of rounding; a hundredth of a cent too."""
    at = MONDAY + timedelta(days=9)
    rows = [task(at + timedelta(minutes=10 * number), 600, "100.50", worker_id="rich") for number in range(6)]
    audit = audited([*plain(), *rows])
    (one,) = audit.suspicions()
    assert (one.kind, one.workers) == ("wage", 1)
    weighed(one, audit, lambda line: line["worker_id"] == "rich")
    assert found([*plain(), task(at, 60, "10.50", worker_id="quick")]) == {}
    assert found([*plain(), task(at, 3600, "0.005", worker_id="poor")])["wage"].rows == 1
    no_time = task(at + timedelta(days=1), 60, "600.50", worker_id="none") | {"ended_at": None}
    assert found([*plain(), no_time, task(at, 3600, "0.55", worker_id="none")]) == {}


def test_a_wage_in_another_currency_is_judged_in_dollars_of_its_month() -> None:
    """Twenty thousand ariary an hour are plausible, ten million are not."""
    at = MONDAY + timedelta(days=9)
    madagascar = {"currency": "MGA", "country": "MG", "worker_id": "m"}
    assert found([task(at, 3600, "20000.5", **madagascar)]) == {}
    assert set(found([task(at, 3600, "10000000.5", **madagascar)])) == {"wage"}


def test_cents_read_as_dollars_are_told() -> None:
    """Whole numbers alone, at a wage that only cents explain; one cent's part among them, or whole dollars, and it is quiet."""
    at = [MONDAY + timedelta(minutes=3 * number, seconds=number) for number in range(12)]
    cents = [task(start, 170, str(5 + number % 4)) for number, start in enumerate(at)]
    one = found(cents)["cents"]
    assert (one.rows, one.wage_without) == (12, None)
    assert found([*cents, task(at[-1] + timedelta(minutes=4), 170, "6.5")]) == {}
    assert found(cents[:9]) == {}
    assert found([task(start, 170, "1") for start in at]) == {}


def test_stamps_that_are_all_midnight_are_told() -> None:
    """By the local clock, or in UTC; one row at another hour of the same worker, and the clock is believed."""
    days = [datetime(2024, 5, day, tzinfo=NEW_YORK) for day in range(1, 7)]
    rows = [task(day, 900 + 7 * number, timezone="America/New_York") for number, day in enumerate(days)]
    assert found(rows)["midnight"].rows == 6
    assert (
        found(
            [
                row | {"timezone": None, "started_at": str(row["started_at"])[:10] + "T00:00:00Z"}
                for row in rows
            ]
        )["midnight"].rows
        == 6
    )
    assert found([*rows, task(days[-1] + timedelta(hours=30), timezone="America/New_York")]) == {}
    assert found(rows[:4]) == {}


def weekly(weeks: Sequence[int], **more: object) -> list[Row]:
    """Two odd days in each of these weeks."""
    chance = random.Random(11)
    return [
        task(
            MONDAY + timedelta(weeks=week, days=day, seconds=chance.randrange(20_000)),
            chance.randrange(60, 4000),
            **more,
        )
        for week in weeks
        for day in (0, 3)
    ]


@pytest.mark.parametrize(
    ("weeks", "told"),
    [
        ([*range(8), *range(11, 19)], 3),
        ([*range(8), *range(10, 18)], 2),
        ([*range(4), *range(8, 12)], 4),  # a month
        ([*range(7), *range(9, 18)], 0),  # two weeks off, after seven
        ([*range(8), *range(11, 18)], 0),  # three weeks off, before seven
        ([*range(5), *range(7, 11), *range(13, 21)], 0),  # who takes weeks off now and then
        ([*range(4), *range(8, 12), *range(16, 20)], 8),  # twice
        ([*range(9), *range(10, 19)], 0),  # one week off
        ([*range(3), *range(8, 13)], 0),  # hardly begun
        ([*range(5), 8, 10, 11, 12], 0),  # irregular afterwards
        ([*range(5), *range(40, 45)], 0),  # came back after months
    ],
)
def test_weeks_that_may_be_a_lost_file_are_counted(weeks: list[int], told: int) -> None:
    """Work every week, none for some, every week again; it has no rows, and no weight."""
    kinds = found(weekly(weeks))
    assert set(kinds) == ({"lost"} if told else set())
    if told:
        assert (kinds["lost"].weeks, kinds["lost"].rows, kinds["lost"].hours) == (told, 0, Decimal(0))


def test_a_requesters_view_has_no_lost_weeks() -> None:
    """One customer's batches are months apart."""
    assert found(weekly([*range(8), *range(11, 19)], coverage="requester")) == {}


def test_a_day_that_says_what_another_said_is_told() -> None:
    """Shifted by three weeks, in local time across a change of the clock; one cent otherwise, and it is another day."""
    zone = {"timezone": "America/New_York"}
    start = datetime(2024, 3, 1, 9, 0, 13, tzinfo=NEW_YORK)
    day = [(37, 50, "0.11"), (200, 61, "0.25"), (391, 44, "0.07"), (800, 300, "0.90")]

    def shifted(weeks: int) -> list[Row]:
        return [
            task(
                ((start + timedelta(weeks=weeks)).astimezone(UTC) + timedelta(seconds=since)),
                length,
                pay,
                **zone,
            )
            for since, length, pay in day
        ]

    audit = audited([*plain(), *shifted(0), *shifted(3)])
    (one,) = audit.suspicions()
    assert one.kind == "repeated"
    weighed(one, audit, lambda line: line["started_at"] >= datetime(2024, 3, 20, tzinfo=UTC))
    assert found([*plain(), *shifted(0), *shifted(3)[:-1], shifted(3)[-1] | {"pay": "0.91"}]) == {}
    assert found([*plain(), *shifted(0), *(row | {"worker_id": "w2"} for row in shifted(3))]) == {}


def test_a_timesheet_by_the_clock_does_not_repeat_itself() -> None:
    """Nine to twelve and one to five, in whole hours, every day: habit, not a copy."""
    days = [MONDAY + timedelta(days=day) for day in range(20)]
    rows = [
        task(day + timedelta(hours=hour), 3600 * length, "30", activity="other")
        for day in days
        for hour, length in ((0, 2), (2, 2), (5, 3))
    ]
    assert found(rows) == {}


def days_of_work(moved: bool) -> list[Row]:
    """Forty weekdays around 10 March 2024 in New York; stamps of a fixed offset, read as local, or true local time."""
    chance, rows = random.Random(5), []
    for number in range(40):
        day = datetime(2024, 2, 12, tzinfo=UTC) + timedelta(days=number + 2 * (number // 5))
        at = day + timedelta(
            hours=14, minutes=chance.randrange(25), seconds=chance.randrange(60)
        )  # nine in New York's winter
        summer = day >= datetime(2024, 3, 10, tzinfo=UTC)
        at -= timedelta(hours=1) if summer and not moved else timedelta(0)
        rows.append(
            task(
                at,
                chance.randrange(600, 4000),
                f"{chance.randrange(100, 900)}.37",
                timezone="America/New_York",
                platform="firm",
            )
        )
    return rows


def test_a_pattern_that_moves_with_the_clock_is_told() -> None:
    """Nine every morning; from the change on, ten by the local clock: the stamps were in standard time."""
    one = {kind: each for kind, each in found(days_of_work(moved=True)).items() if kind == "clock"}["clock"]
    assert one.zone == "America/New_York"
    assert one.rows == 20
    assert "clock" not in found(days_of_work(moved=False))


def messy() -> list[Row]:
    """Four workers with something of every kind that rows alone decide."""
    rows = plain(20)
    for worker in ("w2", "w3", "w4"):
        base = MONDAY + timedelta(days=9)
        rows += plain(6, worker_id=worker)
        rows += [
            task(base, 8 * 3600, worker_id=worker),
            task(base + timedelta(hours=1), 600, worker_id=worker),
        ]
        rows += [
            task(base + timedelta(days=1), 60, worker_id=worker),
            task(base + timedelta(days=1), 60, worker_id=worker, requester="Other"),
        ]
        rows += weekly([*range(10, 15), *range(20, 25)], worker_id=worker)
    return [row | {"task_id": f"t{number}"} for number, row in enumerate(rows)]


def test_order_and_parts_of_the_rows_change_nothing() -> None:
    """Shuffled, and cut into a part a worker: the same kinds, rows, examples and weights."""
    table = tasks_from_rows(messy()).table
    whole = wageaudit.audit(table)
    expected = whole.suspicions()
    assert {one.kind for one in expected} == {"open", "nested", "identical", "lost"}
    workers = table.column("worker_id").to_pylist()
    cut = [
        table.take([at for at, name in enumerate(workers) if name == own])
        for own in sorted(set(workers), reverse=True)
    ]
    assert replace(whole, tables=cut, _made={}).suspicions() == expected
    order = list(range(table.num_rows))
    random.Random(3).shuffle(order)
    assert wageaudit.audit(table.take(order)).suspicions() == expected


def test_suspicions_change_no_figure() -> None:
    """Asked for or not, the table is the same."""
    asked, not_asked = audited(messy()), audited(messy())
    assert asked.suspicions()
    assert asked.table(()).equals(not_asked.table(()))


def test_pay_that_is_not_known_leaves_the_weight_in_hours() -> None:
    """A share of the time, no wage."""
    table = tasks_from_rows([*plain(), task(MONDAY + timedelta(days=9), 8 * 3600)]).table
    (one,) = wageaudit.audit(table.drop_columns(["pay"])).suspicions()
    assert one.hours == Decimal("8.000000")
    assert (one.pay_share, one.wage) == (None, None)
    (told,) = problems([one])
    assert "8.00 h, " in told.reason
    assert "not known" in told.reason


def test_several_currencies_are_weighed_in_the_display_currency() -> None:
    """At the rate of each row's date, exact."""
    at = MONDAY + timedelta(days=9)
    audit = audited([*plain(), task(at, 8 * 3600, "5.00", currency="EUR")])
    one = {one.kind: one for one in audit.suspicions()}["open"]
    rate = audit.exchange.rate("EUR", "USD", at.date())
    assert one.currency == "USD"
    assert one.pay == six(Decimal("5.00") * rate.rate)  # type: ignore[union-attr]


def test_each_kind_is_a_sentence_and_a_row_of_the_table() -> None:
    """No brace is left open; the table holds what the values say."""
    every = [
        Suspicion(
            kind,
            count,
            1,
            "a.csv",
            3,
            Decimal("8.5"),
            Decimal("0.25"),
            Decimal(2),
            Decimal("0.1"),
            Decimal("3.5"),
            Decimal(4),
            "USD",
            count,
            "Europe/Paris",
        )
        for kind in KINDS
        for count in (1, 2)
    ]
    told = problems(every)
    assert {one.code for one in told} == {f"suspicion-{kind}" for kind in KINDS}
    assert all("{" not in one.reason and "{" not in one.mend and one.mend for one in told)
    assert all(one.rows == 0 and not one.fault for one in told)
    table = as_table(every).to_pylist()
    assert [row["kind"] for row in table] == [one.kind for one in every]
    assert table[0]["wage_without"] == Decimal("4.000000")


def call(*arguments: str | Path) -> int:
    """Exit code of a command."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A file in which row 5 was left open for eight hours."""
    path = tmp_path / "log.csv"
    rows = [*plain(1, 3), task(MONDAY + timedelta(days=2), 8 * 3600), *plain(1, 3, worker_id="w2")]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_audit_and_check_tell_one_line_each_with_the_first_row(
    log: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """On stderr of an audit, in check, among the problems; quiet when asked to be; check finds something."""
    told = "log.csv, row 5: 1 task was open for more than six hours (first here); 8.00 h, "
    for shape in ("csv", "table"):
        assert call("audit", log, "--format", shape) == 0
        assert told in capfd.readouterr()[1]
    assert call("audit", log, "-q", "--problems", log.parent / "p.csv") == 0
    assert told not in capfd.readouterr()[1]
    listed = csv.DictReader((log.parent / "p.csv").read_text(encoding="utf-8").splitlines())
    (row,) = [one for one in listed if one["code"].startswith("suspicion-")]
    assert (row["code"], row["row"], row["rows"]) == ("suspicion-open", "5", "0")
    assert call("check", log) == 1
    assert told in capfd.readouterr()[0]


QUIET = (
    "crowdflower/ODRE_f880592.csv",
    "mturk_batch/20171111_mturk_results_order1_0.10.csv",
    "mturk_clt/SM_17_sinking_marbles-mturk.csv",
    "weclock",
    "toggl/Toggl_time_entries_2019-04-07_to_2020-04-06.csv",
    "upwork/upwork_timesheet_sample-data.csv",
)
TOLD = {
    "prolific/earobinson95_prolific-export.csv": {"open": 3},
    "mturk_batch/ODRE_Batch_2966785_batch_results.csv": {"nested": 65},
    "mturk_batch/twitter-emotions_mturk_results.csv": {"nested": 23},
}


def test_a_first_row_is_not_named_where_rows_have_no_place_in_a_file() -> None:
    """A table made by a program, without source columns."""
    twice = [*plain(), task(MONDAY), task(MONDAY)]
    whole = tasks_from_rows(twice).table.drop_columns(["source_file", "source_row"])
    (one,) = [one for one in wageaudit.audit(whole).suspicions() if one.kind == "identical"]
    assert (one.rows, one.file, one.row) == (1, "", 0)


def test_a_weight_in_pay_is_empty_where_no_rate_is_known() -> None:
    """A currency of tests has none against the dollar: hours are weighed, pay is not."""
    rows = [*plain(), task(MONDAY, currency="XTS"), task(MONDAY, currency="XTS")]
    one = found(rows)["identical"]
    assert one.rows == 1
    assert one.pay is None
    assert one.hours > 0


def test_a_change_of_the_clock_with_work_on_one_side_alone_shows_nothing() -> None:
    """Work in January, and again from April on: there is nothing to set beside it."""
    january, april = datetime(2024, 1, 8, 9, tzinfo=UTC), datetime(2024, 4, 1, 9, tzinfo=UTC)
    days = [start + timedelta(days=day, minutes=day % 7) for start in (january, april) for day in range(25)]
    rows = [task(day, 60 + number, "0.10", timezone="Europe/Paris") for number, day in enumerate(days)]
    assert "clock" not in found(rows)


def test_tasks_within_tasks_are_found_however_many_years_workers_have() -> None:
    """Five thousand workers of sixty years each are more time than 64 bits hold."""
    rows = []
    for number in range(5_000):
        own = {"worker_id": f"w{number}", "task_id": "long"}
        rows.append(task(datetime(1992, 1, 1, tzinfo=UTC), 100, **own))
        rows.append(task(datetime(2052, 1, 1, tzinfo=UTC), 600, **(own | {"task_id": "outer"})))
        rows.append(task(datetime(2052, 1, 1, 0, 1, tzinfo=UTC), 60, **(own | {"task_id": "inner"})))
        rows.append(task(datetime(1992, 1, 1, 0, 1, tzinfo=UTC), 100, **(own | {"task_id": "beside"})))
    one = found(rows)["nested"]
    assert (one.rows, one.workers) == (5_000, 5_000)


@pytest.mark.real
@pytest.mark.parametrize("name", [*QUIET, *TOLD])
def test_real_exports_are_suspected_of_what_is_in_them(name: str, real_exports: Path) -> None:
    """Clean ones are not; three submissions of a study left open for days, queues of a batch."""
    done = run([str(real_exports / name)], Options(currency="USD", timezone="UTC"))
    assert {one.kind: one.rows for one in done.audit.suspicions()} == TOLD.get(name, {})


def test_the_last_day_of_work_lies_a_year_after_the_newest_rate_that_is_shipped() -> None:
    """No clock is read, so that the day has to move when the data do."""
    rates = Path(wageaudit.__file__).parent / "data" / "exchange" / "daily"
    newest = max(path.read_text(encoding="utf-8").split()[-1][:10] for path in rates.glob("*.csv"))
    assert timedelta(days=300) < LAST_DAY - date.fromisoformat(newest) < timedelta(days=500)


PAID = "worker_id,activity,task_id,started_at,pay,currency\n"
ONCE = "w1,payment,,2024-03-04T10:00:00Z,5,USD\n"
OTHER = "w1,payment,,2024-03-04T10:00:00Z,6,USD\n"


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        (ONCE, ONCE + OTHER, 1),
        (ONCE + OTHER, OTHER + ONCE, 2),
        (ONCE, OTHER, 0),
        (ONCE + ONCE, OTHER, 0),
        (ONCE + ONCE, ONCE, 1),
        (ONCE.replace("w1", "w2"), ONCE, 0),
        (ONCE.replace(",,", ",t1,"), ONCE.replace(",,", ",t2,"), 0),
        (ONCE.replace(",,", ",t1,"), ONCE, 0),
    ],
)
def test_payments_without_an_id_that_stand_in_two_files_are_told(
    first: str, second: str, rows: int, tmp_path: Path
) -> None:
    """They count in both; within one file two equal payments are two."""
    for name, data in (("a.csv", first), ("b.csv", second)):
        (tmp_path / name).write_text(PAID + data + f"w9,payment,{name},2024-03-09,1,USD\n", encoding="utf-8")
    done = run([str(tmp_path / "a.csv"), str(tmp_path / "b.csv")], Options(timezone="UTC"))
    told = {one.kind: one for one in done.audit.suspicions()}
    assert (told["again"].rows if rows else 0) == rows
    assert ("again" in told) == bool(rows)
    if rows:
        assert told["again"].file.endswith("b.csv")


def test_payments_of_files_that_have_no_column_of_ids_are_told(tmp_path: Path) -> None:
    """Nothing names them at all: five dollars of ten o'clock stand in both files."""
    header = PAID.replace("task_id,", "")
    for name, data in (("a.csv", ONCE), ("b.csv", OTHER + ONCE)):
        (tmp_path / name).write_text(header + data.replace(",,", ","), encoding="utf-8")
    (one,) = run([str(tmp_path / name) for name in ("a.csv", "b.csv")]).audit.suspicions()
    assert (one.kind, one.rows, one.pay) == ("again", 1, 5)
    assert (Path(one.file).name, one.row) == ("b.csv", 3)
