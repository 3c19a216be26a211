"""The guides, followed word for word: every command in order, in a folder of one's own, and what is said of its results."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from calling import called
from documents import ROOT

from wageaudit.files import archives, choices, workbooks
from wageaudit.readers import delimited, pdf, spreadsheet
from wageaudit.tasks import LARGEST_MONEY, LARGEST_SECONDS

DOCS = ROOT / "docs"
BLOCK = re.compile(
    r"^```(?P<kind>sh|sql)\n(?P<lines>.*?)^```\n(?:\n(?P<table>(?:\|[^\n]*\n)+))?", re.DOTALL | re.MULTILINE
)
GUIDES = ("guide-worker.md", "guide-union.md", "guide-researcher.md")
SHELL = shutil.which("bash")


def text_of(name: str) -> str:
    """A page of docs/."""
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the samples, and `wageaudit` on the path as the install puts it there."""
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data")
    command = tmp_path / "bin" / "wageaudit"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wageaudit "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return tmp_path


def typed(lines: str, folder: Path) -> str:
    """What a block of commands says, both streams; it must end well."""
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    fixed = {
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "WAGEAUDIT_LANG": "en",
        "COLUMNS": "80",
    }
    done = subprocess.run(
        [str(SHELL), "-euo", "pipefail", "-c", lines], cwd=folder, env=os.environ | fixed, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{lines}\n{done.stdout}"
    return done.stdout


def followed(name: str, folder: Path) -> str:
    """All that is said on the way through a guide, command by command."""
    blocks = [block for block in BLOCK.finditer(text_of(name)) if block["kind"] == "sh"]
    assert len(blocks) > 2
    return "".join(typed(block["lines"], folder) for block in blocks)


def cells(table: str) -> list[list[str]]:
    """A table of Markdown, without the line under its head."""
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines()]
    return [row for row in rows if set(row[0]) != {"-"}]


pytestmark = pytest.mark.skipif(SHELL is None, reason="the commands are written for a shell")


@pytest.mark.slow
def test_the_readmes_commands_for_a_union_run_on_the_samples(folder: Path) -> None:
    """Those that name files of this project; the others are for the reader's own."""
    blocks = BLOCK.finditer((ROOT / "README.md").read_text(encoding="utf-8"))
    told = [typed(block["lines"], folder) for block in blocks if "sample_data" in block["lines"]]
    assert len(told) == 1
    assert "identical" in told[0]
    assert (folder / "results" / "share" / "platforms.csv").exists()


def test_a_worker_who_follows_the_guide_ends_with_a_page_and_its_proof(folder: Path) -> None:
    """Every command runs; the page and its manifest lie where the guide says."""
    told = followed("guide-worker.md", folder)
    assert "Row 9 of sample_data/antananarivo_annotator.csv" in told
    assert (folder / "my-wage.html").stat().st_size > 10_000
    assert (folder / "my-wage.manifest.json").exists()


def test_the_sentences_that_the_workers_guide_explains_are_those_of_the_answer() -> None:
    """Each bold beginning, up to its dots, stands in the answer shown above it."""
    _, _, after = text_of("guide-worker.md").partition("```console\n")
    answer, _, explained = after.partition("\n```\n")
    said = re.findall(r"^- \*\*(.+?)\*\*", explained.partition("\n## ")[0], re.MULTILINE)
    assert len(said) >= 9
    flat = " ".join(answer.split())
    for begins in said:
        for part in re.split(r" … |, ", begins.removesuffix(" …")):
            assert part.removesuffix(" an hour") in flat, begins


EXPORTS = {
    "the country is not in it": ("2024-03-04T08:00:00Z,2024-03-04T08:30:00Z,0.50,USD", ()),
    "pays in a currency it does not name": ("2024-03-04T08:00:00Z,2024-03-04T08:30:00Z,0.50,", ()),
    "is a local time, and the zone is not known": (
        "2024-03-04T08:00:00,2024-03-04T08:30:00,0.50,USD",
        ("--country", "US"),
    ),
    "one and some decimals, or thousands": (
        '2024-03-04T08:00:00Z,2024-03-04T08:30:00Z,"1,234",MGA',
        ("--country", "MG"),
    ),
    "day/month or month/day": ("03/04/2024 08:00,03/04/2024 08:30,0.50,USD", ("--country", "MG")),
}


def checked(folder: Path, *words: str) -> str:
    """What `wageaudit check` says, both streams."""
    fixed = {"LC_ALL": "C.UTF-8", "NO_COLOR": "1", "WAGEAUDIT_LANG": "en", "COLUMNS": "80"}
    return called("check", *words, folder=folder, environment=fixed, together=True).stdout.decode("utf-8")


def test_what_the_workers_guide_answers_is_what_check_asks(folder: Path) -> None:
    """Each line of the table of questions, met by a file that raises it; the option named is the one the program names."""
    asked = dict(
        cells(text_of("guide-worker.md").partition("| it says |")[2].partition("\n")[2].partition("\n\n")[0])
    )
    assert set(asked) == {*EXPORTS, "no pay is in it"}
    for question, (row, options) in EXPORTS.items():
        (folder / "export.csv").write_text(
            f"worker_id,started_at,ended_at,pay,currency\nw,{row}\n", encoding="utf-8"
        )
        told = checked(folder, "export.csv", *options)
        assert question in told
        option = re.findall(r"`(--[a-z-]+)", asked[question])[0]
        assert option in told
    told = checked(folder, "sample_data/crowdflower_f1234567.csv")
    assert "no pay is in it" in told


