"""The same log under two names, without ids, counts as two workers': told, with what it weighs, in audit, check and batch."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_explain_figure import said

import wageaudit
from wageaudit.books import shipped_exchange
from wageaudit.engine import run
from wageaudit.screening.samples import KEPT, Log, alike
from wageaudit.suspicion import Suspicion, suspicions

HEADER = "started_at,ended_at,pay,currency,country"
MONDAY = datetime(2024, 3, 4, 8, tzinfo=UTC)


def rows(count: int, seed: int = 7) -> list[str]:
    """Tasks of odd lengths, one after the other."""
    chance, at, made = random.Random(seed), MONDAY, []
    for _ in range(count):
        end = at + timedelta(seconds=chance.randrange(31, 299))
        made.append(f"{at:%Y-%m-%dT%H:%M:%SZ},{end:%Y-%m-%dT%H:%M:%SZ},0.{chance.randrange(10, 99)},USD,KE")
        at = end + timedelta(seconds=chance.randrange(3, 900))
    return made


def shifts(count: int) -> list[str]:
    """Days from nine to five, as many workers have them."""
    days = [MONDAY.replace(hour=9) + timedelta(days=day) for day in range(count)]
    return [f"{day:%Y-%m-%dT%H:%M:%SZ},{day:%Y-%m-%d}T17:00:00Z,20,USD,KE" for day in days]


def written(place: Path, name: str, lines: Sequence[str], header: str = HEADER) -> str:
    """A log under this name."""
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    return str(path)


def found(*paths: str) -> list[Suspicion]:
    """Files that are told to share rows."""
    return [one for one in run(list(paths)).audit.suspicions() if one.kind == "shared"]


@pytest.mark.parametrize(
    "count", [5, 60, 5000], ids=["five rows", "a short log", "a log of which a sample is held"]
)
def test_the_same_log_but_for_a_byte_is_told_with_its_weight(count: int, tmp_path: Path) -> None:
    """The last line has another amount: two workers, and half of all time is told twice."""
    log = rows(count + 1)
    one = written(tmp_path, "one.csv", log)
    two = written(tmp_path, "two.csv", [*log[:-1], log[-1].replace(",0.", ",1.")])
    (told,) = found(one, two)
    assert (told.file, told.other, told.rows, told.workers) == (two, one, count + 1, 1)
    assert told.share is not None
    assert Decimal(count) / (count + 1) - Decimal("0.01") <= told.share <= 1
    assert told.hours_share == Decimal("0.5")
    (whole,) = run([one]).audit.table(()).to_pylist()
    earned = sum(Decimal(row.split(",")[2]) for row in log)
    assert told.wage_without is not None
    assert abs(told.wage_without - earned / whole["working_hours"]) < Decimal("0.001")


@pytest.mark.parametrize(
    ("others", "named"),
    [
        (rows(60, seed=8), False),
        (rows(60)[:30] + rows(60, seed=9)[30:], True),
        (rows(60)[:29] + rows(60, seed=9)[29:], False),
        (rows(60)[10:17], True),
        (rows(60)[10:14], False),
        ([*rows(60), *rows(4000, seed=5)[70:]], True),
    ],
    ids=["another log", "half of it", "less than half", "a week of it", "four rows", "within a long one"],
)
def test_half_of_the_shorter_file_and_five_rows_are_told_and_less_is_not(
    others: list[str], named: bool, tmp_path: Path
) -> None:
    """The shorter file is the one that weighs."""
    one, two = written(tmp_path, "one.csv", rows(60)), written(tmp_path, "two.csv", others)
    told = found(one, two)
    assert bool(told) is named
    for pair in told:
        assert pair.file == (two if len(others) <= 60 else one)


def test_shifts_on_the_quarter_of_an_hour_prove_nothing(tmp_path: Path) -> None:
    """All of a floor work from nine to five: two of them are two people."""
    ana = written(tmp_path, "ana.csv", shifts(40))
    ben = written(tmp_path, "ben.csv", [*shifts(40)[:-1], shifts(40)[-1].replace(",20,", ",21,")])
    assert not found(ana, ben)


def test_two_files_of_one_worker_are_another_kinds(tmp_path: Path) -> None:
    """Their time counts once; that they are alike is told as identical intervals."""
    header = f"worker_id,{HEADER}"
    one = written(tmp_path, "one.csv", [f"a,{row}" for row in rows(9)], header)
    two = written(tmp_path, "two.csv", [f"a,{row}" for row in rows(8)], header)
    assert not found(one, two)
    other = written(tmp_path, "other.csv", [f"b,{row}" for row in rows(8)], header)
    assert [(told.file, told.other) for told in found(one, other)] == [(other, one)]


def test_one_log_under_twenty_names_is_told_of_each_but_the_first(tmp_path: Path) -> None:
    """Not of every two of them."""
    paths = [
        written(tmp_path, f"log{at:02d}.csv", [*rows(12), rows(13, seed=100 + at)[-1]]) for at in range(20)
    ]
    assert [(told.file, told.other) for told in found(*paths)] == [(path, paths[0]) for path in paths[1:]]


def test_audit_check_and_batch_tell_of_it_and_another_language_does(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the share, the other file, the weight and the mend; check ends with 1; batch keeps it for the next run."""
    folder = tmp_path / "logs"
    one = written(folder, "one.csv", rows(60))
    two = written(folder, "two.csv", [*rows(59), rows(60)[-1].replace(",0.", ",1.")])
    code, out, _ = said(capfd, "check", one, two)
    told = " ".join(out.split())
    assert code == 1
    assert (
        f"two.csv: 98 % of the 60 rows of this file stand in {one}, too, and count as another worker's"
        in told
    )
    assert "50 % of the time" in told
    assert (
        "mend: if it is the same work leave one out, or say whose both are with --worker or a roster's person"
        in told
    )
    for command in (["audit", one, two, "--format", "csv"], ["audit", one, two, "--format", "table"]):
        assert "98 % of the 60 rows" in " ".join("".join(said(capfd, *command)[1:]).split())
    out_folder = tmp_path / "out"
    for _ in range(2):
        assert said(capfd, "batch", folder, "-o", out_folder, "--jobs", "1")[0] == 0
        with (out_folder / "problems.csv").open(encoding="utf-8") as stream:
            (line,) = [row for row in csv.DictReader(stream) if row["code"] == "suspicion-shared"]
        assert (line["file"], "98 % of the 60 rows" in line["reason"]) == ("two.csv", True)
        assert "stand in one.csv, too" in line["reason"]


