"""Maps at their edges: columns of kinds that few tables have, rules beside them, and what a table's own cells leave open."""

from __future__ import annotations

from pathlib import Path

import pytest

from wageaudit import Options, read
from wageaudit.errors import InputRefused, WrongUse
from wageaudit.readers.base import Reading

PLAN = 'timezone = "Africa/Nairobi"\ncurrency = "KES"\n[columns]\nstarted_at = "Day"\nactive_seconds = "Seconds"\npay = "Pay"\n'


def by(folder: Path, table: str, plan: str, **choices: object) -> Reading:
    """A table read by a map."""
    (folder / "t.csv").write_text(table, encoding="utf-8")
    (folder / "m.toml").write_text(plan, encoding="utf-8")
    return read([str(folder / "t.csv")], Options(map=str(folder / "m.toml"), **choices))  # type: ignore[arg-type]


def test_a_rule_of_activities_wins_over_a_column_of_them(tmp_path: Path) -> None:
    """The column says what the rules do not."""
    plan = (
        PLAN
        + 'activity = "Kind"\ncountry = "Where"\n[[activity]]\ncolumn = "Note"\nprefix = "queue"\nactivity = "waiting"\n'
    )
    rows = (
        "2024-03-04,60,1,training,Kenya,",
        "2024-03-05,60,0,task,KEN,Queue again",
        "2024-03-06,60,1,,KE,the rest",
    )
    found = by(tmp_path, "\n".join(["Day,Seconds,Pay,Kind,Where,Note", *rows]), plan).table
    assert found["activity"].to_pylist() == ["training", "waiting", None]  # which is a task
    assert set(found["country"].to_pylist()) == {"KE"}


@pytest.mark.parametrize("empty", ["Day,Seconds,Pay\n", "Day,Seconds,Pay\n,,\n"])
def test_a_table_without_a_row_has_no_work_in_it(tmp_path: Path, empty: str) -> None:
    """And says so by its counts."""
    found = by(tmp_path, empty, PLAN)
    assert (found.rows, found.files[0].rows_read) == (0, 0)


def test_a_map_and_a_reader_cannot_both_say_how_a_file_is_read(tmp_path: Path) -> None:
    """One of them would be ignored."""
    with pytest.raises(WrongUse, match="--map and --reader both say"):
        by(tmp_path, "Day,Seconds,Pay\n2024-03-04,60,1\n", PLAN, reader="canonical")


def test_a_table_that_lacks_a_column_of_its_map_is_refused_by_name(tmp_path: Path) -> None:
    """The map was made for another."""
    with pytest.raises(InputRefused, match="Pay"):
        by(tmp_path, "Day,Seconds,Total\n2024-03-04,60,1\n", PLAN)
