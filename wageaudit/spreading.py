"""Work shared out among threads, results in the order given. NumPy and Arrow leave the interpreter while they count. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def spread(work: Callable[[Given], Made], given: Iterable[Given], cores: int) -> Sequence[Made]:
    """The results of `work` in the order given, on so many threads."""
    waiting = list(given)
    if cores < 2 or len(waiting) < 2:  # noqa: PLR2004 - nothing to share out
        return [work(item) for item in waiting]
    from concurrent.futures import ThreadPoolExecutor  # a slow import that a small file does not need

    with ThreadPoolExecutor(cores) as pool:
        return list(pool.map(work, waiting))
