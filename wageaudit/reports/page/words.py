"""Every sentence of the page that the terminal's views do not have, each one whole, so that a translator sees what is said.

What stands in braces is filled in; the order of the parts is the language's own. A tuple of two is said of one and of several.
"""

from __future__ import annotations

from collections.abc import Mapping

# --------------------------------------------------------------------------------------------------------- the page
TITLE = "What this work really paid"
KICKER = "Wage audit"
SHAREABLE = (
    "This page shows no single worker: every group has {count} or more, none comes back by subtraction, and figures are rounded. "
    "It may be passed on."
)
ALL_WITHHELD = "Nothing of this work can be shown to others without telling of single workers."
ALL_WITHHELD_WHY = "There are too few workers, or one or two of them make up most of the pay or the time."
COMPARISON_WITHHELD = (
    "The comparison with the minimum wage cannot be shown to others: too few workers can be compared, or one or two of them "
    "make up most of what is missing."
)
WITHHELD = "withheld"
WHOLE_ONE = (
    "This page holds one worker's own figures. It is for that worker, and for whom he or she gives it to."
)
WHOLE_MANY = "This page shows single workers. It is not for passing on."
MADE_BY = "Made by wageaudit {version}, offline, from the files listed above. The same files and choices give the same page."
MADE_BY_ALONE = "Made by wageaudit {version}, offline. The same files and choices give the same page."
NOT_A_JUDGMENT = "The program compares figures with a law. It does not say that a law was broken."
TABLE_BEHIND = "The table behind this picture"
CONTENTS = "On this page"
SCROLLS = "{caption} (scrolls sideways)"

# ----------------------------------------------------------------------------------------------- where an hour went
HOUR_TITLE = "Where an hour of work went"
HOUR_SAYS = "Of every 60 minutes of work, {paid} went to paid tasks, {unpaid} to unpaid work and {waiting} to waiting."
HOUR_KIND, HOURS_COLUMN, MINUTES_COLUMN, SHARE_COLUMN = "time", "hours", "minutes of an hour", "share"
MINUTES = "{count} min"
WAITING_UNSEEN = "Waiting between tasks cannot be seen in these files, so none is drawn."

# ------------------------------------------------------------------------------------------------------ sections
(
    FOLLOWS,
    WHEN_PAID,
    PAUSES,
    CLOCK,
    WHO_PAYS,
    SPREAD,
    WEEKS,
    REQUESTERS,
    WORKERS,
    PROBLEMS,
    METHOD,
    LAW,
    EXCHANGE,
    MANIFEST,
) = (
    "What follows from it",
    "The wage over time",
    "If longer pauses count as waiting",
    "When the work was done",
    "Who pays what",
    "Workers and the minimum wage",
    "The weeks",
    "Requesters and kinds of task",
    "The workers",
    "What was left out, and why",
    "How this was worked out",
    "The law",
    "Exchange rates",
    "What this page rests on",
)
TABLE_OF_PERIODS: Mapping[str, str] = {
    "week": "Each week with its hours, its pay and its minimum wage", "month": "Each month with its hours, its pay and its minimum wage",
    "day": "Each day with its hours, its pay and its minimum wage",
}  # fmt: skip
DAYS_HEADING, MONTHS_HEADING = "The days", "The months"

