"""Countries by any usual name: alpha-2, alpha-3, or the name in English, French or Spanish (CLDR, by way of babel)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global

from wageaudit.text import fold
from wageaudit.values import Fault

RESERVED = {"UK": "GB", "EL": "GR"}  # what people and the European Union write; reserved in ISO 3166-1
LANGUAGES = ("en", "fr", "es")
LETTERS_OF_ALPHA2, LETTERS_OF_ALPHA3 = 2, 3
NO_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
)  # two letters that CLDR names, of no one country


@cache
def _names() -> Mapping[str, str]:
    """Folded name → alpha-2, in the three languages."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == LETTERS_OF_ALPHA2 and code.isalpha() and code not in NO_COUNTRIES:
                found.setdefault(fold(str(name)), code)
    return found


@cache
def _aliases() -> Mapping[str, str]:
    return {
        alias: codes[0]
        for alias, codes in get_global("territory_aliases").items()
        if len(alias) == LETTERS_OF_ALPHA3 and len(codes) == 1
    }


def alpha2(text: str) -> str:
    """ISO 3166-1 alpha-2 code of a country; raises Fault for what names none."""
    bare = text.strip()
    if len(bare) == LETTERS_OF_ALPHA2 and bare.isalpha():
        code = RESERVED.get(bare.upper(), bare.upper())
        if code in Locale("en").territories and code not in NO_COUNTRIES:
            return code
    if len(bare) == LETTERS_OF_ALPHA3 and bare.upper() in _aliases():
        return _aliases()[bare.upper()]
    code = _names().get(fold(bare), "")
    if not code:
        raise Fault("unknown-country", "is not a country", "write two letters, as MG (ISO 3166-1)")
    return code


def country_name(code: str, language: str = "en") -> str:
    """The country's name in a language; the code itself where there is none."""
    return str(Locale.parse(language).territories.get(code, code))
