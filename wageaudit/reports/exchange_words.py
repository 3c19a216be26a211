"""What is said of an exchange rate's source beside its proper names, clause by clause, so that a translator sees what is said."""

from __future__ import annotations

# the first that fits a clause is meant; what stands in braces is kept, days and months are written as the language does
CLAUSES = (
    "the single day {day}",
    "bulletin {number}",
    "national average of {month}",
    "mid-{month}",
    "first day of trading of {month}",
    "bulletin of {day_of_month}",
    "parallel market at the end of {month}",
    "rates before and since {day_of_month} named by the World Food Programme",
    "rate named by the World Food Programme",
    "named by the World Food Programme",
    "snapshot of {from_day} to {day_of_month}",
    "median seen from {from_day} to {day_of_month}",
    "middle of {low} and {high}",
    "middle of the rates reported for the month",
    "compiled from the press by {name}",
    "euro reference rate",
    "mean of the month's euro reference rates",
    "mean of the month's daily selling rates",
    "mean of the month's daily closes",
    "mean of the month",
    "mostly end of month",
    "selling",
    "informal exchange rate",
    "informal rate in the northwest",
    "exchange rate (unofficial) seen in {place}",
    "rate seen across Syria",
    "free market of Tehran",
    "blue dollar",
    "agency report in {name}",
    "REACH and cash working group",
    "far from the market rate",
    "via {name}",
    "{site} via {name}",
    "in {name}",
    "{who} in {name}",
    "{month}",
)
SERIES_OF_SOURCE = "{series}: {source}"
