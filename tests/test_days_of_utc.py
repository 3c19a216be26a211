"""Days that are UTC's for want of a zone: every audit says so, of which rows, and what gives them their own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from test_explain_figure import said

from wageaudit.engine import run
from wageaudit.options import Options
from wageaudit.utc_days import CODE

HEADER = "worker_id,started_at,ended_at,pay,currency,country,timezone"
NIGHT = "ana,2024-03-04T02:00:00Z,2024-03-04T02:20:00Z,1.10,USD,{country},{zone}"


def log(place: Path, *rows: str) -> Path:
    """A canonical table."""
    path = place / "log.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return path


def told(path: Path, options: Options | None = None) -> list[tuple[str, str]]:
    """(reason, mend) of each note on zones."""
    found = run([str(path)], options).problems()
    return [(one.reason, one.mend) for one in found if one.code == CODE]


def test_rows_of_a_country_of_several_zones_are_told_with_a_zone_of_it(tmp_path: Path) -> None:
    """Two o'clock at night in UTC is the day before in New York; a day, a week and a rate may be another."""
    path = log(
        tmp_path, NIGHT.format(country="US", zone=""), NIGHT.format(country="US", zone="America/Denver")
    )
    assert told(path) == [
        (
            "1 row in US has no time zone, and the country has several: its day and its week are those of UTC, and may be one off",
            "add  --timezone America/New_York , or the zone of each worker in a roster",
        )
    ]
    days = run([str(path)]).audit.table(("day",)).column("day").to_pylist()
    assert [str(day) for day in days] == ["2024-03-03", "2024-03-04"]


@pytest.mark.parametrize(
    ("rows", "options"),
    [
        ([NIGHT.format(country="KE", zone="")], Options()),
        ([NIGHT.format(country="US", zone="America/Denver")], Options()),
        ([NIGHT.format(country="US", zone="")], Options(timezone="America/Denver")),
        ([NIGHT.format(country="", zone="")], Options(country="KE")),
        (["ana,2024-03-04,,1.10,USD,US,"], Options()),
    ],
    ids=["one zone alone", "given by the row", "given by option", "country by option", "a bare date"],
)
def test_rows_whose_day_is_their_own_are_not_told(rows: list[str], options: Options, tmp_path: Path) -> None:
    """A bare date is that date anywhere."""
    assert told(log(tmp_path, *rows), options) == []


def test_rows_of_no_country_are_told_with_both_options(tmp_path: Path) -> None:
    """And each country of several zones on a line of its own, the rest after them."""
    path = log(
        tmp_path, *(NIGHT.format(country=country, zone="") for country in ("", "US", "BR", "US", "KE"))
    )
    reasons = [(reason[:12], mend) for reason, mend in told(path)]
    assert reasons == [
        ("1 row in BR ", "add  --timezone America/Noronha , or the zone of each worker in a roster"),
        ("2 rows in US", "add  --timezone America/New_York , or the zone of each worker in a roster"),
        ("1 row has no", "add  --timezone Africa/Nairobi  (or --country, where it has one zone)"),
    ]


@pytest.mark.parametrize("form", ["csv", "json", "table", "markdown", "html", "xlsx", "parquet"])
def test_every_audit_says_so_whatever_it_writes(
    form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """On stderr beside a result of any format, and among the problems; with -q nothing is said."""
    path, out, listed = log(tmp_path, NIGHT.format(country="US", zone="")), tmp_path / "o", tmp_path / "p.csv"
    code, _, err = said(capfd, "audit", path, "--format", form, "-o", out, "--problems", listed)
    assert code == 0
    assert "those of UTC" in " ".join(err.split())
    assert "mend: add  --timezone America/New_York" in err
    with listed.open(encoding="utf-8") as stream:
        assert [row["code"] for row in csv.DictReader(stream)] == [CODE]
    assert said(capfd, "audit", path, "--format", form, "-o", out, "--force", "-q") == (0, "", "")


def test_a_batch_says_so_of_all_its_files_together(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """On the screen, and in the table of problems, also when all is taken from an earlier run."""
    folder, out = tmp_path / "members", tmp_path / "out"
    for name in ("a", "b"):
        (folder / name).mkdir(parents=True)
        log(folder / name, NIGHT.format(country="US", zone="").replace("ana", name))
    for _ in range(2):
        code, _, err = said(capfd, "batch", folder, "-o", out, "--jobs", "1")
        assert code == 0
        assert "2 rows in US have no time zone" in " ".join(err.split())
        assert (out / "problems.csv").read_text("utf-8").count(CODE) == 1
