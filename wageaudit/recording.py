"""What a run leaves behind as evidence: its files hashed, its choices and row counts gathered into a manifest.

Nothing here is done unless a manifest is asked for. Names are kept from the folder they were found in, never absolute.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path, PurePath
from typing import Any

from wageaudit import __version__, supplied
from wageaudit.auditing import Audit
from wageaudit.files import Source, data_text, shipped_names, sources
from wageaudit.manifest import ABSOLUTE, RELATIVE, Input, Output, Reference, document, inside
from wageaudit.options import Options
from wageaudit.readers.base import Reading
from wageaudit.text import clean

STDIN = "-"
FILES = {"map", "roster_file", "exchange_file", "wages_files", "living_wage_files"}  # recorded by their names
OTHERWISE = {
    "roster",
    "gap_minutes",
    "max_task_minutes",
}  # recorded under the command line's word, or not at all
WORDS = tuple(one.name for one in fields(Options) if one.name not in FILES | OTHERWISE)
HUB = ("EUR", "USD")  # currencies that the tables of rates count in


@dataclass(slots=True)
class Witness:
    """Sees each input before it is read, and keeps its size and hash by the name it has in messages."""

    seen: dict[str, tuple[int, str]] = field(default_factory=dict)

    def __call__(self, source: Source) -> None:
        """Hash the bytes that will be read: of a member of an archive, its unpacked bytes."""
        digest = source.sha256()
        self.seen[source.name] = (source.size if source.path is not None else len(source.read()), digest)


@dataclass(frozen=True, slots=True)
class Names:
    """How files given by the user are named in a manifest: from the folder they share, whatever it is called."""

    named: str
    of: Mapping[str, str]  # as given → as recorded

    def source(self, name: str) -> str:
        """The recorded name of an input, by the name it has in messages."""
        if self.named == RELATIVE:
            return name
        for given in sorted(self.of, key=len, reverse=True):
            shown = clean(given, 200)
            if name == shown:
                return self.of[given]
            if name.startswith(f"{shown.rstrip('/')}/"):
                inner = name[len(shown.rstrip("/")) + 1 :]
                return inner if self.of[given] == "." else f"{self.of[given].rstrip('/')}/{inner}"
        return name


def names(paths: Sequence[str]) -> Names:
    """Names of files from the folder they share: as given where they are relative and lead nowhere else."""
    given = [path for path in dict.fromkeys(paths) if path and path != STDIN]
    if all(inside(path) for path in given):
        return Names(RELATIVE, {path: path for path in (*given, STDIN)})
    full = {path: os.path.abspath(path) for path in given}  # noqa: PTH100 - links are not followed
    root = home(given)
    inner = {path: PurePath(os.path.relpath(whole, root)).as_posix() for path, whole in full.items()}
    return Names(ABSOLUTE, inner | {STDIN: STDIN})


def named(paths: Sequence[str], options: Options) -> Names:
    """How a run's inputs, and the files that its options name, are called in its manifest and on its page."""
    return names([*paths, *(path for _, path in own_files(options))])


def home(paths: Sequence[str]) -> str:
    """The folder that the recorded names of these files start from, where this run found them."""
    given = [path for path in paths if path and path != STDIN]
    if all(inside(path) for path in given):
        return os.getcwd()  # noqa: PTH109 - a text is wanted
    return os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in given])  # noqa: PTH100, PTH120 - text alone


def own_files(options: Options) -> list[tuple[str, str]]:
    """(kind, path) of every file that the options name."""
    found = [("minimum_wage", path) for path in options.wages_files]
    found += [("living_wage", path) for path in options.living_wage_files]
    found += [("exchange", options.exchange_file), ("roster", options.roster_file)]
    found += [("map", options.map)] if options.map and not _shipped_map(options.map) else []
    return [(kind, path) for kind, path in found if path]


def _shipped_map(name: str) -> bool:
    return name in shipped_names("maps") and not Path(name).exists()


def record(
    command: str,
    paths: Sequence[str],
    options: Options,
    reading: Reading,
    audit: Audit | None,
    witness: Witness,
    outputs: Sequence[Output],
) -> dict[str, Any]:
    """The manifest of a run (audit is None where rows were only converted), as manifest.document lays it out."""
    own, known = own_files(options), named(paths, options)
    inputs = _inputs(reading, audit, witness, known)
    arguments = [known.of[path] for path in dict.fromkeys(paths)]
    references = [*_own(own, known), *(shipped(options, audit) if audit is not None else _maps(options))]
    chosen = _chosen(options, known)
    return document(command, __version__, arguments, known.named, chosen, inputs, references, outputs)


