"""wageaudit explain: one row's arithmetic; every figure is the ledger's, every row of a file has an explanation."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit.cli import main
from wageaudit.engine import read, run
from wageaudit.options import Options
from wageaudit.reports.row_facts import explained

HEADER = "worker_id,task_id,status,activity,started_at,ended_at,active_seconds,pay,bonus,tip,fee,piece_rate,task_count,currency,country,timezone"
PLACE = "USD,MG,Indian/Antananarivo"
ROWS = (
    f"w1,t1,,,2024-06-03T10:00:00,2024-06-03T10:10:00,,0.50,,,,,,{PLACE}",  # row 2
    f"w1,t2,,,2024-06-03T10:05:00,2024-06-03T10:15:00,300,0.50,0.1,0.05,0.02,,,{PLACE}",
    f"w1,t3,rejected,,2024-06-03T10:20:00,2024-06-03T10:25:00,,0.25,,,,,,{PLACE}",
    f"w1,t1,,,2024-06-03T10:00:00,2024-06-03T10:10:00,,0.60,,,,,,{PLACE}",  # row 5: the task of row 2
    f"w1,,,waiting,2024-06-03T12:00:00,2024-06-03T12:30:00,,,,,,,,{PLACE}",
    f"w1,t7,pending,,2024-06-03T12:10:00,2024-06-03T12:20:00,,,,,,0.008,50,{PLACE}",
    f"w1,t8,,,2024-06-03T13:10:00,2024-06-03T13:05:00,,1,,,,,,{PLACE}",  # row 8: ends before it starts
    f"w1,t2,,payment,2024-07-03T13:10:00,,,-0.1,,,,,,{PLACE}",
    f"w1,t9,,,2024-06-05,,,3,,,,,,{PLACE}",
    f"w1,t10,,,2024-06-06,,1800,3,,,,,,{PLACE}",
    "w1,t11,,,2024-01-10T08:00:00,2024-01-10T09:00:00,,1,,,,,,USD,,Africa/Nairobi",
)  # fmt: skip
LEDGER = ("credit_seconds", "waiting_on_record_seconds", "gap_before_seconds", "waiting_seconds")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """One worker's file with a row of each kind."""
    path = tmp_path / "log.csv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n", encoding="utf-8")
    return path


