"""Languages: every sentence of ours in English, French and Spanish, by gettext catalogues; English needs none."""

from __future__ import annotations

import gettext
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from string import Formatter

from wageaudit.phrases import Phrase, Several

LANGUAGES = ("en", "fr", "es")
OWN_NAMES = {"en": "English", "fr": "français", "es": "español"}
PLACES = {  # where figures are written otherwise than at home, by CLDR
    "fr": "BE BF BI BJ BL CA CD CF CG CH CI CM DJ DZ FR GA GF GN GP GQ HT KM LU MA MC MF MG ML MQ MR MU NC NE PF PM RE RW SC SN SY TD TG "
    "TN VU WF YT",
    "es": "419 AR BO BR BZ CL CO CR CU DO EA EC ES GQ GT HN IC MX NI PA PE PH PR PY SV US UY VE",
}
OF_THE_SYSTEM = {
    "error",
    "strerror",
    "msg",
}  # parts that say what the system or a library said, told where we know it
GROUPED_FROM = {"es": 10_000, "es_ES": 10_000}  # Spanish of Spain leaves four digits together (CLDR, RAE)
DECIMALS = re.compile(r",?\.(\d)f")
CATALOGUE = "locale/{code}/LC_MESSAGES/wageaudit.mo"


class _File:
    """The catalogue of a language that comes with the program, as gettext reads it."""

    def __init__(self, code: str) -> None:
        self.name = CATALOGUE.format(code=code)

    def read(self) -> bytes:
        return pkgutil.get_data("wageaudit", self.name) or b""


@dataclass(frozen=True, slots=True)
class Language:
    """A language people read: its code, the CLDR locale of its figures, and its sentences."""

    code: str = "en"
    locale: str = "en"
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations, repr=False)
    writing: Callable[[str], str] = str  # brings our own words into the signs of a terminal that lacks some

    def text(self, message: str) -> str:
        """The sentence's translation, its braces still to be filled; itself where there is none."""
        return self.writing(self.catalogue.gettext(message)) if message else ""

    def plural(self, messages: Several, number: int) -> str:
        """The sentence for so many, its braces still to be filled."""
        return self.writing(self.catalogue.ngettext(*messages, number))

    def say(self, message: str, /, **values: object) -> str:
        """The sentence with its parts filled in."""
        return self._filled(self.text(message), values)

    def counted(self, messages: Several, number: int, /, **values: object) -> str:
        """The sentence for so many, its parts filled in; the count itself among them, if asked for."""
        return self._filled(self.plural(messages, number), {"count": number, **values})

    def told(
        self, message: str, shown: Callable[[str], str] = str, dated: Callable[[date], str] | None = None
    ) -> str:
        """A message that was made elsewhere, a phrase or plain words of ours, in this language.

        `shown` brings our own words into the signs that a terminal has, before what fills them comes in; `dated` writes
        the days among that: without it, and where the sentence itself says how, they stand as in files.
        """
        if not isinstance(message, Phrase):
            known = self.text(message)
            return message if known == message else shown(known)
        values = {name: self._part(name, value, shown, dated) for name, value in message.values.items()}
        several = message.several
        template = self.plural(several, message.number) if several else self.text(message.template)
        return self._filled(shown(template), values)

    def _part(
        self, name: str, value: object, shown: Callable[[str], str], dated: Callable[[date], str] | None
    ) -> object:
        """What fills a sentence: our own words, and what we know of the system's, in this language."""
        if isinstance(value, Phrase) or (name in OF_THE_SYSTEM and isinstance(value, str)):
            return self.told(value, shown, dated)
        if dated is not None and isinstance(value, date) and not isinstance(value, datetime):
            return _Day(value, dated(value))
        return value

    def _filled(self, template: str, values: dict[str, object]) -> str:
        return (
            template.format(**values)
            if self.code == "en"
            else _Grouping(self.locale, self.writing).vformat(template, (), values)
        )


@dataclass(frozen=True, slots=True)
class _Day:
    """A day that fills a sentence: as the language writes it, unless the sentence gives a format."""

    on: date
    written: str

    def __format__(self, form: str) -> str:
        return format(self.on, form) if form else self.written


class _Grouping(Formatter):
    """str.format with the thousands of whole numbers grouped as the language does."""

    def __init__(self, locale: str, writing: Callable[[str], str]) -> None:
        self.locale, self.writing = locale, writing

    def format_field(self, value: object, format_spec: str) -> str:
        """One part, by its format."""
        shown = str(format(value, format_spec))
        decimals = DECIMALS.fullmatch(format_spec)
        if not decimals and (format_spec != "," or len(shown) < len("1,000")):
            return shown
        from babel.numbers import format_decimal

        figure = Decimal(shown.replace(",", ""))
        pattern = pattern_of_whole(figure, self.locale) + ("." + "0" * int(decimals[1]) if decimals else "")
        return self.writing(str(format_decimal(figure, pattern, locale=self.locale)))


def pattern_of_whole(value: Decimal | int, locale: str) -> str:
    """The CLDR pattern of a number's whole part: grouped, but where the language leaves four digits together."""
    least = GROUPED_FROM.get(locale, 0)
    return "#,##0" if abs(Decimal(value)) >= least else "0"


ENGLISH = Language()


def normal(name: str) -> str:
    """The tag of a language we speak, with its country where one is named ("fr", "es_MX"); "" for any other name.

    Takes what people and systems write: FR, fr-CA, es_MX.UTF-8, français, C, POSIX.
    """
    bare = name.strip().partition(".")[0].partition("@")[0].replace("-", "_")
    own = {shown: code for code, shown in OWN_NAMES.items()}
    head, _, country = bare.partition("_")
    code = own.get(head.casefold(), head.casefold())
    if bare in {"C", "POSIX"}:
        return "en"
    if code not in LANGUAGES:
        return ""
    return f"{code}_{country.upper()}" if country.upper() in PLACES.get(code, "").split() else code


@cache
def language(tag: str = "en") -> Language:
    """The language of a tag that normal() gives; English for one we do not speak. Its catalogue is read once."""
    code = tag.partition("_")[0]
    if code not in PLACES:
        return ENGLISH
    return Language(code, tag, gettext.GNUTranslations(_File(code)))
