"""One command that measures the audit beside a bare read and two hand-written queries of the same result.

    python benchmarks/compare.py --rows 1000000 10000000 --repeat 5
    python benchmarks/compare.py --rows 50000000 --repeat 5 --memory 1GiB --without DuckDB Polars

Every contestant is a process of its own, all run in turn on a file in the page cache; ratios are taken
within a round. Then the results are held against each other, cell by cell.
"""

import argparse
import csv
import importlib.util
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from measure import interleave, prepare, run, show, summarise
from shape import COLUMNS

BARE, AUDIT, DUCKDB, POLARS = "bare read", "wageaudit", "DuckDB", "Polars"
TOLERANCE = Decimal("0.000001")  # hours, and amounts of money
Table = dict[tuple[str, ...], dict[str, str]]


def main() -> None:
    """Read the command line; measure and check every size, format and grouping."""
    chosen = arguments()
    chosen.dir.mkdir(parents=True, exist_ok=True)
    reference = chosen.reference or chosen.dir / "reference"
    if chosen.reference is None:
        run([sys.executable, "benchmarks/reference.py", str(reference)])
    agree = True
    for rows in chosen.rows:
        for form in chosen.format:
            path = prepare(chosen.dir, rows, chosen.seed, form)
            for by in chosen.by:
                commands = contestants(path, reference, by, chosen)
                lines = summarise(interleave(commands, chosen.repeat), BARE)
                size = path.stat().st_size / 1e6
                show(f"{rows:,} rows, {form} of {size:,.0f} MB, by {by}, {chosen.repeat} rounds", lines)
                agree &= check([name for name in commands if name != BARE], chosen.dir)
    sys.exit(0 if agree else 1)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure the audit beside a bare read, DuckDB and Polars.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--by", nargs="+", choices=("worker", "worker,week"), default=["worker"])
    parser.add_argument("--format", nargs="+", choices=("csv", "parquet"), default=["csv"])
    parser.add_argument("--seed", type=int, default=7)
    folder = Path(tempfile.gettempdir()) / "wageaudit-benchmarks"
    parser.add_argument("--dir", type=Path, default=folder, help="where generated files and results are kept")
    parser.add_argument("--reference", type=Path, help="wages.csv and fx.csv, if not the project's own")
    parser.add_argument(
        "--memory", help="budget of the audit, as its option of that name; the others have none"
    )
    parser.add_argument("--without", nargs="+", choices=(AUDIT, DUCKDB, POLARS), default=[])
    return parser.parse_args()


def contestants(path: Path, reference: Path, by: str, chosen: argparse.Namespace) -> dict[str, list[str]]:
    """The command of each contestant; a rival that is not installed stays out."""
    folder, without = chosen.dir, chosen.without
    audit = ["-m", "wageaudit", "audit", str(path), "--by", by, "--format", "csv", "-q", "--force"]
    audit += ["--memory", chosen.memory, "-o"] if chosen.memory else ["-o"]
    rest = [str(path), "--reference", str(reference), "--by", by, "-o"]
    commands = {
        BARE: ["benchmarks/bare.py", str(path)],
        AUDIT: [*audit, str(result(folder, AUDIT))],
        DUCKDB: ["benchmarks/queries.py", "duckdb", *rest, str(result(folder, DUCKDB))],
        POLARS: ["benchmarks/queries.py", "polars", *rest, str(result(folder, POLARS))],
    }
    for name in (DUCKDB, POLARS):
        if importlib.util.find_spec(name.lower()) is None:
            print(f"{name} is not installed (extra bench): left out", file=sys.stderr)
            without = [*without, name]
    return {name: [sys.executable, *command] for name, command in commands.items() if name not in without}


def result(folder: Path, name: str) -> Path:
    """Where a contestant leaves its table."""
    return folder / f"result-{name.lower()}.csv"


def check(names: list[str], folder: Path) -> bool:
    """Hold every table against the first, and print the largest difference; whether all agree."""
    first, *others = names
    expected = load(result(folder, first))
    agree = True
    print()
    for name in others:
        found = load(result(folder, name))
        complaints = differences(expected, found)
        agree &= not complaints
        verdict = "; ".join(complaints) if complaints else f"agree in {len(expected):,} groups"
        print(f"{first} and {name}: {verdict}", flush=True)
    return agree


def load(path: Path) -> Table:
    """Read a result: the cells of each group, under its grouping columns."""
    with path.open(newline="") as stream:
        rows = csv.DictReader(stream)
        results = {*COLUMNS, "workers"}
        names = rows.fieldnames or []
        keys = names[: next(place for place, name in enumerate(names) if name in results)]
        return {tuple(row[key] for key in keys): row for row in rows}


def differences(expected: Table, found: Table) -> list[str]:
    """What differs, a phrase a column: groups, texts and counts at all, amounts by more than TOLERANCE."""
    if expected.keys() != found.keys():
        return [f"{len(expected.keys() ^ found.keys())} groups stand in one only"]
    phrases = []
    for column in COLUMNS:
        pairs = [(row[column], found[key][column]) for key, row in expected.items()]
        unlike = [(a, b) for a, b in pairs if a != b and apart(a, b) > TOLERANCE]
        if unlike:
            phrases.append(
                f"{column} differs in {len(unlike)} groups, such as {unlike[0][0]} and {unlike[0][1]}"
            )
    return phrases


def apart(a: str, b: str) -> Decimal:
    """How far two cells lie apart: above 1 relative to the larger; infinite unless both are numbers."""
    try:
        left, right = Decimal(a), Decimal(b)
    except ArithmeticError:
        return Decimal("Infinity")
    return abs(left - right) / max(abs(left), abs(right), Decimal(1))


if __name__ == "__main__":
    main()
