"""The same task met twice: merged wherever its rows stand, and never for a likeness that proves nothing."""

import random
from collections import Counter
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wageaudit
from wageaudit import Options, audit_files
from wageaudit.cli import main
from wageaudit.engine import run
from wageaudit.fingerprints import WORD, fingerprints
from wageaudit.matching import _repeated
from wageaudit.same_id import CODE

HEADER = "worker_id,task_id,started_at,ended_at,pay,currency,country\n"
ROW = "w,t1,2024-03-04T10:00:00Z,2024-03-04T11:00:00Z,5,USD,MG\n"
OTHER = "w,a-much-longer-task-id,2024-03-05T10:00:00Z,2024-03-05T11:00:00Z,1,USD,MG\n"


@given(st.lists(st.text(max_size=30), max_size=40), st.data())
def test_an_id_has_the_same_fingerprint_in_whatever_piece_of_a_column_it_stands(
    ids: list[str], data: st.DataObject
) -> None:
    """Chunks are files, or pieces of a file: they must not change what is a duplicate."""
    cut = data.draw(st.integers(0, len(ids)))
    whole = fingerprints(pa.array(ids, pa.string()))
    pieces = fingerprints(pa.chunked_array([ids[:cut], ids[cut:]], pa.string()))
    assert np.array_equal(whole, pieces)


@given(st.sets(st.text(max_size=8).filter(lambda text: len(text.encode()) <= WORD), max_size=60))
def test_no_two_short_texts_of_one_length_have_one_fingerprint(texts: set[str]) -> None:
    """Up to eight bytes and their number are all there is to know of a text: none is lost."""
    ordered = sorted(texts)
    prints = fingerprints(pa.array(ordered, pa.string())).tolist()
    told = {(own, len(text.encode())) for own, text in zip(prints, ordered, strict=True)}
    assert len(told) == len(ordered)


def test_a_task_in_two_files_is_merged_beside_longer_ids(tmp_path: Path) -> None:
    """One file has a longer id than the other; the task both hold still counts once."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(HEADER + ROW)
    second.write_text(HEADER + ROW + OTHER)
    apart = audit_files([str(first), str(second)], Options(minimum_wage=Decimal(1), wage_currency="USD"))
    found = apart.table(()).to_pylist()[0]
    assert (found["tasks"], found["pay"]) == (2, Decimal(6))


def test_a_payment_in_another_file_is_put_back_on_its_task(tmp_path: Path) -> None:
    """A bonus of May for a task of March is March's, whatever else its file holds."""
    tasks, bonus = tmp_path / "tasks.csv", tmp_path / "bonus.csv"
    tasks.write_text(HEADER + ROW + OTHER)
    bonus.write_text(
        "worker_id,task_id,activity,started_at,bonus,currency,country\nw,t1,payment,2024-05-01,2,USD,MG\n"
    )
    found = audit_files([str(tasks), str(bonus)], Options(minimum_wage=Decimal(1), wage_currency="USD"))
    assert found.table(("month",)).column("month").to_pylist() == ["2024-03"]


def test_a_converted_export_beside_its_original_counts_once(tmp_path: Path) -> None:
    """The apostrophe that guards a text from spreadsheets is no part of the id when it is read again."""
    original, converted = tmp_path / "a.csv", tmp_path / "b.csv"
    original.write_text(HEADER + ROW.replace("w,t1", "-w,@t1"))
    converted.write_text(HEADER + ROW.replace("w,t1", "'-w,'@t1"))
    found = audit_files(
        [str(original), str(converted)], Options(minimum_wage=Decimal(1), wage_currency="USD")
    )
    assert found.table(("worker",)).to_pylist()[0]["tasks"] == 1
    assert found.table(("worker",)).column("worker").to_pylist() == ["-w"]


KINDS = (
    "{task};inicio;fin;pago;moneda;pais\n"
    "Cajas;2026-04-13T08:00:00-03:00;2026-04-13T10:00:00-03:00;4.50;ARS;AR\n"
    "Cajas;2026-04-14T08:00:00-03:00;2026-04-14T10:00:00-03:00;4.50;ARS;AR\n"
    "Cajas;2026-04-14T08:00:00-03:00;2026-04-14T10:00:00-03:00;5.00;ARS;AR\n"
    "Fotos;2026-04-15T21:30:00-03:00;2026-04-15T22:00:00-03:00;4.50;ARS;AR\n"
    "Fotos;2026-04-15T20:30:00-03:00;2026-04-15T20:50:00-03:00;4.50;ARS;AR\n"
)
ZONE = Options(timezone="America/Argentina/Buenos_Aires", decimal=".")


