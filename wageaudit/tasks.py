"""THE task table: one table of fields from which schema, validation, documentation and the canonical reader come. Pure.

One row is one piece of work, one stretch of unpaid activity, one block of many tasks, or one payment. Money is exact
(decimal128(18, 6), six places), time is microseconds in UTC. A column that is absent, or a null, means the field's default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from wageaudit.arrays import CATEGORY, INSTANT, MONEY, constant
from wageaudit.kernels import cast
from wageaudit.synonyms import SYNONYMS
from wageaudit.text import fold

WORK_ACTIVITIES = ("task", "qualification", "training", "verification", "communication", "travel", "other")
WAITING_ACTIVITIES = ("search", "waiting")
ACTIVITIES = (*WORK_ACTIVITIES, *WAITING_ACTIVITIES, "payment")
STATUSES = ("approved", "pending", "rejected", "returned", "abandoned")
PAID_STATUSES = ("approved", "pending")
COVERAGES = ("worker", "recorded", "requester")

MICROS_A_DAY = 86_400_000_000
EARLIEST = (
    7_305 * MICROS_A_DAY
)  # 1990-01-01 [µs]: before any platform; an earlier stamp is a unit or format error
LATEST = 32_872 * MICROS_A_DAY  # 2060-01-01 [µs]
LARGEST_MONEY = 10**12  # of any currency, in one row
LARGEST_COUNT = 10**9
LARGEST_SECONDS = 366 * 86_400  # one row holds a year at most


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, kind (text, category, instant, seconds, count, money), what it means, and how people write it."""

    name: str
    kind: str
    meaning: str
    required: bool = False
    default: str = ""
    values: tuple[str, ...] = ()
    negative: bool = False
    example: str = ""

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Other names of the column that are understood."""
        return SYNONYMS.get(self.name, ())


FIELDS: tuple[Field, ...] = (
    Field(
        "worker_id",
        "category",
        "opaque id as exported; missing: the file's stem",
        example="w-017",
    ),
    Field(
        "platform",
        "category",
        "where the work was done",
        example="mturk",
    ),
    Field(
        "requester",
        "category",
        "who ordered the work",
        example="Acme Vision",
    ),
    Field(
        "project",
        "category",
        "kind of task: HIT group, job, study, suite, batch",
        example="boxes",
    ),
    Field(
        "task_id",
        "text",
        "id as exported; (platform, worker_id, task_id) finds the same row in two exports",
        example="t-0001",
    ),
    Field(
        "activity",
        "category",
        "work, unpaid work, waiting on record, or a payment",
        default="task",
        values=ACTIVITIES,
        example="task",
    ),
    Field(
        "status",
        "category",
        "what became of it",
        default="approved",
        values=STATUSES,
        example="approved",
    ),
    Field(
        "started_at",
        "instant",
        "ISO 8601 with offset, or local time in `timezone`, or a date for untimed rows",
        required=True,
        example="2024-03-04T08:00:00Z",
    ),
    Field(
        "ended_at",
        "instant",
        "empty: untimed row, its time is `active_seconds`",
        example="2024-03-04T08:00:40Z",
    ),
    Field(
        "active_seconds",
        "seconds",
        "time really worked inside the interval; the rest of it is waiting on record",
        example="35.5",
    ),
    Field(
        "task_count",
        "count",
        "tasks in this row",
        default="1",
        example="1",
    ),
    Field(
        "piece_rate",
        "money",
        "pay for one task",
        example="0.05",
    ),
    Field(
        "pay",
        "money",
        "pay for the row before bonus; empty: task_count × piece_rate",
        negative=True,
        example="0.05",
    ),
    Field(
        "bonus",
        "money",
        "bonus, premium, quality or target prime",
        default="0",
        negative=True,
        example="0",
    ),
    Field(
        "tip",
        "money",
        "from customers; kept apart because many laws do not let it count",
        default="0",
        negative=True,
        example="0",
    ),
    Field(
        "fee",
        "money",
        "what was taken from the worker: platform fee, withdrawal fee, cost",
        default="0",
        negative=True,
        example="0",
    ),
    Field(
        "customer_price",
        "money",
        "what the customer paid for the row, where known",
        negative=True,
        example="0.07",
    ),
    Field(
        "currency",
        "category",
        "ISO 4217, of every money column of the row",
        required=True,
        example="USD",
    ),
    Field(
        "country",
        "category",
        "ISO 3166-1 alpha-2: where the worker works, whose minimum wage applies",
        example="MG",
    ),
    Field(
        "region",
        "category",
        "ISO 3166-2, where a region has its own minimum wage",
        example="US-WA",
    ),
    Field(
        "timezone",
        "category",
        "IANA name: decides local dates and night hours",
        example="Indian/Antananarivo",
    ),
    Field(
        "coverage",
        "category",
        "whose view the export gives: all of the worker's work; the same with its waiting recorded, so that none is inferred; or one requester's",
        default="worker",
        values=COVERAGES,
        example="worker",
    ),
    Field("source_file", "category", "filled by the reader: file the row stands in"),
    Field("source_row", "count", "filled by the reader: row as a spreadsheet shows it (header = 1)"),
)

BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
NAMES = tuple(BY_NAME)
MONEY_NAMES = tuple(field.name for field in FIELDS if field.kind == "money")
INSTANT_NAMES = tuple(field.name for field in FIELDS if field.kind == "instant")
PROVENANCE = ("source_file", "source_row")

_TYPES = {
    "category": CATEGORY,
    "text": pa.string(),
    "instant": INSTANT,
    "seconds": MONEY,
    "count": pa.int64(),
    "money": MONEY,
}
SCHEMA = pa.schema([pa.field(field.name, _TYPES[field.kind]) for field in FIELDS])


@cache
def spellings() -> Mapping[str, str]:
    """Folded spelling of a column (our name or a synonym) → our name."""
    known = {fold(spelling): field.name for field in FIELDS for spelling in field.synonyms}
    return known | {name: name for name in NAMES}


def whole(table: pa.Table) -> pa.Table:
    """The table with every column of SCHEMA, in its order and of its type; absent columns are null."""
    columns = []
    for field in SCHEMA:
        if field.name not in table.column_names:
            columns.append(
                constant(None, table.num_rows)
                if field.type == CATEGORY
                else pa.nulls(table.num_rows, field.type)
            )
            continue
        found = table.column(field.name)
        columns.append(found if found.type == field.type else cast(found, field.type))
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def concatenate(tables: list[pa.Table]) -> pa.Table:
    """One task table of many, rows in the order given; only the columns that one of them has."""
    if len(tables) == 1:
        return tables[0]
    return pa.concat_tables(tables, promote_options="default") if tables else _nothing()


@cache
def _nothing() -> pa.Table:
    """The task table without rows: what each file says whose rows lie elsewhere."""
    return whole(pa.table({}))


def documentation() -> str:
    """The field table as Markdown: what a canonical CSV or Parquet file may hold."""
    lines = ["| column | kind | default | meaning | also written |", "|---|---|---|---|---|"]
    for field in FIELDS:
        star = " *" if field.required else ""
        values = f" ({', '.join(field.values)})" if field.values else ""
        also = ", ".join(field.synonyms)
        lines.append(
            f"| {field.name}{star} | {field.kind} | {field.default} | {field.meaning}{values} | {also} |"
        )
    return "\n".join(lines) + "\n"
