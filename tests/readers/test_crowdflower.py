"""The reader of CrowdFlower's full report: pages, stamps, tainted judgments, prices, what is not read."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wageaudit import values
from wageaudit.errors import InputRefused, WrongUse
from wageaudit.files import Source, sources
from wageaudit.options import Options
from wageaudit.readers import crowdflower, find_reader, head_of, read_sources
from wageaudit.readers.base import CERTAIN, NO, Reading

HEADER = "_unit_id,_created_at,_id,_started_at,_tainted,_worker_id,_country,_region,_city,_ip"


def source(text: str) -> Source:
    """A file whose name says nothing."""
    data = text.encode()
    return Source("notes.txt", "notes", "", "notes", len(data), lambda: data)


def judgment(
    identity: int,
    start: int = 0,
    end: int = 60,
    worker: str = "7",
    tainted: str = "false",
    country: str = "USA",
) -> str:
    """A line; start and end are seconds after noon."""
    opened, submitted = (f"6/7/2015 12:{second // 60:02}:{second % 60:02}" for second in (start, end))
    return f"1,{submitted},{identity},{opened},{tainted},{worker},{country},CO,Denver,192.0.2.1"


def read(*lines: str, header: str = HEADER, **choices: object) -> Reading:
    """The reading of a report of these lines."""
    text = "\n".join([header, *lines]) + "\n"
    return read_sources([source(text)], Options(**choices), alone=True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("8/24/2016 03:36:57", "2016-08-24T03:36:57Z"),
        ("6/7/2015 22:43:35", "2015-06-07T22:43:35Z"),
        ("2014-07-09T21:00:51+00:00", "2014-07-09T21:00:51Z"),
    ],
)
def test_stamps_have_the_month_first_and_are_in_utc(text: str, iso: str) -> None:
    """Whatever zone the worker is in."""
    assert crowdflower.stamp(text) == values.instant(iso)


@pytest.mark.parametrize(
    "text", ["8/24/2016 03:36", "8/24/2016", "24/8/2016 03:36:57", "8/24/16 03:36:57", "soon 1:00:00"]
)
def test_a_stamp_that_a_spreadsheet_changed_is_refused(text: str) -> None:
    """Pages are told apart by the second."""
    with pytest.raises(values.Fault) as fault:
        crowdflower.stamp(text)
    assert fault.value.mend == crowdflower.AGAIN


def test_a_report_with_the_day_first_is_refused_whole() -> None:
    """Its other dates would be misread."""
    day_first = judgment(1).replace("6/7/2015", "24/7/2015")
    with pytest.raises(InputRefused, match="month first"):
        read(judgment(2), day_first, date_order="dmy")


@pytest.mark.parametrize(
    ("header", "strength"),
    [
        (HEADER, CERTAIN),
        (HEADER.replace(",", "\t"), CERTAIN),
        ("_worker_id,_trust,_started_at,_id,_created_at,_canary,_unit_id,date,amount", CERTAIN),
        ("_unit_id,_golden,_unit_state,_trusted_judgments,answer", NO),
        ("worker_id,external_id,judgments_count,missed_count,bonus", NO),
    ],
)
def test_a_full_report_is_recognised_by_its_columns(header: str, strength: int) -> None:
    """In any order; aggregated and contributor reports have no judgments."""
    head = head_of(source(header + "\n"), Options())
    assert crowdflower.detect(head) == strength
    if strength == CERTAIN:
        assert find_reader(head).name == "crowdflower"


def test_the_judgments_of_a_page_are_one_row() -> None:
    """A page's time is counted once; its rows are read, merged and accounted for."""
    reading = read(*(judgment(number) for number in range(5)), judgment(9, 70, 90))
    assert reading.table["task_count"].to_pylist() == [5, 1]
    assert reading.table["source_row"].to_pylist() == [2, 7]
    (file,) = reading.files
    assert (file.rows_read, file.rows_merged, file.rows_left_out) == (6, 4, 0)


def test_a_page_is_a_worker_a_start_and_a_submission() -> None:
    """Any of the three makes another page."""
    reading = read(judgment(1), judgment(2, worker="8"), judgment(3, start=1), judgment(4, end=61))
    assert reading.table.num_rows == 4


def test_a_judgment_that_stands_twice_is_counted_once() -> None:
    """Two downloads put together double no task."""
    reading = read(judgment(1), judgment(2), judgment(1))
    assert reading.table["task_count"].to_pylist() == [2]
    assert reading.files[0].rows_merged == 2


def test_the_id_of_a_page_is_the_same_whichever_of_its_judgments_are_exported() -> None:
    """So that two exports of one job meet."""
    whole, part = read(judgment(1), judgment(2)), read(judgment(2))
    assert whole.table["task_id"].to_pylist() == part.table["task_id"].to_pylist()
    assert part.table["task_id"].to_pylist() == ["2015-06-07T12:00:00Z/2015-06-07T12:01:00Z"]


