"""Work shared out among threads, results in the order given. NumPy and Arrow leave the interpreter while they count. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

AHEAD = 4  # results a thread: so many may wait for one that takes longer


def spread(work: Callable[[Given], Made], given: Iterable[Given], cores: int) -> Sequence[Made]:
    """The results of `work` in the order given, on so many threads."""
    return list(in_turn(work, given, cores))


def in_turn(work: Callable[[Given], Made], given: Iterable[Given], cores: int) -> Iterator[Made]:
    """The same one by one, few made ahead of the one that is taken: all of them need not fit in memory."""
    waiting = list(given)
    if cores < 2 or len(waiting) < 2:  # noqa: PLR2004 - nothing to share out
        yield from map(work, waiting)
        return
    from concurrent.futures import Future, ThreadPoolExecutor  # a slow import that a small file does not need

    with ThreadPoolExecutor(cores) as pool:
        ahead: deque[Future[Made]] = deque()
        for item in waiting:
            if len(ahead) == AHEAD * cores:
                yield ahead.popleft().result()
            ahead.append(pool.submit(work, item))
        while ahead:
            yield ahead.popleft().result()
