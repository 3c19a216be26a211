"""Every sentence of the terminal's views, each one whole, so that a translator sees what is said.

What stands in braces is filled in; the order of the parts is the language's own. A tuple of two is said of one and of several.
"""

from __future__ import annotations

from collections.abc import Mapping

# ------------------------------------------------------------------------------------------------ the answer
FILES = ("{count} file", "{count} files")
TASKS = ("{count} task", "{count} tasks")
WORKERS = ("{count} worker", "{count} workers")
FROM_TO = "{first} to {last}"
EARNED = "You earned {wage} an hour."
EARNED_AND_MINIMUM = "You earned {wage} an hour. The minimum wage{called} was {minimum}."
ONE_WORKER_EARNED = "This worker earned {wage} an hour."
ONE_WORKER_EARNED_AND_MINIMUM = "This worker earned {wage} an hour. The minimum wage{called} was {minimum}."
EARNED_AND_GIVEN = "You earned {wage} an hour. The minimum given for comparison is {minimum}."
ONE_WORKER_EARNED_AND_GIVEN = (
    "This worker earned {wage} an hour. The minimum given for comparison is {minimum}."
)
NO_WAGE_NO_TIME = "No wage can be worked out."
PAID = "The pay is {pay}."
NO_WAGE = "{time} of work, and no wage that can be worked out from it."
NO_WORK = "There is no work in this: nothing to audit."
BROUGHT = "{time} of work brought {pay}."
BROUGHT_NOTHING = "{time} of work brought {pay}; {lost} of them ({share}) brought nothing."
BELOW = "Under the minimum wage, however short the pauses that count as waiting."
BELOW_AS_SEEN = "Under the minimum wage, even with no waiting counted."
BELOW_AS_RECORDED = "Under the minimum wage, with the waiting on record."
MET_AS_RECORDED = "At or above the minimum wage, with the waiting on record."
MET = "At or above the minimum wage, even if pauses of up to {longest} count as waiting."
MET_AS_SEEN = "At or above the minimum wage as far as this export shows: it cannot show waiting."
DEPENDS = "Whether that reaches the minimum wage depends on how long a pause counts as waiting."
DEPENDS_FROM = (
    "It depends on pauses: once those of {critical} count as waiting, the wage is under the minimum."
)
UNKNOWN = "Whether that reaches the minimum wage cannot be said."

# ------------------------------------------------------------------------------------------- where an hour went
PAID_TASKS, UNPAID_WORK, WAITING, WORKING, MINIMUM = "paid tasks", "unpaid work", "waiting", "working", "minimum wage"  # fmt: skip
HOURS, SHARE, AN_HOUR = "hours", "share", "an hour"
QUOTED = "what the platform quotes"
REALLY = "what you really earned"
AS_SEEN = "as far as this export shows"
ON_RECORD, BETWEEN, UNSEEN = "on record {hours}", "between tasks {hours}", "between tasks this export cannot show it"  # fmt: skip
MADE_HOURLY = "{amount} {period} ÷ {hours} h"
BY_THE_HOUR = "set by the hour"
OWN_FIGURE = "your own figure"
MIXED_RATES = "mean of {count} rates, by hours worked"
PERIODS: Mapping[str, str] = {"month": "a month", "week": "a week", "day": "a day", "hour": "an hour"}
UNPAID_KINDS: Mapping[str, str] = {
    "rejected": "rejected", "returned": "returned", "abandoned": "abandoned", "qualification": "tests", "training": "training",
    "verification": "captchas and checks", "communication": "messages", "travel": "travel", "other": "other",
}  # fmt: skip

