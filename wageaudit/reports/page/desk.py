"""What every part of a page works with: the run, its language and figures, whether single workers may be shown; and cells of tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from wageaudit.reports import words as shared
from wageaudit.reports.facts import SHORT, Row, exact, known, rows_of, wage_name
from wageaudit.reports.figures import Figures, currencies_of
from wageaudit.reports.page import words
from wageaudit.reports.page.extent import Extent
from wageaudit.reports.page.model import Cell, Heading
from wageaudit.reports.page.notebook import Notebook, notebook
from wageaudit.reports.page.sharing import places_of

if TYPE_CHECKING:
    import pyarrow as pa

    from wageaudit.auditing import Audit
    from wageaudit.engine import Run
    from wageaudit.reports.page.sharing import Shared

LONGEST = 10_000  # characters of a message before it is cut
NAME_LIMIT = 60  # characters of a name from outside in a table
SHOWN = (
    "workers",
    "working_hours",
    "paid_hours",
    "unpaid_work_hours",
    "waiting_hours",
    "pay",
    "currency",
    "effective_hourly_wage",
    "minimum_wage",
    "wage_ratio",
    "shortfall",
    "verdict",
)  # fmt: skip - columns of a result table that stand in a page's tables by group
Lines = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Desk:
    """The run a page is made of, the total row, and how to write.

    shared: what may be shown of a page for passing on, which tells of no single worker; None where single workers are shown.
    """

    run: Run
    row: Row
    language: str
    manifest: Mapping[str, object] | None
    book: Notebook
    extent: Extent = field(default_factory=Extent)
    shared: Shared | None = None
    made: dict[tuple[str, ...], Lines] = field(default_factory=dict, compare=False, repr=False)

    @property
    def audit(self) -> Audit:
        """The audit."""
        return self.run.audit

    @property
    def figures(self) -> Figures:
        """How figures are written."""
        return self.book.figures

    @property
    def alone(self) -> bool:
        """Whether it is about one worker."""
        return known(self.row, "workers") == 1

    @property
    def whole(self) -> bool:
        """Whether single workers may be shown."""
        return self.shared is None

    @property
    def fewest(self) -> int:
        """How many workers any figure must stand for."""
        return self.shared.rule.threshold if self.shared else 1

    def say(self, message: str, /, **values: object) -> str:
        """A sentence of ours in the page's language."""
        return self.figures.say(message, **values)

    def counted(self, messages: tuple[str, str], number: int, /, **values: object) -> str:
        """The sentence for so many."""
        return self.figures.counted(messages, number, **{"count": self.figures.number(number), **values})

    def name(self, by: str, value: object, limit: int = NAME_LIMIT) -> str:
        """A group's name, cleaned and cut; a country by its own."""
        if not value:
            return self.say(words.NOT_GIVEN)
        return self.book.place(str(value)) if by == "country" else self.figures.outside(str(value), limit)

    def file(self, name: str, limit: int) -> str:
        """What the page calls a file, by the name it has in messages."""
        return self.recorded(self.extent.named(name), limit)

    def recorded(self, name: str, limit: int) -> str:
        """A file's name as manifests have it; of an absolute path its last part, since folders name their owners."""
        bare = name.replace("\\", "/")
        absolute = bare.startswith("/") or bare[1:2] == ":"
        return self.figures.outside(bare.rpartition("/")[2] if absolute else name, limit)

    def told(self, message: str, limit: int) -> str:
        """A problem's reason or another message made elsewhere, in the page's language; files in it as file() calls them."""
        found = sorted(
            (one.name for one in self.run.reading.files if one.name in message), key=len, reverse=True
        )
        known = {name: self.file(name, LONGEST) for name in found}
        if all(name == shown for name, shown in known.items()):
            return self.figures.told(message, limit)
        names = re.compile(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, found))})(?![\w/-])")
        text = names.sub(lambda one: known[one.group()], self.figures.told(message, LONGEST))
        return text if len(text) <= limit else f"{text[: limit - 1]}…"

    def minimum(self, name: str) -> str:
        """What a picture or a table calls the minimum wage: in the page's language, and by the law's own name where that is short."""
        short = wage_name(self.audit)
        return self.say(name) + self.book.called(short if len(short) <= SHORT else "")

    def result(self, *by: str) -> pa.Table:
        """A result table."""
        return self.extent.apart.table(by) if self.extent.apart else self.audit.table(by)

    def table(self, *by: str) -> Lines:
        """Rows of a result table as the audit has them, worked out once: their columns SHOWN."""
        if by not in self.made:
            self.made[by] = rows_of(self.result(*by), [*by, *(name for name in SHOWN if name not in by)])
        return self.made[by]

    def lines(self, *by: str) -> Lines:
        """Rows of a result table that may be shown."""
        if self.shared is None:
            return self.table(*by)
        return self.shared.lines(self.result(*by), by) if self.shared.covers(by) else []


