"""What the law calls a minimum wage (SMIC, SME): read from its file, shown beside the figure, and in no table of data."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from pages import parsed, table
from rich.console import Console

from wageaudit import supplied
from wageaudit.engine import Run, run
from wageaudit.files import shipped_names, wage_text
from wageaudit.options import Options
from wageaudit.reports import page, workbook
from wageaudit.reports.data import csv
from wageaudit.reports.facts import wage_name
from wageaudit.reports.terminal import render
from wageaudit.wage_files import WageFile, WageFileError, parse_wages

HEAD = 'country = "MG"\nconfirmed_until = 2026-02-28\n'
RATE = """
[[rate]]
start = {start}
amount = {amount}
currency = "MGA"
period = "hour"
law = "A decree"
url = "https://example.org/law"
"""
TASKS = "worker_id,platform,started_at,ended_at,pay,currency,country,timezone\n"


def worked(*places: tuple[str, str, str, str]) -> str:
    """Canonical rows: (worker, day, currency, country)."""
    lines = [
        f"{who},desk,{day}T08:00:00Z,{day}T09:00:00Z,1,{currency},{country},UTC\n"
        for who, day, currency, country in places
    ]
    return TASKS + "".join(lines)


def audited(folder: Path, text: str, options: Options | None = None) -> Run:
    """The audit of a table."""
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    return run([str(path)], options or Options())


def shown(done: Run, language: str = "en", width: int = 100, encoding: str = "utf-8") -> str:
    """The terminal's view, without its line breaks."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    console = Console(file=stream, width=width, markup=False, emoji=False, highlight=False)
    render(done, console, language=language)
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return " ".join(stream.buffer.getvalue().decode(encoding).split())


MADAGASCAR, FRANCE = ("w", "2024-03-04", "MGA", "MG"), ("w", "2024-03-04", "EUR", "FR")


def files() -> list[WageFile]:
    """Every wage file that is shipped."""
    return [parse_wages(wage_text(name) or "", name) for name in shipped_names("wages")]


def test_every_name_that_is_shipped_has_its_source_and_its_countries() -> None:
    """The table of SOURCES.md and the data say the same of every country; provinces stand under their country."""
    text = (Path(supplied.__file__).parent / "data" / "SOURCES.md").read_text(encoding="utf-8")
    section = text.partition("### What the law calls it")[2].partition("\n###")[0]
    told: dict[str, set[str]] = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and re.fullmatch(r"[A-Z/]+", cells[0]):
            assert cells[1]
            assert cells[3]
            told[cells[0]] = set(re.findall(r"\b[A-Z]{2}\b", cells[2]))
    found: dict[str, set[str]] = {}
    for file in files():
        for rate in file.rates:
            if rate.name:
                found.setdefault(rate.name, set()).add(rate.country)
    assert found == told
    assert len(found) >= 14


def test_the_names_that_people_know_are_there() -> None:
    """Typed here a second time; Mayotte's changed with its law."""
    last = {
        rate.region or rate.country: rate.name
        for file in files()
        for rate in file.rates
        if rate.category == "adult_general"
    }
    for names, places in {
        "SMIC": "FR GP RE YT", "SMIG": "SN CI CM BJ TG BF ML NE TD GA CG", "SME": "MG", "SMI": "ES", "SMVM": "AR", "UMP": "ID-JK",
        "": "US GB DE BR MC",
    }.items():  # fmt: skip
        assert {place: last[place] for place in places.split()} == dict.fromkeys(places.split(), names)
    mayotte = {rate.start.year: rate.name for file in files() if file.country == "YT" for rate in file.rates}
    assert {year: name for year, name in mayotte.items() if year < 2018} == {2015: "SMIG", 2016: "SMIG"}
    assert {name for year, name in mayotte.items() if year >= 2018} == {"SMIC"}
    morocco = {rate.category: rate.name for file in files() if file.country == "MA" for rate in file.rates}
    assert morocco == {"adult_general": "SMIG", "agriculture": "SMAG"}


