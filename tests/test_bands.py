"""Bands of wages: every worker in one of them, none of too few, none across the minimum."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from wageaudit.bands import bands

FEWEST = 10


@given(st.lists(st.decimals(0, 4, places=3), max_size=200), st.sampled_from([1, FEWEST]))
def test_bands_hold_every_worker_once_and_never_reach_across_the_minimum(
    ratios: list[Decimal], fewest: int
) -> None:
    """Each holds enough, none, or all of its side."""
    found = bands(ratios, fewest)
    assert [one.low for one in found] == sorted({one.low for one in found})
    assert found[0].low == 0
    assert found[-1].high is None
    sides = Counter("under" if ratio < 1 else "over" for ratio in ratios)
    for one, following in zip(found, [*found[1:], None], strict=True):
        assert one.high == (following.low if following else None)
        assert one.low >= 1 or (one.high is not None and one.high <= 1)
        inside = [ratio for ratio in ratios if ratio >= one.low and (one.high is None or ratio < one.high)]
        assert one.workers == len(inside)
        side = sides["under" if one.low < 1 else "over"]
        assert one.workers in {0, side} or one.workers >= fewest
