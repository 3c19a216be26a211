"""The day of the audit: given with --as-of, kept in the manifest, of no weight in any figure; without it, a day of the version."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

import wageaudit
from wageaudit.cli import main
from wageaudit.engine import tasks_from_rows
from wageaudit.options import Options
from wageaudit.screening.rows import LAST_DAY
from wageaudit.suspicion import Suspicion

HEADER = "worker_id,platform,started_at,ended_at,pay,currency,country,timezone"


def row(start: str, end: str, zone: str = "Africa/Nairobi", worker: str = "w1") -> str:
    """One canonical row."""
    return f"{worker},mturk,{start},{end},1.50,USD,KE,{zone}"


def ended(*arguments: str) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    return int(end.value.code or 0)


def suspected(*rows: str, as_of: date | None = None) -> list[Suspicion]:
    """Rows of the future, as the audit of these rows finds them."""
    options = Options(as_of=as_of)
    names = HEADER.split(",")
    reading = tasks_from_rows([dict(zip(names, one.split(","), strict=True)) for one in rows], options)
    assert not reading.problems
    return [one for one in wageaudit.audit(reading.table, options).suspicions() if one.kind == "future"]


def test_a_row_of_the_day_itself_is_not_later_than_it_and_one_of_the_next_is() -> None:
    """By the date of the worker's own place: 23:59 in Nairobi is still the day, 00:00 is not."""
    day = date(2024, 6, 3)
    last = row("2024-06-03T23:59:00+03:00", "2024-06-04T00:30:00+03:00")
    next_day = row("2024-06-04T00:00:00+03:00", "2024-06-04T00:30:00+03:00")
    assert not suspected(last, as_of=day)
    (found,) = suspected(last, next_day, as_of=day)
    assert (found.rows, found.day) == (1, "2024-06-03")


@pytest.mark.parametrize(
    ("zone", "offset", "later"),
    [("Pacific/Kiritimati", "+14:00", "00:00"), ("Pacific/Pago_Pago", "-11:00", "00:00")],
)
def test_the_date_is_that_of_the_zone_however_far_from_utc(zone: str, offset: str, later: str) -> None:
    """At both ends of the world, a minute before midnight is the day and midnight is the next."""
    day = date(2024, 6, 3)
    assert not suspected(row(f"2024-06-03T23:59:00{offset}", f"2024-06-03T23:59:30{offset}", zone), as_of=day)
    assert suspected(row(f"2024-06-04T{later}:00{offset}", f"2024-06-04T00:30:00{offset}", zone), as_of=day)


def test_without_a_day_it_is_one_fixed_with_the_version() -> None:
    """No clock: only what lies after it is told, and the words name no day of an audit."""
    on, after = LAST_DAY, LAST_DAY + timedelta(days=1)
    assert not suspected(row(f"{on}T10:00:00+03:00", f"{on}T10:30:00+03:00"))
    (found,) = suspected(row(f"{after}T10:00:00+03:00", f"{after}T10:30:00+03:00"))
    assert not found.day


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Two days of work; the second may be the future."""
    path = tmp_path / "log.csv"
    rows = [
        row("2024-06-03T10:00:00+03:00", "2024-06-03T11:00:00+03:00"),
        row("2024-06-05T10:00:00+03:00", "2024-06-05T11:00:00+03:00"),
    ]
    path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return path


def test_every_command_that_judges_takes_the_day(
    log: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Audit, check and batch tell the same row; without the day none does."""
    said = ", the day of this audit (first here)"
    assert ended("check", str(log), "--as-of", "2024-06-04") == 1
    assert said in " ".join(capfd.readouterr().out.split())
    assert ended("check", str(log)) == 0
    assert "the day of this audit" not in capfd.readouterr().out
    assert ended("audit", str(log), "--as-of", "2024-06-04") == 0
    told = capfd.readouterr()
    assert said in " ".join((told.out + told.err).split())
    folder = tmp_path / "members"
    folder.mkdir()
    (folder / "a.csv").write_bytes(log.read_bytes())
    out = tmp_path / "out"
    assert ended("batch", str(folder), "-o", str(out), "--as-of", "2024-06-04", "--jobs", "1") == 0
    capfd.readouterr()
    assert "suspicion-future" in (out / "problems.csv").read_text("utf-8")
    assert (
        ended("batch", str(folder), "-o", str(out), "--jobs", "1") == 0
    )  # another day, the same files: judged anew
    assert "suspicion-future" not in (out / "problems.csv").read_text("utf-8")


def test_the_day_stands_in_the_manifest_and_is_judged_by_again(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Verify makes the same problems of it; the figures are those without a day."""
    monkeypatch.chdir(tmp_path)
    given = ["audit", log.name, "-o", "a.csv", "--problems", "p.csv", "--manifest", "m.json"]
    assert ended(*given, "--as-of", "2024-06-04") == 0
    assert json.loads((tmp_path / "m.json").read_text("utf-8"))["options"]["as_of"] == "2024-06-04"
    assert "suspicion-future" in (tmp_path / "p.csv").read_text("utf-8")
    assert ended("verify", "m.json") == 0
    with_day = (tmp_path / "a.csv").read_bytes()
    assert ended("audit", log.name, "-o", "a.csv", "--force") == 0
    assert (tmp_path / "a.csv").read_bytes() == with_day
    capfd.readouterr()


@pytest.mark.parametrize(
    "text", ["tomorrow", "2024-6-4", "2024-02-30", "2024-W23-2", "20240604", "2024-06-04T10:00"]
)
def test_what_is_no_day_is_wrong_use(log: Path, capfd: pytest.CaptureFixture[str], text: str) -> None:
    """And the mend shows how one is written."""
    assert ended("check", str(log), "--as-of", text) == 2
    told = capfd.readouterr().err
    assert f"--as-of cannot be {text}" in told
    assert "write the day as 2024-06-01" in told
