"""Lines of the ledger and of result tables at the edges of what they say, each decided on paper."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from test_cells_by_hand import audited
from test_work_by_hand import task

import wageaudit
from wageaudit.auditing import Audit
from wageaudit.errors import WageauditError
from wageaudit.exchange import ExchangeBook
from wageaudit.groups import group
from wageaudit.wages import WageBook

TWO_DOLLARS = ExchangeBook({"daily/USD.csv": "date,per_eur\n2024-03-04,2\n"}.get)  # for a euro


def ledger(found: Audit, *names: str) -> list[tuple[object, ...]]:
    """Columns of the ledger."""
    return [tuple(line[name] for name in names) for line in found.ledger().to_pylist()]


def law(country: str, currency: str, amount: str = "7") -> str:
    """A wage file of one hourly rate."""
    return (
        f'country = "{country}"\nconfirmed_until = 2025-12-31\n[[rate]]\nstart = 2024-01-01\namount = {amount}\n'
        f'currency = "{currency}"\nperiod = "hour"\ncategory = "adult_general"\nlaw = "Act 1"\nurl = "https://law.example/1"\n'
    )


# --------------------------------------------------------------------------------------------------------------- ledger


@pytest.mark.parametrize("coverage", ["worker", "requester", "recorded"])
def test_tasks_that_touch_or_overlap_are_of_one_session_in_every_view(coverage: str) -> None:
    """A microsecond apart begins another where pauses are not known to be waiting."""
    rows = [
        task("10:00:00", "10:10:00"), task("10:05:00", "10:20:00"), task("10:20:00", "10:30:00"),
        task("10:30:00.000001", "10:40:00"), task("12:00:00", "12:10:00"), task("13:00:00", active_seconds="60"),
        task("09:00:00", "09:10:00", worker_id="x"),
    ]  # fmt: skip
    found = audited([row | {"coverage": coverage} for row in rows])
    later = 1 if coverage == "worker" else 2
    assert found.sessions().tolist() == [1, 1, 1, later, later + 1, 0, 1]
    assert ledger(found, "session") == [(1,), (1,), (1,), (later,), (later + 1,), (None,), (1,)]
    assert found.table(()).to_pylist()[0]["sessions"] == later + 2


def test_a_row_requires_pay_for_its_time_and_for_the_waiting_before_it() -> None:
    """Ten minutes, five of a pause and ten more, then a minute of search on record: 0.60, 0.90, 0.06."""
    rows = [
        task("10:00:00", "10:10:00"), task("10:15:00", "10:25:00"), task("10:25:00", "10:26:00", "0", activity="search"),
    ]  # fmt: skip
    found = ledger(audited(rows), "credit_seconds", "waiting_seconds", "required_pay")
    assert found == [(600, 0, Decimal("0.6")), (600, 300, Decimal("0.9")), (0, 60, Decimal("0.06"))]


def test_the_least_minimum_wage_there_can_be_is_one() -> None:
    """A millionth an hour, of one hour and of two."""
    rows = [task("10:00:00", "11:00:00"), task("12:00:00", "14:00:00")]
    found = audited(rows, minimum_wage=Decimal("0.000001"))
    assert ledger(found, "minimum_wage", "required_pay") == [
        (Decimal("0.000001"), Decimal("0.000001")),
        (Decimal("0.000001"), Decimal("0.000002")),
    ]
    assert found.table(()).to_pylist()[0]["required_pay"] == Decimal("0.000003")


@pytest.mark.parametrize(
    ("paid", "by_law", "rate", "worth"), [("EUR", "USD", "2", "14"), ("USD", "EUR", "0.5", "3.5")]
)
def test_pay_is_exchanged_from_either_of_two_currencies_into_the_other(
    paid: str, by_law: str, rate: str, worth: str
) -> None:
    """Seven paid for an hour, beside seven of the other money, and nothing paid in none; a euro is two dollars that day."""
    books = {"wages": WageBook({"US": law("US", by_law)}.get), "exchange": TWO_DOLLARS}
    rows = [
        task("10:00:00", "11:00:00", "7", currency=paid), task("10:00:00", "11:00:00", "7", currency=by_law, worker_id="x"),
        task("10:00:00", "11:00:00", "0", currency="", worker_id="y"),
    ]  # fmt: skip
    found = audited(rows, books)
    assert ledger(found, "wage_currency", "fx_rate", "pay_in_wage_currency", "required_pay") == [
        (by_law, Decimal(rate), Decimal(worth), 7),
        (by_law, 1, 7, 7),
        (by_law, None, None, 7),
    ]


def test_what_is_required_is_not_told_where_its_money_or_its_law_is_not_known() -> None:
    """Laws in two moneys without an exchange rate; payments alone under a law that is known, and under none."""
    books = {
        "wages": WageBook({"US": law("US", "USD"), "FR": law("FR", "EUR")}.get),
        "exchange": ExchangeBook({}.get),
    }
    payment = task("10:00:00", pay="0", bonus="2", activity="payment")
    rows = [
        task("10:00:00", "11:00:00", "7"), task("12:00:00", "13:00:00", "7", country="FR"), payment | {"worker_id": "x"},
        payment | {"worker_id": "y", "country": "KE"}, task("10:00:00", "11:00:00", "7", worker_id="z"),
    ]  # fmt: skip
    found = audited(rows, books).table(("worker",)).to_pylist()
    assert [(line["worker"], line["required_pay"], line["shortfall"]) for line in found] == [
        ("w", None, None), ("x", 0, 0), ("y", None, None), ("z", 7, 0),
    ]  # fmt: skip


def test_a_share_of_customers_prices_is_not_told_where_some_pay_is_not_known() -> None:
    """Seven of ten dollars, and pay in a money without a rate."""
    rows = [
        task("10:00:00", "11:00:00", "7", customer_price="10"),
        task("12:00:00", "13:00:00", "7", currency="XTS"),
    ]
    books = {"wages": WageBook({"US": law("US", "USD")}.get), "exchange": ExchangeBook({}.get)}
    (line,) = audited(rows, books).table(()).to_pylist()
    assert (line["pay"], line["take_rate"]) == (None, None)
    (line,) = audited(rows[:1], books).table(()).to_pylist()
    assert (line["pay"], line["take_rate"]) == (7, Decimal("0.3"))


def test_a_week_is_from_monday_to_sunday_of_whichever_year() -> None:
    """The last days of 2020, 2023 and 2026, and the first after them; weeks are numbered as ISO 8601 has them."""
    days = {
        "2024-03-10": "2024-W10", "2024-03-11": "2024-W11", "2020-12-31": "2020-W53", "2021-01-03": "2020-W53", "2021-01-04": "2021-W01",
        "2023-12-31": "2023-W52", "2024-01-01": "2024-W01", "2027-01-03": "2026-W53",
    }  # fmt: skip
    rows = [
        task("", "", worker_id=day) | {"started_at": f"{day}T12:00:00Z", "ended_at": f"{day}T12:01:00Z"}
        for day in days
    ]
    found = audited(rows).table(("worker", "week")).to_pylist()
    assert {line["worker"]: line["week"] for line in found} == days
    months = audited(rows).table(("worker", "month", "day")).to_pylist()
    assert {line["day"]: line["month"] for line in months} == {day: day[:7] for day in days}


def test_a_microsecond_is_time() -> None:
    """The least there can be, of a task and of waiting."""
    rows = [task("10:00:00", "10:00:00.000001", worker_id=worker) for worker in "wx"]
    found = audited([rows[0], rows[1] | {"activity": "search", "pay": "0"}]).table(("worker",)).to_pylist()
    assert [(line["verdict"], line["reason"]) for line in found] == [("met", ""), ("below", "")]


def test_a_ledger_without_any_currency_has_none() -> None:
    """Unpaid work in a country whose law is not known: every figure of money but the pay itself is empty."""
    table = wageaudit.tasks_from_rows([task("10:00:00", "11:00:00", "0", country="")]).table
    empty = table.drop_columns([name for name in ("currency", "country") if name in table.column_names])
    found = wageaudit.audit(empty, wageaudit.Options(), wages=WageBook({}.get), exchange=ExchangeBook({}.get))
    names = ("minimum_wage", "wage_currency", "fx_rate", "pay_in_wage_currency", "required_pay")
    assert ledger(found, *names) == [(None,) * 5]
    assert found.table(()).to_pylist()[0]["currency"] is None


# ---------------------------------------------------------------------------------------------------------- what is said


@pytest.mark.parametrize("coverage", ["worker", "requester"])
def test_work_without_intervals_has_no_pauses_that_could_be_missing(coverage: str) -> None:
    """An hour of blocks at the minimum: wages at every threshold, and nothing to be said of the view."""
    rows = [task("10:00:00", "", "4", active_seconds="3600", coverage=coverage)]
    (found,) = audited(rows).table(("worker",)).to_pylist()
    assert (found["verdict"], found["reason"], found["effective_hourly_wage_gap60"]) == ("met", "", 4)


def test_one_row_of_a_requesters_view_says_nothing_of_pauses() -> None:
    """The wage without pauses alone; beside a worker's own view of another day, all."""
    seen = task("10:00:00", "11:00:00", "4", coverage="requester")
    (found,) = audited([seen]).table(("worker",)).to_pylist()
    assert (found["effective_hourly_wage_gap0"], found["effective_hourly_wage_gap1"]) == (4, None)
    assert (found["verdict"], found["reason"]) == ("met", "requester_view")
    (both,) = audited([seen, task("15:00:00", "16:00:00", "4")]).table(("worker",)).to_pylist()
    assert (both["effective_hourly_wage_gap1"], both["reason"]) == (4, "")


