"""What was recognised: each file's reader, view, rows, what the export cannot tell, and what an option must add."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from wageaudit.arrays import present
from wageaudit.readers import READERS, mapped
from wageaudit.readers.base import FileRead, Reading
from wageaudit.reports import words
from wageaudit.reports.figures import Figures
from wageaudit.reports.wrapping import tell


def show_files(reading: Reading, console: Console, language: str = "en") -> None:
    """One paragraph a file, in the language of the tag."""
    figures = Figures(language, console.encoding)
    titles = {reader.name: reader for reader in (*READERS, mapped.READER)}
    for file in reading.files:
        tell(Text(figures.outside(file.name, 300), style="bold"), console)
        for line in _lines(file, titles[file.reader].title, titles[file.reader].cannot_tell, figures):
            tell(Text(f"  {line}"), console)
    for name, sentence in words.MISSING_FROM_FILE.items():
        if reading.table.num_rows and (
            name not in reading.table.column_names or not present(reading.table.column(name)).any()
        ):
            if name == "pay" and "piece_rate" in reading.table.column_names:
                continue
            tell(Text(f"  {figures.say(sentence)}"), console)


def _lines(file: FileRead, title: str, cannot_tell: str, figures: Figures) -> list[str]:
    view = figures.say(words.VIEWS[file.coverage])
    taken = file.rows_read - file.rows_left_out
    lines = [
        f"{figures.told(title)} (--{'map' if file.reader == mapped.READER.name else f'reader {file.reader}'}), {view}",
        figures.counted(
            words.ROWS_CHECKED,
            file.rows_read,
            taken=figures.counted(words.ROWS_TAKEN, taken),
            left_out=figures.counted(words.ROWS_LEFT_OUT, file.rows_left_out),
        ),
    ]  # fmt: skip
    lines += [figures.told(note, 400) for note in file.notes]
    return lines + (
        [figures.say("cannot tell: {what}", what=figures.told(cannot_tell))] if cannot_tell else []
    )
