"""Messages of ours: English text that remembers how it was put together, in a pickle and in JSON too."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from wageaudit.phrases import Phrase, counted, joined, ours, packed, phrase, unpacked

FILES = ("{count} file of {name}", "{count} files of {name}")


def told(message: object) -> tuple[object, ...]:
    """All that a phrase carries."""
    assert isinstance(message, Phrase)
    return str(message), message.template, dict(message.values), message.several, message.number


def test_a_phrase_is_its_text_and_remembers_its_parts() -> None:
    """Values that no report could write in another language are text."""
    made = phrase("{what} from {day}", what=Decimal("1.50"), day=date(2024, 3, 4), other=None)
    assert made == "1.50 from 2024-03-04"
    assert told(made)[2] == {"what": Decimal("1.50"), "day": date(2024, 3, 4), "other": "None"}


def test_a_count_chooses_its_sentence() -> None:
    """One is one, none and two are several."""
    said = [counted(FILES, number, name="w") for number in (0, 1, 2)]
    assert said == ["0 files of w", "1 file of w", "2 files of w"]
    assert told(said[1]) == ("1 file of w", FILES[0], {"count": 1, "name": "w"}, FILES, 1)


def test_a_phrase_survives_copying_and_pickling() -> None:
    """It goes to other processes and comes back."""
    made = counted(FILES, 3, name=phrase("{who}", who="w"))
    for back in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made)):  # noqa: S301 - our own bytes
        assert told(back) == told(made)


def test_a_phrase_survives_json_with_phrases_inside_it() -> None:
    """Days stay days and decimals exact; sentences for one and for several stay two."""
    inner = phrase("{n} of {share}", n=3, share=Decimal("0.5"))
    made = counted(FILES, 2, name=inner, day=date(2024, 3, 4), part=1.5)
    back = unpacked(json.loads(json.dumps(packed(made))))
    assert told(back) == told(made)
    assert isinstance(back, Phrase)
    assert told(back.values["name"]) == told(inner)


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        ("{x:.2f}", Decimal("12345678901234567.89"), "12345678901234567.89"),
        ("{x:f}", Decimal("0.000001"), "0.000001"),
        ("{x:,}", Decimal("1234.50"), "1,234.50"),
        ("{x:%d %B}", date(2024, 3, 4), "04 March"),
        ("{x:%H:%M}", datetime(2024, 3, 4, 9, 5, tzinfo=UTC), "09:05"),
        ("{x:,}", 12345, "12,345"),
        ("{x:.1f}", 0.25, "0.2"),
        ("{x}", True, "True"),
    ],
)
def test_a_value_that_is_formatted_comes_back_from_json_as_it_was(
    template: str, value: object, text: str
) -> None:
    """A float in place of a decimal would lose its cents, a day in letters could not be formatted at all."""
    made = phrase(template, x=value)
    assert made == text
    back = unpacked(json.loads(json.dumps(packed(made))))
    assert told(back) == told(made)
    assert type(told(back)[2]["x"]) is type(value)  # type: ignore[index]


def test_plain_text_is_packed_as_it_is() -> None:
    """Nothing is made of it."""
    assert packed("a {brace}") == "a {brace}"
    assert unpacked("a {brace}") == "a {brace}"


def test_plain_words_become_a_phrase_unless_braces_could_be_meant() -> None:
    """Text from outside is no template."""
    assert isinstance(ours("is damaged"), Phrase)
    assert not isinstance(ours("{is} damaged"), Phrase)
    assert not isinstance(ours(""), Phrase)
    made = phrase("{n}", n=1)
    assert ours(made) is made


def test_parts_in_a_row_keep_what_they_are() -> None:
    """Each is told in its own right."""
    made = joined([phrase("{n} rows", n=1), "two"], "; ")
    assert made == "1 rows; two"
    assert isinstance(told(made)[2]["part0"], Phrase)  # type: ignore[index]
