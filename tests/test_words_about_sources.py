"""What is ours about an exchange rate's source, a map or a place is told in the reader's language; proper names stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import ROOT

from wageaudit.cli import main
from wageaudit.engine import read
from wageaudit.errors import Problem
from wageaudit.exchange_files import quoted_rows
from wageaudit.files import shipped_names
from wageaudit.language import language
from wageaudit.options import Options
from wageaudit.readers.mapped import load_map
from wageaudit.reports.exchange_told import clause_of, source_told
from wageaudit.reports.figures import Figures

SOURCES = ROOT / "wageaudit" / "data" / "exchange" / "sources.csv"
NAMES = {  # of banks, papers, agencies, programs and towns
    "@fawazahmed0/currency-api", "Abuja", "Addis Insight", "Adelove", "BizWatch Nigeria", "Central Bank of Syria", "Daily Post",
    "European Central Bank", "IMF International Financial Statistics", "Lagos", "Naija News", "Nairametrics", "New Telegraph",
    "News Agency of Nigeria", "REACH", "Voice Air Media", "World Food Programme",
}  # fmt: skip


def texts() -> list[str]:
    """The text of each source."""
    return [text for _, text, _ in quoted_rows(SOURCES.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("text", texts())
def test_of_a_source_everything_is_a_name_or_has_words_in_each_language(text: str) -> None:
    """A new source whose words are not in exchange_words.py, and are no name, is found here."""
    series, rest = text.split(": ", 1)
    assert series in {"official", "parallel"}
    for clause in rest.split(", "):
        assert (clause in NAMES) == (clause_of(clause) is None), clause


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("en", "official: European Central Bank, mean of the month's euro reference rates; parallel: Adelove, the single day 2016-04-05"),
        ("fr", "officiel\u00a0: European Central Bank, moyenne des taux de référence de l’euro du mois\u202f; parallèle\u00a0: Adelove, le seul jour du 5 avr. 2016"),
        ("es", "oficial: European Central Bank, media de los tipos de referencia del euro del mes; paralelo: Adelove, el único día 5 abr 2016"),
    ],
)  # fmt: skip
def test_two_sources_of_a_rate_are_told_with_their_days(tag: str, told: str) -> None:
    """In English as the tables have them; else our words translated, days as the language writes them."""
    both = "official: European Central Bank, mean of the month's euro reference rates; parallel: Adelove, the single day 2016-04-05"
    assert source_told(both, Figures(tag)) == told


@pytest.mark.parametrize(
    ("clause", "french"),
    [
        ("national average of April 2019", "moyenne nationale, avr. 2019"),
        ("snapshot of 9 to 16 April 2018", "relevé du 9 au 16 avr. 2018"),
        ("bulletin of 1 January 2023", "bulletin du 1er janv. 2023"),
        ("middle of 10,250 and 10,650", "milieu de 10,250 et 10,650"),
        ("argentinadatos.com via Iran in Data", "argentinadatos.com par l’intermédiaire de Iran in Data"),
        ("compiled from the press by Iran in Data", "relevé dans la presse par Iran in Data"),
        ("EnParaleloVzla in La Nación (Táchira)", "EnParaleloVzla dans La Nación (Táchira)"),
        ("a text of the user's own", "a text of the user's own"),
    ],
)
def test_what_fills_a_clause_stays_and_its_days_are_written_as_the_language_does(
    clause: str, french: str
) -> None:
    """Names keep their own words, also where these are words of ours elsewhere."""
    assert source_told(clause, Figures("fr")) == french


@pytest.mark.parametrize("tag", ["fr", "es"])
@pytest.mark.parametrize("name", shipped_names("maps"))
def test_what_a_shipped_map_is_for_is_told_in_each_language(name: str, tag: str) -> None:
    """Its title, and why it leaves rows out."""
    plan = load_map(name)
    for text in (plan.title, *(rule.means for rule in plan.leave_out)):
        assert language(tag).told(text) != text


def test_the_title_of_a_map_of_ones_own_is_left_as_it_is(tmp_path: Path) -> None:
    """Also where a map of the program's has the same."""
    title, columns = load_map("click-farm").title, '[columns]\nstarted_at = "Day"\npay = "Pay"\n'
    (tmp_path / "my.toml").write_text(f'title = "{title}"\ncurrency = "USD"\n{columns}', encoding="utf-8")
    (tmp_path / "t.csv").write_text("Day,Pay\n2024-03-04,1\n", encoding="utf-8")
    note = read([str(tmp_path / "t.csv")], Options(map=str(tmp_path / "my.toml"))).files[0].notes[0]
    assert title in language("fr").told(note)
    shipped = read(
        [str(ROOT / "sample_data" / "maps" / "click_farm_dhaka.csv")],
        Options(map="click-farm", currency="BDT", country="BD"),
    )
    assert language("fr").told(shipped.files[0].notes[0]).endswith("décompte quotidien d’une ferme à clics")


@pytest.mark.parametrize(
    ("tag", "comment"),
    [
        ("en", "an end before its start is on the next day"),
        ("es", "un fin anterior al inicio es del día siguiente"),
    ],
)
def test_a_proposed_map_has_its_comment_in_the_language_of_the_run(
    tag: str, comment: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the program reads of the map is the same."""
    (tmp_path / "t.csv").write_text(
        "Día;Inicio;Fin;Pago\n2024-03-04;08:00;09:00;1\n2024-03-05;23:00;01:00;1\n", encoding="utf-8"
    )
    with pytest.raises(SystemExit) as ended:
        main(["map", str(tmp_path / "t.csv"), "--currency", "USD", "--country", "KE", "--lang", tag])
    assert ended.value.code == 0
    assert f"overnight = true  # {comment}\n" in capsys.readouterr().out


def test_a_problem_of_all_files_is_told_in_the_language() -> None:
    """In the place of a file's name stand words of ours; data keep the English ones."""
    problem = Problem("x", "all files", None, "pay", "", "is empty", "")
    assert problem.place() == "all files, column pay"
    assert language("es").told(problem.place()) == "todos los archivos, columna pay"
    assert language("fr").told(problem.place()) == "tous les fichiers, colonne pay"
