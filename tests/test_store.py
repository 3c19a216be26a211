"""What a store keeps of rows beyond its budget: read early, written slowly, asked for ids."""

from __future__ import annotations

import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pyarrow as pa
import pytest
from test_shelves import labelled, of, tables_of

import wageaudit
from wageaudit import Options, files
from wageaudit.options import RosterEntry
from wageaudit.readers.base import Reading
from wageaudit.readers.rostered import with_roster_note
from wageaudit.shelves import shelve
from wageaudit.vocabulary import Vocabularies


def test_shelves_looked_at_while_rows_are_still_written_are_whole_later() -> None:
    """Who is looked up in a roster before the last rows are in the file."""
    store = files.Store(8, 1 << 14)
    tables = tables_of((0, 200), (200, 200), (400, 200))
    held = [store.hold(table) for table in tables[:2]]
    store.gathered(held)
    held[0].shelf(0)  # and the next ones are read ahead
    held.append(store.hold(tables[2]))
    together = store.gathered(held)
    assert of(together) == of([shelve(table, 8, Vocabularies()) for table in tables])
    assert of(together) == of([shelve(table, 8, Vocabularies()) for table in tables])  # a second time through


def test_no_more_than_two_batches_lie_in_memory_however_slow_the_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The one that is written and the next: who brings more waits."""
    store = files.Store(8, 1)
    going, most, turn = threading.Event(), [], threading.Lock()
    write = store._write

    def slowly(batch: object) -> None:
        going.wait(60)
        write(batch)

    def brought(at: int) -> object:
        held = store.hold(labelled(100 * at, 100 * at + 100))
        with turn:
            most.append(at)
        return held

    monkeypatch.setattr(store, "_write", slowly)
    with ThreadPoolExecutor(6) as pool:
        futures = [pool.submit(brought, at) for at in range(6)]
        wait(futures, 1, FIRST_COMPLETED)
        time.sleep(0.1)  # in which others could be done, were they let
        with turn:
            before = len(most)
        going.set()
        held = [future.result() for future in futures]
    assert before == 1
    assert sum(len(shelf) for shelf in of(store.gathered(held))) == 600


def members(begin: int, end: int) -> pa.Table:
    """A row of each of these workers."""
    rows = [
        {"worker_id": f"w{number}", "started_at": "2024-06-03T10:00:00Z", "currency": "USD", "pay": "1"}
        for number in range(begin, end)
    ]
    return wageaudit.tasks_from_rows(rows).table


@pytest.mark.parametrize("budget", [1 << 30, 1 << 12, 200], ids=["in memory", "in a file", "with their rows"])
@pytest.mark.parametrize(("name", "notes"), [("w7", 0), ("w299", 0), ("nobody", 1)])
def test_a_roster_is_held_against_ids_wherever_they_lie(budget: int, name: str, notes: int) -> None:
    """Labels in memory, in a file, and ids so many that they lie with their rows."""
    store = files.Store(8, budget)
    held = [store.hold(members(low, low + 100)) for low in (0, 100, 200)]
    reading = Reading(members(0, 1).slice(0, 0), (), (), tuple(held))
    options = Options(roster={name: RosterEntry(country="KE")}, roster_file="members.csv")
    assert len(with_roster_note(reading, options).problems) == notes
    if budget == 200:
        assert any(
            one.is_text for made in store._file._stretches for one in made.fields if one.name == "worker_id"
        )