# ---------------------------------------------------------------------------------------------------- the wage over time
TIME_TITLE: Mapping[str, str] = {
    "week": "An hour's pay, week by week", "month": "An hour's pay, month by month", "day": "An hour's pay, day by day",
}  # fmt: skip
TIME_TITLE_RATIO: Mapping[str, str] = {
    "week": "The wage as a share of the minimum wage, week by week",
    "month": "The wage as a share of the minimum wage, month by month",
    "day": "The wage as a share of the minimum wage, day by day",
}
TIME_SAYS: Mapping[str, tuple[str, str]] = {
    "week": ("In {below} of {count} week the wage was under the minimum wage of that week, which is the stepped line.",
             "In {below} of {count} weeks the wage was under the minimum wage of that week, which is the stepped line."),
    "month": ("In {below} of {count} month the wage was under the minimum wage of that month, which is the stepped line.",
              "In {below} of {count} months the wage was under the minimum wage of that month, which is the stepped line."),
    "day": ("In {below} of {count} day the wage was under the minimum wage of that day, which is the stepped line.",
            "In {below} of {count} days the wage was under the minimum wage of that day, which is the stepped line."),
}  # fmt: skip
TIME_NEVER = "The wage was never under the minimum wage, which is the stepped line."
TIME_SAYS_ALONE = "Not for all of this work a minimum wage is known, so only the wage is drawn."
MINIMUM_LINE = "minimum wage"
SCALE_CUT = "Bars that end in an arrow go beyond the scale; their wages are in the table."
PERIOD_COLUMN: Mapping[str, str] = {"week": "week", "month": "month", "day": "day"}
FROM_COLUMN, WAGE_COLUMN, MINIMUM_COLUMN, RATIO_COLUMN, MISSING_COLUMN, VERDICT_COLUMN, PAY_COLUMN = (
    "begins",
    "an hour",
    "minimum wage",
    "of the minimum",
    "missing",
    "verdict",
    "pay",
)
PAID_COLUMN, UNPAID_COLUMN, WAITING_COLUMN, WORKING_COLUMN, TASKS_COLUMN, BONUS_COLUMN = (
    "paid h",
    "unpaid h",
    "waiting h",
    "working h",
    "tasks",
    "bonus",
)
TOTAL = "total"
EARLIER = "Only the last {shown} of {count} lines are shown."
EARLIER_WORKERS = "{shown} of {count} workers are shown, the lowest wages first."
MORE_LINES = "{shown} of {count} lines are shown, those with most hours."

# ------------------------------------------------------------------------------------------------------- the pauses
PAUSES_TITLE = "An hour's pay, by the longest pause that counts as waiting"
PAUSES_SAYS = "Counting no pause the wage is {none} an hour; counting pauses of up to an hour it is {hour}."
PAUSES_TURNS = "It falls under the minimum wage once pauses of {critical} count."
PAUSES_OVER = "It stays at or above the minimum wage throughout."
PAUSES_UNDER = "It is under the minimum wage throughout."
PAUSES_AXIS = "longest pause that counts as waiting"
ANCHORS = (
    "Two lines mark where law and research have drawn it: 1 minute (Hara and others, CHI 2018, join tasks at most a minute "
    "apart) and 20 minutes (29 CFR 785.18, United States: rests of up to about 20 minutes are hours worked)."
)
PAUSE_COLUMN = "pauses up to"
PAUSE_RESEARCH, PAUSE_LAW = "1 min: research", "20 min: 29 CFR 785.18"
PAUSES_HIDDEN = "These files show one requester's view: what a worker did between its tasks is not in them, so there is no curve to draw."
PAUSES_RECORDED = (
    "These files record waiting themselves, so no pause beside it is counted and there is no curve to draw."
)
PAUSES_FLAT = (
    "There are no pauses of up to an hour between these tasks, so the wage is the same whatever pauses count."
)

# -------------------------------------------------------------------------------------------------------- the clock
CLOCK_TITLE = "Working time by day of the week and hour of the day"
CLOCK_SAYS = (
    "{night} of {all} ({share}) were worked at night, between {first} and {last}, by the local clock."
)
CLOCK_NO_NIGHT = "None of the {all} were worked at night, between {first} and {last}, by the local clock."
CLOCK_MOST = "The busiest hour of the week began on {day} at {hour}."
CLOCK_NOTE = "Night is taken as the seven hours that ILO Convention 171 asks for at the least: they hold midnight to five."
CLOCK_UNPLACED = "{time} have no times of day in the files and are not in this picture."
DAY_COLUMN, ALL_HOURS_COLUMN = "day", "all hours"
NIGHT = "night"

# ------------------------------------------------------------------------------------------------------ who pays what
GROUP_TITLE: Mapping[str, str] = {
    "platform": "An hour's pay by platform", "requester": "An hour's pay by requester", "project": "An hour's pay by kind of task",
}  # fmt: skip
GROUP_TITLE_RATIO: Mapping[str, str] = {
    "platform": "The wage as a share of the minimum wage, by platform",
    "requester": "The wage as a share of the minimum wage, by requester",
    "project": "The wage as a share of the minimum wage, by kind of task",
}
GROUP_COLUMN: Mapping[str, str] = {
    "platform": "platform", "requester": "requester", "project": "kind of task", "country": "country", "worker": "worker",
}  # fmt: skip
GROUP_SAYS = "From “{best}”, which pays {most} an hour, to “{worst}”, which pays {least}."
GROUP_SAYS_RATIO = "From “{best}”, {most} of the minimum wage, to “{worst}”, {least}."
GROUP_STROKE = "A stroke marks the minimum wage of those hours."
APART: Mapping[str, str] = {
    "platform": "In these files pay and time stand in different rows, so no wage by platform can be told.",
    "requester": "In these files pay and time stand in different rows, so no wage by requester can be told.",
    "project": "In these files pay and time stand in different rows, so no wage by kind of task can be told.",
}
GROUP_SAYS_FEW = "The {count} with most hours are drawn; the table has more."
GROUPS_NOTE = "Waiting counts with the task that ended it."
NOT_GIVEN = "not given"
HOURS_OF = "{hours} h"
REQUESTERS_CAPTION = "Requesters, those with most hours first"
KINDS_CAPTION = "Kinds of task, those with most hours first"

