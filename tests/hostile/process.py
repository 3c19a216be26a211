"""Cases of the process: outputs over inputs, full disks, closed pipes, no home, errors without number, tampered evidence."""

from __future__ import annotations

import json
import os
from pathlib import Path

from hostile.make import filed, row, table, written
from hostile.runner import Case, Outcome

PLAIN = table(row(1), row(2), row(3))
CROWD = table(*(row(at, worker_id=f"w{at}") for at in range(400)))
ROSTER = "worker_id,country\nw1,MG\n"
WAGES = 'country = "MG"\nstatus = "statutory"\n'


def pipe(folder: Path) -> list[str]:
    """An output that is a named pipe."""
    (folder / "log.csv").write_text(PLAIN)
    os.mkfifo(folder / "out.csv")
    return ["audit", "log.csv", "-o", "out.csv", "--force"]


def closed(folder: Path) -> list[str]:
    """A folder nobody may write into: a file stands where it should be."""
    (folder / "log.csv").write_text(PLAIN)
    (folder / "out").write_text("a file")
    return ["audit", "log.csv", "-o", "out/result.csv"]


def linked(folder: Path) -> list[str]:
    """An output that is a link to the input."""
    (folder / "log.csv").write_text(PLAIN)
    (folder / "out.csv").symlink_to("log.csv")
    return ["audit", "log.csv", "-o", "out.csv", "--force"]


def several(folder: Path) -> list[str]:
    """Three hundred files, three of them no logs."""
    (folder / "in").mkdir()
    for at in range(300):
        data = "no,log\n1,2\n" if at % 100 == 50 else table(row(1, worker_id=f"w{at}"))
        (folder / "in" / f"{at:03}.csv").write_text(data)
    return ["audit", "in", "--format", "csv"]


def few_words(outcome: Outcome) -> None:
    """Five of a kind are shown, the rest counted."""
    assert outcome.err.count("log.csv, row") == 5
    assert "and 49,995 more" in outcome.err


def verified(change: str) -> object:
    """A manifest of an audit, then one byte of a file changed."""

    def make(folder: Path) -> list[str]:
        import subprocess
        import sys

        (folder / "log.csv").write_text(PLAIN)
        (folder / "in.csv").write_text(ROSTER)
        typed = ["audit", "log.csv", "--roster", "in.csv", "-o", "out.csv", "--manifest", "m.json", "-q"]
        subprocess.run([sys.executable, "-P", "-m", "wageaudit", *typed], cwd=folder, check=True)
        if change == "m.json":
            found = json.loads((folder / "m.json").read_text())
            found["rows"]["read"] += 1
            (folder / "m.json").write_text(json.dumps(found))
        elif change:
            data = bytearray((folder / change).read_bytes())
            data[-3] ^= 1
            (folder / change).write_bytes(data)
        return ["verify", "m.json"]

    return make


