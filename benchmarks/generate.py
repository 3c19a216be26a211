"""A seeded generator of canonical rows, written day by day as CSV or Parquet: any number fits in memory.

    python benchmarks/generate.py --rows 1000000 --seed 7 --output 1m.csv

Invented workers of about 500 rows each on three invented platforms, in six countries; nothing here is
anyone's data. The same rows, seed and format give the same bytes.
"""

import argparse
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FIRST_DAY = np.datetime64("2023-01-01")
DAYS = 731  # 2023-01-01 to 2024-12-31
DAY_MS = 86_400_000
ROWS_A_WORKER = 500
ROWS_A_WORKING_DAY = 25
DUPLICATE_SHARE = 0.001  # rows that come again, whole
DUPLICATE_LAG_DAYS = 7  # a copy stands a week of blocks after its original
PAUSE_SHARES = (0.10, 0.35, 0.36, 0.14, 0.04, 0.01)  # overlap, none, seconds, minutes, a rest, hours

PLATFORMS = ("anvil", "loom", "quarry")
MILLISECOND_PLATFORM = 2  # quarry writes 10:00:00.250Z, the others 10:00:00Z
DOLLAR_PLATFORM = 1  # loom pays Madagascar in USD
STATUSES = ("approved", "pending", "rejected")
STATUS_SHARES = (0.92, 0.05, 0.03)


@dataclass(frozen=True, slots=True)
class Place:
    """Where invented workers live: share of all workers, zone, currency, and pay an hour in that currency."""

    country: str
    share: float
    timezone: str
    currency: str
    hourly: float


PLACES = (
    Place("MG", 0.20, "Indian/Antananarivo", "MGA", 2_000.0),
    Place("KE", 0.20, "Africa/Nairobi", "KES", 130.0),
    Place("US", 0.12, "America/New_York", "USD", 7.5),
    Place("US", 0.08, "America/Los_Angeles", "USD", 7.5),
    Place("FR", 0.10, "Europe/Paris", "EUR", 11.0),
    Place("IN", 0.20, "Asia/Kolkata", "INR", 34.0),
    Place("VE", 0.10, "America/Caracas", "USD", 1.1),
)
MADAGASCAR_IN_DOLLARS = 0.65  # USD an hour
TYPICAL_SECONDS = 165  # a task's mean length, by which its price is set
BONUS_SHARE = 0.12

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("worker_id", "platform", "requester", "project", "task_id", "status")]
    + [(name, pa.timestamp("us", "UTC")) for name in ("started_at", "ended_at")]
    + [(name, pa.decimal128(18, 6)) for name in ("pay", "bonus")]
    + [(name, pa.string()) for name in ("currency", "country", "timezone")]
)


@dataclass(frozen=True, slots=True)
class Workers:
    """What stays the same for one worker: index into PLACES and into PLATFORMS, each of shape (workers,)."""

    place: Ints
    platform: Ints


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description="Write seeded canonical rows.")
    parser.add_argument("--rows", type=int, required=True, help="rows of the file, its duplicates included")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    chosen = parser.parse_args()
    write(chosen.output, chosen.rows, chosen.seed, chosen.format)


def write(output: Path, rows: int, seed: int, form: str) -> None:
    """Write `rows` rows to `output`; the name appears only when the file is whole."""
    unfinished = output.with_name(output.name + ".part")
    writer = write_csv if form == "csv" else write_parquet
    writer(unfinished, days(rows, seed))
    unfinished.replace(output)


def write_csv(path: Path, blocks: Iterator[pa.Table]) -> None:
    """Write the blocks as CSV without needless quotes, zeros or empty lines."""
    with path.open("wb") as stream:
        stream.write((",".join(SCHEMA.names) + "\n").encode())
        options = pa_csv.WriteOptions(include_header=False, quoting_style="none")
        for block in blocks:
            pa_csv.write_csv(as_text(block), stream, options)


def write_parquet(path: Path, blocks: Iterator[pa.Table], row_group: int = 1_000_000) -> None:
    """Write the blocks as Parquet in row groups of about a million rows."""
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        held: list[pa.Table] = []
        for block in blocks:
            held.append(block)
            if sum(map(len, held)) >= row_group:
                writer.write_table(pa.concat_tables(held))
                held.clear()
        writer.write_table(pa.concat_tables([SCHEMA.empty_table(), *held]))


