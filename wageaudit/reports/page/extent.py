"""What a page knows besides its run: of a batch, what was gathered from rows elsewhere; whose page it is; what may be shared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from wageaudit.alternatives import Alternative, Outcome
    from wageaudit.clock_hours import ClockHours
    from wageaudit.reports.page.sharing import Shared


@dataclass(frozen=True, slots=True)
class Apart:
    """What a page of many workers shows that needs their rows, where these were gone through elsewhere, shelf by shelf.

    table: result tables by their groupings; clock: working time by hour of the week; here, choices: what the audit comes
    to, and under each other choice.
    """

    table: Callable[[tuple[str, ...]], pa.Table]
    clock: ClockHours
    here: Outcome
    choices: Sequence[Alternative]


@dataclass(frozen=True, slots=True)
class Extent:
    """worker: whose page it is, where it is one of many; pages: where the page of each worker lies, from this page;
    shared: what may be shown of a page for passing on; None: what ten workers or more need is worked out;
    named: what the page calls a file, by the name it has in messages: as the manifest does, from wherever it was read.
    """  # noqa: D205 - one list

    worker: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    shared: Shared | None = None
    apart: Apart | None = None
    named: Callable[[str], str] = str


__all__ = ["Apart", "Extent"]
