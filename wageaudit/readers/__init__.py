"""Readers: which platform an export is from, told by its content, and every file of a run read into one task table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import groupby
from typing import overload

from wageaudit.errors import InputRefused, Problem, WrongUse
from wageaudit.files import Source, decode
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers import canonical, pdf
from wageaudit.readers.base import CERTAIN, NO, FileRead, Head, Hold, Reader, Reading, held
from wageaudit.readers.canonical.parquet import parquet_header
from wageaudit.readers.delimited import header_of
from wageaudit.readers.joining import joined, said
from wageaudit.readers.rostered import with_roster_note
from wageaudit.readers.twice import may_meet, with_twice_notes
from wageaudit.tasks import concatenate
from wageaudit.text import clean

ORDER = (
    "mturk",
    "mturk_clt",
    "mturk_api",
    "mturk_worker",
    "crowdflower",
    "toloka",
    "prolific",
    "uber",
    "uber_statements",
    "deliveroo",
    "wolt",
    "argyle",
    "upwork",
    "upwork_ledger",
    "outlier",
    "label_studio",
    "toggl",
    "clockify",
    "activitywatch",
    "weclock",
    "timeclock",
    "timewarrior",
    "canonical",
)  # modules of this package


@cache
def _every() -> tuple[Reader, ...]:
    """All readers, loaded when a file asks for more than the canonical one: loading them takes longer than reading it."""
    return tuple(import_module(f"{__name__}.{name}").READER for name in ORDER)


class _Readers(Sequence[Reader]):
    """The readers in a fixed order."""

    def __len__(self) -> int:
        return len(_every())

    @overload
    def __getitem__(self, at: int) -> Reader: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Reader]: ...

    def __getitem__(self, at: int | slice) -> Reader | Sequence[Reader]:
        return _every()[at]


READERS: Sequence[Reader] = _Readers()

NAMED = 8  # columns or keys of a file nobody knows
KEY = re.compile(r'"((?:[^"\\]|\\.){1,60})"\s*:')
EMPTY = "is empty"
PICTURE = phrase("is a picture, not a log")
MAGIC = {
    b"\x89PNG": PICTURE, b"\xff\xd8\xff": PICTURE, b"GIF8": PICTURE,
}  # fmt: skip


def head_of(source: Source, options: Options) -> Head:
    """What detection may look at. Raises InputRefused for what is no table at all, saying what it is."""
    start = source.head()
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise InputRefused(source.name, EMPTY, "export it again")
    if start.startswith(b"PAR1"):
        return Head(source, "parquet", parquet_header(source))
    if start.startswith(b"PK\x03\x04"):
        return _workbook_head(source, options)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise _old_workbook(source)
    if start.startswith(pdf.MAGIC):
        return _pdf_head(source)
    for magic, reason in MAGIC.items():
        if start.startswith(magic):
            raise InputRefused(source.name, reason, "export the log as CSV")
    text = decode_head(source, options)
    if text.lstrip()[:1] in {"{", "["}:
        return Head(source, "json", text=text)
    if text.lstrip()[:1] == "<":
        raise InputRefused(source.name, "is a web page", "open it in a spreadsheet and save it as CSV")
    _, _, rest = text.partition("\n") if text.lower().startswith("sep=") else ("", "", text)
    cells, delimiter = header_of(rest)
    return Head(source, "text", cells, delimiter, rest)


def _old_workbook(source: Source) -> InputRefused:
    if "EncryptedPackage".encode("utf-16-le") in source.read():
        return InputRefused(source.name, "has a password", "take it off in a spreadsheet")
    return InputRefused(source.name, "is an old .xls workbook", "save it as .xlsx in a spreadsheet")


def _pdf_head(source: Source) -> Head:
    from wageaudit.readers.invoices import is_invoice

    text = pdf.pdf_text(source)
    if not is_invoice(text):
        raise InputRefused(source.name, "is a PDF, not a log", "export the log as CSV")
    return Head(source, "pdf", text=text)


def _workbook_head(source: Source, options: Options) -> Head:
    """The header of the one sheet that a reader takes for its own, of --sheet, or of the only one with something in it."""
    from wageaudit.files import workbooks  # with all that unpacks them
    from wageaudit.readers.spreadsheet import headers, several

    workbooks.harmless(source)
    if not workbooks.is_workbook(source):
        raise InputRefused(source.name, "is an Office file, not a log", "export the log as CSV")
    found = [
        Head(replace(source, sheet=name), "text", cells) for name, cells in headers(source, options.sheet)
    ]
    if not found:
        raise InputRefused(source.name, EMPTY, "export it again")
    readers = [reader for reader in READERS if options.reader in {"", reader.name}]
    known = [head for head in found if any(reader.detect(head) for reader in readers)]
    if len(found) > 1 and len(known) != 1:
        raise several(source, [head.source.sheet for head in known or found])
    return (known or found)[0]


def decode_head(source: Source, options: Options) -> str:
    """The first bytes as text, a character cut in two forgiven."""
    start = source.head()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0\0" in {start[1:4:2], start[:3:2]}:  # UTF-16
        return decode(source, options.encoding)[0][:4096].lstrip("\ufeff")
    return start.decode(options.encoding or "utf-8-sig", errors="replace")


def find_reader(head: Head, name: str = "") -> Reader:
    """The reader a file belongs to: the one asked for by name, else the surest by content.

    Raises InputRefused where none or two are equally sure, WrongUse for a name that no reader has.
    """
    if name:
        for reader in READERS:
            if reader.name == name:
                return _fitting(reader, head)
        raise WrongUse(
            phrase("no reader is called {name}", name=clean(name)),
            phrase("use one of: {names}", names=", ".join(reader.name for reader in READERS)),
        )
    if canonical.alone(head):
        return canonical.READER
    sure = [(reader.detect(head), reader) for reader in READERS]
    best = max(strength for strength, _ in sure)
    winners = [reader for strength, reader in sure if strength == best]
    if best == NO:
        raise _unknown(head)
    if len(winners) > 1:
        both = " and ".join(reader.name for reader in winners)
        raise InputRefused(
            head.source.name,
            phrase("may be {both}", both=both),
            phrase("add  --reader {name}", name=winners[0].name),
        )
    return winners[0]


def _unknown(head: Head) -> InputRefused:
    """The refusal of a file that is no reader's: what is in it, and how it can be read all the same."""
    named = head.cells if head.kind != "json" else tuple(dict.fromkeys(KEY.findall(head.text)))
    shown = ", ".join(clean(name, 24) for name in named[:NAMED])
    if head.kind == "json":
        reason = phrase("is no export known here; its keys: {shown}", shown=shown)
        mend = "make a table of it, a column for each key, and name the columns as in the canonical table"
        return InputRefused(head.source.name, reason if shown else "is no export known here", mend)
    reason = phrase("is no export known here; its columns: {shown}", shown=shown)
    if head.kind != "text":
        return InputRefused(head.source.name, reason, "name the columns as in the canonical table")
    mend = "say which column is what:  wageaudit map FILE -o my.toml  then add  --map my.toml"
    return InputRefused(head.source.name, reason, mend)


