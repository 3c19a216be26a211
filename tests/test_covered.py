"""The table of branches: rooms below their bar are named with what they lack, and a page is written where none is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def tool() -> ModuleType:
    """tools/covered.py, which is in no package."""
    spec = importlib.util.spec_from_file_location("covered", ROOT / "tools" / "covered.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


COVERED = tool()
OF = {
    "wageaudit/wide.py": "pure",
    "wageaudit/readers/toggl.py": "reader",
    "wageaudit/readers/wolt/__init__.py": "reader",
}
PAGE = f"# Head\n\n{COVERED.BEGINS}\nan old table\n{COVERED.ENDS}\n\nThe end.\n"


def came_through(lines: int, branches: int, missing: int) -> dict[str, object]:
    """What coverage says of a file of which so many lines were not come through."""
    through = lines + branches - missing
    return {
        "summary": {
            "num_statements": lines, "num_branches": branches, "covered_lines": lines - missing, "covered_branches": branches,
            "percent_covered": 100 * through / (lines + branches),
        },
        "missing_lines": list(range(7, 7 + missing)), "missing_branches": [[6, 7]] if missing else [],
    }  # fmt: skip


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page with an old table, which the tool takes for its own."""
    path = tmp_path / "tests.md"
    path.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(COVERED, "PAGE", path)
    monkeypatch.setattr(COVERED, "kinds", lambda: OF)
    return path


def test_a_table_has_a_line_for_each_room_and_sums(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader may miss one of twenty, a pure room nothing; the text around the table stays."""
    found = dict(
        zip(OF, (came_through(8, 2, 0), came_through(15, 5, 1), came_through(30, 10, 0)), strict=True)
    )
    monkeypatch.setattr(COVERED, "measured", lambda: found)
    assert COVERED.main(["--write"]) == 0
    written = page.read_text(encoding="utf-8")
    assert written.startswith(PAGE.partition("an old table")[0])
    assert written.endswith(PAGE.partition("an old table\n")[2])
    assert written.splitlines()[5:-3] == [
        "| wide | pure | 8 | 2 | 100.0 % |",
        "| readers/toggl | reader | 15 | 5 | 95.0 % |",
        "| readers/wolt | reader | 30 | 10 | 100.0 % |",
        "| all of them | pure | 8 | 2 | 100.0 % |",
        "| all of them | reader | 45 | 15 | 98.3 % |",
    ]


@pytest.mark.parametrize(
    ("pure", "reader", "told"),
    [
        ((1999, 1, 1), (20, 0, 0), "wageaudit/wide.py: 99.9 % of 100 %; lines [7], branches [[6, 7]]"),
        ((10, 0, 0), (100, 0, 6), "wageaudit/readers/toggl.py: 94.0 % of 95 %; lines [7, 8, 9, 10, 11, 12], branches [[6, 7]]"),
        ((10, 0, 0), None, "wageaudit/readers/toggl.py: 0.0 % of 95 %; all of it"),
    ],
)  # fmt: skip
def test_a_room_below_its_bar_is_named_and_nothing_is_written(
    pure: tuple[int, int, int], reader: tuple[int, int, int] | None, told: str, page: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """One branch of two thousand is enough; so is a reader that no test comes to."""
    wide, toggl, wolt = OF
    found = {wide: came_through(*pure), wolt: came_through(20, 0, 0)} | (
        {toggl: came_through(*reader)} if reader else {}
    )
    monkeypatch.setattr(COVERED, "measured", lambda: found)
    assert COVERED.main(["--write"]) == 1
    assert capsys.readouterr().err == told + "\n"
    assert page.read_text(encoding="utf-8") == PAGE


def test_a_page_without_a_place_for_the_table_is_an_error() -> None:
    """Nothing is put at its end instead."""
    with pytest.raises(ValueError, match="the page has no"):
        COVERED.with_table("# Head\n", [])


@pytest.mark.slow
def test_the_page_has_every_room_at_its_bar() -> None:
    """A new room or reader is measured before it is released."""
    page = (ROOT / "docs" / "tests.md").read_text(encoding="utf-8")
    table = page.partition(COVERED.BEGINS)[2].partition(COVERED.ENDS)[0]
    lines = [line.strip("| ").split(" | ") for line in table.splitlines()[3:]]
    shares = {(name, kind): float(covered.removesuffix(" %")) for name, kind, _, _, covered in lines}
    rooms = {(COVERED.room(name), kind) for name, kind in COVERED.kinds().items()}
    assert rooms | {("all of them", kind) for kind in COVERED.BARS} == set(shares), (
        "tools/coverage.sh --write"
    )
    assert all(share >= COVERED.BARS[kind] for (_, kind), share in shares.items())
