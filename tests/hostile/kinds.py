"""All cases by kind, and those of the list that do not concern what exists, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hostile import amounts, containers, encodings, injection, private, process, shape, times
from hostile.runner import Case


@dataclass(frozen=True)
class Kind:
    """One kind of input: its letter and title, how many the list has, cases, tests of their own as file::name, what is left out."""

    letter: str
    title: str
    listed: int
    cases: Sequence[Case]
    left_out: Mapping[str, str]
    elsewhere: Mapping[str, str]


KINDS = (
    Kind("A", "Shape of the file", 34, shape.CASES, shape.LEFT_OUT, {}),
    Kind("B", "Bytes and encodings", 15, encodings.CASES, encodings.LEFT_OUT, {}),
    Kind("C", "Numbers and money", 28, amounts.CASES, amounts.LEFT_OUT, {}),
    Kind("D", "Time", 34, times.CASES, times.LEFT_OUT, {}),
    Kind("E", "Workbooks, archives, JSON, Parquet, devices", 30, containers.CASES, containers.LEFT_OUT, {}),
    Kind(
        "F",
        "Content that attacks the reader of the output",
        23,
        injection.CASES,
        injection.LEFT_OUT,
        injection.ELSEWHERE,
    ),
    Kind("G", "Privacy", 14, private.CASES, private.LEFT_OUT, private.ELSEWHERE),
    Kind("H", "The process", 12, process.CASES, process.LEFT_OUT, process.ELSEWHERE),
)
CASES = tuple(case for kind in KINDS for case in kind.cases)


def numbers(kind: Kind) -> set[str]:
    """The numbers of the list that this kind tries: A6 is tried by A6 and A6b."""
    return {case.number.rstrip("abcdefghijklmnopqrstuvwxyz") for case in kind.cases} | set(kind.elsewhere)
