"""The workbook: the figures of the CSV, text that stays text, dates that are dates, two charts, the same bytes, and one that LibreOffice opens."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from calling import called
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from test_terminal import Rows, crowd, log, run

from wageaudit.engine import Run
from wageaudit.errors import WrongUse
from wageaudit.reports import data, workbook
from wageaudit.reports import words as shared
from wageaudit.reports.workbook import book, words

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data" / "antananarivo_annotator.csv"
SHEETS = ["Answer", "Weeks", "Groups", "Ledger", "Problems", "Method"]
FORMULAS = (
    "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1,1)", '=HYPERLINK("http://127.0.0.1")', "{=1+1}", "\t=1+1", "https://example.org",
    "00123", "1E5", "1/2", "#REF!",
)  # fmt: skip
NAMED_BY_WORDS = {text: name for name, text in words.RESULT.items()}


def made(done: Run, **choices: object) -> bytes:
    """Return the bytes of the workbook of a run."""
    stream = io.BytesIO()
    workbook.write(done, stream, **choices)  # type: ignore[arg-type]
    return stream.getvalue()


def opened(content: bytes) -> Workbook:
    """Return the workbook, as another program reads it."""
    return load_workbook(io.BytesIO(content))


def cells(sheet: Worksheet) -> Iterator[object]:
    """Yield every cell of a sheet."""
    for row in sheet.iter_rows():
        yield from row


def told(sheet: Worksheet) -> str:
    """Return all that a sheet says."""
    return "\n".join(str(cell.value) for cell in cells(sheet) if cell.value is not None)  # type: ignore[attr-defined]


def lines(sheet: Worksheet) -> list[dict[str, object]]:
    """Return the lines under the header of a sheet of results, by the names of the data."""
    head, *rest = sheet.iter_rows(values_only=True)
    names = [_data_name(str(text)) for text in head]
    return [dict(zip(names, line, strict=True)) for line in rest]


def _data_name(text: str) -> str:
    if text == words.NO_PAUSE:
        return "effective_hourly_wage_gap0"
    found = re.fullmatch(words.PAUSES_UP_TO.replace("{minutes}", r"(\d+)"), text)
    return f"effective_hourly_wage_gap{found[1]}" if found else NAMED_BY_WORDS.get(text, text)


def in_csv(done: Run, by: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the result table as the CSV says it."""
    stream = io.BytesIO()
    data.csv(done.audit.table(by), stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode())))


def assert_same(shown: list[dict[str, object]], wanted: list[dict[str, str]], keys: tuple[str, ...]) -> None:
    """Assert that each figure of the CSV stands in the sheet, as the number it is."""
    assert len(shown) == len(wanted)
    for line, other in zip(shown, wanted, strict=True):
        for name, text in other.items():
            if name in keys or name == "reason":
                continue
            if name == "verdict":
                assert line[name] == shared.VERDICTS[text]
            elif name == "currency":
                assert (line[name] or "") == text
            else:
                assert line[name] == (float(Decimal(text)) if text else None), name


RUNS = {
    "one worker": lambda: run(log(weeks=5)),
    "many workers in several currencies": lambda: run(crowd(7)),
    "no minimum wage known": lambda: run(log(country="", currency="USD", pay="0.0081")),
    "no pay in the file": lambda: run([{**row, "pay": None, "bonus": None} for row in log()]),
    "by the month": lambda: run(log(weeks=9), period="month"),
    "by the day": lambda: run(log(weeks=2), period="day"),
}