# ------------------------------------------------------------------------------------------------------ many workers
SPREAD_TITLE = "Workers by what they earned, measured by the minimum wage"
SPREAD_SAYS = (
    "Of {count} who can be compared, {below} worker earned less than the minimum wage with the pauses counted here.",
    "Of {count} who can be compared, {below} workers earned less than the minimum wage with the pauses counted here.",
)  # fmt: skip - as many as `below`
SPREAD_MIDDLE = "The worker in the middle earned {share} of it."
SPREAD_NOTE = (
    "The area of a block stands for its workers. Bands of too few workers are joined with their neighbours."
)
SPREAD_NOTE_WHOLE = "The area of a block stands for its workers."
SPREAD_AXIS = "wage as a share of the minimum wage"
BAND, BAND_LAST, BAND_COLUMN, WORKERS_COLUMN = (
    "{low} to {high}",
    "{low} and more",
    "of the minimum wage",
    "workers",
)
SHARES_TITLE: Mapping[str, str] = {
    "country": "Workers under the minimum wage, by country", "platform": "Workers under the minimum wage, by platform",
}  # fmt: skip
SHARES_SAYS = "Of those who can be compared: under the minimum whatever pauses are counted, depending on the pauses, at or above it."
BELOW_COLUMN, DEPENDS_COLUMN, MET_COLUMN, UNKNOWN_COLUMN, MEDIAN_COLUMN, MEDIAN_WAGE_COLUMN = (
    "under",
    "depends",
    "met",
    "unknown",
    "median of the minimum",
    "median an hour",
)
GROUPS_WITHHELD = (
    "{count} group is withheld: it has too few workers, or one or two of them make up most of it, or a subtraction would give it away.",
    "{count} groups are withheld: they have too few workers, or one or two of them make up most of them, or a subtraction would give them away.",
)
WORKERS_CAPTION = "Workers, the lowest wage measured by the minimum first"
TOTALS_HEADING = "All workers together"
TOTALS_CAPTION = "The total of all workers"

# ---------------------------------------------------------------------------------------------------------- problems
ROWS_ACCOUNT = "Rows read: {read}; audited: {audited}; merged into others: {merged}; left out: {left_out}."
PROBLEMS_CAPTION = "What was left out or noted, by kind"
ROWS_COLUMN, WHERE_COLUMN, WHY_COLUMN, MEND_COLUMN = "rows", "first found", "why", "what mends it"
NO_PROBLEMS = "Nothing was left out."
LOOKS_WRONG = "These rows look wrong. They count all the same, with this weight in the result:"
PROBLEMS_MORE = ("{count} more kind is not shown.", "{count} more kinds are not shown.")
REFUSED_CAPTION = "Files of which nothing could be used"
REFUSED_MORE = ("{count} more file is not shown.", "{count} more files are not shown.")
EVERY_PROBLEM = "wageaudit check lists every one of them."
IN_PROBLEMS = "problems.csv, beside this page, lists every one of them."

