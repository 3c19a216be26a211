"""The reader of Prolific's exports: old and new columns, time that is nobody's, countries, the reward given."""

from __future__ import annotations

import csv
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit.errors import WrongUse
from wageaudit.files import Source, sources
from wageaudit.options import Options
from wageaudit.readers import find_reader, head_of, prolific, read_sources
from wageaudit.readers.base import Reading

NEW = "Submission id,Participant id,Status,Started at,Completed at,Time taken,Country of residence"
OLD = "session_id,participant_id,status,started_datetime,completed_date_time,time_taken,Current Country of Residence"
START, END = "2024-07-15T20:16:52.266000Z", "2024-07-15T20:24:36.379000Z"
OURS = {"APPROVED": "approved", "REJECTED": "rejected", "RETURNED": "returned", "TIMED-OUT": "abandoned"}


def source(text: str, stem: str = "notes") -> Source:
    """A file, by default one whose name says nothing."""
    data = text.encode()
    return Source(f"{stem}.csv", stem, "", stem, len(data), lambda: data)


def read(*lines: str, header: str = NEW, stem: str = "notes", **choices: object) -> Reading:
    """The reading of an export of these lines."""
    found = source("\n".join([header, *lines]) + "\n", stem)
    return read_sources([found], Options(**choices), alone=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("header", [NEW, OLD, NEW.replace("Participant id", "PROLIFIC_PID")])
def test_both_layouts_and_the_renamed_participant_are_recognised(header: str) -> None:
    """By their columns."""
    assert find_reader(head_of(source(header + "\n"), Options())).name == "prolific"


def test_time_taken_of_an_unfinished_submission_is_nobodys() -> None:
    """Twenty-one days until the export are no work; the row stays, without time."""
    table = read(f"s,p,TIMED-OUT,{START},,1871308.608463,Kenya", f"s,p,RETURNED,{START},,,Kenya").table
    assert table["ended_at"].to_pylist() == [None, None]
    assert table["status"].to_pylist() == ["abandoned", "returned"]
    assert "active_seconds" not in table.column_names


@pytest.mark.parametrize("void", ["CONSENT_REVOKED", "DATA_EXPIRED", "CONSENT REVOKED", "DATA EXPIRED", ""])
def test_a_country_taken_back_is_none_and_no_fault(void: str) -> None:
    """Nor is a place guessed from elsewhere."""
    reading = read(f"s,p,APPROVED,{START},{END},465,{void}")
    assert (reading.table["country"].to_pylist(), reading.problems) == ([None], ())


def test_countries_are_read_by_their_english_names() -> None:
    """Korea is the one that Prolific has; a name that is none leaves its row without a country, and is told."""
    names = ("Korea", "United Kingdom", "Czech Republic", "Atlantis")
    reading = read(*(f"s{at},p,APPROVED,{START},{END},465,{name}" for at, name in enumerate(names)))
    assert reading.table["country"].to_pylist() == ["KR", "GB", "CZ", None]
    assert [(problem.code, problem.rows) for problem in reading.problems] == [("unknown-country", 0)]


def test_old_stamps_are_utc_and_said_to_be() -> None:
    """As the later exports say theirs."""
    line = "s,p,APPROVED,2022-06-06 19:19:49.179000,2022-06-06 19:29:49.179000,600.0,France"
    reading = read(line, header=OLD)
    assert reading.table["started_at"].to_pylist()[0].isoformat() == "2022-06-06T19:19:49.179000+00:00"
    assert prolific.ZONE in reading.files[0].notes


def test_the_reward_is_given_for_a_submission() -> None:
    """By --per submission or without any --per; for nothing else."""
    line = f"s,p,APPROVED,{START},{END},465,Kenya"
    for per in ("", "submission"):
        table = read(line, piece_rate=Decimal("1.5"), per=per, currency="GBP").table
        assert (table["piece_rate"].to_pylist(), table["currency"].to_pylist()) == ([Decimal("1.5")], ["GBP"])
    with pytest.raises(WrongUse):
        read(line, piece_rate=Decimal("1.5"), per="judgment", currency="GBP")


def test_the_study_is_in_the_name_that_prolific_gives_the_file() -> None:
    """And unknown where the file was renamed."""
    line = f"s,p,APPROVED,{START},{END},465,Kenya"
    study = "0123456789abcdef01234567"
    assert read(line, stem=f"prolific_export_{study}").table["project"].to_pylist() == [study]
    assert "project" not in read(line).table.column_names


@pytest.mark.real
def test_the_real_exports_have_the_submissions_and_hours_expected(real_exports: Path) -> None:
    """Submissions and hours by status as recomputed without this program; nothing is left out."""
    with (real_exports / "EXPECTED.tsv").open(encoding="utf-8", newline="") as lines:
        entries = [
            entry
            for entry in csv.DictReader(lines, delimiter="\t")
            if entry["target"].startswith("prolific/")
        ]
    assert entries
    for entry in entries:
        expected = json.loads(entry["values_json"])
        table = read_sources(sources([str(real_exports / entry["target"])])[0], Options(), alone=True).table
        columns = [table[name].to_pylist() for name in ("status", "started_at", "ended_at")]
        hours: dict[str, float] = {}
        for status, begin, end in zip(*columns, strict=True):
            if end is not None:
                hours[status] = hours.get(status, 0) + (end - begin).total_seconds() / 3600
        assert Counter(columns[0]) == {OURS[status]: count for status, count in expected["status"].items()}
        assert {status: round(total, 4) for status, total in hours.items()} == {
            OURS[status]: total for status, total in expected["hours_by_status"].items()
        }