# --------------------------------------------------------------------------------------------------- the facts
MISSING_LABEL, TASK_LABEL, BONUS_LABEL, TIPS_LABEL, FEES_LABEL = "Missing", "A task", "Bonuses", "Tips", "Fees"  # fmt: skip
UNPAID_LABEL, SURE_LABEL, LAW_LABEL, EXCHANGE_LABEL, LEFT_OUT_LABEL = "Unpaid work", "How sure", "The law", "Exchange", "Left out"  # fmt: skip
LIVING_LABEL = "A living wage"
LIVING = "{wage} an hour by {source}, not a law; what was earned is {share} of it"
LIVING_ALONE = "{wage} an hour by {source}, not a law"
LIVING_RECORDS = ("{count} record of your own", "{count} records of your own")
LIVING_FLOOR = "; on record up to {date}, it may be more since"
LIVING_UNKNOWN = "not known for all of these days and places (--living-wage)"
OVERLAP_LABEL, BOUND_LABEL, CHOICES_LABEL, PAUSES_LABEL = "Overlap", "Upper bound", "Choices", "Pauses up to"
MISSING = "{amount}, {share} of what the minimum wage comes to for these hours"
MISSING_IN: Mapping[str, tuple[str, str]] = {
    "week": ("{amount}, {share} of what the minimum wage comes to for these hours; short in {count} of {all} week",
             "{amount}, {share} of what the minimum wage comes to for these hours; short in {count} of {all} weeks"),
    "month": ("{amount}, {share} of what the minimum wage comes to for these hours; short in {count} of {all} month",
              "{amount}, {share} of what the minimum wage comes to for these hours; short in {count} of {all} months"),
    "day": ("{amount}, {share} of what the minimum wage comes to for these hours; short in {count} of {all} day",
            "{amount}, {share} of what the minimum wage comes to for these hours; short in {count} of {all} days"),
}  # fmt: skip
MISSING_NOTHING_KNOWN = "nothing, measured by the last minimum wage on record"
MISSING_NOTHING = "nothing: the pay reaches the minimum wage"
GOOD_WEEK = "A good week does not pay for a bad one."
MUST_PAY = "must pay {needed} instead of {paid} to reach the minimum wage"
MUST_PAY_ALONE = "must pay {needed} to reach the minimum wage"
PAYS_ENOUGH = "pays {paid}; {needed} would reach the minimum wage"
BONUSES = "{share} of the pay; without them {wage} an hour"
TIPS = "{share} of the pay; without them {wage} an hour (--tips exclude, where tips do not count as wage)"
FEES = "{amount} were taken from the pay"
OVERLAP = (
    "tasks overlapped: their durations add up to {factor} times the time worked; every moment counts once"
)
BOUND = ("{count} row of work says no time: its pay counts, its time cannot, so the true wage is lower",
         "{count} rows of work say no time: their pay counts, their time cannot, so the true wage is lower")  # fmt: skip

# -------------------------------------------------------------------------------------------------- how sure
TURNS_AT = "Under the minimum as soon as pauses of {critical} count as waiting."
TURNS_LATE = "Under the minimum once pauses longer than an hour count as waiting."
UNDER_ANYWAY = "Under the minimum even if no pause counts as waiting."
OVER_ANYWAY = "At or above the minimum even if pauses up to {longest} count as waiting."
COUNTED_BY_RULE = (
    "Here pauses up to {gap} count: 29 CFR 785.18 takes rests of up to about 20 minutes for work time."
)
COUNTED_AS_ASKED = "Here pauses up to {gap} count, as asked with --gap."
NONE_COUNTED = "With no pause counted: {wage} an hour."
UNSEEN_WAITING = (
    "This export is one requester's view. What a worker did between its tasks is not in it, so no waiting is counted "
    "and the true wage can only be lower. To count pauses up to 20 minutes, add  --gap 20"
)
RECORDED = "This export records waiting itself: what is on record counts, and no pause beside it. To count pauses too, add  --gap 20"
PARTLY_UNSEEN = "Some files are one requester's view: between their tasks no waiting is counted. To count pauses there too, add  --gap 20"
FLOOR = "The minimum wage of {place} is on record up to {date}; after that day it is taken as the least the law may ask."
NO_PAUSES = "none"

