"""What became of the faults that tools/mutate.py put in: one TOML file a module, and the table of docs/mutation.md from them.

A survivor is found again by its function, the text of its line and the change, so that a verdict outlives a move. Verdicts:
`nothing: why` for a fault that changes no figure, reason or refusal; `test: which` for one that a test notices by now (the tool
writes that itself); empty for one that nobody has read.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORDS = ROOT / "tests" / "mutation"
PAGE = ROOT / "docs" / "mutation.md"
BEGINS, ENDS = "<!-- the table: tools/mutate.py --table -->", "<!-- the end of the table -->"
NOTHING, TEST = "nothing: ", "test: "
HEAD = "| module | mutants | tried | noticed | of these, by a test that a survivor got | survive | change nothing | score |"


@dataclass(frozen=True, order=True)
class Survivor:
    """A fault no test noticed at first: line (from 1), function, the line's text, the change, which of its like (from 1)."""

    line: int
    function: str
    text: str
    change: str
    nth: int = 1
    verdict: str = ""

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What it is found again by when lines have moved."""
        return self.function, self.text, self.change, self.nth


@dataclass(frozen=True)
class Record:
    """One module: a hash of its source, how many mutants it has, how many were tried (picked by the seed), who survived."""

    module: str
    source: str
    mutants: int
    tried: int
    seed: int
    survivors: tuple[Survivor, ...]

    @property
    def mended(self) -> int:
        """Survivors that a test notices by now."""
        return sum(one.verdict.startswith(TEST) for one in self.survivors)

    @property
    def idle(self) -> int:
        """Survivors that change nothing."""
        return sum(one.verdict.startswith(NOTHING) for one in self.survivors)

    @property
    def surviving(self) -> int:
        """Survivors that no test notices."""
        return len(self.survivors) - self.mended

    @property
    def noticed(self) -> int:
        """Mutants that a test notices."""
        return self.tried - self.surviving


def hashed(source: str) -> str:
    """A short hash of a module's source, to tell whether it changed since."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def load(module: str, folder: Path = RECORDS) -> Record | None:
    """What is on record of a module; None where nothing is."""
    path = folder / f"{module}.toml"
    if not path.exists():
        return None
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    survivors = tuple(sorted(Survivor(**one) for one in told.pop("survivor", ())))
    return Record(survivors=survivors, **told)


def save(record: Record, folder: Path = RECORDS) -> None:
    """Write a module's record, survivors in the order of their lines."""
    lines = [f"{name} = {_quoted(getattr(record, name))}" for name in ("module", "source")]
    lines += [f"{name} = {getattr(record, name)}" for name in ("mutants", "tried", "seed")]
    for one in sorted(record.survivors):
        lines += ["", "[[survivor]]", f"line = {one.line}"]
        lines += [
            f"{name} = {_quoted(getattr(one, name))}" for name in ("function", "text", "change", "verdict")
        ]
        lines += [f"nth = {one.nth}"] if one.nth > 1 else []
    folder.mkdir(exist_ok=True)
    (folder / f"{record.module}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def merged(new: Record, old: Record | None, noticed: Sequence[tuple[Survivor, str]] = ()) -> Record:
    """A new run's record with the verdicts of the old one.

    noticed: what the run's tests noticed, each with the test; those that survived once stay on record with it.
    """
    before = {one.key: one for one in old.survivors} if old is not None else {}
    kept = [
        replace(one, verdict=_reason(before[one.key])) if one.key in before else one for one in new.survivors
    ]
    kept += [replace(one, verdict=f"{TEST}{by}") for one, by in noticed if one.key in before]
    return replace(new, survivors=tuple(sorted(kept)))


def _reason(one: Survivor) -> str:
    """A verdict that still holds of a survivor: it was said to change nothing."""
    return one.verdict if one.verdict.startswith(NOTHING) else ""


def after(record: Record, noticed: Iterable[tuple[Survivor, str]], survived: Iterable[Survivor]) -> Record:
    """A record after its survivors alone were tried again: where they stand by now, and which tests noticed them."""
    verdicts = {one.key: (one, f"{TEST}{by}") for one, by in noticed}
    verdicts |= {one.key: (one, "") for one in survived}
    found = []
    for one in record.survivors:
        now, verdict = verdicts.get(one.key, (one, one.verdict))
        found.append(replace(one, line=now.line, verdict=verdict or _reason(one)))
    return replace(record, survivors=tuple(sorted(found)))


def every(modules: Iterable[str], folder: Path = RECORDS) -> list[Record]:
    """The records of the modules that have one, in their order."""
    return [found for module in modules if (found := load(module, folder)) is not None]


def table(records: Sequence[Record]) -> str:
    """The table of docs/mutation.md: a line a module, and their sum."""
    rows = [_row(one.module, [one]) for one in records]
    return "\n".join([HEAD, "|---" * HEAD.count(" | ") + "|---|", *rows, _row("all of them", records)])


def _row(name: str, records: Sequence[Record]) -> str:
    counts = ("mutants", "tried", "noticed", "mended", "surviving", "idle")
    sums = {of: sum(getattr(one, of) for one in records) for of in counts}
    counting = sums["tried"] - sums["idle"]  # a fault that changes nothing is none
    score = f"{sums['noticed'] / counting:.1%}" if counting else ""
    return f"| {name} | {' | '.join(str(sums[of]) for of in counts)} | {score} |"


def in_page(page: str) -> str:
    """The table that a page shows, without the marks around it."""
    return page.partition(BEGINS)[2].partition(ENDS)[0].strip()


def with_table(page: str, said: str) -> str:
    """A page with another table between its marks."""
    return re.sub(
        f"{re.escape(BEGINS)}.*?{re.escape(ENDS)}",
        lambda _: f"{BEGINS}\n{said}\n{ENDS}",
        page,
        flags=re.DOTALL,
    )
