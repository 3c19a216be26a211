"""Rows put in order, met twice, paid late, left out: small tables whose outcome stands on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

import wageaudit
from wageaudit.auditing import Audit
from wageaudit.columns import CATEGORIES, Categories, columns_of
from wageaudit.tasks import INSTANT_NAMES, SCHEMA, documentation
from wageaudit.work import total_order

Row = dict[str, object]


def task(start: str, end: str = "", pay: str = "1", **more: object) -> Row:
    """One row of w on Monday 4 March 2024, by the clock of UTC."""
    begin, finish = (f"2024-03-04T{clock}Z" if clock else "" for clock in (start, end))
    return {
        "worker_id": "w", "started_at": begin, "ended_at": finish, "pay": pay, "currency": "USD", "country": "US",
        "timezone": "UTC",
    } | more  # fmt: skip


def audited(rows: Sequence[Mapping[str, object]], **choices: object) -> Audit:
    """The audit of rows that are all taken."""
    options = wageaudit.Options(**({"minimum_wage": Decimal("3.60"), "wage_currency": "USD"} | choices))
    reading = wageaudit.tasks_from_rows(rows, options)
    assert not reading.problems
    return wageaudit.audit(reading.table, options)


def kept(found: Audit, *names: str) -> list[tuple[object, ...]]:
    """Columns of the ledger."""
    return [tuple(line[name] for name in names) for line in found.ledger().to_pylist()]


# ---------------------------------------------------------------------------------------------------------------- order


@pytest.mark.parametrize("count", [65_536, 65_537])
def test_tens_of_thousands_of_workers_stand_in_the_order_of_their_names(count: int) -> None:
    """As many as sixteen bits tell apart, and one more, met in the opposite order."""
    names = [f"w{number:05}" for number in range(count)]
    worker = pa.DictionaryArray.from_arrays(pa.array(range(count - 1, -1, -1), pa.int32()), pa.array(names))
    stamp = pa.array([0] * count, pa.int64()).cast(SCHEMA.field(INSTANT_NAMES[0]).type)
    order = total_order(columns_of(pa.table({"worker_id": worker, "started_at": stamp})))
    assert np.array_equal(order, np.arange(count - 1, -1, -1))


def test_rows_that_start_together_stand_by_end_status_and_all_else_they_say() -> None:
    """Whatever the order in which they come: end, status, platform, task, pay, file and row."""
    rows = [
        task("10:00:00", "10:01:00", "9"),
        task("10:00:00", "10:02:00", status="approved", platform="b"),
        task("10:00:00", "10:02:00", status="pending", platform="a"),
        task("10:00:00", "10:02:00", status="pending", platform="b", task_id="1"),
        task("10:00:00", "10:02:00", status="pending", platform="b", task_id="2", pay="1"),
        task("10:00:00", "10:02:00", status="pending", platform="b", task_id="3", pay="2"),
        task("10:00:00", "10:02:00", status="pending", platform="b", task_id="4", pay="1", source_row="1"),
        task("10:30:00", "10:31:00", "7"),
    ]
    inherit = ("ended_at", "status", "platform", "task_id", "pay")
    expected = kept(audited(rows), *inherit)
    assert [line[4] for line in expected] == [Decimal(number) for number in (9, 1, 1, 1, 1, 2, 1, 7)]
    for turned in (rows[::-1], rows[3:] + rows[:3], rows[1::2] + rows[::2]):
        assert kept(audited(turned), *inherit) == expected


@pytest.mark.parametrize(
    "name",
    ["pay", "piece_rate", "task_count", "active_seconds", "bonus", "tip", "fee", "customer_price", "requester", "task_id", "activity"],
)  # fmt: skip
def test_rows_alike_but_for_one_column_stand_by_it(name: str) -> None:
    """The least first, of the second of two workers, whatever the order in which they come."""
    values = ["search", "task", "travel"] if name == "activity" else ["1", "2", "3"]
    first, last = task("10:00:00", "10:10:00", worker_id="a"), task("10:20:00", "10:30:00", worker_id="x")
    shared = {"pay": ""} if name == "piece_rate" else {}
    for turned in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        rows = [task("10:00:00", "10:10:00") | shared | {name: values[at]} for at in turned]
        found = kept(audited([last, *rows, first]), "worker_id", name)
        assert [str(said).removesuffix(".000000") for worker, said in found if worker == "w"] == values


def test_a_value_that_is_not_known_stands_before_a_nought() -> None:
    """Pay and active time of rows alike in all else."""
    for name in ("pay", "active_seconds"):
        for values in (["", "0"], ["0", ""]):
            rows = [task("10:00:00", bonus="1") | {name: value} for value in values]
            assert [said for (said,) in kept(audited(rows), name)] == [None, 0]


def test_rows_that_come_in_the_opposite_order_are_turned() -> None:
    """The later first: its gap is from the earlier one, not the other way round."""
    rows = [task("11:00:00", "11:10:00"), task("10:00:00", "10:10:00")]
    assert kept(audited(rows), "gap_before_seconds") == [(None,), (3000,)]


def test_a_row_a_microsecond_earlier_stands_before() -> None:
    """Of each of two workers."""
    rows = [
        task(f"10:00:00{clock}", "10:10:00", worker_id=worker)
        for worker in ("w", "v")
        for clock in (".000001", "", ".000002")
    ]
    found = kept(audited(rows), "worker_id", "started_at")
    assert [(worker, start.microsecond) for worker, start in found] == [
        (worker, at) for worker in ("v", "w") for at in (0, 1, 2)
    ]


def test_a_table_whose_rows_were_all_taken_out_is_empty() -> None:
    """Its dictionaries still hold the words of what was there."""
    table = wageaudit.tasks_from_rows([FIRST]).table.slice(0, 0)
    assert wageaudit.audit(table).table(()).num_rows == 0


def test_a_session_is_numbered_within_its_worker() -> None:
    """Two sessions of a, one of b; a block of b without an interval has none."""
    rows = [
        task("10:00:00", "10:10:00", worker_id="a"), task("12:00:00", "12:10:00", worker_id="a"),
        task("12:15:00", "12:20:00", worker_id="a"), task("10:00:00", "10:10:00", worker_id="b"),
        task("11:00:00", worker_id="b", active_seconds="60"),
    ]  # fmt: skip
    assert kept(audited(rows), "worker_id", "session", "gap_before_seconds", "waiting_seconds") == [
        ("a", 1, None, 0), ("a", 2, 6600, 0), ("a", 2, 300, 300), ("b", 1, None, 0), ("b", None, None, 0),
    ]  # fmt: skip


# ---------------------------------------------------------------------------------------------------- met twice


def merged(rows: Sequence[Row]) -> tuple[int, int, int]:
    """(audited, merged, merged with a difference) of rows."""
    (count,) = audited(rows).counts()
    return count.audited, count.merged, len(count.differing)


FIRST = task("10:00:00", "10:10:00", task_id="t")


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({}, 0),
        ({"ended_at": "2024-03-04T10:11:00Z"}, 1),
        ({"started_at": "2024-03-04T09:59:00Z"}, 1),
        ({"status": "rejected"}, 1),
        ({"activity": "qualification"}, 1),
        ({"currency": "EUR"}, 1),
        ({"project": "p"}, 1),
        ({"pay": "2"}, 1),
        ({"bonus": "1"}, 1),
        ({"tip": "1"}, 1),
        ({"fee": "1"}, 1),
        ({"customer_price": "1"}, 1),
        ({"task_count": "2"}, 1),
        ({"active_seconds": "5"}, 1),
        ({"active_seconds": "0"}, 1),  # none is not nought
        ({"requester": "r"}, 0),  # who ordered it is often missing in one of two exports
        ({"pay": "1", "piece_rate": "1"}, 1),
    ],
)
def test_a_task_met_twice_counts_once_and_says_whether_its_rows_differ(change: Row, differs: int) -> None:
    """In anything that could change a figure."""
    assert merged([FIRST, FIRST | change]) == (1, 1, differs)


@pytest.mark.parametrize("change", [{"task_id": "u"}, {"task_id": ""}, {"worker_id": "v"}, {"platform": "p"}])
def test_another_task_worker_or_platform_is_another_row(change: Row) -> None:
    """And a row without an id is never the same as another."""
    assert merged([FIRST, FIRST | change]) == (2, 0, 0)


def test_rows_without_an_id_are_never_merged() -> None:
    """However alike."""
    assert merged([FIRST | {"task_id": ""}] * 3) == (3, 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "stands"),
    [
        ("pending", "approved", "approved"), ("pending", "rejected", "rejected"), ("rejected", "approved", "approved"),
        ("returned", "approved", "approved"), ("abandoned", "pending", "abandoned"), ("returned", "pending", "returned"), ("rejected", "returned", "rejected"),
    ],
)  # fmt: skip
def test_what_was_settled_stands_before_what_was_open(one: str, other: str, stands: str) -> None:
    """In whichever order they come; a reversed rejection is an approval."""
    for first, second in ((one, other), (other, one)):
        rows = [FIRST | {"status": first}, FIRST | {"status": second}]
        assert kept(audited(rows), "status") == [(stands,)]


def standing(*statuses: str) -> tuple[object, object]:
    """(status, minute of the start) of what stands of one task written with these statuses, five minutes apart."""
    rows = [FIRST | {"started_at": f"2024-03-04T10:0{5 * at}:00Z"} for at in range(len(statuses))]
    table = wageaudit.tasks_from_rows(rows).table
    written = pa.array(statuses, pa.string()).dictionary_encode()
    (line,) = wageaudit.audit(table.append_column("status", written)).ledger().to_pylist()
    return line["status"], line["started_at"].minute


@pytest.mark.parametrize(
    ("one", "other"),
    [("", "approved"), ("rejected", "returned"), ("returned", "abandoned"), ("rejected", "abandoned")],
)
def test_of_two_statuses_that_weigh_the_same_the_row_that_comes_first_stands(one: str, other: str) -> None:
    """Whichever it is; a status that a program left empty is an approval."""
    assert standing(one, other) == (one, 0)
    assert standing(other, one) == (other, 0)


@pytest.mark.parametrize("other", ["rejected", "returned", "abandoned", "pending"])
@pytest.mark.parametrize("one", ["approved", ""])
def test_an_approval_stands_before_all_that_is_none(one: str, other: str) -> None:
    """First or last."""
    assert standing(one, other) == (one, 0)
    assert standing(other, one) == (one, 5)


@pytest.mark.parametrize("without", [["source_file"], ["source_row"], ["source_file", "source_row"]])
def test_rows_that_differ_are_merged_where_no_file_or_no_row_is_named(without: list[str]) -> None:
    """A table made by a program: how many is told, where they stand cannot be."""
    table = wageaudit.tasks_from_rows([FIRST, FIRST | {"pay": "2"}]).table.drop_columns(without)
    (count,) = wageaudit.audit(table).counts()
    assert (count.audited, count.merged, count.differing) == (1, 1, ())


def test_every_task_that_stands_twice_is_merged_and_those_that_differ_are_told() -> None:
    """Ten of twenty tasks of two workers, met again in another order; every other one of them at another pay."""
    rows = [
        task(f"10:{at:02}:00", f"10:{at:02}:30", task_id=f"t{at}", worker_id="wv"[at % 2]) for at in range(20)
    ]
    again = [rows[at] | ({"pay": "2"} if at % 4 else {}) for at in range(18, -1, -2)]
    (count,) = audited([*rows, *again]).counts()
    assert (count.audited, count.merged, len(count.differing)) == (20, 10, 5)
    assert sorted(into for _, _, _, into in count.differing) == [4, 8, 12, 16, 20]


@pytest.mark.parametrize("view", ["worker", "requester", "recorded"])
def test_whose_views_rows_are_is_told_of_all_and_of_those_with_an_interval(view: str) -> None:
    """Beside a payment that does not say; it is the worker's own."""
    block = task("12:00:00", active_seconds="60", coverage="recorded")
    (count,) = audited([FIRST | {"coverage": view}, block]).counts()
    assert (count.views, count.timed_views) == ({view, "recorded"}, {view})
    (count,) = audited([FIRST | {"coverage": view}, task("10:00:00", **PAYMENT)]).counts()
    assert (count.views, count.timed_views) == ({view, "worker"}, {view})


