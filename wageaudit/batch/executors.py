"""Where the work of a batch is done: here, in processes of this machine, or on a Dask cluster. Nothing else differs."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TYPE_CHECKING, Protocol, TypeVar

from wageaudit.errors import WrongUse
from wageaudit.phrases import phrase
from wageaudit.text import clean

if TYPE_CHECKING:
    from distributed import Client

Job = TypeVar("Job")
Made = TypeVar("Made")
RETRIES = 3  # of a job whose worker was lost


class Executor(Protocol):
    """Does jobs in any order."""

    def each(self, work: Callable[[Job], Made], jobs: Sequence[Job]) -> Iterator[tuple[int, Made]]:
        """(place of the job, what it gave), as they are done."""

    def stop(self) -> None:
        """End at once, whatever is under way: what is finished is kept, the rest is done again by the next run."""


class Here:
    """In this process, one job after the other."""

    def each(self, work: Callable[[Job], Made], jobs: Sequence[Job]) -> Iterator[tuple[int, Made]]:
        """(place of the job, what it gave)."""
        for at, job in enumerate(jobs):
            yield at, work(job)

    def stop(self) -> None:
        """Nothing runs beside."""


class Processes:
    """In so many processes of this machine."""

    def __init__(self, count: int) -> None:
        """Started when the first job comes."""
        self._pool = ProcessPoolExecutor(
            count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
        )

    def each(self, work: Callable[[Job], Made], jobs: Sequence[Job]) -> Iterator[tuple[int, Made]]:
        """(place of the job, what it gave), as they are done."""
        place = {self._pool.submit(work, job): at for at, job in enumerate(jobs)}
        for done in as_completed(place):
            yield place.pop(done), done.result()

    def stop(self) -> None:
        """Kill the processes."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.kill()


def _begin() -> None:
    """Leave Ctrl-C to the process that gave the work, and end when that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.sentinel,), daemon=True).start()


def _outlive(sentinel: int) -> None:
    import os
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


class Cluster:
    """On the workers of a Dask scheduler (extra `cluster`); they see the same folders under the same paths."""

    def __init__(self, address: str) -> None:
        """Raises WrongUse where Dask is not installed or nobody answers at the address."""
        try:
            from distributed import Client
        except ImportError:
            raise WrongUse("--scheduler needs Dask", "type  pip install 'wageaudit[cluster]'") from None
        try:
            self._client: Client = Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError, TimeoutError):
            raise WrongUse(
                phrase("no scheduler answers at {address}", address=clean(address)),
                "start one with  dask scheduler  and give its address",
            ) from None

    def each(self, work: Callable[[Job], Made], jobs: Sequence[Job]) -> Iterator[tuple[int, Made]]:
        """(place of the job, what it gave), as they are done; a job whose worker is lost goes to another."""
        from distributed import as_completed as completed

        futures = [self._client.submit(work, job, retries=RETRIES, pure=False) for job in jobs]
        place = {future.key: at for at, future in enumerate(futures)}
        for future, made in completed(futures, with_results=True):
            future.release()
            yield place[future.key], made

    def stop(self) -> None:
        """Take back what is not done."""
        self._client.close(timeout=1)
