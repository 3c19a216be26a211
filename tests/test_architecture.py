"""The rules of the house that import-linter cannot hold: who opens files, what start-up costs, how large a room may grow."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wageaudit"
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [module.relative_to(PACKAGE).as_posix() for module in MODULES]
LINES_OF_A_MODULE, LINES_OF_A_FUNCTION = 350, 45

OPENERS = {path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "files").glob("*.py")}
OPENING = {
    *("open", "fdopen", "read_text", "read_bytes", "write_text", "write_bytes", "touch"),
    *("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"),
    *("memory_map", "OSFile", "GzipFile", "ZipFile", "TarFile", "BZ2File", "LZMAFile"),
}
CLOCKS = {"now", "today", "utcnow", "perf_counter", "monotonic"}
HEAVY = {
    "altair",
    "babel",
    "dask",
    "jinja2",
    "numpy",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pydantic",
    "xlsxwriter",
}
IMPORTED = "import time:"  # how -X importtime begins its lines
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|Users|mnt)/")
SMALL = """\
worker_id,started_at,ended_at,pay,currency,country,timezone
w1,2024-06-03T10:00:00+03:00,2024-06-03T10:10:00+03:00,500,MGA,MG,Indian/Antananarivo
w1,2024-06-03T10:15:00+03:00,2024-06-03T10:25:00+03:00,500,MGA,MG,Indian/Antananarivo
"""
UNNEEDED = {
    "numpy.ma", "openpyxl", "pandas", "pyarrow.compute", "pyarrow.parquet", "rich.console", "rich.text", "wageaudit.files.archives",
    "wageaudit.files.spilling", "wageaudit.files.workplace", "wageaudit.reports.figures", "wageaudit.screening", "wageaudit.suspicion",
}  # fmt: skip
WITHOUT_SOCKETS = """\
import runpy, socket, sys
def refuse(*arguments, **options):
    raise AssertionError("a socket was asked for")
socket.socket.__init__ = socket.getaddrinfo = socket.create_connection = refuse
sys.argv[0] = "wageaudit"
runpy.run_module("wageaudit", run_name="__main__")
"""


def mixed(rows: int) -> str:
    """Rows of two zones, currencies and platforms, with bonuses, rejected work and a row that stands there twice."""
    lines = [
        "worker_id,platform,requester,task_id,status,started_at,ended_at,pay,bonus,currency,country,timezone"
    ]
    for at in range(rows):
        day, hour = f"2024-06-{1 + at // 24 % 28:02}", f"{at % 24:02}"
        who, where = (
            ("w1,quarry,r1", "USD,KE,Africa/Nairobi")
            if at % 3
            else ("w2,forum,r2", "EUR,US,America/New_York")
        )
        status, bonus = ("rejected", "") if at % 5 == 0 else ("approved", "0.1")
        lines.append(
            f"{who},t{at},{status},{day}T{hour}:05:00Z,{day}T{hour}:25:00Z,0.50{at % 9},{bonus},{where}"
        )
    return "\n".join([*lines, lines[-1]]) + "\n"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run this Python on the checkout, away from any terminal."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def imported(*arguments: str | Path) -> set[str]:
    """Top-level names of all that a run of the program imports; the run must succeed."""
    return {name.partition(".")[0] for name in loaded(*arguments)}


def loaded(*arguments: str | Path) -> set[str]:
    """Full names of the modules that a run of the program loads; the run must succeed."""
    done = run("-X", "importtime", "-m", "wageaudit", *arguments)
    lines = done.stderr.splitlines()
    assert done.returncode == 0, "\n".join(line for line in lines if not line.startswith(IMPORTED))
    return {line.rpartition("|")[2].strip() for line in lines if line.startswith(IMPORTED)}


@pytest.fixture
def small_export(tmp_path: Path) -> Path:
    """Two tasks of one worker, as a canonical CSV."""
    path = tmp_path / "small.csv"
    path.write_text(SMALL, encoding="utf-8")
    return path


@cache
def tree(module: Path) -> ast.Module:
    """Syntax tree of a module."""
    return ast.parse(module.read_text(encoding="utf-8"), filename=module.name)


def calls(module: Path, names: set[str]) -> list[str]:
    """Line and name of each call of a function or method of one of these names."""
    found = [node for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    named = [(node.lineno, getattr(node.func, "id", getattr(node.func, "attr", ""))) for node in found]
    return [f"line {line}: {name}()" for line, name in named if name in names]


def long_functions(module: Path) -> Iterator[str]:
    """Name and length of each function over the ceiling, its docstring included."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LINES_OF_A_FUNCTION:
                yield f"{node.name}(): {length} lines"


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_only_the_room_of_files_opens_files(module: Path) -> None:
    """Every open() is in files.py, so that limits, encodings and messages are the same everywhere."""
    if module.relative_to(PACKAGE).as_posix() not in OPENERS:
        assert calls(module, OPENING) == []


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_no_room_but_the_command_line_reads_a_clock(module: Path) -> None:
    """The same input gives the same bytes tomorrow."""
    if module.parent.name != "cli":
        assert calls(module, CLOCKS) == []


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_every_module_says_what_lives_there(module: Path) -> None:
    """A stranger finds a room by its first line."""
    assert ast.get_docstring(tree(module)), "the module has no docstring"


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_no_room_outgrows_the_house(module: Path) -> None:
    """Files and functions stay of a size that can be read at once."""
    lines = module.read_text(encoding="utf-8").count("\n")
    assert lines <= LINES_OF_A_MODULE
    assert list(long_functions(module)) == []


