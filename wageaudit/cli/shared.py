"""What of a batch was shared, held against its own manifest: hashed again, and computed again where the key is at hand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wageaudit.errors import InputRefused, WrongUse
from wageaudit.phrases import counted, joined, phrase
from wageaudit.reports import manifest_words as words
from wageaudit.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wageaudit.batch import Sharing
    from wageaudit.cli.again import Again

FOLDER, MANIFEST = "share", "manifest.json"
TELLING = ("total.csv", "summary.csv")  # files that lie in every share


@dataclass(frozen=True, slots=True)
class Share:
    """What lies beside a batch's manifest to be shared: where, what its manifest says ({} if it is lost), how it was made.

    faults: what is wrong with its manifest itself; sharing: key and rule, where the key was given.
    """

    folder: str
    found: Mapping[str, Any]
    faults: tuple[str, ...] = ()
    sharing: Sharing | None = None


def alone(path: str, data: bytes, outputs: str, key: str) -> tuple[list[str], list[str], list[str]] | None:
    """(what differs, what to say where nothing does, notes) for the manifest of a share; None where it is none.

    Raises ManifestFault for one that was changed, WrongUse where it is to be computed again.
    """
    import hashlib

    from wageaudit.manifest import shared

    found = shared(data)
    if found is None:
        return None
    if key:
        raise WrongUse(words.REASON_ALONE, words.MEND_ALONE)
    folder, name = os.path.split(path)
    told = differing(found, outputs or folder or ".", {MANIFEST, name}, "", None, "")
    seal = phrase(words.SHARED_SEAL, name=clean(name, 200), digest=hashlib.sha256(data).hexdigest())
    return told, [counted(words.SHARED_HASHED, len(found["outputs"]))], [words.SHARED_ALONE, seal]


def apart(found: Mapping[str, Any]) -> tuple[dict[str, Any], Mapping[str, Any] | None]:
    """(A batch's manifest without what it says of a share, that: name, size and hash of the share's own manifest; None for none)."""
    told = {one["name"]: one for one in found["outputs"]}
    own = told.pop(f"{FOLDER}/{MANIFEST}", None)
    return {**found, "outputs": list(told.values())} if own else dict(found), own


def beside(made: str, key: str, entry: Mapping[str, Any] | None) -> Share | None:
    """What lies to be shared beside a batch's manifest; None where nothing does. Raises InputRefused for another key.

    entry: what the batch's manifest says of the share's; None where it says of none.
    """
    from wageaudit.files.comparing import whole
    from wageaudit.manifest import LARGEST, ManifestFault, shared

    folder = Path(made, FOLDER)
    path, shown = folder / MANIFEST, f"{FOLDER}/{MANIFEST}"
    if not path.is_file():
        if any((folder / name).is_file() for name in TELLING):
            return Share(str(folder), {}, (phrase(words.SHARED_LOST, name=shown),))
        refuse(key)
        return _strangers(folder, entry)
    try:
        found = shared(whole(str(path), LARGEST))
        if found is None:
            raise ManifestFault("is not a manifest")  # noqa: TRY301 - said as its other faults are
    except ManifestFault as fault:
        return Share(str(folder), {}, (joined([shown, fault.reason], ": "),))
    faults = _changed(str(path), entry)
    return Share(str(folder), found, faults, _sharing(found, key, shown) if key else None)


def _strangers(folder: Path, entry: Mapping[str, Any] | None) -> Share | None:
    """A folder of that name in which no share lies: whether one was made, and whose files are there instead."""
    from wageaudit.files.comparing import beneath

    others = [
        phrase(words.SHARED_STRANGE, name=clean(f"{FOLDER}/{name}", 300)) for name in beneath(str(folder))
    ]
    if entry is None:
        return Share(str(folder), {}, tuple(others)) if others else None
    return Share(str(folder), {}, (phrase(words.SHARED_GONE, folder=FOLDER), *others))


def _changed(path: str, entry: Mapping[str, Any] | None) -> tuple[str, ...]:
    """That a share's manifest is not the one that was written with the batch's; nothing where it is, or where that says of none."""
    from wageaudit.files.comparing import fingerprint

    if entry is None:
        return (phrase(words.SHARED_UNNAMED, name=f"{FOLDER}/{MANIFEST}"),)
    if fingerprint(path) == (entry["size"], entry["sha256"]):
        return ()
    return (phrase(words.OUTPUT_CHANGED, name=f"{FOLDER}/{MANIFEST}"),)


def refuse(key: str) -> None:
    """Raise WrongUse for a key where nothing was shared."""
    if key:
        raise WrongUse(words.REASON_NO_SHARE, words.MEND_ALONE)


def _sharing(found: Mapping[str, Any], path: str, shown: str) -> Sharing:
    """Key and rule that it was shared with."""
    from wageaudit.batch import Sharing
    from wageaudit.disclosure import Rule
    from wageaudit.files.secret import read_secret
    from wageaudit.manifest import misshapen
    from wageaudit.pseudonyms import parse_key

    key = parse_key(read_secret(path), clean(path, 200))
    then = clean(found["key"], 40)
    if key.id != found["key"]:
        reason = phrase(words.REASON_KEY, id=key.id, then=then)
        raise InputRefused(clean(path, 200), reason, phrase(words.MEND_KEY, then=then))
    try:
        return Sharing(key, Rule(**found["withheld"]))
    except (TypeError, ValueError):
        fault = misshapen()
        raise InputRefused(shown, fault.reason, fault.mend) from None


def compared(share: Share, again: Again, room: str) -> tuple[list[str], str, list[str]]:
    """(what differs, what to say where nothing does, notes) of a share beside a batch that was made again in this room."""
    if not share.found:
        return list(share.faults), "", []
    remade = os.path.join(room, "batch", FOLDER) if share.sharing and not again.stopped else ""  # noqa: PTH118 - a text
    told = [*share.faults, *differing(share.found, share.folder, {MANIFEST}, f"{FOLDER}/", again, remade)]
    count = len(share.found["outputs"])
    if share.sharing:
        return told, counted(words.SHARED_AGAIN, count), []
    return told, counted(words.SHARED_HASHED, count), [words.SHARED_KEY]


def differing(
    found: Mapping[str, Any],
    folder: str,
    own: set[str],
    prefix: str,
    again: Again | None,
    remade: str,
) -> list[str]:
    """What of a share is changed, missing or added, and, where it was made again into `remade`, what comes out otherwise.

    own: files of its folder that are its manifest; prefix: what stands before its names where they are told.
    """
    from wageaudit.cli.again import Again
    from wageaudit.files.comparing import beneath, fingerprint
    from wageaudit.reports.manifest_told import output

    entries = list(found["outputs"])
    if remade:
        size, digest = fingerprint(str(Path(folder, MANIFEST)))
        entries.append({"name": MANIFEST, "size": size, "sha256": digest})
    told = []
    for one in entries:
        name = one["name"]
        path, new = Path(folder, name), Path(remade, name)
        shown = {**one, "name": prefix + name, "format": name.rpartition(".")[2]}
        made = str(new) if remade and new.is_file() else ""
        told += output(shown, str(path), made, again or Again(found), [])
    known = {one["name"] for one in found["outputs"]} | own
    added = [name for name in beneath(folder) if name not in known]
    return told + [phrase(words.SHARED_ADDED, name=clean(prefix + name, 300)) for name in added]
