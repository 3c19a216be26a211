"""Toggl Track: the detailed report, `Toggl_time_entries_<from>_to_<to>.csv` (Reports, Detailed, Export, CSV).

Header:  User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (USD)
         `Amount ()` where no currency is set; newer exports say `Stop date,Stop time`. UTF-8 with byte-order mark.
Times:   `2016-04-26,10:00:29`, the clock of the person's place without its zone; entries may cross midnight.
Money:   what a client is billed; not pay.
A row is an entry of one of possibly many people of a workspace; entries of one person may overlap. An entry is unpaid
work of the kind its tags, or else its description, name; the words themselves, tasks and e-mail addresses stay out.
"""

from __future__ import annotations

from wageaudit.readers.tracked import Layout, of_report

LAYOUT = Layout(
    ("Start date", "Start time"), (("End date", "End time"), ("Stop date", "Stop time")), "Duration", "Amount"
)

READER = of_report("toggl", LAYOUT, title="Toggl Track detailed report")