def test_rows_whose_day_is_told_by_utc_are_counted_by_country() -> None:
    """A time of day and no zone; a bare date is that date anywhere, midnight with an end is not."""
    known = task("09:00:00", "09:10:00")
    table = wageaudit.tasks_from_rows(
        [
            known, known | {"country": "FR"}, known | {"country": ""},
            task("00:00:00", "00:10:00", country="KE"), task("00:00:00", country="KE"), task("00:00:01", country="KE"), task("00:00:00", country="KE"),
            task("23:59:59", country="KE"), task("12:00:00", country="KE"), known,
        ]
    ).table  # fmt: skip
    zones = pa.array([None] * 9 + ["UTC"], pa.string()).dictionary_encode()
    (count,) = wageaudit.audit(
        table.set_column(table.column_names.index("timezone"), "timezone", zones)
    ).counts()
    assert count.zoneless == {"": 1, "FR": 1, "KE": 4, "US": 1}


def test_an_empty_text_is_no_id() -> None:
    """Tables made by programs hold them: rows that say nothing are not the same task."""
    table = wageaudit.tasks_from_rows([FIRST, FIRST, FIRST]).table
    place = table.column_names.index("task_id")
    empty = table.set_column(place, "task_id", pa.array(["", "", None], pa.string()))
    (count,) = wageaudit.audit(empty).counts()
    assert (count.audited, count.merged) == (3, 0)


