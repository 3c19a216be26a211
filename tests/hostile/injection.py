"""Cases of content that attacks whoever reads the output: formulas, escapes, markup, names of files, files of choices."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from hostile.make import HEADER, book, cells, filed, row, table, written
from hostile.runner import CONTROLS, Case, Outcome

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "=cmd|'/c calc'!A1",
    '=WEBSERVICE("http://x.invalid")',
    '=HYPERLINK("http://x.invalid")',
)
LEADS = ("\t", "\r", "\n", " ", "\u00a0", "\ufeff", "\u200b", "\u202e")
STEERING = "w\x1b[2J\x1b]0;title\x07\x1b]8;;http://x.invalid\x07\x1b]52;c;aGk=\x07\x1bPq\x9b31m"
MARKUP = "[red]x[/] [/red] [link=http://x.invalid]y[/link] [@click=quit] \\[x :smile:"
MAP = 'surprise = 1\n[columns]\nstarted_at = "start"\n'


def quoted(text: str) -> str:
    """A cell in quotes."""
    return '"' + text.replace('"', '""') + '"'


def log(*ids: str, **more: str) -> str:
    """A log of a row for each worker's id."""
    return table(*(row(at, worker_id=quoted(own), **more) for at, own in enumerate(ids, 1)))


def no_formula(outcome: Outcome) -> None:
    """No cell of the CSV that a spreadsheet would take for a formula; numbers stay numbers."""
    rows = list(csv.reader(io.StringIO(outcome.out.decode(), newline="")))
    assert len({len(line) for line in rows}) == 1
    for line in rows[1:]:
        for value in line:
            bare = value.lstrip(" \u00a0\ufeff\u200b\u200e\u200f\u202e\u2066\x00")
            assert not bare.startswith(("=", "@", "+", "|", "%", "\uff1d", "\t", "\r", "\n")), value
            assert not bare.startswith("-") or bare[1:].replace(".", "").isdigit(), value


def cell_count(outcome: Outcome) -> None:
    """Text that holds delimiters is one cell."""
    rows = list(csv.reader(io.StringIO(outcome.out.decode(), newline="")))
    assert {len(line) for line in rows} == {len(rows[0])}


def as_it_was(*ids: str) -> Callable[[Outcome], None]:
    """What convert wrote is read back as the same ids."""

    def check(outcome: Outcome) -> None:
        from wageaudit import read

        (outcome.folder / "again.csv").write_bytes(outcome.out)
        found = read([str(outcome.folder / "again.csv")]).table.column("worker_id").to_pylist()
        assert sorted(found) == sorted(ids)

    return check


def escaped(outcome: Outcome) -> None:
    """Nothing that could steer a terminal, and the text still there to be seen."""
    assert CONTROLS.search(outcome.text) is None
    assert "\\x1b[2J" in outcome.text


def plain_json(outcome: Outcome) -> None:
    """Valid, ASCII alone, the id as it was."""
    outcome.out.decode("ascii")
    assert json.loads(outcome.out)[0]["worker"] == STEERING


def plain_lines(outcome: Outcome) -> None:
    """One object a line, whatever stands in them."""
    assert [json.loads(line)["worker"] for line in outcome.out.decode("ascii").splitlines()] == [
        "a\u2028b\nc"
    ]


def inert(outcome: Outcome) -> None:
    """A page without a script, a link or an element of the data's making; the data are there as text."""
    page = (outcome.folder / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert page.count("</title>") == page.count("<title>") + page.count("<title ")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{7*7}}" in page


def folder_of(**files: str) -> Callable[[Path], list[str]]:
    """Files of odd names in a folder, all of them audited."""

    def make(folder: Path) -> list[str]:
        (folder / "in").mkdir()
        for at, (name, data) in enumerate(files.items()):
            (folder / "in" / name).write_text(data.replace("w1", f"w{at}"))
        return ["audit", "in", "--format", "csv"]

    return make