def parts_of(content: bytes) -> dict[str, str]:
    """Return the XML of each part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist()}


@cache
def a_run(name: str) -> Run:
    """Return one of the runs, made once."""
    return RUNS[name]()


@cache
def a_book(name: str) -> bytes:
    """Return its workbook, made once."""
    return made(a_run(name))


@pytest.mark.parametrize("name", RUNS)
def test_the_weeks_say_what_the_csv_says(name: str) -> None:
    """Every column of the data, under a heading in words."""
    done = a_run(name)
    by = done.audit.options.period
    sheet = opened(a_book(name)).worksheets[1]
    assert sheet.title == words.SHEETS[by]
    assert_same(lines(sheet), in_csv(done, (by,)), (by,))


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("by", [("worker",), ("project", "week")])
def test_the_groups_asked_for_are_those_of_the_csv(name: str, by: tuple[str, ...]) -> None:
    """In the same order, the figures as numbers."""
    done = a_run(name)
    sheet = opened(made(done, by=by))["Groups"]
    assert_same(lines(sheet), in_csv(done, by), by)


def test_without_a_grouping_there_is_a_line_for_each_worker_platform_requester_kind_and_country() -> None:
    """One table to be filtered, the figures of each grouping those of its own CSV."""
    done = run(crowd())
    found = lines(opened(made(done))["Groups"])
    for kind in ("worker", "platform", "requester", "country"):
        own = {
            (line[words.NAME], line["working_hours"], line["pay"])
            for line in found
            if line[words.GROUPED_BY] == kind
        }
        wanted = [(float(Decimal(line["working_hours"])), float(Decimal(line["pay"])) if line["pay"] else None) for line in in_csv(done, (kind,))]  # fmt: skip
        assert sorted(map(str, (one[1:] for one in own))) == sorted(map(str, wanted)), kind


def test_the_ledger_has_every_column_and_row_of_the_data() -> None:
    """Under its English names: numbers as numbers, days as days, moments in UTC as moments."""
    done = run(crowd(6))
    table = done.audit.ledger()
    head, *rest = opened(made(done, language="fr"))["Ledger"].iter_rows(values_only=True)
    assert list(head) == [*table.column_names, "started_at_local", "ended_at_local"]
    wanted = table.to_pylist()
    assert len(rest) == len(wanted)
    for line, other in zip(rest, wanted, strict=True):
        for name, shown in zip(head, line, strict=False):
            if name in other:
                assert shown == _as_cell(other[name]), name


def _as_cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as a workbook has it
    if isinstance(value, Decimal):
        return float(value)
    return None if value == "" else value


def test_local_moments_are_those_of_the_row_s_clock() -> None:
    """In summer and in winter time, and in UTC where a row has no zone."""
    rows = [
        {"worker_id": "a", "started_at": "2024-03-31T00:30:00Z", "ended_at": "2024-03-31T01:30:00Z", "pay": 5, "currency": "EUR", "country": "FR", "timezone": zone}
        for zone in ("Europe/Paris", "Indian/Antananarivo")
    ]  # fmt: skip
    sheet = opened(made(run(rows)))["Ledger"]
    head, *rest = sheet.iter_rows(values_only=True)
    for line in rest:
        row = dict(zip(head, line, strict=True))
        for name in ("started_at", "ended_at"):
            moment = row[name].replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(row["timezone"]))
            assert row[f"{name}_local"] == moment.replace(tzinfo=None)


def hostile() -> Rows:
    """Return rows whose names a spreadsheet would take for something else."""
    rows = log(weeks=1)[: len(FORMULAS)]
    return [{**row, "worker_id": text, "requester": text, "project": text, "task_id": text} for row, text in zip(rows, FORMULAS, strict=True)]  # fmt: skip


def test_no_cell_is_a_formula_a_link_or_a_number_made_of_text() -> None:
    """Whatever an id begins with, it is that text, in a format that keeps it text when the cell is edited."""
    content = made(run(hostile()))
    sheet = opened(content)["Ledger"]
    head, *rest = sheet.iter_rows()
    places = [cell.column for cell in head if cell.value in {"worker_id", "requester", "project", "task_id"}]
    seen = set()
    for line in rest:
        for place in places:
            cell = line[place - 1]
            assert (cell.data_type, cell.number_format, cell.hyperlink) == ("s", "@", None)
            seen.add(cell.value)
    assert {text.lstrip("\t") for text in seen} == {text.lstrip("\t") for text in FORMULAS}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode()
            assert "<f>" not in text
            assert "<f " not in text
            assert "hyperlink" not in text
            assert "externalLink" not in text


def test_names_in_the_sheets_of_people_are_text_too() -> None:
    """The groups and the problems."""
    found = opened(made(run(hostile())))
    for sheet in found.worksheets:
        for cell in cells(sheet):
            assert cell.data_type in {"s", "n", "d"}, (sheet.title, cell.coordinate)  # type: ignore[attr-defined]
            if cell.data_type == "s":  # type: ignore[attr-defined]
                assert cell.number_format == "@"  # type: ignore[attr-defined]


def test_what_xml_forbids_is_written_by_its_code_and_comes_back() -> None:
    """The escape of the format itself: ids that differ in a control character stay different."""
    names = ["a\x01b", "a\x02b", "a\x1bb", "a_x0001_b", "a\ufffeb", "ab"]
    rows = [{**row, "worker_id": name} for row, name in zip(log(weeks=1), names, strict=False)]
    content = made(run(rows))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        text = parts.read("xl/sharedStrings.xml").decode()
    found = re.findall(r"<t[^>]*>([^<]*)</t>", text)
    back = {re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), one) for one in found}
    assert set(names) <= back


def test_a_text_longer_than_a_cell_is_cut_and_the_method_says_so() -> None:
    """By UTF-16 units, in which the format counts."""
    rows = log(weeks=1)[:3]
    rows = [{**row, "project": text} for row, text in zip(rows, ("x" * 40_000, "\U0001f600" * 20_000, "y" * 32_767), strict=True)]  # fmt: skip
    found = opened(made(run(rows)))
    head, *rest = found["Ledger"].iter_rows(values_only=True)
    longest = sorted((str(line[head.index("project")]) for line in rest), key=lambda text: text[0])
    assert longest == ["x" * 32_766 + "…", "y" * 32_767, "\U0001f600" * 16_383 + "…"]
    assert "longer than the 32,767 characters" in told(found["Method"])
    assert "longer than the 32,767" not in told(opened(made(run(log())))["Method"])


def test_a_figure_of_more_digits_than_a_cell_holds_is_told() -> None:
    """Sixteen of them are written, and the method says that there are more."""
    rows = [{**row, "pay": Decimal("123456789012.123456")} for row in log(weeks=1)[:1]]
    found = opened(made(run(rows)))
    assert "more digits than a spreadsheet keeps" in told(found["Method"])
    assert "more digits than a spreadsheet keeps" not in told(opened(made(run(log())))["Method"])


@pytest.mark.parametrize(("rows", "what"), [(3, "ledger"), (0, "problems")])
def test_more_rows_than_a_sheet_holds_are_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, rows: int, what: str
) -> None:
    """Before anything is written."""
    monkeypatch.setattr(book, "MOST_ROWS", 3)
    bad = [{**row, "ended_at": "2019-01-01T00:00:00Z"} for row in log(weeks=1)[:4]]
    done = run([*log(weeks=1)[:rows], *(bad if not rows else [])])
    stream = io.BytesIO()
    with pytest.raises(WrongUse) as refused:
        workbook.write(done, stream)
    assert what in refused.value.reason
    assert "--format" in refused.value.mend
    assert stream.getvalue() == b""


@pytest.mark.parametrize("name", RUNS)
def test_the_same_run_gives_the_same_bytes(name: str) -> None:
    """With a date of making that is always the same."""
    again = made(RUNS[name]())
    assert parts_of(a_book(name)) == parts_of(again)
    assert a_book(name) == again


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_a_large_workbook_has_the_same_cells_as_a_small_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cells that wait in temporary files are the same cells: none is written too late to be kept."""
    small = opened(a_book(name))
    monkeypatch.setattr(workbook, "LARGE", 0)
    large = opened(made(a_run(name)))
    for one, other in zip(small.worksheets, large.worksheets, strict=True):
        assert [(cell.coordinate, cell.value, cell.number_format) for cell in cells(one)] == [
            (cell.coordinate, cell.value, cell.number_format) for cell in cells(other)
        ]
        assert one.row_dimensions[1].height == other.row_dimensions[1].height


