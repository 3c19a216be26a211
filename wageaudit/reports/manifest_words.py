"""Every sentence of `wageaudit verify`, each one whole, so that a translator sees what is said."""

from __future__ import annotations

from collections.abc import Mapping

from wageaudit.phrases import Several

IDENTICAL = "identical: {inputs}, {references} and {outputs} are what the manifest says, and computed again they are the same bytes"
IDENTICAL_PARTLY = "identical: {inputs}, {references} and {outputs} are what the manifest says; of the outputs, {again} and {hashed}"
IDENTICAL_HASHED = "identical: {inputs}, {references} and {outputs} are what the manifest says, the outputs by their SHA-256 alone: none was computed again"
MADE_AGAIN = (
    "{count} was computed again and is the same bytes",
    "{count} were computed again and are the same bytes",
)
HASHED = ("{count} was compared by its SHA-256 alone", "{count} were compared by their SHA-256 alone")
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
NOT_SPOKEN = "output {name} is in another language than this run speaks, so only its hash was compared; to have it made again, add  --lang {language}"
SHARED_HASHED = (
    "identical: {count} shared file has the SHA-256 that its manifest says, and no other file lies beside it; it was not computed again",
    "identical: {count} shared files have the SHA-256 that their manifest says, and no other file lies beside them; they were not computed again",
)
SHARED_AGAIN = (
    "identical: {count} shared file is what its manifest says, and computed again it is the same bytes",
    "identical: {count} shared files are what their manifest says, and computed again they are the same bytes",
)
SHARED_ADDED = "{name} was put among what is shared by somebody else: the program wrote no such file; take it out, or be sure that it may be passed on"
SHARED_STRANGE = "{name} lies where what is shared would, and the program wrote no such file; take it out, or be sure that it may be passed on"
SHARED_GONE = "what was shared is not there: {folder}/ was taken away whole; where it is now, type  wageaudit verify {folder}/manifest.json"
SHARED_UNNAMED = "{name} is of another run: these results were made without  --share"
SHARED_LOST = "{name} is not there: nothing shows whether what is shared was changed"
SHARED_ALONE = "what is shared can be computed again only from the members' files, which the union has, by its own manifest:  wageaudit verify results/manifest.json --key FILE"
SHARED_SEAL = "SHA-256 of {name}, to hold against one that somebody else keeps: {digest}"
SHARED_KEY = "what is shared was not computed again: that takes the campaign's key; add  --key FILE"
REASON_KEY = "is the key {id}; what is shared was made with {then}"
MEND_KEY = "give the key {then}"
REASON_ALONE = "--key is for a batch's own manifest: from what is shared nothing can be computed again"
REASON_NO_SHARE = "--key is for what is shared, and nothing shared lies beside this manifest"
MEND_ALONE = "give the manifest.json of the batch, or leave out  --key"
CELL = "row {row}, column {column}"
ROW = "row {row}"
BYTE = "byte {at}"
NOTHING = "nothing"
STOPPED = "computing again stopped: {reason}"
ABSOLUTE_NAMES = "the run named its files by absolute paths, or by paths that lead upwards (..), which no manifest keeps: where rows name their file, give  --inputs  that folder, written as it was then"
REASON_VERSION = "was written by wageaudit {then}, this is {now}"
MEND_VERSION = "use wageaudit {then}: another version may count otherwise"
REASON_COMMAND = "is of the command {command}, which this version cannot run again"
REASON_INPUT = "is not there"
MEND_INPUT = "say which folder {name} is in:  --inputs FOLDER"
