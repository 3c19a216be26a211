"""The audit's table as DuckDB SQL: windows for gaps, a sweep for fair shares, dated joins for the law."""

from pathlib import Path

import duckdb
from shape import GAP, GAPS, HOUR_MS, INSTANTS, MINUTE_MS, MONEY, PLACE, TEXT, ZONES

# Steps that are read twice are tables; instants are integers of ms, since windows run faster over them.

# Local time less UTC, for every zone and hour: a join on it is faster than AT TIME ZONE on every row.
SHIFTS = f"""
CREATE TEMP TABLE shifts AS
SELECT zone AS timezone, epoch_ms(h) // {HOUR_MS} AS hour,
    epoch_ms(h AT TIME ZONE 'UTC' AT TIME ZONE zone) - epoch_ms(h) AS shift
FROM (SELECT unnest(?) AS zone),
    generate_series(TIMESTAMP '2022-12-31', TIMESTAMP '2025-01-03', INTERVAL 1 HOUR) AS hours(h)
"""

READ = """
CREATE TEMP TABLE read AS
SELECT hash(platform, worker_id, task_id) AS key, platform, task_id, worker_id, country, currency, timezone,
    status <> 'rejected' AS earns, epoch_ms(started_at) AS began, epoch_ms(ended_at) AS ended,
    CASE WHEN earns THEN pay + coalesce(bonus, 0) ELSE 0 END AS pay,
    CASE WHEN earns THEN coalesce(bonus, 0) ELSE 0 END AS bonus
FROM {source}
"""

# Only keys whose hash comes again are looked at one by one: half the time of grouping every row by its key.
ONCE = """
CREATE TEMP TABLE twice AS SELECT key FROM read GROUP BY key HAVING count(*) > 1;
CREATE TEMP VIEW once AS
SELECT * FROM read ANTI JOIN twice USING (key)
UNION ALL
SELECT DISTINCT ON (platform, worker_id, task_id) * FROM read SEMI JOIN twice USING (key)
"""

# The zones are joined here, not while reading: the planner knows no file's size and builds on the wrong side.
PLACED = f"""
CREATE TEMP TABLE placed AS
WITH dated AS (
    SELECT worker_id, country, currency, earns, began, ended, pay, bonus,
        ((began + shift) // {24 * HOUR_MS})::INTEGER AS day
    FROM once JOIN shifts ON once.timezone = shifts.timezone AND began // {HOUR_MS} = hour
), covered AS (
    SELECT *, max(ended) OVER (log ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before,
        lead(began) OVER log AS next
    FROM dated WINDOW log AS (PARTITION BY worker_id ORDER BY began, ended)
)
SELECT * EXCLUDE (before, next), CASE WHEN before IS NOT NULL THEN greatest(began - before, 0) END AS gap,
    coalesce(began < before, FALSE) OR coalesce(next < greatest(ended, before), FALSE) AS tangled
FROM covered
"""

# Fair shares, for the rows that overlap only: a sweep over their starts and ends, the integral of
# 1 / (rows open) up to each instant, and its difference between a row's end and start.
SHARED = """
CREATE TEMP TABLE shared AS
WITH tangle AS (SELECT * FROM placed WHERE tangled),
events AS (
    SELECT worker_id, instant, sum(step) AS step
    FROM (SELECT worker_id, began AS instant, 1 AS step FROM tangle
        UNION ALL SELECT worker_id, ended, -1 FROM tangle)
    GROUP BY worker_id, instant
), opened AS (
    SELECT worker_id, instant, sum(step) OVER log AS open, lead(instant) OVER log - instant AS length
    FROM events WINDOW log AS (PARTITION BY worker_id ORDER BY instant)
), integral AS (
    SELECT worker_id, instant, coalesce(sum(CASE WHEN open > 0 THEN length / open::DOUBLE ELSE 0 END) OVER (
        PARTITION BY worker_id ORDER BY instant ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS share
    FROM opened
)
SELECT tangle.*, b.share - a.share AS credit FROM tangle
JOIN integral a ON a.worker_id = tangle.worker_id AND a.instant = began
JOIN integral b ON b.worker_id = tangle.worker_id AND b.instant = ended
"""

CELLS = f"""
CREATE TEMP TABLE cells AS
SELECT worker_id, country, currency, day, count(*) AS tasks, count(*) FILTER (NOT earns) AS tasks_unpaid,
    count(*) FILTER (gap IS NULL OR gap > {GAP * MINUTE_MS}) AS sessions, sum(ended - began) AS length,
    sum(credit) FILTER (earns) AS paid, sum(credit) FILTER (NOT earns) AS unpaid,
    {", ".join(f"coalesce(sum(gap) FILTER (gap <= {gap * MINUTE_MS}), 0) AS waiting{gap}" for gap in GAPS)},
    sum(pay) AS pay, sum(bonus) AS bonus
FROM (SELECT *, (ended - began)::DOUBLE AS credit FROM placed WHERE NOT tangled UNION ALL FROM shared)
GROUP BY ALL
"""

