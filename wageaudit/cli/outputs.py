"""Outputs held against inputs before any work is done: none twice, none over an input, none over a file that stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wageaudit.errors import WrongUse
from wageaudit.phrases import phrase

if TYPE_CHECKING:
    from wageaudit.options import Options

STDOUT = "-"
FOR_PEOPLE = ("table", "html", "xlsx")


def inputs_of(files: Sequence[str], options: Options) -> list[str]:
    """Every file that a run reads: the exports, and what the options name."""
    named = [options.roster_file, options.map, options.exchange_file]
    named += [*options.wages_files, *options.living_wage_files]
    return [*files, *(name for name in named if name and Path(name).exists())]


def ready(outputs: Sequence[str], inputs: Sequence[str], *, force: bool) -> None:
    """Raises WrongUse, before anything is read, for outputs that could not be written or would harm an input."""
    from wageaudit.files import check_output

    named = [str(Path(output).absolute()) if output != STDOUT else STDOUT for output in outputs if output]
    if len(set(named)) < len(named):
        raise WrongUse("two outputs have the same name", "give each a file of its own")
    for output in outputs:
        if output and output != STDOUT:
            check_output(output, inputs, force=force)


def check_columns(columns: str, form: str) -> None:
    """Raises WrongUse where columns are picked of what has none of their names."""
    if columns and form in FOR_PEOPLE:
        raise WrongUse(
            phrase("--columns does not go with the format {form}", form=form),
            "add  --format csv  (or json, jsonl, parquet, markdown)",
        )
