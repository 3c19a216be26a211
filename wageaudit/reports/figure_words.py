"""Every sentence that walks from a figure to its terms, each one whole, so that a translator sees what is said."""

from __future__ import annotations

from collections.abc import Mapping

FORMULAS: Mapping[str, str] = {
    "workers": "the number of distinct workers",
    "tasks": "the sum of the tasks of the rows",
    "tasks_unpaid": "the sum of the tasks of rows that were rejected, returned or abandoned",
    "tasks_untimed": "the number of rows of work that say no time",
    "sessions": "the number of rows with which a session begins",
    "paid_hours": "the sum of the fair shares of time of paid tasks, in hours",
    "unpaid_work_hours": "the sum of the fair shares of time of all other work, in hours",
    "waiting_hours": "waiting on record + pauses that count as waiting, in hours",
    "working_hours": "paid time + unpaid work + waiting on record + pauses that count as waiting, in hours",
    "utilisation": "paid time ÷ working time",
    "overlap_factor": "the lengths of the rows of work ÷ their fair shares of time",
    "pay": "the sum of pay + bonus + tips that count − fees, each at the rate of its date",
    "bonus": "the sum of the bonuses, each at the rate of its date",
    "tip": "the sum of the tips, each at the rate of its date",
    "fee": "the sum of the fees, each at the rate of its date",
    "bonus_share": "bonuses ÷ pay",
    "take_rate": "(what customers paid − the pay of the same rows) ÷ what customers paid",
    "engaged_hourly_wage": "pay ÷ hours of paid time",
    "effective_hourly_wage": "pay ÷ hours of working time",
    "minimum_wage": "required pay ÷ hours of working time",
    "wage_ratio": "pay ÷ required pay",
    "required_pay": "the sum of working time × the minimum wage of each day",
    "shortfall": "the sum, over workers and pay periods, of what the pay falls short of the required pay, where it does",
    "breakeven_piece_rate": "required pay ÷ tasks",
    "living_wage": "pay at the living wage ÷ hours of working time: its mean, weighted by them",
    "living_wage_ratio": "pay ÷ pay at the living wage",
    "critical_gap_minutes": "the shortest pause, in whole seconds, with which required pay passes pay, all shorter pauses counted",
    "verdict": "pay against required pay, once with no pause counted and once with every pause up to the longest threshold",
    "reason": "what is unknown, or what the verdict depends on",
    "currency": "of the minimum wage applied, or of the pay; of --currency where several meet",
}
SUMS: Mapping[str, str] = {
    "paid": "paid time", "unpaid": "unpaid work", "on_record": "waiting on record", "inferred": "pauses counted",
    "duration": "lengths", "unscaled": "fair shares", "pay": "pay", "bonus": "bonus", "tip": "tips", "fee": "fees",
    "customer_price": "customers paid", "priced_pay": "pay of those", "required": "required pay",
    "living": "pay at the living wage",
    "required_none": "required, no pause", "required_longest": "required, every pause", "tasks": "tasks",
    "tasks_unpaid": "unpaid tasks", "tasks_untimed": "rows without time", "sessions": "sessions",
}  # fmt: skip
PAUSES = "pauses up to {minutes} min"
WHY: Mapping[str, str] = {
    "gap_threshold": "it hangs on which pauses count",
    "requester_view": "the pauses are not known",
    "no_living_wage": "no living wage is given for all of these days",
}
ALL_TIME = "all days"
GAP_FORMULA = "pay ÷ hours of working time with pauses of up to {minutes} min counted"
HEADED = "{head}: {value}"
HEAD = "{figure} of {worker}"
HEAD_ALL = "{figure} of all rows"
NOT_KNOWN = "not known: {reason}"
IS, FROM, TERMS_LABEL, LAW_LABEL, EXCHANGE_LABEL, ROWS_LABEL = (
    "is",
    "made of",
    "terms",
    "law",
    "exchange",
    "rows",
)
LIVING_LABEL, SOURCE_LABEL, COMES_TO_LABEL = "living wage", "source", "comes to"
NO_LIVING = "there is no living wage to walk to"
GIVE_LIVING = "give the file it stands in with  --living-wage FILE"
QUOTIENT = "{above} ÷ {below} = {value}"
SUM = "{above} = {value}"
EXCHANGED = "1 {base} = {rate} {quote} on {date}: {source} {url}"
LAW = "{hourly} {currency} an hour from {start} ({place}): {law} {url}"
LAW_FLOOR = "{hourly} {currency} an hour from {start} ({place}), confirmed up to {until} and a floor since: {law} {url}"
MISSING = "missing"
COMPARED_NONE = "with no pause counted: pay {pay}, required {required}"
COMPARED_LONGEST = "with every pause up to {minutes} min counted: pay {pay}, required {required}"
TURNS = (
    "pay is {spare} over the required pay with no pause counted; {count} pause of up to {seconds} s, {owed} in all, uses it up",
    "pay is {spare} over the required pay with no pause counted; {count} pauses of up to {seconds} s, {owed} together, use it up",
)
ROW_HINT = "The arithmetic of one row:  --row N ; every term:  --format json"
ROWS = "{period}: {rows}"
NO_FIGURE = "no figure is called {name}"
NO_WORKER = "no worker is called {name}"
ONE_OF = "use one of: {names}"
TWO_WAYS = "--row and --figure ask for different things"
ONE_WAY = "give one of them"
NEITHER = "nothing is asked for"
EITHER = "add  --row N  for a row, or  --figure shortfall  for a figure of the result"