def dashed(folder: Path) -> list[str]:
    """A file whose name looks like an option."""
    (folder / "-rf.csv").write_text(table(row()))
    return ["audit", "--format", "csv", "--", "-rf.csv"]


def huge_map(folder: Path) -> list[str]:
    """A map of ten megabytes."""
    (folder / "log.csv").write_text(table(row()))
    (folder / "m.toml").write_text("#" * (10 << 20))
    return ["audit", "log.csv", "--map", "m.toml"]


def mapped(text: str) -> Callable[[Path], object]:
    """A log read by this map."""
    return filed(
        {"log.csv": table(row()), "m.toml": text}, "audit", "log.csv", "--map", "m.toml", "--format", "csv"
    )


NAMES = {
    "$(id).csv": table(row()),
    "a\nb.csv": table(row()),
    "CON.csv": table(row()),
    f"{'x' * 250}.csv": table(row()),
    "%(n)s {0}.csv": table(row()),
}
CASES = (
    Case("F1", "formulas in ids and titles are guarded in CSV", written("log.csv", log(*FORMULAS, title=quoted(FORMULAS[5]))), check=no_formula, rows=(7, 7, 0, 0),
         rule="an apostrophe goes before text that a spreadsheet would take for a formula; the program takes it off again when it reads the file"),
    Case("F1b", "the guard is taken off when the file is read again", filed({"log.csv": log(*FORMULAS)}, "convert", "log.csv"), check=as_it_was(*FORMULAS)),
    Case("F2", "formulas behind what nobody sees are guarded", written("log.csv", log(*(f"x{lead}=1+1" if lead in "\r\n\t" else f"{lead}=1+1" for lead in LEADS))), check=no_formula, rows=(8, 8, 0, 0)),
    Case("F3", "full-width formulas are guarded", written("log.csv", log("\uff1d1+1")), shows=["\"'\uff1d1+1\""], rows=(1, 1, 0, 0)),
    Case("F4", "text cannot break out of its cell", written("log.csv", log('a";=1+2', "a,=1+2")), check=cell_count, rows=(2, 2, 0, 0)),
    Case("F5", "a negative amount stays a number", filed({"log.csv": table(row(1, reward="-5"))}, "convert", "log.csv"), shows=[",-5.000000,"]),
    Case("F6", "escapes cannot steer a terminal: a view for people", filed({"log.csv": log(STEERING, "other")}, "audit", "log.csv"), terminal=True, check=escaped),
    Case("F6b", "escapes cannot steer a terminal: CSV onto it", filed({"log.csv": log(STEERING)}, "audit", "log.csv", "--format", "csv", "-q"), terminal=True, check=escaped),
    Case("F6c", "escapes cannot steer a terminal: the task table", filed({"log.csv": log(STEERING)}, "convert", "log.csv", "--format", "csv", "-q"), terminal=True, check=escaped),
    Case("F6d", "escapes cannot steer a terminal: messages", filed({"log.csv": table(row(1, reward=quoted("\x1b[2J")), row(2))}, "audit", "log.csv"), 4, terminal=True, check=escaped),
    Case("F6e", "escapes cannot steer a terminal: check", filed({"log.csv": table(row(1, reward=quoted("\x1b[2J")), row(2))}, "check", "log.csv"), 1, terminal=True, check=escaped),
    Case("F6f", "escapes cannot steer a terminal: CSV into a pipe", written("log.csv", log(STEERING)), check=escaped, rows=(1, 1, 0, 0),
         rule="in CSV and Markdown controls of text stand as codes, \\x1b, and a backslash before such letters as \\x5c; a task table that this program wrote, which has a column source_file, is read as what they stand for; in any other file they are the characters they are; JSON and Parquet hold all exactly; what goes to a terminal is cleaned in every format"),
    Case("F6g", "codes of controls are read again as what they stand for", filed({"log.csv": log(STEERING, "a\rb", "\u202ec", "C:\\temp\\x", "\\x41")}, "convert", "log.csv"), check=as_it_was(STEERING, "a\rb", "\u202ec", "C:\\temp\\x", "\\x41")),
    Case("F6h", "letters that look like a code are letters", filed({"log.csv": log("a\\x1bb", "\\x5cx1b", "\\u202e", "a\x1bb", "'\u202a=x")}, "convert", "log.csv"), check=as_it_was("a\\x1bb", "\\x5cx1b", "\\u202e", "a\x1bb", "'\u202a=x"[1:])),
    Case("F7", "second halves of controls are escaped too", filed({"log.csv": log("w\x9b31m", "other")}, "audit", "log.csv", "--format", "table"), shows=["w\\x9b31m"]),
    Case("F8", "markup of the terminal library is text", filed({"log.csv": log(MARKUP, "other")}, "audit", "log.csv", "--format", "table"), shows=["[red]x[/]"]),
    Case("F9", "turned writing is shown escaped", filed({"log.csv": log("a\u202egnp.exe", "other")}, "audit", "log.csv", "--format", "table"), shows=["a\\u202egnp.exe"]),
    Case("F10", "wide and stacked characters harm no table", filed({"log.csv": log("田中太郎" * 30, "z" + "\u0301" * 200, "👩\u200d👩\u200d👧")}, "audit", "log.csv", "--format", "table"), 0),
    Case("F11", "a carriage return is visible", filed({"log.csv": log("ok\rERROR", "other")}, "audit", "log.csv", "--format", "table"), shows=["ok\\x0dERROR"]),
    Case("F12", "HTML in ids and titles is text in the page", filed({"log.csv": log("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title>{{7*7}}]]>", "javascript:alert(1)",
         title=quoted("</text><script>alert(1)</script>"))}, "report", "log.csv", "-o", "report.html", "--workers"), writes=["report.html", "report.manifest.json"], check=inert, space=1 << 46, peak=1 << 30),
    Case("F14", "markup in Markdown is text", filed({"log.csv": log("a|b `c` [x](http://x.invalid) <img>")}, "audit", "log.csv", "--format", "markdown"),
         shows=["a\\|b \\`c\\` \\[x\\](http://x.invalid) \\<img\\>"]),
    Case("F14b", "escapes in Markdown are shown", filed({"log.csv": log("w\x1b[2J")}, "audit", "log.csv", "--format", "markdown"), shows=["\\x1b"]),
    Case("F15", "JSON is ASCII, and says what was there", filed({"log.csv": log(STEERING)}, "audit", "log.csv", "--format", "json"), check=plain_json),
    Case("F15b", "JSON lines stay lines", filed({"log.csv": log("a\u2028b\nc")}, "audit", "log.csv", "--format", "jsonl"), check=plain_lines),
    Case("F16", "a line break in a value makes no second message", filed({"log.csv": table(row(1, reward=quoted("x\nwageaudit: all is well")), row(2))}, "audit", "log.csv", "--format", "csv"), 4,
         ["x\\x0awageaudit: all is well"]),
    Case("F17", "names of files are data", folder_of(**NAMES), rows=(5, 5, 0, 0)),
    Case("F17b", "a file may be named like an option", dashed, shows=['"w1"']),
    Case("F19", "sheets may have any name", filed({"log.xlsx": book(cells(1), dress=lambda made: setattr(made.active, "title", "a'b"))}, "audit", "log.xlsx", "--format", "csv"), 0),
    Case("F20", "patterns of formats are text", filed({"log.csv": table(row(1, worker_id="%(n)s {0.__class__}", reward="{0.__class__} %(n)s"), row(2, worker_id="%(n)s {0.__class__}"))},
         "audit", "log.csv", "--format", "table"), 4, shows=["{0.__class__} %(n)s"]),
    Case("F21", "a map with an unknown key is wrong use, with the key", mapped(MAP), 2, ["m.toml", "surprise"]),
    Case("F21b", "a map with a value of another type is wrong use", mapped("columns = 3\n"), 2, ["m.toml", "columns"]),
    Case("F21c", "a map that is no TOML is wrong use with its line", mapped("row = = 1\n"), 2, ["m.toml", "line 1"]),
    Case("F21d", "a map that is a device is wrong use", filed({"log.csv": table(row())}, "audit", "log.csv", "--map", "/dev/zero"), 2, ["/dev/zero", "is not a file"]),
    Case("F21e", "a map of ten megabytes is wrong use", huge_map, 2, ["m.toml", "larger than"]),
    Case("F21f", "a number of 5,000 digits in a map is wrong use", mapped(f"row = {'1' * 5000}\n"), 2, ["m.toml"]),
    Case("F21g", "a wage file with a fault is refused with every fault", filed({"log.csv": table(row()), "w.toml": 'country = "MG"\nsurprise = 1\n[[rate]]\nstart = 2024-01-01\n'},
         "audit", "log.csv", "--wages", "w.toml"), 3, ["w.toml", "surprise"]),
    Case("F21h", "a wage file of numbers without end is refused", filed({"log.csv": table(row()), "w.toml": f'country = "MG"\n[[rate]]\namount = {"1" * 5000}\n'}, "audit", "log.csv", "--wages", "w.toml"), 3, ["w.toml"]),
    Case("F21i", "a roster with a zone that is none is refused with its row", filed({"log.csv": table(row()), "r.csv": "worker_id,timezone\nw1,Mars/Olympus\n"}, "audit", "log.csv", "--roster", "r.csv"), 3,
         ["r.csv, row 2, column timezone", "Mars/Olympus"]),
    Case("F21j", "a roster that names nobody of the files is told", filed({"log.csv": table(row()), "r.csv": "worker_id,country\nsomeone,MG\n"}, "audit", "log.csv", "--roster", "r.csv", "--format", "csv"), 0,
         ["r.csv", "names none of the workers", "w1"]),
    Case("F21k", "a region of another country than its row is left out", filed({"log.csv": table(row(1) + ",GB,US-WA", row(2) + ",GB,", row(3) + ",,US-WA", header=f"{HEADER},country,region")}, "audit", "log.csv", "--by", "country", "--format", "csv"), 4,
         ["log.csv, row 2, column region", "US-WA", "another country"], shows=['"GB"', '"US"'], rule="a region names its country where the row names none"),
    Case("F22", "variables nobody knows change nothing", written("log.csv", table(row())), rows=(1, 1, 0, 0),
         environment={"LC_ALL": "xx_YY", "TZ": "garbage", "COLUMNS": "abc", "TERM": "dumb", "WAGEAUDIT_SURPRISE": "1"}),
    *(Case(f"F22{letter}", f"a terminal of {width} columns is served", filed({"log.csv": table(row())}, "audit", "log.csv", "--format", "table"), environment={"COLUMNS": width})
      for letter, width in zip("bcd", ("0", "-1", "1"), strict=True)),
    Case("F22e", "a terminal that has ASCII alone is served", filed({"log.csv": log("é – 田")}, "audit", "log.csv", "--format", "table"),
         environment={"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}),
    *(Case(f"F23{letter}", f"50 KB of {bait[:3]}… in an amount are refused at once", written("log.csv", table(row(1, reward=quoted(bait)), row(2))), 4, ["log.csv, row 2"], rows=(2, 1, 0, 1))
      for letter, bait in zip("abcd", ("(" * 25_000 + "a" * 25_000, "1," * 25_000, " " * 50_000 + "1x", "1 " * 25_000), strict=True)),
    *(Case(f"F24{letter}", f"50 KB of {bait[:3]}… in a time are refused at once", written("log.csv", table(row(1, start=quoted(bait)), row(2))), 4, ["log.csv, row 2"], rows=(2, 1, 0, 1))
      for letter, bait in zip("ab", ("1/" * 25_000, "2024-03-04 " + " " * 50_000 + "x"), strict=True)),
)  # fmt: skip
ELSEWHERE = {
    "F13": "test_page.py::test_pictures_hold_text_as_text",
    "F18": "test_batch_pages.py::test_ids_that_are_hostile_as_paths_stay_in_their_folder",
}
LEFT_OUT: dict[str, str] = {}
