"""Figures for people: numbers, hours, money, shares, dates and bars, by CLDR and for the terminal's encoding.

Exact decimals come in, text goes out; nothing is rounded before this room and nothing computed after it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal, localcontext
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.languages import get_official_languages
from babel.numbers import format_compact_decimal, format_decimal, get_currency_precision, get_currency_symbol

from wageaudit.language import Language, language, pattern_of_whole
from wageaudit.phrases import Several
from wageaudit.reports.wrapping import NARROW, TIE
from wageaudit.text import clean

BLOCKS = " ▏▎▍▌▋▊▉"  # eighths of a cell, U+258F to U+2589
SIGNIFICANT, SIGNIFICANT_IN_TABLE = 3, 2  # figures that an amount shows, however small its unit
MOST_DECIMALS = 6
MOST_SHARE_DECIMALS = 2  # of a percentage
LONG_AMOUNT = 10_000  # from here on a table needs no cents
VAST_AMOUNT = 10**9  # from here on a table writes it short
MANY_TIMES = 10
MINIMUM_AT = Decimal(2) / 3  # place of the minimum wage in a bar of ratios
ASCII_SIGNS = str.maketrans(
    {"…": "...", "·": "-", "×": "x", "÷": "/", "–": "-", "−": "-", "’": "'", "′": "'", "\u2018": "'", "“": '"', "”": '"',
     "«": '"', "»": '"', "§": "s.", "°": "o", "¿": "", "¡": "", "œ": "oe", NARROW: TIE, "─": "-", "│": "|", "▸": ">"}
)  # fmt: skip
LANGUAGE_OF_FORMATS = {"en": "en_GB"}  # days before months, and a dollar that says whose it is
NO_CURRENCY = "¤"
SHARED_SYMBOLS = frozenset({"Br", "Bs", "FC", "Fr", "K", "L", "Rs", "kr", "kr."})  # of several currencies


@lru_cache(maxsize=256)
def symbol(currency: str, locale: str) -> str:
    """The currency's sign in a language; where it has none there, its sign at home if no other shares it; else the code."""
    found = str(get_currency_symbol(currency, locale))
    if found == NO_CURRENCY:
        return currency
    for spoken in get_official_languages(currency[:2]) if found == currency else ():
        try:
            home = str(get_currency_symbol(currency, Locale(spoken, currency[:2])))
        except UnknownLocaleError:
            continue
        if (
            home != currency
            and home.isascii()
            and "$" not in home
            and home not in SHARED_SYMBOLS
            and len(home) > 1
        ):
            return home
    return found


def decimals_of(value: Decimal, digits: int, significant: int = SIGNIFICANT) -> int:
    """Decimal places that show an amount: its currency's, and more where it is so small that they would hide it."""
    if not value:
        return digits
    needed = significant - 1 - value.adjusted()
    if needed <= digits:
        return digits
    places = min(needed, MOST_DECIMALS)
    while places > digits and value.quantize(Decimal(1).scaleb(-places)) == value.quantize(
        Decimal(1).scaleb(1 - places)
    ):
        places -= 1
    return places


def bar_units(share: Decimal, width: int, steps: int) -> int:
    """How many steps of a cell a share of the width fills; something is never nothing, and less than all never all."""
    units = int((share * width * steps).to_integral_value())
    if share > 0:
        units = max(units, 1)
    return max(0, min(units, width * steps))


