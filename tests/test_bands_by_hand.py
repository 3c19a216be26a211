"""Bands of workers by what they earned beside the minimum wage, few enough to be counted on paper."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from wageaudit.bands import bands


def joined(fewest: int, *ratios: str) -> list[tuple[str, str, int]]:
    """(low, high, workers) of each band that is not empty on the whole way to the next."""
    found = bands([Decimal(ratio) for ratio in ratios], fewest)
    assert all(one.high == two.low for one, two in pairwise(found))
    return [(str(one.low), str(one.high), one.workers) for one in found]


def test_each_tenth_stands_alone_where_one_worker_is_enough() -> None:
    """Twenty tenths up to twice the minimum and one without an end; a tenth begins with its lower edge."""
    found = joined(1, "-0.5", "0", "0.1", "0.999999", "1", "1.99", "2", "7")
    assert len(found) == 21
    assert [one for one in found if one[2]] == [
        ("0.0", "0.1", 2), ("0.1", "0.2", 1), ("0.9", "1.0", 1), ("1.0", "1.1", 1), ("1.9", "2.0", 1), ("2.0", "None", 2),
    ]  # fmt: skip


def test_nobody_stands_in_bands_of_none_where_none_are_enough() -> None:
    """Zero and one ask for the same."""
    assert bands([], 0) == bands([], 1)
    assert joined(0, "0.5") == joined(1, "0.5")


@pytest.mark.parametrize(
    ("fewest", "below", "found"),
    [
        (2, "0.05 0.35 0.38 0.7", [("0", "1.0", 4)]),  # one is left over, and joins those before it
        (2, "0.05 0.06 0.35 0.38 0.7", [("0", "0.1", 2), ("0.1", "1.0", 3)]),
        (2, "0.05 0.06", [("0", "0.1", 2), ("0.1", "1.0", 0)]),  # nobody is left over: a band of none
        (2, "0.05 0.25 0.95 0.96", [("0", "0.3", 2), ("0.3", "1.0", 2)]),  # exactly enough, up to the minimum
        (3, "0.05 0.06", [("0", "1.0", 2)]),  # too few in all
        (2, "", [("0", "1.0", 0)]),
        (1, "0.95", [*((f"0.{at}", f"0.{at + 1}", 0) for at in range(9)), ("0.9", "1.0", 1)]),
    ],
)
def test_neighbours_below_the_minimum_are_joined_until_a_band_holds_enough(
    fewest: int, below: str, found: list[tuple[str, str, int]]
) -> None:
    """From the lowest up."""
    under = [one for one in joined(fewest, *below.split()) if one[1] != "None" and Decimal(one[1]) <= 1]
    assert [(Decimal(low), Decimal(high), count) for low, high, count in under] == [
        (Decimal(low), Decimal(high), count) for low, high, count in found
    ]


@pytest.mark.parametrize(
    ("fewest", "above", "found"),
    [
        (2, "1 1.05 1.5 2 9", [("1.0", "1.1", 2), ("1.1", "None", 3)]),
        (2, "1 1.05 1.5 1.55 2", [("1.0", "1.1", 2), ("1.1", "None", 3)]),
        (2, "1 1.05 1.5 1.55 2 3", [("1.0", "1.1", 2), ("1.1", "1.6", 2), ("1.6", "None", 2)]),
        (2, "1 1.05", [("1.0", "1.1", 2), ("1.1", "None", 0)]),
        (2, "5", [("1.0", "None", 1)]),
    ],
)
def test_bands_at_and_above_the_minimum_end_with_one_without_an_end(
    fewest: int, above: str, found: list[tuple[str, str, int]]
) -> None:
    """What no tenth holds stands in the last."""
    over = [one for one in joined(fewest, *above.split()) if Decimal(one[0]) >= 1]
    assert over == found


def test_a_worker_below_the_minimum_is_never_joined_with_one_at_it() -> None:
    """However few they are."""
    found = joined(5, "0.99", "1", "1", "1", "1", "1")
    assert found == [("0.0", "1.0", 1), ("1.0", "1.1", 5), ("1.1", "None", 0)]
