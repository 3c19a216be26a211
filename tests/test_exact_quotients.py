"""Quotients, products with exchange rates and their columns, each at the edges of its fast way: beside Python's integers."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wageaudit.exact import amounts, divided_together, millionths, packed, quotients_15, ratio, spread_15
from wageaudit.scaling import (
    BLOCK,
    LARGEST_DIVISOR,
    LARGEST_HI,
    LARGEST_WHOLE,
    SCALE,
    divided,
    rounded,
    scaled,
)
from wageaudit.wide import BASE, Wide, from_objects

EXACT = Context(prec=60)
ALL = np.array([True])
EDGES = [0, 1, 2, 3, 5, (1 << 40) - 1, 1 << 40, 10**15, (1 << 63) - 1, 1 << 63, (1 << 85) - 1, 1 << 86]
BOTH = EDGES + [-value for value in EDGES[1:]]
ANY = st.integers(-(1 << 84), 1 << 84)


def ratios(above: Wide, below: Wide, has: np.ndarray) -> pa.Array:
    """One column of quotients."""
    return divided_together({"": ratio(above, below, has)})[""]


def column(*values: int) -> np.ndarray:
    """Whole numbers as int64."""
    return np.array(values, np.int64)


def decimal(value: int, places: int = 6) -> Decimal:
    """A whole number of the last place."""
    return Decimal(value).scaleb(-places, EXACT)


# -------------------------------------------------------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("above", "below", "found"),
    [
        (1, 2, "0.000000"), (3, 2, "0.000002"), (5, 2, "0.000002"), (-1, 2, "0.000000"), (-3, 2, "-0.000002"),
        (-5, 2, "-0.000002"), (2, 3, "0.000001"), (-2, 3, "-0.000001"), (1, 3, "0.000000"), (7, 1, "0.000007"),
        (10**18, 10**6, "1000000.000000"), (7, -2, "-0.000004"), (-7, -2, "0.000004"), (5, -2, "-0.000002"),
    ],
)  # fmt: skip
def test_an_amount_divided_is_rounded_to_millionths_half_to_even(above: int, below: int, found: str) -> None:
    """A divisor below 0 takes the slow way to the same digits."""
    assert amounts(from_objects([above]), column(below)).to_pylist() == [Decimal(found)]


@pytest.mark.parametrize(
    "below", [1, 3, LARGEST_DIVISOR - 1, LARGEST_DIVISOR, LARGEST_DIVISOR + 1, (1 << 62) + 1]
)
def test_amounts_are_exact_at_the_largest_divisor_of_the_fast_way(below: int) -> None:
    """Whatever stands above; the slow way begins where remainders would leave 64 bits."""
    wanted = [decimal(round(Fraction(value, below))) for value in BOTH]
    assert amounts(from_objects(BOTH), below).to_pylist() == wanted
    assert amounts(from_objects([0, *BOTH]), column(1, *[below] * len(BOTH))).to_pylist() == [
        Decimal(0),
        *wanted,
    ]


def test_an_amount_over_nothing_or_unknown_is_empty() -> None:
    """Beside ones that are known, the fast way and the slow one; a column of none stays one."""
    four = from_objects([8, 8, 8, 8])
    some = np.array([True, True, False, True])
    for by in (1, 2, -1, -2, LARGEST_DIVISOR):
        each = decimal(round(Fraction(8, by)))
        assert amounts(four, column(by, 0, by, by), some).to_pylist() == [each, None, None, each]
        assert amounts(four, column(by, 0, by, by)).to_pylist() == [each, None, each, each]
    assert amounts(from_objects([]), column()).to_pylist() == []
    assert amounts(four, 0).to_pylist() == [None] * 4


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(ANY, st.integers(0, 1 << 52), st.booleans()), min_size=1, max_size=4))
def test_amounts_are_those_of_fractions(rows: list[tuple[int, int, bool]]) -> None:
    """Null where there is nothing to divide by or nothing is known."""
    above, below, has = (list(side) for side in zip(*rows, strict=True))
    wanted = [
        decimal(round(Fraction(one, two))) if two and there else None
        for one, two, there in zip(above, below, has, strict=True)
    ]
    assert amounts(from_objects(above), column(*below), np.array(has)).to_pylist() == wanted


# --------------------------------------------------------------------------------------------------------------- ratios


@pytest.mark.parametrize(
    ("above", "below", "found"),
    [
        (1, 3, "0.333333"), (2, 3, "0.666667"), (-2, 3, "-0.666667"), (2, -3, "-0.666667"), (0, 5, "0.000000"),
        (1 << 80, 1 << 40, "1099511627776.000000"), (1 << 40, 2, "549755813888.000000"), (1 << 40, 1 << 80, "0.000000"), (3 << 40, 2 << 40, "1.500000"),
        (1, 2_000_000, "0.000000"), (3, 2_000_000, "0.000002"), (5, 0, None), (0, 0, None), (-1 << 40, 1, "-1099511627776.000000"),
    ],
)  # fmt: skip
def test_a_ratio_has_six_decimals_half_to_even(above: int, below: int, found: str | None) -> None:
    """Alone and beside an unknown one; of nothing it is empty."""
    wanted = None if found is None else Decimal(found)
    assert ratios(from_objects([above]), from_objects([below]), ALL).to_pylist() == [wanted]
    beside = ratios(from_objects([9, above, 4]), from_objects([9, below, 8]), np.array([False, True, True]))
    assert beside.to_pylist() == [None, wanted, Decimal("0.5")]
    assert ratios(from_objects([]), from_objects([]), ALL[:0]).to_pylist() == []


# -------------------------------------------------------------------------------------------------------------- columns


def test_millionths_keep_every_bit_of_either_sign() -> None:
    """Beyond 64 bits too; what is not known is empty, and nothing of it stays in the column."""
    found = millionths(from_objects(BOTH), np.ones(len(BOTH), np.bool_))
    assert found.to_pylist() == [decimal(value) for value in BOTH]
    assert found.null_count == 0
    some = np.arange(len(BOTH)) % 3 != 0
    part = millionths(from_objects(BOTH), some)
    assert part.to_pylist() == [
        decimal(value) if kept else None for value, kept in zip(BOTH, some.tolist(), strict=True)
    ]
    plain = pa.Array.from_buffers(part.type, len(part), [None, part.buffers()[1]]).to_pylist()
    assert [value for value, kept in zip(plain, some.tolist(), strict=True) if not kept] == [0] * 8


def test_numbers_are_packed_as_their_sixteen_bytes() -> None:
    """The lowest first, of either sign."""
    kind = pa.decimal128(38, 6)
    has = np.array([True, True, False])
    found = packed(np.array([10**30, -(10**30), 5], object), has, kind)
    assert (found.type, found.to_pylist()) == (kind, [Decimal(10**24), Decimal(-(10**24)), None])
    assert found.buffers()[1].to_pybytes()[32:] == bytes(16)
    assert packed(np.array([7], object), ALL, kind).null_count == 0


@pytest.mark.parametrize("kind", [np.int64, object])
def test_a_rate_of_a_cell_stands_in_each_of_its_rows(kind: type) -> None:
    """To fifteen places, in the rows' order; one beyond 64 bits by way of Python; nothing where none is known."""
    rates = [0, 1, 10**15 + 1, (1 << 63) - 1] + ([1 << 63, 10**30] if kind is object else [])
    row = np.array([3, 0, 0, 2, 1, *range(4, len(rates)), 3])
    for has in (np.arange(len(row)) != 1, np.ones(len(row), np.bool_)):
        found = spread_15(np.array(rates, kind), row, has)
        wanted = [
            decimal(rates[at], 15) if there else None
            for at, there in zip(row.tolist(), has.tolist(), strict=True)
        ]
        assert (found.type, found.to_pylist()) == (pa.decimal128(38, 15), wanted)
        assert found.null_count == wanted.count(None)
    assert quotients_15(np.array(rates, object), np.ones(len(rates), np.bool_)).to_pylist() == [
        decimal(rate, 15) for rate in rates
    ]