def test_a_record_has_its_own_name_else_that_of_its_category() -> None:
    """At the head of the file by category; a record may differ; a category that is not named has none."""
    head = HEAD + 'names = {adult_general = "SME"}\n'
    rates = RATE.format(start="2020-01-01", amount=1000) + 'name = "OLD"\n'
    rates += RATE.format(start="2021-01-01", amount=1100)
    rates += RATE.format(start="2021-01-01", amount=900) + 'category = "apprentice"\n'
    found = parse_wages(head + rates, "MG").rates
    assert [(rate.category, rate.name) for rate in found] == [
        ("adult_general", "OLD"),
        ("adult_general", "SME"),
        ("apprentice", ""),
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('names = "SME"', '"names" is no table'),
        ("names = {adult_general = 3}", '"adult_general" is not text'),
        (f'names = {{adult_general = "{"x" * 25}"}}', '"adult_general" is longer than 24 characters'),
    ],
)
def test_a_name_that_is_none_is_refused_with_its_mend(line: str, what: str) -> None:
    """As every other fault of a wage file."""
    with pytest.raises(WageFileError) as refused:
        parse_wages(f"{HEAD}{line}\n{RATE.format(start='2020-01-01', amount=1000)}", "MG")
    (problem,) = refused.value.problems
    assert problem.what == what
    assert problem.mend


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The minimum wage (SME) was"),
        ("fr", "Le salaire minimum légal (SME) était de"),
        ("es", "El salario mínimo legal (SME) era de"),
    ],
)
def test_the_answer_names_the_wage_on_the_terminal_the_page_and_the_workbook(
    tmp_path: Path, language: str, sentence: str
) -> None:
    """Beside the figure, in each language; in the table of hours and the figures of the workbook too."""
    done = audited(tmp_path, worked(MADAGASCAR))
    assert sentence in shown(done, language)
    assert shown(done, language).count("(SME)") >= 2
    made = parsed(page.render(done, language=language))
    assert sentence in made.one("answer").text()
    assert "(SME)" in table(made, "laws")[1][0][0][0]
    stream = io.BytesIO()
    workbook.write(done, stream, language=language)
    sheet = openpyxl.load_workbook(stream, read_only=True).worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(sentence in cell for cell in cells)
    assert any(cell.endswith("(SME)") for cell in cells)


def test_a_wage_without_a_name_several_names_or_a_figure_of_ones_own_has_no_brackets(tmp_path: Path) -> None:
    """Nothing is put where nothing is known, or where it would hold for a part of the work only."""
    kenya, mixed = worked(("w", "2024-06-04", "KES", "KE")), worked(MADAGASCAR, FRANCE)
    assert wage_name(audited(tmp_path, kenya).audit) == ""
    assert "minimum wage was" in shown(audited(tmp_path, kenya))
    assert wage_name(audited(tmp_path, mixed).audit) == ""
    assert "The minimum wage was" in shown(audited(tmp_path, mixed))
    own = Options(minimum_wage=Decimal(2), wage_currency="EUR")
    assert wage_name(audited(tmp_path, worked(FRANCE), own).audit) == ""


def test_many_workers_of_one_law_are_told_its_name(tmp_path: Path) -> None:
    """Two rates of one year: how many, and what they are called."""
    done = audited(tmp_path, worked(FRANCE, ("v", "2024-12-04", "EUR", "FR")))
    assert "2 minimum wages (SMIC), of France" in shown(done)


def test_a_name_in_letters_a_terminal_lacks_is_written_in_those_it_has(tmp_path: Path) -> None:
    """A file of one's own may name its wage in any letters, and nothing of it steers the terminal."""
    own = tmp_path / "own.toml"
    rate = RATE.format(start="2020-01-01", amount=1000)
    own.write_text(f'{HEAD}names = {{adult_general = "Ké\\u001b[31m"}}\n{rate}', encoding="utf-8")
    done = audited(tmp_path, worked(MADAGASCAR), Options(wages_files=(str(own),)))
    assert "The minimum wage (Ke\\x1b[31m) was" in shown(done, encoding="ascii")


def test_no_table_of_data_has_a_column_for_it(tmp_path: Path) -> None:
    """The columns are those of the specification."""
    stream = io.BytesIO()
    csv(audited(tmp_path, worked(MADAGASCAR)).audit.table(()), stream)
    assert b"SME" not in stream.getvalue()
