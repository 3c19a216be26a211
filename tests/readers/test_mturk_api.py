"""The reader of the API's dumps: shapes of JSON, rewards joined from HITs, bonuses that name their assignments."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import wageaudit
from wageaudit import values
from wageaudit.errors import InputRefused
from wageaudit.files import Source, sources
from wageaudit.options import Options
from wageaudit.readers import find_reader, head_of, mturk_api, read_sources
from wageaudit.readers.base import Reading

TASK = {
    "AssignmentId": "A1", "WorkerId": "W1", "HITId": "H1", "AssignmentStatus": "Approved", "AcceptTime": "2020-04-18T10:00:00-05:00",
    "SubmitTime": "2020-04-18T10:30:00-05:00",
}  # fmt: skip
HIT = {"HITId": "H1", "HITTypeId": "T", "HITGroupId": "G", "Title": "Boxes", "Reward": "0.50"}
BONUS = {
    "WorkerId": "W1",
    "AssignmentId": "A1",
    "BonusAmount": "1.50",
    "GrantTime": "2020-06-01T00:00:00+00:00",
}
CSV = "HITId,WorkerId,AssignmentId,AssignmentStatus,AcceptTime,SubmitTime\n"
LINE = "H1,W1,A1,Submitted,2026-05-12T09:19:12+09:00,2026-05-12T09:30:18+09:00\n"


def source(text: str, name: str = "a") -> Source:
    """A file in a folder; its name says nothing."""
    data = text.encode()
    return Source(f"folder/{name}", name, "folder", "folder", len(data), lambda: data)


def read(*texts: str, **choices: object) -> Reading:
    """The reading of a folder of these files."""
    found = [source(text, f"file{at}") for at, text in enumerate(texts)]
    return read_sources(found, Options(**choices))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(TASK),
        json.dumps([TASK]),
        json.dumps({"Assignments": [TASK], "ResponseMetadata": {"HTTPHeaders": {"x": "y"}}}, indent=2),
        json.dumps({"H1": [TASK]}, indent=2),
        json.dumps({"Assignment": TASK, "HIT": {"HITId": "H1", "HITTypeId": "T", "Reward": "0.50"}}),
        json.dumps(TASK) + "\n\n",
    ],
)
def test_an_assignment_is_found_in_any_answer_of_the_api(text: str) -> None:
    """One document, many lines, or an answer as it came."""
    assert find_reader(head_of(source(text), Options())).name == "mturk_api"
    table = read(text).table
    assert (table["task_id"].to_pylist(), table["platform"].to_pylist()) == (["A1"], ["mturk"])


def test_the_reward_and_the_title_come_from_the_hit_beside_it() -> None:
    """And the HIT itself is no work."""
    reading = read(json.dumps(TASK), json.dumps(HIT))
    assert reading.table["pay"].to_pylist() == [Decimal("0.50")]
    assert reading.table["project"].to_pylist() == ["Boxes"]
    assert [(problem.code, problem.fault) for problem in reading.problems] == [("reference-file", False)]


def test_two_files_that_contradict_each_other_are_refused() -> None:
    """No reward is chosen between two."""
    reading = read(json.dumps(TASK), json.dumps(HIT), json.dumps(HIT | {"Reward": "0.60"}))
    assert reading.table.num_rows == 0
    assert [problem.code for problem in reading.problems] == ["file-refused"] * 3


def test_an_assignment_of_an_unknown_hit_is_left_out_where_others_are_known() -> None:
    """Its pay is missing, never nothing."""
    reading = read(json.dumps([TASK, TASK | {"AssignmentId": "A2", "HITId": "H2"}]), json.dumps(HIT))
    assert [(problem.code, problem.mend) for problem in reading.problems if problem.fault] == [
        ("no-reward", mturk_api.DUMP_HITS)
    ]


def test_a_bonus_paid_later_belongs_to_the_day_of_its_assignment() -> None:
    """Half an hour, 0.50 and 1.50: four dollars an hour, in April."""
    reading = read(json.dumps(TASK), json.dumps(HIT), json.dumps({"BonusPayments": [BONUS]}), country="US")
    ledger = wageaudit.audit(reading.table, Options(country="US"))
    (month,) = ledger.table(("month",)).to_pylist()
    assert (month["month"], month["pay"], month["bonus"]) == ("2020-04", Decimal("2.00"), Decimal("1.50"))
    assert month["effective_hourly_wage"] == Decimal(4)


def test_a_rate_given_pays_assignments_and_no_bonus() -> None:
    """A bonus is no assignment."""
    table = read(json.dumps([TASK, BONUS]), piece_rate=Decimal("0.05")).table
    assert table["piece_rate"].to_pylist() == [Decimal("0.05"), None]
    assert table["bonus"].to_pylist() == [None, Decimal("1.50")]


def test_a_table_of_the_api_is_told_from_a_batch_by_its_stamps_and_joined_too() -> None:
    """With a HIT beside it, it has its reward; a header alone is a batch."""
    assert find_reader(head_of(source(CSV + LINE), Options())).name == "mturk_api"
    assert find_reader(head_of(source(CSV), Options())).name == "mturk"
    assert read(CSV + LINE, json.dumps(HIT)).table["pay"].to_pylist() == [Decimal("0.50")]


@pytest.mark.parametrize(
    "text", ["1587222000", "1587222000.0", "2020-04-18T15:00:00Z", "2020-04-18 10:00:00-05:00"]
)
def test_a_stamp_is_iso_with_an_offset_or_seconds_since_1970(text: str) -> None:
    """As boto3, Python's str() and the AWS command line write it."""
    assert mturk_api.api_stamp(text) == values.instant("2020-04-18T15:00:00Z")


