"""wageaudit verify: a manifest's files hashed again, its figures computed again, and what differs named."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wageaudit.cli.speech import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wageaudit.engine import Run
    from wageaudit.options import Options
    from wageaudit.readers.base import Reading

STDOUT = "-"
REMADE = {"audit", "convert"}


@dataclass(slots=True)
class Again:
    """The run made again: what was read, and what was found, or why neither could be."""

    found: Mapping[str, Any]
    reading: Reading | None = None
    done: Run | None = None
    met: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    document: Mapping[str, Any] | None = None
    stopped: str = ""


def verify(
    manifest: Annotated[
        str, typer.Argument(help="The manifest of a run.", metavar="MANIFEST", show_default=False)
    ],
    inputs: Annotated[
        str,
        typer.Option(
            "--inputs",
            help="Folder the inputs are in. Default: this one, or the manifest's.",
            metavar="FOLDER",
            show_default=False,
        ),
    ] = "",
    outputs: Annotated[
        str,
        typer.Option(
            "--outputs",
            help="Folder the outputs are in. Default: the manifest's.",
            metavar="FOLDER",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Hash inputs, reference data and outputs again, compute again, and say identical or what differs."""
    from wageaudit.cli.screen import console
    from wageaudit.errors import Exit
    from wageaudit.files.comparing import scratch, standing_in
    from wageaudit.phrases import phrase
    from wageaudit.reports import manifest_words as words
    from wageaudit.reports.manifest_told import differences, references

    found = _load(manifest)
    folder = _folder(found, inputs, manifest)
    made = os.path.abspath(outputs or Path(manifest).parent)  # noqa: PTH100 - links are not followed
    with scratch() as room, standing_in(folder):
        told = references(found)
        again = _again(found)
        notes: list[str] = []
        told += differences(again, found)
        told += _outputs(again, made, room, notes)
    screen = console()
    if told:
        _say(screen, phrase(words.DIFFERS[len(told) != 1], count=len(told)))
        for line in told:
            _say(screen, f"  {line}")
    else:
        counts = {
            name: len(found[key])
            for name, key in (("inputs", "inputs"), ("references", "reference"), ("outputs", "outputs"))
        }
        _say(screen, phrase(words.IDENTICAL, **counts))
    for note in notes:
        _say(console(stderr=True), note)
    raise typer.Exit(Exit.FOUND if told else Exit.DONE)


def _say(screen: Any, line: str) -> None:  # noqa: ANN401 - rich's console, imported late
    from rich.text import Text

    screen.print(Text(line), soft_wrap=True)


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
    from wageaudit.reports import manifest_words as words
    from wageaudit.text import clean

    names = [name for name in found["arguments"] if name != STDOUT]
    names += [one["name"] for one in found["reference"] if one["own"]]
    places = [asked] if asked else [".", str(Path(manifest).parent)]
    missing = [[name for name in names if not Path(place, name).exists()] for place in places]
    for place, lost in zip(places, missing, strict=True):
        if not lost:
            return os.path.abspath(place)  # noqa: PTH100 - links are not followed
    raise InputRefused(clean(missing[0][0], 200), words.REASON_INPUT, words.MEND_INPUT)


def _again(found: Mapping[str, Any]) -> Again:
    """Read and audit once more, as the manifest says it was done."""
    from wageaudit.engine import read, run
    from wageaudit.errors import WageauditError
    from wageaudit.manifest import ABSOLUTE
    from wageaudit.recording import Witness, names, record
    from wageaudit.text import clean

    again = Again(found)
    if found["command"] not in REMADE:
        return again
    at = os.getcwd() if found["named"] == ABSOLUTE else ""  # noqa: PTH109 - a text is wanted
    paths = [name if name == STDOUT else os.path.join(at, name) for name in found["arguments"]]  # noqa: PTH118 - "" adds nothing
    witness = Witness()
    try:
        chosen = _options(found["options"], at)
        if found["command"] == "audit":
            again.done = run(paths, chosen, witness)
            again.reading = again.done.reading
        else:
            again.reading = read(paths, chosen, witness)
        audit = again.done.audit if again.done else None
        again.document = record(found["command"], paths, chosen, again.reading, audit, witness, ())
    except WageauditError as error:
        problem = getattr(error, "problem", None)
        where = f"{clean(problem.place(), 300)}: " if problem is not None else ""
        again.stopped = f"{where}{clean(error.reason, 400)}"
    own = [os.path.join(at, one["name"]) for one in found["reference"] if one["own"]]  # noqa: PTH118
    known = names([*paths, *own])
    again.met = {known.source(name): seen for name, seen in witness.seen.items()}
    return again


def _options(said: Mapping[str, Any], at: str) -> Options:
    """The options of the manifest, through the same checks as those of the command line."""
    from wageaudit.cli.settings import READS, options
    from wageaudit.errors import WrongUse
    from wageaudit.phrases import phrase

    lists = ("wages_files", "living_wage_files")
    words: dict[str, Any] = dict.fromkeys(READS, "") | {
        name: value for name, value in said.items() if isinstance(value, str) and name not in lists
    }
    for name in lists:
        given = said.get(name, [])
        if not isinstance(given, list) or not all(isinstance(path, str) for path in given):
            raise WrongUse(
                phrase("the manifest's {name} is no list of names", name=name), "get the manifest as it was"
            )
        words[name] = [os.path.join(at, path) for path in given]  # noqa: PTH118 - "" adds nothing
    for name in ("exchange_file", "roster", "map"):
        path = words.get(name, "")
        words[name] = os.path.join(at, path) if path and (name != "map" or Path(path).exists()) else path  # noqa: PTH118
    return options(words)


def _outputs(again: Again, made: str, room: str, notes: list[str]) -> list[str]:
    """What differs in the outputs: as they lie there, and as they come out now."""
    from wageaudit.reports.manifest_told import output

    told = []
    for number, entry in enumerate(again.found["outputs"]):
        path = "" if entry["name"] == STDOUT else os.path.join(made, entry["name"])  # noqa: PTH118 - a text is wanted
        copy = os.path.join(room, str(number))  # noqa: PTH118
        remade = copy if _remake(again, entry, copy) else ""
        told += output(entry, path, remade, again, notes)
    return told


def _remake(again: Again, entry: Mapping[str, Any], path: str) -> bool:
    """Write an output anew; False where this command does not know how, or could not read what it needs."""
    from wageaudit.cli.screen import select, write_data, write_screen
    from wageaudit.reports.data import WRITERS
    from wageaudit.reports.problems import as_table
    from wageaudit.reports.suspicions import every_problem
    from wageaudit.tasks import whole

    by, form, done = entry.get("by", []), entry["format"], again.done
    if again.reading is None:
        return False
    if entry["what"] == "tasks" and form in WRITERS:
        table = select(whole(again.reading.table), entry.get("columns", ""))
    elif (
        done is None
        or (form not in WRITERS and form != "table")
        or (form == "table" and entry.get("language", "en") != spoken())
    ):
        return False
    elif entry["what"] == "result" and form == "table":
        every, verbose = bool(entry.get("all")), bool(entry.get("verbose"))
        write_screen(done, path, (), by, force=True, every=every, verbose=verbose)
        return True
    elif entry["what"] == "result":
        table = select(done.audit.table(by or ("worker",)), entry.get("columns", ""))
    elif entry["what"] == "ledger":
        table = done.audit.ledger()
    elif entry["what"] == "problems":
        table = as_table(every_problem(done))
    else:
        return False
    write_data(table, form, path, (), force=True)
    return True
