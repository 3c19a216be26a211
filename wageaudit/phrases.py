"""Phrases: messages of ours that are English text, and remember how they were put together so that reports can translate them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Self

KEPT = (str, int, float, Decimal, date)  # as they are: what reports can write in another language
KINDS: Mapping[str, Callable[[str], object]] = {
    "decimal": Decimal,
    "date": date.fromisoformat,
    "instant": datetime.fromisoformat,
}
Several = tuple[str, str]  # the sentence for one and the sentence for several


class Phrase(str):
    """An English message that carries its template, what filled it and, where it counts, its two forms and the number.

    It is that text wherever text is compared, written or hashed; a report makes the template's translation of it. Values
    may be phrases themselves. Copies and pickles keep all of it.
    """

    __slots__ = ("number", "several", "template", "values")

    template: str
    values: Mapping[str, object]
    several: Several | None
    number: int

    def __new__(
        cls, template: str, values: Mapping[str, object], several: Several | None = None, number: int = 1
    ) -> Self:
        """Fill the template, str.format's way."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values, made.several, made.number = template, values, several, number
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, Mapping[str, object], Several | None, int]]:
        """Pickle the parts, not the text."""
        return type(self), (self.template, self.values, self.several, self.number)


def phrase(template: str, /, **values: object) -> str:
    """A message of ours: the template is English, whole, and found by the tool that gathers what is to be translated."""
    return Phrase(template, _kept(values))


def counted(messages: Several, number: int, /, **values: object) -> str:
    """A message of so many; the count itself is among what may fill it."""
    return Phrase(messages[number != 1], _kept({"count": number, **values}), messages, number)


def ours(text: str) -> str:
    """Plain words of ours as a phrase, so that they are told in their language inside another phrase too."""
    return text if isinstance(text, Phrase) or not text or set("{}") & set(text) else Phrase(text, {})


def joined(parts: Sequence[str], between: str = ", ") -> str:
    """Parts in a row, each told in its own right."""
    names = [f"part{number}" for number in range(len(parts))]
    return Phrase(between.join(f"{{{name}}}" for name in names), dict(zip(names, parts, strict=True)))


def packed(message: str) -> object:
    """A message as JSON can hold it: text, or the parts of a phrase; days and decimals keep their kind, as formats need it."""
    if not isinstance(message, Phrase):
        return message
    return {
        "template": message.template,
        "values": {name: _plain(value) for name, value in message.values.items()},
        "several": message.several,
        "number": message.number,
    }


def unpacked(said: object) -> str:
    """The message that packed() made JSON of."""
    if not isinstance(said, Mapping):
        return str(said)
    values = {name: _whole(value) for name, value in said["values"].items()}
    return Phrase(
        said["template"], values, tuple(said["several"]) if said["several"] else None, said["number"]
    )


def _plain(value: object) -> object:
    if isinstance(value, str):
        return packed(value)
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"instant" if isinstance(value, datetime) else "date": value.isoformat()}
    return value


def _whole(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    for kind, made in KINDS.items():
        if kind in value:
            return made(value[kind])
    return unpacked(value)


def _kept(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value if isinstance(value, KEPT) else str(value) for name, value in values.items()}
