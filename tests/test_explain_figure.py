"""wageaudit explain --figure: from every figure of the result down to its rows; the terms add up to what the CSV says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wageaudit.cli import main
from wageaudit.options import GAP_GRID_MINUTES
from wageaudit.reports.figure_facts import FORMULAS

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"
UNIT = 3_600_000_000_000_000  # parts of a unit of currency
WORKING = ("paid_seconds", "unpaid_seconds", "on_record_seconds", "inferred_seconds")
CASES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "one worker, one currency": (("antananarivo_annotator.csv",), ""),
    "one worker, two platforms and two currencies": (("nairobi_two_platforms",), ""),
    "a gap of one's own and months": (("nairobi_two_platforms", "--gap", "7", "--period", "month"), ""),
    "a figure of one's own": (("caracas_night.csv", "--minimum-wage", "2.5", "--wage-currency", "USD"), ""),
    "pauses that no view shows": (("mturk_batch_results.csv", "--roster", "roster.csv"), ""),
    "all of a union": (("union_members.csv",), ""),
    "one of a union": (("union_members.csv",), "*"),
    "what customers paid": (("argyle_activities.json", "--country", "US", "--region", "US-NY"), ""),
    "tips left out": (("deliveroo_invoices.json", "--country", "GB", "--currency", "GBP", "--timezone", "Europe/London", "--tips", "exclude"), ""),
}  # fmt: skip


def said(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout, stderr of a command."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    return int(left.value.code or 0), out, err


def placed(arguments: Sequence[str]) -> list[str]:
    """Arguments with the samples' files where they are."""
    return [str(SAMPLES / one) if (SAMPLES / one).exists() else one for one in arguments]


def result(capfd: pytest.CaptureFixture[str], arguments: Sequence[str]) -> list[dict[str, str]]:
    """The result table by worker, as the CSV says it."""
    _, out, _ = said(capfd, "audit", *placed(arguments), "--by", "worker", "--format", "csv", "-q")
    return list(csv.DictReader(io.StringIO(out)))


