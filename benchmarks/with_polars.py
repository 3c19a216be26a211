"""The audit's table as a Polars query: one sort, one running maximum and one sweep over lifted instants."""

from pathlib import Path

import polars as pl
from shape import GAP, GAPS, HOUR_MS, INSTANTS, MINUTE_MS, MONEY, PLACE, TEXT, ZONES

# Window expressions by group are slow in Polars, so each worker's instants are lifted above those of the one
# before: one sort, one running maximum and one sweep then serve all workers.

WAGES = pl.Schema(
    {"country": pl.String, "start": pl.Date, "hourly": pl.Decimal(18, 6), "currency": pl.String}
)
FX = pl.Schema({"base": pl.String, "quote": pl.String, "day": pl.Date, "rate": pl.Decimal(20, 15)})
CATEGORIES = (*PLACE, "worker_id", "platform", "status")
SPAN_MS = 1 << 41  # more than any two instants are apart; leaves room for four million workers


def write_answer(file: Path, reference: Path, by: str, output: Path) -> None:
    """Write the table of `file` by Polars."""
    log = placed(rows(file).collect(engine="streaming").lazy()).collect()
    by_day = cells(log).collect()
    del log
    keys = ["worker_id", "week"] if by == "worker,week" else ["worker_id"]
    table = answer(weeks(by_day.lazy(), reference), keys).sort(keys).rename({"worker_id": "worker"})
    table.with_columns(pl.col("pay", "bonus").round(6)).collect().write_csv(output)


def scan(file: Path) -> pl.LazyFrame:
    """Read `file` with every type stated; instants by "%+", twice as fast as the reader's own parsing."""
    if file.suffix == ".parquet":
        return pl.scan_parquet(file).with_columns(pl.col(CATEGORIES).cast(pl.Categorical))
    kinds = dict.fromkeys((*TEXT, *INSTANTS), pl.String) | dict.fromkeys(MONEY, pl.Decimal(18, 6))
    kinds |= dict.fromkeys(CATEGORIES, pl.Categorical)
    names = [*TEXT, *INSTANTS, *MONEY, *PLACE]
    rows = pl.scan_csv(file, schema={name: kinds[name] for name in names})
    return rows.with_columns(pl.col(INSTANTS).str.to_datetime("%+", time_unit="ms"))


def rows(file: Path) -> pl.LazyFrame:
    """One row a task: lifted start and end in ms, local day, place, money; duplicates merged."""
    used = [name for name in (*TEXT, *INSTANTS, *MONEY, *PLACE) if name not in ("requester", "project")]
    rows = scan(file).select(used).unique(subset=["platform", "worker_id", "task_id"], keep="any")
    earns = pl.col("status").cast(pl.String) != "rejected"
    bonus = pl.col("bonus").fill_null(0)
    began = pl.col("started_at").dt.epoch("ms")
    lift = pl.col("worker_id").to_physical().cast(pl.Int64) * SPAN_MS
    return rows.select(
        "worker_id",
        "country",
        "currency",
        earns.alias("earns"),
        (began + lift).alias("began"),
        (pl.col("ended_at").dt.epoch("ms") + lift).alias("ended"),
        local_day().alias("day"),
        pl.when(earns).then(pl.col("pay") + bonus).otherwise(0).alias("pay"),
        pl.when(earns).then(bonus).otherwise(0).alias("bonus"),
    )


def local_day() -> pl.Expr:
    """The local date on which a row starts."""
    day = pl.lit(None, pl.Date)
    for zone in ZONES:
        local = pl.col("started_at").dt.convert_time_zone(zone).dt.date()
        day = pl.when(pl.col("timezone") == zone).then(local).otherwise(day)
    return day


