"""The text of a Deliveroo invoice made into shifts and adjustments: out of its PDF, or of the cells of it as a JSON list.

The invoice, in English: "Pay to: <name>", "Payment for Services Rendered: <day> - <day>", a table Day, Date, Time In, Time Out,
Session, Duration, Orders Delivered, Total; Fee Adjustments; a Summary of labels and amounts. In the table:
    Monday      06 January 2020      20:00      20:43      0.7h      1: £10.00      £10.00
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from wageaudit.readers.rows import opaque

HEADINGS = ("Time In", "Time Out", "Orders Delivered")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
NOT_LEFT_OVER = ("drop fees", "total")  # lines of the summary that are no adjustments
PAYEE = "pay to:"
_DATE = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_AMOUNT = r"-?\s?(?:[£€$]|[A-Z]{3} ?)-?\d[\d,]*(?:\.\d+)?"
_SHIFT = re.compile(
    rf"(?P<day>{'|'.join(DAYS)})\s+(?P<date>\d{{1,2}} [A-Z][a-z]+ \d{{4}})\s+(?P<begin>\d\d:\d\d)\s+(?P<end>\d\d:\d\d)\s+"
    rf"(?:\S.*?\s+)??(?P<hours>[\d.]+ ?h)\s+(?P<orders>\d+:\s?{_AMOUNT})\s+(?P<total>{_AMOUNT})",
    re.IGNORECASE,
)
_MONEY = re.compile(_AMOUNT)
_LINE = re.compile(rf"(?P<label>\D.*?)\s+(?P<amount>{_AMOUNT})")


def is_invoice(text: str) -> bool:
    """Whether the text of a PDF is such an invoice: the headings of its table, in one line, and a shift under them."""
    lines = text.splitlines()
    return any(all(heading in line for heading in HEADINGS) for line in lines) and any(
        _SHIFT.fullmatch(line.strip()) for line in lines
    )


def cells_of(text: str) -> Iterator[str]:
    """The cells of an invoice's text, as the JSON list of one has them: a shift in seven, a line of the summary in two."""
    summed = False
    for line in (" ".join(line.split()) for line in text.splitlines()):
        shift, entry = _SHIFT.fullmatch(line), _LINE.fullmatch(line)
        if shift is not None:
            yield from shift.groups()
        elif line == "Summary":
            summed = True
            yield line
        elif summed and entry is not None:
            yield from entry.groups()
        elif line and not summed:
            yield line


def broken_lines(text: str) -> list[str]:
    """Lines that begin with a day and are no shift, or have an amount in the summary and no label before it: none may be lost."""
    found, summed = [], False
    for line in (" ".join(line.split()) for line in text.splitlines()):
        summed |= line == "Summary"
        daily = line.split(" ", 1)[0].casefold() in DAYS and not _SHIFT.fullmatch(line)
        if daily or (summed and _MONEY.search(line) and not _LINE.fullmatch(line)):
            found.append(line)
    return found


def of_text(lines: Sequence[str]) -> dict[str, object]:
    """The invoice that these cells are: shifts, and the summary's adjustments; who is paid becomes an opaque id."""
    days = [at for at, line in enumerate(lines) if line.strip().casefold() in DAYS]
    shifts = [_shift(lines[at + 1 : at + 6]) for at in days]
    at = lines.index("Summary") if "Summary" in lines else len(lines)
    summary = list(zip(lines[at + 1 :: 2], lines[at + 2 :: 2], strict=False))
    adjustments = [
        {"label": label, "amount": amount}
        for label, amount in summary
        if label.strip().casefold() not in NOT_LEFT_OVER
    ]
    dates = [found for line in lines if "Services Rendered:" in line for found in _DATE.finditer(line)]
    ended = _iso(dates[-1]) if dates else (shifts[-1]["start"][:10] if shifts else "")
    market = "en-GB" if any("£" in line for line in lines) else ""
    payees = {opaque(line[len(PAYEE) :]) for line in lines if line.casefold().startswith(PAYEE)}
    rider = payees.pop() if len(payees) == 1 else ""
    return {
        "riderid": rider, "shifts": shifts, "adjustments": adjustments, "end": f"{ended} 23:59:59", "locale": market,
    }  # fmt: skip


def _iso(found: re.Match[str] | None) -> str:
    if found is None or found[2] not in MONTHS:
        return ""
    return f"{found[3]}-{MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"


def _shift(cells: Sequence[str]) -> dict[str, str]:
    """A shift of [date, time in, time out, duration, orders: pay]; one that ends before it starts ends a day later."""
    day, begin, end, _, paid = [*cells, "", "", "", "", ""][:5]
    date = _iso(_DATE.fullmatch(day.strip()))
    orders, _, pay = paid.partition(":")
    last = _following(date) if date and end < begin else date
    return {"start": f"{date} {begin}", "end": f"{last} {end}", "orders": orders, "pay": pay.strip()}


def _following(date: str) -> str:
    """The next day's date; a date that no calendar has stays, and is told as the shift's start is judged."""
    try:
        return str(np.datetime64(date) + np.timedelta64(1, "D"))
    except ValueError:
        return date