def days(rows: int, seed: int) -> Iterator[pa.Table]:
    """Give the rows day by day, each day in order of start, then the copies of rows a week older."""
    draw = np.random.default_rng(seed)
    workers = hire(draw, max(1, rows // ROWS_A_WORKER))
    copies: deque[pa.Table] = deque(maxlen=DUPLICATE_LAG_DAYS)
    written = 0
    for day in range(DAYS):
        wanted = rows * (day + 1) // DAYS - rows * day // DAYS
        again = copies[0].slice(0, wanted) if len(copies) == DUPLICATE_LAG_DAYS else SCHEMA.empty_table()
        fresh = wanted - len(again)
        block = one_day(draw, workers, day, fresh, written)
        written += fresh
        copies.append(block.filter(pa.array(draw.random(fresh) < DUPLICATE_SHARE)))
        yield pa.concat_tables([block, again])


def hire(draw: np.random.Generator, number: int) -> Workers:
    """Draw each worker's place and main platform."""
    shares = [place.share for place in PLACES]
    return Workers(
        place=draw.choice(len(PLACES), number, p=shares),
        platform=draw.integers(0, len(PLATFORMS), number),
    )


def one_day(draw: np.random.Generator, workers: Workers, day: int, rows: int, written: int) -> pa.Table:
    """Draw one day of work.

    day: days since FIRST_DAY.   rows: rows of the day.   written: rows before it (task ids never meet).
    """
    turn, first = working_days(draw, rows)  # which worker's day a row belongs to; whether it opens that day
    turns = int(turn[-1]) + 1 if rows else 0
    workforce = len(workers.place)
    who = draw.choice(workforce, turns, replace=turns > workforce)
    elsewhere = draw.random(turns) < 0.2
    platform = np.where(elsewhere, draw.integers(0, len(PLATFORMS), turns), workers.platform[who])[turn]
    project = draw.integers(0, 4_000, turns)[turn]
    start, end = intervals(draw, first, platform, day)
    order = np.argsort(start, kind="stable")
    return assemble(draw, workers, written, (who[turn], platform, project, start, end), order)


def working_days(draw: np.random.Generator, rows: int) -> tuple[Ints, Mask]:
    """Cut rows into workers' days of about 25: the number of each row's day, and whether it opens one."""
    sizes = 1 + draw.poisson(ROWS_A_WORKING_DAY - 1, rows // 5 + 1)
    opening = np.concatenate([[0], np.cumsum(sizes)])
    first = np.zeros(rows, dtype=np.bool_)
    first[opening[opening < rows]] = True
    return np.cumsum(first) - 1, first


def intervals(draw: np.random.Generator, first: Mask, platform: Ints, day: int) -> tuple[Ints, Ints]:
    """Draw starts and ends in ms since 1970, shape (rows,): tasks of 30 s to 5 min, pauses between."""
    rows = len(first)
    midnight = (FIRST_DAY + np.timedelta64(day, "D")).astype("datetime64[ms]").astype(np.int64)
    length = draw.integers(30_000, 300_001, rows)
    before = np.concatenate([[0], length[:-1]])[:rows]
    step = before + pauses(draw, before)
    step[first] = 0
    elapsed = np.cumsum(step)
    opening = np.maximum.accumulate(np.where(first, np.arange(rows), 0))
    morning = draw.integers(0, 16 * 3_600_000, rows)[opening]
    start = midnight + morning + elapsed - elapsed[opening]
    whole = platform != MILLISECOND_PLATFORM
    start[whole] -= start[whole] % 1000
    length[whole] -= length[whole] % 1000
    return start, start + length


def pauses(draw: np.random.Generator, before: Ints) -> Ints:
    """Draw the pause before each task in ms, shape (rows,); negative where it overlaps the one before.

    before: length in ms of the task before, shape (rows,).
    """
    rows = len(before)
    kinds = (
        -before * draw.random(rows),
        np.zeros(rows),
        draw.exponential(20_000, rows),
        draw.exponential(240_000, rows),
        draw.uniform(600_000, 4_200_000, rows),
        draw.uniform(3_600_000, 18_000_000, rows),
    )
    kind = draw.choice(len(kinds), rows, p=PAUSE_SHARES)
    return np.choose(kind, kinds).astype(np.int64)


def assemble(
    draw: np.random.Generator,
    workers: Workers,
    written: int,
    work: tuple[Ints, Ints, Ints, Ints, Ints],
    order: Ints,
) -> pa.Table:
    """Make the day's table, in the order given, of work = (worker, platform, project, start ms, end ms)."""
    who, platform, project, start, end = (column[order] for column in work)
    place = workers.place[who]
    dollars = (place == 0) & (platform == DOLLAR_PLATFORM)
    hourly = np.where(dollars, MADAGASCAR_IN_DOLLARS, np.array([p.hourly for p in PLACES])[place])
    typical = hourly * 1000 * TYPICAL_SECONDS / 3600
    thousandths = np.rint(typical * draw.lognormal(-0.1, 0.4, len(who))).astype(np.int64)
    extra = np.rint(thousandths * draw.uniform(0.05, 0.5, len(who))).astype(np.int64)
    currencies = [p.currency for p in PLACES] + ["USD"]
    columns = [
        labels("w", who, 6),
        named(PLATFORMS, platform),
        labels("r", project // 10, 3),
        labels("p", project, 4),
        task_ids(written + np.arange(len(who))),
        named(STATUSES, draw.choice(3, len(who), p=STATUS_SHARES)),
        pa.array(start * 1000, pa.timestamp("us", "UTC")),
        pa.array(end * 1000, pa.timestamp("us", "UTC")),
        money(thousandths),
        money(extra, draw.random(len(who)) >= BONUS_SHARE),
        named(currencies, np.where(dollars, len(PLACES), place)),
        named([p.country for p in PLACES], place),
        named([p.timezone for p in PLACES], place),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def named(names: list[str] | tuple[str, ...], code: Ints) -> pa.Array:
    """The name of each code, as strings."""
    return pa.array(names, pa.string()).take(pa.array(code))


def labels(letter: str, number: Ints, digits: int) -> pa.Array:
    """A letter and a number of at least so many digits, as strings: w000017."""
    powers = 10 ** np.arange(digits - 1, -1, -1)
    matrix = np.empty((len(number), digits + 1), np.uint8)
    matrix[:, 0] = ord(letter)
    matrix[:, 1:] = number[:, None] // powers % 10 + ord("0")
    return fixed_strings(matrix)


def task_ids(number: Ints) -> pa.Array:
    """Nine letters and digits that look drawn by lot and never meet: a bijection of 45 bits."""
    mixed = number.astype(np.uint64) * np.uint64(0x9E3779B97F4B) & np.uint64((1 << 45) - 1)
    mixed ^= mixed >> np.uint64(23)
    alphabet = np.frombuffer(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", np.uint8)
    digits = mixed[:, None] >> np.arange(40, -1, -5, dtype=np.uint64) & np.uint64(31)
    return fixed_strings(alphabet[digits.astype(np.intp)])


def money(thousandths: Ints, empty: Mask | None = None) -> pa.Array:
    """decimal128(18, 6) of thousandths; null where `empty`."""
    halves = np.zeros((len(thousandths), 2), np.int64)  # low and high half of 128 bits; no amount is negative
    halves[:, 0] = thousandths * 1000
    whole = pa.Array.from_buffers(pa.decimal128(18, 6), len(halves), [None, pa.py_buffer(halves)])
    return whole if empty is None else pc.if_else(pa.array(empty), None, whole)


def as_text(block: pa.Table) -> pa.Table:
    """The block as exporters write it: milliseconds where the platform has them, prices of three places."""
    precise = pc.equal(block["platform"], PLATFORMS[MILLISECOND_PLATFORM]).to_numpy()
    for name in ("started_at", "ended_at"):
        text = stamps(block[name].cast(pa.int64()).to_numpy() // 1000, precise)
        block = block.set_column(block.schema.get_field_index(name), name, text)
    for name in ("pay", "bonus"):
        text = block[name].cast(pa.decimal128(18, 3)).cast(pa.string())
        block = block.set_column(block.schema.get_field_index(name), name, text)
    return block


def stamps(instant: Ints, precise: Mask) -> pa.Array:
    """2024-03-04T10:00:00Z, or with .250 before the Z where `precise`, of ms since 1970, shape (rows,)."""
    text = np.datetime_as_string(instant.astype("datetime64[ms]"), unit="ms").astype("U23")
    matrix = np.empty((len(instant), 24), np.uint8)
    matrix[:, :23] = text.view(np.uint32).reshape(-1, 23)
    matrix[:, 23] = ord("Z")
    matrix[~precise, 19] = ord("Z")
    return ragged_strings(matrix, np.where(precise, 24, 20))


def fixed_strings(matrix: npt.NDArray[np.uint8]) -> pa.Array:
    """Strings of equal length from a matrix of bytes, one row a string."""
    return ragged_strings(matrix, np.full(len(matrix), matrix.shape[1]))


def ragged_strings(matrix: npt.NDArray[np.uint8], lengths: Ints) -> pa.Array:
    """Strings of the first `lengths` bytes of each row of a matrix of bytes."""
    offsets = np.zeros(len(matrix) + 1, np.int32)
    offsets[1:] = np.cumsum(lengths)
    data = matrix[np.arange(matrix.shape[1]) < lengths[:, None]]
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(matrix), buffers)


if __name__ == "__main__":
    main()
