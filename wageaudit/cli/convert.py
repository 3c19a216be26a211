"""wageaudit convert: any export into the canonical table, CSV or Parquet."""

from __future__ import annotations

from typing import Annotated

import typer

from wageaudit.cli.audit import Manifest
from wageaudit.cli.settings import READS, takes
from wageaudit.cli.speech import spoken
from wageaudit.options import Options
from wageaudit.phrases import phrase

FORMATS = ("csv", "jsonl", "json", "parquet")


@takes(READS)
def convert(
    files: Annotated[
        list[str],
        typer.Argument(help="Exports, folders, archives; - is stdin.", metavar="FILE...", show_default=False),
    ],
    form: Annotated[
        str, typer.Option("--format", help="csv, jsonl, json or parquet.", show_default=False)
    ] = "",
    output: Annotated[
        str, typer.Option("-o", "--output", help="Write into this file.", show_default=False, metavar="FILE")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    columns: Annotated[str, typer.Option("--columns", help="Only these columns.", show_default=False)] = "",
    manifest: Manifest = "",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages.")] = False,
    *,
    options: Options,
) -> None:
    """Write the canonical table that every reader turns an export into."""
    from wageaudit.cli.outputs import inputs_of, ready
    from wageaudit.cli.proof import proof
    from wageaudit.cli.screen import chosen_format, console, select, write_data
    from wageaudit.engine import read
    from wageaudit.errors import Exit, WrongUse
    from wageaudit.reports.problems import show
    from wageaudit.tasks import whole

    shape = form or chosen_format("", output or "-")
    shape = "csv" if shape == "table" and not form else shape
    if shape not in FORMATS:
        raise WrongUse(
            "convert writes tables for machines", phrase("use one of: {names}", names=", ".join(FORMATS))
        )
    inputs = inputs_of(files, options)
    ready([output, manifest], inputs, force=force)
    kept = proof(manifest)
    reading = read(files, options, kept.witness)
    table = select(whole(reading.table), columns)
    write_data(table, shape, output, inputs, force=force)
    kept.add(output, "tasks", shape, {"columns": columns}, table)
    kept.write("convert", files, options, reading, None, force=force)
    if not quiet:
        show(reading.problems, console(stderr=True), language=spoken())
    wrong = any(one.fault and (one.rows or one.code == "file-refused") for one in reading.problems)
    raise typer.Exit(Exit.PARTIAL if wrong else Exit.DONE)
