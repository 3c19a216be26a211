"""What share of the branches was come through: a line a room, of the pure rooms and of the readers, and 1 where one is below its bar.

    python -m coverage run --branch -m pytest ... && python tools/covered.py

Pure rooms are those that pyproject.toml's import contract names. Reads coverage's own data, by `coverage json`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = "Pure rooms"  # how the contract's name begins
BARS = {"pure": 100.0, "reader": 95.0}  # percent of lines and branches together, as coverage counts them


def kinds() -> dict[str, str]:
    """File → pure or reader, of every room that has a bar."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (contract,) = (one for one in contracts if one["name"].startswith(CONTRACT))
    pure = {name for module in contract["source_modules"] for name in _files(module)}
    return dict.fromkeys(_files("wageaudit.readers"), "reader") | dict.fromkeys(sorted(pure), "pure")


def _files(module: str) -> Iterator[str]:
    path = ROOT / module.replace(".", "/")
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    yield from (file.relative_to(ROOT).as_posix() for file in found)


def measured() -> Mapping[str, Mapping[str, dict[str, float]]]:
    """File → what coverage says of it."""
    asked = [sys.executable, "-m", "coverage", "json", "-q", "-o", "-"]
    said = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(said)["files"]


def main() -> int:
    """Print the table; 1 where a room is below its bar, or was not come through at all."""
    found, below = measured(), []
    print("| room | kind | statements | branches | covered |\n|---|---|---|---|---|")
    for name, kind in kinds().items():
        sums = found[name]["summary"] if name in found else {}
        share = sums.get("percent_covered", 0.0)
        room = name.removeprefix("wageaudit/").removesuffix(".py").removesuffix("/__init__")
        counts = f"{sums.get('num_statements', '')} | {sums.get('num_branches', '')}"
        print(f"| {room} | {kind} | {counts} | {share:.1f} % |")
        if share < BARS[kind]:
            missing = found[name]["missing_lines"] if name in found else "all"
            partial = found[name].get("missing_branches", []) if name in found else []
            below.append(f"{name}: {share:.1f} % of {BARS[kind]:g} %; lines {missing}, branches {partial}")
    print(*below, sep="\n", file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
