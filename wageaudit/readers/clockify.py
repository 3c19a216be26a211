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

from collections.abc import Sequence

from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.tracked import Layout, read_entries

LAYOUT = Layout(("Start Date", "Start Time"), (("End Date", "End Time"),), "Duration (h)", "Billable Amount")


def detect(head: Head) -> int:
    """CERTAIN with the columns of an entry under Clockify's own names."""
    return CERTAIN if head.kind == "text" and LAYOUT.fits(head.cells) else NO


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one report."""
    (source,) = bundle
    return read_entries(source, options, READER, LAYOUT)


READER = Reader(
    "clockify", "Clockify detailed report", "recorded", detect, read,
    cannot_tell="pay; the time zone; the country; what ran while the clock was stopped", tracker=True,
)  # fmt: skip
