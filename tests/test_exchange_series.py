"""Official and parallel rates apart: one holds, it is named, and where it is not known nothing steps in for it."""

import csv
import json
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

import wageaudit
from wageaudit.cli import application
from wageaudit.errors import WrongUse
from wageaudit.exchange import ExchangeBook, ExchangeRate, Unknown
from wageaudit.exchange_series import Choice, choice_of, choices
from wageaudit.files import exchange_text
from wageaudit.supplied import exchange

DATA = Path(__file__).resolve().parent.parent / "wageaudit" / "data" / "exchange"
BOOKS = {series: ExchangeBook(exchange_text, None, series) for series in ("", "official", "parallel")}
TWO = ["ARS", "ETB", "IRR", "LBP", "NGN", "SYP", "VEB", "VED", "VEF", "VES"]


def known(code: str, on: str, series: str = "") -> ExchangeRate:
    """Units of a currency for one dollar, on a day that must have a rate."""
    found = BOOKS[series].rate("USD", code, date.fromisoformat(on))
    assert isinstance(found, ExchangeRate), found
    return found


def reason(code: str, on: str, series: str = "") -> str:
    """Why a day has none."""
    found = BOOKS[series].rate("USD", code, date.fromisoformat(on))
    assert isinstance(found, Unknown), found
    return found.reason


# Typed from the pages linked in the data, not read from the tables: official and parallel for one dollar, and the default.
TRANSCRIBED = """
ARS  2021-07  96.59     *         official  # controlled; the blue dollar was at about 175
ARS  2023-10  349.5     *         official
ETB  2020-01  *         41.8      official
ETB  2024-10  116.97    140       official
IRR  2018-06  42405.72  73525     parallel
IRR  2020-02  42000     144024.58 parallel
IRR  2026-07  1374496   1772118.8 official
LBP  2020-07  1507.5    8428.57   parallel
LBP  2023-02  15000     73045.14  parallel
LBP  2024-05  *         89700     official
NGN  2017-03  *         455       official
NGN  2023-01  461.5     752       official
NGN  2024-01  925.34    1362.5    official
SYP  2021-03  1256      3972      official
SYP  2021-09  2500      3443      official
SYP  2023-10  11557     13929     official
VEF  2016-02  *         1000      parallel
VEF  2017-12  9.975     107000    parallel
VES  2020-12  1065983.1 1070000   official
VED  2024-12  47.548564 58        official
"""


@pytest.mark.parametrize("line", TRANSCRIBED.strip().splitlines())
def test_both_rates_are_those_of_their_sources_and_the_default_is_one_of_them(line: str) -> None:
    """A second transcription; * is a figure not typed here."""
    code, month, official, parallel, default = line.partition("#")[0].split()
    figures = {"official": official, "parallel": parallel}
    for series, figure in figures.items():
        found = known(code, f"{month}-15", series)
        assert found.source.startswith(f"{series}: ")
        assert figure == "*" or found.rate == Decimal(figure)
    assert known(code, f"{month}-15").rate == known(code, f"{month}-15", default).rate
    assert known(code, f"{month}-15", "parallel").rate > known(
        code, f"{month}-15", "official"
    ).rate * Decimal("0.97")


@pytest.mark.parametrize("code", TWO)
def test_every_currency_with_two_rates_has_one_default_for_every_month_and_a_reason_with_a_link(
    code: str,
) -> None:
    """Spans follow one another without a gap, from the beginning to no end."""
    spans = choices((DATA / "series.csv").read_text(encoding="utf-8"))[code]
    assert (spans[0].first, spans[-1].last) == (0, 1 << 31)
    assert all(later.first == earlier.last + 1 for earlier, later in pairwise(spans))
    assert all(len(span.reason) > 20 and span.url.startswith("http") for span in spans)


def test_the_currencies_with_two_rates_are_those_named_and_no_other_table_is_parallel() -> None:
    """None of them has a daily rate, which would go before the series."""
    listed = choices((DATA / "series.csv").read_text(encoding="utf-8"))
    assert sorted(listed) == TWO
    tables = {path.stem for path in DATA.glob("parallel/*.csv")}
    assert tables == set(TWO) - {"VEB"}
    assert not set(TWO) & {path.stem for path in DATA.glob("daily/*.csv")}


def test_a_rate_names_the_series_taken_its_default_and_why() -> None:
    """Both currencies of a pair where both have two."""
    (used,) = known("LBP", "2023-02-01").series
    assert (used.code, used.series, used.default) == ("LBP", "parallel", "parallel")
    assert "defunct" in used.reason
    (asked,) = known("LBP", "2023-02-01", "official").series
    assert (asked.series, asked.default) == ("official", "parallel")
    both = BOOKS[""].rate("ARS", "IRR", date(2020, 3, 1))
    assert isinstance(both, ExchangeRate)
    assert [(one.code, one.series) for one in both.series] == [("ARS", "official"), ("IRR", "parallel")]
    assert "official: " in both.source
    assert "parallel: " in both.source
    assert known("KES", "2020-03-01").series == ()
    assert known("VES", "2024-12-13", "parallel").series[0].code == "VES"  # as asked, though tabled as VED


