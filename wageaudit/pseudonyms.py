"""Keyed pseudonyms, and what of a table may leave the house: ids replaced, titles and times dropped or made coarse. Pure.

HMAC-SHA-256 (RFC 2104, FIPS 198-1) under a secret key of 256 bits, cut to 128 bits, as base32 (RFC 4648) in small letters.
Bare hashes are no protection: ids are short and can all be tried (Lease et al., 2013; EDPB Guidelines 01/2025 on
pseudonymisation: secrets apart, and enough of them). Each kind of name has a domain of its own, so that a worker and a
requester of one name share no pseudonym; each key gives other pseudonyms, so that two campaigns cannot be joined.
"""

from __future__ import annotations

import hmac
import unicodedata
from base64 import b32decode, b32encode
from binascii import Error as NotBase32
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from wageaudit.arrays import category, codes, ints, present, strings
from wageaudit.errors import WrongUse
from wageaudit.groups import period_codes, period_label
from wageaudit.phrases import phrase
from wageaudit.tasks import MICROS_A_DAY

KEY_BYTES = 32
PSEUDONYM_BYTES = 16
ID_BYTES = 10
HEAD = "wageaudit key, version 1"
DOMAIN = b"wageaudit/v1/"
KINDS: Mapping[str, str] = {
    "worker": "worker",
    "worker_id": "worker",
    "requester": "requester",
    "project": "project",
}  # column → what its names are names of
DATED = ("local_date", "started_at")  # the first that is there becomes the week
PLAIN = (
    "week", "month", "platform", "country", "activity", "status", "coverage", "currency", "wage_currency", "verdict",
    "suppressed", "comparison_suppressed", "withheld",
)  # fmt: skip
NEVER = (
    "task_id",
    "region",
    "timezone",
    "source_file",
    "source_row",
    "ended_at",
    "gap_before_seconds",
    "session",
)


@dataclass(frozen=True, slots=True)
class Key:
    """A campaign's secret, 32 bytes, never shown; id: its fingerprint, which says which key made a pseudonym and no more."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(self.secret)}")

    @property
    def id(self) -> str:
        """80 bits of an HMAC over a text of its own: 16 letters."""
        return _letters(hmac.digest(self.secret, DOMAIN + b"key id", "sha256")[:ID_BYTES])


def _letters(data: bytes) -> str:
    return b32encode(data).decode("ascii").rstrip("=").lower()


def key_text(key: Key) -> str:
    """The key file: a line that says what it is, its id, the secret in base32."""
    return f"{HEAD}\nid {key.id}\nsecret {_letters(key.secret)}\n"


def parse_key(text: str, name: str) -> Key:
    """The key of a key file's text; name: of the file, for messages. Raises WrongUse where it is none or was changed."""
    mend = "make one with  wageaudit key new -o campaign.key"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines[:1] != [HEAD]:
        raise WrongUse(phrase("{file} is no key file", file=name), mend)
    said = dict(line.partition(" ")[::2] for line in lines[1:])
    if set(said) != {"id", "secret"} or len(lines) != len(said) + 1:
        raise WrongUse(phrase("{file} is no whole key file: it has an id and a secret", file=name), mend)
    letters = said["secret"].upper()
    try:
        key = Key(b32decode(letters + "=" * (-len(letters) % 8)))
    except (NotBase32, ValueError):
        raise WrongUse(
            phrase("{file} holds no secret of {count} bytes", file=name, count=KEY_BYTES), mend
        ) from None
    if key.id != said["id"]:
        raise WrongUse(
            phrase("{file} was changed: its secret is not the one of its id", file=name),
            "take it from its copy",
        )
    return key


def pseudonym(key: Key, kind: str, name: str) -> str:
    """26 letters for a name of a kind (worker, requester, project); one name written in two Unicode forms is one name."""
    told = (
        DOMAIN + kind.encode() + b"\0" + unicodedata.normalize("NFC", name).encode("utf-8", "surrogatepass")
    )
    return _letters(hmac.digest(key.secret, told, "sha256")[:PSEUDONYM_BYTES])


