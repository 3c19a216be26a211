"""Text into values, strictly: money, counts, instants, words. Nothing is guessed; what cannot be proved is a Fault. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wageaudit.arrays import MICRO
from wageaudit.phrases import ours, phrase
from wageaudit.symbols import SHARED, SYMBOLS
from wageaudit.tasks import EARLIEST, LARGEST_COUNT, LARGEST_MONEY, LARGEST_SECONDS, LATEST, MICROS_A_DAY
from wageaudit.text import clean, fold, unguarded

MISSING = frozenset({"", "-", "--", "n/a", "na", "nan", "null", "none", "#n/a"})


class Fault(Exception):
    """Why a cell is not a value, and what to type next."""

    def __init__(self, code: str, reason: str, mend: str = "") -> None:
        """Code is a stable English word for the kind of fault; reason starts after the cleaned value."""
        super().__init__(reason)
        self.code, self.reason, self.mend = code, ours(reason), ours(mend)


# --- money -----------------------------------------------------------------------------------------------------------

_SYMBOL = "|".join(sorted((re.escape(symbol) for symbol in SYMBOLS), key=len, reverse=True))
_MONEY = re.compile(
    rf"(?P<minus1>[-−])?\s*(?P<before>{_SYMBOL}|[A-Z]{{3}})?\s*(?P<minus2>[-−])?\s*\+?(?P<digits>\d[\d.,'\s]*|[.,]\d+)\s*(?P<after>{_SYMBOL}|[A-Z]{{3}})?",
    re.ASCII,
)
_SPACES = re.compile("[\u00a0\u2009\u202f ]+")
_GROUPED = re.compile(r"\d{1,3}(?:\D\d{3})+|\d{1,2}(?:\D\d{2})*\D\d{3}", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,}|\d{1,2}(?:,\d{2})+,\d{3}", re.ASCII)
LONGEST_GROUPED = len("999.999")
LONGEST_NUMBER = 40  # characters: more is not an amount anybody was paid
PLACES = 6


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in micro-units, and the currency its symbol or code names ("" where none, or a symbol of several)."""

    micro: int
    currency: str
    among: frozenset[str] = frozenset()  # where the symbol is several currencies': which

    def units(self) -> frozenset[str]:
        """The currencies the amount may be in; none where it names none."""
        return frozenset({self.currency}) if self.currency else self.among


def decimal_evidence(text: str) -> str:
    """Which decimal mark the cell proves: ".", ",", "" (no proof), "?" (a comma that may be either) or "!" (a point that may)."""
    digits = re.sub(r"[^\d.,]", "", text)
    if "," in digits and "." in digits:
        return max(",.", key=digits.rfind)
    if _THOUSANDS.fullmatch(digits):  # 1.234.567: a mark that stands twice parts thousands
        return "." if "," in digits else ","
    if digits.count(",") == 1:
        before, after = digits.split(",")
        return "?" if len(after) == 3 and 0 < len(before) <= 3 and before[0] != "0" else ","  # noqa: PLR2004 - a group
    if digits.count(".") == 1:
        after = digits.partition(".")[2]
        return "!" if len(after) == 3 and digits[0] not in "0." and len(digits) <= LONGEST_GROUPED else "."  # noqa: PLR2004 - a group
    return ""


def money(text: str, mark: str = ".") -> Money:
    """The amount written in `text` with decimal mark `mark`; at most six decimals, never rounded.

    Raises Fault for anything else: exponents, NaN, broken groups, several signs, more decimals.
    """
    bare = text.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare[1:-1].strip() if negative else bare
    found = _MONEY.fullmatch(bare) if len(bare) <= LONGEST_NUMBER else None
    if found is None or (found["before"] and found["after"]):
        raise Fault("not-money", "is not an amount of money", _money_mend(text))
    if negative + bool(found["minus1"]) + bool(found["minus2"]) > 1:
        raise Fault("not-money", "has two signs", "write -5 for what was taken")
    negative |= bool(found["minus1"] or found["minus2"])
    micro = _micro(found["digits"].strip(), mark)
    unit = found["before"] or found["after"] or ""
    return Money(-micro if negative else micro, SYMBOLS.get(unit, unit), SHARED.get(unit, frozenset()))


