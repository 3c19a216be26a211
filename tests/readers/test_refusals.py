"""Which reader takes a file, which files none takes, and what is said then: by the public functions that read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from wageaudit import Options, RosterEntry, read
from wageaudit.errors import InputRefused, WrongUse

CSV = "worker_id,started_at,ended_at,pay,currency,country\nw,2024-03-04T10:00:00Z,2024-03-04T10:10:00Z,1,USD,US\n"


def office(part: str) -> bytes:
    """A zip that looks like an Office file of some kind."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document/>")
    return made.getvalue()


def old_workbook(*, locked: bool) -> bytes:
    """The first bytes of an old Office file; where it is locked, the name of the part that holds the locked one."""
    inside = "EncryptedPackage".encode("utf-16-le") if locked else b""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + inside


REFUSED = {
    "an old workbook": ("log.xls", old_workbook(locked=False), "is an old .xls workbook"),
    "a workbook with a password": ("log.xlsx", old_workbook(locked=True), "has a password"),
    "a letter": ("letter.docx", office("word/document.xml"), "is an Office file, not a log"),
    "a page": ("log.html", b"  <!doctype html><table></table>", "is a web page"),
    "a picture": ("log.png", b"\x89PNG\r\n\x1a\n" + bytes(100), ""),
    "columns of nobody": (
        "log.csv",
        b"colour,shape\nred,round\n",
        "is no export known here; its columns: colour, shape",
    ),
    "keys of nobody": (
        "log.json",
        b'{"jobs": [{"colour": "a: \\"b\\":", "shape": 1}, {"colour": 2}]}',
        "is no export known here; its keys: jobs, colour, shape",
    ),
    "braces around nothing": ("log.json", b"{}", "is no export known here"),
}


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes | str], str]:
    """Put bytes into a file and say its name."""

    def put(name: str, content: bytes | str) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return put


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_log_is_refused_with_what_it_is(kind: str, file: Callable[..., str]) -> None:
    """Alone it is refused; beside a log it is a problem, and the log is read."""
    name, content, reason = REFUSED[kind]
    with pytest.raises(InputRefused) as refused:
        read([file(name, content)])
    assert reason in refused.value.problem.reason
    assert refused.value.problem.mend
    both = read([file("log0.csv", CSV), file(name, content)])
    assert both.table.num_rows == 1
    assert [problem.code for problem in both.problems] == ["file-refused"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_in_utf_16_is_read(encoding: str, file: Callable[..., str]) -> None:
    """By its mark, or by the zeros between its letters where the encoding is given."""
    options = Options(encoding="" if encoding == "utf-16" else encoding)
    assert read([file("log.csv", CSV.encode(encoding))], options).table.num_rows == 1


def test_a_line_that_names_the_delimiter_is_no_header(file: Callable[..., str]) -> None:
    """As spreadsheets write it for themselves."""
    text = "sep=;\n" + CSV.replace(",", ";")
    assert read([file("log.csv", text)]).table.num_rows == 1


def test_a_reader_that_does_not_exist_is_wrong_use(file: Callable[..., str]) -> None:
    """And those that do are named."""
    with pytest.raises(WrongUse, match="no reader is called abacus") as wrong:
        read([file("log.csv", CSV)], Options(reader="abacus"))
    assert "canonical" in str(wrong.value.mend)


def test_a_reader_asked_for_refuses_what_it_does_not_know(file: Callable[..., str]) -> None:
    """The canonical one tells columns itself; every other needs a column of its own."""
    with pytest.raises(InputRefused) as refused:
        read([file("log.csv", CSV)], Options(reader="toloka"))
    assert refused.value.problem.reason == "is not what the reader toloka reads"
    assert read([file("log.csv", CSV)], Options(reader="canonical")).table.num_rows == 1


def test_a_map_and_a_reader_together_are_wrong_use(file: Callable[..., str]) -> None:
    """Both say how a file is read."""
    with pytest.raises(WrongUse, match="--map and --reader"):
        read([file("log.csv", CSV)], Options(reader="toloka", map="any.toml"))


def test_several_sheets_with_a_log_ask_which_one(tmp_path: Path) -> None:
    """--sheet decides; a sheet that is not there is named."""
    book = Workbook()
    book.active.title = "May"
    rows = [line.split(",") for line in CSV.splitlines()]
    for sheet in (book.active, book.create_sheet("June")):
        for row in rows:
            sheet.append(row)
    path = str(tmp_path / "log.xlsx")
    book.save(path)
    with pytest.raises(InputRefused) as refused:
        read([path])
    assert "May" in str(refused.value)
    assert "June" in str(refused.value)
    assert read([path], Options(sheet="June")).table.num_rows == 1


def test_a_workbook_with_nothing_in_it_is_said_to_be_empty(tmp_path: Path) -> None:
    """One sheet, no cell."""
    path = str(tmp_path / "log.xlsx")
    Workbook().save(path)
    with pytest.raises(InputRefused, match=r"empty|nothing"):
        read([path])


AMOUNTS = "worker_id,started_at,ended_at,pay,currency,country\nw,2024-03-04T10:00:00Z,2024-03-04T10:10:00Z,{},USD,US\nw,2024-03-04T11:00:00Z,2024-03-04T11:10:00Z,{},USD,US\n"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (('"1,50"', "1.50"), "writes decimals with a comma in some rows and a point in others"),
        (('"1,234"', "5"), "has amounts like 1,234: one and some decimals, or thousands"),
    ],
)
def test_amounts_whose_decimal_mark_is_not_proved_stop(
    cells: tuple[str, str], said: str, file: Callable[..., str]
) -> None:
    """And --decimal decides."""
    path = file("log.csv", AMOUNTS.format(*cells))
    with pytest.raises(InputRefused) as refused:
        read([path])
    assert refused.value.problem.reason == said
    assert "--decimal" in refused.value.problem.mend