def pseudonyms(values: pa.ChunkedArray | pa.Array, key: Key, kind: str) -> pa.DictionaryArray:
    """The column with each name replaced; an empty or absent name stays so. Each distinct name is computed once.

    Labels come in the order of the pseudonyms, so that nothing of the order of the names is left.
    """
    found, labels = codes(values)
    made = [pseudonym(key, kind, label) if label else "" for label in labels]
    ordered = sorted(set(made))
    rank = {label: place for place, label in enumerate(ordered)}
    recode = np.array([*(rank[label] for label in made), -1], np.int32)
    return category(recode[found], ordered)


def linkage(values: pa.ChunkedArray | pa.Array, key: Key, kind: str) -> pa.Table:
    """(name, pseudonym) of every name of a column: for those who hold the key, never to be shared with the table."""
    labels = [label for label in codes(values)[1] if label]
    return pa.table(
        {"name": strings(labels), "pseudonym": strings(pseudonym(key, kind, label) for label in labels)}
    )


def shareable(table: pa.Table, key: Key) -> pa.Table:
    """A task table, ledger, result table or summary as it may leave the house. Raises WrongUse for a table by day or region.

    Names (KINDS) become pseudonyms; instants and days become ISO weeks, in UTC where no local date is known; task ids,
    places of rows, files, regions, zones, sessions and the gaps between rows go, and so does any column not known here
    that holds text or time. Rows are sorted anew, so that their order tells nothing. Groups that are too small are not
    this function's business: wageaudit.disclosure comes first.
    """
    for name in ("day", "region"):
        if name in table.column_names and "worker_id" not in table.column_names:
            raise WrongUse(
                phrase("a table by {grouping} is not shared", grouping=name),
                "group by week or month, and by country",
            )
    columns: dict[str, pa.Array | pa.ChunkedArray] = {}
    for name in table.column_names:
        values = table.column(name)
        if name in KINDS:
            columns[name] = pseudonyms(values, key, KINDS[name])
        elif name == "reason":
            columns[name] = _without_places(values)
        elif name in PLAIN or (name not in NEVER and _is_number(values.type)):
            columns[name] = values
    week = next((name for name in DATED if name in table.column_names), None)
    if week is not None:
        columns = _with_week(columns, table.column(week))
    return _reordered(pa.table(columns))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_decimal(kind))


def _with_week(columns: Mapping[str, pa.Array], times: pa.ChunkedArray) -> dict[str, pa.Array]:
    days = ints(times) // (MICROS_A_DAY if pa.types.is_timestamp(times.type) else 1)
    week = period_codes(days.astype(np.int32), "week")
    used, place = np.unique(week, return_inverse=True)
    labels = [period_label(code, "week") for code in used.tolist()]
    coarse = category(np.where(present(times), place, -1), labels)
    return {"week": coarse} | {name: values for name, values in columns.items() if name != "week"}


def _without_places(values: pa.ChunkedArray) -> pa.Array:
    """Reasons by their kind alone: what stands after a colon names regions."""
    found, labels = codes(values)
    bare = [";".join(dict.fromkeys(part.partition(":")[0] for part in label.split(";"))) for label in labels]
    return strings(bare[code] if code >= 0 else None for code in found.tolist())


def _reordered(table: pa.Table) -> pa.Table:
    """Rows in the order of what they show, so that what stood first is not known."""
    if table.num_rows == 0 or not table.column_names:
        return table
    import pyarrow.compute as pc  # a slow import that only sharing needs

    plain = pa.table(
        {
            name: values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values
            for name, values in zip(table.column_names, table.columns, strict=True)
        }
    )
    order: pa.Array = pc.sort_indices(plain, sort_keys=[(name, "ascending") for name in plain.column_names])
    return table.take(order)


__all__ = ["Key", "key_text", "linkage", "parse_key", "pseudonym", "pseudonyms", "shareable"]
