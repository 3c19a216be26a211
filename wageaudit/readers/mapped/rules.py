"""A map: TOML that says how a table becomes tasks. Every key is known, of its type and checked, or wrong use with its line."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wageaudit import values
from wageaudit.countries import alpha2
from wageaudit.errors import WrongUse
from wageaudit.files import shipped_names, shipped_toml, toml
from wageaudit.phrases import joined, phrase
from wageaudit.readers.mapped.formats import MONTH_FORMATS, PARTS, SECONDS, has_clock, has_day, pattern
from wageaudit.readers.mapped.sheet import Sheet, same
from wageaudit.tasks import ACTIVITIES, BY_NAME, COVERAGES, NAMES, PROVENANCE, STATUSES
from wageaudit.text import clean
from wageaudit.zones import known

FOLDER = "maps"
HOURLY = "hourly_rate"  # a column of maps alone: pay for one hour
TARGETS = (*(name for name in NAMES if name not in (*PROVENANCE, "coverage")), HOURLY)
KINDS = {name: "money" if name == HOURLY else BY_NAME[name].kind for name in TARGETS}
ADDED = ("count", "money", "seconds")  # kinds of which several columns add up; others are joined by a space
ROWS = ("task", "shift", "day", "month")
WORDS = (
    "title",
    "row",
    "coverage",
    "encoding",
    "delimiter",
    "decimal",
    "date_order",
    "timezone",
    "currency",
    "country",
    "region",
)
CHOICES = {"row": ROWS, "coverage": COVERAGES, "decimal": (",", "."), "date_order": ("dmy", "mdy")}  # fmt: skip
TABLES = ("columns", "times", "constants", "units", "formats", "status")
LISTS = ("activity", "leave_out")
KEYS = (*WORDS, "skip", "overnight", "synonyms", "optional", *TABLES, *LISTS)
RULE_KEYS = {
    "activity": ("column", "word", "prefix", "activity"),
    "leave_out": ("column", "word", "prefix", "why"),
}
MOST_SKIPPED = 1000  # lines before the header


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows whose `column` holds one of the words, or begins with one of the prefixes: what they are."""

    column: str
    words: tuple[str, ...]
    prefixes: tuple[str, ...]
    means: str

    def fits(self, text: str) -> bool:
        """Whether a cell is meant."""
        bare = same(text)
        return bare in self.words or (bool(self.prefixes) and bare.startswith(self.prefixes))


@dataclass(frozen=True, slots=True)
class Map:
    """How one kind of table is read: its shape, which column is what, and what no column says."""

    name: str
    title: str = ""
    row: str = "task"
    coverage: str = "worker"
    skip: int = 0
    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    date_order: str = ""
    timezone: str = ""
    currency: str = ""
    country: str = ""
    region: str = ""
    overnight: bool = False
    synonyms: bool = False
    optional: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)
    activity: tuple[Rule, ...] = ()
    leave_out: tuple[Rule, ...] = ()


def load_map(given: str) -> Map:
    """The map of that path, or of that name among those that come with the program. Raises WrongUse."""
    shipped = shipped_toml(FOLDER, given)
    if shipped is not None:
        return parse_map(*shipped, given)
    try:
        text, found = toml(given)
    except WrongUse as fault:
        if fault.reason.endswith("is not there"):
            names = ", ".join(shipped_names(FOLDER))
            raise WrongUse(
                fault.reason, phrase("check the path, or use one of: {names}", names=names)
            ) from None
        raise
    return parse_map(text, found, clean(given, 200))


def parse_map(text: str, found: Mapping[str, object], name: str) -> Map:
    """The map that a TOML text (and its values) says. Raises WrongUse with key and line for the first fault."""
    sheet = Sheet(name, text, found)
    sheet.only(KEYS)
    words = {key: sheet.word(key) for key in WORDS}
    skip = sheet.lines("skip", MOST_SKIPPED)
    optional = sheet.texts("optional", found.get("optional", []))
    chosen = {key: value for key, value in words.items() if value}
    _check_words(sheet, chosen)
    columns = {
        key: sheet.inside("columns").texts(key, value) for key, value in sheet.table("columns").items()
    }
    plan = Map(
        name=name, skip=skip, overnight=sheet.flag("overnight"), synonyms=sheet.flag("synonyms"), optional=optional, columns=columns,
        times=_plain(sheet, "times"), constants=_plain(sheet, "constants"), units=_plain(sheet, "units"),
        formats={key: sheet.inside("formats").texts(key, value) for key, value in sheet.table("formats").items()},
        status={same(key): value for key, value in _plain(sheet, "status").items()},
        activity=_rules(sheet, "activity"), leave_out=_rules(sheet, "leave_out"), **chosen,
    )  # fmt: skip
    _check_names(sheet, plan)
    _check_values(sheet, plan)
    _check_shape(sheet, plan)
    return plan


