"""All countries side by side for people: one line a country, what is not known counted by its kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from wageaudit.reports import words
from wageaudit.reports.figures import Figures
from wageaudit.reports.grid import Column, table
from wageaudit.reports.wage_countries import Comparison
from wageaudit.reports.wage_history import Record
from wageaudit.reports.wage_screen import KEPT_TOGETHER, Screen, rounded


def show_countries(
    screen: Screen,
    rows: Sequence[Record],
    on: date,
    total: int,
    comparison: Comparison | None = None,
    earlier: date | None = None,
) -> None:
    """One line a country; `earlier` is a day whose exchange rates would say more."""
    least = least_of(comparison)
    heading = (
        screen.say("Statutory minimum wages on {day}", day=screen.day(on))
        if not least
        else screen.say(
            "Countries whose minimum wage on {day} is at least {least} an hour",
            day=screen.day(on),
            least=least,
        )
    )
    screen.line(heading, "bold")
    screen.line()
    drawn = table(
        _columns(screen, rows), screen.width, total=False, rule=screen.figures.plain("─"), mark=screen.mark
    )
    screen.lines(drawn)
    screen.line()
    _why(screen, rows, total, least=bool(least))
    if earlier is not None:
        said, command = said_of_rates(screen.figures, earlier, comparison)
        screen.line(said + command.replace(" ", KEPT_TOGETHER))


def _columns(screen: Screen, rows: Sequence[Record]) -> list[Column]:
    money = [_money(screen, row, "hourly", "currency") for row in rows]
    columns = [
        Column("", [str(row["country"]) for row in rows], right=False),
        Column(
            screen.say(words.COUNTRY),
            [screen.reference(str(row["name"])) for row in rows],
            right=False,
            least=16,
            most=28,
        ),
        Column(screen.say(words.AN_HOUR), money),
    ]
    if rows and "converted" in rows[0]:
        columns.append(
            Column(
                screen.say("in {currency}", currency=rows[0]["converted_currency"]),
                [_money(screen, row, "converted", "") for row in rows],
            )
        )
    return [
        *columns,
        Column(screen.say("status"), [_status(screen, row) for row in rows], right=False),
        Column(screen.say("since"), [_day(screen, row["start"]) for row in rows], need=3),
        Column(screen.say("confirmed until"), [_day(screen, row["confirmed_until"]) for row in rows], need=9),
        Column(screen.say("regions"), [str(row["regions"] or "") for row in rows], need=2),
        Column(screen.say("records"), [str(row["records"]) for row in rows], need=4),
        Column(screen.say("first"), [_day(screen, row["first_start"]) for row in rows], need=1),
    ]


def least_of(comparison: Comparison | None) -> str:
    """The least amount asked for, with its currency; empty where none was."""
    known = comparison is not None and comparison.least is not None
    return f"{comparison.least} {comparison.currency}" if comparison is not None and known else ""


def said_of_rates(figures: Figures, earlier: date, comparison: Comparison | None) -> tuple[str, str]:
    """Up to when exchange rates reach; what to type."""
    least = least_of(comparison)
    unit = comparison.currency if comparison is not None else ""
    asked = f"--at-least '{least}'" if least else f"--currency {unit}"
    return (
        figures.say("Most exchange rates reach to {day}. Ask for that day: ", day=figures.day(earlier)),
        f"wageaudit wages {asked} --on {earlier}",
    )


def _why(screen: Screen, rows: Sequence[Record], total: int, *, least: bool) -> None:
    """What is not known, and why: with a least amount, a country each; else where the details are."""
    if least or any(row.get("converted_currency") for row in rows):
        _series(screen, rows)
        unknown = [row for row in rows if row["converted"] is None or row.get("at_least") == "unknown"]
        reached = len(rows) - len(unknown)
        values = {"unknown": screen.counted(words.COUNTRIES_UNKNOWN, len(unknown))}
        if least:
            values["reached"] = screen.counted(words.COUNTRIES_REACHED, reached)
            values["under"] = screen.counted(words.COUNTRIES_UNDER, total - len(rows))
        else:
            values["reached"] = screen.counted(words.COUNTRIES_COMPARED, reached)
        screen.line(
            screen.counted(words.COUNTRIES_AT_LEAST if least else words.COUNTRIES_ALL, total, **values)
        )
        kinds: dict[str, list[str]] = {}
        for row in unknown:
            kinds.setdefault(_kind(screen, row), []).append(str(row["country"]))
        for kind, codes in sorted(kinds.items()):
            screen.line(
                screen.say(words.KIND_OF_COUNTRIES, kind=kind, codes=", ".join(sorted(codes))),
                indent=2,
                hang=2,
            )
        return
    screen.line(
        screen.counted(
            (
                "{count} country. A floor is a rate past the day it is confirmed until: minimum wages rarely fall.",
                "{count} countries. A floor is a rate past the day it is confirmed until: minimum wages rarely fall.",
            ),
            total,
        )
    )
    screen.line(screen.say("wageaudit wages MG  shows a country's history, laws and links."))


def _series(screen: Screen, rows: Sequence[Record]) -> None:
    """Which of two rates was taken, of the currencies that have both."""
    taken = sorted({one for row in rows for one in str(row["exchange_series"] or "").split("; ") if one})
    if taken:
        screen.line(screen.say(words.SERIES_LISTED, series=", ".join(taken)))


def _status(screen: Screen, row: Record) -> str:
    if row["hourly"] is None and row["regions"] and row["status"] in {"no_statutory_minimum", "no_record"}:
        return screen.say("regions only")
    lapsed = row["status"] == "beyond_horizon" and row["hourly"] is None
    return screen.say("lapsed") if lapsed else screen.say(words.WAGE_STATUS[str(row["status"])])


def _kind(screen: Screen, row: Record) -> str:
    """Why a country cannot be compared, in the words that it shares with others."""
    if row["hourly"] is None:
        return _status(screen, row)
    if row["converted"] is None:
        return screen.say("no exchange rate for that day")
    return screen.say("a floor, itself under it")


def _money(screen: Screen, row: Record, name: str, unit: str) -> str:
    value = row[name]
    return (
        f"{rounded(screen, value)} {row[unit] if unit else ''}".rstrip() if isinstance(value, Decimal) else ""
    )


def _day(screen: Screen, value: object) -> str:
    return screen.figures.day(value) if isinstance(value, date) else ""
