"""The invented exports: made anew they are the same bytes, and each is read as what its line in the README says."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from documents import ROOT

from wageaudit.cli.audit import outcome
from wageaudit.cli.settings import COUNTS, READS, options
from wageaudit.engine import Run, run
from wageaudit.readers import READERS
from wageaudit.readers.base import Reader

SAMPLES = ROOT / "sample_data"
ROSTER = "roster.csv"
NO_SAMPLES = {".py", ".md"}
LINE = re.compile(r"^\| `([^`]+)` \| .+ \| (\w+) \| (\d+) \| `wageaudit audit ([^`]+)` \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """A line of sample_data/README.md."""

    name: str
    verdict: str
    exit_code: int
    words: tuple[str, ...]


SHOWN = tuple(
    Sample(name.rstrip("/"), verdict, int(code), tuple(shlex.split(words)))
    for name, verdict, code, words in LINE.findall((SAMPLES / "README.md").read_text(encoding="utf-8"))
)


@cache
def audited(sample: Sample) -> Run:
    """The audit that a sample's command asks for."""
    path, *rest = sample.words
    given = dict.fromkeys((*READS, *COUNTS), "")
    for flag, value in zip(rest[::2], rest[1::2], strict=True):
        given[flag.removeprefix("--").replace("-", "_")] = str(ROOT / value) if flag == "--roster" else value
    return run([str(ROOT / path)], options(given))


def of(name: str) -> Run:
    """The audit of the sample of that name."""
    return audited(next(sample for sample in SHOWN if sample.name == name))


def files_below(folder: Path) -> dict[str, bytes]:
    """Path → bytes of every sample below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if path.suffix not in NO_SAMPLES
    }


def test_samples_made_anew_are_the_same_bytes(tmp_path: Path) -> None:
    """Seeded, on any machine; and no sample lies there that nothing makes."""
    subprocess.run([sys.executable, "-B", str(SAMPLES / "make.py"), str(tmp_path)], check=True)
    assert files_below(tmp_path) == files_below(SAMPLES)


def test_every_sample_has_its_line() -> None:
    """What it shows, what comes of it, and the command."""
    names = files_below(SAMPLES)
    there = {name if name.startswith("maps/") else name.partition("/")[0] for name in names}
    assert {sample.name for sample in SHOWN} == there - {ROSTER}


@pytest.mark.parametrize("sample", SHOWN, ids=lambda sample: sample.name)
def test_a_sample_is_read_whole_but_for_what_it_shows(sample: Sample) -> None:
    """Every row accounted for, no row at fault, the verdict and the exit code of its line."""
    found = audited(sample)
    assert sample.words[0] == f"sample_data/{sample.name}"
    assert found.account.audited > 0
    assert found.rejected == 0
    assert found.audit.table(()).column("verdict").to_pylist() == [sample.verdict]
    assert outcome(found, (), 0, fail_below=False) == sample.exit_code


def test_the_roster_names_every_member() -> None:
    """Each of the forty has a country."""
    found = of("union_members.csv").audit
    assert found.table(("country",)).column("country").to_pylist() == ["BR", "FR", "KE", "MG", "PH", "SO"]
    assert found.table(()).column("workers").to_pylist() == [40]


def test_the_two_exports_of_one_worker_overlap() -> None:
    """So that reading them together differs from adding them up."""
    found = of("nairobi_two_platforms").audit.table(())
    assert found.column("workers").to_pylist() == [1]
    assert found.column("overlap_factor").to_pylist()[0] > 1


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_every_reader_has_a_sample_a_golden_case_and_a_header_in_its_docstring(reader: Reader) -> None:
    """A platform is not added before."""
    assert any(file.reader == reader.name for sample in SHOWN for file in audited(sample).reading.files)
    assert any((ROOT / "tests" / "cases" / reader.name).glob("*.expected.csv"))
    module = Path(str(import_module(f"wageaudit.readers.{reader.name}").__file__))
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    assert re.search(r"\bheaders?\b", docstring, re.IGNORECASE)
