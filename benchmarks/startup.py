"""The command line's own overhead: a small audit, and help, beside the imports they cannot do without.

python benchmarks/startup.py --repeat 15
"""

import argparse
import sys
import tempfile
from pathlib import Path

from measure import interleave, prepare, show, summarise

IMPORTS_TO_AUDIT = "import pyarrow.csv, typer, rich.table"
IMPORTS_TO_HELP = "import typer, rich"


def main() -> None:
    """Read the command line and print the tables."""
    parser = argparse.ArgumentParser(description="Measure the command line's own overhead.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "wageaudit-benchmarks")
    chosen = parser.parse_args()
    chosen.dir.mkdir(parents=True, exist_ok=True)
    path = prepare(chosen.dir, chosen.rows, chosen.seed, "csv")
    audit = [
        "audit",
        str(path),
        "--by",
        "worker",
        "--format",
        "csv",
        "-q",
        "--force",
        "-o",
        str(chosen.dir / "small.csv"),
    ]
    compare(f"audit of {chosen.rows:,} rows to CSV", IMPORTS_TO_AUDIT, audit, chosen.repeat)
    for words in (["--help"], ["audit", "--help"], ["--help", "--lang", "fr"]):
        compare(" ".join(words), IMPORTS_TO_HELP, words, chosen.repeat)


def compare(title: str, imports: str, command: list[str], repeat: int) -> None:
    """Measure a command of wageaudit beside the imports it needs, once unmeasured so that all is compiled."""
    commands = {
        imports: [sys.executable, "-c", imports],
        "wageaudit": [sys.executable, "-m", "wageaudit", *command],
    }
    interleave(commands, 1)
    show(f"{title}, {repeat} rounds", summarise(interleave(commands, repeat), imports))


if __name__ == "__main__":
    main()
