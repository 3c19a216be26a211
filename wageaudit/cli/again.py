"""A run made again as its manifest says: the same options through the same checks, the same outputs into a scratch folder."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wageaudit.cli.speech import spoken
from wageaudit.phrases import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wageaudit.batch import Paging, Sharing
    from wageaudit.engine import Run
    from wageaudit.options import Options
    from wageaudit.readers.base import Reading

STDOUT, BATCH = "-", "batch"
REMADE = ("audit", "report", "convert", BATCH)
LANGUAGES = {"page", "table", "workbook"}  # outputs whose words are those of a language


@dataclass(slots=True)
class Again:
    """A run made again, as far as it got: what was met, read and found, or why it stopped."""

    found: Mapping[str, Any]
    reading: Reading | None = None
    done: Run | None = None
    met: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    document: Mapping[str, Any] | None = None
    stopped: str = ""
    paths: Sequence[str] = ()


def repeat(
    found: Mapping[str, Any],
    room: str,
    made: str,
    typed: str = "",
    sharing: Sharing | None = None,
) -> Again:
    """Read and audit once more, from the folder stood in; a batch into the scratch folder, its first results (made) left alone.

    typed: the folder stood in, under the name that rows are to have their files by, where the first run named it so;
    sharing: how a batch shared what it did.
    """
    from wageaudit.errors import WageauditError
    from wageaudit.manifest import ABSOLUTE
    from wageaudit.recording import Witness, names

    again = Again(found)
    if found["command"] not in REMADE:
        return again
    at = (typed or os.getcwd()) if found["named"] == ABSOLUTE else ""  # noqa: PTH109 - a text is wanted
    again.paths = paths = [name if name == STDOUT else os.path.join(at, name) for name in found["arguments"]]  # noqa: PTH118 - "" adds nothing
    own = [os.path.join(at, one["name"]) for one in found["reference"] if one["own"]]  # noqa: PTH118
    witness = Witness()
    try:
        _run(again, paths, _options(found["options"], at), witness, (room, made, sharing))
    except WageauditError as error:
        problem = getattr(error, "problem", None)
        again.stopped = error.reason if problem is None else joined([problem.place(), error.reason], ": ")
    known = names([*paths, *own])
    again.met = {known.source(name): seen for name, seen in witness.seen.items()} or {
        one["name"]: (one["size"], one["sha256"]) for one in (again.document or {"inputs": ()})["inputs"]
    }
    return again


def _run(
    again: Again,
    paths: Sequence[str],
    chosen: Options,
    witness: Any,  # noqa: ANN401 - imported late
    places: tuple[str, str, Sharing | None],
) -> None:
    """What the command did, without what it said; places: scratch room, where the first results are, and how they were shared."""
    from wageaudit.engine import read, run
    from wageaudit.recording import record

    command = again.found["command"]
    if command == BATCH:
        _batch(again, paths[0], chosen, *places)
        return
    if command == "convert":
        again.reading = read(paths, chosen, witness)
    else:
        again.done = run(paths, chosen, witness)
        again.reading = again.done.reading
    audit = again.done.audit if again.done else None
    again.document = record(command, paths, chosen, again.reading, audit, witness, ())


def _batch(again: Again, folder: str, chosen: Options, room: str, made: str, sharing: Sharing | None) -> None:
    from wageaudit import batch
    from wageaudit.cli.batch import executor
    from wageaudit.files.comparing import whole
    from wageaudit.manifest import LARGEST

    out = os.path.join(room, BATCH)  # noqa: PTH118 - a text is wanted
    does = executor(None, "")
    try:
        paging = _paging(again.found)
        again.done = batch.run(folder, out, chosen, does, sharing=sharing, paging=paging, but=[made]).run
    finally:
        does.stop()
    again.document = json.loads(whole(os.path.join(out, "manifest.json"), LARGEST))  # noqa: PTH118


def _paging(found: Mapping[str, Any]) -> Paging | None:
    """Pages and workbook as the batch made them, if it did."""
    from wageaudit.batch import Paging

    read = {form: [one for one in found["outputs"] if one["format"] == form] for form in ("html", "xlsx")}
    languages = {str(one.get("language", "en")) for made in read.values() for one in made}
    if not languages:
        return None
    return Paging(min(languages), pages=bool(read["html"]), workbook=bool(read["xlsx"]))


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


def foreign(entry: Mapping[str, Any]) -> str:
    """The language of an output whose words are of another than this run speaks; else ""."""
    its = str(entry.get("language", "en"))
    return its if LANGUAGES & {entry["what"], entry["format"]} and its != spoken() else ""


def remake(again: Again, entry: Mapping[str, Any], room: str, number: int) -> str:
    """The path of an output made anew; "" where this version does not know how, or could not read what it needs."""
    if again.found["command"] == BATCH:
        path = os.path.join(room, BATCH, entry["name"])  # noqa: PTH118 - a text is wanted
        return path if Path(path).is_file() else ""
    path = os.path.join(room, str(number))  # noqa: PTH118
    if again.reading is None or foreign(entry):
        return ""
    how = {"page": _page, "workbook": _workbook}.get(entry["what"], _table)
    made = how(again, entry, path)
    return path if made else ""


def _page(again: Again, entry: Mapping[str, Any], path: str) -> bool:
    from wageaudit.cli.screen import write_page

    if again.done is None:
        return False
    shown = {
        name: value for name, value in (again.document or {}).items() if name not in {"outputs", "sha256"}
    }
    workers = bool(entry.get("workers"))
    write_page(
        again.done,
        path,
        (),
        force=True,
        workers=workers,
        manifest=shown if again.found["command"] == "report" else None,
        paths=again.paths,
    )
    return True


def _workbook(again: Again, entry: Mapping[str, Any], path: str) -> bool:
    from wageaudit.cli.screen import write_workbook

    if again.done is not None:
        write_workbook(again.done, path, (), entry.get("by", ()), force=True)
    return again.done is not None


def _table(again: Again, entry: Mapping[str, Any], path: str) -> bool:
    from wageaudit.cli.screen import select, write_data, write_screen
    from wageaudit.reports.data import WRITERS
    from wageaudit.reports.problems import as_table
    from wageaudit.reports.suspicions import every_problem
    from wageaudit.tasks import whole

    what, form, done, by = entry["what"], entry["format"], again.done, entry.get("by", [])
    if what == "tasks" and form in WRITERS and again.reading is not None:
        table = select(whole(again.reading.table), entry.get("columns", ""))
    elif done is None or (form not in WRITERS and form != "table"):
        return False
    elif what == "result" and form == "table":
        write_screen(
            done, path, (), by, force=True, every=bool(entry.get("all")), verbose=bool(entry.get("verbose"))
        )
        return True
    elif what == "result":
        table = select(done.audit.table(by or ("worker",)), entry.get("columns", ""))
    elif what == "ledger":
        table = done.audit.ledger()
    elif what == "problems":
        table = as_table(every_problem(done))
    else:
        return False
    write_data(table, form, path, (), force=True)
    return True
