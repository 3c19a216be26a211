"""Topics: which published columns rest on which sums over workers, so that a sum and all that gives it back go together. Pure.

A ratio of two published sums is no secret once both are; a sum that is withheld takes every ratio with it that would bring
it back. Where a sum and a part of it are published, the rest of it is published too: it is tested as a sum of its own
(`against`). Hours at two gap thresholds tell what lies between: a threshold is shown with the next wider one, or not at all. Names of sums are those of amounts.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wageaudit.options import GAP_GRID_MINUTES

ENDS = ("_low", "_high")
WAGE = "effective_hourly_wage"


@dataclass(frozen=True, slots=True)
class Topic:
    """Columns that are withheld together.

    above: the topic that withholds this one too; columns: of result tables and summaries; sums: what is tested, and what no
    subtraction may bring back; against: pairs of these that add up to a published sum; known: figures that must be known of
    enough workers; verdicts: the sums count workers, each once.
    """

    name: str
    above: str
    columns: tuple[str, ...]
    sums: tuple[str, ...]
    against: tuple[tuple[str, str], ...] = ()
    known: tuple[str, ...] = ()
    verdicts: bool = False


WHOLE = Topic(
    "whole", "", ("workers", "working_hours", "pay", "currency", WAGE), ("hours", "pay"), known=("wage",)
)
COMPARISON = Topic(
    "comparison",
    "whole",
    (
        "minimum_wage", "wage_ratio", "required_pay", "breakeven_piece_rate", "critical_gap_minutes", "verdict", "reason",
        "living_wage", "living_wage_ratio", "workers_compared", "wage_ratio_of_totals", "wage_ratio_median_of_workers",
    ),
    ("required",),
    known=("compared", "ratio"),
)  # fmt: skip
GAPS = tuple(f"gap{minutes}" for minutes in GAP_GRID_MINUTES)
TOPICS = (
    WHOLE,
    COMPARISON,
    Topic(
        "shortfall",
        "comparison",
        ("shortfall",),
        ("shortfall",),
        known=("shortfall",),
    ),
    Topic(
        "lacking",
        "shortfall",
        ("workers_with_shortfall",),
        ("lacking", "not_lacking"),
        (("lacking", "not_lacking"),),
        verdicts=True,
    ),
    Topic(
        "below",
        "comparison",
        ("share_below_minimum", "share_below_minimum_at_least", "share_below_minimum_at_most"),
        ("below", "above"),
        (("below", "above"),),
        verdicts=True,
    ),
    Topic(
        "thresholds",
        "below",
        ("share_below_at_every_threshold", "share_depends"),
        ("always", "not_always", "depends", "not_depends"),
        (("always", "not_always"), ("depends", "not_depends")),
        verdicts=True,
    ),
    Topic(
        "paid",
        "whole",
        ("paid_hours", "utilisation", "engaged_hourly_wage", "unpaid_time_share_of_totals"),
        ("paid", "idle"),
        (("paid", "idle"),),
    ),
    Topic(
        "unpaid",
        "paid",
        ("unpaid_work_hours", "waiting_hours"),
        ("unpaid", "waiting"),
        (("unpaid", "waiting"),),
    ),
    Topic("overlap", "whole", ("overlap_factor",), ("overlap",)),
    Topic("gap20", "whole", (f"{WAGE}_gap20",), ("to20", "gap_beneath", "gap_beyond")),
    Topic("gap60", "gap20", (f"{WAGE}_gap60", "critical_gap_minutes"), ("gap60", "to60")),
    Topic("gap10", "gap20", (f"{WAGE}_gap10",), ("gap20", "to10")),
    Topic("gap5", "gap10", (f"{WAGE}_gap5",), ("gap10", "to5")),
    Topic("gap1", "gap5", (f"{WAGE}_gap1",), ("gap5", "to1")),
    Topic("gap0", "gap1", (f"{WAGE}_gap0", "critical_gap_minutes"), ("gap1", "to0")),
    Topic("tasks", "whole", ("tasks", "breakeven_piece_rate"), ("tasks",)),
    Topic(
        "tasks_unpaid",
        "tasks",
        ("tasks_unpaid",),
        ("tasks_unpaid", "tasks_paid"),
        (("tasks_unpaid", "tasks_paid"),),
    ),
    Topic("tasks_untimed", "whole", ("tasks_untimed",), ("tasks_untimed",)),
    Topic("sessions", "whole", ("sessions",), ("sessions",)),
    Topic(
        "bonus",
        "whole",
        ("bonus", "bonus_share"),
        ("bonus", "pay_less_bonus"),
        (("bonus", "pay_less_bonus"),),
    ),
    Topic("tip", "whole", ("tip",), ("tip", "pay_less_tip", "pay_less_both"), (("tip", "pay_less_tip"),)),
    Topic("fee", "whole", ("fee",), ("fee", "pay_and_fee", "bonus_aside", "tip_aside", "piece_pay")),
    Topic("price", "whole", ("take_rate",), ("price",), known=("take_rate",)),
    Topic("mean", "whole", (f"{WAGE}_mean_of_workers",), ("wages",)),
    Topic("with_wage", "whole", (f"{WAGE}_of_totals", "workers_with_wage"), ("pay_without_time",)),
)  # fmt: skip - each after the one above it


@dataclass(frozen=True, slots=True)
class Place:
    """Columns that tell what workers at a place of an order have, or how far a figure could move: nothing adds up to them.

    above: the topic they belong to; known: whose number of workers counts; times: how often the threshold it must reach;
    spread: the deviations of which two workers may not make up nearly all.
    """

    name: str
    above: str
    columns: tuple[str, ...]
    known: str = ""
    times: int = 1
    spread: str = ""


def _ends(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}{end}" for name in names for end in ENDS)


MEDIAN, RATIO_MEDIAN = f"{WAGE}_median_of_workers", "wage_ratio_median_of_workers"
QUARTILES = (f"{WAGE}_lower_quartile_of_workers", f"{WAGE}_upper_quartile_of_workers")
PLACES = (
    Place("median", "whole", (MEDIAN,), "wage"),
    Place("median_interval", "whole", _ends(MEDIAN), "wage", 3),
    Place("quartiles", "whole", QUARTILES, "wage", 2),
    Place("quartile_intervals", "whole", _ends(*QUARTILES), "wage", 5),
    Place("ratio_median", "comparison", (RATIO_MEDIAN,), "ratio"),
    Place("ratio_median_interval", "comparison", _ends(RATIO_MEDIAN), "ratio", 3),
    Place("totals_interval", "with_wage", _ends(f"{WAGE}_of_totals"), spread="pay_off_wage"),
    Place("mean_interval", "mean", _ends(f"{WAGE}_mean_of_workers"), spread="wage_off_mean"),
    Place("ratio_interval", "comparison", _ends("wage_ratio_of_totals"), spread="pay_off_ratio"),
    Place("shortfall_interval", "shortfall", _ends("shortfall"), spread="shortfall_off_mean"),
    Place("unpaid_interval", "paid", _ends("unpaid_time_share_of_totals"), spread="idle_off_share"),
    Place("below_interval", "below", _ends("share_below_minimum")),
    Place("thresholds_interval", "thresholds", _ends("share_below_at_every_threshold", "share_depends")),
)  # fmt: skip


def _columns() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in (*TOPICS, *PLACES):
        for name in one.columns:
            found[name] = (*found.get(name, ()), one.name)
    return found


COLUMNS: Mapping[str, tuple[str, ...]] = _columns()  # column → all that withhold it