@pytest.mark.parametrize("option", ["--help", "-h", "--version"])
def test_help_and_version_import_nothing_heavy(option: str) -> None:
    """Help, version and every completion by TAB start the program: none of them waits for the frames."""
    assert imported(option) & HEAVY == set()


def test_auditing_a_small_file_to_csv_leaves_pandas_out(small_export: Path) -> None:
    """Importing pandas costs more than the audit; pyarrow imports it unasked in pa.array(list), to_numpy and others."""
    names = imported("audit", small_export, "--format", "csv")
    assert "pyarrow" in names
    assert names & {"pandas", "pydantic", "jinja2", "openpyxl"} == set()


@pytest.mark.parametrize("by", ["worker", "platform,week"])
@pytest.mark.parametrize("rows", [9, 900])
def test_auditing_a_small_file_to_csv_loads_little_that_it_does_not_need(
    tmp_path: Path, by: str, rows: int
) -> None:
    """Each of these takes longer to load than the rows to be counted, of which nine are read cell by cell, 900 in columns."""
    export = tmp_path / "small.csv"
    export.write_text(mixed(rows), encoding="utf-8")
    names = loaded("audit", export, "--by", by, "--format", "csv", "-q", "-o", tmp_path / "out.csv")
    assert "pyarrow._compute" in names
    assert names & (UNNEEDED | ({"babel"} if rows > 9 else set())) == set()
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") > 1


def test_an_audit_opens_no_socket(small_export: Path) -> None:
    """What a worker gives to the program stays on the worker's machine."""
    done = run("-c", WITHOUT_SOCKETS, "audit", small_export, "--format", "csv")
    assert (done.returncode, "AssertionError" in done.stderr) == (0, False), done.stderr[-2000:]
    assert done.stdout.count("\n") > 1


def test_tests_run_with_the_versions_that_users_install() -> None:
    """Every pin of requirements/runtime.txt stands in the other locks too."""
    pins = {
        name: _pins(ROOT / "requirements" / f"{name}.txt") for name in ("runtime", "report", "dev", "bench")
    }
    assert pins["runtime"]
    assert pins["runtime"] - pins["dev"] == set()
    assert pins["runtime"] - pins["bench"] == set()
    assert pins["runtime"] - pins["report"] == set()
    assert {_version(pin) for pin in pins["report"]} - {_version(pin) for pin in pins["dev"]} == set()


def _version(pin: str) -> str:
    """A pin without where it holds: another extra may want the same package elsewhere too."""
    return pin.partition(" ;")[0]


def _pins(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.removesuffix("\\").strip() for line in lines if re.match(r"\w", line)}


def test_no_file_of_the_project_names_a_path_of_a_machine() -> None:
    """What is written here holds on any machine."""
    listing = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: the list of the project's files is not known")
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    named = [
        path.relative_to(ROOT).as_posix() for path in files if path.is_file() and _names_a_machine_path(path)
    ]
    assert named == []


def _names_a_machine_path(path: Path) -> bool:
    return bool(MACHINE_PATH.search(path.read_bytes().decode("utf-8", errors="replace")))


def test_what_the_help_says_of_each_command_is_what_the_command_says_of_itself() -> None:
    """The help of all is shown without loading any."""
    import inspect
    from importlib import import_module

    from wageaudit.cli import COMMANDS

    for name, said in COMMANDS.items():
        module = import_module(f"wageaudit.cli.{name}")
        assert inspect.getdoc(getattr(module, name, None) or getattr(module, f"{name}_")) == said
