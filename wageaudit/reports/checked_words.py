"""Sentences of check that say whose work a file shows and what it lacks, each one whole, so that a translator sees what is said."""

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
MISSING_FROM_FILE: Mapping[str, str] = {
    "country": "missing: the country is not in it: add  --country MG  or a roster, to compare with a minimum wage",
    "time": "missing: no row says how long its work took, so that no hours are known and no price gives an hourly wage",
    "pay": "missing: no pay is in it: add  {option}",
}
