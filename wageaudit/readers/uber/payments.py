"""Uber's Driver Payments: one line of money a row, signed, several a trip and none naming its trip.

Header seen (Paris 2021; Lausanne 2025 has city_name and commas):
    city_id;amount_local;currency_code;classification;category;recognize_timestamp_local
    3;-4.25;EUR;intermediary.commission;commission;2021-02-28 23:17:18
The sum of all lines is what was paid out. Times are local, without zone. A category may be empty.
"""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, Ints, category, codes, column, constant, ints, present
from wageaudit.files import Source
from wageaudit.phrases import counted
from wageaudit.readers.delimited import Delimited
from wageaudit.readers.draft import Draft
from wageaudit.readers.rows import joined, numbered

HEADER = ("amount_local", "currency_code", "classification", "category", "recognize_timestamp_local")
CALLED = {"started_at": "recognize_timestamp_local", "pay": "amount_local", "currency": "currency_code"}
VAT = "vat"  # project of the lines of value added tax, whatever their category
_FIELDS = ("pay", "bonus", "tip", "fee")
# words of a classification or category, in this order: the first that stands in it decides; all other lines are pay
_WORDS = (
    ("tip", frozenset({"tip", "tips", "gratuity"})),
    ("pay", frozenset({"vat", "tax"})),  # before commission: tax on a commission is tax
    ("fee", frozenset({"commission"})),
    ("bonus", frozenset({"incentive", "incentives", "promotion", "promotions", "quest", "bonus"})),
)


def payments(source: Source, table: Delimited, mark: str) -> Draft:
    """A payment row for each line: its amount, with its sign, as pay, bonus, tip or fee (a fee of 1 is a line of −1)."""
    draft = Draft(source.name, table.rows, list(table.problems), called=CALLED)
    stamps, amounts = table.column("recognize_timestamp_local"), table.column("amount_local")
    draft.instant("started_at", stamps, wall_clock)
    draft.text("currency", table.column("currency_code"))
    draft.money("pay", amounts, mark)
    missing = ~present(draft.columns["pay"])
    draft.reject(missing, "no-amount", "pay", [], "has no amount", "export the file again")
    _sort_out(draft, table)
    draft.columns["activity"] = constant("payment", len(table.rows))
    draft.columns["task_id"] = numbered(
        stamps, table.column("classification"), table.column("category"), amounts
    )
    return draft


def _sort_out(draft: Draft, table: Delimited) -> None:
    """Each amount into its column, each line into its project."""
    place, labels = codes(joined(" ", table.column("category"), table.column("classification")))
    belongs = [_FIELDS.index(field_of(label)) for label in labels]
    kind, micro = np.array([*belongs, 0])[place], ints(draft.columns["pay"])
    for at, name in enumerate(_FIELDS):
        draft.columns[name] = column(np.where(kind == at, -micro if name == "fee" else micro, 0), MONEY)
    projects = [project_of(label) for label in labels]
    distinct = sorted(set(projects))
    draft.columns["project"] = category(
        np.array([*(distinct.index(name) for name in projects), -1], np.int32)[place], distinct
    )
    _vat_note(draft, micro, np.array([*(name == VAT for name in projects), False])[place])


def _tokens(label: str) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z]+", label.lower()))


def field_of(label: str) -> str:
    """Column of the task table in which a line of this "category classification" stands."""
    return next((name for name, words in _WORDS if words & _tokens(label)), "pay")


def project_of(label: str) -> str:
    """The label's category, or its classification where the category is empty; VAT for value added tax."""
    own, _, classification = label.partition(" ")
    return VAT if VAT in _tokens(label) else own or classification


def _vat_note(draft: Draft, micro: Ints, vat: np.ndarray) -> None:
    inside = vat & draft.keep
    if inside.any():
        total = Decimal(int(micro[inside].sum())) / MICRO
        draft.notes.append(
            counted(
                (
                    "value added tax: {count} line that comes to {total:.2f}; it counts in pay as all lines do, and stands apart as project {vat}",
                    "value added tax: {count} lines that come to {total:.2f}; they count in pay as all lines do, and stand apart as project {vat}",
                ),
                int(inside.sum()),
                total=total,
                vat=VAT,
            )
        )


def wall_clock(text: str) -> values.Instant:
    """A local stamp: its Z, where it has one, is false, and the clock it shows is the wall's; an offset is believed."""
    stamp = values.instant(text)
    local = stamp.form == values.UTC_STAMP and text.strip().endswith("Z")
    return values.Instant(stamp.micros, values.WALL_CLOCK) if local else stamp


def utc_clock(text: str) -> values.Instant:
    """A stamp of a column that is UTC by its name, with Z or without."""
    stamp = values.instant(text)
    return values.Instant(stamp.micros, values.UTC_STAMP) if stamp.form == values.WALL_CLOCK else stamp
