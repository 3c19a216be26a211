"""The summary's arithmetic below its figures: columns read, labels, draws in pieces, quartiles of resamples by a plain loop."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from crowd import table, worker

from wageaudit.summary import bootstrap, summary
from wageaudit.summary.bootstrap import _quantiles, counts, planned, stream
from wageaudit.summary.figures import LARGEST, micros, named

KIND = pa.decimal128(38, 6)


def amounts(*texts: str | None) -> pa.Array:
    """Amounts of six places."""
    return pa.array([None if text is None else Decimal(text) for text in texts], KIND)


def test_columns_are_read_in_whatever_pieces_they_come() -> None:
    """A piece of nothing, a slice from its middle, one of nulls alone."""
    pieces = [
        amounts(), amounts("1", "-2.5", None, "3").slice(1, 2), pa.nulls(2, KIND), amounts("9", "7").slice(1), amounts().slice(0),
    ]  # fmt: skip
    found, known, large = micros(pa.chunked_array(pieces, KIND))
    assert found.tolist() == [-2_500_000, 0, 0, 0, 7_000_000]
    assert known.tolist() == [True, False, False, False, True]
    assert not large.any()
    assert [part.tolist() for part in micros(pa.chunked_array([], KIND))] == [[], [], []]


def test_a_figure_is_too_large_from_its_bound_on_whatever_its_sign() -> None:
    """One micro-unit less is not; a number of more than 64 bits is, however small its lower half."""
    edge = [
        LARGEST - 1,
        LARGEST,
        -LARGEST + 1,
        -LARGEST,
        1 << 62,
        1 << 63,
        1 << 64,
        (1 << 64) + 5,
        -(1 << 64),
    ]
    found, known, large = micros(pa.chunked_array([amounts(*(str(Decimal(one).scaleb(-6)) for one in edge))]))
    assert known.all()
    assert large.tolist() == [False, True, False, True, *[True] * 5]
    assert found.tolist() == [LARGEST - 1, 0, -LARGEST + 1, *[0] * 6]


def test_an_empty_label_is_none() -> None:
    """As is a null."""
    found, _ = named(pa.chunked_array([pa.array(["x", "", None, "a"]).dictionary_encode()]))
    assert [code >= 0 for code in found.tolist()] == [True, False, False, True]


def test_workers_without_a_label_are_a_line_without_one() -> None:
    """It comes first and says nothing; no other label stands in its place."""
    people = [
        worker("a", "10", "10", platform="x"), worker("b", "40", "20", platform=""), worker("c", "4", "1", platform="y"),
    ]  # fmt: skip
    found = summary(table(people), ("platform",), resamples=0).to_pylist()
    assert [(line["platform"], line["workers"]) for line in found] == [("", 1), ("x", 1), ("y", 1)]


def test_a_group_in_which_some_are_compared_has_a_comparison() -> None:
    """One worker's minimum is not known."""
    for minima, reason in (
        (("3", None), False),
        ((None, None), True),
        (("3", "3"), False),
    ):
        people = [worker(name, "10", "10", minimum) for name, minimum in zip("ab", minima, strict=True)]
        (line,) = summary(table(people), resamples=0).to_pylist()
        assert ("no_comparison" in line["reason"]) is reason


@pytest.mark.parametrize("size", [1, 2, 5, 8])
def test_draws_are_the_same_one_by_one_as_all_at_once(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where one resample is more than is held at once."""
    plan = planned(3, 11, 0.5)
    whole = np.concatenate(list(counts(size, plan, stream(plan, ("x",)))))
    assert whole.shape == (11, size)
    assert (whole.sum(axis=1) == size).all()
    for at_once in (1, size, 2 * size + 1):
        monkeypatch.setattr(bootstrap, "DRAWS_AT_ONCE", at_once)
        pieces = list(counts(size, plan, stream(plan, ("x",))))
        assert np.array_equal(np.concatenate(pieces), whole)
        assert len(pieces[0]) == min(11, max(1, at_once // size))


def plainly(drawn: list[int], ordered: list[int], quarters: int) -> Fraction | None:
    """Type 7 of Hyndman and Fan, in quarters of a unit, of values drawn so often."""
    values = [value for value, often in zip(ordered, drawn, strict=True) for _ in range(often)]
    if not values:
        return None
    at = Fraction(quarters * (len(values) - 1), 4)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return 4 * (values[low] + (at - low) * (values[high] - values[low]))


@pytest.mark.parametrize("seed", range(12))
def test_quartiles_of_resamples_are_those_of_a_plain_loop(seed: int) -> None:
    """Rows of different sizes beside one another; one that drew nobody, one that drew one worker alone."""
    random = Random(seed)
    width = random.randint(1, 6)
    ordered = sorted(random.randint(-9, 30) for _ in range(width))
    drawn = [[random.choice((0, 0, 1, 2, 7)) for _ in range(width)] for _ in range(9)]
    drawn += [[0] * width, [0] * (width - 1) + [1], [5] + [0] * (width - 1), [0] * width, [1] * width]
    wanted = {f"q{quarters}": quarters for quarters in (0, 1, 2, 3, 4)}
    found = _quantiles(np.array(drawn), np.array(ordered), wanted)
    for name, quarters in wanted.items():
        assert [None if np.isnan(one) else Fraction(one) for one in found[name].tolist()] == [
            plainly(row, ordered, quarters) for row in drawn
        ]


def test_quartiles_of_nobody_are_none() -> None:
    """A group in which no wage is known."""
    found = _quantiles(np.zeros((3, 0), np.int64), np.zeros(0, np.int64), {"median": 2})
    assert np.isnan(found["median"]).tolist() == [True, True, True]
