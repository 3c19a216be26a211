"""Unsafe groups: fewer workers than the threshold, or a sum that few of them make up. Pure.

Sources: Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4, and the Handbook on Statistical Disclosure
Control of the European Statistical System, chapter 4 "Magnitude tabular data": the minimum frequency rule, the
(n, k)-dominance rule, the p%-rule. Numbers: those of ACRO, the checker of research outputs of UK secure data services
(threshold 10; the top two at most 90 %; p = 10 %).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wageaudit.arrays import Ints
from wageaudit.disclosure.family import Members
from wageaudit.disclosure.topics import Topic

SMALL, DOMINANT, COMPLEMENTARY = "small", "dominant", "complementary"
WHOLE_PERCENT = 100
SAFE = 1 << 55  # of a sum: a hundred times it stays within 63 bits
TWO = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """threshold: fewest workers of a group, and fewest who make up a sum of it; few: fewest of a verdict, and of the others;
    top, share: the `top` largest may not make up `share` % of a sum or more;
    p: the rest, after the two largest, is at least p % of the largest, who else could be told by the second to within p %;
    width: an interval that published sums leave for a withheld one is at least so many % of it wide.

    Raises ValueError for numbers that would protect nobody.
    """  # noqa: D205 - one list

    threshold: int = 10
    few: int = 3
    top: int = 2
    share: int = 90
    p: int = 10
    width: int = 50

    def __post_init__(self) -> None:
        low = self.threshold < 3 or self.top < 1 or self.p < 0 or self.width < 1  # noqa: PLR2004 - of two, each knows the other
        if low or self.few < TWO or not 0 < self.share <= WHOLE_PERCENT:
            raise ValueError("a rule needs a threshold of 3 or more, top 1 or more, percents above 0")


def unsafe(members: Members, rule: Rule, topic: Topic) -> str:
    """Why a group may not be shared in a topic: SMALL, DOMINANT, or nothing.

    A figure that is known of a few workers, or that a few make up, is a group of these few.
    """
    if not topic.above and len(members) < rule.threshold:
        return SMALL
    if any(0 < int(np.count_nonzero(members.known[name])) < rule.threshold for name in topic.known):
        return SMALL
    least = rule.few if topic.verdicts else rule.threshold
    sums = [members.amount[name] for name in topic.sums]
    if any(0 < int(np.count_nonzero(amount)) < least for amount in sums):
        return SMALL
    if members.large or any(dominated(amount, rule) for amount in sums):
        return DOMINANT
    return ""


def dominated(amounts: Ints, rule: Rule) -> bool:
    """Whether one or two workers make up a sum; amounts below 0 weigh as much as those above."""
    weights = np.abs(amounts)
    if len(weights) and int(weights.max()) > SAFE // len(weights):
        weights = weights.astype(object)
    total = weights.sum()
    if not total:
        return False
    ordered = np.sort(weights)[::-1]
    rest, top = total - ordered[:TWO].sum(), ordered[: rule.top].sum()
    return bool(WHOLE_PERCENT * top >= rule.share * total or WHOLE_PERCENT * rest < rule.p * ordered[0])