def test_a_payment_made_before_its_task_is_put_on_the_tasks_day_too() -> None:
    """An advance of February for March."""
    early = task("10:00:00", **PAYMENT) | {"started_at": "2024-02-01"}
    assert [line[0] for line in kept(audited([early, FIRST]), "local_date")] == [date(2024, 3, 4)] * 2


def test_where_each_of_two_differing_rows_stands_is_told() -> None:
    """File and row of the one that is gone, and of the one that stands."""
    rows = [
        FIRST | {"status": "pending"}, task("09:00:00", "09:01:00", task_id="s"), FIRST, FIRST | {"pay": "3"},
    ]  # fmt: skip
    (count,) = audited(rows).counts()
    assert [(row, into) for _, row, _, into in count.differing] == [(5, 4), (2, 4)]
    assert sum(count.gone.values()) == 2


def test_merged_rows_and_rows_left_out_are_counted_by_their_file_alone() -> None:
    """Of three files, one has a copy, one a pending row, and one neither."""
    rows = [
        FIRST, FIRST, task("11:00:00", "11:10:00"), task("12:00:00", "12:10:00", status="pending"),
        task("13:00:00", "13:10:00"),
    ]  # fmt: skip
    table = wageaudit.tasks_from_rows(rows).table
    files = pa.array(["a", "b", "a", "c", "d"]).dictionary_encode()
    table = table.set_column(table.column_names.index("source_file"), "source_file", files)
    (count,) = wageaudit.audit(table, wageaudit.Options(pending="exclude")).counts()
    assert (count.audited, count.gone, count.excluded) == (3, {"b": 1}, {"c": 1})
    (count,) = wageaudit.audit(
        table.drop_columns("source_file"), wageaudit.Options(pending="exclude")
    ).counts()
    assert (count.audited, count.merged, count.gone, count.excluded) == (3, 1, {}, {})


