"""One row's arithmetic in words: from what the row says to what it pays an hour, with the law and the exchange rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wageaudit.reports import words
from wageaudit.reports.explained_living import living
from wageaudit.reports.explained_pay import HOUR, Facts, money, six_places
from wageaudit.reports.wage_screen import Screen

SHOWN_ROWS = 8
WORDS: Mapping[str, str] = {
    "task_id": words.SAYS_TASK, "project": words.SAYS_PROJECT, "requester": words.SAYS_REQUESTER, "platform": words.SAYS_PLATFORM,
    "task_count": words.SAYS_TASKS, "country": words.SAYS_COUNTRY, "region": words.SAYS_REGION,
}  # fmt: skip
Line = tuple[str, str]


def clock(screen: Screen, stamp: str, beside: str = "") -> str:
    """A stamp without its offset, its date as the language writes it; without its date where the stamp beside it has the same."""
    time = stamp[11:19] + (stamp[19:26] if stamp[19:20] == "." else "")
    return time if beside and beside[:10] == stamp[:10] else f"{screen.day(stamp[:10])}, {time}"


def show(facts: Facts, screen: Screen) -> None:
    """The whole explanation."""
    values = {"row": facts["row"], "file": screen.outside(facts["file"], 300)}
    if facts.get("worker"):
        head = screen.say(
            "Row {row} of {file}, worker {worker}", **values, worker=screen.outside(facts["worker"])
        )
    else:
        head = screen.say("Row {row} of {file}", **values)
    screen.line(head, "bold")
    screen.line()
    for label, text in sentences(facts, screen):
        screen.labelled(screen.say(label), text)
    if facts["outcome"] == "audited":
        screen.line()
        screen.line(
            screen.say(
                "A row alone is no verdict: a wage is the ratio of sums, pay to working time (wageaudit audit)."
            )
        )


def sentences(facts: Facts, screen: Screen) -> list[Line]:
    """(label, words), in the order in which one figure follows from the other."""
    found = [(words.NOTE_LABEL, screen.told(note)) for note in facts.get("notes", ())]
    if facts["outcome"] == "audited":
        twins = [
            (words.MERGED_LABEL, screen.say(words.COUNTS_ONCE, row=_row(twin, facts, screen)))
            for twin in facts["merged_rows"]
        ]
        told = [*_said(facts, screen), *_time(facts, screen), *money(facts, screen), *living(facts, screen)]
        return [*found, *twins, *told]
    problem = facts["problem"]
    reason = screen.told(problem["reason"])
    if problem.get("value"):
        reason = f'"{screen.outside(problem["value"])}" {reason}'
    if problem.get("column"):
        reason = screen.say(
            "column {column}: {reason}", column=screen.outside(problem["column"]), reason=reason
        )
    told = [(words.OUTCOME_LABEL, screen.say(words.OUTCOMES[facts["outcome"]])), (words.REASON_LABEL, reason)]
    mend = [(words.MEND_LABEL, screen.told(problem["mend"]))] if problem.get("mend") else []
    return [*told, *mend, *found, *(_said(facts, screen) if "said" in facts else [])]


def _said(facts: Facts, screen: Screen) -> list[Line]:
    """What the row says of itself."""
    said = facts["said"]
    parts = [
        screen.say(message, value=screen.outside(str(said[key])))
        for key, message in WORDS.items()
        if key in said
    ]
    activity, status = str(said.get("activity", "task")), str(said.get("status", "approved"))
    what = screen.say(
        words.SAYS_WHAT,
        activity=screen.say(words.ACTIVITIES[activity]),
        status=screen.say(words.STATUSES[status]),
    )
    parts += [screen.say(words.SAYS_VIEWS[said["coverage"]])] if "coverage" in said else []
    return [(words.SAYS_LABEL, screen.figures.listed([what, *parts]))]


def _time(facts: Facts, screen: Screen) -> list[Line]:
    time = facts["time"]
    zone = time["timezone"] or screen.say("UTC; no zone is known")
    if time["date_of_task"]:
        day = screen.say("{date}, the date of the task it pays", date=screen.day(time["local_date"]))
    else:
        day = screen.say(
            "{date}, the local date on which it starts ({zone})",
            date=screen.day(time["local_date"]),
            zone=zone,
        )
    if time["kind"] == "payment":
        return [(words.TIME_LABEL, screen.say("none: a payment is no work")), (words.DATE_LABEL, day)]
    lines = [*_interval(time, zone, screen), *_share(time, facts, screen)]
    lines.append((words.PAUSE_LABEL, _pause(time, facts, screen)))
    if session := facts["session"]:
        lines.append((words.SESSION_LABEL, _session(session, screen)))
    return [*lines, (words.WORKING_LABEL, _working(time, screen)), (words.DATE_LABEL, day)]


def _session(session: Facts, screen: Screen) -> str:
    return screen.counted(
        words.SESSION, session["rows"], number=session["number"], start=clock(screen, session["start"]),
        end=clock(screen, session["end"], session["start"]),
    )  # fmt: skip


def _working(time: Facts, screen: Screen) -> str:
    working, waiting, span = time["working_seconds"], time["waiting_seconds"], screen.span
    if not working:
        return screen.say(words.NO_TIME_AT_ALL)
    hours = screen.exact(six_places(working / HOUR))
    if not waiting:
        return screen.say("{working}, none of it waiting, {hours} h", working=span(working), hours=hours)
    return screen.say(
        "{work} of work + {waiting} of waiting = {working}, {hours} h",
        work=span(time["credit_seconds"]), waiting=span(waiting), working=span(working), hours=hours,
    )  # fmt: skip


def _interval(time: Facts, zone: str, screen: Screen) -> list[Line]:
    if time["end"] is None:
        start = clock(screen, time["start"]).removesuffix(", 00:00:00")
        if time["active_seconds"] is None:
            told = screen.say(
                "{start} ({zone}): not known: neither an end nor active_seconds, so the row adds its pay and no time",
                start=start, zone=zone,
            )  # fmt: skip
        else:
            told = screen.say(
                "{start} ({zone}): {active} as the row says, without an interval",
                start=start, zone=zone, active=screen.span(time["active_seconds"]),
            )  # fmt: skip
        return [(words.TIME_LABEL, told)]
    zone = f"{zone}, UTC{time['start'][-6:]}" if time["timezone"] else zone
    told = screen.say(
        "{start} to {end} ({zone}): {duration}", start=clock(screen, time["start"]),
        end=clock(screen, time["end"], time["start"]), zone=zone,
        duration=screen.span(time["duration_seconds"]),
    )  # fmt: skip
    lines = [(words.OPEN_LABEL, told)]
    if time["cut_from_seconds"] is not None:
        cut = screen.say(
            "the row says {duration}: --max-task cuts it", duration=screen.span(time["cut_from_seconds"])
        )
        lines.append((words.CUT_LABEL, cut))
    return lines


def _share(time: Facts, facts: Facts, screen: Screen) -> list[Line]:
    """The rows open beside it, its fair share, and what of it was active."""
    if time["end"] is None:
        return []
    waiting, beside, span = time["kind"] == "waiting", time["beside"], screen.span
    alone = screen.say("no other row was open") if waiting else screen.say("no other work row was open")
    lines = [(words.BESIDE_LABEL, _rows(beside, facts, screen, time["start"]) if beside else alone)]
    result = time["waiting_on_record_seconds"] if waiting else time["unscaled_seconds"]
    shared = [stretch for stretch in time["stretches"] if stretch["rows_sharing"]]
    covered = [
        screen.say("{span} are covered by work", span=span(stretch["seconds"]))
        for stretch in time["stretches"]
        if not stretch["rows_sharing"]
    ]
    terms = " + ".join(_term(stretch, screen) for stretch in shared)
    sums = f"{terms} = {span(result)}" if len(shared) > 1 or beside else span(result)
    if sum(stretch["share_seconds"] for stretch in time["stretches"]) != result:
        sums = screen.say(
            "{sums} (shared equally; rounded to a microsecond so that all shares add up)", sums=sums
        )
    elif beside:
        sums = screen.say("{sums} (an instant is shared equally by the rows open in it)", sums=sums)
    label = words.ON_RECORD_LABEL if waiting else words.FAIR_SHARE_LABEL
    lines.append((label, screen.figures.listed([*covered, sums])))
    if not waiting and time["unscaled_seconds"] != time["credit_seconds"]:
        active, whole = time["active_seconds"], time["duration_seconds"]
        told = screen.say(
            "the row says {active} of {whole} were worked: {share} × {part} ÷ {all} = {credit}; {rest} are waiting on record",
            active=span(active), whole=span(whole), share=span(time["unscaled_seconds"]), part=screen.exact(active),
            all=screen.exact(whole), credit=span(time["credit_seconds"]), rest=span(time["waiting_on_record_seconds"]),
        )  # fmt: skip
        lines.append((words.ACTIVE_LABEL, told))
    return lines


def _term(stretch: Facts, screen: Screen) -> str:
    count, span = stretch["rows_sharing"], screen.span(stretch["seconds"])
    if count == 1:
        return screen.say("{span} alone", span=span)
    return screen.say("{span} with {count} rows open ÷ {count}", span=span, count=count)


def _rows(beside: Sequence[Facts], facts: Facts, screen: Screen, start: str) -> str:
    """Rows named by number, and by file where it is another."""
    named = []
    for row in beside[:SHOWN_ROWS]:
        values = {
            "row": _row(row, facts, screen), "start": clock(screen, row["start"], start),
            "end": clock(screen, row["end"], row["start"] if row["start"][:10] == start[:10] else ""),
        }  # fmt: skip
        waiting = row["kind"] == "waiting"
        named.append(
            screen.say("{row} of waiting ({start} to {end})", **values)
            if waiting
            else screen.say("{row} ({start} to {end})", **values)
        )
    rows, more = ", ".join(named), len(beside) - SHOWN_ROWS
    if more > 0:
        rows = screen.counted(("{rows}, and {count} more", "{rows}, and {count} more"), more, rows=rows)
    return screen.counted(
        ("{count} other row open: {rows}", "{count} other rows open: {rows}"), len(beside), rows=rows
    )


def _row(row: Facts, facts: Facts, screen: Screen) -> str:
    if row["file"] == facts["file"]:
        return screen.say("row {row}", row=row["row"])
    return screen.say("row {row} of {file}", row=row["row"], file=screen.outside(row["file"], 200))


def _pause(time: Facts, facts: Facts, screen: Screen) -> str:
    choice = facts["options"]
    gap = screen.say(
        words.GAP_ASKED if choice["gap_asked"] else words.GAP_DEFAULT,
        minutes=screen.exact(choice["gap_minutes"]),
    )
    why = screen.say(words.PAUSES[time["gap_why"]], gap=gap)
    if time["gap_after"] is None:
        return why
    after = time["gap_after"]
    return screen.say(
        "{span} since {row} ended ({end}): {why}", span=screen.span(time["gap_before_seconds"]), row=_row(after, facts, screen),
        end=clock(screen, after["end"]), why=why,
    )  # fmt: skip
