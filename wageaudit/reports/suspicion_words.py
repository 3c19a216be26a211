"""Every sentence about suspicions, each one whole, so that a translator sees what is said."""

from __future__ import annotations

from collections.abc import Mapping

WHAT: Mapping[str, tuple[str, str]] = {
    "open": (
        "{count} task was open for more than six hours (first here)",
        "{count} tasks were open for more than six hours (first here)",
    ),
    "nested": (
        "{count} task lies within another task of the same requester (first here)",
        "{count} tasks lie within another task of the same requester (first here)",
    ),
    "identical": (
        "{count} task has the same start and the same end as another of its worker (first here)",
        "{count} tasks have the same start and the same end as another of their worker (first here)",
    ),
    "again": (
        "{count} row without a task's id stands word for word in another file, too (first here)",
        "{count} rows without a task's id stand word for word in another file, too (first here)",
    ),
    "shared": (
        "{share} of the {count} row of this file stands in {other}, too, and counts as another worker's",
        "{share} of the {count} rows of this file stand in {other}, too, and count as another worker's",
    ),
    "future": (
        "{count} row is dated later than any work this version can know of (first here)",
        "{count} rows are dated later than any work this version can know of (first here)",
    ),
    "early": (
        "{count} row is dated before its platform existed (first here)",
        "{count} rows are dated before their platform existed (first here)",
    ),
    "wage": (
        "{count} row is of a worker whose hourly wage is not plausible: over 300 US dollars, or under one cent (first here)",
        "{count} rows are of workers whose hourly wage is not plausible: over 300 US dollars, or under one cent (first here)",
    ),
    "cents": (
        "{count} row is paid in whole units at an hourly wage that only cents explain (first here)",
        "{count} rows are paid in whole units at an hourly wage that only cents explain (first here)",
    ),
    "midnight": (
        "{count} row starts at midnight, as all of its worker do: the time of day may be lost (first here)",
        "{count} rows start at midnight, as all of their worker do: the time of day may be lost (first here)",
    ),
    "lost": (
        "{weeks} week without work lies between weeks with work every week (it ends here): a file may be missing",
        "{weeks} weeks without work lie between weeks with work every week (the first ends here): a file may be missing",
    ),
    "repeated": (
        "{count} row repeats another day of its worker: the same times of day, lengths and amounts (first here)",
        "{count} rows repeat other days of their worker: the same times of day, lengths and amounts (first here)",
    ),
    "clock": (
        "{count} row follows a change of the clock in {zone} with which the whole pattern of the day moved: these stamps may be no local time (first here)",
        "{count} rows follow a change of the clock in {zone} with which the whole pattern of the day moved: these stamps may be no local time (first here)",
    ),
}
LATER = (
    "{count} row is dated after {day}, the day of this audit (first here)",
    "{count} rows are dated after {day}, the day of this audit (first here)",
)
SAID = "{what}; {weight}"
WEIGHT = "{hours} h, {hours_share} of the time, {pay_share} of the pay; {wage} {currency} an hour with them, {without} without"
WEIGHT_ALL = "{hours} h, {hours_share} of the time, {pay_share} of the pay; {wage} {currency} an hour, and nothing without them"
WEIGHT_TIME = "{hours} h, {hours_share} of the time; what they are paid is not known, or not paid"
WEIGHT_NONE = "they add no time"
WEIGHT_LOST = "nothing is added for what is not there"
MEND: Mapping[str, str] = {
    "open": "cap tasks, as with  --max-task 60 , and compare; nothing was cut",
    "nested": "look at these rows; their time counts once, their pay in full",
    "identical": "look at these rows: the same work may be in the export twice under two names",
    "again": "if the files overlap leave one out, or number these rows in task_id: they count in both",
    "shared": "if it is the same work leave one out, or say whose both are with  --worker  or a roster's person",
    "future": "look at the year, and at the unit of the stamps",
    "early": "look at the year, and at the unit of the stamps",
    "wage": "look at the unit of pay and of time",
    "cents": "if these are cents, divide the column by 100",
    "midnight": "export again with times, or give the time as active_seconds",
    "lost": "look for the export of those weeks",
    "repeated": "look whether a file was exported twice under another date",
    "clock": "give the zone that the stamps are in with  --timezone",
}
