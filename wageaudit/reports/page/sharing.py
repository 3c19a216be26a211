"""What of a page may be passed on: groups that disclosure control lets through, the others counted, names under a key or not at all.

One mechanism decides for pages and tables (wageaudit.disclosure), so that a page never tells what a table withholds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from wageaudit.disclosure import WHOLE, Rule, apply, judged
from wageaudit.disclosure.showing import rounded
from wageaudit.pseudonyms import KINDS, pseudonym

if TYPE_CHECKING:
    import pyarrow as pa

    from wageaudit.disclosure import Withheld
    from wageaudit.pseudonyms import Key

By = tuple[str, ...]
Lines = list[dict[str, object]]
SHOWN: tuple[By, ...] = ((), ("country",), ("platform",), ("month",))  # tables of a page without a key
BELOW, VERDICTS = (
    "share_below_minimum",
    "share_below_at_every_threshold",
)  # figures that counts of workers are judged as
MEDIAN, RATIO_MEDIAN = "effective_hourly_wage_median_of_workers", "wage_ratio_median_of_workers"
DIGITS = 3  # that a figure is shown with


@dataclass(frozen=True, slots=True)
class Shared:
    """What must not be shared, by which rule; the campaign's key where names that are not shared have pseudonyms."""

    gone: Withheld
    rule: Rule
    key: Key | None = None

    def covers(self, by: By) -> bool:
        """Whether a table by these groupings may be shown at all: it was judged with the others, its names can be told."""
        return by in self.gone.whole and (self.key is not None or not set(by) & set(KINDS))

    def may(self, by: By, labels: tuple[str, ...], column: str) -> bool:
        """Whether a figure of a group may be shown."""
        return not self.gone.why(by, labels, column)

    def lines(self, table: pa.Table, by: By) -> Lines:
        """The rows of a result table that may be shown, rounded; figures that are withheld are None."""
        if not self.covers(by):
            return []
        absent = dict.fromkeys(table.column_names)
        shown = apply(table, by, self.gone).to_pylist()
        return [self._named(absent | row, by) for row in shown if not row[WHOLE]]

    def _named(self, row: dict[str, object], by: By) -> dict[str, object]:
        for name in by:
            if self.key is not None and name in KINDS and row[name]:
                row[name] = pseudonym(self.key, KINDS[name], str(row[name]))
        return row

    def withheld(self, by: By, column: str) -> int:
        """How many groups of a table have this figure withheld."""
        groups = {labels for reasons in self.gone.reasons.values() for labels in reasons.get(by, {})}
        return sum(not self.may(by, labels, column) for labels in groups)


def protected(table: Callable[[By], pa.Table], rule: Rule | None = None) -> Shared:
    """What a page of these workers may show; table: gives a result table by groupings."""
    asked = rule or Rule()
    return Shared(judged(table, SHOWN, asked), asked)


def places_of(value: Decimal) -> int:
    """Decimal places of a figure that is shown with DIGITS digits."""
    return max(0, DIGITS - 1 - value.adjusted()) if value else 0


__all__ = [
    "BELOW",
    "MEDIAN",
    "RATIO_MEDIAN",
    "SHOWN",
    "VERDICTS",
    "Shared",
    "places_of",
    "protected",
    "rounded",
]
