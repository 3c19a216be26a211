"""The wage at every gap threshold from 0 to 60 minutes: what pay comes to an hour as longer pauses count as waiting. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

import numpy as np

from wageaudit.arrays import Ints
from wageaudit.cells import Cells
from wageaudit.gaps import LONGEST_MINUTES, MINUTE

MICROS_AN_HOUR = 3_600_000_000
DIGITS = 60  # no quotient of 64-bit amounts is cut


def working_by_minute(cells: Cells) -> Ints:
    """int64[61] [µs]: working time with gaps of up to 0, 1, ... 60 minutes counted as waiting."""
    sure = int(sum(cells.sums[name].sum() for name in ("paid", "unpaid", "on_record")))
    admitted = np.zeros(LONGEST_MINUTES + 1, np.int64)
    np.add.at(admitted, -(-cells.gap // MINUTE), cells.gap)
    return sure + np.cumsum(admitted)


def wage_by_minute(cells: Cells, pay: Decimal) -> Sequence[tuple[int, Decimal]]:
    """(threshold [min], pay an hour) for the thresholds 0 to 60, without those at which there is no working time."""
    with localcontext() as context:
        context.prec = DIGITS
        return [
            (minutes, pay * MICROS_AN_HOUR / micros)
            for minutes, micros in enumerate(working_by_minute(cells).tolist())
            if micros
        ]