def _plain(sheet: Sheet, name: str) -> dict[str, str]:
    inner = sheet.inside(name)
    return {key: inner.plain(key, value) for key, value in sheet.table(name).items()}


def _rules(sheet: Sheet, name: str) -> tuple[Rule, ...]:
    entries = sheet.values.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        sheet.fault(name, "is not a list of rules", phrase("open every rule with [[{name}]]", name=name))
    rules = []
    for number, entry in enumerate(entries):
        inner = Sheet(sheet.name, sheet.text, entry, name, number)
        inner.only(RULE_KEYS[name])
        words = tuple(same(word) for word in inner.texts("word", entry.get("word", [])))
        prefixes = tuple(same(word) for word in inner.texts("prefix", entry.get("prefix", [])) if same(word))
        means = inner.word(RULE_KEYS[name][-1])
        if not inner.word("column"):
            inner.fault("column", "is missing", 'add column = "..."')
        if not words and not prefixes:
            inner.fault("word", "is missing", 'add word = "..." (the whole cell) or prefix = "..."')
        if name == "activity" and means not in ACTIVITIES:
            inner.fault(
                "activity",
                phrase("cannot be {value}", value=clean(means) or phrase("empty")),
                phrase("use one of: {names}", names=", ".join(ACTIVITIES)),
            )
        rules.append(Rule(inner.word("column"), words, prefixes, means))
    return tuple(rules)


def _check_words(sheet: Sheet, chosen: Mapping[str, str]) -> None:
    for key, allowed in CHOICES.items():
        if key in chosen and chosen[key] not in allowed:
            sheet.fault(
                key,
                phrase("cannot be {chosen}", chosen=clean(chosen[key])),
                phrase("use one of: {names}", names=", ".join(allowed)),
            )
    if "encoding" in chosen:
        try:
            codecs.lookup(chosen["encoding"])
        except (LookupError, ValueError):
            sheet.fault(
                "encoding",
                phrase("cannot be {encoding}", encoding=clean(chosen["encoding"])),
                "use utf-8, cp1252 or utf-16",
            )
    if len(chosen.get("delimiter", ",")) != 1 or chosen.get("delimiter", ",") in '"\r\n':
        sheet.fault("delimiter", "is not one character", 'write delimiter = ";"')
    currency = chosen.get("currency", "USD")
    if not (len(currency) == 3 and currency.isascii() and currency.isupper() and currency.isalpha()):  # noqa: PLR2004
        sheet.fault(
            "currency",
            phrase("cannot be {currency}", currency=clean(currency)),
            "write three capital letters, as USD",
        )
    if "timezone" in chosen and not known(chosen["timezone"]):
        sheet.fault(
            "timezone",
            phrase("cannot be {timezone}", timezone=clean(chosen["timezone"])),
            "write it as Africa/Nairobi",
        )
    try:
        alpha2(chosen.get("country", "MG"))
    except values.Fault as fault:
        sheet.fault("country", joined([clean(chosen["country"]), fault.reason], " "), fault.mend)


def _check_names(sheet: Sheet, plan: Map) -> None:
    """Keys of tables are columns of the task table, and those that need one have it."""
    for table in ("columns", "times", "constants", "units", "formats"):
        for key in getattr(plan, table):
            if key not in TARGETS:
                sheet.inside(table).fault(
                    key,
                    "is no column of the task table",
                    phrase("use one of: {names}", names=", ".join(TARGETS)),
                )
    _check_columns(sheet, plan)


def _check_columns(sheet: Sheet, plan: Map) -> None:
    for key in plan.optional:
        if key not in plan.columns:
            sheet.fault(
                "optional",
                phrase("names {key}, which has no column", key=clean(key)),
                "name one that is in [columns]",
            )
    for key in plan.times:
        if KINDS[key] != "count" or key not in plan.columns:
            sheet.inside("times").fault(key, "cannot be multiplied", "only task_count, with a column, can")
    for key in (*plan.units, *plan.formats):
        if key not in plan.columns:
            table = "units" if key in plan.units else "formats"
            sheet.inside(table).fault(key, "has no column", "name its column in [columns]")
    for key, forms in plan.columns.items():
        if not forms or not all(form.strip() for form in forms):
            sheet.inside("columns").fault(key, "names no column", phrase('write {key} = "..."', key=key))