def test_a_page_with_a_tainted_judgment_is_pending_and_told() -> None:
    """Whether it was paid is not in the file."""
    reading = read(judgment(1), judgment(2, tainted="TRUE"), judgment(3, 70, 90))
    assert reading.table["status"].to_pylist() == ["pending", "approved"]
    assert "tainted, counted as pending: 1 of 2 pages" in reading.files[0].notes[0]


def test_no_price_is_assumed() -> None:
    """Without one the pay is unknown, and the note says what to type."""
    reading = read(judgment(1))
    assert not {"pay", "piece_rate"} & set(reading.table.column_names)
    assert reading.files[0].notes == (crowdflower.NO_PAY,)


def test_a_price_is_for_the_page_or_for_each_judgment() -> None:
    """The task table multiplies a piece rate by the task count, a pay stands for the row."""
    price: dict[str, object] = {"piece_rate": Decimal("0.60"), "currency": "USD"}
    assert read(judgment(1), judgment(2), per="page", **price).table["pay"].to_pylist() == [Decimal("0.60")]
    assert read(judgment(1), judgment(2), per="judgment", **price).table["piece_rate"].to_pylist() == [
        Decimal("0.60")
    ]
    for per in ("", "hour"):
        with pytest.raises(WrongUse):
            read(judgment(1), per=per, **price)


def test_a_price_without_a_currency_is_refused() -> None:
    """An amount of no currency is no pay."""
    with pytest.raises(InputRefused):
        read(judgment(1), per="page", piece_rate=Decimal("0.60"))


def test_where_a_worker_lives_and_her_address_stay_in_the_file() -> None:
    """Only the country is read."""
    table = read(judgment(1)).table
    assert "region" not in table.column_names
    assert not any(secret in str(table.to_pylist()) for secret in ("Denver", "192.0.2.1", "CO"))


def test_countries_are_read_from_three_letters_and_na_is_missing() -> None:
    """NAM is Namibia, NA is nothing; what is no country is told and the work stays."""
    lines = [
        judgment(1, worker=str(at), country=code) for at, code in enumerate(("NAM", "NA", "", "VEN", "A1"))
    ]
    reading = read(*lines)
    assert reading.table["country"].to_pylist() == ["NA", None, None, "VE", None]
    assert [(problem.code, problem.row, problem.value, problem.rows) for problem in reading.problems] == [
        ("unknown-country", 6, "A1", 0)
    ]


def test_a_page_that_cannot_be_is_left_out_with_all_its_judgments() -> None:
    """The account of the rows closes."""
    reading = read(judgment(1, 90, 60), judgment(2, 90, 60), judgment(3))
    (problem,) = reading.problems
    assert (problem.code, problem.row, problem.rows) == ("ends-before-start", 2, 2)
    (file,) = reading.files
    assert (file.rows_read, reading.table.num_rows, file.rows_merged, file.rows_left_out) == (3, 1, 0, 2)


def test_a_workers_number_rounded_by_a_spreadsheet_is_refused() -> None:
    """Many workers would become one."""
    reading = read(judgment(1, worker="3.2E+07"))
    assert [problem.code for problem in reading.problems] == ["rounded-id"]


def test_a_report_without_judgments_is_a_table_without_rows() -> None:
    """A header alone is a file."""
    assert read().table.num_rows == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=30))
def test_pages_are_the_distinct_keys_in_the_order_of_their_first_rows(
    rows: list[tuple[int, int, bool]],
) -> None:
    """Against a dictionary, which keeps that order."""
    kept = np.array([at for at, row in enumerate(rows) if row[2]], np.int64)
    keys = [np.array([row[part] for row in rows], np.int64) for part in (0, 1)]
    page, first = crowdflower.page_of(keys, kept)
    met: dict[tuple[int, int], int] = {}
    for at in kept.tolist():
        met.setdefault(rows[at][:2], at)
    assert first.tolist() == list(met.values())
    assert [rows[first[number]][:2] for number in page.tolist()] == [rows[at][:2] for at in kept.tolist()]


def test_a_jobs_json_becomes_the_pages_of_its_report() -> None:
    """The same start, end and worker in two units are one page, with the same task_id as in the report."""
    common = {
        "worker_id": 7,
        "unit_id": 1,
        "country": "USA",
        "rejected": None,
        "started_at": "2015-06-07T12:00:00+00:00",
    }
    judged = [
        common | {"id": number, "tainted": number == 3, "created_at": f"2015-06-07T12:01:{seconds}+00:00"}
        for number, seconds in ((1, "00"), (2, "00"), (3, "30"))
    ]
    text = "".join(
        json.dumps({"id": at, "results": {"judgments": [one]}}) + "\n" for at, one in enumerate(judged)
    )
    assert find_reader(head_of(source(text), Options())).name == "crowdflower"
    reading = read_sources([source(text)], Options(), alone=True)
    report = read(judgment(1), judgment(2), judgment(3, end=90, tainted="true")).table
    assert reading.table.drop(["source_row"]).equals(report.drop(["source_row"]))
    assert (reading.files[0].rows_read, reading.files[0].rows_merged) == (3, 1)


