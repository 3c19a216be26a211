"""Cases of bytes and encodings: marks, code pages, broken UTF-8, NUL, files that are not what their name says."""

from __future__ import annotations

from hostile.make import book, cells, filed, row, table, text, written
from hostile.runner import Case

PLAIN = table(row(1), row(2), row(3))
ACCENTS = table(row(1, title="Vérifié – 5 €"), row(2, title="año"), row(3))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
CASES = (
    text("B1", "a byte-order mark belongs to no name", b"\xef\xbb\xbf" + PLAIN.encode(), rows=(3, 3, 0, 0)),
    text("B2", "Windows-1252 is read with a note that shows words of it", ACCENTS.encode("cp1252"), 0, "Windows-1252", "Vérifié", "--encoding", rows=(3, 3, 0, 0)),
    text("B3", "Mac Roman read as Windows-1252 shows itself in the words", ACCENTS.encode("mac_roman"), 0, "Windows-1252", "VŽrifiŽ", rows=(3, 3, 0, 0)),
    text("B3b", "the encoding may be said", ACCENTS.encode("mac_roman"), options=["--encoding", "mac_roman"], rows=(3, 3, 0, 0)),
    text("B4", "UTF-16 with a mark is read", ACCENTS.encode("utf-16"), rows=(3, 3, 0, 0)),
    text("B4b", "UTF-16 without a mark is read, little-endian", ACCENTS.encode("utf-16-le"), rows=(3, 3, 0, 0)),
    text("B4c", "UTF-16 without a mark is read, big-endian", ACCENTS.encode("utf-16-be"), rows=(3, 3, 0, 0)),
    text("B4d", "UTF-16 of an odd number of bytes is refused", ACCENTS.encode("utf-16") + b"x", 3, "log.csv", "is not utf-16"),
    text("B5", "one broken byte makes the file Windows-1252, said with its words", table(*(row(at, title="né") for at in range(900))).encode().replace(b"t800,n\xc3\xa9", b"t800,n\xff"),
         0, "Windows-1252", "--encoding", rows=(900, 900, 0, 0), rule="a file that is not UTF-8 is Windows-1252 as a whole, and says so; with --encoding utf-8 it is refused at the byte"),
    text("B5b", "with the encoding said, the broken byte is placed", table(row(1), row(2, title="n@")).encode().replace(b"@", b"\xff"), 3, "log.csv, row 3", "byte ",
         options=["--encoding", "utf-8"]),
    text("B5c", "a byte-order mark before broken text belongs to no name", b"\xef\xbb\xbf" + table(row(1), row(2, title="caf@"), row(3)).encode().replace(b"@", b"\xe9"), 0, "was read as Windows-1252", rows=(3, 3, 0, 0), shows=['"w1"']),
    text("B6", "doubly encoded titles change no figure", table(row(1, title="VÃ©rifiÃ©"), row(2)), rows=(2, 2, 0, 0), rule="taken as text: titles enter no figure"),
    text("B7", "a NUL in an id leaves out its row", table(row(1), row(2, task_id="t\x002"), row(3)), 4, "log.csv, row 3", "NUL", rows=(3, 2, 0, 1)),
    Case("B8", "a picture is called a picture", written("log.csv", b"\x89PNG\r\n\x1a\n" + bytes(100)), 3, ["log.csv", "is a picture"]),
    Case("B8b", "a PDF is called a PDF", written("log.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"), 3, ["log.csv"]),
    Case("B8c", "bytes without sense are refused", written("log.csv", bytes(range(256)) * 40), 3, ["log.csv"]),
    Case("B9", "a workbook called .csv is read as what it is", written("log.csv", book(cells(1), cells(2))), rows=(2, 2, 0, 0)),
    Case("B9b", "text called .xlsx is read as what it is", written("log.xlsx", PLAIN), rows=(3, 3, 0, 0)),
    Case("B10", "a web page called .xls is told from a workbook", written("log.xls", "<html><table><tr><td>worker_id</td></tr></table></html>"), 3,
         ["log.xls", "is a web page", "spreadsheet"]),
    Case("B11", "an old workbook is refused with what to do", written("log.xls", OLE), 3, ["log.xls", "old .xls", "save it as .xlsx"]),
    Case("B11b", "a workbook with a password says so", written("log.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")), 3, ["log.xlsx", "has a password"]),
    Case("B12", "half a surrogate in JSON harms nothing", filed({"log.jsonl": '{"started_at": "\\ud800", "worker_id": "\\ud800"}\n'}, "audit", "log.jsonl"), 3, ["log.jsonl"]),
    text("B13", "an accent in one character or two is one worker", table(row(1, worker_id="é1"), row(2, worker_id="e\u03011")), rows=(2, 2, 0, 0), shows=['"é1",1,2,'],
         rule="ids are compared in Unicode's composed form (NFC)"),
    text("B14", "letters that only look alike are two workers", table(row(1, worker_id="Wa"), row(2, worker_id="W\u0430")), rows=(2, 2, 0, 0), shows=['"Wa",1,1,', '"W\u0430",1,1,']),
    text("B15", "spaces that nobody sees are trimmed off ids", table(row(1, worker_id="w1\u00a0"), row(2, worker_id="\u200bw1"), row(3)), rows=(3, 3, 0, 0), shows=['"w1",1,3,']),
    text("B16", "an encoding nobody knows is wrong use", PLAIN, 2, "no encoding of text is called klingon", options=["--encoding", "klingon"]),
)  # fmt: skip
LEFT_OUT: dict[str, str] = {}