@pytest.mark.parametrize(
    ("count", "rate"), [(625_000, "0.00576"), (1_000_000, "0.0036"), (100_000_000, "0.000036")]
)
def test_a_piece_rate_that_breaks_even_is_exact_for_millions_of_pieces(count: int, rate: str) -> None:
    """A thousand hours of 3.60 over so many pieces, on both sides of the bound of the fast way."""
    rows = [task("10:00:00", "", "1", active_seconds="3600000", task_count=str(count))]
    (found,) = audited(rows).table(("worker",)).to_pylist()
    assert (found["tasks"], found["breakeven_piece_rate"]) == (count, Decimal(rate))


def test_a_share_is_taken_only_of_tasks_whose_customers_price_is_known() -> None:
    """Ten asked, seven paid: 0.3, beside a task of another price unknown; of no price, and of a price of nothing, none."""
    rows = [
        task("10:00:00", "10:10:00", "7", customer_price="10"), task("10:10:00", "10:20:00", "5"),
        task("10:00:00", "10:10:00", "7", worker_id="x"), task("10:00:00", "10:10:00", "7", worker_id="y", customer_price="0"),
        task("10:00:00", "10:10:00", "0.000007", worker_id="z", customer_price="0.00001"), task("10:10:00", "10:20:00", worker_id="z"),
    ]  # fmt: skip
    found = audited(rows).table(("worker",)).to_pylist()
    assert [(line["worker"], line["take_rate"]) for line in found] == [
        ("w", Decimal("0.3")),
        ("x", None),
        ("y", None),
        ("z", Decimal("0.3")),
    ]