def _money_mend(text: str) -> str:
    if re.search(r"\d[eE][+-]?\d|#{3,}", text):
        return "it looks changed by a spreadsheet: export the file again and do not save it from there"
    return "write it as 0.05, without words"


def _micro(digits: str, mark: str) -> int:
    other = "," if mark == "." else "."
    units, _, fraction = digits.partition(mark)
    grouping = [character for character in (other, " ", "'") if character in units]
    if mark in fraction or any(character in fraction for character in (other, " ", "'")) or len(grouping) > 1:
        hint = (
            phrase("add  --decimal {other}  if that is this file's decimal mark", other=other)
            if other in digits
            else "write it as 0.05"
        )
        raise Fault(
            "not-money", phrase("is not an amount of money with decimal mark {mark}", mark=mark), hint
        )
    if grouping and not _GROUPED.fullmatch(units):
        raise Fault(
            "not-money",
            phrase("has groups of digits that are not thousands with decimal mark {mark}", mark=mark),
            phrase("add  --decimal {other}", other=other),
        )
    if len(fraction) > PLACES and fraction[PLACES:].strip("0"):
        raise Fault(
            "too-many-decimals",
            "has more than six decimals",
            "round it yourself, so that the figure is yours",
        )
    whole_units = int(re.sub(r"\D", "", units) or 0)
    if whole_units > LARGEST_MONEY:
        raise Fault("too-large", "is larger than any pay", "check the column")
    return whole_units * MICRO + int((fraction[:PLACES] or "0").ljust(PLACES, "0"))


def count(text: str) -> int:
    """A whole number of tasks, 0 or more; "12.0" as spreadsheets write it is 12."""
    found = re.fullmatch(r"\s*(\d{1,10})(?:\.0+)?\s*", text, re.ASCII)
    if found is None or int(found[1]) > LARGEST_COUNT:
        raise Fault("not-a-count", "is not a whole number", "write 1 for one task")
    return int(found[1])


def seconds(text: str, mark: str = ".") -> int:
    """A duration in seconds [µs]: a plain number ("35.5") or a clock ("1:30:00", "02:15")."""
    clock = re.fullmatch(r"\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{2}(?:[.,]\d{1,6})?)\s*", text, re.ASCII)
    if clock is None:
        found = money(text, mark)
        if found.currency or not 0 <= found.micro <= LARGEST_SECONDS * MICRO:
            raise Fault(
                "not-a-duration", "is not a duration in seconds of a year at most", "write seconds, as 35.5"
            )
        return found.micro
    hours, minutes, rest = clock[1] or "0", clock[2], clock[3].replace(",", ".")
    return (int(hours) * 3600 + int(minutes) * 60) * MICRO + _micro(rest, ".")


# --- words -----------------------------------------------------------------------------------------------------------

STATUS_WORDS = {
    "approved": ("approved", "accepted", "paid", "completed", "complete", "ok", "approuve", "accepte", "paye", "valide", "termine",
                 "aprobado", "aceptado", "pagado", "completado"),
    "pending": ("pending", "submitted", "awaiting_review", "in_review", "en_attente", "soumis", "pendiente", "enviado"),
    "rejected": ("rejected", "refused", "declined", "rejete", "refuse", "rechazado"),
    "returned": ("returned", "rendu", "retourne", "devuelto"),
    "abandoned": ("abandoned", "expired", "timed_out", "timeout", "abandonne", "expire", "abandonado", "expirado", "vencido"),
}  # fmt: skip
ACTIVITY_WORDS = {
    "task": ("task", "work", "tache", "travail", "tarea", "trabajo"),
    "qualification": ("qualification", "test", "quiz", "calificacion"),
    "training": ("training", "formation", "formacion", "entrenamiento"),
    "verification": ("verification", "captcha", "verificacion"),
    "communication": ("communication", "messages", "comunicacion"),
    "travel": ("travel", "deplacement", "trajet", "desplazamiento", "viaje"),
    "other": ("other", "autre", "otro"),
    "search": ("search", "searching", "recherche", "busqueda"),
    "waiting": ("waiting", "wait", "attente", "espera"),
    "payment": ("payment", "paiement", "pago"),
}  # fmt: skip
_WORDS = {
    "status": {word: name for name, words in STATUS_WORDS.items() for word in words},
    "activity": {word: name for name, words in ACTIVITY_WORDS.items() for word in words},
    "coverage": {"worker": "worker", "recorded": "recorded", "requester": "requester"},
}


