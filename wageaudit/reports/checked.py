"""What was recognised: each file's reader, view, rows, what the export cannot tell, and what an option must add."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from wageaudit.arrays import present
from wageaudit.readers import READERS, mapped
from wageaudit.readers.base import FileRead, Reading
from wageaudit.text import clean

VIEWS = {
    "worker": "all of this worker's work",
    "recorded": "all of this worker's work, waiting on record: pauses beyond it are not taken for waiting",
    "requester": "one requester's view of many workers: pauses are not known to be waiting",
}
MISSING = {
    "country": "the country is not in it: add  --country MG  or a roster, to compare with a minimum wage",
    "pay": "no pay is in it: add  --piece-rate AMOUNT",
}


def show_files(reading: Reading, console: Console) -> None:
    """One paragraph a file."""
    titles = {reader.name: reader for reader in (*READERS, mapped.READER)}
    for file in reading.files:
        console.print(Text(clean(file.name, 300), style="bold"), soft_wrap=True)
        for line in _lines(file, titles[file.reader].title, titles[file.reader].cannot_tell):
            console.print(Text(f"  {line}"), soft_wrap=True)
    for name, sentence in MISSING.items():
        if reading.table.num_rows and (
            name not in reading.table.column_names or not present(reading.table.column(name)).any()
        ):
            if name == "pay" and "piece_rate" in reading.table.column_names:
                continue
            console.print(Text(f"  missing: {sentence}"), soft_wrap=True)


def _lines(file: FileRead, title: str, cannot_tell: str) -> list[str]:
    view = VIEWS[file.coverage]
    taken = file.rows_read - file.rows_left_out
    lines = [
        f"{title} (--{'map' if file.reader == mapped.READER.name else f'reader {file.reader}'}), {view}",
        f"{file.rows_read:,} rows, {taken:,} taken, {file.rows_left_out:,} left out",
    ]
    lines += [clean(note, 400) for note in file.notes]
    return lines + ([f"cannot tell: {cannot_tell}"] if cannot_tell else [])