WEEKS = f"""
CREATE TEMP TABLE weeks AS
WITH dated AS (SELECT * REPLACE (DATE '1970-01-01' + day::INTEGER AS day),
        coalesce(paid, 0) + coalesce(unpaid, 0) AS engaged FROM cells),
waged AS (SELECT dated.*, hourly, coalesce(wages.currency, dated.currency) AS wage_currency
    FROM dated ASOF LEFT JOIN wages ON dated.country = wages.country AND dated.day >= wages.start),
exchanged AS (SELECT waged.*, rate, (engaged + waiting{GAP}) / {HOUR_MS} * hourly::DOUBLE AS required
    FROM waged LEFT JOIN fx ON fx.base = waged.currency AND fx.quote = wage_currency AND fx.day = waged.day)
SELECT worker_id, date_trunc('week', day)::DATE AS monday, max(wage_currency) AS currency,
    sum(tasks) AS tasks, sum(tasks_unpaid) AS tasks_unpaid, sum(sessions) AS sessions, sum(length) AS length,
    sum(paid) / {HOUR_MS} AS paid, sum(unpaid) / {HOUR_MS} AS unpaid, sum(engaged) / {HOUR_MS} AS engaged,
    {", ".join(f"sum(waiting{gap}) / {HOUR_MS} AS waiting{gap}" for gap in GAPS)},
    CASE WHEN bool_and(rate IS NOT NULL) THEN sum(pay::DECIMAL(18, 6) * rate) END AS pay,
    CASE WHEN bool_and(rate IS NOT NULL) THEN sum(bonus::DECIMAL(18, 6) * rate) END AS bonus,
    CASE WHEN bool_and(required IS NOT NULL) THEN sum(required) END AS required
FROM exchanged GROUP BY ALL
"""

ANSWER = f"""
COPY (
WITH missing AS (
    SELECT *, CASE WHEN required > pay::DOUBLE THEN required - pay::DOUBLE WHEN required <= pay::DOUBLE THEN 0 END
        AS missing
    FROM weeks
),
total AS (
    SELECT worker_id, {{week}} AS week, max(currency) AS currency, sum(tasks) AS tasks,
        sum(tasks_unpaid) AS tasks_unpaid, sum(sessions) AS sessions, sum(length) / {HOUR_MS} AS length,
        coalesce(sum(paid), 0) AS paid, coalesce(sum(unpaid), 0) AS unpaid, sum(engaged) AS engaged,
        {", ".join(f"sum(waiting{gap}) AS waiting{gap}" for gap in GAPS)},
        CASE WHEN bool_and(pay IS NOT NULL) THEN sum(pay) END AS pay,
        CASE WHEN bool_and(bonus IS NOT NULL) THEN sum(bonus) END AS bonus,
        CASE WHEN bool_and(required IS NOT NULL) THEN sum(required) END AS required,
        CASE WHEN bool_and(missing IS NOT NULL) THEN sum(missing) END AS missing
    FROM missing GROUP BY ALL
), ready AS (SELECT *, pay::DOUBLE AS amount, engaged + waiting{GAP} AS working FROM total)
SELECT worker_id AS worker, {{shown}} tasks, tasks_unpaid, sessions,
    paid AS paid_hours, unpaid AS unpaid_work_hours, waiting{GAP} AS waiting_hours, working AS working_hours,
    paid / working AS utilisation, length / engaged AS overlap_factor,
    pay, bonus, bonus::DOUBLE / nullif(amount, 0) AS bonus_share, currency,
    amount / nullif(paid, 0) AS engaged_hourly_wage, amount / working AS effective_hourly_wage,
    required / working AS minimum_wage, amount / required AS wage_ratio, required AS required_pay,
    missing AS shortfall, required / tasks AS breakeven_piece_rate,
    {", ".join(f"amount / (engaged + waiting{gap}) AS effective_hourly_wage_gap{gap}" for gap in GAPS)}
FROM ready ORDER BY worker_id, week
) TO '{{output}}' (FORMAT csv, HEADER)
"""


def write_answer(file: Path, reference: Path, by: str, threads: int, output: Path) -> None:
    """Write the table of `file` by DuckDB."""
    database = duckdb.connect()
    database.execute(f"SET threads = {threads}; SET TimeZone = 'UTC'; SET preserve_insertion_order = FALSE")
    database.execute(f"""
        CREATE TEMP TABLE wages AS FROM read_csv('{reference}/wages.csv', header = TRUE, columns =
            {{'country': 'VARCHAR', 'start': 'DATE', 'hourly': 'DECIMAL(18, 6)', 'currency': 'VARCHAR'}});
        CREATE TEMP TABLE fx AS FROM read_csv('{reference}/fx.csv', header = TRUE, columns =
            {{'base': 'VARCHAR', 'quote': 'VARCHAR', 'day': 'DATE', 'rate': 'DECIMAL(20, 15)'}})""")
    database.execute(SHIFTS, [list(ZONES)])
    for step in (READ, ONCE, PLACED, SHARED, CELLS, WEEKS):
        database.execute(step.format(source=source(file)))
    week, shown = ("monday", "strftime(week, '%G-W%V') AS week,") if by == "worker,week" else ("NULL", "")
    database.execute(ANSWER.format(week=week, shown=shown, output=output))


def source(file: Path) -> str:
    """The FROM clause that reads `file` with every type stated: nothing is sniffed."""
    if file.suffix == ".parquet":
        return f"read_parquet('{file}')"
    kinds = dict.fromkeys(TEXT, "VARCHAR") | dict.fromkeys(INSTANTS, "TIMESTAMP")
    kinds |= dict.fromkeys(MONEY, "DECIMAL(18, 6)") | dict.fromkeys(PLACE, "VARCHAR")
    return f"read_csv('{file}', columns = {kinds}, header = TRUE, auto_detect = FALSE, delim = ',')"
