"""The other choices: what the same work comes to under each choice that could have been made and would change something. Pure."""

from __future__ import annotations

from collections.abc import Sequence
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
    found = []
    for choice, value, options in _others(audit.work, audit.options):
        other = replace(audit, options=options, _made={})
        found.append(Alternative(choice, value, outcome(other)))
    return found


def _others(work: Work, options: Options) -> Sequence[tuple[str, str, Options]]:
    """(choice, value, options) of the choices that could change a figure of these rows."""
    found: list[tuple[str, str, Options]] = []
    if bool((work.timed & work.viewed).any()) or options.gap_minutes is not None:
        gaps = [gap for gap in (NO_GAP, GAP_MINUTES, LONG_GAP) if gap != options.gap_in_force()]
        found += [("gap", f"{gap:f}", replace(options, gap_minutes=gap)) for gap in gaps]
    if options.pending == "exclude" or _has(work, "status", "pending"):
        other = "include" if options.pending == "exclude" else "exclude"
        found.append(("pending", other, replace(options, pending=other)))
    if bool(work.amount["tip"].any()):
        other = "include" if options.tips == "exclude" else "exclude"
        found.append(("tips", other, replace(options, tips=other)))
    longest = int((work.end - work.start)[work.work & work.timed].max(initial=0))
    if options.max_task_minutes is not None:
        found.append(("max_task", "", replace(options, max_task_minutes=None)))
    elif longest > int(LONG_TASK_MINUTES) * 60_000_000:
        found.append(
            ("max_task", f"{LONG_TASK_MINUTES:f}", replace(options, max_task_minutes=LONG_TASK_MINUTES))
        )
    other = "whole" if options.period != "whole" else "week"
    if len(np.unique(work.day)) > 1:
        found.append(("period", other, replace(options, period=other)))
    return found


def _has(work: Work, name: str, label: str) -> bool:
    labels = list(work.labels[name])
    return label in labels and bool((work.category[name] == labels.index(label)).any())
