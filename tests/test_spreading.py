"""Work shared out among threads: every result, in order, few made before they are wanted."""

import threading

import pytest

from wageaudit.spreading import AHEAD, in_turn, spread


@pytest.mark.parametrize("cores", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 2, 100])
def test_results_come_in_the_order_given_whatever_the_threads(cores: int, count: int) -> None:
    """None, one and many, on one core and on several."""
    assert spread(lambda item: item * item, range(count), cores) == [item * item for item in range(count)]


def test_few_results_are_made_before_the_one_that_is_taken() -> None:
    """So that what is made can be written and forgotten."""
    made, turn = [], threading.Lock()

    def work(item: int) -> int:
        with turn:
            made.append(item)
        return item

    for taken, item in enumerate(in_turn(work, range(100), 2), start=1):
        assert item == taken - 1
        assert len(made) <= taken + AHEAD * 2


def test_what_fails_is_told_and_what_was_not_begun_is_left() -> None:
    """The error is the work's own; threads end soon after it."""
    made = []

    def work(item: int) -> int:
        made.append(item)
        if item == 1:
            raise ValueError(item)
        return item

    with pytest.raises(ValueError, match="1"):
        spread(work, range(1000), 2)
    assert len(made) < 1000