def test_a_row_without_an_interval_has_the_time_it_says_and_no_other() -> None:
    """Beside one with an interval: a minute, nothing, and not a word."""
    rows = [
        task("09:00:00", "09:10:00"), task("10:00:00", active_seconds="60"), task("11:00:00", active_seconds="0"),
        task("12:00:00"), task("13:00:00", pay="0", activity="search", active_seconds="90"),
        task("14:00:00", pay="0", activity="search"), task("15:00:00", **PAYMENT),
    ]  # fmt: skip
    assert kept(audited(rows), "credit_seconds", "waiting_on_record_seconds", "gap_before_seconds") == [
        (600, 0, None), (60, 0, None), (0, 0, None), (0, 0, None), (0, 90, None), (0, 0, None), (0, 0, None),
    ]  # fmt: skip


PAYMENT: Row = {"activity": "payment", "ended_at": "", "pay": "0", "bonus": "2", "task_id": "t"}


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        ({}, 1), ({"bonus": "3"}, 2), ({"tip": "1"}, 2), ({"fee": "1"}, 2), ({"pay": "1"}, 2), ({"currency": "EUR"}, 2),
        ({"project": "p"}, 2), ({"started_at": "2024-03-05"}, 2), ({"task_id": "u"}, 2), ({"requester": "r"}, 1),
    ],
)  # fmt: skip
def test_a_payment_is_the_same_only_with_the_same_date_and_amounts(change: Row, rows: int) -> None:
    """One task may be paid twice."""
    one = task("10:00:00", **PAYMENT) | {"started_at": "2024-03-06"}
    assert merged([one, one | change])[0] == rows