def test_a_file_without_work_makes_a_workbook_that_says_so() -> None:
    """All sheets are there, with their headings."""
    found = opened(made(run([])))
    assert found.sheetnames == SHEETS
    assert shared.NO_WORK in told(found["Answer"])
    assert [sheet.max_row for sheet in found.worksheets[1:5]] == [1, 1, 1, 1]


def charts(content: bytes) -> list[str]:
    """Return the charts' descriptions in XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return [
            parts.read(name).decode() for name in sorted(parts.namelist()) if name.startswith("xl/charts/")
        ]


def test_two_native_charts_take_their_figures_from_cells() -> None:
    """The hour from the first sheet, the wages and the minimum wage from the second, and each is described."""
    content = made(run(log(weeks=5)))
    hour, wages = charts(content)
    found = opened(content)
    assert re.findall(r"<c:f>(.*?)</c:f>", hour)
    points = [found["Answer"][place.partition("!")[2].replace("$", "")].value for place in re.findall(r"<c:val><c:numRef><c:f>(.*?)</c:f>", hour)]  # fmt: skip
    assert sum(points) == pytest.approx(60)
    ranges = re.findall(r"<c:val><c:numRef><c:f>Weeks!\$(\w+)\$2:\$\w+\$(\d+)</c:f>", wages)
    heads = [found["Weeks"][f"{column}1"].value for column, last in ranges]
    assert heads == [words.RESULT["effective_hourly_wage"], words.RESULT["minimum_wage"]]
    assert {last for _, last in ranges} == {"6"}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert drawing.count('descr="') == 2
    assert "Of every 60 minutes of work" in drawing


def test_weeks_in_several_currencies_are_charted_as_shares_of_the_minimum() -> None:
    """Wages in several currencies on one axis would say nothing."""
    rows = [
        *log(weeks=1),
        *log(weeks=4, country="KE", currency="KES", pay="9", timezone="Africa/Nairobi")[84:],
    ]
    done = run(rows)
    assert len({row["currency"] for row in in_csv(done, ("week",))}) > 1
    _, wages = charts(made(done))
    (place,) = re.findall(r"<c:val><c:numRef><c:f>Weeks!\$(\w+)\$2", wages)
    assert opened(made(done))["Weeks"][f"{place}1"].value == words.RESULT["wage_ratio"]


def test_without_time_there_is_nothing_to_chart() -> None:
    """Pay alone has no hours."""
    rows = [{**row, "ended_at": None} for row in log(weeks=1) if row.get("activity") is None]
    assert charts(made(run(rows))) == []


def test_amounts_have_the_format_of_their_currency() -> None:
    """And as many decimals as small pay needs."""
    done = run(log(country="KE", currency="KES", pay="0.35", timezone="Africa/Nairobi"))
    sheet = opened(made(done))["Weeks"]
    place = next(cell.column for cell in sheet[1] if cell.value == words.RESULT["pay"])
    assert "Ksh" in sheet.cell(2, place).number_format
    ledger = opened(made(done))["Ledger"]
    place = next(cell.column for cell in ledger[1] if cell.value == "pay")
    assert ledger.cell(2, place).number_format.endswith('KES"')
    assert {sheet.cell(2, at).number_format for at in range(1, 6)} >= {"#,##0", "#,##0.00", "yyyy-mm-dd"}


def test_sheets_are_frozen_filtered_and_laid_out_for_paper() -> None:
    """Headings stay in sight and stand on every page."""
    found = opened(made(run(crowd(3))))
    for name in SHEETS[1:5]:
        sheet = found[name]
        assert sheet.freeze_panes is not None, name
        assert (
            sheet.auto_filter.ref
            == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{max(sheet.max_row, 2)}"
        )
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert 45 <= sheet.page_setup.scale <= 100
    assert all(sheet.page_setup.paperSize == 9 for sheet in found.worksheets)
    assert found["Answer"].sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize(("language", "second"), [("fr", "Semaines"), ("es", "Semanas")])
def test_the_sheets_of_people_are_in_their_language(language: str, second: str) -> None:
    """All but the ledger, which keeps the names of the data."""
    done = run(log())
    here, there = opened(made(done)), opened(made(done, language=language))
    assert there.sheetnames[1] == second
    assert there.sheetnames[3] == "Ledger"
    english = {str(cell.value) for cell in here["Weeks"][1]}
    assert english & {str(cell.value) for cell in there.worksheets[1][1]} <= {"sessions", "verdict"}
    assert [cell.value for cell in here["Ledger"][1]] == [cell.value for cell in there["Ledger"][1]]


def test_every_problem_stands_in_its_sheet_with_its_mend() -> None:
    """In the order of the data, suspicions among them."""
    rows = [*log(weeks=1), {**log(weeks=1)[0], "ended_at": "2019-01-01T00:00:00Z", "task_id": "bad"}]
    done = run(rows)
    _, *found = opened(made(done))["Problems"].iter_rows(values_only=True)
    from wageaudit.reports.suspicions import every_problem

    wanted = every_problem(done)
    assert wanted
    assert [(line[1], line[6], line[7]) for line in found] == [
        (one.row, one.rows, one.code) for one in wanted
    ]
    assert [line[5] for line in found] == [one.mend or None for one in wanted]


def test_the_method_names_every_column_of_the_data() -> None:
    """So that a heading in words leads to the column of a CSV."""
    done = run(log())
    said = told(opened(made(done))["Method"])
    for name in done.audit.table(()).column_names:
        assert f"\n{name}" in said


def cli(*arguments: str | Path, folder: Path, code: int = 0) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a folder, away from any terminal."""
    done = called(*arguments, folder=folder)
    assert done.returncode == code, done.stderr.decode()
    return done


