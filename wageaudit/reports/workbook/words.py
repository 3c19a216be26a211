"""Every sentence of the workbook that neither the terminal's views nor the page have.

What stands in braces is filled in; the order of the parts is the language's own. A tuple of two is said of one and of several.
"""

from __future__ import annotations

from collections.abc import Mapping

# ------------------------------------------------------------------------------------------------- names of sheets
SHEETS: Mapping[str, str] = {
    "answer": "Answer", "week": "Weeks", "month": "Months", "day": "Days", "groups": "Groups", "workers": "Workers", "problems": "Problems",
    "method": "Method",
}  # fmt: skip

# ------------------------------------------------------------------------------------------------- heads of columns
RESULT: Mapping[str, str] = {
    "workers": "workers", "tasks": "tasks", "tasks_unpaid": "unpaid tasks", "tasks_untimed": "rows without a time",
    "sessions": "sessions", "paid_hours": "paid hours", "unpaid_work_hours": "hours of unpaid work",
    "waiting_hours": "hours of waiting", "working_hours": "working hours", "utilisation": "paid share of working time",
    "overlap_factor": "overlap of tasks", "pay": "pay", "bonus": "bonuses in it", "tip": "tips in it",
    "fee": "fees taken from it", "bonus_share": "bonuses, share of the pay", "take_rate": "share of the price kept by others",
    "currency": "in the currency", "engaged_hourly_wage": "pay for an hour of paid time",
    "effective_hourly_wage": "pay for an hour of work", "minimum_wage": "minimum wage", "wage_ratio": "of the minimum",
    "required_pay": "pay at the minimum wage", "shortfall": "missing", "breakeven_piece_rate": "what a task must pay",
    "critical_gap_minutes": "minutes of pause at which it falls under the minimum", "verdict": "verdict", "reason": "why",
    "living_wage": "living wage", "living_wage_ratio": "of the living wage",
}  # fmt: skip
NO_PAUSE = "pay for an hour, no pause counted"
PAUSES_UP_TO = "pay for an hour, pauses up to {minutes} min"
GROUPED_BY, NAME, FIRST_DAY = "grouped by", "name", "first day"
FILE, ROW, COLUMN, VALUE, WHY, MEND, ROWS, CODE = (
    "file",
    "row",
    "column",
    "value",
    "why",
    "what mends it",
    "rows left out",
    "code",
)
LINK, NOTE = "link", "note"
FIGURES = "All of it together"
BY_VERDICT = "Workers by verdict"

# ------------------------------------------------------------------------------------------------- reasons in a cell
REASONS: Mapping[str, str] = {
    "gap_threshold": "it depends on which pauses count", "requester_view": "waiting cannot be seen in this export",
    "currencies": "several currencies",
}  # fmt: skip
REASON_OF = "{why} ({detail})"

# ------------------------------------------------------------------------------------------------- charts
RATIO_SAYS: Mapping[str, str] = {
    "week": "Bars that hang from the line at 100% are weeks under the minimum wage.",
    "month": "Bars that hang from the line at 100% are months under the minimum wage.",
    "day": "Bars that hang from the line at 100% are days under the minimum wage.",
}

# ------------------------------------------------------------------------------------------------- about the workbook
WHOLE_ONE = (
    "This workbook holds one worker's own figures. It is for that worker, and for whom he or she gives it to."
)
WHOLE_MANY = "This workbook holds every row of every worker. It is not for passing on."
WHOLE_BATCH = (
    "This workbook has a line for every worker. It is for those who may see them, not for passing on."
)
MADE_BY = "Made by wageaudit {version}, offline. The same files and choices give the same workbook."
ABOUT = "About this workbook"
RESTS = "What this workbook rests on"
LEDGER_TOLD = (
    "The sheet {sheet} has one line for each row that was audited, under the names that CSV, JSON and Parquet use. Every figure of "
    "the other sheets is a sum of it. started_at and ended_at are in UTC; started_at_local and ended_at_local are the same "
    "moments on the clock of the row's timezone, or in UTC where it has none."
)
LEDGER_APART = (
    "Every row, with its time, its law and its exchange rate, is in the folder ledger beside this workbook; every figure here is a "
    "sum of it. Where there are more workers or problems than a sheet has lines, workers.csv and problems.csv have them all."
)
FIGURES_TOLD = (
    "Figures are numbers, rounded only for the eye: a cell holds up to 15 digits. No cell is a formula. Text from the files is text, "
    "whatever it begins with; a character that workbooks cannot hold is written _xHHHH_, its code between the signs, as the format has it."
)
DIGITS = (
    "{count} figure has more digits than a spreadsheet keeps and is rounded to 16; CSV and Parquet have it whole.",
    "{count} figures have more digits than a spreadsheet keeps and are rounded to 16; CSV and Parquet have them whole.",
)
CUT = (
    "{count} text is longer than the 32,767 characters of a cell and is cut, which … shows; CSV and Parquet have it whole.",
    "{count} texts are longer than the 32,767 characters of a cell and are cut, which … shows; CSV and Parquet have them whole.",
)
NAMES = "Columns of the sheets, and their names in CSV, JSON and Parquet"
HEADING, DATA_NAME = "column here", "name in data"
FOOT = "wageaudit {version}"
