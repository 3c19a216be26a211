"""Two releases of one campaign: what stands between them, which whoever has both finds by subtraction, is told on the screen."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from batches import rows, write
from test_explain_figure import said

from wageaudit.batch import Sharing, run
from wageaudit.batch.executors import Here
from wageaudit.disclosure import Rule
from wageaudit.options import Options
from wageaudit.pseudonyms import Key, key_text

HOW = Sharing(Key(bytes(range(32))), Rule())


def joins(folder: Path, number: int, count: int = 6) -> Path:
    """A member's log."""
    name = f"w{number:02d}"
    path = folder / name / "log.csv"
    write(path, rows(name, count, 1, "anvil", "Zebra Labelling Ltd"))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve members' logs."""
    for number in range(12):
        joins(tmp_path / "logs", number)
    return tmp_path / "logs"


def released(
    folder: Path, how: Sharing | None = HOW, day: date | None = None, gap: int | None = None
) -> list[str]:
    """What a release says of the one before it."""
    options = Options(country="KE", as_of=day, gap_minutes=gap)  # type: ignore[arg-type]
    done = run(str(folder), str(folder.parent / "out"), options, Here(), sharing=how)
    return [one.reason for one in done.released]


def test_who_joined_left_or_has_other_figures_is_told_once(folder: Path) -> None:
    """The first release has nothing before it; the same again says nothing; a change is told at the next release alone."""
    assert released(folder) == []
    assert released(folder) == []
    joins(folder, 12)
    (told,) = released(folder)
    assert told.endswith("and this one says something else: 1 member joined (w12)")
    assert released(folder) == []
    shutil.rmtree(folder / "w00")
    joins(folder, 1, count=7)
    (told,) = released(folder)
    assert told.endswith(": 1 member left (w00), 1 member has other figures (w01)")


def test_the_day_of_the_earlier_release_is_named_where_it_was_given(folder: Path) -> None:
    """No clock is read: the day is that of --as-of."""
    assert released(folder, day=date(2026, 6, 1)) == []
    for number in range(12, 17):
        joins(folder, number)
    (told,) = released(folder, day=date(2026, 7, 1))
    assert told == (
        "an earlier release of these results was made here, as of 2026-06-01, and this one says something else: "
        "5 members joined (w12, w13, w14, …)"
    )


def test_a_run_that_shares_nothing_is_no_release(folder: Path) -> None:
    """The next release is compared with the last one that was made."""
    assert released(folder) == []
    joins(folder, 12)
    assert released(folder, how=None) == []
    assert len(released(folder)) == 1


def test_the_same_members_by_another_rule_are_told_too(folder: Path) -> None:
    """What one rule withholds, the other may show."""
    assert released(folder) == []
    (told,) = released(folder, how=Sharing(HOW.key, Rule(threshold=11)))
    assert told.endswith("the same members, by other choices or rules")
    (told,) = released(folder, gap=0)
    assert "12 members have other figures (w00, w01, w02, …)" in told


def test_the_command_says_it_and_shares_and_writes_nothing_of_it(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """With its mend; no member is named in what is shared, nothing lies beside the key, and the proof holds."""
    key, out = folder.parent / "keys" / "campaign.key", folder.parent / "out"
    key.parent.mkdir()
    key.write_text(key_text(HOW.key), "utf-8")
    given = ("batch", folder, "-o", out, "--country", "KE", "--share", "--key", key, "--jobs", "1")
    code, _, err = said(capfd, *given)
    assert (code, "an earlier release" in err) == (0, False)
    joins(folder, 12)
    code, _, err = said(capfd, *given)
    told = " ".join(err.split())
    assert code == 0
    assert "share: an earlier release of these results was made here" in told
    assert "1 member joined (w12)" in told
    assert "mend: take the earlier one back before you give this one away" in told
    assert [path.name for path in key.parent.iterdir()] == ["campaign.key"]
    assert not any(b"w12" in path.read_bytes() for path in (out / "share").iterdir())
    assert "released-before" not in (out / "problems.csv").read_text("utf-8")
    joins(folder, 13)
    assert "joined" not in said(capfd, *given, "-q")[2]