def facts_of(
    capfd: pytest.CaptureFixture[str], arguments: Sequence[str], worker: str, name: str
) -> dict[str, Any]:
    """What explain says of a figure, numbers exact."""
    whose = ("--worker", worker) if worker else ()
    code, out, err = said(capfd, "explain", *placed(arguments), *whose, "--figure", name, "--format", "json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out, parse_float=Decimal)
    return found


def six(value: Fraction) -> Decimal:
    """Six decimals, half to even."""
    whole = value * 10**6
    return Decimal(round(whole)).scaleb(-6)  # round() of a Fraction is half to even


def half_even(value: Fraction) -> int:
    """The nearest whole number, half to even."""
    return round(value)


def terms(facts: Mapping[str, Any], name: str) -> list[Fraction]:
    """A quantity of every day, in microseconds, counts or parts."""
    days = [day for period in facts["periods"] for day in period["days"]]
    scale = 10**6 if name.endswith("_seconds") else 1
    return [Fraction(day[name]) * scale for day in days]


def key_of(facts: Mapping[str, Any], name: str) -> str:
    """The name a quantity has in the sums."""
    return next(key for key in (name, f"{name}_seconds", f"{name}_parts") if key in facts["sums"])


def total(facts: Mapping[str, Any], names: Sequence[str]) -> Fraction:
    """Sum over days of some quantities, which is what the sums say too."""
    found = Fraction(0)
    for name in names:
        key = key_of(facts, name)
        own = sum(terms(facts, key), Fraction(0))
        assert own == Fraction(facts["sums"][key]) * (10**6 if key.endswith("_seconds") else 1)
        found += own
    return found


def again(facts: Mapping[str, Any]) -> Decimal | int | str | None:
    """The figure, made from its terms alone."""
    name = facts["figure"]
    special: Mapping[str, Callable[[Mapping[str, Any]], Decimal | int | str | None]] = {
        "workers": lambda found: len(found["names"]), "shortfall": shortfall, "critical_gap_minutes": critical, "verdict": verdict,
    }  # fmt: skip
    if name in special:
        return special[name](facts)
    above = total(facts, facts["above"]) - total(facts, facts["minus"])
    if not facts["below"]:
        return six(above / facts["scale"]) if facts["scale"] > 1 else int(above)
    below = total(facts, facts["below"]) * facts["scale"]
    return six(above / below) if below else None


def shortfall(facts: Mapping[str, Any]) -> Decimal:
    """Σ over worker × period of max(0, required − pay)."""
    missing = 0
    for period in facts["periods"]:
        required = sum(day["required_parts"] for day in period["days"])
        pay = sum(day["pay_parts"] for day in period["days"])
        assert period["missing_parts"] == max(0, required - pay)
        missing += period["missing_parts"]
    return six(Fraction(missing, UNIT))


def critical(facts: Mapping[str, Any]) -> Decimal | None:
    """0 where the pay is under the required pay with no pause; else the second at which pauses use up what is spare."""
    spare = total(facts, ["pay"]) - total(facts, ["required_none"])
    if spare < 0:
        return Decimal("0.000000")
    for seconds in sorted({gap["whole_seconds"] for gap in facts["gaps"]}):
        if spare < sum(gap["owed_parts"] for gap in facts["gaps"] if gap["whole_seconds"] <= seconds):
            return six(Fraction(seconds, 60))
    return None


def verdict(facts: Mapping[str, Any]) -> str:
    """Compared at no pause and at every pause."""
    pay, none, longest = (total(facts, [name]) for name in ("pay", "required_none", "required_longest"))
    if not facts["pay_known"] or not facts["minimum_known"]:
        return "unknown"
    if pay < none:
        return "below"
    if pay < longest:
        return "depends"
    return "unknown" if facts["floor"] else "met"


def check_days(facts: Mapping[str, Any]) -> None:
    """Rows add up to their day; pay and required pay of a day follow from its seconds, amounts, wage and rates."""
    quantities = [*facts["above"], *facts["minus"], *facts["below"]]
    spans = {
        "required": WORKING,
        "required_none": WORKING[:3],
        "required_longest": (*WORKING[:3], "longest_seconds"),
    }
    for day in (day for period in facts["periods"] for day in period["days"]):
        rows = day["rows"]
        assert rows
        assert all(row["file"] and row["row"] >= 1 for row in rows)
        for name in quantities:
            key = key_of(facts, name)
            if name in spans:
                micros = sum(Fraction(row[second]) * 10**6 for row in rows for second in spans[name])
                owed = half_even(micros * Fraction(day["minimum_wage"] or 0) * 10**6)
                assert day[key] == half_even(owed * Fraction(day["wage_rate"] or 0))
            elif key.endswith("_parts"):
                amount = sum(Fraction(row[name]) for row in rows) * UNIT
                assert day["rate"] is not None or not amount
                assert day[key] == half_even(amount * Fraction(day["rate"] or 0))
            else:
                assert Fraction(day[key]) == sum(Fraction(row[key]) for row in rows)


@cache
def figures() -> tuple[str, ...]:
    """Every figure of the specification."""
    gaps = [f"effective_hourly_wage_gap{minutes}" for minutes in GAP_GRID_MINUTES]
    return tuple(name for name in FORMULAS if name not in {"reason", "currency", *gaps[1:3]})


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_the_terms_of_every_figure_add_up_to_what_the_csv_says(
    case: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Rows → days → periods → figure, exact; the value that explain prints is the CSV's."""
    arguments, worker = CASES[case]
    printed = result(capfd, arguments)
    worker = printed[len(printed) // 2]["worker"] if worker else ""
    if worker:
        (line,) = [row for row in printed if row["worker"] == worker]
    elif len(printed) == 1:
        (line,) = printed
    else:
        line = {}
    for name in figures():
        facts = facts_of(capfd, arguments, worker, name)
        if line:
            shown = "" if facts["value"] is None else str(facts["value"])
            assert shown == line[name] or Decimal(shown or "NaN") == Decimal(line[name] or "NaN"), name
        check_days(facts)
        if facts["value"] is None:
            continue
        made = again(facts)
        assert made == facts["value"], (name, made, facts["value"])


def test_the_walk_names_the_law_its_link_and_each_exchange_rate(capfd: pytest.CaptureFixture[str]) -> None:
    """Days refer to a law by number; dollars were brought into shillings at rates with date and source."""
    facts = facts_of(capfd, ("nairobi_two_platforms",), "", "shortfall")
    laws = {law["number"]: law for law in facts["laws"]}
    for day in (day for period in facts["periods"] for day in period["days"]):
        assert laws[day["law"]]["hourly"] == day["minimum_wage"]
        assert laws[day["law"]]["url"].startswith("https://")
    rates = {(one["base"], one["on"]): one["rate"] for one in facts["exchange"]}
    dollars = [day for period in facts["periods"] for day in period["days"] if day["currency"] == "USD"]
    assert dollars
    for day in dollars:
        assert rates["USD", day["date"]] == day["rate"]
    assert all(one["source"] and one["observed"] <= one["on"] for one in facts["exchange"])


def test_people_are_shown_the_sum_its_periods_law_and_rows(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figure, what it is, a line a week, the law's link, rows as ranges."""
    monkeypatch.setenv("COLUMNS", "160")
    code, out, err = said(capfd, "explain", SAMPLES / "antananarivo_annotator.csv", "--figure", "shortfall")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    (line,) = result(capfd, ("antananarivo_annotator.csv",))
    with localcontext() as context:
        context.prec = 60
        value = Decimal(line["shortfall"]).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)
    assert lines[0] == f"shortfall of all rows: {value:,f} MGA"
    assert any(row.startswith("2024-W10") and row.endswith("4,334.552077") for row in lines)
    assert any("https://" in row for row in lines)
    assert any("antananarivo_annotator.csv 2–47" in row for row in lines)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--figure", "wage"), "no figure is called wage"),
        (("--figure", "pay", "--row", "2"), "--row and --figure ask for different things"),
        ((), "nothing is asked for"),
        (("--figure", "pay", "--worker", "nobody"), "no worker is called nobody"),
    ],
)  # fmt: skip
def test_what_cannot_be_walked_is_wrong_use_with_its_mend(
    arguments: tuple[str, ...], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Names of figures and workers are listed."""
    code, out, err = said(capfd, "explain", SAMPLES / "union_members.csv", *arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert "mend: " in err


def test_an_unknown_figure_says_why(capfd: pytest.CaptureFixture[str]) -> None:
    """No country: there is nothing to compare with, and pay stands."""
    upwork = ("upwork_timesheet.csv", "--country", "PH")
    facts = facts_of(capfd, upwork, "", "shortfall")
    assert (facts["value"], facts["reason"]) == (None, "no_statutory_minimum:PH")
    _, out, _ = said(capfd, "explain", *placed(upwork), "--figure", "shortfall")
    assert "not known: no national minimum wage (PH)" in out
