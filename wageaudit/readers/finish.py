"""A draft made into the task table: filled from the roster and the options, brought to UTC, checked, accounted for."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wageaudit import zones
from wageaudit.arrays import (
    INSTANT,
    MICRO,
    Ints,
    Mask,
    category,
    codes,
    codes_of_labels,
    column,
    constant,
    ints,
    places,
    present,
)
from wageaudit.errors import InputRefused, WageauditError
from wageaudit.files import Source, only_zones
from wageaudit.kernels import take
from wageaudit.options import Options
from wageaudit.phrases import counted, phrase
from wageaudit.readers.base import FileRead, Reader, Reading
from wageaudit.readers.draft import Draft
from wageaudit.readers.homes import fit_regions
from wageaudit.tasks import BY_NAME, LARGEST_MONEY, LARGEST_SECONDS, LATEST, MONEY_NAMES
from wageaudit.text import clean


def finish(
    draft: Draft, options: Options, reader: Reader, source: Source, rows_read: int, worker: str = ""
) -> Reading:
    """The draft as a task table: filled, in UTC, checked; every row of the file is in it or among the problems."""
    if len(draft.rows) == 0:
        return _reading(draft, reader, source, rows_read)
    _one_person(draft, options)
    draft.fill("worker_id", worker or source.stem)
    draft.fill("platform", reader.name)
    draft.fill("coverage", reader.coverage)
    fit_regions(draft)
    _from_roster(draft, options)
    _persons(draft, options)
    for name in ("country", "region", "timezone", "currency"):
        draft.fill(name, getattr(options, name))
    _check_currency(draft)
    _check_zones(draft)
    _to_utc(draft)
    _check_rows(draft)
    draft.columns["source_file"] = constant(source.name, len(draft.rows))
    draft.columns["source_row"] = column(draft.rows, pa.int64())
    return _reading(draft, reader, source, rows_read)


def _reading(draft: Draft, reader: Reader, source: Source, rows_read: int) -> Reading:
    names = [name for name in BY_NAME if name in draft.columns]
    table = pa.table({name: draft.columns[name] for name in names})
    if not draft.keep.all():
        table = take(table, places(np.flatnonzero(draft.keep)))
    merged = 0 if draft.stands_for is None else int(draft.stands_for[draft.keep].sum()) - table.num_rows
    left_out = sum(problem.rows for problem in draft.problems)
    if rows_read != table.num_rows + merged + left_out:
        raise WageauditError(
            phrase(
                "{name}: rows read: {rows_read}, audited: {num_rows}, merged: {merged}, left out: {left_out}",
                name=source.name,
                rows_read=rows_read,
                num_rows=table.num_rows,
                merged=merged,
                left_out=left_out,
            ),
            "this is a fault of the program: please report it with the header of the file",
        )
    file = FileRead(
        source.name,
        source.size,
        reader.name,
        reader.coverage,
        rows_read,
        left_out,
        tuple(draft.notes),
        merged,
    )
    return Reading(table, tuple(draft.problems), (file,))


def _from_roster(draft: Draft, options: Options) -> None:
    """Fill country, region and zone by worker; what the file itself says stays."""
    if not options.roster:
        return
    place, workers = codes(draft.columns["worker_id"])
    for name in ("country", "region", "timezone"):
        said = [
            getattr(options.roster[worker], name) if worker in options.roster else "" for worker in workers
        ]
        labels = sorted({label for label in said if label})
        by_worker = np.array([labels.index(label) if label else -1 for label in said] + [-1], np.int32)[place]
        if name in draft.columns:
            own, own_labels = codes(draft.columns[name])
            filled = np.where(own >= 0, own, np.where(by_worker >= 0, by_worker + len(own_labels), -1))
            draft.columns[name] = category(filled, [*own_labels, *labels])
        else:
            draft.columns[name] = category(by_worker, labels)


def _one_person(draft: Draft, options: Options) -> None:
    """Raises InputRefused where --worker would make one person of several."""
    if not options.worker or "worker_id" not in draft.columns:
        return
    place, labels = codes(draft.columns["worker_id"])
    ids = [labels[at] for at in np.unique(place[place >= 0]).tolist()]
    if len(ids) > 1:
        shown = ", ".join(clean(name, 24) for name in ids[:4])
        raise InputRefused(
            draft.file,
            phrase(
                "holds the work of {count} workers ({shown}), and --worker names one person",
                count=len(ids),
                shown=shown,
            ),
            "give a roster with the columns worker_id and person",
        )


def _persons(draft: Draft, options: Options) -> None:
    """Ids become the person that --worker names, or else the roster."""
    if options.worker:
        draft.columns["worker_id"] = constant(options.worker, len(draft.rows))
        return
    if not options.roster:
        return
    place, ids = codes(draft.columns["worker_id"])
    named = [options.roster[own].person or own if own in options.roster else own for own in ids]
    if named != ids:
        draft.columns["worker_id"] = category(codes_of_labels(named)[place], sorted(set(named)))


def _check_currency(draft: Draft) -> None:
    if "currency" not in draft.columns:
        draft.columns["currency"] = constant(None, len(draft.rows))
    place, labels = codes(draft.columns["currency"])
    known = np.array([len(label) == 3 and label.isalpha() and label.isupper() for label in labels] + [True])  # noqa: PLR2004
    if not known.all():
        draft.reject(
            ~known[place],
            "unknown-currency",
            "currency",
            draft.columns["currency"],
            "is not a currency code",
            "write three capital letters, as USD",
        )
    silent = place < 0
    if not silent.any():
        return
    paid = np.zeros(len(draft.rows), np.bool_)
    for name in MONEY_NAMES:
        if name in draft.columns:
            paid |= ints(draft.columns[name]) != 0
    if paid.any() and silent.all():
        raise InputRefused(
            draft.file,
            "pays in a currency it does not name",
            "add  --currency USD  (or the one it was paid in)",
        )
    draft.reject(
        paid & silent,
        "no-currency",
        "currency",
        [],
        "has pay in no currency",
        "fill the currency, or add  --currency",
    )


def _check_zones(draft: Draft) -> None:
    """Where the zone is not given, a country with one zone only has that; else wall clocks cannot be placed."""
    if "timezone" not in draft.columns:
        draft.columns["timezone"] = constant(None, len(draft.rows))
    place, labels = codes(draft.columns["timezone"])
    right = np.array([zones.known(label) for label in labels] + [True])
    if not right.all():
        draft.reject(
            ~right[place],
            "unknown-zone",
            "timezone",
            draft.columns["timezone"],
            "is not an IANA time zone",
            "write it as Africa/Nairobi",
        )
    if "country" in draft.columns and (place < 0).any():
        home, countries = codes(draft.columns["country"])
        only = [only_zones().get(country, "") for country in countries]
        known = sorted({zone for zone in only if zone} | set(labels))
        by_country = np.array([known.index(zone) if zone else -1 for zone in only] + [-1], np.int32)
        own = np.array([known.index(label) for label in labels] + [-1], np.int32)[place]
        draft.columns["timezone"] = category(np.where(own >= 0, own, by_country[home]), known)


def _to_utc(draft: Draft) -> None:
    place, labels = codes(draft.columns["timezone"])
    for name, wall in sorted(draft.walls.items(), reverse=True):  # the start first: an end may hang on it
        homeless = wall & (place < 0)
        if name == "started_at" and draft.dates is not None:
            homeless &= ~draft.dates  # a bare date needs no zone: it is that date anywhere
        draft.reject(
            homeless,
            "no-zone",
            name,
            [],
            "is a local time, and the zone is not known",
            "add  --timezone Africa/Nairobi  (or --country, where it has one zone)",
        )
        micros, has = ints(draft.columns[name]).copy(), present(draft.columns[name])
        for code, label in enumerate(labels):
            inside = wall & (place == code) & draft.keep
            if inside.any():
                shown = micros[inside]
                micros[inside], skipped, repeated = zones.to_utc(shown, label)
                at = np.flatnonzero(inside)
                if repeated.any() and name == "ended_at":
                    early = repeated & (micros[at] < ints(draft.columns["started_at"])[at])
                    repeated = repeated & ~early
                    _second_showing(draft, micros, at[early], shown[early], label)
                _clock_changes(draft, name, at, skipped, repeated)
        draft.columns[name] = column(micros, INSTANT, has)


def _second_showing(draft: Draft, micros: Ints, at: Ints, shown: Ints, zone: str) -> None:
    """Ends that would lie before their starts, at the second time their clock showed them."""
    if len(at):
        micros[at] = zones.second_showing(shown, zone)
        draft.notes.append(
            counted(
                (
                    "{count} time of ended_at stands in an hour the clock showed twice; the second is taken: the first lies before the start",
                    "{count} times of ended_at stand in an hour the clock showed twice; the second is taken: the first lies before the start",
                ),
                len(at),
            )
        )


def _clock_changes(draft: Draft, name: str, at: np.ndarray, skipped: Mask, repeated: Mask) -> None:
    wrong = np.zeros(len(draft.rows), np.bool_)
    wrong[at[skipped]] = True
    if name == "started_at" and draft.dates is not None:
        wrong &= ~draft.dates  # a bare date has no hour to skip
    draft.reject(
        wrong,
        "skipped-hour",
        name,
        [],
        "is a time the clock skipped in spring",
        "write it with its offset, as +02:00",
    )
    if repeated.any():
        draft.notes.append(
            counted(
                (
                    "{count} time of {name} stands in an hour the clock showed twice; the first is taken",
                    "{count} times of {name} stand in an hour the clock showed twice; the first is taken",
                ),
                int(repeated.sum()),
                name=name,
            )
        )


def _check_rows(draft: Draft) -> None:
    count = len(draft.rows)
    started = (
        present(draft.columns["started_at"]) if "started_at" in draft.columns else np.zeros(count, np.bool_)
    )
    draft.reject(~started, "no-start", "started_at", [], "has no start", "fill it in, or leave the row out")
    if "ended_at" in draft.columns:
        _check_ends(draft)
    _check_amounts(draft)
    _check_pay(draft)


def _check_ends(draft: Draft) -> None:
    begin, end = (ints(draft.columns[name]) for name in ("started_at", "ended_at"))
    ended, shown = (
        present(draft.columns["ended_at"]),
        draft.written.get("ended_at", draft.columns["ended_at"]),
    )
    mend = "mend the times in the export"
    draft.reject(ended & (end < begin), "ends-before-start", "ended_at", shown, "ends before it starts", mend)
    long = ended & (end - begin > LARGEST_SECONDS * MICRO)
    draft.reject(long, "too-long", "ended_at", shown, "lies more than a year after the start", mend)
    late = ended & (end >= LATEST)
    draft.reject(late, "out-of-time", "ended_at", [], "lies after 2059", "check the unit of the time")
    if draft.dates is not None:
        draft.reject(
            ended & draft.dates, "date-only", "started_at", [], "starts on a bare date but has an end",
            "write the time of the start too",
        )  # fmt: skip


def _check_amounts(draft: Draft) -> None:
    for name in (*MONEY_NAMES, "active_seconds"):
        if name in draft.columns and not BY_NAME[name].negative:
            found = ints(draft.columns[name])
            draft.reject(found < 0, "negative", name, draft.columns[name], "is negative", "check the sign")
    if {"piece_rate", "task_count"} <= set(draft.columns):
        rate, many = ints(draft.columns["piece_rate"]), ints(draft.columns["task_count"], null=1)
        draft.reject(
            rate.astype(np.float64) * many > LARGEST_MONEY * 1e6, "too-large", "task_count", draft.columns["task_count"],
            "times the piece rate is larger than any pay", "check both columns",
        )  # fmt: skip


def _check_pay(draft: Draft) -> None:
    """Where the file pays by row, an approved task with no pay, rate or bonus is missing its pay, never unpaid."""
    money = [
        name for name in ("pay", "piece_rate") if name in draft.columns and present(draft.columns[name]).any()
    ]
    if not money:
        return
    has = np.zeros(len(draft.rows), np.bool_)
    for name in ("pay", "piece_rate", "bonus", "tip"):
        if name in draft.columns:
            has |= present(draft.columns[name])
    earns = np.ones(len(draft.rows), np.bool_)
    for name, words in (("activity", {"task"}), ("status", {"approved", "pending"})):
        if name in draft.columns:
            place, labels = codes(draft.columns[name])
            earns &= np.array([*(label in words for label in labels), True])[place]
    draft.reject(earns & ~has, "no-pay", "pay", [], "has no pay", "write the pay, 0 where nothing was paid")
