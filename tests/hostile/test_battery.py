"""Hostile and broken inputs, each through the real command line in a child process under limits of memory and time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hostile.kinds import CASES, KINDS, numbers
from hostile.page import page
from hostile.runner import Case, hold, run

pytestmark = pytest.mark.slow  # a process for every case

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "hostile-inputs.md"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_a_case_says_is_true(case: Case, tmp_path: Path) -> None:
    """Exit code, message with place, value and mend, nothing half-written, no row lost."""
    hold(case, run(case, tmp_path))


def test_every_number_of_the_list_is_tried_or_has_its_reason() -> None:
    """Nothing is left out in silence, and no case stands twice."""
    for kind in KINDS:
        listed = {f"{kind.letter}{number}" for number in range(1, kind.listed + 1)}
        assert listed - numbers(kind) - set(kind.left_out) == set()
        assert numbers(kind) & set(kind.left_out) == set()
    assert len({case.number for case in CASES}) == len(CASES)


def test_what_is_tried_elsewhere_is_there() -> None:
    """By the file and the name of its test."""
    for kind in KINDS:
        for place in kind.elsewhere.values():
            file, _, name = place.partition("::")
            assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


def test_the_page_tells_the_cases(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What did not pass fails above; with WAGEAUDIT_WRITE_DOCS=1 all are run here, counted, and written."""
    passed = {kind.letter: len(kind.cases) for kind in KINDS}
    if os.environ.get("WAGEAUDIT_WRITE_DOCS"):
        passed = {
            kind.letter: sum(_passes(case, tmp_path_factory.mktemp("case")) for case in kind.cases)
            for kind in KINDS
        }
        PAGE.write_text(page(passed), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page(passed)


def _passes(case: Case, folder: Path) -> bool:
    try:
        hold(case, run(case, folder))
    except AssertionError:
        return False
    return True