# --- the contributor report beside the full report of its job --------------------------------------------------------

WORKSET = "worker_id,judgments_count,channel,flagged_at,rejected_at,approved_at,bonus,trust_overall\n"
PAGES = (
    "_unit_id,_created_at,_id,_started_at,_tainted,_worker_id,_country\n"
    "1,6/22/2015 10:05:00,1,6/22/2015 10:00:00,false,7,KEN\n"
    "1,6/22/2015 11:05:00,2,6/22/2015 11:00:00,false,7,KEN\n"
    "1,6/22/2015 12:05:00,3,6/22/2015 12:00:00,false,9,KEN\n"
)


def joined(
    folder: Path, workers: str, *, names: tuple[str, str] = ("f704586", "workset704586"), **choices: object
) -> Reading:
    """Both reports of a job in one folder."""
    (folder / f"{names[0]}.csv").write_text(PAGES, encoding="utf-8")
    (folder / f"{names[1]}.csv").write_text(WORKSET + workers, encoding="utf-8")
    return read_sources(sources([str(folder)])[0], Options(**choices))  # type: ignore[arg-type]


def test_a_bonus_counts_on_the_last_page_of_its_worker(tmp_path: Path) -> None:
    """By the id of the page, so that its day and project are the page's."""
    found = joined(tmp_path, "7,2,elite,,,,1.50,0.9\n9,1,elite,,,,,0.9\n", currency="USD")
    (bonus,) = [row for row in found.table.to_pylist() if row["activity"] == "payment"]
    assert (bonus["worker_id"], bonus["bonus"], bonus["currency"]) == ("7", Decimal("1.5"), "USD")
    assert bonus["task_id"] == "2015-06-22T11:00:00Z/2015-06-22T11:05:00Z"
    assert bonus["source_row"] == 2
    assert found.table.num_rows == 4


@pytest.mark.parametrize(
    ("cell", "choices"), [("150", {"currency": "USD"}), ("1.50", {}), ("much", {"currency": "USD"})]
)
def test_a_bonus_without_its_unit_or_currency_is_told_and_not_guessed(
    cell: str, choices: dict[str, str], tmp_path: Path
) -> None:
    """150 may be cents; 1.50 is no cents, but of which currency only the user knows."""
    found = joined(tmp_path, f"7,2,elite,,,,{cell},0.9\n", **choices)
    assert found.table.num_rows == 3
    assert [problem.code for problem in found.problems if problem.fault] == ["bonus-without-day"]


def test_pages_of_rejected_workers_are_pending(tmp_path: Path) -> None:
    """Whether they were paid is in neither report; the default leans against the finding."""
    found = joined(tmp_path, "9,1,elite,,6/23/2015 10:00:00,,,0.4\n7,2,elite,,,,,0.9\n")
    statuses = dict(zip(found.table["worker_id"].to_pylist(), found.table["status"].to_pylist(), strict=True))
    assert statuses == {"7": "approved", "9": "pending"}
    assert [problem.code for problem in found.problems] == ["worker-rejected", "reference-file"]


def test_reports_of_different_jobs_are_not_joined(tmp_path: Path) -> None:
    """Two full reports, and a list of workers with the number of neither: what it says is told, and joined to none."""
    (tmp_path / "f111111.csv").write_text(PAGES.replace(",7,", ",9,"), encoding="utf-8")
    found = joined(
        tmp_path,
        "9,1,elite,,6/23/2015 10:00:00,,1.50,0.4\n",
        names=("f222222", "workset333333"),
        currency="USD",
    )
    assert set(found.table["status"].to_pylist()) == {"approved"}
    assert [problem.code for problem in found.problems] == ["bonus-without-day"]


def test_a_broken_report_does_not_take_its_folder_with_it(tmp_path: Path) -> None:
    """The others are read; the broken one is told."""
    (tmp_path / "f999999.csv").write_text(PAGES.replace("6/22/2015", "22/6/2015"), encoding="utf-8")
    found = joined(tmp_path, "7,2,elite,,,,,0.9\n")
    assert found.table.num_rows == 3
    assert [
        problem.file.rpartition("/")[2] for problem in found.problems if problem.code == "file-refused"
    ] == ["f999999.csv"]
