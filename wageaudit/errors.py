"""What can go wrong, said once: problems of rows, refusals of files, wrong use, exit codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from wageaudit.phrases import joined, ours, phrase


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    FOUND = 1  # done, and what --fail-below or check looks for was found
    WRONG_USE = 2
    REFUSED = 3  # input refused, nothing written
    PARTIAL = 4  # done in part: files or more rows than --max-rejects were left out
    INTERRUPTED = 130
    BROKEN_PIPE = 141  # who read the output has gone: silent, as other programs end


ALL_FILES = "all files"  # in the place of a file's name


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing the program could not take as it stands: where, what, and what to type next.

    row is the number a spreadsheet shows (header = 1), None for a whole file; rows is how many input rows it leaves
    out (0 for a note that leaves out nothing); fault is False where rows are rightly no work, as a HIT nobody took.
    """

    code: str
    file: str
    row: int | None
    column: str
    value: str
    reason: str
    mend: str
    rows: int = 1
    fault: bool = True

    def place(self) -> str:
        """Where it is, in words: file, row, column."""
        parts: list[str] = [phrase("all files") if self.file == ALL_FILES else self.file]
        if self.row is not None:
            parts.append(phrase("row {row}", row=self.row))
        if self.column:
            parts.append(phrase("column {column}", column=self.column))
        return joined(parts)


class WageauditError(Exception):
    """Base of the errors this package raises; carries a mend (what to type next) and an exit code."""

    exit_code = Exit.REFUSED

    def __init__(self, reason: str, mend: str = "") -> None:
        """Keep the reason and the mend apart, so that a renderer can lay them out."""
        super().__init__(reason)
        self.reason = ours(reason)
        self.mend = ours(mend)


class WrongUse(WageauditError):
    """Options that do not fit together or name nothing known."""

    exit_code = Exit.WRONG_USE


class InputRefused(WageauditError):
    """A file that cannot be read as what it is; nothing of it is used."""

    def __init__(
        self,
        file: str,
        reason: str,
        mend: str = "",
        row: int | None = None,
        column: str = "",
        others: Sequence[Problem] = (),
    ) -> None:
        """Say which file, where in it, why, and what to type next; `others` are further faults of the same file."""
        super().__init__(reason, mend)
        self.problem = Problem("file-refused", file, row, column, "", reason, mend, rows=0)
        self.others = tuple(others)
