"""Unsafe groups: fewer workers than the threshold, or a sum that one or two of them make up. Pure.

Sources: Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4, and the Handbook on Statistical Disclosure
Control of the European Statistical System, chapter 4 "Magnitude tabular data": the minimum frequency rule, the
(n, k)-dominance rule, the p%-rule. Numbers: those of ACRO, the checker of research outputs of UK secure data services
(threshold 10; the top two at most 90 %; p = 10 %).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wageaudit.arrays import Ints
from wageaudit.disclosure.family import KNOWN, SUMS, Members

SMALL, DOMINANT, COMPLEMENTARY = "small", "dominant", "complementary"
WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Rule:
    """threshold: fewest workers of a group; top, share: the `top` largest may not make up `share` % of a sum or more;
    p: the rest, after the two largest, is at least p % of the largest, who else could be told by the second to within p %;
    width: an interval that published sums leave for a withheld one is at least so many % of it wide.

    Raises ValueError for numbers that would protect nobody.
    """  # noqa: D205 - one list

    threshold: int = 10
    top: int = 2
    share: int = 90
    p: int = 10
    width: int = 50

    def __post_init__(self) -> None:
        low = self.threshold < 3 or self.top < 1 or self.p < 0 or self.width < 1  # noqa: PLR2004 - of two, each knows the other
        if low or not 0 < self.share <= WHOLE_PERCENT:
            raise ValueError("a rule needs a threshold of 3 or more, top 1 or more, percents above 0")


def unsafe(members: Members, rule: Rule, layer: str) -> str:
    """Why a group may not be shared in a layer: SMALL, DOMINANT, or nothing.

    A figure known of a few workers alone is a group of these few.
    """
    if len(members) < rule.threshold:
        return SMALL
    for name in KNOWN[layer]:
        if 0 < int(np.count_nonzero(members.known[name])) < rule.threshold:
            return SMALL
    if members.large or any(dominated(members.amount[name], rule) for name in SUMS[layer]):
        return DOMINANT
    return ""


def dominated(amounts: Ints, rule: Rule) -> bool:
    """Whether one or two workers make up a sum; amounts below 0 weigh as much as those above."""
    weights: list[int] = sorted((abs(amount) for amount in amounts.tolist() if amount), reverse=True)
    total = sum(weights)
    if not total:
        return False
    rest = total - sum(weights[:2])
    top = sum(weights[: rule.top])
    return WHOLE_PERCENT * top >= rule.share * total or WHOLE_PERCENT * rest < rule.p * weights[0]
