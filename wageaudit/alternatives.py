"""The other choices: what the same work comes to under each choice that could have been made and would change something. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from wageaudit.auditing import Audit
from wageaudit.options import GAP_MINUTES, Options
from wageaudit.work import Work

LONG_TASK_MINUTES = Decimal(480)  # a task open for eight hours is longer than a day's work
NO_GAP, LONG_GAP = Decimal(0), Decimal(60)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an audit comes to: the wage and what is missing, in `currency`, and how many workers earn less than the minimum."""

    wage: Decimal | None
    shortfall: Decimal | None
    currency: str
    under: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """One choice made the other way: its name, the value it then has, and what comes out."""

    choice: str
    value: str
    outcome: Outcome


def outcome(audit: Audit) -> Outcome:
    """What an audit comes to as a whole."""
    row = audit.table(()).select(["effective_hourly_wage", "shortfall", "currency"]).to_pylist()
    ratios = audit.table(("worker",)).column("wage_ratio").to_pylist()
    under = sum(ratio is not None and ratio < 1 for ratio in ratios)
    if not row:
        return Outcome(None, None, "", under)
    return Outcome(row[0]["effective_hourly_wage"], row[0]["shortfall"], str(row[0]["currency"] or ""), under)


def alternatives(audit: Audit) -> list[Alternative]:
    """Every choice that this work could feel, made the other way and audited anew."""
    felt = frozenset().union(*audit.each(lambda part: felt_by(part.work, audit.options)))
    days = len(np.unique(audit.cells().key["day"]))
    return [
        Alternative(choice, value, outcome(replace(audit, options=options, screening=False, _made={})))
        for choice, value, options in others(felt, days, audit.options)
    ]


def others(felt: Collection[str], days: int, options: Options) -> Sequence[tuple[str, str, Options]]:
    """(choice, value, options) of the choices that could change a figure of rows which feel these, on so many days."""
    found: list[tuple[str, str, Options]] = []
    if "gap" in felt:
        gaps = [gap for gap in (NO_GAP, GAP_MINUTES, LONG_GAP) if gap != options.gap_in_force()]
        found += [("gap", f"{gap:f}", replace(options, gap_minutes=gap)) for gap in gaps]
    if "pending" in felt:
        other = "include" if options.pending == "exclude" else "exclude"
        found.append(("pending", other, replace(options, pending=other)))
    if "tips" in felt:
        other = "include" if options.tips == "exclude" else "exclude"
        found.append(("tips", other, replace(options, tips=other)))
    if options.max_task_minutes is not None:
        found.append(("max_task", "", replace(options, max_task_minutes=None)))
    elif "max_task" in felt:
        found.append(
            ("max_task", f"{LONG_TASK_MINUTES:f}", replace(options, max_task_minutes=LONG_TASK_MINUTES))
        )
    if days > 1:
        other = "whole" if options.period != "whole" else "week"
        found.append(("period", other, replace(options, period=other)))
    return found


def felt_by(work: Work, options: Options) -> frozenset[str]:
    """The choices by which rows are counted that these rows feel: gap, pending, tips, max_task."""
    longest = int((work.end - work.start)[work.work & work.timed].max(initial=0))
    found = {
        "gap": options.gap_minutes is not None or bool((work.timed & work.viewed).any()),
        "pending": options.pending == "exclude" or _has(work, "status", "pending"),
        "tips": bool(work.amount["tip"].any()),
        "max_task": options.max_task_minutes is not None or longest > int(LONG_TASK_MINUTES) * 60_000_000,
    }
    return frozenset(name for name, does in found.items() if does)


def _has(work: Work, name: str, label: str) -> bool:
    labels = list(work.labels[name])
    return label in labels and bool((work.category[name] == labels.index(label)).any())
