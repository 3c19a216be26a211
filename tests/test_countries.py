"""Countries by the names that exports, forms and people write."""

from __future__ import annotations

import pytest
from babel import Locale

from wageaudit.countries import LANGUAGES, LINKS, NO_COUNTRIES, VARIANTS, _key, alpha2
from wageaudit.values import Fault

EVERYDAY = {
    "Czech Republic": "CZ", "Turkey": "TR", "Türkiye": "TR", "Hong Kong": "HK", "Russian Federation": "RU", "Ivory Coast": "CI",
    "Côte d'Ivoire": "CI", "COTE D IVOIRE": "CI", "South Korea": "KR", "Korea": "KR", "Korea, Republic of": "KR", "North Korea": "KP",
    "Macedonia": "MK", "Swaziland": "SZ", "Macau": "MO", "Burma": "MM", "Palestine": "PS", "U.S.A.": "US", "the united states": "US",
    "England": "GB", "UK": "GB", "Holland": "NL", "The Netherlands": "NL", "UAE": "AE", "Viet Nam": "VN", "Lao PDR": "LA",
    "Iran, Islamic Republic of": "IR", "Moldova, Republic of": "MD", "Bolivia, Plurinational State of": "BO", "Cape Verde": "CV",
    "East Timor": "TL", "DRC": "CD", "Democratic Republic of the Congo": "CD", "Republic of the Congo": "CG", "The Gambia": "GM",
    "Republic of China": "TW", "People's Republic of China": "CN", "St Lucia": "LC", "Saint Kitts & Nevis": "KN",
    "Trinidad and Tobago": "TT", "Bosnia and Herzegovina": "BA", "Slovak Republic": "SK", "Tanzania, United Republic of": "TZ",
    "Dominican Republic": "DO", "Dominica": "DM", "Guinea": "GN", "Guinea-Bissau": "GW", "Niger": "NE", "Nigeria": "NG",
    "Allemagne": "DE", "Alemania": "DE", "Deutschland": "DE", "États-Unis": "US", "Estados Unidos": "US",
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), EVERYDAY.items())
def test_a_country_is_known_by_the_name_in_use(name: str, code: str) -> None:
    """Former, short and official names, with or without their small words."""
    assert alpha2(name) == code
    assert alpha2(f" {name.upper()} ") == code


@pytest.mark.parametrize(
    "name",
    [
        "America",
        "Virgin Islands",
        "Yugoslavia",
        "Serbia and Montenegro",
        "Phillipines",
        "Atlantis",
        "EU",
        "Republic of",
        "the",
    ],
)
def test_a_name_of_none_or_of_several_is_refused(name: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(Fault, match="is not a country"):
        alpha2(name)


def test_no_name_is_that_of_two_countries() -> None:
    """Neither without its small words, nor among the variants, in English, French or Spanish."""
    english = {
        code: str(name)
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }
    found: dict[str, set[str]] = {}
    for code, name in english.items():
        found.setdefault(_key(name), set()).add(code)
    for code, names in VARIANTS.items():
        for name in names:
            assert _key(name), name
            found.setdefault(_key(name), set()).add(code)
    assert {key: codes for key, codes in found.items() if len(codes) > 1} == {}
    assert "" not in found
    assert len(LANGUAGES) == 3
    assert LINKS.isdisjoint({"republic", "democratic", "north", "south"})


def test_every_english_name_of_cldr_is_its_own_country() -> None:
    """The variants take no name away."""
    for code, name in Locale("en").territories.items():
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
            assert alpha2(str(name)) == code
