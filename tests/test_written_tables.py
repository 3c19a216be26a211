"""Result tables as text: the same bytes whatever slices they are written in."""

import io
from decimal import Decimal

import pyarrow as pa
import pytest

from wageaudit.reports import data


def test_a_long_table_is_the_same_text_whatever_slices_it_is_written_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Text that is made safe, text that is quoted, stamps, amounts and empty cells; one header."""
    rows = 1000
    table = pa.table(
        {
            "worker": [f"=w{at % 7}" if at % 3 else f'w "{at}", {at}' for at in range(rows)],
            "at": pa.array([at * 1000 for at in range(rows)], pa.timestamp("us", "UTC")),
            "pay": pa.array(
                [Decimal(at) / 4 if at % 5 else None for at in range(rows)], pa.decimal128(18, 6)
            ),
        }
    )
    whole, cut = io.BytesIO(), io.BytesIO()
    data.csv(table, whole)
    monkeypatch.setattr(data, "SLICE", 64)
    data.csv(table, cut)
    assert cut.getvalue() == whole.getvalue()
    assert cut.getvalue().count(b"\n") == rows + 1