# ------------------------------------------------------------------------------------------- law and exchange
RATE_HOURLY = "{hourly} an hour from {start}{place}: {law}"
RATE_OF_PERIOD = "{amount} {period} ÷ {hours} h = {hourly} an hour from {start}{place}: {law}"
RATE_PLACE = ", {place}"
RATE_HOURS = "hours: {source}"
RATE_MEDIUM, RATE_LOW = "(this record is of medium certainty)", "(this record is of low certainty)"
RATES_BETWEEN = ("… {count} rate between them (--verbose)", "… {count} rates between them (--verbose)")
OWN_MINIMUM = "{wage} an hour, your own figure (--minimum-wage), not a law"
RATES_OF = "{rates}, of {countries}; --verbose lists each with its law and link"
RATES = ("{count} minimum wage", "{count} minimum wages")
EXCHANGED = "1 {base} = {rate} {quote}, {when}: {source}"
EXCHANGED_BETWEEN = "1 {base} = {low} to {high} {quote}, {when}: {source}"
SERIES_DEFAULT = (
    "{currency} has an official and a parallel rate; taken is the {series} one, the default for these days: {reason}. "
    "The other:  --exchange-series {other}"
)
SERIES_CHOSEN = "{currency} has an official and a parallel rate; taken is the {series} one, as asked with --exchange-series"
SERIES_LISTED = (
    "Of currencies with an official and a parallel rate, taken are: {series} (the other:  --exchange-series)"
)
SERIES: Mapping[str, str] = {"official": "official", "parallel": "parallel"}
MONTHLY, DAILY = "rates of the month, {dates}", "rates of the day, {dates}"

# ----------------------------------------------------------------------------------------------- what is unknown
NO_COUNTRY = "It is not said where this work was done, so there is no minimum wage to compare it with."
NO_RECORD = "For {place} no minimum wage is on record, so there is nothing to compare it with."
NO_STATUTE = "{place} has no national minimum wage set by law."
BEFORE_RECORDS = "Some of this work is older than the first minimum wage on record for {place}, of {date}."
BEYOND_AND_OVER = (
    "The minimum wage of {place} is on record up to {date}, {wage} an hour. What was earned is more than that, but the "
    "minimum may have risen since."
)
BEYOND = "The minimum wage of {place} is on record up to {date}: too long before this work to compare with."
NO_PAY = "What this work paid is not in the file, so there is no wage to work out."
NO_EXCHANGE = "For some of these days no exchange rate from {currency} to {target} is on record, so the pay cannot be compared."
NO_TIME = "No row says how long the work took, so there is no hourly wage."
TRY_COUNTRY = "Say where:  --country MG"
AMOUNT = "AMOUNT"
TRY_OWN_MINIMUM = "Compare with a figure of your own:  --minimum-wage {amount} --wage-currency {currency}"
TRY_REGION = "Where a region sets its own, say which:  --region {country}-XX"
TRY_COUNTRIES = "Say where:  --country MG, or for each worker  --roster FILE"
TRY_AGREEMENT = "Compare with what an agreement sets:  --minimum-wage {amount} --wage-currency {currency}"
TRY_PIECE_RATE = "Say what one task pays:  {option}"
TRY_PIECE_RATE_PAGE = "Say what one page or judgment pays:  {option}"
TRY_PIECE_RATE_SUITE = "Say what one suite of tasks pays:  {option}"
TRY_TIMES = "Fill in ended_at or active_seconds."
TRY_TIMES_SUITE = "Where the column submitted was not ticked, have the pool downloaded again with it: a price alone gives no hourly wage."
TRY_TRACKER = (
    "Or give the log of a time tracker of your own beside it:  wageaudit audit FILE toggl.csv --worker NAME"
)
TRY_TRACKERS = "Or give the logs of workers' own time trackers beside it, and a roster that names the person of both ids:  --roster FILE"