def test_pay_is_with_bonus_and_tip_and_without_the_fee() -> None:
    """Ten, two more, three more, less four; without tips three less."""
    rows = [task("10:00:00", "11:00:00", "10", bonus="2", tip="3", fee="4")]
    names = ("pay", "bonus", "tip", "fee", "engaged_hourly_wage")
    (line,) = audited(rows).table(()).to_pylist()
    assert [line[name] for name in names] == [11, 2, 3, 4, 11]
    (line,) = audited(rows, tips="exclude").table(()).to_pylist()
    assert [line[name] for name in names] == [8, 2, 3, 4, 8]


def test_a_block_seen_by_the_worker_tells_no_pause_of_a_requesters_view() -> None:
    """It has no interval that a pause could lie before."""
    rows = [
        task("10:00:00", "11:00:00", "4", coverage="requester"), task("15:00:00", "", "4", active_seconds="3600"),
    ]  # fmt: skip
    (line,) = audited(rows).table(()).to_pylist()
    assert (line["verdict"], line["reason"], line["effective_hourly_wage_gap5"]) == (
        "met",
        "requester_view",
        None,
    )


def test_a_huge_amount_among_small_ones_is_added_up_and_five_are_refused() -> None:
    """A million millions each, or owed back as much: five are more than 62 bits of millionths."""
    small = [task(f"12:0{at}:00", f"12:0{at}:30", "0.000001") for at in range(5)]
    for huge in ("1000000000000", "-1000000000000"):
        large = [task(f"14:0{at}:00", f"14:0{at}:30", huge) for at in range(5)]
        (line,) = audited([*small, large[0]]).table(()).to_pylist()
        assert line["pay"] == Decimal(huge) + Decimal("0.000005")
        with pytest.raises(WageauditError, match="larger than can be added up"):
            audited([*small, *large]).table(())


