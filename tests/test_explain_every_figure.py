"""Every figure of invented logs of every trouble, walked down: the terms add up to it exactly, and people read it in three languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attacker import HEADER, lines
from test_explain_figure import SAMPLES, again, check_days, figures, said

from wageaudit.engine import audit, read
from wageaudit.options import Options, RosterEntry
from wageaudit.reports.figure_facts import FORMULAS, figure, of_worker

ROWS = {
    "several currencies": (
        "a,2024-03-04T08:00:00Z,2024-03-04T08:20:00Z,1.10,USD,KE", "a,2024-03-04T08:25:00Z,2024-03-04T08:50:00Z,0.90,EUR,KE",
        "a,2024-03-12T08:25:00Z,2024-03-12T09:50:00Z,130,KES,KE", "a,2024-03-12T09:55:30Z,2024-03-12T10:50:00Z,25,PHP,PH",
    ),
    "minimum wage known of some days alone": (
        "a,2024-03-04T08:00:00Z,2024-03-04T08:20:00Z,1.10,USD,KE", "a,2024-03-05T08:00:00Z,2024-03-05T08:20:00Z,1.10,USD,SO",
    ),
    "nothing to compare with": ("a,2024-03-04T08:00:00Z,2024-03-04T08:20:00Z,1.10,USD,",),
    "a floor": (
        "a,2027-06-04T08:00:00Z,2027-06-04T08:20:00Z,9000,MGA,MG", "a,2027-06-04T08:30:00Z,2027-06-04T08:50:00Z,10,MGA,MG",
    ),
    "no exchange rate": ("a,1995-03-04T08:00:00Z,1995-03-04T08:20:00Z,1.10,XTS,KE",),
    "work without time": ("a,2024-03-04T08:00:00Z,,1.10,KES,KE", "a,2024-03-05,,2.10,KES,KE"),
}  # fmt: skip
SIMPLE = "worker_id,started_at,ended_at,pay,currency,country"
PERSON = {
    f"w{number:03d}": RosterEntry("KE", "", "Africa/Nairobi", f"person {number // 2}") for number in range(8)
}
LANGUAGES = {"en": (",", "."), "fr": ("\u202f", ","), "es": (".", ",")}


def logs(place: Path, header: str, rows: Sequence[str]) -> str:
    """Write a log; its path."""
    path = place / "log.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return str(path)


def hold(paths: Sequence[str], options: Options, workers: int = 2) -> None:
    """Every figure of all rows, and of some workers: what is walked is what the result says, and is the sum of its terms."""
    table = read(list(paths), options).table
    whole = audit(table, options)
    each = {str(row["worker"]): row for row in whole.table(("worker",)).to_pylist()}
    (all_rows,) = whole.table(()).to_pylist()
    for name in figures():
        compare(figure(table, options, name, ""), all_rows, name)
        for worker in sorted(each)[:workers]:
            mine = of_worker(table, worker)
            assert mine is not None
            compare(figure(mine, options, name, worker), each[worker], name)


def compare(facts: Mapping[str, Any], line: Mapping[str, Any], name: str) -> None:
    """One figure: the table's, and made again from its terms."""
    assert facts["value"] == line[name], name
    check_days(facts)
    if facts["value"] is not None:
        assert again(facts) == facts["value"], name
    elif name not in {
        "critical_gap_minutes",
        "take_rate",
        "bonus_share",
        "engaged_hourly_wage",
        "overlap_factor",
    }:
        assert facts["reason"] or not line["working_hours"] or not line["tasks"], name


@pytest.mark.parametrize("kind", ROWS)
def test_every_figure_of_every_trouble_is_the_sum_of_its_terms(kind: str, tmp_path: Path) -> None:
    """Several currencies, wages known of some days, none, only as a floor, no rate, no time."""
    hold([logs(tmp_path, SIMPLE, ROWS[kind])], Options(timezone="Africa/Nairobi"))


@pytest.mark.parametrize("seed", [1, 4, 9])
def test_every_figure_of_an_invented_log_is_the_sum_of_its_terms(seed: int, tmp_path: Path) -> None:
    """Bonuses, tips, fees, rejections, pauses, platforms, countries; whole, by worker, with ids joined by a roster."""
    path = logs(tmp_path, HEADER, lines(seed, 8))
    hold([path], Options())
    hold([path], Options(roster=PERSON, gap_minutes=Decimal(3), period="month"))


def test_pauses_that_a_tracker_recorded_are_among_the_terms() -> None:
    """A platform's log and trackers beside it: waiting on record is part of working time, and every row of it is named."""
    paths = [str(SAMPLES / "nairobi_trackers" / name) for name in ("tasks.csv", "toggl.csv")]
    options = Options(country="KE", timezone="Africa/Nairobi")
    hold(paths, options)
    facts = figure(read(paths, options).table, options, "waiting_hours", "")
    files = {
        row["file"].rpartition("/")[2]
        for one in facts["periods"]
        for day in one["days"]
        for row in day["rows"]
    }
    assert files == {"tasks.csv", "toggl.csv"}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMULAS)
def test_every_figure_is_told_in_every_language(
    name: str, language: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first line has the figure to its last digit, as the language writes numbers; no word of the data is left in the text."""
    monkeypatch.setenv("COLUMNS", "200")
    path, options = str(SAMPLES / "nairobi_two_platforms"), Options()
    value = figure(read([path], options).table, options, name, "")["value"]
    code, out, err = said(capfd, "explain", path, "--figure", name, "--lang", language)
    assert (code, err) == (0, "")
    first, *rest = out.splitlines()
    if isinstance(value, (Decimal, int)):
        thousands, point = LANGUAGES[language]
        digits = (
            first.replace("\u00a0", "\u202f").replace(thousands, "")
            if thousands != "."
            else first.replace(".", "")
        )
        assert format(Decimal(value).normalize(), "f").replace(".", point) in digits
    else:
        assert name in first
    text = "\n".join(rest)
    assert "_" not in text.replace("nairobi_two_platforms", "").partition("http")[0]
    if language != "en":
        for english in (
            "paid time",
            "waiting on record",
            "pauses counted",
            "required, no pause",
            "below",
            "rows ",
        ):
            assert english not in text


def test_what_is_not_known_and_what_is_a_floor_are_said_in_words(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never by a code, never without the day up to which a law was confirmed."""
    monkeypatch.setenv("COLUMNS", "300")
    floor = logs(tmp_path, SIMPLE, ROWS["a floor"])
    _, out, _ = said(capfd, "explain", floor, "--figure", "minimum_wage", "--timezone", "UTC")
    assert "and a floor since" in out
    unknown = logs(tmp_path, SIMPLE, ROWS["minimum wage known of some days alone"])
    for language, text in (("en", "not known: "), ("fr", "inconnu"), ("es", "no se conoce")):
        _, out, _ = said(
            capfd, "explain", unknown, "--figure", "shortfall", "--timezone", "UTC", "--lang", language
        )
        first = out.splitlines()[0]
        assert text in first
        assert "SO" in first
        assert "no_" not in first
