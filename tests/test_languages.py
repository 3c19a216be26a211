"""Three languages: catalogues that lack nothing, a run in a made-up language that finds what is not translated, and views that fit."""

from __future__ import annotations

import gettext
import io
import json
import pickle
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from rich.cells import cell_len
from rich.console import Console

from wageaudit import language as languages
from wageaudit.cli import application, main, speech
from wageaudit.cli import words as words_of_cli
from wageaudit.cli.screen import FORMATS
from wageaudit.engine import run
from wageaudit.errors import InputRefused, Problem
from wageaudit.language import LANGUAGES, language, normal
from wageaudit.options import Options
from wageaudit.phrases import Phrase, counted, joined, ours, packed, phrase, unpacked
from wageaudit.reports import words
from wageaudit.reports.figures import Figures
from wageaudit.reports.sheet import LABEL_AT_MOST
from wageaudit.reports.terminal import render
from wageaudit.roster import read_roster

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_data"
TRANSLATED = ("fr", "es")
WIDTHS = (60, 80, 120, 200)
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопярстувжьыз"
)  # one cell each, none of them ASCII
FORMS = re.compile(r"\{[^}]*\}|\[/?(?:blue)?\]")
OPTIONS = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
ALONE = re.compile(r" *\S+")  # one word, as a link or a path: left whole, to be copied
HOLE = re.compile(r"\{[^}]*\}")
WORD = re.compile(r"[^\W\d_]{3,}")
OURS = {
    "UTF",
    "wageaudit",
    "UTC",
    "ISO",
    "IANA",
    "min",
    *FORMATS,
    *(command.name or "" for command in application().registered_commands),
}
# commands whose every sentence is looked at: answers, problems, refusals, help
COMMANDS: Mapping[str, str] = {
    "one worker": "audit sample_data/antananarivo_annotator.csv --format table --verbose",
    "one worker by week": "audit sample_data/antananarivo_annotator.csv --format table --by week",
    "a requester's view": "audit sample_data/mturk_batch_results.csv --roster sample_data/roster.csv --format table",
    "waiting on record": "audit sample_data/paris_driver --country FR --format table",
    "a wage above an old minimum": "audit sample_data/caracas_night.csv --format table",
    "no pay": "audit sample_data/toloka_pool.tsv --country US --format table",
    "many workers": "audit sample_data/union_members.csv --roster sample_data/roster.csv --format table --verbose",
    "own figure": "audit sample_data/caracas_night.csv --minimum-wage 1.50 --wage-currency USD --format table",
    "check": "check sample_data/mturk_batch_results.csv",
    "check a folder": "check sample_data/paris_driver",
    "explain": "explain sample_data/antananarivo_annotator.csv --row 30",
    "explain an overlap": "explain sample_data/nairobi_two_platforms --file mturk_worker.csv --row 5",
    "wages on a day": "wages FR --on 2024-06-01 --format table",
    "wages of the past": "wages MG --format table",
    "all wages": "wages --on 2024-06-01 --format table",
    "wages compared": "wages --at-least 5USD --on 2024-06-01 --format table",
    "no such file": "audit nowhere.csv",
    "no such country": "wages ZQ",
    "no such region": "wages US --region Atlantis",
    "no such format": "audit sample_data/caracas_night.csv --format docx",
    "no such option": "audit --gpa 3",
    "no such command": "adit",
    "a number that is none": "explain sample_data/caracas_night.csv --row three",
    "an option without its value": "audit sample_data/caracas_night.csv --gap",
    "a missing argument": "audit",
    "a figure without its currency": "audit sample_data/caracas_night.csv --minimum-wage 2",
}


@cache
def tool() -> dict[str, Any]:
    """What the tool that gathers sentences defines."""
    return runpy.run_path(str(ROOT / "tools" / "translations.py"))


@cache
def gathered() -> Catalog:
    """Every sentence of the program, gathered anew from the sources."""
    return tool()["gathered"]()  # type: ignore[no-any-return]


@cache
def renewed(code: str) -> Catalog:
    """What the catalogue of a language has to be."""
    return tool()["renewed"](code, gathered())  # type: ignore[no-any-return]


@cache
def catalogue(code: str) -> Catalog:
    """The catalogue of a language, as it lies in the project."""
    with tool()["path_of"](code).open("rb") as stream:
        return read_po(stream, locale=code)


