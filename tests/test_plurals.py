"""One file, two files: every sentence with a number in it is said in the form of its number, in three languages, or need not be."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from wageaudit.language import language
from wageaudit.phrases import counted

ROOT = Path(__file__).resolve().parent.parent
HOLE = re.compile(r"\{(\w*)(?::([^}]*))?\}")
AMOUNT = re.compile(
    r"\{[^}]*\}(?: (?:an hour|of the minimum wage|or more|min|h|s)\b|[.,:;)]|$)"
)  # no noun follows it
COUNTS = {
    *("count", "all", "alone", "audited", "below", "done", "fewest", "floor_years", "left_out", "limit", "merged", "minutes"),
    *("most", "num_rows", "number", "paid", "part", "parts", "read", "rows_read", "seconds", "unpaid", "waiting", "weeks", "width"),
}  # fmt: skip
ONE_OF = {
    "part",
    "done",
    "below",
    "all",
    "then",
    "weeks",
    "zone",
    "seconds",
    "number",
    "width",
}  # beside the count of a pair: "3 of 10 files"
SAID = {"say", "phrase", "text"}
NUMBERS = {"len", "int", "sum", "number"}
# why a sentence with a number in it has one form
SEVERAL = "it is only ever said of several"
APART = "the number stands apart, after a colon, or is none of things"
UNIT = "a sign of a unit follows, which has no plural"
NEUTRAL: Mapping[str, str] = {
    "nothing: the {all} rows read count as {count}": SEVERAL,
    "{count} files were read: a row number alone names no row": SEVERAL,
    "{asked} names {count} of the files read": APART,
    "give a number of more than 0 (at most {most:,}), with a point for decimals, as 1234.5": APART,
    "give a number of 0 or more (at most {most:,}), with a point for decimals, as 1234.5": APART,
    '"{key}" is longer than {most} characters': SEVERAL,
    "unpacks to more than {limit} bytes": SEVERAL,
    "unpacks to more than {most} bytes": SEVERAL,
    "holds more than {most} files": SEVERAL,
    "{shown} is larger than {most} bytes": SEVERAL,
    "is larger than {most:,} bytes: no manifest is": SEVERAL,
    "{file} holds no secret of {count} bytes": SEVERAL,
    "has a line of more than {most} characters": SEVERAL,
    "has {count} columns": SEVERAL,
    "has {width} columns": SEVERAL,
    "at most {most} are read": SEVERAL,
    "{most} blank rows on end": SEVERAL,
    "more than {most} cells": SEVERAL,
    "has {count} sheets: {shown}": SEVERAL,
    "write {key} = 3, at most {most}": APART,
    "holds the work of {count} workers ({shown}), and --worker names one person": SEVERAL,
    "{span} with {count} rows open ÷ {count}": SEVERAL,
    "mean of {count} rates, by hours worked": SEVERAL,
    "is not well-formed after row {number}: {error}": APART,
    "starts on {start}, inside record {number} ({earlier} to {end})": APART,
    "bonuses joined to the last page of their workers: {count}": APART,
    "annotations without lead_time, whose time is not known: {missing}": APART,
    "days with work of which no HIT is listed: {alone} of {count}": APART,
    "lines dated outside the days of Driver Online Offline: {count}; their time may be missing": APART,
    "offline is no working time (without an end: {count}); intervals": APART,
    "payments without hours: {count}, that come to {total:.2f}; the hours behind them are not in this file, so that the hourly wage "
    "is too high by them": APART,
    "{reason}: {count}": APART,
    "has more than six decimals once divided by {parts}": APART,
    "{parts} {unit} is not earned: the work was {status}; its time counts, its pay is 0": UNIT,
    "{work} of work + {waiting} of waiting = {working}, {hours} h": UNIT,
    "the row says {active} of {whole} were worked: {share} × {part} ÷ {all} = {credit}; {rest} are waiting on record": UNIT,
    "from an order's creation to the start of a leg: half of them {minutes:.1f} minutes or more; when it was offered is not in the file, "
    "so none of it is taken for waiting": UNIT,
    "{minutes} min (as asked with --gap)": UNIT,
    "{minutes} min (the default, 29 CFR 785.18)": UNIT,
    "pay ÷ hours of working time with pauses of up to {minutes} min counted": UNIT,
    "with every pause up to {minutes} min counted: pay {pay}, required {required}": UNIT,
    "pay for an hour, pauses up to {minutes} min": UNIT,
    "{count} min": UNIT,
    "Of every 60 minutes of work, {paid} went to paid tasks, {unpaid} to unpaid work and {waiting} to waiting.": APART,
    "{night} of {all} ({share}) were worked at night, between {first} and {last}, by the local clock.": UNIT,
    "None of the {all} were worked at night, between {first} and {last}, by the local clock.": UNIT,
    "pays {paid}; {needed} would reach the minimum wage": UNIT,
    "must pay {needed} instead of {paid} to reach the minimum wage": UNIT,
    "Only the last {shown} of {count} lines are shown.": SEVERAL,
    "{shown} of {count} workers are shown, the lowest wages first.": SEVERAL,
    "{shown} of {count} lines are shown, those with most hours.": SEVERAL,
    "{shown} of {count} minimum wages are shown; the manifest names the files they are in.": SEVERAL,
    "{shown} of {count} files are shown; the manifest lists all.": SEVERAL,
    "The {count} with most hours are drawn; the table has more.": SEVERAL,
    "has merged cells in its header: {merged}": APART,
    "{amount} {currency} {period} ÷ {hours} h = {hourly} {currency} an hour": UNIT,
    "Rows read: {read}; audited: {audited}; merged into others: {merged}; left out: {left_out}.": APART,
    "{name}: rows read: {rows_read}, audited: {num_rows}, merged: {merged}, left out: {left_out}": APART,
    "For {count} it depends on how long a pause counts as waiting.": APART,
    "the ledger has {rows:,} rows, and a sheet of a workbook holds {most:,}": SEVERAL,
    "there are {rows:,} problems, and a sheet of a workbook holds {most:,}": SEVERAL,
    "What may be shown to others is in {out}/share: no group of fewer than {fewest} workers, names under the key {key}.": SEVERAL,
    "{reason}, more than {floor_years} years before": SEVERAL,
    "{hours} hours do not fit in a {period}": SEVERAL,
}  # fmt: skip
ALIKE = {  # one form in both languages: what is counted is not named, or stands in front
    "{names}, and {count} more", "{rows}, and {count} more", "{count} under it", "{count:,} of them below it",
}  # fmt: skip


@cache
def catalogue(code: str) -> Catalog:
    """The catalogue of a language, as it lies in the project."""
    with runpy.run_path(str(ROOT / "tools" / "translations.py"))["path_of"](code).open("rb") as stream:
        return read_po(stream, locale=code)


def numbered(template: str) -> set[str]:
    """The placeholders of a template that hold, or may hold, how many there are."""
    return {
        name
        for name, form in HOLE.findall(AMOUNT.sub("", template))
        if (name in COUNTS and not form.endswith("f")) or "," in form
    }


def given_numbers() -> Iterator[tuple[str, str]]:
    """Templates of one form that the program fills with the length of something: with len(), int() or a number written out."""
    for path in sorted((ROOT / "wageaudit").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            if getattr(node.func, "id", getattr(node.func, "attr", "")) in SAID:
                for word in node.keywords:
                    made = word.value.func if isinstance(word.value, ast.Call) else None
                    if getattr(made, "id", getattr(made, "attr", "")) in NUMBERS:
                        yield str(node.args[0].value), str(word.arg)


def test_every_sentence_with_a_number_in_it_has_two_forms_or_needs_none() -> None:
    """phrases.counted() or ngettext; a sentence of one form says here why it may."""
    alone = {message.id for message in catalogue("fr") if isinstance(message.id, str) and message.id}
    found = {template for template in alone if numbered(template)}
    assert sorted(found - set(NEUTRAL)) == [], (
        "make it a pair of sentences, or say in NEUTRAL why it needs none"
    )


def test_a_sentence_that_is_given_a_length_has_two_forms_or_needs_none() -> None:
    """Whatever its placeholder is called."""
    found = {template for template, name in given_numbers() if name in dict(HOLE.findall(template))}
    assert sorted(found - set(NEUTRAL)) == []


def test_nothing_is_excused_that_is_not_said() -> None:
    """A sentence that was changed is looked at again."""
    said = {message.id for message in catalogue("fr") if isinstance(message.id, str)}
    assert sorted(set(NEUTRAL) - said - {"{reason}: {count}"}) == []


def test_a_pair_has_one_count_and_what_stands_beside_it_names_nothing() -> None:
    """As in "3 of 10 files": a second number that had a noun of its own would need a sentence of its own."""
    for message in catalogue("fr"):
        if isinstance(message.id, tuple):
            beside = numbered(message.id[1]) - {"count"} - ONE_OF
            assert beside == set(), message.id


@pytest.mark.parametrize("code", ["fr", "es"])
def test_both_forms_are_written_out_in_each_language(code: str) -> None:
    """A plural copied into the singular would say "1 lignes"; who has only one form puts the noun in front: "lus : 3 sur 10"."""
    for message in catalogue(code):
        if isinstance(message.id, tuple) and isinstance(message.string, tuple):
            one, many = message.string
            if one == many and message.id[0] not in ALIKE:
                held = HOLE.search(one)
                assert held is not None
                after = re.match(r"[\s\u00a0\u202f]+(?!pays|mois)[a-zàâéèêîôû]+s\b", one[held.end() :])
                assert after is None, one


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("en", 0, "0 files"), ("en", 1, "1 file"), ("en", 2, "2 files"),
        ("fr", 0, "0 fichier"), ("fr", 1, "1 fichier"), ("fr", 2, "2 fichiers"),
        ("es", 0, "0 archivos"), ("es", 1, "1 archivo"), ("es", 2, "2 archivos"),
    ],
)  # fmt: skip
def test_nought_is_singular_in_french_and_plural_in_english_and_spanish(
    code: str, number: int, said: str
) -> None:
    """By the rules of gettext."""
    assert language(code).told(counted(("{count} file", "{count} files"), number)) == said


def test_the_form_is_chosen_by_gettext_alone() -> None:
    """Who takes the second of a pair by hand gets a sentence that no catalogue has."""
    by_hand = re.compile(r"\[\w+(?:\.\w+)? != 1\]")
    own = ROOT / "wageaudit" / "phrases.py"
    found = [
        path.name
        for path in sorted((ROOT / "wageaudit").rglob("*.py"))
        if path != own and by_hand.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
