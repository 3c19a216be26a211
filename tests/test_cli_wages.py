"""wageaudit wages: the rate of a day, the history, all countries side by side; what is not known says why."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit.cli import main
from wageaudit.exchange import ExchangeBook
from wageaudit.reports.wage_countries import Comparison, listing
from wageaudit.reports.wage_history import KEYS, Place, Shelf, answer, as_table, history, hours_per_month
from wageaudit.wages import WageBook, WageFile, parse_wages

SPEC_KEYS = [
    "country",
    "region",
    "category",
    "hourly",
    "currency",
    "amount",
    "period",
    "hours_per_month",
    "start",
    "end",
    "date_precision",
    "law",
    "url",
    "confirmed_until",
    "status",
    "reason",
]
HEAD = 'country = "{country}"\nconfirmed_until = 2024-12-31\n'
RATE = (
    '[[rate]]\nstart = {start}\namount = {amount}\ncurrency = "{currency}"\nperiod = "{period}"\n{more}'
    'law = "Act {start}"\nurl = "https://example.org/{start}"\n'
)
HOURS = 'hours = {hours}\nhours_source = "Labour code; https://example.org/hours"\n'


def rate(start: str, amount: str, currency: str = "EUR", hours: str = "", period: str = "hour") -> str:
    """One record in TOML."""
    more = HOURS.format(hours=hours) if hours else ""
    return RATE.format(start=start, amount=amount, currency=currency, period=period, more=more)


FILES = {
    "AA": HEAD.format(country="AA") + rate("2020-01-01", "1.00") + rate("2022-07-01", "1.50"),
    "BB": HEAD.format(country="BB") + rate("2020-01-01", "350", hours="35", period="week"),
    "CC": 'country = "CC"\nstatus = "none"\nnote = "agreements set it"\n',
    "CC-01": HEAD.format(country="CC") + 'region = "CC-01"\n' + rate("2020-01-01", "20"),
    "DD": HEAD.format(country="DD") + rate("2020-01-01", "5", "XTS"),
}


def shelf() -> Shelf:
    """Four invented countries and a region."""

    def file(name: str) -> WageFile | None:
        return parse_wages(FILES[name], name) if name in FILES else None

    return Shelf(tuple(FILES), file, WageBook(FILES.get))


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command sees the invented countries, on 1 June 2024; DE stands for AA, so that the name is a country's."""
    files = {name.replace("AA", "DE"): text.replace('"AA"', '"DE"') for name, text in FILES.items()}

    def file(name: str) -> WageFile | None:
        return parse_wages(files[name], name) if name in files else None

    # the command is a function of the same name as its module
    module = sys.modules["wageaudit.cli.wages"]
    monkeypatch.setattr(module, "shipped", lambda: Shelf(tuple(files), file, WageBook(files.get)))
    monkeypatch.setattr(module, "today", lambda: date(2024, 6, 1))


