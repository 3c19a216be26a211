"""Sentences of check that say whose work a file shows, each one whole, so that a translator sees what is said."""

from __future__ import annotations

from collections.abc import Mapping

VIEWS: Mapping[str, tuple[str, str]] = {
    "worker": ("all of this worker's work", "all of the work of its {count} workers"),
    "recorded": (
        "all of this worker's work, waiting on record: pauses beyond it are not taken for waiting",
        "all of the work of its {count} workers, waiting on record: pauses beyond it are not taken for waiting",
    ),
    "requester": (
        "one requester's view of {count} worker: pauses are not known to be waiting",
        "one requester's view of {count} workers: pauses are not known to be waiting",
    ),
}