def word(text: str, field: str) -> str:
    """The enum value of `field` (status, activity, coverage) that a word in English, French or Spanish stands for."""
    found = _WORDS[field].get(fold(text))
    if found is None:
        allowed = ", ".join(dict.fromkeys(_WORDS[field].values()))
        raise Fault(
            "unknown-word",
            phrase("is not a known {field}", field=field),
            phrase("write one of: {allowed}", allowed=allowed),
        )
    return found


_REGION = re.compile(r"(?P<country>[A-Za-z]{2})(?P<code>-[A-Za-z0-9]{1,3})?(?P<place>/.+)?", re.ASCII)


def region(text: str) -> str:
    """A region as ISO 3166-2 writes it ("US-WA"), a place in one ("US-WA/Seattle"), or a zone ("MX/northern_border")."""
    found = _REGION.fullmatch(text.strip())
    if found is None or not (found["code"] or found["place"]):
        raise Fault("unknown-region", "is not a region", "write it with its country, as US-WA (ISO 3166-2)")
    return found["country"].upper() + (found["code"] or "").upper() + (found["place"] or "")


def label(text: str) -> str:
    """An id or title as it stands, without the white space around it; letters with accents composed (NFC)."""
    trimmed = text.strip("\u200b\ufeff \t\r\n\u00a0")
    trimmed = trimmed if trimmed.isascii() else unicodedata.normalize("NFC", trimmed)
    if "\x00" in trimmed:
        raise Fault(
            "nul-byte", "holds a NUL byte", "the file is damaged or is UTF-16: add  --encoding utf-16"
        )
    return unguarded(trimmed)  # of the apostrophe that keeps spreadsheets from taking a text for a formula


# --- instants --------------------------------------------------------------------------------------------------------

# only abbreviations that one offset alone uses; IST, CST, BST, AST name several [min from UTC]
ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "PST": -480, "PDT": -420, "MST": -420, "MDT": -360, "EST": -300, "EDT": -240, "CET": 60, "CEST": 120,
    "EET": 120, "EEST": 180, "WAT": 60, "CAT": 120, "EAT": 180, "SAST": 120, "PHT": 480, "PKT": 300, "JST": 540,
}  # fmt: skip
_CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,6})0*)?)?)?"
_ZONE = r"(?P<zone>Z|[+-]\d\d(?::?\d\d)?| ?[A-Z]{2,5})?"
_ISO = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]{_CLOCK}{_ZONE})?", re.ASCII)
_SLASH = re.compile(
    rf"(?P<first>\d{{1,2}})[/.-](?P<middle>\d{{1,2}})[/.-](?P<year>\d{{4}})(?:[T ,]+{_CLOCK}(?P<half> ?[AaPp][Mm])?{_ZONE})?",
    re.ASCII,
)
_FINE = re.compile(r":\d\d[.,]\d{7,20}(?:Z|[+-]|$)", re.ASCII)
UTC_STAMP, WALL_CLOCK, DATE_ONLY = 0, 1, 2
INSTANT_MEND = "write it as 2024-03-04T10:00:00+03:00, or as local time with  --timezone"


