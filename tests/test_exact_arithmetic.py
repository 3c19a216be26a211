"""Integers beyond 64 bits, quotients rounded once, columns without values: the arithmetic below every figure, by hand."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wageaudit.arrays import codes, present
from wageaudit.exact import quotients, quotients_15
from wageaudit.wide import LARGEST_FACTOR, from_objects, product, zeros

WHOLE = st.integers(-(1 << 50), 1 << 50)  # pay by the hour and time by wages stay under 2^103


def column(*values: int) -> np.ndarray:
    """Whole numbers as int64."""
    return np.array(values, np.int64)


@given(st.lists(st.tuples(WHOLE, WHOLE), max_size=5))
def test_wide_numbers_add_and_multiply_as_pythons_do(pairs: list[tuple[int, int]]) -> None:
    """Whatever their size."""
    left, right = ([pair[side] for pair in pairs] for side in (0, 1))
    assert product(column(*left), column(*right)).objects().tolist() == [one * two for one, two in pairs]
    one, two = from_objects(left), from_objects(right)
    assert (one + two).objects().tolist() == [low + high for low, high in pairs]
    assert (one - two).objects().tolist() == [low - high for low, high in pairs]
    assert one.negative().tolist() == [low < 0 for low in left]
    assert len(one) == len(pairs)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((1 << 43) - 1, (1 << 41) - 1),  # each half of the product would pass 64 bits
        ((1 << 42) - 1, (1 << 44) - 1),
        (1 << 41, 1 << 61),
        (1 << 61, 1 << 41),
    ],
)
def test_a_product_past_the_fast_way_is_exact_beside_a_small_one(left: int, right: int) -> None:
    """One large factor in a column is enough."""
    for sign in (1, -1):
        found = product(column(1, left), column(3, sign * right))
        assert found.objects().tolist() == [3, sign * left * right]


def test_what_is_not_kept_counts_as_nothing() -> None:
    """Neither its upper nor its lower part."""
    values = from_objects([3 << 50, 5, -7])
    assert values.where(np.array([False, True, False])).objects().tolist() == [0, 5, 0]


@pytest.mark.parametrize("factor", [LARGEST_FACTOR - 1, LARGEST_FACTOR, LARGEST_FACTOR + 1])
@pytest.mark.parametrize("other", [(LARGEST_FACTOR >> 2) - 1, LARGEST_FACTOR >> 2, -(LARGEST_FACTOR >> 2)])
def test_products_at_the_edge_of_the_fast_way_are_exact(factor: int, other: int) -> None:
    """The slow way begins where the fast one would lose bits."""
    for sign in (1, -1):
        assert product(column(sign * factor), column(other)).objects().tolist() == [sign * factor * other]


def test_sums_of_runs_are_exact_and_no_runs_have_none() -> None:
    """Ten times two to the sixty-second."""
    values = from_objects([1 << 62] * 10 + [-1])
    assert values.sums(column(0, 10)).objects().tolist() == [10 << 62, -1]
    assert values.sums(column(0)).objects().tolist() == [(10 << 62) - 1]
    assert values.sums(column()).objects().tolist() == []
    assert zeros(2).objects().tolist() == [0, 0]


@pytest.mark.parametrize(
    ("above", "below", "rounded"),
    [
        (1, 2_000_000, "0.000000"),  # half a millionth: to the even
        (3, 2_000_000, "0.000002"),
        (5, 2_000_000, "0.000002"),
        (-1, 2_000_000, "0.000000"),
        (-3, 2_000_000, "-0.000002"),
        (3, -2_000_000, "-0.000002"),
        (2, 3, "0.666667"),
        (-2, 3, "-0.666667"),
        (1, 3, "0.333333"),
        ((1 << 62) // 1_000_000, 1, "4611686018427.000000"),  # the least that takes the slow way
        (10**24 + 1, 2 * 10**6, "500000000000000000.000000"),
        (10**30, 1, "1000000000000000000000000000000.000000"),  # more than 64 bits hold
        (-(10**30), 1, "-1000000000000000000000000000000.000000"),
        (5 * 10**12, 1, "5000000000000.000000"),  # 2^62 millionths and more: the upper half of 64 bits
        (-5 * 10**12, 1, "-5000000000000.000000"),
        (7, (1 << 61), "0.000000"),
        (-1, 3 << 61, "0.000000"),  # twice the remainder is more than 64 bits hold
        (1 << 61, 1 << 61, "1.000000"),
    ],
)
def test_a_quotient_is_rounded_once_half_to_even(above: int, below: int, rounded: str) -> None:
    """To six decimals, beyond 64 bits too."""
    found = quotients(np.array([above], object), np.array([below], object))
    assert found.to_pylist() == [Decimal(rounded)]


def test_a_quotient_by_nothing_is_empty_beside_ones_that_are_known() -> None:
    """And so is one that is said not to be known."""
    assert quotients(column(1, 1, 1), column(2, 0, 4)).to_pylist() == [Decimal("0.5"), None, Decimal("0.25")]
    assert quotients(column(1, 1), 2, np.array([False, True])).to_pylist() == [None, Decimal("0.5")]
    assert quotients(column(), 2).to_pylist() == []
    for has in (None, np.array([True, True, True])):
        assert quotients(column(1, 1, 1), column(0, 1, -1), has).to_pylist() == [None, 1, -1]


def test_a_huge_quotient_stands_beside_an_empty_one() -> None:
    """Digits of 128 bits, and a null."""
    found = quotients(np.array([10**30, 5], object), np.array([1, 0], object))
    assert found.to_pylist() == [Decimal(10**30), None]
    two = quotients(np.array([10**30, -(10**30)], object), np.array([1, 1], object))
    assert two.to_pylist() == [Decimal(10**30), Decimal(-(10**30))]


@pytest.mark.parametrize("huge", [10**25, -(10**25)])
def test_one_number_beyond_64_bits_takes_its_whole_column_the_slow_way(huge: int) -> None:
    """Wherever it stands, above or below, and whatever its sign."""
    ones = np.array([1, 1], object)
    assert quotients(np.array([huge, 1], object), ones).to_pylist() == [Decimal(huge), 1]
    assert quotients(ones, np.array([1, huge], object)).to_pylist() == [1, 0]


def test_figures_are_decimals_of_38_digits() -> None:
    """Six places for amounts, fifteen for exchange rates."""
    assert quotients(column(1), 3).type == pa.decimal128(38, 6)
    assert quotients_15(np.array([1], object), np.array([True])).type == pa.decimal128(38, 15)


def test_an_exchange_rate_keeps_fifteen_places() -> None:
    """Held in 10^-15."""
    found = quotients_15(np.array([10**15 + 1, 7], object), np.array([True, False]))
    assert found.to_pylist() == [Decimal("1.000000000000001"), None]


def test_a_column_of_no_type_has_no_value() -> None:
    """As Arrow reads a column that is empty throughout."""
    assert present(pa.nulls(2)).tolist() == [False, False]
    found, labels = codes(pa.nulls(2).cast(pa.string()))
    assert (found.tolist(), labels) == ([-1, -1], [])