def desk(
    run: Run,
    row: Row,
    language: str,
    manifest: Mapping[str, object] | None,
    extent: Extent | None = None,
) -> Desk:
    """A desk for one page."""
    return Desk(run, row, language, manifest, notebook(language), extent or Extent())


def written(value: Decimal | int | None) -> str:
    """A figure exactly as data formats write it; empty where it is not known."""
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def number_cells(
    values: Sequence[Decimal | None], shown: Sequence[str], kinds: Sequence[str] = ()
) -> list[Cell]:
    """Cells of figures: as people read them, and exactly."""
    marks = kinds or [""] * len(values)
    return [
        Cell("" if value is None else text, written(value), kind)
        for value, text, kind in zip(values, shown, marks, strict=True)
    ]


def hours_cells(desk: Desk, lines: Sequence[Row], name: str) -> list[Cell]:
    """A column of decimal hours, with the decimals that suit the longest working time."""
    values = [exact(line, name) for line in lines]
    if desk.shared is not None:
        figure = desk.figures.number
        return number_cells(values, ["" if one is None else figure(one, places_of(one)) for one in values])
    longest = max((known(line, "working_hours") for line in lines), default=Decimal(0))
    shown = desk.figures.hours([*(value or Decimal(0) for value in values), longest])
    return number_cells(values, shown[:-1])


def money_cells(desk: Desk, lines: Sequence[Row], name: str, kinds: Sequence[str] = ()) -> list[Cell]:
    """A column of money; the currency's code stands with each amount where there are several."""
    code = len(currencies_of([dict(line) for line in lines])) > 1
    values = [exact(line, name) for line in lines]
    shown = [
        "" if value is None else money_text(desk, value, str(line["currency"] or ""), code=code)
        for value, line in zip(values, lines, strict=True)
    ]
    return number_cells(values, shown, kinds)


def money_text(desk: Desk, value: Decimal, currency: str, *, code: bool = False) -> str:
    """An amount in a table; on a page for passing on with the digits that are shown."""
    places = places_of(value) if desk.shared is not None else None
    return desk.figures.money(value, currency, table=True, code=code, places=places)


def ratio_cells(desk: Desk, lines: Sequence[Row]) -> list[Cell]:
    """A column of wage ratios, coloured by verdict."""
    values = [exact(line, "wage_ratio") for line in lines]
    shown = ["" if value is None else desk.figures.times(value) for value in values]
    return number_cells(values, shown, kinds_of(lines))


def kinds_of(lines: Sequence[Row]) -> list[str]:
    """The verdicts, as kinds of cells; empty where they are withheld."""
    return [str(line["verdict"] or "") for line in lines]


def verdict_cells(desk: Desk, lines: Sequence[Row]) -> list[Cell]:
    """A column of verdicts in words."""
    return [
        Cell(desk.say(shared.VERDICTS[kind]) if kind else desk.say(words.WITHHELD), "", kind)
        for kind in kinds_of(lines)
    ]


def result_columns(
    desk: Desk, lines: Sequence[Row], *, compared: bool = True
) -> list[tuple[Heading, list[Cell]]]:
    """The columns that every table of results has: hours by kind and pay; where they can be compared, wage, minimum, ratio, what is missing, verdict."""
    say = desk.say
    found = [
        (Heading(say(words.WORKING_COLUMN)), hours_cells(desk, lines, "working_hours")),
        (Heading(say(words.PAID_COLUMN)), hours_cells(desk, lines, "paid_hours")),
        (Heading(say(words.UNPAID_COLUMN)), hours_cells(desk, lines, "unpaid_work_hours")),
        (Heading(say(words.WAITING_COLUMN)), hours_cells(desk, lines, "waiting_hours")),
        (Heading(say(words.PAY_COLUMN)), money_cells(desk, lines, "pay")),
    ]
    if compared:
        wages = money_cells(desk, lines, "effective_hourly_wage", kinds_of(lines))
        found += [
            (Heading(say(words.WAGE_COLUMN)), wages),
            (Heading(say(words.MINIMUM_COLUMN)), money_cells(desk, lines, "minimum_wage")),
            (Heading(say(words.RATIO_COLUMN)), ratio_cells(desk, lines)),
            (Heading(say(words.MISSING_COLUMN)), money_cells(desk, lines, "shortfall")),
            (Heading(say(words.VERDICT_COLUMN), numeric=False), verdict_cells(desk, lines)),
        ]
    return [(heading, cells) for heading, cells in found if any(cell.text for cell in cells)]


def rows(columns: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Columns of cells as rows."""
    return tuple(zip(*columns, strict=True))