def placed(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows in order of worker and time, with the gap before each and whether it overlaps another."""
    before = pl.col("ended").cum_max().shift(1)
    opens = pl.col("worker_id").to_physical() != pl.col("worker_id").to_physical().shift(1)
    covered = pl.max_horizontal("ended", before)
    return rows.sort("began", "ended").with_columns(
        pl.when(~opens).then((pl.col("began") - before).clip(lower_bound=0)).alias("gap"),
        (
            (pl.col("began") < before).fill_null(False)
            | (pl.col("began").shift(-1) < covered).fill_null(False)
        ).alias("tangled"),
    )


def shared(tangle: pl.LazyFrame) -> pl.LazyFrame:
    """Fair shares in ms of rows that overlap: the integral of 1 / (rows open) from start to end."""
    steps = [tangle.select(instant=name, step=pl.lit(step)) for name, step in (("began", 1), ("ended", -1))]
    opened = pl.concat(steps).group_by("instant").agg(pl.col("step").sum()).sort("instant")
    open_rows = pl.col("step").cum_sum()
    length = pl.col("instant").shift(-1) - pl.col("instant")
    piece = pl.when(open_rows > 0).then(length / open_rows).otherwise(0.0)
    integral = opened.select("instant", share=piece.cum_sum().shift(1, fill_value=0.0))
    return (
        tangle.join(integral, left_on="began", right_on="instant")
        .join(integral, left_on="ended", right_on="instant", suffix="_ended")
        .with_columns(credit=pl.col("share_ended") - pl.col("share"))
        .drop("share", "share_ended")
    )


def cells(placed: pl.DataFrame) -> pl.LazyFrame:
    """Sums by worker, local day, country and currency."""
    apart = placed.lazy().filter(~pl.col("tangled"))
    apart = apart.with_columns(credit=(pl.col("ended") - pl.col("began")).cast(pl.Float64))
    rows = pl.concat([apart, shared(placed.lazy().filter("tangled"))])
    earns = pl.col("earns")
    gap = pl.col("gap")
    return rows.group_by("worker_id", "country", "currency", "day").agg(
        tasks=pl.len(),
        tasks_unpaid=(~earns).sum(),
        sessions=(gap.is_null() | (gap > GAP * MINUTE_MS)).sum(),
        length=(pl.col("ended") - pl.col("began")).sum(),
        paid=pl.col("credit").filter(earns).sum(),
        unpaid=pl.col("credit").filter(~earns).sum(),
        pay=pl.col("pay").sum(),
        bonus=pl.col("bonus").sum(),
        **{f"waiting{limit}": gap.filter(gap <= limit * MINUTE_MS).sum() for limit in GAPS},
    )


def weeks(cells: pl.LazyFrame, reference: Path) -> pl.LazyFrame:
    """Sums by worker and ISO week, with the pay in the currency of the minimum wage and what was required."""
    wages = pl.scan_csv(reference / "wages.csv", schema=WAGES).rename({"currency": "wage_currency"})
    fx = pl.scan_csv(reference / "fx.csv", schema=FX)
    engaged = pl.col("paid") + pl.col("unpaid")
    dated = (
        cells.with_columns(pl.col("worker_id", "country", "currency").cast(pl.String), engaged=engaged)
        .sort("day")
        .join_asof(wages.sort("start"), left_on="day", right_on="start", by="country", check_sortedness=False)
        .with_columns(pl.col("wage_currency").fill_null(pl.col("currency")))
        .join(fx, left_on=["currency", "wage_currency", "day"], right_on=["base", "quote", "day"], how="left")
        .with_columns(
            required=(pl.col("engaged") + pl.col(f"waiting{GAP}"))
            / HOUR_MS
            * pl.col("hourly").cast(pl.Float64)
        )
    )
    hours = ["paid", "unpaid", "engaged", "length", *(f"waiting{gap}" for gap in GAPS)]
    return dated.group_by("worker_id", week=pl.col("day").dt.strftime("%G-W%V")).agg(
        pl.col("wage_currency").max().alias("currency"),
        pl.col("tasks", "tasks_unpaid", "sessions").sum(),
        pl.col(hours).sum() / HOUR_MS,
        *(whole(pl.col(name) * pl.col("rate")).alias(name) for name in ("pay", "bonus")),
        whole(pl.col("required")),
    )


def whole(amount: pl.Expr) -> pl.Expr:
    """The sum of a group, null where a member is not known."""
    return pl.when(amount.null_count() == 0).then(amount.sum())


def answer(weeks: pl.LazyFrame, keys: list[str]) -> pl.LazyFrame:
    """The columns of COLUMNS by the keys given."""
    missing = (pl.col("required") - pl.col("pay").cast(pl.Float64)).clip(lower_bound=0)
    total = (
        weeks.with_columns(missing=missing)
        .group_by(keys)
        .agg(
            pl.col("currency").max(),
            pl.col("tasks", "tasks_unpaid", "sessions", "paid", "unpaid", "engaged", "length").sum(),
            pl.col([f"waiting{gap}" for gap in GAPS]).sum(),
            *(whole(pl.col(name)) for name in ("pay", "bonus", "required", "missing")),
        )
    )
    amount, required, working = pl.col("amount"), pl.col("required"), pl.col("working")
    return total.with_columns(
        amount=pl.col("pay").cast(pl.Float64), working=pl.col("engaged") + pl.col(f"waiting{GAP}")
    ).select(
        *keys,
        "tasks",
        "tasks_unpaid",
        "sessions",
        paid_hours="paid",
        unpaid_work_hours="unpaid",
        waiting_hours=f"waiting{GAP}",
        working_hours="working",
        utilisation=pl.col("paid") / working,
        overlap_factor=pl.col("length") / pl.col("engaged"),
        pay="pay",
        bonus="bonus",
        bonus_share=known(pl.col("bonus").cast(pl.Float64) / amount),
        currency="currency",
        engaged_hourly_wage=known(amount / pl.col("paid")),
        effective_hourly_wage=amount / working,
        minimum_wage=required / working,
        wage_ratio=amount / required,
        required_pay="required",
        shortfall="missing",
        breakeven_piece_rate=required / pl.col("tasks"),
        **{
            f"effective_hourly_wage_gap{gap}": amount / (pl.col("engaged") + pl.col(f"waiting{gap}"))
            for gap in GAPS
        },
    )


def known(ratio: pl.Expr) -> pl.Expr:
    """The ratio, null where its divisor was nought."""
    return pl.when(ratio.is_finite()).then(ratio)
