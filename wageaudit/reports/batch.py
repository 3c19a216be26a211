"""A batch told in a few sentences: files and rows, workers and their wages, where the results are."""

from __future__ import annotations

from collections.abc import Sequence

from wageaudit.engine import Run
from wageaudit.reports import words
from wageaudit.reports.figures import Figures
from wageaudit.reports.problems import rows_told


def sentences(
    done: Run, files: tuple[int, int], out: str, shared: tuple[str, int] | None, language: str, encoding: str
) -> Sequence[str]:
    """What became of the files and rows, how many workers are below the minimum, where the results are.

    files: how many there are, and how many of them were read now and not before; shared: the id of the key and the fewest workers of a group that is shown.
    """
    figures = Figures(language, encoding)
    said = [
        figures.counted(
            words.BATCH_FILES,
            files[0],
            read=figures.counted(words.BATCH_READ, files[1]),
            refused=figures.counted(words.BATCH_REFUSED, done.refused),
        ),
        rows_told(done.account, figures),
    ]
    verdicts = done.audit.table(("worker",)).column("verdict").to_pylist()
    compared = sum(verdict != "unknown" for verdict in verdicts)
    below = sum(verdict == "below" for verdict in verdicts)
    said.append(
        figures.counted(
            words.BATCH_WORKERS,
            len(verdicts),
            compared=figures.counted(words.BATCH_COMPARED, compared),
            below=figures.counted(words.BATCH_BELOW, below),
        )
    )
    said.append(figures.say(words.BATCH_WRITTEN, out=figures.outside(out, 300)))
    if shared is not None:
        key, fewest = shared
        said.append(
            figures.say(words.BATCH_SHARED, out=figures.outside(out, 300).rstrip("/"), key=key, fewest=fewest)
        )
    return said
