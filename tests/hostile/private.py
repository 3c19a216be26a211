"""Cases of privacy: keys, paths and secrets that must not reach what is passed on."""

from __future__ import annotations

import json

from hostile.make import filed, row, table
from hostile.runner import Case, Outcome

PAIR = table(row(1), row(2, worker_id="w2"))


def no_paths(outcome: Outcome) -> None:
    """The manifest names no folder above the one the program was started in."""
    told = (outcome.folder / "m.json").read_text(encoding="utf-8")
    assert str(outcome.folder) not in told
    assert json.loads(told)["inputs"][0]["name"].endswith("log.csv")


def key_hidden(outcome: Outcome) -> None:
    """A key's file is for its owner alone, and neither stream shows the secret."""
    text = (outcome.folder / "c.key").read_text(encoding="utf-8")
    secret = next(line.split()[1] for line in text.splitlines() if line.startswith("secret"))
    assert secret not in outcome.text + outcome.err
    assert (outcome.folder / "c.key").stat().st_mode & 0o077 == 0


CASES = (
    Case("G9", "an empty key is no key", filed({"c.key": ""}, "key", "id", "c.key"), 2, ["c.key", "no key file"]),
    Case("G9b", "a key of a few letters is no key", filed({"c.key": "hello\n"}, "key", "id", "c.key"), 2, ["c.key", "no key file"]),
    Case("G9c", "a key file without end is no key", filed({"c.key": "x" * (1 << 20)}, "key", "id", "c.key"), 2, ["c.key"]),
    Case("G10", "a new key is shown to nobody", filed({}, "key", "new", "-o", "c.key"), writes=["c.key"], check=key_hidden),
    Case("G10b", "a key is never replaced", filed({"c.key": "old"}, "key", "new", "-o", "c.key"), 2, ["c.key", "exists"]),
    Case("G13", "a manifest names files from where the program was started", filed({"log.csv": PAIR}, "audit", "log.csv", "--format", "csv", "--manifest", "m.json"), writes=["m.json"], check=no_paths),
)  # fmt: skip
LEFT_OUT = {
    "G1": "small groups of shared tables: the tests of disclosure hold it against every release, with a solver",
    "G2": "the same", "G3": "the same", "G4": "the same", "G5": "the same", "G6": "the same",
    "G7": "no command shares titles or ids: shared tables hold groups alone",
    "G8": "no command shares single workers yet; the tests of pseudonyms hold the key",
    "G11": "the tests of pseudonyms hold it", "G12": "the tests of pseudonyms hold it",
    "G14": "WAGEAUDIT_DEBUG shows the program's own lines, and is for a developer with invented data",
}  # fmt: skip