def _inputs(reading: Reading, audit: Audit | None, witness: Witness, known: Names) -> list[Input]:
    """Every file met, read or refused, with what became of its rows."""
    gone: dict[str, int] = {}
    excluded: dict[str, int] = {}
    for count in audit.counts() if audit is not None else ():
        for name, number in count.gone.items():
            gone[name] = gone.get(name, 0) + number
        for name, number in count.excluded.items():
            excluded[name] = excluded.get(name, 0) + number
    refused = {
        problem.file: problem.code
        for problem in reading.problems
        if problem.row is None and problem.code.startswith("file-")
    }
    read = {file.name: file for file in reading.files}
    found = []
    for name in dict.fromkeys([*witness.seen, *read]):
        size, digest = witness.seen.get(name, (0, hashlib.sha256().hexdigest()))
        file = read.get(name)
        if file is None:
            found.append(Input(known.source(name), size, digest, refused=refused.get(name, "not-used")))
            continue
        merged, left = file.rows_merged + gone.get(name, 0), file.rows_left_out + excluded.get(name, 0)
        taken = file.rows_read - merged - left
        found.append(
            Input(
                known.source(name),
                size,
                digest,
                file.reader,
                file.coverage,
                file.rows_read,
                taken,
                merged,
                left,
            )
        )
    return found


def _chosen(options: Options, known: Names) -> dict[str, Any]:
    """Every choice as the command line spells it; files by their recorded names."""
    found: dict[str, Any] = {name: _plain(getattr(options, name)) for name in WORDS}
    found["map"] = known.of.get(options.map, options.map)
    found |= {"gap": _plain(options.gap_minutes), "max_task": _plain(options.max_task_minutes)}
    found["gap_in_force_minutes"] = _plain(options.gap_in_force())
    found["roster"] = known.of.get(options.roster_file, "")
    found["exchange_file"] = known.of.get(options.exchange_file, "")
    found["wages_files"] = [known.of[path] for path in options.wages_files]
    found["living_wage_files"] = [known.of[path] for path in options.living_wage_files]
    return found


def _plain(value: object) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _own(own: Sequence[tuple[str, str]], known: Names) -> list[Reference]:
    found = []
    for kind, path in dict.fromkeys(own):
        (source,), _ = sources([path])
        version = ""
        if kind in {"minimum_wage", "living_wage"}:
            category = "living_wage" if kind == "living_wage" else "adult_general"
            version = supplied.wage_file(path, category)[1].confirmed_until.isoformat()
        found.append(Reference(known.of[path], kind, own=True, version=version, sha256=source.sha256()))
    return found


def shipped(options: Options, audit: Audit) -> list[Reference]:
    """The shipped files that could bear on a figure: of every place and currency met, whatever each says of it."""
    cells = audit.cells()
    found = _maps(options)
    if options.minimum_wage is None:
        for name in sorted({name for place in cells.places for name in _wage_names(*place)}):
            file = audit.wages.file(name)
            version = file.confirmed_until.isoformat() if file is not None else ""
            found += _data(f"wages/{name}.toml", "minimum_wage", version)
    codes = {*cells.key["currency"].tolist(), *cells.wage_currency.tolist()} - {-1}
    used = {cells.currencies[code] for code in codes}
    if cells.living is not None:
        used |= {cells.currencies[code] for code in set(cells.living.currency.tolist()) - {-1}}
    if len(used) < 2:  # noqa: PLR2004 - nothing is exchanged
        return found
    lives = [line.split(",") for line in (data_text("exchange/codes.csv") or "").splitlines()[1:]]
    before = {line[0] for line in lives if line[3] in used - set(HUB)}
    used |= before | {line[3] for line in lives if line[0] in used and line[3]}
    used |= {*HUB, options.display_currency}
    for name in ("codes.csv", "series.csv", "sources.csv"):
        found += _data(f"exchange/{name}", "exchange", "")
    for code in sorted(used):
        for folder in ("daily", "monthly", "parallel"):
            found += _data(f"exchange/{folder}/{code}.csv", "exchange", None)
    return found


def _maps(options: Options) -> list[Reference]:
    return _data(f"maps/{options.map}.toml", "map", "") if options.map and _shipped_map(options.map) else []


def _wage_names(country: str, region: str) -> list[str]:
    head = region.partition("/")[0]
    return [country, head] if head and head != country else [country]


def _data(name: str, kind: str, version: str | None) -> list[Reference]:
    """A shipped file, if there is one; without a version given, the last day or month of its table is it."""
    text = data_text(name)
    if text is None:
        return []
    last = version if version is not None else text.rstrip().rpartition("\n")[2].partition(",")[0]
    return [Reference(name, kind, own=False, version=last, sha256=hashlib.sha256(text.encode()).hexdigest())]
