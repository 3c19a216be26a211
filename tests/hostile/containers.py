"""Cases of workbooks, archives, JSON, Parquet and things that are no plain files: broken, hostile, too large, doubled."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hostile.make import book, cells, edited, gzipped, row, table, written, zipped
from hostile.runner import Case

PLAIN = table(row(1), row(2), row(3))
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
BOMB = b"0" * (200 << 20)


def dimension(xml: bytes) -> bytes:
    """A sheet that says it is as large as sheets can be."""
    start = xml.index(b"<dimension")
    return xml[:start] + b'<dimension ref="A1:XFD1048576"/>' + xml[xml.index(b"/>", start) + 2 :]


def corner(xml: bytes) -> bytes:
    """A cell in the last corner of the sheet."""
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    return xml.replace(b"</sheetData>", far + b"</sheetData>")


def with_macros(data: bytes) -> bytes:
    """The workbook with a program in it."""
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen")
    return packed.getvalue()


def failed(made: Any) -> None:  # noqa: ANN401 - openpyxl ships no types
    """A cell that holds an error."""
    made.active["F2"] = "#DIV/0!"
    made.active["F2"].data_type = "e"


def merged(made: Any) -> None:  # noqa: ANN401
    """An id merged down three rows."""
    made.active.merge_cells("A2:A4")


def hidden(made: Any) -> None:  # noqa: ANN401
    """A hidden row, and a filter."""
    made.active.row_dimensions[3].hidden = True
    made.active.auto_filter.ref = "A1:H4"


def sheets(made: Any) -> None:  # noqa: ANN401
    """A second sheet of the same kind, and one of another."""
    second = made.create_sheet("April")
    for line in (made.active[1], made.active[2]):
        second.append([one.value for one in line])
    made.create_sheet("Notes").append(["remember", "this"])


def styled(made: Any) -> None:  # noqa: ANN401
    """Blank rows with a style, far below the table."""
    from openpyxl.styles import Font

    for number in range(100, 3000):
        made.active.cell(number, 1).font = Font(bold=True)


def stored(data: bytes, patch: Any) -> bytes:  # noqa: ANN401
    """A zip with its bytes patched."""
    changed = bytearray(data)
    patch(changed)
    return bytes(changed)


def lying(data: bytearray) -> None:
    """A member whose check sum is another."""
    at = data.index(b"PK\x01\x02") + 16
    data[at] ^= 0xFF
    data[14] ^= 0xFF


def locked(data: bytearray) -> None:
    """A member marked as encrypted."""
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1


def strange(data: bytearray) -> None:
    """A member packed by a method that few know."""
    data[8] = 9
    data[data.index(b"PK\x01\x02") + 10] = 9


def overlapping() -> bytes:
    """Two hundred members that are one and the same body."""
    data = bytearray(zipped({"a.csv": table(*(row(at % 50) for at in range(5000)))}))
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = bytes(data[at:end])
    entries = b"".join(entry.replace(b"a.csv", f"{number:05}".encode()) for number in range(200))
    tail = bytearray(data[end:])
    tail[8:12] = (200).to_bytes(2, "little") * 2
    tail[12:16] = len(entries).to_bytes(4, "little")
    return bytes(data[:at]) + entries + bytes(tail)


def many(folder: Path) -> list[str]:
    """An archive of 70,000 members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(70_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.csv"), b"")
    (folder / "log.zip").write_bytes(packed.getvalue())
    return ["audit", "log.zip", "--format", "csv"]


def twice(folder: Path) -> list[str]:
    """An archive with two members of one name."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = zipped([("a.csv", PLAIN), ("a.csv", PLAIN.replace("0.05", "5"))])
    (folder / "log.zip").write_bytes(data)
    return ["audit", "log.zip", "--format", "csv"]


def linked(folder: Path) -> list[str]:
    """An archive with a link to a file of the system."""
    info = zipfile.ZipInfo("link.csv")
    info.external_attr = 0o120777 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(info, "/etc/passwd")
        archive.writestr("log.csv", PLAIN)
    (folder / "log.zip").write_bytes(packed.getvalue())
    return ["audit", "log.zip", "--format", "csv"]


def parquet(columns: dict[str, object]) -> bytes:
    """A Parquet file's bytes."""
    packed = io.BytesIO()
    pq.write_table(pa.table(columns), packed)
    return packed.getvalue()


def instants(*values: int, unit: str = "us") -> pa.Array:
    """Stamps in UTC."""
    return pa.array(values, pa.timestamp(unit, "UTC"))


def pipe(folder: Path) -> list[str]:
    """A named pipe in a folder with a log."""
    os.mkfifo(folder / "pipe.csv")
    (folder / "log.csv").write_text(PLAIN)
    return ["audit", ".", "--format", "csv"]


def loop(folder: Path) -> list[str]:
    """A folder with a link to itself, one out of it, and a log twice."""
    (folder / "in").mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / "in" / name).write_text(PLAIN)
    (folder / "in" / "loop").symlink_to(folder / "in")
    (folder / "in" / "out.csv").symlink_to("/etc/passwd")
    return ["audit", "in", "--format", "csv"]