def test_kinds_of_task_are_no_ids_and_all_their_work_counts(tmp_path: Path) -> None:
    """A column called Tarea in which work of other hours has the same value."""
    path = tmp_path / "trabajo.csv"
    path.write_text(KINDS.format(task="Tarea"), encoding="utf-8")
    found = run([str(path)], ZONE)
    assert found.audit.table(("project",)).column("tasks").to_pylist() == [3, 2]
    assert "Tarea read as project: it repeats, so it is no id" in found.reading.files[0].notes


def test_work_of_another_day_that_counts_once_for_its_id_is_told(tmp_path: Path) -> None:
    """How many rows, the first of them, and what mends it; those of one local day, though two in UTC, are not among them."""
    path = tmp_path / "trabajo.csv"
    path.write_text(KINDS.format(task="task_id"), encoding="utf-8")
    found = run([str(path)], ZONE)
    assert (found.account.audited, found.account.merged) == (2, 3)
    assert [
        (one.row, one.column, one.reason, one.mend, one.rows) for one in found.problems() if one.code == CODE
    ] == [
        (
            3,
            "task_id",
            "the first of 2 rows that have the task_id of a task of another day, and count as that task: their own time and pay are left out",
            "if these are kinds of task and no ids, name the column project",
            0,
        )
    ]


def test_files_of_one_day_each_that_share_a_kind_of_task_are_told(tmp_path: Path) -> None:
    """Neither proves anything; together they hold one id of two days."""
    header, first, second, *_ = KINDS.format(task="Tarea").splitlines()
    for name, row in (("a", first), ("b", second)):
        (tmp_path / f"{name}.csv").write_text(f"{header};worker\n{row};ana\n", encoding="utf-8")
    told = [one for one in run([str(tmp_path)], ZONE).problems() if one.code == CODE]
    assert [(Path(one.file).name, one.row, one.reason.split(" ", 2)[:2]) for one in told] == [
        ("b.csv", 2, ["1", "row"])
    ]


def test_check_and_audit_say_on_the_screen_that_work_of_other_days_counts_once(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """To check it is a doubt, as suspicions are; an audit is done all the same."""
    path = tmp_path / "trabajo.csv"
    path.write_text(KINDS.format(task="task_id"), encoding="utf-8")
    place = ("--timezone", "America/Argentina/Buenos_Aires", "--decimal", ".")
    for command, code in (("check", 1), ("audit", 0)):
        assert said(command, str(path), *place) == code
        words = " ".join("".join(capfd.readouterr()).split())
        assert (
            "row 3, column task_id: the first of 2 rows that have the task_id of a task of another day"
            in words
        )
        assert "mend: if these are kinds of task and no ids, name the column project" in words


def said(*arguments: str) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


TIMES = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 255, 256, 257, 512])


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), TIMES, st.booleans()), max_size=30), st.randoms())
def test_rows_whose_key_comes_again_are_found_and_no_others(
    keys: list[tuple[int, int, bool]], order: random.Random
) -> None:
    """However often, also where a byte cannot count it, keys that share their first bits beside them; those without an id never."""
    drawn = [(key ^ near, has) for key, times, has in keys for near in range(2) for _ in range(times)]
    order.shuffle(drawn)
    said = Counter(key for key, has in drawn if has)
    expected = [at for at, (key, has) in enumerate(drawn) if has and said[key] > 1]
    found = _repeated(
        np.array([key for key, _ in drawn], np.uint64), np.array([has for _, has in drawn], np.bool_)
    )
    assert found.tolist() == expected


def test_rows_without_a_zone_lie_on_the_days_of_utc() -> None:
    """A table of a program's own that has no column of zones: half past eleven at night and half past midnight are two days."""
    rows = [
        {"worker_id": "a", "task_id": "boxes", "started_at": f"2024-06-{day}:30:00Z", "ended_at": f"2024-06-{day}:40:00Z",
         "pay": pay, "currency": "USD", "country": "KE"}
        for day, pay in (("03T23", "1"), ("04T00", "2"), ("04T01", "2"))
    ]  # fmt: skip
    table = wageaudit.tasks_from_rows(rows).table.drop_columns(["timezone"])
    (count,) = wageaudit.audit(table).counts()
    assert (count.audited, count.merged, count.apart) == (1, 2, 2)