def test_a_person_of_both_ends_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As the mend says: one worker, whose rows of the same time count once."""
    one = written(tmp_path, "one.csv", rows(60))
    two = written(tmp_path, "two.csv", [*rows(59), rows(60)[-1].replace(",0.", ",1.")])
    _, _, err = said(capfd, "audit", one, two, "--worker", "ana", "--format", "csv")
    assert "another worker's" not in " ".join(err.split())
    assert "identical" not in err
    assert "the same start and the same end" in " ".join(err.split())


@given(st.integers(1, 3000), st.integers(0, 3000), st.integers())
@settings(max_examples=40, deadline=None)
def test_samples_of_parts_put_together_are_the_sample_of_the_whole(count: int, cut: int, seed: int) -> None:
    """However a file's rows are shared out among parts, and in whatever order these are put together."""
    import numpy as np

    from wageaudit.screening.part import Tally
    from wageaudit.screening.samples import TOP, bottom

    chance = random.Random(seed)
    every = np.unique(np.array([chance.getrandbits(64) for _ in range(count)], np.uint64))
    halves = [every[:cut], every[cut:]]
    chance.shuffle(halves)
    logs = [Log(len(own), Tally(), "a", *bottom(own, TOP)) for own in halves]
    whole, limit = bottom(every, TOP)
    both = logs[0] + logs[1]
    assert both.rows == len(every)
    assert both.limit <= limit
    assert len(both.hashes) >= min(len(every), KEPT) - 8
    assert both.hashes.tolist() == whole[: len(both.hashes)].tolist()
    assert not alike({"a": both, "b": both})  # one worker's


def test_a_log_whose_rows_lie_in_two_parts_is_one_log(tmp_path: Path) -> None:
    """Two workers of each file, audited apart as a batch does: the same two files share the same rows."""
    lines = [f"{'ab'[at % 2]}{{file}},{row}" for at, row in enumerate(rows(60))]
    paths = [
        written(tmp_path, f"{file}.csv", [line.format(file=file) for line in lines], f"worker_id,{HEADER}")
        for file in (1, 2)
    ]
    whole = wageaudit.read(paths).table
    workers = np.array(whole.column("worker_id").to_pylist())
    parts = [
        wageaudit.audit(whole.take(pa.array(np.flatnonzero(np.char.startswith(workers, name))))).screened()[0]
        for name in "ab"
    ]
    (told,) = [one for one in suspicions(parts, "USD", shipped_exchange()) if one.kind == "shared"]
    (at_once,) = found(*paths)
    assert (told.file, told.other, told.rows, told.share) == (at_once.file, at_once.other, 60, Decimal(1))
    assert (told.hours_share, told.wage_without) == (at_once.hours_share, at_once.wage_without)
