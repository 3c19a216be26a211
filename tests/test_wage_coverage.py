"""Every country of the world is answered: with a rate, with what applies instead, or with what was looked for in vain."""

from __future__ import annotations

import runpy
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ANSWERED, REACHING = (
    190,
    90,
)  # countries: answered on the day; with a rate that reaches 2026 or is still in force


@pytest.fixture(scope="module")
def countries() -> dict[str, object]:
    """What the tool that documents the files says of each country, by its code."""
    tool = runpy.run_path(str(ROOT / "tools" / "document_wages.py"))
    return {country.code: country for country in tool["countries"]()}


def codes() -> list[str]:
    """Alpha-2 codes of ISO 3166-1. Source: iso3166.tab of the tzdata package."""
    text = resources.files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text(encoding="utf-8")
    return sorted(line.split("\t")[0] for line in text.splitlines() if line and not line.startswith("#"))


def test_every_country_and_territory_of_iso_3166_has_a_file(countries: dict[str, object]) -> None:
    """The message lists those that lack one."""
    assert [code for code in codes() if code not in countries] == []


def test_no_file_is_of_a_country_that_does_not_exist(countries: dict[str, object]) -> None:
    """Kosovo has a code that ISO leaves to its users."""
    assert set(countries) - set(codes()) <= {"XK"}


def test_most_countries_are_answered_with_more_than_that_nothing_was_found(
    countries: dict[str, object],
) -> None:
    """A rate, a floor, rates of regions, or that the law sets none."""
    answered = [code for code, country in countries.items() if country.status not in {"no record", "lapsed"}]  # type: ignore[attr-defined]
    assert len(answered) >= ANSWERED


def test_many_countries_have_a_rate_of_today(countries: dict[str, object]) -> None:
    """Confirmed for some day of 2026 or later."""
    assert sum(country.reaches for country in countries.values()) >= REACHING  # type: ignore[attr-defined]


def test_a_file_without_a_rate_says_why(countries: dict[str, object]) -> None:
    """In a sentence, in the country's own file."""
    silent = [
        code
        for code, country in countries.items()
        if country.status in {"none by law", "no record", "lapsed", "regions only"}  # type: ignore[attr-defined]
        and (country.file is None or len(country.file.note) < 20)  # type: ignore[attr-defined]
    ]
    assert silent == []
