"""What several readers do with rows: ids for those without, many left out for one reason, a clock without a zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, Ints, Mask, column, constant, ints, places, strings
from wageaudit.errors import InputRefused, Problem, WrongUse
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import ours, phrase
from wageaudit.readers.base import Reading
from wageaudit.readers.draft import Draft
from wageaudit.tasks import concatenate, whole
from wageaudit.text import fold

ZONE_MEND = "add  --timezone Europe/Paris  (or --country, where it has one zone)"
NO_ZONE = phrase("gives local times without their time zone")


def joined(mark: str, *cells: pa.Array) -> pa.Array:
    """The cells of each row with `mark` between them; the mark as a column, for one str would make Arrow import pandas."""
    import pyarrow.compute as pc  # a slow import that few files need

    return pc.binary_join_element_wise(*cells, constant(mark, len(cells[0])).cast(pa.string()))


def numbered(*cells: pa.Array) -> pa.Array:
    """An id for rows that have none: the cells, and which of the rows with the same cells it is (1, 2, ...).

    The same rows in two exports get the same ids; rows repeated within one export get different ones.
    """
    same = joined("/", *cells)
    count = len(same)
    if count == 0:
        return same
    encoded = same.dictionary_encode()
    if len(encoded.dictionary) == count:
        return joined("/", same, constant("1", count).cast(pa.string()))
    place = ints(encoded.indices)
    order = np.argsort(place, kind="stable")
    new = np.concatenate([[True], np.diff(place[order]) != 0])
    start = np.maximum.accumulate(np.where(new, np.arange(count), 0))
    nth = np.empty(count, np.int64)
    nth[order] = np.arange(count) - start + 1
    return joined("/", same, column(nth, pa.int64()).cast(pa.string()))


def intervals(begin: Ints, end: Ints, ended: Mask) -> pa.Array:
    """ISO 8601 intervals between instants [µs], to the second, as ids; one without an end stays open."""
    import pyarrow.compute as pc  # a slow import that few files need

    seconds = (column(instants // MICRO, pa.timestamp("s")) for instants in (begin, end))
    starts, ends = (pc.strftime(stamps, format="%Y-%m-%dT%H:%M:%SZ") for stamps in seconds)
    both = pa.concat_arrays([ends, strings([""])])
    return joined("/", starts, both.take(places(np.where(ended, np.arange(len(end)), len(end)))))


def leave_out(draft: Draft, wrong: Mask, code: str, name: str, reason: str) -> None:
    """Leave out many rows for one reason that is no fault of theirs: one problem, at the first, with their count."""
    at = np.flatnonzero(wrong & draft.keep)
    if len(at):
        first = int(draft.rows[at[0]])
        draft.problems.append(
            Problem(
                code,
                draft.file,
                first,
                name,
                "",
                phrase("{reason}: {count}", reason=ours(reason), count=len(at)),
                "",
                len(at),
                fault=False,
            )
        )
    draft.keep &= ~wrong


def paid_by_rate(
    draft: Draft, options: Options, columns: Mapping[str, str], *, without: str, mend: str
) -> None:
    """The rate the user gives, as the column that --per names; none is assumed. Raises WrongUse for another --per.

    columns: word of --per → "pay" or "piece_rate"; without: the note where no rate is given.
    """
    if options.piece_rate is None:
        draft.notes.append(without)
        return
    if options.per not in columns:
        raise WrongUse("--piece-rate does not say what it is paid for", mend)
    rate = np.full(len(draft.rows), int(options.piece_rate * MICRO))
    draft.columns[columns[options.per]] = column(rate, MONEY)


def known_as(words: Mapping[str, str], *, reason: str) -> Callable[[str], str]:
    """Reads a cell as what its folded word stands for; any other is a Fault with this reason, which lists the words."""

    def read(text: str) -> str:
        found = words.get(fold(text))
        if found is None:
            raise values.Fault("unknown-word", reason, phrase("known are: {names}", names=", ".join(words)))
        return found

    return read


def placed(
    reading: Reading,
    file: str,
    reason: str = NO_ZONE,
    mend: str = ZONE_MEND,
) -> Reading:
    """The reading. Raises InputRefused, once for the file, where all its rows wait for a zone that nothing names."""
    if not reading.table.num_rows and any(problem.code == "no-zone" for problem in reading.problems):
        raise InputRefused(file, reason, mend)
    return reading


def opaque(name: str) -> str:
    """A stable id in place of a name or an e-mail address, which never enter the table."""
    return f"id-{sha256(name.strip().casefold().encode()).hexdigest()[:12]}"


def together(readings: Sequence[Reading]) -> Reading:
    """The readings of one bundle's files as one, in their order."""
    return Reading(
        concatenate([reading.table for reading in readings if reading.table.num_rows]),
        tuple(problem for reading in readings for problem in reading.problems),
        tuple(file for reading in readings for file in reading.files),
    )


def refused_together(bundle: Sequence[Source], problem: Problem) -> Reading:
    """Hours without the money that belongs to them, or money without its hours, would be a false wage: no file is read."""
    others = [source.name for source in bundle if source.name != problem.file]
    reason = phrase("belongs with {file}, which was refused", file=problem.file)
    with_it = [Problem("file-refused", name, None, "", "", reason, problem.mend, rows=0) for name in others]
    return Reading(whole(pa.table({})), (problem, *with_it))
