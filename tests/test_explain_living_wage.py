"""wageaudit explain --figure living_wage: from the printed figure to rows, rate and source, as for the minimum wage; exact."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from test_explain_figure import WORKING, again, facts_of, half_even, said

LOG = """worker_id,started_at,ended_at,pay,currency,country
ana,2024-03-04T08:00:00Z,2024-03-04T08:20:07Z,1.10,USD,KE
ana,2024-03-04T08:25:00Z,2024-03-04T08:50:00Z,95,KES,KE
ana,2024-03-12T08:25:00Z,2024-03-12T09:50:31Z,130,KES,KE
ben,2024-03-12T09:55:30Z,2024-03-12T10:50:00Z,25,KES,KE
"""
KENYA = """country = "KE"
confirmed_until = 2024-03-08

[[rate]]
start = 2024-01-01
amount = 2.135713
currency = "{currency}"
period = "hour"
category = "living_wage"
law = "An invented benchmark, Nairobi"
url = "https://example.org/nairobi"
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A log in two currencies, and a living wage in a third."""
    log, living = tmp_path / "log.csv", tmp_path / "living.toml"
    log.write_text(LOG, "utf-8")
    living.write_text(KENYA.format(currency="EUR"), "utf-8")
    return log, living


def printed(capfd: pytest.CaptureFixture[str], log: Path, living: Path) -> dict[str, dict[str, str]]:
    """The result by worker, as the CSV says it."""
    _, out, _ = said(capfd, "audit", log, "--living-wage", living, "--by", "worker", "--format", "csv", "-q")
    return {row["worker"]: row for row in csv.DictReader(io.StringIO(out))}


def days_of(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Every day of a walk."""
    return [day for period in facts["periods"] for day in period["days"]]


