"""What mutation testing left on record: the table of its page, verdicts that outlive a move, and the faults it puts in."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = """\
LIMIT = 2


def within(value, low):
    return low <= value < LIMIT and not value == low
"""


def tool(name: str) -> ModuleType:
    """A module of tools/, which are no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


RECORDS = tool("mutation_records")
MUTATE = tool("mutate")
EVERY = RECORDS.every(MUTATE.ROOMS)


def survivor(line: int = 5, text: str = "return low", change: str = "<  →  <=", verdict: str = "") -> object:
    """One of the function `within`."""
    return RECORDS.Survivor(line, "within", text, change, 1, verdict)


def record(*survivors: object, tried: int = 10) -> object:
    """A module of twelve mutants."""
    return RECORDS.Record("limits", "0123", 12, tried, 1, survivors)


def test_the_table_of_the_page_is_made_from_the_records() -> None:
    """`python tools/mutate.py --table` writes it."""
    page = (ROOT / "docs" / "mutation.md").read_text(encoding="utf-8")
    assert RECORDS.in_page(page) == RECORDS.table(EVERY)
    assert RECORDS.with_table(page, RECORDS.table(EVERY)) == page


def test_every_record_is_of_a_room_that_is_tried() -> None:
    """And holds no more than was tried."""
    modules = {path.stem for path in RECORDS.RECORDS.glob("*.toml")}
    assert modules == {one.module for one in EVERY}
    for one in EVERY:
        assert len(one.survivors) <= one.tried <= one.mutants
        assert len({survivor.key for survivor in one.survivors}) == len(one.survivors)


def test_every_survivor_has_a_verdict_or_none_and_the_tests_named_exist() -> None:
    """`nothing: why`, or `test: file::name`."""
    for one in (survivor for record in EVERY for survivor in record.survivors if survivor.verdict):
        if one.verdict.startswith(RECORDS.NOTHING):
            assert len(one.verdict) > len(RECORDS.NOTHING)
            continue
        assert one.verdict.startswith(RECORDS.TEST)
        file, _, name = one.verdict.removeprefix(RECORDS.TEST).partition("::")
        if name:
            assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


def test_a_line_of_the_table_adds_up() -> None:
    """Ten tried; four survived at first, one got a test, one changes nothing: 8 of 9 that count are noticed."""
    made = record(
        survivor(1), survivor(2), survivor(3, verdict="test: a.py::b"), survivor(4, verdict="nothing: c")
    )
    assert (made.noticed, made.mended, made.surviving, made.idle) == (7, 1, 3, 1)
    assert RECORDS.table([made]).splitlines()[-2:] == [
        "| limits | 12 | 10 | 7 | 1 | 3 | 1 | 77.8% |",
        "| all of them | 12 | 10 | 7 | 1 | 3 | 1 | 77.8% |",
    ]


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Quotation marks, backslashes, arrows and all; survivors in the order of their lines."""
    odd = survivor(2, "say(\"\\d\" + 'é')", '"a"  →  "b"', "nothing: “why”")
    RECORDS.save(record(survivor(), replace(odd, nth=2), odd), tmp_path)
    assert RECORDS.load("limits", tmp_path) == record(odd, replace(odd, nth=2), survivor())
    assert RECORDS.load("other", tmp_path) is None


def test_a_verdict_outlives_a_move_of_its_line_and_no_change_of_it() -> None:
    """Found again by function, text and change."""
    old = record(survivor(5, verdict="nothing: why"))
    assert RECORDS.merged(record(survivor(9)), old).survivors == (survivor(9, verdict="nothing: why"),)
    changed = survivor(5, text="return high")
    assert RECORDS.merged(record(changed), old).survivors == (changed,)


def test_what_survived_once_and_is_noticed_now_keeps_its_test() -> None:
    """What never survived is not put on record; what survives again has no test any more."""
    old = record(survivor(1, text="a"), survivor(2, text="b", verdict="test: x.py::y"))
    noticed = [(survivor(1, text="a"), "x.py::z"), (survivor(3, text="c"), "x.py::z")]
    new = RECORDS.merged(record(survivor(2, text="b")), old, noticed)
    assert new.survivors == (survivor(1, text="a", verdict="test: x.py::z"), survivor(2, text="b"))


def test_survivors_tried_again_are_noticed_or_open_and_the_others_stay() -> None:
    """And how many were tried stays what it was."""
    idle, old = survivor(7, text="d", verdict="nothing: e"), survivor(1, text="a")
    before = record(old, survivor(2, text="b", verdict="test: x.py::gone"), idle)
    found = RECORDS.after(before, [(replace(old, line=4), "x.py::y")], [survivor(2, text="b")])
    assert found == replace(
        before, survivors=(survivor(2, text="b"), survivor(4, text="a", verdict="test: x.py::y"), idle)
    )


def test_faults_are_put_into_comparisons_conditions_and_numbers() -> None:
    """One at a time, each told by its function, its line and what it says."""
    found = [(one.line, one.function, one.says) for one in MUTATE.mutants(SOURCE)]
    assert found == [
        (1, "LIMIT", "2  →  3"), (1, "LIMIT", "2  →  1"),
        (5, "within", "low <= value < LIMIT and (not value == low)  →  low <= value < LIMIT or not value == low"),
        (5, "within", "low <= value < LIMIT  →  low < value < LIMIT"), (5, "within", "low <= value < LIMIT  →  low > value < LIMIT"),
        (5, "within", "low <= value < LIMIT  →  low <= value <= LIMIT"), (5, "within", "low <= value < LIMIT  →  low <= value >= LIMIT"),
        (5, "within", "not value == low  →  value == low"), (5, "within", "value == low  →  value != low"),
    ]  # fmt: skip


def test_a_fault_runs_in_the_function_it_was_put_into() -> None:
    """And in a constant, wherever that was imported."""
    changes = {one.says: one for one in MUTATE.mutants(SOURCE)}
    module = ModuleType("wageaudit.limits")
    module.__file__ = "limits.py"
    exec(compile(SOURCE, "limits.py", "exec"), vars(module))  # noqa: S102 - the text above
    assert not module.within(2, 0)
    MUTATE.infect(module, changes["low <= value < LIMIT  →  low <= value <= LIMIT"])
    assert module.within(2, 0)
    assert not module.within(3, 0)
    sys.modules[module.__name__] = module
    try:
        MUTATE.infect(module, changes["2  →  3"])
    finally:
        del sys.modules[module.__name__]
    assert module.LIMIT == 3
    assert module.within(3, 0)


def test_a_share_is_the_same_one_each_time() -> None:
    """A number of them, those of a line, or those on record."""
    every = list(MUTATE.mutants(SOURCE))
    few = MUTATE.Chosen(most=4, seed=3).of(every)
    assert [one.says for one in few] == [one.says for one in MUTATE.Chosen(most=4, seed=3).of(every)]
    assert (len(few), few) == (4, sorted(few, key=every.index))
    assert [one.line for one in MUTATE.Chosen(only=[1]).of(every)] == [1, 1]
    assert MUTATE.Chosen(keys=frozenset([every[2].survivor.key])).of(every) == [every[2]]
    assert MUTATE.Chosen().of(every) == every


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_nothing_is_nothing_and_one_of_all_is_all(share: float) -> None:
    """From 0 to 1."""
    every = list(MUTATE.mutants(SOURCE))
    assert MUTATE.Chosen(share=share).of(every) == (every if share else [])
