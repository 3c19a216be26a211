"""Logs of lines read all at once and line by line are the same table, problems and refusals, whatever stands in them."""

from __future__ import annotations

from random import Random

import pytest
from fuzz.mutations import worse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wageaudit.errors import WageauditError
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.readers import delimited, timeclock, timewarrior, weclock
from wageaudit.readers.base import Reader
from wageaudit.readers.delimited import read_delimited
from wageaudit.readers.ragged import fields, lines, ragged, texts

PLACED = Options(timezone="Africa/Nairobi", country="KE")
LOGS = {
    "a timeclock": (
        timeclock, "; my clock\n\nb 2024/03/12 08:00:00\nh\t2024/03/12 7.5\n",
        ("h 2024/03/{day:02} 8\ni 2024/03/{day:02} 09:{minute:02}:00 work:search  looking\no 2024/03/{day:02} 10:{minute:02}:30\n"
        "i 2024-03-{day:02} 11:{minute:02} tâche\no 2024-03-{day:02} 12:{minute:02} done\n"),
    ),
    "intervals of timewarrior": (
        timewarrior, "",
        ('inc 202403{day:02}T08{minute:02}23Z - 202403{day:02}T10{minute:02}00Z # tag "tag of words" # "note"\n'
        "inc 202404{day:02}T08{minute:02}23Z - 202404{day:02}T10{minute:02}00Z\ninc 202405{day:02}T08{minute:02}23Z # open\n"),
    ),
    "a log of an iPhone": (
        weclock, "",
        ("{at},-40{at},work log,3/{day}/24, 9:{minute:02} AM,Unclassified\n{at},-41{at},geologging,3/{day}/24, 12:{minute:02} PM,1.3, 36.8\n"
        "{at},-42{at},Work Log,03/{day:02}/2024,23:{minute:02}\n"),
    ),
    "a log of an Android": (
        weclock, "idx,type,datetime,value1,value2,value3,value4,value5,fused\n",
        "{at},work_log,2024-03-{day:02} 09:{minute:02}:00,x,,,,,\n{at},steps,2024-03-{day:02}T10:{minute:02}:00,12,,,,,\n",
    ),
}  # fmt: skip
ODD = (
    "i 2024/03/04 09:00:00 a\ni 2024/03/04 09:30:00 b\n", "o 2024/03/04 09:00:00\n", "b 2024/03/04 09:00:00\n", "h 2024/03/04 09:00:00\n",
    "b\t2024/03/04 09:00:00 x\n", "h x\n", "b\n", "h \n", " b 2024/03/04 09:00:00\n", "b\u00a02024/03/04 09:00:00\n", "bh 2024/03/04 09:00:00\n",
    "i 2024/3/4 9:00 a\no 2024/03/04 10:00:00+0300\n", "I 2024/03/04 09:00:00 a\nO 2024/03/04 10:00:00\n", "i 2024/03/04 09:00é\n", "  ; said\n",
    "i\u00a02024/03/04 09:00:00\n", "i 2024/03/04 09:00:00\u00a0a  b \no 2024/03/04 10:00:00 \t\n", "i 2024/13/04 09:00:00 a\no 2024/13/04 10:00:00\n",
    "inc 20240304T080000Z - x\n", "inc 20240304T080000Z-20240304T090000Z\n", " inc 20240304T080000Z # a # b\t\n", 'inc 20249904T080000Z # "a\n',
    "inc 20240304T080000Z - 20240304T070000Z # x\n", "inc 20240304T080000Z - 20240304T090000Z tag\n", "a line\x0bof two\n", "\u2028\n", "\x85\n",
    "7,8\n", ",,,,,\n", "7,8,work log,3/14/24\n", "7,8,work log\n", '7,8,work log,"3/14/24, 9:36 AM",x\n', "7,8,work log,14/3/24, 9:36 AM\n", "7,8,work log,3.14.24, 9:36\n",
    "7,8,steps,3/14/24,noon\n", "7,8,work log,3/14/24,noon\n", "7,8,work log,3/14/24,13:36 PM\n", "7,8,work log, 3/14/24 ,9:36\u202fpm\n", "7,8,work log,2024-03-14, 9:36\n",
    "7,work_log,3/14/24 9:36 AM,x\n", "7,work_log,2024-03-14 09:00:00.123456+03:00,x\n", "7,work_log,2024-03-14,x\n", "7,work_log, 2024-03-14 09:00,x\n", "7,work_log\n", "\n", " \n", "\0\n", "\r",
)  # fmt: skip


def told(reader: Reader, data: bytes, options: Options) -> object:
    """The table and the problems, or the refusal."""
    try:
        reading = reader.read([Source("log", "log", "", "log", len(data), lambda: data)], options)
    except WageauditError as refusal:
        return type(refusal).__name__, str(refusal), getattr(refusal, "problem", None)
    return reading.table.to_pydict(), reading.problems, reading.files


def log(kind: str, times: int) -> str:
    """A clean log."""
    _, head, body = LOGS[kind]
    return head + "".join(
        body.format(at=at, day=at % 15 + 13, minute=at * 7 % 60, n=at) for at in range(times)
    )


