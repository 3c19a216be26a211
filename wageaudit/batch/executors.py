"""Where the work of a batch is done: here, in processes of this machine, or on a Dask cluster. Nothing else differs."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol, TypeVar

from wageaudit.errors import InputRefused, WageauditError, WrongUse
from wageaudit.files import keep_memory, undisturbed
from wageaudit.phrases import joined, phrase
from wageaudit.text import clean

Job = TypeVar("Job")
Made = TypeVar("Made")
PATIENCE = 0.5  # [s] for processes that were killed to be gone
AHEAD = 2  # jobs handed to each process at a time: the next is there when one is done


class Lost:
    """What a job gave whose process ended under it."""


LOST = Lost()


class Executor(Protocol):
    """Does jobs in any order."""

    def each(
        self, work: Callable[[Job], Made], jobs: Sequence[Job], *, light: bool = False, alone: bool = False
    ) -> Iterator[tuple[int, Made | Lost]]:
        """(place of the job, what it gave), as they are done.

        light: starting a process would take longer than the jobs do; alone: one at a time, so that it is known which one
        ends its process.
        """

    def stop(self) -> None:
        """End at once, whatever is under way: what is finished is kept, the rest is done again by the next run."""


def settled(
    executor: Executor,
    work: Callable[[Job], Made],
    jobs: Sequence[Job],
    refused: WageauditError,
    *,
    light: bool,
) -> Iterator[tuple[int, Made]]:
    """(place of the job, what it gave), as they are done; a job whose process ended under it is done once more, alone.

    Raises `refused`, when all others are done, where one ends its process then too.
    """
    waiting = list(range(len(jobs)))
    for alone in (False, True):
        lost = []
        for number, made in executor.each(work, [jobs[at] for at in waiting], light=light, alone=alone):
            if isinstance(made, Lost):
                lost.append(waiting[number])
            else:
                yield waiting[number], made
        waiting = lost
    if waiting:
        raise refused


class Here:
    """In this process, one job after the other."""

    def each(
        self,
        work: Callable[[Job], Made],
        jobs: Sequence[Job],
        *,
        light: bool = False,  # noqa: ARG002 - as every executor's
        alone: bool = False,  # noqa: ARG002
    ) -> Iterator[tuple[int, Made | Lost]]:
        """(place of the job, what it gave)."""
        for at, job in enumerate(jobs):
            yield at, work(job)

    def stop(self) -> None:
        """Nothing runs beside."""


def done(work: Callable[[Job], Made], job: Job) -> Made:
    """The job done, its refusal as an error that can travel between processes."""
    try:
        return work(job)
    except InputRefused as refusal:
        where = [refusal.problem.place(), refusal.reason]
        raise WageauditError(joined([part for part in where if part], ": "), refusal.mend) from None


class Processes:
    """In so many processes of this machine."""

    def __init__(self, count: int) -> None:
        """Started when the first job comes."""
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def each(
        self, work: Callable[[Job], Made], jobs: Sequence[Job], *, light: bool = False, alone: bool = False
    ) -> Iterator[tuple[int, Made | Lost]]:
        """(place of the job, what it gave), as they are done. A process that ends takes with it only what it was given."""
        if light and self._pool is None:
            yield from Here().each(work, jobs)
            return
        waiting = deque(enumerate(jobs))
        under_way: dict[Future[Made], int] = {}
        while waiting or under_way:
            while waiting and len(under_way) < (1 if alone else AHEAD * self._count):
                at, job = waiting[0]
                future = self._given(work, job)
                if future is None:
                    break
                waiting.popleft()
                under_way[future] = at
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                at = under_way.pop(future)
                try:
                    made: Made | Lost = future.result()
                except BrokenProcessPool:
                    self._drop()
                    made = LOST
                yield at, made

    def _given(self, work: Callable[[Job], Made], job: Job) -> Future[Made] | None:
        """The job under way; None where the processes have just ended, which the jobs they had will tell."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_begin)
        with undisturbed():
            try:
                return self._pool.submit(done, work, job)
            except BrokenProcessPool:
                self._drop()
                return None

    def _drop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def stop(self) -> None:
        """Kill the processes, and let go of what they shared, or the system would complain of it later."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        own: Any = getattr(pool, "_processes", None)
        for process in list((own or {}).values()):
            process.kill()
        ending = threading.Thread(target=pool.shutdown, kwargs={"cancel_futures": True}, daemon=True)
        ending.start()
        ending.join(PATIENCE)
        del pool, own, ending
        gc.collect()


def _begin() -> None:
    """Leave Ctrl-C to the process that gave the work, and end when that is gone; keep the memory that is used."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_memory()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.sentinel,), daemon=True).start()


def _outlive(sentinel: int) -> None:
    import os
    from multiprocessing.connection import wait as until

    until([sentinel])
    os._exit(1)


class Cluster:
    """On the workers of a Dask scheduler (extra `cluster`); they see the same folders under the same paths."""

    def __init__(self, address: str) -> None:
        """Raises WrongUse where Dask is not installed or nobody answers at the address."""
        try:
            from distributed import Client
        except ImportError:
            raise WrongUse("--scheduler needs Dask", "type  pip install 'wageaudit[cluster]'") from None
        kind: Any = Client
        self._client: Any = object.__new__(kind)
        try:
            kind.__init__(self._client, address, timeout="10s", set_as_default=False)
        except (OSError, ValueError, TimeoutError):
            self._client.status = "closed"  # or it would try to say goodbye to nobody
            raise WrongUse(
                phrase("no scheduler answers at {address}", address=clean(address)),
                "start one with  dask scheduler  and give its address",
            ) from None

    def each(
        self,
        work: Callable[[Job], Made],
        jobs: Sequence[Job],
        *,
        light: bool = False,  # noqa: ARG002 - as every executor's
        alone: bool = False,
    ) -> Iterator[tuple[int, Made | Lost]]:
        """(place of the job, what it gave), as they are done; a job whose worker is lost goes to another, a few times."""
        if alone:
            for at, job in enumerate(jobs):
                yield from ((at, made) for _, made in self._all(work, [job]))
            return
        yield from self._all(work, jobs)

    def _all(self, work: Callable[[Job], Made], jobs: Sequence[Job]) -> Iterator[tuple[int, Made | Lost]]:
        from distributed import KilledWorker, as_completed

        futures = [self._client.submit(done, work, job, pure=False) for job in jobs]
        place = {future.key: at for at, future in enumerate(futures)}
        completed: Any = as_completed
        for future in completed(futures, loop=self._client.loop):
            error = future.exception()
            if error is not None and not isinstance(error, KilledWorker):
                raise error
            yield place[future.key], LOST if error is not None else future.result()
            future.release()

    def stop(self) -> None:
        """Take back what is not done."""
        self._client.close(timeout=1)
