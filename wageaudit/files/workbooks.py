"""Workbooks (.xlsx, .xlsm) proved harmless before anything parses them: sizes, archives within limits, no entities in XML."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from wageaudit.errors import InputRefused
from wageaudit.files.source import Source
from wageaudit.phrases import phrase

LARGEST_PART = 1 << 28  # [bytes] of XML in one workbook, all parts together
MOST_PARTS = 2_000
BLOCK = 1 << 20  # [bytes]
BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
CONTENT_TYPES, WORKBOOK, MACROS = "[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"  # its first part, by the format's rule neither packed nor moved
NUMBERS = "Index/Document.iwa"
AGAIN = "download it again, or save it anew as .xlsx"
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_OVERLAP = max(map(len, _ENTITIES)) - 1


def part_names(source: Source) -> tuple[str, ...]:
    """Names inside a zip; none where it is no whole zip."""
    if not source.head().startswith(b"PK\x03\x04"):
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(source.read())) as archive:
            return tuple(archive.namelist())
    except BROKEN:
        return ()


def is_office(source: Source) -> bool:
    """Whether a zip is an Office file: one file to a person, however it is packed."""
    return CONTENT_TYPES.encode() in source.head()[:4096] or CONTENT_TYPES in part_names(source)


def refuse_others(source: Source) -> None:
    """Raises InputRefused for a spreadsheet of other programs that is a zip too: its parts are no logs."""
    if OPEN_DOCUMENT in source.head()[:256]:
        raise InputRefused(source.name, "is an OpenDocument file (.ods)", "save it as .xlsx in a spreadsheet")
    if NUMBERS in part_names(source):
        raise InputRefused(
            source.name, "is an Apple Numbers document", "export it as Excel or CSV from Numbers"
        )


def is_workbook(source: Source) -> bool:
    """Whether a source is a workbook whose sheets can be read."""
    return WORKBOOK in part_names(source)


def has_macros(source: Source) -> bool:
    """Whether a workbook carries a program; it is never run."""
    return MACROS in part_names(source)


def harmless(source: Source) -> io.BytesIO:
    """The workbook's bytes for a parser. Raises InputRefused where it is broken, unpacks too far, or defines entities."""
    data = source.read()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(source.name, archive)
    except (*BROKEN, RuntimeError) as error:
        raise InputRefused(source.name, phrase("is not whole: {error}", error=error), AGAIN) from None
    return io.BytesIO(data)


def _check(name: str, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or len({part.filename for part in parts}) < len(parts):
        raise InputRefused(name, "is no workbook as spreadsheets write them", AGAIN)
    left = LARGEST_PART
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(part) as stream:
            tail, first = b"", True
            while block := stream.read(BLOCK):
                left -= len(block)
                if left < 0:
                    raise InputRefused(
                        name,
                        phrase("unpacks to more than {most} bytes", most=LARGEST_PART),
                        "save the sheet alone as CSV",
                    )
                if (first and (block[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in block[:4])) or any(
                    word in tail + block for word in _ENTITIES
                ):
                    raise InputRefused(name, "defines entities, which no spreadsheet writes", AGAIN)
                tail, first = block[-_OVERLAP:], False


def part(source: Source, path: str) -> bytes:
    """The bytes of one part of a workbook that harmless() has let pass."""
    with zipfile.ZipFile(io.BytesIO(source.read())) as archive:
        return archive.read(path.lstrip("/"))