def said(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout, stderr of a command."""
    with pytest.raises(SystemExit) as left:
        main(["wages", *arguments])
    out, err = capfd.readouterr()
    return int(left.value.code or 0), out, err


def test_the_keys_are_those_of_the_specification() -> None:
    """These names, in this order."""
    assert list(KEYS) == SPEC_KEYS


def test_a_rate_ends_the_day_before_the_next_and_the_last_has_no_end() -> None:
    """Newest first."""
    found = history(shelf(), Place("AA"), date(2024, 6, 1))
    assert [(row["start"], row["end"], row["status"]) for row in found] == [
        (date(2022, 7, 1), None, "in_force"),
        (date(2020, 1, 1), date(2022, 6, 30), "in_force"),
    ]


@pytest.mark.parametrize(
    ("place", "on", "status", "hourly"),
    [
        (Place("AA"), date(2022, 6, 30), "in_force", Decimal("1.000000")),
        (Place("AA"), date(2022, 7, 1), "in_force", Decimal("1.500000")),
        (Place("AA"), date(2019, 12, 31), "before_first_record", None),
        (Place("AA"), date(2025, 1, 1), "beyond_horizon", Decimal("1.500000")),
        (Place("AA"), date(2028, 1, 1), "beyond_horizon", None),
        (Place("CC"), date(2024, 1, 1), "no_statutory_minimum", None),
        (Place("CC", "CC-01"), date(2024, 1, 1), "in_force", Decimal("20.000000")),
        (Place("ZZ"), date(2024, 1, 1), "no_record", None),
    ],
)
def test_the_answer_of_a_day_has_a_status_and_a_rate_or_nulls(
    place: Place, on: date, status: str, hourly: Decimal | None
) -> None:
    """What is not known is a value with its reason."""
    found = answer(shelf(), place, on)
    assert list(found) == SPEC_KEYS
    assert (found["status"], found["hourly"]) == (status, hourly)
    assert bool(found["reason"]) == (status != "in_force")


def test_hours_of_a_month_come_from_a_month_or_from_a_week_times_52_over_12() -> None:
    """35 hours a week are 151.666667 a month; an hourly or daily rate has none."""
    book = shelf().book
    assert hours_per_month(book.history("BB")[0]) == Decimal("151.666667")
    assert hours_per_month(book.history("AA")[0]) is None
    month = parse_wages(
        HEAD.format(country="AA") + rate("2020-01-01", "9", hours="173.33", period="month"), "AA"
    )
    day = parse_wages(HEAD.format(country="AA") + rate("2020-01-01", "9", hours="8", period="day"), "AA")
    assert hours_per_month(month.rates[0]) == Decimal("173.33")
    assert hours_per_month(day.rates[0]) is None


def test_a_country_without_a_rate_is_unknown_and_never_dropped() -> None:
    """Two euros: the amount converted at the day's rate, a floor that falls short left open, no rate and no exchange told."""
    exchange = ExchangeBook({"daily/USD.csv": "date,per_eur\n2024-06-03,1.10\n2025-01-02,1.10\n"}.get)
    comparison = Comparison("USD", Decimal("1.65"), exchange)
    rows = {
        row["country"]: row for row in listing(shelf(), "adult_general", date(2024, 6, 3), comparison, str)
    }
    assert {code: row["at_least"] for code, row in rows.items()} == {
        "BB": "yes",
        "AA": "yes",
        "CC": "unknown",
        "DD": "unknown",
    }
    assert (rows["AA"]["converted"], rows["AA"]["exchange_rate"]) == (Decimal("1.650000"), Decimal("1.1"))
    assert "agreements" in str(rows["CC"]["reason"])
    assert "XTS to USD" in str(rows["DD"]["reason"])
    later = listing(shelf(), "adult_general", date(2025, 1, 2), Comparison("USD", Decimal(2), exchange), str)
    assert {row["country"]: row["at_least"] for row in later} == {
        "BB": "yes",
        "AA": "unknown",
        "CC": "unknown",
        "DD": "unknown",
    }
    known_under = listing(
        shelf(), "adult_general", date(2024, 6, 3), Comparison("USD", Decimal(2), exchange), str
    )
    assert [row["country"] for row in known_under] == ["BB", "CC", "DD"]


def test_an_exchange_rate_keeps_its_fifteen_places_in_a_table() -> None:
    """0.000223956 would be 0.000224 in six places."""
    table = as_table([{"exchange_rate": Decimal("0.000223956"), "hourly": None}])
    assert table.column("exchange_rate")[0].as_py() == Decimal("0.000223956000000")


def test_the_rate_of_a_day_is_one_json_object(capfd: pytest.CaptureFixture[str]) -> None:
    """Madagascar, 262,680 ariary a month over 173.33 hours."""
    code, out, err = said(capfd, "MDG", "--on", "2024-06-01", "--format", "json")
    found = json.loads(out, parse_float=Decimal)
    assert (code, err) == (0, "")
    assert list(found) == SPEC_KEYS
    assert (found["country"], found["amount"], found["hours_per_month"]) == ("MG", 262680, Decimal("173.33"))
    assert (found["hourly"], found["status"], found["reason"]) == (Decimal("1515.490683"), "in_force", "")


def test_the_history_is_an_array_in_json_and_the_same_rows_in_csv(capfd: pytest.CaptureFixture[str]) -> None:
    """In a pipe it is CSV."""
    _, text, _ = said(capfd, "Royaume-Uni", "--format", "json")
    _, table, _ = said(capfd, "GB")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["start"] for row in rows] == [row["start"] for row in json.loads(text)]
    assert list(rows[0]) == SPEC_KEYS
    assert rows == sorted(rows, key=lambda row: row["start"], reverse=True)


