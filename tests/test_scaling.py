"""Amounts times exchange rates against Python's own integers and fractions."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wageaudit.exact import amounts, divided_together, ratio, spread_15
from wageaudit.scaling import SCALE, scaled
from wageaudit.wide import Wide, from_objects

EXACT = Context(prec=60)
VALUES = st.one_of(
    st.integers(-(1 << 86), 1 << 86),
    st.integers(-(1 << 84), 1 << 84),
    st.integers(-(10**19), 10**19),
    st.integers(-40, 40).map(lambda k: k * SCALE // 2),
)
RATES = st.one_of(
    st.integers(0, 30_000 * SCALE),
    st.integers(0, 1 << 63),
    st.integers(0, 10**16),
    st.sampled_from([0, 1, SCALE - 1, SCALE, SCALE + 1, SCALE // 2, 30_000 * SCALE + 1]),
)


def ratios(above: Wide, below: Wide, has: np.ndarray) -> pa.Array:
    """One column of quotients."""
    return divided_together({"": ratio(above, below, has)})[""]


@given(st.lists(st.tuples(VALUES, RATES), min_size=1, max_size=40))
@example([((1 << 85) - 1, (1 << 17) * SCALE - 1), (-(1 << 85) + 1, SCALE - 1), (1 << 70, (1 << 17) * SCALE)])
@example([(1, SCALE // 2), (3, SCALE // 2), (-1, SCALE // 2), (-3, SCALE // 2)])
@settings(max_examples=400, deadline=None)
def test_each_product_is_rounded_once_half_to_even_whatever_its_size(pairs: list[tuple[int, int]]) -> None:
    """Small ones in 64 bits, others by Python; both on each side of their bounds."""
    values, rates = zip(*pairs, strict=True)
    largest = max(rates)
    given_rates = np.array(rates, np.int64 if largest < 1 << 63 else object)
    found = scaled(from_objects(values), given_rates).objects().tolist()
    assert found == [round(Fraction(value * rate, SCALE)) for value, rate in pairs]


@given(st.lists(st.tuples(VALUES, st.integers(0, 10**18)), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_rates_of_python_and_rates_of_64_bits_give_the_same(pairs: list[tuple[int, int]]) -> None:
    """An exchange rate of a hundred to one fits, one of ten thousand does not."""
    values, rates = zip(*pairs, strict=True)
    wide = from_objects(values)
    narrow, large = scaled(wide, np.array(rates, np.int64)), scaled(wide, np.array(rates, object))
    assert (narrow.hi == large.hi).all()
    assert (narrow.lo == large.lo).all()


@given(st.lists(st.tuples(VALUES, st.integers(-1, 1 << 53), st.booleans()), min_size=1, max_size=20))
@example([((1 << 88), (1 << 51) - 1, True), (-(1 << 88), (1 << 51) - 1, True), (3, 2, True), (5, 2, True)])
@settings(max_examples=300, deadline=None)
def test_quotients_of_columns_are_those_of_fractions(rows: list[tuple[int, int, bool]]) -> None:
    """Half to even; nothing where there is nothing to divide by."""
    values, divisors, has = zip(*[(value, max(by, 0), there) for value, by, there in rows], strict=True)
    found = amounts(from_objects(values), np.array(divisors, np.int64), np.array(has))
    wanted = [
        Decimal(round(Fraction(value, by))).scaleb(-6, EXACT) if there and by else None
        for value, by, there in zip(values, divisors, has, strict=True)
    ]
    assert found.to_pylist() == wanted


@given(st.lists(st.tuples(VALUES, VALUES, st.booleans()), min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_ratios_of_columns_are_those_of_fractions(rows: list[tuple[int, int, bool]]) -> None:
    """Amounts beyond 64 bits, of either sign."""
    above, below, has = zip(*[(one, two >> 40, there) for one, two, there in rows], strict=True)
    found = ratios(from_objects(above), from_objects(below), np.array(has))
    wanted = [
        Decimal(round(Fraction(one * 10**6, two))).scaleb(-6, EXACT) if there and two else None
        for one, two, there in zip(above, below, has, strict=True)
    ]
    assert found.to_pylist() == wanted


@given(st.lists(st.tuples(st.integers(0, 10**20), st.booleans()), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_a_rate_of_a_cell_is_that_of_each_of_its_rows(cells: list[tuple[int, bool]]) -> None:
    """To all fifteen places, and nothing where none is known."""
    rates, has = zip(*cells, strict=True)
    row = np.repeat(np.arange(len(rates)), 2)
    kind = np.int64 if max(rates) < 1 << 63 else object
    found = spread_15(np.array(rates, kind), row, np.array(has)[row]).to_pylist()
    assert found[::2] == found[1::2]
    assert found[::2] == [Decimal(rate).scaleb(-15, EXACT) if there else None for rate, there in cells]
