"""Writes the invented exports of this folder: python sample_data/make.py [FOLDER]. The same bytes every time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import crowds
import on_demand
import paid_elsewhere
import platforms
import statements
import trackers
import uber_driver
import workers

HERE = Path(__file__).resolve().parent
# name → the text of a file, or of a folder's files by their names; each is made from a seed of its own
MAKERS: dict[str, tuple[str, Callable[[Random], str | dict[str, str]]]] = {
    "antananarivo_annotator.csv": ("antananarivo", workers.antananarivo_annotator),
    "nairobi_two_platforms": ("nairobi", workers.nairobi_two_platforms),
    "caracas_night.csv": ("caracas", workers.caracas_night),
    "mturk_batch_results.csv": ("mturk_batch", platforms.mturk_batch),
    "mturk_results.tsv": ("mturk_results", crowds.mturk_results),
    "mturk_saved_by_program": ("mturk_saved", crowds.mturk_saved_by_program),
    "hit_tracker_backup.json": ("hit_tracker", crowds.hit_tracker_backup),
    "toloka_pool.tsv": ("toloka", crowds.toloka_pool),
    "prolific_study.csv": ("prolific", crowds.prolific_study),
    "crowdflower_f1234567.csv": ("crowdflower", platforms.crowdflower_report),
    "paris_driver": ("paris_driver", uber_driver.paris_driver),
    "nairobi_trackers": ("trackers", trackers.nairobi_trackers),
    "uber_statements": ("uber_statements", statements.uber_statements),
    "upwork_transactions.csv": ("upwork_ledger", statements.upwork_transactions),
    "upwork_timesheet.csv": ("upwork", on_demand.upwork_timesheet),
    "wolt_courier_tasks.csv": ("wolt", on_demand.wolt_tasks),
    "deliveroo_invoices.json": ("deliveroo", on_demand.deliveroo_invoices),
    "argyle_activities.json": ("argyle", on_demand.argyle_activities),
    "outlier_earnings.csv": ("outlier", on_demand.outlier_earnings),
    "label_studio_export.json": ("label_studio", on_demand.label_studio_export),
    "union_members.csv": ("union", workers.union_members),
    "maps": ("maps", lambda random: paid_elsewhere.tables(random) | statements.tables(random)),
    "roster.csv": ("", lambda _: workers.roster()),
}


def texts() -> dict[str, str]:
    """Path within the folder → text, line ends included."""
    found: dict[str, str] = {}
    for name, (seed, make) in MAKERS.items():
        made = make(Random(seed))
        found |= (
            {name: made}
            if isinstance(made, str)
            else {f"{name}/{inner}": text for inner, text in made.items()}
        )
    return found


def main(folder: Path) -> None:
    """Write every file below `folder`."""
    for name, text in texts().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
