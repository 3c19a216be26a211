"""Columns of figures divided together, beside Python's integers; estimates of quotients put right; groups as they lie."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wageaudit.exact import (
    DECIMAL,
    LARGEST_ABOVE,
    LARGEST_BELOW,
    LARGEST_QUOTIENT,
    SHORT,
    Quotient,
    amount,
    amounts,
    divided_together,
    lengthened,
    ratio,
    shortened,
)
from wageaudit.groups import AS_THEY_LIE, group
from wageaudit.scaling import BLOCK, LARGEST_ESTIMATE, LARGEST_SHORT, nearest, nearest_of_short
from wageaudit.tables import laid_by, together
from wageaudit.wide import BASE, from_objects, narrow

EXACT = Context(prec=60)
WIDE = st.integers(-(1 << 100), 1 << 100)


def column(*values: int) -> np.ndarray:
    """Whole numbers as int64."""
    return np.array(values, np.int64)


def figure(above: int, below: int) -> Decimal | None:
    """A figure of six decimals, half to even, of a quotient in millionths."""
    return Decimal(round(Fraction(above, below))).scaleb(-6, EXACT) if below else None


# -------------------------------------------------------------------------------------------------- products and estimates


@given(st.lists(st.tuples(st.integers(-(1 << 80), 1 << 80), st.integers(-(1 << 22), 1 << 22)), min_size=1))
@settings(max_examples=60, deadline=None)
def test_a_wide_column_times_whole_numbers_is_exact(pairs: list[tuple[int, int]]) -> None:
    """Of either sign."""
    left, right = zip(*pairs, strict=True)
    found = from_objects(left).times(column(*right)).objects().tolist()
    assert found == [one * two for one, two in pairs]


@pytest.mark.parametrize("factor", [1 << 40, (1 << 61) - 1, 1 << 61, -(1 << 61), -(1 << 40) - 1])
def test_products_that_wrap_round_differ_by_what_they_should(factor: int) -> None:
    """A product beyond 2^103 less its neighbour is the factor's one value."""
    value = (1 << 87) - 1
    left, right = from_objects([value]).times(column(factor)), from_objects([value]).times(column(factor - 1))
    assert (left - right).objects().tolist() == [value]