@pytest.mark.parametrize("worker", ["ana", "ben"])
@pytest.mark.parametrize("name", ["living_wage", "living_wage_ratio"])
def test_the_terms_of_a_living_wage_add_up_to_what_the_csv_says(
    name: str, worker: str, files: tuple[Path, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """Rows → days → periods → figure: seconds × the living wage × the rate of the day, exact."""
    log, living = files
    line = printed(capfd, log, living)[worker]
    facts = facts_of(capfd, (str(log), "--living-wage", str(living)), worker, name)
    assert str(facts["value"]) == line[name]
    assert again(facts) == Decimal(line[name])
    (record,) = facts["living_wages"]
    rates = {(one["base"], one["on"]): one["rate"] for one in facts["exchange"]}
    for day in days_of(facts):
        micros = sum(Fraction(row[second]) * 10**6 for row in day["rows"] for second in WORKING)
        owed = half_even(micros * Fraction(day["living_wage"]) * 10**6)
        assert day["living_parts"] == half_even(owed * Fraction(day["living_wage_rate"]))
        assert (day["living"], day["living_wage"]) == (record["number"], record["hourly"])
        assert rates["EUR", day["date"]] == day["living_wage_rate"]
        assert all(row["file"] and row["row"] >= 2 for row in day["rows"])
    assert record["law"] == "An invented benchmark, Nairobi"
    assert (record["status"], str(record["confirmed_until"])) == ("beyond_horizon", "2024-03-08")


def test_people_are_shown_the_benchmark_its_link_and_the_rows(
    files: tuple[Path, Path], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No minimum wage stands there in its stead; that the benchmark is past its last day is said."""
    monkeypatch.setenv("COLUMNS", "200")
    log, living = files
    code, out, err = said(
        capfd, "explain", log, "--worker", "ana", "--figure", "living_wage_ratio", "--living-wage", living
    )
    assert (code, err) == (0, "")
    assert out.startswith("living_wage_ratio of ana: 0.")
    assert "pay ÷ pay at the living wage" in out
    (told,) = [line for line in out.splitlines() if line.startswith("  living wage")]
    assert "2.135713 EUR an hour" in told
    assert "confirmed up to " in told
    assert " and a floor since: An invented benchmark" in told
    assert told.endswith("https://example.org/nairobi")
    assert not any(line.startswith("  law") for line in out.splitlines())
    assert any("1 EUR = " in line for line in out.splitlines())
    assert "log.csv 2–3" in out


def test_where_no_living_wage_is_given_the_walk_says_of_which_place(
    files: tuple[Path, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """A benchmark of Madagascar tells nothing of Kenya; the figure is empty in the CSV, too."""
    log, living = files
    living.write_text(KENYA.format(currency="EUR").replace('"KE"', '"MG"'), "utf-8")
    assert printed(capfd, log, living)["ana"]["living_wage"] == ""
    facts = facts_of(capfd, (str(log), "--living-wage", str(living)), "ana", "living_wage")
    assert (facts["value"], facts["reason"], facts["living_wages"]) == (None, "no_living_wage:KE", [])
    _, out, _ = said(
        capfd, "explain", log, "--worker", "ana", "--figure", "living_wage", "--living-wage", living
    )
    assert "not known: no living wage is given for all of these days (KE)" in out


def test_where_its_currency_has_no_rate_the_walk_says_so(
    files: tuple[Path, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """A benchmark in a currency without a rate is compared with nothing."""
    log, living = files
    living.write_text(KENYA.format(currency="XTS"), "utf-8")
    assert printed(capfd, log, living)["ana"]["living_wage"] == ""
    facts = facts_of(capfd, (str(log), "--living-wage", str(living)), "ana", "living_wage_ratio")
    assert (facts["value"], facts["reason"]) == (None, "no_exchange_rate:XTS")


def test_without_a_living_wage_there_is_nothing_to_walk_to(
    files: tuple[Path, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """Wrong use, with the option that gives one."""
    code, out, err = said(capfd, "explain", files[0], "--figure", "living_wage")
    assert (code, out) == (2, "")
    assert "mend: give the file it stands in with  --living-wage FILE" in err


def row_facts(capfd: pytest.CaptureFixture[str], log: Path, living: Path, row: int) -> dict[str, Any]:
    """What explain --row says as JSON, its numbers exact."""
    code, out, err = said(capfd, "explain", log, "--row", row, "--living-wage", living, "--format", "json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out, parse_float=Decimal)
    return found


@pytest.mark.parametrize("row", [2, 3, 5])
def test_a_row_is_shown_beside_the_living_wage_as_the_audit_of_that_row_alone_has_it(
    row: int, files: tuple[Path, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """In dollars, in shillings: working time × the benchmark × the rate of the day, and the pay as a share of it."""
    log, living = files
    alone = tmp_path / "alone.csv"
    lines = LOG.splitlines()
    alone.write_text(f"{lines[0]}\n{lines[row - 1]}\n", "utf-8")
    (line,) = printed(capfd, alone, living).values()
    facts = row_facts(capfd, alone, living, 2)
    own = facts["living_wage"]
    owed = facts["time"]["working_seconds"] * own["hourly"] * own["exchange"]["rate"] / 3600
    assert own["comes_to"] == owed.quantize(Decimal("0.000001"))
    assert (own["comes_to_currency"], own["currency"]) == (line["currency"], "EUR")
    assert own["ratio"] == Decimal(line["living_wage_ratio"])
    assert (own["hourly"], own["law"]) == (Decimal("2.135713"), "An invented benchmark, Nairobi")
    assert row_facts(capfd, log, living, row)["living_wage"]["hourly"] == own["hourly"]


def test_people_are_told_what_a_row_comes_to_at_their_living_wage(
    files: tuple[Path, Path], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The benchmark with its days, source and link; the rate; the product; that it is a floor where it is past its last day."""
    monkeypatch.setenv("COLUMNS", "200")
    log, living = files
    _, out, _ = said(capfd, "explain", log, "--row", 4, "--living-wage", living)
    assert (
        "2.135713 EUR an hour (Kenya; from 1 Jan 2024, confirmed until 8 Mar 2024), your own benchmark" in out
    )
    assert "a floor, not the rate" in out
    assert "source        An invented benchmark, Nairobi" in out
    assert "exchange      1 EUR = 143.294017105001 KES" in out
    assert (
        "comes to      5,131 s × 2.135713 EUR ÷ 3,600 s × 143.294017105001 = 436.184735 KES;"
        " what the row pays is 30% of it" in out
    )
    _, plain, _ = said(capfd, "explain", log, "--row", 4)
    assert out.startswith(plain[: plain.index("\n\nA row alone")])
    assert "living" not in plain


def test_in_one_currency_a_row_needs_no_rate_for_its_living_wage(
    files: tuple[Path, Path], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A benchmark in shillings, by the month: its hours are shown, no exchange is."""
    monkeypatch.setenv("COLUMNS", "200")
    log, living = files
    text = KENYA.format(currency="KES").replace("2.135713", "45000").replace('"hour"', '"month"')
    living.write_text(f'{text}hours = 225\nhours_source = "as the law has it"\n', "utf-8")
    _, out, _ = said(capfd, "explain", log, "--row", 4, "--living-wage", living)
    assert "45,000 KES a month ÷ 225 h = 200 KES an hour (Kenya; from 1 Jan 2024" in out
    assert "comes to      5,131 s × 200 KES ÷ 3,600 s = 285.055556 KES; what the row pays is 46% of it" in out
    assert "exchange" not in out


@pytest.mark.parametrize(
    ("country", "currency", "words"),
    [("MG", "EUR", "not known (no_record): no records of KE"), ("KE", "XTS", "exchange      not known: ")],
)
def test_a_living_wage_that_says_nothing_of_a_row_is_told_as_not_known(
    country: str,
    currency: str,
    words: str,
    files: tuple[Path, Path],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of another country, or in a currency without a rate: no amount is made up, and the row keeps its own figures."""
    monkeypatch.setenv("COLUMNS", "200")
    log, living = files
    living.write_text(KENYA.format(currency=currency).replace('"KE"', f'"{country}"'), "utf-8")
    _, out, _ = said(capfd, "explain", log, "--row", 4, "--living-wage", living)
    assert words in out[out.index("living wage") :]
    assert "comes to" not in out
    own = row_facts(capfd, log, living, 4)["living_wage"]
    assert (own["comes_to"], own["ratio"]) == (None, None)


def test_a_row_without_time_or_without_known_pay_keeps_its_living_wage_without_a_share(
    files: tuple[Path, Path], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A payment has no time that a benchmark could be held against; work of unknown pay has no share of one."""
    monkeypatch.setenv("COLUMNS", "200")
    log, living = files
    log.write_text(
        "worker_id,activity,started_at,pay,currency,country\nana,payment,2024-03-04T08:00:00Z,5,KES,KE\n",
        "utf-8",
    )
    _, out, _ = said(capfd, "explain", log, "--row", 2, "--living-wage", living)
    assert "An invented benchmark, Nairobi" in out
    assert "comes to" not in out
    log.write_text(
        "worker_id,started_at,ended_at,currency,country\nana,2024-03-05T08:00:00Z,2024-03-05T09:00:00Z,KES,KE\n",
        "utf-8",
    )
    _, out, _ = said(capfd, "explain", log, "--row", 2, "--living-wage", living)
    assert "comes to      3,600 s × 2.135713 EUR" in out
    assert "of it" not in out.split("comes to")[1]
