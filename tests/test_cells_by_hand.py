"""Result tables of small logs in numbers on paper: several groups at once, views, unknowns, shelves, choices made wrongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

import wageaudit
from wageaudit import auditing
from wageaudit.auditing import Audit
from wageaudit.errors import WageauditError, WrongUse
from wageaudit.exchange import ExchangeBook
from wageaudit.shelves import cut
from wageaudit.suspicion import Suspicion
from wageaudit.wages import WageBook

MONDAY = datetime(2024, 3, 4, 10, tzinfo=UTC)
TENTH_OF_A_CENT = {"minimum_wage": Decimal("3.60"), "wage_currency": "USD"}  # a second
LAW = 'law = "Act 1"\nurl = "https://law.example/1"\n'


def task(second: float, length: float, pay: str, worker: str = "w", **more: object) -> dict[str, object]:
    """One task, from so many seconds after ten o'clock on."""
    start = MONDAY + timedelta(seconds=second)
    return {
        "worker_id": worker, "started_at": start.isoformat(), "ended_at": (start + timedelta(seconds=length)).isoformat(),
        "pay": pay, "currency": "USD", "country": "MG", "timezone": "UTC",
    } | more  # fmt: skip


def audited(
    rows: Sequence[Mapping[str, object]], books: Mapping[str, object] | None = None, **choices: object
) -> Audit:
    """The audit of rows that are all taken; a tenth of a cent a second unless a book says otherwise."""
    options = wageaudit.Options(**((TENTH_OF_A_CENT if books is None else {}) | choices))
    reading = wageaudit.tasks_from_rows(rows, options)
    assert not reading.problems
    return wageaudit.audit(reading.table, options, **(books or {}))


def lines(found: Audit, *by: str) -> dict[str, dict[str, object]]:
    """Result lines by their first key."""
    return {str(line[by[0]]) if by else "": line for line in found.table(by).to_pylist()}


def law(country: str, *rates: tuple[str, str], category: str = "adult_general", head: str = "") -> str:
    """A wage file of hourly rates: start and amount, in dollars."""
    text = f'country = "{country}"\nconfirmed_until = 2025-12-31\n{head}'
    for start, amount in rates:
        text += f'[[rate]]\nstart = {start}\namount = {amount}\ncurrency = "USD"\nperiod = "hour"\ncategory = "{category}"\n{LAW}'
    return text


# ------------------------------------------------------------------------------------------------------- critical gaps


def spare(worker: str, spare_pay: str, *gaps: float) -> list[dict[str, object]]:
    """Tasks of ten minutes between these gaps [s], paid by the minimum and so much more at the first."""
    rows, at = [], 0.0
    for gap in (0.0, *gaps):
        at += gap
        rows.append(task(at, 600, "0.60", worker))
        at += 600
    return [rows[0] | {"pay": str(Decimal("0.60") + Decimal(spare_pay))}, *rows[1:]]


def test_each_worker_of_a_table_has_a_critical_gap_of_its_own() -> None:
    """A second costs 0.001. b can pay 100 s: 90 and then 200 are too much. c not even 90. d pays 179.4 of 89.5 + 90."""
    rows = [
        *spare("a", "9", 90, 200), *spare("b", "0.10", 90, 200), *spare("c", "0.05", 200, 90),
        *spare("d", "0.1794", 89.5, 90), *spare("e", "0", 300.25), *spare("f", "-0.01", 30),
    ]  # fmt: skip
    rows += spare("g", "0.09", 90, 200)  # met to the last digit after the first pause
    rows += spare("h", "0.089999", 90, 200)  # a millionth less
    found = lines(audited(rows), "worker")
    critical = {worker: line["critical_gap_minutes"] for worker, line in found.items()}
    assert critical == {
        "a": None, "b": Decimal("3.333333"), "c": Decimal("1.5"), "d": Decimal("1.5"), "e": Decimal("5.016667"), "f": 0, "g": Decimal("3.333333"), "h": Decimal("1.5"),
    }  # fmt: skip
    assert {worker: line["verdict"] for worker, line in found.items()} == {
        "a": "met", "b": "depends", "c": "depends", "d": "depends", "e": "depends", "f": "below", "g": "depends", "h": "depends",
    }  # fmt: skip


