"""Countries by any usual name: alpha-2, alpha-3, the name in English, French or Spanish (CLDR, by way of babel), or a variant of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wageaudit.text import fold
from wageaudit.values import Fault

RESERVED = {"UK": "GB", "EL": "GR"}  # what people and the European Union write; reserved in ISO 3166-1
LANGUAGES = ("en", "fr", "es")
LETTERS_OF_ALPHA2, LETTERS_OF_ALPHA3 = 2, 3
NO_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
)  # two letters that CLDR names, of no one country


# names that exports, forms and people use beside CLDR's: former and short names, official names in ISO's word order
VARIANTS = {
    "AE": ("UAE", "Emirates"), "BN": ("Brunei Darussalam",), "BA": ("Bosnia",),
    "BO": ("Plurinational State of Bolivia", "Bolivia, Plurinational State of"),
    "CD": ("DR Congo", "DRC", "Democratic Republic of the Congo", "Congo, the Democratic Republic of the", "Congo, Democratic Republic of", "Zaire"),
    "CG": ("Republic of the Congo", "Congo, Republic of"), "CI": ("Ivory Coast",), "CN": ("People's Republic of China", "PRC", "Mainland China"),
    "CV": ("Cape Verde",), "CZ": ("Czech Republic",), "FK": ("Falkland Islands (Malvinas)",), "FM": ("Micronesia, Federated States of", "Federated States of Micronesia"),
    "GB": ("Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland", "United Kingdom of Great Britain and Northern Ireland"),
    "HK": ("Hong Kong", "Hong Kong SAR"), "IE": ("Republic of Ireland", "Eire"),
    "IR": ("Islamic Republic of Iran", "Iran, Islamic Republic of"), "KG": ("Kyrgyz Republic",),
    "KP": ("Democratic People's Republic of Korea", "Korea, Democratic People's Republic of", "DPRK"),
    "KR": ("Republic of Korea", "Korea, Republic of", "Korea", "Korea (South)"),
    "LA": ("Lao PDR", "Lao People's Democratic Republic"), "LY": ("Libyan Arab Jamahiriya",),
    "MD": ("Republic of Moldova", "Moldova, Republic of"),
    "MK": ("Macedonia", "FYROM", "Macedonia, the former Yugoslav Republic of", "Republic of North Macedonia"),
    "MM": ("Myanmar", "Burma"), "MO": ("Macau", "Macao", "Macao SAR"), "NL": ("Holland", "Nederland"), "PH": ("The Philippines",),
    "PS": ("Palestine", "State of Palestine", "Palestinian Territory", "Palestine, State of", "Palestinian Territory, Occupied", "Occupied Palestinian Territory"),
    "RU": ("Russian Federation", "The Russian Federation"), "SA": ("KSA", "Kingdom of Saudi Arabia"), "SK": ("Slovak Republic",),
    "ST": ("Sao Tome",), "SY": ("Syrian Arab Republic",), "SZ": ("Swaziland",), "TL": ("East Timor",), "TR": ("Turkey",), "TT": ("Trinidad",),
    "TW": ("Taiwan, Province of China", "Republic of China", "Taiwan, Republic of China"),
    "TZ": ("United Republic of Tanzania", "Tanzania, United Republic of"),
    "US": ("United States of America", "U.S.A.", "U.S.", "The United States"), "VA": ("Vatican", "Holy See", "Holy See (Vatican City State)"),
    "VC": ("Saint Vincent",), "VE": ("Venezuela, Bolivarian Republic of", "Bolivarian Republic of Venezuela"),
    "AT": ("Österreich",), "BE": ("België",), "CH": ("Schweiz",), "DE": ("Deutschland",), "PL": ("Polska",),
}  # fmt: skip
LINKS = frozenset(
    {"the", "and", "et", "y", "of", "de", "la", "du", "des"}
)  # words that a name may have or lack


def _key(name: str) -> str:
    """A name as it is compared: folded, "St" in full, without the words that link others; in its order."""
    words = ("saint" if word == "st" else word for word in fold(name).split("_"))
    return "_".join(word for word in words if word not in LINKS)


@cache
def _names() -> Mapping[str, str]:
    """Name as it is compared → alpha-2, in the three languages, then the variants."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == LETTERS_OF_ALPHA2 and code.isalpha() and code not in NO_COUNTRIES:
                found.setdefault(_key(str(name)), code)
    for code, names in VARIANTS.items():
        for name in names:
            found.setdefault(_key(name), code)
    return found


@cache
def _aliases() -> Mapping[str, str]:
    from babel.core import get_global

    return {
        alias: codes[0]
        for alias, codes in get_global("territory_aliases").items()
        if len(alias) == LETTERS_OF_ALPHA3 and len(codes) == 1
    }


def alpha2(text: str) -> str:
    """ISO 3166-1 alpha-2 code of a country; raises Fault for what names none."""
    from babel import Locale

    bare = text.strip()
    if len(bare) == LETTERS_OF_ALPHA2 and bare.isalpha():
        code = RESERVED.get(bare.upper(), bare.upper())
        if code in Locale("en").territories and code not in NO_COUNTRIES:
            return code
    if len(bare) == LETTERS_OF_ALPHA3 and bare.upper() in _aliases():
        return _aliases()[bare.upper()]
    code = _names().get(_key(bare), "")
    if not code:
        raise Fault("unknown-country", "is not a country", "write two letters, as MG (ISO 3166-1)")
    return code


def country_name(code: str, language: str = "en") -> str:
    """The country's name in a language; the code itself where there is none."""
    from babel import Locale

    return str(Locale.parse(language).territories.get(code, code))
