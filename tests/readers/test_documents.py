"""JSON that is no JSON, and objects that are not what their reader needs: refused with what is wrong, or left out one by one."""

from __future__ import annotations

import json

import pytest

from wageaudit.errors import InputRefused
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.readers import find_reader, head_of, read_sources
from wageaudit.readers.base import Reading

AWAY = {"timestamp": "2024-03-04T09:30:00+00:00", "duration": 60, "data": {"status": "afk"}}
HERE = {"timestamp": "2024-03-04T09:00:00+00:00", "duration": 60.5, "data": {"status": "not-afk"}}


def source(text: str, name: str = "notes.txt") -> Source:
    """A file whose name says nothing."""
    data = text.encode("utf-8", "surrogatepass")
    return Source(name, "notes", "", "notes", len(data), lambda: data)


def read(text: str, **choices: object) -> Reading:
    """The reading of a file of this text."""
    return read_sources([source(text)], Options(**choices), alone=True)  # type: ignore[arg-type]


def watched(*events: object, kind: str = "afkstatus") -> str:
    """An export of one bucket."""
    return json.dumps({"buckets": {"a": {"type": kind, "events": list(events)}}})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"buckets": {"a": {"type": "afkstatus", "type": "x"}}}', "has the key type twice in one object"),
        ('{"buckets": {"a": NaN}}', "holds NaN, which is no number"),
        ('{"buckets": {"a": "\\ud800"}}', "half a character"),
        ('{"buckets": {"a": ' + "[" * 100_000, "is nested too deep"),
        ('{"buckets": {"a": 1,}}', "is not JSON"),
        ('{"buckets": [1]}', "holds no buckets"),
        ('{"buckets": {"a": 1}}', "holds no buckets"),
        (watched(kind="web.tab.current"), "has no bucket of type afkstatus"),
        ('{"buckets": {"a": {"type": "afkstatus", "events": 7}}}', "has no bucket of type afkstatus"),
    ],
)
def test_a_document_that_is_not_whole_is_refused_with_what_is_wrong(text: str, reason: str) -> None:
    """One key twice would hide a value, and half a character cannot be written anywhere."""
    with pytest.raises(InputRefused, match=reason):
        read(text)


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (HERE | {"duration": "soon"}, "not-a-duration"),
        (HERE | {"duration": -1}, "not-a-duration"),
        (HERE | {"duration": 1e300}, "not-a-duration"),
        (HERE | {"duration": None}, "not-a-duration"),
        (HERE | {"data": {"status": "asleep"}}, "unknown-word"),
        (HERE | {"data": None}, "unknown-word"),
        (HERE | {"duration": 0}, "no-length"),
        (HERE | {"timestamp": None}, "no-start"),
        ("an event", "unknown-word"),
    ],
)
def test_an_event_that_says_no_time_at_the_keyboard_is_listed_with_its_reason(
    event: object, code: str
) -> None:
    """The others of the bucket are read."""
    reading = read(watched(HERE, event))
    assert [problem.code for problem in reading.problems] == [code]
    assert reading.table.num_rows == 1


def test_a_watch_over_an_empty_chair_has_no_time_and_no_note_of_any() -> None:
    """Nothing is said of time at the keyboard where there was none."""
    reading = read(watched(AWAY))
    assert reading.table.num_rows == 0
    assert reading.files[0].notes == ()
    assert [(problem.code, problem.rows, problem.fault) for problem in reading.problems] == [
        ("away", 1, False)
    ]


TASK = {"id": 1, "annotations": [{"id": 7, "completed_by": {"email": "a@example.org"}, "created_at": "2024-03-04T10:00:00Z", "lead_time": 30}]}  # fmt: skip
SHORT = {
    "id": 2,
    "annotator": {"id": 5},
    "annotation_id": 8,
    "created_at": "2024-03-04T11:00:00Z",
    "lead_time": 45.5,
}


def test_full_and_short_exports_of_a_project_say_the_same_of_an_annotation() -> None:
    """Who, when, and for how long it was open; the short one is flat."""
    rows = read(json.dumps([TASK, SHORT])).table.to_pylist()
    assert [(row["task_id"], row["active_seconds"]) for row in rows] == [("7", 30), ("8", 45.5)]
    assert rows[1]["worker_id"] == "5"


@pytest.mark.parametrize("listed", [None, "none", [7, None]])
def test_a_task_whose_annotations_are_no_list_of_objects_was_annotated_by_nobody(listed: object) -> None:
    """It is counted, as a task without work."""
    reading = read(json.dumps([TASK, {"id": 3, "annotations": listed}]))
    assert reading.table.num_rows == 1
    assert reading.files[0].rows_read == 2


@pytest.mark.parametrize("document", [[TASK, 7], [TASK, {"id": 3}], [TASK, [TASK]]])
def test_a_list_that_holds_something_else_than_tasks_is_refused(document: object) -> None:
    """Whatever it is, it is no project."""
    text = json.dumps(document)
    assert find_reader(head_of(source(text), Options())).name == "label_studio"
    with pytest.raises(InputRefused, match="is no list of tasks with annotations"):
        read(text)
