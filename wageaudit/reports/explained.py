"""One row's arithmetic in words: from what the row says to what it pays an hour, with the law and the exchange rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wageaudit.reports.explained_pay import HOUR, Facts, exact, money, six_places, span
from wageaudit.reports.wage_screen import Screen

SHOWN_ROWS = 8
PAUSES: Mapping[str, str] = {
    "untimed": "none: a row without an interval takes part in no pause and no session",
    "first": "none: this is the worker's first row with a time",
    "none": "none: it starts while, or as soon as, an earlier row is open",
    "within": "no longer than {gap}, so it counts as waiting: the search for this row's work",
    "longer": "longer than {gap}, so it counts as no work, and a new session begins",
    "recorded": "not counted: this export records its waiting, so none is inferred (add  --gap MINUTES  to count pauses)",
    "requester_view": "not counted: one requester's export does not show what the worker did meanwhile (add  --gap MINUTES  to count it)",
}  # fmt: skip
OUTCOMES: Mapping[str, str] = {
    "left_out": "This row was left out: nothing of it is in any figure.",
    "merged": "This row was merged into another: its time and pay count once.",
    "not_counted": "This row was read, but the options leave it out.",
    "part_of_another": "This row was read as a part of another.",
}  # fmt: skip


def clock(stamp: str, beside: str = "") -> str:
    """A stamp without its offset; without its date too where that is the date of the stamp beside it."""
    bare = stamp[:19] + (stamp[19:26] if stamp[19:20] == "." else "")
    return bare[11:] if beside and beside[:10] == stamp[:10] else bare.replace("T", " ")


def show(facts: Facts, screen: Screen) -> None:
    """The whole explanation."""
    worker = f", worker {screen.outside(facts['worker'])}" if facts.get("worker") else ""
    screen.line(f"Row {facts['row']} of {screen.outside(facts['file'], 300)}{worker}", "bold")
    screen.line()
    for label, text in sentences(facts, screen):
        screen.labelled(label, text)
    if facts["outcome"] == "audited":
        screen.line()
        screen.line(
            "A row alone is no verdict: a wage is the ratio of sums, pay to working time (wageaudit audit)."
        )


def sentences(facts: Facts, screen: Screen) -> list[tuple[str, str]]:
    """(label, words), in the order in which one figure follows from the other."""
    found = [("note", screen.outside(note)) for note in facts.get("notes", ())]
    if facts["outcome"] == "audited":
        twins = [
            ("merged", f"{_row(twin, facts, screen)} is the same task, and counts once, as this row")
            for twin in facts["merged_rows"]
        ]
        return [*found, *twins, *_said(facts, screen), *_time(facts, screen), *money(facts, screen)]
    problem = facts["problem"]
    where = f"column {screen.outside(problem['column'])}: " if problem.get("column") else ""
    value = f'"{screen.outside(problem["value"])}" ' if problem.get("value") else ""
    told = [
        ("outcome", OUTCOMES[facts["outcome"]]),
        ("reason", f"{where}{value}{screen.outside(problem['reason'])}"),
    ]
    mend = [("mend", screen.outside(problem["mend"]))] if problem.get("mend") else []
    return [*told, *mend, *found, *(_said(facts, screen) if "said" in facts else [])]


def _said(facts: Facts, screen: Screen) -> list[tuple[str, str]]:
    """What the row says of itself."""
    said = facts["said"]
    parts = [f"{name} {screen.outside(str(said[key]))}" for name, key in WORDS if key in said]
    what = f"{said.get('activity', 'task')}, {said.get('status', 'approved')}"
    return [("says", "; ".join([what, *parts]))]


WORDS = (
    ("task", "task_id"), ("project", "project"), ("ordered by", "requester"), ("platform", "platform"), ("tasks:", "task_count"),
    ("country", "country"), ("region", "region"), ("view:", "coverage"),
)  # fmt: skip


def _time(facts: Facts, screen: Screen) -> list[tuple[str, str]]:
    time = facts["time"]
    zone = time["timezone"] or "UTC; no zone is known"
    day = f"{time['local_date']}, " + (
        "the date of the task it pays"
        if time["date_of_task"]
        else f"the local date on which it starts ({zone})"
    )
    if time["kind"] == "payment":
        return [("time", "none: a payment is no work"), ("date", day)]
    lines = [*_interval(time, zone), *_share(time, facts, screen)]
    lines.append(("pause", _pause(time, facts, screen)))
    session = facts["session"]
    if session:
        count = f"{session['rows']} row{'s' if session['rows'] != 1 else ''}"
        until = clock(session["end"], session["start"])
        lines.append(
            (
                "session",
                f"number {session['number']} of this worker: {count}, {clock(session['start'])} to {until}",
            )
        )
    working, waiting = time["working_seconds"], time["waiting_seconds"]
    credit = time["credit_seconds"]
    summed = (
        f"{span(credit)} of work + {span(waiting)} of waiting = {span(working)}"
        if waiting
        else f"{span(working)}, none of it waiting"
    )
    return [
        *lines,
        ("working time", f"{summed}, {exact(six_places(working / HOUR))} h" if working else "none"),
        ("date", day),
    ]


def _interval(time: Facts, zone: str) -> list[tuple[str, str]]:
    if time["end"] is None:
        told = (
            span(time["active_seconds"]) + " as the row says, without an interval"
            if time["active_seconds"] is not None
            else ("not known: neither an end nor active_seconds, so the row adds its pay and no time")
        )
        return [("time", f"{clock(time['start']).removesuffix(' 00:00:00')} ({zone}): {told}")]
    zone = f"{zone}, UTC{time['start'][-6:]}" if time["timezone"] else zone
    lines = [
        (
            "open",
            f"{clock(time['start'])} to {clock(time['end'], time['start'])} ({zone}): {span(time['duration_seconds'])}",
        )
    ]
    if time["cut_from_seconds"] is not None:
        lines.append(("cut", f"the row says {span(time['cut_from_seconds'])}: --max-task cuts it"))
    return lines


def _share(time: Facts, facts: Facts, screen: Screen) -> list[tuple[str, str]]:
    """The rows open beside it, its fair share, and what of it was active."""
    if time["end"] is None:
        return []
    waiting = time["kind"] == "waiting"
    beside = time["beside"]
    lines = [
        (
            "beside",
            _rows(beside, facts, screen, time["start"])
            if beside
            else f"no other {'row' if waiting else 'work row'} was open",
        )
    ]
    result = time["waiting_on_record_seconds"] if waiting else time["unscaled_seconds"]
    terms = [_term(stretch) for stretch in time["stretches"] if stretch["rows_sharing"]]
    covered = [
        f"{span(stretch['seconds'])} are covered by work"
        for stretch in time["stretches"]
        if not stretch["rows_sharing"]
    ]
    sums = f"{' + '.join(terms)} = {span(result)}" if len(terms) > 1 or beside else span(result)
    rule = "" if not beside else " (an instant is shared equally by the rows open in it)"
    if sum(stretch["share_seconds"] for stretch in time["stretches"]) != result:
        rule = " (shared equally; rounded to a microsecond so that all shares add up)"
    lines.append(("on record" if waiting else "fair share", "; ".join([*covered, f"{sums}{rule}"])))
    on_record = time["waiting_on_record_seconds"]
    if not waiting and time["unscaled_seconds"] != time["credit_seconds"]:
        active, whole = time["active_seconds"], time["duration_seconds"]
        product = f"{span(time['unscaled_seconds'])} × {exact(active)} ÷ {exact(whole)} = {span(time['credit_seconds'])}"
        lines.append(
            (
                "active",
                f"the row says {span(active)} of {span(whole)} were worked: {product}; {span(on_record)} are waiting on record",
            )
        )
    return lines


def _term(stretch: Facts) -> str:
    count = stretch["rows_sharing"]
    return (
        f"{span(stretch['seconds'])} alone"
        if count == 1
        else f"{span(stretch['seconds'])} with {count} rows open ÷ {count}"
    )


def _rows(beside: Sequence[Facts], facts: Facts, screen: Screen, start: str) -> str:
    """Rows named by number, and by file where it is another."""
    named = []
    for row in beside[:SHOWN_ROWS]:
        times = f"{clock(row['start'], start)} to {clock(row['end'], row['start'] if row['start'][:10] == start[:10] else '')}"
        kind = " of waiting" if row["kind"] == "waiting" else ""
        named.append(f"{_row(row, facts, screen)}{kind} ({times})")
    more = f", and {len(beside) - SHOWN_ROWS} more" if len(beside) > SHOWN_ROWS else ""
    return f"{len(beside)} other row{'s' if len(beside) != 1 else ''} open: {', '.join(named)}{more}"


def _row(row: Facts, facts: Facts, screen: Screen) -> str:
    other = f" of {screen.outside(row['file'], 200)}" if row["file"] != facts["file"] else ""
    return f"row {row['row']}{other}"


def _pause(time: Facts, facts: Facts, screen: Screen) -> str:
    choice = facts["options"]
    gap = f"{exact(choice['gap_minutes'])} min ({'as asked with --gap' if choice['gap_asked'] else 'the default, 29 CFR 785.18'})"
    why = PAUSES[time["gap_why"]].format(gap=gap)
    if time["gap_after"] is None:
        return why
    after = time["gap_after"]
    return f"{span(time['gap_before_seconds'])} since {_row(after, facts, screen)} ended ({clock(after['end'])}): {why}"
