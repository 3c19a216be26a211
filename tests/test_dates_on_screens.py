"""Days on screens are written as the language writes them; files, data and what is to be typed keep ISO 8601."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from wageaudit.cli import main
from wageaudit.language import language
from wageaudit.phrases import phrase
from wageaudit.reports.figures import Figures

ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{4}-\d{2}\b")
SHOWN = {"en": "1 Mar 2024", "fr": "1er mars 2024", "es": "1 mar 2024"}
LAW = re.compile(r"https?://\S+|\[\d+\] .*")


def said(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command says on stdout, as on a terminal."""
    with pytest.raises(SystemExit) as ended:
        main([*words])
    assert ended.value.code == 0
    return capfd.readouterr().out


@pytest.mark.parametrize("tag", ["en", "fr", "es"])
def test_a_day_inside_a_message_is_written_in_its_language_on_screens_alone(tag: str) -> None:
    """Inside another message too; errors, whose days stand in files to be mended, keep them as files have them."""
    on = date(2024, 3, 1)
    inner = phrase("no rate is known after {end}", end=on)
    message = phrase("{base} to {quote} on {day}: {why}", base="USD", quote="MGA", day=on, why=inner)
    told = Figures(tag).told(message)
    assert told.replace("\u00a0", " ").count(SHOWN[tag]) == 2
    assert not ISO.search(told)
    assert language(tag).told(message).count("2024-03-01") == 2
    assert str(message).count("2024-03-01") == 2


def test_a_sentence_that_says_how_a_day_is_written_is_obeyed() -> None:
    """And a moment, which has no form of its own in a language here, stays as it is."""
    assert Figures("fr").told(phrase("{x:%Y/%m}", x=date(2024, 3, 4))) == "2024/03"
    moment = datetime(2024, 3, 4, 9, 5, tzinfo=UTC)
    assert Figures("fr").told(phrase("{x}", x=moment)) == str(moment)


@pytest.mark.parametrize("tag", ["en", "fr", "es"])
@pytest.mark.parametrize(
    "words",
    [
        ("MG",), ("MG", "--on", "2024-03-01"), ("MG", "--on", "1999-05-01"), ("FR", "--on", "2024-12-31"), ("US", "--region", "US-WA"),
        (), ("--at-least", "5 USD", "--on", "2024-06-03"),
    ],
)  # fmt: skip
def test_the_wages_on_a_screen_have_no_date_of_files(
    capfd: pytest.CaptureFixture[str], tag: str, words: tuple[str, ...]
) -> None:
    """The texts of laws and links, which are quoted, stand as they are; so does a day that is to be typed."""
    text = said(capfd, "wages", *words, "--format", "table", "--lang", tag)
    shown = LAW.sub("", re.sub(r"--on \d{4}-\d{2}-\d{2}", "", text))
    assert not ISO.search(shown), ISO.search(shown)
    assert re.search(r"\d{4}", shown)


@pytest.mark.parametrize("tag", ["en", "fr", "es"])
@pytest.mark.parametrize("row", ["5", "48", "92"])
def test_a_row_explained_on_a_screen_has_no_date_of_files(
    capfd: pytest.CaptureFixture[str], sample_data: Path, tag: str, row: str
) -> None:
    """Its stamps, its session, its date, the days of the law; in JSON all of them are ISO."""
    command = ("explain", str(sample_data / "antananarivo_annotator.csv"), "--row", row)
    text = said(capfd, *command, "--format", "table", "--lang", tag)
    assert not ISO.search(LAW.sub("", text))
    told = json.loads(said(capfd, *command, "--format", "json", "--lang", tag))
    assert ISO.fullmatch(told["time"]["local_date"])
    assert ISO.fullmatch(told["minimum_wage"]["start"])


@pytest.mark.parametrize("tag", ["en", "fr", "es"])
def test_a_figure_explained_on_a_screen_has_no_date_of_files(
    capfd: pytest.CaptureFixture[str], sample_data: Path, tag: str
) -> None:
    """The days of the law and of the exchange rates; ISO weeks are names of periods, as in the tables."""
    log = str(sample_data / "caracas_night.csv")
    text = said(capfd, "explain", log, "--figure", "shortfall", "--format", "table", "--lang", tag)
    assert not ISO.search(LAW.sub("", text))


@pytest.mark.parametrize(
    ("tag", "year"), [("en", "from 2018"), ("fr", "date d’effet 2018"), ("es", "fecha de efecto 2018")]
)
def test_of_a_rate_whose_year_alone_is_known_no_day_is_told(
    capfd: pytest.CaptureFixture[str], tag: str, year: str
) -> None:
    """On screens; the first of January stands in data, beside its precision."""
    text = said(capfd, "wages", "MG", "--on", "2018-06-01", "--format", "table", "--lang", tag)
    assert year in " ".join(text.split())


@pytest.mark.parametrize("width", ["60", "80", "120"])
@pytest.mark.parametrize("figure", ["effective_hourly_wage", "utilisation", "shortfall", "verdict"])
def test_the_table_of_a_figure_fits_the_screen_whole(
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    sample_data: Path,
    width: str,
    figure: str,
) -> None:
    """Where all its quantities have no room beside one another there are several tables, each with its periods."""
    monkeypatch.setenv("COLUMNS", width)
    log = str(sample_data / "caracas_night.csv")
    lines = said(capfd, "explain", log, "--figure", figure, "--format", "table", "--lang", "es").splitlines()
    tables = [at for at, line in enumerate(lines) if line.startswith("período")]
    rows = [line for line in lines if line.startswith("2024-W19 ")]
    assert len(rows) == len(tables) >= 1
    assert all(len(line) <= int(width) for at in tables for line in lines[at : at + 4])
    headings = " ".join(lines[at] for at in tables)
    assert "remuneración" in headings or figure == "utilisation"


def test_a_rate_of_a_month_is_told_once_with_its_days(
    capfd: pytest.CaptureFixture[str], sample_data: Path
) -> None:
    """Not once a day; the days are those of the work."""
    log = str(sample_data / "caracas_night.csv")
    text = said(capfd, "explain", log, "--figure", "effective_hourly_wage", "--format", "table")
    assert text.count("1 USD = ") == 1
    assert "on 6 May 2024 to 17 May 2024" in " ".join(text.split())
