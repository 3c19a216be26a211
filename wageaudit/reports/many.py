"""Many workers' view: one sentence, a line a worker with the lowest first, a total, then countries and platforms; or any groups."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from rich.text import Text

from wageaudit.reports import evidence, notes, unknown, words
from wageaudit.reports.facts import countries, exact, known, rows_of, unseen, wage_name
from wageaudit.reports.figures import currencies_of
from wageaudit.reports.grid import Column
from wageaudit.reports.sheet import BAD, GOOD, OPEN, QUIET, VERDICT_STYLES, Fact, Sheet
from wageaudit.reports.weeks import amounts, ratio_columns

if TYPE_CHECKING:
    from wageaudit.auditing import Audit
    from wageaudit.engine import Run

WORKERS_SHOWN, GROUPS_SHOWN, SUMMARIES_SHOWN = 10, 40, 12
DATES = {"week", "month", "day"}
NEEDED = (
    "working_hours", "unpaid_work_hours", "waiting_hours", "pay", "currency", "effective_hourly_wage", "minimum_wage", "wage_ratio",
    "shortfall", "verdict", "reason",
)  # fmt: skip
Lines = list[dict[str, object]]


def answer(sheet: Sheet, audit: Audit, *, passed_on: bool = False) -> None:
    """How many earned less than the minimum, for how many it depends, how many are unknown and why.

    passed_on: it is read by others, so that no place with few workers is named, and no option is of use.
    """
    rows = rows_of(audit.table(("worker",)), ["verdict", "reason"])
    counts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in words.VERDICTS}
    number = sheet.figures.number
    below = words.MANY_BELOW_AS_SEEN if unseen(audit) == "all" else words.MANY_BELOW
    style = f"bold {BAD}" if counts["below"] else "bold"
    judged = counts["unknown"] < len(rows)
    total = (number(len(rows)), "bold")
    workers = sheet.counted(words.WORKERS, len(rows), count=total)
    parts = [sheet.counted(below, counts["below"], below=(number(counts["below"]), style), workers=workers)]
    parts = parts if judged else [sheet.counted(words.MANY_ALL_UNKNOWN, len(rows), count=total)]
    if counts["depends"]:
        parts.append(sheet.text(words.MANY_DEPEND, count=(number(counts["depends"]), f"bold {OPEN}")))
    if counts["met"]:
        met = (number(counts["met"]), f"bold {GOOD}")
        parts.append(sheet.counted(words.MANY_MET, counts["met"], count=met))
    if counts["unknown"]:
        without = [row for row in rows if row["verdict"] == "unknown"]
        why = (unknown.reasons_named if passed_on else unknown.reasons_counted)(sheet, without)
        count = (number(counts["unknown"]), "bold")
        told = sheet.counted(words.MANY_UNKNOWN, counts["unknown"], count=count, why=why)
        parts.append(told if judged else sheet.text(words.MANY_WHY, why=why))
    sheet.paragraph(Text(" ").join(parts))
    if passed_on:
        return
    for option in unknown.options(sheet, audit, [row for row in rows if row["verdict"] == "unknown"]):
        sheet.paragraph(option)


def _worst(row: dict[str, object]) -> tuple[bool, Decimal]:
    ratio = exact(row, "wage_ratio")
    return ratio is None, ratio or Decimal(0)


def workers(sheet: Sheet, audit: Audit, *, all_rows: bool) -> None:
    """A line a worker, the lowest ratio first, and a total."""
    found = sorted(rows_of(audit.table(("worker",)), ["worker", *NEEDED]), key=_worst)
    homes = countries(audit)
    shown = found if all_rows or len(found) == WORKERS_SHOWN + 1 else found[:WORKERS_SHOWN]
    lead = [
        Column(
            sheet.say(words.HEADINGS["worker"]),
            _names(sheet, [str(row["worker"] or "") for row in shown]),
            right=False,
            least=14,
            most=28,
        )
    ]
    if len({home for own in homes.values() for home in own}) > 1:
        cells = [_home(sheet, homes.get(str(row["worker"] or ""), [])) for row in shown]
        lead.append(Column(sheet.say(words.COUNTRY), [*cells, ""], need=5, right=False))
    _lines(sheet, audit, lead, shown, hidden=len(found) - len(shown))


def _names(sheet: Sheet, names: Sequence[str]) -> list[str]:
    missing = sheet.say(words.NOT_GIVEN)
    return [*(sheet.figures.outside(name) if name else missing for name in names), sheet.say(words.TOTAL)]


def _home(sheet: Sheet, found: Sequence[str]) -> str:
    named = [country for country in found if country]
    return sheet.say(words.SEVERAL) if len(named) > 1 else "".join(named)


def groups(sheet: Sheet, audit: Audit, by: Sequence[str], *, all_rows: bool) -> None:
    """A line a group, in order of time or with the lowest first, and a total."""
    found = rows_of(audit.table(by), [*by, *NEEDED])
    found = found if DATES & set(by) else sorted(found, key=_worst)
    limit = WORKERS_SHOWN if "worker" in by and not DATES & set(by) else GROUPS_SHOWN
    shown = found if all_rows or len(found) == limit + 1 else found[:limit]
    lead = []
    for at, name in enumerate(by):
        cells = [_label(sheet, name, str(row[name] or "")) for row in shown]
        lead.append(
            Column(
                sheet.say(words.HEADINGS[name]),
                [*cells, "" if at else sheet.say(words.TOTAL)],
                right=False,
                least=12,
                most=32,
            )
        )
    _lines(sheet, audit, lead, shown, hidden=len(found) - len(shown))


def _label(sheet: Sheet, name: str, value: str) -> str:
    if not value:
        return sheet.say(words.NOT_GIVEN)
    return sheet.place(value) if name == "country" else sheet.figures.outside(value)


def _lines(sheet: Sheet, audit: Audit, lead: list[Column], shown: Lines, *, hidden: int) -> None:
    """The lines shown, what is hidden, the total, in as many columns as the width has room for."""
    figures = sheet.figures
    rows = [*shown, *rows_of(audit.table(()), NEEDED)]
    code = len(currencies_of(rows)) > 1
    unpaid = [_unpaid_share(row) for row in rows]
    worked = [known(row, "working_hours") for row in rows]
    hours = [*figures.hours(worked[:-1]), *figures.hours(worked[-1:])]
    verdicts = [str(row["verdict"]) for row in rows]
    styles = [VERDICT_STYLES[verdict] for verdict in verdicts]
    columns = [
        *lead,
        Column(sheet.say(words.HOURS), hours, need=8),
        Column(sheet.say(words.UNPAID), ["" if share is None else figures.percent(share) for share in unpaid], need=2),
        Column(sheet.say(words.PAY), amounts(sheet, rows, "pay", code=code), need=1),
        Column(sheet.say(words.AN_HOUR), amounts(sheet, rows, "effective_hourly_wage", code=code), styles=styles),
        Column(sheet.say(words.MINIMUM_SHORT), amounts(sheet, rows, "minimum_wage", code=code), need=6),
        *ratio_columns(sheet, rows, most=18),
        Column(sheet.say(words.MISSING_SHORT), amounts(sheet, rows, "shortfall", code=code), need=3),
        Column(sheet.say(words.VERDICT), [sheet.say(words.VERDICTS[verdict]) for verdict in verdicts], right=False, need=7, styles=styles),
    ]  # fmt: skip
    more = sheet.counted(words.MORE, hidden, QUIET, count=figures.number(hidden)) if hidden else None
    sheet.table(columns, total=True, before_total=more)


def _unpaid_share(row: dict[str, object]) -> Decimal | None:
    working = known(row, "working_hours")
    return (known(row, "unpaid_work_hours") + known(row, "waiting_hours")) / working if working else None


def summaries(sheet: Sheet, audit: Audit) -> None:
    """By country and by platform, where there are several: workers, the median ratio, the share under the minimum, what is missing."""
    told = False
    for name in ("country", "platform"):
        found = rows_of(
            audit.table(("worker", name)),
            [name, "currency", "effective_hourly_wage", "wage_ratio", "verdict"],
        )
        totals = {
            str(row[name] or ""): row
            for row in rows_of(audit.table((name,)), [name, "currency", "shortfall"])
        }
        if len(totals) > 1 and any(row["effective_hourly_wage"] is not None for row in found):
            sheet.blank()
            told |= _summary(sheet, name, found, totals)
    if told:
        sheet.paragraph(sheet.text(words.MEDIANS, QUIET))


def _summary(sheet: Sheet, name: str, found: Lines, totals: dict[str, dict[str, object]]) -> bool:
    """A line a group; whether a wage or a ratio of the worker in the middle stands there."""
    members: dict[str, Lines] = {}
    for row in found:
        members.setdefault(str(row[name] or ""), []).append(row)
    order = sorted(members, key=lambda label: (-len(members[label]), label))[:SUMMARIES_SHOWN]
    own = [members[label] for label in order]
    figures = sheet.figures
    ratios = [_median(rows, "wage_ratio") for rows in own]
    lines: Lines = [{"wage_ratio": ratio, "verdict": _side(ratio)} for ratio in ratios]
    single = [currencies if len(currencies := currencies_of(rows)) == 1 else set() for rows in own]
    wages = [
        _median(rows, "effective_hourly_wage") if one else None for rows, one in zip(own, single, strict=True)
    ]
    code = len(set().union(*single)) > 1
    missing = [
        _sum(sheet, exact(totals[label], "shortfall"), one, code=code)
        for label, one in zip(order, single, strict=True)
    ]
    sheet.table([
        Column(sheet.say(words.HEADINGS[name]), [_label(sheet, name, label) for label in order], right=False, least=12, most=28),
        Column(sheet.say(words.WORKERS_SHORT), [figures.number(len(rows)) for rows in own]),
        Column(sheet.say(words.UNDER), [_under(sheet, rows) for rows in own], need=5),
        Column(sheet.say(words.AN_HOUR), [_sum(sheet, wage, one, code=code) for wage, one in zip(wages, single, strict=True)], need=3),
        *ratio_columns(sheet, lines, most=18),
        Column(sheet.say(words.MISSING_SHORT), missing, need=2),
    ])  # fmt: skip
    return any(value is not None for value in (*wages, *ratios))


def _sum(sheet: Sheet, value: Decimal | None, currencies: set[str], *, code: bool) -> str:
    """An amount of a group in one currency; empty where it has none or several, a dash for nothing."""
    if value is None or len(currencies) != 1:
        return ""
    return sheet.figures.money(value, min(currencies), table=True, code=code) if value else "-"


def _median(rows: Lines, name: str) -> Decimal | None:
    values = [value for value in (exact(row, name) for row in rows) if value is not None]
    return median(values) if values else None


def _side(ratio: Decimal | None) -> str:
    return "unknown" if ratio is None else "met" if ratio >= 1 else "below"


def _under(sheet: Sheet, rows: Lines) -> str:
    """Share of the workers with a verdict who are under the minimum at every threshold."""
    judged = [row for row in rows if row["verdict"] != "unknown"]
    if not judged:
        return ""
    return sheet.figures.percent(Decimal(sum(row["verdict"] == "below" for row in judged)) / len(judged))


def facts(sheet: Sheet, run: Run, *, verbose: bool) -> None:
    """How sure, the laws used, what was left out."""
    audit = run.audit
    found: list[Fact] = [
        (words.SURE_LABEL, notes.threshold(sheet, audit)),
        _laws(sheet, audit, verbose=verbose),
    ]
    if audit.living is not None:
        found.append(evidence.living(sheet, audit, rows_of(audit.table(()))[0]))
    if verbose:
        found.append(evidence.exchange(sheet, audit, ""))
    found.append(notes.left_out(sheet, run))
    sheet.facts([(sheet.say(label), texts) for label, texts in found])


def _laws(sheet: Sheet, audit: Audit, *, verbose: bool) -> Fact:
    used = audit.rates_used()
    if verbose or audit.options.minimum_wage is not None or len(used) <= 1:
        return evidence.laws(sheet, audit, verbose=verbose)
    rates = sheet.figures.counted(words.RATES, len(used), count=sheet.figures.number(len(used)))
    called, places = sheet.called(wage_name(audit)), sorted({sheet.place(rate.country) for rate in used})
    return words.LAW_LABEL, [sheet.text(words.RATES_OF, rates=rates + called, countries=", ".join(places))]
