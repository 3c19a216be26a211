"""Cases of the shape of a file: headers, rows too short and too long, quotes, delimiters, line ends, sizes."""

from __future__ import annotations

import os
from pathlib import Path

from hostile.make import HEADER, filed, row, table, text
from hostile.runner import Case, Outcome

THREE = [row(at) for at in (1, 2, 3)]
LONG = [row(at, task_id=f"t{at}") for at in range(1, 701)]


def no_hourly_pay(outcome: Outcome) -> None:
    """A table without groups: a header and no figure."""
    assert outcome.text.count("\n") <= 1


def wide(folder: Path) -> list[str]:
    """A header of 50,000 columns."""
    (folder / "log.csv").write_text(
        ",".join([HEADER, *(f"c{at}" for at in range(50_000))]) + "\n" + row() + "\n"
    )
    return ["audit", "log.csv", "--format", "csv"]


def long(folder: Path) -> list[str]:
    """A line of 100 MB that never ends."""
    (folder / "log.csv").write_text(f"{HEADER}\n{'A' * 100_000_000}")
    return ["audit", "log.csv", "--format", "csv"]


def sparse(folder: Path) -> list[str]:
    """A log with a hole of a terabyte behind it, which takes no room on the disk."""
    (folder / "log.csv").write_text(table(*LONG))
    os.truncate(folder / "log.csv", 1 << 40)
    return ["audit", "log.csv", "--format", "csv"]


def three_untimed(outcome: Outcome) -> None:
    """Three rows without any time."""
    header, line = (one.split(",") for one in outcome.text.splitlines())
    assert line[header.index('"tasks_untimed"')] == "3"