def test_a_payment_is_not_its_task() -> None:
    """They share an id, and both stay."""
    assert merged([FIRST, task("10:00:00", **PAYMENT)]) == (2, 0, 0)


def test_a_late_payment_takes_day_project_requester_and_place_from_its_task() -> None:
    """The bonus of May for March's task in Washington is March's, and Washington's."""
    own = {"project": "p", "requester": "r", "region": "US-WA"}
    late = task("10:00:00", **PAYMENT) | {"started_at": "2024-05-01", "project": "", "country": "FR"}
    other = task("11:00:00", "11:01:00", task_id="u", project="q")
    found = audited([FIRST | own, other, late])
    (line,) = [
        line for line in found.table(("month", "project", "requester")).to_pylist() if line["project"] == "p"
    ]
    assert (line["month"], line["requester"], line["pay"], line["bonus"]) == ("2024-03", "r", 3, 2)
    places = found.table(("region",)).to_pylist()
    assert {place["region"]: place["pay"] for place in places} == {"": 1, "US-WA": 3}


def test_each_of_several_payments_is_put_on_its_own_task() -> None:
    """Bonuses of May for three tasks of three months, in another order than theirs."""
    months = ("2024-03", "2024-02", "2024-04")
    tasks = [
        FIRST
        | {"task_id": f"t{at}", "started_at": f"{month}-04T10:00:00Z", "ended_at": f"{month}-04T10:10:00Z"}
        for at, month in enumerate(months)
    ]
    paid = [
        task("10:00:00", **PAYMENT) | {"task_id": f"t{at}", "started_at": "2024-05-01", "bonus": str(10**at)}
        for at in (2, 0, 1)
    ]
    found = audited([*paid, *tasks]).table(("month",)).to_pylist()
    assert {line["month"]: line["bonus"] for line in found} == {"2024-03": 1, "2024-02": 10, "2024-04": 100}


def test_a_payment_for_a_task_of_another_worker_or_of_none_stays_where_it_is() -> None:
    """Its own day, and no project."""
    late = task("10:00:00", **PAYMENT) | {"started_at": "2024-05-01"}
    for rows in (
        [FIRST, late | {"worker_id": "v"}],
        [FIRST, late | {"task_id": "other"}],
        [FIRST, late | {"task_id": ""}],
        [late],
    ):
        days = [line[0] for line in kept(audited(rows), "local_date")]
        assert date(2024, 5, 1) in days


def test_the_first_of_two_rows_of_a_task_gives_a_payment_its_day() -> None:
    """Two parts of one task are merged; the one that stands is looked at."""
    late = task("10:00:00", **PAYMENT) | {"started_at": "2024-05-01"}
    later = FIRST | {
        "started_at": "2024-03-09T10:00:00Z",
        "ended_at": "2024-03-09T10:10:00Z",
        "status": "pending",
    }
    found = audited([later, FIRST, late])
    assert [line[0] for line in kept(found, "local_date")] == [date(2024, 3, 4), date(2024, 3, 4)]


# -------------------------------------------------------------------------------------------------------------- choices


def test_pending_rows_left_out_take_their_time_with_them_and_are_counted_by_file() -> None:
    """Two of three remain; a payment for a pending task keeps that task's day."""
    rows = [
        task("10:00:00", "10:10:00", task_id="t", status="pending"), task("10:20:00", "10:30:00"),
        task("10:00:00", **PAYMENT) | {"started_at": "2024-05-01"},
    ]  # fmt: skip
    found = audited(rows, pending="exclude")
    (line,) = found.table(()).to_pylist()
    assert (line["pay"], line["working_hours"], line["tasks"]) == (3, Decimal("0.166667"), 1)
    (count,) = found.counts()
    assert (count.audited, count.merged, sum(count.excluded.values())) == (2, 0, 1)
    assert [month["month"] for month in found.table(("month",)).to_pylist()] == ["2024-03"]


