"""Every choice a user can make, in one frozen value: how to read, how to count time and money, what to compare with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Context, Decimal

from wageaudit.errors import WrongUse
from wageaudit.phrases import phrase
from wageaudit.text import clean

GAP_MINUTES = Decimal(20)  # 29 CFR 785.18: rest periods up to about 20 minutes are hours worked
GAP_GRID_MINUTES = (0, 1, 5, 10, 20, 60)  # the thresholds every result carries
GROUPINGS = ("worker", "week", "month", "day", "platform", "requester", "project", "country", "region")
LIVING_WAGE = "living_wage"  # category of the user's own benchmark
PERIODS = ("week", "day", "month", "whole")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "pending": ("include", "exclude"),
    "tips": ("include", "exclude"),
    "period": PERIODS,
    "exchange_series": ("official", "parallel"),
    "decimal": (",", "."),
    "date_order": ("dmy", "mdy"),
    "per": ("page", "judgment", "task", "suite", "submission", "delivery"),
}  # what a field can be; those whose default is empty can be that, too
LARGEST: Mapping[str, int] = {
    "gap_minutes": 10**6,  # [min]: two years
    "max_task_minutes": 10**6,
    "piece_rate": 10**12,
    "minimum_wage": 10**12,  # an hour; times the time of a worker it must fit 127 bits
}
MINUTES = ("gap_minutes", "max_task_minutes")  # a second is no round part of one
STEP = Decimal("0.000001")  # what money is held with
WIDE = Context(prec=40)  # whatever precision the program around this one set
CODE = 3  # letters of a currency code, ISO 4217


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """Where one worker works, and which person the id is, as the roster file says it; empty where it does not."""

    country: str = ""
    region: str = ""
    timezone: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of one run. Raises WrongUse for what a field cannot be: another type, out of range, unknown.

    Reading: reader, map (a TOML file, or the name of one that is shipped), encoding, decimal, date_order, piece_rate and per (for exports without pay), and clock_zone, the zone whose letters (BST, IST)
    stamps carry; and what fills
    empty cells: currency, country, region, timezone, roster (a column wins over the roster, the roster over an option); roster_file: where the roster was read from.
    worker: the person whose work all files are, whatever ids they use; sheet: which sheet of a workbook is read.
    Counting: gap_minutes [min], None is 20 in a worker's view and no inference in a requester's view; pending, tips,
    max_task_minutes [min], period of the shortfall.
    Comparing: minimum_wage [wage_currency / h] overrides the law; display_currency for groups of several currencies;
    exchange_series: "official" or "parallel" for currencies that have both, empty for the default of each;
    wages_files, exchange_file, living_wage_files: paths of the user's own minimum wages, exchange rates, living wage.
    Judging: as_of, the day the audit is made, for what it finds suspicious; None: a day fixed with the version.
    """

    reader: str = ""
    map: str = ""
    encoding: str = ""
    decimal: str = ""
    date_order: str = ""
    clock_zone: str = ""
    piece_rate: Decimal | None = None
    per: str = ""
    currency: str = ""
    country: str = ""
    region: str = ""
    timezone: str = ""
    roster: Mapping[str, RosterEntry] = field(default_factory=dict)
    roster_file: str = ""
    worker: str = ""
    sheet: str = ""
    gap_minutes: Decimal | None = None
    pending: str = "include"
    tips: str = "include"
    max_task_minutes: Decimal | None = None
    period: str = "week"
    category: str = "adult_general"
    minimum_wage: Decimal | None = None
    wage_currency: str = ""
    display_currency: str = "USD"
    wages_files: tuple[str, ...] = ()
    exchange_file: str = ""
    exchange_series: str = ""
    living_wage_files: tuple[str, ...] = ()
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Judge every field; whole numbers become decimals, lists of files tuples."""
        for one in fields(self):
            value = getattr(self, one.name)
            if value is not one.default:
                object.__setattr__(self, one.name, _CHECKS[one.name](one.name, value))
        if (self.minimum_wage is None) != (not self.wage_currency):
            raise WrongUse(
                "a minimum wage of your own needs a figure and its currency",
                'give  minimum_wage=Decimal("1.50"), wage_currency="USD"',
            )

    def gap_in_force(self) -> Decimal:
        """The gap threshold printed with every result [min]."""
        return GAP_MINUTES if self.gap_minutes is None else self.gap_minutes


def _refused(name: str, value: object, mend: str) -> WrongUse:
    try:
        shown = repr(value)
    except ValueError:  # an integer of thousands of digits
        shown = type(value).__name__
    return WrongUse(phrase("{name} cannot be {value}", name=name, value=clean(shown, 60)), mend)


def _text(name: str, value: object) -> str:
    """Text that tables and files can hold."""
    if not isinstance(value, str):
        raise _refused(name, value, phrase("give {name} as text", name=name))
    if "\0" in value or not (value.isascii() or all(not "\ud800" <= one <= "\udfff" for one in value)):
        raise _refused(name, value, phrase("leave out NUL and characters that are no Unicode text"))
    return value


def _path(name: str, value: object) -> str:
    """A file's name; what is no UTF-8 in it comes as the system hands it over."""
    if not isinstance(value, str) or "\0" in value:
        raise _refused(name, value, phrase("give {name} as the path of a file, as text", name=name))
    return value


