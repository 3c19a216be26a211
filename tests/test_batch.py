"""A batch audits a folder of members' exports whatever is wrong with single files, and gives the same bytes however it is done."""

from __future__ import annotations

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from batches import BROKEN, batch, batched, hashes, members, mixed, published, rows, write
from rich.console import Console

from wageaudit import readers
from wageaudit.batch import Batch, Progress, run, tabling, units
from wageaudit.batch.executors import Here, Processes
from wageaudit.cli import progress
from wageaudit.engine import run as audit
from wageaudit.errors import InputRefused, WrongUse
from wageaudit.options import Options, RosterEntry

NAMED = {"source_file", "source_row"}
TABLES = {
    f"{name}.{form}"
    for name in ("workers", "weeks", "platforms", "requesters", "projects", "countries", "months")
    for form in ("csv", "parquet")
} | {"summary.csv", "problems.csv", "manifest.json"}


def here(folder: Path, out: Path, options: Options | None = None) -> Batch:
    """Run a batch in this process."""
    return run(str(folder), str(out), options or Options(country="KE"), Here())


def lines(out: Path, name: str) -> list[dict[str, str]]:
    """Return the lines of one of the tables."""
    with (out / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def ledger(out: Path) -> list[dict[str, object]]:
    """Return the whole ledger without the places of rows."""
    parts = [pq.ParquetFile(path).read() for path in sorted((out / "ledger").rglob("*.parquet"))]
    found = [row for part in parts for row in part.drop_columns(sorted(NAMED)).to_pylist()]
    return sorted(found, key=lambda row: (row["worker_id"], row["started_at"], row["task_id"]))


def test_a_deep_mixed_folder_becomes_tables_a_ledger_problems_and_a_manifest(
    tmp_path: Path, sample_data: Path
) -> None:
    """All that a union works with the same evening, and nothing changed in what the members sent."""
    folder, out = mixed(tmp_path / "logs", sample_data), tmp_path / "out"
    before = hashes(folder)
    done = here(folder, out)
    assert hashes(folder) == before
    found = published(out)
    assert {name for name in found if "/" not in name} == TABLES
    assert all(name in TABLES or name.startswith("ledger/shelf=") for name in found)
    assert (
        done.run.account.read
        == done.run.account.audited + done.run.account.merged + done.run.account.left_out
    )
    workers = {line["worker"]: line for line in lines(out, "workers.csv")}
    assert {"ana", "ben", "cyd", "dan", "eve"} <= set(workers)
    assert workers["ana"]["tasks"] == "40"  # of 50 rows in two files
    assert sum(map(len, (ledger(out),))) == done.run.account.audited
    manifest = json.loads(found["manifest.json"])
    assert {one["name"] for one in manifest["outputs"]} == set(found) - {"manifest.json"}
    assert str(tmp_path) not in found["manifest.json"].decode()


def test_one_bad_file_stops_nothing_and_each_is_listed(tmp_path: Path, sample_data: Path) -> None:
    """Each with its reason, and with what to do."""
    folder, out = mixed(tmp_path / "logs", sample_data), tmp_path / "out"
    here(folder, out)
    problems = {line["file"]: line for line in lines(out, "problems.csv") if line["code"].startswith("file-")}
    for name in BROKEN:
        shown = (
            "north/" + name.replace("\x1b", "\\x5cx1b") + ("/log.csv" if name == "torn inside.zip" else "")
        )
        assert problems[shown]["reason"], shown
        assert problems[shown]["mend"], shown
    assert not any(
        b"\x1b" in data for name, data in published(out).items() if name.endswith((".csv", ".json"))
    )


def test_the_batch_says_what_the_audit_of_the_same_folder_says(tmp_path: Path, sample_data: Path) -> None:
    """Another way of reading and cutting, the same figures: trackers, bundles and duplicates across files included."""
    folder, out = mixed(tmp_path / "logs", sample_data), tmp_path / "out"
    done = here(folder, out)
    plain = audit([str(folder)], Options(country="KE"))
    for by in (
        ("worker",),
        ("worker", "week"),
        ("platform",),
        ("requester",),
        ("project",),
        ("country",),
        ("month",),
    ):
        name = {("worker", "week"): "weeks", ("country",): "countries"}.get(by, f"{by[0]}s")
        wanted = [
            {key: "" if value is None else str(value) for key, value in line.items()}
            for line in plain.audit.table(by).to_pylist()
        ]
        assert lines(out, f"{name}.csv") == wanted, by
        assert [
            {key: "" if value is None else str(value) for key, value in line.items()}
            for line in pq.ParquetFile(out / f"{name}.parquet").read().to_pylist()
        ] == wanted
    assert done.run.account == plain.account


def test_a_trackers_log_joins_the_platforms_rows_of_other_files(tmp_path: Path, sample_data: Path) -> None:
    """Read apart, brought together on the worker's shelf."""
    folder, out = tmp_path / "logs", tmp_path / "out"
    shutil.copytree(sample_data / "nairobi_trackers", folder)
    chosen = Options(country="KE", timezone="Africa/Nairobi", worker="A77")
    done, plain = here(folder, out, chosen), audit([str(folder)], chosen)
    (told,) = [problem for problem in done.run.problems() if problem.code == "tracker-joined"]
    assert told.reason in {problem.reason for problem in plain.problems()}
    assert lines(out, "workers.csv")[0]["waiting_hours"] == str(
        plain.audit.table().to_pylist()[0]["waiting_hours"]
    )


@pytest.mark.slow
def test_one_process_and_two_give_the_same_bytes(tmp_path: Path, sample_data: Path) -> None:
    """Whoever reads a file, and whenever it is done."""
    folder = mixed(tmp_path / "logs", sample_data)
    here(folder, tmp_path / "one")
    two = Processes(2)
    run(str(folder), str(tmp_path / "two"), Options(country="KE"), two)
    two.stop()
    assert published(tmp_path / "one") == published(tmp_path / "two")


def test_how_the_rows_are_cut_into_files_changes_no_figure(tmp_path: Path) -> None:
    """Only where a row stood is another: all else is the same to the byte."""
    every = [line for worker in ("ana", "ben", "cyd") for line in rows(worker, 40)]
    write(tmp_path / "whole" / "all.csv", every)
    for at in range(7):
        write(tmp_path / "cut" / f"f{at}" / "part.csv", every[at::7])
    for name in ("whole", "cut"):
        here(tmp_path / name, tmp_path / f"of {name}")
    one, other = (published(tmp_path / f"of {name}") for name in ("whole", "cut"))
    same = {name for name in one if not name.startswith("ledger") and name != "manifest.json"}
    assert {name: one[name] for name in same} == {name: other[name] for name in same}
    assert set(one) == set(other)
    assert ledger(tmp_path / "of whole") == ledger(tmp_path / "of cut")


def test_a_second_run_reads_nothing_again(tmp_path: Path, sample_data: Path) -> None:
    """Not even files that waited for others of their export."""
    folder, out = mixed(tmp_path / "logs", sample_data), tmp_path / "out"
    first = here(folder, out)
    before = published(out)
    again = here(folder, out)
    assert first.read == first.files > 20
    assert (again.read, again.audited) == (0, 0)
    assert published(out) == before


def test_a_folder_that_was_moved_is_not_read_again(tmp_path: Path, sample_data: Path) -> None:
    """What is kept knows no absolute path."""
    folder, out = mixed(tmp_path / "logs", sample_data), tmp_path / "out"
    here(folder, out)
    before = published(out)
    (tmp_path / "elsewhere").mkdir()
    moved = shutil.copytree(folder, tmp_path / "elsewhere" / "logs")
    again = here(moved, out)
    assert (again.read, again.audited) == (0, 0)
    assert published(out) == before
    kept = [path for path in (out / ".wageaudit").rglob("*") if path.is_file()]
    assert not any(str(folder).encode() in path.read_bytes() for path in kept)


def test_a_changed_an_added_and_a_removed_file_redo_their_workers_alone(tmp_path: Path) -> None:
    """One file read, one shelf audited; and the bytes of a run that knew no other."""
    folder, out = members(tmp_path / "logs", 8), tmp_path / "out"
    first = here(folder, out)
    write(folder / "member 003.csv", rows("W003", 31))
    changed = here(folder, out)
    write(folder / "new" / "late.csv", rows("W900", 5))
    added = here(folder, out)
    (folder / "member 005.csv").unlink()
    removed = here(folder, out)
    assert first.read == 8
    assert [(one.read, one.audited) for one in (changed, added, removed)] == [(1, 1), (1, 1), (0, 0)]
    here(folder, tmp_path / "fresh")
    assert published(out) == published(tmp_path / "fresh")
    names = {line["worker"] for line in lines(out, "workers.csv")}
    assert ("W900" in names, "W005" in names) == (True, False)


def test_another_choice_of_counting_reads_no_file_again(tmp_path: Path) -> None:
    """The gap threshold bears on the audit, not on what a file says."""
    folder, out = members(tmp_path / "logs"), tmp_path / "out"
    here(folder, out)
    again = here(folder, out, Options(country="KE", gap_minutes=Decimal(5)))
    assert again.read == 0
    assert again.audited > 0
    here(folder, tmp_path / "fresh", Options(country="KE", gap_minutes=Decimal(5)))
    assert published(out) == published(tmp_path / "fresh")


def test_a_ledger_that_was_tampered_with_is_written_anew(tmp_path: Path) -> None:
    """What is kept is believed only as far as its hash goes."""
    folder, out = members(tmp_path / "logs"), tmp_path / "out"
    here(folder, out)
    before = published(out)
    target = next((out / "ledger").rglob("*.parquet"))
    target.write_bytes(b"PAR1" + target.read_bytes()[4:-1] + b"x")
    again = here(folder, out)
    assert (again.read, again.audited) == (0, 1)
    assert published(out) == before


def test_a_roster_joins_ids_of_one_person_and_is_no_export(tmp_path: Path) -> None:
    """Two ids, one line; the roster may lie among the exports."""
    folder, out = members(tmp_path / "logs", 3), tmp_path / "out"
    path = folder / "roster.csv"
    path.write_text("worker_id,person\nW000,Rasoa\nW001,Rasoa\n")
    roster = {name: RosterEntry(person="Rasoa") for name in ("W000", "W001")}
    done = here(folder, out, Options(country="KE", roster=roster, roster_file=str(path)))
    assert {line["worker"] for line in lines(out, "workers.csv")} == {"Rasoa", "W002"}
    assert done.run.refused == 0
    stranger = Options(country="KE", roster={"Zed": RosterEntry(person="Z")}, roster_file=str(path))
    assert "roster-unused" in {problem.code for problem in here(folder, out, stranger).run.problems()}


def test_a_folder_without_any_work_still_gives_tables(tmp_path: Path) -> None:
    """A header and no row: no worker, and every table with its columns."""
    write(tmp_path / "logs" / "none.csv", [])
    done = here(tmp_path / "logs", tmp_path / "out")
    found = published(tmp_path / "out")
    assert set(found) == TABLES
    assert found["workers.csv"].count(b"\n") == 1
    assert found["workers.csv"].startswith(b'"worker"')
    assert done.run.account.read == 0


def test_a_folder_of_broken_files_alone_is_refused_with_all_of_them(tmp_path: Path) -> None:
    """Nothing is written that looks like a result."""
    folder = tmp_path / "logs"
    folder.mkdir()
    for name in ("page.csv", "other.csv"):
        (folder / name).write_bytes(BROKEN[name])
    with pytest.raises(InputRefused) as refused:
        here(folder, tmp_path / "out")
    assert {refused.value.problem.file, *(one.file for one in refused.value.others)} == {
        "page.csv",
        "other.csv",
    }
    assert published(tmp_path / "out") == {}


def test_results_inside_the_folder_are_no_exports(tmp_path: Path) -> None:
    """LOGS/out may be where the results go; the files it then holds are not read."""
    folder = members(tmp_path / "logs")
    here(folder, folder / "out")
    again = here(folder, folder / "out")
    assert (again.files, again.read) == (6, 0)


def test_a_folder_inside_the_results_is_refused(tmp_path: Path) -> None:
    """Nothing may be written where members' files lie."""
    folder = members(tmp_path / "out" / "logs")
    with pytest.raises(WrongUse, match="holds the files to be read"):
        here(folder, tmp_path / "out")
    with pytest.raises(WrongUse, match="holds the files to be read"):
        here(folder, folder)


def test_a_folder_with_other_things_in_it_is_no_place_for_results(tmp_path: Path) -> None:
    """And what others put beside results later stays."""
    folder, out = members(tmp_path / "logs"), tmp_path / "out"
    out.mkdir()
    (out / "letters.txt").write_text("mine")
    with pytest.raises(WrongUse, match="not empty"):
        here(folder, out)
    (out / "letters.txt").unlink()
    here(folder, out)
    (out / "letters.txt").write_text("mine")
    (folder / "member 000.csv").unlink()
    here(folder, out)
    assert (out / "letters.txt").read_text() == "mine"


def test_a_file_that_vanishes_before_it_is_read_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody tidies up while the batch runs: the rest is audited."""
    folder = members(tmp_path / "logs")
    gone = folder / "member 002.csv"

    class Tidying(Here):
        def each(self, work, jobs, *, light=False, alone=False):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
            if work is units.read_units:
                gone.unlink(missing_ok=True)
            yield from super().each(work, jobs, light=light, alone=alone)

    done = run(str(folder), str(tmp_path / "out"), Options(country="KE"), Tidying())
    problems = {line["file"]: line for line in lines(tmp_path / "out", "problems.csv")}
    assert "cannot be opened" in problems["member 002.csv"]["reason"]
    assert len(lines(tmp_path / "out", "workers.csv")) == 5
    assert done.run.refused == 1
    again = here(folder, tmp_path / "out")
    assert again.run.refused == 0


def test_a_file_that_changes_while_it_is_read_is_read_again_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of one version and half of another is no evidence."""
    folder, out = members(tmp_path / "logs", 3), tmp_path / "out"
    changing = folder / "member 001.csv"

    class Saving(Here):
        def each(self, work, jobs, *, light=False, alone=False):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
            if work is units.read_units:
                write(changing, rows("W001", 33))
            yield from super().each(work, jobs, light=light, alone=alone)

    run(str(folder), str(out), Options(country="KE"), Saving())
    problems = {line["file"]: line["reason"] for line in lines(out, "problems.csv")}
    assert problems["member 001.csv"] == "was changed while it was read"
    again = here(folder, out)
    assert (again.read, again.run.refused) == (1, 0)


@pytest.mark.parametrize("fault", [ZeroDivisionError, MemoryError, OSError])
def test_a_readers_own_fault_costs_its_file_and_no_other(
    tmp_path: Path, sample_data: Path, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    """Whatever is wrong with a file, also what no reader foresaw; the next run tries it again."""
    folder, out = members(tmp_path / "logs", 3), tmp_path / "out"
    shutil.copyfile(sample_data / "mturk_results.tsv", folder / "hits.tsv")
    plain = readers._read

    def failing(reader, *rest):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN002, ANN202
        if reader.name != "canonical":
            raise fault
        return plain(reader, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(readers, "_read", failing)
        done = here(folder, out)
    told = [problem for problem in done.run.problems() if problem.code == "file-refused"]
    assert [(one.file, bool(one.reason), bool(one.mend)) for one in told] == [("hits.tsv", True, True)]
    assert len(lines(out, "workers.csv")) == 3
    again = here(folder, out)
    assert (again.read, again.run.refused) == (1, 0)


def test_amounts_too_large_to_add_up_cost_their_file_and_no_other(tmp_path: Path) -> None:
    """Rows that are each within bounds and together are not."""
    folder, out = members(tmp_path / "logs", 3), tmp_path / "out"
    huge = [line.replace(line.split(",")[7], "999999999999") for line in rows("W777", 20)]
    write(folder / "huge.csv", huge)
    done = here(folder, out)
    told = [problem for problem in done.run.problems() if problem.code == "file-refused"]
    assert [problem.file for problem in told] == ["huge.csv"]
    assert "larger than can be added up" in told[0].reason
    assert {line["worker"] for line in lines(out, "workers.csv")} == {"W000", "W001", "W002"}
    done.run.account  # noqa: B018 - raises where rows do not add up


def test_links_out_of_the_folder_and_to_themselves_are_left_out_and_told(tmp_path: Path) -> None:
    """No link leads to another's files, and none stops the batch."""
    folder, out = members(tmp_path / "logs", 2), tmp_path / "out"
    (tmp_path / "secret").mkdir()
    write(tmp_path / "secret" / "other.csv", rows("X1", 5))
    (folder / "link.csv").symlink_to(tmp_path / "secret" / "other.csv")
    (folder / "linked").symlink_to(tmp_path / "secret")
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    here(folder, out)
    assert {line["worker"] for line in lines(out, "workers.csv")} == {"W000", "W001"}
    told = {line["file"] for line in lines(out, "problems.csv")}
    assert {"link.csv", "linked", "loop.csv"} <= told


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    """And files that cannot be read are not each other's copies."""
    folder = members(tmp_path / "logs", 2)
    shutil.copyfile(folder / "member 000.csv", folder / "copy of it.csv")
    done = here(folder, tmp_path / "out")
    told = [problem.reason for problem in done.run.problems() if problem.code == "file-left-out"]
    assert told == ["has the same bytes as copy of it.csv: read once"]
    assert len(lines(tmp_path / "out", "workers.csv")) == 2


def test_exit_codes_and_what_is_said_off_a_terminal(tmp_path: Path) -> None:
    """0 done, 4 in part, 3 nothing to read, 2 wrong use; plain lines on stderr, nothing on stdout, no control byte."""
    folder = members(tmp_path / "logs", 3)
    done = batch(folder, "-o", tmp_path / "out", "--country", "KE", "--jobs", "1")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "3 files, 3 of them read now; 0 left out whole." in done.stderr
    write(folder / "bad row.csv", [*rows("W009", 3), "W009,anvil,a,b,c,yesterday,,1,KES,KE,"])
    assert batched(folder, "-o", tmp_path / "out", "--country", "KE", "--jobs", "1").returncode == 4
    tolerant = batched(folder, "-o", tmp_path / "out", "--country", "KE", "--jobs", "1", "--max-rejects", "1")
    assert tolerant.returncode == 0
    (folder / "\x1b[31m\x07.csv").write_bytes(b"a,b\n1,2\n")
    said = batch(folder, "-o", tmp_path / "out", "--country", "KE", "--jobs", "1", "--max-rejects", "9")
    assert said.returncode == 4
    assert not {"\x1b", "\x07"} & set(said.stderr)
    assert "\\x1b[31m" in said.stderr
    (tmp_path / "void").mkdir()
    assert batched(tmp_path / "void", "-o", tmp_path / "out2").returncode == 3
    assert batched(tmp_path / "nowhere", "-o", tmp_path / "out2").returncode == 3
    assert batched(folder, "-o", folder).returncode == 2


def test_verify_makes_a_batch_again_and_finds_a_changed_figure(tmp_path: Path) -> None:
    """Also where the results lie among the exports."""
    folder = members(tmp_path / "logs", 3)
    out = folder / "out"
    here(folder, out)
    verify = (out / "manifest.json", "--inputs", tmp_path)
    same = batched(*verify, name="verify")
    assert (same.returncode, same.stdout.startswith("identical")) == (0, True), same.stdout + same.stderr
    path = out / "workers.csv"
    path.write_text(path.read_text().replace("W001", "W00l"))
    other = batched(*verify, name="verify")
    assert other.returncode == 1
    assert "workers.csv" in other.stdout


def test_off_a_terminal_progress_is_plain_lines_and_on_one_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files, rows and workers, on the console that is given; nothing at all if asked to be quiet."""
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    steps = [
        Progress("listing"),
        Progress("reading", 3, 10, 4_000),
        Progress("auditing", 2, 64, 4_000, 1_200),
    ]
    said = {}
    for name, terminal, quiet in (("lines", False, False), ("bar", True, False), ("nothing", False, True)):
        screen = Console(file=io.StringIO(), force_terminal=terminal, width=120)
        with progress.watching(screen, quiet=quiet) as tell:
            for step in steps:
                tell(step)
        said[name] = screen.file.getvalue()  # type: ignore[attr-defined]
    assert said["lines"].splitlines() == [
        "looking at the files",
        "3 of 10 files read, 4,000 rows",
        "2 of 64 shelves audited, 1,200 workers",
    ]
    assert "2 of 64 shelves audited, 1,200 workers" in said["bar"]
    assert said["nothing"] == ""


def several(folder: Path) -> Path:
    """Write members of several countries and currencies, some of whose rows name no platform, requester or project."""
    places = {"KES,KE,Africa/Nairobi": "MGA,MG,Indian/Antananarivo", "kind 2": "", "asker 3": "", "loom": ""}
    for number in range(9):
        found = rows(f"W{number:03d}", 25)
        for before, after in list(places.items())[: 1 + number % 5]:
            found = [line.replace(before, after) for line in found] if number % 2 else found
        write(folder / f"member {number:03d}.csv", found)
    return folder


def test_tables_made_in_parts_are_those_made_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Platforms, requesters and projects by their names, workers by their shelves: of few rows all together, of many each part alone."""
    folder = several(tmp_path / "logs")
    here(folder, tmp_path / "at once")
    monkeypatch.setattr(tabling, "FEW", 0)
    done = here(folder, tmp_path / "in parts")
    assert published(tmp_path / "in parts") == published(tmp_path / "at once")
    assert len(list((tmp_path / "in parts" / ".wageaudit" / "tables").iterdir())) > len(tabling.SUMMARISED)
    again = here(folder, tmp_path / "in parts")
    assert (done.read, again.read, again.audited) == (9, 0, 0)


@pytest.mark.slow
def test_a_small_folder_takes_one_process_and_a_large_one_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Starting a process takes longer than reading a few files."""
    folder, started = members(tmp_path / "logs", 20, 10), []
    plain = Processes._given

    def given(self: Processes, work: object, job: object) -> object:
        started.append(work)
        return plain(self, work, job)  # type: ignore[arg-type]

    monkeypatch.setattr(Processes, "_given", given)
    executor = Processes(2)
    try:
        run(str(folder), str(tmp_path / "small"), Options(), executor)
        assert started == []
        monkeypatch.setattr(units, "LIGHT", 0)
        run(str(folder), str(tmp_path / "large"), Options(), executor)
    finally:
        executor.stop()
    assert {work.__name__ for work in started} >= {"read_units", "audit_shelf", "make_tables"}  # type: ignore[attr-defined]
    assert published(tmp_path / "small") == published(tmp_path / "large")


TIMESHEET = "Date,Contract,Hours,Amount,Payment type\n2024-04-03,Seeds ({number}),5,45,\n"
TRANSACTIONS = 'Date,Ref ID,Type,Description,Amount\n"Apr 12, 2024",{number},Hourly,Invoice for 04/01/2024-04/07/2024 - 15:00 hrs @ $9.00/hr,135\n'


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (("ana/sheet.csv", "ana/paid.csv"), ["ana/paid.csv"]),
        (("ana/sheet.csv", "bea/paid.csv"), []),
        (("sheet 1.csv", "sheet 2.csv", "paid 3.csv", "paid 4.csv"), []),
    ],
    ids=["one member's", "two members'", "four members in one folder"],
)
def test_two_exports_of_one_member_that_pay_the_same_weeks_are_told(
    tmp_path: Path, places: tuple[str, ...], told: list[str]
) -> None:
    """Files of one folder are one person's where they can be no others'."""
    for number, name in enumerate(places):
        text = (TIMESHEET if "sheet" in name else TRANSACTIONS).format(number=number)
        path = tmp_path / "logs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    here(tmp_path / "logs", tmp_path / "out", Options(country="US"))
    noted = [line for line in lines(tmp_path / "out", "problems.csv") if line["code"] == "told-twice"]
    assert [line["file"] for line in noted] == told
    assert all("1 week paid in this file" in line["reason"] for line in noted)
