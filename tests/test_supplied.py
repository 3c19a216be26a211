"""Files of the user's own: minimum wages laid over those shipped, exchange rates before them, a living wage beside them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit import Options, audit, load_exchange, load_living_wage, load_wages, tasks_from_rows
from wageaudit.cli import main
from wageaudit.errors import InputRefused
from wageaudit.exchange import ExchangeRate
from wageaudit.living import LIVING_COLUMNS
from wageaudit.supplied import own_rates, wage_file
from wageaudit.tender import legal_tender
from wageaudit.wages import WageBook, overlaid, parse_wages

HEAD = 'country = "MG"\nconfirmed_until = 2026-12-31\n'
RATE = (
    '[[rate]]\nstart = {start}\namount = {amount}\ncurrency = "{currency}"\nperiod = "hour"\n'
    'law = "Own {start}"\nurl = "https://example.org/own"\n{more}'
)
TASK = {
    "worker_id": "w1", "started_at": "2024-03-04T08:00:00+03:00", "ended_at": "2024-03-04T09:00:00+03:00", "pay": "1",
    "currency": "USD", "country": "MG", "timezone": "Indian/Antananarivo",
}  # fmt: skip


def rate(start: str, amount: str, currency: str = "MGA", more: str = "") -> str:
    """One record by the hour."""
    return RATE.format(start=start, amount=amount, currency=currency, more=more)


def written(path: Path, text: str) -> str:
    """A file with this text, by its path."""
    path.write_text(text, encoding="utf-8")
    return str(path)


def said(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout, stderr of a command."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    out, err = capfd.readouterr()
    return int(left.value.code or 0), out, err


# Minimum wages


def starts(book: WageBook, region: str = "") -> list[tuple[str, str | None]]:
    """Start and end of the adult records of Madagascar since 2023."""
    found = book.history("MG", region, "adult_general")
    return [
        (str(rate.start), str(rate.end) if rate.end else None) for rate in found if rate.start.year > 2022
    ]


def test_a_record_of_ones_own_follows_those_shipped_as_if_it_stood_in_their_file(tmp_path: Path) -> None:
    """What is shipped from 2024-03-01 ends the day before, and other categories stay."""
    book = load_wages(written(tmp_path / "any name.toml", HEAD + rate("2026-03-01", "1730.80")))
    assert starts(book) == [
        ("2023-01-01", "2024-02-29"),
        ("2024-03-01", "2026-02-28"),
        ("2026-03-01", None),
    ]
    assert book.in_force("MG", "", date(2026, 6, 1)).status == "in_force"
    assert book.history("MG", "", "agriculture") == load_wages().history("MG", "", "agriculture")


def test_a_record_of_ones_own_goes_before_those_shipped_that_start_on_its_days(tmp_path: Path) -> None:
    """With an end it holds to that day, and what is shipped later stands; without one, for good."""
    closed = HEAD + rate("2022-06-01", "2000", more="end = 2023-06-30\n")
    assert starts(load_wages(written(tmp_path / "closed.toml", closed))) == [("2024-03-01", None)]
    book = load_wages(written(tmp_path / "open.toml", HEAD + rate("2022-06-01", "2000")))
    assert starts(book) == []
    assert book.in_force("MG", "", date(2025, 1, 1)).rate == book.history("MG", "", "adult_general")[-1]


def test_of_two_files_the_later_goes_before_the_earlier(tmp_path: Path) -> None:
    """In the order given."""
    one = written(tmp_path / "one.toml", HEAD + rate("2026-03-01", "1700"))
    two = written(tmp_path / "two.toml", HEAD + rate("2026-03-01", "1800"))
    found = load_wages(one, two).in_force("MG", "", date(2026, 6, 1)).rate
    assert found is not None
    assert found.amount == 1800


def test_a_region_of_ones_own_needs_no_file_that_is_shipped(tmp_path: Path) -> None:
    """The country's rate stays the country's."""
    path = written(tmp_path / "t.toml", 'region = "MG-T"\n' + HEAD + rate("2024-01-01", "3000"))
    book = load_wages(path)
    amounts = [book.in_force("MG", region, date(2024, 6, 1)).rate for region in ("MG-T", "")]
    assert [found and found.amount for found in amounts] == [3000, 262680]


def test_a_country_that_says_it_has_no_minimum_replaces_what_is_shipped() -> None:
    """And one whose shipped file says so keeps its sentence for categories that are not given."""
    none = parse_wages('country = "MG"\nstatus = "none"\nnote = "abolished"\n', "own", "adult_general")
    shipped = parse_wages(HEAD + rate("2020-01-01", "5"), "MG")
    assert overlaid(shipped, none) is none
    assert overlaid(none, shipped).status == "none"
    assert len(overlaid(none, shipped).rates) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("country = MG", "is not TOML"),
        ("x = " + "[" * 5000, "is not TOML"),
        ("x = " + "9" * 5000, "is not TOML"),
        (HEAD + "pay = 1\n" + rate("2024-01-01", "5"), 'unknown key "pay"'),
        (HEAD + rate("2024-01-01", "5") * 2, "rate 2: starts on 2024-01-01, inside record 1"),
        (
            HEAD + rate("2024-01-01", "5") + rate("2025-01-01", "50"),
            "rate 2: goes from 5.000000 to 50.000000",
        ),
        (HEAD + rate("2024-01-01", "-5"), 'rate 1: "amount" is not a number above zero'),
        (HEAD + rate("2024-01-01", "1e40"), 'rate 1: "amount" is not a number above zero, or too large'),
        (HEAD + rate("2024-01-01", "nan"), 'rate 1: "amount" is not a number above zero'),
        (HEAD + rate("2024-01-01", "5", "USD"), "USD was not legal tender that day, MGA was"),
        (HEAD.replace("MG", "QQ") + rate("2024-01-01", "5"), "country QQ is not a country"),
        (HEAD + rate("2024-01-01", "5").replace('law = "Own 2024-01-01"\n', ""), 'rate 1: "law" is missing'),
        ("", '"country" is missing'),
    ],
)
def test_a_faulty_file_is_refused_with_its_record_and_a_mend(
    text: str, told: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3, nothing on stdout, no traceback."""
    path = written(tmp_path / "mine.toml", text)
    code, out, err = said(capfd, "wages", "MG", "--wages", path)
    assert (code, out) == (3, "")
    assert told in err
    assert "mine.toml" in err
    assert "mend: " in err
    assert "Traceback" not in err


