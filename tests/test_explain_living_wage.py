"""wageaudit explain --figure living_wage: from the printed figure to rows, rate and source, as for the minimum wage; exact."""

from __future__ import annotations

import csv
import io
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