@dataclass(frozen=True, slots=True)
class Figures:
    """How figures are written: in which language, and in which signs the encoding of the terminal has."""

    language: str = "en"
    encoding: str = "utf-8"

    @property
    def locale(self) -> str:
        """The CLDR locale of numbers, dates and currencies."""
        return LANGUAGE_OF_FORMATS.get(self.language, self.language)

    @property
    def speech(self) -> Language:
        """The language that sentences are in."""
        return language(self.language)

    def say(self, message: str, /, **values: object) -> str:
        """A sentence of words.py in the language, its parts filled in."""
        return self.plain(self.speech.say(message, **values))

    def counted(self, messages: Several, number: int, /, **values: object) -> str:
        """A sentence of words.py for so many, its parts filled in; the count itself among them, if asked for."""
        return self.plain(self.speech.counted(messages, number, **values))

    def listed(self, parts: Iterable[str]) -> str:
        """Parts that may hold commas, in a row: semicolons between them, with the space that French puts before one."""
        return f"{NARROW if self.speech.code == 'fr' and self.unicode else ''}; ".join(parts)

    def told(self, message: str, limit: int = 600) -> str:
        """A problem's reason or mend, or another message made elsewhere, in the language; cleaned and cut."""
        shown = self.speech.told(message, self.plain, self.day)
        return self.outside(shown if self.unicode else shown.replace(TIE, " "), limit)

    @property
    def unicode(self) -> bool:
        """Whether the terminal has block characters."""
        return self.encoding.lower().replace("-", "").startswith("utf")

    def plain(self, text: str) -> str:
        """Our own text in the terminal's encoding: signs by their ASCII neighbours, letters without their accents."""
        if self.unicode:
            return text
        kept = []
        for character in text.translate(ASCII_SIGNS):
            if character != TIE and not self._has(character):
                bare = "".join(
                    one for one in unicodedata.normalize("NFKD", character) if not unicodedata.combining(one)
                )
                kept.append(bare if bare.isascii() else character)
            else:
                kept.append(character)
        encoded = (
            part.encode(self.encoding, "backslashreplace").decode(self.encoding)
            for part in "".join(kept).split(TIE)
        )
        return TIE.join(encoded)

    def _has(self, character: str) -> bool:
        try:
            character.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def outside(self, text: str, limit: int = 80) -> str:
        """Text from outside: cleaned, cut, and escaped where the encoding has no such letter, so that ids stay distinct."""
        shown = clean(text, limit)
        if self.unicode:
            return shown
        return shown.replace("…", "...").encode(self.encoding, "backslashreplace").decode(self.encoding)

    def number(self, value: Decimal | int, decimals: int = 0) -> str:
        """A number with so many decimals, half to even, grouped as the language does."""
        with localcontext() as context:
            context.prec = 60
            exact = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
        pattern = pattern_of_whole(exact, self.locale) + ("." + "0" * decimals if decimals else "")
        return self.plain(format_decimal(exact + 0, pattern, locale=self.locale))

    def compact(self, value: Decimal, decimals: int = 0) -> str:
        """A number for a table: from a thousand million on in short form, 383bn."""
        if abs(value) < VAST_AMOUNT:
            return self.number(value, decimals)
        return self.plain(
            format_compact_decimal(value, format_type="short", locale=self.locale, fraction_digits=1)
        )

    def times(self, ratio: Decimal) -> str:
        """A ratio as a percentage, or from ten on as so many times: 83%, 12×."""
        return self.percent(ratio) if ratio < MANY_TIMES else f"{self.compact(ratio)}{self.plain('×')}"

    def hours(self, values: Sequence[Decimal]) -> list[str]:
        """A column of decimal hours, all with the decimals that suit the longest: 212.1, 4.3."""
        size = max((abs(value) for value in values), default=Decimal(0))
        places = 0 if size >= 1000 else 1 if size >= 10 else 2  # noqa: PLR2004 - hours
        return [self.number(value, places) for value in values]

    def span(self, seconds: Decimal) -> str:
        """A length of time in words' short form: 212 h 05 min, 3 min 20 s."""
        whole = int(seconds.to_integral_value())
        if whole >= 3600:  # noqa: PLR2004 - seconds of an hour
            minutes = int((seconds / 60).to_integral_value())
            hours, rest = divmod(minutes, 60)
            return (
                f"{self.number(hours)}{TIE}h{TIE}{rest:02d}{TIE}min"
                if rest
                else f"{self.number(hours)}{TIE}h"
            )
        minutes, rest = divmod(whole, 60)
        if minutes:
            return f"{minutes}{TIE}min{TIE}{rest:02d}{TIE}s" if rest else f"{minutes}{TIE}min"
        return f"{rest}{TIE}s"

    def percent(self, share: Decimal) -> str:
        """A share as whole percent; one or two decimals where it would else pass for 0 % or 100 %."""
        places, shown = 0, share.quantize(Decimal("0.01"))
        while shown in {0, 1} and shown != share and places < MOST_SHARE_DECIMALS:
            places += 1
            shown = share.quantize(Decimal("0.01").scaleb(-places))
        if shown == 1 and share < 1:
            shown = share.quantize(Decimal("0.01").scaleb(-places), ROUND_DOWN)
        pattern = Locale.parse(self.locale).percent_formats[None].pattern
        pattern = pattern.replace("0", "0." + "0" * places) if places else pattern
        return self.plain(format_decimal(shown, pattern, locale=self.locale))

    def sign(self, currency: str) -> str:
        """The currency's sign, or its code where the terminal or the language has none."""
        found = symbol(currency, self.locale)
        if self.unicode or all(self._has(character) for character in found):
            return found
        return currency

    def digits(self, value: Decimal, currency: str, *, table: bool = False) -> int:
        """Decimal places of an amount in this currency; a table leaves cents out of long amounts."""
        usual = get_currency_precision(currency) if currency else 2
        return (
            0
            if table and abs(value) >= LONG_AMOUNT
            else decimals_of(value, usual, SIGNIFICANT_IN_TABLE if table else SIGNIFICANT)
        )

    def money(
        self,
        value: Decimal,
        currency: str,
        *,
        table: bool = False,
        code: bool = False,
        places: int | None = None,
    ) -> str:
        """An amount with its currency: 1,310 Ar, US$2.31, 0.008 EUR; `code` keeps to three letters, behind the number."""
        shown = self.digits(value, currency, table=table) if places is None else places
        number = self.compact(value, shown) if table else self.number(value, shown)
        mark = currency if code else self.sign(currency)
        if not mark:
            return number
        leads = unicodedata.category(mark[-1]) == "Sc" and Locale.parse(self.locale).currency_formats[
            "standard"
        ].pattern.startswith("¤")
        if not leads:
            return f"{number}{TIE}{mark}"
        return f"-{mark}{number[1:]}" if number.startswith("-") else f"{mark}{number}"

    def apart(self, values: Sequence[Decimal], currency: str) -> list[str]:
        """Amounts that are compared, with as many decimals as it takes to tell those apart that differ."""
        alone = [self.money(value, currency) for value in values]
        if len(set(alone)) == len(set(values)):
            return alone
        places = max((self.digits(value, currency) for value in values), default=0)
        while places < MOST_DECIMALS:
            shown = {value.quantize(Decimal(1).scaleb(-places)) for value in values}
            if len(shown) == len(set(values)):
                break
            places += 1
        return [self.money(value, currency, places=places) for value in values]

    def day(self, on: date, *, year: bool = True) -> str:
        """A date: 4 Mar 2024."""
        shown = format_skeleton("yMMMd" if year else "MMMd", on, locale=self.locale)
        if on.day == 1 and self.language[:2] == "fr":
            shown = shown.replace("1 ", "1er ", 1)  # CLDR has no ordinal for the first of a month
        return self.plain(shown)

    def month(self, on: date) -> str:
        """A month: Mar 2024."""
        return self.plain(format_date(on, "MMM y", locale=self.locale))

    def bar(self, share: Decimal, width: int) -> str:
        """A bar that fills a share of the width, in eighths of a cell or in # signs."""
        if not self.unicode:
            return "#" * bar_units(share, width, 1)
        full, part = divmod(bar_units(share, width, 8), 8)
        return "█" * full + (BLOCKS[part] if part else "")

    def ratio_bar(self, ratio: Decimal, width: int) -> str:
        """A bar for a wage as a part of the minimum wage, which is marked by a stroke; what is off the scale ends in ▸."""
        mark = int(width * MINIMUM_AT)
        most, step = Decimal(width) / mark, Decimal(1) / (8 if self.unicode else 1)
        # what is under the minimum does not touch its stroke, however close
        filled = max(ratio, Decimal(0)) * mark
        filled = min(filled, mark - step) if ratio < 1 else filled
        cells = list(self.bar(filled / width, width).ljust(width))
        cells[mark] = "│" if self.unicode else "|"
        if ratio > most:
            cells[-1] = "▸" if self.unicode else ">"
        return "".join(cells)


def currencies_of(rows: Sequence[Mapping[str, object]]) -> set[str]:
    """The currencies that occur in rows of a result table."""
    return {str(row["currency"]) for row in rows if row["currency"]}
