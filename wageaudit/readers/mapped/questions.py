"""What is settled about a map in the making, and what is still to be asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Question:
    """What the file cannot prove: the field of Given (and the key in it) that an answer fills, in words."""

    field: str
    key: str
    words: str
    option: str
    choices: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Given:
    """What is settled: by options, by answers, in the end by the file itself. An empty text is "none"."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    activity: tuple[tuple[str, str, str], ...] = ()  # column, prefix, activity
    leave_out: tuple[tuple[str, str], ...] = ()  # column, prefix
    words: Mapping[str, str] = field(default_factory=dict)  # row, skip, delimiter, currency, …

    def answered(self, question: Question, answer: str) -> Given:
        """With one answer more."""
        there = dict(getattr(self, question.field))
        there[question.key] = ((answer,) if answer else ()) if question.field == "columns" else answer
        return replace(self, **{question.field: there})  # type: ignore[arg-type]