def test_all_workers_together_have_the_critical_gap_of_their_sums() -> None:
    """B and c share 150 s to spare: 90 + 90 are too much."""
    rows = [*spare("b", "0.10", 90, 200), *spare("c", "0.05", 200, 90)]
    (found,) = audited(rows).table(()).to_pylist()
    assert (found["critical_gap_minutes"], found["verdict"]) == (Decimal("1.5"), "depends")


@pytest.mark.parametrize("gaps", [1, 2, 3, 1000])
def test_critical_gaps_are_the_same_however_many_gaps_are_looked_at_in_one_go(
    gaps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table's own and those of all of its workers, though gaps of one length lie apart: the numbers of the tests above."""
    monkeypatch.setattr("wageaudit.critical.GAPS", gaps)
    found = audited([*spare("b", "0.10", 90, 200), *spare("c", "0.05", 200, 90)])
    critical = {worker: line["critical_gap_minutes"] for worker, line in lines(found, "worker").items()}
    assert critical == {"b": Decimal("3.333333"), "c": Decimal("1.5")}
    assert found.table(()).column("critical_gap_minutes").to_pylist() == [Decimal("1.5")]


@pytest.mark.parametrize("seconds", [1, 60, 61, 300, 600, 1200, 1201, 3599, 3600])
def test_a_critical_gap_is_found_on_and_between_the_thresholds_of_the_grid(seconds: int) -> None:
    """The one gap that makes the pay too little, to the second, up to the hour."""
    rows = [*spare("b", "0.0005", seconds), *spare("c", "0.0015", 1, seconds)]
    found = lines(audited(rows, gap_minutes=Decimal(60)), "worker")
    assert found["b"]["critical_gap_minutes"] == (Decimal(seconds) / 60).quantize(Decimal("0.000001"))
    expected = Decimal(max(seconds, 1)) / 60
    assert found["c"]["critical_gap_minutes"] == expected.quantize(Decimal("0.000001"))


def test_a_gap_of_more_than_an_hour_turns_the_verdict_without_a_critical_gap() -> None:
    """At a threshold of ninety minutes a pause of seventy counts; no threshold up to the hour turns anything."""
    found = lines(audited(spare("w", "1", 4200), gap_minutes=Decimal(90)), "worker")["w"]
    assert (found["verdict"], found["critical_gap_minutes"]) == ("depends", None)
    assert found["waiting_hours"] == Decimal("1.166667")


def test_a_critical_gap_counts_minimum_wages_of_two_currencies_in_one() -> None:
    """1.80 EUR is 3.60 USD that day: a second costs a tenth of a US cent in either country; 150 s are to spare."""
    euro = law("FR", ("2024-01-01", "1.80")).replace('"USD"', '"EUR"')
    wages = WageBook({"FR": euro, "US": law("US", ("2024-01-01", "3.60"))}.get)
    exchange = ExchangeBook({"daily/USD.csv": "date,per_eur\n2024-03-04,2\n"}.get)
    rows = [
        *({**row, "country": "FR"} for row in spare("b", "0.10", 90, 200)), *({**row, "country": "US"} for row in spare("c", "0.05", 200, 90)),
    ]  # fmt: skip
    (found,) = audited(rows, {"wages": wages, "exchange": exchange}).table(()).to_pylist()
    assert (found["critical_gap_minutes"], found["verdict"], found["currency"]) == (
        Decimal("1.5"),
        "depends",
        "USD",
    )
    assert found["minimum_wage"] == Decimal("3.6")


def test_the_ledger_shows_law_and_exchange_of_each_row_only_where_they_are_known() -> None:
    """An hour in euros under a law in dollars, in dollars, in a money without a rate, without a law, without a country."""
    wages = WageBook({"US": law("US", ("2024-01-01", "7"))}.get)
    exchange = ExchangeBook({"daily/USD.csv": "date,per_eur\n2024-03-04,2\n"}.get)
    rows = [
        task(0, 3600, "7", "a", currency="EUR", country="US"), task(0, 3600, "7", "b", country="US"),
        task(0, 3600, "7", "c", currency="XTS", country="US"), task(0, 3600, "7", "d", country="FR"),
        task(0, 3600, "7", "e", country=""),
    ]  # fmt: skip
    names = ("minimum_wage", "wage_currency", "fx_rate", "pay_in_wage_currency", "required_pay")
    found = audited(rows, {"wages": wages, "exchange": exchange}).ledger().to_pylist()
    assert {line["worker_id"]: tuple(line[name] for name in names) for line in found} == {
        "a": (7, "USD", 2, 14, 7), "b": (7, "USD", 1, 7, 7), "c": (7, "USD", None, None, 7), "d": (None,) * 5, "e": (None,) * 5,
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------------- whose view


def test_waiting_is_inferred_in_a_workers_view_alone_unless_it_is_asked_for() -> None:
    """A pause of 5 minutes: in a requester's view it is not known to be waiting, in a recorded log it is known not to be."""
    rows = [
        task(second, 600, "1", view, coverage=view)
        for view in ("worker", "recorded", "requester")
        for second in (0, 900)
    ]
    hours = {worker: line["waiting_hours"] for worker, line in lines(audited(rows), "worker").items()}
    assert hours == {"worker": Decimal("0.083333"), "recorded": 0, "requester": 0}
    asked = lines(audited(rows, gap_minutes=Decimal(20)), "worker")
    assert {line["waiting_hours"] for line in asked.values()} == {Decimal("0.083333")}
    sessions = {worker: line["sessions"] for worker, line in lines(audited(rows), "worker").items()}
    assert sessions == {"worker": 1, "recorded": 2, "requester": 2}


def test_a_requesters_view_shows_the_wage_without_gaps_alone_and_says_so() -> None:
    """Wages at other thresholds are not known there; asked for, they are."""
    rows = [task(0, 600, "1", coverage="requester"), task(900, 600, "1", coverage="requester")]
    (found,) = audited(rows).table(("worker",)).to_pylist()
    assert found["effective_hourly_wage_gap0"] == Decimal(6)
    assert [found[f"effective_hourly_wage_gap{minutes}"] for minutes in (1, 5, 10, 20, 60)] == [None] * 5
    assert (found["verdict"], found["reason"]) == ("met", "requester_view")
    (asked,) = audited(rows, gap_minutes=Decimal(5)).table(("worker",)).to_pylist()
    assert (asked["effective_hourly_wage_gap1"], asked["effective_hourly_wage_gap5"]) == (
        Decimal(6),
        Decimal("4.8"),
    )
    assert asked["reason"] == ""
    low = [row | {"pay": "0.1"} for row in rows]
    (below,) = audited(low).table(("worker",)).to_pylist()
    assert (below["verdict"], below["reason"]) == ("below", "")


# ------------------------------------------------------------------------------------------------ places and the law


def test_every_place_has_its_own_minimum_wage() -> None:
    """Countries with and without regions, and rows without a country, in one table."""
    west = 'country = "US"\nregion = "US-WA"\nconfirmed_until = 2025-12-31\n'
    text = law("US", ("2024-01-01", "16"))
    files = {
        "US": law("US", ("2024-01-01", "7")), "FR": law("FR", ("2024-01-01", "11")),
        "US-WA": west + text.partition("2025-12-31\n")[2],
    }  # fmt: skip
    rows = [
        task(0, 3600, "7", "a", country="US"), task(0, 3600, "7", "b", country="US", region="US-WA"),
        task(0, 3600, "7", "c", country="FR"), task(0, 3600, "7", "d", country=""),
        task(0, 3600, "7", "e", country="US", region="US-OR"),
    ]  # fmt: skip
    found = audited(rows, {"wages": WageBook(files.get)})
    wages = {worker: line["minimum_wage"] for worker, line in lines(found, "worker").items()}
    assert wages == {"a": 7, "b": 16, "c": 11, "d": None, "e": 7}
    said = {worker: (line["verdict"], line["reason"]) for worker, line in lines(found, "worker").items()}
    assert said == {
        "a": ("met", ""), "b": ("below", ""), "c": ("below", ""), "d": ("unknown", "no_country"), "e": ("met", ""),
    }  # fmt: skip
    assert {rate.country: rate.hourly for rate in found.rates_used() if not rate.region} == {
        "FR": 11,
        "US": 7,
    }
    by_country = lines(found, "country")
    assert {name: line["workers"] for name, line in by_country.items()} == {"": 1, "FR": 1, "US": 3}
    placed = audited([row for row in rows if row["country"]], {"wages": WageBook(files.get)})
    by_region = lines(placed, "region")
    assert {name: line["workers"] for name, line in by_region.items()} == {"": 2, "US-OR": 1, "US-WA": 1}


def test_rows_that_differ_in_everything_stay_apart() -> None:
    """Another worker, day, place and money: each in its own group of any table."""
    rows = [task(0, 3600, "7", "a", country="US"), task(90_000, 3600, "9", "b", country="FR", currency="EUR")]
    found = audited(rows)
    for by, names in (("worker", "ab"), ("country", ("US", "FR")), ("day", ("2024-03-04", "2024-03-05"))):
        pay = {name: (line["bonus"], line["tasks"]) for name, line in lines(found, by).items()}
        assert pay == dict.fromkeys(names, (0, 1))


def test_weeks_begin_on_monday_and_months_on_their_first_day() -> None:
    """Sunday 10 March 2024 is of week 10, Monday the 11th of week 11; 31 March is of March; 30 December of 2025-W01."""
    days = (
        "2024-03-10",
        "2024-03-11",
        "2024-03-31",
        "2024-04-01",
        "2024-12-29",
        "2024-12-30",
        "1999-01-03",
        "1999-01-04",
    )
    rows = [
        task(0, 0, "1", started_at=f"{day}T12:00Z", ended_at=f"{day}T13:00Z", task_id=str(number))
        for number, day in enumerate(days)
    ]
    found = audited(rows)
    weeks = {label: line["tasks"] for label, line in lines(found, "week").items()}
    assert weeks == {
        "1998-W53": 1, "1999-W01": 1, "2024-W10": 1, "2024-W11": 1, "2024-W13": 1, "2024-W14": 1, "2024-W52": 1, "2025-W01": 1,
    }  # fmt: skip
    months = {label: line["tasks"] for label, line in lines(found, "month").items()}
    assert months == {"1999-01": 2, "2024-03": 3, "2024-04": 1, "2024-12": 2}
    assert set(lines(found, "day")) == set(days)
    missing = {
        period: audited(rows[:2], period=period).table(()).column("shortfall")[0].as_py()
        for period in ("week", "month")
    }
    assert missing == {"week": Decimal("5.2"), "month": Decimal("5.2")}
    richer = [
        rows[0] | {"pay": "9"},
        rows[1],
    ]  # 5.40 too much on Sunday make up for Monday within the month alone
    missing = {
        period: audited(richer, period=period).table(()).column("shortfall")[0].as_py()
        for period in ("week", "month")
    }
    assert missing == {"week": Decimal("2.6"), "month": Decimal(0)}


def test_nothing_audited_is_no_row_of_a_table_and_one_without_columns() -> None:
    """No rows: no groups, no rates, no sessions, nothing counted."""
    nothing = audited([])
    assert [nothing.table(by).num_rows for by in ((), ("worker",), ("country", "week"))] == [0, 0, 0]
    assert (nothing.ledger().num_rows, nothing.rates_used(), nothing.suspicions()) == (0, (), ())


def test_rows_that_name_no_country_at_all_are_one_place_without_a_name() -> None:
    """And are compared with nothing."""
    book = WageBook({"US": law("US", ("2024-01-01", "7"))}.get)
    found = audited([task(0, 3600, "7", country=""), task(9000, 3600, "7", country="")], {"wages": book})
    ((name, line),) = lines(found, "country").items()
    assert (name, line["pay"], line["verdict"], line["reason"]) == ("", 14, "unknown", "no_country")


def test_an_own_minimum_wage_uses_no_record_of_law() -> None:
    """It holds anywhere, and nothing is looked up."""
    found = audited([task(0, 3600, "7")])
    assert found.rates_used() == ()
    assert [line["minimum_wage"] for line in found.table(("worker",)).to_pylist()] == [Decimal("3.6")]


def test_pay_without_a_known_minimum_stays_in_its_own_currency() -> None:
    """Two workers, two moneys, no law: nothing is converted."""
    rows = [task(0, 3600, "7", "a", currency="CHF"), task(0, 3600, "9", "b", currency="EUR")]
    found = lines(audited(rows, {"wages": WageBook({}.get)}), "worker")
    assert {name: (line["pay"], line["currency"]) for name, line in found.items()} == {
        "a": (7, "CHF"), "b": (9, "EUR"),
    }  # fmt: skip


def test_a_microsecond_more_than_the_threshold_is_a_new_session() -> None:
    """And exactly the threshold is waiting, even at none at all."""
    rows = [task(0, 600, "1"), task(600, 600, "1"), task(1200.000001, 600, "1")]
    (found,) = audited(rows, gap_minutes=Decimal(0)).table(()).to_pylist()
    assert (found["sessions"], found["waiting_hours"]) == (2, 0)
    (minute,) = audited(rows, gap_minutes=Decimal(1)).table(()).to_pylist()
    assert minute["sessions"] == 1


def test_a_living_wage_past_its_last_confirmed_day_is_a_floor() -> None:
    """One of a day that is confirmed is none, nor is one that is not known."""
    text = law("FR", ("2020-01-01", "15"), category="living_wage").replace("2025-12-31", "2024-03-04")
    rows = [
        task(0, 600, "1", country="FR"),
        task(90_000, 600, "1", country="FR"),
        task(0, 600, "1", "v", country="US"),
    ]
    cells = audited(rows, {"wages": WageBook({}.get), "living": WageBook({"FR": text}.get)}).cells()
    assert cells.living is not None
    days = sorted(
        zip(cells.key["day"].tolist(), cells.living.hourly.tolist(), cells.living.floor.tolist(), strict=True)
    )
    assert [(hourly, floor) for _, hourly, floor in days] == [
        (0, False),
        (15_000_000, False),
        (15_000_000, True),
    ]


def test_a_floor_proves_below_and_never_met() -> None:
    """A day after the last confirmed one: under the rate is under it, over it is not known."""
    files = {"FR": law("FR", ("2020-01-01", "10")).replace("2025-12-31", "2024-03-01")}
    rows = [task(0, 3600, "9", "low", country="FR"), task(0, 3600, "11", "high", country="FR")]
    found = lines(audited(rows, {"wages": WageBook(files.get)}), "worker")
    assert (found["low"]["verdict"], found["high"]["verdict"]) == ("below", "unknown")
    assert found["high"]["reason"] == "beyond_horizon:FR"
    assert found["high"]["required_pay"] == Decimal(10)


def test_reasons_stand_once_each_in_a_fixed_order() -> None:
    """Exchange, then law by country; none twice, however many rows say so."""
    rows = [
        task(0, 600, "1", country="FR"), task(900, 600, "1", country="FR"), task(9000, 600, "1", country="AT"),
        task(20000, 600, "1", country=""), task(30000, 600, "1", country="US", currency="XTS"),
    ]  # fmt: skip
    book = WageBook({"US": law("US", ("2024-01-01", "7"))}.get)
    (found,) = audited(rows, {"wages": book}).table(()).to_pylist()
    assert found["reason"] == "no_exchange_rate:XTS-USD;no_record:AT;no_record:FR;no_country"
    assert (found["verdict"], found["pay"], found["effective_hourly_wage"]) == ("unknown", None, None)


def test_work_whose_pay_no_column_says_is_unknown_and_keeps_its_hours() -> None:
    """Never nothing, never met."""
    silent = {name: value for name, value in task(0, 3600, "").items() if name != "pay"}
    (line,) = audited([silent]).ledger().to_pylist()
    assert (line["pay_in_wage_currency"], line["fx_rate"], line["required_pay"]) == (None, 1, Decimal("3.6"))
    (found,) = audited([silent]).table(()).to_pylist()
    assert (found["verdict"], found["reason"], found["pay"]) == ("unknown", "no_pay", None)
    assert (found["working_hours"], found["required_pay"], found["shortfall"]) == (1, Decimal("3.6"), None)


def test_payments_alone_are_compared_with_nothing() -> None:
    """Nothing is required where there is no time, and the minimum is known."""
    (found,) = audited([task(0, 0, "5", activity="payment", ended_at="")]).table(()).to_pylist()
    assert (found["required_pay"], found["shortfall"], found["minimum_wage"]) == (0, 0, None)
    assert (found["verdict"], found["reason"], found["pay"]) == ("unknown", "no_time", 5)


def test_where_neither_time_nor_pay_is_known_both_are_named_the_time_first() -> None:
    """A price would give no hourly wage; of a group whose other work has its times only the pay is named."""
    silent = task(0, 0, "", ended_at="")
    (found,) = audited([silent]).table(()).to_pylist()
    assert (found["verdict"], found["reason"], found["tasks_untimed"]) == ("unknown", "no_time;no_pay", 1)
    (found,) = audited([silent, task(60, 60, "")]).table(()).to_pylist()
    assert (found["verdict"], found["reason"], found["tasks_untimed"]) == ("unknown", "no_pay", 1)


# --------------------------------------------------------------------------------------------------- refused questions


def test_a_grouping_that_does_not_exist_is_wrong_use() -> None:
    """And it says which there are."""
    with pytest.raises(WrongUse, match="cannot group by colour") as refused:
        audited([task(0, 600, "1")]).table(("colour",))
    assert "worker" in str(refused.value.mend)


def test_a_pay_period_that_does_not_exist_is_wrong_use() -> None:
    """And it says which there are."""
    with pytest.raises(WrongUse, match="period cannot be 'fortnight'") as refused:
        audited([task(0, 600, "1")], period="fortnight").table(())
    assert "month" in str(refused.value.mend)


def test_amounts_that_64_bits_cannot_add_up_are_refused_not_wrapped() -> None:
    """Six thousand million times the largest pay of a row is more than 2^62 micro-units; four times is not."""
    most = "1000000000000"
    (found,) = audited([task(at, 0, most, task_id=str(at)) for at in range(4)]).table(()).to_pylist()
    assert found["pay"] == 4 * 10**12
    with pytest.raises(WageauditError, match="larger than can be added up"):
        audited([task(at, 0, most, task_id=str(at)) for at in range(5)]).table(())
    with pytest.raises(WageauditError, match="larger than can be added up"):
        audited([task(at, 0, "0", fee=most, task_id=str(at)) for at in range(5)]).table(())
    for name in ("pay", "fee"):  # beside a row of nothing
        rows = [task(at, 0, "0", task_id=str(at)) | {name: most if at else "0"} for at in range(6)]
        with pytest.raises(WageauditError, match="larger than can be added up"):
            audited(rows).table(())


# ----------------------------------------------------------------------------------------------------- several shelves


def shelved(found: Audit, count: int = 3, **changes: object) -> Audit:
    """The same audit of rows on several shelves."""
    return replace(found, tables=cut(found.tables[0], count), _made={}, **changes)


@pytest.fixture
def crowd() -> Audit:
    """Nine workers with overlapping tasks, one of them met twice, in two countries, one living wage known."""
    books = {
        "wages": WageBook({"FR": law("FR", ("2024-01-01", "11")), "US": law("US", ("2024-03-05", "7"))}.get),
        "living": WageBook({"FR": law("FR", ("2024-01-01", "15"), category="living_wage")}.get),
    }
    rows = [
        task(second, 600 + 7 * number, f"1.{number}", f"w{number}", country=("FR", "US", "")[number % 3],
             platform="xy"[number % 2], task_id=f"t{number}-{second % 1700}", source_file=f"{number % 2}.csv", source_row=number)
        for number in range(9)
        for second in (0, 300, 900, 1700, 2000, 90_000)
    ]  # fmt: skip
    rows += [row | {"task_id": f"again-{row['task_id']}"} for row in rows[:2]]  # the same times once more
    return audited(rows, books)


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("by", [(), ("worker",), ("country",), ("week", "platform"), ("platform", "worker")])
def test_shelves_change_no_figure_and_no_living_wage(crowd: Audit, by: tuple[str, ...], count: int) -> None:
    """Cells of several shelves are joined; codes of workers, places, laws and currencies become common."""
    split = shelved(crowd, count)
    assert len(split.tables) == count
    assert "living_wage" in crowd.table(by).column_names
    assert split.table(by).equals(crowd.table(by))
    assert split.rates_used() == crowd.rates_used()
    assert split.ledger().to_pylist() == crowd.ledger().to_pylist()


@pytest.mark.parametrize("count", [2, 3, 5])
def test_shelves_change_no_critical_gap(count: int) -> None:
    """Gaps stay with the cells they are in: by platform, each has its own."""
    spared = {"x": ("0.10", 90, 200), "y": ("0.05", 200, 90), "z": ("9", 5, 7)}
    rows = [
        row | {"platform": platform}
        for platform, (pay, *gaps) in spared.items()
        for number in range(4)
        for row in spare(f"{platform}{number}", pay, *gaps)
    ]
    split = shelved(audited(rows), count)
    critical = {name: line["critical_gap_minutes"] for name, line in lines(split, "platform").items()}
    assert critical == {"x": Decimal("3.333333"), "y": Decimal("1.5"), "z": None}


@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_gap_stays_with_its_worker_on_any_shelf(count: int) -> None:
    """Ten workers, each with a pause of its own length, and a second one of an hour; none changes hands."""
    rows = [row for number in range(10) for row in spare(f"w{number}", "9", 60 + number, 3600)]
    cells = shelved(audited(rows), count).cells()
    names = [cells.labels["worker"][code] for code in cells.key["worker"][cells.gap_cell].tolist()]
    pauses = sorted(zip(names, (cells.gap // 1_000_000).tolist(), strict=True))
    assert pauses == [(f"w{number}", gap) for number in range(10) for gap in (60 + number, 3600)]


@pytest.mark.parametrize("count", [2, 3])
def test_shelves_change_nothing_for_views_that_walk_through_rows(crowd: Audit, count: int) -> None:
    """They are put together again, once."""
    split = shelved(crowd, count)
    assert split.work.start.tolist() == crowd.work.start.tolist()
    assert split.times.credit.tolist() == crowd.times.credit.tolist()
    assert split.sessions().tolist() == crowd.sessions().tolist()
    assert split.whole() is split.whole()


def told(found: Sequence[Suspicion]) -> list[tuple[object, ...]]:
    """What is said of each kind."""
    return [(one.kind, one.rows, one.workers, one.file, one.row) for one in found]


def test_suspicions_are_looked_for_late_where_they_were_not_wanted_first(crowd: Audit) -> None:
    """The same are found, on shelves too."""
    first = told(crowd.suspicions())
    assert first
    late = shelved(crowd, screening=False)
    assert sum(count.audited for count in late.counts()) == len(crowd.work)
    assert told(late.suspicions()) == first
    assert told(late.suspicions()) == first


def test_tables_asked_for_again_forget_no_suspicion(crowd: Audit) -> None:
    """They are found once, and stay."""
    first = told(crowd.suspicions())
    crowd.ledger()
    crowd.table(("platform",))
    assert told(crowd.suspicions()) == first


def test_an_audit_of_cells_made_elsewhere_gives_the_same_tables(crowd: Audit) -> None:
    """All groupings come from cells with every split."""
    splits = ("platform", "requester", "project")
    made = auditing.of_cells(
        crowd.cells(splits), crowd.counts(), crowd.screened(), crowd.options, crowd.wages, crowd.exchange, crowd.living
    )  # fmt: skip
    for by in ((), ("worker",), ("platform",), ("worker", "project"), splits):
        assert made.table(by).equals(crowd.table(by))
    assert made.counts() == tuple(crowd.counts())
    assert told(made.suspicions()) == told(crowd.suspicions())


def test_rows_without_a_country_and_rows_without_a_region_are_one_line_of_no_region() -> None:
    """Neither says a region."""
    row = {
        "worker_id": "w",
        "started_at": "2024-03-04T10:00:00Z",
        "ended_at": "2024-03-04T11:00:00Z",
        "pay": "5",
        "currency": "USD",
    }
    tasks = wageaudit.tasks_from_rows(
        [row, row | {"country": "MG"}, row | {"country": "US", "region": "US-WA"}]
    ).table
    by_region = wageaudit.audit(tasks).table(("region",))
    assert list(
        zip(by_region.column("region").to_pylist(), by_region.column("tasks").to_pylist(), strict=True)
    ) == [
        ("", 2),
        ("US-WA", 1),
    ]
    by_country = wageaudit.audit(tasks).table(("country",))
    assert by_country.column("country").to_pylist() == ["", "MG", "US"]
