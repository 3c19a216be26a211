"""The workbook: an audit, or a batch, as an Excel file with real numbers, dates and charts, and no formula. Receives a run, computes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO

from wageaudit.errors import WrongUse
from wageaudit.phrases import phrase
from wageaudit.reports.facts import known, rows_of
from wageaudit.reports.suspicions import every_problem

if TYPE_CHECKING:
    from wageaudit.engine import Run
    from wageaudit.errors import Problem
    from wageaudit.reports.page.desk import Desk
    from wageaudit.reports.page.extent import Extent
    from wageaudit.reports.workbook.book import Book

LARGE = 20_000  # rows from which cells wait in temporary files and not in memory


def write(
    run: Run,
    stream: BinaryIO,
    *,
    language: str = "en",
    by: Sequence[str] = (),
    manifest: Mapping[str, object] | None = None,
    extent: Extent | None = None,
) -> None:
    """Write the workbook of a run: the answer, the weeks, the groups, the ledger, the problems, the method.

    language: a tag as of language.normal(), for all but the ledger; by: the groups wanted, none are those of every kind;
    manifest: as manifest.document() lays it out; extent: of a batch, whose rows lie elsewhere: a sheet of the workers then
    stands in place of the ledger. Raises WrongUse for more rows than a sheet holds.
    """
    from wageaudit.reports.page import words as paged
    from wageaudit.reports.page.desk import desk
    from wageaudit.reports.workbook.book import bound

    apart = extent is not None and extent.apart is not None
    found = every_problem(run)
    rows = (
        len(run.audit.cells().labels["worker"])
        if apart
        else sum(count.audited for count in run.audit.counts())
    )
    if not apart:
        _check(rows, len(found))
    totals = rows_of(run.audit.table(()))
    row = totals[0] if totals else dict.fromkeys(run.audit.table(()).column_names) | {"workers": 0}
    made = desk(run, row, language, manifest, extent)
    with bound(stream, made.figures, made.say(paged.TITLE), large=max(rows, len(found)) > LARGE) as book:
        _sheets(book, made, by, found)


def _sheets(book: Book, made: Desk, by: Sequence[str], found: Sequence[Problem]) -> None:
    """All sheets in their order; the charts of the first come from the second."""
    from wageaudit.reports.workbook import answer, charts, ledger, results, told
    from wageaudit.reports.workbook.book import MOST_ROWS

    empty = not known(made.row, "workers")
    first = answer.front(book, made)
    if empty:
        answer.nothing(first)
    else:
        answer.write(first)
        charts.hour(first)
    charts.wages(first, *results.weeks(book, made))
    if not empty:
        answer.close(first)
    results.groups(book, made, by)
    if made.extent.apart is None:
        ledger.sheet(book, made.audit.ledger())
    else:
        results.workers(book, made)
    told.problems(book, made, found[: MOST_ROWS - 1])
    told.about(book, made, empty=empty)


def _check(rows: int, problems: int) -> None:
    """Raise WrongUse for what no sheet can hold, before anything is written."""
    from wageaudit.reports.workbook.book import MOST_ROWS

    most = MOST_ROWS - 1
    if rows > most:
        raise WrongUse(
            phrase(
                "the ledger has {rows:,} rows, and a sheet of a workbook holds {most:,}", rows=rows, most=most
            ),
            "write tables instead:  --format parquet -o result.parquet --ledger ledger.parquet",
        )
    if problems > most:
        raise WrongUse(
            phrase(
                "there are {rows:,} problems, and a sheet of a workbook holds {most:,}",
                rows=problems,
                most=most,
            ),
            "write tables instead:  --format csv -o result.csv --problems problems.csv",
        )


__all__ = ["write"]