# ------------------------------------------------------------------------------------------------- products with rates

NEAR = (LARGEST_HI << BASE) - 1  # the largest value of the fast way
RATES = [
    0, 1, SCALE // 2, SCALE - 1, SCALE, SCALE + 1, 3 * SCALE // 2, LARGEST_WHOLE * SCALE - 1, LARGEST_WHOLE * SCALE,
    LARGEST_WHOLE * SCALE + SCALE - 1,
]  # fmt: skip


@pytest.mark.parametrize(
    "value", [0, 1, 3, 5, SCALE - 1, SCALE, SCALE + 1, (1 << 40) - 1, NEAR, NEAR + 1, NEAR + 2]
)
def test_a_value_times_a_rate_is_exact_at_the_edges_of_the_fast_way(value: int) -> None:
    """Of either sign, alone and in a column where others take the other way; rates of 64 bits and of Python."""
    for sign in (1, -1):
        wanted = [round(Fraction(sign * value * rate, SCALE)) for rate in RATES]
        values = from_objects([sign * value] * len(RATES))
        assert scaled(values, np.array(RATES, object)).objects().tolist() == wanted
        for rate, one in zip(RATES, wanted, strict=True):
            if rate < 1 << 63:
                assert scaled(from_objects([sign * value]), column(rate)).objects().tolist() == [one]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(ANY, st.integers(0, 10**20)), min_size=1, max_size=4))
def test_products_with_rates_are_those_of_fractions(pairs: list[tuple[int, int]]) -> None:
    """Half to even."""
    values, rates = zip(*pairs, strict=True)
    found = scaled(from_objects(values), np.array(rates, object)).objects().tolist()
    assert found == [round(Fraction(value * rate, SCALE)) for value, rate in pairs]


def test_a_column_longer_than_a_block_is_multiplied_to_its_end() -> None:
    """Two blocks and three values; each by its own rate."""
    count = 2 * BLOCK + 3
    values = np.arange(count)
    found = scaled(from_objects(values), (values % 7) * SCALE)
    assert found.hi.tolist() == [0] * count
    assert np.array_equal(found.lo, values * (values % 7))


@pytest.mark.parametrize("below", [1, 2, 3, SCALE, LARGEST_DIVISOR - 1])
def test_a_division_leaves_a_rest_from_nothing_up(below: int) -> None:
    """Rounded down, of either sign; then to the nearest, half to even."""
    whole, left = divided(from_objects(BOTH), below)
    assert list(zip(whole.objects().tolist(), left.tolist(), strict=True)) == [
        divmod(value, below) for value in BOTH
    ]
    assert rounded(whole, left, below).objects().tolist() == [round(Fraction(value, below)) for value in BOTH]


@pytest.mark.parametrize(
    ("value", "rate"),
    [(1 << 100, SCALE - 1), (1 << 100, 1), (5, (1 << 62) * SCALE), ((1 << 38) - 1, (1 << 62) * SCALE + 1)],
)
def test_one_side_that_is_too_large_takes_the_slow_way_whatever_the_other(value: int, rate: int) -> None:
    """A huge amount by a small rate, a small one by a huge rate; beside an ordinary one."""
    for sign in (1, -1):
        found = scaled(from_objects([sign * value, 4]), np.array([rate, SCALE // 2], object))
        assert found.objects().tolist() == [round(Fraction(sign * value * rate, SCALE)), 2]
