"""Every choice a user can make, in one frozen value: how to read, how to count time and money, what to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

GAP_MINUTES = Decimal(20)  # 29 CFR 785.18: rest periods up to about 20 minutes are hours worked
GAP_GRID_MINUTES = (0, 1, 5, 10, 20, 60)  # the thresholds every result carries
GROUPINGS = ("worker", "week", "month", "day", "platform", "requester", "project", "country", "region")
LIVING_WAGE = "living_wage"  # category of the user's own benchmark
PERIODS = ("week", "day", "month", "whole")


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """Where one worker works, and which person the id is, as the roster file says it; empty where it does not."""

    country: str = ""
    region: str = ""
    timezone: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of one run.

    Reading: reader, map (a TOML file, or the name of one that is shipped), encoding, decimal, date_order, piece_rate and per (for exports without pay), and clock_zone, the zone whose letters (BST, IST)
    stamps carry; and what fills
    empty cells: currency, country, region, timezone, roster (a column wins over the roster, the roster over an option); roster_file: where the roster was read from.
    worker: the person whose work all files are, whatever ids they use; sheet: which sheet of a workbook is read.
    Counting: gap_minutes [min], None is 20 in a worker's view and no inference in a requester's view; pending, tips,
    max_task_minutes [min], period of the shortfall.
    Comparing: minimum_wage [wage_currency / h] overrides the law; display_currency for groups of several currencies;
    exchange_series: "official" or "parallel" for currencies that have both, empty for the default of each;
    wages_files, exchange_file, living_wage_files: paths of the user's own minimum wages, exchange rates, living wage.
    """

    reader: str = ""
    map: str = ""
    encoding: str = ""
    decimal: str = ""
    date_order: str = ""
    clock_zone: str = ""
    piece_rate: Decimal | None = None
    per: str = ""
    currency: str = ""
    country: str = ""
    region: str = ""
    timezone: str = ""
    roster: Mapping[str, RosterEntry] = field(default_factory=dict)
    roster_file: str = ""
    worker: str = ""
    sheet: str = ""
    gap_minutes: Decimal | None = None
    pending: str = "include"
    tips: str = "include"
    max_task_minutes: Decimal | None = None
    period: str = "week"
    category: str = "adult_general"
    minimum_wage: Decimal | None = None
    wage_currency: str = ""
    display_currency: str = "USD"
    wages_files: tuple[str, ...] = ()
    exchange_file: str = ""
    exchange_series: str = ""
    living_wage_files: tuple[str, ...] = ()

    def gap_in_force(self) -> Decimal:
        """The gap threshold printed with every result [min]."""
        return GAP_MINUTES if self.gap_minutes is None else self.gap_minutes