def _paths(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, tuple | list):
        raise _refused(name, value, phrase('give {name} as paths in a tuple, as ("wages.toml",)', name=name))
    return tuple(_path(name, one) for one in value)


def _choice(name: str, value: object) -> str:
    allowed = CHOICES[name]
    if isinstance(value, str) and (value in allowed or (not value and not _DEFAULTS[name])):
        return value
    listed = ", ".join(f'"{one}"' for one in allowed)
    raise _refused(name, value, phrase("use one of: {names}", names=listed))


def _number(name: str, value: object) -> Decimal:
    """A decimal from 0 to LARGEST, of money with at most six places; a whole number becomes one, a float, which is not exact, does not."""
    most = LARGEST[name]
    kind = not isinstance(value, bool) and isinstance(value, int | Decimal)
    number = (
        _exact(value, most, held=name not in MINUTES) if isinstance(value, int | Decimal) and kind else None
    )
    if number is None or (name == "minimum_wage" and not number):
        told = (
            phrase(
                'give a number of more than 0 (at most {most:,}, six decimals), as Decimal("7.25")', most=most
            )
            if name == "minimum_wage"
            else phrase(
                'give a number of 0 or more (at most {most:,}, six decimals), as Decimal("7.25")', most=most
            )
        )
        raise _refused(name, value, told)
    return number


def _exact(value: int | Decimal, most: int, *, held: bool) -> Decimal | None:
    """The number as a decimal without a sign of nought; None where it is none, or one that six places do not hold."""
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    if not 0 <= value <= most:
        return None
    number = WIDE.add(Decimal(value), Decimal(0))
    return number if not held or (number == value and WIDE.quantize(number, STEP) == number) else None


def _capitals(value: str, count: int) -> bool:
    return len(value) == count and value.isascii() and value.isalpha() and value.isupper()


def _currency(name: str, value: object) -> str:
    if isinstance(value, str) and (_capitals(value, CODE) or (not value and not _DEFAULTS[name])):
        return value
    raise _refused(name, value, "write three capital letters, as USD")


def _country(name: str, value: object) -> str:
    if isinstance(value, str) and (not value or _capitals(value, len("MG"))):
        return value
    raise _refused(name, value, phrase("write the two capital letters of ISO 3166-1, as MG"))


def _region(name: str, value: object) -> str:
    from wageaudit.values import Fault, region

    try:
        if isinstance(value, str) and (not value or region(_text(name, value)) == value):
            return value
    except Fault:
        pass
    raise _refused(name, value, "write it with its country, as US-WA (ISO 3166-2)")


def _zone(name: str, value: object) -> str:
    from wageaudit.zones import known

    if isinstance(value, str) and (not value or known(value)):
        return value
    raise _refused(name, value, "write it as Africa/Nairobi")


def is_encoding(name: str) -> bool:
    """Whether Python decodes text by this name."""
    import codecs

    try:
        return b"x".decode(name, "replace") is not None and codecs.lookup(name) is not None
    except (LookupError, ValueError):
        return False


def _encoding(name: str, value: object) -> str:
    if isinstance(value, str) and (not value or is_encoding(value)):
        return value
    raise _refused(name, value, "use utf-8, cp1252, latin-1 or utf-16")


def _roster(name: str, value: object) -> Mapping[str, RosterEntry]:
    mend = 'give a dict of ids and entries, as {"A77": RosterEntry(country="KE")}'
    if not isinstance(value, Mapping):
        raise _refused(name, value, mend)
    for worker, entry in value.items():
        if not isinstance(worker, str) or not isinstance(entry, RosterEntry):
            raise _refused(name, {worker: entry}, mend)
        for one in fields(entry):
            _text(one.name, getattr(entry, one.name))
    return value


def _day(name: str, value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise _refused(name, value, phrase("give a day, as date(2026, 11, 22)"))


_DEFAULTS: Mapping[str, object] = {one.name: one.default for one in fields(Options)}
_CHECKS: Mapping[str, Callable[[str, object], object]] = {
    **dict.fromkeys(("reader", "worker", "sheet", "category"), _text),
    **dict.fromkeys(("map", "roster_file", "exchange_file"), _path),
    **dict.fromkeys(("wages_files", "living_wage_files"), _paths),
    **dict.fromkeys(CHOICES, _choice),
    **dict.fromkeys(LARGEST, _number),
    **dict.fromkeys(("currency", "wage_currency", "display_currency"), _currency),
    **dict.fromkeys(("timezone", "clock_zone"), _zone),
    "country": _country,
    "region": _region,
    "encoding": _encoding,
    "roster": _roster,
    "as_of": _day,
}
