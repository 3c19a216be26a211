"""Every sentence of `wageaudit verify`, each one whole, so that a translator sees what is said."""

from __future__ import annotations

from collections.abc import Mapping

from wageaudit.phrases import Several

IDENTICAL = "identical: {inputs}, {references} and {outputs} are what the manifest says, and computed again they are the same bytes"
INPUTS = ("{count} input", "{count} inputs")
REFERENCES = ("{count} reference file", "{count} reference files")
OUTPUTS = ("{count} output", "{count} outputs")
DIFFERS = ("{count} thing differs from the manifest:", "{count} things differ from the manifest:")
INPUT_CHANGED = "input {name} is not the file that was read: its SHA-256 is {now}, it was {then}"
INPUT_MISSING = "input {name} is no longer there"
INPUT_ADDED = "input {name} is there now, and was not when the manifest was written"
ROWS_CHANGED: Mapping[str, Several] = {
    "read": ("input {name}: {count} row is read now, {then} were", "input {name}: {count} rows are read now, {then} were"),
    "audited": ("input {name}: {count} row is audited now, {then} were", "input {name}: {count} rows are audited now, {then} were"),
    "converted": ("input {name}: {count} row is converted now, {then} were", "input {name}: {count} rows are converted now, {then} were"),
    "merged": ("input {name}: {count} row is merged now, {then} were", "input {name}: {count} rows are merged now, {then} were"),
    "left_out": ("input {name}: {count} row is left out now, {then} were", "input {name}: {count} rows are left out now, {then} were"),
}  # fmt: skip
OWN_CHANGED = "your file {name} ({kind}) is not the one that was used: its SHA-256 is {now}, it was {then}"
SHIPPED_CHANGED = (
    "the shipped file {name} ({kind}) is not the one that was used: its SHA-256 is {now}, it was {then}"
)
SHIPPED_MISSING = "the shipped file {name} ({kind}) is not part of this version"
OUTPUT_MISSING = "output {name} is not there"
OUTPUT_CHANGED = "output {name} is not the file that was written"
OUTPUT_CHANGED_AT = (
    "output {name} is not the file that was written: {where}, it says {now}, computed again it says {then}"
)
OUTPUT_OTHER = "output {name}, computed again, is not the same"
OUTPUT_OTHER_AT = "output {name}, computed again, is not the same: {where}, it said {then}, now it says {now}"
NOT_COMPUTED = "output {name}: only its hash was compared, verify does not make {what} in {form} again"
CELL = "row {row}, column {column}"
ROW = "row {row}"
BYTE = "byte {at}"
NOTHING = "nothing"
STOPPED = "computing again stopped: {reason}"
ABSOLUTE_NAMES = "the run named its files by absolute paths, which no manifest keeps: where rows name their file, give  --inputs  the same folder"
REASON_VERSION = "was written by wageaudit {then}, this is {now}"
MEND_VERSION = "use wageaudit {then}: another version may count otherwise"
REASON_COMMAND = "is of the command {command}, which this version cannot run again"
REASON_INPUT = "is not there"
MEND_INPUT = "say which folder {name} is in:  --inputs FOLDER"