def _check_values(sheet: Sheet, plan: Map) -> None:
    for key, unit in plan.units.items():
        allowed = list(SECONDS) if KINDS[key] == "seconds" else list(PARTS) if KINDS[key] == "money" else []
        allowed += ["percent"] if key == "bonus" else []
        if unit not in allowed:
            mend = (
                phrase("use one of: {names}", names=", ".join(allowed))
                if allowed
                else "only times and amounts have one"
            )
            sheet.inside("units").fault(key, phrase("cannot be {unit}", unit=clean(unit)), mend)
    for key, forms in plan.formats.items():
        if KINDS[key] != "instant":
            sheet.inside("formats").fault(key, "is no time", "only started_at and ended_at have formats")
        for form in forms:
            _check_format(sheet.inside("formats"), plan, key, form)
    for key, status in plan.status.items():
        if status not in STATUSES:
            sheet.inside("status").fault(
                key,
                phrase("cannot be {status}", status=clean(status)),
                phrase("use one of: {names}", names=", ".join(STATUSES)),
            )
    for key, constant in plan.constants.items():
        try:
            constant_value(key, constant)
        except values.Fault as fault:
            sheet.inside("constants").fault(key, joined([clean(constant), fault.reason], " "), fault.mend)


def constant_value(name: str, text: str) -> object:
    """What a constant means: a count, micro-units of money, or a word. Raises Fault."""
    kind = KINDS[name]
    if kind == "count":
        return values.count(text)
    if kind == "money":
        found = values.money(text)
        if found.currency:
            raise values.Fault("not-money", "names a currency", "write the figure alone")
        return found.micro
    if kind in {"instant", "seconds", "text"} or name in {"country", "region", "currency", "timezone"}:
        raise values.Fault(
            "no-constant", "cannot be constant here", "use a column, or the key before the tables"
        )
    return values.word(text, name) if BY_NAME[name].values else values.label(text)


def _check_format(inner: Sheet, plan: Map, key: str, form: str) -> None:
    try:
        pattern(form)
    except ValueError as fault:
        inner.fault(
            key,
            phrase("cannot be {form}: {fault}", form=clean(form, 40), fault=fault),
            "write it as %d/%m/%Y %H:%M",
        )
    if plan.row != "month" and not has_day(form):
        inner.fault(
            key,
            phrase("cannot be {form}: no day is in it", form=clean(form, 40)),
            'add %d, or say row = "month"',
        )
    if key == "ended_at" and not has_clock(form):
        inner.fault(
            key,
            phrase("cannot be {form}: an end needs its hour", form=clean(form, 40)),
            "add %H:%M, or leave it out",
        )


def _check_shape(sheet: Sheet, plan: Map) -> None:
    """What a row is, and what it must have."""
    there = {*plan.columns, *plan.constants}
    if "started_at" not in plan.columns:
        sheet.fault("columns", "says no started_at", 'add started_at = "..." to [columns]')
    if plan.row in {"day", "month"} and "ended_at" in there:
        sheet.inside("columns").fault(
            "ended_at", phrase("has no place in a {row}'s row", row=plan.row), 'say row = "shift"'
        )
    if plan.row == "shift" and not {"ended_at", "active_seconds"} & there:
        sheet.fault("row", "is shift, and its hours are in no column", "add ended_at or active_seconds")
    if HOURLY in there and {"pay", "piece_rate"} & there:
        sheet.fault(HOURLY, "stands beside pay or piece_rate", "keep the one that is paid")
    if HOURLY in there and not {"ended_at", "active_seconds"} & there:
        sheet.fault(HOURLY, "is given, and no hours are", "add ended_at or active_seconds")
    if plan.overnight and "ended_at" not in plan.columns:
        sheet.fault("overnight", "needs an end", "add ended_at to [columns]")


def start_formats(plan: Map, name: str) -> Sequence[str]:
    """Formats of a column of times; () where ISO 8601, or days in the declared order, are read."""
    return plan.formats.get(name) or (MONTH_FORMATS if plan.row == "month" else ())
