"""Cells of one run that name the same platform, requester or project are one cell: their sums by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from wageaudit import Options, audit, runs, tasks_from_rows
from wageaudit.cells import Cells

BEGIN = datetime(2024, 3, 4, 8, tzinfo=UTC)
CHOSEN = Options(country="KE", currency="KES")


def cells(projects: str, by: tuple[str, ...] = ("project",), workers: str = "") -> Cells:
    """The cells of a worker's tasks of one day, a letter a task: its project, also its requester; pay 1, 2, 3 and so on."""
    rows = [
        {
            "worker_id": (workers or "a" * len(projects))[at],
            "requester": name.strip(),
            "project": name.strip(),
            "started_at": BEGIN + timedelta(minutes=10 * at),
            "ended_at": BEGIN + timedelta(minutes=10 * at + 8),
            "pay": at + 1,
        }
        for at, name in enumerate(projects)
    ]
    return audit(tasks_from_rows(rows, CHOSEN).table, CHOSEN).cells(by)


def told(found: Cells) -> list[tuple[str, int, int]]:
    """(project, pay, tasks) of every cell."""
    names = [*found.labels["project"], ""]
    pay = (found.sums["pay"] // 1_000_000).tolist()
    return list(
        zip([names[code] for code in found.key["project"]], pay, found.sums["tasks"].tolist(), strict=True)
    )


def test_tasks_that_change_between_projects_are_one_cell_a_project() -> None:
    """Pay 1 + 3 + 5 on x, 2 + 4 on y."""
    assert told(cells("xyxyx")) == [("x", 9, 3), ("y", 6, 2)]


def test_tasks_without_a_project_are_a_cell_of_their_own() -> None:
    """It comes first, as everywhere."""
    assert told(cells("x x y")) == [("", 6, 2), ("x", 4, 2), ("y", 5, 1)]


def test_workers_are_never_merged() -> None:
    """Two workers by turns on two projects: four cells, workers in their order."""
    found = cells("xyyxxy", workers="aabbab")
    assert found.key["worker"].tolist() == [0, 0, 1, 1]
    assert told(found) == [("x", 6, 2), ("y", 2, 1), ("x", 4, 1), ("y", 9, 2)]


def test_each_gap_lies_in_the_cell_of_the_task_after_it() -> None:
    """Two minutes before every task but the first."""
    found = cells("xyxyx")
    assert set(found.gap.tolist()) == {2 * 60 * 1_000_000}
    assert np.bincount(found.gap_cell).tolist() == [2, 2]
    assert [int(found.sums["longest"][at]) for at in (0, 1)] == [2 * 2 * 60 * 1_000_000] * 2


@pytest.mark.parametrize("largest", [1, 1 << 62])
def test_names_in_plenty_are_told_apart_another_way(monkeypatch: pytest.MonkeyPatch, largest: int) -> None:
    """A run and its names as one number where that fits, else column by column."""
    monkeypatch.setattr(runs, "LARGEST", largest)
    both = cells("xyxyx z z", ("requester", "project"))
    assert told(both) == [("", 14, 2), ("x", 9, 3), ("y", 6, 2), ("z", 16, 2)]