@pytest.mark.parametrize(("minutes", "hours"), [("10", "0.166667"), ("9", "0.15"), ("11", "0.166667")])
def test_a_cap_cuts_what_is_longer_and_nothing_else(minutes: str, hours: str) -> None:
    """Ten minutes open; blocks of tasks have no interval to cut."""
    found = audited([task("10:00:00", "10:10:00")], max_task_minutes=Decimal(minutes))
    assert found.table(()).to_pylist()[0]["working_hours"] == Decimal(hours)
    block = audited([task("10:00:00", active_seconds="3600")], max_task_minutes=Decimal(minutes))
    assert block.table(()).to_pylist()[0]["working_hours"] == 1


def test_a_cap_cuts_active_time_too_and_no_search() -> None:
    """An hour open, half of it active, cut to ten minutes: ten are credited. A search of an hour stays one."""
    rows = [
        task("10:00:00", "11:00:00", active_seconds="1800"),
        task("12:00:00", "13:00:00", "0", activity="search"),
    ]
    lines = kept(audited(rows, max_task_minutes=Decimal(10)), "credit_seconds", "waiting_on_record_seconds")
    assert lines == [(600, 0), (0, 3600)]


def test_searches_and_rejected_work_need_no_pay() -> None:
    """No column says any, and it is none."""
    none = {"pay": ""}
    rows = [
        task("10:00:00", "10:10:00", "2"), task("10:10:00", "10:20:00", activity="search") | none,
        task("10:20:00", "10:30:00", status="rejected") | none, task("10:30:00", "10:40:00", activity="training") | none,
    ]  # fmt: skip
    (line,) = audited(rows).table(()).to_pylist()
    assert (line["pay"], line["effective_hourly_wage"]) == (2, 3)


def test_a_cap_leaves_active_time_that_is_shorter() -> None:
    """An hour open, five minutes of it active, cut to ten minutes: five are credited, five are waiting."""
    rows = [task("10:00:00", "11:00:00", active_seconds="300"), task("12:00:00", active_seconds="3600")]
    lines = kept(audited(rows, max_task_minutes=Decimal(10)), "credit_seconds", "waiting_on_record_seconds")
    assert lines == [(300, 300), (3600, 0)]


def test_pay_is_as_given_else_by_the_piece_else_what_came_beside_it() -> None:
    """Three for two each are six; a bonus alone is a pay that is known."""
    rows = [
        task("10:00:00", "10:10:00", "", task_count="3", piece_rate="2"),
        task("11:00:00", "11:10:00", "5", task_count="3", piece_rate="2"),
        task("12:00:00", "12:10:00", "", bonus="1", piece_rate="0"),
        task("13:00:00", "13:10:00", "", bonus="1"),
        task("14:00:00", "14:10:00", "", tip="5"),
    ]
    (line,) = audited(rows).table(()).to_pylist()
    assert (line["pay"], line["tasks"], line["reason"]) == (18, 9, "")


def test_tasks_without_time_are_counted_and_payments_are_none() -> None:
    """An end, active time of nothing, or neither."""
    rows = [
        task("10:00:00", "10:10:00"), task("11:00:00", active_seconds="0"), task("12:00:00"),
        task("13:00:00", activity="training", pay="0"), task("10:00:00", **PAYMENT),
    ]  # fmt: skip
    (line,) = audited(rows).table(()).to_pylist()
    assert (line["tasks"], line["tasks_untimed"], line["sessions"]) == (3, 2, 1)


def test_the_field_table_is_written_as_markdown() -> None:
    """A line a column of the schema, required ones starred."""
    lines = documentation().splitlines()
    assert len(lines) == 2 + len(SCHEMA.names)
    assert lines[0] == "| column | kind | default | meaning | also written |"
    assert [line.split("|")[1].strip().removesuffix(" *") for line in lines[2:]] == SCHEMA.names
    assert "started_at *" in documentation()


def test_categories_are_made_once_they_are_asked_for_and_others_are_refused() -> None:
    """A column that no figure looks at costs nothing; what is no category has no codes."""
    asked: list[str] = []
    made = Categories(lambda name: asked.append(name) or len(asked))
    assert (made["status"], made["status"], asked) == (1, 1, ["status"])
    assert set(made) == set(CATEGORIES)
    assert len(made) == len(CATEGORIES)
    with pytest.raises(KeyError, match="pay"):
        made["pay"]
