"""Reasons of groups, worked by hand: who is told what, in which order, and that phrases stand once each."""

from __future__ import annotations

import numpy as np

from wageaudit.reasons import Reasons, none_of


def told(why: Reasons) -> list[str]:
    """What is said of each group."""
    return [why.said[code] for code in why.code.tolist()]


def of(*groups: int) -> np.ndarray:
    """These of four groups."""
    return np.isin(np.arange(4), groups)


def test_a_reason_goes_after_what_is_said_or_before_it() -> None:
    """Each group is told its own, joined by semicolons; the others nothing."""
    why = (
        none_of(4).also(of(0, 1), "no_pay").also(of(1, 2), "no_country").also(of(1, 3), "no_time", first=True)
    )
    assert told(why) == ["no_pay", "no_time;no_pay;no_country", "no_country", "no_time"]


def test_phrases_stand_once_each_whatever_the_way_to_them() -> None:
    """Two groups of which the same is said, in two steps of another order, share one code."""
    why = none_of(4).also(of(0), "b").also(of(0, 1), "a", first=True).also(of(1), "b")
    assert told(why) == ["a;b", "a;b", "", ""]
    assert why.code[0] == why.code[1]
    assert len(set(why.said)) == len(why.said)


def test_nothing_is_said_of_no_group() -> None:
    """What was said stays as it is, and what is given is not changed."""
    first = none_of(4).also(of(2), "no_pay")
    assert first.also(of(), "no_time") is first
    assert told(first.also(of(2), "more")) == ["", "", "no_pay;more", ""]
    assert told(first) == ["", "", "no_pay", ""]
    assert told(none_of(0)) == []
