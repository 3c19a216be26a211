"""Cells as a map declares them: strptime-like stamps, months by name, durations and amounts in units. Pure; no guessing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from wageaudit import values
from wageaudit.arrays import MICRO
from wageaudit.phrases import phrase
from wageaudit.tasks import LARGEST_COUNT
from wageaudit.text import clean, fold

MONTHS = (
    ("january", "jan", "janvier", "janv", "enero", "ene"),
    ("february", "feb", "fevrier", "fevr", "febrero"),
    ("march", "mar", "mars", "marzo"),
    ("april", "apr", "avril", "avr", "abril", "abr"),
    ("may", "mai", "mayo"),
    ("june", "jun", "juin", "junio"),
    ("july", "jul", "juillet", "juil", "julio"),
    ("august", "aug", "aout", "agosto", "ago"),
    ("september", "sep", "sept", "septembre", "septiembre", "setiembre"),
    ("october", "oct", "octobre", "octubre"),
    ("november", "nov", "novembre", "noviembre"),
    ("december", "dec", "decembre", "diciembre", "dic"),
)  # in English, French and Spanish, as fold() writes them
MONTH_OF = {word: number for number, words in enumerate(MONTHS, 1) for word in words}
DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})", "y": r"(?P<y>\d{2})", "m": r"(?P<m>\d{1,2})", "B": r"(?P<B>[^\W\d]+\.?)", "b": r"(?P<B>[^\W\d]+\.?)",
    "d": r"(?P<d>\d{1,2})", "H": r"(?P<H>\d{1,2})", "I": r"(?P<I>\d{1,2})", "M": r"(?P<M>\d{2})", "S": r"(?P<S>\d{2})",
    "p": r"(?P<p>[AaPp])\.?[Mm]\.?", "z": r"(?P<z>Z|[+-]\d\d:?\d\d)",
}  # fmt: skip
MONTH_FORMATS = ("%Y-%m", "%m/%Y", "%m-%Y", "%B %Y")
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}  # in one of the unit
PARTS = {"units": 1, "cents": 100, "per 100": 100, "per 1000": 1000}  # of the unit in one unit of currency
HUNDRED = 100 * MICRO
_HOURS = re.compile(r"(\d{1,4})\s*[hH:]\s*(?:(\d{2})(?::(\d{2}))?)?", re.ASCII)
_MINUTES = re.compile(r"(\d{1,6}):(\d{2})", re.ASCII)
_LONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_UNIT_WORD = re.compile(r"\s*(?:h|hrs?|min|mn|s)\.?$", re.IGNORECASE)


def pattern(form: str) -> re.Pattern[str]:
    """What a strptime-like format accepts. Raises ValueError with what is wrong with the format."""
    built, seen, at = "", set(), 0
    while at < len(form):
        letter = form[at]
        if letter.isspace():
            built, at = built + r"\s+", at + 1
        elif letter != "%":
            built, at = built + re.escape(letter), at + 1
        else:
            name = form[at + 1 : at + 2]
            if name not in DIRECTIVES:
                raise ValueError(f"%{name} is not one of {', '.join('%' + known for known in DIRECTIVES)}")
            key = "B" if name == "b" else name
            if key in seen:
                raise ValueError(f"%{name} stands twice")
            seen.add(key)
            built, at = built + DIRECTIVES[name], at + 2
    if not seen & {"Y", "y"} or not seen & {"m", "B"}:
        raise ValueError("a year (%Y) and a month (%m or %B) are needed")
    if "I" in seen and "p" not in seen:
        raise ValueError("%I needs %p")
    return re.compile(built)


def has_day(form: str) -> bool:
    """Whether the format names a day."""
    return "%d" in form


def has_clock(form: str) -> bool:
    """Whether the format names an hour."""
    return "%H" in form or "%I" in form


def stamp_reader(forms: Sequence[str]) -> Callable[[str], values.Instant]:
    """A reader of stamps written in one of these formats; a month is its first day."""
    patterns = [pattern(form) for form in forms]

    def read(text: str) -> values.Instant:
        bare = " ".join(text.split())
        for found in (known.fullmatch(bare) for known in patterns):
            if found is not None:
                return _instant(found.groupdict())
        shown = " or ".join(clean(form, 40) for form in forms)
        raise values.Fault(
            "not-an-instant", phrase("is not a time written as {shown}", shown=shown), "mend it, or the map"
        )

    return read


def _instant(parts: dict[str, str]) -> values.Instant:
    year = parts.get("Y") or f"20{parts['y']}"
    month = int(parts["m"]) if parts.get("m") else MONTH_OF.get(fold(parts["B"]), 0)
    iso = f"{year}-{month:02}-{int(parts.get('d') or 1):02}"
    hour = parts.get("H") or parts.get("I")
    if hour is None:
        return values.instant(iso)
    clock = int(hour)
    if parts.get("I"):
        if not 1 <= clock <= 12:  # noqa: PLR2004 - a twelve-hour clock
            raise values.Fault("not-an-instant", "is not a time of a twelve-hour clock", values.INSTANT_MEND)
        clock = clock % 12 + (12 if parts["p"] in "Pp" else 0)
    return values.instant(
        f"{iso}T{clock:02}:{parts.get('M') or '00'}:{parts.get('S') or '00'}{parts.get('z') or ''}"
    )


def duration(text: str, unit: str, mark: str) -> int:
    """A duration [µs] in seconds, minutes or hours; 7:30 and 7h30 are hours and minutes where the unit is hours."""
    bare = text.strip()
    if unit == "seconds":
        return values.seconds(bare, mark)
    clock = (_HOURS if unit == "hours" else _MINUTES).fullmatch(bare)
    if clock is not None:
        whole, part, *rest = clock.groups()
        below = int(part or 0) * SECONDS[unit] // 60 + int((rest or [None])[0] or 0)
        if int(part or 0) > 59 or int((rest or [None])[0] or 0) > 59:  # noqa: PLR2004 - a clock
            raise values.Fault(
                "not-a-duration", "is not a duration", phrase("write {unit}, as 7.5", unit=unit)
            )
        return (int(whole) * SECONDS[unit] + below) * MICRO
    found = values.money(_UNIT_WORD.sub("", bare), mark)
    if found.currency or found.micro < 0:
        raise values.Fault(
            "not-a-duration",
            phrase("is not a duration in {unit}", unit=unit),
            phrase("write {unit}, as 7.5", unit=unit),
        )
    return found.micro * SECONDS[unit]


def amount(text: str, unit: str, mark: str) -> values.Money:
    """An amount written in units, in cents, or for a hundred or a thousand pieces: in units, for one piece."""
    found = values.money(text, mark)
    micro, rest = divmod(found.micro, PARTS[unit])
    if rest:
        raise values.Fault(
            "too-many-decimals",
            phrase("has more than six decimals once divided by {parts}", parts=PARTS[unit]),
            "round it yourself, so that the figure is yours",
        )
    return replace(found, micro=micro)


def percent(text: str, mark: str) -> values.Money:
    """A share of the pay, from 0 to 100 %, in millionths of a per cent."""
    found = values.money(text.strip().removesuffix("%").rstrip("\u00a0\u202f "), mark)
    if found.currency or not 0 <= found.micro <= HUNDRED:
        raise values.Fault("not-a-share", "is not a share from 0 to 100 %", "write the bonus as 10 %")
    return found


def whole(text: str, mark: str) -> int:
    """A count, its thousands apart or not; 20.000 may be twenty or twenty thousand, and is neither."""
    bare = text.strip()
    if _LONE_GROUP.fullmatch(bare) and mark == bare[-4]:
        raise values.Fault(
            "not-a-count", "may be one thousandth of itself", "write it without a point or comma"
        )
    try:
        found = values.money(bare, mark)
    except values.Fault:
        raise values.Fault("not-a-count", "is not a whole number", "write 1 for one task") from None
    count, rest = divmod(found.micro, MICRO)
    if rest or found.currency or not 0 <= count <= LARGEST_COUNT:
        raise values.Fault("not-a-count", "is not a whole number", "write 1 for one task")
    return count