def test_audit_writes_it_to_a_file_and_to_a_pipe_and_verify_makes_it_again(tmp_path: Path) -> None:
    """The ending says the format; the manifest holds the workbook's hash, and the same run gives it anew."""
    shutil.copy(SAMPLE, tmp_path / "log.csv")
    cli("audit", "log.csv", "-q", "-o", "audit.xlsx", "--manifest", "manifest.json", folder=tmp_path)
    command = [sys.executable, "-m", "wageaudit", "audit", "log.csv", "-q", "--format", "xlsx"]
    environment = {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, env=environment).stdout
    assert piped == (tmp_path / "audit.xlsx").read_bytes()
    assert b"identical" in cli("verify", "manifest.json", folder=tmp_path).stdout.lower()


def test_one_table_alone_is_refused_as_a_workbook(tmp_path: Path) -> None:
    """The ledger has its sheet in the workbook; elsewhere it is a table for machines."""
    shutil.copy(SAMPLE, tmp_path / "log.csv")
    done = cli(
        "audit", "log.csv", "-q", "--format", "csv", "--ledger", "ledger.xlsx", folder=tmp_path, code=2
    )
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "ledger.xlsx").exists()
    assert b"--columns" in cli("audit", "log.csv", "-q", "-o", "a.xlsx", "--columns", "pay", folder=tmp_path, code=2).stderr  # fmt: skip


