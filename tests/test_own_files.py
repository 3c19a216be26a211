"""A roster, a map or rates among the logs or among the results: read as what an option says they are, never as an export, never written over."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from wageaudit.cli import main

HEADER = "worker_id,started_at,ended_at,pay,currency,country"
WORK = "{who},2024-03-04T08:00:00Z,2024-03-04T09:00:00Z,1.10,USD,KE"
ROSTER = "worker_id,person,country,region,timezone\na77,Ana,KE,,Africa/Nairobi\n"


def ran(folder: Path, *arguments: str | Path) -> tuple[int, str]:
    """Exit code and stderr of the command, given in this folder."""
    told = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stderr(told), pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0), " ".join(told.getvalue().split())


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with members' logs."""
    for who in ("a77", "b12"):
        (tmp_path / "logs" / who).mkdir(parents=True)
        (tmp_path / "logs" / who / "log.csv").write_text(f"{HEADER}\n{WORK.format(who=who)}\n", "utf-8")
    return tmp_path


def workers(path: Path) -> list[str]:
    """Who stands in a table of results."""
    with path.open(encoding="utf-8") as stream:
        return [row["worker"] for row in csv.DictReader(stream)]


NAMES = ("roster.csv", "a77/log2.csv", "workers.csv", "a77.csv", "mturk_batch_results.csv")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_roster_among_the_logs_is_no_members_export(name: str, house: Path) -> None:
    """Whatever it is called, and by whatever way it is named; the proof of the batch holds."""
    path = house / "logs" / name
    path.write_text(ROSTER, "utf-8")
    for spelt in (f"logs/{name}", f"logs/b12/../{name}"):
        code, err = ran(house, "batch", "logs", "-o", "out", "--roster", spelt, "--jobs", "1")
        assert code == 0, err
        assert "2 files" in err
        assert workers(house / "out" / "workers.csv") == ["Ana", "b12"]
        found = json.loads((house / "out" / "manifest.json").read_text("utf-8"))
        assert [one["name"] for one in found["inputs"]] == ["a77/log.csv", "b12/log.csv"]
    assert path.read_text("utf-8") == ROSTER
    assert ran(house, "verify", "out/manifest.json")[0] == 0


@pytest.mark.parametrize("command", ["audit", "check", "convert", "report"])
@pytest.mark.parametrize("named", ["logs", "logs/roster.csv"])
def test_a_roster_that_a_folder_or_a_pattern_holds_is_no_export(
    command: str, named: str, house: Path
) -> None:
    """As `audit *.csv --roster roster.csv` has it: said, and no fault."""
    (house / "logs" / "roster.csv").write_text(ROSTER, "utf-8")
    outputs = {"audit": ["-o", "o.csv"], "convert": ["-o", "o.csv"], "check": [], "report": ["-o", "o.html"]}
    code, err = ran(
        house, command, "logs/a77", "logs/b12", named, "--roster", "logs/roster.csv", *outputs[command]
    )
    assert code == 0, err
    if command == "audit":
        assert "logs/roster.csv: is no export: an option names it" in err
        assert workers(house / "o.csv") == ["Ana", "b12"]


RESULTS = ("workers.csv", "weeks.parquet", "manifest.json", "share/workers.csv", "pages/Ana.html", "mine.csv")


@pytest.mark.slow
@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("within", [False, True], ids=["OUT apart", "OUT within the logs"])
def test_no_result_takes_the_place_of_a_roster_among_the_results(
    name: str, within: bool, house: Path
) -> None:
    """Refused before anything is read; the roster, and the earlier results, stay as they were."""
    out = house / "logs" / "out" if within else house / "out"
    assert ran(house, "batch", "logs", "-o", out, "--jobs", "1")[0] == 0
    path = out / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(ROSTER, "utf-8")
    before = {one: one.read_bytes() for one in sorted(out.rglob("*")) if one.is_file() and one.name != "lock"}
    code, err = ran(house, "batch", "logs", "-o", out, "--roster", path, "--jobs", "1")
    assert code == 2
    assert "lies in the folder of results" in err
    assert "mend: keep it elsewhere" in err
    assert {one: one.read_bytes() for one in before} == before


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--exchange", "date,base,quote,rate\n2024-03-04,USD,KES,150\n"),
        ("--map", "[columns]\n"),
        ("--living-wage", 'country = "KE"\n'),
        ("--wages", 'country = "KE"\n'),
    ],
)
def test_neither_of_any_other_file_that_an_option_names(option: str, text: str, house: Path) -> None:
    """Rates, maps and wages are the user's too; a link into the results leads there."""
    assert ran(house, "batch", "logs", "-o", "out", "--jobs", "1")[0] == 0
    own: Sequence[Path] = [house / "out" / "weeks.csv", house / "link.csv"]
    own[0].write_text(text, "utf-8")
    own[1].symlink_to(own[0])
    for path in own:
        code, err = ran(house, "batch", "logs", "-o", "out", option, path, "--jobs", "1")
        assert code in {2, 3}, err  # 3: the file itself is refused, before that
        assert own[0].read_text("utf-8") == text