def both(kind: str, data: bytes, options: Options) -> tuple[object, object]:
    """What the file says read all at once, and line by line."""
    module = LOGS[kind][0]
    at_once = told(module.READER, data, options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_clean", lambda _: None)
        return at_once, told(module.READER, data, options)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("kind", LOGS)
def test_a_clean_log_is_read_at_once_and_says_the_same_line_by_line(kind: str, end: str) -> None:
    """Whether its last line ends or not."""
    text = log(kind, 40)
    assert LOGS[kind][0]._clean(text) is not None
    assert LOGS[kind][0]._clean(text[:-1]) is not None
    at_once, by_line = both(kind, text.replace("\n", end).encode(), PLACED)
    assert at_once == by_line
    assert isinstance(at_once, tuple)
    assert isinstance(at_once[0], dict)
    assert len(at_once[0]["started_at"]) >= 40


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("kind", LOGS)
def test_an_odd_line_is_judged_alike(kind: str, odd: str) -> None:
    """First, last, or in between."""
    text = log(kind, 3)
    middle = text.index("\n", len(text) // 2) + 1
    for whole in (text + odd, text[:middle] + odd + text[middle:], text + odd.rstrip("\n"), odd + text):
        at_once, by_line = both(kind, whole.encode(), PLACED)
        assert at_once == by_line


@settings(max_examples=150)
@given(seed=st.integers(0, 2**40), kind=st.sampled_from([*LOGS]), order=st.sampled_from(["", "dmy", "mdy"]))
@example(seed=0, kind="a log of an iPhone", order="dmy")
@example(
    seed=2204, kind="a log of an Android", order=""
)  # a header whose last name goes on after the one looked for
def test_logs_made_worse_are_the_same_both_ways(seed: int, kind: str, order: str) -> None:
    """Flipped bytes, cut lines, other line ends and encodings, hostile cells."""
    random = Random(seed)
    data = log(kind, random.choice([1, 3, 70])).encode()
    data = worse(data, random, [data, random.choice(ODD).encode()])
    options = Options(timezone="Africa/Nairobi", date_order=order)
    at_once, by_line = both(kind, data, options)
    assert at_once == by_line


HEADER = "worker\ttask\tanswer 1\tanswer 2\tanswer 3\tanswer 4"
ROWS = ("w{at}\tt{at}\ta", "w{at}\tt{at}", '"w{at}"\t"t {at}"\t"two\n""lines"""\t""', "w{at}\tt{at}\t\t\t\té")
ODD_ROWS = (
    "", " ", "\t\t", '""\t""', '"', '"a" b\tc', "one", "1\t2\t3\t4\t5\t6", "1\t2\t3\t4\t5\t6\t7", "\t\u00a0\t", '\t"x', "a\rb\tc", '"a\r\nb"\tc', '"""a"""\tb',
    " \t x", "é\té", "a\0b\tc", "x" * 3000 + "\ty",
)  # fmt: skip


def columns(data: bytes, short: int) -> object:
    """What a ragged table says, or the refusal."""
    try:
        found = read_delimited(Source("log", "log", "", "log", len(data), lambda: data), short=short)
    except WageauditError as refusal:
        return type(refusal).__name__, str(refusal), getattr(refusal, "problem", None)
    return (
        found.header,
        found.rows.tolist(),
        [cells.to_pylist() for cells in found.columns],
        found.problems,
        found.rows_read,
    )


def cut_both(data: bytes, short: int = 4) -> tuple[object, object]:
    """The table cut at once, and row by row."""
    at_once = columns(data, short)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wageaudit.readers.ragged.ragged", lambda *_: None)
        return at_once, columns(data, short)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("odd", [*ODD_ROWS, *ROWS])
def test_a_ragged_table_has_the_same_cells_both_ways(odd: str, end: str) -> None:
    """Rows end where they end; a faulty one is the same problem."""
    rows = [
        row.format(at=at) for at in range(5) for row in (ROWS if "\n" in end and end == "\n" else ROWS[:2])
    ]
    for whole in ([HEADER, *rows, odd, *rows, ""], [HEADER, odd, *rows], [HEADER, *rows, odd]):
        at_once, by_row = cut_both(end.join(whole).encode())
        assert at_once == by_row


@settings(max_examples=150)
@given(seed=st.integers(0, 2**40), short=st.sampled_from([3, 4, 100]))
def test_ragged_tables_made_worse_have_the_same_cells_both_ways(seed: int, short: int) -> None:
    """Whatever happened to their bytes."""
    random = Random(seed)
    rows = [random.choice(ROWS).format(at=at) for at in range(random.choice([1, 4, 30]))]
    data = "\n".join([HEADER, *rows, ""]).encode()
    at_once, by_row = cut_both(worse(data, random, [data, random.choice(ODD_ROWS).encode()]), short)
    assert at_once == by_row


def test_a_clean_ragged_table_never_meets_the_loop_over_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not with quotes, not with line ends within them."""
    monkeypatch.setattr(delimited, "_aligned", lambda *_: pytest.fail("row by row"))
    body = "\n".join(row.format(at=at) for at in range(50) for row in ROWS)
    assert columns(f"{HEADER}\n{body}".encode(), 4)
    assert columns(f"{HEADER}\n{body}\n".encode(), 4)


def test_fields_may_be_asked_for_one_by_one_or_as_a_slice() -> None:
    """As of any sequence of columns; a field that a line lacks is empty."""
    found = ragged("a\tb\n1\t2\t3\n", "\t", 4, 2, 100)
    assert found is not None
    assert len(found) == 4
    assert [cells.to_pylist() for cells in found[1:]] == [["b", "2"], ["", "3"], ["", ""]]
    assert found[-1].to_pylist() == ["", ""]


def test_lines_are_those_that_python_finds() -> None:
    """Or none are said; empty ones and comments are none."""
    found = lines("; x\n\nab\nb é\n", 2, ";#")
    assert found is not None
    assert found.numbers.tolist() == [3, 4]
    assert texts(found.data, found.begins, found.ends).to_pylist() == ["ab", "b é"]
    assert [lines(f"a{mark}b\nc", 1) for mark in ("\r", "\x0b", "\x85", "\u2028", "\0")] == [None] * 5
    assert [lines(text, 2) for text in ("", "\n\n", "a\nbc")] == [None] * 3
    assert fields("\n\r") is None
