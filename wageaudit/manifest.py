"""The manifest: what a run read, chose and wrote, with a SHA-256 of each file; written and read back strictly. Pure.

It holds no absolute path, no clock, no machine, no content of a log: the same run gives the same bytes anywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wageaudit.phrases import phrase

FORMAT = 1
LARGEST = 1 << 26  # [bytes] of a manifest that is read: about 200,000 inputs
LONGEST_NAME = 4096
HEX = frozenset("0123456789abcdef")
DIGEST = 64  # characters of a SHA-256
KEYS = frozenset(
    {"manifest", "program", "version", "command", "arguments", "named", "options", "rows", "inputs", "reference", "outputs", "sha256"}
)  # fmt: skip
ENTRIES: Mapping[str, Mapping[str, type]] = {
    "inputs": {"name": str, "size": int, "sha256": str, "reader": str, "coverage": str, "rows": dict, "refused": str},
    "reference": {"name": str, "kind": str, "own": bool, "version": str, "sha256": str},
    "outputs": {
        "name": str, "what": str, "format": str, "size": int, "sha256": str,
        "by": list, "columns": str, "all": bool, "verbose": bool, "language": str, "workers": bool,
    },
}  # fmt: skip
MAYBE = frozenset({"refused", "by", "columns", "all", "verbose", "language", "workers"})  # not of every one
OWN_FILES = ("map", "roster", "exchange_file", "wages_files", "living_wage_files")  # options that name files
SHARED = "batch --share"  # the command of what is shared: that manifest tells nothing of what was read
SHARED_KEYS = frozenset(
    {"program", "version", "command", "options", "key", "withheld", "reference", "outputs", "sha256"}
)
AUDITED, CONVERTED = "audited", "converted"
RELATIVE, ABSOLUTE = "relative", "absolute"  # how the files were named on the command line


class ManifestFault(Exception):
    """A manifest that cannot be trusted or understood: one sentence, and a mend."""

    def __init__(self, reason: str, mend: str = "") -> None:
        """Keep them apart, as an error of the program does."""
        super().__init__(reason)
        self.reason, self.mend = reason, mend


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its name from the folder it was found in, its bytes, and where its rows went.

    taken: rows that are in the result (audited, or converted); refused: why it was left out whole, else empty.
    """

    name: str
    size: int
    sha256: str
    reader: str = ""
    coverage: str = ""
    rows_read: int = 0
    rows_taken: int = 0
    rows_merged: int = 0
    rows_left_out: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A file that figures were compared with: shipped (a name in the program's data) or the user's own."""

    name: str
    kind: str  # minimum_wage, living_wage, exchange, map, roster
    own: bool
    version: str  # the last day it speaks of, as far as it says
    sha256: str


@dataclass(frozen=True, slots=True)
class Output:
    """One output: name (- is stdout), what it holds, in which format, and its bytes.

    how: what else decides its bytes: by, columns, all, verbose.
    """

    name: str
    what: str  # result, ledger, problems, tasks, or what a command calls its own
    format: str
    size: int
    sha256: str
    how: Mapping[str, Any] = field(default_factory=dict)


def document(
    command: str,
    version: str,
    arguments: Sequence[str],
    named: str,
    options: Mapping[str, Any],
    inputs: Sequence[Input],
    references: Sequence[Reference],
    outputs: Sequence[Output],
) -> dict[str, Any]:
    """The manifest as plain values, inputs and references in the order of their names, sealed by its own hash."""
    found: dict[str, Any] = {
        "manifest": FORMAT,
        "program": "wageaudit",
        "version": version,
        "command": command,
        "arguments": list(arguments),
        "named": named,
        "options": dict(options),
        "rows": _rows(inputs, command),
        "inputs": [_input(one, command) for one in sorted(inputs, key=lambda one: one.name)],
        "reference": [
            {"name": one.name, "kind": one.kind, "own": one.own, "version": one.version, "sha256": one.sha256}
            for one in sorted(references, key=lambda one: (one.own, one.name, one.kind))
        ],
        "outputs": [
            {"name": one.name, "what": one.what, "format": one.format, "size": one.size, "sha256": one.sha256, **dict(one.how)}
            for one in outputs
        ],
    }  # fmt: skip
    return found | {"sha256": seal(found)}


def _rows(inputs: Sequence[Input], command: str) -> dict[str, int]:
    """Where the rows of these inputs went: read = audited (or converted) + merged + left out."""
    counts = [(one.rows_read, one.rows_taken, one.rows_merged, one.rows_left_out) for one in inputs]
    names = ("read", CONVERTED if command == "convert" else AUDITED, "merged", "left_out")
    return (
        dict(zip(names, map(sum, zip(*counts, strict=True)), strict=True))
        if counts
        else dict.fromkeys(names, 0)
    )


def _input(one: Input, command: str) -> dict[str, Any]:
    found = {
        "name": one.name,
        "size": one.size,
        "sha256": one.sha256,
        "reader": one.reader,
        "coverage": one.coverage,
    }
    return found | {"rows": _rows([one], command)} | ({"refused": one.refused} if one.refused else {})


def as_json(found: Mapping[str, Any]) -> bytes:
    """The manifest's bytes: keys sorted, ASCII, two spaces, a newline at its end."""
    return json.dumps(found, indent=2, sort_keys=True, ensure_ascii=True).encode("ascii") + b"\n"


def seal(found: Mapping[str, Any]) -> str:
    """SHA-256 of all that a manifest says but this hash: an accidental change shows."""
    rest = {key: value for key, value in found.items() if key != "sha256"}
    return hashlib.sha256(as_json(rest)).hexdigest()


def parsed(data: bytes) -> dict[str, Any]:
    """What a manifest says. Raises ManifestFault for bytes that are none, or that name what no manifest may name."""
    found = _json(data)
    if not isinstance(found, dict) or "manifest" not in found:
        raise ManifestFault("is not a manifest", "give the manifest.json of a run")
    if found["manifest"] != FORMAT or isinstance(found["manifest"], bool):
        raise ManifestFault(
            "is a manifest of a format this version does not read",
            "use the version of wageaudit that wrote it",
        )
    if set(found) != KEYS or not _shaped(found):
        raise misshapen()
    _check_names(found)
    _check_seal(found)
    return found


def shared(data: bytes) -> dict[str, Any] | None:
    """What the manifest of a share says; None where it is none. Raises ManifestFault as parsed() does."""
    found = _json(data)
    if not isinstance(found, dict) or "manifest" in found or found.get("command") != SHARED:
        return None
    texts = all(isinstance(found.get(name), str) for name in ("version", "key", "sha256"))
    outputs, rule = found.get("outputs"), found.get("withheld")
    sound = texts and isinstance(outputs, list) and isinstance(rule, dict) and all(map(_whole, rule.values()))
    if set(found) != SHARED_KEYS or not sound or not all(map(_shared, outputs or ())):
        raise misshapen()
    _check_inside(one["name"] for one in outputs or ())
    _check_seal(found)
    return found


def _shared(one: object) -> bool:
    """Whether a file that is shared says its name, its size and its hash, each of its kind, and nothing else."""
    said = ("name", "size", "sha256")
    if not isinstance(one, dict) or set(one) != set(said):
        return False
    return all(_of_kind(one[name], ENTRIES["outputs"][name]) for name in said) and _digest(one["sha256"])


def misshapen() -> ManifestFault:
    """The fault of a manifest whose parts are not those of one."""
    return ManifestFault(
        "is not as manifests are written: a part is missing, added or of another kind", "write it anew"
    )


def _check_seal(found: Mapping[str, Any]) -> None:
    if found["sha256"] != seal(found):
        raise ManifestFault(
            "was changed after it was written: its own hash does not fit", "get the manifest as it was"
        )


def _json(data: bytes) -> object:
    """The values of JSON of a bearable size, no key twice, whole numbers alone."""
    if len(data) > LARGEST:
        raise ManifestFault(
            phrase("is larger than {most:,} bytes: no manifest is", most=LARGEST),
            "give the manifest.json of a run",
        )
    try:
        return json.loads(
            data, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_no_constant
        )
    except (ValueError, RecursionError):
        raise ManifestFault("is not the JSON that a manifest is", "give the manifest.json of a run") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(text: str) -> Any:  # noqa: ANN401 - json's own signature
    raise ValueError(text)


def _shaped(found: Mapping[str, Any]) -> bool:
    """Whether every part is of the kind it should be."""
    texts = all(isinstance(found[name], str) for name in ("program", "version", "command", "named", "sha256"))
    maps = isinstance(found["options"], dict) and isinstance(found["rows"], dict)
    lists = all(isinstance(found[name], list) for name in ("arguments", "inputs", "reference", "outputs"))
    if not (texts and maps and lists and all(isinstance(name, str) for name in found["arguments"])):
        return False
    rows = all(_whole(count) for count in found["rows"].values())
    entries = all(_entry(one, part) for part in ENTRIES for one in found[part])
    return rows and entries and found["named"] in {RELATIVE, ABSOLUTE} and all(map(_read, found["inputs"]))


def _entry(one: object, part: str) -> bool:
    """Whether an input, a reference file or an output says all that one says, each of its kind."""
    every = set(ENTRIES[part])
    if not isinstance(one, dict) or not every - MAYBE <= set(one) <= every:
        return False
    kinds = all(_of_kind(value, ENTRIES[part][name]) for name, value in one.items())
    return kinds and bool(one["name"]) and _digest(one["sha256"])


def _digest(text: str) -> bool:
    return len(text) == DIGEST and set(text) <= HEX


def _of_kind(value: object, kind: type) -> bool:
    if kind is int:
        return _whole(value)
    return isinstance(value, kind) and (kind is not list or all(isinstance(word, str) for word in value))  # type: ignore[attr-defined]


def _read(one: Mapping[str, Any]) -> bool:
    rows = one.get("rows")
    if not isinstance(rows, dict) or set(rows) - {AUDITED, CONVERTED} != {"read", "merged", "left_out"}:
        return False
    return len(rows) == len(_rows([], "")) and all(map(_whole, rows.values()))


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _check_names(found: Mapping[str, Any]) -> None:
    """No name that will be opened may lead out of the folder it is looked up in; inputs are found by the arguments."""
    own = [one["name"] for one in found["reference"] if one["own"]]
    chosen = [found["options"].get(option, "") for option in OWN_FILES]
    chosen = [name for given in chosen for name in (given if isinstance(given, list) else [given]) if name]
    _check_inside([*found["arguments"], *own, *(one["name"] for one in found["outputs"]), *map(str, chosen)])


def _check_inside(names: Iterable[str]) -> None:
    for name in names:
        if not inside(name):
            raise ManifestFault("names a file by an absolute path, or one that leads out of its folder: no manifest does", "trust nothing of it")  # fmt: skip


def inside(name: str) -> bool:
    """Whether a name stays in the folder it is looked up in: not absolute, no drive, no step upwards, no control."""
    parts = name.replace("\\", "/").split("/")
    controls = any(ord(character) < ord(" ") for character in name)
    drive = len(parts[0]) > 1 and parts[0][1] == ":"
    return (
        0 < len(name) <= LONGEST_NAME and bool(parts[0]) and not drive and ".." not in parts and not controls
    )


__all__ = [
    "Input",
    "ManifestFault",
    "Output",
    "Reference",
    "as_json",
    "document",
    "inside",
    "parsed",
    "seal",
    "shared",
]