def unreadable(folder: Path) -> list[str]:
    """A device that never ends."""
    return ["audit", "/dev/zero", "--format", "csv"]


START = 1_709_546_400_000_000
COLUMNS = {
    "worker_id": ["w", "w"],
    "started_at": instants(START, START + 60_000_000),
    "pay": ["0.05", "0.10"],
    "currency": ["USD", "USD"],
}
DEEP = '{"a":' * 200_000 + "1" + "}" * 200_000
LINE = '{"AssignmentId": "A%d", "WorkerId": "W1", "HITId": "H1", "AssignmentStatus": "Approved", "AcceptTime": "2020-04-18T10:22:55-05:00", "SubmitTime": "2020-04-18T10:23:30-05:00"}'
CASES = (
    Case("E1", "a workbook cut short is refused", written("log.xlsx", book(cells(1))[:-200]), 3, ["log.xlsx"]),
    Case("E1b", "an archive cut short is refused", written("log.zip", zipped({"a.csv": PLAIN})[:-30]), 3, ["log.zip", "broken archive", "download it again"]),
    Case("E1c", "a gzip cut short is refused", written("log.csv.gz", gzipped(PLAIN)[:-12]), 3, ["log.csv.gz", "is not whole", "download it again"]),
    Case("E2", "entities that multiply are refused", written("log.xlsx", edited(book(cells(1)), SHEET, lambda xml: ENTITIES + xml)), 3, ["log.xlsx", "defines entities"]),
    Case("E3", "entities that name files are refused", written("log.xlsx", edited(book(cells(1)), SHEET, lambda xml: OUTSIDE + xml)), 3, ["log.xlsx", "defines entities"]),
    Case("E4", "a cell in the last corner ends in a refusal, not in all the memory", written("log.xlsx", edited(book(cells(1)), SHEET, corner)), 3, ["log.xlsx", "blank rows on end"]),
    Case("E5", "a size that a sheet claims is not believed", written("log.xlsx", edited(book(cells(1), cells(2)), SHEET, dimension)), rows=(2, 2, 0, 0)),
    Case("E6", "an error of a spreadsheet is told with its address", written("log.xlsx", book(cells(1), cells(2), dress=failed)), 4, ["log.xlsx, row 2", "F2", "error of the spreadsheet"], rows=(2, 1, 0, 1)),
    Case("E7", "a formula never computed is told with its address", written("log.xlsx", book(cells(1, reward="=1+1"), cells(2))), 4, ["F2", "never computed", "open it in a spreadsheet"], rows=(2, 1, 0, 1)),
    Case("E8", "hidden rows and filtered rows are read, and said", written("log.xlsx", book(cells(1), cells(2), cells(3), dress=hidden)), 0, ["1 hidden row: it is read"], rows=(3, 3, 0, 0)),
    Case("E9", "merged cells leave out their rows, no blanks filled in", written("log.xlsx", book(cells(1), cells(2), cells(3), cells(4), dress=merged)), 4, ["A2:A4", "merged cells"], rows=(4, 1, 0, 3)),
    Case("E10", "of two sheets that would do none is chosen", written("log.xlsx", book(cells(1), dress=sheets)), 3, ["log.xlsx", "sheets", "--sheet"]),
    Case("E10b", "a sheet may be named", written("log.xlsx", book(cells(1), dress=sheets), "--sheet", "April", "--format", "csv"), rows=(1, 1, 0, 0)),
    Case("E11", "numbers kept as text go through the same parsers", written("log.xlsx", book(cells(1, reward="0,05"), cells(2, reward="0,10"))), shows=["0.150000"], rows=(2, 2, 0, 0)),
    Case("E12", "macros are not run, and told", written("log.xlsm", with_macros(book(cells(1)))), 0, ["holds macros: they are not run"], rows=(1, 1, 0, 0)),
    Case("E13", "blank rows with a style are no rows", written("log.xlsx", book(cells(1), dress=styled)), rows=(1, 1, 0, 0)),
    Case("E14", "names that climb out of an archive write nothing", written("log.zip", zipped({"../../evil.csv": PLAIN, "/abs.csv": PLAIN.replace("w1", "w2"), "C:\\x.csv": PLAIN.replace("w1", "w3")})), rows=(9, 9, 0, 0)),
    Case("E15", "a link in an archive is text like any other", linked, 4, ["log.zip/link.csv"], rows=(3, 3, 0, 0), rule="members are read in memory; a link's text is no export, and is refused as that"),
    Case("E16", "a zip that unpacks a thousandfold is refused", written("log.zip", zipped({"a.csv": BOMB})), 3, ["log.zip/a.csv", "unpacks to more than"]),
    Case("E16b", "a gzip that unpacks a thousandfold is refused", written("log.csv.gz", gzipped(BOMB)), 3, ["log.csv.gz", "unpacks to more than"]),
    Case("E17", "members that overlap are refused or read within limits", written("log.zip", overlapping()), 3, ["log.zip"]),
    Case("E18", "70,000 members are refused before any is read", many, 3, ["log.zip", "holds more than 2000 files"]),
    Case("E19", "an archive in an archive is named, not opened", written("log.zip", zipped({"in.zip": zipped({"a.csv": PLAIN}), "a.csv": PLAIN})), 4, ["log.zip/in.zip", "archive inside an archive"], rows=(3, 3, 0, 0)),
    Case("E20", "two members of one name are no evidence", twice, 3, ["log.zip", "two files of one name"]),
    Case("E21", "what systems leave in archives is skipped", written("log.zip", zipped({"a.csv": PLAIN, "__MACOSX/._a.csv": b"\x00\x05", ".DS_Store": b"x", "Thumbs.db": b"y"})), rows=(3, 3, 0, 0)),
    Case("E22", "a member with a password is told", written("log.zip", stored(zipped({"a.csv": PLAIN}), locked)), 3, ["log.zip/a.csv", "is encrypted", "unpack it with its password"]),
    Case("E22b", "a member of a strange packing is told", written("log.zip", stored(zipped({"a.csv": PLAIN}), strange)), 3, ["log.zip/a.csv", "cannot be unpacked", "ordinary zip"]),
    Case("E23", "a check sum that does not fit is told", written("log.zip", stored(zipped({"a.csv": PLAIN}), lying)), 3, ["log.zip/a.csv", "cannot be unpacked"]),
    Case("E24", "names in archives cannot steer a terminal", written("log.zip", zipped({"\u202egnp.csv": "x,y\n1,2\n", "a\x1b[2J.csv": PLAIN})), 4, ["\\u202egnp.csv"], rows=(3, 3, 0, 0)),
    Case("E25", "a gzip of two parts is read whole", written("log.csv.gz", gzipped(PLAIN) + gzipped(row(4) + "\n")), rows=(4, 4, 0, 0)),
    Case("E26", "JSON nested without end is refused", written("log.json", DEEP), 3, ["log.json"]),
    Case("E26b", "JSON with a key twice is refused", written("log.json", '{"buckets": {}, "buckets": {}}', "--reader", "activitywatch"), 3, ["log.json"]),
    Case("E26c", "JSON that ends too early is refused", written("log.json", '{"buckets": {"a": '), 3, ["log.json"]),
    Case("E26d", "JSON that is not a log is refused", written("log.json", '{"NaN": NaN}'), 3, ["log.json"]),
    Case("E27", "a line that is no JSON is left out, the others stay", written("log.jsonl", "\n".join([LINE % 1, LINE[:50], LINE % 2, ""]), "--piece-rate", "0.05", "--per", "task", "--format", "csv"), 4,
         ["log.jsonl, row 2", "is not JSON"], rows=(3, 2, 0, 1)),
    Case("E27b", "a line separator inside JSON text ends no line", written("log.jsonl", (LINE % 1).replace("W1", "W\u20281") + "\n", "--piece-rate", "0.05", "--per", "task", "--format", "json"), rows=(1, 1, 0, 0), shows=["W\\u20281"]),
    Case("E28", "Parquet is held to the rules of a CSV", written("log.parquet", parquet(COLUMNS)), rows=(2, 2, 0, 0), shows=["0.150000"]),
    Case("E28b", "binary numbers in Parquet are read by their shortest form", written("log.parquet", parquet(COLUMNS | {"pay": [0.1, 0.2]})), rows=(2, 2, 0, 0), shows=["0.300000"]),
    Case("E28c", "nested columns in Parquet are refused with their name", written("log.parquet", parquet(COLUMNS | {"pay": [[1], [2]]})), 3, ["log.parquet, column pay", "has values of type"]),
    Case("E28d", "Parquet cut short is refused", written("log.parquet", parquet(COLUMNS)[:-9]), 3, ["log.parquet", "not a whole Parquet file"]),
    Case("E28e", "stamps finer than a microsecond are left out, one by one", written("log.parquet", parquet(COLUMNS | {"started_at": instants(START * 1000 + 123, START * 1000, unit="ns")})), 4,
         ["log.parquet, row 2", "finer than a microsecond"], rows=(2, 1, 0, 1)),
    Case("E28f", "text that Parquet keeps as views is text", written("log.parquet", parquet(COLUMNS | {"currency": pa.array(["USD", "USD"], pa.string_view())})), rows=(2, 2, 0, 0), shows=["0.150000"]),
    Case("E29", "a device that never ends is refused", unreadable, 3, ["/dev/zero", "is not a file or folder"]),
    Case("E29b", "a pipe in a folder is passed by, and told", pipe, 0, ["pipe.csv", "a device, a pipe"], rows=(3, 3, 0, 0)),
    Case("E29c", "stdin is read through -", lambda _: ["audit", "-", "--format", "csv"], stdin=PLAIN.encode(), rows=(3, 3, 0, 0)),
    Case("E29d", "an empty stdin is an empty file", lambda _: ["audit", "-", "--format", "csv"], 3, ["stdin", "is empty"], stdin=b""),
    Case("E30", "a file given twice is read once, loops and links out of a folder are told", loop, 0, ["same bytes as in/a.csv", "link out of the folder"], rows=(3, 3, 0, 0)),
    Case("E31", "a folder without a file is refused", lambda folder: (folder.joinpath("in").mkdir(), ["audit", "in"])[1], 3, ["in", "holds no file to read"]),
)  # fmt: skip
LEFT_OUT: dict[str, str] = {}
