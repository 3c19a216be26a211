"""What of a batch may leave the house: tables of groups and summaries, small groups withheld in all of them together, names under a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from wageaudit import __version__
from wageaudit.arrays import strings
from wageaudit.auditing import Audit
from wageaudit.batch.linking import together, worths
from wageaudit.batch.results import MANIFEST, Closing, Files, Write, stacked
from wageaudit.batch.tabling import By, Tables
from wageaudit.disclosure import WHOLE, Rule, Withheld, apply, with_margins, withheld
from wageaudit.files import fingerprint
from wageaudit.manifest import as_json, seal
from wageaudit.options import Options
from wageaudit.pseudonyms import Key, pseudonym, shareable
from wageaudit.readers import READERS
from wageaudit.recording import shipped
from wageaudit.reports.data import csv, parquet

FOLDER = "share"
SHARED: Mapping[str, By] = {
    "total": (),
    "platforms": ("platform",),
    "requesters": ("requester",),
    "projects": ("project",),
    "countries": ("country",),
    "months": ("month",),
}
CHOICES = (
    "pending",
    "tips",
    "period",
    "category",
    "minimum_wage",
    "wage_currency",
    "display_currency",
    "exchange_series",
    "gap_minutes",
    "max_task_minutes",
)  # fmt: skip - choices that say how was counted, and nothing of the files that were read


@dataclass(frozen=True, slots=True)
class Sharing:
    """How what is shared is protected: the campaign's key, and the rule by which groups are withheld."""

    key: Key
    rule: Rule


def shared(
    tables: Tables,
    audit: Audit,
    how: Sharing,
    ledgers: Sequence[Path],
    besides: Callable[[Withheld], Files] | None = None,
) -> tuple[Files, Mapping[str, Closing]]:
    """(name in the folder of results → what writes it, the same of the manifest, given where the others lie).

    ledgers: all rows, which tell what the tables have in common; besides: what else is shared, under what is withheld from
    the tables.

    No table has a line of one worker; whatever a group is called by but platform, country and month is a pseudonym.
    """
    workers = {by: tables.workers(by) for by in with_margins(SHARED.values())}
    worth = worths(workers[()], workers["month",], audit)
    gone = withheld(workers, how.rule, worth, together(ledgers, worth) if ledgers else None)
    files: dict[str, Path | Write] = dict(besides(gone) if besides else {})
    for name, by in SHARED.items():
        table = shareable(_told(apply(tables.result(by), by, gone), how.key), how.key)
        files |= {
            f"{FOLDER}/{name}.csv": partial(csv, table), f"{FOLDER}/{name}.parquet": partial(parquet, table)
        }  # fmt: skip
    summaries = {
        by: shareable(_told(apply(tables.summary(by), by, gone), how.key), how.key) for by in SHARED.values()
    }
    files[f"{FOLDER}/summary.csv"] = partial(csv, _columns_as_given(tables, stacked(summaries)))
    names = sorted(files)

    def closing(ready: Path) -> Write:
        told = _manifest(audit, how, {name: fingerprint(str(ready / name)) for name in names})
        return lambda stream: stream.writelines([as_json(told)])

    return files, {f"{FOLDER}/{MANIFEST}": closing}


def _told(table: pa.Table, key: Key) -> pa.Table:
    """The table without what single members may call a platform: where it is withheld and not one we read, a pseudonym."""
    if "platform" not in table.column_names:
        return table
    known = {"", *(reader.name for reader in READERS)}
    names, hidden = table.column("platform").to_pylist(), table.column(WHOLE).to_pylist()
    shown = [
        pseudonym(key, "platform", name) if gone and name not in known else name
        for name, gone in zip(names, hidden, strict=True)
    ]
    return table.set_column(table.column_names.index("platform"), "platform", strings(shown))


def _columns_as_given(tables: Tables, table: pa.Table) -> pa.Table:
    """Columns of the summary in the order the internal one has."""
    first = [name for name in tables.summary(()).column_names if name in table.column_names]
    named = [*table.column_names[:2], *first]
    return table.select([*named, *(name for name in table.column_names if name not in named)])


def _manifest(audit: Audit, how: Sharing, found: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    """What was counted how, with which law and key; of the files that were read, nothing."""
    rule = how.rule
    told = {
        "program": "wageaudit",
        "version": __version__,
        "command": "batch --share",
        "options": chosen(audit.options),
        "key": how.key.id,
        "withheld": {
            "threshold": rule.threshold, "few": rule.few, "top": rule.top, "share": rule.share, "p": rule.p, "width": rule.width,
        },
        "reference": [
            {"name": one.name, "kind": one.kind, "version": one.version, "sha256": one.sha256}
            for one in sorted(shipped(audit.options, audit), key=lambda one: one.name)
            if not one.own and "-" not in one.name.rpartition("/")[2]  # a region's file tells where somebody works
        ],
        "outputs": [
            {"name": name.removeprefix(f"{FOLDER}/"), "size": size, "sha256": digest}
            for name, (size, digest) in sorted(found.items())
        ],
    }  # fmt: skip
    return told | {"sha256": seal(told)}


def chosen(options: Options) -> dict[str, str]:
    """The choices of counting and comparing as text, the gap threshold in force among them."""
    found = {name: getattr(options, name) for name in CHOICES}
    told = {name: "" if value is None else str(value) for name, value in found.items()}
    return told | {"gap_in_force_minutes": str(options.gap_in_force())}


__all__ = ["FOLDER", "MANIFEST", "SHARED", "Sharing", "shared"]
