"""wageaudit verify: a manifest's files hashed again, its figures computed again, and what differs named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wageaudit.cli.speech import speaking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wageaudit.cli.again import Again

STDOUT = "-"
Manifest = Annotated[
    str, typer.Argument(help="The manifest of a run.", metavar="MANIFEST", show_default=False)
]
Inputs = Annotated[
    str,
    typer.Option(
        "--inputs",
        help="Folder the inputs are in. Default: this one, the manifest's, or where a batch found them.",
        metavar="FOLDER",
        show_default=False,
    ),
]
Outputs = Annotated[
    str,
    typer.Option(
        "--outputs",
        help="Folder the outputs are in. Default: the manifest's.",
        metavar="FOLDER",
        show_default=False,
    ),
]


Key = Annotated[
    str,
    typer.Option(
        "--key",
        help="The campaign's key: what a batch shared is computed again too.",
        metavar="FILE",
        show_default=False,
    ),
]
Told = tuple[list[str], list[str], list[str]]  # what differs, what to say where nothing does, notes


def verify(
    manifest: Manifest,
    inputs: Inputs = "",
    outputs: Outputs = "",
    key: Key = "",
) -> None:
    """Hash inputs, reference data and outputs again, compute again, and say identical or what differs."""
    from wageaudit.cli.screen import console
    from wageaudit.errors import Exit
    from wageaudit.phrases import counted
    from wageaudit.reports import manifest_words as words

    told, identical, notes = _alone(manifest, outputs, key) or _run(manifest, inputs, outputs, key)
    screen = console()
    if told:
        _say(screen, counted(words.DIFFERS, len(told)))
    for line in told:
        _say(screen, line, "  ")
    for line in () if told else identical:
        _say(screen, line)
    for note in notes:
        _say(console(stderr=True), note)
    raise typer.Exit(Exit.FOUND if told else Exit.DONE)


def _alone(path: str, outputs: str, key: str) -> Told | None:
    """What became of a share, by its own manifest; None where the manifest is another."""
    from wageaudit.cli.shared import alone
    from wageaudit.errors import InputRefused
    from wageaudit.files.comparing import whole
    from wageaudit.manifest import LARGEST, ManifestFault
    from wageaudit.text import clean

    try:
        return alone(path, whole(path, LARGEST), outputs, key)
    except ManifestFault as fault:
        raise InputRefused(clean(path, 200), fault.reason, fault.mend) from None


def _run(manifest: str, inputs: str, outputs: str, key: str) -> Told:
    """What became of a run: its files hashed, its figures computed again."""
    from wageaudit.cli.again import BATCH, repeat
    from wageaudit.cli.shared import apart, beside, compared, refuse
    from wageaudit.files.comparing import scratch, standing_in
    from wageaudit.manifest import ABSOLUTE, inside
    from wageaudit.reports.manifest_told import differences, references

    found = _load(manifest)
    folder = _folder(found, inputs, manifest)
    made = os.path.abspath(outputs or Path(manifest).parent)  # noqa: PTH100 - links are not followed
    share = None
    if found["command"] == BATCH:
        found, entry = apart(found)
        share = beside(made, key, entry)
    else:
        refuse(key)
    typed = inputs if found["named"] == ABSOLUTE and inputs and not inside(inputs) else ""
    notes: list[str] = []
    with scratch() as room:
        with standing_in(folder):
            told = references(found)
        with standing_in("." if typed else folder):
            again = repeat(found, room, made, typed, share.sharing if share else None)
            told += differences(again, found)
            wrong, hashed = _outputs(again, made, room, notes)
        lines = [_identical(found, hashed)]
        told += wrong
        if share:
            wrong, line, more = compared(share, again, room)
            told, lines, notes = told + wrong, [*lines, line], notes + more
    return told, lines, notes


def _identical(found: Mapping[str, Any], hashed: int) -> str:
    """That nothing differs; hashed: how many outputs were not made again."""
    from wageaudit.phrases import counted, phrase
    from wageaudit.reports import manifest_words as words

    again = len(found["outputs"]) - hashed
    said = {
        "inputs": counted(words.INPUTS, len(found["inputs"])),
        "references": counted(words.REFERENCES, len(found["reference"])),
        "outputs": counted(words.OUTPUTS, len(found["outputs"])),
    }
    if not hashed:
        return phrase(words.IDENTICAL, **said)
    if not again:
        return phrase(words.IDENTICAL_HASHED, **said)
    said |= {"again": counted(words.MADE_AGAIN, again), "hashed": counted(words.HASHED, hashed)}
    return phrase(words.IDENTICAL_PARTLY, **said)


def _say(screen: Any, line: str, indent: str = "") -> None:  # noqa: ANN401 - rich's console, imported late
    from rich.text import Text

    from wageaudit.reports.wrapping import tell

    tell(Text(indent + speaking().told(line)), screen)


def _load(path: str) -> dict[str, Any]:
    """The manifest, if it is one, of this version, of a command that can be run again."""
    from wageaudit import __version__
    from wageaudit.errors import InputRefused
    from wageaudit.files.comparing import whole
    from wageaudit.manifest import LARGEST, ManifestFault, parsed
    from wageaudit.phrases import phrase
    from wageaudit.reports import manifest_words as words
    from wageaudit.text import clean

    shown = clean(path, 200)
    try:
        found = parsed(whole(path, LARGEST))
    except ManifestFault as fault:
        raise InputRefused(shown, fault.reason, fault.mend) from None
    then = clean(found["version"], 40)
    if found["version"] != __version__:
        reason = phrase(words.REASON_VERSION, then=then, now=__version__)
        raise InputRefused(shown, reason, phrase(words.MEND_VERSION, then=then))
    return found


def _folder(found: Mapping[str, Any], asked: str, manifest: str) -> str:
    """Where the inputs are; raises InputRefused for the first that is not there."""
    from wageaudit.errors import InputRefused
    from wageaudit.files import HOME, Workplace
    from wageaudit.phrases import phrase
    from wageaudit.reports import manifest_words as words
    from wageaudit.text import clean

    names = [name for name in found["arguments"] if name != STDOUT]
    names += [one["name"] for one in found["reference"] if one["own"]]
    beside = str(Path(manifest).parent)
    remembered = [place for place in Workplace(beside).known(HOME, list) if isinstance(place, str) and place]
    places = [asked] if asked else [".", beside, *remembered]
    missing = [[name for name in names if not Path(place, name).exists()] for place in places]
    for place, lost in zip(places, missing, strict=True):
        if not lost:
            return os.path.abspath(place)  # noqa: PTH100 - links are not followed
    name = clean(missing[0][0], 200)
    raise InputRefused(name, words.REASON_INPUT, phrase(words.MEND_INPUT, name=name))


def _outputs(again: Again, made: str, room: str, notes: list[str]) -> tuple[list[str], int]:
    """(What differs in the outputs: as they lie there, and as they come out now; how many were not made again)."""
    from wageaudit.cli.again import BATCH, foreign, remake
    from wageaudit.reports.manifest_told import output, unmade

    told, hashed = [], 0
    for number, entry in enumerate(again.found["outputs"]):
        path = "" if entry["name"] == STDOUT else os.path.join(made, entry["name"])  # noqa: PTH118 - a text is wanted
        remade = remake(again, entry, room, number)
        told += output(entry, path, remade, again, notes)
        hashed += not remade
        if not remade and not again.stopped and (not path or Path(path).is_file()):
            notes.append(unmade(entry, foreign(entry) if again.found["command"] != BATCH else ""))
    return told, hashed