@pytest.mark.parametrize("below", [1, 2, 3, 7, 10**6, (1 << 40) - 1, 1 << 40, (1 << 62) + 1, (1 << 88) - 1])
@pytest.mark.parametrize(
    "quotient", [0, 1, 2, 5, LARGEST_ESTIMATE - 1, LARGEST_ESTIMATE, LARGEST_ESTIMATE + 1, (1 << 60) + 1]
)
def test_an_estimate_is_put_right_to_the_nearest_whole_number(below: int, quotient: int) -> None:
    """At the half, just under it and just above, of either sign: half to even."""
    near = {quotient * below + rest + one for rest in (0, below // 2, below - 1) for one in (-1, 0, 1)}
    above = [value for value in sorted(near | {-value for value in near}) if abs(value) < 1 << 102]
    if not above:
        above = [below - 1, below // 2 + 1]
    divisors = from_objects([below] * len(above))
    estimate = np.array([float(Fraction(value, below)) for value in above])
    wanted = [round(Fraction(value, below)) for value in above]
    assert nearest(from_objects(above), divisors, estimate).tolist() == wanted
    rough = from_objects(above).floats() / divisors.floats()
    assert nearest(from_objects(above), divisors, rough).tolist() == wanted


@pytest.mark.parametrize("below", [1, 2, 3, 7, 10**6, (1 << 40) - 1, 1 << 40, (1 << 60) - 2, (1 << 60) - 1])
@pytest.mark.parametrize("quotient", [0, 1, 2, 5, (1 << 39) + 1, LARGEST_ESTIMATE - 2])
@pytest.mark.parametrize("factor", [1, 10**6])
def test_short_divisors_give_the_same_in_fewer_steps(below: int, quotient: int, factor: int) -> None:
    """At the half, just under it and just above, of either sign."""
    near = {
        (quotient * below + rest) // factor + one for rest in (0, below // 2, below - 1) for one in (-1, 0, 1)
    }
    above = sorted(near | {-value for value in near})
    wanted = [round(Fraction(value * factor, below)) for value in above]
    kept = [at for at, value in enumerate(wanted) if abs(value) < LARGEST_ESTIMATE]
    given = from_objects([above[at] for at in kept])
    found = nearest_of_short(given, column(factor), column(*[below] * len(kept)))
    assert found is not None
    assert found.tolist() == [wanted[at] for at in kept]


def test_quotients_too_large_for_the_fewer_steps_are_left_to_the_others() -> None:
    """From 2^40 on, of either sign, a float may be out by more than one in its last place."""
    for value in (LARGEST_ESTIMATE, -LARGEST_ESTIMATE):
        assert nearest_of_short(from_objects([5, value]), column(1), column(1, 1)) is None
    assert nearest_of_short(from_objects([]), column(1), column()) is not None


# ------------------------------------------------------------------------------------------------------- columns together


@given(st.lists(st.tuples(WIDE, WIDE, st.booleans()), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_columns_divided_together_are_those_of_fractions(rows: list[tuple[int, int, bool]]) -> None:
    """Amounts and ratios of wide and narrow columns, by columns and by one number; nothing where there is nothing."""
    above, below, has = (list(side) for side in zip(*rows, strict=True))
    small, mask = column(*(value >> 50 for value in above)), np.array(has)
    asked: dict[str, Quotient] = {
        "amount": amount(from_objects(above), from_objects(below), mask),
        "hours": ratio(small, 3600),
        "share": ratio(small, from_objects(below)),
        "ratio": ratio(from_objects([value >> 20 for value in above]), from_objects([value >> 5 for value in below]), mask),
        "nothing": amount(from_objects(above), 0),
    }  # fmt: skip
    found = divided_together(asked)
    assert list(found) == list(asked)
    known = [figure(one, two) if there else None for one, two, there in rows]
    assert found["amount"].to_pylist() == known
    assert found["hours"].to_pylist() == [figure(value * 10**6, 3600) for value in small.tolist()]
    assert found["share"].to_pylist() == [
        figure(one * 10**6, two) for one, two in zip(small.tolist(), below, strict=True)
    ]
    assert found["ratio"].to_pylist() == [
        figure((one >> 20) * 10**6, two >> 5) if there else None for one, two, there in rows
    ]
    assert found["nothing"].to_pylist() == [None] * len(rows)


def test_what_is_below_nothing_loses_no_digit_to_its_two_halves() -> None:
    """A millionth less than nothing is a lower half just under 2^40: a share of it is as exact as one of a millionth."""
    for value in (1, -1, 5, -5, -(1 << 40) - 1):
        found = divided_together(
            {"share": ratio(column(value), 44), "pay": amount(narrow(column(value)), 44)}
        )
        assert found["share"].to_pylist() == [figure(value * 10**6, 44)]
        assert found["pay"].to_pylist() == [figure(value, 44)]


def test_columns_longer_than_a_block_are_divided_to_their_end() -> None:
    """Three columns, each of a block and three rows: every row by its own divisor."""
    count = BLOCK + 3
    values, by = np.arange(count), np.arange(count) % 7
    found = divided_together(
        {
            "one": amount(narrow(values), by),
            "two": ratio(values, 8),
            "three": amount(narrow(values), 1, by > 3),
        }
    )
    assert [len(each) for each in found.values()] == [count] * 3
    for at in (0, 1, 6, 7, count // 3, count // 3 + 1, count - 4, count - 1):
        assert found["one"][at].as_py() == figure(at, at % 7)
        assert found["two"][at].as_py() == Decimal(at) / 8
        assert found["three"][at].as_py() == (figure(at, 1) if at % 7 > 3 else None)
    assert found["two"].null_count == 0


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ((LARGEST_ABOVE << BASE) - 1, 3), (LARGEST_ABOVE << BASE, 3), (-(LARGEST_ABOVE << BASE), 3), (5, (LARGEST_BELOW << BASE) - 1),
        (1 << 81, (LARGEST_BELOW << BASE) - 1), (1 << 81, LARGEST_BELOW << BASE), (int(LARGEST_QUOTIENT) - 1, 1), (int(LARGEST_QUOTIENT), 1), (int(LARGEST_QUOTIENT) + 1, 1),
        (7, -2), (-7, -2), (9, (LARGEST_SHORT << BASE) - 1), (9, LARGEST_SHORT << BASE), (LARGEST_ESTIMATE, 1),
    ],
)  # fmt: skip
def test_quotients_are_exact_at_the_edges_of_the_fast_way(above: int, below: int) -> None:
    """Alone, and beside one that takes the other way."""
    wanted = figure(above, below)
    assert divided_together({"": amount(from_objects([above]), from_objects([below]))})[""].to_pylist() == [
        wanted
    ]
    for others in ([9, 2], [1 << 90, 1]):
        pair = amount(from_objects([above, others[0]]), from_objects([below, others[1]]))
        assert divided_together({"": pair})[""].to_pylist() == [wanted, figure(*others)]


# ----------------------------------------------------------------------------------------------------------------- groups


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(-9, 9)), max_size=12))
def test_sums_of_groups_are_the_same_in_whatever_order_cells_lie(rows: list[tuple[int, int, int]]) -> None:
    """Cells in the order of their groups are taken as they lie; nothing of them is copied."""
    for some in (rows, sorted(rows, key=lambda row: row[:2])):
        one, two, value = (np.array([row[at] for row in some], np.int64) for at in range(3))
        groups = group({"one": one.astype(np.int32), "two": two.astype(np.int32)}, len(some))
        keys = sorted({row[:2] for row in some})
        wanted = [sum(row[2] for row in some if row[:2] == key) for key in keys]
        assert groups.sums(value).tolist() == wanted
        assert groups.wide(narrow(value)).objects().tolist() == wanted
        found = [groups.keys[name].tolist() for name in ("one", "two")]
        assert list(zip(*found, strict=True)) == keys
        assert [keys[at] for at in groups.group.tolist()] == [row[:2] for row in some]
    assert groups.rows == AS_THEY_LIE


@given(st.lists(st.one_of(st.none(), st.integers(-(10**19), 10**19))), st.data())
def test_decimals_are_shortened_where_all_of_them_fit_and_say_the_same(
    values: list[int | None], data: st.DataObject
) -> None:
    """Wherever a part of a column begins; eighteen digits are what 64 bits are said to hold."""
    begin = data.draw(st.integers(0, len(values)))
    told = [None if value is None else Decimal(value).scaleb(-6, EXACT) for value in values]
    part = pa.array(told, DECIMAL).slice(begin)
    small = shortened(part)
    fits = all(value is None or abs(value) < 10**18 for value in values[begin:])
    assert small.type == (SHORT if fits else DECIMAL)
    assert small.to_pylist() == told[begin:]
    if fits:
        small.validate(full=True)
        assert lengthened(small).equals(part)
        assert (
            lengthened(pa.chunked_array([small, small.slice(1)])).to_pylist()
            == told[begin:] + told[begin + 1 :]
        )


@pytest.mark.parametrize("edge", [10**18 - 1, 10**18, 1 << 63, (1 << 63) - 1, (1 << 64) + 1])
def test_the_longest_decimals_that_are_shortened_have_eighteen_digits(edge: int) -> None:
    """Of either sign."""
    for value in (edge, -edge):
        found = shortened(pa.array([Decimal(value).scaleb(-6, EXACT)], DECIMAL))
        assert (found.type == SHORT) == (edge < 10**18)
        assert found.to_pylist() == [Decimal(value).scaleb(-6, EXACT)]


def test_tables_laid_by_come_back_as_they_were_where_some_figure_needs_more_than_64_bits() -> None:
    """A column stays wide in the part that needs it; both parts stand together in the order of their keys."""
    vast = (1 << 80) + 1
    parts = [
        pa.table({"worker": [name], "pay": amounts(narrow(column(value)) + wide, 1), "hours": amounts(narrow(column(value)), 4)})
        for name, value, wide in (("b", 10, from_objects(np.array([0], object))), ("a", 6, from_objects(np.array([vast - 6], object))))
    ]  # fmt: skip
    small = [laid_by(part) for part in parts]
    assert [[one.bit_width for one in part.schema.types[1:]] for part in small] == [[64, 64], [128, 64]]
    expected = pa.concat_tables(reversed(parts))
    found = together(small, ["worker"], 1)
    assert found.equals(expected)
    assert small == []
