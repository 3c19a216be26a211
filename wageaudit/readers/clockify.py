"""Clockify: the detailed report, `Clockify_Time_Report_Detailed_<from>-<to>.csv` (Reports, Detailed, Export, CSV).

Header:  "Project","Client","Description","Task","User","Group","Email","Tags","Billable","Start Date","Start Time","End Date",
         "End Time","Duration (h)","Duration (decimal)","Billable Rate (USD)","Billable Amount (USD)","Date of creation"
Times:   `"21/01/2026","11:00:00"`: day and month in the order of the account's settings, which the file proves or
         --date-order says; the clock of the person's place without its zone.
Money:   what a client is billed; not pay. The currency is in the header.
Every field is quoted. An entry is unpaid work of the kind its tags, or else its description, name; the words
themselves, tasks, groups and e-mail addresses stay out.
"""

from __future__ import annotations

from wageaudit.readers.tracked import Layout, of_report

LAYOUT = Layout(("Start Date", "Start Time"), (("End Date", "End Time"),), "Duration (h)", "Billable Amount")

READER = of_report("clockify", LAYOUT, title="Clockify detailed report")
