"""Parts of a whole as they are shown add up to what is said of the whole, and none is off by a unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wageaudit.reports.apportioning import apportioned, percents
from wageaudit.reports.figures import Figures


def test_thirds_of_an_hour_with_a_rest_add_up_to_sixty() -> None:
    """By hand: 45.4, 4.3 and 10.3 would be 45 + 4 + 10 = 59; the largest rest is rounded up."""
    parts = [Decimal("45.4"), Decimal("4.3"), Decimal("10.3")]
    assert apportioned(parts, 0) == [46, 4, 10]


def test_equal_rests_go_to_the_first() -> None:
    """Three times 33.33: the same every time."""
    third = Decimal(100) / 3
    assert apportioned([third, third, third], 0) == [34, 33, 33]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=6).filter(any), st.integers(0, 3))
def test_whatever_the_parts_they_add_up_and_none_is_off_by_a_unit(weights: list[int], places: int) -> None:
    """Sixty minutes parted in any way."""
    whole = sum(weights)
    parts = [Decimal(60 * weight) / whole for weight in weights]
    shown = apportioned(parts, places)
    unit = Decimal(1).scaleb(-places)
    assert sum(shown) == 60
    assert all(abs(one - part) < unit for one, part in zip(shown, parts, strict=True))


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ((1, 1, 1), ["34%", "33%", "33%"]),
        ((996, 4, 0), ["99.6%", "0.4%", "0%"]),
        ((0, 0, 5), ["0%", "0%", "100%"]),
        ((149, 149, 102), ["37%", "37%", "26%"]),
    ],
)
def test_percents_add_up_to_a_hundred(weights: tuple[int, ...], told: list[str]) -> None:
    """And what is there does not pass for nothing."""
    shares = [Decimal(weight) / sum(weights) for weight in weights]
    assert percents(Figures("en"), shares) == told