def test_the_overlap_factor_is_of_rows_with_an_interval_alone() -> None:
    """A second of work beside ten blocks without time; a task active for half of its ten minutes; two that overlap by half."""
    rows = [task("10:00:00", "10:00:01"), *(task(f"11:{at}:00") for at in range(10, 20))]
    active = [task("10:00:00", "10:10:00", worker_id="x", active_seconds="300")]
    both = [task("10:00:00", "10:10:00", worker_id="y"), task("10:05:00", "10:15:00", worker_id="y")]
    blocks = [task("10:00:00", worker_id="z", active_seconds="60")]
    assert audited(active).table(()).to_pylist()[0]["overlap_factor"] == 1
    assert audited(both).table(()).to_pylist()[0]["overlap_factor"] == Decimal("1.333333")
    found = audited([*rows, *active, *both, *blocks]).table(("worker",)).to_pylist()
    assert {line["worker"]: line["overlap_factor"] for line in found} == {
        "w": 1, "x": 1, "y": Decimal("1.333333"), "z": None,
    }  # fmt: skip


@pytest.mark.parametrize("names", ["ab", "abc", "abcd", ""])
def test_cells_that_agree_in_every_key_are_one_group(names: str) -> None:
    """In the order of the first key, then the second, and so on; without a key all are one."""
    random = np.random.default_rng(3)
    keys = {name: random.integers(-1, 3, 60).astype(np.int32) for name in names}
    found = group(keys, 60)
    lines = [tuple(int(keys[name][at]) for name in names) for at in range(60)]
    distinct = sorted(set(lines))
    assert [tuple(int(found.keys[name][at]) for name in names) for at in range(found.count)] == distinct
    assert found.group.tolist() == [distinct.index(line) for line in lines]
    assert found.sums(np.arange(60)).tolist() == [
        sum(at for at in range(60) if lines[at] == line) for line in distinct
    ]
    assert group(dict.fromkeys(names, np.zeros(0, np.int32)), 0).count == 0


def test_groups_of_a_table_of_nothing_are_none() -> None:
    """A schema without rows, by anything."""
    empty = wageaudit.tasks_from_rows([task("10:00:00")]).table.slice(0, 0)
    found = wageaudit.audit(empty)
    assert found.ledger().num_rows == 0
    for by in ((), ("worker",), ("month", "country"), ("platform", "week")):
        assert found.table(by).num_rows == 0
    assert pa.types.is_decimal(found.table(()).column("shortfall").type)