@pytest.mark.parametrize(
    ("code", "on", "series", "says"),
    [
        ("LBP", "2021-06-01", "", "no parallel rate of LBP for 2021-06"),
        ("VEF", "2016-03-01", "", "no parallel rate of VEF for 2016-03"),
        ("NGN", "2022-01-15", "parallel", "no parallel rate of NGN for 2022-01"),
        ("ETB", "2023-05-01", "parallel", "no parallel rate of ETB for 2023-05"),
        ("VEB", "2006-05-01", "parallel", "no parallel rate of VEB for 2006-05 (the currency has no table)"),
    ],
)
def test_a_month_that_the_series_lacks_is_unknown_and_the_other_series_never_steps_in(
    code: str, on: str, series: str, says: str
) -> None:
    """The reason names the series, its extent, and the option that takes the other."""
    why = reason(code, on, series)
    assert says in why
    assert "the other is taken only with --exchange-series official" in why
    assert known(code, on, "official").source.startswith("official: ")


def test_the_official_series_may_lack_a_month_that_the_parallel_one_has() -> None:
    """Ethiopia's official series has no July 2024; nothing is said of a series that lacks it too."""
    assert "no official rate of LBP for 2024-08" in reason("LBP", "2024-08-01")
    assert "the other" not in reason("LBP", "2024-08-01")
    assert "taken only with --exchange-series parallel" in reason("SYP", "2023-04-10")


def test_asked_for_the_parallel_rate_a_currency_far_from_its_market_without_such_a_series_is_unknown() -> (
    None
):
    """Cuba's official peso is no answer to that question; Kenya's shilling has one rate and is."""
    assert "no parallel rate of CUP is on record" in reason("CUP", "2025-03-15", "parallel")
    assert known("CUP", "2025-03-15").source.endswith("far from the market rate")
    assert known("KES", "2020-03-01", "parallel").rate == known("KES", "2020-03-01").rate


def test_the_last_day_that_can_be_had_follows_the_series() -> None:
    """Argentina's blue dollar ends before the official one."""
    ends = {series: BOOKS[series].last_day("ARS", "USD", date(2026, 11, 22)) for series in BOOKS}
    assert ends == {"": date(2026, 9, 30), "official": date(2026, 9, 30), "parallel": date(2026, 7, 31)}


def test_the_default_series_of_invented_tables_is_read_from_the_list_not_from_the_code() -> None:
    """Any currency may be listed."""
    texts = {
        "monthly/KES.csv": "month,per_usd,source\n2020-01,100,official-x\n2020-02,101,official-x\n",
        "parallel/KES.csv": "month,per_usd,source\n2020-02,150,parallel-y\n",
        "series.csv": 'code,first,last,default,reason,url\nKES,,2020-01,official,"a",u\nKES,2020-02,,parallel,"b",u\n',
    }
    own = ExchangeBook(texts.get)
    first, second = (own.rate("USD", "KES", date(2020, month, 9)) for month in (1, 2))
    assert isinstance(first, ExchangeRate)
    assert isinstance(second, ExchangeRate)
    assert (first.rate, second.rate) == (100, 150)
    assert choices(texts["series.csv"])["KES"][1] == Choice(2020 * 12 + 2, 1 << 31, "parallel", "b", "u")


def test_a_series_that_does_not_exist_is_refused_everywhere() -> None:
    """In a list, by a book, by the options."""
    with pytest.raises(ValueError, match="no series"):
        choices('code,first,last,default,reason,url\nARS,,,blue,"x",u\n')
    with pytest.raises(ValueError, match="official or parallel"):
        ExchangeBook(exchange_text, None, "blue")
    with pytest.raises(WrongUse, match="there is no blue series"):
        exchange("", "blue")
    with pytest.raises(WrongUse, match="there is no blue series"):
        wageaudit.load_exchange(series="blue")
    refused = CliRunner().invoke(application(), ["wages", "--currency", "USD", "--exchange-series", "blue"])
    assert refused.exit_code != 0


def test_the_users_own_rates_go_before_both_series(tmp_path: Path) -> None:
    """And carry no series: they are what the user says."""
    own = tmp_path / "rates.csv"
    own.write_text("date,base,quote,rate,source\n2021-06-01,USD,LBP,12900,receipt\n", encoding="utf-8")
    found = exchange(str(own), "official").rate("USD", "LBP", date(2021, 6, 3))
    assert isinstance(found, ExchangeRate)
    assert (found.rate, found.source, found.series) == (12900, "receipt", ())


