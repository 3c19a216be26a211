"""The workbook of a batch: the figures of its tables, in every language, for the union alone."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from batches import batch, members, mixed, published, rows, write

from wageaudit.batch import Paging, Sharing, run
from wageaudit.batch.booking import WORKBOOK
from wageaudit.batch.executors import Here
from wageaudit.cli.again import repeat
from wageaudit.disclosure import Rule
from wageaudit.manifest import LARGEST
from wageaudit.manifest import parsed as manifest_of
from wageaudit.options import Options
from wageaudit.pseudonyms import Key

CHOSEN = Options(country="KE")
SHEETS = {
    "en": ["Answer", "Weeks", "Groups", "Workers", "Problems", "Method"],
    "fr": ["Réponse", "Semaines", "Groupes", "Travailleurs", "Problèmes", "Méthode"],
    "es": ["Respuesta", "Semanas", "Grupos", "Trabajadores", "Problemas", "Método"],
}
FIGURES = {
    "working hours": "working_hours",
    "pay": "pay",
    "pay for an hour of work": "effective_hourly_wage",
    "minimum wage": "minimum_wage",
    "of the minimum": "wage_ratio",
    "missing": "shortfall",
}
Cells = list[dict[str, object]]


def made(folder: Path, out: Path, language: str = "en", **more: object) -> None:
    """Run a batch with a workbook in this process."""
    paging = Paging(language, pages=bool(more.pop("pages", False)), workbook=True)
    run(str(folder), str(out), CHOSEN, Here(), paging=paging, **more)  # type: ignore[arg-type]


def lines(out: Path, name: str) -> list[dict[str, str]]:
    """Return the lines of a CSV file of the results."""
    return list(csv.DictReader(io.StringIO((out / name).read_text(encoding="utf-8"))))


def sheet(out: Path, place: int) -> Cells:
    """Return the lines of a sheet under their headings."""
    book = openpyxl.load_workbook(out / WORKBOOK, read_only=True)
    head, *body = list(book.worksheets[place].iter_rows(values_only=True))
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def same(cell: object, text: str) -> bool:
    """Whether a cell holds the figure of the data: numbers to the fifteen digits of a cell."""
    if not text:
        return cell in {None, ""}
    return abs(Decimal(str(cell)) - Decimal(text)) <= abs(Decimal(text)) * Decimal("1e-14")


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory, sample_data: Path) -> tuple[Path, Path]:
    """Return the exports of members of several platforms with files that cannot be read, and the results with a workbook."""
    place = tmp_path_factory.mktemp("union")
    folder, out = mixed(members(place / "logs", 8, 20), sample_data), place / "out"
    write(folder / "formula.csv", rows("=1+1", 5))
    made(folder, out)
    return folder, out


def test_every_worker_has_a_line_with_the_figures_of_the_table(union: tuple[Path, Path]) -> None:
    """All of them, to the digits a cell holds; the lowest, measured by the minimum, first, those without a verdict last."""
    _, out = union
    told = {line["worker"].removeprefix("'"): line for line in lines(out, "workers.csv")}
    found = sheet(out, 3)
    assert {str(row["worker"]) for row in found} == {name or "not given" for name in told}
    for row in found:
        line = told[str(row["worker"])]
        for heading, name in FIGURES.items():
            assert same(row[heading], line[name]), (row["worker"], name)
        assert str(row["verdict"]) == line["verdict"]
    ratios = [row["of the minimum"] for row in found]
    known = [ratio for ratio in ratios if ratio is not None]
    assert ratios == [*sorted(known, key=float), *[None] * (len(ratios) - len(known))]  # type: ignore[arg-type]
    assert len(found) > 15


def test_every_group_has_the_figures_of_its_table(union: tuple[Path, Path]) -> None:
    """Platforms, requesters, kinds of task and countries; workers have a sheet of their own."""
    _, out = union
    found = sheet(out, 2)
    assert {row["grouped by"] for row in found} >= {"platform", "requester", "project"}
    assert "worker" not in {row["grouped by"] for row in found}
    for kind, name in (("platform", "platforms"), ("requester", "requesters"), ("project", "projects")):
        told = {line[kind] or "not given": line for line in lines(out, f"{name}.csv")}
        own = [row for row in found if row["grouped by"] == kind]
        assert {str(row["name"]) for row in own} == set(told)
        for row in own:
            for heading, column in FIGURES.items():
                assert same(row[heading], told[str(row["name"])][column]), (kind, row["name"], column)


def test_every_problem_stands_in_it_with_its_mend(union: tuple[Path, Path]) -> None:
    """In the order and the number of problems.csv."""
    _, out = union
    told, found = lines(out, "problems.csv"), sheet(out, 4)
    assert [line["code"] for line in told] == [row["code"] for row in found]
    assert [line["mend"] for line in told] == [str(row["what mends it"] or "") for row in found]
    assert len(found) > 10


@pytest.mark.parametrize(
    "language", ["en", *(pytest.param(other, marks=pytest.mark.slow) for other in ("fr", "es"))]
)
def test_its_sheets_and_sentences_are_in_the_language_of_the_run(
    union: tuple[Path, Path], tmp_path: Path, language: str
) -> None:
    """From the command line too; the manifest says which."""
    out = tmp_path / "out"
    done = batch(union[0], "-o", out, "--country", "KE", "--jobs", "1", "--workbook", "--lang", language)
    assert done.returncode == 4, done.stderr
    assert openpyxl.load_workbook(out / WORKBOOK, read_only=True).sheetnames == SHEETS[language]
    (told,) = [
        one for one in json.loads((out / "manifest.json").read_text())["outputs"] if one["name"] == WORKBOOK
    ]
    assert told["language"] == language
    made(union[0], tmp_path / "again", language)
    assert published(out) == published(tmp_path / "again")


def test_no_cell_is_a_formula(union: tuple[Path, Path]) -> None:
    """Whatever an id begins with."""
    _, out = union
    with zipfile.ZipFile(out / WORKBOOK) as book:
        assert not [
            name
            for name in book.namelist()
            if name.startswith("xl/worksheets/") and b"<f>" in book.read(name)
        ]
    assert "=1+1" in {row["worker"] for row in sheet(out, 3)}


@pytest.mark.slow
def test_it_is_the_same_with_pages_and_without_and_never_shared(
    union: tuple[Path, Path], tmp_path: Path
) -> None:
    """What pages gather besides stands in pages alone."""
    out = tmp_path / "out"
    made(union[0], out, pages=True, sharing=Sharing(Key(bytes(range(32))), Rule()))
    assert (out / WORKBOOK).read_bytes() == (union[1] / WORKBOOK).read_bytes()
    assert (out / "report.html").is_file()
    assert not [path for path in (out / "share").rglob("*") if path.suffix == ".xlsx"]
    assert WORKBOOK not in (out / "share" / "manifest.json").read_text()


def test_it_is_made_again_by_verify_and_goes_when_it_is_not_asked_for(
    union: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing stays that the manifest does not name."""
    folder, out = union
    found = manifest_of((out / "manifest.json").read_bytes()[:LARGEST])
    monkeypatch.chdir(folder.parent)
    assert repeat(found, str(tmp_path), str(out)).stopped == ""
    assert (tmp_path / "batch" / WORKBOOK).read_bytes() == (out / WORKBOOK).read_bytes()
    shutil.copytree(out, tmp_path / "out")
    run(str(folder), str(tmp_path / "out"), CHOSEN, Here())
    assert not (tmp_path / "out" / WORKBOOK).exists()


@pytest.mark.parametrize("text", ["one", "none"])
def test_a_batch_of_one_member_or_of_no_work_has_a_workbook_too(tmp_path: Path, text: str) -> None:
    """With as many lines as there are workers."""
    write(tmp_path / "logs" / "one.csv", rows("ida", 6) if text == "one" else [])
    made(tmp_path / "logs", tmp_path / "out")
    assert len(sheet(tmp_path / "out", 3)) == len(lines(tmp_path / "out", "workers.csv"))