def test_it_needs_nothing_of_what_draws_pages() -> None:
    """A workbook is made without the extra that pages want."""
    blocked = (
        "import sys\nfor name in ('altair', 'jinja2', 'markupsafe', 'vl_convert'): sys.modules[name] = None\n"
    )
    script = (
        blocked
        + "import io\nfrom wageaudit.engine import run\nfrom wageaudit.reports import workbook\nworkbook.write(run([sys.argv[1]]), io.BytesIO())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, SAMPLE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", ["one worker", "many workers in several currencies"])
def test_libreoffice_opens_it_and_reads_the_same_figures(name: str, tmp_path: Path) -> None:
    """Each sheet converted to CSV says what the data say, without an error, and the whole prints."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    done = RUNS[name]()
    (tmp_path / "audit.xlsx").write_bytes(made(done, by=("worker", "project")))
    every = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    for form in (every, "pdf"):
        home = f"-env:UserInstallation=file://{tmp_path}/office"
        command = [
            office,
            home,
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "audit.xlsx"),
        ]
        subprocess.run(command, capture_output=True, check=True, timeout=240)
    read = {sheet: (tmp_path / f"audit-{sheet}.csv").read_text(encoding="utf-8") for sheet in SHEETS}
    for text in read.values():
        assert not re.search(r"Err:\d|#(?:NAME|REF|VALUE|DIV/0|N/A)", text)
    for sheet, by in (("Weeks", ("week",)), ("Groups", ("worker", "project"))):
        found = list(csv.DictReader(io.StringIO(read[sheet])))
        wanted = in_csv(done, by)
        assert len(found) == len(wanted)
        for line, other in zip(found, wanted, strict=True):
            for head, shown in line.items():
                text = other.get(_data_name(head), "")
                if re.fullmatch(r"-?\d+(\.\d+)?", text):
                    figure = float(shown.rstrip("%")) / (100 if shown.endswith("%") else 1)
                    assert figure == pytest.approx(float(text), rel=1e-12), head
    assert len(read["Ledger"].splitlines()) == done.audit.ledger().num_rows + 1
    assert (tmp_path / "audit.pdf").read_bytes().count(b"/Type/Page\n") + (tmp_path / "audit.pdf").read_bytes().count(b"/Type/Page/") >= 6  # fmt: skip