# ----------------------------------------------------------------------------------------------- what was left out
FILES_GIVEN = "FILE..."
PLACED = "{place}:"
LEFT_OUT = ("{count} row of {all}", "{count} rows of {all}")
MERGED = ("{count} row stood there twice and counts once", "{count} rows stood there twice and count once")
MORE_LIKE_IT = ("and {count} more like it", "and {count} more like it")
MORE_KINDS = ("… {count} other reason", "… {count} other reasons")
GATHERED = (
    "{count} row was put together with others into one stretch of work",
    "{count} rows were put together with others into one stretch of work",
)
SHOWS_ALL = "wageaudit check {file}  shows all"
COUNT_AS = "nothing: the {all} rows read count as {count}"
NOTHING_LEFT_OUT = ("nothing: {count} row read, and counted", "nothing: all {count} rows read are counted")

# ----------------------------------------------------------------------------------------------- weeks and groups
WHEN: Mapping[str, str] = {"week": "week", "month": "month", "day": "day"}
FROM, MINIMUM_SHORT, OF_MINIMUM, MISSING_SHORT = "from", "minimum", "of the minimum", "missing"
EARLIER: Mapping[str, tuple[str, str]] = {
    "week": ("… {count} earlier week (--all)", "… {count} earlier weeks (--all)"),
    "month": ("… {count} earlier month (--all)", "… {count} earlier months (--all)"),
    "day": ("… {count} earlier day (--all)", "… {count} earlier days (--all)"),
}
MORE = ("… {count} more (--all)", "… {count} more (--all)")
TOTAL = "total"
COUNTRY, UNPAID, PAY, VERDICT, WORKERS_SHORT, UNDER = "country", "unpaid", "pay", "verdict", "workers", "below"  # fmt: skip
MEDIANS = "An hour, of the minimum: the worker in the middle (median). Below: share of those with a verdict, whatever pauses are counted."
SEVERAL = "several"
NOT_GIVEN = "not given"
HEADINGS: Mapping[str, str] = {
    "worker": "worker", "week": "week", "month": "month", "day": "day", "platform": "platform", "requester": "requester",
    "project": "project", "country": "country", "region": "region",
}  # fmt: skip
VERDICTS: Mapping[str, str] = {"below": "below", "met": "met", "depends": "depends", "unknown": "unknown"}
MANY_BELOW = (
    "{below} of {workers} earned less than the minimum wage of their country, whatever pauses are counted.",
    "{below} of {workers} earned less than the minimum wage of their country, whatever pauses are counted.",
)
MANY_BELOW_AS_SEEN = (
    "{below} of {workers} earned less than the minimum wage of their country, even with no waiting counted.",
    "{below} of {workers} earned less than the minimum wage of their country, even with no waiting counted.",
)
MANY_ALL_UNKNOWN = (
    "Of {count} worker, none can be compared with a minimum wage:",
    "None of {count} workers can be compared with a minimum wage:",
)
MANY_WHY = "{why}."
MANY_DEPEND = "For {count} it depends on how long a pause counts as waiting."
MANY_MET = ("{count} reached it.", "{count} reached it.")
MANY_UNKNOWN = ("{count} is unknown: {why}.", "{count} are unknown: {why}.")
WHY: Mapping[str, str] = {
    "no_country": "no country given", "no_record": "no minimum wage on record", "no_statutory_minimum": "no national minimum wage",
    "before_first_record": "before the first record", "beyond_horizon": "above a minimum that may have risen since",
    "no_pay": "no pay in the file", "no_time": "no time in the file", "no_exchange_rate": "no exchange rate on record",
}  # fmt: skip
WHY_COUNTED = "{why} ({count})"
WHY_WHERE = "{why} ({places})"
WHERE_COUNTED = "{place} {count}"
WORST_FIRST = "Lowest wage, measured by the minimum, first."