def _fitting(reader: Reader, head: Head) -> Reader:
    """The reader asked for by name. Raises InputRefused for a table in which it finds nothing of its own."""
    if reader.detect(head) == NO and reader is not canonical.READER:
        raise InputRefused(
            head.source.name,
            phrase("is not what the reader {name} reads", name=reader.name),
            "leave  --reader  out, or read it by a map:  --map FILE",
        )
    return reader


def reader_for(source: Source, options: Options) -> tuple[Reader, Source]:
    """The reader of one file, and of a workbook its sheet, under these options: by the map where one is given, for all but exports known beyond doubt.

    Raises as find_reader does, and WrongUse for a map that cannot be used.
    """
    head = head_of(source, options)
    if not options.map:
        return find_reader(head, options.reader), head.source
    if options.reader:
        raise WrongUse("--map and --reader both say how files are read", "leave one of them out")
    from wageaudit.readers import mapped

    plan = mapped.load_map(options.map)
    sure = [reader for reader in READERS if reader.detect(head) == CERTAIN]
    known = len(sure) == 1 and not mapped.fits(plan, head)
    return sure[0] if known else mapped.READER, head.source


def read_sources(
    found: Sequence[Source],
    options: Options,
    *,
    alone: bool = False,
    hold: Hold | None = None,
    join: bool = True,
) -> Reading:
    """Read every source, files of one folder together where their reader wants that; refused files become problems.

    alone: a single file was asked for, so that its refusal is raised; hold: puts rows on shelves as they are read, unless
    a tracker's log has to be joined to them; join: whether exports are held against one another here.
    """
    refused: list[Problem] = []
    claimed: list[tuple[Reader, Source]] = []
    for source in found:
        try:
            claimed.append(reader_for(source, options))
        except InputRefused as refusal:
            if alone:
                raise
            refused.append(_harmless(refusal.problem))
    readings = []
    used = {reader.name: reader for reader, _ in claimed}.values()
    if join and (any(reader.tracker for reader in used) or may_meet(used)):
        hold = None
    for reader, bundle in _bundles(claimed):
        left = list(bundle)
        while left:
            try:
                readings.append(_read(reader, left, options, hold))
                break
            except InputRefused as refusal:
                if alone:
                    raise
                refused.append(refusal.problem)
                left = _without(left, refusal.problem, refused)
    whole = merge(readings, refused)
    return with_roster_note(with_twice_notes(_with_trackers(whole), used), options) if join else whole


