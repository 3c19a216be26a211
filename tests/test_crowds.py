"""Groups of workers large enough to be shown: nothing of fewer than ten, and nothing that subtraction gives away."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from wageaudit.crowds import FEWEST, bands, crowds

VERDICTS = ("below", "depends", "met", "unknown")


def workers(counts: dict[str, int], verdict: str = "below", ratio: str = "0.8") -> list[dict[str, object]]:
    """So many workers of each group, all alike."""
    return [
        {
            "country": name,
            "verdict": verdict,
            "wage_ratio": Decimal(ratio),
            "effective_hourly_wage": Decimal(5),
            "currency": "USD",
        }
        for name, count in counts.items()
        for _ in range(count)
    ]


def test_small_groups_stand_together_where_they_are_enough() -> None:
    """6 and 5 are 11."""
    found = crowds(workers({"KE": 40, "FR": 6, "BR": 5}), "country")
    assert [(one.names, one.workers) for one in found] == [(("KE",), 40), (("FR", "BR"), 11)]


def test_a_lone_small_group_takes_the_next_with_it() -> None:
    """Else 3 would be the total less 40 less 12."""
    found = crowds(workers({"KE": 40, "MG": 12, "FR": 3}), "country")
    assert [(one.names, one.workers) for one in found] == [(("KE",), 40), (("MG", "FR"), 15)]


def test_nothing_is_shown_of_fewer_than_ten_workers_in_all() -> None:
    """Nine are none."""
    assert crowds(workers({"KE": 5, "FR": 4}), "country") == []


def test_medians_and_verdicts_are_those_of_the_workers() -> None:
    """By hand: 10 under at 0.8, 5 above at 1.4; the eighth of fifteen is at 0.8."""
    rows = [*workers({"KE": 10}), *workers({"KE": 5}, "met", "1.4")]
    (found,) = crowds(rows, "country")
    assert found.verdicts == {"below": 10, "depends": 0, "met": 5, "unknown": 0}
    assert (found.ratio, found.wage, found.currency, found.judged) == (Decimal("0.8"), Decimal(5), "USD", 15)


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(1, 30)), st.integers(2, 12))
def test_no_figure_stands_for_too_few_and_none_can_be_subtracted(counts: dict[str, int], fewest: int) -> None:
    """All groups are in what is shown, each once, or nothing is."""
    found = crowds(workers(counts), "country", fewest)
    assert all(one.workers >= fewest for one in found)
    names = sorted(name for one in found for name in one.names)
    assert names in ([], sorted(counts))
    assert found or sum(counts.values()) < fewest


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
