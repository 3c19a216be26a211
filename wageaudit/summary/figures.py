"""A table of workers as whole numbers: pay, time, wage and verdict of each, and what is known of them. Pure.

Amounts are micro-units of currency, hours are millionths of an hour, ratios are millionths: the six decimals of a result
table, as it holds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa

from wageaudit.arrays import Codes, Ints, Mask, chunks_of, codes, present

LARGEST = 1 << 59  # of one figure: four times it, which quartiles need, stays within 63 bits
DECIMAL_BYTES = 16
READ = (
    "pay", "working_hours", "unpaid_work_hours", "waiting_hours", "effective_hourly_wage", "wage_ratio", "required_pay",
    "shortfall",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """w workers. Amounts int64[w], 0 where the mask beside them is false; masks bool[w].

    pay [micro], working and unpaid [1e-6 h], wage [micro / h], ratio [1e-6], required [micro], shortfall [micro].
    has_wage: pay is known and there is working time; has_ratio: a minimum is known for all of it; compared: the verdict is
    known; below: under the minimum at the gap threshold in force; always: under it at every threshold; depends: at some.
    currency: int32[w] place among `currencies`, -1 where a worker has none; large: a figure too large to be summed.
    """

    pay: Ints
    working: Ints
    unpaid: Ints
    wage: Ints
    ratio: Ints
    required: Ints
    shortfall: Ints
    has_wage: Mask
    has_ratio: Mask
    has_shortfall: Mask
    compared: Mask
    below: Mask
    always: Mask
    depends: Mask
    large: Mask
    currency: Codes
    currencies: Sequence[str]

    def __len__(self) -> int:
        """Number of workers."""
        return len(self.pay)

    @property
    def lacking(self) -> Mask:
        """bool[w]: those known to lack something to the minimum wage, in some pay period at least."""
        found: Mask = self.has_shortfall & (self.shortfall > 0)
        return found

    def take(self, rows: Ints) -> Figures:
        """These workers alone."""
        taken = {
            field.name: getattr(self, field.name)[rows]
            for field in fields(self)
            if field.name != "currencies"
        }
        return Figures(**taken, currencies=self.currencies)


def micros(values: pa.ChunkedArray) -> tuple[Ints, Mask, Mask]:
    """(int64[n] millionths, bool[n] known, bool[n] too large) of a decimal128 column of six places; 0 where not usable.

    Raises ValueError for a column of another type.
    """
    if not (pa.types.is_decimal128(values.type) and values.type.scale == 6):  # noqa: PLR2004 - places of a result table
        raise ValueError(f"a result table holds decimals of six places, not {values.type}")
    parts = [np.zeros((0, 2), np.int64)]
    for chunk in chunks_of(values):
        data = chunk.buffers()[1]
        if len(chunk) and data is not None:
            both = np.frombuffer(data, np.int64, 2 * len(chunk), DECIMAL_BYTES * chunk.offset)
            parts.append(both.reshape(-1, 2))
    low, high = np.concatenate(parts).T
    known = present(values)
    large = known & ((high != low >> 63) | (low >= LARGEST) | (low <= -LARGEST))
    return np.where(known & ~large, low, 0), known, large


def named(column: pa.ChunkedArray) -> tuple[Codes, list[str]]:
    """(int32[n], labels): what arrays.codes gives, where an empty label is none too: -1."""
    found, labels = codes(column)
    nameless = np.array([*(label == "" for label in labels), True])
    return np.where(nameless[found], np.int32(-1), found), labels


def figures(workers: pa.Table) -> Figures:
    """The figures of a result table by worker. Raises ValueError for a column that is missing."""
    missing = [name for name in (*READ, "currency", "verdict") if name not in workers.column_names]
    if missing:
        raise ValueError(f"the table of workers has no column {', '.join(missing)}")
    read = {name: micros(workers.column(name)) for name in READ}
    amount = {name: values for name, (values, _, _) in read.items()}
    known = {name: has for name, (_, has, _) in read.items()}
    large = np.any([too_large for _, _, too_large in read.values()], axis=0)
    verdict, said = codes(workers.column("verdict"))
    is_ = {
        name: verdict == (said.index(name) if name in said else -2) for name in ("below", "depends", "met")
    }
    compared = is_["below"] | is_["depends"] | is_["met"]
    currency, currencies = named(workers.column("currency"))
    return Figures(
        amount["pay"], amount["working_hours"], amount["unpaid_work_hours"] + amount["waiting_hours"],
        amount["effective_hourly_wage"], amount["wage_ratio"], amount["required_pay"], amount["shortfall"],
        known["pay"] & known["effective_hourly_wage"] & ~large,
        known["pay"] & known["wage_ratio"] & known["required_pay"] & ~large,
        known["shortfall"] & ~large,
        compared,
        is_["below"] | (is_["depends"] & (amount["pay"] < amount["required_pay"])),
        is_["below"], is_["depends"], large,
        currency, currencies,
    )  # fmt: skip
