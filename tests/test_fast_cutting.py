"""Text cut by Arrow and stamps read together: what a hostile file could make of them that reading one by one would not."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from wageaudit import values
from wageaudit.readers import regular
from wageaudit.readers.mapped.formats import stamp_reader
from wageaudit.readers.stamps import read_stamps


@pytest.mark.parametrize("width", [2, 3])
def test_the_first_row_is_never_taken_for_names_where_rows_may_lack_all_their_fields(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that lack as many fields as there are left nothing to cut by, and Arrow took the first row for a header."""
    monkeypatch.setattr(regular, "SMALL", 0)
    assert regular.cut("1\n2\n3\n", ",", width, 2, 100) is None
    found = regular.cut("a,b\nc,d\n", ",", 2, 2, 100)
    assert found is not None
    assert [cells.to_pylist() for cells in found] == [["a", "c"], ["b", "d"]]


def test_a_byte_order_mark_under_the_header_stays_in_its_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such text, of two files joined, is read row by row."""
    monkeypatch.setattr(regular, "SMALL", 0)
    assert regular.cut("\ufeffa,b\nc,d\n", ",", 2, 0, 100) is None


def _date_of(text: str) -> values.Instant:
    return values.instant(text[:10])


@pytest.mark.parametrize("read", [stamp_reader(["%Y-%d-%mT%H:%M"]), _date_of], ids=["day first", "day alone"])
def test_stamps_are_read_together_only_as_they_would_be_one_by_one(
    read: Callable[[str], values.Instant],
) -> None:
    """Three samples that any reading bears out prove nothing for the stamps between them."""
    cells = ["2024-05-05T10:00", *["2024-02-03T09:00"] * 62, "2024-06-06T10:00", *["2024-02-03T09:00"] * 62]
    cells.append("2024-07-07T10:00")
    found = read_stamps(pa.array(cells), read)
    expected = [read(cell) for cell in cells]
    wrong = found.read & (found.micros != np.array([one.micros for one in expected]))
    assert not wrong.any()
