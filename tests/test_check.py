"""What `check` says of a file: reader, form, layout, rows, zone, and what an option must add."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from documents import ROOT
from openpyxl import Workbook

import wageaudit
from wageaudit import files
from wageaudit.cli import main
from wageaudit.options import Options
from wageaudit.readers import mapped, reader_for
from wageaudit.readers.forms import Form, form_of

CASES = ROOT / "tests" / "cases"
ROWS = "worker_id,started_at,ended_at,pay,currency,country{zone}\nÉva,2024-06-03T10:00:00Z,2024-06-03T10:05:00Z,1,USD,{country}{own}\n"
TABLE = ROWS.format(zone="", country="KE", own="")


def form(path: Path, options: Options | None = None) -> Form:
    """The form of one file, by the reader that claims it."""
    ((source,), _) = files.sources([str(path)])
    reader, _ = reader_for(source, options or Options())
    return form_of(source, reader, options or Options())


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What `check` shows of a file, as one line."""
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments, "--lang", "en"])
    assert ended.value.code in {0, 1}
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("case", "kind", "delimiter", "version"),
    [
        ("canonical/spanish_words.csv", "table", ";", ""),
        ("crowdflower/pages.csv", "table", ",", "full report"),
        ("crowdflower/contributors.csv", "table", ",", "contributor report"),
        ("crowdflower/units.jsonl", "json", "", "a job's units in JSON"),
        ("deliveroo/invoices.json", "json", "", "invoices by the union's parser"),
        ("deliveroo/text.json", "json", "", "the cells of invoices in JSON"),
        ("label_studio/flat.csv", "table", ",", "exported as CSV"),
        ("label_studio/tasks.json", "json", "", "exported as JSON"),
        ("mturk_api/saved/more.jsonl", "json", "", "answers of the API in JSON"),
        ("mturk_api/table/results.csv", "table", ",", "a table of the API's answers"),
        ("mturk_clt/ragged.tsv", "table", "\t", "of the command-line tools"),
        ("mturk_clt/submiterator.csv", "table", ",", "of Submiterator"),
        ("mturk_worker/dashboard.json", "json", "", "the site's own dashboard"),
        ("mturk_worker/hit_tracker.json", "json", "", "HIT Tracker of MTurk Suite"),
        ("mturk_worker/hitdb.json", "json", "", "HITdb"),
        ("mturk_worker/mturk_engine.bak", "lines", "", "backup of mturk-engine"),
        ("prolific/old_columns.csv", "table", ",", "columns as until 2022"),
        ("prolific/price_of_an_hour.csv", "table", ",", "columns as since 2022"),
        ("timeclock/crossing_midnight.timeclock", "lines", "", ""),
        ("toggl/two_people.csv", "table", ",", "with the column End date"),
        ("toloka/price_per_task.tsv", "table", "\t", "with the columns task_id, assignment_id, worker_id, started, submitted"),
        ("toloka/no_times.tsv", "table", "\t", "with the columns link, task_id, assignment_id, worker_id, status, verdict, comment"),
        ("uber/in_app/driver_payments-0.csv", "table", ",", "payments, downloaded in the app"),
        ("uber/paris/10 - Driver Online Offline.csv", "table", ";", "states online and offline, of an access request"),
        ("uber_statements/week/trip_activity.csv", "table", ",", "trip activity"),
        ("uber_statements/week/payments_order.csv", "table", ",", "payments by the order"),
        ("weclock/android.csv", "table", ",", "of an Android phone"),
        ("weclock/iphone.csv", "table", ",", "of an iPhone"),
    ],
)  # fmt: skip
def test_every_layout_of_an_export_is_told_from_the_others(
    case: str, kind: str, delimiter: str, version: str
) -> None:
    """By what the file holds; an export with one layout has no name for it."""
    assert form(CASES / case) == Form(kind, "utf-8-sig", delimiter, version=version)


@pytest.mark.parametrize(
    ("encoding", "declared", "named"),
    [
        ("utf-8", "", "UTF-8"),
        ("utf-8-sig", "", "UTF-8"),
        ("cp1252", "", "Windows-1252"),
        ("utf-16", "", "UTF-16"),
        ("utf-16-le", "", "UTF-16"),
        ("latin-1", "latin-1", "latin-1"),
    ],
)
def test_the_encoding_is_the_one_that_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str, declared: str, named: str
) -> None:
    """Proved by the bytes, wherever in the file they are, or as the option says."""
    path = tmp_path / "log.csv"
    header, row = TABLE.splitlines()
    long = row.replace("É", "E").replace("T10", "T08") + "," + 20_000 * "long "
    text = f"{header},comment\n{long}\n{row.replace(',1,', ',0.25,')},\n"
    path.write_bytes(text.encode(encoding))
    options = ["--encoding", declared] if declared else []
    assert f"a table in {named}, its columns parted by commas" in told(capsys, str(path), *options)


