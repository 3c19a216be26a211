"""The baseline: a bare typed read of the columns the audit uses, and nothing else.

python benchmarks/bare.py FILE
"""

import sys

import pyarrow as pa

NAMES = pa.dictionary(pa.int32(), pa.string())
INSTANT = pa.timestamp("us", "UTC")
MONEY = pa.decimal128(18, 6)
TYPES = {
    **dict.fromkeys(("worker_id", "platform", "requester", "project", "status"), NAMES),
    "task_id": pa.string(),
    **dict.fromkeys(("started_at", "ended_at"), INSTANT),
    **dict.fromkeys(("pay", "bonus"), MONEY),
    **dict.fromkeys(("currency", "country", "timezone"), NAMES),
}


def main() -> None:
    """Read the file named on the command line."""
    path = sys.argv[1]
    if path.endswith(".parquet"):
        import pyarrow.parquet as pq

        names = [name for name, kind in TYPES.items() if kind == NAMES]
        rows = pq.ParquetFile(path, read_dictionary=names).read(columns=list(TYPES)).num_rows
    else:
        import pyarrow.csv as pa_csv

        options = pa_csv.ConvertOptions(column_types=TYPES, include_columns=list(TYPES))
        rows = pa_csv.read_csv(path, convert_options=options).num_rows
    print(rows)


if __name__ == "__main__":
    main()
