"""What share of the branches was come through: a line a room, of the pure rooms and of the readers, and 1 where one is below its bar.

    python -m pytest --cov ... && python tools/covered.py [--write]

Pure rooms are those that pyproject.toml's import contract names. Reads coverage's own data, by `coverage json`. --write puts the
table into docs/tests.md, where every room is at its bar.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "tests.md"
BEGINS, ENDS = "<!-- the table: tools/coverage.sh --write -->", "<!-- the end of the table -->"
HEAD = "| room | kind | statements | branches | covered |\n|---|---|---|---|---|"
CONTRACT = "Pure rooms"  # how the contract's name begins
BARS = {"pure": 100.0, "reader": 95.0}  # percent of lines and branches together, as coverage counts them
Measured = Mapping[str, Mapping[str, object]]


def kinds() -> dict[str, str]:
    """File → pure or reader, of every room that has a bar."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (contract,) = (one for one in contracts if one["name"].startswith(CONTRACT))
    pure = {name for module in contract["source_modules"] for name in _files(module)}
    return dict.fromkeys(sorted(pure), "pure") | dict.fromkeys(_files("wageaudit.readers"), "reader")


def _files(module: str) -> Iterator[str]:
    path = ROOT / module.replace(".", "/")
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    yield from (file.relative_to(ROOT).as_posix() for file in found)


def room(name: str) -> str:
    """A file of the package as it is called in the table."""
    return name.removeprefix("wageaudit/").removesuffix(".py").removesuffix("/__init__")


def measured() -> Measured:
    """File → what coverage says of it."""
    asked = [sys.executable, "-m", "coverage", "json", "-q", "-o", "-"]
    said = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(said)["files"]


def table(found: Measured, of: Mapping[str, str]) -> list[str]:
    """The lines of the table: one that was not come through has 0 %; sums at the end."""
    lines, sums = [], {kind: [0, 0, 0] for kind in BARS}
    for name, kind in of.items():
        own = found[name]["summary"] if name in found else {}
        counts = [own.get(key, 0) for key in ("num_statements", "num_branches")]
        through = own.get("covered_lines", 0) + own.get("covered_branches", 0)
        sums[kind] = [one + more for one, more in zip(sums[kind], [*counts, through], strict=True)]
        lines.append(f"| {room(name)} | {kind} | {counts[0]} | {counts[1]} | {share(own):.1f} % |")
    for kind, (statements, branches, through) in sums.items():
        whole = 100 * through / (statements + branches or 1)
        lines.append(f"| all of them | {kind} | {statements} | {branches} | {whole:.1f} % |")
    return lines


def share(own: Mapping[str, float]) -> float:
    """Lines and branches come through [%]; rounded down, so that 100 is all of them."""
    return int(own.get("percent_covered", 0.0) * 10) / 10


def below(found: Measured, of: Mapping[str, str]) -> list[str]:
    """What lacks at each room below its bar."""
    lines = []
    for name, kind in of.items():
        own = found.get(name, {})
        if share(own.get("summary", {})) < BARS[kind]:
            lacks = (
                f"lines {own['missing_lines']}, branches {own.get('missing_branches', [])}"
                if own
                else "all of it"
            )
            lines.append(f"{name}: {share(own.get('summary', {})):.1f} % of {BARS[kind]:g} %; {lacks}")
    return lines


def with_table(page: str, lines: Sequence[str]) -> str:
    """The page with these lines as its table."""
    before, _, rest = page.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not ends:
        raise ValueError(f"the page has no {BEGINS} before {ENDS}")
    return "\n".join([before + BEGINS, HEAD, *lines, ENDS + after])


def main(arguments: Sequence[str]) -> int:
    """Print the table, and write it where asked and every room is at its bar; 1 where one is not, or was not come through at all."""
    found, of = measured(), kinds()
    lines, lacking = table(found, of), below(found, of)
    print(HEAD, *lines, sep="\n")
    if lacking:
        print(*lacking, sep="\n", file=sys.stderr)
        return 1
    if "--write" in arguments:
        PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