LOG = """started_at,ended_at,pay,currency,country,timezone,worker_id
2023-02-06T10:00:00+02:00,2023-02-06T11:00:00+02:00,{pay},USD,LB,Asia/Beirut,w1
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """An hour's work paid in dollars, in Lebanon, while its official rate was 15,000."""
    path = tmp_path / "log.csv"
    path.write_text(LOG.format(pay="1.00"), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("series", "rate"), [("", "73045.14"), ("official", "15000"), ("parallel", "73045.14")]
)
def test_the_option_decides_what_pay_is_converted_at_in_audit_and_explain(
    log: Path, series: str, rate: str
) -> None:
    """The ledger's rate and the explanation's are the same, with source, period, day and series."""
    asked = ["--exchange-series", series] if series else []
    done = CliRunner().invoke(application(), ["explain", str(log), "--row", "2", "--format", "json", *asked])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)["exchange"]
    assert Decimal(str(told["rate"])) == Decimal(rate)
    assert (told["base"], told["quote"], told["period"], told["observed"]) == (
        "USD",
        "LBP",
        "month",
        "2023-02-01",
    )
    assert told["source"].startswith(f"{series or 'parallel'}: ")
    assert told["url"].startswith("http")
    assert told["series"][0]["series"] == (series or "parallel")
    assert told["series"][0]["default"] == "parallel"
    options = wageaudit.Options(exchange_series=series)
    ledger = wageaudit.audit_files([str(log)], options).ledger()
    assert ledger.column("fx_rate")[0].as_py() == Decimal(rate)


def test_the_terminal_names_the_series_and_how_to_take_the_other(log: Path) -> None:
    """In the audit and in the explanation of a row."""
    runner = CliRunner()
    plain = {"COLUMNS": "200"}
    for command in (
        ["audit", str(log), "--format", "table"],
        ["explain", str(log), "--row", "2", "--format", "table"],
    ):
        told = " ".join(runner.invoke(application(), command, env=plain).output.split())
        assert (
            "LBP has an official and a parallel rate; taken is the parallel one, the default for these days"
            in told
        )
        assert "--exchange-series official" in told
        asked = " ".join(
            runner.invoke(
                application(), [*command, "--exchange-series", "official"], env=plain
            ).output.split()
        )
        assert "taken is the official one, as asked with --exchange-series" in asked


def test_an_audit_says_why_a_rate_is_not_known(tmp_path: Path) -> None:
    """The reason of the first such day, with the option that takes the other series."""
    path = tmp_path / "log.csv"
    path.write_text(LOG.format(pay="1.00").replace("2023-02", "2023-03"), encoding="utf-8")
    told = " ".join(
        CliRunner()
        .invoke(application(), ["audit", str(path), "--format", "table"], env={"COLUMNS": "200"})
        .output.split()
    )
    assert "no parallel rate of LBP for 2023-03" in told
    assert "the other is taken only with --exchange-series official" in told


def test_comparing_countries_names_the_series_of_each_and_the_period_of_each_rate() -> None:
    """In every record and once on the screen."""
    runner = CliRunner()
    base = ["wages", "--currency", "USD", "--on", "2023-02-06"]
    rows = {
        row["country"]: row
        for row in json.loads(runner.invoke(application(), [*base, "--format", "json"]).stdout)
    }
    assert (rows["LB"]["exchange_series"], rows["LB"]["exchange_period"]) == ("LBP parallel", "month")
    assert (rows["AR"]["exchange_series"], rows["AR"]["exchange_date"]) == ("ARS official", "2023-02-01")
    assert (rows["GB"]["exchange_series"], rows["GB"]["exchange_period"]) == ("", "day")
    official = runner.invoke(
        application(), [*base, "--exchange-series", "official", "--format", "csv"]
    ).stdout.splitlines()
    lebanon = next(row for row in csv.DictReader(official) if row["country"] == "LB")
    assert lebanon["exchange_series"] == "LBP official"
    assert Decimal(lebanon["converted"]) > Decimal(str(rows["LB"]["converted"])) * 4
    screen = " ".join(
        runner.invoke(application(), [*base, "--format", "table"], env={"COLUMNS": "200"}).output.split()
    )
    assert "an official and a parallel rate, taken are: ARS official" in screen


def test_a_series_holds_from_its_first_month_to_its_last_both_included() -> None:
    """Two lines that meet, and the months before and after them, which have one series alone."""
    text = 'code,first,last,default,"reason",url\nXTA,2020-03,2020-05,parallel,"one",https://a.example\n'
    found = choices(text + 'XTA,2020-06,2020-06,official,"two",https://b.example\n')
    held = {month: choice_of(found, "XTA", 2020 * 12 + month) for month in range(2, 8)}
    assert {month: one and one.reason for month, one in held.items()} == {
        2: None, 3: "one", 4: "one", 5: "one", 6: "two", 7: None,
    }  # fmt: skip
    assert choice_of(found, "XTB", 2020 * 12 + 4) is None
