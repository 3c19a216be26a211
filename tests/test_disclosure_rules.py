"""The numbers a rule of disclosure control takes, and when one or two workers make up a sum: on paper, at the very edges."""

from __future__ import annotations

import numpy as np
import pytest

from wageaudit.disclosure.primary import Rule, dominated


@pytest.mark.parametrize(
    ("name", "least"), [("threshold", 3), ("few", 2), ("top", 1), ("share", 1), ("p", 0), ("width", 1)]
)
def test_each_number_of_a_rule_has_a_least_that_is_taken_and_one_less_that_is_not(
    name: str, least: int
) -> None:
    """Of two workers each knows the other; a share of nothing or an interval of no width protects nobody."""
    assert getattr(Rule(**{name: least}), name) == least
    with pytest.raises(ValueError, match="a rule needs"):
        Rule(**{name: least - 1})


def test_a_share_is_the_whole_at_the_most() -> None:
    """100 % are taken, 101 % are not."""
    assert Rule(share=100).share == 100
    with pytest.raises(ValueError, match="a rule needs"):
        Rule(share=101)


@pytest.mark.parametrize(
    ("amounts", "rule", "found"),
    [
        ([], Rule(), False),
        ([0, 0, 0], Rule(), False),  # a sum of nothing is nobody's
        ([1], Rule(), True),
        ([45, 45, 10], Rule(p=0), True),  # two have 90 of 100
        ([45, 44, 11], Rule(p=0), False),
        ([-45, 45, 10], Rule(p=0), True),  # what is owed back weighs as much
        ([90, 5, 5], Rule(top=1, p=0), True),
        ([89, 6, 5], Rule(top=1, p=0), False),
        ([40, 40, 20], Rule(top=3, share=100, p=0), True),
        ([100, 500, 9], Rule(share=100, p=2), True),  # 9 are less than two in a hundred of 500
        ([100, 500, 10], Rule(share=100, p=2), False),
        ([1 << 62, 1 << 62, 1 << 62], Rule(p=0), False),  # two thirds, of a sum beyond 64 bits
        ([1 << 62, 1 << 62, 1 << 58], Rule(p=0), True),
    ],
)
def test_one_or_two_workers_make_up_a_sum(amounts: list[int], rule: Rule, found: bool) -> None:
    """The largest `top` have `share` % or more, or the rest after two is less than p % of the largest."""
    for order in (amounts, amounts[::-1]):
        assert dominated(np.array(order, np.int64), rule) is found
