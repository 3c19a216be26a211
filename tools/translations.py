"""Gather every sentence of the program into its catalogues, and compile them.

    python tools/translations.py             # update the .po files, compile the .mo files, say what is missing
    python tools/translations.py --check     # write nothing; exit 1 where the catalogues are not as the sources are

A sentence is found by its place in the code, with babel's extractor and the rules below:

- every constant of a module called words.py (or ..._words.py); a tuple of two is said of one and of several;
- the first argument of say(), phrase(), counted() and plural();
- reasons, mends and the like: plain text in a call or a variable of TOLD and NAMED, or in a constant that these use;
- why a currency with two exchange rates is converted at one of them, from the list of such currencies;
- what the maps that come with the program are for, and why they leave rows out, from the maps;
- what `--help` says, from the command line itself.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wageaudit"
LANGUAGES = ("fr", "es")
DOMAIN = "wageaudit"
WIDTH = 120
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
FIRST = {"say", "phrase"}  # the sentence is their first argument
SEVERAL = {"counted", "plural"}  # the pair of sentences is
TOLD = {
    *("InputRefused", "WrongUse", "WageauditError", "ManifestFault", "Fault", "Problem", "WageProblem", "InForce", "Unknown"),
    *("Reader", "fault", "reject", "leave_out", "note", "lost", "append", "Question", "Kept", "match", "wrong"),
    *("_need", "_note", "_with_notes", "_wrong", "_column", "_reject"),
}  # fmt: skip
NAMED = re.compile(r"reason|reasons|mend|what|hint|why|words|missing|nothing|notes?|told|said|option")
KEYWORDS = {"title", "cannot_tell", "reason", "mend", "words"}
NO_SENTENCE = re.compile(r"\\|\(\?|^[^a-z]*$|^\S*$|^%|^utf|^UTC|: $")
FRAMES = {
    "{place}:",
    "{activity}, {status}",
    "{what}; {weight}",
    "{reason}: {count}",
    "{period}: {rows}",
    "{head}: {value}",
    "{series}: {source}",
    "{kind}: {codes}",
    "1 {base} = {rate} {quote}, {when}: {source}",
    "{amount} {period} ÷ {hours} h",
}  # without a word, yet not alike in all languages
NOT_SHOWN = {"disclosure", "summary", "exchange_files.py", "tasks.py"}  # their errors are a programmer's
Pair = tuple[str, str]
Message = tuple[int, str | None, str | Pair, list[str]]


def sentences(
    fileobj: IO[bytes], _keywords: object, _tags: object, options: Mapping[str, Any]
) -> Iterator[Message]:
    """Babel's extraction method: (line, function, sentence or pair, comments) of one module."""
    tree = ast.parse(fileobj.read().decode("utf-8"))
    if options["all"]:
        for statement in tree.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
                yield from _constants(statement.value, several=isinstance(target, ast.Name))
    used = _with_parts(tree, {_named(node) for _, node in _told(tree)} | options["used"])
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and any(_names(target) & used for target in statement.targets):
            yield from _texts(statement.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in FIRST | SEVERAL:
                yield from _constants(node.args[0], several=name in SEVERAL)
    for _, node in _told(tree):
        yield from _texts(node)


def _constants(node: ast.expr, *, several: bool) -> Iterator[Message]:
    """Strings in a value of words.py: alone, in a tuple, in a mapping; a pair where one is meant for several."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.search(r"[^\W\d_]", re.sub(r"\{\w*\}", "", node.value)) or node.value in FRAMES:
            yield node.lineno, None, node.value, []
    elif isinstance(node, ast.Tuple) and several and len(node.elts) == 2 and all(map(_is_text, node.elts)):
        one, many = (str(ast.literal_eval(element)) for element in node.elts)
        yield node.lineno, "ngettext", (one, many), []
    elif isinstance(node, ast.Tuple | ast.List):
        for element in node.elts:
            yield from _constants(element, several=False)
    elif isinstance(node, ast.Dict):
        for element in node.values:
            yield from _constants(element, several=True)
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body, several=several)
        yield from _constants(node.orelse, several=several)


def _with_parts(tree: ast.Module, used: set[str]) -> set[str]:
    """The names of constants, and of the constants that those hold."""
    for statement in reversed(tree.body):
        if isinstance(statement, ast.Assign) and any(_names(target) & used for target in statement.targets):
            used |= {node.id for node in _leaves([statement.value]) if isinstance(node, ast.Name)}
    return used


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _told(tree: ast.Module) -> Iterator[tuple[int, ast.expr]]:
    """Values that become a reason, a mend or the like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            values = node.args if name in TOLD else []
            values = [
                *values,
                *(word.value for word in node.keywords if name in TOLD or word.arg in KEYWORDS),
            ]
            yield from ((node.lineno, value) for value in _leaves(values))
        elif (isinstance(node, ast.Assign) and any(_is_named(target) for target in node.targets)) or (
            isinstance(node, ast.AugAssign) and _is_named(node.target)
        ):
            yield from ((node.lineno, value) for value in _leaves([node.value]))
        elif isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            yield from (
                (node.lineno, value) for value in _leaves([node.value]) if not isinstance(value, ast.Name)
            )


def _is_named(target: ast.expr) -> bool:
    return any(NAMED.fullmatch(name.lower()) for name in _names(target))


def _names(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def _leaves(values: list[ast.expr]) -> Iterator[ast.expr]:
    """What an expression may come to: the sides of a condition, the elements of a tuple, list or mapping."""
    for value in values:
        if isinstance(value, ast.IfExp):
            yield from _leaves([value.body, value.orelse])
        elif isinstance(value, ast.BoolOp):
            yield from _leaves(value.values)
        elif isinstance(value, ast.Tuple | ast.List):
            yield from _leaves(value.elts)
        elif isinstance(value, ast.Dict):
            yield from _leaves(value.values)
        else:
            yield value


def _texts(node: ast.expr) -> Iterator[Message]:
    for leaf in _leaves([node]):
        if _is_text(leaf) and not NO_SENTENCE.search(text := str(ast.literal_eval(leaf))):
            yield leaf.lineno, None, text, []


def _named(node: ast.expr) -> str:
    """The name of a constant that an expression is, or is taken from: MEND, words.MEND, MENDS[kind], MENDS.get(kind)."""
    if isinstance(node, ast.Subscript):
        return _named(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return _named(node.func.value)
    return str(getattr(node, "id", getattr(node, "attr", "")))


def _used_constants(modules: list[Path]) -> set[str]:
    """Names of constants that some module gives as a reason or mend, wherever they are written."""
    found: set[str] = set()
    for module in modules:
        for _, node in _told(ast.parse(module.read_text(encoding="utf-8"))):
            name = _named(node)
            found |= {name} if name.isupper() and not NOT_A_SENTENCE.fullmatch(name) else set()
    return found


NOT_A_SENTENCE = re.compile(r"STATUS(ES)?|COLUMNS|NAMES|WORDS|ZONES?|READER|GATHERED")


def gathered() -> Catalog:
    """All sentences of the program, in the order of the files they are in."""
    catalogue = Catalog(project=DOMAIN, charset="utf-8", fuzzy=False)
    modules = [
        path for path in sorted(PACKAGE.rglob("*.py")) if not NOT_SHOWN & set(path.relative_to(PACKAGE).parts)
    ]
    used = _used_constants(modules)
    for module in modules:
        options = {"all": module.stem == "words" or module.stem.endswith("_words"), "used": used}
        place = module.relative_to(ROOT).as_posix()
        with module.open("rb") as stream:
            for _, message, _, _ in extract(
                sentences, stream, keywords={"ngettext": (1, 2), None: None}, options=options
            ):
                _add(catalogue, message, place)
    for message in series_told():
        _add(catalogue, message, "wageaudit/data/exchange/series.csv")
    for message in maps_told():
        _add(catalogue, message, "wageaudit/data/maps")
    for message in helped():
        _add(catalogue, message, "wageaudit/cli/--help")
    return catalogue


def _add(catalogue: Catalog, message: str | Pair, place: str) -> None:
    """One more sentence; where it stands alone and in a pair, the pair is kept."""
    alone = message if isinstance(message, str) else message[0]
    known = catalogue.get(alone)
    places = [*(known.locations if known else ()), (place, 0)]
    if known is not None and isinstance(known.id, tuple):
        message = known.id
    if known is not None:
        catalogue.delete(alone)
    catalogue.add(
        message, locations=sorted(set(places)), flags=("python-brace-format",) if "{" in alone else ()
    )


def series_told() -> list[str]:
    """Why a currency with two rates is converted at one of them, as results say it."""
    from wageaudit.exchange_series import choices

    listed = choices((PACKAGE / "data" / "exchange" / "series.csv").read_text(encoding="utf-8"))
    return list(dict.fromkeys(one.reason for each in listed.values() for one in each))


def maps_told() -> list[str]:
    """What the maps that come with the program are for, and why they leave rows out."""
    found = []
    for path in sorted((PACKAGE / "data" / "maps").glob("*.toml")):
        plan = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [plan["title"], *(rule["why"] for rule in plan.get("leave_out", []) if "why" in rule)]
    return list(dict.fromkeys(found))


def helped() -> list[str]:
    """What --help says of the program, its commands and their options."""
    import inspect

    import typer

    from wageaudit.cli import application

    tree: Any = typer.main.get_command(application())
    found: list[str] = []
    for command in (tree, *tree.commands.values()):
        found += [inspect.cleandoc(command.help or "")]
        for parameter in command.params:
            found += [getattr(parameter, name, None) or "" for name in ("help", "rich_help_panel", "metavar")]
    return list(dict.fromkeys(text for text in found if text))


def path_of(code: str, ending: str = "po") -> Path:
    """A language's catalogue."""
    return PACKAGE / "locale" / code / "LC_MESSAGES" / f"{DOMAIN}.{ending}"


def renewed(code: str, found: Catalog) -> Catalog:
    """A language's catalogue with just the sentences of the program, each with its translation if it has one."""
    before = Catalog(locale=code)
    if path_of(code).exists():
        with path_of(code).open("rb") as stream:
            before = read_po(stream, locale=code)
    after = Catalog(
        locale=code, project=DOMAIN, charset="utf-8", fuzzy=False, creation_date=before.creation_date
    )
    for message in found:
        if message.id:
            known = before.get(message.id if isinstance(message.id, str) else message.id[0])
            fits = known is not None and isinstance(known.string, tuple) == isinstance(message.id, tuple)
            after.add(message.id, known.string if known and fits else None, message.locations, message.flags)
    return after


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as .po and as .mo."""
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=WIDTH, include_lineno=False, sort_output=False, omit_header=True)
    head = (
        f"# {catalogue.locale.get_display_name('en')} of wageaudit. Made by tools/translations.py; translations by hand.\n"
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    with_head = head.encode() + text.getvalue()
    whole = read_po(io.BytesIO(with_head), locale=catalogue.locale)
    whole.creation_date = whole.revision_date = UNDATED  # the same sentences make the same bytes
    write_mo(compiled, whole)
    return with_head, compiled.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """The sentences without a translation."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def main() -> int:
    """Update and compile, or check."""
    check = "--check" in sys.argv[1:]
    found, wrong = gathered(), False
    for code in LANGUAGES:
        catalogue = renewed(code, found)
        text, compiled = written(catalogue)
        for ending, data in (("po", text), ("mo", compiled)):
            path = path_of(code, ending)
            if check:
                wrong |= not path.exists() or path.read_bytes() != data
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        lacking = missing(catalogue)
        wrong |= bool(lacking)
        print(f"{code}: {len(catalogue)} sentences, {len(lacking)} without a translation")
        for message in lacking if "--list" in sys.argv[1:] else ():
            print(f"  {message!r}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