CASES = (
    Case("H3", "a disk that fills up leaves no half of an output", filed({"log.csv": CROWD}, "audit", "log.csv", "-o", "out.csv"), 2, ["out.csv", "cannot be written", "free some room"], largest=20_000),
    Case("H3a", "a disk that fills up leaves the old output", filed({"log.csv": CROWD, "out.csv": "mine"}, "audit", "log.csv", "-o", "out.csv", "--force"), 2, ["out.csv", "cannot be written"], largest=20_000),
    Case("H3d", "an output is no device", pipe, 2, ["out.csv", "a device"]),
    Case("H3b", "an output without its folder is told before the work", filed({"log.csv": PLAIN}, "audit", "log.csv", "-o", "no/out.csv"), 2, ["no/out.csv", "there is no folder"]),
    Case("H3c", "an output under a file is told before the work", closed, 2, ["out/result.csv", "cannot be written"]),
    Case("H4", "an output never replaces its input", filed({"log.csv": PLAIN}, "audit", "log.csv", "-o", "log.csv", "--force"), 2, ["log.csv", "is an input"]),
    Case("H4b", "an output is no link", linked, 2, ["out.csv"]),
    Case("H4c", "an output that exists stays as it is", filed({"log.csv": PLAIN, "out.csv": "mine"}, "audit", "log.csv", "-o", "out.csv"), 2, ["out.csv", "exists", "--force"]),
    Case("H4d", "existing outputs are told before anything is written", filed({"log.csv": PLAIN, "l.csv": "mine"}, "audit", "log.csv", "-o", "out.csv", "--ledger", "l.csv"), 2, ["l.csv", "exists"]),
    Case("H4e", "a roster is an input too", filed({"log.csv": PLAIN, "r.csv": ROSTER}, "audit", "log.csv", "--roster", "r.csv", "-o", "r.csv", "--force"), 2, ["r.csv", "is an input"]),
    Case("H4f", "a table of rates is an input too", filed({"log.csv": PLAIN, "x.csv": "date,base,quote,rate\n2024-03-04,USD,KES,140\n"}, "audit", "log.csv", "--exchange", "x.csv", "--ledger", "x.csv", "--force"), 2,
         ["x.csv", "is an input"]),
    Case("H4g", "two outputs are two files", filed({"log.csv": PLAIN}, "audit", "log.csv", "-o", "out.csv", "--ledger", "./out.csv"), 2, ["same name"]),
    Case("H4h", "columns are not picked of a view for people", filed({"log.csv": PLAIN}, "audit", "log.csv", "--columns", "pay", "--format", "table"), 2, ["--columns", "table"]),
    Case("H4i", "an output in a folder that is read does not replace what is read", filed({"in/log.csv": PLAIN}, "audit", "in", "-o", "in/log.csv", "--force"), 2, ["is an input"]),
    Case("H4j", "convert does not replace its roster", filed({"log.csv": PLAIN, "r.csv": ROSTER}, "convert", "log.csv", "--roster", "r.csv", "-o", "r.csv", "--force"), 2, ["r.csv", "is an input"]),
    Case("H4k", "wages does not replace its own input", filed({"w.toml": WAGES}, "wages", "MG", "--wages", "w.toml", "-o", "w.toml", "--force"), 2, ["w.toml", "is an input"]),
    Case("H4l", "map does not replace the table it is made for", filed({"log.csv": PLAIN}, "map", "log.csv", "-o", "log.csv", "--force"), 2, ["log.csv", "is an input"]),
    Case("H4m", "a map without its folder is told before the work", filed({"log.csv": PLAIN}, "map", "log.csv", "-o", "no/m.toml"), 2, ["no/m.toml", "there is no folder"]),
    Case("H4n", "a report does not replace its roster", filed({"log.csv": PLAIN, "r.csv": ROSTER}, "report", "log.csv", "--roster", "r.csv", "-o", "r.csv", "--force"), 2, ["r.csv", "is an input"]),
    Case("H4o", "problems do not replace a roster", filed({"log.csv": PLAIN, "r.csv": ROSTER}, "check", "log.csv", "--roster", "r.csv", "--problems", "./r.csv", "--force"), 2, ["r.csv", "is an input"]),
    Case("H5", "three bad files of three hundred stop nothing", several, 4, ["in/050.csv", "in/150.csv", "in/250.csv"], rows=(297, 297, 0, 0)),
    Case("H8", "line ends of Windows give the same figures", written("log.csv", PLAIN.replace("\n", "\r\n")), rows=(3, 3, 0, 0)),
    Case("H9", "no home is needed", written("log.csv", PLAIN), rows=(3, 3, 0, 0), environment=dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LANG", "LC_ALL", "TZ", "COLUMNS", "TERM", "USER"))),
    Case("H10", "a clock that is wrong changes no byte", written("log.csv", PLAIN), rows=(3, 3, 0, 0), environment={"SOURCE_DATE_EPOCH": "1"}),
    Case("H11", "fifty thousand faulty rows are five and a count", written("log.csv", table(*(row(at, task_id=f"n{at}", reward="free") for at in range(50_000)))), 4, ["log.csv, row 2"],
         rows=(50_000, 0, 0, 50_000), check=few_words),
    Case("H12", "what is as it was verifies", verified(""), 0, shows=["dentical"], check=None),
    Case("H12b", "an input changed by a bit is named", verified("log.csv"), 1, shows=["log.csv"]),
    Case("H12c", "an output changed by a bit is named", verified("out.csv"), 1, shows=["out.csv"]),
    Case("H12d", "a manifest changed is refused", verified("m.json"), 3, ["m.json"]),
    Case("H12e", "a manifest that is none is refused", filed({"m.json": "{}"}, "verify", "m.json"), 3, ["m.json"]),
    Case("H12f", "a manifest nested without end is refused", filed({"m.json": '{"a":' * 100_000}, "verify", "m.json"), 3, ["m.json"]),
    Case("H13", "a language nobody speaks is wrong use", filed({"log.csv": PLAIN}, "audit", "log.csv", "--lang", "tlh"), 2, ["--lang", "tlh"]),
)  # fmt: skip
ELSEWHERE = {
    "H1": "hostile/test_process.py::test_a_reader_who_leaves_ends_the_program_in_silence",
    "H2": "hostile/test_process.py::test_an_interrupted_run_leaves_nothing_behind",
    "H6": "test_batch_resuming.py::test_a_file_that_kills_its_process_is_named_and_the_rest_is_finished",
    "H7": "hostile/test_process.py::test_two_runs_onto_one_output_leave_one_whole_file",
}
LEFT_OUT: dict[str, str] = {}