def messages(code: str) -> list[tuple[Message, str, str]]:
    """(message, English, translation), each form of a plural by itself."""
    found = []
    for message in catalogue(code):
        if message.id:
            english = message.id if isinstance(message.id, tuple) else (message.id,)
            own = message.string if isinstance(message.string, tuple) else (message.string,)
            found += [(message, one, other) for one, other in zip(english, own, strict=True) if other]
    return found


def said(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a run of the command line."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    out, err = capfd.readouterr()
    return int(ended.value.code or 0), out, err


# --- the catalogues --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_sentence_of_the_program_lacks_a_translation(code: str) -> None:
    """`python tools/translations.py --list` says which, and puts them in the catalogue."""
    assert len(gathered()) > 1000
    assert tool()["missing"](renewed(code)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_catalogues_are_as_the_sources_are_and_compiled(code: str) -> None:
    """No sentence that the program no longer says; the .mo holds what the .po says."""
    wanted, own = renewed(code), catalogue(code)
    assert {one.id: one.string for one in own if one.id} == {one.id: one.string for one in wanted if one.id}
    _, compiled = tool()["written"](wanted)
    assert tool()["path_of"](code, "mo").read_bytes() == compiled


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_every_placeholder_of_its_sentence_and_no_other(code: str) -> None:
    """With the same format; in any order."""
    for _, english, own in messages(code):
        assert sorted(set(HOLE.findall(own))) == sorted(set(HOLE.findall(english))), english
        assert own.strip(" ") == own or english.strip(" ") != english


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_names_the_options_that_its_sentence_names(code: str) -> None:
    """What is to be typed is the same in all languages; no sentence is left fuzzy."""
    for message, english, own in messages(code):
        assert set(OPTIONS.findall(own)) == set(OPTIONS.findall(english)), english
        assert not message.fuzzy


def test_french_has_its_spaces_and_its_apostrophe() -> None:
    """None at which a line could break before : ; ? ! and inside guillemets; ’ and not ' between letters."""
    for _, english, own in messages("fr"):
        assert not re.search(r" [:;?!»](?!\w)|« ", own), own
        assert not re.search(r"(?<=[cdjlmnstu])'(?=[aàâeéèêhiîoôuûy])", own, re.IGNORECASE), own
        assert english.count("?") == 0 or "\u202f?" in own


def test_spanish_opens_its_questions() -> None:
    """The sign that opens stands before what the other closes."""
    for _, _, own in messages("es"):
        assert own.count("¿") == own.count("?"), own
        assert " :" not in own


@pytest.mark.parametrize("code", TRANSLATED)
def test_labels_have_room_beside_what_they_label(code: str) -> None:
    """In the facts under an answer, and in an explanation."""
    names = [name for name in vars(words) if name.endswith("_LABEL")]
    labels = [language(code).text(getattr(words, name)) for name in names]
    assert [label for label in labels if cell_len(label) > LABEL_AT_MOST] == []


# --- which language --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "environment", "tag"),
    [
        (["audit", "--lang", "fr"], {"WAGEAUDIT_LANG": "es"}, "fr"),
        (["--lang=es", "audit"], {"LC_ALL": "fr_FR.UTF-8"}, "es"),
        (["audit", "--", "--lang", "fr"], {"LANG": "es_MX.UTF-8"}, "es_MX"),
        ([], {"WAGEAUDIT_LANG": "fr", "LC_ALL": "es_ES.UTF-8"}, "fr"),
        ([], {"WAGEAUDIT_LANG": "", "LC_ALL": "es_ES.UTF-8"}, "es_ES"),
        ([], {"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "en"),
        ([], {"LC_MESSAGES": "fr_MG", "LANG": "es_VE"}, "fr_MG"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {}, "en"),
    ],
)
def test_the_language_is_the_option_then_the_variable_then_the_locale(
    arguments: list[str], environment: dict[str, str], tag: str
) -> None:
    """--lang anywhere before "--", WAGEAUDIT_LANG, LC_ALL, LC_MESSAGES, LANG; a locale we do not speak is English."""
    assert speech.chosen(arguments, environment) == tag


@pytest.mark.parametrize(
    ("name", "tag"),
    [("FR", "fr"), ("français", "fr"), ("fr-CA", "fr_CA"), ("es_419", "es_419"), ("fr_QQ", "fr"), ("en_US", "en"), ("POSIX", "en"), ("it", "")],
)  # fmt: skip
def test_a_language_is_known_by_any_usual_name(name: str, tag: str) -> None:
    """Codes in any case, with a country or without, and the language's own name."""
    assert normal(name) == tag


def test_places_are_those_that_cldr_has_formats_for() -> None:
    """A tag made of them always names a locale."""
    for code in TRANSLATED:
        known = {name.partition("_")[2] for name in locale_identifiers() if name.startswith(f"{code}_")}
        assert set(languages.PLACES[code].split()) == known


@pytest.mark.parametrize("order", [["--lang", "fr", "wages", "ZQ"], ["wages", "ZQ", "--lang", "fr"]])
def test_the_option_stands_before_the_command_or_after_it(
    capfd: pytest.CaptureFixture[str], order: list[str]
) -> None:
    """As people type it."""
    code, out, err = said(capfd, *order)
    assert (code, out) == (2, "")
    assert "ZQ n’est pas un pays" in err
    assert "à faire\u00a0: écrivez deux lettres" in err


@pytest.mark.parametrize("given", [["--lang", "tlh"], []])
def test_a_language_that_is_not_spoken_is_wrong_use(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    """Asked for by the option or by the variable; not by the locale."""
    monkeypatch.setenv("WAGEAUDIT_LANG", "" if given else "tlh")
    code, out, err = said(capfd, "wages", "FR", *given)
    assert (code, out) == (2, "")
    assert "cannot be tlh" in err
    assert "en, fr, es" in err


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet", "markdown"])
def test_tables_for_machines_are_the_same_bytes_in_every_language(tmp_path: Path, form: str) -> None:
    """English names, plain numbers; the ledger and the problems too."""
    made = {}
    for code in LANGUAGES:
        names = [tmp_path / f"{code}-{part}.{form}" for part in ("table", "problems")]
        arguments = ["audit", str(SAMPLES / "mturk_batch_results.csv"), "--country", "US", "--lang", code]
        outputs = ["-o", str(names[0]), "--format", form, "--problems", str(names[1]), "--quiet"]
        with pytest.raises(SystemExit):
            main([*arguments, *outputs])
        made[code] = [name.read_bytes() for name in names]
    assert made["fr"] == made["en"] == made["es"]


def test_the_facts_of_explain_are_the_same_json_in_every_language(capfd: pytest.CaptureFixture[str]) -> None:
    """Reasons in it stay English."""
    arguments = ("explain", str(SAMPLES / "mturk_batch_results.csv"), "--row", "24", "--format", "json")
    told = [said(capfd, *arguments, "--lang", code) for code in LANGUAGES]
    assert told[0] == told[1] == told[2]
    assert json.loads(told[0][1])["problem"]["reason"] == "nobody took this HIT"


# --- phrases ---------------------------------------------------------------------------------------------------------


def test_a_phrase_is_its_english_text_everywhere() -> None:
    """Compared, hashed, put into a problem and taken out again."""
    made = phrase("has the zone {zone}, which several places use", zone="IST")
    assert made == "has the zone IST, which several places use"
    assert {made: 1}["has the zone IST, which several places use"] == 1
    problem = Problem("unknown-zone", "a.csv", 2, "started_at", "10:00 IST", made, "")
    assert language("es").told(replace(problem, row=3).reason) == "tiene la zona IST, que usan varios lugares"


def test_a_phrase_survives_a_pickle_with_its_parts() -> None:
    """Workers in other processes hand problems back."""
    inner = phrase(
        "the rate of {start} is confirmed until {confirmed_until}",
        start="2024-01-01",
        confirmed_until="2024-12-31",
    )
    made = pickle.loads(pickle.dumps(phrase("{reason}: a floor, not the rate", reason=inner)))  # noqa: S301 - our own bytes
    assert isinstance(made, Phrase)
    assert language("fr").told(made) == (
        "le taux du 2024-01-01 est confirmé jusqu’au 2024-12-31\u00a0: un plancher, pas le taux"
    )


def test_a_phrase_survives_json_with_its_parts() -> None:
    """A batch that goes on where it stopped tells its problems in the language it is then asked in."""
    made = joined(["a.csv", phrase("row {row}", row=3), counted(("{count} file", "{count} files"), 2)])
    back = unpacked(json.loads(json.dumps(packed(made))))
    assert back == made
    assert language("es").told(back) == "a.csv, fila 3, 2 archivos"
    assert unpacked(json.loads(json.dumps(packed("is empty")))) == "is empty"


def test_phrases_inside_phrases_are_told_and_values_are_not() -> None:
    """A worker who is called as one of our words keeps the name."""
    row, name = phrase("row {row}", row=7), "total"
    assert language("fr").told(joined([name, row])) == "total, ligne 7"
    assert language("fr").told(phrase("{form} is not for a terminal", form="total")).startswith("total ")
    assert language("fr").told(phrase("{reason}: {count}", reason=ours("has no end"), count=2)) is not None
    refusal = InputRefused("a.csv", "is empty", "export it again", 2, "pay")
    assert language("es").told(refusal.problem.place()) == "a.csv, fila 2, columna pay"
    assert language("es").told(refusal.reason) == "está vacío"


def test_a_counted_phrase_takes_the_form_of_its_number_in_each_language() -> None:
    """French has nought in the singular, English and Spanish in the plural."""
    pair = ("{count} file", "{count} files")
    assert [language("fr").told(counted(pair, number)) for number in (0, 1, 2)] == [
        "0 fichier",
        "1 fichier",
        "2 fichiers",
    ]
    assert [language("es").told(counted(pair, number)) for number in (0, 1)] == ["0 archivos", "1 archivo"]
    assert [counted(pair, number) for number in (0, 1)] == ["0 files", "1 file"]


@pytest.mark.parametrize(
    ("tag", "shown"), [("en", "5,701"), ("fr", "5\u202f701"), ("es", "5701"), ("es_MX", "5,701")]
)
def test_counts_inside_messages_are_grouped_as_the_language_does(tag: str, shown: str) -> None:
    """By CLDR, as figures in tables are."""
    assert language(tag).say("{count:,} rows of a file", count=5701).startswith(f"{shown} ")
    assert Figures(tag).number(5701) == shown


def test_decimals_inside_messages_have_the_mark_of_the_language() -> None:
    """With the decimals that the sentence asks for."""
    assert language("fr").say("{total:.2f} h", total=1234.5) == "1\u202f234,50 h"
    assert language("en").say("{total:.2f} h", total=1234.5) == "1234.50 h"


# --- figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "amount", "share", "day"),
    [
        ("fr", "12,31\u00a0€", "83\u00a0%", "1er mars 2024"),
        ("fr_CA", "12,31\u00a0€", "83\u00a0%", "1er mars 2024"),
        ("es", "12,31\u00a0€", "83\u00a0%", "1 mar 2024"),
        ("en", "€12.31", "83%", "1 Mar 2024"),
    ],
)
def test_figures_follow_cldr(tag: str, amount: str, share: str, day: str) -> None:
    """Signs behind the number, narrow spaces, decimal commas; the first of a month is an ordinal in French."""
    from datetime import date
    from decimal import Decimal

    figures = Figures(tag)
    assert figures.money(Decimal("12.31"), "EUR") == amount
    assert figures.percent(Decimal("0.83")) == share
    assert figures.day(date(2024, 3, 1)) == day


def test_a_mexican_reads_a_decimal_point_and_a_spaniard_a_comma() -> None:
    """The country of the locale decides the figures, the language the sentences."""
    from decimal import Decimal

    assert Figures("es_MX").number(Decimal("1234.5"), 1) == "1,234.5"
    assert Figures("es_ES").number(Decimal("12345.5"), 1) == "12.345,5"
    assert Figures("es_MX").say(words.PAID_TASKS) == Figures("es").say(words.PAID_TASKS)


# --- nothing is left in English --------------------------------------------------------------------------------------


class MadeUp(gettext.NullTranslations):
    """A language in which each letter of ours is Cyrillic, so that any Latin letter is data or was forgotten."""

    def __init__(self, file: object) -> None:
        super().__init__()

    def gettext(self, message: str) -> str:
        """The sentence with its letters changed, its placeholders kept."""
        kept, at = [], 0
        for found in FORMS.finditer(message):
            kept += [self._changed(message[at : found.start()]), found.group()]
            at = found.end()
        return "".join([*kept, self._changed(message[at:])])

    def _changed(self, text: str) -> str:
        return text.lower().translate(LETTERS)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form for one or several."""
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """French is the made-up language while the test runs."""
    monkeypatch.setattr(languages.gettext, "GNUTranslations", MadeUp)
    language.cache_clear()
    yield
    language.cache_clear()


@cache
def of_data() -> frozenset[str]:
    """Words that come from files, laws and CLDR, not from our sentences."""
    texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in SAMPLES.rglob("*.*")
        if path.suffix != ".py"
    ]
    data = [path for path in (ROOT / "wageaudit" / "data").rglob("*.*") if path.suffix in {".toml", ".csv"}]
    texts += [path.read_text(encoding="utf-8") for path in data]
    french = Locale("fr")
    texts += [*french.territories.values(), *french.months["format"]["abbreviated"].values()]
    texts += [" ".join(path.parts) for path in SAMPLES.rglob("*")]
    texts += [*COMMANDS.values(), *(str(sign) for sign in Locale("en").currency_symbols.values()), "Ksh"]
    texts.append(" ".join(sys.argv))
    return frozenset(WORD.findall(" ".join(texts)))


def forgotten(text: str) -> set[str]:
    """Latin words of what was said that no data explain; a word that was cut proves nothing."""
    whole = re.sub(r"--[a-z][a-z-]*|\w+…|https?://\S+(?:\n\s+\S+$)?", "", text, flags=re.MULTILINE)
    return {word for word in WORD.findall(whole) if re.search("[A-Za-z]", word)} - of_data() - OURS


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_that_a_command_says_is_left_in_english(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Stdout and stderr, on a wide terminal, in a language that has no Latin letters."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "200")
    _, out, err = said(capfd, *COMMANDS[name].split(), "--lang", "fr")
    assert out + err
    assert re.search("[\u0430-\u044f]{3}", out + err)
    assert forgotten(out + err) == set()


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize(
    "command", ["", "audit", "check", "convert", "wages", "explain", "map", "verify", "report", "key"]
)
def test_nothing_that_help_says_is_left_in_english(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Our sentences, and those of the library: panels, types, defaults, its own options."""
    monkeypatch.setenv("COLUMNS", "200")
    code, out, _ = said(capfd, *command.split(), "--help", "--lang", "fr")
    assert code == 0
    options = set(re.findall(r"--?([a-z-]+)", out))
    left = forgotten(re.sub(r"--?[a-z][a-z-]*|Usage.*|утпсзгтг.*", "", out))
    assert (
        left - options - {"adult", "general", "pytest", "table", "python"} - set(speech.LANG.__metadata__)
        == set()
    )


@pytest.mark.usefixtures("made_up")
def test_every_reason_and_mend_of_faulty_rows_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A file with a fault in every column."""
    path = tmp_path / "q.csv"
    path.write_text(
        "worker_id,started_at,ended_at,pay,currency,country,status,timezone\n"
        "7,2024-03-04T10:00:00Z,2024-03-04T09:00:00Z,1,USD,US,approved,UTC\n"
        "7,2024-03-04T10:00:00Z,2024-03-04T11:00:00Z,1e5,USD,US,approved,UTC\n"
        "7,2024-03-04T10:00:00Z,2024-03-04T11:00:00Z,1,USD,ZQ,approved,UTC\n"
        "7,2024-13-04T10:00:00Z,2024-03-04T11:00:00Z,1,USD,US,approved,UTC\n"
        "7,2024-03-04T10:00:00Z,2024-03-04T11:00:00Z,1,USD,US,7,UTC\n"
        "7,2024-03-04T10:00:00,2024-03-04T11:00:00,1,USD,US,approved,77\n"
        "7,,,1,USD,US,approved,UTC\n"
        "7\n",
        encoding="utf-8",
    )
    _, out, err = said(capfd, "check", str(path), "--all", "--lang", "fr")
    found = forgotten((out + err).replace(str(path), ""))
    columns = {"started_at", "ended_at", "worker_id"}
    assert found - {word for name in columns for word in name.split("_")} == set()


@pytest.mark.usefixtures("made_up")
def test_nothing_on_the_page_is_left_in_english(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """But the names of options and files, hashes, and the days of the week, which CLDR gives."""
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    page = tmp_path / "page.html"
    sample = SAMPLES / "antananarivo_annotator.csv"
    assert said(capfd, "report", str(sample), "-o", str(page), "--lang", "fr")[0] == 0
    shown = re.sub(r"(?s)<style.*?</style>|<[^>]+>", " ", page.read_text(encoding="utf-8"))
    shown = re.sub(r"\b[0-9a-f]{40,}\b|\b[a-z]+(?:_[a-z]+)+\b|\S+\.toml", " ", shown)
    french = Locale("fr").days["format"]
    days = {day for width in ("wide", "abbreviated") for day in french[width].values()}
    options = {"include", "exclude", *(field.name for field in fields(Options))}
    assert forgotten(shown) - {day.strip(".") for day in days} - options == set()


# --- it fits ---------------------------------------------------------------------------------------------------------

VIEWS: Mapping[str, tuple[list[str], Options, tuple[str, ...]]] = {
    "one": (["antananarivo_annotator.csv"], Options(), ()),
    "weeks": (["antananarivo_annotator.csv"], Options(), ("week",)),
    "requester": (["mturk_batch_results.csv"], Options(country="US"), ()),
    "driver": (["paris_driver"], Options(country="FR"), ()),
    "unknown": (["caracas_night.csv"], Options(), ()),
    "many": (["union_members.csv"], Options(), ()),
    "groups": (["union_members.csv"], Options(), ("country", "platform")),
}


@cache
def audited(name: str) -> Any:  # noqa: ANN401 - a run
    """A sample audited once."""
    files, options, _ = VIEWS[name]
    roster = read_roster(str(SAMPLES / "roster.csv")) if files == ["union_members.csv"] else {}
    return run([str(SAMPLES / file) for file in files], replace(options, roster=roster))


def drawn(name: str, width: int, tag: str, encoding: str = "utf-8") -> list[str]:
    """The lines of a view."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    console = Console(file=stream, width=width, markup=False, emoji=False, highlight=False)
    render(audited(name), console, by=VIEWS[name][2], language=tag)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding).splitlines()  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize("tag", [*LANGUAGES, "es_MX"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_fits_every_width_in_every_language(name: str, width: int, tag: str) -> None:
    """No line is longer but a link or a path alone, no heading is cut, every rule is as long as its table, no placeholder is left."""
    lines = drawn(name, width, tag)
    assert max(cell_len(line) for line in lines if not ALONE.fullmatch(line)) <= width
    assert not any(HOLE.search(line) for line in lines)
    for blank, (heading, rule) in zip(lines, pairwise(lines[1:]), strict=False):
        if set(rule.strip()) == {"─"} and not blank:
            assert "…" not in heading
            assert cell_len(heading) <= cell_len(rule)


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_can_be_written_in_ascii(name: str, tag: str) -> None:
    """Bars of #, letters without accents, ordinary quotation marks."""
    lines = drawn(name, 80, tag, "ascii")
    assert all(line.isascii() for line in lines)
    assert not any("\\x" in line or "\\u" in line for line in lines)


def test_the_answer_is_said_in_french_and_in_spanish() -> None:
    """The words of the field."""
    french, spanish = (" ".join(drawn("one", 200, tag)) for tag in TRANSLATED)
    assert "Vous avez gagné 1\u202f337 Ar de l’heure." in french
    assert "salaire minimum légal" in french
    assert "travail non payé" in french
    assert "attente" in french
    assert "Primes" in french
    assert "Usted ganó 1337 Ar por hora." in spanish
    assert "salario mínimo legal" in spanish
    assert "trabajo no remunerado" in spanish
    assert "Bonos" in spanish


# --- what it costs, and what it leans on ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_help_imports_nothing_heavy_in_any_language(code: str) -> None:
    """A catalogue is read; CLDR is not."""
    command = [sys.executable, "-X", "importtime", "-m", "wageaudit", "audit", "--help", "--lang", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8")
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert names & {"babel", "numpy", "pandas", "pyarrow", "pydantic", "jinja2", "openpyxl"} == set()


def test_english_reads_no_catalogue(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its sentences are in the code."""
    monkeypatch.setattr(languages.pkgutil, "get_data", lambda *_: pytest.fail("a catalogue was read"))
    language.cache_clear()
    assert said(capfd, "wages", "ZQ")[0] == 2
    assert said(capfd, "audit", "--help")[0] == 0


def test_the_library_still_has_the_sentences_that_are_put_into_other_languages() -> None:
    """A new version that words them anew is found here."""
    from typer import rich_utils

    assert {name: getattr(rich_utils, name) for name in words_of_cli.PANELS} == dict(words_of_cli.PANELS)


def test_another_language_leaves_the_library_as_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    """English help after French help is English."""
    before = said(capfd, "audit", "--help")
    assert said(capfd, "audit", "--help", "--lang", "fr") != before
    assert said(capfd, "audit", "--help") == before