@pytest.mark.slow
def test_a_union_that_follows_the_guide_shares_what_the_guide_says(folder: Path) -> None:
    """Every country has fewer than ten members, so none has a figure; both platforms have; no member is named; proof holds."""
    told = followed("guide-union.md", folder)
    assert "identical" in told
    shared = folder / "results" / "share"
    with (shared / "countries.csv").open(encoding="utf-8", newline="") as stream:
        countries = list(csv.DictReader(stream))
    assert len(countries) == 6
    assert {one["suppressed"] for one in countries} == {"withheld"}
    assert {one["workers"] for one in countries} == {""}
    with (shared / "platforms.csv").open(encoding="utf-8", newline="") as stream:
        assert [one["workers"] for one in csv.DictReader(stream)] == ["40", "40"]
    texts = [path.read_text(encoding="utf-8") for path in shared.glob("*.csv")]
    assert not any("u-0" in text for text in texts)
    assert (folder / "results" / "workers.csv").read_text(encoding="utf-8").count("u-0") == 40
    named = set(re.findall(r"`(\w+\.csv)`", text_of("guide-union.md")))
    assert named == {"problems.csv", "summary.csv", "workers.csv"}
    assert all((folder / "results" / name).exists() for name in named)


def test_what_the_lawyers_table_names_is_there(folder: Path) -> None:
    """Columns and options in the answers to a hostile lawyer; its files are looked for where the guide is followed."""
    table = text_of("guide-union.md").partition("## What survives")[2]
    columns = typed("wageaudit audit sample_data/union_members.csv --country KE --format csv -q", folder)
    named = set(re.findall(r"`([a-z]+_[a-z_0-9]+)`", table))
    assert named == {"overlap_factor", "effective_hourly_wage_gap0"}
    assert named <= set(columns.partition("\n")[0].replace('"', "").split(","))


def test_a_researcher_who_follows_the_guide_gets_the_tables_and_the_proof(folder: Path) -> None:
    """Commands and SQL in order; pandas is run with the other pages."""
    told = followed("guide-researcher.md", folder)
    assert "identical" in told
    assert {path.name for path in folder.glob("*.parquet")} == {
        "tasks.parquet",
        "workers.parquet",
        "ledger.parquet",
    }


def test_the_sql_of_the_researchers_guide_gives_the_table_under_it(folder: Path) -> None:
    """By DuckDB where it is installed (extra `bench`), over the Parquet that the guide's own command writes."""
    duckdb = pytest.importorskip("duckdb")
    text = text_of("guide-researcher.md")
    (written,) = (
        line
        for line in text.splitlines()
        if line.startswith("wageaudit audit") and "-o workers.parquet" in line
    )
    typed(written, folder)
    (block,) = (block for block in BLOCK.finditer(text) if block["kind"] == "sql")
    found = duckdb.sql(block["lines"].replace("'workers.parquet'", f"'{folder / 'workers.parquet'}'"))
    rows = [[str(cell) for cell in row] for row in found.fetchall()]
    assert [list(found.columns), *rows] == cells(block["table"])


def test_the_limits_that_are_promised_are_those_of_the_code() -> None:
    """SECURITY.md's table, figure by figure."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    said = dict(cells(text.partition("| what | limit |\n")[2].partition("\n\n")[0]))
    gibi, mebi = 1 << 30, 1 << 20
    assert said == {
        "one member of an archive, unpacked": f"{archives.LARGEST_MEMBER // gibi} GiB",
        "unpacked to packed": f"{archives.LARGEST_RATIO} times",
        "members of an archive": f"{archives.MOST_MEMBERS:,}",
        "archives within archives": "not opened",
        "XML of a workbook, all parts together": f"{workbooks.LARGEST_PART // mebi} MiB",
        "cells of a sheet": f"{spreadsheet.MOST_CELLS:,}",
        "columns": f"{delimited.MOST_COLUMNS:,}",
        "characters of a field": f"{delimited.LONGEST_FIELD:,}",
        "characters of a line": f"{delimited.LONGEST_LINE:,}",
        "a PDF": f"{pdf.MOST_BYTES // mebi} MiB, {pdf.MOST_PAGES} pages",
        "a file of maps": f"{choices.LARGEST_TOML // mebi} MiB",
        "money in one row": f"{LARGEST_MONEY:,}",
        "time in one row": f"{Decimal(LARGEST_SECONDS) / 86_400} days",
    }


def test_the_citation_is_of_this_version() -> None:
    """CITATION.cff and pyproject.toml; the licence too."""
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (version,) = re.findall(r'^version = "(.+)"$', project, re.MULTILINE)
    assert f"\nversion: {version}\n" in cited
    assert "\nlicense: MIT\n" in cited
    assert f"wageaudit {version}" in " ".join(text_of("guide-researcher.md").split())