# ------------------------------------------------------------------------------------------------------------ method
METHOD_TIME = (
    "Time at work is every moment with a task or unpaid work open: a moment with three tasks open counts once, and is shared "
    "among them. Paid time is that of approved and pending tasks; rejected, returned and abandoned tasks, tests, training, "
    "checks, messages and travel are unpaid work."
)
METHOD_WAITING = (
    "Waiting is what the files record as waiting, and each pause between two tasks of up to {gap}. A longer pause is time off. "
    "Waiting counts with the task that ended it."
)
METHOD_WAITING_NONE = (
    "No pause between tasks is counted as waiting here: only what the files record as waiting."
)
METHOD_PAY = (
    "Pay is what approved and pending work brought: pay, bonuses and tips, less fees and what was taken back. The hourly wage is "
    "pay ÷ working time, and working time is paid time + unpaid work + waiting."
)
METHOD_MINIMUM = (
    "Each row is compared with the legal minimum wage in force where and when it was done. Minimum wages by the month, week or "
    "day are made hourly with the legal hours of that law. What is missing is added up {period}: a good one does not pay for a bad one."
)
METHOD_PERIODS: Mapping[str, str] = {
    "week": "week by week", "month": "month by month", "day": "day by day", "whole": "over the whole time",
}  # fmt: skip
METHOD_UNKNOWN = (
    "What is not known stays unknown: no wage is guessed, no row is mended, and what is left out is listed."
)
METHOD_VERDICTS = (
    "Under the minimum means under it whichever pauses of up to an hour count; met means at or above it whichever count; "
    "depends means that the pauses decide."
)
CHOICES_CAPTION = "Every choice that could change these figures, and what it changes"
CHOICE_COLUMN, MADE_COLUMN, AN_HOUR_COLUMN, WORKERS_BELOW_COLUMN = (
    "choice",
    "made otherwise",
    "an hour",
    "workers under",
)
AS_MADE = "as it is here"
CHOICE_NO_GAP = "No pause counts as waiting"
CHOICE: Mapping[str, str] = {
    "gap": "Pauses that count as waiting: up to {value}", "pending": "Work not yet approved: {value}", "tips": "Tips: {value}",
    "max_task": "Tasks open for long: {value}", "period": "What is missing is added up {value}",
}  # fmt: skip
VALUES: Mapping[str, str] = {
    "include": "counted", "exclude": "left out", "uncapped": "as they are", "capped": "cut after {time}",
}  # fmt: skip

# ------------------------------------------------------------------------------------------------------- law, exchange
LAW_CAPTION = "Minimum wages that rows were compared with"
PLACE_COLUMN, SINCE_COLUMN, AMOUNT_COLUMN, HOURLY_COLUMN, LAW_COLUMN = (
    "place",
    "from",
    "amount",
    "an hour",
    "law",
)
PER_PERIOD = "{amount} {period} ÷ {hours} h"
OWN_FIGURE = "The comparison is with {wage} an hour, a figure of the user's own and not a law."
NO_LAW = "No row could be compared with a minimum wage."
CERTAINTY: Mapping[str, str] = {"medium": "medium certainty", "low": "low certainty"}
HOURS_BY = "hours: {source}"
LAW_MORE = "{shown} of {count} minimum wages are shown; the manifest names the files they are in."
EXCHANGE_CAPTION = "Rates at which pay was converted, each row at its own date"
PAIR_COLUMN, LOW_COLUMN, HIGH_COLUMN, DATES_COLUMN, SOURCE_COLUMN = (
    "1 unit",
    "lowest",
    "highest",
    "dates",
    "source",
)
PAIR = "1 {base} in {quote}"
NO_EXCHANGE = "Pay and minimum wage are in the same currency: nothing was converted."

# ---------------------------------------------------------------------------------------------------------- manifest
FILES_CAPTION = "Files read"
FILE_COLUMN, READER_COLUMN, VIEW_COLUMN, READ_COLUMN, LEFT_OUT_COLUMN, HASH_COLUMN, SIZE_COLUMN = (
    "file",
    "read as",
    "whose view",
    "rows",
    "left out",
    "SHA-256",
    "bytes",
)
FILES_TOGETHER = ("{count} file was read; its name is not shown here.", "{count} files were read; their names are not shown here.")  # fmt: skip
FILES_MORE = "{shown} of {count} files are shown; the manifest lists all."
REFERENCE_CAPTION = "Reference files used"
KIND_COLUMN, VERSION_COLUMN = "kind", "speaks up to"
OPTIONS_CAPTION = "Choices of this run"
OPTION_COLUMN, VALUE_COLUMN = "option", "value"
VERIFY = "wageaudit verify hashes the files of a manifest again, works everything out anew, and says whether it is identical."
SEALED = "The manifest's own hash: {hash}"
VIEWS: Mapping[str, str] = {"worker": "the worker's", "requester": "one requester's", "recorded": "the worker's, waiting recorded"}  # fmt: skip