def said(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout, stderr of a command."""
    with pytest.raises(SystemExit) as left:
        main(["explain", *map(str, arguments)])
    out, err = capfd.readouterr()
    return int(left.value.code or 0), out, err


def told(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, str]:
    """Label → words; lines of one label joined."""
    code, out, err = said(capfd, *arguments)
    assert (code, err) == (0, "")
    found: dict[str, str] = {}
    label = ""
    for line in out.splitlines():
        if line.startswith("  "):
            label = line[2:16].strip() or label
            found[label] = f"{found.get(label, '')} {line[16:].strip()}".strip()
    return found


def test_a_share_a_part_worked_and_a_tip_are_spelled_out(
    log: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 3: 5 min alone, 5 min with row 2, half of it active."""
    monkeypatch.setenv("COLUMNS", "200")
    words = told(capfd, log, "--row", "3")
    assert words["open"] == "3 Jun 2024, 10:05:00 to 10:15:00 (Indian/Antananarivo, UTC+03:00): 600 s"
    assert words["beside"] == "1 other row open: row 2 (10:00:00 to 10:10:00)"
    assert words["fair share"].startswith("300 s alone + 300 s with 2 rows open ÷ 2 = 450 s")
    assert (
        words["active"]
        == "the row says 300 s of 600 s were worked: 450 s × 300 ÷ 600 = 225 s; 225 s are waiting on record"
    )
    assert words["working time"] == "225 s of work + 225 s of waiting = 450 s, 0.125 h"
    assert words["pay"] == "0.50 + 0.10 bonus + 0.05 tip − 0.02 fee = 0.63 USD"
    assert words["minimum wage"].startswith(
        "262,680 MGA a month ÷ 173.33 h = 1,515.490683 MGA an hour (SME; Madagascar; from 1 Mar 2024"
    )
    assert words["required pay"] == "450 s × 1,515.490683 MGA ÷ 3,600 s = 189.436335 MGA"


@pytest.mark.parametrize(
    ("row", "label", "words"),
    [
        (2, "merged", "row 5 is the same task, and counts once, as this row"),
        (2, "pause", "none: this is the worker's first row"),
        (4, "pause", "300 s since row 3 ended (3 Jun 2024, 10:15:00): no longer than 20 min"),
        (4, "pay", "0.25 USD is not earned: the work was rejected"),
        (6, "on record", "600 s are covered by work; 1,200 s alone = 1,200 s"),
        (6, "pause", "5,700 s since row 4 ended (3 Jun 2024, 10:25:00): longer than 20 min"),
        (6, "session", "number 3 of this worker: 2 rows, 3 Jun 2024, 12:00:00 to 12:30:00"),
        (7, "pay", "50 × 0.008 = 0.40 USD; pending: counted as if it will be paid"),
        (9, "date", "3 Jun 2024, the date of the task it pays"),
        (9, "pay", "-0.10 USD"),
        (10, "time", "neither an end nor active_seconds"),
        (11, "time", "1,800 s as the row says, without an interval"),
        (12, "minimum wage", "not known (no_country)"),
        (12, "wage", "1 USD ÷ 1 h = 1 USD an hour"),
    ],
)
def test_every_kind_of_row_is_told_in_its_own_words(
    log: Path,
    row: int,
    label: str,
    words: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Merged into, waiting, rejected, pending, a payment, untimed, without a country."""
    monkeypatch.setenv("COLUMNS", "300")
    if row == 2:
        rows = [
            line for line in log.read_text(encoding="utf-8").splitlines() if not line.startswith("w1,t11")
        ]
        log.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert words in told(capfd, log, "--row", str(row))[label]


@pytest.mark.parametrize(
    ("row", "options", "outcome", "reason", "mend"),
    [
        (
            5,
            (),
            "merged into another",
            "the same task of the same worker on the same platform as row 2",
            "see --row 2",
        ),
        (8, (), "left out", "ends before it starts", "mend the times in the export"),
        (
            7,
            ("--pending", "exclude"),
            "the options leave it out",
            "is pending",
            "leave --pending exclude out",
        ),
    ],
)
def test_a_row_that_is_in_no_figure_says_why(
    log: Path,
    row: int,
    options: tuple[str, ...],
    outcome: str,
    reason: str,
    mend: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """With its mend."""
    words = told(capfd, log, "--row", str(row), *options)
    assert outcome in words["outcome"]
    assert reason in words["reason"]
    assert " ".join(words["mend"].split()) == mend


def test_json_has_the_figures_of_the_ledger(
    log: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Row by row, digit by digit."""
    ledger = run([str(log)], Options()).audit.ledger()
    assert ledger.num_rows == 9
    numbers = ledger.column("source_row").to_pylist()
    for at, row in enumerate(numbers):
        code, out, _ = said(capfd, log, "--row", str(row), "--format", "json")
        found = json.loads(out, parse_float=Decimal)
        line = {
            name: ledger.column(name)[at].as_py()
            for name in (*LEDGER, "required_pay", "pay_in_wage_currency", "local_date", "session")
        }
        assert (code, found["row"], found["outcome"]) == (0, row, "audited")
        assert {name: found["time"][name] for name in LEDGER} == {name: line[name] for name in LEDGER}
        assert (found["required_pay"], found["pay_in_wage_currency"]) == (
            line["required_pay"],
            line["pay_in_wage_currency"],
        )
        assert date.fromisoformat(found["time"]["local_date"]) == line["local_date"]
        assert (found["session"] or {}).get("number") == line["session"]


def test_the_terms_of_a_share_add_up_to_the_ledger_within_a_microsecond(tmp_path: Path) -> None:
    """Three rows at once, shares of a third."""
    path = tmp_path / "three.csv"
    rows = [f"w1,t{at},,,2024-06-03T10:00:0{at},2024-06-03T10:00:1{at},,1,,,,,,{PLACE}" for at in (0, 1, 2)]
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    reading = read([str(path)])
    for row in (2, 3, 4):
        time = explained(reading, Options(), str(path), row)["time"]
        assert isinstance(time, dict)
        terms = sum(stretch["share_seconds"] for stretch in time["stretches"])
        assert abs(terms - time["unscaled_seconds"]) <= Decimal("0.000001")
        assert datetime.fromisoformat(time["start"]).utcoffset() is not None


def test_the_row_is_asked_for_in_its_range(log: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The header is row 1."""
    code, out, err = said(capfd, log, "--row", "99")
    assert (code, out) == (2, "")
    assert "has no row 99" in err
    assert "from 2 to 12" in err


def test_of_several_files_the_one_meant_is_named(
    log: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The others are read beside it: work there ends a pause here."""
    other = tmp_path / "other.csv"
    other.write_text(
        f"{HEADER},platform\nw1,o1,,,2024-06-03T11:50:00,2024-06-03T11:55:00,,1,,,,,,{PLACE},elsewhere\n",
        encoding="utf-8",
    )
    code, _, err = said(capfd, tmp_path, "--row", "6")
    assert (code, "--file NAME" in err) == (2, True)
    code, _, err = said(capfd, tmp_path, "--row", "6", "--file", "nowhere.csv")
    assert (code, "name one of" in err) == (2, True)
    pause = told(capfd, tmp_path, "--row", "6", "--file", "log.csv")["pause"]
    assert "300 s since row 2 of" in pause
    assert "counts as waiting" in pause


def test_a_requesters_view_says_that_it_sees_no_waiting(
    sample_data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Until a threshold is asked for."""
    file = sample_data / "crowdflower_f1234567.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.reader(stream))) > 3
    common = (file, "--row", "3", "--piece-rate", "0.6", "--per", "page", "--currency", "USD")
    assert "not counted: one requester's export" in told(capfd, *common)["pause"]
    assert "as asked with --gap" in told(capfd, *common, "--gap", "5")["pause"]


def test_what_a_file_says_cannot_steer_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Escapes are shown, markup stays text."""
    path = tmp_path / "hostile.csv"
    path.write_text(
        f"{HEADER},project\n[red]w1,t1,,,2024-06-03T10:00:00,2024-06-03T10:10:00,,1,,,,,,{PLACE},\x1b[2J[/bold]\n",
        encoding="utf-8",
    )
    code, out, err = said(capfd, path, "--row", "2")
    assert (code, "\x1b" in out + err) == (0, False)
    assert "\\x1b[2J[/bold]" in out
    assert "[red]w1" in out


def test_words_fit_80_columns_and_need_no_unicode(log: Path) -> None:
    """Only links may be longer."""
    from rich.console import Console

    from wageaudit.reports.explained import show
    from wageaudit.reports.wage_screen import Screen

    facts = explained(read([str(log)]), Options(), str(log), 3)
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    show(facts, Screen(Console(file=stream, width=80)))
    stream.flush()
    lines = stream.buffer.getvalue().decode("ascii").splitlines()  # type: ignore[attr-defined]
    assert all(len(line) <= 80 or "://" in line or str(log) in line for line in lines)
    assert any("300 s alone + 300 s with 2 rows open / 2 = 450 s" in line for line in lines)


def test_pandas_stays_out(log: Path) -> None:
    """Its import costs more than the explanation."""
    code = f"import sys; from wageaudit.cli import main\ntry: main(['explain', {str(log)!r}, '--row', '3'])\nexcept SystemExit: assert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