@pytest.mark.parametrize("text", ["2020-04-18T15:00:00", "1587222000000", "1234"])
def test_a_stamp_without_offset_or_in_other_units_is_refused(text: str) -> None:
    """The machine's zone is not guessed."""
    with pytest.raises(values.Fault):
        mturk_api.api_stamp(text)


def test_a_line_that_is_no_json_leaves_the_others() -> None:
    """Every line is accounted for."""
    reading = read(json.dumps(TASK) + '\n{"AssignmentId": \n' + json.dumps({"other": 1}) + "\n")
    assert [problem.code for problem in reading.problems] == ["not-json", "not-a-record"]
    assert (reading.files[0].rows_read, reading.table.num_rows) == (3, 1)


def test_a_broken_file_does_not_take_its_folder_with_it() -> None:
    """It is told, and the others are read."""
    reading = read(json.dumps(TASK), json.dumps({"Assignments": [TASK]}, indent=1)[:-5])
    assert [problem.code for problem in reading.problems] == ["file-refused"]
    assert reading.table.num_rows == 1


def test_a_document_that_is_cut_off_is_refused() -> None:
    """It would look like less work."""
    text = json.dumps({"Assignments": [TASK]}, indent=1)[:-5]
    with pytest.raises(InputRefused):
        read_sources([source(text)], Options(), alone=True)


def test_nested_folders_of_hits_are_read_each_with_its_own_reward(tmp_path: Path) -> None:
    """As amti saves a batch: a folder a HIT, in it hit.jsonl and assignments.jsonl."""
    for number in range(3):
        folder = tmp_path / "batch-1" / f"hit-H{number}"
        folder.mkdir(parents=True)
        hit = HIT | {"HITId": f"H{number}", "Reward": f"0.{number + 1}0"}
        task = TASK | {"HITId": f"H{number}", "AssignmentId": f"A{number}"}
        (folder / "hit.jsonl").write_text(json.dumps(hit) + "\n", encoding="utf-8")
        (folder / "assignments.jsonl").write_text(json.dumps(task) + "\n", encoding="utf-8")
    table = read_sources(sources([str(tmp_path)])[0], Options()).table
    paid = dict(zip(table["task_id"].to_pylist(), table["pay"].to_pylist(), strict=True))
    assert paid == {"A0": Decimal("0.10"), "A1": Decimal("0.20"), "A2": Decimal("0.30")}
