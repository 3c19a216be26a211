"""The rivals: the audit's table by worker, or by worker and week, in hand-written DuckDB SQL or Polars.

    python benchmarks/queries.py duckdb 10m.csv --reference FOLDER --by worker -o duckdb.csv

Both give the columns of shape.COLUMNS. They know only what generate.py writes: tasks with an interval,
three statuses, no tips or fees, one wage currency a worker. Left out, in their favour: the critical gap, the
verdict with its reason, columns that would be constant, every check of the input, the provenance of rows.

FOLDER holds two small tables made by reference.py from the project's own books:
wages.csv (country, start, hourly, currency) and fx.csv (base, quote, day, rate); an empty cell is not known.
"""

import argparse
import os
from pathlib import Path

from shape import THREADS


def main() -> None:
    """Read the command line and write one rival's table."""
    parser = argparse.ArgumentParser(description="The audit's table by hand-written queries.")
    parser.add_argument("engine", choices=("duckdb", "polars"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--reference", type=Path, required=True, help="folder of wages.csv and fx.csv")
    parser.add_argument("--by", choices=("worker", "worker,week"), default="worker")
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("-o", "--output", type=Path, required=True)
    chosen = parser.parse_args()
    if chosen.engine == "duckdb":
        import with_duckdb

        with_duckdb.write_answer(chosen.file, chosen.reference, chosen.by, chosen.threads, chosen.output)
    else:
        os.environ["POLARS_MAX_THREADS"] = str(chosen.threads)  # read once, at import
        import with_polars

        with_polars.write_answer(chosen.file, chosen.reference, chosen.by, chosen.output)


if __name__ == "__main__":
    main()