def test_all_faults_of_a_file_are_told_up_to_five(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each with its mend, the rest counted."""
    path = written(tmp_path / "mine.toml", HEAD + "[[rate]]\n")
    code, _, err = said(capfd, "wages", "MG", "--wages", path)
    assert (code, err.count("mend:")) == (3, 5)
    assert "more in this file" in err


def test_money_that_was_no_legal_tender_needs_a_note(tmp_path: Path) -> None:
    """As where a law states its wage in dollars."""
    path = written(
        tmp_path / "usd.toml", HEAD + rate("2024-01-01", "5", "USD", 'note = "stated in dollars"\n')
    )
    assert wage_file(path)[1].rates[0].currency == "USD"
    assert load_wages(path).in_force("MG", "", date(2024, 2, 1)).status == "in_force"


@pytest.mark.parametrize(
    ("country", "on", "codes"),
    [
        ("BG", "2025-12-31", {"BGN"}),
        ("BG", "2026-01-01", {"BGN", "EUR"}),
        ("VE", "2024-01-01", {"VES", "VED"}),
        ("GH", "2008-01-01", {"GHS"}),
        ("QQ", "2024-01-01", set()),
    ],
)
def test_legal_tender_is_that_of_the_day(country: str, on: str, codes: set[str]) -> None:
    """What babel lacks is added."""
    assert legal_tender(country, date.fromisoformat(on)) == codes


def test_a_folder_or_nothing_is_no_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Refused, with a mend."""
    assert said(capfd, "wages", "MG", "--wages", str(tmp_path))[0] == 3
    assert said(capfd, "wages", "MG", "--wages", str(tmp_path / "gone.toml"))[0] == 3


def test_an_own_wage_is_shown_listed_and_audited(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """By all three commands."""
    path = written(tmp_path / "mine.toml", HEAD + rate("2024-03-04", "5000", more='note = "agreed"\n'))
    tasks = written(tmp_path / "tasks.csv", f"{','.join(TASK)}\n{','.join(TASK.values())}\n")
    _, shown, _ = said(capfd, "wages", "MG", "--on", "2024-06-01", "--wages", path, "--format", "json")
    assert json.loads(shown)["amount"] == 5000
    _, listed, _ = said(capfd, "wages", "--on", "2024-06-01", "--wages", path, "--format", "csv")
    assert {row["country"]: row["hourly"] for row in csv.DictReader(io.StringIO(listed))}[
        "MG"
    ] == "5000.000000"
    _, audited, _ = said(
        capfd, "audit", tasks, "--wages", path, "--columns", "minimum_wage", "--format", "csv"
    )
    assert audited.split() == ['"minimum_wage"', "5000.000000"]
    _, explained, _ = said(capfd, "explain", tasks, "--row", "2", "--wages", path, "--format", "json")
    assert json.loads(explained)["minimum_wage"]["law"] == "Own 2024-03-04"


# Exchange rates


def test_own_rates_go_before_those_shipped_for_their_day_and_seven_after(tmp_path: Path) -> None:
    """The other way round they are inverted; beyond, what is shipped."""
    table = "date,base,quote,rate,source\n2024-03-04,USD,MGA,5000,bank receipt\n2024-03-04,EUR,USD,1.25,\n"
    book = load_exchange(written(tmp_path / "rates.csv", table))
    shipped = load_exchange()
    found = {on: book.rate("USD", "MGA", date(2024, 3, on)) for on in (3, 4, 11, 12)}
    assert [found[on] == shipped.rate("USD", "MGA", date(2024, 3, on)) for on in (3, 4, 11, 12)] == [
        True,
        False,
        False,
        True,
    ]
    own, back = found[11], book.rate("MGA", "USD", date(2024, 3, 4))
    assert isinstance(own, ExchangeRate)
    assert isinstance(back, ExchangeRate)
    assert (own.rate, own.observed, own.source) == (5000, date(2024, 3, 4), "bank receipt")
    assert back.rate == Decimal("0.0002")
    euro = book.rate("EUR", "USD", date(2024, 3, 5))
    assert isinstance(euro, ExchangeRate)
    assert (euro.rate, euro.source[:8]) == (Decimal("1.25"), "own rate")


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        ("04/03/2024,USD,MGA,5000", "date", "is not a day"),
        ("20240304,USD,MGA,5000", "date", "is not a day"),
        ("2024-02-30,USD,MGA,5000", "date", "is not a day"),
        ("2024-03-04,usd,MGA,5000", "base", "is not a currency code"),
        ("2024-03-04,USD,Ariary,5000", "quote", "is not a currency code"),
        ("2024-03-04,USD,USD,1", "quote", "stands on both sides"),
        ("2024-03-04,USD,MGA,-5000", "rate", "is not a rate"),
        ("2024-03-04,USD,MGA,5e3", "rate", "is not a rate"),
        ("2024-03-04,USD,MGA,0", "rate", "is not a rate"),
        ("2024-03-04,USD,MGA,99999999999", "rate", "beyond"),
        ("2024-03-04,USD,MGA,", "rate", "is not a rate"),
        ("2024-03-04,USD,MGA,4000", "", "says another rate"),
        ("2024-03-04,USD,MGA", "", "has 3 fields"),
        ("2024-03-04,USD,MGA,5,000", "", "has 5 fields"),
    ],
)
def test_a_row_that_is_no_rate_is_refused_with_row_column_and_mend(
    row: str, column: str, told: str, tmp_path: Path
) -> None:
    """Nothing is guessed."""
    path = written(tmp_path / "rates.csv", f"date,base,quote,rate\n2024-03-04,USD,MGA,5000\n{row}\n")
    with pytest.raises(InputRefused, match=told) as refused:
        own_rates(path)
    assert (refused.value.problem.row, refused.value.problem.column) == (3, column)
    assert refused.value.mend


