"""The same task met twice: merged wherever its rows stand, and never for a likeness that proves nothing."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from wageaudit import Options, audit_files
from wageaudit.fingerprints import fingerprints

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