# --------------------------------------------------------------------------------------------------- what was read
FILE_READ: Mapping[str, tuple[str, str]] = {
    "worker": ("{file}: {reader}, worker's view, {count:,} row", "{file}: {reader}, worker's view, {count:,} rows"),
    "recorded": ("{file}: {reader}, worker's view with waiting recorded, {count:,} row",
                 "{file}: {reader}, worker's view with waiting recorded, {count:,} rows"),
    "requester": ("{file}: {reader}, requester's view, {count:,} row", "{file}: {reader}, requester's view, {count:,} rows"),
}  # fmt: skip
ACCOUNT = (
    "{count:,} row read: {audited}, {merged}, {left_out}",
    "{count:,} rows read: {audited}, {merged}, {left_out}",
)
FORMS: Mapping[str, str] = {
    "table": "a table in {encoding}, its columns parted by {delimiter}",
    "column": "a table of one column in {encoding}",
    "lines": "lines of text in {encoding}",
    "json": "JSON in {encoding}",
    "sheet": "a workbook, its sheet {sheet}",
    "parquet": "a Parquet file",
    "pdf": "a PDF file",
}
FORM_AND_LAYOUT = "{form}; layout: {layout}"
DELIMITERS: Mapping[str, str] = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
IN_ZONES = "days and weeks by the clock of {zones}"
SOME_IN_ZONES = "days and weeks by the clock of {zones}; by that of UTC where no time zone is known"
NO_ZONE = "no time zone is known: the day of an instant is that of UTC"
ROWS_CHECKED = ("{count:,} row, {taken}, {left_out}", "{count:,} rows, {taken}, {left_out}")
ROWS_READ_BY_MAP = ("{count:,} row read, {taken}, {left_out}", "{count:,} rows read, {taken}, {left_out}")
ROWS_AUDITED = ("{count:,} audited", "{count:,} audited")
ROWS_MERGED = ("{count:,} merged", "{count:,} merged")
ROWS_LEFT_OUT = ("{count:,} left out", "{count:,} left out")
ROWS_TAKEN = ("{count:,} taken", "{count:,} taken")
MORE_IN_FILE = ("and {count} more in this file", "and {count} more in this file")
MORE_OF_KIND = ("… and {count} more of this kind", "… and {count} more of this kind")

# -------------------------------------------------------------------------------------------------- minimum wages
CERTAINTY: Mapping[str, str] = {"high": "high", "medium": "medium", "low": "low"}
WAGE_STATUS: Mapping[str, str] = {
    "in_force": "in force", "no_statutory_minimum": "none by law", "before_first_record": "before records",
    "beyond_horizon": "a floor", "no_record": "no record",
}  # fmt: skip
COUNTRIES_ALL = ("{count} country: {reached}, {unknown}.", "{count} countries: {reached}, {unknown}.")
COUNTRIES_AT_LEAST = (
    "{count} country: {reached}, {unknown}, {under}.",
    "{count} countries: {reached}, {unknown}, {under}.",
)
KIND_OF_COUNTRIES = "{kind}: {codes}"
COUNTRIES_COMPARED = ("{count} compared", "{count} compared")
COUNTRIES_REACHED = ("{count} at least that", "{count} at least that")
COUNTRIES_UNDER = ("{count} under it", "{count} under it")
COUNTRIES_UNKNOWN = ("{count} not known", "{count} not known")
PLACES_AND_CITIES = (
    "Places with rates of their own (--region), and how many rates, {count} city or zone inside them included:",
    "Places with rates of their own (--region), and how many rates, {count} cities and zones inside them included:",
)