def _without(bundle: Sequence[Source], problem: Problem, refused: list[Problem]) -> list[Source]:
    """The files of a bundle that are read without the one that was refused; none, each told, where it is not one of them."""
    left = [source for source in bundle if source.name != problem.file]
    if len(left) < len(bundle):
        return left
    reason = phrase("belongs with {file}, which was refused", file=problem.file)
    refused += [
        Problem("file-refused", own.name, None, "", "", reason, problem.mend, rows=0) for own in bundle
    ]
    return []


def _read(reader: Reader, bundle: Sequence[Source], options: Options, hold: Hold | None) -> Reading:
    if hold is None:
        return reader.read(bundle, options)
    if reader.stream is not None and len(bundle) == 1:
        return reader.stream(bundle[0], options, hold)
    return held(reader.read(bundle, options), hold)


def _harmless(problem: Problem) -> Problem:
    """An empty file among others holds nothing that could be lost: said, but no fault."""
    return replace(problem, code="file-empty", fault=False) if problem.reason == EMPTY else problem


def _bundles(claimed: Sequence[tuple[Reader, Source]]) -> list[tuple[Reader, list[Source]]]:
    keyed = [
        (
            (reader.name, source.bundle) if reader.bundled and source.bundle else (reader.name, source.name),
            reader,
            source,
        )
        for reader, source in claimed
    ]
    keyed.sort(key=lambda entry: entry[0])
    return [
        (members[0][1], [source for _, _, source in members])
        for members in (list(group) for _, group in groupby(keyed, key=lambda entry: entry[0]))
    ]


def _with_trackers(reading: Reading) -> Reading:
    """The reading, tracked time that runs over a platform's tasks made waiting on record."""
    met = {file.reader for file in reading.files} - {canonical.READER.name}
    used = {reader.name for reader in READERS if reader.tracker and reader.name in met} if met else set()
    if not used or not reading.table.num_rows:
        return reading
    table, count = joined(reading.table, used)
    if not count:
        return reading
    note = Problem("tracker-joined", "all files", None, "", "", said(count, used), "", rows=0, fault=False)
    return replace(reading, table=table, problems=(*reading.problems, note))


def merge(readings: Sequence[Reading], refused: Sequence[Problem] = ()) -> Reading:
    """One reading of many, in the order given."""
    problems = [problem for reading in readings for problem in reading.problems]
    files: list[FileRead] = [file for reading in readings for file in reading.files]
    tables = [reading.table for reading in readings if reading.table.num_rows]
    pieces = [piece for reading in readings for piece in reading.held]
    return Reading(concatenate(tables), (*refused, *problems), tuple(files), tuple(pieces))