def test_packed_and_columnar_files_have_their_form_too(tmp_path: Path) -> None:
    """A table in a packed file, a Parquet file, a sheet of a workbook."""
    (tmp_path / "log.csv.gz").write_bytes(gzip.compress(TABLE.replace(",", "\t").encode()))
    assert form(tmp_path / "log.csv.gz") == Form("table", "utf-8-sig", "\t")
    (tmp_path / "log.csv").write_text(TABLE, encoding="utf-8")
    pq.write_table(wageaudit.read([str(tmp_path / "log.csv")]).table, tmp_path / "log.parquet")
    assert form(tmp_path / "log.parquet") == Form("parquet")
    book = Workbook()
    book.active.title = "March"
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "log.xlsx")
    assert form(tmp_path / "log.xlsx") == Form("sheet", sheet="March")


@pytest.mark.parametrize(
    ("zone", "own", "country", "shown"),
    [
        ("", "", "KE", "days and weeks by the clock of Africa/Nairobi"),
        (",timezone", ",Europe/Paris", "KE", "days and weeks by the clock of Europe/Paris"),
        ("", "", "US", "no time zone is known: the day of an instant is that of UTC"),
    ],
)
def test_the_zone_is_the_one_by_which_days_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], zone: str, own: str, country: str, shown: str
) -> None:
    """From the file, from a country that has one, or none."""
    path = tmp_path / "log.csv"
    path.write_text(ROWS.format(zone=zone, country=country, own=own), encoding="utf-8")
    assert shown in told(capsys, str(path))


@pytest.mark.parametrize(
    ("case", "delimiter"),
    [("payslip_share.csv", ";"), ("words_and_units.tsv", "\t"), ("night_shifts.csv", ",")],
)
def test_a_file_read_by_a_map_has_the_form_that_the_map_says(case: str, delimiter: str) -> None:
    """Lines above the header are no header."""
    ((source,), _) = files.sources([str(CASES / "mapped" / case)])
    options = Options(map=str(CASES / "mapped" / f"{Path(case).stem}.map.toml"))
    assert form_of(source, mapped.READER, options) == Form("table", "utf-8-sig", delimiter)


def test_of_whom_a_file_tells_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One worker's file is that worker's; a union's table of several says how many; a requester sees those of his work."""
    own = tmp_path / "own.csv"
    own.write_text(TABLE, "utf-8")
    assert "(--reader canonical), all of this worker's work a table" in told(capsys, str(own))
    many = str(ROOT / "sample_data" / "union_members.csv")
    assert "(--reader canonical), all of the work of its 40 workers a table" in told(capsys, many)
    both = told(capsys, str(own), many)
    assert "all of this worker's work a table" in both
    assert "all of the work of its 40 workers a table" in both
    seen = told(capsys, str(ROOT / "sample_data" / "mturk_batch_results.csv"))
    assert "one requester's view of 3 workers: pauses are not known to be waiting" in seen


POOL = (
    "OUTPUT:r\tASSIGNMENT:task_id\tASSIGNMENT:assignment_id\tASSIGNMENT:worker_id\tASSIGNMENT:status\tASSIGNMENT:started\n"
    "1\tt1\t00ff00--aa\tw1\tAPPROVED\t2024-03-05T07:00:00.250\n"
    "1\tt2\t00ff00--bb\tw2\tAPPROVED\t2024-03-05T07:20:00.250\n"
)
NO_TIME = "missing: no row says how long its work took, so that no hours are known and no price gives an hourly wage"


def test_where_no_row_says_its_time_that_is_told_before_the_price(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pool downloaded as it is offered: what to tick, and the price with all the options it takes."""
    path = tmp_path / "pool.tsv"
    path.write_text(POOL, "utf-8")
    said = told(capsys, str(path))
    assert (
        "no hours are known, whatever a suite pays: download the pool again with the column submitted ticked"
        in said
    )
    assert f"{NO_TIME} missing: no pay is in it: add --piece-rate AMOUNT --per suite --currency USD" in said
    path.write_text(TABLE.replace("2024-06-03T10:05:00Z", ""), "utf-8")
    said = told(capsys, str(path))
    assert NO_TIME in said
    assert "no pay" not in said


@pytest.mark.parametrize("row", ["2024-06-03,,600,1,USD,KE,", "2024-06-03,,,5,USD,KE,payment"])
def test_hours_of_their_own_are_times_and_payments_need_none(
    row: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """active_seconds say how long a row took; money that came later took none."""
    path = tmp_path / "own.csv"
    path.write_text(f"started_at,ended_at,active_seconds,pay,currency,country,activity\n{row}\n", "utf-8")
    assert "missing" not in told(capsys, str(path))