# ----------------------------------------------------------------------------------------------- one row explained
NOTE_LABEL, MERGED_LABEL, OUTCOME_LABEL, REASON_LABEL, MEND_LABEL = "note", "merged", "outcome", "reason", "mend"  # fmt: skip
SAYS_LABEL, TIME_LABEL, DATE_LABEL, PAUSE_LABEL, SESSION_LABEL = "says", "time", "date", "pause", "session"
WORKING_LABEL, OPEN_LABEL, CUT_LABEL, BESIDE_LABEL, ACTIVE_LABEL = "working time", "open", "cut", "beside", "active"  # fmt: skip
ON_RECORD_LABEL, FAIR_SHARE_LABEL = "on record", "fair share"
PAY_LABEL, MINIMUM_LABEL, LAW_OF_ROW, LINK_LABEL, HOURS_LABEL = "pay", "minimum wage", "law", "link", "hours"  # fmt: skip
EXCHANGE_OF_ROW, CONVERTED_LABEL, REQUIRED_LABEL, WAGE_LABEL = "exchange", "converted", "required pay", "wage"  # fmt: skip
SAYS_TASK, SAYS_PROJECT, SAYS_REQUESTER, SAYS_PLATFORM = "task {value}", "project {value}", "ordered by {value}", "platform {value}"  # fmt: skip
SAYS_TASKS, SAYS_COUNTRY, SAYS_REGION = "tasks: {value}", "country {value}", "region {value}"  # fmt: skip
PAY_PARTS: Mapping[str, str] = {"bonus": "+ {amount} bonus", "tip": "+ {amount} tip", "fee": "− {amount} fee"}
SAYS_VIEWS: Mapping[str, str] = {
    "worker": "view: worker",
    "recorded": "view: recorded",
    "requester": "view: requester",
}
SAYS_WHAT = "{activity}, {status}"
STATUSES: Mapping[str, str] = {
    "approved": "approved", "pending": "pending", "rejected": "rejected", "returned": "returned", "abandoned": "abandoned",
}  # fmt: skip
ACTIVITIES: Mapping[str, str] = {
    "task": "task", "qualification": "qualification", "training": "training", "verification": "verification",
    "communication": "communication", "travel": "travel", "other": "other", "search": "search", "waiting": "waiting",
    "payment": "payment",
}  # fmt: skip
COUNTS_ONCE = "{row} is the same task, and counts once, as this row"
NO_TIME_AT_ALL = "none"
SESSION = (
    "number {number} of this worker: {count} row, {start} to {end}",
    "number {number} of this worker: {count} rows, {start} to {end}",
)
GAP_ASKED, GAP_DEFAULT = "{minutes} min (as asked with --gap)", "{minutes} min (the default, 29 CFR 785.18)"
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

# ------------------------------------------------------------------------------------------------ a batch
STAGES: Mapping[str, str] = {
    "listing": "looking at the files",
    "writing": "writing the results",
}
STAGES_COUNTED: Mapping[str, tuple[str, str]] = {
    "reading": ("{done:,} of {count:,} file read, {rows}", "{done:,} of {count:,} files read, {rows}"),
    "auditing": ("{done:,} of {count:,} shelf audited, {workers}", "{done:,} of {count:,} shelves audited, {workers}"),
    "tables": ("{done:,} of {count:,} set of tables made", "{done:,} of {count:,} sets of tables made"),
    "pages": ("{done:,} of {count:,} shelf has its pages, {workers}", "{done:,} of {count:,} shelves have their pages, {workers}"),
}  # fmt: skip
ROWS = ("{count:,} row", "{count:,} rows")
WORKERS_AT_WORK = ("{count:,} worker", "{count:,} workers")
RESUME = "Interrupted. Nothing that was finished is lost: the same command goes on from here."
BATCH_FILES = ("{count:,} file, {read}; {refused}.", "{count:,} files, {read}; {refused}.")
BATCH_WORKERS = ("{count:,} worker, {compared}, {below}.", "{count:,} workers, {compared}, {below}.")
BATCH_READ = ("{count:,} of them read now", "{count:,} of them read now")
BATCH_REFUSED = ("{count:,} left out whole", "{count:,} left out whole")
BATCH_COMPARED = ("{count:,} compared with a minimum wage", "{count:,} compared with a minimum wage")
BATCH_BELOW = ("{count:,} of them below it", "{count:,} of them below it")
BATCH_WRITTEN = "Results are in {out}."
BATCH_SHARED = "What may be shown to others is in {out}/share: no group of fewer than {fewest} workers, names under the key {key}."
