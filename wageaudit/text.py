"""Text from outside made safe to show and to compare: clean() before any terminal, fold() for names of columns. Pure."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls, DEL, bidirectional controls, line and paragraph separators, halves of surrogates, byte-order mark
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
# the same without what text may hold: tabs and line ends within quotes, marks of right-to-left writing that reorder nothing else
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CODED = r"x(?:0[1-8b-f]|1[0-9a-f]|5c|7f|[89][0-9a-f])|u20(?:2[89a-e]|6[6-9])"
_STEERED = re.compile(rf"\\(?:{_CODED})")
_LOOKS_CODED = re.compile(rf"\\(?={_CODED})")  # a backslash before what would be taken for a code
# what spreadsheets take for the beginning of a formula, behind whatever nobody sees, and behind apostrophes
FORMULA_LEADS = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
INVISIBLE = " \u00a0\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00"
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def clean(text: str, limit: int = 80) -> str:
    """Escape what could steer a terminal and cut what is too long to read."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return _UNSAFE.sub(lambda found: _escape(found.group()), shown)


def harmless(text: str) -> str:
    """The text with controls as codes, for files and pipes of plain text: an escape becomes four characters that name it.

    A backslash that stands before the letters of such a code becomes a code itself, so that as_written() finds every text again.
    """
    if "\\" in text:
        text = _LOOKS_CODED.sub(r"\\x5c", text)
    return text if text.isprintable() else _STEERS.sub(lambda found: _escape(found.group()), text)


def as_written(text: str) -> str:
    """The text that harmless() made this of. Of other texts, in which a code is what it is, it is not to be asked."""
    return _STEERED.sub(lambda found: chr(int(f"0x{found.group()[2:]}", 0)), text) if "\\" in text else text


def guard(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula: an apostrophe goes before what would start one."""
    return f"'{text}" if _starts_formula(text) else text


def unguarded(text: str) -> str:
    """The text that guard() made this of."""
    return text[1:] if text.startswith("'") and _starts_formula(text) else text


def _starts_formula(text: str) -> bool:
    return not text[:1].isalnum() and text.lstrip("'").lstrip(INVISIBLE).startswith(FORMULA_LEADS)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - the last one-byte code


def spelt(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8, which the system hands over as surrogates, as their codes."""
    return (
        name
        if name.isascii()
        else name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    )


def fold(text: str) -> str:
    """Name of a column without case, accents and punctuation: "Début (UTC) " becomes "debut_utc"."""
    decomposed = unicodedata.normalize("NFKD", text.lstrip("\ufeff")).casefold()
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_WORD.sub("_", bare).strip("_")