BROKEN_QUOTE = table(row(1), row(2).replace("t2", '"t2'), row(3))
CASES = (
    text("A1", "an empty file is no file without work", "", 3, "log.csv", "is empty"),
    text("A2", "a byte-order mark alone is an empty file", b"\xef\xbb\xbf", 3, "log.csv", "is empty"),
    text("A3", "blank lines alone are an empty file", "\n\n  \n", 3, "log.csv", "is empty"),
    text("A4", "a header without rows is no task and no wage", table(), 0, rows=(0, 0, 0, 0), check=no_hourly_pay),
    text("A5", "rows without a header are refused, the first of them not eaten", "\n".join(THREE) + "\n", 3, "log.csv",
         "say which column is what:  wageaudit map FILE", rule="a file without a header is refused with what stands in its first line; there is no option to read it: write the header, or name the columns with wageaudit map"),
    text("A6", "a short row is left out with its row number", table(row(1), "w1,t2,Labels", row(3)), 4, "log.csv, row 3",
         "has 3 fields, the header 8", rows=(3, 2, 0, 1)),
    text("A7", "a long first row shifts nothing", table(row(1) + ",x", row(2), row(3)), 4, "log.csv, row 2",
         "has 9 fields, the header 8", rows=(3, 2, 0, 1), shows=['"w1"']),
    text("A8", "a long row far down is left out just the same", table(*LONG[:499], LONG[499] + ",x", *LONG[500:]), 4,
         "log.csv, row 501", "has 9 fields", rows=(700, 699, 0, 1)),
    text("A9", "a delimiter at the end of every line is an empty column", table(*(f"{one}," for one in THREE), header=f"{HEADER},"),
         rows=(3, 3, 0, 0), rule="accepted where the header has it too; where the header has not, the rows are too long and are left out"),
    text("A9b", "a delimiter at the end of the rows alone leaves them out", table(*(f"{one}," for one in THREE)), 4,
         "has 9 fields, the header 8", rows=(3, 0, 0, 3)),
    text("A10", "an unclosed quote stops the file and swallows no rows", BROKEN_QUOTE, 3, "log.csv, row 3", "unclosed quote"),
    text("A11", "a quote inside a field stands for itself", table(row(1), row(2, title='5" screen'), row(3)), rows=(3, 3, 0, 0),
         rule="a quote inside a field that does not begin with one is a character like any other; text after a closed quote is refused with its row"),
    text("A11b", "text after a closed quote is refused with its row", table(row(1), row(2, title='"5" screen'), row(3)), 3, "log.csv, row 3"),
    text("A12", "a line break inside quotes belongs to its field", table(row(1, title='"line1\nline2"'), row(2, reward="free"), row(3)), 4,
         "log.csv, row 3", '"free"', rows=(3, 2, 0, 1), rule="a row's number is the one a spreadsheet shows: a field of two lines is one row"),
    text("A13", "a column without a name that holds something is named by its letter", table(*THREE).replace("title", ""), rows=(3, 3, 0, 0),
         rule="a column without a name is not used; nothing is invented for it"),
    text("A14", "two columns of one name are refused", table(*THREE).replace("title", "reward"), 3, "log.csv", "reward", "two columns"),
    text("A15", "names of columns are known by their words, whatever the case", table(*THREE, header=" Worker_ID ,task_id,Titre,Début,FIN,Récompense,Devise,statut"),
         0, "Récompense read as pay", rows=(3, 3, 0, 0)),
    text("A16", "a log without ends is audited as untimed work, and says so", table(*(",".join(one.split(",")[:4] + one.split(",")[5:]) for one in THREE),
         header=HEADER.replace("end,", "")), rows=(3, 3, 0, 0), check=three_untimed),
    text("A16b", "a log without a start is refused with the columns it has", table("w1,0.05", header="worker_id,reward"), 3, "log.csv", "worker_id, reward"),
    text("A17", "two columns for one thing are refused, never chosen from", table(*(f"{one},0.10" for one in THREE), header=f"{HEADER},amount"), 3,
         "two columns for pay: reward and amount", "rename the right one pay"),
    text("A18", "lines above the header are told, not guessed away", "Report\nof March\n\n" + table(*THREE), 3, "log.csv", "Report",
         rule="a file with lines above its header is refused; a map may say how many to skip"),
    text("A19", "a line of totals is no task", table(*THREE, "Total,,,,,0.15,,"), 4, "log.csv, row 5", rows=(4, 3, 0, 1)),
    text("A20", "a second table in the file is not read into the first", table(*THREE) + "\nname,city\nAna,Lima\n", 4, "log.csv, row 6",
         "log.csv, row 7", rows=(5, 3, 0, 2), rule="lines of another width are left out one by one, each with its row"),
    text("A21", "Excel's sep= line is honoured", "sep=;\n" + table(*THREE).replace(",", ";"), rows=(3, 3, 0, 0)),
    text("A22", "semicolons with decimal commas are read as such", table(*THREE).replace(",", ";").replace("0.05", "0,05"),
         rows=(3, 3, 0, 0), shows=["0.150000"]),
    text("A23", "tabs are told by the header", table(*THREE).replace(",", "\t"), rows=(3, 3, 0, 0)),
    text("A23b", "bars are told by the header", table(*THREE).replace(",", "|"), rows=(3, 3, 0, 0)),
    text("A23c", "unit separators are refused", table(*THREE).replace(",", "\x1f"), 3, "log.csv", "\\x1f", rule="comma, semicolon, tab and bar part fields; a map may name another delimiter"),
    text("A24", "a row with another delimiter is left out; the others stand", table(row(1), row(2).replace(",", ";"), row(3)), 4, "log.csv, row 3",
         "has 1 field, the header 8", rows=(3, 2, 0, 1)),
    text("A25", "line ends of an old Mac are line ends", table(*THREE, end="\r"), rows=(3, 3, 0, 0)),
    text("A26", "line ends may be mixed, rows keep their numbers", f"{HEADER}\r\n{row(1)}\n{row(2)}\r{row(3, reward='free')}\r\n", 4, "log.csv, row 4",
         '"free"', rows=(3, 2, 0, 1)),
    text("A27", "a header in mid-file is no task", table(row(1), HEADER, row(2)), 4, "log.csv, row 3", rows=(3, 2, 0, 1),
         rule="left out as a row that holds no time and no amount, with its row"),
    text("A28", "a row given twice counts once", table(row(1), row(2), row(2)), rows=(3, 2, 1, 0)),
    text("A29", "the same task with another pay is told", table(row(1), row(2), row(2, reward="0.50")), 0, "row 4", "says otherwise", rows=(3, 2, 1, 0),
         rule="the first row of a task stands; each later one that says otherwise is named with both rows"),
    Case("A30", "50,000 columns are refused", wide, 3, ["log.csv", "50008 columns", "at most 10000"],
         rule="10,000 columns are the most: command-line tools of one platform write more than 5,000"),
    text("A32", "a field of 200 KB is read", table(row(1, title="A" * 200_000), row(2)), rows=(2, 2, 0, 0), rule="a field may have 2^20 characters"),
    Case("A32b", "a line of 100 MB is refused", long, 3, ["log.csv"]),
    Case("A32c", "a terabyte of nothing behind a log is refused", sparse, 3, ["log.csv", "larger than the memory"]),
    text("A33", "rows may come in any order", table(row(3), row(1), row(2)), rows=(3, 3, 0, 0), shows=['"w1",1,3,']),
    text("A34", "one person is not made of two workers", table(row(1), row(2, worker_id="w2")), 3, "holds the work of 2 workers", "roster",
         options=["--worker", "me"]),
    text("A35", "a line of blanks is no row", table(row(1), "   ", "\t", row(2)), rows=(2, 2, 0, 0), rule="a line of nothing but white space, or of nothing but delimiters, is no row and no fault"),
    text("A35b", "a row of blanks between delimiters is no row", table(row(1), " ,, ,,,,,", ",,,", "\u00a0" + "," * 7, row(2)), rows=(2, 2, 0, 0)),
    Case("A36", "a folder keeps what is readable of it", filed({"in/a.csv": table(*THREE), "in/b.csv": "", "in/c.csv": "not,a\nlog,x\n"},
         "audit", "in", "--format", "csv"), 4, ["in/c.csv", "in/b.csv"], rows=(3, 3, 0, 0)),
    Case("A37", "no argument is wrong use", lambda _: ["audit"], 2, ["FILE"]),
    Case("A38", "a file that is not there is refused", lambda _: ["audit", "nowhere.csv"], 3, ["nowhere.csv", "is not there"]),
)  # fmt: skip


LEFT_OUT = {
    "A31": "measured by the benchmarks, which hold speed and memory at ten million rows and more",
}