def test_a_thousand_is_one_beside_an_amount_that_proves_the_mark(file: Callable[..., str]) -> None:
    """A file has one decimal mark."""
    found = read([file("log.csv", AMOUNTS.format('"1,234"', '"2,000.50"'))])
    assert [str(pay) for pay in found.table.column("pay").to_pylist()] == ["1234.000000", "2000.500000"]
    decided = read([file("log.csv", AMOUNTS.format('"1,234"', "5"))], Options(decimal=","))
    assert [str(pay) for pay in decided.table.column("pay").to_pylist()] == ["1.234000", "5.000000"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("13/04/2024", "04/13/2024"), "has day/month in some rows and month/day in others"),
        (("03/04/2024", "04/03/2024"), "has dates like 03/04/2024: day/month or month/day"),
    ],
)
def test_dates_whose_order_is_not_proved_stop(
    days: tuple[str, str], said: str, file: Callable[..., str]
) -> None:
    """One order a file, and it must be proved or said."""
    lines = "worker_id,started_at,active_seconds,pay,currency,country,timezone\n"
    lines += "".join(f"w,{day},60,1,USD,US,UTC\n" for day in days)
    with pytest.raises(InputRefused) as refused:
        read([file("log.csv", lines)])
    assert refused.value.problem.reason == said


def test_a_roster_that_names_nobody_in_the_files_is_noted(file: Callable[..., str]) -> None:
    """It was meant for others; one that names somebody, or the person an id is, is not noted."""
    path = file("log.csv", CSV)

    def codes(**roster: RosterEntry) -> list[str]:
        return [
            problem.code for problem in read([path], Options(roster=roster, roster_file="r.csv")).problems
        ]

    assert codes(x=RosterEntry(timezone="UTC")) == ["roster-unused"]
    assert codes(w=RosterEntry(timezone="UTC")) == []
    assert codes(x=RosterEntry(person="w")) == []


def test_a_table_nobody_knows_is_sent_to_the_map_and_json_to_a_table(
    file: Callable[[str, bytes | str], str],
) -> None:
    """What to type next is a command that takes that kind of file: `map` reads tables alone."""
    mends = {}
    for name, content in (("log.csv", "colour,shape\nred,round\n"), ("log.json", '{"colour": 1}')):
        with pytest.raises(InputRefused) as refused:
            read([file(name, content)])
        mends[name] = refused.value.mend
    assert "wageaudit map FILE -o my.toml" in mends["log.csv"]
    assert "--map my.toml" in mends["log.csv"]
    assert "map" not in mends["log.json"].split()
    assert "canonical table" in mends["log.json"]