@pytest.mark.parametrize("name", ["MX", "mex", "Mexico", "Mexique", "méxico"])
def test_a_country_is_known_by_code_and_by_name_in_three_languages(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """English, French, Spanish, any case."""
    code, out, _ = said(capfd, name, "--on", "2024-06-01", "--format", "json")
    assert (code, json.loads(out)["country"]) == (0, "MX")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Madagaskar"], "did you mean Madagascar (MG)?"),
        (["US", "--region", "Seatle"], "did you mean US-WA/Seattle?"),
        (["US", "--region", "seattle"], "did you mean US-WA/Seattle?"),
        (["FR", "--region", "FR-XX"], "leave --region out"),
        (["MG", "--on", "01/06/2024"], "write the day as 2024-06-01"),
        (["MG", "--on", "2024-02-30"], "write the day as 2024-06-01"),
        (["--region", "US-WA"], "wageaudit wages US"),
        (["--at-least", "two dollars"], "'2.00 USD'"),
        (["--at-least", "2.00"], "--currency USD"),
        (["--at-least", "2 USD", "--currency", "EUR"], "one currency"),
        (["MG", "--currency", "USD"], "leave the country out"),
        (["\x1b[31mX"], "\\x1b[31mX is not a country"),
    ],
)
def test_what_names_nothing_is_refused_with_a_mend(
    arguments: list[str], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, nothing on stdout."""
    code, out, err = said(capfd, *arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert "\x1b" not in err


@pytest.mark.parametrize("spelling", ["US-WA", "us-wa", "wa"])
def test_a_region_may_be_written_without_its_country(
    spelling: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Any case."""
    _, out, _ = said(capfd, "US", "--region", spelling, "--on", "2025-06-01", "--format", "json")
    assert (json.loads(out)["region"], json.loads(out)["amount"]) == ("US-WA", 16.66)


def test_all_countries_are_listed_with_the_day_they_are_confirmed_until(
    invented: None, capfd: pytest.CaptureFixture[str]
) -> None:
    """A column each for what is on record."""
    _, out, _ = said(capfd)
    rows = {row["country"]: row for row in csv.DictReader(io.StringIO(out))}
    assert list(rows) == ["BB", "CC", "DD", "DE"]
    assert (rows["DE"]["name"], rows["DE"]["records"], rows["DE"]["confirmed_until"]) == (
        "Germany",
        "2",
        "2024-12-31",
    )
    assert (rows["CC"]["status"], rows["CC"]["regions"], rows["CC"]["hourly"]) == (
        "no_statutory_minimum",
        "1",
        "",
    )


def test_the_screen_shows_the_rate_now_the_steps_and_every_law_once(
    invented: None, capfd: pytest.CaptureFixture[str]
) -> None:
    """The whole view of an invented country."""
    _, out, _ = said(capfd, "DE", "--format", "table")
    assert out.splitlines() == [
        "Germany (DE): statutory minimum wage",
        "",
        "1.50 EUR an hour on 1 Jun 2024",
        "  hourly        1.50 EUR an hour, as the law states it",
        "  in force      from 1 Jul 2022, confirmed until 31 Dec 2024",
        "  law           Act 2022-07-01",
        "  link          https://example.org/2022-07-01",
        "  certainty     high",
        "",
        "2020 " + "▆" * 30 + "█" * 30 + " 2024",
        "     1.00 to 1.50 EUR an hour",
        "",
        "      from            amount  an hour  certainty  law",
        "─" * 53,
        "1 Jul 2022  1.50 EUR an hour     1.50  high       [1]",
        "1 Jan 2020  1.00 EUR an hour     1.00  high       [2]",
        "",
        "[1] Act 2022-07-01",
        "    https://example.org/2022-07-01",
        "[2] Act 2020-01-01",
        "    https://example.org/2020-01-01",
    ]


def test_the_screen_needs_no_unicode(invented: None) -> None:
    """Steps and rules have signs in ASCII."""
    from rich.console import Console

    from wageaudit.reports.wage_screen import Screen, show_history

    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    console = Console(file=stream, width=80)
    show_history(Screen(console), shelf(), Place("AA"), date(2024, 6, 1), "Aa")
    stream.flush()
    shown = stream.buffer.getvalue().decode("ascii")  # type: ignore[attr-defined]
    assert "*" * 30 + "#" * 30 in shown


def test_the_list_on_a_screen_keeps_to_its_width(
    invented: None, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """80 columns; what does not fit is left out by need."""
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = said(capfd, "--format", "table")
    assert max(map(len, out.splitlines())) <= 80
    assert "regions only" in out
    assert "1.50 EUR" in out


def test_an_answer_goes_whole_into_a_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The ending says what it becomes; a file that exists stays."""
    path = tmp_path / "mg.json"
    assert said(capfd, "MG", "-o", str(path))[0] == 0
    assert list(json.loads(path.read_text(encoding="utf-8"))[0]) == SPEC_KEYS
    assert said(capfd, "MG", "-o", str(path))[0] == 2


def test_pandas_stays_out() -> None:
    """A question about a wage is answered in the time it takes to read one file."""
    code = "import sys; from wageaudit.cli import main\ntry: main(['wages', 'MG'])\nexcept SystemExit: assert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