@dataclass(frozen=True, slots=True)
class Instant:
    """A stamp [µs]: in UTC, or as a wall clock showed it, or the midnight of a bare date; `form` says which."""

    micros: int
    form: int


def date_order_evidence(text: str) -> str:
    """Which order of a date with slashes the cell proves: "dmy", "mdy", or "" where both readings exist."""
    found = _SLASH.fullmatch(text.strip())
    if found is None:
        return ""
    first, middle = int(found["first"]), int(found["middle"])
    return "dmy" if first > 12 >= middle else "mdy" if middle > 12 >= first else ""  # noqa: PLR2004 - months


def has_slashes(text: str) -> bool:
    """Whether the cell is a date whose order of day and month must be known."""
    return _SLASH.fullmatch(text.strip()) is not None


def instant(text: str, order: str = "") -> Instant:
    """The stamp written in `text`: ISO 8601, or day and month in the given order ("dmy", "mdy") with slashes."""
    bare = text.strip()
    found = _ISO.fullmatch(bare)
    if found is not None:
        day = _day(found["year"], found["month"], found["day"])
        return _stamp(day, found, "")
    found = _SLASH.fullmatch(bare)
    if found is None and _FINE.search(bare):
        raise Fault("not-an-instant", "is finer than a microsecond", "round it yourself, to six decimals")
    if found is None:
        raise Fault("not-an-instant", "is not a time", INSTANT_MEND)
    first, middle = found["first"], found["middle"]
    if order not in {"dmy", "mdy"}:
        raise Fault(
            "ambiguous-date", "may be day/month or month/day", "add  --date-order dmy  or  --date-order mdy"
        )
    day = _day(found["year"], middle, first) if order == "dmy" else _day(found["year"], first, middle)
    return _stamp(day, found, (found["half"] or "").strip().lower())


def _day(year: str, month: str, day: str) -> int:
    try:
        return date(int(year), int(month), int(day)).toordinal() - 719_163  # 1970-01-01
    except ValueError:
        raise Fault("not-an-instant", "is not a day of the calendar", INSTANT_MEND) from None


def _stamp(day: int, found: re.Match[str], half: str) -> Instant:
    if found["hour"] is None:
        return _bounded(day * MICROS_A_DAY, DATE_ONLY)
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a twelve-hour clock
            raise Fault("not-an-instant", "is not a time of a twelve-hour clock", INSTANT_MEND)
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 - a clock
        raise Fault("not-an-instant", "is not a time of the clock", INSTANT_MEND)
    micros = ((day * 24 + hour) * 3600 + minute * 60 + second) * MICRO + int(
        (found["fraction"] or "0").ljust(6, "0")[:6]
    )
    zone = (found["zone"] or "").strip()
    return (
        _bounded(micros, WALL_CLOCK)
        if not zone
        else _bounded(micros - zone_minutes(zone) * 60 * MICRO, UTC_STAMP)
    )


def zone_minutes(zone: str) -> int:
    """Offset from UTC [min] of "+03:00", "-0500", "+01" or an abbreviation that names one offset only."""
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        hours, minutes = int(digits[:2]), int(digits[2:])
        if hours > 23 or minutes > 59:  # noqa: PLR2004 - beyond what RFC 3339 lets an offset be
            raise Fault("unknown-zone", "has an offset no zone has", INSTANT_MEND)
        return (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)
    if zone not in ZONES:
        raise Fault(
            "unknown-zone",
            phrase("has the zone {zone}, which several places use", zone=clean(zone)),
            "write the offset, as +05:30",
        )
    return ZONES[zone]


def _bounded(micros: int, form: int) -> Instant:
    if not EARLIEST <= micros < LATEST:
        raise Fault(
            "out-of-time", "lies before 1990 or after 2059", "check the unit and the order of the date"
        )
    return Instant(micros, form)


def single(evidence: Iterable[str]) -> set[str]:
    """The distinct proofs among cells, without the cells that prove nothing."""
    return {proof for proof in evidence if proof}
