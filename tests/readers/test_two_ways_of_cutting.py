"""Cells cut by Arrow and cells cut row by row are the same cells; stamps read together and one by one the same stamps."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wageaudit import values
from wageaudit.arrays import strings
from wageaudit.errors import InputRefused
from wageaudit.files import Source, sources
from wageaudit.readers import delimited, stamps
from wageaudit.readers.assignments import stamp as mturk_stamp
from wageaudit.readers.crowdflower import stamp as crowdflower_stamp
from wageaudit.readers.delimited import Delimited, read_delimited
from wageaudit.readers.deliveroo import clock
from wageaudit.readers.draft import Draft
from wageaudit.readers.labels import category_by, filled, plain_labels
from wageaudit.readers.prolific import stamp as prolific_stamp
from wageaudit.readers.regular import cut, quotes_fit
from wageaudit.readers.timewarrior import instant as timewarrior_instant
from wageaudit.readers.toloka import stamp as toloka_stamp
from wageaudit.readers.uber.payments import utc_clock, wall_clock
from wageaudit.readers.wolt import stamp as wolt_stamp

ROWS = 1500  # more than the size below which nothing is cut by Arrow
PLAIN = 'row {at},"a cell, quoted","two ""words""",last'
ODD = {
    "nothing odd": PLAIN,
    "no quotes": "row {at},a,b,last",
    "an empty line": "",
    "a line of commas": ",,,",
    "a field too many": PLAIN + ",more",
    "a field too few": "row {at},a,b",
    "two fields too few": "row {at},a",
    "a line end in a cell": 'row {at},"a\r\nb","c\nd",last',
    "an empty line in a cell": 'row {at},"a\n\nb",c,last',
    "a quote within a bare cell": 'row {at},5" screen,b,last',
    "words after a closing quote": 'row {at},"a"b,c,last',
    "a space before a quote": 'row {at}, "a",b,last',
    "a quote that never closes": 'row {at},"a,b,last',
    "an empty quoted cell": 'row {at},"","",last',
    "a cell of one quote": 'row {at},"""",b,last',
    "a NUL": "row {at},a\0b,c,last",
    "a long cell": "row {at}," + "x" * 5000 + ",b,last",
    "letters beyond ASCII": "row {at},é,\u00a0,last",
    "a carriage return alone": "row {at},a\rb,c,last",
    "a missing last cell": 'row {at},"a","b",',
}


def read_both(path: Path, monkeypatch: pytest.MonkeyPatch, short: int) -> list[object]:
    """What the file says, each way: header, rows, cells and problems, or the refusal."""
    said = []
    for way in (cut, lambda *_: None):
        monkeypatch.setattr(delimited, "cut", way)
        found, _ = sources([str(path)])
        try:
            table: Delimited = read_delimited(found[0], short=short)
        except InputRefused as refusal:
            said.append(refusal.problem)
            continue
        cells = [column.to_pylist() for column in table.columns]
        said.append((table.header, table.rows.tolist(), cells, table.problems, table.rows_read))
    return said