@pytest.mark.parametrize(
    "text", ["", "day,base,quote,rate\n", "date,base,quote\n", "date,base,quote,rate,rate\n"]
)
def test_a_table_with_other_columns_is_refused(text: str, tmp_path: Path) -> None:
    """An example is the mend."""
    with pytest.raises(InputRefused):
        own_rates(written(tmp_path / "rates.csv", text))


def test_an_audit_converts_at_the_users_rate_and_says_whose_it_is(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """One dollar an hour at 5,000 ariary."""
    tasks = written(tmp_path / "tasks.csv", f"{','.join(TASK)}\n{','.join(TASK.values())}\n")
    rates = written(
        tmp_path / "rates.csv", "date,base,quote,rate,source\n2024-03-01,USD,MGA,5000,bank receipt\n"
    )
    _, out, _ = said(
        capfd, "audit", tasks, "--exchange", rates, "--columns", "pay,currency", "--format", "csv"
    )
    assert out.splitlines()[1] == '5000.000000,"MGA"'
    _, out, _ = said(capfd, "audit", tasks, "--exchange", rates, "--format", "table")
    assert "1 USD = 5,000.0 MGA" in out
    assert "bank receipt" in out


def test_a_day_without_exchange_rates_says_the_last_one_that_has_them(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """With the command to type; data stay data."""
    code, out, err = said(capfd, "wages", "--on", "2090-01-01", "--currency", "EUR", "--format", "csv")
    assert code == 0
    assert out.startswith('"country"')
    assert "Traceback" not in err
    _, _, err = said(capfd, "wages", "--on", "2027-01-01", "--currency", "EUR", "--format", "csv")
    assert "Ask for that day: wageaudit wages --currency EUR --on 2026-" in err


# A living wage


def living_book(tmp_path: Path, text: str) -> WageBook:
    """A book of living wages from one file."""
    return load_living_wage(written(tmp_path / "living.toml", text))


def test_a_living_wage_adds_two_columns_at_the_end(tmp_path: Path) -> None:
    """One hour, one dollar: 20 % of 5 dollars, in the currency of the minimum wage; without the option nothing changes."""
    reading = tasks_from_rows([TASK])
    exchange = load_exchange(
        written(tmp_path / "rates.csv", "date,base,quote,rate\n2024-03-01,USD,MGA,5000\n")
    )
    plain = audit(reading.table, exchange=exchange).table()
    living = living_book(tmp_path, HEAD + rate("2024-01-01", "5", "USD"))
    found = audit(reading.table, exchange=exchange, living=living).table()
    assert found.column_names == [*plain.column_names, *LIVING_COLUMNS]
    assert found.select(plain.column_names).equals(plain)
    assert [found.column(name)[0].as_py() for name in LIVING_COLUMNS] == [Decimal(25000), Decimal("0.2")]


@pytest.mark.parametrize("cores", [1, 2])
def test_it_is_the_mean_over_the_hours_worked_on_any_number_of_cores(cores: int, tmp_path: Path) -> None:
    """Three hours at 4,000 and one at 6,000: 4,500 an hour; 18,000 for four hours, 9,000 paid."""
    rows = [
        TASK | {"worker_id": f"w{hour % 2}", "started_at": f"2024-03-0{day}T0{hour}:00:00+03:00",
                "ended_at": f"2024-03-0{day}T0{hour + 1}:00:00+03:00", "pay": "2250", "currency": "MGA"}
        for day, hour in ((4, 1), (4, 3), (4, 5), (5, 2))
    ]  # fmt: skip
    text = HEAD + rate("2024-03-01", "4000") + rate("2024-03-05", "6000")
    options = Options(living_wage_files=(written(tmp_path / "living.toml", text),))
    table = audit(tasks_from_rows(rows).table, options, cores=cores).table(())
    assert [table.column(name)[0].as_py() for name in LIVING_COLUMNS] == [Decimal(4500), Decimal("0.5")]


def test_where_some_hours_have_no_living_wage_the_columns_are_empty(tmp_path: Path) -> None:
    """Another country, and a day before the first record."""
    abroad = [TASK, TASK | {"country": "KE", "worker_id": "w2"}]
    living = living_book(tmp_path, HEAD + rate("2024-01-01", "5", "USD"))
    table = audit(tasks_from_rows(abroad).table, living=living).table()
    assert [value is None for value in table.column("living_wage").to_pylist()] == [False, True]
    early = [TASK | {"started_at": "2023-03-04T08:00:00+03:00", "ended_at": "2023-03-04T09:00:00+03:00"}]
    assert audit(tasks_from_rows(early).table, living=living).table().column("living_wage")[0].as_py() is None


def test_the_screen_names_the_benchmark_and_its_share(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Beside the law, and said not to be one."""
    tasks = written(tmp_path / "tasks.csv", f"{','.join(TASK)}\n{','.join(TASK.values())}\n")
    path = written(tmp_path / "living.toml", HEAD + rate("2024-01-01", "9000"))
    _, out, _ = said(capfd, "audit", tasks, "--living-wage", path, "--format", "table")
    (line,) = [line for line in out.splitlines() if "A living wage" in line]
    assert "9,000 Ar an hour by Own 2024-01-01, not a law" in line


def test_another_category_is_no_living_wage(tmp_path: Path) -> None:
    """It would silently never be used."""
    with pytest.raises(InputRefused, match="category agriculture"):
        living_book(tmp_path, HEAD + rate("2024-01-01", "5", more='category = "agriculture"\n'))