@pytest.mark.parametrize("short", [0, 2], ids=["whole rows", "rows may lack two fields"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("every", [1, ROWS], ids=["every row", "one row"])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_a_file_has_the_same_cells_rows_and_problems_both_ways(
    odd: str, every: int, end: str, short: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a file proves regular decides how fast it is cut, never what it says."""
    path = tmp_path / "export.csv"
    rows = [(odd if at % every == every - 1 else PLAIN).replace("{at}", str(at)) for at in range(ROWS)]
    path.write_bytes(end.join(['"one",two,three,four', *rows, ""]).encode())
    by_arrow, by_row = read_both(path, monkeypatch, short)
    assert by_arrow == by_row


CELLS = ("a", "", '""', '"b"', '"two\nlines"', '"\n"', '"x,y"', '"q""\n""q"', '"\r\n"', '"1,2\n3,4"', '""""')


@given(st.integers(0, 2**40), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_line_ends_within_quotes_end_no_row_wherever_a_block_ends(seed: int, end: str, last: bool) -> None:
    """Blocks are looked through one by one, on all cores: a row that lies over two of them is one row."""
    random_ = random.Random(seed)
    odd = random_.choice([0.0, 0.01, 0.3])
    rows = [
        ",".join(
            random_.choice(CELLS) if random_.random() < odd else random_.choice(CELLS[:4]) for _ in range(3)
        )
        for _ in range(random_.choice([20, 200]))
    ]
    text = end.join(["a,b,c", *rows]) + (end if last else "")
    data = text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wageaudit.readers.regular.SMALL", 0)
        patch.setattr("wageaudit.readers.regular.BLOCK", random_.choice([40, 100, 1000]))
        patch.setattr("wageaudit.readers.regular.FIRST", random_.choice([10, 100, 1 << 16]))
        said = []
        for way in (cut, lambda *_: None):
            patch.setattr(delimited, "cut", way)
            found = read_delimited(Source("log", "log", "", "log", len(data), lambda: data))
            said.append(
                (found.rows.tolist(), [column.to_pylist() for column in found.columns], found.problems)
            )
    assert said[0] == said[1]


@given(st.text(alphabet='a,"\n\r;', max_size=40))
def test_quotes_fit_only_where_the_csv_module_reads_the_text_strictly(text: str) -> None:
    """What is said to fit is read without an error, and its cells are those that Arrow finds."""
    import csv
    import io

    if quotes_fit(text.encode(), ","):
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        bare = text.replace('""', "").replace('"', "")
        assert sum(len(cell.replace('"', "")) for record in records for cell in record) <= len(bare)


def test_a_regular_file_is_cut_by_arrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clean file never meets the loop over its rows; a ragged one does."""
    path = tmp_path / "export.csv"

    def never(*_: object) -> object:
        raise AssertionError("row by row")

    monkeypatch.setattr(delimited, "_aligned", never)
    path.write_text("\n".join(["a,b,c,d", *(PLAIN.format(at=at) for at in range(ROWS))]), encoding="utf-8")
    assert len(read_delimited(sources([str(path)])[0][0]).rows) == ROWS
    path.write_text(
        "\n".join(["a,b,c,d", *("1,2,3,4" if at else "1" for at in range(ROWS * 4))]), encoding="utf-8"
    )
    with pytest.raises(AssertionError, match="row by row"):
        read_delimited(sources([str(path)])[0][0])


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Foo")
CLOCKS = ("{h:02}:{m:02}", "{h:02}:{m:02}:{s:02}", "{h}:{m:02}:{s:02}", "{h:02}:{m:02}:{s:02}.{f:03}", "{h:02}:{m:02}:{s:02},{f:06}")  # fmt: skip
FORMS = (
    *(f"{{y:04}}-{{o:02}}-{{d:02}}{gap}{clock}{zone}" for gap in "T " for clock in CLOCKS for zone in ("", "Z", " UTC", "PDT", "+{z:02}:30", "-{z:02}00", "+{z:02}", " IST")),
    *(f"{{o}}/{{d}}/{{y}} {clock}{zone}" for clock in CLOCKS for zone in ("", "Z", " PM")),
    *(f"{{d:02}}.{{o:02}}.{{y}}, {clock}" for clock in CLOCKS),
    "Sat {name} {d:02} {h:02}:{m:02}:{s:02} PDT {y}", "Sun {name} {d:02} {h:02}:{m:02}:{s:02} CEST {y}",
    "{y:04}{o:02}{d:02}T{h:02}{m:02}{s:02}Z", "{y:04}-{o:02}-{d:02}", "", "n/a", "{h}", " {y:04}-{o:02}-{d:02} {h:02}:{m:02} ",
    "{y:04}-{o:02}-{d:02}T{h:02}:{m:02}:{s:02}.{f:06}9Z",
)  # fmt: skip
READ: dict[str, Callable[[str], values.Instant]] = {
    "ISO": values.instant,
    "day first": lambda text: values.instant(text, "dmy"),
    "month first": lambda text: values.instant(text, "mdy"),
    "Mechanical Turk": mturk_stamp,
    "CrowdFlower": crowdflower_stamp,
    "Toloka": toloka_stamp,
    "Prolific": prolific_stamp,
    "Wolt": wolt_stamp,
    "Deliveroo": clock,
    "Uber, local": wall_clock,
    "Uber, UTC": utc_clock,
    "Timewarrior": timewarrior_instant,
}


def written(random_: random.Random, form: str) -> str:
    """One stamp of a form; one in ten is of no calendar or clock."""
    wild = random_.random() < 0.1
    return form.format(
        y=random_.choice([2015, 2016, 2024, 1999, 2058, *([1, 1989, 2060, 9999] if wild else [])]),
        o=random_.randint(0, 13) if wild else random_.randint(1, 12),
        d=random_.randint(0, 32) if wild else random_.randint(1, 28),
        h=random_.randint(0, 25) if wild else random_.randint(0, 23),
        m=random_.randint(0, 61) if wild else random_.randint(0, 59),
        s=random_.randint(0, 61) if wild else random_.randint(0, 59),
        f=random_.randint(0, 999),
        z=random_.randint(0, 19) if wild else random_.randint(0, 14),
        name=random_.choice(MONTHS),
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("read", READ.values(), ids=READ.keys())
def test_stamps_read_together_are_those_read_one_by_one(
    read: Callable[[str], values.Instant], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every reader's own function, over every form that exports have: instants, forms, rows left out and why."""
    random_ = random.Random(seed)
    cells = strings([written(random_, random_.choice(FORMS)) for _ in range(3000)])
    said = []
    for few in (stamps.FEW, 1 << 30):
        monkeypatch.setattr(stamps, "FEW", few)
        draft = Draft("export.csv", np.arange(len(cells)))
        draft.instant("started_at", cells, read)
        problems = sorted(draft.problems, key=lambda problem: (problem.row or 0, problem.code))
        kept = np.flatnonzero(draft.keep).tolist()
        stamps_ = draft.columns["started_at"].to_pylist()
        said.append(([stamps_[at] for at in kept], kept, draft.walls["started_at"][kept].tolist(), problems))
    assert said[0] == said[1]


@pytest.mark.parametrize("read", READ.values(), ids=READ.keys())
def test_every_reader_has_stamps_that_are_read_together(read: Callable[[str], values.Instant]) -> None:
    """Of clean stamps in a platform's own form, all are read by their digits."""
    form = {mturk_stamp: FORMS[-8], crowdflower_stamp: "{o}/{d}/{y} {h:02}:{m:02}:{s:02}", timewarrior_instant: "{y:04}{o:02}{d:02}T{h:02}{m:02}{s:02}Z"}.get(
        read, "{y:04}-{o:02}-{d:02}T{h:02}:{m:02}:{s:02}.{f:03}Z"
    )  # fmt: skip
    random_ = random.Random("clean")
    cells = [
        form.format(
            y=2024,
            o=random_.randint(1, 12),
            d=random_.randint(13, 28),
            h=at % 24,
            m=7,
            s=at % 60,
            f=at,
            name="Jul",
        )
        for at in range(500)
    ]
    found = stamps.read_stamps(strings(cells), read)
    assert found.read.all()
    assert [read(cell).micros for cell in cells] == found.micros.tolist()


WORDS = st.sampled_from(
    ["a", "'=1", "n/a", "NA", "-", "", " x", "x ", "é", "x\u00a0", "a b", "\u200bx", "'x", "none", "nones"]
)


@given(st.lists(WORDS | st.text(max_size=6), min_size=1, max_size=30))
def test_plain_labels_are_what_each_label_means(cells: list[str]) -> None:
    """Where a column is taken as it stands, each cell is its own label, and empty cells are none."""
    taken = plain_labels(strings(cells))
    if taken is not None:
        assert taken.to_pylist() == [values.label(cell) if cell else None for cell in cells]
        assert not any(cell.strip().casefold() in values.MISSING for cell in cells if cell)


@given(st.lists(WORDS | st.text(max_size=6), max_size=30))
def test_filled_cells_are_those_with_a_word_that_says_something(cells: list[str]) -> None:
    """By edges and lengths, or by words: the same cells."""
    assert filled(strings(cells)).tolist() == [
        cell.strip().casefold() not in values.MISSING for cell in cells
    ]


def test_a_category_by_words_has_nulls_where_nothing_is_known() -> None:
    """A cell known as nothing, and a null, are null."""
    found = category_by(strings(["b", "x", None, "a", "b"]), {"a": "A", "b": "B", "x": ""})
    assert found.to_pylist() == ["B", None, None, "A", "B"]
